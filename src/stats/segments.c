/* From a series as it is given to its changes, and back to the units in which it was given. */
#include "stance/segments.h"

#include "stats/internal.h"
#include "stats/partition.h"

#include <gsl/gsl_math.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define WEIGHT_MIN 1e-9 /* of the mean weight: lighter ones count as this, so that nothing underflows */
#define NOISE_MIN 1e-6  /* of the range: what is smoother counts as this noisy, so that squares keep their digits */
#define CONSTANT 1e-13  /* of the largest value: what varies less is rounding */

static const char *const model_names[] = {"auto", "mean", "linear"};

const char *stance_segment_model_name(stance_segment_model model)
{
    return (unsigned)model < sizeof model_names / sizeof *model_names ? model_names[model] : "?";
}

bool stance_segment_model_parse(const char *name, stance_segment_model *model)
{
    for (size_t i = 0; i < sizeof model_names / sizeof *model_names; i++) {
        if (strcmp(name, model_names[i]) != 0) continue;
        *model = (stance_segment_model)i;
        return true;
    }
    return false;
}

static stance_status check(const stance_segment_input *in, stance_error *err)
{
    if (in->count == 0) return STANCE_OK;
    if (!in->y) return stance_fail(err, STANCE_EINVAL, "no values were given");
    if (in->count > SIZE_MAX / 2 / sizeof(double) - 8)
        return stance_fail(err, STANCE_EINVAL, "%zu values are too many", in->count);
    bool weighs = false;
    for (size_t i = 0; i < in->count; i++) {
        if (!gsl_finite(in->y[i])) return stance_fail(err, STANCE_EINVAL, "value %zu is not a finite number", i);
        if (fabs(in->y[i]) > STANCE_SEGMENT_MAX)
            return stance_fail(err, STANCE_EINVAL, "value %zu, %g, is too large: give the series in larger units", i,
                               in->y[i]);
        if (in->x && !gsl_finite(in->x[i]))
            return stance_fail(err, STANCE_EINVAL, "period %zu is not a finite number", i);
        if (in->x && fabs(in->x[i]) > STANCE_SEGMENT_MAX)
            return stance_fail(err, STANCE_EINVAL, "period %zu, %g, is too large", i, in->x[i]);
        if (in->x && i > 0 && !(in->x[i] > in->x[i - 1]))
            return stance_fail(err, STANCE_EINVAL, "period %zu does not come after the one before it", i);
        const double w = in->weights ? in->weights[i] : 1;
        if (!gsl_finite(w) || w < 0 || w > STANCE_SEGMENT_MAX)
            return stance_fail(err, STANCE_EINVAL, "weight %zu is not a number from 0 to %g", i, STANCE_SEGMENT_MAX);
        weighs = weighs || w > 0;
    }
    if (!weighs) return stance_fail(err, STANCE_EINVAL, "no value has a weight above 0: nothing is left to look at");
    return STANCE_OK;
}

/* The points that count: a copy in units that the solvers like, and the way back. */
typedef struct prepared {
    double *x, *y, *w; /* x, w: NULL where they are not needed */
    size_t *row;       /* in the input */
    size_t count;
    double centre, scale; /* y in the input = centre + scale * y */
    double start, step;   /* x in the input = start + step * x */
} prepared;

static void free_prepared(prepared *p)
{
    free(p->x);
    free(p->y);
    free(p->w);
    free(p->row);
}

