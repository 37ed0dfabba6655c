/* Statistics: pure functions over arrays. They know nothing of documents, speakers or databases but their numbers.

   Units: a score that comes in is an integer in millionths (-1000000 … 1000000); whatever is computed from scores goes
   out as a double in natural units (-1 … 1). No function lets a NaN or an infinity out: what cannot be told is marked
   by a bool beside it, and the number is then 0. The same multiset of inputs gives the same bits in every order.

   Errors: STANCE_EINVAL for input that makes no sense (NULL where it may not be, a value out of range, NaN),
   STANCE_ENODATA where there is too little to answer, STANCE_ENOMEM. On failure *out is cleared and holds nothing to
   free. */
#ifndef STANCE_STATS_H
#define STANCE_STATS_H

#include "stance/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Turns GSL's aborting error handler off, for the whole process. main calls it once, before any thread is started. */
void stance_stats_init(void);

/* ---- The interval of a mean ----------------------------------------------------------------------------------- */

typedef enum stance_weighting {
    STANCE_BY_STATEMENT = 0, /* every statement counts the same: mean = sum of all values / number of statements */
    STANCE_BY_DOCUMENT       /* every document counts the same: mean = mean of the documents' means */
} stance_weighting;

/* What a mean and its interval need to know of one document. */
typedef struct stance_cluster {
    int64_t sum;    /* millionths; |sum| <= count * 1000000 */
    uint32_t count; /* statements, at least 1 */
} stance_cluster;

typedef enum stance_interval_method {
    STANCE_INTERVAL_NONE = 0,
    STANCE_INTERVAL_CR2, /* cluster-robust t, CR2 variance, Satterthwaite degrees of freedom */
    STANCE_INTERVAL_BCA  /* bias-corrected accelerated bootstrap of documents */
} stance_interval_method;

/* Why there is no interval. */
typedef enum stance_interval_reason {
    STANCE_REASON_NONE = 0,     /* there is one */
    STANCE_REASON_EMPTY,        /* no statements */
    STANCE_REASON_ONE_DOCUMENT, /* one document says nothing of how documents differ */
    STANCE_REASON_NO_VARIATION, /* 2 … 29 documents that all have the same mean: their spread cannot be estimated */
    STANCE_REASON_UNSTABLE      /* BCa with given resamples only: they all lie on one side of the mean */
} stance_interval_reason;

const char *stance_interval_method_name(stance_interval_method method); /* "none", "cr2", "bca" */
const char *stance_interval_reason_text(stance_interval_reason reason); /* "", "no statements", "one document", … */

typedef struct stance_interval {
    bool has_interval;
    double lo, hi; /* natural units, -1 <= lo <= hi <= 1; lo == hi when (BCa) every resample gives the same mean */
    double level;  /* of confidence, as asked for */
    stance_interval_method method;
    stance_interval_reason reason;
    double se;        /* standard error: CR2, or the standard deviation of the resampled means; 0 without an interval */
    double df;        /* CR2: degrees of freedom, at least 1; otherwise 0 */
    size_t resamples; /* BCa; otherwise 0 */
} stance_interval;

typedef struct stance_interval_options {
    stance_weighting weighting;
    double level;     /* 0.5 … 0.9999 */
    size_t resamples; /* B, up to 1000000; (B + 1)(1 - level)/2 must be at least 1 */
} stance_interval_options;

#define STANCE_INTERVAL_OPTIONS_INIT                                                                                   \
    {                                                                                                                  \
        STANCE_BY_STATEMENT, 0.95, 4999                                                                                \
    }

/* Simulated coverage of a nominal .95 (documents of 1 … 4 statements, intraclass correlation 0 … .6, normal and skewed
   scores): CR2 .95 … .98 from 3 documents on, .94 … .96 from 20 on; plain BCa .90 … .93 at 20 documents, .92 … .94 at 40; with the
   expanded percentiles that stance_mean_interval uses .93 … .95 at 20, .94 … .95 at 40. */
