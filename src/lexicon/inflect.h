/* The inflected forms of an English word: what `word~` in a pattern stands for. */
#ifndef STANCE_LEXICON_INFLECT_H
#define STANCE_LEXICON_INFLECT_H

#include "stance/view.h"

enum { STANCE_FORM_SIZE = 64, STANCE_FORM_COUNT = 8 };

/* Writes the lemma and its -s, -ed, -ing forms (verb and noun alike; forms that no word has do no harm, they just never occur). Doubled
   and undoubled spellings are both given where the spelling leaves it open (travelled, traveled). Returns their number; 0 when the
   lemma is too long. */
size_t stance_inflect(stance_view lemma, char forms[STANCE_FORM_COUNT][STANCE_FORM_SIZE]);

/* Takes the next form from a list that is joined by ';', blanks at its edges left out; empty ones are passed over. len 0: there is
   none left. */
stance_view stance_next_form(stance_view *list);

#endif
