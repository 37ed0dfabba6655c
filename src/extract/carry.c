/* Quotations whose speaker another sentence names. */
#include "extract/carry.h"

enum { ASKED_TOKENS = 24, LABEL_TOKENS = 10, HEADING_WORDS = 4, SCARE_WORDS = 4, SIGNATURE_TOKENS = 12 };

/* The sentence that token t stands in, or the first one behind it. */
static uint32_t sentence_at(const reading *r, uint32_t t)
{
    size_t low = 0, high = r->sentence_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (r->sentences[middle].end <= t) low = middle + 1;
        else high = middle;
    }
    return (uint32_t)low;
}

static bool is_scare(const reading *r, const quotation *q)
{
    bool stop = q->end >= 2 && (stance_is_sentence_end_mark(r, q->end - 2) ||
                                stance_is_sentence_end_mark(r, q->end - 1)); /* a sentence of its own */
    return q->words <= SCARE_WORDS && !(stop && is_capital(r, q->first + 1)) &&
           !(q->end - q->first >= r->blocks[q->block].end - r->blocks[q->block].first);
}

bool stance_in_quotation(const reading *r, const sentence *s)
{
    for (uint32_t i = s->first; i < s->end; i++) {
        if (r->notes[i].quote && !r->quotes[r->notes[i].quote - 1].single) return true;
    }
    return false;
}

/* "a hearing: “Dams Exposed: The Building Practices of a Firm”": every word in it that is no function word is written large. */
static bool is_heading(const reading *r, const quotation *q)
{
    if (q->first == 0 || !is_mark(r, q->first - 1, STANCE_MARK_COLON)) return false;
    uint32_t large = 0;
    for (uint32_t i = q->first; i < q->end; i++) {
        if (!is_word(r, i) || (token_at(r, i)->flags & STANCE_TOKEN_HYPHEN) || stance_token_is(r, i, "'s")) continue;
        if (is_capital(r, i)) large += !stance_is_name_token(r, i) || !r->notes[i].actor;
        else if (!r->notes[i].fn && !has_trait(r, i, TRAIT(NAME_PARTICLE) | TRAIT(VERB_PARTICLE))) return false;
    }
    return large >= HEADING_WORDS;
}

static bool is_question(const reading *r, const attribution *a)
{
    return a->cue_entry != UINT32_MAX && (r->lexicon->entries[a->cue_entry].frame & STANCE_FRAME_ASKED);
}

static bool is_noun_cue(const reading *r, const attribution *a)
{
    if (a->cue_entry == UINT32_MAX || a->cue_first == 0) return false;
    return r->lexicon->entries[a->cue_entry].form == STANCE_CUE_NOUN || stance_token_is(r, a->cue_first - 1, "'s") ||
           has_fn(r, a->cue_first - 1, FN(POSSESSIVE));
}

phrase stance_asked_one(const reading *r, const attribution *a)
{
    phrase none = {.kind = PHRASE_NONE, .head = NO_TOKEN};
    if (!is_question(r, a) || !a->content_count || r->lexicon->entries[a->cue_entry].form != STANCE_CUE_VERB)
        return none;
    token_range c = a->content[a->content_count - 1];
    bool quoted = stance_is_quoted(r, c.first), ends = false;
    for (uint32_t i = c.end; i > c.first && i + 3 > c.end; i--)
        ends = ends || is_mark(r, i - 1, STANCE_MARK_ASK) || is_mark(r, i, STANCE_MARK_ASK);
    if (!quoted || !ends || c.end > a->cue_first) return none;
    phrase p = stance_phrase_after(r, a->cue_end, r->sentences[a->sentence].end);
    return p.kind == PHRASE_PERSON && p.first == a->cue_end ? p : none;
}

