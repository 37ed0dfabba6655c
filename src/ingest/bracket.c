#include "ingest/bracket.h"

#include <strings.h>

#include "text/dates.h"

enum {
    LEAD_BYTES = 2000,  /* the report says in them when its words were spoken */
    SPOKEN_TOKENS = 14, /* from the word for speaking to the date, at most */
    AHEAD_TOKENS = 3,   /* from "expires" or "until" to the date */
    TENSE_TOKENS = 10,  /* from the verb to the date */
    WELL_AFTER = 3,     /* days */
    SEASON = 120,
    COVID_NAMED = 18303 /* 2020-02-11, when the disease got its name: no text that has it is older */
};

typedef struct scan {
    stance_view text;
    stance_tokens tokens;
    size_t sentence, sentence_end; /* tokens */
    bool future, past;             /* the sentence speaks of what will be; of what was */
    stance_bracket *out;
    bool spoken_clash, weekday_clash, copyright_clash;
    stance_date others[8]; /* days without a year that the text looks back to */
    size_t other_count;
} scan;

static bool is(const scan *s, size_t at, const char *word)
{
    const stance_token *t = &s->tokens.data[at];
    size_t n = strlen(word);
    return t->end - t->start == n && strncasecmp(s->text.data + t->start, word, n) == 0;
}

static bool is_one_of(const scan *s, size_t at, const char *const *words)
{
    if (s->tokens.data[at].kind != STANCE_WORD) return false;
    for (; *words; words++) {
        if (is(s, at, *words)) return true;
    }
    return false;
}

static bool is_spoken(const scan *s, size_t at)
{
    static const char *const words[] = {"said",     "told",      "stated",   "announced", "declared", "speaking",
                                        "spoke",    "interview", "briefing", "quoted",    "remarked", "noted",
                                        "reported", "statement", "remarks",  "wrote",     NULL};
    return is_one_of(s, at, words);
}

/* A verb of another deed, or a word that ties the date to something else than the speaking. */
static bool is_deed(const scan *s, size_t at)
{
    static const char *const words[] = {"was",    "were",  "is",    "are",   "met",     "meet", "held",  "took",
                                        "take",   "made",  "began", "since", "until",   "by",   "from",  "after",
                                        "before", "ahead", "will",  "would", "came",    "left", "leave", "gave",
                                        "given",  "won",   "lost",  "saw",   "went",    "sent", "fell",  "set",
                                        "due",    "of",    "for",   "be",    "between", NULL};
    static const char *const harmless[] = {"for", "of", NULL}; /* "an interview of the day on …" */
    const stance_token *t = &s->tokens.data[at];
    if (t->kind != STANCE_WORD) return false;
    if (is_one_of(s, at, words)) return !is_one_of(s, at, harmless);
    size_t n = t->end - t->start;
    bool participle = n > 4 && strncasecmp(s->text.data + t->end - 2, "ed", 2) == 0;
    return participle && !(t->flags & STANCE_TOKEN_CAPITAL) && !is_spoken(s, at);
}

static bool is_ahead_word(const scan *s, size_t at)
{
    static const char *const words[] = {"until",    "till",   "by",        "before",   "expire",   "expires",
                                        "expiring", "due",    "scheduled", "ahead",    "upcoming", "next",
                                        "planned",  "slated", "expiry",    "deadline", "from",     NULL};
    return is_one_of(s, at, words);
}

/* "until", "expires on", "ahead of the" … before a date: it lies ahead of the text. */
static bool lies_ahead(const scan *s, size_t at)
{
    for (size_t i = at; i > s->sentence && i + AHEAD_TOKENS > at; i--) {
        if (is_ahead_word(s, i - 1)) return true;
    }
    return false;
}

