/* The date of a text that came without one. Better none than a wrong one: whatever is not said outright needs a second
   witness, and evidence that contradicts itself gives none. */
#include "ingest/reader.h"
#include "ingest/stamps.h"
#include "text/dates.h"

enum {
    HEAD_BYTES = 4 * 1024,  /* head line, dateline and stamps stand in it */
    BODY_BYTES = 64 * 1024, /* searched for the year of a dateline that names none */
    HEAD_LINES = 60,
    STAMP_DAYS = 2, /* a text is published so soon after it was dated */
    NEAR_DAYS = 7,  /* dates so near to each other are of one year */
    MONTHS_DAYS = 120
};

typedef struct evidence {
    stance_arena *arena;
    stance_view text;
    stance_tokens tokens;
    stance_dateline line;
    bool dated; /* the dateline has a month and a day */
    bool typed; /* its date was written by hand, not put into the agency's brackets by a machine */
    stance_stamps stamps;
    bool has_url;
    int32_t url;
} evidence;

static stance_status tokenize(evidence *e, size_t most, stance_error *err)
{
    stance_view text = e->text;
    stance_intern words;
    if (text.len > most) {
        text.len = most;
        while (text.len && (unsigned char)e->text.data[text.len] > ' ' && text.len > most - 256) text.len--;
        while (text.len && ((unsigned char)e->text.data[text.len] & 0xC0) == 0x80) text.len--;
    }
    stance_intern_init(&words, e->arena);
    return stance_tokenize(text, NULL, &words, e->arena, &e->tokens, err);
}

static int32_t apart(int32_t a, int32_t b)
{
    return a < b ? b - a : a - b;
}

/* The date with another year; 29 February has none in most. */
static bool in_year(stance_date date, int year, int32_t *days)
{
    date.year = (int16_t)year;
    if (year < 1900 || year > 2100 || !stance_date_is_day(date)) return false;
    *days = stance_date_to_days(date);
    return true;
}

/* The occurrence of month and day that is nearest to a day. */
static bool nearest(stance_date date, int32_t to, int32_t *days)
{
    bool found = false;
    int year = stance_date_from_days(to).year;
    for (int y = year - 1; y <= year + 1; y++) {
        int32_t one;
        if (!in_year(date, y, &one) || (found && apart(one, to) >= apart(*days, to))) continue;
        *days = one;
        found = true;
    }
    return found;
}

static bool is_word(stance_view text, const stance_token *t, const char *word)
{
    return stance_view_is(stance_view_cut(text, (stance_span){t->start, t->end}), word);
}

/* "until", "expires on", "by" … before a date: it lies ahead of the text, perhaps by far. */
static bool lies_ahead(const evidence *e, size_t at)
{
    static const char *const words[] = {"until",   "till", "by",        "before", "expire",
                                        "expires", "due",  "scheduled", "from",   NULL};
    for (size_t i = at; i > 0 && i + 3 > at; i--) {
        for (const char *const *w = words; *w; w++) {
            if (is_word(e->text, &e->tokens.data[i - 1], *w)) return true;
        }
    }
    return false;
}

/* A year that the running text names, alone or in a date, other than in tokens [from, to). */
static bool names_year(const evidence *e, int year, size_t from, size_t to)
{
    for (size_t i = 0; i < e->tokens.count; i++) {
        const stance_token *t = &e->tokens.data[i];
        if ((i >= from && i < to) || t->kind != STANCE_NUMBER || t->end - t->start != 4) continue;
        int value = 0;
        for (uint32_t k = t->start; k < t->end; k++) value = value * 10 + (e->text.data[k] - '0');
        if (value == year) return true;
    }
    return false;
}

/* "on Tuesday, June 11": false when the text has such a pair within days of the date, and the calendar of that year
   disagrees. */
static bool weekdays_agree(const evidence *e, int32_t days)
{
    for (size_t i = 0; i + 2 < e->tokens.count; i++) {
        int weekday = stance_weekday_at(e->text, &e->tokens.data[i]);
        stance_date date;
        if (weekday < 0) continue;
        const stance_token *next = &e->tokens.data[i + 1];
        size_t at = i + 1 + (next->kind == STANCE_MARK && next->mark == STANCE_MARK_COMMA);
        int32_t named;
        if (!stance_date_at(e->text, e->tokens, at, &date) || !date.month || !date.day) continue;
        if (date.year) {
            if (!stance_date_is_day(date)) continue;
            named = stance_date_to_days(date);
        } else if (!nearest(date, days, &named)) {
            continue;
        }
        if (apart(named, days) <= NEAR_DAYS && stance_date_weekday(named) != weekday) return false;
    }
    return true;
}

