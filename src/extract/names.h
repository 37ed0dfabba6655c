/* Names of persons among the words of a text: shared by names.c, phrases.c, notes.c and blocks.c. */
#ifndef STANCE_EXTRACT_NAMES_H
#define STANCE_EXTRACT_NAMES_H

#include "extract/reading.h"

/* The kind of the actor whose name covers token i; false: none does. */
bool stance_actor_kind(const reading *r, uint32_t i, uint8_t *kind);
/* Mr, Mrs, Dr: a name follows. */
bool stance_is_title(const reading *r, uint32_t i);
/* The token before i in a name, the stop of an initial or a title passed over. */
uint32_t stance_before_in_name(const reading *r, uint32_t i);
/* The person's name in first … end, tokens, half open; false: there is none. */
bool stance_find_name(const reading *r, uint32_t first, uint32_t end, uint32_t *name_first, uint32_t *name_end);

#endif