/* Whether "from", "by" and "before" are of the kind that may also look back ("from 2010 on", "signed by 2015"). */
static bool surely_ahead(const scan *s, size_t at)
{
    static const char *const weak[] = {"from", "by", "before", "until", "till", "next", NULL};
    for (size_t i = at; i > s->sentence && i + AHEAD_TOKENS > at; i--) {
        if (is_ahead_word(s, i - 1)) return !is_one_of(s, i - 1, weak) || (s->future && !is(s, i - 1, "from"));
    }
    return false;
}

/* A stop ends a sentence unless a short word with a capital stands before it: Dr., Gen., U.S. */
static bool ends_before(const scan *s, size_t first, size_t at)
{
    const stance_token *t = &s->tokens.data[at], *stop = t - 1;
    if (t->flags & STANCE_TOKEN_BLOCK) return true;
    if (stop->kind != STANCE_MARK || stop->mark != STANCE_MARK_STOP || !(t->flags & STANCE_TOKEN_CAPITAL)) return false;
    if (at < first + 2) return false;
    const stance_token *word = t - 2;
    return !(word->flags & STANCE_TOKEN_CAPITAL) || word->end - word->start > 4;
}

static bool is_future(const scan *s, size_t at)
{
    static const char *const words[] = {"will",     "shall", "scheduled", "planned", "plans", "expected",
                                        "upcoming", "must",  "expire",    "expires", "going", "would",
                                        "should",   "to",    "be",        NULL};
    return is_one_of(s, at, words);
}

static bool is_past(const scan *s, size_t at)
{
    static const char *const words[] = {"was",  "were", "had",  "has",  "have", "met",
                                        "took", "held", "made", "came", NULL};
    const stance_token *t = &s->tokens.data[at];
    bool participle = t->kind == STANCE_WORD && t->end - t->start > 4 && !(t->flags & STANCE_TOKEN_CAPITAL) &&
                      strncasecmp(s->text.data + t->end - 2, "ed", 2) == 0;
    return participle || is_one_of(s, at, words);
}

static void begin_sentence(scan *s, size_t at)
{
    size_t i = at;
    s->sentence = at;
    s->future = s->past = false;
    for (; i < s->tokens.count; i++) {
        if (i > at && ends_before(s, at, i)) break;
        s->future = s->future || (is_future(s, i) && !is(s, i, "to") && !is(s, i, "be"));
        s->past = s->past || is_past(s, i);
    }
    s->sentence_end = i;
}

/* Whether the verb before a date is of what will be: "is to be held on", but not "was signed on". Without a verb near by,
   the sentence decides. */
static bool is_to_come(const scan *s, size_t at)
{
    for (size_t i = at; i > s->sentence && i + TENSE_TOKENS > at; i--) {
        if (is_future(s, i - 1) && !is(s, i - 1, "to")) return true;
        if (is_past(s, i - 1)) return i - 1 > s->sentence && is_future(s, i - 2);
    }
    return s->future;
}

/* "said … on DATE", or "On DATE, the minister said". */
static bool is_spoken_date(const scan *s, size_t at, size_t n)
{
    for (size_t i = at; i > s->sentence && i + SPOKEN_TOKENS > at; i--) {
        if (is_spoken(s, i - 1)) return true;
        if (is_deed(s, i - 1)) return false;
    }
    if (at > s->sentence + 1 || (at == s->sentence + 1 && !is(s, s->sentence, "on"))) return false;
    for (size_t i = at + n; i < s->sentence_end && i < at + n + 2 * SPOKEN_TOKENS; i++) {
        if (is_spoken(s, i) && !is(s, i, "interview") && !is(s, i, "briefing")) return true;
        if (is_deed(s, i)) return false;
    }
    return false;
}

static stance_view words_at(const scan *s, size_t at, size_t n)
{
    return stance_view_cut(s->text, (stance_span){s->tokens.data[at].start, s->tokens.data[at + n - 1].end});
}

static void lower(scan *s, int32_t days, stance_view by)
{
    if (s->out->has_low && s->out->low >= days) return;
    s->out->has_low = true;
    s->out->low = days;
    s->out->low_by = by;
}

