/* Two windows. Expected values: base R 4.2, with the code that gave them in the comments. */
#include "stats_test.h"

#include "stance/difference.h"
#include "stats/internal.h"

/* A <- list(c(.1,.3,-.2), c(.4), c(-.1,0,.2,.2), c(.25,.05))
   B <- list(c(-.3,-.1), c(.1), c(-.5,0,.1), c(-.2,-.2,-.1,.3), c(0,.05))
   and weights WA <- list(c(1,2,1), c(3), c(1,1,2,.5), c(2,2)); WB <- list(c(2,1), c(.5), c(1,1,1), c(3,1,1,2), c(1,4)) */
static const stance_weighed two[] = {
    {100000, 1, 0, 1},  {300000, 1, 0, 2},  {-200000, 1, 0, 1}, {400000, 2, 0, 3},  {-100000, 3, 0, 1},
    {0, 3, 0, 1},       {200000, 3, 0, 2},  {200000, 3, 0, .5}, {250000, 4, 0, 2},  {50000, 4, 0, 2},
    {-300000, 5, 1, 2}, {-100000, 5, 1, 1}, {100000, 6, 1, .5}, {-500000, 7, 1, 1}, {0, 7, 1, 1},
    {100000, 7, 1, 1},  {-200000, 8, 1, 3}, {-200000, 8, 1, 1}, {-100000, 8, 1, 1}, {300000, 8, 1, 2},
    {0, 9, 1, 1},       {50000, 9, 1, 4},
};
enum { TWO = sizeof two / sizeof *two };

static void difference(const stance_weighed *rows, size_t count, stance_difference *out)
{
    stance_error err;
    if (stance_difference_of(rows, count, NULL, out, &err) != STANCE_OK) fail_msg("%s", err.message);
}

static void with_weights_of_one(stance_weighed *rows)
{
    memcpy(rows, two, sizeof two);
    for (size_t i = 0; i < TWO; i++) rows[i].weight = 1;
}

/* CR2 of ordinary least squares on the whitened model, sqrt(w) y on sqrt(w):
   cr2 <- function(L, w = lapply(L, function(x) rep(1, length(x)))) {
     g <- rep(seq_along(L), lengths(L)); X <- matrix(sqrt(unlist(w))); y <- unlist(L) * X
     M <- solve(t(X) %*% X); m <- drop(M %*% t(X) %*% y); e <- y - X * m; R <- diag(length(y)) - X %*% M %*% t(X)
     V <- 0; P <- NULL
     msq <- function(S) { v <- eigen(S, symmetric = TRUE); v$vectors %*% (v$values^-.5 * t(v$vectors)) }
     for (k in seq_along(L)) { i <- which(g == k); G <- msq(R[i,i,drop=FALSE]) %*% X[i,,drop=FALSE] %*% M
       P <- cbind(P, t(R[i,,drop=FALSE]) %*% G); V <- V + sum(G * e[i])^2 }
     S <- t(P) %*% P; c(mean = m, var = V, df = sum(diag(S))^2 / sum(S^2)) }
   a <- cr2(A); b <- cr2(B); d <- b["mean"] - a["mean"]; se <- sqrt(a["var"] + b["var"])
   df <- se^4 / (a["var"]^2/a["df"] + b["var"]^2/b["df"]); c(d, se, df, d + c(-1, 1) * qt(.975, df) * se)
   tt: the squared difference over the sum of the variances; v <- apply(combn(9, 4), 2, tt); mean(v >= tt(1:4))
   g: sp <- sqrt((sum((y1-mean(y1))^2) + sum((y2-mean(y2))^2)) / (n-2)); d / sp * (1 - 3/(4*(n-2)-1)) */
static void by_statement(void **state)
{
    (void)state;
    stance_weighed rows[TWO];
    stance_difference d;
    with_weights_of_one(rows);
    difference(rows, TWO, &d);
    assert_int_equal(d.windows[0].documents, 4);
    assert_int_equal(d.windows[1].documents, 5);
    assert_int_equal(d.windows[0].statements, 10);
    assert_int_equal(d.windows[1].statements, 12);
    assert_close(d.windows[0].mean, 0.12);
    assert_close(d.windows[1].mean, -0.0708333333333333315);
    assert_close(d.windows[0].interval.df, 2.3924050632911404435);
    assert_close(d.windows[1].interval.se, sqrt(0.0014812184343434350));
    assert_true(d.has_difference && d.interval.has_interval && d.has_test && d.has_effect);
    assert_close(d.difference, -0.190833333333333355);
    assert_close(d.interval.se, 0.057472113508803831);
    assert_close(d.interval.df, 5.309471074368911303);
    assert_close(d.interval.lo, -0.336017277882016741);
    assert_close(d.interval.hi, -0.045649388784649941);
    assert_true(d.exhaustive);
    assert_int_equal(d.permutations, 126);
    assert_close(d.p, 3.0 / 126);
    assert_close(d.least_p, 1.0 / 126);
    assert_close(d.sd, 0.2004110359569386);
    assert_close(d.effect, -0.9160498423337412);
}

