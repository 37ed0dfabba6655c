/* Means and intervals of documents. Expected values: base R 4.2, with the code that gave them in the comments. */
#include "stats_test.h"

#include "stats/internal.h"

/* n <- c(3,1,2,4,1,2,2,1,3,2,1,4,2,1,3,1,2,2,1,3,2,1)
   s <- c(900000,-250000,400000,-1200000,333333,0,150000,-500000,750000,-333334,1000000,820000,-90000,125000,-610000,
          -1000000,500000,270000,60000,1410000,-777777,45000) */
#define N_SAMPLE 22
#define N_MANY 41 /* enough of them for BCa */
static const stance_cluster sample[N_SAMPLE] = {
    {900000, 3}, {-250000, 1}, {400000, 2},  {-1200000, 4}, {333333, 1},  {0, 2},      {150000, 2},  {-500000, 1},
    {750000, 3}, {-333334, 2}, {1000000, 1}, {820000, 4},   {-90000, 2},  {125000, 1}, {-610000, 3}, {-1000000, 1},
    {500000, 2}, {270000, 2},  {60000, 1},   {1410000, 3},  {-777777, 2}, {45000, 1},
};

static const stance_interval_options by_statement = STANCE_INTERVAL_OPTIONS_INIT;
static const stance_interval_options by_document = {STANCE_BY_DOCUMENT, 0.95, 4999};

static void assert_same_interval(const stance_interval *a, const stance_interval *b)
{
    assert_int_equal(a->has_interval, b->has_interval);
    assert_int_equal(a->method, b->method);
    assert_int_equal(a->reason, b->reason);
    assert_int_equal(a->resamples, b->resamples);
    /* To the bit. */
    assert_memory_equal(&a->lo, &b->lo, sizeof a->lo);
    assert_memory_equal(&a->hi, &b->hi, sizeof a->hi);
    assert_memory_equal(&a->se, &b->se, sizeof a->se);
    assert_memory_equal(&a->df, &b->df, sizeof a->df);
}

/* The sample, over and over. */
static void fill(stance_cluster *documents, size_t count)
{
    for (size_t i = 0; i < count; i++) documents[i] = sample[i % N_SAMPLE];
}

static void shuffle(stance_cluster *documents, size_t count, uint32_t seed)
{
    for (size_t i = count - 1; i > 0; i--) {
        const size_t j = park_miller(&seed) % (i + 1);
        const stance_cluster t = documents[i];
        documents[i] = documents[j];
        documents[j] = t;
    }
}

static void mean(void **state)
{
    (void)state;
    /* sum(s) / sum(n) / 1e6; mean(s / n) / 1e6 */
    assert_close(stance_clusters_mean(sample, N_SAMPLE, STANCE_BY_STATEMENT), 0.04550504545454546);
    assert_close(stance_clusters_mean(sample, N_SAMPLE, STANCE_BY_DOCUMENT), 0.02702018939393939);
    /* Larger than a double can add up exactly: 3 * 4294967295 statements of 0.999999 and as many of -0.999999. */
    const stance_cluster huge[] = {
        {4294967295 * INT64_C(999999), 4294967295}, {-4294967295 * INT64_C(999999), 4294967295}, {1, 1}};
    assert_close(stance_clusters_mean(huge, 3, STANCE_BY_STATEMENT), 1e-6 / (2 * 4294967295.0 + 1));
}

/* CR2 with explicit matrices, no closed form:
   cr2 <- function(n, s, level = .95) {
     N <- sum(n); g <- rep(seq_along(n), n); G <- length(n); y <- (s / n / 1e6)[g]; mu <- mean(y); e <- y - mu
     X <- matrix(1, N, 1); M <- solve(crossprod(X)); IH <- diag(N) - X %*% M %*% t(X); V <- 0; P <- matrix(0, G, N)
     for (k in 1:G) {
       i <- which(g == k); E <- eigen(IH[i, i, drop = FALSE], symmetric = TRUE)
       A <- E$vectors %*% diag(1 / sqrt(E$values), length(i)) %*% t(E$vectors)
       W <- M %*% t(X[i, , drop = FALSE]) %*% A; V <- V + (W %*% e[i])^2; P[k, ] <- W %*% IH[i, , drop = FALSE] }
     B <- P %*% t(P); df <- sum(diag(B))^2 / sum(B * B); h <- qt((1 + level) / 2, df) * sqrt(V[1])
     c(mu - h, mu + h, sqrt(V[1]), df) } */
