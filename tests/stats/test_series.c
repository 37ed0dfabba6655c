/* Series of period means. */
#include "stats_test.h"

static void build(const stance_observation *rows, size_t count, const stance_interval_options *options,
                  stance_series *out)
{
    stance_error err;
    if (stance_series_build(rows, count, options, out, &err) != STANCE_OK) fail_msg("%s", err.message);
}

static void empty(void **state)
{
    (void)state;
    stance_series series;
    build(NULL, 0, NULL, &series);
    assert_int_equal(series.count, 0);
    assert_int_equal(series.filled, 0);
    assert_null(series.points);
    stance_series_free(&series);
    stance_series_free(NULL);
}

static void one_statement(void **state)
{
    (void)state;
    const stance_observation row = {-1000000, 7, -3};
    stance_series series;
    build(&row, 1, NULL, &series);
    assert_int_equal(series.count, 1);
    const stance_series_point *p = series.points;
    assert_int_equal(p->period, -3);
    assert_int_equal(p->statements, 1);
    assert_int_equal(p->documents, 1);
    assert_true(p->has_mean && p->mean == -1);
    assert_false(p->interval.has_interval);
    assert_int_equal(p->interval.reason, STANCE_REASON_ONE_DOCUMENT);
    assert_int_equal(p->flags, STANCE_POINT_FEW);
    stance_series_free(&series);
    assert_null(series.points);
    assert_int_equal(series.count, 0);
}

/* Periods 5 and 8; nothing was said in 6 and 7. */
static const stance_observation gap[] = {
    {500000, 2, 8}, {100000, 1, 5}, {-300000, 3, 8}, {200000, 1, 5}, {600000, 4, 5}, {0, 2, 8}, {300001, 1, 5},
};
#define N_GAP (sizeof gap / sizeof *gap)

static void periods_without_statements_are_missing(void **state)
{
    (void)state;
    stance_series series;
    build(gap, N_GAP, NULL, &series);
    assert_int_equal(series.count, 4);
    assert_int_equal(series.filled, 2);
    for (size_t i = 0; i < 4; i++) assert_int_equal(series.points[i].period, 5 + (int)i);
    for (size_t i = 1; i < 3; i++) {
        const stance_series_point *p = &series.points[i];
        assert_false(p->has_mean);
        assert_false(p->interval.has_interval);
        assert_int_equal(p->interval.reason, STANCE_REASON_EMPTY);
        assert_int_equal(p->flags, STANCE_POINT_EMPTY);
        assert_int_equal(p->statements + p->documents, 0);
        assert_close(p->interval.level, .95);
    }
    assert_int_equal(series.points[0].statements, 4);
    assert_int_equal(series.points[0].documents, 2);
    assert_int_equal(series.points[0].sum, 1200001);
    assert_close(series.points[0].mean, 0.30000025);
    assert_int_equal(series.points[0].flags, STANCE_POINT_FEW | STANCE_POINT_DOMINATED);
    assert_int_equal(series.points[3].statements, 3);
    assert_int_equal(series.points[3].documents, 2);
    assert_close(series.points[3].mean, 0.2 / 3);
    assert_int_equal(series.points[3].interval.method, STANCE_INTERVAL_CR2);
    stance_series_free(&series);

    const stance_interval_options by_document = {STANCE_BY_DOCUMENT, .9, 999};
    build(gap, N_GAP, &by_document, &series);
    assert_int_equal(series.weighting, STANCE_BY_DOCUMENT);
    /* mean(c(mean(c(.1, .2, .300001)), .6)); mean(c(mean(c(.5, 0)), -.3)) */
    assert_close(series.points[0].mean, 0.4000001666666667);
    assert_close(series.points[3].mean, -0.025);
    assert_int_equal(series.points[0].flags, STANCE_POINT_FEW);
    assert_close(series.points[0].interval.level, .9);
    stance_series_free(&series);
}

/* The points hold what stance_mean_interval says of the documents. */
static void points_agree_with_the_interval_of_their_documents(void **state)
{
    (void)state;
    const stance_cluster first[] = {{600001, 3}, {600000, 1}}, last[] = {{500000, 2}, {-300000, 1}};
    stance_error err;
    stance_series series;
    stance_interval interval;
    build(gap, N_GAP, NULL, &series);
    assert_ok(stance_mean_interval(first, 2, NULL, &interval, &err));
    assert_true(series.points[0].interval.lo == interval.lo && series.points[0].interval.hi == interval.hi);
    assert_ok(stance_mean_interval(last, 2, NULL, &interval, &err));
    assert_true(series.points[3].interval.lo == interval.lo && series.points[3].interval.df == interval.df);
    stance_series_free(&series);
}

static void make_rows(stance_observation *rows, size_t count, uint32_t documents, uint32_t periods)
{
    uint32_t seed = 99;
    for (size_t i = 0; i < count; i++) {
        rows[i].document = park_miller(&seed) % documents;
        rows[i].period = (int32_t)(rows[i].document % periods);
        rows[i].value = (int32_t)(park_miller(&seed) % 2000001) - 1000000;
    }
}

