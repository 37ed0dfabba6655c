/* Cues with their subjects and contents: who says what inside one sentence. Quotations that a cue outside their sentence gives a
   speaker are left to carry.c. */
#include "extract/reading.h"

enum { ADJUNCT_TOKENS = 24, LIST_TOKENS = 12, HEAD_SOURCE_TOKENS = 7 };

/* What one sentence is searched with. */
typedef struct search {
    reading *r;
    const sentence *s;
    uint32_t index;       /* of the sentence */
    uint32_t first_found; /* first attribution of this sentence */
    uint32_t end;         /* of its words: final marks left out */
} search;

/* First token of the unquoted stretch that reaches up to `at`. */
static uint32_t stretch_start(const search *x, uint32_t at)
{
    uint32_t i = at;
    while (i > x->s->first && !stance_is_quoted(x->r, i - 1) && !is_mark(x->r, i - 1, STANCE_MARK_SEMICOLON) &&
           !is_mark(x->r, i - 1, STANCE_MARK_COLON))
        i--;
    return i;
}

/* What stands between a subject and its verb. */
typedef struct verb_group {
    uint32_t first; /* token that the group begins with */
    bool negated, be, auxiliary;
} verb_group;

/* Passes over adverbs, auxiliaries, the day and a parenthesis of adverbs before a verb. */
static verb_group before_adverbs(const search *x, uint32_t at, uint32_t floor)
{
    const reading *r = x->r;
    verb_group g = {.first = at};
    while (g.first > floor) {
        uint32_t p = g.first - 1;
        bool small = has_fn(r, p, FN(ADVERB) | FN(AUXILIARY) | FN(BE)) && !has_fn(r, p, FN(PRONOUN)) &&
                     !r->notes[p].actor &&
                     !(is_capital(r, p) && p > x->s->first && (r->notes[p].role || stance_is_name_token(r, p)));
        if (small && stance_token_is(r, p, "'s")) small = false;
        small = small || (p > floor && stance_ends_in_ly(r, p) && !r->notes[p].role);
        if (!small && token_at(r, p)->kind == STANCE_NUMBER && p > floor + 1 &&
            stance_token_is(r, p - 1, "in")) { /* "who in 2010 said" */
            g.first = p - 1;
            continue;
        }
        bool day = has_fn(r, p, FN(TIME)) && p > floor && !stance_is_name_token(r, p);
        if (small) {
            bool no = stance_token_is(r, p, "not") || stance_token_is(r, p, "n't") || stance_token_is(r, p, "never");
            g.negated = g.negated || no;
            g.be = g.be || has_fn(r, p, FN(BE));
            g.auxiliary = g.auxiliary || (has_fn(r, p, FN(AUXILIARY)) && !no);
            g.first = p;
        } else if (day) { /* "Trump on Tuesday said", "officials Friday said" */
            uint32_t k = p;
            while (k > floor && has_fn(r, k - 1, FN(TIME))) k--;
            if (k > floor && stance_token_is(r, k - 1, "on")) k--;
            bool led = k == floor || token_at(r, k - 1)->kind == STANCE_MARK || stance_noun_before(r, k - 1);
            if (led) break;
            g.first = k;
        } else if (is_mark(r, p, STANCE_MARK_COMMA) && p > floor && has_fn(r, p - 1, FN(ADVERB) | FN(CONNECTIVE))) {
            uint32_t k = p - 1;
            while (k > floor && has_fn(r, k, FN(ADVERB) | FN(CONNECTIVE) | FN(PREPOSITION)) &&
                   !is_mark(r, k, STANCE_MARK_COMMA))
                k--;
            if (!is_mark(r, k, STANCE_MARK_COMMA)) break;
            g.first = k;
        } else {
            break;
        }
    }
    return g;
}

/* The word is a noun, an infinitive or an adjective here, whatever the lexicon says. */
static bool not_a_verb(const search *x, uint32_t cue)
{
    const reading *r = x->r;
    if (token_at(r, cue)->flags & STANCE_TOKEN_HYPHEN) return true;
    if (cue + 1 < x->end && (token_at(r, cue + 1)->flags & STANCE_TOKEN_HYPHEN)) return true;
    if (cue == x->s->first || stance_is_quoted(r, cue - 1)) return false;
    if (stance_ends_in_ing(r, cue) && has_fn(r, cue - 1, FN(PREPOSITION))) return false;
    if (is_capital(r, cue) && !(token_at(r, cue)->flags & STANCE_TOKEN_LINE) &&
        token_at(r, cue - 1)->kind == STANCE_WORD && is_capital(r, cue - 1) &&
        r->blocks[x->s->block].kind != BLOCK_HEAD)
        return true; /* part of a name or title */
    return stance_noun_before(r, cue - 1);
}

/* A word in -s is a noun rather than a verb ("tax rules", "steep challenges") when it is known as one that means people, or when it
   stands behind a small word that heads no phrase and what follows does not look like something said. */
static bool is_plural_noun(const search *x, uint32_t cue, uint32_t cue_end, const verb_group *g)
{
    const reading *r = x->r;
    bool that = cue_end < x->end && stance_token_is(r, cue_end, "that") &&
                !(cue_end + 1 < x->end && stance_is_finite(r, cue_end + 1, cue_end));
    bool said = that || (cue_end < x->end && (stance_is_quoted(r, cue_end) || is_mark(r, cue_end, STANCE_MARK_COLON)));
    if (r->notes[cue].role & (ROLE(PERSON) | ROLE(OFFICE) | ROLE(BODY) | ROLE(GROUP))) return !said;
    if (cue_end < x->end && has_fn(r, cue_end, FN(BE) | FN(AUXILIARY))) return true;
    uint32_t p = g->first - 1;
    bool plain = is_word(r, p) && !is_capital(r, p) && !r->notes[p].role_head &&
                 !has_fn(r, p, FN(PRONOUN) | FN(RELATIVE) | FN(OTHER_PRONOUN));
    if (!plain || said || g->first != cue) return false;
    bool object =
        cue_end < x->end && has_fn(r, cue_end, FN(DETERMINER) | FN(POSSESSIVE) | FN(PRONOUN) | FN(PLURAL_PRONOUN));
    return !object || cue_end - cue > 1;
}

