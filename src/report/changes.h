/* The changes of a series as text, CSV and JSON lines. */
#ifndef STANCE_REPORT_CHANGES_H
#define STANCE_REPORT_CHANGES_H

#include "base/strbuf.h"
#include "ingest/series_file.h"
#include "stance/record.h"

/* {"series":…,"rows":…,"model":…,"changes":[{"index":…,"period":…,…}]} and a newline; name as the file was called. */
void stance_write_changes_json(stance_strbuf *out, stance_view name, const stance_series_file *file,
                               const stance_segments *found);
void stance_write_changes_csv_header(stance_strbuf *out);
void stance_write_changes_csv(stance_strbuf *out, stance_view name, const stance_series_file *file,
                              const stance_segments *found);
/* For a terminal, 80 columns. */
void stance_write_changes_text(stance_strbuf *out, stance_view name, const stance_series_file *file,
                               const stance_segments *found);

#endif
