/* stance shifts: did the tone shift, and on what? And: where does a series in a table of its own change? */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/series.h"
#include "stance/shifts.h"

enum {
    KEY_FORMAT = 300,
    KEY_EACH,
    KEY_RATE,
    KEY_ADJUST,
    KEY_SINCE,
    KEY_EXIT_CODE,
    KEY_SERIES,
    KEY_MODEL,
    KEY_PENALTY,
    KEY_LENGTH,
    KEY_SEASON
};

typedef struct options {
    database_options database;
    selector_options select;
    lexicon_options lexicon;
    series_options series;
    stance_shifts_options how;
    bool exit_code, since_last;
    stance_date since; /* year 0: not given */
    bool of_series;    /* an option was given that only --series has */
    bool of_database;  /* … that has no meaning with --series */
} options;

static void add_series(series_options *o, const char *path, struct argp_state *state)
{
    const char **grown = realloc(o->paths, (o->count + 1) * sizeof *grown);
    if (!grown) argp_failure(state, EXIT_FAILED, 0, "out of memory");
    else (o->paths = grown)[o->count++] = path;
}

static void parse_season(series_options *o, const char *arg, struct argp_state *state)
{
    char *end;
    const long n = strtol(arg, &end, 10);
    o->season_given = strcmp(arg, "auto") != 0;
    memset(o->segment.seasons, 0, sizeof o->segment.seasons);
    if (!o->season_given || strcmp(arg, "none") == 0) return;
    if (end == arg || *end || n < 2 || n > 10000)
        argp_error(state, "--season %s: write auto, none or the number of periods in a cycle, as 12", arg);
    else o->segment.seasons[0] = (size_t)n;
}

static error_t parse_series(int key, char *arg, struct argp_state *state, options *o)
{
    char *end;
    o->of_series = true;
    switch (key) {
    case KEY_SERIES: add_series(&o->series, arg, state); return 0;
    case KEY_MODEL:
        if (!stance_segment_model_parse(arg, &o->series.segment.model))
            argp_error(state, "--model %s: write mean, linear or auto", arg);
        return 0;
    case KEY_PENALTY: {
        const double penalty = strtod(arg, &end);
        if (strcmp(arg, "auto") == 0) o->series.segment.penalty = 0;
        else if (end == arg || *end || !(penalty > 0) || !isfinite(penalty))
            argp_error(state, "--penalty %s: write auto or a number above 0, as 20", arg);
        else o->series.segment.penalty = penalty;
        return 0;
    }
    case KEY_LENGTH: {
        const long n = strtol(arg, &end, 10);
        if (end == arg || *end || n < 1 || n > 1000000)
            argp_error(state, "--min-length %s: write a number from 1 to 1000000", arg);
        else o->series.segment.min_length = (size_t)n;
        return 0;
    }
    default: parse_season(&o->series, arg, state); return 0;
    }
}

static void parse_since(options *o, const char *arg, struct argp_state *state)
{
    stance_date last;
    stance_error err;
    o->since_last = strcmp(arg, "last") == 0;
    o->since = (stance_date){0, 0, 0};
    if (!o->since_last && stance_date_parse_range(stance_view_of(arg), &o->since, &last, &err) != STANCE_OK)
        argp_error(state, "--since: %s; or write last: since the last run", err.message);
}

static void parse_rate(options *o, const char *arg, struct argp_state *state)
{
    char *end;
    const double rate = strtod(arg, &end);
    if (end == arg || *end || !(rate >= 0.001 && rate <= 0.5))
        argp_error(state, "--rate %s: write a number from 0.001 to 0.5, as 0.1", arg);
    else o->how.rate = rate;
}

