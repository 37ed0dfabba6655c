/* Did the tone shift, and on what? Every series of a selection is tested, all statements and each topic or speaker, and all
   tests that were made are told, those too that found nothing: what `stance shifts` prints. */
#ifndef STANCE_SHIFTS_H
#define STANCE_SHIFTS_H

#include "stance/compare.h"
#include "stance/shift.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct stance_shifts_options {
    stance_period by;
    stance_each each; /* beside all statements */
    double rate;      /* false discoveries (BH), or the chance of any (Holm), above 0, below 1 */
    stance_adjust adjust;
    double level; /* of intervals */
    size_t resamples;
    bool why; /* the comparison of before and after for each shift that is found */
} stance_shifts_options;

#define STANCE_SHIFTS_OPTIONS_INIT                                                                                     \
    {                                                                                                                  \
        STANCE_BY_MONTH, STANCE_EACH_TOPIC, 0.10, STANCE_ADJUST_BH, 0.95, STANCE_SHIFT_RESAMPLES, true                 \
    }

typedef struct stance_shift_found {
    stance_shift shift;
    stance_date from, to;   /* of both regimes together: the first and the last day */
    stance_comparison *why; /* before against after, on the series' statements; NULL when not asked for */
    bool known;             /* told by an earlier run already: see stance_shifts_remember */
} stance_shift_found;

typedef struct stance_shift_series {
    stance_view id, title; /* "(all)", or the topic or speaker */
    stance_shift whole;    /* the test of all of it */
    double p_adjusted;     /* over all tests made; 1 when not tested */
    stance_shift_found *found;
    size_t found_count;
    stance_watch running; /* since the last shift: does the last period stand out? */
    bool running_known;
} stance_shift_series;

typedef struct stance_shifts {
    stance_shifts_options options;
    stance_report report;        /* the selection: selector, documents, what was left out */
    stance_shift_series *series; /* (all) first, then those with most statements */
    size_t count, tests;
    size_t found, fresh; /* shifts and alarms; of them, those not known */
} stance_shifts;

/* Statements count as in reports (stance_report_build). options NULL: the defaults. lexicon, for titles, may be NULL. The
   store must stay open as long as the result. */
stance_status stance_shifts_build(stance_store *store, const stance_lexicon *lexicon, const stance_selector *selector,
                                  const stance_shifts_options *options, stance_shifts *out,
                                  stance_error *err) STANCE_CHECKED;
void stance_shifts_free(stance_shifts *shifts); /* NULL and one that failed are fine */

/* Marks what an earlier run with the same selection told as known, and remembers the rest in the database: a shift is the
   same one when its series is, and its place lies where the earlier one may have been; an alarm when its period is. Needs a
   store that can be written, and a batch. */
stance_status stance_shifts_remember(stance_shifts *shifts, stance_error *err) STANCE_CHECKED;
/* Marks as known what lies before a day: shifts whose new regime began earlier, alarms of earlier periods. */
void stance_shifts_since(stance_shifts *shifts, stance_date day);

/* What a duty analyst reads: the findings, those that are new first; all tests; then why. 80 columns. */
stance_status stance_shifts_text(const stance_shifts *shifts, struct stance_strbuf *out,
                                 stance_error *err) STANCE_CHECKED;
/* A row for each shift, and one for each series without any. */
stance_status stance_shifts_table(const stance_shifts *shifts, stance_table_format format, struct stance_strbuf *out,
                                  stance_error *err) STANCE_CHECKED;

#ifdef __cplusplus
}
#endif
#endif
