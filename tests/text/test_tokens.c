/* Tokens. A text is cut and written down again as TEXT/FOLDED with its kind and flags, one token a blank:
   words as they are folded, #number, <MARK>; before it B for a new block, L for a line, - for a hyphen, and a dot, then
   ^ for a capital, ^^ for capitals only, @ for an abbreviation with stops. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/strbuf.h"
#include "text/tokens.h"
#include "text/utf8.h"

static const char *const mark_names[] = {"",  ".", "?", "!",  "...", ",", ";",  ":",  "--",
                                         "(", ")", "q", "q(", "q)",  "s", "s(", "s)", "o"};

static void write_token(stance_strbuf *out, const stance_token *t, const stance_intern *local)
{
    if (out->len) stance_strbuf_addc(out, ' ');
    if (t->flags & STANCE_TOKEN_BLOCK) stance_strbuf_addc(out, 'B');
    else if (t->flags & STANCE_TOKEN_LINE) stance_strbuf_addc(out, 'L');
    if (t->flags & STANCE_TOKEN_HYPHEN) stance_strbuf_addc(out, '-');
    if (t->flags & STANCE_TOKEN_CAPITAL) stance_strbuf_addc(out, '^');
    if (t->flags & STANCE_TOKEN_UPPER) stance_strbuf_addc(out, '^');
    if (t->flags & STANCE_TOKEN_DOTTED) stance_strbuf_addc(out, '@');
    if (t->kind == STANCE_NUMBER) stance_strbuf_addc(out, '#');
    if (t->kind == STANCE_MARK) {
        stance_strbuf_addf(out, "<%s>", mark_names[t->mark]);
        assert_int_equal(t->word, STANCE_NO_ID);
    } else {
        assert_int_equal(t->mark, STANCE_MARK_NONE);
        stance_strbuf_addv(out, local->strings[t->word]);
    }
}

/* What must hold of any text: offsets ascend, lie inside, and are not empty. */
static void check_places(stance_tokens tokens, stance_view text)
{
    uint32_t end = 0;
    for (size_t i = 0; i < tokens.count; i++) {
        const stance_token *t = &tokens.data[i];
        assert_true(t->start >= end && t->end > t->start && t->end <= text.len);
        assert_true(((unsigned char)text.data[t->start] & 0xC0) != 0x80); /* at the borders of characters */
        assert_true(t->end == text.len || ((unsigned char)text.data[t->end] & 0xC0) != 0x80);
        if (i == 0) assert_true(t->flags & STANCE_TOKEN_BLOCK);
        end = t->end;
    }
}

static void cuts_bytes(const char *text, size_t len, const char *expected, const char *file, int line)
{
    stance_arena arena = STANCE_ARENA_INIT;
    stance_intern local;
    stance_tokens tokens;
    stance_error err;
    stance_strbuf out = STANCE_STRBUF_INIT;
    char *exact = malloc(len ? len : 1);
    memcpy(exact, text, len);
    stance_intern_init(&local, &arena);
    assert_int_equal(stance_tokenize((stance_view){exact, len}, NULL, &local, &arena, &tokens, &err), STANCE_OK);
    check_places(tokens, (stance_view){exact, len});
    for (size_t i = 0; i < tokens.count; i++) write_token(&out, &tokens.data[i], &local);
    if (!stance_view_is(stance_strbuf_view(&out), expected)) {
        print_error("%s\n  got      %s\n  expected %s\n", text, out.data ? out.data : "", expected);
        _fail(file, line);
    }
    stance_strbuf_free(&out);
    stance_arena_free(&arena);
    free(exact);
}
#define cuts(text, expected) cuts_bytes((text), strlen(text), (expected), __FILE__, __LINE__)

