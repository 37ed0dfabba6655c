/* What SQL alone cannot bring up to date. */
#include "store/internal.h"

#include "text/fingerprint.h"

/* The numbers of the quoted words of one document. */
static stance_status number_quotations(stance_store *store, sqlite3_stmt *quotes, sqlite3_stmt *update,
                                       int64_t document, stance_view text, stance_error *err)
{
    bool row = false;
    sqlite3_reset(quotes);
    sqlite3_bind_int64(quotes, 1, document);
    for (;;) {
        stance_view content;
        const stance_span *spans;
        size_t count;
        STANCE_TRY(stance_store_step(store, quotes, &row, err));
        if (!row) return STANCE_OK;
        STANCE_TRY(stance_store_column(store, quotes, 1, &content, err));
        stance_arena_reset(&store->print_arena);
        STANCE_TRY(stance_store_parse_content(store, content, text, &store->print_arena, &spans, &count, err));
        uint64_t words = stance_words_hash(text, spans, count);
        if (!words) continue;
        sqlite3_reset(update);
        sqlite3_bind_int64(update, 1, sqlite3_column_int64(quotes, 0));
        sqlite3_bind_int64(update, 2, (int64_t)words);
        STANCE_TRY(stance_store_run(store, update, err));
    }
}

/* In the order in which the documents came, so that the groups are those that a new import would give. */
stance_status stance_store_upgrade_2(stance_store *store, stance_error *err)
{
    sqlite3_stmt *texts = NULL, *quotes = NULL, *update = NULL;
    bool row = false, copy;
    stance_status status = stance_store_prepare(
        store, "SELECT t.document, t.text FROM texts t CROSS JOIN documents d ON d.id = t.document ORDER BY t.document",
        &texts, err);
    if (status == STANCE_OK)
        status = stance_store_prepare(store, "SELECT id, content FROM statements WHERE document = ?1 AND mode = 2",
                                      &quotes, err);
    if (status == STANCE_OK)
        status = stance_store_prepare(store, "UPDATE statements SET words = ?2 WHERE id = ?1", &update, err);
    while (status == STANCE_OK) {
        stance_view text;
        status = stance_store_step(store, texts, &row, err);
        if (status != STANCE_OK || !row) break;
        int64_t document = sqlite3_column_int64(texts, 0);
        status = stance_store_column(store, texts, 1, &text, err);
        if (status == STANCE_OK) status = number_quotations(store, quotes, update, document, text, err);
        if (status == STANCE_OK) status = stance_store_group(store, document, text, &copy, err);
    }
    sqlite3_finalize(texts);
    sqlite3_finalize(quotes);
    sqlite3_finalize(update);
    return status;
}
