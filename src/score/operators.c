/* What the entries of one sentence do to each other: negators turn values, degrees and scopes weigh them; reversers.c
   goes before. */
#include "score/compose.h"

/* DENIAL: what is left of an accusation that the speaker's own side turns down, HARM_DENIED: that it harmed something
   good, which may as well be a reassurance ("has not lost hope"). DENIED_DARK: how much of a negator's
   per cent counts for a dark thing: what is not bad is not yet good. FORBIDDEN: what a judgement still says, the sign
   aside, where somebody is told that it may not be. ASKED: how much of the good in a question counts. NOT_TO_BE: of a
   dark thing that is said not to be coming; DISCLAIMED: of one that somebody has nothing to do with, and of saying so. */
enum {
    DENIAL_PER_CENT = 60,
    HARM_DENIED_PER_CENT = 30,
    DENIED_DARK_PER_CENT = 30,
    FORBIDDEN_PER_CENT = 50,
    ASKED_PER_CENT = 50,
    NOT_TO_BE_PER_CENT = 5,
    DISCLAIMED_PER_CENT = 15
};
/* How far behind blame its object can begin, in tokens. */
enum { OBJECT_NEAR = 4 };
/* What a denial says by itself when it turns nothing: disagreement, faintly; somewhat more, where it tells that what was
   to be expected has not come. */
#define DENIAL_ALONE (-3 * POINT / 10)
#define DENIAL_MISSED (-8 * POINT / 10)

void stance_note_effect(composer *c, item *it, const char *verb, const item *by)
{
    if (!c->trace) return;
    const stance_match *m = by->match;
    stance_view words =
        stance_view_cut(c->r->text, (stance_span){token_at(c->r, m->first)->start, token_at(c->r, m->last)->end});
    it->effect =
        stance_arena_printf(c->arena, "%.*s%s%s \"%.*s\"", (int)it->effect.len, it->effect.data ? it->effect.data : "",
                            it->effect.len ? "; " : "", verb, (int)(words.len > 60 ? 60 : words.len), words.data);
    c->failed = c->failed || !it->effect.data;
}

void stance_say_effect(composer *c, item *it, const char *what)
{
    if (!c->trace) return;
    it->effect = stance_arena_printf(c->arena, "%.*s%s%s", (int)it->effect.len, it->effect.data ? it->effect.data : "",
                                     it->effect.len ? "; " : "", what);
    c->failed = c->failed || !it->effect.data;
}

void stance_weigh(composer *c, item *v, const item *by, int64_t per_cent, const char *verb)
{
    v->value = v->value * per_cent / 100;
    stance_note_effect(c, v, verb, by);
}

static bool is_shifter(const item *it, unsigned class)
{
    return it->entry->kind == STANCE_KIND_SHIFTER && it->entry->class == class;
}

/* ---- negators ---- */

bool stance_is_america(const reading *r, uint32_t i)
{
    return is_capital(r, i) && stance_token_is(r, i, "us");
}

bool stance_own_side(const composer *c, uint32_t i)
{
    const reading *r = c->r;
    if (has_fn(r, i, FN(SELF)) && !stance_is_america(r, i)) return true;
    if (!r->notes[i].actor) return false;
    stance_view id = stance_actor_at(r, i)->id;
    for (size_t k = 0; k < c->f->statement.target_count; k++) {
        if (stance_view_equal(c->f->statement.targets[k], id)) return false;
    }
    return c->f->statement.speaker.data != NULL;
}

/* "we did not", "Russia was never", "Moscow has nothing to do with": the speaker's side denies that it did something.
   */
static bool denies_deed(const composer *c, const item *by)
{
    static const char *const past[] = {"did", "does", "do", "has", "have", "was", "were", "had"};
    const reading *r = c->r;
    uint32_t at = by->match->first, first = c->part_first;
    if (at == first) return false;
    if (!STANCE_TOKEN_IN(r, at - 1, past) && !STANCE_TOKEN_IN(r, at, past)) return false;
    for (uint32_t i = at; i > first && at - i < 5; i--) {
        if (stance_breaks_clause(r, i - 1)) return false;
        if (stance_own_side(c, i - 1)) return true;
    }
    return false;
}

