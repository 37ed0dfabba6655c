/* The test for a shift, and what it rests on. Expected values: base R 4.2, from the definitions, with explicit covariance
   matrices; the code is in the comments. How often the test is right is shown by tests/simulation. */
#include "stats_test.h"

#include "stats/scan.h"

/* z <- 1; nxt <- function() { z <<- (16807 * z) %% 2147483647; z }; period <- document <- value <- c(); d <- 0
   for (t in 0:23) { if (t %% 7 == 3) next
     n <- nxt() %% 9; if (n > 0) for (i in 1:n) {
       if (i == 1 || nxt() %% 2 == 0) { d <- d + 1; off <- nxt() %% 300001 - 150000 }
       period <- c(period, t); document <- c(document, d)
       value <- c(value, nxt() %% 600001 - 300000 + off + (if (t >= 14) 300000 else 0)) } } */
enum { SMALL = 98 };

static size_t make_small(stance_observation out[SMALL])
{
    uint32_t state = 1, document = 0;
    int32_t off = 0;
    size_t count = 0;
    for (int32_t t = 0; t < 24; t++) {
        if (t % 7 == 3) continue;
        const uint32_t n = park_miller(&state) % 9;
        for (uint32_t i = 0; i < n; i++) {
            if (i == 0 || park_miller(&state) % 2 == 0) {
                document++;
                off = (int32_t)(park_miller(&state) % 300001) - 150000;
            }
            const int32_t value = (int32_t)(park_miller(&state) % 600001) - 300000 + off + (t >= 14 ? 300000 : 0);
            assert_true(count < SMALL);
            out[count++] = (stance_observation){value, document, t};
        }
    }
    return count;
}

/* y <- value / 1e6; N <- length(y); per <- sort(unique(period)); m <- length(per); D <- length(unique(document))
   n <- as.vector(tapply(y, period, length)); yb <- as.vector(tapply(y, period, mean))
   nd <- as.vector(tapply(y, document, length)); md <- as.vector(tapply(y, document, mean))
   pd <- as.vector(tapply(period, document, min)); SSE <- sum((y - md[match(document, unique(document))])^2)
   SSD <- sum(nd * (md - yb[match(pd, per)])^2); eff <- sum(nd^2 / n[match(pd, per)]); e <- SSE / (N - D)
   s <- max((SSD - (D - m) * e) / (N - eff), 0); cc <- e / n + s * as.vector(tapply(nd^2, pd, sum)) / n^2 */
static void periods_and_their_variances(void **state)
{
    (void)state;
    stance_observation observations[SMALL];
    stance_periods p;
    stance_error err;
    assert_int_equal(make_small(observations), SMALL);
    assert_ok(stance_periods_build(observations, SMALL, &p, &err));
    assert_int_equal(p.count, 19);
    assert_int_equal(p.documents, 53);
    assert_close(p.variance, 0.02273723018379185 + 0.0146226245490209);
    assert_close(p.spread, 0.05773529052619787);
    assert_close(p.c[0], 0.0111677917518308);
    assert_close(p.c[18], 0.007868680961699917);
    stance_periods_free(&p);
}

/* dev <- function(v, rho, cut) { V <- v * rho^abs(outer(per, per, "-")) + diag(cc)
     X <- cbind(rep(1, m), if (cut) as.numeric(seq_len(m) > cut)); Vi <- solve(V); A <- t(X) %*% Vi %*% X
     r <- yb - X %*% solve(A, t(X) %*% Vi %*% yb)
     as.numeric(determinant(V)$modulus + determinant(A)$modulus + t(r) %*% Vi %*% r) }
   optimize(dev, c(0, 4 * var(y)), rho = rho, cut = cut, tol = 1e-14)$minimum */
