/* Near-copies find each other, count once, and cost nothing of what was stored before. */
#include "store_fixture.h"

#include "stance/corrections.h"

#include "base/strbuf.h"
#include "store/internal.h"

/* Words drawn from the seed; the same seed gives the same words. */
static void add_words(stance_strbuf *out, uint64_t seed, int count)
{
    uint64_t state = seed * 6364136223846793005U + 99;
    for (int i = 0; i < count; i++) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        uint32_t n = (uint32_t)(state >> 33) % 4000;
        stance_strbuf_addf(out, "%c%c%c%s", (int)('a' + n % 20), (int)('b' + n / 20 % 20), (int)('c' + n / 400),
                           i % 11 == 10 ? ". " : " ");
    }
}

typedef struct text_of {
    uint64_t seed;
    int words;
    uint64_t more; /* seed of what follows */
    int more_words;
} text_of;

static stance_added add_text(stance_store *store, const char *id, const char *source, stance_date date,
                             stance_date_basis basis, text_of what)
{
    static const stance_span span = {0, 20};
    stance_strbuf text = STANCE_STRBUF_INIT;
    add_words(&text, what.seed, what.words);
    if (what.more_words) add_words(&text, what.more, what.more_words);
    stance_document d = {.id = V(id), .text = stance_strbuf_view(&text), .date = date, .basis = basis};
    d.source = V(source);
    stance_statement s = {.ordinal = 1, .mode = STANCE_REPORTED, .span = span, .content = &span, .content_count = 1};
    s.speaker = V("Vera Orlova");
    stance_added added = add_one(store, &d, &s, 1);
    stance_strbuf_free(&text);
    return added;
}

static stance_status put_duplicate(void *context, const stance_duplicate *d, stance_error *err)
{
    (void)err;
    stance_strbuf_addf(context, "%d%s %.*s%s", (int)d->group, d->canonical ? "*" : "", (int)d->document.id.len,
                       d->document.id.data, d->similarity < 700000 ? "? " : " ");
    return STANCE_OK;
}

static void assert_groups(stance_store *store, const char *expected)
{
    stance_error err = {STANCE_OK, ""};
    stance_strbuf out = STANCE_STRBUF_INIT;
    assert_ok(stance_store_duplicates(store, put_duplicate, &out, &err));
    assert_string_equal(out.data ? out.data : "", expected);
    stance_strbuf_free(&out);
}

static const stance_date day1 = {2021, 7, 13}, day2 = {2021, 7, 14}, day3 = {2021, 8, 1}, none = {0, 0, 0};

/* A wire text, a copy cut short, one with another end, and reports of their own; in the order that `order` gives. */
static void add_some(stance_store *store, const int order[6], int copies)
{
    static const struct {
        const char *id, *source;
        text_of text;
        int day;
    } docs[] = {{"wire", "Wire", {1, 300, 0, 0}, 1},     {"short", "Daily", {1, 90, 0, 0}, 2},
                {"edited", "Post", {1, 260, 2, 50}, 0},  {"other", "Post", {3, 300, 0, 0}, 1},
                {"quotes", "Daily", {1, 50, 4, 220}, 1}, {"late", "Globe", {1, 300, 5, 30}, 3}};
    const stance_date days[] = {none, day1, day2, day3};
    int found = 0;
    for (int i = 0; i < 6; i++) {
        int k = order[i];
        found += add_text(store, docs[k].id, docs[k].source, days[docs[k].day],
                          docs[k].day ? STANCE_DATE_METADATA : STANCE_DATE_NONE, docs[k].text) == STANCE_ADDED_COPY;
    }
    assert_int_equal(found, copies);
}

static void test_groups(void **state)
{
    fixture *f = *state;
    stance_error err = {STANCE_OK, ""};
    static const int orders[][6] = {{0, 1, 2, 3, 4, 5}, {5, 4, 3, 2, 1, 0}, {1, 0, 4, 5, 3, 2}, {4, 2, 5, 1, 0, 3}};
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
        stance_store *store = open_store(f->db, STANCE_WRITE);
        stance_totals totals;
        add_some(store, orders[i], 3);
        assert_groups(store, "1* wire 1 short 1 late 1 edited "); /* undated last, whatever came first */
        assert_ok(stance_store_totals(store, &totals, &err));
        assert_int_equal(totals.copies, 3);
        assert_int_equal(totals.documents, 6);
        close_store(store);
        remove(f->db);
    }
}

