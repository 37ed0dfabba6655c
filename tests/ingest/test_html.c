/* Pages. The speakers are fictional. */
#include "ingest_test.h"

#define P1                                                                                                             \
    "Ambassador Ilse Varga said on Tuesday that the talks in Geneva would go on, and that both sides wanted them to."
#define P2                                                                                                             \
    "\"We have a long way to go, but we are ready for it,\" she told reporters after the meeting, which took five "    \
    "hours."
#define P3 "The next round is to begin in September."

static void page(void **state)
{
    (void)state;
    put("a.txt",
        "<!DOCTYPE html>\n<html lang=\"en-GB\"><head><meta charset=utf-8><title>Talks go on | Agency</title>"
        "<meta property=\"og:title\" content=\"Talks go on\"><meta property=\"og:site_name\" content=\"Agency\">"
        "<meta name=author content=\"A. Lem\"><meta property=\"article:published_time\" "
        "content=\"2021-07-13T10:00:00Z\">"
        "<link rel=canonical href=\"https://x.example/talks\"><style>p{}</style><script>var a = '<p>" P1
        "</p>';</script>"
        "</head><body class=\"has-sidebar\"><nav><ul><li><a href=/>Home</a><li><a href=/w>World</a></ul></nav>"
        "<div class=\"cookie-notice\"><p>We use cookies to make this page better for you and for all of our many "
        "partners.</p></div>"
        "<header><h1>Talks go on</h1><span class=date>13 July 2021</span></header>"
        "<div id=content><div class=\"share-bar\"><a href=#>Facebook</a> <a href=#>Print</a></div>"
        "<p>" P1 "</p>\n<p>" P2 " &mdash; &laquo;<a href=/v>Varga</a>&raquo;</p>"
        "<p>Read also: <a href=/b>Other talks did not go on, and what the reason for it was</a></p>"
        "<p>No.</p><p>" P3 "</p><ul class=tags><li><a href=/t>talks</a></ul></div>"
        "<aside><h3>Related</h3><p>The minister of another state has said something else about the matter, in a long "
        "teaser.</p></aside>"
        "<section id=comments><p>I do not believe a word of what the ambassador says in this long and angry comment "
        "here.</p></section>"
        "<footer><p>&copy; 2021 Agency. All rights reserved. No part of this may be copied without our leave in "
        "writing.</p></footer>"
        "</body></html>");
    assert_reads("a.txt",
                 "a.txt 2021-07-13 metadata source=Agency title=Talks go on url=https://x.example/talks language=en "
                 "authors=A. Lem |" P1 "\n\n" P2 " \xE2\x80\x94 \xC2\xAB"
                 "Varga\xC2\xBB\n\nNo.\n\n" P3 "\n");
}

