#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

static int show_commands(void)
{
    puts("stance follows how officials' tone changes: from news reports to statements,\n"
         "scores, trends and reports.\n"
         "\n"
         "Usage: stance COMMAND [OPTION...] [ARGUMENT...]");
    const char *group = "";
    for (size_t i = 0; i < command_count; i++) {
        if (strcmp(commands[i].group, group) != 0) printf("\n%s\n", commands[i].group);
        group = commands[i].group;
        printf("  %-9s %s\n", commands[i].name, commands[i].summary);
    }
    puts("\n"
         "'stance COMMAND --help' shows the options of a command.\n"
         "First steps: stance import FOLDER; stance report --out DIR;\n"
         "then read DIR/report.txt.");
    return EXIT_DONE;
}

/* "stance help lexicon diff" is "stance lexicon diff --help". */
static int show_one(const command *c, int argc, char **argv)
{
    char name[64], help[] = "--help";
    char **words = calloc((size_t)argc + 2, sizeof *words);
    if (!words) return usage("out of memory");
    snprintf(name, sizeof name, "stance %s", c->name);
    words[0] = name;
    for (int i = 1; i < argc; i++) words[i] = argv[i];
    words[argc] = help;
    int code = c->run(argc + 1, words);
    free(words);
    return code;
}

int cmd_help(int argc, char **argv)
{
    if (argc < 2 || argv[1][0] == '-') return show_commands();
    for (size_t i = 0; i < command_count; i++) {
        if (strcmp(commands[i].name, argv[1]) == 0 && commands[i].run != cmd_help)
            return show_one(&commands[i], argc - 1, argv + 1);
    }
    return strcmp(argv[1], "help") == 0 ? show_commands() : usage("there is no command '%s'", argv[1]);
}
