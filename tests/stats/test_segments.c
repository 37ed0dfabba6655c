/* Segments. Expected values: base R 4.2, with the code that gave them in the comments; and brute force. */
#include "stats_test.h"

#include "stance/segments.h"

#include "stats/partition.h"

enum { NILE = 100, MOST = 96 };

static void partition_is(const stance_segment_input *in, stance_segment_model model, double penalty, size_t least,
                         const size_t *expected, size_t expected_count, double expected_cost)
{
    size_t *starts, count;
    double cost;
    assert_ok(stance_partition(in, model, penalty, least, &starts, &count, &cost, NULL));
    assert_int_equal(count, expected_count);
    for (size_t i = 0; i < count; i++) assert_int_equal(starts[i], expected[i]);
    assert_close(cost, expected_cost);
    free(starts);
}

/* optimal <- function(y, x, w, pen, L, lines) {
     n <- length(y); F <- c(-pen, rep(Inf, n)); from <- integer(n)
     cost <- function(a, b) { i <- a:b
       m <- if (lines) lm(y[i] ~ x[i], weights = w[i]) else lm(y[i] ~ 1, weights = w[i]); sum(w[i] * resid(m)^2) }
     for (t in L:n) for (s in c(0, if (t >= 2*L) L:(t - L))) {
       v <- F[s + 1] + pen + cost(s + 1, t); if (v < F[t + 1]) { F[t + 1] <- v; from[t] <- s } }
     at <- integer(0); t <- n; while (t > 0) { t <- from[t]; at <- c(t, at) }; list(at[-1], F[n + 1]) }
   y <- as.numeric(Nile); one <- rep(1, 100); w <- 1 + (0:99) %% 3; x <- cumsum(1 + (0:99) %% 4)
   optimal(y, 1:100, one, 40000, 1, FALSE); optimal(y, 1:100, one, 120000, 4, FALSE)
   optimal(y, 1:100, one, 100000, 5, TRUE); optimal(y, x, w, 120000, 1, FALSE); optimal(y, x, w, 150000, 5, TRUE) */
static void exact_as_in_r(void **state)
{
    (void)state;
    double x[NILE], w[NILE], at = 0;
    for (int i = 0; i < NILE; i++) {
        x[i] = at += 1 + i % 4;
        w[i] = 1 + i % 3;
    }
    const stance_segment_input plain = {NULL, nile, NULL, NILE}, weighted = {x, nile, w, NILE};
    const size_t many[] = {6, 7, 9, 17, 19, 28, 37, 40, 45, 47, 83, 95}, one[] = {28};
    partition_is(&plain, STANCE_SEGMENT_MEAN, 40000, 1, many, 12, 1256168.75);
    partition_is(&plain, STANCE_SEGMENT_MEAN, 120000, 4, one, 1, 1717457.194444444);
    const size_t lines[] = {19, 28, 42, 47, 93};
    partition_is(&plain, STANCE_SEGMENT_LINEAR, 100000, 5, lines, 5, 1575733.576313689);
    const size_t levels[] = {7, 9, 19, 28, 37, 40, 45, 47, 83, 95};
    partition_is(&weighted, STANCE_SEGMENT_MEAN, 120000, 1, levels, 10, 2784037.315625894);
    const size_t weighted_lines[] = {10, 17, 26, 37, 42, 47, 83};
    partition_is(&weighted, STANCE_SEGMENT_LINEAR, 150000, 5, weighted_lines, 7, 2680734.375658009);
}

/* ---- brute force ---- */

static double uniform(uint32_t *seed)
{
    return (double)park_miller(seed) / 2147483647.0;
}

static double normal(uint32_t *seed)
{
    const double u = uniform(seed);
    return sqrt(-2 * log(u)) * cos(2 * 3.14159265358979323846 * uniform(seed));
}

