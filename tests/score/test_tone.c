/* How tone is put together: each rule of composition on sentences of our own. Most tests compare two sentences that
   differ in one thing, so that they hold whatever the strengths in the lexicon are. */
#include "score_test.h"

static int32_t score(void **state, const char *text)
{
    return whole(*state, text)->tone.score;
}

static void conciliatory(void **state, const char *text)
{
    int32_t s = score(state, text);
    if (s <= 0) fail_msg("%d, not conciliatory: %s", s, text);
}

static void critical(void **state, const char *text)
{
    int32_t s = score(state, text);
    if (s >= 0) fail_msg("%d, not critical: %s", s, text);
}

/* a is scored above b. */
static void above(void **state, const char *a, const char *b)
{
    int32_t x = score(state, a), y = score(state, b);
    if (x <= y) fail_msg("%d is not above %d: \"%s\" / \"%s\"", x, y, a, b);
}

static void same(void **state, const char *a, const char *b)
{
    int32_t x = score(state, a), y = score(state, b);
    if (x != y) fail_msg("%d and %d: \"%s\" / \"%s\"", x, y, a, b);
}

static int32_t said_score(void **state, const char *text)
{
    return said(*state, text)->tone.score;
}

static void lexicon_is_clean(void **state)
{
    const bench *b = *state;
    assert_int_equal(b->problems, 0);
}

static void plain_words(void **state)
{
    conciliatory(state, "We welcome the fruitful cooperation of the two capitals.");
    critical(state, "The ministry condemned the reckless provocation.");
    conciliatory(state, "The envoy thanked his hosts and praised the constructive talks.");
    critical(state, "This is a cynical lie.");
}

static void zero_is_neutral(void **state)
{
    static const char *const texts[] = {
        "", " \n\t ", "...", "The train to the coast leaves at seven.", "12 / 07 / 2021", "\xE2\x80\x9C\xE2\x80\x9D"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const stance_statement *s = whole(*state, texts[i]);
        assert_int_equal(s->tone.score, 0);
        assert_int_equal(s->tone.conciliatory, 0);
        assert_int_equal(s->tone.critical, 0);
        assert_int_equal(s->tone.matched, 0); /* unknown, not neutral */
        assert_int_equal(s->hit_count, 0);
    }
}

static void negation(void **state)
{
    critical(state, "They do not cooperate.");
    above(state, "They cooperate.", "They do not cooperate.");
    critical(state, "There was no progress.");
    above(state, "The neighbour is not an enemy.", "The neighbour is an enemy.");
    /* What is not bad is not yet good: a denied dark thing counts less than a denied bright one. */
    above(state, "We trust the neighbour.", "The neighbour is not an enemy.");
    critical(state, "The envoy refused to cooperate.");
    critical(state, "They failed to cooperate.");
    above(state, "They cooperate.", "They hardly cooperate.");
    /* A negator reaches to the end of its clause and no further. */
    above(state, "It does not rain, and we welcome the cooperation.", "It does not help the cooperation.");
    conciliatory(state, "It did not rain, but we welcome the cooperation.");
}

static void double_negation(void **state)
{
    above(state, "We do not refuse to cooperate.", "We refuse to cooperate.");
    conciliatory(state, "There is no doubt that we welcome the cooperation.");
    conciliatory(state, "We cannot but welcome this cooperation.");
    conciliatory(state, "We not only welcome the cooperation but praise it.");
}

static void reversal(void **state)
{
    conciliatory(state, "We must prevent an armed conflict.");
    conciliatory(state, "Both sides averted a war.");
    conciliatory(state, "They lifted the sanctions.");
    critical(state, "They undermined the dialogue.");
    critical(state, "They ruined the cooperation.");
    critical(state, "The ministry withdrew from the agreement.");
    /* passive */
    critical(state, "The dialogue was undermined.");
    above(state, "The dispute was settled.", "The dispute was deepened.");
    /* An act says of a faint object what it says alone. */
    critical(state, "They violated the agreement.");
    assert_true(score(state, "They violated the agreement.") <= score(state, "They violated it."));
    /* An act that says nothing alone adds nothing to its object. */
    assert_true(score(state, "They allowed aggression.") <= score(state, "It is aggression."));
}