/* Does the form of the verb go with its subject? A base form after a singular noun is a noun itself ("the intelligence report"). */
static bool form_fits(const search *x, uint32_t cue, uint32_t cue_end, const phrase *subject, const verb_group *g)
{
    const reading *r = x->r;
    if (has_fn(r, cue, FN(BE) | FN(AUXILIARY))) return true;
    bool many = subject->plural || stance_token_is(r, subject->first, "i") ||
                stance_token_is(r, subject->first, "you") || stance_ends_in_s(r, subject->end - 1);
    for (uint32_t i = subject->first; i + 1 < subject->end && !many; i++)
        many = stance_token_is(r, i, "and") && i > subject->first;
    for (uint32_t i = subject->first; i < subject->end && !many;
         i++) { /* "data from the survey show": the last word before the first preposition */
        if (has_fn(r, i, FN(DETERMINER)) && !stance_token_is(r, i, "the") && !stance_token_is(r, i, "a") &&
            !stance_token_is(r, i, "an") && !stance_token_is(r, i, "this"))
            many = stance_token_is(r, i, "those") || stance_token_is(r, i, "many") || stance_token_is(r, i, "some") ||
                   stance_token_is(r, i, "most");
        if (i + 1 < subject->end && has_fn(r, i + 1, FN(PREPOSITION))) {
            many = stance_ends_in_s(r, i) || stance_token_is(r, i, "data");
            break;
        }
    }
    bool ends_in_s = subject->end > subject->first &&
                     (stance_ends_in_s(r, g->first - 1) || stance_token_is(r, g->first - 1, "police") ||
                      stance_token_is(r, g->first - 1, "people") || stance_token_is(r, g->first - 1, "percent"));
    switch (stance_verb_form(r, cue)) {
    case VERB_BASE:
        if (!g->auxiliary && cue_end < x->end && has_fn(r, cue_end, FN(BE) | FN(AUXILIARY)))
            return false; /* "support was" */
        return g->auxiliary || many || ends_in_s ||
               has_fn(r, g->first - 1,
                      FN(RELATIVE) | FN(SELF) | FN(PLURAL_PRONOUN) | FN(OTHER_PRONOUN) | FN(DETERMINER));
    case VERB_THIRD: {
        if (g->auxiliary) return false;
        bool pronoun = subject->kind == PHRASE_PRONOUN || has_fn(r, g->first - 1, FN(RELATIVE));
        bool plural = subject->kind == PHRASE_ROLE && subject->plural && subject->head != NO_TOKEN &&
                      stance_ends_in_s(r, subject->head);
        return pronoun || (!plural && !is_plural_noun(x, cue, cue_end, g));
    }
    case VERB_PAST: {
        if (r->blocks[x->s->block].kind == BLOCK_HEAD && stance_ends_in_ed(r, cue) &&
            (stance_token_is(r, cue_end, "to") || stance_token_is(r, cue_end - 1, "to")))
            return false; /* "Envoy Expected To Return" */
        if (cue_end < x->end && stance_token_is(r, cue_end, "by") && cue_end - cue == 1) return false;
        bool after_comma = g->first > x->s->first && is_mark(r, g->first - 1, STANCE_MARK_COMMA);
        bool named = stance_token_is(r, cue, "called") || stance_token_is(r, cue, "dubbed") ||
                     stance_token_is(r, cue, "labeled") || stance_token_is(r, cue, "known");
        bool given = after_comma && named && !g->auxiliary &&
                     !(subject->kind == PHRASE_PERSON || subject->kind == PHRASE_PRONOUN);
        if (after_comma && (given || stance_token_is(r, cue, "compared"))) return false;
        if (!g->auxiliary && stance_ends_in_ed(r, cue) && cue_end < x->end && has_fn(r, cue_end, FN(PREPOSITION)) &&
            (after_comma || subject->kind == PHRASE_OTHER)) {
            for (uint32_t i = cue_end; i < x->end; i++) {
                if (stance_is_quoted(r, i) || stance_token_is(r, i, "that")) break;
                if (stance_is_finite(r, i, cue_end))
                    return false; /* a participle: "members, called to service, are …" */
            }
        }
        return true;
    }
    default: return true;
    }
}

static bool follows_phrase(const search *x, uint32_t at)
{
    const reading *r = x->r;
    if (at >= x->end || stance_is_quoted(r, at)) return true;
    if (token_at(r, at)->kind == STANCE_MARK) return true;
    return has_fn(r, at, FN(TIME) | FN(PREPOSITION) | FN(ADVERB) | FN(RELATIVE) | FN(SUBORDINATOR)) ||
           (stance_ends_in_ing(r, at) && !is_capital(r, at));
}

static bool is_person_like(phrase_kind kind)
{
    return kind == PHRASE_PERSON || kind == PHRASE_ROLE || kind == PHRASE_PRONOUN;
}

/* "said Antonov": the phrase after the verb, when the verb stands where a subject cannot have gone before. */
static phrase inverted_subject(const search *x, const stance_entry *e, uint32_t cue, uint32_t cue_end)
{
    const reading *r = x->r;
    phrase none = {.kind = PHRASE_NONE, .head = NO_TOKEN};
    if (!(e->frame & STANCE_FRAME_QUOTE) || (e->frame & STANCE_FRAME_TO) || stance_ends_in_ing(r, cue)) return none;
    bool at_start = cue == x->s->first || stance_is_quoted(r, cue - 1) || is_mark(r, cue - 1, STANCE_MARK_COMMA) ||
                    is_mark(r, cue - 1, STANCE_MARK_DASH) || stance_is_quote_mark(r, cue - 1);
    if (!at_start) return none;
    uint32_t i = cue_end;
    while (i < x->end && has_fn(r, i, FN(ADVERB))) i++;
    if (i >= x->end || stance_is_quoted(r, i) || has_fn(r, i, FN(TIME))) return none;
    phrase p = stance_phrase_after(r, i, x->end);
    bool can_speak = p.kind == PHRASE_PERSON || p.kind == PHRASE_NAMED || p.kind == PHRASE_ROLE ||
                     p.kind == PHRASE_OTHER ||
                     (p.kind == PHRASE_PRONOUN && cue > x->s->first && stance_is_quoted(r, cue - 1));
    bool after_quote = cue > x->s->first && (stance_is_quoted(r, cue - 1) || stance_is_quote_mark(r, cue - 1) ||
                                             (cue > 1 && stance_is_quoted(r, cue - 2)));
    if (!after_quote) { /* "…, Kim Lee, who leads the party, said Russia was ready" is no inversion; "Russia is ready, said Kim Lee." is */
        bool shared, ends = p.end >= x->end || is_mark(r, p.end, STANCE_MARK_COMMA) ||
                            has_fn(r, p.end, FN(TIME) | FN(PREPOSITION)) ||
                            (p.kind == PHRASE_PERSON && is_mark(r, p.name_end, STANCE_MARK_COMMA));
        if (!ends || (cue > x->s->first && is_person_like(stance_subject_before(r, cue, x->s->first, &shared).kind)))
            return none;
    }
    return can_speak && ((p.kind == PHRASE_PERSON && after_quote) || follows_phrase(x, p.end)) ? p : none;
}

/* An adverbial before the subject ("In an interview with Sputnik, …", "Asked about the talks, …"), as against a clause. */
static bool is_adjunct(const search *x, uint32_t first, uint32_t end)
{
    const reading *r = x->r;
    while (end > first && token_at(r, end - 1)->kind == STANCE_MARK) end--;
    if (end - first < 2) return true;
    uint32_t lead = first;
    while (lead + 1 < end &&
           (has_fn(r, lead, FN(CONJUNCTION) | FN(CONNECTIVE)) || is_mark(r, lead, STANCE_MARK_COMMA)) &&
           !has_fn(r, lead, FN(PREPOSITION)))
        lead++;
    if (end - lead >= 3) first = lead;
    bool opens =
        has_fn(r, first,
               FN(PREPOSITION) | FN(SUBORDINATOR) | FN(TIME) | FN(ADVERB) | FN(CONNECTIVE) | FN(CONJUNCTION)) ||
        stance_ends_in_ing(r, first);
    uint32_t cue_end;
    const stance_entry *e = stance_cue_at(r, first, &cue_end);
    if (e && (e->frame & STANCE_FRAME_ASKED)) opens = true;
    if (stance_token_is(r, first, "asked") || stance_token_is(r, first, "according")) opens = true;
    if (!opens) return false;
    /* A second clause after a comma makes it content after all. */
    for (uint32_t i = first; i < end; i++) {
        if (!is_mark(r, i, STANCE_MARK_COMMA)) continue;
        for (uint32_t k = i + 1; k < end; k++) {
            if (has_fn(r, k, FN(BE) | FN(AUXILIARY)) && !stance_token_is(r, k, "'s")) return false;
        }
    }
    return true;
}

static bool has_quotation(const search *x, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++) {
        if (stance_is_quoted(x->r, i)) return true;
    }
    return false;
}

/* A stretch before the subject that can be what is said. */
static bool is_clause(const search *x, uint32_t first, uint32_t end)
{
    if (end <= first) return false;
    uint32_t words = 0, quoted = 0;
    for (uint32_t i = first; i < end; i++) {
        if (token_at(x->r, i)->kind == STANCE_MARK) continue;
        words++;
        quoted += stance_is_quoted(x->r, i);
    }
    if (quoted && (stance_is_quoted(x->r, first) || 2 * quoted >= words)) return true;
    bool ends_quoted = stance_is_quoted(x->r, end - 1) || (end > first + 1 && stance_is_quoted(x->r, end - 2));
    if (quoted && ends_quoted && !has_fn(x->r, first, FN(PREPOSITION) | FN(SUBORDINATOR))) return true;
    return words >= 3 && !is_adjunct(x, first, end);
}

