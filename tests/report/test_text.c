/* report.txt and the table of `stance trend`: width, words, and what they say when there is little or nothing to say. */
#include "report_fixture.h"

static char *text_of(stance_store *store, const stance_selector *selector, const stance_report_options *options,
                     bool trend)
{
    stance_error err = {STANCE_OK, ""};
    stance_report report;
    stance_strbuf out = STANCE_STRBUF_INIT;
    build(store, selector, options, &report);
    if (trend) assert_ok(stance_trend_text(&report, &out, &err));
    else assert_ok(stance_report_text(&report, &out, &err));
    stance_report_free(&report);
    return out.data;
}

/* True when text holds `words`, however lines are broken. */
static bool says(const char *text, const char *words)
{
    stance_strbuf flat = STANCE_STRBUF_INIT;
    for (bool gap = false; *text; text++) {
        bool space = *text == ' ' || *text == '\n';
        if (!space && gap) stance_strbuf_addc(&flat, ' ');
        if (!space) stance_strbuf_addc(&flat, *text);
        gap = space;
    }
    bool found = strstr(flat.data, words) != NULL;
    if (!found) print_error("not said: %s\n", words);
    stance_strbuf_free(&flat);
    return found;
}

static void test_report(void **state)
{
    stance_store *store = open_store(((fixture *)*state)->db, STANCE_READ);
    stance_selector selector = {.from = {2019, 1, 1}, .to = {2021, 12, 31}};
    char *text = text_of(store, &selector, NULL, false);
    assert_in_range(widest(text), 60, 80);
    assert_null(strstr(text, "-0.00"));
    const char *finding = strstr(text, "Finding"), *coverage = strstr(text, "Coverage"),
               *caveats = strstr(text, "Caveats"), *provenance = strstr(text, "Provenance");
    assert_true(finding && finding < coverage && coverage < caveats && caveats < provenance);
    assert_true(says(text, "Over 2019–2021 the tone of the statements of 2 speakers was on balance neither clearly "
                           "conciliatory nor clearly critical: mean +0.05 (95 % interval"));
    assert_true(says(text, "114 statements in 36 documents)"));
    assert_true(says(text, "Most of them come from Vera Orlova (72 of 114)."));
    assert_true(says(text, "6 of the documents are summaries of what was said."));
    assert_true(says(text, "By topic, more critical: sanctions (-0.36 a year"));
    assert_true(says(text, "no change found: arms-control; trade; No topic."));
    assert_true(says(text, "Too little data to tell: space."));
    assert_true(says(text, "- 10 sentences in 2 documents without a whole date"));
    assert_true(says(text, "- 5 sentences in 1 document whose date is inferred"));
    assert_true(says(text, "Statement: “Each new list of sanctions"));
    assert_true(says(text, "Summary: Each new list of sanctions"));
    assert_true(says(text, "2021-11-15 · Vera Orlova · stance digest · "));
    assert_true(says(text, "2019-Q2: no statements"));
    assert_true(says(text, "--by quarter --from 2019-01-01 --to 2021-12-31 --dates exact"));
    free(text);
    close_store(store);
}

static void test_one_speaker(void **state)
{
    stance_store *store = open_store(((fixture *)*state)->db, STANCE_READ);
    char *text = text_of(store, &(stance_selector){.speaker = V("Orlova"), .from = {2021, 1, 1}}, NULL, false);
    assert_true(
        says(text, "From 2021-01-01 to 2021-12-15 the tone of Vera Orlova's statements was on balance critical"));
    assert_true(says(text,
                     "Over time: too little data to tell whether the tone changed (4 quarters with statements, 12 "
                     "documents; at least 5 and 10 are needed)."));
    assert_int_equal(widest(text) <= 80, 1);
    free(text);
    text = text_of(store, &(stance_selector){.topic = V("sanctions")}, NULL, false); /* said once, not twice */
    assert_null(strstr(text, "All statements"));
    assert_true(says(text, "sanctions 12 -0.36 -0.36 to -0.36 <0.001 <0.001 down"));
    free(text);
    text = text_of(store, &(stance_selector){.to = {2019, 12, 31}}, NULL, false);
    assert_true(says(text, "was on balance conciliatory: mean +0.16 (95 % interval"));
    assert_true(says(text, "Clearly conciliatory on one topic: sanctions, mean +0.44"));
    free(text);
    text = text_of(store, &(stance_selector){.from = {2019, 1, 15}, .to = {2019, 2, 15}}, NULL, false);
    assert_non_null(strstr(text, "All statements"));
    assert_true(says(text, "2019-Q1 is not whole: --from and --to leave out a part of it."));
    assert_true(says(text, "neither clearly conciliatory nor clearly critical"));
    free(text);
    text = text_of(store, &(stance_selector){.from = {2019, 1, 15}, .to = {2019, 1, 15}}, NULL, false);
    assert_true(says(text,
                     "On 2019-01-15 the tone of the statements of 2 speakers cannot be generalised from so little: "
                     "mean +0.35 (no interval: one document; 4 statements in 1 document)."));
    free(text);
    close_store(store);
}

