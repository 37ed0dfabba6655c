/* JSON that is not one record a line. The speakers are fictional. */
#include "ingest_test.h"

static void arrays(void **state)
{
    (void)state;
    put("a.txt", "[{\"text\":\"One.\",\"date\":\"2021-07-13\",\"lang\":\"en\"},\n {\"id\":\"x\",\"body\":\"Two.\"}]\n");
    assert_reads("a.txt", "a.txt:1 2021-07-13 metadata language=en |One.\nx  none |Two.\n");
    put("b", "[\n  {\n    \"text\": \"a ] } \\\" [\",\n    \"tags\": [[{}]]\n  }\n]");
    assert_reads("b", "b:1  none |a ] } \" [\n");
    put("c", "[{\"text\":\"One.\"},\n{\"text\":},\n{\"text\":\"Three.\"},\n7,\n{\"title\":\"T\"}]");
    assert_reads("c",
                 "c:1  none |One.\n"
                 "! c:2: the record that begins here is not JSON at column 9: no value begins so; mend it, or leave "
                 "it out\n"
                 "c:3  none |Three.\n"
                 "! c:4: the record that begins here is not JSON at column 1: a record is an object and begins with "
                 "{; mend it, or leave it out\n"
                 "! c:5: the record has no text: put it under \"text\", or name its key with --map text=KEY\n");
    put("d", "[Leer en espa\xC3\xB1ol]\n\nGENEVA: text.");
    char *got = read_with(&(const char *){"d"}, 1, (stance_read_options){.format = STANCE_FORMAT_AUTO});
    assert_memory_equal(got, "d  none", 7);
    free(got);
}

static void spread(void **state)
{
    (void)state;
    put("a",
        "{\n \"text\": \"Hi\",\n \"author\": [{\"name\": \"A. Lem\"}, \"B. Orr\"],\n \"source\": {\"id\": 1, \"name\": "
        "\"Agency\"}\n}\n");
    assert_reads("a", "a  none source=Agency authors=A. Lem; B. Orr |Hi\n");
    put("b", "{\n \"text\": \"Hi\"\n}\n{\n \"text\": \"Ho\"\n}\n");
    assert_reads("b", "b:1  none |Hi\nb:2  none |Ho\n");
    put("c", "{\n \"text\": \"Hi\",\n \"links\": [{\"text\": \"no\"}]\n}\n");
    assert_reads("c", "c  none |Hi\n");
    put("d", "{\n \"text\": \"Hi\"\n}\n{\n \"text\": \"H");
    assert_reads("d", "d:1  none |Hi\n! d:4: the record that begins here is cut off: get the whole file\n");
}

static void wrappers(void **state)
{
    (void)state;
    put("a", "{\"status\":\"ok\",\"sources\":[{\"a\":1}],\"articles\":[{\"content\":\"One.\",\"publishedAt\":"
             "\"2021-07-13T10:00:00Z\"},{\"content\":\"Two.\"}],\"more\":[1,2]}");
    assert_reads("a", "a:1 2021-07-13 metadata |One.\na:2  none |Two.\n");
    put("b", "{\n\"response\": {\n\"docs\": [\n{\"text\": \"One.\"},\n{\"text\": \"Tw");
    assert_reads("b", "b:1  none |One.\n! b:5: the list of records is cut off here: get the whole file\n");
    put("c", "{\n\"items\": [\n{\"text\": \"One.\", },\n{\"text\": \"Two.\"}]}");
    assert_reads("c",
                 "! c:3: the record that begins here is not JSON at column 18: a key must stand in quotation marks; "
                 "mend it, or leave it out\n"
                 "c:2  none |Two.\n");
    put("d", "[{\"text\":\"One.\"},{\"text\":\"Tw");
    assert_reads("d", "d:1  none |One.\n! d:1: the record that begins here is cut off: get the whole file\n");
    put("e", "[{\"text\":\"One.\"}");
    assert_reads("e", "e:1  none |One.\n! e:1: the array of records is cut off here: get the whole file\n");
}

static void maps(void **state)
{
    (void)state;
    const char *path = "a", *const map[] = {"text=story", "authors=who"};
    put("a", "[{\"story\":\"One.\",\"who\":\"A. Lem\",\"text\":\"no\"}]");
    assert_reads_with(&path, 1, (stance_read_options){.format = STANCE_FORMAT_AUTO, .maps = map, .map_count = 2},
                      "a:1  none authors=A. Lem |One.\n");
}

static void hostile(void **state)
{
    (void)state;
    size_t n = 220000;
    char *deep = malloc(n + 64);
    assert_non_null(deep);
    strcpy(deep, "[{\"text\":\"One.\"},{\"a\":");
    size_t at = strlen(deep);
    memset(deep + at, '[', n);
    deep[at + n] = '\0';
    put("a", deep);
    assert_reads("a", "a:1  none |One.\n! a:1: the record that begins here is cut off: get the whole file\n");
    memset(deep + at, '{', n);
    memcpy(deep, "{\n\"x\":", 6);
    put("b", deep);
    free(read_with(&(const char *){"b"}, 1, (stance_read_options){.format = STANCE_FORMAT_AUTO}));
    strcpy(deep, "[{\"text\":\"");
    at = strlen(deep);
    memset(deep + at, 'x', n);
    strcpy(deep + at + n, "\"},{\"text\":\"\xFF\"},{\"text\":\"Two.\"}]");
    put("c", deep);
    char *got = read_with(&(const char *){"c"}, 1, (stance_read_options){.format = STANCE_FORMAT_AUTO});
    assert_non_null(strstr(got,
                           "\n! c:1: the record that begins here is not JSON at column 12: the string before this is "
                           "not UTF-8; mend it, or leave it out\nc:3  none |Two.\n"));
    free(got);
    free(deep);
    static const char *const odd[] = {"[}",
                                      "[{]",
                                      "[}]{",
                                      "{\n}",
                                      "[{\"a\":1}}",
                                      "[{",
                                      "[\n{",
                                      "[{},{}",
                                      "{\n]",
                                      "[{}]]",
                                      "[{}\"x",
                                      "{\"a\":[{\"b\"]}",
                                      "[{\"text\":\"a\"}]x[",
                                      "{\n\"a\":[{]}}",
                                      "[{\"a",
                                      "{\n\"a"};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        put("o", odd[i]);
        free(read_with(&(const char *){"o"}, 1, (stance_read_options){.format = STANCE_FORMAT_AUTO}));
        free(read_with(&(const char *){"o"}, 1, (stance_read_options){.format = STANCE_FORMAT_JSON}));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(arrays, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(spread, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(wrappers, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(maps, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(hostile, folder_make, folder_remove),
    };
    return cmocka_run_group_tests_name("json_array", tests, NULL, NULL);
}