static void words(void **state)
{
    (void)state;
    cuts("", "");
    cuts(" \t\n", "");
    cuts("We want peace", "B^we want peace");
    cuts("NATO and G7 met", "B^^nato and ^g7 met");
    cuts("A plan", "B^a plan"); /* one letter is no word in capitals */
    cuts("D\xC3\x89TENTE \xC3\x89milie", "B^^d\xC3\xA9tente ^\xC3\xA9milie");
    cuts("\xD0\x9C\xD0\x98\xD0\xA0", "B^^\xD0\xBC\xD0\xB8\xD1\x80");
    cuts("e\xCC\x81tat", "B\xC3\xA9tat"); /* a combining accent is joined to its letter */
    cuts("\xC3\xA9tat", "B\xC3\xA9tat");
    cuts("E\xCC\x81TAT", "B^^\xC3\xA9tat");
    cuts("\xD0\x98\xCC\x86\xD0\xBE\xD0\xB4", "B^\xD0\xB9\xD0\xBE\xD0\xB4"); /* Йод */
    cuts("x\xCC\x81y", "Bx\xCC\x81y");                                      /* there is no such letter */
    cuts("e\xCC\x82\xCC\x81", "B\xE1\xBA\xBF");                             /* two signs on one letter */
    cuts("coo\xC2\xADpe\xE2\x80\x8Bra\xCC\x88te", "Bcooper\xC3\xA4te");
    cuts("New\xC2\xA0START\xC2\x85now", "B^new ^^start now"); /* NBSP and C1 controls are blanks */
    cuts("MH17, COVID", "B^^mh17 <,> ^^covid");
}

static void clitics(void **state)
{
    (void)state;
    cuts("don't", "Bdo n't");
    cuts("don\xE2\x80\x99t", "Bdo n't");
    cuts("DON'T", "B^^do n't");
    cuts("can't won't", "Bca n't wo n't");
    cuts("we're I've she'll he'd I'm it's", "Bwe 're ^i 've she 'll he 'd ^i 'm it 's");
    cuts("Russia\xE2\x80\x99s side", "B^russia 's side");
    cuts("Russia\xCA\xBCs side", "B^russia 's side");
    cuts("NATO's and nato's", "B^^nato 's and nato 's"); /* the capitals are those of the word, not of its ending */
    cuts("O'Brien's", "B^o'brien 's");
    cuts("the allies' view", "Bthe allies <s> view");
    cuts("'s", "B<s> s");
    cuts("rock 'n' roll", "Brock <s> n <s> roll");
    cuts("o\xE2\x80\x99"
         "clock",
         "Bo'clock");
    cuts("U.S.\xE2\x80\x99s and U.S.'s", "B^^@u.s 's and ^^@u.s 's");
    cuts("COVID-19's toll", "B^^covid -#19 's toll");
    cuts("'90s 90's 90's'", "B<s> #90s #90 's #90 's <s>");
    cuts("90'south", "B#90 <s> south");
}

static void clitic_places(void **state)
{
    (void)state;
    stance_arena arena = STANCE_ARENA_INIT;
    stance_intern local;
    stance_tokens tokens;
    stance_intern_init(&local, &arena);
    static const char text[] = "don\xE2\x80\x99t don't";
    assert_int_equal(stance_tokenize(stance_view_of(text), NULL, &local, &arena, &tokens, NULL), STANCE_OK);
    static const uint32_t places[4][2] = {{0, 2}, {2, 7}, {8, 10}, {10, 13}};
    assert_int_equal(tokens.count, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(tokens.data[i].start, places[i][0]);
        assert_int_equal(tokens.data[i].end, places[i][1]);
    }
    assert_int_equal(tokens.data[1].word, tokens.data[3].word); /* one word, however its apostrophe is written */
    assert_true(tokens.data[2].flags & STANCE_TOKEN_SPACE);
    assert_false(tokens.data[1].flags & STANCE_TOKEN_SPACE);
    stance_arena_free(&arena);
}

static void abbreviations(void **state)
{
    (void)state;
    cuts("the U.S. side", "Bthe ^^@u.s side");
    cuts("in the U.S", "Bin the ^^@u.s");
    cuts("Washington, D.C., and", "B^washington <,> ^^@d.c <,> and");
    cuts("at 5 a.m. sharp", "Bat #5 @a.m sharp");
    cuts("U.S.A.", "B^^@u.s.a");
    cuts("U.S.-led U.S.-Russian", "B^^@u.s -led ^^@u.s -^russian");
    cuts("Mr. J. Smith", "B^mr <.> ^j <.> ^smith"); /* a stop after one letter is a stop */
    cuts("J.Smith", "B^j <.> ^smith");
    cuts("J.R.Smith", "B^^@j.r ^smith");
    cuts("the end. A start", "Bthe end <.> ^a start");
    cuts("A.m. E.g", "B^@a.m ^@e.g"); /* not all of its letters are capitals */
}

