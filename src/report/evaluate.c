/* An evaluation: rows matched, figures taken; and its tables. */
#include "report/judge.h"

#include <stdlib.h>

stance_status stance_evaluate(const stance_gold *gold, stance_answers *answers, const stance_evaluate_options *options,
                              stance_problem_fn problem, void *context, size_t *refused, stance_evaluation **out,
                              stance_error *err)
{
    static const stance_evaluate_options defaults = STANCE_EVALUATE_OPTIONS_INIT;
    *out = NULL;
    *refused = 0;
    stance_evaluation *e = calloc(1, sizeof *e);
    if (!e) return stance_fail_memory(err);
    e->gold = gold;
    e->answers = answers;
    e->options = options ? *options : defaults;
    stance_status status = stance_match_all(gold, answers, problem, context, &e->matches, err);
    *refused = e->matches.unmatched;
    if (status == STANCE_OK && !gold->texts) status = stance_measure_statements(e, err);
    if (status == STANCE_OK) status = stance_measure_tone(e, err);
    if (status == STANCE_OK) *out = e;
    else stance_evaluation_free(e);
    return status;
}

void stance_evaluation_free(stance_evaluation *evaluation)
{
    if (!evaluation) return;
    stance_matches_free(&evaluation->matches);
    stance_ratings_free(&evaluation->coders);
    stance_arena_free(&evaluation->arena);
    free(evaluation);
}

/* ---- tables ---- */

typedef struct cells {
    stance_strbuf *out;
    stance_table_format format;
    size_t column;
} cells;

/* Begins the cell of the next column. */
static void begin(cells *c, const char *name)
{
    const bool first = c->column++ == 0;
    if (c->format == STANCE_CSV) stance_strbuf_adds(c->out, first ? "" : ",");
    else stance_strbuf_addf(c->out, "%s\"%s\":", first ? "{" : ",", name);
}

static void end_row(cells *c)
{
    stance_strbuf_adds(c->out, c->format == STANCE_CSV ? "\r\n" : "}\n");
    c->column = 0;
}

static void put_text(cells *c, const char *name, stance_view text)
{
    begin(c, name);
    if (c->format == STANCE_CSV) stance_write_csv_text(c->out, text);
    else stance_write_json_string(c->out, text);
}

static void put_number(cells *c, const char *name, bool has, double value)
{
    begin(c, name);
    if (has) stance_write_number(c->out, value);
    else if (c->format != STANCE_CSV) stance_strbuf_adds(c->out, "null");
}

static void put_count(cells *c, const char *name, size_t value)
{
    begin(c, name);
    stance_strbuf_addf(c->out, "%zu", value);
}

static void put_figure(cells *c, stance_view about, stance_view name, const char *measure, const stance_estimate *f)
{
    put_text(c, "about", about);
    put_text(c, "name", name);
    put_text(c, "measure", stance_view_of(measure));
    put_count(c, "n", f->items);
    put_count(c, "documents", f->clusters);
    put_number(c, "value", f->point.defined, f->point.value);
    put_number(c, "lo", f->has_interval, f->lo);
    put_number(c, "hi", f->has_interval, f->hi);
    end_row(c);
}

static void write_figures(const stance_evaluation *e, cells *c)
{
    static const char *const of_topic[] = {"topic precision", "topic recall", "topic f1"};
    static const char *const of_coders[] = {"coders agree", "coders alpha nominal", "coders alpha ordinal",
                                            "coders alpha interval"};
    const stance_view all = stance_view_of("all"), none = stance_view_of("");
    if (c->format == STANCE_CSV) stance_strbuf_adds(c->out, "about,name,measure,n,documents,value,lo,hi\r\n");
    for (size_t f = 0; e->figures && f < STANCE_FIGURE_FIXED; f++)
        put_figure(c, all, none, stance_figure_names[f], &e->figures[f]);
    for (size_t p = 0; p < e->part_count; p++) {
        for (size_t f = 0; f < STANCE_TONE_FIGURES; f++)
            put_figure(c, e->parts[p].about, e->parts[p].name, stance_tone_figure_names[f], &e->parts[p].figures[f]);
        for (size_t f = 0; p == 0 && e->coders.units && f < 4; f++)
            put_figure(c, all, none, of_coders[f], &e->agreement[f]);
    }
    for (size_t t = 0; e->figures && t < e->topic_count; t++) {
        for (size_t f = 0; f < 3; f++)
            put_figure(c, stance_view_of("topic"), e->topics[t], of_topic[f],
                       &e->figures[STANCE_FIGURE_FIXED + 3 * t + f]);
    }
}

