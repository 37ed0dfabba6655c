/* Dates, head lines and datelines in tokens. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "text/dates.h"

static stance_arena arena = STANCE_ARENA_INIT;

static stance_tokens tokens_of(const char *text)
{
    stance_intern words;
    stance_tokens tokens;
    stance_error err;
    stance_arena_reset(&arena);
    stance_intern_init(&words, &arena);
    assert_int_equal(stance_tokenize(stance_view_of(text), NULL, &words, &arena, &tokens, &err), STANCE_OK);
    return tokens;
}

/* The date at the beginning; tokens: how many it must take. */
static void is_date(const char *text, int year, int month, int day, size_t tokens)
{
    stance_date date;
    size_t n = stance_date_at(stance_view_of(text), tokens_of(text), 0, &date);
    if (n != tokens) print_error("in: %s\n", text);
    assert_int_equal(n, tokens);
    assert_int_equal(date.year, year);
    assert_int_equal(date.month, month);
    assert_int_equal(date.day, day);
}

static void shapes(void **state)
{
    (void)state;
    is_date("July 13, 2021", 2021, 7, 13, 4);
    is_date("July 13 2021", 2021, 7, 13, 3);
    is_date("July 13", 0, 7, 13, 2);
    is_date("JULY 13", 0, 7, 13, 2);
    is_date("July 13, 300 people", 0, 7, 13, 2);
    is_date("13 July 2021", 2021, 7, 13, 3);
    is_date("13th July", 0, 7, 13, 2);
    is_date("02nd November, 2021", 2021, 11, 2, 4);
    is_date("June 9th", 0, 6, 9, 2);
    is_date("Sept. 11, 2001", 2001, 9, 11, 5);
    is_date("Sept 11", 0, 9, 11, 2);
    is_date("11 Oct. 2020", 2020, 10, 11, 4);
    is_date("2021-07-13", 2021, 7, 13, 3);
    is_date("13.07.2021", 2021, 7, 13, 1);
    is_date("5.2.2021", 2021, 2, 5, 1);
    is_date("7.13.2021", 2021, 7, 13, 1);        /* the day cannot be the month */
    is_date("December 2.12. Then", 0, 12, 2, 2); /* its month written twice */
    is_date("June 9th, 2020", 2020, 6, 9, 4);
    is_date("Jan. 3", 0, 1, 3, 3);
    is_date("February 29", 0, 2, 29, 2);
    is_date("February 29, 2020", 2020, 2, 29, 4);
}

static void none(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "may 20 people",  "July",       "July 2021",         "July 32",    "32 July",    "July 0",
        "2.12",           "2021-13-01", "2021-02-30",        "31.02.2021", "07/13/2021", "1,000",
        "2021",           "June 31",    "February 29, 2021", "July 5:49",  "12:30",      "December 2.11",
        "December 32.12", "2021-07",    "march 3",           "",           "5.2.21",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        stance_date date;
        size_t n = stance_date_at(stance_view_of(texts[i]), tokens_of(texts[i]), 0, &date);
        if (n) print_error("in: %s\n", texts[i]);
        assert_int_equal(n, 0);
    }
}

