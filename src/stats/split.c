/* Why a mean changed: tone within combinations of topic, speaker and outlet, and the mix of each. */
#include "stance/difference.h"

#include "stats/internal.h"

#include <gsl/gsl_math.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SUBSETS = 1 << STANCE_SPLIT_FACTORS };

/* A row with the numbers of one set of factors only; the others are 0. */
typedef struct keyed {
    uint32_t cell[STANCE_SPLIT_FACTORS];
    uint32_t window;
    int32_t value;
    double weight;
} keyed;

typedef struct combination {
    double weight[2], sum[2]; /* by window; sum of weight times value, natural units */
    uint32_t cell[STANCE_SPLIT_FACTORS];
} combination;

static int compare_cells(const uint32_t *a, const uint32_t *b)
{
    for (int f = 0; f < STANCE_SPLIT_FACTORS; f++)
        if (a[f] != b[f]) return a[f] < b[f] ? -1 : 1;
    return 0;
}

/* Total, so that sums are added in one order whatever the order of the rows. */
static int compare_keyed(const void *a, const void *b)
{
    const keyed *x = a, *y = b;
    const int order = compare_cells(x->cell, y->cell);
    if (order) return order;
    if (x->window != y->window) return x->window < y->window ? -1 : 1;
    if (x->value != y->value) return x->value < y->value ? -1 : 1;
    return (x->weight > y->weight) - (x->weight < y->weight);
}

/* The combinations of the factors in the set that were observed. Returns their number; room for `count` of each. */
static size_t tabulate(const stance_split_row *rows, size_t count, unsigned set, keyed *room, combination *out)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        room[i] = (keyed){{0}, rows[i].window, rows[i].value, rows[i].weight};
        for (int f = 0; f < STANCE_SPLIT_FACTORS; f++)
            if (set & (1u << f)) room[i].cell[f] = rows[i].cell[f];
    }
    qsort(room, count, sizeof *room, compare_keyed);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || compare_cells(room[i].cell, room[i - 1].cell) != 0) {
            combination *fresh = &out[n++];
            *fresh = (combination){{0, 0}, {0, 0}, {0}};
            memcpy(fresh->cell, room[i].cell, sizeof fresh->cell);
        }
        out[n - 1].weight[room[i].window] += room[i].weight;
        out[n - 1].sum[room[i].window] += room[i].weight * room[i].value / STANCE_MILLION;
    }
    return n;
}

typedef struct overall {
    double weight[2], mean[2];
} overall;

/* Kitagawa's two parts of one combination. */
static void parts_of(const combination *c, const overall *all, double *tone, double *mix)
{
    const double share[2] = {c->weight[0] / all->weight[0], c->weight[1] / all->weight[1]};
    double mean[2] = {0, 0};
    for (int k = 0; k < 2; k++)
        if (c->weight[k] > 0) mean[k] = c->sum[k] / c->weight[k];
    if (!(c->weight[0] > 0)) mean[0] = mean[1];
    if (!(c->weight[1] > 0)) mean[1] = mean[0];
    *tone = (share[0] + share[1]) / 2 * (mean[1] - mean[0]);
    *mix = (share[1] - share[0]) * ((mean[0] + mean[1]) / 2 - (all->mean[0] + all->mean[1]) / 2);
}

static double mix_of(const combination *table, size_t count, const overall *all)
{
    double sum = 0, tone, mix;
    for (size_t i = 0; i < count; i++) {
        parts_of(&table[i], all, &tone, &mix);
        sum += mix;
    }
    return sum;
}

/* ---- integers that add up ---- */

typedef struct leftover {
    double part;
    size_t index;
} leftover;

static int compare_remainders(const void *a, const void *b)
{
    const leftover *x = a, *y = b;
    if (x->part < y->part || x->part > y->part) return x->part > y->part ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

/* Parts in natural units, whose sum is the total but for rounding, as millionths that sum to it exactly. */
static bool apportion(const double *parts, size_t count, int64_t total, int64_t *out)
{
    if (count == 0) return true;
    leftover *left = malloc(count * sizeof *left);
    if (!left) return false;
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        const double whole = floor(parts[i] * STANCE_MILLION);
        left[i] = (leftover){parts[i] * STANCE_MILLION - whole, i};
        out[i] = (int64_t)whole;
        sum += out[i];
    }
    qsort(left, count, sizeof *left, compare_remainders);
    /* Once around is enough but where a sum of rounded doubles is off by more than the parts can take. */
    for (size_t i = 0; sum < total; i = (i + 1) % count, sum++) out[left[i].index]++;
    for (size_t i = count; sum > total; sum--) {
        i = i ? i - 1 : count - 1;
        out[left[i].index]--;
    }
    free(left);
    return true;
}

/* ---- one factor by itself ---- */