/* "Instead of talking, they shot": what is denied before the main clause ends at the comma. */
static uint32_t fronted_end(const composer *c, const item *by, uint32_t end)
{
    if (by->match->first != c->part_first || !has_fn(c->r, by->match->last, FN(PREPOSITION) | FN(SUBORDINATOR)))
        return end;
    for (uint32_t i = by->match->last + 1; i < end; i++) {
        if (is_mark(c->r, i, STANCE_MARK_COMMA)) return i;
    }
    return end;
}

/* "cannot", "must not", "should never": what is not to be, no report that it is not. */
static bool forbids(const reading *r, const item *by)
{
    static const char *const words[] = {"must", "should", "shall", "may", "can", "could"};
    uint32_t at = by->match->first;
    return stance_token_is(r, at, "cannot") || (at > 0 && STANCE_TOKEN_IN(r, at - 1, words));
}

static bool own_behind(const composer *c, uint32_t i)
{
    for (uint32_t end = i + NEAR_BEFORE; i < end && i < c->r->tokens.count; i++) {
        if (has_fn(c->r, i, FN(SELF)) || stance_own_side(c, i)) return true;
    }
    return false;
}

/* "Not one of the camps", "not a single letter", "did not even reply", "none of the pledges": so much stress is laid on what
   is missing that somebody owed it. "None of us" is not so meant. */
static bool stresses(const composer *c, const item *by)
{
    const reading *r = c->r;
    uint32_t at = by->match->last, next = at + 1;
    if (stance_token_is(r, at, "even") || stance_token_is(r, next, "even") || stance_token_is(r, at, "single"))
        return true;
    if (stance_token_is(r, at, "none")) return stance_token_is(r, next, "of") && !own_behind(c, next);
    if (!stance_token_is(r, at, "not")) return false;
    return (stance_token_is(r, next, "one") && !own_behind(c, next)) ||
           (stance_token_is(r, next, "a") && stance_token_is(r, next + 1, "single"));
}

/* "There has been no inquiry", "have still not replied": a perfect tense denies what was to be expected. "Has no"
   denies possession, "not yet" tells of a schedule. */
static bool misses(const composer *c, const item *by)
{
    const reading *r = c->r;
    uint32_t at = by->match->first;
    if (stresses(c, by)) return true;
    if (stance_token_is(r, by->match->last, "yet")) return false;
    bool own = at > c->part_first && has_fn(r, at - 1, FN(SELF));
    if (at < by->match->last && stance_token_is(r, at + 1, "yet")) return !own; /* "have yet to arrive" */
    bool was = at > c->part_first && (stance_token_is(r, at - 1, "was") || stance_token_is(r, at - 1, "were"));
    if (was && stance_token_is(r, at, "never")) return true;
    for (uint32_t i = at; i > c->part_first && at - i < NEAR_BEFORE; i--) {
        if (stance_token_is(r, i - 1, "has") || stance_token_is(r, i - 1, "have"))
            return i < at || !(stance_token_is(r, at, "no") || stance_token_is(r, at, "nothing") ||
                               stance_token_is(r, at, "none"));
        if (!has_fn(r, i - 1, FN(ADVERB) | FN(TIME) | FN(BE) | FN(CONNECTIVE)) && !is_one_of(r, i - 1, WORD(NOTICE)))
            break;
    }
    bool subject =
        stance_token_is(r, at, "nothing") || stance_token_is(r, at, "none") || stance_token_is(r, at, "nobody");
    return subject && (stance_token_is(r, at + 1, "has") || stance_token_is(r, at + 1, "have"));
}

/* "No inquiry and no trial", "did nothing, said nothing": each denies what is behind it. */
static bool joined(const reading *r, uint32_t i)
{
    return i > 0 && (stance_token_is(r, i - 1, "and") || stance_token_is(r, i - 1, "or") ||
                     is_mark(r, i - 1, STANCE_MARK_COMMA));
}

