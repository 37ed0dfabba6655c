/* What goes in comes out, once, and only when it was committed. */
#include "store_fixture.h"

#include "store/internal.h"

static void assert_view(stance_view got, const char *expected)
{
    if (!expected) {
        assert_null(got.data);
        return;
    }
    assert_non_null(got.data);
    assert_int_equal(got.len, strlen(expected));
    assert_memory_equal(got.data, expected, got.len);
}

/* 0123456789… with quotes, control characters, markup and letters of several bytes */
static const char odd_text[] = "\xE2\x80\x9CWe'll \"talk\"\xE2\x80\x9D; DROP TABLE "
                               "documents;--\n\t<b>\x01\xD0\x94\xD0\xB0</b> 100% \xF0\x9F\x98\x80 end";

static void test_round_trip(void **state)
{
    fixture *f = *state;
    stance_error err = {STANCE_OK, ""};
    stance_store *store = open_store(f->db, STANCE_WRITE);
    stance_document d = {.id = V("dir/one's \"file\".txt"),
                         .text = V(odd_text),
                         .title = V(""),
                         .source = V("agency.example"),
                         .url = V("https://a.example/?q='x'"),
                         .language = V("en"),
                         .speaker = V("Vera Orlova"),
                         .date = {2021, 7, 13},
                         .basis = STANCE_DATE_DATELINE};
    uint32_t end = (uint32_t)strlen(odd_text);
    stance_span content[] = {{3, 8}, {10, 14}};
    stance_view topics[] = {V("sanctions"), V("arms-control"), V("sanctions")}, targets[] = {V("usa"), V("eu")};
    stance_hit hits[] = {
        {.at = {3, 8},
         .pattern = V("talk*"),
         .origin = V("tone.tsv:12"),
         .kind = "tone",
         .before = 500000,
         .after = -350000,
         .effect = V("turned by 'not' (70 %)")},
        {.at = {3, 6}, .pattern = V("not"), .origin = V("shifters.tsv:1"), .kind = "negator"},
    };
    stance_statement s[] = {
        {.ordinal = 2,
         .place = STANCE_HEAD,
         .mode = STANCE_DIRECT,
         .span = {0, end},
         .content = content,
         .content_count = 2,
         .speaker = V("Vera Orlova"),
         .actor = V("vera-orlova"),
         .cue = V("said"),
         .evidence = V("subject of 'said'"),
         .confidence = 912345,
         .topics = topics,
         .topic_count = 3,
         .targets = targets,
         .target_count = 2,
         .tone = {-350001, 17, 350018, UINT32_MAX},
         .hits = hits,
         .hit_count = 2},
        {.ordinal = 4000000000U, .mode = STANCE_NARRATION, .span = {end, end}},
    };
    assert_int_equal(add_one(store, &d, s, 2), STANCE_ADDED_NEW);
    close_store(store);

    store = open_store(f->db, STANCE_READ);
    stance_cursor *cursor;
    const stance_row *row;
    char hash[65], id[32];
    stance_content_hash(d.text, hash);
    snprintf(id, sizeof id, "%.12s:2", hash);
    assert_ok(stance_store_select(store, &(stance_selector){.said_only = false}, &cursor, &err));
    assert_ok(stance_cursor_next(cursor, &row, &err));
    assert_non_null(row);
    assert_string_equal(row->id, id);
    assert_string_equal(row->hash, hash);
    assert_view(row->document.id, "dir/one's \"file\".txt");
    assert_view(row->document.title, "");
    assert_view(row->document.source, "agency.example");
    assert_view(row->document.url, "https://a.example/?q='x'");
    assert_view(row->document.language, "en");
    assert_view(row->document.speaker, "Vera Orlova");
    assert_null(row->document.text.data);
    assert_memory_equal(&row->document.date, &d.date, sizeof d.date);
    assert_int_equal(row->document.basis, STANCE_DATE_DATELINE);
    assert_view(row->text, odd_text);
    const stance_statement *got = &row->statement;
    assert_int_equal(got->ordinal, 2);
    assert_int_equal(got->place, STANCE_HEAD);
    assert_int_equal(got->mode, STANCE_DIRECT);
    assert_int_equal(got->span.end, end);
    assert_int_equal(got->content_count, 2);
    assert_memory_equal(got->content, content, sizeof content);
    assert_view(got->speaker, "Vera Orlova");
    assert_view(got->actor, "vera-orlova");
    assert_view(got->cue, "said");
    assert_view(got->evidence, "subject of 'said'");
    assert_int_equal(got->confidence, 912345);
    assert_int_equal(got->topic_count, 3);
    assert_view(got->topics[0], "sanctions");
    assert_view(got->topics[1], "arms-control");
    assert_view(got->topics[2], "sanctions");
    assert_int_equal(got->target_count, 2);
    assert_view(got->targets[0], "usa");
    assert_view(got->targets[1], "eu");
    assert_int_equal(got->tone.score, -350001);
    assert_int_equal(got->tone.conciliatory, 17);
    assert_int_equal(got->tone.critical, 350018);
    assert_true(got->tone.matched == UINT32_MAX);
    assert_null(got->hits);

    const stance_hit *h;
    size_t count;
    stance_view text;
    assert_ok(stance_store_hits(store, row->key, &h, &count, &err));
    assert_int_equal(count, 2);
    assert_int_equal(h[0].at.start, 3);
    assert_int_equal(h[0].at.end, 8);
    assert_view(h[0].pattern, "talk*");
    assert_view(h[0].origin, "tone.tsv:12");
    assert_string_equal(h[0].kind, "tone");
    assert_int_equal(h[0].before, 500000);
    assert_int_equal(h[0].after, -350000);
    assert_view(h[0].effect, "turned by 'not' (70 %)");
    assert_view(h[1].effect, "");
    assert_string_equal(h[1].kind, "negator");
    assert_ok(stance_store_text(store, row->document_key, &text, &err));
    assert_view(text, odd_text);
    assert_fails(stance_store_text(store, 99, &text, &err), STANCE_ENOTFOUND);

    assert_ok(stance_cursor_next(cursor, &row, &err));
    assert_non_null(row);
    assert_true(row->statement.ordinal == 4000000000U);
    assert_null(row->statement.speaker.data);
    assert_null(row->statement.actor.data);
    assert_null(row->statement.cue.data);
    assert_null(row->statement.evidence.data);
    assert_int_equal(row->statement.content_count + row->statement.topic_count + row->statement.target_count, 0);
    assert_view(row->text, "");
    assert_ok(stance_store_hits(store, row->key, &h, &count, &err));
    assert_int_equal(count, 0);
    stance_cursor_close(cursor);
    close_store(store);
}

