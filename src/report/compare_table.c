/* The tables of `stance compare`, as CSV and JSON lines. */
#include "report/cells.h"
#include "report/compare.h"

static const stance_column differences[] = {
    {"group", "string", "(all), or the topic, speaker or outlet", NULL},
    {"title", "string", "what it is called", NULL},
    {"first", "string", "the first window", NULL},
    {"second", "string", "the second window", NULL},
    {"first_statements", "integer", "statements in the first window", NULL},
    {"first_documents", "integer", "documents that they are in", NULL},
    {"first_mean", "number", "their mean score; empty: no statements", NULL},
    {"second_statements", "integer", "statements in the second window", NULL},
    {"second_documents", "integer", "documents that they are in", NULL},
    {"second_mean", "number", "their mean score; empty: no statements", NULL},
    {"difference", "number", "second mean less first; above 0: more conciliatory", NULL},
    {"interval_low", "number", "lower end of the difference's confidence interval; empty: there is none", NULL},
    {"interval_high", "number", "upper end", NULL},
    {"interval_method", "string", "bca (bootstrap of documents), cr2 (cluster-robust t), none", NULL},
    {"p", "number", "two-sided, documents permuted; empty: not tested", NULL},
    {"p_adjusted", "number", "Benjamini-Hochberg over the lines tested; (all) stands alone", NULL},
    {"permutations", "integer", "permutations looked at", NULL},
    {"hedges_g", "number", "difference in standard deviations of single statements", NULL},
    {"finding", "string",
     "up: more conciliatory, down: more critical, none: no change found, untested: too little data", NULL},
    {"note", "string", "why it was not tested", NULL},
    {"first_coded", "integer", "statements of the first window that people coded", NULL},
    {"second_coded", "integer", "statements of the second window that people coded", NULL},
    {"first_balance", "number",
     "share of conciliatory statements less that of critical ones, as people would code it; "
     "empty: too few coded",
     NULL},
    {"second_balance", "number", "the same in the second window", NULL},
    {"balance_difference", "number", "second balance less first", NULL},
    {"balance_low", "number", "lower end of that difference's confidence interval", NULL},
    {"balance_high", "number", "upper end of it", NULL},
};

static const stance_column split[] = {
    {"part", "string", "tone, mix_topic, mix_speaker, mix_source, total; or topic, speaker, source: one factor alone",
     NULL},
    {"name", "string", "the topic, speaker or outlet", NULL},
    {"first_share", "number", "share of the first window; empty: it entered", NULL},
    {"second_share", "number", "share of the second window; empty: it left", NULL},
    {"first_mean", "number", "mean score in the first window", NULL},
    {"second_mean", "number", "mean score in the second window", NULL},
    {"tone", "number", "said differently", NULL},
    {"mix", "number", "more or less of it", NULL},
};

static const stance_column influence[] = {
    {"kind", "string", "document or entry", NULL},
    {"name", "string", "path or id of the document, or the entry as the lexicon writes it", NULL},
    {"origin", "string", "HASH of the document's statements, or file and line of the entry", NULL},
    {"statements", "integer", "statements that it is in", NULL},
    {"without", "number", "the difference without it; empty: a window would be empty", NULL},
    {"hangs", "integer", "1: the difference turns round, halves or vanishes without it", NULL},
};

static const stance_column statements[] = {
    {"id", "string", "HASH:N, as `stance explain` takes it", NULL},
    {"window", "string", "the window it is in", NULL},
    {"date", "date", "date of the document", NULL},
    {"speaker", "string", "as the document names the speaker most fully", NULL},
    {"source", "string", "outlet", NULL},
    {"score", "number", "tone, -1 (critical) to 1 (conciliatory)", NULL},
    {"contribution", "number", "what it adds to the difference", NULL},
    {"text", "string", "the sentence", NULL},
};

#define TABLE(name)                                                                                                    \
    {                                                                                                                  \
#name, NULL, NULL, NULL, (name), sizeof(name) / sizeof *(name)                                                 \
    }
static const stance_table_schema tables[STANCE_COMPARE_TABLES] = {TABLE(differences), TABLE(split), TABLE(influence),
                                                                  TABLE(statements)};

const char *stance_compare_table_name(stance_compare_table table)
{
    return tables[table].name;
}

static double natural(int64_t millionths)
{
    return (double)millionths / STANCE_MILLION;
}

