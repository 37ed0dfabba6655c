/* The one place that talks to SQLite about statements, and the SQL of every fixed query. */
#include "store/internal.h"

#include <errno.h>

static const char *const queries[STANCE_QUERY_COUNT] = {
    [STANCE_Q_BEGIN_WRITE] = "BEGIN IMMEDIATE",
    [STANCE_Q_BEGIN_READ] = "BEGIN",
    [STANCE_Q_COMMIT] = "COMMIT",
    [STANCE_Q_ROLLBACK] = "ROLLBACK",
    [STANCE_Q_DATA_VERSION] = "PRAGMA data_version",

    [STANCE_Q_FIND_LEXICON] = "SELECT id FROM lexicons WHERE hash = ?1",
    [STANCE_Q_ADD_LEXICON] = "INSERT INTO lexicons (hash) VALUES (?1)",
    [STANCE_Q_FIND_SOURCE] = "SELECT id FROM sources WHERE source = ?1",
    [STANCE_Q_ADD_SOURCE] = "INSERT INTO sources (source) VALUES (?1)",
    [STANCE_Q_FIND_TOPIC] = "SELECT id FROM topics WHERE topic = ?1",
    [STANCE_Q_ADD_TOPIC] = "INSERT INTO topics (topic) VALUES (?1)",
    [STANCE_Q_FIND_ACTOR] = "SELECT id FROM actors WHERE actor = ?1",
    [STANCE_Q_ADD_ACTOR] = "INSERT INTO actors (actor) VALUES (?1)",
    [STANCE_Q_FIND_PHRASE] = "SELECT id FROM phrases WHERE phrase = ?1",
    [STANCE_Q_ADD_PHRASE] = "INSERT INTO phrases (phrase) VALUES (?1)",
    [STANCE_Q_FIND_PATTERN] = "SELECT id FROM patterns WHERE pattern = ?1 AND origin = ?2 AND kind = ?3",
    [STANCE_Q_ADD_PATTERN] = "INSERT INTO patterns (pattern, origin, kind) VALUES (?1, ?2, ?3)",
    [STANCE_Q_FIND_SPEAKER] = "SELECT id FROM speakers WHERE speaker = ?1 AND ifnull(actor, 0) = ifnull(?2, 0)",
    [STANCE_Q_ADD_SPEAKER] = "INSERT INTO speakers (speaker, actor) VALUES (?1, ?2)",

    [STANCE_Q_DOCUMENT_BY_HASH] = "SELECT id, withdrawn FROM documents WHERE hash = ?1",
    [STANCE_Q_ADD_DOCUMENT] = "INSERT INTO documents (hash, name, date, basis, title, source, url, language, speaker, "
                              "lexicon, authors, place,"
                              " date_note) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    [STANCE_Q_ADD_TEXT] = "INSERT INTO texts (document, text) VALUES (?1, ?2)",
    [STANCE_Q_ADD_DOCUMENT_ID] =
        "INSERT INTO document_ids (document, name, source, url) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
    [STANCE_Q_ADD_STATEMENT] =
        "INSERT INTO statements (document, ordinal, place, mode, start_byte, end_byte, content, day, speaker, "
        "confidence,"
        " cue, evidence, score, conciliatory, critical, matched, topics, targets, words)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
    /* a statement may name a topic twice; to find it, once is enough */
    [STANCE_Q_ADD_STATEMENT_TOPIC] =
        "INSERT INTO statement_topics (topic, day, statement) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
    [STANCE_Q_ADD_STATEMENT_TARGET] =
        "INSERT INTO statement_targets (target, statement) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
    [STANCE_Q_ADD_HITS] = "INSERT INTO hits (statement, steps) VALUES (?1, ?2)",
    [STANCE_Q_ADD_PROBLEM] = "INSERT INTO problems (input, line, reason) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
    [STANCE_Q_FIND_PRINT] = "SELECT document FROM prints WHERE print = ?1 LIMIT ?2",
    [STANCE_Q_ADD_PRINT] = "INSERT INTO prints (print, document) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
    [STANCE_Q_FINGERPRINT] = "SELECT f.prints, f.whole, d.hash FROM fingerprints f CROSS JOIN documents d"
                             " ON d.id = f.document WHERE f.document = ?1",
    [STANCE_Q_ADD_FINGERPRINT] = "INSERT INTO fingerprints (document, prints, whole) VALUES (?1, ?2, ?3)",
    [STANCE_Q_STANDING] =
        "SELECT d.date, d.basis, length(CAST(t.text AS BLOB)), d.hash, d.withdrawn FROM documents d LEFT JOIN texts t"
        " ON t.document = d.id WHERE d.id = ?1",
    [STANCE_Q_GROUP] = "SELECT grp FROM copies WHERE document = ?1",
    [STANCE_Q_ADD_COPY] = "INSERT INTO copies (document, grp, standing) VALUES (?1, ?2, ?3)",
    [STANCE_Q_IS_COPY] = "SELECT 1 FROM copies c CROSS JOIN copies o ON o.grp = c.grp AND o.standing < c.standing"
                         " WHERE c.document = ?1 LIMIT 1",
    [STANCE_Q_IS_COPY_AMONG] =
        "SELECT 1 FROM copies c CROSS JOIN copies o ON o.grp = c.grp AND o.standing < c.standing CROSS JOIN documents d"
        " ON d.id = o.document WHERE c.document = ?1 AND d.source IN (SELECT value FROM json_each(?2)) LIMIT 1",

    [STANCE_Q_CORRECTIONS_OF] = "SELECT id, start_byte, end_byte, content, field, value, actor, who, why, made"
                                " FROM corrections WHERE document = ?1 ORDER BY made, id",
    [STANCE_Q_ADD_CORRECTION] =
        "INSERT INTO corrections (document, start_byte, end_byte, content, field, before, value, actor, who, why, made)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    /* the place of the last correction that counts on the statement, else that of the statement itself */
    [STANCE_Q_KEY_OF] =
        "SELECT * FROM (SELECT start_byte, end_byte, content FROM corrections WHERE statement = ?1 AND field = ?2"
        " ORDER BY made DESC, id DESC LIMIT 1) UNION ALL SELECT s.start_byte, s.end_byte, ifnull(f.content, s.content) "
        "FROM statements s"
        " LEFT JOIN found_statements f ON f.statement = s.id WHERE s.id = ?1 LIMIT 1",
    [STANCE_Q_UNLINK_TOPICS] =
        "DELETE FROM statement_topics WHERE (topic, day, statement) IN (SELECT j.value, ifnull(s.day, -1000000), s.id"
        " FROM statements s CROSS JOIN json_each(s.topics) j WHERE s.document = ?1 AND s.topics IS NOT NULL)",
    [STANCE_Q_UNLINK_TARGETS] =
        "DELETE FROM statement_targets WHERE (target, statement) IN (SELECT j.value, s.id"
        " FROM statements s CROSS JOIN json_each(s.targets) j WHERE s.document = ?1 AND s.targets IS NOT NULL)",
    [STANCE_Q_SET_ASIDE] =
        "INSERT INTO found_statements (statement, mode, content, speaker, confidence, cue, topics, targets, words)"
        " SELECT id, mode, content, speaker, confidence, cue, topics, targets, words FROM statements WHERE id = ?1"
        " ON CONFLICT DO NOTHING",
    [STANCE_Q_SET_SPEAKER] =
        "UPDATE statements SET speaker = ?2, confidence = 1000000, mode = CASE mode WHEN 0 THEN 1 ELSE mode END,"
        " content = CASE content WHEN '[]' THEN '[[' || start_byte || ',' || end_byte || ']]' ELSE content END"
        " WHERE id = ?1",
    [STANCE_Q_SET_NARRATION] = "UPDATE statements SET speaker = NULL, confidence = 0, mode = 0, cue = NULL,"
                               " content = '[]', words = NULL WHERE id = ?1",
    [STANCE_Q_SET_TOPICS] = "UPDATE statements SET topics = ?2 WHERE id = ?1",
    [STANCE_Q_SET_TARGETS] = "UPDATE statements SET targets = ?2 WHERE id = ?1",
    [STANCE_Q_SET_DATE] =
        "UPDATE documents SET date = ?2, basis = ?3, date_note = 'set by ' || ?4 || ': ' || ?5 || ' (found: '"
        " || ifnull(date || ', ' || CASE basis WHEN 1 THEN 'metadata' WHEN 2 THEN 'header' WHEN 3 THEN 'dateline'"
        " WHEN 4 THEN 'page' WHEN 5 THEN 'url' WHEN 6 THEN 'text' WHEN 7 THEN 'inferred' ELSE 'none' END, 'none')"
        " || ')' WHERE id = ?1",
    [STANCE_Q_ATTACH] = "UPDATE corrections SET statement = ?2 WHERE id = ?1",
    [STANCE_Q_WITHDRAWAL] = "SELECT who, why, made FROM corrections WHERE document = ?1 AND field = 'withdrawn'"
                            " AND value IS NOT NULL ORDER BY made DESC, id DESC LIMIT 1",
    [STANCE_Q_STAND_AGAIN] = "UPDATE copies SET standing = ?2 WHERE document = ?1",
    [STANCE_Q_ANY_ALIAS] = "SELECT 1 FROM aliases LIMIT 1",
    [STANCE_Q_FIND_ALIAS] = "SELECT target, actor FROM aliases WHERE key = ?1",
    [STANCE_Q_SET_ALIAS] = "UPDATE speakers SET alias = ?2 WHERE id = ?1",
    [STANCE_Q_NEXT_TEXT] =
        "SELECT d.id, d.hash, d.name, d.date, d.basis, d.title, o.source, d.url, d.language, d.speaker, d.authors,"
        " d.place, d.date_note, t.text FROM documents d CROSS JOIN texts t ON t.document = d.id"
        " LEFT JOIN sources o ON o.id = d.source WHERE d.id > ?1 AND d.lexicon IS NOT ?2 ORDER BY d.id LIMIT 1",
    [STANCE_Q_OLD_SCORES] = "SELECT start_byte, end_byte, score FROM statements WHERE document = ?1 ORDER BY ordinal",
    [STANCE_Q_DROP_STATEMENTS] = "DELETE FROM statements WHERE document = ?1",
    [STANCE_Q_SET_LEXICON] = "UPDATE documents SET lexicon = ?2 WHERE id = ?1",

    [STANCE_Q_DOCUMENT] =
        "SELECT d.hash, d.name, d.date, d.basis, d.title, o.source, d.url, d.language, d.speaker, d.authors, d.place,"
        " d.date_note, t.text"
        " FROM documents d LEFT JOIN sources o ON o.id = d.source LEFT JOIN texts t ON t.document = d.id"
        " WHERE d.id = ?1",
    [STANCE_Q_NEIGHBOURS] = "SELECT (SELECT max(hash) FROM documents WHERE hash < ?1),"
                            " (SELECT min(hash) FROM documents WHERE hash > ?1)",
    [STANCE_Q_TOPIC] = "SELECT topic FROM topics WHERE id = ?1",
    [STANCE_Q_ACTOR] = "SELECT actor FROM actors WHERE id = ?1",
    [STANCE_Q_TEXT] = "SELECT text FROM texts WHERE document = ?1",
    [STANCE_Q_HITS] =
        "SELECT j.value ->> 0, j.value ->> 1, p.pattern, p.origin, p.kind, j.value ->> 3, j.value ->> 4, f.phrase"
        " FROM hits h CROSS JOIN json_each(h.steps) j LEFT JOIN patterns p ON p.id = j.value ->> 2"
        " LEFT JOIN phrases f ON f.id = j.value ->> 5 WHERE h.statement = ?1 ORDER BY j.key",
    /* hex digits sort before 'g', so that [prefix, prefix || 'g') holds what begins with the prefix */
    [STANCE_Q_FIND] =
        "SELECT d.hash, s.id FROM documents d CROSS JOIN statements s ON s.document = d.id AND s.ordinal = ?2"
        " WHERE d.hash >= ?1 AND d.hash < ?1 || 'g' ORDER BY d.hash LIMIT 6",
    [STANCE_Q_FIND_DOCUMENT] = "SELECT d.hash, (SELECT count(*) FROM statements s WHERE s.document = d.id)"
                               " FROM documents d WHERE d.hash >= ?1 AND d.hash < ?1 || 'g' ORDER BY d.hash LIMIT 2",

    [STANCE_Q_TOTAL_DOCUMENTS] =
        "SELECT count(*), count(*) FILTER (WHERE ifnull(length(date), 0) <> 10), count(*) FILTER (WHERE basis = 7),"
        " min(date) FILTER (WHERE length(date) = 10), max(date) FILTER (WHERE length(date) = 10) FROM documents WHERE "
        "withdrawn = 0",
    [STANCE_Q_TOTAL_STATEMENTS] = "SELECT count(*), count(*) FILTER (WHERE mode <> 0 AND place = 0) FROM statements"
                                  " WHERE document NOT IN (SELECT id FROM documents WHERE withdrawn > 0)",
    [STANCE_Q_TOTAL_PROBLEMS] = "SELECT count(*) FROM problems",
    [STANCE_Q_TOTAL_COPIES] = "SELECT (SELECT count(*) - count(DISTINCT grp) FROM copies"
                              " WHERE document NOT IN (SELECT id FROM documents WHERE withdrawn > 0)),"
                              " (SELECT count(*) FROM documents WHERE withdrawn = 0 AND lexicon IN (SELECT id FROM "
                              "lexicons WHERE hash = ''))",
    [STANCE_Q_TOTAL_CORRECTIONS] =
        "SELECT (SELECT count(*) FROM documents WHERE withdrawn > 0),"
        " (SELECT count(*) FROM found_statements f CROSS JOIN statements s ON s.id = f.statement WHERE s.document NOT "
        "IN"
        " (SELECT id FROM documents WHERE withdrawn > 0)),"
        " (SELECT count(*) FROM found_dates WHERE document NOT IN (SELECT id FROM documents WHERE withdrawn > 0)),"
        " (SELECT count(*) FROM aliases)",
    [STANCE_Q_TOTAL_LEXICONS] =
        "SELECT hash FROM lexicons l WHERE EXISTS (SELECT 1 FROM documents d JOIN statements s"
        " ON s.document = d.id WHERE d.lexicon = l.id AND d.withdrawn = 0) ORDER BY hash LIMIT 2",
    /* what counts, whoever said it and whenever: the same in every database that gives the same figures */
    [STANCE_Q_ALL_CORRECTIONS] =
        "SELECT json_array(c.document, c.start_byte, c.end_byte, c.content, c.field, c.value, c.actor) AS line"
        " FROM corrections c WHERE c.value IS NOT NULL AND c.field NOT IN ('withdrawn', 'alias') AND NOT EXISTS "
        "(SELECT 1"
        " FROM corrections l WHERE l.document = c.document AND l.field = c.field AND l.start_byte IS c.start_byte"
        " AND l.end_byte IS c.end_byte AND l.content IS c.content AND (l.made, l.id) > (c.made, c.id))"
        " AND c.document IN (SELECT hash FROM documents WHERE withdrawn = 0)"
        " UNION SELECT json_array(key, target, actor) FROM aliases ORDER BY line",
    [STANCE_Q_ALL_HASHES] = "SELECT hash FROM documents WHERE withdrawn = 0 ORDER BY hash",
};

