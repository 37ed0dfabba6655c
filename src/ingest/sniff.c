#include "ingest/sniff.h"

#include "ingest/csv.h"
#include "ingest/json.h"
#include "ingest/markdown.h"
#include "ingest/reader.h"
#include "ingest/xml.h"

enum { TABLE_BYTES = 256 * 1024 };

typedef struct magic {
    const char *bytes;
    size_t len, at;
    const char *reason;
} magic;

#define PACKED(what, tool) what ", which is not read packed: unpack it first (" tool ")"
#define FORM(what, remedy) what ", which cannot be read: " remedy
#define IMAGE(what) FORM(what, "only its text can be, from a text recogniser")

static const magic magics[] = {
    {"%PDF-", 5, 0, FORM("a PDF document", "turn it into text first (pdftotext FILE)")},
    {"PK\3\4", 4, 0,
     FORM("a zip archive or an office document (docx, xlsx, odt)", "unpack it, or save it as plain text")},
    {"PK\5\6", 4, 0, FORM("an empty zip archive", "leave it out")},
    {"\x1F\x8B", 2, 0, PACKED("gzip", "gunzip FILE")},
    {"\xFD"
     "7zXZ\0",
     6, 0, PACKED("xz", "unxz FILE")},
    {"BZh", 3, 0, PACKED("bzip2", "bunzip2 FILE")},
    {"\x28\xB5\x2F\xFD", 4, 0, PACKED("zstd", "unzstd FILE")},
    {"7z\xBC\xAF\x27\x1C", 6, 0, PACKED("a 7z archive", "7z x FILE")},
    {"Rar!\x1A\7", 6, 0, PACKED("a rar archive", "unrar x FILE")},
    {"ustar", 5, 257, PACKED("a tar archive", "tar xf FILE")},
    {"SQLite format 3", 16, 0, FORM("an SQLite database", "if it is one of ours, name it with -d instead")},
    {"\x89PNG\r\n\x1A\n", 8, 0, IMAGE("a PNG image")},
    {"\xFF\xD8\xFF", 3, 0, IMAGE("a JPEG image")},
    {"GIF8", 4, 0, IMAGE("a GIF image")},
    {"II*\0", 4, 0, IMAGE("a TIFF image")},
    {"MM\0*", 4, 0, IMAGE("a TIFF image")},
    {"WEBP", 4, 8, IMAGE("a WebP image")},
    {"AVI ", 4, 8, FORM("a film or sound recording", "only a transcript of it can be")},
    {"WAVE", 4, 8, FORM("a sound recording", "only a transcript of it can be")},
    {"\x1A\x45\xDF\xA3", 4, 0, FORM("a film or sound recording", "only a transcript of it can be")},
    {"MZ\x90\0", 4, 0, FORM("a program", "leave it out")},
    {"ftyp", 4, 4, FORM("a film or sound recording", "only a transcript of it can be")},
    {"ID3", 3, 0, FORM("a sound recording", "only a transcript of it can be")},
    {"OggS", 4, 0, FORM("a sound recording", "only a transcript of it can be")},
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8, 0, FORM("an old office document (doc, xls, ppt)", "save it as plain text")},
    {"{\\rtf", 5, 0, FORM("an RTF document", "save it as plain text")},
    {"%!PS", 4, 0, FORM("a PostScript document", "turn it into text first (ps2ascii FILE)")},
    {"\x7F"
     "ELF",
     4, 0, FORM("a program", "leave it out")},
};

const char *stance_sniff_magic(stance_view head)
{
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
        const magic *m = &magics[i];
        if (head.len >= m->at + m->len && memcmp(head.data + m->at, m->bytes, m->len) == 0) return m->reason;
    }
    return NULL;
}

bool stance_sniff_ours(stance_view head)
{
    static const char companion[] = "\0\5\x16\7\0\2\0\0", store[] = "\0\0\0\1Bud1", database[] = "SQLite format 3";
    enum { APPLICATION_AT = 68, APPLICATION = 1398033987 /* as the store writes it */ };
    if (head.len >= 8 && (memcmp(head.data, companion, 8) == 0 || memcmp(head.data, store, 8) == 0)) return true;
    if (head.len < APPLICATION_AT + 4 || memcmp(head.data, database, sizeof database) != 0) return false;
    uint32_t application = 0;
    for (size_t i = 0; i < 4; i++) application = application << 8 | (unsigned char)head.data[APPLICATION_AT + i];
    return application == APPLICATION;
}

const char *stance_sniff_binary(stance_view head)
{
    size_t controls = 0;
    for (size_t i = 0; i < head.len; i++) {
        unsigned char c = (unsigned char)head.data[i];
        if (c == 0) return "binary data (it has zero bytes), which cannot be read: only text can";
        controls += c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\v' && c != 0x1B;
    }
    if (controls > 2 && controls * 50 > head.len)
        return "binary data (many of its bytes are control characters), which cannot be read: only text can";
    return NULL;
}

/* { or [ and then what JSON has there. */
static bool opens(stance_view text, const char *next)
{
    stance_view rest = stance_trim((stance_view){text.data + 1, text.len - 1});
    return rest.len && strchr(next, rest.data[0]);
}