static void hyphens(void **state)
{
    (void)state;
    cuts("anti-Russian", "Banti -^russian");
    cuts("co\xE2\x80\x91operate \xE2\x80\x90 x", "Bco -operate <o> x");
    cuts("far-fetched-tale", "Bfar -fetched -tale");
    cuts("S-400", "B^s -#400");
    cuts("2020-2021", "B#2020 -#2021");
    cuts("post-\xE2\x80\x8BSoviet", "Bpost -^soviet"); /* a place to break the line */
    cuts("talks - he said", "Btalks <--> he said");
    cuts("talks- he", "Btalks <--> he");
    cuts("\"Yes,\" -he said", "B<q> ^yes <,> <q> <--> he said");
    cuts("minus -5", "Bminus <o> #5");
    cuts("- item", "B<--> item");
    cuts("word-", "Bword <-->");
}

static void numbers(void **state)
{
    (void)state;
    cuts("1,000 and 2.12.", "B#1,000 and #2.12 <.>");
    cuts("10:30, 02nd 21st", "B#10:30 <,> #02nd #21st");
    cuts("9M729 5G", "B#9m729 #5g");
    cuts("50% $5m", "B#50 <o> <o> #5m");
    cuts("2021. Then", "B#2021 <.> ^then");
    cuts("\xE2\x80\x8B"
         "2021",
         "B#2021"); /* not a word, whatever stands before it */
}

static void marks(void **state)
{
    (void)state;
    cuts(". ? ! , ; :", "B<.> <?> <!> <,> <;> <:>");
    cuts("... .. \xE2\x80\xA6 \xE2\x80\xA6\xE2\x80\xA6", "B<...> <...> <...> <...>");
    cuts("wait... what", "Bwait <...> what");
    cuts("a \xE2\x80\x93 b\xE2\x80\x94"
         "c -- d---e \xE2\x80\x95 \xE2\x80\x92 \xE2\x80\x94\xE2\x80\x94",
         "Ba <--> b <--> c <--> d <--> e <--> <--> <-->");
    cuts("( [ { ) ] }", "B<(> <(> <(> <)> <)> <)>");
    cuts("\" \xEF\xBC\x82 ''", "B<q> <q> <q>");
    cuts("\xE2\x80\x9C \xC2\xAB \xE2\x80\x9E \xE2\x80\x9F", "B<q(> <q(> <q(> <q(>");
    cuts("\xE2\x80\x9D \xC2\xBB", "B<q)> <q)>");
    cuts("' ` \xC2\xB4 \xCA\xBC \xEF\xBC\x87", "B<s> <s> <s> <s> <s>");
    cuts("\xE2\x80\x98 \xE2\x80\xB9 \xE2\x80\x9A", "B<s(> <s(> <s(>");
    cuts("\xE2\x80\x99 \xE2\x80\xBA", "B<s)> <s)>");
    cuts("''Yes,'' said", "B<q> ^yes <,> <q> said");
    cuts("\xE2\x80\x99\xE2\x80\x99 ``", "B<q> <q>");
    cuts("%@/&\xE2\x82\xAC", "B<o> <o> <o> <o> <o>");
}

