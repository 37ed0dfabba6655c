/* Markdown with front matter: YAML between lines of ---, or TOML between lines of +++. Of both only what front matter is
   made of is read: keys of the top level with a string, a list of strings or a block of lines. The body stays as it is
   written, marks and all, so that offsets hold. */
#include "ingest/markdown.h"

#include "ingest/reader.h"

typedef struct matter {
    stance_arena *arena;
    stance_json_field *fields;
    size_t count, capacity;
} matter;

static stance_view line_at(stance_view text, size_t at)
{
    const char *newline = memchr(text.data + at, '\n', text.len - at);
    size_t end = newline ? (size_t)(newline - text.data) : text.len;
    while (end > at && text.data[end - 1] == '\r') end--;
    return (stance_view){text.data + at, end - at};
}

static size_t next_line(stance_view text, size_t at)
{
    const char *newline = memchr(text.data + at, '\n', text.len - at);
    return newline ? (size_t)(newline - text.data) + 1 : text.len;
}

static bool is_fence(stance_view line, char mark)
{
    line = stance_trim(line);
    if (mark == '-' && stance_view_is(line, "...")) return true;
    return line.len == 3 && line.data[0] == mark && line.data[1] == mark && line.data[2] == mark;
}

/* The key of "key: value" or "key = value"; false when the line has none. */
static bool split(stance_view line, char mark, stance_view *key, stance_view *value)
{
    size_t n = 0;
    if (!line.len || line.data[0] == ' ' || line.data[0] == '\t' || line.data[0] == '-') return false;
    while (n < line.len && line.data[n] != mark && line.data[n] != '\n') n++;
    if (n == line.len || n == 0 || n > 64) return false;
    if (mark == ':' && n + 1 < line.len && line.data[n + 1] != ' ' && line.data[n + 1] != '\t') return false;
    *key = stance_trim((stance_view){line.data, n});
    *value = stance_trim((stance_view){line.data + n + 1, line.len - n - 1});
    if (key->len >= 2 && key->data[0] == '"' && key->data[key->len - 1] == '"')
        *key = (stance_view){key->data + 1, key->len - 2};
    return key->len > 0;
}

bool stance_markdown_head(stance_view text, size_t *body, size_t *lines)
{
    stance_view first = line_at(text, 0), key, value;
    char fence = first.len ? first.data[0] : '\0';
    size_t keys = 0, at = next_line(text, 0);
    if ((fence != '-' && fence != '+') || stance_trim(first).len != 3 || !is_fence(first, fence)) return false;
    for (*lines = 1; at < text.len; at = next_line(text, at), ++*lines) {
        stance_view line = line_at(text, at);
        if (is_fence(line, fence)) {
            *body = next_line(text, at);
            ++*lines;
            return keys > 0;
        }
        keys += split(line, fence == '-' ? ':' : '=', &key, &value);
    }
    return false;
}

/* A scalar without its quotation marks and the comment behind it. */
static stance_status scalar(matter *m, stance_view value, stance_view *out, stance_error *err)
{
    *out = value;
    char mark = value.len ? value.data[0] : '\0';
    if (mark == '"' || mark == '\'') {
        char *copy = stance_arena_alloc(m->arena, value.len);
        size_t n = 0, i = 1;
        if (!copy) return stance_fail_memory(err);
        for (; i < value.len; i++) {
            char c = value.data[i];
            if (c == mark && mark == '\'' && i + 1 < value.len && value.data[i + 1] == mark) i++;
            else if (c == mark) break;
            else if (c == '\\' && mark == '"' && i + 1 < value.len) {
                c = value.data[++i];
                c = (char)(c == 'n' ? '\n' : c == 't' ? '\t' : c);
            }
            copy[n++] = c;
        }
        *out = (stance_view){copy, n};
        return STANCE_OK;
    }
    for (size_t i = 1; i < value.len; i++) {
        if (value.data[i] == '#' && (value.data[i - 1] == ' ' || value.data[i - 1] == '\t'))
            *out = stance_trim((stance_view){value.data, i});
        if (out->len < value.len) break;
    }
    if (stance_view_is(*out, "null") || stance_view_is(*out, "~")) *out = (stance_view){"", 0};
    return STANCE_OK;
}

static stance_status join(matter *m, stance_strbuf *list, stance_view item, stance_error *err)
{
    stance_view plain;
    STANCE_TRY(scalar(m, stance_trim(item), &plain, err));
    if (!plain.len) return STANCE_OK;
    if (list->len) stance_strbuf_adds(list, "; ");
    stance_strbuf_addv(list, plain);
    return STANCE_OK;
}

/* [a, "b, c"] */
static stance_status flow_list(matter *m, stance_strbuf *list, stance_view value, stance_error *err)
{
    size_t start = 1;
    char mark = '\0';
    for (size_t i = 1; i < value.len; i++) {
        char c = value.data[i];
        if (mark) {
            if (c == mark) mark = '\0';
        } else if (c == '"' || c == '\'') {
            mark = c;
        } else if (c == ',' || c == ']') {
            STANCE_TRY(join(m, list, (stance_view){value.data + start, i - start}, err));
            start = i + 1;
        }
    }
    return STANCE_OK;
}

