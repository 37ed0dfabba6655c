/* Why the means of two windows differ: the split, what the difference hangs on, the statements that moved it most. */
#include "report/compare.h"

#include <math.h>
#include <stdlib.h>

#define LEAST 0.005 /* a difference that is printed as 0.00 hangs on nothing */

uint32_t stance_compare_source(const stance_comparison *comparison, stance_intern *sources, const stance_item *item)
{
    const stance_view source = comparison->report.documents[item->document].source;
    return stance_intern_add(sources, source.data ? source : stance_view_of(""));
}

/* ---- the split ---- */

static stance_status split_rows(const stance_comparison *c, const stance_gathered *columns,
                                const stance_compare_rows *rows, stance_intern *sources, stance_split_row **out,
                                size_t *count, stance_error *err)
{
    size_t n = 0;
    const uint32_t none = (uint32_t)columns->topic_ids.count; /* the last name: (none) */
    for (size_t i = 0; i < rows->count; i++) n += columns->items[rows->items[i]].topic_count + 1;
    stance_split_row *split = *out = calloc(n + 1, sizeof *split);
    if (!split) return stance_fail_memory(err);
    n = 0;
    for (size_t i = 0; i < rows->count; i++) {
        const stance_item *item = &columns->items[rows->items[i]];
        const stance_weighed *row = &rows->rows[i];
        const size_t topics = item->topic_count ? item->topic_count : 1;
        const uint32_t source = stance_compare_source(c, sources, item);
        if (source == STANCE_NO_ID) return stance_fail_memory(err);
        for (size_t k = 0; k < topics; k++) {
            stance_split_row *to = &split[n++];
            to->value = row->value;
            to->window = row->window;
            to->weight = row->weight / (double)topics;
            to->cell[STANCE_SPLIT_TOPIC] = item->topic_count ? columns->topics[item->topics_at + k] : none;
            to->cell[STANCE_SPLIT_SPEAKER] = item->speaker;
            to->cell[STANCE_SPLIT_SOURCE] = source;
        }
    }
    *count = n;
    return STANCE_OK;
}

static stance_status name_cells(stance_comparison *c, const stance_gathered *columns, const stance_lexicon *lexicon,
                                const stance_intern *sources, stance_error *err)
{
    stance_arena *arena = &c->report.memory->arena;
    const size_t topics = columns->topic_ids.count, speakers = columns->speakers.count;
    stance_view *names[STANCE_COMPARE_FACTORS];
    names[STANCE_SPLIT_TOPIC] = stance_arena_zero(arena, topics + 1, sizeof(stance_view));
    names[STANCE_SPLIT_SPEAKER] = stance_arena_zero(arena, speakers + 1, sizeof(stance_view));
    names[STANCE_SPLIT_SOURCE] = stance_arena_zero(arena, sources->count + 1, sizeof(stance_view));
    if (!names[0] || !names[1] || !names[2]) return stance_fail_memory(err);
    for (size_t i = 0; i < topics; i++) {
        names[STANCE_SPLIT_TOPIC][i] = stance_topic_title(lexicon, arena, columns->topic_ids.strings[i]);
        if (!names[STANCE_SPLIT_TOPIC][i].data) return stance_fail_memory(err);
    }
    names[STANCE_SPLIT_TOPIC][topics] = stance_view_of(STANCE_TOPIC_NONE);
    for (size_t i = 0; i < speakers; i++) {
        const stance_view name = c->report.speakers[i].name;
        names[STANCE_SPLIT_SPEAKER][i] = name.len ? name : stance_view_of("(not named)");
    }
    for (size_t i = 0; i < sources->count; i++)
        names[STANCE_SPLIT_SOURCE][i] = sources->strings[i].len ? sources->strings[i] : stance_view_of("(not named)");
    for (int f = 0; f < STANCE_COMPARE_FACTORS; f++) c->names[f] = names[f];
    return STANCE_OK;
}

