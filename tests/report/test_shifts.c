/* The shifts of a database, against those that were put into it. */
#include "report_fixture.h"

#include <math.h>

#include "stance/shifts.h"

/* Three documents a month, each with one statement on sanctions, trade and space. Sanctions: 0.2, from September 2020 on
   -0.2. Trade: 0.1 throughout. Space: 0.3, 0 from 2020 on, -0.3 from 2021 on. All ± 0.1, by a generator of our own. */
enum { SANCTIONS_AT = 20, SPACE_AT = 12, TOPICS = 3 };

static uint32_t step(uint32_t *seed)
{
    uint32_t x = *seed += 2654435769u;
    for (int round = 0; round < 3; round++) x = (x ^ x >> 15) * 739982445u;
    return x >> 8;
}

static int32_t level(int topic, int month)
{
    if (topic == 0) return month < SANCTIONS_AT ? 200000 : -200000;
    if (topic == 1) return 100000;
    return 300000 - 300000 * (month / SPACE_AT < 2 ? month / SPACE_AT : 2);
}

/* Sentences of made-up words, so that no document is like another. Returns how long the text is. */
static size_t write_sentences(uint32_t *seed, stance_span spans[TOPICS], char *out)
{
    size_t len = 0;
    for (int s = 0; s < TOPICS; s++) {
        spans[s].start = (uint32_t)len;
        for (int word = 0; word < 9; word++) {
            if (word) out[len++] = ' ';
            for (int letter = 0; letter < 7; letter++) out[len++] = (char)('a' + step(seed) % 26);
        }
        spans[s].end = (uint32_t)len;
        out[len++] = '.';
        out[len++] = ' ';
    }
    out[len] = '\0';
    return len;
}

/* The documents of a month; `more` is added to each score. */
static void add_notes(stance_store *store, int month, int32_t more)
{
    static const char *const topics[TOPICS] = {"sanctions", "trade", "space"};
    for (int d = 0; d < 3; d++) {
        uint32_t seed = (uint32_t)(month * 3 + d + 1) * 1000003u;
        char text[512], id[32];
        stance_span spans[TOPICS];
        stance_statement s[TOPICS];
        stance_view ids[TOPICS];
        write_sentences(&seed, spans, text);
        for (int t = 0; t < TOPICS; t++) {
            const int32_t noise = (int32_t)(step(&seed) % 200001) - 100000;
            ids[t] = V(topics[t]);
            put_statement(&s[t], (uint32_t)t + 1, d == 2 ? "Jon Falk" : "Vera Orlova", d == 2 ? NULL : "vera-orlova",
                          &ids[t], 1, level(t, month) + noise + more, &spans[t]);
        }
        snprintf(id, sizeof id, "%03d-%d.txt", month, d);
        stance_document document = {.id = V(id), .text = V(text), .source = V(d ? "Daily Wire" : "stance digest")};
        document.date = (stance_date){(int16_t)(2019 + month / 12), (uint8_t)(month % 12 + 1), (uint8_t)(5 + 7 * d)};
        document.basis = STANCE_DATE_HEADER;
        assert_int_equal(add_one(store, &document, s, TOPICS), STANCE_ADDED_NEW);
    }
}

static int open_notes(void **state)
{
    if (set_up(state) != 0) return -1;
    stance_store *store = open_store(((fixture *)*state)->db, STANCE_WRITE);
    for (int m = 0; m < MONTHS; m++) add_notes(store, m, 0);
    close_store(store);
    return 0;
}

static void find(stance_store *store, const stance_selector *selector, const stance_shifts_options *options,
                 stance_shifts *out)
{
    stance_error err = {STANCE_OK, ""};
    assert_ok(stance_shifts_build(store, NULL, selector, options, out, &err));
}

static const stance_shift_series *series_of(const stance_shifts *s, const char *id)
{
    for (size_t i = 0; i < s->count; i++)
        if (stance_view_is(s->series[i].id, id)) return &s->series[i];
    fail_msg("no series %s", id);
    return NULL;
}

static int32_t period_of(int month)
{
    return stance_period_of(STANCE_BY_MONTH, stance_date_to_days((stance_date){(int16_t)(2019 + month / 12),
                                                                               (uint8_t)(month % 12 + 1), 1}));
}

static void assert_found(const stance_shift_found *f, int month, double before, double after)
{
    assert_int_equal(f->shift.period, period_of(month));
    assert_true(f->shift.earliest <= f->shift.period && f->shift.period <= f->shift.latest);
    assert_true(fabs(f->shift.before - before) < .03 && fabs(f->shift.after - after) < .03);
    assert_true(f->shift.has_interval && f->shift.lo < after - before && after - before < f->shift.hi);
    assert_false(f->known);
}

