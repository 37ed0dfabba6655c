/* What the tests of the extract floor share: the shipped lexicon, loaded once, and a document read with it. */
#ifndef STANCE_TEST_EXTRACT_H
#define STANCE_TEST_EXTRACT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "extract/extract.h"

static stance_lexicon *lexicon;
static stance_arena arena = STANCE_ARENA_INIT;
static stance_intern local;
static reading document_read;
static found *statements;
static size_t statement_count;

static inline int load_lexicon(void **state)
{
    (void)state;
    const char *folders[] = {"lexicons/en"};
    stance_error err;
    return stance_lexicon_load(folders, 1, NULL, NULL, &lexicon, &err) != STANCE_OK;
}

static inline int free_lexicon(void **state)
{
    (void)state;
    stance_lexicon_free(lexicon);
    stance_arena_free(&arena);
    return 0;
}

static inline void extract_dated(const char *text, stance_date date)
{
    stance_error err;
    stance_document document = {.id = stance_view_of("test"), .text = stance_view_of(text), .date = date};
    stance_arena_reset(&arena);
    stance_intern_init(&local, &arena);
    assert_int_equal(
        stance_extract(lexicon, &document, &local, &arena, &document_read, &statements, &statement_count, &err),
        STANCE_OK);
}

static inline void extract(const char *text)
{
    extract_dated(text, (stance_date){0});
}

/* The statement that holds these words, or a failed test. With a speaker the one of that speaker. */
static inline const stance_statement *holding(const char *words)
{
    stance_view text = document_read.text;
    for (size_t i = 0; i < statement_count; i++) {
        const stance_statement *s = &statements[i].statement;
        stance_view v = stance_view_cut(text, s->span);
        if (memmem(v.data, v.len, words, strlen(words))) return s;
    }
    print_error("no statement holds \"%s\"\n", words);
    fail();
    return NULL;
}

static inline void assert_view(stance_view v, const char *expected)
{
    char text[512];
    snprintf(text, sizeof text, "%.*s", (int)v.len, v.data ? v.data : "(null)");
    assert_string_equal(text, expected);
}

static inline void assert_speaker(const char *words, const char *speaker, stance_mode mode)
{
    const stance_statement *s = holding(words);
    assert_view(s->speaker, speaker);
    assert_string_equal(stance_mode_name(s->mode), stance_mode_name(mode));
}

static inline void assert_narration(const char *words)
{
    const stance_statement *s = holding(words);
    if (s->speaker.data) print_error("\"%s\" was given to %.*s\n", words, (int)s->speaker.len, s->speaker.data);
    assert_int_equal(s->mode, STANCE_NARRATION);
    assert_null(s->speaker.data);
}

/* The content spans of a statement, joined by " | ". */
static inline void assert_content(const char *words, const char *expected)
{
    const stance_statement *s = holding(words);
    char text[1024] = "";
    for (size_t i = 0; i < s->content_count; i++) {
        stance_view v = stance_view_cut(document_read.text, s->content[i]);
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s%.*s", i ? " | " : "", (int)v.len, v.data);
    }
    assert_string_equal(text, expected);
}

#define RUN(tests) cmocka_run_group_tests(tests, load_lexicon, free_lexicon)

#endif
