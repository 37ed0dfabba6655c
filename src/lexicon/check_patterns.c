/* Entries that can never count, wholly or in part, and entries of one kind that match the same words. The patterns are
   turned into words again, and these go through tokenizer, matcher and precedence as the words of a text do. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lexicon/check.h"
#include "lexicon/wordings.h"

/* What became of the wordings that differ in inflection and gaps only. */
typedef struct branch {
    uint64_t id;
    stance_view example;
    bool matched, fired;
    const stance_entry *winner; /* that took the words of the example; NULL: none did */
} branch;

typedef struct trial {
    stance_checker *ck;
    stance_arena arena; /* of one entry */
    uint32_t entry;
    branch *branches;
    size_t count, capacity;
} trial;

typedef struct candidate {
    const stance_match *match;
    const stance_entry *entry;
} candidate;

static bool is_scored(const stance_entry *e)
{
    return e->kind == STANCE_KIND_TONE || e->kind == STANCE_KIND_REVERSER || e->kind == STANCE_KIND_SHIFTER ||
           e->kind == STANCE_KIND_MASK;
}

static int by_precedence(const void *x, const void *y)
{
    const candidate *a = x, *b = y;
    return stance_match_order(a->match, a->entry, b->match, b->entry);
}

static bool takes(const stance_match *m, uint32_t token)
{
    return token >= m->first && token <= m->last && (m->mask >> (token - m->first) & 1);
}

static bool overlap(const stance_match *a, const stance_match *b)
{
    for (uint32_t t = a->first; t <= a->last; t++) {
        if (takes(a, t) && takes(b, t)) return true;
    }
    return false;
}

/* As the scorer has it: what comes first takes its words; a tone entry inside an operator that fired speaks through it. A
   part of a name that is longer never fires. */
static bool fires(const candidate *list, size_t count, const stance_match *wanted, bool *fired,
                  const stance_entry **winner)
{
    const stance_entry *own = NULL;
    for (size_t i = 0; i < count; i++) {
        bool free = true;
        for (size_t k = 0; k < i && free; k++) {
            if (!fired[k] || !overlap(list[k].match, list[i].match)) continue;
            free = false;
            if (list[i].match != wanted) continue;
            *winner = list[k].entry;
            own = list[i].entry;
        }
        fired[i] = free;
        if (list[i].match == wanted && free) return true;
        if (list[i].match == wanted) break;
    }
    bool operator= * winner &&((*winner)->kind == STANCE_KIND_REVERSER || (*winner)->kind == STANCE_KIND_SHIFTER);
    return operator&& own && own->kind == STANCE_KIND_TONE;
}

/* Whether the entry fires on the words of its match, and what does if not. */
static stance_status try_precedence(trial *t, stance_matches found, const stance_match *wanted, branch *b,
                                    stance_error *err)
{
    const stance_lexicon *lx = t->ck->lexicon;
    candidate *list = stance_arena_alloc(&t->arena, (found.count + 1) * sizeof *list);
    bool *fired = stance_arena_zero(&t->arena, found.count + 1, sizeof *fired);
    if (!list || !fired) return stance_fail_memory(err);
    size_t count = 0;
    for (size_t i = 0; i < found.count; i++) {
        const stance_entry *e = &lx->entries[found.data[i].entry];
        if (is_scored(e)) list[count++] = (candidate){&found.data[i], e};
    }
    qsort(list, count, sizeof *list, by_precedence);
    const stance_entry *winner = NULL;
    if (fires(list, count, wanted, fired, &winner)) b->fired = true;
    else if (!b->winner) b->winner = winner;
    return STANCE_OK;
}

static stance_status try_wording(trial *t, const stance_wording *w, branch *b, stance_error *err)
{
    const stance_lexicon *lx = t->ck->lexicon;
    stance_intern local;
    stance_tokens tokens;
    stance_matches found;
    stance_intern_init(&local, &t->arena);
    STANCE_TRY(stance_tokenize(w->text, &lx->words, &local, &t->arena, &tokens, err));
    STANCE_TRY(stance_automaton_run(&lx->automaton, tokens, &local, &t->arena, &found, err));
    const stance_match *own = NULL;
    for (size_t i = 0; i < found.count; i++) {
        const stance_match *m = &found.data[i];
        bool to_end = m->last + 1 == tokens.count ||
                      (m->last + 2 == tokens.count && tokens.data[m->last + 1].kind == STANCE_MARK);
        if (m->entry == t->entry && to_end && (!own || m->first < own->first)) own = m;
    }
    if (!own) return STANCE_OK;
    b->matched = true;
    if (!is_scored(&lx->entries[t->entry])) {
        b->fired = true;
        return STANCE_OK;
    }
    return try_precedence(t, found, own, b, err);
}

