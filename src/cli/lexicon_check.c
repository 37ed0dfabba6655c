#include <limits.h>
#include <string.h>

#include "cli/lexicon.h"

enum { KEY_ALONE = 300, KEY_STRICT, KEY_HINTS };

typedef struct options {
    lexicon_options lexicon;
    const char *folders[LEXICONS_MAX];
    size_t count;
    bool alone, strict, hints;
} options;

static error_t parse(int key, char *arg, struct argp_state *state)
{
    options *o = state->input;
    switch (key) {
    case ARGP_KEY_INIT: state->child_inputs[0] = &o->lexicon; return 0;
    case KEY_ALONE: o->alone = true; return 0;
    case KEY_STRICT: o->strict = true; return 0;
    case KEY_HINTS: o->hints = true; return 0;
    case ARGP_KEY_ARG:
        if (o->count == LEXICONS_MAX) argp_error(state, "more than %d folders", LEXICONS_MAX);
        else o->folders[o->count++] = arg;
        return 0;
    case ARGP_KEY_END:
        if (o->alone && !o->count) argp_error(state, "--alone needs a folder");
        return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

typedef struct tally {
    size_t counts[3]; /* by stance_severity */
    bool hints;
} tally;

static void print_finding(void *context, const stance_finding *f)
{
    static const char *const severities[] = {"error", "warning", "hint"};
    tally *t = context;
    t->counts[f->severity]++;
    if (f->severity == STANCE_FINDING_HINT && !t->hints) return;
    fputs(f->file, stdout);
    if (f->line) printf(":%llu", (unsigned long long)f->line);
    printf(": %s: %s [%s]\n", severities[f->severity], f->message, f->code);
}

static int run(const options *o, stance_error *err)
{
    char shipped[PATH_MAX];
    const char *folders[2 * LEXICONS_MAX + 1];
    size_t count = 0, first = 0;
    bool with_shipped = !o->alone;
    if (with_shipped && shipped_lexicon(shipped, sizeof shipped, err) != STANCE_OK) return fail(err);
    for (size_t i = 0; i < o->count; i++)
        with_shipped = with_shipped && !same_folder(o->folders[i], shipped) && !is_whole_lexicon(o->folders[i]);
    if (with_shipped) folders[count++] = shipped;
    for (size_t i = 0; i < o->lexicon.count; i++) folders[count++] = o->lexicon.folders[i];
    if (o->count) first = count;
    for (size_t i = 0; i < o->count; i++) folders[count++] = o->folders[i];
    stance_lexicon *lexicon;
    tally t = {.hints = o->hints};
    if (stance_lexicon_check(folders, count, first, print_finding, &t, &lexicon, err) != STANCE_OK) return fail(err);
    static const char *const kinds[] = {"tone",  "reversers", "shifters", "cues",   "roles",
                                        "terms", "topics",    "masks",    "actors", "function"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        printf("%7zu %s\n", stance_lexicon_count(lexicon, kinds[i]), kinds[i]);
    printf("lexicon %.12s: %zu %s, %zu %s, %zu %s%s\n", stance_lexicon_hash(lexicon), t.counts[0],
           t.counts[0] == 1 ? "error" : "errors", t.counts[1], t.counts[1] == 1 ? "warning" : "warnings", t.counts[2],
           t.counts[2] == 1 ? "hint" : "hints", t.counts[2] && !o->hints ? " (--hints shows them)" : "");
    stance_lexicon_free(lexicon);
    if (finish_output(err) != STANCE_OK) return fail(err);
    return t.counts[0] || (o->strict && t.counts[1]) ? EXIT_FAILED : EXIT_DONE;
}

int lexicon_check(int argc, char **argv)
{
    static const struct argp_option list[] = {
        {"alone", KEY_ALONE, NULL, 0, "the folders stand by themselves, not over the shipped lexicons", 0},
        {"strict", KEY_STRICT, NULL, 0, "exit with 1 for warnings too", 0},
        {"hints", KEY_HINTS, NULL, 0, "show hints too: what is harmless, but worth a look", 0},
        {0}};
    static const struct argp_child children[] = {{&lexicon_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        list,
        parse,
        "[DIR...]",
        "Looks for mistakes in lexicon files: those in the folders, laid over the shipped ones, or without a folder "
        "the "
        "shipped ones and those of --lexicon. Each finding names file, line and remedy. Exits with 1 when there is an "
        "error.\v"
        "What a finding is called stands in brackets behind it. The note of a line excuses a warning that is meant so: "
        "ok:NAME, as in ok:family.",
        children,
        NULL,
        NULL};
    options o = {.count = 0};
    stance_error err;
    argp_parse(&argp, argc, argv, 0, NULL, &o);
    return run(&o, &err);
}