/* The answer to “Will you stay?” a journalist asked Lee, unless it asks on: her words. */
static stance_status answer(carry *c, quotation *q, stance_error *err)
{
    reading *r = c->r;
    uint32_t s = sentence_at(r, q->first);
    if (!q->speaker || s >= r->sentence_count || r->attributions[q->speaker - 1].sentence + 1 != s) return STANCE_OK;
    phrase whom = stance_asked_one(r, &r->attributions[q->speaker - 1]);
    if (whom.kind != PHRASE_PERSON) return STANCE_OK;
    for (uint32_t i = q->first; i < q->end; i++) {
        if (is_mark(r, i, STANCE_MARK_ASK)) return STANCE_OK;
    }
    uint32_t i = r->sentences[s].first;
    attribution a = {.sentence = s, .cue_first = i, .cue_end = i, .cue_entry = UINT32_MAX, .source = whom};
    return stance_add_attribution(r, &a, &q->speaker, err);
}

static bool has_quoted_words(const reading *r, const attribution *a)
{
    for (uint32_t k = 0; k < a->content_count; k++) {
        for (uint32_t t = a->content[k].first; t < a->content[k].end; t++) {
            if (stance_is_quoted(r, t)) return true;
        }
    }
    return false;
}

/* “…,” Lee said in defense of growers who want to sell: the holder of a relative clause, who does not go on. */
static bool is_of_relative(const reading *r, const attribution *a)
{
    if (a->cue_entry == UINT32_MAX || a->cue_first <= a->source.first || a->cue_first < a->source.first + 2)
        return false;
    uint32_t floor = a->cue_first > a->source.first + LEAD_TOKENS ? a->cue_first - LEAD_TOKENS : a->source.first + 1;
    for (uint32_t i = a->cue_first; i > floor; i--) {
        if (token_at(r, i - 1)->kind == STANCE_MARK) return false;
        if (has_fn(r, i - 1, FN(RELATIVE)) && !stance_token_is(r, i - 1, "that")) return true;
    }
    return false;
}

/* Quotations inside the content of an attribution have its speaker. */
static void from_contents(carry *c)
{
    reading *r = c->r;
    for (size_t i = 0; i < r->attribution_count; i++) {
        attribution *a = &r->attributions[i];
        if (a->dropped || !a->content_count) continue;
        /* “We can't,” Lee said when reporters asked whether he would: what follows goes on with the quoted words. */
        bool words = has_quoted_words(r, a), asks = is_question(r, a),
             aside = is_noun_cue(r, a) || is_of_relative(r, a); /* “…,” Lee said of Orr's vow */
        if (!((asks || aside) && !words && c->of_sentence[a->sentence])) c->of_sentence[a->sentence] = (uint32_t)i + 1;
        for (uint32_t k = 0; k < a->content_count; k++) {
            for (uint32_t t = a->content[k].first; t < a->content[k].end; t++) {
                uint32_t q = r->notes[t].quote;
                if (!q) continue;
                r->quotes[q - 1].speaker = (uint32_t)i + 1;
                if (r->quotes[q - 1].end > t) t = r->quotes[q - 1].end - 1;
            }
        }
    }
}

