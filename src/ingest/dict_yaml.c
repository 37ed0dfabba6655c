/* quanteda's YAML: categories that hold categories or lists of words. The part of YAML that such files need and no more:
   block mappings and block lists by indentation, lists in [ ], plain and quoted scalars, comments. Anchors, aliases, tags,
   merge keys, block scalars and several documents are refused: they mean nothing here, and they are how a small file grows
   large. */
#include "ingest/dict.h"

typedef struct yaml {
    stance_dict_reader *r;
    stance_dict_path path;
    size_t indents[STANCE_DICT_DEPTH + 1];
    stance_strbuf scalar;
} yaml;

static stance_status refuse(const yaml *y, const char *why, stance_error *err)
{
    return stance_dict_refuse(y->r, y->r->line, why, err);
}

/* The text without a comment behind it. A # begins one at the start and after a blank, outside of quotation marks. */
static stance_view without_comment(stance_view line)
{
    char quote = '\0';
    for (size_t i = 0; i < line.len; i++) {
        char c = line.data[i], before = i ? line.data[i - 1] : ' ';
        if (quote == '"' && c == '\\') i++;
        else if (quote) quote = c == quote ? '\0' : quote;
        else if ((c == '"' || c == '\'') && (before == ' ' || before == '[' || before == ',' || before == ':'))
            quote = c;
        else if (c == '#' && (before == ' ' || before == '\t')) return (stance_view){line.data, i};
    }
    return line;
}

/* The escapes of a scalar in double quotation marks: \" \\ \/ \t \n; others stand for themselves. */
static void unescape(stance_strbuf *out, stance_view inner)
{
    for (size_t i = 0; i < inner.len; i++) {
        char c = inner.data[i];
        if (c == '\\' && i + 1 < inner.len) {
            c = inner.data[++i];
            if (c == 't' || c == 'n') c = ' ';
        }
        stance_strbuf_addc(out, c);
    }
}

/* A scalar at *at of text, up to one of the characters in `until` outside of quotation marks; into y->scalar. *quoted tells
   "" from nothing. */
static stance_status read_scalar(yaml *y, stance_view text, size_t *at, const char *until, bool *quoted,
                                 stance_error *err)
{
    stance_strbuf_clear(&y->scalar);
    while (*at < text.len && (text.data[*at] == ' ' || text.data[*at] == '\t')) ++*at;
    char quote = *at < text.len ? text.data[*at] : '\0';
    *quoted = quote == '"' || quote == '\'';
    if (!*quoted) {
        if (quote && strchr("&*!|>%@`{", quote) && !(quote == '*' && *at + 1 < text.len && text.data[*at + 1] == ' '))
            return refuse(
                y,
                "anchors, aliases, tags and block texts have no place in a dictionary; a word that begins with "
                "such a sign stands in quotation marks",
                err);
        size_t start = *at;
        while (*at < text.len && !strchr(until, text.data[*at])) {
            if (text.data[*at] == ':' && *at + 1 < text.len && text.data[*at + 1] == ' ' && *until == '\n') break;
            ++*at;
        }
        stance_strbuf_addv(&y->scalar, stance_dict_trim((stance_view){text.data + start, *at - start}));
        return stance_strbuf_ok(&y->scalar, err);
    }
    size_t start = ++*at;
    for (; *at < text.len; ++*at) {
        if (quote == '"' && text.data[*at] == '\\') ++*at;
        else if (text.data[*at] != quote) continue;
        else if (quote == '\'' && *at + 1 < text.len && text.data[*at + 1] == '\'') ++*at;
        else break;
    }
    if (*at >= text.len) return refuse(y, "a quotation mark is not closed", err);
    stance_view inner = {text.data + start, *at - start};
    ++*at;
    if (quote == '"') unescape(&y->scalar, inner);
    for (size_t i = 0; quote == '\'' && i < inner.len; i++) {
        stance_strbuf_addc(&y->scalar, inner.data[i]);
        i += inner.data[i] == '\'';
    }
    return stance_strbuf_ok(&y->scalar, err);
}

static stance_status add_word(yaml *y, stance_error *err)
{
    if (!y->path.depth) return refuse(y, "a word before the first category", err);
    return stance_dict_add(y->r, stance_strbuf_view(&y->path.text), stance_strbuf_view(&y->scalar), 0, y->r->line, err);
}

/* "[good, 'well done', fine]", over several lines where it takes them. text begins with the bracket. */
static stance_status read_flow(yaml *y, stance_view text, stance_error *err)
{
    size_t at = 1;
    for (;;) {
        while (at < text.len && (text.data[at] == ' ' || text.data[at] == ',' || text.data[at] == '\t')) at++;
        if (at >= text.len) {
            stance_view line;
            if (!stance_dict_line(y->r, &line)) return refuse(y, "a [ is not closed", err);
            text = stance_dict_trim(without_comment(line));
            at = 0;
            continue;
        }
        if (text.data[at] == ']') break;
        if (text.data[at] == '[') return refuse(y, "lists in lists have no place in a dictionary", err);
        bool quoted;
        STANCE_TRY(read_scalar(y, text, &at, ",]", &quoted, err));
        STANCE_TRY(add_word(y, err));
    }
    return stance_dict_trim((stance_view){text.data + at + 1, text.len - at - 1}).len
               ? refuse(y, "something stands behind the ]", err)
               : STANCE_OK;
}