static void order_and_numbering_do_not_matter(void **state)
{
    (void)state;
    enum { ROWS = 3000 };
    static stance_observation rows[ROWS], other[ROWS];
    make_rows(rows, ROWS, 400, 12);
    for (int weighting = 0; weighting < 2; weighting++) {
        const stance_interval_options options = {(stance_weighting)weighting, .95, 999};
        stance_series a, b;
        build(rows, ROWS, &options, &a);
        memcpy(other, rows, sizeof rows);
        uint32_t seed = 4;
        for (size_t i = ROWS - 1; i > 0; i--) {
            const size_t j = park_miller(&seed) % (i + 1);
            const stance_observation t = other[i];
            other[i] = other[j];
            other[j] = t;
        }
        /* Another database numbers its documents otherwise. */
        for (size_t i = 0; i < ROWS; i++) other[i].document = 4000000000u - 3 * other[i].document;
        build(other, ROWS, &options, &b);
        assert_int_equal(a.count, 12);
        assert_int_equal(a.count, b.count);
        for (size_t i = 0; i < a.count; i++) {
            const stance_series_point *p = &a.points[i], *q = &b.points[i];
            assert_int_equal(p->interval.method,
                             p->documents < STANCE_BCA_MIN_DOCUMENTS ? STANCE_INTERVAL_CR2 : STANCE_INTERVAL_BCA);
            assert_memory_equal(&p->mean, &q->mean, sizeof p->mean);
            assert_memory_equal(&p->interval.lo, &q->interval.lo, sizeof p->mean);
            assert_memory_equal(&p->interval.hi, &q->interval.hi, sizeof p->mean);
            assert_int_equal(p->documents, q->documents);
            assert_int_equal(p->sum, q->sum);
            assert_int_equal(p->flags, q->flags);
        }
        stance_series_free(&a);
        stance_series_free(&b);
    }
}

static void constant_values(void **state)
{
    (void)state;
    stance_observation rows[60];
    for (size_t i = 0; i < 60; i++) rows[i] = (stance_observation){-250000, (uint32_t)i, i < 50 ? 0 : 1};
    stance_series series;
    build(rows, 60, NULL, &series);
    assert_true(series.points[0].interval.has_interval);
    assert_true(series.points[0].interval.lo == -0.25 && series.points[0].interval.hi == -0.25);
    assert_int_equal(series.points[0].flags, STANCE_POINT_NO_VARIATION);
    assert_false(series.points[1].interval.has_interval);
    assert_int_equal(series.points[1].interval.reason, STANCE_REASON_NO_VARIATION);
    assert_true(series.points[1].mean == -0.25);
    stance_series_free(&series);
}

static void million_statements(void **state)
{
    (void)state;
    const size_t count = 1000000;
    stance_observation *rows = malloc(count * sizeof *rows);
    assert_non_null(rows);
    make_rows(rows, count, 300000, 30);
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++) sum += rows[i].value;
    stance_series series;
    build(rows, count, NULL, &series);
    assert_int_equal(series.count, 30);
    size_t statements = 0;
    for (size_t i = 0; i < series.count; i++) {
        const stance_series_point *p = &series.points[i];
        statements += p->statements;
        sum -= p->sum;
        assert_int_equal(p->interval.method, STANCE_INTERVAL_CR2); /* about 9,600 documents each */
        assert_true(p->interval.lo < p->mean && p->mean < p->interval.hi);
    }
    assert_int_equal(statements, count);
    assert_int_equal(sum, 0);
    stance_series_free(&series);
    free(rows);
}

static void rolling(const stance_observation *rows, const double *weights, size_t count, int32_t periods, int32_t last,
                    stance_series *series)
{
    const stance_rolling how = {periods, last};
    stance_error err;
    if (stance_series_rolling(rows, weights, count, &how, NULL, series, &err) != STANCE_OK) fail_msg("%s", err.message);
}

static void one_period_and_no_weights_is_the_ordinary_series(void **state)
{
    (void)state;
    stance_observation rows[500];
    make_rows(rows, 500, 60, 12);
    stance_series a, b;
    build(rows, 500, NULL, &a);
    rolling(rows, NULL, 500, 1, INT32_MIN, &b);
    assert_int_equal(a.count, b.count);
    assert_int_equal(a.filled, b.filled);
    for (size_t i = 0; i < a.count; i++) {
        const stance_series_point *p = &a.points[i], *q = &b.points[i];
        assert_true(p->period == q->period && p->statements == q->statements && p->documents == q->documents);
        assert_true(p->sum == q->sum && p->flags == q->flags && p->has_mean == q->has_mean);
        assert_close(q->mean, p->mean);
        assert_int_equal(p->interval.method, q->interval.method);
        if (p->interval.method == STANCE_INTERVAL_CR2) assert_close(q->interval.lo, p->interval.lo);
    }
    stance_series_free(&a);
    stance_series_free(&b);
}

