/* The tables as CSV and JSON lines. */
#include "report/cells.h"

#include <inttypes.h>

/* ---- cells that several tables have ---- */

static void note(stance_strbuf *out, size_t start, const char *text)
{
    if (out->len > start) stance_strbuf_adds(out, "; ");
    stance_strbuf_adds(out, text);
}

void stance_point_note(const stance_series_point *point, stance_strbuf *out)
{
    size_t start = out->len;
    if (point->flags & STANCE_POINT_EMPTY) {
        note(out, start, "no statements");
        return;
    }
    if (!point->interval.has_interval) note(out, start, stance_interval_reason_text(point->interval.reason));
    else if (point->documents < STANCE_REPORT_FEW_DOCUMENTS) note(out, start, "few documents");
    if (point->flags & STANCE_POINT_DOMINATED) note(out, start, "one document has more than half of the statements");
}

static void cells_counts(table_writer *w, const stance_series_point *point)
{
    cell_count(w, point->statements);
    cell_count(w, point->documents);
}

static void cells_mean(table_writer *w, const stance_series_point *point)
{
    const stance_interval *i = &point->interval;
    cell_number(w, point->has_mean, point->mean);
    cell_number(w, i->has_interval, i->lo);
    cell_number(w, i->has_interval, i->hi);
    cell_word(w, stance_interval_method_name(i->has_interval ? i->method : STANCE_INTERVAL_NONE));
}

static void cell_note(table_writer *w, const stance_series_point *point, bool cut, bool open)
{
    stance_strbuf text = STANCE_STRBUF_INIT;
    stance_point_note(point, &text);
    if (cut) note(&text, 0, "part of the period only");
    if (open) note(&text, 0, "the period may not be over");
    if (point->flags & STANCE_POINT_SHORT) note(&text, 0, "the window reaches back before the first period");
    if (text.failed) w->out->failed = true;
    cell_text(w, stance_strbuf_view(&text));
    stance_strbuf_free(&text);
}

/* ---- one table each ---- */

static void rows_series(const stance_report *report, const stance_report_topic *topic, table_writer *w)
{
    char label[STANCE_DATE_SIZE], weight[STANCE_WEIGHT_SIZE];
    stance_period by = report->options.by;
    for (size_t i = 0; i < report->period_count; i++) {
        const stance_series_point *point = &topic->points[i];
        stance_date first = stance_date_from_days(stance_period_first_day(by, point->period));
        stance_date last = stance_date_from_days(stance_period_last_day(by, point->period));
        cell_text(w, topic->id);
        cell_word(w, stance_period_name(by));
        cell_word(w, stance_period_label(by, point->period, label));
        cell_date(w, first);
        cell_date(w, last);
        cells_counts(w, point);
        cells_mean(w, point);
        cell_note(w, point, stance_period_is_cut(report, point->period), stance_period_is_open(report, point->period));
        cell_count(w, report->options.rolling > 1 ? (size_t)report->options.rolling : 1);
        cell_word(w, stance_weight_name(&report->options, weight));
        const stance_line_point *line = &topic->line[i];
        cell_number(w, line->has, line->y);
        cell_number(w, line->has_band, line->lo);
        cell_number(w, line->has_band, line->hi);
        end_row(w);
    }
}

static void row_trend(const stance_report *report, const stance_report_topic *topic, table_writer *w)
{
    char label[STANCE_DATE_SIZE], weight[STANCE_WEIGHT_SIZE];
    const stance_report_trend *t = &topic->trend;
    bool tested = t->change != STANCE_CHANGE_UNTESTED;
    stance_period by = report->options.by;
    cell_text(w, topic->id);
    cell_word(w, stance_period_name(by));
    cell_count(w, t->periods);
    cell_word(w, tested ? stance_period_label(by, t->first, label) : NULL);
    cell_word(w, tested ? stance_period_label(by, t->last, label) : NULL);
    cells_counts(w, &topic->total);
    cell_number(w, tested, t->slope);
    cell_number(w, tested && t->has_interval, t->lo);
    cell_number(w, tested && t->has_interval, t->hi);
    cell_number(w, tested, t->tau);
    cell_number(w, tested, t->p);
    cell_number(w, tested, t->p_adjusted);
    cell_word(w, stance_change_name(t->change));
    cell_word(w, t->note);
    cell_number(w, tested && t->has_hamed_rao, t->p_hamed_rao);
    cell_number(w, tested && t->has_prewhitened, t->p_prewhitened);
    cell_number(w, tested, t->p_break);
    cell_word(w, tested ? stance_period_label(by, t->break_after, label) : NULL);
    cell_number(w, tested && t->has_robust, t->robust);
    cell_word(w, stance_weight_name(&report->options, weight));
    end_row(w);
}

static void row_topic(const stance_report_topic *topic, table_writer *w)
{
    cell_text(w, topic->id);
    cell_text(w, topic->title);
    cells_counts(w, &topic->total);
    cell_count(w, topic->with_tone);
    cell_count(w, topic->conciliatory);
    cell_count(w, topic->critical);
    cells_mean(w, &topic->total);
    cell_note(w, &topic->total, false, false);
    end_row(w);
}

