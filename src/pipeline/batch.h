/* A batch of documents that are analysed side by side and taken out in the order in which they were put in. */
#ifndef STANCE_PIPELINE_BATCH_H
#define STANCE_PIPELINE_BATCH_H

#include "base/arena.h"
#include "stance/lexicon.h"
#include "stance/score.h"

typedef struct stance_slot {
    stance_arena arena; /* holds the document, whose reader moves on */
    stance_workspace *workspace;
    stance_document document;
    char hash[65];
    int64_t key;  /* of a stored document */
    bool skip;    /* known: not analysed */
    bool foreign; /* in a language that no lexicon is for: not analysed */
    const stance_statement *statements;
    size_t count;
    stance_status status;
    stance_error error;
} stance_slot;

typedef struct stance_batch {
    const stance_lexicon *lexicon;
    bool unit_text, with_hits;
    bool by_language; /* look at the language first */
    unsigned jobs;
    stance_slot *slots;
    size_t capacity, count;
    size_t bytes; /* of text in it */
} stance_batch;

stance_status stance_batch_init(stance_batch *batch, const stance_lexicon *lexicon, unsigned jobs, bool unit_text,
                                bool with_hits, stance_error *err) STANCE_CHECKED;
/* Copies the document into the next slot, which it returns through *slot (to set hash and skip). There must be room. */
stance_status stance_batch_put(stance_batch *batch, const stance_document *document, stance_slot **slot,
                               stance_error *err) STANCE_CHECKED;
/* No more documents should be put before the batch is run. */
bool stance_batch_full(const stance_batch *batch);
/* Analyses all of them. Fails with the first failure, in their order. */
stance_status stance_batch_run(stance_batch *batch, stance_error *err) STANCE_CHECKED;
void stance_batch_clear(stance_batch *batch);
void stance_batch_free(stance_batch *batch);

#endif
