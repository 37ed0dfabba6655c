/* Topics that move together: rank correlation of their period means, at once or one after the other. */
#include "stance/trends.h"

#include "stats/internal.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool varies(const double *values, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (values[i] < values[0] || values[i] > values[0]) return true;
    return false;
}

/* Ranks a and b in place; false (in *good) where one of them is constant. */
static bool rho_of(double *a, double *b, size_t count, double *rho, bool *good)
{
    *good = varies(a, count) && varies(b, count);
    *rho = 0;
    if (!*good) return true;
    if (!stance_ranks(a, count) || !stance_ranks(b, count)) return false;
    *rho = fmin(1, fmax(-1, gsl_stats_correlation(a, 1, b, 1, count)));
    return true;
}

/* The periods in which both have a value, b that of `lag` periods later. */
static size_t pair_up(const double *a, const bool *has_a, const double *b, const bool *has_b, size_t count, int lag,
                      double *to_a, double *to_b)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        const int64_t at = (int64_t)i + lag;
        if (at < 0 || at >= (int64_t)count || !has_a[i] || !has_b[at]) continue;
        to_a[n] = a[i];
        to_b[n++] = b[at];
    }
    return n;
}

static uint32_t seed_of(const double *a, const double *b, size_t count)
{
    uint64_t state = count;
    for (size_t i = 0; i < count; i++)
        state = stance_seed_add(stance_seed_add(state, (uint64_t)llround(2 * a[i])), (uint64_t)llround(2 * b[i]));
    return (uint32_t)(state ^ (state >> 32));
}

/* Percentiles over resamples of circular blocks of neighbouring periods (Politis and Romano 1992), so that what periods
   have in common with their neighbours stays. a and b are ranks here; ranks of ranks are the same. */
static stance_status bootstrap(const double *a, const double *b, size_t count, double level, size_t resamples,
                               stance_together *out, stance_error *err)
{
    const size_t block = (size_t)ceil(cbrt((double)count));
    /* So few blocks know little of their own spread: the percentiles are expanded as those of a mean are (interval.c), with
       blocks in the place of documents. */
    const double blocks = (double)count / (double)block, t = gsl_cdf_tdist_Pinv((1 + level) / 2, blocks - 1);
    const double finest = 1 / ((double)resamples + 1);
    const double tail = fmax(gsl_cdf_ugaussian_Q(sqrt(blocks / (blocks - 1)) * t), finest);
    stance_status status = STANCE_OK;
    size_t n = 0;
    double *values = malloc(resamples * sizeof *values);
    double *own_a = malloc((count + 1) * sizeof *own_a), *own_b = malloc((count + 1) * sizeof *own_b);
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    if (!values || !own_a || !own_b || !rng) {
        status = stance_fail_memory(err);
        goto done;
    }
    gsl_rng_set(rng, seed_of(a, b, count));
    stance_draws from = {NULL, rng};
    for (size_t r = 0; r < resamples; r++) {
        for (size_t i = 0, start = 0; i < count; i++) {
            if (i % block == 0) start = stance_draw(&from, (uint32_t)count);
            own_a[i] = a[(start + i % block) % count];
            own_b[i] = b[(start + i % block) % count];
        }
        bool good;
        if (!rho_of(own_a, own_b, count, &values[n], &good)) {
            status = stance_fail_memory(err);
            goto done;
        }
        n += good;
    }
    /* Fisher's z would not help: where nearly all resamples are constant there is nothing to be told. */
    if (n * 10 < resamples * 9) goto done;
    status = stance_quantile(values, n, tail, &out->lo, err);
    if (status == STANCE_OK) status = stance_quantile(values, n, 1 - tail, &out->hi, err);
    out->has_interval = status == STANCE_OK;
done:
    free(values);
    free(own_a);
    free(own_b);
    gsl_rng_free(rng);
    return status;
}

stance_status stance_move_together(const double *a, const bool *has_a, const double *b, const bool *has_b, size_t count,
                                   int lag, double level, size_t resamples, stance_together *out, stance_error *err)
{
    const stance_interval_options options = {STANCE_BY_STATEMENT, level, resamples};
    memset(out, 0, sizeof *out);
    STANCE_TRY(stance_stats_check_options(&options, err));
    if (lag < -STANCE_TOGETHER_MAX_LAG || lag > STANCE_TOGETHER_MAX_LAG)
        return stance_fail(err, STANCE_EINVAL, "a lag is -%d to %d periods, not %d", STANCE_TOGETHER_MAX_LAG,
                           STANCE_TOGETHER_MAX_LAG, lag);
    for (size_t i = 0; i < count; i++)
        if ((has_a[i] && !gsl_finite(a[i])) || (has_b[i] && !gsl_finite(b[i])))
            return stance_fail(err, STANCE_EINVAL, "the mean of period %zu is not a finite number", i);
    out->lag = lag;
    double *own_a = malloc((count + 1) * sizeof *own_a), *own_b = malloc((count + 1) * sizeof *own_b);
    stance_status status = own_a && own_b ? STANCE_OK : stance_fail_memory(err);
    if (status == STANCE_OK) {
        out->periods = pair_up(a, has_a, b, has_b, count, lag, own_a, own_b);
        if (out->periods >= STANCE_TOGETHER_MIN_PERIODS &&
            !rho_of(own_a, own_b, out->periods, &out->rho, &out->has_rho))
            status = stance_fail_memory(err);
    }
    if (status == STANCE_OK && out->has_rho) status = bootstrap(own_a, own_b, out->periods, level, resamples, out, err);
    if (status != STANCE_OK) memset(out, 0, sizeof *out);
    free(own_a);
    free(own_b);
    return status;
}
