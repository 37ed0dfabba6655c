/* Each shift told once: what an earlier run told is known. */
#include "report/internal.h"
#include "stance/shifts.h"

/* Looks up what begins between two days, and notes it down when it is new. */
static stance_status settle(stance_shifts *s, const stance_told *what, int32_t first, int32_t last, int32_t day,
                            bool *known, stance_error *err)
{
    STANCE_TRY(stance_store_was_told(s->report.store, what, first, last, known, err));
    if (*known) {
        s->fresh--;
        return STANCE_OK;
    }
    return stance_store_tell(s->report.store, what, day, err);
}

static stance_status settle_series(stance_shifts *s, stance_view selection, stance_shift_series *one, stance_error *err)
{
    const stance_period by = s->options.by;
    stance_told what = {.selection = selection, .series = one->id};
    for (size_t i = 0; i < one->found_count; i++) {
        const stance_shift *x = &one->found[i].shift;
        const int32_t day = stance_period_first_day(by, x->period);
        const int32_t first = x->has_interval ? stance_period_first_day(by, x->earliest) : day;
        const int32_t last = x->has_interval ? stance_period_last_day(by, x->latest) : day;
        if (!one->found[i].known) STANCE_TRY(settle(s, &what, first, last, day, &one->found[i].known, err));
    }
    if (!one->running.told || !one->running.alarm || one->running_known) return STANCE_OK;
    const int32_t day = stance_period_first_day(by, one->running.period);
    what.alarm = true;
    return settle(s, &what, day, day, day, &one->running_known, err);
}

stance_status stance_shifts_remember(stance_shifts *shifts, stance_error *err)
{
    stance_strbuf selection = STANCE_STRBUF_INIT;
    stance_describe_options(&shifts->report, &selection);
    stance_status status = stance_strbuf_ok(&selection, err);
    for (size_t i = 0; status == STANCE_OK && i < shifts->count; i++)
        status = settle_series(shifts, stance_strbuf_view(&selection), &shifts->series[i], err);
    stance_strbuf_free(&selection);
    return status;
}

void stance_shifts_since(stance_shifts *shifts, stance_date day)
{
    const int32_t from = stance_date_to_days(day);
    const stance_period by = shifts->options.by;
    for (size_t i = 0; i < shifts->count; i++) {
        stance_shift_series *one = &shifts->series[i];
        for (size_t k = 0; k < one->found_count; k++) {
            stance_shift_found *f = &one->found[k];
            if (f->known || stance_period_last_day(by, f->shift.period) >= from) continue;
            f->known = true;
            shifts->fresh--;
        }
        const stance_watch *w = &one->running;
        if (!w->told || !w->alarm || one->running_known || stance_period_last_day(by, w->period) >= from) continue;
        one->running_known = true;
        shifts->fresh--;
    }
}
