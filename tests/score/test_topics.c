/* Topics: each of the codebook's on sentences of our own, what a statement borrows, and what a head gives. */
#include "score_test.h"

static bool has(const stance_statement *s, const char *topic)
{
    for (size_t i = 0; i < s->topic_count; i++) {
        if (stance_view_equal(s->topics[i], stance_view_of(topic))) return true;
    }
    return false;
}

static void each_topic(void **state)
{
    static const char *const cases[][2] = {
        {"arms-control", "The treaty on strategic offensive arms should be extended."},
        {"arms-control", "New START limits the warheads of both countries."},
        {"arms-control", "Missile defense cannot be left out of talks on strategic stability."},
        {"nonproliferation", "The Iran nuclear deal can still be saved."},
        {"nonproliferation", "The agency's inspectors found no chemical weapons."},
        {"nonproliferation", "North Korea agreed to talk about denuclearization."},
        {"cyber", "The hackers attacked the network of a ministry."},
        {"cyber", "A group on information security will meet in autumn."},
        {"elections", "Nobody meddled in the presidential election."},
        {"elections", "Observers recognized the results of the vote."},
        {"sanctions", "The new sanctions hit three banks."},
        {"sanctions", "The restrictive measures against the firm were extended."},
        {"trade", "Trade between the two neighbours grew by a fifth."},
        {"trade", "Foreign investors and businesses wait for lower tariffs."},
        {"energy", "The pipeline will bring gas to the coast by winter."},
        {"energy", "Nord Stream 2 is nearly complete."},
        {"diplomatic-presence", "Ten diplomats were expelled and the consulate was closed."},
        {"diplomatic-presence", "Visas are hardly issued any more."},
        {"nato-security", "NATO troops held an exercise near the border."},
        {"nato-security", "Security guarantees in Europe must be legally binding."},
        {"ukraine", "The Minsk agreements are the only way to peace in Donbass."},
        {"ukraine", "Crimea was named first in the speech."},
        {"syria", "Humanitarian aid reached Idlib in Syria."},
        {"syria", "The government in Damascus agreed to a truce with the opposition in Aleppo."},
        {"afghanistan", "The Taliban entered Kabul in August."},
        {"afghanistan", "Troops leave Afghanistan after twenty years."},
        {"counter-terrorism", "The fight against terrorism is a common task."},
        {"counter-terrorism", "The services foiled a terrorist attack."},
        {"covid", "The vaccine was registered in August."},
        {"covid", "The pandemic closed the borders."},
        {"climate-arctic", "Climate change melts the ice of the Arctic."},
        {"climate-arctic", "Greenhouse gas emissions must fall."},
        {"space", "The crew left the International Space Station."},
        {"space", "Weapons in outer space should be banned."},
        {"culture", "Students and musicians went on an exchange."},
        {"culture", "The museum opened an exhibition with the help of the university."},
        {"bilateral", "Relations between our countries need trust."},
        {"bilateral", "The presidents held a summit on the normalization of bilateral ties."},
    };
    const bench *b = *state;
    size_t declared, missing = 0;
    const stance_view *topics = stance_lexicon_topics(b->lexicon, &declared);
    assert_int_equal(declared, 18);
    for (size_t i = 0; i < declared; i++) { /* every topic is tried at least twice */
        size_t n = 0;
        for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
            n += stance_view_equal(topics[i], stance_view_of(cases[k][0]));
        assert_true(n >= 2);
    }
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (has(whole(*state, cases[i][1]), cases[i][0])) continue;
        print_message("not %s: %s\n", cases[i][0], cases[i][1]);
        missing++;
    }
    assert_int_equal(missing, 0);
}

/* The sentences of topics.tsv, at least six a topic. */
static void sentences_of_the_table(void **state)
{
    const bench *b = *state;
    size_t declared, missing = 0, tried[64] = {0};
    const stance_view *topics = stance_lexicon_topics(b->lexicon, &declared);
    assert_true(declared <= 64);
    FILE *in = fopen("tests/score/topics.tsv", "r");
    assert_non_null(in);
    char line[512];
    bool header = false;
    for (unsigned number = 1; fgets(line, sizeof line, in); number++) {
        line[strcspn(line, "\n")] = '\0';
        if (*line == '\0' || *line == '#') continue;
        char *tab = strchr(line, '\t'), *rest = NULL;
        assert_non_null(tab);
        *tab = '\0';
        const stance_statement *s = header ? whole(*state, tab + 1) : NULL;
        for (char *t = strtok_r(line, ";", &rest); header && t; t = strtok_r(NULL, ";", &rest)) {
            bool wanted = *t != '-';
            const char *id = wanted ? t : t + 1;
            for (size_t i = 0; i < declared; i++) tried[i] += wanted && stance_view_is(topics[i], id);
            if (has(s, id) == wanted) continue;
            print_message("topics.tsv:%u: %s %s: %s\n", number, wanted ? "not" : "wrongly", id, tab + 1);
            missing++;
        }
        header = true;
    }
    fclose(in);
    for (size_t i = 0; i < declared; i++) assert_true(tried[i] >= 6);
    assert_int_equal(missing, 0);
}

