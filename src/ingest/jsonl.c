/* JSON Lines: a record a line, a document a record. */
#include "ingest/json.h"
#include "ingest/reader.h"

#include <inttypes.h>
#include <strings.h>

/* The keys that a field is looked for under, in this order, unless --map says otherwise. Its own name is first. */
static const struct {
    stance_field field;
    const char *keys[9];
} fields[STANCE_FIELDS] = {
    {STANCE_FIELD_ID, {"id", "_id", "uid", "guid"}},
    {STANCE_FIELD_TEXT, {"text", "body", "content", "article"}},
    {STANCE_FIELD_DATE,
     {"date", "published", "published_at", "publishedAt", "publication_date", "pubdate", "datetime", "timestamp"}},
    {STANCE_FIELD_DATE_BASIS, {"date_basis"}},
    {STANCE_FIELD_SOURCE, {"source", "outlet", "publisher"}},
    {STANCE_FIELD_TITLE, {"title", "headline"}},
    {STANCE_FIELD_SPEAKER, {"speaker"}},
    {STANCE_FIELD_URL, {"url", "link"}},
    {STANCE_FIELD_LANGUAGE, {"language", "lang"}},
};

enum { KEYS = sizeof fields[0].keys / sizeof *fields[0].keys };

stance_field stance_map_field(const char *map, const char **key)
{
    const char *equals = strchr(map, '=');
    if (!equals || !equals[1]) return STANCE_FIELDS;
    for (int f = 0; f < STANCE_FIELDS; f++) {
        size_t n = strlen(fields[f].keys[0]);
        if (n != (size_t)(equals - map) || memcmp(map, fields[f].keys[0], n) != 0) continue;
        *key = equals + 1;
        return (stance_field)f;
    }
    return STANCE_FIELDS;
}

const char *stance_field_names(void)
{
    return "id, text, date, date_basis, source, title, speaker, url, language";
}

static const stance_json_field *get_any_case(const stance_json_object *record, const char *key)
{
    const stance_json_field *exact = stance_json_get(record, key);
    if (exact) return exact;
    size_t n = strlen(key);
    for (size_t i = record->count; i > 0; i--) {
        const stance_json_field *f = &record->fields[i - 1];
        if (f->key.len == n && strncasecmp(f->key.data, key, n) == 0) return f;
    }
    return NULL;
}

/* The field that holds it; *seen is one that has a key for it but holds null or something else than wanted. */
static const stance_json_field *find(const stance_reader *reader, const stance_json_object *record, stance_field field,
                                     const stance_json_field **seen)
{
    bool mapped = false;
    const stance_json_field *other = NULL;
    for (size_t i = 0; i < reader->options.map_count + KEYS; i++) {
        const stance_json_field *f = NULL;
        const char *key = NULL;
        if (i < reader->options.map_count) {
            if (stance_map_field(reader->options.maps[i], &key) != field) continue;
            mapped = true;
            f = stance_json_get(record, key);
        } else if (mapped) {
            break; /* who maps a field means that key and no other */
        } else {
            key = fields[field].keys[i - reader->options.map_count];
            f = key ? get_any_case(record, key) : NULL;
        }
        if (!f) continue;
        if (f->kind == STANCE_JSON_STRING || (field == STANCE_FIELD_ID && f->kind == STANCE_JSON_NUMBER)) return f;
        if (!other && f->kind != STANCE_JSON_NULL) other = f;
    }
    if (seen) *seen = other;
    return NULL;
}

static stance_view string_of(const stance_reader *reader, const stance_json_object *record, stance_field field)
{
    const stance_json_field *f = find(reader, record, field, NULL);
    return f && f->value.len ? f->value : (stance_view){NULL, 0};
}

/* "2021-07-13", "2021-07", "2021", and a date-time that begins with a day ("2021-07-13T10:00:00Z", "… 10:00"). */
static bool parse_date(stance_view v, stance_date *date)
{
    while (v.len && (v.data[0] == ' ' || v.data[0] == '\t')) v = (stance_view){v.data + 1, v.len - 1};
    while (v.len && (v.data[v.len - 1] == ' ' || v.data[v.len - 1] == '\t')) v.len--;
    if (v.len > 10) {
        char c = v.data[10];
        if (c != 'T' && c != 't' && c != ' ') return false;
        if (v.len < 12 || v.data[11] < '0' || v.data[11] > '2') return false;
        v.len = 10;
    }
    return v.len && stance_date_parse_iso(v, date);
}

