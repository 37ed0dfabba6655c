/* A strict scanner for one JSON object on a line: RFC 8259, UTF-8 checked, strings decoded. Nested values are checked
   and kept raw. */
#ifndef STANCE_INGEST_JSON_H
#define STANCE_INGEST_JSON_H

#include "base/arena.h"

typedef enum stance_json_kind {
    STANCE_JSON_NULL,
    STANCE_JSON_BOOL,
    STANCE_JSON_NUMBER,
    STANCE_JSON_STRING,
    STANCE_JSON_ARRAY,
    STANCE_JSON_OBJECT
} stance_json_kind;

typedef struct stance_json_field {
    stance_view key;   /* decoded */
    stance_view value; /* strings: decoded; the others: as they stand in the line */
    stance_json_kind kind;
} stance_json_field;

typedef struct stance_json_object {
    const stance_json_field *fields;
    size_t count;
} stance_json_object;

/* Views point into line where nothing had to be decoded, else into the arena. Nesting of more than 64 levels, a lone
   surrogate, a raw control character in a string, U+0000, trailing bytes: STANCE_EFORMAT, with the column (bytes, from
   1). */
stance_status stance_json_read(stance_view line, stance_arena *arena, stance_json_object *object,
                               stance_error *err) STANCE_CHECKED;

/* The next item of an array, raw: [ … ] as stance_json_read keeps it. *at is 0 at first; item->data is NULL at the end. */
stance_status stance_json_item(stance_view array, size_t *at, stance_arena *arena, stance_view *item,
                               stance_json_kind *kind, stance_error *err) STANCE_CHECKED;

/* The last field of that name (as most readers have it), or NULL. */
const stance_json_field *stance_json_get(const stance_json_object *object, const char *key);

#endif
