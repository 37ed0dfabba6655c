/* Dates and periods. Expected values: date(1) of coreutils 9.1 ("+%s", "+%u", "+%G-W%V"). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "stance/date.h"

#define V(s) stance_view_of(s)

static stance_date iso(const char *text)
{
    stance_date date = {0, 0, 0};
    if (!stance_date_parse_iso(V(text), &date)) fail_msg("%s is no date", text);
    return date;
}

static int32_t days(const char *text)
{
    return stance_date_to_days(iso(text));
}

static void known_days(void **state)
{
    (void)state;
    static const struct {
        const char *date;
        int32_t days; /* $(($(date -u -d DATE +%s) / 86400)) */
        int weekday;  /* date +%u, less 1 */
    } cases[] = {
        {"1970-01-01", 0, 3},       {"1969-12-31", -1, 2},      {"2000-02-29", 11016, 1}, {"2000-03-01", 11017, 2},
        {"1900-02-28", -25509, 2},  {"1900-03-01", -25508, 3},  {"2021-07-13", 18821, 1}, {"2020-12-31", 18627, 3},
        {"0001-01-01", -719162, 0}, {"9999-12-31", 2932896, 4},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(days(cases[i].date), cases[i].days);
        assert_int_equal(stance_date_weekday(cases[i].days), cases[i].weekday);
    }
}

/* Every 13th day of the calendar, which meets each weekday, and two years of every day in each hundred. */
static void round_trips(void **state)
{
    (void)state;
    char text[STANCE_DATE_SIZE];
    int32_t last = days("9999-12-31");
    for (int32_t d = days("0001-01-01"); d <= last; d += (d + 719162) % 36525 < 731 ? 1 : 13) {
        stance_date date = stance_date_from_days(d), again;
        assert_true(stance_date_is_day(date));
        assert_int_equal(stance_date_to_days(date), d);
        assert_true(stance_date_parse_iso(V(stance_date_format(date, text)), &again));
        assert_int_equal(stance_date_to_days(again), d);
        for (int by = STANCE_BY_DAY; by <= STANCE_BY_YEAR; by++) { /* the day lies in its period, and periods touch */
            stance_period p = (stance_period)by;
            int32_t n = stance_period_of(p, d), first = stance_period_first_day(p, n),
                    end = stance_period_last_day(p, n);
            assert_true(first <= d && d <= end);
            assert_int_equal(stance_period_of(p, first), n);
            assert_int_equal(stance_period_of(p, end), n);
            assert_int_equal(stance_period_first_day(p, n + 1), end + 1);
        }
    }
}

static void consecutive_days(void **state)
{
    (void)state;
    stance_date date = stance_date_from_days(days("1896-01-01"));
    for (int32_t d = days("1896-01-01"); d < days("2008-01-01"); d++) {
        stance_date next = stance_date_from_days(d + 1);
        bool same_month = next.month == date.month && next.day == date.day + 1;
        assert_true(same_month || next.day == 1);
        assert_int_equal(stance_date_weekday(d + 1), (stance_date_weekday(d) + 1) % 7);
        date = next;
    }
}

static void is_day(void **state)
{
    (void)state;
    static const struct {
        stance_date date;
        bool good;
    } cases[] = {
        {{2020, 2, 29}, true},  {{2021, 2, 29}, false}, {{1900, 2, 29}, false}, {{2000, 2, 29}, true},
        {{2021, 4, 31}, false}, {{2021, 12, 31}, true}, {{2021, 13, 1}, false}, {{2021, 0, 1}, false},
        {{2021, 1, 0}, false},  {{0, 1, 1}, false},     {{0, 0, 0}, false},     {{-5, 1, 1}, false},
        {{9999, 12, 31}, true}, {{10000, 1, 1}, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(stance_date_is_day(cases[i].date), cases[i].good);
}

static void formats(void **state)
{
    (void)state;
    char text[STANCE_DATE_SIZE];
    assert_string_equal(stance_date_format((stance_date){2021, 7, 3}, text), "2021-07-03");
    assert_string_equal(stance_date_format((stance_date){2020, 12, 0}, text), "2020-12");
    assert_string_equal(stance_date_format((stance_date){2020, 0, 0}, text), "2020");
    assert_string_equal(stance_date_format((stance_date){0, 0, 0}, text), "");
    assert_string_equal(stance_date_format((stance_date){33, 4, 5}, text), "0033-04-05");
    assert_ptr_equal(stance_date_format((stance_date){2021, 1, 1}, text), text);
    stance_date date = iso("2020-12");
    assert_true(date.year == 2020 && date.month == 12 && date.day == 0);
    date = iso("2020");
    assert_true(date.year == 2020 && date.month == 0 && date.day == 0);
}

static void refuses_iso(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",         "2021-02-30", "2021-02-29", "2021-13-01", "2021-00-01",  "2021-01-00",
        "2021-1-1", "2021/01/01", "0000-01-01", "0000",       "20210101",    "2021-01-",
        "2021-",    "2021-13",    "2021-00",    "21-01-01",   " 2021",       "2021 ",
        "202a",     "2021-0a",    "2021-01-0x", "+021",       "2021-01-011", "2021-01-01T00:00",
    };
    stance_date date = {1, 2, 3};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (stance_date_parse_iso(V(bad[i]), &date)) fail_msg("'%s' was taken for a date", bad[i]);
    }
    assert_false(stance_date_parse_iso((stance_view){NULL, 0}, &date));
    assert_true(date.year == 1 && date.month == 2 && date.day == 3);            /* left as it was */
    assert_false(stance_date_parse_iso((stance_view){"2021-02-30", 8}, &date)); /* no byte beyond the view counts */
    assert_true(stance_date_parse_iso((stance_view){"2021-02-30", 7}, &date));
}

