/* What `stance compare` prints: plain words first, then the numbers behind them, in 80 columns. */
#include "report/compare.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define LEAST 0.005      /* what is printed as 0.00 is no difference to speak of */
#define LEAST_PART 500   /* millionths: what is printed as 0.000 is not listed */
enum { MOST_CELLS = 8 }; /* of one factor */

static const char *const factor_names[STANCE_COMPARE_FACTORS] = {"topic", "speaker", "outlet"};

/* "+0.031" of millionths, by way of integers; no -0.000. */
static char *part_figure(int64_t millionths, char out[STANCE_FIGURE_SIZE])
{
    const long long thousandths = (llabs(millionths) + 500) / 1000;
    snprintf(out, STANCE_FIGURE_SIZE, "%s%lld.%03lld",
             !thousandths     ? ""
             : millionths < 0 ? "-"
                              : "+",
             thousandths / 1000, thousandths % 1000);
    return out;
}

/* ---- the finding ---- */

static const char *size_word(double effect)
{
    const double size = fabs(effect);
    return size < .2 ? "very small" : size < .5 ? "small" : size < .8 ? "middling" : "large";
}

/* The sentence before the colon: what may be said. */
static void put_verdict(const stance_compared *x, stance_strbuf *out)
{
    char by[STANCE_FIGURE_SIZE];
    const double difference = x->d.difference;
    const char *figure = stance_figure(fabs(difference), by) + (fabs(difference) >= LEAST);
    const bool none = fabs(difference) < LEAST;
    switch (x->change) {
    case STANCE_CHANGE_UP:
    case STANCE_CHANGE_DOWN:
        stance_strbuf_addf(out, "More %s by %s, more than chance would give", stance_side_word(difference), figure);
        break;
    case STANCE_CHANGE_WEAK_UP:
    case STANCE_CHANGE_WEAK_DOWN:
        stance_strbuf_addf(out, "Weak signs, short of proof, of a more %s tone (by %s)", stance_side_word(difference),
                           figure);
        break;
    case STANCE_CHANGE_NONE:
        if (none) stance_strbuf_adds(out, "No change found: the difference is 0.00");
        else
            stance_strbuf_addf(out, "No change found: more %s by %s, which is not more than chance would give",
                               stance_side_word(difference), figure);
        break;
    default: stance_strbuf_adds(out, "Too little data to tell");
    }
}

/* " in 2020", " on 2020-07-03", " from 2021 on" */
static void put_in(const stance_comparison *c, int k, stance_strbuf *out)
{
    const stance_window *w = &c->windows[k];
    const bool day = memcmp(&w->from, &w->to, sizeof w->from) == 0;
    stance_strbuf_addf(out, "%s%s", day ? " on " : w->from.year && w->to.year ? " in " : " ", w->label);
}

/* Which window keeps the comparison from being made. */
static void put_obstacle(const stance_comparison *c, stance_strbuf *out)
{
    const stance_window_mean *w = c->all.d.windows;
    for (int k = 0; k < 2; k++) {
        if (w[k].documents >= STANCE_COMPARE_MIN_DOCUMENTS) continue;
        if (w[k].documents) {
            stance_strbuf_adds(out, ": ");
            stance_put_count(out, w[k].documents, "document");
            put_in(c, k, out);
            stance_strbuf_addf(out, "; at least %d in each window are needed", STANCE_COMPARE_MIN_DOCUMENTS);
        } else {
            stance_strbuf_adds(out, ": no statements");
            put_in(c, k, out);
        }
        return;
    }
    stance_strbuf_addf(out, ": %zu and %zu documents are so few that no difference could be told from chance",
                       w[0].documents, w[1].documents);
}

static void put_statistics(const stance_comparison *c, stance_strbuf *out)
{
    char figure[STANCE_FIGURE_SIZE], level[STANCE_FIGURE_SIZE], interval[2 * STANCE_FIGURE_SIZE];
    const stance_difference *d = &c->all.d;
    stance_strbuf_addf(out, "(difference %s", stance_figure(d->difference, figure));
    if (d->interval.has_interval)
        stance_strbuf_addf(out, ", %s %% interval %s, %s over documents", stance_level_figure(c->options.level, level),
                           stance_interval_figure(true, d->interval.lo, d->interval.hi, interval),
                           d->interval.method == STANCE_INTERVAL_BCA ? "bootstrap (BCa)" : "cluster-robust t (CR2)");
    else stance_strbuf_addf(out, ", no interval: %s", stance_interval_reason_text(d->interval.reason));
    if (d->has_test) {
        stance_put_p(out, "; p", d->p);
        stance_strbuf_addf(out,
                           d->exhaustive ? " from all %zu ways to deal out the documents"
                                         : " from %zu permutations of the documents",
                           d->permutations);
    }
    if (d->has_effect)
        stance_strbuf_addf(out, "; Hedges' g %s, %s: standard deviations of single statements",
                           stance_figure(d->effect, figure), size_word(d->effect));
    stance_strbuf_adds(out, ")");
}

