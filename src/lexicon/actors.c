/* Actors by their id, and the state that speaks for each side: tables that are made once when the lexicon is loaded. */
#include "lexicon/lexicon.h"

enum { DEMONYM_MAX = 48 };

static bool is_side(const stance_actor *a)
{
    return a->kind == STANCE_ACTOR_STATE || a->kind == STANCE_ACTOR_BLOC || a->kind == STANCE_ACTOR_ARMED_GROUP;
}

/* Who holds the code: a state before all others, for a desk may give an armed group the letters of its country. */
static stance_status add_side(stance_lexicon *lexicon, uint32_t i, stance_error *err)
{
    const stance_actor *a = &lexicon->actors[i];
    if (!a->state.len) return STANCE_OK;
    size_t known = lexicon->sides.count;
    uint32_t id = stance_intern_add(&lexicon->sides, a->state);
    if (id == STANCE_NO_ID) return stance_fail_memory(err);
    bool outranks = id < known && a->kind == STANCE_ACTOR_STATE &&
                    lexicon->actors[lexicon->actor_of_side[id]].kind != STANCE_ACTOR_STATE;
    if (id == known || outranks) lexicon->actor_of_side[id] = i;
    return STANCE_OK;
}

/* "Russian government" among the aliases of a state: its adjective is "russian". */
static stance_status add_demonym(stance_lexicon *lexicon, const stance_entry *e, stance_error *err)
{
    static const char tail[] = " government";
    char folded[DEMONYM_MAX];
    size_t n = sizeof tail - 1, len = e->pattern.len > n ? e->pattern.len - n : 0;
    if (!len || len > sizeof folded || memcmp(e->pattern.data + len, tail, n) != 0) return STANCE_OK;
    for (size_t i = 0; i < len; i++) {
        char c = e->pattern.data[i];
        folded[i] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    size_t known = lexicon->demonyms.count;
    uint32_t id = stance_intern_add(&lexicon->demonyms, (stance_view){folded, len});
    if (id == STANCE_NO_ID) return stance_fail_memory(err);
    if (id == known) lexicon->actor_of_demonym[id] = e->actor;
    return STANCE_OK;
}

static bool is_demonym_entry(const stance_lexicon *lexicon, const stance_entry *e)
{
    return e->kind == STANCE_KIND_ACTOR && !e->replaced && lexicon->actors[e->actor].kind == STANCE_ACTOR_STATE;
}

static stance_status index_demonyms(stance_lexicon *lexicon, stance_error *err)
{
    size_t most = 0;
    for (size_t i = 0; i < lexicon->entry_count; i++) most += is_demonym_entry(lexicon, &lexicon->entries[i]);
    stance_intern_init(&lexicon->demonyms, &lexicon->arena);
    lexicon->actor_of_demonym = stance_arena_zero(&lexicon->arena, most + 1, sizeof *lexicon->actor_of_demonym);
    if (!lexicon->actor_of_demonym) return stance_fail_memory(err);
    for (size_t i = 0; i < lexicon->entry_count; i++) {
        if (is_demonym_entry(lexicon, &lexicon->entries[i]))
            STANCE_TRY(add_demonym(lexicon, &lexicon->entries[i], err));
    }
    return STANCE_OK;
}

stance_status stance_index_actors(stance_lexicon *lexicon, stance_error *err)
{
    stance_intern_init(&lexicon->actor_ids, &lexicon->arena);
    stance_intern_init(&lexicon->sides, &lexicon->arena);
    lexicon->actor_of_id = stance_arena_zero(&lexicon->arena, lexicon->actor_count + 1, sizeof *lexicon->actor_of_id);
    lexicon->actor_of_side =
        stance_arena_zero(&lexicon->arena, lexicon->actor_count + 1, sizeof *lexicon->actor_of_side);
    if (!lexicon->actor_of_id || !lexicon->actor_of_side) return stance_fail_memory(err);
    for (uint32_t i = 0; i < lexicon->actor_count; i++) {
        const stance_actor *a = &lexicon->actors[i];
        if (!a->id.len) continue; /* replaced by a later folder */
        size_t known = lexicon->actor_ids.count;
        uint32_t id = stance_intern_add(&lexicon->actor_ids, a->id);
        if (id == STANCE_NO_ID) return stance_fail_memory(err);
        if (id == known) lexicon->actor_of_id[id] = i; /* the first of equals */
        if (is_side(a)) STANCE_TRY(add_side(lexicon, i, err));
    }
    for (uint32_t i = 0; i < lexicon->actor_count; i++) { /* the UN stands for its officials */
        const stance_actor *a = &lexicon->actors[i];
        bool body = a->id.len && a->kind == STANCE_ACTOR_BODY && a->state.len;
        if (body && stance_intern_find(&lexicon->sides, a->state) == STANCE_NO_ID)
            STANCE_TRY(add_side(lexicon, i, err));
    }
    for (size_t i = 0; i < lexicon->actor_count; i++) {
        stance_actor *a = &lexicon->actors[i];
        uint32_t at = is_side(a) ? STANCE_NO_ID : stance_intern_find(&lexicon->sides, a->state);
        a->side = at == STANCE_NO_ID ? a->kind : lexicon->actors[lexicon->actor_of_side[at]].kind;
    }
    return index_demonyms(lexicon, err);
}

const stance_actor *stance_actor_by_id(const stance_lexicon *lexicon, stance_view id)
{
    uint32_t at = id.data ? stance_intern_find(&lexicon->actor_ids, id) : STANCE_NO_ID;
    return at == STANCE_NO_ID ? NULL : &lexicon->actors[lexicon->actor_of_id[at]];
}

const stance_actor *stance_actor_side(const stance_lexicon *lexicon, const stance_actor *actor)
{
    if (is_side(actor) || actor->kind == STANCE_ACTOR_BODY) return actor;
    uint32_t at = stance_intern_find(&lexicon->sides, actor->state);
    return at == STANCE_NO_ID ? NULL : &lexicon->actors[lexicon->actor_of_side[at]];
}

const stance_actor *stance_actor_by_demonym(const stance_lexicon *lexicon, stance_view words)
{
    uint32_t at = stance_intern_find(&lexicon->demonyms, words);
    return at == STANCE_NO_ID ? NULL : &lexicon->actors[lexicon->actor_of_demonym[at]];
}
