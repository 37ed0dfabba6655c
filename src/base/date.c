#include "stance/date.h"

#include <stdio.h>

static const char *const basis_names[] = {"none", "metadata", "header", "dateline", "page", "url", "text", "inferred"};
static const char *const period_names[] = {"day", "week", "month", "quarter", "half", "year"};

#define COUNT(a) (sizeof(a) / sizeof *(a))

static bool find_name(const char *const *names, size_t count, stance_view name, int *at)
{
    for (size_t i = 0; i < count; i++) {
        if (stance_view_is(name, names[i])) {
            *at = (int)i;
            return true;
        }
    }
    return false;
}

const char *stance_date_basis_name(stance_date_basis basis)
{
    return basis_names[basis];
}

bool stance_date_basis_parse(stance_view name, stance_date_basis *basis)
{
    int at;
    if (!find_name(basis_names, COUNT(basis_names), name, &at)) return false;
    *basis = (stance_date_basis)at;
    return true;
}

int32_t stance_date_confidence(stance_date_basis basis, bool noted)
{
    static const int32_t by_basis[] = {0, 950000, 970000, 900000, 900000, 900000, 700000, 600000};
    int32_t sure = by_basis[basis];
    return noted && basis != STANCE_DATE_INFERRED ? sure / 4 * 3 : sure;
}

const char *stance_period_name(stance_period by)
{
    return period_names[by];
}

bool stance_period_parse(stance_view name, stance_period *by)
{
    int at;
    if (!find_name(period_names, COUNT(period_names), name, &at)) return false;
    *by = (stance_period)at;
    return true;
}

static int month_length(int year, int month)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return lengths[month - 1] + (month == 2 && leap);
}

bool stance_date_is_day(stance_date date)
{
    return date.year >= 1 && date.year <= 9999 && date.month >= 1 && date.month <= 12 && date.day >= 1 &&
           date.day <= month_length(date.year, date.month);
}

/* Days from the civil calendar by counting in years that begin on 1 March, so that the leap day comes last. */
int32_t stance_date_to_days(stance_date date)
{
    int32_t y = date.year - (date.month <= 2), m = (date.month + 9) % 12;
    return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + date.day - 1 - 719468;
}

stance_date stance_date_from_days(int32_t days)
{
    int32_t z = days + 719468; /* days since 0000-03-01 */
    int32_t era = z / 146097, doe = z % 146097;
    int32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), m = (5 * doy + 2) / 153;
    int32_t month = m < 10 ? m + 3 : m - 9;
    return (stance_date){(int16_t)(era * 400 + yoe + (month <= 2)), (uint8_t)month,
                         (uint8_t)(doy - (153 * m + 2) / 5 + 1)};
}

static int32_t floor_div(int32_t a, int32_t b)
{
    return a / b - (a % b < 0);
}

int stance_date_weekday(int32_t days)
{
    int32_t since_monday = days + 3; /* 1970-01-01 was a Thursday */
    return (int)(since_monday - 7 * floor_div(since_monday, 7));
}

char *stance_date_format(stance_date date, char out[STANCE_DATE_SIZE])
{
    unsigned y = (unsigned)date.year % 10000U;
    if (date.year <= 0) out[0] = '\0';
    else if (!date.month) snprintf(out, STANCE_DATE_SIZE, "%04u", y);
    else if (!date.day) snprintf(out, STANCE_DATE_SIZE, "%04u-%02u", y, date.month % 100U);
    else snprintf(out, STANCE_DATE_SIZE, "%04u-%02u-%02u", y, date.month % 100U, date.day % 100U);
    return out;
}

/* Exactly count digits at s; -1 when they are not. */
static int digits(const char *s, int count)
{
    int value = 0;
    for (int i = 0; i < count; i++) {
        if (s[i] < '0' || s[i] > '9') return -1;
        value = 10 * value + (s[i] - '0');
    }
    return value;
}

bool stance_date_parse_iso(stance_view text, stance_date *date)
{
    const char *s = text.data;
    if (text.len != 4 && text.len != 7 && text.len != 10) return false;
    int year = digits(s, 4), month = 0, day = 0;
    if (year < 1) return false;
    if (text.len >= 7) {
        month = s[4] == '-' ? digits(s + 5, 2) : -1;
        if (month < 1 || month > 12) return false;
    }
    if (text.len == 10) {
        day = s[7] == '-' ? digits(s + 8, 2) : -1;
        if (day < 1 || day > month_length(year, month)) return false;
    }
    *date = (stance_date){(int16_t)year, (uint8_t)month, (uint8_t)day};
    return true;
}