/* Each shift is found in its month, and explained on the statements of its own series. */
static void test_found(void **state)
{
    stance_shifts s;
    stance_store *store = open_store(((fixture *)*state)->db, STANCE_READ);
    find(store, NULL, NULL, &s);
    assert_int_equal(s.count, 4);
    assert_int_equal(s.tests, 4);
    assert_true(stance_view_is(s.series[0].id, STANCE_TOPIC_ALL));
    assert_int_equal(s.series[0].whole.statements, MONTHS * 9);

    const stance_shift_series *sanctions = series_of(&s, "sanctions"), *space = series_of(&s, "space");
    assert_int_equal(sanctions->whole.statements, MONTHS * 3);
    assert_int_equal(sanctions->found_count, 1);
    assert_found(&sanctions->found[0], SANCTIONS_AT, .2, -.2);
    assert_int_equal(space->found_count, 2);
    assert_found(&space->found[0], SPACE_AT, .3, 0);
    assert_found(&space->found[1], 2 * SPACE_AT, 0, -.3);
    assert_int_equal(series_of(&s, "trade")->found_count, 0);
    assert_int_equal(s.fresh, s.found);

    const stance_comparison *why = space->found[0].why;
    assert_non_null(why);
    assert_string_equal(why->windows[0].label, "2019-01-01 to 2019-12-31");
    assert_string_equal(why->windows[1].label, "2020-01-01 to 2020-12-31"); /* up to the next shift */
    assert_int_equal(why->all.d.windows[0].statements, 36);
    assert_int_equal(why->all.d.windows[1].statements, 36);
    assert_true(fabs(why->all.d.difference - space->found[0].shift.effect) < .01);
    stance_shifts_free(&s);

    stance_shifts_options quick = STANCE_SHIFTS_OPTIONS_INIT;
    quick.why = false;
    find(store, NULL, &quick, &s);
    assert_null(series_of(&s, "sanctions")->found[0].why);
    stance_shifts_free(&s);
    close_store(store);
}

/* All tests that were made are adjusted together; the figures follow from the definitions of the two procedures. */
static void test_adjusted(void **state)
{
    stance_shifts s;
    stance_shifts_options options = STANCE_SHIFTS_OPTIONS_INIT;
    stance_store *store = open_store(((fixture *)*state)->db, STANCE_READ);
    options.why = false;
    for (int holm = 0; holm < 2; holm++) {
        options.adjust = holm ? STANCE_ADJUST_HOLM : STANCE_ADJUST_BH;
        find(store, NULL, &options, &s);
        for (size_t i = 0; i < s.count; i++) {
            const double p = s.series[i].whole.p;
            double expected = holm ? 0 : 1;
            for (size_t k = 0; k < s.count; k++) {
                const double other = s.series[k].whole.p;
                size_t upto = 0, below = 0;
                for (size_t j = 0; j < s.count; j++) {
                    upto += s.series[j].whole.p <= other;
                    below += s.series[j].whole.p < other;
                }
                if (holm && other <= p) expected = fmax(expected, other * (double)(s.count - below));
                if (!holm && other >= p) expected = fmin(expected, other * (double)s.count / (double)upto);
            }
            assert_true(fabs(s.series[i].p_adjusted - fmin(expected, 1)) < 1e-12);
            assert_true((s.series[i].found_count > 0) == (s.series[i].p_adjusted <= options.rate));
        }
        stance_shifts_free(&s);
    }
    close_store(store);
}

/* What is selected already is not tested a second time under another name. */
static void test_selected(void **state)
{
    stance_shifts s;
    stance_shifts_options options = STANCE_SHIFTS_OPTIONS_INIT;
    stance_store *store = open_store(((fixture *)*state)->db, STANCE_READ);
    stance_selector selector = {0};
    selector.topic = V("sanctions");
    find(store, &selector, &options, &s);
    assert_int_equal(s.count, 1);
    assert_int_equal(s.tests, 1);
    assert_int_equal(s.series[0].found_count, 1);
    assert_true(s.series[0].p_adjusted == s.series[0].whole.p);
    stance_shifts_free(&s);

    options.each = STANCE_EACH_SPEAKER; /* the speakers of that topic */
    find(store, &selector, &options, &s);
    assert_int_equal(s.count, 3);
    assert_true(stance_view_is(s.series[1].id, "vera-orlova") && stance_view_is(s.series[2].id, "Jon Falk"));
    assert_int_equal(s.series[1].whole.statements, 2 * MONTHS);
    assert_int_equal(s.series[2].whole.statements, MONTHS);
    stance_shifts_free(&s);

    selector = (stance_selector){0};
    selector.speaker = V("Jon Falk");
    find(store, &selector, &options, &s);
    assert_int_equal(s.count, 1);
    stance_shifts_free(&s);
    options.each = STANCE_EACH_TOPIC;
    find(store, &selector, &options, &s);
    assert_int_equal(s.count, 1 + TOPICS);
    stance_shifts_free(&s);
    close_store(store);
}

