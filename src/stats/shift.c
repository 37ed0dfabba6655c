/* The test for a shift: where, how much, how likely by chance. The header says what it claims; the figures that bear it out
   are in tests/simulation. */
#include "stats/scan.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define RHO 0.3        /* of one period's effect with the next one's, in what is fitted */
#define RHO_TEST 0.4   /* in the test: held against more than is thought, since places that were chosen hide some */
#define RHO_STRONG 0.6 /* and in the second opinion */
#define CLEAR_EXCEEDANCES 100 /* so many resamples above the series itself settle it: p is then known within a fifth */

/* What was fitted under one correlation of the period effects. */
typedef struct fit {
    stance_cut cut;
    stance_middle middle;
    bool passing;    /* the middle part describes the series better than the cut */
    double variance; /* of period effects */
    double evidence;
} fit;

/* Everything a test holds. */
typedef struct bench {
    stance_periods periods;
    const stance_shift_options *options;
    gsl_rng *rng;
    double *memory;
    double *weights, *sample, *deviation; /* a period each */
    double *keeps, *fresh;                /* of a period's effect: what is left of the one before, and of its own */
    double *errors;                       /* of the places, as standard errors: by cut */
    double *estimates, *distances;        /* a resample each */
    uint32_t *order;
    stance_sums sums;
    fit fit; /* of the test; the series that are drawn are like it */
} bench;

const char *stance_shift_shape_name(stance_shift_shape shape)
{
    static const char *const names[] = {"shift", "trend", "ambiguous", "passing", "return"};
    return names[shape];
}

/* ---- chance ---- */

/* Of what the test sees and nothing else. */
static unsigned long seed_of(const stance_periods *p)
{
    uint64_t state = p->count;
    for (size_t i = 0; i < p->count; i++) {
        state = stance_seed_add(state, (uint64_t)((int64_t)p->number[i] - p->number[0]));
        state = stance_seed_add(state, (uint64_t)p->n[i]);
        state = stance_seed_add(state, (uint64_t)llround(p->y[i] * 1e9));
        state = stance_seed_add(state, (uint64_t)llround(p->c[i] * 1e9));
    }
    return (unsigned long)(uint32_t)(state ^ (state >> 32));
}

/* How much of a period's effect is left in the next one's: pow is slow, so once for all that are drawn. */
static void correlate(const bench *b, double rho)
{
    const stance_periods *p = &b->periods;
    for (size_t t = 0; t < p->count; t++) {
        b->keeps[t] = t && rho > 0 ? pow(rho, (double)p->number[t] - p->number[t - 1]) : 0;
        b->fresh[t] = sqrt(1 - b->keeps[t] * b->keeps[t]);
    }
}

/* A series with effects of periods, as correlate() said, and of chance within them; `cut` or NULL: with its two means. */
static void draw_series(const bench *b, double variance, const stance_cut *cut, double *out)
{
    const double sd = sqrt(variance);
    double effect = 0;
    for (size_t t = 0; t < b->periods.count; t++) {
        out[t] = gsl_ran_gaussian_ziggurat(b->rng, b->deviation[t]);
        if (sd > 0) {
            effect = b->keeps[t] * effect + b->fresh[t] * gsl_ran_gaussian_ziggurat(b->rng, 1);
            out[t] += sd * effect;
        }
        if (cut) out[t] += t < cut->at ? cut->before : cut->after;
    }
}

/* How many resamples to make for a p that `above` of `made` speak for so far: see stance_shift_options.tests. */
static size_t wanted(const bench *b, size_t above, size_t made)
{
    const stance_shift_options *o = b->options;
    const double threshold = o->rate / (double)o->tests, most = ceil(20 / threshold);
    if (above >= CLEAR_EXCEEDANCES) return made;
    if (made < o->resamples) return o->resamples;
    /* Within three standard errors of a threshold that it could be held against? */
    const double p = ((double)above + 1) / ((double)made + 1), error = 3 * sqrt(p / (double)made);
    if (most <= (double)made || p - error > o->rate) return made;
    return most < 1e6 ? (size_t)most : 1000000;
}

static void shuffle(const bench *b)
{
    for (size_t i = b->periods.count - 1; i > 0; i--) {
        const size_t k = gsl_rng_uniform_int(b->rng, i + 1);
        const uint32_t held = b->order[i];
        b->order[i] = b->order[k];
        b->order[k] = held;
    }
}

static double evidence_of(bench *b, const double *y, const uint32_t *order)
{
    stance_sums_fill(&b->sums, y, b->weights, b->periods.n, order);
    return stance_scan_evidence(&b->sums);
}

