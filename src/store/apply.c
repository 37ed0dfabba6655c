/* Putting corrections upon what is stored: what the program found is set aside, and what people set stands in its place, so
   that every query reads it without knowing of it. */
#include "store/internal.h"

#include "stance/corrections.h"

/* A row of the log. */
typedef struct rule {
    int64_t id;
    bool whole;
    int64_t start, end;
    stance_view content, field, value, actor;
    stance_view who, why, made;
    bool counts; /* the last one on its place and field, and not taken back */
} rule;

/* A statement as it is before anything is put upon it. */
typedef struct target {
    int64_t id, start, end;
    bool said;
    stance_view content;
} target;

typedef struct applying {
    stance_store *store;
    int64_t document;
    const char *hash;
    stance_arena arena;
    rule *rules;
    size_t rule_count, rule_capacity;
    target *targets;
    size_t target_count, target_capacity;
} applying;

/* ---- statements of the caller's own that are run once a document ---- */

/* Runs one statement whose ?1 is the number of the document. */
static stance_status run_for(stance_store *store, const char *sql, int64_t document, stance_error *err)
{
    sqlite3_stmt *stmt = NULL;
    STANCE_TRY(stance_store_prepare(store, sql, &stmt, err));
    sqlite3_bind_int64(stmt, 1, document);
    stance_status status = stance_store_run(store, stmt, err);
    sqlite3_finalize(stmt);
    return status;
}

stance_status stance_store_unlink(stance_store *store, int64_t document, stance_error *err)
{
    static const stance_query which[] = {STANCE_Q_UNLINK_TOPICS, STANCE_Q_UNLINK_TARGETS};
    for (size_t i = 0; i < sizeof which / sizeof *which; i++) {
        sqlite3_stmt *stmt;
        STANCE_TRY(stance_store_query(store, which[i], &stmt, err));
        sqlite3_bind_int64(stmt, 1, document);
        STANCE_TRY(stance_store_run(store, stmt, err));
    }
    return STANCE_OK;
}

static stance_status link_again(stance_store *store, int64_t document, stance_error *err)
{
    STANCE_TRY(run_for(store,
                       "INSERT INTO statement_topics (topic, day, statement) SELECT j.value, ifnull(s.day, -1000000), "
                       "s.id FROM statements s CROSS JOIN json_each(s.topics) j WHERE s.document = ?1 AND s.topics IS "
                       "NOT NULL ON CONFLICT DO NOTHING",
                       document, err));
    return run_for(store,
                   "INSERT INTO statement_targets (target, statement) SELECT j.value, s.id FROM statements s"
                   " CROSS JOIN json_each(s.targets) j WHERE s.document = ?1 AND s.targets IS NOT NULL"
                   " ON CONFLICT DO NOTHING",
                   document, err);
}

/* As if nothing had ever been set. */
static stance_status put_back(stance_store *store, int64_t document, stance_error *err)
{
    static const char *const steps[] = {
        "UPDATE statements SET (mode, content, speaker, confidence, cue, topics, targets, words) ="
        " (SELECT f.mode, f.content, f.speaker, f.confidence, f.cue, f.topics, f.targets, f.words"
        " FROM found_statements f WHERE f.statement = statements.id)"
        " WHERE document = ?1 AND EXISTS (SELECT 1 FROM found_statements WHERE statement = statements.id)",
        "DELETE FROM found_statements WHERE statement IN (SELECT id FROM statements WHERE document = ?1)",
        "UPDATE documents SET (date, basis, date_note) = (SELECT f.date, f.basis, f.date_note FROM found_dates f"
        " WHERE f.document = documents.id) WHERE id = ?1 AND EXISTS (SELECT 1 FROM found_dates WHERE document = ?1)",
        "DELETE FROM found_dates WHERE document = ?1",
        "UPDATE corrections SET statement = NULL WHERE document = (SELECT hash FROM documents WHERE id = ?1)"
        " AND statement IS NOT NULL",
    };
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) STANCE_TRY(run_for(store, steps[i], document, err));
    return STANCE_OK;
}

/* ---- reading ---- */

static bool same_key(const rule *a, const rule *b)
{
    if (a->whole != b->whole || !stance_view_equal(a->field, b->field)) return false;
    return a->whole || (a->start == b->start && a->end == b->end && stance_view_equal(a->content, b->content));
}

