/* What was asked, in words and as options. */
#include "report/internal.h"

#include <stdio.h>

static bool whole_years(stance_date from, stance_date to)
{
    return from.year && to.year && from.month == 1 && from.day == 1 && to.month == 12 && to.day == 31;
}

void stance_describe_span(const stance_report *report, stance_strbuf *out)
{
    char low[STANCE_DATE_SIZE], high[STANCE_DATE_SIZE];
    stance_date from = report->selector.from, to = report->selector.to;
    if (!from.year) from = report->first;
    if (!to.year) to = report->last;
    if (whole_years(from, to)) {
        stance_strbuf_addf(out, "%d", from.year);
        if (to.year != from.year) stance_strbuf_addf(out, "–%d", to.year);
    } else {
        stance_strbuf_addf(out, "%s", stance_date_format(from, low));
        if (memcmp(&from, &to, sizeof from) != 0) stance_strbuf_addf(out, " to %s", stance_date_format(to, high));
    }
}

void stance_describe_when(const stance_report *report, stance_strbuf *out)
{
    stance_date from = report->selector.from, to = report->selector.to;
    if (!from.year) from = report->first;
    if (!to.year) to = report->last;
    stance_strbuf_adds(out, whole_years(from, to) ? "Over " : memcmp(&from, &to, sizeof from) == 0 ? "On " : "From ");
    stance_describe_span(report, out);
}

bool stance_report_one_speaker(const stance_report *report)
{
    return report->speaker_count == 1 && report->speakers[0].name.len > 0;
}

void stance_describe_who(const stance_report *report, stance_strbuf *out)
{
    if (stance_report_one_speaker(report)) stance_plain(out, report->speakers[0].name);
    else if (report->selector.speaker.data) stance_plain(out, report->selector.speaker);
    else if (report->speaker_count) stance_strbuf_addf(out, "%zu speakers", report->speaker_count);
    else stance_strbuf_adds(out, "all speakers");
}

static void put_target(const stance_report *report, stance_strbuf *out)
{
    const stance_selector *s = &report->selector;
    if (!s->target.data || stance_view_is(s->target, "any")) return;
    stance_strbuf_adds(out, " about ");
    if (stance_view_is(s->target, "none")) stance_strbuf_adds(out, "no state or body");
    else stance_plain(out, s->target);
}

static void put_source(const stance_report *report, stance_strbuf *out)
{
    const stance_selector *s = &report->selector;
    if (s->source.data) {
        stance_strbuf_adds(out, " as reported by ");
        stance_plain(out, s->source);
    }
    if (s->has_mode) stance_strbuf_addf(out, " (mode %s only)", stance_mode_name(s->mode));
}

void stance_describe_scope(const stance_report *report, stance_strbuf *out)
{
    const bool none = stance_view_is(report->selector.topic, "none");
    put_target(report, out);
    if (report->topic_title.data) stance_strbuf_adds(out, none ? " without topic" : " on ");
    if (report->topic_title.data && !none) stance_plain(out, report->topic_title);
    put_source(report, out);
}

stance_status stance_selection_title(const stance_report *report, stance_view *out, stance_error *err)
{
    stance_strbuf title = STANCE_STRBUF_INIT;
    if (report->selector.speaker.data) {
        stance_describe_who(report, &title);
        stance_describe_scope(report, &title);
    } else if (report->topic_title.data && !stance_view_is(report->selector.topic, "none")) {
        stance_plain(&title, report->topic_title);
        put_target(report, &title);
        put_source(report, &title);
    } else {
        stance_strbuf_adds(&title, "All statements");
        stance_describe_scope(report, &title);
    }
    *out = stance_arena_copy(&report->memory->arena, stance_strbuf_view(&title));
    const bool good = !title.failed && out->data;
    stance_strbuf_free(&title);
    return good ? STANCE_OK : stance_fail_memory(err);
}

static void put_option(stance_strbuf *out, const char *name, stance_view value)
{
    if (!value.data) return;
    bool quote = false;
    for (size_t i = 0; i < value.len; i++) quote = quote || strchr(" '\"\\$;&|<>()*?#`~!", value.data[i]);
    stance_strbuf_addf(out, " --%s ", name);
    if (quote || !value.len) stance_strbuf_addc(out, '"');
    stance_plain(out, value);
    if (quote || !value.len) stance_strbuf_addc(out, '"');
}

const char *stance_weight_name(const stance_report_options *o, char out[STANCE_WEIGHT_SIZE])
{
    if (o->importance == STANCE_BY_LENGTH) return "length";
    if (o->importance != STANCE_BY_RECENCY) return o->weighting == STANCE_BY_DOCUMENT ? "document" : "statement";
    snprintf(out, STANCE_WEIGHT_SIZE, "recency:%g", o->half_life);
    return out;
}

void stance_describe_options(const stance_report *report, stance_strbuf *out)
{
    char date[STANCE_DATE_SIZE];
    const stance_selector *s = &report->selector;
    const stance_report_options *o = &report->options;
    stance_strbuf_addf(out, "--by %s", stance_period_name(o->by));
    if (o->rolling > 1) stance_strbuf_addf(out, " --rolling %ld", (long)o->rolling);
    char weight[STANCE_WEIGHT_SIZE];
    if (o->weighting != STANCE_BY_STATEMENT || o->importance != STANCE_EQUAL)
        stance_strbuf_addf(out, " --weight %s", stance_weight_name(o, weight));
    put_option(out, "speaker", s->speaker);
    put_option(out, "target", s->target);
    put_option(out, "topic", s->topic);
    put_option(out, "source", s->source);
    if (s->has_mode) put_option(out, "mode", stance_view_of(stance_mode_name(s->mode)));
    if (s->from.year) put_option(out, "from", stance_view_of(stance_date_format(s->from, date)));
    if (s->to.year) put_option(out, "to", stance_view_of(stance_date_format(s->to, date)));
    stance_strbuf_addf(out, " --dates %s", s->inferred_too ? "inferred" : "exact");
    if (s->duplicates == STANCE_DUPLICATES_KEEP) stance_strbuf_adds(out, " --duplicates keep");
    if (s->min_confidence > 0) {
        stance_strbuf_adds(out, " --min-confidence ");
        stance_strbuf_add_millionths(out, s->min_confidence);
    }
}
