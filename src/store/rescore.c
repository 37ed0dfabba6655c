/* Another extraction in the place of the one that is stored. */
#include "store/internal.h"

typedef struct old_score {
    int64_t start, end, score;
} old_score;

stance_status stance_store_count_texts(stance_store *store, const char *lexicon_hash, int64_t *todo, int64_t *done,
                                       stance_error *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    stance_status status = stance_store_prepare(
        store,
        "SELECT count(*) FILTER (WHERE ?1 IS NULL OR l.hash IS NOT ?1), count(*) FILTER (WHERE l.hash IS ?1)"
        " FROM documents d LEFT JOIN lexicons l ON l.id = d.lexicon WHERE d.withdrawn < 2",
        &stmt, err);
    if (status == STANCE_OK) {
        stance_store_bind(stmt, 1, stance_view_of(lexicon_hash));
        status = stance_store_step(store, stmt, &row, err);
    }
    *todo = row ? sqlite3_column_int64(stmt, 0) : 0;
    *done = row ? sqlite3_column_int64(stmt, 1) : 0;
    sqlite3_finalize(stmt);
    return status;
}

stance_status stance_store_next_text(stance_store *store, const char *lexicon_hash, int64_t *key, char hash[65],
                                     const stance_document **document, stance_error *err)
{
    sqlite3_stmt *stmt;
    bool row;
    int64_t lexicon = 0;
    *document = NULL;
    if (lexicon_hash) STANCE_TRY(stance_store_lexicon(store, lexicon_hash, &lexicon, err));
    STANCE_TRY(stance_store_query(store, STANCE_Q_NEXT_TEXT, &stmt, err));
    sqlite3_bind_int64(stmt, 1, *key);
    if (lexicon_hash) sqlite3_bind_int64(stmt, 2, lexicon);
    else sqlite3_bind_null(stmt, 2);
    STANCE_TRY(stance_store_step(store, stmt, &row, err));
    if (!row) return STANCE_OK;
    *key = sqlite3_column_int64(stmt, 0);
    STANCE_TRY(stance_store_load_hash(store, stmt, 1, hash, err));
    STANCE_TRY(stance_store_load_document(store, stmt, 2, &store->next, err));
    STANCE_TRY(stance_store_column(store, stmt, 13, &store->next.text, err));
    *document = &store->next;
    return STANCE_OK;
}

static stance_status load_scores(stance_store *store, int64_t document, old_score **list, size_t *count,
                                 stance_error *err)
{
    sqlite3_stmt *stmt;
    size_t capacity = 0;
    bool row = false;
    stance_arena_reset(&store->score_arena);
    STANCE_TRY(stance_store_query(store, STANCE_Q_OLD_SCORES, &stmt, err));
    sqlite3_bind_int64(stmt, 1, document);
    for (;;) {
        STANCE_TRY(stance_store_step(store, stmt, &row, err));
        if (!row) return STANCE_OK;
        old_score one = {sqlite3_column_int64(stmt, 0), sqlite3_column_int64(stmt, 1), sqlite3_column_int64(stmt, 2)};
        if (!STANCE_PUSH(&store->score_arena, *list, *count, capacity, one)) {
            sqlite3_reset(stmt);
            return stance_fail_memory(err);
        }
    }
}

static bool lies_before(const old_score *old, const stance_statement *s)
{
    return old->start != s->span.start ? old->start < s->span.start : old->end < s->span.end;
}

/* Both come in the order of their places. */
static int64_t count_changed(const old_score *old, size_t old_count, const stance_statement *statements, size_t count)
{
    int64_t changed = 0;
    for (size_t i = 0, k = 0; i < count; i++) {
        const stance_statement *s = &statements[i];
        while (k < old_count && lies_before(&old[k], s)) k++;
        if (k == old_count || old[k].start != s->span.start || old[k].end != s->span.end) continue;
        changed += old[k++].score != s->tone.score;
    }
    return changed;
}

static stance_status replace(stance_store *store, int64_t key, const stance_document *document, const char *hash,
                             const char *lexicon_hash, const stance_statement *statements, size_t count,
                             stance_rescored *sum, stance_error *err)
{
    sqlite3_stmt *stmt;
    old_score *old = NULL;
    size_t old_count = 0;
    int64_t lexicon;
    STANCE_TRY(load_scores(store, key, &old, &old_count, err));
    sum->before += (int64_t)old_count;
    sum->after += (int64_t)count;
    sum->changed += count_changed(old, old_count, statements, count);
    STANCE_TRY(stance_store_unlink(store, key, err));
    STANCE_TRY(stance_store_query(store, STANCE_Q_DROP_STATEMENTS, &stmt, err));
    sqlite3_bind_int64(stmt, 1, key);
    STANCE_TRY(stance_store_run(store, stmt, err));
    STANCE_TRY(stance_store_add_statements(store, key, document, statements, count, err));
    STANCE_TRY(stance_store_lexicon(store, lexicon_hash, &lexicon, err));
    STANCE_TRY(stance_store_query(store, STANCE_Q_SET_LEXICON, &stmt, err));
    sqlite3_bind_int64(stmt, 1, key);
    sqlite3_bind_int64(stmt, 2, lexicon);
    STANCE_TRY(stance_store_run(store, stmt, err));
    return stance_store_apply(store, key, hash, err);
}

stance_status stance_store_replace(stance_store *store, int64_t key, const stance_document *document, const char *hash,
                                   const char *lexicon_hash, const stance_statement *statements, size_t count,
                                   stance_rescored *sum, stance_error *err)
{
    STANCE_TRY(stance_store_check(store, document, hash, lexicon_hash, statements, count, err));
    stance_status status = replace(store, key, document, hash, lexicon_hash, statements, count, sum, err);
    if (status != STANCE_OK) store->spoiled = true;
    return status;
}
