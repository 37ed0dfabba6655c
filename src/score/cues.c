/* What the words of saying say themselves: "accused", "welcomed", "dislikes". Those through which a statement was said
   stand outside of its content and are added whole; those that its content tells of are words like others. */
#include "score/compose.h"

static item speech_act(const stance_match *m, const stance_entry *e)
{
    return (item){.match = m, .entry = e, .is_value = true, .before = stance_points(e), .value = stance_points(e)};
}

stance_status stance_add_cues(composer *c, stance_error *err)
{
    for (size_t i = 0; i < c->f->cue_count; i++) {
        const stance_entry *e = &c->r->lexicon->entries[c->f->cue_entries[i]];
        if (!e->value) continue;
        const sentence *s = &c->r->sentences[c->f->sentence];
        for (size_t k = stance_first_match(&c->r->matches, s->first);
             k < c->r->matches.count && c->r->matches.data[k].first < s->end; k++) {
            const stance_match *m = &c->r->matches.data[k];
            if (m->entry != c->f->cue_entries[i]) continue;
            if (!STANCE_PUSH(c->arena, c->items, c->count, c->capacity, speech_act(m, e)))
                return stance_fail_memory(err);
            break;
        }
    }
    return STANCE_OK;
}

/* The words before a verb that belong to it ("has long", "does not", "strongly"): the first of them, or the verb. */
static uint32_t group_start(const reading *r, uint32_t i, uint32_t floor)
{
    uint32_t first = i;
    while (first > floor && i - first <= NEAR_BEFORE && is_word(r, first - 1) &&
           (has_fn(r, first - 1, FN(ADVERB) | FN(AUXILIARY) | FN(TIME) | FN(BE)) || stance_ends_in_ly(r, first - 1) ||
            stance_token_is(r, first - 1, "not")))
        first--;
    return first;
}

/* The subject's last word: "China", "the ministers", "he". The first person speaks for itself ("we are concerned"), which
   is the position that the rest of the sentence gives. */
static bool is_somebody(const reading *r, uint32_t i)
{
    if (!is_word(r, i) || has_fn(r, i, FN(SELF) | FN(PREPOSITION) | FN(DETERMINER))) return false;
    return r->notes[i].actor || r->notes[i].role || has_fn(r, i, FN(PRONOUN) | FN(PLURAL_PRONOUN)) || is_capital(r, i);
}

/* A finite verb in the active voice, of somebody: "China dislikes", "he does not like", "the minister has rebuffed"; not
   "was rebuffed", "its fears". */
static bool is_active(const reading *r, uint32_t i, uint32_t floor)
{
    uint32_t first = group_start(r, i, floor);
    if (first == floor || !is_somebody(r, first - 1)) return false;
    if (has_fn(r, i, FN(BE))) return stance_is_finite(r, i, floor);
    bool helped = false;
    for (uint32_t k = first; k < i; k++) {
        if (has_fn(r, k, FN(BE))) return false;
        helped = helped || has_fn(r, k, FN(AUXILIARY));
    }
    bool several = first > floor + 1 && stance_token_is(r, first - 2, "and"); /* "China and Russia dislike" */
    return helped || several ? stance_verb_form(r, i) != VERB_ING : stance_is_finite(r, i, floor);
}

/* Words that begin a noun phrase: "the plan", "its", "Norland", "plans". */
static bool opens_phrase(const reading *r, uint32_t i)
{
    if (!is_word(r, i)) return false;
    if (has_fn(r, i, FN(DETERMINER) | FN(POSSESSIVE) | FN(PRONOUN) | FN(NATIONALITY)) || is_capital(r, i)) return true;
    return !r->notes[i].fn && !stance_ends_in_ly(r, i);
}

/* What a frame of the cue asks for stands behind it: the object or clause at token i. */
static bool has_complement(const reading *r, const stance_entry *e, uint32_t i)
{
    if ((e->frame & STANCE_FRAME_QUOTE) && i < r->tokens.count && stance_is_quote_mark(r, i)) return true;
    if ((e->frame & STANCE_FRAME_THAT) && stance_token_is(r, i, "that")) return true;
    if ((e->frame & STANCE_FRAME_INF) && (stance_token_is(r, i, "to") || stance_token_is(r, i - 1, "to"))) return true;
    if ((e->frame & STANCE_FRAME_GER) && stance_ends_in_ing(r, i)) return true;
    return (e->frame & (STANCE_FRAME_NP | STANCE_FRAME_BARE)) && opens_phrase(r, i);
}

/* The statement was said through this cue, which is added by itself. */
static bool is_said_through(const composer *c, uint32_t entry)
{
    for (size_t k = 0; k < c->f->cue_count; k++) {
        if (c->f->cue_entries[k] == entry) return true;
    }
    return false;
}

/* What tells how somebody stands to a thing: "dislikes", "has misgivings about", and acts that reproach. What is merely
   promised, proposed or voted for is no more than an act; "respects the sovereignty of" is the formula of every
   resolution. */
static bool is_attitude(const reading *r, const stance_match *m, const stance_entry *e)
{
    static const char *const formulas[] = {"respect", "respects", "respected"};
    if (e->kind != STANCE_KIND_CUE || e->form != STANCE_CUE_VERB || !e->value) return false;
    if (e->class == STANCE_CUE_ACT) return e->value < 0;
    return e->class == STANCE_CUE_OPINION && !STANCE_TOKEN_IN(r, m->first, formulas);
}

bool stance_acts_in_content(const composer *c, const stance_match *m)
{
    const reading *r = c->r;
    const stance_entry *e = &r->lexicon->entries[m->entry];
    return is_attitude(r, m, e) && !e->replaced && !is_said_through(c, m->entry) &&
           is_active(r, m->first, c->part_first) && has_complement(r, e, m->last + 1);
}
