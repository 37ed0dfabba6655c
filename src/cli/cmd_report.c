/* stance report and stance trend: one builds the files, the other prints the table. */
#include <string.h>

#include "cli/cli.h"
#include "stance/report.h"

enum { KEY_OUT = 300, KEY_FORMAT };

typedef struct options {
    database_options database;
    selector_options select;
    lexicon_options lexicon;
    const char *out;
    bool trend, table;
    stance_table_format format;
} options;

static error_t parse(int key, char *arg, struct argp_state *state)
{
    options *o = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &o->database;
        state->child_inputs[1] = &o->select;
        state->child_inputs[2] = &o->lexicon;
        return 0;
    case KEY_OUT: o->out = arg; return 0;
    case KEY_FORMAT:
        o->table = strcmp(arg, "text") != 0;
        if (strcmp(arg, "csv") == 0) o->format = STANCE_CSV;
        else if (strcmp(arg, "jsonl") == 0) o->format = STANCE_JSONL;
        else if (o->table) argp_error(state, "--format %s: write text, csv or jsonl", arg);
        return 0;
    case ARGP_KEY_ARG:
        argp_error(state, "'%s' is not understood; which statements are meant is said by --topic, --speaker, --from …",
                   arg);
        return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

static stance_status write_out(const stance_report *report, const options *o, stance_error *err)
{
    if (o->out) {
        STANCE_TRY(stance_report_write(report, o->out, err));
        fprintf(stderr, "The report is in %s: report.txt, CSV files and datapackage.json.\n", o->out);
        return STANCE_OK;
    }
    stance_strbuf out = STANCE_STRBUF_INIT;
    stance_status status = o->table   ? stance_report_write_table(report, STANCE_TABLE_SERIES, o->format, &out, err)
                           : o->trend ? stance_trend_text(report, &out, err)
                                      : stance_report_text(report, &out, err);
    if (status == STANCE_OK) status = stance_strbuf_ok(&out, err);
    if (status == STANCE_OK) status = print(stance_strbuf_view(&out), err);
    if (status == STANCE_OK) status = finish_output(err);
    stance_strbuf_free(&out);
    return status;
}

static stance_status run(const options *o, stance_error *err)
{
    stance_store *store = NULL;
    stance_lexicon *lexicon = NULL;
    size_t problems;
    stance_report_options how = STANCE_REPORT_OPTIONS_INIT;
    how.by = o->select.by;
    if (o->trend) how.evidence = how.topic_evidence = 0;
    stance_status status = load_lexicon(&o->lexicon, &problems, &lexicon, err);
    if (status == STANCE_OK) status = stance_store_open(o->database.path, STANCE_READ, &store, err);
    if (status == STANCE_OK) status = check_selector(store, &o->select.selector, lexicon, err);
    if (status == STANCE_OK) status = stance_store_begin(store, err); /* one snapshot for all tables */
    if (status == STANCE_OK) {
        stance_report report;
        status = stance_report_build(store, lexicon, &o->select.selector, &how, &report, err);
        if (status == STANCE_OK) {
            status = write_out(&report, o, err);
            stance_report_free(&report);
        }
        stance_store_rollback(store);
    }
    stance_lexicon_free(lexicon);
    stance_error close_error;
    if (stance_store_close(store, &close_error) != STANCE_OK && status == STANCE_OK) {
        status = close_error.status;
        *err = close_error;
    }
    return status;
}

static int parse_and_run(const struct argp *argp, int argc, char **argv, bool trend)
{
    options o = {.trend = trend};
    argp_parse(argp, argc, argv, 0, NULL, &o);
    stance_error err;
    return run(&o, &err) == STANCE_OK ? EXIT_DONE : fail(&err);
}

static const struct argp_child children[] = {
    {&database_argp, 0, NULL, 0}, {&selector_argp, 0, NULL, 0}, {&lexicon_argp, 0, NULL, 0}, {0}};

int cmd_report(int argc, char **argv)
{
    static const struct argp_option list[] = {
        {"out", KEY_OUT, "DIR", 0,
         "write report.txt, CSV files and datapackage.json there; without it the text goes to standard output", 0},
        {0}};
    static const struct argp argp = {
        list,
        parse,
        NULL,
        "Writes the stance report: the finding first, then the numbers by topic and period with their intervals, "
        "trends, and the statements that say it most strongly.",
        children,
        NULL,
        NULL};
    return parse_and_run(&argp, argc, argv, false);
}

int cmd_trend(int argc, char **argv)
{
    static const struct argp_option list[] = {
        {"format", KEY_FORMAT, "FORMAT", 0, "text (the default), csv or jsonl", 0}, {0}};
    static const struct argp argp = {
        list,     parse, NULL, "Shows the mean tone per topic and period with its interval, and the trend.",
        children, NULL,  NULL};
    return parse_and_run(&argp, argc, argv, true);
}
