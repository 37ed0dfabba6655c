/* Coverage as text and tables. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/internal.h"
#include "stance/coverage.h"

enum { ENTRY_LEAD_SIZE = 96 };

static double points(int64_t effect, int64_t times)
{
    return times ? (double)effect / (double)times / STANCE_MILLION : 0;
}

/* Names and terms have no points, and shifters none of their own. */
static bool has_points(const stance_coverage_entry *e)
{
    return e->times && (e->effect || strcmp(e->kind, "tone") == 0 || strcmp(e->kind, "reversers") == 0);
}

static void put_head(const stance_coverage *c, stance_strbuf *out)
{
    double share = c->statements ? 100.0 * (double)c->unmatched / (double)c->statements : 0;
    stance_strbuf_addf(out, "%lld statements in %lld documents\n", (long long)c->statements, (long long)c->documents);
    stance_strbuf_addf(out, "%lld (%.1f %%) without any tone entry: unknown, not neutral\n", (long long)c->unmatched,
                       share);
    stance_strbuf_addf(out, "%zu of %zu entries fired, %zu never did (--unused lists them)\n", c->used, c->entry_count,
                       c->entry_count - c->used);
    if (c->unknown_hits)
        stance_strbuf_addf(
            out,
            "%lld times an entry fired that this lexicon does not have: the scores were made with another "
            "one\n",
            (long long)c->unknown_hits);
}

/* "accuse~ (tone-critical.tsv:16)" after what stands before it in its line, on as many lines as that takes. */
static void put_entry(const stance_coverage_entry *e, const char *first, stance_strbuf *out)
{
    stance_strbuf words = STANCE_STRBUF_INIT;
    stance_plain(&words, e->pattern);
    stance_strbuf_adds(&words, " (");
    stance_plain(&words, e->origin);
    stance_strbuf_addc(&words, ')');
    char rest[ENTRY_LEAD_SIZE];
    snprintf(rest, sizeof rest, "%*s", (int)strlen(first), "");
    stance_wrap(out, stance_strbuf_view(&words), first, rest);
    out->failed = out->failed || words.failed;
    stance_strbuf_free(&words);
}

static void put_entries(const stance_coverage *c, size_t top, stance_strbuf *out)
{
    if (!c->used) return;
    stance_strbuf_adds(out, "\nEntries that fire most, and how many points they give on average\n"
                            "statements documents  points kind      entry\n");
    for (size_t i = 0; i < c->used && i < top; i++) {
        const stance_coverage_entry *e = &c->entries[i];
        char figure[STANCE_FIGURE_SIZE] = "", first[ENTRY_LEAD_SIZE];
        if (has_points(e)) stance_figure(points(e->effect, e->times), figure);
        snprintf(first, sizeof first, "%10lld %9lld %7s %-9s ", (long long)e->statements, (long long)e->documents,
                 figure, e->kind);
        put_entry(e, first, out);
    }
}

static void put_word(const stance_coverage_word *w, stance_strbuf *out)
{
    stance_strbuf_addf(out, "%10lld %10lld %10lld %+7.1f  ", (long long)w->times, (long long)w->statements,
                       (long long)w->documents, w->z);
    stance_plain(out, w->word);
    stance_strbuf_addc(out, '\n');
}

static int by_z(const void *x, const void *y)
{
    const stance_coverage_word *a = *(const stance_coverage_word *const *)x,
                               *b = *(const stance_coverage_word *const *)y;
    if (a->z > b->z || a->z < b->z) return a->z > b->z ? -1 : 1;
    return a < b ? -1 : a > b;
}

static void put_words(const stance_coverage *c, size_t top, stance_strbuf *out)
{
    static const char head[] = "     times statements  documents       z  word\n";
    if (!c->word_count) return;
    stance_strbuf_adds(out, "\nWords that no entry covers, commonest first\n");
    stance_strbuf_adds(out, head);
    for (size_t i = 0; i < c->word_count && i < top; i++) put_word(&c->words[i], out);
    const stance_coverage_word **list = malloc(c->word_count * sizeof *list);
    if (!list) {
        out->failed = true;
        return;
    }
    for (size_t i = 0; i < c->word_count; i++) list[i] = &c->words[i];
    qsort(list, c->word_count, sizeof *list, by_z);
    if (list[0]->z > 2) {
        stance_strbuf_adds(out,
                           "\nThe same, those first that keep to statements with a score beyond ±0.25\n(z above 2)\n");
        stance_strbuf_adds(out, head);
        for (size_t i = 0; i < c->word_count && i < top && list[i]->z > 2; i++) put_word(list[i], out);
    }
    free(list);
}

