#include <string.h>

#include "cli/cli.h"
#include "stance/pipeline.h"

enum { KEY_UNDO = 300, KEY_FORMAT };

typedef struct options {
    database_options database;
    lexicon_options lexicon_folders;
    stamp_options stamp_words;
    const char *name, *target, *undone;
    enum table_form form;
    stance_lexicon *lexicon;
    stance_stamp stamp;
    stance_strbuf said;
} options;

static error_t parse(int key, char *arg, struct argp_state *state)
{
    options *o = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &o->database;
        state->child_inputs[1] = &o->stamp_words;
        state->child_inputs[2] = &o->lexicon_folders;
        return 0;
    case KEY_UNDO: o->undone = arg; return 0;
    case KEY_FORMAT:
        if (!table_form_parse(arg, &o->form)) argp_error(state, "--format %s: write text, csv or jsonl", arg);
        return 0;
    case ARGP_KEY_ARG:
        if (state->arg_num == 0) o->name = arg;
        else if (state->arg_num == 1) o->target = arg;
        else argp_error(state, "'%s' is too much: names of several words need quotation marks", arg);
        return 0;
    case ARGP_KEY_END:
        if (o->name && o->undone) argp_error(state, "either two names or --undo NAME");
        else if (o->name && !o->target)
            argp_error(state, "as whom does '%s' count? Write that name, too; --undo NAME parts names", o->name);
        else if (!o->name && !o->undone && (o->stamp_words.why || o->stamp_words.who))
            argp_error(state, "which name, and as whom does it count? Write both");
        return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

static void say_statements(options *o, int64_t statements)
{
    if (statements)
        stance_strbuf_addf(&o->said, " (%lld statement%s).\n", (long long)statements, statements == 1 ? "" : "s");
    else stance_strbuf_adds(&o->said, "; no statement has that name yet.\n");
}

static stance_status merge(void *context, stance_store *store, stance_error *err)
{
    options *o = context;
    int64_t statements;
    stance_value name, target;
    STANCE_TRY(stance_read_speaker(o->lexicon, stance_view_of(o->name), &name, err));
    STANCE_TRY(stance_read_speaker(o->lexicon, stance_view_of(o->target), &target, err));
    STANCE_TRY(stance_store_merge_names(store, stance_view_of(o->name), &target, &o->stamp, &statements, err));
    stance_strbuf_addf(&o->said, "'%s' counts as '%.*s'", o->name, (int)target.text.len, target.text.data);
    if (target.actor.len) stance_strbuf_addf(&o->said, " [%.*s]", (int)target.actor.len, target.actor.data);
    say_statements(o, statements);
    return stance_strbuf_ok(&o->said, err);
}

static stance_status part(void *context, stance_store *store, stance_error *err)
{
    options *o = context;
    int64_t statements;
    STANCE_TRY(stance_store_part_names(store, stance_view_of(o->undone), &o->stamp, &statements, err));
    stance_strbuf_addf(&o->said, "'%s' counts as itself again", o->undone);
    say_statements(o, statements);
    return stance_strbuf_ok(&o->said, err);
}

static stance_status add_alias(void *context, const stance_alias *alias, stance_error *err)
{
    table *t = context;
    table_text(t, alias->name);
    table_text(t, alias->counts_as);
    table_text(t, alias->actor);
    table_number(t, alias->statements);
    table_text(t, alias->by);
    table_instant(t, alias->at);
    table_text(t, alias->why);
    return table_end_row(t, err);
}

static int list_aliases(const options *o)
{
    static const table_column columns[] = {
        {"name", STANCE_CELL_SHORTENED, NULL},  {"counts_as", STANCE_CELL_SHORTENED, NULL},
        {"actor", STANCE_CELL_SHORTENED, NULL}, {"statements", STANCE_CELL_NUMBER, "n"},
        {"who", STANCE_CELL_SHORTENED, NULL},   {"since", STANCE_CELL_WHOLE, NULL},
        {"why", STANCE_CELL_WRAPPED, NULL},     {NULL, STANCE_CELL_WHOLE, NULL}};
    stance_error err;
    stance_store *store = NULL;
    table *t = NULL;
    stance_status status = stance_store_open(o->database.path, STANCE_READ, &store, &err);
    if (status == STANCE_OK) status = table_open(columns, o->form, &t, &err);
    if (status == STANCE_OK) status = stance_store_aliases(store, add_alias, t, &err);
    if (status == STANCE_OK) status = table_print(t, NULL, "no aliases", &err);
    if (status == STANCE_OK) status = finish_output(&err);
    table_close(t);
    return close_store(store, status, &err) == STANCE_OK ? EXIT_DONE : fail(&err);
}

int cmd_alias(int argc, char **argv)
{
    static const struct argp_option list[] = {
        {"undo", KEY_UNDO, "NAME", 0, "take it back: NAME counts as itself again", 0},
        {"format", KEY_FORMAT, "FORMAT", 0, "of the list: text (the default), csv or jsonl", 0},
        {0}};
    static const struct argp_child children[] = {
        {&database_argp, 0, NULL, 0}, {&stamp_argp, 0, NULL, 0}, {&lexicon_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        list,
        parse,
        "NAME TARGET [--why TEXT]\n--undo NAME --why TEXT\n",
        "Lets everybody who is called NAME count as TARGET, in what is stored and in what will be imported; without "
        "names, lists what was merged so.\v"
        "Case does not matter. TARGET may be an actor's id or name: then NAME gets that actor. Names may form chains, "
        "but no circles. Series, lists, exports and --speaker follow; 'stance list speakers' shows the outcome, "
        "'stance list corrections' all that was ever merged or taken back, by whom, when and why.",
        children,
        NULL,
        NULL};
    options o = {.name = NULL};
    argp_parse(&argp, argc, argv, 0, NULL, &o);
    if (!o.name && !o.undone) return list_aliases(&o);
    /* A spelling is its own reason; only to part what was merged asks for one. */
    if (o.name && !o.stamp_words.why) o.stamp_words.why = "another form of the name";
    stance_error err;
    size_t problems;
    stance_status status = make_stamp(&o.stamp_words, &o.stamp, &err);
    if (status == STANCE_OK && o.name) status = load_lexicon(&o.lexicon_folders, &problems, &o.lexicon, &err);
    int code = status == STANCE_OK ? change_store(o.database.path, o.name ? merge : part, &o) : fail(&err);
    if (code == EXIT_DONE) fputs(o.said.data, stderr);
    stance_lexicon_free(o.lexicon);
    stance_strbuf_free(&o.said);
    return code;
}
