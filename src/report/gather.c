/* One pass over the store: what counts goes into columns, what does not is counted by reason. */
#include "report/internal.h"

#include <stdlib.h>
#include <strings.h>

bool stance_heap_grow(void *data_pointer, size_t count, size_t *capacity, size_t size)
{
    void *data;
    memcpy(&data, data_pointer, sizeof data);
    if (count < *capacity) return true;
    if (*capacity > SIZE_MAX / size / 2) return false;
    size_t more = *capacity ? *capacity * 2 : 64;
    void *wider = realloc(data, more * size);
    if (!wider) return false;
    memcpy(data_pointer, &wider, sizeof wider);
    *capacity = more;
    return true; /* cppcheck-suppress memleak ; *data_pointer has it now */
}

void stance_gathered_free(stance_gathered *columns)
{
    free(columns->items);
    free(columns->topics);
    free(columns->spellings);
    free(columns->codes);
    memset(columns, 0, sizeof *columns);
}

stance_selector stance_report_counting(const stance_report *report)
{
    stance_selector selector = report->selector;
    selector.said_only = true;
    selector.dated_only = true;
    return selector;
}

static bool keep(stance_report *report, stance_view from, stance_view *to)
{
    *to = from;
    if (!from.data) return true;
    *to = stance_arena_copy(&report->memory->arena, from);
    return to->data != NULL;
}

static stance_status add_document(stance_report *report, stance_gathered *columns, const stance_row *row,
                                  stance_error *err)
{
    if (!stance_heap_grow(&report->documents, report->document_count, &columns->documents_capacity,
                          sizeof *report->documents))
        return stance_fail_memory(err);
    stance_report_document *document = &report->documents[report->document_count];
    memset(document, 0, sizeof *document);
    if (report->document_count >= UINT32_MAX) return stance_fail(err, STANCE_EINVAL, "too many documents for a report");
    memcpy(document->hash, row->hash, sizeof document->hash);
    size_t digits = strcspn(row->id, ":");
    memcpy(document->prefix, row->id, digits < sizeof document->prefix ? digits : sizeof document->prefix - 1);
    document->date = row->document.date;
    document->basis = row->document.basis;
    if (!keep(report, row->document.id, &document->id) || !keep(report, row->document.title, &document->title) ||
        !keep(report, row->document.source, &document->source) || !keep(report, row->document.url, &document->url))
        return stance_fail_memory(err);
    columns->last_document = row->document_key;
    report->document_count++;
    return STANCE_OK;
}

static stance_status number_speaker(stance_report *report, stance_gathered *columns, const stance_statement *statement,
                                    uint32_t *number, stance_error *err)
{
    stance_status status = STANCE_OK;
    stance_strbuf key = STANCE_STRBUF_INIT;
    bool acts = statement->actor.data && statement->actor.len;
    stance_strbuf_addc(&key, acts ? 'a' : 'n');
    stance_strbuf_addv(&key, acts ? statement->actor : statement->speaker);
    *number = key.failed ? STANCE_NO_ID : stance_intern_add(&columns->speakers, stance_strbuf_view(&key));
    stance_strbuf_addc(&key, '\0');
    stance_strbuf_addv(&key, statement->speaker);
    uint32_t spelling = key.failed ? STANCE_NO_ID : stance_intern_add(&columns->spelling_ids, stance_strbuf_view(&key));
    if (*number == STANCE_NO_ID || spelling == STANCE_NO_ID) {
        status = stance_fail_memory(err);
        goto done;
    }
    if (spelling == columns->spellings_count) {
        stance_spelling one = {*number, {NULL, 0}, 0};
        if (!keep(report, statement->speaker, &one.name) ||
            !stance_heap_grow(&columns->spellings, columns->spellings_count, &columns->spellings_capacity,
                              sizeof one)) {
            status = stance_fail_memory(err);
            goto done;
        }
        columns->spellings[columns->spellings_count++] = one;
    }
    columns->spellings[spelling].count++;

done:
    stance_strbuf_free(&key);
    return status;
}

/* With a topic selected, the other topics of its statements are not looked at: their series would hold only the part
   of their statements that has the selected topic too. */
static bool topic_wanted(const stance_report *report, stance_view topic)
{
    stance_view only = report->selector.topic;
    return !only.data || (only.len == topic.len && strncasecmp(only.data, topic.data, topic.len) == 0);
}

