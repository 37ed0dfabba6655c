/* The drawn line: local regression of degree 1, with its band. */
#include "stance/trends.h"

#include "stats/internal.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct points {
    const double *x, *y, *weights; /* weights may be NULL */
    size_t count, nearest;         /* how many neighbours count */
} points;

static stance_status check(const points *p, double span, stance_error *err)
{
    if (!(span > 0 && span <= 1))
        return stance_fail(err, STANCE_EINVAL, "a span is above 0 and at most 1, not %g", span);
    if (p->count > STANCE_LOESS_MAX_POINTS)
        return stance_fail(err, STANCE_EINVAL, "a smooth line over %zu points is more than the %d that can be done",
                           p->count, STANCE_LOESS_MAX_POINTS);
    if (p->nearest < 3)
        return stance_fail(err, STANCE_ENODATA, "a smooth line needs 3 points in its span; there %s %zu",
                           p->nearest == 1 ? "is" : "are", p->nearest);
    STANCE_TRY(stance_stats_check_points(p->x, p->y, p->weights, p->count, err));
    for (size_t i = 0; i < p->count; i++)
        if (fabs(p->x[i]) > 1e100 || fabs(p->y[i]) > 1e100)
            return stance_fail(err, STANCE_EINVAL, "point %zu is too large for a line", i);
    return STANCE_OK;
}

/* Distance to the nearest-th neighbour: x is in order, so they are a run around the point. */
static double reach_of(const points *p, size_t at)
{
    size_t first = at, last = at;
    while (last - first + 1 < p->nearest) {
        const bool left = first > 0, right = last + 1 < p->count;
        if (left && (!right || p->x[at] - p->x[first - 1] <= p->x[last + 1] - p->x[at])) first--;
        else last++;
    }
    return fmax(p->x[at] - p->x[first], p->x[last] - p->x[at]);
}

/* The row of the smoother: fit at `at` = sum of row[i] * y[i]. */
static void smoother_row(const points *p, size_t at, double *row)
{
    const double reach = reach_of(p, at);
    double total = 0, mean = 0, spread = 0;
    for (size_t i = 0; i < p->count; i++) {
        const double d = fabs(p->x[i] - p->x[at]) / reach, c = 1 - d * d * d;
        row[i] = d < 1 ? c * c * c * (p->weights ? p->weights[i] : 1) : 0;
        total += row[i];
        mean += row[i] * (p->x[i] - p->x[at]);
    }
    mean /= total;
    for (size_t i = 0; i < p->count; i++) {
        const double d = p->x[i] - p->x[at] - mean;
        spread += row[i] * d * d;
    }
    for (size_t i = 0; i < p->count; i++) {
        const double d = p->x[i] - p->x[at] - mean;
        row[i] *= 1 / total - (spread > 0 ? mean * d / spread : 0);
    }
}

/* Cleveland and Devlin (1988): with M = (I - L)'(I - L), sigma^2 = residuals / tr(M), and t with tr(M)^2 / tr(M^2) degrees
   of freedom. Prior weights come in by way of sqrt(w). */
static void degrees(const double *smoother, const points *p, double *room, double *delta1, double *delta2)
{
    const size_t n = p->count;
    *delta1 = *delta2 = 0;
    for (size_t i = 0; i < n; i++) { /* the rows of sqrt(w) (I - L) / sqrt(w) */
        for (size_t j = 0; j < n; j++) {
            const double scale = p->weights ? sqrt(p->weights[i] / p->weights[j]) : 1;
            room[i * n + j] = scale * ((i == j) - smoother[i * n + j]);
        }
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t j = i; j < n; j++) {
            double product = 0;
            for (size_t k = 0; k < n; k++) product += room[i * n + k] * room[j * n + k];
            if (i == j) *delta1 += product;
            *delta2 += (i == j ? 1 : 2) * product * product;
        }
    }
}

stance_status stance_loess(const double *x, const double *y, const double *weights, size_t count, double span,
                           double level, stance_loess_band *out, stance_error *err)
{
    const points p = {x, y, weights, count, (size_t)floor((double)count * span + 1e-5)};
    double *smoother, *room, delta1, delta2, squares = 0;
    STANCE_TRY(stance_stats_check_level(level, err));
    STANCE_TRY(check(&p, span, err));
    smoother = malloc(count * count * sizeof *smoother);
    room = malloc(count * count * sizeof *room);
    if (!smoother || !room) {
        free(smoother);
        free(room);
        return stance_fail_memory(err);
    }
    double largest = 0;
    for (size_t i = 0; i < count; i++) {
        smoother_row(&p, i, smoother + i * count);
        out->fit[i] = 0;
        for (size_t j = 0; j < count; j++) out->fit[i] += smoother[i * count + j] * y[j];
        squares += (weights ? weights[i] : 1) * (y[i] - out->fit[i]) * (y[i] - out->fit[i]);
        largest = fmax(largest, fabs(y[i]));
    }
    degrees(smoother, &p, room, &delta1, &delta2);
    out->has_band = delta1 > 1e-9 && delta2 > 1e-18 && squares > largest * largest * 1e-24;
    out->sigma = out->has_band ? sqrt(squares / delta1) : 0;
    out->df = out->has_band ? delta1 * delta1 / delta2 : 0;
    const double t = out->has_band ? gsl_cdf_tdist_Pinv((1 + level) / 2, out->df) : 0;
    out->has_band = out->has_band && gsl_finite(t);
    for (size_t i = 0; i < count; i++) {
        double length = 0;
        for (size_t j = 0; j < count; j++) {
            const double l = smoother[i * count + j];
            length += l * l / (weights ? weights[j] : 1);
        }
        const double half = out->has_band ? t * out->sigma * sqrt(length) : 0;
        out->lo[i] = out->fit[i] - half;
        out->hi[i] = out->fit[i] + half;
    }
    free(smoother);
    free(room);
    return STANCE_OK;
}
