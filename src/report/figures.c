/* The figures on statements: found, whose, how, about what. */
#include "report/judge.h"

#include <stdlib.h>

const char *const stance_figure_names[STANCE_FIGURE_FIXED] = {
    "found", "said precision",   "said recall",   "said f1",   "speaker",        "speaker others",
    "mode",  "topics precision", "topics recall", "topics f1", "topics macro f1"};

typedef struct counting {
    const stance_evaluation *e;
    uint32_t (*topics)[2]; /* topic and kind (0 right, 1 wrong, 2 missed), of one match after the other */
    size_t *ends;          /* of each match's in topics */
    double *sums;          /* three for each topic */
} counting;

static uint32_t topic_number(const stance_evaluation *e, stance_view topic)
{
    uint32_t i = 0;
    while (i < e->topic_count && !stance_view_equal(e->topics[i], topic)) i++;
    return i;
}

static bool has_topic(const stance_view *topics, size_t count, stance_view topic)
{
    for (size_t i = 0; i < count; i++) {
        if (stance_view_equal(topics[i], topic)) return true;
    }
    return false;
}

static bool counts_topics(const stance_match *x)
{
    return x->verdict == STANCE_FOUND && x->gold->has_topics;
}

static bool is_said(const stance_match *x)
{
    return x->verdict == STANCE_FOUND || x->verdict == STANCE_LOST;
}

static bool taken_as_said(const stance_match *x)
{
    return x->verdict == STANCE_FOUND && x->answer->mode != STANCE_NARRATION;
}

static stance_value share(double part, double whole)
{
    return whole > 0 ? (stance_value){true, part / whole} : (stance_value){false, 0};
}

static void topic_figures(const counting *c, const double *weights, stance_value *values)
{
    const stance_evaluation *e = c->e;
    double all[3] = {0}, macro = 0, classes = 0;
    memset(c->sums, 0, 3 * (e->topic_count + 1) * sizeof *c->sums);
    for (size_t i = 0, at = 0; i < e->matches.count; i++) {
        for (; at < c->ends[i]; at++) c->sums[3 * c->topics[at][0] + c->topics[at][1]] += weights[i];
    }
    for (size_t t = 0; t < e->topic_count; t++) {
        const double *s = c->sums + 3 * t;
        const stance_retrieval r = stance_retrieve(s[0], s[1], s[2]);
        values[STANCE_FIGURE_FIXED + 3 * t] = r.precision;
        values[STANCE_FIGURE_FIXED + 3 * t + 1] = r.recall;
        values[STANCE_FIGURE_FIXED + 3 * t + 2] = r.f1;
        for (int k = 0; k < 3; k++) all[k] += s[k];
        if (!r.recall.defined) continue; /* the gold has none of it */
        macro += r.f1.value;
        classes += 1;
    }
    const stance_retrieval r = stance_retrieve(all[0], all[1], all[2]);
    values[STANCE_FIGURE_TOPICS_PRECISION] = r.precision;
    values[STANCE_FIGURE_TOPICS_RECALL] = r.recall;
    values[STANCE_FIGURE_TOPICS_F1] = r.f1;
    values[STANCE_FIGURE_TOPICS_MACRO] = share(macro, classes);
}

static stance_status count(void *context, const double *weights, stance_value *values, stance_error *err)
{
    const counting *c = context;
    double said = 0, found = 0, right = 0, wrong = 0;
    double speaker[2] = {0}, other[2] = {0}, mode[2] = {0}; /* right, all */
    (void)err;
    for (size_t i = 0; i < c->e->matches.count; i++) {
        const stance_match *x = &c->e->matches.all[i];
        const double w = weights[i];
        said += is_said(x) ? w : 0;
        found += x->verdict == STANCE_FOUND ? w : 0;
        right += taken_as_said(x) ? w : 0;
        wrong += x->verdict == STANCE_LEAKED ? w : 0;
        wrong += c->e->options.complete ? w * (double)x->extra : 0;
        speaker[0] += x->speaker_right ? w : 0;
        speaker[1] += x->speaker_coded ? w : 0;
        other[0] += x->speaker_other && x->speaker_right ? w : 0;
        other[1] += x->speaker_other ? w : 0;
        mode[0] += x->mode_right ? w : 0;
        mode[1] += x->mode_coded ? w : 0;
    }
    const stance_retrieval r = stance_retrieve(right, wrong, said - right);
    values[STANCE_FIGURE_FOUND] = share(found, said);
    values[STANCE_FIGURE_SAID_PRECISION] = r.precision;
    values[STANCE_FIGURE_SAID_RECALL] = r.recall;
    values[STANCE_FIGURE_SAID_F1] = r.f1;
    values[STANCE_FIGURE_SPEAKER] = share(speaker[0], speaker[1]);
    values[STANCE_FIGURE_SPEAKER_OTHER] = share(other[0], other[1]);
    values[STANCE_FIGURE_MODE] = share(mode[0], mode[1]);
    topic_figures(c, weights, values);
    return STANCE_OK;
}

/* Whether a match has a part in a figure. */
static bool bears(const stance_evaluation *e, const stance_match *x, size_t figure)
{
    switch (figure) {
    case STANCE_FIGURE_FOUND:
    case STANCE_FIGURE_SAID_RECALL: return is_said(x);
    case STANCE_FIGURE_SAID_PRECISION: return taken_as_said(x) || x->verdict == STANCE_LEAKED;
    case STANCE_FIGURE_SAID_F1: return is_said(x) || x->verdict == STANCE_LEAKED;
    case STANCE_FIGURE_SPEAKER: return x->speaker_coded;
    case STANCE_FIGURE_SPEAKER_OTHER: return x->speaker_other;
    case STANCE_FIGURE_MODE: return x->mode_coded;
    case STANCE_FIGURE_TOPICS_PRECISION:
    case STANCE_FIGURE_TOPICS_RECALL:
    case STANCE_FIGURE_TOPICS_F1:
    case STANCE_FIGURE_TOPICS_MACRO: return counts_topics(x);
    default: break;
    }
    if (!counts_topics(x)) return false;
    const stance_view topic = e->topics[(figure - STANCE_FIGURE_FIXED) / 3];
    const bool coded = has_topic(x->gold->topics, x->gold->topic_count, topic);
    const bool got = has_topic(x->answer->topics, x->answer->topic_count, topic);
    switch ((figure - STANCE_FIGURE_FIXED) % 3) {
    case 0: return got;
    case 1: return coded;
    default: return coded || got;
    }
}

