/* Bytes of unknown origin. Expected values: iconv of glibc 2.36 on the same bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "text/charset.h"
#include "text/utf8.h"

static void decodes_bytes(const char *bytes, size_t len, const char *name, const char *text, uint64_t replaced)
{
    stance_strbuf buffer = STANCE_STRBUF_INIT;
    stance_decoded got;
    stance_error err;
    char *exact = malloc(len ? len : 1);
    assert_non_null(exact);
    memcpy(exact, bytes, len);
    assert_int_equal(stance_charset_decode((stance_view){exact, len}, &buffer, &got, &err), STANCE_OK);
    assert_string_equal(got.name, name);
    assert_true(stance_utf8_valid(got.text));
    assert_int_equal(got.text.len, strlen(text));
    assert_memory_equal(got.text.data, text, got.text.len);
    assert_int_equal(got.replaced, replaced);
    free(exact);
    stance_strbuf_free(&buffer);
}

static void decodes(const char *bytes, const char *name, const char *text)
{
    decodes_bytes(bytes, strlen(bytes), name, text, 0);
}

static void utf8(void **state)
{
    (void)state;
    decodes("", "UTF-8", "");
    decodes("plain", "UTF-8", "plain");
    decodes("caf\xC3\xA9 \xE2\x80\x9C\xF0\x9F\x95\x8A\xE2\x80\x9D", "UTF-8",
            "caf\xC3\xA9 \xE2\x80\x9C\xF0\x9F\x95\x8A\xE2\x80\x9D");
    decodes("\xEF\xBB\xBFplain", "UTF-8", "plain");
    decodes("\xEF\xBB\xBF", "UTF-8", "");
    decodes("a\xEF\xBB\xBF", "UTF-8", "a\xEF\xBB\xBF"); /* no mark, if not first */
    /* utf-8 as it came is not copied */
    stance_strbuf buffer = STANCE_STRBUF_INIT;
    stance_decoded got;
    stance_error err;
    const char *plain = "plain";
    assert_int_equal(stance_charset_decode(stance_view_of(plain), &buffer, &got, &err), STANCE_OK);
    assert_ptr_equal(got.text.data, plain);
    assert_int_equal(stance_charset_decode((stance_view){NULL, 0}, &buffer, &got, &err), STANCE_OK);
    assert_int_equal(got.text.len, 0);
    assert_non_null(got.text.data);
    stance_strbuf_free(&buffer);
}

static void damaged(void **state)
{
    (void)state;
    const char *quotes = "\xE2\x80\x9Cja\xE2\x80\x9D \xE2\x80\x9Cnein\xE2\x80\x9D ";
    char text[64], want[64];
    strcat(strcpy(text, quotes), "x\xFFy");
    strcat(strcpy(want, quotes), "x\xEF\xBF\xBDy");
    decodes_bytes(text, strlen(text), "UTF-8", want, 1);
    strcat(strcpy(text, quotes), "x\xE2\x80"); /* cut off inside a character */
    strcat(strcpy(want, quotes), "x\xEF\xBF\xBD\xEF\xBF\xBD");
    decodes_bytes(text, strlen(text), "UTF-8", want, 2);
}

static void wide(void **state)
{
    (void)state;
    decodes_bytes("\xFF\xFEH\0i\0\x19\x20=\xD8J\xDD", 12, "UTF-16LE", "Hi\xE2\x80\x99\xF0\x9F\x95\x8A", 0);
    decodes_bytes("\xFE\xFF\0H\0i\x20\x19\xD8=\xDDJ", 12, "UTF-16BE", "Hi\xE2\x80\x99\xF0\x9F\x95\x8A", 0);
    decodes_bytes("\xFF\xFE\0\0H\0\0\0i\0\0\0", 12, "UTF-32LE", "Hi", 0);
    decodes_bytes("\0\0\xFE\xFF\0\0\0H\0\0\0i", 12, "UTF-32BE", "Hi", 0);
    decodes_bytes("P\0l\0a\0i\0n\0", 10, "UTF-16LE", "Plain", 0);
    decodes_bytes("\0P\0l\0a\0i\0n", 10, "UTF-16BE", "Plain", 0);
    decodes_bytes("\xFF\xFE", 2, "UTF-16LE", "", 0);
    decodes_bytes("\xFF\xFEH\0=\xD8!\0", 8, "UTF-16LE", "H\xEF\xBF\xBD!", 1); /* half a surrogate pair */
    decodes_bytes("\xFF\xFEH\0i", 5, "UTF-16LE", "H\xEF\xBF\xBD", 1);         /* half a unit */
    assert_null(stance_charset_wide((stance_view){"P\0l", 3}));
    assert_null(stance_charset_wide((stance_view){"\0\0\0\0\0\0\0\0\0\0", 10}));
    assert_null(stance_charset_wide(stance_view_of("plain text of some length")));
    /* longer than any piece that it is decoded in */
    enum { N = 50000 };
    char *bytes = malloc(2 * N + 2), *text = malloc(2 * N + 1);
    assert_true(bytes && text);
    memcpy(bytes, "\xFF\xFE", 2);
    for (size_t i = 0; i < N; i++) memcpy(bytes + 2 + 2 * i, "\xE9\0", 2);
    for (size_t i = 0; i < N; i++) memcpy(text + 2 * i, "\xC3\xA9", 2);
    text[2 * N] = '\0';
    decodes_bytes(bytes, 2 * N + 2, "UTF-16LE", text, 0);
    free(bytes);
    free(text);
}

