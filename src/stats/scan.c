/* The scan for the places that split a series best, what a split is worth, and what all of them together say. */
#include "stats/scan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The least that a series leaves unexplained: a perfect fit is not divided by. */
static double least_of(double total)
{
    return 1e-12 * (total + 1e-12);
}

stance_cut stance_scan(const double *y, const double *w, const double *n, const uint32_t *order, size_t count)
{
    double weight = 0, sum = 0, squares = 0, statements = 0;
    for (size_t i = 0; i < count; i++) {
        weight += w[i];
        sum += w[i] * y[i];
        squares += w[i] * y[i] * y[i];
        statements += n[i];
    }
    const double mean = sum / weight;
    stance_cut best = {0, -1, 0, mean, mean};
    double left = 0, left_sum = 0, left_n = 0, at_left = 0, at_sum = 0;
    for (size_t k = 1; k + STANCE_SHIFT_SIDE_PERIODS <= count; k++) {
        const size_t i = order ? order[k - 1] : k - 1;
        left += w[i];
        left_sum += w[i] * (y[i] - mean);
        left_n += n[i];
        if (k < STANCE_SHIFT_SIDE_PERIODS || left_n < STANCE_SHIFT_SIDE_STATEMENTS) continue;
        if (statements - left_n < STANCE_SHIFT_SIDE_STATEMENTS) break;
        const double gain = left_sum * left_sum * weight / (left * (weight - left));
        if (gain > best.gain) {
            best.gain = gain;
            best.at = k;
            at_left = left;
            at_sum = left_sum;
        }
    }
    if (!best.at) return best;
    const double total = fmax(squares - sum * mean, 0);
    best.ratio = best.gain / fmax(total - best.gain, least_of(total));
    best.before = mean + at_sum / at_left;
    best.after = mean - at_sum / (weight - at_left);
    return best;
}

enum { BLOCK = 8 }; /* gains that are worked on together */

/* ---- sums from the left ---- */

stance_status stance_sums_allocate(size_t count, stance_sums *out, stance_error *err)
{
    const size_t places = count < STANCE_MIDDLE_GRID ? count : STANCE_MIDDLE_GRID;
    *out = (stance_sums){.count = count};
    out->memory = malloc((3 * (count + 1) + count + places * places / 2 + BLOCK) * sizeof *out->memory);
    if (!out->memory) return stance_fail_memory(err);
    out->w = out->memory;
    out->y = out->w + count + 1;
    out->n = out->y + count + 1;
    out->gains = out->n + count + 1;
    return STANCE_OK;
}

void stance_sums_free(stance_sums *sums)
{
    free(sums->memory);
    memset(sums, 0, sizeof *sums);
}

void stance_sums_fill(stance_sums *s, const double *y, const double *w, const double *n, const uint32_t *order)
{
    double weight = 0, sum = 0;
    for (size_t i = 0; i < s->count; i++) {
        weight += w[i];
        sum += w[i] * y[i];
    }
    const double mean = sum / weight;
    s->w[0] = s->y[0] = s->n[0] = s->total = 0;
    for (size_t k = 0; k < s->count; k++) {
        const size_t i = order ? order[k] : k;
        const double off = y[i] - mean;
        s->w[k + 1] = s->w[k] + w[i];
        s->y[k + 1] = s->y[k] + w[i] * off;
        s->n[k + 1] = s->n[k] + n[i];
        s->total += w[i] * off * off;
    }
    s->mean = mean;
}

/* What setting the periods from `from` up to `until` apart explains. */
static double gain_of(const stance_sums *s, size_t from, size_t until)
{
    const double weight = s->w[s->count], inside = s->w[until] - s->w[from], sum = s->y[until] - s->y[from];
    return sum * sum * weight / (inside * (weight - inside));
}

/* Are there periods and statements enough before, within and after? */
static bool allowed(const stance_sums *s, size_t from, size_t until)
{
    enum { LEAST = STANCE_SHIFT_SIDE_PERIODS };
    const double few = STANCE_SHIFT_SIDE_STATEMENTS;
    return from >= LEAST && until >= from + LEAST && s->count >= until + LEAST && s->n[from] >= few &&
           s->n[until] - s->n[from] >= few && s->n[s->count] - s->n[until] >= few;
}

