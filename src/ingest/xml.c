#include "ingest/xml.h"

enum { META_BYTES = 16 * 1024, ATTRIBUTES_MAX = 10000 };

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

bool stance_begins(stance_view text, const char *small)
{
    size_t n = strlen(small);
    if (text.len < n) return false;
    for (size_t i = 0; i < n; i++) {
        if (lower(text.data[i]) != small[i]) return false;
    }
    return true;
}

static stance_view from(stance_view text, size_t n)
{
    return n < text.len ? (stance_view){text.data + n, text.len - n} : (stance_view){text.data + text.len, 0};
}

/* Where `what` (lower case) begins, or text.len. */
static size_t find(stance_view text, const char *what)
{
    for (size_t i = 0; i < text.len; i++) {
        if (lower(text.data[i]) == what[0] && stance_begins(from(text, i), what)) return i;
    }
    return text.len;
}

static bool name_char(char c)
{
    return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' ||
           c == ':' || (unsigned char)c >= 0x80;
}

/* The value behind `name` and an equals sign, with or without quotation marks. */
static stance_view value_of(stance_view text, const char *name)
{
    if (!text.data) return (stance_view){NULL, 0};
    size_t at = find(text, name) + strlen(name);
    while (at < text.len && (text.data[at] == ' ' || text.data[at] == '=')) at++;
    if (at < text.len && (text.data[at] == '"' || text.data[at] == '\'')) at++;
    size_t end = at;
    while (end < text.len && name_char(text.data[end])) end++;
    return end > at ? (stance_view){text.data + at, end - at} : (stance_view){NULL, 0};
}

void stance_xml_look(stance_view text, stance_xml_prolog *prolog)
{
    *prolog = (stance_xml_prolog){.root = {"", 0}};
    for (;;) {
        while (text.len && (unsigned char)text.data[0] <= ' ') text = from(text, 1);
        if (stance_begins(text, "<?")) {
            size_t end = find(text, "?>");
            if (stance_begins(text, "<?xml ")) {
                prolog->declared = true;
                prolog->charset = value_of((stance_view){text.data, end}, "encoding");
            }
            text = from(text, end + 2);
        } else if (stance_begins(text, "<!--")) {
            text = from(text, find(text, "-->") + 3);
        } else if (stance_begins(text, "<!doctype")) {
            size_t close = find(text, ">"), open = find((stance_view){text.data, close}, "[");
            prolog->doctype_html = stance_begins(from(text, 9), " html");
            if (open < close) {
                /* An internal subset: none that we read needs one, so a crude look for its end will do. */
                size_t end = find(text, "]>");
                prolog->entities = find((stance_view){text.data, end}, "<!entity") < end;
                text = from(text, end + 2);
            } else {
                text = from(text, close + 1);
            }
        } else {
            break;
        }
    }
    if (text.len < 2 || text.data[0] != '<') return;
    size_t end = 1, start = 1;
    for (; end < text.len && name_char(text.data[end]); end++) {
        if (text.data[end] == ':') start = end + 1;
    }
    prolog->root = (stance_view){text.data + start, end - start};
}

stance_view stance_html_charset(stance_view text)
{
    if (text.len > META_BYTES) text.len = META_BYTES;
    for (size_t at = 0; at < text.len;) {
        stance_view rest = from(text, at);
        at += find(rest, "<meta") + 5;
        if (at >= text.len) break;
        rest = from(text, at);
        size_t close = find(rest, ">");
        stance_view value = value_of((stance_view){rest.data, close}, "charset");
        if (value.data) return value;
        at += close;
    }
    return (stance_view){NULL, 0};
}

bool stance_has_monster_tag(stance_view text, bool scripts)
{
    for (size_t i = 0; i + 1 < text.len; i++) {
        if (text.data[i] != '<' || lower(text.data[i + 1]) < 'a' || lower(text.data[i + 1]) > 'z') continue;
        if (scripts && stance_begins(from(text, i), "<script")) {
            i += find(from(text, i), "</script");
            continue;
        }
        size_t words = 0;
        for (bool blank = false; i < text.len && text.data[i] != '>'; i++) {
            bool now = (unsigned char)text.data[i] <= ' ' || text.data[i] == '"' || text.data[i] == '/';
            words += blank && !now;
            blank = now;
        }
        if (words > ATTRIBUTES_MAX) return true;
    }
    return false;
}