static void negate(composer *c, size_t k)
{
    item *by = &c->items[k];
    bool any = false, harm = false, denial = denies_deed(c, by);
    uint32_t from = by->match->last, end = stance_clause_end(c->r, from, from + OBJECT_REACH + 1);
    end = fronted_end(c, by, end);
    bool forbidden = forbids(c->r, by);
    for (size_t j = k + 1; j < c->count; j++) {
        item *v = &c->items[j];
        if (v->match->first > from + OBJECT_REACH || v->match->first > end) break;
        if (is_shifter(v, STANCE_SHIFT_NEGATOR) && stance_token_is(c->r, v->match->first, "nor")) {
            any = true; /* neither A nor B: what follows is denied by "nor", once */
            break;
        }
        if (is_shifter(v, STANCE_SHIFT_NEGATOR) && v->match->first > from && joined(c->r, v->match->first)) break;
        if (!v->is_value || v->match->first <= from) continue;
        if (is_shifter(v, STANCE_SHIFT_NEGATOR)) continue; /* a denial alone, not a thing denied */
        if (stance_crosses_that(c->r, from, v->match->first)) break;
        if (stance_verb_joined(c->r, from, v->match->first)) break;
        if (denial && v->value < 0) { /* "Russia did not take part in the attacks": an accusation turned down */
            stance_weigh(c, v, by, v->before > 0 ? HARM_DENIED_PER_CENT : DENIAL_PER_CENT, "a deed denied by");
            any = true;
            continue;
        }
        /* What is joined on by "and" is denied with the first only when no new verb begins there. */
        if (any && v->entry->kind == STANCE_KIND_REVERSER) break;
        harm = harm || (v->before > 0 && v->value < 0);
        int64_t judged = forbidden ? FORBIDDEN_PER_CENT : stance_judged_share(c, v);
        int64_t rest = v->value >= 0      ? -by->entry->value
                       : stance_judges(v) ? judged
                                          : -by->entry->value * DENIED_DARK_PER_CENT / 100;
        stance_weigh(c, v, by, rest, "turned by");
        any = true;
    }
    if (harm && by->is_value) stance_weigh(c, by, by, 0, "of harm:"); /* "refused to destroy the friendship" */
    if (any || by->is_value) return;
    by->is_value = true;
    bool missed = misses(c, by);
    by->before = by->value = missed ? DENIAL_MISSED : DENIAL_ALONE;
    if (c->trace)
        by->effect = stance_view_of(missed ? "what was expected is missing" : "denies something without tone");
}

/* "Military action was not imminent", "is not planned": what stands before it is merely thought of, and is not to be. */
static bool reassures(composer *c, size_t k)
{
    const item *by = &c->items[k];
    const reading *r = c->r;
    uint32_t at = by->match->first, end = by->match->last + 1;
    if (at == c->part_first || !has_fn(r, at - 1, FN(BE)) || !is_one_of(r, end, WORD(PROSPECT))) return false;
    bool any = false;
    for (size_t j = k; j > c->part; j--) {
        item *v = &c->items[j - 1];
        if (v->match->last + OBJECT_REACH < at || !stance_same_clause(r, v->match->last, at)) break;
        if (!v->is_value || v->value >= 0) continue;
        stance_weigh(c, v, by, NOT_TO_BE_PER_CENT, "not to be:");
        any = true;
    }
    return any;
}

static void apply_negators(composer *c)
{
    for (size_t k = c->count; k > c->part; k--) {
        if (is_shifter(&c->items[k - 1], STANCE_SHIFT_NEGATOR) && !reassures(c, k - 1) && !stance_deny_verb(c, k - 1))
            negate(c, k - 1);
    }
}

/* ---- degrees ---- */

/* The value that a degree belongs to: the next one just behind it, else the one just before it. */
static item *neighbour(composer *c, size_t k)
{
    const item *by = &c->items[k];
    for (size_t j = k + 1; j < c->count; j++) {
        item *v = &c->items[j];
        if (v->match->first > by->match->last + NEAR_BEFORE) break;
        if (v->is_value && v->match->first > by->match->last &&
            stance_same_clause(c->r, by->match->last, v->match->first))
            return v;
    }
    for (size_t j = k; j > c->part && k - j < NEAR_AFTER + 2; j--) {
        item *v = &c->items[j - 1];
        bool near = v->match->last < by->match->first && by->match->first - v->match->last <= NEAR_AFTER;
        if (v->is_value && near && stance_same_clause(c->r, v->match->last, by->match->first)) return v;
    }
    return NULL;
}