bool stance_leads_in(const carry *c, size_t k, attribution *a)
{
    const reading *r = c->r;
    size_t at = k;
    while (k > 0 && at - k < HEADS_BETWEEN && r->blocks[k - 1].kind == BLOCK_HEAD) k--;
    if (k == 0) return false;
    const block *b = &r->blocks[k - 1];
    if (b->kind != BLOCK_BODY || !is_mark(r, b->end - 1, STANCE_MARK_COLON)) return false;
    uint32_t s = c->sentence_of_block[k] - 1, cue_end, floor = r->sentences[s].first;
    bool held = false;
    for (uint32_t i = b->end - 1; i > floor; i--) {
        const stance_entry *e = stance_cue_at(r, i - 1, &cue_end);
        if (!e || !(e->frame & STANCE_FRAME_QUOTE)) continue;
        bool noun = e->form == STANCE_CUE_NOUN ||
                    (i > floor + 1 && (stance_noun_before(r, i - 2) || stance_token_is(r, i - 2, "following")));
        held = held || (noun && b->end - i < LEAD_TOKENS);
        if (noun || e->form != STANCE_CUE_VERB) continue;
        *a = (attribution){.sentence = c->sentence_of_block[at],
                           .cue_first = i - 1,
                           .cue_end = cue_end,
                           .cue_entry = (uint32_t)(e - r->lexicon->entries)};
        uint32_t end = i - 1;
        while (end > floor && has_fn(r, end - 1, FN(ADVERB) | FN(AUXILIARY) | FN(BE))) end--;
        bool shared;
        a->source = stance_subject_before(r, end, floor, &shared);
        if (a->source.kind != PHRASE_NONE) return true;
    }
    if (!held) { /* "Jo Stevens, the member for Cardiff, on Facebook:": somebody with a name and no verb */
        *a = (attribution){.sentence = c->sentence_of_block[at],
                           .cue_first = floor,
                           .cue_end = floor,
                           .cue_entry = UINT32_MAX,
                           .source = stance_phrase_after(r, floor, b->end)};
        return a->source.kind == PHRASE_PERSON && a->source.first == floor;
    }
    /* "On Monday, Brandt made the following remark:": the subject of the sentence */
    *a = (attribution){
        .sentence = c->sentence_of_block[at], .cue_first = floor, .cue_end = floor, .cue_entry = UINT32_MAX};
    uint32_t i = floor;
    while (i < b->end && (has_fn(r, i, FN(PREPOSITION) | FN(TIME)) || token_at(r, i)->kind == STANCE_NUMBER)) {
        while (i < b->end && !is_mark(r, i, STANCE_MARK_COMMA)) i++; /* "On July 6, 2015, " */
        i++;
    }
    a->source = stance_phrase_after(r, i, b->end);
    return a->source.kind == PHRASE_PERSON || a->source.kind == PHRASE_PRONOUN || a->source.kind == PHRASE_ROLE;
}

/* A source for a quotation that begins its block. */
static stance_status lead_in(carry *c, quotation *q, stance_error *err)
{
    reading *r = c->r;
    attribution a;
    if (!stance_leads_in(c, q->block, &a)) return STANCE_OK;
    return stance_add_attribution(r, &a, &q->speaker, err);
}

/* Where the signature of the paragraph begins: the dash behind its last closing mark, or `from` when it has none. */
static uint32_t signature_of(const reading *r, const block *b, uint32_t from)
{
    for (uint32_t i = b->end; i > from + 1 && b->end - i < 2 * SIGNATURE_TOKENS; i--) {
        if (is_mark(r, i - 1, STANCE_MARK_DASH) && stance_is_quote_mark(r, i - 2)) return i - 1;
    }
    return from;
}

/* «…» Anatoly Antonov; “…” — Sen. Kim Lee (D-NH), in this block or the next: a name stands behind the quotation, and no
   more unless a dash leads to it. */
