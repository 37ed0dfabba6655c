/* The difference of two windows: its interval, the permutation test, the standardised size. */
#include "stats/internal.h"
#include "stats/weighed.h"

#include <gsl/gsl_math.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

stance_status stance_weighed_check(const stance_weighed *rows, size_t count, stance_error *err)
{
    if (count > 0 && !rows) return stance_fail(err, STANCE_EINVAL, "there are no statements to compare");
    if (count >= UINT32_MAX) return stance_fail(err, STANCE_EINVAL, "%zu statements are too many to compare", count);
    for (size_t i = 0; i < count; i++) {
        if (rows[i].value < -1000000 || rows[i].value > 1000000)
            return stance_fail(err, STANCE_EINVAL, "statement %zu has the score %ld millionths, outside -1 … 1", i,
                               (long)rows[i].value);
        if (!(gsl_finite(rows[i].weight) && rows[i].weight > 0 && rows[i].weight < 1e100))
            return stance_fail(err, STANCE_EINVAL, "the weight of statement %zu is not a positive number", i);
        if (rows[i].window > 1)
            return stance_fail(err, STANCE_EINVAL, "statement %zu is in window %lu; there are two, 0 and 1", i,
                               (unsigned long)rows[i].window);
    }
    return STANCE_OK;
}

/* By window and document; within a document in an order that the numbers alone give, so that sums have the same bits. */
static int compare_rows(const void *a, const void *b)
{
    const stance_weighed *x = a, *y = b;
    if (x->window != y->window) return x->window < y->window ? -1 : 1;
    if (x->document != y->document) return x->document < y->document ? -1 : 1;
    if (x->value != y->value) return x->value < y->value ? -1 : 1;
    return (x->weight > y->weight) - (x->weight < y->weight);
}

static int compare_indexed(const void *a, const void *b)
{
    const stance_indexed *x = a, *y = b;
    const int order = compare_rows(&x->row, &y->row);
    return order ? order : (x->index > y->index) - (x->index < y->index);
}

stance_indexed *stance_weighed_sorted(const stance_weighed *rows, size_t count)
{
    stance_indexed *sorted = malloc((count + 1) * sizeof *sorted);
    if (!sorted) return NULL;
    for (size_t i = 0; i < count; i++) sorted[i] = (stance_indexed){rows[i], (uint32_t)i};
    qsort(sorted, count, sizeof *sorted, compare_indexed);
    return sorted;
}

size_t stance_weighed_document_end(const stance_indexed *sorted, size_t at, size_t count)
{
    const stance_weighed *first = &sorted[at].row;
    while (++at < count && sorted[at].row.window == first->window && sorted[at].row.document == first->document) {
    }
    return at;
}

stance_status stance_weigh_by_document(stance_weighed *rows, size_t count, stance_error *err)
{
    STANCE_TRY(stance_weighed_check(rows, count, err));
    stance_indexed *sorted = stance_weighed_sorted(rows, count);
    if (!sorted) return stance_fail_memory(err);
    for (size_t at = 0, end; at < count; at = end) {
        double weight = 0;
        end = stance_weighed_document_end(sorted, at, count);
        for (size_t i = at; i < end; i++) weight += sorted[i].row.weight;
        for (size_t i = at; i < end; i++) rows[sorted[i].index].weight /= weight;
    }
    free(sorted);
    return STANCE_OK;
}

/* ---- the test ---- */

/* Documents of both windows in one line, dealt out so that the first `first` of `order` are the first window. */
typedef struct dealing {
    const stance_heavy *documents;
    size_t count, first;
    uint32_t *order;
    double weight, sum; /* of all documents */
} dealing;

/* The squared difference over its CR2 variance; infinite where only the variance is nothing. */
static double statistic(const dealing *d)
{
    double weights[2] = {0, 0}, sums[2] = {0, 0}, means[2], variance = 0;
    for (size_t i = 0; i < d->first; i++) {
        const stance_heavy *x = &d->documents[d->order[i]];
        weights[0] += x->weight;
        sums[0] += x->weight * x->mean;
    }
    weights[1] = d->weight - weights[0];
    sums[1] = d->sum - sums[0];
    for (int k = 0; k < 2; k++) means[k] = sums[k] / weights[k];
    for (size_t i = 0; i < d->count; i++) {
        const int k = i >= d->first;
        const stance_heavy *x = &d->documents[d->order[i]];
        const double deviation = x->mean - means[k], rest = fmax(weights[k] - x->weight, weights[k] * 1e-15);
        variance += x->weight * x->weight / weights[k] / rest * deviation * deviation;
    }
    const double difference = means[1] - means[0];
    if (fabs(difference) < 1e-12) return 0;
    return variance > 1e-24 ? difference * difference / variance : HUGE_VAL;
}

/* a >= b but for the last bits. */
static bool reaches(double a, double b)
{
    return a >= b * (1 - 1e-9);
}

