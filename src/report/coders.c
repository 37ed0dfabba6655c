/* What several coders say of the same statement, and the codings of a database as gold. */
#include "report/judge.h"

#include <math.h>
#include <stdlib.h>

int stance_compare_views(const void *a, const void *b)
{
    const stance_view *x = a, *y = b;
    const size_t least = x->len < y->len ? x->len : y->len;
    const int order = least ? memcmp(x->data, y->data, least) : 0;
    return order ? order : (x->len > y->len) - (x->len < y->len);
}

/* The different coders, by name. */
static stance_status list_coders(stance_gold *gold, stance_error *err)
{
    stance_intern names;
    stance_intern_init(&names, &gold->arena);
    for (size_t i = 0; i < gold->count; i++) {
        if (stance_intern_add(&names, gold->rows[i].coder) == STANCE_NO_ID) return stance_fail_memory(err);
    }
    gold->coders = names.strings;
    gold->coder_count = names.count;
    if (names.count) qsort(gold->coders, names.count, sizeof *gold->coders, stance_compare_views);
    return STANCE_OK;
}

/* The majority's class; without one the mean when most of it points one way, which it cannot with two, so neutral. */
static double settle(const double *labels, size_t coders)
{
    size_t votes[STANCE_TONES] = {0}, n = 0;
    double sums[STANCE_TONES] = {0};
    for (size_t i = 0; i < coders; i++) {
        if (isnan(labels[i])) continue;
        const unsigned c = stance_label_class(labels[i]);
        votes[c]++;
        sums[c] += labels[i];
        n++;
    }
    for (unsigned c = 0; c < STANCE_TONES; c++) {
        if (2 * votes[c] > n) return sums[c] / (double)votes[c];
    }
    return 0;
}

stance_status stance_gold_merge(stance_gold *gold, stance_error *err)
{
    size_t units = 0, kept = 0;
    STANCE_TRY(list_coders(gold, err));
    if (gold->coder_count < 2) return STANCE_OK;
    for (size_t i = 0; i < gold->count; i++) {
        if (gold->rows[i].unit >= units) units = gold->rows[i].unit + 1;
    }
    size_t *place = stance_arena_zero(&gold->arena, units, sizeof *place); /* of the unit's row, from 1 */
    gold->labels = stance_arena_zero(&gold->arena, units * gold->coder_count, sizeof *gold->labels);
    if (!place || !gold->labels) return stance_fail_memory(err);
    for (size_t i = 0; i < gold->count; i++) {
        const stance_gold_row row = gold->rows[i];
        const stance_view *at =
            bsearch(&row.coder, gold->coders, gold->coder_count, sizeof *gold->coders, stance_compare_views);
        if (!place[row.unit]) {
            for (size_t c = 0; c < gold->coder_count; c++) gold->labels[kept * gold->coder_count + c] = NAN;
            gold->rows[kept] = row;
            place[row.unit] = ++kept;
        }
        stance_gold_row *one = &gold->rows[place[row.unit] - 1];
        if (at && row.has_label)
            gold->labels[(place[row.unit] - 1) * gold->coder_count + (size_t)(at - gold->coders)] = row.label;
        one->has_label = one->has_label || row.has_label;
        if (!one->has_mode && row.has_mode) one->has_mode = true, one->mode = row.mode;
        if (!one->has_topics && row.has_topics)
            one->has_topics = true, one->topics = row.topics, one->topic_count = row.topic_count;
    }
    gold->count = kept;
    for (size_t i = 0; i < kept; i++)
        if (gold->rows[i].has_label)
            gold->rows[i].label = settle(gold->labels + i * gold->coder_count, gold->coder_count);
    return STANCE_OK;
}

/* ---- from the database ---- */

static stance_status add_coded(void *context, const stance_coding *coding, stance_error *err)
{
    stance_gold *gold = context;
    const stance_gold_row *last = gold->count ? &gold->rows[gold->count - 1] : NULL;
    if (coding->skipped) return STANCE_OK;
    stance_view hash = {coding->document, 64};
    stance_gold_row row = {.coded = true,
                           .has_label = true,
                           .label = coding->label,
                           .weight = coding->weight,
                           .ordinal = coding->ordinal,
                           .start = coding->span.start,
                           .has_start = true};
    const bool same = last && stance_view_equal(last->document, hash) && last->start == row.start;
    row.document = same ? last->document : stance_arena_copy(&gold->arena, hash);
    row.coder = stance_arena_copy(&gold->arena, coding->coder);
    row.unit = last ? last->unit + !same : 0; /* codings of one statement come together */
    if (!row.document.data || !row.coder.data ||
        !STANCE_PUSH(&gold->arena, gold->rows, gold->count, gold->capacity, row))
        return stance_fail_memory(err);
    return STANCE_OK;
}

