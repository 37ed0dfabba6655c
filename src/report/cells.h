/* The cells of tables as CSV and JSON lines, given in the order of the schema; the form is chosen here. */
#ifndef STANCE_REPORT_CELLS_H
#define STANCE_REPORT_CELLS_H

#include "report/internal.h"

typedef struct table_writer {
    stance_strbuf *out;
    const stance_table_schema *schema;
    stance_table_format format;
    size_t column;
} table_writer;

static inline void before_cell(table_writer *w)
{
    const stance_column *column = &w->schema->columns[w->column];
    if (w->format == STANCE_JSONL) stance_strbuf_addf(w->out, "%s\"%s\":", w->column ? "," : "{", column->name);
    else if (w->column) stance_strbuf_addc(w->out, ',');
    w->column++;
}

static inline void cell_text(table_writer *w, stance_view text)
{
    before_cell(w);
    if (text.data && !text.len) text.data = NULL; /* a cell cannot tell the empty from the missing */
    if (w->format == STANCE_JSONL) stance_write_json_string(w->out, text);
    else stance_write_csv_text(w->out, text);
}

static inline void cell_word(table_writer *w, const char *text)
{
    cell_text(w, stance_view_of(text));
}

static inline void cell_missing(table_writer *w)
{
    cell_text(w, (stance_view){NULL, 0});
}

static inline void cell_count(table_writer *w, size_t n)
{
    before_cell(w);
    stance_strbuf_addf(w->out, "%zu", n);
}

static inline void cell_number(table_writer *w, bool has, double value)
{
    if (!has) {
        cell_missing(w);
        return;
    }
    before_cell(w);
    stance_write_number(w->out, value);
}

static inline void cell_date(table_writer *w, stance_date date)
{
    char iso[STANCE_DATE_SIZE];
    cell_word(w, stance_date_is_day(date) ? stance_date_format(date, iso) : NULL);
}

static inline void end_row(table_writer *w)
{
    stance_strbuf_adds(w->out, w->format == STANCE_JSONL ? "}\n" : "\r\n");
    w->column = 0;
}

static inline void put_header(table_writer *w)
{
    if (w->format == STANCE_JSONL) return;
    for (size_t i = 0; i < w->schema->count; i++)
        stance_strbuf_addf(w->out, "%s%s", i ? "," : "", w->schema->columns[i].name);
    stance_strbuf_adds(w->out, "\r\n");
}

#endif
