/* report.txt: the finding first, then what it rests on. */
#include "report/internal.h"

#include <stdio.h>

#ifndef STANCE_VERSION
#define STANCE_VERSION "0"
#endif

enum { NAME = 22, MOST_SPEAKERS = 15 };

static void heading(stance_strbuf *out, const char *text)
{
    stance_strbuf_addf(out, "%s\n", text);
    for (size_t i = stance_columns(stance_view_of(text)); i > 0; i--) stance_strbuf_addc(out, '-');
    stance_strbuf_adds(out, "\n\n");
}

static void say(stance_strbuf *out, const char *text)
{
    stance_wrap(out, stance_view_of(text), "", "");
}

static void item(stance_strbuf *out, stance_strbuf *text)
{
    if (text->failed) out->failed = true;
    if (text->len) stance_wrap(out, stance_strbuf_view(text), "- ", "  ");
    stance_strbuf_clear(text);
}

/* ---- coverage ---- */

/* "Corrections: 3 statements, 1 date, 1 document withdrawn." */
static void put_corrections(const stance_report *report, stance_strbuf *out, stance_strbuf *line)
{
    const stance_totals *t = &report->database;
    const struct {
        int64_t count;
        const char *one, *more;
    } parts[] = {{t->corrected, "statement", "statements"},
                 {t->corrected_dates, "date", "dates"},
                 {t->withdrawn, "document withdrawn", "documents withdrawn"},
                 {t->merged, "name merged with another", "names merged with others"}};
    const char *before = "Corrections: ";
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!parts[i].count) continue;
        stance_strbuf_addf(line, "%s%lld %s", before, (long long)parts[i].count,
                           parts[i].count == 1 ? parts[i].one : parts[i].more);
        before = ", ";
    }
    if (!line->len) return;
    stance_strbuf_adds(line, " in the database (corrections.csv, `stance list corrections`).");
    stance_strbuf_addc(out, '\n');
    stance_wrap(out, stance_strbuf_view(line), "", "");
    stance_strbuf_clear(line);
}

static void put_coverage(const stance_report *report, stance_strbuf *out, stance_strbuf *line)
{
    char first[STANCE_DATE_SIZE], last[STANCE_DATE_SIZE];
    const stance_series_point *total = &report->all.total;
    heading(out, "Coverage");
    if (total->statements) {
        stance_strbuf_addf(line, "%zu statement%s in %zu document%s count, dated %s to %s.", total->statements,
                           total->statements == 1 ? "" : "s", total->documents, total->documents == 1 ? "" : "s",
                           stance_date_format(report->first, first), stance_date_format(report->last, last));
        size_t unknown = total->statements - report->all.with_tone;
        if (unknown)
            stance_strbuf_addf(
                line, " In %zu of them no entry of the lexicon fired: their tone is unknown, their score 0.", unknown);
        stance_wrap(out, stance_strbuf_view(line), "", "");
        stance_strbuf_clear(line);
    }
    if (report->summaries) {
        stance_strbuf_addc(out, '\n');
        stance_strbuf_addf(line,
                           "%zu of the documents are summaries (source \"%s\"): their sentences retell what was "
                           "said and are no quotations, except for words in quotation marks.",
                           report->summaries, STANCE_DIGEST_SOURCE);
        stance_wrap(out, stance_strbuf_view(line), "", "");
        stance_strbuf_clear(line);
    }
    if (total->statements || report->summaries) stance_strbuf_addc(out, '\n');
    if (stance_anything_left_out(report)) {
        say(out, "Selected, but left out:");
        stance_put_left_out(report, out);
    } else {
        say(out, "Nothing that was selected was left out.");
    }
    if (report->database.unscored) {
        stance_strbuf_addf(line,
                           "%lld document%s in a language that no lexicon is for: stored, but not scored "
                           "(`stance list documents`).",
                           (long long)report->database.unscored,
                           report->database.unscored == 1 ? " of the database is" : "s of the database are");
        stance_strbuf_addc(out, '\n');
        stance_wrap(out, stance_strbuf_view(line), "", "");
        stance_strbuf_clear(line);
    }
    put_corrections(report, out, line);
    stance_strbuf_addc(out, '\n');
}