static stance_status load_rules(applying *a, stance_error *err)
{
    stance_store *store = a->store;
    sqlite3_stmt *stmt;
    bool row = false;
    STANCE_TRY(stance_store_query(store, STANCE_Q_CORRECTIONS_OF, &stmt, err));
    stance_store_bind(stmt, 1, stance_view_of(a->hash));
    stance_status status = STANCE_OK;
    while (status == STANCE_OK) {
        status = stance_store_step(store, stmt, &row, err);
        if (status != STANCE_OK || !row) break;
        rule r = {.id = sqlite3_column_int64(stmt, 0),
                  .whole = sqlite3_column_type(stmt, 1) == SQLITE_NULL,
                  .start = sqlite3_column_int64(stmt, 1),
                  .end = sqlite3_column_int64(stmt, 2),
                  .counts = true};
        stance_view *const views[] = {&r.content, &r.field, &r.value, &r.actor, &r.who, &r.why, &r.made};
        for (int i = 0; status == STANCE_OK && i < 7; i++)
            status = stance_store_copy(store, stmt, 3 + i, &a->arena, views[i], err);
        for (size_t i = 0; status == STANCE_OK && i < a->rule_count; i++)
            if (a->rules[i].counts && same_key(&a->rules[i], &r)) a->rules[i].counts = false;
        r.counts = r.value.data != NULL;
        if (status == STANCE_OK && !STANCE_PUSH(&a->arena, a->rules, a->rule_count, a->rule_capacity, r))
            status = stance_fail_memory(err);
    }
    sqlite3_reset(stmt);
    return status;
}

static stance_status load_targets(applying *a, stance_error *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    stance_status status = stance_store_prepare(a->store,
                                                "SELECT id, start_byte, end_byte, mode, content FROM statements"
                                                " WHERE document = ?1 ORDER BY ordinal",
                                                &stmt, err);
    if (status == STANCE_OK) sqlite3_bind_int64(stmt, 1, a->document);
    while (status == STANCE_OK) {
        status = stance_store_step(a->store, stmt, &row, err);
        if (status != STANCE_OK || !row) break;
        target t = {.id = sqlite3_column_int64(stmt, 0),
                    .start = sqlite3_column_int64(stmt, 1),
                    .end = sqlite3_column_int64(stmt, 2),
                    .said = sqlite3_column_int64(stmt, 3) != STANCE_NARRATION};
        status = stance_store_copy(a->store, stmt, 4, &a->arena, &t.content, err);
        if (status == STANCE_OK && !STANCE_PUSH(&a->arena, a->targets, a->target_count, a->target_capacity, t))
            status = stance_fail_memory(err);
    }
    sqlite3_finalize(stmt);
    return status;
}

/* The statement that a rule is about: the one that shares most with its place, at least half of the shorter of the two; of
   several on one place the one with the same content. NULL: it is not found any more. */
static const target *find_target(const applying *a, const rule *r)
{
    const target *best = NULL;
    int64_t most = 0, least = 0;
    for (size_t i = 0; i < a->target_count; i++) {
        const target *t = &a->targets[i];
        int64_t from = t->start > r->start ? t->start : r->start, to = t->end < r->end ? t->end : r->end;
        int64_t length = t->end - t->start, own = r->end - r->start;
        int64_t both = to - from, whole = length + own - both;
        if (both < 0 || 2 * both < (length < own ? length : own)) continue;
        bool same = stance_view_equal(t->content, r->content);
        if (best && both < most) continue;
        if (best && both == most && whole > least) continue;
        if (best && both == most && whole == least && (!same || stance_view_equal(best->content, r->content))) continue;
        best = t;
        most = both;
        least = whole;
    }
    return best;
}

/* ---- writing ---- */

static stance_status set_aside(applying *a, int64_t statement, stance_error *err)
{
    sqlite3_stmt *stmt;
    STANCE_TRY(stance_store_query(a->store, STANCE_Q_SET_ASIDE, &stmt, err));
    sqlite3_bind_int64(stmt, 1, statement);
    return stance_store_run(a->store, stmt, err);
}

static stance_status set_speaker(applying *a, const rule *r, int64_t statement, stance_error *err)
{
    stance_store *store = a->store;
    sqlite3_stmt *stmt;
    int64_t speaker = 0, actor = 0;
    if (r->value.len) {
        if (r->actor.len) STANCE_TRY(stance_store_name(store, STANCE_NAME_ACTOR, &r->actor, 1, 0, &actor, err));
        STANCE_TRY(stance_store_name(store, STANCE_NAME_SPEAKER, &r->value, 1, actor, &speaker, err));
    }
    STANCE_TRY(stance_store_query(store, speaker ? STANCE_Q_SET_SPEAKER : STANCE_Q_SET_NARRATION, &stmt, err));
    sqlite3_bind_int64(stmt, 1, statement);
    if (speaker) sqlite3_bind_int64(stmt, 2, speaker);
    return stance_store_run(store, stmt, err);
}

