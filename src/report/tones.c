/* The figures on tone: the program's scores against the labels of coders, and the coders against each other. */
#include "report/judge.h"

#include <math.h>
#include <stdlib.h>

enum { GROUP_LEAST = 5 }; /* items that a group's mean needs to be compared */

const char *const stance_tone_figure_names[STANCE_TONE_FIGURES] = {"accuracy",
                                                                   "balanced accuracy",
                                                                   "macro f1",
                                                                   "sign, balanced",
                                                                   "critical precision",
                                                                   "critical recall",
                                                                   "critical f1",
                                                                   "neutral precision",
                                                                   "neutral recall",
                                                                   "neutral f1",
                                                                   "conciliatory precision",
                                                                   "conciliatory recall",
                                                                   "conciliatory f1",
                                                                   "auc critical vs rest",
                                                                   "auc neutral vs rest",
                                                                   "auc conciliatory vs rest",
                                                                   "auc conciliatory vs critical",
                                                                   "rank correlation",
                                                                   "rank correlation by group",
                                                                   "alpha nominal",
                                                                   "alpha ordinal",
                                                                   "alpha interval",
                                                                   "bias"};

unsigned stance_score_class(int32_t score, int32_t neutral, const bool has[STANCE_TONES])
{
    unsigned c = score < -neutral ? STANCE_CRITICAL : score > neutral ? STANCE_CONCILIATORY : STANCE_NEUTRAL;
    if (!has[STANCE_CONCILIATORY] && c == STANCE_CONCILIATORY) c = STANCE_NEUTRAL;
    if (!has[STANCE_CRITICAL] && c == STANCE_CRITICAL) c = STANCE_NEUTRAL;
    if (!has[STANCE_NEUTRAL] && c == STANCE_NEUTRAL) c = score >= 0 ? STANCE_CONCILIATORY : STANCE_CRITICAL;
    return c;
}

void stance_gold_classes(const stance_evaluation *evaluation, bool has[STANCE_TONES])
{
    const stance_matches *matches = &evaluation->matches;
    int classes = 0;
    for (unsigned c = 0; c < STANCE_TONES; c++) has[c] = false;
    for (size_t i = 0; i < matches->count; i++)
        if (matches->all[i].toned) has[stance_label_class(matches->all[i].gold->label)] = true;
    for (unsigned c = 0; c < STANCE_TONES; c++) classes += has[c];
    if (evaluation->gold->texts && classes == 2) return;
    for (unsigned c = 0; c < STANCE_TONES; c++) has[c] = true;
}

/* Columns of the statements of one part. */
typedef struct columns {
    stance_arena arena;
    size_t count;
    double *label, *score, *weight, *polar, *ratings;        /* polar: room for weights without the neutral */
    uint32_t *label_code, *score_code, *size_code, *cluster; /* size: how far the score is from zero */
    uint32_t labels, scores, sizes, clusters;
    unsigned *is, *got;
    bool *positive;
    stance_ratings agreement;
    /* means of clusters that have enough items */
    size_t groups;
    uint32_t *mean_label, *mean_score, mean_labels, mean_scores;
    size_t *group_item; /* one item of each */
    double *group_weight;
} columns;

static void free_columns(columns *c)
{
    stance_arena_free(&c->arena);
    stance_ratings_free(&c->agreement);
}

static stance_status make_columns(columns *c, size_t count, stance_error *err)
{
    const size_t room = count + 1;
    memset(c, 0, sizeof *c);
    c->count = count;
    c->label = stance_arena_zero(&c->arena, 6 * room, sizeof *c->label);
    c->label_code = stance_arena_zero(&c->arena, 4 * room, sizeof *c->label_code);
    c->is = stance_arena_zero(&c->arena, 2 * room, sizeof *c->is);
    c->positive = stance_arena_zero(&c->arena, room, sizeof *c->positive);
    c->mean_label = stance_arena_zero(&c->arena, 2 * room, sizeof *c->mean_label);
    c->group_item = stance_arena_zero(&c->arena, room, sizeof *c->group_item);
    c->group_weight = stance_arena_zero(&c->arena, room, sizeof *c->group_weight);
    if (!c->label || !c->label_code || !c->is || !c->positive || !c->mean_label || !c->group_item || !c->group_weight) {
        free_columns(c);
        return stance_fail_memory(err);
    }
    c->score = c->label + room;
    c->weight = c->score + room;
    c->polar = c->weight + room;
    c->ratings = c->polar + room; /* two a statement */
    c->score_code = c->label_code + room;
    c->size_code = c->score_code + room;
    c->cluster = c->size_code + room;
    c->got = c->is + room;
    c->mean_score = c->mean_label + room;
    return STANCE_OK;
}