static void put_reading(const stance_report *report, stance_strbuf *out, stance_strbuf *line)
{
    char level[STANCE_FIGURE_SIZE];
    stance_level_figure(report->options.level, level);
    heading(out, "How to read the numbers");
    stance_strbuf_addf(line,
                       "Each statement has a score from -1 (critical of the counterpart) to +1 (conciliatory); 0 is "
                       "neutral, or unknown. n is the number of statements, docs the number of documents that they are "
                       "in. The mean %s. Its %s %% interval allows for how "
                       "much documents differ, since statements in one document are not independent: it resamples "
                       "documents (bootstrap, BCa) from %d documents on, below that it is a cluster-robust t interval "
                       "(CR2), and with one document there is none. \"Clearly\" and \"on balance\" mean that the whole "
                       "interval lies on one side of zero.",
                       report->options.weighting == STANCE_BY_DOCUMENT   ? "gives every document the same weight"
                       : report->options.importance == STANCE_BY_LENGTH  ? "weighs statements by their length"
                       : report->options.importance == STANCE_BY_RECENCY ? "gives later statements more weight"
                                                                         : "gives every statement the same weight",
                       level, STANCE_BCA_MIN_DOCUMENTS);
    stance_wrap(out, stance_strbuf_view(line), "", "");
    stance_strbuf_clear(line);
    stance_strbuf_adds(out, "\n");
    stance_strbuf_addf(line,
                       "On the scale [ | ] the bar is zero, o the mean and --- its interval. * marks fewer than %d "
                       "documents: one more document could turn such a mean. A period without statements is missing, "
                       "not zero.",
                       STANCE_REPORT_FEW_DOCUMENTS);
    stance_wrap(out, stance_strbuf_view(line), "", "");
    stance_strbuf_clear(line);
    stance_strbuf_addc(out, '\n');
}

/* ---- tables ---- */

static void put_topics(const stance_report *report, stance_strbuf *out)
{
    heading(out, "Topics");
    stance_put_scale_head(out, "topic", NAME, report->options.level);
    for (size_t i = 0; i < report->topic_count; i++)
        stance_put_total_row(report->topics[i].title, &report->topics[i].total, NAME, out);
    if (!report->selector.topic.data) stance_put_total_row(report->all.title, &report->all.total, NAME, out);
    stance_strbuf_addc(out, '\n');
    if (!report->selector.topic.data) {
        say(out,
            "A statement on several topics counts in each of them, so the topics add up to more than all statements.");
        stance_strbuf_addc(out, '\n');
    }
}

/* Says so where --from or --to leaves out a part of a period. */
static void put_cut(const stance_report *report, int32_t period, stance_strbuf *out, stance_strbuf *line)
{
    char label[STANCE_DATE_SIZE];
    if (!stance_period_is_cut(report, period)) return;
    stance_strbuf_addf(line, "%s is not whole: --from and --to leave out a part of it.",
                       stance_period_label(report->options.by, period, label));
    stance_wrap(out, stance_strbuf_view(line), "", "");
    stance_strbuf_clear(line);
    stance_strbuf_addc(out, '\n');
}

static void put_periods(const stance_report *report, stance_strbuf *out, stance_strbuf *line)
{
    stance_strbuf_addf(line, "Topics by %s", stance_period_name(report->options.by));
    if (!line->failed) heading(out, line->data);
    stance_strbuf_clear(line);
    put_cut(report, report->first_period, out, line);
    if (report->period_count > 1)
        put_cut(report, (int32_t)(report->first_period + (int64_t)report->period_count - 1), out, line);
    for (size_t i = 0; i < stance_listed_count(report); i++) {
        const stance_report_topic *topic = stance_listed(report, i);
        stance_plain(line, topic->title);
        if (!stance_view_equal(topic->title, topic->id) && topic->id.data[0] != '(') {
            stance_strbuf_adds(line, " (");
            stance_plain(line, topic->id);
            stance_strbuf_addc(line, ')');
        }
        stance_wrap(out, stance_strbuf_view(line), "", "  ");
        stance_strbuf_clear(line);
        stance_put_series(report, topic, out);
        stance_strbuf_addc(out, '\n');
    }
}