static stance_status signed_quotation(carry *c, quotation *q, stance_error *err)
{
    reading *r = c->r;
    const block *b = &r->blocks[q->block];
    uint32_t i = q->end;
    while (i < b->end && stance_is_sentence_end_mark(r, i)) i++;
    if (i >= b->end && q->block + 1 < r->block_count) {
        i = (++b)->first;
        while (i > 0 && is_mark(r, i - 1, STANCE_MARK_DASH)) i--;
        if (!is_mark(r, i, STANCE_MARK_DASH)) return STANCE_OK;
    } else if (q->first == b->first) { /* “He quoted ‘All is lost.” And that is so: “the root of all.” — Kim Lee */
        i = signature_of(r, b, i);
    }
    bool dashed = is_mark(r, i, STANCE_MARK_DASH);
    while (i < b->end && token_at(r, i)->kind == STANCE_MARK) i++;
    if (i >= b->end || b->end - i > (dashed ? 2 : 1) * SIGNATURE_TOKENS) return STANCE_OK;
    phrase p = stance_phrase_after(r, i, b->end);
    uint32_t end = p.end;
    while (end < b->end && token_at(r, end)->kind == STANCE_MARK) end++;
    bool aside = dashed && (is_mark(r, p.end, STANCE_MARK_COMMA) || is_mark(r, p.end, STANCE_MARK_OPEN));
    if (p.kind != PHRASE_PERSON || (end < b->end && !aside)) return STANCE_OK;
    uint32_t s = sentence_at(r, q->first);
    if (s >= r->sentence_count) return STANCE_OK;
    attribution a = {.sentence = s, .cue_first = i, .cue_end = i, .cue_entry = UINT32_MAX, .source = p};
    return stance_add_attribution(r, &a, &q->speaker, err);
}

/* "LEE: “We will win.”": the name before the colon, as fact checks quote a debate. */
static stance_status label_of(carry *c, quotation *q, stance_error *err)
{
    reading *r = c->r;
    const block *b = &r->blocks[q->block];
    uint32_t s = sentence_at(r, q->first);
    if (s >= r->sentence_count || q->first < b->first + 2 || !is_mark(r, q->first - 1, STANCE_MARK_COLON))
        return STANCE_OK;
    uint32_t i = r->sentences[s].first;
    if (i + 2 > q->first || q->first - i > LABEL_TOKENS) return STANCE_OK;
    phrase p = stance_phrase_after(r, i, q->first - 1);
    bool who = p.kind == PHRASE_PERSON ||
               (p.kind == PHRASE_ROLE && p.head != NO_TOKEN && (r->notes[p.head].role & ROLE(OFFICE)));
    for (uint32_t k = i; k < q->first && who; k++) who = !stance_is_finite(r, k, i);
    if (!who) return STANCE_OK;
    attribution a = {.sentence = s, .cue_first = i, .cue_end = i, .cue_entry = UINT32_MAX, .source = p};
    return stance_add_attribution(r, &a, &q->speaker, err);
}

/* "Lee has been called “…”", "was described as “…”": the words of others about the subject. */
static bool is_called(const reading *r, uint32_t quote, uint32_t floor)
{
    uint32_t i = quote, cue_end;
    while (i > floor && quote - i < 3 && !stance_cue_at(r, i, &cue_end)) i--;
    const stance_entry *e = is_mark(r, quote - 1, STANCE_MARK_COMMA) ? NULL : stance_cue_at(r, i, &cue_end);
    if (!e || e->form != STANCE_CUE_VERB || i <= floor) return false;
    while (i > floor + 1 && has_fn(r, i - 1, FN(ADVERB))) i--;
    return has_fn(r, i - 1, FN(BE));
}

/* "Lee was asked by reporters if the vote would “count”": words of whoever asked. */
static bool is_asked(const reading *r, uint32_t quote, uint32_t first)
{
    for (uint32_t i = first + 1; i < quote && i < first + ASKED_TOKENS; i++) {
        uint32_t cue_end;
        const stance_entry *e = stance_ends_in_ed(r, i) ? stance_cue_at(r, i, &cue_end) : NULL;
        uint32_t be = i;
        while (be > first + 1 && has_fn(r, be - 1, FN(ADVERB))) be--;
        if (e && (e->frame & STANCE_FRAME_ASKED) && has_fn(r, be - 1, FN(BE))) return true;
        if (is_mark(r, i, STANCE_MARK_COLON)) return false;
    }
    return false;
}

/* The clause right before the colon, where the sentence has several: "Lee is new, but some growers have a word for it: “…”".
   Its first token, or first. */