/* Where the content after a cue begins: behind addressee, time and place when `that`, a colon or a quotation comes later. */
static uint32_t content_after(const search *x, const stance_entry *e, uint32_t at, bool *marked)
{
    const reading *r = x->r;
    uint32_t i = at, next_end;
    *marked = at > 0 && at < x->end && stance_token_is(r, at - 1, "that"); /* the cue holds it: "insists that" */
    if (*marked) return at;
    if (i + 1 < x->end && is_mark(r, i, STANCE_MARK_COMMA)) { /* "he said, adding that …": the rest is the next cue's */
        uint32_t k = i + 1 + has_fn(r, i + 1, FN(ADVERB));
        const stance_entry *next = stance_cue_at(r, k, &next_end);
        if (next && next->form == STANCE_CUE_VERB && stance_ends_in_ing(r, k)) return x->end;
    }
    bool adjunct = i < x->end && (has_fn(r, i, FN(PREPOSITION) | FN(TIME) | FN(ADVERB) | FN(OUTLET)) ||
                                  (e->frame & STANCE_FRAME_TO) || (r->notes[i].role & ROLE(GROUP)) ||
                                  is_mark(r, i, STANCE_MARK_COMMA));
    for (uint32_t k = i; k < x->end && k < i + ADJUNCT_TOKENS; k++) {
        if (stance_token_is(r, k, "that") && !(k > at && k + 1 < x->end && stance_is_finite(r, k + 1, k)) &&
            (e->frame & (STANCE_FRAME_THAT | STANCE_FRAME_TO | STANCE_FRAME_QUOTE))) {
            *marked = true;
            return k + 1;
        }
        if (is_mark(r, k, STANCE_MARK_COLON) ||
            (is_mark(r, k, STANCE_MARK_DASH) && k + 1 < x->end && stance_is_quoted(r, k + 1))) {
            *marked = true;
            return k + 1;
        }
        if (stance_is_quoted(r, k)) {
            *marked = true;
            /* "said it was a “downright lie”": the quotation is part of a clause that began before it. */
            return adjunct || k == i || (k == i + 1 && token_at(r, i)->kind == STANCE_MARK) ? k : i;
        }
        if (!adjunct || (has_fn(r, k, FN(AUXILIARY) | FN(BE) | FN(PRONOUN)) && !stance_token_is(r, k, "'s"))) break;
    }
    if (e->frame & STANCE_FRAME_TO) { /* told reporters Russia was ready */
        phrase p = stance_phrase_after(r, i, x->end);
        uint32_t after = has_fn(r, i, FN(OTHER_PRONOUN) | FN(SELF)) ? i + 1 : p.kind != PHRASE_NONE ? p.end : i;
        if (after < x->end && has_fn(r, after, FN(AUXILIARY) | FN(BE)))
            after = i + 1; /* the phrase ran into the content's subject */
        bool nothing = after >= x->end || token_at(r, after)->kind == STANCE_MARK || has_fn(r, after, FN(CONJUNCTION));
        if (nothing && (e->frame & STANCE_FRAME_NP)) after = i; /* "promised lower taxes": no addressee */
        i = after;
    }
    for (;;) { /* on Tuesday; Wednesday */
        if (i + 1 < x->end && stance_token_is(r, i, "on") && has_fn(r, i + 1, FN(TIME))) i += 2;
        else if (i < x->end && has_fn(r, i, FN(TIME))) i++;
        else if (i + 1 < x->end && has_fn(r, i - 1, FN(TIME)) && token_at(r, i)->kind == STANCE_NUMBER) i++;
        else break;
    }
    return i;
}

static uint32_t trim_left(const search *x, uint32_t first, uint32_t end)
{
    while (first < end && token_at(x->r, first)->kind == STANCE_MARK && !stance_is_quote_mark(x->r, first) &&
           !is_mark(x->r, first, STANCE_MARK_OPEN))
        first++;
    return first;
}

static uint32_t trim_right(const search *x, uint32_t first, uint32_t end)
{
    while (end > first && token_at(x->r, end - 1)->kind == STANCE_MARK && !stance_is_quoted(x->r, end - 1) &&
           !is_mark(x->r, end - 1, STANCE_MARK_CLOSE))
        end--;
    return end;
}

static void add_content(const search *x, attribution *a, uint32_t first, uint32_t end)
{
    first = trim_left(x, first, end);
    end = trim_right(x, first, end);
    while (end > first + 1 && has_fn(x->r, end - 1, FN(CONJUNCTION)) && !stance_is_quoted(x->r, end - 1))
        end = trim_right(x, first, end - 1);
    if (first < end && a->content_count < CONTENT_MAX) a->content[a->content_count++] = (token_range){first, end};
}

static stance_status keep(search *x, const attribution *a, stance_error *err)
{
    reading *r = x->r;
    return STANCE_PUSH(r->arena, r->attributions, r->attribution_count, r->attribution_capacity, *a)
               ? STANCE_OK
               : stance_fail_memory(err);
}

/* The attribution before this one in the sentence that is still good. */
static attribution *last_kept(const search *x)
{
    for (size_t i = x->r->attribution_count; i > x->first_found; i--) {
        if (!x->r->attributions[i - 1].dropped) return &x->r->attributions[i - 1];
    }
    return NULL;
}

/* Takes the tokens from `at` on away from what earlier attributions of the sentence claimed. */
static void cut_earlier(const search *x, uint32_t at)
{
    for (size_t i = x->first_found; i < x->r->attribution_count; i++) {
        attribution *a = &x->r->attributions[i];
        uint32_t kept = 0;
        for (uint32_t k = 0; k < a->content_count; k++) {
            token_range c = a->content[k];
            if (c.first >= at) continue;
            if (c.end > at) c.end = trim_right(x, c.first, at);
            while (c.end > c.first &&
                   (has_fn(x->r, c.end - 1, FN(CONJUNCTION)) || stance_token_is(x->r, c.end - 1, "while")))
                c.end = trim_right(x, c.first, c.end - 1);
            if (c.end > c.first) a->content[kept++] = c;
        }
        a->content_count = kept;
    }
}

/* How a cue that stands inside the content of an earlier one relates to it. */
typedef enum relation { RELATION_NESTED, RELATION_SAME_SUBJECT, RELATION_OWN_SUBJECT } relation;

static relation relate(const search *x, uint32_t cue, const phrase *subject)
{
    const reading *r = x->r;
    verb_group g = before_adverbs(x, cue, x->s->first);
    uint32_t p = g.first;
    bool be = g.be;
    bool conj = p > x->s->first && has_fn(r, p - 1, FN(CONJUNCTION));
    bool comma = p > x->s->first && is_mark(r, p - 1, STANCE_MARK_COMMA);
    if (stance_ends_in_ing(r, cue) && !be && (comma || (conj && p > 1 && is_mark(r, p - 2, STANCE_MARK_COMMA)) || conj))
        return RELATION_SAME_SUBJECT;
    if (subject->kind == PHRASE_NONE) return conj ? RELATION_SAME_SUBJECT : RELATION_NESTED;
    if (conj && subject->end != p) return RELATION_SAME_SUBJECT;
    uint32_t f = subject->first;
    if (f > x->s->first) {
        bool led = has_fn(r, f - 1, FN(CONJUNCTION)) || stance_token_is(r, f - 1, "while") ||
                   stance_token_is(r, f - 1, "whereas");
        bool after_comma = f - 1 > x->s->first && is_mark(r, f - 2, STANCE_MARK_COMMA);
        if ((led && after_comma) || is_mark(r, f - 1, STANCE_MARK_SEMICOLON) || stance_is_quoted(r, f - 1))
            return RELATION_OWN_SUBJECT;
    }
    return RELATION_NESTED;
}

