/* What was selected and does not count, and what is said when nothing counts. */
#include "report/internal.h"

bool stance_anything_left_out(const stance_report *report)
{
    const stance_report_excluded *x = &report->excluded;
    return x->copies || x->undated || x->inferred || x->heads || x->narration || x->repeated;
}

/* "- 7 sentences in 2 documents WORDS" */
static void item(stance_strbuf *out, size_t sentences, size_t documents, const char *one, const char *more)
{
    stance_strbuf line = STANCE_STRBUF_INIT;
    if (!sentences) return;
    stance_put_count(&line, sentences, "sentence");
    if (documents) {
        stance_strbuf_adds(&line, " in ");
        stance_put_count(&line, documents, "document");
    }
    stance_strbuf_addf(&line, " %s", documents == 1 ? one : more);
    stance_wrap_line(out, &line, "- ", "  ");
    stance_strbuf_free(&line);
}

void stance_put_left_out(const stance_report *report, stance_strbuf *out)
{
    static const char undated[] = "without a whole date (`stance list dates`; `stance set` gives one)";
    static const char inferred[] = "whose date is inferred (--dates inferred takes them in)";
    const stance_report_excluded *x = &report->excluded;
    item(out, x->copies, x->copied_documents, "that is a near-copy of others (--duplicates keep takes it in)",
         "that are near-copies of others (--duplicates keep takes them in)");
    item(out, x->undated, x->undated_documents, undated, undated);
    item(out, x->inferred, x->inferred_documents, inferred, inferred);
    item(out, x->repeated, 0, "", "quoted word for word from the same speaker in another report of the same day");
    item(out, x->narration, 0, "", "of narration: the outlet's own words, which nobody is quoted with");
    item(out, x->heads, 0, "", "in headlines and sub-heads, which repeat or shorten what the body says");
}

/* Why nothing of it is there at all. */
static void put_absence(const stance_report *report, stance_strbuf *line)
{
    const stance_totals *all = &report->database;
    const stance_selector *s = &report->selector;
    char first[STANCE_DATE_SIZE], last[STANCE_DATE_SIZE];
    const bool early = s->to.year && all->first.year && stance_date_to_days(s->to) < stance_date_to_days(all->first);
    const bool late = s->from.year && all->last.year && stance_date_to_days(s->from) > stance_date_to_days(all->last);
    const int asked = (s->speaker.data != NULL) + (s->target.data != NULL) + (s->topic.data != NULL) +
                      (s->source.data != NULL) + s->has_mode + (s->from.year || s->to.year) + (s->min_confidence > 0);
    const char *gap = line->len ? " " : "";
    if (!all->documents) {
        stance_strbuf_adds(line, "The database holds no documents: `stance import` takes them in.");
    } else if (!all->statements && all->unscored) {
        stance_put_count(line, (size_t)all->unscored, "document");
        stance_strbuf_adds(line, all->unscored == 1 ? " of the database is" : " of the database are");
        stance_strbuf_adds(line, " in a language that no lexicon is for: stored, but not scored "
                                 "(`stance list documents`).");
    } else if (!all->statements) {
        stance_strbuf_adds(line, "In the documents of the database no statement was found.");
    } else if (early || late) {
        stance_strbuf_addf(line, "%sThe documents of the database are dated %s to %s.", gap,
                           stance_date_format(all->first, first), stance_date_format(all->last, last));
    } else if (stance_anything_left_out(report)) {
        return;
    } else if (asked == 1) {
        stance_strbuf_adds(line, "No statement of the database has what was asked for.");
    } else if (asked > 1) {
        stance_strbuf_adds(line,
                           "The database holds what each option names, but no statement with all of it: leave one "
                           "of them out, or widen it.");
    }
}

void stance_why_nothing(const stance_report *report, stance_strbuf *out)
{
    stance_strbuf line = STANCE_STRBUF_INIT;
    if (stance_anything_left_out(report)) {
        stance_strbuf_adds(out, "Selected, but left out:\n");
        stance_put_left_out(report, out);
        if (report->excluded.narration)
            stance_strbuf_adds(&line,
                               "Series are of what somebody says; narration is on nobody's account. It is stored: "
                               "`stance export statements --mode narration` shows it.");
    }
    put_absence(report, &line);
    if (line.len) stance_wrap_line(out, &line, "", "");
    stance_strbuf_free(&line);
}
