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
    const struct CMUnitTest tests[] = {cmocka_unit_test(plain), cmocka_unit_test(pieces), cmocka_unit_test(fast)};
    return cmocka_run_group_tests_name("base/hash", tests, NULL, NULL);
}