static uint32_t last_clause(const reading *r, uint32_t first, uint32_t quote)
{
    if (!is_mark(r, quote - 1, STANCE_MARK_COLON)) return first;
    for (uint32_t i = quote - 1; i > first + 2; i--) {
        if (stance_is_quoted(r, i - 1)) return first;
        if (!has_fn(r, i - 1, FN(CONJUNCTION)) || !is_mark(r, i - 2, STANCE_MARK_COMMA)) continue;
        while (i < quote && has_fn(r, i, FN(ADVERB))) i++;
        phrase p = stance_subject_of(r, i, quote);
        bool many = p.kind == PHRASE_OTHER && !p.definite && has_fn(r, p.first, FN(DETERMINER)) &&
                    stance_ends_in_s(r, p.end - 1);
        bool somebody = p.kind == PHRASE_PERSON || p.kind == PHRASE_ROLE || p.kind == PHRASE_PRONOUN || many;
        bool subject = somebody && !stance_token_is(r, p.first, "it") && p.first == i;
        return subject && stance_is_finite(r, p.end, i) ? i : first;
    }
    return first;
}

/* "The ad uses footage of Lee asking, “…”": the one who stands right before a participle. PHRASE_NONE: none does. */
static phrase before_participle(const reading *r, uint32_t quote, uint32_t floor)
{
    phrase none = {.kind = PHRASE_NONE, .head = NO_TOKEN};
    uint32_t i = quote, cue_end;
    while (i > floor + 1 && quote - i < LEAD_TOKENS && !stance_ends_in_ing(r, i - 1)) i--;
    if (i <= floor + 1 || !stance_ends_in_ing(r, i - 1) || !stance_cue_at(r, i - 1, &cue_end)) return none;
    uint32_t end = i - 1, first = end;
    while (first > floor && stance_is_name_token(r, first - 1)) first--;
    if (first == end || first == floor || !has_fn(r, first - 1, FN(PREPOSITION))) return none;
    phrase p = stance_describe_phrase(r, first, end);
    return p.kind == PHRASE_PERSON ? p : none;
}

/* "The minister's voice broke. “…”", "The minister's remarks came late. “…”": of something that cannot speak, whose it is. */
static phrase owner_of_thing(const reading *r, const phrase *p)
{
    uint32_t last = p->end;
    bool speaks = last > p->first && (r->notes[last - 1].role & ~(ROLE(OBJECT) | ROLE(TITLE))) &&
                  !has_trait(r, last - 1, TRAIT(DOCUMENT) | TRAIT(OCCASION));
    if (p->kind == PHRASE_PERSON && p->name_end == last) return *p;
    for (uint32_t i = last; i > p->first + 1; i--) {
        if (stance_token_is(r, i - 1, "'s") && (i == last || !speaks))
            return stance_describe_phrase(r, p->first, i - 1);
    }
    return *p;
}

/* "The president has a new message: “…”", "The party's rules allow it “to fill the vacancy”": nobody is said to speak, so
   the words are those of whoever the sentence is about; of a quotation that is a sentence, the sentence before it. */