static void nothing_is_no_topic(void **state)
{
    static const char *const texts[] = {"", "The train leaves at seven.", "She said nothing new.",
                                        "They walked through the old town."};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) assert_int_equal(whole(*state, texts[i])->topic_count, 0);
}

static void words_of_other_senses(void **state)
{
    assert_false(has(whole(*state, "The political climate in the relations is poor."), "climate-arctic"));
    assert_false(has(whole(*state, "The business environment is good."), "climate-arctic"));
    assert_false(has(whole(*state, "The pandemic is fought in Europe, too."), "nato-security"));
}

static void several_topics(void **state)
{
    const stance_statement *s = whole(*state, "The sanctions against the gas pipeline Nord Stream 2 were lifted.");
    assert_true(has(s, "sanctions"));
    assert_true(has(s, "energy"));
}

static void said_twice_counts_once(void **state)
{
    /* Two weak words make no topic when they are one word said twice. */
    const stance_statement *once = whole(*state, "The ship sailed.");
    assert_int_equal(once->topic_count, whole(*state, "The ship met a ship and a ship and a ship.")->topic_count);
}

/* The statement of the document whose text holds the words. */
static const stance_statement *holding(void **state, const char *document, const char *words)
{
    bench *b = *state;
    const stance_statement *list;
    size_t count;
    stance_error err;
    stance_document d = {.id = stance_view_of("test"), .text = stance_view_of(document)};
    assert_int_equal(stance_analyse(b->lexicon, b->workspace, &d, false, &list, &count, &err), STANCE_OK);
    for (size_t i = 0; i < count; i++) {
        stance_view text = stance_view_cut(d.text, list[i].span);
        if (memmem(text.data, text.len, words, strlen(words))) return &list[i];
    }
    fail_msg("no statement holds: %s", words);
    return NULL;
}

static void borrows_from_the_neighbour(void **state)
{
    const char *text =
        "CAPITAL CITY, May 4. The vaccine will be delivered in spring, Foreign Minister Ada Holm said.\n\n"
        "\"We shall keep this promise,\" Holm said.\n";
    assert_true(has(holding(state, text, "keep this promise"), "covid"));
}

static void borrows_from_the_one_behind(void **state)
{
    const char *text = "CAPITAL CITY, May 4. \"I shall be brief on this,\" Foreign Minister Ada Holm said.\n\n"
                       "The vaccine will be delivered in spring, Holm said.\n";
    assert_true(has(holding(state, text, "shall be brief"), "covid"));
}

static void does_not_borrow_from_afar(void **state)
{
    const char *text =
        "CAPITAL CITY, May 4. The vaccine will be delivered in spring, Foreign Minister Ada Holm said.\n\n"
        "The weather was fine on that day.\n\nPeople went for a walk.\n\nThe shops were open.\n\nThe trains ran "
        "late.\n\n"
        "\"We shall keep this promise,\" Holm said.\n";
    assert_false(has(holding(state, text, "keep this promise"), "covid"));
}

static void own_topic_is_kept(void **state)
{
    const char *text =
        "CAPITAL CITY, May 4. The vaccine will be delivered in spring, Foreign Minister Ada Holm said.\n\n"
        "\"The gas pipeline will be built,\" Holm said.\n";
    const stance_statement *s = holding(state, text, "gas pipeline");
    assert_true(has(s, "energy"));
    assert_false(has(s, "covid"));
}

static void words_around_the_content_come_first(void **state)
{
    const char *text = "CAPITAL CITY, May 4. The gas pipeline will be built, Foreign Minister Ada Holm said.\n\n"
                       "Speaking about the vaccine against the coronavirus, Holm noted that it would come in spring.\n";
    const stance_statement *s = holding(state, text, "would come in spring");
    assert_true(has(s, "covid"));
    assert_false(has(s, "energy"));
}

static void cross_head_helps(void **state)
{
    const char *with =
        "CAPITAL CITY, May 4. Foreign Minister Ada Holm spoke to reporters on Tuesday.\n\nGas pipeline\n\n"
        "\"The contract for the gas is signed,\" Holm said.\n";
    assert_true(has(holding(state, with, "contract"), "energy"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_topic),
        cmocka_unit_test(sentences_of_the_table),
        cmocka_unit_test(nothing_is_no_topic),
        cmocka_unit_test(words_of_other_senses),
        cmocka_unit_test(several_topics),
        cmocka_unit_test(said_twice_counts_once),
        cmocka_unit_test(borrows_from_the_neighbour),
        cmocka_unit_test(borrows_from_the_one_behind),
        cmocka_unit_test(does_not_borrow_from_afar),
        cmocka_unit_test(own_topic_is_kept),
        cmocka_unit_test(words_around_the_content_come_first),
        cmocka_unit_test(cross_head_helps),
    };
    return cmocka_run_group_tests(tests, open_bench, close_bench);
}
