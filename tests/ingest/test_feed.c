/* Feeds. The speakers are fictional. */
#include "ingest_test.h"

static void rss(void **state)
{
    (void)state;
    put("a.txt",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" "
        "xmlns:content=\"http://purl.org/rss/1.0/modules/"
        "content/\" "
        "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>Agency</title><language>en-us</language>"
        "<image><title>no</title></image>\n"
        "<item><title>Talks &amp; more</title><link>https://x.example/1</link><guid>g1</guid><pubDate>Tue, 13 Jul 2021 "
        "10:00:00 +0300</pubDate><description>Short.</description><content:encoded><![CDATA[<p>One &mdash; two.</p>"
        "<script>no</script><p>Three<br/>four.</p>]]></content:encoded><dc:creator>A. Lem</dc:creator></item>\n"
        "<item><title>Two</title><link>https://x.example/2</link><description>&lt;b&gt;Bold&lt;/b&gt; "
        "words.</description>"
        "<author>a@x.example (B. Orr)</author><source url=\"x\">Other</source></item>\n"
        "<item><description>Three</description><pubDate>2021-02-30</pubDate></item>\n"
        "<item><title>Four</title></item></channel></rss>");
    assert_reads(
        "a.txt",
        "g1 2021-07-13 metadata source=Agency title=Talks & more url=https://x.example/1 language=en authors=A. Lem |"
        "One \xE2\x80\x94 two.\n\nThree\nfour.\n"
        "https://x.example/2  none source=Other title=Two url=https://x.example/2 language=en authors=B. Orr |Bold "
        "words.\n"
        "! a.txt:5: \"2021-02-30\" is no date; the document is kept without one: write dates as 2021-07-13\n"
        "a.txt:3  none source=Agency language=en |Three\n"
        "! a.txt:6: the item has no text, only a title or less: leave it out\n");
}

static void atom(void **state)
{
    (void)state;
    put("a", "<feed xmlns=\"http://www.w3.org/2005/Atom\" "
             "xml:lang=\"en\"><title>Agency</title><author><name>no</name></author>"
             "<entry><id>tag:1</id><title type=\"html\">Talks &lt;i&gt;go on&lt;/i&gt;</title><link rel=\"self\" "
             "href=\"no\"/>"
             "<link "
             "href=\"https://x.example/1\"/><updated>2021-07-14T00:00:00Z</updated><published>2021-07-13T10:00:00Z</"
             "published>"
             "<author><name>A. Lem</name></author><author><name>B. Orr</name></author><summary>Short.</summary>"
             "<content type=\"xhtml\"><div "
             "xmlns=\"http://www.w3.org/1999/xhtml\"><p>One.</p><p>Two.</p></div></content></entry>"
             "<entry><id>tag:2</id><updated>2021-07-14T00:00:00Z</updated><content type=\"text\">a &lt; "
             "b</content></entry></feed>");
    assert_reads("a", "tag:1 2021-07-13 metadata source=Agency title=Talks go on url=https://x.example/1 language=en "
                      "authors=A. Lem; B. Orr |One.\n\nTwo.\n"
                      "tag:2 2021-07-14 metadata source=Agency language=en |a < b\n");
    put("b",
        "<?xml version=\"1.0\"?><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" "
        "xmlns=\"http://purl.org/"
        "rss/1.0/\" "
        "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>Agency</title></channel><item><title>T</title>"
        "<link>https://x.example/1</link><description>One.</description><dc:date>2021-07-13</dc:date></item></"
        "rdf:RDF>");
    assert_reads("b", "https://x.example/1 2021-07-13 metadata source=Agency title=T url=https://x.example/1 |One.\n");
}

static void broken(void **state)
{
    (void)state;
    put("a", "<rss><channel><item><guid>1</guid><description>One.</description></item>\n<item><guid>2</"
             "guid><description>Tw");
    char *got = read_with(&(const char *){"a"}, 1, (stance_read_options){.format = STANCE_FORMAT_AUTO});
    assert_memory_equal(got, "1  none |One.\n", 14);
    assert_non_null(strstr(got, "! a:2: broken XML ("));
    free(got);
    put("b", "<rss><channel><item><guid>1</guid><description>A & B &mdash; C &x; "
             "D\x01.</description></item><item><guid>2</guid><description>Two"
             "</description></item></channel></rss>");
    got = read_with(&(const char *){"b"}, 1, (stance_read_options){.format = STANCE_FORMAT_AUTO});
    assert_string_equal(got, "1  none |A & B \xE2\x80\x94 C &x; D .\n2  none |Two\n");
    free(got);
    put("c", "<rss><channel></channel></rss>");
    assert_refuses("c", 0, "a feed with no items");
    put("d", "<?xml version=\"1.0\"?><nitf><p>x</p></nitf>");
    assert_refuses("d", 0, "an XML document that is neither a page nor a feed");
    put("e", "<?xml version=\"1.0\" "
             "encoding=\"windows-1252\"?><rss><channel><item><guid>1</guid><description>Caf\xE9.</description>"
             "</item></channel></rss>");
    assert_reads("e", "1  none |Caf\xC3\xA9.\n");
}

