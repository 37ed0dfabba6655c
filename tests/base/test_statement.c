/* Names of modes and places, and the views that statements are made of. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "stance/statement.h"

static void modes(void **state)
{
    (void)state;
    static const char *const names[] = {
        [STANCE_NARRATION] = "narration", [STANCE_REPORTED] = "reported", [STANCE_DIRECT] = "direct"};
    for (int m = STANCE_NARRATION; m <= STANCE_DIRECT; m++) {
        stance_mode mode = STANCE_NARRATION;
        assert_string_equal(stance_mode_name((stance_mode)m), names[m]);
        assert_true(stance_mode_parse(stance_view_of(names[m]), &mode));
        assert_int_equal(mode, m);
    }
    stance_mode mode = STANCE_REPORTED;
    assert_false(stance_mode_parse(stance_view_of("Direct"), &mode));
    assert_false(stance_mode_parse(stance_view_of("dir"), &mode));
    assert_false(stance_mode_parse((stance_view){NULL, 0}, &mode));
    assert_int_equal(mode, STANCE_REPORTED);
    assert_string_equal(stance_place_name(STANCE_BODY), "body");
    assert_string_equal(stance_place_name(STANCE_HEAD), "head");
}

static void views(void **state)
{
    (void)state;
    stance_view text = stance_view_of("We are ready.");
    assert_true(stance_view_is(stance_view_cut(text, (stance_span){3, 6}), "are"));
    assert_int_equal(stance_view_cut(text, (stance_span){5, 5}).len, 0);
    assert_false(stance_view_is(text, "We are ready"));
    assert_true(stance_view_equal((stance_view){NULL, 0}, (stance_view){"", 0}));
    assert_true(stance_view_equal((stance_view){"a\0b", 3}, (stance_view){"a\0b", 3}));
    assert_false(stance_view_equal((stance_view){"a\0b", 3}, (stance_view){"a\0c", 3}));
    assert_null(stance_view_of(NULL).data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(modes), cmocka_unit_test(views)};
    return cmocka_run_group_tests_name("base/statement", tests, NULL, NULL);
}