/* cr2(A, WA), cr2(B, WB), the rest as above */
static void by_weight(void **state)
{
    (void)state;
    stance_difference d;
    difference(two, TWO, &d);
    assert_close(d.windows[0].mean, 0.1741935483870967472);
    assert_close(d.windows[1].interval.df, 2.7801551515929516789);
    assert_close(d.difference, -0.236355710549258913);
    assert_close(d.interval.se, 0.075706309155700854);
    assert_close(d.interval.lo, -0.425785140759055825);
    assert_close(d.interval.hi, -0.046926280339462001);
}

/* t.test(sapply(B, mean), sapply(A, mean)) */
static void by_document_is_welch(void **state)
{
    (void)state;
    stance_weighed rows[TWO];
    stance_error err;
    stance_difference d;
    with_weights_of_one(rows);
    assert_ok(stance_weigh_by_document(rows, TWO, &err));
    difference(rows, TWO, &d);
    assert_close(d.difference, -0.051666666666666666 - 0.172916666666666663);
    assert_close(d.interval.df, 5.574999183587484808);
    assert_close(d.interval.se, 0.094649389561921871);
    assert_close(d.interval.lo, -0.460529879447388824);
    assert_close(d.interval.hi, 0.011363212780722255);
}

/* z <- 7; nxt: Park and Miller; n1 <- 6; n2 <- 9; weights 1 + nxt() %% 4, means (nxt() %% 2001 - 1000)/1000 in turn
   wm <- function(m, w) sum(m*w)/sum(w); t0 <- wm(m2,w2) - wm(m1,w1); B <- 199
   for (b in 1:B) { i <- replicate(n1, nxt() %% n1) + 1; j <- replicate(n2, nxt() %% n2) + 1
     th[b] <- wm(m2[j],w2[j]) - wm(m1[i],w1[i]) }
   jk <- function(m, w) { l <- sapply(seq_along(m), function(i) wm(m[-i], w[-i])); (length(m)-1)*(mean(l)-l)/length(m) }
   L <- c(-jk(m1,w1), jk(m2,w2)); a <- sum(L^3)/(6*sum(L^2)^1.5); z0 <- qnorm((sum(th < t0) + sum(th == t0)/2)/B)
   z <- z0 + qnorm(c(.025, .975)); al <- pnorm(z0 + z/(1 - a*z)); s <- sort(th)
   c(s[floor((B+1)*al[1])], s[B+1-floor((B+1)*(1-al[2]))], sd(th)) */
static void bca_of_two(void **state)
{
    (void)state;
    enum { FIRST = 6, SECOND = 9, B = 199 };
    stance_heavy first[FIRST], second[SECOND];
    uint32_t seed = 7, indices[B * (FIRST + SECOND)];
    for (size_t i = 0; i < FIRST + SECOND; i++) {
        stance_heavy *to = i < FIRST ? &first[i] : &second[i - FIRST];
        to->weight = 1 + park_miller(&seed) % 4;
        to->mean = ((double)(park_miller(&seed) % 2001) - 1000) / 1000;
    }
    for (size_t i = 0; i < sizeof indices / sizeof *indices; i++)
        indices[i] = park_miller(&seed) % (i % (FIRST + SECOND) < FIRST ? FIRST : SECOND);
    const stance_interval_options options = {STANCE_BY_STATEMENT, .95, B};
    stance_interval interval;
    stance_error err;
    assert_ok(stance_heavy_bca(first, FIRST, second, SECOND, &options, indices, &interval, &err));
    assert_close(interval.lo, -0.708273809523809472);
    assert_close(interval.hi, 0.479219696969696962);
    assert_close(interval.se, 0.292908739047619882);
}

