/* What every document ends with, whatever the format: double-encoded text put right, date, place, source, language. */
#include "ingest/reader.h"
#include "text/dates.h"
#include "text/language.h"
#include "text/repair.h"

enum { LANGUAGE_SURE = 500000 /* millionths: below it the language is left open */ };

static stance_status repair(stance_arena *arena, stance_view *text, stance_error *err)
{
    stance_strbuf buffer = STANCE_STRBUF_INIT;
    bool repaired;
    stance_status status = stance_repair(*text, &buffer, &repaired, err);
    if (status == STANCE_OK && repaired) {
        stance_view copy = stance_arena_copy(arena, stance_strbuf_view(&buffer));
        if (copy.data) *text = copy;
        else status = stance_fail_memory(err);
    }
    stance_strbuf_free(&buffer);
    return status;
}

stance_status stance_document_complete(stance_arena *arena, stance_document *d, bool dated, stance_error *err)
{
    stance_found_date found;
    bool open = d->basis == STANCE_DATE_NONE || d->basis == STANCE_DATE_METADATA;
    STANCE_TRY(repair(arena, &d->text, err));
    if (d->title.len) STANCE_TRY(repair(arena, &d->title, err));
    STANCE_TRY(stance_find_date_in(arena, d->text, d->url, open ? d->date : (stance_date){0, 0, 0}, &found, err));
    if (dated && open) {
        d->date = found.date;
        d->basis = found.basis;
        if (found.note.data) d->date_note = found.note;
    }
    if (!d->place.len && found.place.len) d->place = found.place;
    if (!d->source.len && found.agency.len) d->source = found.agency;
    if (!d->language.len) {
        int32_t confidence;
        stance_view language = stance_language_of(d->text, &confidence);
        if (confidence >= LANGUAGE_SURE) d->language = language;
    }
    return STANCE_OK;
}

static size_t digits(stance_view v, size_t at)
{
    size_t n = 0;
    while (at + n < v.len && v.data[at + n] >= '0' && v.data[at + n] <= '9') n++;
    return n;
}

static int64_t number(stance_view v, size_t at, size_t n)
{
    int64_t sum = 0;
    for (size_t i = at; i < at + n; i++) sum = sum * 10 + (v.data[i] - '0');
    return sum;
}

static bool set(int64_t year, int64_t month, int64_t day, stance_date *date)
{
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31) return false;
    *date = (stance_date){(int16_t)year, (uint8_t)month, (uint8_t)day};
    return stance_date_is_day(*date);
}

/* 13/07/2021, 07-13-2021: only where a number above 12 tells which is the month. */
static bool year_last(stance_view v, size_t n, stance_date *date)
{
    char mark = n < v.len ? v.data[n] : 0;
    size_t m = digits(v, n + 1), at = n + 1 + m + 1;
    if ((mark != '/' && mark != '-') || m < 1 || m > 2 || at >= v.len || v.data[at - 1] != mark) return false;
    if (digits(v, at) != 4) return false;
    size_t behind = at + 4; /* nothing, or the clock */
    while (behind < v.len && (v.data[behind] == ' ' || v.data[behind] == ',')) behind++;
    if (behind < v.len && (behind == at + 4 || !digits(v, behind))) return false;
    int64_t a = number(v, 0, n), b = number(v, n + 1, m), year = number(v, at, 4);
    stance_date other;
    bool day_first = set(year, b, a, date), month_first = set(year, a, b, &other);
    if (!day_first) *date = other;
    return a == b ? day_first : day_first != month_first;
}