static bool covers(const attribution *a, uint32_t token)
{
    for (uint32_t k = 0; k < a->content_count; k++) {
        if (a->content[k].first <= token && token < a->content[k].end) return true;
    }
    return false;
}

static bool can_speak(const phrase *p)
{
    return p->kind != PHRASE_NONE;
}

/* The object speaks: "Sputnik quoted Antonov as saying", "citing officials". */
static bool object_speaks(search *x, attribution *a, const stance_entry *e, uint32_t cue, uint32_t cue_end)
{
    const reading *r = x->r;
    if (!(e->frame & STANCE_FRAME_OBJECT)) return false;
    bool with_gap = e->frame & STANCE_FRAME_THAT;
    phrase p = stance_phrase_after(r, cue + 1, with_gap ? cue_end - 1 : x->end);
    a->source = p;
    uint32_t left = x->s->first;
    if (is_clause(x, left, cue) && has_quotation(x, left, cue)) add_content(x, a, left, cue);
    if (!a->content_count && with_gap) {
        bool marked;
        add_content(x, a, content_after(x, e, cue_end, &marked), x->end);
    }
    return can_speak(&p) && a->content_count && !(stance_ends_in_ing(r, cue) && p.plural);
}

/* Can the words from i on be what a verb without that-clause takes? No preposition, adverb or conjunction begins a noun phrase; an
   infinitive begins with "to" unless the cue holds it. */
static bool opens_object(const reading *r, const stance_entry *e, uint32_t i, uint32_t end)
{
    if (i >= end) return false;
    if (stance_token_is(r, i, "to")) return e->frame & STANCE_FRAME_INF;
    bool held = i > 0 && (has_fn(r, i - 1, FN(PREPOSITION)) || stance_token_is(r, i - 1, "to"));
    if (held)
        return token_at(r, i)->kind != STANCE_MARK && !has_fn(r, i, FN(CONJUNCTION)) &&
               !stance_is_finite(r, i, i > 0 ? i - 1 : 0);
    static const char *const particles[] = {"out", "up", "off", "down", "back", "away"};
    for (size_t k = 0; k < sizeof particles / sizeof *particles; k++) {
        if (stance_token_is(r, i, particles[k])) return false;
    }
    if (token_at(r, i)->kind == STANCE_MARK && !stance_is_quoted(r, i)) return false;
    if (has_fn(r, i, FN(NATIONALITY) | FN(DETERMINER) | FN(POSSESSIVE) | FN(PRONOUN) | FN(OTHER_PRONOUN))) return true;
    if (has_fn(r, i, FN(CONJUNCTION) | FN(TIME))) return false;
    if (has_fn(r, i, FN(PREPOSITION)) && !has_fn(r, i, FN(SUBORDINATOR))) return false;
    if (stance_token_is(r, i, "as") || stance_token_is(r, i, "when") || stance_token_is(r, i, "after") ||
        stance_token_is(r, i, "before") || stance_token_is(r, i, "since") || stance_token_is(r, i, "while") ||
        stance_token_is(r, i, "because") || stance_token_is(r, i, "than"))
        return false;
    return !(has_fn(r, i, FN(ADVERB)) && i + 1 < end &&
             (has_fn(r, i + 1, FN(PREPOSITION)) || token_at(r, i + 1)->kind == STANCE_MARK));
}

/* A clause that the outlet adds: "…, although he refused", "…, but offered no proof". */
static bool adds_clause(const search *x, uint32_t i, bool nominal)
{
    const reading *r = x->r;
    static const char *const concessive[] = {"although", "though", "whereas", "despite", "while"};
    for (size_t k = 0; k < sizeof concessive / sizeof *concessive; k++) {
        if (stance_token_is(r, i, concessive[k])) return true;
    }
    if (has_fn(r, i, FN(CONJUNCTION))) {
        uint32_t k = i + 1;
        while (k < x->end && has_fn(r, k, FN(ADVERB))) k++;
        return k < x->end && (nominal ? stance_is_finite(r, k, i) || has_fn(r, k, FN(PRONOUN) | FN(PLURAL_PRONOUN))
                                      : stance_token_is(r, i, "but") && stance_is_finite(r, k, i));
    }
    return false;
}

/* Where a noun phrase that is said ends at the latest: before a clause or an adverbial of time that belongs to the saying. */
static uint32_t nominal_end(const search *x, uint32_t first)
{
    const reading *r = x->r;
    static const char *const opens[] = {"because", "when",   "after",  "before", "since",
                                        "until",   "unless", "during", "if",     "amid"};
    for (uint32_t i = first + 1; i < x->end; i++) {
        if (stance_is_quoted(r, i)) continue;
        if (is_mark(r, i, STANCE_MARK_SEMICOLON) || is_mark(r, i, STANCE_MARK_DASH)) return i;
        if (is_mark(r, i, STANCE_MARK_COMMA) && i + 1 < x->end) {
            uint32_t k = i + 1;
            bool ends = has_fn(r, k,
                               FN(RELATIVE) | FN(SUBORDINATOR) | FN(PREPOSITION) | FN(CONJUNCTION) | FN(ADVERB) |
                                   FN(PRONOUN) | FN(PLURAL_PRONOUN)) ||
                        stance_ends_in_ing(r, k) || (stance_ends_in_ed(r, k) && !is_capital(r, k));
            bool list = false;
            for (uint32_t j = k + 1; j < x->end && j < k + LIST_TOKENS && !list && !ends; j++)
                list = stance_token_is(r, j, "and") || stance_token_is(r, j, "or");
            if (ends || !list) return i;
        }
        for (size_t k = 0; k < sizeof opens / sizeof *opens; k++) {
            if (stance_token_is(r, i, opens[k])) return i;
        }
        if (stance_token_is(r, i, "as") && i + 2 < x->end && has_fn(r, i + 1, FN(PRONOUN) | FN(PLURAL_PRONOUN)))
            return i;
        if (has_fn(r, i, FN(TIME)) && !(i + 1 < x->end && stance_token_is(r, i + 1, "'s")))
            return stance_token_is(r, i - 1, "on") && i - 1 > first ? i - 1 : i;
        if (adds_clause(x, i, true)) return i;
    }
    return x->end;
}

/* A clause begins at first: a subject and, before long, a finite verb. */
static bool starts_clause(const search *x, uint32_t first)
{
    const reading *r = x->r;
    if (has_fn(r, first, FN(PRONOUN) | FN(PLURAL_PRONOUN) | FN(SELF))) return true;
    for (uint32_t i = first + 1; i < x->end && i < first + ADJUNCT_TOKENS; i++) {
        if (stance_is_quoted(r, i) || has_fn(r, i, FN(RELATIVE)) ||
            (is_mark(r, i, STANCE_MARK_COMMA) && i > first + LIST_TOKENS))
            return false;
        if (stance_is_finite(r, i, first)) return true;
        bool past = stance_ends_in_ed(r, i) && !is_capital(r, i) &&
                    !(i + 1 < x->end && stance_token_is(r, i + 1, "by")) && !stance_noun_before(r, i - 1);
        if (past && !(token_at(r, i)->flags & STANCE_TOKEN_HYPHEN)) return true;
    }
    return false;
}

static bool says_anything(const reading *r, uint32_t cue)
{
    return stance_token_is(r, cue, "said") || stance_token_is(r, cue, "says") || stance_token_is(r, cue, "say") ||
           stance_token_is(r, cue, "saying") || stance_token_is(r, cue, "told");
}

/* Where a clause that is said ends: before what the outlet sets against it. */
static uint32_t clausal_end(const search *x, uint32_t first)
{
    const reading *r = x->r;
    for (uint32_t i = first + 2; i + 1 < x->end; i++) {
        if (!stance_is_quoted(r, i) && is_mark(r, i, STANCE_MARK_COMMA) && adds_clause(x, i + 1, false)) return i;
    }
    return x->end;
}

