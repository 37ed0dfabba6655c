#include "cli/cli.h"
#include "stance/explain.h"

typedef struct options {
    database_options database;
    char **ids;
    size_t count;
} options;

static error_t parse(int key, char *arg, struct argp_state *state)
{
    (void)arg;
    options *o = state->input;
    switch (key) {
    case ARGP_KEY_INIT: state->child_inputs[0] = &o->database; return 0;
    case ARGP_KEY_ARGS:
        o->ids = state->argv + state->next;
        o->count = (size_t)(state->argc - state->next);
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "which statement? Reports and 'stance export statements' show their ids, as 53aa0200b659:4");
        return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

int cmd_explain(int argc, char **argv)
{
    static const struct argp_child children[] = {{&database_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        NULL,
        parse,
        "ID...",
        "Shows a statement in its place, how its speaker was found, which lexicon entries fired, what turned or "
        "weakened them, and how the score adds up. A beginning of the id that no other has will do.",
        children,
        NULL,
        NULL};
    options o = {.count = 0};
    argp_parse(&argp, argc, argv, 0, NULL, &o);
    stance_error err;
    stance_store *store = NULL;
    stance_strbuf out = STANCE_STRBUF_INIT;
    stance_status status = stance_store_open(o.database.path, STANCE_READ, &store, &err);
    for (size_t i = 0; status == STANCE_OK && i < o.count; i++) {
        if (i) stance_strbuf_addc(&out, '\n');
        status = stance_explain_text(store, stance_view_of(o.ids[i]), &out, &err);
    }
    status = print_out(&out, status, &err);
    return close_store(store, status, &err) == STANCE_OK ? EXIT_DONE : fail(&err);
}
