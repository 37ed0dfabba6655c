/* Tables: cells between delimiters, RFC 4180, with the delimiter told by the header. */
#ifndef STANCE_INGEST_CSV_H
#define STANCE_INGEST_CSV_H

#include "base/arena.h"
#include "stance/ingest.h"

typedef struct stance_csv_row {
    stance_view *cells;
    size_t count;
    size_t next;        /* where the next row begins */
    const char *broken; /* NULL, or what is wrong with the row; next is then behind its first line */
} stance_csv_row;

/* The row at text[at], at < text.len. Cells point into text where nothing had to be unquoted, else into the arena. */
stance_status stance_csv_read(stance_view text, size_t at, char delimiter, stance_arena *arena, stance_csv_row *row,
                              stance_error *err) STANCE_CHECKED;

/* The delimiter by which the first line of text is a header that names a column of texts; 0 when there is none. whole:
   nothing follows text. */
stance_status stance_csv_sniff(stance_view text, bool whole, const stance_read_options *options, stance_arena *arena,
                               char *delimiter, stance_error *err) STANCE_CHECKED;

#endif
