/* Agreement and classes. Expected values: base R 4.2, with the call in the comments; Krippendorff's alpha by the coincidence matrix
   as his book has it:

   alpha <- function(m, metric, w = rep(1, nrow(m))) {
     v <- sort(unique(as.vector(m[!is.na(m)]))); k <- length(v); o <- matrix(0, k, k)
     for (u in seq_len(nrow(m))) { x <- m[u, !is.na(m[u, ])]; if (length(x) < 2) next
       for (i in seq_along(x)) for (j in seq_along(x)) if (i != j) {
         a <- match(x[i], v); b <- match(x[j], v); o[a, b] <- o[a, b] + w[u] / (length(x) - 1) } }
     n <- rowSums(o); d <- matrix(0, k, k)
     for (a in 1:k) for (b in 1:k) d[a, b] <- switch(metric, nominal = as.numeric(a != b),
       ordinal = (sum(n[a:b]) - (n[a] + n[b]) / 2)^2, interval = (v[a] - v[b])^2)
     1 - (sum(n) - 1) * sum(o * d) / sum(outer(n, n) * d) } */
#include "stats_test.h"

#include "stance/measure.h"

#define NONE NAN

/* x <- c(-0.4, …); y <- c(-1, …); w: how often each is met */
static const double x[] = {-0.4, -0.4, 0, 0, 0.1, 0.35, 0.35, 0.8, -0.9, 0.05};
static const double y[] = {-1, 0, 0, 1, 0, 1, 1, 1, -1, -1};
static const double w[] = {2, 1, 3, 1, 1, 2, 1, 1, 2, 1};

static void assert_value(stance_value got, double expected)
{
    assert_true(got.defined);
    assert_close(got.value, expected);
}

/* Krippendorff (2011), "Computing Krippendorff's alpha-reliability", example C: .743 nominal, .815 ordinal, .849 interval. */
static void alpha(void **state)
{
    (void)state;
    static const double codings[] = {1, 1, NONE, 1, 2,    2, 3, 2, 3,    3,    3, 3, 3,    3, 3,    3,
                                     2, 2, 2,    2, 1,    2, 3, 4, 4,    4,    4, 4, 1,    1, 2,    1,
                                     2, 2, 2,    2, NONE, 5, 5, 5, NONE, NONE, 1, 1, NONE, 3, NONE, NONE};
    static const double weights[] = {1, 2, 0.5, 3, 1, 1, 2, 0, 1, 1, 4, 1};
    stance_error err;
    stance_ratings r;
    assert_ok(stance_ratings_init(&r, codings, 12, 4, &err));
    assert_value(stance_krippendorff(&r, NULL, STANCE_ALPHA_NOMINAL), 0.74342105263157898);
    assert_value(stance_krippendorff(&r, NULL, STANCE_ALPHA_ORDINAL), 0.81538750375488134);
    assert_value(stance_krippendorff(&r, NULL, STANCE_ALPHA_INTERVAL), 0.84910714285714284);
    assert_value(stance_krippendorff(&r, weights, STANCE_ALPHA_NOMINAL), 0.81574539363484089);
    assert_value(stance_krippendorff(&r, weights, STANCE_ALPHA_ORDINAL), 0.86509268936518335);
    assert_value(stance_krippendorff(&r, weights, STANCE_ALPHA_INTERVAL), 0.88452842377260987);
    stance_ratings_free(&r);
}

static void alpha_at_its_ends(void **state)
{
    (void)state;
    static const double same[] = {1, 1, 1, 1}, apart[] = {-1, 1, 1, -1, -1, 1, 1, -1}, lone[] = {1, NONE, NONE, 0};
    static const double right[] = {-1, -1, 0, 0, 1, 1};
    stance_error err;
    stance_ratings r;
    assert_ok(stance_ratings_init(&r, right, 3, 2, &err));
    for (int m = STANCE_ALPHA_NOMINAL; m <= STANCE_ALPHA_INTERVAL; m++)
        assert_value(stance_krippendorff(&r, NULL, (stance_alpha_metric)m), 1);
    stance_ratings_free(&r);
    assert_ok(stance_ratings_init(&r, same, 2, 2, &err)); /* no variation: there is nothing to agree about */
    assert_false(stance_krippendorff(&r, NULL, STANCE_ALPHA_NOMINAL).defined);
    assert_false(stance_krippendorff(&r, NULL, STANCE_ALPHA_INTERVAL).defined);
    stance_ratings_free(&r);
    assert_ok(stance_ratings_init(&r, lone, 2, 2, &err)); /* nothing to pair */
    assert_false(stance_krippendorff(&r, NULL, STANCE_ALPHA_ORDINAL).defined);
    stance_ratings_free(&r);
    /* alpha(cbind(c(-1, 1, -1, 1), c(1, -1, 1, -1)), "nominal") */
    assert_ok(stance_ratings_init(&r, apart, 4, 2, &err));
    assert_value(stance_krippendorff(&r, NULL, STANCE_ALPHA_NOMINAL), -0.75);
    stance_ratings_free(&r);
    assert_ok(stance_ratings_init(&r, NULL, 0, 2, &err));
    assert_false(stance_krippendorff(&r, NULL, STANCE_ALPHA_NOMINAL).defined);
    stance_ratings_free(&r);
}

