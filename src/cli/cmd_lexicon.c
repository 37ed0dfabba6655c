/* stance lexicon: finds the verb and runs it. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/lexicon.h"

typedef struct verb {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *summary;
} verb;

static const verb verbs[] = {
    {"check", lexicon_check, "look for mistakes in lexicon files"},
    {"coverage", lexicon_coverage, "show which entries fire, and which words none covers"},
    {"diff", lexicon_diff, "show how two lexicons differ, and what that does to scores"},
    {"import", lexicon_import, "turn a dictionary of another program into lexicon files"},
    {"export", lexicon_export, "write the lexicon in the form of another program"},
};
enum { VERBS = sizeof verbs / sizeof *verbs };

bool same_folder(const char *a, const char *b)
{
    char x[PATH_MAX], y[PATH_MAX];
    return realpath(a, x) && realpath(b, y) && strcmp(x, y) == 0;
}

bool is_whole_lexicon(const char *folder)
{
    char path[PATH_MAX];
    static const char *const files[] = {"topics.tsv", "function.tsv"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        int n = snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        if (n < 0 || (size_t)n >= sizeof path || access(path, R_OK) != 0) return false;
    }
    return true;
}

static void print_help(FILE *out)
{
    fputs("Usage: stance lexicon VERB [OPTION...] ...\n\n", out);
    for (size_t i = 0; i < VERBS; i++) fprintf(out, "  %-10s %s\n", verbs[i].name, verbs[i].summary);
    fputs("\n'stance lexicon VERB --help' tells more.\n", out);
}

int cmd_lexicon(int argc, char **argv)
{
    if (argc > 1 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-?") == 0)) {
        print_help(stdout);
        return EXIT_DONE;
    }
    for (size_t i = 0; argc > 1 && i < VERBS; i++) {
        if (strcmp(argv[1], verbs[i].name) != 0) continue;
        char name[64];
        snprintf(name, sizeof name, "stance lexicon %s", verbs[i].name);
        argv[1] = name; /* argp begins its messages with it */
        return verbs[i].run(argc - 1, argv + 1);
    }
    if (argc > 1) fprintf(stderr, "stance lexicon: there is no '%s' of a lexicon\n", argv[1]);
    print_help(stderr);
    return EXIT_USAGE;
}
