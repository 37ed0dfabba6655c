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

static void objects_end_at_the_next_act(void **state)
{
    static const bound bounds[] = {{10, 40, "Iran and Iraq ended the war and opened a new chapter."},
                                   {0, 40, "He rejected the threats and welcomed the dialogue."},
                                   {5, 40, "We want to prevent a war and build trust."},
                                   {-5, 40, "We regret the delay and welcome the report."},
                                   {5, 40, "We reject war and choose peace."},
                                   {-60, -25, "They undermine trust and good relations."},
                                   {-60, -25, "They ruined the trust and the friendship of our peoples."}};
    CHECK(state, bounds);
}

static void the_other_side_is_somebody_blamed(void **state)
{
    static const struct {
        const char *a, *b;
    } alike[] = {
        {"We deplore the deadlock.", "My delegation deplores the deadlock."},
        {"The envoy deplored the deadlock.", "The Special Representative deplored the deadlock."},
        {"The envoy deplored the deadlock.", "The Foreign Minister deplored the deadlock."},
        {"The conflict should end.", "The Syrian conflict should end."},
        {"The crisis should not last.", "The Syrian crisis should not last."},
        {"We deplore the suffering of the people.", "We deplore the suffering of the Palestinian people."},
        {"Israel escalates its blockade.", "Israel continues its blockade."},
    };
    for (size_t i = 0; i < sizeof alike / sizeof *alike; i++) {
        int32_t a = whole(*state, alike[i].a)->tone.score, b = whole(*state, alike[i].b)->tone.score;
        if (a != b) fail_msg("%d and %d: \"%s\" / \"%s\"", a, b, alike[i].a, alike[i].b);
    }
    static const bound bounds[] = {{-28, -10, "Together with Mexico we deplore the deadlock."},
                                   {-28, -10, "We thank Norway and deplore the deadlock."},
                                   {-60, -20, "Russia vetoed the truce."}};
    CHECK(state, bounds);
}

static void demands_on_the_other_side(void **state)
{
    static const bound bounds[] = {{-40, -15, "We demand Russia to withdraw its troops."},
                                   {-40, -15, "We demand Israel stop the bombing."},
                                   {-40, -5, "We call on the Houthis to end their attacks."},
                                   {-40, -5, "The government must allow access."},
                                   {-40, -10, "The US must lift its sanctions."},
                                   {-40, -10, "It is essential that Israel end its occupation."},
                                   {-40, -10, "It is time for Russia to end the war."},
                                   {0, 40, "It is time for us to end the war."},
                                   {0, 40, "It is essential that Israel and Egypt end the war."}};
    CHECK(state, bounds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(passives_keep_their_denial),
        cmocka_unit_test(objects_end_at_the_next_act),
        cmocka_unit_test(the_other_side_is_somebody_blamed),
        cmocka_unit_test(demands_on_the_other_side),
    };
    return cmocka_run_group_tests(tests, open_bench, close_bench);
}