static branch *branch_of(trial *t, const stance_wording *w)
{
    for (size_t i = 0; i < t->count; i++) {
        if (t->branches[i].id == w->branch) return &t->branches[i];
    }
    branch fresh = {.id = w->branch, .example = w->text};
    if (!STANCE_PUSH(&t->arena, t->branches, t->count, t->capacity, fresh)) return NULL;
    return &t->branches[t->count - 1];
}

static bool says_the_same(const stance_entry *a, const stance_entry *b)
{
    return a->kind == b->kind && a->class == b->class && a->value == b->value && a->dark == b->dark &&
           a->bright == b->bright;
}

/* The entry loses all its words to another. */
static stance_status report_loser(trial *t, const stance_entry *e, const branch *b, stance_error *err)
{
    const stance_entry *w = b->winner;
    stance_checker *ck = t->ck;
    const char *place = stance_check_place(ck, w);
    int n = (int)w->pattern.len;
    if (w->kind == STANCE_KIND_MASK && e->kind != STANCE_KIND_MASK)
        return stance_check_add(ck, e->file, e->line, STANCE_FINDING_ERROR, STANCE_CHECK_SHADOWED, err,
                                "never counts: the name '%.*s' (%s) takes its words; remove one of them", n,
                                w->pattern.data, place);
    if (says_the_same(e, w))
        return stance_check_add(ck, e->file, e->line, STANCE_FINDING_WARNING, STANCE_CHECK_DUPLICATE, err,
                                "never counts: '%.*s' (%s) matches all its words and says the same; remove this one", n,
                                w->pattern.data, place);
    if (w->kind == STANCE_KIND_TONE && e->kind == STANCE_KIND_TONE && stance_is_dark(w) != stance_is_dark(e))
        return stance_check_add(ck, e->file, e->line, STANCE_FINDING_ERROR, STANCE_CHECK_CONTRADICTION, err,
                                "never counts: '%.*s' (%s) matches all its words and says the opposite; decide for one",
                                n, w->pattern.data, place);
    return stance_check_add(ck, e->file, e->line, STANCE_FINDING_ERROR, STANCE_CHECK_SHADOWED, err,
                            "never counts: the %s entry '%.*s' (%s) takes all its words; remove one of them or make "
                            "this one longer",
                            stance_kind_name((stance_kind)w->kind), n, w->pattern.data, place);
}

/* How much it matters that an alternative loses its words: not where the winner says the same, nor where it is one wording,
   written to say what this one counts, of the same sign. */
typedef enum loss { LOSS_NONE, LOSS_STRENGTH, LOSS_MEANING, LOSS_OPPOSITE } loss;

static loss loss_of(const stance_entry *e, const branch *b)
{
    const stance_entry *w = b->winner;
    if (!b->matched || b->fired || !w || says_the_same(e, w)) return LOSS_NONE;
    if (w->kind != STANCE_KIND_TONE || e->kind != STANCE_KIND_TONE) return LOSS_MEANING;
    if (stance_is_dark(w) != stance_is_dark(e)) return LOSS_OPPOSITE;
    return memchr(w->pattern.data, '(', w->pattern.len) ? LOSS_STRENGTH : LOSS_NONE;
}

/* Some of its alternatives lose theirs: the worst of them is told. */
static stance_status report_branches(trial *t, const stance_entry *e, stance_error *err)
{
    const branch *b = NULL;
    loss worst = LOSS_NONE;
    for (size_t i = 0; i < t->count; i++) {
        const loss one = loss_of(e, &t->branches[i]);
        if (one > worst) b = &t->branches[i];
        if (one > worst) worst = one;
    }
    if (!b || !b->winner) return STANCE_OK;
    const stance_entry *w = b->winner;
    char strength[48] = "";
    if (worst == LOSS_STRENGTH && e->class == w->class)
        snprintf(strength, sizeof strength, " and says %d, not %d", w->value, e->value);
    return stance_check_add(t->ck, e->file, e->line,
                            worst == LOSS_STRENGTH ? STANCE_FINDING_HINT : STANCE_FINDING_WARNING,
                            worst == LOSS_OPPOSITE ? STANCE_CHECK_CONTRADICTION : STANCE_CHECK_SHADOWED, err,
                            "the alternative '%.*s' never counts: the %s entry '%.*s' (%s) takes its words%s; take it "
                            "out of one of them",
                            (int)b->example.len, b->example.data, stance_kind_name((stance_kind)w->kind),
                            (int)w->pattern.len, w->pattern.data, stance_check_place(t->ck, w), strength);
}

