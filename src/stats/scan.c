/* The scan for the place that splits a series best, and what a split is worth. */
#include "stats/scan.h"

#include <math.h>

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
    best.ratio = best.gain / fmax(total - best.gain, 1e-12 * (total + 1e-12));
    best.before = mean + at_sum / at_left;
    best.after = mean - at_sum / (weight - at_left);
    return best;
}
