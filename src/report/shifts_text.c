/* What `stance shifts` prints: the findings in plain words, then every test that was made. 80 columns. */
#include "stance/shifts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/compare.h"

static void wrap(stance_strbuf *out, stance_strbuf *line, const char *first, const char *rest)
{
    if (line->failed) out->failed = true;
    stance_wrap(out, stance_strbuf_view(line), first, rest);
    stance_strbuf_clear(line);
}

static const char *side(double effect)
{
    return effect < 0 ? "critical" : "conciliatory";
}

static void put_p(stance_strbuf *out, const char *name, double p)
{
    char figure[STANCE_FIGURE_SIZE];
    stance_p_figure(p, figure);
    stance_strbuf_addf(out, "%s %s%s", name, *figure == '<' ? "" : "= ", figure);
}

static void put_period(const stance_shifts *s, int32_t period, stance_strbuf *out)
{
    char label[STANCE_DATE_SIZE];
    stance_strbuf_adds(out, stance_period_label(s->options.by, period, label));
}

static void put_count(stance_strbuf *out, size_t n, const char *one)
{
    stance_strbuf_addf(out, "%zu %s%s", n, one, n == 1 ? "" : "s");
}

/* ---- a shift ---- */

/* "All statements became more critical from 2021-03 on" */
static void put_headline(const stance_shifts *s, const stance_shift_series *one, const stance_shift_found *f,
                         stance_strbuf *line)
{
    stance_plain(line, one->title);
    stance_strbuf_addf(line, ": the tone became more %s from ", side(f->shift.effect));
    put_period(s, f->shift.period, line);
    stance_strbuf_adds(line, " on");
    if (f->shift.earliest < f->shift.latest) {
        stance_strbuf_adds(line, " (the new level may have begun between ");
        put_period(s, f->shift.earliest, line);
        stance_strbuf_adds(line, " and ");
        put_period(s, f->shift.latest, line);
        stance_strbuf_addc(line, ')');
    }
    stance_strbuf_addc(line, '.');
    if (f->known) stance_strbuf_adds(line, " Told before.");
}

static void put_size(const stance_shifts *s, const stance_shift_series *one, const stance_shift_found *f,
                     stance_strbuf *line)
{
    char before[STANCE_FIGURE_SIZE], after[STANCE_FIGURE_SIZE], effect[STANCE_FIGURE_SIZE], level[STANCE_FIGURE_SIZE];
    char interval[2 * STANCE_FIGURE_SIZE];
    const stance_shift *x = &f->shift;
    stance_strbuf_addf(line, "The mean was %s before and %s since: a shift of %s", stance_figure(x->before, before),
                       stance_figure(x->after, after), stance_figure(x->effect, effect));
    if (x->has_interval)
        stance_strbuf_addf(line, " (%s %% interval %s", stance_level_figure(s->options.level, level),
                           stance_interval_figure(true, x->lo, x->hi, interval));
    else stance_strbuf_adds(line, " (");
    stance_strbuf_addf(line, "; %.1f standard deviations of single statements", fabs(x->standardised));
    if (one->found_count == 1) {
        put_p(line, "; adjusted p", one->p_adjusted);
        put_p(line, ", p", x->p);
    } else {
        put_p(line, "; p", x->p);
    }
    stance_strbuf_adds(line, ").");
}

/* What keeps the finding from being plain. */
static void put_doubts(const stance_shifts *s, const stance_shift_found *f, stance_strbuf *line)
{
    const stance_shift *x = &f->shift;
    const char *unit = stance_unit_name(s->options.by, true);
    switch (x->shape) {
    case STANCE_SHAPE_SHIFT:
        stance_strbuf_adds(line, "Two levels describe the series better than a steady trend.");
        break;
    case STANCE_SHAPE_TREND:
        stance_strbuf_adds(line,
                           "A steady trend describes the series better than two levels: it may have changed slowly, "
                           "and the date says little.");
        break;
    default:
        stance_strbuf_adds(line,
                           "A steady trend would describe the series about as well: whether it was a step or a slow "
                           "change cannot be told.");
    }
    if (x->p_strong > s->options.rate) {
        stance_strbuf_addf(line, " If neighbouring %s hung together strongly (correlation .6) it could be chance (",
                           unit);
        put_p(line, "p", x->p_strong);
        stance_strbuf_adds(line, ").");
    }
}

static void put_shift(const stance_shifts *s, const stance_shift_series *one, const stance_shift_found *f,
                      stance_strbuf *out, stance_strbuf *line)
{
    put_headline(s, one, f, line);
    wrap(out, line, "* ", "  ");
    put_size(s, one, f, line);
    wrap(out, line, "  ", "  ");
    put_doubts(s, f, line);
    wrap(out, line, "  ", "  ");
    if (f->why) {
        stance_strbuf_addc(out, '\n');
        stance_compare_put_reasons(f->why, out);
    }
    stance_strbuf_addc(out, '\n');
}

static void put_alarm(const stance_shifts *s, const stance_shift_series *one, stance_strbuf *out, stance_strbuf *line)
{
    char mean[STANCE_FIGURE_SIZE], interval[2 * STANCE_FIGURE_SIZE];
    const stance_watch *w = &one->running;
    stance_plain(line, one->title);
    stance_strbuf_adds(line, ": ");
    put_period(s, w->period, line);
    stance_strbuf_addf(line, " stands out as more %s than before: mean %s in ",
                       w->alarm < 0 ? "critical" : "conciliatory", stance_figure(w->mean, mean));
    put_count(line, w->statements, "statement");
    stance_strbuf_adds(line, " of ");
    put_count(line, w->documents, "document");
    stance_strbuf_addf(line,
                       ", where %s was to be expected.%s A signal to look, not a proof: on a tone that does not change "
                       "one like it comes less than once in ten years.",
                       stance_interval_figure(true, w->lo, w->hi, interval), one->running_known ? " Told before." : "");
    wrap(out, line, "* ", "  ");
    stance_strbuf_addc(out, '\n');
}

