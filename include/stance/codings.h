/* What people coded: samples of statements, and the labels that coders gave them. A statement is known by the hash of its
   document and the bytes of what is said (content; for narration, the sentence), so that codings outlive a new scoring. */
#ifndef STANCE_CODINGS_H
#define STANCE_CODINGS_H

#include "stance/store.h"

#ifdef __cplusplus
extern "C" {
#endif

/* One statement of a sample. Of each stratum, stratum_drawn of stratum_size were drawn, each as probably as the others. */
typedef struct stance_unit {
    char document[65]; /* hash */
    stance_span span;
    bool shared; /* every coder gets it; the others go to whoever comes first */
    stance_view stratum;
    uint32_t stratum_size, stratum_drawn;
} stance_unit;

/* The bytes by which a statement is known. */
stance_span stance_unit_span(const stance_statement *statement);

/* How many units the sample of this design has; 0: it was not drawn yet. */
stance_status stance_store_sample_size(stance_store *store, stance_view design, size_t *count,
                                       stance_error *err) STANCE_CHECKED;
/* Stores a sample in the order in which it is to be shown; in one transaction, and only when there is none of this design. */
stance_status stance_store_add_sample(stance_store *store, stance_view design, const stance_unit *units, size_t count,
                                      stance_error *err) STANCE_CHECKED;

/* A unit as it stands for one coder. Views live until the next call. */
typedef struct stance_task {
    stance_unit unit;
    bool coded, skipped; /* by this coder: he gave a label; he passed it over */
    int label;           /* -1, 0, 1 */
    bool taken;          /* not shared, and another coder of the sample gave it a label */
} stance_task;
stance_status stance_store_task(stance_store *store, stance_view design, size_t position, stance_view coder,
                                stance_task *task, stance_error *err) STANCE_CHECKED;

/* What a coder sees of a unit. Views live until the next call of this function or of stance_store_find. */
typedef struct stance_passage {
    const stance_row *row;     /* NULL: the document, or a statement there, is no longer in the file */
    stance_view before, after; /* the sentences next to it; data NULL: none */
} stance_passage;
stance_status stance_store_passage(stance_store *store, const char *document, stance_span span, stance_passage *passage,
                                   stance_error *err) STANCE_CHECKED;

/* Stores a coder's answer at once, in the place of an earlier one. skipped: no label. */
stance_status stance_store_code(stance_store *store, stance_view design, const stance_unit *unit, stance_view coder,
                                int label, bool skipped, stance_error *err) STANCE_CHECKED;

/* One coding beside what the program says now. */
typedef struct stance_coding {
    char document[65];
    stance_span span;
    stance_view coder, design, stratum;
    bool skipped;
    int label;
    uint32_t stratum_size, stratum_drawn;
    uint32_t stratum_coded; /* different statements of the design and stratum that somebody gave a label */
    double weight;    /* statements that it stands for: stratum_size / stratum_coded. What is coded so far is a random
                               part of the sample, since that is shown in random order; 0 when skipped */
    stance_view name; /* of the document; data NULL: it is no longer in the file */
    uint32_t ordinal; /* of the statement that covers at least half of the span; 0: there is none */
    int32_t score;    /* its score, millionths */
} stance_coding;

/* Calls the codings in the order of document hash, span and coder; coder.data NULL: of all coders. Callbacks may read. */
typedef stance_status (*stance_coding_fn)(void *context, const stance_coding *coding, stance_error *err);
stance_status stance_store_codings(stance_store *store, stance_view coder, stance_coding_fn fn, void *context,
                                   stance_error *err) STANCE_CHECKED;

/* Calls each coder with the number of statements that he gave -1, 0, 1 and passed over, by name. */
typedef stance_status (*stance_coder_fn)(void *context, stance_view coder, const int64_t counts[4], stance_error *err);
stance_status stance_store_coders(stance_store *store, stance_coder_fn fn, void *context,
                                  stance_error *err) STANCE_CHECKED;

#ifdef __cplusplus
}
#endif
#endif
