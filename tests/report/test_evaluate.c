/* Gold held against answers: how rows find their statements, and that the figures do not depend on the order of anything. */
#include "report_fixture.h"

#include <math.h>

#include "report/judge.h"

static int complaints;

static void complain(void *context, stance_view input, uint64_t line, stance_view reason)
{
    (void)input;
    (void)line;
    complaints++;
    if (context) snprintf(context, 400, "%.*s", (int)reason.len, reason.data);
}

static stance_gold *gold_of(const char *table, size_t refused)
{
    stance_error err;
    stance_gold *gold;
    size_t n;
    assert_ok(stance_gold_read(V(table), V("gold"), complain, NULL, &n, &gold, &err));
    assert_int_equal(n, refused);
    return gold;
}

static void names(void **state)
{
    (void)state;
    assert_true(stance_same_name(V("Antonov"), V("Anatoly Antonov")));
    assert_true(stance_same_name(V("A. Antonov"), V("Anatoly Antonov")));
    assert_true(stance_same_name(V("State Department of the US"), V("US Department of State")) ==
                stance_same_name(V("US Department of State"), V("State Department of the US")));
    assert_true(stance_same_name(V("Émile DURAND"), V("émile Durand")));
    assert_false(stance_same_name(V("Ida Falk"), V("Jon Falk")));
    assert_false(stance_same_name(V("Jon Falk"), V("Jon Berg")));
    assert_false(stance_same_name(V(""), V("")));
    assert_false(stance_same_name(V("of the"), V("of the")));
}

static void keys(void **state)
{
    (void)state;
    stance_arena arena = STANCE_ARENA_INIT;
    assert_true(stance_view_is(stance_fold_key(&arena, V(" a \n\t b\xC2\xA0 ")), "a b"));
    assert_true(stance_view_is(stance_fold_key(&arena, V("“It’s”")), "\"It's\""));
    assert_true(stance_view_is(stance_fold_key(&arena, V("")), ""));
    stance_arena_free(&arena);
    const stance_view hash = V("0123456789ab");
    assert_int_equal(stance_document_rank(V("in/a.txt"), V("in/a.txt"), hash), 4);
    assert_int_equal(stance_document_rank(V("a.txt"), V("in/a.txt"), hash), 3);
    assert_int_equal(stance_document_rank(V("01234567"), V("in/a.txt"), hash), 2);
    assert_int_equal(stance_document_rank(V("0123456789abcdef"), V("in/a.txt"), hash), 2);
    assert_int_equal(stance_document_rank(V("a."), V("in/a.txt"), hash), 1);
    assert_int_equal(stance_document_rank(V("in"), V("in/a.txt"), hash), 0);
    assert_int_equal(stance_document_rank(V(""), V("in/a.txt"), hash), 0);
}

