/* Series whose statements differ in weight, or whose points look back over several periods. */
#include "stats/internal.h"

#include <gsl/gsl_math.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A statement in the order of time; of one period those of a document stand together, in an order that numbers give. */
typedef struct spoken {
    stance_observation row;
    double weight; /* natural logarithm */
} spoken;

static int compare_by_period(const void *a, const void *b)
{
    const spoken *x = a, *y = b;
    return (x->row.period > y->row.period) - (x->row.period < y->row.period);
}

static int compare_by_document(const void *a, const void *b)
{
    const spoken *x = a, *y = b;
    if (x->row.document != y->row.document) return x->row.document < y->row.document ? -1 : 1;
    if (x->row.value != y->row.value) return x->row.value < y->row.value ? -1 : 1;
    return (x->weight > y->weight) - (x->weight < y->weight);
}

static stance_status check(const stance_observation *rows, const double *weights, size_t count,
                           const stance_rolling *how, stance_error *err)
{
    if (how->periods < 1 || how->periods > STANCE_ROLLING_MAX)
        return stance_fail(err, STANCE_EINVAL, "a rolling window has 1 to %d periods, not %ld", STANCE_ROLLING_MAX,
                           (long)how->periods);
    STANCE_TRY(stance_stats_check_observations(rows, count, err));
    for (size_t i = 0; i < count; i++) {
        if (weights && !gsl_finite(weights[i]))
            return stance_fail(err, STANCE_EINVAL, "the weight of statement %zu is not a positive number", i);
    }
    return STANCE_OK;
}

/* The statements of one window, by document, as documents; their number is returned. Weights are taken relative to the
   heaviest, since only their relations count; what is e^-600 as light counts as that. */
static size_t gather(const spoken *window, size_t count, bool by_document, stance_heavy *documents)
{
    double heaviest = -HUGE_VAL;
    size_t n = 0;
    for (size_t i = 0; i < count; i++) heaviest = fmax(heaviest, window[i].weight);
    for (size_t at = 0, end; at < count; at = end) {
        double sum = 0, weight = 0;
        for (end = at; end < count && window[end].row.document == window[at].row.document; end++) {
            const double w = exp(fmax(window[end].weight - heaviest, -600));
            sum += w * window[end].row.value;
            weight += w;
        }
        documents[n++] = (stance_heavy){by_document ? 1 : weight, sum / weight / STANCE_MILLION};
    }
    stance_heavy_sort(documents, n);
    return n;
}

static stance_status fill(stance_series_point *point, spoken *window, size_t count, stance_heavy *documents,
                          const stance_interval_options *options, stance_error *err)
{
    const bool by_document = options->weighting == STANCE_BY_DOCUMENT;
    qsort(window, count, sizeof *window, compare_by_document);
    const size_t n = gather(window, count, by_document, documents);
    double weight = 0;
    point->flags &= ~(unsigned)STANCE_POINT_EMPTY;
    point->statements = count;
    point->documents = n;
    for (size_t i = 0; i < count; i++) point->sum += window[i].row.value;
    for (size_t i = 0; i < n; i++) weight += documents[i].weight;
    point->has_mean = true;
    point->mean = stance_heavy_mean(documents, n);
    if (n < STANCE_FEW_DOCUMENTS) point->flags |= STANCE_POINT_FEW;
    if (n > 1 && !stance_heavy_vary(documents, n)) point->flags |= STANCE_POINT_NO_VARIATION;
    if (n > 1 && !by_document && documents[n - 1].weight * 2 > weight * (1 + 1e-12))
        point->flags |= STANCE_POINT_DOMINATED;
    return stance_heavy_interval(NULL, 0, documents, n, options, &point->interval, err);
}

static stance_status fill_all(stance_series *series, const spoken *sorted, size_t count, spoken *window,
                              stance_heavy *documents, const stance_rolling *how,
                              const stance_interval_options *options, stance_error *err)
{
    const int32_t first = sorted[0].row.period;
    size_t from = 0, to = 0;
    for (size_t i = 0; i < series->count; i++) {
        stance_series_point *point = &series->points[i];
        point->period = (int32_t)(first + (int64_t)i);
        point->flags = STANCE_POINT_EMPTY;
        point->interval.level = options->level;
        point->interval.reason = STANCE_REASON_EMPTY;
        if (i + 1 < (size_t)how->periods) point->flags |= STANCE_POINT_SHORT;
        while (to < count && sorted[to].row.period <= point->period) to++;
        while (from < to && sorted[from].row.period <= (int64_t)point->period - how->periods) from++;
        if (from == to) continue;
        memcpy(window, sorted + from, (to - from) * sizeof *window);
        STANCE_TRY(fill(point, window, to - from, documents, options, err));
        series->filled++;
    }
    return STANCE_OK;
}

stance_status stance_series_rolling(const stance_observation *observations, const double *log_weights, size_t count,
                                    const stance_rolling *how, const stance_interval_options *options,
                                    stance_series *out, stance_error *err)
{
    static const stance_interval_options defaults = STANCE_INTERVAL_OPTIONS_INIT;
    if (!options) options = &defaults;
    memset(out, 0, sizeof *out);
    STANCE_TRY(stance_stats_check_options(options, err));
    STANCE_TRY(check(observations, log_weights, count, how, err));
    out->weighting = options->weighting;
    if (count == 0) return STANCE_OK;
    stance_status status = STANCE_OK;
    spoken *sorted = malloc(2 * count * sizeof *sorted);
    stance_heavy *documents = malloc(count * sizeof *documents);
    if (!sorted || !documents) {
        status = stance_fail_memory(err);
        goto done;
    }
    for (size_t i = 0; i < count; i++) sorted[i] = (spoken){observations[i], log_weights ? log_weights[i] : 0};
    qsort(sorted, count, sizeof *sorted, compare_by_period);
    const int32_t last_said = sorted[count - 1].row.period, last = how->last > last_said ? how->last : last_said;
    size_t span;
    status = stance_stats_span(sorted[0].row.period, last, &span, err);
    if (status != STANCE_OK) goto done;
    out->points = calloc(span, sizeof *out->points);
    if (!out->points) {
        status = stance_fail_memory(err);
        goto done;
    }
    out->count = span;
    status = fill_all(out, sorted, count, sorted + count, documents, how, options, err);
done:
    if (status != STANCE_OK) stance_series_free(out);
    free(sorted);
    free(documents);
    return status;
}
