#include "base/intern.h"

#include "base/hash.h"

enum { FIRST_SLOTS = 64 };

void stance_intern_init(stance_intern *table, stance_arena *arena)
{
    *table = (stance_intern){.arena = arena};
}

/* There are twice as many slots as strings at least, so id + 1 fits into the bits that number the slots. */
static uint32_t slot_value(const stance_intern *table, uint64_t hash, uint32_t id)
{
    return ((uint32_t)(hash >> 32) & ~(uint32_t)(table->slot_count - 1)) | (id + 1);
}

static uint32_t slot_id(const stance_intern *table, uint32_t slot)
{
    return (slot & (uint32_t)(table->slot_count - 1)) - 1;
}

/* The slot that holds text, or the free one where it belongs. */
static size_t slot_of(const stance_intern *table, stance_view text, uint64_t hash)
{
    size_t mask = table->slot_count - 1, i = (size_t)hash & mask;
    for (uint32_t slot; (slot = table->slots[i]); i = (i + 1) & mask) {
        if (((slot ^ (uint32_t)(hash >> 32)) & ~(uint32_t)mask) == 0 &&
            stance_view_equal(table->strings[slot_id(table, slot)], text))
            break;
    }
    return i;
}

static bool widen(stance_intern *table, size_t count)
{
    uint32_t *slots = count <= UINT32_MAX ? stance_arena_zero(table->arena, count, sizeof *slots) : NULL;
    if (!slots) return false;
    table->slots = slots;
    table->slot_count = count;
    for (uint32_t id = 0; id < table->count; id++) {
        size_t i = (size_t)table->hashes[id] & (count - 1);
        while (slots[i]) i = (i + 1) & (count - 1);
        slots[i] = slot_value(table, table->hashes[id], id);
    }
    return true;
}

bool stance_intern_reserve(stance_intern *table, size_t count)
{
    size_t slots = FIRST_SLOTS;
    while (slots < 2 * count) slots *= 2;
    table->hashes = stance_arena_alloc(table->arena, count * sizeof *table->hashes);
    table->strings = stance_arena_alloc(table->arena, count * sizeof *table->strings);
    table->capacity = count;
    return table->hashes && table->strings && widen(table, slots);
}

uint32_t stance_intern_add(stance_intern *table, stance_view text)
{
    if (2 * (table->count + 1) > table->slot_count &&
        !widen(table, table->slot_count ? table->slot_count * 4 : FIRST_SLOTS))
        return STANCE_NO_ID;
    uint64_t hash = stance_hash(text);
    size_t slot = slot_of(table, text, hash);
    if (table->slots[slot]) return slot_id(table, table->slots[slot]);
    if (table->count == table->capacity) {
        size_t hash_capacity = table->capacity;
        if (!stance_arena_grow(table->arena, &table->hashes, table->count, &hash_capacity, sizeof *table->hashes) ||
            !stance_arena_grow(table->arena, &table->strings, table->count, &table->capacity, sizeof *table->strings))
            return STANCE_NO_ID;
    }
    stance_view own = stance_arena_copy(table->arena, text);
    if (!own.data) return STANCE_NO_ID;
    uint32_t id = (uint32_t)table->count++;
    table->strings[id] = own;
    table->hashes[id] = hash;
    table->slots[slot] = slot_value(table, hash, id);
    return id;
}

uint32_t stance_intern_find(const stance_intern *table, stance_view text)
{
    if (!table->slot_count) return STANCE_NO_ID;
    uint32_t slot = table->slots[slot_of(table, text, stance_hash(text))];
    return slot ? slot_id(table, slot) : STANCE_NO_ID;
}
