/* Samples, and what coders say of them. */
#include "stance/codings.h"

#include "store/internal.h"

#include <stdio.h>

/* The statement that covers most of the bytes ?2 … ?3 of the document ?1, and at least half of them, for sentences may be
   cut otherwise after a new scoring: ordinal, score, and where its neighbours end and begin. */
#define FIRST "ifnull(json_extract(s.content, '$[0][0]'), s.start_byte)"
#define LAST "ifnull(json_extract(s.content, '$[#-1][1]'), s.end_byte)"
#define COMMON "min(" LAST ", ?3) - max(" FIRST ", ?2)"
static const char best_statement[] =
    "SELECT s.ordinal, s.score,"
    " (SELECT max(o.end_byte) FROM statements o WHERE o.document = d.id AND o.end_byte <= s.start_byte),"
    " (SELECT min(o.start_byte) FROM statements o WHERE o.document = d.id AND o.start_byte >= s.end_byte)"
    " FROM documents d JOIN statements s ON s.document = d.id WHERE d.hash = ?1 AND s.start_byte < ?3"
    " AND s.end_byte > ?2 AND 2 * (" COMMON ") >= ?3 - ?2 ORDER BY " COMMON " DESC, " LAST " - " FIRST
    ", s.ordinal LIMIT 1";

static const char neighbours[] =
    "SELECT (SELECT max(start_byte) FROM statements WHERE document = ?1 AND end_byte = ?2),"
    " (SELECT max(end_byte) FROM statements WHERE document = ?1 AND start_byte = ?3)";

static const char all_codings[] =
    "WITH of_stratum AS MATERIALIZED (SELECT design, stratum, count(*) AS n FROM (SELECT DISTINCT design, stratum,"
    " document, start_byte, end_byte FROM codings WHERE label IS NOT NULL) GROUP BY design, stratum)"
    " SELECT c.document, c.start_byte, c.end_byte, c.coder, c.design, c.stratum, c.label, c.stratum_size,"
    " c.stratum_drawn, ifnull(n.n, 0), d.name"
    " FROM codings c LEFT JOIN of_stratum n ON n.design = c.design AND n.stratum = c.stratum"
    " LEFT JOIN documents d ON d.hash = c.document WHERE ?1 IS NULL OR c.coder = ?1"
    " ORDER BY c.document, c.start_byte, c.end_byte, c.coder";

stance_span stance_unit_span(const stance_statement *statement)
{
    if (!statement->content_count) return statement->span;
    return (stance_span){statement->content[0].start, statement->content[statement->content_count - 1].end};
}

/* ---- samples ---- */

stance_status stance_store_sample_size(stance_store *store, stance_view design, size_t *count, stance_error *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    *count = 0;
    stance_status status =
        stance_store_prepare(store, "SELECT count(*) FROM sample_units WHERE design = ?1", &stmt, err);
    if (status == STANCE_OK) {
        stance_store_bind(stmt, 1, design);
        status = stance_store_step(store, stmt, &row, err);
    }
    if (row) *count = (size_t)sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return status;
}

static void bind_unit(sqlite3_stmt *stmt, int at, const stance_unit *unit)
{
    stance_store_bind(stmt, at, stance_view_of(unit->document));
    sqlite3_bind_int64(stmt, at + 1, unit->span.start);
    sqlite3_bind_int64(stmt, at + 2, unit->span.end);
    stance_store_bind(stmt, at + 3, unit->stratum.data ? unit->stratum : stance_view_of(""));
    sqlite3_bind_int64(stmt, at + 4, unit->stratum_size);
    sqlite3_bind_int64(stmt, at + 5, unit->stratum_drawn);
}

