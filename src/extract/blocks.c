/* Paragraphs, heads, turns: where the body of a document is. */
#include "extract/names.h"
#include "text/dates.h"

enum {
    HEAD_WORDS = 18,
    HEAD_WORDS_ATTRIBUTED = 15,
    HEAD_WORDS_TITLE = 25,
    MANY_LABELS = 2,
    LABEL_WORDS = 8,
    LABEL_TAIL = 20,
    DATELINE_TOKENS = 12,
    LONG_TITLE = 8,
    SENTENCE_WORDS = 5
};

/* A document is hard wrapped when its lines end in the middle of sentences: most single line ends are followed by a
   small letter. */
static bool hard_wrapped(const reading *r)
{
    size_t ends = 0, inside = 0;
    for (uint32_t i = 1; i < r->tokens.count; i++) {
        const stance_token *t = token_at(r, i);
        if (!(t->flags & STANCE_TOKEN_LINE) || (t->flags & STANCE_TOKEN_BLOCK)) continue;
        ends++;
        inside += t->kind == STANCE_WORD && !(t->flags & STANCE_TOKEN_CAPITAL);
    }
    return ends >= 3 && inside * 5 >= ends * 2;
}

static bool starts_block(const reading *r, uint32_t i)
{
    uint8_t flags = token_at(r, i)->flags;
    return (flags & STANCE_TOKEN_BLOCK) || ((flags & STANCE_TOKEN_LINE) && !r->hard_wrapped);
}

/* The last mark that tells whether a sentence ends here, quotation marks and brackets passed over. */
static bool ends_like_sentence(const reading *r, uint32_t first, uint32_t end)
{
    uint32_t i = end;
    bool closed = false;
    while (i > first) {
        i--;
        if (stance_is_sentence_end_mark(r, i)) return true;
        if (stance_is_quote_mark(r, i) || is_mark(r, i, STANCE_MARK_SINGLE_CLOSE) ||
            is_mark(r, i, STANCE_MARK_SINGLE)) {
            closed = true;
            continue;
        }
        if (is_mark(r, i, STANCE_MARK_CLOSE)) continue;
        bool tied = !(token_at(r, i)->flags & STANCE_TOKEN_SPACE); /* "We are neighbours.*": a mark that nobody knows */
        if (tied && (is_mark(r, i, STANCE_MARK_OTHER) || is_mark(r, i, STANCE_MARK_SINGLE_OPEN))) continue;
        return (closed && is_mark(r, i, STANCE_MARK_COMMA)) || is_mark(r, i, STANCE_MARK_COLON);
    }
    return false;
}

/* "…, the ambassador said" or "said Antonov" somewhere: a sentence whose stop is missing rather than a head. */
static bool has_finite_cue(const reading *r, uint32_t first, uint32_t end)
{
    uint32_t cue_end;
    for (uint32_t i = first; i < end; i++) {
        const stance_entry *e = stance_cue_at(r, i, &cue_end);
        if (e && e->form == STANCE_CUE_VERB && (e->frame & STANCE_FRAME_QUOTE) && i > first && !is_capital(r, i))
            return true;
    }
    return false;
}

/* Titles Are Written So In English. A short one with a stop must be so wholly: "Gov. Dale Lee is heading to Iowa." */
static bool title_case(const reading *r, uint32_t first, uint32_t end, bool stopped)
{
    uint32_t words = 0, capitals = 0;
    for (uint32_t i = first; i < end; i++) {
        if (token_at(r, i)->kind != STANCE_WORD || token_at(r, i)->end - token_at(r, i)->start < 4) continue;
        words++;
        capitals += is_capital(r, i);
    }
    return words >= 3 && (stopped && words < LONG_TITLE ? capitals == words : capitals * 5 >= words * 4);
}

/* No sentence ends inside. */
static bool lone_sentence(const reading *r, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i + 2 < end; i++) {
        bool stop =
            is_mark(r, i, STANCE_MARK_STOP) && i > first && token_at(r, i - 1)->end - token_at(r, i - 1)->start > 3;
        if (stop || (is_mark(r, i, STANCE_MARK_ASK) && !stance_is_quote_mark(r, i + 1))) return false;
    }
    return true;
}

