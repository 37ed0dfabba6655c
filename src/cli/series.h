/* stance shifts --series: series that stand in tables of their own. */
#ifndef STANCE_CLI_SERIES_H
#define STANCE_CLI_SERIES_H

#include "cli/cli.h"
#include "stance/segments.h"

typedef struct series_options {
    const char **paths; /* malloc'd; the strings are the command line's */
    size_t count;
    enum table_form form;
    bool season_given;
    stance_segment_options segment;
} series_options;

/* Looks at each file in turn and prints what changes in it; says what it cannot read. Returns the exit code. */
int run_series(const series_options *o);

#endif
