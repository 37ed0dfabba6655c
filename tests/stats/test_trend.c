/* Theil–Sen and Mann–Kendall. Expected values: base R 4.2, with the code that gave them in the comments. */
#include "stats_test.h"

/* up <- c(.12,.08,.25,.21,.3,.27,.41,.33); tied <- c(.1,.2,.2,.15,.1,.3,.3,.3,.2,.4,.35,.1) */
static const double up[] = {.12, .08, .25, .21, .3, .27, .41, .33};
static const double tied[] = {.1, .2, .2, .15, .1, .3, .3, .3, .2, .4, .35, .1};
static const double one_to[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

static void kendall_of(const double *y, size_t count, stance_mann_kendall *out)
{
    stance_error err;
    if (stance_mann_kendall_test(y, count, out, &err) != STANCE_OK) fail_msg("%s", err.message);
    assert_int_equal(out->points, count);
}

/* mk <- function(y) { n <- length(y); S <- sum(sapply(1:(n-1), function(i) sum(sign(y[(i+1):n] - y[i])))); t <-
   table(y) v <- (n*(n-1)*(2*n+5) - sum(t*(t-1)*(2*t+5))) / 18; z <- sign(S) * (abs(S) - 1) / sqrt(v); if (S == 0) z <-
   0 c(S, v, cor(seq_along(y), y, method = "kendall"), z, min(1, 2 * pnorm(-abs(z)))) } exact p: cor.test(seq_along(y),
   y, method = "kendall", exact = TRUE)$p.value */
static void kendall_without_ties(void **state)
{
    (void)state;
    stance_mann_kendall k;
    kendall_of(up, 8, &k);
    assert_int_equal(k.s, 20);
    assert_close(k.variance, 65.33333333333333);
    assert_close(k.tau_b, 0.7142857142857143);
    assert_close(k.z, 2.350640381700619);
    assert_close(k.p_normal, 0.0187411367895967);
    assert_true(k.exact);
    assert_close(k.p, 0.01413690476190466);

    const double falling[] = {4, 3, 2, 1};
    kendall_of(falling, 4, &k);
    assert_int_equal(k.s, -6);
    assert_close(k.z, -1.698415551216894);
    assert_close(k.p_normal, 0.08942935902899354);
    assert_close(k.p, 2.0 / 24);

    /* y <- ((1:49) * 37) %% 101 + (1:49) * .5: the longest that has an exact p, and the next */
    double y[50];
    for (int i = 1; i <= 50; i++) y[i - 1] = i * 37 % 101 + i * .5;
    kendall_of(y, 49, &k);
    assert_int_equal(k.s, 212);
    assert_close(k.tau_b, 0.1802721088435374);
    assert_close(k.p_normal, 0.06894419107648146);
    assert_true(k.exact);
    assert_close(k.p, 0.06877725160766524);
    kendall_of(y, 50, &k);
    assert_false(k.exact);
    assert_close(k.p, k.p_normal);

    /* S = 0 */
    const double flat[] = {2, 4, 1, 3};
    kendall_of(flat, 4, &k);
    assert_int_equal(k.s, 0);
    assert_true(k.z == 0 && k.p == 1 && k.p_normal == 1 && k.tau_b == 0);
    assert_false(k.constant);
}

static void kendall_with_ties(void **state)
{
    (void)state;
    stance_mann_kendall k;
    kendall_of(tied, 12, &k);
    assert_int_equal(k.s, 21);
    assert_close(k.variance, 201.6666666666667);
    assert_close(k.tau_b, 0.3423811916311629);
    assert_close(k.z, 1.408357580439061);
    assert_false(k.exact);
    /* also cor.test(1:12, tied, method = "kendall", exact = FALSE, continuity = TRUE)$p.value */
    assert_close(k.p, 0.1590252134042445);
    kendall_of(nile, 100, &k);
    assert_int_equal(k.s, -1387);
    assert_close(k.variance, 112728.3333333333);
    assert_close(k.tau_b, -0.280741334724613);
    assert_close(k.z, -4.128066522844101);
    assert_close(k.p, 3.658262921664328e-05);

    const double zeros[] = {0.0, -0.0, 0.0, -0.0, 0.0};
    kendall_of(zeros, 5, &k);
    assert_true(k.constant && k.s == 0 && k.p == 1 && k.tau_b == 0 && k.z == 0 && k.variance == 0);
    const double step[] = {1, 1, 1, 1, 2};
    kendall_of(step, 5, &k);
    assert_int_equal(k.s, 4);
    assert_false(k.constant);
}

static void kendall_of_many(void **state)
{
    (void)state;
    /* y <- ((1:5000) * 7919) %% 1009 + floor((1:5000) / 500) */
    enum { N = 5000, MANY = 1000000 };
    static double y[MANY];
    stance_mann_kendall k;
    for (int i = 1; i <= N; i++) y[i - 1] = i * 7919 % 1009 + i / 500;
    kendall_of(y, N, &k);
    assert_int_equal(k.s, 71570);
    assert_close(k.variance, 13893036993.33333);
    assert_close(k.tau_b, 0.005729058067833438);
    assert_close(k.p, 0.543723211207737);
    for (int i = 0; i < MANY; i++) y[i] = i;
    kendall_of(y, MANY, &k);
    assert_int_equal(k.s, INT64_C(1000000) * 999999 / 2);
    assert_close(k.tau_b, 1);
    assert_true(k.p >= 0 && k.p < 1e-300);
}

/* sen <- function(x, y, level = .95) { n <- length(y); d <- numeric(0)
     for (i in 1:(n-1)) d <- c(d, (y[(i+1):n] - y[i]) / (x[(i+1):n] - x[i]))
     k <- length(d); C <- qnorm((1 + level) / 2) * sqrt(mk(y)[2]); r <- c(round((k - C) / 2), round((k + C) / 2 + 1))
     b <- median(d); c(b, median(y - b * x), sort(d)[r]) } */
static void check_sen(const double *x, const double *y, size_t count, double level, double slope, double intercept,
                      double lo, double hi)
{
    stance_error err;
    stance_sen sen;
    assert_ok(stance_sen_slope(x, y, NULL, count, level, &sen, &err));
    assert_int_equal(sen.points, count);
    assert_close(sen.slope, slope);
    assert_close(sen.intercept, intercept);
    assert_true(sen.has_interval);
    assert_close(sen.lo, lo);
    assert_close(sen.hi, hi);
    assert_close(sen.level, level);
}

static void sen(void **state)
{
    (void)state;
    const double gaps[] = {1, 2, 4, 5, 6, 9, 10, 11, 12, 15, 16, 17};
    double years[100];
    for (int i = 0; i < 100; i++) years[i] = 1871 + i;
    check_sen(one_to, up, 8, .95, 0.035, 0.0775, 0.01, 0.066);
    check_sen(gaps, tied, 12, .95, 0.01091269841269841, 0.1658730158730159, 0, 0.02);
    check_sen(years, nile, 100, .95, -2.6, 5890.3, -3.627906976744186, -1.428571428571429);
    check_sen(years, nile, 100, .9, -2.6, 5890.3, -3.428571428571428, -1.659090909090909);
}

static void sen_without_interval(void **state)
{
    (void)state;
    const double falling[] = {4, 3, 2, 1}, constant[] = {.3, .3, .3, .3, .3, .3, .3, .3, .3, .3, .3, .3};
    stance_error err;
    stance_sen s;
    /* Four points: the lower rank would be round(.11) = 0. */
    assert_ok(stance_sen_slope(one_to, falling, NULL, 4, .95, &s, &err));
    assert_true(s.slope == -1 && s.intercept == 5);
    assert_false(s.has_interval);
    assert_true(s.lo == 0 && s.hi == 0);
    assert_ok(stance_sen_slope(one_to, constant, NULL, 12, .95, &s, &err));
    assert_true(s.slope == 0 && s.intercept == .3);
    assert_false(s.has_interval);
}

/* wsen <- function(x, y, w) { o <- t(combn(length(y), 2)); d <- (y[o[,2]] - y[o[,1]]) / (x[o[,2]] - x[o[,1]])
     k <- w[o[,1]] * w[o[,2]]; q <- order(d); d <- d[q]; k <- cumsum(k[q]); h <- k[length(k)] / 2; i <- which(k >= h)[1]
     if (k[i] == h) (d[i] + d[i+1]) / 2 else d[i] } */
static void sen_weighted(void **state)
{
    (void)state;
    const double w1[] = {1, 5, 2, 8, 3, 1, 9, 2}, w2[] = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8};
    const double equal[] = {3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3};
    stance_error err;
    stance_sen s, plain;
    assert_ok(stance_sen_slope(one_to, up, w1, 8, .95, &s, &err));
    assert_close(s.slope, 0.065);
    assert_false(s.has_interval);
    assert_ok(stance_sen_slope(one_to, tied, w2, 12, .95, &s, &err));
    assert_close(s.slope, 0);
    /* Equal weights are no weights, with an odd and an even number of pairs. */
    for (size_t n = 4; n <= 12; n++) {
        assert_ok(stance_sen_slope(one_to, tied, equal, n, .95, &s, &err));
        assert_ok(stance_sen_slope(one_to, tied, NULL, n, .95, &plain, &err));
        assert_close(s.slope, plain.slope);
        assert_close(s.intercept, plain.intercept);
    }
    /* A whole number of times as heavy is as many times there, as far as pairs of others go: brute force. */
    double x[40], y[40], w[40];
    uint32_t seed = 5;
    for (int round = 0; round < 50; round++) {
        const size_t n = 4 + park_miller(&seed) % 37;
        for (size_t i = 0; i < n; i++) {
            x[i] = (double)i + (i > 0 ? 0.25 * (park_miller(&seed) % 3) : 0);
            y[i] = park_miller(&seed) % 9;
            w[i] = 1 + park_miller(&seed) % 4;
        }
        assert_ok(stance_sen_slope(x, y, w, n, .95, &s, &err));
        double below = 0, at = 0, total = 0;
        for (size_t i = 0; i < n; i++) {
            for (size_t j = i + 1; j < n; j++) {
                const double d = (y[j] - y[i]) / (x[j] - x[i]), weight = w[i] * w[j];
                total += weight;
                if (d < s.slope) below += weight;
                if (fabs(d - s.slope) <= 0) at += weight;
            }
        }
        assert_true(2 * below <= total && 2 * (below + at) >= total);
    }
}

