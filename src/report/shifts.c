/* The series of a selection, each tested for shifts; all tests made together are adjusted together. */
#include "stance/shifts.h"

#include <stdio.h>
#include <stdlib.h>

#include "report/internal.h"

static size_t observe(const stance_gathered *columns, const uint32_t *indices, size_t count, stance_observation *out)
{
    for (size_t i = 0; i < count; i++) {
        const stance_item *item = &columns->items[indices ? indices[i] : i];
        out[i] = (stance_observation){item->score, item->document, item->period};
    }
    return count;
}

static stance_shift_options shift_options(const stance_shifts *s)
{
    stance_shift_options o = STANCE_SHIFT_OPTIONS_INIT;
    o.resamples = s->options.resamples;
    o.level = s->options.level;
    o.rate = s->options.rate;
    o.tests = s->count ? s->count : 1;
    return o;
}

/* ---- which series there are ---- */

static stance_status name_series(const stance_shifts *s, const stance_gathered *columns, const stance_lexicon *lexicon,
                                 size_t number, size_t groups, stance_shift_series *out, stance_error *err)
{
    if (s->options.each == STANCE_EACH_SPEAKER) {
        const stance_report_speaker *speaker = &s->report.speakers[number];
        out->title = speaker->name.len ? speaker->name : stance_view_of("(not named)");
        out->id = speaker->actor.data ? speaker->actor : out->title;
        return STANCE_OK;
    }
    out->id = number + 1 < groups ? columns->topic_ids.strings[number] : stance_view_of(STANCE_TOPIC_NONE);
    out->title = stance_topic_title(lexicon, &s->report.memory->arena, out->id);
    return out->title.data ? STANCE_OK : stance_fail_memory(err);
}

/* A series, and the group that it is of; STANCE_NO_ID: all statements. */
typedef struct entry {
    stance_shift_series series;
    uint32_t group;
    size_t statements;
} entry;

static int compare_entries(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    if ((x->group == STANCE_NO_ID) != (y->group == STANCE_NO_ID)) return x->group == STANCE_NO_ID ? -1 : 1;
    const bool none = stance_view_is(x->series.id, STANCE_TOPIC_NONE);
    if (none != stance_view_is(y->series.id, STANCE_TOPIC_NONE)) return none ? 1 : -1;
    if (x->statements != y->statements) return x->statements > y->statements ? -1 : 1;
    return (x->group > y->group) - (x->group < y->group);
}

static stance_status list_series(stance_shifts *s, const stance_gathered *columns, const stance_lexicon *lexicon,
                                 const stance_groups *g, entry *entries, stance_error *err)
{
    entries[s->count] = (entry){
        .series = {.id = stance_view_of(STANCE_TOPIC_ALL)}, .group = STANCE_NO_ID, .statements = columns->count};
    STANCE_TRY(stance_selection_title(&s->report, &entries[s->count++].series.title, err));
    for (size_t i = 0; s->options.each != STANCE_EACH_NONE && i < g->count; i++) {
        entry *one = &entries[s->count];
        *one = (entry){.group = (uint32_t)i, .statements = g->starts[i + 1] - g->starts[i]};
        if (!one->statements) continue;
        STANCE_TRY(name_series(s, columns, lexicon, i, g->count, &one->series, err));
        s->count++;
    }
    qsort(entries, s->count, sizeof *entries, compare_entries);
    return STANCE_OK;
}

/* ---- the tests ---- */

/* The raw p up to which a test is one of those found; 0: none is. */
static double threshold_of(const stance_shifts *s, size_t found)
{
    if (!found || !s->tests) return 0;
    if (s->options.adjust == STANCE_ADJUST_HOLM) return s->options.rate / (double)(s->tests - found + 1);
    return s->options.rate * (double)found / (double)s->tests;
}

