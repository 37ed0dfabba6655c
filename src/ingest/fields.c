/* From a record, whatever it was written in, to a document. */
#include "ingest/page.h"
#include "ingest/reader.h"

#include <strings.h>

/* The keys that a field is looked for under, in this order, unless --map says otherwise. Its own name is first. */
static const struct {
    stance_field field;
    const char *keys[18];
} fields[STANCE_FIELDS] = {
    {STANCE_FIELD_ID, {"id", "_id", "uid", "guid", "doc_id", "document_id", "article_id"}},
    {STANCE_FIELD_TEXT,
     {"text", "body", "content", "article", "articleBody", "full_text", "fulltext", "article_text", "body_text",
      "article_body", "content_text", "maintext", "content_html", "description"}},
    {STANCE_FIELD_DATE,
     {"date", "published", "published_at", "publishedAt", "publication_date", "pubdate", "datetime", "timestamp",
      "datePublished", "date_published", "date_publish", "publish_date", "published_date", "created_at", "createdAt",
      "date_modified", "updated_at"}},
    {STANCE_FIELD_DATE_BASIS, {"date_basis"}},
    {STANCE_FIELD_SOURCE, {"source", "outlet", "publisher", "source_name", "publication", "site_name"}},
    {STANCE_FIELD_TITLE, {"title", "headline"}},
    {STANCE_FIELD_SPEAKER, {"speaker"}},
    {STANCE_FIELD_URL, {"url", "link", "uri", "source_url", "permalink"}},
    {STANCE_FIELD_LANGUAGE, {"language", "lang", "inLanguage"}},
    {STANCE_FIELD_AUTHORS, {"authors", "author", "byline", "creator"}},
    {STANCE_FIELD_PLACE, {"place", "location", "dateline"}},
    {STANCE_FIELD_DATE_NOTE, {"date_note"}},
};

enum { KEYS = sizeof fields[0].keys / sizeof *fields[0].keys, ITEMS_MAX = 64 };

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
    return "id, text, date, date_basis, source, title, speaker, url, language, authors, place, date_note";
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

stance_view stance_trim(stance_view v)
{
    while (v.len && is_blank(v.data[0])) v = (stance_view){v.data + 1, v.len - 1};
    while (v.len && is_blank(v.data[v.len - 1])) v.len--;
    return v;
}

