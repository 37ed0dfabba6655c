#include "cli/series.h"

#include <string.h>

#include "ingest/series_file.h"
#include "report/changes.h"

/* One file, looked at and written. */
static stance_status look_at(const series_options *o, const char *path, stance_strbuf *out, stance_error *err)
{
    stance_series_file file;
    stance_segments found = {.changes = NULL};
    stance_segment_options how = o->segment;
    const stance_view name = stance_view_of(path);
    STANCE_TRY(stance_series_file_read(path, &file, err));
    if (!o->season_given) memcpy(how.seasons, file.seasons, sizeof how.seasons);
    const stance_segment_input input = {file.x, file.y, file.weight, file.count};
    stance_status status = stance_segments_find(&input, &how, &found, err);
    if (status == STANCE_EINVAL) {
        const stance_error why = *err;
        status = stance_fail(err, STANCE_EFORMAT, "%s: %s", path, why.message);
    }
    if (status == STANCE_OK && o->form == TABLE_JSONL) stance_write_changes_json(out, name, &file, &found);
    if (status == STANCE_OK && o->form == TABLE_CSV) stance_write_changes_csv(out, name, &file, &found);
    if (status == STANCE_OK && o->form == TABLE_TEXT) stance_write_changes_text(out, name, &file, &found);
    stance_segments_free(&found);
    stance_series_file_free(&file);
    return status;
}

int run_series(const series_options *o)
{
    stance_error err;
    stance_strbuf out = STANCE_STRBUF_INIT;
    size_t refused = 0;
    int code = EXIT_DONE;
    if (o->form == TABLE_CSV) stance_write_changes_csv_header(&out);
    for (size_t i = 0; i < o->count; i++) {
        if (o->form == TABLE_TEXT && out.len) stance_strbuf_addc(&out, '\n');
        if (look_at(o, o->paths[i], &out, &err) == STANCE_OK) continue;
        code = fail(&err);
        if (err.status == STANCE_ENOMEM) break;
        refused++;
    }
    if (refused && refused < o->count) code = EXIT_REFUSED;
    stance_status status = stance_strbuf_ok(&out, &err);
    if (status == STANCE_OK) status = print(stance_strbuf_view(&out), &err);
    if (status == STANCE_OK) status = finish_output(&err);
    if (status != STANCE_OK) code = fail(&err);
    stance_strbuf_free(&out);
    return code;
}
