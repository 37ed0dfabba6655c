/* The same words of the same speaker on the same day, in the reports of several: they were said once. */
#include "store/internal.h"

#include <stdlib.h>

/* A day's worth of quotations; rows come day by day, so that no more is held. */
struct stance_quote {
    int64_t words, speaker, document; /* words is 0 in a free place */
};

static size_t place_of(const stance_repeats *repeats, int64_t words, int64_t speaker)
{
    size_t mask = repeats->capacity - 1;
    size_t at = (size_t)((uint64_t)words * 0x9E3779B97F4A7C15U >> 20) & mask;
    while (repeats->quotes[at].words && (repeats->quotes[at].words != words || repeats->quotes[at].speaker != speaker))
        at = (at + 1) & mask;
    return at;
}

static bool grow(stance_repeats *repeats)
{
    stance_repeats wider = {.capacity = repeats->capacity ? 2 * repeats->capacity : 64};
    wider.quotes = calloc(wider.capacity, sizeof *wider.quotes);
    if (!wider.quotes) return false;
    for (size_t i = 0; i < repeats->capacity; i++) {
        const struct stance_quote *q = &repeats->quotes[i];
        if (q->words) wider.quotes[place_of(&wider, q->words, q->speaker)] = *q;
    }
    free(repeats->quotes);
    repeats->quotes = wider.quotes;
    repeats->capacity = wider.capacity;
    return true;
}

stance_status stance_repeats_add(stance_repeats *repeats, int32_t day, int64_t words, int64_t speaker, int64_t document,
                                 bool *repeated, stance_error *err)
{
    *repeated = false;
    if (!words || !speaker) return STANCE_OK;
    if (repeats->count && day != repeats->day) {
        memset(repeats->quotes, 0, repeats->capacity * sizeof *repeats->quotes);
        repeats->count = 0;
    }
    repeats->day = day;
    if (2 * repeats->count >= repeats->capacity && !grow(repeats)) return stance_fail_memory(err);
    struct stance_quote *q = &repeats->quotes[place_of(repeats, words, speaker)];
    if (q->words) {
        *repeated = q->document != document; /* who says a thing twice in one report has said it twice */
        return STANCE_OK;
    }
    *q = (struct stance_quote){words, speaker, document};
    repeats->count++;
    return STANCE_OK;
}

void stance_repeats_free(stance_repeats *repeats)
{
    free(repeats->quotes);
    *repeats = (stance_repeats){.quotes = NULL};
}
