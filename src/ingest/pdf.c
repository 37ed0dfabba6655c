/* PDF, through pdftotext of poppler-utils. */
#include "ingest/filter.h"
#include "ingest/reader.h"
#include "ingest/unwrap.h"
#include "text/charset.h"

#include <string.h>

enum { SECONDS = 60, OUTPUT_MAX = 256 * 1024 * 1024 /* twenty times the text */ };

/* What a PDF says of itself, and its lines as they stand on the pages, a blank one after each block. */
typedef struct pages {
    stance_strbuf text, title, author, date;
} pages;

static bool begins(stance_view v, const char *with)
{
    size_t n = strlen(with);
    return v.len >= n && memcmp(v.data, with, n) == 0;
}

/* Letters that a font joins: as characters of their own, or as TeX numbers them where the font does not say more. */
static const char *ligature(stance_view v, size_t *len)
{
    static const char *const letters[] = {"ff", "fi", "fl", "ffi", "ffl"};
    unsigned char c = (unsigned char)v.data[0];
    *len = 1;
    if (c >= 0x1B && c <= 0x1F) return letters[c - 0x1B];
    *len = 3;
    if (!begins(v, "\xEF\xAC") || v.len < 3) return NULL;
    c = (unsigned char)v.data[2];
    return c >= 0x80 && c <= 0x84 ? letters[c - 0x80] : NULL;
}

