/* Where clauses end: what bounds the reach of every operator. */
#include "score/compose.h"

bool stance_breaks_clause(const reading *r, uint32_t i)
{
    const stance_token *t = token_at(r, i);
    if (t->kind == STANCE_MARK) {
        switch (t->mark) {
        case STANCE_MARK_COMMA:
        case STANCE_MARK_SEMICOLON:
        case STANCE_MARK_COLON:
        case STANCE_MARK_DASH:
        case STANCE_MARK_OPEN:
        case STANCE_MARK_CLOSE:
        case STANCE_MARK_ASK:
        case STANCE_MARK_BANG:
        case STANCE_MARK_ELLIPSIS: return true;
        case STANCE_MARK_STOP: return !(i > 0 && token_at(r, i - 1)->end - token_at(r, i - 1)->start <= 3);
        default: return false;
        }
    }
    return is_one_of(r, i, WORD(CLAUSE_OPENER));
}

/* ", he said,", ", the envoy added,", ", said Lee,": so many words at most. */
enum { ASIDE = 6 };

/* The words first … end are no more than who says it. */
static bool is_attribution(const reading *r, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++) {
        uint32_t cue_end;
        const stance_entry *e = stance_cue_at(r, i, &cue_end);
        bool edge = i == first || cue_end == end;
        if (e && edge && e->form == STANCE_CUE_VERB && (e->frame & STANCE_FRAME_BARE) && !stance_ends_in_ing(r, i))
            return end - first > cue_end - i;
    }
    return false;
}

uint32_t stance_aside_end(const reading *r, uint32_t comma)
{
    if (!is_mark(r, comma, STANCE_MARK_COMMA)) return 0;
    uint32_t i = comma + 1;
    while (i <= comma + ASIDE && is_word(r, i)) i++;
    if (!is_mark(r, i, STANCE_MARK_COMMA) || !is_attribution(r, comma + 1, i)) return 0;
    return i + 1;
}

uint32_t stance_aside_start(const reading *r, uint32_t end, uint32_t floor)
{
    if (end < floor + 2 || !is_mark(r, end - 1, STANCE_MARK_COMMA)) return end;
    uint32_t i = end - 1;
    while (i > floor && end - i <= ASIDE + 1 && is_word(r, i - 1)) i--;
    return i > floor && stance_aside_end(r, i - 1) == end ? i - 1 : end;
}

/* A comma between adjectives or in a list ("a normal, mutually respectful dialogue") ends no clause unless a verb with
   its subject comes behind it, so the scan goes on behind such a comma until one is seen. */
uint32_t stance_clause_end(const reading *r, uint32_t a, uint32_t limit)
{
    bool comma = false;
    if (limit > r->tokens.count) limit = (uint32_t)r->tokens.count;
    for (uint32_t i = a + 1; i < limit; i++) {
        if (stance_breaks_clause(r, i)) {
            if (!is_mark(r, i, STANCE_MARK_COMMA)) return i;
            uint32_t aside = stance_aside_end(r, i);
            if (aside) {
                i = aside - 1;
                continue;
            }
            if (has_fn(r, i + 1,
                       FN(CONJUNCTION) | FN(RELATIVE) | FN(SUBORDINATOR) | FN(PREPOSITION) | FN(ADVERB) |
                           FN(CONNECTIVE)))
                return i;
            comma = true;
        } else if (comma && has_fn(r, i, FN(AUXILIARY) | FN(BE) | FN(PRONOUN) | FN(SELF) | FN(PLURAL_PRONOUN)) &&
                   !stance_token_is(r, i, "'s") && !has_fn(r, i, FN(POSSESSIVE))) {
            return i;
        }
    }
    return limit;
}

bool stance_same_clause(const reading *r, uint32_t a, uint32_t b)
{
    return stance_clause_end(r, a, b) >= b;
}

/* "It is not we who broke the treaty": somebody broke it. */
static bool opens_cleft(const reading *r, uint32_t negator)
{
    return negator > 1 && stance_token_is(r, negator - 2, "it") && has_fn(r, negator - 1, FN(BE));
}