#define STANCE_BCA_MIN_DOCUMENTS 30   /* fewer: CR2, since BCa covers too little */
#define STANCE_BCA_MAX_DOCUMENTS 5000 /* more: CR2, which then agrees with BCa, at a fraction of its time */

/* The interval that fits the number of documents: none for 0 and 1, CR2 for 2 … 29 and above 5,000, BCa between (CR2
   also when BCa's correction cannot be computed). `options` NULL: the defaults. The order of the documents does not
   matter, nor do their numbers: the seed is a hash of the sorted (count, sum) pairs. Time O(B * count). */
stance_status stance_mean_interval(const stance_cluster *documents, size_t count,
                                   const stance_interval_options *options, stance_interval *out,
                                   stance_error *err) STANCE_CHECKED;

/* ---- Series --------------------------------------------------------------------------------------------------- */

typedef struct stance_observation {
    int32_t value;     /* score of one statement, millionths, -1000000 … 1000000 */
    uint32_t document; /* any number that tells documents apart */
    int32_t period;    /* consecutive periods have consecutive numbers (stance_period_of) */
} stance_observation;

enum stance_point_flag {
    STANCE_POINT_EMPTY = 1u,        /* no statements: no mean */
    STANCE_POINT_FEW = 2u,          /* 1 … 4 documents */
    STANCE_POINT_DOMINATED = 4u,    /* of several documents, one has more than half of the weight */
    STANCE_POINT_NO_VARIATION = 8u, /* several documents, all with the same mean */
    STANCE_POINT_SHORT = 16u        /* of a rolling series: the window reaches back before the first period */
};

typedef struct stance_series_point {
    int32_t period;
    size_t statements, documents;
    int64_t sum;   /* of the statements' values, millionths */
    bool has_mean; /* false: no statements; missing, not zero */
    double mean;   /* natural units, by the weighting asked for */
    stance_interval interval;
    unsigned flags; /* of enum stance_point_flag */
} stance_series_point;

/* Owned by the caller: free it with stance_series_free. Points are in the order of periods, without gaps. */
typedef struct stance_series {
    stance_series_point *points;
    size_t count;
    size_t filled; /* points that have a mean */
    stance_weighting weighting;
} stance_series;

#define STANCE_SERIES_MAX_PERIODS 1000000 /* from the first to the last, the empty ones included */

/* Period means with intervals. `observations` in any order; a document that occurs in two periods counts as one in
   each. No observations: an empty series (count 0), not an error. `options` NULL: the defaults. To get one mean over
   everything, give every observation the same period. */
stance_status stance_series_build(const stance_observation *observations, size_t count,
                                  const stance_interval_options *options, stance_series *out,
                                  stance_error *err) STANCE_CHECKED;

#define STANCE_ROLLING_MAX 1000

typedef struct stance_rolling {
    int32_t periods; /* that a point looks back over, itself included; 1: an ordinary series */
    int32_t last;    /* points go on to this period when statements end earlier */
} stance_rolling;

/* The same for statements that differ in weight, and for rolling windows: the mean at a period is that of the statements
   of it and the periods - 1 before it; a document that spans them counts as one. log_weights: the natural logarithm of
   each statement's weight, of which only the relations within a window count; NULL: all equal. With STANCE_BY_DOCUMENT
   they weigh the statements within their document. Rolled points overlap: a trend of them is not for tests. */
stance_status stance_series_rolling(const stance_observation *observations, const double *log_weights, size_t count,
                                    const stance_rolling *how, const stance_interval_options *options,
                                    stance_series *out, stance_error *err) STANCE_CHECKED;
void stance_series_free(stance_series *series); /* NULL and an empty one are fine */

/* ---- Trend ---------------------------------------------------------------------------------------------------- */

