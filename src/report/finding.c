/* The finding: what the numbers allow to be said, in plain words, and not more. */
#include "report/internal.h"

#include <math.h>
#include <stdlib.h>

enum { MOST_NAMED = 3 };
#define LEAST 0.005 /* an end of an interval that is printed as 0.00 is on no side */

static void paragraph(stance_strbuf *out, stance_strbuf *text)
{
    if (text->failed) out->failed = true;
    if (text->len) {
        stance_wrap(out, stance_strbuf_view(text), "", "");
        stance_strbuf_addc(out, '\n');
    }
    stance_strbuf_clear(text);
}

/* "mean +0.21 (95 % interval +0.10 to +0.31; 154 statements in 36 documents)" */
static void put_mean(const stance_report *report, const stance_series_point *total, stance_strbuf *out)
{
    char mean[STANCE_FIGURE_SIZE], level[STANCE_FIGURE_SIZE], interval[2 * STANCE_FIGURE_SIZE];
    const stance_interval *i = &total->interval;
    stance_strbuf_addf(out, "mean %s (", stance_figure(total->mean, mean));
    if (i->has_interval)
        stance_strbuf_addf(out, "%s %% interval %s; ", stance_level_figure(report->options.level, level),
                           stance_interval_figure(true, i->lo, i->hi, interval));
    else stance_strbuf_addf(out, "no interval: %s; ", stance_interval_reason_text(i->reason));
    stance_put_count(out, total->statements, "statement");
    stance_strbuf_adds(out, " in ");
    stance_put_count(out, total->documents, "document");
    stance_strbuf_addc(out, ')');
}

/* 1: clearly conciliatory, -1: clearly critical, 0: cannot be told. */
static int side_of(const stance_series_point *total)
{
    if (!total->has_mean || !total->interval.has_interval) return 0;
    if (total->documents < STANCE_REPORT_FEW_DOCUMENTS) return 0;
    return total->interval.lo >= LEAST ? 1 : total->interval.hi <= -LEAST ? -1 : 0;
}

static void put_overall(const stance_report *report, stance_strbuf *out)
{
    const stance_series_point *total = &report->all.total;
    stance_view who = report->speaker_count ? report->speakers[0].name : stance_view_of("");
    stance_describe_when(report, out);
    if (stance_report_one_speaker(report)) {
        stance_strbuf_adds(out, " the tone of ");
        stance_plain(out, who);
        stance_strbuf_adds(out, "'s statements");
    } else {
        stance_strbuf_addf(out, " the tone of the statements of %zu speakers", report->speaker_count);
    }
    stance_describe_scope(report, out);
    switch (side_of(total)) {
    case 1: stance_strbuf_adds(out, " was on balance conciliatory: "); break;
    case -1: stance_strbuf_adds(out, " was on balance critical: "); break;
    default:
        if (total->interval.has_interval)
            stance_strbuf_adds(out, " was on balance neither clearly conciliatory nor clearly critical: ");
        else stance_strbuf_adds(out, " cannot be generalised from so little: ");
    }
    put_mean(report, total, out);
    stance_strbuf_adds(out, ". ");
    size_t neutral = total->statements - report->all.conciliatory - report->all.critical;
    stance_strbuf_addf(out, "%zu lean%s to the conciliatory side, %zu to the critical side and %zu to neither.",
                       report->all.conciliatory, report->all.conciliatory == 1 ? "s" : "", report->all.critical,
                       neutral);
    if (report->speaker_count > 1) {
        bool most = report->speakers[0].total.statements * 2 > total->statements;
        stance_strbuf_adds(out, most ? " Most of them come from " : " The largest share comes from ");
        stance_plain(out, who.len ? who : stance_view_of("unnamed speakers"));
        stance_strbuf_addf(out, " (%zu of %zu).", report->speakers[0].total.statements, total->statements);
    }
    if (report->summaries == total->documents)
        stance_strbuf_adds(out, " All of the documents are summaries of what was said.");
    else if (report->summaries)
        stance_strbuf_addf(out, " %zu of the documents are summaries of what was said.", report->summaries);
}

