/* What the files of this floor share. */
#ifndef STANCE_REPORT_INTERNAL_H
#define STANCE_REPORT_INTERNAL_H

#include "base/arena.h"
#include "base/intern.h"
#include "base/strbuf.h"
#include "report/plain.h"
#include "stance/report.h"

/* One statement that counts. A million of them must fit, so texts stay in the store. */
typedef struct stance_item {
    int64_t key; /* of the statement in the store */
    int32_t score, conciliatory, critical, period, days;
    uint32_t document;               /* index in stance_report.documents */
    uint32_t speaker;                /* number in stance_gathered.speakers */
    uint32_t topics_at, topic_count; /* in stance_gathered.topics */
    uint32_t matched, ordinal, length;
} stance_item;

/* What people said of one statement that counts. */
typedef struct stance_item_code {
    double chance; /* with which it was coded; 0: no sample could draw it */
    double code;   /* mean of the coders, -1 … 1 */
    bool coded;
} stance_item_code;

/* A way to write a speaker's name, and how often it is used. */
typedef struct stance_spelling {
    uint32_t speaker;
    stance_view name;
    size_t count;
} stance_spelling;

/* The columns that one pass over the store fills; strings live in the report's arena. */
typedef struct stance_gathered {
    stance_item *items;
    size_t count, capacity;
    uint32_t *topics; /* numbers in topic_ids, of one statement after the other */
    size_t topics_count, topics_capacity;
    stance_intern topic_ids;
    stance_intern speakers; /* "a" + actor, or "n" + name where there is no actor */
    stance_intern spelling_ids;
    stance_spelling *spellings;
    size_t spellings_count, spellings_capacity;
    size_t documents_capacity;
    int64_t last_document;   /* key of the document that the last row was of */
    stance_item_code *codes; /* one an item; NULL: none of them is coded */
} stance_gathered;

struct stance_report_memory {
    stance_arena arena;
};

/* gather.c: reads the store into report (documents, excluded, dates) and columns. */
stance_status stance_gather(stance_report *report, stance_gathered *columns, stance_error *err) STANCE_CHECKED;
void stance_gathered_free(stance_gathered *columns);
/* The selector of the statements that count. */
stance_selector stance_report_counting(const stance_report *report);
/* left_out.c: what was selected and does not count, an item a line. */
bool stance_anything_left_out(const stance_report *report);
void stance_put_left_out(const stance_report *report, stance_strbuf *out);
struct stance_correction;
/* corrections.c: what was set, by whom, when and why, in one sentence; with its place, or (everywhere false) where that is
   said already. */
void stance_correction_words(const struct stance_correction *correction, bool everywhere, stance_strbuf *out);
/* build.c: a report without numbers yet: what was asked, and the totals of the database. On failure nothing is held. */
stance_status stance_report_open(stance_store *store, const stance_lexicon *lexicon, const stance_selector *selector,
                                 const stance_report_options *options, stance_report *out,
                                 stance_error *err) STANCE_CHECKED;
/* Makes report->speakers, one for each of the columns' numbers, and gives them names. */
stance_status stance_name_speakers(stance_report *report, const stance_gathered *columns,
                                   stance_error *err) STANCE_CHECKED;
/* What the lexicon calls a topic, in the arena; data is NULL when memory ran out. lexicon may be NULL. */
stance_view stance_topic_title(const stance_lexicon *lexicon, stance_arena *arena, stance_view id);
/* Indices of items, those of one group (topic, the last one: without; or speaker) after the other. */
typedef struct stance_groups {
    uint32_t *indices;
    size_t *starts; /* one more than there are groups */
    size_t count;
    stance_observation *room; /* for the observations of any group */
} stance_groups;
stance_status stance_group(const stance_gathered *columns, bool by_topic, stance_groups *g,
                           stance_error *err) STANCE_CHECKED;
void stance_groups_free(stance_groups *g);
/* Makes room for one more element on the heap. */
bool stance_heap_grow(void *data_pointer, size_t count, size_t *capacity, size_t size);

/* coders.c: the order of two views by their bytes, for qsort. */
int stance_compare_views(const void *a, const void *b);

/* codes.c: columns->codes and report->codings, from what people coded. */
stance_status stance_gather_codes(stance_report *report, stance_gathered *columns, stance_error *err) STANCE_CHECKED;
/* coded.c: the items at indices, corrected by the codes. */
stance_status stance_report_correct(const stance_gathered *columns, const uint32_t *indices, size_t count, double level,
                                    bool with_slope, stance_report_coded *out, stance_error *err) STANCE_CHECKED;
/* coded_text.c: the section of report.txt, and the sentence in its finding; nothing when nothing of the selection is coded. */
void stance_put_coded(const stance_report *report, stance_strbuf *out);
void stance_put_coded_finding(const stance_report *report, stance_strbuf *out);
/* "+0.02 (95 % interval -0.10 to +0.14)" */
void stance_put_estimate(double level, double value, bool has, double lo, double hi, stance_strbuf *out);
/* "180 of the 1200 statements were coded by people (ann, ben) …" */
void stance_put_codings(const stance_report *report, size_t statements, size_t covered, stance_strbuf *out);

/* means.c: the series of the items at indices, each mean over `rolling` periods; and the mean of all of them. room is for
   one observation each. */
stance_status stance_report_series(const stance_report *report, const stance_gathered *columns, const uint32_t *indices,
                                   size_t count, stance_observation *room, int32_t rolling, stance_series *out,
                                   stance_error *err) STANCE_CHECKED;
