/* Dates of texts that came without one. The speakers are fictional. */
#include "ingest_test.h"

#include "ingest/reader.h"

static void finds(const char *text, const char *url, const char *date, const char *basis)
{
    stance_date found;
    stance_date_basis how;
    char written[STANCE_DATE_SIZE], got[64], want[64];
    stance_find_date(stance_view_of(text), stance_view_of(url), &found, &how);
    snprintf(got, sizeof got, "%s %s", stance_date_format(found, written), stance_date_basis_name(how));
    snprintf(want, sizeof want, "%s %s", date, basis);
    if (strcmp(got, want) != 0) print_error("in: %.80s\n", text);
    assert_string_equal(got, want);
}

#define BODY " Ambassador Ilse Varga said the talks would go on."
#define NONE "", "none"

static void head_line(void **state)
{
    (void)state;
    finds(" date 2021-07-13 GENEVA, July 12. /TASS/." BODY, "", "2021-07-13", "header");
    finds("date 2019-07-06 GENEVA (Sputnik) \xE2\x80\x93" BODY, "", "2019-07-06", "header");
    finds("\xEF\xBB\xBF"
          "date 2019-07-06\n" BODY,
          "", "2019-07-06", "header");
    finds(" date 2020-12-03 Site\nFri 04th December 2020 | 02:40 AM\n" BODY, "https://x.example/2020/12/05/a",
          "2020-12-03", "header");
    finds("date 2021-02-30" BODY, "", NONE);
}

static void dateline(void **state)
{
    (void)state;
    finds("GENEVA (UrduPoint News / Sputnik - 02nd November, 2021)" BODY, "", "2021-11-02", "dateline");
    finds("GENEVA (UrduPoint News / Sputnik - 12th January, 2021)" BODY, "", "2021-01-12", "dateline");
    finds("A title\n\nGENEVA, July 13, 2021 (Reuters) -" BODY, "", "2021-07-13", "dateline");
    finds("GENEVA, 13 July 2021. /TASS/." BODY, "", "2021-07-13", "dateline");
    finds("July 8, 2021 (EIRNS)\xE2\x80\x94" BODY, "", "2021-07-08", "dateline");
    /* a year typed early in the year */
    finds("March 6, 2018 (EIRNS)\xE2\x80\x94" BODY, "", NONE);
    finds("March 6, 2018 (EIRNS)\xE2\x80\x94" BODY " It was the first time in 2018.", "", "2018-03-06", "dateline");
    finds("March 6, 2018 (EIRNS)\xE2\x80\x94" BODY, "http://x.example/pr/2018/180306_a.html", "2018-03-06", "dateline");
    finds("March 6, 2018 (EIRNS)\xE2\x80\x94" BODY, "http://x.example/pr/2019/190306_a.html", "2019-03-06", "url");
    /* the weekday in the text belongs to another year */
    finds("GENEVA, June 11, 2018. /TASS/." BODY " They meet on Tuesday, June 11.", "", NONE);
    finds("GENEVA, June 11, 2019. /TASS/." BODY " They meet on Tuesday, June 11.", "", "2019-06-11", "dateline");
}

static void dateline_without_year(void **state)
{
    (void)state;
    finds("GENEVA, December 3. /TASS/." BODY, "", NONE);
    finds("GENEVA, December 3. /TASS/." BODY, "https://x.example/2020/12/03/talks", "2020-12-03", "dateline");
    finds("GENEVA, December 31. /TASS/." BODY, "https://x.example/2021/01/02/talks", "2020-12-31", "dateline");
    finds("GENEVA, December 3. /TASS/." BODY, "https://x.example/2021/06/03/talks", NONE);
    finds("GENEVA, October 15. /TASS/." BODY " It was adopted on September 22, 2020 in Bern.", "", "2020-10-15",
          "dateline");
    finds("GENEVA, October 15. /TASS/." BODY " Adopted on September 22, 2020, it holds in 2021.", "", NONE);
    finds("GENEVA, October 15. /TASS/." BODY " Signed on April 8, 2010.", "", NONE); /* more than some months */
    finds("GENEVA, October 15. /TASS/." BODY " Since September 1, 2019 and September 1, 2020.", "", NONE);
    finds("GENEVA, December 21. /TASS/." BODY " It is set to expire on February 5, 2021.", "",
          NONE); /* 2021 is named */
    finds("GENEVA, February 10. /TASS/." BODY " It is set to expire on February 5, 2021.", "", NONE);
    finds("GENEVA, June 11. /TASS/." BODY " They met on May 2, 2018 and meet on Tuesday, June 11.", "", NONE);
    finds("Tue, 07/13/2021 - 11:47\n\nGENEVA, July 13. /TASS/." BODY, "", "2021-07-13", "dateline");
    finds("Friday, July 1, 2022\n\nGENEVA, July 13. /TASS/." BODY, "", NONE);
    finds("Tuesday, July 13, 2021\n\nGENEVA, July 13. /TASS/." BODY, "", "2021-07-13", "dateline");
    finds("GENEVA, February 29. /TASS/." BODY, "https://x.example/2021/03/01/talks", NONE);
    finds("GENEVA, February 29. /TASS/." BODY, "https://x.example/2020/03/01/talks", "2020-02-29", "dateline");
}

