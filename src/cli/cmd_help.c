#include "cli/cli.h"

int cmd_help(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    puts("stance follows how officials' tone changes: from news reports to statements, scores, trends and reports.\n"
         "\n"
         "Usage: stance COMMAND [OPTION...] [ARGUMENT...]\n");
    for (size_t i = 0; i < command_count; i++) printf("  %-9s %s\n", commands[i].name, commands[i].summary);
    puts("\n"
         "'stance COMMAND --help' shows the options of a command.\n"
         "First steps: stance import FOLDER; stance report --out DIR; then read DIR/report.txt.");
    return EXIT_DONE;
}
