/* Speech nouns: what the owner of a claim, a view, an answer says. "Russia's claim that …", "his promise to …", "The message
   from Lee is that …", "“…,” was her answer". */
#include "extract/search.h"

enum { ADJECTIVES = 4, OWNER_TOKENS = 12, PREDICATE_WORDS = 3 };

/* A noun that may hold what somebody says. */
typedef struct speech_noun {
    const stance_entry *e;
    uint32_t cue, cue_end;
    uint32_t lead;  /* its phrase begins here: the owner before it, or its article */
    uint32_t after; /* behind the noun and the owner that follows it */
    phrase owner;
    bool sent; /* "warnings from the envoy": the owner follows */
} speech_noun;

static const phrase no_owner = {.kind = PHRASE_NONE, .head = NO_TOKEN};

/* The first of the adjectives before the noun at cue: "repeated public" of "his repeated public claim". */
static uint32_t adjectives_before(const search *x, uint32_t cue)
{
    const reading *r = x->r;
    uint32_t i = cue;
    while (i > x->s->first && cue - i < ADJECTIVES &&
           (is_word(r, i - 1) || token_at(r, i - 1)->kind == STANCE_NUMBER) && !stance_token_is(r, i - 1, "'s") &&
           !has_fn(r, i - 1, FN(POSSESSIVE) | FN(PREPOSITION) | FN(DETERMINER)))
        i--;
    return i;
}

/* The one whose possessive stands before the adjectives that begin at i: "Brandt's", "Republicans'", "his". */
static phrase owner_before(const search *x, uint32_t i)
{
    const reading *r = x->r;
    uint32_t first = x->s->first;
    if (i == first) return no_owner;
    uint32_t p = i - 1;
    if (has_fn(r, p, FN(POSSESSIVE)) && !stance_token_is(r, p, "whose")) {
        if (stance_token_is(r, p, "its")) return no_owner;
        phrase owner = stance_pronoun_phrase(p);
        owner.plural = stance_token_is(r, p, "their");
        phrase subject = stance_subject_of(r, first, p); /* "Envoys pressed their demand that …" */
        return owner.plural && subject.kind == PHRASE_ROLE && subject.plural ? subject : owner;
    }
    bool plural = p > first && stance_ends_in_s(r, p - 1) &&
                  (is_mark(r, p, STANCE_MARK_SINGLE_CLOSE) || is_mark(r, p, STANCE_MARK_SINGLE));
    if (p == first || !(stance_token_is(r, p, "'s") || plural)) return no_owner;
    uint32_t start = p;
    while (start > first && p - start < OWNER_TOKENS &&
           (stance_is_name_token(r, start - 1) || r->notes[start - 1].role || r->notes[start - 1].actor ||
            has_fn(r, start - 1, FN(NATIONALITY)) || is_mark(r, start - 1, STANCE_MARK_STOP)))
        start--;
    return start == p ? no_owner : stance_describe_phrase(r, start, p);
}

static bool opens_infinitive(const search *x, uint32_t i)
{
    const reading *r = x->r;
    return i + 1 < x->end && stance_token_is(r, i, "to") && is_word(r, i + 1) && !is_capital(r, i + 1) &&
           !has_fn(r, i + 1, FN(DETERMINER) | FN(POSSESSIVE));
}

/* "warnings from the envoy", "fears in Oslo", "concern among farmers", "the view of the ministry": who is told behind the
   noun. */
static phrase owner_behind(const search *x, uint32_t at)
{
    const reading *r = x->r;
    bool from = stance_token_is(r, at, "from") || stance_token_is(r, at, "by"), in = stance_token_is(r, at, "in"),
         among = stance_token_is(r, at, "among"), of = stance_token_is(r, at, "of");
    if (!(from || in || among || of) || at + 1 >= x->end) return no_owner;
    phrase p = from ? stance_phrase_after(r, at + 1, x->end) : stance_phrase_to_verb(r, at + 1, x->end);
    for (uint32_t k = at + 2; from && k < p.end; k++) { /* "a threat by Oslo to leave" */
        if (opens_infinitive(x, k)) return stance_describe_phrase(r, at + 1, k);
    }
    if (from) return p;
    bool people = p.kind == PHRASE_ROLE && p.head != NO_TOKEN;
    if (in) return p.kind == PHRASE_NAMED && is_capital(r, p.name_first) ? p : no_owner;
    if (among) return p.kind == PHRASE_PRONOUN ? no_owner : p;
    return p.kind == PHRASE_PERSON || people || (p.kind == PHRASE_NAMED && is_capital(r, p.name_first)) ? p : no_owner;
}