static void single_bytes(void **state)
{
    (void)state;
    decodes("\x93We met in a caf\xE9,\x94 the envoy\x92s aide said \x96 twice.", "windows-1252",
            "\xE2\x80\x9CWe met in a caf\xC3\xA9,\xE2\x80\x9D the envoy\xE2\x80\x99s aide said \xE2\x80\x93 twice.");
    decodes("caf\xE9", "windows-1252", "caf\xC3\xA9");
    decodes("Die Gespr\xE4"
            "che \xFC"
            "ber die Sicherheit in Europa werden n\xE4"
            "chste Woche in Genf fortgesetzt.",
            "windows-1252",
            "Die Gespr\xC3\xA4"
            "che \xC3\xBC"
            "ber die Sicherheit in Europa werden n\xC3\xA4"
            "chste Woche in Genf fortgesetzt.");
    decodes("\xCF\xEE\xF1\xEE\xEB \xF1\xEA\xE0\xE7\xE0\xEB, \xF7\xF2\xEE \xEF\xE5\xF0\xE5\xE3\xEE\xE2\xEE\xF0\xFB "
            "\xE1\xF3\xE4\xF3\xF2 \xEF\xF0\xEE\xE4\xEE\xEB\xE6\xE5\xED\xFB \xE8 \xF7\xF2\xEE \xFD\xF2\xEE "
            "\xF5\xEE\xF0\xEE\xF8\xEE.",
            "windows-1251",
            "\xD0\x9F\xD0\xBE\xD1\x81\xD0\xBE\xD0\xBB \xD1\x81\xD0\xBA\xD0\xB0\xD0\xB7\xD0\xB0\xD0\xBB, "
            "\xD1\x87\xD1\x82\xD0\xBE "
            "\xD0\xBF\xD0\xB5\xD1\x80\xD0\xB5\xD0\xB3\xD0\xBE\xD0\xB2\xD0\xBE\xD1\x80\xD1\x8B "
            "\xD0\xB1\xD1\x83\xD0\xB4\xD1\x83\xD1\x82 "
            "\xD0\xBF\xD1\x80\xD0\xBE\xD0\xB4\xD0\xBE\xD0\xBB\xD0\xB6\xD0\xB5\xD0\xBD\xD1\x8B \xD0\xB8 "
            "\xD1\x87\xD1\x82\xD0\xBE "
            "\xD1\x8D\xD1\x82\xD0\xBE \xD1\x85\xD0\xBE\xD1\x80\xD0\xBE\xD1\x88\xD0\xBE.");
    /* the only odd byte stands far behind what a detector looks at */
    enum { N = 40000 };
    char *bytes = malloc(N + 8), *text = malloc(N + 8);
    assert_true(bytes && text);
    for (size_t i = 0; i < N; i++) bytes[i] = text[i] = "the talks go on. "[i % 17];
    strcpy(bytes + N, "caf\xE9");
    strcpy(text + N, "caf\xC3\xA9");
    decodes(bytes, "windows-1252", text);
    free(bytes);
    free(text);
}