/* Means by cluster; those of few items say little. */
static stance_status group_means(columns *c, stance_error *err)
{
    double *sums = calloc(4 * (c->clusters + 1), sizeof *sums); /* label, score, weight, items */
    size_t *first = calloc(c->clusters + 1, sizeof *first);
    double *means = calloc(2 * (c->clusters + 1), sizeof *means);
    stance_status status = sums && first && means ? STANCE_OK : stance_fail_memory(err);
    for (size_t i = c->count; status == STANCE_OK && i > 0; i--) {
        double *s = sums + 4 * c->cluster[i - 1];
        s[0] += c->weight[i - 1] * c->label[i - 1];
        s[1] += c->weight[i - 1] * c->score[i - 1];
        s[2] += c->weight[i - 1];
        s[3] += 1;
        first[c->cluster[i - 1]] = i - 1;
    }
    double *score_means = means ? means + c->clusters + 1 : NULL;
    for (uint32_t g = 0; status == STANCE_OK && g < c->clusters; g++) {
        const double *s = sums + 4 * g;
        if (s[3] < GROUP_LEAST || !(s[2] > 0)) continue;
        means[c->groups] = s[0] / s[2];
        score_means[c->groups] = s[1] / s[2];
        c->group_item[c->groups++] = first[g];
    }
    if (status == STANCE_OK) status = stance_rank_codes(means, c->groups, c->mean_label, &c->mean_labels, err);
    if (status == STANCE_OK) status = stance_rank_codes(score_means, c->groups, c->mean_score, &c->mean_scores, err);
    free(sums);
    free(first);
    free(means);
    return status;
}

/* ---- the figures, from weights ---- */

static stance_status areas(const columns *c, const double *weights, stance_value *values, stance_error *err)
{
    for (unsigned k = 0; k < STANCE_TONES; k++) {
        const bool middle = k == STANCE_NEUTRAL;
        for (size_t i = 0; i < c->count; i++) c->positive[i] = c->is[i] == k;
        STANCE_TRY(stance_auc(middle ? c->size_code : c->score_code, middle ? c->sizes : c->scores, c->positive,
                              weights, c->count, &values[k], err));
        /* The lower the score the more critical, and the nearer to zero the more neutral. */
        if (k != STANCE_CONCILIATORY && values[k].defined) values[k].value = 1 - values[k].value;
    }
    for (size_t i = 0; i < c->count; i++) c->polar[i] = c->is[i] == STANCE_NEUTRAL ? 0 : weights[i];
    return stance_auc(c->score_code, c->scores, c->positive, c->polar, c->count, &values[3], err);
}

static stance_value sign_right(const columns *c, const double *weights)
{
    double right[2] = {0}, all[2] = {0};
    for (size_t i = 0; i < c->count; i++) {
        if (c->is[i] == STANCE_NEUTRAL) continue;
        const int up = c->is[i] == STANCE_CONCILIATORY;
        all[up] += weights[i];
        right[up] += (up ? c->score[i] > 0 : c->score[i] < 0) ? weights[i] : 0;
    }
    if (!(all[0] > 0) || !(all[1] > 0)) return (stance_value){false, 0};
    return (stance_value){true, (right[0] / all[0] + right[1] / all[1]) / 2};
}

