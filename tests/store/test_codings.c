/* Samples and codings: stored, resumed, and held against statements as they are now. */
#include "store_fixture.h"

#include <sqlite3.h>

#include "stance/codings.h"

static const char text[] = "We hope for talks. They broke the treaty. It rained. We will see.";

static void four_statements(stance_store *store)
{
    static const stance_span spans[] = {{0, 18}, {19, 41}, {42, 52}, {53, 65}}, said[] = {{0, 17}, {19, 40}, {53, 64}};
    stance_document document = {.id = V("a.txt"), .text = V(text), .date = {2020, 5, 4}, .basis = STANCE_DATE_HEADER};
    stance_statement s[] = {
        {.ordinal = 1,
         .mode = STANCE_DIRECT,
         .span = spans[0],
         .content = &said[0],
         .content_count = 1,
         .speaker = V("Vera Orlova"),
         .tone = {400000, 400000, 0, 1}},
        {.ordinal = 2,
         .mode = STANCE_DIRECT,
         .span = spans[1],
         .content = &said[1],
         .content_count = 1,
         .speaker = V("Vera Orlova"),
         .tone = {-300000, 0, 300000, 1}},
        {.ordinal = 3, .mode = STANCE_NARRATION, .span = spans[2]},
        {.ordinal = 4,
         .mode = STANCE_DIRECT,
         .span = spans[3],
         .content = &said[2],
         .content_count = 1,
         .speaker = V("Vera Orlova")},
    };
    assert_int_equal(add_one(store, &document, s, 4), STANCE_ADDED_NEW);
}

/* Statements 1, 2 and 4, the second for everybody. */
static void sample(stance_store *store, stance_unit units[3])
{
    static const stance_span spans[] = {{0, 17}, {19, 40}, {53, 64}};
    stance_error err;
    size_t count;
    memset(units, 0, 3 * sizeof *units);
    for (int i = 0; i < 3; i++) {
        stance_content_hash(V(text), units[i].document);
        units[i].span = spans[i];
        units[i].shared = i == 1;
        units[i].stratum = V("all");
        units[i].stratum_size = 30;
        units[i].stratum_drawn = 3;
    }
    assert_ok(stance_store_add_sample(store, V("three"), units, 3, &err));
    assert_ok(stance_store_sample_size(store, V("three"), &count, &err));
    assert_int_equal(count, 3);
}

typedef struct seen {
    int count;
    stance_coding last[8];
} seen;

static stance_status see(void *context, const stance_coding *coding, stance_error *err)
{
    seen *s = context;
    (void)err;
    assert_true(s->count < 8);
    s->last[s->count++] = *coding; /* its views are not looked at later */
    return STANCE_OK;
}

static void coded_and_resumed(void **state)
{
    fixture *f = *state;
    stance_error err;
    stance_unit units[3];
    stance_task task;
    size_t count;
    stance_store *store = open_store(f->db, STANCE_WRITE);
    four_statements(store);
    sample(store, units);
    assert_ok(stance_store_add_sample(store, V("three"), units, 1, &err)); /* there is one: it stays */
    assert_ok(stance_store_sample_size(store, V("three"), &count, &err));
    assert_int_equal(count, 3);
    assert_ok(stance_store_code(store, V("three"), &units[0], V("ann"), 1, false, &err));
    assert_ok(stance_store_code(store, V("three"), &units[1], V("ann"), 0, true, &err));
    close_store(store);

    store = open_store(f->db, STANCE_WRITE);
    assert_ok(stance_store_task(store, V("three"), 0, V("ann"), &task, &err));
    assert_true(task.coded && !task.skipped && !task.taken && task.label == 1);
    assert_ok(stance_store_task(store, V("three"), 1, V("ann"), &task, &err));
    assert_true(!task.coded && task.skipped);
    assert_ok(stance_store_task(store, V("three"), 0, V("ben"), &task, &err));
    assert_true(!task.coded && task.taken);
    assert_ok(stance_store_code(store, V("three"), &units[1], V("ann"), -1, false, &err)); /* another mind */
    assert_ok(stance_store_task(store, V("three"), 1, V("ben"), &task, &err));
    assert_true(!task.coded && !task.taken && task.unit.shared);
    assert_true(stance_view_is(task.unit.stratum, "all") && task.unit.stratum_size == 30);
    assert_fails(stance_store_task(store, V("three"), 3, V("ben"), &task, &err), STANCE_ENOTFOUND);
    assert_fails(stance_store_code(store, V("three"), &units[1], V(""), 0, false, &err), STANCE_EINVAL);
    assert_fails(stance_store_code(store, V("three"), &units[1], V("ann"), 2, false, &err), STANCE_EINVAL);
    close_store(store);
}

