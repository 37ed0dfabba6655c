/* Interning of what recurs: topics, actors, speakers, patterns, phrases. The tables hold each once; a cache saves the
 * look-up. */
#include "store/internal.h"

enum { CACHE_LIMIT = 16 << 20 }; /* bytes: memory must not grow with the corpus */

void stance_store_forget_names(stance_store *store)
{
    stance_name_cache *names = &store->names;
    stance_arena_reset(&names->arena);
    stance_intern_init(&names->keys, &names->arena);
    names->numbers = NULL;
    names->capacity = names->bytes = 0;
}

/* Kinds have fixed numbers of parts and texts hold no NUL, so that no two names give one key. */
static stance_status make_key(stance_name_cache *names, stance_name_kind kind, const stance_view *parts, size_t count,
                              int64_t actor, stance_error *err)
{
    stance_strbuf_clear(&names->key);
    stance_strbuf_addc(&names->key, (char)('a' + (int)kind));
    if (kind == STANCE_NAME_SPEAKER) stance_strbuf_add(&names->key, &actor, sizeof actor);
    for (size_t i = 0; i < count; i++) {
        if (i) stance_strbuf_addc(&names->key, '\0');
        stance_strbuf_addv(&names->key, parts[i]);
    }
    return stance_strbuf_ok(&names->key, err);
}

static void bind_parts(sqlite3_stmt *stmt, stance_name_kind kind, const stance_view *parts, size_t count, int64_t actor)
{
    for (size_t i = 0; i < count; i++) stance_store_bind(stmt, (int)i + 1, parts[i]);
    if (kind != STANCE_NAME_SPEAKER) return;
    if (actor) sqlite3_bind_int64(stmt, 2, actor);
    else sqlite3_bind_null(stmt, 2);
}

static stance_status find_or_add(stance_store *store, stance_name_kind kind, const stance_view *parts, size_t count,
                                 int64_t actor, int64_t *number, stance_error *err)
{
    stance_query find = (stance_query)((int)STANCE_Q_FIND_LEXICON + 2 * (int)kind);
    sqlite3_stmt *stmt;
    bool row;
    STANCE_TRY(stance_store_query(store, find, &stmt, err));
    bind_parts(stmt, kind, parts, count, actor);
    STANCE_TRY(stance_store_step(store, stmt, &row, err));
    if (row) {
        *number = sqlite3_column_int64(stmt, 0);
        sqlite3_reset(stmt);
        return STANCE_OK;
    }
    STANCE_TRY(stance_store_query(store, (stance_query)((int)find + 1), &stmt, err));
    bind_parts(stmt, kind, parts, count, actor);
    STANCE_TRY(stance_store_run(store, stmt, err));
    *number = sqlite3_last_insert_rowid(store->db);
    return kind == STANCE_NAME_SPEAKER ? stance_store_new_speaker(store, parts[0], actor != 0, *number, err)
                                       : STANCE_OK;
}

stance_status stance_store_name(stance_store *store, stance_name_kind kind, const stance_view *parts, size_t count,
                                int64_t actor, int64_t *number, stance_error *err)
{
    stance_name_cache *names = &store->names;
    STANCE_TRY(make_key(names, kind, parts, count, actor, err));
    stance_view key = stance_strbuf_view(&names->key);
    uint32_t id = names->keys.count ? stance_intern_find(&names->keys, key) : STANCE_NO_ID;
    if (id != STANCE_NO_ID) {
        *number = names->numbers[id];
        return STANCE_OK;
    }
    STANCE_TRY(find_or_add(store, kind, parts, count, actor, number, err));
    STANCE_TRY(make_key(names, kind, parts, count, actor, err)); /* a new speaker may have brought another name */
    key = stance_strbuf_view(&names->key);
    if (names->bytes > CACHE_LIMIT) stance_store_forget_names(store);
    /* Room first: a key without its number would be a wrong answer later. */
    size_t known = names->keys.count;
    if (known == names->capacity &&
        !stance_arena_grow(&names->arena, &names->numbers, known, &names->capacity, sizeof *names->numbers))
        return stance_fail_memory(err);
    id = stance_intern_add(&names->keys, key);
    if (id == STANCE_NO_ID) return stance_fail_memory(err);
    names->numbers[id] = *number;
    names->bytes += key.len + 64;
    return STANCE_OK;
}