/* auc <- function(s, p) wilcox.test(s[p], s[!p], exact = FALSE)$statistic / (sum(p) * sum(!p)); auc(x, y == -1) …, and of
   rep(x, w), rep(y, w) */
static void auc(void **state)
{
    (void)state;
    static const double plain[] = {0.16666666666666666, 0.38095238095238093, 0.89583333333333337};
    static const double weighted[] = {0.12, 0.45, 0.93};
    stance_error err;
    stance_value got;
    uint32_t codes[10], distinct;
    bool positive[10];
    assert_ok(stance_rank_codes(x, 10, codes, &distinct, &err));
    assert_int_equal(distinct, 7);
    for (int k = 0; k < 3; k++) {
        for (int i = 0; i < 10; i++) positive[i] = (int)y[i] == k - 1;
        assert_ok(stance_auc(codes, distinct, positive, NULL, 10, &got, &err));
        assert_value(got, plain[k]);
        assert_ok(stance_auc(codes, distinct, positive, w, 10, &got, &err));
        assert_value(got, weighted[k]);
    }
    memset(positive, 1, sizeof positive); /* nothing to tell them from */
    assert_ok(stance_auc(codes, distinct, positive, NULL, 10, &got, &err));
    assert_false(got.defined);
    const double bad[] = {0, NAN};
    assert_fails(stance_rank_codes(bad, 2, codes, &distinct, &err), STANCE_EINVAL);
}

/* cor(x, y, method = "spearman"), cor(rep(x, w), rep(y, w), method = "spearman") */
static void spearman(void **state)
{
    (void)state;
    stance_error err;
    stance_value got;
    uint32_t cx[10], cy[10], dx, dy;
    assert_ok(stance_rank_codes(x, 10, cx, &dx, &err));
    assert_ok(stance_rank_codes(y, 10, cy, &dy, &err));
    assert_ok(stance_spearman(cx, dx, cy, dy, NULL, 10, &got, &err));
    assert_value(got, 0.70309427802109747);
    assert_ok(stance_spearman(cx, dx, cy, dy, w, 10, &got, &err));
    assert_value(got, 0.77870217636939965);
    assert_ok(stance_spearman(cx, dx, cx, dx, NULL, 10, &got, &err));
    assert_value(got, 1);
    assert_ok(stance_spearman(cx, dx, cy, dy, NULL, 2, &got, &err));
    assert_false(got.defined);
    const uint32_t flat[10] = {0};
    assert_ok(stance_spearman(cx, dx, flat, 1, NULL, 10, &got, &err));
    assert_false(got.defined);
}

/* g <- factor(y, c(-1, 0, 1)); got <- factor(ifelse(x < -.05, -1, ifelse(x > .05, 1, 0)), c(-1, 0, 1)); t <- table(g, got)
   rec <- diag(t) / rowSums(t); pre <- diag(t) / colSums(t); f <- 2 * pre * rec / (pre + rec)
   c(sum(diag(t)) / sum(t), mean(rec), mean(f), rec, pre, f) */
static void classes(void **state)
{
    (void)state;
    stance_confusion c = {{{0}}};
    for (int i = 0; i < 10; i++)
        stance_confusion_add(&c, (unsigned)(y[i] + 1), x[i] < -.05 ? 0 : x[i] > .05 ? 2 : 1, 1);
    assert_value(stance_confusion_accuracy(&c), 0.59999999999999998);
    assert_value(stance_confusion_balanced(&c), 0.58333333333333326);
    assert_value(stance_confusion_macro_f1(&c), 0.58333333333333326);
    assert_value(stance_confusion_class(&c, 0).recall, 0.66666666666666663);
    assert_value(stance_confusion_class(&c, 1).precision, 0.33333333333333331);
    assert_value(stance_confusion_class(&c, 2).f1, 0.75);
    assert_false(stance_confusion_class(&c, 5).recall.defined);
    assert_false(stance_confusion_class(&c, 99).f1.defined);
    stance_confusion empty = {{{0}}};
    assert_false(stance_confusion_accuracy(&empty).defined);
    assert_false(stance_confusion_macro_f1(&empty).defined);
    stance_retrieval r = stance_retrieve(0, 0, 3);
    assert_false(r.precision.defined);
    assert_value(r.recall, 0);
    assert_value(r.f1, 0);
}

/* ---- resampling ---- */

static stance_status mean_of_x(void *context, const double *weights, stance_value *values, stance_error *err)
{
    (void)err;
    double sum = 0, all = 0;
    for (int i = 0; i < 60; i++) {
        sum += weights[i] * ((const double *)context)[i];
        all += weights[i];
    }
    if (all > 0) values[0] = (stance_value){true, sum / all};
    values[1] = (stance_value){true, 1};                              /* the same in every resample */
    if (weights[0] > 0) values[2] = (stance_value){true, weights[0]}; /* told by two in three only */
    return STANCE_OK;
}

