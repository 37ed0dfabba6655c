#include "score/tone.h"

/* Reach of the operators, in tokens; none of them leaves its clause. */
enum { OBJECT_REACH = 12, SUBJECT_REACH = 8, NEAR_BEFORE = 3, NEAR_AFTER = 2, DENIAL_PER_CENT = 60 };
#define POINT ((int64_t)STANCE_MILLION)
#define NEUTRAL_PRIOR (2 * POINT)
/* What an obligation says by itself: of the speaker or both sides; of nobody in particular; of the other side alone. */
#define OBLIGATION_SHARED (4 * POINT / 5)
#define OBLIGATION_NOBODY (3 * POINT / 10)
#define OBLIGATION_OTHER (-4 * POINT / 5)

/* Points by strength 0 … 5: one faint word leaves a statement neutral, a strong one does not. */
static const int64_t points_of[] = {0, 3 * POINT / 10, POINT, 2 * POINT, 3 * POINT, 4 * POINT};

/* Something that fired: a value (tone, or a reverser without object) or an operator on values. */
typedef struct item {
    const stance_match *match;
    const stance_entry *entry;
    const stance_entry *twin; /* the tone entry that fired on the same words as a reverser */
    int64_t before, value;    /* millionths of a point; 0 for an operator */
    bool is_value;
    stance_view effect;
} item;

typedef struct composer {
    const reading *r;
    const found *f;
    stance_arena *arena;
    bool trace, failed;
    item *items;
    size_t count, capacity;
} composer;

/* Adds words on what happened to an item; nothing is built when no trace is wanted. */
static void note_effect(composer *c, item *it, const char *verb, const item *by)
{
    if (!c->trace) return;
    const stance_match *m = by->match;
    stance_view words = stance_view_cut(c->r->text, (stance_span){token_at(c->r, m->first)->start, token_at(c->r, m->last)->end});
    it->effect = stance_arena_printf(c->arena, "%.*s%s%s \"%.*s\"", (int)it->effect.len, it->effect.data ? it->effect.data : "", it->effect.len ? "; " : "",
                                     verb, (int)(words.len > 60 ? 60 : words.len), words.data);
    c->failed = c->failed || !it->effect.data;
}

static int literal_words(const stance_match *m)
{
    return __builtin_popcountll(m->mask);
}

static bool breaks_clause(const reading *r, uint32_t i)
{
    const stance_token *t = token_at(r, i);
    if (t->kind == STANCE_MARK) {
        switch (t->mark) {
        case STANCE_MARK_COMMA: case STANCE_MARK_SEMICOLON: case STANCE_MARK_COLON: case STANCE_MARK_DASH: case STANCE_MARK_OPEN:
        case STANCE_MARK_CLOSE: case STANCE_MARK_ASK: case STANCE_MARK_BANG: case STANCE_MARK_ELLIPSIS: return true;
        case STANCE_MARK_STOP: return !(i > 0 && token_at(r, i - 1)->end - token_at(r, i - 1)->start <= 3);
        default: return false;
        }
    }
    static const char *const words[] = {"but", "although", "though", "while", "whereas", "because", "which", "who", "if", "unless", "until", "however"};
    for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
        if (token_is(r, i, words[k])) return true;
    }
    return false;
}

/* A comma inside a list or between adjectives ("a normal, mutually respectful dialogue"): no new clause begins behind it. */
static bool list_comma(const reading *r, uint32_t comma, uint32_t end)
{
    if (!is_mark(r, comma, STANCE_MARK_COMMA)) return false;
    if (has_fn(r, comma + 1, FN(CONJUNCTION) | FN(RELATIVE) | FN(SUBORDINATOR) | FN(PREPOSITION) | FN(ADVERB) | FN(CONNECTIVE))) return false;
    for (uint32_t i = comma + 1; i < end; i++) {
        if (has_fn(r, i, FN(AUXILIARY) | FN(BE) | FN(PRONOUN) | FN(SELF) | FN(PLURAL_PRONOUN)) && !token_is(r, i, "'s") && !has_fn(r, i, FN(POSSESSIVE))) return false;
    }
    return true;
}

