/* Composition in speeches before councils and assemblies: rules on sentences of our own, with the bounds of their scores. */
#include "score_test.h"

#define HUNDREDTH 10000

typedef struct bound {
    int at_least, at_most; /* hundredths of the score */
    const char *text;
} bound;

static void check(void **state, const bound *bounds, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int32_t s = whole(*state, bounds[i].text)->tone.score;
        if (s < bounds[i].at_least * HUNDREDTH || s > bounds[i].at_most * HUNDREDTH)
            fail_msg("%d is not from %d to %d hundredths: %s", s, bounds[i].at_least, bounds[i].at_most,
                     bounds[i].text);
    }
}
#define CHECK(state, bounds) check(state, bounds, sizeof(bounds) / sizeof *(bounds))

static void passives_keep_their_denial(void **state)
{
    static const bound bounds[] = {
        {-40, -10, "The truce was not respected."},        {-40, -10, "Trust was not restored."},
        {-40, -10, "Human rights are not respected."},     {-40, -10, "Human rights are rarely respected."},
        {-40, -1, "The sanctions were not lifted."},       {-40, -1, "The sanctions have not been lifted."},
        {-40, -1, "The violence was not stopped."},        {-4, 20, "The agreement has never been violated."},
        {-4, 20, "Trust must not be undermined."},         {2, 40, "The truce was fully respected."},
        {-4, 20, "The minister was not opposed to talks."}};
    CHECK(state, bounds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(passives_keep_their_denial),
    };
    return cmocka_run_group_tests(tests, open_bench, close_bench);
}
