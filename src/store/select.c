/* Selecting statements. The query is put together from constant fragments; every value is bound. */
#include "store/internal.h"

#include <stdlib.h>

struct stance_cursor {
    stance_store *store;
    sqlite3_stmt *stmt;
    stance_resolved names; /* bound to stmt */
    stance_loader loader;
    stance_repeats repeats;
    int64_t document; /* that copy was asked about */
    bool copy, once, inferred_too, ended;
};

enum {
    AT_SPEAKERS = 1,
    AT_TOPICS,
    AT_TARGETS,
    AT_SOURCES,
    AT_FROM,
    AT_TO,
    AT_FROM_ISO,
    AT_TO_ISO,
    AT_MODE,
    AT_CONFIDENCE
};

/* Conditions are added only where they select: "?1 IS NULL OR …" would keep SQLite from using an index. */
static void compose(const stance_selector *selector, const stance_resolved *names, bool from, bool to,
                    stance_strbuf *sql)
{
    bool by_statement = names->by_topic || names->by_target || names->by_speaker;
    stance_strbuf_adds(sql, stance_row_columns);
    /* CROSS JOIN fixes the order of the loops: names lead to few statements; otherwise the walk goes over the documents
       as they are to come out, and nothing is sorted. */
    stance_strbuf_adds(sql, by_statement ? " FROM statements s CROSS JOIN documents d ON d.id = s.document"
                                         : " FROM documents d CROSS JOIN statements s ON s.document = d.id");
    stance_strbuf_adds(sql, stance_row_joins);
    stance_strbuf_adds(sql, " WHERE 1");
    if (names->by_topic) {
        stance_strbuf_adds(sql, " AND s.id IN (SELECT statement FROM statement_topics"
                                " WHERE topic IN (SELECT value FROM json_each(?2))");
        if (from) stance_strbuf_adds(sql, " AND day >= ?5");
        if (to) stance_strbuf_adds(sql, " AND day <= ?6");
        stance_strbuf_adds(sql, ")");
    }
    if (names->no_topic) stance_strbuf_adds(sql, " AND s.topics IS NULL");
    if (names->by_target)
        stance_strbuf_adds(sql, " AND s.id IN (SELECT statement FROM statement_targets"
                                " WHERE target IN (SELECT value FROM json_each(?3)))");
    if (names->no_target) stance_strbuf_adds(sql, " AND s.targets IS NULL");
    if (names->by_speaker) stance_strbuf_adds(sql, " AND s.speaker IN (SELECT value FROM json_each(?1))");
    /* The unary plus keeps the walk on the index of the dates. */
    if (names->by_source) stance_strbuf_adds(sql, " AND +d.source IN (SELECT value FROM json_each(?4))");
    if (!by_statement && (from || to)) stance_strbuf_adds(sql, " AND (d.date IS NULL) = 0");
    if (!by_statement && from) stance_strbuf_adds(sql, " AND d.date >= ?7");
    if (!by_statement && to) stance_strbuf_adds(sql, " AND d.date <= ?8");
    if (from) stance_strbuf_adds(sql, " AND s.day >= ?5");
    if (to) stance_strbuf_adds(sql, " AND s.day <= ?6");
    if (selector->dated_only) stance_strbuf_adds(sql, " AND s.day IS NOT NULL");
    if (selector->dated_only && !selector->inferred_too) stance_strbuf_adds(sql, " AND d.basis <> 7");
    if (selector->said_only) stance_strbuf_adds(sql, " AND s.mode <> 0 AND s.place = 0");
    /* a list of few, where a column of each document would have to be read */
    if (!selector->withdrawn_too)
        stance_strbuf_adds(sql, " AND s.document NOT IN (SELECT id FROM documents WHERE withdrawn > 0)");
    if (selector->has_mode) stance_strbuf_adds(sql, " AND s.mode = ?9");
    if (selector->min_confidence > 0) stance_strbuf_adds(sql, " AND s.confidence >= ?10");
    bool all_dated =
        !by_statement && (from || to); /* SQLite does not see that the first term is constant then, and would sort */
    stance_strbuf_adds(sql, all_dated ? " ORDER BY d.date, d.name, d.id, s.ordinal"
                                      : " ORDER BY d.date IS NULL, d.date, d.name, d.id, s.ordinal");
}

static void bind_list(sqlite3_stmt *stmt, int at, const stance_strbuf *list)
{
    if (list->data) stance_store_bind(stmt, at, stance_strbuf_view(list));
}