/* Marks that stand the other way round than in English, or that a character set lost. */
static void turned_marks(void **state)
{
    (void)state;
    cuts("\u201EYes,\u201C he said, \u201Eno.\u201C", "B<q(> ^yes <,> <q)> he said <,> <q(> no <.> <q)>");
    cuts("\u201AYes,\u2018 he said", "B<s(> ^yes <,> <s)> he said");
    cuts("\u00BBYes,\u00AB he said", "B<q(> ^yes <,> <q)> he said");
    cuts("\u00ABYes,\u00BB he said", "B<q(> ^yes <,> <q)> he said");
    cuts("\u203AYes,\u2039 he said", "B<s(> ^yes <,> <s)> he said");
    cuts("<<Yes,>> he said", "B<q(> ^yes <,> <q)> he said");
    cuts("a < b >c", "Ba <o> b <o> c");
    cuts("?Yes,? he said. ?No.?", "B<q(> ^yes <,> <q)> he said <.> <q(> ^no <.> <q)>");
    cuts("?They don?t? he said", "B<q(> ^they don <?> t <q)> he said");
    cuts("?Who? Me,? he said", "B<q(> ^who <?> ^me <,> <q)> he said");
    cuts("Who? Me? Yes.", "B^who <?> ^me <?> ^yes <.>");
    cuts("?So he said\nWho?", "B<?> ^so he said L^who <?>"); /* not beyond its paragraph */
    cuts("it isn''t, he''d and ''we''ll''", "Bit is n't <,> he 'd and <q> we 'll <q>");
}

static void invisible(void **state)
{
    (void)state;
    cuts("co\xC2\xADoperate", "Bcooperate");
    cuts("peace\xE2\x80\x8B", "Bpeace");
    cuts("\xEF\xBB\xBFPeace", "B^peace"); /* the capital is seen behind it */
    cuts("\xE2\x80\x8F\xE2\x80\x8ENATO", "B^^nato");
    cuts("a \xE2\x80\x8B b", "Ba b"); /* and alone it is nothing */
    cuts("\xE2\x80\x8B", "");
    cuts("said.\xE2\x80\x8B\"", "Bsaid <.> <q>");
    cuts("don't\xE2\x80\x8B", "Bdo n't");
    cuts("don\xE2\x80\x8B't", "Bdo n't");
    cuts("a\xC2\xA0"
         "b\xE2\x80\xAF"
         "c\xE3\x80\x80"
         "d",
         "Ba b c d"); /* blanks that are not ' ' */
    cuts_bytes("a\0b", 3, "Ba b", __FILE__, __LINE__);
    cuts("a\xFF"
         "b",
         "Ba <o> b"); /* broken bytes do no harm */
}

static void lines(void **state)
{
    (void)state;
    cuts("a\nb\n\nc", "Ba Lb Bc");
    cuts("a\r\nb\r\n\r\nc", "Ba Lb Bc");
    cuts("a\rb\r\rc", "Ba Lb Bc");
    cuts("a\n \t \nb", "Ba Bb");
    cuts("a\xE2\x80\xA8"
         "b\xE2\x80\xA9"
         "c",
         "Ba Lb Bc");
    cuts("\n\n  a\n  b", "Ba Lb");
    cuts("well-\nknown", "Bwell <--> Lknown");
    cuts("a\n\xE2\x80\x8B\nb", "Ba Bb");
}

static void long_words(void **state)
{
    (void)state;
    stance_arena arena = STANCE_ARENA_INIT;
    stance_intern local;
    stance_tokens tokens;
    char text[400];
    stance_intern_init(&local, &arena);
    /* The folded form is cut short just behind what looks like an ending; the word must not be cut there. */
    memset(text, 'a', sizeof text);
    memcpy(text + 94, "'s", 2);
    assert_int_equal(stance_tokenize((stance_view){text, sizeof text}, NULL, &local, &arena, &tokens, NULL), STANCE_OK);
    assert_int_equal(tokens.count, 1);
    assert_int_equal(tokens.data[0].start, 0);
    assert_int_equal(tokens.data[0].end, sizeof text);
    assert_true(local.strings[0].len >= 90 && local.strings[0].len < 110);
    memset(text, '1', sizeof text);
    assert_int_equal(stance_tokenize((stance_view){text, sizeof text}, NULL, &local, &arena, &tokens, NULL), STANCE_OK);
    assert_int_equal(tokens.count, 1);
    assert_int_equal(tokens.data[0].end, sizeof text);
    stance_arena_free(&arena);
}

