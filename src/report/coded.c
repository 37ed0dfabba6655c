/* The lexicon's balance corrected by what people coded. */
#include "report/internal.h"

#include <math.h>
#include <stdlib.h>

#define YEAR 365.2425 /* days */

static double class_of(int32_t score)
{
    return score > STANCE_NEUTRAL_SCORE ? 1 : score < -STANCE_NEUTRAL_SCORE ? -1 : 0;
}

/* How far the lexicon is off: its balance less the corrected one, which used `used` of the classes. As a difference
   estimate of class - code with (1 - used) times the class beside it, it is just that, and has its interval. */
static stance_status find_error(stance_coded_row *rows, size_t count, double level, double used,
                                stance_report_coded *out, stance_error *err)
{
    stance_coded off;
    for (size_t i = 0; i < count; i++) {
        const double class = rows[i].score;
        rows[i].code = rows[i].coded ? class - rows[i].code : 0;
        rows[i].score = (1 - used) * class;
    }
    STANCE_TRY(stance_coded_mean(rows, count, STANCE_DIFFERENCE, level, &off, err));
    out->off = off.estimate;
    out->off_lo = off.lo;
    out->off_hi = off.hi;
    out->has_off_interval = off.has_interval;
    return STANCE_OK;
}

static stance_status find_slope(const stance_coded_row *rows, size_t count, double level, stance_report_coded *out,
                                stance_error *err)
{
    stance_coded slope;
    if (out->documents < STANCE_REPORT_CODED_SLOPE) return STANCE_OK;
    stance_status status = stance_coded_slope(rows, count, STANCE_TUNED, level, &slope, err);
    if (status == STANCE_ENODATA) return STANCE_OK; /* all of one day */
    if (status != STANCE_OK || !slope.has_interval) return status;
    out->has_slope = true;
    out->lexicon_slope = slope.plain;
    out->slope = slope.estimate;
    out->slope_lo = slope.lo;
    out->slope_hi = slope.hi;
    return STANCE_OK;
}

static stance_status estimate(stance_coded_row *rows, size_t count, double level, bool with_slope,
                              stance_report_coded *out, stance_error *err)
{
    stance_coded mean;
    STANCE_TRY(stance_coded_mean(rows, count, STANCE_TUNED, level, &mean, err));
    out->lexicon = mean.plain;
    out->balance = mean.estimate;
    out->has_interval = mean.has_interval;
    out->lo = fmax(mean.lo, -1); /* no balance is beyond */
    out->hi = fmin(mean.hi, 1);
    out->mean = mean;
    if (with_slope) STANCE_TRY(find_slope(rows, count, level, out, err));
    return find_error(rows, count, level, mean.lambda, out, err);
}

static int compare_documents(const void *a, const void *b)
{
    const stance_coded_row *x = a, *y = b;
    return (x->document > y->document) - (x->document < y->document);
}

stance_status stance_report_correct(const stance_gathered *columns, const uint32_t *indices, size_t count, double level,
                                    bool with_slope, stance_report_coded *out, stance_error *err)
{
    memset(out, 0, sizeof *out);
    out->note = "nothing coded";
    if (!columns->codes) return STANCE_OK;
    stance_coded_row *rows = malloc((count + 1) * sizeof *rows);
    if (!rows) return stance_fail_memory(err);
    for (size_t i = 0; i < count; i++) {
        const stance_item *item = &columns->items[indices[i]];
        const stance_item_code *code = &columns->codes[indices[i]];
        if (!(code->chance > 0)) continue;
        rows[out->covered++] = (stance_coded_row){class_of(item->score), code->code,     code->chance,
                                                  item->days / YEAR,     item->document, code->coded};
    }
    qsort(rows, out->covered, sizeof *rows, compare_documents);
    uint32_t last = UINT32_MAX;
    for (size_t i = 0; i < out->covered; i++) {
        if (!rows[i].coded) continue;
        out->coded++;
        out->documents += rows[i].document != last;
        last = rows[i].document;
    }
    stance_status status = STANCE_OK;
    if (out->documents >= STANCE_REPORT_CODED_DOCUMENTS) {
        out->note = "";
        status = estimate(rows, out->covered, level, with_slope, out, err);
    } else if (out->coded) {
        out->note = "too few coded";
    }
    free(rows);
    return status;
}
