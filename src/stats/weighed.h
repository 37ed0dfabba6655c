/* What the files that hold two windows against each other share: rows checked, and sorted by window and document. */
#ifndef STANCE_STATS_WEIGHED_H
#define STANCE_STATS_WEIGHED_H

#include "stance/difference.h"

typedef struct stance_indexed {
    stance_weighed row;
    uint32_t index; /* where it was */
} stance_indexed;

/* What is wrong with the rows: scores out of range, weights that are none, a third window. */
stance_status stance_weighed_check(const stance_weighed *rows, size_t count, stance_error *err) STANCE_CHECKED;
/* The caller frees it; NULL when memory ran out. */
stance_indexed *stance_weighed_sorted(const stance_weighed *rows, size_t count);
/* One past the last row of the document that begins at `at`. */
size_t stance_weighed_document_end(const stance_indexed *sorted, size_t at, size_t count);

#endif