/* Fills in what a verb's attribution says. False when it says nothing. */
static bool find_content(search *x, attribution *a, const stance_entry *e, bool inverted, bool participle)
{
    const reading *r = x->r;
    uint32_t left_end = inverted ? a->cue_first : a->source.first;
    uint32_t right = inverted ? a->source.end : a->cue_end;
    bool before_ok = !participle && left_end > x->s->first &&
                     (stance_is_quoted(r, left_end - 1) || is_mark(r, left_end - 1, STANCE_MARK_COMMA) ||
                      is_mark(r, left_end - 1, STANCE_MARK_DASH) || stance_is_quote_mark(r, left_end - 1)) &&
                     (e->frame & (STANCE_FRAME_QUOTE | STANCE_FRAME_BARE)) && is_clause(x, x->s->first, left_end);
    /* An earlier speaker's words are not this one's: only what follows them. */
    uint32_t left = x->s->first;
    for (uint32_t i = left_end; i > left; i--) {
        if (is_mark(r, i - 1, STANCE_MARK_SEMICOLON) && !stance_is_quoted(r, i - 1) && !stance_is_quoted(r, left))
            left = i;
    }
    const attribution *earlier = last_kept(x);
    bool quoted_before = has_quotation(x, left, left_end);
    if (earlier && before_ok && earlier->content_count && earlier->cue_end > left && quoted_before && !inverted &&
        covers(earlier, left))
        before_ok = false;
    bool marked = false;
    uint32_t after = content_after(x, e, right, &marked);
    if (inverted) {
        if (!before_ok) return false;
        add_content(x, a, left, left_end);
        if (after < x->end && stance_is_quoted(r, after)) add_content(x, a, after, x->end); /* "…," said X, "…" */
        return a->content_count > 0;
    }
    bool comma_after = right < x->end && is_mark(r, right, STANCE_MARK_COMMA);
    if (marked && before_ok && quoted_before && after > right && stance_token_is(r, after - 1, "that") &&
        after - 1 > right + 2)
        marked = false;
    if (marked &&
        !(before_ok && comma_after && !stance_is_quoted(r, after) && !stance_token_is(r, after - 1, "that"))) {
        if (before_ok && stance_is_quoted(r, after) && quoted_before) add_content(x, a, left, left_end);
        bool that = stance_token_is(r, after - 1, "that");
        add_content(x, a, after, that ? clausal_end(x, after) : x->end);
        return a->content_count > 0;
    }
    /* "In the view of many, he said, Russia …": a clause right behind the verb is what is said, whatever stands before. */
    bool goes_on =
        after + 1 < x->end && token_at(r, after)->kind == STANCE_WORD &&
        (e->frame & (STANCE_FRAME_BARE | STANCE_FRAME_INF | STANCE_FRAME_NP)) && !quoted_before &&
        !has_fn(r, after,
                FN(PREPOSITION) | FN(TIME) | FN(ADVERB) | FN(SUBORDINATOR) | FN(RELATIVE) | FN(CONJUNCTION)) &&
        !stance_ends_in_ing(r, after);
    goes_on = goes_on || (after + 1 < x->end && stance_token_is(r, after, "to") && (e->frame & STANCE_FRAME_INF) &&
                          !quoted_before);
    if (before_ok && !goes_on) {
        add_content(x, a, left, left_end);
        return a->content_count > 0;
    }
    if (comma_after && right + 1 < x->end) { /* "Russia, he said, is ready", "As Antonov said, …" */
        uint32_t k = trim_left(x, right, x->end), cue_end;
        const stance_entry *next = stance_cue_at(r, k, &cue_end);
        if (next && stance_ends_in_ing(r, k)) return false;
        if (left_end > x->s->first && is_mark(r, left_end - 1, STANCE_MARK_COMMA) &&
            !is_adjunct(x, x->s->first, left_end))
            add_content(x, a, x->s->first, left_end);
        bool as_clause = left_end > x->s->first && stance_token_is(r, left_end - 1, "as");
        if (a->content_count || as_clause || (a->source.first > 0 && stance_token_is(r, a->source.first, "as")) ||
            (e->frame & STANCE_FRAME_BARE))
            add_content(x, a, k, x->end);
        return a->content_count > 0;
    }
    if (after < x->end && stance_token_is(r, after, "that") && after + 1 < x->end &&
        stance_is_finite(r, after + 1, after))
        return false; /* "rules that could" */
    if (stance_token_is(r, a->cue_first, "accused") || stance_token_is(r, a->cue_first, "accuses") ||
        stance_token_is(r, a->cue_first, "accusing") || stance_token_is(r, a->cue_first, "accuse")) {
        for (uint32_t k = after; k + 1 < x->end && k < after + ADJUNCT_TOKENS;
             k++) { /* accused the neighbours of hacking */
            if (!stance_token_is(r, k, "of") || stance_is_quoted(r, k)) continue;
            if (k + 3 < x->end && !stance_ends_in_ing(r, k + 1) && !stance_is_quoted(r, k + 1) && is_capital(r, k + 1))
                continue; /* the president of France */
            after = k + 1;
            break;
        }
    }
    /* Nothing marks the content: a bare clause, an infinitive, a noun phrase. */
    bool clause_follows = false;
    for (uint32_t k = after; k < x->end && k < after + ADJUNCT_TOKENS && !clause_follows; k++)
        clause_follows = has_fn(r, k, FN(AUXILIARY) | FN(BE)) || (k > after && is_word(r, k) && !is_capital(r, k));
    uint32_t words = 0;
    for (uint32_t k = after; k < x->end; k++) words += token_at(r, k)->kind != STANCE_MARK;
    if (e->frame & (STANCE_FRAME_NP | STANCE_FRAME_INF | STANCE_FRAME_GER)) {
        if (words < 1 || !opens_object(r, e, after, x->end)) return false;
        if (!(e->frame & STANCE_FRAME_NP) && !(e->frame & STANCE_FRAME_BARE)) {
            bool inf = (e->frame & STANCE_FRAME_INF) != 0, ger = after < x->end && stance_ends_in_ing(r, after);
            if (!ger && !inf) return false;
        }
    } else if (!(e->frame & STANCE_FRAME_BARE) || words < 3 || !clause_follows) {
        return false;
    }
    if (has_fn(r, after, FN(PREPOSITION)) && !(e->frame & (STANCE_FRAME_NP | STANCE_FRAME_INF)) && after == right)
        return false;
    bool clause = (e->frame & STANCE_FRAME_BARE) && starts_clause(x, after);
    if (!clause && (e->frame & STANCE_FRAME_BARE) &&
        !(e->frame & (STANCE_FRAME_NP | STANCE_FRAME_INF | STANCE_FRAME_GER)) && !says_anything(r, a->cue_first))
        return false;
    bool nominal = !clause && (e->frame & (STANCE_FRAME_NP | STANCE_FRAME_INF | STANCE_FRAME_GER));
    add_content(x, a, after, nominal ? nominal_end(x, after) : clausal_end(x, after));
    return a->content_count > 0;
}

/* "wondered whether …", "asked the crowd to …", "asked how …": what is asked is the speaker's. */
static bool find_question(const search *x, attribution *a, const stance_entry *e, bool inverted)
{
    const reading *r = x->r;
    if (inverted || !(e->frame & STANCE_FRAME_ASKED) || a->cue_end >= x->end) return false;
    uint32_t i = a->cue_end;
    while (i < x->end && has_fn(r, i, FN(ADVERB))) i++;
    bool held = has_fn(r, i - 1, FN(SUBORDINATOR)); /* the cue itself ends with "whether" */
    for (uint32_t k = held ? i - 1 : i; k < x->end && k < i + LIST_TOKENS; k++) {
        if (token_at(r, k)->kind == STANCE_MARK) break;
        bool asks = has_fn(r, k, FN(SUBORDINATOR)) && !has_fn(r, k, FN(PREPOSITION)) && !stance_token_is(r, k, "that");
        if (asks || (stance_token_is(r, k, "to") && (e->frame & STANCE_FRAME_INF) && k > i)) {
            add_content(x, a, asks ? k : i, nominal_end(x, k));
            return a->content_count > 0;
        }
    }
    return false;
}

