/* Pseudo-clefts: "What Lee said was that …", "All she wants is a fair trial". */
#include "extract/saying.h"

/* The form of "be" behind the verb and where, when and to whom it was said ("What Lee told them on Monday was"), or the end. */
static uint32_t copula_behind(const search *x, uint32_t at)
{
    const reading *r = x->r;
    for (uint32_t i = at; i + 1 < x->end && i < at + LIST_TOKENS && !stance_is_quoted(r, i); i++) {
        if (has_fn(r, i, FN(BE))) return stance_is_finite(r, i, at - 1) ? i : x->end;
        bool other = token_at(r, i)->kind == STANCE_MARK || stance_is_finite(r, i, at) ||
                     has_fn(r, i, FN(RELATIVE) | FN(CONJUNCTION)) || stance_ends_in_ing(r, i) ||
                     (has_fn(r, i, FN(SUBORDINATOR)) && !has_fn(r, i, FN(PREPOSITION)));
        if (other) break;
    }
    return x->end;
}

bool stance_is_cleft(const search *x, uint32_t led)
{
    const reading *r = x->r;
    bool all = stance_token_is(r, led, "all"), what = led > x->s->first && stance_token_is(r, led - 1, "what");
    uint32_t first = x->s->first, lead = all ? led : led - 1;
    if (!all && !what) return false;
    while (first < lead && has_fn(r, first, FN(CONJUNCTION) | FN(CONNECTIVE) | FN(ADVERB))) first++;
    return first == lead;
}

/* "What Lee said was that …", "What Lee wants is a treaty", "… was: “…”": the words behind the form of "be". False when none
   are, as in "What Lee said was wrong". */
bool stance_find_cleft(const search *x, const saying *v, attribution *a)
{
    const reading *r = x->r;
    const stance_entry *e = v->e;
    uint32_t be = copula_behind(x, v->cue_end), i = be + 1;
    if (be >= x->end || v->g.negated || has_trait(r, v->cue, TRAIT(NAMING))) return false;
    while (i < x->end && !stance_is_quoted(r, i) &&
           (has_fn(r, i, FN(ADVERB)) || is_mark(r, i, STANCE_MARK_COLON) || is_mark(r, i, STANCE_MARK_COMMA)))
        i++;
    if (i + 1 >= x->end) return false;
    bool says = e->frame & (STANCE_FRAME_THAT | STANCE_FRAME_BARE | STANCE_FRAME_QUOTE);
    bool wants = e->class != STANCE_CUE_NEUTRAL;
    bool thing = (has_fn(r, i, FN(DETERMINER) | FN(POSSESSIVE)) || stance_token_is(r, i, "for") ||
                  stance_token_is(r, i, "to")) &&
                 be == v->cue_end;
    if (stance_is_quoted(r, i)) {
        if (says) stance_add_content(x, a, i, stance_quoted_end(x, i));
    } else if (stance_token_is(r, i, "that") && i + 2 < x->end && !stance_is_finite(r, i + 1, i)) {
        if (says || wants) stance_add_content(x, a, i + 1, stance_clausal_end(x, i + 1));
    } else if ((e->frame & STANCE_FRAME_BARE) &&
               has_fn(r, i, FN(DETERMINER) | FN(PRONOUN) | FN(PLURAL_PRONOUN) | FN(SELF)) &&
               stance_starts_clause(x, i)) {
        stance_add_content(x, a, i, stance_clausal_end(x, i));
    } else if (wants && thing && (e->frame & (STANCE_FRAME_NP | STANCE_FRAME_INF))) {
        stance_add_content(x, a, i, stance_nominal_end(x, i));
    }
    return a->content_count > 0;
}
