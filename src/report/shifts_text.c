/* What `stance shifts` prints: the findings in plain words, then every test that was made, then why. 80 columns. */
#include "stance/shifts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/compare.h"

static void put_period(const stance_shifts *s, int32_t period, stance_strbuf *out)
{
    char label[STANCE_DATE_SIZE];
    stance_strbuf_adds(out, stance_period_label(s->options.by, period, label));
}

/* ---- a shift ---- */

/* "All statements became more critical from 2021-03 on" */
static void put_headline(const stance_shifts *s, const stance_shift_series *one, const stance_shift_found *f,
                         stance_strbuf *line)
{
    stance_plain(line, one->title);
    stance_strbuf_addf(line, ": the tone became more %s from ", stance_side_word(f->shift.effect));
    put_period(s, f->shift.period, line);
    stance_strbuf_adds(line, " on");
    if (f->shift.earliest < f->shift.latest) {
        stance_strbuf_adds(line, " (the new level may have begun between ");
        put_period(s, f->shift.earliest, line);
        stance_strbuf_adds(line, " and ");
        put_period(s, f->shift.latest, line);
        stance_strbuf_addc(line, ')');
    }
    stance_strbuf_adds(line, f->known ? ". Not new." : ".");
}

/* "-0.25 (95 % interval -0.37 to -0.13; 1.1 standard deviations of single statements" */
static void put_effect(const stance_shifts *s, const stance_shift *x, stance_strbuf *line)
{
    char effect[STANCE_FIGURE_SIZE], level[STANCE_FIGURE_SIZE], interval[2 * STANCE_FIGURE_SIZE];
    stance_strbuf_addf(line, "%s (", stance_figure(x->effect, effect));
    if (x->has_interval)
        stance_strbuf_addf(line, "%s %% interval %s; ", stance_level_figure(s->options.level, level),
                           stance_interval_figure(true, x->lo, x->hi, interval));
    stance_strbuf_addf(line, "%.1f standard deviations of single statements", fabs(x->standardised));
}

/* `only`: it is all that was found in the series, so that the series' adjusted p is its own. */
static void put_chance(const stance_shift_series *one, const stance_shift *x, bool only, stance_strbuf *line)
{
    if (only) {
        stance_put_p(line, "adjusted p", one->p_adjusted);
        stance_strbuf_adds(line, ", ");
    }
    stance_put_p(line, "p", x->p);
}

static void put_size(const stance_shifts *s, const stance_shift_series *one, const stance_shift_found *f,
                     stance_strbuf *line)
{
    char before[STANCE_FIGURE_SIZE], after[STANCE_FIGURE_SIZE];
    const stance_shift *x = &f->shift;
    stance_strbuf_addf(line, "The mean was %s before and %s since: a shift of ", stance_figure(x->before, before),
                       stance_figure(x->after, after));
    put_effect(s, x, line);
    stance_strbuf_adds(line, "; ");
    put_chance(one, x, one->found_count == 1, line);
    stance_strbuf_adds(line, ").");
}

static void put_strong(const stance_shifts *s, const stance_shift *x, stance_strbuf *line)
{
    if (x->p_strong <= s->options.rate) return;
    stance_strbuf_addf(line, " If neighbouring %s hung together strongly (correlation .6) it could be chance (",
                       stance_unit_name(s->options.by, true));
    stance_put_p(line, "p", x->p_strong);
    stance_strbuf_adds(line, ").");
}

