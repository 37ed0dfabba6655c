/* Obligations and demands: what they say depends on whom they bind. */
#include "score/compose.h"

/* What an obligation says by itself: of the speaker or both sides; of the other side alone. Of nobody in particular:
   nothing. */
#define OBLIGATION_SHARED (3 * POINT / 10)
#define OBLIGATION_OTHER (-POINT)
/* What "important for peace" says of its subject. */
#define WORTH POINT
/* What the good that the other side alone is told to do still says, and with which sign. REQUEST: up to this per cent an
   entry asks and does not demand. JOINED: what counts of a call to a common act. */
enum { DEMANDED_PER_CENT = -40, DEMAND = 100, REQUEST = 60, JOINED_PER_CENT = 30 };

typedef enum bound { BOUND_NOBODY, BOUND_SHARED, BOUND_OTHER } bound;

static bool both_at(const composer *c, uint32_t token)
{
    size_t lo = c->part, hi = c->count;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (c->items[mid].match->first < token) lo = mid + 1;
        else hi = mid;
    }
    const item *it = &c->items[lo];
    return lo < c->count && it->match->first == token && it->entry->kind == STANCE_KIND_SHIFTER &&
           it->entry->class == STANCE_SHIFT_BOTH;
}

/* "call on all parties to": a gap that names several sides at once. */
static bool names_all(const composer *c, uint32_t i)
{
    return (is_one_of(c->r, i, WORD(ALL_SIDES)) && !stance_is_america(c->r, i)) || both_at(c, i);
}

static bool is_populace(const reading *r, uint32_t i)
{
    return is_one_of(r, i, WORD(POPULACE));
}

/* A name that only qualifies another noun binds nobody: "the future of Norland", "security in Norland", "the people of
   Norland". In "the government of Norland" it does. */
static bool qualifies(const composer *c, uint32_t i)
{
    const reading *r = c->r;
    uint32_t first = r->matches.data[r->notes[i].actor - 1].first;
    if (first > c->part_first && has_fn(r, first - 1, FN(DETERMINER))) first--;
    if (first <= c->part_first || !has_fn(r, first - 1, FN(PREPOSITION))) return false;
    return first - 1 == c->part_first || !r->notes[first - 2].role || is_populace(r, first - 2);
}

/* "our Norlandic partners", "the Norlandic authorities": a people's adjective before a noun of persons names a side, where
   nobody is known to speak. */
static bool names_side(const composer *c, uint32_t i)
{
    const reading *r = c->r;
    return !c->f->statement.speaker.data && has_fn(r, i, FN(NATIONALITY)) && !r->notes[i].actor && is_capital(r, i) &&
           i + 1 < r->tokens.count && r->notes[i + 1].role && !is_populace(r, i + 1) && !stance_tells_matter(r, i);
}

/* "The regime", "the ruling party", "Norland's rebels": the other side by what it is. "The authorities" are asked for help
   by everybody. */
static bool names_rulers(const composer *c, uint32_t i)
{
    const reading *r = c->r;
    if (i == c->part_first) return false;
    if (stance_token_is(r, i, "party")) return stance_token_is(r, i - 1, "ruling");
    if (!is_one_of(r, i, WORD(FACTION)) || has_fn(r, i - 1, FN(SELF))) return false;
    return has_fn(r, i - 1, FN(DETERMINER) | FN(NATIONALITY) | FN(POSSESSIVE)) || is_capital(r, i - 1);
}

/* One token of whoever is bound: decides, or tells that the other side is there. */
static bool decides(const composer *c, uint32_t i, bool *other)
{
    if (names_all(c, i) || stance_own_side(c, i)) return true;
    const stance_actor *actor = stance_actor_at(c->r, i);
    bool power = actor && stance_is_power(actor) && !qualifies(c, i) && !stance_tells_matter(c->r, i);
    *other = *other || power || names_side(c, i) || names_rulers(c, i);
    return false;
}

