/* Regular inflection: which forms `word~` covers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lexicon/inflect.h"

static bool has(char forms[STANCE_FORM_COUNT][STANCE_FORM_SIZE], size_t count, const char *form)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(forms[i], form) == 0) return true;
    }
    return false;
}

static void forms_of(void **state)
{
    (void)state;
    static const char *const cases[][6] = {
        {"talk", "talk", "talks", "talked", "talking", NULL},
        {"restore", "restore", "restores", "restored", "restoring", NULL},
        {"deny", "deny", "denies", "denied", "denying", NULL},
        {"play", "play", "plays", "played", "playing", NULL},
        {"lift", "lift", "lifts", "lifted", "lifting", NULL},
        {"reach", "reach", "reaches", "reached", "reaching", NULL},
        {"push", "push", "pushes", "pushed", "pushing", NULL},
        {"discuss", "discuss", "discusses", "discussed", "discussing", NULL},
        {"fix", "fix", "fixes", "fixed", "fixing", NULL},
        {"plan", "plan", "plans", "planned", "planning", NULL},
        {"travel", "travels", "travelled", "traveled", "travelling", "traveling"},
        {"equip", "equip", "equips", "equipped", "equipping", NULL},
        {"agree", "agree", "agrees", "agreed", "agreeing", NULL},
        {"die", "die", "dies", "died", "dying", NULL},
        {"panic", "panic", "panics", "panicked", "panicking", NULL},
        {"veto", "veto", "vetoes", "vetoed", "vetoing", NULL},
        {"continue", "continue", "continues", "continued", "continuing", NULL},
        {"ally", "ally", "allies", "allied", "allying", NULL},
        {"d\xC3\xA9tente", "d\xC3\xA9tente", "d\xC3\xA9tentes", NULL, NULL, NULL},
        {"memo", "memos", NULL, NULL, NULL, NULL}, /* veto, vetoes; but memos */
        {"go", "goes", "going", NULL, NULL, NULL},
        {"x", "x", NULL, NULL, NULL, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char forms[STANCE_FORM_COUNT][STANCE_FORM_SIZE];
        size_t count = stance_inflect(stance_view_of(cases[i][0]), forms);
        assert_true(count >= 2 && count <= STANCE_FORM_COUNT);
        assert_string_equal(forms[0], cases[i][0]); /* the lemma first */
        for (size_t k = 1; k < 6 && cases[i][k]; k++) {
            if (!has(forms, count, cases[i][k])) fail_msg("%s~ lacks %s", cases[i][0], cases[i][k]);
        }
    }
}

static void forms_it_has_not(void **state)
{
    (void)state;
    static const char *const cases[][2] = {{"help", "helpped"},      {"deny", "denys"},  {"play", "plaies"},
                                           {"restore", "restoreed"}, {"fix", "fixxed"},  {"show", "showwed"},
                                           {"reach", "reachs"},      {"need", "needded"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char forms[STANCE_FORM_COUNT][STANCE_FORM_SIZE];
        size_t count = stance_inflect(stance_view_of(cases[i][0]), forms);
        if (has(forms, count, cases[i][1])) fail_msg("%s~ has %s", cases[i][0], cases[i][1]);
    }
}

static void lengths(void **state)
{
    (void)state;
    char forms[STANCE_FORM_COUNT][STANCE_FORM_SIZE], word[STANCE_FORM_SIZE + 8];
    assert_int_equal(stance_inflect((stance_view){NULL, 0}, forms), 0);
    bool refused = false;
    for (size_t n = 1; n < sizeof word; n++) { /* with endings that add most; the sanitizers watch the borders */
        static const char *const endings[] = {"t", "c", "y", "ie", "o", "pan"};
        for (size_t k = 0; k < 6; k++) {
            size_t e = strlen(endings[k]);
            if (e > n) continue;
            memset(word, 'b', n);
            memcpy(word + n - e, endings[k], e);
            size_t count = stance_inflect((stance_view){word, n}, forms);
            assert_true(count > 0 || n + 6 > STANCE_FORM_SIZE);
            for (size_t i = 0; i < count; i++) assert_true(memchr(forms[i], '\0', STANCE_FORM_SIZE) != NULL);
            refused = refused || count == 0;
        }
    }
    assert_true(refused);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(forms_of), cmocka_unit_test(forms_it_has_not),
                                       cmocka_unit_test(lengths)};
    return cmocka_run_group_tests_name("lexicon/inflect", tests, NULL, NULL);
}