static void nested_reversal(void **state)
{
    conciliatory(state, "We hope to eliminate the obstacles to cooperation.");
    above(state, "They removed the obstacles to cooperation.", "They raised obstacles to cooperation.");
    critical(state, "They obstructed the cooperation.");
    above(state, "They stopped obstructing the cooperation.", "They obstructed the cooperation.");
}

static void judgements_stay(void **state)
{
    /* A state of affairs flips whole, a judgement only in part: who wants the aggressor stopped still calls him one. */
    const stance_statement *s = whole(*state, "We will stop the aggressor.");
    int32_t judged = s->tone.score;
    above(state, "We will stop the hostilities and the war.", "They will stop the cooperation.");
    assert_true(judged < score(state, "We welcome the cooperation."));
}

static void judgements_denied_or_ended(void **state)
{
    /* Who wants the slander stopped, or says that there must be none, calls it slander. */
    critical(state, "We want them to stop this slander.");
    critical(state, "There must be no double standards.");
    /* A dark state of affairs flips whole, however strong. */
    conciliatory(state, "We want to end the deadlock and prevent a bloodbath.");
}

static void counterparts(void **state)
{
    above(state, "They broke their promise.", "Berlin broke its promise.");
    /* A place is no counterpart, nor is a body of all states, nor who takes the position. */
    same(state, "They broke their promise in eastern Ukraine.", "They broke their promise in the east.");
    same(state, "They broke their promise, the United Nations said.", "They broke their promise, the report said.");
    same(state, "Norway condemned the raid.", "The envoy condemned the raid.");
}

static void matters(void **state)
{
    /* Dark things are spoken of before anybody is blamed for them. */
    const stance_statement *s = whole(*state, "The report is on violence and tension in the east.");
    assert_in_range(s->tone.score + 100000, 0, 100000);
    above(state, "The violence goes on.", "Berlin stirs up violence.");
    above(state, "We are concerned about the violence and the tension.", "We condemn the violence and the tension.");
}

static void questions(void **state)
{
    above(state, "They respect our interests.", "Do they respect our interests?");
    same(state, "They are hostile.", "Are they hostile?");
}

static void refusal_stays_one(void **state)
{
    critical(state, "The court rejected the proposal.");
    critical(state, "The ministry rejected the unfounded accusations.");
    critical(state, "The embassy dismissed the allegations as false.");
    conciliatory(state, "The two leaders rejected violence.");
}

static void hedges(void **state)
{
    above(state, "The talks will improve our relations.", "The talks may improve our relations.");
    above(state, "They may be hostile.", "They are hostile.");
    conciliatory(state, "The talks may improve our relations.");
}

static void conditions(void **state)
{
    above(state, "We welcome the cooperation.", "It depends on whether we welcome the cooperation.");
    above(state, "They respect our interests.", "We shall see if they respect our interests.");
}

static void contrast(void **state)
{
    critical(state, "There was some progress, but they are hostile.");
    conciliatory(state, "They are hostile, but we welcome the dialogue and praise the cooperation.");
    above(state, "They are hostile, but we welcome the cooperation.",
          "We welcome the cooperation, but they are hostile.");
}

static void concession(void **state)
{
    above(state, "Although they are hostile, we welcome the cooperation.",
          "They are hostile, we welcome the cooperation.");
    above(state, "Despite the tension, we welcome the cooperation.",
          "The tension remains, we welcome the cooperation.");
}

static void degrees(void **state)
{
    above(state, "We are deeply grateful.", "We are grateful.");
    above(state, "They are hostile.", "They are extremely hostile.");
    above(state, "They are slightly hostile.", "They are hostile.");
    /* The next word counts, not the one before the last. */
    above(state, "They are hostile and we are deeply grateful.", "They are deeply hostile and we are grateful.");
}