/* The words behind a modal verb, adverbs left out: the first of them. */
static uint32_t verb_behind(const composer *c, const item *by)
{
    uint32_t i = by->match->last + 1;
    while (i < c->r->tokens.count && i <= by->match->last + NEAR_BEFORE &&
           has_fn(c->r, i, FN(ADVERB) | FN(CONNECTIVE) | FN(TIME)))
        i++;
    return i;
}

/* "Norland must be allowed to vote": what is to be done to somebody binds whoever is to do it. */
static bool passive(const composer *c, const item *by)
{
    const reading *r = c->r;
    uint32_t i = verb_behind(c, by);
    if (!has_fn(r, by->match->last, FN(AUXILIARY)) || !stance_token_is(r, i, "be")) return false;
    for (uint32_t end = i + 3; ++i < end && is_word(r, i);) {
        const stance_token *t = token_at(r, i);
        if (t->end - t->start > 4 && memcmp(r->text.data + t->end - 2, "ed", 2) == 0) return true;
        if (has_fn(r, i, FN(PREPOSITION) | FN(DETERMINER))) return false;
    }
    return false;
}

/* "must stop its attacks": only who does a thing can be told to leave off. */
static bool leaves_off(const composer *c, const item *by)
{
    return is_one_of(c->r, verb_behind(c, by), WORD(CEASE)) && has_fn(c->r, by->match->last, FN(AUXILIARY));
}

/* "The violence against women must stop": the subject is a thing, not somebody. */
static bool subject_is_matter(const composer *c, const item *by)
{
    for (const item *v = by; v > c->items + c->part;) {
        v--;
        if (v->match->last + SUBJECT_REACH < by->match->first ||
            !stance_same_clause(c->r, v->match->last, by->match->first))
            return false;
        if (v->entry->kind == STANCE_KIND_TONE) return !c->r->notes[v->match->last].role;
    }
    return false;
}

/* A state by its name, or a people: "Norland", "the Norlanders". */
static bool is_side(const composer *c, uint32_t i)
{
    const stance_actor *actor = stance_actor_at(c->r, i);
    if (actor) return stance_is_power(actor);
    bool people = i > c->part_first && has_fn(c->r, i - 1, FN(DETERMINER)) && stance_ends_in_s(c->r, i);
    return is_capital(c->r, i) && (people || has_fn(c->r, i, FN(NATIONALITY)));
}

/* "Norland and Surland must", "called on Norland and the Surlanders to": both sides, where neither is known to speak. */
static bool powers_together(const composer *c, uint32_t i)
{
    const reading *r = c->r;
    if (c->f->statement.speaker.data || !is_side(c, i)) return false;
    const stance_actor *second = stance_actor_at(r, i);
    uint32_t first = second ? r->matches.data[r->notes[i].actor - 1].first : i;
    if (first > c->part_first && has_fn(r, first - 1, FN(DETERMINER))) first--;
    if (first < c->part_first + 2 || !stance_token_is(r, first - 1, "and") || !is_side(c, first - 2)) return false;
    const stance_actor *other = stance_actor_at(r, first - 2);
    return !other || !second || !stance_view_equal(other->state, second->state);
}

/* "We demand that", "they insist that": the subject of such words is whoever demands. In "both sides must stop" it is
   whoever is bound. */
static bool demands(const composer *c, const item *by)
{
    return by->entry->value > DEMAND && has_fn(c->r, by->match->first, FN(AUXILIARY)) == 0;
}

/* "We demand Norland stop": whom a demand is put to stands right behind it. "The demands of the people" are put to nobody
   here. */
static bool puts_demand(const composer *c, const item *by)
{
    uint32_t i = by->match->last + 1;
    if (has_fn(c->r, i, FN(DETERMINER))) i++;
    return i < c->r->tokens.count && is_side(c, i) && !stance_own_side(c, i) && !stance_tells_matter(c->r, i);
}