/* An object on one line that has no text itself but a list of objects: {"articles": [{ … */
static bool wraps(const stance_json_object *object)
{
    for (size_t i = 0; i < object->count; i++) {
        const stance_json_field *f = &object->fields[i];
        if (f->kind == STANCE_JSON_ARRAY && opens(f->value, "{")) return true;
        if (f->kind == STANCE_JSON_OBJECT && f->value.len > 64) return true; /* {"response": {"docs": [ … */
    }
    return false;
}

static stance_status sniff_json(stance_view head, bool whole, const stance_read_options *options, stance_arena *arena,
                                stance_format *format, bool *sure, stance_error *err)
{
    const char *newline = memchr(head.data, '\n', head.len);
    size_t length = newline ? (size_t)(newline - head.data) : head.len;
    stance_view line = stance_trim((stance_view){head.data, length});
    stance_view behind = stance_trim((stance_view){head.data + length, head.len - length});
    stance_json_object object;
    stance_error ignored;
    if (head.data[0] == '[') { /* "[Leer en español]" is text */
        if (opens(head, "{")) *format = STANCE_FORMAT_JSON;
        *sure = *format == STANCE_FORMAT_JSON || !stance_blank((stance_view){head.data + 1, head.len - 1});
        return STANCE_OK;
    }
    stance_status status = stance_json_read(line, arena, &object, &ignored);
    if (status == STANCE_ENOMEM) return stance_fail_memory(err);
    if (status == STANCE_OK) {
        bool list = !stance_fields_has_text(options, &object) && wraps(&object);
        *format = list && !behind.len && whole ? STANCE_FORMAT_JSON : STANCE_FORMAT_JSONL;
        *sure = !list;
    } else if (opens(head, "\"}")) { /* JSON, but not this line: spread over lines, or one malformed record */
        char last = line.data[line.len - 1];
        bool spread = newline && (last == '{' || last == '[' || last == ',' || last == ':');
        /* A record that was cut off on the only line, or the last key of a line that the next one goes on with */
        if (newline && behind.len && behind.data[0] != '{') spread = true;
        *format = spread ? STANCE_FORMAT_JSON : STANCE_FORMAT_JSONL;
        *sure = spread || behind.len;
    } else {
        *sure = line.len > 1;
    }
    return STANCE_OK;
}

static stance_format sniff_markup(stance_view head, const char **refusal)
{
    static const char *const tags[] = {"html",  "head", "body",    "title",   "meta", "link",      "script", "style",
                                       "div",   "p",    "article", "section", "main", "header",    "h1",     "h2",
                                       "table", "span", "center",  "nav",     "ul",   "blockquote"};
    stance_xml_prolog prolog;
    stance_xml_look(head, &prolog);
    if (prolog.doctype_html) return STANCE_FORMAT_HTML;
    if (stance_view_is(prolog.root, "rss") || stance_view_is(prolog.root, "feed") || stance_view_is(prolog.root, "RDF"))
        return STANCE_FORMAT_FEED;
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        if (prolog.root.len == strlen(tags[i]) && stance_begins(prolog.root, tags[i])) return STANCE_FORMAT_HTML;
    }
    if (prolog.declared)
        *refusal = FORM("an XML document that is neither a page nor a feed", "save its text as plain text");
    return STANCE_FORMAT_TEXT;
}

stance_status stance_sniff_format(stance_view head, bool whole, const stance_read_options *options, stance_arena *arena,
                                  stance_format *format, const char **refusal, bool *sure, stance_error *err)
{
    char delimiter;
    size_t body, lines;
    *refusal = NULL;
    *format = STANCE_FORMAT_TEXT;
    *sure = false;
    if (stance_markdown_head(head, &body, &lines)) {
        *format = STANCE_FORMAT_MARKDOWN;
        *sure = true;
        return STANCE_OK;
    }
    stance_view text = head, inked = head;
    while (text.len && (unsigned char)text.data[0] <= ' ' && text.data[0] != '\t')
        text = (stance_view){text.data + 1, text.len - 1};
    while (inked.len && (unsigned char)inked.data[0] <= ' ') inked = (stance_view){inked.data + 1, inked.len - 1};
    if (!inked.len) return STANCE_OK;
    if (inked.data[0] == '<') text = inked; /* a tab before it opens no table */
    if (text.data[0] == '<') {
        *format = sniff_markup(text, refusal);
        *sure = *format != STANCE_FORMAT_TEXT;
    } else if (text.data[0] == '{' || text.data[0] == '[') {
        return sniff_json(text, whole, options, arena, format, sure, err);
    } else {
        if (text.len > TABLE_BYTES) {
            text.len = TABLE_BYTES;
            whole = false;
        }
        STANCE_TRY(stance_csv_sniff(text, whole, options, arena, &delimiter, err));
        if (delimiter) *format = delimiter == '\t' ? STANCE_FORMAT_TSV : STANCE_FORMAT_CSV;
    }
    return STANCE_OK;
}
