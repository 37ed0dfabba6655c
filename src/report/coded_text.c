/* What people coded against the lexicon, in words and as a table: a section of report.txt and `stance trend --coded`. */
#include "report/internal.h"

#include <math.h>
#include <stdio.h>

enum { TITLE = 18 };
#define LEAST 0.005 /* an end of an interval that is printed as 0.00 is on no side */

static void wrap(stance_strbuf *out, stance_strbuf *line, const char *first)
{
    stance_wrap_line(out, line, first, *first ? "  " : "");
}

void stance_put_codings(const stance_report *report, size_t statements, size_t covered, stance_strbuf *out)
{
    const stance_report_codings *c = &report->codings;
    stance_strbuf_addf(out, "%zu of the %zu statements %s coded by ", c->counted, statements,
                       c->counted == 1 ? "was" : "were");
    if (c->coder_count > 1) stance_strbuf_addf(out, "%zu people (", c->coder_count);
    stance_plain(out, c->coders);
    stance_strbuf_addf(out, "%s, without seeing the scores (`stance annotate`).", c->coder_count > 1 ? ")" : "");
    if (covered < statements)
        stance_strbuf_addf(out,
                           " The samples were drawn from %zu of the statements; what is said here is said of those "
                           "only.",
                           covered);
    if (c->later)
        stance_strbuf_addf(out,
                           " %zu statement%s came in after the samples were drawn, and %s taken to be like the rest: "
                           "a new sample (`stance annotate --seed`) would tell.",
                           c->later, c->later == 1 ? "" : "s", c->later == 1 ? "is" : "are");
    if (c->statements > c->counted)
        stance_strbuf_addf(out, " %zu more coded statement%s not among them.", c->statements - c->counted,
                           c->statements - c->counted == 1 ? " is" : "s are");
}

void stance_put_estimate(double level, double value, bool has, double lo, double hi, stance_strbuf *out)
{
    char figure[STANCE_FIGURE_SIZE], percent[STANCE_FIGURE_SIZE], interval[2 * STANCE_FIGURE_SIZE];
    stance_strbuf_adds(out, stance_figure(value, figure));
    if (has)
        stance_strbuf_addf(out, " (%s %% interval %s)", stance_level_figure(level, percent),
                           stance_interval_figure(true, lo, hi, interval));
}

static void put_verdict(double level, const stance_report_coded *c, size_t statements, stance_strbuf *out)
{
    char lexicon[STANCE_FIGURE_SIZE];
    if (c->covered < statements)
        stance_strbuf_addf(out, "over the %zu statements that samples were drawn from, ", c->covered);
    stance_strbuf_adds(out, "corrected by them, the balance of conciliatory and critical statements is ");
    stance_put_estimate(level, c->balance, c->has_interval, c->lo, c->hi, out);
    stance_strbuf_addf(out, ", where the lexicon alone has %s. ", stance_figure(c->lexicon, lexicon));
    if (!c->has_off_interval) stance_strbuf_adds(out, "The two do not differ in more than the sample tells.");
    else if (c->off_lo < LEAST && c->off_hi > -LEAST)
        stance_strbuf_adds(out, "That the lexicon leans too far to one side was not shown.");
    else {
        stance_strbuf_addf(out, "The lexicon is too %s by ", c->off > 0 ? "conciliatory" : "critical");
        const bool down = c->off < 0;
        stance_put_estimate(level, fabs(c->off), true, down ? -c->off_hi : c->off_lo, down ? -c->off_lo : c->off_hi,
                            out);
        stance_strbuf_addc(out, '.');
    }
}

void stance_put_coded_finding(const stance_report *report, stance_strbuf *out)
{
    const stance_report_coded *c = &report->all.coded;
    if (!report->codings.counted) return;
    stance_strbuf_addf(out, "Checked by people, who coded %zu of the statements: ", report->codings.counted);
    if (*c->note)
        stance_strbuf_addf(out, "too few to correct the lexicon by (they are in %zu document%s; %d are needed).",
                           c->documents, c->documents == 1 ? "" : "s", STANCE_REPORT_CODED_DOCUMENTS);
    else put_verdict(report->options.level, c, report->all.total.statements, out);
}

/* ---- the section ---- */

static void put_reading(stance_strbuf *out, stance_strbuf *line)
{
    char neutral[STANCE_FIGURE_SIZE];
    stance_strbuf_addf(
        line,
        "Coders say critical (-1), neutral (0) or conciliatory (+1), and not how much. So what is compared is the "
        "balance: the share of conciliatory statements less the share of critical ones, from -1 to +1, which is not "
        "the mean score. \"lexicon\" is the balance by the scores, of which those up to %s either way count as "
        "neutral; \"people\" is what the coders would give had they coded every statement: the lexicon's balance, "
        "less its error among the statements that were coded, each weighed by its chance of being drawn "
        "(prediction-powered: it uses as much of the lexicon as makes the interval least). Where several coded a "
        "statement their mean counts. Its interval holds the "
        "error of the lexicon, the chance of the sample, and how much documents differ. \"off\" is the lexicon less "
        "the people: above zero, the lexicon is too conciliatory. Every statement has the same weight.",
        stance_figure((double)STANCE_NEUTRAL_SCORE / STANCE_MILLION, neutral) + 1);
    wrap(out, line, "");
    stance_strbuf_addc(out, '\n');
}

