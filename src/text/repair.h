/* Double-encoded text: UTF-8 that was taken for a one-byte encoding and encoded again. */
#ifndef STANCE_TEXT_REPAIR_H
#define STANCE_TEXT_REPAIR_H

#include "base/strbuf.h"

/* Undoes it where it is certain: every character of the text goes back to a byte of windows-1252 or windows-1251, and
   all the bytes together are UTF-8. One character that does not fit, and the text stays as it came. *repaired tells
   whether buffer, which is cleared first, holds the text put right (without byte order mark). Encoded three times is
   undone too. Linear; text that has nothing of the kind costs one look at its first character beyond ASCII. */
stance_status stance_repair(stance_view text, stance_strbuf *buffer, bool *repaired, stance_error *err) STANCE_CHECKED;

#endif
