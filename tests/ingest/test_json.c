/* The strict scanner of records. */
#include "ingest_test.h"

#include "ingest/json.h"

static stance_arena arena = STANCE_ARENA_INIT;

static void reads(const char *line, const char *key, stance_json_kind kind, const char *value)
{
    stance_json_object object;
    stance_error err;
    /* An exact copy on the heap, so that reading past the end is seen. */
    size_t n = strlen(line);
    char *exact = malloc(n ? n : 1);
    assert_non_null(exact);
    memcpy(exact, line, n);
    assert_int_equal(stance_json_read((stance_view){exact, n}, &arena, &object, &err), STANCE_OK);
    const stance_json_field *f = stance_json_get(&object, key);
    assert_non_null(f);
    assert_int_equal(f->kind, kind);
    assert_true(stance_view_is(f->value, value));
    free(exact);
    stance_arena_reset(&arena);
}

static void refuses_view(stance_view line, const char *why)
{
    stance_json_object object;
    stance_error err;
    char *exact = malloc(line.len ? line.len : 1);
    assert_non_null(exact);
    memcpy(exact, line.data, line.len);
    assert_int_equal(stance_json_read((stance_view){exact, line.len}, &arena, &object, &err), STANCE_EFORMAT);
    assert_non_null(strstr(err.message, why));
    free(exact);
    stance_arena_reset(&arena);
}

static void refuses(const char *line, const char *why)
{
    refuses_view(stance_view_of(line), why);
}

static void values(void **state)
{
    (void)state;
    reads("{\"a\":\"x\"}", "a", STANCE_JSON_STRING, "x");
    reads("  { \"a\" : \"\" } \r", "a", STANCE_JSON_STRING, "");
    reads("{\"a\":-12.5e+3}", "a", STANCE_JSON_NUMBER, "-12.5e+3");
    reads("{\"a\":0}", "a", STANCE_JSON_NUMBER, "0");
    reads("{\"a\":true,\"b\":false,\"c\":null}", "b", STANCE_JSON_BOOL, "false");
    reads("{\"a\":true,\"b\":false,\"c\":null}", "c", STANCE_JSON_NULL, "null");
    reads("{\"a\":[1, {\"b\": []}], \"c\":{}}", "a", STANCE_JSON_ARRAY, "[1, {\"b\": []}]");
    reads("{\"a\":[],\"c\":{\"a\":\"}\"}}", "c", STANCE_JSON_OBJECT, "{\"a\":\"}\"}");
    reads("{\"a\":1,\"a\":2}", "a", STANCE_JSON_NUMBER, "2"); /* the last one counts */
    stance_json_object object;
    stance_error err;
    assert_int_equal(stance_json_read(stance_view_of("{}"), &arena, &object, &err), STANCE_OK);
    assert_int_equal(object.count, 0);
    assert_null(stance_json_get(&object, "a"));
}

static void escapes(void **state)
{
    (void)state;
    reads("{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"}", "a", STANCE_JSON_STRING, "\"\\/\b\f\n\r\t");
    reads("{\"a\":\"caf\\u00E9 \\u20ac\"}", "a", STANCE_JSON_STRING, "caf\xC3\xA9 \xE2\x82\xAC");
    reads("{\"a\":\"\\uD83D\\uDD4A!\"}", "a", STANCE_JSON_STRING, "\xF0\x9F\x95\x8A!");
    reads("{\"\\u0061\":\"x\"}", "a", STANCE_JSON_STRING, "x");
    reads("{\"a\":\"d\xC3\xA9j\xC3\xA0\"}", "a", STANCE_JSON_STRING, "d\xC3\xA9j\xC3\xA0");
    refuses("{\"a\":\"\\uD83D\"}", "high surrogate");
    refuses("{\"a\":\"\\uD83Dx\"}", "high surrogate");
    refuses("{\"a\":\"\\uD83D\\u0041\"}", "high surrogate");
    refuses("{\"a\":\"\\uDD4A\"}", "low surrogate");
    refuses("{\"a\":\"\\u12\"}", "four hexadecimal digits");
    refuses("{\"a\":\"\\u12", "not closed");
    refuses("{\"a\":\"\\x41\"}", "no such escape");
    refuses("{\"a\":\"\\", "not closed");
    refuses("{\"a\":\"\\u0000\"}", "U+0000");
}

static void characters(void **state)
{
    (void)state;
    refuses("{\"a\":\"x\ty\"}", "control character");
    refuses("{\"a\":\"\\n\x01\"}", "control character");
    refuses_view((stance_view){"{\"a\":\"x\0y\"}", 11}, "");
    refuses("{\"a\":\"\xFF\"}", "not UTF-8");
    refuses("{\"a\":\"\\t\xC3\"}", "not UTF-8");
    refuses("{\"a\":\"\xED\xA0\x80\"}", "not UTF-8"); /* a surrogate in UTF-8 */
    refuses("{\"a\":\"\xC0\xAF\"}", "not UTF-8");     /* overlong */
    refuses("{\"\xFF\":\"x\"}", "not UTF-8");
}

static void structure(void **state)
{
    (void)state;
    const char *const broken[] = {"",
                                  "[]",
                                  "\"a\"",
                                  "{",
                                  "{\"a\"",
                                  "{\"a\":",
                                  "{\"a\":1",
                                  "{\"a\":1,}",
                                  "{,}",
                                  "{a:1}",
                                  "{\"a\" 1}",
                                  "{'a':1}",
                                  "{\"a\":1}}",
                                  "{\"a\":1} x",
                                  "{\"a\":01}",
                                  "{\"a\":+1}",
                                  "{\"a\":1.}",
                                  "{\"a\":.5}",
                                  "{\"a\":1e}",
                                  "{\"a\":tru}",
                                  "{\"a\":NaN}",
                                  "{\"a\":[1}",
                                  "{\"a\":[1,]}",
                                  "{\"a\":{1}}",
                                  "{\"a\":{\"b\"}}",
                                  "{\"a\":[1 2]}",
                                  "{\"a\":-}",
                                  "{\"a\":}"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) refuses(broken[i], "not JSON at column");
    refuses("{\"a\":x}", "column 6");
}

static void depth(void **state)
{
    (void)state;
    char line[400] = "{\"a\":";
    /* The record is the first level: 63 more are allowed. */
    for (int levels = 63; levels <= 64; levels++) {
        size_t n = 5;
        for (int i = 0; i < levels; i++) line[n++] = '[';
        for (int i = 0; i < levels; i++) line[n++] = ']';
        line[n++] = '}';
        line[n] = '\0';
        if (levels == 63) {
            line[n - 1] = '\0';
            char value[200];
            strcpy(value, line + 5);
            strcat(line, "}");
            reads(line, "a", STANCE_JSON_ARRAY, value);
        } else {
            refuses(line, "64 levels");
        }
    }
    stance_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values),    cmocka_unit_test(escapes), cmocka_unit_test(characters),
        cmocka_unit_test(structure), cmocka_unit_test(depth),
    };
    return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