static size_t remember(stance_store *store, const stance_selector *selector, stance_shifts *s)
{
    stance_error err = {STANCE_OK, ""};
    stance_shifts_options options = STANCE_SHIFTS_OPTIONS_INIT;
    options.why = false;
    options.rate = .01;
    assert_ok(stance_store_begin(store, &err));
    find(store, selector, &options, s);
    assert_ok(stance_shifts_remember(s, &err));
    assert_ok(stance_store_commit(store, &err));
    return s->fresh;
}

/* A shift is told once, for each selection; more documents that move its place a little do not make it another one. */
static void test_told_once(void **state)
{
    stance_shifts s;
    stance_selector selector = {0};
    stance_store *store = open_store(((fixture *)*state)->db, STANCE_WRITE);
    const size_t first = remember(store, NULL, &s);
    assert_true(first == s.found && first >= 3);
    assert_false(series_of(&s, "sanctions")->found[0].known);
    stance_shifts_free(&s);
    assert_int_equal(remember(store, NULL, &s), 0);
    assert_int_equal(s.found, first);
    assert_true(series_of(&s, "sanctions")->found[0].known);
    stance_shifts_free(&s);

    selector.topic = V("sanctions");
    assert_int_equal(remember(store, &selector, &s), 1);
    stance_shifts_free(&s);
    assert_int_equal(remember(store, &selector, &s), 0);
    stance_shifts_free(&s);

    for (int m = MONTHS; m < MONTHS + 2; m++) add_notes(store, m, 0);
    assert_int_equal(remember(store, &selector, &s), 0);
    stance_shifts_free(&s);
    close_store(store);
}

/* A batch that is rolled back has told nothing. */
static void test_cut_off(void **state)
{
    stance_shifts s;
    stance_error err = {STANCE_OK, ""};
    stance_store *store = open_store(((fixture *)*state)->db, STANCE_WRITE);
    assert_ok(stance_store_begin(store, &err));
    find(store, NULL, NULL, &s);
    assert_ok(stance_shifts_remember(&s, &err));
    stance_store_rollback(store);
    stance_shifts_free(&s);
    assert_true(remember(store, NULL, &s) >= 3);
    stance_shifts_free(&s);
    close_store(store);
}

static void test_since(void **state)
{
    stance_shifts s;
    stance_store *store = open_store(((fixture *)*state)->db, STANCE_READ);
    find(store, NULL, NULL, &s);
    stance_shifts_since(&s, (stance_date){2020, 9, 30}); /* the month in which the sanctions shifted is not over */
    assert_false(series_of(&s, "sanctions")->found[0].known);
    assert_true(series_of(&s, "space")->found[0].known);
    assert_false(series_of(&s, "space")->found[1].known);
    stance_shifts_since(&s, (stance_date){2020, 10, 1});
    assert_true(series_of(&s, "sanctions")->found[0].known);
    stance_shifts_since(&s, (stance_date){2030, 1, 1});
    assert_int_equal(s.fresh, 0);
    stance_shifts_free(&s);
    close_store(store);
}

/* A last month of another tone: no shift yet at this rate, but an alarm, which is told once. */
static void test_alarm(void **state)
{
    stance_shifts s;
    stance_error err = {STANCE_OK, ""};
    stance_selector selector = {0};
    stance_strbuf text = STANCE_STRBUF_INIT;
    stance_store *store = open_store(((fixture *)*state)->db, STANCE_WRITE);
    selector.topic = V("trade");
    assert_int_equal(remember(store, &selector, &s), 0);
    assert_true(s.series[0].running.told && s.series[0].running.alarm == 0);
    stance_shifts_free(&s);
    add_notes(store, MONTHS, -300000);
    assert_int_equal(remember(store, &selector, &s), 1);
    assert_int_equal(s.series[0].found_count, 0);
    assert_int_equal(s.series[0].running.alarm, -1);
    assert_int_equal(s.series[0].running.period, period_of(MONTHS));
    assert_int_equal(s.series[0].running.documents, 3);
    assert_true(s.series[0].running.mean < s.series[0].running.lo);
    assert_ok(stance_shifts_text(&s, &text, &err));
    assert_non_null(strstr(text.data, "0 shifts found in 1 series tested; 1 alarm."));
    assert_non_null(strstr(text.data, "2022-01 stands out as more critical than before"));
    stance_strbuf_free(&text);
    stance_shifts_free(&s);
    assert_int_equal(remember(store, &selector, &s), 0);
    assert_true(s.series[0].running_known);
    stance_shifts_free(&s);
    close_store(store);
}