static void put_window_row(const stance_comparison *c, int k, size_t width, stance_strbuf *out)
{
    const stance_window_mean *w = &c->all.d.windows[k];
    const stance_series_point point = {.statements = w->statements,
                                       .documents = w->documents,
                                       .has_mean = w->has_mean,
                                       .mean = w->mean,
                                       .interval = w->interval};
    if (w->has_mean) stance_put_total_row(stance_view_of(c->windows[k].label), &point, width, out);
    else stance_strbuf_addf(out, "%s: no statements\n", c->windows[k].label);
}

static void put_finding(const stance_comparison *c, stance_strbuf *out, stance_strbuf *line)
{
    enum { NAME = 22 };
    char figure[STANCE_FIGURE_SIZE];
    const stance_difference *d = &c->all.d;
    put_verdict(&c->all, line);
    if (c->all.change == STANCE_CHANGE_UNTESTED) put_obstacle(c, line);
    stance_strbuf_addc(line, '.');
    for (int k = 0; k < 2 && d->has_difference; k++) {
        stance_strbuf_addf(line, "%s%s", k ? " and " : " The mean was ", stance_figure(d->windows[k].mean, figure));
        put_in(c, k, line);
        if (k) stance_strbuf_addc(line, '.');
    }
    if (c->all.change == STANCE_CHANGE_NONE)
        stance_strbuf_adds(line, " That is not proof that there was none; changes within the interval remain "
                                 "possible.");
    stance_wrap_line(out, line, "", "");
    if (d->has_difference) {
        put_statistics(c, line);
        stance_wrap_line(out, line, "", "");
    }
    stance_strbuf_addc(out, '\n');
    stance_put_scale_head(out, "window", NAME, c->options.level);
    for (int k = 0; k < 2; k++) put_window_row(c, k, NAME, out);
    stance_strbuf_addc(out, '\n');
}

/* ---- each ---- */

static void put_groups(const stance_comparison *c, stance_strbuf *out, stance_strbuf *line)
{
    enum { TITLE = 21 };
    static const char *const names[] = {"", "topic", "speaker", "outlet"};
    static const char *const words[] = {"too little", "none found", "up", "down", "up, weak", "down, weak"};
    char level[STANCE_FIGURE_SIZE], figure[STANCE_FIGURE_SIZE], p[STANCE_FIGURE_SIZE], cell[2 * STANCE_FIGURE_SIZE];
    if (c->options.each == STANCE_EACH_NONE) return;
    size_t tested = 0;
    stance_strbuf_addf(line, "%s %% interval", stance_level_figure(c->options.level, level));
    stance_strbuf_addf(out, "%-*s %9s %7s %6s  %-14s %6s %s\n", TITLE, names[c->options.each], "n", "docs", "change",
                       line->failed ? "" : line->data, "adj. p", "finding");
    stance_strbuf_clear(line);
    for (size_t i = 0; i < c->group_count; i++) {
        const stance_compared *x = &c->groups[i];
        const stance_difference *d = &x->d;
        const bool ready = x->change != STANCE_CHANGE_UNTESTED;
        char counts[2][48];
        tested += ready;
        for (int k = 0; k < 2; k++) {
            const size_t n[2] = {k ? d->windows[0].documents : d->windows[0].statements,
                                 k ? d->windows[1].documents : d->windows[1].statements};
            snprintf(counts[k], sizeof counts[k], "%zu/%zu", n[0], n[1]);
        }
        stance_strbuf_addf(line, " %9s %7s %6s  %-14s %6s %s", counts[0], counts[1],
                           d->has_difference ? stance_figure(d->difference, figure) : "-",
                           !d->has_difference ? ""
                                              : stance_interval_cell(ready && d->interval.has_interval, d->interval.lo,
                                                                     d->interval.hi, cell),
                           ready ? stance_p_figure(x->p_adjusted, p) : "-", words[x->change]);
        stance_put_row(out, x->title, TITLE, line);
        stance_strbuf_clear(line);
    }
    stance_strbuf_addc(out, '\n');
    stance_strbuf_addf(
        line,
        "n and docs: statements and documents, first/second window. adj. p allows for %zu test%s "
        "(Benjamini-Hochberg); a change is called one up to %.2f, weak up to %.2f. up: more conciliatory, "
        "down: more critical. \"none found\" means that a change could not be shown, not that there was "
        "none; \"too little\" that there are fewer than %d documents in a window, or so few in all that "
        "no difference could be told from chance.",
        tested, tested == 1 ? "" : "s", STANCE_REPORT_SUPPORTED, STANCE_REPORT_WEAK, STANCE_COMPARE_MIN_DOCUMENTS);
    stance_wrap_line(out, line, "", "");
    stance_strbuf_addc(out, '\n');
}