/* (document, statement, score, label, weight): what a correction of means by coded statements needs. */
static void beside_the_scores(void **state)
{
    fixture *f = *state;
    stance_error err;
    stance_unit units[3];
    stance_store *store = open_store(f->db, STANCE_WRITE);
    four_statements(store);
    sample(store, units);
    assert_ok(stance_store_code(store, V("three"), &units[0], V("ann"), 1, false, &err));
    assert_ok(stance_store_code(store, V("three"), &units[1], V("ann"), -1, false, &err));
    assert_ok(stance_store_code(store, V("three"), &units[1], V("ben"), 0, false, &err));
    assert_ok(stance_store_code(store, V("three"), &units[2], V("ben"), 0, true, &err));
    stance_unit gone = units[0];
    memset(gone.document, '0', 64);
    assert_ok(stance_store_code(store, V("other"), &gone, V("ann"), 0, false, &err));
    stance_unit moved = units[0]; /* most of the second statement's words, as another scoring had cut them */
    moved.span = (stance_span){24, 45};
    assert_ok(stance_store_code(store, V("other"), &moved, V("cy"), 0, false, &err));
    seen s = {.count = 0};
    assert_ok(stance_store_codings(store, (stance_view){NULL, 0}, see, &s, &err));
    assert_int_equal(s.count, 6);
    const stance_coding *c = s.last;
    assert_true(c[0].ordinal == 0 && c[0].name.data == NULL); /* of a document that is not here */
    assert_true(c[1].ordinal == 1 && c[1].score == 400000 && c[1].label == 1 && c[1].stratum_coded == 2);
    assert_true(c[1].weight > 14.999 && c[1].weight < 15.001); /* 30 of which 2 are coded */
    assert_true(c[2].ordinal == 2 && c[2].label == -1 && c[3].ordinal == 2 && c[3].label == 0);
    assert_true(c[4].ordinal == 2 && c[4].score == -300000 && c[4].span.start == 24);
    assert_true(c[5].skipped && !(c[5].weight > 0));
    s.count = 0;
    assert_ok(stance_store_codings(store, V("ben"), see, &s, &err));
    assert_int_equal(s.count, 2);
    close_store(store);
}

static void in_its_place(void **state)
{
    fixture *f = *state;
    stance_error err;
    stance_unit units[3];
    stance_passage p;
    stance_store *store = open_store(f->db, STANCE_WRITE);
    four_statements(store);
    sample(store, units);
    assert_ok(stance_store_passage(store, units[0].document, units[0].span, &p, &err));
    assert_true(p.row && stance_view_is(p.row->text, "We hope for talks.") && !p.before.data);
    assert_true(stance_view_is(p.after, "They broke the treaty."));
    assert_ok(stance_store_passage(store, units[2].document, units[2].span, &p, &err));
    assert_true(stance_view_is(p.before, "It rained.") && !p.after.data);
    assert_ok(stance_store_passage(store, units[0].document, (stance_span){41, 42}, &p, &err));
    assert_null(p.row);
    close_store(store);
}

static stance_status add_up(void *context, stance_view coder, const int64_t counts[4], stance_error *err)
{
    int64_t *sums = context;
    (void)err;
    assert_true(stance_view_is(coder, sums[4]++ ? "ben" : "ann"));
    for (int i = 0; i < 4; i++) sums[i] += counts[i];
    return STANCE_OK;
}

static void coders(void **state)
{
    fixture *f = *state;
    stance_error err;
    stance_unit units[3];
    int64_t sums[5] = {0};
    stance_store *store = open_store(f->db, STANCE_WRITE);
    four_statements(store);
    sample(store, units);
    assert_ok(stance_store_code(store, V("three"), &units[0], V("ben"), 1, false, &err));
    assert_ok(stance_store_code(store, V("three"), &units[0], V("ann"), -1, false, &err));
    assert_ok(stance_store_code(store, V("three"), &units[1], V("ann"), 0, true, &err));
    assert_ok(stance_store_coders(store, add_up, sums, &err));
    assert_true(sums[0] == 1 && sums[1] == 0 && sums[2] == 1 && sums[3] == 1 && sums[4] == 2);
    close_store(store);
    store = open_store(f->db, STANCE_READ);
    assert_true(stance_store_code(store, V("three"), &units[2], V("ann"), 0, false, &err) != STANCE_OK);
    close_store(store);
}

/* A file of the version before gets the tables, and keeps what it has. */
static void older_file(void **state)
{
    fixture *f = *state;
    stance_error err;
    stance_unit units[3];
    stance_selector all = {.duplicates = STANCE_DUPLICATES_KEEP};
    stance_store *store = open_store(f->db, STANCE_WRITE);
    four_statements(store);
    close_store(store);
    sqlite3 *db;
    assert_int_equal(sqlite3_open(f->db, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, BACK_TO_VERSION_2, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    assert_fails(stance_store_open(f->db, STANCE_READ, &store, &err), STANCE_EFORMAT);
    store = open_store(f->db, STANCE_WRITE);
    assert_int_equal(count_rows(store, &all, NULL, 0), 4);
    sample(store, units);
    assert_ok(stance_store_code(store, V("three"), &units[0], V("ann"), 1, false, &err));
    close_store(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(coded_and_resumed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(beside_the_scores, set_up, tear_down),
        cmocka_unit_test_setup_teardown(in_its_place, set_up, tear_down),
        cmocka_unit_test_setup_teardown(coders, set_up, tear_down),
        cmocka_unit_test_setup_teardown(older_file, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
