/* What the parts of the reader share. A format has a file of its own: it takes the open input and gives documents. */
#ifndef STANCE_INGEST_READER_H
#define STANCE_INGEST_READER_H

#include "base/arena.h"
#include "ingest/input.h"
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
    STANCE_FIELDS
} stance_field;

/* One folder on the way down. */
typedef struct stance_level {
    char **names; /* sorted; those before `at` were taken */
    size_t count, at;
    size_t stem;       /* length of the folder's path with its final / */
    uint64_t dev, ino; /* so that a link to a folder above is seen */
} stance_level;

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
    uint64_t problems;
};

/* Says what is wrong with the input at hand; line 0: with all of it. */
void stance_reader_problem(stance_reader *reader, uint64_t line, const char *fmt, ...) STANCE_PRINTF(3, 4);

/* The field that a map begins with, and its key; STANCE_FIELDS when there is no such field. */
stance_field stance_map_field(const char *map, const char **key);
/* The names of the fields, for messages. */
const char *stance_field_names(void);

/* The next document of the input; *got is false at its end. Both fill reader->document. */
stance_status stance_text_next(stance_reader *reader, bool *got, stance_error *err) STANCE_CHECKED;
stance_status stance_jsonl_next(stance_reader *reader, bool *got, stance_error *err) STANCE_CHECKED;

/* stance_find_date in memory that is there already. Also the agency that the dateline names, data NULL when none. */
stance_status stance_find_date_in(stance_arena *arena, stance_view text, stance_view url, stance_date *date,
                                  stance_date_basis *basis, stance_view *agency, stance_error *err) STANCE_CHECKED;

/* The one whole date that an address holds: /2021/06/21/, -2021-08-02-, /20210708_ …; false when there is none or
   several. */
bool stance_url_date(stance_view url, stance_date *date);

#endif
