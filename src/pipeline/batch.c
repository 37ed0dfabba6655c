#include "pipeline/batch.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

/* Enough documents to keep every thread busy to the end, few enough that memory stays bounded by the largest of them. */
enum { SLOTS_PER_JOB = 16, BATCH_BYTES = 4 << 20 };

stance_status stance_batch_init(stance_batch *batch, const stance_lexicon *lexicon, unsigned jobs, bool unit_text,
                                bool with_hits, stance_error *err)
{
    *batch =
        (stance_batch){.lexicon = lexicon, .jobs = jobs ? jobs : 1, .unit_text = unit_text, .with_hits = with_hits};
    batch->capacity = (size_t)batch->jobs * SLOTS_PER_JOB;
    batch->slots = calloc(batch->capacity, sizeof *batch->slots);
    if (!batch->slots) {
        batch->capacity = 0;
        return stance_fail_memory(err);
    }
    for (size_t i = 0; i < batch->capacity; i++) STANCE_TRY(stance_workspace_new(&batch->slots[i].workspace, err));
    return STANCE_OK;
}

static bool copy(stance_arena *arena, stance_view *text)
{
    if (!text->data) return true;
    *text = stance_arena_copy(arena, *text);
    return text->data != NULL;
}

stance_status stance_batch_put(stance_batch *batch, const stance_document *document, stance_slot **slot,
                               stance_error *err)
{
    stance_slot *s = &batch->slots[batch->count];
    stance_arena_reset(&s->arena);
    s->document = *document;
    s->skip = false;
    s->count = 0;
    stance_document *d = &s->document;
    if (!copy(&s->arena, &d->id) || !copy(&s->arena, &d->text) || !copy(&s->arena, &d->title) ||
        !copy(&s->arena, &d->source) || !copy(&s->arena, &d->url) || !copy(&s->arena, &d->language) ||
        !copy(&s->arena, &d->speaker))
        return stance_fail_memory(err);
    batch->count++;
    batch->bytes += document->text.len;
    *slot = s;
    return STANCE_OK;
}

bool stance_batch_full(const stance_batch *batch)
{
    return batch->count == batch->capacity || batch->bytes >= BATCH_BYTES;
}

typedef struct crew {
    stance_batch *batch;
    atomic_size_t next;
} crew;

static void analyse(const stance_batch *batch, stance_slot *s)
{
    if (s->skip) return;
    if (batch->unit_text) {
        s->count = 1;
        s->status = stance_analyse_text(batch->lexicon, s->workspace, s->document.text, batch->with_hits,
                                        &s->statements, &s->error);
    } else {
        s->status = stance_analyse(batch->lexicon, s->workspace, &s->document, batch->with_hits, &s->statements,
                                   &s->count, &s->error);
    }
}

static void *work(void *context)
{
    crew *c = context;
    for (;;) {
        size_t i = atomic_fetch_add(&c->next, 1);
        if (i >= c->batch->count) return NULL;
        analyse(c->batch, &c->batch->slots[i]);
    }
}

stance_status stance_batch_run(stance_batch *batch, stance_error *err)
{
    crew c = {.batch = batch};
    pthread_t threads[256];
    unsigned started = 0, wanted = batch->jobs > 256 ? 256 : batch->jobs;
    if (batch->count < wanted) wanted = (unsigned)batch->count;
    /* This thread works too; when no other can be started it does all of it. */
    while (started + 1 < wanted && pthread_create(&threads[started], NULL, work, &c) == 0) started++;
    work(&c);
    for (unsigned i = 0; i < started; i++) pthread_join(threads[i], NULL);
    for (size_t i = 0; i < batch->count; i++) {
        const stance_slot *s = &batch->slots[i];
        if (!s->skip && s->status != STANCE_OK)
            return stance_fail(err, s->status, "%.*s: %s", (int)(s->document.id.len > 200 ? 200 : s->document.id.len),
                               s->document.id.data ? s->document.id.data : "", s->error.message);
    }
    return STANCE_OK;
}

void stance_batch_clear(stance_batch *batch)
{
    batch->count = 0;
    batch->bytes = 0;
}

void stance_batch_free(stance_batch *batch)
{
    for (size_t i = 0; i < batch->capacity; i++) {
        stance_arena_free(&batch->slots[i].arena);
        stance_workspace_free(batch->slots[i].workspace);
    }
    free(batch->slots);
    *batch = (stance_batch){0};
}
