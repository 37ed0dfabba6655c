/* Classes and ranks: what a score is worth against what people say. */
#include "stance/measure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static stance_value quotient(double above, double below)
{
    return below > 0 ? (stance_value){true, above / below} : (stance_value){false, 0};
}

/* ---- classes ---- */

void stance_confusion_add(stance_confusion *confusion, unsigned is, unsigned taken_for, double weight)
{
    if (is < STANCE_CLASSES_MAX && taken_for < STANCE_CLASSES_MAX) confusion->cells[is][taken_for] += weight;
}

stance_retrieval stance_retrieve(double true_positive, double false_positive, double false_negative)
{
    return (stance_retrieval){quotient(true_positive, true_positive + false_positive),
                              quotient(true_positive, true_positive + false_negative),
                              quotient(2 * true_positive, 2 * true_positive + false_positive + false_negative)};
}

stance_retrieval stance_confusion_class(const stance_confusion *confusion, unsigned one)
{
    double row = 0, column = 0;
    if (one >= STANCE_CLASSES_MAX) return stance_retrieve(0, 0, 0);
    for (unsigned i = 0; i < STANCE_CLASSES_MAX; i++) {
        row += confusion->cells[one][i];
        column += confusion->cells[i][one];
    }
    const double right = confusion->cells[one][one];
    return stance_retrieve(right, column - right, row - right);
}

stance_value stance_confusion_accuracy(const stance_confusion *confusion)
{
    double right = 0, all = 0;
    for (unsigned i = 0; i < STANCE_CLASSES_MAX; i++) {
        right += confusion->cells[i][i];
        for (unsigned j = 0; j < STANCE_CLASSES_MAX; j++) all += confusion->cells[i][j];
    }
    return quotient(right, all);
}

/* The mean of one figure over the classes that occur. */
static stance_value mean_of_classes(const stance_confusion *confusion, bool recall)
{
    double sum = 0, classes = 0;
    for (unsigned i = 0; i < STANCE_CLASSES_MAX; i++) {
        const stance_retrieval r = stance_confusion_class(confusion, i);
        if (!r.recall.defined) continue; /* nothing is of this class */
        sum += recall ? r.recall.value : r.f1.value;
        classes += 1;
    }
    return quotient(sum, classes);
}

stance_value stance_confusion_balanced(const stance_confusion *confusion)
{
    return mean_of_classes(confusion, true);
}

stance_value stance_confusion_macro_f1(const stance_confusion *confusion)
{
    return mean_of_classes(confusion, false);
}

/* ---- ranks ---- */

typedef struct placed {
    double value;
    size_t index;
} placed;

static int compare_placed(const void *a, const void *b)
{
    const placed *x = a, *y = b;
    if (x->value < y->value || x->value > y->value) return x->value < y->value ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

stance_status stance_rank_codes(const double *values, size_t count, uint32_t *codes, uint32_t *distinct,
                                stance_error *err)
{
    *distinct = 0;
    if (count == 0) return STANCE_OK;
    if (!values || !codes || count >= UINT32_MAX) return stance_fail(err, STANCE_EINVAL, "no values were given");
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(values[i])) return stance_fail(err, STANCE_EINVAL, "value %zu is not a finite number", i);
    }
    placed *order = calloc(count, sizeof *order);
    if (!order) return stance_fail_memory(err);
    for (size_t i = 0; i < count; i++) order[i] = (placed){values[i], i};
    qsort(order, count, sizeof *order, compare_placed);
    uint32_t code = 0;
    for (size_t i = 0; i < count; i++) {
        if (i && order[i].value > order[i - 1].value) code++;
        codes[order[i].index] = code;
    }
    *distinct = code + 1;
    free(order);
    return STANCE_OK;
}

static double weight_of(const double *weights, size_t i)
{
    return weights ? weights[i] : 1;
}

stance_status stance_auc(const uint32_t *codes, uint32_t distinct, const bool *positive, const double *weights,
                         size_t count, stance_value *auc, stance_error *err)
{
    *auc = (stance_value){false, 0};
    if (count == 0) return STANCE_OK;
    double *sums = calloc(2 * (size_t)distinct, sizeof *sums);
    if (!sums) return stance_fail_memory(err);
    double all[2] = {0, 0}, below = 0, won = 0;
    for (size_t i = 0; i < count; i++) {
        const double w = weight_of(weights, i);
        sums[2 * (size_t)codes[i] + positive[i]] += w;
        all[positive[i]] += w;
    }
    for (size_t c = 0; c < distinct; c++) {
        won += sums[2 * c + 1] * (below + sums[2 * c] / 2);
        below += sums[2 * c];
    }
    free(sums);
    *auc = quotient(won, all[0] * all[1]);
    return STANCE_OK;
}

/* Mean ranks of the codes, into `ranks`: of a group of weight w behind weight b it is b + w / 2 (and a half, which
   changes no correlation). */
static void mean_ranks(const uint32_t *codes, uint32_t distinct, const double *weights, size_t count, double *ranks)
{
    double below = 0;
    for (size_t c = 0; c < distinct; c++) ranks[c] = 0;
    for (size_t i = 0; i < count; i++) ranks[codes[i]] += weight_of(weights, i);
    for (size_t c = 0; c < distinct; c++) {
        const double w = ranks[c];
        ranks[c] = below + w / 2;
        below += w;
    }
}

stance_status stance_spearman(const uint32_t *x, uint32_t distinct_x, const uint32_t *y, uint32_t distinct_y,
                              const double *weights, size_t count, stance_value *rho, stance_error *err)
{
    *rho = (stance_value){false, 0};
    double total = 0;
    for (size_t i = 0; i < count; i++) total += weight_of(weights, i);
    if (count < 3 || !(total > 0)) return STANCE_OK;
    double *ranks = calloc((size_t)distinct_x + distinct_y, sizeof *ranks);
    if (!ranks) return stance_fail_memory(err);
    double *of_x = ranks, *of_y = ranks + distinct_x;
    mean_ranks(x, distinct_x, weights, count, of_x);
    mean_ranks(y, distinct_y, weights, count, of_y);
    const double middle = total / 2; /* the mean of all ranks */
    double xx = 0, yy = 0, xy = 0;
    for (size_t i = 0; i < count; i++) {
        const double w = weight_of(weights, i), dx = of_x[x[i]] - middle, dy = of_y[y[i]] - middle;
        xx += w * dx * dx;
        yy += w * dy * dy;
        xy += w * dx * dy;
    }
    free(ranks);
    if (xx > 0 && yy > 0) *rho = (stance_value){true, fmax(-1, fmin(1, xy / sqrt(xx * yy)))};
    return STANCE_OK;
}