/* 20 documents of three; the interval of the mean is that of the clusters' means: with
   m <- the 20 means, mean(m) + c(-1, 1) * qt(.975, 19) * sd(m) / sqrt(20), which resampling comes near to. */
static void bootstrap(void **state)
{
    (void)state;
    stance_error err;
    double values[60];
    uint32_t cluster[60], z = 7;
    double means[20] = {0}, mean = 0, variance = 0;
    for (int i = 0; i < 60; i++) {
        cluster[i] = (uint32_t)i / 3;
        values[i] = (double)park_miller(&z) / 2147483647.0 + (double)(cluster[i] % 5);
        means[cluster[i]] += values[i] / 3;
    }
    for (int g = 0; g < 20; g++) mean += means[g] / 20;
    for (int g = 0; g < 20; g++) variance += (means[g] - mean) * (means[g] - mean) / 19;
    const double half = 2.0930240544083087 * sqrt(variance / 20); /* qt(.975, 19) */
    stance_estimate e[3] = {{.clusters = 20}, {.clusters = 20}, {.clusters = 20}}, again[3];
    memcpy(again, e, sizeof e);
    stance_bootstrap_options o = STANCE_BOOTSTRAP_OPTIONS_INIT;
    assert_ok(stance_bootstrap(cluster, NULL, 60, &o, mean_of_x, values, e, 3, &err));
    assert_value(e[0].point, mean);
    assert_true(e[0].has_interval);
    assert_true(fabs(e[0].lo - (mean - half)) < 0.15 * half && fabs(e[0].hi - (mean + half)) < 0.15 * half);
    assert_false(e[1].has_interval);
    assert_false(e[2].has_interval);
    assert_ok(stance_bootstrap(cluster, NULL, 60, &o, mean_of_x, values, again, 3, &err));
    assert_true(again[0].lo == e[0].lo && again[0].hi == e[0].hi);
    o.seed = stance_seed_add(o.seed, 1);
    assert_ok(stance_bootstrap(cluster, NULL, 60, &o, mean_of_x, values, again, 3, &err));
    assert_true(again[0].lo < e[0].lo || again[0].lo > e[0].lo);
    memset(cluster, 0, sizeof cluster); /* one document says nothing of how documents differ */
    again[0].clusters = 1;
    assert_ok(stance_bootstrap(cluster, NULL, 60, &o, mean_of_x, values, again, 3, &err));
    assert_true(again[0].point.defined && !again[0].has_interval);
}

static stance_status complain(void *context, const double *weights, stance_value *values, stance_error *err)
{
    (void)context;
    (void)weights;
    (void)values;
    return stance_fail(err, STANCE_EFORMAT, "no");
}

static void bootstrap_refuses(void **state)
{
    (void)state;
    stance_error err;
    const uint32_t cluster[] = {0, 1}, far[] = {0, 7};
    const double bad[] = {1, -1};
    stance_estimate e[1] = {{.clusters = 2}};
    stance_bootstrap_options o = STANCE_BOOTSTRAP_OPTIONS_INIT;
    assert_fails(stance_bootstrap(cluster, NULL, 2, &o, complain, NULL, e, 1, &err), STANCE_EFORMAT);
    assert_fails(stance_bootstrap(far, NULL, 2, &o, complain, NULL, e, 1, &err), STANCE_EINVAL);
    assert_fails(stance_bootstrap(cluster, bad, 2, &o, complain, NULL, e, 1, &err), STANCE_EINVAL);
    o.resamples = 5;
    assert_fails(stance_bootstrap(cluster, NULL, 2, &o, complain, NULL, e, 1, &err), STANCE_EINVAL);
    o = (stance_bootstrap_options){0.2, 999, 0};
    assert_fails(stance_bootstrap(cluster, NULL, 2, &o, complain, NULL, e, 1, &err), STANCE_EINVAL);
}

/* ---- samples ---- */

static void allocation(void **state)
{
    (void)state;
    const size_t sizes[] = {100, 3, 0, 40};
    size_t taken[4];
    assert_int_equal(stance_allocate(sizes, 4, 30, taken), 30);
    assert_int_equal(taken[0], 14);
    assert_int_equal(taken[1], 3);
    assert_int_equal(taken[2], 0);
    assert_int_equal(taken[3], 13);
    assert_int_equal(stance_allocate(sizes, 4, 2, taken), 2);
    assert_true(taken[0] == 1 && taken[1] == 1 && taken[3] == 0);
    assert_int_equal(stance_allocate(sizes, 4, 143, taken), 143);
    assert_int_equal(stance_allocate(sizes, 4, 1000, taken), 143);
    assert_true(taken[0] == 100 && taken[3] == 40);
    assert_int_equal(stance_allocate(sizes, 4, 0, taken), 0);
    assert_int_equal(stance_allocate(sizes, 0, 5, taken), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(alpha),
        cmocka_unit_test(alpha_at_its_ends),
        cmocka_unit_test(auc),
        cmocka_unit_test(spearman),
        cmocka_unit_test(classes),
        cmocka_unit_test(bootstrap),
        cmocka_unit_test(bootstrap_refuses),
        cmocka_unit_test(allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
