/* Theil–Sen slope, and the trend of a series. */
#include "stats/internal.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct weighted {
    double value, weight;
} weighted;

static void swap(weighted *a, weighted *b)
{
    const weighted t = *a;
    *a = *b;
    *b = t;
}

static double middle_of(double a, double b, double c)
{
    return fmax(fmin(a, b), fmin(fmax(a, b), c));
}

/* The value at which half of the weight is reached; when a value reaches exactly half, the mean of it and the next, as
   a plain median does. Quickselect with a three-way partition: reorders the pairs. */
static double weighted_median(weighted *pairs, size_t count)
{
    double total = 0;
    for (size_t i = 0; i < count; i++) total += pairs[i].weight;
    const double half = total / 2, close = total * 1e-12;
    size_t lo = 0, hi = count; /* the value is in pairs[lo … hi - 1], or is followed by what is at hi */
    double before = 0;         /* weight of what is left of lo */
    double after = 0;          /* smallest value right of hi, when there is any */
    bool has_after = false;
    for (;;) {
        const double pivot = middle_of(pairs[lo].value, pairs[lo + (hi - lo) / 2].value, pairs[hi - 1].value);
        size_t less = lo, i = lo, more = hi;
        double below = 0, at = 0;
        while (i < more) {
            if (pairs[i].value < pivot) {
                below += pairs[i].weight;
                swap(&pairs[less++], &pairs[i++]);
            } else if (pairs[i].value > pivot) {
                swap(&pairs[i], &pairs[--more]);
            } else {
                at += pairs[i++].weight;
            }
        }
        if (less > lo && before + below > half - close) {
            hi = less;
            after = pivot;
            has_after = true;
        } else if (more < hi && before + below + at < half - close) {
            before += below + at;
            lo = more;
        } else {
            if (fabs(before + below + at - half) > close || (more == hi && !has_after)) return pivot;
            double next = more < hi ? pairs[more].value : after;
            for (size_t j = more; j < hi; j++) next = fmin(next, pairs[j].value);
            return pivot / 2 + next / 2;
        }
    }
}

stance_status stance_stats_check_points(const double *x, const double *y, const double *weights, size_t count,
                                        stance_error *err)
{
    if (!x || !y) return stance_fail(err, STANCE_EINVAL, "no values were given");
    for (size_t i = 0; i < count; i++) {
        if (!gsl_finite(x[i]) || !gsl_finite(y[i]))
            return stance_fail(err, STANCE_EINVAL, "point %zu is not a finite number", i);
        if (i > 0 && !(x[i - 1] < x[i]))
            return stance_fail(err, STANCE_EINVAL, "points must be in order, each x once; point %zu is not", i);
        if (weights && !(gsl_finite(weights[i]) && weights[i] > 0))
            return stance_fail(err, STANCE_EINVAL, "the weight of point %zu is not a positive number", i);
    }
    return STANCE_OK;
}

static stance_status check_points(const double *x, const double *y, const double *weights, size_t count,
                                  stance_error *err)
{
    if (count < STANCE_TREND_MIN_POINTS) return stance_stats_too_few(count, err);
    if (count > STANCE_SEN_MAX_POINTS)
        return stance_fail(err, STANCE_EINVAL,
                           "a slope over %zu points is more than the %d that can be done; take longer periods", count,
                           STANCE_SEN_MAX_POINTS);
    return stance_stats_check_points(x, y, weights, count, err);
}

static stance_status unweighted_slope(const double *x, const double *y, size_t count, double level, stance_sen *out,
                                      stance_error *err)
{
    stance_mann_kendall kendall;
    STANCE_TRY(stance_mann_kendall_test(y, count, &kendall, err));
    const size_t pairs = count * (count - 1) / 2;
    double *slopes = malloc(pairs * sizeof *slopes);
    if (!slopes) return stance_fail_memory(err);
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = i + 1; j < count; j++) slopes[n++] = (y[j] - y[i]) / (x[j] - x[i]);
    }
    out->slope = stance_median_in_place(slopes, pairs);
    if (!kendall.constant) {
        /* Gilbert (1987), 16.4.2: the slopes of rank (N - C) / 2 and (N + C) / 2 + 1 of N, C = z sqrt(var S), with the
           variance corrected for ties. Ranks are rounded to the nearest, as R's trend::sens.slope does. */
        const double c = gsl_cdf_ugaussian_Pinv((1 + level) / 2) * sqrt(kendall.variance);
        const double lower = nearbyint(((double)pairs - c) / 2), upper = nearbyint(((double)pairs + c) / 2 + 1);
        if (lower >= 1 && upper <= (double)pairs) {
            out->has_interval = true;
            out->lo = gsl_stats_select(slopes, 1, pairs, (size_t)lower - 1);
            out->hi = gsl_stats_select(slopes, 1, pairs, (size_t)upper - 1);
        }
    }
    free(slopes);
    return STANCE_OK;
}

