/* Errors: the message is filled, cut where it must be, and passed on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "stance/error.h"
#include "stance/view.h"
#include "text/utf8.h"

static void fills(void **state)
{
    (void)state;
    stance_error err = {STANCE_OK, "old"};
    assert_int_equal(stance_fail(&err, STANCE_EFORMAT, "%s: line %d", "a.tsv", 7), STANCE_EFORMAT);
    assert_int_equal(err.status, STANCE_EFORMAT);
    assert_string_equal(err.message, "a.tsv: line 7");
    assert_int_equal(stance_fail(NULL, STANCE_EIO, "%d", 1), STANCE_EIO);
    assert_int_equal(stance_fail_memory(&err), STANCE_ENOMEM);
    assert_string_equal(err.message, "out of memory");
}

static void cuts_at_a_character(void **state)
{
    (void)state;
    char text[1200];
    stance_error err;
    for (size_t shift = 0; shift < 4; shift++) { /* the cut falls on every byte of a character */
        size_t n = shift;
        memset(text, 'a', shift);
        while (n + 4 < sizeof text) {
            memcpy(text + n, "\xF0\x9F\x95\x8A", 4);
            n += 4;
        }
        text[n] = '\0';
        stance_fail(&err, STANCE_EINVAL, "%s", text);
        size_t len = strlen(err.message);
        assert_true(len < sizeof err.message && len >= sizeof err.message - 8);
        assert_true(stance_utf8_valid(stance_view_of(err.message)));
        assert_string_equal(err.message + len - 3, "...");
        assert_memory_equal(err.message, text, len - 3);
    }
    memset(text, 'b', sizeof text);
    text[sizeof err.message - 1] = '\0'; /* fits to the last byte: not cut */
    stance_fail(&err, STANCE_EINVAL, "%s", text);
    assert_string_equal(err.message, text);
    text[sizeof err.message - 1] = 'b';
    text[sizeof err.message] = '\0';
    stance_fail(&err, STANCE_EINVAL, "%s", text);
    assert_int_equal(strlen(err.message), sizeof err.message - 1);
    assert_string_equal(err.message + sizeof err.message - 5, "b...");
}

static stance_status passes(stance_status status, int *reached)
{
    STANCE_TRY(status);
    *reached += 1;
    return STANCE_OK;
}

static void tries(void **state)
{
    (void)state;
    int reached = 0;
    assert_int_equal(passes(STANCE_ENODATA, &reached), STANCE_ENODATA);
    assert_int_equal(reached, 0);
    assert_int_equal(passes(STANCE_OK, &reached), STANCE_OK);
    assert_int_equal(reached, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(fills), cmocka_unit_test(cuts_at_a_character),
                                       cmocka_unit_test(tries)};
    return cmocka_run_group_tests_name("base/error", tests, NULL, NULL);
}