static stance_status adjust(stance_shifts *s, double *threshold, stance_error *err)
{
    size_t found = 0;
    double *p = malloc((s->count + 1) * sizeof *p);
    if (!p) return stance_fail_memory(err);
    for (size_t i = 0; i < s->count; i++)
        if (s->series[i].whole.verdict == STANCE_SHIFT_TESTED) p[s->tests++] = s->series[i].whole.p;
    stance_status status = stance_adjust_p(p, s->tests, s->options.adjust, p, err);
    size_t at = 0;
    for (size_t i = 0; status == STANCE_OK && i < s->count; i++) {
        stance_shift_series *one = &s->series[i];
        one->p_adjusted = one->whole.verdict == STANCE_SHIFT_TESTED ? p[at++] : 1;
        found += one->p_adjusted <= s->options.rate;
    }
    *threshold = threshold_of(s, found);
    free(p);
    return status;
}

static stance_status keep_found(stance_shifts *s, stance_shift_series *one, const stance_shift *shifts, size_t count,
                                stance_error *err)
{
    const stance_period by = s->options.by;
    one->found = stance_arena_zero(&s->report.memory->arena, count + 1, sizeof *one->found);
    if (!one->found) return stance_fail_memory(err);
    one->found_count = count;
    for (size_t i = 0; i < count; i++) {
        stance_shift_found *f = &one->found[i];
        f->shift = shifts[i];
        const int32_t first = i ? shifts[i - 1].period : one->whole.first;
        const int32_t last = i + 1 < count ? shifts[i + 1].period - 1 : one->whole.last;
        f->from = stance_date_from_days(stance_period_first_day(by, first));
        f->to = stance_date_from_days(stance_period_last_day(by, last));
    }
    s->found += count;
    return STANCE_OK;
}

/* What came since the last shift is held against itself; the regime before it tells how much periods differ. */
static stance_status watch(stance_shifts *s, stance_shift_series *one, stance_observation *room, size_t count,
                           stance_error *err)
{
    size_t kept = 0;
    const size_t shifts = one->found_count;
    const int32_t from = shifts > 1 ? one->found[shifts - 2].shift.period : INT32_MIN;
    const int32_t regime = shifts ? one->found[shifts - 1].shift.period : INT32_MIN;
    for (size_t i = 0; i < count; i++)
        if (room[i].period >= from) room[kept++] = room[i];
    STANCE_TRY(stance_watch_last(room, kept, regime, &one->running, err));
    s->found += one->running.told && one->running.alarm != 0;
    return STANCE_OK;
}

/* The observations of a series, into g->room. */
static size_t fetch(const stance_gathered *columns, const stance_groups *g, const entry *of)
{
    if (of->group == STANCE_NO_ID) return observe(columns, NULL, columns->count, g->room);
    return observe(columns, g->indices + g->starts[of->group], of->statements, g->room);
}

static stance_status test_all(stance_shifts *s, const stance_gathered *columns, const stance_groups *g,
                              const entry *entries, stance_error *err)
{
    stance_shift shifts[STANCE_SHIFTS_MAX];
    const stance_shift_options options = shift_options(s);
    double threshold = 0;
    for (size_t i = 0; i < s->count; i++) {
        s->series[i] = entries[i].series;
        const size_t count = fetch(columns, g, &entries[i]);
        STANCE_TRY(stance_shift_test(g->room, count, &options, &s->series[i].whole, err));
    }
    STANCE_TRY(adjust(s, &threshold, err));
    for (size_t i = 0; i < s->count; i++) {
        stance_shift_series *one = &s->series[i];
        size_t found = 0;
        const size_t count = fetch(columns, g, &entries[i]);
        if (one->whole.verdict == STANCE_SHIFT_TESTED && one->p_adjusted <= s->options.rate)
            STANCE_TRY(stance_shift_sequence(g->room, count, &options, &one->whole, threshold, shifts, &found, err));
        if (found) STANCE_TRY(keep_found(s, one, shifts, found, err));
        STANCE_TRY(watch(s, one, g->room, count, err));
    }
    return STANCE_OK;
}

