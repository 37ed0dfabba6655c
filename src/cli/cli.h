/* What the commands share: each cmd_NAME.c parses its options, calls the library and prints. */
#ifndef STANCE_CLI_CLI_H
#define STANCE_CLI_CLI_H

#include <argp.h>
#include <stdio.h>

#include "base/strbuf.h"
#include "report/grid.h"
#include "stance/corrections.h"
#include "stance/lexicon.h"
#include "stance/report.h"
#include "stance/store.h"

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2, EXIT_SHIFTS = 3, EXIT_REFUSED = 4 };

typedef struct command {
    const char *name;
    const char *group;                 /* heading in `stance help`, over neighbours that share it */
    const char *summary;               /* one line for `stance help` */
    int (*run)(int argc, char **argv); /* argv[0] is "stance NAME" */
} command;

extern const command commands[];
extern const size_t command_count;

int cmd_import(int argc, char **argv);
int cmd_score(int argc, char **argv);
int cmd_export(int argc, char **argv);
int cmd_trend(int argc, char **argv);
int cmd_compare(int argc, char **argv);
int cmd_shifts(int argc, char **argv);
int cmd_report(int argc, char **argv);
int cmd_explain(int argc, char **argv);
int cmd_list(int argc, char **argv);
int cmd_set(int argc, char **argv);
int cmd_withdraw(int argc, char **argv);
int cmd_alias(int argc, char **argv);
int cmd_rescore(int argc, char **argv);
int cmd_lexicon(int argc, char **argv);
int cmd_annotate(int argc, char **argv);
int cmd_evaluate(int argc, char **argv);
int cmd_help(int argc, char **argv);

/* ---- messages: stderr, one line, "stance: …" ---- */

int fail(const stance_error *err);                   /* says it and returns the exit code that fits its status */
int usage(const char *fmt, ...) STANCE_PRINTF(1, 2); /* says it and how to get help; returns EXIT_USAGE */

/* ---- options that several commands have; parsed by children of their argp ---- */

typedef struct database_options {
    const char *path; /* never NULL after parsing: -d, $STANCE_DB or stance.db */
} database_options;
extern const struct argp database_argp; /* input: database_options */

enum { LEXICONS_MAX = 16 };
typedef struct lexicon_options {
    const char *folders[LEXICONS_MAX]; /* --lexicon DIR, laid over the shipped one in their order */
    size_t count;
} lexicon_options;
extern const struct argp lexicon_argp; /* input: lexicon_options */

typedef struct selector_options {
    stance_selector selector;
    bool by_given, duplicates_given;
    stance_period by;
    char target[128]; /* id of the actor that --target names */
} selector_options;
extern const struct argp selector_argp; /* input: selector_options */
extern const struct argp rows_argp;     /* the same without --by, where there are no periods */
extern const struct argp windows_argp;  /* the same with --from and --to hidden, where there are windows */
/* Anything but --by was given, so that some of the statements are meant. */
bool selects(const selector_options *o);

/* The value of --jobs; argp's error for what is none. */
unsigned parse_jobs(const char *arg, struct argp_state *state);

typedef struct stamp_options {
    const char *why, *who;
    char at[24];
} stamp_options;
extern const struct argp stamp_argp; /* input: stamp_options */

enum { NAME_MOST = 100 }; /* bytes of the name of whoever uses the program */
/* One line of UTF-8 with words in it, of at most so many bytes; what begins the message when it is not. */
stance_status check_words(const char *what, const char *text, size_t most, stance_error *err) STANCE_CHECKED;

/* Who, why and when, checked; views point into o, its strings and the environment. */
stance_status make_stamp(stamp_options *o, stance_stamp *out, stance_error *err) STANCE_CHECKED;

/* Runs fn in one batch on a database that is there; says what fails and returns the exit code. */
typedef stance_status (*change_fn)(void *context, stance_store *store, stance_error *err);
int change_store(const char *path, change_fn fn, void *context);

