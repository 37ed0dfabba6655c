/* Shapes of pages that real sites have: main text, the date that they show, title. The people in them are fictional. */
#include "ingest_test.h"

#define P1                                                                                                             \
    "Ambassador Ilse Varga said on Tuesday that the talks in Geneva would go on, and that both sides wanted them to."
#define P2 "\"We have a long way to go, but we are ready for it,\" she told reporters after the meeting of five hours."
#define P3                                                                                                             \
    "The next round is to begin in September, once the experts have met, according to the ministry in the capital."
#define P4 "No date was given for a summit, which both capitals have said they would welcome in the course of the year."
#define BODY P1 "\n\n" P2 "\n\n" P3 "\n\n" P4
#define PARAGRAPHS "<p>" P1 "</p><p>" P2 "</p><p>" P3 "</p><p>" P4 "</p>"
#define TEASER(n)                                                                                                      \
    "<div class=card><h3><a href=/" n ">Snow closes the mountain pass for day " n                                      \
    "</a></h3><p>Drivers wait in the valley, and our correspondent was there when the plough came through.</p></div>"

typedef struct shape {
    const char *name, *html, *date, *basis, *text;
} shape;

static void assert_shapes(const shape *shapes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const shape *s = &shapes[i];
        char want[64];
        put("page", s->html);
        char *got = read_with(&(const char *){"page"}, 1, (stance_read_options){.format = STANCE_FORMAT_AUTO});
        snprintf(want, sizeof want, "page %s %s ", s->date, s->basis);
        if (strncmp(got, want, strlen(want)) != 0) fail_msg("%s: %s, not %s", s->name, got, want);
        const char *text = strstr(got, " |");
        assert_non_null(text);
        size_t n = strlen(s->text);
        if (strncmp(text + 2, s->text, n) != 0 || strcmp(text + 2 + n, "\n") != 0) fail_msg("%s: %s", s->name, text);
        free(got);
    }
}

static void main_text(void **state)
{
    (void)state;
    static const shape shapes[] = {
        {"teasers beside it",
         "<html><body><div class=row><div class=col-8><h1>Talks go on</h1>" PARAGRAPHS
         "</div><div class=col-4>" TEASER("1") TEASER("2") TEASER("3") TEASER("4") "</div></div></body></html>",
         "", "none", BODY},
        {"paragraphs that are all called paywall",
         "<html><body><article><h1>Talks go on</h1><p class=paywall-article>" P1 "</p><p class=paywall-article>" P2
         "</p><p class=paywall-article>" P3 "</p><p class=paywall-article>" P4 "</p></article></body></html>",
         "", "none", BODY},
        {"the words under a picture",
         "<html><body><h1>Talks go on</h1><div><img src=1 alt=\"Ilse Varga leaves the palace in Geneva.\"><div>Ilse "
         "Varga leaves the palace in Geneva.</div></div>" PARAGRAPHS "</body></html>",
         "", "none", BODY},
        {"a byline with line breaks",
         "<html><body><div><h1>Talks go on</h1><p>By Mara Lind<br>Published: 13 July 2021 10:30<br>Last modified: 1 "
         "May "
         "2023</p>" PARAGRAPHS "</div></body></html>",
         "2021-07-13", "page", BODY},
        {"a notice below, outside the text",
         "<html><body><div class=a>" PARAGRAPHS "</div><div class=b>To suggest a correction, write to us. You can mark "
         "the place and press two keys at once.</div></body></html>",
         "", "none", BODY},
        {"an offer inside",
         "<html><body><article><p>" P1 "</p><div class=x><p>Become a member today for unlimited access to all of our "
         "pages and letters.</p></div><p>" P2 "</p><p>" P3 "</p><p>" P4 "</p></article></body></html>",
         "", "none", BODY},
        {"one paragraph with line breaks",
         "<html><body><h1>Talks</h1><p>" P1 "<br>" P2 "<br>" P3 "<br>" P4
         "</p><div>The agency is registered with the office, and its readers are of age.</div></body></html>",
         "", "none", P1 "\n" P2 "\n" P3 "\n" P4},
        {"a tab before the doctype", "\t\t<!DOCTYPE html>\n<html><body>" PARAGRAPHS "</body></html>", "", "none", BODY},
        {"text behind a paywall, whole in JSON-LD",
         "<html><head><script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"articleBody\":\"<p>" P1
         "</p><p>" P3 "</p><p>" P4 "</p>\"}</script></head><body><article><p>" P1
         "</p><div class=paywall><p>Go on reading for one euro.</p></div></article></body></html>",
         "", "none", P1 "\n\n" P3 "\n\n" P4},
        {"parts of the text in containers of their own",
         "<html><body><div><h1>T</h1><div class=s><p>" P1 "</p><p>" P2
         "</p></div><div class=ad>Advertisement</div><div "
         "class=s><p>" P3 "</p><p>" P4 "</p></div></div></body></html>",
         "", "none", BODY},
    };
    assert_shapes(shapes, sizeof shapes / sizeof *shapes);
}