stance_status stance_gold_coded(stance_store *store, stance_view coder, stance_gold **out, stance_error *err)
{
    *out = NULL;
    stance_gold *gold = calloc(1, sizeof *gold);
    if (!gold) return stance_fail_memory(err);
    gold->name = stance_view_of("the codings");
    stance_status status = stance_store_codings(store, coder, add_coded, gold, err);
    if (status == STANCE_OK && gold->count == 0)
        status = coder.data
                     ? stance_fail(err, STANCE_ENODATA,
                                   "'%.*s' has coded nothing in this database: 'stance list codings' shows who has",
                                   (int)coder.len, coder.data)
                     : stance_fail(err, STANCE_ENODATA,
                                   "nothing is coded in this database: code a sample with 'stance annotate'");
    if (status == STANCE_OK) status = stance_gold_merge(gold, err);
    if (status == STANCE_OK) *out = gold;
    else stance_gold_free(gold);
    return status;
}

typedef struct writing {
    stance_store *store;
    stance_strbuf *out;
    size_t gone;
} writing;

/* Tabs and line ends would break the table, and a spreadsheet would calculate what begins with such a sign: a key says as much
   without it. */
static void add_cell(stance_strbuf *out, stance_view text)
{
    size_t from = 0;
    while (from < text.len && memchr("=+-@\t\r\n ", text.data[from], 8)) from++;
    for (size_t i = from < text.len ? from : 0; i < text.len; i++)
        stance_strbuf_addc(out, (unsigned char)text.data[i] < 0x20 ? ' ' : text.data[i]);
}

static stance_status write_coded(void *context, const stance_coding *coding, stance_error *err)
{
    writing *w = context;
    stance_passage passage = {NULL, {NULL, 0}, {NULL, 0}};
    stance_view text;
    char document[13];
    if (coding->skipped) return STANCE_OK;
    if (coding->name.data) STANCE_TRY(stance_store_passage(w->store, coding->document, coding->span, &passage, err));
    if (!passage.row) {
        w->gone++;
        return STANCE_OK;
    }
    STANCE_TRY(stance_store_text(w->store, passage.row->document_key, &text, err));
    if (coding->span.end > text.len) {
        w->gone++;
        return STANCE_OK;
    }
    memcpy(document, coding->document, 12);
    document[12] = '\0';
    stance_strbuf_addf(w->out, "%s\t", document);
    add_cell(w->out, stance_view_cut(text, coding->span));
    stance_strbuf_addf(w->out, "\t*\t*\t*\t%s\t", coding->label < 0 ? "-" : coding->label > 0 ? "+" : "0");
    add_cell(w->out, coding->coder);
    stance_strbuf_addf(w->out, "\t%u\t", coding->span.start);
    stance_write_number(w->out, coding->weight);
    stance_strbuf_addc(w->out, '\t');
    stance_write_number(w->out, (double)coding->stratum_drawn / (double)coding->stratum_size);
    stance_strbuf_addc(w->out, '\t');
    add_cell(w->out, coding->stratum);
    stance_strbuf_addc(w->out, '\t');
    add_cell(w->out, coding->design);
    stance_strbuf_addc(w->out, '\n');
    return STANCE_OK;
}

stance_status stance_write_gold(stance_store *store, stance_view coder, stance_strbuf *out, size_t *gone,
                                stance_error *err)
{
    writing w = {store, out, 0};
    stance_strbuf_adds(
        out, "document\tkey\tspeaker\tmode\ttopics\tlabel\tcoder\tstart\tweight\tprobability\tstratum\tsample\n");
    stance_status status = stance_store_codings(store, coder, write_coded, &w, err);
    *gone = w.gone;
    return status == STANCE_OK ? stance_strbuf_ok(out, err) : status;
}
