#include "base/strbuf.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static bool reserve(stance_strbuf *buf, size_t more)
{
    if (buf->failed) return false;
    if (more > SIZE_MAX / 4 - buf->len) {
        buf->failed = true;
        return false;
    }
    size_t need = buf->len + more + 1;
    if (need <= buf->capacity) return true;
    size_t capacity = buf->capacity ? buf->capacity : 128;
    while (capacity < need) capacity *= 2;
    char *data = realloc(buf->data, capacity);
    if (!data) {
        buf->failed = true;
        return false;
    }
    buf->data = data;
    buf->capacity = capacity;
    return true;
}

void stance_strbuf_add(stance_strbuf *buf, const void *data, size_t len)
{
    if (!reserve(buf, len)) return;
    if (len) memcpy(buf->data + buf->len, data, len);
    buf->len += len;
    buf->data[buf->len] = '\0';
}

void stance_strbuf_addc(stance_strbuf *buf, char c)
{
    stance_strbuf_add(buf, &c, 1);
}

void stance_strbuf_adds(stance_strbuf *buf, const char *s)
{
    stance_strbuf_add(buf, s, strlen(s));
}

void stance_strbuf_addv(stance_strbuf *buf, stance_view text)
{
    stance_strbuf_add(buf, text.data, text.len);
}

void stance_strbuf_addf(stance_strbuf *buf, const char *fmt, ...)
{
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    if (n < 0) buf->failed = true;
    if (n >= 0 && reserve(buf, (size_t)n)) {
        vsnprintf(buf->data + buf->len, (size_t)n + 1, fmt, again);
        buf->len += (size_t)n;
    }
    va_end(again);
}

void stance_strbuf_add_millionths(stance_strbuf *buf, int64_t value)
{
    uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    stance_strbuf_addf(buf, "%s%" PRIu64 ".%06" PRIu64, value < 0 ? "-" : "", size / 1000000, size % 1000000);
}

stance_status stance_strbuf_ok(const stance_strbuf *buf, stance_error *err)
{
    return buf->failed ? stance_fail_memory(err) : STANCE_OK;
}

stance_view stance_strbuf_view(const stance_strbuf *buf)
{
    return (stance_view){buf->data ? buf->data : "", buf->len};
}

void stance_strbuf_clear(stance_strbuf *buf)
{
    buf->len = 0;
    buf->failed = false;
    if (buf->data) buf->data[0] = '\0';
}

void stance_strbuf_free(stance_strbuf *buf)
{
    free(buf->data);
    *buf = (stance_strbuf)STANCE_STRBUF_INIT;
}