/* "The envoy came on Monday. Nobody knew why he had gone": a stop between two sentences, each too long for a label. */
static bool has_two_sentences(const reading *r, uint32_t first, uint32_t end)
{
    uint32_t words = 0;
    for (uint32_t i = first; i + 1 < end; i++) {
        if (token_at(r, i)->kind != STANCE_MARK) {
            words++;
            continue;
        }
        bool stop = is_mark(r, i, STANCE_MARK_STOP) && i > first && token_at(r, i - 1)->kind == STANCE_WORD &&
                    token_at(r, i - 1)->end - token_at(r, i - 1)->start > 3 && !stance_abbreviation(r, i - 1);
        if (stop && words >= SENTENCE_WORDS && is_capital(r, i + 1) && !title_case(r, i + 1, end, false))
            return stance_count_words(r, i + 1, end) >= SENTENCE_WORDS;
    }
    return false;
}

/* "MILLBROOK - A group of parents …", "CEDAR FALLS, Iowa (AP) -- …": a place in capitals up to a dash. Its end, or first. */
static uint32_t plain_dateline(const reading *r, uint32_t first, uint32_t end)
{
    uint32_t i = first, words = 0;
    bool brackets = false;
    uint32_t place = first; /* "Dover (CNN)A court ruled" */
    while (place < first + 3 && is_capital(r, place)) place++;
    if (place > first && place + 4 < end && is_mark(r, place, STANCE_MARK_OPEN) && has_fn(r, place + 1, FN(OUTLET)) &&
        is_mark(r, place + 2, STANCE_MARK_CLOSE) && is_capital(r, place + 3))
        return place + 3;
    for (; i < end && i < first + DATELINE_TOKENS; i++) {
        const stance_token *t = token_at(r, i);
        if (is_mark(r, i, STANCE_MARK_DASH) && words) return i + 1 < end ? i + 1 : first;
        bool agency = i > first + 2 && is_mark(r, i, STANCE_MARK_CLOSE) && has_fn(r, i - 1, FN(OUTLET)) &&
                      is_mark(r, i - 2, STANCE_MARK_OPEN); /* "Dover (CNN) Kim Lee opened a rally" */
        if (agency && is_capital(r, i + 1)) return i + 1;
        brackets = is_mark(r, i, STANCE_MARK_OPEN) || (brackets && !is_mark(r, i - 1, STANCE_MARK_CLOSE));
        if (t->kind == STANCE_MARK) {
            if (!brackets && !is_mark(r, i, STANCE_MARK_COMMA) && !is_mark(r, i, STANCE_MARK_STOP)) return first;
            continue;
        }
        if (brackets) continue;
        bool capitals = t->kind == STANCE_WORD && t->end - t->start > 2;
        for (uint32_t k = t->start; k < t->end && capitals; k++)
            capitals = !(r->text.data[k] >= 'a' && r->text.data[k] <= 'z');
        bool behind = words && is_capital(r, i); /* ", Iowa" */
        if (!capitals && !behind) return first;
        words++;
    }
    return first;
}

/* "Tehran, Apr 27: Norland has …", "WASHINGTON, May 4. Norland has …": place, day and a colon or stop. Its end, or first. */
static uint32_t dated_line(const reading *r, uint32_t first, uint32_t end)
{
    uint32_t i = first, words = 0;
    while (i < end && is_word(r, i) && is_capital(r, i) && words < 3) i++, words++;
    if (!words || !is_mark(r, i, STANCE_MARK_COMMA) || i + 4 >= end || !has_fn(r, i + 1, FN(TIME))) return first;
    i += is_mark(r, i + 2, STANCE_MARK_STOP) ? 3U : 2U;
    if (token_at(r, i)->kind != STANCE_NUMBER || i + 2 >= end) return first;
    bool year = is_mark(r, i + 1, STANCE_MARK_COMMA) && token_at(r, i + 2)->kind == STANCE_NUMBER && i + 4 < end;
    if (year) i += 2;
    bool stop = is_mark(r, i + 1, STANCE_MARK_STOP) && (is_capital(r, i + 2) || stance_is_quote_mark(r, i + 2));
    return stop || is_mark(r, i + 1, STANCE_MARK_COLON) ? i + 2 : first;
}