static void test_selecting(void **state)
{
    fixture *f = *state;
    char ids[256];
    stance_store *store = open_store(f->db, STANCE_WRITE);
    add_some(store, (const int[]){0, 1, 2, 3, 4, 5}, 3);
    stance_selector once = {.duplicates = STANCE_DUPLICATES_ONCE}, keep = {.said_only = true};
    assert_int_equal(count_rows(store, &keep, NULL, 0), 6);
    assert_int_equal(count_rows(store, &once, ids, sizeof ids), 3);
    assert_string_equal(ids, "other:1 quotes:1 wire:1");
    once.source = V("Daily"); /* the wire's own text is not among them: their copy counts */
    assert_int_equal(count_rows(store, &once, ids, sizeof ids), 2);
    assert_string_equal(ids, "quotes:1 short:1");
    once.source = (stance_view){NULL, 0};
    once.from = day2; /* said before */
    assert_int_equal(count_rows(store, &once, NULL, 0), 0);
    once.duplicates = STANCE_DUPLICATES_KEEP;
    assert_int_equal(count_rows(store, &once, NULL, 0), 2);
    close_store(store);
}

/* An exact date goes before an inferred one, the longer before the shorter, whatever came first. */
static void test_canonical(void **state)
{
    fixture *f = *state;
    stance_store *store = open_store(f->db, STANCE_WRITE);
    add_text(store, "inferred", "A", day1, STANCE_DATE_INFERRED, (text_of){1, 200, 0, 0});
    add_text(store, "month", "A", (stance_date){2021, 6, 0}, STANCE_DATE_URL, (text_of){1, 201, 0, 0});
    add_text(store, "short", "A", day2, STANCE_DATE_HEADER, (text_of){1, 202, 0, 0});
    add_text(store, "long", "A", day2, STANCE_DATE_HEADER, (text_of){1, 203, 0, 0});
    add_text(store, "later", "A", day3, STANCE_DATE_HEADER, (text_of){1, 204, 0, 0});
    assert_groups(store, "1* long 1 short 1 later 1 inferred 1 month ");
    close_store(store);
}

/* What was withdrawn stands for nobody: the next one counts. A date that is set right moves its document, too. */
static void test_corrected(void **state)
{
    fixture *f = *state;
    stance_error err = {STANCE_OK, ""};
    static const stance_stamp stamp = {{"us", 2}, {"test", 4}, {"2021-07-13T10:00:00Z", 20}};
    char ids[256];
    stance_subject wire, late;
    stance_set_result result;
    stance_value date = {V("2019-01-01"), {NULL, 0}};
    stance_store *store = open_store(f->db, STANCE_WRITE);
    stance_selector once = {.duplicates = STANCE_DUPLICATES_ONCE};
    add_some(store, (const int[]){0, 1, 2, 3, 4, 5}, 3);
    assert_ok(stance_store_begin(store, &err));
    assert_ok(stance_store_locate(store, V("wire"), &wire, &err));
    assert_ok(stance_store_withdraw(store, &wire, false, &stamp, &err));
    assert_ok(stance_store_commit(store, &err));
    assert_groups(store, "1* short 1 late 1 edited 1 wire ");
    assert_int_equal(count_rows(store, &once, ids, sizeof ids), 3);
    assert_string_equal(ids, "other:1 quotes:1 short:1");
    assert_ok(stance_store_begin(store, &err));
    assert_ok(stance_store_locate(store, V("late"), &late, &err));
    assert_ok(stance_store_set(store, &late, STANCE_FIELD_DATE, &date, &stamp, &result, &err));
    assert_ok(stance_store_commit(store, &err));
    assert_groups(store, "1* late 1 short 1 edited 1 wire ");
    assert_ok(stance_store_begin(store, &err));
    assert_ok(stance_store_locate(store, V("wire"), &wire, &err));
    assert_ok(stance_store_withdraw(store, &wire, true, &stamp, &err));
    assert_ok(stance_store_commit(store, &err));
    assert_groups(store, "1* late 1 short 1 edited ");
    close_store(store);
}

/* What more documents have than a group can be of is furniture, and a print of it is kept no longer. */
static void test_crowd(void **state)
{
    fixture *f = *state;
    stance_store *store = open_store(f->db, STANCE_WRITE);
    char id[16];
    for (int i = 0; i < 120; i++) {
        snprintf(id, sizeof id, "d%d", i);
        text_of text = {7, 60, 100 + (uint64_t)i, 160};
        assert_int_equal(add_text(store, id, "A", day1, STANCE_DATE_PAGE, text), STANCE_ADDED_NEW);
    }
    assert_int_equal(add_text(store, "x", "B", day1, STANCE_DATE_PAGE, (text_of){7, 60, 150, 150}), STANCE_ADDED_COPY);
    assert_groups(store, "1* d50 1 x ");
    sqlite3_stmt *stmt;
    stance_error err = {STANCE_OK, ""};
    bool row;
    assert_ok(stance_store_prepare(store, "SELECT max(n) FROM (SELECT count(*) AS n FROM prints GROUP BY print)", &stmt,
                                   &err));
    assert_ok(stance_store_step(store, stmt, &row, &err));
    assert_true(sqlite3_column_int(stmt, 0) <= 64);
    sqlite3_finalize(stmt);
    close_store(store);
}

