/* Arena: memory that is given back all at once. One a document, reset after it; one a lexicon, never reset. */
#ifndef STANCE_BASE_ARENA_H
#define STANCE_BASE_ARENA_H

#include "stance/error.h"
#include "stance/view.h"

typedef struct stance_arena_block stance_arena_block;

typedef struct stance_arena {
    stance_arena_block *blocks; /* newest first */
    char *at, *end;
} stance_arena;

#define STANCE_ARENA_INIT                                                                                              \
    {                                                                                                                  \
        NULL, NULL, NULL                                                                                               \
    }

/* Aligned for any type, not cleared; NULL when memory ran out. */
void *stance_arena_alloc(stance_arena *arena, size_t size);
/* The same, cleared, for count things of size bytes; NULL on overflow too. */
void *stance_arena_zero(stance_arena *arena, size_t count, size_t size);
/* Takes room for size bytes from the system at once; what is never used of it costs nothing. False when memory ran out. */
bool stance_arena_reserve(stance_arena *arena, size_t size);
/* A copy with a final zero that is not counted; data is NULL when memory ran out. */
stance_view stance_arena_copy(stance_arena *arena, stance_view text);
/* Formatted text in the arena; data is NULL when memory ran out. */
stance_view stance_arena_printf(stance_arena *arena, const char *fmt, ...) STANCE_PRINTF(2, 3);
/* Forgets everything that was allocated; keeps one block for the next document. */
void stance_arena_reset(stance_arena *arena);
void stance_arena_free(stance_arena *arena);

/* Growable array inside an arena: makes room for one more element of *data (capacity doubles, the old copy stays in the arena).
   False when memory ran out. */
bool stance_arena_grow(stance_arena *arena, void *data_pointer, size_t count, size_t *capacity, size_t size);

/* Appends item to the array `data` that has `count` elements; evaluates to false when memory ran out. */
#define STANCE_PUSH(arena, data, count, capacity, item)                                                                \
    (((count) < (capacity) || stance_arena_grow((arena), &(data), (count), &(capacity), sizeof *(data)))               \
         ? ((data)[(count)++] = (item), true)                                                                          \
         : false)

#endif