stance_status stance_report_total(const stance_report *report, const stance_gathered *columns, const uint32_t *indices,
                                  size_t count, stance_observation *room, stance_series_point *out,
                                  stance_error *err) STANCE_CHECKED;
/* The logarithm of what a statement weighs. */
double stance_log_weight(stance_importance importance, double half_life, const stance_item *item);
/* Fills the checks of a trend that was tested. */
/* Draws the smooth line of a series into `out`, whose first point is of period `first`. */
stance_status stance_draw_line(const stance_series *series, int32_t first, double level, stance_line_point *out,
                               stance_error *err) STANCE_CHECKED;
stance_status stance_check_trend(const stance_series *series, stance_report_trend *trend,
                                 stance_error *err) STANCE_CHECKED;

/* evidence.c: a statement as the text shows it; strings in the report's arena. */
stance_status stance_load_evidence(const stance_report *report, const stance_item *item, stance_evidence *out,
                                   stance_error *err) STANCE_CHECKED;
/* The strongest of the statements at `indices`, at most one a document a side. */
stance_status stance_find_evidence(const stance_report *report, const stance_gathered *columns, const uint32_t *indices,
                                   size_t count, size_t wanted, stance_report_topic *topic,
                                   stance_error *err) STANCE_CHECKED;

/* "+0.21", "-0.30", "0.00". Returns out. */
#define STANCE_FIGURE_SIZE 32
char *stance_figure(double value, char out[STANCE_FIGURE_SIZE]);
/* "0.034", "<0.001", "1.000" */
char *stance_p_figure(double p, char out[STANCE_FIGURE_SIZE]);
/* "p = 0.034", "p <0.001", with that name; "1 document", "3 documents"; the side that a difference goes to */
void stance_put_p(stance_strbuf *out, const char *name, double p);
void stance_put_count(stance_strbuf *out, size_t n, const char *one);
const char *stance_side_word(double difference);
/* "+0.10 to +0.31"; empty without an interval. */
char *stance_interval_figure(bool has, double lo, double hi, char out[2 * STANCE_FIGURE_SIZE]);
/* "95" of .95, "99.9" of .999 */
char *stance_level_figure(double level, char out[STANCE_FIGURE_SIZE]);

/* describe.c: words for what was asked. */
void stance_describe_span(const stance_report *report,
                          stance_strbuf *out); /* "2019–2021", "2019-02-11 to 2021-03-01" */
void stance_describe_options(const stance_report *report, stance_strbuf *out); /* "--by quarter --from 2019-01-01 …" */
/* What --weight would be given: "statement", "recency:90"; out holds it when it is not static. */
enum { STANCE_WEIGHT_SIZE = 32 };
const char *stance_weight_name(const stance_report_options *options, char out[STANCE_WEIGHT_SIZE]);
void stance_describe_when(const stance_report *report, stance_strbuf *out); /* "Over 2019–2021", "From …", "On …" */
void stance_describe_who(const stance_report *report, stance_strbuf *out);   /* "Vera Orlova", "3 speakers" */
void stance_describe_scope(const stance_report *report, stance_strbuf *out); /* " on Sanctions as reported by …" */
/* What all statements of the selection are called together: "All statements", the topic, the speaker; in the report's arena. */
stance_status stance_selection_title(const stance_report *report, stance_view *out, stance_error *err) STANCE_CHECKED;
bool stance_report_one_speaker(const stance_report *report);

/* blocks.c: the tables of report.txt and `stance trend`. */
/* What tables list: everything, then the topics; with one topic selected that topic alone, which is everything. */
size_t stance_listed_count(const stance_report *report);
const stance_report_topic *stance_listed(const stance_report *report, size_t i);
void stance_put_scale_head(stance_strbuf *out, const char *label, size_t width, double level);
void stance_put_series(const stance_report *report, const stance_report_topic *topic, stance_strbuf *out);
void stance_put_trend_line(const stance_report *report, const stance_report_topic *topic, stance_strbuf *out);
void stance_put_total_row(stance_view name, const stance_series_point *total, size_t width, stance_strbuf *out);
/* title, cut so that it fits into the line with tail (that begins with its blank); then tail and the end of the line */
void stance_put_row(stance_strbuf *out, stance_view title, size_t width, stance_strbuf *tail);
/* "+0.10 to +0.31" with both ends five wide */
char *stance_interval_cell(bool has, double lo, double hi, char out[2 * STANCE_FIGURE_SIZE]);
const char *stance_unit_name(stance_period by, bool plural);
/* True when --from or --to leaves out a part of the period. */
bool stance_period_is_cut(const stance_report *report, int32_t period);
/* True when it is the last period and the last document of the database is of its first three quarters: there may be more
   to come. */
bool stance_period_is_open(const stance_report *report, int32_t period);

/* tables.c, schema.c */
typedef struct stance_column {
    const char *name, *type, *description, *constraints; /* constraints: the inside of a JSON object, or NULL */
} stance_column;
typedef struct stance_table_schema {
    const char *name, *title, *key; /* key: the JSON of primaryKey */
    const char *foreign;            /* the JSON of foreignKeys, or NULL */
    const stance_column *columns;
    size_t count;
} stance_table_schema;
const stance_table_schema *stance_table_schema_of(stance_report_table table);
/* Why a point is as it is: "no statements", "one document", "few documents; partial period" … in words, "" when there
   is nothing to say. */
void stance_point_note(const stance_series_point *point, stance_strbuf *out);

/* The source of documents that retell what was said, in words of their own. */
#define STANCE_DIGEST_SOURCE "stance digest"

#endif
