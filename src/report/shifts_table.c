/* The table of `stance shifts` and `stance export shifts`. */
#include "stance/shifts.h"

#include "report/cells.h"

static const stance_column columns[] = {
    {"series", "string", "(all), or the topic or speaker", NULL},
    {"title", "string", "what it is called", NULL},
    {"result", "string", "shift, none, alarm (the last period stands out), constant, or insufficient data", NULL},
    {"statements", "integer", "in the series", NULL},
    {"documents", "integer", "that they are in, counted by period", NULL},
    {"periods", "integer", "with statements", NULL},
    {"first", "string", "period", NULL},
    {"last", "string", "period", NULL},
    {"period", "string", "first of the new level; of an alarm: the period that stands out", NULL},
    {"earliest", "string", "where the new level may have begun", NULL},
    {"latest", "string", "where the new level may have begun", NULL},
    {"until", "string", "of a shift that passed: the last period before the tone went back", NULL},
    {"before", "number", "mean score before", NULL},
    {"after", "number", "mean score since; of an alarm: in the period", NULL},
    {"effect", "number", "after less before; above 0: more conciliatory", NULL},
    {"interval_low", "number", "lower end of the effect's interval; of an alarm: of what was to be expected", NULL},
    {"interval_high", "number", "upper end", NULL},
    {"standardised", "number", "effect in standard deviations of single statements", NULL},
    {"p", "number", "the place chosen by the data allowed for; empty: not tested", NULL},
    {"p_adjusted", "number", "of the series, over all tests made", NULL},
    {"p_strong", "number", "p if neighbouring periods hung together strongly", NULL},
    {"shape", "string",
     "shift, trend or ambiguous: what describes the series better; passing and return: the ends of a shift that passed",
     NULL},
    {"detectable", "number", "the shift that would be found four times in five", NULL},
    {"known", "integer", "1: told by an earlier run, or before --since", NULL},
    {"note", "string", "why it was not tested", NULL},
};
static const stance_table_schema schema = {
    .name = "shifts", .columns = columns, .count = sizeof columns / sizeof *columns};

static void cell_period(table_writer *w, const stance_shifts *s, bool has, int32_t period)
{
    char label[STANCE_DATE_SIZE];
    cell_word(w, has ? stance_period_label(s->options.by, period, label) : NULL);
}

static void cells_of_series(table_writer *w, const stance_shifts *s, const stance_shift_series *one, const char *result)
{
    const bool any = one->whole.statements > 0;
    cell_text(w, one->id);
    cell_text(w, one->title);
    cell_word(w, result);
    cell_count(w, one->whole.statements);
    cell_count(w, one->whole.documents);
    cell_count(w, one->whole.periods);
    cell_period(w, s, any, one->whole.first);
    cell_period(w, s, any, one->whole.last);
}

/* Where the tone went back; NULL: it is no shift that passed. */
static const stance_shift *end_of(const stance_shift_series *one, const stance_shift_found *f)
{
    if (!f || f->shift.shape != STANCE_SHAPE_PASSING) return NULL;
    for (const stance_shift_found *end = f + 1; end < one->found + one->found_count; end++)
        if (end->shift.shape == STANCE_SHAPE_RETURN) return &end->shift;
    return NULL;
}

/* A shift, or a test that found none. */
static void row_shift(table_writer *w, const stance_shifts *s, const stance_shift_series *one,
                      const stance_shift_found *f)
{
    static const char *const results[] = {"insufficient data", "constant", "none"};
    const stance_shift *x = f ? &f->shift : &one->whole;
    const stance_shift *end = end_of(one, f);
    const bool tested = one->whole.verdict == STANCE_SHIFT_TESTED, found = f != NULL;
    cells_of_series(w, s, one, found ? "shift" : results[one->whole.verdict]);
    cell_period(w, s, found, x->period);
    cell_period(w, s, found && x->has_interval, x->earliest);
    cell_period(w, s, found && x->has_interval, x->latest);
    cell_period(w, s, end != NULL, end ? end->period - 1 : 0);
    cell_number(w, found, x->before);
    cell_number(w, found, x->after);
    cell_number(w, found, x->effect);
    cell_number(w, found && x->has_interval, x->lo);
    cell_number(w, found && x->has_interval, x->hi);
    cell_number(w, found, x->standardised);
    cell_number(w, tested, x->p);
    cell_number(w, tested, one->p_adjusted);
    cell_number(w, tested, x->p_strong);
    cell_word(w, found ? stance_shift_shape_name(x->shape) : NULL);
    cell_number(w, one->whole.detectable > 0, one->whole.detectable);
    cell_count(w, found && f->known);
    cell_word(w, one->whole.reason);
    end_row(w);
}

static void row_alarm(table_writer *w, const stance_shifts *s, const stance_shift_series *one)
{
    const stance_watch *x = &one->running;
    cells_of_series(w, s, one, "alarm");
    cell_period(w, s, true, x->period);
    for (int i = 0; i < 3; i++) cell_missing(w);
    cell_number(w, true, x->expected);
    cell_number(w, true, x->mean);
    cell_number(w, true, x->mean - x->expected);
    cell_number(w, true, x->lo);
    cell_number(w, true, x->hi);
    for (int i = 0; i < 6; i++) cell_missing(w);
    cell_count(w, one->running_known);
    cell_missing(w);
    end_row(w);
}

stance_status stance_shifts_table(const stance_shifts *shifts, stance_table_format format, stance_strbuf *out,
                                  stance_error *err)
{
    table_writer w = {.out = out, .schema = &schema, .format = format};
    put_header(&w);
    for (size_t i = 0; i < shifts->count && shifts->series[0].whole.statements; i++) {
        const stance_shift_series *one = &shifts->series[i];
        for (size_t k = 0; k < one->found_count; k++) row_shift(&w, shifts, one, &one->found[k]);
        if (!one->found_count) row_shift(&w, shifts, one, NULL);
        if (one->running.told && one->running.alarm) row_alarm(&w, shifts, one);
    }
    return stance_strbuf_ok(out, err);
}