/* Drops what weighs nothing; the smallest step in x is made 1, the mean weight too. */
static stance_status prepare(const stance_segment_input *in, prepared *out, stance_error *err)
{
    *out = (prepared){.centre = 0, .scale = 1, .start = 0, .step = 1};
    out->y = calloc(in->count + 1, sizeof *out->y);
    out->row = malloc((in->count + 1) * sizeof *out->row);
    if (in->weights) out->w = calloc(in->count + 1, sizeof *out->w);
    const bool gaps = in->x || in->weights;
    if (gaps) out->x = calloc(in->count + 1, sizeof *out->x);
    if (!out->y || !out->row || (in->weights && !out->w) || (gaps && !out->x)) return stance_fail_memory(err);
    double heaviest = 0, mean = 0;
    for (size_t i = 0; i < in->count; i++) {
        if (in->weights && !(in->weights[i] > 0)) continue;
        const size_t n = out->count++;
        out->row[n] = i;
        out->y[n] = in->y[i];
        if (gaps) out->x[n] = in->x ? in->x[i] : (double)i;
        if (in->weights) heaviest = fmax(heaviest, out->w[n] = in->weights[i]);
    }
    for (size_t i = 0; in->weights && i < out->count; i++) mean += out->w[i] / heaviest / (double)out->count;
    for (size_t i = 0; in->weights && i < out->count; i++) out->w[i] = fmax(out->w[i] / heaviest / mean, WEIGHT_MIN);
    if (!gaps) return STANCE_OK;
    out->start = out->x[0];
    double step = INFINITY;
    for (size_t i = 1; i < out->count; i++) step = fmin(step, out->x[i] - out->x[i - 1]);
    out->step = out->count > 1 ? step : 1;
    for (size_t i = 0; i < out->count; i++) out->x[i] = (out->x[i] - out->start) / out->step;
    return STANCE_OK;
}

/* Into units of the noise around the middle of the range. False: the series is constant. */
static stance_status scale(prepared *p, bool *constant, stance_error *err)
{
    double low = p->y[0], high = p->y[0], sd, rho;
    for (size_t i = 1; i < p->count; i++) {
        low = fmin(low, p->y[i]);
        high = fmax(high, p->y[i]);
    }
    const double range = high - low;
    *constant = !(range > CONSTANT * fmax(fabs(low), fabs(high))) || !(range > 1e-290);
    if (*constant) return STANCE_OK;
    p->centre = low + range / 2;
    /* first into -0.5 … 0.5, where nothing overflows */
    for (size_t i = 0; i < p->count; i++) p->y[i] = (p->y[i] - p->centre) / range;
    STANCE_TRY(stance_noise_of(p->y, p->count, &sd, &rho, err));
    sd *= sqrt(1 - rho); /* between neighbours */
    const double least = fmax(NOISE_MIN, 0.1 * NOISE_MIN * sqrt((double)p->count));
    if (sd < least) sd = least;
    for (size_t i = 0; i < p->count; i++) p->y[i] /= sd;
    p->scale = range * sd;
    return STANCE_OK;
}

/* Points of the solver for a series that was prepared. */
static stance_points points_of(const prepared *p)
{
    return (stance_points){p->x, p->y, p->w, p->count};
}

stance_status stance_partition(const stance_segment_input *input, stance_segment_model model, double penalty,
                               size_t min_length, size_t **starts, size_t *count, double *cost, stance_error *err)
{
    *starts = NULL;
    *count = 0;
    *cost = 0;
    if (model != STANCE_SEGMENT_MEAN && model != STANCE_SEGMENT_LINEAR)
        return stance_fail(err, STANCE_EINVAL, "one partition is of levels or of lines: name one of them");
    if (!(penalty > 0) || !gsl_finite(penalty))
        return stance_fail(err, STANCE_EINVAL, "the penalty is a number above 0, not %g", penalty);
    STANCE_TRY(check(input, err));
    if (input->count == 0) return STANCE_OK;
    /* As they are, for the cost is in their units; only what weighs nothing is left out, and the middle taken off. */
    prepared p;
    size_t *last = NULL, *bounds = NULL;
    stance_status status = prepare(input, &p, err);
    if (status != STANCE_OK) goto done;
    double middle = 0;
    for (size_t i = 0; i < p.count; i++) middle += p.y[i] / (double)p.count;
    for (size_t i = 0; i < p.count; i++) {
        p.y[i] -= middle;
        if (p.w) p.w[i] = input->weights[p.row[i]];
    }
    const stance_points points = points_of(&p);
    if (min_length < 1) min_length = 1;
    if (min_length > p.count) min_length = p.count;
    last = malloc((p.count + 1) * sizeof *last);
    bounds = malloc((p.count + 2) * sizeof *bounds);
    if (!last || !bounds) {
        status = stance_fail_memory(err);
        goto done;
    }
    status = stance_partition_points(&points, model == STANCE_SEGMENT_LINEAR, penalty, min_length, last, cost, err);
    if (status != STANCE_OK) goto done;
    if (!gsl_finite(*cost)) {
        *cost = 0;
        status = stance_fail(err, STANCE_EINVAL, "the values are too large: give the series in larger units");
        goto done;
    }
    const size_t segments = stance_partition_bounds(last, p.count, bounds);
    *count = segments - 1;
    if (*count) {
        memmove(bounds, bounds + 1, *count * sizeof *bounds);
        for (size_t k = 0; k < *count; k++) bounds[k] = p.row[bounds[k]];
        *starts = bounds;
        bounds = NULL;
    }
done:
    free(last);
    free(bounds);
    free_prepared(&p);
    return status;
}

