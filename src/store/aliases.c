/* Several spellings of one name. A speaker's row points to the one in whose name it counts; statements keep the row that their
   document gave, so that the names can be parted again. */
#include "store/internal.h"

enum { LONGEST_CHAIN = 1000 }; /* circles are refused; in a file that somebody altered there may be one */

typedef struct name_end {
    stance_view target, actor;
} name_end;

static stance_status find_alias(stance_store *store, stance_arena *arena, stance_view name, name_end *end, bool *found,
                                stance_error *err)
{
    sqlite3_stmt *stmt;
    stance_view key;
    STANCE_TRY(stance_store_fold_key(arena, name, &key, err));
    STANCE_TRY(stance_store_query(store, STANCE_Q_FIND_ALIAS, &stmt, err));
    stance_store_bind(stmt, 1, key);
    STANCE_TRY(stance_store_step(store, stmt, found, err));
    if (!*found) return STANCE_OK;
    stance_status status = stance_store_copy(store, stmt, 0, arena, &end->target, err);
    if (status == STANCE_OK) status = stance_store_copy(store, stmt, 1, arena, &end->actor, err);
    sqlite3_reset(stmt);
    return status;
}

static bool same_name(stance_arena *arena, stance_view a, stance_view b)
{
    stance_folded x = stance_store_fold(arena, a), y = stance_store_fold(arena, b);
    return x.points && y.points && stance_folded_equal(x, y);
}

/* Where the chain of names that begins here ends; *found is false for a name that is no alias. */
static stance_status end_of(stance_store *store, stance_arena *arena, stance_view name, name_end *end, bool *found,
                            stance_error *err)
{
    bool more = true;
    *found = false;
    *end = (name_end){name, {NULL, 0}};
    for (int i = 0; more && i < LONGEST_CHAIN; i++) {
        name_end next = {{NULL, 0}, {NULL, 0}};
        STANCE_TRY(find_alias(store, arena, end->target, &next, &more, err));
        if (!more) break;
        *found = true;
        bool itself = same_name(arena, end->target, next.target); /* only its actor is given */
        *end = next;
        if (itself) break;
    }
    return STANCE_OK;
}

/* The number of the speaker at the end of a chain. */
static stance_status number_of(stance_store *store, const name_end *end, int64_t *number, stance_error *err)
{
    int64_t actor = 0;
    if (end->actor.len) STANCE_TRY(stance_store_name(store, STANCE_NAME_ACTOR, &end->actor, 1, 0, &actor, err));
    return stance_store_name(store, STANCE_NAME_SPEAKER, &end->target, 1, actor, number, err);
}

static stance_status set_alias(stance_store *store, int64_t number, int64_t alias, stance_error *err)
{
    sqlite3_stmt *stmt;
    STANCE_TRY(stance_store_query(store, STANCE_Q_SET_ALIAS, &stmt, err));
    sqlite3_bind_int64(stmt, 1, number);
    if (alias && alias != number) sqlite3_bind_int64(stmt, 2, alias);
    else sqlite3_bind_null(stmt, 2);
    return stance_store_run(store, stmt, err);
}

/* The target's own name without its actor is the same person, too: without this a row would point to one that points on. */
static const char is_bare_target[] = "SELECT a.target, a.actor FROM aliases a WHERE a.actor IS NOT NULL";

static stance_status bare_target(stance_store *store, stance_arena *arena, stance_view name, name_end *end, bool *found,
                                 stance_error *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    stance_status status = stance_store_prepare(store, is_bare_target, &stmt, err);
    while (status == STANCE_OK && !*found) {
        name_end one;
        status = stance_store_step(store, stmt, &row, err);
        if (status != STANCE_OK || !row) break;
        status = stance_store_copy(store, stmt, 0, arena, &one.target, err);
        if (status == STANCE_OK) status = stance_store_copy(store, stmt, 1, arena, &one.actor, err);
        if (status != STANCE_OK || !same_name(arena, one.target, name)) continue;
        *end = one;
        *found = true;
    }
    sqlite3_finalize(stmt);
    return status;
}

static stance_status any_alias(stance_store *store, bool *any, stance_error *err)
{
    sqlite3_stmt *stmt;
    STANCE_TRY(stance_store_query(store, STANCE_Q_ANY_ALIAS, &stmt, err));
    STANCE_TRY(stance_store_step(store, stmt, any, err));
    if (*any) sqlite3_reset(stmt);
    return STANCE_OK;
}

