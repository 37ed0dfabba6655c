/* The passes in their order, and statements made of what they found. */
#include "extract/extract.h"

enum { HOLDERS_MAX = 8, FRAGMENT_WORDS = 6, FRAGMENT_TOTAL = 60, CLOSING_MARKS = 2 };

static stance_status read_tokens(const stance_lexicon *lexicon, const stance_document *document, stance_intern *local,
                                 stance_arena *arena, reading *r, stance_error *err)
{
    *r = (reading){.lexicon = lexicon, .document = document, .arena = arena, .text = document->text, .local = local};
    STANCE_TRY(stance_tokenize(document->text, &lexicon->words, local, arena, &r->tokens, err));
    STANCE_TRY(stance_automaton_run(&lexicon->automaton, r->tokens, local, arena, &r->matches, err));
    return stance_note_tokens(r, err);
}

static stance_span span_of(const reading *r, uint32_t first, uint32_t end)
{
    return (stance_span){token_at(r, first)->start, token_at(r, end - 1)->end};
}

/* Ranges in order, those that touch or overlap joined. A handful: insertion sort. */
static size_t merge_ranges(token_range *ranges, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        token_range x = ranges[i];
        size_t j = i;
        for (; j > 0 && ranges[j - 1].first > x.first; j--) ranges[j] = ranges[j - 1];
        ranges[j] = x;
    }
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept && ranges[i].first <= ranges[kept - 1].end) {
            if (ranges[i].end > ranges[kept - 1].end) ranges[kept - 1].end = ranges[i].end;
        } else {
            ranges[kept++] = ranges[i];
        }
    }
    return kept;
}

/* Lee went on: "No.": nothing is said but a quotation that is a sentence of its own, behind a colon or a comma. */
static bool is_all_quoted(const reading *r, const token_range *ranges, size_t count)
{
    uint32_t first = ranges[0].first;
    if (count != 1 || !r->notes[first].quote) return false;
    const quotation *q = &r->quotes[r->notes[first].quote - 1];
    if (q->first == 0 || q->scare || q->single || !is_capital(r, q->first + 1) || first > q->first + 1) return false;
    for (uint32_t i = first; i < ranges[0].end; i++) {
        if (is_word(r, i) && !r->notes[i].quote) return false;
    }
    return is_mark(r, q->first - 1, STANCE_MARK_COLON) || is_mark(r, q->first - 1, STANCE_MARK_COMMA);
}

/* Direct when most of the sentence's words stand in quotation marks; an adverbial before the speaker ("Asked about the
   talks, he said")
   is left out of the count, and so is what names speaker and cue behind the words. */
static stance_mode mode_of(const reading *r, const sentence *s, const attribution *a, const token_range *ranges,
                           size_t count)
{
    if (r->blocks[s->block].kind == BLOCK_TURN) return STANCE_DIRECT;
    if (is_all_quoted(r, ranges, count)) return STANCE_DIRECT;
    uint32_t first = ranges[0].first, end = ranges[count - 1].end, words = 0, quoted = 0;
    bool before = a->cue_first < a->cue_end && a->source.first < first && a->source.first >= s->first;
    bool participle = before && a->cue_first > a->source.end + 1 &&
                      stance_ends_in_ing(r, a->cue_first); /* "He presented a book, stressing: …" */
    if (participle) first = a->cue_first;
    else if (before) first = a->source.first;
    else if (a->cue_first < a->cue_end && a->cue_first < first && a->cue_first >= s->first) first = a->cue_first;
    for (uint32_t i = first; i < end; i++) {
        if (token_at(r, i)->kind == STANCE_MARK) continue;
        words++;
        quoted += r->notes[i].quote != 0;
    }
    return 2 * quoted > words ? STANCE_DIRECT : STANCE_REPORTED;
}