/* "It is essential that Norland end", "it is time for Norland to end": who is bound stands behind "that" or "for". */
static bound bound_behind(const composer *c, const item *by)
{
    const reading *r = c->r;
    uint32_t i = by->match->last + 1;
    if (!stance_token_is(r, i - 1, "that") && !stance_token_is(r, i - 1, "for")) return BOUND_NOBODY;
    if (has_fn(r, i, FN(DETERMINER))) i++;
    if (i + 1 >= r->tokens.count || stance_own_side(c, i) || !is_side(c, i)) return BOUND_NOBODY;
    if (stance_tells_matter(r, i) || stance_token_is(r, i + 1, "'s") || stance_token_is(r, i + 1, "and"))
        return BOUND_NOBODY; /* "that Norland's wounds heal", "that Norland and Surland talk" */
    return BOUND_OTHER;
}

/* "Call on the Houthis to": an armed group is no state and yet the other side. */
static bool names_group(const composer *c, uint32_t i)
{
    const stance_actor *actor = stance_actor_at(c->r, i);
    return actor && actor->side == STANCE_ACTOR_ARMED_GROUP;
}

/* "call on Washington to": the gap of the entry names who is bound; else the subject before it does. */
static bound who_is_bound(const composer *c, const item *by)
{
    const stance_match *m = by->match;
    bool other = by->entry->value > DEMAND; /* "demand that": by its own words, unless its subject says otherwise */
    bool gap = false;
    for (uint32_t k = 0; m->first + k <= m->last; k++) {
        if (m->mask >> k & 1) continue;
        gap = true;
        if (names_all(c, m->first + k) || powers_together(c, m->first + k)) return BOUND_SHARED;
        const stance_actor *actor = stance_actor_at(c->r, m->first + k);
        other = other || (actor && stance_is_power(actor) && !stance_own_side(c, m->first + k)) ||
                names_side(c, m->first + k) || names_rulers(c, m->first + k) || names_group(c, m->first + k);
    }
    if (gap) return other ? BOUND_OTHER : BOUND_NOBODY;
    if (demands(c, by)) return m->first < m->last || puts_demand(c, by) ? BOUND_OTHER : BOUND_NOBODY;
    if (bound_behind(c, by) == BOUND_OTHER) return BOUND_OTHER;
    bool off = leaves_off(c, by);
    if (passive(c, by) || (off && subject_is_matter(c, by))) return BOUND_NOBODY;
    other = other || off;
    for (uint32_t i = m->first; i > c->part_first && m->first - i < SCOPE_REACH; i--) {
        i = stance_aside_start(c->r, i, c->part_first);
        if (i == c->part_first) break;
        if (stance_breaks_clause(c->r, i - 1) || stance_token_is(c->r, i - 1, "that")) break;
        if (decides(c, i - 1, &other) || powers_together(c, i - 1)) return BOUND_SHARED; /* alone or with the other */
    }
    return other ? BOUND_OTHER : BOUND_NOBODY;
}

/* "must pull back its forces and return to the talks", said to the other side alone, praises nothing. */
static void turn_demanded(composer *c, size_t k, int64_t per_cent)
{
    const item *by = &c->items[k];
    uint32_t end = stance_clause_end(c->r, by->match->last, by->match->last + SCOPE_REACH);
    for (size_t j = k + 1; j < c->count && c->items[j].match->first <= end; j++) {
        item *v = &c->items[j];
        if (v->is_value && v->value > 0 && v->match->first > by->match->last)
            stance_weigh(c, v, by, per_cent, "demanded by");
    }
}

/* "We ask Norland to rethink and to work with us": a request for nothing but good offers a dialogue. */
static bool invites(const composer *c, size_t k)
{
    const item *by = &c->items[k];
    if (by->entry->value > REQUEST) return false;
    uint32_t end = stance_clause_end(c->r, by->match->last, by->match->last + SCOPE_REACH);
    bool good = false;
    for (uint32_t i = by->match->last + 1; i < end; i++)
        good = good || (stance_token_is(c->r, i - 1, "with") && stance_token_is(c->r, i, "us"));
    for (size_t j = k + 1; j < c->count && c->items[j].match->first <= end; j++) {
        const item *v = &c->items[j];
        if (v->before < 0 || v->entry->kind == STANCE_KIND_REVERSER) return false;
        good = good || (v->is_value && v->value > 0);
    }
    return good;
}

