/* Columns, wrapping, figures. */
#include "report_fixture.h"

#include "report/grid.h"
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

/* A long alternation is broken between its parts, a word without parts where the line ends. */
static void test_cut(void **state)
{
    (void)state;
    stance_strbuf out = STANCE_STRBUF_INIT, text = STANCE_STRBUF_INIT;
    stance_strbuf_adds(&text, "(alpha");
    for (int i = 0; i < 20; i++) stance_strbuf_adds(&text, "|bravo");
    stance_strbuf_addc(&text, ')');
    stance_wrap(&out, stance_strbuf_view(&text), "", "  ");
    assert_int_equal(strncmp(out.data + 73, "bravo|\n  bravo|", 15), 0);
    assert_true(widest(out.data) <= 80);
    stance_view rest = V("one two  three"), slashes = V("in/some/folder"), word = V("abcdefgh");
    assert_true(stance_view_is(stance_next_line(&rest, 8), "one two"));
    assert_true(stance_view_is(stance_next_line(&rest, 8), "three"));
    assert_int_equal(rest.len, 0);
    assert_true(stance_view_is(stance_next_line(&slashes, 10), "in/some/"));
    assert_true(stance_view_is(stance_next_line(&slashes, 10), "folder"));
    assert_true(stance_view_is(stance_next_line(&word, 5), "abcde"));
    rest = V("\xE4\xB8\xAD"); /* wider than the line: it comes nevertheless */
    assert_true(stance_view_is(stance_next_line(&rest, 1), "\xE4\xB8\xAD"));
    stance_strbuf_free(&out);
    stance_strbuf_free(&text);
}

static void assert_shortened(const char *text, size_t columns, const char *expected)
{
    stance_strbuf out = STANCE_STRBUF_INIT;
    stance_strbuf_adds(&out, "");
    stance_shorten(&out, V(text), columns);
    assert_true(stance_columns(stance_strbuf_view(&out)) <= columns);
    assert_string_equal(out.data, expected);
    stance_strbuf_free(&out);
}

static void test_shorten(void **state)
{
    (void)state;
    assert_shortened("in/a.txt", 8, "in/a.txt");
    assert_shortened("archive/2021/september/note.txt", 16, "archi…r/note.txt");
    assert_shortened("\xE4\xB8\xAD\xE6\x96\x87\xE4\xB8\xAD\xE6\x96\x87", 5, "\xE4\xB8\xAD…\xE6\x96\x87");
    assert_shortened("abc", 1, "…");
}

static void assert_grid(const stance_grid *grid, size_t width, const char *expected)
{
    stance_error err = {STANCE_OK, ""};
    stance_strbuf out = STANCE_STRBUF_INIT;
    assert_ok(stance_grid_write(grid, width, &out, &err));
    assert_string_equal(out.data, expected);
    stance_strbuf_free(&out);
}

static void test_grid(void **state)
{
    (void)state;
    stance_grid grid = {.arena = STANCE_ARENA_INIT};
    stance_grid_column(&grid, "hash", NULL, STANCE_CELL_WHOLE);
    stance_grid_column(&grid, "statements", "n", STANCE_CELL_NUMBER);
    stance_grid_column(&grid, "standing", NULL, STANCE_CELL_WHOLE);
    stance_grid_column(&grid, "document", NULL, STANCE_CELL_SHORTENED);
    stance_grid_column(&grid, "note", NULL, STANCE_CELL_WRAPPED);
    static const char *const cells[] = {
        "aa", "7", "", "archive/2021/note.txt", "the date\nis that of the mail", "bb", "12", "", "x", ""};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) stance_grid_cell(&grid, V(cells[i]));
    assert_grid(&grid, 80,
                "hash statements standing document              note\n"
                "aa            7          archive/2021/note.txt the date is that of the mail\n"
                "bb           12          x\n");
    assert_grid(&grid, 50,
                "hash  n document             note\n"
                "aa    7 archive…021/note.txt the date is that of\n"
                "                             the mail\n"
                "bb   12 x\n");
    assert_grid(&grid, 30,
                "hash        aa\n"
                "statements  7\n"
                "document    archive/2021/\n"
                "            note.txt\n"
                "note        the date is that\n"
                "            of the mail\n"
                "\n"
                "hash        bb\n"
                "statements  12\n"
                "document    x\n");
    stance_grid_free(&grid);
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
        cmocka_unit_test(test_fit),     cmocka_unit_test(test_cut),     cmocka_unit_test(test_shorten),
        cmocka_unit_test(test_grid),    cmocka_unit_test(test_figures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
