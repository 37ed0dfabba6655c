/* The numbers of a report, against those that follow from how the store was filled. */
#include "report_fixture.h"

#include <math.h>

#define assert_near(a, b) assert_true(fabs((a) - (b)) < 1e-9)

static void test_totals(void **state)
{
    stance_report r;
    stance_store *store = open_store(((fixture *)*state)->db, STANCE_READ);
    build(store, NULL, NULL, &r);
    assert_int_equal(r.all.total.statements, 36 * 3 + 6);
    assert_int_equal(r.all.total.documents, 36);
    int64_t sum = 6 * 500000;
    for (int m = 0; m < MONTHS; m++) sum += sanctions_score(m);
    assert_int_equal(r.all.total.sum, sum);
    assert_near(r.all.total.mean, (double)sum / 114e6);
    assert_true(r.all.total.interval.has_interval);
    assert_true(r.all.total.interval.lo < r.all.total.mean && r.all.total.mean < r.all.total.interval.hi);
    assert_int_equal(r.all.conciliatory, 20 + 18 + 6); /* months 0 … 19, every other month, space */
    assert_int_equal(r.all.critical, 15 + 18);
    assert_int_equal(r.all.with_tone, 44 + 33);
    assert_int_equal(r.period_count, 12);
    assert_int_equal(r.first.year, 2019);
    assert_int_equal(r.last.month, 12);
    assert_int_equal(r.summaries, 6);
    assert_int_equal(r.excluded.narration, 36);
    assert_int_equal(r.excluded.heads, 36);
    assert_int_equal(r.excluded.undated, 5 + 5);
    assert_int_equal(r.excluded.undated_documents, 2);
    assert_int_equal(r.excluded.inferred, 5);
    assert_int_equal(r.excluded.inferred_documents, 1);
    assert_int_equal(r.document_count, 39);
    assert_int_equal(r.documents[0].statements, 6);
    assert_int_equal(r.documents[0].counted, 4);
    stance_report_free(&r);
    close_store(store);
}

static void test_topics(void **state)
{
    stance_report r;
    stance_store *store = open_store(((fixture *)*state)->db, STANCE_READ);
    build(store, NULL, NULL, &r);
    assert_int_equal(r.topic_count, 5);
    assert_true(stance_view_is(r.topics[0].id, "arms-control"));
    assert_true(stance_view_is(r.topics[1].id, "sanctions"));
    assert_true(stance_view_is(r.topics[2].id, "trade"));
    assert_true(stance_view_is(r.topics[3].id, "space"));
    assert_true(stance_view_is(r.topics[4].id, STANCE_TOPIC_NONE));
    const stance_report_topic *sanctions = topic_of(&r, "sanctions"), *space = topic_of(&r, "space");
    for (int q = 0; q < 12; q++) {
        const stance_series_point *p = &sanctions->points[q];
        assert_int_equal(p->statements, 3);
        assert_int_equal(p->documents, 3);
        assert_near(p->mean, (double)sanctions_score(q * 3 + 1) / 1e6);
        assert_int_equal(p->period, stance_period_of(STANCE_BY_QUARTER, stance_date_to_days(r.first)) + q);
        assert_int_equal(space->points[q].statements, q % 2 == 0); /* months 0, 6, 12 … */
        assert_int_equal(space->points[q].has_mean, q % 2 == 0);
        assert_int_equal(space->points[q].interval.has_interval, 0);
    }
    const stance_report_topic *none = topic_of(&r, STANCE_TOPIC_NONE);
    assert_int_equal(none->total.statements, 36);
    assert_int_equal(none->with_tone, 0);
    assert_near(none->total.mean, 0);
    stance_report_free(&r);
    close_store(store);
}

