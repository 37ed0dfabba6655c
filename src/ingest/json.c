#include "ingest/json.h"

#include "text/utf8.h"

enum { DEPTH_MAX = 64 };

typedef struct scanner {
    stance_view line;
    size_t at;
    stance_arena *arena;
    stance_error *err;
} scanner;

static stance_status refuse(const scanner *s, const char *why)
{
    return stance_fail(s->err, STANCE_EFORMAT, "not JSON at column %zu: %s", s->at + 1, why);
}

static char peek(const scanner *s)
{
    return s->at < s->line.len ? s->line.data[s->at] : '\0';
}

static void blanks(scanner *s)
{
    while (s->at < s->line.len) {
        char c = s->line.data[s->at];
        if (c != ' ' && c != '\t' && c != '\n' && c != '\r') break;
        s->at++;
    }
}

static int hex4(const scanner *s, size_t at)
{
    if (at + 4 > s->line.len) return -1;
    int value = 0;
    for (size_t i = 0; i < 4; i++) {
        char c = s->line.data[at + i];
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (digit < 0) return -1;
        value = value * 16 + digit;
    }
    return value;
}

/* \uXXXX at s->at (on the u), with its low surrogate when there is one; appends to out. */
static stance_status unicode_escape(scanner *s, char *out, size_t *n)
{
    int high = hex4(s, s->at + 1);
    if (high < 0) return refuse(s, "\\u needs four hexadecimal digits");
    s->at += 5;
    uint32_t code = (uint32_t)high;
    if (code >= 0xDC00 && code <= 0xDFFF) return refuse(s, "a low surrogate without its high one");
    if (code >= 0xD800 && code <= 0xDBFF) {
        int low = s->at + 1 < s->line.len && s->line.data[s->at] == '\\' && s->line.data[s->at + 1] == 'u'
                      ? hex4(s, s->at + 2)
                      : -1;
        if (low < 0xDC00 || low > 0xDFFF) return refuse(s, "a high surrogate without its low one");
        code = 0x10000 + ((code - 0xD800) << 10) + ((uint32_t)low - 0xDC00);
        s->at += 6;
    }
    if (code == 0) return refuse(s, "the character U+0000 cannot stand in a text");
    *n += stance_utf8_put(code, out + *n);
    return STANCE_OK;
}

static stance_status string(scanner *s, stance_view *value)
{
    s->at++; /* the opening mark */
    size_t start = s->at;
    while (s->at < s->line.len && peek(s) != '"' && peek(s) != '\\' && (unsigned char)peek(s) >= 0x20) s->at++;
    if (peek(s) == '"' && s->at < s->line.len) {
        *value = (stance_view){s->line.data + start, s->at - start};
        s->at++;
        return stance_utf8_valid(*value) ? STANCE_OK : refuse(s, "the string before this is not UTF-8");
    }
    /* Escapes only make a string shorter, so the rest of the line bounds it; find its real end for a close fit. */
    size_t end = s->at;
    while (end < s->line.len && s->line.data[end] != '"') end += s->line.data[end] == '\\' ? 2 : 1;
    if (end >= s->line.len) return refuse(s, "a string is not closed");
    char *out = stance_arena_alloc(s->arena, end - start + 4);
    if (!out) return stance_fail_memory(s->err);
    size_t n = s->at - start;
    memcpy(out, s->line.data + start, n);
    while (s->at < end) {
        char c = peek(s);
        if ((unsigned char)c < 0x20) return refuse(s, "a control character must be written as an escape");
        if (c != '\\') {
            out[n++] = c;
            s->at++;
            continue;
        }
        s->at++;
        static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
        const char *known = peek(s) ? strchr(from, peek(s)) : NULL;
        if (known) {
            out[n++] = to[known - from];
            s->at++;
        } else if (peek(s) == 'u') {
            STANCE_TRY(unicode_escape(s, out, &n));
        } else {
            return refuse(s, "no such escape");
        }
    }
    s->at++;
    *value = (stance_view){out, n};
    return stance_utf8_valid(*value) ? STANCE_OK : refuse(s, "the string before this is not UTF-8");
}

static bool digits(scanner *s)
{
    size_t start = s->at;
    while (peek(s) >= '0' && peek(s) <= '9') s->at++;
    return s->at > start;
}

static stance_status number(scanner *s)
{
    if (peek(s) == '-') s->at++;
    if (peek(s) == '0') s->at++;
    else if (!digits(s)) return refuse(s, "no value begins so");
    if (peek(s) == '.') {
        s->at++;
        if (!digits(s)) return refuse(s, "digits must follow the point");
    }
    if (peek(s) == 'e' || peek(s) == 'E') {
        s->at++;
        if (peek(s) == '+' || peek(s) == '-') s->at++;
        if (!digits(s)) return refuse(s, "digits must follow the exponent");
    }
    return STANCE_OK;
}

