/* Several shifts in one series, found one after the other. */
#include "stats/scan.h"

#include <stdlib.h>
#include <string.h>

#define CONFIRMED 0.1 /* p of each end of a passing shift */

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

enum { MOST_SIDES = 3 };

/* Tests the parts that a shift leaves, and says which of them shift. */
static stance_status test_sides(const stance_observation *sorted, part *sides, size_t count,
                                const stance_shift_options *options, double threshold, bool shifts[MOST_SIDES],
                                stance_error *err)
{
    double p[MOST_SIDES] = {1, 1, 1};
    size_t tested = 0;
    for (size_t i = 0; i < count; i++) {
        STANCE_TRY(
            stance_shift_test(sorted + sides[i].from, sides[i].to - sides[i].from, options, &sides[i].test, err));
        if (sides[i].test.verdict == STANCE_SHIFT_TESTED) p[tested++] = sides[i].test.p;
    }
    STANCE_TRY(stance_adjust_p(p, tested, STANCE_ADJUST_HOLM, p, err));
    tested = 0;
    for (size_t i = 0; i < count; i++)
        shifts[i] = sides[i].test.verdict == STANCE_SHIFT_TESTED && p[tested++] <= threshold;
    return STANCE_OK;
}

/* Is each end of a passing shift, by itself, more than a month or two that are far off? The parts are held to less than a
   finding is: that the series shifts is known. */
static stance_status confirm_ends(const stance_observation *sorted, const part *one, const size_t places[2],
                                  const stance_shift_options *options, bool *both, stance_error *err)
{
    const part sides[2] = {{.from = one->from, .to = places[1]}, {.from = places[0], .to = one->to}};
    stance_shift_options how = STANCE_SHIFT_OPTIONS_INIT;
    if (options) how = *options;
    how.intervals = false;
    *both = true;
    for (int i = 0; i < 2 && *both; i++) {
        stance_shift end;
        STANCE_TRY(stance_shift_fit(sorted + sides[i].from, sides[i].to - sides[i].from, &how, &end, err));
        *both = end.verdict == STANCE_SHIFT_TESTED && end.p <= CONFIRMED;
    }
    return STANCE_OK;
}

/* The two ends of a passing shift. Their figures are rough until they are fitted anew. */
static void split_passing(const stance_observation *sorted, const part *one, const size_t places[2],
                          stance_shift ends[2])
{
    int64_t sums[2] = {0, 0};
    size_t inside = places[1] - places[0], outside = one->to - one->from - inside;
    for (size_t i = one->from; i < one->to; i++) sums[i >= places[0] && i < places[1]] += sorted[i].value;
    const double levels[] = {(double)sums[0] / (double)outside / STANCE_MILLION,
                             (double)sums[1] / (double)inside / STANCE_MILLION};
    for (int i = 0; i < 2; i++) {
        stance_shift *end = &ends[i];
        *end = one->test;
        end->period = i ? one->test.until : one->test.from;
        end->before = levels[i];
        end->after = levels[1 - i];
        end->effect = end->after - end->before;
        end->standardised = end->sd > 0 ? end->effect / end->sd : 0;
        end->has_interval = false;
        end->lo = end->hi = 0;
        end->earliest = end->latest = end->period;
        if (i) end->shape = STANCE_SHAPE_RETURN;
    }
}

static int by_place(const void *a, const void *b)
{
    const stance_shift *x = a, *y = b;
    return (x->period > y->period) - (x->period < y->period);
}

/* The parts still to be cut are at most as many as the shifts found, and one more: each part but the first comes of a cut. */
static stance_status cut_up(const stance_observation *sorted, size_t count, const stance_shift_options *options,
                            const stance_shift *whole, double threshold, stance_shift *out, size_t *found,
                            stance_error *err)
{
    part waiting[STANCE_SHIFTS_MAX + 1] = {{0, count, *whole}};
    size_t parts = 1;
    while (parts && *found < STANCE_SHIFTS_MAX) {
        const part one = waiting[--parts];
        const size_t ends[2] = {start_of(sorted, count, one.test.from), start_of(sorted, count, one.test.until)};
        bool passing = one.test.shape == STANCE_SHAPE_PASSING && *found + 2 <= STANCE_SHIFTS_MAX;
        if (passing) STANCE_TRY(confirm_ends(sorted, &one, ends, options, &passing, err));
        const size_t at = start_of(sorted, count, one.test.period);
        part sides[MOST_SIDES] = {{.from = one.from, .to = passing ? ends[0] : at},
                                  {.from = passing ? ends[1] : at, .to = one.to},
                                  {.from = ends[0], .to = ends[1]}};
        bool shifts[MOST_SIDES];
        const size_t many = passing ? 3 : 2;
        if (passing) {
            split_passing(sorted, &one, ends, out + *found);
        } else {
            out[*found] = one.test;
            out[*found].shape = one.test.lasting;
        }
        *found += many - 1;
        STANCE_TRY(test_sides(sorted, sides, many, options, threshold, shifts, err));
        for (size_t i = 0; i < many; i++)
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
        if (out[i].shape >= STANCE_SHAPE_PASSING) fit.shape = out[i].shape;
        else fit.shape = fit.lasting; /* the two places of another one are not told */
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