stance_status stance_store_fail(stance_store *store, int code, stance_error *err)
{
    /* The text must be taken before anything else is asked of the connection. */
    const char *why = store->db ? sqlite3_errmsg(store->db) : sqlite3_errstr(code), *path = store->path;
    switch (code & 0xFF) {
    case SQLITE_NOMEM: return stance_fail_memory(err);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return stance_fail(err, STANCE_ECONFLICT, "'%s' is held by another program: try again when that is done", path);
    case SQLITE_NOTADB:
        return stance_fail(err, STANCE_EFORMAT, "'%s' is not a database: choose another file with -d", path);
    case SQLITE_CORRUPT: return stance_store_damaged(store, why, err);
    case SQLITE_ERROR:
    case SQLITE_AUTH:
    case SQLITE_SCHEMA:
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH: return stance_store_damaged(store, why, err);
    case SQLITE_FULL:
        return stance_fail(err, STANCE_EIO, "no room is left for '%s': make some on its disk and try again", path);
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return stance_fail(err, STANCE_EIO,
                           "'%s' cannot be written: check the permissions of the file and its directory", path);
    case SQLITE_CANTOPEN: {
        int number = store->db ? sqlite3_system_errno(store->db) : 0;
        return stance_fail(err, STANCE_EIO, "'%s' cannot be opened: %s", path, number ? strerror(number) : why);
    }
    case SQLITE_TOOBIG: return stance_fail(err, STANCE_EINVAL, "a text is too long for '%s' (1 GB at most)", path);
    default: return stance_fail(err, STANCE_EIO, "'%s' cannot be read or written: %s", path, why);
    }
}

