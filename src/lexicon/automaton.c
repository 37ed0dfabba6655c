#include "lexicon/automaton.h"

#include "lexicon/pattern.h"

/* Prefixes have three letters at least, as many bytes or more. */
enum { FIRST_EDGES = 1 << 10, WORD_MAX = 160, PREFIX_LEAST = 3 };
/* Bytes of lexicon files for one node, one final, one word: somewhat less than the shipped ones have, so that there is room. */
enum { BYTES_PER_NODE = 11, BYTES_PER_FINAL = 16, BYTES_PER_WORD = 30 };
#define ATOM_TWIN 0x7FFFFFFFU  /* no atom: leads to the node that has another gap of the same place */
#define FORM_NOTED 0x80000000U /* in form_atoms: the words of the form were noted as common ones */

/* A gap goes on into a quoted fragment of so many words at most. */
enum { FRAGMENT_WORDS = 3 };

static uint64_t edge_hash(uint32_t node, uint32_t atom)
{
    uint64_t x = ((uint64_t)node << 32 | atom) * 0x9E3779B97F4A7C15ULL;
    return x ^ x >> 29;
}

/* The slot of the edge's name, or the free one where it belongs. */
static size_t edge_slot(const stance_automaton *a, uint32_t node, uint32_t atom)
{
    uint64_t hash = edge_hash(node, atom);
    uint32_t mask = (uint32_t)a->edge_slots - 1, i = (uint32_t)hash & mask;
    for (uint32_t slot; (slot = a->edges[i]); i = (i + 1) & mask) {
        if ((slot ^ (uint32_t)(hash >> 32)) & ~mask) continue;
        const stance_node *to = &a->nodes[slot & mask];
        if (to->parent == node && to->atom == atom) break;
    }
    return i;
}

/* Where the edge leads, 0: there is none. */
static uint32_t follow(const stance_automaton *a, uint32_t node, uint32_t atom)
{
    if (node == 0 && atom < a->start_capacity) return a->starts[atom];
    return a->edges[edge_slot(a, node, atom)] & (uint32_t)(a->edge_slots - 1);
}

static void put_edge(stance_automaton *a, size_t slot, uint32_t to)
{
    const stance_node *n = &a->nodes[to];
    a->edges[slot] = ((uint32_t)(edge_hash(n->parent, n->atom) >> 32) & ~(uint32_t)(a->edge_slots - 1)) | to;
}

/* The edges anew, in a table of so many slots. */
static bool widen_edges(stance_automaton *a, size_t slots)
{
    const uint32_t *old = a->edges;
    size_t old_slots = a->edge_slots;
    a->edges = slots <= UINT32_MAX ? stance_arena_zero(a->arena, slots, sizeof *a->edges) : NULL;
    if (!a->edges) return false;
    a->edge_slots = slots;
    for (size_t i = 0; i < old_slots; i++) {
        if (!old[i]) continue;
        uint32_t to = old[i] & (uint32_t)(old_slots - 1);
        put_edge(a, edge_slot(a, a->nodes[to].parent, a->nodes[to].atom), to);
    }
    return true;
}

stance_status stance_automaton_init(stance_automaton *a, stance_intern *words, stance_arena *arena, stance_error *err)
{
    *a = (stance_automaton){.arena = arena, .words = words, .atom_count = STANCE_ATOM_FIRST};
    stance_intern_init(&a->prefixes, arena);
    stance_intern_init(&a->forms, arena);
    if (!widen_edges(a, FIRST_EDGES) ||
        !STANCE_PUSH(arena, a->nodes, a->node_count, a->node_capacity, (stance_node){0}))
        return stance_fail_memory(err);
    return STANCE_OK;
}

stance_status stance_automaton_reserve(stance_automaton *a, size_t bytes, stance_error *err)
{
    size_t nodes = bytes / BYTES_PER_NODE + 1, finals = bytes / BYTES_PER_FINAL + 1, words = bytes / BYTES_PER_WORD + 1,
           slots = FIRST_EDGES;
    while (slots * 3 < nodes * 4) slots *= 2;
    stance_node *list = stance_arena_alloc(a->arena, nodes * sizeof *list);
    a->finals = stance_arena_alloc(a->arena, finals * sizeof *a->finals);
    a->atoms = stance_arena_zero(a->arena, words, sizeof *a->atoms);
    if (!list || !a->finals || !a->atoms || !stance_intern_reserve(a->words, words) || !widen_edges(a, slots))
        return stance_fail_memory(err);
    list[0] = (stance_node){0};
    a->nodes = list;
    a->node_capacity = nodes;
    a->final_capacity = finals;
    a->atoms_capacity = words;
    return STANCE_OK;
}

