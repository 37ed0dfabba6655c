/* Setting values right: the log, and what a value was and is. */
#include "store/internal.h"

static const char *const field_names[] = {"date", "speaker", "topics", "targets", "withdrawn", "alias"};

const char *stance_field_name(stance_field field)
{
    return (unsigned)field <= STANCE_FIELD_ALIAS ? field_names[field] : "";
}

bool stance_field_parse(stance_view name, stance_field *field)
{
    for (size_t i = 0; i < sizeof field_names / sizeof *field_names; i++) {
        if (!stance_view_is(name, field_names[i])) continue;
        *field = (stance_field)i;
        return true;
    }
    return false;
}

stance_status stance_store_may_write(stance_store *store, stance_error *err)
{
    if (!store->in_batch) return stance_fail(err, STANCE_EINVAL, "a database is changed in a batch: begin one first");
    if (store->access != STANCE_WRITE) return stance_store_fail(store, SQLITE_READONLY, err);
    return STANCE_OK;
}

/* ---- the log ---- */

static void bind_column(sqlite3_stmt *to, int at, sqlite3_stmt *from, int column)
{
    sqlite3_bind_value(to, at, sqlite3_column_value(from, column));
}

stance_status stance_store_log(stance_store *store, const stance_subject *subject, stance_field field,
                               stance_view before, const stance_value *value, const stance_stamp *stamp,
                               stance_error *err)
{
    sqlite3_stmt *stmt, *key;
    bool row = false;
    stance_view name = stance_view_of(stance_field_name(field));
    STANCE_TRY(stance_store_query(store, STANCE_Q_ADD_CORRECTION, &stmt, err));
    sqlite3_clear_bindings(stmt);
    if (subject->statement) {
        STANCE_TRY(stance_store_query(store, STANCE_Q_KEY_OF, &key, err));
        sqlite3_bind_int64(key, 1, subject->statement);
        stance_store_bind(key, 2, name);
        STANCE_TRY(stance_store_step(store, key, &row, err));
        if (!row) return stance_fail(err, STANCE_ENOTFOUND, "statement %s is not there any more", subject->id);
        for (int i = 0; i < 3; i++) bind_column(stmt, 2 + i, key, i);
        sqlite3_reset(key);
    }
    stance_store_bind(stmt, 1, stance_view_of(subject->hash));
    stance_store_bind(stmt, 5, name);
    stance_store_bind(stmt, 6, before.data ? before : stance_view_of(""));
    stance_store_bind(stmt, 7, value->text);
    stance_store_bind(stmt, 8, value->actor.len ? value->actor : (stance_view){NULL, 0});
    stance_store_bind(stmt, 9, stamp->by);
    stance_store_bind(stmt, 10, stamp->why);
    stance_store_bind(stmt, 11, stamp->at);
    return stance_store_run(store, stmt, err);
}

/* ---- what stands there ---- */

/* ?1: the document, ?2: the statement or 0. At most two different values. */
#define OF_STATEMENTS                                                                                                  \
    " AS v FROM statements s LEFT JOIN found_statements f ON f.statement = s.id WHERE s.document = ?1"                 \
    " AND CASE WHEN ?2 > 0 THEN s.id = ?2 ELSE ifnull(f.mode, s.mode) <> 0 END LIMIT 2"
static const char *const values[] = {
    [STANCE_FIELD_DATE] = "SELECT ifnull(date, '') FROM documents WHERE id = ?1 AND ?2 = 0",
    [STANCE_FIELD_SPEAKER] = "SELECT DISTINCT ifnull((SELECT c.speaker FROM speakers p CROSS JOIN speakers c"
                             " ON c.id = ifnull(p.alias, p.id) WHERE p.id = s.speaker), '')" OF_STATEMENTS,
    [STANCE_FIELD_TOPICS] = "SELECT DISTINCT ifnull((SELECT group_concat(topic, ';') FROM (SELECT t.topic AS topic FROM"
                            " json_each(s.topics) j CROSS JOIN topics t ON t.id = j.value ORDER BY j.key)), "
                            "'')" OF_STATEMENTS,
    [STANCE_FIELD_TARGETS] = "SELECT DISTINCT ifnull((SELECT group_concat(actor, ';') FROM (SELECT a.actor AS actor "
                             "FROM json_each(s.targets) j CROSS JOIN actors a ON a.id = j.value ORDER BY j.key)), "
                             "'')" OF_STATEMENTS,
    [STANCE_FIELD_WITHDRAWN] = "SELECT '' WHERE ?1 + ?2 < 0",
};

static stance_status value_of(stance_store *store, const stance_subject *subject, stance_field field, stance_view *out,
                              stance_error *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row = false, more = false;
    *out = stance_view_of("");
    stance_status status = stance_store_prepare(store, values[field], &stmt, err);
    if (status == STANCE_OK) {
        sqlite3_bind_int64(stmt, 1, subject->document);
        sqlite3_bind_int64(stmt, 2, subject->statement);
        status = stance_store_step(store, stmt, &row, err);
    }
    if (status == STANCE_OK && row) status = stance_store_copy(store, stmt, 0, &store->result_arena, out, err);
    if (status == STANCE_OK && row) status = stance_store_step(store, stmt, &more, err);
    if (status == STANCE_OK && more) *out = stance_view_of("several values");
    sqlite3_finalize(stmt);
    return status;
}