static void obligations(void **state)
{
    conciliatory(state, "We must find a way together.");
    conciliatory(state, "Both sides must respect each other.");
    critical(state, "Washington must change its ways.");
    critical(state, "Moscow must pull back its forces and return to the talks.");
    critical(state, "We call on Moscow to stop the attacks.");
    critical(state, "They demand an apology.");
    conciliatory(state, "We call on all parties to show restraint.");
    same(state, "The letter should arrive tomorrow.", "The letter arrives tomorrow.");
}

static void obligations_bind_whoever_can_act(void **state)
{
    /* Who must leave off has done it; who must be allowed something has not. */
    critical(state, "The government must stop shelling its own cities.");
    critical(state, "They should withdraw their troops at once.");
    above(state, "France must be allowed to vote.", "France must allow the vote.");
    /* A people's adjective names a side, a people is told nothing. */
    critical(state, "We call on our French partners to come back.");
    above(state, "The people of France must decide.", "The government of France must decide.");
    above(state, "The violence must stop.", "The army must stop the violence.");
}

static void wishes_are_as_good_as_what_is_wished(void **state)
{
    critical(state, "They hope to sabotage the vote.");
    conciliatory(state, "They hope to prevent a war.");
    conciliatory(state, "They hope to agree on a compromise.");
}

static void a_denied_beginning_ends_at_its_comma(void **state)
{
    critical(state, "They insult their neighbours.");
    critical(state, "Instead of writing letters, they insult their neighbours.");
}

/* Courtesies come in strings: each one more says less. */
static void the_brightest_counts_whole(void **state)
{
    int32_t one = score(state, "The dialogue was constructive.");
    int32_t two = score(state, "The dialogue was constructive and fruitful.");
    assert_true(two > one && two < 2 * one);
    int32_t apart = score(state, "The dialogue was constructive. It was fruitful.");
    assert_true(apart > two);
}

static void evils_are_nobodys_doing_until_somebody_is_named(void **state)
{
    above(state, "The memorial recalls the genocide.", "France committed genocide.");
    above(state, "We condemn all acts of terrorism.", "We condemn the terror of the regime.");
}

static void obligation_by_speaker(void **state)
{
    /* The speaker's own country is bound: no reproach. Another one is. */
    int32_t own = said_score(state, "\"Russia must work on this,\" the Russian Foreign Ministry said.\n");
    int32_t other = said_score(state, "\"Washington must work on this,\" the Russian Foreign Ministry said.\n");
    if (own <= other) fail_msg("own %d, other %d", own, other);
    assert_true(other < 0);
}

static void denial_of_a_deed(void **state)
{
    /* The speaker's side did not do it: an accusation turned down, which is critical by the codebook. */
    int32_t denied = said_score(state, "\"We did not take part in the attack,\" the Russian Foreign Ministry said.\n");
    if (denied >= 0) fail_msg("%d", denied);
}

static void alleged(void **state)
{
    const stance_statement *s = whole(*state, "The alleged interference was discussed.");
    assert_true(s->hit_count > 1);
    const stance_hit *last = &s->hits[1]; /* somebody else's claim: it counts for less */
    assert_true(last->before < 0 && last->after < 0 && last->after > last->before);
    /* A good thing that is only claimed is doubted. */
    critical(state, "They only pretend to cooperate.");
    above(state, "It is a peace plan.", "It is a so-called peace plan.");
}

static void masks(void **state)
{
    same(state, "The United Nations met.", "The council met.");
    same(state, "The United States and its partners.", "The states and its partners.");
    assert_int_equal(whole(*state, "The United Nations Security Council.")->tone.matched, 0);
    /* Part of a name never fires, even when a longer pattern reaches into it. */
    assert_int_equal(whole(*state, "The United States sent forces.")->tone.matched, 0);
    assert_int_equal(whole(*state, "He has worked for the Hopkins Friendship Foundation in the north.")->tone.matched,
                     0);
    conciliatory(state, "Friendship is what we want.");
}