static stance_status resolve(stance_store *store, stance_arena *arena, stance_view name, bool has_actor, int64_t number,
                             stance_error *err)
{
    name_end end;
    bool found = false;
    int64_t target = 0;
    STANCE_TRY(end_of(store, arena, name, &end, &found, err));
    if (!end.actor.len && (found || !has_actor)) {
        bool named = false;
        STANCE_TRY(bare_target(store, arena, end.target, &end, &named, err));
        found = found || named;
    }
    if (found) STANCE_TRY(number_of(store, &end, &target, err));
    return found && target != number ? set_alias(store, number, target, err) : STANCE_OK;
}

stance_status stance_store_new_speaker(stance_store *store, stance_view name, bool has_actor, int64_t number,
                                       stance_error *err)
{
    bool any;
    if (!name.len) return STANCE_OK;
    STANCE_TRY(any_alias(store, &any, err));
    if (!any) return STANCE_OK;
    stance_arena arena = STANCE_ARENA_INIT;
    stance_status status = resolve(store, &arena, name, has_actor, number, err);
    stance_arena_free(&arena);
    return status;
}

typedef struct speaker {
    int64_t number;
    bool has_actor;
    stance_view name;
} speaker;

/* After the aliases have changed: all speakers anew. They are read first, since resolving adds some. */
static stance_status resolve_all(stance_store *store, stance_arena *arena, stance_error *err)
{
    sqlite3_stmt *stmt = NULL;
    speaker *list = NULL;
    size_t count = 0, capacity = 0;
    bool row = false;
    int code = stance_store_exec(store, "UPDATE speakers SET alias = NULL WHERE alias IS NOT NULL");
    if (code != SQLITE_OK) return stance_store_fail(store, code, err);
    stance_status status = stance_store_prepare(
        store, "SELECT id, actor IS NOT NULL, speaker FROM speakers WHERE speaker <> '' ORDER BY id", &stmt, err);
    while (status == STANCE_OK) {
        status = stance_store_step(store, stmt, &row, err);
        if (status != STANCE_OK || !row) break;
        speaker one = {sqlite3_column_int64(stmt, 0), sqlite3_column_int(stmt, 1) != 0, {NULL, 0}};
        status = stance_store_copy(store, stmt, 2, arena, &one.name, err);
        if (status == STANCE_OK && !STANCE_PUSH(arena, list, count, capacity, one)) status = stance_fail_memory(err);
    }
    sqlite3_finalize(stmt);
    stance_arena scratch = STANCE_ARENA_INIT;
    for (size_t i = 0; status == STANCE_OK && i < count; i++) {
        status = resolve(store, &scratch, list[i].name, list[i].has_actor, list[i].number, err);
        stance_arena_reset(&scratch);
    }
    stance_arena_free(&scratch);
    return status;
}

/* The statements of everybody who is called so. */
static stance_status statements_of(stance_store *store, stance_arena *arena, stance_view name, int64_t *statements,
                                   stance_error *err)
{
    static const char sql[] = "SELECT p.speaker, (SELECT count(*) FROM statements s WHERE s.speaker = p.id)"
                              " FROM speakers p WHERE p.speaker <> ''";
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    *statements = 0;
    stance_folded wanted = stance_store_fold(arena, name);
    if (!wanted.points) return stance_fail_memory(err);
    stance_arena scratch = STANCE_ARENA_INIT;
    stance_status status = stance_store_prepare(store, sql, &stmt, err);
    while (status == STANCE_OK) {
        stance_view own;
        status = stance_store_step(store, stmt, &row, err);
        if (status == STANCE_OK && row) status = stance_store_column(store, stmt, 0, &own, err);
        if (status != STANCE_OK || !row) break;
        stance_folded folded = stance_store_fold(&scratch, own);
        if (!folded.points) status = stance_fail_memory(err);
        else if (stance_folded_equal(folded, wanted)) *statements += sqlite3_column_int64(stmt, 1);
        stance_arena_reset(&scratch);
    }
    sqlite3_finalize(stmt);
    stance_arena_free(&scratch);
    return status;
}

/* ---- merging ---- */

/* The target may be given by its actor's id; then its commonest spelling is its name. */
static const char with_actor[] =
    "SELECT p.speaker, a.actor FROM speakers p JOIN actors a ON a.id = p.actor WHERE p.speaker <> ''"
    " ORDER BY (SELECT count(*) FROM statements WHERE speaker = p.id) DESC, length(p.speaker) DESC, p.speaker";

static stance_status complete(stance_store *store, stance_arena *arena, name_end *end, stance_error *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    stance_view wanted = end->target;
    if (end->actor.len) return STANCE_OK;
    stance_status status = stance_store_prepare(store, with_actor, &stmt, err);
    while (status == STANCE_OK && !end->actor.len) {
        stance_view name, actor;
        status = stance_store_step(store, stmt, &row, err);
        if (status != STANCE_OK || !row) break;
        status = stance_store_copy(store, stmt, 0, arena, &name, err);
        if (status == STANCE_OK) status = stance_store_copy(store, stmt, 1, arena, &actor, err);
        if (status == STANCE_OK && (same_name(arena, name, wanted) || same_name(arena, actor, wanted)))
            *end = (name_end){name, actor};
    }
    sqlite3_finalize(stmt);
    return status;
}