static void test_trend(void **state)
{
    stance_store *store = open_store(((fixture *)*state)->db, STANCE_READ);
    stance_report_options options = STANCE_REPORT_OPTIONS_INIT;
    static const stance_period all[] = {STANCE_BY_DAY, STANCE_BY_WEEK, STANCE_BY_MONTH, STANCE_BY_HALF, STANCE_BY_YEAR};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        options.by = all[i];
        char *text = text_of(store, NULL, &options, true);
        assert_in_range(widest(text), 40, 80);
        free(text);
        text = text_of(store, NULL, &options, false);
        assert_in_range(widest(text), 60, 80);
        free(text);
    }
    options.by = STANCE_BY_HALF;
    char *text = text_of(store, &(stance_selector){.topic = V("sanctions")}, &options, true);
    assert_null(strstr(text, "All statements"));
    assert_true(says(text, "2021-H2 6 6 -0.38"));
    assert_true(says(text, "trend: more critical (slope -0.36 a year"));
    free(text);
    close_store(store);
}

static void test_nothing(void **state)
{
    stance_store *store = open_store(((fixture *)*state)->db, STANCE_READ);
    stance_selector selector = {.speaker = V("Nobody")};
    char *text = text_of(store, &selector, NULL, false);
    assert_non_null(strstr(text, "\nno statements match\n"));
    assert_non_null(strstr(text, "Provenance"));
    free(text);
    text = text_of(store, &selector, NULL, true);
    assert_string_equal(text, "no statements match\n");
    free(text);
    close_store(store);
}

/* Names, sources and sentences that would break a table or a terminal. */
static void test_nasty(void **state)
{
    fixture *f = *state;
    stance_strbuf text = STANCE_STRBUF_INIT, name = STANCE_STRBUF_INIT;
    static const char hard[] = "=\"x\",\n\xE2\x80\xAE\xE2\x80\x8F\x1B[2J \xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x9A\x80"
                               "\xF0\x9F\x87\xAB\xF0\x9F\x87\xB7\xE2\x98\x8E\xEF\xB8\x8F \xE4\xB8\xAD\xE6\x96\x87 ";
    stance_strbuf_adds(&text, hard);
    for (int i = 0; i < 10000; i++) stance_strbuf_addc(&text, 'w');
    stance_strbuf_adds(&name, "@");
    for (int i = 0; i < 20; i++) stance_strbuf_adds(&name, hard);
    stance_store *store = open_store(f->db, STANCE_WRITE);
    stance_view topics[] = {
        V("\xE4\xB8\xAD\xE6\x96\x87\xE4\xB8\xAD\xE6\x96\x87\xE4\xB8\xAD\xE6\x96\x87-\xE4\xB8\xAD"
          "\xE6\x96\x87\xE4\xB8\xAD\xE6\x96\x87\xE4\xB8\xAD\xE6\x96\x87-a-very-long-topic-id-indeed")};
    stance_span span = {0, (uint32_t)text.len};
    stance_statement s;
    put_statement(&s, 1, name.data, NULL, topics, 1, 700000, &span);
    stance_document document = {
        .id = V("-x.txt"), .text = stance_strbuf_view(&text), .source = stance_strbuf_view(&name)};
    document.date = (stance_date){2020, 2, 29};
    document.basis = STANCE_DATE_URL;
    add_one(store, &document, &s, 1);
    stance_report_options options = STANCE_REPORT_OPTIONS_INIT;
    options.title = "\x1B]0;title\x07 =1";
    char *out = text_of(store, NULL, &options, false);
    assert_in_range(widest(out), 60, 80);
    assert_null(strpbrk(out, "\x1B\x07\t\r"));
    assert_null(strstr(out, "\xE2\x80\xAE"));
    free(out);
    out = text_of(store, NULL, &options, true);
    assert_in_range(widest(out), 40, 80);
    assert_null(strpbrk(out, "\x1B\x07\t\r"));
    free(out);
    close_store(store);
    stance_strbuf_free(&text);
    stance_strbuf_free(&name);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_report, open_months, tear_down),
        cmocka_unit_test_setup_teardown(test_one_speaker, open_months, tear_down),
        cmocka_unit_test_setup_teardown(test_trend, open_months, tear_down),
        cmocka_unit_test_setup_teardown(test_nothing, open_months, tear_down),
        cmocka_unit_test_setup_teardown(test_nasty, set_up, tear_down),
    };
    stance_stats_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
