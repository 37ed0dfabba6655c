/* Which entries fire: of those that match the same words, one. */
#include <stdlib.h>

#include "score/compose.h"

typedef struct candidate {
    const stance_match *match;
    const stance_entry *entry;
} candidate;

/* Points by strength 0 … 5: one faint word leaves a statement neutral, a strong one does not. Praise is cheap in diplomacy
   and blame is not, so strong bright words count less than strong dark ones. */
static const int64_t dark_points[] = {0, 3 * POINT / 10, POINT, 2 * POINT, 3 * POINT, 4 * POINT};
static const int64_t bright_points[] = {0, 3 * POINT / 10, POINT, 15 * POINT / 10, 2 * POINT, 25 * POINT / 10};

int64_t stance_points(const stance_entry *e)
{
    bool dark = (e->kind == STANCE_KIND_TONE && e->class != STANCE_TONE_CONCILIATORY) || e->value < 0;
    int strength = e->value < 0 ? -e->value : e->value;
    return dark ? -dark_points[strength] : bright_points[strength];
}

static int by_length(const void *x, const void *y)
{
    const candidate *a = x, *b = y;
    bool cue_a = a->entry->kind == STANCE_KIND_CUE, cue_b = b->entry->kind == STANCE_KIND_CUE;
    if (cue_a != cue_b) return cue_a ? 1 : -1; /* words of saying take what all others leave */
    return stance_match_order(a->match, a->entry, b->match, b->entry);
}

static int by_place(const void *x, const void *y)
{
    const item *a = x, *b = y;
    return a->match->first < b->match->first ? -1 : a->match->first > b->match->first;
}

