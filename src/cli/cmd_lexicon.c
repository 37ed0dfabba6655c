#include <limits.h>
#include <string.h>

#include "cli/cli.h"

typedef struct options {
    lexicon_options lexicon;
    const char *verb;
    const char *folder; /* NULL: the shipped one */
} options;

static error_t parse(int key, char *arg, struct argp_state *state)
{
    options *o = state->input;
    switch (key) {
    case ARGP_KEY_INIT: state->child_inputs[0] = &o->lexicon; return 0;
    case ARGP_KEY_ARG:
        if (state->arg_num == 0) o->verb = arg;
        else if (state->arg_num == 1) o->folder = arg;
        else argp_error(state, "one folder at a time");
        return 0;
    case ARGP_KEY_END:
        if (!o->verb || strcmp(o->verb, "check") != 0) argp_error(state, "write 'stance lexicon check [DIR]'");
        return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

typedef struct tally {
    size_t count;
} tally;

static void print_problem(void *context, const char *file, uint64_t line, const char *message)
{
    tally *t = context;
    t->count++;
    if (line) printf("%s:%llu: %s\n", file, (unsigned long long)line, message);
    else printf("%s: %s\n", file, message);
}

int cmd_lexicon(int argc, char **argv)
{
    static const struct argp_child children[] = {{&lexicon_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        NULL,
        parse,
        "check [DIR]",
        "Reads the lexicons (those in DIR, else the shipped ones and those of --lexicon) and names file, "
        "line and remedy for whatever is wrong.",
        children,
        NULL,
        NULL};
    options o = {.verb = NULL};
    argp_parse(&argp, argc, argv, 0, NULL, &o);
    char shipped[PATH_MAX];
    const char *folders[LEXICONS_MAX + 1];
    size_t count = 0;
    stance_error err;
    if (o.folder) {
        folders[count++] = o.folder;
    } else {
        if (shipped_lexicon(shipped, sizeof shipped, &err) != STANCE_OK) return fail(&err);
        folders[count++] = shipped;
    }
    for (size_t i = 0; i < o.lexicon.count; i++) folders[count++] = o.lexicon.folders[i];
    stance_lexicon *lexicon;
    tally t = {0};
    if (stance_lexicon_load(folders, count, print_problem, &t, &lexicon, &err) != STANCE_OK) return fail(&err);
    static const char *const kinds[] = {"tone",  "reversers", "shifters", "cues",   "roles",
                                        "terms", "topics",    "masks",    "actors", "function"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        printf("%7zu %s\n", stance_lexicon_count(lexicon, kinds[i]), kinds[i]);
    printf("lexicon %.12s: %zu %s\n", stance_lexicon_hash(lexicon), t.count, t.count == 1 ? "problem" : "problems");
    stance_lexicon_free(lexicon);
    if (finish_output(&err) != STANCE_OK) return fail(&err);
    return t.count ? EXIT_FAILED : EXIT_DONE;
}