static stance_status value(scanner *s, stance_view *text, stance_json_kind *kind, int depth);

/* [ … ] or { … } below the top level: checked, not kept. */
static stance_status nested(scanner *s, int depth)
{
    bool object = peek(s) == '{';
    char close = object ? '}' : ']';
    if (depth == DEPTH_MAX) return refuse(s, "nested more than 64 levels deep");
    s->at++;
    blanks(s);
    if (peek(s) == close) {
        s->at++;
        return STANCE_OK;
    }
    for (;;) {
        stance_view text;
        stance_json_kind kind;
        blanks(s);
        if (object) {
            if (peek(s) != '"') return refuse(s, "a key must stand in quotation marks");
            STANCE_TRY(string(s, &text));
            blanks(s);
            if (peek(s) != ':') return refuse(s, "a colon must follow the key");
            s->at++;
        }
        STANCE_TRY(value(s, &text, &kind, depth + 1));
        blanks(s);
        if (peek(s) == close) break;
        if (peek(s) != ',') return refuse(s, "a comma or the closing bracket is missing");
        s->at++;
    }
    s->at++;
    return STANCE_OK;
}

static stance_status word(scanner *s, const char *name)
{
    size_t n = strlen(name);
    if (s->line.len - s->at < n || memcmp(s->line.data + s->at, name, n) != 0) return refuse(s, "no value begins so");
    s->at += n;
    return STANCE_OK;
}

static stance_status value(scanner *s, stance_view *text, stance_json_kind *kind, int depth)
{
    blanks(s);
    size_t start = s->at;
    switch (peek(s)) {
    case '"': *kind = STANCE_JSON_STRING; return string(s, text);
    case '{':
        *kind = STANCE_JSON_OBJECT;
        STANCE_TRY(nested(s, depth));
        break;
    case '[':
        *kind = STANCE_JSON_ARRAY;
        STANCE_TRY(nested(s, depth));
        break;
    case 't':
        *kind = STANCE_JSON_BOOL;
        STANCE_TRY(word(s, "true"));
        break;
    case 'f':
        *kind = STANCE_JSON_BOOL;
        STANCE_TRY(word(s, "false"));
        break;
    case 'n':
        *kind = STANCE_JSON_NULL;
        STANCE_TRY(word(s, "null"));
        break;
    default:
        *kind = STANCE_JSON_NUMBER;
        STANCE_TRY(number(s));
        break;
    }
    *text = (stance_view){s->line.data + start, s->at - start};
    return STANCE_OK;
}

stance_status stance_json_read(stance_view line, stance_arena *arena, stance_json_object *object, stance_error *err)
{
    scanner s = {.line = line, .arena = arena, .err = err};
    stance_json_field *fields = NULL;
    size_t count = 0, capacity = 0;
    blanks(&s);
    if (peek(&s) != '{') return refuse(&s, "a record is an object and begins with {");
    s.at++;
    blanks(&s);
    bool more = peek(&s) != '}';
    while (more) {
        stance_json_field f;
        blanks(&s);
        if (peek(&s) != '"') return refuse(&s, "a key must stand in quotation marks");
        STANCE_TRY(string(&s, &f.key));
        blanks(&s);
        if (peek(&s) != ':') return refuse(&s, "a colon must follow the key");
        s.at++;
        STANCE_TRY(value(&s, &f.value, &f.kind, 1));
        if (!STANCE_PUSH(arena, fields, count, capacity, f)) return stance_fail_memory(err);
        blanks(&s);
        more = peek(&s) == ',';
        if (more) s.at++;
        else if (peek(&s) != '}') return refuse(&s, "a comma or } is missing");
    }
    s.at++;
    blanks(&s);
    if (s.at < line.len) return refuse(&s, "something follows the record; one record a line");
    *object = (stance_json_object){fields, count};
    return STANCE_OK;
}

stance_status stance_json_item(stance_view array, size_t *at, stance_arena *arena, stance_view *item,
                               stance_json_kind *kind, stance_error *err)
{
    scanner s = {.line = array, .at = *at, .arena = arena, .err = err};
    *item = (stance_view){NULL, 0};
    *kind = STANCE_JSON_NULL;
    blanks(&s);
    if (*at == 0) {
        if (peek(&s) != '[') return refuse(&s, "an array begins with [");
        s.at++;
        blanks(&s);
        if (peek(&s) == ']') return STANCE_OK;
    } else {
        if (peek(&s) == ']') return STANCE_OK;
        if (peek(&s) != ',') return refuse(&s, "a comma or ] is missing");
        s.at++;
    }
    STANCE_TRY(value(&s, item, kind, 1));
    *at = s.at;
    return STANCE_OK;
}

const stance_json_field *stance_json_get(const stance_json_object *object, const char *key)
{
    for (size_t i = object->count; i > 0; i--) {
        if (stance_view_is(object->fields[i - 1].key, key)) return &object->fields[i - 1];
    }
    return NULL;
}
