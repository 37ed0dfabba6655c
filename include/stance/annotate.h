/* Blind coding of sampled statements: drawing the sample, and a session with a coder. */
#ifndef STANCE_ANNOTATE_H
#define STANCE_ANNOTATE_H

#include "stance/codings.h"

#ifdef __cplusplus
extern "C" {
#endif

struct stance_strbuf; /* base/strbuf.h */

typedef enum stance_strata {
    STANCE_STRATA_NONE = 0,
    STANCE_STRATA_TOPIC,
    STANCE_STRATA_SPEAKER,
    STANCE_STRATA_PERIOD
} stance_strata;

typedef struct stance_sample_options {
    size_t wanted;        /* statements, 1 … STANCE_SAMPLE_MAX */
    uint64_t seed;        /* decides which, and their order */
    stance_strata by;     /* as many from each topic (the first of a statement), speaker or period as can be */
    stance_period period; /* for STANCE_STRATA_PERIOD */
    int32_t shared;       /* millionths of the sample that every coder gets */
} stance_sample_options;

#define STANCE_SAMPLE_MAX 100000
#define STANCE_SAMPLE_OPTIONS_INIT                                                                                     \
    {                                                                                                                  \
        100, 1, STANCE_STRATA_NONE, STANCE_BY_QUARTER, 1000000                                                         \
    }

/* Appends the name of a sample: everything that decides what is in it. */
void stance_sample_design(const stance_selector *selector, const stance_sample_options *options,
                          struct stance_strbuf *out);

/* The other way round: what a sample of this name is drawn from. False when the name is none. Views point into design; the
   texts of dates and periods do not outlive the call. */
bool stance_sample_read(stance_view design, stance_selector *selector, stance_sample_options *options);
/* The part of a sample that a statement belongs to. label holds the name of a period. */
stance_view stance_sample_stratum(const stance_row *row, const stance_sample_options *options,
                                  char label[STANCE_DATE_SIZE]);

/* Draws the sample of what the selector takes in and somebody said, and stores it under its design, unless it was drawn
   before: then it stays as it is, whatever was imported since. *count is its size. STANCE_ENODATA: nothing is selected. */
stance_status stance_sample_draw(stance_store *store, const stance_selector *selector,
                                 const stance_sample_options *options, stance_view design, size_t *count,
                                 stance_error *err) STANCE_CHECKED;

typedef struct stance_annotation stance_annotation;

/* Goes to the first statement of the sample that is still to be coded by this coder. Views are copied. */
stance_status stance_annotation_open(stance_store *store, stance_view design, stance_view coder,
                                     stance_annotation **out, stance_error *err) STANCE_CHECKED;
void stance_annotation_close(stance_annotation *session); /* NULL will do */

/* Appends what the coder is to see: the statement in its place and what is asked; at the end, a word of thanks. Scores are
   never shown. *done: nothing is left. */
stance_status stance_annotation_show(stance_annotation *session, struct stance_strbuf *out, bool *done,
                                     stance_error *err) STANCE_CHECKED;
/* Takes an answer: -1 0 1 (- + c n p, and the words), s, b, q, ? . It is stored before this returns. Appends what there is
   to say to it. *quit: the coder has had enough. */
stance_status stance_annotation_take(stance_annotation *session, stance_view line, struct stance_strbuf *out,
                                     bool *quit, stance_error *err) STANCE_CHECKED;

#ifdef __cplusplus
}
#endif
#endif
