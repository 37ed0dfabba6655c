/* The second look at the marks of a document, when all of them are known. */
#ifndef STANCE_TEXT_MARKS_H
#define STANCE_TEXT_MARKS_H

#include "text/tokens.h"

/* Gives the marks of „…“, »…« and ?…? the classes of opening and closing quotation marks that they have in this document. */
void stance_settle_marks(stance_view text, stance_token *tokens, size_t count);

#endif
