#include "ingest/sniff.h"

#include "ingest/json.h"

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
    {"ftyp", 4, 4, FORM("a film or sound recording", "only a transcript of it can be")},
    {"ID3", 3, 0, FORM("a sound recording", "only a transcript of it can be")},
    {"OggS", 4, 0, FORM("a sound recording", "only a transcript of it can be")},
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8, 0, FORM("an old office document (doc, xls, ppt)", "save it as plain text")},
    {"{\\rtf", 5, 0, FORM("an RTF document", "save it as plain text")},
    {"%!PS", 4, 0, FORM("a PostScript document", "turn it into text first (ps2ascii FILE)")},
    {"\x7F"
     "ELF",
     4, 0, FORM("a program", "leave it out")},
    {"\0\5\x16\7", 4, 0, FORM("a companion file that macOS writes beside a copied one", "leave it out")},
};

const char *stance_sniff_magic(stance_view head)
{
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
        const magic *m = &magics[i];
        if (head.len >= m->at + m->len && memcmp(head.data + m->at, m->bytes, m->len) == 0) return m->reason;
    }
    return NULL;
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

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static stance_view trim(stance_view v)
{
    while (v.len && is_blank(v.data[0])) v = (stance_view){v.data + 1, v.len - 1};
    while (v.len && is_blank(v.data[v.len - 1])) v.len--;
    return v;
}

static bool begins(stance_view text, const char *small)
{
    size_t n = strlen(small);
    if (text.len < n) return false;
    for (size_t i = 0; i < n; i++) {
        char c = text.data[i];
        if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != small[i]) return false;
    }
    return true;
}

/* { or [ and then what JSON has there. */
static bool opens(stance_view text, const char *next)
{
    stance_view rest = trim((stance_view){text.data + 1, text.len - 1});
    return rest.len && strchr(next, rest.data[0]);
}

stance_status stance_sniff_format(stance_view head, bool whole, stance_arena *arena, stance_format *format,
                                  const char **refusal, stance_error *err)
{
    *refusal = NULL;
    *format = STANCE_FORMAT_TEXT;
    while (head.len && is_blank(head.data[0])) head = (stance_view){head.data + 1, head.len - 1};
    if (begins(head, "<!doctype html") || begins(head, "<html"))
        *refusal = FORM("an HTML page", "save it as plain text");
    if (begins(head, "<?xml")) *refusal = FORM("an XML document", "save its text as plain text");
    if (!head.len || (head.data[0] != '{' && head.data[0] != '[')) return STANCE_OK;
    const char *newline = memchr(head.data, '\n', head.len);
    stance_view line = trim((stance_view){head.data, newline ? (size_t)(newline - head.data) : head.len});
    if (head.data[0] == '[') { /* "[Leer en español]" is text */
        if (line.len > 1 ? opens(head, "{") : !whole && opens(head, "{"))
            *refusal = FORM("a JSON array", "write one record a line (jq -c '.[]' FILE)");
        return STANCE_OK;
    }
    stance_json_object object;
    stance_error ignored;
    stance_status status = stance_json_read(line, arena, &object, &ignored);
    if (status == STANCE_ENOMEM) return stance_fail_memory(err);
    if (status == STANCE_OK) {
        *format = STANCE_FORMAT_JSONL;
    } else if (opens(head, "\"}")) { /* JSON, but not this line: spread over lines, or one malformed record */
        char last = line.data[line.len - 1];
        bool spread = newline && (last == '{' || last == '[' || last == ',' || last == ':');
        if (spread) *refusal = FORM("JSON spread over several lines", "write one record a line (jq -c . FILE)");
        else *format = STANCE_FORMAT_JSONL;
    }
    return STANCE_OK;
}