/* What keeps the finding from being plain. */
static void put_doubts(const stance_shifts *s, const stance_shift_found *f, stance_strbuf *line)
{
    const stance_shift *x = &f->shift;
    switch (x->shape) {
    case STANCE_SHAPE_SHIFT:
        stance_strbuf_adds(line, "Two levels describe the series better than a steady trend.");
        break;
    case STANCE_SHAPE_TREND:
        stance_strbuf_adds(line,
                           "A steady trend describes the series better than two levels: it may have changed slowly, "
                           "and the date says little.");
        break;
    case STANCE_SHAPE_PASSING:
    case STANCE_SHAPE_RETURN:
        stance_strbuf_addf(line,
                           "It is the %s of a change that passed: that describes the series better than one "
                           "that lasts.",
                           x->shape == STANCE_SHAPE_PASSING ? "beginning" : "end");
        break;
    default:
        stance_strbuf_adds(line,
                           "A steady trend would describe the series about as well: whether it was a step or a slow "
                           "change cannot be told.");
    }
    put_strong(s, x, line);
}

static void put_shift(const stance_shifts *s, const stance_shift_series *one, const stance_shift_found *f,
                      stance_strbuf *out, stance_strbuf *line)
{
    put_headline(s, one, f, line);
    stance_wrap_line(out, line, "* ", "  ");
    if (!f->known) {
        put_size(s, one, f, line);
        stance_wrap_line(out, line, "  ", "  ");
        put_doubts(s, f, line);
        stance_wrap_line(out, line, "  ", "  ");
        stance_strbuf_addc(out, '\n');
    }
}

/* ---- a tone that changed and came back ---- */

/* Is this the first of the two ends of a passing shift, with nothing found between them? */
static bool passes(const stance_shift_series *one, size_t k)
{
    return one->found[k].shift.shape == STANCE_SHAPE_PASSING && k + 1 < one->found_count &&
           one->found[k + 1].shift.shape == STANCE_SHAPE_RETURN;
}

/* " between 2020-02 and 2020-04" */
static void put_place(const stance_shifts *s, const stance_shift *x, stance_strbuf *line)
{
    stance_strbuf_adds(line, " between ");
    put_period(s, x->earliest, line);
    stance_strbuf_adds(line, " and ");
    put_period(s, x->latest, line);
}

/* "All statements: the tone was more critical from 2020-03 to 2020-11, and then went back" */
static void put_passing_headline(const stance_shifts *s, const stance_shift_series *one, const stance_shift ends[2],
                                 bool known, stance_strbuf *line)
{
    stance_plain(line, one->title);
    stance_strbuf_addf(line, ": the tone was more %s from ", stance_side_word(ends[0].effect));
    put_period(s, ends[0].period, line);
    stance_strbuf_adds(line, " to ");
    put_period(s, ends[1].period - 1, line);
    stance_strbuf_adds(line, ", and then went back");
    const bool wide[2] = {ends[0].earliest < ends[0].latest, ends[1].earliest < ends[1].latest};
    if (wide[0] || wide[1]) stance_strbuf_adds(line, " (it may have ");
    if (wide[0]) {
        stance_strbuf_adds(line, "changed");
        put_place(s, &ends[0], line);
    }
    if (wide[1]) {
        stance_strbuf_adds(line, wide[0] ? ", and gone back" : "gone back");
        put_place(s, &ends[1], line);
    }
    if (wide[0] || wide[1]) stance_strbuf_addc(line, ')');
    stance_strbuf_adds(line, known ? ". Not new." : ".");
}

/* Two shifts that are one story, told together. */
static void put_passing(const stance_shifts *s, const stance_shift_series *one, const stance_shift_found *first,
                        stance_strbuf *out, stance_strbuf *line)
{
    char before[STANCE_FIGURE_SIZE], during[STANCE_FIGURE_SIZE], after[STANCE_FIGURE_SIZE];
    const stance_shift ends[2] = {first[0].shift, first[1].shift};
    const bool known = first[0].known && first[1].known;
    put_passing_headline(s, one, ends, known, line);
    stance_wrap_line(out, line, "* ", "  ");
    if (known) return;
    stance_strbuf_addf(line, "The mean was %s before, %s in that time and %s since: a shift of ",
                       stance_figure(ends[0].before, before), stance_figure(ends[0].after, during),
                       stance_figure(ends[1].after, after));
    put_effect(s, &ends[0], line);
    stance_strbuf_adds(line, ") and one of ");
    put_effect(s, &ends[1], line);
    stance_strbuf_adds(line, "); of both together ");
    put_chance(one, &ends[0], one->found_count == 2, line);
    stance_strbuf_addc(line, '.');
    stance_wrap_line(out, line, "  ", "  ");
    stance_strbuf_adds(line, "A change that passed describes the series better than one that lasts, or a steady "
                             "trend.");
    put_strong(s, &ends[0], line);
    stance_wrap_line(out, line, "  ", "  ");
    stance_strbuf_addc(out, '\n');
}

