/* Verbs that are denied together with what they do to their subject: "the truce was not respected". */
#include "score/compose.h"

/* What is said at least of something good that was not kept up and of something dark that was not undone: who tells of
   it had a right to more. DENIED_DARK: how much of a denial's per cent counts for harm that did not come. VERB_GROUP: how
   far before its verb "not" stands, in tokens. */
#define LEAST_UNKEPT (15 * POINT / 10)
#define LEAST_UNDONE POINT
enum { DENIED_DARK_PER_CENT = 30, VERB_GROUP = 3, ITEMS_INSIDE = 8 };

bool stance_leaves_denial(const reading *r, const stance_entry *e, uint32_t i)
{
    return e->kind == STANCE_KIND_REVERSER && memchr(e->pattern.data, '_', e->pattern.len) &&
           is_one_of(r, i, WORD(DENIAL));
}

/* The reverser whose words the negator at k stands between ("was not respected"); c->count when there is none. */
static size_t reverser_around(const composer *c, size_t k)
{
    const item *by = &c->items[k];
    for (size_t j = k; j > c->part && k - j < ITEMS_INSIDE; j--) {
        const item *it = &c->items[j - 1];
        if (it->entry->kind == STANCE_KIND_REVERSER && it->match->last > by->match->last) return j - 1;
    }
    return c->count;
}

/* The tokens between a and b belong to a verb: "not (yet been) respected". */
static bool verb_group(const reading *r, uint32_t a, uint32_t b)
{
    if (b > a + VERB_GROUP) return false;
    for (uint32_t i = a + 1; i < b; i++) {
        if (!has_fn(r, i, FN(BE) | FN(AUXILIARY) | FN(ADVERB) | FN(TIME)) && !stance_ends_in_ly(r, i)) return false;
    }
    return true;
}

/* The reverser whose verb the negator at k denies ("has not been respected"); c->count when there is none. */
static size_t reverser_behind(const composer *c, size_t k)
{
    const item *by = &c->items[k];
    for (size_t j = k + 1; j < c->count && c->items[j].match->first <= by->match->last + VERB_GROUP; j++) {
        const item *it = &c->items[j];
        if (it->entry->kind != STANCE_KIND_REVERSER || it->match->first <= by->match->last) continue;
        return verb_group(c->r, by->match->last, it->match->first) ? j : c->count;
    }
    return c->count;
}

static void deny(composer *c, item *v, const item *by)
{
    bool bright = v->value > 0;
    int64_t turned = -v->value * by->entry->value / 100, least = v->before < 0 ? LEAST_UNDONE : LEAST_UNKEPT;
    v->value = bright ? turned : turned * DENIED_DARK_PER_CENT / 100;
    if (bright && v->value > -least) v->value = -least;
    stance_note_effect(c, v, "denied by", by);
}

/* What the reverser at k made of its subject or, for around, of its object. */
static bool deny_turned(composer *c, size_t k, const item *by, bool around)
{
    const item *verb = &c->items[k];
    bool any = false;
    size_t j = k;
    while (j > c->part && c->items[j - 1].match->last + OBJECTS_REACH >= verb->match->first) j--;
    for (; j < c->count && c->items[j].match->first <= verb->match->last + OBJECTS_REACH; j++) {
        item *v = &c->items[j];
        bool before = v->match->last < verb->match->first;
        if (!v->is_value || v->through != k + 1 || (!before && !around)) continue;
        deny(c, v, by);
        any = true;
    }
    return any;
}

bool stance_deny_verb(composer *c, size_t k)
{
    const item *by = &c->items[k];
    size_t verb = reverser_around(c, k);
    bool around = verb < c->count;
    if (!around) verb = reverser_behind(c, k);
    if (verb >= c->count) return false;
    bool any = deny_turned(c, verb, by, around);
    item *it = &c->items[verb];
    if (!it->is_value || !(any || around)) return any;
    deny(c, it, by);
    return true;
}