static void size_figure(const stance_evaluation *e, size_t figure, bool *seen, stance_estimate *estimate)
{
    memset(seen, 0, e->matches.clusters * sizeof *seen);
    for (size_t i = 0; i < e->matches.count; i++) {
        const stance_match *x = &e->matches.all[i];
        if (!bears(e, x, figure)) continue;
        estimate->items++;
        estimate->clusters += !seen[x->cluster];
        seen[x->cluster] = true;
    }
}

static int compare_topics(const void *a, const void *b)
{
    const stance_view *x = a, *y = b;
    const size_t least = x->len < y->len ? x->len : y->len;
    const int order = least ? memcmp(x->data, y->data, least) : 0;
    return order ? order : (x->len > y->len) - (x->len < y->len);
}

/* The topics that gold or answers name, by their ids. */
static stance_status list_topics(stance_evaluation *e, stance_error *err)
{
    stance_intern names;
    stance_intern_init(&names, &e->arena);
    for (size_t i = 0; i < e->matches.count; i++) {
        const stance_match *x = &e->matches.all[i];
        if (!counts_topics(x)) continue;
        for (size_t t = 0; t < x->gold->topic_count; t++)
            if (stance_intern_add(&names, x->gold->topics[t]) == STANCE_NO_ID) return stance_fail_memory(err);
        for (size_t t = 0; t < x->answer->topic_count; t++)
            if (stance_intern_add(&names, x->answer->topics[t]) == STANCE_NO_ID) return stance_fail_memory(err);
    }
    e->topics = names.strings;
    e->topic_count = names.count;
    if (names.count) qsort(e->topics, names.count, sizeof *e->topics, compare_topics);
    return STANCE_OK;
}

/* What each match adds to the counts of topics. */
static stance_status list_hits(counting *c, stance_error *err)
{
    stance_evaluation const *e = c->e;
    size_t n = 0, room = 0;
    for (size_t i = 0; i < e->matches.count; i++) {
        const stance_match *x = &e->matches.all[i];
        if (counts_topics(x)) room += x->gold->topic_count + x->answer->topic_count;
    }
    c->topics = calloc(room + 1, sizeof *c->topics);
    c->ends = calloc(e->matches.count + 1, sizeof *c->ends);
    c->sums = calloc(3 * (e->topic_count + 1), sizeof *c->sums);
    if (!c->topics || !c->ends || !c->sums) return stance_fail_memory(err);
    for (size_t i = 0; i < e->matches.count; i++) {
        const stance_match *x = &e->matches.all[i];
        for (size_t t = 0; counts_topics(x) && t < x->gold->topic_count; t++) {
            const bool both = has_topic(x->answer->topics, x->answer->topic_count, x->gold->topics[t]);
            c->topics[n][0] = topic_number(e, x->gold->topics[t]);
            c->topics[n++][1] = both ? 0 : 2;
        }
        for (size_t t = 0; counts_topics(x) && t < x->answer->topic_count; t++) {
            if (has_topic(x->gold->topics, x->gold->topic_count, x->answer->topics[t])) continue;
            c->topics[n][0] = topic_number(e, x->answer->topics[t]);
            c->topics[n++][1] = 1;
        }
        c->ends[i] = n;
    }
    return STANCE_OK;
}

stance_status stance_measure_statements(stance_evaluation *e, stance_error *err)
{
    counting c = {.e = e};
    uint32_t *clusters = calloc(e->matches.count + 1, sizeof *clusters);
    double *weights = calloc(e->matches.count + 1, sizeof *weights);
    bool *seen = calloc(e->matches.clusters + 1, sizeof *seen);
    stance_status status = clusters && weights && seen ? list_topics(e, err) : stance_fail_memory(err);
    if (status == STANCE_OK) status = list_hits(&c, err);
    const size_t figures = STANCE_FIGURE_FIXED + 3 * e->topic_count;
    if (status == STANCE_OK) {
        e->figures = stance_arena_zero(&e->arena, figures, sizeof *e->figures);
        if (!e->figures) status = stance_fail_memory(err);
    }
    if (status == STANCE_OK) {
        stance_bootstrap_options how = {e->options.level, e->options.resamples, e->matches.count};
        for (size_t i = 0; i < e->matches.count; i++) {
            const stance_match *x = &e->matches.all[i];
            clusters[i] = x->cluster;
            weights[i] = x->gold->weight;
            how.seed = stance_seed_add(how.seed, (uint64_t)x->verdict * 8 + x->speaker_right * 4U + x->mode_right * 2U);
            how.seed = stance_seed_add(how.seed, x->topics_right * 64 + x->topics_wrong * 8 + x->topics_missed);
        }
        for (size_t f = 0; f < figures; f++) size_figure(e, f, seen, &e->figures[f]);
        status = stance_bootstrap(clusters, weights, e->matches.count, &how, count, &c, e->figures, figures, err);
    }
    free(clusters);
    free(weights);
    free(seen);
    free(c.topics);
    free(c.ends);
    free(c.sums);
    return status;
}
