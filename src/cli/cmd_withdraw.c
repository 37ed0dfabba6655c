#include <string.h>

#include "cli/cli.h"

enum { KEY_PURGE = 300, KEY_RESTORE };

typedef struct options {
    database_options database;
    stamp_options stamp_words;
    char **documents;
    size_t count;
    bool purge, restore;
    stance_stamp stamp;
    stance_strbuf said;
} options;

static error_t parse(int key, char *arg, struct argp_state *state)
{
    (void)arg;
    options *o = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &o->database;
        state->child_inputs[1] = &o->stamp_words;
        return 0;
    case KEY_PURGE: o->purge = true; return 0;
    case KEY_RESTORE: o->restore = true; return 0;
    case ARGP_KEY_ARGS:
        o->documents = state->argv + state->next;
        o->count = (size_t)(state->argc - state->next);
        return 0;
    case ARGP_KEY_NO_ARGS: argp_error(state, "which document? Write its path or id, or its hash"); return 0;
    case ARGP_KEY_END:
        if (o->purge && o->restore) argp_error(state, "either --purge or --restore");
        return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

static stance_status withdraw(void *context, stance_store *store, stance_error *err)
{
    options *o = context;
    for (size_t i = 0; i < o->count; i++) {
        stance_subject subject;
        STANCE_TRY(stance_store_locate(store, stance_view_of(o->documents[i]), &subject, err));
        if (o->restore) STANCE_TRY(stance_store_restore(store, &subject, &o->stamp, err));
        else STANCE_TRY(stance_store_withdraw(store, &subject, o->purge, &o->stamp, err));
        stance_strbuf_addf(&o->said, "%s (%.*s) %s.\n", subject.id, (int)subject.name.len, subject.name.data,
                           o->restore ? "counts again"
                           : o->purge ? "is withdrawn and erased"
                                      : "is withdrawn: it counts nowhere");
    }
    return stance_strbuf_ok(&o->said, err);
}

/* After the commit, and by a connection of its own: nobody else may have the file in use. */
static int scrub(const char *path)
{
    stance_error err;
    stance_store *store = NULL;
    stance_status status = stance_store_open(path, STANCE_CHANGE, &store, &err);
    if (status == STANCE_OK) status = stance_store_scrub(store, &err);
    return close_store(store, status, &err) == STANCE_OK ? EXIT_DONE : fail(&err);
}

int cmd_withdraw(int argc, char **argv)
{
    static const struct argp_option list[] = {
        {"purge", KEY_PURGE, NULL, 0,
         "erase it as well, for good: text, heads, addresses, statements, all that was made of "
         "them, and their traces in the file",
         0},
        {"restore", KEY_RESTORE, NULL, 0, "let it count again, unless it was purged", 0},
        {0}};
    static const struct argp_child children[] = {{&database_argp, 0, NULL, 0}, {&stamp_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        list,
        parse,
        "DOCUMENT... --why TEXT",
        "Takes documents out of every figure, report, list and export. They are named by path or id, or by the "
        "beginning "
        "of their hash.\v"
        "What is withdrawn stays in the database ('stance list documents' shows it, 'stance export --withdrawn' writes "
        "it) and stays withdrawn when it is imported again or rescored. Of a purged document only its hash, the id it "
        "came by, its date and outlet, and what people wrote about it remain; an import of the same text says that it "
        "was withdrawn and leaves it out. Reports made before, copies of the database and the document's own file are "
        "not touched.",
        children,
        NULL,
        NULL};
    options o = {.count = 0};
    argp_parse(&argp, argc, argv, 0, NULL, &o);
    stance_error err;
    if (make_stamp(&o.stamp_words, &o.stamp, &err) != STANCE_OK) return fail(&err);
    int code = change_store(o.database.path, withdraw, &o);
    if (code == EXIT_DONE && o.purge) code = scrub(o.database.path);
    if (code == EXIT_DONE) fputs(o.said.data ? o.said.data : "", stderr);
    stance_strbuf_free(&o.said);
    return code;
}