/* "No sign that Norland is ready", "no evidence so far that": what is not to be seen is denied with what it is a sign of. */
static bool is_sign(const reading *r, uint32_t i)
{
    return is_one_of(r, i, WORD(SIGN));
}

bool stance_crosses_that(const reading *r, uint32_t a, uint32_t b)
{
    bool opinion = false, cleft = opens_cleft(r, a);
    for (uint32_t i = a + 1; i < b; i++) {
        uint32_t end;
        const stance_entry *e = is_capital(r, i) ? NULL : stance_cue_at(r, i, &end); /* the United States */
        opinion = opinion || is_sign(r, i) || (e && e->form == STANCE_CUE_VERB && e->class != STANCE_CUE_ACT);
        if (stance_token_is(r, i, "that") && !opinion) return true;
        if (cleft && stance_token_is(r, i, "who")) return true;
    }
    return false;
}

bool stance_verb_joined(const reading *r, uint32_t a, uint32_t b)
{
    static const char *const behind[] = {"to", "then", "still", "now", "also", "instead"};
    for (uint32_t i = a + 1; i + 1 < b; i++) {
        if (!stance_token_is(r, i, "and") && !stance_token_is(r, i, "but")) continue;
        if (STANCE_TOKEN_IN(r, i + 1, behind)) return true;
    }
    return false;
}

/* Words that begin an object: "(opened) a new chapter", "(lifts) its ban", "(accuses) them". In "the suffering that" a
   clause begins. */
static bool opens_object(const reading *r, uint32_t i)
{
    return has_fn(r, i, FN(DETERMINER) | FN(POSSESSIVE) | FN(SELF)) && !stance_token_is(r, i, "that") &&
           !stance_token_is(r, i, "of");
}

/* A verb that somebody's next act begins with, as far as it can be told from a noun: "welcome the report", "build trust",
   but "use of the ban". */
static bool begins_act(const reading *r, uint32_t i)
{
    while (has_fn(r, i, FN(ADVERB)) || (is_word(r, i) && stance_ends_in_ly(r, i))) i++;
    if (is_one_of(r, i, WORD(ACT))) return !stance_token_is(r, i + 1, "of");
    if (!is_word(r, i) || r->notes[i].fn || r->notes[i].role || is_capital(r, i)) return false;
    return i + 1 < r->tokens.count && opens_object(r, i + 1);
}

bool stance_act_joined(const reading *r, uint32_t a, uint32_t b)
{
    static const char *const subjects[] = {"we", "i", "they", "he", "she"};
    for (uint32_t i = a + 2; i + 1 <= b; i++) { /* "prevent and resolve": what both verbs do it to is behind them */
        if (!stance_token_is(r, i, "and") && !stance_token_is(r, i, "or") && !stance_token_is(r, i, "but")) continue;
        if (STANCE_TOKEN_IN(r, i + 1, subjects) || begins_act(r, i + 1)) return true;
    }
    return false;
}

/* The stop at i belongs to an abbreviation or an initial. */
static bool guarded_stop(const reading *r, uint32_t i)
{
    if (i == 0 || !is_word(r, i - 1)) return false;
    const stance_token *t = token_at(r, i - 1);
    return stance_abbreviation(r, i - 1) || (t->end - t->start == 1 && !has_fn(r, i - 1, FN(SELF)));
}

uint32_t stance_sentence_end(const reading *r, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++) {
        if (i > first && (token_at(r, i)->flags & STANCE_TOKEN_BLOCK)) return i;
        if (!stance_is_sentence_end_mark(r, i) || is_mark(r, i, STANCE_MARK_ELLIPSIS)) continue;
        if (is_mark(r, i, STANCE_MARK_STOP) && guarded_stop(r, i)) continue;
        uint32_t next = i + 1;
        while (next < end && token_at(r, next)->kind == STANCE_MARK && !(token_at(r, next)->flags & STANCE_TOKEN_SPACE))
            next++;
        if (next >= end) return end;
        const stance_token *t = token_at(r, next);
        if ((t->flags & STANCE_TOKEN_SPACE) && (t->kind != STANCE_WORD || (t->flags & STANCE_TOKEN_CAPITAL)))
            return next;
    }
    return end;
}
