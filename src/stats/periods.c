/* A series reduced to its periods: means, and how much they vary because few statements of few documents make them.

   Within a period, scores vary between documents and within them. The two variances come from the analysis of variance of
   documents nested in periods (Henderson's method 1, as in Searle, Casella and McCulloch 1992, chapter 5):
     statements in documents  SSE, N - D degrees of freedom, expectation (N - D) e
     documents in periods     SSD, expectation (D - M) e + (N - sum over documents of n_d^2 / n_period) d
   A period's mean then varies by e / n + d sum(n_d^2) / n^2. */
#include "stats/scan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int compare_observations(const void *a, const void *b)
{
    const stance_observation *x = a, *y = b;
    if (x->period != y->period) return x->period < y->period ? -1 : 1;
    if (x->document != y->document) return x->document < y->document ? -1 : 1;
    return (x->value > y->value) - (x->value < y->value);
}

typedef struct sums {
    double within;    /* SSE, natural units squared */
    double between;   /* SSD */
    double effective; /* sum over documents of n_d^2 / n_period */
} sums;

/* Sum of squares about the mean: added up as integers, so that the order does not show in the last bits. */
static double squares_about(const stance_observation *observations, size_t count, double mean)
{
    const int64_t middle = llround(mean);
    uint64_t low = 0, high = 0; /* in two halves: neither overflows */
    for (size_t i = 0; i < count; i++) {
        const int64_t off = observations[i].value - middle;
        const uint64_t square = (uint64_t)(off * off);
        low += square & UINT32_MAX;
        high += square >> 32;
    }
    const double rest = mean - (double)middle;
    return fmax(ldexp((double)high, 32) + (double)low - (double)count * rest * rest, 0);
}

/* One period's statements, sorted. `documents` has room for them all. */
static void reduce(const stance_observation *sorted, size_t count, stance_cluster *documents, stance_periods *out,
                   size_t at, sums *s)
{
    size_t unique = 0;
    int64_t sum = 0;
    double of_documents = 0, sizes = 0;
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || sorted[i].document != sorted[i - 1].document) documents[unique++] = (stance_cluster){0, 0};
        documents[unique - 1].sum += sorted[i].value;
        documents[unique - 1].count++;
        sum += sorted[i].value;
    }
    const double n = (double)count, mean = (double)sum / n;
    stance_clusters_sort(documents, unique); /* so that they are added in the same order whatever their numbers */
    for (size_t d = 0; d < unique; d++) {
        const double size = documents[d].count, off = (double)documents[d].sum / size - mean;
        of_documents += size * off * off;
        sizes += size * size;
    }
    const double squares = squares_about(sorted, count, mean);
    out->number[at] = sorted[0].period;
    out->n[at] = n;
    out->y[at] = mean / STANCE_MILLION;
    out->c[at] = sizes / (n * n); /* completed below */
    out->documents += unique;
    out->last_documents = unique;
    s->within += fmax(squares - of_documents, 0) / (STANCE_MILLION * STANCE_MILLION);
    s->between += of_documents / (STANCE_MILLION * STANCE_MILLION);
    s->effective += sizes / n;
}

/* The variance within periods, and from it that of each period's mean. */
static void vary(stance_periods *out, const sums *s)
{
    const double N = (double)out->statements, D = (double)out->documents, M = (double)out->count;
    double statement = N > D ? s->within / (N - D) : 0, document = 0;
    if (N <= M + 3) {
        statement = out->spread; /* hardly a period with two statements: what varies within cannot be told */
    } else {
        if (N - s->effective > 1e-9 * N) document = fmax((s->between - (D - M) * statement) / (N - s->effective), 0);
        if (document <= 0) statement = (s->within + s->between) / (N - M);
    }
    const double floor = 1e-9 * out->spread;
    out->variance = statement + document;
    for (size_t i = 0; i < out->count; i++) out->c[i] = fmax(statement / out->n[i] + document * out->c[i], floor);
}

static stance_status allocate(stance_periods *out, size_t count, stance_error *err)
{
    out->number = malloc(count * sizeof *out->number);
    out->memory = malloc(3 * count * sizeof *out->memory);
    if (!out->number || !out->memory) return stance_fail_memory(err);
    out->n = out->memory;
    out->y = out->n + count;
    out->c = out->y + count;
    return STANCE_OK;
}

static void reduce_all(const stance_observation *sorted, size_t count, stance_cluster *documents, stance_periods *out)
{
    sums s = {0, 0, 0};
    int64_t sum = 0;
    size_t at = 0;
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count && sorted[to].period == sorted[from].period;) to++;
        reduce(sorted + from, to - from, documents, out, at++, &s);
    }
    for (size_t i = 0; i < count; i++) sum += sorted[i].value;
    const double squares = squares_about(sorted, count, (double)sum / (double)count);
    out->spread = count > 1 ? squares / (STANCE_MILLION * STANCE_MILLION) / (double)(count - 1) : 0;
    vary(out, &s);
}

stance_status stance_periods_build(const stance_observation *observations, size_t count, stance_periods *out,
                                   stance_error *err)
{
    *out = (stance_periods){.statements = count, .count = 1};
    if (count == 0) return stance_fail(err, STANCE_ENODATA, "there are no statements to make a series of");
    stance_status status = STANCE_OK;
    stance_observation *sorted = count <= SIZE_MAX / sizeof *sorted ? malloc(count * sizeof *sorted) : NULL;
    stance_cluster *documents = count <= SIZE_MAX / sizeof *documents ? malloc(count * sizeof *documents) : NULL;
    if (!sorted || !documents) {
        status = stance_fail_memory(err);
        goto done;
    }
    memcpy(sorted, observations, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, compare_observations);
    for (size_t i = 1; i < count; i++) out->count += sorted[i].period != sorted[i - 1].period;
    status = allocate(out, out->count, err);
    if (status == STANCE_OK) reduce_all(sorted, count, documents, out);
done:
    free(documents);
    free(sorted);
    if (status != STANCE_OK) stance_periods_free(out);
    return status;
}

void stance_periods_free(stance_periods *periods)
{
    free(periods->number);
    free(periods->memory);
    memset(periods, 0, sizeof *periods);
}