static void sen_of_many(void **state)
{
    (void)state;
    enum { N = STANCE_SEN_MAX_POINTS };
    static double x[N + 1], y[N + 1], w[N + 1];
    stance_error err;
    stance_sen s;
    for (int i = 0; i <= N; i++) {
        x[i] = i;
        y[i] = 0.25 * i + i * 7919 % 101; /* drift and bounded noise */
        w[i] = 1 + i % 7;
    }
    assert_ok(stance_sen_slope(x, y, NULL, N, .95, &s, &err));
    assert_true(fabs(s.slope - 0.25) < 1e-3 && s.lo < 0.25 && 0.25 < s.hi);
    assert_ok(stance_sen_slope(x, y, w, N, .95, &s, &err));
    assert_true(fabs(s.slope - 0.25) < 1e-3);
    assert_fails(stance_sen_slope(x, y, NULL, N + 1, .95, &s, &err), STANCE_EINVAL);
    assert_non_null(strstr(err.message, "longer periods"));
    for (int i = 0; i <= N; i++) y[i] = 1; /* all slopes tied */
    assert_ok(stance_sen_slope(x, y, NULL, N, .95, &s, &err));
    assert_true(s.slope == 0);
    assert_ok(stance_sen_slope(x, y, w, N, .95, &s, &err));
    assert_true(s.slope == 0);
}

