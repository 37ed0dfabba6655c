/* Reading the world: paths in, documents out, one at a time; what cannot be read is named and the rest goes on. */
#ifndef STANCE_INGEST_H
#define STANCE_INGEST_H

#include "stance/statement.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum stance_format { STANCE_FORMAT_AUTO = 0, STANCE_FORMAT_TEXT, STANCE_FORMAT_JSONL } stance_format;
bool stance_format_parse(stance_view name, stance_format *format);
const char *stance_format_name(stance_format format);

#define STANCE_DOCUMENT_MAX ((size_t)1 << 30) /* bytes of a document, or of a line of JSONL; larger ones are refused */

/* Called for each input that was refused, or line of one; and for one that is kept although something about it is
   wrong, which the reason then says. line is 0 when the whole input is meant. reason is a sentence without its final
   stop: what is wrong and what to do. It names neither input nor line. The views live until the call returns. */
typedef void (*stance_problem_fn)(void *context, stance_view input, uint64_t line, stance_view reason);

typedef struct stance_read_options {
    stance_format format; /* AUTO: told by the content of each input */
    /* "text=body": field and the key that it has in the input; several for one field are tried in order */
    const char *const *maps;
    size_t map_count;
    bool keep_empty;           /* JSONL: a record with an empty or blank text is a document too, not a problem */
    stance_problem_fn problem; /* may be NULL */
    void *context;
} stance_read_options;

typedef struct stance_reader stance_reader;

/* paths: files, folders (read recursively, in the byte order of their names, hidden ones, README and SOURCES.tsv left out), "-" for standard
   input. Paths and maps must live as long as the reader. options may be NULL. Fails on a map that names no field
   (STANCE_EINVAL) and for want of memory; paths are looked at only when their turn comes. */
stance_status stance_reader_open(const char *const *paths, size_t count, const stance_read_options *options,
                                 stance_reader **out, stance_error *err) STANCE_CHECKED;
/* The next document; *document is NULL at the end. It lives until the next call. Its id is the path as given (joined by
   '/' for what is found in folders) or, in JSONL, its own id or "FILE:LINE". Without a date of its own it gets what
   stance_find_date finds. Fails only when memory runs out. */
stance_status stance_reader_next(stance_reader *reader, const stance_document **document,
                                 stance_error *err) STANCE_CHECKED;
/* How many problems there were so far. */
uint64_t stance_reader_refused(const stance_reader *reader);
void stance_reader_close(stance_reader *reader); /* NULL will do */

/* The date of a text that came without one, from its beginning: head line ("date 2021-07-13"), dateline, stamp of the
   page, url, in this order; a dateline without a year takes it from the url, the page or the full dates of the running
   text when they leave no choice. A stamp of the page at most two days after the dateline goes before it (it is when
   the text was published). All zero, with basis none, when nothing is certain or what there is contradicts itself. url
   may be empty. */
void stance_find_date(stance_view text, stance_view url, stance_date *date, stance_date_basis *basis);

#ifdef __cplusplus
}
#endif
#endif
