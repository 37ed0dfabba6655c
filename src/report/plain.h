/* Text for a terminal, for the reports and for the commands. */
#ifndef STANCE_REPORT_PLAIN_H
#define STANCE_REPORT_PLAIN_H

#include "base/strbuf.h"
#include "stance/view.h"

#define STANCE_COLUMNS 80

/* Appends text as one line that a terminal can be trusted with: white space becomes single blanks; control and
   direction-overriding characters are left out, broken bytes become U+FFFD. */
void stance_plain(stance_strbuf *out, stance_view text);
/* Columns that a plain text takes; never fewer than a terminal gives it. */
size_t stance_columns(stance_view text);
/* Appends a plain text, broken between words into lines of at most 80 columns; the first line begins with `first`, the
   others with `rest` (both plain). A word that fits on no line is cut, behind a slash, a bar or the like where there is one. */
void stance_wrap(stance_strbuf *out, stance_view text, const char *first, const char *rest);
/* The same of a line that was put together, which is cleared for the next one. */
void stance_wrap_line(stance_strbuf *out, stance_strbuf *line, const char *first, const char *rest);
/* Takes from the beginning of a plain text what such a line of `columns` columns, at least one, holds. */
stance_view stance_next_line(stance_view *text, size_t columns);
/* Exactly `columns` columns of a plain text: filled up with blanks, or cut with an ellipsis. */
void stance_fit(stance_strbuf *out, stance_view text, size_t columns);
/* At most `columns` columns of a plain text: what does not fit is left out of its middle, for names and paths are told by
   both ends, and more by their last. */
void stance_shorten(stance_strbuf *out, stance_view text, size_t columns);

#endif
