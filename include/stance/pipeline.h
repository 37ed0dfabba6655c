/* The stages wired together: documents in, statements in the store or on a stream. Computes nothing itself. */
#ifndef STANCE_PIPELINE_H
#define STANCE_PIPELINE_H

#include "stance/corrections.h"
#include "stance/ingest.h"
#include "stance/lexdiff.h"
#include "stance/lexicon.h"
#include "stance/store.h"

#ifdef __cplusplus
extern "C" {
#endif

#define STANCE_JOBS_MAX 256

typedef struct stance_import_summary {
    uint64_t read;       /* documents that a reader handed over */
    uint64_t added;      /* stored */
    uint64_t known;      /* the same text under the same id */
    uint64_t sources;    /* the same text under another id */
    uint64_t withdrawn;  /* the text was withdrawn here, and stays so */
    uint64_t copies;     /* of those stored: near-copies of others */
    uint64_t foreign;    /* of those stored: in a language that no lexicon is for, so not scored */
    uint64_t undated;    /* of those stored: without a date */
    uint64_t inferred;   /* of those stored: with a date that is inferred */
    uint64_t statements; /* of those stored */
    uint64_t refused;    /* inputs or lines */
    uint64_t passed;     /* files passed over without a word: companions of others, databases of this program */
    uint64_t bytes;      /* of the inputs, as they lie on the disk, taken in so far */
} stance_import_summary;

/* Called now and then while a long import runs. */
typedef void (*stance_progress_fn)(void *context, const stance_import_summary *so_far);

/* Reads, extracts, scores and stores, in batches of one transaction each; what a batch that fails held is not stored, what came before
   it is. Problems go to the store as well as to options->problem. jobs: 1 … STANCE_JOBS_MAX threads; the outcome is the same with any
   number. progress may be NULL. *summary is filled in any case. */
stance_status stance_import(stance_store *store, const stance_lexicon *lexicon, const char *const *paths, size_t count,
                            const stance_read_options *options, unsigned jobs, stance_progress_fn progress,
                            void *context, stance_import_summary *summary, stance_error *err) STANCE_CHECKED;

/* Gets each line of a scored stream, in the order of the input; a failure (a closed pipe) ends the run with its status. */
typedef stance_status (*stance_write_fn)(void *context, stance_view lines, stance_error *err);

/* ---- what a database holds, scored anew ---- */

typedef struct stance_rescore_summary {
    uint64_t total;     /* documents to do */
    uint64_t documents; /* taken in so far */
    uint64_t skipped;   /* scored with this lexicon already */
    uint64_t foreign;   /* of those done: in a language that no lexicon is for */
    stance_rescored statements;
    int64_t idle; /* corrections that do not apply at present */
} stance_rescore_summary;

typedef void (*stance_rescore_progress_fn)(void *context, const stance_rescore_summary *so_far);

/* Extracts and scores the stored texts again, in one transaction: the old state stands until all of it is done. Without `all`,
   documents that this lexicon scored are left out. jobs, progress and *summary as in stance_import. */
stance_status stance_rescore(stance_store *store, const stance_lexicon *lexicon, bool all, unsigned jobs,
                             stance_rescore_progress_fn progress, void *context, stance_rescore_summary *summary,
                             stance_error *err) STANCE_CHECKED;

/* ---- corrections ---- */

struct stance_strbuf; /* base/strbuf.h */

/* The value of a correction from what a user typed: "none"; a date; a name, with its actor when the lexicon has one of that name;
   topics that the lexicon declares and actors that it has, by id or name, parted by commas or semicolons. Views point into
   typed, text or the lexicon. STANCE_EINVAL says what is wrong and what would be right. */
stance_status stance_read_value(const stance_lexicon *lexicon, stance_field field, stance_view typed,
                                struct stance_strbuf *text, stance_value *value, stance_error *err) STANCE_CHECKED;
/* The same for a name alone, of at most 200 bytes; "none" is none. */
stance_status stance_read_speaker(const stance_lexicon *lexicon, stance_view typed, stance_value *value,
                                  stance_error *err) STANCE_CHECKED;
/* The id of the actor that is called so: by its id, its name, or another name that the lexicon has for it. No data: none is. */
stance_view stance_find_actor(const stance_lexicon *lexicon, stance_view typed);

/* ---- a stream of text ---- */

typedef struct stance_score_options {
    bool unit_text; /* the whole text is one statement; otherwise statements are extracted */
    bool explain;   /* each record gets its hits */
    unsigned jobs;
} stance_score_options;

/* JSONL (or any format that the reader knows) in, JSONL out, no database. *refused counts inputs or lines that were left out. */
stance_status stance_score_stream(const stance_lexicon *lexicon, const char *const *paths, size_t count,
                                  const stance_read_options *read, const stance_score_options *options,
                                  stance_write_fn write, void *context, uint64_t *refused,
                                  stance_error *err) STANCE_CHECKED;

/* Analyses the documents of the store with two lexicons, on so many threads, and fills diff in, which is open. Near-copies
   do not count. Nothing that is stored is changed. */
stance_status stance_compare_lexicons(stance_store *store, const stance_lexicon *before, const stance_lexicon *after,
                                      unsigned jobs, stance_lexdiff *diff, stance_error *err) STANCE_CHECKED;

#ifdef __cplusplus
}
#endif
#endif
