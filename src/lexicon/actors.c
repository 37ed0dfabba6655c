/* Actors by their id, and the state that speaks for each side: tables that are made once when the lexicon is loaded. */
#include "lexicon/lexicon.h"

enum { KEY_BYTES = 96, SURNAME_LEAST = 5 };

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

size_t stance_spelling_key(stance_view name, char *key, size_t size)
{
    size_t n = 0;
    for (size_t i = 0; i < name.len && n + 2 < size; i++) {
        char c = name.data[i] >= 'A' && name.data[i] <= 'Z' ? (char)(name.data[i] | 32) : name.data[i];
        char next = i + 1 < name.len ? (char)(name.data[i + 1] | 32) : '\0';
        if (c == '\'' || c == '.' || (c == 'k' && next == 'h')) continue;
        if (c == '-') c = ' ';
        if (c == 'w') c = 'v';
        if (c == 'y' || c == 'j') c = 'i';
        if (c == 'i' && next == 'e') continue; /* Yevgeny and Evgeny */
        if (c == 'x') {
            key[n++] = 'k';
            c = 's';
        }
        if (!n || c != 'i' || key[n - 1] != c) key[n++] = c;
    }
    return n;
}

/* One more way in which that person may be spelled. */
static stance_status add_spelling(stance_lexicon *lexicon, stance_view name, uint32_t actor, stance_error *err)
{
    char key[KEY_BYTES];
    size_t n = stance_spelling_key(name, key, sizeof key), known = lexicon->spellings.count;
    if (n < SURNAME_LEAST) return STANCE_OK;
    uint32_t id = stance_intern_add(&lexicon->spellings, (stance_view){key, n});
    if (id == STANCE_NO_ID) return stance_fail_memory(err);
    uint32_t *at = &lexicon->actor_of_spelling[id];
    if (id == known) *at = actor;
    else if (*at != STANCE_NO_ID && !stance_view_equal(lexicon->actors[*at].id, lexicon->actors[actor].id))
        *at = STANCE_NO_ID;
    return STANCE_OK;
}

static stance_view last_word(stance_view text)
{
    size_t from = text.len;
    while (from > 0 && text.data[from - 1] != ' ') from--;
    return (stance_view){text.data + from, text.len - from};
}

/* The names of persons as they may be spelled: whole, and the last name behind an initial. */
static stance_status index_person(stance_lexicon *lexicon, const stance_entry *e, stance_error *err)
{
    stance_view last = last_word(e->pattern);
    STANCE_TRY(add_spelling(lexicon, e->pattern, e->actor, err));
    if (last.len == e->pattern.len || last.len + 2 > KEY_BYTES ||
        !stance_view_equal(e->pattern, lexicon->actors[e->actor].name))
        return STANCE_OK;
    char brief[KEY_BYTES] = {e->pattern.data[0], ' '};
    memcpy(brief + 2, last.data, last.len);
    return add_spelling(lexicon, (stance_view){brief, last.len + 2}, e->actor, err);
}

/* "Russian government", "North Korean side": what stands before a noun in small letters is the adjective of the state. */
static stance_status index_adjective(stance_lexicon *lexicon, const stance_entry *e, stance_error *err)
{
    stance_view last = last_word(e->pattern);
    char small[KEY_BYTES];
    if (last.len == e->pattern.len || last.data[0] < 'a' || last.data[0] > 'z' || e->pattern.len > sizeof small)
        return STANCE_OK;
    size_t n = e->pattern.len - last.len - 1, known = lexicon->adjectives.count;
    for (size_t i = 0; i < n; i++) {
        char c = e->pattern.data[i];
        small[i] = c >= 'A' && c <= 'Z' ? (char)(c | 32) : c;
    }
    if (n && small[n - 1] == '.') n--; /* U.S. */
    uint32_t id = stance_intern_add(&lexicon->adjectives, (stance_view){small, n});
    if (id == STANCE_NO_ID) return stance_fail_memory(err);
    if (id == known) lexicon->actor_of_adjective[id] = e->actor;
    return STANCE_OK;
}