static void upper(scan *s, int32_t days, stance_view by)
{
    if (s->out->has_high && s->out->high <= days) return;
    s->out->has_high = true;
    s->out->high = days;
    s->out->high_by = by;
}

/* 5.2.2021 is in February here and in May there: a bound goes by the reading that binds less. */
static int32_t other_order(const scan *s, size_t at, stance_date date)
{
    int32_t days = stance_date_to_days(date);
    const stance_token *t = &s->tokens.data[at];
    stance_date swapped = {date.year, date.day, date.month};
    bool dotted = memchr(s->text.data + t->start, '.', t->end - t->start) != NULL;
    if (!dotted || date.day > 12 || !stance_date_is_day(swapped)) return days;
    return stance_date_to_days(swapped);
}

static void spoken(scan *s, stance_date date, stance_view by)
{
    stance_date *have = &s->out->spoken;
    if (have->month && (have->month != date.month || have->day != date.day)) s->spoken_clash = true;
    if (have->year && date.year && have->year != date.year) s->spoken_clash = true;
    if (!have->month || (!have->year && date.year)) {
        *have = date;
        s->out->spoken_by = by;
    }
}

static void take_date(scan *s, size_t at, size_t n, stance_date date)
{
    bool lead = s->tokens.data[at].start < s->tokens.data[0].start + LEAD_BYTES;
    bool ahead = lies_ahead(s, at);
    if (date.year && stance_date_is_day(date) && date.year >= STANCE_YEAR_FIRST && date.year <= STANCE_YEAR_LAST) {
        int32_t days = stance_date_to_days(date), other = other_order(s, at, date);
        if (ahead && surely_ahead(s, at)) upper(s, days > other ? days : other, words_at(s, at, n));
        else if (!ahead && !is_to_come(s, at)) lower(s, days < other ? days : other, words_at(s, at, n));
    } else if (!date.year && !ahead && !is_to_come(s, at)) {
        if (s->other_count < sizeof s->others / sizeof *s->others) s->others[s->other_count++] = date;
    }
    if (lead && !ahead && is_spoken_date(s, at, n)) spoken(s, date, words_at(s, at, n));
}

static int year_of(const scan *s, size_t at)
{
    const stance_token *t = &s->tokens.data[at];
    int value = 0;
    if (t->kind != STANCE_NUMBER || t->end - t->start != 4) return 0;
    for (uint32_t i = t->start; i < t->end; i++) {
        if (s->text.data[i] < '0' || s->text.data[i] > '9') return 0;
        value = value * 10 + (s->text.data[i] - '0');
    }
    return value >= 1990 && value <= STANCE_YEAR_LAST ? value : 0;
}

/* "in 2020", "since 2018", "August 2013" in a sentence of what was; "ahead of the 2020 elections". */
static void take_year(scan *s, size_t at, int year)
{
    static const char *const back[] = {"in", "since", "during", "of", NULL};
    static const char *const events[] = {"election", "elections", "presidential", "summit", "budget",
                                         "season",   "goals",     "targets",      "vote",   NULL};
    if (surely_ahead(s, at)) {
        upper(s, stance_date_to_days((stance_date){(int16_t)year, 12, 31}), words_at(s, at, 1));
        return;
    }
    if (s->future || !s->past || lies_ahead(s, at) || at == s->sentence || !is_one_of(s, at - 1, back)) return;
    for (size_t i = at > s->sentence + 3 ? at - 3 : s->sentence; i < s->sentence_end && i < at + 3; i++) {
        if (is_one_of(s, i, events)) return;
    }
    lower(s, stance_date_to_days((stance_date){(int16_t)year, 1, 1}), words_at(s, at, 1));
}

