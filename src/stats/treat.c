/* What is taken out of a series before changes are sought: a stable season, and single points that lie far off. Everything is
   measured on differences of neighbours or against medians, so that the changes themselves do not disturb it. */
#include "stats/partition.h"

#include "stats/internal.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define MAD_TO_SD 1.4826022185056018  /* of normal noise: 1 / qnorm(.75) */
#define MEAN_TO_SD 1.2533141373155001 /* mean absolute deviation: sqrt(pi / 2) */

/* ---- noise ---- */

/* The standard deviation of y[i] - y[i - lag], by its median absolute deviation. `buffer` has room for count. */
static double difference_sd(const double *y, size_t count, size_t lag, double *buffer)
{
    const size_t n = count - lag;
    for (size_t i = 0; i < n; i++) buffer[i] = y[i + lag] - y[i];
    const double middle = stance_median_in_place(buffer, n);
    for (size_t i = 0; i < n; i++) buffer[i] = fabs(buffer[i] - middle);
    return MAD_TO_SD * stance_median_in_place(buffer, n);
}

stance_status stance_noise_of(const double *y, size_t count, double *sd, double *autocorrelation, stance_error *err)
{
    *sd = *autocorrelation = 0;
    if (count < 4) return STANCE_OK;
    double *buffer = malloc(count * sizeof *buffer);
    if (!buffer) return stance_fail_memory(err);
    const double one = difference_sd(y, count, 1, buffer), two = difference_sd(y, count, 2, buffer);
    free(buffer);
    if (!(one > 0)) { /* most neighbours are equal: what noise there is, is in the others */
        double sum = 0;
        for (size_t i = 1; i < count; i++) sum += fabs(y[i] - y[i - 1]);
        *sd = MEAN_TO_SD * sum / (double)(count - 1) / sqrt(2);
        return STANCE_OK;
    }
    /* Of first-order noise with variance v, differences of lag k have the variance 2 v (1 - rho^k). */
    const double rho = two * two / (one * one) - 1;
    *autocorrelation = rho < 0 ? 0 : rho > STANCE_RHO_MAX ? STANCE_RHO_MAX : rho;
    *sd = one / sqrt(2 * (1 - *autocorrelation));
    return STANCE_OK;
}

/* ---- season ---- */

/* The places of a series as whole numbers from 0; a place without a row has NONE. */
typedef struct grid {
    size_t *row, span;
} grid;

#define NONE SIZE_MAX
enum { DETECT_MAX = 4096, CYCLES_MIN = 4, CYCLES_AROUND = 3 };

/* False when the places are not whole numbers, or have more gaps than rows. */
static bool lay_out(const double *x, size_t count, grid *out, stance_error *err, stance_status *status)
{
    *out = (grid){NULL, 0};
    const double span = x ? x[count - 1] - x[0] + 1 : (double)count;
    if (!(span <= 2 * (double)count)) return false;
    for (size_t i = 0; x && i < count; i++) {
        if (fabs(x[i] - x[0] - nearbyint(x[i] - x[0])) > 1e-6) return false;
    }
    out->span = (size_t)span;
    out->row = malloc(out->span * sizeof *out->row);
    if (!out->row) {
        *status = stance_fail_memory(err);
        return false;
    }
    for (size_t i = 0; i < out->span; i++) out->row[i] = NONE;
    for (size_t i = 0; i < count; i++) out->row[x ? (size_t)nearbyint(x[i] - x[0]) : i] = i;
    return true;
}

/* What is left of the absolute differences of neighbours, from `first` on, when each phase has its own median. `buffer` has
   room for `span`. period 1: one median for all. */
static double left_over(const grid *g, const double *y, size_t first, size_t span, size_t period, double *buffer,
                        size_t *used)
{
    double sum = 0;
    *used = 0;
    for (size_t phase = 0; phase < period; phase++) {
        size_t n = 0;
        for (size_t at = first + phase; at < first + span; at += period) {
            if (at == 0 || g->row[at] == NONE || g->row[at - 1] == NONE) continue;
            buffer[n++] = y[g->row[at]] - y[g->row[at - 1]];
        }
        if (n == 0) continue;
        const double middle = stance_median_in_place(buffer, n);
        for (size_t i = 0; i < n; i++) sum += fabs(buffer[i] - middle);
        *used += n;
    }
    return sum;
}

/* The cycle that explains differences of neighbours best, if it explains a fifth of them and more than its parameters
   would by chance. A longer one must beat a shorter one by a tenth, for it contains it. */
static size_t strongest(const grid *g, const double *y, const size_t *seasons, double *buffer)
{
    const size_t span = g->span < DETECT_MAX ? g->span : DETECT_MAX, first = (g->span - span) / 2;
    size_t used, best = 0;
    const double whole = left_over(g, y, first, span, 1, buffer, &used);
    double most = 0;
    if (!(whole > 0)) return 0;
    for (size_t i = 0; i < STANCE_SEASONS_MAX && seasons[i]; i++) {
        if (seasons[i] < 2 || seasons[i] > span / CYCLES_MIN) continue;
        const double left = left_over(g, y, first, span, seasons[i], buffer, &used);
        if (left >= 0.8 * whole) continue;
        const double n = (double)used, share = left / whole > 1e-9 ? left / whole : 1e-9;
        const double gain = -2 * n * log(share) - STANCE_CHANGE_COST * (double)(seasons[i] - 1) * log(n);
        if (gain > 1.1 * most) {
            most = gain;
            best = seasons[i];
        }
    }
    return best;
}

