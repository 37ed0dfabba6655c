/* A store with 36 documents of three years, whose numbers can be told by hand, and readers for what a report writes.
   Speakers and outlets are invented. */
#ifndef REPORT_FIXTURE_H
#define REPORT_FIXTURE_H

#include "store/store_fixture.h"

#include <locale.h>
#include <wchar.h>

#include "base/strbuf.h"
#include "stance/report.h"

/* What document i (0 … 35, month by month from January 2019) says: Orlova on sanctions, a little more critical each month
   (+0.60 down to -0.45); Orlova on arms control and trade, now so, now so (+0.30, -0.30); Falk without topic, 0. In every
   sixth Falk on space, +0.50. Then narration and a head, which do not count. */
enum { MONTHS = 36, SPACE_EVERY = 6 };

static inline int32_t sanctions_score(int month)
{
    return 600000 - 30000 * (month % MONTHS);
}

static inline void put_statement(stance_statement *s, uint32_t ordinal, const char *speaker, const char *actor,
                                 const stance_view *topics, size_t topic_count, int32_t score, const stance_span *span)
{
    memset(s, 0, sizeof *s);
    s->ordinal = ordinal;
    s->mode = STANCE_DIRECT;
    s->span = *span;
    s->content = span;
    s->content_count = 1;
    s->speaker = V(speaker);
    if (actor) s->actor = V(actor);
    s->cue = V("said");
    s->confidence = 900000;
    s->topics = topics;
    s->topic_count = topic_count;
    s->tone.score = score;
    s->tone.conciliatory = score > 0 ? score : 0;
    s->tone.critical = score < 0 ? -score : 0;
    s->tone.matched = score != 0;
}

static inline void add_month(stance_store *store, int month, stance_date date, stance_date_basis basis,
                             const char *source)
{
    static const stance_span spans[] = {{0, 61}, {62, 125}, {126, 149}, {150, 195}, {196, 215}, {216, 222}};
    static const char text[] = "Each new list of sanctions makes our common work a bit harder"
                               " We talk about missiles and markets now with and now without hope"
                               " No comment, Mr Falk said"
                               " The road to the Moon is open to all of us too"
                               " The talks went on. "
                               " A head";
    char id[32], own[320];
    stance_view sanctions[] = {V("sanctions")}, both[] = {V("arms-control"), V("trade")}, space[] = {V("space")};
    stance_statement s[6];
    snprintf(id, sizeof id, "month-%02d.txt", month);
    snprintf(own, sizeof own, "%s (%d)", text, month);
    stance_document document = {.id = V(id), .text = V(own), .title = V("A day in the capital"), .source = V(source)};
    document.date = date;
    document.basis = basis;
    size_t n = 0;
    put_statement(&s[n], 1, month % 5 ? "Vera Orlova" : "V. Orlova", "vera-orlova", sanctions, 1,
                  sanctions_score(month), &spans[0]);
    n++;
    put_statement(&s[n], 2, "Vera Orlova", "vera-orlova", both, 2, month % 2 ? -300000 : 300000, &spans[1]);
    n++;
    put_statement(&s[n], 3, "Jon Falk", NULL, NULL, 0, 0, &spans[2]);
    n++;
    if (month % SPACE_EVERY == 0) {
        put_statement(&s[n], 4, "Jon Falk", NULL, space, 1, 500000, &spans[3]);
        n++;
    }
    put_statement(&s[n], 5, "", NULL, NULL, 0, 100000, &spans[4]);
    s[n].speaker = s[n].cue = (stance_view){NULL, 0};
    s[n].mode = STANCE_NARRATION;
    s[n].content_count = 0;
    s[n].confidence = 0;
    n++;
    put_statement(&s[n], 6, "Jon Falk", NULL, sanctions, 1, -900000, &spans[5]);
    s[n].place = STANCE_HEAD;
    n++;
    stance_added added = add_one(store, &document, s, n); /* they are much alike */
    assert_true(added == STANCE_ADDED_NEW || added == STANCE_ADDED_COPY);
}

