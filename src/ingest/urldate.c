/* The date in an address. */
#include "ingest/reader.h"

static bool digit(stance_view v, size_t at)
{
    return at < v.len && v.data[at] >= '0' && v.data[at] <= '9';
}

static size_t run_of_digits(stance_view v, size_t at)
{
    size_t n = 0;
    while (digit(v, at + n)) n++;
    return n;
}

static int value(stance_view v, size_t at, size_t n)
{
    int sum = 0;
    for (size_t i = at; i < at + n; i++) sum = sum * 10 + (v.data[i] - '0');
    return sum;
}

static bool make(int year, int month, int day, stance_date *date)
{
    if (year < 1990 || year > 2099 || month < 1 || month > 12 || day < 1 || day > 31) return false;
    *date = (stance_date){(int16_t)year, (uint8_t)month, (uint8_t)day};
    return stance_date_is_day(*date);
}

static int month_name(stance_view v, size_t at)
{
    static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    if (at + 3 > v.len) return 0;
    for (int m = 0; m < 12; m++) {
        bool same = true;
        for (size_t i = 0; i < 3; i++) same = same && (v.data[at + i] | 32) == names[3 * (size_t)m + i];
        if (same) return m + 1;
    }
    return 0;
}

/* After a year of four digits that ends at `at`: /06/21, /jun/21, -06-21, /0621, /210621, /06-21, -06/21. */
static bool parts(stance_view url, int year, size_t at, stance_date *date)
{
    if (at >= url.len || (url.data[at] != '/' && url.data[at] != '-' && url.data[at] != '_')) return false;
    size_t first = at + 1, n = run_of_digits(url, first);
    if (n == 4 && url.data[at] == '/') return make(year, value(url, first, 2), value(url, first + 2, 2), date);
    if (n == 6 && url.data[at] == '/' && value(url, first, 2) == year % 100)
        return make(year, value(url, first + 2, 2), value(url, first + 4, 2), date);
    int month = n == 1 || n == 2 ? value(url, first, n) : 0;
    if (n == 0 && url.data[at] == '/') {
        month = month_name(url, first);
        n = 3;
    }
    if (!month || first + n >= url.len) return false;
    char mark = url.data[first + n];
    if (mark != '/' && mark != '-' && mark != '_') return false;
    size_t second = first + n + 1, m = run_of_digits(url, second);
    return (m == 1 || m == 2) && make(year, month, value(url, second, m), date);
}

bool stance_url_date(stance_view url, stance_date *date)
{
    bool found = false;
    for (size_t i = 0; i < url.len; i++) {
        size_t n = run_of_digits(url, i);
        if (!n) continue;
        stance_date one;
        char before = i ? url.data[i - 1] : '/';
        bool edge = before == '/' || before == '-' || before == '_' || before == '=' || before == '.';
        bool good = false;
        if (n == 4 && edge) good = parts(url, value(url, i, 4), i + 4, &one);
        /* 20210708 alone, or as the beginning of a long number that also tells the time: 202012031081342424 */
        else if ((n == 8 && edge) || (n >= 14 && n <= 20 && before == '/'))
            good = make(value(url, i, 4), value(url, i + 4, 2), value(url, i + 6, 2), &one);
        if (good && found && stance_date_to_days(one) != stance_date_to_days(*date)) {
            *date = (stance_date){0, 0, 0};
            return false;
        }
        if (good) {
            *date = one;
            found = true;
        }
        i += n - 1;
    }
    if (!found) *date = (stance_date){0, 0, 0};
    return found;
}
