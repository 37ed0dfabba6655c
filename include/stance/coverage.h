/* What a lexicon reaches on the statements of a database: which entries fire, which words no entry covers. */
#ifndef STANCE_COVERAGE_H
#define STANCE_COVERAGE_H

#include "stance/report.h"

#ifdef __cplusplus
extern "C" {
#endif

/* An entry of the lexicon. Tone, reversers, shifters and cues are counted as they fired when the scores were made; terms and
   masks as they match now. */
typedef struct stance_coverage_entry {
    const char *kind; /* "tone", "reversers", "shifters", "cues", "terms", "masks" */
    stance_view pattern, origin;
    int64_t times, statements, documents;
    int64_t effect; /* sum of what it counted for, millionths of a point; 0 for what has no value of its own */
} stance_coverage_entry;

/* A content word that no entry matches. */
typedef struct stance_coverage_word {
    stance_view word;
    int64_t times, statements, documents;
    int64_t strong; /* times in statements whose score is beyond ±STANCE_COVERAGE_STRONG */
    double z;       /* how far it keeps to these: log odds ratio by its standard error; above 2 it is theirs */
} stance_coverage_word;

#define STANCE_COVERAGE_STRONG 250000

typedef struct stance_coverage {
    int64_t documents, statements, unmatched; /* unmatched: statements in which no tone entry fired */
    int64_t strong;
    int64_t unknown_hits; /* hits of entries that the lexicon does not have: the scores were made with another one */
    stance_coverage_entry *entries; /* by statements, most first; then in the order of the lexicon */
    size_t entry_count, used;       /* the first `used` of them fired */
    stance_coverage_word *words;    /* by times, most first; those of one statement only are left out */
    size_t word_count;
    struct stance_coverage_memory *memory;
} stance_coverage;

/* Over the statements that the selector takes in. Free with stance_coverage_free. */
stance_status stance_coverage_build(stance_store *store, const stance_lexicon *lexicon, const stance_selector *selector,
                                    stance_coverage *out, stance_error *err) STANCE_CHECKED;
void stance_coverage_free(stance_coverage *coverage); /* a cleared one will do */

/* Summary, the `top` commonest entries and words, the most distinctive words; all entries that never fired if asked for. */
void stance_coverage_text(const stance_coverage *coverage, size_t top, bool unused, struct stance_strbuf *out);

typedef enum stance_coverage_table {
    STANCE_COVERAGE_ENTRIES, /* that fired */
    STANCE_COVERAGE_UNUSED,
    STANCE_COVERAGE_WORDS
} stance_coverage_table;
/* At most `top` rows; 0: all. */
void stance_coverage_write(const stance_coverage *coverage, stance_coverage_table table, stance_table_format format,
                           size_t top, struct stance_strbuf *out);

#ifdef __cplusplus
}
#endif
#endif