static int compare_means(const void *a, const void *b)
{
    const stance_report_topic *x = *(const stance_report_topic *const *)a, *y = *(const stance_report_topic *const *)b;
    if (x->total.mean < y->total.mean || x->total.mean > y->total.mean) return x->total.mean > y->total.mean ? -1 : 1;
    return strcmp(x->id.data, y->id.data);
}

/* Topics on one side, the strongest first; at most MOST_NAMED. */
static void put_topics_of(const stance_report *report, const stance_report_topic **sorted, int side, stance_strbuf *out)
{
    size_t named = 0, clear = 0;
    for (size_t i = 0; i < report->topic_count; i++) clear += side_of(&sorted[i]->total) == side;
    for (size_t i = 0; i < report->topic_count && named < MOST_NAMED; i++) {
        const stance_report_topic *topic = sorted[side > 0 ? i : report->topic_count - 1 - i];
        if (side_of(&topic->total) != side) continue;
        if (!named) {
            if (out->len) stance_strbuf_addc(out, ' ');
            stance_strbuf_addf(
                out, clear == 1 ? "Clearly %s on one topic: " : "Most %s on: ", side > 0 ? "conciliatory" : "critical");
        } else {
            stance_strbuf_adds(out, "; ");
        }
        stance_plain(out, topic->title);
        stance_strbuf_adds(out, ", ");
        put_mean(report, &topic->total, out);
        named++;
    }
    if (clear > named) stance_strbuf_addf(out, "; and %zu more", clear - named);
    if (named) stance_strbuf_addc(out, '.');
}

static stance_status put_topics(const stance_report *report, stance_strbuf *out, stance_error *err)
{
    if (report->selector.topic.data) return STANCE_OK;
    const stance_report_topic **sorted = malloc((report->topic_count + 1) * sizeof *sorted);
    if (!sorted) return stance_fail_memory(err);
    size_t unclear = 0, topics = 0;
    for (size_t i = 0; i < report->topic_count; i++) {
        sorted[i] = &report->topics[i];
        topics++;
        unclear += side_of(&report->topics[i].total) == 0;
    }
    qsort(sorted, report->topic_count, sizeof *sorted, compare_means);
    put_topics_of(report, sorted, 1, out);
    put_topics_of(report, sorted, -1, out);
    if (out->len) stance_strbuf_addc(out, ' ');
    if (unclear == topics)
        stance_strbuf_addf(out, "On none of the %zu topics is the tone clearly on one side.", topics);
    else if (unclear)
        stance_strbuf_addf(out, "On %zu of the %zu topics the tone is not clearly on either side.", unclear, topics);
    free(sorted);
    return STANCE_OK;
}

/* "-0.21 a year, 95 % interval -0.30 to -0.12; adjusted p = 0.012" */
static void put_slope(const stance_report *report, const stance_report_trend *trend, bool adjusted, stance_strbuf *out)
{
    char slope[STANCE_FIGURE_SIZE], level[STANCE_FIGURE_SIZE], p[STANCE_FIGURE_SIZE], interval[2 * STANCE_FIGURE_SIZE];
    stance_strbuf_addf(out, "%s a year", stance_figure(trend->slope, slope));
    if (trend->has_interval)
        stance_strbuf_addf(out, ", %s %% interval %s", stance_level_figure(report->options.level, level),
                           stance_interval_figure(true, trend->lo, trend->hi, interval));
    const char *figure = stance_p_figure(trend->p_adjusted, p);
    stance_strbuf_addf(out, "; %sp %s%s", adjusted ? "adjusted " : "", *figure == '<' ? "" : "= ", figure);
}

static const char *direction(stance_change change)
{
    return change == STANCE_CHANGE_UP || change == STANCE_CHANGE_WEAK_UP ? "conciliatory" : "critical";
}

