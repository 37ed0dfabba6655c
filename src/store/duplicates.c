/* Near-copies: what a new document is compared with, and the group that it joins.

   Every document's fingerprint is kept whole, but only its INDEXED least prints are put into the index, and only the
   LOOKED_UP least ones of a new document are looked up: of two texts that share much, the least prints are mostly the
   same, of a part and its whole too. So the cost of a document depends on its own size (and the logarithm of the
   database's). A print that CROWD documents have is furniture, or a text of which a group knows enough: it is indexed no
   further.

   Which documents are in one group depends on the order in which they came only where one is near to two that are not
   near to each other; which of a group is the canonical one never does: it is computed from what they are. */
#include "store/internal.h"

#include <stdlib.h>

#include "text/fingerprint.h"

enum { INDEXED = 8, LOOKED_UP = 24, CROWD = 64, COMPARED = 8, PRINT_BYTES = STANCE_PRINT_BITS / 8 };
enum { RARE = 8 }; /* a print that few have says as much as several that many have */

typedef struct candidate {
    int64_t document, weight;
    int hits; /* one print alone is a turn of phrase */
} candidate;

typedef struct search {
    stance_fingerprint own;
    bool crowded[LOOKED_UP + 1]; /* of the prints looked up: the whole one first */
    candidate *candidates;
    size_t count, capacity;
    int64_t nearest; /* 0: none */
    stance_overlap overlap;
    char hash[65]; /* of the nearest */
} search;

/* ---- fingerprints as they are stored: prints of six bytes, least first ---- */

static stance_status pack(const stance_fingerprint *print, stance_strbuf *out, stance_error *err)
{
    stance_strbuf_clear(out);
    for (size_t i = 0; i < print->count; i++) {
        char bytes[PRINT_BYTES];
        for (size_t k = 0; k < PRINT_BYTES; k++) bytes[k] = (char)(unsigned char)(print->prints[i] >> (8 * k));
        stance_strbuf_add(out, bytes, sizeof bytes);
    }
    return stance_strbuf_ok(out, err);
}

/* From columns `at` (prints) and `at` + 1 (whole). Prints out of order, in a file that somebody altered, are compared
   wrongly and do no harm. */
static stance_status unpack(sqlite3_stmt *stmt, int at, stance_arena *arena, stance_fingerprint *out, stance_error *err)
{
    const unsigned char *bytes = sqlite3_column_blob(stmt, at);
    size_t count = bytes ? (size_t)sqlite3_column_bytes(stmt, at) / PRINT_BYTES : 0;
    uint64_t *prints = stance_arena_alloc(arena, (count + 1) * sizeof *prints);
    if (!prints) return stance_fail_memory(err);
    for (size_t i = 0; i < count; i++) {
        prints[i] = 0;
        for (size_t k = 0; k < PRINT_BYTES; k++) prints[i] |= (uint64_t)bytes[i * PRINT_BYTES + k] << (8 * k);
    }
    *out = (stance_fingerprint){prints, count, (uint64_t)sqlite3_column_int64(stmt, at + 1)};
    return STANCE_OK;
}

/* ---- finding ---- */

static stance_status look_up(stance_store *store, search *s, uint64_t print, bool *crowded, stance_error *err)
{
    sqlite3_stmt *stmt;
    bool row = false;
    size_t before = s->count;
    STANCE_TRY(stance_store_query(store, STANCE_Q_FIND_PRINT, &stmt, err));
    sqlite3_bind_int64(stmt, 1, (int64_t)print);
    sqlite3_bind_int64(stmt, 2, CROWD);
    for (;;) {
        STANCE_TRY(stance_store_step(store, stmt, &row, err));
        if (!row) break;
        candidate one = {sqlite3_column_int64(stmt, 0), 1, print == s->own.whole ? 2 : 1};
        if (!STANCE_PUSH(&store->print_arena, s->candidates, s->count, s->capacity, one)) {
            sqlite3_reset(stmt);
            return stance_fail_memory(err);
        }
    }
    *crowded = s->count - before >= CROWD;
    for (size_t i = before; !*crowded && i < s->count; i++) s->candidates[i].weight = RARE;
    return STANCE_OK;
}