static stance_status put_split(stance_comparison *c, const stance_gathered *columns, const stance_lexicon *lexicon,
                               const stance_compare_rows *rows, stance_error *err)
{
    stance_intern sources = {0};
    stance_split_row *split = NULL;
    size_t count = 0;
    stance_intern_init(&sources, &c->report.memory->arena);
    stance_status status = split_rows(c, columns, rows, &sources, &split, &count, err);
    if (status == STANCE_OK) status = stance_split_difference(split, count, STANCE_COMPARE_FACTORS, &c->split, err);
    if (status == STANCE_OK) status = name_cells(c, columns, lexicon, &sources, err);
    c->has_split = status == STANCE_OK;
    free(split);
    return status;
}

/* ---- one document, one entry ---- */

static bool hangs_on(double difference, bool has_without, double without)
{
    if (fabs(difference) < LEAST) return false;
    return !has_without || without * difference <= 0 || fabs(without) < fabs(difference) / 2;
}

/* The test again without the document that matters most. */
static stance_status test_without(stance_comparison *c, const stance_compare_rows *rows, uint32_t document,
                                  stance_error *err)
{
    const stance_interval_options options = {STANCE_BY_STATEMENT, c->options.level, c->options.resamples};
    stance_difference d;
    size_t n = 0;
    stance_weighed *rest = malloc((rows->count + 1) * sizeof *rest);
    if (!rest) return stance_fail_memory(err);
    for (size_t i = 0; i < rows->count; i++)
        if (rows->rows[i].document != document) rest[n++] = rows->rows[i];
    stance_status status = stance_difference_of(rest, n, &options, &d, err);
    free(rest);
    if (status != STANCE_OK) return status;
    c->has_p_without = d.has_test;
    c->p_without = d.p;
    c->rests_on_document = !d.has_test || d.p > STANCE_REPORT_SUPPORTED;
    return STANCE_OK;
}

/* The one without which least of the difference is left: its size in the direction of the difference. */
static double left_of(double difference, const stance_influence *x)
{
    return !x->has_without ? -HUGE_VAL : difference < 0 ? -x->without : x->without;
}

static const stance_influence *pivot_of(double difference, const stance_influence *influence, size_t count)
{
    const stance_influence *least = NULL;
    for (size_t i = 0; i < count; i++)
        if (!least || left_of(difference, &influence[i]) < left_of(difference, least)) least = &influence[i];
    return least;
}

static stance_hinge document_hinge(const stance_comparison *c, const stance_influence *x)
{
    const stance_report_document *document = &c->report.documents[x->what];
    return (stance_hinge){document->id,
                          stance_view_of(document->prefix),
                          x->window,
                          x->statements,
                          x->has_without,
                          x->without,
                          hangs_on(c->all.d.difference, x->has_without, x->without)};
}

static stance_status put_documents(stance_comparison *c, const stance_compare_rows *rows, stance_error *err)
{
    size_t found = 0;
    stance_influence *influence = malloc((rows->count + 1) * sizeof *influence);
    if (!influence) return stance_fail_memory(err);
    stance_status status = stance_influence_of_documents(rows->rows, rows->count, influence, &found, err);
    c->least_without = HUGE_VAL;
    c->most_without = -HUGE_VAL;
    for (size_t i = 0; status == STANCE_OK && i < found; i++) {
        if (influence[i].has_without) {
            c->least_without = fmin(c->least_without, influence[i].without);
            c->most_without = fmax(c->most_without, influence[i].without);
        }
        if (i < STANCE_MOST_HINGES) c->documents[c->document_count++] = document_hinge(c, &influence[i]);
    }
    if (c->least_without > c->most_without) c->least_without = c->most_without = 0;
    const stance_influence *pivot = status == STANCE_OK ? pivot_of(c->all.d.difference, influence, found) : NULL;
    if (pivot) {
        c->document_pivot = document_hinge(c, pivot);
        if (c->all.change == STANCE_CHANGE_UP || c->all.change == STANCE_CHANGE_DOWN)
            status = test_without(c, rows, pivot->what, err);
    }
    free(influence);
    return status;
}

/* What the trace tells of one statement: its points, and those of each entry. */
typedef struct swaps {
    stance_swap *data;
    size_t count, capacity;
    stance_intern entries; /* pattern, tab, origin */
} swaps;

