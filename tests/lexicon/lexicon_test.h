/* What the tests of this floor share: patterns put into an automaton and run over a text. */
#ifndef LEXICON_TEST_H
#define LEXICON_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/strbuf.h"
#include "lexicon/automaton.h"

/* One lemma has irregular forms here. */
static inline stance_view irregular(const void *context, stance_view lemma)
{
    (void)context;
    return stance_view_is(lemma, "seek") ? stance_view_of("sought; beseeched ;") : (stance_view){NULL, 0};
}

typedef struct machine {
    stance_arena arena;
    stance_intern words;
    stance_automaton automaton;
} machine;

static inline void machine_open(machine *m)
{
    stance_error err;
    *m = (machine){.arena = STANCE_ARENA_INIT};
    stance_intern_init(&m->words, &m->arena);
    assert_int_equal(stance_automaton_init(&m->automaton, &m->words, &m->arena, &err), STANCE_OK);
}

static inline stance_status machine_add(machine *m, const char *pattern, uint32_t entry, stance_error *err)
{
    return stance_automaton_add(&m->automaton, stance_view_of(pattern), entry, STANCE_PATTERN_PLAIN, irregular, NULL,
                                err);
}

static inline void machine_run(const machine *m, const char *text, stance_arena *arena, stance_tokens *tokens,
                               stance_matches *out)
{
    stance_intern local;
    stance_error err;
    stance_intern_init(&local, arena);
    assert_int_equal(stance_tokenize(stance_view_of(text), &m->words, &local, arena, tokens, &err), STANCE_OK);
    assert_int_equal(stance_automaton_run(&m->automaton, *tokens, &local, arena, out, &err), STANCE_OK);
}

static inline void assert_matches_used(const char *const *patterns, stance_pattern_use use, const char *text,
                                       const char *expected, const char *file, int line)
{
    machine m;
    stance_arena arena = STANCE_ARENA_INIT;
    stance_tokens tokens;
    stance_matches found;
    stance_error err = {STANCE_OK, ""};
    stance_strbuf out = STANCE_STRBUF_INIT;
    machine_open(&m);
    for (uint32_t i = 0; patterns[i]; i++) {
        if (stance_automaton_add(&m.automaton, stance_view_of(patterns[i]), i, use, irregular, NULL, &err) == STANCE_OK)
            continue;
        print_error("%s\n", err.message);
        _fail(file, line);
    }
    assert_int_equal(stance_automaton_finish(&m.automaton, &err), STANCE_OK);
    machine_run(&m, text, &arena, &tokens, &found);
    for (size_t i = 0; i < found.count; i++) {
        const stance_match *x = &found.data[i];
        stance_span span = {tokens.data[x->first].start, tokens.data[x->last].end};
        stance_strbuf_addf(&out, "%s%u:", i ? "|" : "", x->entry);
        stance_strbuf_addv(&out, stance_view_cut(stance_view_of(text), span));
    }
    if (!stance_view_is(stance_strbuf_view(&out), expected)) {
        print_error("%s in '%s'\n  got      %s\n  expected %s\n", patterns[0], text, out.data ? out.data : "",
                    expected);
        _fail(file, line);
    }
    stance_strbuf_free(&out);
    stance_arena_free(&arena);
    stance_arena_free(&m.arena);
}

/* All matches of the patterns, which NULL ends, in the text: "0:lift all sanctions|1:sanctions". They are the same whether
   what follows alternatives is written once or behind each. */
static inline void assert_matches(const char *const *patterns, const char *text, const char *expected, const char *file,
                                  int line)
{
    assert_matches_used(patterns, STANCE_PATTERN_PLAIN, text, expected, file, line);
    assert_matches_used(patterns, STANCE_PATTERN_JOINED, text, expected, file, line);
}

/* One pattern. */
#define matches(pattern, text, expected)                                                                               \
    assert_matches((const char *const[]){(pattern), NULL}, (text), (expected), __FILE__, __LINE__)

#endif
