/* Why a mean changed. Expected values: base R 4.2, with the code that gave them in the comments, or by hand. */
#include "stats_test.h"

#include "stance/difference.h"

static void split(const stance_split_row *rows, size_t count, size_t factors, stance_split *out)
{
    stance_error err;
    if (stance_split_difference(rows, count, factors, out, &err) != STANCE_OK) fail_msg("%s", err.message);
}

static void check_sums(const stance_split *s)
{
    int64_t sum = s->tone;
    for (size_t f = 0; f < s->factors; f++) {
        const stance_split_factor *alone = &s->alone[f];
        int64_t tone = 0, mix = 0;
        double shares[2] = {0, 0};
        sum += s->mix[f];
        for (size_t i = 0; i < alone->count; i++) {
            const stance_split_cell *cell = &alone->cells[i];
            assert_true(cell->present[0] || cell->present[1]);
            assert_true(cell->tone == 0 || (cell->present[0] && cell->present[1]));
            if (i > 0) assert_true(alone->cells[i - 1].cell < cell->cell);
            tone += cell->tone;
            mix += cell->mix;
            for (int k = 0; k < 2; k++) shares[k] += cell->share[k];
        }
        assert_true(tone == alone->tone && mix == alone->mix && tone + mix == s->total);
        assert_true(fabs(shares[0] - 1) < 1e-9 && fabs(shares[1] - 1) < 1e-9);
    }
    assert_true(sum == s->total);
}

/* Two topics: shares .75/.25 become .5/.5, means .2/-.4 become .4/-.2. By hand: tone (.625 * .2 + .375 * .2) = .2; mix
   -.25 * (.3 - .075) + .25 * (-.3 - .075) = -.15; in all .05 -> .1. */
static void kitagawa(void **state)
{
    (void)state;
    const stance_split_row rows[] = {
        {200000, 0, 3, {7}}, {-400000, 0, 1, {9}}, {400000, 1, 2, {7}}, {-200000, 1, 2, {9}}};
    stance_split s;
    split(rows, 4, 1, &s);
    assert_int_equal(s.total, 50000);
    assert_int_equal(s.tone, 200000);
    assert_int_equal(s.mix[0], -150000);
    assert_int_equal(s.alone[0].count, 2);
    assert_int_equal(s.alone[0].cells[0].cell, 7);
    assert_int_equal(s.alone[0].cells[0].tone, 125000);
    assert_int_equal(s.alone[0].cells[0].mix, -56250);
    assert_int_equal(s.alone[0].cells[1].mix, -93750);
    assert_close(s.alone[0].cells[1].share[1], .5);
    assert_close(s.alone[0].cells[1].mean[1], -.2);
    assert_close(s.comparable[0], 1);
    check_sums(&s);
    stance_split_free(&s);
}

/* A topic that entered and one that left carry no tone. */
static void entered_and_left(void **state)
{
    (void)state;
    const stance_split_row rows[] = {
        {100000, 0, 2, {1}}, {500000, 0, 2, {2}}, {100000, 1, 3, {1}}, {-300000, 1, 1, {3}}};
    stance_split s;
    split(rows, 4, 1, &s);
    assert_int_equal(s.total, 0 - 300000);
    assert_int_equal(s.tone, 0);
    assert_int_equal(s.mix[0], -300000);
    assert_true(s.alone[0].cells[1].present[0] && !s.alone[0].cells[1].present[1]);
    assert_true(!s.alone[0].cells[2].present[0] && s.alone[0].cells[2].present[1]);
    assert_close(s.comparable[0], .5);
    assert_close(s.comparable[1], .75);
    check_sums(&s);
    stance_split_free(&s);
}

