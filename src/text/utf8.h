/* UTF-8, one code point at a time. Documents are checked on the way in, so decoding need not fail; it never reads past the end. */
#ifndef STANCE_TEXT_UTF8_H
#define STANCE_TEXT_UTF8_H

#include "stance/view.h"

/* True when the bytes are UTF-8 as RFC 3629 has it: no overlong form, no surrogate, nothing above U+10FFFF. */
bool stance_utf8_valid(stance_view text);

/* The code point at text[at], at < text.len; *len is its length in bytes, 1 … 4. Broken input gives U+FFFD and 1. */
uint32_t stance_utf8_at(stance_view text, size_t at, size_t *len);

/* Appends code to out (room for 4 bytes) and returns how many bytes it took. */
size_t stance_utf8_put(uint32_t code, char *out);

#endif
