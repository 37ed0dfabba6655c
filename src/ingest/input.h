/* An open input, read forward once through a buffer that is as large as the largest piece asked for. */
#ifndef STANCE_INGEST_INPUT_H
#define STANCE_INGEST_INPUT_H

#include "base/strbuf.h"

/* In place of a file: gives up to `room` bytes, none at the end. STANCE_EIO: it goes no further, for the reason in err. */
typedef stance_status (*stance_pull_fn)(void *from, char *data, size_t room, size_t *got, stance_error *err);

typedef struct stance_input {
    int fd;              /* -1: everything is in the buffer, or comes from pull */
    bool owned;          /* fd is closed with the input */
    bool eof;            /* nothing follows what is in the buffer */
    int error;           /* errno of a read that failed, which ends the input too */
    char trouble[256];   /* where pull failed: the reason, for error says too little then */
    stance_pull_fn pull; /* NULL: a file */
    void *from;
    char *data; /* [start, end) was read and not yet taken */
    size_t start, end, capacity;
    uint64_t taken; /* lines */
    uint64_t bytes; /* read from files, this one and those before it */
} stance_input;

/* Takes over the buffer that input has from an earlier use. */
void stance_input_open(stance_input *input, int fd, bool owned);
/* The same for what another source gives, which must live as long as the input is open. */
void stance_input_open_pull(stance_input *input, stance_pull_fn pull, void *from);
/* Closes the file, keeps the buffer unless it is huge. */
void stance_input_close(stance_input *input);
void stance_input_free(stance_input *input);

static inline stance_view stance_input_rest(const stance_input *input)
{
    return (stance_view){input->data ? input->data + input->start : "", input->end - input->start};
}

/* Goes to another place of a file that can do that; what is in the buffer is forgotten. */
bool stance_input_seek(stance_input *input, int64_t to);

/* Reads until at least `want` bytes are there, or the end. */
stance_status stance_input_need(stance_input *input, size_t want, stance_error *err) STANCE_CHECKED;
/* Reads the rest of the file as long as it is no larger than `most`; *fits is false when it is larger. */
stance_status stance_input_all(stance_input *input, size_t most, bool *fits, stance_error *err) STANCE_CHECKED;
/* Puts text in the place of all that was read; the file must have been read to its end. */
stance_status stance_input_replace(stance_input *input, stance_view text, stance_error *err) STANCE_CHECKED;

typedef enum stance_line_kind { STANCE_LINE_END, STANCE_LINE_WHOLE, STANCE_LINE_TOO_LONG } stance_line_kind;

/* The next line, without its newline; lives until the next call. One that is longer than `most` is passed over. */
stance_status stance_input_line(stance_input *input, size_t most, stance_view *line, stance_line_kind *kind,
                                stance_error *err) STANCE_CHECKED;

#endif
