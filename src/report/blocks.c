/* Tables of numbers in 80 columns: a row a period, with the mean and its interval drawn on the scale. */
#include "report/internal.h"

#include <math.h>
#include <stdio.h>

enum { HALF = 8, SCALE = 2 * HALF + 1, INTERVAL = 14 };

const char *stance_unit_name(stance_period by, bool plural)
{
    static const char *const one[] = {"day", "week", "month", "quarter", "half-year", "year"};
    static const char *const many[] = {"days", "weeks", "months", "quarters", "half-years", "years"};
    return plural ? many[by] : one[by];
}

bool stance_period_is_cut(const stance_report *report, int32_t period)
{
    const stance_selector *s = &report->selector;
    stance_period by = report->options.by;
    return (s->from.year && stance_date_to_days(s->from) > stance_period_first_day(by, period)) ||
           (s->to.year && stance_date_to_days(s->to) < stance_period_last_day(by, period));
}

bool stance_period_is_open(const stance_report *report, int32_t period)
{
    const stance_date last = report->database.last;
    if (!report->period_count || period - report->first_period + 1 < (int64_t)report->period_count) return false;
    const int32_t from = stance_period_first_day(report->options.by, period);
    const int32_t to = stance_period_last_day(report->options.by, period);
    return last.year && (int64_t)stance_date_to_days(last) < from + (to - from + 1) * INT64_C(3) / 4 - 1;
}

size_t stance_listed_count(const stance_report *report)
{
    return report->selector.topic.data ? report->topic_count : report->topic_count + 1;
}

const stance_report_topic *stance_listed(const stance_report *report, size_t i)
{
    if (report->selector.topic.data) return &report->topics[i];
    return i ? &report->topics[i - 1] : &report->all;
}

static size_t place(double value)
{
    long at = lround(value * HALF);
    return (size_t)(HALF + (at < -HALF ? -HALF : at > HALF ? HALF : at));
}

/* The scale from -1 to +1: | is zero, the dashes are the interval, o is the mean. */
static void put_scale(const stance_series_point *point, stance_strbuf *out)
{
    char scale[SCALE + 1];
    memset(scale, ' ', SCALE);
    scale[SCALE] = '\0';
    if (point->interval.has_interval)
        for (size_t i = place(point->interval.lo); i <= place(point->interval.hi); i++) scale[i] = '-';
    scale[HALF] = '|';
    if (point->has_mean) scale[place(point->mean)] = 'o';
    stance_strbuf_addf(out, "[%s]", scale);
}

char *stance_interval_cell(bool has, double lo, double hi, char out[2 * STANCE_FIGURE_SIZE])
{
    char low[STANCE_FIGURE_SIZE], high[STANCE_FIGURE_SIZE];
    snprintf(out, 2 * STANCE_FIGURE_SIZE, "not estimable");
    if (has) snprintf(out, 2 * STANCE_FIGURE_SIZE, "%5.20s to %5.20s", stance_figure(lo, low), stance_figure(hi, high));
    return out;
}

void stance_put_row(stance_strbuf *out, stance_view title, size_t width, stance_strbuf *tail)
{
    enum { LEAST = 4 };
    stance_strbuf plain = STANCE_STRBUF_INIT;
    stance_plain(&plain, title);
    if (plain.failed || tail->failed) out->failed = true;
    size_t columns = stance_columns(stance_strbuf_view(tail));
    while (width > LEAST && width + columns > STANCE_COLUMNS) width--;
    stance_fit(out, stance_strbuf_view(&plain), width);
    stance_strbuf_addv(out, stance_strbuf_view(tail));
    stance_strbuf_addc(out, '\n');
    stance_strbuf_free(&plain);
}