static void speech_acts(void **state)
{
    critical(state, "The minister accused the neighbour.");
    conciliatory(state, "The minister welcomed the step.");
    critical(state, "The minister rejected the plan.");
    int32_t accused =
        said_score(state, "Norland's foreign minister Ada Holm accused the neighbour of dumping rubbish, Holm said.\n");
    assert_true(accused < 0);
}

static void attitudes_that_the_text_tells_of(void **state)
{
    critical(state, "China disbelieves the plan.");
    conciliatory(state, "France loves the plan.");
    critical(state, "China and Russia dislike the plan.");
    above(state, "France did not disagree with Norland.", "France disagreed with Norland.");
    /* No verb, or not of somebody who is named. */
    same(state, "Its groans at the plan are known.", "");
    same(state, "He was disbelieved by the French.", "");
}

static void topics_of_talk(void **state)
{
    above(state, "Egypt and Iran discussed the travel ban.", "Egypt and Iran imposed the travel ban.");
    above(state, "The town praised trade cooperation.", "The visit will focus on trade cooperation.");
    /* A strong judgement stays one, and what is said of the talks is no matter of theirs. */
    critical(state, "They discussed Iran's barbaric raid.");
    same(state, "Talks on the map were sabotaged by Iran.", "Talks were sabotaged by Iran.");
}

static void dark_things_in_what_is_praised(void **state)
{
    conciliatory(state, "The president praised Iran for restoring relations with its former foe.");
    conciliatory(state, "Egypt praised the talks with its enemy.");
    above(state, "Egypt praised the talks of the enemy.", "Egypt praised the talks, but the enemy did not.");
    critical(state, "Egypt condemned the enemy.");
}

static void important_for_is_praise(void **state)
{
    conciliatory(state, "Iran remains important for peace.");
    conciliatory(state, "Iran is essential to the solution.");
    critical(state, "Iran is no longer important for peace.");
    /* What is to be done is an obligation still. */
    above(state, "Iran is important for peace.", "It is important for Iran to change course.");
}

static void obligations_bind_both_or_the_other_side(void **state)
{
    conciliatory(state, "The UN urged India and Pakistan to hold talks.");
    critical(state, "The UN urged Pakistan to hold talks.");
    conciliatory(state, "France called on Israel and the Palestinians to show restraint.");
    critical(state, "The regime must free the prisoners.");
    critical(state, "The ruling party must change course.");
    critical(state, "He urged the rebels to leave the town.");
    conciliatory(state, "Both parties must hold talks.");
    same(state, "The party must hold a session.", "The guest must hold a session.");
}

static void calls_to_a_common_act(void **state)
{
    conciliatory(state, "Egypt welcomed the plan and urged Iran to adopt it.");
    above(state, "Egypt urged Iran to join the treaty.", "Egypt urged Iran to leave the town.");
    above(state, "Egypt welcomed the plan and urged Iran to read it.", "Egypt saw the plan and urged Iran to read it.");
}

static void asides_on_who_speaks(void **state)
{
    same(state, "Iran, he said, must change course.", "Iran must change course.");
    same(state, "Iran, said the envoy, must change course.", "Iran must change course.");
    critical(state, "Egypt is not, he said, ready to talk.");
    critical(state, ", he said, must not cooperate."); /* it stands at the beginning */
}

static void negators_reach_through(void **state)
{
    critical(state, "There is no sign that Iran is ready to talk.");
    critical(state, "There is no indication so far that Iran wants to cooperate.");
    critical(state, "It is impossible to say that the vote was free and fair.");
    /* Two negations cancel. */
    conciliatory(state, "There is no reason why the two countries should not be friends.");
    conciliatory(state, "We see no reason why they should not cooperate.");
    /* A that-clause of its own stays out of it. */
    above(state, "It is no secret that they cooperate.", "There is no sign that they cooperate.");
}