/* One number that a query of the document, the field and the statement gives. */
static stance_status number_of(stance_store *store, const char *sql, const stance_subject *subject, stance_field field,
                               int64_t *number, stance_error *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    stance_status status = stance_store_prepare(store, sql, &stmt, err);
    if (status == STANCE_OK) {
        sqlite3_bind_int64(stmt, 1, subject->document);
        stance_store_bind(stmt, 2, stance_view_of(stance_field_name(field)));
        if (sqlite3_bind_parameter_count(stmt) > 2) sqlite3_bind_int64(stmt, 3, subject->statement);
        status = stance_store_step(store, stmt, &row, err);
    }
    *number = status == STANCE_OK && row ? sqlite3_column_int64(stmt, 0) : 0;
    sqlite3_finalize(stmt);
    return status;
}

/* Whether the last word on this very place and field set something. */
static const char is_set[] =
    "SELECT value IS NOT NULL FROM corrections WHERE document = (SELECT hash FROM documents WHERE id = ?1) AND field = "
    "?2"
    " AND CASE WHEN ?3 > 0 THEN statement = ?3 ELSE start_byte IS NULL END ORDER BY made DESC, id DESC LIMIT 1";
static const char count_said[] = "SELECT count(*) FROM statements s LEFT JOIN found_statements f ON f.statement = s.id"
                                 " WHERE s.document = ?1 AND ifnull(f.mode, s.mode) <> 0 AND ?2 <> ''";
/* Statements whose own last word sets something. */
static const char count_own[] =
    "SELECT count(DISTINCT c.statement) FROM corrections c WHERE c.document = (SELECT hash FROM documents WHERE id = "
    "?1)"
    " AND c.field = ?2 AND c.statement IS NOT NULL AND c.value IS NOT NULL AND NOT EXISTS (SELECT 1 FROM corrections l"
    " WHERE l.document = c.document AND l.field = c.field AND l.statement = c.statement"
    " AND (l.made, l.id) > (c.made, c.id))";

/* ---- setting ---- */

static stance_status check(stance_store *store, const stance_subject *subject, stance_field field,
                           const stance_value *value, stance_error *err)
{
    int64_t set = 0;
    stance_date date;
    STANCE_TRY(stance_store_may_write(store, err));
    if ((unsigned)field > STANCE_FIELD_TARGETS)
        return stance_fail(err, STANCE_EINVAL, "what is set is a date, speaker, topics or targets");
    if (field == STANCE_FIELD_DATE && subject->statement)
        return stance_fail(err, STANCE_EINVAL, "a date is that of a whole document: name the document, %.12s",
                           subject->hash);
    if (subject->standing == STANCE_PURGED)
        return stance_fail(err, STANCE_ECONFLICT, "%s was withdrawn and purged: there is nothing left to set right",
                           subject->id);
    if (value && !value->text.data) return stance_fail(err, STANCE_EINVAL, "there is no value to set");
    if (value && field == STANCE_FIELD_DATE && value->text.len && !stance_date_parse_iso(value->text, &date))
        return stance_fail(err, STANCE_EINVAL, "'%.*s' is no date: write 2021-07-13, 2021-07, 2021 or none",
                           stance_store_shown(value->text), value->text.data);
    if (value) return STANCE_OK;
    STANCE_TRY(number_of(store, is_set, subject, field, &set, err));
    if (set) return STANCE_OK;
    return stance_fail(err, STANCE_ENOTFOUND, "nothing was set as %s of %s%s, so there is nothing to take back",
                       stance_field_name(field), subject->id, subject->statement ? "" : " as a whole");
}

stance_status stance_store_set(stance_store *store, const stance_subject *subject, stance_field field,
                               const stance_value *value, const stance_stamp *stamp, stance_set_result *result,
                               stance_error *err)
{
    static const stance_value taken_back = {{NULL, 0}, {NULL, 0}};
    *result = (stance_set_result){.statements = subject->statement ? 1 : 0};
    STANCE_TRY(check(store, subject, field, value, err));
    stance_arena_reset(&store->result_arena);
    STANCE_TRY(value_of(store, subject, field, &result->before, err));
    stance_status status =
        stance_store_log(store, subject, field, result->before, value ? value : &taken_back, stamp, err);
    if (status == STANCE_OK) status = stance_store_apply(store, subject->document, subject->hash, err);
    if (status == STANCE_OK && value) result->after = value->text;
    else if (status == STANCE_OK) status = value_of(store, subject, field, &result->after, err);
    if (status == STANCE_OK && !subject->statement && field != STANCE_FIELD_DATE) {
        status = number_of(store, count_said, subject, field, &result->statements, err);
        if (status == STANCE_OK) status = number_of(store, count_own, subject, field, &result->own, err);
    }
    if (status != STANCE_OK) store->spoiled = true;
    return status;
}
