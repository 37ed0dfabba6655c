#include <stdlib.h>
#include <string.h>

#include "cli/lexicon.h"
#include "stance/coverage.h"

enum { KEY_TOP = 300, KEY_FORMAT, KEY_UNUSED, KEY_WORDS };

typedef struct options {
    database_options database;
    selector_options select;
    lexicon_options lexicon;
    size_t top;
    bool top_given, unused, words, table;
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
    case KEY_TOP: {
        char *end;
        unsigned long n = strtoul(arg, &end, 10);
        if (*arg < '0' || *arg > '9' || *end || n > 1000000) argp_error(state, "--top %s: write a number", arg);
        o->top = (size_t)n;
        o->top_given = true;
        return 0;
    }
    case KEY_FORMAT: parse_format(state, arg, &o->table, &o->format); return 0;
    case KEY_UNUSED: o->unused = true; return 0;
    case KEY_WORDS: o->words = true; return 0;
    case ARGP_KEY_ARG:
        argp_error(state, "'%s' is not understood; which statements are meant is said by --topic, --speaker, --from …",
                   arg);
        return 0;
    case ARGP_KEY_END:
        if (o->words && !o->table) argp_error(state, "--words is for --format csv or jsonl; the text has both");
        return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

static stance_status write_out(const options *o, const stance_coverage *coverage, stance_error *err)
{
    stance_strbuf out = STANCE_STRBUF_INIT;
    stance_coverage_table which = o->words    ? STANCE_COVERAGE_WORDS
                                  : o->unused ? STANCE_COVERAGE_UNUSED
                                              : STANCE_COVERAGE_ENTRIES;
    if (o->table) stance_coverage_write(coverage, which, o->format, o->top_given ? o->top : 0, &out);
    else stance_coverage_text(coverage, o->top_given ? o->top : 20, o->unused, &out);
    return print_out(&out, STANCE_OK, err);
}

static stance_status run(options *o, stance_error *err)
{
    stance_store *store = NULL;
    stance_lexicon *lexicon = NULL;
    stance_coverage coverage = {.memory = NULL};
    size_t problems;
    stance_status status = load_lexicon(&o->lexicon, &problems, &lexicon, err);
    if (status == STANCE_OK) status = stance_store_open(o->database.path, STANCE_READ, &store, err);
    if (status == STANCE_OK) status = check_selector(store, &o->select, lexicon, err);
    if (status == STANCE_OK) status = stance_coverage_build(store, lexicon, &o->select.selector, &coverage, err);
    if (status == STANCE_OK) status = write_out(o, &coverage, err);
    stance_coverage_free(&coverage);
    stance_lexicon_free(lexicon);
    return close_store(store, status, err);
}

int lexicon_coverage(int argc, char **argv)
{
    static const struct argp_option list[] = {
        {"top", KEY_TOP, "N", 0, "so many entries and words (text: 20; tables: all)", 0},
        {"format", KEY_FORMAT, "FORMAT", 0, "text (the default), csv or jsonl: the table of entries that fired", 0},
        {"unused", KEY_UNUSED, NULL, 0, "list the entries that never fired; the table of them", 0},
        {"words", KEY_WORDS, NULL, 0, "with csv or jsonl: the table of words that no entry covers", 0},
        {0}};
    static const struct argp_child children[] = {
        {&database_argp, 0, NULL, 0}, {&rows_argp, 0, NULL, 0}, {&lexicon_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        list,
        parse,
        NULL,
        "Shows which lexicon entries fire on what is stored, how often, in how many documents and for how many points; "
        "which never do; which frequent words no entry covers; and how many statements have no tone entry at all.",
        children,
        NULL,
        NULL};
    options o = {.format = STANCE_JSONL};
    argp_parse(&argp, argc, argv, 0, NULL, &o);
    stance_error err;
    return run(&o, &err) == STANCE_OK ? EXIT_DONE : fail(&err);
}