static stance_status measure(void *context, const double *weights, stance_value *values, stance_error *err)
{
    columns *c = context;
    stance_confusion confusion = {{{0}}};
    double leaning = 0, all = 0;
    for (size_t i = 0; i < c->count; i++) {
        stance_confusion_add(&confusion, c->is[i], c->got[i], weights[i]);
        leaning += weights[i] * ((double)c->got[i] - (double)c->is[i]);
        all += weights[i];
    }
    values[STANCE_TONE_ACCURACY] = stance_confusion_accuracy(&confusion);
    values[STANCE_TONE_BALANCED] = stance_confusion_balanced(&confusion);
    values[STANCE_TONE_MACRO_F1] = stance_confusion_macro_f1(&confusion);
    values[STANCE_TONE_SIGN] = sign_right(c, weights);
    for (unsigned k = 0; k < STANCE_TONES; k++) {
        const stance_retrieval r = stance_confusion_class(&confusion, k);
        values[STANCE_TONE_CLASSES + 3 * k] = r.precision;
        values[STANCE_TONE_CLASSES + 3 * k + 1] = r.recall;
        values[STANCE_TONE_CLASSES + 3 * k + 2] = r.f1;
    }
    STANCE_TRY(areas(c, weights, values + STANCE_TONE_AUC, err));
    STANCE_TRY(stance_spearman(c->score_code, c->scores, c->label_code, c->labels, weights, c->count,
                               &values[STANCE_TONE_RHO], err));
    for (size_t g = 0; g < c->groups; g++) /* how often the group was drawn */
        c->group_weight[g] = weights[c->group_item[g]] / c->weight[c->group_item[g]];
    STANCE_TRY(stance_spearman(c->mean_score, c->mean_scores, c->mean_label, c->mean_labels, c->group_weight, c->groups,
                               &values[STANCE_TONE_RHO_GROUP], err));
    for (int m = 0; m < 3; m++)
        values[STANCE_TONE_ALPHA + m] = stance_krippendorff(&c->agreement, weights, (stance_alpha_metric)m);
    if (all > 0) values[STANCE_TONE_BIAS] = (stance_value){true, leaning / all};
    return STANCE_OK;
}

/* ---- parts ---- */

/* Clusters numbered anew among the statements of the part. */
static stance_status number_clusters(const stance_evaluation *e, columns *c, stance_error *err)
{
    uint32_t *known = calloc((size_t)e->matches.clusters + 1, sizeof *known);
    if (!known) return stance_fail_memory(err);
    for (size_t i = 0; i < c->count; i++) {
        uint32_t *at = &known[c->cluster[i]];
        if (!*at) *at = ++c->clusters;
        c->cluster[i] = *at - 1;
    }
    free(known);
    return STANCE_OK;
}

static stance_status measure_part(stance_evaluation *e, const size_t *indices, size_t count, stance_tone_part *part,
                                  stance_error *err)
{
    columns c;
    bool has[STANCE_TONES];
    double total = 0;
    stance_gold_classes(e, has);
    STANCE_TRY(make_columns(&c, count, err));
    stance_bootstrap_options how = {e->options.level, e->options.resamples, count};
    for (size_t i = 0; i < count; i++) {
        const stance_match *x = &e->matches.all[indices[i]];
        c.label[i] = x->gold->label;
        c.score[i] = x->answer->score / 1e6;
        c.weight[i] = x->gold->weight;
        total += x->gold->weight;
        c.is[i] = stance_label_class(x->gold->label);
        c.got[i] = stance_score_class(x->answer->score, e->options.neutral, has);
        part->counts[c.is[i]][c.got[i]] += 1;
        c.ratings[2 * i] = (double)c.is[i] - 1;
        c.ratings[2 * i + 1] = (double)c.got[i] - 1;
        c.cluster[i] = x->cluster;
        how.seed = stance_seed_add(how.seed, (uint64_t)(int64_t)x->answer->score);
        how.seed = stance_seed_add(how.seed, (uint64_t)(int64_t)llround(x->gold->label * 1e6));
    }
    for (size_t i = 0; i < count; i++) c.weight[i] *= (double)count / total; /* so that they stand for `count` items */
    stance_status status = number_clusters(e, &c, err);
    if (status == STANCE_OK) status = stance_rank_codes(c.label, count, c.label_code, &c.labels, err);
    if (status == STANCE_OK) status = stance_rank_codes(c.score, count, c.score_code, &c.scores, err);
    for (size_t i = 0; i < count; i++) c.polar[i] = fabs(c.score[i]);
    if (status == STANCE_OK) status = stance_rank_codes(c.polar, count, c.size_code, &c.sizes, err);
    if (status == STANCE_OK) status = stance_ratings_init(&c.agreement, c.ratings, count, 2, err);
    if (status == STANCE_OK) status = group_means(&c, err);
    part->items = count;
    part->clusters = c.clusters;
    for (size_t f = 0; f < STANCE_TONE_FIGURES; f++) {
        part->figures[f].items = f == STANCE_TONE_RHO_GROUP ? c.groups : count;
        part->figures[f].clusters = f == STANCE_TONE_RHO_GROUP ? c.groups : c.clusters;
    }
    if (status == STANCE_OK)
        status =
            stance_bootstrap(c.cluster, c.weight, count, &how, measure, &c, part->figures, STANCE_TONE_FIGURES, err);
    free_columns(&c);
    return status;
}

