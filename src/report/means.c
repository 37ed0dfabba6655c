/* From statements to means: what each weighs, series and totals, and the checks of a trend. */
#include "report/internal.h"

#include <math.h>
#include <stdlib.h>

#include "stance/trends.h"

double stance_log_weight(stance_importance importance, double half_life, const stance_item *item)
{
    switch (importance) {
    case STANCE_BY_LENGTH: return log(item->length ? item->length : 1);
    case STANCE_BY_RECENCY: return item->days / half_life * log(2);
    default: return 0;
    }
}

/* rolling 0: everything is one period. */
static stance_status series_of(const stance_report *report, const stance_gathered *columns, const uint32_t *indices,
                               size_t count, stance_observation *room, int32_t rolling, stance_series *out,
                               stance_error *err)
{
    const stance_report_options *o = &report->options;
    const stance_interval_options options = {o->weighting, o->level, o->resamples};
    for (size_t i = 0; i < count; i++) {
        const stance_item *item = &columns->items[indices[i]];
        room[i] = (stance_observation){item->score, item->document, rolling ? item->period : 0};
    }
    if (rolling <= 1 && o->importance == STANCE_EQUAL) return stance_series_build(room, count, &options, out, err);
    double *weights = NULL;
    if (o->importance != STANCE_EQUAL) {
        weights = malloc((count + 1) * sizeof *weights);
        if (!weights) return stance_fail_memory(err);
        for (size_t i = 0; i < count; i++)
            weights[i] = stance_log_weight(o->importance, o->half_life, &columns->items[indices[i]]);
    }
    const int32_t last = (int32_t)(report->first_period + (int64_t)report->period_count - 1);
    const stance_rolling how = {rolling ? rolling : 1, rolling > 1 ? last : INT32_MIN};
    stance_status status = stance_series_rolling(room, weights, count, &how, &options, out, err);
    free(weights);
    return status;
}

stance_status stance_report_series(const stance_report *report, const stance_gathered *columns, const uint32_t *indices,
                                   size_t count, stance_observation *room, int32_t rolling, stance_series *out,
                                   stance_error *err)
{
    return series_of(report, columns, indices, count, room, rolling, out, err);
}

stance_status stance_report_total(const stance_report *report, const stance_gathered *columns, const uint32_t *indices,
                                  size_t count, stance_observation *room, stance_series_point *out, stance_error *err)
{
    stance_series series;
    STANCE_TRY(series_of(report, columns, indices, count, room, 0, &series, err));
    if (series.count) *out = series.points[0];
    stance_series_free(&series);
    return STANCE_OK;
}

/* ---- the line ---- */

stance_status stance_draw_line(const stance_series *series, int32_t first, double level, stance_line_point *out,
                               stance_error *err)
{
    enum { COLUMNS = 6 };
    const size_t most = series->filled + 1;
    size_t n = 0;
    if (series->filled < STANCE_LINE_MIN_PERIODS || series->filled > STANCE_LINE_MAX_PERIODS) return STANCE_OK;
    double *room = calloc(COLUMNS * most, sizeof *room);
    if (!room) return stance_fail_memory(err);
    double *x = room, *y = x + most, *weights = y + most;
    stance_loess_band band = {.fit = weights + most, .lo = weights + 2 * most, .hi = weights + 3 * most};
    for (size_t i = 0; i < series->count; i++) {
        if (!series->points[i].has_mean) continue;
        x[n] = series->points[i].period;
        y[n] = series->points[i].mean;
        weights[n++] = (double)series->points[i].documents;
    }
    const stance_status status = stance_loess(x, y, weights, n, STANCE_LINE_SPAN, level, &band, err);
    for (size_t i = 0; status == STANCE_OK && i < n; i++)
        out[(int64_t)x[i] - first] = (stance_line_point){.has = true,
                                                         .has_band = band.has_band,
                                                         .y = fmin(fmax(band.fit[i], -1), 1),
                                                         .lo = fmax(band.lo[i], -1),
                                                         .hi = fmin(band.hi[i], 1)};
    free(room);
    return status;
}

/* ---- checks ---- */

stance_status stance_check_trend(const stance_series *series, stance_report_trend *trend, stance_error *err)
{
    size_t n = 0;
    stance_pettitt pettitt;
    stance_hamed_rao hamed_rao;
    stance_tfpw tfpw;
    stance_line robust;
    stance_status status = STANCE_OK;
    double *x = malloc((series->filled + 1) * sizeof *x), *y = malloc((series->filled + 1) * sizeof *y);
    if (!x || !y) {
        status = stance_fail_memory(err);
        goto done;
    }
    for (size_t i = 0; i < series->count; i++) {
        if (!series->points[i].has_mean) continue;
        x[n] = series->points[i].period;
        y[n++] = series->points[i].mean;
    }
    status = stance_hamed_rao_test(x, y, n, &hamed_rao, err);
    if (status == STANCE_OK) status = stance_tfpw_test(x, y, n, &tfpw, err);
    if (status == STANCE_OK) status = stance_pettitt_test(y, n, &pettitt, err);
    if (status != STANCE_OK) goto done;
    status = stance_fit_robust(x, y, n, &robust, err);
    trend->has_robust = status == STANCE_OK;
    trend->robust = trend->has_robust ? robust.slope : 0;
    if (status == STANCE_ENODATA) status = STANCE_OK; /* it does not converge: then it says nothing */
    if (status != STANCE_OK) goto done;
    trend->has_hamed_rao = hamed_rao.has_result;
    trend->p_hamed_rao = hamed_rao.p;
    trend->has_prewhitened = true;
    trend->p_prewhitened = tfpw.kendall.p;
    trend->p_break = pettitt.p;
    trend->break_after = (int32_t)x[pettitt.at - 1];
done:
    free(x);
    free(y);
    return status;
}

stance_disagreement stance_trend_checks(const stance_report_trend *trend)
{
    if (trend->change == STANCE_CHANGE_UNTESTED) return STANCE_CHECKS_AGREE;
    const bool found = trend->p <= STANCE_REPORT_SUPPORTED;
    const bool corrected = !trend->has_hamed_rao || trend->p_hamed_rao <= STANCE_REPORT_SUPPORTED;
    const bool whitened = !trend->has_prewhitened || trend->p_prewhitened <= STANCE_REPORT_SUPPORTED;
    if (found && !(corrected && whitened)) return STANCE_CHECKS_DOUBT;
    if (found) return trend->has_robust && trend->robust * trend->tau < 0 ? STANCE_CHECKS_SLOPE : STANCE_CHECKS_AGREE;
    if (trend->has_hamed_rao && corrected && trend->has_prewhitened && whitened) return STANCE_CHECKS_FIND;
    return trend->p_break <= STANCE_REPORT_SUPPORTED ? STANCE_CHECKS_BREAK : STANCE_CHECKS_AGREE;
}