/* Ties count as above: a statistic equal but for its last bits is no less extreme. */
static bool reaches(double value, double observed)
{
    return value >= observed - 1e-9;
}

static double permutation_p(bench *b)
{
    const stance_periods *p = &b->periods;
    size_t above = 0, made = 0;
    for (size_t i = 0; i < p->count; i++) b->order[i] = (uint32_t)i;
    while (made < wanted(b, above, made)) {
        shuffle(b);
        above += reaches(evidence_of(b, p->y, b->order), b->fit.evidence);
        made++;
    }
    return ((double)above + 1) / ((double)made + 1);
}

/* ---- the test ---- */

/* m log(RSS/m) + log(m) for each parameter, against that of one mean. A place is a parameter. */
static double bic_gain(size_t count, double ratio, int parameters)
{
    return (double)count * log1p(ratio) - parameters * log((double)count);
}

static double gain_of_shift(size_t count, const fit *f)
{
    return bic_gain(count, f->cut.ratio, 2);
}

/* There are m/2 times as many middle parts as cuts, and the best of more is better by chance (extended BIC: Chen and Chen
   2008). */
static double gain_of_passing(size_t count, const fit *f)
{
    return f->middle.until ? bic_gain(count, f->middle.ratio, 2) - 2 * log((double)count / 2) : -INFINITY;
}

/* The places under the weights that there are. */
static void look(bench *b, const double *weights, bool may_pass, fit *out)
{
    const stance_periods *p = &b->periods;
    out->cut = stance_scan(p->y, weights, p->n, NULL, p->count);
    stance_sums_fill(&b->sums, p->y, weights, p->n, NULL);
    out->middle = stance_scan_middle(&b->sums);
    out->passing = may_pass && gain_of_passing(p->count, out) > gain_of_shift(p->count, out);
}

/* The variance depends on where the series shifts, and the place on the weights that follow from the variance: from equal
   weights by statements, two rounds settle it. */
static bool find(bench *b, double rho, bool may_pass, fit *out)
{
    const stance_periods *p = &b->periods;
    look(b, p->n, may_pass, out);
    if (!out->cut.at) return false;
    const size_t from = out->passing ? out->middle.from : out->cut.at;
    out->variance = stance_period_variance(p, p->count, from, out->passing ? out->middle.until : p->count, rho);
    for (size_t t = 0; t < p->count; t++) b->weights[t] = 1 / (out->variance + p->c[t]);
    look(b, b->weights, may_pass, out);
    out->evidence = evidence_of(b, p->y, NULL);
    return true;
}

/* Leaves the weights that go with `rho`. */
static double bootstrap_p(bench *b, double rho, size_t *made)
{
    fit observed;
    size_t above = 0;
    *made = 0;
    if (!find(b, rho, true, &observed)) return 1;
    correlate(b, rho);
    while (*made < wanted(b, above, *made)) {
        draw_series(b, observed.variance, NULL, b->sample);
        above += reaches(evidence_of(b, b->sample, NULL), observed.evidence);
        ++*made;
    }
    return ((double)above + 1) / ((double)*made + 1);
}

/* What a straight line explains, as a cut's ratio. */
static double line_ratio(const bench *b)
{
    const stance_periods *p = &b->periods;
    double w = 0, wt = 0, wy = 0, tt = 0, ty = 0, yy = 0;
    for (size_t i = 0; i < p->count; i++) {
        w += b->weights[i];
        wt += b->weights[i] * ((double)p->number[i] - p->number[0]);
        wy += b->weights[i] * p->y[i];
    }
    for (size_t i = 0; i < p->count; i++) {
        const double t = (double)p->number[i] - p->number[0] - wt / w, y = p->y[i] - wy / w;
        tt += b->weights[i] * t * t;
        ty += b->weights[i] * t * y;
        yy += b->weights[i] * y * y;
    }
    return ty * ty / tt / fmax(yy - ty * ty / tt, 1e-12 * yy);
}

static stance_shift_shape shape_of(double gain)
{
    return gain >= 2 ? STANCE_SHAPE_SHIFT : gain <= -2 ? STANCE_SHAPE_TREND : STANCE_SHAPE_AMBIGUOUS;
}