/* ---- what people coded ---- */

static void put_corrected(const stance_comparison *c, const stance_compared *x, stance_strbuf *line)
{
    char figure[STANCE_FIGURE_SIZE];
    const size_t drawn[2] = {x->coded[0].covered, x->coded[1].covered};
    if (drawn[0] < x->d.windows[0].statements || drawn[1] < x->d.windows[1].statements)
        stance_strbuf_addf(line, "over the %zu and %zu statements that samples were drawn from, ", drawn[0], drawn[1]);
    stance_strbuf_adds(line, "as people would code all of them, the balance (the share of conciliatory statements "
                             "less that of critical ones)");
    for (int k = 0; k < 2; k++) {
        stance_strbuf_adds(line, k ? " and " : " is ");
        stance_put_estimate(c->options.level, x->coded[k].balance, x->coded[k].has_interval, x->coded[k].lo,
                            x->coded[k].hi, line);
        put_in(c, k, line);
    }
    stance_strbuf_adds(line, ": a difference of ");
    stance_put_estimate(c->options.level, x->corrected.difference, x->corrected.has_interval, x->corrected.lo,
                        x->corrected.hi, line);
    stance_strbuf_addf(line, ", where the lexicon alone has %s.",
                       stance_figure(x->coded[1].lexicon - x->coded[0].lexicon, figure));
}

static void put_coded(const stance_comparison *c, stance_strbuf *out, stance_strbuf *line)
{
    const stance_report_coded *coded = c->all.coded;
    if (!coded[0].coded && !coded[1].coded) return;
    stance_strbuf_addf(line, "Checked by people, who coded %zu statements of the first window and %zu of the second: ",
                       coded[0].coded, coded[1].coded);
    if (c->all.has_corrected) put_corrected(c, &c->all, line);
    else
        stance_strbuf_addf(line,
                           "too few to correct the lexicon by (they are in %zu and %zu documents; %d in each window "
                           "are needed).",
                           coded[0].documents, coded[1].documents, STANCE_REPORT_CODED_DOCUMENTS);
    stance_wrap_line(out, line, "", "");
    for (size_t i = 0; i < c->group_count; i++) {
        const stance_compared *x = &c->groups[i];
        if (!x->has_corrected) continue;
        stance_plain(line, x->title);
        stance_strbuf_adds(line, ": a difference of ");
        stance_put_estimate(c->options.level, x->corrected.difference, x->corrected.has_interval, x->corrected.lo,
                            x->corrected.hi, line);
        stance_wrap_line(out, line, "- ", "  ");
    }
    stance_strbuf_addc(out, '\n');
}

/* ---- the split ---- */

static void put_part(stance_strbuf *out, const char *words, int64_t part)
{
    char figure[STANCE_FIGURE_SIZE];
    stance_strbuf_addf(out, "  %-62s %7s\n", words, part_figure(part, figure));
}

static int64_t size_of(const stance_split_cell *cell)
{
    return llabs(cell->tone) + llabs(cell->mix);
}

/* The next cell in the order of size, then of numbers, after `last` (NULL: the first). */
static const stance_split_cell *next_cell(const stance_split_factor *factor, const stance_split_cell *last)
{
    const stance_split_cell *best = NULL;
    for (size_t i = 0; i < factor->count; i++) {
        const stance_split_cell *cell = &factor->cells[i];
        if (last && (size_of(cell) > size_of(last) || (size_of(cell) == size_of(last) && cell <= last))) continue;
        if (!best || size_of(cell) > size_of(best)) best = cell;
    }
    return best;
}

