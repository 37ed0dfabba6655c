/* From columns to numbers: totals, series and trends, overall, by topic and by speaker. */
#include "report/internal.h"

#include <stdlib.h>

#define MOST_POINTS 2000000 /* topics times periods */

static const char *const change_names[] = {"untested", "none", "up", "down", "weak up", "weak down"};

const char *stance_change_name(stance_change change)
{
    return change_names[change];
}

void stance_groups_free(stance_groups *g)
{
    free(g->indices);
    free(g->starts);
    free(g->room);
}

/* A counting sort, so the order of items is kept. */
stance_status stance_group(const stance_gathered *columns, bool by_topic, stance_groups *g, stance_error *err)
{
    memset(g, 0, sizeof *g);
    g->count = by_topic ? columns->topic_ids.count + 1 : columns->speakers.count;
    size_t places = by_topic ? columns->topics_count + columns->count : columns->count;
    g->starts = calloc(g->count + 2, sizeof *g->starts);
    g->indices = malloc((places + 1) * sizeof *g->indices);
    g->room = malloc((columns->count + 1) * sizeof *g->room);
    if (!g->starts || !g->indices || !g->room) return stance_fail_memory(err);
    for (int pass = 0; pass < 2; pass++) {
        /* First the sizes, two places on; then the items, which moves the ends to where the starts belong. */
        size_t *at = g->starts + (pass ? 1 : 2);
        for (size_t i = 0; i < columns->count; i++) {
            const stance_item *item = &columns->items[i];
            size_t n = by_topic && item->topic_count ? item->topic_count : 1;
            for (size_t k = 0; k < n; k++) {
                size_t to = !by_topic           ? item->speaker
                            : item->topic_count ? columns->topics[item->topics_at + k]
                                                : g->count - 1;
                if (pass) g->indices[at[to]++] = (uint32_t)i;
                else at[to]++;
            }
        }
        if (pass) break;
        for (size_t i = 2; i <= g->count; i++) g->starts[i] += g->starts[i - 1];
    }
    return STANCE_OK;
}

static double periods_a_year(stance_period by)
{
    static const double days = 365.2425; /* of the Gregorian calendar */
    switch (by) {
    case STANCE_BY_DAY: return days;
    case STANCE_BY_WEEK: return days / 7;
    case STANCE_BY_MONTH: return 12;
    case STANCE_BY_QUARTER: return 4;
    case STANCE_BY_HALF: return 2;
    default: return 1;
    }
}

static stance_status find_trend(const stance_report *report, const stance_series *series, size_t documents,
                                stance_report_trend *out, stance_error *err)
{
    stance_trend trend;
    out->periods = series->filled;
    out->note = "";
    if (series->filled < STANCE_REPORT_MIN_PERIODS) out->note = "too few periods";
    else if (documents < STANCE_REPORT_MIN_DOCUMENTS) out->note = "too few documents";
    else if (series->filled > STANCE_SEN_MAX_POINTS) out->note = "too many periods: take longer ones";
    if (*out->note) return STANCE_OK;
    STANCE_TRY(stance_series_trend(series, STANCE_TREND_UNWEIGHTED, report->options.level, &trend, err));
    double scale = periods_a_year(report->options.by);
    out->first = trend.first;
    out->last = trend.last;
    out->slope = trend.sen.slope * scale;
    out->has_interval = trend.sen.has_interval;
    out->lo = trend.sen.lo * scale;
    out->hi = trend.sen.hi * scale;
    out->tau = trend.kendall.tau_b;
    out->p = out->p_adjusted = trend.kendall.p;
    out->change = STANCE_CHANGE_NONE;
    STANCE_TRY(stance_check_trend(series, out, err));
    out->robust *= scale;
    return STANCE_OK;
}

/* What the test allows to be said. The direction is that of the test, so that slope and words cannot disagree. */
static void judge(stance_report_trend *trend)
{
    if (trend->change == STANCE_CHANGE_UNTESTED || trend->p_adjusted > STANCE_REPORT_WEAK || trend->tau == 0) return;
    bool weak = trend->p_adjusted > STANCE_REPORT_SUPPORTED, up = trend->tau > 0;
    if (up) trend->change = weak ? STANCE_CHANGE_WEAK_UP : STANCE_CHANGE_UP;
    else trend->change = weak ? STANCE_CHANGE_WEAK_DOWN : STANCE_CHANGE_DOWN;
}

static stance_status draw_line(const stance_report *report, const stance_series *series, stance_report_topic *topic,
                               stance_error *err)
{
    topic->line = stance_arena_zero(&report->memory->arena, report->period_count + 1, sizeof *topic->line);
    if (!topic->line) return stance_fail_memory(err);
    if (topic->trend.change == STANCE_CHANGE_UNTESTED) return STANCE_OK;
    return stance_draw_line(series, report->first_period, report->options.level, topic->line, err);
}