/* The lists of atoms run along with the word table, which interning may have made longer. */
static stance_atom_list *atoms_of_word(stance_automaton *a, uint32_t word)
{
    while (word >= a->atoms_capacity) {
        size_t old = a->atoms_capacity;
        if (!stance_arena_grow(a->arena, &a->atoms, old, &a->atoms_capacity, sizeof *a->atoms)) return NULL;
        memset(a->atoms + old, 0, (a->atoms_capacity - old) * sizeof *a->atoms);
    }
    return &a->atoms[word];
}

static bool push_atom(stance_arena *arena, stance_atom_list *list, uint32_t atom)
{
    for (uint32_t i = 0; i < list->count; i++) {
        if (list->data[i] == atom) return true;
    }
    size_t capacity = list->capacity32;
    if (list->count == capacity && !stance_arena_grow(arena, &list->data, list->count, &capacity, sizeof *list->data))
        return false;
    list->capacity32 = (uint32_t)capacity;
    list->data[list->count++] = atom;
    return true;
}

stance_status stance_automaton_give(stance_automaton *a, stance_view word, uint32_t atom, stance_error *err)
{
    uint32_t id = stance_intern_add(a->words, word);
    stance_atom_list *list = id == STANCE_NO_ID ? NULL : atoms_of_word(a, id);
    if (!list) return stance_fail_memory(err);
    if (a->noting_common) list->common = true;
    return push_atom(a->arena, list, atom) ? STANCE_OK : stance_fail_memory(err);
}

/* Where the table keeps the atom of key; a new atom when key is new. */
static stance_status keyed_atom(stance_automaton *a, stance_intern *table, uint32_t **atoms, size_t *capacity,
                                stance_view key, uint32_t *slot, bool *fresh, stance_error *err)
{
    size_t before = table->count;
    uint32_t id = stance_intern_add(table, key);
    if (id == STANCE_NO_ID) return stance_fail_memory(err);
    *fresh = table->count > before;
    if (*fresh) {
        if (id >= *capacity && !stance_arena_grow(a->arena, atoms, id, capacity, sizeof **atoms))
            return stance_fail_memory(err);
        (*atoms)[id] = a->atom_count++;
    }
    *slot = id;
    return STANCE_OK;
}

stance_status stance_automaton_form(stance_automaton *a, stance_view lemma, uint32_t *atom, bool *fresh,
                                    stance_error *err)
{
    uint32_t slot = 0;
    STANCE_TRY(keyed_atom(a, &a->forms, &a->form_atoms, &a->form_atoms_capacity, lemma, &slot, fresh, err));
    *atom = a->form_atoms[slot] & ~FORM_NOTED;
    if (a->noting_common && !(a->form_atoms[slot] & FORM_NOTED)) {
        a->form_atoms[slot] |= FORM_NOTED;
        *fresh = true;
    }
    return STANCE_OK;
}

stance_status stance_automaton_word(stance_automaton *a, stance_view word, uint32_t *atom, stance_error *err)
{
    if (word.len > WORD_MAX) return stance_fail(err, STANCE_EFORMAT, "a word is too long");
    uint32_t id = stance_intern_add(a->words, word);
    stance_atom_list *list = id == STANCE_NO_ID ? NULL : atoms_of_word(a, id);
    if (!list) return stance_fail_memory(err);
    if (a->noting_common) list->common = true;
    if (!list->own) {
        list->own = a->atom_count++;
        if (!push_atom(a->arena, list, list->own)) return stance_fail_memory(err);
    }
    *atom = list->own;
    return STANCE_OK;
}

/* Tells most words at once that no prefix fits: a look-up for each length costs more than all else here. */
static size_t prefix_head(stance_view word)
{
    const unsigned char *p = (const unsigned char *)word.data;
    return ((uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2]) * 0x9E3779B1U >> 20;
}

