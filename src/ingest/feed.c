/* RSS 2.0, RSS 1.0 and Atom: each item is a document. libxml2's reader goes from item to item, so that the tree in memory
   is never more than one of them. */
#include "ingest/page.h"
#include "ingest/reader.h"
#include "ingest/xml.h"

#include <inttypes.h>
#include <libxml/xmlreader.h>
#include <stdlib.h>

typedef struct feed {
    xmlTextReaderPtr xml;
    stance_arena arena; /* of what the feed says of itself */
    stance_view title, language;
    uint64_t ordinal, items;
    uint64_t broken_line; /* of the first fault of the XML; 0: none */
    char broken[200];
    bool inside, over;
    xmlDocPtr whole;      /* of a feed that is broken: the tree that libxml2 makes the best of it; NULL: not needed */
    stance_view text;     /* the XML; in mended or in the reader */
    uint64_t skip;        /* items that were taken before it was found broken */
    uint64_t closed;      /* items that it closes; a later one is cut off */
    stance_strbuf mended; /* the XML without the faults that feeds usually have */
} feed;

static void release(void *held)
{
    feed *f = held;
    xmlFreeTextReader(f->xml);
    xmlFreeDoc(f->whole);
    stance_arena_free(&f->arena);
    stance_strbuf_free(&f->mended);
    free(f);
}

/* Keeps the first fault; libxml2 would print it. */
static void on_error(void *context, const xmlError *error)
{
    feed *f = context;
    if (!error || error->level < XML_ERR_ERROR || f->broken_line) return;
    f->broken_line = error->line > 0 ? (uint64_t)error->line : 1;
    size_t n = 0;
    for (const char *c = error->message; c && *c && *c != '\n' && n + 1 < sizeof f->broken; c++)
        f->broken[n++] = (unsigned char)*c < ' ' || (unsigned char)*c >= 0x7F ? '?' : *c;
    f->broken[n] = '\0';
}

static void on_structured(void *context, xmlErrorPtr error)
{
    on_error(context, error);
}

static bool named(const xmlNode *node, const char *prefix, const char *name)
{
    if (node->type != XML_ELEMENT_NODE || strcmp((const char *)node->name, name) != 0) return false;
    if (!prefix) return true;
    const char *own = node->ns && node->ns->prefix ? (const char *)node->ns->prefix : "";
    return strcmp(own, prefix) == 0;
}

static const char *attribute(const xmlNode *node, const char *name)
{
    for (const xmlAttr *a = node->properties; a; a = a->next) {
        if (strcmp((const char *)a->name, name) == 0)
            return a->children && a->children->content ? (const char *)a->children->content : "";
    }
    return NULL;
}

/* Text and CDATA below a node. References to entities are not followed: there are none to follow. */
static void gather(const xmlNode *node, stance_strbuf *out)
{
    for (const xmlNode *child = node->children; child; child = child->next) {
        if ((child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) && child->content)
            stance_strbuf_adds(out, (const char *)child->content);
        else if (child->type == XML_ELEMENT_NODE) gather(child, out);
    }
}

static stance_status text_of(const xmlNode *node, stance_arena *arena, stance_view *out, stance_error *err)
{
    stance_strbuf buf = STANCE_STRBUF_INIT;
    gather(node, &buf);
    stance_status status = stance_strbuf_ok(&buf, err);
    stance_view v = stance_trim(stance_strbuf_view(&buf));
    *out = (stance_view){NULL, 0};
    if (status == STANCE_OK && v.len) {
        *out = stance_arena_copy(arena, v);
        if (!out->data) status = stance_fail_memory(err);
    }
    stance_strbuf_free(&buf);
    return status;
}

/* What the parts of an item are for, with the better source of a thing first. */
typedef struct item {
    const xmlNode *content, *encoded, *description, *title, *guid, *link, *source;
    const char *href;
    const xmlNode *published, *date, *updated; /* pubDate or published; dc:date; updated */
} item;

