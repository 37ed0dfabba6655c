/* Quantiles and adjusted p-values. Expected values: base R 4.2, with the call in the comments. */
#include "stats_test.h"

#include "stats/internal.h"

/* v <- c(3, -1, 4, 1.5, -5, 9, 2, 6, 5, 3.5) */
static const double v[] = {3, -1, 4, 1.5, -5, 9, 2, 6, 5, 3.5};

static void median(void **state)
{
    (void)state;
    double copy[10], large[] = {DBL_MAX, DBL_MAX};
    memcpy(copy, v, sizeof v);
    assert_close(stance_median_in_place(copy, 10), 3.25);
    memcpy(copy, v, sizeof v);
    assert_close(stance_median_in_place(copy, 9), 3);
    memcpy(copy, v, sizeof v);
    assert_close(stance_median_in_place(copy, 1), 3);
    assert_close(stance_median_in_place(large, 2), DBL_MAX);
}

/* quantile(v, c(0, .025, .1, .25, .5, .9, .975, 1), type = 7) */
static void quantile(void **state)
{
    (void)state;
    const double p[] = {0, .025, .1, .25, .5, .9, .975, 1};
    const double expected[] = {-5, -4.1, -1.4, 1.625, 3.25, 6.3, 8.325, 9};
    stance_error err;
    double q, copy[10];
    memcpy(copy, v, sizeof v);
    for (size_t i = 0; i < 8; i++) {
        assert_ok(stance_quantile(copy, 10, p[i], &q, &err));
        assert_close(q, expected[i]);
        assert_ok(stance_quantile(v, 1, p[i], &q, &err));
        assert_close(q, 3);
    }
    assert_memory_equal(copy, v, sizeof v); /* left as it was */
    assert_fails(stance_quantile(v, 10, -0.01, &q, &err), STANCE_EINVAL);
    assert_fails(stance_quantile(v, 10, 1.01, &q, &err), STANCE_EINVAL);
    assert_fails(stance_quantile(v, 10, NAN, &q, &err), STANCE_EINVAL);
    assert_fails(stance_quantile(v, 0, .5, &q, &err), STANCE_ENODATA);
    const double bad[] = {1, NAN}, infinite[] = {-INFINITY, 1};
    assert_fails(stance_quantile(NULL, 2, .5, &q, &err), STANCE_EINVAL);
    assert_fails(stance_quantile(infinite, 2, .5, &q, &err), STANCE_EINVAL);
    assert_fails(stance_quantile(bad, 2, .5, &q, &err), STANCE_EINVAL);
    assert_non_null(strstr(err.message, "value 1 is not a finite number"));
    assert_true(q == 0);
    /* 0 … 999999 in a scrambled order; and a million equal values */
    const size_t count = 1000000;
    double *many = malloc(count * sizeof *many);
    assert_non_null(many);
    for (size_t i = 0; i < count; i++) many[i] = (double)(i * 7919 % count);
    assert_ok(stance_quantile(many, count, .3, &q, &err));
    assert_close(q, 299999.7);
    for (size_t i = 0; i < count; i++) many[i] = 2;
    assert_ok(stance_quantile(many, count, .3, &q, &err));
    assert_close(q, 2);
    free(many);
}

/* p <- c(.01, .02, .03, .04, .05, .001, .8, .02, 1, 0, .3); p.adjust(p, "BH"); p.adjust(p, "holm") */
static void adjust(void **state)
{
    (void)state;
    const double p[] = {.01, .02, .03, .04, .05, .001, .8, .02, 1, 0, .3};
    const double bh[] = {0.03666666666666667, 0.044, 0.055, 0.06285714285714286, 0.06875, 0.0055, 0.88, 0.044, 1, 0,
                         0.3666666666666667};
    const double holm[] = {0.09, 0.16, 0.18, 0.2, 0.2, 0.01, 1, 0.16, 1, 0, 0.9};
    stance_error err;
    double out[11];
    assert_ok(stance_adjust_p(p, 11, STANCE_ADJUST_BH, out, &err));
    for (size_t i = 0; i < 11; i++) assert_close(out[i], bh[i]);
    assert_ok(stance_adjust_p(p, 11, STANCE_ADJUST_HOLM, out, &err));
    for (size_t i = 0; i < 11; i++) assert_close(out[i], holm[i]);
    /* In place; alone; none. */
    memcpy(out, p, sizeof p);
    assert_ok(stance_adjust_p(out, 11, STANCE_ADJUST_BH, out, &err));
    for (size_t i = 0; i < 11; i++) assert_close(out[i], bh[i]);
    assert_ok(stance_adjust_p(p, 1, STANCE_ADJUST_HOLM, out, &err));
    assert_close(out[0], .01);
    assert_ok(stance_adjust_p(NULL, 0, STANCE_ADJUST_BH, NULL, &err));
    const double bad[] = {.1, NAN}, negative[] = {-.1}, above[] = {1.1};
    assert_fails(stance_adjust_p(bad, 2, STANCE_ADJUST_BH, out, &err), STANCE_EINVAL);
    assert_fails(stance_adjust_p(negative, 1, STANCE_ADJUST_BH, out, &err), STANCE_EINVAL);
    assert_fails(stance_adjust_p(above, 1, STANCE_ADJUST_HOLM, out, &err), STANCE_EINVAL);
    assert_fails(stance_adjust_p(NULL, 1, STANCE_ADJUST_HOLM, out, &err), STANCE_EINVAL);
    assert_fails(stance_adjust_p(p, 1, (stance_adjust)9, out, &err), STANCE_EINVAL);
}

int main(void)
{
    stance_stats_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(median),
        cmocka_unit_test(quantile),
        cmocka_unit_test(adjust),
    };
    return cmocka_run_group_tests_name("stats/order", tests, NULL, NULL);
}
