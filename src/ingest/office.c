/* DOCX and ODT: a zip whose XML holds the text. Footnotes, comments, deleted words and fields are left out. */
#include "ingest/reader.h"

#include <libxml/xmlreader.h>
#include <stdio.h>

typedef enum part_kind { PART_NONE, PART_DOCX, PART_ODT, PART_META } part_kind;

typedef struct part {
    stance_pack *pack;
    stance_strbuf *text;
    part_kind kind;
    bool inside;         /* docx: in w:t; odt: in a paragraph */
    bool in_body;        /* odt */
    bool doctype;        /* never in an honest one */
    bool over, memory;   /* too long; memory ran out */
    char why[200];       /* the first error of parser or archive */
    stance_strbuf *meta; /* title, author, created, changed: where the words of the element at hand go, or NULL */
    stance_strbuf title, author, created, changed;
} part;

static int read_part(void *context, char *buffer, int len)
{
    part *p = context;
    stance_error err;
    size_t got;
    stance_status status = stance_pack_read(p->pack, buffer, (size_t)len, &got, &err);
    if (status == STANCE_OK) return (int)got;
    if (status == STANCE_ENOMEM) p->memory = true;
    snprintf(p->why, sizeof p->why, "%.*s", (int)sizeof p->why - 1, err.message);
    return -1;
}

static void note_error(void *context, xmlErrorPtr error)
{
    part *p = context;
    if (p->why[0] || error->level < XML_ERR_ERROR) return;
    if (error->code == XML_ERR_NO_MEMORY) p->memory = true;
    int n = snprintf(p->why, sizeof p->why, "%s", error->message ? error->message : "not XML");
    if (n < 0) p->why[0] = '\0';
    for (char *c = p->why; *c; c++) {
        if (*c == '\n' && !c[1]) *c = '\0';
        else if ((unsigned char)*c < ' ' || (unsigned char)*c > '~') *c = '?';
    }
}

static bool is(const xmlChar *a, const char *b)
{
    return a && strcmp((const char *)a, b) == 0;
}

static bool any(const xmlChar *name, const char *const *list)
{
    for (; *list; list++) {
        if (is(name, *list)) return true;
    }
    return false;
}

static void end_paragraph(stance_strbuf *text)
{
    while (text->len &&
           (text->data[text->len - 1] == ' ' || text->data[text->len - 1] == '\t' || text->data[text->len - 1] == '\n'))
        text->len--;
    if (text->len) stance_strbuf_adds(text, "\n\n");
}

/* True: what is below this element is no part of the text. */
static bool open_docx(part *p, const xmlChar *name, const xmlChar *space, bool empty)
{
    if (is(name, "Fallback")) return true; /* the same as in the Choice before it, for older programs */
    if (!space || !strstr((const char *)space, "wordprocessingml")) return false;
    if (is(name, "moveFrom") || is(name, "del")) return true;
    if (is(name, "t")) p->inside = !empty;
    else if (is(name, "tab")) stance_strbuf_addc(p->text, '\t');
    else if (is(name, "br") || is(name, "cr")) stance_strbuf_addc(p->text, '\n');
    else if (is(name, "noBreakHyphen")) stance_strbuf_addc(p->text, '-');
    else if (is(name, "p")) end_paragraph(p->text); /* inside another one: a text box */
    else if (is(name, "pPr") || is(name, "tblPr") || is(name, "sectPr")) return true; /* tab stops are "tab" too */
    return false;
}

static bool open_odt(part *p, const xmlChar *name, bool empty, xmlTextReaderPtr xml)
{
    static const char *const left_out[] = {"note", "annotation", "tracked-changes", "forms", "sequence-decls", NULL};
    if (is(name, "text")) p->in_body = true; /* office:text */
    if (!p->in_body) return false;
    if (any(name, left_out)) return true;
    if (is(name, "p") || is(name, "h")) {
        end_paragraph(p->text);
        p->inside = !empty;
    } else if (is(name, "s")) {
        xmlChar *count = xmlTextReaderGetAttribute(xml, (const xmlChar *)"text:c");
        int n = count ? atoi((const char *)count) : 1;
        for (int i = 0; i < n && i < 80; i++) stance_strbuf_addc(p->text, ' ');
        xmlFree(count);
    } else if (is(name, "tab")) {
        stance_strbuf_addc(p->text, '\t');
    } else if (is(name, "line-break")) {
        stance_strbuf_addc(p->text, '\n');
    }
    return false;
}

static void open_meta(part *p, const xmlChar *name, bool empty)
{
    p->meta = NULL;
    if (empty) return;
    if (is(name, "title")) p->meta = &p->title;
    if (is(name, "creator") || is(name, "initial-creator")) p->meta = &p->author;
    if (is(name, "created") || is(name, "creation-date")) p->meta = &p->created;
    if (is(name, "modified") || is(name, "date")) p->meta = &p->changed;
    if (p->meta) stance_strbuf_clear(p->meta);
}