static stance_status subject_of_sentence(carry *c, quotation *q, stance_error *err)
{
    reading *r = c->r;
    uint32_t s = sentence_at(r, q->first);
    if (s >= r->sentence_count || r->sentences[s].block != q->block) return STANCE_OK;
    uint32_t at = s;
    if (r->sentences[s].first >= q->first) {
        if (s == c->sentence_of_block[q->block]) return STANCE_OK;
        at = s - 1;
    }
    uint32_t i = r->sentences[at].first, end = at == s ? q->first : r->sentences[at].end;
    uint32_t clause = at == s ? last_clause(r, i, q->first) : i;
    bool behind = clause > i;
    i = clause;
    attribution a = {.sentence = s, .cue_first = i, .cue_end = i, .cue_entry = UINT32_MAX};
    uint32_t says_end;
    if (at == s && stance_says_at(r, i, &says_end)) { /* "Said one aide, “…”" */
        i = says_end;
        a.cue_end = says_end;
        a.cue_entry = (uint32_t)(stance_cue_at(r, a.cue_first, &says_end) - r->lexicon->entries);
    }
    a.source = at == s ? before_participle(r, q->first, i) : (phrase){.kind = PHRASE_NONE};
    if (a.source.kind == PHRASE_NONE) a.source = stance_subject_of(r, i, end);
    a.source = owner_of_thing(r, &a.source);
    bool predicate = at == s && q->first > i && is_word(r, q->first - 1) && /* "its policy “is a mistake”" */
                     stance_is_finite(r, q->first + 1, q->first) && a.source.kind != PHRASE_PERSON &&
                     a.source.kind != PHRASE_PRONOUN;
    if (predicate) return STANCE_OK;
    if (a.source.kind == PHRASE_NONE || (a.source.kind == PHRASE_OTHER && !behind) ||
        is_called(r, q->first, a.source.first) || (at == s && is_asked(r, q->first, a.source.first)) ||
        stance_token_is(r, a.source.first, "it"))
        return STANCE_OK;
    return stance_add_attribution(r, &a, &q->speaker, err);
}

/* "“The numbers were bad,” Lee said. He spread his hands. “You think I wanted that?”": nobody speaks in the sentence right
   before, so the words are those of whom it is about. */
static stance_status subject_before(carry *c, quotation *q, stance_error *err)
{
    const reading *r = c->r;
    uint32_t s = sentence_at(r, q->first);
    if (s >= r->sentence_count || r->sentences[s].first < q->first || s == c->sentence_of_block[q->block] ||
        c->of_sentence[s - 1] || stance_in_quotation(r, &r->sentences[s - 1]))
        return STANCE_OK;
    phrase p = stance_subject_of(r, r->sentences[s - 1].first, r->sentences[s - 1].end);
    bool one = p.kind == PHRASE_PERSON || (p.kind == PHRASE_PRONOUN && !p.plural &&
                                           !stance_token_is(r, p.first, "it") && !has_fn(r, p.first, FN(SELF)));
    return one ? subject_of_sentence(c, q, err) : STANCE_OK;
}

/* Tables of neighbours, so that no quotation has to search its block. */
static stance_status note_neighbours(carry *c, stance_error *err)
{
    reading *r = c->r;
    c->before = stance_arena_zero(r->arena, r->sentence_count + 1, sizeof *c->before);
    c->after = stance_arena_zero(r->arena, r->sentence_count + 1, sizeof *c->after);
    c->words = stance_arena_zero(r->arena, r->block_count + 1, sizeof *c->words);
    if (!c->before || !c->after || !c->words) return stance_fail_memory(err);
    for (size_t k = 0; k < r->block_count; k++) {
        c->words[k] = stance_count_words(r, r->blocks[k].first, r->blocks[k].end);
        uint32_t first = c->sentence_of_block[k], end = c->sentence_of_block[k + 1], last = 0;
        for (uint32_t s = first; s < end; s++) c->before[s] = last = c->of_sentence[s] ? c->of_sentence[s] : last;
        last = 0;
        for (uint32_t s = end; s > first; s--)
            c->after[s - 1] = last = c->of_sentence[s - 1] ? c->of_sentence[s - 1] : last;
    }
    return STANCE_OK;
}

/* The attribution of the last sentence that begins before the quotation in its block, or 0; of the first one that ends
   behind its start. */
static uint32_t nearest_before(const carry *c, const quotation *q)
{
    uint32_t s = sentence_at(c->r, q->first);
    if (s >= c->r->sentence_count || c->r->sentences[s].first >= q->first) {
        if (s == c->sentence_of_block[q->block]) return 0;
        s--;
    }
    return c->r->sentences[s].block == q->block ? c->before[s] : 0;
}

static uint32_t nearest_after(const carry *c, const quotation *q)
{
    uint32_t s = sentence_at(c->r, q->first);
    return s < c->r->sentence_count && c->r->sentences[s].block == q->block ? c->after[s] : 0;
}

