/* Two windows compared: the difference of all statements, and that of each topic, speaker or outlet. */
#include "report/compare.h"

#include <math.h>
#include <stdlib.h>

static stance_interval_options interval_options(const stance_comparison *c)
{
    return (stance_interval_options){STANCE_BY_STATEMENT, c->options.level, c->options.resamples};
}

/* What may be said of a difference, before p is adjusted. */
static void test(stance_compared *x)
{
    const stance_window_mean *w = x->d.windows;
    x->note = "";
    x->p_adjusted = x->d.p;
    x->change = STANCE_CHANGE_UNTESTED;
    if (!w[0].statements) x->note = "no statements in the first window";
    else if (!w[1].statements) x->note = "no statements in the second window";
    else if (w[0].documents < STANCE_COMPARE_MIN_DOCUMENTS) x->note = "too few documents in the first window";
    else if (w[1].documents < STANCE_COMPARE_MIN_DOCUMENTS) x->note = "too few documents in the second window";
    else if (!x->d.has_test || x->d.least_p > STANCE_REPORT_SUPPORTED) x->note = "too few documents";
    else x->change = STANCE_CHANGE_NONE;
}

static void judge(stance_compared *x)
{
    if (x->change == STANCE_CHANGE_UNTESTED || x->p_adjusted > STANCE_REPORT_WEAK) return;
    const bool weak = x->p_adjusted > STANCE_REPORT_SUPPORTED, up = x->d.difference > 0;
    if (up) x->change = weak ? STANCE_CHANGE_WEAK_UP : STANCE_CHANGE_UP;
    else x->change = weak ? STANCE_CHANGE_WEAK_DOWN : STANCE_CHANGE_DOWN;
}

static stance_status compare_rows(const stance_comparison *c, const stance_weighed *rows, size_t count,
                                  stance_compared *out, stance_error *err)
{
    const stance_interval_options options = interval_options(c);
    STANCE_TRY(stance_difference_of(rows, count, &options, &out->d, err));
    test(out);
    return STANCE_OK;
}

/* ---- the rows ---- */

/* Window of a day, or -1: in neither. */
static int window_of(const stance_days *windows, int32_t day)
{
    for (int k = 0; k < 2; k++)
        if (day >= windows[k].first && day <= windows[k].last) return k;
    return -1;
}

/* Weights relative to the heaviest of the window, since only their relations count; none so light that it is nothing. */
static void weigh(const stance_comparison *c, const stance_gathered *columns, stance_compare_rows *rows)
{
    double heaviest[2] = {-HUGE_VAL, -HUGE_VAL};
    for (int pass = 0; pass < 2 && c->options.importance != STANCE_EQUAL; pass++) {
        for (size_t i = 0; i < rows->count; i++) {
            const double weight =
                stance_log_weight(c->options.importance, c->options.half_life, &columns->items[rows->items[i]]);
            double *most = &heaviest[rows->rows[i].window];
            if (pass) rows->rows[i].weight = exp(fmax(weight - *most, -600));
            else *most = fmax(*most, weight);
        }
    }
}

static stance_status collect(const stance_comparison *c, const stance_gathered *columns, stance_compare_rows *out,
                             stance_error *err)
{
    const stance_days windows[2] = {stance_window_days(&c->windows[0]), stance_window_days(&c->windows[1])};
    out->rows = malloc((columns->count + 1) * sizeof *out->rows);
    out->items = malloc((columns->count + 1) * sizeof *out->items);
    if (!out->rows || !out->items) return stance_fail_memory(err);
    for (size_t i = 0; i < columns->count; i++) {
        const stance_item *item = &columns->items[i];
        const int window = window_of(windows, item->days);
        if (window < 0) continue;
        out->items[out->count] = (uint32_t)i;
        out->rows[out->count++] = (stance_weighed){item->score, item->document, (uint32_t)window, 1};
    }
    weigh(c, columns, out);
    if (c->options.weighting == STANCE_BY_DOCUMENT) return stance_weigh_by_document(out->rows, out->count, err);
    return STANCE_OK;
}

/* ---- each topic, speaker or outlet ---- */

/* A row in one group; a statement on several topics is in several. */
typedef struct place {
    uint32_t group, row;
} place;