/* The mean over one cycle around each place, those at the ends taking the first and the last whole cycle; a cycle of even
   length counts half of the places at both of its ends. `values` by place, sums and counts by running totals. */
static void smooth(const grid *g, const double *values, size_t period, double *sums, double *counts, double *out)
{
    const size_t half = period / 2;
    sums[0] = counts[0] = 0;
    for (size_t at = 0; at < g->span; at++) {
        const bool there = g->row[at] != NONE;
        sums[at + 1] = sums[at] + (there ? values[at] : 0);
        counts[at + 1] = counts[at] + there;
    }
    for (size_t at = 0; at < g->span; at++) {
        const size_t middle = at < half ? half : at + half >= g->span ? g->span - 1 - half : at;
        const size_t from = middle - half, to = middle + half + 1;
        double sum = sums[to] - sums[from], n = counts[to] - counts[from];
        if (period % 2 == 0) {
            if (g->row[from] != NONE) sum -= values[from] / 2, n -= 0.5;
            if (g->row[to - 1] != NONE) sum -= values[to - 1] / 2, n -= 0.5;
        }
        out[at] = n > 0 ? sum / n : 0;
    }
}

/* The seasonal part at each place: what its phase does in the cycles around, by their median, so that it may change slowly
   and a change of level does not enter it. */
static void seasonal(const grid *g, const double *rest, size_t period, double *out)
{
    double buffer[2 * CYCLES_AROUND + 1];
    for (size_t at = 0; at < g->span; at++) {
        const size_t phase = at % period, cycles = (g->span - 1 - phase) / period + 1;
        const size_t wanted = cycles < 2 * CYCLES_AROUND + 1 ? cycles : 2 * CYCLES_AROUND + 1;
        size_t from = at / period < CYCLES_AROUND ? 0 : at / period - CYCLES_AROUND, n = 0;
        if (from > cycles - wanted) from = cycles - wanted;
        for (size_t c = from; c < from + wanted; c++) {
            const size_t place = c * period + phase;
            if (g->row[place] != NONE) buffer[n++] = rest[place];
        }
        out[at] = n ? stance_median_in_place(buffer, n) : 0;
    }
}

stance_status stance_take_season(const double *x, double *y, size_t count, const size_t *seasons, size_t *season,
                                 stance_error *err)
{
    stance_status status = STANCE_OK;
    grid g;
    double *room = NULL;
    *season = 0;
    if (count < 8 || !seasons[0] || !lay_out(x, count, &g, err, &status)) return status;
    const size_t span = g.span;
    room = calloc(span + 1, 5 * sizeof *room);
    if (!room) {
        status = stance_fail_memory(err);
        goto done;
    }
    *season = strongest(&g, y, seasons, room);
    if (!*season) goto done;
    double *values = room, *trend = room + (span + 1), *part = room + 2 * (span + 1);
    double *sums = room + 3 * (span + 1), *counts = room + 4 * (span + 1);
    for (size_t at = 0; at < span; at++) values[at] = g.row[at] == NONE ? 0 : y[g.row[at]];
    smooth(&g, values, *season, sums, counts, trend);
    for (size_t at = 0; at < span; at++) values[at] -= trend[at];
    seasonal(&g, values, *season, part);
    /* centred over each cycle, so that the level stays in the series */
    smooth(&g, part, *season, sums, counts, trend);
    for (size_t at = 0; at < span; at++) {
        if (g.row[at] != NONE) y[g.row[at]] -= part[at] - trend[at];
    }
done:
    free(room);
    free(g.row);
    return status;
}

/* ---- outliers ---- */

enum { AROUND = 3 };
#define OUTLIER_FAR 4.0  /* sd from the median of the neighbours: an outlier */
#define OUTLIER_KEPT 2.0 /* sd that it is drawn in to */

static double median_around(const double *y, size_t count, size_t i)
{
    double sorted[2 * AROUND + 1] = {0};
    const size_t from = i < AROUND ? 0 : i - AROUND, to = i + AROUND < count ? i + AROUND + 1 : count;
    size_t n = 0;
    for (size_t k = from; k < to; k++) {
        size_t at = n++;
        for (; at > 0 && sorted[at - 1] > y[k]; at--) sorted[at] = sorted[at - 1];
        sorted[at] = y[k];
    }
    return n % 2 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
}

stance_status stance_take_outliers(double *y, size_t count, size_t *outliers, stance_error *err)
{
    *outliers = 0;
    if (count < 10) return STANCE_OK;
    double *copy = malloc(count * sizeof *copy);
    if (!copy) return stance_fail_memory(err);
    /* The larger of two scales: where many neighbours are equal, the median sees no noise at all. */
    double sd = difference_sd(y, count, 1, copy), mean = 0;
    for (size_t i = 1; i < count; i++) mean += fabs(y[i] - y[i - 1]) / (double)(count - 1);
    sd = fmax(sd, MEAN_TO_SD * mean) / sqrt(2);
    memcpy(copy, y, count * sizeof *copy);
    for (size_t i = 1; sd > 0 && i + 1 < count; i++) {
        const double middle = median_around(copy, count, i), off = copy[i] - middle;
        if (fabs(off) <= OUTLIER_FAR * sd) continue;
        y[i] = middle + copysign(OUTLIER_KEPT * sd, off);
        ++*outliers;
    }
    free(copy);
    return STANCE_OK;
}