/* Line ends and runs of blanks in XML are one blank; Word keeps them, and says so. */
static void add_words(part *p, const char *words)
{
    if (p->kind == PART_DOCX) {
        stance_strbuf_adds(p->text, words);
        return;
    }
    stance_strbuf *out = p->kind == PART_META ? p->meta : p->text;
    for (; *words; words++) {
        bool blank = *words == ' ' || *words == '\n' || *words == '\t' || *words == '\r';
        if (!blank) stance_strbuf_addc(out, *words);
        else if (out->len && out->data[out->len - 1] != ' ' && out->data[out->len - 1] != '\n')
            stance_strbuf_addc(out, ' ');
    }
}

/* One node; *skip: pass over what is below it. */
static void take(part *p, xmlTextReaderPtr xml, bool *skip)
{
    const xmlChar *name = xmlTextReaderConstLocalName(xml);
    *skip = false;
    switch (xmlTextReaderNodeType(xml)) {
    case XML_READER_TYPE_DOCUMENT_TYPE: p->doctype = true; break;
    case XML_READER_TYPE_ELEMENT: {
        bool empty = xmlTextReaderIsEmptyElement(xml) == 1;
        if (p->kind == PART_DOCX) *skip = open_docx(p, name, xmlTextReaderConstNamespaceUri(xml), empty);
        else if (p->kind == PART_ODT) *skip = open_odt(p, name, empty, xml);
        else open_meta(p, name, empty);
        break;
    }
    case XML_READER_TYPE_END_ELEMENT:
        if (p->kind == PART_META) p->meta = NULL;
        if (p->kind == PART_DOCX && is(name, "t")) p->inside = false;
        if (is(name, "p") || (p->kind == PART_ODT && is(name, "h"))) {
            if (p->kind == PART_ODT) p->inside = false;
            if (p->kind != PART_META) end_paragraph(p->text);
        }
        if (p->kind == PART_ODT && is(name, "text")) p->in_body = false;
        break;
    case XML_READER_TYPE_TEXT:
    case XML_READER_TYPE_CDATA:
    case XML_READER_TYPE_WHITESPACE:
    case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
        if (p->kind == PART_META ? p->meta != NULL : p->inside)
            add_words(p, (const char *)xmlTextReaderConstValue(xml));
        break;
    default: break;
    }
}

/* Reads one XML member; false when it is no good. */
static bool parse(part *p, part_kind kind)
{
    p->kind = kind;
    p->inside = p->in_body = false;
    xmlTextReaderPtr xml = xmlReaderForIO(read_part, NULL, p, NULL, NULL, XML_PARSE_NONET | XML_PARSE_COMPACT);
    if (!xml) {
        p->memory = true;
        return false;
    }
    xmlTextReaderSetStructuredErrorHandler(xml, note_error, p);
    bool skip = false;
    int r;
    while ((r = skip ? xmlTextReaderNext(xml) : xmlTextReaderRead(xml)) == 1) {
        take(p, xml, &skip);
        p->over = p->text->len > STANCE_DOCUMENT_MAX;
        if (p->over || p->doctype || p->text->failed) break;
    }
    xmlFreeTextReader(xml);
    if (p->doctype) snprintf(p->why, sizeof p->why, "it declares entities, which no office program does");
    if (r < 0 && !p->why[0]) snprintf(p->why, sizeof p->why, "not XML");
    return r == 0 && !p->doctype && !p->over;
}

static part_kind part_of(stance_foreign foreign, const char *name)
{
    bool docx = foreign == STANCE_FOREIGN_DOCX;
    if (strcmp(name, docx ? "word/document.xml" : "content.xml") == 0) return docx ? PART_DOCX : PART_ODT;
    return strcmp(name, docx ? "docProps/core.xml" : "meta.xml") == 0 ? PART_META : PART_NONE;
}

static stance_status keep(stance_reader *reader, stance_strbuf *from, stance_view *to, stance_error *err)
{
    STANCE_TRY(stance_strbuf_ok(from, err));
    while (from->len && from->data[from->len - 1] == ' ') from->len--;
    if (!from->len) return STANCE_OK;
    *to = stance_arena_copy(&reader->arena, stance_strbuf_view(from));
    return to->data ? STANCE_OK : stance_fail_memory(err);
}

