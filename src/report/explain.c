#include "stance/explain.h"

#include "stance/corrections.h"

#include <stdio.h>

#include "report/internal.h"

enum { CONTEXT_BYTES = 240 };

static void line(stance_strbuf *out, const char *label, stance_view text)
{
    char first[32], rest[32];
    snprintf(first, sizeof first, "%-11s", label);
    snprintf(rest, sizeof rest, "%-11s", "");
    stance_strbuf plain = STANCE_STRBUF_INIT;
    stance_plain(&plain, text);
    stance_wrap(out, stance_strbuf_view(&plain), first, rest);
    out->failed = out->failed || plain.failed;
    stance_strbuf_free(&plain);
}

static void linef(stance_strbuf *out, const char *label, stance_strbuf *text)
{
    line(out, label, stance_strbuf_view(text));
    out->failed = out->failed || text->failed;
    stance_strbuf_clear(text);
}

static bool inside_character(stance_view text, size_t at)
{
    return at < text.len && ((unsigned char)text.data[at] & 0xC0) == 0x80;
}

/* The words around the statement, which stands between >>> and <<<. */
static void in_its_place(stance_strbuf *out, const stance_row *row, stance_view text)
{
    size_t start = row->statement.span.start, end = row->statement.span.end;
    size_t from = start > CONTEXT_BYTES ? start - CONTEXT_BYTES : 0,
           to = end + CONTEXT_BYTES < text.len ? end + CONTEXT_BYTES : text.len;
    while (inside_character(text, from)) from++;
    while (inside_character(text, to)) to++;
    while (from > 0 && from < start && text.data[from - 1] != ' ' && text.data[from - 1] != '\n')
        from++; /* whole words only */
    while (to < text.len && to > end && text.data[to] != ' ' && text.data[to] != '\n') to--;
    stance_strbuf words = STANCE_STRBUF_INIT;
    stance_strbuf_adds(&words, from ? "… " : "");
    stance_strbuf_add(&words, text.data + from, start - from);
    stance_strbuf_adds(&words, " >>> ");
    stance_strbuf_add(&words, text.data + start, end - start);
    stance_strbuf_adds(&words, " <<< ");
    stance_strbuf_add(&words, text.data + end, to - end);
    stance_strbuf_adds(&words, to < text.len ? " …" : "");
    linef(out, "", &words);
    stance_strbuf_free(&words);
}

static void list(stance_strbuf *out, const char *label, const stance_view *items, size_t count)
{
    stance_strbuf words = STANCE_STRBUF_INIT;
    for (size_t i = 0; i < count; i++) {
        stance_strbuf_adds(&words, i ? ", " : "");
        stance_strbuf_addv(&words, items[i]);
    }
    if (!count) stance_strbuf_adds(&words, "none");
    linef(out, label, &words);
    stance_strbuf_free(&words);
}

/* Millionths of a point as "+1.20". */
static void points(stance_strbuf *out, int32_t value)
{
    int64_t hundredths = ((int64_t)value + (value < 0 ? -5000 : 5000)) / 10000,
            size = hundredths < 0 ? -hundredths : hundredths;
    stance_strbuf_addf(out, "%s%lld.%02lld",
                       hundredths < 0   ? "-"
                       : hundredths > 0 ? "+"
                                        : "",
                       (long long)(size / 100), (long long)(size % 100));
}

static bool is_value(const stance_hit *h)
{
    return h->before != 0 || h->after != 0;
}

static void step(stance_strbuf *out, const stance_hit *h, stance_view text)
{
    stance_strbuf words = STANCE_STRBUF_INIT;
    stance_strbuf_adds(&words, "“");
    stance_strbuf_addv(&words, stance_view_cut(text, h->at));
    stance_strbuf_addf(&words, "” %s, entry “%.*s” (%.*s)", h->kind, (int)h->pattern.len, h->pattern.data,
                       (int)h->origin.len, h->origin.data);
    if (is_value(h)) {
        stance_strbuf_adds(&words, ": ");
        points(&words, h->before);
        if (h->after != h->before) {
            stance_strbuf_adds(&words, " becomes ");
            points(&words, h->after);
        }
    }
    if (h->effect.len) {
        stance_strbuf_adds(&words, "; ");
        stance_strbuf_addv(&words, h->effect);
    }
    stance_strbuf plain = STANCE_STRBUF_INIT;
    stance_plain(&plain, stance_strbuf_view(&words));
    stance_wrap(out, stance_strbuf_view(&plain), "  - ", "    ");
    out->failed = out->failed || words.failed || plain.failed;
    stance_strbuf_free(&plain);
    stance_strbuf_free(&words);
}

static void sums(stance_strbuf *out, const stance_hit *hits, size_t count, const stance_tone *tone)
{
    int64_t conciliatory = 0, critical = 0;
    for (size_t i = 0; i < count; i++) {
        if (hits[i].after > 0) conciliatory += hits[i].after;
        else critical -= hits[i].after;
    }
    stance_strbuf words = STANCE_STRBUF_INIT;
    stance_strbuf_adds(&words, "conciliatory points P = ");
    points(&words, (int32_t)conciliatory);
    stance_strbuf_adds(&words, ", critical points N = ");
    points(&words, (int32_t)critical);
    if (conciliatory || critical) {
        /* The prior from what it did: conciliatory = P / (P + K), critical = N / (N + K). */
        int64_t larger = conciliatory > critical ? conciliatory : critical;
        int64_t share = conciliatory > critical ? tone->conciliatory : tone->critical;
        int64_t prior = share > 0 ? larger * (STANCE_MILLION - share) / share : 0;
        stance_strbuf_adds(&words, ", neutral points K = ");
        points(&words, (int32_t)((prior + 5000) / 10000 * 10000));
        stance_strbuf_adds(&words, ", so that one faint word is not taken for certainty. Score = "
                                   "(P - N) / (P + N + K) = ");
    } else {
        stance_strbuf_adds(&words, ". Score = ");
    }
    stance_strbuf_add_millionths(&words, tone->score);
    stance_strbuf_adds(&words,
                       " on a scale from -1 (critical) to +1 (conciliatory). Intensities: conciliatory P / (P + K) = ");
    stance_strbuf_add_millionths(&words, tone->conciliatory);
    stance_strbuf_adds(&words, ", critical N / (N + K) = ");
    stance_strbuf_add_millionths(&words, tone->critical);
    stance_strbuf_addc(&words, '.');
    linef(out, "Sum", &words);
    stance_strbuf_free(&words);
}