static void row_speaker(const stance_report_speaker *speaker, table_writer *w)
{
    cell_text(w, speaker->name);
    cell_text(w, speaker->actor);
    cells_counts(w, &speaker->total);
    cell_date(w, speaker->first);
    cell_date(w, speaker->last);
    cells_mean(w, &speaker->total);
    cell_note(w, &speaker->total, false, false);
    end_row(w);
}

static void row_document(const stance_report *report, const stance_report_document *document, table_writer *w)
{
    stance_strbuf text = STANCE_STRBUF_INIT;
    if (!stance_date_is_day(document->date)) note(&text, 0, "no whole date");
    else if (document->basis == STANCE_DATE_INFERRED && !report->selector.inferred_too)
        note(&text, 0, "its date is inferred");
    else if (!document->counted) note(&text, 0, "narration or heads only");
    if (stance_view_is(document->source, STANCE_DIGEST_SOURCE)) note(&text, 0, "summary");
    if (text.failed) w->out->failed = true;
    cell_word(w, document->hash);
    cell_text(w, document->id);
    cell_date(w, document->date);
    cell_word(w, stance_date_basis_name(document->basis));
    cell_text(w, document->source);
    cell_text(w, document->title);
    cell_text(w, document->url);
    cell_count(w, document->statements);
    cell_count(w, document->counted);
    cell_number(w, document->counted > 0,
                (double)document->sum / (double)(document->counted ? document->counted : 1) / STANCE_MILLION);
    cell_text(w, stance_strbuf_view(&text));
    end_row(w);
    stance_strbuf_free(&text);
}

static void rows_evidence(const stance_report_topic *topic, table_writer *w)
{
    for (int side = 0; side < 2; side++) {
        for (size_t i = 0; i < topic->evidence_count[side]; i++) {
            const stance_evidence *e = &topic->evidence[side][i];
            cell_text(w, topic->id);
            cell_word(w, side == STANCE_SIDE_CONCILIATORY ? "conciliatory" : "critical");
            cell_count(w, i + 1);
            cell_word(w, e->id);
            cell_word(w, e->summary ? "summary" : "statement");
            cell_date(w, e->date);
            cell_text(w, e->speaker);
            cell_text(w, e->actor);
            cell_text(w, e->source);
            cell_text(w, e->document);
            cell_word(w, stance_mode_name(e->mode));
            cell_number(w, true, (double)e->tone.score / STANCE_MILLION);
            cell_count(w, e->tone.matched);
            cell_text(w, e->text);
            end_row(w);
        }
    }
}

static void row_coded(const stance_report_topic *topic, table_writer *w)
{
    const stance_report_coded *c = &topic->coded;
    const bool has = !*c->note;
    cell_text(w, topic->id);
    cell_count(w, topic->total.statements);
    cell_count(w, c->covered);
    cell_count(w, c->coded);
    cell_count(w, c->documents);
    cell_number(w, has, c->lexicon);
    cell_number(w, has, c->balance);
    cell_number(w, has && c->has_interval, c->lo);
    cell_number(w, has && c->has_interval, c->hi);
    cell_number(w, has, c->off);
    cell_number(w, has && c->has_off_interval, c->off_lo);
    cell_number(w, has && c->has_off_interval, c->off_hi);
    cell_number(w, c->has_slope, c->lexicon_slope);
    cell_number(w, c->has_slope, c->slope);
    cell_number(w, c->has_slope, c->slope_lo);
    cell_number(w, c->has_slope, c->slope_hi);
    cell_number(w, has, c->mean.lambda);
    cell_word(w, c->note);
    end_row(w);
}

static void topic_rows(const stance_report *report, const stance_report_topic *topic, stance_report_table table,
                       table_writer *w)
{
    switch (table) {
    case STANCE_TABLE_SERIES: rows_series(report, topic, w); break;
    case STANCE_TABLE_TRENDS: row_trend(report, topic, w); break;
    case STANCE_TABLE_TOPICS: row_topic(topic, w); break;
    case STANCE_TABLE_CODED: row_coded(topic, w); break;
    default: rows_evidence(topic, w);
    }
}

stance_status stance_report_write_table(const stance_report *report, stance_report_table table,
                                        stance_table_format format, stance_strbuf *out, stance_error *err)
{
    if ((unsigned)table >= STANCE_TABLE_COUNT || table == STANCE_TABLE_STATEMENTS)
        return stance_fail(err, STANCE_EINVAL, "this is not a table that the report holds");
    if (table == STANCE_TABLE_CORRECTIONS) return stance_corrections_table(report->store, format, out, err);
    table_writer w = {out, stance_table_schema_of(table), format, 0};
    put_header(&w);
    if (table == STANCE_TABLE_SPEAKERS) {
        for (size_t i = 0; i < report->speaker_count; i++) row_speaker(&report->speakers[i], &w);
    } else if (table == STANCE_TABLE_DOCUMENTS) {
        for (size_t i = 0; i < report->document_count; i++) row_document(report, &report->documents[i], &w);
    } else if (report->all.total.statements && (table != STANCE_TABLE_CODED || report->codings.counted)) {
        topic_rows(report, &report->all, table, &w);
        for (size_t i = 0; i < report->topic_count; i++) topic_rows(report, &report->topics[i], table, &w);
    }
    return stance_strbuf_ok(out, err);
}
