/* What users type as the value of a correction, held against the shipped lexicon. Run from the root of the repository. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/strbuf.h"
#include "stance/pipeline.h"

static stance_lexicon *lexicon;

static int load_lexicon(void **state)
{
    (void)state;
    const char *const folder = "lexicons/en";
    stance_error err;
    return stance_lexicon_load(&folder, 1, NULL, NULL, &lexicon, &err) == STANCE_OK ? 0 : -1;
}

static int free_lexicon(void **state)
{
    (void)state;
    stance_lexicon_free(lexicon);
    return 0;
}

/* actor: NULL, or its id. expected NULL: refused, and the message holds `actor`. */
static void assert_value(stance_field field, const char *typed, const char *expected, const char *actor)
{
    stance_error err = {STANCE_OK, ""};
    stance_strbuf text = STANCE_STRBUF_INIT;
    stance_value value;
    stance_status status = stance_read_value(lexicon, field, stance_view_of(typed), &text, &value, &err);
    if (!expected) {
        assert_int_equal(status, STANCE_EINVAL);
        if (!strstr(err.message, actor)) fail_msg("'%s': %s", typed, err.message);
    } else {
        if (status != STANCE_OK) fail_msg("'%s': %s", typed, err.message);
        if (!stance_view_is(value.text, expected))
            fail_msg("'%s' gives '%.*s', not '%s'", typed, (int)value.text.len, value.text.data, expected);
        assert_true(actor ? stance_view_is(value.actor, actor) : !value.actor.len);
    }
    stance_strbuf_free(&text);
}

static void test_dates(void **state)
{
    (void)state;
    assert_value(STANCE_FIELD_DATE, " 2020-02-29 ", "2020-02-29", NULL);
    assert_value(STANCE_FIELD_DATE, "2020-02", "2020-02", NULL);
    assert_value(STANCE_FIELD_DATE, "2020", "2020", NULL);
    assert_value(STANCE_FIELD_DATE, "none", "", NULL);
    assert_value(STANCE_FIELD_DATE, "2021-02-29", NULL, "no date of the calendar");
    assert_value(STANCE_FIELD_DATE, "13 July 2021", NULL, "2021-07-13");
    assert_value(STANCE_FIELD_DATE, "", NULL, "write none");
}

static void test_speakers(void **state)
{
    (void)state;
    assert_value(STANCE_FIELD_SPEAKER, "Jon Falk", "Jon Falk", NULL);
    assert_value(STANCE_FIELD_SPEAKER, "SERGEY lavrov", "Sergey Lavrov", "sergey-lavrov");
    assert_value(STANCE_FIELD_SPEAKER, "sergey-lavrov", "Sergey Lavrov", "sergey-lavrov");
    assert_value(STANCE_FIELD_SPEAKER, "Russian Federation", "Russian Federation", "russia"); /* another name of it */
    assert_value(STANCE_FIELD_SPEAKER, "none", "", NULL);
    assert_value(STANCE_FIELD_SPEAKER, "a\tb", NULL, "control character");
    assert_value(STANCE_FIELD_SPEAKER, "\xFF", NULL, "UTF-8");
}

static void test_lists(void **state)
{
    (void)state;
    assert_value(STANCE_FIELD_TOPICS, "sanctions;arms-control, SANCTIONS", "arms-control;sanctions", NULL);
    assert_value(STANCE_FIELD_TOPICS, "none", "", NULL);
    assert_value(STANCE_FIELD_TOPICS, "sanctions,", NULL, "no topic ''");
    assert_value(STANCE_FIELD_TOPICS, "weather", NULL, "arms-control");
    assert_value(STANCE_FIELD_TARGETS, "nato, Washington;NATO", "nato;united-states", NULL);
    assert_value(STANCE_FIELD_TARGETS, "Atlantis", NULL, "no actor 'Atlantis'");
    assert_value(STANCE_FIELD_WITHDRAWN, "yes", NULL, "date, speaker, topics or targets");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_speakers),
        cmocka_unit_test(test_lists),
    };
    return cmocka_run_group_tests(tests, load_lexicon, free_lexicon);
}