static void variance_of_period_effects(void **state)
{
    (void)state;
    static const struct {
        double rho;
        size_t cut;
        double v;
    } cases[] = {{.3, 0, 0.01754825485844878},  {.3, 9, 0.003386679096596327}, {.6, 0, 0.01669767098126319},
                 {.6, 9, 0.004801468279640141}, {0, 0, 0.01926204314304959},   {0, 9, 0.001949126005232547}};
    stance_observation observations[SMALL];
    stance_periods p;
    stance_error err;
    make_small(observations);
    assert_ok(stance_periods_build(observations, SMALL, &p, &err));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const double v = stance_period_variance(&p, p.count, cases[i].cut, p.count, cases[i].rho);
        assert_true(fabs(v - cases[i].v) <= 2e-6 * cases[i].v); /* where an optimum is flat, two searches differ */
    }

    /* X <- cbind(1, as.numeric(seq_len(m) > 4 & seq_len(m) <= 11)) */
    assert_true(fabs(stance_period_variance(&p, p.count, 4, 11, .3) - 0.01490086070300472) <= 2e-6 * .015);

    /* w <- 1 / (.02 + cc); k <- 9; a <- ifelse(seq_len(m) <= k, -w / sum(w[1:k]), w / sum(w[-(1:k)]))
       t(a) %*% (.02 * .3^abs(outer(per, per, "-")) + diag(cc)) %*% a */
    double w[SMALL];
    for (size_t i = 0; i < p.count; i++) w[i] = 1 / (.02 + p.c[i]);
    assert_close(stance_contrast_variance(&p, w, 9, .02, .3), 0.009068207539827275);

    /* g <- sapply(3:(m-3), function(k) { l <- 1:k; M <- sum(w*yb)/sum(w)
         sum(w[l]) * (weighted.mean(yb[l], w[l]) - M)^2 + sum(w[-l]) * (weighted.mean(yb[-l], w[-l]) - M)^2 })
       which.max(g) + 2; max(g); max(g) / (sum(w * (yb - M)^2) - max(g)); the two weighted means */
    const stance_cut cut = stance_scan(p.y, w, p.n, NULL, p.count);
    assert_int_equal(cut.at, 11);
    assert_close(cut.gain, 12.29125227692091);
    assert_close(cut.ratio, 2.657643245712781);
    assert_close(cut.before, -0.006142718122257355);
    assert_close(cut.after, 0.2859424681738537);
    stance_periods_free(&p);
}

/* w <- 1 / (.02 + cc); rss <- function(g) sum(w * resid(lm(yb ~ g, weights = w))^2)
   lr <- function(g) (sum(w * (yb - weighted.mean(yb, w))^2) / rss(g))^(m / 2); g <- seq_len(m)
   cuts <- middles <- c(); enough <- function(...) all(sapply(list(...), function(part) sum(n[part]) >= 5))
   for (k in 3:(m-3)) if (enough(g <= k, g > k)) cuts <- c(cuts, lr(g > k))
   for (i in 3:(m-6)) for (j in (i+3):(m-3)) if (enough(g <= i, g > i & g <= j, g > j)) {
     middles <- c(middles, lr(g > i & g <= j)) }
   log(.9 * mean(cuts) + .1 * mean(middles)); max(middles)^(2/m) - 1; the i and j of it; what it explains */
static void all_places_together(void **state)
{
    (void)state;
    stance_observation observations[SMALL];
    stance_periods p;
    stance_sums sums;
    stance_error err;
    double w[SMALL];
    make_small(observations);
    assert_ok(stance_periods_build(observations, SMALL, &p, &err));
    for (size_t i = 0; i < p.count; i++) w[i] = 1 / (.02 + p.c[i]);
    assert_ok(stance_sums_allocate(p.count, &sums, &err));
    stance_sums_fill(&sums, p.y, w, p.n, NULL);
    assert_close(stance_scan_evidence(&sums), 9.882592794053146);
    const stance_middle middle = stance_scan_middle(&sums);
    assert_int_equal(middle.from, 11);
    assert_int_equal(middle.until, 16);
    assert_close(middle.gain, 5.137845037620901);
    assert_close(middle.ratio, 0.4362136585039365);
    stance_sums_free(&sums);
    stance_periods_free(&p);
}