static void test_trends(void **state)
{
    stance_report r;
    stance_store *store = open_store(((fixture *)*state)->db, STANCE_READ);
    build(store, NULL, NULL, &r);
    const stance_report_trend *t = &topic_of(&r, "sanctions")->trend;
    assert_int_equal(t->change, STANCE_CHANGE_DOWN);
    assert_int_equal(t->periods, 12);
    assert_near(t->slope, -0.36); /* 0.03 a month */
    assert_near(t->tau, -1);
    assert_true(t->p < 1e-6 && t->p_adjusted >= t->p && t->p_adjusted < 1e-6);
    assert_true(t->has_robust);
    assert_near(t->robust, -0.36);
    assert_int_equal(stance_trend_checks(t), STANCE_CHECKS_AGREE);
    t = &topic_of(&r, "arms-control")->trend;
    assert_int_equal(t->change, STANCE_CHANGE_NONE);
    assert_true(t->p_adjusted > 0.1);
    t = &topic_of(&r, "space")->trend;
    assert_int_equal(t->change, STANCE_CHANGE_UNTESTED);
    assert_string_equal(t->note, "too few documents");
    assert_int_equal(t->periods, 6);
    assert_int_equal(topic_of(&r, STANCE_TOPIC_NONE)->trend.change, STANCE_CHANGE_NONE); /* constant */
    stance_report_free(&r);
    /* by year there are three periods only */
    stance_report_options options = STANCE_REPORT_OPTIONS_INIT;
    options.by = STANCE_BY_YEAR;
    build(store, NULL, &options, &r);
    assert_int_equal(r.period_count, 3);
    assert_int_equal(topic_of(&r, "sanctions")->trend.change, STANCE_CHANGE_UNTESTED);
    assert_string_equal(topic_of(&r, "sanctions")->trend.note, "too few periods");
    stance_report_free(&r);
    options.by = STANCE_BY_MONTH;
    build(store, NULL, &options, &r);
    assert_near(topic_of(&r, "sanctions")->trend.slope, -0.36);
    stance_report_free(&r);
    close_store(store);
}

/* A robust line that goes the other way is said; so is what was said before it came. */
static void test_checks(void **state)
{
    (void)state;
    stance_report_trend t = {.change = STANCE_CHANGE_UP, .tau = .4, .p = .01, .p_break = 1};
    assert_int_equal(stance_trend_checks(&t), STANCE_CHECKS_AGREE);
    t.has_robust = true;
    t.robust = .1;
    assert_int_equal(stance_trend_checks(&t), STANCE_CHECKS_AGREE);
    t.robust = -.1;
    assert_int_equal(stance_trend_checks(&t), STANCE_CHECKS_SLOPE);
    t.has_prewhitened = true;
    t.p_prewhitened = .5;
    assert_int_equal(stance_trend_checks(&t), STANCE_CHECKS_DOUBT);
    t.p = .5; /* nothing was found, and so nothing goes the other way */
    assert_int_equal(stance_trend_checks(&t), STANCE_CHECKS_AGREE);
}

/* The line goes through means that lie on one, and only where there are means and enough of them. */
static void test_line(void **state)
{
    stance_report r;
    stance_report_options options = STANCE_REPORT_OPTIONS_INIT;
    stance_store *store = open_store(((fixture *)*state)->db, STANCE_READ);
    build(store, NULL, NULL, &r);
    const stance_report_topic *sanctions = topic_of(&r, "sanctions");
    for (size_t q = 0; q < r.period_count; q++) {
        assert_true(sanctions->line[q].has);
        assert_near(sanctions->line[q].y, sanctions->points[q].mean);
        assert_false(topic_of(&r, "space")->line[q].has); /* six quarters */
    }
    for (size_t q = 0; q < r.period_count; q++) {
        const stance_line_point *all = &r.all.line[q];
        assert_true(all->has && all->has_band && all->lo < all->y && all->y < all->hi);
    }
    stance_report_free(&r);
    options.by = STANCE_BY_YEAR;
    build(store, NULL, &options, &r);
    assert_false(r.all.line[0].has);
    stance_report_free(&r);
    close_store(store);
}