/* z <- 11; nxt: Park and Miller; 60 rows: v = (nxt() %% 201 - 100)/100, win = nxt() %% 2, w = 1 + nxt() %% 3, t = nxt() %% 4,
   s = nxt() %% 3; M, W: mean and weight of the windows
   mix <- function(key) { tot <- 0; for (k in unique(key)) { c0 <- r[key==k & r$win==0,]; c1 <- r[key==k & r$win==1,]
     s <- c(sum(c0$w), sum(c1$w))/W; m <- c(sum(c0$v*c0$w)/sum(c0$w), sum(c1$v*c1$w)/sum(c1$w))
     if (is.nan(m[1])) m[1] <- m[2]; if (is.nan(m[2])) m[2] <- m[1]; tot <- tot + (s[2]-s[1])*(mean(m)-mean(M)) }; tot }
   v1 <- mix(r$t); v2 <- mix(r$s); v12 <- mix(paste(r$t, r$s)); d <- M[2] - M[1]
   c(d, d - v12, (v1 + v12 - v2)/2, (v2 + v12 - v1)/2, v1, v2) * 1e6 */
static void two_factors(void **state)
{
    (void)state;
    stance_split_row rows[60];
    uint32_t seed = 11;
    for (size_t i = 0; i < 60; i++) {
        stance_split_row *r = &rows[i];
        memset(r, 0, sizeof *r);
        r->value = ((int32_t)(park_miller(&seed) % 201) - 100) * 10000;
        r->window = park_miller(&seed) % 2;
        r->weight = 1 + park_miller(&seed) % 3;
        r->cell[0] = park_miller(&seed) % 4;
        r->cell[1] = park_miller(&seed) % 3;
        r->cell[2] = 99; /* not looked at */
    }
    stance_split s;
    split(rows, 60, 2, &s);
    assert_int_equal(s.total, -75832);
    assert_true(llabs(s.tone - -250279) <= 1);
    assert_true(llabs(s.mix[0] - 93559) <= 1);
    assert_true(llabs(s.mix[1] - 80888) <= 1);
    assert_true(llabs(s.alone[0].mix - 15094) <= 8); /* eight parts rounded */
    assert_true(llabs(s.alone[1].mix - 2423) <= 6);
    check_sums(&s);
    /* A third factor that never varies moves nothing. */
    stance_split three;
    for (size_t i = 0; i < 60; i++) rows[i].cell[2] = 5;
    split(rows, 60, 3, &three);
    assert_true(three.mix[2] == 0 && three.tone == s.tone && three.mix[0] == s.mix[0]);
    stance_split_free(&three);
    stance_split_free(&s);
}

static void sums_are_exact_in_any_order(void **state)
{
    (void)state;
    static stance_split_row rows[500], turned[500];
    uint32_t seed = 23;
    for (int round = 0; round < 200; round++) {
        const size_t n = 2 + park_miller(&seed) % 499, factors = 1 + park_miller(&seed) % STANCE_SPLIT_FACTORS;
        const uint32_t width = 1 + park_miller(&seed) % 30;
        for (size_t i = 0; i < n; i++) {
            rows[i].value = (int32_t)(park_miller(&seed) % 2000001) - 1000000;
            rows[i].window = i < 2 ? (uint32_t)i : park_miller(&seed) % 2;
            rows[i].weight = 1.0 / (1 + park_miller(&seed) % 7);
            for (int f = 0; f < STANCE_SPLIT_FACTORS; f++) rows[i].cell[f] = park_miller(&seed) % width;
        }
        for (size_t i = 0; i < n; i++) turned[i] = rows[n - 1 - i];
        stance_split a, b;
        split(rows, n, factors, &a);
        split(turned, n, factors, &b);
        check_sums(&a);
        assert_true(a.total == b.total && a.tone == b.tone);
        assert_memory_equal(a.mix, b.mix, sizeof a.mix);
        stance_split_free(&a);
        stance_split_free(&b);
    }
}

