/* Lines through segments, and how well a partition tells the series, its noise being autocorrelated. */
#include "stats/partition.h"

#include <math.h>

#define MEAN_FLOOR 1e-9 /* of innovations, in units of the noise: a perfect fit is not infinitely good */
#define MEMORY 50.0     /* a series is at least this many times as long as its noise hangs together */
#define RHO_ALWAYS 0.7  /* autocorrelation that is noise in a series of any length */

stance_segment_line stance_fit_segment(const stance_points *points, bool lines, size_t from, size_t to)
{
    const double at = stance_x_at(points, from);
    double w = 0, x = 0, y = 0;
    for (size_t i = from; i < to; i++) {
        const double weight = stance_w_at(points, i);
        w += weight;
        x += weight * (stance_x_at(points, i) - at);
        y += weight * points->y[i];
    }
    const double mean_x = x / w, mean_y = y / w;
    double xx = 0, xy = 0;
    for (size_t i = from; lines && i < to; i++) {
        const double weight = stance_w_at(points, i), dx = stance_x_at(points, i) - at - mean_x;
        xx += weight * dx * dx;
        xy += weight * dx * (points->y[i] - mean_y);
    }
    const double slope = xx > 0 ? xy / xx : 0;
    return (stance_segment_line){at, mean_y - slope * mean_x, slope};
}

/* Noise may hang together over a fiftieth of the series and no further: what drifts for longer is seen, in a drawing of the
   whole, as a change. At 0.7 and below it is noise in the shortest series too. */
static double rho_most(size_t count)
{
    const double most = exp(-MEMORY / (double)count);
    return most < RHO_ALWAYS ? RHO_ALWAYS : most > STANCE_RHO_MAX ? STANCE_RHO_MAX : most;
}

/* `parameters` are those of the fit, `charged` what is charged for. Residuals weigh by the root of their weights. */
static stance_verdict judge(const double *residuals, size_t count, double slopes, double parameters, double charged)
{
    const double n = (double)count;
    double own = 0, next = 0;
    for (size_t i = 0; i < count; i++) {
        own += residuals[i] * residuals[i];
        if (i) next += residuals[i] * residuals[i - 1];
    }
    /* Residuals of a least-squares fit look less autocorrelated than the noise is, the more so the more was fitted:
       about (1 + (2 or 3) rho + parameters) / n. */
    double rho = own > 0 ? next / own : 0;
    rho += (1 + (2 + slopes) * rho + parameters) / n;
    const double most = rho_most(count);
    rho = rho < 0 ? 0 : rho > most ? most : rho;
    double sum = sqrt(1 - rho * rho) * fabs(residuals[0]);
    for (size_t i = 1; i < count; i++) sum += fabs(residuals[i] - rho * residuals[i - 1]);
    return (stance_verdict){2 * n * log(sum / n + MEAN_FLOOR) - log(1 - rho * rho) +
                                STANCE_CHANGE_COST * charged * log(n),
                            sqrt(own / n), rho};
}

stance_verdict stance_fit_partition(const stance_points *points, bool lines, const size_t *bounds, size_t segments,
                                    double *residuals)
{
    for (size_t k = 0; k < segments; k++) {
        const stance_segment_line line = stance_fit_segment(points, lines, bounds[k], bounds[k + 1]);
        for (size_t i = bounds[k]; i < bounds[k + 1]; i++) {
            const double fitted = line.level + line.slope * (stance_x_at(points, i) - line.at);
            residuals[i] = sqrt(stance_w_at(points, i)) * (points->y[i] - fitted);
        }
    }
    /* Charged: the place and the new level, or the place and the new line; and that there are slopes at all. */
    const double changes = (double)(segments - 1), each = lines ? 2 : 1;
    return judge(residuals, points->count, lines ? 1 : 0, each * (double)segments,
                 lines ? 3 * changes + 1 : 2 * changes);
}

/* Polynomials in -1 … 1 that are orthogonal under the weights (Forsythe 1957): each is made of the two before it. */
typedef struct orthogonal {
    double from, half; /* of x */
    double shift[STANCE_CURVE_MAX + 1], share[STANCE_CURVE_MAX + 1], amount[STANCE_CURVE_MAX + 1];
} orthogonal;

static double place_of(const orthogonal *o, const stance_points *points, size_t i)
{
    return (stance_x_at(points, i) - o->from) / o->half - 1;
}

/* The polynomial of this degree at the i-th point; *below: what those of lower degrees amount to there. */
static double orthogonal_at(const orthogonal *o, const stance_points *points, size_t i, size_t degree, double *below)
{
    const double x = place_of(o, points, i);
    double before = 0, at = 1;
    *below = 0;
    for (size_t k = 0; k < degree; k++) {
        const double next = (x - o->shift[k]) * at - o->share[k] * before;
        *below += o->amount[k] * at;
        before = at;
        at = next;
    }
    return at;
}

stance_verdict stance_fit_curve(const stance_points *points, size_t degree, double *residuals)
{
    const size_t n = points->count;
    orthogonal o = {.from = stance_x_at(points, 0)};
    o.half = (stance_x_at(points, n - 1) - o.from) / 2;
    double squares_before = 0, below;
    for (size_t k = 0; k <= degree; k++) {
        double squares = 0, moment = 0, along = 0;
        for (size_t i = 0; i < n; i++) {
            const double at = orthogonal_at(&o, points, i, k, &below), weight = stance_w_at(points, i);
            squares += weight * at * at;
            moment += weight * place_of(&o, points, i) * at * at;
            along += weight * at * (points->y[i] - below);
        }
        /* Weights may be so uneven that a few points are all that counts: a line, or a parabola, tells those. */
        o.amount[k] = squares > 0 ? along / squares : 0;
        o.shift[k] = squares > 0 ? moment / squares : 0;
        o.share[k] = k && squares_before > 0 ? squares / squares_before : 0;
        squares_before = squares;
    }
    for (size_t i = 0; i < n; i++) {
        const double top = orthogonal_at(&o, points, i, degree, &below);
        residuals[i] = sqrt(stance_w_at(points, i)) * (points->y[i] - below - o.amount[degree] * top);
    }
    return judge(residuals, n, 1, (double)degree + 1, (double)degree);
}
