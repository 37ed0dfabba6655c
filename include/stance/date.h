/* Calendar dates (proleptic Gregorian) and the periods that series are made of. */
#ifndef STANCE_DATE_H
#define STANCE_DATE_H

#include "stance/error.h"
#include "stance/view.h"

#ifdef __cplusplus
extern "C" {
#endif

/* year 1 … 9999; month 1 … 12 or 0: unknown; day 1 … 31 or 0: unknown. All zero: no date. */
typedef struct stance_date {
    int16_t year;
    uint8_t month, day;
} stance_date;

/* How a date was found: the metadata that came with the document, a head line "date 2021-07-13", the dateline
   "WASHINGTON, July 13.", page furniture, the URL, the running text, or inferred from what the text brackets. */
typedef enum stance_date_basis {
    STANCE_DATE_NONE = 0,
    STANCE_DATE_METADATA,
    STANCE_DATE_HEADER,
    STANCE_DATE_DATELINE,
    STANCE_DATE_PAGE,
    STANCE_DATE_URL,
    STANCE_DATE_TEXT,
    STANCE_DATE_INFERRED
} stance_date_basis;

const char *stance_date_basis_name(stance_date_basis basis);
bool stance_date_basis_parse(stance_view name, stance_date_basis *basis);

/* How sure a date is that rests on a basis, in millionths. noted: something disagreed or had to be weighed, and a note says
   so. The rule: metadata 950000, header 970000, dateline, page and url 900000, text 700000, inferred 600000, none 0; a
   quarter of it less when there is a note, but for an inferred date, which always has one. */
int32_t stance_date_confidence(stance_date_basis basis, bool noted);

typedef enum stance_period {
    STANCE_BY_DAY,
    STANCE_BY_WEEK, /* ISO 8601 weeks, from Monday; labelled by the year that holds their Thursday: 2020-W53 */
    STANCE_BY_MONTH,
    STANCE_BY_QUARTER,
    STANCE_BY_HALF,
    STANCE_BY_YEAR
} stance_period;

#define STANCE_DATE_SIZE 16 /* bytes that any label or ISO date needs, with the final zero */

/* True when the date is a whole one (year, month, day) that the calendar has. */
bool stance_date_is_day(stance_date date);
/* Days since 1970-01-01. The date must be a whole one. */
int32_t stance_date_to_days(stance_date date);
stance_date stance_date_from_days(int32_t days);
/* 0 = Monday … 6 = Sunday */
int stance_date_weekday(int32_t days);

/* "2021-07-13", "2020-12" when the day is unknown, "2020" when the month is, "" for no date. Returns out. */
char *stance_date_format(stance_date date, char out[STANCE_DATE_SIZE]);
/* The inverse; false when text is none of these or the calendar has no such day. */
bool stance_date_parse_iso(stance_view text, stance_date *date);

/* A --from/--to value: 2020, 2020-H1, 2020-Q3, 2020-07, 2020-W30 or a day. first and last are the days it covers, inclusive. */
stance_status stance_date_parse_range(stance_view text, stance_date *first, stance_date *last,
                                      stance_error *err) STANCE_CHECKED;

/* The number of the period that holds the day: consecutive periods have consecutive numbers. */
int32_t stance_period_of(stance_period by, int32_t days);
int32_t stance_period_first_day(stance_period by, int32_t period);
int32_t stance_period_last_day(stance_period by, int32_t period);
/* "2020-07-13", "2020-W29", "2020-07", "2020-Q3", "2020-H2", "2020". Returns out. */
char *stance_period_label(stance_period by, int32_t period, char out[STANCE_DATE_SIZE]);
const char *stance_period_name(stance_period by); /* "day" … "year" */
bool stance_period_parse(stance_view name, stance_period *by);

#ifdef __cplusplus
}
#endif
#endif