/* The same documents as rows: leaving one out is doing without its rows. */
static void documents_left_out(void **state)
{
    (void)state;
    stance_weighed rows[40], rest[40];
    uint32_t seed = 31;
    for (size_t i = 0; i < 40; i++)
        rows[i] = (stance_weighed){(int32_t)(park_miller(&seed) % 2000001) - 1000000, (uint32_t)(i / 4), i >= 20,
                                   1 + park_miller(&seed) % 3};
    stance_influence out[40];
    stance_error err;
    size_t found;
    stance_difference d;
    double contributions[40], sum = 0;
    assert_ok(stance_difference_of(rows, 40, NULL, &d, &err));
    assert_ok(stance_influence_of_documents(rows, 40, out, &found, &err));
    assert_int_equal(found, 10);
    for (size_t i = 0; i < found; i++) {
        size_t n = 0;
        for (size_t k = 0; k < 40; k++)
            if (rows[k].document != out[i].what) rest[n++] = rows[k];
        stance_difference without;
        assert_ok(stance_difference_of(rest, n, NULL, &without, &err));
        assert_true(fabs(without.difference - out[i].without) < 1e-12);
        assert_int_equal(out[i].statements, 4);
        if (i > 0) assert_true(fabs(out[i - 1].without - d.difference) >= fabs(out[i].without - d.difference) - 1e-15);
    }
    assert_ok(stance_contributions(rows, 40, contributions, &err));
    for (size_t i = 0; i < 40; i++) sum += contributions[i];
    assert_true(fabs(sum - d.difference) < 1e-12);
    /* The only document of a window. */
    assert_ok(stance_influence_of_documents(rows + 16, 8, out, &found, &err));
    assert_int_equal(found, 2);
    assert_true(!out[0].has_without && out[0].without == 0);
}

static void entries_left_out(void **state)
{
    (void)state;
    const stance_weighed rows[] = {{100000, 1, 0, 1}, {300000, 2, 0, 1}, {-200000, 3, 1, 2}, {400000, 4, 1, 2}};
    const stance_swap swaps[] = {{0, 0, 0}, {2, 1, 200000}, {3, 1, 0}};
    stance_influence out[3];
    stance_error err;
    /* .2 -> .1, difference -.1; without entry 0 the first mean is .15, without entry 1 the second is .1: no change */
    assert_ok(stance_influence_of_entries(rows, 4, swaps, 3, 3, out, &err));
    assert_int_equal(out[0].what, 0);
    assert_close(out[0].without, -.05);
    assert_int_equal(out[0].statements, 1);
    assert_true(fabs(out[1].without + .1) < 1e-12 && fabs(out[2].without + .1) < 1e-12);
    assert_int_equal(out[1].what + out[2].what, 3);
    const stance_swap bad[] = {{4, 0, 0}};
    assert_fails(stance_influence_of_entries(rows, 4, bad, 1, 3, out, &err), STANCE_EINVAL);
}

static void bad_input(void **state)
{
    (void)state;
    stance_split s;
    stance_error err;
    stance_influence out[2];
    size_t found;
    stance_split_row rows[] = {{0, 0, 1, {0}}, {0, 0, 1, {0}}};
    assert_fails(stance_split_difference(rows, 2, 1, &s, &err), STANCE_ENODATA);
    assert_fails(stance_split_difference(rows, 0, 1, &s, &err), STANCE_ENODATA);
    assert_fails(stance_split_difference(rows, 2, 0, &s, &err), STANCE_EINVAL);
    assert_fails(stance_split_difference(rows, 2, STANCE_SPLIT_FACTORS + 1, &s, &err), STANCE_EINVAL);
    assert_fails(stance_split_difference(NULL, 2, 1, &s, &err), STANCE_EINVAL);
    rows[1].weight = NAN;
    assert_fails(stance_split_difference(rows, 2, 1, &s, &err), STANCE_EINVAL);
    const stance_weighed one = {0, 1, 0, 1};
    assert_fails(stance_influence_of_documents(&one, 1, out, &found, &err), STANCE_ENODATA);
}

int main(void)
{
    stance_stats_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kitagawa),           cmocka_unit_test(entered_and_left),
        cmocka_unit_test(two_factors),        cmocka_unit_test(sums_are_exact_in_any_order),
        cmocka_unit_test(documents_left_out), cmocka_unit_test(entries_left_out),
        cmocka_unit_test(bad_input),
    };
    return cmocka_run_group_tests_name("stats/split", tests, NULL, NULL);
}