static void sort_parts(const xmlNode *node, item *parts)
{
    for (const xmlNode *c = node->children; c; c = c->next) {
        if (c->type != XML_ELEMENT_NODE) continue;
        const char *rel = attribute(c, "rel");
        if (named(c, "content", "encoded")) parts->encoded = c;
        else if (named(c, "media", "content") || named(c, "media", "description") || named(c, "media", "title"))
            continue;
        else if (named(c, NULL, "full-text") || named(c, NULL, "fulltext")) parts->encoded = c;
        else if (named(c, NULL, "content")) parts->content = c;
        else if (named(c, NULL, "description") || named(c, NULL, "summary")) {
            if (!parts->description || !named(c, "itunes", "summary")) parts->description = c;
        } else if (named(c, NULL, "title")) parts->title = parts->title ? parts->title : c;
        else if (named(c, NULL, "guid") || named(c, NULL, "id")) parts->guid = c;
        else if (named(c, NULL, "source")) parts->source = c;
        else if (named(c, NULL, "pubDate") || named(c, NULL, "published")) parts->published = c;
        else if (named(c, NULL, "date") || named(c, NULL, "issued") || named(c, NULL, "created")) parts->date = c;
        else if (named(c, NULL, "updated") || named(c, NULL, "modified")) parts->updated = c;
        else if (named(c, NULL, "link")) {
            if (!attribute(c, "href")) parts->link = parts->link ? parts->link : c;
            else if (!rel || strcmp(rel, "alternate") == 0 || !parts->href)
                if (!rel || strcmp(rel, "alternate") == 0) parts->href = attribute(c, "href");
        }
    }
}

/* author, dc:creator; in Atom author/name, one after the other. */
static stance_status authors_of(const xmlNode *node, stance_arena *arena, stance_view *out, stance_error *err)
{
    for (const xmlNode *c = node->children; c; c = c->next) {
        stance_view name;
        if (!named(c, NULL, "author") && !named(c, "dc", "creator")) continue;
        const xmlNode *at = c;
        for (const xmlNode *below = c->children; below; below = below->next) {
            if (named(below, NULL, "name")) at = below;
        }
        STANCE_TRY(text_of(at, arena, &name, err));
        const char *open = name.len ? memchr(name.data, '(', name.len) : NULL;
        if (open && memchr(name.data, '@', name.len) && name.data[name.len - 1] == ')') /* a@b.example (A. Lem) */
            name = (stance_view){open + 1, name.len - (size_t)(open - name.data) - 2};
        if (!name.len || (out->len && memmem(out->data, out->len, name.data, name.len))) continue;
        *out = out->len ? stance_arena_printf(arena, "%.*s; %.*s", (int)out->len, out->data, (int)name.len, name.data)
                        : stance_arena_copy(arena, name);
        if (!out->data) return stance_fail_memory(err);
    }
    return STANCE_OK;
}

static stance_status item_text(const item *parts, stance_arena *arena, stance_view *text, stance_error *err)
{
    const xmlNode *order[] = {parts->encoded, parts->content, parts->description};
    *text = (stance_view){NULL, 0};
    for (size_t i = 0; i < sizeof order / sizeof *order && !text->len; i++) {
        if (!order[i]) continue;
        const char *type = attribute(order[i], "type");
        if (type && strcmp(type, "xhtml") == 0) {
            stance_strbuf buf = STANCE_STRBUF_INIT;
            stance_status status = stance_page_all(order[i], arena, &buf, err);
            if (status == STANCE_OK) *text = stance_arena_copy(arena, stance_strbuf_view(&buf));
            stance_strbuf_free(&buf);
            if (status != STANCE_OK) return status;
            if (!text->data) return stance_fail_memory(err);
            continue;
        }
        stance_view raw;
        STANCE_TRY(text_of(order[i], arena, &raw, err));
        if (type && strcmp(type, "text") == 0) *text = raw;
        else STANCE_TRY(stance_page_plain(arena, raw, text, err));
        *text = stance_trim(*text);
    }
    return STANCE_OK;
}

