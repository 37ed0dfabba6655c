/* Did the mean of a series shift, when, by how much, and is that more than chance would give?

   A series is the scores of statements by period. Its model: a statement's score is the mean of its regime, plus an effect
   of the period (variance v, correlated with the next period's), of the document and of the statement. Statements of one
   document, and documents of one period, are therefore not taken for independent.

   The test is a scan: for every place where the series could be cut in two, and for every part in its middle that could be set
   apart (a tone that changes and comes back), the weighted sum of squares that two means explain beyond one, as a likelihood
   ratio. The mean of these ratios counts, nine parts of ten of it from the cuts. A period weighs 1/(v + c), c the variance of
   its mean within it. Since the place may be anywhere, no table gives the p: it is the larger of two, one from shuffling whole
   periods, one from series simulated without a shift but with correlated period effects (rho = .4). tests/simulation has what
   this gives: false alarms, power, coverage. Of more than 80 periods not every middle part is tried.

   Sources: mean exponential statistic: Andrews and Ploberger (1994); middle parts: Levin and Kline (1985); permutation of exchangeable units: Good (2005); REML: Patterson and Thompson (1971);
   sequential stopping of clear cases: Besag and Clifford (1991). Units and errors as in stats.h. */
#ifndef STANCE_SHIFT_H
#define STANCE_SHIFT_H

#include "stance/stats.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    STANCE_SHIFT_MIN_STATEMENTS = 30,
    STANCE_SHIFT_MIN_PERIODS = 12,    /* with statements */
    STANCE_SHIFT_SIDE_PERIODS = 3,    /* before and after, with statements */
    STANCE_SHIFT_SIDE_STATEMENTS = 5, /* before and after */
    STANCE_SHIFT_MAX_PERIODS = 4000,  /* with statements: more is STANCE_EINVAL; take longer periods */
    STANCE_SHIFT_RESAMPLES = 4999
};

typedef enum stance_shift_verdict {
    STANCE_SHIFT_TOO_LITTLE = 0, /* not tested: see `reason` */
    STANCE_SHIFT_CONSTANT,       /* not tested: every score is the same */
    STANCE_SHIFT_TESTED
} stance_shift_verdict;

typedef enum stance_shift_shape {
    STANCE_SHAPE_SHIFT = 0, /* two levels describe the series clearly better than a straight line */
    STANCE_SHAPE_TREND,     /* a straight line describes it clearly better */
    STANCE_SHAPE_AMBIGUOUS, /* neither: the BIC differ by less than 2 */
    STANCE_SHAPE_PASSING,   /* a part in the middle set apart describes it better than either */
    STANCE_SHAPE_RETURN     /* the end of such a part: only stance_shift_sequence gives it, after the passing one */
} stance_shift_shape;

const char *stance_shift_shape_name(stance_shift_shape shape); /* "shift", "trend", "ambiguous", "passing", "return" */

typedef struct stance_shift_options {
    size_t resamples; /* of each kind, 99 … 1000000; clear nulls stop earlier */
    double level;     /* of the intervals, 0.5 … 0.999 */
    size_t tests;     /* made together with this one, at least 1: a p near its threshold gets 20 tests/rate */
    double rate;      /* false discovery rate or level that the p will be held against, above 0, below 1 */
    bool intervals;   /* false: no intervals and no p_strong, which take two thirds of the time */
} stance_shift_options;

#define STANCE_SHIFT_OPTIONS_INIT                                                                                      \
    {                                                                                                                  \
        STANCE_SHIFT_RESAMPLES, 0.95, 1, 0.10, true                                                                    \
    }