static void test_evidence(void **state)
{
    stance_report r;
    stance_error err = {STANCE_OK, ""};
    const stance_row *row;
    stance_store *store = open_store(((fixture *)*state)->db, STANCE_READ);
    build(store, NULL, NULL, &r);
    assert_int_equal(r.all.evidence_count[STANCE_SIDE_CONCILIATORY], 5);
    assert_int_equal(r.all.evidence_count[STANCE_SIDE_CRITICAL], 5);
    for (int side = 0; side < 2; side++) {
        for (size_t i = 0; i < 5; i++) {
            const stance_evidence *e = &r.all.evidence[side][i];
            assert_true(side ? e->tone.score < 0 : e->tone.score > 0);
            assert_int_equal(e->summary, e->date.year == 2021 && e->date.month > 6);
            assert_ok(stance_store_find(store, V(e->id), &row, &err));
            assert_true(stance_view_equal(row->text, e->text));
            assert_int_equal(row->statement.tone.score, e->tone.score);
            for (size_t k = 0; k < i; k++)
                assert_false(stance_view_equal(r.all.evidence[side][k].document, e->document));
        }
    }
    assert_int_equal(r.all.evidence[STANCE_SIDE_CONCILIATORY][0].tone.score, 600000);
    assert_int_equal(r.all.evidence[STANCE_SIDE_CRITICAL][0].tone.score, -450000);
    assert_int_equal(topic_of(&r, "space")->evidence_count[STANCE_SIDE_CRITICAL], 0);
    assert_int_equal(topic_of(&r, "space")->evidence_count[STANCE_SIDE_CONCILIATORY], 2);
    assert_int_equal(topic_of(&r, STANCE_TOPIC_NONE)->evidence_count[0], 0); /* 0 is on no side */
    stance_report_free(&r);
    close_store(store);
}

static void test_speakers(void **state)
{
    stance_report r;
    stance_store *store = open_store(((fixture *)*state)->db, STANCE_READ);
    build(store, NULL, NULL, &r);
    assert_int_equal(r.speaker_count, 2);
    assert_true(stance_view_is(r.speakers[0].name, "Vera Orlova")); /* under one name, though she has two spellings */
    assert_true(stance_view_is(r.speakers[0].actor, "vera-orlova"));
    assert_int_equal(r.speakers[0].total.statements, 72);
    assert_true(stance_view_is(r.speakers[1].name, "Jon Falk"));
    assert_null(r.speakers[1].actor.data);
    assert_int_equal(r.speakers[1].total.statements, 42);
    assert_near(r.speakers[1].total.mean, 3.0 / 42);
    stance_report_free(&r);
    close_store(store);
}

static void test_selectors(void **state)
{
    stance_report r;
    stance_store *store = open_store(((fixture *)*state)->db, STANCE_READ);
    /* one topic: the other topics of its statements have no series */
    build(store, &(stance_selector){.topic = V("Arms-Control")}, NULL, &r);
    assert_int_equal(r.topic_count, 1);
    assert_true(stance_view_is(r.topics[0].id, "arms-control"));
    assert_int_equal(r.topics[0].total.statements, 36);
    stance_report_free(&r);
    /* a range: undated documents are still told of */
    build(store, &(stance_selector){.from = {2020, 1, 1}, .to = {2020, 12, 31}}, NULL, &r);
    assert_int_equal(r.all.total.documents, 12);
    assert_int_equal(r.period_count, 4);
    assert_int_equal(r.excluded.undated, 10);
    assert_int_equal(r.excluded.undated_documents, 2);
    assert_int_equal(r.excluded.inferred_documents, 1);
    stance_report_free(&r);
    build(store, &(stance_selector){.inferred_too = true}, NULL, &r);
    assert_int_equal(r.all.total.documents, 37);
    assert_int_equal(r.excluded.inferred, 0);
    stance_report_free(&r);
    build(store, &(stance_selector){.topic = V("none")}, NULL, &r);
    assert_int_equal(r.topic_count, 1);
    assert_int_equal(r.all.total.statements, 36);
    stance_report_free(&r);
    build(store, &(stance_selector){.speaker = V("Nobody Atall")}, NULL, &r);
    assert_int_equal(r.all.total.statements, 0);
    assert_int_equal(r.topic_count, 0);
    assert_int_equal(r.period_count, 0);
    stance_report_free(&r);
    stance_report_free(NULL);
    close_store(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_totals, open_months, tear_down),
        cmocka_unit_test_setup_teardown(test_topics, open_months, tear_down),
        cmocka_unit_test_setup_teardown(test_trends, open_months, tear_down),
        cmocka_unit_test(test_checks),
        cmocka_unit_test_setup_teardown(test_line, open_months, tear_down),
        cmocka_unit_test_setup_teardown(test_evidence, open_months, tear_down),
        cmocka_unit_test_setup_teardown(test_speakers, open_months, tear_down),
        cmocka_unit_test_setup_teardown(test_selectors, open_months, tear_down),
    };
    stance_stats_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