/* "Liberal criticism that …", as against "A Liberal claims that …": whom an adjective before the noun means. */
static phrase owner_as_adjective(const search *x, uint32_t cue)
{
    const reading *r = x->r;
    uint32_t p = cue - 1;
    if (p > x->s->first && is_word(r, p) && !is_capital(r, p) && !r->notes[p].fn) p--;
    if (!is_capital(r, p) || !has_fn(r, p, FN(NATIONALITY)) || r->notes[p].quote) return no_owner;
    bool bare = p == x->s->first || has_fn(r, p - 1, FN(PREPOSITION) | FN(CONJUNCTION) | FN(SUBORDINATOR));
    return bare ? stance_describe_phrase(r, p, p + 1) : no_owner;
}

/* Behind "to the voters", "in Oslo", "on Monday": whom and where it was said, between the noun and its words; or at. */
static uint32_t behind_occasion(const search *x, uint32_t at)
{
    const reading *r = x->r;
    bool to = stance_token_is(r, at, "to");
    uint32_t day = at; /* "the claim Friday that" */
    while (day + 2 < x->end && has_fn(r, day, FN(TIME))) day++;
    if (day > at) return day;
    if (at + 2 >= x->end || !(to || stance_token_is(r, at, "in") || stance_token_is(r, at, "on"))) return at;
    if (!to && has_fn(r, at + 1, FN(TIME))) {
        uint32_t i = at + 2;
        while (i < x->end && (has_fn(r, i, FN(TIME)) || token_at(r, i)->kind == STANCE_NUMBER)) i++;
        return i;
    }
    phrase p = stance_phrase_after(r, at + 1, x->end);
    bool people = p.kind == PHRASE_PERSON || (p.kind == PHRASE_ROLE && p.head != NO_TOKEN &&
                                              (r->notes[p.head].role & (ROLE(OFFICE) | ROLE(PERSON) | ROLE(GROUP))));
    return to ? (people ? p.end : at) : p.kind == PHRASE_NAMED && is_capital(r, p.name_first) ? p.end : at;
}

/* `that` at i opens what is said: "the claim that the treaty is void", as against "the claim that was made". */
static bool opens_that_clause(const search *x, uint32_t i)
{
    const reading *r = x->r;
    if (i + 2 >= x->end || !stance_token_is(r, i, "that") || stance_is_finite(r, i + 1, i)) return false;
    bool relative = stance_is_past(r, i + 1) && !is_capital(r, i + 1) && /* "a protest by farmers that lasted a week" */
                    has_fn(r, i + 2, FN(DETERMINER) | FN(POSSESSIVE) | FN(PREPOSITION) | FN(TIME));
    return !relative && !stance_token_is(r, i + 1, "of"); /* "his view is that of a farmer" */
}

/* The form of "be" behind the noun and what belongs to it ("his promise to the miners in May was"), or the end. */
static uint32_t predicate_of(const search *x, uint32_t at)
{
    const reading *r = x->r;
    for (uint32_t i = at; i + 1 < x->end && i < at + LIST_TOKENS && !stance_is_quoted(r, i); i++) {
        if (has_fn(r, i, FN(BE))) return stance_is_finite(r, i, at > 0 ? at - 1 : 0) ? i : x->end;
        bool other = token_at(r, i)->kind == STANCE_MARK || has_fn(r, i, FN(RELATIVE) | FN(CONJUNCTION)) ||
                     stance_is_finite(r, i, at) || (has_fn(r, i, FN(SUBORDINATOR)) && !has_fn(r, i, FN(PREPOSITION)));
        if (other) break;
    }
    return x->end;
}

/* "His argument: the treaty is void", "Her advice: stay at home": a clause behind the colon, as against "The mayor's address:
   12 Mill Lane". */
static bool says_behind_colon(const search *x, uint32_t first)
{
    const reading *r = x->r;
    if (first + 1 >= x->end || has_trait(r, first, TRAIT(INTERROGATIVE)) ||
        has_fn(r, first, FN(SUBORDINATOR) | FN(RELATIVE)))
        return false;
    if (stance_starts_clause(x, first)) return true;
    bool order = is_word(r, first) && !r->notes[first].fn && !r->notes[first].role && !r->notes[first].actor &&
                 !stance_ends_in_s(r, first) && !stance_is_past(r, first) && !stance_ends_in_ing(r, first) &&
                 (first == x->s->first || !stance_is_name_token(r, first));
    return order && has_fn(r, first + 1, FN(PREPOSITION) | FN(DETERMINER) | FN(POSSESSIVE) | FN(ADVERB)) &&
           !stance_token_is(r, first + 1, "of");
}