static void put_overall_trend(const stance_report *report, stance_strbuf *out)
{
    const stance_report_trend *trend = &report->all.trend;
    const char *units = stance_unit_name(report->options.by, trend->periods != 1);
    switch (trend->change) {
    case STANCE_CHANGE_UNTESTED:
        stance_strbuf_addf(out,
                           "Over time: too little data to tell whether the tone changed (%zu %s with statements, "
                           "%zu documents; at least %d and %d are needed).",
                           trend->periods, units, report->all.total.documents, STANCE_REPORT_MIN_PERIODS,
                           STANCE_REPORT_MIN_DOCUMENTS);
        return;
    case STANCE_CHANGE_NONE:
        stance_strbuf_addf(out, "Over time: no change of the tone as a whole was found in %zu %s (", trend->periods,
                           units);
        put_slope(report, trend, false, out);
        stance_strbuf_adds(out, "). That is not proof that there was none");
        if (trend->has_interval) stance_strbuf_adds(out, "; changes within the interval remain possible");
        stance_strbuf_addc(out, '.');
        return;
    case STANCE_CHANGE_UP:
    case STANCE_CHANGE_DOWN:
        stance_strbuf_addf(out, "Over time: the tone as a whole became more %s over %zu %s (", direction(trend->change),
                           trend->periods, units);
        break;
    default:
        stance_strbuf_addf(out,
                           "Over time: there are weak signs, short of proof, that the tone as a whole became more "
                           "%s over %zu %s (",
                           direction(trend->change), trend->periods, units);
    }
    put_slope(report, trend, false, out);
    stance_strbuf_adds(out, ").");
}

/* Topics whose trend has this change, after what is said of them; nothing when there are none. */
static void put_trends_of(const stance_report *report, stance_change change, const char *lead, stance_strbuf *out)
{
    size_t named = 0;
    for (size_t i = 0; i < report->topic_count; i++) {
        const stance_report_topic *topic = &report->topics[i];
        if (topic->trend.change != change) continue;
        if (!named && out->len) stance_strbuf_addc(out, ' ');
        stance_strbuf_adds(out, named++ ? "; " : lead);
        stance_plain(out, topic->title);
        if (change == STANCE_CHANGE_UNTESTED || change == STANCE_CHANGE_NONE) continue;
        stance_strbuf_adds(out, " (");
        put_slope(report, &topic->trend, true, out);
        stance_strbuf_addc(out, ')');
    }
    if (named) stance_strbuf_addc(out, '.');
}

static void put_topic_trends(const stance_report *report, stance_strbuf *out)
{
    if (report->selector.topic.data) return;
    size_t tested = 0;
    for (size_t i = 0; i < report->topic_count; i++) tested += report->topics[i].trend.change != STANCE_CHANGE_UNTESTED;
    if (!tested) {
        stance_strbuf_adds(out, "By topic: too little data on every topic to tell whether the tone changed.");
        return;
    }
    put_trends_of(report, STANCE_CHANGE_UP, "By topic, more conciliatory: ", out);
    put_trends_of(report, STANCE_CHANGE_DOWN, "By topic, more critical: ", out);
    put_trends_of(report, STANCE_CHANGE_WEAK_UP, "Weak signs, short of proof, of a more conciliatory tone: ", out);
    put_trends_of(report, STANCE_CHANGE_WEAK_DOWN, "Weak signs, short of proof, of a more critical tone: ", out);
    put_trends_of(report, STANCE_CHANGE_NONE, "Tested by topic, no change found: ", out);
    put_trends_of(report, STANCE_CHANGE_UNTESTED, "Too little data to tell: ", out);
}

stance_status stance_report_finding(const stance_report *report, stance_strbuf *out, stance_error *err)
{
    stance_strbuf text = STANCE_STRBUF_INIT;
    stance_status status = STANCE_OK;
    if (report->all.total.statements == 0) {
        stance_strbuf_adds(out, "no statements match\n");
        return stance_strbuf_ok(out, err);
    }
    put_overall(report, &text);
    paragraph(out, &text);
    status = put_topics(report, &text, err);
    paragraph(out, &text);
    put_overall_trend(report, &text);
    paragraph(out, &text);
    put_topic_trends(report, &text);
    paragraph(out, &text);
    stance_put_coded_finding(report, &text);
    paragraph(out, &text);
    stance_strbuf_free(&text);
    return status == STANCE_OK ? stance_strbuf_ok(out, err) : status;
}