static void how_found(stance_strbuf *out, const stance_row *row, bool corrected)
{
    const stance_statement *s = &row->statement;
    stance_strbuf words = STANCE_STRBUF_INIT;
    if (s->speaker.data) stance_strbuf_addv(&words, s->speaker);
    else stance_strbuf_adds(&words, "nobody (the outlet's own words)");
    if (s->actor.data) stance_strbuf_addf(&words, " [actor %.*s]", (int)s->actor.len, s->actor.data);
    linef(out, "Speaker", &words);
    if (corrected) {
        stance_strbuf_adds(&words, "correction, see below");
        linef(out, "  found by", &words);
    } else if (s->evidence.len) {
        stance_strbuf_addv(&words, s->evidence);
        if (s->speaker.data) stance_strbuf_addf(&words, "; confidence %d %%", s->confidence / 10000);
        linef(out, "  found by", &words);
    }
    if (s->cue.data) {
        stance_strbuf_addf(&words, "“%.*s”", (int)s->cue.len, s->cue.data);
        linef(out, "  cue", &words);
    }
    stance_strbuf_addf(&words, "%s%s", stance_mode_name(s->mode),
                       s->place == STANCE_HEAD ? ", in a head: stored, but counted in no series" : "");
    linef(out, "Mode", &words);
    stance_strbuf_free(&words);
}

typedef struct corrections {
    stance_strbuf lines;
    bool said;    /* the statement is somebody's */
    bool speaker; /* he was set by hand: what the program found is no longer how he was found */
} corrections;

/* What people set right here, each on a line of its own: what it was, and why. */
static stance_status put_correction(void *context, const stance_correction *c, stance_error *err)
{
    corrections *all = context;
    stance_strbuf words = STANCE_STRBUF_INIT;
    (void)err;
    if (c->state == STANCE_CORRECTION_IDLE) return STANCE_OK;
    stance_correction_words(c, false, &words);
    if (c->state == STANCE_CORRECTION_REPLACED) stance_strbuf_adds(&words, " (replaced since)");
    if (c->state == STANCE_CORRECTION_UNDONE) stance_strbuf_adds(&words, " (taken back since)");
    linef(&all->lines, "Corrected", &words);
    stance_strbuf_free(&words);
    if (c->field == STANCE_FIELD_SPEAKER && c->state == STANCE_CORRECTION_COUNTS && (all->said || !c->whole))
        all->speaker = true;
    return STANCE_OK;
}

stance_status stance_explain_text(stance_store *store, stance_view id, stance_strbuf *out, stance_error *err)
{
    const stance_row *row;
    const stance_hit *hits;
    size_t count;
    stance_view text;
    STANCE_TRY(stance_store_find(store, id, &row, err));
    STANCE_TRY(stance_store_hits(store, row->key, &hits, &count, err));
    STANCE_TRY(stance_store_text(store, row->document_key, &text, err));
    corrections set = {.lines = STANCE_STRBUF_INIT, .said = row->statement.mode != STANCE_NARRATION};
    stance_status status = stance_store_corrections(store, row->key, put_correction, &set, err);
    if (status != STANCE_OK) {
        stance_strbuf_free(&set.lines);
        return status;
    }
    char date[STANCE_DATE_SIZE];
    stance_strbuf words = STANCE_STRBUF_INIT;
    stance_strbuf_addf(&words, "%s, bytes %u to %u of %.*s", row->id, row->statement.span.start,
                       row->statement.span.end, (int)row->document.id.len, row->document.id.data);
    linef(out, "Statement", &words);
    stance_strbuf_addf(&words, "%s (%s)",
                       row->document.date.year ? stance_date_format(row->document.date, date) : "none",
                       stance_date_basis_name(row->document.basis));
    if (row->document.source.len)
        stance_strbuf_addf(&words, ", %.*s", (int)row->document.source.len, row->document.source.data);
    linef(out, "Date", &words);
    stance_strbuf_addc(out, '\n');
    in_its_place(out, row, text);
    stance_strbuf_addc(out, '\n');
    how_found(out, row, set.speaker);
    list(out, "Topics", row->statement.topics, row->statement.topic_count);
    list(out, "Targets", row->statement.targets, row->statement.target_count);
    stance_strbuf_addv(out, stance_strbuf_view(&set.lines));
    out->failed = out->failed || set.lines.failed;
    stance_strbuf_free(&set.lines);
    stance_strbuf_addc(out, '\n');
    if (!count) {
        stance_strbuf_adds(&words, "no entry of the lexicon fired: the score 0.000000 means unknown, not neutral");
        linef(out, "Steps", &words);
    } else {
        stance_strbuf_adds(out, "Steps, in the order of the words:\n");
        for (size_t i = 0; i < count; i++) step(out, &hits[i], text);
        sums(out, hits, count, &row->statement.tone);
    }
    stance_strbuf_free(&words);
    return stance_strbuf_ok(out, err);
}
