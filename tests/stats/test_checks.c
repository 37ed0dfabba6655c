/* Checks of a trend, lines, topics that move together. Expected values: base R 4.2, with the code that gave them in the
   comments. */
#include "stats_test.h"

#include "stance/trends.h"

/* y <- c(.12, …); tied, gaps and Nile as in test_trend.c */
static const double y20[] = {.12, .08, .25, .21, .3, .27, .41, .33, .38, .52,
                             .44, .4,  .61, .55, .6, .48, .5,  .66, .7,  .64};
static const double x20[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20};
static const double tied[] = {.1, .2, .2, .15, .1, .3, .3, .3, .2, .4, .35, .1};
static const double gaps[] = {1, 2, 4, 5, 6, 9, 10, 11, 12, 15, 16, 17};
enum { NILE = 100 };

static void years(double *x, double from)
{
    for (size_t i = 0; i < NILE; i++) x[i] = from + (double)i;
}

/* pet <- function(y) { n <- length(y); U <- sapply(1:(n-1), function(t) sum(sign(outer(y[1:t], y[(t+1):n], "-"))))
     k <- max(abs(U)); c(k, which.max(abs(U)), min(1, 2*exp(-6*k^2/(n^3+n^2)))) } */
static void pettitt(void **state)
{
    (void)state;
    stance_pettitt p;
    stance_error err;
    assert_ok(stance_pettitt_test(y20, 20, &p, &err));
    assert_true(p.k == 97 && p.at == 9 && !p.constant);
    assert_close(p.p, 0.0024113534173303202);
    assert_ok(stance_pettitt_test(tied, 12, &p, &err));
    assert_true(p.k == 25 && p.at == 5);
    assert_close(p.p, 0.26980442140080585);
    assert_ok(stance_pettitt_test(nile, NILE, &p, &err)); /* also trend::pettitt.test(Nile) */
    assert_true(p.k == 1617 && p.at == 28);
    assert_close(p.p, 3.5910221769362927e-07);
    const double flat[] = {2, 2, 2, 2, 2};
    assert_ok(stance_pettitt_test(flat, 5, &p, &err));
    assert_true(p.constant && p.k == 0 && p.p == 1);
}

/* mk <- function(y) { n <- length(y); S <- sum(sapply(1:(n-1), function(i) sum(sign(y[(i+1):n] - y[i])))); t <- table(y)
     v <- (n*(n-1)*(2*n+5) - sum(t*(t-1)*(2*t+5)))/18; z <- sign(S)*(abs(S)-1)/sqrt(v); c(S, v, z, 2*pnorm(-abs(z))) }
   sen <- function(x,y) { o <- combn(length(y),2); median((y[o[2,]]-y[o[1,]])/(x[o[2,]]-x[o[1,]])) }
   hr <- function(x,y) { n <- length(y); r <- rank(y - sen(x,y)*x); a <- acf(r, lag.max=n-1, plot=FALSE)$acf[-1]
     k <- 1:(n-1); s <- abs(a) > qnorm(.975)/sqrt(n); f <- 1+2/(n*(n-1)*(n-2))*sum(((n-k)*(n-k-1)*(n-k-2)*a)[s])
     z <- mk(y)[3]/sqrt(f); c(f, z, 2*pnorm(-abs(z))) } */
static void hamed_rao(void **state)
{
    (void)state;
    stance_hamed_rao h;
    stance_error err;
    double x[NILE];
    years(x, 1871);
    assert_ok(stance_hamed_rao_test(x20, y20, 20, &h, &err));
    assert_true(h.has_result);
    assert_close(h.factor, 1);
    assert_close(h.z, 4.7693097812444183);
    assert_close(h.p, 1.8485820360038007e-06);
    assert_ok(stance_hamed_rao_test(gaps, tied, 12, &h, &err));
    assert_close(h.p, 0.15902521340424453);
    assert_ok(stance_hamed_rao_test(x, nile, NILE, &h, &err));
    assert_close(h.factor, 2.1428983270987203014);
    assert_close(h.z, -2.8199791956451387698);
    assert_close(h.p, 0.0048026763101827385);
    const double flat[] = {2, 2, 2, 2, 2};
    assert_ok(stance_hamed_rao_test(x20, flat, 5, &h, &err));
    assert_true(!h.has_result && h.p == 0 && isfinite(h.factor));
}

