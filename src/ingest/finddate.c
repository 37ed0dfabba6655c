/* The date of a text that came without one. Better none than a wrong one: whatever is not said outright needs a second
   witness, and evidence that contradicts itself gives none. */
#include "ingest/bracket.h"
#include "ingest/reader.h"
#include "ingest/stamps.h"
#include "text/dates.h"

enum {
    HEAD_BYTES = 4 * 1024,  /* head line, dateline and stamps stand in it */
    BODY_BYTES = 64 * 1024, /* searched for the year of a dateline that names none */
    HEAD_LINES = 60,
    STAMP_DAYS = 2, /* a text is published so soon after it was dated */
    NEAR_DAYS = 7,  /* dates so near to each other are of one year */
    MONTHS_DAYS = 120,
    CRAWL_DAYS = 30 /* a date that came with the text and is so much later than the text's own is that of a visit */
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
    stance_bracket bracket;
    stance_found_date *out;
} evidence;

static const char *const witnesses[] = {"nothing",  "the metadata", "the head line", "the dateline",
                                        "the page", "the address",  "the text",      "the text"};

static stance_status say(evidence *e, stance_view note, stance_error *err)
{
    if (!note.data) return stance_fail_memory(err);
    e->out->note = note;
    return STANCE_OK;
}

/* "The head line says 2021-10-12, the dateline 2021-10-13; taken is 2021-10-12: why." */
static stance_status say_conflict(evidence *e, stance_date_basis a, int32_t a_days, stance_date_basis b, int32_t b_days,
                                  int32_t taken, const char *why, stance_error *err)
{
    char one[STANCE_DATE_SIZE], other[STANCE_DATE_SIZE], got[STANCE_DATE_SIZE];
    stance_date_format(stance_date_from_days(a_days), one);
    stance_date_format(stance_date_from_days(b_days), other);
    stance_date_format(stance_date_from_days(taken), got);
    return say(e,
               stance_arena_printf(e->arena, "T%s %s %s, %s %s; taken is %s: %s.", witnesses[a] + 1,
                                   a == STANCE_DATE_METADATA ? "say" : "says", one, witnesses[b], other, got, why),
               err);
}

/* A report is of no such day; the ends of the years are what programs write when they know nothing. */
static bool impossible(stance_date date)
{
    bool first = date.month == 1 && date.day == 1;
    return date.year < STANCE_YEAR_FIRST || date.year > STANCE_YEAR_LAST ||
           (first && (date.year == 1900 || date.year == 1970));
}

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
static stance_status full_dateline(evidence *e, int32_t *days, stance_date_basis *basis, stance_error *err)
{
    int32_t own = stance_date_to_days(e->line.date), other;
    const stance_stamps *s = &e->stamps;
    bool stamped = s->found && s->clear;
    *days = own;
    *basis = STANCE_DATE_NONE;
    if (e->has_url && apart(own, e->url) > STAMP_DAYS && nearest(e->line.date, e->url, &other) &&
        apart(other, e->url) <= STAMP_DAYS) {
        *days = e->url;
        *basis = STANCE_DATE_URL;
        return say_conflict(e, STANCE_DATE_DATELINE, own, *basis, e->url, *days,
                            "the day is the same, years are easily mistyped, and addresses are made by machines", err);
    }
    if (stamped && s->days > own && s->days - own <= STAMP_DAYS) {
        *days = s->days;
        *basis = STANCE_DATE_PAGE;
        return say_conflict(e, STANCE_DATE_DATELINE, own, *basis, s->days, *days, "it is when the text was published",
                            err);
    }
    if (stamped && apart(own, s->days) > STAMP_DAYS && nearest(e->line.date, s->days, &other) &&
        apart(other, s->days) <= STAMP_DAYS)
        return say(e,
                   stance_view_of("The dateline and the page name the same day of different years, and nothing tells "
                                  "which is right: left open."),
                   err);
    if (!weekdays_agree(e, own))
        return say(e, stance_view_of("A weekday in the text does not go with the year of the dateline: left open."),
                   err);
    /* Early in a year people still write the number of the last one. A year that was typed then needs a witness. */
    bool witness = e->has_url || near_banner(e, own, STAMP_DAYS) || (stamped && apart(own, s->days) <= STAMP_DAYS) ||
                   names_year(e, e->line.date.year, 0, 0);
    if (e->typed && e->line.date.month <= 3 && !witness)
        return say(e,
                   stance_view_of("The year of the dateline was typed by hand early in the year, when the last one is "
                                  "easily written, and nothing else names it: left open."),
                   err);
    *basis = STANCE_DATE_DATELINE;
    if (stamped && apart(own, s->days) > STAMP_DAYS)
        return say_conflict(e, *basis, own, STANCE_DATE_PAGE, s->days, own, "pages show other dates too", err);
    if (e->has_url && apart(own, e->url) > STAMP_DAYS)
        return say_conflict(e, *basis, own, STANCE_DATE_URL, e->url, own, "a dateline goes before an address", err);
    return STANCE_OK;
}

