/* Each selector, ids and their prefixes, and names that nobody has. */
#include "store_fixture.h"

#define assert_selects(store, expected, ...)                                                                           \
    do {                                                                                                               \
        char ids_[1024] = "";                                                                                          \
        stance_selector selector_ = {__VA_ARGS__};                                                                     \
        count_rows((store), &selector_, ids_, sizeof ids_);                                                            \
        assert_string_equal(ids_, (expected));                                                                         \
    } while (0)

static int open_filled(void **state)
{
    if (set_up(state) != 0) return -1;
    fixture *f = *state;
    stance_store *store = open_store(f->db, STANCE_WRITE);
    fill(store);
    close_store(store);
    return 0;
}

static void test_order_and_all(void **state)
{
    fixture *f = *state;
    stance_store *store = open_store(f->db, STANCE_READ);
    assert_int_equal(count_rows(store, &(stance_selector){.said_only = false}, NULL, 0), 25);
    assert_selects(store, "c.txt:3 a.txt:3 e.txt:3 b.txt:3 d.txt:3", .has_mode = true, .mode = STANCE_NARRATION);
    assert_selects(store, "c.txt:1 a.txt:1 e.txt:1 b.txt:1 d.txt:1", .topic = V("bilateral"));
    close_store(store);
}

static void test_dates(void **state)
{
    fixture *f = *state;
    stance_store *store = open_store(f->db, STANCE_READ);
    const stance_view t = V("arms-control");
    assert_selects(store, "c.txt:1 a.txt:1", .topic = t, .to = {2020, 12, 31});
    assert_selects(store, "a.txt:1 b.txt:1", .topic = t, .from = {2020, 7, 15});
    assert_selects(store, "a.txt:1", .topic = t, .from = {2020, 7, 15}, .to = {2020, 7, 15});
    assert_selects(store, "", .topic = t, .from = {2020, 7, 16}, .to = {2020, 7, 20});
    assert_selects(store, "c.txt:3 a.txt:3", .to = {2020, 12, 31}, .has_mode = true, .mode = STANCE_NARRATION);
    assert_selects(store, "a.txt:3 b.txt:3", .from = {2020, 7, 15}, .has_mode = true);
    assert_selects(store, "c.txt:1 a.txt:1", .topic = t, .dated_only = true);
    assert_selects(store, "c.txt:1 a.txt:1 b.txt:1", .topic = t, .dated_only = true, .inferred_too = true);
    assert_selects(store, "c.txt:1 a.txt:1 e.txt:1 b.txt:1 d.txt:1", .topic = t, .inferred_too = true);
    close_store(store);
}

static void test_names(void **state)
{
    fixture *f = *state;
    stance_store *store = open_store(f->db, STANCE_READ);
    static const char orlova[] = "c.txt:1 c.txt:2 a.txt:1 a.txt:2 e.txt:1 e.txt:2 b.txt:1 b.txt:2 d.txt:1 d.txt:2";
    assert_selects(store, orlova, .speaker = V("Vera Orlova"));
    assert_selects(store, orlova, .speaker = V("v. ORLOVA"));
    assert_selects(store, orlova, .speaker = V("vera-orlova"));
    assert_selects(store, orlova, .speaker = V(" orlova"));
    assert_selects(store, "c.txt:5 a.txt:5 e.txt:5 b.txt:5", .speaker = V("\xC3\x89MILE durand"));
    assert_selects(store, "d.txt:5", .speaker = V("ida falk"));
    assert_selects(store, "", .speaker = V("Falk")); /* two have this name */
    assert_selects(store, "", .speaker = V("lova")); /* no whole word */
    assert_selects(store, "", .speaker = V("nobody"));
    assert_selects(store, "", .speaker = V(""));
    assert_selects(store, "c.txt:1 c.txt:2", .speaker = V("orlova"), .to = {2020, 3, 1});
    assert_selects(store, "c.txt:2 a.txt:2 e.txt:2 b.txt:2 d.txt:2", .speaker = V("orlova"), .topic = V("Sanctions"));

    assert_int_equal(count_rows(store, &(stance_selector){.topic = V("sanctions")}, NULL, 0), 10);
    assert_int_equal(count_rows(store, &(stance_selector){.topic = V("none")}, NULL, 0), 10);
    assert_int_equal(count_rows(store, &(stance_selector){.topic = V("x' OR 1=1 --")}, NULL, 0), 0);
    assert_selects(store, "c.txt:1 a.txt:1 e.txt:1 b.txt:1 d.txt:1", .target = V("USA"));
    assert_int_equal(count_rows(store, &(stance_selector){.target = V("none")}, NULL, 0), 15);
    assert_int_equal(count_rows(store, &(stance_selector){.target = V("any")}, NULL, 0), 25);
    assert_selects(store, "", .target = V("usa"), .topic = V("sanctions"));
    assert_selects(store, "a.txt:1 e.txt:1", .target = V("usa"), .source = V("daily wire"));
    assert_int_equal(count_rows(store, &(stance_selector){.source = V("Agency.Example")}, NULL, 0), 15);
    close_store(store);
}