/* The gains of all middle parts, into s->gains; of a long series not every place is tried. Returns how many. */
static size_t scan_middles(stance_sums *s, stance_middle *best)
{
    const size_t step = (s->count + STANCE_MIDDLE_GRID - 1) / STANCE_MIDDLE_GRID;
    const double few = STANCE_SHIFT_SIDE_STATEMENTS, all = s->n[s->count];
    size_t made = 0;
    *best = (stance_middle){.gain = -1};
    for (size_t from = STANCE_SHIFT_SIDE_PERIODS; from < s->count; from += step) {
        if (s->n[from] < few) continue;
        for (size_t until = from + step; until + STANCE_SHIFT_SIDE_PERIODS <= s->count; until += step) {
            if (until - from < STANCE_SHIFT_SIDE_PERIODS || s->n[until] - s->n[from] < few) continue;
            if (all - s->n[until] < few) break;
            const double gain = gain_of(s, from, until);
            s->gains[made++] = gain;
            if (gain > best->gain) *best = (stance_middle){.from = from, .until = until, .gain = gain};
        }
    }
    return made;
}

stance_middle stance_scan_middle(stance_sums *s)
{
    stance_middle best;
    const size_t step = (s->count + STANCE_MIDDLE_GRID - 1) / STANCE_MIDDLE_GRID;
    if (!scan_middles(s, &best)) return (stance_middle){.gain = 0};
    const stance_middle near = best;
    for (size_t from = near.from > step ? near.from - step + 1 : 1; from < near.from + step; from++)
        for (size_t until = near.until - step + 1; until < near.until + step; until++)
            if (allowed(s, from, until) && gain_of(s, from, until) > best.gain)
                best = (stance_middle){.from = from, .until = until, .gain = gain_of(s, from, until)};
    best.ratio = best.gain / fmax(s->total - best.gain, least_of(s->total));
    return best;
}

/* ---- all places together ---- */

/* Each x to the power count / 2, x in 0 … 1: a block at a time, so that the processor can do several at once. */
static void half_powers(double x[BLOCK], size_t count)
{
    double power[BLOCK];
    for (int i = 0; i < BLOCK; i++) power[i] = count & 1 ? sqrt(x[i]) : 1;
    for (size_t k = count / 2; k; k >>= 1) {
        if (k & 1)
            for (int i = 0; i < BLOCK; i++) power[i] *= x[i];
        for (int i = 0; i < BLOCK; i++) x[i] *= x[i];
    }
    for (int i = 0; i < BLOCK; i++) x[i] = power[i];
}

/* The logarithm of the mean likelihood ratio. Set against the largest, none is too large for a double. `gains` has room for a
   whole number of blocks. */
static double log_mean(const stance_sums *s, double *gains, size_t made, double most)
{
    const double least = least_of(s->total), rest = fmax(s->total - most, least);
    double sum = 0;
    for (size_t i = made; i % BLOCK; i++) gains[i] = 0;
    for (size_t from = 0; from < made; from += BLOCK) {
        double ratios[BLOCK];
        for (int i = 0; i < BLOCK; i++) {
            const double left = s->total - gains[from + (size_t)i];
            ratios[i] = rest / (left > least ? left : least);
        }
        half_powers(ratios, s->count);
        for (size_t i = 0; i < BLOCK && from + i < made; i++) sum += ratios[i];
    }
    return log(sum / (double)made) + 0.5 * (double)s->count * log(fmax(s->total, least) / rest);
}

double stance_scan_evidence(stance_sums *s)
{
    size_t made = 0;
    double most = 0;
    stance_middle middle;
    for (size_t k = STANCE_SHIFT_SIDE_PERIODS; k + STANCE_SHIFT_SIDE_PERIODS <= s->count; k++) {
        if (s->n[k] < STANCE_SHIFT_SIDE_STATEMENTS || s->n[s->count] - s->n[k] < STANCE_SHIFT_SIDE_STATEMENTS) continue;
        const double gain = gain_of(s, 0, k);
        s->gains[made++] = gain;
        most = fmax(most, gain);
    }
    if (!made) return 0;
    const double lasting = log_mean(s, s->gains, made, most);
    made = scan_middles(s, &middle);
    if (!made) return lasting;
    const double passing = log_mean(s, s->gains, made, middle.gain), larger = fmax(lasting, passing);
    return larger +
           log((1 - STANCE_PASSING_SHARE) * exp(lasting - larger) + STANCE_PASSING_SHARE * exp(passing - larger));
}