/* Two passes over the points of one segment: nothing that the solvers do. */
static double segment_cost(const stance_segment_input *in, bool lines, size_t from, size_t to)
{
    double w = 0, x = 0, y = 0, xx = 0, xy = 0, cost = 0;
    for (size_t i = from; i < to; i++) {
        w += in->weights[i];
        x += in->weights[i] * in->x[i];
        y += in->weights[i] * in->y[i];
    }
    for (size_t i = from; i < to; i++) {
        xx += in->weights[i] * (in->x[i] - x / w) * (in->x[i] - x / w);
        xy += in->weights[i] * (in->x[i] - x / w) * (in->y[i] - y / w);
    }
    const double slope = lines && to - from > 1 ? xy / xx : 0;
    for (size_t i = from; i < to; i++) {
        const double off = in->y[i] - y / w - slope * (in->x[i] - x / w);
        cost += in->weights[i] * off * off;
    }
    return cost;
}

static double least_cost(const stance_segment_input *in, bool lines, double penalty, size_t least)
{
    double best[MOST + 1] = {-penalty};
    for (size_t t = 1; t <= in->count; t++) {
        best[t] = HUGE_VAL;
        for (size_t s = 0; s + least <= t; s++) {
            const double cost = best[s] + penalty + segment_cost(in, lines, s, t);
            if (cost < best[t]) best[t] = cost;
        }
    }
    return best[in->count];
}

static void pruned_is_brute_force(void **state)
{
    (void)state;
    uint32_t seed = 20211231;
    double x[MOST], y[MOST], w[MOST];
    for (int round = 0; round < 400; round++) {
        double level = 0, slope = 0, at = 0;
        stance_segment_input in = {x, y, w, 1 + park_miller(&seed) % MOST};
        for (size_t i = 0; i < in.count; i++) {
            if (uniform(&seed) < .07) level = 3 * normal(&seed);
            if (uniform(&seed) < .07) slope = .3 * normal(&seed);
            x[i] = at += 1 + (double)(park_miller(&seed) % 3);
            y[i] = (level += slope) + normal(&seed);
            w[i] = .2 + 3 * uniform(&seed);
        }
        const size_t least = 1 + park_miller(&seed) % (in.count < 6 ? in.count : 6);
        const double penalty = exp(4 * uniform(&seed) - 1);
        for (int lines = 0; lines < 2; lines++) {
            size_t *starts, count, from = 0;
            double cost, sum = 0;
            assert_ok(stance_partition(&in, lines ? STANCE_SEGMENT_LINEAR : STANCE_SEGMENT_MEAN, penalty, least,
                                       &starts, &count, &cost, NULL));
            const double best = least_cost(&in, lines, penalty, least);
            assert_true(fabs(cost - best) <= 1e-9 * (1 + fabs(best)));
            for (size_t k = 0; k <= count; k++) {
                const size_t to = k < count ? starts[k] : in.count;
                assert_true(to >= from + least);
                sum += segment_cost(&in, lines, from, to) + (k < count ? penalty : 0);
                from = to;
            }
            assert_true(fabs(sum - best) <= 1e-9 * (1 + fabs(best)));
            free(starts);
        }
    }
}

/* ---- the choice ---- */

static void find(const stance_segment_input *in, stance_segments *out)
{
    stance_error err;
    if (stance_segments_find(in, NULL, out, &err) != STANCE_OK) fail_msg("%s", err.message);
    for (size_t k = 0; k < out->count; k++) {
        const stance_break *c = &out->changes[k];
        assert_true(c->index > 0 && c->index < in->count && (k == 0 || c->index > c[-1].index));
        assert_true(isfinite(c->before) && isfinite(c->after) && isfinite(c->effect));
        assert_true(isfinite(c->slope_before) && isfinite(c->slope_after));
    }
    assert_true(isfinite(out->noise) && out->autocorrelation >= 0 && out->autocorrelation <= .9);
}

/* mean(Nile[1:28]); mean(Nile[29:100]): the dam at Aswan, after 1898 */
static void nile_changes_once(void **state)
{
    (void)state;
    stance_segments s;
    find(&(stance_segment_input){NULL, nile, NULL, NILE}, &s);
    assert_int_equal(s.count, 1);
    assert_int_equal(s.model, STANCE_SEGMENT_MEAN);
    assert_int_equal(s.changes[0].index, 28);
    assert_close(s.changes[0].before, 1097.75);
    assert_close(s.changes[0].after, 849.9722222222222);
    assert_close(s.changes[0].effect, 849.9722222222222 - 1097.75);
    stance_segments_free(&s);
}

