#include "ingest/input.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { CHUNK = 256 * 1024, KEEP = 8 * 1024 * 1024 };

void stance_input_open(stance_input *input, int fd, bool owned)
{
    *input = (stance_input){
        .fd = fd, .owned = owned, .data = input->data, .capacity = input->capacity, .bytes = input->bytes};
}

void stance_input_open_pull(stance_input *input, stance_pull_fn pull, void *from)
{
    stance_input_open(input, -1, false);
    input->pull = pull;
    input->from = from;
}

bool stance_input_seek(stance_input *input, int64_t to)
{
    if (input->fd < 0 || lseek(input->fd, to, SEEK_SET) < 0) return false;
    input->start = input->end = 0;
    input->eof = false;
    return true;
}

void stance_input_close(stance_input *input)
{
    if (input->fd >= 0 && input->owned) close(input->fd);
    if (input->capacity > KEEP) {
        free(input->data);
        input->data = NULL;
        input->capacity = 0;
    }
    stance_input_open(input, -1, false);
    input->eof = true;
}

void stance_input_free(stance_input *input)
{
    if (input->fd >= 0 && input->owned) close(input->fd);
    free(input->data);
    *input = (stance_input){.fd = -1, .eof = true};
}

/* Room for a chunk more, at the front if that is enough. */
static stance_status make_room(stance_input *in, stance_error *err)
{
    size_t left = in->end - in->start;
    if (in->capacity - in->end >= CHUNK) return STANCE_OK;
    if (in->start && in->capacity - left >= CHUNK && in->start >= left) { /* moving is paid for by what was taken */
        memmove(in->data, in->data + in->start, left);
        in->start = 0;
        in->end = left;
        if (in->capacity > KEEP && left < CHUNK) { /* after one huge line */
            char *smaller = realloc(in->data, 4 * (size_t)CHUNK);
            if (smaller) {
                in->data = smaller;
                in->capacity = 4 * (size_t)CHUNK;
            }
        }
        return STANCE_OK;
    }
    size_t capacity = in->capacity ? in->capacity * 2 : 4 * (size_t)CHUNK;
    if (capacity > SIZE_MAX / 4) return stance_fail_memory(err);
    char *data = realloc(in->data, capacity);
    if (!data) return stance_fail_memory(err);
    in->data = data;
    in->capacity = capacity;
    return STANCE_OK;
}

static stance_status pull_more(stance_input *in, stance_error *err)
{
    stance_error why;
    size_t got = 0;
    stance_status status = in->pull(in->from, in->data + in->end, in->capacity - in->end, &got, &why);
    if (status == STANCE_ENOMEM) return stance_fail_memory(err);
    in->end += got;
    if (status != STANCE_OK) {
        in->error = EIO;
        snprintf(in->trouble, sizeof in->trouble, "%.*s", (int)sizeof in->trouble - 1, why.message);
    }
    in->eof = status != STANCE_OK || !got;
    return STANCE_OK;
}

/* One read(2). */
static stance_status more(stance_input *in, stance_error *err)
{
    if (in->eof) return STANCE_OK;
    STANCE_TRY(make_room(in, err));
    if (in->pull) return pull_more(in, err);
    ssize_t n;
    do n = read(in->fd, in->data + in->end, in->capacity - in->end);
    while (n < 0 && errno == EINTR);
    if (n > 0) {
        in->end += (size_t)n;
        in->bytes += (uint64_t)n;
        return STANCE_OK;
    }
    in->eof = true;
    if (n < 0) in->error = errno;
    return STANCE_OK;
}

stance_status stance_input_need(stance_input *in, size_t want, stance_error *err)
{
    while (!in->eof && in->end - in->start < want) STANCE_TRY(more(in, err));
    return STANCE_OK;
}

stance_status stance_input_all(stance_input *in, size_t most, bool *fits, stance_error *err)
{
    STANCE_TRY(stance_input_need(in, most + 1, err));
    *fits = in->end - in->start <= most;
    return STANCE_OK;
}

stance_status stance_input_replace(stance_input *in, stance_view text, stance_error *err)
{
    char *data = malloc(text.len + 1);
    if (!data) return stance_fail_memory(err);
    if (text.len) memcpy(data, text.data, text.len);
    free(in->data);
    in->data = data;
    in->capacity = text.len + 1;
    in->start = 0;
    in->end = text.len;
    return STANCE_OK;
}

stance_status stance_input_line(stance_input *in, size_t most, stance_view *line, stance_line_kind *kind,
                                stance_error *err)
{
    size_t seen = 0;
    bool too_long = false;
    const char *newline;
    for (;;) {
        stance_view rest = stance_input_rest(in);
        newline = rest.len > seen ? memchr(rest.data + seen, '\n', rest.len - seen) : NULL;
        if (newline || in->eof) break;
        seen = rest.len;
        if (seen > most) { /* nobody will look at it: let it pass without being kept */
            too_long = true;
            in->start = in->end = seen = 0;
        }
        STANCE_TRY(more(in, err));
    }
    stance_view rest = stance_input_rest(in);
    if (!newline && rest.len == 0 && !too_long) {
        *kind = STANCE_LINE_END;
        return STANCE_OK;
    }
    *line = (stance_view){rest.data, newline ? (size_t)(newline - rest.data) : rest.len};
    in->start += line->len + (newline != NULL);
    in->taken++;
    *kind = too_long || line->len > most ? STANCE_LINE_TOO_LONG : STANCE_LINE_WHOLE;
    return STANCE_OK;
}
