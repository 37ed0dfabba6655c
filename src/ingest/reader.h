/* What the parts of the reader share. A format has a file of its own: it takes the open input and gives documents. */
#ifndef STANCE_INGEST_READER_H
#define STANCE_INGEST_READER_H

#include "base/arena.h"
#include "ingest/input.h"
#include "ingest/pack.h"
#include "ingest/json.h"
#include "stance/ingest.h"

typedef enum stance_field {
    STANCE_FIELD_ID,
    STANCE_FIELD_TEXT,
    STANCE_FIELD_DATE,
    STANCE_FIELD_DATE_BASIS,
    STANCE_FIELD_SOURCE,
    STANCE_FIELD_TITLE,
    STANCE_FIELD_SPEAKER,
    STANCE_FIELD_URL,
    STANCE_FIELD_LANGUAGE,
    STANCE_FIELD_AUTHORS,
    STANCE_FIELD_PLACE,
    STANCE_FIELD_DATE_NOTE,
    STANCE_FIELDS
} stance_field;

/* One folder on the way down. */
typedef struct stance_level {
    char **names; /* sorted; those before `at` were taken */
    size_t count, at;
    size_t stem;       /* length of the folder's path with its final / */
    uint64_t dev, ino; /* so that a link to a folder above is seen */
} stance_level;

/* Documents that are no text by themselves. */
typedef enum stance_foreign {
    STANCE_FOREIGN_NONE,
    STANCE_FOREIGN_DOCX,
    STANCE_FOREIGN_ODT,
    STANCE_FOREIGN_PDF
} stance_foreign;

/* An archive on the way down. The input at hand is its member. */
typedef struct stance_packed {
    stance_pack *pack;
    stance_pack_kind kind;
    size_t stem;             /* length of the archive's name, with which the names of its members begin */
    uint64_t members, tried; /* all; those that were looked into */
} stance_packed;

struct stance_reader {
    stance_read_options options;
    const char *const *paths;
    size_t path_count, path_at;
    stance_level *levels;
    size_t depth, level_capacity;
    uint64_t tried;     /* files found below the path that was given */
    stance_strbuf path; /* of the file at hand */
    stance_strbuf name; /* the same as UTF-8: what documents and problems call it */
    bool stdin_used;
    bool reading; /* input is open, in this format */
    stance_format format;
    stance_input input;
    stance_strbuf decoded;
    stance_arena arena; /* of the document at hand */
    stance_document document;
    void *held; /* what the format keeps from one document to the next; NULL at the start of an input */
    void (*release)(void *held);
    uint64_t problems;
    uint64_t passed; /* files that were passed over without a word: companions of others, databases of ours */
    stance_packed packed[STANCE_ARCHIVE_DEPTH];
    size_t packed_depth;
    stance_pack_budget budget; /* of the outermost archive that is open */
    stance_foreign foreign;    /* what the input at hand is, before any format */
    stance_pack *office;       /* the zip that an office document is */
};

/* Says what is wrong with the input at hand; line 0: with all of it. */
void stance_reader_problem(stance_reader *reader, uint64_t line, const char *fmt, ...) STANCE_PRINTF(3, 4);

/* Looks at what reader->input begins with; reader->reading says whether it is going to be read. */
stance_status stance_reader_start(stance_reader *reader, stance_error *err) STANCE_CHECKED;
/* Adds a name to reader->name as text: bytes that are not UTF-8, and those that steer a terminal when it is the name of a
   member, are written as \xNN. */
void stance_reader_add_name(stance_reader *reader, stance_view name, bool member);
/* README and SOURCES.tsv tell of the documents beside them and are none themselves. */
bool stance_is_about_folder(const char *name);
/* "._a.txt", ".DS_Store", "__MACOSX": what macOS puts beside files and folders. */
bool stance_is_companion(const char *name);

/* archive.c: when the input is packed it is taken over, and its members follow one by one as inputs of their own. */
stance_status stance_archive_enter(stance_reader *reader, bool *taken, stance_error *err) STANCE_CHECKED;
/* The next member, or the end of the archive. */
stance_status stance_archive_step(stance_reader *reader, stance_error *err) STANCE_CHECKED;
/* More came out than may: the next step says so, so nobody else need. */
bool stance_archive_over(const stance_reader *reader);
void stance_archive_leave_all(stance_reader *reader);

/* The field that a map begins with, and its key; STANCE_FIELDS when there is no such field. */
stance_field stance_map_field(const char *map, const char **key);
/* The names of the fields, for messages. */
const char *stance_field_names(void);