/* y <- as.numeric(Nile); w <- 1 + (0:99) %% 3; x <- cumsum(1 + (0:99) %% 4)
   off <- function(m, w) sqrt(mean(w * resid(m)^2))
   off(lm(y ~ poly(0:99, 2)), 1); off(lm(y ~ poly(0:99, 5)), 1)
   off(lm(y ~ poly(x, 3), weights = w), w); off(lm(y ~ poly(x, 5), weights = w), w)
   r <- resid(lm(y ~ poly(0:99, 5))); rho <- sum(r[-1] * r[-100]) / sum(r^2); rho <- rho + (1 + 3 * rho + 6) / 100
   200 * log((sqrt(1 - rho^2) * abs(r[1]) + sum(abs(r[-1] - rho * r[-100]))) / 100) - log(1 - rho^2) + 2.25 * 5 * log(100) */
static void curves_as_in_r(void **state)
{
    (void)state;
    double x[NILE], w[NILE], residuals[NILE], at = 0;
    for (int i = 0; i < NILE; i++) {
        x[i] = at += 1 + i % 4;
        w[i] = 1 + i % 3;
    }
    const stance_points plain = {NULL, nile, NULL, NILE}, weighted = {x, nile, w, NILE};
    assert_close(stance_fit_curve(&plain, 2, residuals).sd, 138.269612095277);
    const stance_verdict fifth = stance_fit_curve(&plain, 5, residuals);
    assert_close(fifth.sd, 133.101008819136);
    assert_close(fifth.autocorrelation, 0.29563554567903);
    assert_close(fifth.criterion, 981.563828924432);
    assert_close(stance_fit_curve(&weighted, 3, residuals).sd, 186.364933564564);
    assert_close(stance_fit_curve(&weighted, 5, residuals).sd, 178.945202662355);
}

/* Another zero and another unit change nothing but the units; the whole input twice gives the same bits. */
static void units_do_not_matter(void **state)
{
    (void)state;
    const double scales[] = {1e-9, 1e-3, 1e9, 1e100, -1};
    stance_segments first, other;
    find(&(stance_segment_input){NULL, nile, NULL, NILE}, &first);
    for (size_t k = 0; k < sizeof scales / sizeof *scales; k++) {
        double y[NILE];
        for (size_t i = 0; i < NILE; i++) y[i] = scales[k] * (nile[i] - 300);
        find(&(stance_segment_input){NULL, y, NULL, NILE}, &other);
        assert_int_equal(other.count, first.count);
        assert_int_equal(other.changes[0].index, first.changes[0].index);
        assert_close(other.changes[0].effect / scales[k], first.changes[0].effect);
        stance_segments_free(&other);
    }
    find(&(stance_segment_input){NULL, nile, NULL, NILE}, &other);
    assert_memory_equal(other.changes, first.changes, sizeof *first.changes);
    stance_segments_free(&other);
    stance_segments_free(&first);
}

/* level(i) + slope(i) + season + noise of autocorrelation rho; what must be found, within `margin`. */
typedef struct made {
    double jump, bend, cycle, rho, outlier;
    size_t at, count;
    stance_segment_model model;
    bool changes;
} made;

static void make_series(const made *m, double *y, uint32_t seed)
{
    double e = 0;
    for (size_t i = 0; i < m->count; i++) {
        e = m->rho * e + sqrt(1 - m->rho * m->rho) * normal(&seed);
        y[i] = e + (i >= m->at ? m->jump + m->bend * (double)(i - m->at) : 0) + m->cycle * (double)(i % 12 == 3) +
               .05 * fabs(m->bend) * (double)i;
        if (i % 50 == 25) y[i] += m->outlier;
    }
}

