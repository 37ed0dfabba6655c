/* Segments that each have a line of their own: a candidate s, the start of the last segment, is given up when it can never
   be the best again. Two proofs are tried, both exact:
   - its cost without any further change is above the best so far plus the penalty (PELT; Killick, Fearnhead and Eckley 2012);
   - so is its cost over those lines for which it beats one older candidate, r. That region is the outside of an ellipse that
     the points r … s - 1 fix once and for all, and Lagrange's dual bounds the lowest cost over it from below (after Truong
     and Runge 2024, who prune by duality). It is this one that keeps few candidates where nothing changes.
   With a minimum length L, the start that proves s superfluous comes into play L points later, and so s goes then. */
#include "stats/partition.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

/* Weighted sums over some points, x counted from the candidate that owns them. */
typedef struct moments {
    double w, x, xx, y, xy, yy;
} moments;

enum { PARTNERS = 8, DUAL_STEPS = 7 };

/* The candidates that a newer one was first compared with; valid also when they are gone, for what made them
   superfluous makes this one so too. */
typedef struct rival {
    moments between; /* of the points from the rival's start to the owner's, x from the owner's start */
    double lead;     /* what the owner had paid more than the rival, penalty included in both */
} rival;

typedef struct candidate {
    size_t s;
    double paid, origin;
    moments sums; /* from s to now */
    rival rivals[PARTNERS];
    size_t rival_count;
    size_t leaves; /* the point from which on it is not needed; SIZE_MAX: not known to be superfluous */
} candidate;

static inline void add(moments *m, double w, double x, double y)
{
    m->w += w;
    m->x += w * x;
    m->xx += w * x * x;
    m->y += w * y;
    m->xy += w * x * y;
    m->yy += w * y * y;
}

/* The same points with x counted from a place `by` further right. */
static inline moments shifted(const moments *m, double by)
{
    return (moments){m->w, m->x - by * m->w, m->xx - 2 * by * m->x + by * by * m->w, m->y, m->xy - by * m->y, m->yy};
}

static inline double residual_squares(const moments *m)
{
    const double mean_x = m->x / m->w, mean_y = m->y / m->w;
    const double xx = m->xx - m->x * mean_x, xy = m->xy - m->x * mean_y, yy = m->yy - m->y * mean_y;
    const double rest = xx > 0 ? yy - xy * xy / xx : yy;
    return rest > 0 ? rest : 0;
}

/* The dual at mu: the least over all lines of squares(owner) - mu (squares(rival's points) - lead), and its slope in mu.
   False where there is no least. */
static bool dual(const moments *a, const rival *r, double mu, double *value, double *slope)
{
    const moments *b = &r->between;
    const double w = a->w - mu * b->w, x = a->x - mu * b->x, xx = a->xx - mu * b->xx;
    const double y = a->y - mu * b->y, xy = a->xy - mu * b->xy;
    const double det = w * xx - x * x;
    if (!(w > 0) || !(det > 1e-9 * w * xx)) return false;
    const double level = (xx * y - x * xy) / det, tilt = (w * xy - x * y) / det;
    const double rest = a->yy - mu * b->yy - level * y - tilt * xy;
    *value = rest + mu * r->lead;
    *slope = r->lead - (b->yy - 2 * level * b->y - 2 * tilt * b->xy + level * level * b->w + 2 * level * tilt * b->x +
                        tilt * tilt * b->xx);
    return true;
}

/* True when the candidate costs more than `limit` on every line on which it beats the rival. The dual is concave in mu: its
   slope says on which side the top lies. */
static bool beaten(const candidate *c, const rival *r, double limit)
{
    double value, slope;
    if (!dual(&c->sums, r, 0, &value, &slope) || slope <= 0) return false;
    double lo = 0, hi = c->sums.w / r->between.w;
    for (int i = 0; i < DUAL_STEPS; i++) {
        const double mid = (lo + hi) / 2;
        if (!dual(&c->sums, r, mid, &value, &slope)) {
            hi = mid;
            continue;
        }
        if (value > limit) return true;
        if (slope > 0) {
            if (value + slope * (hi - mid) <= limit) return false;
            lo = mid;
        } else {
            if (value - slope * (mid - lo) <= limit) return false;
            hi = mid;
        }
    }
    return false;
}

