/* stance shifts: where a series changes. So far: series that stand in a table of their own. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "ingest/series_file.h"
#include "report/changes.h"

enum { KEY_SERIES = 300, KEY_FORMAT, KEY_MODEL, KEY_PENALTY, KEY_LENGTH, KEY_SEASON };
enum { FORMAT_TEXT, FORMAT_CSV, FORMAT_JSONL };

typedef struct options {
    const char **series; /* --series, once or more; the arguments after the options are files too */
    size_t count;
    int format;
    bool season_given;
    stance_segment_options segment;
} options;

static void add_series(options *o, const char *path, struct argp_state *state)
{
    const char **grown = realloc(o->series, (o->count + 1) * sizeof *grown);
    if (!grown) argp_failure(state, EXIT_FAILED, 0, "out of memory");
    else (o->series = grown)[o->count++] = path;
}

static void parse_season(options *o, const char *arg, struct argp_state *state)
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

static error_t parse(int key, char *arg, struct argp_state *state)
{
    options *o = state->input;
    char *end;
    switch (key) {
    case KEY_SERIES:
    case ARGP_KEY_ARG: add_series(o, arg, state); return 0;
    case KEY_FORMAT:
        if (strcmp(arg, "text") == 0) o->format = FORMAT_TEXT;
        else if (strcmp(arg, "csv") == 0) o->format = FORMAT_CSV;
        else if (strcmp(arg, "jsonl") == 0) o->format = FORMAT_JSONL;
        else argp_error(state, "--format %s: write text, csv or jsonl", arg);
        return 0;
    case KEY_MODEL:
        if (!stance_segment_model_parse(arg, &o->segment.model))
            argp_error(state, "--model %s: write mean, linear or auto", arg);
        return 0;
    case KEY_PENALTY: {
        const double penalty = strtod(arg, &end);
        if (strcmp(arg, "auto") == 0) o->segment.penalty = 0;
        else if (end == arg || *end || !(penalty > 0) || !isfinite(penalty))
            argp_error(state, "--penalty %s: write auto or a number above 0, as 20", arg);
        else o->segment.penalty = penalty;
        return 0;
    }
    case KEY_LENGTH: {
        const long n = strtol(arg, &end, 10);
        if (end == arg || *end || n < 1 || n > 1000000)
            argp_error(state, "--min-length %s: write a number from 1 to 1000000", arg);
        else o->segment.min_length = (size_t)n;
        return 0;
    }
    case KEY_SEASON: parse_season(o, arg, state); return 0;
    case ARGP_KEY_END:
        if (o->count == 0) argp_error(state, "which series? Write 'stance shifts --series FILE.csv'");
        return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

/* One file, looked at and written. */
static stance_status look_at(const options *o, const char *path, stance_strbuf *out, stance_error *err)
{
    stance_series_file file;
    stance_segments found = {.changes = NULL};
    stance_segment_options how = o->segment;
    const stance_view name = stance_view_of(path);
    STANCE_TRY(stance_series_file_read(path, &file, err));
    if (!o->season_given) memcpy(how.seasons, file.seasons, sizeof how.seasons);
    const stance_segment_input input = {file.x, file.y, file.weight, file.count};
    stance_status status = stance_segments_find(&input, &how, &found, err);
    if (status == STANCE_EINVAL) {
        const stance_error why = *err;
        status = stance_fail(err, STANCE_EFORMAT, "%s: %s", path, why.message);
    }
    if (status == STANCE_OK && o->format == FORMAT_JSONL) stance_write_changes_json(out, name, &file, &found);
    if (status == STANCE_OK && o->format == FORMAT_CSV) stance_write_changes_csv(out, name, &file, &found);
    if (status == STANCE_OK && o->format == FORMAT_TEXT) stance_write_changes_text(out, name, &file, &found);
    stance_segments_free(&found);
    stance_series_file_free(&file);
    return status;
}

int cmd_shifts(int argc, char **argv)
{
    static const struct argp_option list[] = {
        {"series", KEY_SERIES, "FILE", 0, "a CSV table period,value or period,value,weight; - is standard input", 0},
        {"format", KEY_FORMAT, "FORMAT", 0, "text (the default), csv or jsonl", 0},
        {"model", KEY_MODEL, "MODEL", 0,
         "mean: segments have levels; linear: each has a line of its own; auto (the default): what fits better", 0},
        {"penalty", KEY_PENALTY, "NUMBER", 0,
         "what a change must save, in variances of the noise; the default, auto, chooses the number of changes from "
         "the "
         "data",
         0},
        {"min-length", KEY_LENGTH, "N", 0, "values in a segment, at least (levels 2, lines 5)", 0},
        {"season", KEY_SEASON, "N", 0,
         "auto (the default), none, or the number of periods in a cycle that is taken out", 0},
        {0}};
    static const struct argp argp = {
        list,
        parse,
        "--series FILE...",
        "Finds where a series changes: the exact best partition into segments, chosen so that seasons, single outliers "
        "and noise that drifts make no changes. Periods are integers or dates, in order. No p-values are given: at "
        "places "
        "that the same data chose they would not be valid.",
        NULL,
        NULL,
        NULL};
    options o = {.segment = STANCE_SEGMENT_OPTIONS_INIT};
    argp_parse(&argp, argc, argv, ARGP_IN_ORDER, NULL, &o); /* files in the order in which they are named */
    stance_error err;
    stance_strbuf out = STANCE_STRBUF_INIT;
    size_t refused = 0;
    int code = EXIT_DONE;
    if (o.format == FORMAT_CSV) stance_write_changes_csv_header(&out);
    for (size_t i = 0; i < o.count; i++) {
        if (o.format == FORMAT_TEXT && out.len) stance_strbuf_addc(&out, '\n');
        if (look_at(&o, o.series[i], &out, &err) == STANCE_OK) continue;
        code = fail(&err);
        if (err.status == STANCE_ENOMEM) break;
        refused++;
    }
    if (refused && refused < o.count) code = EXIT_REFUSED;
    stance_status status = stance_strbuf_ok(&out, &err);
    if (status == STANCE_OK) status = print(stance_strbuf_view(&out), &err);
    if (status == STANCE_OK) status = finish_output(&err);
    if (status != STANCE_OK) code = fail(&err);
    stance_strbuf_free(&out);
    free(o.series);
    return code;
}