/* The same for one length, by the first bytes and the last two of so many. */
static uint32_t prefix_tail(stance_view word, size_t length, size_t head)
{
    const unsigned char *p = (const unsigned char *)word.data + length;
    return ((uint32_t)head << 20 ^ (uint32_t)p[-2] << 12 ^ (uint32_t)p[-1] << 6 ^ (uint32_t)length) * 0x9E3779B1U >> 17;
}

stance_status stance_automaton_prefix(stance_automaton *a, stance_view prefix, uint32_t *atom, stance_error *err)
{
    bool fresh;
    uint32_t slot = 0;
    STANCE_TRY(keyed_atom(a, &a->prefixes, &a->prefix_atoms, &a->prefix_atoms_capacity, prefix, &slot, &fresh, err));
    *atom = a->prefix_atoms[slot];
    size_t head = prefix_head(prefix);
    uint32_t tail = prefix_tail(prefix, prefix.len, head);
    a->prefix_lengths[head] |= 1ULL << prefix.len;
    a->prefix_tails[tail / 64] |= 1ULL << tail % 64;
    return STANCE_OK;
}

static stance_status new_node(stance_automaton *a, stance_node fresh, uint32_t *node, stance_error *err)
{
    *node = (uint32_t)a->node_count;
    return STANCE_PUSH(a->arena, a->nodes, a->node_count, a->node_capacity, fresh) ? STANCE_OK
                                                                                   : stance_fail_memory(err);
}

/* Where the root keeps the edge of an atom. */
static uint32_t *start_of(stance_automaton *a, uint32_t atom)
{
    while (atom >= a->start_capacity) {
        size_t old = a->start_capacity;
        if (!stance_arena_grow(a->arena, &a->starts, old, &a->start_capacity, sizeof *a->starts)) return NULL;
        memset(a->starts + old, 0, (a->start_capacity - old) * sizeof *a->starts);
    }
    return &a->starts[atom];
}

static stance_status new_edge(stance_automaton *a, uint32_t node, uint32_t atom, uint32_t *to, stance_error *err)
{
    STANCE_TRY(new_node(a, (stance_node){.parent = node, .atom = atom}, to, err));
    if (atom & STANCE_ATOM_CAPITAL) a->nodes[node].capital_edges = true;
    if (atom == STANCE_ATOM_ANY) a->nodes[node].any_edge = true;
    else if (atom == ATOM_TWIN) a->nodes[node].twin_edge = true;
    else if (atom < STANCE_ATOM_FIRST) a->nodes[node].mark_edges = true;
    return STANCE_OK;
}

stance_status stance_automaton_child(stance_automaton *a, uint32_t node, uint32_t atom, uint32_t *to, stance_error *err)
{
    if (node == 0 && atom < a->atom_count) {
        uint32_t *start = start_of(a, atom);
        if (!start) return stance_fail_memory(err);
        if (!*start) STANCE_TRY(new_edge(a, node, atom, start, err));
        *to = *start;
        return STANCE_OK;
    }
    if (4 * (a->node_count + 1) > 3 * a->edge_slots && !widen_edges(a, 2 * a->edge_slots))
        return stance_fail_memory(err);
    size_t slot = edge_slot(a, node, atom);
    *to = a->edges[slot] & (uint32_t)(a->edge_slots - 1);
    if (*to) return STANCE_OK;
    STANCE_TRY(new_edge(a, node, atom, to, err));
    put_edge(a, slot, *to);
    return STANCE_OK;
}

stance_status stance_automaton_gap(stance_automaton *a, uint32_t node, uint8_t most, uint32_t *to, stance_error *err)
{
    if (a->nodes[node].gap_node && a->nodes[node].gap_max == most) {
        *to = a->nodes[node].gap_node;
        return STANCE_OK;
    }
    /* Another width at the same place: hang the second gap on a twin that the first one reaches without skipping. */
    while (a->nodes[node].gap_node && a->nodes[node].gap_max != most) {
        uint32_t twin = 0;
        STANCE_TRY(stance_automaton_child(a, node, ATOM_TWIN, &twin, err));
        node = twin;
    }
    if (!a->nodes[node].gap_node) {
        uint32_t fresh;
        STANCE_TRY(new_node(a, (stance_node){.after_gap = true}, &fresh, err));
        a->nodes[node].gap_node = fresh;
        a->nodes[node].gap_max = most;
    }
    *to = a->nodes[node].gap_node;
    return STANCE_OK;
}