/* tf <- function(x,y) { b <- sen(x,y); n <- length(y); d <- y - b*x; r <- acf(d, lag.max=1, plot=FALSE)$acf[2]
     w <- d[-1]-r*d[-n]+b*x[-1]; c(b, r, mk(w)) }
   exact p: cor.test(seq_along(w), w, method = "kendall", exact = TRUE)$p.value */
static void tfpw(void **state)
{
    (void)state;
    stance_tfpw t;
    stance_error err;
    double x[NILE];
    years(x, 1871);
    assert_ok(stance_tfpw_test(x20, y20, 20, &t, &err));
    assert_close(t.slope, 0.03);
    assert_close(t.autocorrelation, -0.083824830433500280);
    assert_int_equal(t.kendall.s, 131);
    assert_close(t.kendall.p_normal, 5.4126168876725641e-06);
    assert_close(t.kendall.p, 2.9769299714210717e-07);
    assert_ok(stance_tfpw_test(gaps, tied, 12, &t, &err));
    assert_close(t.autocorrelation, -0.12865945178730109);
    assert_int_equal(t.kendall.s, 17);
    assert_close(t.kendall.p_normal, 0.21291190281150457);
    assert_ok(stance_tfpw_test(x, nile, NILE, &t, &err));
    assert_close(t.autocorrelation, 0.37494352211970339);
    assert_int_equal(t.kendall.s, -1515);
    assert_close(t.kendall.variance, 109417);
    assert_close(t.kendall.p, 4.7163062549538236e-06);
}

/* m <- lm(y ~ x, weights = w); s <- summary(m); c(coef(m), s$coefficients[, 2], s$coefficients[2, 3:4], confint(m)[2, ],
   sqrt(s$cov.unscaled[2, 2])) */
static void weighted_least_squares(void **state)
{
    (void)state;
    const double w[] = {1, 5, 2, 8, 3, 1, 9, 2, 4, 4};
    stance_line line;
    stance_error err;
    double x[NILE];
    years(x, 1871);
    assert_ok(stance_fit_weighted(x20, y20, w, 10, .95, &line, &err));
    assert_close(line.intercept, 3.5510146561443044e-02);
    assert_close(line.slope, 4.6378241262683202e-02);
    assert_close(line.intercept_error, 4.0199078579510016e-02);
    assert_close(line.slope_error, 6.3337411364526195e-03);
    assert_close(line.t, 7.3224087097216879);
    assert_close(line.p, 8.2091832026066233e-05);
    assert_close(line.lo, 3.1772608010710725e-02);
    assert_close(line.hi, 6.0983874514655680e-02);
    assert_close(line.known_slope_error, 6.0531281802576331e-02);
    assert_ok(stance_fit_weighted(x, nile, NULL, NILE, .95, &line, &err));
    assert_close(line.slope, -2.7143054305430536);
    assert_close(line.intercept, 6132.1735793579346);
    assert_close(line.p, 1.0716948863250056e-06);
    const double straight[] = {1, 2, 3, 4, 5};
    assert_ok(stance_fit_weighted(x20, straight, NULL, 5, .95, &line, &err));
    assert_true(fabs(line.slope - 1) < 1e-12 && isfinite(line.t) && isfinite(line.lo));
}