/* 2020-H1, 2020-Q3, 2020-W30 */
static bool parse_named_period(stance_view text, stance_period *by, int32_t *period)
{
    if (text.len < 7 || text.len > 8 || text.data[4] != '-') return false;
    int year = digits(text.data, 4), k = digits(text.data + 6, (int)text.len - 6);
    if (year < 1 || k < 1) return false;
    stance_date january = {(int16_t)year, 1, 1};
    switch (text.data[5]) {
    case 'H':
    case 'h':
        if (text.len != 7 || k > 2) return false;
        *by = STANCE_BY_HALF;
        *period = 2 * year + k - 1;
        return true;
    case 'Q':
    case 'q':
        if (text.len != 7 || k > 4) return false;
        *by = STANCE_BY_QUARTER;
        *period = 4 * year + k - 1;
        return true;
    case 'W':
    case 'w':
        if (text.len != 8 || k > 53) return false;
        *by = STANCE_BY_WEEK;
        january.day = 4; /* always in the first ISO week */
        *period = stance_period_of(STANCE_BY_WEEK, stance_date_to_days(january)) + k - 1;
        return k < 53 || stance_date_from_days(stance_period_first_day(STANCE_BY_WEEK, *period) + 3).year == year;
    default: return false;
    }
}

stance_status stance_date_parse_range(stance_view text, stance_date *first, stance_date *last, stance_error *err)
{
    stance_date date;
    stance_period by;
    int32_t period;
    if (text.data && stance_date_parse_iso(text, &date)) {
        *first = *last = date;
        if (!date.day) first->day = 1;
        if (!date.month) {
            first->month = 1;
            last->month = 12;
        }
        if (!date.day) last->day = (uint8_t)month_length(last->year, last->month);
        return STANCE_OK;
    }
    if (text.data && parse_named_period(text, &by, &period)) {
        *first = stance_date_from_days(stance_period_first_day(by, period));
        *last = stance_date_from_days(stance_period_last_day(by, period));
        if (last->year > 9999) *last = (stance_date){9999, 12, 31}; /* 9999-W52 */
        return STANCE_OK;
    }
    return stance_fail(err, STANCE_EINVAL,
                       "'%.*s' is no date: write 2020, 2020-H1, 2020-Q3, 2020-07, 2020-W30 or 2020-07-13",
                       text.len > 40 ? 40 : (int)text.len, text.data ? text.data : "");
}

int32_t stance_period_of(stance_period by, int32_t days)
{
    stance_date d = stance_date_from_days(days);
    switch (by) {
    case STANCE_BY_DAY: return days;
    case STANCE_BY_WEEK: return floor_div(days + 3, 7);
    case STANCE_BY_MONTH: return 12 * d.year + d.month - 1;
    case STANCE_BY_QUARTER: return 4 * d.year + (d.month - 1) / 3;
    case STANCE_BY_HALF: return 2 * d.year + (d.month - 1) / 6;
    case STANCE_BY_YEAR: break;
    }
    return d.year;
}

int32_t stance_period_first_day(stance_period by, int32_t period)
{
    int per_year = 1;
    switch (by) {
    case STANCE_BY_DAY: return period;
    case STANCE_BY_WEEK: return 7 * period - 3;
    case STANCE_BY_MONTH: per_year = 12; break;
    case STANCE_BY_QUARTER: per_year = 4; break;
    case STANCE_BY_HALF: per_year = 2; break;
    case STANCE_BY_YEAR: break;
    }
    int32_t year = floor_div(period, per_year);
    int month = 1 + (int)(period - year * per_year) * (12 / per_year);
    return stance_date_to_days((stance_date){(int16_t)year, (uint8_t)month, 1});
}

int32_t stance_period_last_day(stance_period by, int32_t period)
{
    return stance_period_first_day(by, period + 1) - 1;
}

char *stance_period_label(stance_period by, int32_t period, char out[STANCE_DATE_SIZE])
{
    int32_t first = stance_period_first_day(by, period);
    stance_date d = stance_date_from_days(first);
    unsigned y = (unsigned)d.year % 10000U, m = d.month;
    switch (by) {
    case STANCE_BY_DAY: return stance_date_format(d, out);
    case STANCE_BY_WEEK: {
        stance_date thursday = stance_date_from_days(first + 3);
        stance_date january = {thursday.year, 1, 4};
        int32_t week = period - stance_period_of(STANCE_BY_WEEK, stance_date_to_days(january)) + 1;
        snprintf(out, STANCE_DATE_SIZE, "%04u-W%02u", (unsigned)thursday.year % 10000U, (unsigned)week % 100U);
        return out;
    }
    case STANCE_BY_MONTH: snprintf(out, STANCE_DATE_SIZE, "%04u-%02u", y, m % 100U); return out;
    case STANCE_BY_QUARTER: snprintf(out, STANCE_DATE_SIZE, "%04u-Q%u", y, ((m - 1) / 3 + 1) % 10U); return out;
    case STANCE_BY_HALF: snprintf(out, STANCE_DATE_SIZE, "%04u-H%u", y, ((m - 1) / 6 + 1) % 10U); return out;
    case STANCE_BY_YEAR: break;
    }
    snprintf(out, STANCE_DATE_SIZE, "%04u", y);
    return out;
}
