/* Formats that need the whole input at once get it here, as UTF-8. */
#include "ingest/reader.h"
#include "text/charset.h"
#include "text/utf8.h"

#include <inttypes.h>
#include <stdio.h>
#include <unicode/ucnv.h>

enum { PIECE = 16384, PIVOT = 4096 };

/* In the charset that the content names; *known is false when ICU has no such charset. */
static stance_status convert(stance_view bytes, const char *name, stance_strbuf *buffer, bool *known, stance_error *err)
{
    UErrorCode status = U_ZERO_ERROR;
    UConverter *from = ucnv_open(name, &status);
    UConverter *to = U_SUCCESS(status) ? ucnv_open("UTF-8", &status) : NULL;
    UChar pivot[PIVOT], *pivot_source = pivot, *pivot_target = pivot;
    const char *source = bytes.data, *end = bytes.data + bytes.len;
    bool more = to != NULL, first = true;
    stance_strbuf_clear(buffer);
    while (more) {
        char piece[PIECE], *target = piece;
        status = U_ZERO_ERROR;
        ucnv_convertEx(to, from, &target, piece + PIECE, &source, end, pivot, &pivot_source, &pivot_target,
                       pivot + PIVOT, first, 1, &status);
        first = false;
        stance_strbuf_add(buffer, piece, (size_t)(target - piece));
        more = status == U_BUFFER_OVERFLOW_ERROR && !buffer->failed;
    }
    *known = to && U_SUCCESS(status);
    ucnv_close(from);
    ucnv_close(to);
    return stance_strbuf_ok(buffer, err);
}

uint64_t stance_newlines(stance_view text)
{
    uint64_t n = 0;
    for (size_t at = 0; at < text.len; n++) {
        const char *newline = memchr(text.data + at, '\n', text.len - at);
        if (!newline) break;
        at = (size_t)(newline - text.data) + 1;
    }
    return n;
}

/* A declared charset is heeded when it is an 8-bit or East Asian one that ICU knows. */
static bool usable(stance_view charset, char name[40])
{
    charset = stance_trim(charset);
    if (!charset.len || charset.len >= 40) return false;
    for (size_t i = 0; i < charset.len; i++) {
        char c = charset.data[i];
        name[i] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    name[charset.len] = '\0';
    if (strncmp(name, "utf", 3) == 0) return false; /* it would have been valid */
    /* Whoever says Latin-1 or ASCII means 1252 where they differ. */
    if (strcmp(name, "iso-8859-1") == 0 || strcmp(name, "latin1") == 0 || strcmp(name, "us-ascii") == 0)
        snprintf(name, 40, "windows-1252");
    return true;
}

static uint64_t count_replaced(stance_view text)
{
    uint64_t n = 0;
    for (size_t at = 0; at + 3 <= text.len; at++) n += memcmp(text.data + at, "\xEF\xBF\xBD", 3) == 0;
    return n;
}

stance_status stance_reader_whole(stance_reader *reader, stance_view charset, stance_view *text, bool *got,
                                  stance_error *err)
{
    bool fits;
    stance_decoded decoded;
    char name[40];
    *got = false;
    STANCE_TRY(stance_input_all(&reader->input, STANCE_DOCUMENT_MAX, &fits, err));
    if (!fits) {
        stance_reader_problem(reader, 0, "larger than a document may be (1 GiB): split it into documents");
        return STANCE_OK;
    }
    if (reader->input.error) return STANCE_OK; /* half a document is none; the reader says why */
    stance_view bytes = stance_input_rest(&reader->input);
    if (!bytes.len) return STANCE_OK;
    bool known = false;
    if (!stance_charset_wide(bytes) && !stance_utf8_valid(bytes) && usable(charset, name)) {
        STANCE_TRY(convert(bytes, name, &reader->decoded, &known, err));
        stance_view made = stance_strbuf_view(&reader->decoded);
        if (known) decoded = (stance_decoded){made, name, count_replaced(made)};
    }
    if (!known) {
        stance_status status = stance_charset_decode(bytes, &reader->decoded, &decoded, err);
        if (status == STANCE_EFORMAT) {
            stance_reader_problem(reader, 0, "its encoding is not understood: save it as UTF-8");
            return STANCE_OK;
        }
        if (status != STANCE_OK) return status;
    }
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
    *text = decoded.text;
    *got = true;
    return STANCE_OK;
}