static void put_cell(const stance_comparison *c, int factor, const stance_split_cell *cell, stance_strbuf *out,
                     stance_strbuf *line)
{
    enum { TITLE = 28 };
    char means[2][STANCE_FIGURE_SIZE], tone[STANCE_FIGURE_SIZE], mix[STANCE_FIGURE_SIZE];
    for (int k = 0; k < 2; k++) {
        if (cell->present[k]) stance_strbuf_addf(line, " %4.0f %%", cell->share[k] * 100);
        else stance_strbuf_adds(line, "      -");
    }
    for (int k = 0; k < 2; k++)
        stance_strbuf_addf(line, " %6s", cell->present[k] ? stance_figure(cell->mean[k], means[k]) : "-");
    stance_strbuf_addf(line, " %7s %7s",
                       !cell->present[0]   ? "entered"
                       : !cell->present[1] ? "left"
                                           : part_figure(cell->tone, tone),
                       part_figure(cell->mix, mix));
    stance_strbuf_adds(out, "  ");
    stance_put_row(out, c->names[factor][cell->cell], TITLE, line);
    stance_strbuf_clear(line);
}

static void put_factor(const stance_comparison *c, int factor, stance_strbuf *out, stance_strbuf *line)
{
    const stance_split_factor *alone = &c->split.alone[factor];
    char tone[STANCE_FIGURE_SIZE], mix[STANCE_FIGURE_SIZE];
    if (alone->count < 2) return;
    stance_strbuf_addc(out, '\n');
    stance_strbuf_addf(line, "  By %s alone", factor_names[factor]);
    if (line->failed) out->failed = true;
    stance_strbuf_addf(out, "%-30s     share           mean\n", line->failed ? "" : line->data);
    stance_strbuf_clear(line);
    stance_strbuf_addf(out, "  %-28s %6s %6s %6s %6s %7s %7s\n", factor_names[factor], "first", "second", "first",
                       "second", "tone", "mix");
    size_t shown = 0;
    for (const stance_split_cell *cell = next_cell(alone, NULL); cell && shown < MOST_CELLS;
         cell = next_cell(alone, cell)) {
        if (size_of(cell) < LEAST_PART) break;
        put_cell(c, factor, cell, out, line);
        shown++;
    }
    if (shown < alone->count) stance_strbuf_addf(out, "  and %zu more that moved it less\n", alone->count - shown);
    stance_strbuf_addf(out, "  %-56s %7s %7s\n", "all", part_figure(alone->tone, tone), part_figure(alone->mix, mix));
}

static void put_parts(const stance_comparison *c, stance_strbuf *out)
{
    static const char *const words[STANCE_COMPARE_FACTORS] = {"other topics (the mix of topics)",
                                                              "other speakers (the mix of speakers)",
                                                              "other outlets (the mix of outlets)"};
    put_part(out, "said differently: same topic, same speaker, same outlet", c->split.tone);
    for (int f = 0; f < STANCE_COMPARE_FACTORS; f++) put_part(out, words[f], c->split.mix[f]);
    put_part(out, "in all", c->split.total);
}

static void put_split(const stance_comparison *c, stance_strbuf *out, stance_strbuf *line)
{
    if (!c->has_split) return;
    stance_strbuf_adds(out, "Why: the parts of the difference\n");
    put_parts(c, out);
    if (c->all.change != STANCE_CHANGE_UP && c->all.change != STANCE_CHANGE_DOWN)
        stance_strbuf_adds(
            line, "It was not shown that the difference is more than chance; then its parts may be chance too. ");
    stance_strbuf_addf(
        line,
        "The parts add up but for the rounding to three decimals. %.0f %% of the statements of the first "
        "window and %.0f %% of the second are of combinations of topic, speaker and outlet that both "
        "have; only there can \"said differently\" be seen. The rest counts as mix.",
        c->split.comparable[0] * 100, c->split.comparable[1] * 100);
    stance_wrap_line(out, line, "  ", "  ");
    for (int f = 0; f < STANCE_COMPARE_FACTORS; f++) put_factor(c, f, out, line);
    stance_strbuf_addc(out, '\n');
}

/* ---- what it hangs on ---- */

static bool is_found(const stance_comparison *c)
{
    return c->all.change != STANCE_CHANGE_NONE && c->all.change != STANCE_CHANGE_UNTESTED;
}

