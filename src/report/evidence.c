/* Which statements stand for a side: the strongest ones, from different documents, of a length that can be quoted. */
#include "report/internal.h"

#include <stdio.h>
#include <stdlib.h>

enum { SHORTEST = 40, LONGEST = 400 }; /* bytes of a sentence that says something and can be taken in */

typedef struct candidate {
    int32_t strength, score;
    uint32_t matched, index, document, ordinal;
    int32_t days;
} candidate;

/* Strongest first; then more entries behind it, earlier, and the order of ids, which the index follows. */
static int compare(const void *a, const void *b)
{
    const candidate *x = a, *y = b;
    if (x->strength != y->strength) return x->strength > y->strength ? -1 : 1;
    if (x->matched != y->matched) return x->matched > y->matched ? -1 : 1;
    if (x->days != y->days) return x->days < y->days ? -1 : 1;
    if (x->document != y->document) return x->document < y->document ? -1 : 1;
    return (x->ordinal > y->ordinal) - (x->ordinal < y->ordinal);
}

static candidate candidate_of(const stance_item *item, uint32_t index)
{
    candidate c = {0};
    int32_t size = item->score < 0 ? -item->score : item->score;
    bool handy = item->length >= SHORTEST && item->length <= LONGEST;
    c.strength = handy ? size : size / 4 * 3;
    c.score = item->score;
    c.matched = item->matched;
    c.days = item->days;
    c.document = item->document;
    c.ordinal = item->ordinal;
    c.index = index;
    return c;
}

stance_status stance_load_evidence(const stance_report *report, const stance_item *item, stance_evidence *out,
                                   stance_error *err)
{
    stance_arena *arena = &report->memory->arena;
    const stance_report_document *document = &report->documents[item->document];
    const stance_row *row;
    stance_strbuf topics = STANCE_STRBUF_INIT;
    memset(out, 0, sizeof *out);
    int n = snprintf(out->id, sizeof out->id, "%.20s:%lu", document->prefix, (unsigned long)item->ordinal);
    STANCE_TRY(stance_store_find(report->store, (stance_view){out->id, (size_t)n}, &row, err));
    for (size_t i = 0; i < row->statement.topic_count; i++) {
        if (i) stance_strbuf_adds(&topics, ", ");
        stance_strbuf_addv(&topics, row->statement.topics[i]);
    }
    out->date = document->date;
    out->document = document->id;
    out->source = document->source;
    out->summary = stance_view_is(document->source, STANCE_DIGEST_SOURCE);
    out->mode = row->statement.mode;
    out->tone = row->statement.tone;
    out->topics = stance_arena_copy(arena, stance_strbuf_view(&topics));
    out->text = stance_arena_copy(arena, row->text);
    out->speaker = stance_arena_copy(arena, row->statement.speaker);
    if (row->statement.actor.data) out->actor = stance_arena_copy(arena, row->statement.actor);
    bool good = !topics.failed && out->topics.data && out->text.data && out->speaker.data &&
                (!row->statement.actor.data || out->actor.data);
    stance_strbuf_free(&topics);
    return good ? STANCE_OK : stance_fail_memory(err);
}

static bool document_taken(const candidate *sorted, const size_t *chosen, size_t count, uint32_t document)
{
    for (size_t i = 0; i < count; i++)
        if (sorted[chosen[i]].document == document) return true;
    return false;
}

stance_status stance_find_evidence(const stance_report *report, const stance_gathered *columns, const uint32_t *indices,
                                   size_t count, size_t wanted, stance_report_topic *topic, stance_error *err)
{
    if (wanted == 0 || count == 0) return STANCE_OK;
    if (wanted > count) wanted = count;
    stance_status status = STANCE_OK;
    candidate *candidates = malloc(count * sizeof *candidates);
    size_t *chosen = malloc(wanted * sizeof *chosen);
    if (!candidates || !chosen) {
        status = stance_fail_memory(err);
        goto done;
    }
    for (int side = 0; side < 2 && status == STANCE_OK; side++) {
        size_t found = 0, taken = 0;
        for (size_t i = 0; i < count; i++) {
            const stance_item *item = &columns->items[indices[i]];
            if (side == STANCE_SIDE_CONCILIATORY ? item->score > 0 : item->score < 0)
                candidates[found++] = candidate_of(item, indices[i]);
        }
        qsort(candidates, found, sizeof *candidates, compare);
        for (size_t i = 0; i < found && taken < wanted; i++)
            if (!document_taken(candidates, chosen, taken, candidates[i].document)) chosen[taken++] = i;
        if (!taken) continue;
        topic->evidence[side] = stance_arena_zero(&report->memory->arena, taken, sizeof *topic->evidence[side]);
        if (!topic->evidence[side]) {
            status = stance_fail_memory(err);
            break;
        }
        for (size_t i = 0; i < taken && status == STANCE_OK; i++)
            status = stance_load_evidence(report, &columns->items[candidates[chosen[i]].index],
                                          &topic->evidence[side][i], err);
        topic->evidence_count[side] = taken;
    }

done:
    free(candidates);
    free(chosen);
    return status;
}