static void compare_shapes(const bench *b, stance_shift *out)
{
    const size_t m = b->periods.count;
    const fit *f = &b->fit;
    const double line = bic_gain(m, line_ratio(b), 1), lasting = gain_of_shift(m, f) - line;
    out->shape = out->lasting = shape_of(lasting);
    out->bic_gain = lasting;
    if (!f->passing || shape_of(gain_of_passing(m, f) - line) != STANCE_SHAPE_SHIFT) return;
    out->bic_gain = gain_of_passing(m, f) - line;
    out->shape = STANCE_SHAPE_PASSING;
    out->from = b->periods.number[f->middle.from];
    out->until = b->periods.number[f->middle.until];
}

/* ---- intervals ---- */

/* What the best cut explains beyond that at `at`, in units of what the best leaves unexplained. */
static double distance_from_best(const bench *b, const double *y, const stance_cut *best, size_t at)
{
    double left = 0, right = 0, left_sum = 0, right_sum = 0;
    for (size_t t = 0; t < b->periods.count; t++) {
        *(t < at ? &left : &right) += b->weights[t];
        *(t < at ? &left_sum : &right_sum) += b->weights[t] * y[t];
    }
    const double difference = right_sum / right - left_sum / left;
    const double gain = left * right / (left + right) * difference * difference;
    return fmax(best->gain - gain, 0) * best->ratio / fmax(best->gain, 1e-300);
}

/* Series like the one found are simulated, and the cut looked for in each: how far its size (in standard errors) and its
   place (in sums of squares) then are from what was put in tells how far ours may be from the truth. */
static void intervals(bench *b, stance_shift *out)
{
    const stance_periods *p = &b->periods;
    const size_t resamples = b->options->resamples;
    const double tail = (1 - b->options->level) / 2;
    const stance_cut *ours = &b->fit.cut;
    correlate(b, RHO);
    for (size_t k = 1; k < p->count; k++)
        b->errors[k] = sqrt(stance_contrast_variance(p, b->weights, k, b->fit.variance, RHO));
    for (size_t i = 0; i < resamples; i++) {
        draw_series(b, b->fit.variance, ours, b->sample);
        const stance_cut cut = stance_scan(b->sample, b->weights, p->n, NULL, p->count);
        b->estimates[i] = (cut.after - cut.before - out->effect) / b->errors[cut.at];
        b->distances[i] = distance_from_best(b, b->sample, &cut, ours->at);
    }
    qsort(b->estimates, resamples, sizeof *b->estimates, stance_compare_doubles);
    qsort(b->distances, resamples, sizeof *b->distances, stance_compare_doubles);
    const double rank = floor(((double)resamples + 1) * tail);
    const size_t low = rank > 1 ? (size_t)rank - 1 : 0;
    const double error = b->errors[ours->at];
    out->lo = fmax(out->effect - b->estimates[resamples - 1 - low] * error, -2);
    out->hi = fmin(out->effect - b->estimates[low] * error, 2);
    const double limit = b->distances[resamples - 1 - 2 * low];
    size_t earliest = ours->at, latest = ours->at;
    for (size_t k = STANCE_SHIFT_SIDE_PERIODS; k + STANCE_SHIFT_SIDE_PERIODS <= p->count; k++) {
        if (distance_from_best(b, p->y, ours, k) > limit) continue;
        if (k < earliest) earliest = k;
        if (k > latest) latest = k;
    }
    out->earliest = p->number[earliest - 1] + 1;
    out->latest = p->number[latest];
    out->has_interval = true;
}

/* ---- entry ---- */

static stance_status check_options(const stance_shift_options *o, stance_error *err)
{
    if (o->resamples < 99 || o->resamples > 1000000)
        return stance_fail(err, STANCE_EINVAL, "%zu resamples: 99 to 1000000 can be made", o->resamples);
    if (!(o->level >= 0.5 && o->level <= 0.999) || (double)(o->resamples + 1) * (1 - o->level) < 2)
        return stance_fail(err, STANCE_EINVAL, "an interval of level %g cannot be had from %zu resamples", o->level,
                           o->resamples);
    if (!o->tests || !(o->rate > 0 && o->rate < 1))
        return stance_fail(err, STANCE_EINVAL, "a rate of %g over %zu tests makes no sense", o->rate, o->tests);
    return STANCE_OK;
}

static stance_status prepare(bench *b, stance_error *err)
{
    const size_t m = b->periods.count, resamples = b->options->resamples;
    b->memory = calloc(7 * m + 2 * resamples, sizeof *b->memory);
    b->order = malloc(m * sizeof *b->order);
    b->rng = gsl_rng_alloc(gsl_rng_mt19937);
    if (!b->memory || !b->order || !b->rng) return stance_fail_memory(err);
    STANCE_TRY(stance_sums_allocate(m, &b->sums, err));
    b->weights = b->memory;
    b->keeps = b->weights + m;
    b->fresh = b->keeps + m;
    b->sample = b->fresh + m;
    b->deviation = b->sample + m;
    b->errors = b->deviation + m;
    b->estimates = b->errors + m;
    b->distances = b->estimates + resamples;
    for (size_t t = 0; t < m; t++) b->deviation[t] = sqrt(b->periods.c[t]);
    gsl_rng_set(b->rng, seed_of(&b->periods));
    return STANCE_OK;
}

