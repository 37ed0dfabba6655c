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

#endif
