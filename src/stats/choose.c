/* Which partition: up to LADDER_MAX points, the exact partitions for a ladder of penalties, of levels and of lines, are held
   against each other. A longer series is first looked at in blocks, which tells levels from lines and tells whether one smooth
   curve will do; the penalty then follows from the noise between neighbours, and one exact partition of all points is made. */
#include "stats/partition.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    LADDER_MAX = 2000,
    BLOCKS = 600,
    BLOCKS_LINES = 5000,
    EXACT_MAX = 10000,
    CHANGES_MAX = 20,
    POINTS_A_CHANGE = 10,
    STEPS_MAX = 400
};
enum { LEVEL_MIN = 2, LINE_MIN = 5, LINE_LEAST = 3 }; /* points in a segment */
#define LADDER_STEP 1.15
#define EXACT_WORK 1e9 /* points times points of the longest segment */
#define VISIBLE 0.005  /* of the squares around the mean: a change that tells less of them is not seen in a drawing */

stance_status stance_partition_points(const stance_points *points, bool lines, double penalty, size_t min_length,
                                      size_t *last, double *cost, stance_error *err)
{
    return lines ? stance_partition_linear(points, penalty, min_length, last, cost, err)
                 : stance_partition_mean(points, penalty, min_length, last, cost, err);
}

size_t stance_partition_bounds(const size_t *last, size_t count, size_t *bounds)
{
    size_t segments = 0;
    for (size_t t = count; t > 0; t = last[t]) segments++;
    size_t at = segments;
    for (size_t t = count; bounds && t > 0; t = last[t]) bounds[at--] = t;
    if (bounds) bounds[0] = 0;
    return segments;
}

/* count where two segments of the least length do not fit: then there is no change. A line through two points always fits, so
   three are the least of a short series. */
static size_t min_length_for(const stance_segment_options *options, bool lines, size_t count)
{
    size_t least = lines ? LINE_MIN : LEVEL_MIN;
    if (lines && count < 2 * LINE_MIN) least = LINE_LEAST;
    if (options->min_length) least = options->min_length;
    return 2 * least <= count ? least : count;
}

static bool wanted(const stance_segment_options *options, bool lines)
{
    return options->model == STANCE_SEGMENT_AUTO || (options->model == STANCE_SEGMENT_LINEAR) == lines;
}

/* Room for the work on one series. */
typedef struct work {
    size_t *last, *bounds;
    double *residuals;
} work;

static void free_work(work *w)
{
    free(w->last);
    free(w->bounds);
    free(w->residuals);
}

static stance_status make_work(work *w, size_t count, stance_error *err)
{
    *w = (work){malloc((count + 1) * sizeof *w->last), calloc(count + 2, sizeof *w->bounds),
                malloc((count + 1) * sizeof *w->residuals)};
    if (w->last && w->bounds && w->residuals) return STANCE_OK;
    (void)stance_fail_memory(err); /* named below, so that static analysis sees that it fails */
    return STANCE_ENOMEM;
}

/* Keeps the partition in w->bounds if it is better than what there is. */
static stance_status offer(stance_choice *best, const stance_choice *other, const size_t *bounds, stance_error *err)
{
    if (best->bounds && !(other->fit.criterion < best->fit.criterion)) return STANCE_OK;
    size_t *copy = malloc((other->segments + 1) * sizeof *copy);
    if (!copy) return stance_fail_memory(err);
    memcpy(copy, bounds, (other->segments + 1) * sizeof *copy);
    free(best->bounds);
    *best = *other;
    best->bounds = copy; /* *other has none of its own */
    return STANCE_OK;
}

/* One exact partition, offered. */
static stance_status offer_partition(const stance_points *points, bool lines, double penalty, size_t min_length,
                                     work *w, stance_choice *best, stance_error *err)
{
    double cost;
    stance_choice choice = {.lines = lines};
    STANCE_TRY(stance_partition_points(points, lines, penalty, min_length, w->last, &cost, err));
    choice.segments = stance_partition_bounds(w->last, points->count, w->bounds);
    choice.fit = stance_fit_partition(points, lines, w->bounds, choice.segments, w->residuals);
    return offer(best, &choice, w->bounds, err);
}

