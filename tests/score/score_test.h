/* What the tests of this folder share: the lexicon, loaded once, and a workspace. */
#ifndef SCORE_TEST_H
#define SCORE_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "stance/score.h"

typedef struct bench {
    stance_lexicon *lexicon;
    stance_workspace *workspace;
    size_t problems;
} bench;

static inline void count_problem(void *context, const char *file, uint64_t line, const char *message)
{
    print_message("%s:%llu: %s\n", file, (unsigned long long)line, message);
    ++*(size_t *)context;
}

static inline int open_bench_of(void **state, const char *const *folders, size_t count)
{
    static bench b;
    stance_error err;
    if (stance_lexicon_load(folders, count, count_problem, &b.problems, &b.lexicon, &err) ||
        stance_workspace_new(&b.workspace, &err)) {
        print_message("%s\n", err.message);
        return -1;
    }
    *state = &b;
    return 0;
}

/* The shipped lexicon. */
static inline int open_bench(void **state)
{
    return open_bench_of(state, (const char *const[]){"lexicons/en"}, 1);
}

/* A desk's own folder over it. */
static inline int open_overlay(void **state)
{
    return open_bench_of(state, (const char *const[]){"lexicons/en", "tests/score/overlay"}, 2);
}

static inline int close_bench(void **state)
{
    bench *b = *state;
    stance_workspace_free(b->workspace);
    stance_lexicon_free(b->lexicon);
    return 0;
}

/* The text as one statement, with its steps. */
static inline const stance_statement *whole(bench *b, const char *text)
{
    const stance_statement *s;
    stance_error err;
    assert_int_equal(stance_analyse_text(b->lexicon, b->workspace, stance_view_of(text), true, &s, &err), STANCE_OK);
    return s;
}

/* The first statement of a document that somebody makes. */
static inline const stance_statement *said(bench *b, const char *text)
{
    const stance_statement *list;
    size_t count;
    stance_error err;
    stance_document document = {.id = stance_view_of("test"), .text = stance_view_of(text)};
    assert_int_equal(stance_analyse(b->lexicon, b->workspace, &document, true, &list, &count, &err), STANCE_OK);
    for (size_t i = 0; i < count; i++) {
        if (list[i].mode != STANCE_NARRATION && list[i].place == STANCE_BODY) return &list[i];
    }
    fail_msg("nobody says anything in: %s", text);
    return NULL;
}

#endif
