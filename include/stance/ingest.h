/* Reading the world: paths in, documents out, one at a time; what cannot be read is named and the rest goes on. */
#ifndef STANCE_INGEST_H
#define STANCE_INGEST_H

#include "stance/statement.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum stance_format { STANCE_FORMAT_AUTO = 0, STANCE_FORMAT_TEXT, STANCE_FORMAT_JSONL } stance_format;
bool stance_format_parse(stance_view name, stance_format *format);

/* Called for each input that was refused, or line of one. line is 0 when the whole input is meant. reason is a sentence that says what
   is wrong and what to do. */
typedef void (*stance_problem_fn)(void *context, stance_view input, uint64_t line, stance_view reason);

typedef struct stance_read_options {
    stance_format format;
    const char *const *maps; /* "text=body": field and the key that it has in the input */
    size_t map_count;
    stance_problem_fn problem; /* may be NULL */
    void *context;
} stance_read_options;

typedef struct stance_reader stance_reader;

/* paths: files, folders (read recursively, in the order of their names, hidden ones left out), "-" for standard input. The array must
   live as long as the reader. options may be NULL. */
stance_status stance_reader_open(const char *const *paths, size_t count, const stance_read_options *options, stance_reader **out,
                                 stance_error *err) STANCE_CHECKED;
/* The next document; *document is NULL at the end. It lives until the next call. Fails only when memory runs out. */
stance_status stance_reader_next(stance_reader *reader, const stance_document **document, stance_error *err) STANCE_CHECKED;
/* How many inputs or lines were refused so far. */
uint64_t stance_reader_refused(const stance_reader *reader);
void stance_reader_close(stance_reader *reader); /* NULL will do */

/* The date of a text that came without one: from its head line, its dateline (with the year when it says it), page furniture, the
   url, or the running text, in this order; date all zero and basis none when nothing is certain. url may be empty. */
void stance_find_date(stance_view text, stance_view url, stance_date *date, stance_date_basis *basis);

#ifdef __cplusplus
}
#endif
#endif