/* Short texts in the encodings that a statistic over their few bytes would take for one another. */
static void short_texts(void **state)
{
    (void)state;
    static const struct {
        const char *name, *bytes, *text;
    } cases[] = {
        {"windows-1251",
         "\xCF\xEE\xF1\xEE\xEB \xF1\xEA\xE0\xE7\xE0\xEB\xE0, \xF7\xF2\xEE \xEF\xE5\xF0\xE5\xE3\xEE\xE2\xEE\xF0\xFB "
         "\xE1\xF3\xE4\xF3\xF2.",
         "\xD0\x9F\xD0\xBE\xD1\x81\xD0\xBE\xD0\xBB \xD1\x81\xD0\xBA\xD0\xB0\xD0\xB7\xD0\xB0\xD0\xBB\xD0\xB0, "
         "\xD1\x87\xD1\x82\xD0\xBE \xD0\xBF\xD0\xB5\xD1\x80\xD0\xB5\xD0\xB3\xD0\xBE\xD0\xB2\xD0\xBE\xD1\x80\xD1\x8B "
         "\xD0\xB1\xD1\x83\xD0\xB4\xD1\x83\xD1\x82."},
        {"windows-1251", "\xCF\xEE \xE4\xE0\xED\xED\xFB\xEC \xEC\xE8\xED\xE8\xF1\xF2\xE5\xF0\xF1\xF2\xE2\xE0",
         "\xD0\x9F\xD0\xBE \xD0\xB4\xD0\xB0\xD0\xBD\xD0\xBD\xD1\x8B\xD0\xBC "
         "\xD0\xBC\xD0\xB8\xD0\xBD\xD0\xB8\xD1\x81\xD1\x82\xD0\xB5\xD1\x80\xD1\x81\xD1\x82\xD0\xB2\xD0\xB0"},
        {"windows-1251",
         "\xAB\xCC\xFB \xE3\xEE\xF2\xEE\xE2\xFB\xBB, \x97 \xF1\xEE\xEE\xE1\xF9\xE8\xEB \xEF\xEE\xF1\xEE\xEB.",
         "\xC2\xAB\xD0\x9C\xD1\x8B \xD0\xB3\xD0\xBE\xD1\x82\xD0\xBE\xD0\xB2\xD1\x8B\xC2\xBB, \xE2\x80\x94 "
         "\xD1\x81\xD0\xBE\xD0\xBE\xD0\xB1\xD1\x89\xD0\xB8\xD0\xBB \xD0\xBF\xD0\xBE\xD1\x81\xD0\xBE\xD0\xBB."},
        {"KOI8-R",
         "\xF0\xCF\xD3\xCF\xCC \xD3\xCB\xC1\xDA\xC1\xCC\xC1, \xDE\xD4\xCF \xD0\xC5\xD2\xC5\xC7\xCF\xD7\xCF\xD2\xD9 "
         "\xC2\xD5\xC4\xD5\xD4.",
         "\xD0\x9F\xD0\xBE\xD1\x81\xD0\xBE\xD0\xBB \xD1\x81\xD0\xBA\xD0\xB0\xD0\xB7\xD0\xB0\xD0\xBB\xD0\xB0, "
         "\xD1\x87\xD1\x82\xD0\xBE \xD0\xBF\xD0\xB5\xD1\x80\xD0\xB5\xD0\xB3\xD0\xBE\xD0\xB2\xD0\xBE\xD1\x80\xD1\x8B "
         "\xD0\xB1\xD1\x83\xD0\xB4\xD1\x83\xD1\x82."},
        {"KOI8-R", "\xF0\xCF \xC4\xC1\xCE\xCE\xD9\xCD \xCD\xC9\xCE\xC9\xD3\xD4\xC5\xD2\xD3\xD4\xD7\xC1",
         "\xD0\x9F\xD0\xBE \xD0\xB4\xD0\xB0\xD0\xBD\xD0\xBD\xD1\x8B\xD0\xBC "
         "\xD0\xBC\xD0\xB8\xD0\xBD\xD0\xB8\xD1\x81\xD1\x82\xD0\xB5\xD1\x80\xD1\x81\xD1\x82\xD0\xB2\xD0\xB0"},
        {"KOI8-U",
         "\xF0\xCF\xD3\xCF\xCC \xDA\xC1\xD1\xD7\xC9\xCC\xC1 \xD5 \xD7\xA6\xD7\xD4\xCF\xD2\xCF\xCB, \xDD\xCF "
         "\xD7\xD3\xA6 \xC7\xCF\xD4\xCF\xD7\xA6.",
         "\xD0\x9F\xD0\xBE\xD1\x81\xD0\xBE\xD0\xBB \xD0\xB7\xD0\xB0\xD1\x8F\xD0\xB2\xD0\xB8\xD0\xBB\xD0\xB0 \xD1\x83 "
         "\xD0\xB2\xD1\x96\xD0\xB2\xD1\x82\xD0\xBE\xD1\x80\xD0\xBE\xD0\xBA, \xD1\x89\xD0\xBE \xD0\xB2\xD1\x81\xD1\x96 "
         "\xD0\xB3\xD0\xBE\xD1\x82\xD0\xBE\xD0\xB2\xD1\x96."},
        {"ISO-8859-5",
         "\xBF\xDE\xE1\xDE\xDB \xE1\xDA\xD0\xD7\xD0\xDB\xD0, \xE7\xE2\xDE \xDF\xD5\xE0\xD5\xD3\xDE\xD2\xDE\xE0\xEB "
         "\xD1\xE3\xD4\xE3\xE2.",
         "\xD0\x9F\xD0\xBE\xD1\x81\xD0\xBE\xD0\xBB \xD1\x81\xD0\xBA\xD0\xB0\xD0\xB7\xD0\xB0\xD0\xBB\xD0\xB0, "
         "\xD1\x87\xD1\x82\xD0\xBE \xD0\xBF\xD0\xB5\xD1\x80\xD0\xB5\xD0\xB3\xD0\xBE\xD0\xB2\xD0\xBE\xD1\x80\xD1\x8B "
         "\xD0\xB1\xD1\x83\xD0\xB4\xD1\x83\xD1\x82."},
        {"ISO-8859-5", "\xBF\xDE \xD4\xD0\xDD\xDD\xEB\xDC \xDC\xD8\xDD\xD8\xE1\xE2\xD5\xE0\xE1\xE2\xD2\xD0",
         "\xD0\x9F\xD0\xBE \xD0\xB4\xD0\xB0\xD0\xBD\xD0\xBD\xD1\x8B\xD0\xBC "
         "\xD0\xBC\xD0\xB8\xD0\xBD\xD0\xB8\xD1\x81\xD1\x82\xD0\xB5\xD1\x80\xD1\x81\xD1\x82\xD0\xB2\xD0\xB0"},
        {"windows-1252",
         "Der Au\xDF"
         "enminister: \x84Wir h\xF6ren\x93",
         "Der Au\xC3\x9F"
         "enminister: \xE2\x80\x9EWir h\xC3\xB6ren\xE2\x80\x9C"},
        {"windows-1252",
         "Selon l\x92\xE9t\xE9, \x93"
         "d\xE9j\xE0\x94",
         "Selon l\xE2\x80\x99\xC3\xA9t\xC3\xA9, \xE2\x80\x9C"
         "d\xC3\xA9j\xC3\xA0\xE2\x80\x9D"},
        {"windows-1250",
         "Ambasador powiedzia\xB3"
         "a, \xBF"
         "e s\xB9 gotowi.",
         "Ambasador powiedzia\xC5\x82"
         "a, \xC5\xBC"
         "e s\xC4\x85 gotowi."},
        {"ISO-8859-2",
         "Ambasador powiedzia\xB3"
         "a, \xBF"
         "e s\xB1 gotowi.",
         "Ambasador powiedzia\xC5\x82"
         "a, \xC5\xBC"
         "e s\xC4\x85 gotowi."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) decodes(cases[i].bytes, cases[i].name, cases[i].text);
}

/* UTF-16 without a mark, in which only the blanks have a zero byte. */
static void wide_unmarked(void **state)
{
    (void)state;
    const char *text =
        "\xD0\x9F\xD0\xBE\xD1\x81\xD0\xBE\xD0\xBB \xD1\x81\xD0\xBA\xD0\xB0\xD0\xB7\xD0\xB0\xD0\xBB\xD0\xB0, "
        "\xD1\x87\xD1\x82\xD0\xBE \xD0\xB4\xD0\xB0.";
    decodes_bytes("\x1F\x04>\x04"
                  "A\x04>\x04;\x04 \x00"
                  "A\x04:\x04"
                  "0\x04"
                  "7\x04"
                  "0\x04;\x04"
                  "0\x04,\x00 \x00G\x04"
                  "B\x04>\x04 \x00"
                  "4\x04"
                  "0\x04.\x00",
                  44, "UTF-16LE", text, 0);
    decodes_bytes("\x04\x1F\x04>\x04"
                  "A\x04>\x04;\x00 \x04"
                  "A\x04:\x04"
                  "0\x04"
                  "7\x04"
                  "0\x04;\x04"
                  "0\x00,\x00 \x04G\x04"
                  "B\x04>\x00 \x04"
                  "4\x04"
                  "0\x00.",
                  44, "UTF-16BE", text, 0);
    assert_null(stance_charset_wide((stance_view){"a\x00\xFF\xDFghij\xFF\xDFghijkl", 16})); /* halves of pairs */
    assert_null(stance_charset_wide((stance_view){"\x01\x00\x02\xE0\x04\x05\x06\x07", 8}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8),         cmocka_unit_test(damaged),     cmocka_unit_test(wide),
        cmocka_unit_test(single_bytes), cmocka_unit_test(short_texts), cmocka_unit_test(wide_unmarked),
    };
    return cmocka_run_group_tests_name("charset", tests, NULL, NULL);
}
