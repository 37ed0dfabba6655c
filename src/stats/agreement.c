/* Krippendorff's alpha: Krippendorff (2004), Content Analysis, second edition, chapter 11.3. */
#include "stance/measure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MISSING UINT32_MAX

void stance_ratings_free(stance_ratings *ratings)
{
    free(ratings->codes);
    free(ratings->levels);
    memset(ratings, 0, sizeof *ratings);
}

/* The numbers that were given, in their order, and where each belongs. */
static size_t collect(const double *values, size_t count, double *given, size_t *at)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        if (isnan(values[i])) continue;
        given[n] = values[i];
        at[n++] = i;
    }
    return n;
}

stance_status stance_ratings_init(stance_ratings *ratings, const double *values, size_t units, size_t coders,
                                  stance_error *err)
{
    memset(ratings, 0, sizeof *ratings);
    if (coders && units > SIZE_MAX / coders / sizeof(double) / 4)
        return stance_fail(err, STANCE_EINVAL, "too many codings");
    const size_t count = units * coders, room = count ? count : 1;
    double *given = calloc(room, sizeof *given);
    size_t *at = calloc(room, sizeof *at);
    uint32_t *codes = calloc(room, sizeof *codes);
    stance_status status = STANCE_OK;
    ratings->units = units;
    ratings->coders = coders;
    ratings->codes = malloc(room * sizeof *ratings->codes);
    ratings->levels = malloc(3 * room * sizeof *ratings->levels); /* levels, places, sums */
    if (!given || !at || !codes || !ratings->codes || !ratings->levels) {
        status = stance_fail_memory(err);
        goto done;
    }
    const size_t n = collect(values, count, given, at);
    status = stance_rank_codes(given, n, codes, &ratings->distinct, err);
    if (status != STANCE_OK) goto done;
    for (size_t i = 0; i < count; i++) ratings->codes[i] = MISSING;
    for (size_t i = 0; i < n; i++) {
        ratings->codes[at[i]] = codes[i];
        ratings->levels[codes[i]] = given[i];
    }
    ratings->places = ratings->levels + room;
    ratings->sums = ratings->places + room;

done:
    free(given);
    free(at);
    free(codes);
    if (status != STANCE_OK) stance_ratings_free(ratings);
    return status;
}

/* How many coded the unit. */
static size_t coded(const stance_ratings *ratings, size_t unit)
{
    size_t n = 0;
    for (size_t i = 0; i < ratings->coders; i++) n += ratings->codes[unit * ratings->coders + i] != MISSING;
    return n;
}

/* Where the values stand on the line on which squared differences are taken: for an ordinal scale that is the middle of
   the ranks that a value takes up, since the sum of what lies from c to k, less half of both, is just the difference of
   these middles. */
static void put_places(stance_ratings *ratings, stance_alpha_metric metric)
{
    double below = 0;
    for (size_t c = 0; c < ratings->distinct; c++) {
        ratings->places[c] = metric == STANCE_ALPHA_ORDINAL ? below + ratings->sums[c] / 2 : ratings->levels[c];
        below += ratings->sums[c];
    }
    /* From the mean, so that no digits are lost in the squares. */
    double sum = 0;
    for (size_t c = 0; c < ratings->distinct; c++) sum += ratings->sums[c] * ratings->places[c];
    for (size_t c = 0; below > 0 && c < ratings->distinct; c++) ratings->places[c] -= sum / below;
}

/* The disagreement of all ordered pairs in a unit. */
static double within(const stance_ratings *ratings, size_t unit, bool nominal)
{
    const uint32_t *codes = ratings->codes + unit * ratings->coders;
    double sum = 0, squares = 0, differ = 0, m = 0;
    for (size_t i = 0; i < ratings->coders; i++) {
        if (codes[i] == MISSING) continue;
        const double x = ratings->places[codes[i]];
        sum += x;
        squares += x * x;
        m += 1;
        for (size_t j = 0; nominal && j < i; j++) differ += 2 * (codes[j] != MISSING && codes[j] != codes[i]);
    }
    return nominal ? differ : fmax(0, 2 * (m * squares - sum * sum));
}

stance_value stance_krippendorff(stance_ratings *ratings, const double *weights, stance_alpha_metric metric)
{
    const bool nominal = metric == STANCE_ALPHA_NOMINAL;
    double n = 0, observed = 0, sum = 0, squares = 0;
    for (size_t c = 0; c < ratings->distinct; c++) ratings->sums[c] = 0;
    for (size_t u = 0; u < ratings->units; u++) {
        const size_t m = coded(ratings, u);
        const double w = weights ? weights[u] : 1;
        if (m < 2 || !(w > 0)) continue;
        n += w * (double)m;
        for (size_t i = 0; i < ratings->coders; i++) {
            const uint32_t code = ratings->codes[u * ratings->coders + i];
            if (code != MISSING) ratings->sums[code] += w;
        }
    }
    if (!(n > 1)) return (stance_value){false, 0};
    put_places(ratings, metric);
    for (size_t u = 0; u < ratings->units; u++) {
        const size_t m = coded(ratings, u);
        const double w = weights ? weights[u] : 1;
        if (m >= 2 && w > 0) observed += w * within(ratings, u, nominal) / (double)(m - 1);
    }
    for (size_t c = 0; c < ratings->distinct; c++) {
        const double w = ratings->sums[c], x = nominal ? w : ratings->places[c];
        sum += nominal ? 0 : w * x;
        squares += nominal ? x * x : w * x * x;
    }
    const double expected = nominal ? n * n - squares : 2 * (n * squares - sum * sum);
    if (!(expected > 1e-12 * n * n)) return (stance_value){false, 0}; /* all the same */
    return (stance_value){true, 1 - observed * (n - 1) / expected};
}