static void set_date(stance_reader *reader, const stance_json_object *record, stance_document *d, bool *search)
{
    const stance_json_field *seen = NULL, *f = find(reader, record, STANCE_FIELD_DATE, &seen);
    stance_date_basis basis = STANCE_DATE_NONE;
    bool has_basis = stance_date_basis_parse(string_of(reader, record, STANCE_FIELD_DATE_BASIS), &basis);
    *search = false;
    if ((f && f->value.len == 0) || (!f && !seen)) {
        *search = !has_basis || basis != STANCE_DATE_NONE; /* "none": it was looked for before, or taken away by hand */
        return;
    }
    if (f && parse_date(f->value, &d->date)) {
        d->basis = has_basis && basis != STANCE_DATE_NONE ? basis : STANCE_DATE_METADATA;
        return;
    }
    d->date = (stance_date){0, 0, 0};
    stance_view value = (f ? f : seen)->value;
    bool cut = value.len > 40;
    while (cut && value.len > 40) value.len = 40;
    while (cut && value.len && ((unsigned char)value.data[value.len] & 0xC0) == 0x80) value.len--;
    stance_reader_problem(reader, reader->input.taken,
                          "\"%.*s%s\" is no date; the document is kept without one: write dates as 2021-07-13",
                          (int)value.len, value.data, cut ? "..." : "");
}

static bool blank(stance_view text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] != ' ' && text.data[i] != '\t' && text.data[i] != '\r' && text.data[i] != '\n') return false;
    }
    return true;
}

/* Fills the document from a record; *got is false when it has no text. */
static stance_status fill(stance_reader *reader, const stance_json_object *record, bool *got, stance_error *err)
{
    stance_document *d = &reader->document;
    uint64_t line = reader->input.taken;
    *d = (stance_document){.id = string_of(reader, record, STANCE_FIELD_ID)};
    const stance_json_field *seen = NULL, *text = find(reader, record, STANCE_FIELD_TEXT, &seen);
    *got = text != NULL;
    if (seen) {
        stance_reader_problem(reader, line,
                              "the text under \"%.*s\" is no string: write it in quotation marks, or name another key "
                              "with --map text=KEY",
                              (int)(seen->key.len < 64 ? seen->key.len : 64), seen->key.data);
        return STANCE_OK;
    }
    if (!text) {
        stance_reader_problem(reader, line,
                              "the record has no text: put it under \"text\", or name its key with --map text=KEY");
        return STANCE_OK;
    }
    if (!reader->options.keep_empty && blank(text->value)) {
        *got = false;
        stance_reader_problem(reader, line, "the text is empty: leave the record out");
        return STANCE_OK;
    }
    d->text = text->value;
    if (!d->text.data) d->text.data = "";
    d->source = string_of(reader, record, STANCE_FIELD_SOURCE);
    d->title = string_of(reader, record, STANCE_FIELD_TITLE);
    d->speaker = string_of(reader, record, STANCE_FIELD_SPEAKER);
    d->url = string_of(reader, record, STANCE_FIELD_URL);
    d->language = string_of(reader, record, STANCE_FIELD_LANGUAGE);
    if (!d->id.data) {
        d->id = stance_arena_printf(&reader->arena, "%s:%" PRIu64, reader->name.data, line);
        if (!d->id.data) return stance_fail_memory(err);
    }
    bool search;
    set_date(reader, record, d, &search);
    if (!search) return STANCE_OK;
    stance_view agency;
    return stance_find_date_in(&reader->arena, d->text, d->url, &d->date, &d->basis, &agency, err);
}

stance_status stance_jsonl_next(stance_reader *reader, bool *got, stance_error *err)
{
    *got = false;
    while (!*got) {
        stance_view line;
        stance_line_kind kind;
        stance_json_object record;
        STANCE_TRY(stance_input_line(&reader->input, STANCE_DOCUMENT_MAX, &line, &kind, err));
        if (kind == STANCE_LINE_END) return STANCE_OK;
        if (kind == STANCE_LINE_TOO_LONG) {
            stance_reader_problem(reader, reader->input.taken, "longer than a record may be (1 GiB): split it");
            continue;
        }
        if (blank(line)) continue;
        if (reader->input.error) return STANCE_OK; /* the line may have been cut; the reader says why */
        stance_arena_reset(&reader->arena);
        stance_error why;
        stance_status status = stance_json_read(line, &reader->arena, &record, &why);
        if (status == STANCE_ENOMEM) return stance_fail_memory(err);
        if (status != STANCE_OK) {
            stance_reader_problem(reader, reader->input.taken, "%s; mend the line, or leave it out", why.message);
            continue;
        }
        STANCE_TRY(fill(reader, &record, got, err));
    }
    return STANCE_OK;
}
