/* Prediction-powered means and slopes. */
#include "stance/coded.h"

#include "stats/internal.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A regression on a constant, or on a constant and x, of which the last coefficient is wanted. Centred on the weighted mean
   of x, that coefficient is sum of w_i d_i y_i / sum of w_i d_i^2 with d = x - mean; for the mean d is 1. */
typedef struct design {
    double mean, spread; /* spread: sum of w d^2 */
    double weight;       /* sum of w */
    bool slope;
} design;

static design design_of(const stance_coded_row *rows, const double *weights, size_t count, bool slope)
{
    design d = {0, 0, 0, slope};
    for (size_t i = 0; i < count; i++) {
        d.weight += weights[i];
        d.mean += weights[i] * rows[i].x;
    }
    d.mean = slope ? d.mean / d.weight : 0;
    for (size_t i = 0; i < count; i++) {
        const double at = slope ? rows[i].x - d.mean : 1;
        d.spread += weights[i] * at * at;
    }
    return d;
}

/* The coefficient of `y`, and what each row adds to its error: w d (y - fit) / spread. */
static double regress(const stance_coded_row *rows, const double *weights, const double *y, size_t count,
                      const design *d, double *influence)
{
    double level = 0, sum = 0;
    for (size_t i = 0; i < count; i++) level += weights[i] * y[i] / d->weight;
    for (size_t i = 0; i < count; i++) sum += weights[i] * (d->slope ? rows[i].x - d->mean : 1) * y[i];
    const double b = sum / d->spread;
    for (size_t i = 0; i < count; i++) {
        const double at = d->slope ? rows[i].x - d->mean : 1, fit = d->slope ? level + b * at : b;
        influence[i] = weights[i] * at * (y[i] - fit) / d->spread;
    }
    return b;
}

static int compare_rows(const void *a, const void *b)
{
    const stance_coded_row *x = a, *y = b;
    if (x->document != y->document) return x->document < y->document ? -1 : 1;
    if (x->x < y->x || x->x > y->x) return x->x < y->x ? -1 : 1;
    if (x->coded != y->coded) return x->coded ? 1 : -1;
    if (x->score < y->score || x->score > y->score) return x->score < y->score ? -1 : 1;
    return (x->code > y->code) - (x->code < y->code);
}

static stance_status check(const stance_coded_row *rows, size_t count, stance_coded_use how, bool slope,
                           stance_error *err)
{
    if ((unsigned)how > STANCE_CODES_ALONE) return stance_fail(err, STANCE_EINVAL, "unknown correction %d", (int)how);
    if (count == 0) return stance_fail(err, STANCE_ENODATA, "no statements to take the mean of");
    if (!rows || count > UINT32_MAX) return stance_fail(err, STANCE_EINVAL, "these are no statements");
    for (size_t i = 0; i < count; i++) {
        const stance_coded_row *r = &rows[i];
        if (!(fabs(r->score) <= 1e6) || (r->coded && !(fabs(r->code) <= 1e6)))
            return stance_fail(err, STANCE_EINVAL, "statement %zu has a score or a code that is none", i);
        if (r->coded && !(r->probability > 0 && r->probability <= 1))
            return stance_fail(err, STANCE_EINVAL,
                               "the chance with which statement %zu was chosen for coding is not above 0 and at most 1",
                               i);
        if (slope && !(fabs(r->x) <= 1e9))
            return stance_fail(err, STANCE_EINVAL, "the time of statement %zu is not a number that a trend can go by",
                               i);
    }
    return STANCE_OK;
}

/* Sums of influence by document: of what does not depend on lambda, and of what it multiplies. Each squared and crossed. */
typedef struct moments {
    double aa, ab, bb;
} moments;

static moments moments_of(const stance_coded_row *rows, const double *a, const double *b, size_t count)
{
    moments m = {0, 0, 0};
    for (size_t at = 0, end; at < count; at = end) {
        double sum_a = 0, sum_b = 0;
        for (end = at; end < count && rows[end].document == rows[at].document; end++) {
            sum_a += a[end];
            sum_b += b[end];
        }
        m.aa += sum_a * sum_a;
        m.ab += sum_a * sum_b;
        m.bb += sum_b * sum_b;
    }
    return m;
}

static void count_documents(const stance_coded_row *rows, size_t count, stance_coded *out)
{
    for (size_t at = 0, end; at < count; at = end) {
        bool any = false;
        for (end = at; end < count && rows[end].document == rows[at].document; end++) {
            any = any || rows[end].coded;
            out->coded += rows[end].coded;
        }
        out->documents++;
        out->coded_documents += any;
    }
    out->statements = count;
}

static double lambda_of(const moments *m, stance_coded_use how)
{
    if (how == STANCE_DIFFERENCE) return 1;
    if (how == STANCE_CODES_ALONE || !(m->bb > 0)) return 0;
    return fmin(1, fmax(0, -m->ab / m->bb));
}

