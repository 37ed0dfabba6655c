#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "stance/pipeline.h"

enum { KEY_UNIT = 300, KEY_JOBS, KEY_EXPLAIN, KEY_MAP };

typedef struct options {
    lexicon_options lexicon;
    stance_score_options score;
    const char **maps;
    size_t map_count;
} options;

static error_t parse(int key, char *arg, struct argp_state *state)
{
    options *o = state->input;
    switch (key) {
    case ARGP_KEY_INIT: state->child_inputs[0] = &o->lexicon; return 0;
    case KEY_UNIT:
        o->score.unit_text = strcmp(arg, "text") == 0;
        if (!o->score.unit_text && strcmp(arg, "document") != 0)
            argp_error(state, "--unit %s: write document or text", arg);
        return 0;
    case KEY_JOBS: o->score.jobs = parse_jobs(arg, state); return 0;
    case KEY_EXPLAIN: o->score.explain = true; return 0;
    case KEY_MAP:
        if (!strchr(arg, '=')) argp_error(state, "--map %s: write FIELD=KEY, as in text=body", arg);
        o->maps[o->map_count++] = arg;
        return 0;
    case ARGP_KEY_ARG: argp_error(state, "score reads standard input: write 'stance score <%s'", arg); return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

static stance_status write_lines(void *context, stance_view lines, stance_error *err)
{
    (void)context;
    STANCE_TRY(print(lines, err));
    return finish_output(err);
}

int cmd_score(int argc, char **argv)
{
    static const struct argp_option list[] = {
        {"unit", KEY_UNIT, "UNIT", 0,
         "document (the default): a record for each statement; text: the whole text is one statement", 0},
        {"map", KEY_MAP, "FIELD=KEY", 0, "the key that a field has in the input: text=body, date=published_at", 0},
        {"explain", KEY_EXPLAIN, NULL, 0, "add the steps of each score", 0},
        {"jobs", KEY_JOBS, "N", 0, "threads; the output is the same with any number", 0},
        {0}};
    static const struct argp_child children[] = {{&lexicon_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        list,
        parse,
        NULL,
        "Reads JSONL from standard input ({\"id\": …, \"text\": …} and, if you like, date, source, title, speaker) and "
        "writes JSONL to standard output, in the order of the input.",
        children,
        NULL,
        NULL};
    options o = {.score = {.jobs = 1}};
    o.maps = calloc((size_t)argc + 1, sizeof *o.maps);
    if (!o.maps) return fail(&(stance_error){STANCE_ENOMEM, "out of memory"});
    argp_parse(&argp, argc, argv, 0, NULL, &o);
    static const char *const input[] = {"-"};
    stance_error err;
    stance_lexicon *lexicon = NULL;
    size_t problems;
    uint64_t refused = 0;
    stance_read_options read = {.format = STANCE_FORMAT_JSONL,
                                .keep_empty = true,
                                .maps = o.maps,
                                .map_count = o.map_count,
                                .problem = say_problem};
    stance_status status = load_lexicon(&o.lexicon, &problems, &lexicon, &err);
    if (status == STANCE_OK)
        status = stance_score_stream(lexicon, input, 1, &read, &o.score, write_lines, NULL, &refused, &err);
    int code = status == STANCE_OK ? (refused || problems ? EXIT_REFUSED : EXIT_DONE) : fail(&err);
    stance_lexicon_free(lexicon);
    free(o.maps);
    return code;
}