static stance_status fill(stance_reader *reader, part *p, bool *got, stance_error *err)
{
    stance_document *d = &reader->document;
    stance_strbuf *text = &reader->decoded;
    if (text->len) text->len--; /* one of the two newlines at the end will do */
    STANCE_TRY(stance_strbuf_ok(text, err));
    if (!text->len) {
        stance_reader_problem(reader, 0,
                              "an office document without text: if it holds scanned pages, use a text "
                              "recogniser");
        return STANCE_OK;
    }
    *d = (stance_document){.id = stance_strbuf_view(&reader->name), .text = stance_strbuf_view(text)};
    STANCE_TRY(keep(reader, &p->title, &d->title, err));
    STANCE_TRY(keep(reader, &p->author, &d->authors, err));
    const stance_strbuf *date = p->created.len ? &p->created : &p->changed;
    if (date->len && stance_metadata_date(stance_strbuf_view(date), &d->date)) d->basis = STANCE_DATE_METADATA;
    STANCE_TRY(stance_document_complete(&reader->arena, d, true, err));
    *got = true;
    return STANCE_OK;
}

stance_status stance_office_next(stance_reader *reader, bool *got, stance_error *err)
{
    *got = false;
    stance_pack *pack = reader->office;
    if (!pack) return STANCE_OK;
    part p = {.pack = pack, .text = &reader->decoded};
    stance_entry entry;
    stance_pack_step step;
    stance_status status = STANCE_OK;
    bool good = true, whole = false, damaged = false;
    stance_strbuf_clear(p.text);
    while (good && (step = stance_pack_next(pack, &entry)) == STANCE_PACK_MEMBER) {
        part_kind kind = part_of(reader->foreign, entry.name);
        if (kind == PART_NONE) continue;
        if (entry.encrypted) {
            snprintf(p.why, sizeof p.why, "it is encrypted");
            good = false;
        } else if (kind == PART_META) {
            if (!parse(&p, kind)) p.why[0] = '\0'; /* the text is what counts */
            p.doctype = false;
        } else {
            good = parse(&p, kind);
            whole = whole || good;
        }
    }
    damaged = good && step != STANCE_PACK_END;
    if (p.memory || (damaged && step == STANCE_PACK_MEMORY)) {
        status = stance_fail_memory(err);
    } else if (stance_pack_over(pack)) {
        stance_reader_problem(reader, 0,
                              "an office document that unpacks to more than %llu times its size, as a bomb "
                              "does: leave it out",
                              (unsigned long long)reader->budget.ratio);
    } else if (p.over) {
        stance_reader_problem(reader, 0, "larger than a document may be (1 GiB): split it into documents");
    } else if (!whole) {
        stance_reader_problem(reader, 0, "an office document that is damaged (%s): open it, and save it anew",
                              p.why[0]  ? p.why
                              : damaged ? stance_pack_trouble(pack)
                                        : "its text is missing");
    } else {
        status = fill(reader, &p, got, err);
    }
    stance_strbuf_free(&p.title);
    stance_strbuf_free(&p.author);
    stance_strbuf_free(&p.created);
    stance_strbuf_free(&p.changed);
    stance_pack_close(reader->office); /* the whole was one document */
    reader->office = NULL;
    return status;
}

stance_status stance_office_look(stance_pack *pack, stance_foreign *foreign, const char **refusal, stance_error *err)
{
    static const struct {
        const char *type, *reason;
    } kinds[] = {
        {"vnd.oasis.opendocument.spreadsheet", "a spreadsheet (ods), which cannot be read: save it as CSV"},
        {"vnd.oasis.opendocument.presentation", "a presentation (odp), which cannot be read: save it as PDF"},
        {"epub+zip", "an electronic book (epub), which cannot be read: save it as plain text or HTML"},
    };
    stance_entry entry;
    bool types = false, word = false, sheet = false, slides = false, content = false, text = false;
    *refusal = NULL;
    *foreign = STANCE_FOREIGN_NONE;
    while (stance_pack_next(pack, &entry) == STANCE_PACK_MEMBER) {
        types = types || strcmp(entry.name, "[Content_Types].xml") == 0;
        word = word || strcmp(entry.name, "word/document.xml") == 0;
        sheet = sheet || strcmp(entry.name, "xl/workbook.xml") == 0;
        slides = slides || strcmp(entry.name, "ppt/presentation.xml") == 0;
        content = content || strcmp(entry.name, "content.xml") == 0;
        if (strcmp(entry.name, "mimetype") != 0) continue;
        char type[81] = "";
        size_t got = 0;
        if (entry.encrypted || stance_pack_read(pack, type, sizeof type - 1, &got, NULL) != STANCE_OK) continue;
        text = strstr(type, "vnd.oasis.opendocument.text") != NULL;
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
            if (strstr(type, kinds[i].type)) *refusal = kinds[i].reason;
        }
    }
    if (types && word) *foreign = STANCE_FOREIGN_DOCX;
    else if (types && sheet) *refusal = "a spreadsheet (xlsx), which cannot be read: save it as CSV";
    else if (types && slides) *refusal = "a presentation (pptx), which cannot be read: save it as PDF";
    else if (text && content) *foreign = STANCE_FOREIGN_ODT;
    return stance_pack_rewind(pack, err);
}
