/* Dates and datelines as news writes them, found in tokens. */
#ifndef STANCE_TEXT_DATES_H
#define STANCE_TEXT_DATES_H

#include "stance/date.h"
#include "text/tokens.h"

/* A date that begins at token `at`: "July 13, 2021", "July 13", "13 July 2021", "02nd November, 2021", "Sept. 11",
   "2021-07-13", "5.2.2021", "December 2.12" (its month written twice). Returns the number of tokens it takes, 0 when there is none. The year is 0 when it is not
   said. Day before month in "5.2.2021" unless that is impossible. */
size_t stance_date_at(stance_view text, stance_tokens tokens, size_t at, stance_date *date);

/* 0 = Monday … 6 = Sunday, by its name or short name with a capital; -1: the token is no weekday. */
int stance_weekday_at(stance_view text, const stance_token *token);

/* "date 2021-07-13" at the very beginning of a document. Returns the number of tokens it takes, or 0. */
size_t stance_head_line(stance_view text, stance_tokens tokens, stance_date *date);

/* The dateline that a block may begin with. */
typedef struct stance_dateline {
    size_t tokens;      /* it takes so many, closing marks included */
    stance_date date;   /* year 0 when it names none; all zero when it has no date */
    stance_span place;  /* empty when it names none */
    stance_span agency; /* "TASS", "UrduPoint News / Sputnik"; empty when it names none: "GENEVA, 13 July 2021 –" */
} stance_dateline;

bool stance_dateline_at(stance_view text, stance_tokens tokens, size_t at, stance_dateline *line);

#endif
