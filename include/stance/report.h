/* The stance report: what the statements that a selector takes in add up to, as numbers (struct stance_report), as a
   text for people and as tidy tables for programs. Reads the store, changes nothing in it. */
#ifndef STANCE_REPORT_H
#define STANCE_REPORT_H

#include "stance/coded.h"
#include "stance/lexicon.h"
#include "stance/record.h"
#include "stance/stats.h"
#include "stance/store.h"

#ifdef __cplusplus
extern "C" {
#endif

#define STANCE_TOPIC_ALL "(all)"   /* every statement, whatever its topics */
#define STANCE_TOPIC_NONE "(none)" /* statements without topic */

/* What a statement weighs beside what options.weighting says; with STANCE_BY_DOCUMENT, within its document. */
typedef enum stance_importance {
    STANCE_EQUAL = 0,
    STANCE_BY_LENGTH, /* as many times as it has bytes */
    STANCE_BY_RECENCY /* half as much for each half-life that it is older than another */
} stance_importance;

typedef struct stance_report_options {
    stance_period by;
    stance_weighting weighting;
    double level;          /* of the intervals */
    size_t resamples;      /* of documents, where the interval is a bootstrap */
    size_t evidence;       /* statements a side over all topics; 0: none are looked for */
    size_t topic_evidence; /* the same for each topic */
    const char *title;     /* NULL: made from the selection */
    int32_t rolling;       /* periods that a mean looks back over, itself included; trends are of single periods */
    stance_importance importance;
    double half_life; /* days, above 0; for STANCE_BY_RECENCY */
} stance_report_options;

#define STANCE_REPORT_OPTIONS_INIT                                                                                     \
    {                                                                                                                  \
        STANCE_BY_QUARTER, STANCE_BY_STATEMENT, 0.95, 4999, 5, 2, NULL, 1, STANCE_EQUAL, 0                             \
    }

/* A trend is tested where there is enough to tell one; below that it is "too little data", which is not "no change". */
#define STANCE_REPORT_MIN_PERIODS 5 /* with statements; an exact p can then go below .05 */
#define STANCE_REPORT_MIN_DOCUMENTS 10
#define STANCE_REPORT_SUPPORTED 0.05  /* adjusted p up to which a change is called one */
#define STANCE_REPORT_WEAK 0.10       /* … up to which there are weak signs of one */
#define STANCE_REPORT_FEW_DOCUMENTS 3 /* periods with fewer are marked */

typedef enum stance_change {
    STANCE_CHANGE_UNTESTED = 0, /* too little data to tell */
    STANCE_CHANGE_NONE,         /* tested, none found */
    STANCE_CHANGE_UP,           /* more conciliatory */
    STANCE_CHANGE_DOWN,         /* more critical */
    STANCE_CHANGE_WEAK_UP,
    STANCE_CHANGE_WEAK_DOWN
} stance_change;

const char *stance_change_name(stance_change change); /* "untested", "none", "up", "down", "weak up", "weak down" */

typedef struct stance_report_trend {
    stance_change change;
    const char *note; /* why it was not tested; "" when it was */
    size_t periods;   /* with statements */
    int32_t first, last;
    double slope, lo, hi; /* Theil–Sen, natural units a year */
    bool has_interval;
    double tau, p, p_adjusted; /* Mann–Kendall; Benjamini–Hochberg over the topics tested ((all) stands alone) */
    /* The trend looked at from other sides; not adjusted. */
    bool has_hamed_rao, has_prewhitened;
    double p_hamed_rao, p_prewhitened; /* that allow for neighbouring periods being alike */
    double p_break;                    /* Pettitt: one break, after the period break_after */
    int32_t break_after;
    bool has_robust; /* false: robust regression found no line that it stays with */
    double robust;   /* its slope, natural units a year */
} stance_report_trend;

/* Where the checks say something else than the trend does, both at .05. */
typedef enum stance_disagreement {
    STANCE_CHECKS_AGREE = 0,
    STANCE_CHECKS_DOUBT, /* a change was found that neighbouring periods being alike could explain */
    STANCE_CHECKS_FIND,  /* none was found, but with the likeness of neighbours taken out there is one */
    STANCE_CHECKS_BREAK, /* none was found, but one break is */
    STANCE_CHECKS_SLOPE  /* a change was found, but robust regression has it go the other way */
} stance_disagreement;
stance_disagreement stance_trend_checks(const stance_report_trend *trend);

#define STANCE_LINE_SPAN 0.75 /* share of the periods that a point of the smooth line rests on */
enum {
    STANCE_LINE_MIN_PERIODS = 8,  /* with statements; fewer: the line would run through the means themselves */
    STANCE_LINE_MAX_PERIODS = 500 /* more: no line is drawn, as time grows with the cube */
};

/* The smooth line through the means of the single periods (LOESS, periods weighing as their documents), with its band. */
typedef struct stance_line_point {
    bool has, has_band;
    double y, lo, hi;
} stance_line_point;

typedef struct stance_evidence {
    char id[STANCE_ID_SIZE]; /* as `stance explain` takes it */
    stance_date date;
    stance_view document, source, speaker, actor, text;
    stance_view topics; /* joined by ", " */
    stance_mode mode;
    stance_tone tone;
    bool summary; /* the document is a summary of what was said (source "stance digest"), not the words themselves */
} stance_evidence;

enum { STANCE_SIDE_CONCILIATORY, STANCE_SIDE_CRITICAL };

/* What people coded, held against the lexicon. Coders say critical (-1), neutral (0) or conciliatory (1), and not how
   much, so what both can be asked for is the balance: the mean of the classes, which is the share of conciliatory statements
   less that of critical ones. The lexicon's class of a statement is that of `stance evaluate` (STANCE_NEUTRAL_SCORE); several coders
   of a statement count as their mean. Estimated is the balance that the coders would give to all statements that samples
   were drawn from (stance_coded_mean, STANCE_TUNED): every statement counts the same, whatever options.weighting says,
   and an interval holds the error of the lexicon, the chance of the sample and, as all intervals of a report do, that of
   the documents. Slopes are those of the least-squares line through the classes, not of period means. */
typedef struct stance_report_coded {
    size_t covered, coded,
        documents;    /* statements that could be drawn; of these coded; documents that the coded are in */
    const char *note; /* why nothing is corrected; "" when it is */
    double lexicon, balance, lo, hi; /* balance of the lexicon; corrected, with its interval */
    double off, off_lo, off_hi;      /* lexicon less balance: above 0, the lexicon is too conciliatory */
    bool has_interval, has_off_interval;
    stance_coded mean; /* where the balance is from */
    bool has_slope;
    double lexicon_slope, slope, slope_lo, slope_hi; /* a year */
} stance_report_coded;

#define STANCE_NEUTRAL_SCORE 50000 /* millionths: a score up to it, either way, is taken for neutral */
/* Documents with coded statements from which on there is a balance, a slope: fewer, and intervals would miss their mark. */
#define STANCE_REPORT_CODED_DOCUMENTS 12
#define STANCE_REPORT_CODED_SLOPE 30

/* Which codings there are for what was selected. */
typedef struct stance_report_codings {
    size_t statements;  /* coded by somebody, in the whole database; 0: nothing is coded */
    size_t counted;     /* of these, in the selection */
    size_t later;       /* statements that came in after their samples were drawn, as far as the samples are used */
    stance_view coders; /* of the counted, joined by ", " */
    size_t coder_count;
} stance_report_codings;

typedef struct stance_report_topic {
    stance_view id, title;
    stance_series_point total;     /* over all periods */
    size_t conciliatory, critical; /* statements with a score above, below 0 */
    size_t with_tone;              /* statements in which a tone entry fired */
    stance_series_point *points;   /* stance_report.period_count of them */
    stance_report_trend trend;
    stance_line_point *line; /* of each period; only those have one that have a mean; none where no trend was tested */
    stance_evidence *evidence[2]; /* by side, strongest first */
    size_t evidence_count[2];
    stance_report_coded coded;
} stance_report_topic;

typedef struct stance_report_speaker {
    stance_view name, actor; /* commonest spelling; actor.data NULL: none */
    stance_series_point total;
    stance_date first, last;
} stance_report_speaker;

typedef struct stance_report_document {
    char hash[65];
    char prefix[STANCE_ID_SIZE]; /* the HASH of its statements' ids */
    stance_view id, title, source, url;
    stance_date date;
    stance_date_basis basis;
    size_t statements, counted; /* that the selector takes in; of these, that count */
    int64_t sum;                /* of the scores of those, millionths */
} stance_report_document;

/* What the selector takes in, but does not count: each statement under the first reason that holds. */
typedef struct stance_report_excluded {
    size_t undated, undated_documents;
    size_t inferred, inferred_documents; /* 0 when inferred dates count */
    size_t copies, copied_documents;     /* near-copies of documents that count; 0 when they count too */
    size_t repeated;                     /* quoted in another document of the day already */
    size_t heads, narration;
} stance_report_excluded;

struct stance_report_memory;

typedef struct stance_report {
    stance_report_options options;
    stance_selector selector; /* as it was given */
    stance_view title;
    stance_view topic_title; /* of the topic that is selected; no data: none is */
    stance_totals database;
    char lexicon_hash[65];   /* of the lexicon that was given, "" when none was */
    stance_date first, last; /* of the statements that count; none: all zero */
    int32_t first_period;
    size_t period_count; /* without gaps */
    stance_report_topic all;
    stance_report_topic *topics; /* most statements first, (none) last */
    size_t topic_count;
    stance_report_speaker *speakers; /* most statements first */
    size_t speaker_count;
    stance_report_document *documents; /* in the order of date, undated last; those without counted statements too */
    size_t document_count;
    size_t summaries; /* documents with counted statements that are summaries */
    stance_report_excluded excluded;
    stance_report_codings codings;
    stance_store *store;
    struct stance_report_memory *memory;
} stance_report;

/* Computes a report. Of what selector takes in, statements count that somebody said (no narration, no heads), in
   documents with a whole date; inferred dates count when selector->inferred_too, near-copies and repeated quotations
   unless selector->duplicates is STANCE_DUPLICATES_ONCE. A statement with several topics counts
   in each; with selector->topic only that topic has a series. lexicon, for the titles of topics, may be NULL, options
   too. Nothing selected is no failure: all.total.statements is 0. The store must stay open as long as the report; hold a
   batch (stance_store_begin) while reports are built and written when others may write meanwhile. */
stance_status stance_report_build(stance_store *store, const stance_lexicon *lexicon, const stance_selector *selector,
                                  const stance_report_options *options, stance_report *out,
                                  stance_error *err) STANCE_CHECKED;
void stance_report_free(stance_report *report); /* NULL and one that failed to build are fine */

/* Writes report.txt, the tables and datapackage.json into a directory, which is made when it is not there. Each file
   appears whole or not at all, and none is replaced before all of them are written; other files are left alone. */
stance_status stance_report_write(const stance_report *report, const char *directory, stance_error *err) STANCE_CHECKED;

/* What report.txt holds: 80 columns, and no more. */
stance_status stance_report_text(const stance_report *report, struct stance_strbuf *out,
                                 stance_error *err) STANCE_CHECKED;
/* Its first section alone, the finding in plain words. */
stance_status stance_report_finding(const stance_report *report, struct stance_strbuf *out,
                                    stance_error *err) STANCE_CHECKED;
/* What `stance trend` prints: a table for each topic, with its trend. */
stance_status stance_trend_text(const stance_report *report, struct stance_strbuf *out,
                                stance_error *err) STANCE_CHECKED;

/* What `stance trend --coded` prints: what people coded against the lexicon. STANCE_ENODATA when nothing of the selection is
   coded. */
stance_status stance_coded_text(const stance_report *report, struct stance_strbuf *out,
                                stance_error *err) STANCE_CHECKED;

typedef enum stance_report_table {
    STANCE_TABLE_STATEMENTS,
    STANCE_TABLE_SERIES,
    STANCE_TABLE_TRENDS,
    STANCE_TABLE_TOPICS,
    STANCE_TABLE_SPEAKERS,
    STANCE_TABLE_DOCUMENTS,
    STANCE_TABLE_EVIDENCE,
    STANCE_TABLE_CORRECTIONS, /* of the whole database */
    STANCE_TABLE_CODED        /* no rows when nothing of the selection is coded */
} stance_report_table;
#define STANCE_TABLE_COUNT 9

typedef enum stance_table_format { STANCE_CSV, STANCE_JSONL } stance_table_format;

/* When no statement counts: what was selected and left out, and what to do, in lines of text; or why nothing is there. */
void stance_why_nothing(const stance_report *report, struct stance_strbuf *out);

/* What `stance trend --together` prints: which topics move together, at once or up to three periods one after the other
   (rank correlations of their period means, stance_move_together). The report must not be a rolling one (STANCE_EINVAL):
   means that share statements go together by themselves. */
stance_status stance_together_text(const stance_report *report, struct stance_strbuf *out,
                                   stance_error *err) STANCE_CHECKED;
stance_status stance_together_table(const stance_report *report, stance_table_format format, struct stance_strbuf *out,
                                    stance_error *err) STANCE_CHECKED;

/* What people set right in the whole database, the oldest first: a paragraph each, or the table STANCE_TABLE_CORRECTIONS. */
stance_status stance_corrections_text(stance_store *store, struct stance_strbuf *out, stance_error *err) STANCE_CHECKED;
stance_status stance_corrections_table(stance_store *store, stance_table_format format, struct stance_strbuf *out,
                                       stance_error *err) STANCE_CHECKED;

/* "statements" … "coded", and back. */
const char *stance_report_table_name(stance_report_table table);
/* One table of the report, all but STANCE_TABLE_STATEMENTS (STANCE_EINVAL; see stance_write_statement_…). */
stance_status stance_report_write_table(const stance_report *report, stance_report_table table,
                                        stance_table_format format, struct stance_strbuf *out,
                                        stance_error *err) STANCE_CHECKED;
/* datapackage.json: the tables described as Frictionless Table Schemas. */
stance_status stance_report_package(const stance_report *report, struct stance_strbuf *out,
                                    stance_error *err) STANCE_CHECKED;

#ifdef __cplusplus
}
#endif
#endif
