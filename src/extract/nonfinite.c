/* "to say", "in saying", "by saying": an infinitive or gerund is nobody's words as a rule, and somebody's when what stands before it
   tells that they were said. */
#include "extract/search.h"

/* "Lee is said to believe that …": the subject of the passive, or none. */
static phrase said_to_hold(const search *x, const stance_entry *e, uint32_t to)
{
    const reading *r = x->r;
    phrase none = {.kind = PHRASE_NONE, .head = NO_TOKEN};
    bool holds = e->class == STANCE_CUE_OPINION || e->class == STANCE_CUE_INTENTION;
    if (!holds || to < x->s->first + 3 || !has_trait(r, to, TRAIT(HEARSAY)) || stance_last_kept(x)) return none;
    uint32_t be = to - 2;
    while (be > x->s->first && has_fn(r, be, FN(ADVERB))) be--;
    bool shared;
    return has_fn(r, be, FN(BE)) ? stance_subject_before(r, be, x->s->first, &shared) : none;
}

/* "The leak prompted Kim Lee, the chairman, to warn that …": the object of the verb that made it so, or none. */
static phrase made_to(const search *x, uint32_t to)
{
    const reading *r = x->r;
    phrase none = {.kind = PHRASE_NONE, .head = NO_TOKEN};
    uint32_t end = to;
    for (uint32_t i = to; i > x->s->first + 1 && to - i < ADJUNCT_TOKENS && !stance_is_quoted(r, i - 1); i--) {
        if (is_mark(r, i - 1, STANCE_MARK_COMMA)) end = i - 1;
        if (!has_trait(r, i - 1, TRAIT(CAUSATIVE))) continue;
        bool passive = stance_before_adverbs(x, i - 1, x->s->first).be;
        return passive || end <= i ? none : stance_describe_phrase(r, i, end);
    }
    return none;
}

/* "Lee joined the envoys in condemning the raid", "wasted no time in blaming her", "reacted by calling it a farce": the subject of the verb before, or none. */
static phrase joined_in(const search *x, uint32_t in)
{
    const reading *r = x->r;
    phrase none = {.kind = PHRASE_NONE, .head = NO_TOKEN};
    for (uint32_t i = in; i > x->s->first && in - i < LIST_TOKENS && !stance_is_quoted(r, i - 1); i--) {
        if (!has_trait(r, i - 1, TRAIT(JOINING))) continue;
        while (i > x->s->first + 1 && has_trait(r, i - 2, TRAIT(JOINING))) i--;
        verb_group g = stance_before_adverbs(x, i - 1, x->s->first);
        bool shared, done = !g.negated && !g.modal && !g.be;
        return done ? stance_subject_before(r, g.first, x->s->first, &shared) : none;
    }
    return none;
}

/* The person before `to` is whom something is asked of or given to ("requiring voters to show"), not where somebody went
   ("wrote to the mayor to complain"). */
static bool is_object(const search *x, uint32_t to)
{
    const reading *r = x->r;
    uint32_t p = to - 1;
    if (!(r->notes[p].role & (ROLE(PERSON) | ROLE(OFFICE) | ROLE(GROUP))) && !stance_is_name_token(r, p)) return false;
    while (p > x->s->first && to - p < LIST_TOKENS && is_word(r, p) && !stance_is_finite(r, p, x->s->first)) {
        if (has_fn(r, p, FN(PREPOSITION)))
            return stance_token_is(r, p, "for") || has_fn(r, p - 1, FN(OTHER_PRONOUN) | FN(PRONOUN));
        p--;
    }
    return true;
}

/* "took to the radio to accuse the cabinet of “blindness”", "wrote to the mayor to complain that …": the infinitive tells
   what the sentence's subject said, when words are quoted or told behind `that` and no verb before it takes the infinitive
   ("refused to call", "was told to say"). */
