/* A table of texts for a terminal. */
#include "report/grid.h"

#include <string.h>

#include "report/plain.h"

/* Below these a shortened name, a wrapped sentence, or anything says nothing any more. */
enum { SHORTEST = 12, NARROWEST = 16, LEAST_WIDTH = 20 };

void stance_grid_column(stance_grid *grid, const char *head, const char *brief, stance_cell_kind kind)
{
    if (grid->column_count == STANCE_GRID_COLUMNS) return;
    grid->columns[grid->column_count].head = head;
    grid->columns[grid->column_count].brief = brief ? brief : head;
    grid->columns[grid->column_count].kind = kind;
    grid->columns[grid->column_count].width = 0;
    grid->column_count++;
}

void stance_grid_cell(stance_grid *grid, stance_view text)
{
    if (!grid->column_count) return;
    const size_t column = grid->count % grid->column_count;
    stance_strbuf plain = STANCE_STRBUF_INIT;
    stance_plain(&plain, text);
    const size_t width = stance_columns(stance_strbuf_view(&plain));
    stance_view cell = {"", 0};
    if (plain.len) cell = stance_arena_copy(&grid->arena, stance_strbuf_view(&plain));
    if (plain.failed || !cell.data || !STANCE_PUSH(&grid->arena, grid->cells, grid->count, grid->capacity, cell))
        grid->failed = true;
    if (grid->columns[column].width < width) grid->columns[column].width = width;
    stance_strbuf_free(&plain);
}

/* ---- how wide each column may be ---- */

typedef struct layout {
    size_t widths[STANCE_GRID_COLUMNS]; /* 0: left out */
    size_t last;                        /* the last column that is not */
    bool narrow;                        /* brief heads, nothing empty */
} layout;

static stance_view head_of(const stance_grid *grid, const layout *l, size_t i)
{
    return stance_view_of(l->narrow ? grid->columns[i].brief : grid->columns[i].head);
}

static size_t total_of(const stance_grid *grid, const layout *l)
{
    size_t total = 0;
    for (size_t i = 0; i < grid->column_count; i++) total += l->widths[i] ? l->widths[i] + (total > 0) : 0;
    return total;
}

static void give_all(const stance_grid *grid, layout *l)
{
    for (size_t i = 0; i < grid->column_count; i++) {
        const size_t width = grid->columns[i].width, head = stance_columns(head_of(grid, l, i));
        l->widths[i] = l->narrow && !width ? 0 : width > head ? width : head;
        if (l->widths[i]) l->last = i;
    }
}

static size_t least_of(const stance_grid *grid, const layout *l, size_t i)
{
    const size_t head = stance_columns(head_of(grid, l, i));
    const stance_cell_kind kind = grid->columns[i].kind;
    const size_t least = kind == STANCE_CELL_SHORTENED ? SHORTEST
                         : kind == STANCE_CELL_WRAPPED ? NARROWEST
                                                       : l->widths[i];
    return least > head ? least : head;
}

/* Takes column after column from the widest that can give one. False when it cannot be that narrow. */
static bool lay_out(const stance_grid *grid, size_t width, layout *l)
{
    *l = (layout){.narrow = false};
    give_all(grid, l);
    if (total_of(grid, l) <= width) return true;
    l->narrow = true;
    give_all(grid, l);
    for (size_t total = total_of(grid, l); total > width; total--) {
        size_t best = STANCE_GRID_COLUMNS;
        for (size_t i = 0; i < grid->column_count; i++) {
            if (l->widths[i] <= least_of(grid, l, i)) continue;
            if (best == STANCE_GRID_COLUMNS || l->widths[i] > l->widths[best]) best = i;
        }
        if (best == STANCE_GRID_COLUMNS) return false;
        l->widths[best]--;
    }
    return true;
}

/* ---- writing ---- */

static void put_blanks(stance_strbuf *out, size_t n)
{
    for (size_t i = 0; i < n; i++) stance_strbuf_addc(out, ' ');
}

static void end_line(stance_strbuf *out)
{
    while (out->len && out->data[out->len - 1] == ' ') out->len--;
    stance_strbuf_addc(out, '\n');
}

/* One line of a row; of wrapped cells `rest` keeps what is left. True when there is some. */
static bool put_line(const stance_grid *grid, const layout *l, stance_view *rest, stance_strbuf *out)
{
    bool more = false;
    stance_strbuf cell = STANCE_STRBUF_INIT;
    for (size_t i = 0; i <= l->last; i++) {
        if (!l->widths[i]) continue;
        stance_strbuf_clear(&cell);
        if (grid->columns[i].kind == STANCE_CELL_WRAPPED) {
            stance_strbuf_addv(&cell, stance_next_line(&rest[i], l->widths[i]));
            more = more || rest[i].len;
        } else {
            stance_shorten(&cell, rest[i], l->widths[i]);
            rest[i].len = 0;
        }
        const size_t used = stance_columns(stance_strbuf_view(&cell)),
                     gap = l->widths[i] > used ? l->widths[i] - used : 0;
        if (grid->columns[i].kind == STANCE_CELL_NUMBER) put_blanks(out, gap);
        stance_strbuf_addv(out, stance_strbuf_view(&cell));
        if (grid->columns[i].kind != STANCE_CELL_NUMBER) put_blanks(out, gap);
        stance_strbuf_addc(out, ' ');
    }
    end_line(out);
    out->failed = out->failed || cell.failed;
    stance_strbuf_free(&cell);
    return more;
}

static void put_table(const stance_grid *grid, const layout *l, stance_strbuf *out)
{
    stance_view rest[STANCE_GRID_COLUMNS] = {{NULL, 0}};
    for (size_t i = 0; i < grid->column_count; i++) rest[i] = head_of(grid, l, i);
    while (put_line(grid, l, rest, out)) {
    }
    for (size_t at = 0; at + grid->column_count <= grid->count; at += grid->column_count) {
        memcpy(rest, grid->cells + at, grid->column_count * sizeof *rest);
        while (put_line(grid, l, rest, out)) {
        }
    }
}

/* Each row below the other, a cell a line; what is empty is left out. */
static void put_paragraphs(const stance_grid *grid, size_t width, stance_strbuf *out)
{
    size_t lead = 0;
    for (size_t i = 0; i < grid->column_count; i++) {
        const size_t head = stance_columns(stance_view_of(grid->columns[i].head));
        if (lead < head) lead = head;
    }
    lead += 2;
    for (size_t at = 0; at < grid->count; at++) {
        const size_t column = at % grid->column_count;
        stance_view rest = grid->cells[at];
        if (!column && at) stance_strbuf_addc(out, '\n');
        for (bool first = true; rest.len; first = false) {
            if (first) stance_fit(out, stance_view_of(grid->columns[column].head), lead);
            else put_blanks(out, lead);
            stance_strbuf_addv(out, stance_next_line(&rest, width > lead + NARROWEST ? width - lead : NARROWEST));
            end_line(out);
        }
    }
}

stance_status stance_grid_write(const stance_grid *grid, size_t width, stance_strbuf *out, stance_error *err)
{
    layout l;
    if (grid->failed) return stance_fail_memory(err);
    if (width < LEAST_WIDTH) width = LEAST_WIDTH;
    if (!grid->count || !grid->column_count) return STANCE_OK;
    if (lay_out(grid, width, &l)) put_table(grid, &l, out);
    else put_paragraphs(grid, width, out);
    return stance_strbuf_ok(out, err);
}

void stance_grid_free(stance_grid *grid)
{
    stance_arena_free(&grid->arena);
}