/* "was clear: …", "is:": behind the colon that follows the adjectives of a predicate, or the end. */
static uint32_t behind_colon(const search *x, uint32_t at)
{
    const reading *r = x->r;
    for (uint32_t i = at; i + 1 < x->end && i <= at + PREDICATE_WORDS && !stance_is_quoted(r, i); i++) {
        if (is_mark(r, i, STANCE_MARK_COLON)) return i + 1;
        if (token_at(r, i)->kind == STANCE_MARK || has_fn(r, i, FN(SUBORDINATOR) | FN(RELATIVE) | FN(BE))) break;
    }
    return x->end;
}

/* What the owner is told to say behind the noun, added to the attribution. False when nothing is. */
static bool take_words_behind(search *x, const speech_noun *n, attribution *a)
{
    const reading *r = x->r;
    const stance_entry *e = n->e;
    bool clause = e->frame & STANCE_FRAME_THAT, quotes = e->frame & STANCE_FRAME_QUOTE;
    uint32_t at = n->after, be = predicate_of(x, at), i = be + 1;
    bool label = is_mark(r, at, STANCE_MARK_COLON); /* "His argument: …", as against "Editor's note: …" */
    if (label && e->form == STANCE_CUE_VERB && e->class == STANCE_CUE_NEUTRAL && !stance_is_quoted(r, at + 1))
        return false;
    if (label) i = at + 1;
    else if (be >= x->end) return false;
    while (i < x->end && !label && has_fn(r, i, FN(ADVERB)) && !stance_is_quoted(r, i)) i++;
    uint32_t words = i + (i < x->end && token_at(r, i)->kind == STANCE_MARK && !stance_is_quoted(r, i));
    uint32_t colon = clause || quotes ? behind_colon(x, label ? at : i) : x->end;
    if (colon < x->end && stance_is_quote_mark(r, colon)) words = colon; /* "was blunt: “…”" */
    if (quotes && words < x->end && stance_is_quote_mark(r, words) && stance_is_quoted(r, words)) {
        stance_add_content(x, a, words, stance_quoted_end(x, words));
    } else if (clause && !label && opens_that_clause(x, i)) {
        stance_add_content(x, a, i + 1, stance_clausal_end(x, i + 1));
    } else if (colon < x->end && says_behind_colon(x, colon)) {
        stance_add_content(x, a, colon, x->end);
    } else if (!label && (e->frame & STANCE_FRAME_INF) && opens_infinitive(x, i) &&
               !(stance_token_is(r, i + 1, "be") && stance_is_past(r, i + 2))) { /* "her decision is to be published" */
        stance_add_content(x, a, i, stance_nominal_end(x, i));
    }
    return a->content_count > 0;
}

/* "“We will not sign,” was Brandt's answer", "“No,” came the reply from Oslo": the quoted words before the noun. */
static bool take_words_before(const search *x, const speech_noun *n, attribution *a)
{
    const reading *r = x->r;
    uint32_t be = n->lead;
    while (be > x->s->first && n->lead - be < 2 && has_fn(r, be - 1, FN(DETERMINER))) be--;
    if (be < x->s->first + 2 || !(n->e->frame & STANCE_FRAME_QUOTE) || !stance_is_quoted(r, x->s->first)) return false;
    be--;
    if (!(has_fn(r, be, FN(BE)) || stance_token_is(r, be, "came")) || stance_is_quoted(r, be) ||
        !stance_is_quoted(r, be - 1))
        return false;
    stance_add_content(x, a, x->s->first, be);
    return a->content_count > 0;
}

/* Where the infinitive that hangs on the noun ends: before the main verb ("his decision to leave angered the allies"). */
static uint32_t infinitive_end(const search *x, uint32_t first)
{
    const reading *r = x->r;
    uint32_t end = stance_nominal_end(x, first);
    for (uint32_t k = first + 3; k < end; k++) {
        bool past = stance_ends_in_ed(r, k) && !is_capital(r, k) && !r->notes[k].fn && !r->notes[k].role &&
                    !stance_noun_before(r, k - 1) &&
                    (has_fn(r, k + 1, FN(DETERMINER) | FN(POSSESSIVE)) || is_capital(r, k + 1));
        if (!stance_is_quoted(r, k) && (past || stance_is_finite(r, k, first)) && !has_fn(r, k - 1, FN(RELATIVE)))
            end = k;
    }
    return end;
}

/* Where the clause that hangs on the noun ends: before the main verb, and before the comma of "Despite his claim that trade
   grew, exports fell". */
static uint32_t clause_end(const search *x, const speech_noun *n, uint32_t first, uint32_t end)
{
    const reading *r = x->r;
    bool opening = has_fn(r, x->s->first, FN(PREPOSITION)) || stance_token_is(r, x->s->first, "contrary");
    for (uint32_t k = x->s->first; k < n->cue && opening; k++)
        opening = !stance_is_finite(r, k, x->s->first) && !is_mark(r, k, STANCE_MARK_COMMA);
    for (uint32_t k = first + 2; opening && k < end; k++) {
        if (is_mark(r, k, STANCE_MARK_COMMA)) end = k;
    }
    return end;
}

