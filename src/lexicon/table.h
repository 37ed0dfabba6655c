/* One TSV file of a lexicon, line by line. */
#ifndef STANCE_LEXICON_TABLE_H
#define STANCE_LEXICON_TABLE_H

#include "base/arena.h"

enum { STANCE_COLUMNS_MAX = 12 };

typedef struct stance_table {
    stance_view content;
    size_t at;
    uint64_t line; /* of the row that was read last, from 1 */
    stance_view header[STANCE_COLUMNS_MAX];
    size_t columns;
} stance_table;

/* Reads a file whole into the arena (at most 64 MiB). */
stance_status stance_read_file(const char *path, stance_arena *arena, stance_view *content,
                               stance_error *err) STANCE_CHECKED;

/* Sets out at the header line. STANCE_EFORMAT when the content is not UTF-8 or has no header. */
stance_status stance_table_open(stance_table *table, stance_view content, stance_error *err) STANCE_CHECKED;

/* Reads the next row into cells, which has room for STANCE_COLUMNS_MAX; those of the header that are missing are empty. False at the end. *extra: the row
   has more cells than the header. */
bool stance_table_next(stance_table *table, stance_view *cells, bool *extra);

/* The column of that name, or -1. */
int stance_table_column(const stance_table *table, const char *name);

#endif
