/* Walks over the whole file: documents, what `stance list` shows, and the totals. */
#include "store/internal.h"

#include <sys/types.h>
#include <sha2.h>

/* ?1: 0, or 2 for those that were withdrawn as well. */
static const char all_documents[] =
    "SELECT d.hash, d.name, d.date, d.basis, d.title, o.source, d.url, d.language, d.speaker, d.authors, d.place,"
    " d.date_note, t.text,"
    " (SELECT count(*) FROM statements s WHERE s.document = d.id),"
    " (SELECT count(*) FROM document_ids i WHERE i.document = d.id),"
    " (SELECT count(*) - 1 FROM copies c JOIN copies o ON o.grp = c.grp WHERE c.document = d.id), d.withdrawn"
    " FROM documents d LEFT JOIN sources o ON o.id = d.source LEFT JOIN texts t ON t.document = d.id"
    " WHERE d.withdrawn <= ?1"
    " ORDER BY d.date IS NULL, d.date, d.name, d.id";

/* The numbers are few, and made once a query. */
#define COUNTED "s.document NOT IN (SELECT id FROM documents WHERE withdrawn > 0)"

/* Each gives: name, detail, statements, documents, first day, last day. */
static const char *const listings[] = {
    /* An actor goes by the spelling that is met most often; one who counts in another's name adds to that one. */
    [STANCE_LIST_SPEAKERS] =
        ("WITH spelled AS MATERIALIZED (SELECT ifnull(p.alias, p.id) AS speaker, count(*) AS n"
         " FROM statements s CROSS JOIN speakers p ON p.id = s.speaker WHERE s.speaker IS NOT NULL"
         " GROUP BY ifnull(p.alias, p.id)),"
         " held AS MATERIALIZED (SELECT q.actor AS actor, min(q.speaker) AS speaker, count(*) AS n,"
         " count(DISTINCT s.document) AS documents, min(s.day) AS first, max(s.day) AS last"
         " FROM statements s CROSS JOIN speakers p ON p.id = s.speaker CROSS JOIN speakers q"
         " ON q.id = ifnull(p.alias, p.id) WHERE s.speaker IS NOT NULL AND " COUNTED " GROUP BY ifnull(q.actor, -q.id))"
         " SELECT CASE WHEN h.actor IS NULL THEN h.speaker ELSE (SELECT x.speaker FROM speakers x JOIN spelled y"
         " ON y.speaker = x.id WHERE x.actor = h.actor ORDER BY y.n DESC, length(x.speaker) DESC, x.speaker LIMIT 1) "
         "END AS name,"
         " ifnull(a.actor, '') AS detail, h.n, h.documents, h.first, h.last"
         " FROM held h LEFT JOIN actors a ON a.id = h.actor ORDER BY h.n DESC, name, detail"),
    [STANCE_LIST_TOPICS] =
        ("SELECT t.topic, '', count(*), count(DISTINCT s.document), min(s.day), max(s.day) FROM statement_topics l"
         " CROSS JOIN topics t ON t.id = l.topic CROSS JOIN statements s ON s.id = l.statement WHERE " COUNTED
         " GROUP BY t.id ORDER BY count(*) DESC, t.topic"),
    [STANCE_LIST_TARGETS] =
        ("SELECT a.actor, '', count(*), count(DISTINCT s.document), min(s.day), max(s.day) FROM statement_targets l"
         " CROSS JOIN actors a ON a.id = l.target CROSS JOIN statements s ON s.id = l.statement WHERE " COUNTED
         " GROUP BY a.id ORDER BY count(*) DESC, a.actor"),
    [STANCE_LIST_SOURCES] =
        ("SELECT o.source, '', count(s.id) AS n, count(DISTINCT d.id), min(s.day), max(s.day) FROM sources o"
         " CROSS JOIN documents d ON d.source = o.id LEFT JOIN statements s ON s.document = d.id WHERE d.withdrawn = 0"
         " GROUP BY o.id ORDER BY n DESC, o.source"),
    [STANCE_LIST_DATES] =
        ("SELECT CASE d.basis WHEN 0 THEN 'none' WHEN 1 THEN 'metadata' WHEN 2 THEN 'header' WHEN 3 THEN 'dateline'"
         " WHEN 4 THEN 'page' WHEN 5 THEN 'url' WHEN 6 THEN 'text' WHEN 7 THEN 'inferred' END AS name,"
         " ifnull(min(d.name) FILTER (WHERE d.date IS NULL), ''), count(s.id) AS n, count(DISTINCT d.id), min(s.day), "
         "max(s.day)"
         " FROM documents d LEFT JOIN statements s ON s.document = d.id WHERE d.withdrawn = 0"
         " GROUP BY d.basis ORDER BY n DESC, name"),
    [STANCE_LIST_PROBLEMS] =
        ("SELECT input, CASE WHEN line > 0 THEN 'line ' || line || ': ' || reason ELSE reason END, 0, 0, NULL, NULL"
         " FROM problems ORDER BY input, line, reason"),
};

