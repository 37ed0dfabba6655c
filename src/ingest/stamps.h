/* Dates that a page shows around its text: "Thu 17th June 2021 | 12:03 AM", "Published: 13 July 2021". */
#ifndef STANCE_INGEST_STAMPS_H
#define STANCE_INGEST_STAMPS_H

#include "stance/date.h"
#include "text/tokens.h"

typedef struct stance_stamps {
    int32_t days;      /* the date of publication that the page shows, as days since 1970 */
    bool found, clear; /* there is one; and no other that contradicts it */
    int32_t
        banner[4]; /* weaker: dates alone on a line, which may be those of the visit; good only beside other evidence */
    size_t banners;
} stance_stamps;

/* Looks at the short lines among the first `count` tokens. */
void stance_find_stamps(stance_view text, stance_tokens tokens, size_t count, stance_stamps *stamps);

/* The date that a short line of a page shows, the one behind "Published" before the one behind "Updated"; *updated: it is
   of the latter kind. language: of the page, with its region. The order of 03/04/2021 is told by a number above 12, the
   weekday, an American time zone or the region; otherwise it is no date. Fails for want of memory only. */
bool stance_find_shown(stance_view line, stance_view language, stance_date *date, bool *updated, bool *found);

#endif