static bool has_alarm(const stance_shift_series *one)
{
    return one->running.told && one->running.alarm != 0;
}

static void put_alarm(const stance_shifts *s, const stance_shift_series *one, stance_strbuf *out, stance_strbuf *line)
{
    char mean[STANCE_FIGURE_SIZE], interval[2 * STANCE_FIGURE_SIZE];
    const stance_watch *w = &one->running;
    stance_plain(line, one->title);
    stance_strbuf_adds(line, ": ");
    put_period(s, w->period, line);
    stance_strbuf_addf(line, " stands out as more %s than before", w->alarm < 0 ? "critical" : "conciliatory");
    if (one->running_known) {
        stance_strbuf_adds(line, ". Not new.");
    } else {
        stance_strbuf_addf(line, ": mean %s in ", stance_figure(w->mean, mean));
        stance_put_count(line, w->statements, "statement");
        stance_strbuf_adds(line, " of ");
        stance_put_count(line, w->documents, "document");
        stance_strbuf_addf(
            line,
            ", where %s was to be expected%s. A signal to look, not a proof: in a series whose tone does "
            "not change, fewer than one %s in a hundred gives one.",
            stance_interval_figure(true, w->lo, w->hi, interval),
            w->mean < w->lo || w->mean > w->hi ? "" : "; not far by itself, but after others on that side",
            stance_unit_name(s->options.by, false));
    }
    stance_wrap_line(out, line, "* ", "  ");
    if (!one->running_known) stance_strbuf_addc(out, '\n');
}

/* The findings that are new, or those that are not. */
static void put_findings(const stance_shifts *s, bool known, stance_strbuf *out, stance_strbuf *line)
{
    for (size_t i = 0; i < s->count; i++) {
        const stance_shift_series *one = &s->series[i];
        for (size_t k = 0; k < one->found_count; k++) {
            const stance_shift_found *f = &one->found[k];
            if (!passes(one, k)) {
                if (f->known == known) put_shift(s, one, f, out, line);
                continue;
            }
            if ((f[0].known && f[1].known) == known) put_passing(s, one, f, out, line);
            k++;
        }
        if (has_alarm(one) && one->running_known == known) put_alarm(s, one, out, line);
    }
}

/* ---- all tests ---- */

/* "(0.08)": what is to be read beside a test that found nothing. */
static void put_detectable(const stance_shift_series *one, stance_strbuf *line)
{
    if (one->whole.detectable > 0) stance_strbuf_addf(line, " (%.2f)", one->whole.detectable);
}

static void put_result(const stance_shifts *s, const stance_shift_series *one, stance_strbuf *line)
{
    if (one->whole.verdict == STANCE_SHIFT_TOO_LITTLE) stance_strbuf_adds(line, "insufficient data");
    else if (one->whole.verdict == STANCE_SHIFT_CONSTANT) stance_strbuf_adds(line, "all scores equal");
    else if (!one->found_count) stance_strbuf_adds(line, "none found");
    if (!one->found_count) put_detectable(one, line);
    for (size_t i = 0; i < one->found_count; i++) {
        const bool passing = passes(one, i), all = passing && one->found_count == 2;
        stance_strbuf_adds(line, i ? ", " : all ? "passing " : one->found_count > 1 ? "shifts " : "shift ");
        put_period(s, one->found[i].shift.period, line);
        if (!passing) continue;
        stance_strbuf_adds(line, "..");
        put_period(s, one->found[++i].shift.period - 1, line);
    }
    if (!has_alarm(one)) return;
    stance_strbuf_adds(line, ", alarm ");
    put_period(s, one->running.period, line);
}