/* A double mark, a comma, or the single mark that a quotation begins or ends with. */
static bool frames_words(const reading *r, uint32_t i)
{
    if (stance_is_quote_mark(r, i) || is_mark(r, i, STANCE_MARK_COMMA)) return true;
    uint32_t q = r->notes[i].quote;
    bool single = is_mark(r, i, STANCE_MARK_SINGLE) || is_mark(r, i, STANCE_MARK_SINGLE_OPEN) ||
                  is_mark(r, i, STANCE_MARK_SINGLE_CLOSE);
    return q && single && !r->quotes[q - 1].scare && (r->quotes[q - 1].first == i || r->quotes[q - 1].end == i + 1);
}

/* The mark at i pairs with one inside the range: 'talks "must go on"' keeps both, '"must go on", in short' too. */
static bool is_paired(const reading *r, uint32_t i, token_range c)
{
    uint32_t q = r->notes[i].quote;
    if (!q || is_mark(r, i, STANCE_MARK_COMMA)) return false;
    const quotation *quote = &r->quotes[q - 1];
    if (quote->first == i) return quote->end < c.end && frames_words(r, quote->end - 1);
    return quote->end == i + 1 && quote->first > c.first && frames_words(r, quote->first);
}

/* Leaves the quotation marks around a range out of it. */
static token_range without_marks(const reading *r, token_range c)
{
    uint32_t whole =
        c.end > c.first ? r->notes[c.first].quote : 0; /* ‘Back to Work’ in a title, which is no speech elsewhere */
    if (whole && r->quotes[whole - 1].scare && r->quotes[whole - 1].first == c.first &&
        r->quotes[whole - 1].end == c.end && c.end > c.first + 2) {
        c.first++;
        c.end--;
    }
    while (c.first < c.end && frames_words(r, c.first) && !is_paired(r, c.first, c)) c.first++;
    while (c.end > c.first && frames_words(r, c.end - 1) && !is_paired(r, c.end - 1, c)) c.end--;
    uint32_t q = c.end > c.first ? r->notes[c.end - 1].quote : 0; /* The book "War and Peace," Lee said, is new */
    bool open = q && r->quotes[q - 1].first > c.first && !r->quotes[q - 1].chain && r->quotes[q - 1].end > c.end;
    if (open && frames_words(r, r->quotes[q - 1].first) && r->quotes[q - 1].end <= c.end + CLOSING_MARKS) {
        uint32_t end = r->quotes[q - 1].end;
        bool marks = frames_words(r, end - 1);
        for (uint32_t i = c.end; i < end; i++) marks = marks && token_at(r, i)->kind == STANCE_MARK;
        if (marks) c.end = end;
    }
    return c;
}

/* Nothing but what ends a sentence between token i and the next range of the same quotation. */
static bool goes_on(const reading *r, uint32_t i, token_range next)
{
    uint32_t q = r->notes[i - 1].quote;
    if (!q || next.first < i || r->notes[next.first].quote != q) return false;
    while (i < next.first && stance_is_sentence_end_mark(r, i)) i++;
    return i == next.first;
}

static stance_status fill_content(const reading *r, found *f, token_range *ranges, size_t count, stance_error *err)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        token_range c = without_marks(r, ranges[i]);
        if (c.first == c.end) continue;
        if (kept && goes_on(r, ranges[kept - 1].end, c)) ranges[kept - 1].end = c.end;
        else ranges[kept++] = c;
    }
    stance_span *spans = stance_arena_zero(r->arena, kept + 1, sizeof *spans);
    if (!spans) return stance_fail_memory(err);
    for (size_t i = 0; i < kept; i++) spans[i] = span_of(r, ranges[i].first, ranges[i].end);
    f->content = ranges;
    f->content_count = kept;
    f->statement.content = spans;
    f->statement.content_count = kept;
    return STANCE_OK;
}

static bool same_holder(const attribution *a, const attribution *b)
{
    if (a->actor.data && b->actor.data) return stance_view_equal(a->actor, b->actor);
    return stance_view_equal(a->speaker, b->speaker);
}

typedef struct builder {
    reading *r;
    found *list;
    size_t count, capacity;
    uint32_t ordinal;
    uint32_t last_sentence; /* of the last statement, when its sentence holds no other */
} builder;