static void known_words(void **state)
{
    (void)state;
    stance_arena arena = STANCE_ARENA_INIT;
    stance_intern known, local;
    stance_tokens tokens;
    stance_intern_init(&known, &arena);
    stance_intern_init(&local, &arena);
    assert_int_equal(stance_intern_add(&known, stance_view_of("peace")), 0);
    assert_int_equal(stance_intern_add(&known, stance_view_of("n't")), 1);
    assert_int_equal(stance_tokenize(stance_view_of("Peace isn't peace is"), &known, &local, &arena, &tokens, NULL),
                     STANCE_OK);
    static const uint32_t expected[] = {0, 2, 1, 0, 2}; /* local words come after the known ones */
    assert_int_equal(tokens.count, 5);
    for (size_t i = 0; i < 5; i++) assert_int_equal(tokens.data[i].word, expected[i]);
    assert_int_equal(known.count, 2); /* never written to */
    assert_int_equal(local.count, 1);
    stance_arena_free(&arena);
}

static void too_large(void **state)
{
    (void)state;
    stance_arena arena = STANCE_ARENA_INIT;
    stance_intern local;
    stance_tokens tokens;
    stance_error err;
    stance_intern_init(&local, &arena);
    assert_int_equal(stance_tokenize((stance_view){"x", (size_t)INT32_MAX + 1}, NULL, &local, &arena, &tokens, &err),
                     STANCE_EINVAL);
    assert_non_null(strstr(err.message, "2 GiB"));
    stance_arena_free(&arena);
}

/* Any UTF-8 at all: characters that mean something, in any order, and others. */
static void random_text(void **state)
{
    (void)state;
    static const uint32_t salt[] = {'a',    'S',    's',  't',   'n',   '.',     '.',    '-',  '\'',   0x2019, 0x2BC,
                                    ' ',    '\n',   '\r', '5',   ',',   '"',     0x201C, 0xAD, 0x200B, 0xFEFF, 0x301,
                                    0x2014, 0x2026, 0xE9, 0x416, 0x130, 0x1F54A, 0x2029, 0,    0xFFFD, 0xA0};
    uint32_t seed = 7;
    for (int round = 0; round < 20000; round++) {
        char text[128];
        size_t len = 0, count;
        stance_arena arena = STANCE_ARENA_INIT;
        stance_intern local;
        stance_tokens tokens;
        seed = seed * 1664525u + 1013904223u;
        count = seed >> 27;
        for (size_t i = 0; i < count; i++) {
            seed = seed * 1664525u + 1013904223u;
            uint32_t code = salt[seed >> 27];
            if (seed % 11 == 0) code = (seed >> 8) % 0x110000;
            if (code >= 0xD800 && code < 0xE000) code = 'x';
            len += stance_utf8_put(code, text + len);
        }
        char *exact = malloc(len ? len : 1);
        memcpy(exact, text, len);
        stance_view view = {exact, len};
        stance_intern_init(&local, &arena);
        assert_int_equal(stance_tokenize(view, NULL, &local, &arena, &tokens, NULL), STANCE_OK);
        check_places(tokens, view);
        for (size_t i = 0; i < tokens.count; i++) {
            const stance_token *t = &tokens.data[i];
            assert_true(t->kind == STANCE_MARK ? t->word == STANCE_NO_ID && t->mark != STANCE_MARK_NONE
                                               : t->word < local.count);
            if (t->kind != STANCE_MARK) assert_true(local.strings[t->word].len > 0); /* no empty word */
        }
        stance_arena_free(&arena);
        free(exact);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words),         cmocka_unit_test(clitics),      cmocka_unit_test(clitic_places),
        cmocka_unit_test(abbreviations), cmocka_unit_test(hyphens),      cmocka_unit_test(numbers),
        cmocka_unit_test(marks),         cmocka_unit_test(turned_marks), cmocka_unit_test(invisible),
        cmocka_unit_test(lines),         cmocka_unit_test(long_words),   cmocka_unit_test(known_words),
        cmocka_unit_test(too_large),     cmocka_unit_test(random_text),
    };
    return cmocka_run_group_tests_name("text/tokens", tests, NULL, NULL);
}
