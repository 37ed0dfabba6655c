/* The difference that a lexicon makes, as text and table. */
#include "report/internal.h"
#include "stance/lexdiff.h"

enum { NAME_WIDTH = 24 };

static const char *trend_word(const stance_lexdiff_trend *t)
{
    if (!t->tested) return "untested";
    if (t->p_adjusted > STANCE_REPORT_SUPPORTED) return "none";
    return t->slope > 0 ? "up" : t->slope < 0 ? "down" : "none";
}

static void put_trends(const stance_lexdiff_topic *t, stance_strbuf *out)
{
    const stance_lexdiff_trend *a = &t->trend_before, *b = &t->trend_after;
    const char *before = trend_word(a), *after = trend_word(b);
    if (strcmp(before, after) == 0) {
        stance_strbuf_addf(out, "  %s", before);
        return;
    }
    char x[STANCE_FIGURE_SIZE] = "-", y[STANCE_FIGURE_SIZE] = "-";
    if (a->tested) stance_p_figure(a->p_adjusted, x);
    if (b->tested) stance_p_figure(b->p_adjusted, y);
    stance_strbuf_addf(out, "  %s -> %s (p %s -> %s)", before, after, x, y);
}

static void put_topics(const stance_lexdiff *diff, const stance_lexicon *lexicon, stance_strbuf *out)
{
    if (!diff->topic_count) return;
    stance_strbuf_adds(out, "\nMeans and trends, before and after\n"
                            "topic                    statements         mean   change  trend\n");
    for (size_t i = 0; i < diff->topic_count; i++) {
        const stance_lexdiff_topic *t = &diff->topics[i];
        char a[STANCE_FIGURE_SIZE] = "-", b[STANCE_FIGURE_SIZE] = "-", c[STANCE_FIGURE_SIZE] = "";
        if (t->before_count) stance_figure(t->before, a);
        if (t->after_count) stance_figure(t->after, b);
        if (t->before_count && t->after_count) stance_figure(t->after - t->before, c);
        stance_view title = i ? stance_lexicon_topic_title(lexicon, t->id) : stance_view_of("all");
        stance_fit(out, title, NAME_WIDTH);
        stance_strbuf_addf(out, " %5zu %5zu %6s %6s %7s", t->before_count, t->after_count, a, b, c);
        put_trends(t, out);
        stance_strbuf_addc(out, '\n');
    }
}

static void put_most(const stance_lexdiff *diff, stance_strbuf *out)
{
    if (!diff->most_count) return;
    stance_strbuf_adds(out, "\nStatements that change most\n");
    for (size_t i = 0; i < diff->most_count; i++) {
        const stance_lexdiff_statement *s = &diff->most[i];
        char a[STANCE_FIGURE_SIZE], b[STANCE_FIGURE_SIZE];
        stance_strbuf_addf(out, "%s -> %s  %s  ", stance_figure((double)s->before / STANCE_MILLION, a),
                           stance_figure((double)s->after / STANCE_MILLION, b), s->id);
        stance_plain(out, s->document);
        stance_strbuf_addc(out, '\n');
        stance_strbuf text = STANCE_STRBUF_INIT;
        stance_plain(&text, s->text);
        stance_wrap(out, stance_strbuf_view(&text), "    ", "    ");
        stance_strbuf_free(&text);
        if (s->why.len) stance_wrap(out, s->why, "    ", "      ");
    }
}

void stance_lexdiff_text(const stance_lexdiff *diff, const stance_lexicon *lexicon, stance_strbuf *out)
{
    if (!diff->statements && !diff->only_before && !diff->only_after) {
        stance_strbuf_adds(out, "no statements match\n");
        return;
    }
    double share = diff->statements ? 100.0 * (double)diff->changed / (double)diff->statements : 0;
    stance_strbuf_addf(out, "%lld statements in %lld documents; near-copies left out\n", (long long)diff->statements,
                       (long long)diff->documents);
    stance_strbuf_addf(out, "%lld (%.1f %%) get another score, %lld of them another sign\n", (long long)diff->changed,
                       share, (long long)diff->turned);
    if (diff->changed)
        stance_strbuf_addf(out, "mean change of these %.3f, largest %.3f\n",
                           (double)diff->change_sum / (double)diff->changed / STANCE_MILLION,
                           (double)diff->change_most / STANCE_MILLION);
    if (diff->only_before || diff->only_after)
        stance_strbuf_addf(out, "%lld statements are found by the first only, %lld by the second only\n",
                           (long long)diff->only_before, (long long)diff->only_after);
    put_topics(diff, lexicon, out);
    put_most(diff, out);
}

static void put_mean(stance_strbuf *out, size_t count, double value, const char *none)
{
    if (count) stance_write_number(out, value);
    else stance_strbuf_adds(out, none);
}

void stance_lexdiff_write_series(const stance_lexdiff *diff, stance_table_format format, stance_strbuf *out)
{
    bool csv = format == STANCE_CSV;
    if (csv) stance_strbuf_adds(out, "topic,period,statements_before,mean_before,statements_after,mean_after\r\n");
    for (size_t i = 0; i < diff->topic_count; i++) {
        const stance_lexdiff_topic *t = &diff->topics[i];
        for (size_t k = 0; k < t->point_count; k++) {
            const stance_lexdiff_point *p = &t->points[k];
            char label[STANCE_DATE_SIZE];
            stance_period_label(diff->by, p->period, label);
            if (csv) stance_write_csv_text(out, t->id);
            else {
                stance_strbuf_adds(out, "{\"topic\":");
                stance_write_json_string(out, t->id);
            }
            stance_strbuf_addf(out, csv ? ",%s,%zu," : ",\"period\":\"%s\",\"statements_before\":%zu,\"mean_before\":",
                               label, p->before_count);
            put_mean(out, p->before_count, p->before, csv ? "" : "null");
            stance_strbuf_addf(out, csv ? ",%zu," : ",\"statements_after\":%zu,\"mean_after\":", p->after_count);
            put_mean(out, p->after_count, p->after, csv ? "" : "null");
            stance_strbuf_adds(out, csv ? "\r\n" : "}\n");
        }
    }
}