static inline void fill_months(stance_store *store)
{
    for (int m = 0; m < MONTHS; m++)
        add_month(store, m, (stance_date){(int16_t)(2019 + m / 12), (uint8_t)(m % 12 + 1), 15}, STANCE_DATE_HEADER,
                  m < 30 ? "Daily Wire" : "stance digest");
    add_month(store, 100, (stance_date){2020, 5, 5}, STANCE_DATE_INFERRED, "Daily Wire");
    add_month(store, 101, (stance_date){0, 0, 0}, STANCE_DATE_NONE, "Daily Wire");
    add_month(store, 103, (stance_date){2020, 12, 0}, STANCE_DATE_URL, "Daily Wire");
}

static inline int open_months(void **state)
{
    if (set_up(state) != 0) return -1;
    stance_store *store = open_store(((fixture *)*state)->db, STANCE_WRITE);
    fill_months(store);
    close_store(store);
    return 0;
}

static inline void build(stance_store *store, const stance_selector *selector, const stance_report_options *options,
                         stance_report *report)
{
    stance_error err = {STANCE_OK, ""};
    assert_ok(stance_report_build(store, NULL, selector, options, report, &err));
}

static inline const stance_report_topic *topic_of(const stance_report *report, const char *id)
{
    for (size_t i = 0; i < report->topic_count; i++)
        if (stance_view_is(report->topics[i].id, id)) return &report->topics[i];
    return NULL;
}

/* The longest line as the C library counts columns, which knows nothing of how the report does it. */
static inline int widest(const char *text)
{
    int most = 0, columns = 0;
    mbstate_t shift = {0};
    assert_non_null(setlocale(LC_CTYPE, "C.UTF-8"));
    for (size_t left = strlen(text), n; left; text += n, left -= n) {
        wchar_t c;
        n = mbrtowc(&c, text, left, &shift);
        assert_true(n != (size_t)-1 && n != (size_t)-2);
        if (c == L'\n') columns = 0;
        else columns += wcwidth(c) > 0 ? wcwidth(c) : 0;
        if (columns > most) most = columns;
    }
    return most;
}

/* A strict reader of RFC 4180: cells end in zeros in `store`, which is as long as the text. Undoes the guard before
   formulas. */
typedef struct csv_table {
    char *store;
    char *cells[4096];
    size_t rows, columns;
} csv_table;

static inline char *unguarded(char *cell)
{
    size_t quotes = strspn(cell, "'");
    return quotes && cell[quotes] && strchr("=+-@\t\r", cell[quotes]) ? cell + 1 : cell;
}

static inline void csv_read(const char *text, csv_table *table)
{
    size_t column = 0, count = 0;
    char *out = table->store = calloc(strlen(text) + 2, 1);
    table->rows = table->columns = 0;
    while (*text) {
        char *cell = out;
        bool quoted = *text == '"';
        if (quoted) {
            for (text++; *text != '"' || text[1] == '"'; text++) {
                assert_true(*text != '\0');
                if (*text == '"') text++;
                *out++ = *text;
            }
            text++;
        } else {
            while (*text != ',' && *text != '\r') {
                assert_true(*text != '\0' && *text != '"' && *text != '\n');
                *out++ = *text++;
            }
        }
        *out++ = '\0';
        assert_true(count < sizeof table->cells / sizeof *table->cells);
        table->cells[count++] = quoted || *cell == '\'' ? unguarded(cell) : cell;
        column++;
        if (*text == ',') {
            text++;
            continue;
        }
        assert_true(text[0] == '\r' && text[1] == '\n');
        text += 2;
        if (!table->rows++) table->columns = column;
        assert_int_equal(column, table->columns);
        column = 0;
    }
}

static inline const char *csv_cell(const csv_table *table, size_t row, const char *column)
{
    for (size_t i = 0; i < table->columns; i++)
        if (strcmp(table->cells[i], column) == 0) return table->cells[row * table->columns + i];
    fail_msg("no column %s", column);
    return NULL;
}

/* Two runs wrote the same bytes, and no figure in them is none. Frees both. */
static inline void assert_same_and_finite(stance_strbuf texts[2])
{
    assert_string_equal(texts[0].data, texts[1].data);
    assert_null(strstr(texts[0].data, "nan"));
    assert_null(strstr(texts[0].data, "inf,"));
    stance_strbuf_free(&texts[0]);
    stance_strbuf_free(&texts[1]);
}

#endif
