/* stance: finds the command and runs it. */
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "stance/stats.h"

const command commands[] = {
    {"import", "Reading in", "read documents and store their statements", cmd_import},
    {"rescore", "Reading in", "score what is stored anew, with the present lexicon", cmd_rescore},
    {"score", "Reading in", "score JSONL from standard input, without a database", cmd_score},
    {"list", "Looking", "show speakers, topics, dates, problems … of a database", cmd_list},
    {"explain", "Looking", "show why a statement has its speaker and its score", cmd_explain},
    {"export", "Looking", "write statements, documents, hits or series as JSONL or CSV", cmd_export},
    {"report", "Statistics", "write the stance report: text, CSV, metadata", cmd_report},
    {"trend", "Statistics", "show how tone went, per topic and period", cmd_trend},
    {"compare", "Statistics", "compare two periods: what changed, and why", cmd_compare},
    {"shifts", "Statistics", "show where a series changes", cmd_shifts},
    {"set", "Correcting", "set right a date, speaker, topics or targets", cmd_set},
    {"withdraw", "Correcting", "take a document out of every figure", cmd_withdraw},
    {"alias", "Correcting", "merge spellings of a speaker's name", cmd_alias},
    {"annotate", "Checking", "code sampled statements by hand, blind", cmd_annotate},
    {"evaluate", "Checking", "tell how good it is, against what people coded by hand", cmd_evaluate},
    {"lexicon", "Lexicons", "check, compare, import and export lexicons", cmd_lexicon},
    {"help", "Help", "show the commands, or the options of one", cmd_help},
};
const size_t command_count = sizeof commands / sizeof *commands;

static const command *find_command(const char *name)
{
    for (size_t i = 0; i < command_count; i++) {
        if (strcmp(commands[i].name, name) == 0) return &commands[i];
    }
    return NULL;
}

/* A command that begins like the word, or shares most of its letters: what a slip of the finger meant. */
static const char *nearest(const char *name)
{
    const char *best = NULL;
    size_t most = 1;
    for (size_t i = 0; i < command_count; i++) {
        size_t same = 0;
        while (name[same] && name[same] == commands[i].name[same]) same++;
        if (same <= most) continue;
        most = same;
        best = commands[i].name;
    }
    return best;
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "");
    setlocale(LC_NUMERIC, "C"); /* a decimal point is a point in every file that is written */
    signal(SIGPIPE, SIG_IGN);
    setenv("ARGP_HELP_FMT", "no-dup-args-note", 0); /* nobody asks what is mandatory for short options */
    argp_err_exit_status = EXIT_USAGE;
    stance_stats_init();
    if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        int status = cmd_help(1, argv);
        return argc < 2 ? EXIT_USAGE : status;
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("stance " STANCE_VERSION);
        return EXIT_DONE;
    }
    const command *c = find_command(argv[1]);
    if (!c) {
        const char *near = nearest(argv[1]);
        return near ? usage("there is no command '%s'; did you mean '%s'?", argv[1], near)
                    : usage("there is no command '%s'", argv[1]);
    }
    char name[64];
    snprintf(name, sizeof name, "stance %s", c->name);
    argv[1] = name; /* argp begins its messages with it */
    return c->run(argc - 1, argv + 1);
}
