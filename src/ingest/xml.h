/* What XML and HTML begin with, and the reader's ways with libxml2. */
#ifndef STANCE_INGEST_XML_H
#define STANCE_INGEST_XML_H

#include "stance/view.h"

typedef struct stance_xml_prolog {
    stance_view root;    /* name of the first element, without prefix; empty when there is none in sight */
    stance_view charset; /* of the declaration; data NULL: none */
    bool declared;       /* <?xml … */
    bool doctype_html;
    bool entities; /* the document type declares some */
} stance_xml_prolog;

/* Looks at declaration, comments and document type, as far as the first element. */
void stance_xml_look(stance_view text, stance_xml_prolog *prolog);

/* The charset that an HTML page declares in <meta>, looked for in its beginning; data NULL: none. */
stance_view stance_html_charset(stance_view text);

/* Whether a tag has more than 10000 words: libxml2 compares the attributes of a tag with each other, which would take for
   ever. scripts: what stands in <script> is none of its tags. */
bool stance_has_monster_tag(stance_view text, bool scripts);

bool stance_begins(stance_view text, const char *small); /* any case; small is in lower case */

#endif
