/* Arenas: alignment, growth, reset; arrays that grow inside them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <stdalign.h>

#include "base/arena.h"

static void allocates_aligned_and_apart(void **state)
{
    (void)state;
    stance_arena arena = STANCE_ARENA_INIT;
    enum { COUNT = 400 };
    unsigned char *at[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        at[i] = stance_arena_alloc(&arena, i * 7 + 1);
        assert_non_null(at[i]);
        assert_int_equal((uintptr_t)at[i] % alignof(max_align_t), 0);
        memset(at[i], (int)(i & 0xFF), i * 7 + 1);
    }
    for (size_t i = 0; i < COUNT; i++) { /* nobody wrote into another's room, whole blocks later */
        for (size_t k = 0; k < i * 7 + 1; k++) assert_int_equal(at[i][k], i & 0xFF);
    }
    stance_arena_free(&arena);
    assert_null(arena.blocks);
    stance_arena_free(&arena); /* twice does no harm */
}

static void nothing_and_too_much(void **state)
{
    (void)state;
    stance_arena arena = STANCE_ARENA_INIT;
    /* NULL means that memory ran out, so no bytes at all must give a pointer, in a fresh arena too. */
    assert_non_null(stance_arena_alloc(&arena, 0));
    stance_arena_free(&arena);
    assert_non_null(stance_arena_zero(&arena, 0, 16));
    assert_null(stance_arena_alloc(&arena, SIZE_MAX));
    assert_null(stance_arena_alloc(&arena, SIZE_MAX - 8));
    assert_null(stance_arena_zero(&arena, SIZE_MAX / 2, 4)); /* the product wraps round to a small number */
    assert_non_null(stance_arena_alloc(&arena, 1));          /* and it still works */
    stance_arena_free(&arena);
}

static void zeroes_after_reset(void **state)
{
    (void)state;
    stance_arena arena = STANCE_ARENA_INIT;
    char *first = stance_arena_alloc(&arena, 1000);
    memset(first, 'x', 1000);
    stance_arena_reset(&arena);
    char *again = stance_arena_zero(&arena, 100, 10);
    assert_ptr_equal(again, first); /* the block was kept */
    for (size_t i = 0; i < 1000; i++) assert_int_equal(again[i], 0);
    stance_arena_free(&arena);
    stance_arena_reset(&arena); /* of an empty one */
    assert_null(arena.blocks);
}

static void reset_does_not_hoard(void **state)
{
    (void)state;
    stance_arena arena = STANCE_ARENA_INIT;
    for (int i = 0; i < 20; i++) assert_non_null(stance_arena_alloc(&arena, 60000));
    stance_arena_reset(&arena);
    assert_non_null(arena.blocks);
    assert_null(*(void **)arena.blocks); /* one block only: next stands first in its head */
    assert_non_null(stance_arena_alloc(&arena, (size_t)20 << 20));
    stance_arena_reset(&arena);
    assert_null(arena.blocks); /* a huge one is given back */
    assert_non_null(stance_arena_alloc(&arena, 10));
    stance_arena_free(&arena);
}

static void copies_and_prints(void **state)
{
    (void)state;
    stance_arena arena = STANCE_ARENA_INIT;
    char own[] = "abc";
    stance_view copy = stance_arena_copy(&arena, (stance_view){own, 3});
    own[0] = 'X';
    assert_int_equal(copy.len, 3);
    assert_string_equal(copy.data, "abc"); /* its final zero is there */
    stance_view part = stance_arena_copy(&arena, (stance_view){"abcdef", 2});
    assert_string_equal(part.data, "ab");
    stance_view none = stance_arena_copy(&arena, (stance_view){NULL, 0});
    assert_non_null(none.data);
    assert_string_equal(none.data, "");
    stance_view text = stance_arena_printf(&arena, "%s:%u", "tone.tsv", 12u);
    assert_string_equal(text.data, "tone.tsv:12");
    assert_int_equal(text.len, 11);
    stance_view wide = stance_arena_printf(&arena, "%100000d", 7); /* wider than a block */
    assert_int_equal(wide.len, 100000);
    assert_int_equal(wide.data[99999], '7');
    assert_int_equal(wide.data[100000], '\0');
    stance_arena_free(&arena);
}

static void arrays_grow(void **state)
{
    (void)state;
    stance_arena arena = STANCE_ARENA_INIT;
    uint32_t *data = NULL;
    size_t count = 0, capacity = 0;
    for (uint32_t i = 0; i < 100000; i++) assert_true(STANCE_PUSH(&arena, data, count, capacity, i * 3));
    assert_int_equal(count, 100000);
    assert_true(capacity >= count);
    for (uint32_t i = 0; i < 100000; i++) assert_int_equal(data[i], i * 3);
    size_t absurd = SIZE_MAX / 2 + 1, before = count;
    assert_false(stance_arena_grow(&arena, &data, count, &absurd, sizeof *data));
    assert_int_equal(data[before - 1], 299997);
    stance_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(allocates_aligned_and_apart), cmocka_unit_test(nothing_and_too_much),
        cmocka_unit_test(zeroes_after_reset),          cmocka_unit_test(reset_does_not_hoard),
        cmocka_unit_test(copies_and_prints),           cmocka_unit_test(arrays_grow),
    };
    return cmocka_run_group_tests_name("base/arena", tests, NULL, NULL);
}