static stance_status walk(stance_store *store, stance_standing most, stance_document_fn fn, void *context,
                          stance_error *err)
{
    sqlite3_stmt *stmt = NULL; /* not a kept one: the callback may walk as well */
    bool row = false;
    stance_status status = stance_store_prepare(store, all_documents, &stmt, err);
    if (status == STANCE_OK) sqlite3_bind_int64(stmt, 1, most);
    while (status == STANCE_OK) {
        stance_document document;
        char hash[65];
        status = stance_store_step(store, stmt, &row, err);
        if (status != STANCE_OK || !row) break;
        status = stance_store_load_hash(store, stmt, 0, hash, err);
        if (status == STANCE_OK) status = stance_store_load_document(store, stmt, 1, &document, err);
        if (status == STANCE_OK) status = stance_store_column(store, stmt, 12, &document.text, err);
        if (status == STANCE_OK) {
            int64_t copies = sqlite3_column_int64(stmt, 15), standing = sqlite3_column_int64(stmt, 16);
            document.standing = standing == 0 ? STANCE_COUNTS : standing == 1 ? STANCE_WITHDRAWN : STANCE_PURGED;
            status = fn(context, &document, hash, sqlite3_column_int64(stmt, 13), sqlite3_column_int64(stmt, 14),
                        copies > 0 ? copies : 0, err);
        }
    }
    sqlite3_finalize(stmt);
    return status;
}

stance_status stance_store_documents(stance_store *store, stance_document_fn fn, void *context, stance_error *err)
{
    return walk(store, STANCE_COUNTS, fn, context, err);
}

stance_status stance_store_all_documents(stance_store *store, stance_document_fn fn, void *context, stance_error *err)
{
    return walk(store, STANCE_PURGED, fn, context, err);
}

static stance_status load_day(stance_store *store, sqlite3_stmt *stmt, int at, stance_date *date, stance_error *err)
{
    enum { FIRST = -719162, LAST = 2932896 }; /* 0001-01-01 and 9999-12-31 */
    *date = (stance_date){0, 0, 0};
    if (sqlite3_column_type(stmt, at) == SQLITE_NULL) return STANCE_OK;
    int64_t day = sqlite3_column_int64(stmt, at);
    if (day < FIRST || day > LAST) return stance_store_damaged(store, "a date is none", err);
    *date = stance_date_from_days((int32_t)day);
    return STANCE_OK;
}

stance_status stance_store_list(stance_store *store, stance_listing what, stance_listing_fn fn, void *context,
                                stance_error *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    if ((unsigned)what > STANCE_LIST_PROBLEMS) return stance_fail(err, STANCE_EINVAL, "there is no such list");
    stance_status status = stance_store_prepare(store, listings[what], &stmt, err);
    while (status == STANCE_OK) {
        stance_view name, detail;
        stance_date first, last;
        status = stance_store_step(store, stmt, &row, err);
        if (status != STANCE_OK || !row) break;
        status = stance_store_column(store, stmt, 0, &name, err);
        if (status == STANCE_OK) status = stance_store_column(store, stmt, 1, &detail, err);
        if (status == STANCE_OK) status = load_day(store, stmt, 4, &first, err);
        if (status == STANCE_OK) status = load_day(store, stmt, 5, &last, err);
        if (status == STANCE_OK)
            status = fn(context, name, detail, sqlite3_column_int64(stmt, 2), sqlite3_column_int64(stmt, 3), first,
                        last, err);
    }
    sqlite3_finalize(stmt);
    return status;
}

/* ---- totals ---- */