/* The number of ways to choose, or 0 when there are more than are looked at. */
static size_t ways(size_t count, size_t first)
{
    double n = 1;
    for (size_t i = 1; i <= first; i++) {
        n *= (double)(count - first + i) / (double)i;
        if (n > 2.0 * STANCE_EXHAUSTIVE_PERMUTATIONS) return 0;
    }
    const size_t whole = (size_t)llround(n);
    return whole <= STANCE_EXHAUSTIVE_PERMUTATIONS ? whole : 0;
}

/* The next combination of the first window in the order of their indices; the rest follows in ascending order. */
static void next_combination(dealing *d, uint32_t *chosen, bool *taken)
{
    size_t i = d->first;
    while (i > 0 && chosen[i - 1] == d->count - d->first + i - 1) i--;
    if (i == 0) return;
    chosen[i - 1]++;
    for (; i < d->first; i++) chosen[i] = chosen[i - 1] + 1;
    memset(taken, 0, d->count * sizeof *taken);
    for (size_t k = 0; k < d->first; k++) {
        d->order[k] = chosen[k];
        taken[chosen[k]] = true;
    }
    size_t at = d->first;
    for (size_t k = 0; k < d->count; k++)
        if (!taken[k]) d->order[at++] = (uint32_t)k;
}

static stance_status test_all(dealing *d, double observed, size_t total, stance_difference *out, stance_error *err)
{
    stance_status status = STANCE_OK;
    double *values = malloc(total * sizeof *values), most = 0;
    uint32_t *chosen = malloc(d->count * sizeof *chosen);
    bool *taken = calloc(d->count, sizeof *taken);
    if (!values || !chosen || !taken) {
        status = stance_fail_memory(err);
        goto done;
    }
    for (size_t i = 0; i < d->count; i++) chosen[i] = d->order[i] = (uint32_t)i;
    for (size_t b = 0; b < total; b++) {
        values[b] = statistic(d);
        most = fmax(most, values[b]);
        next_combination(d, chosen, taken);
    }
    size_t as_far = 0, farthest = 0;
    for (size_t b = 0; b < total; b++) {
        as_far += reaches(values[b], observed);
        farthest += reaches(values[b], most);
    }
    out->exhaustive = true;
    out->permutations = total;
    out->p = (double)as_far / (double)total;
    out->least_p = (double)farthest / (double)total;
done:
    free(values);
    free(chosen);
    free(taken);
    return status;
}

/* Enough was drawn: p lies clearly on one side of every level at which something is said. */
static bool is_settled(size_t as_far, size_t drawn)
{
    static const double levels[] = {.01, .05, .10};
    const double p = ((double)as_far + 1) / ((double)drawn + 1), error = sqrt(p * (1 - p) / (double)drawn);
    if (drawn < 4999 && p < .2) return false;
    if (p + 4 * error < .001) return true;
    if (as_far < 20) return false;
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
        if (fabs(p - levels[i]) < 4 * error) return false;
    return true;
}

static stance_status test_some(dealing *d, double observed, uint64_t seed, stance_difference *out, stance_error *err)
{
    enum { MOST_WORK = 1500000000 }; /* documents looked at: some seconds */
    static const size_t stages[] = {999, 4999, 19999, STANCE_MOST_PERMUTATIONS};
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    if (!rng) return stance_fail_memory(err);
    gsl_rng_set(rng, (uint32_t)(seed ^ (seed >> 32)));
    stance_draws from = {NULL, rng};
    size_t as_far = 0, drawn = 0;
    for (size_t stage = 0; stage < sizeof stages / sizeof *stages; stage++) {
        if (stage > 0 && (is_settled(as_far, drawn) || stages[stage] > MOST_WORK / d->count)) break;
        for (; drawn < stages[stage]; drawn++) {
            for (size_t i = 0; i < d->first; i++) { /* the beginning of a Fisher and Yates shuffle */
                const size_t k = i + stance_draw(&from, (uint32_t)(d->count - i));
                const uint32_t t = d->order[i];
                d->order[i] = d->order[k];
                d->order[k] = t;
            }
            as_far += reaches(statistic(d), observed);
        }
    }
    gsl_rng_free(rng);
    out->permutations = drawn;
    out->p = ((double)as_far + 1) / ((double)drawn + 1);
    out->least_p = 1 / ((double)drawn + 1);
    return STANCE_OK;
}

/* By rounded numbers, so that weights that were summed in another way give the same order, and so the same draws. */
static int compare_rounded(const void *a, const void *b)
{
    const stance_heavy *x = a, *y = b;
    const float w = (float)x->weight, v = (float)y->weight, m = (float)x->mean, n = (float)y->mean;
    if (w < v || w > v) return w < v ? -1 : 1;
    return (m > n) - (m < n);
}