static void test_other_selectors(void **state)
{
    fixture *f = *state;
    stance_store *store = open_store(f->db, STANCE_READ);
    assert_int_equal(count_rows(store, &(stance_selector){.said_only = true}, NULL, 0), 15);
    assert_int_equal(count_rows(store, &(stance_selector){.has_mode = true, .mode = STANCE_DIRECT}, NULL, 0), 10);
    assert_int_equal(count_rows(store, &(stance_selector){.min_confidence = 900000}, NULL, 0), 10);
    assert_selects(store, "a.txt:2", .said_only = true, .dated_only = true, .has_mode = true, .mode = STANCE_REPORTED,
                   .speaker = V("orlova"), .topic = V("sanctions"), .target = V("eu"), .source = V("Daily Wire"),
                   .from = {2020, 1, 1}, .to = {2020, 12, 31}, .min_confidence = 500000);
    close_store(store);
}

static void assert_unknown(stance_store *store, stance_selector selector, stance_status status, const char *part)
{
    stance_error err = {STANCE_OK, ""};
    assert_int_equal(stance_store_check_selector(store, &selector, &err), status);
    if (!strstr(err.message, part)) fail_msg("'%s' does not say '%s'", err.message, part);
}

static void test_check_selector(void **state)
{
    fixture *f = *state;
    stance_error err = {STANCE_OK, ""};
    stance_store *store = open_store(f->db, STANCE_READ);
    stance_selector good = {.speaker = V("Orlova"),
                            .topic = V("sanctions"),
                            .target = V("any"),
                            .source = V("daily wire"),
                            .from = {2020, 1, 1},
                            .to = {2020, 1, 1}};
    assert_ok(stance_store_check_selector(store, &good, &err));
    assert_ok(stance_store_check_selector(store, &(stance_selector){.topic = V("none"), .target = V("none")}, &err));
    assert_unknown(store, (stance_selector){.topic = V("sanctoins")}, STANCE_ENOTFOUND, "nearest is sanctions");
    assert_unknown(store, (stance_selector){.topic = V("control")}, STANCE_ENOTFOUND, "nearest is arms-control");
    assert_unknown(store, (stance_selector){.topic = V("qqqqqqqq")}, STANCE_ENOTFOUND, "stance list topics");
    assert_unknown(store, (stance_selector){.topic = V("qqqqqqqq")}, STANCE_ENOTFOUND, f->db);
    assert_unknown(store, (stance_selector){.speaker = V("Orlowa")}, STANCE_ENOTFOUND,
                   "nearest are V. Orlova, Vera Orlova");
    assert_unknown(store, (stance_selector){.speaker = V("durand emile")}, STANCE_ENOTFOUND,
                   "no speaker 'durand emile'");
    assert_unknown(store, (stance_selector){.speaker = V("Falk")}, STANCE_ECONFLICT, "Ida Falk, Jon Falk");
    assert_unknown(store, (stance_selector){.target = V("usaa")}, STANCE_ENOTFOUND, "nearest is usa");
    assert_unknown(store, (stance_selector){.source = V("Wire")}, STANCE_ENOTFOUND, "nearest is Daily Wire");
    assert_unknown(store, (stance_selector){.source = V("")}, STANCE_ENOTFOUND, "no source ''");
    assert_unknown(store, (stance_selector){.from = {2021, 1, 1}, .to = {2020, 1, 1}}, STANCE_EINVAL, "2021-01-01");
    close_store(store);
}

