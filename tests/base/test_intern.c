/* Interning: equal strings, equal numbers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/intern.h"

static void numbers_in_order(void **state)
{
    (void)state;
    stance_arena arena = STANCE_ARENA_INIT;
    stance_intern table;
    stance_intern_init(&table, &arena);
    assert_int_equal(stance_intern_find(&table, stance_view_of("a")), STANCE_NO_ID); /* while it is empty */
    char own[] = "first";
    assert_int_equal(stance_intern_add(&table, stance_view_of(own)), 0);
    assert_int_equal(stance_intern_add(&table, stance_view_of("second")), 1);
    own[0] = 'X'; /* it was copied */
    assert_int_equal(stance_intern_find(&table, stance_view_of("first")), 0);
    assert_int_equal(stance_intern_find(&table, stance_view_of("Xirst")), STANCE_NO_ID);
    assert_int_equal(stance_intern_add(&table, stance_view_of("first")), 0);
    assert_int_equal(stance_intern_add(&table, (stance_view){"second", 3}), 2); /* "sec" */
    assert_int_equal(stance_intern_add(&table, (stance_view){NULL, 0}), 3);     /* the empty one */
    assert_int_equal(stance_intern_add(&table, (stance_view){"", 0}), 3);
    assert_int_equal(stance_intern_add(&table, (stance_view){"a\0b", 3}), 4); /* bytes, not C strings */
    assert_int_equal(stance_intern_add(&table, (stance_view){"a\0c", 3}), 5);
    assert_int_equal(table.count, 6);
    assert_string_equal(table.strings[2].data, "sec");
    stance_arena_free(&arena);
}

static void many(void **state)
{
    (void)state;
    stance_arena arena = STANCE_ARENA_INIT;
    stance_intern table;
    char text[32];
    stance_intern_init(&table, &arena);
    for (uint32_t i = 0; i < 50000; i++) {
        snprintf(text, sizeof text, "word-%u", i);
        assert_int_equal(stance_intern_add(&table, stance_view_of(text)), i);
    }
    for (uint32_t i = 0; i < 50000; i++) { /* found again after all the widenings */
        snprintf(text, sizeof text, "word-%u", i);
        assert_int_equal(stance_intern_find(&table, stance_view_of(text)), i);
        assert_int_equal(stance_intern_add(&table, stance_view_of(text)), i);
        assert_string_equal(table.strings[i].data, text);
    }
    assert_int_equal(stance_intern_find(&table, stance_view_of("word-50000")), STANCE_NO_ID);
    assert_int_equal(table.count, 50000);
    assert_true(table.slot_count >= 2 * table.count);
    stance_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(numbers_in_order), cmocka_unit_test(many)};
    return cmocka_run_group_tests_name("base/intern", tests, NULL, NULL);
}