/* A verb that quotes nobody's words in so many: somebody must hold the position, a person or a state. */
static bool weak_act(const stance_entry *e, const attribution *a)
{
    bool states_content = e->frame & (STANCE_FRAME_THAT | STANCE_FRAME_QUOTE | STANCE_FRAME_BARE);
    if (states_content) return false;
    if (e->class == STANCE_CUE_NEUTRAL)
        return a->source.kind != PHRASE_PERSON && a->source.kind != PHRASE_PRONOUN && a->source.kind != PHRASE_ROLE;
    return a->source.kind == PHRASE_OTHER;
}

/* The subject of the sentence's main verb, for a participle that hangs on it: "He presented a book, stressing: …" */
static phrase leading_subject(const search *x, uint32_t cue)
{
    const reading *r = x->r;
    uint32_t i = x->s->first;
    while (i < cue && has_fn(r, i, FN(ADVERB) | FN(CONNECTIVE) | FN(CONJUNCTION))) i++;
    return stance_is_quoted(r, i) || has_fn(r, i, FN(PREPOSITION) | FN(SUBORDINATOR))
               ? (phrase){.kind = PHRASE_NONE, .head = NO_TOKEN}
               : stance_phrase_after(r, i, cue);
}

/* The outlet's own reporter: what he reports is the outlet's narration. */
static bool own_reporter(const reading *r, const phrase *p)
{
    bool outlet = false, reporter = false;
    if (p->kind == PHRASE_PERSON) return false;
    for (uint32_t i = p->first; i < p->end; i++) {
        outlet = outlet || has_fn(r, i, FN(OUTLET));
        reporter = reporter || has_fn(r, i, FN(SPEECH_LABEL));
    }
    return outlet && reporter;
}

/* Words behind a verb without a subject of its own that can be what is said; of a participle that hangs on a verb of telling events
   ("He brought a map, showing …") only a clause is. */
static bool unmarked_follows(const search *x, const stance_entry *e, uint32_t after, bool alone)
{
    if ((e->frame & STANCE_FRAME_BARE) && starts_clause(x, after)) return true;
    return !alone && (e->frame & (STANCE_FRAME_NP | STANCE_FRAME_INF | STANCE_FRAME_GER)) &&
           opens_object(x->r, e, after, x->end);
}

/* "The format Kim Lee mentioned provides for meetings": a clause that hangs on a noun, and no report. */
static bool is_contact_clause(const search *x, const phrase *p, uint32_t cue_end)
{
    const reading *r = x->r;
    if (p->kind != PHRASE_PERSON || p->name_first == p->first || cue_end >= x->end) return false;
    uint32_t i = p->name_first - 1;
    bool noun = is_word(r, i) && !is_capital(r, i) && !(r->notes[i].role & ~ROLE(OBJECT)) && !r->notes[i].fn;
    return noun && token_at(r, cue_end)->kind == STANCE_WORD && !stance_token_is(r, cue_end, "that") &&
           !stance_is_quoted(r, cue_end);
}

/* "No one", "few people", "not everyone": a position that nobody holds. */
static bool denies_anybody(const reading *r, const phrase *p)
{
    uint32_t i = p->first;
    return stance_token_is(r, i, "no") || stance_token_is(r, i, "few") || stance_token_is(r, i, "nobody") ||
           stance_token_is(r, i, "none") || (i > 0 && stance_token_is(r, i - 1, "not"));
}

/* Where the subordinate clause that opens the sentence ends: the comma before the main clause. */
static uint32_t clause_end(const search *x, uint32_t first)
{
    for (uint32_t i = first; i < x->end; i++) {
        if (is_mark(x->r, i, STANCE_MARK_COMMA) && !stance_is_quoted(x->r, i)) return i;
    }
    return x->end;
}

static stance_status try_verb(search *x, const stance_entry *e, uint32_t cue, uint32_t cue_end, stance_error *err)
{
    reading *r = x->r;
    if (not_a_verb(x, cue)) return STANCE_OK;
    attribution a = {
        .sentence = x->index, .cue_first = cue, .cue_end = cue_end, .cue_entry = (uint32_t)(e - r->lexicon->entries)};
    if (e->frame & STANCE_FRAME_OBJECT) {
        if (object_speaks(x, &a, e, cue, cue_end)) return keep(x, &a, err);
        if (!(e->frame & STANCE_FRAME_NP) || stance_ends_in_ing(r, cue)) return STANCE_OK;
        a = (attribution){.sentence = x->index, .cue_first = cue, .cue_end = cue_end, .cue_entry = a.cue_entry};
    }
    uint32_t floor = stretch_start(x, cue);
    verb_group g = before_adverbs(x, cue, floor);
    bool ing = stance_ends_in_ing(r, cue), starts_with_be = has_fn(r, cue, FN(BE)), inverted = false, shared = false;
    if (g.be && !ing && !starts_with_be) return STANCE_OK; /* passive: was told, is expected */
    uint32_t at = g.first;
    if (!ing && at < cue && at > floor && stance_noun_before(r, at - 1) && !g.auxiliary && !starts_with_be)
        return STANCE_OK; /* a highly anticipated */
    phrase subject = inverted_subject(x, e, cue, cue_end);
    if (subject.kind != PHRASE_NONE) {
        inverted = true;
    } else if (at > floor && has_fn(r, at - 1, FN(RELATIVE)) && !stance_token_is(r, at - 1, "that") &&
               !stance_token_is(r, at - 1, "whom")) {
        uint32_t k = at - 1;
        if (k > floor && is_mark(r, k - 1, STANCE_MARK_COMMA)) k--;
        subject = stance_subject_before(r, k, floor, &shared);
    } else {
        subject = stance_subject_before(r, at, floor, &shared);
    }
    if (subject.kind != PHRASE_NONE && !inverted && !ing && !form_fits(x, cue, cue_end, &subject, &g)) return STANCE_OK;
    attribution *earlier = last_kept(x);
    bool participle = ing && !g.be, negated = g.negated;
    if (participle) subject.kind = PHRASE_NONE;
    bool inside = false;
    for (size_t i = x->first_found; i < r->attribution_count && !inside; i++)
        inside = !r->attributions[i].dropped && covers(&r->attributions[i], cue);
    relation rel = relate(x, cue, &subject);
    bool comma_led = subject.kind != PHRASE_NONE && !inverted && subject.first > x->s->first &&
                     (is_mark(r, subject.first - 1, STANCE_MARK_COMMA) ||
                      is_mark(r, subject.first - 1, STANCE_MARK_DASH) || stance_is_quoted(r, subject.first - 1));
    if (subject.kind == PHRASE_NONE || (rel == RELATION_SAME_SUBJECT && inside)) {
        if (!earlier || (rel != RELATION_SAME_SUBJECT && !participle)) {
            if (!participle && !(shared && !earlier)) return STANCE_OK;
            /* "The sides met, the ministry noting that …" is not worth it; "Noting that …, the envoy said" is found by its main verb. */
            if (!earlier) {
                subject = leading_subject(x, cue);
                if (subject.kind == PHRASE_NONE || subject.kind == PHRASE_OTHER ||
                    stance_token_is(r, subject.first, "it"))
                    return STANCE_OK;
            }
        }
        a.source = earlier ? earlier->source : subject;
        a.same_as = earlier ? (uint32_t)(earlier - r->attributions) + 1 : 0;
        bool marked;
        uint32_t after = content_after(x, e, cue_end, &marked);
        if (!marked && !(e->frame & (STANCE_FRAME_BARE | STANCE_FRAME_NP | STANCE_FRAME_INF | STANCE_FRAME_GER)))
            return STANCE_OK;
        if (after >= x->end || (!marked && !unmarked_follows(x, e, after, participle && !earlier))) return STANCE_OK;
        cut_earlier(x, at);
        bool clause = marked || ((e->frame & STANCE_FRAME_BARE) && starts_clause(x, after));
        add_content(x, &a, after, clause ? clausal_end(x, after) : nominal_end(x, after));
        return a.content_count ? keep(x, &a, err) : STANCE_OK;
    }
    uint32_t opener =
        subject.first > x->s->first ? subject.first - 1 : NO_TOKEN; /* "When Trump noted that …, she laughed" */
    if (inverted || opener == NO_TOKEN || !has_fn(r, opener, FN(SUBORDINATOR)) || stance_token_is(r, opener, "that") ||
        stance_token_is(r, opener, "as"))
        opener = NO_TOKEN;
    if (opener != NO_TOKEN && (stance_token_is(r, opener, "if") || stance_token_is(r, opener, "unless") ||
                               stance_token_is(r, opener, "until")))
        return STANCE_OK;
    if (denies_anybody(r, &subject) || is_contact_clause(x, &subject, cue_end)) return STANCE_OK;
    uint32_t whole = x->end;
    if (opener == x->s->first) x->end = clause_end(x, cue_end);
    a.source = subject;
    a.negated = negated && e->class == STANCE_CUE_NEUTRAL;
    if (a.negated || stance_token_is(r, subject.first, "i") || stance_token_is(r, subject.first, "we") ||
        own_reporter(r, &subject) || (inside && rel == RELATION_NESTED && !comma_led && !inverted)) {
        x->end = whole;
        return STANCE_OK;
    }
    bool says = find_content(x, &a, e, inverted, participle) || find_question(x, &a, e, inverted);
    x->end = whole;
    if (!says || weak_act(e, &a)) return STANCE_OK;
    if (inside && rel == RELATION_NESTED) {
        /* Its content must be what stands before it: then the earlier ones are inside it, otherwise it is inside them. */
        if (!(a.content[0].first <= x->first_found + x->s->first && a.content[0].end <= cue)) {
            if (a.content[0].end > cue) return STANCE_OK;
        }
    }
    for (size_t i = x->first_found; i < r->attribution_count; i++) {
        attribution *b = &r->attributions[i];
        if (!b->dropped && covers(&a, b->cue_first))
            b->dropped = true; /* what a speaker says that another said is still the speaker's */
    }
    if (rel == RELATION_OWN_SUBJECT || (a.content[0].first > cue && inside))
        cut_earlier(x, inverted ? cue : subject.first);
    else if (comma_led || inverted) cut_earlier(x, inverted ? cue : subject.first);
    return keep(x, &a, err);
}

