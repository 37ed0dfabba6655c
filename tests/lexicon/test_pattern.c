/* Each notation of lexicons/README.md, and each pattern that is refused, with its reason. */
#include "lexicon_test.h"

static void literal(void **state)
{
    (void)state;
    matches("dialogue", "Dialogue, dialogue and DIALOGUE; dialogues", "0:Dialogue|0:dialogue|0:DIALOGUE");
    matches("DIALOGUE", "dialogue", "0:dialogue");
    matches("d\xC3\x89tente", "D\xC3\xA9tente", "0:D\xC3\xA9tente");
    matches("talk", "talks", "");
    matches("g7", "the G7 met", "0:G7");
    matches("covid-19", "COVID-19 and covid 19", "0:COVID-19|0:covid 19");
    matches("new start", "New START; new, start", "0:New START");
}

static void inflected(void **state)
{
    (void)state;
    matches("restore~", "restore restores restored restoring restoration",
            "0:restore|0:restores|0:restored|0:restoring");
    matches("Restore~", "restored", "0:restored");
    matches("seek~", "seeks sought beseeched seeked", "0:seeks|0:sought|0:beseeched|0:seeked"); /* irregular ones too */
    matches("(restore~|x) (restore~|y)", "restored restoring", "0:restored restoring");         /* one lemma twice */
}

static void prefix(void **state)
{
    (void)state;
    matches("sanction*", "Sanctions sanction sanctioning sanctio", "0:Sanctions|0:sanction|0:sanctioning");
    matches("unheardofx*", "unheardofxyz", "0:unheardofxyz"); /* a word that no lexicon has */
    matches("step~ toward*", "steps towards", "0:steps towards");
    assert_matches((const char *const[]){"pro*", "prov*", "provoc*", NULL}, "provocation",
                   "0:provocation|1:provocation|2:provocation", __FILE__, __LINE__);
    matches("\xD0\xBC\xD0\xB8\xD1\x80*", "\xD0\x9C\xD0\x98\xD0\xA0\xD0\x9D\xD0\xAB\xD0\x99",
            "0:\xD0\x9C\xD0\x98\xD0\xA0\xD0\x9D\xD0\xAB\xD0\x99");
}

static void capital(void **state)
{
    (void)state;
    matches("^Pearl", "Pearl pearl PEARL", "0:Pearl|0:PEARL");
    matches("^state~ of", "States of states of", "0:States of");
    matches("^sanct*", "Sanctions sanctions", "0:Sanctions");
    matches("the ^west", "the West and the west", "0:the West");
    assert_matches((const char *const[]){"may", "^may", NULL}, "May may", "0:May|1:May|0:may", __FILE__, __LINE__);
}

static void gaps(void **state)
{
    (void)state;
    matches("lift~ * sanction~", "lift sanctions", "0:lift sanctions");
    matches("lift~ * sanction~", "lifted all those old sanctions", "0:lifted all those old sanctions");
    matches("lift~ * sanction~", "lift all those very old sanctions", ""); /* four words */
    matches("lift~ *4 sanction~", "lift all those very old sanctions", "0:lift all those very old sanctions");
    matches("lift~ *1 sanction~", "lift all those sanctions", "");
    matches("lift~ *6 sanction~", "lift a b c d e f sanctions", "0:lift a b c d e f sanctions");
    matches("lift~ *6 sanction~", "lift a b c d e f g sanctions", "");
    matches("lift~ *2 sanction~ * now", "lift the sanctions right now", "0:lift the sanctions right now");
    matches("lift~ * sanction~", "lift sanctions and sanctions", "0:lift sanctions"); /* the shortest gap counts */
    matches("lift~ * sanction~", "lift anti-Russian sanctions", "0:lift anti-Russian sanctions");
    matches("from * to", "from 1,000 to", "0:from 1,000 to"); /* a number is a word */
    matches("from * to", "from 50% to", "0:from 50% to");     /* and no sign but those of clauses ends one */
}