/* No clause ends between a and b, a < b. */
static bool same_clause(const reading *r, uint32_t a, uint32_t b)
{
    for (uint32_t i = a + 1; i < b; i++) {
        if (breaks_clause(r, i) && !list_comma(r, i, b)) return false;
    }
    return true;
}

/* "that" between a and b begins a clause of its own, unless a verb of opinion leads to it: "does not believe that it helped". */
static bool crosses_that(const reading *r, uint32_t a, uint32_t b)
{
    bool opinion = false;
    for (uint32_t i = a + 1; i < b; i++) {
        uint32_t end;
        const stance_entry *e = cue_at(r, i, &end);
        opinion = opinion || (e && e->form == STANCE_CUE_VERB && e->class != STANCE_CUE_ACT);
        if (token_is(r, i, "that") && !opinion) return true;
    }
    return false;
}

/* ---- what fires ---- */

typedef struct candidate {
    const stance_match *match;
    const stance_entry *entry;
} candidate;

/* Longest first, then leftmost, then by class of entry: operators before tone on the same words, so that a twin can be found. */
static int by_length(const candidate *a, const candidate *b)
{
    int la = literal_words(a->match), lb = literal_words(b->match);
    if (la != lb) return la > lb ? -1 : 1;
    if (a->match->first != b->match->first) return a->match->first < b->match->first ? -1 : 1;
    if (a->match->last != b->match->last) return a->match->last < b->match->last ? -1 : 1;
    if (a->entry->kind != b->entry->kind) return a->entry->kind == STANCE_KIND_REVERSER ? -1 : b->entry->kind == STANCE_KIND_REVERSER ? 1 : a->entry->kind < b->entry->kind ? -1 : 1;
    return a->match->entry < b->match->entry ? -1 : 1;
}

static void sort_candidates(candidate *list, size_t n)
{
    for (size_t gap = n / 2; gap > 0; gap /= 2) { /* shell sort: short lists, no allocation */
        for (size_t i = gap; i < n; i++) {
            candidate x = list[i];
            size_t j = i;
            for (; j >= gap && by_length(&x, &list[j - gap]) < 0; j -= gap) list[j] = list[j - gap];
            list[j] = x;
        }
    }
}