size_t stance_first_match(const stance_matches *all, uint32_t token)
{
    size_t lo = 0, hi = all->count;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (all->data[mid].first < token) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

/* Marks the words of a match as used by owner; without owner: the first owner that a word of it has, or 0. */
static uint32_t owner_of(const uint32_t *owners, const stance_match *m, uint32_t base)
{
    for (uint32_t k = 0; m->first + k <= m->last; k++) {
        if ((m->mask >> k & 1) && owners[m->first + k - base]) return owners[m->first + k - base];
    }
    return 0;
}

static void own(const reading *r, uint32_t *owners, const candidate *x, uint32_t base, uint32_t owner)
{
    const stance_match *m = x->match;
    for (uint32_t k = 0; m->first + k <= m->last; k++) {
        if ((m->mask >> k & 1) && !stance_leaves_denial(r, x->entry, m->first + k)) owners[m->first + k - base] = owner;
    }
}

/* How many words of names the match has, and of how long a name at most. */
static bool breaks_name(const uint8_t *names, const stance_match *m, uint32_t base)
{
    uint32_t words = 0, longest = 0;
    for (uint32_t k = 0; m->first + k <= m->last; k++) {
        if (!(m->mask >> k & 1) || !names[m->first + k - base]) continue;
        words++;
        if (names[m->first + k - base] > longest) longest = names[m->first + k - base];
    }
    return words < longest;
}

/* More than half of the words begin with a capital: a headline, where capitals tell nothing. */
static bool headline(const reading *r, token_range range)
{
    uint32_t words = 0, capitals = 0;
    for (uint32_t i = range.first; i < range.end; i++) {
        words += is_word(r, i);
        capitals += is_capital(r, i);
    }
    return 2 * capitals > words;
}

/* One bright word with a capital beside another such word is part of a name that the masks do not have: "the Freedom
   Foundation". Dark ones seldom name anything. */
static bool names_something(const reading *r, const stance_match *m, const stance_entry *e, token_range range)
{
    if (e->kind != STANCE_KIND_TONE || e->class != STANCE_TONE_CONCILIATORY || m->first != m->last ||
        m->first == range.first || !is_capital(r, m->first))
        return false;
    if (memchr(e->pattern.data, '^', e->pattern.len)) return false;
    return is_capital(r, m->first - 1) || (m->first + 1 < range.end && is_capital(r, m->first + 1));
}

static bool wanted(const composer *c, const stance_match *m, const stance_entry *e)
{
    if (e->kind == STANCE_KIND_CUE) return stance_acts_in_content(c, m);
    return !e->replaced && (e->kind == STANCE_KIND_TONE || e->kind == STANCE_KIND_REVERSER ||
                            e->kind == STANCE_KIND_SHIFTER || e->kind == STANCE_KIND_MASK);
}

/* "Disagrees with": a cue says more of words that one faint tone entry took. */
static void raise_faint(item *it, const candidate *x)
{
    if (x->entry->kind != STANCE_KIND_CUE || it->entry->kind != STANCE_KIND_TONE || it->entry->value > 1 ||
        x->match->first > it->match->first || x->match->last < it->match->last)
        return;
    int64_t points = stance_points(x->entry);
    if (it->value > 0 ? points <= it->value : points >= it->value) return;
    it->match = x->match;
    it->entry = x->entry;
    it->before = it->value = points;
}

/* A tone entry on the words of an operator says what the operator counts itself: a reverser when it has no object, a
   shifter ("fail to", "so-called") beside what it does. */
static void note_twin(item *it, const candidate *x)
{
    bool operator= it->entry->kind == STANCE_KIND_REVERSER || it->entry->kind == STANCE_KIND_SHIFTER;
    if (!operator|| it->twin || x->entry->kind != STANCE_KIND_TONE || x->match->first<it->match->first ||
         x->match->last> it->match->last)
        return;
    it->twin = x->entry;
    if (it->entry->kind != STANCE_KIND_SHIFTER || stance_match_words(x->match) < stance_match_words(it->match)) return;
    it->is_value = true;
    it->before = it->value = stance_points(x->entry);
}

stance_status stance_fire(composer *c, token_range range, stance_error *err)
{
    const reading *r = c->r;
    candidate *list = NULL;
    size_t count = 0, capacity = 0, start = c->count;
    uint32_t length = range.end - range.first;
    uint32_t *owners = stance_arena_zero(c->arena, length + 1, sizeof *owners);
    uint8_t *names =
        stance_arena_zero(c->arena, length + 1, 1); /* by token: how many words the name has that it stands in */
    if (!owners || !names) return stance_fail_memory(err);
    c->names_other = c->names_other || stance_names_other(c, range);
    bool names_tell = !headline(r, range);
    for (size_t k = stance_first_match(&r->matches, range.first);
         k < r->matches.count && r->matches.data[k].first < range.end; k++) {
        const stance_match *m = &r->matches.data[k];
        const stance_entry *e = &r->lexicon->entries[m->entry];
        if (!wanted(c, m, e) || m->last >= range.end || (names_tell && names_something(r, m, e, range))) continue;
        if (!STANCE_PUSH(c->arena, list, count, capacity, ((candidate){m, e}))) return stance_fail_memory(err);
        for (uint32_t i = 0; e->kind == STANCE_KIND_MASK && m->first + i <= m->last; i++) {
            uint8_t *name = &names[m->first + i - range.first], words = (uint8_t)stance_match_words(m);
            if ((m->mask >> i & 1) && *name < words) *name = words;
        }
    }
    if (!count) return STANCE_OK;
    qsort(list, count, sizeof *list, by_length);
    for (size_t i = 0; i < count; i++) {
        const candidate *x = &list[i];
        /* A part of a name has no tone: "united * efforts" must not fire on "the United Nations and its efforts". */
        if (x->entry->kind != STANCE_KIND_MASK && breaks_name(names, x->match, range.first)) continue;
        uint32_t owner = owner_of(owners, x->match, range.first);
        if (owner) {
            if (owner == UINT32_MAX) continue;
            note_twin(&c->items[owner - 1], x);
            raise_faint(&c->items[owner - 1], x);
            continue;
        }
        uint32_t owned_by = x->entry->kind == STANCE_KIND_MASK ? UINT32_MAX : (uint32_t)c->count + 1;
        own(r, owners, x, range.first, owned_by);
        if (x->entry->kind == STANCE_KIND_MASK) continue;
        bool says = x->entry->kind == STANCE_KIND_TONE || x->entry->kind == STANCE_KIND_CUE;
        item it = {.match = x->match, .entry = x->entry, .is_value = says};
        if (it.is_value) it.before = it.value = stance_points(x->entry);
        if (!STANCE_PUSH(c->arena, c->items, c->count, c->capacity, it)) return stance_fail_memory(err);
    }
    if (c->count > start) qsort(c->items + start, c->count - start, sizeof *c->items, by_place);
    return STANCE_OK;
}