/* The year in which a dateline of month and day fits the weekday on which, the lead says, somebody spoke: the last year
   that the text looks back to, or the one after it. "on Tuesday, June 11" tells as much, wherever it stands. */
static bool year_from_weekday(const evidence *e, size_t behind, int32_t *days)
{
    int weekday = e->bracket.weekday, found = 0;
    for (size_t i = behind; i + 2 < e->tokens.count && weekday < 0; i++) {
        stance_date date;
        int one = stance_weekday_at(e->text, &e->tokens.data[i]);
        if (one < 0) continue;
        const stance_token *next = &e->tokens.data[i + 1];
        size_t at = i + 1 + (next->kind == STANCE_MARK && next->mark == STANCE_MARK_COMMA);
        if (stance_date_at(e->text, e->tokens, at, &date) && !date.year && date.month == e->line.date.month &&
            date.day == e->line.date.day)
            weekday = one;
    }
    if (weekday < 0 || !e->bracket.has_low) return false;
    int year = stance_date_from_days(e->bracket.low).year;
    for (int y = year; y <= year + 1; y++) {
        int32_t one;
        if (!in_year(e->line.date, y, &one) || one < e->bracket.low) continue;
        if (e->bracket.has_high && one > e->bracket.high) continue;
        int lag = (stance_date_weekday(one) - weekday + 7) % 7;
        if (lag > 1) continue;
        found +=
            lag ? 2 : 1; /* spoken the day before: not sure enough by itself, but enough to make the other unsure */
        *days = one;
    }
    return found == 1 && weekdays_agree(e, *days);
}

/* A copyright line shows the year of the visit as often as that of the text, so something must go with it: the weekday of
   the words, or the year in the text itself. */
static bool year_from_copyright(const evidence *e, int32_t *days)
{
    const stance_bracket *b = &e->bracket;
    if (!b->copyright || !in_year(e->line.date, b->copyright, days)) return false;
    if ((b->has_low && *days < b->low) || (b->has_high && *days > b->high) || !weekdays_agree(e, *days)) return false;
    int lag = b->weekday < 0 ? -1 : (stance_date_weekday(*days) - b->weekday + 7) % 7;
    bool spoken = lag == 0 || lag == 1;
    return spoken || (lag < 0 && b->has_low && stance_date_from_days(b->low).year == b->copyright);
}

static stance_status say_year(evidence *e, int32_t days, const char *by, stance_error *err)
{
    return say(e,
               stance_arena_printf(e->arena, "The dateline names no year; %d comes from %s.",
                                   stance_date_from_days(days).year, by),
               err);
}