static void put_trend_row(const stance_report *report, const stance_report_topic *topic, stance_strbuf *out)
{
    enum { TITLE = 25 };
    static const char *const words[] = {"", "none found", "up", "down", "up, weak", "down, weak"};
    const stance_report_trend *t = &topic->trend;
    char slope[STANCE_FIGURE_SIZE], p[STANCE_FIGURE_SIZE], q[STANCE_FIGURE_SIZE], interval[2 * STANCE_FIGURE_SIZE];
    stance_strbuf tail = STANCE_STRBUF_INIT;
    stance_strbuf_addf(&tail, " %7zu %6s  %-14s %6s %6s %s", t->periods, stance_figure(t->slope, slope),
                       stance_interval_cell(t->has_interval, t->lo, t->hi, interval), stance_p_figure(t->p, p),
                       topic == &report->all ? "-" : stance_p_figure(t->p_adjusted, q), words[t->change]);
    stance_put_row(out, topic->title, TITLE, &tail);
    stance_strbuf_free(&tail);
}

static void put_trends(const stance_report *report, stance_strbuf *out, stance_strbuf *line)
{
    const size_t topics = stance_listed_count(report);
    size_t tested = 0;
    for (size_t i = 0; i < topics; i++) tested += stance_listed(report, i)->trend.change != STANCE_CHANGE_UNTESTED;
    heading(out, "Trends");
    if (tested) {
        const char *units = stance_unit_name(report->options.by, true);
        char level[STANCE_FIGURE_SIZE];
        stance_strbuf_addf(line, "%s %% interval", stance_level_figure(report->options.level, level));
        stance_strbuf_addf(out, "%-25s %7s %6s  %-14s %6s %6s %s\n", "topic", "periods", "a year",
                           line->failed ? "" : line->data, "p", "adj. p", "change");
        stance_strbuf_clear(line);
        for (size_t i = 0; i < topics; i++) {
            const stance_report_topic *topic = stance_listed(report, i);
            if (topic->trend.change != STANCE_CHANGE_UNTESTED) put_trend_row(report, topic, out);
        }
        stance_strbuf_addc(out, '\n');
        stance_strbuf_addf(
            line,
            "\"a year\" is the change of the mean a year (Theil-Sen slope over the means of the %s, "
            "each counting the same), p the probability of so clear a rise or fall were there no trend "
            "(Mann-Kendall); adj. p allows for testing several topics (Benjamini-Hochberg). A change is "
            "called one up to an adjusted p of %.2f, \"weak\" up to %.2f. up: more conciliatory, down: "
            "more critical. \"none found\" means that a change could not be shown, not that there was none.",
            units, STANCE_REPORT_SUPPORTED, STANCE_REPORT_WEAK);
        stance_wrap(out, stance_strbuf_view(line), "", "");
        stance_strbuf_clear(line);
        stance_strbuf_addc(out, '\n');
    }
    if (tested == topics) return;
    stance_strbuf_addf(line, "Too little data to tell (at least %d %s with statements and %d documents are needed):",
                       STANCE_REPORT_MIN_PERIODS, stance_unit_name(report->options.by, true),
                       STANCE_REPORT_MIN_DOCUMENTS);
    stance_wrap(out, stance_strbuf_view(line), "", "");
    stance_strbuf_clear(line);
    for (size_t i = 0; i < topics; i++) {
        const stance_report_topic *topic = stance_listed(report, i);
        if (topic->trend.change != STANCE_CHANGE_UNTESTED) continue;
        stance_plain(line, topic->title);
        stance_strbuf_addf(line, " (%zu %s, %zu document%s)", topic->trend.periods,
                           stance_unit_name(report->options.by, topic->trend.periods != 1), topic->total.documents,
                           topic->total.documents == 1 ? "" : "s");
        if (topic->trend.periods > STANCE_SEN_MAX_POINTS) stance_strbuf_addf(line, ": %s", topic->trend.note);
        item(out, line);
    }
    stance_strbuf_addc(out, '\n');
}