static void bad_input(void **state)
{
    (void)state;
    stance_error err;
    stance_sen s;
    stance_mann_kendall k;
    const double backwards[] = {1, 2, 4, 3, 5}, twice[] = {1, 2, 2, 3, 4}, nan[] = {1, 2, NAN, 3, 4};
    const double infinite[] = {1, 2, 3, 4, INFINITY}, zero[] = {1, 1, 0, 1, 1}, good[] = {1, 2, 3, 4, 5};
    const double large[] = {-DBL_MAX, 1, 2, 3, DBL_MAX}, near[] = {1, 1 + 1e-15, 2, 3, 4};
    for (size_t n = 0; n < 4; n++) {
        assert_fails(stance_sen_slope(good, good, NULL, n, .95, &s, &err), STANCE_ENODATA);
        assert_non_null(strstr(err.message, "at least 4 points"));
        assert_fails(stance_mann_kendall_test(good, n, &k, &err), STANCE_ENODATA);
    }
    assert_fails(stance_sen_slope(backwards, good, NULL, 5, .95, &s, &err), STANCE_EINVAL);
    assert_fails(stance_sen_slope(twice, good, NULL, 5, .95, &s, &err), STANCE_EINVAL);
    assert_fails(stance_sen_slope(nan, good, NULL, 5, .95, &s, &err), STANCE_EINVAL);
    assert_fails(stance_sen_slope(good, nan, NULL, 5, .95, &s, &err), STANCE_EINVAL);
    assert_fails(stance_sen_slope(good, infinite, NULL, 5, .95, &s, &err), STANCE_EINVAL);
    assert_fails(stance_sen_slope(good, good, zero, 5, .95, &s, &err), STANCE_EINVAL);
    assert_fails(stance_sen_slope(good, good, nan, 5, .95, &s, &err), STANCE_EINVAL);
    assert_fails(stance_sen_slope(NULL, good, NULL, 5, .95, &s, &err), STANCE_EINVAL);
    assert_fails(stance_sen_slope(good, good, NULL, 5, 1, &s, &err), STANCE_EINVAL);
    assert_fails(stance_sen_slope(good, large, NULL, 5, .95, &s, &err), STANCE_EINVAL);
    assert_non_null(strstr(err.message, "too large"));
    assert_true(s.points == 0 && s.slope == 0);
    assert_ok(stance_sen_slope(near, good, NULL, 5, .95, &s, &err));
    assert_true(isfinite(s.slope) && isfinite(s.intercept));
    assert_fails(stance_mann_kendall_test(nan, 5, &k, &err), STANCE_EINVAL);
    assert_fails(stance_mann_kendall_test(infinite, 5, &k, &err), STANCE_EINVAL);
    assert_fails(stance_mann_kendall_test(NULL, 5, &k, &err), STANCE_EINVAL);
    /* A scale of 1e9 is no trouble, nor are tiny and huge weights. */
    const double weights[] = {1e-300, 1e300, 1, 1e300, 1e-300}, scaled[] = {-1e9, 3e9, 2e9, 4e9, 5e9};
    assert_ok(stance_sen_slope(good, scaled, weights, 5, .95, &s, &err));
    assert_close(s.slope, 5e8);
}