/* The same database, the same bytes; no line too wide, no number that is none. */
static void test_written(void **state)
{
    stance_error err = {STANCE_OK, ""};
    stance_store *store = open_store(((fixture *)*state)->db, STANCE_READ);
    static const stance_period by[] = {STANCE_BY_MONTH, STANCE_BY_WEEK, STANCE_BY_QUARTER, STANCE_BY_YEAR};
    for (size_t i = 0; i < sizeof by / sizeof *by; i++) {
        stance_strbuf texts[2] = {STANCE_STRBUF_INIT, STANCE_STRBUF_INIT};
        for (int round = 0; round < 2; round++) {
            stance_shifts s;
            csv_table table;
            stance_shifts_options options = STANCE_SHIFTS_OPTIONS_INIT;
            options.by = by[i];
            options.each = i % 2 ? STANCE_EACH_SPEAKER : STANCE_EACH_TOPIC;
            find(store, NULL, &options, &s);
            assert_ok(stance_shifts_text(&s, &texts[round], &err));
            assert_true(widest(texts[round].data) <= 80);
            const size_t start = texts[round].len;
            assert_ok(stance_shifts_table(&s, STANCE_CSV, &texts[round], &err));
            csv_read(texts[round].data + start, &table);
            assert_true(table.rows > s.count);
            free(table.store);
            assert_ok(stance_shifts_table(&s, STANCE_JSONL, &texts[round], &err));
            stance_shifts_free(&s);
        }
        assert_same_and_finite(texts);
    }
    close_store(store);
}

static void test_little(void **state)
{
    stance_shifts s;
    stance_error err = {STANCE_OK, ""};
    stance_strbuf text = STANCE_STRBUF_INIT;
    stance_selector selector = {0};
    stance_shifts_options options = STANCE_SHIFTS_OPTIONS_INIT;
    stance_store *store = open_store(((fixture *)*state)->db, STANCE_READ);
    selector.topic = V("syria");
    find(store, &selector, NULL, &s);
    assert_int_equal(s.found, 0);
    assert_ok(stance_shifts_text(&s, &text, &err));
    assert_string_equal(text.data, "no statements match\n");
    stance_strbuf_clear(&text);
    assert_ok(stance_shifts_table(&s, STANCE_JSONL, &text, &err));
    assert_int_equal(text.len, 0);
    stance_shifts_free(&s);

    selector.topic = V("sanctions");
    selector.from = (stance_date){2021, 2, 1};
    find(store, &selector, NULL, &s);
    assert_int_equal(s.tests, 0);
    assert_int_equal(s.series[0].whole.verdict, STANCE_SHIFT_TOO_LITTLE);
    assert_true(s.series[0].p_adjusted == 1 && s.series[0].whole.detectable > 0);
    assert_ok(stance_shifts_text(&s, &text, &err));
    assert_non_null(strstr(text.data, "insufficient data (0."));
    stance_shifts_free(&s);

    options.resamples = 1; /* not accepted: nothing is left held */
    assert_fails(stance_shifts_build(store, NULL, NULL, &options, &s, &err), STANCE_EINVAL);
    stance_shifts_free(&s);
    stance_shifts_free(NULL);
    stance_strbuf_free(&text);
    close_store(store);
}

int main(void)
{
    stance_stats_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_found, open_notes, tear_down),
        cmocka_unit_test_setup_teardown(test_adjusted, open_notes, tear_down),
        cmocka_unit_test_setup_teardown(test_selected, open_notes, tear_down),
        cmocka_unit_test_setup_teardown(test_told_once, open_notes, tear_down),
        cmocka_unit_test_setup_teardown(test_cut_off, open_notes, tear_down),
        cmocka_unit_test_setup_teardown(test_since, open_notes, tear_down),
        cmocka_unit_test_setup_teardown(test_alarm, open_notes, tear_down),
        cmocka_unit_test_setup_teardown(test_written, open_notes, tear_down),
        cmocka_unit_test_setup_teardown(test_little, open_notes, tear_down),
    };
    return cmocka_run_group_tests_name("report/shifts", tests, NULL, NULL);
}
