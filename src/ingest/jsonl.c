/* JSON Lines: a record a line, a document a record. */
#include "ingest/reader.h"

#include <inttypes.h>

stance_status stance_jsonl_next(stance_reader *reader, bool *got, stance_error *err)
{
    *got = false;
    while (!*got) {
        stance_view line;
        stance_line_kind kind;
        stance_json_object record;
        STANCE_TRY(stance_input_line(&reader->input, STANCE_DOCUMENT_MAX, &line, &kind, err));
        uint64_t number = reader->input.taken;
        if (kind == STANCE_LINE_END) return STANCE_OK;
        if (kind == STANCE_LINE_TOO_LONG) {
            stance_reader_problem(reader, number, "longer than a record may be (1 GiB): split it");
            continue;
        }
        if (stance_blank(line)) continue;
        if (reader->input.error) return STANCE_OK; /* the line may have been cut; the reader says why */
        stance_arena_reset(&reader->arena);
        stance_error why;
        stance_status status = stance_json_read(line, &reader->arena, &record, &why);
        if (status == STANCE_ENOMEM) return stance_fail_memory(err);
        if (status != STANCE_OK) {
            stance_reader_problem(reader, number, "%s; mend the line, or leave it out", why.message);
            continue;
        }
        stance_view id = stance_arena_printf(&reader->arena, "%s:%" PRIu64, reader->name.data, number);
        if (!id.data) return stance_fail_memory(err);
        STANCE_TRY(stance_fields_fill(reader, &record, id, number, got, err));
    }
    return STANCE_OK;
}