static void check_cr2(const stance_cluster *documents, size_t count, double level, double lo, double hi, double se,
                      double df)
{
    const stance_interval_options options = {STANCE_BY_STATEMENT, level, 4999};
    stance_error err;
    stance_interval out;
    assert_ok(stance_mean_interval(documents, count, &options, &out, &err));
    assert_true(out.has_interval);
    assert_int_equal(out.method, STANCE_INTERVAL_CR2);
    assert_int_equal(out.reason, STANCE_REASON_NONE);
    assert_close(out.lo, lo);
    assert_close(out.hi, hi);
    assert_close(out.se, se);
    assert_close(out.df, df);
    assert_close(out.level, level);
    assert_int_equal(out.resamples, 0);
}

static void cr2(void **state)
{
    (void)state;
    const stance_cluster five[] = {{100000, 1}, {-800000, 4}, {900000, 2}, {0, 3}, {350000, 7}};
    const stance_cluster two[] = {{100000, 5}, {150000, 2}};
    const stance_cluster dominated[] = {{100000, 1}, {-150000, 1}, {6100000, 60}};
    check_cr2(five, 5, .95, -0.2411898920645033, 0.3058957744174445, 0.08240713012693597, 2.793982192201412);
    check_cr2(two, 2, .95, -0.2799900151500286, 0.3514185865786, 0.02484646732989442, 1);
    check_cr2(dominated, 3, .95, -0.1660172072037361, 0.3611784975263168, 0.02238122068279965, 1.033324076645374);
    check_cr2(sample, N_SAMPLE, .95, -0.1045504812050255, 0.1955605721141164, 0.07110241383731937, 16.93695740411064);
    check_cr2(sample, N_SAMPLE, .9, -0.07821168517649051, 0.1692217760855814, 0.07110241383731937, 16.93695740411064);
}

/* Documents of equal weight: t.test((s / n / 1e6)[1:8]), t.test((s / n / 1e6)[1:3]) */
static void cr2_by_document_is_student(void **state)
{
    (void)state;
    stance_error err;
    stance_interval out;
    assert_ok(stance_mean_interval(sample, 8, &by_document, &out, &err));
    assert_int_equal(out.method, STANCE_INTERVAL_CR2);
    assert_close(out.lo, -0.2718224309920105);
    assert_close(out.hi, 0.2364056809920106);
    assert_close(out.se, 0.1074648776949835);
    assert_close(out.df, 7);
    assert_ok(stance_mean_interval(sample, 3, &by_document, &out, &err));
    assert_close(out.lo, -0.6444525999412555);
    assert_close(out.hi, 0.8111192666079222);
}

static void cr2_is_clipped(void **state)
{
    (void)state;
    const stance_cluster wide[] = {{1000000, 1}, {-900000, 1}};
    stance_error err;
    stance_interval out;
    assert_ok(stance_mean_interval(wide, 2, NULL, &out, &err));
    assert_true(out.has_interval);
    assert_true(out.lo == -1 && out.hi == 1);
}

/* bca <- function(n, s, B, level, bydoc) {
     G <- length(n); z <- 12345
     th <- function(i) if (bydoc) mean(s[i] / n[i]) / 1e6 else sum(s[i]) / sum(n[i]) / 1e6
     t <- numeric(B)
     for (b in 1:B) { i <- integer(G); for (k in 1:G) { z <- (16807 * z) %% 2147483647; i[k] <- z %% G + 1 }
                      t[b] <- th(i) }
     th0 <- th(1:G); tie <- abs(t - th0) < 1e-13; z0 <- qnorm((sum(t < th0 & !tie) + sum(tie) / 2) / B)
     j <- sapply(1:G, function(g) th((1:G)[-g])); d <- mean(j) - j; a <- sum(d^3) / (6 * sum(d^2)^1.5)
     zz <- c(-1, 1) * qnorm((1 + level) / 2); al <- pnorm(z0 + (z0 + zz) / (1 - a * (z0 + zz)))
     k <- c(floor((B + 1) * al[1] + 1e-9), B + 1 - floor((B + 1) * (1 - al[2]) + 1e-9))
     c(sort(t)[k], sd(t)) } */