static void of_a_series(void **state)
{
    (void)state;
    /* Period means up in periods 101 … 108 without 103, so x = c(1:2, 4:9) + 100 with up. */
    stance_observation rows[16];
    for (size_t i = 0; i < 8; i++) {
        const int32_t period = (int32_t)(101 + i + (i > 1)), value = (int32_t)lround(up[i] * 1e6);
        rows[2 * i] = (stance_observation){value - 50000, (uint32_t)(2 * i), period};
        rows[2 * i + 1] = (stance_observation){value + 50000, (uint32_t)(2 * i + 1), period};
    }
    stance_error err;
    stance_series series;
    stance_trend trend, weighted;
    assert_ok(stance_series_build(rows, 16, NULL, &series, &err));
    assert_ok(stance_series_trend(&series, STANCE_TREND_UNWEIGHTED, .95, &trend, &err));
    assert_int_equal(trend.points, 8);
    assert_int_equal(trend.first, 101);
    assert_int_equal(trend.last, 109);
    assert_int_equal(trend.kendall.s, 20);
    /* sen(c(1:2, 4:9) + 100, up) */
    assert_close(trend.sen.slope, 0.03285714285714286);
    assert_close(trend.sen.intercept, -3.219285714285715);
    assert_close(trend.sen.lo, 0.01);
    assert_close(trend.sen.hi, 0.055);
    assert_ok(stance_series_trend(&series, STANCE_TREND_BY_DOCUMENTS, .95, &weighted, &err));
    assert_close(weighted.sen.slope, trend.sen.slope); /* two documents each */
    assert_false(weighted.sen.has_interval);
    assert_fails(stance_series_trend(&series, (stance_trend_weighting)5, .95, &trend, &err), STANCE_EINVAL);
    stance_series_free(&series);

    assert_ok(stance_series_build(rows, 6, NULL, &series, &err));
    assert_int_equal(series.count, 4);
    assert_fails(stance_series_trend(&series, STANCE_TREND_UNWEIGHTED, .95, &trend, &err), STANCE_ENODATA);
    assert_non_null(strstr(err.message, "at least 4 periods with statements; there are 3"));
    stance_series_free(&series);
    assert_ok(stance_series_build(NULL, 0, NULL, &series, &err));
    assert_fails(stance_series_trend(&series, STANCE_TREND_UNWEIGHTED, .95, &trend, &err), STANCE_ENODATA);
    stance_series_free(&series);
}

int main(void)
{
    stance_stats_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kendall_without_ties), cmocka_unit_test(kendall_with_ties),
        cmocka_unit_test(kendall_of_many),      cmocka_unit_test(sen),
        cmocka_unit_test(sen_without_interval), cmocka_unit_test(sen_weighted),
        cmocka_unit_test(sen_of_many),          cmocka_unit_test(bad_input),
        cmocka_unit_test(of_a_series),
    };
    return cmocka_run_group_tests_name("stats/trend", tests, NULL, NULL);
}