/* What is indented below a key: "- item" lines, "name: X" in them, or a block of lines. */
static stance_status below(matter *m, stance_view head, size_t *at, bool block, stance_strbuf *list, stance_error *err)
{
    while (*at < head.len) {
        stance_view line = line_at(head, *at), key, value;
        bool item = line.len && line.data[0] == '-';
        if (line.len && line.data[0] != ' ' && line.data[0] != '\t' && !item) break;
        *at = next_line(head, *at);
        line = stance_trim(line);
        if (block) {
            if (line.len && list->len) stance_strbuf_addc(list, ' ');
            stance_strbuf_addv(list, line);
            continue;
        }
        if (line.len && line.data[0] == '-') line = stance_trim((stance_view){line.data + 1, line.len - 1});
        if (split(line, ':', &key, &value)) {
            if (!stance_view_is(key, "name")) continue;
            line = value;
        }
        STANCE_TRY(join(m, list, line, err));
    }
    return STANCE_OK;
}

static stance_status read_matter(matter *m, stance_view head, char mark, stance_strbuf *list, stance_error *err)
{
    for (size_t at = 0; at < head.len;) {
        stance_json_field f = {.kind = STANCE_JSON_STRING};
        stance_view value;
        stance_view line = line_at(head, at);
        at = next_line(head, at);
        if (line.len && line.data[0] == '[' && mark == '=') break; /* a table: nothing of it is ours */
        if (!line.len || line.data[0] == '#' || !split(line, mark, &f.key, &value)) continue;
        stance_strbuf_clear(list);
        bool block = value.len && (value.data[0] == '|' || value.data[0] == '>') && value.len <= 2;
        bool nested = !value.len || block;
        if (value.len && value.data[0] == '[') STANCE_TRY(flow_list(m, list, value, err));
        else if (nested) STANCE_TRY(below(m, head, &at, block, list, err));
        if (nested || list->len) {
            STANCE_TRY(stance_strbuf_ok(list, err));
            f.value = stance_arena_copy(m->arena, stance_strbuf_view(list));
            if (!f.value.data) return stance_fail_memory(err);
        } else {
            STANCE_TRY(scalar(m, value, &f.value, err));
        }
        if (!STANCE_PUSH(m->arena, m->fields, m->count, m->capacity, f)) return stance_fail_memory(err);
    }
    return STANCE_OK;
}

/* "# Title" on the first line that is not blank. */
static stance_view heading(stance_view text)
{
    for (size_t at = 0; at < text.len; at = next_line(text, at)) {
        stance_view line = stance_trim(line_at(text, at));
        if (!line.len) continue;
        if (line.len < 3 || line.data[0] != '#' || line.data[1] != ' ') break;
        line = stance_trim((stance_view){line.data + 2, line.len - 2});
        while (line.len && line.data[line.len - 1] == '#') line.len--;
        line = stance_trim(line);
        return line.len ? line : (stance_view){NULL, 0};
    }
    return (stance_view){NULL, 0};
}

stance_status stance_markdown_next(stance_reader *reader, bool *got, stance_error *err)
{
    stance_view text;
    matter m = {.arena = &reader->arena};
    size_t body = 0, lines = 0;
    STANCE_TRY(stance_reader_whole(reader, (stance_view){NULL, 0}, &text, got, err));
    if (!*got) return STANCE_OK;
    if (stance_markdown_head(text, &body, &lines)) {
        stance_strbuf list = STANCE_STRBUF_INIT;
        size_t first = next_line(text, 0);
        char mark = text.data[0] == '-' ? ':' : '=';
        stance_status status = read_matter(&m, (stance_view){text.data + first, body - first}, mark, &list, err);
        stance_strbuf_free(&list);
        if (status != STANCE_OK) return status;
    } else if (text.len && is_fence(line_at(text, 0), '-')) {
        stance_reader_problem(
            reader, 1, "front matter is opened here and never closed; the whole is read as text: end it with ---");
    }
    while (body < text.len && (text.data[body] == '\n' || text.data[body] == '\r')) body++;
    const stance_json_object record = {m.fields, m.count};
    stance_document *d = &reader->document;
    *d = (stance_document){.id = stance_strbuf_view(&reader->name), .text = {text.data + body, text.len - body}};
    *got = reader->options.keep_empty || !stance_blank(d->text);
    if (!*got) {
        stance_reader_problem(reader, 0, "front matter with no text below it: leave it out");
        return STANCE_OK;
    }
    STANCE_TRY(stance_fields_add(reader, &record, 1, err));
    if (!d->title.data) d->title = heading(d->text);
    return STANCE_OK;
}
