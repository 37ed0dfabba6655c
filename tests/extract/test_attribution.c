/* Who says what inside a sentence, and what goes on in the next. */
#include "extract_test.h"

#define LEAD "Ambassador Ilya Brandt met reporters. "

static void verbs_and_their_contents(void **state)
{
    (void)state;
    extract(LEAD "Brandt said that the talks had failed.");
    assert_content("had failed", "the talks had failed");
    extract(LEAD "Orvania expects a meeting soon, the ambassador said.");
    assert_speaker("expects a meeting", "Ilya Brandt", STANCE_REPORTED);
    assert_content("expects a meeting", "Orvania expects a meeting soon");
    extract(LEAD "The talks, Brandt said, would begin in May.");
    assert_content("would begin", "The talks | would begin in May");
    extract(LEAD "According to the ambassador, nobody wants a new arms race.");
    assert_content("arms race", "nobody wants a new arms race");
    extract(LEAD "Brandt expressed hope that trade would recover.");
    assert_content("would recover", "trade would recover");
    extract(LEAD "Asked what he would like to see, Brandt replied that trade came first.");
    assert_content("trade came first", "trade came first");
}

static void conjoined_and_hanging_verbs(void **state)
{
    (void)state;
    extract(LEAD "Brandt noted that trade was growing and stressed that more could be done.");
    assert_content("was growing", "trade was growing | more could be done");
    extract(LEAD "Brandt said that trade was growing, adding that more could be done.");
    assert_content("was growing", "trade was growing | more could be done");
    extract(LEAD "He presented a book on the treaty, stressing: “Trade and science, these are areas of cooperation.”");
    assert_speaker("areas of cooperation", "Ilya Brandt", STANCE_DIRECT);
}

static void two_holders_in_one_sentence(void **state)
{
    (void)state;
    extract("Orvania's Foreign Minister Ilya Brandt said the treaty was dead, while Valdia's Defense Minister Kim Lee "
            "said it was alive.");
    assert_int_equal(statement_count, 2);
    assert_view(statements[0].statement.speaker, "Ilya Brandt");
    assert_view(statements[1].statement.speaker, "Kim Lee");
}

static void nouns_are_no_verbs(void **state)
{
    (void)state;
    extract("An intelligence report caused a stir. The new tax rules could help small firms. Public support was weak.");
    for (size_t i = 0; i < statement_count; i++) assert_int_equal(statements[i].statement.mode, STANCE_NARRATION);
}

static void events_are_narration(void **state)
{
    (void)state;
    extract("President Ilya Brandt instructed the government to begin vaccination next week. He had brought a map with "
            "him, showing the border.");
    assert_narration("instructed");
    assert_narration("a map");
}

static void conditions_and_questions_are_nobodys(void **state)
{
    (void)state;
    extract("If Brandt rejected the plan, the talks would end. Few people believe that the plan will work.");
    assert_narration("rejected the plan");
    assert_narration("Few people");
}

static void what_refers_back(void **state)
{
    (void)state;
    extract("Both sides must return to the table. This was stated by the ambassador of Orvania, Ilya Brandt, in an "
            "interview.");
    assert_speaker("Both sides must", "Ilya Brandt", STANCE_REPORTED);
    assert_narration("This was stated");
}

static void reports_that_go_on(void **state)
{
    (void)state;
    extract("Ambassador Ilya Brandt stressed that the neighbours have serious problems. However, Norway is ready for a "
            "dialogue.");
    assert_speaker("ready for a dialogue", "Ilya Brandt", STANCE_REPORTED);
}

static void nouns_that_hold_a_claim(void **state)
{
    (void)state;
    extract("The papers looked into Ilya Brandt's claim that trade had doubled. In his view, it will grow.");
    assert_content("trade had doubled", "trade had doubled");
    assert_speaker("it will grow", "Ilya Brandt", STANCE_REPORTED);
}