static stance_status fill_alone(const combination *table, size_t count, unsigned factor, const overall *all,
                                int64_t total, stance_split_factor *out, stance_error *err)
{
    double *parts = malloc((2 * count + 1) * sizeof *parts);
    int64_t *whole_parts = malloc((2 * count + 1) * sizeof *whole_parts);
    out->cells = calloc(count + 1, sizeof *out->cells);
    stance_status status = STANCE_OK;
    if (!parts || !whole_parts || !out->cells) {
        status = stance_fail_memory(err);
        goto done;
    }
    out->count = count;
    for (size_t i = 0; i < count; i++) parts_of(&table[i], all, &parts[2 * i], &parts[2 * i + 1]);
    if (!apportion(parts, 2 * count, total, whole_parts)) {
        status = stance_fail_memory(err);
        goto done;
    }
    for (size_t i = 0; i < count; i++) {
        stance_split_cell *cell = &out->cells[i];
        cell->cell = table[i].cell[factor];
        for (int k = 0; k < 2; k++) {
            cell->present[k] = table[i].weight[k] > 0;
            cell->share[k] = table[i].weight[k] / all->weight[k];
            if (cell->present[k]) cell->mean[k] = table[i].sum[k] / table[i].weight[k];
        }
        cell->tone = whole_parts[2 * i];
        cell->mix = whole_parts[2 * i + 1];
        if (!cell->present[0] || !cell->present[1]) { /* a remainder may have fallen to what is nothing */
            cell->mix += cell->tone;
            cell->tone = 0;
        }
        out->tone += cell->tone;
        out->mix += cell->mix;
    }
done:
    free(parts);
    free(whole_parts);
    return status;
}

/* ---- all of it ---- */

static unsigned members(unsigned set)
{
    unsigned n = 0;
    for (; set; set &= set - 1) n++;
    return n;
}

/* values[set] is the mix of each set of factors; the weight of a set S without f is |S|! (n - |S| - 1)! / n!. */
static double shapley(const double *values, size_t factors, unsigned factor)
{
    static const double factorial[] = {1, 1, 2, 6, 24};
    double sum = 0;
    for (unsigned set = 0; set < 1u << factors; set++) {
        if (set & (1u << factor)) continue;
        const unsigned size = members(set);
        const double weight = factorial[size] * factorial[factors - size - 1] / factorial[factors];
        sum += weight * (values[set | (1u << factor)] - values[set]);
    }
    return sum;
}

static stance_status check(const stance_split_row *rows, size_t count, size_t factors, overall *all, stance_error *err)
{
    if (factors == 0 || factors > STANCE_SPLIT_FACTORS)
        return stance_fail(err, STANCE_EINVAL, "a split has 1 to %d factors, not %zu", STANCE_SPLIT_FACTORS, factors);
    if (count > 0 && !rows) return stance_fail(err, STANCE_EINVAL, "there are no statements to split");
    *all = (overall){{0, 0}, {0, 0}};
    for (size_t i = 0; i < count; i++) {
        if (rows[i].window > 1 || rows[i].value < -1000000 || rows[i].value > 1000000 || !gsl_finite(rows[i].weight) ||
            !(rows[i].weight > 0) || rows[i].weight > 1e100)
            return stance_fail(err, STANCE_EINVAL,
                               "row %zu of the split has a score, a weight or a window that is none", i);
        all->weight[rows[i].window] += rows[i].weight;
    }
    if (!(all->weight[0] > 0) || !(all->weight[1] > 0))
        return stance_fail(err, STANCE_ENODATA, "a split needs statements in both windows");
    return STANCE_OK;
}

static stance_status split(const stance_split_row *rows, size_t count, overall *all, keyed *room, combination *table,
                           stance_split *out, stance_error *err)
{
    double mix[SUBSETS] = {0}, parts[STANCE_SPLIT_FACTORS + 1];
    int64_t whole_parts[STANCE_SPLIT_FACTORS + 1];
    /* Everything as one combination: the means, in the same order of addition as all that follows. */
    (void)tabulate(rows, count, 0, room, table);
    for (int k = 0; k < 2; k++) {
        all->weight[k] = table[0].weight[k];
        all->mean[k] = table[0].sum[k] / table[0].weight[k];
    }
    const double difference = all->mean[1] - all->mean[0];
    out->total = llround(difference * STANCE_MILLION);
    for (unsigned set = 1; set < 1u << out->factors; set++) {
        const size_t n = tabulate(rows, count, set, room, table);
        mix[set] = mix_of(table, n, all);
        unsigned factor = 0;
        while (set >> factor != 1) factor++;
        if (members(set) == 1) STANCE_TRY(fill_alone(table, n, factor, all, out->total, &out->alone[factor], err));
        if (set + 1 < 1u << out->factors) continue;
        for (size_t i = 0; i < n; i++) {
            if (!(table[i].weight[0] > 0) || !(table[i].weight[1] > 0)) continue;
            for (int k = 0; k < 2; k++) out->comparable[k] += table[i].weight[k] / all->weight[k];
        }
    }
    parts[0] = difference - mix[(1u << out->factors) - 1];
    for (unsigned f = 0; f < out->factors; f++) parts[f + 1] = shapley(mix, out->factors, f);
    if (!apportion(parts, out->factors + 1, out->total, whole_parts)) return stance_fail_memory(err);
    out->tone = whole_parts[0];
    for (size_t f = 0; f < out->factors; f++) out->mix[f] = whole_parts[f + 1];
    return STANCE_OK;
}

stance_status stance_split_difference(const stance_split_row *rows, size_t count, size_t factors, stance_split *out,
                                      stance_error *err)
{
    overall all;
    memset(out, 0, sizeof *out);
    STANCE_TRY(check(rows, count, factors, &all, err));
    out->factors = factors;
    keyed *room = malloc(count * sizeof *room);
    combination *table = malloc(count * sizeof *table);
    stance_status status = room && table ? split(rows, count, &all, room, table, out, err) : stance_fail_memory(err);
    if (status != STANCE_OK) stance_split_free(out);
    free(room);
    free(table);
    return status;
}

void stance_split_free(stance_split *split_)
{
    if (!split_) return;
    for (size_t f = 0; f < STANCE_SPLIT_FACTORS; f++) free(split_->alone[f].cells);
    memset(split_, 0, sizeof *split_);
}
