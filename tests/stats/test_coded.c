/* Means and slopes corrected by codes. Expected values: base R 4.2, with the code that gave them in the comments. */
#include "stats_test.h"

#include "stance/coded.h"

/* z <- 13; nxt: Park and Miller
   r <- as.data.frame(t(sapply(1:80, function(i) c(f = (nxt() %% 2001 - 1000)/1000, e = (nxt() %% 401 - 200)/1000,
     p = c(.3,.5,1)[1 + nxt() %% 3], x = nxt() %% 12, g = nxt() %% 20, u = (nxt() %% 1000)/1000))))
   r$I <- r$u < r$p; r$y <- ifelse(r$I, .5*r$f + r$e + .1, 0); w <- ifelse(r$I, 1/r$p, 0) */
enum { ROWS = 80 };

static void make(stance_coded_row *rows)
{
    static const double chances[] = {.3, .5, 1};
    uint32_t seed = 13;
    for (size_t i = 0; i < ROWS; i++) {
        stance_coded_row *r = &rows[i];
        r->score = ((double)(park_miller(&seed) % 2001) - 1000) / 1000;
        const double error = ((double)(park_miller(&seed) % 401) - 200) / 1000;
        r->probability = chances[park_miller(&seed) % 3];
        r->x = park_miller(&seed) % 12;
        r->document = park_miller(&seed) % 20;
        r->coded = (park_miller(&seed) % 1000) / 1000.0 < r->probability;
        r->code = r->coded ? .5 * r->score + error + .1 : NAN; /* not looked at */
    }
}

/* est <- function(X, lam) { k <- ncol(X); b <- function(w, y) solve(t(X) %*% (w*X), t(X) %*% (w*y))
     inf <- function(w, y) ((w*X) * drop(y - X %*% b(w,y))) %*% solve(t(X) %*% (w*X)); one <- rep(1, 80)
     A <- rowsum(inf(w, r$y), r$g)[,k]; B <- rowsum(inf(one, r$f) - inf(w, r$f), r$g)[,k]
     if (is.null(lam)) lam <- min(1, max(0, -sum(A*B)/sum(B^2))); G <- length(unique(r$g[r$I]))
     v <- sum((A+lam*B)^2)*G/(G-k); e <- b(w, r$y)[k] + lam*(b(one, r$f)[k] - b(w, r$f)[k])
     c(b(one, r$f)[k], e, lam, sqrt(v), G-k, e + c(-1,1)*qt(.975, G-k)*sqrt(v)) }
   est(matrix(1, 80), NULL); est(cbind(1, r$x), NULL); est(matrix(1, 80), 1); est(matrix(1, 80), 0) */
static void against_r(void **state)
{
    (void)state;
    stance_coded_row rows[ROWS], turned[ROWS];
    stance_coded c, again;
    stance_error err;
    make(rows);
    assert_ok(stance_coded_mean(rows, ROWS, STANCE_TUNED, .95, &c, &err));
    assert_true(c.statements == ROWS && c.documents == 20 && c.coded == 51 && c.coded_documents == 18);
    assert_close(c.plain, 0.051462500000000001);
    assert_close(c.estimate, 0.128851898897520661);
    assert_close(c.lambda, 0.520986229668671808);
    assert_close(c.se, 0.036038920019255301);
    assert_close(c.df, 17);
    assert_close(c.lo, 0.052816424032606862);
    assert_close(c.hi, 0.204887373762434460);
    for (size_t i = 0; i < ROWS; i++) {
        turned[i] = rows[ROWS - 1 - i];
        turned[i].code = turned[i].coded ? turned[i].code : 0;
    }
    assert_ok(stance_coded_mean(turned, ROWS, STANCE_TUNED, .95, &again, &err));
    assert_close(again.estimate, c.estimate);
    assert_close(again.se, c.se);
    assert_ok(stance_coded_slope(rows, ROWS, STANCE_TUNED, .95, &c, &err));
    assert_close(c.plain, -0.0181013468756900039);
    assert_close(c.estimate, -0.0047139245525813769);
    assert_close(c.lambda, 0.3431731728606455811);
    assert_close(c.se, 0.0147678005689356445);
    assert_close(c.hi, 0.0265924141313479481);
    assert_ok(stance_coded_mean(rows, ROWS, STANCE_DIFFERENCE, .95, &c, &err));
    assert_close(c.estimate, 0.146067461832061096);
    assert_close(c.se, 0.051421183100067359);
    assert_ok(stance_coded_mean(rows, ROWS, STANCE_CODES_ALONE, .95, &c, &err));
    assert_close(c.estimate, 0.1101278625954198731);
    assert_close(c.lo, -0.0032976501019157251);
}

static double uniform(uint32_t *seed)
{
    return park_miller(seed) / 2147483647.0;
}

static double normal(uint32_t *seed)
{
    double sum = -6;
    for (int i = 0; i < 12; i++) sum += uniform(seed);
    return sum;
}

/* Documents whose tone differs and drifts by .02 a period; a lexicon that is .15 too critical, half deaf and noisy; a share
   of the documents is coded whole, or statements are coded with chances that depend on their scores. */