/* "2021/7/13" and "20210713"; seconds since 1970 have ten digits from 2001 to 2286, milliseconds thirteen. */
static bool numeric(stance_view v, stance_date *date)
{
    size_t n = digits(v, 0);
    if (n == 8 && (v.len == 8 || v.data[8] == 'T' || v.data[8] == ' '))
        return set(number(v, 0, 4), number(v, 4, 2), number(v, 6, 2), date);
    if (n == 10 && n + 1 < v.len && v.data[n] == '.' && n + 1 + digits(v, n + 1) == v.len) v.len = n;
    if (n == v.len && (n == 10 || n == 13)) {
        *date = stance_date_from_days((int32_t)(number(v, 0, 10) / 86400));
        return true;
    }
    if ((n == 1 || n == 2) && year_last(v, n, date)) return true;
    if (n != 4 || v.len < 8 || (v.data[4] != '/' && v.data[4] != '-' && v.data[4] != '.')) return false;
    size_t m = digits(v, 5), at = 5 + m + 1, k = at < v.len ? digits(v, at) : 0;
    if (m < 1 || m > 2 || k < 1 || k > 2 || v.data[5 + m] != v.data[4]) return false;
    if (at + k < v.len && v.data[at + k] != ' ' && v.data[at + k] != 'T') return false;
    return set(number(v, 0, 4), number(v, 5, m), number(v, at, k), date);
}

static bool equals(stance_view text, const stance_token *t, const char *word)
{
    return stance_view_is(stance_view_cut(text, (stance_span){t->start, t->end}), word);
}

/* "Tue, 13 Jul 2021 10:00:00 GMT", "July 13, 2021 at 10:00", "13.07.2021 10:00": one date, and nothing before it but a
   weekday. */
static bool written(stance_view v, stance_date *date)
{
    stance_arena arena = STANCE_ARENA_INIT;
    stance_intern words;
    stance_tokens tokens;
    stance_error err;
    bool found = false;
    stance_intern_init(&words, &arena);
    if (v.len < 64 && stance_tokenize(v, NULL, &words, &arena, &tokens, &err) == STANCE_OK) {
        size_t at = 0;
        if (tokens.count && tokens.data[0].kind == STANCE_WORD) {
            stance_date none;
            if (!stance_date_at(v, tokens, 0, &none) && stance_weekday_at(v, &tokens.data[0]) >= 0) at = 1;
        }
        if (at && at < tokens.count && tokens.data[at].mark == STANCE_MARK_COMMA) at++;
        size_t n = stance_date_at(v, tokens, at, date), end = at + n;
        if (n && !date->year && end < tokens.count) { /* RFC 822: "13 Jul 21 10:00" */
            const stance_token *t = &tokens.data[end];
            int64_t year = t->end - t->start == 2 && digits(v, t->start) == 2 ? number(v, t->start, 2) : -1;
            bool clock = end + 1 < tokens.count && tokens.data[end + 1].kind == STANCE_NUMBER;
            if (year >= 0 && clock && tokens.data[at].kind == STANCE_NUMBER) {
                date->year = (int16_t)(year < 50 ? 2000 + year : 1900 + year);
                end++;
            }
        }
        found = n && date->year && stance_date_is_day(*date);
        if (found && end < tokens.count &&
            (tokens.data[end].mark == STANCE_MARK_COMMA || tokens.data[end].mark == STANCE_MARK_DASH))
            end++;
        if (found && end < tokens.count && equals(v, &tokens.data[end], "at")) end++;
        if (found && end < tokens.count) found = tokens.data[end].kind == STANCE_NUMBER; /* the clock, and its zone */
    }
    stance_arena_free(&arena);
    return found;
}

bool stance_metadata_date(stance_view v, stance_date *date)
{
    while (v.len && (unsigned char)v.data[0] <= ' ') v = (stance_view){v.data + 1, v.len - 1};
    while (v.len && (unsigned char)v.data[v.len - 1] <= ' ') v.len--;
    if (v.len && v.len <= 10 && stance_date_parse_iso(v, date)) return true;
    if (v.len > 11 && digits(v, 0) == 4 && (v.data[10] == 'T' || v.data[10] == 't' || v.data[10] == ' ') &&
        v.data[11] >= '0' && v.data[11] <= '2') {
        if (stance_date_parse_iso((stance_view){v.data, 10}, date)) return true;
    }
    bool found = v.len && (numeric(v, date) || written(v, date));
    if (!found) *date = (stance_date){0, 0, 0};
    return found;
}
