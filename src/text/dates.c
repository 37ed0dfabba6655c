#include "text/dates.h"

static bool equals_folded(stance_view text, const stance_token *t, const char *word)
{
    size_t n = strlen(word);
    if (t->end - t->start != n) return false;
    for (size_t i = 0; i < n; i++) {
        char c = text.data[t->start + i];
        if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != word[i]) return false;
    }
    return true;
}

static int month_of(stance_view text, const stance_token *t)
{
    static const char *const names[] = {"january", "february", "march",     "april",   "may",      "june",
                                        "july",    "august",   "september", "october", "november", "december"};
    static const char *const shorts[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                         "jul", "aug", "sep", "oct", "nov", "dec"};
    if (t->kind != STANCE_WORD || !(t->flags & STANCE_TOKEN_CAPITAL)) return 0;
    for (int m = 0; m < 12; m++) {
        if (equals_folded(text, t, names[m]) || equals_folded(text, t, shorts[m])) return m + 1;
    }
    return equals_folded(text, t, "sept") ? 9 : 0;
}

/* Behind a day, where other languages have it: "13 июля", "13. Juli", "1er juillet", "13 de julio". */
static int foreign_month(stance_view text, const stance_token *t)
{
    static const char *const names[][12] = {
        {"\xD1\x8F\xD0\xBD\xD0\xB2\xD0\xB0\xD1\x80\xD1\x8F", "\xD1\x84\xD0\xB5\xD0\xB2\xD1\x80\xD0\xB0\xD0\xBB\xD1\x8F",
         "\xD0\xBC\xD0\xB0\xD1\x80\xD1\x82\xD0\xB0", "\xD0\xB0\xD0\xBF\xD1\x80\xD0\xB5\xD0\xBB\xD1\x8F",
         "\xD0\xBC\xD0\xB0\xD1\x8F", "\xD0\xB8\xD1\x8E\xD0\xBD\xD1\x8F", "\xD0\xB8\xD1\x8E\xD0\xBB\xD1\x8F",
         "\xD0\xB0\xD0\xB2\xD0\xB3\xD1\x83\xD1\x81\xD1\x82\xD0\xB0",
         "\xD1\x81\xD0\xB5\xD0\xBD\xD1\x82\xD1\x8F\xD0\xB1\xD1\x80\xD1\x8F",
         "\xD0\xBE\xD0\xBA\xD1\x82\xD1\x8F\xD0\xB1\xD1\x80\xD1\x8F", "\xD0\xBD\xD0\xBE\xD1\x8F\xD0\xB1\xD1\x80\xD1\x8F",
         "\xD0\xB4\xD0\xB5\xD0\xBA\xD0\xB0\xD0\xB1\xD1\x80\xD1\x8F"}, /* Russian */
        {"\xD1\x81\xD1\x96\xD1\x87\xD0\xBD\xD1\x8F", "\xD0\xBB\xD1\x8E\xD1\x82\xD0\xBE\xD0\xB3\xD0\xBE",
         "\xD0\xB1\xD0\xB5\xD1\x80\xD0\xB5\xD0\xB7\xD0\xBD\xD1\x8F", "\xD0\xBA\xD0\xB2\xD1\x96\xD1\x82\xD0\xBD\xD1\x8F",
         "\xD1\x82\xD1\x80\xD0\xB0\xD0\xB2\xD0\xBD\xD1\x8F", "\xD1\x87\xD0\xB5\xD1\x80\xD0\xB2\xD0\xBD\xD1\x8F",
         "\xD0\xBB\xD0\xB8\xD0\xBF\xD0\xBD\xD1\x8F", "\xD1\x81\xD0\xB5\xD1\x80\xD0\xBF\xD0\xBD\xD1\x8F",
         "\xD0\xB2\xD0\xB5\xD1\x80\xD0\xB5\xD1\x81\xD0\xBD\xD1\x8F", "\xD0\xB6\xD0\xBE\xD0\xB2\xD1\x82\xD0\xBD\xD1\x8F",
         "\xD0\xBB\xD0\xB8\xD1\x81\xD1\x82\xD0\xBE\xD0\xBF\xD0\xB0\xD0\xB4\xD0\xB0",
         "\xD0\xB3\xD1\x80\xD1\x83\xD0\xB4\xD0\xBD\xD1\x8F"}, /* Ukrainian */
        {"januar", "februar", "m\xC3\xA4rz", "april", "mai", "juni", "juli", "august", "september", "oktober",
         "november", "dezember"}, /* German */
        {"janvier", "f\xC3\xA9vrier", "mars", "avril", "mai", "juin", "juillet", "ao\xC3\xBBt", "septembre", "octobre",
         "novembre", "d\303\251cembre"}, /* French */
        {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
         "diciembre"}, /* Spanish */
    };
    if (t->kind != STANCE_WORD) return 0;
    stance_view word = stance_view_cut(text, (stance_span){t->start, t->end});
    for (size_t l = 0; l < sizeof names / sizeof *names; l++) {
        for (int m = 0; m < 12; m++) {
            const char *name = names[l][m];
            if (strlen(name) != word.len || memcmp(name + 1, word.data + 1, word.len - 1) != 0) continue;
            if ((word.data[0] | 32) == (name[0] | 32) || word.data[0] == name[0]) return m + 1;
        }
    }
    return 0;
}