typedef struct state {
    candidate *all;
    size_t count, capacity;
} state;

/* A new candidate at the point s, whose points since then are `sums`; its rivals are the last one and one further back. */
static bool enter(state *at, size_t s, double paid, double origin, const moments *sums)
{
    if (at->count == at->capacity) {
        size_t capacity = at->capacity ? at->capacity * 2 : 64;
        candidate *all = realloc(at->all, capacity * sizeof *all);
        if (!all) return false;
        at->all = all;
        at->capacity = capacity;
    }
    candidate *c = &at->all[at->count];
    *c = (candidate){.s = s, .paid = paid, .origin = origin, .sums = *sums, .leaves = SIZE_MAX};
    const size_t back[PARTNERS] = {1, 2, 4, 8, 16, 32, 64, 128};
    for (size_t i = 0; i < PARTNERS && back[i] <= at->count; i++) {
        const candidate *r = &at->all[at->count - back[i]];
        moments between = shifted(&r->sums, origin - r->origin);
        between = (moments){between.w - sums->w, between.x - sums->x,   between.xx - sums->xx,
                            between.y - sums->y, between.xy - sums->xy, between.yy - sums->yy};
        if (between.w > 0) c->rivals[c->rival_count++] = (rival){between, paid - r->paid};
    }
    at->count++;
    return true;
}

stance_status stance_partition_linear(const stance_points *points, double penalty, size_t min_length, size_t *last,
                                      double *cost, stance_error *err)
{
    const size_t n = points->count;
    stance_status status = STANCE_OK;
    state at = {.all = NULL};
    double *best = calloc(n + 1, sizeof *best); /* of the first t points, penalty of the next change included */
    if (!best) return stance_fail_memory(err);
    *cost = 0;
    last[0] = 0;
    for (size_t t = 1; t <= n; t++) {
        last[t] = 0;
        /* the points before the newest candidate that enters below are in its sums */
        const double w = stance_w_at(points, t - 1), y = points->y[t - 1];
        const double x = stance_x_at(points, t - 1);
        for (size_t i = 0; i < at.count; i++) add(&at.all[i].sums, w, x - at.all[i].origin, y);
        if (t < min_length) continue;
        const size_t s = t - min_length;
        if (s == 0 || s >= min_length) {
            const double origin = stance_x_at(points, s);
            moments sums = {0};
            for (size_t i = s; i < t; i++)
                add(&sums, stance_w_at(points, i), stance_x_at(points, i) - origin, points->y[i]);
            if (!enter(&at, s, best[s], origin, &sums)) {
                status = stance_fail_memory(err);
                goto done;
            }
        }
        double least = INFINITY;
        for (size_t i = 0; i < at.count; i++) {
            const double value = at.all[i].paid + residual_squares(&at.all[i].sums);
            if (value < least) {
                least = value;
                last[t] = at.all[i].s;
            }
        }
        *cost = least;
        best[t] = least + penalty;
        size_t kept = 0;
        const double slack = 1e-9 * (1 + fabs(best[t]));
        for (size_t i = 0; i < at.count; i++) {
            candidate *c = &at.all[i];
            if (c->leaves == SIZE_MAX) {
                const double limit = best[t] + slack - c->paid;
                bool gone = residual_squares(&c->sums) > limit;
                if (!gone && c->rival_count) gone = beaten(c, &c->rivals[(t + i) % c->rival_count], limit);
                if (gone) c->leaves = t + min_length;
            }
            if (c->leaves <= t + 1) continue;
            if (kept != i) at.all[kept] = *c;
            kept++;
        }
        at.count = kept;
    }
done:
    free(best);
    free(at.all);
    return status;
}
