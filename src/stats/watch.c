/* The running period held against what came before it: a self-starting CUSUM. */
#include "stats/scan.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

#define RHO 0.3

/* The forecast of period `at` from the ones from `from` on, and how far the period is from it. */
static double surprise(const stance_periods *p, size_t from, size_t at, double v, stance_watch *out)
{
    stance_filter filter = stance_filter_start(v, RHO);
    double information = 0, sum = 0, e[STANCE_FILTERED] = {0}, total = 0;
    for (size_t t = from; t <= at; t++) {
        const double in[STANCE_FILTERED] = {p->y[t], 1, 0};
        if (t > from) stance_filter_move(&filter, (double)p->number[t] - p->number[t - 1]);
        total = stance_filter_step(&filter, p->c[t], in, e);
        if (t == at) break;
        information += e[1] * e[1] / total;
        sum += e[1] * e[0] / total;
    }
    const double mean = sum / information, freedom = (double)(at - from) - 1;
    const double off = e[0] - mean * e[1], sd = sqrt(total + e[1] * e[1] / information), t = off / sd;
    out->expected = p->y[at] - off;
    const double reach = gsl_cdf_tdist_Pinv(.975, freedom) * sd;
    out->lo = fmax(out->expected - reach, -1);
    out->hi = fmin(out->expected + reach, 1);
    /* From the nearer tail, where the probability has all its digits. */
    return t < 0 ? gsl_cdf_ugaussian_Pinv(gsl_cdf_tdist_P(t, freedom))
                 : gsl_cdf_ugaussian_Qinv(gsl_cdf_tdist_Q(t, freedom));
}

static double clamp(double z)
{
    return fmin(fmax(z, -30), 30); /* a tail that is 0 in doubles */
}

static void add_up(const stance_periods *p, stance_watch *out)
{
    for (size_t t = STANCE_WATCH_BASELINE; t < p->count; t++) {
        const size_t from = t > STANCE_WATCH_PERIODS ? t - STANCE_WATCH_PERIODS : 0;
        stance_periods before = *p;
        before.number += from;
        before.y += from;
        before.c += from;
        out->z = clamp(surprise(p, from, t, stance_period_variance(&before, t - from, 0, 0, RHO), out));
        if (out->alarm) out->up = out->down = 0;
        out->up = fmax(out->up + out->z - STANCE_WATCH_SLACK, 0);
        out->down = fmax(out->down - out->z - STANCE_WATCH_SLACK, 0);
        out->alarm = out->up > STANCE_WATCH_LIMIT ? 1 : out->down > STANCE_WATCH_LIMIT ? -1 : 0;
    }
    out->told = true;
    out->reason = "";
}

stance_status stance_watch_last(const stance_observation *observations, size_t count, stance_watch *out,
                                stance_error *err)
{
    stance_periods p;
    memset(out, 0, sizeof *out);
    out->reason = "no statements";
    STANCE_TRY(stance_stats_check_observations(observations, count, err));
    if (!count) return STANCE_OK;
    STANCE_TRY(stance_periods_build(observations, count, &p, err));
    const size_t last = p.count - 1;
    out->period = p.number[last];
    out->statements = (size_t)p.n[last];
    out->documents = p.last_documents;
    out->baseline = last;
    out->mean = p.y[last];
    if (last < STANCE_WATCH_BASELINE) out->reason = "fewer than 12 periods with statements before it";
    else if (!(p.spread > 0)) out->reason = "every score is the same";
    else add_up(&p, out);
    stance_periods_free(&p);
    return STANCE_OK;
}
