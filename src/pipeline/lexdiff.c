/* The documents of a database, analysed with two lexicons side by side. Nothing that is stored is changed. */
#include "pipeline/batch.h"
#include "base/intern.h"
#include "stance/pipeline.h"

typedef struct comparison {
    stance_batch before, after;
    stance_lexdiff *diff;
    stance_arena arena;
    stance_intern copies; /* hashes of documents that do not count */
} comparison;

static stance_status note_copy(void *context, const stance_duplicate *duplicate, stance_error *err)
{
    comparison *c = context;
    if (duplicate->canonical) return STANCE_OK;
    return stance_intern_add(&c->copies, stance_view_of(duplicate->hash)) == STANCE_NO_ID ? stance_fail_memory(err)
                                                                                          : STANCE_OK;
}

static stance_status flush(comparison *c, stance_error *err)
{
    STANCE_TRY(stance_batch_run(&c->before, err));
    STANCE_TRY(stance_batch_run(&c->after, err));
    for (size_t i = 0; i < c->before.count; i++) {
        const stance_slot *a = &c->before.slots[i], *b = &c->after.slots[i];
        if (a->foreign) continue;
        STANCE_TRY(
            stance_lexdiff_add(c->diff, &a->document, a->hash, a->statements, a->count, b->statements, b->count, err));
    }
    stance_batch_clear(&c->before);
    stance_batch_clear(&c->after);
    return STANCE_OK;
}

static stance_status take(void *context, const stance_document *document, const char *hash, int64_t statements,
                          int64_t sources, int64_t copies, stance_error *err)
{
    comparison *c = context;
    stance_slot *slot;
    (void)statements;
    (void)sources;
    (void)copies;
    if (stance_intern_find(&c->copies, stance_view_of(hash)) != STANCE_NO_ID) return STANCE_OK;
    STANCE_TRY(stance_batch_put(&c->before, document, &slot, err));
    memcpy(slot->hash, hash, sizeof slot->hash);
    STANCE_TRY(stance_batch_put(&c->after, document, &slot, err));
    memcpy(slot->hash, hash, sizeof slot->hash);
    return stance_batch_full(&c->before) ? flush(c, err) : STANCE_OK;
}

stance_status stance_compare_lexicons(stance_store *store, const stance_lexicon *before, const stance_lexicon *after,
                                      unsigned jobs, stance_lexdiff *diff, stance_error *err)
{
    comparison c = {.diff = diff};
    stance_intern_init(&c.copies, &c.arena);
    stance_status status = stance_batch_init(&c.before, before, jobs, false, true, err);
    if (status == STANCE_OK) status = stance_batch_init(&c.after, after, jobs, false, true, err);
    c.before.by_language = c.after.by_language = true;
    if (status == STANCE_OK) status = stance_store_duplicates(store, note_copy, &c, err);
    if (status == STANCE_OK) status = stance_store_documents(store, take, &c, err);
    if (status == STANCE_OK) status = flush(&c, err);
    if (status == STANCE_OK) status = stance_lexdiff_finish(diff, err);
    stance_batch_free(&c.before);
    stance_batch_free(&c.after);
    stance_arena_free(&c.arena);
    return status;
}
