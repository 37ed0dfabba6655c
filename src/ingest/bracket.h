/* What the running text says about when it was written: days that it looks back to, days that it looks ahead to, and
   the day on which, it says, somebody spoke. */
#ifndef STANCE_INGEST_BRACKET_H
#define STANCE_INGEST_BRACKET_H

#include "stance/date.h"
#include "text/tokens.h"

enum {
    STANCE_YEAR_FIRST = 1900,
    STANCE_YEAR_LAST = 2049
}; /* of what is read here; the clock is not asked: the same
                                                               input gives the same dates on any day */

typedef struct stance_bracket {
    bool has_low, has_high;
    int32_t low, high;           /* the text was written on a day from low to high */
    stance_view low_by, high_by; /* the words that say so */
    stance_date
        spoken; /* "said on December 2": all zero when there is none, or several that differ; year 0: not named */
    stance_view spoken_by;
    int later;     /* days without a year that it looks back to and that are well after the spoken one */
    int weekday;   /* "said on Tuesday", in the lead; -1: none, or several */
    int copyright; /* the year of "© 2021 …"; 0: none, or several */
} stance_bracket;

/* Looks at tokens from `from` on. The views point into text. */
void stance_find_bracket(stance_view text, stance_tokens tokens, size_t from, stance_bracket *out);

/* The only day from low to high with this month and day; false when there is none or several, or a bound is missing. */
bool stance_bracket_place(const stance_bracket *bracket, stance_date date, int32_t *days);

#endif