static void add_hashed(stance_store *store, const char *hash, const char *id, size_t statements)
{
    stance_error err = {STANCE_OK, ""};
    stance_statement s[20] = {{0}};
    stance_document d = {.id = V(id), .text = V("x")};
    stance_added added;
    for (size_t i = 0; i < statements; i++) s[i].ordinal = (uint32_t)i + 1;
    assert_ok(stance_store_begin(store, &err));
    assert_ok(stance_store_add(store, &d, hash, LEXICON, s, statements, &added, &err));
    assert_ok(stance_store_commit(store, &err));
}

static void test_find(void **state)
{
    fixture *f = *state;
    stance_error err = {STANCE_OK, ""};
    stance_store *store = open_store(f->db, STANCE_WRITE);
    const stance_row *row;
    add_hashed(store, "abcdef0123456789000000000000000000000000000000000000000000000000", "one", 12);
    add_hashed(store, "abcdef0123456700000000000000000000000000000000000000000000000000", "two", 3);
    add_hashed(store, "abd0000000000000000000000000000000000000000000000000000000000000", "three", 1);
    assert_ok(stance_store_find(store, V("abcdef01234567:2"), &row, &err) == STANCE_ECONFLICT ? STANCE_OK
                                                                                              : STANCE_EINVAL);
    assert_string_equal(err.message,
                        "'abcdef01234567:2' fits several statements: abcdef012345670:2, abcdef012345678:2");
    assert_null(row);
    assert_ok(stance_store_find(store, V("ABCDEF012345678:2"), &row, &err));
    assert_string_equal(row->id, "abcdef012345678:2");
    assert_int_equal(row->document.id.len, 3);
    assert_ok(stance_store_find(store, V("abc:12"), &row, &err)); /* only one has as many */
    assert_int_equal(row->statement.ordinal, 12);
    assert_ok(stance_store_find(store, V("abd:1"), &row, &err));
    assert_string_equal(row->id, "abd000000000:1");
    assert_ok(
        stance_store_find(store, V("abd0000000000000000000000000000000000000000000000000000000000000:1"), &row, &err));
    assert_fails(stance_store_find(store, V("abd:2"), &row, &err), STANCE_ENOTFOUND);
    assert_non_null(strstr(err.message, "that document has 1"));
    assert_fails(stance_store_find(store, V("fff:1"), &row, &err), STANCE_ENOTFOUND);
    const char *const none[] = {
        "", "abd", "abd:", ":1", "abd:0", "abd:x", "xyz:1", "abd:1 ", "abd:99999999999999999999", "ab%:1"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_fails(stance_store_find(store, V(none[i]), &row, &err), STANCE_EINVAL);
    assert_null(row);
    close_store(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_order_and_all, open_filled, tear_down),
        cmocka_unit_test_setup_teardown(test_dates, open_filled, tear_down),
        cmocka_unit_test_setup_teardown(test_names, open_filled, tear_down),
        cmocka_unit_test_setup_teardown(test_other_selectors, open_filled, tear_down),
        cmocka_unit_test_setup_teardown(test_check_selector, open_filled, tear_down),
        cmocka_unit_test_setup_teardown(test_find, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