/* "a;b" -> "[3,7]" */
static stance_status set_names(applying *a, const rule *r, int64_t statement, bool topics, stance_error *err)
{
    stance_store *store = a->store;
    stance_strbuf *list = &store->lists[0];
    sqlite3_stmt *stmt;
    stance_strbuf_clear(list);
    for (size_t at = 0; at < r->value.len;) {
        const char *end = memchr(r->value.data + at, ';', r->value.len - at);
        stance_view name = {r->value.data + at, end ? (size_t)(end - r->value.data) - at : r->value.len - at};
        int64_t number;
        STANCE_TRY(stance_store_name(store, topics ? STANCE_NAME_TOPIC : STANCE_NAME_ACTOR, &name, 1, 0, &number, err));
        stance_strbuf_addf(list, "%c%lld", at ? ',' : '[', (long long)number);
        at += name.len + 1;
    }
    if (list->len) stance_strbuf_addc(list, ']');
    STANCE_TRY(stance_strbuf_ok(list, err));
    STANCE_TRY(stance_store_query(store, topics ? STANCE_Q_SET_TOPICS : STANCE_Q_SET_TARGETS, &stmt, err));
    sqlite3_bind_int64(stmt, 1, statement);
    if (list->len) stance_store_bind(stmt, 2, stance_strbuf_view(list));
    else sqlite3_bind_null(stmt, 2);
    return stance_store_run(store, stmt, err);
}

static stance_status put_upon(applying *a, const rule *r, int64_t statement, stance_error *err)
{
    STANCE_TRY(set_aside(a, statement, err));
    if (stance_view_is(r->field, "speaker")) return set_speaker(a, r, statement, err);
    return set_names(a, r, statement, stance_view_is(r->field, "topics"), err);
}

/* Its basis is metadata, for it came with the document rather than out of it; the note says from whom, and what was found. */
static stance_status set_date(applying *a, const rule *r, stance_error *err)
{
    stance_store *store = a->store;
    sqlite3_stmt *stmt;
    STANCE_TRY(run_for(store,
                       "INSERT INTO found_dates (document, date, basis, date_note)"
                       " SELECT id, date, basis, date_note FROM documents WHERE id = ?1",
                       a->document, err));
    STANCE_TRY(stance_store_query(store, STANCE_Q_SET_DATE, &stmt, err));
    sqlite3_bind_int64(stmt, 1, a->document);
    stance_store_bind(stmt, 2, r->value.len ? r->value : (stance_view){NULL, 0});
    sqlite3_bind_int64(stmt, 3, r->value.len ? STANCE_DATE_METADATA : STANCE_DATE_NONE);
    stance_store_bind(stmt, 4, r->who);
    stance_store_bind(stmt, 5, r->why);
    return stance_store_run(store, stmt, err);
}

static stance_status attach(applying *a, const rule *r, int64_t statement, stance_error *err)
{
    sqlite3_stmt *stmt;
    STANCE_TRY(stance_store_query(a->store, STANCE_Q_ATTACH, &stmt, err));
    sqlite3_bind_int64(stmt, 1, r->id);
    sqlite3_bind_int64(stmt, 2, statement);
    return stance_store_run(a->store, stmt, err);
}

/* What is said of the whole document first, what is said of one statement upon it. */
static stance_status put_all(applying *a, stance_error *err)
{
    bool withdrawn = false;
    for (size_t i = 0; i < a->rule_count; i++) {
        const rule *r = &a->rules[i];
        if (!r->whole || !r->counts) continue;
        if (stance_view_is(r->field, "withdrawn")) withdrawn = true;
        else if (stance_view_is(r->field, "date")) STANCE_TRY(set_date(a, r, err));
        else
            for (size_t k = 0; k < a->target_count; k++)
                if (a->targets[k].said) STANCE_TRY(put_upon(a, r, a->targets[k].id, err));
    }
    for (size_t i = 0; i < a->rule_count; i++) {
        const rule *r = &a->rules[i];
        const target *t = r->whole ? NULL : find_target(a, r);
        if (!t) continue;
        STANCE_TRY(attach(a, r, t->id, err));
        if (r->counts) STANCE_TRY(put_upon(a, r, t->id, err));
    }
    return run_for(a->store,
                   withdrawn ? "UPDATE documents SET withdrawn = 1 WHERE id = ?1 AND withdrawn = 0"
                             : "UPDATE documents SET withdrawn = 0 WHERE id = ?1 AND withdrawn = 1",
                   a->document, err);
}

static stance_status apply(applying *a, stance_error *err)
{
    stance_store *store = a->store;
    STANCE_TRY(load_rules(a, err));
    if (!a->rule_count) return STANCE_OK;
    STANCE_TRY(stance_store_unlink(store, a->document, err));
    STANCE_TRY(put_back(store, a->document, err));
    STANCE_TRY(load_targets(a, err));
    STANCE_TRY(put_all(a, err));
    STANCE_TRY(run_for(store,
                       "UPDATE statements SET day = (SELECT CASE WHEN length(d.date) = 10"
                       " THEN CAST(julianday(d.date) - 2440587.5 AS INTEGER) END FROM documents d WHERE d.id = ?1)"
                       " WHERE document = ?1",
                       a->document, err));
    STANCE_TRY(link_again(store, a->document, err));
    return stance_store_stand_again(store, a->document, err);
}

stance_status stance_store_apply(stance_store *store, int64_t document, const char *hash, stance_error *err)
{
    applying a = {.store = store, .document = document, .hash = hash};
    stance_status status = apply(&a, err);
    stance_arena_free(&a.arena);
    return status;
}