/* IRLS to the end, with what GSL does: residuals over sqrt(1 - leverage), scale the median of the n - 1 largest absolute
   ones over .6745, at least 1e-6 sd(y), bisquare at 4.685; yo is y with yo[5] <- 3; yo[12] <- -2
   rob <- function(x,y) { n <- length(y); X <- cbind(1,x); h <- pmin(diag(X%*%solve(t(X)%*%X)%*%t(X)), .9999)
     f <- 1/sqrt(1-h); cf <- coef(lm(y~x)); for (it in 1:1000) { r <- drop(y-X%*%cf)*f
       s <- max(median(sort(abs(r))[2:n])/.6745, 1e-6*sd(y)); u <- r/(s*4.685); W <- ifelse(abs(u)<1,(1-u^2)^2,0)
       new <- coef(lm(y~x,weights=W)); if (max(abs(new-cf)) < 1e-13) break; cf <- new }; cf } */
static void robust(void **state)
{
    (void)state;
    stance_line line;
    stance_error err;
    double x[NILE], wild[20];
    memcpy(wild, y20, sizeof wild);
    wild[4] = 3;
    wild[11] = -2;
    assert_ok(stance_fit_robust(x20, wild, 20, &line, &err));
    assert_true(fabs(line.intercept / 0.120120667895359606 - 1) < 1e-6);
    assert_true(fabs(line.slope / 0.028993902375013026 - 1) < 1e-6);
    years(x, -49); /* 1871 - 1920 */
    assert_ok(stance_fit_robust(x, nile, NILE, &line, &err));
    assert_true(fabs(line.intercept / 921.8221115324837456 - 1) < 1e-6);
    assert_true(fabs(line.slope / -2.8030207836034564 - 1) < 1e-6);
    /* Where x begins does not matter, nor the scale of y. */
    years(x, 1871);
    double large[NILE];
    for (size_t i = 0; i < NILE; i++) large[i] = nile[i] * 1e9;
    assert_ok(stance_fit_robust(x, large, NILE, &line, &err));
    assert_true(fabs(line.slope / -2.8030207836034564e9 - 1) < 1e-6);
    const double flat[] = {2, 2, 2, 2, 2}, straight[] = {1, 2, 3, 4, 5};
    assert_ok(stance_fit_robust(x20, flat, 5, &line, &err));
    assert_true(line.slope == 0 && line.intercept == 2);
    assert_ok(stance_fit_robust(x20, straight, 5, &line, &err));
    assert_true(fabs(line.slope - 1) < 1e-9);
}

static void check_band(const stance_loess_band *band, size_t at, double fit, double error, double df)
{
    /* qt(.975, df) comes from the same distribution function, so the band is checked by its half width. */
    assert_close(band->fit[at], fit);
    assert_close((band->hi[at] - band->fit[at]) / (band->hi[0] - band->fit[0]), error);
    assert_close(band->df, df);
}

/* m <- loess(y ~ x, span = s, degree = 1, control = loess.control(surface = "direct", statistics = "exact"))
   p <- predict(m, se = TRUE); c(p$fit, p$se.fit, p$residual.scale, p$df); with weights, where R leaves them out of df:
   own <- function(x,y,w,span) { n <- length(y); q <- floor(n*span+1e-5); L <- t(sapply(1:n, function(i) { d <- abs(x-x[i])
     h <- sort(d)[q]; k <- ifelse(d<h,(1-(d/h)^3)^3,0)*w; X <- cbind(1,x-x[i]); drop((solve(t(X)%*%(k*X))%*%t(k*X))[1,]) }))
     f <- drop(L%*%y); S <- sqrt(w)*t(t(diag(n)-L)/sqrt(w)); M <- S%*%t(S); d1 <- sum(diag(M)); d2 <- sum(M^2)
     s <- sqrt(sum(w*(y-f)^2)/d1); list(f, s*sqrt(drop(L^2%*%(1/w))), s, d1^2/d2) } */
