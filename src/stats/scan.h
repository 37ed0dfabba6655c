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
   autoregression with correlation `rho` (0 <= rho < 1) from one period to the next, the mean being one before index `cut` and
   another from it on (0: one mean). */
double stance_period_variance(const stance_periods *periods, size_t count, size_t cut, double rho);

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

/* stance_shift_test on less data than that asks for, where a shift is known to be. */
stance_status stance_shift_fit(const stance_observation *observations, size_t count,
                               const stance_shift_options *options, stance_shift *out,
                               stance_error *err) STANCE_CHECKED;

#endif