/* --weight: what counts the same, and what a statement weighs. argp_error on what is none. */
typedef struct weight_options {
    stance_weighting weighting;
    stance_importance importance;
    double half_life;
} weight_options;
#define WEIGHT_HELP                                                                                                    \
    "what a statement counts: statement (all the same, the default), document (documents the same), length, or "       \
    "recency:DAYS (half as much for each DAYS that it is older)"
void parse_weight(struct argp_state *state, const char *arg, weight_options *out);
/* --format text|csv|jsonl: whether a table is meant, and its form. */
void parse_format(struct argp_state *state, const char *arg, bool *as_table, stance_table_format *format);

/* Loads the shipped lexicon and what is laid over it. Lines that cannot be used are named on stderr; *problems counts them. */
stance_status load_lexicon(const lexicon_options *options, size_t *problems, stance_lexicon **out,
                           stance_error *err) STANCE_CHECKED;
/* The same for what is stored, which a lexicon with faults must not score: it fails, "nothing was DONE, since …". */
stance_status load_whole_lexicon(const lexicon_options *options, const char *done, stance_lexicon **out,
                                 stance_error *err) STANCE_CHECKED;
/* The folder of the shipped lexicon: beside the program in a checkout, or where it was installed. */
stance_status shipped_lexicon(char *path, size_t size, stance_error *err) STANCE_CHECKED;

/* Checks a selector against the database; topics and targets that the lexicon has are known though nothing stored has them,
   and a target may be given by any of its names. */
stance_status check_selector(stance_store *store, selector_options *options, const stance_lexicon *lexicon,
                             stance_error *err) STANCE_CHECKED;

/* Closes the store, NULL too; returns status, or what closing gave when that was STANCE_OK. */
stance_status close_store(stance_store *store, stance_status status, stance_error *err) STANCE_CHECKED;

/* ---- tables: for the terminal, as CSV or as JSON lines ---- */

enum table_form { TABLE_TEXT, TABLE_CSV, TABLE_JSONL };
bool table_form_parse(const char *name, enum table_form *form); /* "text", "csv", "jsonl" */

typedef struct table_column {
    const char *name; /* NULL ends the list */
    stance_cell_kind kind;
    const char *brief; /* the name in a terminal with little room, or NULL */
} table_column;
typedef struct table table;

/* Cells are put in the order of the columns. *out is to be closed in any case. */
stance_status table_open(const table_column *columns, enum table_form form, table **out,
                         stance_error *err) STANCE_CHECKED;
void table_text(table *t, stance_view text);
void table_number(table *t, int64_t n);
void table_date(table *t, stance_date date);
void table_instant(table *t, stance_view at); /* "2021-07-13T10:00:00Z"; in the terminal the day will do */
stance_status table_end_row(table *t, stance_error *err) STANCE_CHECKED;
/* A table for the terminal has `before` (when not NULL) before it, and is the line `empty` when it has no rows. It is as wide
   as $COLUMNS or the terminal says, or 80; the other forms shorten nothing. */
stance_status table_print(table *t, const char *before, const char *empty, stance_error *err) STANCE_CHECKED;
void table_close(table *t);

/* ---- output ---- */

/* Writes to stdout; a closed pipe ends the program quietly. */
stance_status print(stance_view text, stance_error *err) STANCE_CHECKED;
/* Flushes stdout and says whether all of it was written. */
stance_status finish_output(stance_error *err) STANCE_CHECKED;

/* Prints all that out holds, when status is STANCE_OK, and flushes; frees out. Returns status, or what went wrong here. */
stance_status print_out(stance_strbuf *out, stance_status status, stance_error *err) STANCE_CHECKED;

/* Says on stderr why no statement counts, when none does. */
void explain_nothing(const stance_report *report, size_t statements);

/* "A problem with an input", as the reader reports it. */
void say_problem(void *context, stance_view input, uint64_t line, stance_view reason);

#endif