/* Of a long series not every middle part is tried, but the best one is found all the same. */
static void long_series_are_scanned(void **state)
{
    (void)state;
    enum { LONG = 1000, FROM = 417, UNTIL = 583 };
    static double y[LONG], w[LONG], n[LONG];
    stance_sums sums;
    stance_error err;
    uint32_t seed = 3;
    for (size_t i = 0; i < LONG; i++) {
        y[i] = (double)(park_miller(&seed) % 1000) / 1000 + (i >= FROM && i < UNTIL ? 2 : 0);
        w[i] = n[i] = 1 + (double)(i % 3);
    }
    assert_ok(stance_sums_allocate(LONG, &sums, &err));
    stance_sums_fill(&sums, y, w, n, NULL);
    const stance_middle middle = stance_scan_middle(&sums);
    assert_int_equal(middle.from, FROM);
    assert_int_equal(middle.until, UNTIL);
    assert_true(isfinite(stance_scan_evidence(&sums)));
    /* nothing varies; and all that varies is explained */
    for (size_t i = 0; i < LONG; i++) y[i] = .25;
    stance_sums_fill(&sums, y, w, n, NULL);
    assert_true(fabs(stance_scan_evidence(&sums)) < 1e-6);
    for (size_t i = 0; i < LONG; i++) y[i] = i >= FROM && i < UNTIL ? 1 : -1;
    stance_sums_fill(&sums, y, w, n, NULL);
    assert_true(isfinite(stance_scan_evidence(&sums)) && stance_scan_evidence(&sums) > 1000);
    stance_sums_free(&sums);
}

/* ---- the test itself ---- */

/* `months` with `each` statements: noise of +-`noise` millionths about `low`, and about `high` from month `at` on. */
static size_t make_series(stance_observation *out, int months, int each, int at, int32_t low, int32_t high,
                          int32_t noise, uint32_t seed)
{
    size_t count = 0;
    uint32_t state = seed;
    for (int t = 0; t < months; t++) {
        for (int i = 0; i < each; i++) {
            const int32_t chance = noise ? (int32_t)(park_miller(&state) % (uint32_t)(2 * noise + 1)) - noise : 0;
            out[count] = (stance_observation){(t < at ? low : high) + chance, (uint32_t)count / 2, 588 + t};
            count++;
        }
    }
    return count;
}

enum { ROOM = 1024 };

static void a_shift_is_found(void **state)
{
    (void)state;
    stance_observation observations[ROOM];
    stance_shift s;
    stance_error err;
    size_t count = make_series(observations, 36, 6, 20, -100000, 150000, 300000, 5);
    assert_ok(stance_shift_test(observations, count, NULL, &s, &err));
    assert_int_equal(s.verdict, STANCE_SHIFT_TESTED);
    assert_int_equal(s.period, 588 + 20);
    assert_true(s.earliest <= s.period && s.period <= s.latest && s.latest - s.earliest <= 6);
    assert_true(s.p < 0.001 && s.p_permutation <= s.p && s.p_bootstrap <= s.p && s.p <= s.p_strong);
    assert_true(s.lo < .25 && .25 < s.hi && s.lo > .1 && s.hi < .4);
    assert_true(fabs(s.effect - .25) < .08);
    assert_true(fabs(s.effect - (s.after - s.before)) < 1e-15);
    assert_int_equal(s.shape, STANCE_SHAPE_SHIFT);
    assert_string_equal(stance_shift_shape_name(s.shape), "shift");
    assert_close(s.detectable, 7.8 * s.sd / sqrt((double)count));
    assert_true(s.resamples >= STANCE_SHIFT_RESAMPLES);
}