static void put_documents(const stance_comparison *c, stance_strbuf *out, stance_strbuf *line)
{
    char figures[2][STANCE_FIGURE_SIZE];
    const stance_hinge *h = &c->document_pivot;
    if (!h->statements) return;
    if (!h->has_without || (is_found(c) && (h->hangs || c->rests_on_document))) {
        stance_strbuf_adds(line, "It hangs on one document: without ");
        stance_plain(line, h->name);
        stance_strbuf_adds(line, " (");
        stance_put_count(line, h->statements, "statement");
        put_in(c, (int)h->window, line);
        stance_strbuf_adds(line, ") ");
        if (!h->has_without) stance_strbuf_adds(line, "there is nothing in its window");
        else
            stance_strbuf_addf(line, "the difference would be %s instead of %s", stance_figure(h->without, figures[0]),
                               stance_figure(c->all.d.difference, figures[1]));
        if (c->rests_on_document && c->has_p_without) {
            stance_strbuf_adds(line, ", no longer more than chance would give (");
            stance_put_p(line, "p", c->p_without);
            stance_strbuf_addc(line, ')');
        }
        stance_strbuf_addc(line, '.');
    } else {
        stance_figure(c->least_without, figures[0]);
        stance_figure(c->most_without, figures[1]);
        stance_strbuf_addf(line, "%s document is left out, the difference ",
                           is_found(c) ? "It hangs on no single document: whichever" : "Whichever");
        if (strcmp(figures[0], figures[1]) == 0) stance_strbuf_addf(line, "stays at %s.", figures[0]);
        else stance_strbuf_addf(line, "lies between %s and %s.", figures[0], figures[1]);
    }
    stance_wrap_line(out, line, "- ", "  ");
}

/* An entry may list dozens of alternatives; its beginning tells which it is. */
static void put_pattern(stance_view pattern, stance_strbuf *line)
{
    enum { MOST = 40 };
    stance_strbuf plain = STANCE_STRBUF_INIT;
    stance_plain(&plain, pattern);
    if (plain.failed) line->failed = true;
    if (stance_columns(stance_strbuf_view(&plain)) > MOST) stance_fit(line, stance_strbuf_view(&plain), MOST);
    else stance_strbuf_addv(line, stance_strbuf_view(&plain));
    stance_strbuf_free(&plain);
}

static void put_entries(const stance_comparison *c, stance_strbuf *out, stance_strbuf *line)
{
    char figure[STANCE_FIGURE_SIZE];
    const bool hangs = is_found(c) && c->entry_pivot.hangs;
    const stance_hinge *h = hangs ? &c->entry_pivot : &c->entries[0];
    if (!c->entry_count) return;
    if (hangs) stance_strbuf_adds(line, "It hangs on one entry of the lexicon: without the points of “");
    else
        stance_strbuf_addf(line, "%sThe entry of the lexicon that matters most: without the points of “",
                           is_found(c) ? "It hangs on no single word. " : "");
    put_pattern(h->name, line);
    stance_strbuf_adds(line, "” (");
    stance_plain(line, h->origin);
    stance_strbuf_adds(line, ", in ");
    stance_put_count(line, h->statements, "statement");
    stance_strbuf_addf(line, ") the difference would be %s.", stance_figure(h->without, figure));
    stance_wrap_line(out, line, "- ", "  ");
}

static void put_mover(const stance_mover *m, stance_strbuf *out, stance_strbuf *line)
{
    static const char indent[] = "          ";
    char figure[STANCE_FIGURE_SIZE], lead[STANCE_FIGURE_SIZE + 8], score[STANCE_FIGURE_SIZE], date[STANCE_DATE_SIZE];
    const stance_evidence *e = &m->evidence;
    const int64_t part = llround(m->contribution * STANCE_MILLION);
    if (llabs(part) >= LEAST_PART) snprintf(lead, sizeof lead, "  %6s  ", part_figure(part, figure));
    else snprintf(lead, sizeof lead, "  %6s  ", part < 0 ? "-" : "+"); /* one of very many */
    stance_strbuf_addf(line, "%s · ", stance_date_format(e->date, date));
    stance_plain(line, e->speaker.len ? e->speaker : stance_view_of("(not named)"));
    stance_strbuf_addf(line, " · score %s · %s", stance_figure((double)e->tone.score / STANCE_MILLION, score), e->id);
    stance_wrap_line(out, line, lead, indent);
    stance_strbuf_adds(line, e->summary ? "Summary: " : "“");
    stance_plain(line, e->text);
    if (!e->summary) stance_strbuf_adds(line, "”");
    stance_wrap_line(out, line, indent, indent);
}

