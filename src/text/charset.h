/* Bytes of unknown origin made UTF-8. */
#ifndef STANCE_TEXT_CHARSET_H
#define STANCE_TEXT_CHARSET_H

#include "base/strbuf.h"

typedef struct stance_decoded {
    stance_view
        text; /* UTF-8 without byte order mark: a part of the input when that was UTF-8 already, else in the buffer */
    const char *name;  /* static: "UTF-8", "UTF-16LE", "windows-1252" … */
    uint64_t replaced; /* places that could not be decoded; each is U+FFFD now */
} stance_decoded;

/* The wide encoding that the bytes show themselves to be in: "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE" by their
   byte order mark, or UTF-16 without one when zeros stand on one side of the pairs only and the rest is text; NULL for anything else. */
const char *stance_charset_wide(stance_view bytes);

/* In this order: a byte order mark, valid UTF-8, UTF-8 with a little damage, one of the Cyrillic encodings by its
   commonest letters, what ICU takes it for. The text is what the bytes say, unfolded and unrepaired: NFC, blanks and
   invisible characters are the tokenizer's business, double encoding that of text/repair.h. buffer is cleared
   first and must live as long as the text. Fails only when memory runs out. */
stance_status stance_charset_decode(stance_view bytes, stance_strbuf *buffer, stance_decoded *out,
                                    stance_error *err) STANCE_CHECKED;

#endif