/* Makes a document of a record, whatever it was written in: JSON, a row of a table, front matter. id is its id when it
   has none of its own. What is wrong with it is named at `line`; *got is false when there is no document then. */
stance_status stance_fields_fill(stance_reader *reader, const stance_json_object *record, stance_view id, uint64_t line,
                                 bool *got, stance_error *err) STANCE_CHECKED;
/* The same with the text already in reader->document, for formats that have it outside the record. */
stance_status stance_fields_add(stance_reader *reader, const stance_json_object *record, uint64_t line,
                                stance_error *err) STANCE_CHECKED;
/* Whether the record has a key that holds the text, with a string under it or with anything at all. */
bool stance_fields_has_text(const stance_read_options *options, const stance_json_object *record);
/* A date of metadata into the document; false, with a problem at `line`, when it is none. */
bool stance_fields_date(stance_reader *reader, stance_view value, uint64_t line);
bool stance_blank(stance_view text);
stance_view stance_trim(stance_view v); /* ASCII blanks */
uint64_t stance_newlines(stance_view text);

/* The whole input as UTF-8, in reader->decoded or the input itself; *got is false when it cannot be had, with the
   problem named. charset: what the content declares itself to be in, heeded unless the bytes belie it; may be empty. */
stance_status stance_reader_whole(stance_reader *reader, stance_view charset, stance_view *text, bool *got,
                                  stance_error *err) STANCE_CHECKED;

/* The next document of the input; *got is false at its end. All fill reader->document. */
stance_status stance_text_next(stance_reader *reader, bool *got, stance_error *err) STANCE_CHECKED;
stance_status stance_jsonl_next(stance_reader *reader, bool *got, stance_error *err) STANCE_CHECKED;
stance_status stance_json_next(stance_reader *reader, bool *got, stance_error *err) STANCE_CHECKED;
stance_status stance_csv_next(stance_reader *reader, bool *got, stance_error *err) STANCE_CHECKED;
stance_status stance_html_next(stance_reader *reader, bool *got, stance_error *err) STANCE_CHECKED;
stance_status stance_feed_next(stance_reader *reader, bool *got, stance_error *err) STANCE_CHECKED;
stance_status stance_markdown_next(stance_reader *reader, bool *got, stance_error *err) STANCE_CHECKED;

stance_status stance_office_next(stance_reader *reader, bool *got, stance_error *err) STANCE_CHECKED;
stance_status stance_pdf_next(stance_reader *reader, bool *got, stance_error *err) STANCE_CHECKED;
/* What an office zip is: foreign, or a reason to refuse it; neither: an archive like others. */
stance_status stance_office_look(stance_pack *pack, stance_foreign *foreign, const char **refusal,
                                 stance_error *err) STANCE_CHECKED;

/* What a text says of its own date. Views point into the text or the arena. */
typedef struct stance_found_date {
    stance_date date;
    stance_date_basis basis;
    stance_view note;   /* one sentence on evidence that disagreed or was weighed; data NULL: nothing to say */
    stance_view place;  /* of the dateline; data NULL: none */
    stance_view agency; /* that the dateline names; data NULL: none */
} stance_found_date;

/* The order is that of stance/ingest.h. declared: the date that came with the document, all zero when none did. */
stance_status stance_find_date_in(stance_arena *arena, stance_view text, stance_view url, stance_date declared,
                                  stance_found_date *out, stance_error *err) STANCE_CHECKED;

/* What every format ends with, once text, title, url and what else it knows of the document stand in *d: date (with basis
   and note), place, source and language of the text, as far as the format did not give them; and double-encoded text put
   right where that is certain. A date with basis metadata is weighed against the text; one with another basis, which was
   decided before, stays as it is, and so does everything about the date when dated is false (the format knows that there
   is none). */
stance_status stance_document_complete(stance_arena *arena, stance_document *d, bool dated,
                                       stance_error *err) STANCE_CHECKED;

/* A date of metadata in any usual shape: "2021-07-13", "2021-07", "2021", a date-time that begins with one, "20210713",
   "2021/07/13", "13.07.2021", "July 13, 2021", "Tue, 13 Jul 2021 10:00:00 GMT", seconds or milliseconds since 1970. False
   for anything else, days that the calendar does not have among it. */
bool stance_metadata_date(stance_view value, stance_date *date);

/* The one whole date that an address holds: /2021/06/21/, -2021-08-02-, /20210708_ …; false when there is none or
   several. */
bool stance_url_date(stance_view url, stance_date *date);

#endif
