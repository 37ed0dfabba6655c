#include "report/changes.h"

#include "report/internal.h"

#include <stdio.h>

#define DIGITS "%.12g" /* the same on every compiler, and more than any use asks for */

/* Minus zero is zero. */
static double plain(double value)
{
    return value == 0 ? 0 : value;
}

void stance_write_changes_json(stance_strbuf *out, stance_view name, const stance_series_file *file,
                               const stance_segments *found)
{
    char label[STANCE_PERIOD_SIZE];
    stance_strbuf_adds(out, "{\"series\":");
    stance_write_json_string(out, name);
    stance_strbuf_addf(out, ",\"rows\":%zu,\"missing\":%zu,\"outliers\":%zu,\"season\":", file->count, file->missing,
                       found->outliers);
    if (found->season) stance_strbuf_addf(out, "%zu", found->season);
    else stance_strbuf_adds(out, "null");
    stance_strbuf_addf(out, ",\"model\":\"%s\",\"curve\":%s,\"noise\":" DIGITS ",\"autocorrelation\":" DIGITS,
                       stance_segment_model_name(found->model), found->curve ? "true" : "false", plain(found->noise),
                       plain(found->autocorrelation));
    stance_strbuf_addf(out, ",\"coarse\":%s,\"changes\":[", found->located_coarsely ? "true" : "false");
    for (size_t i = 0; i < found->count; i++) {
        const stance_break *c = &found->changes[i];
        stance_strbuf_addf(out, "%s{\"index\":%zu,\"period\":", i ? "," : "", c->index);
        stance_series_file_label(file, c->index, label);
        if (file->dated) stance_write_json_string(out, stance_view_of(label));
        else stance_strbuf_adds(out, label);
        stance_strbuf_addf(out, ",\"before\":" DIGITS ",\"after\":" DIGITS ",\"effect\":" DIGITS, plain(c->before),
                           plain(c->after), plain(c->effect));
        if (found->model == STANCE_SEGMENT_LINEAR)
            stance_strbuf_addf(out, ",\"slope_before\":" DIGITS ",\"slope_after\":" DIGITS, plain(c->slope_before),
                               plain(c->slope_after));
        stance_strbuf_addc(out, '}');
    }
    stance_strbuf_adds(out, "]}\n");
}

void stance_write_changes_csv_header(stance_strbuf *out)
{
    stance_strbuf_adds(out, "series,index,period,before,after,effect,model,slope_before,slope_after\n");
}

void stance_write_changes_csv(stance_strbuf *out, stance_view name, const stance_series_file *file,
                              const stance_segments *found)
{
    char label[STANCE_PERIOD_SIZE];
    for (size_t i = 0; i < found->count; i++) {
        const stance_break *c = &found->changes[i];
        stance_write_csv_text(out, name);
        stance_strbuf_addf(out, ",%zu,%s," DIGITS "," DIGITS "," DIGITS ",%s", c->index,
                           stance_series_file_label(file, c->index, label), plain(c->before), plain(c->after),
                           plain(c->effect), stance_segment_model_name(found->model));
        if (found->model == STANCE_SEGMENT_LINEAR)
            stance_strbuf_addf(out, "," DIGITS "," DIGITS "\n", plain(c->slope_before), plain(c->slope_after));
        else stance_strbuf_adds(out, ",,\n");
    }
}

/* ---- text ---- */

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

static const char *number_of(size_t count, char out[32])
{
    if (count == 0) return "no";
    snprintf(out, 32, "%zu", count);
    return out;
}

/* What was done to the values, and what the noise is like. */
static void put_remarks(stance_strbuf *out, const stance_series_file *file, const stance_segments *found)
{
    stance_strbuf words = STANCE_STRBUF_INIT;
    if (found->noise > 0)
        stance_strbuf_addf(&words,
                           "Around the segments the values scatter by %.4g (standard deviation), neighbours "
                           "correlated by %.2f.",
                           found->noise, found->autocorrelation);
    if (found->curve)
        stance_strbuf_adds(&words, " One smooth bend tells the series better than straight pieces: no change.");
    if (found->season) stance_strbuf_addf(&words, " A cycle of %zu periods was taken out first.", found->season);
    if (found->outliers)
        stance_strbuf_addf(&words, " %zu single value%s far from %s neighbours %s drawn in.", found->outliers,
                           plural(found->outliers), found->outliers == 1 ? "its" : "their",
                           found->outliers == 1 ? "was" : "were");
    if (file->missing) stance_strbuf_addf(&words, " %zu row%s without a value.", file->missing, plural(file->missing));
    if (found->located_coarsely)
        stance_strbuf_adds(&words,
                           " The series is long: changes of line were sought in blocks, then among the values of "
                           "the blocks around them.");
    if (words.failed) out->failed = true;
    else if (words.len) stance_wrap(out, stance_strbuf_view(&words), "  ", "  ");
    stance_strbuf_free(&words);
}

void stance_write_changes_text(stance_strbuf *out, stance_view name, const stance_series_file *file,
                               const stance_segments *found)
{
    char label[STANCE_PERIOD_SIZE], number[32];
    stance_plain(out, name);
    stance_strbuf_addf(out, ": %zu value%s, %s change%s%s\n", file->count - file->missing,
                       plural(file->count - file->missing), number_of(found->count, number), plural(found->count),
                       found->model == STANCE_SEGMENT_LINEAR ? " (lines)" : " (levels)");
    for (size_t i = 0; i < found->count; i++) {
        const stance_break *c = &found->changes[i];
        stance_strbuf_addf(out, "  from %s on: %.7g, before %.7g (%+.5g)",
                           stance_series_file_label(file, c->index, label), plain(c->after), plain(c->before),
                           plain(c->effect));
        if (found->model == STANCE_SEGMENT_LINEAR)
            stance_strbuf_addf(out, "; slope %+.5g, before %+.5g", plain(c->slope_after), plain(c->slope_before));
        stance_strbuf_addc(out, '\n');
    }
    put_remarks(out, file, found);
}
