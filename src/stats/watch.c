/* The running period held against what came before it: a self-starting CUSUM. */
#include "stats/scan.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

#define RHO 0.3

/* The forecast of period `at` from the ones from `from` on, and how far the period is from it. From index `regime` on the mean is
   another one than before (not above `from`: one mean). Least squares on what the filter leaves: of the two levels and of
   the means. */
static double surprise(const stance_periods *p, size_t from, size_t regime, size_t at, double v, stance_watch *out)
{
    stance_filter filter = stance_filter_start(v, RHO);
    const bool two = regime > from;
    double e[STANCE_FILTERED] = {0}, total = 0, a11 = 0, a12 = 0, a22 = 0, b1 = 0, b2 = 0;
    for (size_t t = from; t <= at; t++) {
        const bool earlier = t < regime;
        const double in[STANCE_FILTERED] = {p->y[t], earlier ? 0 : 1, earlier ? 1 : 0};
        if (t > from) stance_filter_move(&filter, (double)p->number[t] - p->number[t - 1]);
        total = stance_filter_step(&filter, p->c[t], in, e);
        if (t == at) break;
        a11 += e[1] * e[1] / total;
        a12 += e[1] * e[2] / total;
        a22 += e[2] * e[2] / total;
        b1 += e[1] * e[0] / total;
        b2 += e[2] * e[0] / total;
    }
    if (!two) a22 = 1; /* the second level is not there: 0 */
    const double determinant = a11 * a22 - a12 * a12;
    const double mean = (a22 * b1 - a12 * b2) / determinant, earlier = (a11 * b2 - a12 * b1) / determinant;
    const double unsure = (a22 * e[1] * e[1] - 2 * a12 * e[1] * e[2] + a11 * e[2] * e[2]) / determinant;
    const double freedom = (double)(at - from) - (two ? 2 : 1);
    const double off = e[0] - mean * e[1] - earlier * e[2], sd = sqrt(total + unsure), t = off / sd;
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

/* The first period that is looked at: there are periods enough before it, in all and in its regime. */
static size_t first_watched(size_t regime)
{
    const size_t after = regime ? regime + STANCE_WATCH_LEAST : 0;
    return after > STANCE_WATCH_BASELINE ? after : STANCE_WATCH_BASELINE;
}

static void add_up(const stance_periods *p, size_t regime, stance_watch *out)
{
    for (size_t t = first_watched(regime); t < p->count; t++) {
        const size_t from = t > STANCE_WATCH_PERIODS ? t - STANCE_WATCH_PERIODS : 0;
        stance_periods before = *p;
        before.number += from;
        before.y += from;
        before.c += from;
        const size_t cut = regime > from ? regime - from : 0;
        const double v = stance_period_variance(&before, t - from, cut, t - from, RHO);
        out->z = clamp(surprise(p, from, regime, t, v, out));
        if (out->alarm) out->up = out->down = 0;
        out->up = fmax(out->up + out->z - STANCE_WATCH_SLACK, 0);
        out->down = fmax(out->down - out->z - STANCE_WATCH_SLACK, 0);
        out->alarm = out->up > STANCE_WATCH_LIMIT ? 1 : out->down > STANCE_WATCH_LIMIT ? -1 : 0;
    }
    out->told = true;
    out->reason = "";
}

stance_status stance_watch_last(const stance_observation *observations, size_t count, int32_t regime, stance_watch *out,
                                stance_error *err)
{
    stance_periods p;
    memset(out, 0, sizeof *out);
    out->reason = "no statements";
    STANCE_TRY(stance_stats_check_observations(observations, count, err));
    if (!count) return STANCE_OK;
    STANCE_TRY(stance_periods_build(observations, count, &p, err));
    const size_t last = p.count - 1;
    size_t begin = 0;
    while (begin < last && p.number[begin] < regime) begin++;
    out->period = p.number[last];
    out->statements = (size_t)p.n[last];
    out->documents = p.last_documents;
    out->baseline = last - begin;
    out->mean = p.y[last];
    if (last < STANCE_WATCH_BASELINE) out->reason = "fewer than 12 periods with statements before it";
    else if (begin && last - begin < STANCE_WATCH_LEAST)
        out->reason = "fewer than 3 periods with statements since the last shift";
    else if (!(p.spread > 0)) out->reason = "every score is the same";
    else add_up(&p, begin, out);
    stance_periods_free(&p);
    return STANCE_OK;
}