static stance_view joined(stance_strbuf *buffer, const stance_view *items, size_t count)
{
    stance_strbuf_clear(buffer);
    for (size_t i = 0; i < count; i++) {
        stance_strbuf_adds(buffer, i ? ";" : "");
        stance_strbuf_addv(buffer, items[i]);
    }
    return buffer->len ? stance_strbuf_view(buffer) : (stance_view){"", 0};
}

static stance_view or_empty(stance_view v)
{
    return v.data ? v : (stance_view){"", 0};
}

static stance_status write_items(const stance_evaluation *e, cells *c, stance_error *err)
{
    static const char *const classes[] = {"critical", "neutral", "conciliatory"};
    stance_strbuf list = STANCE_STRBUF_INIT;
    stance_status status = STANCE_OK;
    bool has[STANCE_TONES];
    stance_gold_classes(e, has);
    if (c->format == STANCE_CSV)
        stance_strbuf_adds(c->out,
                           "document,key,verdict,id,speaker_gold,speaker,mode_gold,mode,topics_gold,topics,label,"
                           "label_class,score,score_class,weight,text,hits\r\n");
    for (size_t i = 0; status == STANCE_OK && i < e->matches.count; i++) {
        const stance_match *x = &e->matches.all[i];
        const stance_answer *a = x->answer;
        const stance_gold_row *g = x->gold;
        const stance_view none = {"", 0};
        put_text(c, "document", g->document);
        put_text(c, "key", or_empty(g->key));
        put_text(c, "verdict", stance_view_of(stance_verdict_name(x->verdict)));
        put_text(c, "id", a ? a->id : none);
        put_text(c, "speaker_gold", or_empty(g->speaker));
        put_text(c, "speaker", a ? or_empty(a->speaker) : none);
        put_text(c, "mode_gold", g->has_mode ? stance_view_of(stance_mode_name(g->mode)) : none);
        put_text(c, "mode", a && !e->gold->texts ? stance_view_of(stance_mode_name(a->mode)) : none);
        put_text(c, "topics_gold", joined(&list, g->topics, g->topic_count));
        put_text(c, "topics", a ? joined(&list, a->topics, a->topic_count) : none);
        put_number(c, "label", g->has_label, g->label);
        put_text(c, "label_class", g->has_label ? stance_view_of(classes[stance_label_class(g->label)]) : none);
        put_number(c, "score", a != NULL, a ? a->score / 1e6 : 0);
        put_text(c, "score_class",
                 a ? stance_view_of(classes[stance_score_class(a->score, e->options.neutral, has)]) : none);
        put_number(c, "weight", true, g->weight);
        put_text(c, "text", a ? or_empty(a->text) : none);
        stance_strbuf_clear(&list);
        if (a) status = stance_answer_hits(e->answers, a, &list, err);
        put_text(c, "hits", list.len ? stance_strbuf_view(&list) : none);
        end_row(c);
    }
    if (list.failed) c->out->failed = true;
    stance_strbuf_free(&list);
    return status;
}

stance_status stance_evaluation_write(const stance_evaluation *evaluation, stance_evaluation_table table,
                                      stance_table_format format, stance_strbuf *out, stance_error *err)
{
    cells c = {out, format, 0};
    if (table == STANCE_EVALUATION_ITEMS) STANCE_TRY(write_items(evaluation, &c, err));
    else write_figures(evaluation, &c);
    return stance_strbuf_ok(out, err);
}