/* The names that a statement is counted under. */
typedef struct named {
    stance_intern names;
    size_t *counts;
    size_t capacity;
} named;

static stance_status count_name(stance_evaluation *e, named *n, stance_view name, stance_error *err)
{
    size_t before = n->names.count;
    const uint32_t id = stance_intern_add(&n->names, name);
    if (id == STANCE_NO_ID) return stance_fail_memory(err);
    if (id == before && !STANCE_PUSH(&e->arena, n->counts, before, n->capacity, 0)) return stance_fail_memory(err);
    n->counts[id]++;
    return STANCE_OK;
}

static size_t topics_of(const stance_match *x, const stance_view **topics)
{
    *topics = x->gold->has_topics ? x->gold->topics : x->answer->topics;
    return x->gold->has_topics ? x->gold->topic_count : x->answer->topic_count;
}

static stance_view speaker_of(const stance_match *x)
{
    return x->gold->speaker.data ? x->gold->speaker : x->answer->speaker;
}

static bool is_in(const stance_match *x, bool topic, stance_view name)
{
    const stance_view *topics;
    if (!topic) return stance_view_equal(speaker_of(x), name);
    const size_t count = topics_of(x, &topics);
    for (size_t i = 0; i < count; i++) {
        if (stance_view_equal(topics[i], name)) return true;
    }
    return false;
}

static int compare_parts(const void *a, const void *b)
{
    const stance_tone_part *x = a, *y = b;
    if (x->items != y->items) return x->items > y->items ? -1 : 1;
    const size_t least = x->name.len < y->name.len ? x->name.len : y->name.len;
    const int order = least ? memcmp(x->name.data, y->name.data, least) : 0;
    return order ? order : (x->name.len > y->name.len) - (x->name.len < y->name.len);
}

/* One part for each topic, or each speaker, of the toned matches. */
static stance_status measure_by(stance_evaluation *e, bool topic, const size_t *toned, size_t count, size_t *indices,
                                size_t *capacity, stance_error *err)
{
    named n = {.capacity = 0};
    const size_t first = e->part_count;
    stance_intern_init(&n.names, &e->arena);
    for (size_t i = 0; i < count; i++) {
        const stance_match *x = &e->matches.all[toned[i]];
        const stance_view *topics;
        const size_t topic_count = topic ? topics_of(x, &topics) : 0;
        for (size_t t = 0; t < topic_count; t++) STANCE_TRY(count_name(e, &n, topics[t], err));
        if (!topic && speaker_of(x).len) STANCE_TRY(count_name(e, &n, speaker_of(x), err));
    }
    for (size_t i = 0; i < n.names.count; i++) {
        stance_tone_part part = {.about = stance_view_of(topic ? "topic" : "speaker"), .name = n.names.strings[i]};
        size_t in = 0;
        for (size_t j = 0; j < count; j++) {
            if (is_in(&e->matches.all[toned[j]], topic, part.name)) indices[in++] = toned[j];
        }
        STANCE_TRY(measure_part(e, indices, in, &part, err));
        if (!STANCE_PUSH(&e->arena, e->parts, e->part_count, *capacity, part)) return stance_fail_memory(err);
    }
    if (n.names.count) qsort(e->parts + first, n.names.count, sizeof *e->parts, compare_parts);
    return STANCE_OK;
}

/* ---- the coders among themselves ---- */

static stance_status agree(void *context, const double *weights, stance_value *values, stance_error *err)
{
    stance_ratings *r = context;
    double same = 0, pairs = 0;
    (void)err;
    for (size_t u = 0; u < r->units; u++) {
        const uint32_t *codes = r->codes + u * r->coders;
        for (size_t i = 0; i < r->coders; i++) {
            for (size_t j = 0; j < i; j++) {
                if (codes[i] == UINT32_MAX || codes[j] == UINT32_MAX) continue;
                pairs += weights[u];
                same += codes[i] == codes[j] ? weights[u] : 0;
            }
        }
    }
    if (pairs > 0) values[0] = (stance_value){true, same / pairs};
    for (int m = 0; m < 3; m++) values[1 + m] = stance_krippendorff(r, weights, (stance_alpha_metric)m);
    return STANCE_OK;
}

