#include <string.h>

#include "cli/cli.h"
#include "stance/compare.h"

enum { KEY_FORMAT = 300, KEY_EACH, KEY_TABLE, KEY_WEIGHT };

typedef struct options {
    database_options database;
    selector_options select;
    lexicon_options lexicon;
    stance_window windows[2];
    stance_compare_options how;
    bool as_table, table_given;
    stance_table_format format;
    stance_compare_table table;
} options;

static void parse_each(struct argp_state *state, const char *arg, stance_each *each)
{
    static const char *const names[] = {"", "topic", "speaker", "source"};
    for (int i = STANCE_EACH_TOPIC; i <= STANCE_EACH_SOURCE; i++) {
        if (strcmp(arg, names[i]) != 0) continue;
        *each = (stance_each)i;
        return;
    }
    argp_error(state, "--each %s: write topic, speaker or source", arg);
}

static void parse_table(struct argp_state *state, const char *arg, stance_compare_table *which)
{
    for (int i = 0; i < STANCE_COMPARE_TABLES; i++) {
        if (strcmp(arg, stance_compare_table_name((stance_compare_table)i)) != 0) continue;
        *which = (stance_compare_table)i;
        return;
    }
    argp_error(state, "--table %s: write differences, split, influence or statements", arg);
}

static void parse_window(struct argp_state *state, const char *arg, options *o)
{
    stance_error err;
    if (state->arg_num > 1) argp_error(state, "two windows are compared; '%s' would be a third", arg);
    else if (stance_window_parse(stance_view_of(arg), &o->windows[state->arg_num], &err) != STANCE_OK)
        argp_error(state, "%s", err.message);
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    options *o = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &o->database;
        state->child_inputs[1] = &o->select;
        state->child_inputs[2] = &o->lexicon;
        return 0;
    case KEY_FORMAT: parse_format(state, arg, &o->as_table, &o->format); return 0;
    case KEY_EACH: parse_each(state, arg, &o->how.each); return 0;
    case KEY_TABLE:
        o->table_given = true;
        parse_table(state, arg, &o->table);
        return 0;
    case KEY_WEIGHT: {
        weight_options weight;
        parse_weight(state, arg, &weight);
        o->how.weighting = weight.weighting;
        o->how.importance = weight.importance;
        o->how.half_life = weight.half_life;
        return 0;
    }
    case ARGP_KEY_ARG: parse_window(state, arg, o); return 0;
    case ARGP_KEY_END:
        if (state->arg_num < 2)
            argp_error(state,
                       "which two windows? For example: stance compare 2020 2021, or 2020-Q1..2020-Q3 2021-07..");
        if (o->select.selector.from.year || o->select.selector.to.year)
            argp_error(state, "the two windows say from when to when; leave out --from and --to");
        if (o->table_given && !o->as_table)
            argp_error(state, "--table is for --format csv or jsonl; the text has them all");
        return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

static stance_status write_out(const stance_comparison *comparison, const options *o, stance_error *err)
{
    stance_strbuf out = STANCE_STRBUF_INIT;
    stance_status status = o->as_table ? stance_compare_write_table(comparison, o->table, o->format, &out, err)
                                       : stance_compare_text(comparison, &out, err);
    status = print_out(&out, status, err);
    const stance_window_mean *w = comparison->all.d.windows;
    if (status == STANCE_OK) explain_nothing(&comparison->report, w[0].statements + w[1].statements);
    return status;
}

static stance_status run(options *o, stance_error *err)
{
    stance_store *store = NULL;
    stance_lexicon *lexicon = NULL;
    size_t problems;
    stance_status status = load_lexicon(&o->lexicon, &problems, &lexicon, err);
    if (status == STANCE_OK) status = stance_store_open(o->database.path, STANCE_READ, &store, err);
    if (status == STANCE_OK) status = check_selector(store, &o->select, lexicon, err);
    if (status == STANCE_OK) status = stance_store_begin(store, err); /* one snapshot for all that is read */
    if (status == STANCE_OK) {
        stance_comparison comparison;
        status = stance_compare(store, lexicon, &o->select.selector, o->windows, &o->how, &comparison, err);
        if (status == STANCE_OK) {
            status = write_out(&comparison, o, err);
            stance_comparison_free(&comparison);
        }
        stance_store_rollback(store);
    }
    stance_lexicon_free(lexicon);
    return close_store(store, status, err);
}

int cmd_compare(int argc, char **argv)
{
    static const struct argp_option list[] = {
        {"each", KEY_EACH, "WHAT", 0, "a line for each topic, speaker or source as well", 0},
        {"weight", KEY_WEIGHT, "WHICH", 0, WEIGHT_HELP, 0},
        {"format", KEY_FORMAT, "FORMAT", 0, "text (the default), csv or jsonl", 0},
        {"table", KEY_TABLE, "TABLE", 0,
         "which table csv and jsonl hold: differences (the default), split, influence or statements", 0},
        {0}};
    static const struct argp_child children[] = {
        {&database_argp, 0, NULL, 0}, {&windows_argp, 0, NULL, 0}, {&lexicon_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        list,
        parse,
        "WINDOW WINDOW",
        "Compares the tone of two windows of time: by how much it differs, whether that is more than chance would "
        "give, "
        "what part of it was said differently and what part comes from other topics, speakers and outlets, whether it "
        "hangs on one document or one word, and which statements moved it most.\v"
        "A window is a year, half-year, quarter, month, week or day as --from takes it (2020, 2020-Q3, 2020-07), or "
        "two of them with .. between (2020-Q3..2021-Q1); 2020-07-03.. and ..2019 are open at one end.",
        children,
        NULL,
        NULL};
    options o = {.how = STANCE_COMPARE_OPTIONS_INIT};
    argp_parse(&argp, argc, argv, 0, NULL, &o);
    stance_error err;
    return run(&o, &err) == STANCE_OK ? EXIT_DONE : fail(&err);
}
