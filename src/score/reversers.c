/* What verbs and nouns do to their objects: prevent a war, undermine trust, "trust has been undermined". */
#include "score/compose.h"

/* JUDGED: what a judgement (strength JUDGEMENT and more) still says, the sign aside, where somebody wants the thing gone
   or denies it; DOER: the same when it says whose it is ("Norlandic aggression", "the aggressor"). LOSS: a reverser
   that makes so many fifths of the good does harm whose size is not the object's: who undoes something modestly good
   has undone it. It ruins, when it does little for what is dark (RUINED: fifths at most). */
enum { JUDGED_PER_CENT = 20, DOER_PER_CENT = 60, JUDGEMENT = 3, LOSS = -4, RUINED = 2 };
#define LEAST_LOSS POINT
#define LEAST_RUIN (2 * POINT)

static bool conjoined(const reading *r, uint32_t i)
{
    return i > 0 && (stance_token_is(r, i - 1, "and") || stance_token_is(r, i - 1, "or"));
}

bool stance_judges(const item *it)
{
    return it->value < 0 && it->entry->kind == STANCE_KIND_TONE && it->entry->class == STANCE_TONE_CRITICAL &&
           it->entry->value >= JUDGEMENT;
}

static bool is_doer(const reading *r, uint32_t i)
{
    return is_one_of(r, i, WORD(WRONGDOER));
}

/* "The aggressor", "Norlandic aggression", "Norland's crimes": the judgement says whom it means. */
static bool says_whose(const composer *c, const item *it)
{
    const reading *r = c->r;
    uint32_t at = it->match->first;
    if (is_doer(r, it->match->last)) return true;
    while (at > c->part_first && (stance_token_is(r, at - 1, "'s") || stance_token_is(r, at - 1, "'"))) at--;
    if (at == c->part_first) return false;
    const stance_actor *actor = stance_actor_at(r, at - 1);
    if (actor) return stance_is_power(actor) && !stance_own_side(c, at - 1);
    return has_fn(r, at - 1, FN(NATIONALITY)) && is_capital(r, at - 1);
}

int64_t stance_judged_share(const composer *c, const item *it)
{
    return says_whose(c, it) ? DOER_PER_CENT : JUDGED_PER_CENT;
}

static void turn(composer *c, item *object, size_t k)
{
    const item *by = &c->items[k];
    int64_t factor = object->value < 0 ? by->entry->dark : by->entry->bright;
    int64_t size = object->value < 0 ? -object->value : object->value;
    if (factor > 0 && stance_judges(object)) size = -size * stance_judged_share(c, object) / 100;
    if (object->value > 0 && factor <= LOSS) {
        bool ruins = by->entry->dark >= 0 && by->entry->dark <= RUINED;
        int64_t least = ruins ? LEAST_RUIN : LEAST_LOSS;
        if (size < least) size = least;
    }
    object->value = size * factor / 5;
    object->through = k + 1;
    stance_note_effect(c, object, "through", by);
}

bool stance_predicate_between(const reading *r, uint32_t a, uint32_t b)
{
    static const char *const finite[] = {"is", "are", "was", "were", "has", "have", "had", "will", "would", "must"};
    for (uint32_t i = a + 1; i <= b; i++) {
        if (has_fn(r, i, FN(RELATIVE) | FN(SUBORDINATOR)) || stance_token_is(r, i, "that") ||
            stance_token_is(r, i, "what") || has_fn(r, i, FN(PRONOUN) | FN(SELF) | FN(PLURAL_PRONOUN)))
            return false;
        if (STANCE_TOKEN_IN(r, i, finite)) return true;
    }
    return false;
}

/* The token two behind which a verb joined by "and" begins another act: "prevent and resolve conflicts" is one, "reject
   war and choose peace" and "the delay and welcome" are two. */
static uint32_t joins_from(const composer *c, const item *by)
{
    bool shares = by->match->first == by->match->last &&
                  !(by->match->first > c->part_first && has_fn(c->r, by->match->first - 1, FN(DETERMINER)));
    return shares ? by->match->last : by->match->last - 1;
}

/* Objects behind the reverser at k: values up to the end of its clause, its reach, or the next verb that is joined by
   "and" where something good follows it: what is dark ("and contain the raids") is seldom done by that verb.
   *made: what it made of them together. */