/* "the claim that …", "the promise to …": the words right behind the noun. */
static bool take_words_beside(search *x, const speech_noun *n, attribution *a)
{
    uint32_t that = n->after;
    if (!opens_that_clause(x, that) && (n->owner.kind != PHRASE_NONE || n->sent)) that = behind_occasion(x, that);
    if ((n->e->frame & STANCE_FRAME_THAT) && opens_that_clause(x, that)) {
        uint32_t first = that + 1, end = stance_clausal_end(x, first);
        end = stance_main_verb(x, n->lead, first, end, true);
        stance_add_content(x, a, first, clause_end(x, n, first, end));
    } else if ((n->e->frame & STANCE_FRAME_INF) && opens_infinitive(x, n->after)) {
        bool people = stance_ends_in_s(x->r, n->after + 1) || x->r->notes[n->after + 1].role;
        bool from = stance_token_is(x->r, n->cue_end, "from") || stance_token_is(x->r, n->cue_end, "by");
        if (n->sent && (people || !from || !(n->e->frame & STANCE_FRAME_THAT)))
            return false; /* "an offer by the bank to customers" */
        uint32_t lead = n->lead > 0 ? n->lead - 1 : 0;
        bool anybodys = stance_token_is(x->r, lead, "a") || stance_token_is(x->r, lead, "an");
        if (anybodys && !n->sent && a->source.kind == PHRASE_ROLE)
            return false; /* "an individual's decision to leave" */
        stance_add_content(x, a, n->after, clause_end(x, n, n->after, infinitive_end(x, n->after)));
    }
    return a->content_count > 0;
}

/* "a claim by Brandt", "amid fears in Oslo", "her only comment was": the word, a verb for the lexicon, is a noun here. */
bool stance_is_speech_noun(const search *x, const stance_entry *e, uint32_t cue, uint32_t cue_end)
{
    const reading *r = x->r;
    if (cue == x->s->first || cue_end != cue + 1 || !(e->frame & STANCE_FRAME_THAT)) return false;
    verb_form form = stance_verb_form(r, cue);
    if (form != VERB_BASE && form != VERB_THIRD) return false;
    if (owner_as_adjective(x, cue).kind != PHRASE_NONE) return form == VERB_THIRD && opens_that_clause(x, cue_end);
    uint32_t i = adjectives_before(x, cue);
    if (i == x->s->first) return false;
    for (uint32_t k = i; k < cue; k++) {
        bool adjective = is_word(r, k) && !is_capital(r, k) && !r->notes[k].role && !r->notes[k].actor &&
                         !has_fn(r, k, ~FN(ADVERB)) && !(form == VERB_BASE && stance_ends_in_s(r, k));
        if (!adjective) return false;
    }
    bool owned = has_fn(r, i - 1, FN(POSSESSIVE)) || stance_token_is(r, i - 1, "'s");
    bool led = owned || (stance_noun_before(r, i - 1) && !stance_token_is(r, i - 1, "to"));
    if (!led) return false;
    if (form == VERB_THIRD && i < cue && opens_that_clause(x, cue_end)) return false; /* "the firm claims that" */
    return owned || owner_behind(x, cue_end).kind != PHRASE_NONE;
}

stance_status stance_try_noun(search *x, const stance_entry *e, uint32_t cue, uint32_t cue_end, stance_error *err)
{
    const reading *r = x->r;
    for (size_t i = x->first_found; i < r->attribution_count; i++) {
        if (!r->attributions[i].dropped && stance_covers(&r->attributions[i], cue)) return STANCE_OK;
    }
    speech_noun n = {.e = e, .cue = cue, .cue_end = cue_end, .after = cue_end};
    n.lead = adjectives_before(x, cue);
    phrase behind = owner_behind(x, cue_end);
    bool from = stance_token_is(r, cue_end, "from") || stance_token_is(r, cue_end, "by");
    n.owner = from && behind.kind != PHRASE_NONE ? no_owner : owner_before(x, n.lead);
    if (n.owner.kind != PHRASE_NONE) {
        n.lead = n.owner.first;
    } else if (behind.kind != PHRASE_NONE) {
        n.sent = true;
        n.owner = behind;
        n.after = behind.end;
    } else if (cue > x->s->first && opens_that_clause(x, cue_end)) {
        n.owner = owner_as_adjective(x, cue);
    }
    if (!stance_can_speak(&n.owner)) return STANCE_OK;
    attribution a = stance_attribution_of(x, e, cue, cue_end);
    a.source = n.owner;
    if (!take_words_beside(x, &n, &a) && !take_words_behind(x, &n, &a) && !take_words_before(x, &n, &a))
        return STANCE_OK;
    return stance_keep(x, &a, err);
}