static void row_difference(const stance_comparison *c, const stance_compared *x, table_writer *w)
{
    const stance_difference *d = &x->d;
    const bool tested = x->change != STANCE_CHANGE_UNTESTED;
    cell_text(w, x->id);
    cell_text(w, x->title);
    cell_word(w, c->windows[0].name);
    cell_word(w, c->windows[1].name);
    for (int k = 0; k < 2; k++) {
        cell_count(w, d->windows[k].statements);
        cell_count(w, d->windows[k].documents);
        cell_number(w, d->windows[k].has_mean, d->windows[k].mean);
    }
    cell_number(w, d->has_difference, d->difference);
    cell_number(w, d->interval.has_interval, d->interval.lo);
    cell_number(w, d->interval.has_interval, d->interval.hi);
    cell_word(w, stance_interval_method_name(d->interval.has_interval ? d->interval.method : STANCE_INTERVAL_NONE));
    cell_number(w, tested, d->p);
    cell_number(w, tested, x->p_adjusted);
    cell_count(w, d->permutations);
    cell_number(w, d->has_effect, d->effect);
    cell_word(w, stance_change_name(x->change));
    cell_word(w, x->note);
    for (int k = 0; k < 2; k++) cell_count(w, x->coded[k].coded);
    for (int k = 0; k < 2; k++) cell_number(w, !*x->coded[k].note, x->coded[k].balance);
    cell_number(w, x->has_corrected, x->corrected.difference);
    cell_number(w, x->has_corrected && x->corrected.has_interval, x->corrected.lo);
    cell_number(w, x->has_corrected && x->corrected.has_interval, x->corrected.hi);
    end_row(w);
}

static void row_part(table_writer *w, const char *part, bool tone, int64_t value)
{
    cell_word(w, part);
    for (int i = 0; i < 5; i++) cell_missing(w);
    cell_number(w, tone, natural(value));
    cell_number(w, !tone, natural(value));
    end_row(w);
}

static void rows_split(const stance_comparison *c, table_writer *w)
{
    static const char *const mixes[] = {"mix_topic", "mix_speaker", "mix_source"};
    static const char *const factors[] = {"topic", "speaker", "source"};
    if (!c->has_split) return;
    row_part(w, "tone", true, c->split.tone);
    for (int f = 0; f < STANCE_COMPARE_FACTORS; f++) row_part(w, mixes[f], false, c->split.mix[f]);
    for (int f = 0; f < STANCE_COMPARE_FACTORS; f++) {
        for (size_t i = 0; i < c->split.alone[f].count; i++) {
            const stance_split_cell *cell = &c->split.alone[f].cells[i];
            cell_word(w, factors[f]);
            cell_text(w, c->names[f][cell->cell]);
            for (int k = 0; k < 2; k++) cell_number(w, cell->present[k], cell->share[k]);
            for (int k = 0; k < 2; k++) cell_number(w, cell->present[k], cell->mean[k]);
            cell_number(w, cell->present[0] && cell->present[1], natural(cell->tone));
            cell_number(w, true, natural(cell->mix));
            end_row(w);
        }
    }
}

static void row_hinge(table_writer *w, const char *kind, const stance_hinge *h)
{
    cell_word(w, kind);
    cell_text(w, h->name);
    cell_text(w, h->origin);
    cell_count(w, h->statements);
    cell_number(w, h->has_without, h->without);
    cell_count(w, h->hangs);
    end_row(w);
}

static void row_mover(const stance_comparison *c, const stance_mover *m, table_writer *w)
{
    const stance_evidence *e = &m->evidence;
    cell_word(w, e->id);
    cell_word(w, c->windows[m->window].name);
    cell_date(w, e->date);
    cell_text(w, e->speaker);
    cell_text(w, e->source);
    cell_number(w, true, natural(e->tone.score));
    cell_number(w, true, m->contribution);
    cell_text(w, e->text);
    end_row(w);
}

stance_status stance_compare_write_table(const stance_comparison *comparison, stance_compare_table table,
                                         stance_table_format format, stance_strbuf *out, stance_error *err)
{
    const stance_comparison *c = comparison;
    if ((unsigned)table >= STANCE_COMPARE_TABLES)
        return stance_fail(err, STANCE_EINVAL, "this is not a table of a comparison");
    table_writer w = {out, &tables[table], format, 0};
    put_header(&w);
    switch (table) {
    case STANCE_COMPARE_DIFFERENCES:
        if (c->all.d.windows[0].statements || c->all.d.windows[1].statements) row_difference(c, &c->all, &w);
        for (size_t i = 0; i < c->group_count; i++) row_difference(c, &c->groups[i], &w);
        break;
    case STANCE_COMPARE_SPLIT: rows_split(c, &w); break;
    case STANCE_COMPARE_INFLUENCE:
        for (size_t i = 0; i < c->document_count; i++) row_hinge(&w, "document", &c->documents[i]);
        for (size_t i = 0; i < c->entry_count; i++) row_hinge(&w, "entry", &c->entries[i]);
        break;
    default:
        for (int k = 0; k < 2; k++)
            for (size_t i = 0; i < c->mover_count[k]; i++) row_mover(c, &c->movers[k][i], &w);
    }
    return stance_strbuf_ok(out, err);
}
