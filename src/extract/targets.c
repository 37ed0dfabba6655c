/* Targets: the states and bodies that each statement is about, other than the speaker's own side. */
#include "extract/extract.h"

enum { TARGETS_MAX = 8, SIDES_MAX = 4, DEMONYM_BYTES = 48 };

/* A statement's targets while they are gathered. */
typedef struct gathering {
    const reading *r;
    stance_view own[SIDES_MAX]; /* codes of the speaker's sides */
    size_t own_count;
    stance_view list[TARGETS_MAX];
    size_t count;
} gathering;

/* Of the actor's rows the first that counts on the document's day; the given one when it counts too, or none does. */
static const stance_actor *row_of(const reading *r, const stance_actor *a)
{
    const stance_actor *first = stance_actor_on(r->lexicon, a, r->document->date, NULL), *row = first;
    while (row && row != a) row = stance_actor_on(r->lexicon, a, r->document->date, row);
    return row || !first ? a : first;
}

static void add_own(gathering *g, stance_view code)
{
    if (code.len && g->own_count < SIDES_MAX) g->own[g->own_count++] = code;
}

/* The codes of all that the actor was on that date. */
static void add_own_actor(gathering *g, const stance_actor *actor, stance_date date)
{
    const stance_actor *row = NULL;
    while ((row = stance_actor_on(g->r->lexicon, actor, date, row))) add_own(g, row->state);
}

/* "Americans", "Frenchmen": the adjective in the plural of a people's name; empty when it is none. */
static stance_view singular_of(stance_view w)
{
    if (w.len > 5 && memcmp(w.data + w.len - 3, "men", 3) == 0) return (stance_view){w.data, w.len - 3};
    return (stance_view){w.data, w.len >= 4 && w.data[w.len - 1] == 's' ? w.len - 1 : 0};
}

/* "Russian", "South Korean", "the Americans", "North Koreans": the state, or NULL. *last is its last token. */
static const stance_actor *demonym_at(const reading *r, uint32_t i, uint32_t *last)
{
    *last = i;
    if (!is_capital(r, i)) return NULL;
    stance_view w = stance_folded(r, i);
    stance_view next = i + 1 < r->tokens.count ? stance_folded(r, i + 1) : (stance_view){"", 0};
    bool plural = is_capital(r, i + 1) && !r->notes[i + 1].fn && singular_of(next).len; /* North Koreans */
    if (is_capital(r, i + 1) && ((has_fn(r, i, FN(NATIONALITY)) && has_fn(r, i + 1, FN(NATIONALITY))) || plural)) {
        if (plural) next = singular_of(next);
        char both[DEMONYM_BYTES];
        if (w.len + next.len + 1 <= sizeof both) {
            memcpy(both, w.data, w.len);
            both[w.len] = ' ';
            memcpy(both + w.len + 1, next.data, next.len);
            const stance_actor *state =
                stance_state_of_adjective(r->lexicon, (stance_view){both, w.len + 1 + next.len});
            if (state) {
                *last = i + 1;
                return state;
            }
        }
    }
    if (has_fn(r, i, FN(NATIONALITY))) return stance_state_of_adjective(r->lexicon, w);
    if (r->notes[i].fn || !singular_of(w).len) return NULL;
    const stance_actor *state = stance_state_of_adjective(r->lexicon, singular_of(w));
    uint32_t word = stance_intern_find(&r->lexicon->words, singular_of(w));
    return state && word != STANCE_NO_ID ? state : NULL;
}

/* The side of the actor or demonym at i, or NULL; *last is its last token. */
static const stance_actor *side_at(const reading *r, uint32_t i, uint32_t *last)
{
    *last = i;
    if (!r->notes[i].actor) {
        const stance_actor *state = demonym_at(r, i, last);
        bool language = state && i > 0 && stance_token_is(r, i - 1, "in") && /* "he said in Russian" */
                        (*last + 1 >= r->tokens.count || token_at(r, *last + 1)->kind == STANCE_MARK);
        return language ? NULL : state;
    }
    const stance_match *m = &r->matches.data[r->notes[i].actor - 1];
    *last = m->last;
    return stance_actor_side(r->lexicon, row_of(r, &r->lexicon->actors[r->lexicon->entries[m->entry].actor]));
}

