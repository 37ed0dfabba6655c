/* Which of the lexicon's actors somebody is, by name, office and date. */
#include "extract_test.h"

static const stance_date in_2021 = {2021, 5, 4};

static void actor_is(const char *text, stance_date date, const char *words, const char *actor)
{
    extract_dated(text, date);
    stance_view got = holding(words)->actor;
    if (actor ? !stance_view_is(got, actor) : got.data != NULL) print_error("%s\n", text);
    if (actor) assert_view(got, actor);
    else assert_null(got.data);
}

static void office_and_last_name(void **state)
{
    (void)state;
    stance_date none = {0};
    actor_is("President Putin said the talks were useful.", none, "useful", "vladimir-putin");
    actor_is("Ambassador Antonov said that relations were poor.", none, "poor", "anatoly-antonov");
    actor_is("President-elect Biden said that nothing had changed.", none, "changed", "joe-biden");
    actor_is("Prime Minister Johnson said that the ships would sail.", in_2021, "sail", "boris-johnson");
    actor_is("Coach Johnson said that the ships would sail.", in_2021, "sail", NULL);
}

static void other_first_names(void **state)
{
    (void)state;
    stance_date none = {0};
    actor_is("Bob Lavrov said that it was late. Lavrov said that it was long.", none, "long", NULL);
    actor_is("Deputy Foreign Minister S. Ryabkov said that it was late.", none, "late", "sergey-ryabkov");
    actor_is("Lawrow said that it was late.", none, "late", "sergey-lavrov");
    actor_is("Anatoly Antonow said that it was late.", none, "late", "anatoly-antonov");
}

static void offices_by_date(void **state)
{
    (void)state;
    actor_is("The British prime minister said that it was late.", in_2021, "late", "boris-johnson");
    actor_is("The US President said that it was late.", in_2021, "late", "joe-biden");
    actor_is("The US President said that it was late.", (stance_date){2020, 5, 4}, "late", "donald-trump");
    actor_is("The US President said that it was late.", (stance_date){2012, 5, 4}, "late", NULL);
    actor_is("The US President said that it was late.", (stance_date){0}, "late", NULL);
    actor_is("Russia's ambassador to Washington said that it was late.", in_2021, "late", "anatoly-antonov");
    actor_is("The Russian minister said that it was late.", in_2021, "late", NULL);
}

static void descriptions_of_others(void **state)
{
    (void)state;
    stance_date none = {0};
    actor_is("Heiko Maas said it was late. The Polish foreign minister said that it was long.", none, "long", NULL);
    actor_is("Antonov said it was late. The US ambassador said that it was long.", none, "long", NULL);
    actor_is("Antonov said it was late. The Russian ambassador to Germany said that it was long.", none, "long", NULL);
    actor_is("Blinken and Lavrov met. The Russian foreign minister said that it was long.", none, "long",
             "sergey-lavrov");
    actor_is("President Biden spoke. President Putin said it was late. The US President said that it was long.", none,
             "long", "joe-biden");
}

static void names_that_begin_with_a_state(void **state)
{
    (void)state;
    stance_date none = {0};
    actor_is("Washington said that it was late.", none, "late", "united-states");
    actor_is("The Kyiv Gazette said that it was late.", none, "late", NULL);
    actor_is("US companies said that it was late.", none, "late", NULL);
    actor_is("Paris police said that it was late.", none, "late", NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(office_and_last_name),
        cmocka_unit_test(other_first_names),
        cmocka_unit_test(offices_by_date),
        cmocka_unit_test(descriptions_of_others),
        cmocka_unit_test(names_that_begin_with_a_state),
    };
    return RUN(tests);
}