static stance_status refuse_circles(stance_store *store, stance_arena *arena, stance_view name, const name_end *end,
                                    stance_error *err)
{
    stance_strbuf chain = STANCE_STRBUF_INIT;
    stance_view at = end->target;
    stance_status status = STANCE_OK;
    bool more = true, circle = false;
    if (same_name(arena, name, at)) { /* fine when it says which actor it is */
        if (end->actor.len) return STANCE_OK;
        return stance_fail(err, STANCE_EINVAL, "'%.*s' is the same name: say as whom else the speaker counts",
                           stance_store_shown(name), name.data);
    }
    for (int i = 0; status == STANCE_OK && more && !circle && i < LONGEST_CHAIN; i++) {
        name_end next = {{NULL, 0}, {NULL, 0}};
        status = find_alias(store, arena, at, &next, &more, err);
        if (status != STANCE_OK || !more || same_name(arena, at, next.target)) break;
        stance_strbuf_addf(&chain, "%s'%.*s' counts as '%.*s'", i ? ", " : "", stance_store_shown(at), at.data,
                           stance_store_shown(next.target), next.target.data);
        circle = same_name(arena, next.target, name);
        at = next.target;
    }
    if (status == STANCE_OK) status = stance_strbuf_ok(&chain, err);
    if (status == STANCE_OK && circle)
        status =
            stance_fail(err, STANCE_ECONFLICT,
                        "the names would form a circle: %s already; 'stance alias --undo NAME' parts them", chain.data);
    stance_strbuf_free(&chain);
    return status;
}

static stance_status run_with(stance_store *store, const char *sql, const stance_view *values, int count,
                              stance_error *err)
{
    sqlite3_stmt *stmt = NULL;
    stance_status status = stance_store_prepare(store, sql, &stmt, err);
    for (int i = 0; status == STANCE_OK && i < count; i++) stance_store_bind(stmt, i + 1, values[i]);
    if (status == STANCE_OK) status = stance_store_run(store, stmt, err);
    sqlite3_finalize(stmt);
    return status;
}

