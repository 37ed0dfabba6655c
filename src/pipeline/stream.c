#include "base/strbuf.h"
#include "pipeline/batch.h"
#include "stance/pipeline.h"
#include "stance/record.h"

/* The hits of a statement as one more key of its record: the record's end is taken off and put back behind it. */
static void add_hits(stance_strbuf *out, const stance_statement *s, stance_view text)
{
    while (out->len && (out->data[out->len - 1] == '\n' || out->data[out->len - 1] == '}'))
        out->data[--out->len] = '\0';
    stance_strbuf_adds(out, ",\"hits\":");
    stance_write_hits_json(out, s, text);
    stance_strbuf_adds(out, "}\n");
}

static void add_records(stance_strbuf *out, const stance_slot *s, const stance_score_options *options)
{
    char id[STANCE_ID_SIZE];
    for (size_t i = 0; i < s->count; i++) {
        const stance_statement *statement = &s->statements[i];
        if (options->unit_text) stance_write_text_json(out, s->document.id, statement);
        else
            stance_write_statement_json(out, stance_statement_id(s->hash, statement->ordinal, id), &s->document,
                                        statement, stance_view_cut(s->document.text, statement->span));
        if (options->explain) add_hits(out, statement, s->document.text);
    }
}

static stance_status flush(stance_batch *batch, const stance_score_options *options, stance_strbuf *out,
                           stance_write_fn write, void *context, stance_error *err)
{
    STANCE_TRY(stance_batch_run(batch, err));
    for (size_t i = 0; i < batch->count; i++) add_records(out, &batch->slots[i], options);
    stance_batch_clear(batch);
    STANCE_TRY(stance_strbuf_ok(out, err));
    if (out->len) STANCE_TRY(write(context, stance_strbuf_view(out), err));
    stance_strbuf_clear(out);
    return STANCE_OK;
}

stance_status stance_score_stream(const stance_lexicon *lexicon, const char *const *paths, size_t count,
                                  const stance_read_options *read, const stance_score_options *options,
                                  stance_write_fn write, void *context, uint64_t *refused, stance_error *err)
{
    stance_batch batch;
    stance_strbuf out = STANCE_STRBUF_INIT;
    stance_reader *reader = NULL;
    *refused = 0;
    stance_status status = stance_batch_init(&batch, lexicon, options->jobs, options->unit_text, options->explain, err);
    if (status == STANCE_OK) status = stance_reader_open(paths, count, read, &reader, err);
    while (status == STANCE_OK) {
        const stance_document *document;
        stance_slot *slot;
        status = stance_reader_next(reader, &document, err);
        if (status != STANCE_OK || !document) break;
        status = stance_batch_put(&batch, document, &slot, err);
        if (status != STANCE_OK) break;
        if (!options->unit_text) stance_content_hash(document->text, slot->hash);
        if (stance_batch_full(&batch)) status = flush(&batch, options, &out, write, context, err);
    }
    if (status == STANCE_OK) status = flush(&batch, options, &out, write, context, err);
    if (reader) *refused = stance_reader_refused(reader);
    stance_reader_close(reader);
    stance_batch_free(&batch);
    stance_strbuf_free(&out);
    return status;
}