/* n, documents, mean, interval, scale: 58 columns with the blanks before them. */
static void put_numbers(const stance_series_point *point, stance_strbuf *out)
{
    char mean[STANCE_FIGURE_SIZE], interval[2 * STANCE_FIGURE_SIZE];
    const stance_interval *i = &point->interval;
    const char *words = stance_interval_cell(i->has_interval, i->lo, i->hi, interval);
    if (i->reason == STANCE_REASON_ONE_DOCUMENT) words = "one document";
    stance_strbuf_addf(out, " %7zu %6zu%c %5s  %-*s ", point->statements, point->documents,
                       point->documents < STANCE_REPORT_FEW_DOCUMENTS ? '*' : ' ', stance_figure(point->mean, mean),
                       INTERVAL, words);
    put_scale(point, out);
}

void stance_put_scale_head(stance_strbuf *out, const char *label, size_t width, double level)
{
    char figure[STANCE_FIGURE_SIZE], interval[STANCE_FIGURE_SIZE + 16];
    stance_view percent = stance_view_of(stance_level_figure(level, figure));
    memcpy(interval, percent.data, percent.len);
    memcpy(interval + percent.len, " % interval", sizeof " % interval");
    stance_fit(out, stance_view_of(label), width);
    stance_strbuf_addf(out, " %7s %6s  %5s  %-*s -1%*s0%*s+1\n", "n", "docs", "mean", INTERVAL, interval, HALF - 1, "",
                       HALF - 1, "");
}

void stance_put_total_row(stance_view name, const stance_series_point *total, size_t width, stance_strbuf *out)
{
    stance_strbuf tail = STANCE_STRBUF_INIT;
    put_numbers(total, &tail);
    stance_put_row(out, name, width, &tail);
    stance_strbuf_free(&tail);
}

/* Periods without statements, from `at` on; more than one are one line. Returns how many there are. */
static size_t put_gap(const stance_report *report, const stance_report_topic *topic, size_t at, stance_strbuf *out)
{
    char first[STANCE_DATE_SIZE], last[STANCE_DATE_SIZE];
    size_t n = 0;
    while (at + n < report->period_count && topic->points[at + n].statements == 0) n++;
    if (!n) return 0;
    stance_period_label(report->options.by, topic->points[at].period, first);
    stance_period_label(report->options.by, topic->points[at + n - 1].period, last);
    stance_strbuf_addf(out, "  %s", first);
    if (n > 1) stance_strbuf_addf(out, " to %s", last);
    stance_strbuf_adds(out, ": no statements\n");
    return n;
}

void stance_put_series(const stance_report *report, const stance_report_topic *topic, stance_strbuf *out)
{
    enum { LABEL = 12 };
    stance_put_scale_head(out, "  period", LABEL, report->options.level);
    for (size_t i = 0; i < report->period_count;) {
        size_t gap = put_gap(report, topic, i, out);
        i += gap;
        if (gap) continue;
        char label[STANCE_DATE_SIZE];
        stance_period_label(report->options.by, topic->points[i].period, label);
        stance_strbuf_adds(out, "  ");
        stance_put_total_row(stance_view_of(label), &topic->points[i++], LABEL - 2, out);
    }
}