/* "said on Tuesday", "told reporters Tuesday": the day of the words, when no date stands beside it. */
static void take_weekday(scan *s, size_t at, int weekday)
{
    stance_date date;
    size_t next = at + 1;
    if (next < s->tokens.count && s->tokens.data[next].kind == STANCE_MARK &&
        s->tokens.data[next].mark == STANCE_MARK_COMMA)
        next++;
    if (stance_date_at(s->text, s->tokens, next, &date)) return;
    if (s->tokens.data[at].start > s->tokens.data[0].start + LEAD_BYTES || !is_spoken_date(s, at, 1)) return;
    if (at > s->sentence && (is(s, at - 1, "last") || is(s, at - 1, "next"))) return;
    if (s->out->weekday >= 0 && s->out->weekday != weekday) s->weekday_clash = true;
    s->out->weekday = weekday;
}

/* "© 2021 Outlet", "Copyright 2010-2021": the last year of it. */
static void take_copyright(scan *s, size_t at)
{
    int year = 0;
    for (size_t i = at + 1; i < s->tokens.count && i < at + 6; i++) {
        if (s->tokens.data[i].flags & STANCE_TOKEN_BLOCK) break;
        int one = year_of(s, i);
        if (one > year) year = one;
    }
    if (!year) return;
    if (s->out->copyright && s->out->copyright != year) s->copyright_clash = true;
    s->out->copyright = year;
}

void stance_find_bracket(stance_view text, stance_tokens tokens, size_t from, stance_bracket *out)
{
    if (from > tokens.count) from = tokens.count;
    *out = (stance_bracket){.weekday = -1};
    scan s = {.text = text, .tokens = {tokens.data + from, tokens.count - from}, .out = out};
    for (size_t i = 0, n; i < s.tokens.count; i += n ? n : 1) {
        const stance_token *t = &s.tokens.data[i];
        stance_date date;
        int weekday, year;
        if (i == 0 || i >= s.sentence_end) begin_sentence(&s, i);
        bool sign =
            t->kind == STANCE_MARK && t->end - t->start == 2 && memcmp(text.data + t->start, "\xC2\xA9", 2) == 0;
        if (sign || (t->kind == STANCE_WORD && is(&s, i, "copyright"))) take_copyright(&s, i);
        n = stance_date_at(text, s.tokens, i, &date);
        if (n) take_date(&s, i, n, date);
        else if ((year = year_of(&s, i)) != 0) take_year(&s, i, year);
        else if ((weekday = stance_weekday_at(text, t)) >= 0) take_weekday(&s, i, weekday);
        else if (t->kind == STANCE_WORD && i + 1 < s.tokens.count && is(&s, i, "covid") && is(&s, i + 1, "19"))
            lower(&s, COVID_NAMED, words_at(&s, i, 2));
    }
    if (s.spoken_clash) out->spoken = (stance_date){0, 0, 0};
    if (s.weekday_clash) out->weekday = -1;
    if (s.copyright_clash) out->copyright = 0;
    for (size_t i = 0; i < s.other_count && out->spoken.month; i++) {
        stance_date a = {2021, out->spoken.month, out->spoken.day}, b = {2021, s.others[i].month, s.others[i].day};
        if (!stance_date_is_day(a) || !stance_date_is_day(b)) continue;
        int32_t behind = (stance_date_to_days(b) - stance_date_to_days(a) + 365) % 365;
        out->later += behind >= WELL_AFTER && behind <= SEASON;
    }
}

bool stance_bracket_place(const stance_bracket *bracket, stance_date date, int32_t *days)
{
    size_t found = 0;
    if (!bracket->has_low || !bracket->has_high || bracket->low > bracket->high) return false;
    for (int y = stance_date_from_days(bracket->low).year; y <= stance_date_from_days(bracket->high).year; y++) {
        stance_date one = {(int16_t)y, date.month, date.day};
        if (!stance_date_is_day(one)) continue;
        int32_t day = stance_date_to_days(one);
        if (day < bracket->low || day > bracket->high) continue;
        *days = day;
        found++;
    }
    return found == 1;
}