static void check_bca(const stance_cluster *documents, size_t count, stance_interval_options options, double lo,
                      double hi, double se)
{
    uint32_t *indices = malloc(options.resamples * count * sizeof *indices), seed = 12345;
    assert_non_null(indices);
    for (size_t i = 0; i < options.resamples * count; i++) indices[i] = park_miller(&seed) % (uint32_t)count;
    stance_error err;
    stance_interval out = {.has_interval = false};
    assert_ok(stance_bca(documents, count, &options, indices, &out, &err));
    free(indices);
    assert_true(out.has_interval);
    assert_int_equal(out.method, STANCE_INTERVAL_BCA);
    assert_int_equal(out.resamples, options.resamples);
    assert_close(out.lo, lo);
    assert_close(out.hi, hi);
    assert_close(out.se, se);
}

static void bca_with_given_resamples(void **state)
{
    (void)state;
    check_bca(sample, N_SAMPLE, (stance_interval_options){STANCE_BY_STATEMENT, .95, 999}, -0.08763226190476191,
              0.1739814444444444, 0.06768787471110378);
    check_bca(sample, N_SAMPLE, (stance_interval_options){STANCE_BY_DOCUMENT, .95, 999}, -0.1329545075757576,
              0.1894696666666666, 0.07995342471151606);
    check_bca(sample, N_SAMPLE, (stance_interval_options){STANCE_BY_STATEMENT, .9, 1999}, -0.07449868292682926,
              0.152093, 0.06844556300063546);
    /* 353 of 999 resamples have the mean itself: they count half in the bias. */
    const stance_cluster coins[] = {{0, 1}, {0, 1}, {1000000, 1}, {1000000, 1}, {1000000, 1}};
    check_bca(coins, 5, (stance_interval_options){STANCE_BY_STATEMENT, .95, 999}, 0.2, 1, 0.2130641645654884);
}

static void bca_given_unstable(void **state)
{
    (void)state;
    const stance_cluster two[] = {{0, 1}, {1000000, 1}};
    const stance_interval_options options = {STANCE_BY_STATEMENT, .5, 3};
    const uint32_t high[] = {1, 1, 1, 1, 1, 1}, same[] = {0, 1, 1, 0, 0, 1};
    stance_error err;
    stance_interval out = {.has_interval = false};
    assert_ok(stance_bca(two, 2, &options, high, &out, &err));
    assert_false(out.has_interval);
    assert_int_equal(out.reason, STANCE_REASON_UNSTABLE);
    assert_true(out.lo == 0 && out.hi == 0);
    assert_ok(stance_bca(two, 2, &options, same, &out, &err));
    assert_true(out.has_interval && out.lo == 0.5 && out.hi == 0.5);
}

static void method_by_number_of_documents(void **state)
{
    (void)state;
    stance_error err;
    stance_interval out;
    assert_ok(stance_mean_interval(NULL, 0, NULL, &out, &err));
    assert_false(out.has_interval);
    assert_int_equal(out.reason, STANCE_REASON_EMPTY);
    assert_ok(stance_mean_interval(sample, 1, NULL, &out, &err));
    assert_false(out.has_interval);
    assert_int_equal(out.reason, STANCE_REASON_ONE_DOCUMENT);
    assert_string_equal(stance_interval_reason_text(out.reason), "one document");
    assert_int_equal(out.method, STANCE_INTERVAL_NONE);
    assert_true(out.lo == 0 && out.hi == 0 && out.se == 0);
    for (size_t n = 2; n <= N_SAMPLE; n++) {
        assert_ok(stance_mean_interval(sample, n, NULL, &out, &err));
        assert_true(out.has_interval);
        assert_string_equal(stance_interval_method_name(out.method), n < STANCE_BCA_MIN_DOCUMENTS ? "cr2" : "bca");
        assert_int_equal(out.resamples, n < STANCE_BCA_MIN_DOCUMENTS ? 0 : 4999);
        assert_true(out.lo >= -1 && out.lo < out.hi && out.hi <= 1);
    }
}