/* "This was stated by", "Such a statement was made by": the cue says what goes before. */
static bool refers_back(const reading *r, uint32_t cue)
{
    return stance_token_is(r, cue, "this") || stance_token_is(r, cue, "it") || stance_token_is(r, cue, "such");
}

/* "In his opinion, …", "… in her view": the possessive is the speaker, the rest of the sentence what he says. */
static stance_status try_possessive(search *x, const stance_entry *e, uint32_t cue, uint32_t cue_end, stance_error *err)
{
    reading *r = x->r;
    uint32_t owner = cue;
    while (owner < cue_end && !(has_fn(r, owner, FN(POSSESSIVE)) && !stance_token_is(r, owner, "whose"))) owner++;
    const attribution *earlier = last_kept(x);
    if (owner == cue_end || earlier) return STANCE_OK;
    attribution a = {
        .sentence = x->index, .cue_first = cue, .cue_end = cue_end, .cue_entry = (uint32_t)(e - r->lexicon->entries)};
    a.source = (phrase){.first = owner,
                        .end = owner + 1,
                        .name_first = owner,
                        .name_end = owner + 1,
                        .head = NO_TOKEN,
                        .kind = PHRASE_PRONOUN};
    if (cue - x->s->first >= 3) add_content(x, &a, x->s->first, cue);
    if (cue_end + 3 < x->end) add_content(x, &a, cue_end, x->end);
    return a.content_count ? keep(x, &a, err) : STANCE_OK;
}

/* "According to X, …", "…, in the words of X". */
static stance_status try_phrase(search *x, const stance_entry *e, uint32_t cue, uint32_t cue_end, stance_error *err)
{
    reading *r = x->r;
    if (!(e->frame & STANCE_FRAME_BEFORE))
        return e->frame & STANCE_FRAME_BARE ? try_possessive(x, e, cue, cue_end, err) : STANCE_OK;
    attribution a = {
        .sentence = x->index, .cue_first = cue, .cue_end = cue_end, .cue_entry = (uint32_t)(e - r->lexicon->entries)};
    if (has_fn(r, cue_end, FN(OTHER_PRONOUN)) || stance_token_is(r, cue_end, "her")) { /* according to him */
        a.source = (phrase){.first = cue_end,
                            .end = cue_end + 1,
                            .name_first = cue_end,
                            .name_end = cue_end + 1,
                            .head = NO_TOKEN,
                            .kind = PHRASE_PRONOUN};
    } else {
        a.source = stance_phrase_after(r, cue_end, x->end);
    }
    if (!can_speak(&a.source)) return STANCE_OK;
    if (stance_token_is(r, cue_end - 1, "by") && !stance_token_is(r, cue, "as") && !refers_back(r, cue) &&
        !stance_token_is(r, cue, "a")) {
        /* "…, announced by the ministry": what others did to the subject is no statement of theirs */
        bool told = e->class == STANCE_CUE_NEUTRAL && cue > x->s->first && is_mark(r, cue - 1, STANCE_MARK_COMMA);
        if (!told) return STANCE_OK;
    }
    uint32_t lead = x->s->first;
    while (lead < cue &&
           (has_fn(r, lead, FN(CONNECTIVE) | FN(ADVERB) | FN(CONJUNCTION)) || is_mark(r, lead, STANCE_MARK_COMMA)))
        lead++;
    if (lead == cue && refers_back(r, cue)) {
        a.back = true;
        return keep(x, &a, err);
    }
    const attribution *earlier = last_kept(x);
    if (earlier && covers(earlier, cue)) return STANCE_OK; /* part of what somebody says */
    if (earlier && lead < cue &&
        (r->notes[a.source.head == NO_TOKEN ? a.source.first : a.source.head].role & ROLE(BODY)))
        return STANCE_OK;
    if (earlier && earlier->content_count && earlier->content[0].end <= cue &&
        has_quotation(x, earlier->content[0].first, earlier->content[0].end))
        return STANCE_OK;
    if (lead == cue) {
        add_content(x, &a, a.source.end, x->end);
    } else {
        add_content(x, &a, x->s->first, cue);
        if (is_mark(r, a.source.end, STANCE_MARK_COMMA) && a.source.end + 3 < x->end)
            add_content(x, &a, a.source.end, x->end);
    }
    for (size_t i = x->first_found; i < r->attribution_count; i++) {
        if (covers(&a, r->attributions[i].cue_first)) r->attributions[i].dropped = true;
    }
    return a.content_count ? keep(x, &a, err) : STANCE_OK;
}