static stance_status measure_coders(stance_evaluation *e, stance_error *err)
{
    const stance_gold *gold = e->gold;
    const size_t coders = gold->coder_count, units = e->matches.count;
    if (!gold->labels) return STANCE_OK;
    double *labels = calloc(units * coders + 1, sizeof *labels);
    uint32_t *clusters = calloc(units + 1, sizeof *clusters);
    bool *seen = calloc((size_t)e->matches.clusters + 1, sizeof *seen);
    stance_status status = labels && clusters && seen ? STANCE_OK : stance_fail_memory(err);
    stance_bootstrap_options how = {e->options.level, e->options.resamples, units};
    for (size_t i = 0; status == STANCE_OK && i < units; i++) {
        const size_t row = (size_t)(e->matches.all[i].gold - gold->rows);
        size_t n = 0;
        for (size_t k = 0; k < coders; k++) {
            const double label = gold->labels[row * coders + k];
            labels[i * coders + k] = label;
            n += isnan(label) ? 0 : 1;
            how.seed = stance_seed_add(how.seed, isnan(label) ? 9 : (uint64_t)(int64_t)llround(label * 1e6));
        }
        clusters[i] = e->matches.all[i].cluster;
        if (n < 2) continue;
        e->agreement[0].items++;
        e->agreement[0].clusters += !seen[clusters[i]];
        seen[clusters[i]] = true;
    }
    for (int f = 1; f < 4; f++) e->agreement[f] = e->agreement[0];
    if (status == STANCE_OK) status = stance_ratings_init(&e->coders, labels, units, coders, err);
    if (status == STANCE_OK)
        status = stance_bootstrap(clusters, NULL, units, &how, agree, &e->coders, e->agreement, 4, err);
    free(labels);
    free(clusters);
    free(seen);
    return status;
}

/* ---- the worst ---- */

static int compare_errors(const void *a, const void *b)
{
    const stance_match *x = *(const stance_match *const *)a, *y = *(const stance_match *const *)b;
    const double dx = fabs(x->answer->score / 1e6 - x->gold->label), dy = fabs(y->answer->score / 1e6 - y->gold->label);
    if (dx > dy || dx < dy) return dx > dy ? -1 : 1;
    return (x > y) - (x < y); /* matches are in a fixed order */
}

stance_status stance_measure_tone(stance_evaluation *e, stance_error *err)
{
    size_t *toned = stance_arena_zero(&e->arena, 2 * e->matches.count + 1, sizeof *toned), count = 0, capacity = 0;
    bool has[STANCE_TONES];
    e->worst = stance_arena_zero(&e->arena, e->matches.count + 1, sizeof *e->worst);
    if (!toned || !e->worst) return stance_fail_memory(err);
    stance_gold_classes(e, has);
    for (size_t i = 0; i < e->matches.count; i++) {
        const stance_match *x = &e->matches.all[i];
        if (!x->toned) continue;
        toned[count++] = i;
        e->weighted = e->weighted || x->gold->weight < e->matches.all[toned[0]].gold->weight ||
                      x->gold->weight > e->matches.all[toned[0]].gold->weight;
        if (stance_score_class(x->answer->score, e->options.neutral, has) != stance_label_class(x->gold->label))
            e->worst[e->worst_count++] = x;
    }
    stance_tone_part all = {.about = stance_view_of("all"), .name = stance_view_of("")};
    if (count) STANCE_TRY(measure_part(e, toned, count, &all, err));
    if (!STANCE_PUSH(&e->arena, e->parts, e->part_count, capacity, all)) return stance_fail_memory(err);
    size_t *indices = toned + e->matches.count;
    STANCE_TRY(measure_by(e, true, toned, count, indices, &capacity, err));
    STANCE_TRY(measure_by(e, false, toned, count, indices, &capacity, err));
    if (e->worst_count) qsort(e->worst, e->worst_count, sizeof *e->worst, compare_errors);
    return measure_coders(e, err);
}
