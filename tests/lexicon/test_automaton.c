/* The matcher itself: order, masks, many patterns, and the same answers as a plain search gives. */
#include "lexicon_test.h"

static void order(void **state)
{
    (void)state;
    /* by first token, then the longest, then by entry */
    const char *const patterns[] = {"b", "a b c", "a", "a b", "b c", "a _", NULL};
    assert_matches(patterns, "a b c", "1:a b c|3:a b|5:a b|2:a|4:b c|0:b", __FILE__, __LINE__);
    assert_matches(patterns, "", "", __FILE__, __LINE__);
    assert_matches(patterns, "x y z", "", __FILE__, __LINE__);
}

/* The one match of the pattern in the text. */
static stance_match only_match(const char *pattern, uint32_t entry, const char *text)
{
    machine m;
    stance_arena arena = STANCE_ARENA_INIT;
    stance_tokens tokens;
    stance_matches found;
    stance_error err;
    machine_open(&m);
    assert_int_equal(machine_add(&m, pattern, entry, &err), STANCE_OK);
    assert_int_equal(stance_automaton_finish(&m.automaton, &err), STANCE_OK);
    machine_run(&m, text, &arena, &tokens, &found);
    assert_int_equal(found.count, 1);
    stance_match match = found.data[0];
    stance_arena_free(&arena);
    stance_arena_free(&m.arena);
    return match;
}

static void masks(void **state)
{
    (void)state;
    stance_match m = only_match("lift~ * sanction~ (right|) now", 7, "They lift all the sanctions right now");
    assert_int_equal(m.first, 1);
    assert_int_equal(m.last, 6);
    assert_int_equal(m.entry, 7);
    assert_true(m.mask == 0x39); /* lift . . sanctions right now */
}

/* One entry from one word: the way with more of its words, then the one that ends first, then the one whose words stand
   further to the front. The mask is that of the same way. */
static void best_way(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *text;
        uint32_t last;
        uint64_t mask;
    } cases[] = {
        {"a * b", "a b x b", 1, 0x3},                /* the gap holds no more than it must */
        {"a * b", "a x b b", 2, 0x5},                /* even where what follows would fit, too */
        {"a * b (c|)", "a b x b c", 4, 0x19},        /* an optional word is a word more */
        {"a (b|) * c", "a b c", 2, 0x7},             /* not a word of the gap */
        {"a (* c|* b * c)", "a b c c", 2, 0x7},      /* whichever stands first */
        {"a (* b * c|* c)", "a b c c", 2, 0x7},      /* in the pattern */
        {"a *2 b *2 c", "a b b c", 3, 0xB},          /* the first gap is the shortest */
        {"a (*2 c *|*3 b *2) d", "a b c d", 3, 0xB}, /* with two widths at one place, too */
        {"a _ * b", "a b b b", 2, 0x7},              /* any one word is a word of the pattern */
        {"a * b * b", "a b x b b", 3, 0xB},          /* each gap */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        stance_match m = only_match(cases[i].pattern, 0, cases[i].text);
        if (m.last != cases[i].last || m.mask != cases[i].mask)
            fail_msg("%s in '%s': to %u, mask %llx", cases[i].pattern, cases[i].text, m.last,
                     (unsigned long long)m.mask);
    }
}

/* What stands behind the nearest end is free for other entries, and for the same one. */
static void rest_is_free(void **state)
{
    (void)state;
    const char *const patterns[] = {"call~ on *5 to", "return~ to * table", NULL};
    assert_matches(patterns, "We call on France to return to the table", "0:call on France to|1:return to the table",
                   __FILE__, __LINE__);
    matches("call~ on *5 to", "call on A to call on B to go", "0:call on A to|0:call on B to");
    /* Between entries the longest still comes first. */
    const char *const two[] = {"a * b", "a * c", NULL};
    assert_matches(two, "a b c", "1:a b c|0:a b", __FILE__, __LINE__);
}

static void overlapping(void **state)
{
    (void)state;
    matches("a a", "a a a", "0:a a|0:a a");
    matches("a * a", "a a a", "0:a a|0:a a");
    matches("no (no|) no", "no no no no", "0:no no no|0:no no no|0:no no");
}

/* The same pattern for two entries, as tone and terms have it; twice for one. */
static void shared_patterns(void **state)
{
    (void)state;
    const char *const patterns[] = {"peace", "peace", "(peace|peace)", NULL};
    assert_matches(patterns, "peace", "0:peace|1:peace|2:peace", __FILE__, __LINE__);
}

static void empty_lexicon(void **state)
{
    (void)state;
    const char *const none[] = {NULL};
    assert_matches(none, "anything at all", "", __FILE__, __LINE__);
}

/* Thousands of words, so that all tables are widened several times: each finds itself and nothing else. */
static void many(void **state)
{
    (void)state;
    enum { COUNT = 30000 };
    machine m;
    stance_error err;
    char text[64];
    machine_open(&m);
    for (uint32_t i = 0; i < COUNT; i++) {
        snprintf(text, sizeof text, "w%ux w%ux", i, i / 2);
        assert_int_equal(machine_add(&m, text, i, &err), STANCE_OK);
    }
    assert_int_equal(stance_automaton_finish(&m.automaton, &err), STANCE_OK);
    for (uint32_t i = 0; i < COUNT; i += 7) {
        stance_arena arena = STANCE_ARENA_INIT;
        stance_tokens tokens;
        stance_matches found;
        snprintf(text, sizeof text, "w%ux w%ux unknown", i, i / 2);
        machine_run(&m, text, &arena, &tokens, &found);
        assert_int_equal(found.count, 1);
        assert_int_equal(found.data[0].entry, i);
        stance_arena_free(&arena);
    }
    stance_arena_free(&m.arena);
}