static void what_is_not_coming_or_not_theirs(void **state)
{
    above(state, "Military action against Iran was not imminent.", "Military action against Iran was imminent.");
    above(state, "Egypt had nothing to do with the criticism of Iran.", "Egypt joined the criticism of Iran.");
    critical(state, "The regime has nothing to do with democracy.");
    /* Clefts and their like: somebody broke it. */
    critical(state, "It was Russia, not Ukraine, that broke the treaty.");
    critical(state, "Not Russia but Ukraine broke the truce.");
}

static void a_quoted_verdict(void **state)
{
    same(state, "He called the plan \"illegal\".", "He called the plan illegal.");
    same(state, "He called the plan 'illegal'.", "He called the plan illegal.");
}

static void resolve_and_disbelief(void **state)
{
    critical(state, "No one should doubt our determination.");
    critical(state, "It is impossible to imagine such a step.");
    critical(state, "This is like walking in circles.");
    critical(state, "It is a policy of double standards.");
    critical(state, "Everything has its limits.");
}

static void sentences_bound_the_scopes(void **state)
{
    /* "But" opens the second sentence: it does not outweigh the first one. */
    same(state, "We welcome the cooperation. But the road is long.", "We welcome the cooperation. The road is long.");
    const stance_statement *s = whole(*state, "We do not. They cooperate.");
    assert_true(s->hit_count > 0);
    above(state, "We do not. They cooperate.", "We do not think so, they do not cooperate.");
}

static void case_and_quotes_do_not_matter(void **state)
{
    same(state, "We don't cooperate.", "We don\xE2\x80\x99t cooperate.");
    same(state, "we welcome the cooperation.", "WE WELCOME THE COOPERATION.");
    same(state, "We welcome the cooperation.", "  We   welcome\tthe cooperation. ");
}

static void neutral_words_change_nothing(void **state)
{
    same(state, "We welcome the cooperation.", "We welcome the cooperation. The train to the coast leaves at seven.");
}

/* The formula of the header, from the trace alone. */
static void trace_adds_up(void **state)
{
    static const char *const texts[] = {
        "We welcome the cooperation, but the hostile rhetoric and the unfounded accusations do not help to improve "
        "relations.",
        "Washington must not undermine the dialogue. Both sides should prevent a conflict! It may, however, be too "
        "late.",
        "They refused to lift the sanctions although we had removed the obstacles to cooperation.",
        "No one should doubt that the so-called peace plan violated our agreements.",
    };
    const int64_t prior = 8 * (int64_t)STANCE_MILLION;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const stance_statement *s = whole(*state, texts[i]);
        int64_t plus = 0, minus = 0;
        for (size_t k = 0; k < s->hit_count; k++) {
            const stance_hit *h = &s->hits[k];
            if (h->after > 0) plus += h->after;
            else minus -= h->after;
            assert_true(h->at.start < h->at.end);
            assert_true(h->pattern.len > 0);
            assert_in_range(h->before + 4 * STANCE_MILLION, 0,
                            8 * STANCE_MILLION); /* no entry says more than strength 5 */
            assert_non_null(memchr(h->origin.data, ':', h->origin.len));
            assert_true(h->before == h->after || h->effect.len > 0); /* every change is explained */
        }
        assert_int_equal(s->tone.score, (plus - minus) * STANCE_MILLION / (plus + minus + prior));
        assert_int_equal(s->tone.conciliatory, plus * STANCE_MILLION / (plus + prior));
        assert_int_equal(s->tone.critical, minus * STANCE_MILLION / (minus + prior));
    }
}

static void trace_costs_nothing(void **state)
{
    bench *b = *state;
    const char *text = "They refused to lift the sanctions although we had removed the obstacles to cooperation.";
    stance_tone with = whole(b, text)->tone;
    const stance_statement *s;
    stance_error err;
    assert_int_equal(stance_analyse_text(b->lexicon, b->workspace, stance_view_of(text), false, &s, &err), STANCE_OK);
    assert_memory_equal(&with, &s->tone, sizeof with);
    assert_int_equal(s->hit_count, 0);
}