static void put_head(double level, const char *last, stance_strbuf *out)
{
    char percent[STANCE_FIGURE_SIZE], interval[STANCE_FIGURE_SIZE + 16];
    snprintf(interval, sizeof interval, "%.8s %% interval", stance_level_figure(level, percent));
    stance_strbuf_addf(out, "%-*s %6s %7s %7s  ", TITLE, "topic", "coded", "lexicon", "people");
    if (last) stance_strbuf_addf(out, "%-14s %6s  ", interval, last);
    stance_strbuf_addf(out, "%s\n", interval);
}

static void put_balances(const stance_report *report, stance_strbuf *out, stance_strbuf *line)
{
    char lexicon[STANCE_FIGURE_SIZE], people[STANCE_FIGURE_SIZE], off[STANCE_FIGURE_SIZE];
    char first[2 * STANCE_FIGURE_SIZE], second[2 * STANCE_FIGURE_SIZE];
    bool head = false;
    for (size_t i = 0; i < stance_listed_count(report); i++) {
        const stance_report_topic *topic = stance_listed(report, i);
        const stance_report_coded *c = &topic->coded;
        if (*c->note) continue;
        if (!head) put_head(report->options.level, "off", out);
        head = true;
        stance_strbuf_addf(line, " %6zu %7s %7s  %-14s %6s  %s", c->coded, stance_figure(c->lexicon, lexicon),
                           stance_figure(c->balance, people),
                           stance_interval_cell(c->has_interval, c->lo, c->hi, first), stance_figure(c->off, off),
                           stance_interval_cell(c->has_off_interval, c->off_lo, c->off_hi, second));
        stance_put_row(out, topic->title, TITLE, line);
        stance_strbuf_clear(line);
    }
    if (head) stance_strbuf_addc(out, '\n');
}

static void put_slopes(const stance_report *report, stance_strbuf *out, stance_strbuf *line)
{
    char lexicon[STANCE_FIGURE_SIZE], people[STANCE_FIGURE_SIZE], interval[2 * STANCE_FIGURE_SIZE];
    bool head = false;
    for (size_t i = 0; i < stance_listed_count(report); i++) {
        const stance_report_topic *topic = stance_listed(report, i);
        const stance_report_coded *c = &topic->coded;
        if (!c->has_slope) continue;
        if (!head) {
            stance_strbuf_addf(line,
                               "Its change a year, by the straight line through the classes of all statements (from "
                               "%d documents with coded statements on):",
                               STANCE_REPORT_CODED_SLOPE);
            wrap(out, line, "");
            put_head(report->options.level, NULL, out);
        }
        head = true;
        stance_strbuf_addf(line, " %6zu %7s %7s  %s", c->coded, stance_figure(c->lexicon_slope, lexicon),
                           stance_figure(c->slope, people),
                           stance_interval_cell(true, c->slope_lo, c->slope_hi, interval));
        stance_put_row(out, topic->title, TITLE, line);
        stance_strbuf_clear(line);
    }
    if (head) stance_strbuf_addc(out, '\n');
}

static void put_too_few(const stance_report *report, stance_strbuf *out, stance_strbuf *line)
{
    bool head = false;
    size_t none = 0;
    for (size_t i = 0; i < stance_listed_count(report); i++) {
        const stance_report_topic *topic = stance_listed(report, i);
        const stance_report_coded *c = &topic->coded;
        none += c->coded == 0;
        if (!*c->note || !c->coded) continue;
        if (!head) {
            stance_strbuf_addf(line, "Too few coded (coded statements in at least %d documents are needed):",
                               STANCE_REPORT_CODED_DOCUMENTS);
            wrap(out, line, "");
        }
        head = true;
        stance_plain(line, topic->title);
        stance_strbuf_addf(line, " (%zu statement%s in %zu document%s)", c->coded, c->coded == 1 ? "" : "s",
                           c->documents, c->documents == 1 ? "" : "s");
        wrap(out, line, "- ");
    }
    if (head) stance_strbuf_addc(out, '\n');
    if (!none) return;
    stance_strbuf_addf(line, "Of %zu topic%s nothing was coded.", none, none == 1 ? "" : "s");
    wrap(out, line, "");
    stance_strbuf_addc(out, '\n');
}

void stance_put_coded(const stance_report *report, stance_strbuf *out)
{
    stance_strbuf line = STANCE_STRBUF_INIT;
    if (!report->codings.counted) return;
    stance_put_codings(report, report->all.total.statements, report->all.coded.covered, &line);
    wrap(out, &line, "");
    stance_strbuf_addc(out, '\n');
    if (!*report->all.coded.note) put_reading(out, &line);
    put_balances(report, out, &line);
    put_slopes(report, out, &line);
    put_too_few(report, out, &line);
    stance_strbuf_free(&line);
}

stance_status stance_coded_text(const stance_report *report, stance_strbuf *out, stance_error *err)
{
    stance_strbuf line = STANCE_STRBUF_INIT;
    if (!report->codings.statements)
        return stance_fail(err, STANCE_ENODATA,
                           "nothing is coded in this database: code a sample with 'stance annotate'");
    if (!report->codings.counted)
        return stance_fail(err, STANCE_ENODATA,
                           "none of the %zu coded statements is among those selected: select more, or code a sample "
                           "of these with 'stance annotate' and the same options",
                           report->codings.statements);
    stance_strbuf_adds(&line, "What people coded: ");
    stance_plain(&line, report->title);
    wrap(out, &line, "");
    stance_strbuf_addc(out, '\n');
    stance_strbuf_free(&line);
    stance_put_coded(report, out);
    return stance_strbuf_ok(out, err);
}
