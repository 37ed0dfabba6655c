/* One statement by its id, what made its score, and the text around it. */
#include "store/internal.h"

/* "53aa02:4" -> the digits in lower case and the ordinal. */
static bool parse_id(stance_view id, char hash[65], uint32_t *ordinal)
{
    size_t n = 0, at;
    uint64_t value = 0;
    while (n < id.len && n < STANCE_HASH_DIGITS && id.data[n] != ':') {
        char c = id.data[n];
        if (c >= 'A' && c <= 'F') c = (char)(c + 32);
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return false;
        hash[n++] = c;
    }
    hash[n] = '\0';
    if (n == 0 || n == id.len || id.data[n] != ':') return false;
    for (at = n + 1; at < id.len && id.data[at] >= '0' && id.data[at] <= '9' && value <= UINT32_MAX; at++)
        value = 10 * value + (uint64_t)(id.data[at] - '0');
    *ordinal = (uint32_t)value;
    return at == id.len && at > n + 1 && value >= 1 && value <= UINT32_MAX;
}

/* Nothing has this id: say whether it is the document or the ordinal that is missing. */
static stance_status missing(stance_store *store, stance_view id, const char *hash, stance_error *err)
{
    sqlite3_stmt *stmt;
    bool row, more = false;
    int64_t count = 0;
    STANCE_TRY(stance_store_query(store, STANCE_Q_FIND_DOCUMENT, &stmt, err));
    stance_store_bind(stmt, 1, stance_view_of(hash));
    STANCE_TRY(stance_store_step(store, stmt, &row, err));
    if (row) {
        count = sqlite3_column_int64(stmt, 1);
        STANCE_TRY(stance_store_step(store, stmt, &more, err));
        sqlite3_reset(stmt);
    }
    if (row && !more && !count)
        return stance_fail(
            err, STANCE_ENOTFOUND,
            "no statement '%.*s' in '%s': that document has none; 'stance list documents' shows whether it "
            "was erased",
            stance_store_shown(id), id.data, store->path);
    if (row && !more)
        return stance_fail(err, STANCE_ENOTFOUND, "no statement '%.*s' in '%s': that document has %lld",
                           stance_store_shown(id), id.data, store->path, (long long)count);
    return stance_fail(err, STANCE_ENOTFOUND, "no statement '%.*s' in '%s': 'stance export statements' shows the ids",
                       stance_store_shown(id), id.data, store->path);
}

/* It is not written as an id: of a document, perhaps. With a colon it would be looked for here again. */
static stance_status no_id(stance_store *store, stance_view id, stance_error *err)
{
    stance_subject subject;
    if (id.data && id.len && !memchr(id.data, ':', id.len) &&
        stance_store_locate(store, id, &subject, err) == STANCE_OK)
        return stance_fail(
            err, STANCE_EINVAL,
            "'%.*s' is a document: which of its statements? Write %s:1, or see 'stance export statements'",
            stance_store_shown(id), id.data, subject.id);
    return stance_fail(err, STANCE_EINVAL, "'%.*s' is no id of a statement: write it like 53aa0200b659:4",
                       stance_store_shown(id), id.data ? id.data : "");
}

/* The key of the one statement that the id fits. */
static stance_status key_of(stance_store *store, stance_view id, int64_t *key, stance_error *err)
{
    char hashes[6][STANCE_HASH_DIGITS + 1], hash[STANCE_HASH_DIGITS + 1];
    uint32_t ordinal;
    size_t count = 0;
    sqlite3_stmt *stmt;
    if (!id.data || !parse_id(id, hash, &ordinal)) return no_id(store, id, err);
    STANCE_TRY(stance_store_query(store, STANCE_Q_FIND, &stmt, err));
    stance_store_bind(stmt, 1, stance_view_of(hash));
    sqlite3_bind_int64(stmt, 2, ordinal);
    stance_status status = STANCE_OK;
    for (bool row = true; status == STANCE_OK && count < 6;) {
        status = stance_store_step(store, stmt, &row, err);
        if (status != STANCE_OK || !row) break;
        status = stance_store_load_hash(store, stmt, 0, hashes[count++], err);
        *key = sqlite3_column_int64(stmt, 1);
    }
    sqlite3_reset(stmt);
    if (status != STANCE_OK) return status;
    if (count == 0) return missing(store, id, hash, err);
    if (count == 1) return STANCE_OK;
    stance_strbuf ids = STANCE_STRBUF_INIT;
    for (size_t i = 0; status == STANCE_OK && i < count && i < 5; i++) {
        int digits;
        status = stance_store_id_digits(store, hashes[i], &digits, err);
        if (status == STANCE_OK)
            stance_strbuf_addf(&ids, "%s%.*s:%u", i ? ", " : "", digits, hashes[i], (unsigned)ordinal);
    }
    if (status == STANCE_OK) status = stance_strbuf_ok(&ids, err);
    if (status == STANCE_OK)
        status = stance_fail(err, STANCE_ECONFLICT, "'%.*s' fits several statements: %s%s", stance_store_shown(id),
                             id.data, ids.data, count > 5 ? ", …" : "");
    stance_strbuf_free(&ids);
    return status;
}

