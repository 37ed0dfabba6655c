/* stance lexicon VERB: one file a verb. */
#ifndef STANCE_CLI_LEXICON_H
#define STANCE_CLI_LEXICON_H

#include "cli/cli.h"

int lexicon_check(int argc, char **argv); /* argv[0] is "stance lexicon check" */
int lexicon_coverage(int argc, char **argv);
int lexicon_diff(int argc, char **argv);
int lexicon_import(int argc, char **argv);
int lexicon_export(int argc, char **argv);

/* Both paths lead to one folder. */
bool same_folder(const char *a, const char *b);
/* The folder holds a lexicon that can stand by itself: it declares topics and function words. */
bool is_whole_lexicon(const char *folder);

#endif