/* "Follow Kim Lee on Twitter": what outlets put below their articles. */
static bool is_furniture(const reading *r, uint32_t first, uint32_t end)
{
    uint32_t i = first;
    while (i < end && token_at(r, i)->kind == STANCE_MARK) i++;
    if (!stance_token_is(r, i, "follow")) return false;
    while (i < end && !has_fn(r, i, FN(OUTLET))) i++;
    return i < end && stance_token_is(r, i - 1, "on");
}

/* "“Talks are over,” says Moscow", "“We will respond,” Moscow warns": quoted words, and who says them in the present, as titles
   have it; "“We will respond”: Lavrov in Dover", "“No talks” – Kremlin". */
static bool is_quoted_title(const reading *r, uint32_t first, uint32_t end)
{
    uint32_t i = end, cue_end, cue = NO_TOKEN;
    if (!stance_is_quote_mark(r, first)) return false;
    for (uint32_t k = first + 2; k + 1 < end; k++) {
        if (!stance_is_quote_mark(r, k)) continue;
        if (is_mark(r, k + 1, STANCE_MARK_COLON) || is_mark(r, k + 1, STANCE_MARK_DASH)) return true;
        break;
    }
    for (; i > first + 2 && end - i < LABEL_WORDS && token_at(r, i - 1)->kind == STANCE_WORD; i--) {
        const stance_entry *e = stance_cue_at(r, i - 1, &cue_end);
        bool says =
            e && e->form == STANCE_CUE_VERB && (e->frame & STANCE_FRAME_QUOTE) && !has_fn(r, i - 1, FN(PRONOUN));
        if (says && stance_verb_form(r, i - 1) == VERB_THIRD) cue = i - 1;
    }
    if (cue == NO_TOKEN || i <= first + 2) return false;
    for (uint32_t k = i; k < end; k++) {
        if (has_fn(r, k, FN(PRONOUN) | FN(PLURAL_PRONOUN))) return false; /* "“We stand by it,” she says" */
    }
    return stance_is_quote_mark(r, i - 1) || (is_mark(r, i - 1, STANCE_MARK_COMMA) && stance_is_quote_mark(r, i - 2));
}

static bool is_head(const reading *r, uint32_t first, uint32_t end)
{
    uint32_t words = stance_count_words(r, first, end);
    if (words == 0 || (words <= HEAD_WORDS && is_furniture(r, first, end))) return true;
    bool stopped = ends_like_sentence(r, first, end);
    if (is_mark(r, end - 1, STANCE_MARK_COLON) && has_finite_cue(r, first, end)) return false; /* "Lee wrote on X:" */
    if (words <= HEAD_WORDS_TITLE && title_case(r, first, end, stopped) && lone_sentence(r, first, end)) return true;
    if (stopped) {
        /* "Why?" is said; "Leave a Reply." is not worth the loss. */
        return false;
    }
    if (title_case(r, first, end, stopped) && words <= 25) return true;
    if (words <= HEAD_WORDS + 4 && has_two_sentences(r, first, end)) return false;
    if (words <= HEAD_WORDS && is_quoted_title(r, first, end)) return true;
    if (stance_is_quote_mark(r, first) &&
        words > 4) { /* a whole paragraph in marks, without a stop: a cross-head when it is short */
        return words <= HEAD_WORDS && stance_is_quote_mark(r, end - 1);
    }
    if (words > HEAD_WORDS_ATTRIBUTED && has_finite_cue(r, first, end)) return false;
    return words <= HEAD_WORDS + 4;
}

/* The label of a turn: its name, and where the words begin. */
typedef struct label {
    uint32_t first, name_end, after; /* after: behind the colon; 0: no label */
} label;

static bool in_capitals(const reading *r, uint32_t i)
{
    return (token_at(r, i)->flags & STANCE_TOKEN_UPPER) || (r->notes[i].role & ROLE(TITLE)) ||
           (is_capital(r, i) && is_mark(r, i + 1, STANCE_MARK_STOP));
}