/* Fills total, points, counts, trend and evidence of a topic from the items at indices. */
static stance_status fill_topic(stance_report *report, const stance_gathered *columns, const uint32_t *indices,
                                size_t count, stance_observation *room, size_t evidence, stance_report_topic *topic,
                                stance_error *err)
{
    stance_series series, rolled = {NULL, 0, 0, STANCE_BY_STATEMENT};
    const stance_series *shown = &series;
    STANCE_TRY(stance_report_total(report, columns, indices, count, room, &topic->total, err));
    STANCE_TRY(stance_report_series(report, columns, indices, count, room, 1, &series, err));
    stance_status status = STANCE_OK;
    if (report->options.rolling > 1) {
        status = stance_report_series(report, columns, indices, count, room, report->options.rolling, &rolled, err);
        if (status != STANCE_OK) goto done;
        shown = &rolled;
    }
    topic->points = stance_arena_zero(&report->memory->arena, report->period_count, sizeof *topic->points);
    if (!topic->points && report->period_count) {
        status = stance_fail_memory(err);
        goto done;
    }
    for (size_t i = 0; i < report->period_count; i++) {
        stance_series_point *point = &topic->points[i];
        point->period = (int32_t)(report->first_period + (int64_t)i);
        point->flags = STANCE_POINT_EMPTY;
        point->interval.level = report->options.level;
        point->interval.reason = STANCE_REASON_EMPTY;
    }
    for (size_t i = 0; topic->points && i < shown->count; i++)
        topic->points[(size_t)((int64_t)shown->points[i].period - report->first_period)] = shown->points[i];
    for (size_t i = 0; topic->points && i < report->period_count; i++) { /* a topic may begin later than the report */
        topic->points[i].flags &= ~(unsigned)STANCE_POINT_SHORT;
        if ((int64_t)i + 1 < report->options.rolling) topic->points[i].flags |= STANCE_POINT_SHORT;
    }
    for (size_t i = 0; i < count; i++) {
        const stance_item *item = &columns->items[indices[i]];
        topic->conciliatory += item->score > 0;
        topic->critical += item->score < 0;
        topic->with_tone += item->matched > 0;
    }
    status = find_trend(report, &series, topic->total.documents, &topic->trend, err);
    if (status == STANCE_OK) status = draw_line(report, &series, topic, err);
    if (status == STANCE_OK)
        status = stance_report_correct(columns, indices, count, report->options.level, true, &topic->coded, err);
    if (status == STANCE_OK) status = stance_find_evidence(report, columns, indices, count, evidence, topic, err);

done:
    stance_series_free(&series);
    stance_series_free(&rolled);
    return status;
}

static int compare_topics(const void *a, const void *b)
{
    const stance_report_topic *x = a, *y = b;
    bool last_x = stance_view_is(x->id, STANCE_TOPIC_NONE), last_y = stance_view_is(y->id, STANCE_TOPIC_NONE);
    if (last_x != last_y) return last_x ? 1 : -1;
    if (x->total.statements != y->total.statements) return x->total.statements > y->total.statements ? -1 : 1;
    return strcmp(x->id.data, y->id.data); /* interned: ends in zero */
}

static stance_status adjust(stance_report *report, stance_error *err)
{
    double *p = calloc(report->topic_count + 1, sizeof *p);
    size_t tests = 0;
    if (!p) return stance_fail_memory(err);
    for (size_t i = 0; i < report->topic_count; i++)
        if (report->topics[i].trend.change != STANCE_CHANGE_UNTESTED) p[tests++] = report->topics[i].trend.p;
    stance_status status = stance_adjust_p(p, tests, STANCE_ADJUST_BH, p, err);
    tests = 0;
    for (size_t i = 0; status == STANCE_OK && i < report->topic_count; i++) {
        stance_report_trend *trend = &report->topics[i].trend;
        if (trend->change != STANCE_CHANGE_UNTESTED) trend->p_adjusted = p[tests++];
        judge(trend);
    }
    judge(&report->all.trend);
    free(p);
    return status;
}

stance_view stance_topic_title(const stance_lexicon *lexicon, stance_arena *arena, stance_view id)
{
    if (stance_view_is(id, STANCE_TOPIC_NONE)) return stance_view_of("No topic");
    return stance_arena_copy(arena, lexicon ? stance_lexicon_topic_title(lexicon, id) : id);
}