static void kinds_of_series(void **state)
{
    (void)state;
    static const made all[] = {
        {.jump = 5, .at = 90, .count = 180, .model = STANCE_SEGMENT_MEAN, .changes = true},
        {.jump = 6, .rho = .4, .at = 90, .count = 180, .model = STANCE_SEGMENT_MEAN, .changes = true},
        {.jump = 5, .outlier = 15, .at = 90, .count = 180, .model = STANCE_SEGMENT_MEAN, .changes = true},
        {.jump = 5, .cycle = 12, .at = 90, .count = 180, .model = STANCE_SEGMENT_MEAN, .changes = true},
        {.bend = .5, .at = 90, .count = 180, .model = STANCE_SEGMENT_LINEAR, .changes = true},
        {.at = 0, .count = 180, .model = STANCE_SEGMENT_MEAN, .changes = false},
        {.rho = .7, .at = 0, .count = 180, .model = STANCE_SEGMENT_MEAN, .changes = false},
        {.outlier = 15, .at = 0, .count = 180, .model = STANCE_SEGMENT_MEAN, .changes = false},
        {.cycle = 12, .at = 0, .count = 180, .model = STANCE_SEGMENT_MEAN, .changes = false},
        {.bend = .3, .rho = .5, .at = 0, .count = 180, .model = STANCE_SEGMENT_LINEAR, .changes = false},
        {.jump = 5, .at = 3000, .count = 9000, .model = STANCE_SEGMENT_MEAN, .changes = true},
        {.bend = .02, .at = 3000, .count = 9000, .model = STANCE_SEGMENT_LINEAR, .changes = true},
        {.rho = .6, .at = 0, .count = 9000, .model = STANCE_SEGMENT_MEAN, .changes = false},
    };
    double *y = malloc(9000 * sizeof *y);
    assert_non_null(y);
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
        stance_segments s;
        make_series(&all[k], y, 4711);
        find(&(stance_segment_input){NULL, y, NULL, all[k].count}, &s);
        if (s.count != all[k].changes) fail_msg("series %zu: %zu changes", k, s.count);
        assert_int_equal(s.model, all[k].model);
        assert_int_equal(s.season, all[k].cycle > 0 ? 12 : 0);
        if (s.count) {
            const size_t off =
                s.changes[0].index > all[k].at ? s.changes[0].index - all[k].at : all[k].at - s.changes[0].index;
            const size_t margin = s.model == STANCE_SEGMENT_MEAN ? 2 : all[k].count / 20;
            if (off > margin) fail_msg("series %zu: change at %zu", k, s.changes[0].index);
        }
        stance_segments_free(&s);
    }
    free(y);
}

/* What bends smoothly has no changes, whatever its shape. */
static void curves_have_no_changes(void **state)
{
    (void)state;
    double y[200];
    for (int shape = 0; shape < 4; shape++) {
        for (uint32_t round = 1; round <= 5; round++) {
            uint32_t seed = 1000 * round;
            double e = 0;
            for (int i = 0; i < 200; i++) {
                const double t = i / 200.0;
                const double shapes[] = {exp(4 * t), 25 / (1 + exp(10 * (.5 - t))), 12 * sin(5 * t), 20 * sqrt(t)};
                e = .4 * e + .3 * normal(&seed);
                y[i] = shapes[shape] + e;
            }
            stance_segments s;
            find(&(stance_segment_input){NULL, y, NULL, 200}, &s);
            if (s.count) fail_msg("shape %d, round %u: %zu changes", shape, (unsigned)round, s.count);
            assert_true(s.curve);
            stance_segments_free(&s);
        }
    }
}

/* Noise of a long series may hang together for longer than that of a short one: exp(-50 / 600) = .92, but .9 is the most that
   is ever taken for noise; exp(-50 / 100) = .61, but up to .7 always is. */
static void memory_is_a_share_of_the_series(void **state)
{
    (void)state;
    double y[600];
    for (uint32_t round = 1; round <= 6; round++) {
        uint32_t seed = 1000 * round;
        double e = 0;
        for (int i = 0; i < 600; i++) y[i] = e = .88 * e + normal(&seed);
        stance_segments s;
        find(&(stance_segment_input){NULL, y, NULL, 600}, &s);
        assert_int_equal(s.count, 0);
        assert_true(s.autocorrelation > .75);
        stance_segments_free(&s);
        find(&(stance_segment_input){NULL, y, NULL, 100}, &s);
        assert_true(s.autocorrelation <= .7);
        stance_segments_free(&s);
    }
}

/* ---- odd and bad input ---- */

