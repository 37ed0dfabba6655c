/* A verb of saying that reports nothing where it stands: acts, asides, what hangs on a noun or on another clause. */
#include "extract/saying.h"

/* "the target it pledged to reach": a clause without `that` hangs on the noun before its subject, and the sentence had
   a verb before. */
static bool hangs_on_noun(const search *x, uint32_t subject, uint32_t floor)
{
    const reading *r = x->r;
    if (subject <= floor + 1 || !is_word(r, subject - 1)) return false;
    uint32_t p = subject - 1, end;
    const stance_entry *e = stance_cue_at(r, p, &end);
    if (r->notes[p].fn || e || stance_ends_in_ed(r, p) || stance_ends_in_ly(r, p) || is_capital(r, p)) return false;
    for (uint32_t i = p; i > floor; i--) {
        if (token_at(r, i)->kind == STANCE_MARK || has_fn(r, i, FN(SUBORDINATOR))) return false;
        if (stance_is_finite(r, i, floor)) return true;
    }
    return false;
}

/* A verb that takes no clause, with no quoted word behind it: an act rather than words. Told in passing (", who mentioned
   the plan, …", "tried to defend …") it is no position yet. */
static bool is_bare_act(const search *x, const stance_entry *e, const attribution *a)
{
    return !(e->frame & (STANCE_FRAME_THAT | STANCE_FRAME_BARE)) &&
           !stance_has_quotation(x, a->content[0].first, a->content[a->content_count - 1].end);
}

/* "Norland's odd moves", "Lee's plan for the region": a thing, though a name stands in the phrase. */
static bool is_thing(const reading *r, const phrase *p)
{
    uint32_t noun = p->first;
    while (noun + 1 < p->end && !has_fn(r, noun + 1, FN(PREPOSITION) | FN(RELATIVE)) &&
           (is_capital(r, noun + 1) || !stance_is_past(r, noun + 1)))
        noun++;
    return p->kind == PHRASE_NAMED && is_word(r, noun) && !is_capital(r, noun) && !r->notes[noun].role &&
           !r->notes[noun].actor;
}

/* "asked not to be named" */
static bool asks_for_silence(const search *x, const stance_entry *e, uint32_t cue_end)
{
    uint32_t that = stance_token_is(x->r, cue_end - 1, "that") ? cue_end - 1 : cue_end, name_at = that + 2;
    bool name = stance_token_is(x->r, that, "that") && has_fn(x->r, that + 1, FN(POSSESSIVE)) &&
                has_trait(x->r, name_at, TRAIT(ANONYMITY)); /* "who asked that her name not be used" */
    if (stance_token_is(x->r, cue_end, "be") && has_trait(x->r, cue_end + 1, TRAIT(ANONYMITY)))
        return true; /* "did not want to be named" */
    return name || ((e->frame & STANCE_FRAME_ASKED) && stance_token_is(x->r, cue_end, "not") &&
                    stance_token_is(x->r, cue_end + 1, "to"));
}

/* "…, he said, because both sides accept …", "unless they agree": the clause hangs on another, whose holder it has. */
bool stance_hangs_on_clause(const search *x, const saying *v, uint32_t led)
{
    bool nobody = v->subject.kind == PHRASE_OTHER || v->subject.kind == PHRASE_ROLE || v->subject.kind == PHRASE_NAMED;
    return nobody && !v->inverted && led > x->s->first &&
           (stance_token_is(x->r, led - 1, "because") || has_trait(x->r, led - 1, TRAIT(CONDITIONAL)) ||
            stance_token_is(x->r, led - 1, "that"));
}

/* "fined for promoting", "his role in promoting" */
static bool is_gerund_of_act(const search *x, const saying *v)
{
    const reading *r = x->r;
    uint32_t at = v->g.first;
    return v->ing && !v->g.be && v->cue > v->floor &&
           (stance_token_is(r, at - 1, "for") ||
            (stance_token_is(r, at - 1, "in") && at > v->floor + 1 && stance_is_noun(r, at - 2))) &&
           !stance_token_is(r, v->cue_end, "that") && !(v->e->frame & STANCE_FRAME_BARE);
}