/* ---- evidence ---- */

static bool in_list(const stance_report_topic *topic, const char *id)
{
    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < topic->evidence_count[side]; i++)
            if (strcmp(topic->evidence[side][i].id, id) == 0) return true;
    return false;
}

/* Whether the statement is printed further up: among those over all topics, or under one of the first `before` topics. */
static bool is_above(const stance_report *report, size_t before, const char *id)
{
    if (in_list(&report->all, id)) return true;
    for (size_t i = 0; i < before; i++)
        if (in_list(&report->topics[i], id)) return true;
    return false;
}

static void put_evidence(const stance_evidence *e, bool above, stance_strbuf *out, stance_strbuf *line)
{
    static const char indent[] = "         ";
    char score[STANCE_FIGURE_SIZE], date[STANCE_DATE_SIZE], lead[STANCE_FIGURE_SIZE + 8];
    snprintf(lead, sizeof lead, "  %5s  ", stance_figure((double)e->tone.score / STANCE_MILLION, score));
    stance_strbuf_addf(line, "%s · ", stance_date_format(e->date, date));
    stance_plain(line, e->speaker.len ? e->speaker : stance_view_of("(not named)"));
    if (e->source.len) {
        stance_strbuf_adds(line, " · ");
        stance_plain(line, e->source);
    }
    stance_strbuf_addf(line, " · %s%s", e->id, above ? " (above)" : "");
    stance_wrap(out, stance_strbuf_view(line), lead, indent);
    stance_strbuf_clear(line);
    if (above) return;
    stance_strbuf_adds(line, e->summary ? "Summary: " : "Statement: “");
    stance_plain(line, e->text);
    if (!e->summary) stance_strbuf_adds(line, "”");
    stance_wrap(out, stance_strbuf_view(line), indent, indent);
    stance_strbuf_clear(line);
}

static void put_overall_evidence(const stance_report *report, stance_strbuf *out, stance_strbuf *line)
{
    static const char *const names[] = {"Conciliatory", "Critical"};
    const stance_report_topic *all = &report->all;
    if (report->options.evidence && !all->evidence_count[0] && !all->evidence_count[1])
        say(out, "No statement leans to either side.");
    for (int side = 0; side < 2; side++) {
        if (!all->evidence_count[side]) continue;
        stance_strbuf_addf(out, "%s:\n", names[side]);
        for (size_t i = 0; i < all->evidence_count[side]; i++) put_evidence(&all->evidence[side][i], false, out, line);
        stance_strbuf_addc(out, '\n');
    }
}

static void put_evidence_section(const stance_report *report, stance_strbuf *out, stance_strbuf *line)
{
    if (!report->options.evidence && !report->options.topic_evidence) return;
    heading(out, "Evidence");
    say(out, "The strongest statements on either side, at most one a document; very short and very long sentences give "
             "way to others. `stance explain ID` shows how a score came about.");
    stance_strbuf_addc(out, '\n');
    put_overall_evidence(report, out, line);
    if (report->selector.topic.data && report->options.evidence) return; /* it would say the same again */
    for (size_t i = 0; i < report->topic_count; i++) {
        const stance_report_topic *topic = &report->topics[i];
        if (!topic->evidence_count[0] && !topic->evidence_count[1]) continue;
        stance_plain(line, topic->title);
        stance_wrap(out, stance_strbuf_view(line), "", "  ");
        stance_strbuf_clear(line);
        for (int side = 0; side < 2; side++)
            for (size_t k = 0; k < topic->evidence_count[side]; k++)
                put_evidence(&topic->evidence[side][k], is_above(report, i, topic->evidence[side][k].id), out, line);
        stance_strbuf_addc(out, '\n');
    }
}

/* ---- the end ---- */

