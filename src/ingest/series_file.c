/* A table of periods and values. Every row counts here, so the first that cannot be read refuses the file, with its line. */
#include "ingest/series_file.h"

#include "ingest/csv.h"
#include "ingest/input.h"
#include "ingest/sniff.h"
#include "text/charset.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NUMBER_SIZE = 64, SHOWN = 40, INTEGER_DIGITS = 15 };

/* What is being read, for messages. */
typedef struct place {
    const char *path;
    uint64_t line;
    stance_error *err;
} place;

STANCE_PRINTF(2, 3) static stance_status refuse(const place *at, const char *fmt, ...)
{
    char reason[512];
    va_list args;
    va_start(args, fmt);
    vsnprintf(reason, sizeof reason, fmt, args);
    va_end(args);
    if (at->line) return stance_fail(at->err, STANCE_EFORMAT, "%s:%" PRIu64 ": %s", at->path, at->line, reason);
    return stance_fail(at->err, STANCE_EFORMAT, "%s: %s", at->path, reason);
}

static stance_view trimmed(stance_view text)
{
    while (text.len && (text.data[0] == ' ' || text.data[0] == '\t')) text.data++, text.len--;
    while (text.len && (text.data[text.len - 1] == ' ' || text.data[text.len - 1] == '\t')) text.len--;
    return text;
}