bool stance_blank(stance_view text)
{
    return stance_trim(text).len == 0;
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

/* Kinds that a field may have beside a string. */
static bool takes(stance_field field, stance_json_kind kind)
{
    if (kind == STANCE_JSON_STRING) return true;
    if (kind == STANCE_JSON_NUMBER) return field == STANCE_FIELD_ID;
    /* {"name": "Agency"}, ["A. Lem", {"name": "B. Orr"}] */
    if (kind == STANCE_JSON_OBJECT || kind == STANCE_JSON_ARRAY)
        return field == STANCE_FIELD_AUTHORS || field == STANCE_FIELD_SOURCE;
    return false;
}

/* The field that holds it; *seen is one that has a key for it but holds something else than wanted. The first key with
   something under it wins; only when all are empty, the first of the empty ones. */
static const stance_json_field *find(const stance_read_options *options, const stance_json_object *record,
                                     stance_field field, const stance_json_field **seen)
{
    bool mapped = false;
    const stance_json_field *other = NULL, *empty = NULL;
    for (size_t i = 0; i < options->map_count + KEYS; i++) {
        const stance_json_field *f = NULL;
        const char *key = NULL;
        if (i < options->map_count) {
            if (stance_map_field(options->maps[i], &key) != field) continue;
            mapped = true;
            f = stance_json_get(record, key);
        } else if (mapped) {
            break; /* who maps a field means that key and no other */
        } else {
            key = fields[field].keys[i - options->map_count];
            f = key ? get_any_case(record, key) : NULL;
        }
        if (!f) continue;
        if (takes(field, f->kind)) {
            if (f->value.len) return f;
            if (!empty) empty = f;
        } else if (!other && f->kind != STANCE_JSON_NULL) {
            other = f;
        }
    }
    if (seen) *seen = empty ? NULL : other;
    return empty;
}

/* Strings and names of nested values, joined by "; ". */
static stance_status flatten(stance_arena *arena, stance_view raw, stance_json_kind kind, int depth, stance_view *out,
                             stance_error *err)
{
    stance_error ignored;
    if (kind == STANCE_JSON_OBJECT) {
        stance_json_object object;
        stance_status status = stance_json_read(raw, arena, &object, &ignored);
        if (status == STANCE_ENOMEM) return stance_fail_memory(err);
        const stance_json_field *f = status == STANCE_OK ? get_any_case(&object, "name") : NULL;
        if (!f && status == STANCE_OK) f = get_any_case(&object, "title");
        if (!f || depth > 2) return STANCE_OK;
        return flatten(arena, f->value, f->kind, depth + 1, out, err);
    }
    if (kind == STANCE_JSON_ARRAY && depth < 2) {
        stance_view item;
        size_t at = 0;
        stance_json_kind item_kind;
        for (int n = 0; n < ITEMS_MAX; n++) {
            stance_status status = stance_json_item(raw, &at, arena, &item, &item_kind, &ignored);
            if (status == STANCE_ENOMEM) return stance_fail_memory(err);
            if (status != STANCE_OK || !item.data) break;
            STANCE_TRY(flatten(arena, item, item_kind, depth + 1, out, err));
        }
        return STANCE_OK;
    }
    raw = stance_trim(raw);
    if (kind != STANCE_JSON_STRING || !raw.len) return STANCE_OK;
    if (out->len) *out = stance_arena_printf(arena, "%.*s; %.*s", (int)out->len, out->data, (int)raw.len, raw.data);
    else *out = raw;
    return out->data ? STANCE_OK : stance_fail_memory(err);
}

static stance_status string_of(const stance_reader *reader, stance_arena *arena, const stance_json_object *record,
                               stance_field field, stance_view *out, stance_error *err)
{
    const stance_json_field *f = find(&reader->options, record, field, NULL);
    if (out->data) return STANCE_OK;
    if (!f || !f->value.len) return STANCE_OK;
    if (f->kind == STANCE_JSON_STRING || f->kind == STANCE_JSON_NUMBER) {
        *out = f->value;
        return STANCE_OK;
    }
    stance_view joined = {NULL, 0};
    STANCE_TRY(flatten(arena, f->value, f->kind, 0, &joined, err));
    *out = joined;
    return STANCE_OK;
}

bool stance_fields_has_text(const stance_read_options *options, const stance_json_object *record)
{
    const stance_json_field *seen = NULL;
    return find(options, record, STANCE_FIELD_TEXT, &seen) || seen;
}

bool stance_fields_date(stance_reader *reader, stance_view value, uint64_t line)
{
    stance_document *d = &reader->document;
    if (stance_metadata_date(value, &d->date)) {
        d->basis = STANCE_DATE_METADATA;
        return true;
    }
    d->date = (stance_date){0, 0, 0};
    d->basis = STANCE_DATE_NONE;
    bool cut = value.len > 40;
    while (cut && value.len > 40) value.len = 40;
    while (cut && value.len && ((unsigned char)value.data[value.len] & 0xC0) == 0x80) value.len--;
    stance_reader_problem(reader, line,
                          "\"%.*s%s\" is no date; the document is kept without one: write dates as 2021-07-13",
                          (int)value.len, value.data, cut ? "..." : "");
    return false;
}

/* *dated is false when the record says that there is no date, or has one that is none. */
static stance_status set_date(stance_reader *reader, const stance_json_object *record, uint64_t line, bool *dated,
                              stance_error *err)
{
    const stance_json_field *seen = NULL, *f = find(&reader->options, record, STANCE_FIELD_DATE, &seen);
    stance_date_basis basis = STANCE_DATE_NONE;
    stance_view name = {NULL, 0};
    STANCE_TRY(string_of(reader, &reader->arena, record, STANCE_FIELD_DATE_BASIS, &name, err));
    bool has_basis = stance_date_basis_parse(name, &basis);
    *dated = true;
    if ((f && f->value.len == 0) || (!f && !seen)) {
        *dated = !has_basis || basis != STANCE_DATE_NONE; /* "none": it was looked for before, or taken away by hand */
        return STANCE_OK;
    }
    *dated = stance_fields_date(reader, (f ? f : seen)->value, line);
    if (*dated && has_basis && basis != STANCE_DATE_NONE) reader->document.basis = basis;
    return STANCE_OK;
}

stance_status stance_fields_add(stance_reader *reader, const stance_json_object *record, uint64_t line,
                                stance_error *err)
{
    stance_document *d = &reader->document;
    const struct {
        stance_field field;
        stance_view *view;
    } views[] = {
        {STANCE_FIELD_SOURCE, &d->source},   {STANCE_FIELD_TITLE, &d->title},
        {STANCE_FIELD_SPEAKER, &d->speaker}, {STANCE_FIELD_URL, &d->url},
        {STANCE_FIELD_AUTHORS, &d->authors}, {STANCE_FIELD_LANGUAGE, &d->language},
        {STANCE_FIELD_PLACE, &d->place},     {STANCE_FIELD_DATE_NOTE, &d->date_note},
    };
    for (size_t i = 0; i < sizeof views / sizeof *views; i++)
        STANCE_TRY(string_of(reader, &reader->arena, record, views[i].field, views[i].view, err));
    bool dated;
    STANCE_TRY(set_date(reader, record, line, &dated, err));
    return stance_document_complete(&reader->arena, d, dated, err);
}

stance_status stance_fields_fill(stance_reader *reader, const stance_json_object *record, stance_view id, uint64_t line,
                                 bool *got, stance_error *err)
{
    stance_document *d = &reader->document;
    *d = (stance_document){.id = {NULL, 0}};
    STANCE_TRY(string_of(reader, &reader->arena, record, STANCE_FIELD_ID, &d->id, err));
    if (!d->id.data) d->id = id;
    const stance_json_field *seen = NULL, *text = find(&reader->options, record, STANCE_FIELD_TEXT, &seen);
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
    if (!reader->options.keep_empty && stance_blank(text->value)) {
        *got = false;
        stance_reader_problem(reader, line, "the text is empty: leave the record out");
        return STANCE_OK;
    }
    d->text = text->value;
    if (!d->text.data) d->text.data = "";
    if (text->key.len > 4 && strncasecmp(text->key.data + text->key.len - 4, "html", 4) == 0)
        STANCE_TRY(stance_page_plain(&reader->arena, d->text, &d->text, err)); /* JSON Feed: content_html */
    return stance_fields_add(reader, record, line, err);
}
