/* Segments that each have one mean: functional pruning, after Maidstone, Hocking, Rigaill and Fearnhead (2017).

   Let a candidate s be the start of the last segment, and μ the mean of that segment. The best cost so far is a function of
   μ, the lowest of one parabola for each candidate. Which of two parabolas is lower does not change as points are added, for
   both grow by the same amount: so each candidate keeps the part of the line on which it is the lowest, gives some of it up
   to each later candidate, and is forgotten when nothing is left. A minimum length only means that a candidate comes into
   play later, with the same comparison. */
#include "stats/partition.h"

#include <math.h>
#include <stdlib.h>

/* Sums over the points before one. */
typedef struct sums {
    double w, wy, wyy;
} sums;

/* Where a candidate is the best; pieces stand side by side, from the lowest μ to the highest, without gaps. */
typedef struct piece {
    double to;   /* from the end of the piece before */
    double paid; /* the cost before s, penalty included */
    sums at;     /* at s */
    size_t s;
} piece;

typedef struct state {
    piece *pieces, *next;
    size_t count, capacity; /* of both arrays */
} state;

static bool make_room(state *at, size_t needed)
{
    if (needed <= at->capacity) return true;
    size_t capacity = at->capacity ? at->capacity * 2 : 64;
    if (capacity < needed) capacity = needed;
    piece *pieces = realloc(at->pieces, capacity * sizeof *pieces);
    if (!pieces) return false;
    at->pieces = pieces;
    piece *next = realloc(at->next, capacity * sizeof *next);
    if (!next) return false;
    at->next = next;
    at->capacity = capacity;
    return true;
}

/* Appends a piece, or widens the last when it is the same candidate's. */
static inline void put(piece *pieces, size_t *count, const piece *from, double to)
{
    if (*count && pieces[*count - 1].s == from->s) {
        pieces[*count - 1].to = to;
        return;
    }
    pieces[*count] = *from;
    pieces[(*count)++].to = to;
}

/* The candidate takes from each piece where the older one costs more than `entry->paid`, at the point where it starts. A
   piece may be cut in three: room for two more a piece. */
static void cut(state *at, const piece *entry)
{
    size_t n = 0;
    double from = -INFINITY;
    for (size_t i = 0; i < at->count; i++) {
        const piece *p = &at->pieces[i];
        const double w = entry->at.w - p->at.w, wy = entry->at.wy - p->at.wy;
        const double mean = wy / w;
        /* the older one is no worse where w (μ - mean)² <= spare */
        const double spare = entry->paid - p->paid - (entry->at.wyy - p->at.wyy - wy * mean);
        double lo = 0, hi = 0;
        bool any = spare >= 0;
        if (any) {
            const double reach = sqrt(spare / w);
            lo = mean - reach;
            hi = mean + reach;
            any = lo < p->to && hi > from;
        }
        if (!any) {
            put(at->next, &n, entry, p->to);
        } else {
            if (lo > from) put(at->next, &n, entry, lo);
            put(at->next, &n, p, hi < p->to ? hi : p->to);
            if (hi < p->to) put(at->next, &n, entry, p->to);
        }
        from = p->to;
    }
    piece *swap = at->pieces;
    at->pieces = at->next;
    at->next = swap;
    at->count = n;
}

stance_status stance_partition_mean(const stance_points *points, double penalty, size_t min_length, size_t *last,
                                    double *cost, stance_error *err)
{
    const size_t n = points->count;
    stance_status status = STANCE_OK;
    state at = {.pieces = NULL};
    /* What a candidate needs to know is asked for min_length points after it is known: a ring of so many. */
    piece *ring = calloc(min_length, sizeof *ring);
    if (!ring || !make_room(&at, 64)) {
        status = stance_fail_memory(err);
        goto done;
    }
    sums now = {0, 0, 0};
    *cost = 0;
    last[0] = 0;
    ring[0] = (piece){.to = INFINITY, .paid = 0, .at = now, .s = 0};
    for (size_t t = 1; t <= n; t++) {
        const double w = stance_w_at(points, t - 1), y = points->y[t - 1];
        now.w += w;
        now.wy += w * y;
        now.wyy += w * y * y;
        last[t] = 0;
        if (t < min_length) continue;
        const size_t s = t - min_length;
        const piece *entry = &ring[s % min_length];
        if (s == 0) {
            at.pieces[0] = *entry;
            at.count = 1;
        } else if (s >= min_length) {
            if (!make_room(&at, at.count * 3)) {
                status = stance_fail_memory(err);
                goto done;
            }
            cut(&at, entry);
        }
        /* The lowest of all candidates' own lowest: the best partition is among them, and each of them is a partition. */
        double best = INFINITY;
        for (size_t i = 0; i < at.count; i++) {
            const piece *p = &at.pieces[i];
            const double dw = now.w - p->at.w, dy = now.wy - p->at.wy;
            const double value = p->paid + (now.wyy - p->at.wyy - dy * dy / dw);
            if (value < best) {
                best = value;
                last[t] = p->s;
            }
        }
        *cost = best;
        ring[t % min_length] = (piece){.to = INFINITY, .paid = best + penalty, .at = now, .s = t};
    }
done:
    free(ring);
    free(at.pieces);
    free(at.next);
    return status;
}