static stance_status index_names(stance_lexicon *lexicon, stance_error *err)
{
    size_t names = lexicon->counts[STANCE_KIND_ACTOR] + lexicon->actor_count + 1;
    for (size_t i = 0; i < lexicon->entry_count; i++) names += lexicon->entries[i].kind == STANCE_KIND_ACTOR;
    stance_intern_init(&lexicon->adjectives, &lexicon->arena);
    stance_intern_init(&lexicon->spellings, &lexicon->arena);
    lexicon->actor_of_adjective = stance_arena_zero(&lexicon->arena, names, sizeof *lexicon->actor_of_adjective);
    lexicon->actor_of_spelling = stance_arena_zero(&lexicon->arena, names, sizeof *lexicon->actor_of_spelling);
    if (!lexicon->actor_of_adjective || !lexicon->actor_of_spelling) return stance_fail_memory(err);
    for (size_t i = 0; i < lexicon->entry_count; i++) {
        const stance_entry *e = &lexicon->entries[i];
        if (e->kind != STANCE_KIND_ACTOR || e->replaced) continue;
        if (e->class == STANCE_ACTOR_PERSON) STANCE_TRY(index_person(lexicon, e, err));
        if (e->class == STANCE_ACTOR_STATE) STANCE_TRY(index_adjective(lexicon, e, err));
    }
    return STANCE_OK;
}

/* Whose name a code stands for: the state's, else that of the first in the list. */
static stance_status add_code(stance_lexicon *lexicon, uint32_t i, stance_error *err)
{
    const stance_actor *a = &lexicon->actors[i];
    if (!a->state.len || a->kind == STANCE_ACTOR_PLACE) return STANCE_OK;
    uint32_t side = stance_intern_find(&lexicon->sides, a->state);
    size_t known = lexicon->codes.count;
    uint32_t id = stance_intern_add(&lexicon->codes, a->state);
    if (id == STANCE_NO_ID) return stance_fail_memory(err);
    if (id == known) lexicon->actor_of_code[id] = side == STANCE_NO_ID ? i : lexicon->actor_of_side[side];
    return STANCE_OK;
}

static void widen(stance_lexicon *lexicon, stance_date date)
{
    if (!date.year) return;
    if (!lexicon->known_from.year || stance_date_to_days(date) < stance_date_to_days(lexicon->known_from))
        lexicon->known_from = date;
    if (!lexicon->known_to.year || stance_date_to_days(date) > stance_date_to_days(lexicon->known_to))
        lexicon->known_to = date;
}

