/* Characters that are not what they look like, and blanks where none belong. */
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "lexicon/check.h"
#include "text/utf8.h"

enum { LINES_SHOWN = 20 };

/* Lines that are no UTF-8: the loader leaves the whole file out for them and does not say where they are. */
static stance_status find_broken(stance_checker *ck, uint16_t file, stance_error *err)
{
    stance_view content = ck->lexicon->sources[file].content;
    if (stance_utf8_valid(content)) return STANCE_OK;
    uint32_t line = 1, shown = 0;
    for (size_t start = 0; start < content.len && shown < LINES_SHOWN; line++) {
        const char *end = memchr(content.data + start, '\n', content.len - start);
        size_t n = end ? (size_t)(end - content.data) - start : content.len - start;
        if (!stance_utf8_valid((stance_view){content.data + start, n})) {
            shown++;
            STANCE_TRY(stance_check_add(ck, file, line, STANCE_FINDING_ERROR, STANCE_CHECK_ENCODING, err,
                                        "bytes that are not UTF-8; save the file as UTF-8 and look at this line"));
        }
        start += n + 1;
    }
    return STANCE_OK;
}

static bool is_invisible(uint32_t c)
{
    return c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || c == 0x2060 || c == 0xFEFF;
}

static bool is_strange_blank(uint32_t c)
{
    return c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000;
}

/* Letters of two scripts in one word: one of them only looks like the other. */
static stance_status check_scripts(stance_checker *ck, uint16_t file, uint32_t line, stance_view cell,
                                   stance_error *err)
{
    UScriptCode script = USCRIPT_COMMON;
    size_t start = 0;
    for (size_t i = 0, len; i < cell.len; i += len) {
        uint32_t c = stance_utf8_at(cell, i, &len);
        if (!u_isalpha((UChar32)c)) {
            if (u_charType((UChar32)c) == U_NON_SPACING_MARK) continue;
            script = USCRIPT_COMMON;
            start = i + len;
            continue;
        }
        UErrorCode status = U_ZERO_ERROR;
        UScriptCode here = c < 0x80 ? USCRIPT_LATIN : uscript_getScript((UChar32)c, &status);
        if (U_FAILURE(status) || here == USCRIPT_COMMON || here == USCRIPT_INHERITED) continue;
        if (script == USCRIPT_COMMON) script = here;
        if (here == script) continue;
        size_t end = i;
        for (size_t n; end < cell.len && u_isalpha((UChar32)stance_utf8_at(cell, end, &n)); end += n) continue;
        return stance_check_add(ck, file, line, STANCE_FINDING_ERROR, STANCE_CHECK_ENCODING, err,
                                "'%.*s' mixes %s and %s letters, which look alike; write it in one script",
                                (int)(end - start), cell.data + start, uscript_getName(script), uscript_getName(here));
    }
    return STANCE_OK;
}

static stance_status check_characters(stance_checker *ck, uint16_t file, uint32_t line, stance_view cell,
                                      stance_error *err)
{
    for (size_t i = 0, len; i < cell.len; i += len) {
        uint32_t c = stance_utf8_at(cell, i, &len);
        if (c >= ' ' && c < 0x7F) continue;
        if (c < ' ' || (c >= 0x7F && c < 0xA0))
            return stance_check_add(ck, file, line, STANCE_FINDING_ERROR, STANCE_CHECK_ENCODING, err,
                                    "control character U+%04X; take it out", (unsigned)c);
        if (is_invisible(c))
            return stance_check_add(ck, file, line, STANCE_FINDING_ERROR, STANCE_CHECK_ENCODING, err,
                                    "invisible character U+%04X; take it out", (unsigned)c);
        if (is_strange_blank(c))
            return stance_check_add(ck, file, line, STANCE_FINDING_ERROR, STANCE_CHECK_ENCODING, err,
                                    "U+%04X looks like a blank and is none; write a blank", (unsigned)c);
        if (u_charType((UChar32)c) == U_NON_SPACING_MARK)
            return stance_check_add(ck, file, line, STANCE_FINDING_ERROR, STANCE_CHECK_ENCODING, err,
                                    "the accent U+%04X stands apart from its letter; write the composed letter (NFC)",
                                    (unsigned)c);
    }
    return STANCE_OK;
}

static stance_status check_cell(stance_checker *ck, uint16_t file, uint32_t line, size_t column, stance_view cell,
                                bool note, stance_error *err)
{
    if (cell.len && (cell.data[0] == ' ' || cell.data[cell.len - 1] == ' '))
        STANCE_TRY(stance_check_add(ck, file, line, STANCE_FINDING_WARNING, STANCE_CHECK_BLANKS, err,
                                    "a blank at the edge of cell %zu; take it out", column));
    if (note) return STANCE_OK;
    for (size_t i = 0; i + 1 < cell.len; i++) {
        if (cell.data[i] != ' ' || cell.data[i + 1] != ' ' || i == 0 || i + 2 >= cell.len) continue;
        STANCE_TRY(stance_check_add(ck, file, line, STANCE_FINDING_WARNING, STANCE_CHECK_BLANKS, err,
                                    "two blanks in a row in cell %zu; one is enough", column));
        break;
    }
    STANCE_TRY(check_characters(ck, file, line, cell, err));
    return check_scripts(ck, file, line, cell, err);
}

/* The cells as they stand, before they are trimmed. */
static stance_status check_file(stance_checker *ck, uint16_t file, stance_error *err)
{
    stance_view content = ck->lexicon->sources[file].content;
    size_t columns = 0;
    uint32_t number = 0;
    for (size_t start = 0; start < content.len;) {
        const char *end = memchr(content.data + start, '\n', content.len - start);
        size_t n = end ? (size_t)(end - content.data) - start : content.len - start;
        stance_view line = {content.data + start, n};
        start += n + 1;
        number++;
        if (number == 1 && n >= 3 && memcmp(line.data, "\xEF\xBB\xBF", 3) == 0) line.data += 3, line.len -= 3;
        if (line.len && line.data[line.len - 1] == '\r') line.len--;
        if (!line.len || line.data[0] == '#' || !stance_utf8_valid(line)) continue;
        size_t column = 0;
        for (size_t at = 0; at <= line.len;) {
            const char *tab = memchr(line.data + at, '\t', line.len - at);
            size_t width = tab ? (size_t)(tab - line.data) - at : line.len - at;
            column++;
            STANCE_TRY(check_cell(ck, file, number, column, (stance_view){line.data + at, width},
                                  columns && column == columns, err));
            at += width + 1;
        }
        if (!columns) columns = column; /* the header; its last column is the note */
    }
    return STANCE_OK;
}

stance_status stance_check_text(stance_checker *ck, stance_error *err)
{
    for (size_t i = 0; i < ck->lexicon->file_count; i++) {
        if (ck->lexicon->sources[i].folder < ck->first_folder) continue;
        STANCE_TRY(find_broken(ck, (uint16_t)i, err));
        STANCE_TRY(check_file(ck, (uint16_t)i, err));
    }
    return STANCE_OK;
}
