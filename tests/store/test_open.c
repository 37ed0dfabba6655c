/* Files that are ours, that are not, and that are held by somebody else. */
#include "store_fixture.h"

#include "store/internal.h"

static void put_file(const char *path, const char *bytes, size_t len)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    fclose(file);
}

static void run_sql(const char *path, const char *sql)
{
    sqlite3 *db;
    char *message = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK) fail_msg("%s", message);
    sqlite3_close(db);
}

static void assert_refused(const char *path, stance_access access, stance_status status, const char *part)
{
    stance_error err = {STANCE_OK, ""};
    stance_store *store;
    assert_int_equal(stance_store_open(path, access, &store, &err), status);
    assert_null(store);
    if (!strstr(err.message, part)) fail_msg("'%s' does not say '%s'", err.message, part);
}

static void make_filled(const char *path)
{
    stance_store *store = open_store(path, STANCE_WRITE);
    fill(store);
    close_store(store);
}

static void test_one_file_remains(void **state)
{
    fixture *f = *state;
    make_filled(f->db);
    assert_int_equal(each_file(f->dir, NULL), 1);
    stance_store *store = open_store(f->db, STANCE_WRITE), *reader = open_store(f->db, STANCE_READ);
    stance_document d = {.id = V("new"), .text = V("new")};
    add_one(store, &d, NULL, 0);
    assert_true(each_file(f->dir, NULL) > 1); /* the WAL is at work */
    close_store(store);
    assert_int_equal(count_rows(reader, &(stance_selector){.said_only = false}, NULL, 0), 25);
    close_store(reader); /* the last one tidies up, though it only read */
    assert_int_equal(each_file(f->dir, NULL), 1);
    store = open_store(f->db, STANCE_READ);
    close_store(store);
    assert_int_equal(each_file(f->dir, NULL), 1);
    close_store(NULL);
}

static void test_missing_and_odd_paths(void **state)
{
    fixture *f = *state;
    char path[256];
    assert_refused(f->db, STANCE_READ, STANCE_ENOTFOUND, f->db);
    assert_refused("", STANCE_WRITE, STANCE_ENOTFOUND, "there is no database");
    assert_refused(f->dir, STANCE_READ, STANCE_EFORMAT, "is not a file");
    snprintf(path, sizeof path, "%s/none/a.db", f->dir);
    assert_refused(path, STANCE_WRITE, STANCE_EIO, "No such file");
    assert_int_equal(each_file(f->dir, NULL), 0);
    char *old = getcwd(NULL, 0);
    assert_int_equal(chdir(f->dir), 0);
    const char *const names[] = {"file:x?mode=memory", ":memory:", "a b%41#c?.db"}; /* files like any other */
    for (int i = 0; i < 3; i++) {
        close_store(open_store(names[i], STANCE_WRITE));
        assert_int_equal(access(names[i], F_OK), 0);
        close_store(open_store(names[i], STANCE_READ));
    }
    assert_int_equal(chdir(old), 0);
    free(old);
    assert_int_equal(each_file(f->dir, NULL), 3);
}

static void test_not_ours(void **state)
{
    fixture *f = *state;
    char bytes[5000];
    memset(bytes, 'x', sizeof bytes);
    put_file(f->db, "hello", 5);
    assert_refused(f->db, STANCE_READ, STANCE_EFORMAT, "is not a database");
    assert_refused(f->db, STANCE_WRITE, STANCE_EFORMAT, f->db);
    put_file(f->db, bytes, sizeof bytes);
    assert_refused(f->db, STANCE_WRITE, STANCE_EFORMAT, "is not a database");
    put_file(f->db, "", 0);
    assert_refused(f->db, STANCE_READ, STANCE_EFORMAT, "is empty");
    close_store(open_store(f->db, STANCE_WRITE)); /* nothing in it: as good as new */
    close_store(open_store(f->db, STANCE_READ));
    remove(f->db);
    run_sql(f->db, "CREATE TABLE documents (a); INSERT INTO documents VALUES (1)");
    assert_refused(f->db, STANCE_READ, STANCE_EFORMAT, "another program's");
    assert_refused(f->db, STANCE_WRITE, STANCE_EFORMAT, "another program's");
    remove(f->db);
    run_sql(f->db, "PRAGMA application_id = 7");
    run_sql(f->db, "VACUUM");
    assert_refused(f->db, STANCE_WRITE, STANCE_EFORMAT, "another program's");
    assert_int_equal(each_file(f->dir, NULL), 1);
}

static void test_newer(void **state)
{
    fixture *f = *state;
    make_filled(f->db);
    run_sql(f->db, "PRAGMA user_version = 99");
    assert_refused(f->db, STANCE_READ, STANCE_EFORMAT, "newer stance (schema 99");
    assert_refused(f->db, STANCE_WRITE, STANCE_EFORMAT, "update stance");
}

