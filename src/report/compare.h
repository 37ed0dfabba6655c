/* What the files of `stance compare` share. */
#ifndef STANCE_REPORT_COMPARE_H
#define STANCE_REPORT_COMPARE_H

#include "report/internal.h"
#include "stance/compare.h"

typedef struct stance_days {
    int32_t first, last; /* inclusive */
} stance_days;

/* windows.c */
stance_days stance_window_days(const stance_window *window); /* the ends of an open one are those of the numbers */
stance_status stance_windows_check(const stance_window *windows, stance_error *err) STANCE_CHECKED;

/* The statements of both windows, and where each stands in the columns. */
typedef struct stance_compare_rows {
    stance_weighed *rows;
    uint32_t *items;
    size_t count;
} stance_compare_rows;

/* why.c: the split, what the difference hangs on, the statements that moved it. Both windows have statements. */
stance_status stance_compare_why(stance_comparison *comparison, const stance_gathered *columns,
                                 const stance_lexicon *lexicon, const stance_compare_rows *rows,
                                 stance_error *err) STANCE_CHECKED;
/* The number of a document's outlet, from 0 on; sources is a table of the caller's, cleared before the first call. */
uint32_t stance_compare_source(const stance_comparison *comparison, stance_intern *sources, const stance_item *item);

/* compare_text.c: the parts of the difference, what it hangs on, and the statements that moved it most. */
void stance_compare_put_reasons(const stance_comparison *comparison, stance_strbuf *out);

#endif