/* A joint counts the nodes that lead to it in `atom`, which it has no other use for. */
static bool is_whole(const stance_automaton *a, uint32_t joint, const uint32_t *nodes, size_t count)
{
    size_t there = 0;
    for (size_t i = 0; i < count; i++) there += a->nodes[nodes[i]].joint == joint;
    return there == a->nodes[joint].atom;
}

/* Where a joint has all its nodes among these it takes their place; those that lead to none yet get one of their own. */
stance_status stance_automaton_join(stance_automaton *a, uint32_t *nodes, size_t *count, size_t least,
                                    stance_error *err)
{
    size_t kept = 0, open = 0;
    uint32_t fresh = 0, whole = 0;
    for (size_t i = 0; i < *count; i++) open += !a->nodes[nodes[i]].joint;
    if (!open) whole = a->nodes[nodes[0]].joint;
    if (whole && is_whole(a, whole, nodes, *count)) {
        for (size_t i = 0; i < *count; i++) {
            if (a->nodes[nodes[i]].joint != whole) nodes[kept++] = nodes[i];
        }
        nodes[kept++] = whole;
        *count = kept;
        return STANCE_OK;
    }
    if (open < least) return STANCE_OK;
    STANCE_TRY(new_node(a, (stance_node){.atom = (uint32_t)open}, &fresh, err));
    for (size_t i = 0; i < *count; i++) {
        if (a->nodes[nodes[i]].joint) nodes[kept++] = nodes[i];
        else a->nodes[nodes[i]].joint = fresh;
    }
    nodes[kept++] = fresh;
    *count = kept;
    return STANCE_OK;
}

stance_status stance_automaton_accept(stance_automaton *a, uint32_t node, uint32_t entry, stance_error *err)
{
    uint32_t newest = a->nodes[node].final;
    if (newest && a->finals[newest - 1].entry == entry) return STANCE_OK; /* entries come one after the other */
    stance_final final = {entry, a->nodes[node].final};
    if (!STANCE_PUSH(a->arena, a->finals, a->final_count, a->final_capacity, final)) return stance_fail_memory(err);
    a->nodes[node].final = (uint32_t)a->final_count;
    return STANCE_OK;
}

void stance_automaton_drop(stance_automaton *a, bool (*dropped)(const void *context, uint32_t entry),
                           const void *context)
{
    for (size_t n = 0; n < a->node_count; n++) {
        uint32_t *link = &a->nodes[n].final;
        while (*link) {
            stance_final *f = &a->finals[*link - 1];
            if (dropped(context, f->entry)) *link = f->next;
            else link = &f->next;
        }
    }
}

static bool add_prefix_atoms(const stance_automaton *a, stance_view word, stance_arena *arena, stance_atom_list *list)
{
    if (word.len < PREFIX_LEAST) return true;
    size_t head = prefix_head(word);
    uint64_t lengths = a->prefix_lengths[head];
    for (size_t n = PREFIX_LEAST; lengths >> n && n < 64 && n <= word.len; n++) {
        if (!(lengths >> n & 1)) continue;
        uint32_t tail = prefix_tail(word, n, head);
        if (!(a->prefix_tails[tail / 64] >> tail % 64 & 1)) continue;
        uint32_t id = stance_intern_find(&a->prefixes, (stance_view){word.data, n});
        if (id != STANCE_NO_ID && !push_atom(arena, list, a->prefix_atoms[id])) return false;
    }
    return true;
}

stance_status stance_automaton_finish(stance_automaton *a, stance_error *err)
{
    for (uint32_t word = 0; word < a->words->count; word++) {
        stance_atom_list *list = atoms_of_word(a, word);
        if (!list || !add_prefix_atoms(a, a->words->strings[word], a->arena, list)) return stance_fail_memory(err);
    }
    return STANCE_OK;
}

/* ---- running ---- */

