/* Several shifts in one series, found one after the other. */
#include "stats/scan.h"

#include <stdlib.h>
#include <string.h>

static int by_period(const void *a, const void *b)
{
    const stance_observation *x = a, *y = b;
    return (x->period > y->period) - (x->period < y->period);
}

/* Index of the first statement of `period` or later. */
static size_t start_of(const stance_observation *sorted, size_t count, int32_t period)
{
    size_t low = 0, high = count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (sorted[middle].period < period) low = middle + 1;
        else high = middle;
    }
    return low;
}

typedef struct part {
    size_t from, to; /* of the sorted statements */
    stance_shift test;
} part;

/* Tests both sides of a cut, and says which of them shift. */
static stance_status test_sides(const stance_observation *sorted, part sides[2], const stance_shift_options *options,
                                double threshold, bool shifts[2], stance_error *err)
{
    double p[2];
    for (int i = 0; i < 2; i++) {
        STANCE_TRY(
            stance_shift_test(sorted + sides[i].from, sides[i].to - sides[i].from, options, &sides[i].test, err));
        p[i] = sides[i].test.verdict == STANCE_SHIFT_TESTED ? sides[i].test.p : 1;
    }
    const bool both = sides[0].test.verdict == STANCE_SHIFT_TESTED && sides[1].test.verdict == STANCE_SHIFT_TESTED;
    if (both) STANCE_TRY(stance_adjust_p(p, 2, STANCE_ADJUST_HOLM, p, err));
    for (int i = 0; i < 2; i++) shifts[i] = sides[i].test.verdict == STANCE_SHIFT_TESTED && p[i] <= threshold;
    return STANCE_OK;
}

static int by_place(const void *a, const void *b)
{
    const stance_shift *x = a, *y = b;
    return (x->period > y->period) - (x->period < y->period);
}

/* The parts still to be cut are at most as many as the shifts found: a part comes of a cut. */
static stance_status cut_up(const stance_observation *sorted, size_t count, const stance_shift_options *options,
                            const stance_shift *whole, double threshold, stance_shift *out, size_t *found,
                            stance_error *err)
{
    part waiting[STANCE_SHIFTS_MAX + 1] = {{0, count, *whole}};
    size_t parts = 1;
    while (parts && *found < STANCE_SHIFTS_MAX) {
        const part one = waiting[--parts];
        const size_t at = start_of(sorted, count, one.test.period);
        part sides[2] = {{.from = one.from, .to = at}, {.from = at, .to = one.to}};
        bool shifts[2];
        out[(*found)++] = one.test;
        STANCE_TRY(test_sides(sorted, sides, options, threshold, shifts, err));
        for (int i = 0; i < 2; i++)
            if (shifts[i] && parts <= STANCE_SHIFTS_MAX) waiting[parts++] = sides[i];
    }
    qsort(out, *found, sizeof *out, by_place);
    return STANCE_OK;
}

/* Each between its neighbours, from left to right: a place that moves is what the next one starts from. */
static stance_status repartition(const stance_observation *sorted, size_t count, const stance_shift_options *options,
                                 stance_shift *out, size_t found, stance_error *err)
{
    for (size_t i = 0; i < found; i++) {
        const size_t from = i ? start_of(sorted, count, out[i - 1].period) : 0;
        const size_t to = i + 1 < found ? start_of(sorted, count, out[i + 1].period) : count;
        stance_shift fit;
        STANCE_TRY(stance_shift_fit(sorted + from, to - from, options, &fit, err));
        if (fit.verdict != STANCE_SHIFT_TESTED) continue;
        fit.p = out[i].p;
        fit.p_permutation = out[i].p_permutation;
        fit.p_bootstrap = out[i].p_bootstrap;
        fit.p_strong = out[i].p_strong;
        fit.resamples = out[i].resamples;
        out[i] = fit;
    }
    return STANCE_OK;
}

stance_status stance_shift_sequence(const stance_observation *observations, size_t count,
                                    const stance_shift_options *options, const stance_shift *whole, double threshold,
                                    stance_shift *out, size_t *found, stance_error *err)
{
    *found = 0;
    if (whole->verdict != STANCE_SHIFT_TESTED || !count) return STANCE_OK;
    stance_observation *sorted = count <= SIZE_MAX / sizeof *sorted ? malloc(count * sizeof *sorted) : NULL;
    if (!sorted) return stance_fail_memory(err);
    memcpy(sorted, observations, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, by_period);
    stance_status status = cut_up(sorted, count, options, whole, threshold, out, found, err);
    if (status == STANCE_OK && *found > 1) status = repartition(sorted, count, options, out, *found, err);
    if (status != STANCE_OK) *found = 0;
    free(sorted);
    return status;
}