#define PAGE(head, before)                                                                                             \
    "<html lang=en><head>" head "</head><body><h1>Talks go on</h1>" before PARAGRAPHS "</body></html>"

static void shown_dates(void **state)
{
    (void)state;
    static const shape shapes[] = {
        {"published before updated",
         PAGE("", "<div>Updated: 5 December 2022 10:00 | Published: 3 Nov 2021 14:05 GMT</div>"), "2021-11-03", "page",
         BODY},
        {"updated alone", PAGE("", "<div class=info>Updated: 2021-11-03 10:00</div>"), "2021-11-03", "page", BODY},
        {"time without datetime", PAGE("", "<time>Nov 3, 2021</time>"), "2021-11-03", "page", BODY},
        {"the page's own <time>, not that of a list",
         "<html lang=en><body><ul><li><a href=/x>Snow closes the mountain pass again</a> <time "
         "datetime=2024-05-01>1 May</time></ul><article><h1>Talks go on</h1><time datetime=2021-11-03T09:00>3 "
         "Nov</time>" PARAGRAPHS "</article></body></html>",
         "2021-11-03", "page", BODY},
        {"RDFa", PAGE("", "<span property=\"dc:date dc:created\" content=\"2021-11-03T08:00:00+03:00\">then</span>"),
         "2021-11-03", "page", BODY},
        {"microformat", PAGE("", "<abbr class=dt-published title=2021-11-03>Nov 3</abbr>"), "2021-11-03", "page", BODY},
        {"Russian", PAGE("", "<div>3 \xD0\xBD\xD0\xBE\xD1\x8F\xD0\xB1\xD1\x80\xD1\x8F 2021, 10:30</div>"), "2021-11-03",
         "page", BODY},
        {"German", PAGE("", "<div>Ver\303\266ffentlicht am 3. M\303\244rz 2021</div>"), "2021-03-03", "page", BODY},
        {"French", PAGE("", "<div>Publi\xC3\xA9 le 1er ao\xC3\xBBt 2021</div>"), "2021-08-01", "page", BODY},
        {"slashes that tell", PAGE("", "<div class=date>07/13/2021 10:30</div>"), "2021-07-13", "page", BODY},
        {"slashes that do not", PAGE("", "<div class=date>03/04/2021 10:30</div>"), "", "none", BODY},
        {"slashes with an American zone", PAGE("", "<div class=date>03/04/2021 10:30 AM EST</div>"), "2021-03-04",
         "page", BODY},
        {"slashes in Britain",
         "<html lang=en-GB><body><h1>T</h1><div class=date>03/04/2021</div>" PARAGRAPHS "</body></html>", "2021-04-03",
         "page", BODY},
        {"milliseconds in JSON-LD",
         PAGE("<script type=\"application/ld+json\">{\"@graph\":[{\"@type\":\"WebPage\"},{\"@type\":\"NewsArticle\","
              "\"datePublished\":1635933600000}]}</script>",
              ""),
         "2021-11-03", "metadata", BODY},
        {"a name with other marks", PAGE("<meta name=article.published content=2021-11-03>", ""), "2021-11-03",
         "metadata", BODY},
        {"the day as it was where the page was published",
         PAGE("<meta property=article:published_time content=2021-11-03T00:30:00+09:00>", ""), "2021-11-03", "metadata",
         BODY},
        {"changed, and shown when published",
         PAGE("<meta property=article:modified_time content=2023-01-02T00:00:00Z>",
              "<p class=date>November 3, 2021</p>"),
         "2021-11-03", "page", BODY},
        {"changed only", PAGE("<meta property=article:modified_time content=2021-11-03T00:00:00Z>", ""), "2021-11-03",
         "metadata", BODY},
    };
    assert_shapes(shapes, sizeof shapes / sizeof *shapes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(main_text, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(shown_dates, folder_make, folder_remove),
    };
    return cmocka_run_group_tests_name("pages", tests, NULL, NULL);
}