static int compare_places(const void *a, const void *b)
{
    const place *x = a, *y = b;
    if (x->group != y->group) return x->group < y->group ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

static stance_status put_places(const stance_comparison *c, const stance_gathered *columns,
                                const stance_compare_rows *rows, stance_intern *sources, place **out, size_t *count,
                                stance_error *err)
{
    size_t n = 0;
    for (size_t i = 0; i < rows->count; i++) n += columns->items[rows->items[i]].topic_count + 1;
    place *places = *out = malloc((n + 1) * sizeof *places);
    if (!places) return stance_fail_memory(err);
    n = 0;
    for (size_t i = 0; i < rows->count; i++) {
        const stance_item *item = &columns->items[rows->items[i]];
        if (c->options.each == STANCE_EACH_SPEAKER) {
            places[n++] = (place){item->speaker, (uint32_t)i};
        } else if (c->options.each == STANCE_EACH_SOURCE) {
            const uint32_t source = stance_compare_source(c, sources, item);
            if (source == STANCE_NO_ID) return stance_fail_memory(err);
            places[n++] = (place){source, (uint32_t)i};
        } else {
            for (size_t k = 0; k < item->topic_count; k++)
                places[n++] = (place){columns->topics[item->topics_at + k], (uint32_t)i};
            if (!item->topic_count) places[n++] = (place){STANCE_NO_ID, (uint32_t)i};
        }
    }
    qsort(places, n, sizeof *places, compare_places);
    *count = n;
    return STANCE_OK;
}

static stance_status name_group(stance_comparison *c, const stance_gathered *columns, const stance_lexicon *lexicon,
                                const stance_intern *sources, uint32_t number, stance_compared *out, stance_error *err)
{
    if (c->options.each == STANCE_EACH_SPEAKER) {
        const stance_report_speaker *speaker = &c->report.speakers[number];
        out->title = speaker->name.len ? speaker->name : stance_view_of("(not named)");
        out->id = speaker->actor.data ? speaker->actor : out->title;
    } else if (c->options.each == STANCE_EACH_SOURCE) {
        out->id = out->title = sources->strings[number].len ? sources->strings[number] : stance_view_of("(not named)");
    } else {
        out->id = number == STANCE_NO_ID ? stance_view_of(STANCE_TOPIC_NONE) : columns->topic_ids.strings[number];
        out->title = stance_topic_title(lexicon, &c->report.memory->arena, out->id);
    }
    return out->title.data ? STANCE_OK : stance_fail_memory(err);
}

static int compare_groups(const void *a, const void *b)
{
    const stance_compared *x = a, *y = b;
    const bool last_x = stance_view_is(x->id, STANCE_TOPIC_NONE), last_y = stance_view_is(y->id, STANCE_TOPIC_NONE);
    const size_t n = x->d.windows[0].statements + x->d.windows[1].statements;
    const size_t m = y->d.windows[0].statements + y->d.windows[1].statements;
    if (last_x != last_y) return last_x ? 1 : -1;
    if (n != m) return n > m ? -1 : 1;
    const size_t shorter = x->id.len < y->id.len ? x->id.len : y->id.len;
    const int order = memcmp(x->id.data, y->id.data, shorter);
    return order ? order : (x->id.len > y->id.len) - (x->id.len < y->id.len);
}

static stance_status adjust(stance_comparison *c, stance_error *err)
{
    size_t tests = 0;
    double *p = calloc(c->group_count + 1, sizeof *p);
    if (!p) return stance_fail_memory(err);
    for (size_t i = 0; i < c->group_count; i++)
        if (c->groups[i].change != STANCE_CHANGE_UNTESTED) p[tests++] = c->groups[i].d.p;
    stance_status status = stance_adjust_p(p, tests, STANCE_ADJUST_BH, p, err);
    tests = 0;
    for (size_t i = 0; status == STANCE_OK && i < c->group_count; i++) {
        if (c->groups[i].change != STANCE_CHANGE_UNTESTED) c->groups[i].p_adjusted = p[tests++];
        judge(&c->groups[i]);
    }
    free(p);
    return status;
}

/* The same by what people coded. places: those of the group; NULL: all rows. */
static stance_status correct(const stance_comparison *c, const stance_gathered *columns,
                             const stance_compare_rows *rows, const place *places, size_t count, stance_compared *out,
                             stance_error *err)
{
    uint32_t *indices = malloc((count + 1) * sizeof *indices);
    stance_status status = indices ? STANCE_OK : stance_fail_memory(err);
    for (uint32_t k = 0; k < 2 && status == STANCE_OK; k++) {
        size_t n = 0;
        for (size_t i = 0; i < count; i++) {
            const size_t row = places ? places[i].row : i;
            if (rows->rows[row].window == k) indices[n++] = rows->items[row];
        }
        status = stance_report_correct(columns, indices, n, c->options.level, false, &out->coded[k], err);
    }
    free(indices);
    if (status != STANCE_OK) return status;
    out->has_corrected = !*out->coded[0].note && !*out->coded[1].note;
    if (!out->has_corrected) return STANCE_OK;
    return stance_coded_difference(&out->coded[0].mean, &out->coded[1].mean, c->options.level, &out->corrected, err);
}

static stance_status fill_groups(stance_comparison *c, const stance_gathered *columns, const stance_lexicon *lexicon,
                                 const stance_compare_rows *rows, const place *places, size_t count,
                                 const stance_intern *sources, stance_weighed *room, stance_error *err)
{
    size_t groups = 0;
    for (size_t i = 0; i < count; i++) groups += i == 0 || places[i].group != places[i - 1].group;
    c->groups = stance_arena_zero(&c->report.memory->arena, groups + 1, sizeof *c->groups);
    if (!c->groups) return stance_fail_memory(err);
    for (size_t at = 0, end; at < count; at = end) {
        stance_compared *group = &c->groups[c->group_count++];
        for (end = at; end < count && places[end].group == places[at].group; end++)
            room[end - at] = rows->rows[places[end].row];
        if (c->options.weighting == STANCE_BY_DOCUMENT) STANCE_TRY(stance_weigh_by_document(room, end - at, err));
        STANCE_TRY(name_group(c, columns, lexicon, sources, places[at].group, group, err));
        STANCE_TRY(compare_rows(c, room, end - at, group, err));
        STANCE_TRY(correct(c, columns, rows, places + at, end - at, group, err));
    }
    qsort(c->groups, c->group_count, sizeof *c->groups, compare_groups);
    return adjust(c, err);
}

static stance_status compare_each(stance_comparison *c, const stance_gathered *columns, const stance_lexicon *lexicon,
                                  const stance_compare_rows *rows, stance_error *err)
{
    place *places = NULL;
    size_t count = 0;
    stance_intern sources = {0};
    stance_intern_init(&sources, &c->report.memory->arena);
    stance_weighed *room = malloc((rows->count + 1) * sizeof *room);
    stance_status status = room ? STANCE_OK : stance_fail_memory(err);
    if (status == STANCE_OK) status = put_places(c, columns, rows, &sources, &places, &count, err);
    if (status == STANCE_OK) status = fill_groups(c, columns, lexicon, rows, places, count, &sources, room, err);
    free(places);
    free(room);
    return status;
}

/* ---- all of it ---- */

static stance_status fill(stance_comparison *c, const stance_gathered *columns, const stance_lexicon *lexicon,
                          stance_error *err)
{
    stance_compare_rows rows = {NULL, NULL, 0};
    c->all.id = stance_view_of(STANCE_TOPIC_ALL);
    c->report.speaker_count = columns->speakers.count;
    stance_status status = stance_name_speakers(&c->report, columns, err);
    if (status == STANCE_OK) status = stance_selection_title(&c->report, &c->all.title, err);
    if (status == STANCE_OK) status = collect(c, columns, &rows, err);
    if (status == STANCE_OK) status = compare_rows(c, rows.rows, rows.count, &c->all, err);
    if (status == STANCE_OK) status = correct(c, columns, &rows, NULL, rows.count, &c->all, err);
    if (status == STANCE_OK) judge(&c->all);
    if (status == STANCE_OK && c->options.each != STANCE_EACH_NONE)
        status = compare_each(c, columns, lexicon, &rows, err);
    if (status == STANCE_OK && c->all.d.has_difference) status = stance_compare_why(c, columns, lexicon, &rows, err);
    free(rows.rows);
    free(rows.items);
    return status;
}

/* One pass over the store takes in both windows, and what lies between them. */
static stance_selector spanning(const stance_selector *selector, const stance_window *windows)
{
    stance_selector s = {0};
    if (selector) s = *selector;
    s.from = s.to = (stance_date){0, 0, 0};
    if (windows[0].from.year && windows[1].from.year) {
        const bool first = stance_date_to_days(windows[0].from) <= stance_date_to_days(windows[1].from);
        s.from = windows[first ? 0 : 1].from;
    }
    if (windows[0].to.year && windows[1].to.year) {
        const bool first = stance_date_to_days(windows[0].to) >= stance_date_to_days(windows[1].to);
        s.to = windows[first ? 0 : 1].to;
    }
    return s;
}

stance_status stance_compare(stance_store *store, const stance_lexicon *lexicon, const stance_selector *selector,
                             const stance_window *windows, const stance_compare_options *options,
                             stance_comparison *out, stance_error *err)
{
    static const stance_compare_options defaults = STANCE_COMPARE_OPTIONS_INIT;
    stance_gathered columns = {0};
    memset(out, 0, sizeof *out);
    STANCE_TRY(stance_windows_check(windows, err));
    const stance_selector span = spanning(selector, windows);
    STANCE_TRY(stance_report_open(store, lexicon, &span, NULL, &out->report, err));
    out->options = options ? *options : defaults;
    out->windows[0] = windows[0];
    out->windows[1] = windows[1];
    stance_status status = stance_gather(&out->report, &columns, err);
    if (status == STANCE_OK) status = stance_gather_codes(&out->report, &columns, err);
    if (status == STANCE_OK) status = fill(out, &columns, lexicon, err);
    stance_gathered_free(&columns);
    if (status != STANCE_OK) stance_comparison_free(out);
    return status;
}

void stance_comparison_free(stance_comparison *comparison)
{
    if (!comparison) return;
    stance_split_free(&comparison->split);
    stance_report_free(&comparison->report);
    memset(comparison, 0, sizeof *comparison);
}
