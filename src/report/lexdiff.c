#include "stance/lexdiff.h"

#include <stdlib.h>

#include "report/internal.h"

typedef struct observation {
    int32_t value, period;
    uint32_t document, topic; /* topic: number in topic_ids; 0 is (all) */
    bool after;
} observation;

struct stance_lexdiff_memory {
    stance_arena arena;
    stance_intern topic_ids;
    observation *observations;
    size_t count, capacity;
};

stance_status stance_lexdiff_open(stance_lexdiff *diff, stance_period by, size_t top, stance_error *err)
{
    *diff = (stance_lexdiff){.by = by, .top = top, .memory = calloc(1, sizeof *diff->memory)};
    if (!diff->memory) return stance_fail_memory(err);
    stance_intern_init(&diff->memory->topic_ids, &diff->memory->arena);
    diff->most = stance_arena_zero(&diff->memory->arena, top + 1, sizeof *diff->most);
    return diff->most && stance_intern_add(&diff->memory->topic_ids, stance_view_of(STANCE_TOPIC_ALL)) == 0
               ? STANCE_OK
               : stance_fail_memory(err);
}

void stance_lexdiff_free(stance_lexdiff *diff)
{
    if (diff->memory) {
        free(diff->memory->observations);
        stance_arena_free(&diff->memory->arena);
    }
    free(diff->memory);
    *diff = (stance_lexdiff){.memory = NULL};
}

/* ---- taking documents in ---- */

static stance_status observe(stance_lexdiff *diff, const stance_document *document, const stance_statement *s,
                             bool after, stance_error *err)
{
    struct stance_lexdiff_memory *m = diff->memory;
    if (s->mode == STANCE_NARRATION || s->place == STANCE_HEAD || !stance_date_is_day(document->date) ||
        document->basis == STANCE_DATE_INFERRED)
        return STANCE_OK; /* series do not count it either */
    observation o = {.value = s->tone.score,
                     .period = stance_period_of(diff->by, stance_date_to_days(document->date)),
                     .document = (uint32_t)diff->documents,
                     .after = after};
    for (size_t i = 0; i <= s->topic_count; i++) {
        o.topic = i ? stance_intern_add(&m->topic_ids, s->topics[i - 1]) : 0;
        if (o.topic == STANCE_NO_ID ||
            !stance_heap_grow(&m->observations, m->count, &m->capacity, sizeof *m->observations))
            return stance_fail_memory(err);
        m->observations[m->count++] = o;
    }
    return STANCE_OK;
}

/* The steps of one score that the other does not have. */
static void put_unlike(stance_strbuf *out, const stance_statement *of, const stance_statement *other, char sign)
{
    for (size_t i = 0; i < of->hit_count && out->len < 600; i++) {
        const stance_hit *h = &of->hits[i];
        bool same = false;
        for (size_t k = 0; k < other->hit_count && !same; k++) {
            const stance_hit *o = &other->hits[k];
            same = o->at.start == h->at.start && o->after == h->after && stance_view_equal(o->pattern, h->pattern) &&
                   strcmp(o->kind, h->kind) == 0;
        }
        if (same) continue;
        char figure[STANCE_FIGURE_SIZE];
        stance_strbuf_addf(out, "%s%c %s '", out->len ? "; " : "", sign, h->kind);
        stance_plain(out, h->pattern);
        stance_strbuf_adds(out, "' (");
        stance_plain(out, h->origin);
        stance_strbuf_addf(out, ")%s%s", h->after ? " " : "",
                           h->after ? stance_figure((double)h->after / STANCE_MILLION, figure) : "");
    }
}

static bool copy(stance_arena *arena, stance_view from, stance_view *to)
{
    *to = stance_arena_copy(arena, from.data ? from : stance_view_of(""));
    return to->data != NULL;
}

