/* What a difference hangs on: one document, one lexicon entry, single statements. */
#include "stats/internal.h"
#include "stats/weighed.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct sums {
    double weight[2], sum[2]; /* by window; sum of weight times value, natural units */
} sums;

static sums sums_of(const stance_indexed *sorted, size_t count)
{
    sums s = {{0, 0}, {0, 0}};
    for (size_t i = 0; i < count; i++) {
        const stance_weighed *r = &sorted[i].row;
        s.weight[r->window] += r->weight;
        s.sum[r->window] += r->weight * r->value / STANCE_MILLION;
    }
    return s;
}

static double difference_of(const sums *s)
{
    return s->sum[1] / s->weight[1] - s->sum[0] / s->weight[0];
}

/* Rows checked and sorted, both windows with statements. */
static stance_status prepare(const stance_weighed *rows, size_t count, stance_indexed **sorted, sums *all,
                             stance_error *err)
{
    *sorted = NULL;
    STANCE_TRY(stance_weighed_check(rows, count, err));
    stance_indexed *own = stance_weighed_sorted(rows, count);
    if (!own) return stance_fail_memory(err);
    *all = sums_of(own, count);
    if (!(all->weight[0] > 0) || !(all->weight[1] > 0)) {
        free(own);
        return stance_fail(err, STANCE_ENODATA, "influence needs statements in both windows");
    }
    *sorted = own;
    return STANCE_OK;
}

/* Leaving out a document without which a window is empty changes everything. */
static double change_by(const stance_influence *x, double difference)
{
    return x->has_without ? fabs(x->without - difference) : HUGE_VAL;
}

typedef struct ranked {
    stance_influence influence;
    double change;
    size_t index;
} ranked;

static int compare_ranked(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    if (x->change > y->change || x->change < y->change) return x->change > y->change ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

static stance_status sort_influence(stance_influence *out, size_t count, double difference, stance_error *err)
{
    ranked *order = malloc((count + 1) * sizeof *order);
    if (!order) return stance_fail_memory(err);
    for (size_t i = 0; i < count; i++) order[i] = (ranked){out[i], change_by(&out[i], difference), i};
    qsort(order, count, sizeof *order, compare_ranked);
    for (size_t i = 0; i < count; i++) out[i] = order[i].influence;
    free(order);
    return STANCE_OK;
}

stance_status stance_influence_of_documents(const stance_weighed *rows, size_t count, stance_influence *out,
                                            size_t *found, stance_error *err)
{
    stance_indexed *sorted;
    sums all;
    *found = 0;
    STANCE_TRY(prepare(rows, count, &sorted, &all, err));
    const double difference = difference_of(&all);
    size_t n = 0;
    for (size_t at = 0, end; at < count; at = end) {
        end = stance_weighed_document_end(sorted, at, count);
        const uint32_t k = sorted[at].row.window;
        const sums own = sums_of(sorted + at, end - at);
        sums rest = all;
        rest.weight[k] -= own.weight[k];
        rest.sum[k] -= own.sum[k];
        const bool other = (at > 0 && sorted[at - 1].row.window == k) || (end < count && sorted[end].row.window == k);
        const stance_influence x = {sorted[at].row.document, k, end - at, other, other ? difference_of(&rest) : 0};
        out[n++] = x;
    }
    free(sorted);
    *found = n;
    return sort_influence(out, n, difference, err);
}

stance_status stance_influence_of_entries(const stance_weighed *rows, size_t count, const stance_swap *swaps,
                                          size_t swap_count, size_t entries, stance_influence *out, stance_error *err)
{
    stance_indexed *sorted;
    sums all;
    STANCE_TRY(prepare(rows, count, &sorted, &all, err));
    free(sorted);
    const double difference = difference_of(&all);
    for (size_t i = 0; i < entries; i++) out[i] = (stance_influence){(uint32_t)i, 0, 0, true, difference};
    for (size_t i = 0; i < swap_count; i++) {
        if (swaps[i].row >= count || swaps[i].entry >= entries || swaps[i].value < -1000000 || swaps[i].value > 1000000)
            return stance_fail(err, STANCE_EINVAL, "swap %zu names a row, an entry or a score that is none", i);
        const stance_weighed *r = &rows[swaps[i].row];
        const double change = r->weight * (swaps[i].value - r->value) / STANCE_MILLION / all.weight[r->window];
        out[swaps[i].entry].without += r->window ? change : -change;
        out[swaps[i].entry].statements++;
    }
    return sort_influence(out, entries, difference, err);
}

stance_status stance_contributions(const stance_weighed *rows, size_t count, double *out, stance_error *err)
{
    stance_indexed *sorted;
    sums all;
    STANCE_TRY(prepare(rows, count, &sorted, &all, err));
    free(sorted);
    const double middle = (all.sum[0] / all.weight[0] + all.sum[1] / all.weight[1]) / 2;
    for (size_t i = 0; i < count; i++) {
        const double share = rows[i].weight / all.weight[rows[i].window];
        out[i] = (rows[i].window ? share : -share) * (rows[i].value / STANCE_MILLION - middle);
    }
    return STANCE_OK;
}
