#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <sys/mman.h>

struct stance_arena_block {
    struct stance_arena_block *next;
    size_t size; /* bytes after this head */
    alignas(max_align_t) char data[];
};

enum { FIRST_BLOCK = 64 * 1024, HUGE_PAGE = 2 << 20 };
#define ALIGN alignof(max_align_t)

/* Memory for a block. A large one begins at a huge page and asks the kernel for such: a lexicon of ten megabytes is
   otherwise three thousand page faults, a fifth of the time that it takes to compile. */
static stance_arena_block *new_block(size_t *size)
{
    if (*size < HUGE_PAGE) return malloc(sizeof(stance_arena_block) + *size);
    size_t whole = (sizeof(stance_arena_block) + *size + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
    stance_arena_block *block = aligned_alloc(HUGE_PAGE, whole);
    if (!block) return NULL;
    *size = whole - sizeof *block;
#ifdef MADV_HUGEPAGE
    (void)madvise(block, whole, MADV_HUGEPAGE); /* refused: then by small pages */
#endif
    return block;
}

/* Room in a new block of so many bytes. */
static bool add_block(stance_arena *arena, size_t size)
{
    stance_arena_block *fresh = new_block(&size);
    if (!fresh) return false;
    fresh->next = arena->blocks;
    fresh->size = size;
    arena->blocks = fresh;
    arena->at = fresh->data;
    arena->end = fresh->data + size;
    return true;
}

bool stance_arena_reserve(stance_arena *arena, size_t size)
{
    return size <= (size_t)(arena->end - arena->at) || (size <= SIZE_MAX / 4 && add_block(arena, size));
}

void *stance_arena_alloc(stance_arena *arena, size_t size)
{
    if (size > SIZE_MAX / 4) return NULL;
    if (!size) size = 1; /* so that a pointer always comes back: NULL means that memory ran out */
    size = (size + ALIGN - 1) & ~(ALIGN - 1);
    if (size > (size_t)(arena->end - arena->at)) {
        size_t block = arena->blocks ? arena->blocks->size * 2 : FIRST_BLOCK;
        if (block > (size_t)64 << 20) block = (size_t)64 << 20;
        if (block < size) block = size;
        if (!add_block(arena, block)) return NULL;
    }
    void *p = arena->at;
    arena->at += size;
    return p;
}

void *stance_arena_zero(stance_arena *arena, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size) return NULL;
    void *p = stance_arena_alloc(arena, count * size);
    if (p) memset(p, 0, count * size);
    return p;
}

stance_view stance_arena_copy(stance_arena *arena, stance_view text)
{
    char *p = stance_arena_alloc(arena, text.len + 1);
    if (!p) return (stance_view){NULL, 0};
    if (text.len) memcpy(p, text.data, text.len);
    p[text.len] = '\0';
    return (stance_view){p, text.len};
}

stance_view stance_arena_printf(stance_arena *arena, const char *fmt, ...)
{
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    char *p = n < 0 ? NULL : stance_arena_alloc(arena, (size_t)n + 1);
    if (p) vsnprintf(p, (size_t)n + 1, fmt, again);
    va_end(again);
    return (stance_view){p, p ? (size_t)n : 0};
}

void stance_arena_reset(stance_arena *arena)
{
    if (!arena->blocks) return;
    /* The newest block is the largest: keeping it makes a run over like documents allocate once. */
    stance_arena_block *rest = arena->blocks->next;
    while (rest) {
        stance_arena_block *next = rest->next;
        free(rest);
        rest = next;
    }
    arena->blocks->next = NULL;
    if (arena->blocks->size > (size_t)8 << 20) { /* but one huge document must not hold its memory for ever */
        free(arena->blocks);
        *arena = (stance_arena)STANCE_ARENA_INIT;
        return;
    }
    arena->at = arena->blocks->data;
    arena->end = arena->at + arena->blocks->size;
}

void stance_arena_free(stance_arena *arena)
{
    while (arena->blocks) {
        stance_arena_block *next = arena->blocks->next;
        free(arena->blocks);
        arena->blocks = next;
    }
    arena->at = arena->end = NULL;
}

bool stance_arena_grow(stance_arena *arena, void *data_pointer, size_t count, size_t *capacity, size_t size)
{
    size_t fresh = *capacity ? *capacity * 2 : 8;
    if (fresh < *capacity || (size && fresh > SIZE_MAX / size)) return false;
    void *data = stance_arena_alloc(arena, fresh * size), *old;
    if (!data) return false;
    memcpy(&old, data_pointer, sizeof old); /* data_pointer is a T **; memcpy keeps strict aliasing */
    if (count) memcpy(data, old, count * size);
    memcpy(data_pointer, &data, sizeof data);
    *capacity = fresh;
    return true;
}
