/* Who the sources are. */
#include "extract_test.h"

static void fullest_name(void **state)
{
    (void)state;
    extract("Orvania's ambassador to Valdia, Ilya Brandt, told reporters that trade would grow. Brandt said the port "
            "would open. The ambassador added "
            "that jobs would follow. He noted that time was short. The diplomat stressed that both sides gain.");
    static const char *const words[] = {"trade would grow", "port would open", "jobs would follow", "time was short",
                                        "both sides gain"};
    for (size_t i = 0; i < 5; i++) assert_speaker(words[i], "Ilya Brandt", STANCE_REPORTED);
}

static void he_and_she(void **state)
{
    (void)state;
    extract("President Thomas Brandt met Chancellor Maria Lindqvist. He said trade would grow. She said the port would "
            "open.");
    assert_speaker("trade would grow", "Thomas Brandt", STANCE_REPORTED);
    assert_speaker("port would open", "Maria Lindqvist", STANCE_REPORTED);
}

static void appositions(void **state)
{
    (void)state;
    extract("Jean-Marc Aubry, the foreign minister of Orvania, a member of the council, said talks would begin.");
    assert_speaker("talks would begin", "Jean-Marc Aubry", STANCE_REPORTED);
    extract("Trade will grow, Orvania's Ambassador to Valdia, Ilya Brandt, told reporters.");
    assert_speaker("Trade will grow", "Ilya Brandt", STANCE_REPORTED);
    extract("Rep. Kim Lee (D-Ohio) said the bill was dead.");
    assert_speaker("bill was dead", "Kim Lee", STANCE_REPORTED);
    extract("Johnnie Wilson, of Springfield, Va., said he had fought in the war.");
    assert_speaker("had fought", "Johnnie Wilson", STANCE_REPORTED);
}

static void bodies_by_their_fullest_name(void **state)
{
    (void)state;
    extract("Ilya Brandt arrived at the Embassy of Orvania in Port Lindqvist. \"He has taken up his duties,\" the "
            "embassy said on Friday.");
    assert_speaker("taken up his duties", "Embassy of Orvania in Port Lindqvist", STANCE_DIRECT);
}

static void a_pronoun_before_anybody_spoke(void **state)
{
    (void)state;
    extract("In an interview, he noted that attacks are frequent.\n\n\"There is no evidence for that,\" Brandt "
            "said.\n\nBrandt added that help was near.");
    assert_speaker("attacks are frequent", "Brandt", STANCE_REPORTED);
}

static void a_place_with_a_hyphen_is_nobody(void **state)
{
    (void)state;
    extract("Ambassador Ilya Brandt spoke on Friday. The Washington-based envoy dismissed the article as a fake.");
    assert_speaker("dismissed the article", "Ilya Brandt", STANCE_REPORTED);
}

static void misprints(void **state)
{
    (void)state;
    extract("Ambassador Ilya Brandtov said trade would grow. \"The port will open soon,\" Brandtova said.");
    assert_speaker("port will open", "Ilya Brandtov", STANCE_DIRECT);
}

static void unnamed_sources_keep_their_words(void **state)
{
    (void)state;
    extract("A source in the ministry said the treaty would be signed. Two officials said it would not.");
    assert_speaker("would be signed", "A source in the ministry", STANCE_REPORTED);
    assert_speaker("would not", "Two officials", STANCE_REPORTED);
}

static void a_pronoun_for_somebody_unnamed(void **state)
{
    (void)state;
    extract(
        "President Ilya Brandt met the voters. One voter said that trade was dead. “It will not come back,” he said.");
    assert_speaker("not come back", "One voter", STANCE_DIRECT);
}

static void a_sure_gender_goes_first(void **state)
{
    (void)state;
    extract("Governor Chris Brandt described Hannah Lee as a “disgrace” after she attacked the police.");
    for (size_t i = 0; i < statement_count; i++) {
        stance_view cue = statements[i].statement.cue;
        if (stance_view_is(cue, "attacked")) assert_view(statements[i].statement.speaker, "Hannah Lee");
    }
}

static void a_state_that_no_list_has(void **state)
{
    (void)state;
    extract("There was unrest in Norland. Norland said it was ready. He said it would go.");
    assert_speaker("was ready", "Norland", STANCE_REPORTED);
    assert_speaker("would go", "He", STANCE_REPORTED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fullest_name),
        cmocka_unit_test(he_and_she),
        cmocka_unit_test(appositions),
        cmocka_unit_test(bodies_by_their_fullest_name),
        cmocka_unit_test(a_pronoun_before_anybody_spoke),
        cmocka_unit_test(a_place_with_a_hyphen_is_nobody),
        cmocka_unit_test(misprints),
        cmocka_unit_test(unnamed_sources_keep_their_words),
        cmocka_unit_test(a_pronoun_for_somebody_unnamed),
        cmocka_unit_test(a_sure_gender_goes_first),
        cmocka_unit_test(a_state_that_no_list_has),
    };
    return RUN(tests);
}
