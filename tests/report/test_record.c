/* Statement records: keys and their order, escapes, numbers, and that text survives the way there and back. */
#include "report_fixture.h"

#include "ingest/json.h"

#define HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static void fill_one(stance_document *document, stance_statement *statement)
{
    static const stance_span content[] = {{3, 9}, {12, 20}};
    static stance_view topics[2], targets[1];
    topics[0] = V("arms-control");
    topics[1] = V("cyber");
    targets[0] = V("usa");
    *document = (stance_document){.id = V("a, b.txt"), .date = {2021, 7, 13}, .basis = STANCE_DATE_DATELINE};
    put_statement(statement, 4, "Vera Orlova", NULL, topics, 2, -250000, &content[0]);
    statement->span = (stance_span){1, 30};
    statement->content = content;
    statement->content_count = 2;
    statement->targets = targets;
    statement->target_count = 1;
    statement->tone = (stance_tone){-250000, 1, 1000000, 3};
}

static void test_json(void **state)
{
    (void)state;
    char id[STANCE_ID_SIZE];
    stance_strbuf out = STANCE_STRBUF_INIT;
    stance_document document;
    stance_statement statement;
    fill_one(&document, &statement);
    stance_write_statement_json(&out, stance_statement_id(HASH, 4, id), &document, &statement, V("Say \"no\"\n\x01"));
    assert_string_equal(
        out.data, "{\"id\":\"0123456789ab:4\",\"document\":\"a, b.txt\",\"date\":\"2021-07-13\",\"date_basis\":"
                  "\"dateline\",\"statement\":4,\"place\":\"body\",\"start\":1,\"end\":30,\"content\":[[3,9],[12,20]],"
                  "\"text\":\"Say \\\"no\\\"\\n\\u0001\",\"speaker\":\"Vera Orlova\",\"actor\":null,\"confidence\":"
                  "0.900000,\"mode\":\"direct\",\"cue\":\"said\",\"topics\":[\"arms-control\",\"cyber\"],\"targets\":"
                  "[\"usa\"],\"score\":-0.250000,\"conciliatory\":0.000001,\"critical\":1.000000,\"matched\":3}\n");
    stance_strbuf_clear(&out);
    stance_write_text_json(&out, V("x"), &statement);
    assert_string_equal(out.data, "{\"id\":\"x\",\"score\":-0.250000,\"conciliatory\":0.000001,\"critical\":1.000000,"
                                  "\"matched\":3,\"topics\":[\"arms-control\",\"cyber\"]}\n");
    stance_strbuf_free(&out);
}

static void test_csv(void **state)
{
    (void)state;
    stance_strbuf out = STANCE_STRBUF_INIT;
    stance_document document;
    stance_statement statement;
    csv_table table;
    fill_one(&document, &statement);
    stance_write_statement_csv_header(&out);
    stance_write_statement_csv(&out, "0123456789ab:4", &document, &statement, V("=1+1"));
    statement.speaker = statement.cue = (stance_view){NULL, 0};
    statement.mode = STANCE_NARRATION;
    statement.content_count = statement.topic_count = statement.target_count = 0;
    statement.tone = (stance_tone){0, 0, 0, 0};
    document.date = (stance_date){0, 0, 0};
    document.basis = STANCE_DATE_NONE;
    stance_write_statement_csv(&out, "0123456789ab:5", &document, &statement, V(""));
    assert_non_null(strstr(out.data, ",'=1+1,"));
    assert_non_null(strstr(out.data, "\r\n0123456789ab:5,\"a, b.txt\",,none,4,body,1,30,,,,,0.900000,narration,,,,"
                                     "0.000000,0.000000,0.000000,0\r\n"));
    csv_read(out.data, &table);
    assert_int_equal(table.rows, 3);
    assert_int_equal(table.columns, 21);
    assert_string_equal(csv_cell(&table, 1, "content"), "[3,9];[12,20]");
    assert_string_equal(csv_cell(&table, 1, "text"), "=1+1");
    assert_string_equal(csv_cell(&table, 1, "topics"), "arms-control;cyber");
    assert_string_equal(csv_cell(&table, 1, "score"), "-0.250000");
    free(table.store);
    stance_strbuf_free(&out);
}

static const char *const nasty[] = {"=SUM(A1)",
                                    "'=x",
                                    "''@cmd",
                                    "+7 495",
                                    "-1",
                                    "@FahadShabbir",
                                    "\tTab",
                                    "\rReturn",
                                    "'Quoted', he said",
                                    "'",
                                    "plain",
                                    "a,b;c",
                                    "\"",
                                    "say \"no\"",
                                    "two\nlines\r\nthree",
                                    " blanks ",
                                    "\xE2\x80\x8Fright to left\xE2\x80\xAE",
                                    "\xF0\x9F\x95\x8A\xEF\xB8\x8F dove",
                                    "back\\slash \x7F\x1B[31m"};

static void test_round_trip(void **state)
{
    (void)state;
    stance_error err;
    stance_arena arena = STANCE_ARENA_INIT;
    for (size_t i = 0; i < sizeof nasty / sizeof *nasty; i++) {
        stance_strbuf out = STANCE_STRBUF_INIT;
        csv_table table;
        stance_json_object object;
        stance_write_csv_text(&out, V(nasty[i]));
        assert_null(strchr("=+-@\t\r", out.data[0] == '"' ? out.data[1] : out.data[0]));
        stance_strbuf_adds(&out, "\r\n");
        csv_read(out.data, &table);
        assert_string_equal(table.cells[0], nasty[i]);
        free(table.store);
        stance_strbuf_clear(&out);
        stance_strbuf_adds(&out, "{\"a\":");
        stance_write_json_string(&out, V(nasty[i]));
        stance_strbuf_adds(&out, "}");
        assert_null(strpbrk(out.data, "\n\r\t\x1B\x7F"));
        assert_ok(stance_json_read(stance_strbuf_view(&out), &arena, &object, &err));
        assert_true(stance_view_is(stance_json_get(&object, "a")->value, nasty[i]));
        stance_strbuf_free(&out);
    }
    stance_arena_free(&arena);
}

static void test_broken_and_missing(void **state)
{
    (void)state;
    stance_strbuf out = STANCE_STRBUF_INIT;
    stance_write_json_string(&out, V("a\xFF"
                                     "b\xC3"));
    assert_string_equal(out.data, "\"a\xEF\xBF\xBD"
                                  "b\xEF\xBF\xBD\"");
    stance_strbuf_clear(&out);
    stance_write_csv_text(&out, V("\xED\xA0\x80,"));
    assert_string_equal(out.data, "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD,\"");
    stance_strbuf_clear(&out);
    stance_write_json_string(&out, (stance_view){NULL, 0});
    stance_write_csv_text(&out, (stance_view){NULL, 0});
    assert_string_equal(out.data, "null");
    stance_strbuf_free(&out);
}

static void test_numbers(void **state)
{
    (void)state;
    static const struct {
        double value;
        const char *text;
    } cases[] = {{0, "0.000000"},   {-0.0, "0.000000"},      {-0.0000004, "0.000000"}, {0.21, "0.210000"},
                 {-1, "-1.000000"}, {-730.5, "-730.500000"}, {1.0 / 3, "0.333333"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        stance_strbuf out = STANCE_STRBUF_INIT;
        stance_write_number(&out, cases[i].value);
        assert_string_equal(out.data, cases[i].text);
        stance_strbuf_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json),       cmocka_unit_test(test_csv),
        cmocka_unit_test(test_round_trip), cmocka_unit_test(test_broken_and_missing),
        cmocka_unit_test(test_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
