/* How good the program is on documents that people coded by hand: gold in, figures out. */
#ifndef STANCE_EVALUATE_H
#define STANCE_EVALUATE_H

#include "stance/codings.h"
#include "stance/ingest.h"
#include "stance/lexicon.h"
#include "stance/report.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- what people say ----

   GOLD is a table with tabs between its cells and a first line that names the columns; lines that begin with '#' are
   remarks. Of statements: document, key and label, and speaker, mode, topics where these were coded; without a first line
   the columns are document, key, speaker, mode, topics, label. Of plain texts: id and label, and text where the texts are
   to be scored now. Both may have group, coder and weight. '*' (or an empty cell) says that something was not coded.

     document  id or file name, or how it begins, or the first eight or more digits of the text's hash
     key       words that stand in the statement and nowhere else in the document; white space and the forms of quotation
               marks do not matter
     speaker   '-' for nobody       mode  direct, reported, narration        topics  joined by commas; '-' for none
     label     + 0 -, or 1 0 -1, or a number between; its sign is the class
     start     a byte that is within the statement, where a key stands in several
     group     means are compared by it, and it is resampled as one; else the document
     coder     several may have coded the same statement: the majority counts, and without one it is neutral
     weight    statements that this one stands for; else 1 */
typedef struct stance_gold stance_gold;

/* path "-": standard input. problem is called for rows that cannot be used; *refused counts them. STANCE_EFORMAT: no such
   table; STANCE_ENODATA: no row is left. */
stance_status stance_gold_open(const char *path, stance_problem_fn problem, void *context, size_t *refused,
                               stance_gold **out, stance_error *err) STANCE_CHECKED;
/* The codings that the database holds; coder.data NULL: of all coders. Passages passed over are left out. */
stance_status stance_gold_coded(stance_store *store, stance_view coder, stance_gold **out,
                                stance_error *err) STANCE_CHECKED;
void stance_gold_free(stance_gold *gold); /* NULL will do */
/* True for plain texts; and whether the table has them. */
bool stance_gold_of_texts(const stance_gold *gold, bool *with_texts);
/* The codings as GOLD, one row a statement and coder; statements whose document is gone are counted in *gone. */
stance_status stance_write_gold(stance_store *store, stance_view coder, struct stance_strbuf *out, size_t *gone,
                                stance_error *err) STANCE_CHECKED;

/* ---- what the program says ---- */

typedef struct stance_answers stance_answers;

/* Of the documents that gold names, all statements, of which those count that the selector takes in. gold must live as long. */
stance_status stance_answers_of_store(stance_store *store, const stance_selector *selector, const stance_gold *gold,
                                      stance_answers **out, stance_error *err) STANCE_CHECKED;
/* Records as `stance score` and `stance export statements` write them; with --unit text for plain texts. */
stance_status stance_answers_of_file(const char *path, bool texts, stance_problem_fn problem, void *context,
                                     size_t *refused, stance_answers **out, stance_error *err) STANCE_CHECKED;
/* The texts of the table, scored now. */
stance_status stance_answers_of_texts(const stance_lexicon *lexicon, const stance_gold *gold, stance_answers **out,
                                      stance_error *err) STANCE_CHECKED;
void stance_answers_free(stance_answers *answers); /* NULL will do */

/* ---- the comparison ---- */

typedef struct stance_evaluate_options {
    int32_t neutral;  /* millionths: a score up to it, either way, is taken for neutral */
    size_t worst;     /* errors of each kind to show; SIZE_MAX: all */
    size_t resamples; /* of documents, for the intervals */
    double level;
    bool complete; /* the gold codes every statement of its documents: what it does not name is wrong */
} stance_evaluate_options;

#define STANCE_EVALUATE_OPTIONS_INIT                                                                                   \
    {                                                                                                                  \
        STANCE_NEUTRAL_SCORE, 10, 1999, 0.95, false                                                                    \
    }

typedef struct stance_evaluation stance_evaluation;

/* Rows that cannot be held against anything (no such document, no such words in it, a document that is ambiguous) are told
   to problem and counted in *refused. STANCE_ENODATA when no row is left. gold and answers must live as long; the store of
   the answers may be asked again. */
stance_status stance_evaluate(const stance_gold *gold, stance_answers *answers, const stance_evaluate_options *options,
                              stance_problem_fn problem, void *context, size_t *refused, stance_evaluation **out,
                              stance_error *err) STANCE_CHECKED;
void stance_evaluation_free(stance_evaluation *evaluation); /* NULL will do */

/* For people, 80 columns. */
stance_status stance_evaluation_text(const stance_evaluation *evaluation, struct stance_strbuf *out,
                                     stance_error *err) STANCE_CHECKED;

typedef enum stance_evaluation_table {
    STANCE_EVALUATION_FIGURES, /* about, name, measure, n, documents, value, lo, hi */
    STANCE_EVALUATION_ITEMS    /* a row of gold each, and what it was held against */
} stance_evaluation_table;
stance_status stance_evaluation_write(const stance_evaluation *evaluation, stance_evaluation_table table,
                                      stance_table_format format, struct stance_strbuf *out,
                                      stance_error *err) STANCE_CHECKED;

#ifdef __cplusplus
}
#endif
#endif
