/* Rows of cells as a table for the terminal, CSV or JSON lines. */
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/cli.h"
#include "report/plain.h"
#include "stance/record.h"

enum { WIDEST = 10000 };

struct table {
    const table_column *columns;
    enum table_form form;
    stance_grid grid;
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
    for (size_t i = 0; columns[i].name; i++) {
        stance_grid_column(&t->grid, columns[i].name, columns[i].brief, columns[i].kind);
        if (form == TABLE_CSV) stance_strbuf_addf(&t->out, "%s%s", i ? "," : "", columns[i].name);
    }
    if (form == TABLE_CSV) stance_strbuf_adds(&t->out, "\r\n");
    return STANCE_OK;
}

void table_text(table *t, stance_view text)
{
    if (t->form == TABLE_TEXT) stance_grid_cell(&t->grid, text);
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
    if (t->form == TABLE_TEXT) stance_grid_cell(&t->grid, stance_view_of(text));
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

void table_instant(table *t, stance_view at)
{
    table_text(t, (stance_view){at.data, t->form == TABLE_TEXT && at.len > 10 ? 10 : at.len});
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

static size_t terminal_width(void)
{
    const char *columns = getenv("COLUMNS");
    if (columns && *columns) {
        char *end;
        long n = strtol(columns, &end, 10);
        if (!*end && n > 0 && n <= WIDEST) return (size_t)n;
    }
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
    return STANCE_COLUMNS;
}

stance_status table_print(table *t, const char *before, const char *empty, stance_error *err)
{
    STANCE_TRY(stance_strbuf_ok(&t->out, err));
    if (t->form == TABLE_TEXT) {
        const char *line = t->rows ? before : empty;
        if (line) stance_strbuf_addf(&t->out, "%s\n", line);
        STANCE_TRY(stance_grid_write(&t->grid, terminal_width(), &t->out, err));
    }
    return print(stance_strbuf_view(&t->out), err);
}

void table_close(table *t)
{
    if (!t) return;
    stance_grid_free(&t->grid);
    stance_strbuf_free(&t->out);
    free(t);
}
