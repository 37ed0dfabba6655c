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
/* "In Moscow Lavrov", "In London Mayor Kim Lee": where the person behind the place begins, or end. */
uint32_t stance_behind_place(const reading *r, uint32_t in, uint32_t end);
/* lists.c: "Kim Lee (R-Ohio), Ann Brandt and Jo Orr said": where the list begins whose last two the phrase start … end holds,
   or start. Names that something before them governs are no subjects: "In Dover, Lee and Orr said". */
uint32_t stance_list_start(const reading *r, uint32_t start, uint32_t end, uint32_t floor);
/* The list first … end: persons, or one speaker where others are among them. */
phrase stance_describe_list(const reading *r, uint32_t first, uint32_t end);
/* "said Norland, Riga and Dover": the list that p begins, or p. `row`: up to the ceiling without a conjunction, as in a head. */
phrase stance_list_after(const reading *r, const phrase *p, uint32_t ceiling, bool row);
/* "Oslo, Riga condemn plan" in a head: the list that begins at floor and p closes, or p. */
phrase stance_head_list(const reading *r, const phrase *p, uint32_t floor);

#endif
