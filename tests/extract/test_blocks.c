/* Paragraphs, heads, turns of a transcript. */
#include "extract_test.h"

static size_t blocks_of_kind(block_kind kind)
{
    size_t n = 0;
    for (size_t i = 0; i < document_read.block_count; i++) n += document_read.blocks[i].kind == kind;
    return n;
}

static void cross_heads_are_context(void **state)
{
    (void)state;
    extract("Orvania is ready for talks, Ambassador Ilya Brandt said.\n\nA new round of talks\n\n\"We expect progress "
            "soon,\" Brandt said.");
    assert_int_equal(blocks_of_kind(BLOCK_HEAD), 1);
    for (size_t i = 0; i < statement_count; i++) assert_int_equal(statements[i].statement.place, STANCE_BODY);
}

static void headlines_that_attribute(void **state)
{
    (void)state;
    extract("Orvania Open to New Talks With Valdia - Brandt\n\nAmbassador Ilya Brandt said on Monday that Orvania was "
            "open to new talks.");
    const stance_statement *s = holding("Open to New Talks");
    assert_int_equal(s->place, STANCE_HEAD);
    assert_view(s->speaker, "Ilya Brandt");
    extract("Envoy: no illusions about the talks with Valdia\n\nAmbassador Ilya Brandt said on Monday that there was "
            "no progress.");
    assert_view(holding("no illusions")->speaker, "Ilya Brandt");
    extract("Valdia ready to lift sanctions, says ambassador\n\nAmbassador Ilya Brandt said on Monday that Valdia "
            "would lift them.");
    assert_view(holding("ready to lift")->speaker, "Ilya Brandt");
}

static void hard_wrapped_lines_are_one_paragraph(void **state)
{
    (void)state;
    extract("The ambassador said that both sides\nwere ready to talk about trade and\nthat the next round would be "
            "held\nin the capital of the neighbours.");
    assert_int_equal(document_read.block_count, 1);
}

static void transcripts_have_turns(void **state)
{
    (void)state;
    extract("Question: What do you expect of the summit?\n\nIlya Brandt: We expect an open exchange of views. It will "
            "not be easy.\n\n"
            "Question: And of the sanctions?\n\nIlya Brandt: They should be lifted without delay.");
    assert_int_equal(blocks_of_kind(BLOCK_QUESTION), 2);
    assert_speaker("open exchange", "Ilya Brandt", STANCE_DIRECT);
    assert_speaker("not be easy", "Ilya Brandt", STANCE_DIRECT);
    assert_narration("What do you expect");
}

static void a_heading_with_a_colon_is_no_label(void **state)
{
    (void)state;
    extract("Little relief: The refugee crisis has not ended, and the camps along the river are full.\n\n"
            "Nobody knows how many people crossed the border in the last year.");
    assert_int_equal(blocks_of_kind(BLOCK_TURN), 0);
    assert_narration("refugee crisis");
}

static void a_dateline_is_left_out(void **state)
{
    (void)state;
    extract("PORT BRANDT, July 13. /TASS/. Orvania is ready for talks, Ambassador Ilya Brandt said.");
    assert_view(stance_view_cut(document_read.text,
                                (stance_span){holding("ready")->span.start, holding("ready")->span.start + 7}),
                "Orvania");
}

static void heads_of_hardly_a_word(void **state)
{
    (void)state;
    extract("(:;d a");
    extract("(: envoy");
    extract(", - Lee");
    extract("[) : )");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cross_heads_are_context),
        cmocka_unit_test(headlines_that_attribute),
        cmocka_unit_test(hard_wrapped_lines_are_one_paragraph),
        cmocka_unit_test(transcripts_have_turns),
        cmocka_unit_test(a_heading_with_a_colon_is_no_label),
        cmocka_unit_test(a_dateline_is_left_out),
        cmocka_unit_test(heads_of_hardly_a_word),
    };
    return RUN(tests);
}