stance_status stance_store_damaged(stance_store *store, const char *what, stance_error *err)
{
    return stance_fail(
        err, STANCE_EFORMAT,
        "'%s' is damaged or was altered by another program (%s): restore a backup, or import the documents "
        "into a new file",
        store->path, what);
}

stance_status stance_store_prepare(stance_store *store, const char *sql, sqlite3_stmt **stmt, stance_error *err)
{
    int code = sqlite3_prepare_v2(store->db, sql, -1, stmt, NULL);
    return code == SQLITE_OK ? STANCE_OK : stance_store_fail(store, code, err);
}

stance_status stance_store_query(stance_store *store, stance_query which, sqlite3_stmt **stmt, stance_error *err)
{
    *stmt = store->queries[which];
    if (*stmt) {
        sqlite3_reset(*stmt);
        return STANCE_OK;
    }
    int code = sqlite3_prepare_v3(store->db, queries[which], -1, SQLITE_PREPARE_PERSISTENT, stmt, NULL);
    if (code != SQLITE_OK) return stance_store_fail(store, code, err);
    store->queries[which] = *stmt;
    return STANCE_OK;
}

stance_status stance_store_step(stance_store *store, sqlite3_stmt *stmt, bool *row, stance_error *err)
{
    int code = sqlite3_step(stmt);
    *row = code == SQLITE_ROW;
    if (*row) return STANCE_OK;
    stance_status status = code == SQLITE_DONE ? STANCE_OK : stance_store_fail(store, code, err);
    sqlite3_reset(stmt);
    return status;
}