static void put_unused(const stance_coverage *c, stance_strbuf *out)
{
    stance_strbuf_adds(out, "\nEntries that never fired\n");
    for (size_t i = c->used; i < c->entry_count; i++) {
        char first[ENTRY_LEAD_SIZE];
        snprintf(first, sizeof first, "%-9s  ", c->entries[i].kind);
        put_entry(&c->entries[i], first, out);
    }
}

void stance_coverage_text(const stance_coverage *coverage, size_t top, bool unused, stance_strbuf *out)
{
    if (!coverage->statements) {
        stance_strbuf_adds(out, "no statements match\n");
        return;
    }
    put_head(coverage, out);
    put_entries(coverage, top, out);
    put_words(coverage, top, out);
    if (unused) put_unused(coverage, out);
}

static void write_entry(const stance_coverage_entry *e, stance_table_format format, stance_strbuf *out)
{
    if (format == STANCE_CSV) {
        stance_strbuf_addf(out, "%s,", e->kind);
        stance_write_csv_text(out, e->pattern);
        stance_strbuf_addc(out, ',');
        stance_write_csv_text(out, e->origin);
        stance_strbuf_addf(out, ",%lld,%lld,%lld,", (long long)e->times, (long long)e->statements,
                           (long long)e->documents);
        if (has_points(e)) stance_write_number(out, points(e->effect, e->times));
        stance_strbuf_adds(out, "\r\n");
        return;
    }
    stance_strbuf_addf(out, "{\"kind\":\"%s\",\"pattern\":", e->kind);
    stance_write_json_string(out, e->pattern);
    stance_strbuf_adds(out, ",\"origin\":");
    stance_write_json_string(out, e->origin);
    stance_strbuf_addf(out,
                       ",\"times\":%lld,\"statements\":%lld,\"documents\":%lld,\"mean_points\":", (long long)e->times,
                       (long long)e->statements, (long long)e->documents);
    if (has_points(e)) stance_write_number(out, points(e->effect, e->times));
    else stance_strbuf_adds(out, "null");
    stance_strbuf_adds(out, "}\n");
}

static void write_word(const stance_coverage_word *w, stance_table_format format, stance_strbuf *out)
{
    if (format == STANCE_CSV) {
        stance_write_csv_text(out, w->word);
        stance_strbuf_addf(out, ",%lld,%lld,%lld,%lld,", (long long)w->times, (long long)w->statements,
                           (long long)w->documents, (long long)w->strong);
        stance_write_number(out, w->z);
        stance_strbuf_adds(out, "\r\n");
        return;
    }
    stance_strbuf_adds(out, "{\"word\":");
    stance_write_json_string(out, w->word);
    stance_strbuf_addf(out, ",\"times\":%lld,\"statements\":%lld,\"documents\":%lld,\"strong\":%lld,\"z\":",
                       (long long)w->times, (long long)w->statements, (long long)w->documents, (long long)w->strong);
    stance_write_number(out, w->z);
    stance_strbuf_adds(out, "}\n");
}

void stance_coverage_write(const stance_coverage *coverage, stance_coverage_table table, stance_table_format format,
                           size_t top, stance_strbuf *out)
{
    bool words = table == STANCE_COVERAGE_WORDS;
    size_t first = table == STANCE_COVERAGE_UNUSED ? coverage->used : 0;
    size_t end = words                             ? coverage->word_count
                 : table == STANCE_COVERAGE_UNUSED ? coverage->entry_count
                                                   : coverage->used;
    if (top && end - first > top) end = first + top;
    if (format == STANCE_CSV)
        stance_strbuf_adds(out, words ? "word,times,statements,documents,strong,z\r\n"
                                      : "kind,pattern,origin,times,statements,documents,mean_points\r\n");
    for (size_t i = first; i < end; i++) {
        if (words) write_word(&coverage->words[i], format, out);
        else write_entry(&coverage->entries[i], format, out);
    }
}