/* ---- quotations ---- */

static void add_quote(stance_store *store, const char *id, stance_date date, const char *speaker, const char *actor,
                      const char *text, stance_mode mode)
{
    uint32_t end = (uint32_t)strlen(text);
    stance_span span = {0, end}, content = {1, end - 1};
    char own[256];
    snprintf(own, sizeof own, "%s (%s)", text, id);
    stance_document d = {.id = V(id), .text = V(own), .date = date, .basis = STANCE_DATE_HEADER};
    stance_statement s[2] = {{.ordinal = 1, .mode = mode, .span = span, .content = &content, .content_count = 1}};
    s[0].speaker = V(speaker);
    s[0].actor = V(actor);
    if (!actor) s[0].actor = (stance_view){NULL, 0};
    s[1] = s[0];
    s[1].ordinal = 2; /* said twice in one report: two statements */
    add_one(store, &d, s, 2);
}

static void test_repeated(void **state)
{
    fixture *f = *state;
    char ids[512];
    stance_store *store = open_store(f->db, STANCE_WRITE);
    add_quote(store, "b", day1, "Vera Orlova", "vera", "\"We want to talk, don't we?\"", STANCE_DIRECT);
    add_quote(store, "a", day1, "Orlova", "vera", "'We want to TALK, don't we.'", STANCE_DIRECT);
    add_quote(store, "c", day1, "Jon Falk", NULL, "\"We want to talk, don't we\"", STANCE_DIRECT);
    add_quote(store, "d", day1, "Vera Orlova", "vera", "\"We want to talk, don't we!\"", STANCE_REPORTED);
    add_quote(store, "e", day2, "Vera Orlova", "vera", "\"We want to talk, don't we...\"", STANCE_DIRECT);
    add_quote(store, "f", day1, "Vera Orlova", "vera", "\"We wish to talk, don't we?\"", STANCE_DIRECT);
    add_quote(store, "g", none, "Vera Orlova", "vera", "\"We want to talk, don't we!!\"", STANCE_DIRECT);
    stance_selector once = {.duplicates = STANCE_DUPLICATES_ONCE}, all = {.said_only = true};
    assert_int_equal(count_rows(store, &all, NULL, 0), 14);
    assert_int_equal(count_rows(store, &once, ids, sizeof ids), 12);
    assert_string_equal(ids, "a:1 a:2 c:1 c:2 d:1 d:2 f:1 f:2 e:1 e:2 g:1 g:2");
    close_store(store);
}

/* ---- migration ---- */

static void run_sql(const char *path, const char *sql)
{
    sqlite3 *db;
    char *why = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK) fail_msg("%s: %s", sql, why);
    sqlite3_close(db);
}

/* Every row of every table that a file of version 1 has, as text. */
static stance_strbuf dump(const char *path)
{
    static const char *const tables[] = {
        "lexicons",
        "sources",
        "topics",
        "actors",
        "phrases",
        "patterns",
        "speakers",
        "texts",
        "hits",
        "document_ids",
        "problems",
        "statement_topics",
        "statement_targets",
        ("(SELECT id, hash, name, date, basis, title, source, url, language, speaker, lexicon FROM documents)"),
        ("(SELECT id, document, ordinal, place, mode, start_byte, end_byte, content, day, speaker, confidence, cue,"
         " evidence, score, conciliatory, critical, matched, topics, targets FROM statements)")};
    stance_strbuf out = STANCE_STRBUF_INIT;
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        char sql[512];
        sqlite3_stmt *stmt;
        snprintf(sql, sizeof sql, "SELECT * FROM %s ORDER BY 1, 2, 3", tables[i]);
        if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK) {
            snprintf(sql, sizeof sql, "SELECT * FROM %s ORDER BY 1, 2", tables[i]);
            assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
        }
        while (sqlite3_step(stmt) == SQLITE_ROW)
            for (int k = 0; k < sqlite3_column_count(stmt); k++)
                stance_strbuf_addf(&out, "%s%s", (const char *)sqlite3_column_text(stmt, k),
                                   k + 1 < sqlite3_column_count(stmt) ? "|" : "\n");
        sqlite3_finalize(stmt);
    }
    sqlite3_close(db);
    return out;
}

