/* The cluster bootstrap of any figures, and how a stratified sample is shared out. */
#include "stance/measure.h"

#include "stats/internal.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

uint64_t stance_seed_add(uint64_t seed, uint64_t number)
{
    uint64_t state = (seed ^ number) + 0x9E3779B97F4A7C15u;
    state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9u;
    state = (state ^ (state >> 27)) * 0x94D049BB133111EBu;
    return state ^ (state >> 31);
}

static stance_status check(const uint32_t *cluster, const double *weights, size_t count,
                           const stance_bootstrap_options *options, stance_error *err)
{
    STANCE_TRY(stance_stats_check_level(options->level, err));
    if (options->resamples < 99 || options->resamples > 100000)
        return stance_fail(err, STANCE_EINVAL, "%zu resamples: take 99 to 100000", options->resamples);
    if (count && !cluster) return stance_fail(err, STANCE_EINVAL, "no clusters were given");
    for (size_t i = 0; i < count; i++) {
        if (cluster[i] >= count) return stance_fail(err, STANCE_EINVAL, "cluster %u has no number below", cluster[i]);
        if (weights && !(weights[i] >= 0 && isfinite(weights[i])))
            return stance_fail(err, STANCE_EINVAL, "weight %zu is negative or not finite", i);
    }
    return STANCE_OK;
}

/* Resamples in which a figure is defined, at its place; the last of each row say how many there are. */
static stance_status replicate(const uint32_t *cluster, const double *weights, size_t count, uint32_t clusters,
                               const stance_bootstrap_options *options, stance_statistics_fn fn, void *context,
                               size_t figures, double *replicates, size_t *defined, stance_error *err)
{
    stance_status status = STANCE_OK;
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937); /* named: gsl_rng_default listens to the environment */
    uint32_t *drawn = malloc(clusters * sizeof *drawn);
    double *now = malloc(count * sizeof *now);
    stance_value *values = calloc(figures, sizeof *values);
    if (!rng || !drawn || !now || !values) {
        status = stance_fail_memory(err);
        goto done;
    }
    gsl_rng_set(rng, (unsigned long)(uint32_t)(options->seed ^ (options->seed >> 32)));
    for (size_t b = 0; b < options->resamples && status == STANCE_OK; b++) {
        memset(drawn, 0, clusters * sizeof *drawn);
        for (uint32_t g = 0; g < clusters; g++) drawn[gsl_rng_uniform_int(rng, clusters)]++;
        for (size_t i = 0; i < count; i++) now[i] = (weights ? weights[i] : 1) * drawn[cluster[i]];
        memset(values, 0, figures * sizeof *values);
        status = fn(context, now, values, err);
        for (size_t f = 0; f < figures; f++) {
            if (values[f].defined) replicates[f * options->resamples + defined[f]++] = values[f].value;
        }
    }

done:
    gsl_rng_free(rng);
    free(drawn);
    free(now);
    free(values);
    return status;
}

/* From the resampled figures to the limits. Sorts them. */
static void limits(double *replicates, size_t defined, const stance_bootstrap_options *options, stance_estimate *out)
{
    /* What most resamples cannot tell, or all tell alike, has no interval that would mean anything. */
    if (!out->point.defined || out->clusters < 2 || defined * 20 < options->resamples * 19) return;
    qsort(replicates, defined, sizeof *replicates, stance_compare_doubles);
    if (!(replicates[defined - 1] - replicates[0] > 1e-12)) return;
    const double groups = (double)out->clusters, b = (double)defined;
    const double t = gsl_cdf_tdist_Qinv((1 - options->level) / 2, groups - 1);
    const double tail = gsl_cdf_ugaussian_Q(sqrt(groups / (groups - 1)) * t);
    const double k = fmax(1, floor((b + 1) * tail + 1e-9)); /* order statistics, rounded outward */
    out->has_interval = true;
    out->lo = fmin(replicates[(size_t)k - 1], out->point.value);
    out->hi = fmax(replicates[defined - (size_t)k], out->point.value);
}

stance_status stance_bootstrap(const uint32_t *cluster, const double *weights, size_t count,
                               const stance_bootstrap_options *options, stance_statistics_fn fn, void *context,
                               stance_estimate *estimates, size_t figures, stance_error *err)
{
    static const stance_bootstrap_options defaults = STANCE_BOOTSTRAP_OPTIONS_INIT;
    if (!options) options = &defaults;
    STANCE_TRY(check(cluster, weights, count, options, err));
    if (figures == 0) return STANCE_OK;
    uint32_t clusters = 0;
    for (size_t i = 0; i < count; i++) {
        if (cluster[i] >= clusters) clusters = cluster[i] + 1;
    }
    stance_status status = STANCE_OK;
    const size_t room = count ? count : 1;
    double *replicates = figures <= SIZE_MAX / sizeof *replicates / options->resamples
                             ? malloc(figures * options->resamples * sizeof *replicates)
                             : NULL;
    size_t *defined = calloc(figures, sizeof *defined);
    double *whole = malloc(room * sizeof *whole);
    stance_value *values = calloc(figures, sizeof *values);
    if (!replicates || !defined || !whole || !values) {
        status = stance_fail_memory(err);
        goto done;
    }
    for (size_t i = 0; i < count; i++) whole[i] = weights ? weights[i] : 1;
    status = fn(context, whole, values, err);
    for (size_t f = 0; f < figures; f++) {
        estimates[f].point = values[f];
        estimates[f].has_interval = false;
        estimates[f].lo = estimates[f].hi = 0;
    }
    if (status == STANCE_OK && clusters > 1)
        status = replicate(cluster, weights, count, clusters, options, fn, context, figures, replicates, defined, err);
    for (size_t f = 0; status == STANCE_OK && clusters > 1 && f < figures; f++)
        limits(replicates + f * options->resamples, defined[f], options, &estimates[f]);

done:
    free(replicates);
    free(defined);
    free(whole);
    free(values);
    return status;
}

size_t stance_allocate(const size_t *sizes, size_t count, size_t wanted, size_t *taken)
{
    size_t all = 0, share = 0, left;
    for (size_t i = 0; i < count; i++) taken[i] = 0;
    for (;;) { /* each round fills the strata that have no more than their share of what is left */
        size_t open = 0, room = 0;
        for (size_t i = 0; i < count; i++) {
            open += sizes[i] > taken[i];
            room += sizes[i] - taken[i];
        }
        left = wanted > all ? wanted - all : 0;
        if (!open || !left) return all;
        share = left / open;
        if (share == 0 || room <= left) break;
        for (size_t i = 0; i < count; i++) {
            const size_t more = sizes[i] - taken[i] < share ? sizes[i] - taken[i] : share;
            taken[i] += more;
            all += more;
        }
    }
    for (size_t i = 0; i < count; i++) { /* everything, or one more each */
        const size_t most = share == 0 ? 1 : sizes[i];
        const size_t room = sizes[i] - taken[i] < most ? sizes[i] - taken[i] : most;
        const size_t more = room < left ? room : left;
        taken[i] += more;
        all += more;
        left -= more;
    }
    return all;
}
