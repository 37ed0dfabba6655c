/* What a correction is about, from what the user calls it by. */
#include "store/internal.h"

enum { LEAST_DIGITS = 4, SHOWN = 5 };

/* The digits of a hash, in lower case; false when it holds anything else. */
static bool parse_hash(stance_view what, char hash[65])
{
    if (what.len < LEAST_DIGITS || what.len > STANCE_HASH_DIGITS) return false;
    for (size_t i = 0; i < what.len; i++) {
        char c = what.data[i];
        if (c >= 'A' && c <= 'F') c = (char)(c + 32);
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return false;
        hash[i] = c;
    }
    hash[what.len] = '\0';
    return true;
}

static bool looks_like_id(stance_view what)
{
    const char *colon = what.data ? memchr(what.data, ':', what.len) : NULL;
    char hash[65];
    if (!colon || colon + 1 == what.data + what.len) return false;
    for (const char *p = colon + 1; p < what.data + what.len; p++)
        if (*p < '0' || *p > '9') return false;
    stance_view digits = {what.data, (size_t)(colon - what.data)};
    return digits.len < LEAST_DIGITS ? digits.len > 0 : parse_hash(digits, hash);
}

static stance_status fill(stance_store *store, sqlite3_stmt *stmt, stance_subject *out, stance_error *err)
{
    int digits;
    out->document = sqlite3_column_int64(stmt, 0);
    out->statement = 0;
    STANCE_TRY(stance_store_load_hash(store, stmt, 1, out->hash, err));
    STANCE_TRY(stance_store_copy(store, stmt, 2, &store->subject_arena, &out->name, err));
    int64_t standing = sqlite3_column_int64(stmt, 3);
    out->standing = standing == 0 ? STANCE_COUNTS : standing == 1 ? STANCE_WITHDRAWN : STANCE_PURGED;
    STANCE_TRY(stance_store_id_digits(store, out->hash, &digits, err));
    sqlite3_snprintf((int)sizeof out->id, out->id, "%.*s", digits, out->hash);
    return STANCE_OK;
}

/* The one document that a query gives; *found tells whether it gave any. Several are a conflict that the message lists. */
static stance_status only_one(stance_store *store, const char *sql, stance_view asked, stance_view what,
                              stance_subject *out, bool *found, stance_error *err)
{
    sqlite3_stmt *stmt = NULL;
    stance_strbuf others = STANCE_STRBUF_INIT;
    stance_subject one;
    int count = 0;
    bool row = false;
    stance_status status = stance_store_prepare(store, sql, &stmt, err);
    if (status == STANCE_OK) stance_store_bind(stmt, 1, asked);
    while (status == STANCE_OK) {
        status = stance_store_step(store, stmt, &row, err);
        if (status != STANCE_OK || !row) break;
        status = fill(store, stmt, count ? &one : out, err);
        if (status != STANCE_OK) break;
        const stance_subject *now = count ? &one : out;
        if (count < SHOWN)
            stance_strbuf_addf(&others, "%s%s (%.*s)", count ? ", " : "", now->id, stance_store_shown(now->name),
                               now->name.data ? now->name.data : "");
        count++;
    }
    sqlite3_finalize(stmt);
    if (status == STANCE_OK) status = stance_strbuf_ok(&others, err);
    if (status == STANCE_OK && count > 1)
        status = stance_fail(err, STANCE_ECONFLICT, "'%.*s' fits several documents: %s%s", stance_store_shown(what),
                             what.data, others.data, count > SHOWN ? ", …" : "");
    stance_strbuf_free(&others);
    *found = count > 0;
    return status;
}

#define DOCUMENT "SELECT d.id, d.hash, d.name, d.withdrawn FROM documents d "

static stance_status locate_document(stance_store *store, stance_view what, stance_subject *out, stance_error *err)
{
    char hash[65];
    bool found = false;
    STANCE_TRY(only_one(store,
                        DOCUMENT "WHERE d.name = ?1 OR d.id IN (SELECT document FROM document_ids WHERE name = ?1)"
                                 " ORDER BY d.hash LIMIT 6",
                        what, what, out, &found, err));
    if (!found && parse_hash(what, hash))
        STANCE_TRY(only_one(store, DOCUMENT "WHERE d.hash >= ?1 AND d.hash < ?1 || 'g' ORDER BY d.hash LIMIT 6",
                            stance_view_of(hash), what, out, &found, err));
    if (found) return STANCE_OK;
    return stance_fail(err, STANCE_ENOTFOUND,
                       "no document '%.*s' in '%s': 'stance list documents' shows paths and hashes, 'stance export "
                       "statements' the ids of statements",
                       stance_store_shown(what), what.data ? what.data : "", store->path);
}

stance_status stance_store_locate(stance_store *store, stance_view what, stance_subject *out, stance_error *err)
{
    const stance_row *row;
    bool found;
    *out = (stance_subject){.statement = 0};
    stance_arena_reset(&store->subject_arena);
    if (!what.len) return stance_fail(err, STANCE_EINVAL, "which statement or document? its name is empty");
    if (!looks_like_id(what)) return locate_document(store, what, out, err);
    stance_error own;
    stance_status status = stance_store_find(store, what, &row, &own);
    if (status == STANCE_ENOTFOUND && locate_document(store, what, out, err) == STANCE_OK)
        return STANCE_OK; /* a document whose name looks like an id */
    if (status != STANCE_OK) return stance_fail(err, status, "%s", own.message);
    char id[sizeof out->id];
    memcpy(id, row->id, sizeof id);
    int64_t statement = row->key;
    char hash[65];
    memcpy(hash, row->hash, sizeof hash);
    STANCE_TRY(only_one(store, DOCUMENT "WHERE d.hash = ?1", stance_view_of(hash), what, out, &found, err));
    out->statement = statement;
    memcpy(out->id, id, sizeof id);
    return STANCE_OK;
}
