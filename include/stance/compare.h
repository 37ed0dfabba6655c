/* Two windows of time compared: what `stance compare A..B C..D` prints. */
#ifndef STANCE_COMPARE_H
#define STANCE_COMPARE_H

#include "stance/difference.h"
#include "stance/report.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct stance_window {
    char name[64];        /* as it was written */
    char label[80];       /* in words: "2020", "2020-Q3 to 2021-Q1", "from 2020-07-03 on", "until 2019" */
    stance_date from, to; /* whole days, inclusive; all zero: open */
} stance_window;

/* "2020", "2020-Q3..2021-Q1", "2020-07-03..", "..2019": a date as --from takes it, or two of them. */
stance_status stance_window_parse(stance_view text, stance_window *out, stance_error *err) STANCE_CHECKED;

typedef enum stance_each { STANCE_EACH_NONE, STANCE_EACH_TOPIC, STANCE_EACH_SPEAKER, STANCE_EACH_SOURCE } stance_each;

typedef struct stance_compare_options {
    stance_weighting weighting;
    double level; /* of the intervals */
    size_t resamples;
    stance_each each;  /* a line for each of them, beside all statements */
    size_t statements; /* that moved the difference most, each way; 0: none are looked for */
    stance_importance importance;
    double half_life; /* days, above 0; for STANCE_BY_RECENCY */
} stance_compare_options;

#define STANCE_COMPARE_OPTIONS_INIT                                                                                    \
    {                                                                                                                  \
        STANCE_BY_STATEMENT, 0.95, 4999, STANCE_EACH_NONE, 3, STANCE_EQUAL, 0                                          \
    }

#define STANCE_COMPARE_MIN_DOCUMENTS 3 /* in each window; fewer: too little data */

/* Documents or lexicon entries without which the difference turns round, loses half of itself, or is no longer more
   than chance would give. */
typedef struct stance_hinge {
    stance_view name;   /* of the document, or the entry as the lexicon writes it */
    stance_view origin; /* of the entry: "tone-critical.tsv:120"; of a document its id prefix */
    uint32_t window;    /* of a document */
    size_t statements;  /* that it is in */
    bool has_without;   /* false: without it a window is empty */
    double without;     /* the difference without it */
    bool hangs;         /* … on it */
} stance_hinge;

#define STANCE_MOST_HINGES 3

typedef struct stance_mover {
    stance_evidence evidence;
    uint32_t window;
    double contribution; /* to the difference */
} stance_mover;

typedef struct stance_compared {
    stance_view id, title; /* "(all)", or the topic, speaker, outlet */
    stance_difference d;
    stance_change change;
    const char *note;             /* why it was not tested; "" when it was */
    double p_adjusted;            /* Benjamini–Hochberg over the lines tested; (all) stands alone */
    stance_report_coded coded[2]; /* what people coded of each window */
    bool has_corrected;           /* both windows have enough of it */
    stance_coded_gap corrected;   /* of the balances */
} stance_compared;

enum { STANCE_SPLIT_TOPIC, STANCE_SPLIT_SPEAKER, STANCE_SPLIT_SOURCE, STANCE_COMPARE_FACTORS };

typedef struct stance_comparison {
    stance_compare_options options;
    stance_window windows[2];
    stance_report report; /* the selection: selector, documents, what was left out */
    stance_compared all;
    stance_compared *groups; /* of options.each; those with most statements first */
    size_t group_count;
    bool has_split;
    stance_split split;                                                      /* by topic, speaker and outlet */
    const stance_view *names[STANCE_COMPARE_FACTORS];                        /* of the numbers in split.alone[].cells */
    stance_hinge documents[STANCE_MOST_HINGES], entries[STANCE_MOST_HINGES]; /* that change it most when left out */
    size_t document_count, entry_count;
    stance_hinge document_pivot,
        entry_pivot;                    /* without which least of it is left; statements is 0 when there is none */
    double least_without, most_without; /* over all documents that can be left out */
    bool has_p_without;
    double p_without;        /* the test without document_pivot, where the difference is more than chance */
    bool rests_on_document;  /* … and then it is no longer */
    stance_mover *movers[2]; /* statements that moved the difference most: its way, the other way */
    size_t mover_count[2];
} stance_comparison;

/* Compares what the selector takes in of the two windows (selector->from and to are not looked at); counts as reports do
   (stance_report_build). Windows that overlap: STANCE_EINVAL. Nothing in one of them is no failure: change is untested.
   lexicon, for the titles of topics, may be NULL, options too. The store must stay open as long as the comparison. */
stance_status stance_compare(stance_store *store, const stance_lexicon *lexicon, const stance_selector *selector,
                             const stance_window *windows, const stance_compare_options *options,
                             stance_comparison *out, stance_error *err) STANCE_CHECKED;
void stance_comparison_free(stance_comparison *comparison); /* NULL and one that failed are fine */

/* Plain words first, then the numbers; 80 columns. */
stance_status stance_compare_text(const stance_comparison *comparison, struct stance_strbuf *out,
                                  stance_error *err) STANCE_CHECKED;

typedef enum stance_compare_table {
    STANCE_COMPARE_DIFFERENCES, /* (all), then each */
    STANCE_COMPARE_SPLIT,       /* the parts, and each topic, speaker and outlet by itself */
    STANCE_COMPARE_INFLUENCE,   /* documents and entries that matter most */
    STANCE_COMPARE_STATEMENTS   /* those that moved it most */
} stance_compare_table;
#define STANCE_COMPARE_TABLES 4

const char *
stance_compare_table_name(stance_compare_table table); /* "differences", "split", "influence", "statements" */
stance_status stance_compare_write_table(const stance_comparison *comparison, stance_compare_table table,
                                         stance_table_format format, struct stance_strbuf *out,
                                         stance_error *err) STANCE_CHECKED;

#ifdef __cplusplus
}
#endif
#endif