static int walk(stance_store *store, stance_error *err)
{
    stance_cursor *cursor;
    const stance_row *row = NULL;
    stance_status status = stance_store_select(store, &(stance_selector){.said_only = false}, &cursor, err);
    while (status == STANCE_OK) {
        status = stance_cursor_next(cursor, &row, err);
        if (!row) break;
    }
    stance_cursor_close(cursor);
    return (int)status;
}

static void test_damaged(void **state)
{
    fixture *f = *state;
    stance_error err = {STANCE_OK, ""};
    struct stat info;
    make_filled(f->db);
    assert_int_equal(stat(f->db, &info), 0);
    assert_int_equal(truncate(f->db, info.st_size / 2), 0);
    assert_refused(f->db, STANCE_READ, STANCE_EFORMAT, "is damaged");
    remove(f->db);
    make_filled(f->db);
    FILE *file = fopen(f->db, "r+b");
    char noise[4096];
    memset(noise, 0xA5, sizeof noise);
    for (long page = 1; page * 4096 < (long)info.st_size; page++) { /* all but the first */
        fseek(file, page * 4096, SEEK_SET);
        fwrite(noise, 1, sizeof noise, file);
    }
    fclose(file);
    stance_store *store;
    stance_status status = stance_store_open(f->db, STANCE_READ, &store, &err);
    if (status == STANCE_OK) status = (stance_status)walk(store, &err);
    assert_int_equal(status, STANCE_EFORMAT);
    assert_non_null(strstr(err.message, "restore a backup"));
    close_store(store);
}

/* Values that only somebody else can have put there are found when they are read. */
static void test_hostile_values(void **state)
{
    fixture *f = *state;
    static const char *const attacks[] = {
        "UPDATE statements SET end_byte = 1000000000",
        "UPDATE statements SET start_byte = -1",
        "UPDATE statements SET mode = 77",
        "UPDATE statements SET score = 9223372036854775807",
        "UPDATE statements SET content = '[[0,99999999]]' WHERE mode <> 0",
        "UPDATE statements SET content = '[[0,1]'",
        "UPDATE statements SET content = '[[0,99999999999999999999]]'",
        "UPDATE statements SET topics = '[4711]'",
        "UPDATE statements SET targets = '[1'",
        "UPDATE documents SET date = '2021-02-30'",
        "UPDATE documents SET basis = -1",
        "UPDATE documents SET hash = 'x' || id",
        "UPDATE statements SET ordinal = -ordinal",
        "DELETE FROM texts",
        "DELETE FROM documents WHERE id = 1",
    };
    stance_error err = {STANCE_OK, ""};
    for (size_t i = 0; i < sizeof attacks / sizeof *attacks; i++) {
        remove(f->db);
        make_filled(f->db);
        run_sql(f->db, attacks[i]);
        stance_store *store = open_store(f->db, STANCE_READ);
        int status = walk(store, &err);
        if (i + 1 < sizeof attacks / sizeof *attacks) assert_int_equal(status, STANCE_EFORMAT);
        else assert_int_equal(status, STANCE_OK); /* orphans belong to no document, so that no walk meets them */
        close_store(store);
    }
}