typedef struct stance_shift {
    stance_shift_verdict verdict;
    int32_t first, last;                   /* periods with statements */
    int32_t period;                        /* tested: the first of the new regime; it has statements */
    size_t statements, documents, periods; /* periods: with statements */
    double sd; /* of the statements about their period's mean; when not tested, about the whole mean */
    double
        detectable; /* the shift that would be found four times in five: 7.8 sd / sqrt(statements); 0: no statements */
    const char *reason; /* why it was not tested; "" when it was. Static text */

    /* From here on only when tested. */
    double before, after; /* weighted means of the two sides */
    double effect;        /* after - before */
    double standardised;  /* effect / sd; 0 when sd is 0 */
    double p;             /* the larger of the next two; place chosen by the data accounted for */
    double p_permutation, p_bootstrap;
    double p_strong;          /* p_bootstrap if periods hung together more (rho = .6): sensitivity */
    size_t resamples;         /* made for p_bootstrap */
    double bic_gain;          /* BIC of the line less BIC of the shift (of the passing one, where that is lower) */
    double period_variance;   /* v */
    double lo, hi;            /* of the effect, the chosen place accounted for */
    int32_t earliest, latest; /* where the new regime may have begun, periods without statements included */
    stance_shift_shape shape;
    stance_shift_shape lasting; /* what the shape would be, were there no passing shifts */
    bool has_interval;          /* of effect and of place */
    int32_t from, until; /* passing: the first period of the part in the middle, and the first after it. The figures
                            above are those of the best single cut; stance_shift_sequence has those of both places */
} stance_shift;

/* Tests for one shift. `observations` in any order, at least one statement a period that counts; `options` NULL: the
   defaults. Too little data is an answer (verdict), not an error. The seed is a hash of what comes in, so that the same
   series gives the same figures everywhere. Time O(resamples * periods + statements log statements). */
stance_status stance_shift_test(const stance_observation *observations, size_t count,
                                const stance_shift_options *options, stance_shift *out,
                                stance_error *err) STANCE_CHECKED;

/* Several shifts: the series is cut where it was found to shift, and both parts are tested again, as long as a p, times the
   number of tests made beside it (Holm), is at most `threshold`. Then the place, the means and the intervals of each are
   fitted anew between its neighbours (Bai 1997, repartition); its p stays that of the test that found it. `whole` is what
   stance_shift_test gave for the same observations and options, and counts as found when it was tested: the caller has held
   its p against what else was tested. In the order of time; `out` has room for STANCE_SHIFTS_MAX. */
enum { STANCE_SHIFTS_MAX = 16 };
stance_status stance_shift_sequence(const stance_observation *observations, size_t count,
                                    const stance_shift_options *options, const stance_shift *whole, double threshold,
                                    stance_shift *out, size_t *found, stance_error *err) STANCE_CHECKED;

/* ---- The running period --------------------------------------------------------------------------------------- */

/* Does the last period stand out from those before it, by itself or with its neighbours? A two-sided CUSUM that needs no
   parameters beforehand (Hawkins and Olwell 1998, chapter 7): each period is held against the forecast that the ones before it
   give (the model above, rho = .3), the distance turned into a standard normal one by Student's t, and what exceeds
   STANCE_WATCH_SLACK is added up on either side. After a signal the sum starts anew. Since a shift the level is that of the
   present regime alone, however few periods that has, and the forecast as much wider; how much periods differ is told by both
   regimes. */
#define STANCE_WATCH_SLACK 0.5
#define STANCE_WATCH_LIMIT 4.0 /* gives the false alarms a year that tests/simulation/watch.tsv has */
enum {
    STANCE_WATCH_BASELINE = 12, /* periods with statements before the first that is looked at */
    STANCE_WATCH_LEAST = 3,     /* of them, in the present regime */
    STANCE_WATCH_PERIODS = 400  /* looked back at, at most */
};

typedef struct stance_watch {
    bool told;                    /* false: too little data, see `reason` */
    const char *reason;           /* static text, "" when told */
    int32_t period;               /* the last one with statements */
    size_t statements, documents; /* in it */
    size_t baseline;              /* periods with statements before it, in the present regime */
    double mean;                  /* of the period */
    double expected, lo, hi;      /* the forecast, and where the period's mean should be 95 times of 100 */
    double z;                     /* standard normal distance from the forecast */
    double up, down;              /* the two sums, both >= 0 */
    int alarm;                    /* 1: more conciliatory than before, -1: more critical, 0: none */
} stance_watch;

/* `observations` in any order: those of the present regime, and of the one before it, up to the running period. `regime`: the
   first period of the present one; INT32_MIN: there is no other. */
stance_status stance_watch_last(const stance_observation *observations, size_t count, int32_t regime, stance_watch *out,
                                stance_error *err) STANCE_CHECKED;

#ifdef __cplusplus
}
#endif
#endif
