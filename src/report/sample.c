/* Drawing a sample of statements for coders. Which ones, and in which order, follows from the seed and from what identifies the
   statements, not from the database, so that the same documents give the same sample anywhere. */
#include "report/internal.h"
#include "stance/annotate.h"
#include "stance/measure.h"

#include <stdlib.h>

typedef struct candidate {
    stance_unit unit;
    uint32_t stratum; /* number in population.strata */
    uint64_t key, order;
} candidate;

typedef struct population {
    stance_arena arena;
    candidate *all;
    size_t count, capacity;
    stance_intern strata;
} population;

static void put_named(stance_strbuf *out, const char *name, stance_view value)
{
    if (value.data) stance_strbuf_addf(out, " --%s %.*s", name, (int)value.len, value.data);
}

void stance_sample_design(const stance_selector *selector, const stance_sample_options *options, stance_strbuf *out)
{
    static const char *const each[] = {"", " --each topic", " --each speaker", " --each "};
    char date[STANCE_DATE_SIZE];
    stance_strbuf_addf(out, "--sample %zu --seed %llu%s%s", options->wanted, (unsigned long long)options->seed,
                       each[options->by],
                       options->by == STANCE_STRATA_PERIOD ? stance_period_name(options->period) : "");
    if (options->shared != STANCE_MILLION) {
        stance_strbuf_adds(out, " --double ");
        stance_strbuf_add_millionths(out, options->shared);
    }
    put_named(out, "speaker", selector->speaker);
    put_named(out, "target", selector->target);
    put_named(out, "topic", selector->topic);
    put_named(out, "source", selector->source);
    if (selector->has_mode) put_named(out, "mode", stance_view_of(stance_mode_name(selector->mode)));
    if (selector->from.year) put_named(out, "from", stance_view_of(stance_date_format(selector->from, date)));
    if (selector->to.year) put_named(out, "to", stance_view_of(stance_date_format(selector->to, date)));
    if (selector->inferred_too) stance_strbuf_adds(out, " --dates inferred");
    if (selector->duplicates == STANCE_DUPLICATES_KEEP) stance_strbuf_adds(out, " --duplicates keep");
    if (selector->min_confidence > 0) {
        stance_strbuf_adds(out, " --min-confidence ");
        stance_strbuf_add_millionths(out, selector->min_confidence);
    }
}

/* ---- the population ---- */

stance_view stance_sample_stratum(const stance_row *row, const stance_sample_options *options,
                                  char label[STANCE_DATE_SIZE])
{
    const stance_statement *s = &row->statement;
    switch (options->by) {
    case STANCE_STRATA_TOPIC: return s->topic_count ? s->topics[0] : stance_view_of("none");
    case STANCE_STRATA_SPEAKER: return s->actor.data ? s->actor : s->speaker.data ? s->speaker : stance_view_of("none");
    case STANCE_STRATA_PERIOD:
        if (!stance_date_is_day(row->document.date)) return stance_view_of("undated");
        return stance_view_of(stance_period_label(
            options->period, stance_period_of(options->period, stance_date_to_days(row->document.date)), label));
    case STANCE_STRATA_NONE: break;
    }
    return stance_view_of("all");
}

static stance_status take(population *p, const stance_row *row, const stance_sample_options *options, stance_error *err)
{
    char label[STANCE_DATE_SIZE];
    candidate c = {.unit.span = stance_unit_span(&row->statement)};
    memcpy(c.unit.document, row->hash, sizeof c.unit.document);
    if (p->count) { /* two holders of the same words are one thing to code */
        const stance_unit *last = &p->all[p->count - 1].unit;
        if (memcmp(last->document, c.unit.document, 64) == 0 && last->span.start == c.unit.span.start &&
            last->span.end == c.unit.span.end)
            return STANCE_OK;
    }
    c.stratum = stance_intern_add(&p->strata, stance_sample_stratum(row, options, label));
    char digits[17];
    memcpy(digits, row->hash, 16);
    digits[16] = '\0';
    const uint64_t hash = strtoull(digits, NULL, 16);
    c.key = stance_seed_add(stance_seed_add(options->seed, hash), (uint64_t)c.unit.span.start << 32 | c.unit.span.end);
    c.order = stance_seed_add(c.key, 1);
    if (c.stratum == STANCE_NO_ID || !STANCE_PUSH(&p->arena, p->all, p->count, p->capacity, c))
        return stance_fail_memory(err);
    return STANCE_OK;
}

static stance_status gather(stance_store *store, const stance_selector *selector, const stance_sample_options *options,
                            population *p, stance_error *err)
{
    stance_selector said = *selector;
    stance_cursor *cursor = NULL;
    said.said_only = true;
    stance_intern_init(&p->strata, &p->arena);
    STANCE_TRY(stance_store_select(store, &said, &cursor, err));
    stance_status status = STANCE_OK;
    while (status == STANCE_OK) {
        const stance_row *row;
        status = stance_cursor_next(cursor, &row, err);
        if (status != STANCE_OK || !row) break;
        status = take(p, row, options, err);
    }
    stance_cursor_close(cursor);
    return status;
}

/* ---- the draw ---- */

static int compare_numbers(uint64_t a, uint64_t b, const candidate *x, const candidate *y)
{
    if (a != b) return a < b ? -1 : 1;
    const int order = memcmp(x->unit.document, y->unit.document, 64); /* a chance in a million million */
    return order ? order : (x->unit.span.start > y->unit.span.start) - (x->unit.span.start < y->unit.span.start);
}