/* A gap goes on into a fragment of up to three quoted words, and past no other mark. */
static void quoted_fragments(void **state)
{
    (void)state;
    const char *const patterns[] = {"call~ *4 x", NULL};
    assert_matches(patterns, "called it \"x\" then", "0:called it \"x", __FILE__, __LINE__);
    assert_matches(patterns, "called it 'a x' then", "0:called it 'a x", __FILE__, __LINE__);
    assert_matches(patterns, "called it \"a b x\"", "0:called it \"a b x", __FILE__, __LINE__);
    assert_matches(patterns, "called it \"a x b c\"", "", __FILE__, __LINE__); /* four words: somebody's sentence */
    assert_matches(patterns, "called the \"a\" b x", "", __FILE__, __LINE__);  /* nothing passes the closing mark */
    assert_matches(patterns, "called it \"x", "", __FILE__, __LINE__);         /* nor one that is never closed */
    assert_matches(patterns, "called it, \"x\"", "", __FILE__, __LINE__);
}

/* ---- against a plain search: patterns of literals and gaps over an alphabet of three words ---- */

typedef struct plain {
    int words[3], gaps[3], count; /* gaps[i]: most words skipped before words[i] */
} plain;

/* The nearest end of a match that begins at `at`, or -1. The words are as many whatever the way. */
static int nearest(const plain *p, const int *text, int n, int at, int word)
{
    if (text[at] != p->words[word]) return -1;
    if (word + 1 == p->count) return at;
    int best = -1;
    for (int skip = 0; skip <= p->gaps[word + 1] && at + 1 + skip < n; skip++) {
        if (skip && text[at + skip] < 0) break; /* a comma was skipped */
        if (text[at + 1 + skip] < 0) break;
        int end = nearest(p, text, n, at + 1 + skip, word + 1);
        if (end >= 0 && (best < 0 || end < best)) best = end;
    }
    return best;
}

static void same_as_a_plain_search(void **state)
{
    (void)state;
    static const char *const names[] = {"xa", "xb", "xc"};
    uint32_t seed = 42;
#define RANDOM(n) ((int)((seed = seed * 1664525u + 1013904223u) >> 16) % (n))
    for (int round = 0; round < 400; round++) {
        enum { PATTERNS = 6, WORDS = 24 };
        plain patterns[PATTERNS];
        machine m;
        stance_error err;
        stance_arena arena = STANCE_ARENA_INIT;
        stance_tokens tokens;
        stance_matches found;
        char text[256] = "", pattern[64];
        int words[WORDS];
        machine_open(&m);
        for (uint32_t i = 0; i < PATTERNS; i++) {
            plain *p = &patterns[i];
            size_t n = 0;
            p->count = 1 + RANDOM(3);
            for (int k = 0; k < p->count; k++) {
                p->words[k] = RANDOM(3);
                p->gaps[k] = k ? RANDOM(4) : 0;
                if (p->gaps[k]) n += (size_t)snprintf(pattern + n, sizeof pattern - n, " *%d", p->gaps[k]);
                n += (size_t)snprintf(pattern + n, sizeof pattern - n, "%s%s", k ? " " : "", names[p->words[k]]);
            }
            assert_int_equal(machine_add(&m, pattern, i, &err), STANCE_OK);
        }
        assert_int_equal(stance_automaton_finish(&m.automaton, &err), STANCE_OK);
        for (int i = 0; i < WORDS; i++) {
            words[i] = RANDOM(12) ? RANDOM(3) : -1;
            strcat(text, words[i] < 0 ? " ," : " ");
            if (words[i] >= 0) strcat(text, names[words[i]]);
        }
        machine_run(&m, text, &arena, &tokens, &found);
        assert_int_equal(tokens.count, WORDS);
        size_t expected = 0;
        for (int at = 0; at < WORDS; at++) {
            for (uint32_t i = 0; i < PATTERNS; i++) {
                int end = words[at] < 0 ? -1 : nearest(&patterns[i], words, WORDS, at, 0);
                if (end < 0) continue;
                expected++;
                bool there = false;
                for (size_t k = 0; k < found.count; k++)
                    there = there || (found.data[k].first == (uint32_t)at && found.data[k].entry == i &&
                                      found.data[k].last == (uint32_t)end);
                if (!there) fail_msg("round %d: entry %u at %d to %d in '%s'", round, i, at, end, text);
            }
        }
        assert_int_equal(found.count, expected);
        stance_arena_free(&arena);
        stance_arena_free(&m.arena);
    }
#undef RANDOM
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(order),
        cmocka_unit_test(masks),
        cmocka_unit_test(best_way),
        cmocka_unit_test(quoted_fragments),
        cmocka_unit_test(rest_is_free),
        cmocka_unit_test(overlapping),
        cmocka_unit_test(shared_patterns),
        cmocka_unit_test(empty_lexicon),
        cmocka_unit_test(many),
        cmocka_unit_test(same_as_a_plain_search),
    };
    return cmocka_run_group_tests_name("lexicon/automaton", tests, NULL, NULL);
}