static void nothing_is_found_in_noise(void **state)
{
    (void)state;
    stance_observation observations[ROOM];
    stance_shift s;
    stance_error err;
    size_t found = 0;
    for (uint32_t seed = 1; seed <= 40; seed++) {
        size_t count = make_series(observations, 30, 4, 0, 0, 0, 400000, seed * 7919);
        assert_ok(stance_shift_test(observations, count, NULL, &s, &err));
        assert_int_equal(s.verdict, STANCE_SHIFT_TESTED);
        found += s.p <= .05;
    }
    assert_true(found <= 6); /* of 40; a true rate of .05 gives more once in a hundred times */
}

static void order_and_numbering_do_not_matter(void **state)
{
    (void)state;
    stance_observation observations[ROOM], turned[ROOM];
    stance_shift s, other;
    stance_error err;
    size_t count = make_series(observations, 24, 5, 10, 0, 120000, 300000, 11);
    for (size_t i = 0; i < count; i++) {
        turned[i] = observations[count - 1 - i];
        turned[i].document = 4000000000u - turned[i].document * 3;
    }
    assert_ok(stance_shift_test(observations, count, NULL, &s, &err));
    assert_ok(stance_shift_test(turned, count, NULL, &other, &err));
    assert_memory_equal(&s.period, &other.period, sizeof s.period);
    const double a[] = {s.before, s.effect, s.p, s.p_permutation, s.p_bootstrap, s.p_strong, s.lo, s.hi, s.bic_gain};
    const double b[] = {other.before,   other.effect, other.p,  other.p_permutation, other.p_bootstrap,
                        other.p_strong, other.lo,     other.hi, other.bic_gain};
    assert_memory_equal(a, b, sizeof a);
    for (size_t i = 0; i < count; i++) turned[i].period += 1200; /* a hundred years later */
    assert_ok(stance_shift_test(turned, count, NULL, &other, &err));
    assert_int_equal(other.period, s.period + 1200);
    assert_true(other.p == s.p && other.lo == s.lo);
}

static void a_line_is_no_shift(void **state)
{
    (void)state;
    stance_observation observations[ROOM];
    stance_shift s;
    stance_error err;
    uint32_t seed = 3;
    size_t count = 0;
    for (int t = 0; t < 36; t++)
        for (int i = 0; i < 6; i++)
            observations[count++] = (stance_observation){
                t * 12000 - 200000 + (int32_t)(park_miller(&seed) % 200001) - 100000, (uint32_t)t, t};
    assert_ok(stance_shift_test(observations, count, NULL, &s, &err));
    assert_true(s.p < .01);
    assert_int_equal(s.shape, STANCE_SHAPE_TREND);
    assert_true(s.bic_gain < -2);
}

static void assert_verdict(const stance_observation *observations, size_t count, stance_shift_verdict verdict,
                           const char *reason)
{
    stance_shift s;
    stance_error err;
    assert_ok(stance_shift_test(observations, count, NULL, &s, &err));
    assert_int_equal(s.verdict, verdict);
    assert_non_null(strstr(s.reason, reason));
    assert_true(s.p == 0 && s.effect == 0 && !s.has_interval);
}

static void too_little_is_said(void **state)
{
    (void)state;
    stance_observation o[ROOM];
    stance_shift s;
    stance_error err;
    assert_verdict(NULL, 0, STANCE_SHIFT_TOO_LITTLE, "no statements");
    assert_verdict(o, make_series(o, 1, 1, 0, 0, 0, 0, 1), STANCE_SHIFT_TOO_LITTLE, "30 statements");
    assert_verdict(o, make_series(o, 29, 1, 9, 0, 9, 9, 1), STANCE_SHIFT_TOO_LITTLE, "30 statements");
    assert_verdict(o, make_series(o, 11, 9, 5, 0, 90000, 9, 1), STANCE_SHIFT_TOO_LITTLE, "12 periods");
    assert_verdict(o, make_series(o, 36, 4, 5, 70000, 70000, 0, 1), STANCE_SHIFT_CONSTANT, "the same");
    size_t count = make_series(o, 29, 1, 9, 0, 90000, 100000, 1);
    assert_ok(stance_shift_test(o, count, NULL, &s, &err));
    assert_true(s.detectable > 0 && s.sd > 0 && s.statements == 29 && s.periods == 29);
    /* no place has five statements before it but the last ones have hardly any after */
    count = 0;
    for (int t = 0; t < 11; t++) o[count++] = (stance_observation){t * 1000, (uint32_t)t, t};
    for (int i = 0; i < 30; i++) o[count++] = (stance_observation){i * 1000, (uint32_t)i, 11};
    assert_ok(stance_shift_test(o, count, NULL, &s, &err));
    assert_int_equal(s.verdict, STANCE_SHIFT_TESTED);
}