static void contents_end_where_the_outlet_goes_on(void **state)
{
    (void)state;
    extract(LEAD "Brandt praised the work of the committee during a visit to the port.");
    assert_content("praised", "the work of the committee");
    extract(LEAD "Brandt claimed that trade had doubled, but failed to prove it.");
    assert_content("had doubled", "trade had doubled");
}

static void contents_that_go_on_behind_the_speaker(void **state)
{
    (void)state;
    extract(LEAD "The difference now, he told the paper on Friday, is that trade comes first.");
    assert_content("difference now", "The difference now | is that trade comes first");
    extract(LEAD "Trade has suffered, Brandt said, since both sides keep their ports shut.");
    assert_content("has suffered", "Trade has suffered | since both sides keep their ports shut");
    extract(LEAD "Shifting winds in the north could change the course, Brandt said in his interview.");
    assert_content("Shifting winds", "Shifting winds in the north could change the course");
    extract(LEAD "What has been destroyed should be rebuilt, he replied when asked where to begin.");
    assert_content("has been destroyed", "What has been destroyed should be rebuilt");
}

static void phrases_that_name_the_speaker(void **state)
{
    (void)state;
    extract(LEAD "Brandt was quoted as saying that the talks were over.");
    assert_content("were over", "the talks were over");
    extract(LEAD "“The talks are over,” the agency quoted Brandt as saying.");
    assert_content("are over", "The talks are over");
    extract(LEAD "As Brandt put it, the talks are over for good.");
    assert_speaker("over for good", "Ilya Brandt", STANCE_REPORTED);
    extract(LEAD "In the ambassador's opinion, all is lost.");
    assert_speaker("all is lost", "Ilya Brandt", STANCE_REPORTED);
    extract(LEAD "Brandt's view is that the talks are dead.");
    assert_content("talks are dead", "the talks are dead");
}

static void participles_and_their_subjects(void **state)
{
    (void)state;
    extract(LEAD "Claiming that the port was shut, Brandt left the hall.");
    assert_content("port was shut", "the port was shut");
    extract(LEAD "On Friday, Brandt spoke to the miners, promising to lift the limits.");
    assert_content("lift the limits", "to lift the limits");
    extract(LEAD "He appeared to suggest that trade would end.");
    assert_content("trade would end", "trade would end");
    extract(LEAD "He's claiming that trade is “a big problem” for everybody.");
    assert_content("trade is", "trade is “a big problem” for everybody");
}

static void subjects_with_a_relative_clause(void **state)
{
    (void)state;
    extract("A study that appeared in the journal found that trade had doubled.");
    assert_speaker("trade had doubled", "A study", STANCE_REPORTED);
}

static void what_is_no_report(void **state)
{
    (void)state;
    extract(LEAD "There are many rules that could help small firms. Voters should know what the plan means.");
    assert_narration("many rules");
    assert_narration("Voters should");
    extract(LEAD "The ambassador spoke in a cottage on a base that overlooks the bay.");
    assert_narration("overlooks");
    extract(LEAD "He declined that offer and has since left the town.");
    for (size_t i = 0; i < statement_count; i++)
        if (statements[i].statement.mode != STANCE_NARRATION) assert_content("declined", "that offer");
}

static void paragraphs_after_a_colon(void **state)
{
    (void)state;
    extract(LEAD "\n\nBrandt added:\n\nThe port is shut for good. We shall not come back.\n\nHe left the hall.");
    assert_speaker("not come back", "Ilya Brandt", STANCE_REPORTED);
    assert_narration("left the hall");
    extract("On July 6, 2019, Ambassador Ilya Brandt made the following comment:\n\n“For young people it is hard.”");
    assert_speaker("it is hard", "Ilya Brandt", STANCE_DIRECT);
}

static void heads_in_title_case_with_a_stop(void **state)
{
    (void)state;
    extract("Envoy Could Leave the Talks, Ilya Brandt Says.\n\n" LEAD);
    const stance_statement *s = holding("Could Leave");
    assert_int_equal(s->place, STANCE_HEAD);
    assert_view(s->speaker, "Ilya Brandt");
}

