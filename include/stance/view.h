/* A view: bytes that belong to somebody else (a document, a lexicon), not zero-terminated. */
#ifndef STANCE_VIEW_H
#define STANCE_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct stance_view {
    const char *data; /* NULL: there is none (not the same as an empty one) */
    size_t len;       /* bytes */
} stance_view;

/* Half-open range of UTF-8 byte offsets into a document's text. Documents are smaller than 2 GiB. */
typedef struct stance_span {
    uint32_t start, end;
} stance_span;

static inline stance_view stance_view_of(const char *s)
{
    stance_view v = {s, s ? strlen(s) : 0};
    return v;
}

static inline stance_view stance_view_cut(stance_view text, stance_span at)
{
    stance_view v = {text.data + at.start, at.end - at.start};
    return v;
}

static inline bool stance_view_equal(stance_view a, stance_view b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

static inline bool stance_view_is(stance_view a, const char *s)
{
    return stance_view_equal(a, stance_view_of(s));
}

#ifdef __cplusplus
}
#endif
#endif