/* What follows "key:" on its line. */
static stance_status read_value(yaml *y, stance_view rest, stance_error *err)
{
    rest = stance_dict_trim(rest);
    if (!rest.len || stance_view_is(rest, "~") || stance_view_is(rest, "null")) return STANCE_OK;
    if (rest.data[0] == '[') return read_flow(y, rest, err);
    size_t at = 0;
    bool quoted;
    STANCE_TRY(read_scalar(y, rest, &at, "\n", &quoted, err));
    return add_word(y, err);
}

/* A line "key:" or "key: value", or false. */
static stance_status read_key(yaml *y, stance_view bare, size_t indent, bool *was_key, stance_error *err)
{
    size_t at = 0;
    bool quoted;
    *was_key = false;
    STANCE_TRY(read_scalar(y, bare, &at, "\n", &quoted, err));
    stance_view key = stance_strbuf_view(&y->scalar);
    if (quoted) {
        if (at >= bare.len || bare.data[at] != ':') return STANCE_OK;
        at++;
    } else if (at < bare.len) { /* stopped before ": " */
        at++;
    } else if (key.len && key.data[key.len - 1] == ':') {
        key.len--;
    } else {
        return STANCE_OK;
    }
    *was_key = true;
    if (stance_view_is(key, "<<")) return refuse(y, "merge keys have no place in a dictionary", err);
    while (y->path.depth && y->indents[y->path.depth - 1] >= indent) stance_dict_leave(&y->path, y->path.depth - 1);
    STANCE_TRY(stance_dict_enter(y->r, &y->path, key, err));
    y->indents[y->path.depth - 1] = indent;
    return read_value(y, (stance_view){bare.data + at, bare.len - at}, err);
}

/* "- word"; "- key:" opens a category of its own. The dashes of a list may stand below its key's first letter. */
static stance_status read_item(yaml *y, stance_view bare, size_t indent, stance_error *err)
{
    const size_t dash = indent;
    while (bare.len && bare.data[0] == '-' && (bare.len == 1 || bare.data[1] == ' ')) {
        size_t n = 1;
        while (n < bare.len && bare.data[n] == ' ') n++;
        bare.data += n;
        bare.len -= n;
        indent += n;
    }
    if (!bare.len) return STANCE_OK;
    while (y->path.depth && y->indents[y->path.depth - 1] > dash) stance_dict_leave(&y->path, y->path.depth - 1);
    if (bare.data[0] == '[') return read_flow(y, bare, err);
    bool was_key;
    STANCE_TRY(read_key(y, bare, indent, &was_key, err));
    return was_key ? STANCE_OK : add_word(y, err);
}

static stance_status read_line(yaml *y, stance_view line, bool *begun, stance_error *err)
{
    size_t indent = 0;
    while (indent < line.len && line.data[indent] == ' ') indent++;
    if (indent < line.len && line.data[indent] == '\t')
        return refuse(y, "a tab in the indentation, which YAML does not allow; write blanks", err);
    stance_view bare = stance_dict_trim(without_comment((stance_view){line.data + indent, line.len - indent}));
    if (!bare.len || bare.data[0] == '#') return STANCE_OK;
    if (indent == 0 && (stance_view_is(bare, "---") || stance_view_is(bare, "..."))) {
        if (*begun && bare.data[0] == '-') return refuse(y, "a second document in the file; one is read", err);
        return STANCE_OK;
    }
    if (indent == 0 && bare.data[0] == '%' && !*begun) return STANCE_OK; /* %YAML 1.2 */
    *begun = true;
    if (bare.data[0] == '-' && (bare.len == 1 || bare.data[1] == ' ')) return read_item(y, bare, indent, err);
    bool was_key;
    STANCE_TRY(read_key(y, bare, indent, &was_key, err));
    return was_key ? STANCE_OK : refuse(y, "neither 'category:' nor '- word'", err);
}

stance_status stance_dict_quanteda(stance_dict_reader *r, stance_error *err)
{
    yaml y = {.r = r, .path = {.text = STANCE_STRBUF_INIT}, .scalar = STANCE_STRBUF_INIT};
    stance_view line;
    stance_status status = STANCE_OK;
    bool begun = false;
    while (status == STANCE_OK && stance_dict_line(r, &line)) status = read_line(&y, line, &begun, err);
    stance_strbuf_free(&y.path.text);
    stance_strbuf_free(&y.scalar);
    return status;
}