/* "JIM LEE, ANCHOR:", "SEN. ANN LEE (D-RI):": what stands between a name in capitals and its colon. The colon, or 0. */
static uint32_t label_tail(const reading *r, uint32_t first, uint32_t i, uint32_t end)
{
    bool upper = false;
    for (uint32_t k = first; k < i; k++) {
        if (token_at(r, k)->kind == STANCE_MARK) continue;
        if (!in_capitals(r, k)) return 0;
        upper = upper || (token_at(r, k)->flags & STANCE_TOKEN_UPPER);
    }
    for (uint32_t k = i; upper && k < end && k < i + LABEL_TAIL; k++) {
        if (is_mark(r, k, STANCE_MARK_COLON)) return k;
        if (token_at(r, k)->kind == STANCE_WORD && !is_capital(r, k) && !has_fn(r, k, FN(PREPOSITION) | FN(DETERMINER)))
            return 0;
        if (stance_is_quote_mark(r, k) || is_mark(r, k, STANCE_MARK_ASK)) return 0;
    }
    return 0;
}

/* "Question:", "MS. PSAKI:", "Anatoly Antonov:", "Speaker 1:" at the start of a block. */
static label label_at(const reading *r, const block *b)
{
    uint32_t first = b->first + 1 < b->end && stance_is_quote_mark(r, b->first) ? b->first + 1 : b->first;
    uint32_t i = first, words = 0, end = b->end; /* the whole transcript may be quoted */
    label none = {.first = first};
    const stance_token *q =
        token_at(r, first); /* "Q    Thank you": a label by itself, as in the briefings of Washington */
    if (first + 1 < end && stance_token_is(r, first, "q") && (q->flags & STANCE_TOKEN_LINE) &&
        (q->flags & STANCE_TOKEN_CAPITAL) && (token_at(r, first + 1)->flags & STANCE_TOKEN_SPACE))
        return (label){first, first + 1, first + 1};
    for (; i < end && words <= LABEL_WORDS; i++) {
        if (is_mark(r, i, STANCE_MARK_COLON)) break;
        if (is_mark(r, i, STANCE_MARK_STOP) && words) continue;
        const stance_token *t = token_at(r, i);
        if (words && (is_mark(r, i, STANCE_MARK_COMMA) || is_mark(r, i, STANCE_MARK_OPEN))) {
            uint32_t colon = label_tail(r, first, i, end);
            return colon && colon + 1 < end ? (label){first, i, colon + 1} : none;
        }
        if (words && t->kind == STANCE_NUMBER && is_mark(r, i + 1, STANCE_MARK_COLON)) continue; /* Speaker 1 */
        if (t->kind != STANCE_WORD) return none;
        bool small = has_fn(r, i, FN(PREPOSITION) | FN(DETERMINER));
        if (!(t->flags & STANCE_TOKEN_CAPITAL) && !small) return none;
        if (has_fn(r, i, FN(PRONOUN) | FN(AUXILIARY) | FN(BE)) ||
            (r->notes[i].cue && !(t->flags & STANCE_TOKEN_CAPITAL)))
            return none;
        words++;
    }
    return words && i + 1 < end && is_mark(r, i, STANCE_MARK_COLON) ? (label){first, i, i + 1} : none;
}

/* The word by which a label is known again: the last of its name. */
static uint32_t label_word(const reading *r, label l)
{
    uint32_t i = l.name_end;
    while (i > l.first + 1 && token_at(r, i - 1)->kind == STANCE_MARK) i--;
    return token_at(r, i - 1)->word;
}

/* "Mr. Reed: (00:10)": a label and the time alone; the words stand in the next block. */
static bool is_stamped(const reading *r, label l, uint32_t end)
{
    if (!l.after || !is_mark(r, l.after, STANCE_MARK_OPEN) || !is_mark(r, end - 1, STANCE_MARK_CLOSE)) return false;
    for (uint32_t i = l.after + 1; i + 1 < end; i++) {
        if (token_at(r, i)->kind == STANCE_WORD) return false;
    }
    return true;
}

/* A label that needs no other of its kind: one of those that ask, or a name in capitals. */
static bool sure_label(const reading *r, label l)
{
    if (has_fn(r, l.first, FN(SPEECH_LABEL))) return true;
    bool upper = false;
    for (uint32_t i = l.first; i < l.name_end; i++) {
        if (token_at(r, i)->kind == STANCE_MARK) continue;
        upper = upper || (token_at(r, i)->flags & STANCE_TOKEN_UPPER) != 0;
        if (!in_capitals(r, i)) return false;
    }
    return upper && l.name_end - l.first <= 6;
}