static void linked_data(void **state)
{
    (void)state;
    put("a",
        "<html><head><script type=\"application/ld+json\">{\"@context\":\"https://schema.org\",\"@graph\":[{\"@type\":"
        "\"WebSite\",\"name\":\"x\"},{\"@type\":[\"NewsArticle\"],\"headline\":\"Talks\ngo on\",\"datePublished\":"
        "\"2021-07-13T23:10:00+03:00\",\"author\":[{\"@type\":\"Person\",\"name\":\"A. Lem\"},{\"name\":\"B. Orr\"}],"
        "\"publisher\":{\"name\":\"Agency\"},\"inLanguage\":\"en\"}]}</script>"
        "<meta name=date content=2020-01-01></head><body><article><p>" P1 "<p>" P2 "</article></body></html>");
    assert_reads("a", "a 2021-07-13 metadata source=Agency title=Talks go on language=en authors=A. Lem; B. Orr |" P1
                      "\n\n" P2 "\n");
    /* a page that a script fills */
    put("b",
        "<html><body><div id=app></div><script "
        "type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"articleBody\":\"" P3 "\"}</script></body></html>");
    assert_reads("b", "b  none |" P3 "\n");
    put("c", "<html><script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",</script><p>" P1 "</html>");
    assert_reads("c", "c  none language=en |" P1 "\n");
}

static void dates(void **state)
{
    (void)state;
    put("a",
        "<html><body><h1>Talks go on</h1><time datetime=\"2021-07-13T10:00\">today</time><p>" P1 "<p>" P2 "</body>");
    assert_reads("a", "a 2021-07-13 page title=Talks go on language=en |" P1 "\n\n" P2 "\n");
    put("b", "<html><meta name=pubdate content=\"2021-02-30\"><body><p>" P1 "<p>" P2 "</body>");
    assert_reads("b", "! b:0: \"2021-02-30\" is no date; the document is kept without one: write dates as 2021-07-13\n"
                      "b  none language=en |" P1 "\n\n" P2 "\n");
    put("c", "<html><body><h1>Talks go on in Geneva, says envoy</h1><div class=meta>Published: 13 July 2021</div><p>" P1
             "<p>" P2 "</body>");
    assert_reads("c", "c 2021-07-13 page title=Talks go on in Geneva, says envoy language=en |" P1 "\n\n" P2 "\n");
}

static void charsets(void **state)
{
    (void)state;
    put("a",
        "<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=windows-1251\"></head><body><p>"
        "\xCF\xEE\xF1\xEE\xEB \xD1\xE8\xEB\xE0 \xC2\xE0\xF0\xE3\xE0 \xE7\xE0\xFF\xE2\xE8\xEB, \xF7\xF2\xEE "
        "\xEF\xE5\xF0\xE5\xE3\xEE"
        "\xE2\xEE\xF0\xFB \xEF\xF0\xEE\xE4\xEE\xEB\xE6\xE0\xF2\xF1\xFF.</p></body></html>");
    char *got = read_with(&(const char *){"a"}, 1, (stance_read_options){.format = STANCE_FORMAT_AUTO});
    assert_non_null(strstr(got, "|\xD0\x9F\xD0\xBE\xD1\x81\xD0\xBE\xD0\xBB "));
    free(got);
    put("b", "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" "
             "\"x\">\n"
             "<html xmlns=\"http://www.w3.org/1999/xhtml\"><body><p>Caf\xC3\xA9: " P1 "</p></body></html>");
    assert_reads("b", "b  none language=en |Caf\xC3\xA9: " P1 "\n");
    put("c", "<html><meta charset=windows-1252><p>Caf\xC3\xA9: " P1); /* it lies */
    assert_reads("c", "c  none language=en |Caf\xC3\xA9: " P1 "\n");
}

static void shapes(void **state)
{
    (void)state;
    /* tables and line breaks of old */
    put("a", "<html><body><table><tr><td><a href=1>One</a><br><a href=2>Two</a></td><td><font size=2>" P1 "<br><br>" P2
             "<br>\n" P3 "</font></td></tr></table></body></html>");
    assert_reads("a", "a  none language=en |" P1 "\n\n" P2 "\n" P3 "\n");
    put("b", "<p>" P1 "</p><p>" P2);
    assert_reads("b", "b  none language=en |" P1 "\n\n" P2 "\n");
    put("c", "<html><title>T</title><body><ul><li><a href=1>" P1 "</a><li><a href=2>" P2 "</a></ul></body></html>");
    assert_refuses("c", 0, "no running text found");
    put("d", "<html>Hi");
    assert_refuses("d", 0, "no running text found");
    put("e", "<!DOCTYPE html><html><body><div class=\"sidebar\"><p>" P1 "</p><p>" P2 "</p></div></body></html>");
    assert_reads("e", "e  none language=en |" P1 "\n\n" P2 "\n"); /* a class that speaks of something else */
}

static void hostile(void **state)
{
    (void)state;
    size_t n = 220000;
    char *text = malloc(n + 1024);
    assert_non_null(text);
    strcpy(text, "<html><body><p>" P1 "</p>");
    size_t at = strlen(text);
    for (size_t i = 0; i + 5 <= n; i += 5) memcpy(text + at + i, "<div>", 5);
    strcpy(text + at + n, "<p>" P2);
    put("deep", text);
    char *got = read_with(&(const char *){"deep"}, 1, (stance_read_options){.format = STANCE_FORMAT_AUTO});
    assert_non_null(strstr(got, "! deep:0: nested more than 256 levels deep"));
    assert_non_null(strstr(got, "deep  none language=en |" P1));
    free(got);
    for (size_t i = 0; i < n; i++) text[at + i] = "x. "[i % 3];
    text[at + n] = '\0';
    put("line", text);
    got = read_with(&(const char *){"line"}, 1, (stance_read_options){.format = STANCE_FORMAT_AUTO});
    assert_true(strlen(got) > n);
    free(got);
    for (size_t i = 0; i < n; i++) text[at + i] = "a= "[i % 3];
    memcpy(text + at, "<a ", 3);
    put("tag", text);
    assert_refuses("tag", 0, "a tag has more than 10000 attributes");
    static const char *const odd[] = {"<",
                                      "<!",
                                      "<!--",
                                      "<!DOCTYPE html",
                                      "<html",
                                      "<html><",
                                      "<html>&",
                                      "<html>&#x0;&#xD800;",
                                      "<html><meta charset=",
                                      "<html><p>\xFF\xFE",
                                      "<html><script>",
                                      "<p",
                                      "<?xml",
                                      "<?xml version=",
                                      "<!DOCTYPE html [<!ENTITY a \"b\">]><html>&a;",
                                      "<html><time datetime>",
                                      "<html lang>",
                                      "<html><meta name=author content>",
                                      "<html><svg><title>"};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        put("o", odd[i]);
        free(read_with(&(const char *){"o"}, 1, (stance_read_options){.format = STANCE_FORMAT_AUTO}));
        free(read_with(&(const char *){"o"}, 1, (stance_read_options){.format = STANCE_FORMAT_HTML}));
        free(read_with(&(const char *){"o"}, 1, (stance_read_options){.format = STANCE_FORMAT_FEED}));
    }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(page, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(linked_data, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(dates, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(charsets, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(shapes, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(hostile, folder_make, folder_remove),
    };
    return cmocka_run_group_tests_name("html", tests, NULL, NULL);
}
