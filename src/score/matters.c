/* Words that are the matter of something, not its tone: what talks, visits and inquiries are about, and
   the dark things in what is praised. */
#include "score/compose.h"

/* Per cent of a thing that is merely talked about: of a dark one and a bright one. PRAISED: of a dark thing in what is
   praised; PRAISE: from this strength on a bright word praises. */
enum { DARK_TOPIC_PER_CENT = 10, BRIGHT_TOPIC_PER_CENT = 20, PRAISED_PER_CENT = 20, PRAISE = 3 };

/* "Talks on", "an inquiry into", "the visit was focused on": the preposition behind a noun of talk stands near. */
enum { TALK_NEAR = 6 };

static bool is_talk(const reading *r, uint32_t i)
{
    return is_one_of(r, i, WORD(TALKS));
}

/* The token behind which a topic stands, when the word at i leads to one ("discussed", "talks … on", "focus on"), or 0. */
static uint32_t topic_after(const reading *r, uint32_t i, uint32_t floor)
{
    if (is_one_of(r, i, WORD(DISCUSS))) return i;
    if (!is_one_of(r, i, WORD(ABOUT))) return 0;
    for (uint32_t k = i; k > floor && i - k < TALK_NEAR; k--) {
        if (stance_breaks_clause(r, k - 1)) return 0;
        if (is_talk(r, k - 1) || (k == i && is_one_of(r, k - 1, WORD(FOCUS)))) return i;
        if (k < i && has_fn(r, k - 1, FN(AUXILIARY) | FN(BE))) return 0;
    }
    return 0;
}

/* "Discussed ways to end the violence", "how to end it": what is to be done is more than a matter. */
static bool finds_ways(const reading *r, uint32_t a, uint32_t b)
{
    for (uint32_t i = a + 1; i < b; i++) {
        if (is_one_of(r, i, WORD(MEANS))) return true;
    }
    return false;
}

/* "Discussed the travel ban"; a strong judgement ("the barbaric raid") stays what it is, and a faint word is neutral anyway. */
static bool can_be_topic(const item *v)
{
    if (!v->is_value || v->entry->kind != STANCE_KIND_TONE) return false;
    if (v->value > 0) return v->entry->class == STANCE_TONE_CONCILIATORY;
    return !stance_judges(v) && v->before <= -POINT;
}

/* What stands behind the token `from` is talked about, up to the end of its clause; items from k on. The first item that
   is not. */
static size_t take_topic(composer *c, uint32_t from, size_t k)
{
    const reading *r = c->r;
    uint32_t end = stance_clause_end(r, from, from + OBJECT_REACH);
    while (k < c->count && c->items[k].match->first <= from) k++;
    for (; k < c->count && c->items[k].match->first < end; k++) {
        item *v = &c->items[k];
        if (stance_predicate_between(r, from, v->match->first) || finds_ways(r, from, v->match->first)) break;
        if (!can_be_topic(v)) continue;
        v->value = v->value * (v->value < 0 ? DARK_TOPIC_PER_CENT : BRIGHT_TOPIC_PER_CENT) / 100;
        stance_say_effect(c, v, "merely talked about");
    }
    return k;
}

void stance_talk(composer *c, uint32_t end)
{
    size_t k = c->part;
    for (uint32_t i = c->part_first; i < end && k < c->count; i++) {
        uint32_t from = topic_after(c->r, i, c->part_first);
        if (from) k = take_topic(c, from, k);
    }
}

bool stance_greets(const composer *c, const item *it)
{
    if (!it->is_value || it->value <= 0 || it->entry->kind != STANCE_KIND_TONE || it->entry->value < PRAISE)
        return false;
    return is_one_of(c->r, it->match->first, WORD(PRAISE));
}

/* A state of affairs, or an enmity: "former foe", "terrorism". */
static bool is_dark_matter(const composer *c, const item *v)
{
    if (!v->is_value || v->value >= 0 || v->entry->kind != STANCE_KIND_TONE) return false;
    return v->entry->class == STANCE_TONE_ADVERSE || is_one_of(c->r, v->match->last, WORD(ENMITY));
}

/* "Praised Norland for restoring relations with its former foe" */
void stance_praise(composer *c)
{
    for (size_t k = c->part; k < c->count; k++) {
        if (!stance_greets(c, &c->items[k])) continue;
        const item *by = &c->items[k];
        uint32_t from = by->match->last, end = stance_clause_end(c->r, from, from + SCOPE_REACH);
        for (k++; k < c->count && c->items[k].match->first < end; k++) {
            if (is_dark_matter(c, &c->items[k]))
                stance_weigh(c, &c->items[k], by, PRAISED_PER_CENT, "in what is praised:");
        }
        k--;
    }
}