static void iso_weeks(void **state)
{
    (void)state;
    static const char *const known[][2] = {
        {"2020-12-31", "2020-W53"}, {"2021-01-01", "2020-W53"}, {"2021-01-03", "2020-W53"}, {"2021-01-04", "2021-W01"},
        {"2019-12-29", "2019-W52"}, {"2019-12-30", "2020-W01"}, {"2016-01-03", "2015-W53"}, {"2017-01-01", "2016-W52"},
        {"2018-01-01", "2018-W01"}, {"2024-12-30", "2025-W01"}, {"2020-07-13", "2020-W29"}, {"1969-12-31", "1970-W01"},
        {"0001-01-01", "0001-W01"}, {"9999-12-31", "9999-W52"}, {"1960-01-03", "1959-W53"},
    };
    char label[STANCE_DATE_SIZE];
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        assert_string_equal(
            stance_period_label(STANCE_BY_WEEK, stance_period_of(STANCE_BY_WEEK, days(known[i][0])), label),
            known[i][1]);
}

static void labels_and_ends(void **state)
{
    (void)state;
    static const struct {
        stance_period by;
        const char *day, *label, *first, *last;
    } cases[] = {
        {STANCE_BY_DAY, "2020-07-13", "2020-07-13", "2020-07-13", "2020-07-13"},
        {STANCE_BY_WEEK, "2020-07-19", "2020-W29", "2020-07-13", "2020-07-19"},
        {STANCE_BY_MONTH, "2020-02-10", "2020-02", "2020-02-01", "2020-02-29"},
        {STANCE_BY_MONTH, "2021-12-31", "2021-12", "2021-12-01", "2021-12-31"},
        {STANCE_BY_QUARTER, "2020-03-31", "2020-Q1", "2020-01-01", "2020-03-31"},
        {STANCE_BY_QUARTER, "2020-07-13", "2020-Q3", "2020-07-01", "2020-09-30"},
        {STANCE_BY_QUARTER, "2020-12-01", "2020-Q4", "2020-10-01", "2020-12-31"},
        {STANCE_BY_HALF, "2020-06-30", "2020-H1", "2020-01-01", "2020-06-30"},
        {STANCE_BY_HALF, "2020-07-01", "2020-H2", "2020-07-01", "2020-12-31"},
        {STANCE_BY_YEAR, "2020-02-29", "2020", "2020-01-01", "2020-12-31"},
        {STANCE_BY_YEAR, "0001-12-31", "0001", "0001-01-01", "0001-12-31"},
        {STANCE_BY_QUARTER, "1969-12-31", "1969-Q4", "1969-10-01", "1969-12-31"},
    };
    char text[STANCE_DATE_SIZE];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        stance_period by = cases[i].by;
        int32_t period = stance_period_of(by, days(cases[i].day));
        assert_string_equal(stance_period_label(by, period, text), cases[i].label);
        assert_string_equal(stance_date_format(stance_date_from_days(stance_period_first_day(by, period)), text),
                            cases[i].first);
        assert_string_equal(stance_date_format(stance_date_from_days(stance_period_last_day(by, period)), text),
                            cases[i].last);
    }
    /* Consecutive over the turn of a year. */
    for (int by = STANCE_BY_MONTH; by <= STANCE_BY_YEAR; by++)
        assert_int_equal(stance_period_of((stance_period)by, days("2021-01-01")),
                         stance_period_of((stance_period)by, days("2020-12-31")) + 1);
}

