/* An evaluation for people. */
#include "report/judge.h"

#include <math.h>
#include <stdio.h>

enum { FEW_ITEMS = 30, FEW_DOCUMENTS = 10, LABEL = 32 };

static const char *const class_names[STANCE_TONES] = {"critical", "neutral", "conciliatory"};

/* "0.943", "-0.120"; three decimals, since figures are compared with others. */
static char *figure(double value, char out[STANCE_FIGURE_SIZE])
{
    const long long thousandths = llround(value * 1000), size = thousandths < 0 ? -thousandths : thousandths;
    snprintf(out, STANCE_FIGURE_SIZE, "%s%lld.%03lld", thousandths < 0 ? "-" : "", size / 1000, size % 1000);
    return out;
}

static void put_estimate(stance_strbuf *out, const stance_estimate *f)
{
    char value[STANCE_FIGURE_SIZE], lo[STANCE_FIGURE_SIZE], hi[STANCE_FIGURE_SIZE];
    const bool few = f->items < FEW_ITEMS || f->clusters < FEW_DOCUMENTS;
    stance_strbuf_addf(out, "%7s%s", f->point.defined ? figure(f->point.value, value) : "-", few ? "*" : "");
    if (f->has_interval)
        stance_strbuf_addf(out, "%s%6s to %6s", few ? "  " : "   ", figure(f->lo, lo), figure(f->hi, hi));
}

static void put_line(stance_strbuf *out, stance_view name, const stance_estimate *f)
{
    stance_strbuf_adds(out, "  ");
    stance_fit(out, name, LABEL);
    stance_strbuf_addf(out, "%6zu %6zu ", f->items, f->clusters);
    put_estimate(out, f);
    stance_strbuf_addc(out, '\n');
}

static void put_named(stance_strbuf *out, const char *name, const stance_estimate *f)
{
    put_line(out, stance_view_of(name), f);
}

static void put_title(stance_strbuf *out, const char *title)
{
    stance_strbuf_addf(out, "\n%s\n", title);
    for (const char *c = title; *c; c++) stance_strbuf_addc(out, '-');
    stance_strbuf_adds(out, "\n\n");
}

static void put_head(stance_strbuf *out, const stance_evaluation *e, const char *title, const char *what)
{
    char level[STANCE_FIGURE_SIZE];
    put_title(out, title);
    stance_strbuf_adds(out, "  ");
    stance_fit(out, stance_view_of(what), LABEL);
    stance_strbuf_addf(out, "     n   docs    value   %s %% interval\n", stance_level_figure(e->options.level, level));
}

static void put_wrapped(stance_strbuf *out, stance_strbuf *words, const char *first, const char *rest)
{
    stance_strbuf plain = STANCE_STRBUF_INIT;
    stance_plain(&plain, words->len ? stance_strbuf_view(words) : (stance_view){"", 0});
    if (plain.len) stance_wrap(out, stance_strbuf_view(&plain), first, rest);
    out->failed = out->failed || plain.failed || words->failed;
    stance_strbuf_free(&plain);
    stance_strbuf_clear(words);
}

/* ---- sections ---- */

static void put_scope(stance_strbuf *out, const stance_evaluation *e)
{
    const stance_matches *m = &e->matches;
    stance_strbuf words = STANCE_STRBUF_INIT;
    stance_strbuf_adds(out, "EVALUATION\n");
    stance_strbuf_addf(
        &words, "%.*s against %.*s: %zu coded %s in %u %s.", (int)e->gold->name.len, e->gold->name.data,
        (int)e->answers->what.len, e->answers->what.data, m->count,
        e->gold->texts ? (m->count == 1 ? "text" : "texts") : (m->count == 1 ? "row" : "rows"), m->clusters,
        e->gold->texts ? (m->clusters == 1 ? "group" : "groups") : (m->clusters == 1 ? "document" : "documents"));
    if (m->outside) stance_strbuf_addf(&words, " %zu more are outside the selection.", m->outside);
    if (m->unmatched) stance_strbuf_addf(&words, " %zu more could be held against nothing.", m->unmatched);
    if (e->weighted)
        stance_strbuf_adds(&words,
                           " Statements were drawn with different probabilities: each counts by its weight; n is "
                           "the plain number.");
    put_wrapped(out, &words, "", "");
    stance_strbuf_free(&words);
}