/* ---- all tests ---- */

static void put_result(const stance_shifts *s, const stance_shift_series *one, stance_strbuf *line)
{
    char detectable[STANCE_FIGURE_SIZE];
    switch (one->whole.verdict) {
    case STANCE_SHIFT_TOO_LITTLE: stance_strbuf_adds(line, one->whole.reason); return;
    case STANCE_SHIFT_CONSTANT: stance_strbuf_adds(line, "every score is the same"); return;
    default: break;
    }
    for (size_t i = 0; i < one->found_count; i++) {
        stance_strbuf_adds(line, i ? ", " : one->found_count > 1 ? "shifts " : "shift ");
        put_period(s, one->found[i].shift.period, line);
    }
    if (!one->found_count) {
        stance_figure(one->whole.detectable, detectable);
        stance_strbuf_addf(line, "none found (%s would be)", detectable + 1);
    }
    if (one->running.told && one->running.alarm) {
        stance_strbuf_adds(line, "; ");
        put_period(s, one->running.period, line);
        stance_strbuf_adds(line, " stands out");
    }
}

static void put_tests(const stance_shifts *s, stance_strbuf *out, stance_strbuf *line)
{
    enum { TITLE = 24 };
    char p[STANCE_FIGURE_SIZE], adjusted[STANCE_FIGURE_SIZE];
    const char *units = stance_unit_name(s->options.by, true);
    stance_strbuf_addf(out, "%-*s %5s %8s %6s %6s  %s\n", TITLE, "all tests", "n", units, "p", "adj. p", "result");
    for (size_t i = 0; i < s->count; i++) {
        const stance_shift_series *one = &s->series[i];
        const bool tested = one->whole.verdict == STANCE_SHIFT_TESTED;
        stance_strbuf_addf(line, " %5zu %8zu %6s %6s  ", one->whole.statements, one->whole.periods,
                           tested ? stance_p_figure(one->whole.p, p) : "-",
                           tested ? stance_p_figure(one->p_adjusted, adjusted) : "-");
        put_result(s, one, line);
        stance_put_row(out, one->title, TITLE, line);
        stance_strbuf_clear(line);
    }
}

static void put_method(const stance_shifts *s, stance_strbuf *out, stance_strbuf *line)
{
    stance_strbuf_addf(
        line,
        "n: statements; %s: with statements. The place of each shift was chosen by the data, and p allows "
        "for that; adj. p allows for %zu test%s too (%s, %.0f %%). \"none found (0.30 would be)\": a "
        "shift of that size would be found four times in five; it is not proof that there was none.",
        stance_unit_name(s->options.by, true), s->tests, s->tests == 1 ? "" : "s",
        s->options.adjust == STANCE_ADJUST_HOLM ? "Holm" : "Benjamini-Hochberg", s->options.rate * 100);
    wrap(out, line, "", "");
}

static void put_title(const stance_shifts *s, stance_strbuf *out, stance_strbuf *line)
{
    stance_strbuf_adds(line, "Shifts in tone: ");
    stance_describe_who(&s->report, line);
    stance_describe_scope(&s->report, line);
    stance_strbuf_adds(line, ", ");
    stance_describe_span(&s->report, line);
    stance_strbuf_addf(line, ", by %s", stance_period_name(s->options.by));
    wrap(out, line, "", "  ");
    stance_strbuf_addc(out, '\n');
}

static void put_nothing(const stance_shifts *s, stance_strbuf *out, stance_strbuf *line)
{
    if (s->tests) {
        stance_strbuf_addf(line, "No shift found in %zu series.", s->tests);
        if (s->count > s->tests)
            stance_strbuf_addf(line, " %zu more have too little data to tell.", s->count - s->tests);
    } else {
        stance_strbuf_addf(line, "Too little data to tell: a test needs %d statements in %d %s.",
                           STANCE_SHIFT_MIN_STATEMENTS, STANCE_SHIFT_MIN_PERIODS,
                           stance_unit_name(s->options.by, true));
    }
    wrap(out, line, "", "");
    stance_strbuf_addc(out, '\n');
}

stance_status stance_shifts_text(const stance_shifts *shifts, stance_strbuf *out, stance_error *err)
{
    stance_strbuf line = STANCE_STRBUF_INIT;
    if (!shifts->series[0].whole.statements) {
        stance_strbuf_adds(out, "no statements match\n");
        return stance_strbuf_ok(out, err);
    }
    put_title(shifts, out, &line);
    for (size_t i = 0; i < shifts->count; i++) {
        const stance_shift_series *one = &shifts->series[i];
        for (size_t k = 0; k < one->found_count; k++) put_shift(shifts, one, &one->found[k], out, &line);
        if (one->running.told && one->running.alarm) put_alarm(shifts, one, out, &line);
    }
    if (!shifts->found) put_nothing(shifts, out, &line);
    put_tests(shifts, out, &line);
    stance_strbuf_addc(out, '\n');
    put_method(shifts, out, &line);
    if (line.failed) out->failed = true;
    stance_strbuf_free(&line);
    return stance_strbuf_ok(out, err);
}