static void hard_cases_give_figures(void **state)
{
    (void)state;
    stance_observation o[ROOM];
    stance_shift s;
    stance_error err;
    /* two levels and nothing else: the plainest shift there is */
    size_t count = make_series(o, 24, 3, 12, -500000, 500000, 0, 1);
    assert_ok(stance_shift_test(o, count, NULL, &s, &err));
    assert_int_equal(s.period, 588 + 12);
    assert_true(isfinite(s.p) && s.p < .001 && isfinite(s.lo) && isfinite(s.hi));
    assert_true(s.lo <= 1 + 1e-9 && s.hi >= 1 - 1e-9);
    /* one statement a period, one document in all, and periods at both ends of time */
    count = make_series(o, 40, 1, 20, 0, 0, 500000, 9);
    for (size_t i = 0; i < count; i++) o[i].document = 7;
    o[0].period = INT32_MIN;
    o[count - 1].period = INT32_MAX;
    assert_ok(stance_shift_test(o, count, NULL, &s, &err));
    assert_int_equal(s.verdict, STANCE_SHIFT_TESTED);
    assert_true(isfinite(s.p) && isfinite(s.lo) && isfinite(s.bic_gain) && s.p > 0 && s.p <= 1);
    assert_true(s.documents == 40); /* a document is told apart within a period */

    o[5].value = 1000001;
    assert_fails(stance_shift_test(o, count, NULL, &s, &err), STANCE_EINVAL);
    o[5].value = 0;
    stance_shift_options options = STANCE_SHIFT_OPTIONS_INIT;
    options.resamples = 10;
    assert_fails(stance_shift_test(o, count, &options, &s, &err), STANCE_EINVAL);
    options = (stance_shift_options)STANCE_SHIFT_OPTIONS_INIT;
    options.rate = NAN;
    assert_fails(stance_shift_test(o, count, &options, &s, &err), STANCE_EINVAL);
    options = (stance_shift_options)STANCE_SHIFT_OPTIONS_INIT;
    options.level = .9999;
    assert_fails(stance_shift_test(o, count, &options, &s, &err), STANCE_EINVAL);
    assert_fails(stance_shift_test(NULL, 5, NULL, &s, &err), STANCE_EINVAL);
}

static void several_shifts(void **state)
{
    (void)state;
    stance_observation o[ROOM];
    stance_shift whole, found[STANCE_SHIFTS_MAX];
    stance_error err;
    size_t n;
    size_t count = make_series(o, 48, 6, 16, -200000, 200000, 250000, 21);
    for (size_t i = 0; i < count; i++)
        if (o[i].period >= 588 + 32) o[i].value -= 500000;
    assert_ok(stance_shift_test(o, count, NULL, &whole, &err));
    assert_ok(stance_shift_sequence(o, count, NULL, &whole, .05, found, &n, &err));
    assert_int_equal(n, 2);
    assert_int_equal(found[0].period, 588 + 16);
    assert_int_equal(found[1].period, 588 + 32);
    assert_true(fabs(found[0].effect - .4) < .1 && fabs(found[1].effect + .5) < .1);
    assert_true(found[0].p <= .05 && found[1].p <= .05 && found[0].has_interval && found[1].has_interval);

    count = make_series(o, 36, 6, 20, -100000, 200000, 250000, 5);
    assert_ok(stance_shift_test(o, count, NULL, &whole, &err));
    assert_ok(stance_shift_sequence(o, count, NULL, &whole, .01, found, &n, &err));
    assert_int_equal(n, 1);
    assert_int_equal(found[0].period, whole.period);
    whole.verdict = STANCE_SHIFT_TOO_LITTLE;
    assert_ok(stance_shift_sequence(o, count, NULL, &whole, .01, found, &n, &err));
    assert_int_equal(n, 0);
}

