/* How well two accounts of the same things agree: classes, ranks, coders; and the interval of any such figure by resampling
   the documents. Pure functions, as in stats.h, whose rules on errors hold here too.

   Weights are finite and not negative; one of 2 counts as the same item met twice. NULL: every item weighs 1. A figure that
   cannot be told (nothing of one class, no variation) is not `defined`, and its value is then 0. */
#ifndef STANCE_MEASURE_H
#define STANCE_MEASURE_H

#include "stance/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct stance_value {
    bool defined;
    double value;
} stance_value;

/* ---- Classes -------------------------------------------------------------------------------------------------- */

#define STANCE_CLASSES_MAX 8

/* cells[what it is][what it was taken for], sums of weights. Zeroed it is empty. */
typedef struct stance_confusion {
    double cells[STANCE_CLASSES_MAX][STANCE_CLASSES_MAX];
} stance_confusion;

void stance_confusion_add(stance_confusion *confusion, unsigned is, unsigned taken_for, double weight);

/* Precision TP / (TP + FP), recall TP / (TP + FN), F1 2TP / (2TP + FP + FN): 0 / 0 is not defined. */
typedef struct stance_retrieval {
    stance_value precision, recall, f1;
} stance_retrieval;

stance_retrieval stance_retrieve(double true_positive, double false_positive, double false_negative);
stance_retrieval stance_confusion_class(const stance_confusion *confusion, unsigned one);

stance_value stance_confusion_accuracy(const stance_confusion *confusion);
/* Means over the classes that occur (rows that are not empty): of their recalls, of their F1. */
stance_value stance_confusion_balanced(const stance_confusion *confusion);
stance_value stance_confusion_macro_f1(const stance_confusion *confusion);

/* ---- Ranks ---------------------------------------------------------------------------------------------------- */

/* Numbers the distinct values from 0 up in their order: codes has room for `count`, and equal values get equal codes.
   STANCE_EINVAL for what is not finite. */
stance_status stance_rank_codes(const double *values, size_t count, uint32_t *codes, uint32_t *distinct,
                                stance_error *err) STANCE_CHECKED;

/* The area under the ROC curve: the share of pairs of one positive and one other item in which the positive one has the
   higher code; ties count half. Mann and Whitney's U over the number of pairs. O(count + distinct). */
stance_status stance_auc(const uint32_t *codes, uint32_t distinct, const bool *positive, const double *weights,
                         size_t count, stance_value *auc, stance_error *err) STANCE_CHECKED;

/* Spearman's rank correlation, tied values sharing the mean of their ranks. Not defined for fewer than three items and
   where one side does not vary. */
stance_status stance_spearman(const uint32_t *x, uint32_t distinct_x, const uint32_t *y, uint32_t distinct_y,
                              const double *weights, size_t count, stance_value *rho, stance_error *err) STANCE_CHECKED;

/* ---- Agreement ------------------------------------------------------------------------------------------------ */

typedef enum stance_alpha_metric {
    STANCE_ALPHA_NOMINAL = 0, /* the same or not */
    STANCE_ALPHA_ORDINAL,     /* by the number of values that lie between */
    STANCE_ALPHA_INTERVAL     /* by the square of the difference */
} stance_alpha_metric;

/* Codings of `units` things by `coders`, made ready once and then asked with many weights. */
typedef struct stance_ratings {
    size_t units, coders;
    uint32_t distinct;
    uint32_t *codes; /* unit after unit; UINT32_MAX: not coded */
    double *levels;  /* the distinct values, ascending */
    double *places;  /* room for what a metric puts in their stead */
    double *sums;    /* and for how often each occurs */
} stance_ratings;

/* values: a row of `coders` numbers for each unit, NaN where a coder gave none. */
stance_status stance_ratings_init(stance_ratings *ratings, const double *values, size_t units, size_t coders,
                                  stance_error *err) STANCE_CHECKED;
void stance_ratings_free(stance_ratings *ratings); /* a zeroed one will do */

/* Krippendorff's alpha (Content Analysis, 2004, chapter 11): 1 - observed / expected disagreement, over the units that at
   least two coded. weights: one a unit. Not defined when nothing can be paired and when all values are the same. */
stance_value stance_krippendorff(stance_ratings *ratings, const double *weights, stance_alpha_metric metric);

/* ---- The interval of any figure ------------------------------------------------------------------------------- */

typedef struct stance_estimate {
    stance_value point;
    size_t items, clusters; /* that bear on it: given by the caller */
    bool has_interval; /* false: not defined, one document, in too many resamples not defined, or the same in all */
    double lo, hi;
} stance_estimate;

typedef struct stance_bootstrap_options {
    double level;     /* 0.5 … 0.9999 */
    size_t resamples; /* 99 … 100000 */
    uint64_t seed;    /* from the data (stance_seed_add), so that the same data give the same interval */
} stance_bootstrap_options;

#define STANCE_BOOTSTRAP_OPTIONS_INIT                                                                                  \
    {                                                                                                                  \
        0.95, 1999, 0                                                                                                  \
    }

/* Computes all figures from the weights of the items; values has room for as many as there are estimates. */
typedef stance_status (*stance_statistics_fn)(void *context, const double *weights, stance_value *values,
                                              stance_error *err);

/* Resamples whole clusters (documents) with replacement. cluster: the number of each item's, from 0, without gaps. The limits
   are percentiles of the resampled figures, widened for few clusters as Hesterberg (2015) does: the tail is that of the
   normal distribution at sqrt(G / (G - 1)) times the quantile of Student's t with G - 1 degrees of freedom. */
stance_status stance_bootstrap(const uint32_t *cluster, const double *weights, size_t count,
                               const stance_bootstrap_options *options, stance_statistics_fn fn, void *context,
                               stance_estimate *estimates, size_t figures, stance_error *err) STANCE_CHECKED;

/* ---- Drawing a sample ----------------------------------------------------------------------------------------- */

/* How many to draw from each stratum so that `wanted` come together, as nearly as many from each as the strata have them;
   what is left over goes to the first ones. taken has room for `count`; returns how many there are in all. */
size_t stance_allocate(const size_t *sizes, size_t count, size_t wanted, size_t *taken);

#ifdef __cplusplus
}
#endif
#endif
