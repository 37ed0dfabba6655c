/* Copies are told from texts of known overlap; the words are made up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "base/strbuf.h"
#include "text/fingerprint.h"

typedef struct maker {
    uint64_t state;
    stance_strbuf out;
} maker;

static uint32_t draw(maker *m, uint32_t below)
{
    m->state = m->state * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)(m->state >> 33) % below;
}

/* Words of a vocabulary of 3000, in sentences and paragraphs. */
static void add_words(maker *m, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t n = draw(m, 3000);
        if (m->out.len) stance_strbuf_addc(&m->out, i % 60 == 59 ? '\n' : ' ');
        stance_strbuf_addf(&m->out, "%c%c%cw%c", (int)('a' + n % 20), (int)('b' + n / 20 % 20), (int)('c' + n / 400),
                           i % 12 == 11 ? '.' : 's');
    }
}

static maker words(uint64_t seed, size_t count)
{
    maker m = {seed * 977 + 1, STANCE_STRBUF_INIT};
    add_words(&m, count);
    return m;
}

static stance_overlap overlap_of(stance_view a, stance_view b)
{
    stance_arena arena = STANCE_ARENA_INIT;
    stance_error err;
    stance_fingerprint x, y;
    assert_int_equal(stance_fingerprint_of(a, &arena, &x, &err), STANCE_OK);
    assert_int_equal(stance_fingerprint_of(b, &arena, &y, &err), STANCE_OK);
    for (size_t i = 1; i < x.count; i++) assert_true(x.prints[i - 1] < x.prints[i]);
    stance_overlap forth = stance_fingerprint_compare(&x, &y), back = stance_fingerprint_compare(&y, &x);
    assert_memory_equal(&forth, &back, sizeof forth);
    assert_true(forth.mutual <= forth.contained);
    stance_arena_free(&arena);
    return forth;
}

static bool is_copy(stance_view a, stance_view b)
{
    return stance_overlap_is_copy(overlap_of(a, b));
}

static stance_view view_of(const maker *m)
{
    return stance_strbuf_view(&m->out);
}

static void folds(void **state)
{
    (void)state;
    stance_overlap all = overlap_of(
        stance_view_of("\"We don't want this,\" she said; nobody ever did\xE2\x80\x94so far."),
        stance_view_of(
            "\xE2\x80\x9CWE DON\xE2\x80\x99T want  this\xE2\x80\x9D\n\nshe said: nobody e\xC2\xADver did. So far"));
    assert_int_equal(all.mutual, 1000000);
    assert_false(is_copy(stance_view_of("We do not want this, she said"), stance_view_of("We do want this, she said")));
    assert_true(is_copy(stance_view_of("\xD0\x9C\xD1\x8B \xD0\xB3\xD0\xBE\xD1\x82\xD0\xBE\xD0\xB2\xD1\x8B a b c"),
                        stance_view_of("\xD0\xBC\xD1\x8B \xD0\x93\xD0\x9E\xD0\xA2\xD0\x9E\xD0\x92\xD0\xAB A B C")));
    assert_false(is_copy(stance_view_of(""), stance_view_of("")));
    assert_false(is_copy(stance_view_of("No comment."), stance_view_of("no comment"))); /* too little to tell */
}

/* A share of the text is another one's, in one piece. */
static void edited_in_pieces(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        maker head = words(seed, 240), again = words(seed, 240), other = words(seed + 1000, 300);
        add_words(&head, 60);
        again.state = seed + 5000;
        add_words(&again, 60); /* 80 % are the same */
        assert_true(is_copy(view_of(&head), view_of(&again)));
        assert_false(is_copy(view_of(&head), view_of(&other)));
        stance_strbuf_free(&head.out);
        stance_strbuf_free(&again.out);
        stance_strbuf_free(&other.out);
    }
}

/* A quarter or less is shared: two reports with the same quotations. */
static void shared_quotations(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        maker one = words(seed, 100), two = words(seed, 100);
        add_words(&one, 200);
        two.state = seed + 7000;
        add_words(&two, 200);
        stance_overlap o = overlap_of(view_of(&one), view_of(&two));
        assert_false(stance_overlap_is_copy(o));
        assert_true(o.contained > 180000 && o.contained < 500000);
        stance_strbuf_free(&one.out);
        stance_strbuf_free(&two.out);
    }
}