/* The weighted ways agree with those that count, to the last bits. */
static void agrees_with_intervals_of_statements(void **state)
{
    (void)state;
    uint32_t seed = 3;
    for (int round = 0; round < 20; round++) {
        const size_t count = 2 + park_miller(&seed) % 60;
        stance_cluster clusters[64];
        stance_heavy heavy[64];
        for (size_t i = 0; i < count; i++) {
            clusters[i].count = 1 + park_miller(&seed) % 5;
            clusters[i].sum = ((int64_t)(park_miller(&seed) % 2000001) - 1000000) * clusters[i].count / 2;
            heavy[i] = (stance_heavy){clusters[i].count, (double)clusters[i].sum / clusters[i].count / 1e6};
        }
        stance_interval a, b;
        stance_error err;
        const stance_interval_options options = STANCE_INTERVAL_OPTIONS_INIT;
        stance_heavy_sort(heavy, count);
        assert_ok(stance_mean_interval(clusters, count, NULL, &a, &err));
        assert_ok(stance_heavy_interval(NULL, 0, heavy, count, &options, &b, &err));
        assert_int_equal(a.method, b.method);
        assert_close(a.se / b.se, count < STANCE_BCA_MIN_DOCUMENTS ? 1 : a.se / b.se);
        /* another seed, so bootstrap limits agree but for chance */
        const double room = count < STANCE_BCA_MIN_DOCUMENTS ? 1e-9 : .03;
        assert_true(fabs(a.lo - b.lo) < room && fabs(a.hi - b.hi) < room);
    }
}

static void order_and_numbers_do_not_matter(void **state)
{
    (void)state;
    stance_weighed rows[TWO];
    stance_difference a, b;
    difference(two, TWO, &a);
    for (size_t i = 0; i < TWO; i++) {
        rows[i] = two[(i * 5 + 3) % TWO];
        rows[i].document = 1000 - rows[i].document * 7;
    }
    difference(rows, TWO, &b);
    assert_memory_equal(&a.difference, &b.difference, sizeof a.difference);
    assert_memory_equal(&a.interval.lo, &b.interval.lo, sizeof a.interval.lo);
    assert_memory_equal(&a.p, &b.p, sizeof a.p);
    assert_memory_equal(&a.effect, &b.effect, sizeof a.effect);
}

static double normal(uint32_t *seed)
{
    double sum = -6;
    for (int i = 0; i < 12; i++) sum += park_miller(seed) / 2147483647.0;
    return sum;
}

/* Documents of 1 … 4 statements with a common part; the second window differs by `shift` and has `spread` times the spread. */
static size_t simulate(stance_weighed *rows, size_t first, size_t second, double shift, double spread, uint32_t *seed)
{
    size_t n = 0;
    for (size_t i = 0; i < first + second; i++) {
        const uint32_t window = i >= first, count = 1 + park_miller(seed) % 4;
        const double scale = window ? spread : 1, own = .15 * normal(seed);
        for (uint32_t k = 0; k < count; k++) {
            double x = scale * (own + .15 * normal(seed)) + (window ? shift : 0);
            x = x < -1 ? -1 : x > 1 ? 1 : x;
            rows[n++] = (stance_weighed){(int32_t)lround(x * 1e6), (uint32_t)i, window, 1};
        }
    }
    return n;
}

/* Under the null p is uniform, also when the windows differ in size and spread; the interval covers. */
static void honest_under_the_null(void **state)
{
    (void)state;
    static const struct {
        size_t first, second;
        double spread;
    } cases[] = {{4, 5, 1}, {5, 9, 1}, {6, 20, 1}, {12, 12, 1}, {8, 16, 2}, {35, 40, 1}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        enum { FEW = 300, MANY = 1000 };
        const int runs = cases[c].first + cases[c].second > 30 ? FEW : MANY;
        const stance_interval_options options = {STANCE_BY_STATEMENT, .95, 999};
        stance_weighed rows[400];
        uint32_t seed = 77 + (uint32_t)c;
        int covered = 0, below_5 = 0, below_50 = 0;
        for (int i = 0; i < runs; i++) {
            const size_t n = simulate(rows, cases[c].first, cases[c].second, 0, cases[c].spread, &seed);
            stance_difference d;
            stance_error err;
            assert_ok(stance_difference_of(rows, n, &options, &d, &err));
            covered += d.interval.lo <= 0 && 0 <= d.interval.hi;
            below_5 += d.p <= .05;
            below_50 += d.p <= .5;
        }
        const double error = 3 / sqrt(runs);
        print_message("%zu and %zu documents, spread %g: covered %.3f, p <= .05 %.3f, p <= .5 %.3f\n", cases[c].first,
                      cases[c].second, cases[c].spread, (double)covered / runs, (double)below_5 / runs,
                      (double)below_50 / runs);
        assert_true((double)covered / runs > .93 - error * sqrt(.05 * .95));
        assert_true((double)below_5 / runs < .05 + (cases[c].spread > 1 ? .015 : 0) + error * sqrt(.05 * .95));
        assert_true(fabs((double)below_50 / runs - .5) < .03 + error / 2);
    }
}

