/* Documents that shall not count any more, and the erasing of what they held. */
#include "store/internal.h"

static const stance_value withdrawn = {{"withdrawn", 9}, {NULL, 0}}, purged = {{"purged", 6}, {NULL, 0}},
                          restored = {{NULL, 0}, {NULL, 0}};

static const char *standing_name(stance_standing standing)
{
    return standing == STANCE_COUNTS ? "" : standing == STANCE_PURGED ? "purged" : "withdrawn";
}

static stance_status run(stance_store *store, const char *sql, int64_t document, stance_view list, stance_error *err)
{
    sqlite3_stmt *stmt = NULL;
    STANCE_TRY(stance_store_prepare(store, sql, &stmt, err));
    sqlite3_bind_int64(stmt, 1, document);
    if (sqlite3_bind_parameter_count(stmt) > 1) stance_store_bind(stmt, 2, list);
    stance_status status = stance_store_run(store, stmt, err);
    sqlite3_finalize(stmt);
    return status;
}

/* A JSON array of numbers that a query of the document gives. */
static stance_status numbers(stance_store *store, const char *sql, int64_t document, stance_strbuf *out,
                             stance_error *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    stance_view list = {NULL, 0};
    stance_status status = stance_store_prepare(store, sql, &stmt, err);
    if (status == STANCE_OK) {
        sqlite3_bind_int64(stmt, 1, document);
        status = stance_store_step(store, stmt, &row, err);
    }
    if (status == STANCE_OK && row) status = stance_store_column(store, stmt, 0, &list, err);
    stance_strbuf_addv(out, list.data ? list : stance_view_of("[]"));
    sqlite3_finalize(stmt);
    return status == STANCE_OK ? stance_strbuf_ok(out, err) : status;
}

/* Names and phrases that only this document used are its words, too. */
static const char own_phrases[] =
    "SELECT json_group_array(n) FROM (SELECT cue AS n FROM statements WHERE document = ?1 AND cue IS NOT NULL"
    " UNION SELECT evidence FROM statements WHERE document = ?1 AND evidence IS NOT NULL"
    " UNION SELECT f.cue FROM found_statements f JOIN statements s ON s.id = f.statement WHERE s.document = ?1"
    " AND f.cue IS NOT NULL UNION SELECT j.value ->> 5 FROM statements s JOIN hits h ON h.statement = s.id,"
    " json_each(h.steps) j WHERE s.document = ?1 AND j.value ->> 5 > 0)";
static const char own_speakers[] =
    "SELECT json_group_array(n) FROM (SELECT speaker AS n FROM statements WHERE document = ?1 AND speaker IS NOT NULL"
    " UNION SELECT f.speaker FROM found_statements f JOIN statements s ON s.id = f.statement WHERE s.document = ?1"
    " AND f.speaker IS NOT NULL)";
static const char drop_phrases[] =
    "DELETE FROM phrases WHERE ?1 AND id IN (SELECT value FROM json_each(?2)) AND id NOT IN"
    " (SELECT cue FROM statements WHERE cue IN (SELECT value FROM json_each(?2))"
    " UNION SELECT evidence FROM statements WHERE evidence IN (SELECT value FROM json_each(?2))"
    " UNION SELECT cue FROM found_statements WHERE cue IN (SELECT value FROM json_each(?2))"
    " UNION SELECT j.value ->> 5 FROM hits h CROSS JOIN json_each(h.steps) j"
    " WHERE j.value ->> 5 IN (SELECT value FROM json_each(?2)))";
static const char drop_speakers[] =
    "DELETE FROM speakers WHERE ?1 AND id IN (SELECT value FROM json_each(?2)) AND id NOT IN"
    " (SELECT speaker FROM statements WHERE speaker IS NOT NULL UNION SELECT speaker FROM found_statements WHERE "
    "speaker"
    " IS NOT NULL UNION SELECT alias FROM speakers WHERE alias IS NOT NULL)";

static stance_status erase(stance_store *store, int64_t document, stance_error *err)
{
    static const char *const steps[] = {
        "DELETE FROM statements WHERE document = ?1", /* and by their keys hits and what was set aside */
        "DELETE FROM texts WHERE document = ?1",
        "DELETE FROM fingerprints WHERE document = ?1",
        "DELETE FROM prints WHERE document = ?1",
        "DELETE FROM copies WHERE document = ?1",
        "UPDATE document_ids SET url = NULL WHERE document = ?1",
        "UPDATE documents SET title = NULL, url = NULL, speaker = NULL, authors = NULL, place = NULL,"
        " date_note = CASE WHEN id IN (SELECT document FROM found_dates) THEN date_note END, withdrawn = 2"
        " WHERE id = ?1",
        "UPDATE found_dates SET date_note = NULL WHERE document = ?1",
        "UPDATE corrections SET statement = NULL, before = '', content = CASE WHEN content IS NULL THEN NULL ELSE '' "
        "END"
        " WHERE document = (SELECT hash FROM documents WHERE id = ?1)",
    };
    stance_strbuf phrases = STANCE_STRBUF_INIT, speakers = STANCE_STRBUF_INIT;
    stance_status status = numbers(store, own_phrases, document, &phrases, err);
    if (status == STANCE_OK) status = numbers(store, own_speakers, document, &speakers, err);
    if (status == STANCE_OK) status = stance_store_unlink(store, document, err);
    for (size_t i = 0; status == STANCE_OK && i < sizeof steps / sizeof *steps; i++)
        status = run(store, steps[i], document, (stance_view){NULL, 0}, err);
    if (status == STANCE_OK) status = run(store, drop_phrases, 1, stance_strbuf_view(&phrases), err);
    if (status == STANCE_OK) status = run(store, drop_speakers, 1, stance_strbuf_view(&speakers), err);
    stance_store_forget_names(store);
    stance_strbuf_free(&phrases);
    stance_strbuf_free(&speakers);
    return status;
}

