/* Straight lines through points: weighted least squares and robust regression. */
#include "stance/trends.h"

#include "stats/internal.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_fit.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_multifit.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static stance_status check_points(const double *x, const double *y, const double *weights, size_t count, size_t least,
                                  stance_error *err)
{
    if (count < least)
        return stance_fail(err, STANCE_ENODATA, "a line needs at least %zu points; there %s %zu", least,
                           count == 1 ? "is" : "are", count);
    return stance_stats_check_points(x, y, weights, count, err);
}

static stance_status gsl_failed(int code, stance_error *err)
{
    if (code == GSL_ENOMEM) return stance_fail_memory(err);
    return stance_fail(err, STANCE_EINVAL, "no line can be fitted: %s", gsl_strerror(code));
}

stance_status stance_fit_weighted(const double *x, const double *y, const double *weights, size_t count, double level,
                                  stance_line *out, stance_error *err)
{
    memset(out, 0, sizeof *out);
    STANCE_TRY(stance_stats_check_level(level, err));
    STANCE_TRY(check_points(x, y, weights, count, 3, err));
    double *ones = NULL;
    if (!weights) {
        ones = malloc(count * sizeof *ones);
        if (!ones) return stance_fail_memory(err);
        for (size_t i = 0; i < count; i++) ones[i] = 1;
    }
    double c0, c1, cov00, cov01, cov11, chisq;
    const int code =
        gsl_fit_wlinear(x, 1, weights ? weights : ones, 1, y, 1, count, &c0, &c1, &cov00, &cov01, &cov11, &chisq);
    free(ones);
    if (code != GSL_SUCCESS) return gsl_failed(code, err);
    if (!gsl_finite(c0) || !gsl_finite(c1) || !gsl_finite(chisq) || !gsl_finite(cov11))
        return stance_fail(err, STANCE_EINVAL, "the values are too large to fit a line");
    stance_line line = {.points = count, .intercept = c0, .slope = c1};
    /* GSL's covariance takes the weights for known 1 / variance; the residuals say by how much they are off. */
    const double df = (double)count - 2, scale = chisq / df;
    line.known_slope_error = sqrt(cov11);
    line.has_error = scale > 0;
    if (line.has_error) {
        const double t = gsl_cdf_tdist_Pinv((1 + level) / 2, df);
        line.intercept_error = sqrt(cov00 * scale);
        line.slope_error = sqrt(cov11 * scale);
        line.t = c1 / line.slope_error;
        line.p = fmin(1, 2 * gsl_cdf_tdist_Q(fabs(line.t), df));
        line.has_interval = gsl_finite(t);
        line.lo = line.has_interval ? c1 - t * line.slope_error : 0;
        line.hi = line.has_interval ? c1 + t * line.slope_error : 0;
        if (!gsl_finite(line.t)) line.has_error = line.has_interval = false;
    }
    *out = line;
    return STANCE_OK;
}

/* x is centred and scaled for GSL, and the coefficients brought back. */
stance_status stance_fit_robust(const double *x, const double *y, size_t count, stance_line *out, stance_error *err)
{
    memset(out, 0, sizeof *out);
    STANCE_TRY(check_points(x, y, NULL, count, 4, err));
    const double middle = x[0] / 2 + x[count - 1] / 2, width = x[count - 1] / 2 - x[0] / 2;
    double lowest = y[0], highest = y[0];
    for (size_t i = 1; i < count; i++) {
        lowest = fmin(lowest, y[i]);
        highest = fmax(highest, y[i]);
    }
    if (!(highest > lowest)) { /* GSL divides by the spread */
        *out = (stance_line){.points = count, .intercept = y[0]};
        return STANCE_OK;
    }
    stance_status status = STANCE_OK;
    gsl_matrix *model = gsl_matrix_alloc(count, 2), *covariance = gsl_matrix_alloc(2, 2);
    gsl_vector *values = gsl_vector_alloc(count), *c = gsl_vector_alloc(2);
    gsl_multifit_robust_workspace *work = gsl_multifit_robust_alloc(gsl_multifit_robust_bisquare, count, 2);
    if (!model || !covariance || !values || !c || !work) {
        status = stance_fail_memory(err);
        goto done;
    }
    for (size_t i = 0; i < count; i++) {
        gsl_matrix_set(model, i, 0, 1);
        gsl_matrix_set(model, i, 1, (x[i] - middle) / width);
        gsl_vector_set(values, i, y[i]);
    }
    const int code = gsl_multifit_robust(model, values, c, covariance, work);
    if (code == GSL_EMAXITER) {
        status = stance_fail(err, STANCE_ENODATA, "robust regression found no line that it stays with");
    } else if (code != GSL_SUCCESS) {
        status = gsl_failed(code, err);
    } else {
        const double slope = gsl_vector_get(c, 1) / width, intercept = gsl_vector_get(c, 0) - slope * middle;
        if (gsl_finite(slope) && gsl_finite(intercept))
            *out = (stance_line){.points = count, .slope = slope, .intercept = intercept};
        else status = stance_fail(err, STANCE_EINVAL, "the values are too large to fit a line");
    }
done:
    gsl_matrix_free(model);
    gsl_matrix_free(covariance);
    gsl_vector_free(values);
    gsl_vector_free(c);
    gsl_multifit_robust_free(work);
    return status;
}