static int compare_keys(const void *a, const void *b)
{
    const candidate *x = a, *y = b;
    if (x->stratum != y->stratum) return x->stratum < y->stratum ? -1 : 1;
    return compare_numbers(x->key, y->key, x, y);
}

static int compare_orders(const void *a, const void *b)
{
    const candidate *x = a, *y = b;
    return compare_numbers(x->order, y->order, x, y);
}

/* For the shared part: another order, that has nothing to do with when they are shown. */
static int compare_shares(const void *a, const void *b)
{
    const candidate *x = a, *y = b;
    return compare_numbers(stance_seed_add(x->order, 2), stance_seed_add(y->order, 2), x, y);
}

typedef struct stratum {
    stance_view name;
    uint32_t id;
} stratum;

static int compare_strata(const void *a, const void *b)
{
    const stratum *x = a, *y = b;
    const size_t least = x->name.len < y->name.len ? x->name.len : y->name.len;
    const int order = least ? memcmp(x->name.data, y->name.data, least) : 0;
    return order ? order : (x->name.len > y->name.len) - (x->name.len < y->name.len);
}

/* How many there are in each stratum, and how many to take, by the numbers of the strata. */
static stance_status allocate(population *p, size_t wanted, size_t *sizes, size_t *taken, stance_error *err)
{
    const size_t n = p->strata.count;
    stratum *names = stance_arena_zero(&p->arena, n, sizeof *names);
    size_t *sorted = stance_arena_zero(&p->arena, 2 * n, sizeof *sorted);
    if (!names || !sorted) return stance_fail_memory(err);
    if (wanted < n) /* what cannot be drawn can be estimated from nothing */
        return stance_fail(
            err, STANCE_EINVAL,
            "a sample of %zu cannot have some of each of %zu parts: write --sample %zu or more, or leave out "
            "--each",
            wanted, n, n);
    for (size_t i = 0; i < p->count; i++) sizes[p->all[i].stratum]++;
    for (size_t i = 0; i < n; i++) names[i] = (stratum){p->strata.strings[i], (uint32_t)i};
    qsort(names, n, sizeof *names, compare_strata);
    for (size_t i = 0; i < n; i++) sorted[i] = sizes[names[i].id];
    stance_allocate(sorted, n, wanted, sorted + n);
    for (size_t i = 0; i < n; i++) taken[names[i].id] = sorted[n + i];
    return STANCE_OK;
}

static stance_status draw(population *p, const stance_sample_options *options, stance_unit **units, size_t *count,
                          stance_error *err)
{
    const size_t n = p->strata.count;
    size_t *sizes = stance_arena_zero(&p->arena, n, sizeof *sizes), kept = 0, at = 0;
    size_t *taken = stance_arena_zero(&p->arena, n, sizeof *taken);
    *units = stance_arena_zero(&p->arena, options->wanted, sizeof **units);
    if (!sizes || !taken || !*units) return stance_fail_memory(err);
    STANCE_TRY(allocate(p, options->wanted, sizes, taken, err));
    qsort(p->all, p->count, sizeof *p->all, compare_keys);
    uint32_t last = UINT32_MAX;
    for (size_t i = 0; i < p->count; i++) { /* the first of each stratum */
        candidate c = p->all[i];
        at = c.stratum == last ? at + 1 : 0;
        last = c.stratum;
        if (at >= taken[c.stratum]) continue;
        c.unit.stratum = p->strata.strings[c.stratum];
        c.unit.stratum_size = (uint32_t)sizes[c.stratum];
        c.unit.stratum_drawn = (uint32_t)taken[c.stratum];
        p->all[kept++] = c;
    }
    const size_t shared = (size_t)(((uint64_t)kept * (uint64_t)options->shared + STANCE_MILLION / 2) / STANCE_MILLION);
    qsort(p->all, kept, sizeof *p->all, compare_shares);
    for (size_t i = 0; i < kept; i++) p->all[i].unit.shared = i < shared;
    qsort(p->all, kept, sizeof *p->all, compare_orders);
    for (size_t i = 0; i < kept; i++) (*units)[i] = p->all[i].unit;
    *count = kept;
    return STANCE_OK;
}

stance_status stance_sample_draw(stance_store *store, const stance_selector *selector,
                                 const stance_sample_options *options, stance_view design, size_t *count,
                                 stance_error *err)
{
    population p = {.count = 0};
    stance_unit *units = NULL;
    *count = 0;
    if (options->wanted < 1 || options->wanted > STANCE_SAMPLE_MAX || options->shared < 0 ||
        options->shared > STANCE_MILLION)
        return stance_fail(err, STANCE_EINVAL, "a sample has 1 to %d statements, of which 0 to 1 is shared",
                           STANCE_SAMPLE_MAX);
    STANCE_TRY(stance_store_sample_size(store, design, count, err));
    if (*count) return STANCE_OK;
    stance_status status = gather(store, selector, options, &p, err);
    if (status == STANCE_OK && p.count == 0)
        status = stance_fail(err, STANCE_ENODATA, "no statements match: there is nothing to draw a sample from");
    if (status == STANCE_OK) status = draw(&p, options, &units, count, err);
    if (status == STANCE_OK) status = stance_store_add_sample(store, design, units, *count, err);
    stance_arena_free(&p.arena);
    if (status != STANCE_OK) *count = 0;
    return status == STANCE_OK ? stance_store_sample_size(store, design, count, err) : status;
}
