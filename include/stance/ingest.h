/* Reading the world: paths in, documents out, one at a time; what cannot be read is named and the rest goes on. */
#ifndef STANCE_INGEST_H
#define STANCE_INGEST_H

#include "stance/statement.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum stance_format {
    STANCE_FORMAT_AUTO = 0,
    STANCE_FORMAT_TEXT,
    STANCE_FORMAT_JSONL,    /* a record a line */
    STANCE_FORMAT_JSON,     /* records in arrays, spread over lines, or inside one object: {"articles": [...]} */
    STANCE_FORMAT_CSV,      /* with a header; delimiter , ; tab or | */
    STANCE_FORMAT_TSV,      /* the same, by tabs only */
    STANCE_FORMAT_HTML,     /* a page, one document */
    STANCE_FORMAT_FEED,     /* RSS or Atom, a document an item */
    STANCE_FORMAT_MARKDOWN, /* with front matter */
} stance_format;
bool stance_format_parse(stance_view name, stance_format *format);

#define STANCE_DOCUMENT_MAX ((size_t)1 << 30) /* bytes of a document, or of a line of JSONL; larger ones are refused */

/* Archives (zip, tar) and packed files (gz, bz2, xz, zst) are told by their content and read as they come; nothing is
   unpacked to a disk. A member has the name ARCHIVE!MEMBER, cleaned of "..", "." and leading slashes; a packed file keeps
   its own. Hidden members, "._*", "__MACOSX", README and SOURCES.tsv, folders, links and devices are left out. Office
   documents and PDF are no archives in this sense. Limits, beyond which an archive or a member is refused by name: */
#define STANCE_ARCHIVE_DEPTH 3                        /* archives inside archives, the outermost counted */
#define STANCE_ARCHIVE_MEMBERS 1000000                /* members of one archive */
#define STANCE_ARCHIVE_MEMBER_MAX ((uint64_t)1 << 30) /* bytes of a member of a zip or tar */
/* All that comes out of a file, archives inside it included: at most RATIO times what was read of it, and SLACK more. */
#define STANCE_ARCHIVE_RATIO 100
#define STANCE_ARCHIVE_SLACK ((uint64_t)1 << 30)

/* Called for each input that was refused, or line of one; and for one that is kept although something about it is
   wrong, which the reason then says. line is 0 when the whole input is meant. reason is a sentence without its final
   stop: what is wrong and what to do. It names neither input nor line. The views live until the call returns. */
typedef void (*stance_problem_fn)(void *context, stance_view input, uint64_t line, stance_view reason);

typedef struct stance_read_options {
    stance_format format; /* AUTO: told by the content of each input */
    /* "text=body": field and the key that it has in the input; several for one field are tried in order */
    const char *const *maps;
    size_t map_count;
    bool keep_empty;           /* JSONL: a record with an empty or blank text is a document too, no records are no
                                  problem */
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
   '/' for what is found in folders) or, in files of many documents, its own id or "FILE:N": N is the line in
   JSONL and tables, the ordinal in JSON and feeds (an item's guid or link goes first). Without a date of its own it gets what
   its text and address tell (below); one that it has is weighed against the text. place and source come from the dateline, and
   language from the words, where the document does not say. Text that was encoded twice ("â€œ") is put right where every
   character of it agrees, and is otherwise kept as it came. Fails only when memory runs out. */
stance_status stance_reader_next(stance_reader *reader, const stance_document **document,
                                 stance_error *err) STANCE_CHECKED;
/* How many problems there were so far. */
uint64_t stance_reader_refused(const stance_reader *reader);
/* How many files were passed over without a word: what macOS puts beside others ("._*", ".DS_Store"), databases of this
   program and what SQLite keeps beside them. */
uint64_t stance_reader_passed(const stance_reader *reader);
/* Bytes read from files so far, as they lie on the disk; what archives hold is not counted. */
uint64_t stance_reader_bytes(const stance_reader *reader);
void stance_reader_close(stance_reader *reader); /* NULL will do */

/* The date of a document, and on what it rests (date_basis), is decided in this order:

    1. metadata   the date that came with the document (JSON, a table, a page's own declaration, front matter)
    2. header     a head line "date 2021-07-13"
    3. page       a stamp of the page ("Thu 17th June 2021 | 12:03 AM"), when it is at most two days after the dateline
    4. dateline   "GENEVA, July 13. /TASS/."; without a year it takes one from the date above, the address, the page, the
                  full dates of the text, the days that the text looks back and ahead to, the weekday of its words, or the
                  copyright line beside one of these
    5. url        /2021/07/13/ in the address
    6. text       one full date, in the lead, on which it says that its words were spoken
    7. inferred   such a date without a year, which fits one year only between the days that the text looks back to
                  (a past date, a name that did not exist before) and ahead to ("set to expire on …")

   A date that came with the document (1, 2) gives way to the text's own (3 to 5) when it is more than thirty days later,
   which is a visit and no publication, or when it is before the dateline, which no text can be; unless the day is the same
   and only the year another, which is a slip of the pen. Dates before 1900 or after 2049, 1900-01-01 and 1970-01-01 are set
   aside wherever they stand. What disagrees and cannot be told apart is left open: none rather than a wrong one. The
   document's date_note says in a sentence what was found and what was taken, when anything disagreed or was inferred. */

#ifdef __cplusplus
}
#endif
#endif
