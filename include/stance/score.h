/* A document in, its scored statements out: extraction, topics and tone in one call. */
#ifndef STANCE_SCORE_H
#define STANCE_SCORE_H

#include "stance/lexicon.h"
#include "stance/statement.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Memory that one thread works in: what an analysis returns lives here until the next one. Not shared by threads. */
typedef struct stance_workspace stance_workspace;

stance_status stance_workspace_new(stance_workspace **out, stance_error *err) STANCE_CHECKED;
void stance_workspace_free(stance_workspace *workspace); /* NULL will do */

/* Finds and scores the statements of document->text, in the order of their places. They live in the workspace until its next
   use. Time is linear in the length of the text. with_hits: the steps of each score are kept (stance_statement.hits). */
stance_status stance_analyse(const stance_lexicon *lexicon, stance_workspace *workspace,
                             const stance_document *document, bool with_hits, const stance_statement **statements,
                             size_t *count, stance_error *err) STANCE_CHECKED;

/* Scores a whole text as one statement: ordinal 1, mode direct, no speaker. */
stance_status stance_analyse_text(const stance_lexicon *lexicon, stance_workspace *workspace, stance_view text,
                                  bool with_hits, const stance_statement **statement, stance_error *err) STANCE_CHECKED;

#ifdef __cplusplus
}
#endif
#endif
