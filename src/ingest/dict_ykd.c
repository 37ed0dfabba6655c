/* Yoshikoder: <dictionary><cnode name="…"><pnode name="word"/></cnode></dictionary>, nested. */
#include <libxml/xmlreader.h>

#include "ingest/dict.h"
#include "ingest/xml.h"

static stance_status take_node(stance_dict_reader *r, xmlTextReaderPtr xml, stance_dict_path *path, stance_error *err)
{
    const char *name = (const char *)xmlTextReaderConstLocalName(xml);
    int kind = xmlTextReaderNodeType(xml);
    uint32_t line = (uint32_t)xmlTextReaderGetParserLineNumber(xml);
    bool is_category = name && strcmp(name, "cnode") == 0, is_word = name && strcmp(name, "pnode") == 0;
    r->line = line;
    if (is_category && kind == XML_READER_TYPE_END_ELEMENT && path->depth) {
        stance_dict_leave(path, path->depth - 1);
        return STANCE_OK;
    }
    if ((!is_category && !is_word) || kind != XML_READER_TYPE_ELEMENT) return STANCE_OK;
    xmlChar *value = xmlTextReaderGetAttribute(xml, (const xmlChar *)"name");
    stance_view text = stance_view_of(value ? (const char *)value : "");
    stance_status status = STANCE_OK;
    if (!text.len) stance_dict_warn(r, line, "a %s without a name; left out", is_word ? "word" : "category");
    if (is_word) status = stance_dict_add(r, stance_strbuf_view(&path->text), text, 0, line, err);
    else if (!xmlTextReaderIsEmptyElement(xml)) status = stance_dict_enter(r, path, text, err);
    xmlFree(value);
    return status;
}

stance_status stance_dict_yoshikoder(stance_dict_reader *r, stance_error *err)
{
    const int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_IGNORE_ENC;
    for (size_t i = 0; i + 9 < r->text.len; i++) { /* entities can grow beyond all bounds, and no dictionary has them */
        if (r->text.data[i] != '<' || r->text.data[i + 1] != '!') continue;
        stance_view from = {r->text.data + i, 9};
        if (stance_begins(from, "<!doctype") || memcmp(from.data, "<!ENTITY", 8) == 0)
            return stance_dict_refuse(r, 0, "a document type is declared, which no dictionary needs; take it out", err);
    }
    if (stance_has_monster_tag(r->text, false))
        return stance_dict_refuse(r, 0, "a tag with more than ten thousand words", err);
    xmlTextReaderPtr xml = xmlReaderForMemory(r->text.data, (int)r->text.len, NULL, "UTF-8", options);
    if (!xml) return stance_fail_memory(err);
    stance_dict_path path = {.text = STANCE_STRBUF_INIT};
    stance_status status = STANCE_OK;
    int more;
    while (status == STANCE_OK && (more = xmlTextReaderRead(xml)) == 1) status = take_node(r, xml, &path, err);
    if (status == STANCE_OK && more != 0)
        status = stance_dict_refuse(r, (uint32_t)xmlTextReaderGetParserLineNumber(xml), "the XML is broken here", err);
    xmlFreeTextReader(xml);
    stance_strbuf_free(&path.text);
    return status;
}