static bool act_after(composer *c, size_t k, int64_t *made)
{
    const item *by = &c->items[k];
    uint32_t from = by->match->last, reach = from + OBJECT_REACH,
             end = stance_clause_end(c->r, from, from + OBJECTS_REACH);
    bool any = false;
    for (size_t j = k + 1; j < c->count; j++) {
        item *o = &c->items[j];
        if (o->match->first <= by->match->last) continue;
        if (o->match->first > reach || o->match->first > end) break;
        if (any && o->entry->kind == STANCE_KIND_REVERSER && conjoined(c->r, o->match->first)) break;
        if (stance_predicate_between(c->r, from, o->match->first) || stance_verb_joined(c->r, from, o->match->first) ||
            (o->value > 0 && stance_act_joined(c->r, joins_from(c, by), o->match->first)))
            break;
        if (!o->is_value) continue;
        turn(c, o, k);
        *made += o->value;
        any = true;
        reach = o->match->last + OBJECT_REACH / 2;
    }
    return any;
}

/* "It is no secret that the vote was put off": a clause of its own begins at "that" when a subject follows it. */
static bool subject_begins(const reading *r, uint32_t a, uint32_t b)
{
    for (uint32_t i = a + 1; i + 1 < b; i++) {
        if (stance_token_is(r, i, "that") && has_fn(r, i + 1, FN(DETERMINER))) return true;
    }
    return false;
}

/* The subject: the nearest value before the reverser and what stands side by side with it ("fruitful dialogue"). */
static bool act_before(composer *c, size_t k, int64_t *made)
{
    const item *by = &c->items[k], *nearest = NULL;
    for (size_t j = k; j > c->part; j--) {
        item *o = &c->items[j - 1];
        if (o->match->last >= by->match->first) continue;
        if (nearest ? o->match->last + 1 < nearest->match->first
                    : o->match->last + SUBJECT_REACH < by->match->first ||
                          !stance_same_clause(c->r, o->match->last, by->match->first) ||
                          subject_begins(c->r, o->match->last, by->match->first))
            break;
        if (!o->is_value) continue;
        turn(c, o, k);
        *made += o->value;
        nearest = o;
    }
    return nearest != NULL;
}

/* "Was broken", "had been gravely violated by": what it was done to stands before the verb. In "was denied access" it
   stands behind. */
static bool is_passive(const composer *c, const item *by)
{
    const reading *r = c->r;
    uint32_t at = by->match->first;
    if (at != by->match->last || !is_word(r, at)) return false;
    const stance_token *t = token_at(r, at);
    const char *end = r->text.data + t->end;
    bool participle = t->end - t->start > 4 &&
                      (memcmp(end - 2, "ed", 2) == 0 || memcmp(end - 2, "en", 2) == 0 || memcmp(end - 2, "wn", 2) == 0);
    if (!participle && !is_one_of(r, at, WORD(SHORT_PARTICIPLE))) return false;
    uint32_t i = at;
    while (i > c->part_first && at - i < NEAR_BEFORE && is_word(r, i - 1) && !has_fn(r, i - 1, FN(BE)) &&
           (has_fn(r, i - 1, FN(ADVERB)) || stance_ends_in_ly(r, i - 1)))
        i--;
    if (i == c->part_first || !has_fn(r, i - 1, FN(BE))) return false;
    return at + 1 >= r->tokens.count || stance_breaks_clause(r, at + 1) || !is_word(r, at + 1) ||
           (has_fn(r, at + 1, FN(PREPOSITION) | FN(ADVERB) | FN(CONJUNCTION) | FN(TIME) | FN(SUBORDINATOR)) &&
            !stance_token_is(r, at + 1, "to") && !stance_token_is(r, at + 1, "of"));
}

/* From right to left, so that an object is settled before what acts on it: eliminate (obstacles to (cooperation)). What
   an act says alone it says of a faint object, too: to violate a treaty is no less than to violate. */
void stance_reverse(composer *c)
{
    for (size_t k = c->count; k > c->part; k--) {
        item *it = &c->items[k - 1];
        if (it->entry->kind != STANCE_KIND_REVERSER) continue;
        bool acted = false;
        int64_t made = 0, alone = it->entry->value ? stance_points(it->entry) : it->twin ? stance_points(it->twin) : 0;
        bool passive = it->entry->scope == STANCE_SCOPE_AFTER && is_passive(c, it);
        if (it->entry->scope != STANCE_SCOPE_BEFORE && !passive) acted = act_after(c, k - 1, &made);
        if (!acted && (passive || it->entry->scope != STANCE_SCOPE_AFTER)) acted = act_before(c, k - 1, &made);
        int64_t rest = alone - made;
        if (!acted) rest = alone;
        else if (alone < 0 ? made > 0 || rest > 0 : made < 0 || rest < 0 || !alone) rest = 0;
        it->is_value = rest != 0;
        it->before = it->value = rest;
        if (acted && rest && c->trace) it->effect = stance_view_of("says more than its object");
    }
}