static void test_known_and_second_id(void **state)
{
    fixture *f = *state;
    stance_error err = {STANCE_OK, ""};
    stance_store *store = open_store(f->db, STANCE_WRITE);
    stance_totals before, after;
    stance_statement s = {.ordinal = 1, .span = {0, 3}};
    stance_document d = {.id = V("one"), .text = V("Talks.")};
    char hash[65];
    bool known;
    stance_content_hash(d.text, hash);
    assert_ok(stance_store_knows(store, hash, &known, &err));
    assert_false(known);
    assert_int_equal(add_one(store, &d, &s, 1), STANCE_ADDED_NEW);
    assert_ok(stance_store_totals(store, &before, &err));
    assert_int_equal(add_one(store, &d, &s, 1), STANCE_ADDED_KNOWN);
    d.id = V("two");
    d.date = (stance_date){2020, 1, 1};
    assert_int_equal(add_one(store, &d, NULL, 0), STANCE_ADDED_SOURCE);
    assert_int_equal(add_one(store, &d, NULL, 0), STANCE_ADDED_KNOWN);
    assert_ok(stance_store_knows(store, hash, &known, &err));
    assert_true(known);
    assert_ok(stance_store_totals(store, &after, &err));
    assert_memory_equal(&before, &after, sizeof before);
    assert_int_equal(after.documents, 1);
    assert_int_equal(after.statements, 1);
    close_store(store);
}

static void test_rollback_leaves_nothing(void **state)
{
    fixture *f = *state;
    stance_error err = {STANCE_OK, ""};
    stance_store *store = open_store(f->db, STANCE_WRITE);
    stance_view topic = V("cyber");
    stance_statement s = {.ordinal = 1, .speaker = V("Jon Falk"), .topics = &topic, .topic_count = 1};
    stance_document d = {.id = V("one"), .text = V("Talks."), .source = V("wire")};
    stance_totals totals;
    stance_added added;
    for (int round = 0; round < 2; round++) { /* names learnt in the first batch are gone with it */
        assert_ok(stance_store_begin(store, &err));
        assert_ok(stance_store_add(store, &d, LEXICON, LEXICON, &s, 1, &added, &err));
        assert_ok(stance_store_problem(store, V("x"), 1, V("bad"), &err));
        stance_store_rollback(store);
        assert_ok(stance_store_totals(store, &totals, &err));
        assert_int_equal(totals.documents + totals.statements + totals.problems, 0);
    }
    add_one(store, &d, &s, 1);
    assert_ok(stance_store_begin(store, &err));
    d.text = V("Other talks.");
    char hash[65];
    stance_content_hash(d.text, hash);
    assert_ok(stance_store_add(store, &d, hash, LEXICON, &s, 1, &added, &err));
    close_store(store); /* an open batch is not committed by closing */
    store = open_store(f->db, STANCE_READ);
    assert_ok(stance_store_totals(store, &totals, &err));
    assert_int_equal(totals.documents, 1);
    assert_int_equal(count_rows(store, &(stance_selector){.topic = V("cyber")}, NULL, 0), 1);
    close_store(store);
}

