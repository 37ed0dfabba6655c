/* stance annotate: a person codes sampled statements, blind. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "stance/annotate.h"
#include "stance/evaluate.h"

enum { KEY_CODER = 300, KEY_SAMPLE, KEY_SEED, KEY_EACH, KEY_DOUBLE, KEY_EXPORT };

typedef struct options {
    database_options database;
    selector_options select;
    stance_sample_options sample;
    const char *coder;
    bool coder_given, export;
} options;

static void parse_strata(options *o, const char *arg, struct argp_state *state)
{
    if (strcmp(arg, "topic") == 0) o->sample.by = STANCE_STRATA_TOPIC;
    else if (strcmp(arg, "speaker") == 0) o->sample.by = STANCE_STRATA_SPEAKER;
    else if (strcmp(arg, "period") == 0) o->sample.by = STANCE_STRATA_PERIOD;
    else if (stance_period_parse(stance_view_of(arg), &o->sample.period)) o->sample.by = STANCE_STRATA_PERIOD;
    else argp_error(state, "--each %s: write topic, speaker, or period (or month, quarter, year …)", arg);
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    options *o = state->input;
    stance_error err;
    char *end = NULL;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &o->database;
        state->child_inputs[1] = &o->select;
        return 0;
    case KEY_CODER:
        if (check_words("the name of the coder (--coder)", arg, NAME_MOST, &err) != STANCE_OK)
            argp_error(state, "%s", err.message);
        o->coder = arg;
        o->coder_given = true;
        return 0;
    case KEY_SAMPLE: {
        const long n = strtol(arg, &end, 10);
        if (end == arg || *end || n < 1 || n > STANCE_SAMPLE_MAX)
            argp_error(state, "--sample %s: write a number from 1 to %d", arg, STANCE_SAMPLE_MAX);
        else o->sample.wanted = (size_t)n;
        return 0;
    }
    case KEY_SEED:
        errno = 0;
        o->sample.seed = strtoull(arg, &end, 10);
        if (end == arg || *end || errno || *arg == '-') argp_error(state, "--seed %s: write a number from 0 on", arg);
        return 0;
    case KEY_EACH: parse_strata(o, arg, state); return 0;
    case KEY_DOUBLE: {
        const double value = strtod(arg, &end);
        if (end == arg || *end || !(value >= 0 && value <= 1))
            argp_error(state, "--double %s: write a share from 0 to 1, as in 0.2", arg);
        else o->sample.shared = (int32_t)(value * STANCE_MILLION + 0.5);
        return 0;
    }
    case KEY_EXPORT: o->export = true; return 0;
    case ARGP_KEY_ARG: argp_error(state, "'%s' is not understood; --coder NAME says who codes", arg); return 0;
    case ARGP_KEY_END:
        if (!o->coder && !o->export) o->coder = getenv("USER");
        if ((!o->coder || !*o->coder) && !o->export) argp_error(state, "say who codes: --coder NAME");
        return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

static stance_status export(stance_store *store, const options *o, stance_error *err)
{
    stance_strbuf out = STANCE_STRBUF_INIT;
    size_t gone = 0;
    stance_status status = stance_write_gold(store, stance_view_of(o->coder_given ? o->coder : NULL), &out, &gone, err);
    status = print_out(&out, status, err);
    if (gone) fprintf(stderr, "stance: %zu codings are of statements that are no longer there: left out\n", gone);
    return status;
}

/* Shows, reads, takes, until nothing is left or the coder has had enough. */
static stance_status converse(stance_annotation *session, stance_error *err)
{
    stance_strbuf out = STANCE_STRBUF_INIT;
    stance_status status = STANCE_OK;
    char *line = NULL;
    size_t room = 0;
    bool done = false, quit = false;
    while (status == STANCE_OK) {
        status = stance_annotation_show(session, &out, &done, err);
        if (status == STANCE_OK) status = print(stance_strbuf_view(&out), err);
        if (status == STANCE_OK) status = finish_output(err);
        stance_strbuf_clear(&out);
        if (status != STANCE_OK || done) break;
        const ssize_t len = getline(&line, &room, stdin);
        if (!isatty(STDIN_FILENO)) fputc('\n', stdout); /* a terminal shows what was typed */
        if (len < 0) break;
        status = stance_annotation_take(session, (stance_view){line, (size_t)len}, &out, &quit, err);
        if (status == STANCE_OK && out.len) status = print(stance_strbuf_view(&out), err);
        stance_strbuf_clear(&out);
        if (quit) break;
    }
    if (status == STANCE_OK && !done) puts("\nStored. The same command goes on from here.");
    if (status == STANCE_OK) status = finish_output(err);
    stance_strbuf_free(&out);
    free(line);
    return status;
}

static stance_status code(stance_store *store, const options *o, stance_error *err)
{
    stance_strbuf design = STANCE_STRBUF_INIT;
    stance_annotation *session = NULL;
    size_t count = 0;
    stance_sample_design(&o->select.selector, &o->sample, &design);
    stance_status status = stance_strbuf_ok(&design, err);
    if (status == STANCE_OK) status = stance_store_check_selector(store, &o->select.selector, err);
    if (status == STANCE_OK)
        status = stance_sample_draw(store, &o->select.selector, &o->sample, stance_strbuf_view(&design), &count, err);
    if (status == STANCE_OK)
        status = stance_annotation_open(store, stance_strbuf_view(&design), stance_view_of(o->coder), &session, err);
    if (status == STANCE_OK) status = converse(session, err);
    stance_annotation_close(session);
    stance_strbuf_free(&design);
    return status;
}

int cmd_annotate(int argc, char **argv)
{
    static const struct argp_option list[] = {
        {"coder", KEY_CODER, "NAME", 0, "who codes (else $USER); with --export, whose codings", 0},
        {"sample", KEY_SAMPLE, "N", 0, "statements to draw (100)", 0},
        {"seed", KEY_SEED, "N", 0, "another sample for each number (1)", 0},
        {"each", KEY_EACH, "WHAT", 0, "topic, speaker or period (or month, year …): as many from each as there can be",
         0},
        {"double", KEY_DOUBLE, "SHARE", 0,
         "the part of the sample that every coder gets (1); the rest goes to whoever comes first", 0},
        {"export", KEY_EXPORT, NULL, 0, "write what was coded as GOLD for 'stance evaluate', and stop", 0},
        {0}};
    static const struct argp_child children[] = {{&database_argp, 0, NULL, 0}, {&rows_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        list,
        parse,
        NULL,
        "Shows sampled statements one by one, without their scores, and asks for their tone. Each answer is stored at "
        "once; the same command goes on where it was left. 'stance evaluate --coded' then tells how good the scores "
        "are.",
        children,
        NULL,
        NULL};
    options o = {.sample = STANCE_SAMPLE_OPTIONS_INIT};
    argp_parse(&argp, argc, argv, 0, NULL, &o);
    stance_error err;
    stance_store *store = NULL;
    const bool there = access(o.database.path, F_OK) == 0; /* coding makes no new database */
    stance_status status =
        stance_store_open(o.database.path, there && !o.export ? STANCE_WRITE : STANCE_READ, &store, &err);
    if (status == STANCE_OK) status = o.export ? export(store, &o, &err) : code(store, &o, &err);
    return close_store(store, status, &err) == STANCE_OK ? EXIT_DONE : fail(&err);
}