static void gaps_at_one_place(void **state)
{
    (void)state;
    /* Several widths behind the same word. */
    const char *const patterns[] = {"lift *1 x", "lift *3 x", "lift *2 x", "lift *3 y", "lift z", NULL};
    assert_matches(patterns, "lift x", "0:lift x|1:lift x|2:lift x", __FILE__, __LINE__);
    assert_matches(patterns, "lift a x", "0:lift a x|1:lift a x|2:lift a x", __FILE__, __LINE__);
    assert_matches(patterns, "lift a a x", "1:lift a a x|2:lift a a x", __FILE__, __LINE__);
    assert_matches(patterns, "lift a a a x", "1:lift a a a x", __FILE__, __LINE__);
    assert_matches(patterns, "lift a a a y", "3:lift a a a y", __FILE__, __LINE__);
    assert_matches(patterns, "lift z", "4:lift z", __FILE__, __LINE__);
}

static void gaps_end_with_the_clause(void **state)
{
    (void)state;
    static const char *const between[] = {",",
                                          ";",
                                          ":",
                                          " (",
                                          ")",
                                          " -",
                                          " \xE2\x80\x94",
                                          "\xE2\x80\x93",
                                          " \"",
                                          "\"",
                                          " \xE2\x80\x9C",
                                          "\xE2\x80\x9D",
                                          " \xC2\xAB",
                                          ".",
                                          "?",
                                          "!",
                                          "...",
                                          "\xE2\x80\xA6",
                                          " [",
                                          " \xE2\x80\x98",
                                          " ''"};
    for (size_t i = 0; i < sizeof between / sizeof *between; i++) {
        char text[64];
        snprintf(text, sizeof text, "lift%s all sanctions", between[i]);
        matches("lift * sanctions", text, "");
        snprintf(text, sizeof text, "lift all%s sanctions", between[i]);
        matches("lift * sanctions", text, "");
        matches("all sanctions", text, ""); /* nor do words that should follow each other */
    }
    /* A new paragraph ends it too, with no mark before it: heads have none. */
    matches("lift * sanctions", "lift\n\nall sanctions", "");
    matches("lift * sanctions", "lift all\n\nsanctions", "");
    matches("lift * sanctions", "lift\n\nsanctions", "");
    matches("all sanctions", "all\n\nsanctions", "");
    matches("lift * sanctions", "lift\nall\nsanctions", "0:lift\nall\nsanctions"); /* a new line does not */
}

static void any_word(void **state)
{
    (void)state;
    matches("a _ b", "a x b, a b, a x y b", "0:a x b");
    matches("_ ready", "is ready", "0:is ready");
    matches("a _ _ b", "a x y b", "0:a x y b");
    matches("a _ b", "a , b", "");
    matches("a _", "a 5", "0:a 5");
}

static void alternatives(void **state)
{
    (void)state;
    matches("(talk~|contact~) ended", "talks ended; contact ended; war ended", "0:talks ended|0:contact ended");
    matches("the (old|) talks", "the old talks, the talks, the new talks", "0:the old talks|0:the talks");
    matches("(|old) talks", "old talks", "0:old talks|0:talks");
    matches("(state of emergency|war) now", "state of emergency now; war now; state now",
            "0:state of emergency now|0:war now");
    matches("a (b (c|d)|e) f", "a b c f; a b d f; a e f; a b f", "0:a b c f|0:a b d f|0:a e f");
    matches("(a|b) (c|d) (e|f)", "b c f; a d e; a c", "0:b c f|0:a d e");
    matches("x (* y|z)", "x a y; x z; x y; x a z", "0:x a y|0:x z|0:x y");
    matches("x (*|) y", "x y; x a b c y", "0:x y|0:x a b c y");
    matches("a ( b | c ) d", "a b d; a c d", "0:a b d|0:a c d"); /* blanks do not matter */
    matches("(^May|june) vote", "May vote; may vote; June vote", "0:May vote|0:June vote");
}