static void apply_degrees(composer *c)
{
    for (size_t k = c->part; k < c->count; k++) {
        const item *by = &c->items[k];
        bool more = is_shifter(by, STANCE_SHIFT_INTENSIFIER);
        if (!more && !is_shifter(by, STANCE_SHIFT_DOWNTONER)) continue;
        item *v = neighbour(c, k);
        if (v) stance_weigh(c, v, by, by->entry->value, more ? "strengthened by" : "weakened by");
    }
}

/* ---- scopes ---- */

static const char *scope_verb(const item *it)
{
    if (it->entry->kind != STANCE_KIND_SHIFTER) return NULL;
    switch (it->entry->class) {
    case STANCE_SHIFT_HEDGE: return "hedged by";
    case STANCE_SHIFT_CONDITION: return "under the condition";
    case STANCE_SHIFT_CONCESSION: return "conceded by";
    case STANCE_SHIFT_ALLEGED: return "only alleged:";
    default: return NULL;
    }
}

/* "If they sign, we shall be glad": a condition that opens the sentence holds for the clause behind it, too. */
static uint32_t scope_end(const composer *c, const item *by)
{
    uint32_t from = by->match->last, reach = from + SCOPE_REACH, end = stance_clause_end(c->r, from, reach);
    bool opens = by->entry->class == STANCE_SHIFT_CONDITION && by->match->first == c->part_first;
    return opens ? stance_clause_end(c->r, end, reach) : end;
}

/* Hedges, conditions, concessions and allegations weigh what follows them in their clause. */
static void apply_scopes(composer *c)
{
    for (size_t k = c->part; k < c->count; k++) {
        const item *by = &c->items[k];
        const char *verb = scope_verb(by);
        if (!verb) continue;
        uint32_t end = scope_end(c, by);
        for (size_t j = k + 1; j < c->count && c->items[j].match->first <= end; j++) {
            item *v = &c->items[j];
            if (!v->is_value || v->match->first <= by->match->last) continue;
            bool doubted = by->entry->class == STANCE_SHIFT_ALLEGED && v->value > 0; /* "claims to be peaceful" */
            stance_weigh(c, v, by, doubted ? -by->entry->value : by->entry->value, verb);
        }
    }
}

/* A contrast weighs what stands before it in the sentence, back to the contrast before: "A, but B, but C" leaves C
   whole. */
static void apply_contrasts(composer *c)
{
    const item *by = NULL;
    for (size_t k = c->count; k > c->part; k--) {
        item *v = &c->items[k - 1];
        if (is_shifter(v, STANCE_SHIFT_CONTRAST)) by = v;
        else if (by && v->is_value && v->match->last < by->match->first)
            stance_weigh(c, v, by, by->entry->value, "outweighed after");
    }
}

void stance_ask(composer *c, uint32_t end)
{
    while (end > c->part_first && stance_is_quote_mark(c->r, end - 1)) end--;
    if (end == c->part_first || !is_mark(c->r, end - 1, STANCE_MARK_ASK)) return;
    for (size_t k = c->part; k < c->count; k++) {
        item *v = &c->items[k];
        if (!v->is_value || v->value <= 0) continue;
        v->value = v->value * ASKED_PER_CENT / 100;
        stance_say_effect(c, v, "only asked");
    }
}

/* What stands in the gap of a phrase belongs to it: "abandoned the constructive dialogue" praises nothing, "settled the
   dispute through dialogue" complains of nothing. A judgement stays one. */
static void apply_phrases(composer *c)
{
    for (size_t k = c->part; k < c->count; k++) {
        const item *by = &c->items[k];
        if (!by->is_value || by->entry->kind != STANCE_KIND_TONE) continue;
        for (size_t j = k + 1; j < c->count && c->items[j].match->last < by->match->last; j++) {
            item *v = &c->items[j];
            if (v->is_value && (v->value > 0) != (by->value > 0) && !stance_judges(v))
                stance_weigh(c, v, by, 0, "part of");
        }
    }
}

static bool blames(const item *it)
{
    return it->is_value && it->value <= -POINT && it->entry->kind == STANCE_KIND_TONE &&
           it->entry->class == STANCE_TONE_CRITICAL;
}

