/* Order statistics and adjusted p-values. */
#include "stats/internal.h"

#include <gsl/gsl_math.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

int stance_compare_doubles(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Half of a + half of b rather than half of the sum, which may overflow. */
static double between(double a, double b, double share)
{
    return (1 - share) * a + share * b;
}

double stance_median_in_place(double *values, size_t count)
{
    const double upper = gsl_stats_select(values, 1, count, count / 2);
    if (count % 2 == 1) return upper;
    return between(gsl_stats_select(values, 1, count, count / 2 - 1), upper, 0.5);
}

static stance_status check_values(const double *values, size_t count, stance_error *err)
{
    if (count == 0) return stance_fail(err, STANCE_ENODATA, "no values to take a quantile of");
    if (!values) return stance_fail(err, STANCE_EINVAL, "no values were given");
    for (size_t i = 0; i < count; i++) {
        if (!gsl_finite(values[i])) return stance_fail(err, STANCE_EINVAL, "value %zu is not a finite number", i);
    }
    return STANCE_OK;
}

static double *copy_of(const double *values, size_t count)
{
    if (count > SIZE_MAX / sizeof *values) return NULL;
    double *copy = malloc(count * sizeof *copy);
    if (copy) memcpy(copy, values, count * sizeof *copy);
    return copy;
}

stance_status stance_quantile(const double *values, size_t count, double p, double *out, stance_error *err)
{
    *out = 0;
    if (!(p >= 0 && p <= 1)) return stance_fail(err, STANCE_EINVAL, "a quantile is between 0 and 1, not %g", p);
    STANCE_TRY(check_values(values, count, err));
    double *copy = copy_of(values, count);
    if (!copy) return stance_fail_memory(err);
    /* Type 7: the rank (n - 1) p from 0, interpolated between its neighbours. */
    const double rank = (double)(count - 1) * p, whole = floor(rank), share = rank - whole;
    const size_t k = (size_t)whole;
    const double lower = gsl_stats_select(copy, 1, count, k);
    *out = share > 0 && k + 1 < count ? between(lower, gsl_stats_select(copy, 1, count, k + 1), share) : lower;
    free(copy);
    return STANCE_OK;
}

typedef struct ranked {
    double p;
    size_t index;
} ranked;

static int compare_ranked(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    if (x->p < y->p || x->p > y->p) return x->p < y->p ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

stance_status stance_adjust_p(const double *p, size_t count, stance_adjust method, double *adjusted, stance_error *err)
{
    if (method != STANCE_ADJUST_BH && method != STANCE_ADJUST_HOLM)
        return stance_fail(err, STANCE_EINVAL, "unknown adjustment %d", (int)method);
    if (count == 0) return STANCE_OK;
    if (!p || !adjusted) return stance_fail(err, STANCE_EINVAL, "no p-values were given");
    for (size_t i = 0; i < count; i++) {
        if (!(p[i] >= 0 && p[i] <= 1)) return stance_fail(err, STANCE_EINVAL, "p-value %zu is not between 0 and 1", i);
    }
    ranked *order = count <= SIZE_MAX / sizeof *order ? malloc(count * sizeof *order) : NULL;
    if (!order) return stance_fail_memory(err);
    for (size_t i = 0; i < count; i++) order[i] = (ranked){p[i], i};
    qsort(order, count, sizeof *order, compare_ranked);
    const double n = (double)count;
    if (method == STANCE_ADJUST_BH) {
        /* n p / rank, made monotone from the largest down. */
        double least = 1;
        for (size_t i = count; i-- > 0;) {
            least = fmin(least, n / (double)(i + 1) * order[i].p);
            adjusted[order[i].index] = least;
        }
    } else {
        /* (n - rank + 1) p, made monotone from the smallest up. */
        double most = 0;
        for (size_t i = 0; i < count; i++) {
            most = fmin(1, fmax(most, (double)(count - i) * order[i].p));
            adjusted[order[i].index] = most;
        }
    }
    free(order);
    return STANCE_OK;
}