void stance_put_trend_line(const stance_report *report, const stance_report_topic *topic, stance_strbuf *out)
{
    const stance_report_trend *trend = &topic->trend;
    char slope[STANCE_FIGURE_SIZE], p[STANCE_FIGURE_SIZE], interval[2 * STANCE_FIGURE_SIZE], level[STANCE_FIGURE_SIZE];
    static const char *const words[] = {"too little data to tell",
                                        "no change found",
                                        "more conciliatory",
                                        "more critical",
                                        "weak signs of more conciliatory",
                                        "weak signs of more critical"};
    stance_strbuf line = STANCE_STRBUF_INIT;
    stance_strbuf_addf(&line, "trend: %s", words[trend->change]);
    if (trend->change == STANCE_CHANGE_UNTESTED) {
        stance_strbuf_addf(&line, " (%s: %zu %s with statements, ", trend->note, trend->periods,
                           stance_unit_name(report->options.by, trend->periods != 1));
        stance_put_count(&line, topic->total.documents, "document");
        stance_strbuf_addc(&line, ')');
    } else {
        stance_strbuf_addf(&line, " (slope %s a year", stance_figure(trend->slope, slope));
        if (trend->has_interval)
            stance_strbuf_addf(&line, ", %s %% interval %s", stance_level_figure(report->options.level, level),
                               stance_interval_figure(true, trend->lo, trend->hi, interval));
        const char *figure = stance_p_figure(trend->p_adjusted, p);
        bool adjusted = topic != &report->all && report->topic_count > 1;
        stance_strbuf_addf(&line, "; %sp %s%s)", adjusted ? "adjusted " : "", *figure == '<' ? "" : "= ", figure);
    }
    if (line.failed) out->failed = true;
    stance_wrap(out, stance_strbuf_view(&line), "  ", "    ");
    stance_strbuf_free(&line);
}

/* Where the checks of the trend say something else, that is said; where they agree, nothing is. */
static void put_checks(const stance_report *report, const stance_report_trend *trend, stance_strbuf *out)
{
    char p[STANCE_FIGURE_SIZE], label[STANCE_DATE_SIZE];
    const char *unit = stance_unit_name(report->options.by, true), *sign = "";
    const stance_disagreement disagreement = stance_trend_checks(trend);
    stance_strbuf line = STANCE_STRBUF_INIT;
    if (disagreement == STANCE_CHECKS_AGREE) return;
    if (disagreement == STANCE_CHECKS_BREAK) {
        stance_p_figure(trend->p_break, p);
        sign = *p == '<' ? "" : "= ";
        stance_strbuf_addf(&line,
                           "but: no steady trend, yet a single break after %s is more than chance would give (Pettitt, "
                           "p %s%s)",
                           stance_period_label(report->options.by, trend->break_after, label), sign, p);
    } else if (disagreement == STANCE_CHECKS_SLOPE) {
        char slope[STANCE_FIGURE_SIZE];
        stance_strbuf_addf(&line,
                           "but: a robust regression has it go the other way (%s a year): the trend is not one of all "
                           "%s alike",
                           stance_figure(trend->robust, slope), unit);
    } else {
        const bool one = trend->p_prewhitened <= STANCE_REPORT_SUPPORTED ||
                         (trend->has_hamed_rao && trend->p_hamed_rao <= STANCE_REPORT_SUPPORTED);
        stance_strbuf_addf(&line,
                           disagreement == STANCE_CHECKS_FIND
                               ? "but: with the likeness of neighbouring %s allowed for, there is one ("
                           : one ? "but: one of two checks that allow for the likeness of neighbouring %s doubts it ("
                                 : "but: neighbouring %s are alike, and that alone could give such a trend (",
                           unit);
        if (trend->has_hamed_rao) {
            stance_p_figure(trend->p_hamed_rao, p);
            sign = *p == '<' ? "" : "= ";
            stance_strbuf_addf(&line, "Hamed-Rao p %s%s, ", sign, p);
        }
        stance_p_figure(trend->p_prewhitened, p);
        sign = *p == '<' ? "" : "= ";
        stance_strbuf_addf(&line, "pre-whitened p %s%s)", sign, p);
    }
    if (line.failed) out->failed = true;
    stance_wrap(out, stance_strbuf_view(&line), "  ", "    ");
    stance_strbuf_free(&line);
}