static void loess(void **state)
{
    (void)state;
    double fit[NILE], lo[NILE], hi[NILE], x[NILE];
    stance_loess_band band = {.fit = fit, .lo = lo, .hi = hi};
    stance_error err;
    assert_ok(stance_loess(x20, y20, NULL, 20, .75, .95, &band, &err));
    assert_true(band.has_band);
    assert_close(band.sigma, 0.065962392232953596);
    check_band(&band, 0, 0.115123846142377861, 1, 16.706206853239233823);
    check_band(&band, 6, 0.335880285240247656, 0.019705187319424576 / 0.036766529641942047, 16.706206853239233823);
    check_band(&band, 19, 0.658402559462472281, 1, 16.706206853239233823);
    /* qt(.975, 16.706206853239233823) */
    assert_true(fabs((hi[0] - fit[0]) / 0.036766529641942047 - 2.1126) < 1e-3);
    years(x, 1871);
    assert_ok(stance_loess(x, nile, NULL, NILE, .3, .95, &band, &err));
    assert_close(band.sigma, 136.847558503660451);
    check_band(&band, 49, 831.372213956975770, 29.741206283344209 / 55.402058158176466, 92.759534992836322);
    const double w[] = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8};
    assert_ok(stance_loess(gaps, tied, w, 12, .75, .95, &band, &err));
    assert_close(band.sigma, 0.211339671336377211);
    check_band(&band, 6, 0.266466280399475008, 0.041791264854526416 / 0.088930103916949457, 8.583250364473359539);
    const double flat[] = {2, 2, 2, 2, 2, 2};
    assert_ok(stance_loess(x20, flat, NULL, 6, .75, .95, &band, &err));
    assert_true(!band.has_band && fabs(fit[3] - 2) < 1e-12 && fabs(lo[3] - hi[3]) < 1e-12);
}

/* cor(y, z, method = "spearman"), cor(y[1:18], z[3:20], …), cor(y[3:20], z[1:18], …) */
static void together(void **state)
{
    (void)state;
    const double z[] = {.2, .1, .15, .3, .3, .4, .2, .5, .45, .4, .6, .5, .7, .6, .65, .5, .6, .7, .8, .7};
    bool all[20], some[20];
    for (size_t i = 0; i < 20; i++) {
        all[i] = true;
        some[i] = i % 2 == 0;
    }
    stance_together t, back;
    stance_error err;
    assert_ok(stance_move_together(y20, all, z, all, 20, 0, .95, 999, &t, &err));
    assert_true(t.has_rho && t.has_interval && t.periods == 20);
    assert_close(t.rho, 0.89528849893560425);
    assert_true(t.lo < t.rho && t.rho < t.hi + .05 && t.hi <= 1);
    assert_ok(stance_move_together(y20, all, z, all, 20, 2, .95, 999, &t, &err));
    assert_close(t.rho, 0.75261867752309475);
    assert_int_equal(t.periods, 18);
    assert_ok(stance_move_together(z, all, y20, all, 20, -2, .95, 999, &back, &err));
    assert_close(back.rho, t.rho); /* the other way round */
    assert_ok(stance_move_together(y20, all, z, all, 20, -2, .95, 999, &t, &err));
    assert_close(t.rho, 0.84944535580205405);
    /* Missing periods are missing, not zero; alternate ones never meet at an odd lag. */
    assert_ok(stance_move_together(y20, some, z, some, 20, 0, .95, 999, &t, &err));
    assert_int_equal(t.periods, 10);
    assert_ok(stance_move_together(y20, some, z, some, 20, 1, .95, 999, &t, &err));
    assert_true(t.periods == 0 && !t.has_rho && !t.has_interval);
    const double flat[20] = {0};
    assert_ok(stance_move_together(y20, all, flat, all, 20, 0, .95, 999, &t, &err));
    assert_true(!t.has_rho && t.rho == 0);
    assert_fails(stance_move_together(y20, all, z, all, 20, 4, .95, 999, &t, &err), STANCE_EINVAL);
}