/* room: five columns of `count` numbers. */
static stance_status estimate(const stance_coded_row *rows, size_t count, stance_coded_use how, bool slope,
                              double level, double *room, stance_coded *out, stance_error *err)
{
    double *ones = room, *weights = room + count, *y = room + 2 * count, *a = room + 3 * count, *b = room + 4 * count;
    for (size_t i = 0; i < count; i++) {
        ones[i] = 1;
        weights[i] = rows[i].coded ? 1 / rows[i].probability : 0;
    }
    const design all = design_of(rows, ones, count, slope), coded = design_of(rows, weights, count, slope);
    if (!(all.spread > 0) || !(coded.spread > 0))
        return stance_fail(err, STANCE_ENODATA, "all coded statements are of one time; a trend needs two");
    /* codes; scores of the coded; scores of all */
    for (size_t i = 0; i < count; i++) y[i] = rows[i].coded ? rows[i].code : 0;
    const double codes = regress(rows, weights, y, count, &coded, a);
    for (size_t i = 0; i < count; i++) y[i] = rows[i].score;
    const double scores_of_coded = regress(rows, weights, y, count, &coded, b);
    out->plain = regress(rows, ones, y, count, &all, ones);
    for (size_t i = 0; i < count; i++) b[i] = ones[i] - b[i]; /* ones holds influence by now */
    const moments m = moments_of(rows, a, b, count);
    const double parameters = slope ? 2 : 1, documents = (double)out->coded_documents;
    out->lambda = lambda_of(&m, how);
    out->estimate = codes + out->lambda * (out->plain - scores_of_coded);
    out->df = documents - parameters;
    const double variance = (m.aa + 2 * out->lambda * m.ab + out->lambda * out->lambda * m.bb) * documents / out->df;
    out->se = sqrt(fmax(variance, 0));
    const double t = gsl_cdf_tdist_Pinv((1 + level) / 2, out->df);
    out->has_interval = out->se > 1e-12 * (1 + fabs(out->estimate)) && gsl_finite(t);
    out->lo = out->estimate - (out->has_interval ? t * out->se : 0);
    out->hi = out->estimate + (out->has_interval ? t * out->se : 0);
    return STANCE_OK;
}

static stance_status correct(const stance_coded_row *rows, size_t count, stance_coded_use how, bool slope, double level,
                             stance_coded *out, stance_error *err)
{
    memset(out, 0, sizeof *out);
    STANCE_TRY(stance_stats_check_level(level, err));
    STANCE_TRY(check(rows, count, how, slope, err));
    stance_coded_row *sorted = malloc(count * sizeof *sorted);
    double *room = calloc(5 * count, sizeof *room);
    stance_status status = sorted && room ? STANCE_OK : stance_fail_memory(err);
    if (status == STANCE_OK) {
        memcpy(sorted, rows, count * sizeof *sorted);
        qsort(sorted, count, sizeof *sorted, compare_rows);
        count_documents(sorted, count, out);
        out->level = level;
        if (out->coded_documents < STANCE_CODED_MIN_DOCUMENTS)
            status =
                stance_fail(err, STANCE_ENODATA, "codes in at least %d documents are needed; there are codes in %zu",
                            STANCE_CODED_MIN_DOCUMENTS, out->coded_documents);
        else status = estimate(sorted, count, how, slope, level, room, out, err);
    }
    if (status != STANCE_OK) memset(out, 0, sizeof *out);
    free(sorted);
    free(room);
    return status;
}

stance_status stance_coded_mean(const stance_coded_row *rows, size_t count, stance_coded_use how, double level,
                                stance_coded *out, stance_error *err)
{
    return correct(rows, count, how, false, level, out, err);
}

stance_status stance_coded_slope(const stance_coded_row *rows, size_t count, stance_coded_use how, double level,
                                 stance_coded *out, stance_error *err)
{
    return correct(rows, count, how, true, level, out, err);
}

stance_status stance_coded_difference(const stance_coded *first, const stance_coded *second, double level,
                                      stance_coded_gap *out, stance_error *err)
{
    memset(out, 0, sizeof *out);
    STANCE_TRY(stance_stats_check_level(level, err));
    out->difference = out->lo = out->hi = second->estimate - first->estimate;
    if (!first->has_interval || !second->has_interval) return STANCE_OK;
    const double v = first->se * first->se, w = second->se * second->se;
    out->df = (v + w) * (v + w) / (v * v / first->df + w * w / second->df);
    const double reach = gsl_cdf_tdist_Pinv((1 + level) / 2, out->df) * sqrt(v + w);
    out->has_interval = gsl_finite(reach);
    if (!out->has_interval) return STANCE_OK;
    out->lo -= reach;
    out->hi += reach;
    return STANCE_OK;
}
