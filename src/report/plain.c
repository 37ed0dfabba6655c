/* Text for a terminal: columns counted, words wrapped, nothing let through that a terminal would obey. */
#include "report/plain.h"

#include "report/internal.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <unicode/uchar.h>

#include "text/utf8.h"

static bool is_space(uint32_t c)
{
    return c == ' ' || (c >= 9 && c <= 13) || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/* Characters that change what stands around them: controls, and the ones that turn the direction of writing. */
static bool is_obeyed(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
           (c >= 0xE0000 && c < 0xE0080);
}

void stance_plain(stance_strbuf *out, stance_view text)
{
    bool gap = false, any = false;
    for (size_t at = 0, len; at < text.len; at += len) {
        char bytes[4];
        uint32_t c = stance_utf8_at(text, at, &len);
        if (is_space(c)) gap = any;
        if (is_space(c) || is_obeyed(c)) continue;
        if (gap) stance_strbuf_addc(out, ' ');
        gap = false;
        any = true;
        stance_strbuf_add(out, bytes, stance_utf8_put(c, bytes));
    }
}

/* Terminals differ over emoji; where they do, the larger number is taken, for a line may be too short but not too long. */
static size_t char_columns(uint32_t c)
{
    if (c < 0x300) return 1;
    if (c == 0xFE0F) return 1; /* turns the character before it into a wide one */
    switch (u_charType((UChar32)c)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR: return 0;
    default: break;
    }
    int width = u_getIntPropertyValue((UChar32)c, UCHAR_EAST_ASIAN_WIDTH);
    if (width == U_EA_FULLWIDTH || width == U_EA_WIDE || u_hasBinaryProperty((UChar32)c, UCHAR_EXTENDED_PICTOGRAPHIC))
        return 2;
    return 1;
}

size_t stance_columns(stance_view text)
{
    size_t columns = 0;
    for (size_t at = 0, len; at < text.len; at += len) columns += char_columns(stance_utf8_at(text, at, &len));
    return columns;
}

/* Bytes of text that fit into `columns`; marks stay with their letters. *used is what they take. */
static size_t fitting(stance_view text, size_t columns, size_t *used)
{
    size_t at = 0;
    *used = 0;
    for (size_t len; at < text.len; at += len) {
        size_t width = char_columns(stance_utf8_at(text, at, &len));
        if (*used + width > columns) break;
        *used += width;
    }
    return at;
}

/* The same of a word that is longer: its parts stay whole where it has some. */
static size_t cut_word(stance_view word, size_t columns, size_t *used)
{
    const size_t most = fitting(word, columns, used);
    for (size_t at = most; at > most / 3; at--) {
        if (!strchr("|/,;_-", word.data[at - 1])) continue;
        *used = stance_columns((stance_view){word.data, at});
        return at;
    }
    return most;
}

static void end_line(stance_strbuf *out)
{
    while (out->len && out->data[out->len - 1] == ' ') out->len--;
    stance_strbuf_addc(out, '\n');
}

void stance_wrap(stance_strbuf *out, stance_view text, const char *first, const char *rest)
{
    const char *lead = first;
    size_t column = stance_columns(stance_view_of(lead)), start = column;
    stance_strbuf_adds(out, lead);
    for (size_t at = 0; at < text.len;) {
        if (text.data[at] == ' ') {
            at++;
            continue;
        }
        const char *blank = memchr(text.data + at, ' ', text.len - at);
        stance_view word = {text.data + at, blank ? (size_t)(blank - text.data) - at : text.len - at};
        size_t width = stance_columns(word), gap = column > start ? 1 : 0;
        if (column + gap + width > STANCE_COLUMNS && column > start) {
            end_line(out);
            stance_strbuf_adds(out, rest);
            column = start = stance_columns(stance_view_of(rest));
            continue;
        }
        if (gap) stance_strbuf_addc(out, ' ');
        column += gap;
        if (column + width > STANCE_COLUMNS) { /* fits on no line */
            word.len = cut_word(word, STANCE_COLUMNS - column, &width);
            if (!word.len) word.len = 1; /* cannot be with the prefixes that are used; but never stand still */
        }
        stance_strbuf_addv(out, word);
        column += width;
        at += word.len;
    }
    end_line(out);
}

void stance_fit(stance_strbuf *out, stance_view text, size_t columns)
{
    size_t used, bytes = fitting(text, columns, &used);
    if (bytes < text.len) {
        text.len = fitting(text, columns - 1, &used);
        stance_strbuf_addv(out, text);
        stance_strbuf_adds(out, "…");
        used++;
    } else {
        stance_strbuf_addv(out, text);
    }
    for (; used < columns; used++) stance_strbuf_addc(out, ' ');
}

stance_view stance_next_line(stance_view *text, size_t columns)
{
    size_t used, at = 0, end = 0;
    while (text->len && *text->data == ' ') text->data++, text->len--;
    const size_t most = fitting(*text, columns, &used);
    for (at = 0; at < most; at++)
        if (text->data[at] == ' ') end = at;
    if (most == text->len || text->data[most] == ' ') end = most;
    if (!end) end = cut_word(*text, columns, &used);
    for (size_t len; !end && at < text->len; end = len) stance_utf8_at(*text, 0, &len); /* wider than the column is */
    stance_view line = {text->data, end};
    text->data += end;
    text->len -= end;
    while (line.len && line.data[line.len - 1] == ' ') line.len--;
    while (text->len && *text->data == ' ') text->data++, text->len--;
    return line;
}

void stance_shorten(stance_strbuf *out, stance_view text, size_t columns)
{
    size_t used, wide = stance_columns(text);
    if (wide <= columns) {
        stance_strbuf_addv(out, text);
        return;
    }
    const size_t tail = columns > 1 ? (columns - 1) * 2 / 3 : 0, head = columns > 1 ? columns - 1 - tail : 0;
    const size_t front = fitting(text, head, &used);
    size_t at = front, left = wide - used;
    for (size_t len; at < text.len && left > tail; at += len) left -= char_columns(stance_utf8_at(text, at, &len));
    stance_strbuf_add(out, text.data, front);
    stance_strbuf_adds(out, "…");
    stance_strbuf_add(out, text.data + at, text.len - at);
}

/* By way of integers: the same in every locale, and no -0.00. */
char *stance_figure(double value, char out[STANCE_FIGURE_SIZE])
{
    double scaled = value * 100;
    if (!(fabs(scaled) < 1e15)) scaled = scaled < 0 ? -1e15 : 1e15;
    long long hundredths = llround(scaled);
    long long size = hundredths < 0 ? -hundredths : hundredths;
    snprintf(out, STANCE_FIGURE_SIZE, "%s%lld.%02lld",
             hundredths < 0   ? "-"
             : hundredths > 0 ? "+"
                              : "",
             size / 100, size % 100);
    return out;
}

char *stance_p_figure(double p, char out[STANCE_FIGURE_SIZE])
{
    int thousandths = (int)lround(p * 1000);
    if (p < 0.001) snprintf(out, STANCE_FIGURE_SIZE, "<0.001");
    else snprintf(out, STANCE_FIGURE_SIZE, "%d.%03d", thousandths / 1000, thousandths % 1000);
    return out;
}

char *stance_interval_figure(bool has, double lo, double hi, char out[2 * STANCE_FIGURE_SIZE])
{
    char low[STANCE_FIGURE_SIZE], high[STANCE_FIGURE_SIZE];
    *out = '\0';
    if (has) snprintf(out, 2 * STANCE_FIGURE_SIZE, "%.20s to %.20s", stance_figure(lo, low), stance_figure(hi, high));
    return out;
}

char *stance_level_figure(double level, char out[STANCE_FIGURE_SIZE])
{
    int hundredths = (int)lround(level * 10000);
    int n = snprintf(out, STANCE_FIGURE_SIZE, "%d", hundredths / 100);
    if (hundredths % 100) n += snprintf(out + n, STANCE_FIGURE_SIZE - (size_t)n, ".%02d", hundredths % 100);
    if (hundredths % 100 && out[n - 1] == '0') out[n - 1] = '\0';
    return out;
}

void stance_wrap_line(stance_strbuf *out, stance_strbuf *line, const char *first, const char *rest)
{
    if (line->failed) out->failed = true;
    stance_wrap(out, stance_strbuf_view(line), first, rest);
    stance_strbuf_clear(line);
}

void stance_put_p(stance_strbuf *out, const char *name, double p)
{
    char figure[STANCE_FIGURE_SIZE];
    stance_p_figure(p, figure);
    stance_strbuf_addf(out, "%s %s%s", name, *figure == '<' ? "" : "= ", figure);
}

void stance_put_count(stance_strbuf *out, size_t n, const char *one)
{
    stance_strbuf_addf(out, "%zu %s%s", n, one, n == 1 ? "" : "s");
}

const char *stance_side_word(double difference)
{
    return difference < 0 ? "critical" : "conciliatory";
}