int stance_weekday_at(stance_view text, const stance_token *token)
{
    static const char *const names[] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
    static const char *const shorts[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    if (token->kind != STANCE_WORD || !(token->flags & STANCE_TOKEN_CAPITAL)) return -1;
    for (int d = 0; d < 7; d++) {
        if (equals_folded(text, token, names[d]) || equals_folded(text, token, shorts[d])) return d;
    }
    if (equals_folded(text, token, "tues")) return 1;
    if (equals_folded(text, token, "thur") || equals_folded(text, token, "thurs")) return 3;
    return -1;
}

/* The value of a number token of digits only, or of an ordinal (02nd, 9th); -1 otherwise. */
static int plain_number(stance_view text, const stance_token *t, bool ordinal)
{
    if (t->kind != STANCE_NUMBER) return -1;
    int value = 0;
    size_t i = t->start;
    for (; i < t->end && text.data[i] >= '0' && text.data[i] <= '9'; i++) {
        if (i - t->start >= 4) return -1;
        value = 10 * value + (text.data[i] - '0');
    }
    size_t left = t->end - i;
    if (left == 0) return value;
    if (!ordinal || left != 2) return -1;
    const char *e = text.data + i;
    bool ok = memcmp(e, "st", 2) == 0 || memcmp(e, "nd", 2) == 0 || memcmp(e, "rd", 2) == 0 ||
              memcmp(e, "th", 2) == 0 || (value == 1 && memcmp(e, "er", 2) == 0);
    return ok ? value : -1;
}

static bool is_year(int value)
{
    return value >= 1900 && value <= 2100;
}

static bool is_mark(stance_tokens tokens, size_t at, stance_mark mark)
{
    return at < tokens.count && tokens.data[at].kind == STANCE_MARK && tokens.data[at].mark == mark;
}

/* ", 2021" or " 2021" at `at`; returns the tokens it takes. */
static size_t year_at(stance_view text, stance_tokens tokens, size_t at, int16_t *year)
{
    size_t i = at + is_mark(tokens, at, STANCE_MARK_COMMA);
    if (i >= tokens.count) return 0;
    int value = plain_number(text, &tokens.data[i], false);
    if (!is_year(value)) return 0;
    *year = (int16_t)value;
    return i + 1 - at;
}

static bool joined(stance_tokens tokens, size_t at)
{
    return at < tokens.count && (tokens.data[at].flags & STANCE_TOKEN_HYPHEN);
}

/* 13.07.2021, 5.2.2021, 07/13/2021 is left alone: its order is anybody's guess. */
static bool dotted_date(stance_view text, const stance_token *t, stance_date *date)
{
    int part[3] = {0, 0, 0}, k = 0;
    size_t digits = 0;
    if (t->kind != STANCE_NUMBER) return false;
    for (size_t i = t->start; i < t->end; i++) {
        char c = text.data[i];
        if (c == '.' && k < 2 && digits) {
            k++;
            digits = 0;
        } else if (c >= '0' && c <= '9' && digits < 4) {
            part[k] = 10 * part[k] + (c - '0');
            digits++;
        } else {
            return false;
        }
    }
    if (k == 2 && is_year(part[0]) && part[1] >= 1 && part[1] <= 12 && part[2] >= 1 && part[2] <= 31) { /* 2021.07.13 */
        *date = (stance_date){(int16_t)part[0], (uint8_t)part[1], (uint8_t)part[2]};
        return stance_date_is_day(*date);
    }
    if (k != 2 || digits != 4 || !is_year(part[2])) return false;
    if (part[1] > 12 && part[0] <= 12) {
        int month = part[0];
        part[0] = part[1];
        part[1] = month;
    }
    *date = (stance_date){(int16_t)part[2], (uint8_t)part[1], (uint8_t)part[0]};
    return part[0] <= 31 && part[1] <= 12 && stance_date_is_day(*date);
}

/* "December 2.12": translators leave the number of the month behind its name. The day, or -1. */
static int written_twice(stance_view text, const stance_token *t, int month)
{
    int part[2] = {0, 0}, k = 0;
    if (t->kind != STANCE_NUMBER || t->end - t->start > 5) return -1;
    for (size_t i = t->start; i < t->end; i++) {
        char c = text.data[i];
        if (c == '.' && k == 0 && i > t->start) k = 1;
        else if (c >= '0' && c <= '9') part[k] = 10 * part[k] + (c - '0');
        else return -1;
    }
    return k == 1 && part[1] == month ? part[0] : -1;
}

size_t stance_date_at(stance_view text, stance_tokens tokens, size_t at, stance_date *date)
{
    *date = (stance_date){0, 0, 0};
    if (at >= tokens.count || tokens.data[at].kind == STANCE_MARK) return 0;
    const stance_token *t = &tokens.data[at];
    size_t i = at + 1;
    int month = month_of(text, t), day;
    bool of = false;
    if (month) { /* July 13, 2021 */
        if (is_mark(tokens, i, STANCE_MARK_STOP)) i++;
        if (i >= tokens.count) return 0;
        day = plain_number(text, &tokens.data[i], true);
        if (day < 0) day = written_twice(text, &tokens.data[i], month);
        if (day < 1 || day > 31) return 0;
        i++;
    } else {
        if (dotted_date(text, t, date)) return 1;
        int value = plain_number(text, t, true);
        if (is_year(value) && joined(tokens, at + 1) && joined(tokens, at + 2)) { /* 2021-07-13 */
            month = plain_number(text, &tokens.data[at + 1], false);
            day = plain_number(text, &tokens.data[at + 2], false);
            *date = (stance_date){(int16_t)value, (uint8_t)(month & 31), (uint8_t)(day & 63)};
            return month > 0 && day > 0 && month <= 12 && stance_date_is_day(*date) ? 3 : 0;
        }
        day = value;
        if (day < 1 || day > 31 || i >= tokens.count) return 0;
        month = month_of(text, &tokens.data[i]);
        if (!month) {
            if (is_mark(tokens, i, STANCE_MARK_STOP) || equals_folded(text, &tokens.data[i], "de")) i++;
            month = i < tokens.count ? month_of(text, &tokens.data[i]) : 0;
            if (!month && i < tokens.count) month = foreign_month(text, &tokens.data[i]);
            of = equals_folded(text, &tokens.data[i - 1], "de");
        }
        if (!month) return 0;
        i++;
        if (of && i + 1 < tokens.count && equals_folded(text, &tokens.data[i], "de")) i++; /* "13 de julio de 2021" */
        if (is_mark(tokens, i, STANCE_MARK_STOP) && tokens.data[i - 1].end - tokens.data[i - 1].start <= 4) i++;
    }
    date->month = (uint8_t)month;
    date->day = (uint8_t)day;
    i += year_at(text, tokens, i, &date->year);
    stance_date check = *date;
    if (!check.year) check.year = 2020; /* a leap year: 29 February is a day as long as no year is known */
    return stance_date_is_day(check) ? i - at : 0;
}

size_t stance_head_line(stance_view text, stance_tokens tokens, stance_date *date)
{
    if (tokens.count < 4) return 0;
    stance_token first = tokens.data[0]; /* a byte order mark is no part of the word */
    if (first.end - first.start > 3 && memcmp(text.data + first.start, "\xEF\xBB\xBF", 3) == 0) first.start += 3;
    if (!equals_folded(text, &first, "date")) return 0;
    size_t n = stance_date_at(text, tokens, 1, date);
    return n == 3 && date->year ? 4 : 0;
}

/* Only what may stand before an agency's mark: capitalised words, months, numbers, commas, stops, one date. */
static bool dateline_head(stance_view text, stance_tokens tokens, size_t from, size_t to, stance_dateline *line)
{
    size_t i = from, words = 0;
    while (i < to) {
        const stance_token *t = &tokens.data[i];
        stance_date date;
        size_t n = stance_date_at(text, tokens, i, &date);
        if (n && i + n <= to) {
            line->date = date;
            i += n;
            continue;
        }
        if (t->kind == STANCE_WORD) {
            bool small = equals_folded(text, t, "de") || equals_folded(text, t, "of") || equals_folded(text, t, "the");
            if (!(t->flags & STANCE_TOKEN_CAPITAL) && !small) return false;
            if (line->date.month == 0) {
                if (!words) line->place.start = t->start;
                line->place.end = t->end;
            }
            if (++words > 5) return false;
        } else if (t->kind == STANCE_NUMBER || (t->mark != STANCE_MARK_COMMA && t->mark != STANCE_MARK_STOP &&
                                                t->mark != STANCE_MARK_OTHER && t->mark != STANCE_MARK_DASH)) {
            return false;
        }
        i++;
    }
    return words > 0 || line->date.month;
}

/* Stops, dashes and colons that close a dateline. */
static size_t closing(stance_tokens tokens, size_t at)
{
    size_t i = at;
    while (is_mark(tokens, i, STANCE_MARK_STOP) || is_mark(tokens, i, STANCE_MARK_DASH) ||
           is_mark(tokens, i, STANCE_MARK_COLON) ||
           (is_mark(tokens, i, STANCE_MARK_OTHER) && tokens.data[i].end - tokens.data[i].start == 1))
        i++;
    return i;
}

static bool is_slash(stance_view text, stance_tokens tokens, size_t at)
{
    return is_mark(tokens, at, STANCE_MARK_OTHER) && text.data[tokens.data[at].start] == '/';
}

/* ". /TASS/." after the head */
static bool slashed(stance_view text, stance_tokens tokens, size_t at, size_t i, stance_dateline *line)
{
    size_t end = i + 1;
    while (end < tokens.count && end < i + 6 && !is_slash(text, tokens, end)) end++;
    if (end == i + 1 || end >= tokens.count || !is_slash(text, tokens, end) ||
        !dateline_head(text, tokens, at, i, line))
        return false;
    bool upper = tokens.data[at].kind == STANCE_WORD && (tokens.data[at].flags & STANCE_TOKEN_UPPER);
    if (!upper && !line->date.month) return false; /* "Reuters/US Navy/Ford" is a credit */
    line->agency = (stance_span){tokens.data[i + 1].start, tokens.data[end - 1].end};
    line->tokens = closing(tokens, end + 1) - at;
    return true;
}

/* Agencies whose places are not always written in capitals: "Moscow (AFP) -", "Tehran (IRNA) –". */
static bool is_agency(stance_view text, stance_span span)
{
    static const char *const names[] = {
        "AFP", "AP",        "Reuters", "TASS",  "ITAR-TASS", "Sputnik",        "RIA Novosti", "Xinhua",
        "UPI", "Interfax",  "dpa",     "DPA",   "EFE",       "ANSA",           "IRNA",        "ANI",
        "PTI", "Ukrinform", "BelTA",   "Kyodo", "Yonhap",    "Anadolu Agency", "AA",          NULL};
    stance_view agency = stance_view_cut(text, span);
    for (const char *const *n = names; *n; n++) {
        if (stance_view_is(agency, *n)) return true;
    }
    return false;
}

/* "(UrduPoint News / Sputnik - 02nd November, 2021)" after the head; a bracket with lower-case words is none. */
static bool bracketed(stance_view text, stance_tokens tokens, size_t at, size_t i, stance_dateline *line)
{
    size_t end = i + 1;
    stance_date inside = {0, 0, 0};
    line->agency = (stance_span){0, 0};
    while (end < tokens.count && end < i + 14 && !is_mark(tokens, end, STANCE_MARK_CLOSE)) {
        stance_date date;
        size_t n = stance_date_at(text, tokens, end, &date);
        if (n) {
            inside = date;
            end += n;
            continue;
        }
        const stance_token *t = &tokens.data[end];
        if (t->kind == STANCE_WORD) {
            if (!(t->flags & STANCE_TOKEN_CAPITAL)) return false;
            if (!line->agency.end) line->agency.start = t->start;
            line->agency.end = t->end;
        }
        end++;
    }
    if (!is_mark(tokens, end, STANCE_MARK_CLOSE) || !line->agency.end) return false;
    size_t after = closing(tokens, end + 1);
    bool upper = tokens.data[at].kind == STANCE_WORD &&
                 ((tokens.data[at].flags & STANCE_TOKEN_UPPER) || is_agency(text, line->agency));
    if (!dateline_head(text, tokens, at, i, line) || !(upper || line->date.month || inside.month) ||
        (after == end + 1 && !inside.month))
        return false;
    if (!line->date.month) line->date = inside;
    line->tokens = after - at;
    return true;
}

/* "MOSCOW, July 13, 2021 – The envoy", "MOSCOW, July 13 – RIA Novosti.": a place in capitals, a date, a dash. */
static bool dashed(stance_view text, stance_tokens tokens, size_t at, size_t i, stance_dateline *line)
{
    const stance_token *first = &tokens.data[at];
    if (first->kind != STANCE_WORD || !(first->flags & STANCE_TOKEN_UPPER)) return false;
    if (!dateline_head(text, tokens, at, i, line) || !line->date.month || line->place.end <= line->place.start)
        return false;
    size_t end = i + 1;
    while (end < tokens.count && end < i + 4 && tokens.data[end].kind == STANCE_WORD &&
           (tokens.data[end].flags & STANCE_TOKEN_CAPITAL))
        end++;
    stance_span name = {0, 0};
    if (end > i + 1 && end < tokens.count && tokens.data[end].kind == STANCE_MARK) {
        name = (stance_span){tokens.data[i + 1].start, tokens.data[end - 1].end};
        if (!is_agency(text, name)) name = (stance_span){0, 0};
    }
    line->agency = name;
    line->tokens = (name.end ? closing(tokens, end) : i + 1) - at;
    return true;
}

bool stance_dateline_at(stance_view text, stance_tokens tokens, size_t at, stance_dateline *line)
{
    *line = (stance_dateline){.tokens = 0};
    for (size_t i = at + 1; i < tokens.count && i < at + 14; i++) {
        if (tokens.data[i].flags & STANCE_TOKEN_LINE) break;
        if (is_slash(text, tokens, i)) return slashed(text, tokens, at, i, line);
        if (is_mark(tokens, i, STANCE_MARK_OPEN)) return bracketed(text, tokens, at, i, line);
        if (is_mark(tokens, i, STANCE_MARK_DASH) && dashed(text, tokens, at, i, line)) return true;
        if (is_mark(tokens, i, STANCE_MARK_DASH)) *line = (stance_dateline){.tokens = 0};
    }
    return false;
}
