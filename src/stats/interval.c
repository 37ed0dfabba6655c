/* The mean of documents and its interval: which method when, and the cluster-robust t interval. */
#include "stats/internal.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_math.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

void stance_stats_init(void)
{
    gsl_set_error_handler_off();
}

const char *stance_interval_method_name(stance_interval_method method)
{
    switch (method) {
    case STANCE_INTERVAL_NONE: return "none";
    case STANCE_INTERVAL_CR2: return "cr2";
    case STANCE_INTERVAL_BCA: return "bca";
    }
    return "none";
}

const char *stance_interval_reason_text(stance_interval_reason reason)
{
    switch (reason) {
    case STANCE_REASON_NONE: return "";
    case STANCE_REASON_EMPTY: return "no statements";
    case STANCE_REASON_ONE_DOCUMENT: return "one document";
    case STANCE_REASON_NO_VARIATION: return "no variation";
    case STANCE_REASON_UNSTABLE: return "unstable";
    }
    return "";
}

/* ---- Checks --------------------------------------------------------------------------------------------------- */

stance_status stance_stats_check_level(double level, stance_error *err)
{
    /* Written so that NaN fails. */
    if (level >= 0.5 && level <= 0.9999) return STANCE_OK;
    return stance_fail(err, STANCE_EINVAL, "the confidence level must be between 0.5 and 0.9999, not %g", level);
}

stance_status stance_stats_check_options(const stance_interval_options *options, stance_error *err)
{
    if (options->weighting != STANCE_BY_STATEMENT && options->weighting != STANCE_BY_DOCUMENT)
        return stance_fail(err, STANCE_EINVAL, "unknown weighting %d", (int)options->weighting);
    STANCE_TRY(stance_stats_check_level(options->level, err));
    if (options->resamples > 1000000)
        return stance_fail(err, STANCE_EINVAL, "%zu resamples are too many; the limit is 1000000", options->resamples);
    /* 0.95 in binary is a little more than it says, so 39 resamples would fail without the allowance. */
    if ((double)(options->resamples + 1) * (1 - options->level) / 2 < 1 - 1e-9)
        return stance_fail(err, STANCE_EINVAL, "%zu resamples are too few for an interval at level %g",
                           options->resamples, options->level);
    return STANCE_OK;
}

stance_status stance_stats_check_clusters(const stance_cluster *documents, size_t count, stance_error *err)
{
    if (count > 0 && !documents) return stance_fail(err, STANCE_EINVAL, "there are no documents to take the mean of");
    if (count > UINT32_MAX) return stance_fail(err, STANCE_EINVAL, "%zu documents are too many", count);
    uint32_t largest = 0;
    for (size_t i = 0; i < count; i++) {
        const int64_t most = (int64_t)documents[i].count * 1000000;
        if (documents[i].count == 0) return stance_fail(err, STANCE_EINVAL, "document %zu has no statements", i);
        if (documents[i].sum > most || documents[i].sum < -most)
            return stance_fail(err, STANCE_EINVAL, "document %zu has a score outside -1 … 1", i);
        if (documents[i].count > largest) largest = documents[i].count;
    }
    /* A resample may draw the largest document every time, and its sum must still fit. */
    if (count > 0 && largest > (uint64_t)(INT64_MAX / 1000000) / count)
        return stance_fail(err, STANCE_EINVAL, "too many statements in %zu documents", count);
    return STANCE_OK;
}

/* ---- Order and mean ------------------------------------------------------------------------------------------- */

static int compare_clusters(const void *a, const void *b)
{
    const stance_cluster *x = a, *y = b;
    if (x->count != y->count) return x->count < y->count ? -1 : 1;
    return (x->sum > y->sum) - (x->sum < y->sum);
}

void stance_clusters_sort(stance_cluster *documents, size_t count)
{
    if (count > 1) qsort(documents, count, sizeof *documents, compare_clusters);
}

stance_cluster *stance_clusters_sorted(const stance_cluster *documents, size_t count)
{
    if (count > SIZE_MAX / sizeof *documents) return NULL;
    stance_cluster *sorted = malloc(count * sizeof *sorted);
    if (!sorted) return NULL;
    memcpy(sorted, documents, count * sizeof *sorted);
    stance_clusters_sort(sorted, count);
    return sorted;
}

static double mean_of(stance_cluster document)
{
    return (double)document.sum / (double)document.count;
}

double stance_clusters_mean(const stance_cluster *documents, size_t count, stance_weighting weighting)
{
    if (weighting == STANCE_BY_DOCUMENT) {
        double total = 0;
        for (size_t i = 0; i < count; i++) total += mean_of(documents[i]);
        return total / (double)count / STANCE_MILLION;
    }
    int64_t sum = 0, statements = 0;
    for (size_t i = 0; i < count; i++) {
        sum += documents[i].sum;
        statements += documents[i].count;
    }
    return (double)sum / (double)statements / STANCE_MILLION;
}

/* Both operands of each division are integers below 2^53, so equal means give equal quotients, to the bit. */
bool stance_clusters_vary(const stance_cluster *documents, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        const double a = mean_of(documents[0]), b = mean_of(documents[i]);
        if (a < b || a > b) return true;
    }
    return false;
}

/* ---- Intervals ------------------------------------------------------------------------------------------------ */

void stance_interval_set(stance_interval *out, stance_interval_method method, double lo, double hi)
{
    out->has_interval = true;
    out->method = method;
    out->lo = lo < -1 ? -1 : lo;
    out->hi = hi > 1 ? 1 : hi;
}