/* A rolled point is the series of its window as one period. */
static void rolled_points_are_those_of_their_windows(void **state)
{
    (void)state;
    stance_observation rows[300], window[300];
    make_rows(rows, 300, 40, 9);
    stance_series series, one;
    rolling(rows, NULL, 300, 3, 100, &series);
    const int32_t first = series.points[0].period;
    assert_int_equal(series.points[series.count - 1].period, 100);
    for (size_t i = 0; i < series.count; i++) {
        const stance_series_point *p = &series.points[i];
        size_t n = 0;
        for (size_t k = 0; k < 300; k++) {
            if (rows[k].period > p->period || rows[k].period <= p->period - 3) continue;
            window[n] = rows[k];
            window[n++].period = 0;
        }
        assert_int_equal((p->flags & STANCE_POINT_SHORT) != 0, p->period - first < 2);
        assert_int_equal(p->statements, n);
        assert_int_equal(p->has_mean, n > 0); /* missing, not zero */
        if (!n) continue;
        build(window, n, NULL, &one);
        assert_close(p->mean, one.points[0].mean);
        assert_int_equal(p->documents, one.points[0].documents);
        stance_series_free(&one);
    }
    stance_series_free(&series);
}

/* By hand: .2 with weight 1 and .5 with weight 3 in one document, -.1 with weight 2 in another: mean (.2 + 1.5 - .2) / 6.
   By document: ((.2 + 1.5) / 4 - .1) / 2. Weights of any size, since only relations count. */
static void weighted_points(void **state)
{
    (void)state;
    const stance_observation rows[] = {{200000, 1, 5}, {500000, 1, 5}, {-100000, 2, 5}};
    const double scales[] = {0, -50000, 50000};
    for (size_t s = 0; s < 3; s++) {
        const double weights[] = {scales[s], scales[s] + log(3), scales[s] + log(2)};
        stance_series series;
        rolling(rows, weights, 3, 1, 0, &series);
        assert_true(fabs(series.points[0].mean - .25) < 1e-9);
        assert_true(series.points[0].flags & STANCE_POINT_DOMINATED);
        stance_series_free(&series);
        const stance_interval_options options = {STANCE_BY_DOCUMENT, .95, 999};
        const stance_rolling how = {1, 0};
        stance_error err;
        assert_ok(stance_series_rolling(rows, weights, 3, &how, &options, &series, &err));
        assert_true(fabs(series.points[0].mean - .1625) < 1e-9);
        stance_series_free(&series);
    }
    const double bad[] = {0, NAN, 0};
    const stance_rolling how = {1, 0}, none = {0, 0}, many = {STANCE_ROLLING_MAX + 1, 0};
    stance_series series;
    stance_error err;
    assert_fails(stance_series_rolling(rows, bad, 3, &how, NULL, &series, &err), STANCE_EINVAL);
    assert_fails(stance_series_rolling(rows, NULL, 3, &none, NULL, &series, &err), STANCE_EINVAL);
    assert_fails(stance_series_rolling(rows, NULL, 3, &many, NULL, &series, &err), STANCE_EINVAL);
    assert_null(series.points);
    rolling(NULL, NULL, 0, 4, 0, &series);
    assert_int_equal(series.count, 0);
}

static void bad_input(void **state)
{
    (void)state;
    stance_error err;
    stance_series series;
    stance_observation rows[] = {{0, 1, INT32_MIN}, {0, 2, INT32_MAX}};
    assert_fails(stance_series_build(rows, 2, NULL, &series, &err), STANCE_EINVAL);
    assert_non_null(strstr(err.message, "4294967296 periods"));
    assert_null(series.points);
    assert_int_equal(series.count, 0);
    rows[0].period = INT32_MAX - 1; /* the largest numbers there are, in the wrong order */
    build(rows, 2, NULL, &series);
    assert_int_equal(series.count, 2);
    assert_int_equal(series.points[1].period, INT32_MAX);
    stance_series_free(&series);
    rows[1].value = 1000001;
    assert_fails(stance_series_build(rows, 2, NULL, &series, &err), STANCE_EINVAL);
    assert_non_null(strstr(err.message, "statement 1 "));
    rows[1].value = -1000001;
    assert_fails(stance_series_build(rows, 2, NULL, &series, NULL), STANCE_EINVAL);
    assert_fails(stance_series_build(NULL, 2, NULL, &series, &err), STANCE_EINVAL);
    const stance_interval_options options = {STANCE_BY_STATEMENT, 2, 4999};
    assert_fails(stance_series_build(gap, N_GAP, &options, &series, &err), STANCE_EINVAL);
}

int main(void)
{
    stance_stats_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(empty),
        cmocka_unit_test(one_statement),
        cmocka_unit_test(periods_without_statements_are_missing),
        cmocka_unit_test(points_agree_with_the_interval_of_their_documents),
        cmocka_unit_test(order_and_numbering_do_not_matter),
        cmocka_unit_test(constant_values),
        cmocka_unit_test(million_statements),
        cmocka_unit_test(one_period_and_no_weights_is_the_ordinary_series),
        cmocka_unit_test(rolled_points_are_those_of_their_windows),
        cmocka_unit_test(weighted_points),
        cmocka_unit_test(bad_input),
    };
    return cmocka_run_group_tests_name("stats/series", tests, NULL, NULL);
}