/* The year of a dateline from the full dates of the text behind it: those within some months must agree on it. */
static stance_status year_from_text(evidence *e, size_t behind, int32_t *days, bool *found, stance_error *err)
{
    bool clash = false;
    *found = false;
    STANCE_TRY(tokenize(e, BODY_BYTES, err));
    for (size_t i = behind, n; i < e->tokens.count; i += n ? n : 1) {
        stance_date date;
        int32_t one;
        n = stance_date_at(e->text, e->tokens, i, &date);
        if (!n || !date.year || !stance_date_is_day(date)) continue;
        int32_t named = stance_date_to_days(date);
        if (!nearest(e->line.date, named, &one) || apart(one, named) > MONTHS_DAYS) continue;
        if (lies_ahead(e, i) && one > named) continue;
        if (*found && *days != one) clash = true;
        *days = one;
        *found = true;
    }
    /* A text that also speaks of the following year may be of that year and look back. */
    if (*found)
        *found = !clash && !names_year(e, stance_date_from_days(*days).year + 1, 0, 0) && weekdays_agree(e, *days);
    return STANCE_OK;
}

static bool near_banner(const evidence *e, int32_t days, int32_t within)
{
    for (size_t i = 0; i < e->stamps.banners; i++) {
        if (apart(e->stamps.banner[i], days) <= within) return true;
    }
    return false;
}

/* With a dateline that names its year. */
static stance_date_basis full_dateline(evidence *e, int32_t *days)
{
    int32_t own = stance_date_to_days(e->line.date), other;
    const stance_stamps *s = &e->stamps;
    bool stamped = s->found && s->clear;
    *days = own;
    if (e->has_url && apart(own, e->url) > STAMP_DAYS && nearest(e->line.date, e->url, &other) &&
        apart(other, e->url) <= STAMP_DAYS) {
        *days = e->url; /* the same day of another year: a slip of the pen, and addresses are made by machines */
        return STANCE_DATE_URL;
    }
    if (stamped && s->days > own && s->days - own <= STAMP_DAYS) {
        *days = s->days;
        return STANCE_DATE_PAGE;
    }
    if (stamped && apart(own, s->days) > STAMP_DAYS && nearest(e->line.date, s->days, &other) &&
        apart(other, s->days) <= STAMP_DAYS)
        return STANCE_DATE_NONE; /* the same slip, and no telling on which side */
    if (!weekdays_agree(e, own)) return STANCE_DATE_NONE;
    /* Early in a year people still write the number of the last one. A year that was typed then needs a witness. */
    bool witness = e->has_url || near_banner(e, own, STAMP_DAYS) || (stamped && apart(own, s->days) <= STAMP_DAYS) ||
                   names_year(e, e->line.date.year, 0, 0);
    if (e->typed && e->line.date.month <= 3 && !witness) return STANCE_DATE_NONE;
    return STANCE_DATE_DATELINE;
}

/* With a dateline that has month and day only. */
static stance_status short_dateline(evidence *e, size_t behind, int32_t *days, stance_date_basis *basis,
                                    stance_error *err)
{
    const stance_stamps *s = &e->stamps;
    bool found = false;
    *basis = STANCE_DATE_DATELINE;
    if (e->has_url) {
        if (nearest(e->line.date, e->url, days) && apart(*days, e->url) <= NEAR_DAYS) return STANCE_OK;
        *basis = STANCE_DATE_NONE;
        return STANCE_OK;
    }
    if (s->found && s->clear && nearest(e->line.date, s->days, days) && apart(*days, s->days) <= NEAR_DAYS) {
        if (s->days > *days && s->days - *days <= STAMP_DAYS) {
            *days = s->days;
            *basis = STANCE_DATE_PAGE;
        }
        if (!weekdays_agree(e, *days)) *basis = STANCE_DATE_NONE;
        return STANCE_OK;
    }
    for (size_t i = 0; i < s->banners; i++) {
        if (nearest(e->line.date, s->banner[i], days) && apart(*days, s->banner[i]) <= STAMP_DAYS &&
            weekdays_agree(e, *days))
            return STANCE_OK;
    }
    STANCE_TRY(year_from_text(e, behind, days, &found, err));
    if (!found) *basis = STANCE_DATE_NONE;
    return STANCE_OK;
}

