/* A table of texts for a terminal: as wide as that is, whatever the cells hold. */
#ifndef STANCE_REPORT_GRID_H
#define STANCE_REPORT_GRID_H

#include "base/arena.h"
#include "base/strbuf.h"

typedef enum stance_cell_kind {
    STANCE_CELL_WHOLE,     /* never touched: ids, dates */
    STANCE_CELL_NUMBER,    /* the same, to the right */
    STANCE_CELL_SHORTENED, /* in its middle, where there is no room: names, paths */
    STANCE_CELL_WRAPPED    /* over several lines: sentences */
} stance_cell_kind;

enum { STANCE_GRID_COLUMNS = 16 };

typedef struct stance_grid {
    stance_arena arena;
    struct {
        const char *head, *brief;
        stance_cell_kind kind;
        size_t width; /* of the widest cell; 0: none holds anything */
    } columns[STANCE_GRID_COLUMNS];
    size_t column_count;
    stance_view *cells; /* row by row */
    size_t count, capacity;
    bool failed; /* memory ran out; told when it is written */
} stance_grid;

/* A column more, before any cell. The head is plain text and must outlive the grid; brief is a shorter one for when there is
   little room, or NULL. */
void stance_grid_column(stance_grid *grid, const char *head, const char *brief, stance_cell_kind kind);
/* The next cell, row by row; copied, and made one line that a terminal can be trusted with. */
void stance_grid_cell(stance_grid *grid, stance_view text);
/* The table, at most `width` columns wide. Where it does not fit, heads are brief, columns without anything in them are left
   out and cells are shortened or wrapped, the widest first; and where even that is too wide each row is a paragraph of "head  cell" lines. A grid
   without rows writes nothing. */
stance_status stance_grid_write(const stance_grid *grid, size_t width, stance_strbuf *out,
                                stance_error *err) STANCE_CHECKED;
void stance_grid_free(stance_grid *grid);

#endif
