#include "ingest/stamps.h"

#include <strings.h>

#include "text/dates.h"

enum { LINE_BYTES = 160 /* of a byline with its date; what is longer is prose */ };

static bool is(stance_view text, const stance_token *t, const char *word)
{
    size_t n = strlen(word);
    return t->end - t->start == n && strncasecmp(text.data + t->start, word, n) == 0;
}

static bool is_one_of(stance_view text, const stance_token *t, const char *const *words)
{
    for (; *words; words++) {
        if (is(text, t, *words)) return true;
    }
    return false;
}

/* 11:47, 5:49, 02:54:10 */
static bool is_clock(stance_view text, const stance_token *t)
{
    if (t->kind != STANCE_NUMBER || t->end - t->start < 4) return false;
    const char *s = text.data + t->start, *end = text.data + t->end;
    int hour = 0, minute = 0;
    size_t n = 0;
    for (; s < end && n < 3 && *s >= '0' && *s <= '9'; s++, n++) hour = hour * 10 + (*s - '0');
    if (n < 1 || n > 2 || hour > 23 || end - s < 3 || *s != ':') return false;
    for (n = 0, s++; s < end && *s >= '0' && *s <= '9' && n < 2; s++, n++) minute = minute * 10 + (*s - '0');
    return n == 2 && minute < 60;
}

static int small_number(stance_view text, const stance_token *t)
{
    int value = 0;
    if (t->kind != STANCE_NUMBER || t->end - t->start > 4) return -1;
    for (uint32_t i = t->start; i < t->end; i++) {
        if (text.data[i] < '0' || text.data[i] > '9') return -1;
        value = value * 10 + (text.data[i] - '0');
    }
    return value;
}

/* Which number goes first where dates are written with slashes. */
typedef enum order { ORDER_OPEN, MONTH_FIRST, DAY_FIRST } order;

/* 07/13/2021: which is the month, is told by a number above 12 or by the weekday; when neither tells, it is no date. */
static size_t slashed_date(stance_view text, stance_tokens tokens, size_t at, size_t end, int weekday, order usual,
                           stance_date *date)
{
    if (at + 5 > end) return 0;
    for (size_t i = 1; i < 4; i += 2) {
        const stance_token *t = &tokens.data[at + i];
        if (t->kind != STANCE_MARK || t->end - t->start != 1 || text.data[t->start] != '/') return 0;
    }
    int a = small_number(text, &tokens.data[at]), b = small_number(text, &tokens.data[at + 2]),
        year = small_number(text, &tokens.data[at + 4]);
    if (year < 1990 || year > 2099 || a < 1 || b < 1 || a > 31 || b > 31) return 0;
    stance_date us = {(int16_t)year, (uint8_t)a, (uint8_t)b}, eu = {(int16_t)year, (uint8_t)b, (uint8_t)a};
    bool as_us = stance_date_is_day(us), as_eu = stance_date_is_day(eu) && a != b;
    if (weekday >= 0) {
        as_us = as_us && stance_date_weekday(stance_date_to_days(us)) == weekday;
        as_eu = as_eu && stance_date_weekday(stance_date_to_days(eu)) == weekday;
    }
    if (as_us && as_eu && usual != ORDER_OPEN) *(usual == MONTH_FIRST ? &as_eu : &as_us) = false;
    if (as_us == as_eu) return 0;
    *date = as_us ? us : eu;
    return 5;
}

/* A clock that has run into the date: "02:54 GMT03 December 2020" */
static size_t glued_date(stance_view text, stance_tokens tokens, size_t at, size_t end, stance_date *date)
{
    const stance_token *t = &tokens.data[at];
    if (t->kind != STANCE_WORD || t->end - t->start != 5 || at + 3 > end) return 0;
    const char *s = text.data + t->start;
    if (strncasecmp(s, "gmt", 3) != 0 && strncasecmp(s, "utc", 3) != 0 && strncasecmp(s, "msk", 3) != 0) return 0;
    if (s[3] < '0' || s[3] > '3' || s[4] < '0' || s[4] > '9') return 0;
    /* "December 2020" is read with a day of our own. */
    stance_token three[3] = {*t, tokens.data[at + 1], tokens.data[at + 2]};
    three[0].kind = STANCE_NUMBER;
    three[0].start += 3;
    size_t n = stance_date_at(text, (stance_tokens){three, 3}, 0, date);
    return n == 3 && date->year ? 3 : 0;
}

