#include "text/repair.h"

#include <unicode/uchar.h>

#include "text/utf8.h"

enum { ROUNDS = 3, NO_BYTE = -1 };

/* 0x80 … 0x9F of windows-1252; 0: the encoding leaves it free, and whoever decodes passes it through. */
static const uint16_t latin[32] = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                   0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                   0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                   0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

/* 0x80 … 0xBF of windows-1251; above them are the letters А … я in their order. */
static const uint16_t cyrillic[64] = {
    0x0402, 0x0403, 0x201A, 0x0453, 0x201E, 0x2026, 0x2020, 0x2021, 0x20AC, 0x2030, 0x0409, 0x2039, 0x040A,
    0x040C, 0x040B, 0x040F, 0x0452, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0,      0x2122,
    0x0459, 0x203A, 0x045A, 0x045C, 0x045B, 0x045F, 0x00A0, 0x040E, 0x045E, 0x0408, 0x00A4, 0x0490, 0x00A6,
    0x00A7, 0x0401, 0x00A9, 0x0404, 0x00AB, 0x00AC, 0x00AD, 0x00AE, 0x0407, 0x00B0, 0x00B1, 0x0406, 0x0456,
    0x0491, 0x00B5, 0x00B6, 0x00B7, 0x0451, 0x2116, 0x0454, 0x00BB, 0x0458, 0x0405, 0x0455, 0x0457};

static int latin_byte(uint32_t c)
{
    if (c >= 0xA0 && c <= 0xFF) return (int)c;
    for (int i = 0; i < 32; i++) {
        if ((latin[i] && latin[i] == c) || c == 0x80U + (uint32_t)i) return 0x80 + i; /* or read as Latin-1 */
    }
    return NO_BYTE;
}

static int cyrillic_byte(uint32_t c)
{
    if (c >= 0x410 && c <= 0x44F) return (int)(c - 0x410 + 0xC0);
    for (int i = 0; i < 64; i++) {
        if (cyrillic[i] ? cyrillic[i] == c : c == 0x80U + (uint32_t)i) return 0x80 + i;
    }
    return NO_BYTE;
}

/* What the text would have been before, or false. A sequence is checked as soon as it is whole, so that a text that is
   none of the kind is given up at its first. */
static bool undo(stance_view text, int (*byte_of)(uint32_t), stance_strbuf *out)
{
    size_t from = 0, at = 0, sequences = 0;
    stance_strbuf_clear(out);
    while (at < text.len) {
        if ((unsigned char)text.data[at] < 0x80) {
            at++;
            continue;
        }
        char bytes[4];
        size_t n = 0, want = 1, len;
        stance_strbuf_add(out, text.data + from, at - from);
        for (; n < want && at < text.len; n++, at += len) {
            uint32_t c = stance_utf8_at(text, at, &len);
            int byte = c < 0x80 ? NO_BYTE : byte_of(c);
            if (byte == NO_BYTE) return false;
            bytes[n] = (char)byte;
            if (n == 0) want = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
        }
        uint32_t code = stance_utf8_at((stance_view){bytes, n}, 0, &len);
        bool passed =
            code == 0x81 || code == 0x8D || code == 0x8F || code == 0x90 || code == 0x9D; /* of another round */
        if (n != want || len != n || (code < 0xA0 && !passed) || u_charType((UChar32)code) == U_UNASSIGNED)
            return false;
        stance_strbuf_add(out, bytes, n);
        from = at;
        sequences++;
    }
    if (sequences) stance_strbuf_add(out, text.data + from, text.len - from);
    return sequences > 0;
}

stance_status stance_repair(stance_view text, stance_strbuf *buffer, bool *repaired, stance_error *err)
{
    stance_strbuf other = STANCE_STRBUF_INIT;
    *repaired = false;
    for (int i = 0; i < ROUNDS; i++) {
        if (!undo(text, latin_byte, &other) && !undo(text, cyrillic_byte, &other)) break;
        stance_strbuf swap = *buffer;
        *buffer = other;
        other = swap;
        text = stance_strbuf_view(buffer);
        *repaired = true;
    }
    stance_status status = stance_strbuf_ok(&other, err);
    if (status == STANCE_OK && *repaired) status = stance_strbuf_ok(buffer, err);
    stance_strbuf_free(&other);
    if (*repaired && text.len >= 3 && memcmp(text.data, "\xEF\xBB\xBF", 3) == 0) {
        memmove(buffer->data, buffer->data + 3, buffer->len - 2); /* with the final zero */
        buffer->len -= 3;
    }
    return status;
}