static void mended(void **state)
{
    (void)state;
    /* wrongly nested: read again as libxml2 puts it right, each item once */
    put("a",
        "<rss><channel><item><guid>1</guid><description>One.</description></item>\n<item><guid>2</guid><description>"
        "Two <b>bad <i>nest</b></i> end.</description></item><item><guid>3</guid><description>Three.</description>"
        "</item><item><guid>4</guid><description>Fou");
    char *got = read_with(&(const char *){"a"}, 1, (stance_read_options){.format = STANCE_FORMAT_AUTO});
    assert_non_null(strstr(got, "1  none |One.\n"));
    assert_non_null(strstr(got, "2  none |Two bad nest"));
    assert_non_null(strstr(got, "3  none |Three.\n"));
    assert_null(strstr(got, "Fou")); /* an item that was cut off is none */
    assert_null(strstr(strstr(got, "One.") + 1, "One."));
    assert_non_null(strstr(got, "! a:2: broken XML ("));
    free(got);
}

static void without_text(void **state)
{
    (void)state;
    put("a", "<rss><channel><item><title>Talks go on</title><guid>1</guid></item></channel></rss>");
    assert_refuses("a", 1, "the item has no text, only a title or less");
    put("b", "<rss><channel><item><title>Talks go on</title><guid>1</guid><description>&lt;a href=\"x\"&gt;Talks go "
             "on&lt;/a&gt;&amp;nbsp;&lt;font&gt;Agency&lt;/font&gt;</description></item></channel></rss>");
    assert_refuses("b", 1, "the item has no text but its title");
}

static void in_json(void **state)
{
    (void)state;
    put("a",
        "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"F\",\"items\":[{\"id\":\"1\",\"title\":\"T\","
        "\"content_html\":\"<p>One &amp; two.</p>\",\"date_published\":\"2021-07-13T10:00:00-05:00\"},"
        "{\"id\":\"2\",\"content_text\":\"Two.\",\"date_modified\":\"2021-07-14\"}]}");
    assert_reads("a", "1 2021-07-13 metadata title=T |One & two.\n2 2021-07-14 metadata |Two.\n");
}

static void hostile(void **state)
{
    (void)state;
    put("a", "<?xml version=\"1.0\"?>\n<!-- x -->\n<!DOCTYPE rss [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b "
             "\"&a;&a;&a;&a;&a;&a;&a;\">"
             "<!ENTITY c "
             "\"&b;&b;&b;&b;&b;&b;\">]><rss><channel><item><description>&c;</description></item></channel></rss>");
    assert_refuses("a", 0, "it declares XML entities, which are not expanded");
    put("secret", "secret");
    put("b", "<!DOCTYPE rss [<!ENTITY x SYSTEM "
             "\"secret\">]><rss><channel><item><description>&x;</description></item></channel></rss>");
    assert_refuses("b", 0, "it declares XML entities, which are not expanded");
    size_t n = 220000;
    char *text = malloc(n + 1024);
    assert_non_null(text);
    strcpy(text,
           "<rss><channel><item><guid>1</guid><description>One.</description></item><item><guid>2</guid><description>");
    size_t at = strlen(text);
    for (size_t i = 0; i + 5 <= n; i += 5) memcpy(text + at + i, "<div>", 5);
    text[at + n] = '\0';
    put("deep", text);
    char *got = read_with(&(const char *){"deep"}, 1, (stance_read_options){.format = STANCE_FORMAT_AUTO});
    assert_memory_equal(got, "1  none |One.\n", 14);
    assert_non_null(strstr(got, "broken XML ("));
    free(got);
    memset(text + at, 'x', n);
    strcpy(text + at + n, "</description></item></channel></rss>");
    put("line", text);
    got = read_with(&(const char *){"line"}, 1, (stance_read_options){.format = STANCE_FORMAT_AUTO});
    assert_true(strlen(got) > n && !strstr(got, "! "));
    free(got);
    free(text);
    put("f", "<rss><channel><item><guid>1</guid><description>One \xFF two \x01.</description></item></channel></rss>");
    free(read_with(&(const char *){"f"}, 1, (stance_read_options){.format = STANCE_FORMAT_AUTO}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(rss, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(atom, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(broken, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(mended, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(without_text, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(in_json, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(hostile, folder_make, folder_remove),
    };
    return cmocka_run_group_tests_name("feed", tests, NULL, NULL);
}
