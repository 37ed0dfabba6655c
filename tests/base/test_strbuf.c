/* String buffers: appending, the failure that sticks, decimals of millionths. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <locale.h>

#include "base/strbuf.h"

static void appends(void **state)
{
    (void)state;
    stance_strbuf buf = STANCE_STRBUF_INIT;
    stance_error err;
    assert_int_equal(stance_strbuf_view(&buf).len, 0);
    assert_non_null(stance_strbuf_view(&buf).data); /* empty, but text */
    stance_strbuf_adds(&buf, "one");
    stance_strbuf_addc(&buf, ' ');
    stance_strbuf_addv(&buf, (stance_view){"twothree", 3});
    stance_strbuf_addv(&buf, (stance_view){NULL, 0});
    stance_strbuf_addf(&buf, " %d-%s", 3, "three");
    stance_strbuf_add(&buf, "\0x", 2);
    assert_int_equal(buf.len, 17);
    assert_memory_equal(buf.data, "one two 3-three\0x", 18); /* with the final zero */
    assert_int_equal(stance_strbuf_ok(&buf, &err), STANCE_OK);
    char *kept = buf.data;
    stance_strbuf_clear(&buf);
    assert_ptr_equal(buf.data, kept);
    assert_string_equal(buf.data, "");
    assert_int_equal(buf.len, 0);
    stance_strbuf_free(&buf);
    assert_null(buf.data);
    stance_strbuf_clear(&buf);
    stance_strbuf_free(&buf);
}

static void grows(void **state)
{
    (void)state;
    stance_strbuf buf = STANCE_STRBUF_INIT;
    for (int i = 0; i < 20000; i++) stance_strbuf_addf(&buf, "%05d", i);
    assert_int_equal(buf.len, 100000);
    assert_memory_equal(buf.data, "0000000001", 10);
    assert_string_equal(buf.data + 99990, "1999819999");
    assert_true(buf.capacity > buf.len);
    stance_strbuf_addf(&buf, "%*s", 300000, "x"); /* in one go, more than twice of what there was */
    assert_int_equal(buf.len, 400000);
    assert_int_equal(strlen(buf.data), buf.len);
    stance_strbuf_free(&buf);
}

static void failure_sticks(void **state)
{
    (void)state;
    stance_strbuf buf = STANCE_STRBUF_INIT;
    stance_error err;
    stance_strbuf_adds(&buf, "kept");
    stance_strbuf_add(&buf, "x", SIZE_MAX / 2); /* refused before a byte is read */
    assert_int_equal(stance_strbuf_ok(&buf, &err), STANCE_ENOMEM);
    assert_int_equal(err.status, STANCE_ENOMEM);
    assert_string_equal(err.message, "out of memory");
    stance_strbuf_adds(&buf, "more");
    stance_strbuf_addf(&buf, "%d", 5);
    assert_string_equal(buf.data, "kept");
    assert_int_equal(stance_strbuf_ok(&buf, NULL), STANCE_ENOMEM);
    stance_strbuf_clear(&buf); /* a new beginning */
    stance_strbuf_adds(&buf, "new");
    assert_int_equal(stance_strbuf_ok(&buf, &err), STANCE_OK);
    assert_string_equal(buf.data, "new");
    stance_strbuf_free(&buf);
}

static void millionths(void **state)
{
    (void)state;
    static const struct {
        int64_t value;
        const char *text;
    } cases[] = {
        {0, "0.000000"},
        {1, "0.000001"},
        {-1, "-0.000001"},
        {250000, "0.250000"},
        {-250000, "-0.250000"},
        {1000000, "1.000000"},
        {-1234567, "-1.234567"},
        {999999, "0.999999"},
        {INT64_MAX, "9223372036854.775807"},
        {INT64_MIN, "-9223372036854.775808"},
    };
    const char *had = setlocale(LC_NUMERIC, NULL);
    assert_non_null(had);
    setlocale(LC_NUMERIC, "de_DE.UTF-8"); /* where there is one, it must not matter */
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        stance_strbuf buf = STANCE_STRBUF_INIT;
        stance_strbuf_add_millionths(&buf, cases[i].value);
        assert_string_equal(buf.data, cases[i].text);
        stance_strbuf_free(&buf);
    }
    setlocale(LC_NUMERIC, "C");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(appends), cmocka_unit_test(grows),
                                       cmocka_unit_test(failure_sticks), cmocka_unit_test(millionths)};
    return cmocka_run_group_tests_name("base/strbuf", tests, NULL, NULL);
}
