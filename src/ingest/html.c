/* A page of HTML is one document. */
#include "ingest/page.h"
#include "ingest/reader.h"
#include "ingest/xml.h"

#include <limits.h>

stance_status stance_page_parse(stance_view html, htmlDocPtr *doc, bool *cut, stance_error *err)
{
    const int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                        HTML_PARSE_IGNORE_ENC | HTML_PARSE_NODEFDTD;
    *doc = NULL;
    *cut = html.len > STANCE_PAGE_MAX || stance_has_monster_tag(html, true);
    if (*cut || !html.len) return STANCE_OK;
    htmlParserCtxtPtr parser = htmlNewParserCtxt();
    if (!parser) return stance_fail_memory(err);
    *doc = htmlCtxtReadMemory(parser, html.data, (int)html.len, NULL, "UTF-8", options);
    *cut = parser->disableSAX == 1;
    bool memory = !*doc && parser->lastError.code == XML_ERR_NO_MEMORY;
    htmlFreeParserCtxt(parser);
    return memory ? stance_fail_memory(err) : STANCE_OK;
}

stance_status stance_page_plain(stance_arena *arena, stance_view html, stance_view *out, stance_error *err)
{
    htmlDocPtr doc = NULL;
    bool cut;
    *out = html;
    if (!html.len || (!memchr(html.data, '<', html.len) && !memchr(html.data, '&', html.len))) return STANCE_OK;
    STANCE_TRY(stance_page_parse(html, &doc, &cut, err));
    if (!doc) return STANCE_OK;
    stance_strbuf buf = STANCE_STRBUF_INIT;
    stance_status status = stance_page_all((const xmlNode *)doc, arena, &buf, err);
    if (status == STANCE_OK) {
        *out = stance_arena_copy(arena, stance_strbuf_view(&buf));
        if (!out->data) status = stance_fail_memory(err);
    }
    stance_strbuf_free(&buf);
    xmlFreeDoc(doc);
    return status;
}

static stance_view own(stance_arena *arena, const stance_strbuf *buf)
{
    return stance_arena_copy(arena, stance_strbuf_view(buf));
}

/* Without a date in the metadata and the text: one that stands around the text. */
static stance_status date_around(stance_reader *reader, stance_strbuf *furniture, stance_view text, stance_error *err)
{
    stance_document *d = &reader->document;
    stance_found_date found;
    stance_strbuf_addc(furniture, '\n');
    stance_strbuf_add(furniture, text.data, text.len < 2048 ? text.len : 2048);
    STANCE_TRY(stance_strbuf_ok(furniture, err));
    while (furniture->len && ((unsigned char)furniture->data[furniture->len - 1] & 0x80)) furniture->len--;
    const stance_date none = {0, 0, 0};
    STANCE_TRY(stance_find_date_in(&reader->arena, stance_strbuf_view(furniture), d->url, none, &found, err));
    if (found.basis == STANCE_DATE_NONE) return STANCE_OK;
    d->date = found.date;
    d->basis = found.basis;
    d->date_note = found.note.data ? stance_arena_copy(&reader->arena, found.note) : found.note;
    return STANCE_OK;
}

/* Behind a paywall, and where scripts fill the page, the text stands in JSON-LD: it is taken when the page shows no more
   than the beginning of it. */
static stance_status fuller(stance_arena *arena, const stance_page_facts *facts, stance_strbuf *text, stance_error *err)
{
    enum { LOOK = 40 };
    stance_view body = stance_trim(facts->body), shown = stance_trim(stance_strbuf_view(text));
    if (!body.len || body.len * 3 < shown.len * 4) return STANCE_OK;
    size_t look = shown.len < LOOK ? shown.len : LOOK;
    STANCE_TRY(stance_page_plain(arena, body, &body, err));
    if (look && !memmem(body.data, body.len, shown.data, look)) return STANCE_OK;
    stance_strbuf_clear(text);
    stance_strbuf_addv(text, body);
    return stance_strbuf_ok(text, err);
}

static stance_status fill(stance_reader *reader, const xmlNode *root, stance_strbuf *text, stance_strbuf *furniture,
                          bool *got, stance_error *err)
{
    stance_page_facts facts;
    stance_document *d = &reader->document;
    STANCE_TRY(stance_page_facts_read(root, &reader->arena, &facts, err));
    STANCE_TRY(stance_page_text(root, &reader->arena, text, furniture, err));
    STANCE_TRY(fuller(&reader->arena, &facts, text, err));
    stance_view main = own(&reader->arena, text);
    if (!main.data) return stance_fail_memory(err);
    *got = !stance_blank(main);
    if (!*got) {
        stance_reader_problem(reader, 0,
                              "no running text found: it is a page of links or one that a script fills; "
                              "save the article itself, or as plain text");
        return STANCE_OK;
    }
    *d = (stance_document){.id = stance_strbuf_view(&reader->name),
                           .text = main,
                           .title = facts.title,
                           .source = facts.site,
                           .url = facts.url,
                           .language = facts.language,
                           .authors = facts.authors,
                           .place = facts.place};
    bool dated = true;
    if (facts.date.year) {
        d->date = facts.date;
        d->basis = facts.shown ? STANCE_DATE_PAGE : STANCE_DATE_METADATA;
        if (facts.changed)
            d->date_note = stance_view_of("The page says when it was last changed, and not when it was published.");
    } else if (facts.bad_date.data) {
        dated = stance_fields_date(reader, facts.bad_date, 0);
    }
    STANCE_TRY(stance_document_complete(&reader->arena, d, dated, err));
    if (dated && !d->date.year) STANCE_TRY(date_around(reader, furniture, main, err));
    return STANCE_OK;
}

stance_status stance_html_next(stance_reader *reader, bool *got, stance_error *err)
{
    stance_view html;
    stance_xml_prolog prolog;
    htmlDocPtr doc;
    bool fits, cut;
    STANCE_TRY(stance_input_all(&reader->input, STANCE_PAGE_MAX, &fits, err));
    *got = false;
    if (!fits) {
        stance_reader_problem(reader, 0, "larger than a page may be (64 MiB): save the article itself as plain text");
        return STANCE_OK;
    }
    stance_view head = stance_input_rest(&reader->input);
    if (head.len > 64 * 1024) head.len = 64 * 1024;
    stance_view charset = stance_html_charset(head);
    if (!charset.data) {
        stance_xml_look(head, &prolog);
        charset = prolog.charset;
    }
    STANCE_TRY(stance_reader_whole(reader, charset, &html, got, err));
    if (!*got) return STANCE_OK;
    *got = false;
    STANCE_TRY(stance_page_parse(html, &doc, &cut, err));
    if (cut)
        stance_reader_problem(reader, 0, "%s",
                              doc ? "nested more than 256 levels deep; only what comes before was read: "
                                    "save the article itself as plain text"
                                  : "a tag has more than 10000 attributes: it is no page to be read");
    if (!doc) return STANCE_OK;
    stance_strbuf text = STANCE_STRBUF_INIT, furniture = STANCE_STRBUF_INIT;
    stance_status status = fill(reader, (const xmlNode *)doc, &text, &furniture, got, err);
    stance_strbuf_free(&text);
    stance_strbuf_free(&furniture);
    xmlFreeDoc(doc);
    return status;
}
