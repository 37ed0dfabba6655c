/* A file of plain text is one document. */
#include "ingest/reader.h"

stance_status stance_text_next(stance_reader *reader, bool *got, stance_error *err)
{
    stance_view text;
    STANCE_TRY(stance_reader_whole(reader, (stance_view){NULL, 0}, &text, got, err));
    if (!*got) return STANCE_OK;
    reader->document = (stance_document){.id = stance_strbuf_view(&reader->name), .text = text};
    return stance_document_complete(&reader->arena, &reader->document, true, err);
}
