/* A growing byte string on the heap. The first failure sticks: append freely, then ask stance_strbuf_ok once. */
#ifndef STANCE_BASE_STRBUF_H
#define STANCE_BASE_STRBUF_H

#include "stance/error.h"
#include "stance/view.h"

typedef struct stance_strbuf {
    char *data; /* zero-terminated when not NULL */
    size_t len, capacity;
    bool failed;
} stance_strbuf;

#define STANCE_STRBUF_INIT                                                                                             \
    {                                                                                                                  \
        NULL, 0, 0, false                                                                                              \
    }

void stance_strbuf_add(stance_strbuf *buf, const void *data, size_t len);
void stance_strbuf_addc(stance_strbuf *buf, char c);
void stance_strbuf_adds(stance_strbuf *buf, const char *s);
void stance_strbuf_addv(stance_strbuf *buf, stance_view text);
void stance_strbuf_addf(stance_strbuf *buf, const char *fmt, ...) STANCE_PRINTF(2, 3);
/* Millionths as a decimal with six digits: -0.250000. Independent of the locale. */
void stance_strbuf_add_millionths(stance_strbuf *buf, int64_t value);
stance_status stance_strbuf_ok(const stance_strbuf *buf, stance_error *err) STANCE_CHECKED;
stance_view stance_strbuf_view(const stance_strbuf *buf);
void stance_strbuf_clear(stance_strbuf *buf); /* keeps the memory */
void stance_strbuf_free(stance_strbuf *buf);

#endif
