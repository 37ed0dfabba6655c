/* Interning: equal strings get equal small numbers, from 0 on in the order of their first appearance. */
#ifndef STANCE_BASE_INTERN_H
#define STANCE_BASE_INTERN_H

#include "base/arena.h"

#define STANCE_NO_ID UINT32_MAX

typedef struct stance_intern {
    stance_arena *arena; /* holds strings and tables */
    stance_view *strings;
    uint64_t *hashes;
    size_t count, capacity;
    uint32_t *slots; /* id + 1 in the bits that number the slots, of the hash in those above, so that a look-up seldom
                        leaves the table; 0 = free */
    size_t slot_count;
} stance_intern;

void stance_intern_init(stance_intern *table, stance_arena *arena);
/* Makes room for about count strings at once, where that is known: growing bit by bit leaves the old tables in the arena. Before
   the first string. False when memory ran out. */
bool stance_intern_reserve(stance_intern *table, size_t count);
/* The number of text, which is copied when it is new; STANCE_NO_ID when memory ran out. */
uint32_t stance_intern_add(stance_intern *table, stance_view text);
/* The number of text, or STANCE_NO_ID when it is not in the table. Never writes, so threads may share the table. */
uint32_t stance_intern_find(const stance_intern *table, stance_view text);

#endif
