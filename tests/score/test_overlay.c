/* What a desk's own lexicon says of actors and words, the scorer goes by: the folder tests/score/overlay over the shipped one. */
#include "score_test.h"

/* The kind decides, not the letters of the side. */
static void kinds_of_actors(void **state)
{
    static const char *const sentences[] = {"We call on the %s to end the attacks.", "The %s must end the attacks.",
                                            "We deplore the delays by the %s.",
                                            "It is essential that the %s end the attacks."};
    static const struct {
        const char *ours, *shipped;
    } alike[] = {{"Highland Front", "Houthis"},        {"Highlanders", "Hamas"},       {"Ann Archer", "Mazloum Abdi"},
                 {"Lowland League", "European Union"}, {"Ben Baker", "Josep Borrell"}, {"Valdonia", "Norway"},
                 {"Valdonian Guard", "Houthis"},       {"Midland Council", "OSCE"},    {"World Bank", "OSCE"}};
    bench *b = *state;
    assert_int_equal(b->problems, 0);
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
        for (size_t k = 0; k < sizeof alike / sizeof *alike; k++) {
            char one[128], other[128];
            snprintf(one, sizeof one, sentences[i], alike[k].ours);
            snprintf(other, sizeof other, sentences[i], alike[k].shipped);
            int32_t x = whole(b, one)->tone.score, y = whole(b, other)->tone.score;
            if (x != y) fail_msg("%d and %d: \"%s\" / \"%s\"", x, y, one, other);
        }
    }
    int32_t group = whole(b, "We call on the Highland Front to end the attacks.")->tone.score,
            body = whole(b, "We call on the Midland Council to end the attacks.")->tone.score;
    assert_true(group < 0 && group < body); /* the group is bound, the council is nobody's other side */
    int32_t state_blamed = whole(b, "Valdonia deplorably blocked the talks.")->tone.score,
            body_blamed = whole(b, "The Midland Council deplorably blocked the talks.")->tone.score;
    assert_true(state_blamed < body_blamed);
}

/* A word stands like another of its class, and one that was taken out like any other word. */
static void classes_of_words(void **state)
{
    static const struct {
        bool same;
        const char *a, *b;
    } pairs[] = {{true, "The cabal must end the attacks.", "The generals must end the attacks."},
                 {true, "The camarilla caused the tension.", "The regime caused the tension."},
                 {true, "They held a palaver on the violence.", "They held an inquiry on the violence."},
                 {true, "They held palavers on the violence.", "They held an inquiry on the violence."},
                 {false, "They held inquiries on the violence.", "They held an inquiry on the violence."},
                 {false, "We deplore the hullabaloo.", "We deplore the kerfuffle."}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        int32_t a = whole(*state, pairs[i].a)->tone.score, b = whole(*state, pairs[i].b)->tone.score;
        if ((a == b) != pairs[i].same) fail_msg("%d and %d: \"%s\" / \"%s\"", a, b, pairs[i].a, pairs[i].b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_of_actors),
        cmocka_unit_test(classes_of_words),
    };
    return cmocka_run_group_tests(tests, open_overlay, close_bench);
}
