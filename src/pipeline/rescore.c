#include "pipeline/batch.h"
#include "stance/pipeline.h"

typedef struct rescore {
    stance_store *store;
    const stance_lexicon *lexicon;
    stance_rescore_summary *summary;
    stance_batch batch;
} rescore;

static stance_status store_batch(rescore *re, stance_error *err)
{
    STANCE_TRY(stance_batch_run(&re->batch, err));
    for (size_t i = 0; i < re->batch.count; i++) {
        const stance_slot *s = &re->batch.slots[i];
        STANCE_TRY(stance_store_replace(re->store, s->key, &s->document, s->hash,
                                        s->foreign ? NULL : stance_lexicon_hash(re->lexicon), s->statements,
                                        s->foreign ? 0 : s->count, &re->summary->statements, err));
        re->summary->foreign += s->foreign;
    }
    stance_batch_clear(&re->batch);
    return STANCE_OK;
}

static stance_status go_through(rescore *re, bool all, stance_rescore_progress_fn progress, void *context,
                                stance_error *err)
{
    const char *lexicon = all ? NULL : stance_lexicon_hash(re->lexicon);
    int64_t key = 0, skipped, todo;
    STANCE_TRY(stance_store_count_texts(re->store, lexicon, &todo, &skipped, err));
    re->summary->total = (uint64_t)todo;
    re->summary->skipped = (uint64_t)skipped;
    for (;;) {
        const stance_document *document;
        stance_slot *slot;
        char hash[65];
        STANCE_TRY(stance_store_next_text(re->store, lexicon, &key, hash, &document, err));
        if (!document) return store_batch(re, err);
        STANCE_TRY(stance_batch_put(&re->batch, document, &slot, err));
        memcpy(slot->hash, hash, sizeof hash);
        slot->key = key;
        re->summary->documents++;
        if (stance_batch_full(&re->batch)) STANCE_TRY(store_batch(re, err));
        if (progress) progress(context, re->summary);
    }
}

stance_status stance_rescore(stance_store *store, const stance_lexicon *lexicon, bool all, unsigned jobs,
                             stance_rescore_progress_fn progress, void *context, stance_rescore_summary *summary,
                             stance_error *err)
{
    *summary = (stance_rescore_summary){0};
    rescore re = {.store = store, .lexicon = lexicon, .summary = summary};
    stance_status status = stance_batch_init(&re.batch, lexicon, jobs, false, true, err);
    re.batch.by_language = true;
    bool begun = false;
    if (status == STANCE_OK) {
        status = stance_store_begin(store, err);
        begun = status == STANCE_OK;
    }
    if (status == STANCE_OK) status = go_through(&re, all, progress, context, err);
    if (status == STANCE_OK) status = stance_store_count_idle(store, &summary->idle, err);
    if (status == STANCE_OK) status = stance_store_commit(store, err);
    else if (begun) stance_store_rollback(store);
    stance_batch_free(&re.batch);
    return status;
}