typedef struct line_facts {
    size_t first, end;
    stance_date date;
    size_t dates;
    bool clock, label, weak, alone, weekday;
    bool event; /* it names a speech or the like: "Briefing by A. Lem, March 3, 2021" */
    bool last;  /* the date is the last word of the line, behind a comma or a dash */
} line_facts;

static void look_at(stance_view text, stance_tokens tokens, line_facts *line)
{
    static const char *const labels[] = {"published", "posted", "date", "released", "issued", NULL};
    static const char *const weak[] = {"updated",   "modified", "last",  "edited",    "accessed",
                                       "retrieved", "now",      "today", "copyright", NULL};
    static const char *const filler[] = {"am",  "pm",   "gmt", "utc", "msk", "est", "edt", "et",
                                         "cet", "cest", "ist", "at",  "on",  "by",  "hrs", NULL};
    static const char *const events[] = {"briefing", "remarks",      "interview", "transcript", "conference",
                                         "speech",   "address",      "hearing",   "by",         "statement",
                                         "readout",  "availability", NULL};
    size_t others = 0;
    int weekday = -1;
    for (size_t i = line->first; i < line->end;) {
        const stance_token *t = &tokens.data[i];
        int day = stance_weekday_at(text, t);
        stance_date date;
        size_t n;
        if (day >= 0) {
            weekday = day;
            i++;
            continue;
        }
        n = slashed_date(text, tokens, i, line->end, weekday, ORDER_OPEN, &date);
        if (!n) n = glued_date(text, tokens, i, line->end, &date);
        if (!n) n = stance_date_at(text, tokens, i, &date);
        if (n && i + n <= line->end && date.year) {
            bool agrees = weekday < 0 || stance_date_weekday(stance_date_to_days(date)) == weekday;
            line->weekday = weekday >= 0;
            line->date = date;
            line->dates += agrees ? 1 : 100; /* a weekday that is wrong makes the line worthless */
            const stance_token *before = i > line->first ? &tokens.data[i - 1] : t;
            line->last = i + n == line->end && before->kind == STANCE_MARK &&
                         (before->mark == STANCE_MARK_COMMA || before->mark == STANCE_MARK_DASH);
            i += n;
            continue;
        }
        line->event = line->event || is_one_of(text, t, events);
        if (is_clock(text, t)) line->clock = true;
        else if (is_one_of(text, t, labels)) line->label = true;
        else if (is_one_of(text, t, weak)) line->weak = true;
        else if (t->kind != STANCE_MARK && !is_one_of(text, t, filler)) others++;
        i++;
    }
    line->alone = others == 0;
}

static void add_banner(stance_stamps *stamps, int32_t days)
{
    if (stamps->banners < sizeof stamps->banner / sizeof *stamps->banner) stamps->banner[stamps->banners++] = days;
}

void stance_find_stamps(stance_view text, stance_tokens tokens, size_t count, stance_stamps *stamps)
{
    *stamps = (stance_stamps){.clear = true};
    bool titled =
        false; /* a line of words has gone before: not the top of the page, where the date of the visit stands */
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && !(tokens.data[end].flags & STANCE_TOKEN_LINE); end++) continue;
        line_facts line = {.first = i, .end = end};
        const stance_token *last = &tokens.data[end - 1];
        bool is_short = last->end - tokens.data[i].start <= LINE_BYTES;
        bool prose = last->kind == STANCE_MARK && last->mark == STANCE_MARK_STOP && end - i > 8;
        if (is_short && !prose) look_at(text, tokens, &line);
        if (line.dates == 1) {
            int32_t days = stance_date_to_days(line.date);
            bool top = i == 0;
            bool strong = !line.weak && !top && (line.clock || line.label || (line.alone && titled && !line.weekday));
            if (line.label && line.alone && !line.weak) strong = true; /* "Date: 13 July 2021", wherever it stands */
            if (line.event && line.last && !line.weak) strong = true;
            if (!strong) {
                if (line.alone || line.clock) add_banner(stamps, days);
            } else if (!stamps->found) {
                stamps->found = true;
                stamps->days = days;
            } else if (days - stamps->days > 2 || stamps->days - days > 2) {
                stamps->clear = false;
            }
        }
        titled = titled || (line.dates == 0 && end - i >= 4);
    }
}