/* With a dateline that has month and day only. */
static stance_status short_dateline(evidence *e, size_t behind, int32_t *days, stance_date_basis *basis,
                                    stance_error *err)
{
    const stance_stamps *s = &e->stamps;
    bool found = false;
    *basis = STANCE_DATE_DATELINE;
    if (e->has_url) {
        if (nearest(e->line.date, e->url, days) && apart(*days, e->url) <= NEAR_DAYS)
            return say_year(e, *days, "the address", err);
        *basis = STANCE_DATE_NONE;
        return say(e, stance_view_of("The dateline and the address name days far from each other: left open."), err);
    }
    if (s->found && s->clear && nearest(e->line.date, s->days, days) && apart(*days, s->days) <= NEAR_DAYS) {
        if (!weekdays_agree(e, *days)) {
            *basis = STANCE_DATE_NONE;
            return say(e, stance_view_of("A weekday in the text does not go with the date of the page: left open."),
                       err);
        }
        if (s->days > *days && s->days - *days <= STAMP_DAYS) {
            int32_t own = *days;
            *days = s->days;
            *basis = STANCE_DATE_PAGE;
            return say_conflict(e, STANCE_DATE_DATELINE, own, *basis, s->days, *days,
                                "it is when the text was published", err);
        }
        return say_year(e, *days, "the page", err);
    }
    for (size_t i = 0; i < s->banners; i++) {
        if (nearest(e->line.date, s->banner[i], days) && apart(*days, s->banner[i]) <= STAMP_DAYS &&
            weekdays_agree(e, *days))
            return say_year(e, *days, "a date on the page", err);
    }
    STANCE_TRY(year_from_text(e, behind, days, &found, err));
    if (found) return say_year(e, *days, "the full dates in the text", err);
    stance_find_bracket(e->text, e->tokens, behind, &e->bracket);
    if (stance_bracket_place(&e->bracket, e->line.date, days) && weekdays_agree(e, *days))
        return say_year(e, *days, "the days that the text looks back and ahead to", err);
    if (year_from_weekday(e, behind, days)) return say_year(e, *days, "the weekday that goes with it", err);
    if (year_from_copyright(e, days)) return say_year(e, *days, "the copyright line", err);
    *basis = STANCE_DATE_NONE;
    return say(e, stance_view_of("The dateline names no year, and nothing else fixes it: left open."), err);
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

/* With nothing around the text: the day on which it says that its words were spoken, when it names the year or leaves but
   one. */
static stance_status running_text(evidence *e, int32_t *days, stance_date_basis *basis, stance_error *err)
{
    stance_bracket *b = &e->bracket;
    *basis = STANCE_DATE_NONE;
    STANCE_TRY(tokenize(e, BODY_BYTES, err));
    stance_find_bracket(e->text, e->tokens, 0, b);
    if (!b->spoken.month || !b->spoken.day || b->later) return STANCE_OK;
    if (b->spoken.year) {
        if (impossible(b->spoken) || !stance_date_is_day(b->spoken)) return STANCE_OK;
        *days = stance_date_to_days(b->spoken);
        bool inside = b->low <= *days && (!b->has_high || *days <= b->high); /* the day itself is a lower bound */
        if (!inside || !weekdays_agree(e, *days) || names_year(e, b->spoken.year + 1, 0, 0)) return STANCE_OK;
        *basis = STANCE_DATE_TEXT;
        return STANCE_OK;
    }
    if (!stance_bracket_place(b, b->spoken, days) || !weekdays_agree(e, *days)) return STANCE_OK;
    *basis = STANCE_DATE_INFERRED;
    char date[STANCE_DATE_SIZE];
    return say(e,
               stance_arena_printf(e->arena,
                                   "The text says \"%.*s\" without a year, looks back to \"%.*s\" and ahead to "
                                   "\"%.*s\": only %s lies between.",
                                   (int)b->spoken_by.len, b->spoken_by.data, (int)b->low_by.len, b->low_by.data,
                                   (int)b->high_by.len, b->high_by.data,
                                   stance_date_format(stance_date_from_days(*days), date)),
               err);
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

/* The date that came with the text (metadata, head line) against what the text shows of its own. */
static stance_status weigh(evidence *e, int32_t *days, stance_date_basis *basis, int32_t own, stance_date_basis shown,
                           stance_error *err)
{
    int32_t gap = *days - own, other;
    stance_date_basis came = *basis;
    bool slip = apart(*days, own) > CRAWL_DAYS && nearest(stance_date_from_days(own), *days, &other) &&
                apart(other, *days) <= STAMP_DAYS; /* the same day of another year */
    e->out->note = (stance_view){NULL, 0};
    if (gap == 0) return STANCE_OK;
    if (gap >= -STAMP_DAYS && gap <= STAMP_DAYS)
        return say_conflict(e, came, *days, shown, own, *days,
                            came == STANCE_DATE_HEADER
                                ? "a head line goes first when the two are at most two days apart"
                                : "metadata go first when the two are at most two days apart",
                            err);
    if (slip)
        return say_conflict(e, came, *days, shown, own, *days, "the day is the same, and years are easily mistyped",
                            err);
    if (gap > CRAWL_DAYS || (gap < 0 && shown == STANCE_DATE_DATELINE)) {
        int32_t first = *days;
        *days = own;
        *basis = shown;
        return say_conflict(e, came, first, shown, own, own,
                            gap > 0 ? "the other is so much later that it must be that of a visit"
                                    : "no text comes out before it was written",
                            err);
    }
    return say_conflict(e, came, *days, shown, own, *days, "the text may have come out some days later", err);
}

/* What the text and its address show, apart from a head line. */
static stance_status shown_date(evidence *e, size_t at, int32_t *days, stance_date_basis *basis, stance_error *err)
{
    bool dated = e->dated && !(e->line.date.year && impossible(e->line.date));
    if (!dated) {
        *basis = furniture(e, days);
    } else if (e->line.date.year) {
        size_t whole = e->tokens.count;
        /* The dateline itself is no witness of its own year: names_year looks behind it. */
        stance_tokens behind = {e->tokens.data + at + e->line.tokens,
                                whole > at + e->line.tokens ? whole - at - e->line.tokens : 0};
        e->tokens = behind;
        STANCE_TRY(full_dateline(e, days, basis, err));
    } else {
        STANCE_TRY(short_dateline(e, at + e->line.tokens, days, basis, err));
    }
    if (*basis != STANCE_DATE_NONE && impossible(stance_date_from_days(*days))) *basis = STANCE_DATE_NONE;
    return STANCE_OK;
}

/* The date that came with the text, if it is a possible one; *basis is none when there is none. */
static stance_status declared_date(evidence *e, stance_date metadata, stance_date head, int32_t *days,
                                   stance_date_basis *basis, stance_error *err)
{
    stance_date wrong = {0, 0, 0};
    stance_date_basis by = STANCE_DATE_NONE;
    *basis = STANCE_DATE_NONE;
    if (metadata.year && impossible(metadata)) {
        wrong = metadata;
        by = STANCE_DATE_METADATA;
        metadata = (stance_date){0, 0, 0};
    }
    if (head.year && impossible(head)) {
        wrong = head;
        by = STANCE_DATE_HEADER;
        head = (stance_date){0, 0, 0};
    }
    if (stance_date_is_day(metadata)) {
        *days = stance_date_to_days(metadata);
        *basis = STANCE_DATE_METADATA;
        if (head.year) STANCE_TRY(weigh(e, days, basis, stance_date_to_days(head), STANCE_DATE_HEADER, err));
    } else if (head.year) {
        *days = stance_date_to_days(head);
        *basis = STANCE_DATE_HEADER;
    }
    char date[STANCE_DATE_SIZE];
    if (by == STANCE_DATE_NONE) return STANCE_OK;
    return say(e,
               stance_arena_printf(e->arena, "T%s %s %s, which can be no report's: set aside.", witnesses[by] + 1,
                                   by == STANCE_DATE_METADATA ? "say" : "says", stance_date_format(wrong, date)),
               err);
}

static bool lies_in(stance_date date, stance_date whole)
{
    return date.year == whole.year && (!whole.month || date.month == whole.month);
}

stance_status stance_find_date_in(stance_arena *arena, stance_view text, stance_view url, stance_date declared,
                                  stance_found_date *out, stance_error *err)
{
    evidence e = {.arena = arena, .text = text, .out = out};
    stance_date found, head_date = {0, 0, 0};
    stance_date_basis basis, shown = STANCE_DATE_NONE;
    int32_t days = 0, own = 0;
    *out = (stance_found_date){.basis = STANCE_DATE_NONE};
    e.has_url = stance_url_date(url, &found) && !impossible(found);
    if (e.has_url) e.url = stance_date_to_days(found);
    STANCE_TRY(tokenize(&e, HEAD_BYTES, err));
    size_t head = stance_head_line(text, e.tokens, &head_date), at;
    find_dateline(&e, head, &at);
    if (e.line.agency.end > e.line.agency.start) out->agency = stance_view_cut(text, e.line.agency);
    if (e.line.place.end > e.line.place.start) out->place = stance_view_cut(text, e.line.place);
    stance_find_stamps(text, e.tokens, at, &e.stamps);
    if (e.stamps.found && impossible(stance_date_from_days(e.stamps.days))) e.stamps.found = false;
    STANCE_TRY(declared_date(&e, declared, head ? head_date : (stance_date){0, 0, 0}, &days, &basis, err));
    stance_view note = out->note;
    if (basis != STANCE_DATE_NONE && e.dated && !e.line.date.year && nearest(e.line.date, days, &own) &&
        apart(own, days) <= NEAR_DAYS) {
        shown = STANCE_DATE_DATELINE; /* which takes its year from the date that came with the text */
    } else {
        STANCE_TRY(shown_date(&e, at, &own, &shown, err));
    }
    if (basis != STANCE_DATE_NONE) {
        if (shown != STANCE_DATE_NONE) STANCE_TRY(weigh(&e, &days, &basis, own, shown, err));
        if (note.data && (!out->note.data || shown == STANCE_DATE_NONE)) out->note = note;
        out->date = stance_date_from_days(days);
        out->basis = basis;
        return STANCE_OK;
    }
    if (shown == STANCE_DATE_NONE && !e.dated && !(e.stamps.found && !e.stamps.clear))
        STANCE_TRY(running_text(&e, &own, &shown, err));
    found = stance_date_from_days(own);
    if (shown != STANCE_DATE_NONE) {
        out->date = found;
        out->basis = shown;
    }
    if (declared.year && !impossible(declared) && (shown == STANCE_DATE_NONE || !lies_in(found, declared))) {
        out->date = declared; /* a month or a year, and the text has no day in it */
        out->basis = STANCE_DATE_METADATA;
        out->note = (stance_view){NULL, 0};
    }
    if (note.data) out->note = note;
    return STANCE_OK;
}