/* The figures are those of one cut, whatever describes the series best: its two ends are for stance_shift_sequence. */
static void describe(bench *b, stance_shift *out)
{
    const fit *f = &b->fit;
    out->verdict = STANCE_SHIFT_TESTED;
    out->reason = "";
    out->period = b->periods.number[f->cut.at];
    out->before = f->cut.before;
    out->after = f->cut.after;
    out->effect = out->after - out->before;
    out->period_variance = f->variance;
    out->standardised = out->sd > 0 ? out->effect / out->sd : 0;
    if (b->options->intervals) intervals(b, out);
}

static void test(bench *b, stance_shift *out)
{
    size_t made;
    if (b->options->intervals) out->p_strong = bootstrap_p(b, RHO_STRONG, &made);
    out->p_bootstrap = bootstrap_p(b, RHO_TEST, &out->resamples);
    find(b, RHO, true, &b->fit);
    out->p_permutation = permutation_p(b);
    out->p = fmax(out->p_permutation, out->p_bootstrap);
    out->p_strong = b->options->intervals ? fmax(out->p_strong, out->p) : 1;
    compare_shapes(b, out);
    if (b->fit.passing) find(b, RHO, false, &b->fit);
    describe(b, out);
}

static const char *too_little(const stance_periods *p, bool gated)
{
    if (gated && p->statements < STANCE_SHIFT_MIN_STATEMENTS) return "fewer than 30 statements";
    if (gated && p->count < STANCE_SHIFT_MIN_PERIODS) return "fewer than 12 periods with statements";
    if (!stance_scan(p->y, p->n, p->n, NULL, p->count).at)
        return "no place with 3 periods and 5 statements on both sides";
    return NULL;
}

/* `gated`: too little data is not tested. */
static stance_status analyse(const stance_observation *observations, size_t count, const stance_shift_options *options,
                             bool gated, stance_shift *out, stance_error *err)
{
    static const stance_shift_options defaults = STANCE_SHIFT_OPTIONS_INIT;
    bench b = {.options = options ? options : &defaults};
    memset(out, 0, sizeof *out);
    out->reason = "no statements";
    STANCE_TRY(check_options(b.options, err));
    STANCE_TRY(stance_stats_check_observations(observations, count, err));
    if (!count) return STANCE_OK;
    stance_status status = stance_periods_build(observations, count, &b.periods, err);
    if (status != STANCE_OK) goto done;
    out->statements = count;
    out->documents = b.periods.documents;
    out->periods = b.periods.count;
    out->first = b.periods.number[0];
    out->last = b.periods.number[b.periods.count - 1];
    out->sd = sqrt(b.periods.variance);
    out->detectable = 7.8 * out->sd / sqrt((double)count);
    out->reason = too_little(&b.periods, gated);
    if (out->reason) goto done;
    if (!(b.periods.spread > 0)) {
        out->verdict = STANCE_SHIFT_CONSTANT;
        out->reason = "every score is the same";
        goto done;
    }
    if (b.periods.count > STANCE_SHIFT_MAX_PERIODS) {
        status = stance_fail(err, STANCE_EINVAL, "%zu periods with statements are more than %d: take longer periods",
                             b.periods.count, (int)STANCE_SHIFT_MAX_PERIODS);
        goto done;
    }
    status = prepare(&b, err);
    if (status == STANCE_OK) test(&b, out);
done:
    if (b.rng) gsl_rng_free(b.rng);
    stance_sums_free(&b.sums);
    free(b.order);
    free(b.memory);
    stance_periods_free(&b.periods);
    if (status != STANCE_OK) {
        memset(out, 0, sizeof *out);
        out->reason = "";
    }
    return status;
}

stance_status stance_shift_test(const stance_observation *observations, size_t count,
                                const stance_shift_options *options, stance_shift *out, stance_error *err)
{
    return analyse(observations, count, options, true, out, err);
}

stance_status stance_shift_fit(const stance_observation *observations, size_t count,
                               const stance_shift_options *options, stance_shift *out, stance_error *err)
{
    return analyse(observations, count, options, false, out, err);
}