static void bca_and_cr2_agree_on_many(void **state)
{
    (void)state;
    enum { MANY = 5001 };
    stance_cluster *many = malloc(MANY * sizeof *many);
    assert_non_null(many);
    uint32_t seed = 7;
    for (size_t i = 0; i < MANY; i++) {
        many[i].count = 1 + park_miller(&seed) % 4;
        many[i].sum = (int64_t)many[i].count * ((int64_t)(park_miller(&seed) % 1400001) - 600000);
    }
    stance_error err;
    stance_interval cr2, bca;
    assert_ok(stance_mean_interval(many, MANY, NULL, &cr2, &err));
    assert_int_equal(cr2.method, STANCE_INTERVAL_CR2);
    assert_ok(stance_mean_interval(many, MANY - 1, NULL, &bca, &err));
    assert_int_equal(bca.method, STANCE_INTERVAL_BCA);
    assert_true(fabs(cr2.lo - bca.lo) < 0.1 * cr2.se && fabs(cr2.hi - bca.hi) < 0.1 * cr2.se);
    assert_true(fabs(bca.se / cr2.se - 1) < 0.05);
    free(many);
}

/* The same documents in any order, asked again, give the same bits. */
static void order_does_not_matter(void **state)
{
    (void)state;
    const stance_interval_options *all[] = {&by_statement, &by_document};
    stance_error err;
    for (size_t n = 3; n <= N_MANY; n += 19) {
        for (size_t o = 0; o < 2; o++) {
            stance_interval first, again;
            stance_cluster given[N_MANY], other[N_MANY];
            fill(given, n);
            assert_ok(stance_mean_interval(given, n, all[o], &first, &err));
            assert_int_equal(first.method, n < STANCE_BCA_MIN_DOCUMENTS ? STANCE_INTERVAL_CR2 : STANCE_INTERVAL_BCA);
            for (uint32_t seed = 1; seed < 6; seed++) {
                memcpy(other, given, sizeof other);
                shuffle(other, n, seed);
                assert_ok(stance_mean_interval(other, n, all[o], &again, &err));
                assert_same_interval(&first, &again);
            }
        }
    }
}

static void seed_ignores_the_environment(void **state)
{
    (void)state;
    stance_error err;
    stance_interval first, again;
    stance_cluster many[N_MANY];
    fill(many, N_MANY);
    assert_ok(stance_mean_interval(many, N_MANY, NULL, &first, &err));
    assert_int_equal(first.method, STANCE_INTERVAL_BCA);
    assert_int_equal(setenv("GSL_RNG_TYPE", "taus", 1), 0);
    assert_int_equal(setenv("GSL_RNG_SEED", "42", 1), 0);
    assert_ok(stance_mean_interval(many, N_MANY, NULL, &again, &err));
    assert_same_interval(&first, &again);
    unsetenv("GSL_RNG_TYPE");
    unsetenv("GSL_RNG_SEED");
    /* One millionth more in one document, and other resamples are drawn. */
    many[0].sum++;
    assert_ok(stance_mean_interval(many, N_MANY, NULL, &again, &err));
    assert_true(fabs(again.se - first.se) > 1e-6);
}

