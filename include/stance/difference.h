/* Two windows of time held against each other: by how much their means differ, how sure that is, and why.

   Pure functions over arrays; units and errors are those of stats.h. A difference is always the second window less the
   first: above 0 the second is more conciliatory. It lies in -2 … 2. The statements of one document belong to one
   window; documents are what is resampled and permuted. */
#ifndef STANCE_DIFFERENCE_H
#define STANCE_DIFFERENCE_H

#include "stance/stats.h"

#ifdef __cplusplus
extern "C" {
#endif

/* One statement of one of the two windows. */
typedef struct stance_weighed {
    int32_t value;     /* score, millionths, -1000000 … 1000000 */
    uint32_t document; /* any number that tells documents apart */
    uint32_t window;   /* 0: the first, 1: the second */
    double weight;     /* above 0, finite; 1 each: statements count the same */
} stance_weighed;

/* Divides each weight by the sum of its document's, so that documents count the same. */
stance_status stance_weigh_by_document(stance_weighed *rows, size_t count, stance_error *err) STANCE_CHECKED;

/* ---- How large, how sure ---------------------------------------------------------------------------------------- */

typedef struct stance_window_mean {
    size_t statements, documents;
    bool has_mean; /* false: no statements */
    double mean;
    stance_interval interval;
} stance_window_mean;

typedef struct stance_difference {
    stance_window_mean windows[2];
    bool has_difference; /* both windows have statements */
    double difference;
    /* Of the difference. CR2 with Welch's degrees of freedom over those of the two means; from STANCE_BCA_MIN_DOCUMENTS
       documents in both windows on, BCa. None with one document in a window or one that has nine tenths of its weight, nor where the fewer than
       STANCE_BCA_MIN_DOCUMENTS documents of a window all have the same mean. */
    stance_interval interval;
    /* Test of "documents of the two windows do not differ": documents are dealt out anew, the statistic is the
       difference over its standard error (CR2), which keeps the test honest when the windows differ in spread or size. */
    bool has_test;       /* at least two documents in each window */
    double p;            /* two-sided */
    double least_p;      /* the smallest p that so few documents could give */
    size_t permutations; /* that were looked at */
    bool exhaustive;     /* all there are: p is exact; otherwise p = (at least as far + 1) / (permutations + 1) */
    /* Hedges' g: the difference in standard deviations of single statements (pooled within windows, weighted), with the
       correction for few statements. */
    bool has_effect;
    double effect, sd;
} stance_difference;

#define STANCE_EXHAUSTIVE_PERMUTATIONS 20000 /* up to so many, all are looked at */
#define STANCE_MOST_PERMUTATIONS                                                                                       \
    99999 /* drawn where p is near .01, .05 or .10; 999 to 19999 where it is far from them */

/* Rows in any order. options->weighting is not looked at (see stance_weigh_by_document); NULL: the defaults. The seed
   of what is drawn is a hash of the documents' numbers, so that the same input gives the same bits. */
stance_status stance_difference_of(const stance_weighed *rows, size_t count, const stance_interval_options *options,
                                   stance_difference *out, stance_error *err) STANCE_CHECKED;

/* ---- Why: the split --------------------------------------------------------------------------------------------- */

#define STANCE_SPLIT_FACTORS 4

/* A statement, or its share in one topic: with k topics there are k rows of weight w / k. */
typedef struct stance_split_row {
    int32_t value;
    uint32_t window;
    double weight;
    uint32_t
        cell[STANCE_SPLIT_FACTORS]; /* its topic, speaker, outlet … : any numbers; only the first `factors` count */
} stance_split_row;

typedef struct stance_split_cell {
    uint32_t cell;
    bool present[2];          /* not in the first: entered; not in the second: left */
    double share[2], mean[2]; /* of the weight of each window; 0 where it is not present */
    int64_t tone, mix; /* millionths; tone is 0 for a cell that entered or left: there is nothing to hold it against */
} stance_split_cell;

/* One factor by itself, the others left out of account (Kitagawa 1955). */
typedef struct stance_split_factor {
    stance_split_cell *cells; /* in the order of their numbers */
    size_t count;
    int64_t tone, mix; /* of all cells; tone + mix is the total */
} stance_split_factor;

/* Free with stance_split_free. All parts are millionths and sum exactly to total: each is rounded down, and what is
   missing goes to those with the largest remainders. */
typedef struct stance_split {
    int64_t total; /* difference of the means */
    int64_t tone;  /* said differently within the combinations (topic, speaker, outlet) that both windows have */
    int64_t mix[STANCE_SPLIT_FACTORS];
    double comparable[2]; /* share of each window's weight that lies in combinations that both have */
    size_t factors;
    stance_split_factor alone[STANCE_SPLIT_FACTORS];
} stance_split;

/* Splits the difference into tone and the mix of each factor. For a set Q of factors let mix(Q) be Kitagawa's
   composition part over the combinations of Q that were observed: sum of (share2 - share1) (mean - M), mean that of both
   windows averaged, or of the one that has the combination, M the average of the two overall means. What a factor gets
   is its Shapley value in this game, the average over all orders in which factors are brought in; what remains of the
   total is tone. With one factor this is Kitagawa's, with two the symmetric form of Das Gupta (1993). STANCE_ENODATA when
   a window is empty. */
stance_status stance_split_difference(const stance_split_row *rows, size_t count, size_t factors, stance_split *out,
                                      stance_error *err) STANCE_CHECKED;
void stance_split_free(stance_split *split); /* NULL and an empty one are fine */

/* ---- Why: what it hangs on --------------------------------------------------------------------------------------- */

typedef struct stance_influence {
    uint32_t what;     /* the document, or the entry */
    uint32_t window;   /* of a document; of an entry 0 */
    size_t statements; /* that it is in */
    bool has_without;  /* false: without it a window is empty */
    double without;    /* the difference without it; 0 when there is none */
} stance_influence;

/* The difference with each document left out; those first whose absence changes it most. `out` has room for one for
   each document, at most `count`; *found is how many there are. */
stance_status stance_influence_of_documents(const stance_weighed *rows, size_t count, stance_influence *out,
                                            size_t *found, stance_error *err) STANCE_CHECKED;

/* That row `row` would have the value `value` without the lexicon entry `entry`. Each pair once. */
typedef struct stance_swap {
    uint32_t row, entry;
    int32_t value;
} stance_swap;

/* The same for entries, numbered from 0 to entries - 1; `out` has room for all of them, and gets all of them. */
stance_status stance_influence_of_entries(const stance_weighed *rows, size_t count, const stance_swap *swaps,
                                          size_t swap_count, size_t entries, stance_influence *out,
                                          stance_error *err) STANCE_CHECKED;

/* What each statement adds to the difference: its weight times its distance from the average of the two means, against
   the first window and for the second. They sum to the difference. `out` has room for `count`. */
stance_status stance_contributions(const stance_weighed *rows, size_t count, double *out,
                                   stance_error *err) STANCE_CHECKED;

#ifdef __cplusplus
}
#endif
#endif
