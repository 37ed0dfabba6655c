/* A file of plain text is one document. */
#include "ingest/reader.h"
#include "text/charset.h"

#include <inttypes.h>

stance_status stance_text_next(stance_reader *reader, bool *got, stance_error *err)
{
    bool fits;
    stance_decoded decoded;
    *got = false;
    STANCE_TRY(stance_input_all(&reader->input, STANCE_DOCUMENT_MAX, &fits, err));
    if (!fits) {
        stance_reader_problem(reader, 0, "larger than a document may be (1 GiB): split it into documents");
        return STANCE_OK;
    }
    if (reader->input.error) return STANCE_OK; /* half a document is none; the reader says why */
    stance_view bytes = stance_input_rest(&reader->input);
    if (!bytes.len) return STANCE_OK;
    stance_status status = stance_charset_decode(bytes, &reader->decoded, &decoded, err);
    if (status == STANCE_EFORMAT) {
        stance_reader_problem(reader, 0, "its encoding is not understood: save it as UTF-8");
        return STANCE_OK;
    }
    if (status != STANCE_OK) return status;
    if (decoded.text.len > STANCE_DOCUMENT_MAX) {
        stance_reader_problem(reader, 0, "larger than a document may be (1 GiB as UTF-8): split it into documents");
        return STANCE_OK;
    }
    if (memchr(decoded.text.data, 0, decoded.text.len)) {
        stance_reader_problem(reader, 0, "binary data (it has zero bytes), which cannot be read: only text can");
        return STANCE_OK;
    }
    if (decoded.replaced)
        stance_reader_problem(reader, 0,
                              "%" PRIu64
                              " broken characters (read as %s) were replaced by U+FFFD; the document is kept: "
                              "see whether the file is damaged",
                              decoded.replaced, decoded.name);
    stance_document *d = &reader->document;
    *d = (stance_document){.id = stance_strbuf_view(&reader->name), .text = decoded.text};
    STANCE_TRY(stance_find_date_in(&reader->arena, d->text, d->url, &d->date, &d->basis, &d->source, err));
    *got = true;
    return STANCE_OK;
}