/* The title again, or the title and the name of who wrote it. */
static bool only_title(stance_view text, stance_view title)
{
    enum { NAME_BYTES = 40 };
    title = stance_trim(title);
    return title.len && text.len >= title.len && text.len <= title.len + NAME_BYTES &&
           memcmp(text.data, title.data, title.len) == 0 && !memchr(text.data + title.len, '.', text.len - title.len);
}

static stance_status fill(stance_reader *reader, feed *f, const xmlNode *node, uint64_t line, bool *got,
                          stance_error *err)
{
    item parts = {.content = NULL};
    stance_arena *arena = &reader->arena;
    stance_document *d = &reader->document;
    stance_view title, when = {NULL, 0};
    sort_parts(node, &parts);
    *d = (stance_document){.source = {NULL, 0}};
    STANCE_TRY(item_text(&parts, arena, &d->text, err));
    *got = d->text.len > 0;
    if (!*got) {
        stance_reader_problem(reader, line, "the item has no text, only a title or less: leave it out");
        return STANCE_OK;
    }
    if (parts.title) {
        STANCE_TRY(text_of(parts.title, arena, &title, err));
        if (title.len) STANCE_TRY(stance_page_plain(arena, title, &d->title, err));
    }
    if (only_title(d->text, d->title)) {
        *got = false;
        stance_reader_problem(reader, line, "the item has no text but its title: leave it out, or get the page itself");
        return STANCE_OK;
    }
    if (parts.href) {
        d->url = stance_arena_copy(arena, stance_trim(stance_view_of(parts.href)));
        if (!d->url.data) return stance_fail_memory(err);
    }
    if (parts.link && !d->url.len) STANCE_TRY(text_of(parts.link, arena, &d->url, err));
    if (parts.guid) STANCE_TRY(text_of(parts.guid, arena, &d->id, err));
    if (!d->id.data) d->id = d->url;
    if (!d->id.len) {
        d->id = stance_arena_printf(arena, "%s:%" PRIu64, reader->name.data, f->ordinal);
        if (!d->id.data) return stance_fail_memory(err);
    }
    STANCE_TRY(authors_of(node, arena, &d->authors, err));
    if (parts.source) {
        const xmlNode *at = parts.source;
        for (const xmlNode *below = at->children; below; below = below->next) {
            if (named(below, NULL, "title")) at = below; /* Atom */
        }
        STANCE_TRY(text_of(at, arena, &d->source, err));
    }
    if (!d->source.data) d->source = f->title;
    d->language = f->language;
    const xmlNode *dates[] = {parts.published, parts.date, parts.updated};
    for (size_t i = 0; i < sizeof dates / sizeof *dates && !when.data; i++) {
        if (dates[i]) STANCE_TRY(text_of(dates[i], arena, &when, err));
    }
    bool dated = !when.data || stance_fields_date(reader, when, line);
    return stance_document_complete(arena, d, dated, err);
}

/* What the feed says of itself, before its first item. */
static stance_status about_feed(feed *f, const char *name, stance_error *err)
{
    const char *lang = NULL;
    xmlNode *node = NULL;
    if (strcmp(name, "title") == 0 || strcmp(name, "language") == 0) node = xmlTextReaderExpand(f->xml);
    if (node && strcmp(name, "title") == 0 && !f->title.data) STANCE_TRY(text_of(node, &f->arena, &f->title, err));
    if (node && strcmp(name, "language") == 0) STANCE_TRY(text_of(node, &f->arena, &f->language, err));
    if (f->language.len > 2) { /* "en-us" */
        size_t n = 0;
        while (n < f->language.len && f->language.data[n] != '-' && f->language.data[n] != '_') n++;
        f->language.len = n;
    }
    if (strcmp(name, "feed") == 0) lang = (const char *)xmlTextReaderConstXmlLang(f->xml);
    if (lang && strlen(lang) >= 2) {
        f->language = stance_arena_copy(&f->arena, (stance_view){lang, 2});
        if (!f->language.data) return stance_fail_memory(err);
    }
    return STANCE_OK;
}

