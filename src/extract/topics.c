/* Topics: weights of the terms in what is said, else in its sentence, helped by the head above, borrowed from a
   neighbour where there are none. */
#include "extract/extract.h"

/* Points: ENOUGH make a topic, CLEAR make one beside any other; HEAD_HELP is what a head adds where HELPED are there.
   */
enum { ENOUGH = 3, HEAD_HELP = 2, BORROW_BLOCKS = 2, PASSING = 2, CLEAR = 5, HELPED = 2 };

typedef struct tally {
    const reading *r;
    int *points;          /* by topic */
    uint32_t *covered;    /* by topic: first token that no term of it has used yet */
    uint32_t *entry_seen; /* by topic: last entry that gave points, so that a word said twice counts once */
    size_t next;          /* first match that may lie in what comes */
} tally;

/* Adds up the terms in first … end. Matches are ordered by their first token, longest first, so the first that fits is
   the longest. */
static void add_points(tally *t, uint32_t first, uint32_t end)
{
    const reading *r = t->r;
    size_t lo = 0, hi = r->matches.count;
    while (lo < hi) { /* matches before `first` are of no use */
        size_t mid = lo + (hi - lo) / 2;
        if (r->matches.data[mid].first < first) lo = mid + 1;
        else hi = mid;
    }
    for (size_t i = 0; i < r->lexicon->topic_count; i++) t->covered[i] = first;
    for (size_t k = lo; k < r->matches.count && r->matches.data[k].first < end; k++) {
        const stance_match *m = &r->matches.data[k];
        const stance_entry *e = &r->lexicon->entries[m->entry];
        if (e->kind != STANCE_KIND_TERM || e->replaced || m->last >= end || m->first < t->covered[e->topic]) continue;
        t->covered[e->topic] = m->last + 1;
        if (t->entry_seen[e->topic] == m->entry + 1) continue;
        t->entry_seen[e->topic] = m->entry + 1;
        t->points[e->topic] += e->value;
    }
}

static void clear(tally *t)
{
    size_t n = t->r->lexicon->topic_count;
    memset(t->points, 0, n * sizeof *t->points);
    memset(t->entry_seen, 0, n * sizeof *t->entry_seen);
}

/* Topics with enough points as a list in the arena; help[i] points more where HELPED are there already. */
static stance_status pick(tally *t, const int *help, stance_arena *arena, const stance_view **topics, size_t *count,
                          stance_error *err)
{
    const stance_lexicon *lx = t->r->lexicon;
    stance_view *list = stance_arena_zero(arena, lx->topic_count + 1, sizeof *list);
    if (!list) return stance_fail_memory(err);
    int best = 0; /* what is only named in passing beside the strongest is no topic of the statement */
    for (size_t i = 0; i < lx->topic_count; i++) best = t->points[i] > best ? t->points[i] : best;
    *count = 0;
    for (size_t i = 0; i < lx->topic_count; i++) {
        int points = t->points[i] + (t->points[i] >= HELPED && help ? help[i] : 0);
        if (points >= ENOUGH && (points >= CLEAR || points * PASSING >= best)) list[(*count)++] = lx->topics[i];
    }
    *topics = list;
    return STANCE_OK;
}

/* The help that the cross-head over each block gives its sentences. */
static stance_status read_heads(tally *t, int **help_of_block, stance_error *err)
{
    const reading *r = t->r;
    size_t n = r->lexicon->topic_count;
    int *help = stance_arena_zero(r->arena, (r->block_count + 1) * (n + 1), sizeof *help);
    if (!help) return stance_fail_memory(err);
    bool below_body = false;
    for (size_t k = 0; k < r->block_count; k++) {
        if (r->blocks[k].kind != BLOCK_HEAD) {
            if (k > 0) memcpy(help + k * n, help + (k - 1) * n, n * sizeof *help);
            below_body = true;
            continue;
        }
        clear(t);
        add_points(t, r->blocks[k].first, r->blocks[k].end);
        bool any = false;
        for (size_t i = 0; i < n; i++) {
            help[k * n + i] = t->points[i] >= ENOUGH ? HEAD_HELP : 0;
            any = any || help[k * n + i];
        }
        /* A head that says nothing of a topic ends the help of the one before, unless it is only furniture above the
           text. */
        if (!any && !below_body && k > 0) memcpy(help + k * n, help + (k - 1) * n, n * sizeof *help);
    }
    *help_of_block = help;
    return STANCE_OK;
}

static uint32_t block_of(const reading *r, const found *f)
{
    return r->sentences[f->sentence].block;
}

/* A statement that only its neighbour makes clear takes the neighbour's topics: the one before it, else the one behind.
   */
static void borrow(const reading *r, found *statements, size_t count)
{
    const found *last = NULL;
    for (size_t i = 0; i < count; i++) {
        found *f = &statements[i];
        if (f->statement.topic_count) {
            if (f->statement.place == STANCE_BODY) last = f;
        } else if (last && block_of(r, f) - block_of(r, last) <= BORROW_BLOCKS) {
            f->statement.topics = last->statement.topics;
            f->statement.topic_count = last->statement.topic_count;
        }
    }
    last = NULL;
    for (size_t i = count; i > 0; i--) {
        found *f = &statements[i - 1];
        if (f->statement.topic_count) last = f;
        else if (last && block_of(r, last) - block_of(r, f) <= BORROW_BLOCKS) {
            f->statement.topics = last->statement.topics;
            f->statement.topic_count = last->statement.topic_count;
        }
    }
}

stance_status stance_find_topics(reading *r, found *statements, size_t count, stance_error *err)
{
    size_t n = r->lexicon->topic_count;
    tally t = {.r = r};
    t.points = stance_arena_zero(r->arena, n + 1, sizeof *t.points);
    t.covered = stance_arena_zero(r->arena, n + 1, sizeof *t.covered);
    t.entry_seen = stance_arena_zero(r->arena, n + 1, sizeof *t.entry_seen);
    int *help = NULL;
    if (!t.points || !t.covered || !t.entry_seen) return stance_fail_memory(err);
    STANCE_TRY(read_heads(&t, &help, err));
    for (size_t i = 0; i < count; i++) {
        found *f = &statements[i];
        clear(&t);
        for (size_t k = 0; k < f->content_count; k++) add_points(&t, f->content[k].first, f->content[k].end);
        STANCE_TRY(pick(&t, help + block_of(r, f) * n, r->arena, &f->statement.topics, &f->statement.topic_count, err));
        if (f->statement.topic_count) continue;
        /* The words around the content ("on the treaty, the envoy noted that it expires soon") are nearer than any
           neighbour. */
        const sentence *whole = &r->sentences[f->sentence];
        clear(&t);
        add_points(&t, whole->first, whole->end);
        STANCE_TRY(pick(&t, help + block_of(r, f) * n, r->arena, &f->statement.topics, &f->statement.topic_count, err));
    }
    borrow(r, statements, count);
    return STANCE_OK;
}