/* "Turned its back on dialogue", "a betrayal of friendship": the good that blame is spent on praises nobody. */
static void apply_objects(composer *c)
{
    const reading *r = c->r;
    for (size_t k = c->part; k < c->count; k++) {
        const item *by = &c->items[k];
        if (!blames(by)) continue;
        uint32_t from = by->match->last;
        if (!has_fn(r, from, FN(PREPOSITION))) {
            from++;
            bool leads =
                stance_token_is(r, from, "of") || stance_token_is(r, from, "against") || stance_token_is(r, from, "to");
            if (!leads) continue;
        }
        for (size_t j = k + 1; j < c->count && c->items[j].match->first <= from + OBJECT_NEAR; j++) {
            item *v = &c->items[j];
            if (!v->is_value || v->match->first <= from) continue;
            if (v->value > 0 && stance_same_clause(r, from, v->match->first)) stance_weigh(c, v, by, 0, "object of");
        }
    }
}

/* "Had nothing to do with the attack": who keeps apart from a dark thing reproaches nobody. */
static void apply_disclaimers(composer *c)
{
    for (size_t k = c->part; k < c->count; k++) {
        item *by = &c->items[k];
        uint32_t from = by->match->last;
        if (!by->is_value || from < c->part_first + 3 || !stance_token_is(c->r, from, "with") ||
            !stance_token_is(c->r, from - 1, "do") || !stance_token_is(c->r, from - 3, "nothing"))
            continue;
        uint32_t end = stance_clause_end(c->r, from, from + OBJECT_REACH);
        bool any = false;
        for (size_t j = k + 1; j < c->count && c->items[j].match->first < end; j++) {
            item *v = &c->items[j];
            if (!v->is_value || v->value >= 0) continue;
            stance_weigh(c, v, by, DISCLAIMED_PER_CENT, "kept apart from:");
            any = true;
        }
        if (!any) continue;
        by->value = by->value * DISCLAIMED_PER_CENT / 100;
        stance_say_effect(c, by, "of something dark");
    }
}

/* "The peace process is a farce", "our appeal went unheeded": who speaks ill of something good does not praise it. */
static void apply_predicates(composer *c)
{
    const reading *r = c->r;
    for (size_t k = c->part + 1; k < c->count; k++) {
        const item *by = &c->items[k];
        if (!blames(by)) continue;
        uint32_t first = by->match->first, link = 0;
        for (uint32_t i = first + 1; i > c->part_first && first + 1 - i <= NEAR_BEFORE && !link; i--) {
            if (has_fn(r, i - 1, FN(BE)) || is_one_of(r, i - 1, WORD(COPULA))) link = i - 1;
        }
        if (!link) continue;
        for (size_t j = k; j > c->part; j--) {
            item *v = &c->items[j - 1];
            if (v->match->last >= link) continue;
            if (v->match->last + SUBJECT_REACH < link || !stance_same_clause(r, v->match->last, link)) break;
            if (v->is_value && v->value > 0) stance_weigh(c, v, by, 0, "spoken ill of:");
        }
    }
}

/* "They hope to disrupt the vote", "ready to attack": a wish is as good as what is wished. */
static void apply_wishes(composer *c)
{
    for (size_t k = c->part; k + 1 < c->count; k++) {
        item *wish = &c->items[k];
        if (!wish->is_value || wish->value <= 0 || wish->entry->kind != STANCE_KIND_TONE) continue;
        uint32_t to = wish->match->last;
        if (!stance_token_is(c->r, to, "to") && !stance_token_is(c->r, ++to, "to")) continue;
        for (size_t j = k + 1; j < c->count && c->items[j].match->first <= to + 1; j++) {
            const item *v = &c->items[j];
            if (v->match->first == to + 1 && v->is_value && v->value < 0) stance_weigh(c, wish, v, 0, "only a wish:");
        }
    }
}

void stance_operate(composer *c)
{
    stance_find_worth(c);
    apply_phrases(c);
    stance_reverse(c);
    apply_objects(c);
    apply_disclaimers(c);
    apply_predicates(c);
    apply_wishes(c);
    apply_negators(c);
    apply_degrees(c);
    apply_scopes(c);
    apply_contrasts(c);
}
