/* Lines through segments, and how well a partition tells the series, its noise being autocorrelated. */
#include "stats/partition.h"

#include <math.h>

#define MEAN_FLOOR 1e-9 /* of innovations, in units of the noise: a perfect fit is not infinitely good */

stance_line stance_fit_segment(const stance_points *points, bool lines, size_t from, size_t to)
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
    return (stance_line){at, mean_y - slope * mean_x, slope};
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
    rho = rho < 0 ? 0 : rho > STANCE_RHO_MAX ? STANCE_RHO_MAX : rho;
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
        const stance_line line = stance_fit_segment(points, lines, bounds[k], bounds[k + 1]);
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

stance_verdict stance_fit_curve(const stance_points *points, double *residuals)
{
    /* Orthogonal to each other under the weights, one after the other: 1, x, x². */
    const size_t n = points->count;
    const double from = stance_x_at(points, 0), width = stance_x_at(points, n - 1) - from;
    double w = 0, x = 0;
    for (size_t i = 0; i < n; i++) {
        const double weight = stance_w_at(points, i);
        w += weight;
        x += weight * ((stance_x_at(points, i) - from) / width);
    }
    const double mean = x / w;
    double x2 = 0, x3 = 0;
    for (size_t i = 0; i < n; i++) {
        const double weight = stance_w_at(points, i), p = (stance_x_at(points, i) - from) / width - mean;
        x2 += weight * p * p;
        x3 += weight * p * p * p;
    }
    const double lean = x3 / x2, spread = x2 / w;
    double y0 = 0, y1 = 0, y2 = 0, q2 = 0;
    for (size_t i = 0; i < n; i++) {
        const double weight = stance_w_at(points, i), p = (stance_x_at(points, i) - from) / width - mean;
        const double q = p * p - lean * p - spread;
        y0 += weight * points->y[i];
        y1 += weight * p * points->y[i];
        y2 += weight * q * points->y[i];
        q2 += weight * q * q;
    }
    const double bend = q2 > 0 ? y2 / q2 : 0;
    for (size_t i = 0; i < n; i++) {
        const double p = (stance_x_at(points, i) - from) / width - mean, q = p * p - lean * p - spread;
        residuals[i] = sqrt(stance_w_at(points, i)) * (points->y[i] - y0 / w - y1 / x2 * p - bend * q);
    }
    return judge(residuals, n, 1, 3, 2);
}