/* The reference at text[at], which is an &; *code is its character when it is one of HTML's, else 0. */
static bool is_reference(stance_view text, size_t at, size_t *len, unsigned *code)
{
    static const char *const known[] = {"amp", "lt", "gt", "quot", "apos"};
    char name[16];
    size_t n = 0, i = at + 1;
    *code = 0;
    for (; i < text.len && n + 1 < sizeof name && text.data[i] != ';'; i++) {
        char c = text.data[i], low = (char)(c | 32);
        if (!(low >= 'a' && low <= 'z') && !(c >= '0' && c <= '9') && !(c == '#' && n == 0)) return false;
        name[n++] = c;
    }
    if (!n || i >= text.len || text.data[i] != ';') return false;
    name[n] = '\0';
    *len = n + 2;
    if (name[0] == '#') return n > 1;
    for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
        if (strcmp(name, known[k]) == 0) return true;
    }
    const htmlEntityDesc *entity = htmlEntityLookup((const xmlChar *)name);
    if (entity) *code = entity->value;
    return entity != NULL;
}

/* The faults that most broken feeds have, and whose remedy is certain: a bare &, names of HTML's characters, control
   characters. xml is left as it is when there are none. */
static stance_status mend(stance_strbuf *out, stance_view *xml, stance_error *err)
{
    size_t from = 0;
    for (size_t i = 0, len = 1; i < xml->len; i += len) {
        unsigned char c = (unsigned char)xml->data[i];
        unsigned code = 0;
        len = 1;
        if (c == '<' && xml->len - i > 9 && memcmp(xml->data + i, "<![CDATA[", 9) == 0) {
            const char *end = memmem(xml->data + i, xml->len - i, "]]>", 3);
            size_t close = end ? (size_t)(end - xml->data) : xml->len;
            /* control characters are as wrong in here */
            for (; i < close; i++) {
                c = (unsigned char)xml->data[i];
                if (c >= ' ' || c == '\t' || c == '\n' || c == '\r') continue;
                stance_strbuf_add(out, xml->data + from, i - from);
                stance_strbuf_addc(out, ' ');
                from = i + 1;
            }
            len = 0;
            continue;
        }
        bool control = c < ' ' && c != '\t' && c != '\n' && c != '\r';
        bool bare = c == '&' && !is_reference(*xml, i, &len, &code);
        if (!control && !bare && !code) continue;
        stance_strbuf_add(out, xml->data + from, i - from);
        if (control) stance_strbuf_addc(out, ' ');
        else if (bare) stance_strbuf_adds(out, "&amp;");
        else stance_strbuf_addf(out, "&#%u;", code);
        if (bare) len = 1;
        from = i + len;
    }
    if (!from) return stance_strbuf_ok(out, err);
    stance_strbuf_add(out, xml->data + from, xml->len - from);
    *xml = stance_strbuf_view(out);
    return stance_strbuf_ok(out, err);
}

static const int parse_options = XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_NOERROR |
                                 XML_PARSE_NOWARNING | XML_PARSE_IGNORE_ENC;

/* How many items are closed: one that the end of a broken feed cuts off is none. */
static uint64_t closed_items(stance_view xml)
{
    uint64_t n = 0;
    const char *at = xml.data, *end = xml.data + xml.len;
    while (at < end && (at = memmem(at, (size_t)(end - at), "</", 2)) != NULL) {
        at += 2;
        stance_view rest = {at, (size_t)(end - at)};
        n += stance_begins(rest, "item") || stance_begins(rest, "entry");
    }
    return n;
}

/* libxml2's reader ends at the first fault. A feed of usual size is then read again as a tree, in which wrongly nested
   tags are put right as well as may be, and gone through from its beginning, past the items that were taken. */
static bool recover(feed *f)
{
    if (f->whole || !f->broken_line || f->text.len > STANCE_PAGE_MAX) return false;
    f->whole = xmlReadMemory(f->text.data, (int)f->text.len, NULL, "UTF-8", parse_options);
    xmlTextReaderPtr walker = f->whole ? xmlReaderWalker(f->whole) : NULL;
    if (!walker) return false;
    xmlFreeTextReader(f->xml);
    f->xml = walker;
    f->skip = f->ordinal;
    f->closed = closed_items(f->text);
    f->ordinal = 0;
    f->inside = false;
    return true;
}