/* Where several patterns have the same alternatives, some of them, or go on from one of them. */
static void alternatives_in_common(void **state)
{
    (void)state;
#define all(text, expected, ...)                                                                                       \
    assert_matches((const char *const[]){__VA_ARGS__, NULL}, (text), (expected), __FILE__, __LINE__)
    const char *text = "a x; b x; c y; d x; a * y; c q y";
    all(text, "0:a x|0:b x|1:c y", "(a|b|c) x", "(c|b|a) y");
    all(text, "0:a x|0:b x|2:b x|1:c y|2:d x", "(a|b|c) x", "(a|b|c) (y|z)", "(b|c|d) x");
    all(text, "0:a x|1:b x|0:c y", "(a|c) (x|y|z)", "b (x|y|z)");
    all(text, "0:a x|1:a x|0:b x|1:d x", "(a|b|c) x", "(a|d|e) x");
    all(text, "0:a x|1:a x|0:b x|1:b x|0:c y|1:c y|1:a * y|1:c q y", "(a|b|c) (x|y|z)", "(a|b|c) * (x|y|z)");
#undef all
    matches("n (a|b|c|) (d|e|f|) x", "n x; n a x; n d x; n b e x; n c; n a d", "0:n x|0:n a x|0:n d x|0:n b e x");
    matches("(a|b|c) (d|e|f|)", "a d; b; c f; d", "0:a d|0:b|0:c f");
    matches("((a|b|c) (* x|y|)|z) end", "a k x end; b y end; c end; z end; k x end",
            "0:a k x end|0:b y end|0:c end|0:z end");
}

/* What follows alternatives costs once, not once behind each. */
static void alternatives_add_up(void **state)
{
    (void)state;
    machine m;
    stance_error err;
    machine_open(&m);
    assert_int_equal(stance_automaton_add(&m.automaton,
                                          stance_view_of("(a|b|c|d|e|f) (g|h|i|j|k|l) (m|n|o|p|q|r) (s|t|u|v)"), 0,
                                          STANCE_PATTERN_JOINED, irregular, NULL, &err),
                     STANCE_OK);
    assert_true(m.automaton.node_count < 40);
    stance_arena_free(&m.arena);
}

static void hyphens_and_clitics(void **state)
{
    (void)state;
    matches("far-fetched", "far-fetched and far fetched and far, fetched", "0:far-fetched|0:far fetched");
    matches("far fetched", "far-fetched", "0:far-fetched");
    matches("don't", "don't DON\xE2\x80\x99T do", "0:don't|0:DON\xE2\x80\x99T");
    matches("don\xE2\x80\x99t", "don't", "0:don't");
    matches("do n't", "don't", "0:don't");
    matches("n't", "we don't", "0:n't");
    matches("russia's side", "Russia\xE2\x80\x99s side", "0:Russia\xE2\x80\x99s side");
    matches("russia 's", "Russia's", "0:Russia's");
    matches("^Russia's", "russia's Russia's", "0:Russia's");
    matches("u.s. side", "the U.S. side; the U.S side", "0:U.S. side|0:U.S side");
    matches("the u.s.-led", "the U.S.-led", "0:the U.S.-led");
    matches("u.s.'s", "the U.S.'s", "0:U.S.'s");
}

static void refusals(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"* sanctions", "a gap at the beginning matches anywhere; begin with a word"},
        {"(a|) * b", "a gap at the beginning"},
        {"lift *", "a gap at the end says nothing; leave it out"},
        {"lift *3", "a gap at the end"},
        {"lift-*", "a gap at the end"},
        {"lift (up|*)", "a gap at the end"},
        {"lift * (sanctions|)", "a gap at the end"},
        {"lift * * sanctions", "two gaps follow each other"},
        {"lift * (all|) *2 sanctions", "two gaps follow each other"},
        {"lift *7 sanctions", "a gap may skip six words at most"},
        {"lift *x sanctions", "a gap is * or * and a digit"},
        {"lift *33 sanctions", "a gap is * or * and a digit"},
        {"lift *0 sanctions", "a gap is * or * and a digit"},
        {"sa*", "at least three letters must stand before *"},
        {"\xD0\xBC\xD0\xB8*", "at least three letters must stand before *"},
        {"lift~ed", "~ and * stand at the end of a word"},
        {"sanc*tion", "~ and * stand at the end of a word"},
        {"lift~*", "~ and * stand at the end of a word"},
        {"a _b", "_ stands alone"},
        {"a b_c", "_ stands alone, ^ before a word"},
        {"a^b", "_ stands alone, ^ before a word"},
        {"^_ b", "_ stands alone, ^ before a word"},
        {"^ b", "a word is missing"},
        {"a ~", "a word is missing"},
        {"(a|b", "a bracket is not closed"},
        {"(a (b|c)", "a bracket is not closed"},
        {"a)", "| and ) stand inside brackets only"},
        {"a|b", "| and ) stand inside brackets only"},
        {"(a|)", "it may match nothing at all"},
        {"()", "it may match nothing at all"},
        {"(a|) (b|)", "it may match nothing at all"},
        {"-", "it may match nothing at all"},
        {"", "it may match nothing at all"},
        {"(((((a)))))", "brackets are nested too deeply"},
    };
    machine m;
    machine_open(&m);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        stance_error err = {STANCE_OK, ""};
        if (machine_add(&m, cases[i][0], (uint32_t)i, &err) != STANCE_EFORMAT) fail_msg("'%s' was taken", cases[i][0]);
        char named[64];
        snprintf(named, sizeof named, "pattern '%s': ", cases[i][0]);
        assert_memory_equal(err.message, named, strlen(named));
        if (!strstr(err.message, cases[i][1])) fail_msg("'%s': %s", cases[i][0], err.message);
    }
    stance_arena_free(&m.arena);
}