/* Into the log: the name counted as `before`, and counts as end, or as itself again (NULL). */
static stance_status log_alias(stance_store *store, stance_view key, stance_view name, stance_view before,
                               const name_end *end, const stance_stamp *stamp, stance_error *err)
{
    const stance_view none = {NULL, 0};
    const stance_view values[] = {
        key,       name,       before,   end ? end->target : none, end && end->actor.len ? end->actor : none,
        stamp->by, stamp->why, stamp->at};
    return run_with(store,
                    "INSERT INTO corrections (document, field, content, name, before, value, actor, who, why, made)"
                    " VALUES ('', 'alias', ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                    values, 8, err);
}

static stance_status add_alias(stance_store *store, stance_arena *arena, stance_view name, const name_end *end,
                               const stance_stamp *stamp, stance_error *err)
{
    stance_view key;
    name_end before = {name, {NULL, 0}};
    bool found = false;
    STANCE_TRY(stance_store_fold_key(arena, name, &key, err));
    STANCE_TRY(find_alias(store, arena, name, &before, &found, err));
    STANCE_TRY(log_alias(store, key, name, before.target, end, stamp, err));
    const stance_view values[] = {key, name, end->target, end->actor, stamp->by, stamp->at};
    return run_with(store,
                    "INSERT INTO aliases (key, name, target, actor, who, made) VALUES (?1, ?2, ?3, ?4, "
                    "?5, ?6) ON CONFLICT DO UPDATE SET name = ?2, target = ?3, actor = ?4, who = ?5, "
                    "made = ?6",
                    values, 6, err);
}

stance_status stance_store_merge_names(stance_store *store, stance_view name, const stance_value *target,
                                       const stance_stamp *stamp, int64_t *statements, stance_error *err)
{
    name_end end = {target->text, target->actor};
    *statements = 0;
    STANCE_TRY(stance_store_may_write(store, err));
    if (!name.len || !end.target.len) return stance_fail(err, STANCE_EINVAL, "a name is empty");
    stance_arena arena = STANCE_ARENA_INIT;
    stance_status status = complete(store, &arena, &end, err);
    if (status == STANCE_OK) status = refuse_circles(store, &arena, name, &end, err);
    if (status == STANCE_OK) {
        status = add_alias(store, &arena, name, &end, stamp, err);
        if (status == STANCE_OK) status = resolve_all(store, &arena, err);
        if (status != STANCE_OK) store->spoiled = true;
    }
    if (status == STANCE_OK) status = statements_of(store, &arena, name, statements, err);
    stance_arena_free(&arena);
    return status;
}

static stance_status drop_alias(stance_store *store, stance_arena *arena, stance_view name, const stance_stamp *stamp,
                                stance_error *err)
{
    stance_view key;
    name_end before = {{NULL, 0}, {NULL, 0}};
    bool found = false;
    STANCE_TRY(stance_store_fold_key(arena, name, &key, err));
    STANCE_TRY(find_alias(store, arena, name, &before, &found, err));
    if (!found)
        return stance_fail(err, STANCE_ENOTFOUND, "'%.*s' is no alias: 'stance alias' alone shows those there are",
                           stance_store_shown(name), name.data ? name.data : "");
    stance_status status = log_alias(store, key, name, before.target, NULL, stamp, err);
    if (status == STANCE_OK) status = run_with(store, "DELETE FROM aliases WHERE key = ?1", &key, 1, err);
    if (status == STANCE_OK) status = resolve_all(store, arena, err);
    if (status != STANCE_OK) store->spoiled = true;
    return status;
}

stance_status stance_store_part_names(stance_store *store, stance_view name, const stance_stamp *stamp,
                                      int64_t *statements, stance_error *err)
{
    *statements = 0;
    STANCE_TRY(stance_store_may_write(store, err));
    stance_arena arena = STANCE_ARENA_INIT;
    stance_status status = drop_alias(store, &arena, name, stamp, err);
    if (status == STANCE_OK) status = statements_of(store, &arena, name, statements, err);
    stance_arena_free(&arena);
    return status;
}

stance_status stance_store_names_of(stance_store *store, int64_t statement, stance_arena *arena, stance_names *out,
                                    stance_error *err)
{
    sqlite3_stmt *stmt = NULL;
    bool more = false;
    name_end end = {{NULL, 0}, {NULL, 0}};
    STANCE_TRY(stance_store_prepare(store,
                                    "SELECT p.speaker FROM statements s CROSS JOIN speakers p ON p.id = s.speaker"
                                    " WHERE s.id = ?1 AND p.speaker <> ''",
                                    &stmt, err));
    sqlite3_bind_int64(stmt, 1, statement);
    stance_status status = stance_store_step(store, stmt, &more, err);
    if (status == STANCE_OK && more) status = stance_store_copy(store, stmt, 0, arena, &end.target, err);
    sqlite3_finalize(stmt);
    for (int i = 0; status == STANCE_OK && more && i < LONGEST_CHAIN; i++) {
        name_end next = {{NULL, 0}, {NULL, 0}};
        stance_view key;
        status = stance_store_fold_key(arena, end.target, &key, err);
        if (status == STANCE_OK && !STANCE_PUSH(arena, out->keys, out->count, out->capacity, key))
            status = stance_fail_memory(err);
        if (status == STANCE_OK) status = find_alias(store, arena, end.target, &next, &more, err);
        if (status != STANCE_OK || !more || same_name(arena, end.target, next.target)) break;
        end = next;
    }
    return status;
}

stance_status stance_store_aliases(stance_store *store, stance_alias_fn fn, void *context, stance_error *err)
{
    sqlite3_stmt *stmt = NULL;
    stance_arena arena = STANCE_ARENA_INIT;
    bool row = false, found;
    stance_status status =
        stance_store_prepare(store,
                             "SELECT a.name, a.target, a.who, a.made, ifnull((SELECT c.why FROM corrections c WHERE"
                             " c.document = '' AND c.field = 'alias' AND c.content = a.key"
                             " ORDER BY c.made DESC, c.id DESC LIMIT 1), '') FROM aliases a ORDER BY a.name, a.key",
                             &stmt, err);
    while (status == STANCE_OK) {
        stance_alias alias = {.statements = 0};
        stance_view *const views[] = {&alias.name, &alias.target, &alias.by, &alias.at, &alias.why};
        name_end end;
        stance_arena_reset(&arena);
        status = stance_store_step(store, stmt, &row, err);
        if (status != STANCE_OK || !row) break;
        for (int i = 0; status == STANCE_OK && i < 5; i++)
            status = stance_store_copy(store, stmt, i, &arena, views[i], err);
        if (status == STANCE_OK) status = end_of(store, &arena, alias.name, &end, &found, err);
        if (status == STANCE_OK) status = statements_of(store, &arena, alias.name, &alias.statements, err);
        if (status != STANCE_OK) break;
        alias.counts_as = end.target;
        alias.actor = end.actor;
        status = fn(context, &alias, err);
    }
    sqlite3_finalize(stmt);
    stance_arena_free(&arena);
    return status;
}