static stance_status weighted_slope(const double *x, const double *y, const double *weights, size_t count,
                                    stance_sen *out, stance_error *err)
{
    weighted *slopes = calloc(count * (count - 1) / 2, sizeof *slopes);
    if (!slopes) return stance_fail_memory(err);
    /* Relative to the heaviest, so that products neither overflow nor all vanish. */
    double heaviest = 0;
    for (size_t i = 0; i < count; i++) heaviest = fmax(heaviest, weights[i]);
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = i + 1; j < count; j++)
            slopes[n++] = (weighted){(y[j] - y[i]) / (x[j] - x[i]), (weights[i] / heaviest) * (weights[j] / heaviest)};
    }
    out->slope = weighted_median(slopes, n);
    free(slopes);
    return STANCE_OK;
}

stance_status stance_sen_slope(const double *x, const double *y, const double *weights, size_t count, double level,
                               stance_sen *out, stance_error *err)
{
    memset(out, 0, sizeof *out);
    STANCE_TRY(stance_stats_check_level(level, err));
    STANCE_TRY(check_points(x, y, weights, count, err));
    /* The steepest slope there can be; where it is finite, all are, and so is the line. */
    double lowest = y[0], highest = y[0], closest = x[1] - x[0];
    for (size_t i = 1; i < count; i++) {
        lowest = fmin(lowest, y[i]);
        highest = fmax(highest, y[i]);
        closest = fmin(closest, x[i] - x[i - 1]);
    }
    const double steepest = (highest - lowest) / closest;
    if (!gsl_finite(steepest * fmax(fabs(x[0]), fabs(x[count - 1]))) || !gsl_finite(x[count - 1] - x[0]))
        return stance_fail(err, STANCE_EINVAL, "the values are too large to compute a slope");

    stance_sen sen = {.points = count, .level = level};
    if (weights) STANCE_TRY(weighted_slope(x, y, weights, count, &sen, err));
    else STANCE_TRY(unweighted_slope(x, y, count, level, &sen, err));
    double *residuals = malloc(count * sizeof *residuals);
    if (!residuals) return stance_fail_memory(err);
    for (size_t i = 0; i < count; i++) residuals[i] = y[i] - sen.slope * x[i];
    sen.intercept = stance_median_in_place(residuals, count);
    free(residuals);
    *out = sen;
    return STANCE_OK;
}

stance_status stance_series_trend(const stance_series *series, stance_trend_weighting weighting, double level,
                                  stance_trend *out, stance_error *err)
{
    memset(out, 0, sizeof *out);
    if (weighting != STANCE_TREND_UNWEIGHTED && weighting != STANCE_TREND_BY_DOCUMENTS)
        return stance_fail(err, STANCE_EINVAL, "unknown weighting %d", (int)weighting);
    STANCE_TRY(stance_stats_check_level(level, err));
    if (series->filled < STANCE_TREND_MIN_POINTS)
        return stance_fail(err, STANCE_ENODATA, "a trend needs at least %d periods with statements; there %s %zu",
                           STANCE_TREND_MIN_POINTS, series->filled == 1 ? "is" : "are", series->filled);
    stance_status status = STANCE_OK;
    stance_trend trend = {.points = 0};
    double *x = calloc(series->filled, sizeof *x), *y = calloc(series->filled, sizeof *y);
    double *weights = calloc(series->filled, sizeof *weights);
    if (!x || !y || !weights) {
        status = stance_fail_memory(err);
        goto done;
    }
    for (size_t i = 0; i < series->count && trend.points < series->filled; i++) {
        const stance_series_point *point = &series->points[i];
        if (!point->has_mean) continue;
        if (trend.points == 0) trend.first = point->period;
        trend.last = point->period;
        x[trend.points] = point->period;
        y[trend.points] = point->mean;
        weights[trend.points++] = (double)point->documents;
    }
    status = stance_sen_slope(x, y, weighting == STANCE_TREND_BY_DOCUMENTS ? weights : NULL, trend.points, level,
                              &trend.sen, err);
    if (status == STANCE_OK) status = stance_mann_kendall_test(y, trend.points, &trend.kendall, err);
    if (status == STANCE_OK) *out = trend;
done:
    free(x);
    free(y);
    free(weights);
    return status;
}
