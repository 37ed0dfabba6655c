/* The variance of period effects that hang together in time, by restricted maximum likelihood.

   The likelihood of an AR(1) effect seen with noise is computed in one pass by a Kalman filter, run alike over the means
   and over the columns of the regression (Harvey 1989, 3.4; REML by the determinant of the filtered columns): linear in
   the periods where a covariance matrix would be cubic. */
#include "stats/scan.h"

#include <math.h>

/* Most periods follow on each other, and pow is slow. */
static double after_gap(double rho, double periods)
{
    return periods > 1 ? pow(rho, periods) : rho;
}

stance_filter stance_filter_start(double v, double rho)
{
    return (stance_filter){.v = v, .rho = rho, .variance = v};
}

double stance_filter_step(stance_filter *f, double c, const double in[STANCE_FILTERED], double out[STANCE_FILTERED])
{
    const double total = f->variance + c, gain = f->variance / total;
    for (int k = 0; k < STANCE_FILTERED; k++) {
        out[k] = in[k] - f->state[k];
        f->state[k] += gain * out[k];
    }
    f->variance -= gain * f->variance;
    return total;
}

void stance_filter_move(stance_filter *f, double periods)
{
    const double keep = f->rho > 0 ? after_gap(f->rho, periods) : 0;
    for (int k = 0; k < STANCE_FILTERED; k++) f->state[k] *= keep;
    f->variance = keep * keep * f->variance + f->v * (1 - keep * keep);
}

/* Twice the negative restricted log-likelihood, but for a constant. */
static double deviance(const stance_periods *p, size_t count, size_t from, size_t until, double v, double rho)
{
    stance_filter filter = stance_filter_start(v, rho);
    double logs = 0, a11 = 0, a12 = 0, a22 = 0, b1 = 0, b2 = 0, squares = 0;
    for (size_t t = 0; t < count; t++) {
        const double in[STANCE_FILTERED] = {p->y[t], 1, from && t >= from && t < until ? 1 : 0};
        double e[STANCE_FILTERED];
        if (t) stance_filter_move(&filter, (double)p->number[t] - p->number[t - 1]);
        const double total = stance_filter_step(&filter, p->c[t], in, e);
        logs += log(total);
        squares += e[0] * e[0] / total;
        a11 += e[1] * e[1] / total;
        a12 += e[1] * e[2] / total;
        a22 += e[2] * e[2] / total;
        b1 += e[1] * e[0] / total;
        b2 += e[2] * e[0] / total;
    }
    if (!from) return logs + log(a11) + squares - b1 * b1 / a11;
    const double determinant = a11 * a22 - a12 * a12;
    return logs + log(determinant) + squares - (a22 * b1 * b1 - 2 * a12 * b1 * b2 + a11 * b2 * b2) / determinant;
}

double stance_period_variance(const stance_periods *periods, size_t count, size_t from, size_t until, double rho)
{
    /* Doubled twenty times over six powers of ten, then golden section between the neighbours of the best. */
    enum { STEPS = 20, GOLDEN = 32 };
    const double most = 4 * periods->spread, ratio = 0.5 * (sqrt(5) - 1);
    double best = 0, least = deviance(periods, count, from, until, 0, rho), previous = 0, low = 0, high = 0;
    if (!(most > 0)) return 0;
    for (int i = STEPS; i >= 0; i--) {
        const double v = most * ldexp(1, -i), value = deviance(periods, count, from, until, v, rho);
        if (value < least) {
            least = value;
            best = v;
            low = previous;
            high = i ? most * ldexp(1, 1 - i) : v;
        }
        previous = v;
    }
    if (best <= 0) return 0;
    double x = high - ratio * (high - low), y = low + ratio * (high - low);
    double at_x = deviance(periods, count, from, until, x, rho), at_y = deviance(periods, count, from, until, y, rho);
    for (int i = 0; i < GOLDEN; i++) {
        if (at_x <= at_y) {
            high = y;
            y = x;
            at_y = at_x;
            x = high - ratio * (high - low);
            at_x = deviance(periods, count, from, until, x, rho);
        } else {
            low = x;
            x = y;
            at_x = at_y;
            y = low + ratio * (high - low);
            at_y = deviance(periods, count, from, until, y, rho);
        }
    }
    return 0.5 * (low + high);
}

double stance_contrast_variance(const stance_periods *p, const double *w, size_t cut, double v, double rho)
{
    double left = 0, right = 0, noise = 0, effects = 0, with_last = 0; /* covariance of the sum with the last effect */
    for (size_t t = 0; t < p->count; t++) *(t < cut ? &left : &right) += w[t];
    for (size_t t = 0; t < p->count; t++) {
        const double a = t < cut ? -w[t] / left : w[t] / right;
        const double keep = t && rho > 0 ? pow(rho, (double)p->number[t] - p->number[t - 1]) : 0;
        with_last *= keep;
        effects += 2 * a * with_last + a * a * v;
        with_last += a * v;
        noise += a * a * p->c[t];
    }
    return effects + noise;
}
