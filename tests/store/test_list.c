/* Listings, documents and totals. */
#include "store_fixture.h"

#include "base/hash.h"

typedef struct lines {
    char text[2048];
    size_t used;
} lines;

static stance_status put_line(void *context, stance_view name, stance_view detail, int64_t statements,
                              int64_t documents, stance_date first, stance_date last, stance_error *err)
{
    lines *l = context;
    char a[STANCE_DATE_SIZE], b[STANCE_DATE_SIZE];
    (void)err;
    l->used += (size_t)snprintf(l->text + l->used, sizeof l->text - l->used, "%.*s|%.*s|%d|%d|%s|%s\n", (int)name.len,
                                name.data, (int)detail.len, detail.data, (int)statements, (int)documents,
                                stance_date_format(first, a), stance_date_format(last, b));
    return STANCE_OK;
}

static void assert_list(stance_store *store, stance_listing what, const char *expected)
{
    stance_error err = {STANCE_OK, ""};
    lines l = {.used = 0};
    assert_ok(stance_store_list(store, what, put_line, &l, &err));
    assert_string_equal(l.text, expected);
}

static void test_lists(void **state)
{
    fixture *f = *state;
    stance_error err = {STANCE_OK, ""};
    stance_store *store = open_store(f->db, STANCE_WRITE);
    assert_list(store, STANCE_LIST_SPEAKERS, "");
    fill(store);
    assert_ok(stance_store_problem(store, V("b.jsonl"), 10, V("no text"), &err));
    assert_ok(stance_store_problem(store, V("b.jsonl"), 9, V("no text"), &err));
    assert_ok(stance_store_problem(store, V("b.jsonl"), 9, V("no text"), &err));
    assert_ok(stance_store_problem(store, V("a.bin"), 0, V("binary"), &err));
    assert_list(store, STANCE_LIST_SPEAKERS,
                "Vera Orlova|vera-orlova|10|5|2020-03-01|2021-01-02\n"
                "Jon Falk||5|5|2020-03-01|2021-01-02\n"
                "\xC3\x89mile Durand||4|4|2020-03-01|2021-01-02\n"
                "Ida Falk||1|1||\n");
    assert_list(store, STANCE_LIST_TOPICS,
                "sanctions||10|5|2020-03-01|2021-01-02\n"
                "arms-control||5|5|2020-03-01|2021-01-02\n"
                "bilateral||5|5|2020-03-01|2021-01-02\n");
    assert_list(store, STANCE_LIST_TARGETS, "eu||5|5|2020-03-01|2021-01-02\nusa||5|5|2020-03-01|2021-01-02\n");
    assert_list(store, STANCE_LIST_SOURCES,
                "agency.example||15|3|2020-03-01|2021-01-02\nDaily Wire||10|2|2020-07-15|2020-07-15\n");
    assert_list(store, STANCE_LIST_DATES,
                "header||5|1|2020-03-01|2020-03-01\ninferred||5|1|2021-01-02|2021-01-02\n"
                "metadata||5|1|2020-07-15|2020-07-15\nnone|d.txt|5|1||\nurl||5|1||\n");
    assert_list(store, STANCE_LIST_PROBLEMS,
                "a.bin|binary|0|0||\nb.jsonl|line 9: no text|0|0||\nb.jsonl|line 10: no text|0|0||\n");
    close_store(store);
}

static stance_status put_document(void *context, const stance_document *d, const char *hash, int64_t statements,
                                  int64_t sources, int64_t copies, stance_error *err)
{
    lines *l = context;
    char date[STANCE_DATE_SIZE], own[65];
    (void)copies;
    stance_content_hash(d->text, own);
    if (strcmp(own, hash) != 0) return stance_fail(err, STANCE_EFORMAT, "text and hash differ");
    l->used += (size_t)snprintf(l->text + l->used, sizeof l->text - l->used, "%.*s %s %s %d %d\n", (int)d->id.len,
                                d->id.data, stance_date_format(d->date, date), stance_date_basis_name(d->basis),
                                (int)statements, (int)sources);
    return STANCE_OK;
}