static void no_variation(void **state)
{
    (void)state;
    stance_cluster same[40];
    stance_error err;
    stance_interval out;
    for (size_t i = 0; i < 40; i++) same[i] = (stance_cluster){333333 * (int64_t)(1 + i % 3), (uint32_t)(1 + i % 3)};
    for (int o = 0; o < 2; o++) {
        const stance_interval_options *options = o == 0 ? &by_statement : &by_document;
        assert_ok(stance_mean_interval(same, 19, options, &out, &err));
        assert_false(out.has_interval);
        assert_int_equal(out.reason, STANCE_REASON_NO_VARIATION);
        assert_string_equal(stance_interval_reason_text(out.reason), "no variation");
        /* From 30 on the bootstrap says so. */
        assert_ok(stance_mean_interval(same, 40, options, &out, &err));
        assert_true(out.has_interval);
        assert_int_equal(out.method, STANCE_INTERVAL_BCA);
        assert_true(out.lo == out.hi);
        assert_close(out.lo, 0.333333);
        assert_true(out.se == 0);
    }
    /* All but one: lopsided, but an interval. */
    same[3].sum = 0;
    assert_ok(stance_mean_interval(same, 40, NULL, &out, &err));
    assert_true(out.has_interval && out.lo < out.hi && out.hi <= 0.333334);
}

static void bad_input(void **state)
{
    (void)state;
    stance_error err;
    stance_interval out;
    const stance_cluster none[] = {{100, 1}, {0, 0}}, outside[] = {{100, 1}, {2000001, 2}}, below[] = {{-1000001, 1}};
    assert_fails(stance_mean_interval(none, 2, NULL, &out, &err), STANCE_EINVAL);
    assert_non_null(strstr(err.message, "document 1 has no statements"));
    assert_fails(stance_mean_interval(outside, 2, NULL, &out, &err), STANCE_EINVAL);
    assert_fails(stance_mean_interval(below, 1, NULL, &out, &err), STANCE_EINVAL);
    assert_fails(stance_mean_interval(NULL, 2, NULL, &out, &err), STANCE_EINVAL);
    const stance_cluster *d = sample;
    const double levels[] = {0, 1, -1, 0.4999, 0.99991, 95, NAN, INFINITY};
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        const stance_interval_options options = {STANCE_BY_STATEMENT, levels[i], 4999};
        assert_fails(stance_mean_interval(d, 5, &options, &out, &err), STANCE_EINVAL);
        assert_non_null(strstr(err.message, "confidence level"));
    }
    const stance_interval_options few = {STANCE_BY_STATEMENT, .95, 38}, enough = {STANCE_BY_STATEMENT, .95, 39},
                                  many = {STANCE_BY_STATEMENT, .95, 1000001}, odd = {(stance_weighting)9, .95, 4999};
    assert_fails(stance_mean_interval(d, N_SAMPLE, &few, &out, &err), STANCE_EINVAL);
    assert_fails(stance_mean_interval(d, N_SAMPLE, &many, &out, &err), STANCE_EINVAL);
    assert_fails(stance_mean_interval(d, N_SAMPLE, &odd, &out, &err), STANCE_EINVAL);
    assert_ok(stance_mean_interval(d, N_SAMPLE, &enough, &out, &err));
    assert_true(out.has_interval);
    /* 4000 documents, the largest of which could be drawn so often that 64 bits would not hold the sum. */
    stance_cluster *large = calloc(4000, sizeof *large);
    assert_non_null(large);
    for (size_t i = 0; i < 4000; i++) large[i].count = 4294967295;
    assert_fails(stance_mean_interval(large, 4000, NULL, &out, &err), STANCE_EINVAL);
    free(large);
}

int main(void)
{
    stance_stats_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mean),
        cmocka_unit_test(cr2),
        cmocka_unit_test(cr2_by_document_is_student),
        cmocka_unit_test(cr2_is_clipped),
        cmocka_unit_test(bca_with_given_resamples),
        cmocka_unit_test(bca_given_unstable),
        cmocka_unit_test(method_by_number_of_documents),
        cmocka_unit_test(bca_and_cr2_agree_on_many),
        cmocka_unit_test(order_does_not_matter),
        cmocka_unit_test(seed_ignores_the_environment),
        cmocka_unit_test(no_variation),
        cmocka_unit_test(bad_input),
    };
    return cmocka_run_group_tests_name("stats/interval", tests, NULL, NULL);
}
