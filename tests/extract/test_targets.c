/* Whom statements are about: sides of the shipped lexicon, whoever speaks is invented. */
#include "extract_test.h"

static void targets(const char *text, const char *words, const char *expected)
{
    char got[256] = "";
    extract(text);
    const stance_statement *s = holding(words);
    for (size_t i = 0; i < s->target_count; i++) {
        stance_view v = s->targets[i];
        snprintf(got + strlen(got), sizeof got - strlen(got), "%s%.*s", i ? ";" : "", (int)v.len, v.data);
    }
    if (strcmp(got, expected) != 0) print_error("%s\n", text);
    assert_string_equal(got, expected);
}

static void addressees(void **state)
{
    (void)state;
    targets("Ann Lee accused Norway of delay.", "delay", "norway");
    targets("Ann Lee warned Norway against new rules.", "new rules", "norway");
    targets("Ann Lee reminded Oslo that the deal was signed.", "deal", "norway");
    targets("Norway was accused by Ann Lee of delay.", "delay", "norway");
    targets("No deal without respect, Ann Lee tells EU\n\nAnn Lee spoke.", "respect", "european-union");
    targets("Ann Lee told CNN that the deal was signed.", "deal", "");
}

static void demonyms(void **state)
{
    (void)state;
    targets("The Americans refuse to talk, Ann Lee said.", "refuse", "united-states");
    targets("Ann Lee said that Norwegian ships and South Korean planes had left.", "ships", "norway;south-korea");
    targets("The envoy spoke in German, Ann Lee said.", "envoy", "");
}

static void mere_places(void **state)
{
    (void)state;
    targets("Ann Lee said the Vienna talks were hard.", "hard", "");
    targets("Ann Lee recalled the Helsinki Final Act and the Vienna Convention.", "Act", "");
    targets("Ann Lee said that he lived in Oslo.", "lived", "");
    targets("Ann Lee said that Vienna was right.", "right", "austria");
    targets("\"Who has seen it?\" Ann Lee asked.", "seen", "");
    targets("Ann Lee said that WHO experts were late.", "late", "who");
}

static void own_side(void **state)
{
    (void)state;
    targets("The Norwegian prime minister said Oslo would help Sweden.", "help", "sweden");
    targets("Norway's foreign minister said Oslo would help Sweden.", "help", "sweden");
    targets("Borrell said that the European Union and Brussels would help Sweden.", "help", "sweden");
}

static void persons_by_their_side(void **state)
{
    (void)state;
    targets("Ann Lee said that Enrique Mora was late.", "late", "european-union");
    targets("Ann Lee said that Biden and Guterres were late.", "late", "united-states;united-nations");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addressees),
        cmocka_unit_test(demonyms),
        cmocka_unit_test(mere_places),
        cmocka_unit_test(own_side),
        cmocka_unit_test(persons_by_their_side),
    };
    return RUN(tests);
}