static stance_status fill_topics(stance_report *report, const stance_gathered *columns, const stance_lexicon *lexicon,
                                 stance_error *err)
{
    stance_groups g;
    stance_arena *arena = &report->memory->arena;
    stance_status status = stance_group(columns, true, &g, err);
    if (status != STANCE_OK) goto done;
    if (report->period_count * (g.count + 1) > MOST_POINTS) {
        status = stance_fail(err, STANCE_EINVAL,
                             "%zu topics in %zu periods are too many for a report; take longer "
                             "periods, or fewer of them (--from, --to)",
                             g.count, report->period_count);
        goto done;
    }
    report->topics = stance_arena_zero(arena, g.count, sizeof *report->topics);
    if (!report->topics) {
        status = stance_fail_memory(err);
        goto done;
    }
    for (size_t i = 0; i < g.count && status == STANCE_OK; i++) {
        size_t count = g.starts[i + 1] - g.starts[i];
        if (!count) continue;
        stance_report_topic *topic = &report->topics[report->topic_count++];
        topic->id = i + 1 < g.count ? columns->topic_ids.strings[i] : stance_view_of(STANCE_TOPIC_NONE);
        topic->title = stance_topic_title(lexicon, arena, topic->id);
        if (!topic->title.data) status = stance_fail_memory(err);
        else
            status = fill_topic(report, columns, g.indices + g.starts[i], count, g.room, report->options.topic_evidence,
                                topic, err);
    }
    if (status == STANCE_OK) {
        qsort(report->topics, report->topic_count, sizeof *report->topics, compare_topics);
        status = adjust(report, err);
    }

done:
    stance_groups_free(&g);
    return status;
}

static int compare_speakers(const void *a, const void *b)
{
    const stance_report_speaker *x = a, *y = b;
    if (x->total.statements != y->total.statements) return x->total.statements > y->total.statements ? -1 : 1;
    int order = strcmp(x->name.data, y->name.data);
    if (order || (!x->actor.data && !y->actor.data)) return order;
    return !x->actor.data ? 1 : !y->actor.data ? -1 : strcmp(x->actor.data, y->actor.data);
}

/* The commonest spelling of each; of two the longer, then the first in the order of bytes. */
stance_status stance_name_speakers(stance_report *report, const stance_gathered *columns, stance_error *err)
{
    const size_t count = columns->speakers.count;
    size_t *uses = calloc(count + 1, sizeof *uses);
    report->speakers = stance_arena_zero(&report->memory->arena, count + 1, sizeof *report->speakers);
    if (!uses || !report->speakers) {
        free(uses);
        return stance_fail_memory(err);
    }
    for (size_t i = 0; i < columns->spellings_count; i++) {
        const stance_spelling *s = &columns->spellings[i];
        stance_view *name = &report->speakers[s->speaker].name;
        bool better = !name->data || s->count > uses[s->speaker];
        if (!better && s->count == uses[s->speaker])
            better = s->name.len > name->len || (s->name.len == name->len && strcmp(s->name.data, name->data) < 0);
        if (!better) continue;
        *name = s->name;
        uses[s->speaker] = s->count;
    }
    for (size_t i = 0; i < count; i++) {
        stance_view key = columns->speakers.strings[i];
        if (key.data[0] == 'a') report->speakers[i].actor = (stance_view){key.data + 1, key.len - 1};
        if (!report->speakers[i].name.data) report->speakers[i].name = stance_view_of("");
    }
    free(uses);
    return STANCE_OK;
}

static stance_status fill_speakers(stance_report *report, const stance_gathered *columns, stance_error *err)
{
    stance_groups g;
    stance_status status = stance_group(columns, false, &g, err);
    if (status == STANCE_OK) status = stance_name_speakers(report, columns, err);
    for (size_t i = 0; i < g.count && status == STANCE_OK; i++) {
        stance_report_speaker *speaker = &report->speakers[i];
        const uint32_t *indices = g.indices + g.starts[i];
        size_t count = g.starts[i + 1] - g.starts[i];
        speaker->first = stance_date_from_days(columns->items[indices[0]].days);
        speaker->last = stance_date_from_days(columns->items[indices[count - 1]].days);
        status = stance_report_total(report, columns, indices, count, g.room, &speaker->total, err);
    }
    report->speaker_count = g.count;
    if (status == STANCE_OK) qsort(report->speakers, g.count, sizeof *report->speakers, compare_speakers);
    stance_groups_free(&g);
    return status;
}

