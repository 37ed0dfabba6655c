/* Two windows compared, against the numbers that follow from how the store was filled. */
#include "report_fixture.h"

#include <math.h>

#include "stance/compare.h"

#define assert_near(a, b) assert_true(fabs((a) - (b)) < 1e-9)

static void window_of(const char *text, stance_window *out)
{
    stance_error err = {STANCE_OK, ""};
    assert_ok(stance_window_parse(V(text), out, &err));
}

static void compare(stance_store *store, const char *first, const char *second, const stance_selector *selector,
                    const stance_compare_options *options, stance_comparison *out)
{
    stance_window windows[2];
    stance_error err = {STANCE_OK, ""};
    window_of(first, &windows[0]);
    window_of(second, &windows[1]);
    assert_ok(stance_compare(store, NULL, selector, windows, options, out, &err));
}

static void test_windows(void **state)
{
    (void)state;
    stance_window w;
    stance_error err = {STANCE_OK, ""};
    window_of("2020", &w);
    assert_string_equal(w.label, "2020");
    assert_true(w.from.month == 1 && w.to.month == 12 && w.to.day == 31);
    window_of("2020-Q3..2021-Q1", &w);
    assert_string_equal(w.label, "2020-Q3 to 2021-Q1");
    assert_true(w.from.year == 2020 && w.from.month == 7 && w.to.year == 2021 && w.to.month == 3 && w.to.day == 31);
    window_of("2020-07-03..", &w);
    assert_string_equal(w.label, "from 2020-07-03 on");
    assert_true(w.from.day == 3 && w.to.year == 0);
    window_of("..2019-H1", &w);
    assert_string_equal(w.label, "until 2019-H1");
    assert_true(w.from.year == 0 && w.to.month == 6);
    const char *bad[] = {"", "..", "2020-13", "2021..2020", "2020...2021", "2019..2020..2021", "tomorrow"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_fails(stance_window_parse(V(bad[i]), &w, &err), STANCE_EINVAL);
}

/* Of 38 statements a year only the 12 on sanctions differ: 0.435 in 2019, -0.285 in 2021. */
static void test_difference(void **state)
{
    stance_comparison c;
    stance_store *store = open_store(((fixture *)*state)->db, STANCE_READ);
    stance_compare_options options = STANCE_COMPARE_OPTIONS_INIT;
    options.each = STANCE_EACH_TOPIC;
    compare(store, "2019", "2021", NULL, &options, &c);
    const stance_difference *d = &c.all.d;
    assert_int_equal(d->windows[0].statements, 38);
    assert_int_equal(d->windows[1].documents, 12);
    assert_near(d->difference, -.72 * 12 / 38);
    assert_int_equal(c.all.change, STANCE_CHANGE_DOWN);
    assert_true(d->interval.has_interval && d->interval.hi < 0 && d->p < .05);
    assert_int_equal(c.group_count, 5);
    for (size_t i = 0; i < c.group_count; i++) {
        const stance_compared *x = &c.groups[i];
        const bool moved = stance_view_is(x->id, "sanctions"), few = stance_view_is(x->id, "space");
        assert_near(x->d.difference, moved ? -.72 : 0);
        assert_int_equal(x->change, moved ? STANCE_CHANGE_DOWN : few ? STANCE_CHANGE_UNTESTED : STANCE_CHANGE_NONE);
        assert_true(few || x->p_adjusted >= x->d.p);
    }
    /* All of it is tone: topics and speakers are as they were; in 2021 half of the year came from another outlet. */
    assert_int_equal(c.split.total, llround(d->difference * 1e6));
    assert_int_equal(c.split.tone + c.split.mix[0] + c.split.mix[1] + c.split.mix[2], c.split.total);
    assert_int_equal(c.split.alone[STANCE_SPLIT_TOPIC].mix, 0);
    assert_int_equal(c.split.alone[STANCE_SPLIT_SPEAKER].mix, 0);
    assert_true(c.split.comparable[1] < 1);
    assert_int_equal(c.document_count, STANCE_MOST_HINGES);
    assert_false(c.document_pivot.hangs);
    assert_false(c.rests_on_document);
    assert_int_equal(c.mover_count[0], 3);
    assert_near(c.movers[0][0].contribution, (-(.6 - (c.all.d.windows[0].mean + c.all.d.windows[1].mean) / 2)) / 38);
    stance_comparison_free(&c);
    close_store(store);
}

static void test_little_data(void **state)
{
    stance_comparison c;
    stance_strbuf text = STANCE_STRBUF_INIT;
    stance_error err = {STANCE_OK, ""};
    stance_store *store = open_store(((fixture *)*state)->db, STANCE_READ);
    compare(store, "2019-01..2019-02", "2021", NULL, NULL, &c);
    assert_int_equal(c.all.change, STANCE_CHANGE_UNTESTED);
    assert_string_equal(c.all.note, "too few documents in the first window");
    assert_ok(stance_compare_text(&c, &text, &err));
    assert_non_null(strstr(text.data, "Too little data to tell: 2 documents in 2019-01 to 2019-02"));
    stance_comparison_free(&c);
    compare(store, "1990", "2021", NULL, NULL, &c);
    assert_string_equal(c.all.note, "no statements in the first window");
    stance_strbuf_clear(&text);
    assert_ok(stance_compare_text(&c, &text, &err));
    assert_non_null(strstr(text.data, "no statements in 1990"));
    assert_null(strstr(text.data, "nan"));
    stance_comparison_free(&c);
    compare(store, "1990", "1991", NULL, NULL, &c);
    stance_strbuf_clear(&text);
    assert_ok(stance_compare_text(&c, &text, &err));
    assert_string_equal(text.data, "no statements match\n");
    stance_comparison_free(&c);
    stance_strbuf_free(&text);
    close_store(store);
}

static void test_overlap(void **state)
{
    stance_comparison c;
    stance_window windows[2];
    stance_error err = {STANCE_OK, ""};
    stance_store *store = open_store(((fixture *)*state)->db, STANCE_READ);
    window_of("2020", &windows[0]);
    window_of("2020-12..2021", &windows[1]);
    assert_fails(stance_compare(store, NULL, NULL, windows, NULL, &c, &err), STANCE_EINVAL);
    assert_non_null(strstr(err.message, "overlap from 2020-12-01 to 2020-12-31"));
    window_of("2020..", &windows[0]);
    window_of("2021..", &windows[1]);
    assert_fails(stance_compare(store, NULL, NULL, windows, NULL, &c, &err), STANCE_EINVAL);
    close_store(store);
}

/* Text and tables: as wide as a terminal, the same each time, never a NaN. */
static void test_written(void **state)
{
    stance_error err = {STANCE_OK, ""};
    stance_store *store = open_store(((fixture *)*state)->db, STANCE_READ);
    static const stance_each each[] = {STANCE_EACH_TOPIC, STANCE_EACH_SPEAKER, STANCE_EACH_SOURCE};
    for (size_t e = 0; e < 3; e++) {
        stance_strbuf texts[2] = {STANCE_STRBUF_INIT, STANCE_STRBUF_INIT};
        stance_compare_options options = STANCE_COMPARE_OPTIONS_INIT;
        options.each = each[e];
        options.weighting = e == 1 ? STANCE_BY_DOCUMENT : STANCE_BY_STATEMENT;
        for (int round = 0; round < 2; round++) {
            stance_comparison c;
            compare(store, "2019", "2020-07..", NULL, &options, &c);
            assert_ok(stance_compare_text(&c, &texts[round], &err));
            assert_true(widest(texts[round].data) <= 80);
            for (int t = 0; t < STANCE_COMPARE_TABLES; t++) {
                const size_t start = texts[round].len;
                csv_table table;
                assert_ok(stance_compare_write_table(&c, (stance_compare_table)t, STANCE_CSV, &texts[round], &err));
                csv_read(texts[round].data + start, &table);
                free(table.store);
                assert_ok(stance_compare_write_table(&c, (stance_compare_table)t, STANCE_JSONL, &texts[round], &err));
            }
            stance_comparison_free(&c);
        }
        assert_same_and_finite(texts);
    }
    close_store(store);
}

int main(void)
{
    stance_stats_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_windows),
        cmocka_unit_test_setup_teardown(test_difference, open_months, tear_down),
        cmocka_unit_test_setup_teardown(test_little_data, open_months, tear_down),
        cmocka_unit_test_setup_teardown(test_overlap, open_months, tear_down),
        cmocka_unit_test_setup_teardown(test_written, open_months, tear_down),
    };
    return cmocka_run_group_tests_name("report/compare", tests, NULL, NULL);
}
