/* What a change of lexicon does to scores and trends: the statements of a database scored with both, in memory. */
#ifndef STANCE_LEXDIFF_H
#define STANCE_LEXDIFF_H

#include "stance/report.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Means of one topic in one period, natural units. */
typedef struct stance_lexdiff_point {
    int32_t period;
    size_t before_count, after_count; /* statements; 0: no mean */
    double before, after;
} stance_lexdiff_point;

typedef struct stance_lexdiff_trend {
    bool tested;       /* as in a report: enough periods and documents */
    double slope;      /* Theil–Sen, natural units a year */
    double p_adjusted; /* Mann–Kendall; Benjamini–Hochberg over the topics tested ((all) stands alone) */
} stance_lexdiff_trend;

typedef struct stance_lexdiff_topic {
    stance_view id; /* STANCE_TOPIC_ALL first, then by name */
    size_t before_count, after_count;
    double before, after; /* means */
    stance_lexdiff_trend trend_before, trend_after;
    stance_lexdiff_point *points;
    size_t point_count;
} stance_lexdiff_topic;

typedef struct stance_lexdiff_statement {
    char id[STANCE_ID_SIZE];
    stance_view document, text;
    int32_t before, after; /* scores */
    stance_view why;       /* the entries that fire in one of them only, or count differently */
} stance_lexdiff_statement;

typedef struct stance_lexdiff {
    stance_period by;
    size_t top;         /* so many of the statements that change most are kept */
    int64_t documents;  /* without near-copies */
    int64_t statements; /* that both lexicons find */
    int64_t only_before, only_after;
    int64_t changed, turned; /* with another score; of these: with another sign */
    int64_t change_sum;      /* of the absolute changes, millionths */
    int32_t change_most;
    stance_lexdiff_topic *topics;
    size_t topic_count;
    stance_lexdiff_statement *most; /* by the size of the change */
    size_t most_count;
    struct stance_lexdiff_memory *memory;
} stance_lexdiff;

stance_status stance_lexdiff_open(stance_lexdiff *diff, stance_period by, size_t top, stance_error *err) STANCE_CHECKED;
/* A document with the statements that both lexicons find in it, hits included. hash: 64 hex digits. */
stance_status stance_lexdiff_add(stance_lexdiff *diff, const stance_document *document, const char *hash,
                                 const stance_statement *before, size_t before_count, const stance_statement *after,
                                 size_t after_count, stance_error *err) STANCE_CHECKED;
/* Fills in topics and most. Nothing is added afterwards. */
stance_status stance_lexdiff_finish(stance_lexdiff *diff, stance_error *err) STANCE_CHECKED;
void stance_lexdiff_free(stance_lexdiff *diff);

void stance_lexdiff_text(const stance_lexdiff *diff, const stance_lexicon *lexicon, struct stance_strbuf *out);
/* The means by topic and period, before and after. */
void stance_lexdiff_write_series(const stance_lexdiff *diff, stance_table_format format, struct stance_strbuf *out);

#ifdef __cplusplus
}
#endif
#endif
