#include "base/strbuf.h"
#include "pipeline/batch.h"
#include "stance/pipeline.h"

/* A transaction holds several batches, so that the disk is not waited for after each. */
enum { DOCUMENTS_PER_TRANSACTION = 512 };

typedef struct import {
    stance_store *store;
    const stance_lexicon *lexicon;
    const stance_read_options *options;
    stance_import_summary *summary;
    stance_batch batch;
    uint64_t in_transaction;
    stance_status problem_status; /* the first failure to store a problem */
    stance_error problem_error;
} import;

/* Problems are shown at once and kept for `stance list problems`. */
static void on_problem(void *context, stance_view input, uint64_t line, stance_view reason)
{
    import *im = context;
    if (im->options && im->options->problem) im->options->problem(im->options->context, input, line, reason);
    if (im->problem_status == STANCE_OK)
        im->problem_status = stance_store_problem(im->store, input, line, reason, &im->problem_error);
}

/* Shown, but no problem to keep: somebody wanted it so. */
static stance_status say_withdrawn(import *im, const stance_slot *s, stance_error *err)
{
    stance_stamp stamp;
    stance_strbuf words = STANCE_STRBUF_INIT;
    im->summary->withdrawn++;
    STANCE_TRY(stance_store_withdrawal(im->store, s->hash, &stamp, err));
    stance_strbuf_addf(&words, "withdrawn on %.10s by ", stamp.at.len >= 10 ? stamp.at.data : "(unknown)");
    stance_strbuf_addv(&words, stamp.by);
    stance_strbuf_adds(&words, ": ");
    stance_strbuf_addv(&words, stamp.why);
    stance_status status = stance_strbuf_ok(&words, err);
    if (status == STANCE_OK && im->options && im->options->problem)
        im->options->problem(im->options->context, s->document.id, 0, stance_strbuf_view(&words));
    stance_strbuf_free(&words);
    return status;
}

static stance_status store_batch(import *im, stance_error *err)
{
    STANCE_TRY(stance_batch_run(&im->batch, err));
    for (size_t i = 0; i < im->batch.count; i++) {
        stance_slot *s = &im->batch.slots[i];
        stance_added added;
        bool analysed = !s->skip && !s->foreign;
        STANCE_TRY(stance_store_add(im->store, &s->document, s->hash,
                                    s->foreign ? NULL : stance_lexicon_hash(im->lexicon), s->statements,
                                    analysed ? s->count : 0, &added, err));
        bool stored = added == STANCE_ADDED_NEW || added == STANCE_ADDED_COPY;
        im->summary->added += stored;
        im->summary->copies += added == STANCE_ADDED_COPY;
        im->summary->known += added == STANCE_ADDED_KNOWN;
        im->summary->sources += added == STANCE_ADDED_SOURCE;
        if (added == STANCE_ADDED_WITHDRAWN) STANCE_TRY(say_withdrawn(im, s, err));
        if (!stored) continue;
        im->summary->statements += analysed ? s->count : 0;
        im->summary->foreign += s->foreign;
        im->summary->inferred += stance_date_is_day(s->document.date) && s->document.basis == STANCE_DATE_INFERRED;
        im->summary->undated += !stance_date_is_day(s->document.date);
    }
    im->in_transaction += im->batch.count;
    stance_batch_clear(&im->batch);
    if (im->in_transaction < DOCUMENTS_PER_TRANSACTION) return STANCE_OK;
    im->in_transaction = 0;
    STANCE_TRY(stance_store_commit(im->store, err));
    return stance_store_begin(im->store, err);
}

static stance_status put(import *im, const stance_document *document, stance_error *err)
{
    stance_slot *slot;
    STANCE_TRY(stance_batch_put(&im->batch, document, &slot, err));
    stance_content_hash(document->text, slot->hash);
    STANCE_TRY(stance_store_knows(im->store, slot->hash, &slot->skip, err));
    /* The same text twice in one batch is analysed once. */
    for (size_t i = 0; !slot->skip && i + 1 < im->batch.count; i++)
        slot->skip = memcmp(im->batch.slots[i].hash, slot->hash, 64) == 0;
    return stance_batch_full(&im->batch) ? store_batch(im, err) : STANCE_OK;
}

stance_status stance_import(stance_store *store, const stance_lexicon *lexicon, const char *const *paths, size_t count,
                            const stance_read_options *options, unsigned jobs, stance_progress_fn progress,
                            void *context, stance_import_summary *summary, stance_error *err)
{
    *summary = (stance_import_summary){0};
import im = {.store = store, .lexicon = lexicon, .options = options, .summary = summary };
    stance_read_options own = options ? *options : (stance_read_options){0};
    own.problem = on_problem;
    own.context = &im;
    stance_reader *reader = NULL;
    stance_status status = stance_batch_init(&im.batch, lexicon, jobs, false, true, err);
    im.batch.by_language = true;
    if (status == STANCE_OK) status = stance_reader_open(paths, count, &own, &reader, err);
    bool begun = false;
    if (status == STANCE_OK) {
        status = stance_store_begin(store, err);
        begun = status == STANCE_OK;
    }
    while (status == STANCE_OK) {
        const stance_document *document;
        status = stance_reader_next(reader, &document, err);
        if (status != STANCE_OK || !document) break;
        summary->read++;
        summary->bytes = stance_reader_bytes(reader);
        status = put(&im, document, err);
        if (progress) progress(context, summary);
    }
    if (status == STANCE_OK) status = store_batch(&im, err);
    if (status == STANCE_OK && im.problem_status != STANCE_OK) {
        status = im.problem_status;
        if (err) *err = im.problem_error;
    }
    if (status == STANCE_OK) status = stance_store_commit(store, err);
    else if (begun) stance_store_rollback(store);
    if (reader) {
        summary->refused = stance_reader_refused(reader);
        summary->passed = stance_reader_passed(reader);
    }
    stance_reader_close(reader);
    stance_batch_free(&im.batch);
    return status;
}