static void finds_what_is_there(void **state)
{
    (void)state;
    stance_weighed rows[400];
    uint32_t seed = 5;
    stance_difference d;
    const size_t n = simulate(rows, 20, 25, .5, 1, &seed);
    difference(rows, n, &d);
    assert_true(d.p < .001 && d.permutations == 19999 && !d.exhaustive);
    assert_true(d.interval.lo > .3 && d.interval.hi < .7 && d.effect > 1);
}

static void little_data(void **state)
{
    (void)state;
    stance_difference d;
    difference(NULL, 0, &d);
    assert_false(d.has_difference || d.has_test || d.interval.has_interval);
    difference(two, 10, &d); /* the first window only */
    assert_false(d.has_difference);
    assert_true(d.windows[0].has_mean && !d.windows[1].has_mean);
    assert_int_equal(d.interval.reason, STANCE_REASON_EMPTY);
    difference(two + 8, 4, &d); /* a document each */
    assert_true(d.has_difference && !d.interval.has_interval && !d.has_test);
    assert_int_equal(d.interval.reason, STANCE_REASON_ONE_DOCUMENT);
    /* Two documents, of which one has nearly all of the weight. */
    const stance_weighed heavy[] = {{100000, 1, 0, 1e6}, {-900000, 2, 0, 1}, {200000, 3, 1, 1}, {100000, 4, 1, 1}};
    difference(heavy, 4, &d);
    assert_int_equal(d.interval.reason, STANCE_REASON_ONE_DOCUMENT);
    /* Three against three: nothing could be found at .05. */
    const stance_weighed six[] = {{100000, 1, 0, 1},  {110000, 2, 0, 1},  {120000, 3, 0, 1},
                                  {-900000, 4, 1, 1}, {-910000, 5, 1, 1}, {-930000, 6, 1, 1}};
    difference(six, 6, &d);
    assert_true(d.has_test && d.exhaustive);
    assert_close(d.least_p, .1);
    assert_close(d.p, .1);
}

static void constant_values(void **state)
{
    (void)state;
    stance_weighed rows[80];
    stance_difference d;
    for (uint32_t i = 0; i < 80; i++) rows[i] = (stance_weighed){250000, i, i % 2, 1};
    difference(rows, 80, &d);
    assert_true(fabs(d.difference) < 1e-12 && d.interval.has_interval && d.p == 1 && !d.has_effect);
    assert_true(fabs(d.interval.lo) < 1e-12 && fabs(d.interval.hi) < 1e-12);
    difference(rows, 20, &d);
    assert_false(d.interval.has_interval);
    assert_int_equal(d.interval.reason, STANCE_REASON_NO_VARIATION);
    for (uint32_t i = 0; i < 20; i++) rows[i].value = i % 2 ? 250000 : -250000; /* apart, and no spread within */
    difference(rows, 20, &d);
    assert_true(isfinite(d.difference) && d.p < .001 && !d.has_effect && !d.interval.has_interval);
}

static void bad_input(void **state)
{
    (void)state;
    stance_difference d;
    stance_error err;
    stance_weighed row = {0, 0, 0, NAN};
    const double bad[] = {NAN, INFINITY, 0, -1};
    for (size_t i = 0; i < 4; i++) {
        row.weight = bad[i];
        assert_fails(stance_difference_of(&row, 1, NULL, &d, &err), STANCE_EINVAL);
        assert_non_null(strstr(err.message, "weight of statement 0"));
    }
    row = (stance_weighed){1000001, 0, 0, 1};
    assert_fails(stance_difference_of(&row, 1, NULL, &d, &err), STANCE_EINVAL);
    row = (stance_weighed){0, 0, 2, 1};
    assert_fails(stance_difference_of(&row, 1, NULL, &d, &err), STANCE_EINVAL);
    assert_fails(stance_difference_of(NULL, 3, NULL, &d, &err), STANCE_EINVAL);
    row = (stance_weighed){0, 0, 1, 1};
    const stance_interval_options level = {STANCE_BY_STATEMENT, NAN, 999};
    assert_fails(stance_difference_of(&row, 1, &level, &d, &err), STANCE_EINVAL);
}

int main(void)
{
    stance_stats_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_statement),
        cmocka_unit_test(by_weight),
        cmocka_unit_test(by_document_is_welch),
        cmocka_unit_test(bca_of_two),
        cmocka_unit_test(agrees_with_intervals_of_statements),
        cmocka_unit_test(order_and_numbers_do_not_matter),
        cmocka_unit_test(honest_under_the_null),
        cmocka_unit_test(finds_what_is_there),
        cmocka_unit_test(little_data),
        cmocka_unit_test(constant_values),
        cmocka_unit_test(bad_input),
    };
    return cmocka_run_group_tests_name("stats/difference", tests, NULL, NULL);
}