/* Among the statements that change most, in their order; equal ones in the order in which they came. */
static stance_status keep_most(stance_lexdiff *diff, const stance_document *document, const char *hash,
                               const stance_statement *a, const stance_statement *b, stance_error *err)
{
    int32_t change = abs(b->tone.score - a->tone.score);
    size_t at = diff->most_count;
    while (at > 0 && abs(diff->most[at - 1].after - diff->most[at - 1].before) < change) at--;
    if (at >= diff->top) return STANCE_OK;
    stance_lexdiff_statement s = {.before = a->tone.score, .after = b->tone.score};
    stance_strbuf why = STANCE_STRBUF_INIT;
    put_unlike(&why, a, b, '-');
    put_unlike(&why, b, a, '+');
    bool good = !why.failed && copy(&diff->memory->arena, stance_strbuf_view(&why), &s.why) &&
                copy(&diff->memory->arena, document->id, &s.document) &&
                copy(&diff->memory->arena, stance_view_cut(document->text, b->span), &s.text);
    stance_strbuf_free(&why);
    if (!good) return stance_fail_memory(err);
    stance_statement_id(hash, b->ordinal, s.id);
    if (diff->most_count < diff->top) diff->most_count++;
    memmove(&diff->most[at + 1], &diff->most[at], (diff->most_count - 1 - at) * sizeof *diff->most);
    diff->most[at] = s;
    return STANCE_OK;
}

static stance_status compare(stance_lexdiff *diff, const stance_document *document, const char *hash,
                             const stance_statement *a, const stance_statement *b, stance_error *err)
{
    int32_t change = abs(b->tone.score - a->tone.score);
    diff->statements++;
    if (!change) return STANCE_OK;
    diff->changed++;
    diff->turned += (a->tone.score > 0) != (b->tone.score > 0) || (a->tone.score < 0) != (b->tone.score < 0);
    diff->change_sum += change;
    if (change > diff->change_most) diff->change_most = change;
    return keep_most(diff, document, hash, a, b, err);
}

stance_status stance_lexdiff_add(stance_lexdiff *diff, const stance_document *document, const char *hash,
                                 const stance_statement *before, size_t before_count, const stance_statement *after,
                                 size_t after_count, stance_error *err)
{
    diff->documents++;
    for (size_t i = 0; i < before_count; i++) STANCE_TRY(observe(diff, document, &before[i], false, err));
    for (size_t k = 0; k < after_count; k++) STANCE_TRY(observe(diff, document, &after[k], true, err));
    for (size_t i = 0, k = 0; i < before_count || k < after_count;) { /* both in the order of their places */
        uint64_t x = i < before_count ? (uint64_t)before[i].span.start << 32 | before[i].span.end : UINT64_MAX;
        uint64_t y = k < after_count ? (uint64_t)after[k].span.start << 32 | after[k].span.end : UINT64_MAX;
        if (x == y) STANCE_TRY(compare(diff, document, hash, &before[i], &after[k], err));
        diff->only_before += x < y;
        diff->only_after += y < x;
        i += x <= y;
        k += y <= x;
    }
    return STANCE_OK;
}

/* ---- means and trends ---- */

static int by_topic(const void *x, const void *y)
{
    const observation *a = x, *b = y;
    if (a->topic != b->topic) return a->topic < b->topic ? -1 : 1;
    if (a->period != b->period) return a->period < b->period ? -1 : 1;
    if (a->after != b->after) return a->after ? 1 : -1;
    if (a->document != b->document) return a->document < b->document ? -1 : 1;
    return a->value < b->value ? -1 : a->value > b->value;
}

static double mean(int64_t sum, size_t count)
{
    return count ? (double)sum / (double)count / STANCE_MILLION : 0;
}

/* Documents of one side of a topic. */
static size_t documents_of(const observation *list, size_t count, bool after)
{
    uint32_t last = UINT32_MAX;
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        if (list[i].after != after || list[i].document == last) continue;
        last = list[i].document;
        n++;
    }
    return n;
}

static double periods_a_year(stance_period by)
{
    static const double table[] = {365.25, 365.25 / 7, 12, 4, 2, 1};
    return table[by];
}

static stance_status find_trend(const stance_lexdiff *diff, const stance_lexdiff_topic *topic, bool after,
                                size_t documents, stance_lexdiff_trend *out, stance_error *err)
{
    double *x = malloc((topic->point_count + 1) * sizeof *x), *y = malloc((topic->point_count + 1) * sizeof *y);
    stance_status status = x && y ? STANCE_OK : stance_fail_memory(err);
    size_t n = 0;
    for (size_t i = 0; status == STANCE_OK && i < topic->point_count; i++) {
        const stance_lexdiff_point *p = &topic->points[i];
        if (!(after ? p->after_count : p->before_count)) continue;
        x[n] = p->period;
        y[n++] = after ? p->after : p->before;
    }
    stance_sen sen;
    stance_mann_kendall kendall;
    if (status == STANCE_OK && n >= STANCE_REPORT_MIN_PERIODS && documents >= STANCE_REPORT_MIN_DOCUMENTS &&
        n <= STANCE_SEN_MAX_POINTS) {
        status = stance_sen_slope(x, y, NULL, n, 0.95, &sen, err);
        if (status == STANCE_OK) status = stance_mann_kendall_test(y, n, &kendall, err);
        if (status == STANCE_OK) *out = (stance_lexdiff_trend){true, sen.slope * periods_a_year(diff->by), kendall.p};
    }
    free(x);
    free(y);
    return status;
}

