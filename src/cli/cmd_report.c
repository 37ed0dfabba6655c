/* stance report and stance trend: one builds the files, the other prints the table. */
#include <stdlib.h>

#include "cli/cli.h"
#include "stance/report.h"

enum { KEY_OUT = 300, KEY_FORMAT, KEY_WEIGHT, KEY_ROLLING, KEY_TOGETHER, KEY_CODED };

typedef struct options {
    database_options database;
    selector_options select;
    lexicon_options lexicon;
    const char *out;
    bool trend, table, together, coded;
    stance_table_format format;
    weight_options weight;
    int32_t rolling;
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
    case KEY_FORMAT: parse_format(state, arg, &o->table, &o->format); return 0;
    case KEY_TOGETHER: o->together = true; return 0;
    case KEY_CODED: o->coded = true; return 0;
    case KEY_WEIGHT: parse_weight(state, arg, &o->weight); return 0;
    case KEY_ROLLING: {
        char *end;
        const long periods = strtol(arg, &end, 10);
        if (end == arg || *end || periods < 1 || periods > STANCE_ROLLING_MAX)
            argp_error(state, "--rolling %s: write how many periods, 1 to %d", arg, STANCE_ROLLING_MAX);
        else o->rolling = (int32_t)periods;
        return 0;
    }
    case ARGP_KEY_ARG:
        argp_error(state, "'%s' is not understood; which statements are meant is said by --topic, --speaker, --from …",
                   arg);
        return 0;
    case ARGP_KEY_END:
        if (o->together && o->coded) argp_error(state, "--together and --coded are two questions: ask one at a time");
        if (o->coded &&
            (o->rolling > 1 || o->weight.weighting != STANCE_BY_STATEMENT || o->weight.importance != STANCE_EQUAL))
            argp_error(state, "--coded knows no --rolling and no --weight: every statement weighs the same there");
        return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

static stance_status show_coded(const stance_report *report, const options *o, stance_strbuf *out, stance_error *err)
{
    STANCE_TRY(stance_coded_text(report, out, err)); /* for a table too: it tells when nothing is coded */
    if (!o->table) return STANCE_OK;
    stance_strbuf_clear(out);
    return stance_report_write_table(report, STANCE_TABLE_CODED, o->format, out, err);
}

static stance_status write_out(const stance_report *report, const options *o, stance_error *err)
{
    if (o->out) {
        STANCE_TRY(stance_report_write(report, o->out, err));
        fprintf(stderr, "The report is in %s: report.txt, CSV files and datapackage.json.\n", o->out);
        return STANCE_OK;
    }
    stance_strbuf out = STANCE_STRBUF_INIT;
    stance_status status = o->together && o->table ? stance_together_table(report, o->format, &out, err)
                           : o->together           ? stance_together_text(report, &out, err)
                           : o->coded              ? show_coded(report, o, &out, err)
                           : o->table ? stance_report_write_table(report, STANCE_TABLE_SERIES, o->format, &out, err)
                           : o->trend ? stance_trend_text(report, &out, err)
                                      : stance_report_text(report, &out, err);
    status = print_out(&out, status, err);
    if (status == STANCE_OK && o->trend) explain_nothing(report, report->all.total.statements);
    return status;
}

static stance_status run(options *o, stance_error *err)
{
    stance_store *store = NULL;
    stance_lexicon *lexicon = NULL;
    size_t problems;
    stance_report_options how = STANCE_REPORT_OPTIONS_INIT;
    how.by = o->select.by;
    how.weighting = o->weight.weighting;
    how.importance = o->weight.importance;
    how.half_life = o->weight.half_life;
    how.rolling = o->rolling;
    if (o->trend) how.evidence = how.topic_evidence = 0;
    stance_status status = load_lexicon(&o->lexicon, &problems, &lexicon, err);
    if (status == STANCE_OK) status = stance_store_open(o->database.path, STANCE_READ, &store, err);
    if (status == STANCE_OK) status = check_selector(store, &o->select, lexicon, err);
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
    return close_store(store, status, err);
}

static int parse_and_run(const struct argp *argp, int argc, char **argv, bool trend)
{
    options o = {.trend = trend, .rolling = 1};
    argp_parse(argp, argc, argv, 0, NULL, &o);
    stance_error err;
    return run(&o, &err) == STANCE_OK ? EXIT_DONE : fail(&err);
}

static const struct argp_child children[] = {
    {&database_argp, 0, NULL, 0}, {&selector_argp, 0, NULL, 0}, {&lexicon_argp, 0, NULL, 0}, {0}};

int cmd_report(int argc, char **argv)
{
    static const struct argp_option list[] = {
        {"weight", KEY_WEIGHT, "WHICH", 0, WEIGHT_HELP, 0},
        {"out", KEY_OUT, "DIR", 0,
         "write report.txt, CSV files and datapackage.json there; without it the text goes to standard output", 0},
        {0}};
    static const struct argp argp = {
        list,
        parse,
        NULL,
        "Writes the stance report: the finding first, then the numbers by topic and period with their intervals, "
        "trends, and the statements that say it most strongly. Where people coded some of the statements with 'stance "
        "annotate', it says how far the lexicon is off.",
        children,
        NULL,
        NULL};
    return parse_and_run(&argp, argc, argv, false);
}

int cmd_trend(int argc, char **argv)
{
    static const struct argp_option list[] = {
        {"format", KEY_FORMAT, "FORMAT", 0, "text (the default), csv or jsonl", 0},
        {"weight", KEY_WEIGHT, "WHICH", 0, WEIGHT_HELP, 0},
        {"rolling", KEY_ROLLING, "N", 0, "each mean over the N periods up to it", 0},
        {"together", KEY_TOGETHER, NULL, 0, "which topics move together, at once or one after the other", 0},
        {"coded", KEY_CODED, NULL, 0,
         "what people coded with 'stance annotate': the balance of tone and its trend corrected by it, and how far the "
         "lexicon is off",
         0},
        {0}};
    static const struct argp argp = {
        list,
        parse,
        NULL,
        "Shows the mean tone per topic and period with its interval, and the trend; where checks of the trend disagree "
        "with it, that is said.",
        children,
        NULL,
        NULL};
    return parse_and_run(&argp, argc, argv, true);
}