static void head_lines(void **state)
{
    (void)state;
    stance_date date;
    static const char *const good[] = {" date 2021-07-13 GENEVA", "date 2021-07-13\n", "Date 2021-07-13 x",
                                       "\xEF\xBB\xBF\x64\x61te 2021-07-13"};
    static const char *const bad[] = {
        "dates 2021-07-13", "A date 2021-07-13", "date July 13, 2021", "date 2021-07", "date", "", "date 13.07.2021"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_int_equal(stance_head_line(stance_view_of(good[i]), tokens_of(good[i]), &date), 4);
        assert_int_equal(date.year * 10000 + date.month * 100 + date.day, 20210713);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(stance_head_line(stance_view_of(bad[i]), tokens_of(bad[i]), &date), 0);
}

static void is_line(const char *text, const char *place, const char *agency, const char *day, const char *rest)
{
    stance_dateline line;
    char got[STANCE_DATE_SIZE + 8];
    stance_view v = stance_view_of(text);
    stance_tokens tokens = tokens_of(text);
    if (!stance_dateline_at(v, tokens, 0, &line)) fail_msg("no dateline: %s", text);
    assert_true(stance_view_is(stance_view_cut(v, line.agency), agency));
    if (*place) assert_true(stance_view_is(stance_view_cut(v, line.place), place));
    else assert_int_equal(line.place.start, line.place.end);
    snprintf(got, sizeof got, "%d-%d-%d", line.date.year, line.date.month, line.date.day);
    assert_string_equal(got, day);
    assert_true(line.tokens < tokens.count);
    assert_true(strncmp(text + tokens.data[line.tokens].start, rest, strlen(rest)) == 0);
}

static void datelines(void **state)
{
    (void)state;
    is_line("GENEVA, July 13. /TASS/. The envoy spoke.", "GENEVA", "TASS", "0-7-13", "The envoy");
    is_line("GENEVA, December 31. / TASS /. The envoy spoke.", "GENEVA", "TASS", "0-12-31", "The envoy");
    is_line("GENEVA (UrduPoint News / Sputnik - 02nd November, 2021) The envoy spoke.", "GENEVA",
            "UrduPoint News / Sputnik", "2021-11-2", "The envoy");
    is_line("GENEVA (Sputnik) \xE2\x80\x93 The envoy spoke.", "GENEVA", "Sputnik", "0-0-0", "The envoy");
    is_line("GENEVA (Reuters) - The envoy spoke.", "GENEVA", "Reuters", "0-0-0", "The envoy");
    is_line("GENEVA, July 13, 2021 (Reuters) - The envoy spoke.", "GENEVA", "Reuters", "2021-7-13", "The envoy");
    is_line("GENEVA (TASS): The envoy spoke.", "GENEVA", "TASS", "0-0-0", "The envoy");
    is_line("July 8, 2021 (EIRNS)\xE2\x80\x94The envoy spoke.", "", "EIRNS", "2021-7-8", "The envoy");
    is_line("GENEVA, June 5 (Reuters) - The envoy spoke.", "GENEVA", "Reuters", "0-6-5", "The envoy");
    is_line("GENEVA, Jan. 3 (Xinhua) -- The envoy spoke.", "GENEVA", "Xinhua", "0-1-3", "The envoy");
    is_line("GENEVA. Dec 3 (Interfax) - The envoy spoke.", "GENEVA", "Interfax", "0-12-3", "The envoy");
    is_line("GENEVA, December 3 (RIA Novosti) \xE2\x80\x93 The envoy spoke.", "GENEVA", "RIA Novosti", "0-12-3",
            "The envoy");
    is_line("GENEVA, December 3 \xE2\x80\x94 RIA Novosti. The envoy spoke.", "GENEVA", "RIA Novosti", "0-12-3",
            "The envoy");
    is_line("GENEVA (AP) \xE2\x80\x94 The envoy spoke.", "GENEVA", "AP", "0-0-0", "The envoy");
    is_line("Geneva (AFP) - The envoy spoke.", "Geneva", "AFP", "0-0-0", "The envoy");
    is_line("Geneva, June 5, 2021 (AFP) - The envoy spoke.", "Geneva", "AFP", "2021-6-5", "The envoy");
    is_line("UNITED NATIONS, July 13 (Xinhua) -- The envoy spoke.", "UNITED NATIONS", "Xinhua", "0-7-13", "The envoy");
    is_line("GENEVA, 13 July 2021 \xE2\x80\x93 The envoy spoke.", "GENEVA", "", "2021-7-13", "The envoy");
    is_line("NEW YORK, September 5. /TASS/. The envoy spoke.", "NEW YORK", "TASS", "0-9-5", "The envoy");
}

static void no_datelines(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "The envoy (who spoke first) left.",
        "Talks and/or meetings go on / so it is said.",
        "Ilse Varga (left) - archive",
        "The Strategic Treaty (START) was signed.",
        "GENEVA",
        "",
        "GENEVA, July 13",
        "GENEVA (",
        "Flag Missile\n\xC2\xA9 Reuters/US Navy/Ford",
        "Subscribe\nGENEVA (X) y",
        "Geneva (Lem) - an archive",
        "GENEVA \xE2\x80\x93 The envoy",
        "Talks on July 13 \xE2\x80\x93 The envoy",
        "GENEVA /TASS",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        stance_dateline line;
        if (stance_dateline_at(stance_view_of(texts[i]), tokens_of(texts[i]), 0, &line))
            fail_msg("a dateline: %s", texts[i]);
    }
    stance_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shapes),    cmocka_unit_test(none),         cmocka_unit_test(head_lines),
        cmocka_unit_test(datelines), cmocka_unit_test(no_datelines),
    };
    return cmocka_run_group_tests_name("dates", tests, NULL, NULL);
}