/* CR2 (Bell and McCaffrey 2002; Pustejovsky and Tipton 2018) with Satterthwaite degrees of freedom, in closed form for
   a model that has an intercept only, independent errors of equal variance as working model.

   Document g has n_g of the N statements, share p_g = n_g / N and residual sum u_g = n_g (mean_g - mean). The leverage
   block of g is J / N, with J all ones; the vector of ones is its eigenvector, so the adjustment (I - J / N)^(-1/2)
   only divides u_g by sqrt(1 - p_g):

       V  = sum_g u_g^2 / (1 - p_g) / N^2 = sum_g p_g^2 (mean_g - mean)^2 / (1 - p_g)

   Under the working model the adjusted residual sums have variance n_g and covariance
   -n_g n_h / N / sqrt((1 - p_g)(1 - p_h)). With M that matrix, df = tr(M)^2 / tr(M^2), and this is, with
   a_g = p_g^2 / (1 - p_g),

       df = 1 / (sum_g p_g^2 + (sum_g a_g)^2 - sum_g a_g^2)

   When documents count equally, the model is one of their means, p_g = 1 / G, and this is Student's interval
   with G - 1. */
static stance_status cr2(const stance_cluster *documents, size_t count, const stance_interval_options *options,
                         stance_interval *out, stance_error *err)
{
    if (!stance_clusters_vary(documents, count)) {
        out->reason = STANCE_REASON_NO_VARIATION;
        return STANCE_OK;
    }
    const double mean = stance_clusters_mean(documents, count, options->weighting);
    uint64_t statements = 0;
    for (size_t i = 0; i < count; i++) statements += documents[i].count;

    double variance = 0, p_squares = 0, a_sum = 0, a_squares = 0;
    for (size_t i = 0; i < count; i++) {
        double p, rest; /* rest = 1 - p, from integers: p may be all but 1 */
        if (options->weighting == STANCE_BY_DOCUMENT) {
            p = 1 / (double)count;
            rest = (double)(count - 1) / (double)count;
        } else {
            p = (double)documents[i].count / (double)statements;
            rest = (double)(statements - documents[i].count) / (double)statements;
        }
        const double a = p * p / rest, deviation = mean_of(documents[i]) / STANCE_MILLION - mean;
        variance += a * deviation * deviation;
        p_squares += p * p;
        a_sum += a;
        a_squares += a * a;
    }
    double df = 1 / (p_squares + a_sum * a_sum - a_squares);
    if (df < 1) df = 1; /* by rounding only: it is at least 1 */
    const double se = sqrt(variance), t = gsl_cdf_tdist_Pinv((1 + options->level) / 2, df);
    if (!gsl_finite(t) || !gsl_finite(se))
        return stance_fail(err, STANCE_EINVAL, "no t quantile at level %g with %g degrees of freedom", options->level,
                           df);
    stance_interval_set(out, STANCE_INTERVAL_CR2, mean - t * se, mean + t * se);
    out->se = se;
    out->df = df;
    return STANCE_OK;
}

/* BCa with the expanded percentiles of Hesterberg (2015, "What teachers should know about the bootstrap", The American Statistician
   69, section 4.3): the nominal tail is Q(sqrt(G / (G - 1)) t), t the quantile of Student's t with the degrees of freedom of CR2, since
   a bootstrap of G documents knows nothing of the uncertainty of its own variance. */
static stance_status expanded_bca(const stance_cluster *documents, size_t count, const stance_interval_options *options,
                                  stance_interval *out, stance_error *err)
{
    stance_interval plain;
    memset(&plain, 0, sizeof plain);
    STANCE_TRY(cr2(documents, count, options, &plain, err));
    stance_interval_options wider = *options;
    if (plain.has_interval) {
        double t = gsl_cdf_tdist_Qinv((1 - options->level) / 2, plain.df), groups = (double)count;
        double tail = gsl_cdf_ugaussian_Q(sqrt(groups / (groups - 1)) * t),
               finest = 1.0 / (double)(options->resamples + 1);
        wider.level = 1 - 2 * (tail > finest ? tail : finest);
    }
    STANCE_TRY(stance_bca(documents, count, &wider, NULL, out, err));
    out->level = options->level;
    return STANCE_OK;
}

stance_status stance_mean_interval_sorted(const stance_cluster *documents, size_t count,
                                          const stance_interval_options *options, stance_interval *out,
                                          stance_error *err)
{
    memset(out, 0, sizeof *out);
    out->level = options->level;
    if (count < 2) {
        out->reason = count == 0 ? STANCE_REASON_EMPTY : STANCE_REASON_ONE_DOCUMENT;
        return STANCE_OK;
    }
    if (count >= STANCE_BCA_MIN_DOCUMENTS && count <= STANCE_BCA_MAX_DOCUMENTS) {
        STANCE_TRY(expanded_bca(documents, count, options, out, err));
        if (out->has_interval) return STANCE_OK;
        out->reason = STANCE_REASON_NONE;
    }
    return cr2(documents, count, options, out, err);
}

stance_status stance_mean_interval(const stance_cluster *documents, size_t count,
                                   const stance_interval_options *options, stance_interval *out, stance_error *err)
{
    static const stance_interval_options defaults = STANCE_INTERVAL_OPTIONS_INIT;
    if (!options) options = &defaults;
    memset(out, 0, sizeof *out);
    STANCE_TRY(stance_stats_check_options(options, err));
    STANCE_TRY(stance_stats_check_clusters(documents, count, err));
    if (count < 2) return stance_mean_interval_sorted(documents, count, options, out, err);
    stance_cluster *sorted = stance_clusters_sorted(documents, count);
    if (!sorted) return stance_fail_memory(err);
    stance_status status = stance_mean_interval_sorted(sorted, count, options, out, err);
    if (status != STANCE_OK) memset(out, 0, sizeof *out);
    free(sorted);
    return status;
}