/* Vienna in "the Vienna talks", "the Vienna Convention", "he lived in Vienna": a place and no state. */
static bool is_mere_place(const reading *r, uint32_t first, uint32_t last)
{
    if (!is_one_of(r, last, WORD(SEAT))) return false;
    if (is_one_of(r, last + 1, WORD(VENUE))) return true;
    if (first > 0 && is_one_of(r, first - 1, WORD(LOCATIVE))) return true;
    uint32_t i = last + 1; /* the rest of a name: the Helsinki Final Act */
    while (i < last + 3 && is_capital(r, i) && !r->notes[i].actor && !r->notes[i].fn && !r->notes[i].cue) i++;
    return i > last + 1 && is_one_of(r, i - 1, WORD(VENUE));
}

static void add_target(gathering *g, const stance_actor *who)
{
    for (size_t i = 0; i < g->own_count; i++) {
        if (stance_view_equal(who->state, g->own[i])) return;
    }
    for (size_t i = 0; i < g->count; i++) {
        if (stance_view_equal(g->list[i], who->id)) return;
    }
    if (g->count < TARGETS_MAX) g->list[g->count++] = who->id;
}

static void add_targets(gathering *g, uint32_t first, uint32_t end)
{
    for (uint32_t t = first; t < end && g->count < TARGETS_MAX; t++) {
        uint32_t last, at = t;
        const stance_actor *who = side_at(g->r, t, &last);
        t = last;
        if (who && !is_mere_place(g->r, at, last)) add_target(g, who);
    }
}

/* Whom the statement is put to: "told the EU", "warned Russia against"; not the paper that somebody told. */
static void add_addressee(gathering *g, token_range c)
{
    for (uint32_t i = c.first; i < c.end; i++) {
        if (has_fn(g->r, i, FN(OUTLET))) return;
        if (stance_token_is(g->r, i, "'s") && is_capital(g->r, i + 1)) return; /* told Norland's Evening Post */
    }
    add_targets(g, c.first, c.end);
}

/* "The British prime minister", "Norland's envoy to Sudland": a speaker whom the lexicon does not know has the side that stands
   before his office. */
static void add_own_phrase(gathering *g, const phrase *p)
{
    const reading *r = g->r;
    if (p->kind == PHRASE_NONE || p->kind == PHRASE_PRONOUN) return;
    uint32_t last;
    for (uint32_t i = p->first; i < p->end; i = last + 1) {
        const stance_actor *side = side_at(r, i, &last);
        bool elsewhere = i > p->first && has_fn(r, i - 1, FN(PREPOSITION)) && !stance_token_is(r, i - 1, "of");
        if (elsewhere) return;
        if (!side) continue;
        add_own(g, side->state);
        uint32_t next = last + 1 + (is_mark(r, last + 1, STANCE_MARK_COMMA) && last + 2 < p->end);
        bool joined = last + 1 < p->end && (next > last + 1 || stance_token_is(r, next, "and"));
        if (!joined) return; /* as against "Norland, Riga and Dover" */
    }
}

/* A name for the speaker that begins with his side's adjective, where only a pronoun stands in the sentence. */
static void add_own_name(gathering *g, stance_view speaker)
{
    char word[DEMONYM_BYTES];
    size_t n = 0;
    while (n < speaker.len && n < sizeof word && speaker.data[n] != ' ') {
        char c = speaker.data[n];
        word[n++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    const stance_actor *side =
        n < speaker.len ? stance_state_of_adjective(g->r->lexicon, (stance_view){word, n}) : NULL;
    if (side) add_own(g, side->state);
}

static void find_own(gathering *g, const found *f)
{
    const stance_actor *actor = stance_actor_by_id(g->r->lexicon, f->statement.actor);
    if (actor) {
        add_own_actor(g, actor, g->r->document->date);
        if (!g->own_count) add_own_actor(g, actor, (stance_date){0}); /* out of office he keeps his side */
        return;
    }
    for (size_t i = 0; i < f->voicing_count && !g->own_count; i++) add_own_phrase(g, &f->voicings[i].source);
    if (!g->own_count) add_own_name(g, f->statement.speaker);
}

stance_status stance_find_targets(reading *r, found *statements, size_t count, stance_error *err)
{
    for (size_t i = 0; i < count; i++) {
        found *f = &statements[i];
        gathering g = {.r = r};
        find_own(&g, f);
        for (size_t k = 0; k < f->voicing_count; k++) add_addressee(&g, f->voicings[k].addressee);
        for (size_t k = 0; k < f->content_count; k++) add_targets(&g, f->content[k].first, f->content[k].end);
        stance_view *kept = stance_arena_zero(r->arena, g.count + 1, sizeof *kept);
        if (!kept) return stance_fail_memory(err);
        if (g.count) memcpy(kept, g.list, g.count * sizeof *kept);
        f->statement.targets = kept;
        f->statement.target_count = g.count;
    }
    return STANCE_OK;
}
