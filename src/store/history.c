/* The log of corrections, as people read it. */
#include "store/internal.h"

static const char *const state_names[] = {"counts", "replaced", "taken back", "takes back", "not at present"};

const char *stance_correction_state_name(stance_correction_state state)
{
    return (unsigned)state <= STANCE_CORRECTION_IDLE ? state_names[state] : "";
}

/* ?1: a statement, or 0 for all. What comes before and after a row is on the same place and field. Names are chosen from
   all of them by who reads. */
#define SAME                                                                                                           \
    "l.document = c.document AND l.field = c.field AND l.start_byte IS c.start_byte AND l.end_byte IS c.end_byte"      \
    " AND l.content IS c.content"
static const char all_corrections[] =
    "SELECT c.document, c.start_byte, c.end_byte, c.field, c.before, c.value, c.actor, c.who, c.why, c.made, d.name,"
    " c.name, s.ordinal, ifnull(d.withdrawn, 0), c.id, n.id, n.value IS NULL,"
    " (SELECT l.id FROM corrections l WHERE " SAME " AND (l.made, l.id) < (c.made, c.id)"
    " ORDER BY l.made DESC, l.id DESC LIMIT 1), c.content"
    " FROM corrections c LEFT JOIN documents d ON d.hash = c.document LEFT JOIN statements s ON s.id = c.statement"
    " LEFT JOIN corrections n ON n.id = (SELECT l.id FROM corrections l WHERE " SAME
    " AND (l.made, l.id) > (c.made, c.id) ORDER BY l.made, l.id LIMIT 1)"
    " WHERE ?1 = 0 OR c.statement = ?1 OR (c.document = '' AND c.field = 'alias') OR (c.start_byte IS NULL AND "
    "c.document ="
    " (SELECT o.hash FROM statements t JOIN documents o ON o.id = t.document WHERE t.id = ?1))"
    " ORDER BY c.made, c.id";
enum { ORDINAL = 12, STANDING, NUMBER, NEXT, NEXT_TAKES_BACK, EARLIER, KEY };

static stance_correction_state state_of(sqlite3_stmt *stmt, const stance_correction *c)
{
    if (!c->value.data) return STANCE_CORRECTION_BACK;
    if (c->followed_by)
        return sqlite3_column_int(stmt, NEXT_TAKES_BACK) ? STANCE_CORRECTION_UNDONE : STANCE_CORRECTION_REPLACED;
    if (c->field == STANCE_FIELD_ALIAS) return STANCE_CORRECTION_COUNTS;
    if (c->field == STANCE_FIELD_WITHDRAWN && c->document.data) return STANCE_CORRECTION_COUNTS;
    if (c->standing == STANCE_PURGED) return STANCE_CORRECTION_IDLE;
    if (!c->document.data || (!c->whole && sqlite3_column_type(stmt, ORDINAL) == SQLITE_NULL))
        return STANCE_CORRECTION_IDLE;
    return STANCE_CORRECTION_COUNTS;
}

/* What it is about: a document, a place in it, or a name. */
static stance_status load_place(stance_store *store, sqlite3_stmt *stmt, stance_correction *c, stance_error *err)
{
    int digits;
    int64_t start = sqlite3_column_int64(stmt, 1), end = sqlite3_column_int64(stmt, 2);
    if ((c->field == STANCE_FIELD_ALIAS) != (c->name.data != NULL))
        return stance_store_damaged(store, "a correction is none", err);
    c->whole = sqlite3_column_type(stmt, 1) == SQLITE_NULL;
    if (c->name.data) return STANCE_OK;
    STANCE_TRY(stance_store_load_hash(store, stmt, 0, c->hash, err));
    if (start < 0 || end < start || end > UINT32_MAX) return stance_store_damaged(store, "a correction is none", err);
    c->span = (stance_span){(uint32_t)start, (uint32_t)end};
    STANCE_TRY(stance_store_id_digits(store, c->hash, &digits, err));
    if (sqlite3_column_type(stmt, ORDINAL) == SQLITE_NULL)
        sqlite3_snprintf((int)sizeof c->id, c->id, "%.*s", digits, c->hash);
    else
        sqlite3_snprintf((int)sizeof c->id, c->id, "%.*s:%lld", digits, c->hash,
                         (long long)sqlite3_column_int64(stmt, ORDINAL));
    return STANCE_OK;
}