static stance_status push(builder *b, found f, stance_error *err)
{
    f.statement.ordinal = ++b->ordinal;
    f.statement.span = span_of(b->r, b->r->sentences[f.sentence].first, b->r->sentences[f.sentence].end);
    return STANCE_PUSH(b->r->arena, b->list, b->count, b->capacity, f) ? STANCE_OK : stance_fail_memory(err);
}

/* A label in capitals, which no fuller name in the document explains, as names are written: "HARLE" is Harle. False for
   want of memory. */
static bool write_name(const reading *r, stance_view *name)
{
    size_t letters = 0;
    for (size_t i = 0; i < name->len; i++) {
        char c = name->data[i];
        if (c >= 'A' && c <= 'Z') letters++;
        else if (c != ' ' && c != '-' && c != '\'' && c != '.') return true;
    }
    if (letters < 4) return true; /* initials, and bodies that go by them */
    stance_view copy = stance_arena_copy(r->arena, *name);
    char *c = (char *)(uintptr_t)copy.data;
    for (size_t i = 1; c && i < copy.len; i++) {
        if (c[i] >= 'A' && c[i] <= 'Z' && ((c[i - 1] | 32) >= 'a' && (c[i - 1] | 32) <= 'z')) c[i] = (char)(c[i] | 32);
    }
    if (c) *name = copy;
    return c != NULL;
}

static uint32_t words_of(const reading *r, const token_range *ranges, size_t count)
{
    uint32_t n = 0;
    for (size_t k = 0; k < count; k++) {
        for (uint32_t i = ranges[k].first; i < ranges[k].end; i++) n += token_at(r, i)->kind != STANCE_MARK;
    }
    return n;
}

/* "Believe me. We tried everything.": a sentence of a few words inside a quotation is a fragment that goes with the
   sentence beside it. False when f stands by itself. */
static bool joins_last(builder *b, const found *f, stance_status *status, stance_error *err)
{
    reading *r = b->r;
    if (!b->count) return false;
    found *last = &b->list[b->count - 1];
    if (last->statement.mode != STANCE_DIRECT || f->statement.mode != STANCE_DIRECT ||
        b->last_sentence + 1 != f->sentence || r->sentences[f->sentence].block != r->sentences[last->sentence].block ||
        !last->content_count || !stance_view_equal(last->statement.speaker, f->statement.speaker))
        return false;
    uint32_t quote = r->notes[last->content[last->content_count - 1].end - 1].quote;
    if (!quote || r->notes[f->content[0].first].quote != quote) return false;
    uint32_t words = words_of(r, f->content, f->content_count),
             before = words_of(r, last->content, last->content_count);
    if (words > FRAGMENT_WORDS && before > FRAGMENT_WORDS) return false;
    if (words + before > FRAGMENT_TOTAL) return false;
    size_t n = last->content_count + f->content_count;
    token_range *ranges = stance_arena_zero(r->arena, n + 1, sizeof *ranges);
    if (!ranges) {
        *status = stance_fail_memory(err);
        return true;
    }
    memcpy(ranges, last->content, last->content_count * sizeof *ranges);
    memcpy(ranges + last->content_count, f->content, f->content_count * sizeof *ranges);
    *status = fill_content(r, last, ranges, merge_ranges(ranges, n), err);
    last->statement.span.end = token_at(r, r->sentences[f->sentence].end - 1)->end;
    if (!last->statement.cue.len) { /* "We will see. Time will tell," Lee said. */
        last->cue_entry = f->cue_entry;
        last->cue_entries = f->cue_entries;
        last->cue_count = f->cue_count;
        last->statement.cue = f->statement.cue;
        last->statement.evidence = f->statement.evidence;
        last->statement.confidence = f->statement.confidence;
    }
    b->last_sentence = f->sentence;
    return true;
}

/* Whom the attribution's words are put to or about, beside what is said: "told the EU", "warned the US against"; in the passive
   ("Moscow was accused by the mayor of") the subject. */