static int by_document(const void *a, const void *b)
{
    const candidate *x = a, *y = b;
    return (x->document > y->document) - (x->document < y->document);
}

static int by_weight(const void *a, const void *b)
{
    const candidate *x = a, *y = b;
    if (x->weight != y->weight) return x->weight > y->weight ? -1 : 1;
    return by_document(a, b);
}

/* One entry a document, those that share most first. */
static void rank(search *s)
{
    size_t unique = 0;
    if (!s->count) return;
    qsort(s->candidates, s->count, sizeof *s->candidates, by_document);
    for (size_t i = 0; i < s->count; i++) {
        if (unique && s->candidates[unique - 1].document == s->candidates[i].document) {
            s->candidates[unique - 1].weight += s->candidates[i].weight;
            s->candidates[unique - 1].hits += s->candidates[i].hits;
        } else {
            s->candidates[unique++] = s->candidates[i];
        }
    }
    s->count = 0;
    for (size_t i = 0; i < unique; i++)
        if (s->candidates[i].hits > 1) s->candidates[s->count++] = s->candidates[i];
    qsort(s->candidates, s->count, sizeof *s->candidates, by_weight);
}

static bool is_nearer(const search *s, stance_overlap overlap, const char *hash)
{
    if (!s->nearest) return true;
    if (overlap.mutual != s->overlap.mutual) return overlap.mutual > s->overlap.mutual;
    if (overlap.contained != s->overlap.contained) return overlap.contained > s->overlap.contained;
    return strcmp(hash, s->hash) < 0;
}

static stance_status compare_with(stance_store *store, search *s, int64_t document, stance_error *err)
{
    sqlite3_stmt *stmt;
    bool row;
    char hash[65];
    stance_fingerprint other;
    STANCE_TRY(stance_store_query(store, STANCE_Q_FINGERPRINT, &stmt, err));
    sqlite3_bind_int64(stmt, 1, document);
    STANCE_TRY(stance_store_step(store, stmt, &row, err));
    if (!row) return STANCE_OK; /* it was taken away since */
    stance_status status = unpack(stmt, 0, &store->print_arena, &other, err);
    if (status == STANCE_OK) status = stance_store_load_hash(store, stmt, 2, hash, err);
    sqlite3_reset(stmt);
    if (status != STANCE_OK) return status;
    stance_overlap overlap = stance_fingerprint_compare(&s->own, &other);
    if (!stance_overlap_is_copy(overlap) || !is_nearer(s, overlap, hash)) return STANCE_OK;
    s->nearest = document;
    s->overlap = overlap;
    memcpy(s->hash, hash, sizeof hash);
    return STANCE_OK;
}

static stance_status find_nearest(stance_store *store, search *s, stance_error *err)
{
    if (s->own.whole) STANCE_TRY(look_up(store, s, s->own.whole, &s->crowded[0], err));
    for (size_t i = 0; i < s->own.count && i < LOOKED_UP; i++)
        STANCE_TRY(look_up(store, s, s->own.prints[i], &s->crowded[i + 1], err));
    rank(s);
    for (size_t i = 0; i < s->count && i < COMPARED; i++)
        STANCE_TRY(compare_with(store, s, s->candidates[i].document, err));
    return STANCE_OK;
}

/* ---- keeping ---- */

static stance_status index_print(stance_store *store, uint64_t print, int64_t document, stance_error *err)
{
    sqlite3_stmt *stmt;
    STANCE_TRY(stance_store_query(store, STANCE_Q_ADD_PRINT, &stmt, err));
    sqlite3_bind_int64(stmt, 1, (int64_t)print);
    sqlite3_bind_int64(stmt, 2, document);
    return stance_store_run(store, stmt, err);
}