/* Persons by their side and by their last name, and the days that the files tell of. */
static stance_status index_persons(stance_lexicon *lexicon, stance_error *err)
{
    size_t n = lexicon->actor_count + 1;
    stance_intern_init(&lexicon->surnames, &lexicon->arena);
    stance_intern_init(&lexicon->codes, &lexicon->arena);
    lexicon->actor_of_code = stance_arena_zero(&lexicon->arena, n, sizeof(uint32_t));
    lexicon->first_of_code = stance_arena_zero(&lexicon->arena, n, sizeof(uint32_t));
    lexicon->next_of_code = stance_arena_zero(&lexicon->arena, n, sizeof(uint32_t));
    lexicon->first_of_surname = stance_arena_zero(&lexicon->arena, n, sizeof(uint32_t));
    lexicon->next_of_surname = stance_arena_zero(&lexicon->arena, n, sizeof(uint32_t));
    if (!lexicon->actor_of_code || !lexicon->first_of_code || !lexicon->next_of_code || !lexicon->first_of_surname ||
        !lexicon->next_of_surname)
        return stance_fail_memory(err);
    for (uint32_t i = 0; i < lexicon->actor_count; i++) {
        const stance_actor *a = &lexicon->actors[i];
        char key[KEY_BYTES];
        if (!a->id.len) continue;
        if (a->kind != STANCE_ACTOR_PERSON) {
            STANCE_TRY(add_code(lexicon, i, err));
            continue;
        }
        widen(lexicon, a->from);
        widen(lexicon, a->to);
        uint32_t code = stance_intern_find(&lexicon->codes, a->state);
        if (code != STANCE_NO_ID) {
            lexicon->next_of_code[i] = lexicon->first_of_code[code];
            lexicon->first_of_code[code] = i + 1;
        }
        stance_view last = last_word(a->name);
        uint32_t id =
            stance_intern_add(&lexicon->surnames, (stance_view){key, stance_spelling_key(last, key, sizeof key)});
        if (id == STANCE_NO_ID) return stance_fail_memory(err);
        lexicon->next_of_surname[i] = lexicon->first_of_surname[id];
        lexicon->first_of_surname[id] = i + 1;
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
    lexicon->next_term = stance_arena_zero(&lexicon->arena, lexicon->actor_count + 1, sizeof *lexicon->next_term);
    if (!lexicon->actor_of_id || !lexicon->actor_of_side || !lexicon->next_term) return stance_fail_memory(err);
    for (uint32_t i = 0; i < lexicon->actor_count; i++) {
        const stance_actor *a = &lexicon->actors[i];
        if (!a->id.len) continue; /* replaced by a later folder */
        size_t known = lexicon->actor_ids.count;
        uint32_t id = stance_intern_add(&lexicon->actor_ids, a->id);
        if (id == STANCE_NO_ID) return stance_fail_memory(err);
        if (id == known) lexicon->actor_of_id[id] = i; /* the first of equals */
        else {
            uint32_t first = lexicon->actor_of_id[id];
            lexicon->next_term[i] = lexicon->next_term[first];
            lexicon->next_term[first] = i + 1;
        }
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
    STANCE_TRY(index_names(lexicon, err));
    return index_persons(lexicon, err);
}

bool stance_actors_cover(const stance_lexicon *lexicon, stance_date date)
{
    if (!stance_date_is_day(date) || !lexicon->known_from.year) return false;
    int64_t day = stance_date_to_days(date);
    return day >= stance_date_to_days(lexicon->known_from) && day <= stance_date_to_days(lexicon->known_to);
}

bool stance_actor_in_term(const stance_actor *actor, stance_date date)
{
    int64_t day = stance_date_to_days(date);
    return (!actor->from.year || day >= stance_date_to_days(actor->from)) &&
           (!actor->to.year || day <= stance_date_to_days(actor->to));
}

/* Another row of the same actor, or NULL. */
static const stance_actor *next_row(const stance_lexicon *lexicon, const stance_actor *row)
{
    uint32_t next = lexicon->next_term[row - lexicon->actors];
    return next ? &lexicon->actors[next - 1] : NULL;
}

const stance_actor *stance_actor_on(const stance_lexicon *lexicon, const stance_actor *actor, stance_date date,
                                    const stance_actor *after)
{
    const stance_actor *first = stance_actor_by_id(lexicon, actor->id);
    bool any = !stance_actors_cover(lexicon, date); /* may any row hold? */
    for (const stance_actor *row = first; any && stance_date_is_day(date) && row; row = next_row(lexicon, row))
        any = !stance_actor_in_term(row, date);
    const stance_actor *row = after ? next_row(lexicon, after) : first;
    while (row && !any && !stance_actor_in_term(row, date)) row = next_row(lexicon, row);
    return row;
}

const stance_actor *stance_state_of_adjective(const stance_lexicon *lexicon, stance_view adjective)
{
    uint32_t at = stance_intern_find(&lexicon->adjectives, adjective);
    return at == STANCE_NO_ID ? NULL : &lexicon->actors[lexicon->actor_of_adjective[at]];
}

const stance_actor *stance_actor_spelled(const stance_lexicon *lexicon, stance_view name)
{
    char key[KEY_BYTES];
    size_t n = stance_spelling_key(name, key, sizeof key);
    uint32_t at = n < SURNAME_LEAST ? STANCE_NO_ID : stance_intern_find(&lexicon->spellings, (stance_view){key, n});
    at = at == STANCE_NO_ID ? at : lexicon->actor_of_spelling[at];
    return at == STANCE_NO_ID ? NULL : &lexicon->actors[at];
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