static void odd_input_gives_the_right_answer(void **state)
{
    (void)state;
    stance_segments s;
    double y[60], w[60];
    find(&(stance_segment_input){NULL, NULL, NULL, 0}, &s);
    assert_int_equal(s.count, 0);
    for (size_t n = 1; n <= 60; n++) { /* constant, and of every small length */
        for (size_t i = 0; i < n; i++) y[i] = 1e9;
        find(&(stance_segment_input){NULL, y, NULL, n}, &s);
        assert_int_equal(s.count, 0);
        stance_segments_free(&s);
        for (size_t i = 0; i < n; i++) y[i] = i < n / 2 ? 0 : 1e9; /* a clean step */
        find(&(stance_segment_input){NULL, y, NULL, n}, &s);
        if (n >= 8) {
            assert_int_equal(s.count, 1);
            assert_int_equal(s.changes[0].index, n / 2);
            assert_close(s.changes[0].effect, 1e9);
        }
        stance_segments_free(&s);
        for (size_t i = 0; i < n; i++) y[i] = (i % 2 ? 1 : -1) * STANCE_SEGMENT_MAX;
        find(&(stance_segment_input){NULL, y, NULL, n}, &s);
        stance_segments_free(&s);
    }
    /* what weighs nothing is not there, and indices count it all the same */
    for (size_t i = 0; i < 60; i++) {
        w[i] = (double)(i % 2);
        y[i] = i % 2 ? (i < 31 ? .1 * (double)(i % 5) : 10 + .1 * (double)(i % 7)) : 1e12;
    }
    find(&(stance_segment_input){NULL, y, w, 60}, &s);
    assert_int_equal(s.count, 1);
    assert_int_equal(s.changes[0].index, 31);
    stance_segments_free(&s);
    /* weights of any size */
    for (size_t i = 0; i < 60; i++) w[i] = i % 2 ? 1e140 : 1e-140;
    find(&(stance_segment_input){NULL, y, w, 60}, &s);
    stance_segments_free(&s);
}

static void bad_input_is_refused(void **state)
{
    (void)state;
    stance_segments s;
    stance_error err;
    const double good[] = {1, 2, 3, 4}, nan_in[] = {1, NAN, 3, 4}, inf_in[] = {1, 2, INFINITY, 4},
                 huge[] = {1, 2, 3, 1e200};
    const double back[] = {1, 2, 2, 3}, none[] = {0, 0, 0, 0}, minus[] = {1, -1, 1, 1};
    const stance_segment_input bad[] = {
        {NULL, NULL, NULL, 4}, {NULL, nan_in, NULL, 4}, {NULL, inf_in, NULL, 4},
        {NULL, huge, NULL, 4}, {back, good, NULL, 4},   {nan_in, good, NULL, 4},
        {NULL, good, none, 4}, {NULL, good, minus, 4},  {NULL, good, inf_in, 4},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        size_t *starts, count;
        double cost;
        assert_fails(stance_segments_find(&bad[i], NULL, &s, &err), STANCE_EINVAL);
        assert_null(s.changes);
        assert_fails(stance_partition(&bad[i], STANCE_SEGMENT_MEAN, 1, 1, &starts, &count, &cost, &err), STANCE_EINVAL);
        assert_null(starts);
    }
    const stance_segment_input fine = {NULL, good, NULL, 4};
    const double penalties[] = {0, -1, NAN, INFINITY};
    for (size_t i = 0; i < 4; i++) {
        size_t *starts, count;
        double cost;
        assert_fails(stance_partition(&fine, STANCE_SEGMENT_MEAN, penalties[i], 1, &starts, &count, &cost, &err),
                     STANCE_EINVAL);
        stance_segment_options options = STANCE_SEGMENT_OPTIONS_INIT;
        options.penalty = penalties[i];
        if (i > 0) assert_fails(stance_segments_find(&fine, &options, &s, &err), STANCE_EINVAL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exact_as_in_r),          cmocka_unit_test(pruned_is_brute_force),
        cmocka_unit_test(nile_changes_once),      cmocka_unit_test(units_do_not_matter),
        cmocka_unit_test(kinds_of_series),        cmocka_unit_test(odd_input_gives_the_right_answer),
        cmocka_unit_test(bad_input_is_refused),   cmocka_unit_test(curves_as_in_r),
        cmocka_unit_test(curves_have_no_changes), cmocka_unit_test(memory_is_a_share_of_the_series),
    };
    return cmocka_run_group_tests_name("segments", tests, NULL, NULL);
}