static stance_status report(trial *t, const stance_entry *e, bool whole, stance_error *err)
{
    size_t matched = 0, fired = 0;
    const branch *unmatched = NULL, *lost = NULL;
    for (size_t i = 0; i < t->count; i++) {
        const branch *b = &t->branches[i];
        matched += b->matched;
        fired += b->fired;
        if (!b->matched && !unmatched) unmatched = b;
        if (b->matched && !b->fired && b->winner && !lost) lost = b;
    }
    if (!matched)
        return stance_check_add(t->ck, e->file, e->line, STANCE_FINDING_ERROR, STANCE_CHECK_UNREACHABLE, err,
                                "'%.*s' never matches: a text has no such words; see how words are cut in "
                                "lexicons/README.md",
                                (int)e->pattern.len, e->pattern.data);
    if (unmatched && whole)
        STANCE_TRY(stance_check_add(t->ck, e->file, e->line, STANCE_FINDING_WARNING, STANCE_CHECK_UNREACHABLE, err,
                                    "the alternative '%.*s' never matches: a text has no such words; take it out",
                                    (int)unmatched->example.len, unmatched->example.data));
    if (!lost) return STANCE_OK;
    return fired ? (whole ? report_branches(t, e, err) : STANCE_OK) : report_loser(t, e, lost, err);
}

static stance_status check_entry(trial *t, uint32_t index, stance_error *err)
{
    const stance_entry *e = &t->ck->lexicon->entries[index];
    stance_wordings wordings;
    stance_arena_reset(&t->arena);
    t->entry = index;
    t->branches = NULL;
    t->count = t->capacity = 0;
    STANCE_TRY(stance_wordings_of(t->ck->lexicon, e->pattern, &t->arena, &wordings, err));
    for (size_t i = 0; i < wordings.count; i++) {
        branch *b = branch_of(t, &wordings.data[i]);
        if (!b) return stance_fail_memory(err);
        if (!b->fired) STANCE_TRY(try_wording(t, &wordings.data[i], b, err));
    }
    return report(t, e, wordings.whole, err);
}

/* ---- entries that lead to the same places ---- */

typedef struct signature {
    uint64_t places; /* of the matcher, all together */
    uint32_t entry;
    uint32_t group; /* kind, and what else makes entries differ */
} signature;

static int by_signature(const void *x, const void *y)
{
    const signature *a = x, *b = y;
    if (a->group != b->group) return a->group < b->group ? -1 : 1;
    if (a->places != b->places) return a->places < b->places ? -1 : 1;
    return a->entry < b->entry ? -1 : a->entry > b->entry;
}

static uint32_t group_of(const stance_entry *e)
{
    uint32_t more = e->kind == STANCE_KIND_TERM       ? e->topic
                    : e->kind == STANCE_KIND_FUNCTION ? e->class
                    : e->kind == STANCE_KIND_ACTOR    ? e->actor
                                                      : 0U;
    return (uint32_t)e->kind << 24 | more;
}

/* The scored kinds are left to the trial above, which knows who wins. */
static stance_status check_same(stance_checker *ck, stance_error *err)
{
    const stance_lexicon *lx = ck->lexicon;
    const stance_automaton *a = &lx->automaton;
    signature *list = stance_arena_zero(&ck->arena, lx->entry_count + 1, sizeof *list);
    if (!list) return stance_fail_memory(err);
    for (uint32_t i = 0; i < lx->entry_count; i++) list[i] = (signature){0, i, group_of(&lx->entries[i])};
    for (size_t n = 0; n < a->node_count; n++) {
        for (uint32_t f = a->nodes[n].final; f; f = a->finals[f - 1].next) {
            uint64_t *places = &list[a->finals[f - 1].entry].places;
            *places = (*places ^ n) * 0x9E3779B97F4A7C15ULL;
            *places ^= *places >> 31;
        }
    }
    qsort(list, lx->entry_count, sizeof *list, by_signature);
    for (size_t i = 1; i < lx->entry_count; i++) {
        const stance_entry *e = &lx->entries[list[i].entry], *first = &lx->entries[list[i - 1].entry];
        if (!list[i].places || by_signature(&list[i], &list[i - 1]) == 0 || list[i].group != list[i - 1].group ||
            list[i].places != list[i - 1].places)
            continue;
        if (is_scored(e)) continue;
        bool same =
            e->class == first->class && e->value == first->value && e->form == first->form && e->frame == first->frame;
        STANCE_TRY(stance_check_add(ck, e->file, e->line, STANCE_FINDING_WARNING,
                                    same ? STANCE_CHECK_DUPLICATE : STANCE_CHECK_CONTRADICTION, err,
                                    "'%.*s' matches the same words as '%.*s' (%s)%s; remove one", (int)e->pattern.len,
                                    e->pattern.data, (int)first->pattern.len, first->pattern.data,
                                    stance_check_place(ck, first), same ? "" : " and says something else"));
    }
    return STANCE_OK;
}

stance_status stance_check_patterns(stance_checker *ck, stance_error *err)
{
    const stance_lexicon *lx = ck->lexicon;
    trial t = {.ck = ck};
    stance_status status = STANCE_OK;
    for (uint32_t i = 0; status == STANCE_OK && i < lx->entry_count; i++) {
        const stance_entry *e = &lx->entries[i];
        if (!e->replaced && lx->sources[e->file].folder >= ck->first_folder) status = check_entry(&t, i, err);
    }
    stance_arena_free(&t.arena);
    return status == STANCE_OK ? check_same(ck, err) : status;
}
