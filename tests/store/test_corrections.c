/* Corrections, withdrawals, names that were merged, and another extraction in the place of the first. */
#include "store_fixture.h"

#include <sqlite3.h>

#include "base/strbuf.h"
#include "stance/corrections.h"

static const stance_stamp stamp = {{"Ida", 3}, {"misread", 7}, {"2021-07-13T10:00:00Z", 20}};

/* Text from the file, through a connection of our own: rows by newline, columns by |. */
static void assert_sql(const char *path, const char *sql, const char *expected)
{
    sqlite3 *db;
    sqlite3_stmt *stmt;
    stance_strbuf out = STANCE_STRBUF_INIT;
    stance_strbuf_adds(&out, "");
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
    for (int row = 0; sqlite3_step(stmt) == SQLITE_ROW; row++)
        for (int k = 0; k < sqlite3_column_count(stmt); k++) {
            const char *text = (const char *)sqlite3_column_text(stmt, k);
            stance_strbuf_addf(&out, "%s%s", k ? "|" : row ? "\n" : "", text ? text : "-");
        }
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    assert_string_equal(out.data ? out.data : "", expected);
    stance_strbuf_free(&out);
}

static void run_sql(const char *path, const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

/* Sets (value NULL: takes back) in a batch of its own. */
static stance_status set(stance_store *store, const char *what, stance_field field, const char *value,
                         const char *actor, stance_set_result *result)
{
    stance_error err = {STANCE_OK, ""};
    stance_subject subject;
    stance_set_result own;
    stance_value v = {V(value), V(actor)};
    assert_ok(stance_store_begin(store, &err));
    stance_status status = stance_store_locate(store, V(what), &subject, &err);
    if (status == STANCE_OK)
        status = stance_store_set(store, &subject, field, value ? &v : NULL, &stamp, result ? result : &own, &err);
    if (status == STANCE_OK) assert_ok(stance_store_commit(store, &err));
    else stance_store_rollback(store);
    return status;
}

static stance_status withdraw(stance_store *store, const char *what, bool purge, bool restore)
{
    stance_error err = {STANCE_OK, ""};
    stance_subject subject;
    assert_ok(stance_store_begin(store, &err));
    stance_status status = stance_store_locate(store, V(what), &subject, &err);
    if (status == STANCE_OK)
        status = restore ? stance_store_restore(store, &subject, &stamp, &err)
                         : stance_store_withdraw(store, &subject, purge, &stamp, &err);
    if (status == STANCE_OK) assert_ok(stance_store_commit(store, &err));
    else stance_store_rollback(store);
    return status;
}

static stance_status merge(stance_store *store, const char *name, const char *target, const char *actor, int64_t *count)
{
    stance_error err = {STANCE_OK, ""};
    stance_value v = {V(target), V(actor)};
    int64_t own;
    assert_ok(stance_store_begin(store, &err));
    stance_status status = stance_store_merge_names(store, V(name), &v, &stamp, count ? count : &own, &err);
    if (status == STANCE_OK) assert_ok(stance_store_commit(store, &err));
    else stance_store_rollback(store);
    return status;
}

static int count_where(stance_store *store, const char *speaker, const char *topic, const char *target)
{
    stance_selector s = {.speaker = V(speaker), .topic = V(topic), .target = V(target)};
    return count_rows(store, &s, NULL, 0);
}

/* "state field old>new" of each, parted by "; ". */
static stance_status put_line(void *context, const stance_correction *c, stance_error *err)
{
    stance_strbuf *out = context;
    (void)err;
    stance_strbuf_addf(out, "%s%s %s %.*s>%.*s", out->len ? "; " : "", stance_correction_state_name(c->state),
                       stance_field_name(c->field), (int)c->before.len, c->before.data, (int)c->value.len,
                       c->value.data ? c->value.data : "");
    return STANCE_OK;
}

static void assert_log(stance_store *store, const char *expected)
{
    stance_error err = {STANCE_OK, ""};
    stance_strbuf out = STANCE_STRBUF_INIT;
    stance_strbuf_adds(&out, "");
    assert_ok(stance_store_corrections(store, 0, put_line, &out, &err));
    assert_string_equal(out.data ? out.data : "", expected);
    stance_strbuf_free(&out);
}

/* "1>5" for one that number 5 follows, "4<2" for one that takes back number 2. */
static stance_status put_links(void *context, const stance_correction *c, stance_error *err)
{
    stance_strbuf *out = context;
    (void)err;
    if (c->followed_by)
        stance_strbuf_addf(out, "%s%lld>%lld", out->len ? " " : "", (long long)c->number, (long long)c->followed_by);
    if (c->undoes)
        stance_strbuf_addf(out, "%s%lld<%lld", out->len ? " " : "", (long long)c->number, (long long)c->undoes);
    return STANCE_OK;
}

static void assert_links(stance_store *store, const char *expected)
{
    stance_error err = {STANCE_OK, ""};
    stance_strbuf out = STANCE_STRBUF_INIT;
    stance_strbuf_adds(&out, "");
    assert_ok(stance_store_corrections(store, 0, put_links, &out, &err));
    assert_string_equal(out.data ? out.data : "", expected);
    stance_strbuf_free(&out);
}

static const stance_row *find(stance_store *store, const char *id)
{
    stance_error err = {STANCE_OK, ""};
    const stance_row *row;
    assert_ok(stance_store_find(store, V(id), &row, &err));
    return row;
}

static void id_of(stance_store *store, const char *document, int ordinal, char out[96])
{
    stance_error err = {STANCE_OK, ""};
    stance_subject subject;
    assert_ok(stance_store_begin(store, &err));
    assert_ok(stance_store_locate(store, V(document), &subject, &err));
    stance_store_rollback(store);
    snprintf(out, 96, "%s:%d", subject.hash, ordinal);
}

static void test_set_statement(void **state)
{
    fixture *f = *state;
    char id[96];
    stance_set_result result;
    stance_store *store = open_store(f->db, STANCE_WRITE);
    fill(store);
    id_of(store, "c.txt", 1, id);
    assert_int_equal(set(store, id, STANCE_FIELD_SPEAKER, "Jon Falk", NULL, &result), STANCE_OK);
    assert_int_equal(result.statements, 1);
    assert_memory_equal(result.before.data, "Vera Orlova", result.before.len);
    const stance_row *row = find(store, id);
    assert_true(stance_view_is(row->statement.speaker, "Jon Falk"));
    assert_null(row->statement.actor.data);
    assert_int_equal(row->statement.confidence, STANCE_MILLION);
    assert_int_equal(count_where(store, "vera-orlova", NULL, NULL), 9);
    assert_int_equal(count_where(store, "Jon Falk", NULL, NULL), 6);
    assert_int_equal(set(store, id, STANCE_FIELD_TOPICS, "sanctions;cyber", NULL, NULL), STANCE_OK);
    assert_int_equal(count_where(store, NULL, "cyber", NULL), 1);
    assert_int_equal(count_where(store, NULL, "arms-control", NULL), 4);
    assert_int_equal(set(store, id, STANCE_FIELD_TARGETS, "", NULL, NULL), STANCE_OK);
    assert_int_equal(count_where(store, NULL, NULL, "usa"), 4);
    /* replaced, then taken back: what was found counts again, and all of it is kept */
    assert_int_equal(set(store, id, STANCE_FIELD_SPEAKER, "Ida Falk", "ida", NULL), STANCE_OK);
    assert_true(stance_view_is(find(store, id)->statement.actor, "ida"));
    assert_int_equal(set(store, id, STANCE_FIELD_SPEAKER, NULL, NULL, &result), STANCE_OK);
    assert_memory_equal(result.after.data, "Vera Orlova", result.after.len);
    assert_int_equal(set(store, id, STANCE_FIELD_SPEAKER, NULL, NULL, NULL), STANCE_ENOTFOUND);
    row = find(store, id);
    assert_true(stance_view_is(row->statement.actor, "vera-orlova"));
    assert_int_equal(row->statement.confidence, 900000);
    assert_log(store, "replaced speaker Vera Orlova>Jon Falk; counts topics arms-control;bilateral>sanctions;cyber;"
                      " counts targets usa>; taken back speaker Jon Falk>Ida Falk; takes back speaker Ida Falk>");
    assert_int_equal(set(store, id, STANCE_FIELD_TOPICS, NULL, NULL, NULL), STANCE_OK);
    assert_int_equal(set(store, id, STANCE_FIELD_TARGETS, NULL, NULL, NULL), STANCE_OK);
    close_store(store);
    assert_sql(f->db, "SELECT count(*) FROM statement_topics", "20");
    assert_sql(f->db, "SELECT count(*) FROM found_statements", "0");
}

static void test_narration(void **state)
{
    fixture *f = *state;
    char id[96];
    stance_store *store = open_store(f->db, STANCE_WRITE);
    fill(store);
    id_of(store, "c.txt", 3, id);
    assert_int_equal(set(store, id, STANCE_FIELD_SPEAKER, "Jon Falk", NULL, NULL), STANCE_OK);
    const stance_row *row = find(store, id);
    assert_int_equal(row->statement.mode, STANCE_REPORTED);
    assert_int_equal(row->statement.content_count, 1);
    id_of(store, "c.txt", 5, id);
    assert_int_equal(set(store, id, STANCE_FIELD_SPEAKER, "", NULL, NULL), STANCE_OK);
    row = find(store, id);
    assert_int_equal(row->statement.mode, STANCE_NARRATION);
    assert_null(row->statement.speaker.data);
    assert_int_equal(set(store, id, STANCE_FIELD_SPEAKER, NULL, NULL, NULL), STANCE_OK);
    assert_int_equal(find(store, id)->statement.mode, STANCE_DIRECT);
    close_store(store);
}

static void test_set_document(void **state)
{
    fixture *f = *state;
    char id[96];
    stance_set_result result;
    stance_error err = {STANCE_OK, ""};
    stance_totals totals;
    stance_store *store = open_store(f->db, STANCE_WRITE);
    fill(store);
    id_of(store, "a.txt", 2, id);
    assert_int_equal(set(store, id, STANCE_FIELD_SPEAKER, "Own", NULL, NULL), STANCE_OK);
    assert_int_equal(set(store, "a.txt", STANCE_FIELD_SPEAKER, "All", NULL, &result), STANCE_OK);
    assert_int_equal(result.statements, 4); /* the narration is nobody's */
    assert_int_equal(result.own, 1);
    assert_int_equal(count_where(store, "All", NULL, NULL), 3);
    assert_int_equal(count_where(store, "Own", NULL, NULL), 1);
    /* a date is that of all statements */
    stance_selector year = {.from = {2022, 1, 1}, .to = {2022, 12, 31}, .topic = V("sanctions")};
    assert_int_equal(set(store, "a.txt", STANCE_FIELD_DATE, "2022-02-28", NULL, &result), STANCE_OK);
    assert_int_equal(count_rows(store, &year, NULL, 0), 2);
    assert_int_equal(find(store, id)->document.basis, STANCE_DATE_METADATA);
    assert_true(
        stance_view_is(find(store, id)->document.date_note, "set by Ida: misread (found: 2020-07-15, metadata)"));
    assert_int_equal(set(store, "a.txt", STANCE_FIELD_DATE, "2022-02-30", NULL, NULL), STANCE_EINVAL);
    assert_int_equal(set(store, id, STANCE_FIELD_DATE, "2022-02-28", NULL, NULL), STANCE_EINVAL);
    assert_ok(stance_store_totals(store, &totals, &err));
    assert_int_equal(totals.corrected, 4);
    assert_int_equal(totals.corrected_dates, 1);
    assert_int_equal(strlen(totals.corrections_hash), 64);
    assert_int_equal(set(store, "a.txt", STANCE_FIELD_DATE, "", NULL, NULL), STANCE_OK);
    assert_int_equal(count_rows(store, &year, NULL, 0), 0);
    assert_int_equal(set(store, "a.txt", STANCE_FIELD_DATE, NULL, NULL, NULL), STANCE_OK);
    year.from.year = year.to.year = 2020;
    assert_int_equal(count_rows(store, &year, NULL, 0), 4);
    assert_int_equal(set(store, "a.txt", STANCE_FIELD_SPEAKER, NULL, NULL, NULL), STANCE_OK);
    assert_int_equal(count_where(store, "Own", NULL, NULL), 1); /* is not touched by that */
    close_store(store);
}

static void test_locate(void **state)
{
    fixture *f = *state;
    stance_error err = {STANCE_OK, ""};
    stance_subject one;
    stance_store *store = open_store(f->db, STANCE_WRITE);
    fill(store);
    assert_ok(stance_store_begin(store, &err));
    assert_ok(stance_store_locate(store, V("b.txt"), &one, &err));
    stance_subject by_hash;
    char hash[65];
    memcpy(hash, one.hash, sizeof hash);
    for (int i = 0; i < 20; i++) /* any case */
        if (hash[i] >= 'a') hash[i] = (char)(hash[i] - 32);
    assert_ok(stance_store_locate(store, (stance_view){hash, 20}, &by_hash, &err));
    assert_int_equal(by_hash.document, one.document);
    assert_fails(stance_store_locate(store, V("z.txt"), &one, &err), STANCE_ENOTFOUND);
    assert_non_null(strstr(err.message, "stance list documents"));
    assert_fails(stance_store_locate(store, V("ffffffff:1"), &one, &err), STANCE_ENOTFOUND);
    assert_fails(stance_store_locate(store, V(""), &one, &err), STANCE_EINVAL);
    assert_fails(stance_store_locate(store, (stance_view){hash, 3}, &one, &err), STANCE_ENOTFOUND);
    stance_store_rollback(store);
    close_store(store);
    run_sql(f->db, "INSERT INTO document_ids (document, name) SELECT id, 'both' FROM documents WHERE name < 'c'");
    store = open_store(f->db, STANCE_READ);
    assert_fails(stance_store_locate(store, V("both"), &one, &err), STANCE_ECONFLICT);
    assert_non_null(strstr(err.message, "(a.txt)"));
    close_store(store);
}

static void test_withdraw(void **state)
{
    fixture *f = *state;
    stance_error err = {STANCE_OK, ""};
    stance_totals before, totals;
    stance_store *store = open_store(f->db, STANCE_WRITE);
    fill(store);
    assert_ok(stance_store_totals(store, &before, &err));
    assert_int_equal(withdraw(store, "a.txt", false, false), STANCE_OK);
    assert_int_equal(withdraw(store, "a.txt", false, false), STANCE_ECONFLICT);
    assert_int_equal(count_where(store, NULL, NULL, NULL), 20);
    assert_int_equal(count_where(store, "vera-orlova", NULL, NULL), 8);
    stance_selector too = {.withdrawn_too = true};
    assert_int_equal(count_rows(store, &too, NULL, 0), 25);
    assert_ok(stance_store_totals(store, &totals, &err));
    assert_int_equal(totals.documents, before.documents - 1);
    assert_int_equal(totals.withdrawn, 1);
    assert_int_equal(totals.statements, 20);
    assert_string_not_equal(totals.content_hash, before.content_hash);
    assert_int_equal(withdraw(store, "a.txt", false, true), STANCE_OK);
    assert_int_equal(withdraw(store, "a.txt", false, true), STANCE_ECONFLICT);
    assert_ok(stance_store_totals(store, &totals, &err));
    assert_string_equal(totals.content_hash, before.content_hash);
    assert_log(store, "taken back withdrawn >withdrawn; takes back withdrawn withdrawn>");
    close_store(store);
}

/* Whether the bytes occur in the file. */
static bool holds(const char *path, const char *words)
{
    static char bytes[1 << 21];
    FILE *file = fopen(path, "rb");
    if (!file) return false;
    size_t n = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    assert_true(n < sizeof bytes);
    return memmem(bytes, n, words, strlen(words)) != NULL;
}

static stance_document secret(void)
{
    return (stance_document){.id = V("secret.txt"),
                             .text = V("The Quxorian envoy spoke. \"We yield nothing,\" Zebulon Quirke said today."),
                             .title = V("Quxorian affairs"),
                             .url = V("https://example.org/quxorian"),
                             .source = V("Daily Wire"),
                             .date = {2021, 3, 4},
                             .basis = STANCE_DATE_HEADER};
}

static void test_purge(void **state)
{
    fixture *f = *state;
    stance_error err = {STANCE_OK, ""};
    stance_span span = {26, 45};
    stance_document d = secret();
    stance_hit hit = {
        .at = {27, 30}, .pattern = V("we"), .origin = V("x:1"), .kind = "tone", .effect = V("by quxorian")};
    stance_statement s = {.ordinal = 1,
                          .mode = STANCE_DIRECT,
                          .span = span,
                          .content = &span,
                          .content_count = 1,
                          .speaker = V("Zebulon Quirke"),
                          .evidence = V("named: Zebulon Quirke"),
                          .cue = V("said-quxorian"),
                          .hits = &hit,
                          .hit_count = 1};
    stance_store *store = open_store(f->db, STANCE_WRITE);
    fill(store);
    add_one(store, &d, &s, 1);
    assert_int_equal(withdraw(store, "secret.txt", true, false), STANCE_OK);
    assert_ok(stance_store_scrub(store, &err));
    char wal[128];
    snprintf(wal, sizeof wal, "%s-wal", f->db);
    assert_false(holds(wal, "uxorian"));
    assert_int_equal(withdraw(store, "secret.txt", false, true), STANCE_ECONFLICT);
    assert_int_equal(withdraw(store, "secret.txt", true, false), STANCE_OK); /* once more does no harm */
    assert_int_equal(add_one(store, &d, &s, 1), STANCE_ADDED_WITHDRAWN);
    stance_stamp why;
    char hash[65];
    stance_content_hash(d.text, hash);
    assert_ok(stance_store_withdrawal(store, hash, &why, &err));
    assert_true(stance_view_is(why.why, "misread"));
    assert_int_equal(count_where(store, "Vera Orlova", NULL, NULL), 10); /* what others used stays */
    close_store(store);
    static const char *const words[] = {"uxorian", "Quirke", "yield nothing", "example.org/q"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) assert_false(holds(f->db, words[i]));
    assert_true(holds(f->db, "secret.txt"));
    assert_sql(f->db, "PRAGMA integrity_check", "ok");
    assert_sql(f->db, "PRAGMA foreign_key_check", "");
}

static void test_names(void **state)
{
    fixture *f = *state;
    stance_error err = {STANCE_OK, ""};
    int64_t count;
    stance_store *store = open_store(f->db, STANCE_WRITE);
    fill(store);
    assert_int_equal(merge(store, "jon FALK", "Ida Falk", NULL, &count), STANCE_OK);
    assert_int_equal(count, 5);
    assert_int_equal(count_where(store, "Ida Falk", NULL, NULL), 6);
    assert_int_equal(count_where(store, "Jon Falk", NULL, NULL), 6);
    /* a chain, whose end is an actor */
    assert_int_equal(merge(store, "Ida Falk", "vera-orlova", NULL, NULL), STANCE_OK);
    assert_int_equal(count_where(store, "Jon Falk", NULL, NULL), 16);
    stance_selector jon = {.speaker = V("Falk")};
    stance_cursor *cursor;
    const stance_row *row;
    assert_ok(stance_store_select(store, &jon, &cursor, &err));
    assert_ok(stance_cursor_next(cursor, &row, &err));
    assert_true(stance_view_is(row->statement.actor, "vera-orlova"));
    stance_cursor_close(cursor);
    assert_int_equal(merge(store, "Vera Orlova", "Jon Falk", NULL, NULL), STANCE_ECONFLICT);
    assert_int_equal(merge(store, "Vera Orlova", "vera  orlova", NULL, NULL), STANCE_OK); /* says which actor */
    assert_int_equal(merge(store, "Nobody", "NOBODY", NULL, NULL), STANCE_EINVAL);
    /* what comes later */
    stance_document d = {.id = V("new"), .text = V("Jon Falk said it. V. Orlova, too.")};
    stance_statement s[] = {{.ordinal = 1, .mode = STANCE_REPORTED, .speaker = V("JON FALK")},
                            {.ordinal = 2, .mode = STANCE_REPORTED, .speaker = V("Vera Orlova")}};
    add_one(store, &d, s, 2);
    assert_int_equal(count_where(store, "vera-orlova", NULL, NULL), 18);
    assert_ok(stance_store_begin(store, &err));
    assert_ok(stance_store_part_names(store, V("IDA falk"), &stamp, &count, &err));
    assert_ok(stance_store_commit(store, &err));
    assert_int_equal(count_where(store, "Ida Falk", NULL, NULL), 7);
    assert_ok(stance_store_begin(store, &err));
    assert_fails(stance_store_part_names(store, V("Ida Falk"), &stamp, &count, &err), STANCE_ENOTFOUND);
    stance_store_rollback(store);
    /* what was merged and parted stays in the log */
    assert_log(store, "counts alias jon FALK>Ida Falk; taken back alias Ida Falk>Vera Orlova; "
                      "counts alias Vera Orlova>Vera Orlova; takes back alias Vera Orlova>");
    assert_int_equal(merge(store, "Jon Falk", "Emil Durand", NULL, NULL), STANCE_OK);
    assert_log(store, "replaced alias jon FALK>Ida Falk; taken back alias Ida Falk>Vera Orlova; "
                      "counts alias Vera Orlova>Vera Orlova; takes back alias Vera Orlova>; "
                      "counts alias Ida Falk>Emil Durand");
    assert_links(store, "1>5 2>4 4<2");
    close_store(store);
}

/* Another extraction: statement 1 is cut differently, statement 2 is gone. */
static void test_replace(void **state)
{
    fixture *f = *state;
    stance_error err = {STANCE_OK, ""};
    stance_store *store = open_store(f->db, STANCE_WRITE);
    static const char other[] = "2222222222222222222222222222222222222222222222222222222222222222";
    fill(store);
    char one[96], two[96], hash[65];
    id_of(store, "c.txt", 1, one);
    id_of(store, "c.txt", 2, two);
    assert_int_equal(set(store, one, STANCE_FIELD_SPEAKER, "First", NULL, NULL), STANCE_OK);
    assert_int_equal(set(store, two, STANCE_FIELD_TOPICS, "cyber", NULL, NULL), STANCE_OK);
    assert_int_equal(merge(store, "First", "Second", NULL, NULL), STANCE_OK);
    int64_t key = 0, todo, done, idle;
    const stance_document *document;
    assert_ok(stance_store_begin(store, &err));
    assert_ok(stance_store_count_texts(store, other, &todo, &done, &err));
    assert_int_equal(todo, 5);
    assert_int_equal(done, 0);
    assert_ok(stance_store_next_text(store, other, &key, hash, &document, &err));
    assert_true(stance_view_is(document->id, "c.txt"));
    stance_span span = {0, 15};
    stance_statement s[] = {{.ordinal = 1, .mode = STANCE_NARRATION, .span = {80, 87}},
                            {.ordinal = 2,
                             .mode = STANCE_DIRECT,
                             .span = span,
                             .content = &span,
                             .content_count = 1,
                             .speaker = V("Vera Orlova"),
                             .tone = {250000, 250000, 0, 1}}};
    stance_rescored sum = {0, 0, 0};
    char copy[256];
    snprintf(copy, sizeof copy, "%.*s", (int)document->text.len, document->text.data);
    stance_document again = {.id = V("c.txt"), .text = V(copy), .date = {2020, 3, 1}, .basis = STANCE_DATE_HEADER};
    assert_ok(stance_store_replace(store, key, &again, hash, other, s, 2, &sum, &err));
    assert_int_equal(sum.before, 5);
    assert_int_equal(sum.after, 2);
    assert_ok(stance_store_count_idle(store, &idle, &err));
    assert_int_equal(idle, 1);
    assert_ok(stance_store_commit(store, &err));
    assert_true(stance_view_is(find(store, two)->statement.speaker, "Second"));
    assert_log(store, "counts speaker Vera Orlova>First; not at present topics sanctions>cyber; "
                      "counts alias First>Second");
    /* taking back goes by the place at which it was set */
    assert_int_equal(set(store, two, STANCE_FIELD_SPEAKER, NULL, NULL, NULL), STANCE_OK);
    assert_true(stance_view_is(find(store, two)->statement.speaker, "Vera Orlova"));
    close_store(store);
    assert_sql(f->db, "SELECT count(*) FROM hits WHERE statement NOT IN (SELECT id FROM statements)", "0");
    assert_sql(f->db, "SELECT count(*) FROM statement_topics WHERE statement NOT IN (SELECT id FROM statements)", "0");
}

/* A file of schema 2, as the release before this made it. */
static void test_migration(void **state)
{
    fixture *f = *state;
    char id[96];
    stance_store *store = open_store(f->db, STANCE_WRITE);
    fill(store);
    close_store(store);
    run_sql(f->db, BACK_TO_VERSION_2);
    stance_error err = {STANCE_OK, ""};
    assert_fails(stance_store_open(f->db, STANCE_READ, &store, &err), STANCE_EFORMAT);
    store = open_store(f->db, STANCE_CHANGE);
    assert_int_equal(count_where(store, NULL, NULL, NULL), 25);
    id_of(store, "c.txt", 1, id);
    assert_int_equal(set(store, id, STANCE_FIELD_SPEAKER, "Jon Falk", NULL, NULL), STANCE_OK);
    close_store(store);
    assert_sql(f->db, "PRAGMA integrity_check", "ok");
    char none[128];
    snprintf(none, sizeof none, "%s/none.db", f->dir);
    assert_fails(stance_store_open(none, STANCE_CHANGE, &store, &err), STANCE_ENOTFOUND);
    assert_int_equal(access(none, F_OK), -1);
}

/* A file of schema 3: names were merged, but the log did not hold them. */
static void test_migration_of_names(void **state)
{
    fixture *f = *state;
    stance_error err = {STANCE_OK, ""};
    stance_store *store = open_store(f->db, STANCE_WRITE);
    fill(store);
    assert_int_equal(merge(store, "Jon Falk", "Ida Falk", NULL, NULL), STANCE_OK);
    assert_int_equal(set(store, "a.txt", STANCE_FIELD_DATE, "2020-07-16", NULL, NULL), STANCE_OK);
    close_store(store);
    run_sql(f->db, BACK_TO_VERSION_3
            "INSERT INTO codings VALUES ('x', 0, 1, 'ann', 1, '--sample 5 --seed 1 --by topic', 'none', 1, 1)");
    assert_fails(stance_store_open(f->db, STANCE_READ, &store, &err), STANCE_EFORMAT);
    store = open_store(f->db, STANCE_CHANGE);
    assert_int_equal(count_where(store, "Ida Falk", NULL, NULL), 6);
    assert_log(store, "counts date 2020-07-15>2020-07-16; counts alias Jon Falk>Ida Falk");
    int64_t count;
    assert_ok(stance_store_begin(store, &err));
    assert_ok(stance_store_part_names(store, V("Jon Falk"), &stamp, &count, &err));
    assert_ok(stance_store_commit(store, &err));
    assert_log(store, "counts date 2020-07-15>2020-07-16; taken back alias Jon Falk>Ida Falk; takes back alias "
                      "Ida Falk>");
    close_store(store);
    assert_sql(f->db, "SELECT why FROM corrections WHERE field = 'alias'", "\nmisread");
    assert_sql(f->db, "SELECT design FROM codings", "--sample 5 --seed 1 --each topic");
    assert_sql(f->db, "PRAGMA integrity_check", "ok");
}

/* A log that somebody else has written is not believed. */
static void test_hostile(void **state)
{
    fixture *f = *state;
    stance_error err = {STANCE_OK, ""};
    stance_strbuf out = STANCE_STRBUF_INIT;
    stance_store *store = open_store(f->db, STANCE_WRITE);
    fill(store);
    assert_int_equal(set(store, "a.txt", STANCE_FIELD_SPEAKER, "X", NULL, NULL), STANCE_OK);
    close_store(store);
    run_sql(f->db, "UPDATE corrections SET field = 'score'");
    store = open_store(f->db, STANCE_READ);
    assert_fails(stance_store_corrections(store, 0, put_line, &out, &err), STANCE_EFORMAT);
    close_store(store);
    run_sql(f->db, "UPDATE corrections SET field = 'alias'"); /* of no name */
    store = open_store(f->db, STANCE_READ);
    assert_fails(stance_store_corrections(store, 0, put_line, &out, &err), STANCE_EFORMAT);
    close_store(store);
    run_sql(f->db, "UPDATE corrections SET field = 'speaker', start_byte = -5, end_byte = 7;"
                   "INSERT INTO aliases VALUES ('a', 'A', 'B', NULL, '', ''), ('b', 'B', 'A', NULL, '', '')");
    store = open_store(f->db, STANCE_WRITE);
    assert_fails(stance_store_corrections(store, 0, put_line, &out, &err), STANCE_EFORMAT);
    assert_int_equal(merge(store, "C", "A", NULL, NULL), STANCE_OK); /* an endless circle ends */
    close_store(store);
    stance_strbuf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_set_statement, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_narration, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_set_document, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_locate, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_withdraw, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_purge, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_names, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_replace, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_migration, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_migration_of_names, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_hostile, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
