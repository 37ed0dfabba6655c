/* Actors by their id, and the state that speaks for each side: tables that are made once when the lexicon is loaded. */
#include "lexicon/lexicon.h"

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
    for (size_t i = 0; i < lexicon->actor_count; i++) {
        stance_actor *a = &lexicon->actors[i];
        uint32_t at = is_side(a) ? STANCE_NO_ID : stance_intern_find(&lexicon->sides, a->state);
        a->side = at == STANCE_NO_ID ? a->kind : lexicon->actors[lexicon->actor_of_side[at]].kind;
    }
    return STANCE_OK;
}

const stance_actor *stance_actor_by_id(const stance_lexicon *lexicon, stance_view id)
{
    uint32_t at = id.data ? stance_intern_find(&lexicon->actor_ids, id) : STANCE_NO_ID;
    return at == STANCE_NO_ID ? NULL : &lexicon->actors[lexicon->actor_of_id[at]];
}

const stance_actor *stance_actor_side(const stance_lexicon *lexicon, const stance_actor *actor)
{
    if (is_side(actor) || actor->kind == STANCE_ACTOR_BODY || actor->side != STANCE_ACTOR_STATE) return actor;
    return &lexicon->actors[lexicon->actor_of_side[stance_intern_find(&lexicon->sides, actor->state)]];
}