/* With no date in a dateline. */
static stance_date_basis furniture(const evidence *e, int32_t *days)
{
    const stance_stamps *s = &e->stamps;
    if (s->found && s->clear && (!e->has_url || apart(s->days, e->url) <= STAMP_DAYS) && weekdays_agree(e, s->days)) {
        *days = s->days;
        return STANCE_DATE_PAGE;
    }
    *days = e->url; /* a page that shows another date may show that of the visit */
    return e->has_url ? STANCE_DATE_URL : STANCE_DATE_NONE;
}

/* The first dateline, sought at the beginnings of lines and behind the head line; *at is its first token. */
static void find_dateline(evidence *e, size_t behind_head, size_t *at)
{
    size_t lines = 0;
    *at = e->tokens.count;
    for (size_t i = behind_head; i < e->tokens.count && lines < HEAD_LINES; i++) {
        const stance_token *t = &e->tokens.data[i];
        if (i != behind_head && !(t->flags & STANCE_TOKEN_LINE)) continue;
        lines++;
        if (!stance_dateline_at(e->text, e->tokens, i, &e->line)) continue;
        *at = i;
        e->dated = e->line.date.month && e->line.date.day;
        for (size_t k = i; k < i + e->line.tokens && k < e->tokens.count; k++) {
            const stance_token *mark = &e->tokens.data[k];
            stance_date date;
            if (mark->kind == STANCE_MARK && mark->mark == STANCE_MARK_OPEN) break;
            if (stance_date_at(e->text, e->tokens, k, &date) && date.year) e->typed = true;
        }
        return;
    }
    e->line = (stance_dateline){.tokens = 0};
}

stance_status stance_find_date_in(stance_arena *arena, stance_view text, stance_view url, stance_date *date,
                                  stance_date_basis *basis, stance_view *agency, stance_error *err)
{
    evidence e = {.arena = arena, .text = text};
    stance_date found = {0, 0, 0};
    *date = found;
    *basis = STANCE_DATE_NONE;
    *agency = (stance_view){NULL, 0};
    e.has_url = stance_url_date(url, &found);
    if (e.has_url) e.url = stance_date_to_days(found);
    STANCE_TRY(tokenize(&e, HEAD_BYTES, err));
    size_t head = stance_head_line(text, e.tokens, &found), at;
    find_dateline(&e, head, &at);
    if (e.line.agency.end > e.line.agency.start) *agency = stance_view_cut(text, e.line.agency);
    if (head) {
        *date = found;
        *basis = STANCE_DATE_HEADER;
        return STANCE_OK;
    }
    int32_t days = 0;
    stance_find_stamps(text, e.tokens, at, &e.stamps);
    if (!e.dated) {
        *basis = furniture(&e, &days);
    } else if (e.line.date.year) {
        size_t whole = e.tokens.count;
        /* The dateline itself is no witness of its own year: names_year looks behind it. */
        stance_tokens behind = {e.tokens.data + at + e.line.tokens,
                                whole > at + e.line.tokens ? whole - at - e.line.tokens : 0};
        e.tokens = behind;
        *basis = full_dateline(&e, &days);
    } else {
        STANCE_TRY(short_dateline(&e, at + e.line.tokens, &days, basis, err));
    }
    if (*basis != STANCE_DATE_NONE) *date = stance_date_from_days(days);
    return STANCE_OK;
}

void stance_find_date(stance_view text, stance_view url, stance_date *date, stance_date_basis *basis)
{
    stance_arena arena = STANCE_ARENA_INIT;
    stance_error err;
    stance_view agency;
    if (stance_find_date_in(&arena, text, url, date, basis, &agency, &err) != STANCE_OK) {
        *date = (stance_date){0, 0, 0};
        *basis = STANCE_DATE_NONE;
    }
    stance_arena_free(&arena);
}