static void agents_of_passives(void **state)
{
    (void)state;
    extract("The plan was rejected by Foreign Minister Ilya Brandt.");
    assert_speaker("was rejected", "Ilya Brandt", STANCE_REPORTED);
    assert_content("was rejected", "The plan");
    extract("The plan has been called a fraud by Kim Lee of the opposition.");
    assert_content("a fraud", "The plan has been called a fraud");
    extract("The plan is seen by experts as a failure.");
    assert_content("by experts", "The plan | a failure");
    extract("The plan was not rejected by Foreign Minister Ilya Brandt.");
    assert_narration("not rejected");
}

static void subjects_of_many_shapes(void **state)
{
    (void)state;
    extract(LEAD "Brandt himself said the plan would fail.");
    assert_speaker("would fail", "Ilya Brandt", STANCE_REPORTED);
    extract("Kim Lee (D-N.Y.), chairwoman of the panel, said the plan would fail.");
    assert_speaker("would fail", "Kim Lee", STANCE_REPORTED);
    extract("The plan would fail, said the paper's Kim Lee.");
    assert_speaker("would fail", "Kim Lee", STANCE_REPORTED);
    extract("According to exit polls, Kim Lee had a lead in May.");
    assert_content("had a lead", "Kim Lee had a lead in May");
    extract("Neither Kim Lee nor Ilya Brandt said the plan would fail.");
    assert_narration("would fail");
}

static void what_stands_before_the_clause(void **state)
{
    (void)state;
    extract(LEAD "Brandt said in an interview on Monday the plan would fail.");
    assert_content("would fail", "the plan would fail");
    extract(LEAD "Brandt said late Monday that the plan would fail.");
    assert_content("would fail", "the plan would fail");
    extract(LEAD "Brandt said about 20 people wanted to leave.");
    assert_content("20 people", "about 20 people wanted to leave");
    extract(LEAD "Brandt called on the state to act.");
    assert_content("to act", "the state to act");
    extract("The vote came despite repeated warnings from Ilya Brandt that the plan would fail.");
    assert_speaker("would fail", "Ilya Brandt", STANCE_REPORTED);
}

static void acts_in_passing(void **state)
{
    (void)state;
    extract(LEAD "The aide, who asked not to be named, said the plan was bad.");
    assert_content("was bad", "the plan was bad");
    extract("Once in May, when Kim Lee mentioned the law to the paper, everybody laughed.");
    assert_content("the law", "the law to the paper");
}

static void quotations_of_the_subject(void **state)
{
    (void)state;
    extract("With days to go, President Ilya Brandt is on the road with a new message: “It is about me and you.”");
    assert_speaker("about me", "Ilya Brandt", STANCE_DIRECT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(verbs_and_their_contents),
        cmocka_unit_test(conjoined_and_hanging_verbs),
        cmocka_unit_test(two_holders_in_one_sentence),
        cmocka_unit_test(nouns_are_no_verbs),
        cmocka_unit_test(agents_of_passives),
        cmocka_unit_test(subjects_of_many_shapes),
        cmocka_unit_test(what_stands_before_the_clause),
        cmocka_unit_test(acts_in_passing),
        cmocka_unit_test(quotations_of_the_subject),
        cmocka_unit_test(events_are_narration),
        cmocka_unit_test(conditions_and_questions_are_nobodys),
        cmocka_unit_test(what_refers_back),
        cmocka_unit_test(reports_that_go_on),
        cmocka_unit_test(nouns_that_hold_a_claim),
        cmocka_unit_test(contents_end_where_the_outlet_goes_on),
        cmocka_unit_test(contents_that_go_on_behind_the_speaker),
        cmocka_unit_test(phrases_that_name_the_speaker),
        cmocka_unit_test(participles_and_their_subjects),
        cmocka_unit_test(subjects_with_a_relative_clause),
        cmocka_unit_test(what_is_no_report),
        cmocka_unit_test(paragraphs_after_a_colon),
        cmocka_unit_test(heads_in_title_case_with_a_stop),
    };
    return RUN(tests);
}