static void truncated(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        maker whole = words(seed, 600), part = words(seed, 150);
        stance_strbuf_adds(&part.out, " ... Read more on our page");
        stance_overlap o = overlap_of(view_of(&whole), view_of(&part));
        assert_true(stance_overlap_is_copy(o));
        assert_true(o.mutual < 400000);
        stance_strbuf_free(&whole.out);
        stance_strbuf_free(&part.out);
    }
}

static void reordered(void **state)
{
    (void)state;
    maker one = words(3, 100), two = words(4, 100), three = words(5, 100);
    stance_strbuf forth = STANCE_STRBUF_INIT, back = STANCE_STRBUF_INIT;
    stance_strbuf_addf(&forth, "%s\n\n%s\n\n%s", one.out.data, two.out.data, three.out.data);
    stance_strbuf_addf(&back, "%s\n\n%s\n\n%s", three.out.data, one.out.data, two.out.data);
    assert_true(is_copy(stance_strbuf_view(&forth), stance_strbuf_view(&back)));
    stance_strbuf_free(&forth);
    stance_strbuf_free(&back);
    stance_strbuf_free(&one.out);
    stance_strbuf_free(&two.out);
    stance_strbuf_free(&three.out);
}

/* Dateline and furniture around one text make no difference; the same furniture around two texts makes no copy. */
static void furniture(void **state)
{
    (void)state;
    maker page = words(77, 90);
    for (uint64_t seed = 1; seed <= 20; seed++) {
        maker one = words(seed, 250), two = words(seed + 300, 250);
        stance_strbuf a = STANCE_STRBUF_INIT, b = STANCE_STRBUF_INIT, c = STANCE_STRBUF_INIT;
        stance_strbuf_addf(&a, "WASHINGTON, July 13. /WIRE/. %s", one.out.data);
        stance_strbuf_addf(&b, "(News Desk - 14th July, 2021) %s\n\n%s", one.out.data,
                           "All rights reserved. Follow us.");
        assert_true(is_copy(stance_strbuf_view(&a), stance_strbuf_view(&b)));
        stance_strbuf_clear(&a);
        stance_strbuf_addf(&a, "%s\n\n%s", one.out.data, page.out.data);
        stance_strbuf_addf(&c, "%s\n\n%s", two.out.data, page.out.data);
        assert_false(is_copy(stance_strbuf_view(&a), stance_strbuf_view(&c)));
        stance_strbuf_free(&a);
        stance_strbuf_free(&b);
        stance_strbuf_free(&c);
        stance_strbuf_free(&one.out);
        stance_strbuf_free(&two.out);
    }
    stance_strbuf_free(&page.out);
}

static void quoted_words(void **state)
{
    (void)state;
    const char *one = "\xE2\x80\x9CWe don\xE2\x80\x99t want it,\xE2\x80\x9D he said, \xE2\x80\x9Cnot now.\xE2\x80\x9D";
    const char *two = "He said: \"We don't want it, not now!\"";
    stance_span first[] = {{3, 22}, {38, 46}}, second[] = {{10, 36}}, few[] = {{3, 9}};
    uint64_t hash = stance_words_hash(stance_view_of(one), first, 2);
    assert_true(hash != 0 && hash >> 63 == 0);
    assert_true(hash == stance_words_hash(stance_view_of(two), second, 1));
    assert_true(stance_words_hash(stance_view_of(one), few, 1) == 0);
}

/* What is stored must stay comparable: these numbers change only with the schema. */
static void stable(void **state)
{
    (void)state;
    stance_arena arena = STANCE_ARENA_INIT;
    stance_error err;
    stance_fingerprint f;
    assert_int_equal(stance_fingerprint_of(stance_view_of("one two three four five"), &arena, &f, &err), STANCE_OK);
    assert_int_equal(f.count, 1);
    assert_int_equal(f.whole, 0xAE3F137DE35F);
    assert_int_equal(f.prints[0], 0xBCFD287DC5F0);
    stance_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folds),        cmocka_unit_test(edited_in_pieces), cmocka_unit_test(shared_quotations),
        cmocka_unit_test(truncated),    cmocka_unit_test(reordered),        cmocka_unit_test(furniture),
        cmocka_unit_test(quoted_words), cmocka_unit_test(stable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
