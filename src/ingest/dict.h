/* What the readers of dictionaries share. Each reads a whole text, which is UTF-8, and adds its entries. */
#ifndef STANCE_INGEST_DICT_H
#define STANCE_INGEST_DICT_H

#include "base/arena.h"
#include "base/strbuf.h"
#include "stance/dictionary.h"

enum {
    STANCE_DICT_DEPTH = 32,
    STANCE_DICT_ENTRIES = 1000000,
    STANCE_DICT_WORD = 400 /* bytes of a term or a category */
};

typedef struct stance_dict_reader {
    stance_dictionary *out;
    stance_arena *arena;
    const char *path; /* for messages */
    stance_dictionary_warning_fn warn;
    void *context;
    stance_view text;
    size_t at;
    uint32_t line; /* of what stance_dict_line gave last, from 1 */
} stance_dict_reader;

/* The next line without its end; false behind the last one. */
bool stance_dict_line(stance_dict_reader *r, stance_view *line);
stance_view stance_dict_trim(stance_view text);
void stance_dict_warn(stance_dict_reader *r, uint32_t line, const char *fmt, ...) STANCE_PRINTF(3, 4);
/* STANCE_EFORMAT, with path and line before the message. */
stance_status stance_dict_refuse(const stance_dict_reader *r, uint32_t line, const char *why, stance_error *err);
/* Adds a term; its blanks become single ones. category may be empty. */
stance_status stance_dict_add(stance_dict_reader *r, stance_view category, stance_view term, double value,
                              uint32_t line, stance_error *err) STANCE_CHECKED;
/* A decimal number, whatever the locale; the whole of text. */
bool stance_dict_number(stance_view text, double *value);

/* Category paths while a nested form is read. */
typedef struct stance_dict_path {
    stance_strbuf text;
    size_t ends[STANCE_DICT_DEPTH + 1]; /* length of the path with so many names */
    size_t depth;
} stance_dict_path;
/* Goes down into a category; STANCE_EFORMAT when it is too deep. */
stance_status stance_dict_enter(stance_dict_reader *r, stance_dict_path *path, stance_view name,
                                stance_error *err) STANCE_CHECKED;
/* Goes back up to so many names. */
void stance_dict_leave(stance_dict_path *path, size_t depth);

stance_status stance_dict_liwc(stance_dict_reader *r, stance_error *err) STANCE_CHECKED;
stance_status stance_dict_quanteda(stance_dict_reader *r, stance_error *err) STANCE_CHECKED;
stance_status stance_dict_lexicoder(stance_dict_reader *r, stance_error *err) STANCE_CHECKED;
stance_status stance_dict_yoshikoder(stance_dict_reader *r, stance_error *err) STANCE_CHECKED;
stance_status stance_dict_wordstat(stance_dict_reader *r, stance_error *err) STANCE_CHECKED;
stance_status stance_dict_vader(stance_dict_reader *r, stance_error *err) STANCE_CHECKED;
stance_status stance_dict_table(stance_dict_reader *r, stance_error *err) STANCE_CHECKED;

#endif