static size_t simulate(stance_coded_row *rows, size_t documents, double share, bool whole, uint32_t *seed)
{
    size_t n = 0;
    for (size_t d = 0; d < documents; d++) {
        const double own = .2 * normal(seed), x = floor(uniform(seed) * 12);
        const bool chosen = uniform(seed) < share;
        const size_t count = 1 + park_miller(seed) % 4;
        for (size_t i = 0; i < count; i++) {
            const double truth = .1 + .02 * x + own + .2 * normal(seed);
            const double score = .5 * truth - .15 + .1 * normal(seed);
            const double chance = whole ? share : fabs(score) > .15 ? fmin(1, 1.5 * share) : share / 2;
            const bool coded = whole ? chosen : uniform(seed) < chance;
            rows[n++] = (stance_coded_row){score, coded ? truth : 0, chance, x, (uint32_t)d, coded};
        }
    }
    return n;
}

static void intervals_cover(void **state)
{
    (void)state;
    static const struct {
        size_t documents;
        double share;
        bool whole, slope;
    } cases[] = {{60, .3, true, false}, {60, .3, false, false}, {200, .1, true, false}, {40, .4, true, false},
                 {120, .3, true, true}, {120, .3, false, true}, {200, .2, true, true}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        enum { RUNS = 2000 };
        static stance_coded_row rows[1000];
        uint32_t seed = 101 + (uint32_t)c;
        size_t covered = 0, plain = 0, runs = 0;
        double width[2] = {0, 0};
        for (int run = 0; run < RUNS; run++) {
            const double truth = cases[c].slope ? .02 : .1 + .02 * 5.5;
            const size_t n = simulate(rows, cases[c].documents, cases[c].share, cases[c].whole, &seed);
            stance_coded tuned, alone;
            stance_error err;
            stance_status (*fit)(const stance_coded_row *, size_t, stance_coded_use, double, stance_coded *,
                                 stance_error *) = cases[c].slope ? stance_coded_slope : stance_coded_mean;
            const stance_status status = fit(rows, n, STANCE_TUNED, .95, &tuned, &err);
            if (status == STANCE_ENODATA) continue;
            assert_ok(status);
            assert_ok(fit(rows, n, STANCE_CODES_ALONE, .95, &alone, &err));
            runs++;
            covered += tuned.lo <= truth && truth <= tuned.hi;
            plain += fabs(tuned.plain - truth) < tuned.hi - tuned.estimate;
            width[0] += alone.hi - alone.lo;
            width[1] += tuned.hi - tuned.lo;
        }
        const double coverage = (double)covered / (double)runs;
        print_message("%zu documents, %g coded %s, %s: covered %.3f (scores alone would be within as far: %.3f), width "
                      "%.2f of that of codes alone\n",
                      cases[c].documents, cases[c].share, cases[c].whole ? "whole" : "by statement",
                      cases[c].slope ? "slope" : "mean", coverage, (double)plain / (double)runs, width[1] / width[0]);
        assert_true(coverage > .93 - .01 && coverage < .97 + .01); /* two Monte Carlo standard errors */
        assert_true(width[1] <= width[0] * 1.001);
    }
}

/* Classes, as reports use them: what coders say (-1, 0, 1) against what the scores say. A document is one draw of both. */
static double class_of(double value)
{
    return value > .35 ? 1 : value < -.35 ? -1 : 0;
}

static size_t simulate_classes(stance_coded_row *rows, size_t documents, double share, uint32_t *seed)
{
    size_t n = 0;
    for (size_t d = 0; d < documents; d++) {
        const double own = .3 * normal(seed), x = 3 * uniform(seed);
        const size_t count = 1 + park_miller(seed) % 4;
        for (size_t i = 0; i < count; i++) {
            const double truth = .3 - .2 * x + own + .5 * normal(seed);
            const double score = .6 * truth - .2 + .2 * normal(seed);
            const bool coded = uniform(seed) < share;
            rows[n++] = (stance_coded_row){class_of(score), class_of(truth), share, x, (uint32_t)d, coded};
        }
    }
    return n;
}