static stance_status bind_day(stance_store *store, sqlite3_stmt *stmt, int at, int at_iso, stance_date date,
                              stance_error *err)
{
    char iso[STANCE_DATE_SIZE];
    sqlite3_bind_int64(stmt, at, stance_date_to_days(date));
    if (at_iso > sqlite3_bind_parameter_count(stmt)) return STANCE_OK;
    int code = sqlite3_bind_text(stmt, at_iso, stance_date_format(date, iso), -1, SQLITE_TRANSIENT);
    return code == SQLITE_OK ? STANCE_OK : stance_store_fail(store, code, err);
}

stance_status stance_store_select(stance_store *store, const stance_selector *selector, stance_cursor **out,
                                  stance_error *err)
{
    bool from = stance_date_is_day(selector->from), to = stance_date_is_day(selector->to);
    stance_strbuf sql = STANCE_STRBUF_INIT;
    *out = NULL;
    stance_cursor *cursor = calloc(1, sizeof *cursor);
    if (!cursor) return stance_fail_memory(err);
    cursor->store = store;
    cursor->once = selector->duplicates == STANCE_DUPLICATES_ONCE;
    cursor->inferred_too = selector->inferred_too;
    stance_status status = stance_store_resolve(store, selector, &cursor->names, err);
    if (status != STANCE_OK) goto done;
    compose(selector, &cursor->names, from, to, &sql);
    status = stance_strbuf_ok(&sql, err);
    if (status == STANCE_OK) status = stance_store_prepare(store, sql.data, &cursor->stmt, err);
    if (status != STANCE_OK) goto done;
    bind_list(cursor->stmt, AT_SPEAKERS, &cursor->names.speakers);
    bind_list(cursor->stmt, AT_TOPICS, &cursor->names.topics);
    bind_list(cursor->stmt, AT_TARGETS, &cursor->names.targets);
    bind_list(cursor->stmt, AT_SOURCES, &cursor->names.sources);
    if (from) status = bind_day(store, cursor->stmt, AT_FROM, AT_FROM_ISO, selector->from, err);
    if (status == STANCE_OK && to) status = bind_day(store, cursor->stmt, AT_TO, AT_TO_ISO, selector->to, err);
    if (selector->has_mode) sqlite3_bind_int64(cursor->stmt, AT_MODE, selector->mode);
    if (selector->min_confidence > 0) sqlite3_bind_int64(cursor->stmt, AT_CONFIDENCE, selector->min_confidence);

done:
    stance_strbuf_free(&sql);
    if (status == STANCE_OK) *out = cursor;
    else stance_cursor_close(cursor);
    return status;
}

/* Fills copy and repeated. A quotation that will not count (in a copy, a head, under an inferred date that is not wanted)
   takes the place of none that does. */
static stance_status mark_duplicates(stance_cursor *cursor, stance_error *err)
{
    stance_row *row = &cursor->loader.row;
    if (row->document_key != cursor->document) {
        const stance_strbuf *sources = cursor->names.by_source ? &cursor->names.sources : NULL;
        STANCE_TRY(stance_store_is_copy(cursor->store, row->document_key, sources, &cursor->copy, err));
        cursor->document = row->document_key;
    }
    row->copy = cursor->copy;
    if (row->copy || row->statement.place != STANCE_BODY || row->statement.mode != STANCE_DIRECT) return STANCE_OK;
    if (row->document.basis == STANCE_DATE_INFERRED && !cursor->inferred_too) return STANCE_OK;
    if (!stance_date_is_day(row->document.date)) return STANCE_OK;
    return stance_repeats_add(&cursor->repeats, stance_date_to_days(row->document.date), cursor->loader.words,
                              cursor->loader.speaker, row->document_key, &row->repeated, err);
}

static stance_status next_row(stance_cursor *cursor, const stance_row **row, stance_error *err)
{
    bool more = false;
    *row = NULL;
    if (cursor->ended) return STANCE_OK;
    stance_status status = stance_store_step(cursor->store, cursor->stmt, &more, err);
    cursor->ended = status != STANCE_OK || !more; /* stepping on would begin again */
    if (cursor->ended) return status;
    STANCE_TRY(stance_store_load(cursor->store, &cursor->loader, cursor->stmt, err));
    STANCE_TRY(mark_duplicates(cursor, err));
    *row = &cursor->loader.row;
    return STANCE_OK;
}

stance_status stance_cursor_next(stance_cursor *cursor, const stance_row **row, stance_error *err)
{
    do STANCE_TRY(next_row(cursor, row, err));
    while (*row && cursor->once && ((*row)->copy || (*row)->repeated));
    return STANCE_OK;
}

void stance_cursor_close(stance_cursor *cursor)
{
    if (!cursor) return;
    sqlite3_finalize(cursor->stmt);
    stance_resolved_free(&cursor->names);
    stance_loader_free(&cursor->loader);
    stance_repeats_free(&cursor->repeats);
    free(cursor);
}
