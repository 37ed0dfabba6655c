/* Checks of a trend: one break, and the likeness of neighbouring periods. */
#include "stance/trends.h"

#include "stats/internal.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_POINTS = STANCE_SEN_MAX_POINTS };

static stance_status check_values(const double *y, size_t count, stance_error *err)
{
    if (count < STANCE_TREND_MIN_POINTS) return stance_stats_too_few(count, err);
    if (!y) return stance_fail(err, STANCE_EINVAL, "no values were given");
    if (count > MOST_POINTS)
        return stance_fail(err, STANCE_EINVAL,
                           "%zu points are more than the %d that can be checked; take longer periods", count,
                           MOST_POINTS);
    for (size_t i = 0; i < count; i++)
        if (!gsl_finite(y[i])) return stance_fail(err, STANCE_EINVAL, "value %zu is not a finite number", i);
    return STANCE_OK;
}

static int sign_of(double x)
{
    return (x > 0) - (x < 0);
}

stance_status stance_pettitt_test(const double *y, size_t count, stance_pettitt *out, stance_error *err)
{
    memset(out, 0, sizeof *out);
    STANCE_TRY(check_values(y, count, err));
    int64_t u = 0;
    out->points = count;
    out->constant = true;
    out->at = 1;
    for (size_t t = 0; t + 1 < count; t++) {
        /* U_t = U_(t-1) + sum over all j of sign(y_t - y_j) */
        for (size_t j = 0; j < count; j++) {
            u += sign_of(y[t] - y[j]);
            out->constant = out->constant && !(y[t] < y[j]) && !(y[t] > y[j]);
        }
        const int64_t size = u < 0 ? -u : u;
        if (size <= out->k) continue;
        out->k = size;
        out->at = t + 1;
    }
    const double n = (double)count, k = (double)out->k;
    out->p = fmin(1, 2 * exp(-6 * k * k / (n * n * n + n * n)));
    return STANCE_OK;
}

/* Autocorrelation at a lag, as R's acf: sums over all pairs, divided by the sum of squares over all values. */
static double autocorrelation(const double *y, size_t count, size_t lag)
{
    double mean = 0, squares = 0, products = 0;
    for (size_t i = 0; i < count; i++) mean += y[i] / (double)count;
    for (size_t i = 0; i < count; i++) squares += (y[i] - mean) * (y[i] - mean);
    for (size_t i = 0; i + lag < count; i++) products += (y[i] - mean) * (y[i + lag] - mean);
    return squares > 0 ? products / squares : 0;
}

typedef struct ranked {
    double value;
    size_t index;
} ranked;

static int compare_ranked(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    if (x->value < y->value || x->value > y->value) return x->value < y->value ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

bool stance_ranks(double *values, size_t count)
{
    ranked *order = malloc((count + 1) * sizeof *order);
    if (!order) return false;
    for (size_t i = 0; i < count; i++) order[i] = (ranked){values[i], i};
    qsort(order, count, sizeof *order, compare_ranked);
    for (size_t at = 0, end; at < count; at = end) {
        for (end = at + 1; end < count && !(order[at].value < order[end].value);) end++;
        for (size_t i = at; i < end; i++) values[order[i].index] = (double)(at + 1 + end) / 2;
    }
    free(order);
    return true;
}

/* y less Sen's line, in a new array. */
static stance_status without_line(const double *x, const double *y, size_t count, double *slope, double **out,
                                  stance_error *err)
{
    stance_sen sen;
    *out = NULL;
    STANCE_TRY(stance_sen_slope(x, y, NULL, count, .95, &sen, err));
    double *rest = malloc(count * sizeof *rest);
    if (!rest) return stance_fail_memory(err);
    for (size_t i = 0; i < count; i++) rest[i] = y[i] - sen.slope * x[i];
    *slope = sen.slope;
    *out = rest;
    return STANCE_OK;
}

stance_status stance_hamed_rao_test(const double *x, const double *y, size_t count, stance_hamed_rao *out,
                                    stance_error *err)
{
    double *rest, slope;
    stance_mann_kendall kendall;
    memset(out, 0, sizeof *out);
    STANCE_TRY(check_values(y, count, err));
    STANCE_TRY(stance_mann_kendall_test(y, count, &kendall, err));
    STANCE_TRY(without_line(x, y, count, &slope, &rest, err));
    if (!stance_ranks(rest, count)) {
        free(rest);
        return stance_fail_memory(err);
    }
    const double n = (double)count, bound = gsl_cdf_ugaussian_Pinv(.975) / sqrt(n);
    double sum = 0;
    for (size_t k = 1; k + 2 < count; k++) { /* further lags have factor 0 */
        const double rho = autocorrelation(rest, count, k), gap = n - (double)k;
        if (fabs(rho) > bound) sum += gap * (gap - 1) * (gap - 2) * rho;
    }
    free(rest);
    out->points = count;
    out->factor = 1 + 2 / (n * (n - 1) * (n - 2)) * sum;
    if (kendall.constant || !(out->factor > 0)) return STANCE_OK;
    out->has_result = true;
    out->z = kendall.z / sqrt(out->factor);
    out->p = fmin(1, 2 * gsl_cdf_ugaussian_Q(fabs(out->z)));
    return STANCE_OK;
}

stance_status stance_tfpw_test(const double *x, const double *y, size_t count, stance_tfpw *out, stance_error *err)
{
    double *rest;
    memset(out, 0, sizeof *out);
    if (count < STANCE_TREND_MIN_POINTS + 1)
        return stance_fail(err, STANCE_ENODATA, "pre-whitening needs at least %d points; there %s %zu",
                           STANCE_TREND_MIN_POINTS + 1, count == 1 ? "is" : "are", count);
    STANCE_TRY(check_values(y, count, err));
    stance_tfpw tfpw = {.points = count - 1};
    STANCE_TRY(without_line(x, y, count, &tfpw.slope, &rest, err));
    tfpw.autocorrelation = autocorrelation(rest, count, 1);
    for (size_t i = 0; i + 1 < count; i++)
        rest[i] = rest[i + 1] - tfpw.autocorrelation * rest[i] + tfpw.slope * x[i + 1];
    stance_status status = stance_mann_kendall_test(rest, count - 1, &tfpw.kendall, err);
    if (status == STANCE_OK) *out = tfpw;
    free(rest);
    return status;
}