static token_range addressee_of(const reading *r, const attribution *a)
{
    token_range nobody = {0, 0};
    const sentence *s = &r->sentences[a->sentence];
    const stance_entry *e = a->cue_entry == UINT32_MAX ? NULL : &r->lexicon->entries[a->cue_entry];
    if (!e || (e->frame & STANCE_FRAME_OBJECT) || a->cue_first < s->first || a->cue_end > s->end) return nobody;
    uint32_t g = a->cue_first;
    if (a->source.first >= a->cue_end && stance_token_is(r, a->source.first - 1, "by")) {
        while (g > s->first && has_fn(r, g - 1, FN(BE) | FN(AUXILIARY) | FN(ADVERB))) g--;
        if (g == a->cue_first) return nobody;
        bool shared;
        phrase subject = stance_subject_before(r, g, s->first, &shared);
        return subject.kind == PHRASE_NONE ? nobody : (token_range){subject.first, subject.end};
    }
    if (e->form != STANCE_CUE_VERB) return nobody;
    phrase object = stance_phrase_after(r, a->cue_end, s->end);
    bool beside = object.kind != PHRASE_NONE && object.first == a->cue_end && a->source.first != a->cue_end;
    return (token_range){a->cue_first, beside ? object.end : a->cue_end};
}

/* The statement of one holder in one sentence: all that the attributions in group say. */
static stance_status add_statement(builder *b, uint32_t s, attribution *const *group, size_t count, bool alone,
                                   stance_error *err)
{
    reading *r = b->r;
    const attribution *main = group[0];
    token_range *ranges = stance_arena_zero(r->arena, count * CONTENT_MAX + 1, sizeof *ranges);
    uint32_t *cues = stance_arena_zero(r->arena, count + 1, sizeof *cues);
    voicing *voicings = stance_arena_zero(r->arena, count + 1, sizeof *voicings);
    if (!ranges || !cues || !voicings) return stance_fail_memory(err);
    size_t n = 0, cue_count = 0;
    for (size_t i = 0; i < count; i++) {
        const attribution *a = group[i];
        memcpy(ranges + n, a->content, a->content_count * sizeof *ranges);
        n += a->content_count;
        if (a->cue_entry != UINT32_MAX) cues[cue_count++] = a->cue_entry;
        voicings[i] = (voicing){.source = a->source, .addressee = addressee_of(r, a)};
        bool better = main->cue_entry == UINT32_MAX && a->cue_entry != UINT32_MAX;
        if (better) main = a;
    }
    n = merge_ranges(ranges, n);
    if (!n) return STANCE_OK;
    found f = {.sentence = s,
               .cue_entry = main->cue_entry,
               .cue_entries = cues,
               .cue_count = cue_count,
               .voicings = voicings,
               .voicing_count = count};
    f.statement.mode = mode_of(r, &r->sentences[s], main, ranges, n);
    STANCE_TRY(fill_content(r, &f, ranges, n, err));
    if (!f.content_count) return STANCE_OK;
    f.statement.place = r->blocks[r->sentences[s].block].kind == BLOCK_HEAD ? STANCE_HEAD : STANCE_BODY;
    f.statement.speaker = main->speaker;
    bool label = r->blocks[r->sentences[s].block].kind == BLOCK_TURN && main->source.kind == PHRASE_PERSON;
    if (label && !write_name(r, &f.statement.speaker)) return stance_fail_memory(err);
    f.statement.actor = main->actor;
    f.statement.evidence = main->evidence;
    f.statement.confidence = main->confidence;
    if (main->cue_first < main->cue_end)
        f.statement.cue = stance_view_cut(r->text, span_of(r, main->cue_first, main->cue_end));
    stance_status status = STANCE_OK;
    if (alone && joins_last(b, &f, &status, err)) return status;
    STANCE_TRY(push(b, f, err));
    b->last_sentence = alone ? s : UINT32_MAX - 1;
    return STANCE_OK;
}

static stance_status add_narration(builder *b, uint32_t s, stance_error *err)
{
    reading *r = b->r;
    block_kind kind = r->blocks[r->sentences[s].block].kind;
    if (kind == BLOCK_HEAD || kind == BLOCK_TURN)
        return STANCE_OK; /* what is no speech in a turn is a stage direction */
    token_range *range = stance_arena_zero(r->arena, 1, sizeof *range);
    if (!range) return stance_fail_memory(err);
    *range = (token_range){r->sentences[s].first, r->sentences[s].end};
    found f = {.sentence = s, .cue_entry = UINT32_MAX, .content = range, .content_count = 1};
    f.statement.evidence = stance_view_of("nobody is named: the outlet's own words");
    return push(b, f, err);
}