/* What one level or line through both segments costs more than one for each. */
static double saved_by(const stance_points *points, bool lines, size_t from, size_t at, size_t to)
{
    const stance_segment_line fits[3] = {stance_fit_segment(points, lines, from, to),
                                         stance_fit_segment(points, lines, from, at),
                                         stance_fit_segment(points, lines, at, to)};
    double saved = 0;
    for (size_t i = from; i < to; i++) {
        const stance_segment_line *own = &fits[i < at ? 1 : 2];
        const double x = stance_x_at(points, i);
        const double off = points->y[i] - fits[0].level - fits[0].slope * (x - fits[0].at);
        const double off_own = points->y[i] - own->level - own->slope * (x - own->at);
        saved += stance_w_at(points, i) * (off * off - off_own * off_own);
    }
    return saved;
}

/* Whether each change saves at least so much. */
static bool all_save(const stance_points *points, bool lines, const size_t *bounds, size_t segments, double least)
{
    for (size_t k = 1; k < segments; k++) {
        if (saved_by(points, lines, bounds[k - 1], bounds[k], bounds[k + 1]) < least) return false;
    }
    return true;
}

/* The partitions from no change to CHANGES_MAX, at most one for POINTS_A_CHANGE points, each of whose changes saves the share
   `visible` of the squares around the mean. */
static stance_status climb(const stance_points *points, bool lines, double visible, size_t min_length, work *w,
                           stance_choice *best, stance_error *err)
{
    size_t most = points->count / POINTS_A_CHANGE + 2, before = 0;
    if (most > CHANGES_MAX + 1) most = CHANGES_MAX + 1;
    const double level = stance_fit_segment(points, false, 0, points->count).level;
    double penalty = 0, around = 0;
    for (size_t i = 0; i < points->count; i++) {
        penalty += stance_w_at(points, i) * points->y[i] * points->y[i];
        around += stance_w_at(points, i) * (points->y[i] - level) * (points->y[i] - level);
    }
    for (int step = 0; step < STEPS_MAX; step++, penalty /= LADDER_STEP) {
        double cost;
        STANCE_TRY(stance_partition_points(points, lines, penalty, min_length, w->last, &cost, err));
        stance_choice choice = {.lines = lines, .segments = stance_partition_bounds(w->last, points->count, NULL)};
        if (choice.segments > most) break;
        if (choice.segments == before) continue;
        before = choice.segments;
        (void)stance_partition_bounds(w->last, points->count, w->bounds);
        if (!all_save(points, lines, w->bounds, choice.segments, visible * around)) continue;
        choice.fit = stance_fit_partition(points, lines, w->bounds, choice.segments, w->residuals);
        STANCE_TRY(offer(best, &choice, w->bounds, err));
    }
    return STANCE_OK;
}

static bool wanted_curve(const stance_segment_options *options, size_t count, size_t degree)
{
    return options->model == STANCE_SEGMENT_AUTO && count > 2 * degree + 2;
}

static stance_status offer_curve(const stance_points *points, size_t degree, work *w, stance_choice *best,
                                 stance_error *err)
{
    stance_choice curve = {.lines = true, .curve = degree, .segments = 1};
    const size_t whole[2] = {0, points->count};
    curve.fit = stance_fit_curve(points, degree, w->residuals);
    return offer(best, &curve, whole, err);
}

static stance_status by_ladder(const stance_points *points, const stance_segment_options *options, double visible,
                               work *w, stance_choice *out, stance_error *err)
{
    for (int lines = 0; lines < 2; lines++) {
        if (wanted(options, lines))
            STANCE_TRY(climb(points, lines, visible, min_length_for(options, lines, points->count), w, out, err));
    }
    for (size_t degree = 2; degree <= STANCE_CURVE_MAX && wanted_curve(options, points->count, degree); degree++)
        STANCE_TRY(offer_curve(points, degree, w, out, err));
    return STANCE_OK;
}

/* ---- long series ---- */

/* Blocks of neighbours as points: their means, at the middle of their places, with their weights. */
typedef struct blocks {
    stance_points points;
    double *x, *y, *w;
    size_t *from; /* count + 1 */
} blocks;

static void free_blocks(blocks *b)
{
    free(b->x);
    free(b->y);
    free(b->w);
    free(b->from);
}

