/* Trends looked at from other sides: tests that allow for the likeness of neighbouring periods, for a single break, for
   outliers; the line to draw; topics that move together.

   Pure functions over arrays; units and errors are those of stats.h. Values are finite and in the order of time; points
   that follow each other in the array count as neighbours, whatever lies between them. */
#ifndef STANCE_TRENDS_H
#define STANCE_TRENDS_H

#include "stance/stats.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- checks of a trend ------------------------------------------------------------------------------------------- */

/* Pettitt (1979): is there one place before and after which the values differ? */
typedef struct stance_pettitt {
    size_t points;
    int64_t k;     /* the largest |U_t| */
    size_t at;     /* points of the first part, 1 … points - 1; of several such places the first */
    double p;      /* two-sided, approximate: min(1, 2 exp(-6 k^2 / (n^3 + n^2))) */
    bool constant; /* all values equal: k = 0, p = 1 */
} stance_pettitt;
stance_status stance_pettitt_test(const double *y, size_t count, stance_pettitt *out, stance_error *err) STANCE_CHECKED;

/* Hamed and Rao (1998): Mann–Kendall with the variance of S corrected for the significant autocorrelations of the ranks
   of what remains when Sen's line is taken away. */
typedef struct stance_hamed_rao {
    size_t points;
    double factor;   /* by which the variance is multiplied; 1: no autocorrelation is significant */
    bool has_result; /* false: the factor is not above 0, or y is constant */
    double z, p;     /* two-sided, from the normal distribution, with continuity correction */
} stance_hamed_rao;
stance_status stance_hamed_rao_test(const double *x, const double *y, size_t count, stance_hamed_rao *out,
                                    stance_error *err) STANCE_CHECKED;

/* Trend-free pre-whitening (Yue, Pilon, Phinney and Cavadias 2002): Sen's line is taken away, then the autocorrelation of
   neighbours, the line is put back, and Mann–Kendall tests what there is then. Five points at least. */
typedef struct stance_tfpw {
    size_t points;          /* one fewer than were given */
    double slope;           /* Sen's, of the values as they were */
    double autocorrelation; /* of neighbours, without the line */
    stance_mann_kendall kendall;
} stance_tfpw;
stance_status stance_tfpw_test(const double *x, const double *y, size_t count, stance_tfpw *out,
                               stance_error *err) STANCE_CHECKED;

/* ---- lines -------------------------------------------------------------------------------------------------------- */

/* y = intercept + slope * x. */
typedef struct stance_line {
    size_t points;
    double intercept, slope;
    bool has_error;                      /* false: robust, or a perfect fit */
    double intercept_error, slope_error; /* standard errors */
    double known_slope_error; /* WLS: were the weights 1 / variance of y, known and not estimated (what GSL gives) */
    double t, p;              /* of slope = 0, with points - 2 degrees of freedom */
    bool has_interval;
    double lo, hi; /* of the slope */
} stance_line;

/* Weighted least squares; weights above 0, or NULL. Errors are scaled by the residuals, as lm(y ~ x, weights = w) does:
   weights then say only how points compare. Three points at least. */
stance_status stance_fit_weighted(const double *x, const double *y, const double *weights, size_t count, double level,
                                  stance_line *out, stance_error *err) STANCE_CHECKED;
/* Robust regression with Tukey's bisquare (GSL, tuning constant 4.685): single wild points do not pull the line. Four
   points at least. STANCE_ENODATA when it does not converge. */
stance_status stance_fit_robust(const double *x, const double *y, size_t count, stance_line *out,
                                stance_error *err) STANCE_CHECKED;

#define STANCE_LOESS_MAX_POINTS 1500 /* more: STANCE_EINVAL; time grows with the cube */

/* LOESS (Cleveland 1979) of degree 1 at each of the x, with its band: R's loess(y ~ x, weights = w, span, degree = 1,
   surface = "direct", statistics = "exact"), but that weights count in the degrees of freedom too, which R leaves out. fit, lo, hi have room for `count`. span above 0, at most 1 (the nearest
   span * count points count); weights may be NULL. Where the nearest points are fewer than 3: STANCE_ENODATA. */
typedef struct stance_loess_band {
    double *fit, *lo, *hi;
    bool has_band; /* false: a perfect fit or no degrees of freedom; lo and hi are then the fit */
    double sigma, df;
} stance_loess_band;
stance_status stance_loess(const double *x, const double *y, const double *weights, size_t count, double span,
                           double level, stance_loess_band *out, stance_error *err) STANCE_CHECKED;

/* ---- topics that move together ------------------------------------------------------------------------------------- */

#define STANCE_TOGETHER_MIN_PERIODS 8
#define STANCE_TOGETHER_MAX_LAG 3

/* Spearman's rank correlation of a[t] with b[t + lag]: lag above 0, a comes first. */
typedef struct stance_together {
    int lag;
    size_t periods; /* in which both have a value; fewer than STANCE_TOGETHER_MIN_PERIODS: has_rho is false */
    bool has_rho;   /* also false where one of them is constant */
    double rho;
    bool has_interval;
    double lo, hi; /* expanded percentiles of a bootstrap of blocks of neighbouring periods */
} stance_together;

/* a and b: `count` periods without gaps; has_a, has_b tell which have a mean. One result for the lag asked for, -3 … 3.
   The seed is a hash of the ranks. */
stance_status stance_move_together(const double *a, const bool *has_a, const double *b, const bool *has_b, size_t count,
                                   int lag, double level, size_t resamples, stance_together *out,
                                   stance_error *err) STANCE_CHECKED;

#ifdef __cplusplus
}
#endif
#endif