/* documents: those of the first window, then those of the second. */
static stance_status permute(const stance_heavy *documents, const size_t *counts, stance_difference *out,
                             stance_error *err)
{
    const size_t count = counts[0] + counts[1];
    dealing d = {documents, count, counts[0], NULL, 0, 0};
    stance_heavy *line = malloc(count * sizeof *line);
    d.order = calloc(count, sizeof *d.order);
    stance_status status = STANCE_OK;
    if (!line || !d.order) {
        status = stance_fail_memory(err);
        goto done;
    }
    for (size_t i = 0; i < count; i++) {
        d.order[i] = (uint32_t)i;
        d.weight += documents[i].weight;
        d.sum += documents[i].weight * documents[i].mean;
    }
    const double observed = statistic(&d);
    /* What is drawn depends on which documents there are, not on which window they are in. */
    memcpy(line, documents, count * sizeof *line);
    qsort(line, count, sizeof *line, compare_rounded);
    uint64_t seed = count;
    for (size_t i = 0; i < count; i++)
        seed =
            stance_seed_add(seed, (uint64_t)llround(line[i].mean * STANCE_MILLION) ^ (uint64_t)llround(line[i].weight));
    d.documents = line;
    const size_t total = ways(count, counts[0] < counts[1] ? counts[0] : counts[1]);
    status = total ? test_all(&d, observed, total, out, err) : test_some(&d, observed, seed, out, err);
    out->has_test = status == STANCE_OK;
done:
    free(line);
    free(d.order);
    return status;
}

/* ---- all of it ---- */

/* Sorted rows as documents, those of the first window before those of the second, each window sorted by itself. */
static void documents_of(const stance_indexed *sorted, size_t count, stance_heavy *documents, size_t *counts,
                         stance_difference *out)
{
    size_t n = 0;
    counts[0] = counts[1] = 0;
    for (size_t at = 0, end; at < count; at = end) {
        end = stance_weighed_document_end(sorted, at, count);
        double sum = 0, weight = 0;
        for (size_t i = at; i < end; i++) {
            sum += sorted[i].row.weight * sorted[i].row.value;
            weight += sorted[i].row.weight;
        }
        documents[n++] = (stance_heavy){weight, sum / weight / STANCE_MILLION};
        counts[sorted[at].row.window]++;
        out->windows[sorted[at].row.window].statements += end - at;
    }
    stance_heavy_sort(documents, counts[0]);
    stance_heavy_sort(documents + counts[0], counts[1]);
}

/* Hedges (1981): the pooled standard deviation has the weights scaled to the number of statements. */
static void standardise(const stance_indexed *sorted, size_t count, stance_difference *out)
{
    double squares[2] = {0, 0}, weights[2] = {0, 0};
    for (size_t i = 0; i < count; i++) {
        const stance_weighed *r = &sorted[i].row;
        const double deviation = r->value / STANCE_MILLION - out->windows[r->window].mean;
        squares[r->window] += r->weight * deviation * deviation;
        weights[r->window] += r->weight;
    }
    if (count < 4) return;
    double pooled = 0;
    for (int k = 0; k < 2; k++) pooled += squares[k] / weights[k] * (double)out->windows[k].statements;
    const double df = (double)count - 2;
    out->sd = sqrt(pooled / df);
    if (!(out->sd > 1e-9)) {
        out->sd = 0;
        return;
    }
    out->has_effect = true;
    out->effect = out->difference / out->sd * (1 - 3 / (4 * df - 1));
}

static stance_status fill(const stance_indexed *sorted, size_t count, const stance_heavy *documents,
                          const size_t *counts, const stance_interval_options *options, stance_difference *out,
                          stance_error *err)
{
    for (int k = 0; k < 2; k++) {
        stance_window_mean *window = &out->windows[k];
        const stance_heavy *own = documents + (k ? counts[0] : 0);
        window->documents = counts[k];
        window->has_mean = counts[k] > 0;
        window->mean = stance_heavy_mean(own, counts[k]);
        STANCE_TRY(stance_heavy_interval(NULL, 0, own, counts[k], options, &window->interval, err));
    }
    out->interval.level = options->level;
    out->interval.reason = STANCE_REASON_EMPTY;
    if (!counts[0] || !counts[1]) return STANCE_OK;
    out->has_difference = true;
    out->difference = out->windows[1].mean - out->windows[0].mean;
    standardise(sorted, count, out);
    STANCE_TRY(
        stance_heavy_interval(documents, counts[0], documents + counts[0], counts[1], options, &out->interval, err));
    if (counts[0] < 2 || counts[1] < 2) return STANCE_OK;
    return permute(documents, counts, out, err);
}

stance_status stance_difference_of(const stance_weighed *rows, size_t count, const stance_interval_options *options,
                                   stance_difference *out, stance_error *err)
{
    static const stance_interval_options defaults = STANCE_INTERVAL_OPTIONS_INIT;
    if (!options) options = &defaults;
    memset(out, 0, sizeof *out);
    STANCE_TRY(stance_stats_check_options(options, err));
    STANCE_TRY(stance_weighed_check(rows, count, err));
    size_t counts[2];
    stance_indexed *sorted = stance_weighed_sorted(rows, count);
    stance_heavy *documents = malloc((count + 1) * sizeof *documents);
    stance_status status = STANCE_OK;
    if (!sorted || !documents) {
        status = stance_fail_memory(err);
        goto done;
    }
    documents_of(sorted, count, documents, counts, out);
    status = fill(sorted, count, documents, counts, options, out, err);
done:
    if (status != STANCE_OK) memset(out, 0, sizeof *out);
    free(sorted);
    free(documents);
    return status;
}