/* The changes between the segments of a choice, in the units of the input. */
static stance_status describe(const prepared *p, const stance_choice *choice, stance_segments *out, stance_error *err)
{
    const stance_points points = points_of(p);
    out->model = choice->lines ? STANCE_SEGMENT_LINEAR : STANCE_SEGMENT_MEAN;
    out->curve = choice->curve > 0;
    out->located_coarsely = choice->coarse;
    out->noise = choice->fit.sd * p->scale;
    out->autocorrelation = choice->fit.autocorrelation;
    if (choice->segments < 2) return STANCE_OK;
    out->changes = calloc(choice->segments - 1, sizeof *out->changes);
    if (!out->changes) return stance_fail_memory(err);
    const double turn = p->scale / p->step;
    stance_segment_line line = stance_fit_segment(&points, choice->lines, 0, choice->bounds[1]);
    for (size_t k = 1; k < choice->segments; k++) {
        const stance_segment_line next =
            stance_fit_segment(&points, choice->lines, choice->bounds[k], choice->bounds[k + 1]);
        const double before = line.level + line.slope * (next.at - line.at);
        out->changes[out->count++] = (stance_break){
            .index = p->row[choice->bounds[k]],
            .before = p->centre + p->scale * before,
            .after = p->centre + p->scale * next.level,
            .effect = p->scale * (next.level - before),
            .slope_before = turn * line.slope,
            .slope_after = turn * next.slope,
        };
        line = next;
    }
    return STANCE_OK;
}

stance_status stance_segments_find(const stance_segment_input *input, const stance_segment_options *options,
                                   stance_segments *out, stance_error *err)
{
    static const stance_segment_options defaults = STANCE_SEGMENT_OPTIONS_INIT;
    memset(out, 0, sizeof *out);
    if (!options) options = &defaults;
    if ((unsigned)options->model > STANCE_SEGMENT_LINEAR)
        return stance_fail(err, STANCE_EINVAL, "unknown model %d", (int)options->model);
    if (!(options->penalty >= 0) || !gsl_finite(options->penalty))
        return stance_fail(err, STANCE_EINVAL, "the penalty is a number from 0 up, not %g", options->penalty);
    STANCE_TRY(check(input, err));
    out->model = options->model == STANCE_SEGMENT_LINEAR ? STANCE_SEGMENT_LINEAR : STANCE_SEGMENT_MEAN;
    if (input->count == 0) return STANCE_OK;
    prepared p;
    stance_choice choice = {.bounds = NULL};
    bool constant = false;
    size_t seasons[STANCE_SEASONS_MAX + 1] = {0};
    stance_status status = prepare(input, &p, err);
    if (status == STANCE_OK) status = scale(&p, &constant, err);
    if (status != STANCE_OK || constant) goto done;
    memcpy(seasons, options->seasons, sizeof options->seasons);
    status = stance_take_season(p.x, p.y, p.count, seasons, &out->season, err);
    if (status == STANCE_OK) status = stance_take_outliers(p.y, p.count, &out->outliers, err);
    const stance_points points = points_of(&p);
    if (status == STANCE_OK) status = stance_choose(&points, options, &choice, err);
    if (status == STANCE_OK) status = describe(&p, &choice, out, err);
done:
    free(choice.bounds);
    free_prepared(&p);
    if (status != STANCE_OK) stance_segments_free(out);
    return status;
}

void stance_segments_free(stance_segments *segments)
{
    if (!segments) return;
    free(segments->changes);
    memset(segments, 0, sizeof *segments);
}