static stance_status keep(stance_store *store, const search *s, int64_t document, stance_error *err)
{
    sqlite3_stmt *stmt;
    size_t indexed = 0;
    STANCE_TRY(pack(&s->own, &store->packed, err));
    STANCE_TRY(stance_store_query(store, STANCE_Q_ADD_FINGERPRINT, &stmt, err));
    sqlite3_bind_int64(stmt, 1, document);
    sqlite3_bind_blob64(stmt, 2, store->packed.len ? store->packed.data : "", store->packed.len, SQLITE_STATIC);
    sqlite3_bind_int64(stmt, 3, (int64_t)s->own.whole);
    STANCE_TRY(stance_store_run(store, stmt, err));
    if (s->own.whole && !s->crowded[0]) STANCE_TRY(index_print(store, s->own.whole, document, err));
    if (s->own.count < STANCE_PRINT_LEAST) return STANCE_OK; /* never compared by them */
    for (size_t i = 0; i < s->own.count && i < LOOKED_UP && indexed < INDEXED; i++) {
        if (s->crowded[i + 1]) continue;
        STANCE_TRY(index_print(store, s->own.prints[i], document, err));
        indexed++;
    }
    return STANCE_OK;
}

/* ---- groups ---- */

/* A member's place in its group, as text that sorts: what was withdrawn last; whole dates that came with the document before inferred ones (so that
   a group is not left out because of one bad date) and none; then the earliest, the longest, the least hash. */
static stance_status standing_of(stance_store *store, int64_t document, char *out, size_t size, stance_error *err)
{
    sqlite3_stmt *stmt;
    bool row;
    STANCE_TRY(stance_store_query(store, STANCE_Q_STANDING, &stmt, err));
    sqlite3_bind_int64(stmt, 1, document);
    STANCE_TRY(stance_store_step(store, stmt, &row, err));
    if (!row) return stance_store_damaged(store, "a copy has no document", err);
    const char *date = (const char *)sqlite3_column_text(stmt, 0), *hash = (const char *)sqlite3_column_text(stmt, 3);
    bool withdrawn = sqlite3_column_int(stmt, 4) != STANCE_COUNTS;
    bool whole = date && strlen(date) == 10, inferred = sqlite3_column_int(stmt, 1) == STANCE_DATE_INFERRED;
    long long length = 9999999999LL - sqlite3_column_int64(stmt, 2);
    sqlite3_snprintf((int)size, out, "%d %-10.10s %010lld %.64s",
                     withdrawn ? 9
                     : whole   ? inferred
                     : date    ? 2
                               : 3,
                     date ? date : "", length < 0 ? 0 : length, hash ? hash : "");
    sqlite3_reset(stmt);
    return STANCE_OK;
}

static stance_status put_into(stance_store *store, int64_t document, int64_t group, stance_error *err)
{
    sqlite3_stmt *stmt;
    char standing[128];
    STANCE_TRY(standing_of(store, document, standing, sizeof standing, err));
    STANCE_TRY(stance_store_query(store, STANCE_Q_ADD_COPY, &stmt, err));
    sqlite3_bind_int64(stmt, 1, document);
    sqlite3_bind_int64(stmt, 2, group);
    stance_store_bind(stmt, 3, stance_view_of(standing));
    return stance_store_run(store, stmt, err);
}

/* The group of the nearest document, which founds one when it has none. */
static stance_status join(stance_store *store, int64_t document, int64_t nearest, stance_error *err)
{
    sqlite3_stmt *stmt;
    bool row;
    int64_t group = nearest;
    STANCE_TRY(stance_store_query(store, STANCE_Q_GROUP, &stmt, err));
    sqlite3_bind_int64(stmt, 1, nearest);
    STANCE_TRY(stance_store_step(store, stmt, &row, err));
    if (row) {
        group = sqlite3_column_int64(stmt, 0);
        sqlite3_reset(stmt);
    } else {
        STANCE_TRY(put_into(store, nearest, group, err));
    }
    return put_into(store, document, group, err);
}

