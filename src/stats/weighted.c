/* Means of documents of any weight, alone or one held against the other, and their intervals. */
#include "stats/internal.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TIE 1e-13 /* resampled values so close to the estimate are the estimate: sums differ in their last bits */

#define NEARLY_ALL .9

/* The documents of the windows that an estimate is made of: the mean of the second, less that of the first if it has any. */
typedef struct windows {
    const stance_heavy *documents[2];
    size_t counts[2];
} windows;

static int compare_heavy(const void *a, const void *b)
{
    const stance_heavy *x = a, *y = b;
    if (x->weight < y->weight || x->weight > y->weight) return x->weight < y->weight ? -1 : 1;
    return (x->mean > y->mean) - (x->mean < y->mean);
}

void stance_heavy_sort(stance_heavy *documents, size_t count)
{
    if (count > 1) qsort(documents, count, sizeof *documents, compare_heavy);
}

double stance_heavy_mean(const stance_heavy *documents, size_t count)
{
    double sum = 0, weight = 0;
    for (size_t i = 0; i < count; i++) {
        sum += documents[i].weight * documents[i].mean;
        weight += documents[i].weight;
    }
    return count ? sum / weight : 0;
}

bool stance_heavy_vary(const stance_heavy *documents, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (fabs(documents[i].mean - documents[0].mean) > TIE) return true;
    return false;
}

/* As in interval.c, with shares of the weight in place of shares of the statements: the model is the same with 1 / weight
   as variance of a statement in the working model, of which only the shares remain. */
void stance_heavy_cr2(const stance_heavy *documents, size_t count, double *variance, double *df)
{
    const double mean = stance_heavy_mean(documents, count);
    double weight = 0, sum = 0, p_squares = 0, a_sum = 0, a_squares = 0;
    for (size_t i = 0; i < count; i++) weight += documents[i].weight;
    for (size_t i = 0; i < count; i++) {
        const double p = documents[i].weight / weight, rest = fmax(1 - p, 1e-15), a = p * p / rest;
        const double deviation = documents[i].mean - mean;
        sum += a * deviation * deviation;
        p_squares += p * p;
        a_sum += a;
        a_squares += a * a;
    }
    *variance = sum;
    *df = fmax(1, 1 / (p_squares + a_sum * a_sum - a_squares));
}

/* ---- BCa ---- */

static double estimate_of(const windows *w)
{
    return stance_heavy_mean(w->documents[1], w->counts[1]) - stance_heavy_mean(w->documents[0], w->counts[0]);
}

/* Acceleration of an estimate over several samples: a sixth of the skewness of the empirical influence values over the
   sizes of their samples (Efron and Tibshirani 1993, 14.4 and 22.8), from the jackknife. */
static double acceleration(const windows *w)
{
    double squares = 0, cubes = 0;
    for (int k = 0; k < 2; k++) {
        const stance_heavy *d = w->documents[k];
        const size_t count = w->counts[k];
        double weight = 0, sum = 0, average = 0;
        for (size_t i = 0; i < count; i++) {
            weight += d[i].weight;
            sum += d[i].weight * d[i].mean;
        }
        for (size_t i = 0; i < count; i++)
            average += (sum - d[i].weight * d[i].mean) / (weight - d[i].weight) / (double)count;
        for (size_t i = 0; i < count; i++) {
            const double left_out = (sum - d[i].weight * d[i].mean) / (weight - d[i].weight);
            const double u = (k ? 1 : -1) * (average - left_out) * (double)(count - 1) / (double)count;
            squares += u * u;
            cubes += u * u * u;
        }
    }
    return squares > 0 ? cubes / (6 * squares * sqrt(squares)) : 0;
}

static void resample(const windows *w, stance_draws *from, double *replicates, size_t resamples)
{
    for (size_t b = 0; b < resamples; b++) {
        double means[2] = {0, 0};
        for (int k = 0; k < 2; k++) {
            double sum = 0, weight = 0;
            for (size_t i = 0; i < w->counts[k]; i++) {
                const stance_heavy *d = &w->documents[k][stance_draw(from, (uint32_t)w->counts[k])];
                sum += d->weight * d->mean;
                weight += d->weight;
            }
            if (w->counts[k]) means[k] = sum / weight;
        }
        replicates[b] = means[1] - means[0];
    }
}

static uint32_t seed_of(const windows *w)
{
    uint64_t state = w->counts[0];
    for (int k = 0; k < 2; k++) {
        for (size_t i = 0; i < w->counts[k]; i++) {
            const int64_t mean = llround(w->documents[k][i].mean * STANCE_MILLION);
            uint64_t weight;
            memcpy(&weight, &w->documents[k][i].weight, sizeof weight);
            state = stance_seed_add(stance_seed_add(state, weight), (uint64_t)mean);
        }
    }
    return (uint32_t)(state ^ (state >> 32));
}

static void set(stance_interval *out, stance_interval_method method, const windows *w, double lo, double hi)
{
    const double most = w->counts[0] ? 2 : 1;
    out->has_interval = true;
    out->method = method;
    out->reason = STANCE_REASON_NONE;
    out->lo = fmax(lo, -most);
    out->hi = fmin(hi, most);
}