/* "Welcomed the plan and urged Norland to adopt it", "urged Norland to join the treaty": who is called to a common act is
   invited. */
static bool calls_to_join(const composer *c, size_t k)
{
    const item *by = &c->items[k];
    const reading *r = c->r;
    if (has_fn(r, by->match->first, FN(AUXILIARY) | FN(BE)) || !stance_token_is(r, by->match->last, "to")) return false;
    if (is_one_of(r, verb_behind(c, by), WORD(JOIN))) return true;
    for (size_t j = k; j > c->part && c->items[j - 1].match->first + SCOPE_REACH > by->match->first; j--) {
        const item *v = &c->items[j - 1];
        if (stance_greets(c, v)) return stance_same_clause(r, v->match->last, by->match->first);
    }
    return false;
}

static bool is_obligation(const item *it)
{
    return it->entry->kind == STANCE_KIND_SHIFTER && it->entry->class == STANCE_SHIFT_OBLIGATION;
}

/* "Norland is important for peace", "essential to the solution": before a noun it is praise of the subject; before what
   is to be done ("important to talk", "important for Norland to talk", "it is vital for peace that") an obligation. */
static bool tells_worth(const composer *c, const item *it)
{
    const reading *r = c->r;
    uint32_t first = it->match->first, last = it->match->last;
    if (!is_one_of(r, first, WORD(IMPORTANCE)) || stance_token_is(r, last, "that")) return false;
    if (first < c->part_first + 2 || stance_token_is(r, first - 2, "it") || stance_token_is(r, first - 1, "it"))
        return false;
    if (stance_token_is(r, last, "to"))
        return has_fn(r, last + 1, FN(DETERMINER) | FN(POSSESSIVE)) || is_capital(r, last + 1);
    for (uint32_t i = last + 1; i < r->tokens.count && i <= last + OBJECT_REACH / 2; i++) {
        if (stance_token_is(r, i, "to") || stance_token_is(r, i, "that")) return false;
        if (stance_breaks_clause(r, i)) break;
    }
    return true;
}

void stance_find_worth(composer *c)
{
    for (size_t k = c->part; k < c->count; k++) {
        item *it = &c->items[k];
        if (!is_obligation(it) || !tells_worth(c, it)) continue;
        it->is_value = true;
        it->before = it->value = WORTH;
    }
}

void stance_oblige(composer *c)
{
    for (size_t k = c->part; k < c->count; k++) {
        item *it = &c->items[k];
        if (!is_obligation(it) || tells_worth(c, it)) continue;
        bound who = who_is_bound(c, it);
        if (who == BOUND_OTHER && invites(c, k)) who = BOUND_SHARED;
        int64_t says = who == BOUND_SHARED ? OBLIGATION_SHARED : who == BOUND_OTHER ? OBLIGATION_OTHER : 0;
        int64_t per_cent = it->entry->value > DEMAND ? it->entry->value - DEMAND : it->entry->value;
        bool joins = who == BOUND_OTHER && calls_to_join(c, k);
        if (joins) per_cent = per_cent * JOINED_PER_CENT / 100;
        it->is_value = says != 0;
        it->before = it->value = says * per_cent / 100;
        if (who == BOUND_OTHER)
            turn_demanded(c, k, joins ? DEMANDED_PER_CENT * JOINED_PER_CENT / 100 : DEMANDED_PER_CENT);
        if (c->trace)
            it->effect = stance_view_of(who == BOUND_OTHER    ? "binds the other side only"
                                        : who == BOUND_NOBODY ? "binds nobody in particular"
                                                              : "binds the speaker's side or both");
    }
}
