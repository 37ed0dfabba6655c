/* Words that are the matter of something, not its tone: what talks, visits and inquiries are about. */
#include "score/compose.h"

/* Per cent of a thing that is merely talked about: of a dark one and a bright one. */
enum { DARK_TOPIC_PER_CENT = 10, BRIGHT_TOPIC_PER_CENT = 20 };

/* "Talks on", "an inquiry into", "the visit was focused on": the preposition behind a noun of talk stands near. */
enum { TALK_NEAR = 6 };

static bool is_talk(const reading *r, uint32_t i)
{
    static const char *const nouns[] = {"talks",    "discussions",  "discussion",    "consultations",  "meeting",
                                        "meetings", "conversation", "conversations", "visit",          "negotiations",
                                        "inquiry",  "inquiries",    "investigation", "investigations", "probe"};
    return STANCE_TOKEN_IN(r, i, nouns);
}

/* The token behind which a topic stands, when the word at i leads to one ("discussed", "talks … on", "focus on"), or 0. */
static uint32_t topic_after(const reading *r, uint32_t i, uint32_t floor)
{
    static const char *const discuss[] = {"discuss",     "discusses",    "discussed",    "discussing",
                                          "investigate", "investigates", "investigated", "investigating"};
    static const char *const focus[] = {"focus",    "focuses", "focused",  "focusing",
                                        "focussed", "centred", "centered", "concentrated"};
    static const char *const on[] = {"on", "about", "over", "into", "concerning", "regarding"};
    if (STANCE_TOKEN_IN(r, i, discuss)) return i;
    if (!STANCE_TOKEN_IN(r, i, on)) return 0;
    for (uint32_t k = i; k > floor && i - k < TALK_NEAR; k--) {
        if (stance_breaks_clause(r, k - 1)) return 0;
        if (is_talk(r, k - 1) || (k == i && STANCE_TOKEN_IN(r, k - 1, focus))) return i;
        if (k < i && has_fn(r, k - 1, FN(AUXILIARY) | FN(BE))) return 0;
    }
    return 0;
}

/* "Discussed ways to end the violence", "how to end it": what is to be done is more than a matter. */
static bool finds_ways(const reading *r, uint32_t a, uint32_t b)
{
    static const char *const words[] = {"way", "ways", "how", "means", "steps", "measures", "to"};
    for (uint32_t i = a + 1; i < b; i++) {
        if (STANCE_TOKEN_IN(r, i, words)) return true;
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