/* The five entities that pdftotext writes; what steers a terminal, and zeros, become blanks. */
static void add_plain(stance_strbuf *out, stance_view v)
{
    static const char *const names[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;", "&#39;"};
    for (size_t i = 0, n; i < v.len; i += n) {
        size_t k = 0;
        stance_view rest = {v.data + i, v.len - i};
        const char *letters = ligature(rest, &n);
        if (letters) {
            stance_strbuf_adds(out, letters);
            continue;
        }
        n = 1;
        while (v.data[i] == '&' && k < 6 && !begins(rest, names[k])) k++;
        if (v.data[i] == '&' && k < 6) {
            stance_strbuf_addc(out, "&<>\"''"[k]);
            n = strlen(names[k]);
        } else {
            stance_strbuf_addc(out, (unsigned char)v.data[i] < ' ' || v.data[i] == 0x7F ? ' ' : v.data[i]);
        }
    }
}

/* What stands between `from` and the last `to` of the line; empty when there is no such place. */
static stance_view between(stance_view line, const char *from, const char *to)
{
    const char *a = memmem(line.data, line.len, from, strlen(from));
    if (!a) return (stance_view){"", 0};
    a += strlen(from);
    stance_view rest = {a, (size_t)(line.data + line.len - a)};
    const char *b = memmem(rest.data, rest.len, to, strlen(to));
    return (stance_view){a, b ? (size_t)(b - a) : rest.len};
}

/* Its output is XHTML of one element a line. It is no good XML when a font has strange letters, so it is read by lines. */
static void read_line(pages *p, stance_view line)
{
    while (line.len && line.data[0] == ' ') line = (stance_view){line.data + 1, line.len - 1};
    if (begins(line, "<word ")) {
        stance_view word = between(line, "\">", "</word>");
        if (p->text.len && p->text.data[p->text.len - 1] != '\n') stance_strbuf_addc(&p->text, ' ');
        add_plain(&p->text, word);
    } else if (begins(line, "</line>") || begins(line, "</block>")) {
        stance_strbuf_addc(&p->text, '\n');
    } else if (begins(line, "<title>")) {
        add_plain(&p->title, between(line, "<title>", "</title>"));
    } else if (begins(line, "<meta name=\"Author\"")) {
        add_plain(&p->author, between(line, "content=\"", "\"/>"));
    } else if (begins(line, "<meta name=\"CreationDate\"")) {
        add_plain(&p->date, between(line, "content=\"", "\"/>"));
    }
}

static void read_pages(pages *p, stance_view xhtml)
{
    while (xhtml.len) {
        const char *end = memchr(xhtml.data, '\n', xhtml.len);
        size_t n = end ? (size_t)(end - xhtml.data) : xhtml.len;
        read_line(p, (stance_view){xhtml.data, n});
        n += end != NULL;
        xhtml = (stance_view){xhtml.data + n, xhtml.len - n};
    }
}

static bool only_blanks(stance_view text)
{
    for (size_t i = 0; i < text.len; i++) {
        if ((unsigned char)text.data[i] > ' ') return false;
    }
    return true;
}

/* Says what went wrong, if anything did; true when there is text to read. */
static bool came_out(stance_reader *reader, const stance_filter *f, stance_view text)
{
    char why[128];
    switch (f->end) {
    case STANCE_FILTER_MISSING:
        stance_reader_problem(reader, 0,
                              "a PDF document, for which pdftotext is needed: install the package "
                              "poppler-utils");
        return false;
    case STANCE_FILTER_FAILED:
        stance_reader_problem(reader, 0, "a PDF document, but pdftotext could not be started (%s): try again",
                              strerror_r(f->code, why, sizeof why));
        return false;
    case STANCE_FILTER_KILLED:
        stance_reader_problem(reader, 0,
                              "a PDF document on which pdftotext broke down (signal %d): save it anew, or as "
                              "plain text",
                              f->code);
        return false;
    case STANCE_FILTER_SLOW:
        stance_reader_problem(reader, 0,
                              "a PDF document on which pdftotext takes longer than %d seconds: split it, or "
                              "save it as plain text",
                              (int)SECONDS);
        return false;
    case STANCE_FILTER_TOO_MUCH:
        stance_reader_problem(reader, 0, "a PDF document with more text than may be (some 10 MB): split it");
        return false;
    case STANCE_FILTER_DONE: break;
    }
    if (reader->input.error) return false; /* the reader says why */
    if (f->code == 0 && !only_blanks(text)) return true;
    if (strstr(f->said, "ncorrect password"))
        stance_reader_problem(reader, 0, "a PDF document locked with a password: save it without one");
    else if (f->code)
        stance_reader_problem(reader, 0,
                              "a PDF document that cannot be read (%s): save it anew, or get a whole copy of it",
                              f->said[0] ? f->said : "pdftotext does not say why");
    else
        stance_reader_problem(reader, 0,
                              "a PDF document without text%s%s%s: if it holds scanned pages, use a text "
                              "recogniser (ocrmypdf FILE)",
                              f->said[0] ? " (" : "", f->said, f->said[0] ? ")" : "");
    return false;
}

static stance_status keep(stance_reader *reader, const stance_strbuf *from, stance_view *to, stance_error *err)
{
    stance_decoded decoded;
    stance_strbuf buffer = STANCE_STRBUF_INIT;
    if (only_blanks(stance_strbuf_view(from))) return STANCE_OK;
    stance_status status = stance_charset_decode(stance_strbuf_view(from), &buffer, &decoded, err);
    if (status == STANCE_OK) {
        *to = stance_arena_copy(&reader->arena, decoded.text);
        if (!to->data) status = stance_fail_memory(err);
    }
    stance_strbuf_free(&buffer);
    return status;
}

static stance_status fill(stance_reader *reader, pages *p, stance_error *err)
{
    stance_document *d = &reader->document;
    stance_strbuf text = STANCE_STRBUF_INIT;
    stance_decoded decoded; /* what a strange font makes of its letters need not be UTF-8 */
    *d = (stance_document){.id = stance_strbuf_view(&reader->name)};
    stance_status status = stance_charset_decode(stance_strbuf_view(&p->text), &reader->decoded, &decoded, err);
    if (status == STANCE_OK) status = stance_unwrap(decoded.text, &reader->arena, &text, err);
    stance_strbuf_free(&reader->decoded);
    reader->decoded = text; /* what the document's text points to */
    if (status != STANCE_OK) return status;
    d->text = stance_strbuf_view(&reader->decoded);
    if (!begins(stance_strbuf_view(&p->title), "Microsoft ")) STANCE_TRY(keep(reader, &p->title, &d->title, err));
    STANCE_TRY(keep(reader, &p->author, &d->authors, err));
    if (stance_metadata_date(stance_strbuf_view(&p->date), &d->date)) d->basis = STANCE_DATE_METADATA;
    return stance_document_complete(&reader->arena, d, true, err);
}

stance_status stance_pdf_next(stance_reader *reader, bool *got, stance_error *err)
{
    /* -bbox-layout shows the blocks of a page, which plain output runs together, and leaves hyphens at line ends, which
       plain output takes away from words that are written with them, too. */
    static const char *const command[] = {"pdftotext", "-enc", "UTF-8", "-bbox-layout", "-", "-", NULL};
    stance_filter filter = {.command = command, .seconds = SECONDS, .most = OUTPUT_MAX};
    stance_strbuf xhtml = STANCE_STRBUF_INIT;
    pages p = {.text = STANCE_STRBUF_INIT};
    *got = false;
    if (reader->input.taken) return STANCE_OK;
    reader->input.taken = 1; /* the whole is one document */
    stance_status status = stance_filter_run(&filter, &reader->input, &xhtml, err);
    if (status == STANCE_OK) read_pages(&p, stance_strbuf_view(&xhtml));
    stance_strbuf_free(&xhtml);
    if (status == STANCE_OK) status = stance_strbuf_ok(&p.text, err);
    if (status == STANCE_OK && came_out(reader, &filter, stance_strbuf_view(&p.text))) {
        status = fill(reader, &p, err);
        *got = status == STANCE_OK;
    }
    stance_strbuf_free(&p.text);
    stance_strbuf_free(&p.title);
    stance_strbuf_free(&p.author);
    stance_strbuf_free(&p.date);
    return status;
}