#define STANCE_TREND_MIN_POINTS 4     /* fewer points: STANCE_ENODATA */
#define STANCE_SEN_MAX_POINTS 4096    /* more: STANCE_EINVAL; all pairs are held, 64 MiB at most (weighted: 128) */
#define STANCE_KENDALL_EXACT_BELOW 50 /* exact p for fewer points than this, without ties */

typedef struct stance_sen {
    size_t points;
    double slope;      /* units of y for one unit of x */
    double intercept;  /* median of y - slope * x: the line to draw is intercept + slope * x */
    bool has_interval; /* false: too few points for the level, constant y, or weighted */
    double lo, hi;     /* of the slope */
    double level;
} stance_sen;

/* Theil–Sen: the median of the slopes of all pairs. x strictly increasing, all finite, `count` of each. With `weights`
   (> 0, or NULL) the weighted median of the slopes, a pair weighing the product of its two weights; then no interval.
   Interval: Sen (1968) with Gilbert (1987, 16.4.2) ranks. */
stance_status stance_sen_slope(const double *x, const double *y, const double *weights, size_t count, double level,
                               stance_sen *out, stance_error *err) STANCE_CHECKED;

typedef struct stance_mann_kendall {
    size_t points;
    int64_t s;       /* pairs that rise less pairs that fall */
    double variance; /* of s, corrected for ties */
    double tau_b;    /* Kendall's tau-b; 0 when y is constant */
    double z;        /* with continuity correction; 0 when s is 0 */
    double p_normal; /* two-sided, from z */
    double p;        /* two-sided: exact when `exact`, else p_normal */
    bool exact;      /* no ties and fewer than STANCE_KENDALL_EXACT_BELOW points */
    bool constant;   /* all y equal: s = 0, p = 1 */
} stance_mann_kendall;

/* Mann–Kendall test for a monotone trend; y in the order of time, `count` finite values. O(n log n). */
stance_status stance_mann_kendall_test(const double *y, size_t count, stance_mann_kendall *out,
                                       stance_error *err) STANCE_CHECKED;

typedef enum stance_trend_weighting {
    STANCE_TREND_UNWEIGHTED = 0, /* every non-empty period counts the same */
    STANCE_TREND_BY_DOCUMENTS    /* the slope weighs periods by their documents; the test does not */
} stance_trend_weighting;

typedef struct stance_trend {
    size_t points;       /* non-empty periods used */
    int32_t first, last; /* periods of the first and the last of them */
    stance_sen sen;      /* natural units a period; x is the period number, so gaps are gaps */
    stance_mann_kendall kendall;
} stance_trend;

/* Trend of a series over its non-empty periods; STANCE_ENODATA when there are fewer than four. */
stance_status stance_series_trend(const stance_series *series, stance_trend_weighting weighting, double level,
                                  stance_trend *out, stance_error *err) STANCE_CHECKED;

/* Adds a number to the seed of what is drawn: a hash of the data, so that the same data give the same bits everywhere. Order
   matters (splitmix64's mixing step). */
uint64_t stance_seed_add(uint64_t seed, uint64_t number);

/* ---- Small ones ----------------------------------------------------------------------------------------------- */

/* Of `count` >= 1 finite values in any order (STANCE_ENODATA for none); the input is not changed. p in 0 … 1; type 7 of
   Hyndman and Fan (1996), the default of R. */
stance_status stance_quantile(const double *values, size_t count, double p, double *out,
                              stance_error *err) STANCE_CHECKED;

typedef enum stance_adjust {
    STANCE_ADJUST_BH = 0, /* false discovery rate, Benjamini and Hochberg (1995) */
    STANCE_ADJUST_HOLM    /* family-wise error, Holm (1979) */
} stance_adjust;

/* Adjusted p-values, in the order of the input; `adjusted` has room for `count` and may be `p` itself. p in 0 … 1; none
   is fine. */
stance_status stance_adjust_p(const double *p, size_t count, stance_adjust method, double *adjusted,
                              stance_error *err) STANCE_CHECKED;

#ifdef __cplusplus
}
#endif
#endif