/* A tone that changes and comes back: one finding with two ends. */
static void a_passing_shift(void **state)
{
    (void)state;
    stance_observation o[ROOM];
    stance_shift whole, found[STANCE_SHIFTS_MAX];
    stance_error err;
    size_t n, count = make_series(o, 36, 6, 14, 100000, -150000, 300000, 5);
    for (size_t i = 0; i < count; i++)
        if (o[i].period >= 588 + 24) o[i].value += 250000;
    assert_ok(stance_shift_test(o, count, NULL, &whole, &err));
    assert_true(whole.p < .01);
    assert_int_equal(whole.shape, STANCE_SHAPE_PASSING);
    assert_string_equal(stance_shift_shape_name(whole.shape), "passing");
    assert_int_equal(whole.from, 588 + 14);
    assert_int_equal(whole.until, 588 + 24);
    assert_ok(stance_shift_sequence(o, count, NULL, &whole, .05, found, &n, &err));
    assert_int_equal(n, 2);
    assert_int_equal(found[0].shape, STANCE_SHAPE_PASSING);
    assert_int_equal(found[1].shape, STANCE_SHAPE_RETURN);
    for (int k = 0; k < 2; k++) {
        const stance_shift *end = &found[k];
        const double truth = k ? .25 : -.25;
        assert_int_equal(end->period, 588 + (k ? 24 : 14));
        assert_true(end->has_interval && end->lo < truth && truth < end->hi && end->p == whole.p);
        assert_true(end->earliest <= end->period && end->period <= end->latest);
        assert_true(fabs(end->effect - (end->after - end->before)) < 1e-12);
    }
    /* the same, but there is no room for both ends being fitted: 12 months, four in the middle */
    count = make_series(o, 12, 9, 4, 300000, -300000, 100000, 7);
    for (size_t i = 0; i < count; i++)
        if (o[i].period >= 588 + 8) o[i].value += 600000;
    assert_ok(stance_shift_test(o, count, NULL, &whole, &err));
    assert_ok(stance_shift_sequence(o, count, NULL, &whole, .05, found, &n, &err));
    assert_int_equal(n, 2);
    assert_true(found[0].effect < -.4 && found[1].effect > .4);
}

/* ---- the running period ---- */

static void the_running_period_is_watched(void **state)
{
    (void)state;
    stance_observation o[ROOM];
    stance_watch w;
    stance_error err;
    size_t count = make_series(o, 25, 5, 24, 0, 0, 300000, 5);
    assert_ok(stance_watch_last(o, count, INT32_MIN, &w, &err));
    assert_true(w.told && w.alarm == 0 && w.baseline == 24 && w.period == 588 + 24 && w.statements == 5);
    assert_true(w.lo < w.expected && w.expected < w.hi && fabs(w.expected) < .1);
    assert_true(w.lo < w.mean && w.mean < w.hi);

    count = make_series(o, 25, 5, 24, 0, -650000, 300000, 5); /* a month of something else */
    assert_ok(stance_watch_last(o, count, INT32_MIN, &w, &err));
    assert_true(w.told && w.alarm == -1 && w.down > STANCE_WATCH_LIMIT && w.up == 0 && w.mean < w.lo);
    const stance_watch first = w;
    for (size_t i = 0; i < count / 2; i++) {
        const stance_observation held = o[i];
        o[i] = o[count - 1 - i];
        o[count - 1 - i] = held;
    }
    assert_ok(stance_watch_last(o, count, INT32_MIN, &w, &err));
    assert_true(w.z == first.z && w.down == first.down && w.expected == first.expected);

    count = make_series(o, 12, 5, 9, 0, 0, 300000, 5);
    assert_ok(stance_watch_last(o, count, INT32_MIN, &w, &err));
    assert_true(!w.told && strstr(w.reason, "12 periods") && w.mean != 0);
    count = make_series(o, 20, 5, 9, 5, 5, 0, 5);
    assert_ok(stance_watch_last(o, count, INT32_MIN, &w, &err));
    assert_true(!w.told && strstr(w.reason, "the same"));
    assert_ok(stance_watch_last(NULL, 0, INT32_MIN, &w, &err));
    assert_true(!w.told && strstr(w.reason, "no statements"));
    o[3].value = INT32_MIN;
    assert_fails(stance_watch_last(o, count, INT32_MIN, &w, &err), STANCE_EINVAL);
    /* a last month beyond all doubt: the distance is finite */
    count = make_series(o, 30, 5, 29, 0, 1000000, 1, 5);
    for (size_t i = 0; i < count; i++)
        if (o[i].value > 1000000) o[i].value = 1000000;
    assert_ok(stance_watch_last(o, count, INT32_MIN, &w, &err));
    assert_true(w.alarm == 1 && isfinite(w.z) && isfinite(w.lo) && isfinite(w.hi));
}

