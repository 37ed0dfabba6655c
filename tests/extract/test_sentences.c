/* Where sentences end. */
#include "extract_test.h"

static void count_is(const char *text, size_t expected)
{
    extract(text);
    if (document_read.sentence_count != expected) print_error("%s\n", text);
    assert_int_equal(document_read.sentence_count, expected);
}

static void stops_that_end_nothing(void **state)
{
    (void)state;
    count_is("Mr. Brandt met Gen. J. R. Halloran in the U.S. on Jan. 5 at 10.30 a.m. local time.", 1);
    count_is("The U.S. Senate voted on the bill of Sen. Kim Lee of Ohio.", 1);
    count_is("The figure rose to 2.12 per cent, i.e. by a fifth.", 1);
}

static void stops_that_end(void **state)
{
    (void)state;
    count_is("Trade grew. Nobody expected it. Why?", 3);
    count_is("He lives in the U.S. The house is large.", 2);
    count_is("The talks ended at 5 p.m. They will go on.", 2);
}

static void the_speaker_stays_with_the_quotation(void **state)
{
    (void)state;
    count_is("\"Is that all?\" Ilya Brandt asked.", 1);
    count_is("\"We are ready. Nobody else is,\" Ilya Brandt said.", 2);
    count_is("“We have time.” - said Brandt.", 1);
}

static void long_texts_without_stops_are_cut(void **state)
{
    (void)state;
    static char text[40000];
    for (size_t i = 0; i + 6 < sizeof text; i += 5) memcpy(text + i, "word ", 6);
    extract(text);
    assert_true(document_read.sentence_count > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stops_that_end_nothing),
        cmocka_unit_test(stops_that_end),
        cmocka_unit_test(the_speaker_stays_with_the_quotation),
        cmocka_unit_test(long_texts_without_stops_are_cut),
    };
    return RUN(tests);
}