static bool is_purpose(const search *x, const stance_entry *e, uint32_t to, uint32_t cue_end)
{
    const reading *r = x->r;
    uint32_t end;
    bool told = e->class == STANCE_CUE_ACT || (e->frame & STANCE_FRAME_QUOTE); /* as against "to find that" */
    bool that = false;
    for (uint32_t i = cue_end; told && !that && i < x->end && i < cue_end + LEAD_VERB_TOKENS && is_word(r, i); i++)
        that = stance_token_is(r, i, "that") && stance_starts_clause(x, i + 1);
    that = that || (told && stance_token_is(r, cue_end - 1, "that"));
    bool quotes = stance_has_quotation(x, cue_end, x->end);
    if (to < x->s->first + 2 || (!quotes && !that) || stance_has_quotation(x, x->s->first, to) || stance_last_kept(x))
        return false;
    uint32_t p = to - 1;
    bool noun = stance_noun_before(r, p - 1);
    bool verb = stance_ends_in_ed(r, p) || stance_ends_in_ing(r, p) || stance_is_finite(r, p, x->s->first) ||
                stance_cue_at(r, p, &end);
    phrase subject = stance_subject_of(r, x->s->first, to);
    bool asks =
        has_trait(r, p, TRAIT(TAKES_INFINITIVE)) || p <= subject.end; /* "has the right to say", "needs to say" */
    if (!is_word(r, p) || (verb && !noun) || asks || is_object(x, to) ||
        has_fn(r, p, FN(PREPOSITION) | FN(AUXILIARY) | FN(BE) | FN(OTHER_PRONOUN)))
        return false;
    for (uint32_t i = x->s->first; i < to; i++) {
        if (has_trait(r, i, TRAIT(NEGATION) | TRAIT(MODAL)) || stance_token_is(r, i, "no") ||
            has_fn(r, i, FN(SUBORDINATOR)) ||
            (!quotes &&
             (has_fn(r, i, FN(RELATIVE)) || (stance_ends_in_ing(r, i) && !(i > 0 && stance_noun_before(r, i - 1))))))
            return false;
    }
    return true;
}

/* Who says what the cue behind `lead` (to, in, by) tells, or none. */
static phrase who_did(const search *x, const stance_entry *e, uint32_t lead, uint32_t cue_end)
{
    const attribution *outer = stance_last_kept(x);
    bool inside = outer && stance_covers(outer, lead + 1), to = stance_token_is(x->r, lead, "to");
    phrase p = to ? said_to_hold(x, e, lead) : (phrase){.kind = PHRASE_NONE, .head = NO_TOKEN};
    if (p.kind == PHRASE_NONE && !inside) p = to ? made_to(x, lead) : joined_in(x, lead);
    if (p.kind == PHRASE_NONE && to && is_purpose(x, e, lead, cue_end))
        p = stance_subject_of(x->r, x->s->first, lead + 1);
    return p;
}

stance_status stance_try_nonfinite(search *x, const stance_entry *e, uint32_t cue, uint32_t cue_end, bool *done,
                                   stance_error *err)
{
    const reading *r = x->r;
    *done = false;
    if (cue == x->s->first) return STANCE_OK;
    bool gerund =
        stance_ends_in_ing(r, cue) && (stance_token_is(r, cue - 1, "in") || stance_token_is(r, cue - 1, "by"));
    if (!stance_token_is(r, cue - 1, "to") && !gerund) return STANCE_OK;
    attribution a = stance_attribution_of(x, e, cue, cue_end);
    a.source = who_did(x, e, cue - 1, cue_end);
    bool nobody = a.source.kind == PHRASE_OTHER || stance_token_is(r, a.source.first, "it");
    if (nobody || !stance_can_speak(&a.source) || stance_denies_anybody(r, &a.source) ||
        !stance_find_content(x, &a, e, false, true))
        return STANCE_OK;
    *done = true;
    return stance_keep(x, &a, err);
}