/* "If the vote fails, “we will have shown that we lack a plan.”": a subordinate clause leads in, and nobody speaks in it. */
static bool only_led(const reading *r, const quotation *q)
{
    uint32_t first = r->blocks[q->block].first;
    return q->first > first + 1 && q->first - first < LEAD_TOKENS && is_mark(r, q->first - 1, STANCE_MARK_COMMA) &&
           has_fn(r, first, FN(SUBORDINATOR) | FN(CONJUNCTION)) && q->words > SCARE_WORDS;
}

/* "Lee called for unity." and a paragraph of quoted words alone: hers, whoever was quoted before. The attribution, or 0. */
static uint32_t from_block_above(const carry *c, const quotation *q, uint32_t last_quoted)
{
    if (!q->block || c->r->blocks[q->block - 1].kind != BLOCK_BODY) return 0;
    uint32_t end = c->sentence_of_block[q->block];
    if (end == c->sentence_of_block[q->block - 1] ||
        is_mark(c->r, c->r->blocks[q->block - 1].end - 1, STANCE_MARK_COLON))
        return 0; /* leads in: lead_in tells */
    uint32_t last = c->of_sentence[end - 1];
    return last || last_quoted == q->block - 1 ? last : c->before[end - 1];
}

/* "After Lee cited a report, Brandt addressed the press: “…”": who speaks in the sentence does so before its main clause. */
static bool only_opener_speaks(const carry *c, uint32_t s, const quotation *q)
{
    const reading *r = c->r;
    const attribution *a = &r->attributions[c->of_sentence[s] - 1];
    phrase p = stance_subject_of(r, r->sentences[s].first, q->first);
    bool somebody = p.kind == PHRASE_PERSON || p.kind == PHRASE_PRONOUN || p.kind == PHRASE_ROLE;
    return somebody && a->cue_end <= p.first && a->source.end <= p.first;
}

/* Speakers for the quotations that no cue in their own sentence gave one. */
static stance_status from_neighbours(carry *c, stance_error *err)
{
    reading *r = c->r;
    uint32_t last_block_speaker = 0, last_block = UINT32_MAX;
    for (size_t i = r->quote_count; i > 0;
         i--) { /* a speaker named behind the last part of a chain spoke the first part too */
        quotation *q = &r->quotes[i - 1];
        if (q->chain && q->speaker && !r->quotes[q->chain - 1].speaker) r->quotes[q->chain - 1].speaker = q->speaker;
    }
    for (size_t i = 0; i < r->quote_count; i++) {
        quotation *q = &r->quotes[i];
        const block *b = &r->blocks[q->block];
        if (b->kind != BLOCK_BODY) continue;
        bool whole = q->words * 10 >= c->words[q->block] * 8;
        if (!q->speaker && q->chain) q->speaker = r->quotes[q->chain - 1].speaker;
        if (!q->speaker && !(is_scare(r, q) && !whole) && !is_heading(r, q) && !q->single && !q->scare) {
            STANCE_TRY(label_of(c, q, err));
            uint32_t own = sentence_at(r, q->first); /* "Lee did not hesitate: “No.”" */
            if (!q->speaker && q->first > 0 && is_mark(r, q->first - 1, STANCE_MARK_COLON) && own < r->sentence_count &&
                r->sentences[own].first < q->first && (!c->of_sentence[own] || only_opener_speaks(c, own, q)))
                STANCE_TRY(subject_of_sentence(c, q, err));
            bool predicate = own < r->sentence_count && q->first > r->sentences[own].first &&
                             is_mark(r, q->first - 1, STANCE_MARK_COMMA) && is_word(r, q->first + 1) &&
                             !is_capital(r, q->first + 1) && stance_ends_in_s(r, q->first + 1) &&
                             !r->notes[q->first + 1].role;
            if (!q->speaker && predicate && !c->of_sentence[own]) /* "The text, which is short, “demands peace”" */
                STANCE_TRY(subject_of_sentence(c, q, err));
            if (!q->speaker) STANCE_TRY(subject_before(c, q, err));
            if (!q->speaker) {
                q->speaker = nearest_before(c, q);
                STANCE_TRY(answer(c, q, err));
            }
            if (!q->speaker && q->first == b->first) STANCE_TRY(lead_in(c, q, err));
            if (!q->speaker) STANCE_TRY(signed_quotation(c, q, err));
            if (!q->speaker && (q->first == b->first || whole)) q->speaker = nearest_after(c, q);
            bool follows = last_block != UINT32_MAX && q->block > last_block && q->block - last_block <= 2;
            if (!q->speaker && (whole || only_led(r, q))) q->speaker = from_block_above(c, q, last_block);
            if (!q->speaker && (whole || only_led(r, q)) && follows) q->speaker = last_block_speaker;
            if (!q->speaker) STANCE_TRY(subject_of_sentence(c, q, err));
        }
        if (q->speaker) {
            last_block_speaker = q->speaker;
            last_block = q->block;
        }
    }
    return STANCE_OK;
}

