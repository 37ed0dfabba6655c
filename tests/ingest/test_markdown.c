/* Markdown with front matter. The speakers are fictional. */
#include "ingest_test.h"

static void yaml(void **state)
{
    (void)state;
    put("a.txt",
        "---\ntitle: \"Talks: a \\\"start\\\"\"\ndate: 2021-07-13T10:00:00+03:00 # of release\nauthors:\n  - A. Lem\n"
        "  - name: 'B. O''Hara'\nsource: Agency\nlang: en\ntags: [a, b]\nlink: https://x.example/a\n---\n\nThe "
        "*text*.\n");
    assert_reads("a.txt", "a.txt 2021-07-13 metadata source=Agency title=Talks: a \"start\" url=https://x.example/a "
                          "language=en authors=A. Lem; B. O'Hara |The *text*.\n\n");
    put("b", "---\r\nauthor: [A. Lem, \"Orr, B.\"]\r\ndate: 13 July 2021\r\nsummary: >\r\n  more\r\n  "
             "lines\r\n---\r\n# A head\r\n\r\nText.");
    assert_reads("b", "b 2021-07-13 metadata title=A head authors=A. Lem; Orr, B. |# A head\r\n\r\nText.\n");
    put("c", "+++\ntitle = \"T\"\ndate = 2021-07-13\n[extra]\ndate = 2020-01-01\n+++\nText.");
    assert_reads("c", "c 2021-07-13 metadata title=T |Text.\n");
    put("d", "---\ndate: 2021-02-30\n---\nText.");
    assert_reads("d", "! d:1: \"2021-02-30\" is no date; the document is kept without one: write dates as 2021-07-13\n"
                      "d  none |Text.\n");
    const char *path = "e", *const map[] = {"date=released"};
    put("e", "---\nreleased: 2021-07-13\ndate: 2020-01-01\n---\nText.");
    assert_reads_with(&path, 1, (stance_read_options){.format = STANCE_FORMAT_AUTO, .maps = map, .map_count = 1},
                      "e 2021-07-13 metadata |Text.\n");
}

static void odd(void **state)
{
    (void)state;
    put("a", "---\ntitle: T\n\nText that goes on.");
    assert_reads("a", "a  none |---\ntitle: T\n\nText that goes on.\n");
    put("b", "---\n\nText between rules.\n\n---\n");
    assert_reads("b", "b  none |---\n\nText between rules.\n\n---\n\n");
    put("c", "---\ntitle: T\n---\n");
    assert_reads("c", "! c:0: front matter with no text below it: leave it out\n");
    const char *path = "d";
    put("d", "# Head\n\nText.");
    assert_reads_with(&path, 1, (stance_read_options){.format = STANCE_FORMAT_MARKDOWN},
                      "d  none title=Head |# Head\n\nText.\n");
    size_t n = 220000;
    char *text = malloc(n + 64);
    assert_non_null(text);
    strcpy(text, "---\na: [");
    memset(text + 8, '"', n);
    strcpy(text + 8 + n, "\n---\nText.");
    put("e", text);
    assert_reads("e", "e  none |Text.\n");
    for (size_t i = 0; i < n; i++) text[4 + i] = "a:\n"[i % 3];
    strcpy(text + 4 + n, "\n---\nText.");
    put("f", text);
    assert_reads("f", "f  none |Text.\n");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(yaml, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(odd, folder_make, folder_remove),
    };
    return cmocka_run_group_tests_name("markdown", tests, NULL, NULL);
}