static void page(void **state)
{
    (void)state;
    finds("A title of some words\n\nAda Lem 3 minutes ago Thu 17th June 2021 | 12:03 AM\n\n" BODY, "", "2021-06-17",
          "page");
    finds("A title of some words\n\nThu 17th June 2021 | 12:03 AM\n\nGENEVA (X / Sputnik - 16th June, 2021)" BODY, "",
          "2021-06-17", "page");
    finds("A title of some words\n\nThu 17th June 2027 | 12:03 AM\n\nGENEVA (X / Sputnik - 15th May, 2021)" BODY, "",
          "2021-05-15", "dateline");
    finds("ID :\n603416\nTue, 07/13/2021 - 11:47\nAuthor :\n\n" BODY, "", "2021-07-13", "page");
    finds("ID :\n6034\nTue, 07/06/2021 - 11:47\n\n" BODY, "", "2021-07-06", "page"); /* the weekday tells the order */
    finds("ID :\n6034\n07/06/2021 - 11:47\n\n" BODY, "", NONE);
    finds("Register\n02:54 GMT03 December 2020\nListen Live\n" BODY, "", "2020-12-03", "page");
    finds("Register\n02:54 GMT03 December 2022\nListen Live\n" BODY, "https://x.example/2020/12/03/a", "2020-12-03",
          "url");
    finds("Published: 13 July 2021\n\n" BODY, "", "2021-07-13", "page");
    finds("A title of some words\n13 July 2021\n" BODY, "", "2021-07-13", "page");
    finds("A title of some words\nUpdated: 13 July 2021 11:00\n" BODY, "", NONE);
    finds("A title\nPublished: 1 May 2021 10:00\nPublished: 13 July 2021 11:00\n" BODY, "", NONE);
    /* the date of the visit, not of the text */
    finds("Friday, July 1, 2022\n\nA title of some words\n\n" BODY, "", NONE);
    finds("Friday, July 1, 2022\n\nA title of some words\n\n" BODY, "https://x.example/2020/12/03/a", "2020-12-03",
          "url");
    finds("A title of some words\nMon 17th June 2021 | 12:03 AM\n" BODY, "", NONE); /* it was a Thursday */
    /* dates in prose are no dates of the text */
    finds("On July 13, 2021 the envoys met in Bern at 11:47.", "", NONE);
    finds("The list has 24 names that must leave by September 3, 2021." BODY, "", NONE);
    finds("", "", NONE);
    finds("\n\n", "", NONE);
}

static void url(void **state)
{
    (void)state;
    static const char *const good[] = {
        "https://x.example/2021/06/21/a-title/",
        "https://x.example/news/2021-06-21-a-title.B1k.html",
        "https://x.example/a-title-2021-06-21-more",
        "https://x.example/2021/jun/21/a-title",
        "https://x.example/pr/2021/20210621_talks.html",
        "https://x.example/pr/2021/210621_talks.html",
        "https://x.example/n3/2021/0621/c9000-98.html",
        "https://x.example/russia/202106211081342424-talks/",
        "https://x.example/2021-06/21/c_1.htm",
        "https://x.example/2021/6/21/",
        "https://x.example/?d=20210621",
        "https://x.example/2021/06/21/a-20210621/",
    };
    static const char *const bad[] = {
        "",
        "https://x.example/politics/1063242",
        "https://x.example/2021/06/",
        "https://x.example/article/407016-A",
        "https://x.example/2021/13/21/",
        "https://x.example/2021/02/30/a",
        "https://x.example/a/20210230",
        "https://x.example/2021/06/21/a-2020-01-06",
        "https://x.example/1279390.html",
        "https://x.example/a2021/06/21x",
        "https://x.example/120210621/",
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) finds("A title\n\n" BODY, good[i], "2021-06-21", "url");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        stance_date date;
        if (stance_url_date((stance_view){bad[i], strlen(bad[i])}, &date)) fail_msg("a date: %s", bad[i]);
        assert_int_equal(date.year, 0);
    }
}

static void long_text(void **state)
{
    (void)state;
    size_t n = 300000;
    char *text = malloc(n + 1);
    assert_non_null(text);
    memset(text, 'x', n); /* one word without end */
    text[n] = '\0';
    finds(text, "", NONE);
    for (size_t i = 0; i + 1 < n; i += 2) memcpy(text + i, "\xC3\xA9", 2);
    finds(text, "", NONE);
    for (size_t i = 0; i < n; i++) text[i] = "1/2/3 (A. "[i % 10];
    finds(text, "", NONE);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(head_line), cmocka_unit_test(dateline), cmocka_unit_test(dateline_without_year),
        cmocka_unit_test(page),      cmocka_unit_test(url),      cmocka_unit_test(long_text),
    };
    return cmocka_run_group_tests_name("finddate", tests, NULL, NULL);
}
