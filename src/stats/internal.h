/* What the files of this floor share among themselves. */
#ifndef STANCE_STATS_INTERNAL_H
#define STANCE_STATS_INTERNAL_H

#include "stance/stats.h"

#define STANCE_MILLION 1e6     /* millionths to natural units */
#define STANCE_FEW_DOCUMENTS 5 /* a point with fewer is marked */

/* What is wrong with the level, or with the level and the number of resamples together. */
stance_status stance_stats_check_level(double level, stance_error *err) STANCE_CHECKED;
stance_status stance_stats_check_options(const stance_interval_options *options, stance_error *err) STANCE_CHECKED;
/* What is wrong with the documents: counts of zero, sums out of range, more than 64 bits can add up. */
stance_status stance_stats_check_clusters(const stance_cluster *documents, size_t count,
                                          stance_error *err) STANCE_CHECKED;

/* What is wrong with points: values that are not finite, x not in order, weights (where there are any) not above 0. */
stance_status stance_stats_check_points(const double *x, const double *y, const double *weights, size_t count,
                                        stance_error *err) STANCE_CHECKED;
/* What is wrong with statements: scores out of range, too many. */
stance_status stance_stats_check_observations(const stance_observation *observations, size_t count,
                                              stance_error *err) STANCE_CHECKED;
/* The number of periods from the first to the last; fails where they are more than a series has. */
stance_status stance_stats_span(int32_t first, int32_t last, size_t *span, stance_error *err) STANCE_CHECKED;

/* Names its status itself, and here, so that static analysis sees that a caller with too few points goes no further. */
static inline stance_status stance_stats_too_few(size_t count, stance_error *err)
{
    stance_fail(err, STANCE_ENODATA, "a trend needs at least %d points; there %s %zu", STANCE_TREND_MIN_POINTS,
                count == 1 ? "is" : "are", count);
    return STANCE_ENODATA;
}

/* A copy sorted by (count, sum): the order in which everything is added, so that the given one does not matter. The
   caller frees it; NULL when memory ran out. */
stance_cluster *stance_clusters_sorted(const stance_cluster *documents, size_t count);
void stance_clusters_sort(stance_cluster *documents, size_t count);

/* On documents that were checked, count >= 1, in the order in which they are given. Natural units. */
double stance_clusters_mean(const stance_cluster *documents, size_t count, stance_weighting weighting);
bool stance_clusters_vary(const stance_cluster *documents, size_t count);

/* The interval on documents that were checked and sorted, with options that were checked. */
stance_status stance_mean_interval_sorted(const stance_cluster *documents, size_t count,
                                          const stance_interval_options *options, stance_interval *out,
                                          stance_error *err) STANCE_CHECKED;

/* BCa with given resamples (rows of count indices) or, with NULL, drawn ones, for which documents are sorted; at the level
   of the options, not expanded. count >= 2. */
stance_status stance_bca(const stance_cluster *documents, size_t count, const stance_interval_options *options,
                         const uint32_t *indices, stance_interval *out, stance_error *err) STANCE_CHECKED;

/* Writes the limits, clipped to what a mean score can be. */
void stance_interval_set(stance_interval *out, stance_interval_method method, double lo, double hi);

/* ---- documents of any weight ---- */

/* A document as a weighted mean sees it: weight above 0, mean in natural units. Sorted by (weight, mean), so that neither
   the order nor the numbers of documents matter. */
typedef struct stance_heavy {
    double weight, mean;
} stance_heavy;

void stance_heavy_sort(stance_heavy *documents, size_t count);
double stance_heavy_mean(const stance_heavy *documents, size_t count);
bool stance_heavy_vary(const stance_heavy *documents, size_t count);
/* CR2 variance of the mean and its Satterthwaite degrees of freedom; count >= 2. */
void stance_heavy_cr2(const stance_heavy *documents, size_t count, double *variance, double *df);

/* The interval of the mean of `second`, or of its difference to the mean of `first` when there is one (first_count > 0).
   Both sorted. CR2 or BCa by the number of documents; has_interval is false where there is none, with the reason. */
stance_status stance_heavy_interval(const stance_heavy *first, size_t first_count, const stance_heavy *second,
                                    size_t second_count, const stance_interval_options *options, stance_interval *out,
                                    stance_error *err) STANCE_CHECKED;
/* BCa with given resamples (rows of first_count + second_count indices, each from 0 in its own window) or, with NULL,
   drawn ones; at the level of the options, not expanded. */
stance_status stance_heavy_bca(const stance_heavy *first, size_t first_count, const stance_heavy *second,
                               size_t second_count, const stance_interval_options *options, const uint32_t *indices,
                               stance_interval *out, stance_error *err) STANCE_CHECKED;

/* ---- drawing ---- */

/* Where document numbers come from: rows that are given, or a generator. */
typedef struct stance_draws {
    const uint32_t *given; /* the next index, or NULL */
    void *rng;             /* gsl_rng */
} stance_draws;

/* An index from 0 … limit - 1. */
uint32_t stance_draw(stance_draws *from, uint32_t limit);

/* From the resampled values of an estimate (scale: that of the estimate; tie: how close counts as equal) to BCa limits.
   Reorders replicates. False where the correction cannot be computed. *lo == *hi when all replicates are the estimate. */
bool stance_bca_limits(double estimate, double tie, double a, double *replicates, size_t resamples, double level,
                       double *lo, double *hi);

/* Values become their ranks from 1; equal ones share the average. False when memory ran out. */
bool stance_ranks(double *values, size_t count);

/* For qsort; the values are finite. */
int stance_compare_doubles(const void *a, const void *b);
/* The (lower or only) middle and the one above it averaged; reorders values. count >= 1. */
double stance_median_in_place(double *values, size_t count);

#endif
