/* Mann–Kendall test: Mann (1945), Kendall (1975). */
#include "stats/internal.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Fenwick tree over ranks from 1: how many values of rank <= r were seen. */
static uint64_t seen_up_to(const uint64_t *tree, size_t r)
{
    uint64_t n = 0;
    for (; r > 0; r &= r - 1) n += tree[r];
    return n;
}

static void see(uint64_t *tree, size_t size, size_t r)
{
    for (; r <= size; r += r & (~r + 1)) tree[r]++;
}

static size_t rank_of(const double *distinct, size_t count, double y)
{
    size_t lo = 0, hi = count;
    while (lo < hi) {
        const size_t middle = lo + (hi - lo) / 2;
        if (distinct[middle] < y) lo = middle + 1;
        else hi = middle;
    }
    return lo + 1;
}

/* P(T <= t) for the number T of rising pairs of n values in random order, no ties: T is a sum of independent uniforms
   on 0 … i for i below n (Knuth, volume 3, 5.1.1). Sums of non-negative terms only, so nothing cancels. */
static double rising_pairs_cdf(size_t n, size_t t)
{
    double p[STANCE_KENDALL_EXACT_BELOW * (STANCE_KENDALL_EXACT_BELOW - 1) / 2 + 1] = {1}, next[sizeof p / sizeof *p];
    size_t top = 0;
    for (size_t i = 1; i < n; i++) {
        for (size_t k = 0; k <= top + i; k++) {
            const size_t from = k > i ? k - i : 0, to = k < top ? k : top;
            double sum = 0;
            for (size_t j = from; j <= to; j++) sum += p[j];
            next[k] = sum / (double)(i + 1);
        }
        top += i;
        memcpy(p, next, (top + 1) * sizeof *p);
    }
    double total = 0;
    for (size_t k = 0; k <= t && k <= top; k++) total += p[k];
    return total;
}

static void finish(stance_mann_kendall *out, double tied_pairs, double tie_term)
{
    const double n = (double)out->points, pairs = n * (n - 1) / 2;
    out->variance = (n * (n - 1) * (2 * n + 5) - tie_term) / 18;
    out->constant = tied_pairs >= pairs;
    if (out->constant) {
        out->variance = 0;
        out->p_normal = out->p = 1;
        return;
    }
    out->tau_b = (double)out->s / (sqrt(pairs) * sqrt(pairs - tied_pairs));
    if (out->s != 0) out->z = ((double)out->s - (out->s > 0 ? 1 : -1)) / sqrt(out->variance);
    out->p_normal = fmin(1, 2 * gsl_cdf_ugaussian_Q(fabs(out->z)));
    out->p = out->p_normal;
    if (tied_pairs > 0 || out->points >= STANCE_KENDALL_EXACT_BELOW) return;
    /* The distribution is symmetric: twice the tail that holds s. */
    const int64_t all = (int64_t)(out->points * (out->points - 1) / 2);
    const int64_t fewer = (all - (out->s < 0 ? -out->s : out->s)) / 2;
    out->exact = true;
    out->p = fmin(1, 2 * rising_pairs_cdf(out->points, (size_t)fewer));
}

stance_status stance_mann_kendall_test(const double *y, size_t count, stance_mann_kendall *out, stance_error *err)
{
    memset(out, 0, sizeof *out);
    if (count < STANCE_TREND_MIN_POINTS) return stance_stats_too_few(count, err);
    if (!y) return stance_fail(err, STANCE_EINVAL, "no values were given");
    /* Above this the variance's cube and the memory of the ranks are nobody's series any more. */
    if (count > INT32_MAX) return stance_fail(err, STANCE_EINVAL, "%zu points are too many for a trend", count);
    for (size_t i = 0; i < count; i++) {
        if (!gsl_finite(y[i])) return stance_fail(err, STANCE_EINVAL, "value %zu is not a finite number", i);
    }
    stance_status status = STANCE_OK;
    double *distinct = malloc(count * sizeof *distinct);
    uint64_t *tree = calloc(count + 1, sizeof *tree);
    if (!distinct || !tree) {
        status = stance_fail_memory(err);
        goto done;
    }
    memcpy(distinct, y, count * sizeof *distinct);
    qsort(distinct, count, sizeof *distinct, stance_compare_doubles);
    size_t groups = 0;
    double tied_pairs = 0, tie_term = 0;
    for (size_t at = 0, end; at < count; at = end) {
        for (end = at + 1; end < count && !(distinct[at] < distinct[end]);) end++;
        const double t = (double)(end - at);
        tied_pairs += t * (t - 1) / 2;
        tie_term += t * (t - 1) * (2 * t + 5);
        distinct[groups++] = distinct[at];
    }
    for (size_t i = 0; i < count; i++) {
        const size_t rank = rank_of(distinct, groups, y[i]);
        const uint64_t less = seen_up_to(tree, rank - 1), not_more = seen_up_to(tree, rank);
        out->s += (int64_t)less - (int64_t)(i - not_more);
        see(tree, groups, rank);
    }
    out->points = count;
    finish(out, tied_pairs, tie_term);
done:
    free(distinct);
    free(tree);
    return status;
}