static stance_status fill(stance_shifts *s, const stance_gathered *columns, const stance_lexicon *lexicon,
                          stance_error *err)
{
    stance_groups g = {.count = 0};
    entry *entries = NULL;
    s->report.speaker_count = columns->speakers.count;
    stance_status status = stance_name_speakers(&s->report, columns, err);
    if (status == STANCE_OK) status = stance_group(columns, s->options.each != STANCE_EACH_SPEAKER, &g, err);
    if (status == STANCE_OK) {
        entries = malloc((g.count + 2) * sizeof *entries);
        s->series = stance_arena_zero(&s->report.memory->arena, g.count + 2, sizeof *s->series);
        if (!entries || !s->series) status = stance_fail_memory(err);
    }
    if (status == STANCE_OK) status = list_series(s, columns, lexicon, &g, entries, err);
    if (status == STANCE_OK) status = test_all(s, columns, &g, entries, err);
    s->fresh = s->found;
    free(entries);
    stance_groups_free(&g);
    return status;
}

/* ---- why ---- */

static stance_window window_between(stance_date from, stance_date to)
{
    stance_window w = {.from = from, .to = to};
    char first[STANCE_DATE_SIZE], last[STANCE_DATE_SIZE];
    snprintf(w.name, sizeof w.name, "%s..%s", stance_date_format(from, first), stance_date_format(to, last));
    snprintf(w.label, sizeof w.label, "%s to %s", first, last);
    return w;
}

static stance_status ask_why(stance_shifts *s, const stance_lexicon *lexicon, const stance_shift_series *one,
                             stance_shift_found *f, stance_error *err)
{
    const int32_t day = stance_period_first_day(s->options.by, f->shift.period);
    const stance_window windows[2] = {window_between(f->from, stance_date_from_days(day - 1)),
                                      window_between(stance_date_from_days(day), f->to)};
    stance_selector selector = s->report.selector;
    stance_compare_options options = STANCE_COMPARE_OPTIONS_INIT;
    options.level = s->options.level;
    if (!stance_view_is(one->id, STANCE_TOPIC_ALL)) {
        if (s->options.each == STANCE_EACH_SPEAKER) selector.speaker = one->id;
        else selector.topic = stance_view_is(one->id, STANCE_TOPIC_NONE) ? stance_view_of("none") : one->id;
    }
    f->why = stance_arena_zero(&s->report.memory->arena, 1, sizeof *f->why);
    if (!f->why) return stance_fail_memory(err);
    return stance_compare(s->report.store, lexicon, &selector, windows, &options, f->why, err);
}

stance_status stance_shifts_build(stance_store *store, const stance_lexicon *lexicon, const stance_selector *selector,
                                  const stance_shifts_options *options, stance_shifts *out, stance_error *err)
{
    static const stance_shifts_options defaults = STANCE_SHIFTS_OPTIONS_INIT;
    stance_gathered columns = {0};
    stance_report_options how = STANCE_REPORT_OPTIONS_INIT;
    memset(out, 0, sizeof *out);
    how.by = options ? options->by : defaults.by;
    STANCE_TRY(stance_report_open(store, lexicon, selector, &how, &out->report, err));
    out->options = options ? *options : defaults;
    /* With one topic or speaker selected its series would be that of all statements again. */
    const stance_selector *asked = &out->report.selector;
    if (out->options.each == STANCE_EACH_SPEAKER ? asked->speaker.data != NULL : asked->topic.data != NULL)
        out->options.each = STANCE_EACH_NONE;
    stance_status status = stance_gather(&out->report, &columns, err);
    if (status == STANCE_OK) status = fill(out, &columns, lexicon, err);
    stance_gathered_free(&columns);
    for (size_t i = 0; status == STANCE_OK && out->options.why && i < out->count; i++)
        for (size_t k = 0; status == STANCE_OK && k < out->series[i].found_count; k++)
            status = ask_why(out, lexicon, &out->series[i], &out->series[i].found[k], err);
    if (status != STANCE_OK) stance_shifts_free(out);
    return status;
}

void stance_shifts_free(stance_shifts *shifts)
{
    if (!shifts) return;
    for (size_t i = 0; i < shifts->count; i++)
        for (size_t k = 0; shifts->series && k < shifts->series[i].found_count; k++)
            stance_comparison_free(shifts->series[i].found[k].why);
    stance_report_free(&shifts->report);
    memset(shifts, 0, sizeof *shifts);
}
