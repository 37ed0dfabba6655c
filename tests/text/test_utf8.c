/* UTF-8 as RFC 3629 has it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "text/utf8.h"

/* In exact memory, so that a read past the end is seen by the sanitizers. */
static bool valid(const char *bytes, size_t len)
{
    char *exact = malloc(len ? len : 1);
    assert_non_null(exact);
    memcpy(exact, bytes, len);
    bool good = stance_utf8_valid((stance_view){exact, len});
    free(exact);
    return good;
}

static void every_code_point(void **state)
{
    (void)state;
    for (uint32_t code = 0; code <= 0x10FFFF; code++) {
        if (code == 0xD800) code = 0xE000;
        char bytes[8];
        size_t len, wrote = stance_utf8_put(code, bytes);
        size_t expected = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
        assert_int_equal(wrote, expected);
        stance_view text = {bytes, wrote};
        assert_true(stance_utf8_valid(text));
        assert_int_equal(stance_utf8_at(text, 0, &len), code);
        assert_int_equal(len, wrote);
        if (wrote > 1) { /* cut short it is broken, and nothing behind the end is read */
            text.len--;
            assert_false(stance_utf8_valid(text));
            assert_int_equal(stance_utf8_at(text, 0, &len), 0xFFFD);
            assert_int_equal(len, 1);
        }
    }
}

static void refuses(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "\x80", /* a continuation alone */
        "\xBF",
        "\xC0\x80",
        "\xC1\xBF", /* overlong, two bytes */
        "\xE0\x80\x80",
        "\xE0\x9F\xBF", /* overlong, three */
        "\xF0\x80\x80\x80",
        "\xF0\x8F\xBF\xBF", /* overlong, four */
        "\xED\xA0\x80",
        "\xED\xBF\xBF", /* surrogates */
        "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80",
        "\xFF",
        "\xFE",
        "\xF8\x88\x80\x80\x80", /* beyond U+10FFFF */
        "\xC3",
        "\xE2\x82",
        "\xF0\x9F\x95", /* cut short */
        "\xC3(",
        "\xE2(\xA1",
        "\xE2\x82(",
        "\xF0\x9F\x95(", /* broken off by another character */
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char text[64];
        /* alone, and at every place relative to the eight bytes that are looked at together */
        assert_false(valid(bad[i], strlen(bad[i])));
        for (int before = 0; before < 18; before++) {
            int n =
                snprintf(text, sizeof text, "%.*s%s%s", before, "abcdefghijklmnopqr", bad[i], before % 2 ? "tail" : "");
            assert_false(valid(text, (size_t)n));
        }
    }
}

static void accepts(void **state)
{
    (void)state;
    static const char *const good[] = {"",
                                       "plain",
                                       "caf\xC3\xA9",
                                       "\xE2\x80\x9C\xE2\x80\x9D",
                                       "\xEF\xBB\xBFx",
                                       "\xEF\xBF\xBF",
                                       "\xF0\x9F\x95\x8A",
                                       "\xF4\x8F\xBF\xBF",
                                       "12345678\xC3\xA9",
                                       "1234567\xC3\xA9 2345678"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) assert_true(valid(good[i], strlen(good[i])));
    assert_true(valid("a\0b", 3));
    assert_true(stance_utf8_valid((stance_view){NULL, 0}));
}

/* Walking over anything takes at least one byte a step and ends at the end. */
static void walks_over_garbage(void **state)
{
    (void)state;
    uint32_t seed = 20210713;
    for (int round = 0; round < 2000; round++) {
        char bytes[24];
        for (size_t i = 0; i < sizeof bytes; i++) {
            seed = seed * 1664525u + 1013904223u;
            bytes[i] = (char)(seed >> 24);
        }
        stance_view text = {bytes, sizeof bytes};
        size_t at = 0, broken = 0;
        while (at < text.len) {
            size_t len;
            uint32_t code = stance_utf8_at(text, at, &len);
            assert_true(len >= 1 && len <= 4 && at + len <= text.len);
            assert_true(code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF));
            broken += code == 0xFFFD && len == 1;
            at += len;
        }
        assert_int_equal(stance_utf8_valid(text), broken == 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_code_point), cmocka_unit_test(refuses),
                                       cmocka_unit_test(accepts), cmocka_unit_test(walks_over_garbage)};
    return cmocka_run_group_tests_name("text/utf8", tests, NULL, NULL);
}
