/* Quotation marks of all kinds, and what runs on. */
#include "extract_test.h"

static void marks_of_all_kinds(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "\"We have plenty of time,\" Ilya Brandt said.", "“We have plenty of time,” Ilya Brandt said.",
        "«We have plenty of time», Ilya Brandt said.",   "„We have plenty of time,“ Ilya Brandt said.",
        "''We have plenty of time,'' Ilya Brandt said.", "“We have plenty of time,\" Ilya Brandt said.",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        extract(texts[i]);
        assert_int_equal(document_read.quote_count, 1);
        assert_speaker("plenty of time", "Ilya Brandt", STANCE_DIRECT);
        assert_content("plenty of time", "We have plenty of time");
    }
}

static void interrupted_by_the_speaker(void **state)
{
    (void)state;
    extract("\"We are ready,\" Ilya Brandt said, \"and we have been ready for years.\"");
    assert_content("We are ready", "We are ready | and we have been ready for years.");
    assert_speaker("We are ready", "Ilya Brandt", STANCE_DIRECT);
}

static void runs_on_over_paragraphs(void **state)
{
    (void)state;
    extract("Ilya Brandt spoke to reporters on Friday.\n\n\"We want to return to the table of "
            "negotiations.\n\n\"Nobody should doubt our good will,\" he said.");
    assert_speaker("return to the table", "Ilya Brandt", STANCE_DIRECT);
    assert_speaker("Nobody should doubt", "Ilya Brandt", STANCE_DIRECT);
}

static void sentences_after_the_speaker(void **state)
{
    (void)state;
    extract("\"The talks were useful,\" said Ilya Brandt, the ambassador of Orvania to Valdia. \"We will go on next "
            "week. There is much to do.\"");
    assert_speaker("We will go on", "Ilya Brandt", STANCE_DIRECT);
    assert_speaker("much to do", "Ilya Brandt", STANCE_DIRECT);
}

static void apostrophes_and_scare_quotes(void **state)
{
    (void)state;
    extract("The minister's ‘red lines’ are well known in both capitals. The ministers' meeting lasted an hour.");
    assert_narration("red lines");
    assert_narration("lasted an hour");
}

static void titles_are_no_speech(void **state)
{
    (void)state;
    extract(
        "On Tuesday's episode of “The Morning Hour Show,” Ambassador Ilya Brandt said that trade would grow again.");
    assert_content("trade would grow", "trade would grow again");
}

static void a_mark_that_nothing_opened(void **state)
{
    (void)state;
    extract("\" \" \" \" \"");
    assert_int_equal(document_read.quote_count, 0);
    extract("Trade grew by 5\" last year, and nobody was surprised by that.");
    assert_narration("Trade grew");
}

static void owners_in_the_plural(void **state)
{
    (void)state;
    extract("Ilya Brandt came. 'We like the talks' efforts a lot,' he said.");
    assert_content("We like", "We like the talks' efforts a lot");
}

static void nicknames_are_no_speech(void **state)
{
    (void)state;
    extract("Ambassador Marcia \"Cia\" Brandt said that trade would grow again.");
    assert_content("would grow", "trade would grow again");
}

static void fragments_go_with_their_neighbour(void **state)
{
    (void)state;
    extract("\"We tried everything that we could think of in those years. Believe me,\" Ambassador Ilya Brandt said.");
    assert_int_equal(statement_count, 1);
    extract("\"We tried everything that we could think of in those years. Nobody came to help us when it was needed,\" "
            "Ambassador Ilya Brandt said.");
    assert_int_equal(statement_count, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_of_all_kinds),           cmocka_unit_test(interrupted_by_the_speaker),
        cmocka_unit_test(runs_on_over_paragraphs),      cmocka_unit_test(sentences_after_the_speaker),
        cmocka_unit_test(apostrophes_and_scare_quotes), cmocka_unit_test(titles_are_no_speech),
        cmocka_unit_test(a_mark_that_nothing_opened),   cmocka_unit_test(owners_in_the_plural),
        cmocka_unit_test(nicknames_are_no_speech),      cmocka_unit_test(fragments_go_with_their_neighbour),
    };
    return RUN(tests);
}