typedef struct runner {
    const stance_automaton *a;
    stance_tokens tokens;
    const stance_atom_list *local; /* by local word id */
    stance_arena *arena;
    stance_match *found;
    size_t count, capacity, from; /* from: first match of the present starting token */
    uint32_t first;
} runner;

static const stance_atom_list *atoms_of_token(const runner *r, const stance_token *t)
{
    static const stance_atom_list none = {.count = 0};
    if (t->word == STANCE_NO_ID) return &none;
    uint32_t known = (uint32_t)r->a->words->count;
    return t->word < known ? &r->a->atoms[t->word] : &r->local[t->word - known];
}

static bool ends_clause(const stance_token *t)
{
    return t->kind == STANCE_MARK && t->mark != STANCE_MARK_OTHER;
}

static bool is_opening(const stance_token *t, const stance_token *next)
{
    bool plain = t->mark == STANCE_MARK_QUOTE || t->mark == STANCE_MARK_SINGLE;
    bool opens = t->mark == STANCE_MARK_QUOTE_OPEN || t->mark == STANCE_MARK_SINGLE_OPEN;
    return opens || (plain && (t->flags & STANCE_TOKEN_SPACE) && !(next->flags & STANCE_TOKEN_SPACE));
}

static bool is_closing(const stance_token *t)
{
    return t->mark == STANCE_MARK_QUOTE || t->mark == STANCE_MARK_QUOTE_CLOSE || t->mark == STANCE_MARK_SINGLE ||
           t->mark == STANCE_MARK_SINGLE_CLOSE;
}

/* The mark at `at` opens a fragment of a few quoted words, which belong to the clause around them: called the plan
   "illegal". */
static bool opens_fragment(const runner *r, uint32_t at)
{
    const stance_token *t = r->tokens.data;
    if (at + 1 >= r->tokens.count || !is_opening(&t[at], &t[at + 1])) return false;
    for (uint32_t i = at + 1; i <= at + FRAGMENT_WORDS + 1 && i < r->tokens.count; i++) {
        if (t[i].kind == STANCE_MARK) return i > at + 1 && is_closing(&t[i]);
    }
    return false;
}

/* Of two ways in which one entry matches from the same word: the one with more of its own words, then the one that ends
   first, so that a gap holds no more than it must, then the one whose words stand further to the front. No two ways are
   equal, so the order in which they are found does not matter. */
static bool reads_better(const stance_match *a, const stance_match *b)
{
    int words = __builtin_popcountll(a->mask), other = __builtin_popcountll(b->mask);
    if (words != other) return words > other;
    if (a->last != b->last) return a->last < b->last;
    uint64_t differ = a->mask ^ b->mask;
    return (a->mask & differ & (~differ + 1)) != 0;
}

static bool accept(runner *r, uint32_t node, uint32_t last, uint64_t mask)
{
    for (uint32_t i = r->a->nodes[node].final; i; i = r->a->finals[i - 1].next) {
        stance_match match = {r->first, last, r->a->finals[i - 1].entry, mask};
        size_t k = r->from;
        while (k < r->count && r->found[k].entry != match.entry) k++;
        if (k == r->count) {
            if (!STANCE_PUSH(r->arena, r->found, r->count, r->capacity, match)) return false;
        } else if (reads_better(&match, &r->found[k])) {
            r->found[k] = match;
        }
    }
    return true;
}

static bool walk(runner *r, uint32_t node, uint32_t at, uint64_t mask);

/* The mark at `at`, where the pattern has one: the comma or the & of a name. It is no word of the match. */
static bool take_mark(runner *r, uint32_t node, uint32_t at, uint64_t mask)
{
    uint8_t mark = r->tokens.data[at].mark;
    uint32_t atom = mark == STANCE_MARK_STOP                                         ? STANCE_ATOM_STOP
                    : mark == STANCE_MARK_COMMA                                      ? STANCE_ATOM_COMMA
                    : mark == STANCE_MARK_OTHER                                      ? STANCE_ATOM_SIGN
                    : mark == STANCE_MARK_SINGLE || mark == STANCE_MARK_SINGLE_CLOSE ? STANCE_ATOM_APOSTROPHE
                                                                                     : STANCE_ATOM_ANY;
    if (!r->a->nodes[node].mark_edges || atom == STANCE_ATOM_ANY) return true;
    uint32_t to = follow(r->a, node, atom);
    return !to || walk(r, to, at, mask);
}

