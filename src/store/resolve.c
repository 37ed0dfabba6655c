/* From the names in a selector to the numbers in the file, and what to say when there are none. */
#include "store/internal.h"

/* A name that is known. For speakers, actor is the id in the actors lexicon, and person tells who counts as one: by the number
   of the actor, else (below 0) by that of the name in which they count. */
typedef struct known_name {
    int64_t number, person;
    stance_view name, actor;
    bool chosen;
} known_name;

typedef struct known_list {
    known_name *names;
    size_t count, capacity;
} known_list;

/* Only what a statement or document uses, in the order of the names. */
static const char all_topics[] = "SELECT id, topic, NULL, NULL FROM topics t WHERE EXISTS"
                                 " (SELECT 1 FROM statement_topics WHERE topic = t.id) ORDER BY topic";
static const char all_targets[] = "SELECT id, actor, NULL, NULL FROM actors a WHERE EXISTS"
                                  " (SELECT 1 FROM statement_targets WHERE target = a.id) ORDER BY actor";
static const char all_sources[] = "SELECT id, source, NULL, NULL FROM sources o WHERE EXISTS"
                                  " (SELECT 1 FROM documents WHERE source = o.id) ORDER BY source";
static const char all_speakers[] =
    "SELECT p.id, p.speaker, ifnull(q.actor, -q.id), a.actor FROM speakers p CROSS JOIN speakers q"
    " ON q.id = ifnull(p.alias, p.id) LEFT JOIN actors a ON a.id = q.actor"
    " WHERE EXISTS (SELECT 1 FROM statements WHERE speaker = p.id) OR EXISTS (SELECT 1 FROM speakers o"
    " JOIN statements s ON s.speaker = o.id WHERE o.alias = p.id) ORDER BY p.speaker, a.actor";

static stance_status load(stance_store *store, stance_arena *arena, const char *sql, known_list *list,
                          stance_error *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    stance_status status = stance_store_prepare(store, sql, &stmt, err);
    while (status == STANCE_OK) {
        known_name name = {0};
        status = stance_store_step(store, stmt, &row, err);
        if (status != STANCE_OK || !row) break;
        name.number = sqlite3_column_int64(stmt, 0);
        name.person = sqlite3_column_int64(stmt, 2);
        status = stance_store_copy(store, stmt, 1, arena, &name.name, err);
        if (status == STANCE_OK) status = stance_store_copy(store, stmt, 3, arena, &name.actor, err);
        if (status == STANCE_OK && !STANCE_PUSH(arena, list->names, list->count, list->capacity, name))
            status = stance_fail_memory(err);
    }
    sqlite3_finalize(stmt);
    return status;
}

/* Marks the names that are wanted, without regard to case. */
static stance_status choose_equal(stance_arena *arena, known_list *list, stance_folded wanted, size_t *chosen,
                                  stance_error *err)
{
    *chosen = 0;
    for (size_t i = 0; i < list->count; i++) {
        known_name *name = &list->names[i];
        stance_folded a = stance_store_fold(arena, name->name), b = stance_store_fold(arena, name->actor);
        if (!a.points || !b.points) return stance_fail_memory(err);
        name->chosen = wanted.len && (stance_folded_equal(a, wanted) || stance_folded_equal(b, wanted));
        *chosen += name->chosen;
    }
    return STANCE_OK;
}

static bool same_person(const known_name *a, const known_name *b)
{
    if (a->person == b->person) return true;
    return a->name.len == b->name.len && sqlite3_strnicmp(a->name.data, b->name.data, (int)a->name.len) == 0;
}

/* Marks those whose name ends with what is wanted. *others lists the different persons, at most five, when they are
 * several. */
static stance_status choose_last_name(stance_arena *arena, known_list *list, stance_folded wanted, size_t *chosen,
                                      stance_strbuf *others, stance_error *err)
{
    const known_name *persons[5];
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++) {
        known_name *name = &list->names[i];
        stance_folded folded = stance_store_fold(arena, name->name);
        if (!folded.points) return stance_fail_memory(err);
        name->chosen = stance_folded_ends_with(folded, wanted);
        if (!name->chosen) continue;
        ++*chosen;
        size_t k = 0;
        while (k < count && !same_person(persons[k], name)) k++;
        if (k == count && count < 5) persons[count++] = name;
    }
    for (size_t k = 0; count > 1 && k < count; k++) {
        if (k) stance_strbuf_adds(others, ", ");
        stance_strbuf_addv(others, persons[k]->name);
    }
    return stance_strbuf_ok(others, err);
}