/* The longest of the usual results, "insufficient data (0.34)", just fits; longer ones go on in the next line. */
static void put_tests(const stance_shifts *s, stance_strbuf *out, stance_strbuf *line)
{
    enum { FIGURES = 24, RESULT = 24 }; /* columns of n, p and adj. p with what stands between; of a result */
    char p[STANCE_FIGURE_SIZE], adjusted[STANCE_FIGURE_SIZE], rest[STANCE_COLUMNS];
    const char *units = stance_unit_name(s->options.by, true);
    const int wide = (int)strlen(units), title = STANCE_COLUMNS - FIGURES - RESULT - wide;
    stance_strbuf row = STANCE_STRBUF_INIT;
    snprintf(rest, sizeof rest, "%*s", STANCE_COLUMNS - RESULT, "");
    stance_strbuf_addf(out, "%-*s %5s %s %6s %6s  %s\n", title, "all tests", "n", units, "p", "adj. p", "result");
    for (size_t i = 0; i < s->count; i++) {
        const stance_shift_series *one = &s->series[i];
        const bool tested = one->whole.verdict == STANCE_SHIFT_TESTED;
        stance_plain(line, one->title);
        stance_fit(&row, stance_strbuf_view(line), (size_t)title);
        stance_strbuf_addf(&row, " %5zu %*zu %6s %6s  ", one->whole.statements, wide, one->whole.periods,
                           tested ? stance_p_figure(one->whole.p, p) : "-",
                           tested ? stance_p_figure(one->p_adjusted, adjusted) : "-");
        stance_strbuf_clear(line);
        put_result(s, one, line);
        if (row.failed) out->failed = true;
        else stance_wrap_line(out, line, row.data, rest);
        stance_strbuf_clear(&row);
        stance_strbuf_clear(line);
    }
    stance_strbuf_free(&row);
}

/* What the table does not say by itself; only of what stands in it. */
static void put_method(const stance_shifts *s, stance_strbuf *out, stance_strbuf *line)
{
    const char *units = stance_unit_name(s->options.by, true);
    bool brackets = false, too_little = false;
    for (size_t i = 0; i < s->count; i++) {
        brackets = brackets || (!s->series[i].found_count && s->series[i].whole.detectable > 0);
        too_little = too_little || s->series[i].whole.verdict == STANCE_SHIFT_TOO_LITTLE;
    }
    stance_strbuf_addf(line, "n: statements; %s: with statements.", units);
    if (s->tests) {
        stance_strbuf_addf(line,
                           " p allows for the place of a shift being chosen by the data, and for neighbouring %s being "
                           "somewhat alike (correlation .4)",
                           units);
        if (s->tests == 1) stance_strbuf_adds(line, "; adj. p is the same, as this is the only test.");
        else
            stance_strbuf_addf(line, ", adj. p also for there being %zu tests (%s, rate %g).", s->tests,
                               s->options.adjust == STANCE_ADJUST_HOLM ? "Holm" : "Benjamini-Hochberg",
                               s->options.rate);
    }
    if (brackets)
        stance_strbuf_adds(line,
                           " In brackets: the size that a single, lasting shift must have to be found four times in "
                           "five; where none was found, smaller or shorter ones may still be there.");
    if (too_little)
        stance_strbuf_addf(line,
                           " Insufficient data: fewer than %d statements or %d %s, or no place with %d %s and %d "
                           "statements on either side.",
                           STANCE_SHIFT_MIN_STATEMENTS, STANCE_SHIFT_MIN_PERIODS, units, STANCE_SHIFT_SIDE_PERIODS,
                           units, STANCE_SHIFT_SIDE_STATEMENTS);
    if (s->fresh < s->found)
        stance_strbuf_adds(line,
                           " Not new: told by an earlier run, or before the day of --since; without --since all is "
                           "told in full.");
    stance_wrap_line(out, line, "", "");
}

