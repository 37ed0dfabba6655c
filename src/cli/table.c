/* Rows of cells as a table for the terminal, CSV or JSON lines. */
#include <libsmartcols.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "stance/record.h"

struct table {
    const table_column *columns;
    enum table_form form;
    struct libscols_table *scols;
    struct libscols_line *line;
    stance_strbuf out;
    size_t column, rows;
};

bool table_form_parse(const char *name, enum table_form *form)
{
    static const char *const names[] = {"text", "csv", "jsonl"};
    for (int i = 0; i < 3; i++) {
        if (strcmp(name, names[i]) != 0) continue;
        *form = (enum table_form)i;
        return true;
    }
    return false;
}

stance_status table_open(const table_column *columns, enum table_form form, table **out, stance_error *err)
{
    table *t = calloc(1, sizeof *t);
    *out = t;
    if (!t) return stance_fail_memory(err);
    t->columns = columns;
    t->form = form;
    if (form == TABLE_TEXT) t->scols = scols_new_table();
    if (form == TABLE_TEXT && !t->scols) return stance_fail_memory(err);
    for (size_t i = 0; columns[i].name; i++) {
        if (form == TABLE_TEXT &&
            !scols_table_new_column(t->scols, columns[i].name, 0, columns[i].number ? SCOLS_FL_RIGHT : 0))
            return stance_fail_memory(err);
        if (form == TABLE_CSV) stance_strbuf_addf(&t->out, "%s%s", i ? "," : "", columns[i].name);
    }
    if (form == TABLE_CSV) stance_strbuf_adds(&t->out, "\r\n");
    return STANCE_OK;
}

/* The cell of a text table: one line, whatever the text holds. */
static void put_line(table *t, stance_view text)
{
    char *copy = strndup(text.data ? text.data : "", text.len);
    if (t->column == 0) t->line = scols_table_new_line(t->scols, NULL);
    for (char *p = copy; p && *p; p++)
        if ((unsigned char)*p < ' ' || *p == 127) *p = ' ';
    if (!copy || !t->line || scols_line_set_data(t->line, t->column, copy) != 0) t->out.failed = true;
    free(copy);
}

void table_text(table *t, stance_view text)
{
    if (t->form == TABLE_TEXT) put_line(t, text);
    if (t->form == TABLE_CSV) {
        if (t->column) stance_strbuf_addc(&t->out, ',');
        stance_write_csv_text(&t->out, text);
    }
    if (t->form == TABLE_JSONL) {
        stance_strbuf_addf(&t->out, "%s\"%s\":", t->column ? "," : "{", t->columns[t->column].name);
        stance_write_json_string(&t->out, text.len ? text : (stance_view){NULL, 0});
    }
    t->column++;
}

void table_number(table *t, int64_t n)
{
    char text[24];
    snprintf(text, sizeof text, "%lld", (long long)n);
    if (t->form == TABLE_TEXT) put_line(t, stance_view_of(text));
    if (t->form == TABLE_CSV) stance_strbuf_addf(&t->out, "%s%s", t->column ? "," : "", text);
    if (t->form == TABLE_JSONL)
        stance_strbuf_addf(&t->out, "%s\"%s\":%s", t->column ? "," : "{", t->columns[t->column].name, text);
    t->column++;
}

void table_date(table *t, stance_date date)
{
    char text[STANCE_DATE_SIZE];
    table_text(t, stance_view_of(stance_date_format(date, text)));
}

stance_status table_end_row(table *t, stance_error *err)
{
    if (t->form == TABLE_CSV) stance_strbuf_adds(&t->out, "\r\n");
    if (t->form == TABLE_JSONL) stance_strbuf_adds(&t->out, "}\n");
    t->column = 0;
    t->rows++;
    STANCE_TRY(stance_strbuf_ok(&t->out, err));
    if (t->out.len < 1 << 16) return STANCE_OK;
    stance_status status = print(stance_strbuf_view(&t->out), err);
    stance_strbuf_clear(&t->out);
    return status;
}

stance_status table_print(table *t, const char *before, const char *empty, stance_error *err)
{
    STANCE_TRY(stance_strbuf_ok(&t->out, err));
    if (t->form != TABLE_TEXT) return print(stance_strbuf_view(&t->out), err);
    if (t->rows && before) puts(before);
    if (t->rows) scols_print_table(t->scols);
    else if (empty) puts(empty);
    return STANCE_OK;
}

void table_close(table *t)
{
    if (!t) return;
    scols_unref_table(t->scols);
    stance_strbuf_free(&t->out);
    free(t);
}