static order usual_order(stance_view text, stance_tokens tokens, stance_view language)
{
    static const char *const zones[] = {"et", "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", NULL};
    static const char *const day[] = {"GB", "IE", "AU", "NZ", "IN", "PK", "ZA", "NG", "KE", "SG", "MT", NULL};
    for (size_t i = 0; i < tokens.count; i++) {
        if (tokens.data[i].kind == STANCE_WORD && is_one_of(text, &tokens.data[i], zones)) return MONTH_FIRST;
    }
    if (language.len < 2) return ORDER_OPEN;
    if (strncasecmp(language.data, "en", 2) != 0) return DAY_FIRST; /* hardly anybody else puts the month first */
    if (language.len < 5) return ORDER_OPEN;
    if (strncasecmp(language.data + 3, "US", 2) == 0) return MONTH_FIRST;
    for (const char *const *d = day; *d; d++) {
        if (strncasecmp(language.data + 3, *d, 2) == 0) return DAY_FIRST;
    }
    return ORDER_OPEN;
}

/* 2021/11/03 */
static size_t year_first(stance_view text, stance_tokens tokens, size_t at, stance_date *date)
{
    if (at + 5 > tokens.count) return 0;
    for (size_t i = 1; i < 4; i += 2) {
        const stance_token *t = &tokens.data[at + i];
        if (t->kind != STANCE_MARK || t->end - t->start != 1 || text.data[t->start] != '/') return 0;
    }
    int year = small_number(text, &tokens.data[at]), month = small_number(text, &tokens.data[at + 2]),
        day = small_number(text, &tokens.data[at + 4]);
    if (year < 1990 || year > 2099 || month < 1 || month > 12 || day < 1 || day > 31) return 0;
    *date = (stance_date){(int16_t)year, (uint8_t)month, (uint8_t)day};
    return stance_date_is_day(*date) ? 5 : 0;
}

static bool scan_shown(stance_view line, stance_tokens tokens, order usual, stance_date *date, bool *updated)
{
    static const char *const published[] = {
        "published",
        "posted",
        "released",
        "issued",
        "created",
        "first",
        "ver\303\266ffentlicht",
        "erstellt",
        "publi\xC3\xA9",
        "publicado",
        "\xD0\xBE\xD0\xBF\xD1\x83\xD0\xB1\xD0\xBB\xD0\xB8\xD0\xBA\xD0\xBE\xD0\xB2\xD0\xB0\xD0\xBD\xD0\xBE",
        NULL};
    static const char *const changed[] = {"updated",
                                          "update",
                                          "modified",
                                          "edited",
                                          "aktualisiert",
                                          "jour",
                                          "actualizado",
                                          "\xD0\xBE\xD0\xB1\xD0\xBD\xD0\xBE\xD0\xB2\xD0\xBB\xD0\xB5\xD0\xBD\xD0\xBE",
                                          NULL};
    static const char *const visit[] = {"accessed", "retrieved", "today", "now", "copyright", "until", "expires", NULL};
    enum { OWN, CHANGED, VISIT } said = OWN;
    int weekday = -1;
    bool found = false;
    for (size_t i = 0, n; i < tokens.count; i += n ? n : 1) {
        const stance_token *t = &tokens.data[i];
        stance_date one;
        if (t->kind == STANCE_WORD) {
            if (is_one_of(line, t, published)) said = OWN;
            else if (is_one_of(line, t, changed)) said = CHANGED;
            else if (is_one_of(line, t, visit)) said = VISIT;
            else if (stance_weekday_at(line, t) >= 0) weekday = stance_weekday_at(line, t);
        }
        n = year_first(line, tokens, i, &one);
        if (!n) n = slashed_date(line, tokens, i, tokens.count, weekday, usual, &one);
        if (!n) n = glued_date(line, tokens, i, tokens.count, &one);
        if (!n) n = stance_date_at(line, tokens, i, &one);
        if (!n || !one.year || !stance_date_is_day(one) || said == VISIT) continue;
        if (!found || (*updated && said == OWN)) {
            *date = one;
            *updated = said == CHANGED;
        }
        found = true;
    }
    return found;
}

bool stance_find_shown(stance_view line, stance_view language, stance_date *date, bool *updated, bool *found)
{
    stance_arena arena = STANCE_ARENA_INIT;
    stance_intern words;
    stance_tokens tokens;
    stance_error ignored;
    *found = *updated = false;
    stance_intern_init(&words, &arena);
    bool good = stance_tokenize(line, NULL, &words, &arena, &tokens, &ignored) == STANCE_OK;
    if (good) *found = scan_shown(line, tokens, usual_order(line, tokens, language), date, updated);
    stance_arena_free(&arena);
    return good;
}
