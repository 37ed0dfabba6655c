#include "stance/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

stance_status stance_fail(stance_error *err, stance_status status, const char *fmt, ...)
{
    if (!err) return status;
    err->status = status;
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(err->message, sizeof err->message, fmt, args);
    va_end(args);
    if (n < 0) {
        err->message[0] = '\0';
    } else if ((size_t)n >= sizeof err->message) {
        /* Cut before a UTF-8 sequence, not inside it, and show that something is missing. */
        size_t end = sizeof err->message - 4;
        while (end > 0 && ((unsigned char)err->message[end] & 0xC0) == 0x80) end--;
        memcpy(err->message + end, "...", 4);
    }
    return status;
}

stance_status stance_fail_memory(stance_error *err)
{
    return stance_fail(err, STANCE_ENOMEM, "out of memory");
}