static void test_refused(void **state)
{
    fixture *f = *state;
    stance_error err = {STANCE_OK, ""};
    stance_store *store = open_store(f->db, STANCE_WRITE);
    stance_document good = {.id = V("one"), .text = V("Talks.")}, bad;
    stance_span outside = {2, 7};
    stance_hit hit = {.at = {5, 4}, .kind = "tone"};
    stance_statement wrong[] = {
        {.ordinal = 0},
        {.ordinal = 1, .span = {0, 7}},
        {.ordinal = 1, .span = {3, 2}},
        {.ordinal = 1, .content = &outside, .content_count = 1},
        {.ordinal = 1, .hits = &hit, .hit_count = 1},
        {.ordinal = 1, .confidence = 1000001},
        {.ordinal = 1, .tone = {.score = -1000001}},
        {.ordinal = 1, .tone = {.critical = -1}},
        {.ordinal = 1, .mode = (stance_mode)3},
    };
    stance_statement twice[] = {{.ordinal = 1}, {.ordinal = 1}};
    stance_added added;
    assert_fails(stance_store_add(store, &good, LEXICON, LEXICON, NULL, 0, &added, &err), STANCE_EINVAL); /* no batch */
    assert_fails(stance_store_commit(store, &err), STANCE_EINVAL);
    assert_ok(stance_store_begin(store, &err));
    assert_fails(stance_store_begin(store, &err), STANCE_EINVAL);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_fails(stance_store_add(store, &good, LEXICON, LEXICON, &wrong[i], 1, &added, &err), STANCE_EINVAL);
        assert_non_null(strstr(err.message, "'one'"));
    }
    assert_fails(stance_store_add(store, &good, LEXICON, LEXICON, twice, 2, &added, &err), STANCE_EINVAL);
    assert_fails(stance_store_add(store, &good, "abc", LEXICON, NULL, 0, &added, &err), STANCE_EINVAL);
    assert_fails(stance_store_add(store, &good, LEXICON, "", NULL, 0, &added, &err), STANCE_EINVAL);
    bad = good;
    bad.date = (stance_date){2021, 2, 30};
    assert_fails(stance_store_add(store, &bad, LEXICON, LEXICON, NULL, 0, &added, &err), STANCE_EINVAL);
    assert_ok(stance_store_add(store, &good, LEXICON, LEXICON, NULL, 0, &added, &err)); /* the batch is still good */
    assert_int_equal(added, STANCE_ADDED_NEW);
    assert_ok(stance_store_commit(store, &err));
    close_store(store);

    store = open_store(f->db, STANCE_READ);
    assert_ok(stance_store_begin(store, &err));
    assert_fails(stance_store_add(store, &good, LEXICON, LEXICON, NULL, 0, &added, &err), STANCE_EIO);
    assert_fails(stance_store_problem(store, V("x"), 1, V("bad"), &err), STANCE_EIO);
    assert_ok(stance_store_commit(store, &err));
    close_store(store);
}

static void test_spoiled_batch(void **state)
{
    fixture *f = *state;
    stance_error err = {STANCE_OK, ""};
    stance_store *store = open_store(f->db, STANCE_WRITE);
    stance_document d = {.id = V("one"), .text = V("Talks.")};
    stance_statement s[] = {{.ordinal = 1}, {.ordinal = 2}};
    stance_added added;
    stance_totals totals;
    assert_ok(stance_store_begin(store, &err));
    assert_int_equal(sqlite3_exec(store->db, "PRAGMA max_page_count = 1", NULL, NULL, NULL), SQLITE_OK);
    char big[100000];
    memset(big, 'x', sizeof big);
    d.text = (stance_view){big, sizeof big};
    assert_fails(stance_store_add(store, &d, LEXICON, LEXICON, s, 2, &added, &err), STANCE_EIO);
    assert_non_null(strstr(err.message, "no room"));
    assert_fails(stance_store_commit(store, &err), STANCE_EIO);
    assert_ok(stance_store_totals(store, &totals, &err));
    assert_int_equal(totals.documents, 0);
    assert_int_equal(sqlite3_exec(store->db, "PRAGMA max_page_count = 100000", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(add_one(store, &d, s, 2), STANCE_ADDED_NEW); /* the store goes on */
    close_store(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_round_trip, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_known_and_second_id, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_rollback_leaves_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_spoiled_batch, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