stance_status stance_store_find(stance_store *store, stance_view id, const stance_row **row, stance_error *err)
{
    int64_t key = 0;
    bool found = false;
    sqlite3_stmt *stmt = NULL;
    stance_strbuf sql = STANCE_STRBUF_INIT;
    *row = NULL;
    STANCE_TRY(key_of(store, id, &key, err));
    stance_strbuf_adds(&sql, stance_row_columns);
    stance_strbuf_adds(&sql, " FROM statements s");
    stance_strbuf_adds(&sql, stance_row_joins);
    stance_strbuf_adds(&sql, " WHERE s.id = ?1");
    stance_status status = stance_strbuf_ok(&sql, err);
    if (status == STANCE_OK) status = stance_store_prepare(store, sql.data, &stmt, err);
    stance_strbuf_free(&sql);
    if (status != STANCE_OK) return status;
    sqlite3_bind_int64(stmt, 1, key);
    store->found.document_key = 0; /* it may have changed since the last time */
    status = stance_store_step(store, stmt, &found, err);
    if (status == STANCE_OK && found) status = stance_store_load(store, &store->found, stmt, err);
    else if (status == STANCE_OK) status = missing(store, id, "", err);
    sqlite3_finalize(stmt);
    if (status == STANCE_OK) *row = &store->found.row;
    return status;
}

static stance_status load_hit(stance_store *store, sqlite3_stmt *stmt, stance_hit *hit, stance_error *err)
{
    stance_arena *arena = &store->hits_arena;
    stance_view kind;
    int64_t start = sqlite3_column_int64(stmt, 0), end = sqlite3_column_int64(stmt, 1);
    int64_t before = sqlite3_column_int64(stmt, 5), after = sqlite3_column_int64(stmt, 6);
    if (sqlite3_column_type(stmt, 2) == SQLITE_NULL) return stance_store_damaged(store, "a hit has no pattern", err);
    if (start < 0 || start > end || end > UINT32_MAX || before < INT32_MIN || before > INT32_MAX || after < INT32_MIN ||
        after > INT32_MAX)
        return stance_store_damaged(store, "a hit has numbers that cannot be", err);
    hit->at = (stance_span){(uint32_t)start, (uint32_t)end};
    hit->before = (int32_t)before;
    hit->after = (int32_t)after;
    STANCE_TRY(stance_store_copy(store, stmt, 2, arena, &hit->pattern, err));
    STANCE_TRY(stance_store_copy(store, stmt, 3, arena, &hit->origin, err));
    STANCE_TRY(stance_store_copy(store, stmt, 4, arena, &kind, err));
    hit->kind = kind.data ? kind.data : "";
    STANCE_TRY(stance_store_copy(store, stmt, 7, arena, &hit->effect, err));
    if (!hit->effect.data) hit->effect = stance_view_of("");
    return STANCE_OK;
}

stance_status stance_store_hits(stance_store *store, int64_t statement_key, const stance_hit **hits, size_t *count,
                                stance_error *err)
{
    sqlite3_stmt *stmt;
    stance_hit *list = NULL, hit;
    size_t n = 0, capacity = 0;
    bool row = false;
    stance_status status = STANCE_OK;
    *hits = NULL;
    *count = 0;
    stance_arena_reset(&store->hits_arena);
    STANCE_TRY(stance_store_query(store, STANCE_Q_HITS, &stmt, err));
    sqlite3_bind_int64(stmt, 1, statement_key);
    while (status == STANCE_OK) {
        status = stance_store_step(store, stmt, &row, err);
        if (status != STANCE_OK || !row) break;
        status = load_hit(store, stmt, &hit, err);
        if (status == STANCE_OK && !STANCE_PUSH(&store->hits_arena, list, n, capacity, hit))
            status = stance_fail_memory(err);
    }
    if (status != STANCE_OK) {
        sqlite3_reset(stmt);
        return status;
    }
    *hits = list;
    *count = n;
    return STANCE_OK;
}

stance_status stance_store_text(stance_store *store, int64_t document_key, stance_view *text, stance_error *err)
{
    sqlite3_stmt *stmt;
    bool row;
    *text = (stance_view){NULL, 0};
    STANCE_TRY(stance_store_query(store, STANCE_Q_TEXT, &stmt, err));
    sqlite3_bind_int64(stmt, 1, document_key);
    STANCE_TRY(stance_store_step(store, stmt, &row, err));
    if (!row) return stance_fail(err, STANCE_ENOTFOUND, "'%s' does not hold the text of that document", store->path);
    stance_strbuf_clear(&store->text);
    stance_view found;
    stance_status status = stance_store_column(store, stmt, 0, &found, err);
    if (status == STANCE_OK) {
        stance_strbuf_addv(&store->text, found);
        status = stance_strbuf_ok(&store->text, err);
    }
    sqlite3_reset(stmt);
    if (status == STANCE_OK) *text = stance_strbuf_view(&store->text);
    return status;
}