static stance_status sum_topic(stance_lexdiff *diff, stance_lexdiff_topic *topic, const observation *list, size_t count,
                               stance_error *err)
{
    int64_t before = 0, after = 0;
    size_t capacity = 0;
    for (size_t i = 0, end; i < count; i = end) {
        stance_lexdiff_point p = {.period = list[i].period};
        int64_t sums[2] = {0, 0};
        for (end = i; end < count && list[end].period == p.period; end++) {
            sums[list[end].after] += list[end].value;
            if (list[end].after) p.after_count++;
            else p.before_count++;
        }
        p.before = mean(sums[0], p.before_count);
        p.after = mean(sums[1], p.after_count);
        before += sums[0];
        after += sums[1];
        topic->before_count += p.before_count;
        topic->after_count += p.after_count;
        if (!STANCE_PUSH(&diff->memory->arena, topic->points, topic->point_count, capacity, p))
            return stance_fail_memory(err);
    }
    topic->before = mean(before, topic->before_count);
    topic->after = mean(after, topic->after_count);
    STANCE_TRY(find_trend(diff, topic, false, documents_of(list, count, false), &topic->trend_before, err));
    return find_trend(diff, topic, true, documents_of(list, count, true), &topic->trend_after, err);
}

/* (all) stands alone; the p-values of the topics are adjusted together, each side for itself. */
static stance_status adjust(stance_lexdiff *diff, bool after, stance_error *err)
{
    double *p = malloc((diff->topic_count + 1) * sizeof *p);
    if (!p) return stance_fail_memory(err);
    size_t n = 0;
    for (size_t i = 1; i < diff->topic_count; i++) {
        const stance_lexdiff_trend *t = after ? &diff->topics[i].trend_after : &diff->topics[i].trend_before;
        if (t->tested) p[n++] = t->p_adjusted;
    }
    stance_status status = n ? stance_adjust_p(p, n, STANCE_ADJUST_BH, p, err) : STANCE_OK;
    n = 0;
    for (size_t i = 1; status == STANCE_OK && i < diff->topic_count; i++) {
        stance_lexdiff_trend *t = after ? &diff->topics[i].trend_after : &diff->topics[i].trend_before;
        if (t->tested) t->p_adjusted = p[n++];
    }
    free(p);
    return status;
}

static int by_name(const void *x, const void *y)
{
    const stance_lexdiff_topic *a = x, *b = y;
    bool all_a = stance_view_is(a->id, STANCE_TOPIC_ALL), all_b = stance_view_is(b->id, STANCE_TOPIC_ALL);
    if (all_a != all_b) return all_a ? -1 : 1;
    size_t n = a->id.len < b->id.len ? a->id.len : b->id.len;
    int order = memcmp(a->id.data, b->id.data, n);
    return order ? order : (a->id.len > b->id.len) - (a->id.len < b->id.len);
}

stance_status stance_lexdiff_finish(stance_lexdiff *diff, stance_error *err)
{
    struct stance_lexdiff_memory *m = diff->memory;
    if (m->count) qsort(m->observations, m->count, sizeof *m->observations, by_topic);
    diff->topics = stance_arena_zero(&m->arena, m->topic_ids.count + 1, sizeof *diff->topics);
    if (!diff->topics) return stance_fail_memory(err);
    for (size_t i = 0, end; i < m->count; i = end) {
        for (end = i; end < m->count && m->observations[end].topic == m->observations[i].topic;) end++;
        stance_lexdiff_topic *topic = &diff->topics[diff->topic_count++];
        topic->id = m->topic_ids.strings[m->observations[i].topic];
        STANCE_TRY(sum_topic(diff, topic, m->observations + i, end - i, err));
    }
    qsort(diff->topics, diff->topic_count, sizeof *diff->topics, by_name);
    STANCE_TRY(adjust(diff, false, err));
    return adjust(diff, true, err);
}