static void check_together(const options *o, struct argp_state *state)
{
    if (o->of_series && !o->series.count)
        argp_error(state, "--model, --penalty, --min-length and --season are for --series FILE.csv");
    if (o->of_database && o->series.count)
        argp_error(state, "--each, --rate, --adjust, --since and --exit-code are for a database, not for --series");
    if ((selects(&o->select) || o->select.by_given) && o->series.count)
        argp_error(state,
                   "--topic, --speaker, --from, --by … choose from a database, not from --series: leave them out");
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    options *o = state->input;
    o->of_database = o->of_database || (key >= KEY_EACH && key <= KEY_EXIT_CODE);
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &o->database;
        state->child_inputs[1] = &o->select;
        state->child_inputs[2] = &o->lexicon;
        return 0;
    case KEY_FORMAT:
        if (!table_form_parse(arg, &o->series.form)) argp_error(state, "--format %s: write text, csv or jsonl", arg);
        return 0;
    case KEY_EACH:
        if (strcmp(arg, "topic") == 0) o->how.each = STANCE_EACH_TOPIC;
        else if (strcmp(arg, "speaker") == 0) o->how.each = STANCE_EACH_SPEAKER;
        else if (strcmp(arg, "none") == 0) o->how.each = STANCE_EACH_NONE;
        else argp_error(state, "--each %s: write topic, speaker or none", arg);
        return 0;
    case KEY_RATE: parse_rate(o, arg, state); return 0;
    case KEY_ADJUST:
        if (strcmp(arg, "bh") == 0) o->how.adjust = STANCE_ADJUST_BH;
        else if (strcmp(arg, "holm") == 0) o->how.adjust = STANCE_ADJUST_HOLM;
        else argp_error(state, "--adjust %s: write bh or holm", arg);
        return 0;
    case KEY_SINCE: parse_since(o, arg, state); return 0;
    case KEY_EXIT_CODE: o->exit_code = true; return 0;
    case KEY_SERIES:
    case KEY_MODEL:
    case KEY_PENALTY:
    case KEY_LENGTH:
    case KEY_SEASON: return parse_series(key, arg, state, o);
    case ARGP_KEY_ARG:
        if (!o->series.count)
            argp_error(state,
                       "'%s' is not understood; which statements are meant is said by --topic, --speaker, --from …, a "
                       "table of your own by --series %s",
                       arg, arg);
        else add_series(&o->series, arg, state);
        return 0;
    case ARGP_KEY_END: check_together(o, state); return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

static stance_status write_out(const stance_shifts *shifts, const options *o, stance_error *err)
{
    stance_strbuf out = STANCE_STRBUF_INIT;
    stance_status status;
    if (o->series.form == TABLE_TEXT) status = stance_shifts_text(shifts, &out, err);
    else status = stance_shifts_table(shifts, o->series.form == TABLE_CSV ? STANCE_CSV : STANCE_JSONL, &out, err);
    if (status == STANCE_OK) status = print(stance_strbuf_view(&out), err);
    if (status == STANCE_OK) status = finish_output(err);
    stance_strbuf_free(&out);
    if (status == STANCE_OK) explain_nothing(&shifts->report, shifts->series[0].whole.statements);
    return status;
}

/* With --since last it is written down what was told, after it was told: a run that is cut off tells it again. */
static stance_status look(stance_store *store, const stance_lexicon *lexicon, options *o, size_t *fresh,
                          stance_error *err)
{
    stance_shifts shifts;
    STANCE_TRY(check_selector(store, &o->select, lexicon, err));
    STANCE_TRY(stance_store_begin(store, err)); /* one snapshot for all that is read */
    stance_status status = stance_shifts_build(store, lexicon, &o->select.selector, &o->how, &shifts, err);
    if (status == STANCE_OK) {
        if (o->since.year) stance_shifts_since(&shifts, o->since);
        if (o->since_last) status = stance_shifts_remember(&shifts, err);
        *fresh = shifts.fresh;
        if (status == STANCE_OK) status = write_out(&shifts, o, err);
        stance_shifts_free(&shifts);
    }
    if (status == STANCE_OK && o->since_last) return stance_store_commit(store, err);
    stance_store_rollback(store);
    return status;
}

static int run(options *o)
{
    stance_error err;
    stance_store *store = NULL;
    stance_lexicon *lexicon = NULL;
    size_t problems, fresh = 0;
    stance_status status = load_lexicon(&o->lexicon, &problems, &lexicon, &err);
    if (status == STANCE_OK)
        status = stance_store_open(o->database.path, o->since_last ? STANCE_CHANGE : STANCE_READ, &store, &err);
    if (status == STANCE_EIO && o->since_last && !store) {
        const stance_error why = err;
        status = stance_fail(&err, STANCE_EIO, "%s; --since last notes down in it what it told, --since DAY only reads",
                             why.message);
    }
    if (status == STANCE_OK) status = look(store, lexicon, o, &fresh, &err);
    stance_lexicon_free(lexicon);
    if (close_store(store, status, &err) != STANCE_OK) return fail(&err);
    return o->exit_code && fresh ? EXIT_SHIFTS : EXIT_DONE;
}

int cmd_shifts(int argc, char **argv)
{
    static const struct argp_option list[] = {
        {"each", KEY_EACH, "WHAT", 0, "test each topic (the default) or speaker beside all statements, or none", 0},
        {"rate", KEY_RATE, "Q", 0, "share of false shifts among those told, 0.1 unless said otherwise", 0},
        {"adjust", KEY_ADJUST, "HOW", 0, "bh (Benjamini-Hochberg, the default) or holm: for the number of tests", 0},
        {"since", KEY_SINCE, "WHEN", 0,
         "what counts as new: since a date, or last: not told by an earlier run with the same selection", 0},
        {"exit-code", KEY_EXIT_CODE, NULL, 0, "exit with 3 when something new was found", 0},
        {"format", KEY_FORMAT, "FORMAT", 0, "text (the default), csv or jsonl", 0},
        {NULL, 0, NULL, 0, "Series of your own:", 20},
        {"series", KEY_SERIES, "FILE", 0,
         "instead of a database: a CSV table period,value or period,value,weight; - is standard input", 20},
        {"model", KEY_MODEL, "MODEL", 0,
         "mean: segments have levels; linear: each has a line of its own; auto (the default): what fits better", 20},
        {"penalty", KEY_PENALTY, "NUMBER", 0,
         "what a change must save, in variances of the noise; auto, the default, chooses from the data", 20},
        {"min-length", KEY_LENGTH, "N", 0, "values in a segment, at least (levels 2, lines 5)", 20},
        {"season", KEY_SEASON, "N", 0,
         "auto (the default), none, or the number of periods in a cycle that is taken out", 20},
        {0}};
    static const struct argp_child children[] = {
        {&database_argp, 0, NULL, 0}, {&selector_argp, 0, NULL, 0}, {&lexicon_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {list,
                                     parse,
                                     "[--series FILE...]",
                                     "Tells whether the tone shifted, when, by how much and why: all statements and "
                                     "each topic are tested, and all tests that were made are listed. If the last "
                                     "period (a month, unless --by says otherwise) stands out, that is told, too: an "
                                     "alarm. Where there is too little data, that is said."
                                     "\vWith --series, finds where any series changes: the exact best partition into "
                                     "segments, chosen so that seasons, "
                                     "single outliers and noise that drifts make no changes. Periods are integers or "
                                     "dates, in order. No p-values are "
                                     "given there: at places that the same data chose they would not be valid.",
                                     children,
                                     NULL,
                                     NULL};
    options o = {.series.segment = STANCE_SEGMENT_OPTIONS_INIT, .how = STANCE_SHIFTS_OPTIONS_INIT};
    argp_parse(&argp, argc, argv, ARGP_IN_ORDER, NULL, &o); /* files in the order in which they are named */
    if (o.select.by_given) o.how.by = o.select.by;
    const int code = o.series.count ? run_series(&o.series) : run(&o);
    free(o.series.paths);
    return code;
}