/* A label that counts when it comes again: a person's name or office. */
static bool may_be_label(const reading *r, label l)
{
    if (sure_label(r, l)) return true;
    for (uint32_t i = l.first; i < l.name_end; i++) {
        if (r->notes[i].role & (ROLE(OFFICE) | ROLE(TITLE) | ROLE(PERSON))) return true;
    }
    uint8_t kind;
    if (stance_actor_kind(r, l.first, &kind)) return kind == STANCE_ACTOR_PERSON;
    uint32_t length = l.name_end - l.first;
    return length <= 4 && (length == 1 || stance_is_given(r, l.first)) && !r->notes[l.first].role;
}

/* "Reed: Norland needs to talk." at the top of a text, with a stop: a title, as long as more follows. */
static bool is_labelled_title(const reading *r, uint32_t first, uint32_t end, label l)
{
    return r->block_count == 0 && l.after && end < r->tokens.count && stance_count_words(r, first, end) <= HEAD_WORDS &&
           lone_sentence(r, l.after, end) && !has_fn(r, l.first, FN(SPEECH_LABEL)) && !has_finite_cue(r, first, end);
}

static stance_status add_block(reading *r, uint32_t first, uint32_t end, stance_error *err)
{
    block b = {.first = first, .end = end, .kind = BLOCK_BODY};
    stance_dateline line;
    label l = label_at(r, &b); /* "SEN. ANN LEE (D-RI):" is no dateline */
    bool titled = l.after && (r->notes[l.first].role & (ROLE(TITLE) | ROLE(OFFICE)));
    if (!titled && stance_dateline_at(r->text, r->tokens, first, &line) && first + line.tokens <= end) {
        b.first = first + (uint32_t)line.tokens;
        if (b.first == end) b.kind = BLOCK_HEAD;
    } else if (is_head(r, first, end) || is_labelled_title(r, first, end, l)) {
        b.kind = BLOCK_HEAD;
    } else {
        b.first = plain_dateline(r, first, end);
        if (b.first == first) b.first = dated_line(r, first, end);
    }
    return STANCE_PUSH(r->arena, r->blocks, r->block_count, r->block_capacity, b) ? STANCE_OK : stance_fail_memory(err);
}

static bool is_label(const reading *r, const uint16_t *times, bool transcript, label l, const block *b)
{
    if (!l.after || !may_be_label(r, l)) return false;
    uint32_t word = label_word(r, l);
    bool title = b == r->blocks && (!sure_label(r, l) || (word != STANCE_NO_ID && times[word] < 2)) &&
                 !ends_like_sentence(r, b->first, b->end) && !is_stamped(r, l, b->end);
    bool headed = b == r->blocks && b->kind == BLOCK_HEAD && r->block_count > 1 && !label_at(r, b + 1).after;
    if (title || (headed && !is_stamped(r, l, b->end))) return false; /* "Lee: No Talks Before May" */
    bool person = transcript && (stance_is_given(r, l.first) || r->notes[l.first].actor ||
                                 (r->notes[l.first].role & (ROLE(OFFICE) | ROLE(TITLE))));
    return has_fn(r, l.first, FN(SPEECH_LABEL)) || person || (word != STANCE_NO_ID && times[word] >= 2) ||
           (word != STANCE_NO_ID && sure_label(r, l));
}

/* "“He was rude,” Ann Lee said.": quoted words with a cue behind them, as no turn of a transcript has. */
static bool names_its_speaker(const reading *r, const block *b)
{
    uint32_t end;
    if (!stance_is_quote_mark(r, b->first)) return false;
    for (uint32_t i = b->first + 2; i + 2 < b->end; i++) {
        if (!stance_is_quote_mark(r, i) || !is_mark(r, i - 1, STANCE_MARK_COMMA)) continue;
        for (uint32_t k = i + 1; k < b->end && k < i + LABEL_WORDS && token_at(r, k)->kind == STANCE_WORD; k++) {
            const stance_entry *e = stance_cue_at(r, k, &end);
            if (e && e->form == STANCE_CUE_VERB && (e->frame & STANCE_FRAME_QUOTE)) return true;
        }
        return false;
    }
    return false;
}

