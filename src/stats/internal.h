/* What the files of this floor share among themselves. */
#ifndef STANCE_STATS_INTERNAL_H
#define STANCE_STATS_INTERNAL_H

#include "stance/stats.h"

#define STANCE_MILLION 1e6 /* millionths to natural units */

/* What is wrong with the level, or with the level and the number of resamples together. */
stance_status stance_stats_check_level(double level, stance_error *err) STANCE_CHECKED;
stance_status stance_stats_check_options(const stance_interval_options *options, stance_error *err) STANCE_CHECKED;
/* What is wrong with the documents: counts of zero, sums out of range, more than 64 bits can add up. */
stance_status stance_stats_check_clusters(const stance_cluster *documents, size_t count,
                                          stance_error *err) STANCE_CHECKED;

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

/* The intervals on documents that were checked and sorted, with options that were checked. */
stance_status stance_cr2_sorted(const stance_cluster *documents, size_t count, const stance_interval_options *options,
                                stance_interval *out, stance_error *err) STANCE_CHECKED;
stance_status stance_bca_sorted(const stance_cluster *documents, size_t count, const stance_interval_options *options,
                                stance_interval *out, stance_error *err) STANCE_CHECKED;
stance_status stance_mean_interval_sorted(const stance_cluster *documents, size_t count,
                                          const stance_interval_options *options, stance_interval *out,
                                          stance_error *err) STANCE_CHECKED;

/* Writes the limits, clipped to what a mean score can be. */
void stance_interval_set(stance_interval *out, stance_interval_method method, double lo, double hi);

/* For qsort; the values are finite. */
int stance_compare_doubles(const void *a, const void *b);
/* The (lower or only) middle and the one above it averaged; reorders values. count >= 1. */
double stance_median_in_place(double *values, size_t count);

#endif