static void put_statements(stance_strbuf *out, const stance_evaluation *e)
{
    static const char *const names[STANCE_FIGURE_FIXED] = {"found",
                                                           "said, not narrated: precision",
                                                           "  recall",
                                                           "  F1",
                                                           "speaker right",
                                                           "  other than the commonest",
                                                           "mode right",
                                                           "topics: precision",
                                                           "  recall",
                                                           "  F1",
                                                           "  F1, mean of topics"};
    stance_strbuf words = STANCE_STRBUF_INIT;
    put_head(out, e, "Statements", "");
    for (size_t f = 0; f < STANCE_FIGURE_FIXED; f++) {
        if (e->figures[f].items) put_named(out, names[f], &e->figures[f]);
    }
    if (e->matches.uncoded && e->options.complete)
        stance_strbuf_addf(&words, "%zu statements of these documents are not in the gold; they count as wrong.",
                           e->matches.uncoded);
    else if (e->matches.uncoded)
        stance_strbuf_addf(&words,
                           "%zu statements of these documents are not in the gold, and count neither way; --complete "
                           "counts them as wrong.",
                           e->matches.uncoded);
    if (words.len) {
        stance_strbuf_addc(out, '\n');
        put_wrapped(out, &words, "  ", "  ");
    }
    stance_strbuf_free(&words);
}

static void put_topics(stance_strbuf *out, const stance_evaluation *e)
{
    if (!e->topic_count) return;
    put_title(out, "Topics found");
    stance_strbuf_adds(out, "  ");
    stance_fit(out, stance_view_of("topic"), 19);
    stance_strbuf_adds(out, " coded found docs  prec. recall     F1   its interval\n");
    for (size_t t = 0; t < e->topic_count; t++) {
        const stance_estimate *f = e->figures + STANCE_FIGURE_FIXED + 3 * t;
        char precision[STANCE_FIGURE_SIZE], recall[STANCE_FIGURE_SIZE];
        stance_strbuf_adds(out, "  ");
        stance_fit(out, e->topics[t], 19);
        stance_strbuf_addf(out, "%6zu%6zu%5zu%7s%7s", f[1].items, f[0].items, f[2].clusters,
                           f[0].point.defined ? figure(f[0].point.value, precision) : "-",
                           f[1].point.defined ? figure(f[1].point.value, recall) : "-");
        put_estimate(out, &f[2]);
        stance_strbuf_addc(out, '\n');
    }
}

static void put_confusion(stance_strbuf *out, const stance_evaluation *e, const stance_tone_part *all)
{
    char band[STANCE_FIGURE_SIZE];
    put_title(out, "Tone");
    stance_strbuf_addf(out, "  Scores within %s of zero, either way, are taken for neutral.\n\n  ",
                       figure(e->options.neutral / 1e6, band));
    bool has[STANCE_TONES];
    stance_gold_classes(e, has);
    for (unsigned c = 0; c < STANCE_TONES; c++) {
        if (!has[c])
            stance_strbuf_addf(out, "No text is coded %s, and no score is taken for it.\n\n  ", class_names[c]);
    }
    stance_fit(out, stance_view_of("coded as"), 16);
    stance_strbuf_adds(out, "scored critical  neutral  conciliatory      all\n");
    for (unsigned i = 0; i < STANCE_TONES; i++) {
        const double *c = all->counts[i];
        stance_strbuf_adds(out, "  ");
        stance_fit(out, stance_view_of(class_names[i]), 16);
        stance_strbuf_addf(out, "%15.0f %8.0f %13.0f %8.0f\n", c[0], c[1], c[2], c[0] + c[1] + c[2]);
    }
}

