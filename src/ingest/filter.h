/* A program run as a filter over an input: its stdout is what we want, without a shell and without a file. */
#ifndef STANCE_INGEST_FILTER_H
#define STANCE_INGEST_FILTER_H

#include "ingest/input.h"

typedef enum stance_filter_end {
    STANCE_FILTER_DONE,    /* exit status in code */
    STANCE_FILTER_MISSING, /* there is no such program */
    STANCE_FILTER_FAILED,  /* it could not be started; errno in code */
    STANCE_FILTER_KILLED,  /* ended by a signal, in code */
    STANCE_FILTER_SLOW,    /* longer than `seconds`: ended by us */
    STANCE_FILTER_TOO_MUCH /* more output than `most` */
} stance_filter_end;

typedef struct stance_filter {
    const char *const *command; /* argv, found along PATH; ends with NULL */
    unsigned seconds;
    size_t most;
    /* out: */
    stance_filter_end end;
    int code;
    char said[400]; /* the first of what it wrote to stderr, as one line of ASCII */
} stance_filter;

/* Gives the rest of the input to the program and gathers what it writes in out, which is cleared first. The program may
   stop reading when it likes. Fails only when memory runs out. */
stance_status stance_filter_run(stance_filter *filter, stance_input *input, stance_strbuf *out,
                                stance_error *err) STANCE_CHECKED;

#endif