static stance_status make_blocks(const stance_points *points, size_t wanted_count, blocks *out, stance_error *err)
{
    const size_t size = (points->count + wanted_count - 1) / wanted_count, n = (points->count + size - 1) / size;
    *out = (blocks){.x = calloc(n, sizeof(double)),
                    .y = calloc(n, sizeof(double)),
                    .w = calloc(n, sizeof(double)),
                    .from = calloc(n + 1, sizeof(size_t))};
    if (!out->x || !out->y || !out->w || !out->from) return stance_fail_memory(err);
    for (size_t b = 0; b < n; b++) {
        const size_t from = b * size, to = from + size < points->count ? from + size : points->count;
        for (size_t i = from; i < to; i++) {
            const double w = stance_w_at(points, i);
            out->w[b] += w;
            out->x[b] += w * (stance_x_at(points, i) - stance_x_at(points, from));
            out->y[b] += w * points->y[i];
        }
        out->x[b] = stance_x_at(points, from) + out->x[b] / out->w[b];
        out->y[b] /= out->w[b];
        out->from[b] = from;
    }
    out->from[n] = points->count;
    out->points = (stance_points){out->x, out->y, out->w, n};
    return STANCE_OK; /* out holds them all: NOLINT(clang-analyzer-unix.Malloc) */
}

/* The place in low … high where the line through from … low - 1 is best left for the one through high … to - 1. */
static size_t best_split(const stance_points *points, size_t from, size_t low, size_t high, size_t to)
{
    const stance_segment_line left = stance_fit_segment(points, true, from, low);
    const stance_segment_line right = stance_fit_segment(points, true, high, to);
    size_t best = low;
    double sum = 0, least = 0; /* of the squares off the left line, less those off the right one */
    for (size_t i = low; i < high; i++) {
        const double x = stance_x_at(points, i);
        const double off_left = points->y[i] - left.level - left.slope * (x - left.at);
        const double off_right = points->y[i] - right.level - right.slope * (x - right.at);
        sum += stance_w_at(points, i) * (off_left * off_left - off_right * off_right);
        if (sum < least) {
            least = sum;
            best = i + 1;
        }
    }
    return best;
}

/* Lines in a series too long for exact pruning to be quick where nothing changes: exact on blocks; then each change is sought
   again among the points of the blocks around it, and taken back when the points do not need it. A change takes LINE_MIN
   blocks at least, so that the places sought for two of them do not overlap. */
static stance_status lines_by_blocks(const stance_points *points, double penalty, work *whole, stance_choice *out,
                                     stance_error *err)
{
    blocks b = {.from = NULL};
    work w = {NULL, NULL, NULL};
    stance_choice found = {.bounds = NULL};
    stance_status status = make_blocks(points, BLOCKS_LINES, &b, err);
    if (status == STANCE_OK) status = make_work(&w, b.points.count, err);
    if (status == STANCE_OK) status = offer_partition(&b.points, true, penalty, LINE_MIN, &w, &found, err);
    if (status != STANCE_OK) goto done;
    size_t segments = 1;
    size_t *bounds = whole->bounds;
    bounds[0] = 0;
    for (size_t k = 1; k < found.segments; k++) {
        const size_t block = found.bounds[k], next = b.from[found.bounds[k + 1]];
        const size_t low = b.from[block - 1] + 1, high = b.from[block + 1] - 1;
        const size_t at = best_split(points, bounds[segments - 1], low, high, next);
        if (saved_by(points, true, bounds[segments - 1], at, next) > penalty) bounds[segments++] = at;
    }
    bounds[segments] = points->count;
    stance_choice choice = {.lines = true, .coarse = true, .segments = segments};
    choice.fit = stance_fit_partition(points, true, bounds, segments, whole->residuals);
    status = offer(out, &choice, bounds, err);
done:
    free(found.bounds);
    free_work(&w);
    free_blocks(&b);
    return status;
}

/* Lines on the points, exactly, where that is a matter of seconds: the time grows with the number of points times the length
   of the longest segment, more steeply so where noise drifts. Else by blocks. */