static stance_status bca(const windows *w, const stance_interval_options *options, stance_draws *from,
                         stance_interval *out, stance_error *err)
{
    double *replicates = malloc(options->resamples * sizeof *replicates), lo, hi;
    if (!replicates) return stance_fail_memory(err);
    resample(w, from, replicates, options->resamples);
    const double se = gsl_stats_sd(replicates, 1, options->resamples);
    if (stance_bca_limits(estimate_of(w), TIE, acceleration(w), replicates, options->resamples, options->level, &lo,
                          &hi)) {
        set(out, STANCE_INTERVAL_BCA, w, lo, hi);
        out->se = hi > lo ? se : 0;
        out->resamples = options->resamples;
    } else {
        out->reason = STANCE_REASON_UNSTABLE;
    }
    free(replicates);
    return STANCE_OK;
}

stance_status stance_heavy_bca(const stance_heavy *first, size_t first_count, const stance_heavy *second,
                               size_t second_count, const stance_interval_options *options, const uint32_t *indices,
                               stance_interval *out, stance_error *err)
{
    const windows w = {{first, second}, {first_count, second_count}};
    memset(out, 0, sizeof *out);
    out->level = options->level;
    if (indices) {
        stance_draws given = {indices, NULL};
        return bca(&w, options, &given, out, err);
    }
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    if (!rng) return stance_fail_memory(err);
    gsl_rng_set(rng, seed_of(&w));
    stance_draws from = {NULL, rng};
    stance_status status = bca(&w, options, &from, out, err);
    gsl_rng_free(rng);
    return status;
}

/* ---- which interval when ---- */

/* CR2 over the windows: variances add, and so, by Welch (1947), do degrees of freedom. *plain is what the variance would be
   without the corrections G / (G - 1) that the bootstrap lacks. */
static void variance_of(const windows *w, double *variance, double *df, double *plain)
{
    double below = 0;
    *variance = *plain = 0;
    for (int k = 0; k < 2; k++) {
        double v, f;
        if (!w->counts[k]) continue;
        stance_heavy_cr2(w->documents[k], w->counts[k], &v, &f);
        *variance += v;
        *plain += v * (double)(w->counts[k] - 1) / (double)w->counts[k];
        below += v * v / f;
    }
    *df = below > 0 ? *variance * *variance / below : 1;
}

/* One document has nearly all of the weight, as with a short half-life: it is as if there were no others. Sorted, it is the
   last. CR2, for which weight stands for certainty, would give an interval that is far too short. */
static bool is_alone(const stance_heavy *documents, size_t count)
{
    double weight = 0;
    for (size_t i = 0; i < count; i++) weight += documents[i].weight;
    return documents[count - 1].weight > NEARLY_ALL * weight;
}

static stance_interval_reason obstacle(const windows *w)
{
    for (int k = 0; k < 2; k++) {
        if (k == 0 && !w->counts[0]) continue;
        if (w->counts[k] == 0) return STANCE_REASON_EMPTY;
        if (w->counts[k] == 1 || is_alone(w->documents[k], w->counts[k])) return STANCE_REASON_ONE_DOCUMENT;
    }
    for (int k = 0; k < 2; k++) {
        const size_t n = w->counts[k];
        if (n && n < STANCE_BCA_MIN_DOCUMENTS && !stance_heavy_vary(w->documents[k], n))
            return STANCE_REASON_NO_VARIATION;
    }
    return STANCE_REASON_NONE;
}

static bool fits_bca(const windows *w)
{
    for (int k = 0; k < 2; k++) {
        if (k == 0 && !w->counts[0]) continue;
        if (w->counts[k] < STANCE_BCA_MIN_DOCUMENTS || w->counts[k] > STANCE_BCA_MAX_DOCUMENTS) return false;
    }
    return true;
}

stance_status stance_heavy_interval(const stance_heavy *first, size_t first_count, const stance_heavy *second,
                                    size_t second_count, const stance_interval_options *options, stance_interval *out,
                                    stance_error *err)
{
    const windows w = {{first, second}, {first_count, second_count}};
    double variance, df, plain;
    memset(out, 0, sizeof *out);
    out->level = options->level;
    out->reason = obstacle(&w);
    if (out->reason != STANCE_REASON_NONE) return STANCE_OK;
    variance_of(&w, &variance, &df, &plain);
    const double t = gsl_cdf_tdist_Pinv((1 + options->level) / 2, df);
    if (fits_bca(&w)) {
        /* The same expanded percentiles as for one mean (interval.c). */
        stance_interval_options wider = *options;
        const double finest = 1.0 / (double)(options->resamples + 1);
        if (plain > 0) wider.level = 1 - 2 * fmax(gsl_cdf_ugaussian_Q(sqrt(variance / plain) * t), finest);
        STANCE_TRY(stance_heavy_bca(first, first_count, second, second_count, &wider, NULL, out, err));
        out->level = options->level;
        if (out->has_interval) return STANCE_OK;
    }
    if (!(variance > 0)) {
        out->reason = STANCE_REASON_NO_VARIATION;
        return STANCE_OK;
    }
    if (!gsl_finite(t))
        return stance_fail(err, STANCE_EINVAL, "no t quantile at level %g with %g degrees of freedom", options->level,
                           df);
    const double estimate = estimate_of(&w), se = sqrt(variance);
    set(out, STANCE_INTERVAL_CR2, &w, estimate - t * se, estimate + t * se);
    out->se = se;
    out->df = df;
    return STANCE_OK;
}