/* Of series that have nothing to do with each other, even where each is like its past, few seem to. */
static void together_by_chance(void **state)
{
    (void)state;
    enum { N = 24, RUNS = 200 };
    uint32_t seed = 71;
    bool all[N];
    int clear = 0;
    for (size_t i = 0; i < N; i++) all[i] = true;
    for (int run = 0; run < RUNS; run++) {
        double a[N], b[N], x = 0, y = 0;
        for (size_t i = 0; i < N; i++) {
            a[i] = x = .3 * x + park_miller(&seed) / 2147483647.0;
            b[i] = y = .3 * y + park_miller(&seed) / 2147483647.0;
        }
        stance_together t;
        stance_error err;
        assert_ok(stance_move_together(a, all, b, all, N, 0, .95, 399, &t, &err));
        clear += t.has_interval && (t.lo > 0 || t.hi < 0);
    }
    assert_true(clear <= .05 * RUNS + 2 * sqrt(.05 * .95 * RUNS));
}

static void bad_input(void **state)
{
    (void)state;
    const double nan[] = {1, 2, NAN, 4, 5}, backwards[] = {1, 3, 2, 4, 5}, infinite[] = {1, 2, 3, 4, INFINITY};
    const double large[] = {-1.7e308, 1, 2, 3, 1.7e308}, zero[] = {1, 1, 0, 1, 1};
    double fit[5], lo[5], hi[5];
    stance_loess_band band = {.fit = fit, .lo = lo, .hi = hi};
    stance_error err;
    stance_pettitt p;
    stance_hamed_rao h;
    stance_tfpw t;
    stance_line line;
    for (size_t n = 0; n < 3; n++) {
        assert_fails(stance_pettitt_test(x20, n, &p, &err), STANCE_ENODATA);
        assert_fails(stance_hamed_rao_test(x20, y20, n, &h, &err), STANCE_ENODATA);
        assert_fails(stance_tfpw_test(x20, y20, n, &t, &err), STANCE_ENODATA);
        assert_fails(stance_fit_weighted(x20, y20, NULL, n, .95, &line, &err), STANCE_ENODATA);
        assert_fails(stance_fit_robust(x20, y20, n, &line, &err), STANCE_ENODATA);
        assert_fails(stance_loess(x20, y20, NULL, n, 1, .95, &band, &err), STANCE_ENODATA);
    }
    assert_fails(stance_tfpw_test(x20, y20, 4, &t, &err), STANCE_ENODATA);
    assert_fails(stance_pettitt_test(nan, 5, &p, &err), STANCE_EINVAL);
    assert_fails(stance_hamed_rao_test(x20, infinite, 5, &h, &err), STANCE_EINVAL);
    assert_fails(stance_hamed_rao_test(backwards, y20, 5, &h, &err), STANCE_EINVAL);
    assert_fails(stance_tfpw_test(x20, large, 5, &t, &err), STANCE_EINVAL);
    assert_fails(stance_fit_weighted(x20, nan, NULL, 5, .95, &line, &err), STANCE_EINVAL);
    assert_fails(stance_fit_weighted(x20, y20, zero, 5, .95, &line, &err), STANCE_EINVAL);
    assert_fails(stance_fit_weighted(x20, large, NULL, 5, .95, &line, &err), STANCE_EINVAL);
    assert_fails(stance_fit_weighted(x20, y20, NULL, 5, NAN, &line, &err), STANCE_EINVAL);
    assert_fails(stance_fit_robust(backwards, y20, 5, &line, &err), STANCE_EINVAL);
    assert_true(line.slope == 0);
    assert_fails(stance_loess(x20, nan, NULL, 5, .9, .95, &band, &err), STANCE_EINVAL);
    assert_fails(stance_loess(x20, y20, NULL, 5, NAN, .95, &band, &err), STANCE_EINVAL);
    assert_fails(stance_loess(x20, y20, NULL, 5, 1.5, .95, &band, &err), STANCE_EINVAL);
}

int main(void)
{
    stance_stats_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pettitt),   cmocka_unit_test(hamed_rao),
        cmocka_unit_test(tfpw),      cmocka_unit_test(weighted_least_squares),
        cmocka_unit_test(robust),    cmocka_unit_test(loess),
        cmocka_unit_test(together),  cmocka_unit_test(together_by_chance),
        cmocka_unit_test(bad_input),
    };
    return cmocka_run_group_tests_name("stats/checks", tests, NULL, NULL);
}