static stance_status add_item(stance_report *report, stance_gathered *columns, const stance_row *row, stance_error *err)
{
    const stance_statement *s = &row->statement;
    if (columns->count >= UINT32_MAX)
        return stance_fail(err, STANCE_EINVAL, "the report would have more than %lu statements; select fewer",
                           (unsigned long)UINT32_MAX);
    if (!stance_heap_grow(&columns->items, columns->count, &columns->capacity, sizeof *columns->items))
        return stance_fail_memory(err);
    stance_item *item = &columns->items[columns->count];
    memset(item, 0, sizeof *item);
    item->key = row->key;
    item->score = s->tone.score;
    item->conciliatory = s->tone.conciliatory;
    item->critical = s->tone.critical;
    item->matched = s->tone.matched;
    item->ordinal = s->ordinal;
    item->length = s->span.end - s->span.start;
    item->days = stance_date_to_days(row->document.date);
    item->period = stance_period_of(report->options.by, item->days);
    item->document = (uint32_t)(report->document_count - 1);
    item->topics_at = (uint32_t)columns->topics_count;
    for (size_t i = 0; i < s->topic_count; i++) {
        if (!topic_wanted(report, s->topics[i])) continue;
        uint32_t topic = stance_intern_add(&columns->topic_ids, s->topics[i]);
        if (topic == STANCE_NO_ID || columns->topics_count >= UINT32_MAX ||
            !stance_heap_grow(&columns->topics, columns->topics_count, &columns->topics_capacity,
                              sizeof *columns->topics))
            return stance_fail_memory(err);
        columns->topics[columns->topics_count++] = topic;
        item->topic_count++;
    }
    STANCE_TRY(number_speaker(report, columns, s, &item->speaker, err));
    stance_report_document *document = &report->documents[report->document_count - 1];
    document->counted++;
    document->sum += s->tone.score;
    if (columns->count++ == 0) report->first = row->document.date;
    report->last = row->document.date; /* rows come in the order of their dates */
    return STANCE_OK;
}

static stance_status take_row(stance_report *report, stance_gathered *columns, const stance_row *row, stance_error *err)
{
    stance_report_excluded *excluded = &report->excluded;
    bool fresh = report->document_count == 0 || columns->last_document != row->document_key;
    if (fresh) STANCE_TRY(add_document(report, columns, row, err));
    report->documents[report->document_count - 1].statements++;
    bool once = report->selector.duplicates == STANCE_DUPLICATES_ONCE;
    if (once && row->copy) {
        excluded->copies++;
        if (fresh) excluded->copied_documents++;
    } else if (!stance_date_is_day(row->document.date)) {
        excluded->undated++;
        if (fresh) excluded->undated_documents++;
    } else if (row->document.basis == STANCE_DATE_INFERRED && !report->selector.inferred_too) {
        excluded->inferred++;
        if (fresh) excluded->inferred_documents++;
    } else if (row->statement.place == STANCE_HEAD) {
        excluded->heads++;
    } else if (row->statement.mode == STANCE_NARRATION) {
        excluded->narration++;
    } else if (once && row->repeated) {
        excluded->repeated++;
    } else {
        return add_item(report, columns, row, err);
    }
    return STANCE_OK;
}

static stance_status walk(stance_report *report, stance_gathered *columns, const stance_selector *selector,
                          bool undated_only, stance_error *err)
{
    stance_cursor *cursor = NULL;
    const stance_row *row;
    stance_status status = stance_store_select(report->store, selector, &cursor, err);
    while (status == STANCE_OK) {
        status = stance_cursor_next(cursor, &row, err);
        if (status != STANCE_OK || !row) break;
        if (undated_only && stance_date_is_day(row->document.date)) continue;
        status = take_row(report, columns, row, err);
    }
    stance_cursor_close(cursor);
    return status;
}

stance_status stance_gather(stance_report *report, stance_gathered *columns, stance_error *err)
{
    stance_selector selector = report->selector;
    stance_intern_init(&columns->topic_ids, &report->memory->arena);
    stance_intern_init(&columns->speakers, &report->memory->arena);
    stance_intern_init(&columns->spelling_ids, &report->memory->arena);
    selector.said_only = selector.dated_only = false;
    selector.duplicates = STANCE_DUPLICATES_KEEP; /* seen, so that they can be counted as left out */
    STANCE_TRY(walk(report, columns, &selector, false, err));
    /* With a range the store leaves undated documents out, yet the reader must know of them. */
    if (report->database.undated == 0 || (!selector.from.year && !selector.to.year)) return STANCE_OK;
    selector.from = selector.to = (stance_date){0, 0, 0};
    return walk(report, columns, &selector, true, err);
}
