/* Markdown with front matter. */
#ifndef STANCE_INGEST_MARKDOWN_H
#define STANCE_INGEST_MARKDOWN_H

#include "stance/view.h"

/* Whether text begins with front matter that is closed and has a key; *body is where the text behind it begins, *lines
   how many lines it takes. */
bool stance_markdown_head(stance_view text, size_t *body, size_t *lines);

#endif
