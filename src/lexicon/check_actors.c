/* Who held which office when, and whom a name means. */
#include <stdlib.h>

#include "lexicon/check.h"

/* Days, both ends within: an office may be handed over on one day. */
typedef struct term_of_office {
    int64_t from, to;
} term_of_office;

static term_of_office term_of(const stance_actor *a)
{
    return (term_of_office){a->from.year ? stance_date_to_days(a->from) : INT64_MIN,
                            a->to.year ? stance_date_to_days(a->to) : INT64_MAX};
}

static bool at_one_time(const stance_actor *a, const stance_actor *b)
{
    term_of_office x = term_of(a), y = term_of(b);
    return x.from < y.to && y.from < x.to;
}

/* Several may hold it at once: deputies, ambassadors at large, members … */
static bool is_shared(stance_view office)
{
    static const char *const words[] = {
        "deputy",   "vice",         "former",     "member",   "senator",   "representative", "aide",
        "adviser",  "advisor",      "politician", "spokes",   "assistant", "ambassador",     "envoy",
        "under",    "coordinator",  "leader",     "academic", "judge",     "expert",         "analyst",
        "deputies", "commissioner", "candidate",  "activist", "co-chair",  "acting",         "journalist"};
    char small[128];
    size_t n = office.len < sizeof small - 1 ? office.len : sizeof small - 1;
    for (size_t i = 0; i < n; i++)
        small[i] = (char)(office.data[i] >= 'A' && office.data[i] <= 'Z' ? office.data[i] + 32 : office.data[i]);
    small[n] = '\0';
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strstr(small, words[i])) return true;
    }
    return false;
}

static bool same_text(stance_view a, stance_view b)
{
    if (a.len != b.len) return false;
    for (size_t i = 0; i < a.len; i++) {
        if ((a.data[i] | 32) != (b.data[i] | 32)) return false;
    }
    return true;
}

/* The entry of an actor's full name, which knows file and line. */
static stance_status first_entries(stance_checker *ck, const stance_entry ***out, stance_error *err)
{
    const stance_lexicon *lx = ck->lexicon;
    const stance_entry **list = stance_arena_zero(&ck->arena, lx->actor_count + 1, sizeof *list);
    if (!list) return stance_fail_memory(err);
    for (size_t i = 0; i < lx->entry_count; i++) {
        const stance_entry *e = &lx->entries[i];
        if (e->kind == STANCE_KIND_ACTOR && !e->replaced && !list[e->actor]) list[e->actor] = e;
    }
    *out = list;
    return STANCE_OK;
}

static stance_status check_offices(stance_checker *ck, const stance_entry *const *entries, stance_error *err)
{
    const stance_lexicon *lx = ck->lexicon;
    for (size_t i = 0; i < lx->actor_count; i++) {
        const stance_actor *a = &lx->actors[i];
        if (!entries[i]) continue;
        if (a->from.year && a->to.year && stance_date_to_days(a->from) > stance_date_to_days(a->to))
            STANCE_TRY(stance_check_add(
                ck, entries[i]->file, entries[i]->line, STANCE_FINDING_ERROR, STANCE_CHECK_DATES, err,
                "%.*s leaves the office before he comes into it; correct from or to", (int)a->name.len, a->name.data));
        if (a->kind != STANCE_ACTOR_PERSON || !a->office.len || is_shared(a->office)) continue;
        for (size_t k = 0; k < i; k++) {
            const stance_actor *b = &lx->actors[k];
            if (!entries[k] || b->kind != STANCE_ACTOR_PERSON || stance_view_equal(a->id, b->id) ||
                !stance_view_equal(a->state, b->state) || !same_text(a->office, b->office) || !at_one_time(a, b))
                continue;
            STANCE_TRY(stance_check_add(ck, entries[i]->file, entries[i]->line, STANCE_FINDING_WARNING,
                                        STANCE_CHECK_OFFICE, err,
                                        "%.*s and %.*s (%s) are both %.*s at one time; correct from and to",
                                        (int)a->name.len, a->name.data, (int)b->name.len, b->name.data,
                                        stance_check_place(ck, entries[k]), (int)a->office.len, a->office.data));
            break;
        }
    }
    return STANCE_OK;
}

static int by_pattern(const void *x, const void *y)
{
    const stance_entry *a = *(const stance_entry *const *)x, *b = *(const stance_entry *const *)y;
    size_t n = a->pattern.len < b->pattern.len ? a->pattern.len : b->pattern.len;
    int order = memcmp(a->pattern.data, b->pattern.data, n);
    if (order) return order;
    if (a->pattern.len != b->pattern.len) return a->pattern.len < b->pattern.len ? -1 : 1;
    return a < b ? -1 : a > b;
}

/* One name for two at one time: which of them speaks cannot be told. */
static stance_status check_names(stance_checker *ck, stance_error *err)
{
    const stance_lexicon *lx = ck->lexicon;
    const stance_entry **list = NULL;
    size_t count = 0, capacity = 0;
    for (size_t i = 0; i < lx->entry_count; i++) {
        const stance_entry *e = &lx->entries[i];
        if (e->kind == STANCE_KIND_ACTOR && !e->replaced && !STANCE_PUSH(&ck->arena, list, count, capacity, e))
            return stance_fail_memory(err);
    }
    if (count) qsort(list, count, sizeof *list, by_pattern);
    for (size_t i = 1; i < count; i++) {
        for (size_t k = i; k-- > 0 && stance_view_equal(list[k]->pattern, list[i]->pattern);) {
            const stance_actor *a = &lx->actors[list[i]->actor], *b = &lx->actors[list[k]->actor];
            if (stance_view_equal(a->id, b->id) || !at_one_time(a, b)) continue;
            STANCE_TRY(stance_check_add(ck, list[i]->file, list[i]->line, STANCE_FINDING_WARNING,
                                        STANCE_CHECK_AMBIGUOUS, err,
                                        "'%.*s' means %.*s and %.*s (%s) at one time; take the name from one of them",
                                        (int)list[i]->pattern.len, list[i]->pattern.data, (int)a->id.len, a->id.data,
                                        (int)b->id.len, b->id.data, stance_check_place(ck, list[k])));
            break;
        }
    }
    return STANCE_OK;
}

stance_status stance_check_actors(stance_checker *ck, stance_error *err)
{
    const stance_entry **entries = NULL;
    STANCE_TRY(first_entries(ck, &entries, err));
    STANCE_TRY(check_offices(ck, entries, err));
    return check_names(ck, err);
}
