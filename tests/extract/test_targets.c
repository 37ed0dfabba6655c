/* Whom statements are about: sides of the shipped lexicon, whoever speaks is invented. */
#include "extract_test.h"

static void targets_on(const char *text, stance_date date, const char *words, const char *expected)
{
    char got[256] = "";
    extract_dated(text, date);
    const stance_statement *s = holding(words);
    for (size_t i = 0; i < s->target_count; i++) {
        stance_view v = s->targets[i];
        snprintf(got + strlen(got), sizeof got - strlen(got), "%s%.*s", i ? ";" : "", (int)v.len, v.data);
    }
    if (strcmp(got, expected) != 0) print_error("%s\n", text);
    assert_string_equal(got, expected);
}

static void targets(const char *text, const char *words, const char *expected)
{
    targets_on(text, (stance_date){0}, words, expected);
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

/* He led Belgium to October 2019 and the European Council from December on: which row counts. */
static void sides_by_date(void **state)
{
    (void)state;
    const char *own = "Charles Michel said that Belgium and the European Union agreed.";
    const char *of = "Ann Lee said that Charles Michel agreed.";
    const stance_date none = {0}, year = {2020, 0, 0}, first = {2019, 5, 4}, second = {2020, 5, 4};
    const stance_date between = {2019, 11, 15}, before = {2017, 5, 4}, behind = {2023, 5, 4};
    targets_on(own, none, "agreed", "");
    targets_on(own, year, "agreed", "");
    targets_on(own, first, "agreed", "european-union");
    targets_on(own, second, "agreed", "belgium");
    targets_on(own, between, "agreed", ""); /* out of office he keeps his side */
    targets_on(own, before, "agreed", "european-union");
    targets_on(own, behind, "agreed", "belgium");
    targets_on(of, none, "agreed", "belgium");
    targets_on(of, before, "agreed", "belgium");
    targets_on(of, second, "agreed", "european-union");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addressees),
        cmocka_unit_test(demonyms),
        cmocka_unit_test(mere_places),
        cmocka_unit_test(own_side),
        cmocka_unit_test(persons_by_their_side),
        cmocka_unit_test(sides_by_date),
    };
    return RUN(tests);
}
