/* Columns, wrapping, figures. */
#include "report_fixture.h"

#include "report/internal.h"

static void test_columns(void **state)
{
    (void)state;
    assert_int_equal(stance_columns(V("abc")), 3);
    assert_int_equal(stance_columns(V("\xC3\xA9t\xC3\xA9")), 3);
    assert_int_equal(stance_columns(V("e\xCC\x81")), 1);                 /* e and a combining accent */
    assert_int_equal(stance_columns(V("\xE4\xB8\xAD\xE6\x96\x87")), 4);  /* two Han characters */
    assert_int_equal(stance_columns(V("\xE2\x80\x8F")), 0);              /* right-to-left mark */
    assert_true(stance_columns(V("\xF0\x9F\x95\x8A\xEF\xB8\x8F")) >= 2); /* dove */
}

static void test_plain(void **state)
{
    (void)state;
    stance_strbuf out = STANCE_STRBUF_INIT;
    stance_plain(&out, V("  a\n\tb \x1B[31mred\x07\xE2\x80\xAE!\xC2\x85 c\xFF\r\n "));
    assert_string_equal(out.data, "a b [31mred! c\xEF\xBF\xBD");
    stance_strbuf_free(&out);
}

static void test_wrap(void **state)
{
    (void)state;
    stance_strbuf out = STANCE_STRBUF_INIT, text = STANCE_STRBUF_INIT;
    stance_wrap(&out, V("short"), "- ", "  ");
    assert_string_equal(out.data, "- short\n");
    stance_strbuf_clear(&out);
    stance_wrap(&out, V(""), "", "");
    assert_string_equal(out.data, "\n");
    stance_strbuf_clear(&out);
    /* 80 columns fit, 81 do not */
    for (int i = 0; i < 16; i++) stance_strbuf_adds(&text, i ? " 1234" : "12345");
    stance_wrap(&out, stance_strbuf_view(&text), "", "");
    assert_int_equal(strchr(out.data, '\n') - out.data, 80);
    assert_int_equal(out.len, 81);
    stance_strbuf_clear(&out);
    stance_strbuf_addc(&text, 'x');
    stance_wrap(&out, stance_strbuf_view(&text), "", "> ");
    assert_non_null(strstr(out.data, "\n> 1234x\n"));
    /* a word of 10,000 characters, wide ones, marks */
    stance_strbuf_clear(&out);
    stance_strbuf_clear(&text);
    for (int i = 0; i < 10000; i++) stance_strbuf_adds(&text, i % 3 ? "x" : i % 2 ? "\xE4\xB8\xAD" : "e\xCC\x81");
    stance_wrap(&out, stance_strbuf_view(&text), "         ", "         ");
    assert_in_range(widest(out.data), 79, 80);
    size_t kept = 0;
    for (size_t i = 0; i < out.len; i++) kept += out.data[i] != ' ' && out.data[i] != '\n';
    assert_int_equal(kept, text.len);
    stance_strbuf_free(&out);
    stance_strbuf_free(&text);
}

static void test_fit(void **state)
{
    (void)state;
    stance_strbuf out = STANCE_STRBUF_INIT;
    stance_fit(&out, V("abc"), 5);
    stance_fit(&out, V("abcdef"), 5);
    stance_fit(&out, V("\xE4\xB8\xAD\xE6\x96\x87\xE4\xB8\xAD"), 4);
    assert_string_equal(out.data, "abc  abcd…\xE4\xB8\xAD… ");
    stance_strbuf_free(&out);
}

static void test_figures(void **state)
{
    (void)state;
    char out[2 * STANCE_FIGURE_SIZE];
    assert_string_equal(stance_figure(0.205, out), "+0.21");
    assert_string_equal(stance_figure(-0.004, out), "0.00");
    assert_string_equal(stance_figure(-0.0, out), "0.00");
    assert_string_equal(stance_figure(-730.5, out), "-730.50");
    assert_string_equal(stance_p_figure(0.0004, out), "<0.001");
    assert_string_equal(stance_p_figure(0.0496, out), "0.050");
    assert_string_equal(stance_p_figure(1, out), "1.000");
    assert_string_equal(stance_level_figure(0.95, out), "95");
    assert_string_equal(stance_level_figure(0.999, out), "99.9");
    assert_string_equal(stance_level_figure(0.9995, out), "99.95");
    assert_string_equal(stance_interval_figure(true, -0.1, 0.31, out), "-0.10 to +0.31");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_columns), cmocka_unit_test(test_plain),   cmocka_unit_test(test_wrap),
        cmocka_unit_test(test_fit),     cmocka_unit_test(test_figures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