static void refuses_long_words(void **state)
{
    (void)state;
    machine m;
    stance_error err;
    char pattern[300];
    machine_open(&m);
    for (size_t n = 50; n < 200; n++) { /* whatever the length, no byte too many is written */
        static const char *const ends[] = {"", "~", "*", "'s"};
        for (size_t k = 0; k < 4; k++) {
            memset(pattern, 'a', n);
            memcpy(pattern + n, ends[k], strlen(ends[k]) + 1);
            stance_status status = machine_add(&m, pattern, 1, &err);
            assert_true(status == STANCE_OK || (status == STANCE_EFORMAT && strstr(err.message, "a word is too long")));
            if (n > 130) assert_int_equal(status, STANCE_EFORMAT);
        }
    }
    stance_arena_free(&m.arena);
}

static void refuses_explosions(void **state)
{
    (void)state;
    machine m;
    stance_error err;
    stance_strbuf pattern = STANCE_STRBUF_INIT;
    machine_open(&m);
    /* 4^12 ways, if nobody counted */
    for (int i = 0; i < 12; i++) stance_strbuf_addf(&pattern, "(a%d|b%d|c%d|d%d) ", i, i, i, i);
    assert_int_equal(machine_add(&m, pattern.data, 1, &err), STANCE_EFORMAT);
    assert_non_null(strstr(err.message, "too many alternatives"));
    stance_strbuf_free(&pattern);
    stance_arena_free(&m.arena);
}

/* What was refused matches nothing, not even as another entry with its number. */
static void refused_patterns_leave_nothing(void **state)
{
    (void)state;
    machine m;
    stance_arena arena = STANCE_ARENA_INIT;
    stance_tokens tokens;
    stance_matches found;
    stance_error err;
    machine_open(&m);
    assert_int_equal(machine_add(&m, "(foo|)", 0, &err), STANCE_EFORMAT);
    assert_int_equal(machine_add(&m, "(foo|)", 0, &err), STANCE_EFORMAT);
    assert_int_equal(machine_add(&m, "foo (bar|*)", 0, &err), STANCE_EFORMAT);
    assert_int_equal(machine_add(&m, "foo (bar", 0, &err), STANCE_EFORMAT);
    assert_int_equal(machine_add(&m, "good", 0, &err), STANCE_OK);
    assert_int_equal(stance_automaton_finish(&m.automaton, &err), STANCE_OK);
    machine_run(&m, "foo bar foo, good", &arena, &tokens, &found);
    assert_int_equal(found.count, 1);
    assert_int_equal(found.data[0].first, 4);
    stance_arena_free(&arena);
    stance_arena_free(&m.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(literal),
        cmocka_unit_test(inflected),
        cmocka_unit_test(prefix),
        cmocka_unit_test(capital),
        cmocka_unit_test(gaps),
        cmocka_unit_test(gaps_at_one_place),
        cmocka_unit_test(any_word),
        cmocka_unit_test(alternatives),
        cmocka_unit_test(alternatives_in_common),
        cmocka_unit_test(alternatives_add_up),
        cmocka_unit_test(gaps_end_with_the_clause),
        cmocka_unit_test(refusals),
        cmocka_unit_test(hyphens_and_clitics),
        cmocka_unit_test(refuses_long_words),
        cmocka_unit_test(refuses_explosions),
        cmocka_unit_test(refused_patterns_leave_nothing),
    };
    return cmocka_run_group_tests_name("lexicon/pattern", tests, NULL, NULL);
}