stance_status stance_store_run(stance_store *store, sqlite3_stmt *stmt, stance_error *err)
{
    bool row = false;
    stance_status status = stance_store_step(store, stmt, &row, err);
    if (row) sqlite3_reset(stmt);
    return status;
}

int stance_store_exec(stance_store *store, const char *sql)
{
    return sqlite3_exec(store->db, sql, NULL, NULL, NULL);
}

void stance_store_bind(sqlite3_stmt *stmt, int at, stance_view text)
{
    /* Neither call can fail: nothing is copied, and lengths were checked where they came in. */
    if (text.data) sqlite3_bind_text64(stmt, at, text.data, text.len, SQLITE_STATIC, SQLITE_UTF8);
    else sqlite3_bind_null(stmt, at);
}

stance_status stance_store_column(stance_store *store, sqlite3_stmt *stmt, int at, stance_view *text, stance_error *err)
{
    (void)store;
    *text = (stance_view){NULL, 0};
    if (sqlite3_column_type(stmt, at) == SQLITE_NULL) return STANCE_OK;
    text->data = (const char *)sqlite3_column_text(stmt, at);
    if (!text->data) return stance_fail_memory(err);
    text->len = (size_t)sqlite3_column_bytes(stmt, at);
    return STANCE_OK;
}

stance_status stance_store_copy(stance_store *store, sqlite3_stmt *stmt, int at, stance_arena *arena, stance_view *text,
                                stance_error *err)
{
    STANCE_TRY(stance_store_column(store, stmt, at, text, err));
    if (!text->data) return STANCE_OK;
    *text = stance_arena_copy(arena, *text);
    return text->data ? STANCE_OK : stance_fail_memory(err);
}

int stance_store_shown(stance_view text)
{
    size_t len = text.len < 80 ? text.len : 80;
    while (len > 0 && len < text.len && ((unsigned char)text.data[len] & 0xC0) == 0x80) len--;
    return (int)len;
}