static stance_status insert_units(stance_store *store, stance_view design, const stance_unit *units, size_t count,
                                  stance_error *err)
{
    sqlite3_stmt *stmt = NULL;
    stance_status status = stance_store_prepare(
        store,
        "INSERT INTO sample_units (design, position, shared, document, start_byte, end_byte, stratum, stratum_size,"
        " stratum_drawn) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        &stmt, err);
    for (size_t i = 0; status == STANCE_OK && i < count; i++) {
        sqlite3_reset(stmt);
        stance_store_bind(stmt, 1, design);
        sqlite3_bind_int64(stmt, 2, (sqlite3_int64)i);
        sqlite3_bind_int(stmt, 3, units[i].shared);
        bind_unit(stmt, 4, &units[i]);
        status = stance_store_run(store, stmt, err);
    }
    sqlite3_finalize(stmt);
    return status;
}

stance_status stance_store_add_sample(stance_store *store, stance_view design, const stance_unit *units, size_t count,
                                      stance_error *err)
{
    size_t known = 0;
    STANCE_TRY(stance_store_begin(store, err));
    stance_status status = stance_store_sample_size(store, design, &known, err);
    if (status == STANCE_OK && known == 0) status = insert_units(store, design, units, count, err);
    if (status == STANCE_OK) return stance_store_commit(store, err);
    stance_store_rollback(store);
    return status;
}

/* Columns at … at + 5: document, start, end, stratum, size, drawn. */
static stance_status load_unit(stance_store *store, sqlite3_stmt *stmt, int at, stance_arena *arena, stance_unit *unit,
                               stance_error *err)
{
    const int64_t start = sqlite3_column_int64(stmt, at + 1), end = sqlite3_column_int64(stmt, at + 2);
    const int64_t size = sqlite3_column_int64(stmt, at + 4), drawn = sqlite3_column_int64(stmt, at + 5);
    STANCE_TRY(stance_store_load_hash(store, stmt, at, unit->document, err));
    if (start < 0 || start > end || end > INT32_MAX || drawn < 1 || size < drawn || size > UINT32_MAX)
        return stance_store_damaged(store, "a sample has numbers that cannot be", err);
    unit->span = (stance_span){(uint32_t)start, (uint32_t)end};
    unit->stratum_size = (uint32_t)size;
    unit->stratum_drawn = (uint32_t)drawn;
    return stance_store_copy(store, stmt, at + 3, arena, &unit->stratum, err);
}

stance_status stance_store_task(stance_store *store, stance_view design, size_t position, stance_view coder,
                                stance_task *task, stance_error *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    memset(task, 0, sizeof *task);
    stance_arena_reset(&store->hits_arena);
    stance_status status = stance_store_prepare(
        store,
        "SELECT u.document, u.start_byte, u.end_byte, u.stratum, u.stratum_size, u.stratum_drawn, u.shared,"
        " c.coder IS NOT NULL, c.label, EXISTS (SELECT 1 FROM codings o WHERE o.document = u.document"
        " AND o.start_byte = u.start_byte AND o.end_byte = u.end_byte AND o.coder <> ?3 AND o.design = u.design AND "
        "o.label IS NOT NULL)"
        " FROM sample_units u LEFT JOIN codings c ON c.document = u.document AND c.start_byte = u.start_byte"
        " AND c.end_byte = u.end_byte AND c.coder = ?3 WHERE u.design = ?1 AND u.position = ?2",
        &stmt, err);
    if (status == STANCE_OK) {
        stance_store_bind(stmt, 1, design);
        sqlite3_bind_int64(stmt, 2, (sqlite3_int64)position);
        stance_store_bind(stmt, 3, coder);
        status = stance_store_step(store, stmt, &row, err);
    }
    if (status == STANCE_OK && !row) status = stance_fail(err, STANCE_ENOTFOUND, "the sample has no such statement");
    if (status == STANCE_OK) status = load_unit(store, stmt, 0, &store->hits_arena, &task->unit, err);
    if (status == STANCE_OK) {
        const bool answered = sqlite3_column_int(stmt, 7) != 0;
        task->unit.shared = sqlite3_column_int(stmt, 6) != 0;
        task->skipped = answered && sqlite3_column_type(stmt, 8) == SQLITE_NULL;
        task->coded = answered && !task->skipped;
        task->label = sqlite3_column_int(stmt, 8);
        task->taken = !task->unit.shared && sqlite3_column_int(stmt, 9) != 0;
    }
    sqlite3_finalize(stmt);
    return status;
}

/* ---- passages ---- */

/* The sentence that ends at `end` (before) or begins at `start` (after). */
static stance_status load_neighbours(stance_store *store, const stance_row *row, int64_t end, int64_t start,
                                     stance_passage *passage, stance_error *err)
{
    sqlite3_stmt *stmt = NULL;
    stance_view text;
    bool found = false;
    STANCE_TRY(stance_store_text(store, row->document_key, &text, err));
    stance_status status = stance_store_prepare(store, neighbours, &stmt, err);
    if (status == STANCE_OK) {
        sqlite3_bind_int64(stmt, 1, row->document_key);
        if (end >= 0) sqlite3_bind_int64(stmt, 2, end);
        if (start >= 0) sqlite3_bind_int64(stmt, 3, start);
        status = stance_store_step(store, stmt, &found, err);
    }
    if (status == STANCE_OK && found) {
        const int64_t from = sqlite3_column_int64(stmt, 0), to = sqlite3_column_int64(stmt, 1);
        const int64_t len = (int64_t)text.len;
        if (end >= 0 && from >= 0 && from <= end && end <= len)
            passage->before = (stance_view){text.data + from, (size_t)(end - from)};
        if (start >= 0 && to >= start && to <= len)
            passage->after = (stance_view){text.data + start, (size_t)(to - start)};
    }
    sqlite3_finalize(stmt);
    return status;
}

stance_status stance_store_passage(stance_store *store, const char *document, stance_span span, stance_passage *passage,
                                   stance_error *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    char id[80];
    int64_t end = -1, start = -1;
    memset(passage, 0, sizeof *passage);
    stance_status status = stance_store_prepare(store, best_statement, &stmt, err);
    if (status == STANCE_OK) {
        stance_store_bind(stmt, 1, stance_view_of(document));
        sqlite3_bind_int64(stmt, 2, span.start);
        sqlite3_bind_int64(stmt, 3, span.end);
        status = stance_store_step(store, stmt, &row, err);
    }
    if (row) {
        snprintf(id, sizeof id, "%s:%lld", document, (long long)sqlite3_column_int64(stmt, 0));
        if (sqlite3_column_type(stmt, 2) != SQLITE_NULL) end = sqlite3_column_int64(stmt, 2);
        if (sqlite3_column_type(stmt, 3) != SQLITE_NULL) start = sqlite3_column_int64(stmt, 3);
    }
    sqlite3_finalize(stmt);
    if (status != STANCE_OK || !row) return status;
    STANCE_TRY(stance_store_find(store, stance_view_of(id), &passage->row, err));
    return load_neighbours(store, passage->row, end, start, passage, err);
}

/* ---- codings ---- */

stance_status stance_store_code(stance_store *store, stance_view design, const stance_unit *unit, stance_view coder,
                                int label, bool skipped, stance_error *err)
{
    sqlite3_stmt *stmt = NULL;
    if (!coder.len || label < -1 || label > 1)
        return stance_fail(err, STANCE_EINVAL, "a coding needs a coder and -1, 0 or 1");
    stance_status status = stance_store_prepare(
        store,
        "INSERT INTO codings (coder, label, design, document, start_byte, end_byte, stratum, stratum_size,"
        " stratum_drawn) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
        " ON CONFLICT (document, start_byte, end_byte, coder) DO UPDATE SET label = excluded.label",
        &stmt, err);
    if (status == STANCE_OK) {
        stance_store_bind(stmt, 1, coder);
        if (skipped) sqlite3_bind_null(stmt, 2);
        else sqlite3_bind_int(stmt, 2, label);
        stance_store_bind(stmt, 3, design);
        bind_unit(stmt, 4, unit);
        status = stance_store_run(store, stmt, err);
    }
    sqlite3_finalize(stmt);
    return status;
}

static stance_status load_coding(stance_store *store, sqlite3_stmt *stmt, stance_coding *coding, stance_error *err)
{
    const int64_t start = sqlite3_column_int64(stmt, 1), end = sqlite3_column_int64(stmt, 2);
    const int64_t size = sqlite3_column_int64(stmt, 7), drawn = sqlite3_column_int64(stmt, 8);
    const int64_t coded = sqlite3_column_int64(stmt, 9);
    const int label = sqlite3_column_int(stmt, 6);
    STANCE_TRY(stance_store_load_hash(store, stmt, 0, coding->document, err));
    STANCE_TRY(stance_store_column(store, stmt, 3, &coding->coder, err));
    STANCE_TRY(stance_store_column(store, stmt, 4, &coding->design, err));
    STANCE_TRY(stance_store_column(store, stmt, 5, &coding->stratum, err));
    STANCE_TRY(stance_store_column(store, stmt, 10, &coding->name, err));
    if (start < 0 || start > end || end > INT32_MAX || drawn < 1 || size < drawn || size > UINT32_MAX || coded < 0 ||
        coded > UINT32_MAX || label < -1 || label > 1)
        return stance_store_damaged(store, "a coding has numbers that cannot be", err);
    coding->span = (stance_span){(uint32_t)start, (uint32_t)end};
    coding->skipped = sqlite3_column_type(stmt, 6) == SQLITE_NULL;
    coding->label = label;
    coding->stratum_size = (uint32_t)size;
    coding->stratum_drawn = (uint32_t)drawn;
    coding->stratum_coded = (uint32_t)coded;
    coding->weight = coding->skipped || !coded ? 0 : (double)size / (double)coded;
    return STANCE_OK;
}

/* What the program says of the same words now. */
static stance_status load_statement(stance_store *store, sqlite3_stmt *best, stance_coding *coding, stance_error *err)
{
    bool row = false;
    if (!coding->name.data) return STANCE_OK;
    sqlite3_reset(best);
    stance_store_bind(best, 1, stance_view_of(coding->document));
    sqlite3_bind_int64(best, 2, coding->span.start);
    sqlite3_bind_int64(best, 3, coding->span.end);
    STANCE_TRY(stance_store_step(store, best, &row, err));
    if (!row) return STANCE_OK;
    const int64_t ordinal = sqlite3_column_int64(best, 0), score = sqlite3_column_int64(best, 1);
    sqlite3_reset(best);
    if (ordinal < 1 || ordinal > UINT32_MAX || score < -STANCE_MILLION || score > STANCE_MILLION)
        return stance_store_damaged(store, "a statement has numbers that cannot be", err);
    coding->ordinal = (uint32_t)ordinal;
    coding->score = (int32_t)score;
    return STANCE_OK;
}

stance_status stance_store_codings(stance_store *store, stance_view coder, stance_coding_fn fn, void *context,
                                   stance_error *err)
{
    sqlite3_stmt *stmt = NULL, *best = NULL;
    bool row = false;
    stance_status status = stance_store_prepare(store, all_codings, &stmt, err);
    if (status == STANCE_OK) status = stance_store_prepare(store, best_statement, &best, err);
    if (status == STANCE_OK) stance_store_bind(stmt, 1, coder);
    while (status == STANCE_OK) {
        stance_coding coding = {.skipped = false};
        status = stance_store_step(store, stmt, &row, err);
        if (status != STANCE_OK || !row) break;
        status = load_coding(store, stmt, &coding, err);
        if (status == STANCE_OK) status = load_statement(store, best, &coding, err);
        if (status == STANCE_OK) status = fn(context, &coding, err);
    }
    sqlite3_finalize(stmt);
    sqlite3_finalize(best);
    return status;
}

stance_status stance_store_coders(stance_store *store, stance_coder_fn fn, void *context, stance_error *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    stance_status status = stance_store_prepare(
        store,
        "SELECT coder, sum(ifnull(label = -1, 0)), sum(ifnull(label = 0, 0)),"
        " sum(ifnull(label = 1, 0)), sum(label IS NULL) FROM codings GROUP BY coder ORDER BY coder",
        &stmt, err);
    while (status == STANCE_OK) {
        stance_view coder;
        status = stance_store_step(store, stmt, &row, err);
        if (status != STANCE_OK || !row) break;
        status = stance_store_column(store, stmt, 0, &coder, err);
        const int64_t counts[4] = {sqlite3_column_int64(stmt, 1), sqlite3_column_int64(stmt, 2),
                                   sqlite3_column_int64(stmt, 3), sqlite3_column_int64(stmt, 4)};
        if (status == STANCE_OK) status = fn(context, coder, counts, err);
    }
    sqlite3_finalize(stmt);
    return status;
}