static stance_status stop(void *context, const stance_document *d, const char *hash, int64_t statements,
                          int64_t sources, int64_t copies, stance_error *err)
{
    (void)d, (void)hash, (void)statements, (void)sources, (void)copies;
    ++*(int *)context;
    return stance_fail(err, STANCE_ECONFLICT, "enough");
}

static void test_documents(void **state)
{
    fixture *f = *state;
    stance_error err = {STANCE_OK, ""};
    stance_store *store = open_store(f->db, STANCE_WRITE);
    fill(store);
    lines l = {.used = 0};
    stance_document again = {.id = V("copy.txt")};
    int calls = 0;
    const stance_row *row;
    stance_cursor *cursor;
    stance_view text;
    assert_ok(stance_store_select(store, &(stance_selector){.to = {2020, 3, 1}}, &cursor, &err));
    assert_ok(stance_cursor_next(cursor, &row, &err));
    assert_ok(stance_store_text(store, row->document_key, &text, &err));
    stance_cursor_close(cursor);
    again.text = text;
    assert_int_equal(add_one(store, &again, NULL, 0), STANCE_ADDED_SOURCE);
    assert_ok(stance_store_documents(store, put_document, &l, &err));
    assert_string_equal(l.text, "c.txt 2020-03-01 header 5 2\na.txt 2020-07-15 metadata 5 1\ne.txt 2020-12 url 5 1\n"
                                "b.txt 2021-01-02 inferred 5 1\nd.txt  none 5 1\n");
    assert_fails(stance_store_documents(store, stop, &calls, &err), STANCE_ECONFLICT);
    assert_int_equal(calls, 1);
    close_store(store);
}

static void test_totals(void **state)
{
    fixture *f = *state;
    stance_error err = {STANCE_OK, ""};
    stance_store *store = open_store(f->db, STANCE_WRITE);
    stance_totals t;
    stance_added added;
    assert_ok(stance_store_totals(store, &t, &err));
    assert_int_equal(t.documents + t.statements + t.said + t.undated + t.inferred + t.problems, 0);
    assert_string_equal(t.lexicon_hash, "");
    /* sha256sum of nothing */
    assert_string_equal(t.content_hash, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    fill(store);
    assert_ok(stance_store_totals(store, &t, &err));
    assert_int_equal(t.documents, 5);
    assert_int_equal(t.statements, 25);
    assert_int_equal(t.said, 15);
    assert_int_equal(t.undated, 2);
    assert_int_equal(t.inferred, 1);
    assert_int_equal(t.first.year * 10000 + t.first.month * 100 + t.first.day, 20200301);
    assert_int_equal(t.last.year * 10000 + t.last.month * 100 + t.last.day, 20210102);
    assert_string_equal(t.lexicon_hash, LEXICON);
    stance_statement s = {.ordinal = 1};
    stance_document d = {.id = V("x"), .text = V("x")};
    char other[65];
    stance_content_hash(V("another lexicon"), other);
    assert_ok(stance_store_begin(store, &err));
    assert_ok(stance_store_add(store, &d, other, other, &s, 1, &added, &err));
    assert_ok(stance_store_commit(store, &err));
    assert_ok(stance_store_totals(store, &t, &err));
    assert_string_equal(t.lexicon_hash, "mixed");
    close_store(store);

    char path[128], line[67]; /* the recipe: one line a hash */
    snprintf(path, sizeof path, "%s/b.db", f->dir);
    store = open_store(path, STANCE_WRITE);
    add_one(store, &d, NULL, 0);
    assert_ok(stance_store_totals(store, &t, &err));
    stance_content_hash(d.text, line);
    memcpy(line + 64, "\n", 2);
    stance_sha256_hex_of(V(line), other);
    assert_string_equal(t.content_hash, other);
    assert_string_equal(t.lexicon_hash, "");
    close_store(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_lists, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_documents, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_totals, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