/* A person is whoever counts as the same one as a chosen name, under any spelling. */
static void choose_spellings(known_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        if (!list->names[i].chosen) continue;
        bool seen = i > 0 && list->names[i - 1].chosen && list->names[i - 1].person == list->names[i].person;
        for (size_t k = 0; !seen && k < list->count; k++)
            if (list->names[k].person == list->names[i].person) list->names[k].chosen = true;
    }
}

static stance_status choose_speaker(stance_arena *arena, known_list *list, stance_folded wanted, size_t *chosen,
                                    stance_strbuf *others, stance_error *err)
{
    STANCE_TRY(choose_equal(arena, list, wanted, chosen, err));
    if (!*chosen) STANCE_TRY(choose_last_name(arena, list, wanted, chosen, others, err));
    choose_spellings(list);
    return STANCE_OK;
}

/* "[3,7]" */
static stance_status put_chosen(const known_list *list, stance_strbuf *out, stance_error *err)
{
    char before = '[';
    for (size_t i = 0; i < list->count; i++) {
        if (!list->names[i].chosen) continue;
        stance_strbuf_addc(out, before);
        stance_strbuf_addf(out, "%lld", (long long)list->names[i].number);
        before = ',';
    }
    stance_strbuf_adds(out, before == '[' ? "[]" : "]");
    return stance_strbuf_ok(out, err);
}

static stance_status resolve_name(stance_store *store, stance_arena *arena, const char *sql, stance_view name,
                                  stance_strbuf *out, stance_error *err)
{
    known_list list = {0};
    stance_strbuf others = STANCE_STRBUF_INIT;
    size_t chosen;
    stance_status status = load(store, arena, sql, &list, err);
    if (status != STANCE_OK) return status;
    stance_folded wanted = stance_store_fold(arena, name);
    if (!wanted.points) return stance_fail_memory(err);
    if (sql == all_speakers) status = choose_speaker(arena, &list, wanted, &chosen, &others, err);
    else status = choose_equal(arena, &list, wanted, &chosen, err);
    /* A last name that several share selects nobody; stance_store_check_selector says so. */
    for (size_t i = 0; others.len && i < list.count; i++) list.names[i].chosen = false;
    stance_strbuf_free(&others);
    return status == STANCE_OK ? put_chosen(&list, out, err) : status;
}

stance_status stance_store_resolve(stance_store *store, const stance_selector *selector, stance_resolved *out,
                                   stance_error *err)
{
    stance_arena arena = STANCE_ARENA_INIT;
    stance_status status = STANCE_OK;
    *out = (stance_resolved){.no_topic = stance_view_is(selector->topic, "none"),
                             .no_target = stance_view_is(selector->target, "none")};
    out->by_speaker = selector->speaker.data != NULL;
    out->by_source = selector->source.data != NULL;
    out->by_topic = selector->topic.data && !out->no_topic;
    out->by_target = selector->target.data && !out->no_target && !stance_view_is(selector->target, "any");
    if (out->by_speaker) status = resolve_name(store, &arena, all_speakers, selector->speaker, &out->speakers, err);
    if (status == STANCE_OK && out->by_topic)
        status = resolve_name(store, &arena, all_topics, selector->topic, &out->topics, err);
    if (status == STANCE_OK && out->by_target)
        status = resolve_name(store, &arena, all_targets, selector->target, &out->targets, err);
    if (status == STANCE_OK && out->by_source)
        status = resolve_name(store, &arena, all_sources, selector->source, &out->sources, err);
    stance_arena_free(&arena);
    if (status != STANCE_OK) stance_resolved_free(out);
    return status;
}

void stance_resolved_free(stance_resolved *resolved)
{
    stance_strbuf_free(&resolved->speakers);
    stance_strbuf_free(&resolved->topics);
    stance_strbuf_free(&resolved->targets);
    stance_strbuf_free(&resolved->sources);
}

/* ---- checking ---- */