static void ranges(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {"2020", "2020-01-01", "2020-12-31"},     {"2020-H1", "2020-01-01", "2020-06-30"},
        {"2020-H2", "2020-07-01", "2020-12-31"},  {"2020-Q3", "2020-07-01", "2020-09-30"},
        {"2021-q1", "2021-01-01", "2021-03-31"},  {"2020-07", "2020-07-01", "2020-07-31"},
        {"2020-02", "2020-02-01", "2020-02-29"},  {"2021-02", "2021-02-01", "2021-02-28"},
        {"2020-W30", "2020-07-20", "2020-07-26"}, {"2020-W53", "2020-12-28", "2021-01-03"},
        {"2021-W01", "2021-01-04", "2021-01-10"}, {"2020-W01", "2019-12-30", "2020-01-05"},
        {"2021-W52", "2021-12-27", "2022-01-02"}, {"2021-07-13", "2021-07-13", "2021-07-13"},
        {"9999-W52", "9999-12-27", "9999-12-31"}, {"0001-W01", "0001-01-01", "0001-01-07"},
    };
    char text[STANCE_DATE_SIZE];
    stance_error err;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        stance_date first, last;
        assert_int_equal(stance_date_parse_range(V(cases[i][0]), &first, &last, &err), STANCE_OK);
        assert_string_equal(stance_date_format(first, text), cases[i][1]);
        assert_string_equal(stance_date_format(last, text), cases[i][2]);
    }
}

static void refuses_ranges(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "2021-02-30", "2020-Q5", "2020-Q0", "2021-W53", "2020-W54", "2020-W00",  "2020-W1",  "2020-H3",
        "2020-H0",    "2020-13", "2020-Q",  "2020Q3",   "2020-Q33", "2020-W301", "0000-Q1",  "yesterday",
        "",           "20-Q1",   "2020-X1", "202x-Q1",  "2020-W3x", "2020-Q-",   "2020-H12",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        stance_date first, last;
        stance_error err = {STANCE_OK, ""};
        if (stance_date_parse_range(V(bad[i]), &first, &last, &err) != STANCE_EINVAL)
            fail_msg("'%s' was taken for a range", bad[i]);
        char quoted[64];
        snprintf(quoted, sizeof quoted, "'%s'", bad[i]);
        assert_non_null(strstr(err.message, quoted)); /* what was wrong, and what would be right */
        assert_non_null(strstr(err.message, "2020-Q3"));
    }
    stance_date first, last;
    assert_int_equal(stance_date_parse_range((stance_view){NULL, 0}, &first, &last, NULL), STANCE_EINVAL);
    /* The years with 53 weeks in these four centuries' first one: those that begin or end on a Thursday. */
    int long_years = 0;
    for (int year = 2000; year < 2400; year++) {
        char text[STANCE_DATE_SIZE];
        snprintf(text, sizeof text, "%04d-W53", year);
        long_years += stance_date_parse_range(V(text), &first, &last, NULL) == STANCE_OK;
    }
    assert_int_equal(long_years, 71); /* ISO 8601: 71 long years in 400 */
}

static void names(void **state)
{
    (void)state;
    for (int b = STANCE_DATE_NONE; b <= STANCE_DATE_INFERRED; b++) {
        stance_date_basis basis = STANCE_DATE_NONE;
        assert_true(stance_date_basis_parse(V(stance_date_basis_name((stance_date_basis)b)), &basis));
        assert_int_equal(basis, b);
    }
    assert_string_equal(stance_date_basis_name(STANCE_DATE_DATELINE), "dateline");
    assert_int_equal(stance_date_confidence(STANCE_DATE_NONE, false), 0);
    assert_int_equal(stance_date_confidence(STANCE_DATE_HEADER, false), 970000);
    assert_int_equal(stance_date_confidence(STANCE_DATE_DATELINE, true), 675000); /* three quarters */
    assert_int_equal(stance_date_confidence(STANCE_DATE_INFERRED, true), 600000);
    for (int p = STANCE_BY_DAY; p <= STANCE_BY_YEAR; p++) {
        stance_period by = STANCE_BY_DAY;
        assert_true(stance_period_parse(V(stance_period_name((stance_period)p)), &by));
        assert_int_equal(by, p);
    }
    assert_string_equal(stance_period_name(STANCE_BY_HALF), "half");
    stance_period by;
    stance_date_basis basis;
    assert_false(stance_period_parse(V("Quarter"), &by));
    assert_false(stance_period_parse(V("quarters"), &by));
    assert_false(stance_period_parse((stance_view){NULL, 0}, &by));
    assert_false(stance_date_basis_parse(V("guess"), &basis));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_days),     cmocka_unit_test(round_trips),     cmocka_unit_test(consecutive_days),
        cmocka_unit_test(is_day),         cmocka_unit_test(formats),         cmocka_unit_test(refuses_iso),
        cmocka_unit_test(iso_weeks),      cmocka_unit_test(labels_and_ends), cmocka_unit_test(ranges),
        cmocka_unit_test(refuses_ranges), cmocka_unit_test(names),
    };
    return cmocka_run_group_tests_name("base/date", tests, NULL, NULL);
}