static double score_of(double conciliatory, double critical, double prior)
{
    return (conciliatory - critical) / (conciliatory + critical + prior);
}

/* The neutral points that the score was made with, from what they did to the larger side; 0: cannot be told. */
static double prior_of(double conciliatory, double critical, const stance_tone *tone)
{
    const double larger = fmax(conciliatory, critical);
    const double share = conciliatory > critical ? tone->conciliatory : tone->critical;
    return share > 0 ? larger * (STANCE_MILLION - share) / share : 0;
}

static stance_status entry_of(swaps *s, const stance_hit *hit, uint32_t *number, stance_error *err)
{
    stance_strbuf key = STANCE_STRBUF_INIT;
    stance_strbuf_addv(&key, hit->pattern);
    stance_strbuf_addc(&key, '\t');
    stance_strbuf_addv(&key, hit->origin);
    *number = key.failed ? STANCE_NO_ID : stance_intern_add(&s->entries, stance_strbuf_view(&key));
    stance_strbuf_free(&key);
    return *number == STANCE_NO_ID ? stance_fail_memory(err) : STANCE_OK;
}

static bool same_entry(const stance_hit *a, const stance_hit *b)
{
    return stance_view_equal(a->pattern, b->pattern) && stance_view_equal(a->origin, b->origin);
}

/* The score of the statement without each of the entries whose points count in it. */
static stance_status add_swaps(swaps *s, uint32_t row, const stance_item *item, const stance_tone *tone,
                               const stance_hit *hits, size_t count, stance_error *err)
{
    double points[2] = {0, 0};
    for (size_t i = 0; i < count; i++) points[hits[i].after < 0] += fabs((double)hits[i].after);
    const double prior = prior_of(points[0], points[1], tone);
    if (!(prior > 0)) return STANCE_OK;
    /* A trace that does not give the score that is stored is not believed. */
    if (fabs(score_of(points[0], points[1], prior) * STANCE_MILLION - item->score) > 100) return STANCE_OK;
    for (size_t i = 0; i < count; i++) {
        bool seen = hits[i].after == 0;
        for (size_t k = 0; k < i && !seen; k++) seen = hits[k].after != 0 && same_entry(&hits[k], &hits[i]);
        if (seen) continue;
        double rest[2] = {points[0], points[1]};
        for (size_t k = i; k < count; k++)
            if (same_entry(&hits[k], &hits[i])) rest[hits[k].after < 0] -= fabs((double)hits[k].after);
        stance_swap swap = {row, 0, (int32_t)lround(score_of(rest[0], rest[1], prior) * STANCE_MILLION)};
        STANCE_TRY(entry_of(s, &hits[i], &swap.entry, err));
        if (!stance_heap_grow(&s->data, s->count, &s->capacity, sizeof *s->data)) return stance_fail_memory(err);
        s->data[s->count++] = swap;
    }
    return STANCE_OK;
}

static stance_status gather_swaps(const stance_comparison *c, const stance_gathered *columns,
                                  const stance_compare_rows *rows, swaps *s, stance_error *err)
{
    for (size_t i = 0; i < rows->count; i++) {
        const stance_item *item = &columns->items[rows->items[i]];
        const stance_hit *hits;
        size_t count;
        if (!item->matched) continue;
        STANCE_TRY(stance_store_hits(c->report.store, item->key, &hits, &count, err));
        const stance_tone tone = {item->score, item->conciliatory, item->critical, item->matched};
        STANCE_TRY(add_swaps(s, (uint32_t)i, item, &tone, hits, count, err));
    }
    return STANCE_OK;
}

static stance_hinge entry_hinge(const stance_comparison *c, const swaps *s, const stance_influence *x)
{
    const stance_view key = s->entries.strings[x->what];
    const char *tab = memchr(key.data, '\t', key.len);
    const size_t length = tab ? (size_t)(tab - key.data) : key.len, rest = length + (tab != NULL);
    return (stance_hinge){{key.data, length},
                          {key.data + rest, key.len - rest},
                          0,
                          x->statements,
                          true,
                          x->without,
                          hangs_on(c->all.d.difference, true, x->without)};
}

