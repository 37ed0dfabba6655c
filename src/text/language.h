/* Which language a text is in. */
#ifndef STANCE_TEXT_LANGUAGE_H
#define STANCE_TEXT_LANGUAGE_H

#include "stance/view.h"

/* The ISO 639-1 code ("en", static), told by the script and by the commonest small words, from the first 20 kB at most;
   the view is empty when the text is too short or like no language that is known here. confidence, in millionths, is
   how far the language stands before the next and how many of the words are its own; below half a million it is a guess.
   Deterministic; takes no memory. */
stance_view stance_language_of(stance_view text, int32_t *confidence);

/* The word, in small letters, is one of the commonest small words of the language ("en"). */
bool stance_is_small_word(const char *language, stance_view word);

#endif
