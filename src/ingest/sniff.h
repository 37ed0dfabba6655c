/* What an input is, by its content. */
#ifndef STANCE_INGEST_SNIFF_H
#define STANCE_INGEST_SNIFF_H

#include "base/arena.h"
#include "stance/ingest.h"

/* Why the bytes that an input begins with cannot be read as text at all, with the remedy; NULL when they can. The first
   knows formats by their marks, the second tells by zero bytes and control characters, which UTF-16 has too. */
const char *stance_sniff_magic(stance_view head);
const char *stance_sniff_binary(stance_view head);

/* The format of a text, told by its beginning, which holds its first line that is not blank. *refusal is set, with the
   remedy, when it is in a known format that is not read. whole: nothing follows head. *sure is false when more of the
   input could change the answer. arena is scratch memory. */
stance_status stance_sniff_format(stance_view head, bool whole, const stance_read_options *options, stance_arena *arena,
                                  stance_format *format, const char **refusal, bool *sure,
                                  stance_error *err) STANCE_CHECKED;

/* What is passed over without a word: the companion files of macOS under whatever name, and databases of this program,
   which lie beside what they were made of. */
bool stance_sniff_ours(stance_view head);

#endif
