/* Pages of HTML, and pieces of it as feeds carry them. */
#ifndef STANCE_INGEST_PAGE_H
#define STANCE_INGEST_PAGE_H

#include <libxml/HTMLparser.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "stance/date.h"

#define STANCE_PAGE_MAX ((size_t)64 << 20) /* bytes of a page; larger ones are refused */

/* What a page says of itself. Views live in the arena; data NULL: it does not say. */
typedef struct stance_page_facts {
    stance_view title, authors, site, url, language, place;
    stance_view body;     /* the text, as JSON-LD gives it */
    stance_date date;     /* all zero: none */
    bool shown;           /* the date is one that the page shows, not metadata */
    bool changed;         /* the date is that of the last change, for want of another */
    stance_view bad_date; /* metadata that should be a date and is none */
} stance_page_facts;

stance_status stance_page_facts_read(const xmlNode *root, stance_arena *arena, stance_page_facts *facts,
                                     stance_error *err) STANCE_CHECKED;
/* The main text of the page, paragraphs apart by an empty line; text is left empty when there is none. furniture gets the
   lines around it, in which a date may stand. */
stance_status stance_page_text(const xmlNode *root, stance_arena *arena, stance_strbuf *text, stance_strbuf *furniture,
                               stance_error *err) STANCE_CHECKED;
/* All text of a piece of HTML. */
stance_status stance_page_all(const xmlNode *root, stance_arena *arena, stance_strbuf *text,
                              stance_error *err) STANCE_CHECKED;

/* Parses UTF-8: no network, no entities but HTML's own, libxml2's limits on. *doc is NULL when there is nothing in it;
   *cut is true when a limit ended the reading. */
stance_status stance_page_parse(stance_view html, htmlDocPtr *doc, bool *cut, stance_error *err) STANCE_CHECKED;

/* HTML, as feeds and records carry it, to text, which lives in the arena or is html itself: plain text comes through as it
   is, its lines kept. */
stance_status stance_page_plain(stance_arena *arena, stance_view html, stance_view *out,
                                stance_error *err) STANCE_CHECKED;

#endif