static void put_movers(const stance_comparison *c, stance_strbuf *out, stance_strbuf *line)
{
    if (!c->mover_count[0] && !c->mover_count[1]) return;
    stance_strbuf_adds(out, "\nThe statements that moved it most, and by how much\n");
    for (size_t i = 0; i < c->mover_count[0]; i++) put_mover(&c->movers[0][i], out, line);
    if (c->mover_count[1]) stance_strbuf_adds(out, "The other way\n");
    for (size_t i = 0; i < c->mover_count[1]; i++) put_mover(&c->movers[1][i], out, line);
}

void stance_compare_put_reasons(const stance_comparison *c, stance_strbuf *out)
{
    stance_strbuf line = STANCE_STRBUF_INIT;
    if (c->has_split) {
        stance_strbuf_adds(out, "Why: the parts of the difference between the two means\n");
        put_parts(c, out);
    }
    if (c->all.d.has_difference) {
        stance_strbuf_adds(out, "What it hangs on\n");
        put_documents(c, out, &line);
        put_entries(c, out, &line);
        put_movers(c, out, &line);
    }
    if (line.failed) out->failed = true;
    stance_strbuf_free(&line);
}

/* ---- all of it ---- */

static void put_left_out(const stance_comparison *c, stance_strbuf *out, stance_strbuf *line)
{
    const stance_report_excluded *x = &c->report.excluded;
    if (x->undated) {
        stance_strbuf_adds(line, "Not counted: ");
        stance_put_count(line, x->undated, "sentence");
        stance_strbuf_adds(line, " in ");
        stance_put_count(line, x->undated_documents, "document");
        stance_strbuf_adds(line, " without a whole date.");
    }
    if (x->inferred) {
        stance_strbuf_addf(line, "%sNot counted: ", line->len ? " " : "");
        stance_put_count(line, x->inferred, "sentence");
        stance_strbuf_adds(line, " in ");
        stance_put_count(line, x->inferred_documents, "document");
        stance_strbuf_adds(line, " whose date is inferred (--dates inferred takes them in).");
    }
    if (!line->len) return;
    if (c->all.d.has_difference) stance_strbuf_addc(out, '\n');
    stance_wrap_line(out, line, "", "");
}

static void put_title(const stance_comparison *c, stance_strbuf *out, stance_strbuf *line)
{
    stance_strbuf_addf(line, "Two windows, %s and %s: ", c->windows[0].label, c->windows[1].label);
    stance_describe_who(&c->report, line);
    stance_describe_scope(&c->report, line);
    if (c->options.weighting == STANCE_BY_DOCUMENT) stance_strbuf_adds(line, ", each document counting the same");
    if (c->options.importance == STANCE_BY_LENGTH) stance_strbuf_adds(line, ", statements counting by their length");
    if (c->options.importance == STANCE_BY_RECENCY)
        stance_strbuf_addf(line, ", statements %g days older counting half as much", c->options.half_life);
    stance_wrap_line(out, line, "", "  ");
    stance_strbuf_addc(out, '\n');
}

stance_status stance_compare_text(const stance_comparison *comparison, stance_strbuf *out, stance_error *err)
{
    const stance_comparison *c = comparison;
    stance_strbuf line = STANCE_STRBUF_INIT;
    const stance_window_mean *w = c->all.d.windows;
    if (!w[0].statements && !w[1].statements) {
        stance_strbuf_adds(out, "no statements match\n");
        return stance_strbuf_ok(out, err);
    }
    put_title(c, out, &line);
    put_finding(c, out, &line);
    put_groups(c, out, &line);
    put_coded(c, out, &line);
    if (c->all.d.has_difference) {
        put_split(c, out, &line);
        stance_strbuf_adds(out, "What the difference hangs on\n");
        put_documents(c, out, &line);
        put_entries(c, out, &line);
        put_movers(c, out, &line);
    }
    put_left_out(c, out, &line);
    if (c->all.d.has_difference)
        stance_strbuf_adds(out, "\n+ is more conciliatory, - more critical. Scores come from a lexicon, not from a\n"
                                "reader; `stance explain ID` shows how a statement's came about.\n");
    if (line.failed) out->failed = true;
    stance_strbuf_free(&line);
    return stance_strbuf_ok(out, err);
}
