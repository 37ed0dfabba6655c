/* The steps behind stance/segments.h: treat the values, partition them exactly, choose among the partitions. */
#ifndef STANCE_STATS_PARTITION_H
#define STANCE_STATS_PARTITION_H

#include "stance/segments.h"

/* Points as the solvers want them: finite, weights above 0, x strictly increasing; values best around 0 and in units of their
   noise. */
typedef struct stance_points {
    const double *x; /* NULL: 0, 1, 2 … */
    const double *y;
    const double *w; /* NULL: every weight is 1 */
    size_t count;
} stance_points;

static inline double stance_x_at(const stance_points *points, size_t i)
{
    return points->x ? points->x[i] : (double)i;
}
static inline double stance_w_at(const stance_points *points, size_t i)
{
    return points->w ? points->w[i] : 1;
}

/* ---- partition_mean.c, partition_linear.c ---- */

/* Both fill last[t], t = 0 … count, with the start of the last segment of the best partition of the first t points; where
   these are fewer than min_length there is none, and last[t] is 0. *cost: residual squares + penalty for each change.
   penalty >= 0; 1 <= min_length <= count. */
stance_status stance_partition_mean(const stance_points *points, double penalty, size_t min_length, size_t *last,
                                    double *cost, stance_error *err) STANCE_CHECKED;
stance_status stance_partition_linear(const stance_points *points, double penalty, size_t min_length, size_t *last,
                                      double *cost, stance_error *err) STANCE_CHECKED;
/* Either of them. */
stance_status stance_partition_points(const stance_points *points, bool lines, double penalty, size_t min_length,
                                      size_t *last, double *cost, stance_error *err) STANCE_CHECKED;
/* The segments that `last` tells: how many; with bounds, which has room for one more: 0, the starts in order, the end. */
size_t stance_partition_bounds(const size_t *last, size_t count, size_t *bounds);

/* ---- treat.c ---- */

#define STANCE_RHO_MAX 0.9 /* of noise: above it drift would take the place of every change */

/* Takes a stable cycle out of y, the strongest of `seasons` (0 ends the list); *season is its length, 0 when there is none
   that is worth its parameters. x as in stance_points. */
stance_status stance_take_season(const double *x, double *y, size_t count, const size_t *seasons, size_t *season,
                                 stance_error *err) STANCE_CHECKED;
/* Draws single points that lie far from the median of their neighbours in; *outliers is their number. */
stance_status stance_take_outliers(double *y, size_t count, size_t *outliers, stance_error *err) STANCE_CHECKED;
/* The standard deviation of the noise and its autocorrelation (0 … 0.9), from differences of neighbours, so that levels and
   trends do not matter. */
stance_status stance_noise_of(const double *y, size_t count, double *sd, double *autocorrelation,
                              stance_error *err) STANCE_CHECKED;

/* ---- fit.c ---- */

typedef struct stance_segment_line {
    double at, level, slope; /* level + slope * (x - at) */
} stance_segment_line;

/* Least squares over the points from … to - 1: a level, or a line. */
stance_segment_line stance_fit_segment(const stance_points *points, bool lines, size_t from, size_t to);

typedef struct stance_verdict {
    double criterion; /* 2 n log(mean |innovation|) and what the parameters cost; lower is better */
    double sd, autocorrelation;
} stance_verdict;

/* The criterion of the partition into `segments` (bounds as above). `residuals` is room for count numbers. */
stance_verdict stance_fit_partition(const stance_points *points, bool lines, const size_t *bounds, size_t segments,
                                    double *residuals);
/* The criterion of one polynomial through everything; degree 2 … STANCE_CURVE_MAX, below count. */
#define STANCE_CURVE_MAX 5
stance_verdict stance_fit_curve(const stance_points *points, size_t degree, double *residuals);

/* ---- choose.c ---- */

typedef struct stance_choice {
    bool lines, coarse;
    size_t curve; /* the degree of the one curve that tells the whole series; 0: segments tell it */
    size_t segments;
    size_t *bounds; /* segments + 1; the caller frees it */
    stance_verdict fit;
} stance_choice;

#define STANCE_CHANGE_COST 2.25 /* log n for each parameter, where log-likelihoods count twice; BIC charges 1 */

/* The best partition of treated points in units of their noise. */
stance_status stance_choose(const stance_points *points, const stance_segment_options *options, stance_choice *out,
                            stance_error *err) STANCE_CHECKED;

#endif
