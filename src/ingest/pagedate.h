/* The date of publication that a page shows to its readers. */
#ifndef STANCE_INGEST_PAGEDATE_H
#define STANCE_INGEST_PAGEDATE_H

#include <libxml/tree.h>

#include "base/arena.h"
#include "stance/date.h"

typedef struct stance_page_date {
    stance_date date; /* all zero: none */
    bool updated;     /* it is said to be that of a change, and no other is shown */
} stance_page_date;

/* Looks for what says of itself that it is the date of publication (itemprop, RDFa, microformats, <time>), then for dates in
   places that are called so, then for any beside the title; never in menus, lists of other pages, comments. Of several in
   one line the one behind "Published" counts before the one behind "Updated". language: of the page, with its region
   ("en-US"), which tells the order of 03/04/2021; may be empty. */
stance_status stance_page_date_find(const xmlNode *root, stance_view language, stance_arena *arena,
                                    stance_page_date *out, stance_error *err) STANCE_CHECKED;

#endif