static void test_triggers_and_views(void **state)
{
    fixture *f = *state;
    stance_error err = {STANCE_OK, ""};
    make_filled(f->db);
    run_sql(
        f->db,
        "CREATE TABLE loot (a); CREATE VIEW peek AS SELECT load_extension('evil') FROM documents;"
        "CREATE TRIGGER t1 AFTER INSERT ON documents BEGIN INSERT INTO loot VALUES (1); DELETE FROM statements; END;"
        "CREATE TRIGGER t2 BEFORE INSERT ON statements BEGIN SELECT raise(ABORT, 'no'); END");
    stance_store *store = open_store(f->db, STANCE_WRITE);
    stance_statement s = {.ordinal = 1};
    stance_document d = {.id = V("new"), .text = V("new")};
    stance_totals totals;
    add_one(store, &d, &s, 1);
    assert_ok(stance_store_totals(store, &totals, &err));
    assert_int_equal(totals.statements, 26);
    sqlite3_stmt *stmt = NULL;
    assert_int_not_equal(sqlite3_prepare_v2(store->db, "SELECT * FROM peek", -1, &stmt, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(store->db, "SELECT count(*) FROM loot", -1, &stmt, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(stmt, 0), 0);
    sqlite3_finalize(stmt);
    close_store(store);
    run_sql(f->db,
            "DROP TRIGGER t1; DROP TRIGGER t2; ALTER TABLE texts RENAME TO t; CREATE VIEW texts AS SELECT * FROM t");
    assert_refused(f->db, STANCE_READ, STANCE_EFORMAT, "altered by another program");
    assert_refused(f->db, STANCE_WRITE, STANCE_EFORMAT, "altered by another program");
}

static void test_two_connections(void **state)
{
    fixture *f = *state;
    stance_error err = {STANCE_OK, ""};
    stance_store *one = open_store(f->db, STANCE_WRITE), *two = open_store(f->db, STANCE_WRITE);
    stance_store *reader = open_store(f->db, STANCE_READ);
    stance_document d = {.id = V("one"), .text = V("one"), .source = V("wire")};
    stance_added added;
    stance_totals totals;
    sqlite3_busy_timeout(two->db, 50); /* not the ten seconds of STANCE_BUSY_MS */
    assert_ok(stance_store_begin(one, &err));
    assert_ok(stance_store_add(one, &d, LEXICON, LEXICON, NULL, 0, &added, &err));
    assert_fails(stance_store_begin(two, &err), STANCE_ECONFLICT);
    assert_non_null(strstr(err.message, f->db));
    assert_non_null(strstr(err.message, "held by another program"));
    assert_ok(stance_store_totals(reader, &totals, &err)); /* readers go on, and see nothing yet */
    assert_int_equal(totals.documents, 0);
    assert_ok(stance_store_begin(reader, &err));
    assert_ok(stance_store_totals(reader, &totals, &err));
    assert_ok(stance_store_commit(one, &err));
    assert_ok(stance_store_totals(reader, &totals, &err)); /* a snapshot */
    assert_int_equal(totals.documents, 0);
    assert_ok(stance_store_commit(reader, &err));
    assert_ok(stance_store_totals(reader, &totals, &err));
    assert_int_equal(totals.documents, 1);
    d.id = V("two"), d.text = V("two");
    assert_int_equal(add_one(two, &d, NULL, 0), STANCE_ADDED_NEW);
    d.id = V("three"), d.text = V("three");
    assert_int_equal(add_one(one, &d, NULL, 0), STANCE_ADDED_NEW);
    close_store(one);
    close_store(two);
    close_store(reader);
    assert_int_equal(each_file(f->dir, NULL), 1);
    reader = open_store(f->db, STANCE_READ);
    assert_ok(stance_store_totals(reader, &totals, &err));
    assert_int_equal(totals.documents, 3);
    close_store(reader);
}

/* A writer that is killed: copy the files as they lie, and open the copy. */
static void copy_file(const char *from, const char *to)
{
    char bytes[4096];
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    assert_true(in && out);
    for (size_t n; (n = fread(bytes, 1, sizeof bytes, in)) > 0;) assert_int_equal(fwrite(bytes, 1, n, out), n);
    fclose(in);
    fclose(out);
}

static void test_after_a_crash(void **state)
{
    fixture *f = *state;
    char copy[128], wal[256], copy_wal[256];
    snprintf(copy, sizeof copy, "%s/b.db", f->dir);
    snprintf(wal, sizeof wal, "%s-wal", f->db);
    snprintf(copy_wal, sizeof copy_wal, "%s-wal", copy);
    stance_store *store = open_store(f->db, STANCE_WRITE);
    fill(store);
    copy_file(f->db, copy);
    copy_file(wal, copy_wal);
    close_store(store);
    store = open_store(copy, STANCE_READ);
    assert_int_equal(count_rows(store, &(stance_selector){.said_only = false}, NULL, 0), 25);
    close_store(store);
    assert_int_equal(each_file(f->dir, NULL), 2);
}

/* Root may write everywhere, so root becomes nobody for this. */
static void test_read_only_directory(void **state)
{
    fixture *f = *state;
    stance_error err = {STANCE_OK, ""};
    char wal_mode[128];
    snprintf(wal_mode, sizeof wal_mode, "%s/w.db", f->dir);
    make_filled(f->db);
    make_filled(wal_mode);
    run_sql(wal_mode, "PRAGMA journal_mode = WAL"); /* closed cleanly, but it says that it wants helper files */
    bool root = geteuid() == 0;
    assert_int_equal(chmod(f->dir, 0555), 0);
    assert_int_equal(chmod(f->db, 0444), 0);
    assert_int_equal(chmod(wal_mode, 0444), 0);
    if (root) assert_int_equal(seteuid(65534), 0);
    const char *const paths[] = {f->db, wal_mode};
    int counts[2] = {0, 0};
    stance_status status = STANCE_OK, refused = STANCE_OK;
    stance_store *store = NULL;
    for (int i = 0; status == STANCE_OK && i < 2; i++) {
        status = stance_store_open(paths[i], STANCE_READ, &store, &err);
        if (status == STANCE_OK) counts[i] = count_rows(store, &(stance_selector){.said_only = false}, NULL, 0);
        stance_status closed = stance_store_close(store, NULL);
        (void)closed;
    }
    refused = stance_store_open(f->db, STANCE_WRITE, &store, NULL);
    if (root) assert_int_equal(seteuid(0), 0);
    chmod(f->dir, 0755);
    assert_ok(status);
    assert_int_equal(counts[0], 25);
    assert_int_equal(counts[1], 25);
    assert_int_equal(refused, STANCE_EIO);
    assert_int_equal(each_file(f->dir, NULL), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_one_file_remains, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_missing_and_odd_paths, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_not_ours, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_newer, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_damaged, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_hostile_values, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_triggers_and_views, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_two_connections, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_after_a_crash, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_read_only_directory, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