static stance_status build(builder *b, stance_error *err)
{
    reading *r = b->r;
    /* Lists of attributions by sentence, linked through next, in order. */
    uint32_t *first = stance_arena_zero(r->arena, r->sentence_count + 1, sizeof *first);
    uint32_t *next = stance_arena_zero(r->arena, r->attribution_count + 1, sizeof *next);
    if (!first || !next) return stance_fail_memory(err);
    for (size_t i = r->attribution_count; i > 0; i--) {
        const attribution *a = &r->attributions[i - 1];
        if (a->dropped || !a->content_count || !a->speaker.data) continue;
        next[i] = first[a->sentence];
        first[a->sentence] = (uint32_t)i;
    }
    for (uint32_t s = 0; s < r->sentence_count; s++) {
        if (!first[s]) STANCE_TRY(add_narration(b, s, err));
        attribution *group[HOLDERS_MAX], *all[HOLDERS_MAX * 2];
        size_t n = 0;
        for (uint32_t i = first[s]; i && n < HOLDERS_MAX * 2; i = next[i]) all[n++] = &r->attributions[i - 1];
        for (size_t i = 0; i < n; i++) {
            if (!all[i]) continue;
            size_t size = 0;
            attribution *lead = all[i];
            for (size_t k = i; k < n; k++) {
                if (!all[k] || size == HOLDERS_MAX || !same_holder(lead, all[k])) continue;
                group[size++] = all[k];
                all[k] = NULL;
            }
            STANCE_TRY(add_statement(b, s, group, size, size == n, err));
        }
    }
    return STANCE_OK;
}

stance_status stance_extract(const stance_lexicon *lexicon, const stance_document *document, stance_intern *local,
                             stance_arena *arena, reading *r, found **statements, size_t *count, stance_error *err)
{
    STANCE_TRY(read_tokens(lexicon, document, local, arena, r, err));
    STANCE_TRY(stance_find_blocks(r, err));
    STANCE_TRY(stance_find_quotations(r, err));
    STANCE_TRY(stance_find_sentences(r, err));
    STANCE_TRY(stance_note_names(r, err));
    STANCE_TRY(stance_find_attributions(r, err));
    STANCE_TRY(stance_attribute_quotations(r, err));
    STANCE_TRY(stance_resolve_speakers(r, err));
    builder b = {.r = r};
    STANCE_TRY(build(&b, err));
    STANCE_TRY(stance_find_topics(r, b.list, b.count, err));
    STANCE_TRY(stance_find_targets(r, b.list, b.count, err));
    *statements = b.list;
    *count = b.count;
    return STANCE_OK;
}

stance_status stance_extract_text(const stance_lexicon *lexicon, const stance_document *document, stance_intern *local,
                                  stance_arena *arena, reading *r, found *statement, stance_error *err)
{
    STANCE_TRY(read_tokens(lexicon, document, local, arena, r, err));
    *statement = (found){.cue_entry = UINT32_MAX};
    statement->statement.ordinal = 1;
    statement->statement.mode = STANCE_DIRECT;
    uint32_t n = (uint32_t)r->tokens.count;
    if (!n) return STANCE_OK;
    block whole = {.first = 0, .end = n};
    sentence all = {0, n, 0};
    token_range *range = stance_arena_zero(arena, 1, sizeof *range);
    if (!range || !STANCE_PUSH(arena, r->blocks, r->block_count, r->block_capacity, whole) ||
        !STANCE_PUSH(arena, r->sentences, r->sentence_count, r->sentence_capacity, all))
        return stance_fail_memory(err);
    *range = (token_range){0, n};
    STANCE_TRY(fill_content(r, statement, range, 1, err));
    statement->statement.span = span_of(r, 0, n);
    STANCE_TRY(stance_find_quotations(r, err));
    STANCE_TRY(stance_find_topics(r, statement, 1, err));
    return stance_find_targets(r, statement, 1, err);
}