/* A decimal number and nothing else: no hexadecimal, no "nan", no "inf", no thousands. */
static bool read_number(stance_view text, double *out)
{
    char buffer[NUMBER_SIZE], *end;
    if (!text.len || text.len >= sizeof buffer) return false;
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.data[i];
        if (!((c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.' || c == 'e' || c == 'E')) return false;
    }
    memcpy(buffer, text.data, text.len);
    buffer[text.len] = '\0';
    *out = strtod(buffer, &end);
    return *end == '\0';
}

static bool read_integer(stance_view text, int64_t *out)
{
    const bool minus = text.len && text.data[0] == '-';
    if (text.len <= minus || text.len - minus > INTEGER_DIGITS) return false;
    int64_t value = 0;
    for (size_t i = minus; i < text.len; i++) {
        if (text.data[i] < '0' || text.data[i] > '9') return false;
        value = 10 * value + (text.data[i] - '0');
    }
    *out = minus ? -value : value;
    return true;
}

/* What kind of period a date is, by what it covers. */
static bool read_date(stance_view text, stance_period *by, int64_t *out)
{
    stance_date first, last;
    stance_error ignored;
    if (stance_date_parse_range(text, &first, &last, &ignored) != STANCE_OK) return false;
    const int32_t days = stance_date_to_days(first);
    const bool week = memchr(text.data, 'W', text.len) || memchr(text.data, 'w', text.len);
    if (text.len == 10) *by = STANCE_BY_DAY;
    else if (week) *by = STANCE_BY_WEEK;
    else if (stance_date_to_days(last) - days > 190) *by = STANCE_BY_YEAR;
    else if (stance_date_to_days(last) - days > 100) *by = STANCE_BY_HALF;
    else *by = stance_date_to_days(last) - days > 40 ? STANCE_BY_QUARTER : STANCE_BY_MONTH;
    *out = stance_period_of(*by, days);
    return true;
}

/* ---- the table ---- */

typedef struct columns {
    size_t period, value, weight; /* SIZE_MAX: not there */
    size_t least;                 /* cells that a row needs */
} columns;

static bool named(stance_view cell, const char *name)
{
    if (cell.len != strlen(name)) return false;
    for (size_t i = 0; i < cell.len; i++) {
        const char c = cell.data[i];
        if ((c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c) != name[i]) return false;
    }
    return true;
}

/* The delimiter that the first line has most of. */
static char delimiter_of(stance_view text)
{
    static const char delimiters[] = ",;\t";
    size_t counts[3] = {0, 0, 0}, best = 0;
    for (size_t i = 0; i < text.len && text.data[i] != '\n'; i++) {
        for (size_t d = 0; d < 3; d++) counts[d] += text.data[i] == delimiters[d];
    }
    for (size_t d = 1; d < 3; d++) {
        if (counts[d] > counts[best]) best = d;
    }
    return delimiters[best];
}

static stance_status read_header(const stance_csv_row *row, columns *out, const place *at)
{
    *out = (columns){SIZE_MAX, SIZE_MAX, SIZE_MAX, 0};
    for (size_t i = 0; !row->broken && i < row->count; i++) {
        static const char *const names[] = {"period", "value", "weight"};
        size_t *const places[] = {&out->period, &out->value, &out->weight};
        for (size_t k = 0; k < 3; k++) {
            if (!named(trimmed(row->cells[i]), names[k])) continue;
            if (*places[k] != SIZE_MAX) return refuse(at, "there are two columns '%s': keep one", names[k]);
            *places[k] = i;
            out->least = i + 1;
        }
    }
    if (out->period == SIZE_MAX || out->value == SIZE_MAX)
        return refuse(at, "the first line does not name the columns: it should read period,value or "
                          "period,value,weight");
    return STANCE_OK;
}

/* Room for one more row, in all arrays. */
static bool grow(stance_series_file *f, size_t *capacity)
{
    if (f->count < *capacity) return true;
    const size_t more = *capacity ? *capacity * 2 : 1024;
    double *x = realloc(f->x, more * sizeof *x);
    if (x) f->x = x;
    double *y = realloc(f->y, more * sizeof *y);
    if (y) f->y = y;
    double *weight = realloc(f->weight, more * sizeof *weight);
    if (weight) f->weight = weight;
    int64_t *period = realloc(f->period, more * sizeof *period);
    if (period) f->period = period;
    if (!x || !y || !weight || !period) return false;
    *capacity = more;
    return true;
}

#define CELL(text) (int)((text).len > SHOWN ? SHOWN : (text).len), (text).data

static stance_status read_period(stance_series_file *f, stance_view text, const place *at)
{
    int64_t period;
    stance_period by = STANCE_BY_DAY;
    const bool integer = read_integer(text, &period);
    if (!integer && !read_date(text, &by, &period))
        return refuse(at,
                      "the period '%.*s' is neither an integer nor a date: write 17, 2020-07-13, 2020-W30, 2020-07, "
                      "2020-Q3 or 2020-H1",
                      CELL(text));
    if (f->count == 0) {
        f->dated = !integer;
        f->by = by;
    } else if (f->dated == integer || by != f->by) {
        return refuse(at, "the period '%.*s' is of another kind than those before it: write all in one form",
                      CELL(text));
    } else if (period == f->period[f->count - 1]) {
        return refuse(at, "the period '%.*s' comes twice: keep one row for it, with the mean or the sum", CELL(text));
    } else if (period < f->period[f->count - 1]) {
        return refuse(at, "the period '%.*s' comes after a later one: sort the rows by period", CELL(text));
    }
    f->period[f->count] = period;
    return STANCE_OK;
}

static stance_status read_row(stance_series_file *f, const stance_csv_row *row, const columns *c, const place *at)
{
    if (row->broken) return refuse(at, "%s", row->broken);
    if (row->count < c->least)
        return refuse(at, "the row has %zu of the %zu cells that the header asks for: complete it", row->count,
                      c->least);
    STANCE_TRY(read_period(f, trimmed(row->cells[c->period]), at));
    const stance_view value = trimmed(row->cells[c->value]);
    double y = 0, w = 1;
    const bool missing = value.len == 0 || named(value, "na");
    if (!missing && !read_number(value, &y))
        return refuse(at,
                      "the value '%.*s' is not a number: write it as -0.25 or 1.5e6, and leave it empty where there "
                      "is none",
                      CELL(value));
    if (!(fabs(y) <= STANCE_SEGMENT_MAX))
        return refuse(at, "the value '%.*s' is too large: give the series in larger units", CELL(value));
    if (c->weight != SIZE_MAX) {
        const stance_view weight = trimmed(row->cells[c->weight]);
        if (!read_number(weight, &w) || !(w >= 0 && w <= STANCE_SEGMENT_MAX))
            return refuse(at, "the weight '%.*s' is not a number from 0 up; with 0 the row is left out", CELL(weight));
    }
    f->missing += missing;
    f->y[f->count] = y;
    f->weight[f->count++] = missing ? 0 : w;
    return STANCE_OK;
}

static stance_status read_rows(stance_series_file *f, stance_view text, place *at)
{
    stance_arena arena = STANCE_ARENA_INIT;
    stance_status status = STANCE_OK;
    size_t capacity = 0;
    columns c = {0, 0, 0, 0};
    bool header = true;
    const char delimiter = delimiter_of(text);
    at->line = 1;
    for (size_t from = 0; status == STANCE_OK && from < text.len;) {
        stance_csv_row row;
        stance_arena_reset(&arena);
        status = stance_csv_read(text, from, delimiter, &arena, &row, at->err);
        if (status != STANCE_OK) break;
        const bool blank = !row.broken && row.count == 1 && trimmed(row.cells[0]).len == 0;
        if (header) {
            status = read_header(&row, &c, at);
            header = false;
        } else if (!blank) {
            status = grow(f, &capacity) ? read_row(f, &row, &c, at) : stance_fail_memory(at->err);
        }
        for (const char *p = text.data + from; (p = memchr(p, '\n', (size_t)(text.data + row.next - p))); p++)
            at->line++;
        from = row.next;
    }
    if (status == STANCE_OK && header) {
        at->line = 0;
        status = refuse(at, "the file is empty: it should begin with the line period,value");
    } else if (status == STANCE_OK && f->count == 0) {
        at->line = 0;
        status = refuse(at, "there is no row below the header: write one for each period");
    }
    stance_arena_free(&arena);
    return status;
}

/* ---- time ---- */

/* Places in time, and the cycles that they can have: days that are all the same day of their months are months. */
static void lay_out(stance_series_file *f)
{
    static const size_t plain[STANCE_SEASONS_MAX] = {4, 6, 7, 12, 24, 52};
    bool monthly = f->dated && f->by == STANCE_BY_DAY && f->count > 1;
    for (size_t i = 0; monthly && i < f->count; i++)
        monthly = stance_date_from_days((int32_t)f->period[i]).day == stance_date_from_days((int32_t)f->period[0]).day;
    int64_t step = INT64_MAX; /* between neighbours */
    for (size_t i = 0; i < f->count; i++) {
        const int64_t at = monthly ? stance_period_of(STANCE_BY_MONTH, (int32_t)f->period[i]) : f->period[i];
        f->x[i] = (double)at;
        if (i > 0 && f->x[i] - f->x[i - 1] < (double)step) step = (int64_t)(f->x[i] - f->x[i - 1]);
    }
    if (!f->dated) {
        memcpy(f->seasons, plain, sizeof plain);
        return;
    }
    static const int64_t steps_a_year[] = {[STANCE_BY_DAY] = 0,     [STANCE_BY_WEEK] = 52, [STANCE_BY_MONTH] = 12,
                                           [STANCE_BY_QUARTER] = 4, [STANCE_BY_HALF] = 2,  [STANCE_BY_YEAR] = 1};
    const int64_t year = monthly ? 12 : steps_a_year[f->by];
    if (year && step > 0 && year % step == 0 && year / step > 1) f->seasons[0] = (size_t)(year / step);
    if (!year && step == 1) f->seasons[0] = 7;  /* days of the week */
    if (!year && step == 7) f->seasons[0] = 52; /* weeks of the year */
}

char *stance_series_file_label(const stance_series_file *file, size_t row, char out[STANCE_PERIOD_SIZE])
{
    if (file->dated) return stance_period_label(file->by, (int32_t)file->period[row], out);
    snprintf(out, STANCE_PERIOD_SIZE, "%" PRId64, file->period[row]);
    return out;
}

/* ---- the file ---- */

static stance_status open_file(const char *path, int *fd, stance_error *err)
{
    struct stat info;
    *fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (*fd < 0)
        return stance_fail(err, errno == ENOENT ? STANCE_ENOTFOUND : STANCE_EIO, "%s cannot be read: %s", path,
                           strerror(errno));
    if (fstat(*fd, &info) == 0 && S_ISDIR(info.st_mode)) {
        close(*fd);
        return stance_fail(err, STANCE_EIO, "%s is a folder: name a file in it", path);
    }
    return STANCE_OK;
}

stance_status stance_series_file_read(const char *path, stance_series_file *out, stance_error *err)
{
    int fd = -1;
    bool fits = false;
    stance_input input = {.data = NULL};
    stance_strbuf decoded = STANCE_STRBUF_INIT;
    stance_decoded text = {.replaced = 0};
    place at = {path, 0, err};
    *out = (stance_series_file){.count = 0};
    STANCE_TRY(open_file(path, &fd, err));
    stance_input_open(&input, fd, fd != STDIN_FILENO);
    stance_status status = stance_input_all(&input, STANCE_DOCUMENT_MAX, &fits, err);
    const stance_view bytes = stance_input_rest(&input);
    if (status != STANCE_OK) goto done;
    if (input.error) {
        status = stance_fail(err, STANCE_EIO, "%s cannot be read: %s", path, strerror(input.error));
        goto done;
    }
    const char *known = stance_sniff_magic(bytes);
    if (!fits) status = refuse(&at, "it is larger than 1 GiB: split it");
    else if (known) status = refuse(&at, "%s", known);
    else status = stance_charset_decode(bytes, &decoded, &text, err);
    if (status != STANCE_OK) goto done;
    if (text.text.len && memchr(text.text.data, '\0', text.text.len)) {
        status = refuse(&at, "it is not a text: save the table as CSV");
        goto done;
    }
    status = read_rows(out, text.text, &at);
    if (status == STANCE_OK) lay_out(out);
done:
    stance_strbuf_free(&decoded);
    stance_input_close(&input);
    stance_input_free(&input);
    if (status != STANCE_OK) stance_series_file_free(out);
    return status;
}

void stance_series_file_free(stance_series_file *file)
{
    if (!file) return;
    free(file->x);
    free(file->y);
    free(file->weight);
    free(file->period);
    *file = (stance_series_file){.count = 0};
}