static void put_speakers(const stance_report *report, stance_strbuf *out)
{
    enum { WIDTH = NAME };
    size_t shown = report->speaker_count < MOST_SPEAKERS ? report->speaker_count : MOST_SPEAKERS, rest = 0;
    heading(out, "Speakers");
    stance_put_scale_head(out, "speaker", WIDTH, report->options.level);
    for (size_t i = 0; i < report->speaker_count; i++) {
        const stance_report_speaker *speaker = &report->speakers[i];
        if (i >= shown) rest += speaker->total.statements;
        else
            stance_put_total_row(speaker->name.len ? speaker->name : stance_view_of("(not named)"), &speaker->total,
                                 WIDTH, out);
    }
    if (shown < report->speaker_count)
        stance_strbuf_addf(out, "and %zu more with %zu statement%s (speakers.csv)\n", report->speaker_count - shown,
                           rest, rest == 1 ? "" : "s");
    stance_strbuf_addc(out, '\n');
}

static void put_caveats(const stance_report *report, stance_strbuf *out, stance_strbuf *line)
{
    heading(out, "Caveats");
    stance_strbuf_adds(line, "Scores come from a lexicon, not from a reader. They are good for means over many "
                             "statements; a single score may be wrong.");
    item(out, line);
    stance_strbuf_adds(line, "What is counted is what outlets reported, not all that was said; a change of outlets can "
                             "look like a change of tone.");
    item(out, line);
    if (!report->selector.topic.data) {
        stance_strbuf_adds(line,
                           "The intervals are not widened for looking at many topics and periods, so some of them "
                           "miss their mark by chance. The adjusted p-values do allow for it.");
        item(out, line);
    }
    if (strcmp(report->database.lexicon_hash, "mixed") == 0)
        stance_strbuf_adds(line, "The database holds scores of several lexicons, which should not be compared; `stance "
                                 "rescore` makes them one.");
    else if (*report->lexicon_hash && *report->database.lexicon_hash &&
             strcmp(report->lexicon_hash, report->database.lexicon_hash) != 0)
        stance_strbuf_adds(line, "The scores were made with another lexicon than the one that is loaded now.");
    item(out, line);
    if (report->database.problems > 0)
        stance_strbuf_addf(line,
                           "%lld input%s refused or doubtful when the database was filled (`stance list problems`).",
                           (long long)report->database.problems, report->database.problems == 1 ? " was" : "s were");
    item(out, line);
    stance_strbuf_addc(out, '\n');
}

static void put_provenance(const stance_report *report, stance_strbuf *out, stance_strbuf *line)
{
    heading(out, "Provenance");
    stance_strbuf_addf(out, "stance     %s\n", STANCE_VERSION);
    stance_describe_options(report, line);
    if (line->failed) out->failed = true;
    stance_wrap(out, stance_strbuf_view(line), "options    ", "           ");
    stance_strbuf_clear(line);
    stance_strbuf_addf(out, "documents  %s\n", report->database.content_hash);
    if (*report->database.corrections_hash)
        stance_strbuf_addf(out, "set right  %s\n", report->database.corrections_hash);
    stance_strbuf_addf(out, "lexicon    %s\n",
                       *report->database.lexicon_hash ? report->database.lexicon_hash : "none: nothing is scored");
}

stance_status stance_report_text(const stance_report *report, stance_strbuf *out, stance_error *err)
{
    stance_strbuf line = STANCE_STRBUF_INIT;
    stance_status status = STANCE_OK;
    bool any = report->all.total.statements > 0;
    stance_strbuf_adds(out, "STANCE REPORT\n");
    stance_plain(&line, report->title);
    stance_wrap(out, stance_strbuf_view(&line), "", "");
    stance_strbuf_clear(&line);
    stance_strbuf_addc(out, '\n');
    heading(out, "Finding");
    status = stance_report_finding(report, out, err);
    if (!any) stance_strbuf_addc(out, '\n');
    put_coverage(report, out, &line);
    if (any) {
        put_reading(report, out, &line);
        put_topics(report, out);
        put_periods(report, out, &line);
        put_trends(report, out, &line);
        if (report->codings.counted) {
            heading(out, "Checked by people");
            stance_put_coded(report, out);
        }
        put_evidence_section(report, out, &line);
        put_speakers(report, out);
        put_caveats(report, out, &line);
    }
    put_provenance(report, out, &line);
    if (line.failed) out->failed = true;
    stance_strbuf_free(&line);
    return status == STANCE_OK ? stance_strbuf_ok(out, err) : status;
}
