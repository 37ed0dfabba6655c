/* Hashes. Expected SHA-256: sha256sum of coreutils 9.1, and FIPS 180-2, appendix B. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"

static void assert_sha(const char *text, size_t len, const char *expected)
{
    char hex[STANCE_SHA256_HEX];
    stance_sha256_hex_of((stance_view){text, len}, hex);
    assert_string_equal(hex, expected);
}

static void plain(void **state)
{
    (void)state;
    assert_sha("", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_sha(NULL, 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_sha("abc", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    const char *two_blocks = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    assert_sha(two_blocks, 56, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

/* FIPS 180-2, appendix B.3, and lengths around the ends of blocks: where the processor has instructions for SHA-256, long texts
   go another way than short ones. */
static void long_texts(void **state)
{
    (void)state;
    enum { MILLION = 1000000 };
    char *text = malloc(MILLION), whole[STANCE_SHA256_HEX];
    assert_non_null(text);
    memset(text, 'a', MILLION);
    assert_sha(text, MILLION, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    /* head -c 1023 /dev/zero | tr '\0' a | sha256sum, and 1024, 1025, 4095 */
    assert_sha(text, 1023, "bc21b2851f3c650542fbce4c20c876064383e1c8ea1a5a385cea362df74e7f40");
    assert_sha(text, 1024, "2edc986847e209b4016e141a6dc8716d3207350f416969382d431539bf292e4a");
    assert_sha(text, 1025, "4a82297889eb505cf6b5cbdf69977afab4632d6557539782f657bd7dc78091a5");
    assert_sha(text, 4095, "e2e8bab8dad4a3879ffed30a624fee2310f39141d454c57f89e908e527dfd8cd");
    /* printf '\2\0\0\0\0\0\0\0aa\320\7\0\0\0\0\0\0' and 2000 times a: the second piece begins in the
       middle of a block */
    const stance_view pieces[] = {{text, 2}, {text, 2000}};
    stance_sha256_hex(pieces, 2, whole);
    assert_string_equal(whole, "0a761ae48040bd6ae6e3e861ddfd4b140d708b0b7de9152df2d52ecac8c50827");
    free(text);
}

/* printf '\3\0\0\0\0\0\0\0abc\0\0\0\0\0\0\0\0' | sha256sum */
static void pieces(void **state)
{
    (void)state;
    char one[STANCE_SHA256_HEX], other[STANCE_SHA256_HEX];
    const stance_view list[] = {{"abc", 3}, {NULL, 0}};
    stance_sha256_hex(list, 2, one);
    assert_string_equal(one, "3e2f8940c3a0e0fd6f6e07bbf07f015dd7c147431e5fa14bf3f225d782641540");
    const stance_view cut_here[] = {{"ab", 2}, {"c", 1}}, cut_there[] = {{"a", 1}, {"bc", 2}};
    stance_sha256_hex(cut_here, 2, one);
    stance_sha256_hex(cut_there, 2, other);
    assert_string_not_equal(one, other);
    stance_sha256_hex(list, 1, one); /* "abc" and nothing is not "abc" */
    stance_sha256_hex(list, 2, other);
    assert_string_not_equal(one, other);
    stance_sha256_hex(NULL, 0, one);
    assert_string_equal(one, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void fast(void **state)
{
    (void)state;
    assert_true(stance_hash((stance_view){NULL, 0}) == stance_hash((stance_view){"", 0}));
    assert_true(stance_hash((stance_view){"abX", 2}) == stance_hash((stance_view){"abY", 2}));
    assert_true(stance_hash((stance_view){"ab", 2}) != stance_hash((stance_view){"ba", 2}));
    assert_true(stance_hash((stance_view){"a\0", 2}) != stance_hash((stance_view){"a", 1}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(plain), cmocka_unit_test(pieces), cmocka_unit_test(long_texts),
                                       cmocka_unit_test(fast)};
    return cmocka_run_group_tests_name("base/hash", tests, NULL, NULL);
}
