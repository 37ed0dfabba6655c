#include "text/utf8.h"

/* Length of a well-formed sequence at p, of which n ≥ 1 bytes are there; 0 when it is none. */
static size_t sequence(const unsigned char *p, size_t n, uint32_t *code)
{
    unsigned char a = p[0];
    if (a < 0x80) {
        *code = a;
        return 1;
    }
    size_t len = a >= 0xF0 ? 4 : a >= 0xE0 ? 3 : 2;
    if (a < 0xC2 || a > 0xF4 || len > n) return 0;
    uint32_t c = a & (0x7FU >> len);
    for (size_t i = 1; i < len; i++) {
        if ((p[i] & 0xC0) != 0x80) return 0;
        c = c << 6 | (p[i] & 0x3FU);
    }
    if (len == 3 && (c < 0x800 || (c >= 0xD800 && c <= 0xDFFF))) return 0;
    if (len == 4 && (c < 0x10000 || c > 0x10FFFF)) return 0;
    *code = c;
    return len;
}

bool stance_utf8_valid(stance_view text)
{
    const unsigned char *p = (const unsigned char *)text.data;
    size_t i = 0;
    while (i < text.len) {
        uint64_t eight;
        if (i + 8 <= text.len && (memcpy(&eight, p + i, 8), (eight & 0x8080808080808080ULL) == 0)) {
            i += 8;
            continue;
        }
        uint32_t code;
        size_t len = sequence(p + i, text.len - i, &code);
        if (!len) return false;
        i += len;
    }
    return true;
}

uint32_t stance_utf8_at(stance_view text, size_t at, size_t *len)
{
    uint32_t code;
    *len = sequence((const unsigned char *)text.data + at, text.len - at, &code);
    if (*len) return code;
    *len = 1;
    return 0xFFFD;
}

size_t stance_utf8_put(uint32_t code, char *out)
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    size_t len = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = len - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (code & 0x3F));
        code >>= 6;
    }
    out[0] = (char)((0xF00U >> len & 0xFF) | code);
    return len;
}