/* The hash of the lines that a query gives, never all in memory; "" when there are none and none is to stand for that. */
static stance_status hash_lines(stance_store *store, stance_query which, bool none, char out[65], stance_error *err)
{
    sqlite3_stmt *stmt;
    SHA2_CTX sum;
    uint8_t digest[SHA256_DIGEST_LENGTH];
    bool row = false, any = false;
    SHA256Init(&sum);
    STANCE_TRY(stance_store_query(store, which, &stmt, err));
    for (;; any = true) {
        stance_view line;
        STANCE_TRY(stance_store_step(store, stmt, &row, err));
        if (!row) break;
        stance_status status = stance_store_column(store, stmt, 0, &line, err);
        if (status != STANCE_OK) {
            sqlite3_reset(stmt);
            return status;
        }
        SHA256Update(&sum, (const uint8_t *)(line.data ? line.data : ""), line.len);
        SHA256Update(&sum, (const uint8_t *)"\n", 1);
    }
    SHA256Final(digest, &sum);
    for (size_t i = 0; i < SHA256_DIGEST_LENGTH; i++) {
        out[2 * i] = "0123456789abcdef"[digest[i] >> 4];
        out[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
    }
    out[any || !none ? 64 : 0] = '\0';
    return STANCE_OK;
}

static stance_status lexicon_hash(stance_store *store, char out[65], stance_error *err)
{
    sqlite3_stmt *stmt;
    bool row = false, more = false;
    STANCE_TRY(stance_store_query(store, STANCE_Q_TOTAL_LEXICONS, &stmt, err));
    STANCE_TRY(stance_store_step(store, stmt, &row, err));
    if (!row) return STANCE_OK;
    stance_status status = stance_store_load_hash(store, stmt, 0, out, err);
    if (status == STANCE_OK) status = stance_store_step(store, stmt, &more, err);
    if (more) memcpy(out, "mixed", 6);
    sqlite3_reset(stmt);
    return status;
}

static stance_status load_iso(stance_store *store, sqlite3_stmt *stmt, int at, stance_date *date, stance_error *err)
{
    stance_view iso;
    STANCE_TRY(stance_store_column(store, stmt, at, &iso, err));
    if (iso.data && !stance_date_parse_iso(iso, date)) return stance_store_damaged(store, "a date is none", err);
    return STANCE_OK;
}

stance_status stance_store_totals(stance_store *store, stance_totals *totals, stance_error *err)
{
    sqlite3_stmt *stmt;
    bool row;
    memset(totals, 0, sizeof *totals);
    STANCE_TRY(stance_store_query(store, STANCE_Q_TOTAL_DOCUMENTS, &stmt, err));
    STANCE_TRY(stance_store_step(store, stmt, &row, err)); /* aggregates always give a row */
    totals->documents = sqlite3_column_int64(stmt, 0);
    totals->undated = sqlite3_column_int64(stmt, 1);
    totals->inferred = sqlite3_column_int64(stmt, 2);
    stance_status status = load_iso(store, stmt, 3, &totals->first, err);
    if (status == STANCE_OK) status = load_iso(store, stmt, 4, &totals->last, err);
    sqlite3_reset(stmt);
    STANCE_TRY(status);
    STANCE_TRY(stance_store_query(store, STANCE_Q_TOTAL_STATEMENTS, &stmt, err));
    STANCE_TRY(stance_store_step(store, stmt, &row, err));
    totals->statements = sqlite3_column_int64(stmt, 0);
    totals->said = sqlite3_column_int64(stmt, 1);
    sqlite3_reset(stmt);
    STANCE_TRY(stance_store_query(store, STANCE_Q_TOTAL_PROBLEMS, &stmt, err));
    STANCE_TRY(stance_store_step(store, stmt, &row, err));
    totals->problems = sqlite3_column_int64(stmt, 0);
    sqlite3_reset(stmt);
    STANCE_TRY(stance_store_query(store, STANCE_Q_TOTAL_COPIES, &stmt, err));
    STANCE_TRY(stance_store_step(store, stmt, &row, err));
    totals->copies = sqlite3_column_int64(stmt, 0);
    totals->unscored = sqlite3_column_int64(stmt, 1);
    sqlite3_reset(stmt);
    STANCE_TRY(stance_store_query(store, STANCE_Q_TOTAL_CORRECTIONS, &stmt, err));
    STANCE_TRY(stance_store_step(store, stmt, &row, err));
    int64_t *const numbers[] = {&totals->withdrawn, &totals->corrected, &totals->corrected_dates, &totals->merged};
    for (int i = 0; i < 4; i++) *numbers[i] = sqlite3_column_int64(stmt, i);
    sqlite3_reset(stmt);
    /* The first as `SELECT hash FROM documents WHERE withdrawn = 0 ORDER BY hash | sha256sum` gives it. */
    STANCE_TRY(hash_lines(store, STANCE_Q_ALL_HASHES, false, totals->content_hash, err));
    STANCE_TRY(hash_lines(store, STANCE_Q_ALL_CORRECTIONS, true, totals->corrections_hash, err));
    return lexicon_hash(store, totals->lexicon_hash, err);
}
