/* Means and trends corrected by statements that people coded: the scores say how every statement looks to the lexicon, the
   codes say by how much the lexicon is off, and the interval holds the error of both.

   Pure functions over arrays; errors are those of stats.h. Off when nothing is coded: STANCE_ENODATA. */
#ifndef STANCE_CODED_H
#define STANCE_CODED_H

#include "stance/stats.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct stance_coded_row {
    double score; /* of the lexicon, natural units; any finite number up to 1e6 in size */
    double code;  /* of the coder, the same units; looked at only when `coded` */
    double
        probability; /* with which the statement was chosen for coding: above 0, at most 1; looked at only when `coded` */
    double x;        /* of a trend: the time; otherwise not looked at */
    uint32_t document;
    bool coded;
} stance_coded_row;

typedef enum stance_coded_use {
    STANCE_TUNED =
        0, /* as much of the scores as makes the variance least, 0 … 1: never worse than codes alone, but for chance */
    STANCE_DIFFERENCE, /* the difference estimator: all of them */
    STANCE_CODES_ALONE /* none of them */
} stance_coded_use;

typedef struct stance_coded {
    size_t statements, documents, coded, coded_documents;
    double plain;    /* what the scores alone give */
    double estimate; /* corrected */
    double lambda;   /* how much of the scores is in it */
    double se, df;   /* df: documents with codes less 1 (mean) or 2 (slope) */
    double lo, hi, level;
    bool has_interval; /* false: the codes differ in nothing from what is expected of them */
} stance_coded;

#define STANCE_CODED_MIN_DOCUMENTS 4 /* with codes; fewer: STANCE_ENODATA */

/* Prediction-powered estimate (Angelopoulos, Duchi and Zrnic 2023, PPI++, in the design-based form for unequal chances of
   being coded): lambda times what the scores of all statements give, plus what the coded ones, weighted by 1 /
   probability, give for code - lambda * score. The variance adds up by documents; lambda makes it least.
   Simulated coverage of a nominal .95 is .93 … .96 from 12 coded documents on (tests/stats/test_coded.c). */
stance_status stance_coded_mean(const stance_coded_row *rows, size_t count, stance_coded_use how, double level,
                                stance_coded *out, stance_error *err) STANCE_CHECKED;
/* The same for the slope of the least-squares line over x, in units of score for one unit of x. */
stance_status stance_coded_slope(const stance_coded_row *rows, size_t count, stance_coded_use how, double level,
                                 stance_coded *out, stance_error *err) STANCE_CHECKED;

typedef struct stance_coded_gap {
    double difference, lo, hi; /* second less first */
    double df;                 /* Welch and Satterthwaite */
    bool has_interval;
} stance_coded_gap;

/* The difference of two means (or slopes) of different documents. Where one of them has no interval, it has none. */
stance_status stance_coded_difference(const stance_coded *first, const stance_coded *second, double level,
                                      stance_coded_gap *out, stance_error *err) STANCE_CHECKED;

#ifdef __cplusplus
}
#endif
#endif