static void test_migration(void **state)
{
    fixture *f = *state;
    stance_error err = {STANCE_OK, ""};
    stance_store *store = open_store(f->db, STANCE_WRITE);
    fill(store);
    add_some(store, (const int[]){2, 1, 0, 3, 4, 5}, 3);
    add_quote(store, "b", day1, "Vera Orlova", "vera", "\"We want to talk, don't we?\"", STANCE_DIRECT);
    add_quote(store, "a", day1, "Orlova", "vera", "'We want to TALK, don't we.'", STANCE_DIRECT);
    stance_selector once = {.duplicates = STANCE_DUPLICATES_ONCE};
    int rows = count_rows(store, &once, NULL, 0);
    close_store(store);
    stance_strbuf before = dump(f->db);
    run_sql(f->db,
            BACK_TO_VERSION_2 "DROP TABLE copies; DROP TABLE prints; DROP TABLE fingerprints;"
                              "ALTER TABLE documents DROP COLUMN authors; ALTER TABLE documents DROP COLUMN place;"
                              "ALTER TABLE documents DROP COLUMN date_note; ALTER TABLE statements DROP COLUMN words;"
                              "PRAGMA user_version = 1;");
    assert_fails(stance_store_open(f->db, STANCE_READ, &store, &err), STANCE_EFORMAT); /* it may not be changed */
    store = open_store(f->db, STANCE_WRITE);
    assert_groups(store, "1* wire 1 short 1 late 1 edited ");
    assert_int_equal(count_rows(store, &once, NULL, 0), rows);
    assert_int_equal(add_text(store, "again", "X", day3, STANCE_DATE_URL, (text_of){1, 280, 0, 0}), STANCE_ADDED_COPY);
    close_store(store);
    store = open_store(f->db, STANCE_READ);
    assert_int_equal(count_rows(store, &once, NULL, 0), rows);
    close_store(store);
    run_sql(f->db, "DELETE FROM documents WHERE name = 'again';"
                   "DELETE FROM statements WHERE document NOT IN (SELECT id FROM documents);"
                   "DELETE FROM texts WHERE document NOT IN (SELECT id FROM documents);"
                   "DELETE FROM document_ids WHERE document NOT IN (SELECT id FROM documents);"
                   "DELETE FROM sources WHERE source = 'X';");
    stance_strbuf after = dump(f->db);
    assert_string_equal(after.data, before.data);
    stance_strbuf_free(&before);
    stance_strbuf_free(&after);
}

static void test_metadata(void **state)
{
    fixture *f = *state;
    stance_error err = {STANCE_OK, ""};
    stance_store *store = open_store(f->db, STANCE_WRITE);
    stance_document d = {
        .id = V("a"), .text = V("\xD0\x94\xD0\xB0."), .authors = V("A. B.; C. D."), .place = V("MOSCOW")};
    d.language = V("ru");
    d.date_note = V("The head says 12 October, the dateline 13 October.");
    char hash[65];
    stance_added added;
    stance_totals totals;
    stance_content_hash(d.text, hash);
    assert_ok(stance_store_begin(store, &err));
    assert_ok(stance_store_add(store, &d, hash, NULL, NULL, 0, &added, &err)); /* no lexicon for it */
    assert_int_equal(added, STANCE_ADDED_NEW);
    stance_statement s = {.ordinal = 1, .mode = STANCE_NARRATION};
    assert_fails(stance_store_add(store, &d, hash, NULL, &s, 1, &added, &err), STANCE_EINVAL);
    assert_ok(stance_store_commit(store, &err));
    assert_ok(stance_store_totals(store, &totals, &err));
    assert_int_equal(totals.unscored, 1);
    assert_string_equal(totals.lexicon_hash, "");
    stance_document back;
    sqlite3_stmt *stmt;
    bool row;
    assert_ok(stance_store_query(store, STANCE_Q_DOCUMENT, &stmt, &err));
    sqlite3_bind_int64(stmt, 1, 1);
    assert_ok(stance_store_step(store, stmt, &row, &err));
    assert_ok(stance_store_load_document(store, stmt, 1, &back, &err));
    assert_true(stance_view_equal(back.authors, d.authors) && stance_view_equal(back.place, d.place));
    assert_true(stance_view_equal(back.date_note, d.date_note) && stance_view_equal(back.language, d.language));
    sqlite3_reset(stmt);
    close_store(store);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_groups), TEST(test_selecting), TEST(test_canonical), TEST(test_corrected),
        TEST(test_crowd),  TEST(test_repeated),  TEST(test_migration), TEST(test_metadata),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
