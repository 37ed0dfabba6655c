/* Why a statement has its speaker and its score, in words. */
#ifndef STANCE_EXPLAIN_H
#define STANCE_EXPLAIN_H

#include "stance/lexicon.h"
#include "stance/store.h"

#ifdef __cplusplus
extern "C" {
#endif

struct stance_strbuf; /* base/strbuf.h */

/* Appends the explanation of the statement with this id (or an unambiguous beginning of one): the sentence in its place, how the
   speaker was found, which entries fired, what turned or weakened them, and how the score adds up. 80 columns. Fails like
   stance_store_find. */
stance_status stance_explain_text(stance_store *store, stance_view id, struct stance_strbuf *out,
                                  stance_error *err) STANCE_CHECKED;

#ifdef __cplusplus
}
#endif
#endif