static stance_status fill_all(stance_report *report, const stance_gathered *columns, stance_error *err)
{
    stance_status status;
    uint32_t *indices = malloc((columns->count + 1) * sizeof *indices);
    stance_observation *room = malloc((columns->count + 1) * sizeof *room);
    report->all.id = stance_view_of(STANCE_TOPIC_ALL);
    report->all.title = stance_view_of("All statements");
    if (!indices || !room) {
        status = stance_fail_memory(err);
        goto done;
    }
    for (size_t i = 0; i < columns->count; i++) indices[i] = (uint32_t)i;
    status = fill_topic(report, columns, indices, columns->count, room, report->options.evidence, &report->all, err);

done:
    free(indices);
    free(room);
    return status;
}

static stance_status fill(stance_report *report, const stance_gathered *columns, const stance_lexicon *lexicon,
                          stance_error *err)
{
    if (columns->count) {
        int32_t last = columns->items[columns->count - 1].period;
        report->first_period = columns->items[0].period;
        report->period_count = (size_t)((int64_t)last - report->first_period + 1);
    }
    for (size_t i = 0; i < report->document_count; i++)
        report->summaries +=
            report->documents[i].counted && stance_view_is(report->documents[i].source, STANCE_DIGEST_SOURCE);
    STANCE_TRY(fill_all(report, columns, err));
    if (!columns->count) return STANCE_OK;
    STANCE_TRY(fill_topics(report, columns, lexicon, err));
    return fill_speakers(report, columns, err);
}

/* The report keeps what it was asked for, so it keeps copies. */
static stance_status copy_question(stance_report *report, const stance_selector *selector,
                                   const stance_report_options *options, stance_error *err)
{
    static const stance_report_options defaults = STANCE_REPORT_OPTIONS_INIT;
    stance_arena *arena = &report->memory->arena;
    report->options = options ? *options : defaults;
    if (selector) report->selector = *selector;
    stance_view *views[] = {&report->selector.speaker, &report->selector.target, &report->selector.topic,
                            &report->selector.source};
    for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
        if (!views[i]->data) continue;
        *views[i] = stance_arena_copy(arena, *views[i]);
        if (!views[i]->data) return stance_fail_memory(err);
    }
    report->title = stance_arena_copy(arena, stance_view_of(report->options.title ? report->options.title : ""));
    if (!report->title.data) return stance_fail_memory(err);
    report->options.title = report->options.title ? report->title.data : NULL;
    return STANCE_OK;
}

static stance_status make_title(stance_report *report, stance_error *err)
{
    if (report->options.title) return STANCE_OK;
    stance_strbuf title = STANCE_STRBUF_INIT;
    stance_describe_who(report, &title);
    stance_describe_scope(report, &title);
    if (report->first.year) {
        stance_strbuf_adds(&title, ", ");
        stance_describe_span(report, &title);
    }
    stance_strbuf_addf(&title, ", by %s", stance_period_name(report->options.by));
    report->title = stance_arena_copy(&report->memory->arena, stance_strbuf_view(&title));
    bool good = !title.failed && report->title.data;
    stance_strbuf_free(&title);
    return good ? STANCE_OK : stance_fail_memory(err);
}

stance_status stance_report_open(stance_store *store, const stance_lexicon *lexicon, const stance_selector *selector,
                                 const stance_report_options *options, stance_report *out, stance_error *err)
{
    memset(out, 0, sizeof *out);
    out->store = store;
    out->memory = calloc(1, sizeof *out->memory);
    if (!out->memory) return stance_fail_memory(err);
    if (lexicon) memcpy(out->lexicon_hash, stance_lexicon_hash(lexicon), sizeof out->lexicon_hash);
    stance_status status = copy_question(out, selector, options, err);
    if (status == STANCE_OK && out->selector.topic.data) {
        out->topic_title = stance_topic_title(lexicon, &out->memory->arena, out->selector.topic);
        if (!out->topic_title.data) status = stance_fail_memory(err);
    }
    if (status == STANCE_OK) status = stance_store_totals(store, &out->database, err);
    if (status != STANCE_OK) stance_report_free(out);
    return status;
}

stance_status stance_report_build(stance_store *store, const stance_lexicon *lexicon, const stance_selector *selector,
                                  const stance_report_options *options, stance_report *out, stance_error *err)
{
    stance_gathered columns = {0};
    STANCE_TRY(stance_report_open(store, lexicon, selector, options, out, err));
    stance_status status = stance_gather(out, &columns, err);
    if (status == STANCE_OK) status = stance_gather_codes(out, &columns, err);
    if (status == STANCE_OK) status = fill(out, &columns, lexicon, err);
    if (status == STANCE_OK) status = make_title(out, err);
    stance_gathered_free(&columns);
    if (status != STANCE_OK) stance_report_free(out);
    return status;
}

void stance_report_free(stance_report *report)
{
    if (!report) return;
    free(report->documents);
    if (report->memory) stance_arena_free(&report->memory->arena);
    free(report->memory);
    memset(report, 0, sizeof *report);
}
