/* JSON that is not one record a line: arrays of records, records spread over lines, and records inside an object that
   holds something about them as well, such as {"status": "ok", "articles": [...]}. The pieces are cut out by their brackets
   as the file is read, and each goes through the strict scanner by itself: one broken record harms no other, a file that
   was cut off gives what came before, and memory is bounded by the largest record (1 GiB), not by the array. */
#include "ingest/reader.h"

#include <inttypes.h>
#include <stdlib.h>

enum { WRAP_MAX = 4 };

typedef struct walk {
    bool in_array;    /* of the file itself */
    uint64_t ordinal; /* of the last record */
    uint64_t line;    /* of the input's first byte that was not taken */
    size_t inner;     /* where the next record of the wrapper begins, in the value that starts the input; 0: none */
    uint64_t inner_line;
    size_t value; /* length of that value */
} walk;

static void take(stance_reader *reader, walk *w, size_t n)
{
    w->line += stance_newlines((stance_view){stance_input_rest(&reader->input).data, n});
    reader->input.start += n;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Takes blanks and whatever of `marks` stands between values; *next is the byte after them, 0 at the end. */
static stance_status skip(stance_reader *reader, walk *w, const char *marks, char *next, stance_error *err)
{
    for (;;) {
        stance_view rest = stance_input_rest(&reader->input);
        size_t n = 0;
        while (n < rest.len && (is_blank(rest.data[n]) || (rest.data[n] && strchr(marks, rest.data[n])))) n++;
        *next = n < rest.len ? rest.data[n] : '\0';
        take(reader, w, n);
        if (n < rest.len || reader->input.eof) return STANCE_OK;
        STANCE_TRY(stance_input_need(&reader->input, 1, err));
    }
}

typedef struct matcher {
    size_t seen;
    uint64_t depth;
    bool string, escape;
} matcher;

/* Looks for the end of the value that text begins with: its closing bracket, or for a bare value what follows it. */
static bool match(matcher *m, stance_view text)
{
    for (; m->seen < text.len; m->seen++) {
        char c = text.data[m->seen];
        if (m->string) {
            if (m->escape) m->escape = false;
            else if (c == '\\') m->escape = true;
            else if (c == '"') m->string = false;
            if (!m->string && !m->depth) return m->seen++, true;
        } else if (c == '"') {
            m->string = true;
        } else if (c == '{' || c == '[') {
            m->depth++;
        } else if (c == '}' || c == ']') {
            if (!m->depth) return true; /* of the array around it */
            if (--m->depth == 0) return m->seen++, true;
        } else if (!m->depth && (c == ',' || is_blank(c))) {
            return true;
        }
    }
    return false;
}

/* The value at the start of the input; *whole is false when the input ends before it does. */
static stance_status next_value(stance_reader *reader, stance_view *value, bool *whole, bool *fits, stance_error *err)
{
    matcher m = {0};
    *fits = true;
    for (;;) {
        stance_view rest = stance_input_rest(&reader->input);
        *whole = match(&m, rest);
        *value = (stance_view){rest.data, m.seen};
        if (*whole || reader->input.eof) return STANCE_OK;
        *fits = m.seen <= STANCE_DOCUMENT_MAX;
        if (!*fits) return STANCE_OK;
        STANCE_TRY(stance_input_need(&reader->input, rest.len + 1, err));
    }
}

/* The list of records inside an object that has no text itself, the longest there is: where its first record begins, 0
   when there is none. Only brackets and strings are looked at, so that a broken record does not hide the others. */
static size_t find_list(stance_view object)
{
    size_t depth = 0, found = 0, longest = 0;
    for (size_t i = 0; i < object.len; i++) {
        char c = object.data[i];
        if (c == '"') {
            for (i++; i < object.len && object.data[i] != '"'; i++) i += object.data[i] == '\\';
        } else if (c == '{') {
            depth++;
        } else if (c == '}') {
            depth -= depth > 0;
        } else if (c == '[') {
            size_t first = i + 1;
            matcher m = {0};
            while (first < object.len && is_blank(object.data[first])) first++;
            bool records = depth <= WRAP_MAX && first < object.len && object.data[first] == '{';
            (void)match(&m, (stance_view){object.data + i, object.len - i}); /* to the end when it is cut off */
            if (records && m.seen > longest) {
                longest = m.seen;
                found = first;
            }
            i += m.seen - 1;
        }
    }
    return found;
}

static stance_status record(stance_reader *reader, walk *w, stance_view value, uint64_t line, bool alone, bool *got,
                            stance_error *err)
{
    stance_json_object object;
    stance_error why;
    w->ordinal++;
    stance_arena_reset(&reader->arena);
    stance_status status = stance_json_read(value, &reader->arena, &object, &why);
    if (status == STANCE_ENOMEM) return stance_fail_memory(err);
    if (status != STANCE_OK) {
        stance_reader_problem(reader, line, "the record that begins here is %s; mend it, or leave it out", why.message);
        return STANCE_OK;
    }
    stance_view id = alone ? stance_strbuf_view(&reader->name)
                           : stance_arena_printf(&reader->arena, "%s:%" PRIu64, reader->name.data, w->ordinal);
    if (!id.data) return stance_fail_memory(err);
    return stance_fields_fill(reader, &object, id, line, got, err);
}

/* Whether only blanks follow the first `len` bytes. */
static stance_status is_alone(stance_reader *reader, size_t len, bool *alone, stance_error *err)
{
    for (;;) {
        stance_view rest = stance_input_rest(&reader->input);
        while (len < rest.len && is_blank(rest.data[len])) len++;
        *alone = len == rest.len && reader->input.eof;
        if (len < rest.len || *alone) return STANCE_OK;
        STANCE_TRY(stance_input_need(&reader->input, rest.len + 1, err));
    }
}

/* An object of the file itself: a record, or something around a list of records. */
static stance_status open_object(stance_reader *reader, walk *w, stance_view value, bool whole, bool *got,
                                 stance_error *err)
{
    stance_json_object object;
    stance_error why;
    stance_status status = stance_json_read(value, &reader->arena, &object, &why);
    if (status == STANCE_ENOMEM) return stance_fail_memory(err);
    bool text = status == STANCE_OK && stance_fields_has_text(&reader->options, &object);
    size_t list = text ? 0 : find_list(value);
    if (list) {
        w->inner = list;
        w->inner_line = w->line + stance_newlines((stance_view){value.data, list});
        w->value = value.len;
        return STANCE_OK;
    }
    if (!whole) {
        stance_reader_problem(reader, w->line, "the record that begins here is cut off: get the whole file");
        take(reader, w, value.len);
        return STANCE_OK;
    }
    uint64_t line = w->line;
    bool alone = false;
    if (!w->ordinal) STANCE_TRY(is_alone(reader, value.len, &alone, err));
    value.data = stance_input_rest(&reader->input).data; /* reading may have moved it */
    take(reader, w, value.len);                          /* the bytes stay where they are until the next read */
    return record(reader, w, value, line, alone, got, err);
}

/* The next record of the list inside the value that starts the input. */
static stance_status next_inner(stance_reader *reader, walk *w, bool *got, stance_error *err)
{
    stance_view all = {stance_input_rest(&reader->input).data, w->value};
    size_t from = w->inner, at = from;
    while (at < all.len && (is_blank(all.data[at]) || all.data[at] == ',')) at++;
    uint64_t line = w->inner_line + stance_newlines((stance_view){all.data + from, at - from});
    matcher m = {0};
    bool end = at >= all.len || all.data[at] == ']';
    stance_view value = {all.data + at, all.len - at};
    bool whole = !end && match(&m, value);
    if (end || !whole) {
        if (!whole && !(at < all.len && all.data[at] == ']'))
            stance_reader_problem(reader, line, "the list of records is cut off here: get the whole file");
        w->inner = 0;
        take(reader, w, w->value);
        return STANCE_OK;
    }
    if (!m.seen) m.seen = 1; /* a closing brace where none can be: the scanner says so */
    value.len = m.seen;
    w->inner = at + m.seen;
    w->inner_line = line + stance_newlines((stance_view){value.data, value.len});
    return record(reader, w, value, line, false, got, err);
}

static stance_status next_outer(stance_reader *reader, walk *w, bool *got, bool *end, stance_error *err)
{
    char next;
    stance_view value;
    bool whole, fits;
    STANCE_TRY(skip(reader, w, w->in_array ? "," : ",\x1E", &next, err));
    *end = next == '\0' && stance_input_rest(&reader->input).len == 0;
    if (*end) {
        if (w->in_array && !reader->input.error)
            stance_reader_problem(reader, w->line, "the array of records is cut off here: get the whole file");
        return STANCE_OK;
    }
    if (next == (w->in_array ? ']' : '[')) {
        w->in_array = !w->in_array;
        take(reader, w, 1);
        return STANCE_OK;
    }
    STANCE_TRY(next_value(reader, &value, &whole, &fits, err));
    *end = !fits || (!whole && reader->input.error);
    if (!fits) stance_reader_problem(reader, w->line, "longer than a record may be (1 GiB): split it");
    if (*end) return STANCE_OK;
    if (next == '{' && !w->in_array) return open_object(reader, w, value, whole, got, err);
    if (!whole && next == '{') {
        stance_reader_problem(reader, w->line, "the record that begins here is cut off: get the whole file");
        take(reader, w, value.len);
        w->in_array = false; /* said once */
        return STANCE_OK;
    }
    if (!value.len) value.len = 1;
    uint64_t line = w->line;
    take(reader, w, value.len);
    return record(reader, w, value, line, false, got, err);
}

stance_status stance_json_next(stance_reader *reader, bool *got, stance_error *err)
{
    walk *w = reader->held;
    bool end = false;
    *got = false;
    if (!w) {
        w = calloc(1, sizeof *w);
        if (!w) return stance_fail_memory(err);
        w->line = 1;
        reader->held = w;
        reader->release = free;
    }
    while (!*got && !end) {
        if (w->inner) STANCE_TRY(next_inner(reader, w, got, err));
        else STANCE_TRY(next_outer(reader, w, got, &end, err));
    }
    return STANCE_OK;
}
