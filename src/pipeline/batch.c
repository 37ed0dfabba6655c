#include "pipeline/batch.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "text/language.h"

/* Enough documents to keep every thread busy to the end, few enough that memory stays bounded by the largest of them: an
   analysis takes some hundred times its text, so what counts is the text that is under way. Short lines fill the slots;
   of ordinary reports a batch holds about a dozen however many threads there are, of long ones two a thread, and of huge
   ones one. */
enum { SLOTS_PER_JOB = 16, BATCH_BYTES = 24 << 10, HUGE_BYTES = 4 << 20 };
/* A slot that held more than this gives its memory back: otherwise each would in time keep that of the largest document. */
enum { KEPT_BYTES = 8 << 10 };

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
    if (!s->workspace) STANCE_TRY(stance_workspace_new(&s->workspace, err));
    stance_arena_reset(&s->arena);
    s->document = *document;
    s->skip = s->foreign = false;
    s->count = 0;
    stance_document *d = &s->document;
    if (!copy(&s->arena, &d->id) || !copy(&s->arena, &d->text) || !copy(&s->arena, &d->title) ||
        !copy(&s->arena, &d->source) || !copy(&s->arena, &d->url) || !copy(&s->arena, &d->language) ||
        !copy(&s->arena, &d->authors) || !copy(&s->arena, &d->place) || !copy(&s->arena, &d->date_note) ||
        !copy(&s->arena, &d->speaker))
        return stance_fail_memory(err);
    batch->count++;
    batch->bytes += document->text.len;
    *slot = s;
    return STANCE_OK;
}

bool stance_batch_full(const stance_batch *batch)
{
    if (batch->count == batch->capacity) return true;
    return (batch->bytes >= BATCH_BYTES && batch->count >= 2 * (size_t)batch->jobs) ||
           (batch->bytes >= HUGE_BYTES && batch->count >= batch->jobs);
}

typedef struct crew {
    stance_batch *batch;
    atomic_size_t next;
} crew;

/* "en", "EN", "en-GB", "english" … */
static bool has_lexicon(stance_view language)
{
    return language.len >= 2 && (language.data[0] | 32) == 'e' && (language.data[1] | 32) == 'n';
}

/* The reader has looked at texts that came without a language. What metadata say of another language is checked against
   the text, for those of a whole site are often those of its home page. */
static bool is_foreign(const stance_document *d)
{
    enum { SURE = STANCE_MILLION / 2 };
    int32_t confidence = 0;
    if (!d->language.len || has_lexicon(d->language)) return false;
    stance_view language = stance_language_of(d->text, &confidence);
    if (!language.len || confidence < SURE) language = d->language;
    return !has_lexicon(language);
}

static void analyse(const stance_batch *batch, stance_slot *s)
{
    if (s->skip) return;
    s->foreign = batch->by_language && is_foreign(&s->document);
    if (s->foreign) {
        s->status = STANCE_OK;
        return;
    }
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
    for (size_t i = 0; i < batch->count; i++) {
        stance_slot *s = &batch->slots[i];
        if (s->document.text.len <= KEPT_BYTES) continue;
        stance_workspace_free(s->workspace);
        s->workspace = NULL;
        stance_arena_free(&s->arena);
        s->arena = (stance_arena)STANCE_ARENA_INIT;
    }
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