/* What the rows are means of, and whether the last period is over. */
static void put_remarks(const stance_report *report, stance_strbuf *out)
{
    char label[STANCE_DATE_SIZE], date[STANCE_DATE_SIZE];
    const stance_report_options *o = &report->options;
    const int32_t last = (int32_t)(report->first_period + (int64_t)report->period_count - 1);
    stance_strbuf line = STANCE_STRBUF_INIT;
    if (o->rolling > 1) {
        stance_strbuf_addf(&line, "Each row is the mean of the %ld %s up to it; ", (long)o->rolling,
                           stance_unit_name(o->by, true));
        if (o->rolling > 2) stance_strbuf_addf(&line, "the first %ld look back on fewer. ", (long)o->rolling - 1);
        else stance_strbuf_adds(&line, "the first has nothing to look back on. ");
        stance_strbuf_addf(&line, "Trends are of single %s. ", stance_unit_name(o->by, true));
    }
    if (o->weighting == STANCE_BY_DOCUMENT) stance_strbuf_adds(&line, "Each document counts the same. ");
    if (o->importance == STANCE_BY_LENGTH) stance_strbuf_adds(&line, "Statements count by their length. ");
    if (o->importance == STANCE_BY_RECENCY)
        stance_strbuf_addf(&line, "Of two statements the one that is %g days older counts half as much. ",
                           o->half_life);
    for (int k = 0; k < 2; k++) {
        const int32_t period = k ? last : report->first_period;
        if ((k && last == report->first_period) || !stance_period_is_cut(report, period)) continue;
        stance_strbuf_addf(&line, "%s is not whole: --from and --to leave out a part of it. ",
                           stance_period_label(o->by, period, label));
    }
    if (stance_period_is_open(report, last) && !stance_period_is_cut(report, last))
        stance_strbuf_addf(&line, "%s may not be over: the last document is of %s.",
                           stance_period_label(o->by, last, label), stance_date_format(report->database.last, date));
    if (line.failed) out->failed = true;
    if (line.len) {
        stance_strbuf_addc(out, '\n');
        stance_wrap(out, stance_strbuf_view(&line), "  ", "  ");
    }
    stance_strbuf_free(&line);
}

static void put_block(const stance_report *report, const stance_report_topic *topic, stance_strbuf *out)
{
    stance_strbuf line = STANCE_STRBUF_INIT;
    stance_plain(&line, topic->title);
    if (!stance_view_equal(topic->title, topic->id)) {
        stance_strbuf_addc(&line, ' ');
        if (topic->id.data[0] != '(') stance_strbuf_addc(&line, '(');
        stance_plain(&line, topic->id);
        if (topic->id.data[0] != '(') stance_strbuf_addc(&line, ')');
    }
    if (line.failed) out->failed = true;
    stance_wrap(out, stance_strbuf_view(&line), "", "  ");
    stance_put_series(report, topic, out);
    stance_strbuf_adds(out, "  ");
    stance_put_total_row(stance_view_of("all"), &topic->total, 10, out);
    stance_put_trend_line(report, topic, out);
    put_checks(report, &topic->trend, out);
    stance_strbuf_free(&line);
}

stance_status stance_trend_text(const stance_report *report, stance_strbuf *out, stance_error *err)
{
    if (report->all.total.statements == 0) {
        stance_strbuf_adds(out, "no statements match\n");
        return stance_strbuf_ok(out, err);
    }
    stance_strbuf title = STANCE_STRBUF_INIT;
    stance_plain(&title, report->title);
    if (title.failed) out->failed = true;
    stance_wrap(out, stance_strbuf_view(&title), "", "  ");
    stance_strbuf_free(&title);
    stance_strbuf_addc(out, '\n');
    if (!report->selector.topic.data) put_block(report, &report->all, out);
    for (size_t i = 0; i < report->topic_count; i++) {
        if (i || !report->selector.topic.data) stance_strbuf_addc(out, '\n');
        put_block(report, &report->topics[i], out);
    }
    stance_strbuf_addf(out,
                       "\n  o mean, --- its interval, | zero; -1 critical, +1 conciliatory\n"
                       "  * fewer than %d documents\n",
                       STANCE_REPORT_FEW_DOCUMENTS);
    put_remarks(report, out);
    return stance_strbuf_ok(out, err);
}
