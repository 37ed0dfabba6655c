/* Where a series changes: segments that each have one level or one line, by exact optimal partitioning.

   Pure functions over arrays. Values come and go in the units of the input; no function lets a NaN or an infinity out.
   Errors: STANCE_EINVAL for input that makes no sense, STANCE_ENOMEM. On failure *out is cleared and holds nothing to free.

   No change carries a p-value: a test at a place that the same data chose is not valid. */
#ifndef STANCE_SEGMENTS_H
#define STANCE_SEGMENTS_H

#include "stance/error.h"

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum stance_segment_model {
    STANCE_SEGMENT_AUTO = 0, /* the one of the others that fits better for its parameters */
    STANCE_SEGMENT_MEAN,     /* every segment has its level */
    STANCE_SEGMENT_LINEAR    /* every segment has its own line; lines need not meet */
} stance_segment_model;

const char *stance_segment_model_name(stance_segment_model model); /* "auto", "mean", "linear" */
bool stance_segment_model_parse(const char *name, stance_segment_model *model);

/* A series, in the order of time. */
typedef struct stance_segment_input {
    const double *x;       /* the place of each value, strictly increasing, or NULL: 0, 1, 2 … */
    const double *y;       /* |y| <= STANCE_SEGMENT_MAX */
    const double *weights; /* >= 0, not all of them 0; or NULL: all are 1. What weighs 0 is left out */
    size_t count;
} stance_segment_input;

#define STANCE_SEGMENT_MAX 1e150 /* larger values: STANCE_EINVAL, for their squares overflow */

/* ---- One partition ---------------------------------------------------------------------------------------------- */

/* The partition of least sum of w (y - fit)² over all points + penalty for each change, segments having at least
   min_length points (those that weigh 0 not counted). Exact: functional pruning for the mean (Maidstone, Hocking, Rigaill
   and Fearnhead 2017), inequality and duality pruning for lines (Killick, Fearnhead and Eckley 2012; Truong and Runge 2024).
   penalty > 0, in squared units of y; STANCE_SEGMENT_AUTO is refused here. starts: indices of the first point of each
   segment but the first, for the caller to free; NULL when there is none. Memory O(n). Time near n log n for the mean; for
   lines it depends on the longest segment: about n times its length to the power of .7. */
stance_status stance_partition(const stance_segment_input *input, stance_segment_model model, double penalty,
                               size_t min_length, size_t **starts, size_t *count, double *cost,
                               stance_error *err) STANCE_CHECKED;

/* ---- What a series is made of ----------------------------------------------------------------------------------- */

enum { STANCE_SEASONS_MAX = 8 };

typedef struct stance_segment_options {
    stance_segment_model model;
    double penalty;                     /* for a change, in variances of the noise; 0: chosen from the data */
    size_t min_length;                  /* points in a segment; 0: 2 for levels, 5 for lines (3 below 10 points) */
    size_t seasons[STANCE_SEASONS_MAX]; /* lengths of cycles to look for, in steps (the smallest in x is one); 0 ends */
} stance_segment_options;

/* The list of cycles for a series whose periods are plain numbers: 4, 6, 7, 12, 24, 52. */
#define STANCE_SEGMENT_OPTIONS_INIT                                                                                    \
    {                                                                                                                  \
        STANCE_SEGMENT_AUTO, 0, 0,                                                                                     \
        {                                                                                                              \
            4, 6, 7, 12, 24, 52, 0, 0                                                                                  \
        }                                                                                                              \
    }

typedef struct stance_break {
    size_t index;                     /* of the first point of the new segment, from 0, in the input */
    double before, after;             /* of the two segments: the level; or where their lines are at this point */
    double effect;                    /* after - before */
    double slope_before, slope_after; /* a unit of x; 0 for levels */
} stance_break;

/* Owned by the caller: free it with stance_segments_free. */
typedef struct stance_segments {
    stance_break *changes;
    size_t count;
    stance_segment_model model; /* the one that was chosen; never AUTO */
    bool curve;                 /* one smooth curve told the whole series better than any line, and than any change */
    bool
        located_coarsely; /* lines in a long series with long segments: sought in 5,000 blocks, then among their points */
    size_t season;        /* length of the cycle that was taken out, in steps; 0: none */
    size_t outliers;      /* single points drawn in to their neighbours */
    double noise;         /* standard deviation around the segments */
    double autocorrelation; /* of that noise, lag one, 0 … 0.9 */
} stance_segments;

/* Season and single outliers are taken out first. Then the best partitions into 0, 1, 2 … changes, of levels and of lines,
   are compared by 2 n log(mean |innovation|) + 2 p log n: innovations of first-order autocorrelated noise in the sense of
   Laplace, so that neither drifting noise nor heavy tails make changes; p counts 2 for each change of level, 3 for each
   change of line. Noise may hang together over a fiftieth of the series (autocorrelation exp(-50 / n), within .7 … .9): what
   drifts for longer is a change to whoever sees the whole. A smooth curve, a polynomial of degree 2 to 5, competes without any
   change. Up to 2,000 points each change must tell .5 % of the squares around the mean: less is not seen in a drawing. The
   constants were chosen on simulated series and held against public ones (tests/bench/segments.md).
   `options` NULL: the defaults. */
stance_status stance_segments_find(const stance_segment_input *input, const stance_segment_options *options,
                                   stance_segments *out, stance_error *err) STANCE_CHECKED;
void stance_segments_free(stance_segments *segments); /* NULL and an empty one are fine */

#ifdef __cplusplus
}
#endif
#endif
