/* stance evaluate: holds what the program says against what people coded. */
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "stance/evaluate.h"

enum { KEY_AGAINST = 300, KEY_FORMAT, KEY_NEUTRAL, KEY_WORST, KEY_CODED, KEY_CODER, KEY_COMPLETE, KEY_TABLE };

typedef struct options {
    database_options database;
    selector_options select;
    lexicon_options lexicon;
    stance_evaluate_options how;
    const char *gold, *against, *coder;
    bool coded, as_table, table_given;
    stance_table_format format;
    stance_evaluation_table table;
} options;

static error_t parse(int key, char *arg, struct argp_state *state)
{
    options *o = state->input;
    char *end = NULL;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &o->database;
        state->child_inputs[1] = &o->select;
        state->child_inputs[2] = &o->lexicon;
        return 0;
    case KEY_AGAINST: o->against = arg; return 0;
    case KEY_FORMAT: parse_format(state, arg, &o->as_table, &o->format); return 0;
    case KEY_TABLE:
        o->table_given = true;
        if (strcmp(arg, "items") == 0) o->table = STANCE_EVALUATION_ITEMS;
        else if (strcmp(arg, "figures") != 0) argp_error(state, "--table %s: write figures or items", arg);
        return 0;
    case KEY_NEUTRAL: {
        const double value = strtod(arg, &end);
        if (end == arg || *end || !(value >= 0 && value < 1))
            argp_error(state, "--neutral %s: write a number from 0 to 1, as in 0.05", arg);
        else o->how.neutral = (int32_t)(value * STANCE_MILLION + 0.5);
        return 0;
    }
    case KEY_WORST: {
        const long n = strtol(arg, &end, 10);
        if (end == arg || *end || n < 0 || n > 1000000) argp_error(state, "--worst %s: write a number from 0 on", arg);
        else o->how.worst = (size_t)n;
        return 0;
    }
    case KEY_CODED: o->coded = true; return 0;
    case KEY_CODER:
        o->coded = true;
        o->coder = arg;
        return 0;
    case KEY_COMPLETE: o->how.complete = true; return 0;
    case ARGP_KEY_ARG:
        if (o->gold) argp_error(state, "one table of gold at a time; what is '%s'?", arg);
        o->gold = arg;
        return 0;
    case ARGP_KEY_END:
        if (o->table_given && !o->as_table) argp_error(state, "--table is for --format csv or jsonl");
        if (!o->gold && !o->coded) argp_error(state, "name the table of what people coded, or write --coded");
        if (o->gold && o->coded)
            argp_error(state, "--coded takes the place of '%s': leave one of the two out", o->gold);
        if (o->coded && o->against) argp_error(state, "--coded is held against its database, not against --against");
        return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

static stance_status open_store(options *o, stance_store **store, stance_error *err)
{
    stance_lexicon *lexicon = NULL;
    size_t problems;
    STANCE_TRY(stance_store_open(o->database.path, STANCE_READ, store, err));
    STANCE_TRY(stance_store_begin(*store, err));
    STANCE_TRY(load_lexicon(&o->lexicon, &problems, &lexicon, err));
    stance_status status = check_selector(*store, &o->select, lexicon, err);
    stance_lexicon_free(lexicon);
    return status;
}

/* Texts are scored now, unless they were before. */
static stance_status score_texts(const options *o, const stance_gold *gold, stance_answers **out, stance_error *err)
{
    stance_lexicon *lexicon = NULL;
    size_t problems;
    bool with_texts;
    (void)stance_gold_of_texts(gold, &with_texts);
    if (!with_texts)
        return stance_fail(err, STANCE_EINVAL,
                           "'%s' has no column 'text': add it, or name the scored texts with --against FILE", o->gold);
    STANCE_TRY(load_lexicon(&o->lexicon, &problems, &lexicon, err));
    stance_status status = stance_answers_of_texts(lexicon, gold, out, err);
    stance_lexicon_free(lexicon);
    return status;
}

static stance_status write_out(const stance_evaluation *evaluation, const options *o, stance_error *err)
{
    stance_strbuf out = STANCE_STRBUF_INIT;
    stance_status status = o->as_table ? stance_evaluation_write(evaluation, o->table, o->format, &out, err)
                                       : stance_evaluation_text(evaluation, &out, err);
    return print_out(&out, status, err);
}

static stance_status run(options *o, size_t *refused, stance_error *err)
{
    stance_store *store = NULL;
    stance_gold *gold = NULL;
    stance_answers *answers = NULL;
    stance_evaluation *evaluation = NULL;
    size_t more[2] = {0, 0};
    bool with_texts, texts = false;
    stance_status status = STANCE_OK;
    if (o->gold) status = stance_gold_open(o->gold, say_problem, NULL, refused, &gold, err);
    if (status == STANCE_OK && gold) texts = stance_gold_of_texts(gold, &with_texts);
    /* Selectors choose among the statements of a database, and must not seem to do so elsewhere. */
    if (status == STANCE_OK && (texts || o->against) && selects(&o->select))
        status =
            stance_fail(err, STANCE_EINVAL,
                        "--topic, --speaker, --from … choose from a database, which is not asked here: leave them out");
    if (status == STANCE_OK && !texts && !o->against) status = open_store(o, &store, err);
    if (status == STANCE_OK && o->coded) status = stance_gold_coded(store, stance_view_of(o->coder), &gold, err);
    if (status == STANCE_OK && o->against)
        status = stance_answers_of_file(o->against, texts, say_problem, NULL, &more[0], &answers, err);
    else if (status == STANCE_OK && texts) status = score_texts(o, gold, &answers, err);
    else if (status == STANCE_OK) status = stance_answers_of_store(store, &o->select.selector, gold, &answers, err);
    if (status == STANCE_OK)
        status = stance_evaluate(gold, answers, &o->how, say_problem, NULL, &more[1], &evaluation, err);
    if (status == STANCE_OK) status = write_out(evaluation, o, err);
    *refused += more[0] + more[1];
    stance_evaluation_free(evaluation);
    stance_answers_free(answers);
    stance_gold_free(gold);
    return close_store(store, status, err);
}

int cmd_evaluate(int argc, char **argv)
{
    static const struct argp_option list[] = {
        {"against", KEY_AGAINST, "FILE", 0,
         "hold it against these records, as 'stance score' writes them, instead of a database; -: standard input", 0},
        {"coded", KEY_CODED, NULL, 0, "in the place of GOLD, what was coded with 'stance annotate'", 0},
        {"coder", KEY_CODER, "NAME", 0, "the same, of this coder only", 0},
        {"neutral", KEY_NEUTRAL, "X", 0, "a score up to X, either way, is taken for neutral (0.05)", 0},
        {"complete", KEY_COMPLETE, NULL, 0,
         "GOLD codes every statement of its documents: what it does not name is counted as wrong", 0},
        {"worst", KEY_WORST, "N", 0, "errors of each kind to show (10)", 0},
        {"format", KEY_FORMAT, "FORMAT", 0, "text (the default), csv or jsonl", 0},
        {"table", KEY_TABLE, "WHICH", 0,
         "with csv or jsonl: figures (the default), or items: a row for each row of GOLD, with what it was held "
         "against",
         0},
        {0}};
    static const struct argp_child children[] = {
        {&database_argp, 0, NULL, 0}, {&rows_argp, 0, NULL, 0}, {&lexicon_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        list,
        parse,
        "[GOLD]",
        "Tells how good the program is on documents that people coded by hand: statements found, speakers, topics and "
        "tone, each figure with its n and its interval, and the worst errors first."
        "\vGOLD is a table with tabs between its cells. Its first line names the columns: document, key, speaker, "
        "mode, "
        "topics, label. key: words that stand in the statement only; label: + 0 - (or a number from -1 to 1); *: not "
        "coded. "
        "For plain texts the columns are id, text, label and, if you like, group. Lines that begin with # are remarks.",
        children,
        NULL,
        NULL};
    options o = {.how = STANCE_EVALUATE_OPTIONS_INIT};
    argp_parse(&argp, argc, argv, 0, NULL, &o);
    if (!o.select.duplicates_given)
        o.select.selector.duplicates = STANCE_DUPLICATES_KEEP; /* a row of gold names its document */
    stance_error err;
    size_t refused = 0;
    if (run(&o, &refused, &err) != STANCE_OK) return fail(&err);
    return refused ? EXIT_REFUSED : EXIT_DONE;
}
