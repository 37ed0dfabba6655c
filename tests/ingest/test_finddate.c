/* Dates of texts that came without one. The speakers are fictional. */
#include "ingest_test.h"

#include "ingest/reader.h"

static void finds(const char *text, const char *url, const char *date, const char *basis)
{
    stance_arena arena = STANCE_ARENA_INIT;
    stance_found_date found;
    stance_error err;
    char written[STANCE_DATE_SIZE], got[64], want[64];
    assert_int_equal(
        stance_find_date_in(&arena, stance_view_of(text), stance_view_of(url), (stance_date){0, 0, 0}, &found, &err),
        STANCE_OK);
    snprintf(got, sizeof got, "%s %s", stance_date_format(found.date, written), stance_date_basis_name(found.basis));
    stance_arena_free(&arena);
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
    /* the weekday leaves one of the years that the text can be of */
    finds("GENEVA, June 11. /TASS/." BODY " They met on May 2, 2018 and meet on Tuesday, June 11.", "", "2019-06-11",
          "dateline");
    finds("GENEVA, June 11. /TASS/." BODY " They met on May 2, 2018 and meet on Friday, June 11.", "", NONE);
    finds("GENEVA, July 13. /TASS/. Ilse Varga said on Tuesday that it was wrong. In 2020, 45 attacks were counted.",
          "", "2021-07-13", "dateline");
    finds("GENEVA, July 13. /TASS/. Ilse Varga said on Thursday that it was wrong. In 2020, 45 attacks were counted.",
          "", NONE);
    finds("GENEVA, July 13. /TASS/. Ilse Varga said on Tuesday that it was wrong. They plan it for 2024.", "", NONE);
    /* between a day behind and a day ahead */
    finds("GENEVA, December 3. /TASS/." BODY
          " It was signed on March 1, 2020 and is set to expire on February 5, 2021.",
          "", "2020-12-03", "dateline");
    finds("GENEVA, December 3. /TASS/." BODY " It began on June 1, 2018 and the truce is to end by June 5, 2024.", "",
          NONE);
    /* the copyright line, beside another witness */
    finds("GENEVA, July 13. /TASS/. Ilse Varga said on Tuesday that it was wrong.\n\n\xC2\xA9 2021 The Outlet", "",
          "2021-07-13", "dateline");
    finds("GENEVA, July 13. /TASS/. Ilse Varga said on Friday that it was wrong.\n\n\xC2\xA9 2021 The Outlet", "",
          NONE);
    finds("GENEVA, July 13. /TASS/." BODY "\n\n\xC2\xA9 2021 The Outlet", "", NONE);
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

/* "said on December 2, 2020", in the lead and nowhere contradicted. */
static void lead(void **state)
{
    (void)state;
    finds("Ilse Varga said on December 2, 2020, as a guest in Bern, that it was time.", "", "2020-12-02", "text");
    finds("On 2 December 2020, the envoy told reporters that it was time.", "", "2020-12-02", "text");
    finds("Ada Lem spoke in an interview on Wednesday, December 2, 2020.", "", "2020-12-02", "text");
    finds("Ada Lem spoke in an interview on Friday, December 2, 2020.", "", NONE); /* it was a Wednesday */
    finds("The treaty that was signed on April 8, 2010 must go on, Ilse Varga said.", "", NONE);
    finds("Ilse Varga said that the treaty was signed on April 8, 2010.", "", NONE);
    finds("Ilse Varga said on December 2, 2020 that it was time. They met on March 1, 2021.", "", NONE);
    finds("Ilse Varga said on December 2, 2020 it was time; Ada Lem said on March 1, 2021 it was not.", "", NONE);
    finds("Ilse Varga said on December 2, 2020 that it was time. It expires on February 5, 2020.", "", NONE);
    finds("In December 2020 Ilse Varga answered questions.", "", NONE);
}

static void inferred(void **state)
{
    (void)state;
    finds("Ilse Varga said on December 2.12. It is set to expire on 5.2.2021. It was agreed on June 4, 2020.", "",
          "2020-12-02", "inferred");
    finds("Ilse Varga said on December 2. It is set to expire on 5.2.2021. Of COVID-19 she said little.", "",
          "2020-12-02", "inferred");
    finds("Ilse Varga said on December 2, ahead of the March 3 election. It is set to expire on 5.2.2021. COVID-19 "
          "goes on.",
          "", "2020-12-02", "inferred");
    finds(
        "Ilse Varga said on March 5 that all was well. Elections were held on May 2, 2018. It will expire on 1.6.2020.",
        "", NONE);                                                                      /* 2019 or 2020 */
    finds("Ilse Varga said on December 2. It is set to expire on 5.2.2021.", "", NONE); /* nothing below */
    finds("Ilse Varga said on December 2. It was agreed on June 4, 2020.", "", NONE);   /* nothing above */
    finds(
        "Ilse Varga said on December 2. They met on December 20. It was agreed on June 4, 2020 and is set to expire on "
        "5.2.2021.",
        "", NONE); /* it looks back to a later day */
    finds("It was agreed on June 4, 2020 that they meet on December 2. It is set to expire on 5.2.2021.", "", NONE);
    finds("On December 2 it snowed. It was agreed on June 4, 2020. It is set to expire on 5.2.2021.", "", NONE);
}

static void weighs(const char *metadata, const char *text, const char *date, const char *basis, const char *note)
{
    stance_arena arena = STANCE_ARENA_INIT;
    stance_error err;
    stance_document d = {.text = stance_view_of(text)};
    char written[STANCE_DATE_SIZE], got[64], want[64];
    if (*metadata) {
        assert_true(stance_metadata_date(stance_view_of(metadata), &d.date));
        d.basis = STANCE_DATE_METADATA;
    }
    assert_int_equal(stance_document_complete(&arena, &d, true, &err), STANCE_OK);
    snprintf(got, sizeof got, "%s %s", stance_date_format(d.date, written), stance_date_basis_name(d.basis));
    snprintf(want, sizeof want, "%s %s", date, basis);
    assert_string_equal(got, want);
    if (!note) assert_null(d.date_note.data);
    else if (!stance_view_is(d.date_note, note))
        fail_msg("%.*s", (int)d.date_note.len, d.date_note.data ? d.date_note.data : "");
    stance_arena_free(&arena);
}

/* What came with the text against what stands in it; the note says what was taken. */
static void conflicts(void **state)
{
    (void)state;
    weighs(
        "", "date 2021-10-12 GENEVA, October 13. /TASS/." BODY, "2021-10-12", "header",
        "The head line says 2021-10-12, the dateline 2021-10-13; taken is 2021-10-12: a head line goes first when the "
        "two are at most two days apart.");
    weighs("", "date 2021-10-13 GENEVA, October 13. /TASS/." BODY, "2021-10-13", "header", NULL);
    weighs(
        "", "date 2024-02-01 GENEVA (X / Sputnik - 13th October, 2021)" BODY, "2021-10-13", "dateline",
        "The head line says 2024-02-01, the dateline 2021-10-13; taken is 2021-10-13: the other is so much later that "
        "it must be that of a visit.");
    weighs("2021-07-13", "GENEVA, July 13. /TASS/." BODY, "2021-07-13", "metadata", NULL);
    weighs(
        "2021-07-14", "GENEVA, July 13. /TASS/." BODY, "2021-07-14", "metadata",
        "The metadata say 2021-07-14, the dateline 2021-07-13; taken is 2021-07-14: metadata go first when the two are "
        "at most two days apart.");
    weighs(
        "2024-05-01", "GENEVA (X / Sputnik - 13th October, 2021)" BODY, "2021-10-13", "dateline",
        "The metadata say 2024-05-01, the dateline 2021-10-13; taken is 2021-10-13: the other is so much later that it "
        "must be that of a visit.");
    weighs("2021-10-23", "GENEVA (X / Sputnik - 13th October, 2021)" BODY, "2021-10-23", "metadata",
           "The metadata say 2021-10-23, the dateline 2021-10-13; taken is 2021-10-23: the text may have come out some "
           "days "
           "later.");
    weighs("2021-10-03", "GENEVA (X / Sputnik - 13th October, 2021)" BODY, "2021-10-13", "dateline",
           "The metadata say 2021-10-03, the dateline 2021-10-13; taken is 2021-10-13: no text comes out before it was "
           "written.");
    weighs(
        "2022-01-05", "GENEVA, 5 January 2021. /TASS/." BODY " So it was in 2021.", "2022-01-05", "metadata",
        "The metadata say 2022-01-05, the dateline 2021-01-05; taken is 2022-01-05: the day is the same, and years are "
        "easily mistyped.");
    weighs("2050-01-01", "GENEVA (X / Sputnik - 13th October, 2021)" BODY, "2021-10-13", "dateline",
           "The metadata say 2050-01-01, which can be no report's: set aside.");
    weighs("1970-01-01", "GENEVA" BODY, "", "none",
           "The metadata say 1970-01-01, which can be no report's: set aside.");
    weighs("1899-05-01", "GENEVA" BODY, "", "none",
           "The metadata say 1899-05-01, which can be no report's: set aside.");
    weighs("", "date 2050-01-01 GENEVA" BODY, "", "none",
           "The head line says 2050-01-01, which can be no report's: set aside.");
    weighs("2021-07", "GENEVA (X / Sputnik - 13th July, 2021)" BODY, "2021-07-13", "dateline", NULL);
    weighs("2021-07", "GENEVA (X / Sputnik - 13th May, 2021)" BODY, "2021-07", "metadata", NULL);
    weighs("2021", BODY, "2021", "metadata", NULL);
}

static void completed(void **state)
{
    (void)state;
    stance_arena arena = STANCE_ARENA_INIT;
    stance_error err;
    stance_document d = {.text =
                             stance_view_of("GENEVA, July 13. /TASS/. \xC3\xA2\xE2\x82\xAC\xC5\x93So it is,\xC3\xA2\xE2"
                                            "\x82\xAC\xC2\x9D the envoy said, and there was nothing to add to it.")};
    assert_int_equal(stance_document_complete(&arena, &d, true, &err), STANCE_OK);
    assert_true(stance_view_is(d.text, "GENEVA, July 13. /TASS/. \xE2\x80\x9CSo it is,\xE2\x80\x9D the envoy said, and "
                                       "there was nothing to add to it."));
    assert_true(stance_view_is(d.place, "GENEVA"));
    assert_true(stance_view_is(d.source, "TASS"));
    assert_true(stance_view_is(d.language, "en"));
    /* what the format knows stays */
    d = (stance_document){.text = d.text, .place = {"Bern", 4}, .source = {"Outlet", 6}, .language = {"de", 2}};
    d.date = (stance_date){2020, 1, 1};
    d.basis = STANCE_DATE_URL;
    assert_int_equal(stance_document_complete(&arena, &d, true, &err), STANCE_OK);
    assert_true(stance_view_is(d.place, "Bern") && stance_view_is(d.source, "Outlet") &&
                stance_view_is(d.language, "de"));
    assert_int_equal(d.date.year, 2020);
    d = (stance_document){.text = {"date 2021-07-13 GENEVA. Ah.", 27}};
    assert_int_equal(stance_document_complete(&arena, &d, false, &err), STANCE_OK);
    assert_int_equal(d.date.year, 0);
    d = (stance_document){.text = {"", 0}};
    assert_int_equal(stance_document_complete(&arena, &d, true, &err), STANCE_OK);
    stance_arena_free(&arena);
}

static void metadata(void **state)
{
    (void)state;
    static const char *const good[] = {"2021-07-13",
                                       " 2021-07-13 ",
                                       "2021-07-13T10:00:00Z",
                                       "2021-07-13 10:00",
                                       "20210713",
                                       "20210713T100000Z",
                                       "2021/07/13",
                                       "2021/7/13 10:00",
                                       "2021.07.13",
                                       "13.07.2021",
                                       "13.07.2021 10:00",
                                       "13 July 2021",
                                       "July 13, 2021",
                                       "July 13, 2021 at 10:00",
                                       "Jul 13, 2021, 10:00 AM",
                                       "Tue, 13 Jul 2021 10:00:00 GMT",
                                       "Tuesday, July 13, 2021 - 10:00",
                                       "Tuesday, July 13, 2021",
                                       "1626134400",
                                       "1626134400000",
                                       "1626134400.25",
                                       "07/13/2021",
                                       "13/07/2021 10:00",
                                       "13-07-2021",
                                       "Tue, 13 Jul 21 10:00:00 EST",
                                       "2021.07.13"};
    static const char *const bad[] = {
        "",           "soon",      "2021-02-30", "2021-13-01", "07/13/2021 or so",     "13 July", "2021-07-13x",
        "03/04/2021", "202107131", "31.02.2021", "2021/02/30", "July 13, 2021 in Bern"};
    stance_date date;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        if (!stance_metadata_date(stance_view_of(good[i]), &date) || date.year != 2021 || date.month != 7 ||
            date.day != 13)
            fail_msg("no date: %s", good[i]);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (stance_metadata_date(stance_view_of(bad[i]), &date)) fail_msg("a date: %s", bad[i]);
        assert_int_equal(date.year, 0);
    }
    assert_true(stance_metadata_date(stance_view_of("2021-07"), &date) && date.month == 7 && !date.day);
    assert_true(stance_metadata_date(stance_view_of("2021"), &date) && date.year == 2021 && !date.month);
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
    static const char *const pieces[] = {"1/2/3 (A. ", "On May 2 it", "said 5.2.21", "\xC2\xA9 in 2021 ",
                                         "Tuesday on "};
    for (size_t k = 0; k < sizeof pieces / sizeof *pieces; k++) {
        for (size_t i = 0; i < n; i++) text[i] = pieces[k][i % strlen(pieces[k])];
        finds(text, "", NONE);
    }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(head_line), cmocka_unit_test(dateline), cmocka_unit_test(dateline_without_year),
        cmocka_unit_test(page),      cmocka_unit_test(url),      cmocka_unit_test(long_text),
        cmocka_unit_test(lead),      cmocka_unit_test(inferred), cmocka_unit_test(conflicts),
        cmocka_unit_test(completed), cmocka_unit_test(metadata),
    };
    return cmocka_run_group_tests_name("finddate", tests, NULL, NULL);
}