/* "Transcript as follows:" */
static bool announces_turns(const reading *r, const block *b)
{
    if (!is_mark(r, b->end - 1, STANCE_MARK_COLON)) return false;
    for (uint32_t i = b->first; i < b->end; i++) {
        if (stance_token_is(r, i, "transcript") || stance_token_is(r, i, "exchange")) return true;
    }
    return false;
}

/* "Will you start another firm?" between two answers of one person, whose label alone is printed: block k asks. */
static bool asks_next(const reading *r, size_t k, uint32_t label_end)
{
    const block *b = &r->blocks[k];
    if (k + 1 == r->block_count || !is_mark(r, b->end - 1, STANCE_MARK_ASK)) return false;
    label next = label_at(r, b + 1);
    return next.after && label_word(r, next) == token_at(r, label_end - 1)->word;
}

/* Turns are looked for when the blocks are known: one colon alone makes no transcript, and a heading with a colon is
   no label unless
   it comes again. */
static stance_status find_turns(reading *r, stance_error *err)
{
    size_t labels = 0, again = 0;
    uint16_t *times = stance_arena_zero(r->arena, r->lexicon->words.count + r->local->count + 1, sizeof *times);
    if (!times) return stance_fail_memory(err);
    uint32_t some = STANCE_NO_ID;
    bool several = false, asked = false;
    for (size_t k = 0; k < r->block_count; k++) {
        label l = label_at(r, &r->blocks[k]);
        if (r->blocks[k].kind == BLOCK_HEAD && !is_stamped(r, l, r->blocks[k].end)) continue;
        again += announces_turns(r, &r->blocks[k]);
        if (!l.after || !may_be_label(r, l)) continue;
        labels++;
        uint32_t word = label_word(r, l);
        if (word != STANCE_NO_ID && times[word] < UINT16_MAX) again += times[word]++ == 1;
        again += has_fn(r, l.first, FN(SPEECH_LABEL));
        asked = asked || has_fn(r, l.first, FN(SPEECH_LABEL));
        several = several || (some != STANCE_NO_ID && word != some) || has_fn(r, l.first, FN(SPEECH_LABEL));
        some = word;
    }
    if (labels < 2 || !again || !several) return STANCE_OK;
    bool inside = false;
    block_kind kind = BLOCK_BODY;
    uint32_t label_first = 0, label_last = 0;
    for (size_t k = 0; k < r->block_count; k++) {
        block *b = &r->blocks[k];
        label l = label_at(r, b);
        bool quoted = stance_is_quote_mark(r, b->first), stamped = is_stamped(r, l, b->end);
        if (is_label(r, times, asked || labels > MANY_LABELS, l, b)) {
            kind = has_fn(r, l.first, FN(SPEECH_LABEL)) ? BLOCK_QUESTION : BLOCK_TURN;
            label_first = l.first;
            label_last = l.name_end;
            b->first = l.after;
            inside = r->turns = true;
            if (stamped) {
                b->kind = BLOCK_HEAD;
                continue;
            }
        } else if (!inside || b->kind == BLOCK_HEAD) {
            continue;
        } else if (names_its_speaker(r, b)) { /* the article goes on behind the transcript */
            inside = false;
            continue;
        } else if (is_mark(r, b->first, STANCE_MARK_OPEN) || (quoted && is_mark(r, l.first, STANCE_MARK_OPEN))) {
            b->kind = BLOCK_HEAD; /* (Laughter.) */
            continue;
        } else if (kind == BLOCK_TURN && asks_next(r, k, label_last)) {
            b->kind = BLOCK_QUESTION;
            continue;
        }
        b->kind = kind;
        b->label_first = label_first;
        b->label_end = label_last;
    }
    return STANCE_OK;
}

stance_status stance_find_blocks(reading *r, stance_error *err)
{
    r->hard_wrapped = hard_wrapped(r);
    stance_date date;
    uint32_t n = (uint32_t)r->tokens.count, first = (uint32_t)stance_head_line(r->text, r->tokens, &date);
    while (first < n) {
        uint32_t end = first + 1;
        while (end < n && !starts_block(r, end)) end++;
        STANCE_TRY(add_block(r, first, end, err));
        first = end;
    }
    return find_turns(r, err);
}