static stance_status put_entries(stance_comparison *c, const stance_gathered *columns, const stance_compare_rows *rows,
                                 stance_error *err)
{
    swaps s = {NULL, 0, 0, {0}};
    stance_influence *influence = NULL;
    stance_intern_init(&s.entries, &c->report.memory->arena);
    stance_status status = gather_swaps(c, columns, rows, &s, err);
    const size_t entries = s.entries.count;
    if (status == STANCE_OK && entries) {
        influence = malloc(entries * sizeof *influence);
        status = influence
                     ? stance_influence_of_entries(rows->rows, rows->count, s.data, s.count, entries, influence, err)
                     : stance_fail_memory(err);
    }
    for (size_t i = 0; status == STANCE_OK && i < entries && i < STANCE_MOST_HINGES; i++)
        c->entries[c->entry_count++] = entry_hinge(c, &s, &influence[i]);
    const stance_influence *pivot = status == STANCE_OK ? pivot_of(c->all.d.difference, influence, entries) : NULL;
    if (pivot) c->entry_pivot = entry_hinge(c, &s, pivot);
    free(s.data);
    free(influence);
    return status;
}

/* ---- single statements ---- */

typedef struct moved {
    double contribution;
    uint32_t row;
} moved;

static int compare_moved(const void *a, const void *b)
{
    const moved *x = a, *y = b;
    if (x->contribution > y->contribution || x->contribution < y->contribution)
        return x->contribution > y->contribution ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

static stance_status load_movers(stance_comparison *c, const stance_gathered *columns, const stance_compare_rows *rows,
                                 const moved *sorted, int side, stance_error *err)
{
    const size_t most = c->options.statements < rows->count ? c->options.statements : rows->count;
    c->movers[side] = stance_arena_zero(&c->report.memory->arena, most + 1, sizeof *c->movers[side]);
    if (!c->movers[side]) return stance_fail_memory(err);
    for (size_t i = 0; i < most; i++) {
        const moved *m = &sorted[side ? rows->count - 1 - i : i];
        const bool adds = side ? m->contribution < 0 : m->contribution > 0;
        if (!adds) break;
        const bool falls = c->all.d.difference < 0;
        stance_mover *mover = &c->movers[side][c->mover_count[side]++];
        mover->window = rows->rows[m->row].window;
        mover->contribution = falls ? -m->contribution : m->contribution;
        STANCE_TRY(stance_load_evidence(&c->report, &columns->items[rows->items[m->row]], &mover->evidence, err));
    }
    return STANCE_OK;
}

static stance_status put_movers(stance_comparison *c, const stance_gathered *columns, const stance_compare_rows *rows,
                                stance_error *err)
{
    if (!c->options.statements) return STANCE_OK;
    double *contributions = malloc((rows->count + 1) * sizeof *contributions);
    moved *sorted = malloc((rows->count + 1) * sizeof *sorted);
    stance_status status = contributions && sorted ? STANCE_OK : stance_fail_memory(err);
    if (status == STANCE_OK) status = stance_contributions(rows->rows, rows->count, contributions, err);
    if (status == STANCE_OK) {
        const bool falls = c->all.d.difference < 0;
        for (size_t i = 0; i < rows->count; i++)
            sorted[i] = (moved){falls ? -contributions[i] : contributions[i], (uint32_t)i};
        qsort(sorted, rows->count, sizeof *sorted, compare_moved);
    }
    for (int side = 0; side < 2 && status == STANCE_OK; side++)
        status = load_movers(c, columns, rows, sorted, side, err);
    free(contributions);
    free(sorted);
    return status;
}

stance_status stance_compare_why(stance_comparison *comparison, const stance_gathered *columns,
                                 const stance_lexicon *lexicon, const stance_compare_rows *rows, stance_error *err)
{
    STANCE_TRY(put_split(comparison, columns, lexicon, rows, err));
    STANCE_TRY(put_documents(comparison, rows, err));
    STANCE_TRY(put_entries(comparison, columns, rows, err));
    return put_movers(comparison, columns, rows, err);
}