/* The last word, which is how people call people. */
static stance_folded last_word(stance_folded name)
{
    size_t at = name.len;
    while (at > 0 && name.points[at - 1] != ' ') at--;
    return (stance_folded){name.points + at, name.len - at};
}

static stance_status unknown(stance_store *store, stance_arena *arena, const known_list *list, stance_folded wanted,
                             stance_view name, const char *what, stance_error *err)
{
    stance_suggestions best = {.count = 0};
    stance_strbuf near = STANCE_STRBUF_INIT;
    for (size_t i = 0; i < list->count; i++) {
        const known_name *known = &list->names[i];
        stance_folded whole = stance_store_fold(arena, known->name), actor = stance_store_fold(arena, known->actor);
        if (!whole.points || !actor.points) return stance_fail_memory(err);
        if (!whole.len) continue; /* an actor under no name */
        stance_suggest(&best, wanted, whole, known->name);
        stance_suggest(&best, wanted, last_word(whole), known->name);
        if (actor.len) stance_suggest(&best, wanted, actor, known->name);
    }
    for (size_t i = 0; i < best.count; i++) {
        if (i) stance_strbuf_adds(&near, ", ");
        stance_strbuf_add(&near, best.names[i].data, (size_t)stance_store_shown(best.names[i]));
    }
    stance_status status = stance_strbuf_ok(&near, err);
    if (status == STANCE_OK && near.len)
        status =
            stance_fail(err, STANCE_ENOTFOUND, "no %s '%.*s' in '%s': nearest %s %s", what, stance_store_shown(name),
                        name.data, store->path, best.count == 1 ? "is" : "are", near.data);
    else if (status == STANCE_OK)
        status = stance_fail(err, STANCE_ENOTFOUND, "no %s '%.*s' in '%s': 'stance list %ss' shows those there are",
                             what, stance_store_shown(name), name.data, store->path, what);
    stance_strbuf_free(&near);
    return status;
}

static stance_status check_name(stance_store *store, stance_arena *arena, const char *sql, stance_view name,
                                const char *what, stance_error *err)
{
    known_list list = {0};
    stance_strbuf others = STANCE_STRBUF_INIT;
    size_t chosen = 0;
    stance_arena_reset(arena);
    STANCE_TRY(load(store, arena, sql, &list, err));
    stance_folded wanted = stance_store_fold(arena, name);
    if (!wanted.points) return stance_fail_memory(err);
    stance_status status = sql == all_speakers ? choose_speaker(arena, &list, wanted, &chosen, &others, err)
                                               : choose_equal(arena, &list, wanted, &chosen, err);
    if (status == STANCE_OK && others.len)
        status = stance_fail(err, STANCE_ECONFLICT, "several speakers are called '%.*s': say which of %s",
                             stance_store_shown(name), name.data, others.data);
    else if (status == STANCE_OK && !chosen) status = unknown(store, arena, &list, wanted, name, what, err);
    stance_strbuf_free(&others);
    return status;
}

stance_status stance_store_check_selector(stance_store *store, const stance_selector *selector, stance_error *err)
{
    bool from = stance_date_is_day(selector->from), to = stance_date_is_day(selector->to);
    if (from && to && stance_date_to_days(selector->from) > stance_date_to_days(selector->to)) {
        char first[STANCE_DATE_SIZE], last[STANCE_DATE_SIZE];
        return stance_fail(err, STANCE_EINVAL, "--from %s is after --to %s: exchange them",
                           stance_date_format(selector->from, first), stance_date_format(selector->to, last));
    }
    const struct {
        const char *sql, *what;
        stance_view name;
        bool free; /* a word with a meaning of its own */
    } names[] = {
        {all_topics, "topic", selector->topic, stance_view_is(selector->topic, "none")},
        {all_speakers, "speaker", selector->speaker, false},
        {all_targets, "target", selector->target,
         stance_view_is(selector->target, "none") || stance_view_is(selector->target, "any")},
        {all_sources, "source", selector->source, false},
    };
    stance_arena arena = STANCE_ARENA_INIT;
    stance_status status = STANCE_OK;
    for (size_t i = 0; status == STANCE_OK && i < sizeof names / sizeof *names; i++)
        if (names[i].name.data && !names[i].free)
            status = check_name(store, &arena, names[i].sql, names[i].name, names[i].what, err);
    stance_arena_free(&arena);
    return status;
}