stance_status stance_store_group(stance_store *store, int64_t document, stance_view text, bool *copy, stance_error *err)
{
    search s = {.nearest = 0};
    *copy = false;
    stance_arena_reset(&store->print_arena);
    STANCE_TRY(stance_fingerprint_of(text, &store->print_arena, &s.own, err));
    STANCE_TRY(find_nearest(store, &s, err));
    STANCE_TRY(keep(store, &s, document, err));
    *copy = s.nearest != 0;
    return *copy ? join(store, document, s.nearest, err) : STANCE_OK;
}

stance_status stance_store_stand_again(stance_store *store, int64_t document, stance_error *err)
{
    sqlite3_stmt *stmt;
    char standing[128];
    STANCE_TRY(standing_of(store, document, standing, sizeof standing, err));
    STANCE_TRY(stance_store_query(store, STANCE_Q_STAND_AGAIN, &stmt, err));
    sqlite3_bind_int64(stmt, 1, document);
    stance_store_bind(stmt, 2, stance_view_of(standing));
    return stance_store_run(store, stmt, err);
}

stance_status stance_store_is_copy(stance_store *store, int64_t document, const stance_strbuf *sources, bool *copy,
                                   stance_error *err)
{
    sqlite3_stmt *stmt;
    bool row;
    *copy = false;
    STANCE_TRY(stance_store_query(store, sources ? STANCE_Q_IS_COPY_AMONG : STANCE_Q_IS_COPY, &stmt, err));
    sqlite3_bind_int64(stmt, 1, document);
    if (sources) stance_store_bind(stmt, 2, stance_strbuf_view(sources));
    STANCE_TRY(stance_store_step(store, stmt, &row, err));
    *copy = row;
    if (row) sqlite3_reset(stmt);
    return STANCE_OK;
}

/* ---- the list ---- */

static const char all_copies[] = "SELECT c.grp, d.hash, d.name, d.date, d.basis, d.title, o.source, d.url, d.language, "
                                 "d.speaker, d.authors, d.place,"
                                 " d.date_note, f.prints, f.whole, d.withdrawn FROM (SELECT document, grp, standing,"
                                 " min(standing) OVER (PARTITION BY grp) AS best FROM copies) c"
                                 " CROSS JOIN documents d ON d.id = c.document LEFT JOIN sources o ON o.id = d.source"
                                 " LEFT JOIN fingerprints f ON f.document = d.id ORDER BY c.best, c.grp, c.standing";

stance_status stance_store_duplicates(stance_store *store, stance_duplicate_fn fn, void *context, stance_error *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    int64_t group = -1, last;
    stance_fingerprint canonical = {NULL, 0, 0}, own;
    stance_arena arena = STANCE_ARENA_INIT, kept = STANCE_ARENA_INIT;
    stance_duplicate one = {.group = 0};
    stance_status status = stance_store_prepare(store, all_copies, &stmt, err);
    while (status == STANCE_OK) {
        status = stance_store_step(store, stmt, &row, err);
        if (status != STANCE_OK || !row) break;
        last = group;
        group = sqlite3_column_int64(stmt, 0);
        one.canonical = one.group == 0 || group != last;
        if (one.canonical) {
            one.group++;
            stance_arena_reset(&kept);
            status = unpack(stmt, 13, &kept, &canonical, err);
            own = canonical;
        } else {
            stance_arena_reset(&arena);
            status = unpack(stmt, 13, &arena, &own, err);
        }
        if (status != STANCE_OK) break;
        one.withdrawn = sqlite3_column_int(stmt, 15) != STANCE_COUNTS;
        one.similarity = one.canonical ? STANCE_MILLION : stance_fingerprint_compare(&canonical, &own).contained;
        status = stance_store_load_hash(store, stmt, 1, one.hash, err);
        if (status == STANCE_OK) status = stance_store_load_document(store, stmt, 2, &one.document, err);
        if (status == STANCE_OK) status = fn(context, &one, err);
    }
    sqlite3_finalize(stmt);
    stance_arena_free(&arena);
    stance_arena_free(&kept);
    return status;
}