static stance_status change(stance_store *store, const stance_subject *subject, const stance_value *value,
                            const stance_stamp *stamp, stance_error *err)
{
    stance_status status = stance_store_log(store, subject, STANCE_FIELD_WITHDRAWN,
                                            stance_view_of(standing_name(subject->standing)), value, stamp, err);
    if (status == STANCE_OK && value == &purged) status = erase(store, subject->document, err);
    else if (status == STANCE_OK) status = stance_store_apply(store, subject->document, subject->hash, err);
    if (status != STANCE_OK) store->spoiled = true;
    return status;
}

static stance_status check(stance_store *store, const stance_subject *subject, stance_error *err)
{
    STANCE_TRY(stance_store_may_write(store, err));
    if (!subject->statement) return STANCE_OK;
    return stance_fail(err, STANCE_EINVAL, "%s is a statement, and what is withdrawn is a document: name that, %.12s",
                       subject->id, subject->hash);
}

stance_status stance_store_withdraw(stance_store *store, const stance_subject *subject, bool purge,
                                    const stance_stamp *stamp, stance_error *err)
{
    STANCE_TRY(check(store, subject, err));
    if (subject->standing == STANCE_PURGED && purge) return STANCE_OK; /* the file may still have to be scrubbed */
    if (subject->standing != STANCE_COUNTS && !purge)
        return stance_fail(err, STANCE_ECONFLICT, "%s (%.*s) is %s already: 'stance list corrections' says why",
                           subject->id, stance_store_shown(subject->name), subject->name.data,
                           standing_name(subject->standing));
    return change(store, subject, purge ? &purged : &withdrawn, stamp, err);
}

stance_status stance_store_restore(stance_store *store, const stance_subject *subject, const stance_stamp *stamp,
                                   stance_error *err)
{
    STANCE_TRY(check(store, subject, err));
    if (subject->standing == STANCE_PURGED)
        return stance_fail(err, STANCE_ECONFLICT,
                           "%s was purged, which cannot be taken back: nothing of it is left here; import it into "
                           "another database",
                           subject->id);
    if (subject->standing == STANCE_COUNTS)
        return stance_fail(err, STANCE_ECONFLICT, "%s (%.*s) was not withdrawn: it counts", subject->id,
                           stance_store_shown(subject->name), subject->name.data);
    return change(store, subject, &restored, stamp, err);
}

stance_status stance_store_scrub(stance_store *store, stance_error *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    if (store->in_batch) return stance_fail(err, STANCE_EINVAL, "commit the batch first");
    if (store->access != STANCE_WRITE) return stance_store_fail(store, SQLITE_READONLY, err);
    int code = stance_store_exec(store, "VACUUM");
    stance_status status = code == SQLITE_OK ? STANCE_OK : stance_store_fail(store, code, err);
    if (status == STANCE_OK && store->wal) {
        status = stance_store_prepare(store, "PRAGMA wal_checkpoint(TRUNCATE)", &stmt, err);
        if (status == STANCE_OK) status = stance_store_step(store, stmt, &row, err);
        bool busy = status == STANCE_OK && row && sqlite3_column_int(stmt, 0) != 0;
        sqlite3_finalize(stmt);
        if (busy) status = stance_fail(err, STANCE_ECONFLICT, "another program reads it");
    }
    if (status == STANCE_OK) return STANCE_OK;
    stance_error why = err ? *err : (stance_error){status, ""};
    return stance_fail(err, status,
                       "it counts no more and is erased, but remains of it may still be in free pages of '%s' or in "
                       "'%s-wal' (%s): withdraw it with --purge once more",
                       store->path, store->path, why.message);
}

stance_status stance_store_withdrawal(stance_store *store, const char *hash, stance_stamp *stamp, stance_error *err)
{
    sqlite3_stmt *stmt;
    bool row = false;
    *stamp = (stance_stamp){{"", 0}, {"", 0}, {"", 0}};
    stance_arena_reset(&store->result_arena);
    STANCE_TRY(stance_store_query(store, STANCE_Q_WITHDRAWAL, &stmt, err));
    stance_store_bind(stmt, 1, stance_view_of(hash));
    STANCE_TRY(stance_store_step(store, stmt, &row, err));
    if (!row) return STANCE_OK;
    stance_status status = stance_store_copy(store, stmt, 0, &store->result_arena, &stamp->by, err);
    if (status == STANCE_OK) status = stance_store_copy(store, stmt, 1, &store->result_arena, &stamp->why, err);
    if (status == STANCE_OK) status = stance_store_copy(store, stmt, 2, &store->result_arena, &stamp->at, err);
    sqlite3_reset(stmt);
    return status;
}