/* From as few documents on as reports correct means (12) and slopes (30) by: STANCE_REPORT_CODED_… */
static void classes_cover(void **state)
{
    (void)state;
    static const struct {
        size_t documents, least;
        double share;
        bool slope;
    } cases[] = {{60, 12, .1, false}, {30, 12, .3, false}, {150, 12, .2, false},
                 {90, 30, .2, true},  {60, 30, .4, true},  {200, 30, .2, true}};
    enum { RUNS = 2000, MOST = 400000 };
    stance_coded_row *rows = malloc(MOST * sizeof *rows);
    double truth[2];
    uint32_t seed = 7;
    stance_coded c;
    stance_error err;
    assert_non_null(rows);
    const size_t many = simulate_classes(rows, 100000, 1, &seed);
    assert_ok(stance_coded_mean(rows, many, STANCE_CODES_ALONE, .95, &c, &err));
    truth[0] = c.estimate;
    assert_ok(stance_coded_slope(rows, many, STANCE_CODES_ALONE, .95, &c, &err));
    truth[1] = c.estimate;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        size_t covered = 0, runs = 0, least = SIZE_MAX;
        while (runs < RUNS) {
            const size_t n = simulate_classes(rows, cases[k].documents, cases[k].share, &seed);
            const stance_status status = cases[k].slope ? stance_coded_slope(rows, n, STANCE_TUNED, .95, &c, &err)
                                                        : stance_coded_mean(rows, n, STANCE_TUNED, .95, &c, &err);
            if (status == STANCE_ENODATA || c.coded_documents < cases[k].least) continue;
            assert_ok(status);
            runs++;
            if (c.coded_documents < least) least = c.coded_documents;
            covered += c.lo <= truth[cases[k].slope] && truth[cases[k].slope] <= c.hi;
        }
        const double coverage = (double)covered / RUNS;
        print_message("classes, %zu documents, %g coded, at least in %zu: %s covered %.3f\n", cases[k].documents,
                      cases[k].share, least, cases[k].slope ? "slope" : "mean", coverage);
        assert_true(coverage > .93 - .01 && coverage < .97 + .01); /* two Monte Carlo standard errors */
    }
    free(rows);
}

/* a <- c(.10, .04, 14); b <- c(-.05, .06, 22) (estimate, se, df); v <- a[2]^2 + b[2]^2
   df <- v^2 / (a[2]^4/a[3] + b[2]^4/b[3]); c(b[1]-a[1], df, b[1]-a[1] + c(-1,1)*qt(.95, df)*sqrt(v)) */
static void differences(void **state)
{
    (void)state;
    const stance_coded a = {.estimate = .10, .se = .04, .df = 14, .has_interval = true};
    stance_coded b = {.estimate = -.05, .se = .06, .df = 22, .has_interval = true};
    stance_coded_gap gap;
    stance_error err;
    assert_ok(stance_coded_difference(&a, &b, .9, &gap, &err));
    assert_close(gap.difference, -.15);
    assert_close(gap.df, 35.0282637954239604);
    assert_close(gap.lo, -0.271834130503801452);
    assert_close(gap.hi, -0.02816586949619862);
    b.has_interval = false;
    assert_ok(stance_coded_difference(&a, &b, .9, &gap, &err));
    assert_true(!gap.has_interval && gap.lo == gap.difference);
    assert_fails(stance_coded_difference(&a, &b, 1, &gap, &err), STANCE_EINVAL);
}

static void bad_input(void **state)
{
    (void)state;
    stance_coded_row rows[ROWS];
    stance_coded c;
    stance_error err;
    make(rows);
    assert_fails(stance_coded_mean(rows, 0, STANCE_TUNED, .95, &c, &err), STANCE_ENODATA);
    assert_fails(stance_coded_mean(NULL, 3, STANCE_TUNED, .95, &c, &err), STANCE_EINVAL);
    for (size_t i = 0; i < ROWS; i++) rows[i].coded = false;
    assert_fails(stance_coded_mean(rows, ROWS, STANCE_TUNED, .95, &c, &err), STANCE_ENODATA);
    assert_non_null(strstr(err.message, "codes in 0"));
    make(rows);
    for (size_t i = 0; i < ROWS; i++) rows[i].x = 3;
    assert_fails(stance_coded_slope(rows, ROWS, STANCE_TUNED, .95, &c, &err), STANCE_ENODATA);
    assert_true(c.estimate == 0 && !c.has_interval);
    const double bad[] = {NAN, INFINITY, -INFINITY, 1e300};
    for (size_t i = 0; i < 4; i++) {
        make(rows);
        rows[5].score = bad[i];
        assert_fails(stance_coded_mean(rows, ROWS, STANCE_TUNED, .95, &c, &err), STANCE_EINVAL);
        make(rows);
        rows[7].coded = true;
        rows[7].code = bad[i];
        assert_fails(stance_coded_mean(rows, ROWS, STANCE_TUNED, .95, &c, &err), STANCE_EINVAL);
        make(rows);
        rows[7].coded = true;
        rows[7].code = 0;
        rows[7].probability = i ? 0 : bad[i];
        assert_fails(stance_coded_mean(rows, ROWS, STANCE_TUNED, .95, &c, &err), STANCE_EINVAL);
    }
    /* Coders who all say the same, and a lexicon that agrees. */
    for (size_t i = 0; i < ROWS; i++) rows[i] = (stance_coded_row){.25, .25, 1, 0, (uint32_t)i, true};
    assert_ok(stance_coded_mean(rows, ROWS, STANCE_TUNED, .95, &c, &err));
    assert_close(c.estimate, .25);
    assert_true(!c.has_interval && c.lo == c.hi);
}

int main(void)
{
    stance_stats_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(against_r),   cmocka_unit_test(intervals_cover), cmocka_unit_test(classes_cover),
        cmocka_unit_test(differences), cmocka_unit_test(bad_input),
    };
    return cmocka_run_group_tests_name("stats/coded", tests, NULL, NULL);
}