static void put_tone(stance_strbuf *out, const stance_evaluation *e)
{
    static const char *const names[STANCE_TONE_FIGURES] = {"accuracy",
                                                           "balanced accuracy",
                                                           "macro-F1",
                                                           "sign right, mean of + and -",
                                                           "critical: precision",
                                                           "  recall",
                                                           "  F1",
                                                           "neutral: precision",
                                                           "  recall",
                                                           "  F1",
                                                           "conciliatory: precision",
                                                           "  recall",
                                                           "  F1",
                                                           "AUC: critical against the rest",
                                                           "  neutral, by nearness to 0",
                                                           "  conciliatory against the rest",
                                                           "  conciliatory against critical",
                                                           "rank correlation (Spearman)",
                                                           "  of means, groups of 5 or more",
                                                           "Krippendorff's alpha: nominal",
                                                           "  ordinal",
                                                           "  interval",
                                                           "bias: too conciliatory above 0"};
    const stance_tone_part *all = &e->parts[0];
    if (!all->items) {
        put_title(out, "Tone");
        stance_strbuf_adds(out, "  No statement that was found has a label.\n");
        return;
    }
    put_confusion(out, e, all);
    put_head(out, e, "Tone, in figures", "");
    for (size_t f = 0; f < STANCE_TONE_FIGURES; f++) {
        bool told = all->figures[f].point.defined;
        if (f >= STANCE_TONE_CLASSES &&
            f < STANCE_TONE_AUC) { /* a class with all that can be told of it, or not at all */
            const size_t first = f - (f - STANCE_TONE_CLASSES) % 3;
            told = all->figures[first].point.defined || all->figures[first + 1].point.defined;
        }
        if (told) put_named(out, names[f], &all->figures[f]);
    }
}

static void put_parts(stance_strbuf *out, const stance_evaluation *e, const char *about, const char *title)
{
    bool begun = false;
    for (size_t p = 1; p < e->part_count; p++) {
        const stance_tone_part *part = &e->parts[p];
        if (!stance_view_is(part->about, about)) continue;
        if (!begun) {
            put_title(out, title);
            stance_strbuf_adds(out, "  ");
            stance_fit(out, stance_view_of(about), 22);
            stance_strbuf_adds(out, "    n  docs balanced   bias  acc'y   its interval\n");
        }
        begun = true;
        char balanced[STANCE_FIGURE_SIZE], bias[STANCE_FIGURE_SIZE];
        stance_strbuf_adds(out, "  ");
        stance_fit(out, part->name, 22);
        stance_strbuf_addf(out, "%5zu%6zu%9s%7s", part->items, part->clusters,
                           part->figures[STANCE_TONE_BALANCED].point.defined
                               ? figure(part->figures[STANCE_TONE_BALANCED].point.value, balanced)
                               : "-",
                           figure(part->figures[STANCE_TONE_BIAS].point.value, bias));
        put_estimate(out, &part->figures[STANCE_TONE_ACCURACY]);
        stance_strbuf_addc(out, '\n');
    }
}

static void put_coders(stance_strbuf *out, const stance_evaluation *e)
{
    static const char *const names[] = {"pairs of codings that agree", "Krippendorff's alpha: nominal", "  ordinal",
                                        "  interval"};
    stance_strbuf words = STANCE_STRBUF_INIT;
    if (!e->coders.units) return;
    put_head(out, e, "The coders among themselves", "");
    for (size_t f = 0; f < 4; f++) put_named(out, names[f], &e->agreement[f]);
    stance_strbuf_addc(out, '\n');
    stance_strbuf_addf(&words,
                       "%zu coders; n is what two or more of them coded. No program can be expected to agree with "
                       "people better than they agree with each other.",
                       e->coders.coders);
    put_wrapped(out, &words, "  ", "  ");
    stance_strbuf_free(&words);
}