/* "noted an order calling for an end": the order's, and inside what is noted. */
static bool describes_noun(const search *x, const saying *v)
{
    const reading *r = x->r;
    uint32_t at = v->g.first, noun = at;
    if (!v->participle || !v->inside || v->rel != RELATION_NESTED || v->subject.kind != PHRASE_NONE || at != v->cue)
        return false;
    while (noun > x->s->first && at - noun < 3 && is_word(r, noun - 1) &&
           !has_fn(r, noun - 1, FN(DETERMINER) | FN(AUXILIARY)))
        noun--;
    return noun < at && noun > x->s->first && has_fn(r, noun - 1, FN(DETERMINER));
}

/* "said she is tired of defending the plan", "would stop urging caution": part of what was said. */
static bool goes_on_inside(const search *x, const saying *v)
{
    const reading *r = x->r;
    uint32_t before = v->g.first - 1;
    return v->participle && v->inside && v->rel == RELATION_NESTED && v->subject.kind == PHRASE_NONE &&
           is_word(r, before) && stance_own_clause(x, v->g.first) == v->g.first &&
           !has_trait(r, before, TRAIT(SETTING) | TRAIT(CONCESSIVE)) &&
           !(v->e->class == STANCE_CUE_NEUTRAL &&
             (stance_token_is(r, before, "by") ||
              (stance_token_is(r, before, "in") && (v->e->frame & STANCE_FRAME_QUOTE))));
}

/* "told senators considering leaving that “…”": it stands between a report and its words. */
static bool describes_hearer(const saying *v)
{
    return v->ing && v->earlier && v->earlier->cue_end <= v->cue && v->earlier->content_count &&
           v->cue < v->earlier->content[0].first && v->cue - v->earlier->cue_end < LIST_TOKENS / 2;
}

/* "Lee, speaking of his wife, said: “…”": the main verb behind tells what is said. */
static bool leads_to_verb(const search *x, const saying *v)
{
    const reading *r = x->r;
    uint32_t at = v->g.first;
    if (!v->participle || v->earlier || at <= x->s->first || !is_mark(r, at - 1, STANCE_MARK_COMMA)) return false;
    uint32_t close = stance_opening_clause_end(x, v->cue_end);
    if (close + 1 >= x->end || !stance_is_finite(r, close + 1, close) || stance_has_quotation(x, v->cue_end, close))
        return false;
    return !(v->e->frame & STANCE_FRAME_THAT) ||
           (!stance_token_is(r, v->cue_end, "that") && !stance_has_verb(x, v->cue_end, close));
}

/* “This,” she said, pointing to the dam, “is …”; “This is dead,” she said, referring to the plan. */
bool stance_points_aside(const search *x, const saying *v, uint32_t after)
{
    const reading *r = x->r;
    if (!v->earlier || !v->participle || (v->e->frame & (STANCE_FRAME_THAT | STANCE_FRAME_BARE)) ||
        !stance_has_quotation(x, x->s->first, v->earlier->cue_first) || stance_is_quoted(r, after))
        return false;
    uint32_t close = stance_nominal_end(x, after);
    if (v->e->class == STANCE_CUE_NEUTRAL && !stance_has_quotation(x, after, close)) return true;
    return is_mark(r, close, STANCE_MARK_COMMA) && close + 1 < x->end && stance_is_quoted(r, close + 1);
}

/* "the way in which Lee opposed the plan", as against "a letter in which he opposed the plan". */
static bool hangs_on_manner(const search *x, const saying *v, uint32_t led)
{
    const reading *r = x->r;
    if (led < x->s->first + 3 || v->inverted || !stance_token_is(r, led - 1, "which") ||
        !has_fn(r, led - 2, FN(PREPOSITION)))
        return false;
    uint32_t i = led - 2, words = 0;
    while (i > x->s->first && words++ < OCCASION_TOKENS && !stance_is_finite(r, i - 1, x->s->first)) {
        if (has_trait(r, --i, TRAIT(OCCASION) | TRAIT(DOCUMENT))) return false;
    }
    return true;
}