static size_t first_match(const stance_matches *all, uint32_t token)
{
    size_t lo = 0, hi = all->count;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (all->data[mid].first < token) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

static bool taken(const uint8_t *used, const stance_match *m, uint32_t base)
{
    for (uint32_t k = 0; m->first + k <= m->last; k++) {
        if ((m->mask >> k & 1) && used[m->first + k - base]) return true;
    }
    return false;
}

static void take(uint8_t *used, const stance_match *m, uint32_t base, uint8_t mark)
{
    for (uint32_t k = 0; m->first + k <= m->last; k++) {
        if (m->mask >> k & 1) used[m->first + k - base] = mark;
    }
}

static int64_t strength(const stance_entry *e)
{
    int64_t s = points_of[e->value < 0 ? -e->value : e->value];
    return (e->kind == STANCE_KIND_TONE && e->class == 1) || e->value < 0 ? -s : s;
}

static stance_status add_item(composer *c, const candidate *x, stance_error *err)
{
    item it = {.match = x->match, .entry = x->entry};
    if (x->entry->kind == STANCE_KIND_TONE) {
        it.is_value = true;
        it.before = it.value = strength(x->entry);
    }
    /* Keep the items in the order of their places: few, insertion from behind. */
    if (!STANCE_PUSH(c->arena, c->items, c->count, c->capacity, it)) return stance_fail_memory(err);
    size_t j = c->count - 1;
    for (; j > 0 && c->items[j - 1].match->first > it.match->first; j--) c->items[j] = c->items[j - 1];
    c->items[j] = it;
    return STANCE_OK;
}

/* The entries that fire in one range of tokens. Masks come first: their words have no tone unless a longer entry holds them all. */
static stance_status fire(composer *c, token_range range, stance_error *err)
{
    const reading *r = c->r;
    candidate *list = NULL;
    size_t count = 0, capacity = 0;
    for (size_t k = first_match(&r->matches, range.first); k < r->matches.count && r->matches.data[k].first < range.end; k++) {
        const stance_match *m = &r->matches.data[k];
        const stance_entry *e = &r->lexicon->entries[m->entry];
        bool wanted = e->kind == STANCE_KIND_TONE || e->kind == STANCE_KIND_REVERSER || e->kind == STANCE_KIND_SHIFTER || e->kind == STANCE_KIND_MASK;
        if (!wanted || e->replaced || m->last >= range.end) continue;
        candidate x = {m, e};
        if (!STANCE_PUSH(c->arena, list, count, capacity, x)) return stance_fail_memory(err);
    }
    if (!count) return STANCE_OK;
    sort_candidates(list, count);
    uint8_t *used = stance_arena_zero(c->arena, range.end - range.first, 1);
    if (!used) return stance_fail_memory(err);
    for (size_t i = 0; i < count; i++) {
        const candidate *x = &list[i];
        if (taken(used, x->match, range.first)) {
            /* A tone entry on the words of a reverser says what the reverser counts when it has no object. */
            if (x->entry->kind != STANCE_KIND_TONE) continue;
            for (size_t k = 0; k < c->count; k++) {
                item *it = &c->items[k];
                if (it->entry->kind == STANCE_KIND_REVERSER && it->match->first <= x->match->first && x->match->last <= it->match->last && !it->twin) it->twin = x->entry;
            }
            continue;
        }
        take(used, x->match, range.first, x->entry->kind == STANCE_KIND_MASK ? 2 : 1);
        if (x->entry->kind != STANCE_KIND_MASK) STANCE_TRY(add_item(c, x, err));
    }
    return STANCE_OK;
}

/* ---- what the operators do ---- */

static bool conjoined(const reading *r, uint32_t i)
{
    return i > 0 && (token_is(r, i - 1, "and") || token_is(r, i - 1, "or") || token_is(r, i - 1, "to"));
}

static void turn(composer *c, item *object, const item *by)
{
    int64_t factor = object->value < 0 ? by->entry->dark : by->entry->bright;
    int64_t size = object->value < 0 ? -object->value : object->value;
    object->value = size * factor / 5;
    note_effect(c, object, "through", by);
}

/* Objects behind the reverser at k: values up to the end of its clause, its reach, or the next verb that is joined by "and". */
static bool act_after(composer *c, size_t k)
{
    const item *by = &c->items[k];
    uint32_t from = by->match->last, reach = from + OBJECT_REACH;
    bool any = false;
    for (size_t j = k + 1; j < c->count; j++) {
        item *o = &c->items[j];
        if (o->match->first <= by->match->last) continue;
        if (o->match->first > reach || !same_clause(c->r, from, o->match->first)) break;
        if (any && o->entry->kind == STANCE_KIND_REVERSER && conjoined(c->r, o->match->first) && !token_is(c->r, o->match->first - 1, "to")) break;
        if (!o->is_value) continue;
        turn(c, o, by);
        any = true;
        reach = o->match->last + OBJECT_REACH / 2;
    }
    return any;
}

static bool act_before(composer *c, size_t k)
{
    const item *by = &c->items[k];
    for (size_t j = k; j > 0; j--) {
        item *o = &c->items[j - 1];
        if (o->match->last >= by->match->first) continue;
        if (o->match->last + SUBJECT_REACH < by->match->first || !same_clause(c->r, o->match->last, by->match->first)) break;
        if (!o->is_value) continue;
        turn(c, o, by);
        return true;
    }
    return false;
}

/* From right to left, so that an object is settled before what acts on it: eliminate (obstacles to (cooperation)). */
static void apply_reversers(composer *c)
{
    for (size_t k = c->count; k > 0; k--) {
        item *it = &c->items[k - 1];
        if (it->entry->kind != STANCE_KIND_REVERSER) continue;
        bool acted = false;
        if (it->entry->scope != STANCE_SCOPE_BEFORE) acted = act_after(c, k - 1);
        if (!acted && it->entry->scope != STANCE_SCOPE_AFTER) acted = act_before(c, k - 1);
        if (acted) continue;
        int64_t alone = it->entry->value ? strength(it->entry) : it->twin ? strength(it->twin) : 0;
        it->is_value = alone != 0;
        it->before = it->value = alone;
    }
}

static void weigh(composer *c, item *v, const item *by, int64_t per_cent, const char *verb)
{
    v->value = v->value * per_cent / 100;
    note_effect(c, v, verb, by);
}

/* The token is the speaker's own side: we, our country, or a state that is none of the statement's targets. */
static bool own_side(const composer *c, uint32_t i)
{
    const reading *r = c->r;
    if (has_fn(r, i, FN(SELF))) return true;
    if (!r->notes[i].actor) return false;
    stance_view id = r->lexicon->actors[r->lexicon->entries[r->matches.data[r->notes[i].actor - 1].entry].actor].id;
    for (size_t k = 0; k < c->f->statement.target_count; k++) {
        if (stance_view_equal(c->f->statement.targets[k], id)) return false;
    }
    return c->f->statement.speaker.data != NULL;
}

/* "we did not", "Russia was never", "Moscow has nothing to do with": the speaker's side denies that it did something. */
static bool denies_deed(const composer *c, const item *by)
{
    static const char *const past[] = {"did", "does", "do", "has", "have", "was", "were", "had"};
    const reading *r = c->r;
    uint32_t at = by->match->first, first = r->sentences[c->f->sentence].first;
    if (at == first) return false;
    bool verb = false;
    for (size_t k = 0; k < sizeof past / sizeof *past; k++) verb = verb || token_is(r, at - 1, past[k]) || token_is(r, at, past[k]);
    if (!verb) return false;
    for (uint32_t i = at; i > first && at - i < 5; i--) {
        if (breaks_clause(r, i - 1)) return false;
        if (own_side(c, i - 1)) return true;
    }
    return false;
}

static void apply_negators(composer *c)
{
    for (size_t k = c->count; k > 0; k--) {
        const item *by = &c->items[k - 1];
        if (by->entry->kind != STANCE_KIND_SHIFTER || by->entry->class != STANCE_SHIFT_NEGATOR) continue;
        bool any = false, denial = denies_deed(c, by);
        for (size_t j = k; j < c->count; j++) {
            item *v = &c->items[j];
            if (!v->is_value || v->match->first <= by->match->last) continue;
            if (v->match->first > by->match->last + OBJECT_REACH || !same_clause(c->r, by->match->last, v->match->first)) break;
            if (crosses_that(c->r, by->match->last, v->match->first)) break;
            if (denial && v->value < 0) { /* "Russia did not take part in the attacks": an accusation turned down */
                weigh(c, v, by, DENIAL_PER_CENT, "a deed denied by");
                any = true;
                continue;
            }
            /* What is joined on by "and" is denied with the first only when no new verb begins there. */
            if (any && v->entry->kind == STANCE_KIND_REVERSER) break;
            weigh(c, v, by, -by->entry->value, "turned by");
            any = true;
        }
    }
}

static void apply_degree(composer *c)
{
    for (size_t k = 0; k < c->count; k++) {
        const item *by = &c->items[k];
        if (by->entry->kind != STANCE_KIND_SHIFTER) continue;
        if (by->entry->class != STANCE_SHIFT_INTENSIFIER && by->entry->class != STANCE_SHIFT_DOWNTONER) continue;
        item *best = NULL;
        for (size_t j = 0; j < c->count; j++) {
            item *v = &c->items[j];
            if (!v->is_value) continue;
            bool after = v->match->first > by->match->last && v->match->first - by->match->last <= NEAR_BEFORE;
            bool before = !best && v->match->last < by->match->first && by->match->first - v->match->last <= NEAR_AFTER;
            if ((after || before) && same_clause(c->r, after ? by->match->last : v->match->last, after ? v->match->first : by->match->first)) {
                best = v;
                if (after) break;
            }
        }
        if (best) weigh(c, best, by, by->entry->value, by->entry->class == STANCE_SHIFT_INTENSIFIER ? "strengthened by" : "weakened by");
    }
}

/* Hedges, conditions, concessions and allegations weigh what follows them in their clause; a contrast what stands before it. */
static void apply_scopes(composer *c)
{
    for (size_t k = 0; k < c->count; k++) {
        const item *by = &c->items[k];
        if (by->entry->kind != STANCE_KIND_SHIFTER) continue;
        for (size_t j = 0; j < c->count; j++) {
            item *v = &c->items[j];
            if (!v->is_value || v == by) continue;
            bool after = v->match->first > by->match->last && same_clause(c->r, by->match->last, v->match->first);
            switch (by->entry->class) {
            case STANCE_SHIFT_HEDGE:
                if (after) weigh(c, v, by, by->entry->value, "hedged by");
                break;
            case STANCE_SHIFT_CONDITION:
            case STANCE_SHIFT_CONCESSION:
                if (after) weigh(c, v, by, by->entry->value, by->entry->class == STANCE_SHIFT_CONDITION ? "under the condition" : "conceded by");
                break;
            case STANCE_SHIFT_ALLEGED:
                if (after) weigh(c, v, by, by->entry->value, "only alleged:");
                break;
            case STANCE_SHIFT_CONTRAST:
                if (v->match->last < by->match->first) weigh(c, v, by, by->entry->value, "outweighed after");
                break;
            default: break;
            }
        }
    }
}

/* What an obligation says, by whom it binds. */
static int64_t obligation(const composer *c, const item *by)
{
    const reading *r = c->r;
    uint32_t first = r->sentences[c->f->sentence].first;
    bool other = false;
    for (uint32_t i = by->match->first; i > first; i--) {
        uint32_t p = i - 1;
        if (breaks_clause(r, p)) break;
        if (has_fn(r, p, FN(SELF) | FN(PLURAL_PRONOUN))) return OBLIGATION_SHARED;
        for (size_t k = 0; k < c->count; k++) {
            if (c->items[k].entry->kind == STANCE_KIND_SHIFTER && c->items[k].entry->class == STANCE_SHIFT_BOTH && c->items[k].match->first == p) return OBLIGATION_SHARED;
        }
        if (own_side(c, p)) return OBLIGATION_SHARED; /* alone or with the other */
        other = other || r->notes[p].actor;
    }
    return other ? OBLIGATION_OTHER : OBLIGATION_NOBODY;
}

static void apply_obligations(composer *c)
{
    for (size_t k = 0; k < c->count; k++) {
        item *it = &c->items[k];
        if (it->entry->kind != STANCE_KIND_SHIFTER || it->entry->class != STANCE_SHIFT_OBLIGATION) continue;
        it->is_value = true;
        int64_t says = obligation(c, it);
        it->before = it->value = says * it->entry->value / 100;
        if (c->trace)
            it->effect = stance_view_of(says < 0 ? "binds the other side only" : says == OBLIGATION_NOBODY ? "binds nobody in particular" : "binds the speaker's side or both");
    }
}

/* ---- the sum ---- */

static const char *kind_of(const item *it)
{
    static const char *const shifters[] = {"negator", "intensifier", "downtoner", "hedge", "condition", "contrast", "concession", "obligation", "both", "alleged"};
    switch (it->entry->kind) {
    case STANCE_KIND_REVERSER: return "reverser";
    case STANCE_KIND_SHIFTER: return shifters[it->entry->class];
    case STANCE_KIND_CUE: return "speech act";
    default: return "tone";
    }
}

static stance_status write_hits(const composer *c, const stance_hit **hits, size_t *count, stance_error *err)
{
    stance_hit *list = stance_arena_zero(c->arena, c->count + 1, sizeof *list);
    if (!list) return stance_fail_memory(err);
    for (size_t k = 0; k < c->count; k++) {
        const item *it = &c->items[k];
        stance_hit *h = &list[k];
        h->at = (stance_span){token_at(c->r, it->match->first)->start, token_at(c->r, it->match->last)->end};
        h->pattern = it->entry->pattern;
        h->origin = stance_entry_origin(c->r->lexicon, it->entry, c->arena);
        if (!h->origin.data) return stance_fail_memory(err);
        h->kind = kind_of(it);
        h->before = (int32_t)it->before;
        h->after = it->is_value ? (int32_t)it->value : 0;
        h->effect = it->effect.data ? it->effect : stance_view_of("");
    }
    *hits = list;
    *count = c->count;
    return STANCE_OK;
}

static stance_tone sum(const composer *c)
{
    int64_t conciliatory = 0, critical = 0;
    stance_tone tone = {0};
    for (size_t k = 0; k < c->count; k++) {
        const item *it = &c->items[k];
        if (!it->is_value) continue;
        tone.matched++;
        if (it->value > 0) conciliatory += it->value;
        else critical -= it->value;
    }
    tone.score = (int32_t)((conciliatory - critical) * STANCE_MILLION / (conciliatory + critical + NEUTRAL_PRIOR));
    tone.conciliatory = (int32_t)(conciliatory * STANCE_MILLION / (conciliatory + NEUTRAL_PRIOR));
    tone.critical = (int32_t)(critical * STANCE_MILLION / (critical + NEUTRAL_PRIOR));
    return tone;
}

/* The act of saying has a tone of its own: accused, welcomed, expressed hope. */
static stance_status add_cues(composer *c, stance_error *err)
{
    for (size_t i = 0; i < c->f->cue_count; i++) {
        const stance_entry *e = &c->r->lexicon->entries[c->f->cue_entries[i]];
        if (!e->value) continue;
        const sentence *s = &c->r->sentences[c->f->sentence];
        for (size_t k = first_match(&c->r->matches, s->first); k < c->r->matches.count && c->r->matches.data[k].first < s->end; k++) {
            const stance_match *m = &c->r->matches.data[k];
            if (m->entry != c->f->cue_entries[i]) continue;
            item it = {.match = m, .entry = e, .is_value = true, .before = strength(e), .value = strength(e)};
            if (!STANCE_PUSH(c->arena, c->items, c->count, c->capacity, it)) return stance_fail_memory(err);
            break;
        }
    }
    return STANCE_OK;
}

stance_status stance_tone_of(const reading *r, const found *f, stance_tone *tone, const stance_hit **hits, size_t *hit_count,
                             stance_error *err)
{
    composer c = {.r = r, .f = f, .arena = r->arena, .trace = hits != NULL};
    for (size_t k = 0; k < f->content_count; k++) STANCE_TRY(fire(&c, f->content[k], err));
    apply_reversers(&c);
    apply_negators(&c);
    apply_degree(&c);
    apply_scopes(&c);
    apply_obligations(&c);
    STANCE_TRY(add_cues(&c, err));
    if (c.failed) return stance_fail_memory(err);
    *tone = sum(&c);
    return hits ? write_hits(&c, hits, hit_count, err) : STANCE_OK;
}