static stance_status offer_lines(const stance_points *points, double penalty, double rho, size_t min_length, work *w,
                                 stance_choice *out, stance_error *err)
{
    const size_t n = points->count;
    if (n <= EXACT_MAX) return offer_partition(points, true, penalty, min_length, w, out, err);
    stance_choice by_blocks = {.bounds = NULL};
    stance_status status = lines_by_blocks(points, penalty, w, &by_blocks, err);
    if (status != STANCE_OK || !by_blocks.bounds) {
        free(by_blocks.bounds);
        return status;
    }
    size_t longest = 0;
    for (size_t k = 0; k < by_blocks.segments; k++) {
        const size_t length = by_blocks.bounds[k + 1] - by_blocks.bounds[k];
        if (length > longest) longest = length;
    }
    if ((double)n * (double)longest <= (rho < 0.5 ? EXACT_WORK : EXACT_WORK / 5))
        status = offer_partition(points, true, penalty, min_length, w, out, err);
    else status = offer(out, &by_blocks, by_blocks.bounds, err);
    free(by_blocks.bounds);
    return status;
}

/* What a change must save, in squares. Independent noise of variance v costs v for each parameter; autocorrelated noise
   (1 + rho) / (1 - rho) times as much, for sums over long stretches vary so much more. Noise that drifts, so that even
   neighbours show it, is taken from the blocks, which see more of the drift; elsewhere blocks see changes in it. */
static double penalty_of(double sd, double rho, const stance_verdict *seen, bool lines, size_t count)
{
    const double near = sd * sd * (1 + rho) / (1 - rho);
    const double far = seen->sd * seen->sd * (1 + seen->autocorrelation) / (1 - seen->autocorrelation);
    const double unit = far > near && near > 0 ? near * pow(far / near, rho / STANCE_RHO_MAX) : near;
    return STANCE_CHANGE_COST * (lines ? 3 : 2) * log((double)count) * unit;
}

static stance_status by_noise(const stance_points *points, const stance_segment_options *options, work *w,
                              stance_choice *out, stance_error *err)
{
    const size_t n = points->count;
    blocks b = {.from = NULL};
    stance_choice coarse = {.bounds = NULL};
    double sd, rho;
    stance_status status = make_blocks(points, BLOCKS, &b, err);
    if (status == STANCE_OK) status = by_ladder(&b.points, options, 0, w, &coarse, err);
    if (status == STANCE_OK) status = stance_noise_of(points->y, n, &sd, &rho, err);
    if (status != STANCE_OK) goto done;
    if (coarse.curve) {
        status = offer_curve(points, coarse.curve, w, out, err);
        goto done;
    }
    if (!coarse.lines)
        status = offer_partition(points, false, penalty_of(sd, rho, &coarse.fit, false, n),
                                 min_length_for(options, false, n), w, out, err);
    /* Blocks may be too coarse to tell lines from levels: where levels change at all, lines are tried on the points. */
    const bool try_lines = coarse.lines || (wanted(options, true) && out->bounds && out->segments > 1);
    const double penalty = penalty_of(sd, rho, &coarse.fit, true, n);
    if (status == STANCE_OK && try_lines)
        status = offer_lines(points, penalty, rho, min_length_for(options, true, n), w, out, err);
done:
    free(coarse.bounds);
    free_blocks(&b);
    return status;
}

stance_status stance_choose(const stance_points *points, const stance_segment_options *options, stance_choice *out,
                            stance_error *err)
{
    work w = {NULL, NULL, NULL};
    *out = (stance_choice){.bounds = NULL};
    stance_status status = make_work(&w, points->count, err);
    if (status != STANCE_OK) goto done;
    if (options->penalty > 0) {
        double sd, rho;
        status = stance_noise_of(points->y, points->count, &sd, &rho, err);
        const double unit = sd > 0 ? sd * sd : 1;
        for (int lines = 0; status == STANCE_OK && lines < 2; lines++) {
            if (!wanted(options, lines)) continue;
            const size_t least = min_length_for(options, lines, points->count);
            status = lines ? offer_lines(points, options->penalty * unit, rho, least, &w, out, err)
                           : offer_partition(points, false, options->penalty * unit, least, &w, out, err);
        }
    } else if (points->count <= LADDER_MAX) {
        status = by_ladder(points, options, VISIBLE, &w, out, err);
    } else {
        status = by_noise(points, options, &w, out, err);
    }
done:
    if (status != STANCE_OK) {
        free(out->bounds);
        *out = (stance_choice){.bounds = NULL};
    }
    free_work(&w);
    return status;
}