/* Each sentence that a quotation with a speaker runs through is that speaker's. */
static stance_status spread(carry *c, stance_error *err)
{
    reading *r = c->r;
    for (size_t i = 0; i < r->quote_count; i++) {
        const quotation *q = &r->quotes[i];
        if (!q->speaker) continue;
        for (uint32_t s = sentence_at(r, q->first); s < c->sentence_of_block[q->block + 1]; s++) {
            const sentence *sn = &r->sentences[s];
            if (sn->first >= q->end) break;
            uint32_t first = sn->first > q->first ? sn->first : q->first, end = sn->end < q->end ? sn->end : q->end;
            bool known = false;
            if (c->of_sentence[s]) {
                const attribution *a = &r->attributions[c->of_sentence[s] - 1];
                for (uint32_t k = 0; k < a->content_count; k++)
                    known = known || (a->content[k].first <= first && first < a->content[k].end);
            }
            /* "He insists on talks, as “nothing else will do.”": words behind what was found are the holder's too. */
            attribution *own = c->of_sentence[s] ? &r->attributions[c->of_sentence[s] - 1] : NULL;
            if (own && c->of_sentence[s] == q->speaker && !known) {
                bool behind = own->content_count && own->content_count < CONTENT_MAX &&
                              own->content[own->content_count - 1].end <= first && q->words > SCARE_WORDS && !q->scare;
                if (behind) own->content[own->content_count++] = (token_range){first, end};
                continue;
            }
            if (known) continue;
            STANCE_TRY(stance_carry_to(c, s, q->speaker, (token_range){first, end}, err));
        }
    }
    return STANCE_OK;
}

stance_status stance_attribute_quotations(reading *r, stance_error *err)
{
    carry c = {.r = r};
    c.of_sentence = stance_arena_zero(r->arena, r->sentence_count + 1, sizeof *c.of_sentence);
    c.sentence_of_block = stance_arena_zero(r->arena, r->block_count + 2, sizeof *c.sentence_of_block);
    if (!c.of_sentence || !c.sentence_of_block) return stance_fail_memory(err);
    uint32_t s = 0;
    for (size_t k = 0; k <= r->block_count; k++) {
        while (s < r->sentence_count && r->sentences[s].block < k) s++;
        c.sentence_of_block[k] = s;
    }
    from_contents(&c);
    STANCE_TRY(note_neighbours(&c, err));
    STANCE_TRY(from_neighbours(&c, err));
    STANCE_TRY(spread(&c, err));
    STANCE_TRY(stance_from_lead_ins(&c, err));
    STANCE_TRY(stance_refer_back(&c, err));
    return stance_continue_reports(&c, err);
}
