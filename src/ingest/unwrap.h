/* Lines as they stand on a page, made paragraphs again. */
#ifndef STANCE_INGEST_UNWRAP_H
#define STANCE_INGEST_UNWRAP_H

#include "base/arena.h"
#include "base/strbuf.h"

/* Lines that were broken for want of width are joined, words that were divided at their ends put together; a blank line
   stands between paragraphs. What is short on purpose (heads, lists, "MS. VARGA:") keeps its line. out is cleared first;
   the arena is scratch memory. */
stance_status stance_unwrap(stance_view page, stance_arena *arena, stance_strbuf *out,
                            stance_error *err) STANCE_CHECKED;

#endif
