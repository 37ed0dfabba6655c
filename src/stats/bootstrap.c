/* BCa interval of a mean, resampling documents: Efron (1987), as in Efron and Tibshirani (1993), chapter 14. */
#include "stats/internal.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Resampled means this close to the mean (in millionths) are the mean: sums of quotients differ in their last bits. */
#define TIE 1e-7

/* Unbiased: multiply and shift, rejecting the few values that would favour some documents (Lemire 2019). */
uint32_t stance_draw(stance_draws *from, uint32_t limit)
{
    if (from->given) return *from->given++;
    uint64_t product = (uint64_t)(uint32_t)gsl_rng_get(from->rng) * limit;
    if ((uint32_t)product < limit) {
        const uint32_t threshold = (uint32_t)(-limit) % limit; /* 2^32 mod limit */
        while ((uint32_t)product < threshold) product = (uint64_t)(uint32_t)gsl_rng_get(from->rng) * limit;
    }
    return (uint32_t)(product >> 32);
}

/* Means of the resamples, in millionths. */
static void resample(const stance_cluster *documents, const double *means, size_t count, stance_draws *from,
                     double *replicates, size_t resamples)
{
    for (size_t b = 0; b < resamples; b++) {
        if (means) {
            double total = 0;
            for (size_t i = 0; i < count; i++) total += means[stance_draw(from, (uint32_t)count)];
            replicates[b] = total / (double)count;
        } else {
            int64_t sum = 0, statements = 0;
            for (size_t i = 0; i < count; i++) {
                const stance_cluster *document = &documents[stance_draw(from, (uint32_t)count)];
                sum += document->sum;
                statements += document->count;
            }
            replicates[b] = (double)sum / (double)statements;
        }
    }
}

/* Acceleration from the jackknife over documents: a sixth of the skewness of (mean of the left-out means - each of
   them); 0 when leaving any of them out changes nothing. */
static double acceleration(const stance_cluster *documents, const double *means, size_t count, double *left_out)
{
    int64_t sum = 0, statements = 0;
    double total = 0, average = 0;
    for (size_t i = 0; i < count; i++) {
        sum += documents[i].sum;
        statements += documents[i].count;
        if (means) total += means[i];
    }
    for (size_t i = 0; i < count; i++) {
        left_out[i] = means ? (total - means[i]) / (double)(count - 1)
                            : (double)(sum - documents[i].sum) / (double)(statements - documents[i].count);
        average += left_out[i];
    }
    average /= (double)count;
    double squares = 0, cubes = 0;
    for (size_t i = 0; i < count; i++) {
        const double d = average - left_out[i];
        squares += d * d;
        cubes += d * d * d;
    }
    return squares > 0 ? cubes / (6 * squares * sqrt(squares)) : 0;
}

/* The level at which BCa reads the distribution of the resampled means: false where the correction has a pole. */
static bool corrected(double z0, double a, double z, double *level)
{
    const double w = z0 + z, divisor = 1 - a * w;
    if (!(divisor > 0)) return false;
    *level = z0 + w / divisor;
    return true;
}

bool stance_bca_limits(double estimate, double tie, double a, double *replicates, size_t resamples, double level,
                       double *lo, double *hi)
{
    size_t less = 0, equal = 0;
    for (size_t b = 0; b < resamples; b++) {
        const double d = replicates[b] - estimate;
        if (fabs(d) <= tie) equal++;
        else if (d < 0) less++;
    }
    *lo = *hi = estimate;
    if (equal == resamples) return true; /* documents that differ in nothing: the point that the bootstrap sees */
    const double count = (double)resamples, below = ((double)less + (double)equal / 2) / count;
    double lower, upper;
    const double z = gsl_cdf_ugaussian_Pinv((1 + level) / 2);
    const double z0 = below > 0 && below < 1 ? gsl_cdf_ugaussian_Pinv(below) : 0;
    if (!(below > 0 && below < 1) || !corrected(z0, a, -z, &lower) || !corrected(z0, a, z, &upper)) return false;
    /* Order statistics without interpolation, rounded outward (Efron and Tibshirani 1993, 12.5): k-th smallest and k-th
       largest of B with k = floor((B + 1) tail). A level of exactly .025 must not lose its rank to the last bit. */
    double k1 = floor((count + 1) * gsl_cdf_ugaussian_P(lower) + 1e-9);
    double k2 = count + 1 - floor((count + 1) * gsl_cdf_ugaussian_Q(upper) + 1e-9);
    k1 = fmin(fmax(k1, 1), count);
    k2 = fmin(fmax(k2, 1), count);
    *lo = gsl_stats_select(replicates, 1, resamples, (size_t)k1 - 1);
    *hi = gsl_stats_select(replicates, 1, resamples, (size_t)k2 - 1);
    return true;
}

/* Means and limits in millionths. Reorders replicates. */
static void set_limits(double mean, double a, double *replicates, size_t resamples, double level, stance_interval *out)
{
    double lo, hi;
    const double se = gsl_stats_sd(replicates, 1, resamples);
    if (!stance_bca_limits(mean, TIE, a, replicates, resamples, level, &lo, &hi)) {
        out->reason = STANCE_REASON_UNSTABLE;
        return;
    }
    stance_interval_set(out, STANCE_INTERVAL_BCA, lo / STANCE_MILLION, hi / STANCE_MILLION);
    out->se = hi > lo ? se / STANCE_MILLION : 0;
    out->resamples = resamples;
}

static stance_status bca(const stance_cluster *documents, size_t count, const stance_interval_options *options,
                         stance_draws *from, stance_interval *out, stance_error *err)
{
    stance_status status = STANCE_OK;
    const size_t resamples = options->resamples;
    double *means = NULL;
    double *left_out = malloc(count * sizeof *left_out);
    double *replicates = malloc(resamples * sizeof *replicates);
    if (options->weighting == STANCE_BY_DOCUMENT) means = malloc(count * sizeof *means);
    if (!left_out || !replicates || (options->weighting == STANCE_BY_DOCUMENT && !means)) {
        status = stance_fail_memory(err);
        goto done;
    }
    if (means) {
        for (size_t i = 0; i < count; i++) means[i] = (double)documents[i].sum / (double)documents[i].count;
    }
    const double a = acceleration(documents, means, count, left_out);
    const double mean = stance_clusters_mean(documents, count, options->weighting) * STANCE_MILLION;
    resample(documents, means, count, from, replicates, resamples);
    set_limits(mean, a, replicates, resamples, options->level, out);
done:
    free(means);
    free(left_out);
    free(replicates);
    return status;
}

/* The seed says what was resampled and nothing else, so that the same documents give the same interval in every
   database, selection and order. */
static uint32_t seed_of(const stance_cluster *documents, size_t count)
{
    uint64_t state = count;
    for (size_t i = 0; i < 2 * count; i++)
        state = stance_seed_add(state, i % 2 == 0 ? documents[i / 2].count : (uint64_t)documents[i / 2].sum);
    return (uint32_t)(state ^ (state >> 32));
}

stance_status stance_bca(const stance_cluster *documents, size_t count, const stance_interval_options *options,
                         const uint32_t *indices, stance_interval *out, stance_error *err)
{
    stance_draws from = {indices, NULL};
    if (!indices) {
        /* Named here, since gsl_rng_default listens to the environment. */
        gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
        if (!rng) return stance_fail_memory(err);
        gsl_rng_set(rng, seed_of(documents, count));
        from.rng = rng;
    }
    stance_status status = bca(documents, count, options, &from, out, err);
    gsl_rng_free(from.rng);
    return status;
}