static stance_status open_feed(stance_reader *reader, feed *f, stance_error *err)
{
    bool fits, good;
    stance_view xml;
    stance_xml_prolog prolog;
    f->over = true;
    STANCE_TRY(stance_input_all(&reader->input, STANCE_DOCUMENT_MAX, &fits, err));
    stance_view head = stance_input_rest(&reader->input);
    if (head.len > 4096) head.len = 4096;
    stance_xml_look(head, &prolog);
    STANCE_TRY(stance_reader_whole(reader, prolog.charset, &xml, &good, err));
    if (!good) return STANCE_OK;
    while (xml.len && (unsigned char)xml.data[0] <= ' ') xml = (stance_view){xml.data + 1, xml.len - 1};
    stance_xml_look(xml, &prolog);
    if (prolog.entities) {
        stance_reader_problem(reader, 0,
                              "it declares XML entities, which are not expanded, for they can be made to fill any "
                              "memory: save it without its document type");
        return STANCE_OK;
    }
    if (stance_has_monster_tag(xml, false)) {
        stance_reader_problem(reader, 0, "a tag has more than 10000 attributes: it is no feed to be read");
        return STANCE_OK;
    }
    STANCE_TRY(mend(&f->mended, &xml, err));
    f->text = xml;
    f->xml = xmlReaderForMemory(xml.data, (int)xml.len, NULL, "UTF-8", parse_options);
    if (!f->xml) return stance_fail_memory(err);
    xmlTextReaderSetStructuredErrorHandler(f->xml, on_structured, f);
    f->over = false;
    return STANCE_OK;
}

static void say_end(stance_reader *reader, feed *f)
{
    f->over = true;
    if (f->broken_line)
        stance_reader_problem(reader, f->broken_line,
                              "broken XML (%s); what could be read was taken: mend it, or get it anew",
                              f->broken[0] ? f->broken : "no reason given");
    else if (!f->items) stance_reader_problem(reader, 0, "a feed with no items: leave it out");
}

stance_status stance_feed_next(stance_reader *reader, bool *got, stance_error *err)
{
    feed *f = reader->held;
    *got = false;
    if (!f) {
        f = calloc(1, sizeof *f);
        if (!f) return stance_fail_memory(err);
        reader->held = f;
        reader->release = release;
        STANCE_TRY(open_feed(reader, f, err));
    }
    while (!*got && !f->over) {
        /* An item that was expanded is passed over with all that is in it. */
        int more = f->inside ? xmlTextReaderNext(f->xml) : xmlTextReaderRead(f->xml);
        f->inside = false;
        if (more != 1) {
            if (recover(f)) continue;
            say_end(reader, f);
            break;
        }
        if (xmlTextReaderNodeType(f->xml) != XML_READER_TYPE_ELEMENT) continue;
        const char *name = (const char *)xmlTextReaderConstLocalName(f->xml);
        if (!name) continue;
        if (strcmp(name, "item") != 0 && strcmp(name, "entry") != 0) {
            if (!f->items) STANCE_TRY(about_feed(f, name, err));
            continue;
        }
        f->items++;
        f->ordinal++;
        if (f->whole && f->ordinal > f->closed) {
            say_end(reader, f);
            break;
        }
        const xmlNode *node = xmlTextReaderExpand(f->xml);
        f->inside = f->ordinal <= f->skip;
        if (f->inside) continue;
        if (!node) {
            f->ordinal--;
            if (recover(f)) continue;
            say_end(reader, f);
            break;
        }
        f->inside = true;
        uint64_t line = (uint64_t)xmlGetLineNo(node);
        stance_arena_reset(&reader->arena);
        STANCE_TRY(fill(reader, f, node, line, got, err));
    }
    return STANCE_OK;
}