/* Follows every edge that the token at `at` opens from node. */
static bool take(runner *r, uint32_t node, uint32_t at, uint64_t mask)
{
    const stance_automaton *a = r->a;
    const stance_token *t = &r->tokens.data[at];
    if (at - r->first >= 64 || (at > r->first && (t->flags & STANCE_TOKEN_BLOCK))) return true;
    if (t->kind == STANCE_MARK) return take_mark(r, node, at, mask);
    const stance_atom_list *atoms = atoms_of_token(r, t);
    uint64_t with = mask | 1ULL << (at - r->first);
    for (uint32_t i = 0; i < atoms->count; i++) {
        uint32_t to = follow(a, node, atoms->data[i]);
        if (to && !walk(r, to, at, with)) return false;
        if (!a->nodes[node].capital_edges || !(t->flags & STANCE_TOKEN_CAPITAL)) continue;
        to = follow(a, node, atoms->data[i] | STANCE_ATOM_CAPITAL);
        if (to && !walk(r, to, at, with)) return false;
    }
    if (!a->nodes[node].any_edge) return true;
    uint32_t any = follow(a, node, STANCE_ATOM_ANY);
    return !any || walk(r, any, at, with);
}

/* node was reached by the token at `at`. Depth is bounded by the longest pattern, width by its gaps (six words each). */
static bool walk(runner *r, uint32_t node, uint32_t at, uint64_t mask)
{
    if (!accept(r, node, at, mask)) return false;
    if (at + 1 < r->tokens.count && !take(r, node, at + 1, mask)) return false;
    if (r->a->nodes[node].joint && !walk(r, r->a->nodes[node].joint, at, mask)) return false;
    uint32_t here = node;
    while (r->a->nodes[here].gap_node) {
        uint32_t gap = r->a->nodes[here].gap_node;
        for (uint32_t skip = 0; skip <= r->a->nodes[here].gap_max; skip++) {
            uint32_t next = at + 1 + skip;
            if (next >= r->tokens.count || (r->tokens.data[next].flags & STANCE_TOKEN_BLOCK)) break;
            if (!take(r, gap, next, mask)) return false;
            if (ends_clause(&r->tokens.data[next]) && !opens_fragment(r, next)) break;
        }
        if (!r->a->nodes[here].twin_edge) break;
        here = follow(r->a, here, ATOM_TWIN);
    }
    return true;
}

static stance_status local_atoms(const stance_automaton *a, const stance_intern *local, stance_arena *arena, runner *r,
                                 stance_error *err)
{
    stance_atom_list *lists = stance_arena_zero(arena, local->count + 1, sizeof *lists);
    if (!lists) return stance_fail_memory(err);
    for (size_t i = 0; i < local->count; i++) {
        if (!add_prefix_atoms(a, local->strings[i], arena, &lists[i])) return stance_fail_memory(err);
    }
    r->local = lists;
    return STANCE_OK;
}

stance_status stance_automaton_run(const stance_automaton *a, stance_tokens tokens, const stance_intern *local,
                                   stance_arena *arena, stance_matches *out, stance_error *err)
{
    runner r = {.a = a, .tokens = tokens, .arena = arena};
    STANCE_TRY(local_atoms(a, local, arena, &r, err));
    for (uint32_t i = 0; i < tokens.count; i++) {
        r.first = i;
        r.from = r.count;
        if (!take(&r, 0, i, 0)) return stance_fail_memory(err);
        /* A few at most: insertion sort, longest first, then by entry. */
        for (size_t k = r.from + 1; k < r.count; k++) {
            stance_match m = r.found[k];
            size_t j = k;
            while (j > r.from && (r.found[j - 1].last < m.last ||
                                  (r.found[j - 1].last == m.last && r.found[j - 1].entry > m.entry))) {
                r.found[j] = r.found[j - 1];
                j--;
            }
            r.found[j] = m;
        }
    }
    *out = (stance_matches){r.found, r.count};
    return STANCE_OK;
}
