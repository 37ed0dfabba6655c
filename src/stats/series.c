/* Series: what was said in each period, with nothing made up for periods in which nothing was. */
#include "stats/internal.h"

#include <stdlib.h>
#include <string.h>

static int compare_observations(const void *a, const void *b)
{
    const stance_observation *x = a, *y = b;
    if (x->period != y->period) return x->period < y->period ? -1 : 1;
    return (x->document > y->document) - (x->document < y->document);
}

stance_status stance_stats_check_observations(const stance_observation *observations, size_t count, stance_error *err)
{
    if (count > 0 && !observations)
        return stance_fail(err, STANCE_EINVAL, "there are no statements to make a series of");
    if (count > UINT32_MAX) return stance_fail(err, STANCE_EINVAL, "%zu statements are too many for one series", count);
    for (size_t i = 0; i < count; i++) {
        if (observations[i].value < -1000000 || observations[i].value > 1000000)
            return stance_fail(err, STANCE_EINVAL, "statement %zu has the score %ld millionths, outside -1 … 1", i,
                               (long)observations[i].value);
    }
    return STANCE_OK;
}

/* The statements of one period, sorted by document, as documents. Returns their number. */
static size_t gather(const stance_observation *observations, size_t count, stance_cluster *documents)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || observations[i].document != observations[i - 1].document) documents[n++] = (stance_cluster){0, 0};
        documents[n - 1].sum += observations[i].value;
        documents[n - 1].count++;
    }
    return n;
}

static unsigned flags_of(const stance_cluster *documents, size_t count, size_t statements, stance_weighting weighting)
{
    unsigned flags = 0;
    if (count < STANCE_FEW_DOCUMENTS) flags |= STANCE_POINT_FEW;
    if (count < 2) return flags;
    if (!stance_clusters_vary(documents, count)) flags |= STANCE_POINT_NO_VARIATION;
    /* Sorted by count, the last is the largest. When documents count equally none has more than half. */
    if (weighting == STANCE_BY_STATEMENT && (uint64_t)documents[count - 1].count * 2 > statements)
        flags |= STANCE_POINT_DOMINATED;
    return flags;
}

static stance_status fill(stance_series_point *point, const stance_observation *observations, size_t count,
                          stance_cluster *documents, const stance_interval_options *options, stance_error *err)
{
    const size_t n = gather(observations, count, documents);
    stance_clusters_sort(documents, n);
    STANCE_TRY(stance_stats_check_clusters(documents, n, err));
    point->statements = count;
    point->documents = n;
    for (size_t i = 0; i < n; i++) point->sum += documents[i].sum;
    point->has_mean = true;
    point->mean = stance_clusters_mean(documents, n, options->weighting);
    point->flags = flags_of(documents, n, count, options->weighting);
    return stance_mean_interval_sorted(documents, n, options, &point->interval, err);
}

/* Observations sorted by period and document; documents has room for those of the fullest period. */
static stance_status fill_all(stance_series *series, const stance_observation *sorted, size_t count,
                              stance_cluster *documents, const stance_interval_options *options, stance_error *err)
{
    const int32_t first = sorted[0].period;
    for (size_t i = 0; i < series->count; i++) {
        stance_series_point *point = &series->points[i];
        point->period = (int32_t)(first + (int64_t)i);
        point->flags = STANCE_POINT_EMPTY;
        point->interval.level = options->level;
        point->interval.reason = STANCE_REASON_EMPTY;
    }
    for (size_t at = 0, end; at < count; at = end) {
        for (end = at + 1; end < count && sorted[end].period == sorted[at].period;) end++;
        const size_t index = (size_t)((int64_t)sorted[at].period - first);
        STANCE_TRY(fill(&series->points[index], sorted + at, end - at, documents, options, err));
        series->filled++;
    }
    return STANCE_OK;
}

static size_t fullest_period(const stance_observation *sorted, size_t count)
{
    size_t most = 0, documents = 0;
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || sorted[i].period != sorted[i - 1].period) documents = 1;
        else if (sorted[i].document != sorted[i - 1].document) documents++;
        if (documents > most) most = documents;
    }
    return most;
}

stance_status stance_stats_span(int32_t first, int32_t last, size_t *span, stance_error *err)
{
    const int64_t periods = (int64_t)last - first + 1;
    *span = 0;
    if (periods > STANCE_SERIES_MAX_PERIODS)
        return stance_fail(err, STANCE_EINVAL, "the series would have %lld periods, more than %d; take longer periods",
                           (long long)periods, STANCE_SERIES_MAX_PERIODS);
    *span = (size_t)periods;
    return STANCE_OK;
}

stance_status stance_series_build(const stance_observation *observations, size_t count,
                                  const stance_interval_options *options, stance_series *out, stance_error *err)
{
    static const stance_interval_options defaults = STANCE_INTERVAL_OPTIONS_INIT;
    if (!options) options = &defaults;
    memset(out, 0, sizeof *out);
    STANCE_TRY(stance_stats_check_options(options, err));
    STANCE_TRY(stance_stats_check_observations(observations, count, err));
    out->weighting = options->weighting;
    if (count == 0) return STANCE_OK;

    stance_status status = STANCE_OK;
    stance_cluster *documents = NULL;
    stance_observation *sorted = NULL;
    if (count <= SIZE_MAX / sizeof *sorted) sorted = malloc(count * sizeof *sorted);
    if (!sorted) {
        status = stance_fail_memory(err);
        goto done;
    }
    memcpy(sorted, observations, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, compare_observations);
    size_t span;
    status = stance_stats_span(sorted[0].period, sorted[count - 1].period, &span, err);
    if (status != STANCE_OK) goto done;
    out->points = calloc(span, sizeof *out->points);
    documents = malloc(fullest_period(sorted, count) * sizeof *documents);
    if (!out->points || !documents) {
        status = stance_fail_memory(err);
        goto done;
    }
    out->count = span;
    status = fill_all(out, sorted, count, documents, options, err);
done:
    if (status != STANCE_OK) stance_series_free(out);
    free(documents);
    free(sorted);
    return status;
}

void stance_series_free(stance_series *series)
{
    if (!series) return;
    free(series->points);
    memset(series, 0, sizeof *series);
}