static void tables(void **state)
{
    (void)state;
    stance_error err;
    size_t n;
    stance_gold *gold = gold_of("\xEF\xBB\xBFlabel\tkey\tdocument\tnote\r\n\xE2\x88\x92\tone\ta\tx\r\n0."
                                "5\ttwo\ta\t\r\n\r\n# no\r\n*\tx\ta\t\r\n",
                                0);
    assert_int_equal(gold->count, 3);
    assert_true(gold->rows[0].label < -0.99 && gold->rows[1].label > 0.49 && !gold->rows[2].has_label);
    assert_true(!gold->rows[0].has_mode && !gold->rows[0].has_topics && !gold->rows[0].speaker.data);
    stance_gold_free(gold);
    gold = gold_of("a\tone\tIda Falk\tdirect\ttrade, space,trade\t+\na\ttwo\t-\tnarration\t-\t*\n", 0); /* no header */
    assert_int_equal(gold->rows[0].topic_count, 2);
    assert_true(gold->rows[1].has_topics && gold->rows[1].topic_count == 0 && !gold->rows[1].speaker.data);
    stance_gold_free(gold);
    const char *const none[] = {
        "",           "\n# only a remark\n", "document\tkey\tlabel\n", "document\tkey\n", "key\tkey\tlabel\n",
        "one cell\n", "id\ttext\n"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_true(stance_gold_read(V(none[i]), V("gold"), NULL, NULL, &n, &gold, &err) != STANCE_OK && !gold);
}

/* Where coders differ the majority counts, and without one it is neutral. */
static void several_coders(void **state)
{
    (void)state;
    stance_gold *gold =
        gold_of("id\tlabel\tcoder\nx\t+\tben\nx\t-\tann\nx\t+\tcy\ny\t+\tann\ny\t-\tben\nz\t-\tcy\nz\t+\tcy\n", 1);
    assert_int_equal(gold->count, 3);
    assert_int_equal(gold->coder_count, 3);
    assert_true(stance_view_is(gold->coders[0], "ann") && stance_view_is(gold->coders[2], "cy"));
    assert_true(gold->rows[0].label > 0.99);
    assert_int_equal(stance_label_class(gold->rows[1].label), STANCE_NEUTRAL);
    assert_true(gold->rows[2].label < -0.99);
    assert_true(gold->labels[0] < 0 && gold->labels[1] > 0 && isnan(gold->labels[3 + 2]));
    stance_gold_free(gold);
}

static void classes(void **state)
{
    (void)state;
    const bool all[] = {true, true, true}, polar[] = {true, false, true}, binary[] = {true, true, false};
    assert_int_equal(stance_score_class(-50000, 50000, all), STANCE_NEUTRAL);
    assert_int_equal(stance_score_class(-50001, 50000, all), STANCE_CRITICAL);
    assert_int_equal(stance_score_class(50001, 50000, all), STANCE_CONCILIATORY);
    assert_int_equal(stance_score_class(0, 50000, polar), STANCE_CONCILIATORY);
    assert_int_equal(stance_score_class(-1, 50000, polar), STANCE_CRITICAL);
    assert_int_equal(stance_score_class(900000, 50000, binary), STANCE_NEUTRAL);
}

static stance_evaluation *evaluate(stance_store *store, const stance_selector *selector, const stance_gold *gold,
                                   stance_answers **answers, size_t refused)
{
    stance_error err;
    stance_evaluation *e;
    size_t n;
    assert_ok(stance_answers_of_store(store, selector, gold, answers, &err));
    assert_ok(stance_evaluate(gold, *answers, NULL, complain, NULL, &n, &e, &err));
    assert_int_equal(n, refused);
    return e;
}

/* Of the fixture: one row on sanctions, one on arms control and trade, one narration, one that is not there. */
static void against_a_store(void **state)
{
    fixture *f = *state;
    stance_selector all = {.duplicates = STANCE_DUPLICATES_KEEP}, trade = {.topic = V("trade")};
    stance_answers *answers;
    stance_strbuf out[2] = {STANCE_STRBUF_INIT, STANCE_STRBUF_INIT};
    stance_error err;
    static const char *const orders[] = {"month-00\tnew list of sanctions\tVera Orlova\tdirect\tsanctions\t+\n"
                                         "month-00\tmissiles and markets\tJon Falk\tdirect\ttrade\t-\n"
                                         "month-01\tThe talks went on\t-\tnarration\t-\t*\n"
                                         "month-01\tNo comment\tJon Falk\treported\t-\t0\n"
                                         "month-02\tnowhere in it\t*\t*\t*\t0\n",
                                         "month-01\tNo comment\tJon Falk\treported\t-\t0\n"
                                         "month-02\tnowhere in it\t*\t*\t*\t0\n"
                                         "month-01\tThe talks went on\t-\tnarration\t-\t*\n"
                                         "month-00\tmissiles and markets\tJon Falk\tdirect\ttrade\t-\n"
                                         "month-00\tnew list of sanctions\tVera Orlova\tdirect\tsanctions\t+\n"};
    stance_store *store = open_store(f->db, STANCE_READ);
    for (int i = 0; i < 2; i++) {
        stance_gold *gold = gold_of(orders[i], 0);
        stance_evaluation *e = evaluate(store, &all, gold, &answers, 1);
        assert_int_equal(e->matches.count, 4);
        assert_int_equal(e->figures[STANCE_FIGURE_FOUND].items, 3);
        assert_true(e->figures[STANCE_FIGURE_FOUND].point.value > 0.999);
        assert_true(fabs(e->figures[STANCE_FIGURE_SPEAKER].point.value - 2.0 / 3) < 1e-9);
        assert_true(fabs(e->figures[STANCE_FIGURE_MODE].point.value - 2.0 / 3) < 1e-9);
        assert_true(fabs(e->figures[STANCE_FIGURE_TOPICS_PRECISION].point.value - 2.0 / 3) < 1e-9);
        assert_true(e->figures[STANCE_FIGURE_TOPICS_RECALL].point.value > 0.999);
        assert_true(fabs(e->parts[0].figures[STANCE_TONE_ACCURACY].point.value - 2.0 / 3) < 1e-9);
        assert_int_equal(e->worst_count, 1);
        assert_ok(stance_evaluation_text(e, &out[i], &err));
        assert_ok(stance_evaluation_write(e, STANCE_EVALUATION_FIGURES, STANCE_CSV, &out[i], &err));
        stance_evaluation_free(e);
        stance_answers_free(answers);
        if (i == 0) {
            e = evaluate(store, &trade, gold, &answers, 1); /* one is left, the others are outside */
            assert_int_equal(e->matches.count, 1);
            assert_int_equal(e->matches.outside, 3);
            stance_evaluation_free(e);
            stance_answers_free(answers);
        }
        stance_gold_free(gold);
    }
    assert_string_equal(out[0].data, out[1].data);
    stance_strbuf_free(&out[0]);
    stance_strbuf_free(&out[1]);
    close_store(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names),   cmocka_unit_test(keys),
        cmocka_unit_test(tables),  cmocka_unit_test(several_coders),
        cmocka_unit_test(classes), cmocka_unit_test_setup_teardown(against_a_store, open_months, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