/* "Russia's claim that …", "his promise to …": a noun that holds what its owner says. */
static stance_status try_noun(search *x, const stance_entry *e, uint32_t cue, uint32_t cue_end, stance_error *err)
{
    reading *r = x->r;
    if (cue == x->s->first || cue_end + 2 >= x->end) return STANCE_OK;
    bool that = (e->frame & STANCE_FRAME_THAT) && stance_token_is(r, cue_end, "that") &&
                !stance_is_finite(r, cue_end + 1, cue_end);
    bool inf = (e->frame & STANCE_FRAME_INF) && stance_token_is(r, cue_end, "to") && is_word(r, cue_end + 1) &&
               !is_capital(r, cue_end + 1);
    if (!that && !inf) return STANCE_OK;
    for (size_t i = x->first_found; i < r->attribution_count; i++) {
        if (!r->attributions[i].dropped && covers(&r->attributions[i], cue)) return STANCE_OK;
    }
    uint32_t i = cue; /* adjectives between owner and noun: no verb, no preposition */
    while (i > x->s->first && cue - i < 4 && is_word(r, i - 1) && !stance_token_is(r, i - 1, "'s") &&
           !has_fn(r, i - 1, FN(POSSESSIVE) | FN(PREPOSITION) | FN(DETERMINER)))
        i--;
    if (i == x->s->first) return STANCE_OK;
    attribution a = {
        .sentence = x->index, .cue_first = cue, .cue_end = cue_end, .cue_entry = (uint32_t)(e - r->lexicon->entries)};
    uint32_t p = i - 1;
    if (has_fn(r, p, FN(POSSESSIVE)) && !stance_token_is(r, p, "whose")) {
        a.source = (phrase){.first = p,
                            .end = p + 1,
                            .name_first = p,
                            .name_end = p + 1,
                            .head = NO_TOKEN,
                            .kind = PHRASE_PRONOUN,
                            .plural = stance_token_is(r, p, "their")};
        if (stance_token_is(r, p, "its")) return STANCE_OK;
    } else if (stance_token_is(r, p, "'s") && p > x->s->first) {
        uint32_t start = p;
        while (start > x->s->first && p - start < 12 &&
               (stance_is_name_token(r, start - 1) || r->notes[start - 1].role || r->notes[start - 1].actor ||
                has_fn(r, start - 1, FN(NATIONALITY)) || is_mark(r, start - 1, STANCE_MARK_STOP)))
            start--;
        if (start == p) return STANCE_OK;
        a.source = stance_describe_phrase(r, start, p);
    } else {
        return STANCE_OK;
    }
    if (!can_speak(&a.source)) return STANCE_OK;
    uint32_t first = that ? cue_end + 1 : cue_end;
    add_content(x, &a, first, that ? clausal_end(x, first) : nominal_end(x, first));
    return a.content_count ? keep(x, &a, err) : STANCE_OK;
}

/* A turn of a transcript is its speaker's whole. */
static stance_status take_turn(search *x, const block *b, stance_error *err)
{
    attribution a = {
        .sentence = x->index, .cue_entry = UINT32_MAX, .cue_first = b->label_first, .cue_end = b->label_first};
    a.source = stance_describe_phrase(x->r, b->label_first, b->label_end);
    if (a.source.kind == PHRASE_NONE) a.source.kind = PHRASE_PERSON;
    add_content(x, &a, x->s->first, x->s->end);
    return a.content_count ? keep(x, &a, err) : STANCE_OK;
}

/* "Russia open to talks: envoy", "Envoy: no illusions about the talks", "Moscow expects a meeting - Lee": the short side of the mark
   names who says the long one. */
static stance_status try_head(search *x, bool *done, stance_error *err)
{
    reading *r = x->r;
    uint32_t first = x->s->first, end = x->end, mark = NO_TOKEN;
    for (uint32_t i = end; i > first && mark == NO_TOKEN; i--) {
        bool dash = is_mark(r, i - 1, STANCE_MARK_DASH) ||
                    (is_mark(r, i - 1, STANCE_MARK_OTHER) && (token_at(r, i - 1)->flags & STANCE_TOKEN_SPACE));
        if (!stance_is_quoted(r, i - 1) && (dash || is_mark(r, i - 1, STANCE_MARK_COLON))) mark = i - 1;
    }
    if (mark == NO_TOKEN) return STANCE_OK;
    bool behind = end - mark - 1 <= HEAD_SOURCE_TOKENS && mark - first >= 3,
         before = mark - first <= HEAD_SOURCE_TOKENS && is_mark(r, mark, STANCE_MARK_COLON) && end - mark > 3;
    attribution a = {.sentence = x->index, .cue_entry = UINT32_MAX};
    for (int side = 0; side < 2; side++) {
        if (!(side == 0 ? behind : before)) continue;
        uint32_t from = side == 0 ? mark + 1 : first, to = side == 0 ? end : mark;
        if (from >= to) continue;
        a.source = stance_describe_phrase(r, from, to);
        bool who =
            a.source.kind == PHRASE_PERSON ||
            (a.source.head != NO_TOKEN && (r->notes[a.source.head].role & (ROLE(OFFICE) | ROLE(PERSON) | ROLE(BODY))));
        bool outlet = false;
        for (uint32_t i = from; i < to; i++)
            outlet = outlet || has_fn(r, i, FN(OUTLET)) || stance_is_finite(r, i, from);
        bool office = a.source.kind == PHRASE_PERSON ||
                      r->notes[a.source.head == NO_TOKEN ? from : a.source.head].role & ROLE(OFFICE) ||
                      r->notes[from].actor;
        bool known = a.source.kind != PHRASE_PERSON || a.source.name_end - a.source.name_first > 1 ||
                     r->notes[from].actor || stance_is_given(r, from) || a.source.head != NO_TOKEN ||
                     (r->seen[token_at(r, a.source.name_first)->word] & SEEN_CAPITAL);
        if (!who || !known || outlet || (side == 1 && !office)) continue;
        a.cue_first = a.cue_end = from;
        add_content(x, &a, side == 0 ? first : mark + 1, side == 0 ? mark : end);
        *done = a.content_count > 0;
        return *done ? keep(x, &a, err) : STANCE_OK;
    }
    return STANCE_OK;
}

/* A sentence that begins with what somebody was asked. */
static bool opens_question(const search *x, const stance_entry *e, uint32_t cue)
{
    const reading *r = x->r;
    uint32_t lead = x->s->first;
    while (lead < cue && has_fn(r, lead, FN(CONJUNCTION) | FN(SUBORDINATOR) | FN(CONNECTIVE) | FN(ADVERB))) lead++;
    if (lead != cue || !(e->frame & STANCE_FRAME_ASKED)) return false;
    return (stance_ends_in_ed(r, cue) || stance_ends_in_ing(r, cue)) && clause_end(x, cue) < x->end;
}

stance_status stance_find_attributions(reading *r, stance_error *err)
{
    for (size_t k = 0; k < r->sentence_count; k++) {
        const sentence *s = &r->sentences[k];
        search x = {.r = r, .s = s, .index = (uint32_t)k, .first_found = (uint32_t)r->attribution_count, .end = s->end};
        const block *b = &r->blocks[s->block];
        if (b->kind == BLOCK_QUESTION) continue;
        if (b->kind == BLOCK_TURN) {
            STANCE_TRY(take_turn(&x, b, err));
            continue;
        }
        while (x.end > s->first && stance_is_sentence_end_mark(r, x.end - 1)) x.end--;
        if (b->kind == BLOCK_HEAD) {
            bool done = false;
            STANCE_TRY(try_head(&x, &done, err));
            if (done) continue;
        }
        uint32_t cue_end = 0;
        for (uint32_t i = s->first; i < x.end; i++) {
            const stance_entry *e = stance_is_quoted(r, i) ? NULL : stance_cue_at(r, i, &cue_end);
            if (!e || cue_end > x.end) continue;
            if (opens_question(&x, e, i)) { /* "Asked what steps he would like to see, Antonov replied …" */
                i = clause_end(&x, i);
                continue;
            }
            if (e->form == STANCE_CUE_VERB) STANCE_TRY(try_verb(&x, e, i, cue_end, err));
            else if (e->form == STANCE_CUE_PHRASE) STANCE_TRY(try_phrase(&x, e, i, cue_end, err));
            else if (e->form == STANCE_CUE_NOUN) STANCE_TRY(try_noun(&x, e, i, cue_end, err));
            else continue;
            /* A gap in the cue may hold the start of another; words of a plain one cannot. */
            if (!(e->frame & STANCE_FRAME_OBJECT)) i = cue_end - 1;
        }
    }
    return STANCE_OK;
}