/* Told in passing, and an act rather than words. */
bool stance_is_passing_act(const search *x, const saying *v, uint32_t led, const attribution *a)
{
    const reading *r = x->r;
    bool told = v->e->class == STANCE_CUE_NEUTRAL || v->e->class == STANCE_CUE_INTENTION; /* no attitude of its own */
    bool aside = (v->enclosed || v->of_speaker) && v->earlier &&
                 stance_has_quotation(x, x->s->first, v->earlier->cue_first); /* “…,” said Lee, who */
    bool passing = (v->enclosed && (told || v->g.implicative)) || aside || v->g.catenative ||
                   is_thing(r, &v->subject) || hangs_on_manner(x, v, led);
    if (passing && is_bare_act(x, v->e, a)) return true;
    uint32_t words = a->content[0].first; /* “…,” said Lee, who advises the campaign */
    return aside && !stance_has_quotation(x, words, a->content[0].end) && !stance_token_is(r, words - 1, "that") &&
           !stance_starts_clause(x, words);
}

/* Told by the words around the verb alone: no act of speech. */
bool stance_is_no_saying(const search *x, const saying *v)
{
    const reading *r = x->r;
    uint32_t at = v->g.first;
    if (asks_for_silence(x, v->e, v->cue_end)) return true;
    bool told_of = at == v->cue && !v->ing && stance_ends_in_ed(r, at) && has_fn(r, v->cue_end, FN(BE)) &&
                   at > v->floor && stance_ends_in_s(r, at - 1);
    if (told_of) return true; /* "the guests invited were six" */
    if (v->ing && v->cue > x->s->first && stance_token_is(r, v->cue - 1, "without")) return true;
    if (v->ing && !v->g.be && has_trait(r, v->cue, TRAIT(PREPOSITIONAL)) && stance_last_kept(x))
        return true; /* ", considering" */
    bool why = false;
    for (uint32_t i = at; v->g.negated && i > x->s->first && at - i < 3; i--)
        why = why || stance_token_is(r, i - 1, "why");
    if (v->g.negated && (why || has_trait(r, v->cue_end, TRAIT(INTERROGATIVE))))
        return true; /* "pressed on why he did not call for it", "did not estimate how many came" */
    bool compound = at == v->cue && !(v->e->frame & STANCE_FRAME_BARE) && stance_verb_form(r, at) == VERB_BASE &&
                    is_word(r, v->cue_end) && r->notes[v->cue_end].role_head && !is_capital(r, v->cue_end) &&
                    stance_is_finite(r, v->cue_end + 1, v->cue_end);
    if (compound) return true; /* "the protest movement had called for" */
    bool counted = at == v->cue && at > v->floor + 1 && has_fn(r, at - 1, FN(DETERMINER)) &&
                   (stance_token_is(r, at - 2, "the") || has_fn(r, at - 2, FN(POSSESSIVE)));
    if (counted && stance_ends_in_ed(r, at) && stance_is_noun(r, v->cue_end)) return true; /* the two invited cooks */
    if (!v->ing && at < v->cue && at > v->floor && stance_noun_before(r, at - 1) && !v->g.auxiliary &&
        !has_fn(r, v->cue, FN(BE)))
        return true; /* a highly anticipated */
    bool states = v->e->frame & (STANCE_FRAME_THAT | STANCE_FRAME_BARE) && v->e->class == STANCE_CUE_NEUTRAL;
    return v->g.modal && !states && /* "voters should know", "they could have accepted" */
           !stance_has_quotation(x, v->cue_end, x->end);
}

bool stance_hangs_on_noun(const search *x, const saying *v, uint32_t led)
{
    bool own = v->subject.kind == PHRASE_PRONOUN && !v->inverted;
    bool plain = !stance_has_quotation(x, v->cue_end, x->end) && !stance_token_is(x->r, v->cue_end, "that");
    return (plain && own && hangs_on_noun(x, led, v->floor)) || is_gerund_of_act(x, v);
}

bool stance_belongs_elsewhere(const search *x, const saying *v)
{
    return describes_noun(x, v) || goes_on_inside(x, v) || leads_to_verb(x, v) || describes_hearer(v);
}