/* times × part, in memory of the caller's. */
static char *repeated(const char *part, size_t times)
{
    size_t n = strlen(part);
    char *text = malloc(n * times + 1);
    assert_non_null(text);
    for (size_t i = 0; i < times; i++) memcpy(text + i * n, part, n);
    text[n * times] = '\0';
    return text;
}

static void bounds(void **state)
{
    static const char *const parts[] = {"We welcome the excellent cooperation. ", "hateful barbaric lies ",
                                        "but may not stop war "};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        char *text = repeated(parts[i], 3000);
        const stance_tone t = whole(*state, text)->tone;
        assert_true(t.score > -STANCE_MILLION && t.score < STANCE_MILLION);
        assert_true(t.conciliatory >= 0 && t.conciliatory < STANCE_MILLION);
        assert_true(t.critical >= 0 && t.critical < STANCE_MILLION);
        free(text);
    }
    above(state, "We welcome the excellent cooperation and praise the dialogue.",
          "We welcome the excellent cooperation.");
}

/* A megabyte without a full stop takes seconds at most; with a loop over all pairs of entries it would take hours. */
static void long_texts_take_linear_time(void **state)
{
    static const char *const parts[] = {"they may not stop the very hostile war but ", "should not undermine, ",
                                        "We do not welcome it. "};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        char *text = repeated(parts[i], 1000000 / strlen(parts[i]));
        assert_true(whole(*state, text)->tone.matched > 10000);
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lexicon_is_clean),
        cmocka_unit_test(plain_words),
        cmocka_unit_test(zero_is_neutral),
        cmocka_unit_test(negation),
        cmocka_unit_test(double_negation),
        cmocka_unit_test(reversal),
        cmocka_unit_test(nested_reversal),
        cmocka_unit_test(judgements_stay),
        cmocka_unit_test(judgements_denied_or_ended),
        cmocka_unit_test(counterparts),
        cmocka_unit_test(matters),
        cmocka_unit_test(questions),
        cmocka_unit_test(refusal_stays_one),
        cmocka_unit_test(hedges),
        cmocka_unit_test(conditions),
        cmocka_unit_test(contrast),
        cmocka_unit_test(concession),
        cmocka_unit_test(degrees),
        cmocka_unit_test(obligations),
        cmocka_unit_test(obligations_bind_whoever_can_act),
        cmocka_unit_test(wishes_are_as_good_as_what_is_wished),
        cmocka_unit_test(a_denied_beginning_ends_at_its_comma),
        cmocka_unit_test(the_brightest_counts_whole),
        cmocka_unit_test(evils_are_nobodys_doing_until_somebody_is_named),
        cmocka_unit_test(obligation_by_speaker),
        cmocka_unit_test(denial_of_a_deed),
        cmocka_unit_test(alleged),
        cmocka_unit_test(masks),
        cmocka_unit_test(speech_acts),
        cmocka_unit_test(attitudes_that_the_text_tells_of),
        cmocka_unit_test(topics_of_talk),
        cmocka_unit_test(dark_things_in_what_is_praised),
        cmocka_unit_test(important_for_is_praise),
        cmocka_unit_test(obligations_bind_both_or_the_other_side),
        cmocka_unit_test(calls_to_a_common_act),
        cmocka_unit_test(asides_on_who_speaks),
        cmocka_unit_test(negators_reach_through),
        cmocka_unit_test(what_is_not_coming_or_not_theirs),
        cmocka_unit_test(a_quoted_verdict),
        cmocka_unit_test(resolve_and_disbelief),
        cmocka_unit_test(sentences_bound_the_scopes),
        cmocka_unit_test(case_and_quotes_do_not_matter),
        cmocka_unit_test(neutral_words_change_nothing),
        cmocka_unit_test(trace_adds_up),
        cmocka_unit_test(trace_costs_nothing),
        cmocka_unit_test(bounds),
        cmocka_unit_test(long_texts_take_linear_time),
    };
    return cmocka_run_group_tests(tests, open_bench, close_bench);
}