/* ---- why ---- */

static void put_why(const stance_shift_series *one, const stance_shift_found *f, stance_strbuf *out,
                    stance_strbuf *line)
{
    if (f->known || !f->why || !f->why->all.d.has_difference) return;
    stance_strbuf_addc(out, '\n');
    stance_plain(line, one->title);
    stance_strbuf_addf(line, ": %s against %s", f->why->windows[0].label, f->why->windows[1].label);
    stance_wrap_line(out, line, "", "  ");
    stance_strbuf_addc(out, '\n');
    stance_compare_put_reasons(f->why, out);
}

/* ---- all of it ---- */

static void put_title(const stance_shifts *s, stance_strbuf *out, stance_strbuf *line)
{
    stance_strbuf_adds(line, "Shifts in tone: ");
    stance_describe_who(&s->report, line);
    stance_describe_scope(&s->report, line);
    stance_strbuf_adds(line, ", ");
    stance_describe_span(&s->report, line);
    stance_strbuf_addf(line, ", by %s", stance_period_name(s->options.by));
    stance_wrap_line(out, line, "", "  ");
    stance_strbuf_addc(out, '\n');
}

static void put_nothing(const stance_shifts *s, stance_strbuf *out, stance_strbuf *line)
{
    if (s->tests) {
        stance_strbuf_addf(line, "No shift found in %zu series.", s->tests);
        if (s->count > s->tests) stance_strbuf_addf(line, " %zu more could not be tested.", s->count - s->tests);
    } else {
        stance_strbuf_addf(line, "Nothing could be tested: that takes %d statements in %d %s at least.",
                           STANCE_SHIFT_MIN_STATEMENTS, STANCE_SHIFT_MIN_PERIODS,
                           stance_unit_name(s->options.by, true));
    }
    stance_wrap_line(out, line, "", "");
    stance_strbuf_addc(out, '\n');
}

/* "3 shifts found in 4 series, 1 alarm. New: 1." */
static void put_summary(const stance_shifts *s, stance_strbuf *out, stance_strbuf *line)
{
    size_t alarms = 0;
    for (size_t i = 0; i < s->count; i++) alarms += has_alarm(&s->series[i]);
    stance_put_count(line, s->found - alarms, "shift");
    stance_strbuf_addf(line, " found in %zu series tested", s->tests);
    if (alarms) {
        stance_strbuf_adds(line, "; ");
        stance_put_count(line, alarms, "alarm");
    }
    if (!s->fresh) stance_strbuf_adds(line, ". Nothing new.");
    else if (s->fresh < s->found) stance_strbuf_addf(line, ". New: %zu.", s->fresh);
    else stance_strbuf_addc(line, '.');
    stance_wrap_line(out, line, "", "");
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
    if (shifts->found) {
        put_summary(shifts, out, &line);
        put_findings(shifts, false, out, &line);
        const size_t before = out->len;
        put_findings(shifts, true, out, &line);
        if (out->len > before) stance_strbuf_addc(out, '\n');
    } else {
        put_nothing(shifts, out, &line);
    }
    put_tests(shifts, out, &line);
    stance_strbuf_addc(out, '\n');
    put_method(shifts, out, &line);
    for (size_t i = 0; i < shifts->count; i++)
        for (size_t k = 0; k < shifts->series[i].found_count; k++)
            put_why(&shifts->series[i], &shifts->series[i].found[k], out, &line);
    if (line.failed) out->failed = true;
    stance_strbuf_free(&line);
    return stance_strbuf_ok(out, err);
}