static stance_status load(stance_store *store, sqlite3_stmt *stmt, stance_correction *c, stance_error *err)
{
    stance_view field;
    STANCE_TRY(stance_store_column(store, stmt, 3, &field, err));
    if (!stance_field_parse(field, &c->field)) return stance_store_damaged(store, "a correction is none", err);
    stance_view *const views[] = {&c->before,    &c->value,    &c->actor,    &c->stamp.by,
                                  &c->stamp.why, &c->stamp.at, &c->document, &c->name};
    for (int i = 0; i < 8; i++) STANCE_TRY(stance_store_column(store, stmt, 4 + i, views[i], err));
    STANCE_TRY(load_place(store, stmt, c, err));
    int64_t standing = sqlite3_column_int64(stmt, STANDING);
    c->standing = standing == 0 ? STANCE_COUNTS : standing == 1 ? STANCE_WITHDRAWN : STANCE_PURGED;
    c->number = sqlite3_column_int64(stmt, NUMBER);
    c->followed_by = sqlite3_column_int64(stmt, NEXT);
    c->undoes = c->value.data ? 0 : sqlite3_column_int64(stmt, EARLIER);
    c->state = state_of(stmt, c);
    return STANCE_OK;
}

/* Whether the row is about one of the names that lead from the statement's speaker to the one as whom he counts. */
static stance_status is_wanted(stance_store *store, sqlite3_stmt *stmt, const stance_correction *c,
                               const stance_names *names, bool *wanted, stance_error *err)
{
    stance_view key;
    *wanted = !c->name.data;
    if (!c->name.data) return STANCE_OK;
    STANCE_TRY(stance_store_column(store, stmt, KEY, &key, err));
    for (size_t i = 0; i < names->count && !*wanted; i++) *wanted = stance_view_equal(names->keys[i], key);
    return STANCE_OK;
}

stance_status stance_store_corrections(stance_store *store, int64_t statement_key, stance_correction_fn fn,
                                       void *context, stance_error *err)
{
    sqlite3_stmt *stmt = NULL;
    stance_arena arena = STANCE_ARENA_INIT;
    stance_names names = {NULL, 0, 0};
    bool row = false, wanted = true;
    stance_status status = statement_key ? stance_store_names_of(store, statement_key, &arena, &names, err) : STANCE_OK;
    if (status == STANCE_OK) status = stance_store_prepare(store, all_corrections, &stmt, err);
    if (status == STANCE_OK) sqlite3_bind_int64(stmt, 1, statement_key);
    while (status == STANCE_OK) {
        stance_correction one;
        memset(&one, 0, sizeof one);
        status = stance_store_step(store, stmt, &row, err);
        if (status != STANCE_OK || !row) break;
        status = load(store, stmt, &one, err);
        if (status == STANCE_OK && statement_key) status = is_wanted(store, stmt, &one, &names, &wanted, err);
        if (status == STANCE_OK && wanted) status = fn(context, &one, err);
    }
    sqlite3_finalize(stmt);
    stance_arena_free(&arena);
    return status;
}

static stance_status count_idle(void *context, const stance_correction *correction, stance_error *err)
{
    int64_t *count = context;
    (void)err;
    *count += correction->state == STANCE_CORRECTION_IDLE && correction->document.data &&
              correction->standing != STANCE_PURGED;
    return STANCE_OK;
}

stance_status stance_store_count_idle(stance_store *store, int64_t *count, stance_error *err)
{
    *count = 0;
    return stance_store_corrections(store, 0, count_idle, count, err);
}
