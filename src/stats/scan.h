/* What the test for a shift works on: a series reduced to the figures of its periods, the variance of the period effects,
   and the scan for the best place to cut it. */
#ifndef STANCE_STATS_SCAN_H
#define STANCE_STATS_SCAN_H

#include "stance/shift.h"
#include "stats/internal.h"

/* The periods that have statements, in the order of time. Owned: stance_periods_free. */
typedef struct stance_periods {
    size_t count;
    int32_t *number; /* of the period */
    double *n;       /* statements */
    double *y;       /* mean score, natural units */
    double *c;       /* variance of y within the period: of statements and documents; 0 only when nothing varies */
    size_t statements, documents; /* a document is told apart within a period */
    size_t last_documents;        /* of the last period */
    double variance;              /* of one statement about its period's mean */
    double spread;                /* of the statements' scores about the whole mean, as a variance */
    double *memory;               /* what the arrays of doubles live in */
} stance_periods;

/* `documents` are told apart within a period. Figures do not depend on the order of the observations, nor on the numbers of
   the documents. count >= 1; scores are checked. */
stance_status stance_periods_build(const stance_observation *observations, size_t count, stance_periods *out,
                                   stance_error *err) STANCE_CHECKED;
void stance_periods_free(stance_periods *periods);

/* REML estimate of the variance of the period effects in the first `count` periods. They follow a first-order
   autoregression with correlation `rho` (0 <= rho < 1) from one period to the next, the mean being another one from index
   `from` up to `until` than before and after (from 0: one mean; until = count: two levels). */
double stance_period_variance(const stance_periods *periods, size_t count, size_t from, size_t until, double rho);

/* The Kalman filter of such effects, seen with noise, over several columns at once: a series and its regressors. */
enum { STANCE_FILTERED = 3 };
typedef struct stance_filter {
    double v, rho, variance, state[STANCE_FILTERED];
} stance_filter;
stance_filter stance_filter_start(double v, double rho);
/* What is new in `in` goes to `out`; returns its variance, the noise `c` included. */
double stance_filter_step(stance_filter *filter, double c, const double in[STANCE_FILTERED],
                          double out[STANCE_FILTERED]);
void stance_filter_move(stance_filter *filter, double periods); /* on in time */

/* Variance of (weighted mean from `cut` on) - (weighted mean before), periods weighing `w`. */
double stance_contrast_variance(const stance_periods *periods, const double *w, size_t cut, double v, double rho);

/* Where a series may be cut, and what the best cut explains. */
typedef struct stance_cut {
    size_t at;    /* index of the first period of the new regime; 0: no place is allowed */
    double gain;  /* weighted sum of squares explained by two means beyond one */
    double ratio; /* gain / what two means leave unexplained */
    double before, after;
} stance_cut;

/* `order` (or NULL) says which period stands in each place; both sides have the least numbers of periods and statements
   that stance/shift.h names. */
stance_cut stance_scan(const double *y, const double *w, const double *n, const uint32_t *order, size_t count);

/* Sums over the periods from the left, in which what any split explains is a few operations. Owned: stance_sums_free. */
typedef struct stance_sums {
    size_t count;
    double mean, total; /* weighted, and the sum of squares about it */
    double *w, *y, *n;  /* of the first k periods: weights, weighted deviations from the mean, statements; count + 1 */
    double *gains, *memory;
} stance_sums;

/* Longer series are scanned for middle parts at so many places only. */
enum { STANCE_MIDDLE_GRID = 80 };

stance_status stance_sums_allocate(size_t count, stance_sums *out, stance_error *err) STANCE_CHECKED;
void stance_sums_free(stance_sums *sums);
void stance_sums_fill(stance_sums *sums, const double *y, const double *w, const double *n, const uint32_t *order);

/* The part in the middle that differs most from what lies before and after it, under the same least numbers. */
typedef struct stance_middle {
    size_t from, until; /* indices: the first period of it, and the first after it; 0, 0: no part is allowed */
    double gain, ratio; /* as in stance_cut, of two levels: inside and outside */
} stance_middle;
stance_middle stance_scan_middle(stance_sums *sums);

/* What speaks for a change, wherever it is: the logarithm of the mean likelihood ratio over all places of one cut, and, with
   a share of its own, over all middle parts (the mean exponential statistic of Andrews and Ploberger 1994). Where a change
   may be anywhere, the mean over the places has more power than the best of them. 0: no place is allowed. */
#define STANCE_PASSING_SHARE 0.1
double stance_scan_evidence(stance_sums *sums);

/* stance_shift_test on less data than that asks for, where a shift is known to be. */
stance_status stance_shift_fit(const stance_observation *observations, size_t count,
                               const stance_shift_options *options, stance_shift *out,
                               stance_error *err) STANCE_CHECKED;

#endif