static stance_status put_worst(stance_strbuf *out, const stance_evaluation *e, stance_error *err)
{
    stance_strbuf words = STANCE_STRBUF_INIT, hits = STANCE_STRBUF_INIT;
    stance_status status = STANCE_OK;
    const size_t most = e->worst_count < e->options.worst ? e->worst_count : e->options.worst;
    char title[120];
    snprintf(title, sizeof title, "Worst errors of tone (%zu of %zu)", most, e->worst_count);
    if (most) put_title(out, title);
    for (size_t i = 0; i < most && status == STANCE_OK; i++) {
        const stance_match *x = e->worst[i];
        char score[STANCE_FIGURE_SIZE], label[STANCE_FIGURE_SIZE];
        stance_strbuf_addf(out, "%s  %.*s: scored %s, coded %s\n", i ? "\n" : "", (int)x->answer->id.len,
                           x->answer->id.data, stance_figure(x->answer->score / 1e6, score),
                           stance_figure(x->gold->label, label));
        const stance_view text = x->answer->text.data ? x->answer->text : x->gold->text;
        if (text.data) stance_strbuf_addv(&words, text);
        put_wrapped(out, &words, "    ", "    ");
        stance_strbuf_clear(&hits);
        status = stance_answer_hits(e->answers, x->answer, &hits, err);
        stance_strbuf_addf(&words, "fired: %s", hits.len ? hits.data : "nothing that is known");
        put_wrapped(out, &words, "    ", "           ");
    }
    stance_strbuf_free(&words);
    stance_strbuf_free(&hits);
    return status;
}

/* Rows that were lost, given to a speaker though narration, or to the wrong one. */
static void put_misses(stance_strbuf *out, const stance_evaluation *e)
{
    stance_strbuf words = STANCE_STRBUF_INIT;
    size_t all = 0, told = 0;
    for (size_t i = 0; i < e->matches.count; i++) {
        const stance_match *x = &e->matches.all[i];
        all += x->verdict != STANCE_KEPT && !(x->verdict == STANCE_FOUND && (x->speaker_right || !x->speaker_coded));
    }
    if (!all || e->gold->texts || !e->options.worst) return;
    const size_t most = all < e->options.worst ? all : e->options.worst;
    char title[120];
    snprintf(title, sizeof title, "Lost, or not with the right speaker (%zu of %zu)", most, all);
    put_title(out, title);
    for (size_t i = 0; i < e->matches.count && told < most; i++) {
        const stance_match *x = &e->matches.all[i];
        const stance_view got = x->answer ? x->answer->speaker : (stance_view){NULL, 0};
        if (x->verdict == STANCE_KEPT || (x->verdict == STANCE_FOUND && (x->speaker_right || !x->speaker_coded)))
            continue;
        told++;
        const int len = (int)(x->gold->document.len > 12 && x->gold->coded ? 12 : x->gold->document.len);
        stance_strbuf_addf(&words, "%.*s: ", len, x->gold->document.data);
        if (x->gold->key.len) stance_strbuf_addf(&words, "“%.*s” ", (int)x->gold->key.len, x->gold->key.data);
        else stance_strbuf_addf(&words, "byte %u ", x->gold->start);
        if (x->verdict == STANCE_LOST) stance_strbuf_adds(&words, "is in no statement");
        else {
            stance_strbuf_addf(&words, "is %s", x->verdict == STANCE_LEAKED ? "narration" : "said by ");
            if (x->verdict == STANCE_FOUND) stance_strbuf_addv(&words, x->gold->speaker);
            stance_strbuf_adds(&words, ", was given to ");
            if (got.len) stance_strbuf_addv(&words, got);
            else stance_strbuf_adds(&words, "nobody");
        }
        put_wrapped(out, &words, "  ", "    ");
    }
    stance_strbuf_free(&words);
}

stance_status stance_evaluation_text(const stance_evaluation *evaluation, stance_strbuf *out, stance_error *err)
{
    put_scope(out, evaluation);
    if (evaluation->figures) put_statements(out, evaluation);
    if (evaluation->figures) put_topics(out, evaluation);
    put_tone(out, evaluation);
    put_parts(out, evaluation, "topic", "Tone by topic");
    put_parts(out, evaluation, "speaker", "Tone by speaker");
    put_coders(out, evaluation);
    STANCE_TRY(put_worst(out, evaluation, err));
    put_misses(out, evaluation);
    stance_strbuf_addf(out, "\n  * fewer than %d statements or %d %s: read it with care\n", FEW_ITEMS, FEW_DOCUMENTS,
                       evaluation->gold->texts ? "groups" : "documents");
    stance_strbuf_adds(out, "  Intervals come from resampling whole documents; none is given where there is\n"
                            "  one document, or where no resample differs.\n");
    return stance_strbuf_ok(out, err);
}