/* After a shift there is little to hold the running period against: the limits are wide, but it is watched. */
static void a_short_regime_is_watched(void **state)
{
    (void)state;
    stance_observation o[ROOM];
    stance_watch w, wide;
    stance_error err;
    const int32_t regime = 588 + 20;
    size_t count = make_series(o, 24, 5, 20, 300000, -300000, 200000, 5);
    assert_ok(stance_watch_last(o, count, regime, &w, &err));
    assert_true(w.told && w.alarm == 0 && w.baseline == 3);
    assert_true(fabs(w.expected + .3) < .15 && w.lo < w.mean && w.mean < w.hi);
    /* with the earlier regime taken for this one, the month would stand out */
    assert_ok(stance_watch_last(o, 21 * 5, INT32_MIN, &wide, &err));
    assert_int_equal(wide.alarm, -1);

    count = make_series(o, 40, 5, 20, 300000, -300000, 200000, 5); /* the longer the regime, the narrower */
    assert_ok(stance_watch_last(o, count, regime, &wide, &err));
    assert_true(wide.baseline == 19 && wide.hi - wide.lo < w.hi - w.lo);
    for (size_t i = 26 * 5; i < 27 * 5; i++) o[i].value = 800000; /* six months after the shift, something else */
    assert_ok(stance_watch_last(o, 27 * 5, regime, &w, &err));
    assert_int_equal(w.alarm, 1);

    assert_ok(stance_watch_last(o, 23 * 5, regime, &w, &err));
    assert_true(!w.told && strstr(w.reason, "3 periods") && w.baseline == 2);
    assert_ok(stance_watch_last(o, 12 * 5, 588 + 8, &w, &err));
    assert_true(!w.told && strstr(w.reason, "12 periods"));
    assert_ok(stance_watch_last(o, count, INT32_MAX, &w, &err)); /* all of it lies before */
    assert_true(!w.told);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(periods_and_their_variances),
        cmocka_unit_test(variance_of_period_effects),
        cmocka_unit_test(all_places_together),
        cmocka_unit_test(long_series_are_scanned),
        cmocka_unit_test(a_shift_is_found),
        cmocka_unit_test(nothing_is_found_in_noise),
        cmocka_unit_test(order_and_numbering_do_not_matter),
        cmocka_unit_test(a_line_is_no_shift),
        cmocka_unit_test(too_little_is_said),
        cmocka_unit_test(hard_cases_give_figures),
        cmocka_unit_test(several_shifts),
        cmocka_unit_test(a_passing_shift),
        cmocka_unit_test(the_running_period_is_watched),
        cmocka_unit_test(a_short_regime_is_watched),
    };
    stance_stats_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
