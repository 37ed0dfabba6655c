/* The stages wired together: import into a store, the scored stream. The speakers are invented. Run from the root of
   the repository: the lexicon is the shipped one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/strbuf.h"
#include "pipeline/batch.h"
#include "stance/pipeline.h"
#include "stance/record.h"

static stance_lexicon *lexicon;

typedef struct fixture {
    char dir[64], docs[80], db[80], other[80];
    stance_strbuf problems, out; /* "NAME:LINE reason\n" each; the lines that a stream wrote */
    int writes, fail_after;      /* fail_after: the write that fails, 0 for none */
    int progress;
    stance_error err;
} fixture;

static int load_lexicon(void **state)
{
    (void)state;
    const char *const folder = "lexicons/en";
    stance_error err;
    if (stance_lexicon_load(&folder, 1, NULL, NULL, &lexicon, &err) == STANCE_OK) return 0;
    print_error("%s\n", err.message);
    return -1;
}

static int free_lexicon(void **state)
{
    (void)state;
    stance_lexicon_free(lexicon);
    return 0;
}

static void put(const char *dir, const char *name, const char *text)
{
    char path[160];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

static int set_up(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    if (!f) return -1;
    snprintf(f->dir, sizeof f->dir, "/tmp/stance-pipeline-XXXXXX");
    if (!mkdtemp(f->dir)) return -1;
    snprintf(f->docs, sizeof f->docs, "%s/docs", f->dir);
    snprintf(f->db, sizeof f->db, "%s/a.db", f->dir);
    snprintf(f->other, sizeof f->other, "%s/b.db", f->dir);
    if (mkdir(f->docs, 0700) != 0) return -1;
    put(f->docs, "one.txt",
        "date 2021-07-13\n\nWASHINGTON, July 13. /TASS/. \"We are ready for an honest dialogue,\" Ambassador "
        "Mira Valen said. She added that sanctions had never helped anybody.\n");
    put(f->docs, "two.txt",
        "date 2020-12-21\n\nForeign Minister Jon Falk accused the other side of undermining the treaty. \"It is an "
        "unacceptable provocation,\" he stressed.\n");
    put(f->docs, "three.txt",
        "Experts met on Monday. According to Ida Brandt, there is no reason to withdraw from the talks.\n");
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", f->dir);
    stance_strbuf_free(&f->problems);
    stance_strbuf_free(&f->out);
    int failed = system(command);
    free(f);
    return failed;
}

static void on_problem(void *context, stance_view input, uint64_t line, stance_view reason)
{
    fixture *f = context;
    while (input.len && memchr(input.data, '/', input.len)) input.data++, input.len--;
    stance_strbuf_addf(&f->problems, "%.*s:%u ", (int)input.len, input.data, (unsigned)line);
    stance_strbuf_addv(&f->problems, reason);
    stance_strbuf_addc(&f->problems, '\n');
}

static void on_progress(void *context, const stance_import_summary *so_far)
{
    fixture *f = context;
    f->progress++;
    assert_true(so_far->read >= so_far->added + so_far->known + so_far->sources);
}

static stance_store *open_store(fixture *f, const char *db)
{
    stance_store *store;
    if (stance_store_open(db, STANCE_WRITE, &store, &f->err) != STANCE_OK) fail_msg("%s", f->err.message);
    return store;
}

static stance_import_summary import_paths(fixture *f, const char *db, const char *const *paths, size_t count,
                                          unsigned jobs)
{
    stance_import_summary summary;
    stance_read_options options = {.problem = on_problem, .context = f};
    stance_store *store = open_store(f, db);
    if (stance_import(store, lexicon, paths, count, &options, jobs, on_progress, f, &summary, &f->err) != STANCE_OK)
        fail_msg("%s", f->err.message);
    assert_int_equal(stance_store_close(store, &f->err), STANCE_OK);
    return summary;
}

static stance_import_summary import_path(fixture *f, const char *db, const char *path, unsigned jobs)
{
    return import_paths(f, db, &path, 1, jobs);
}

static stance_totals totals_of(fixture *f, const char *db)
{
    stance_totals totals;
    stance_store *store = open_store(f, db);
    assert_int_equal(stance_store_totals(store, &totals, &f->err), STANCE_OK);
    assert_int_equal(stance_store_close(store, &f->err), STANCE_OK);
    return totals;
}

static stance_status write_document(void *context, const stance_document *document, const char *hash,
                                    int64_t statements, int64_t sources, int64_t copies, stance_error *err)
{
    (void)err;
    (void)copies;
    stance_strbuf *out = context;
    stance_write_document_json(out, document);
    stance_strbuf_addf(out, "%s %d %d\n", hash, (int)statements, (int)sources);
    return STANCE_OK;
}

/* Everything that export gives: statements with their hits, and documents. */
static stance_strbuf export_of(fixture *f, const char *db)
{
    stance_strbuf out = STANCE_STRBUF_INIT;
    stance_selector all = {.has_mode = false};
    stance_cursor *cursor;
    const stance_row *row;
    stance_store *store = open_store(f, db);
    assert_int_equal(stance_store_select(store, &all, &cursor, &f->err), STANCE_OK);
    for (;;) {
        assert_int_equal(stance_cursor_next(cursor, &row, &f->err), STANCE_OK);
        if (!row) break;
        stance_write_statement_json(&out, row->id, &row->document, &row->statement, row->text);
        const stance_hit *hits;
        size_t count;
        assert_int_equal(stance_store_hits(store, row->key, &hits, &count, &f->err), STANCE_OK);
        for (size_t i = 0; i < count; i++) stance_write_hit_json(&out, row->id, i + 1, &hits[i], hits[i].pattern);
    }
    stance_cursor_close(cursor);
    assert_int_equal(stance_store_documents(store, write_document, &out, &f->err), STANCE_OK);
    assert_int_equal(stance_store_close(store, &f->err), STANCE_OK);
    assert_int_equal(stance_strbuf_ok(&out, &f->err), STANCE_OK);
    return out;
}

static void imports_once(void **state)
{
    fixture *f = *state;
    stance_import_summary s = import_path(f, f->db, f->docs, 1);
    assert_int_equal(s.read, 3);
    assert_int_equal(s.added, 3);
    assert_int_equal(s.known + s.sources + s.refused, 0);
    assert_int_equal(s.undated, 1); /* "on Monday" is no date */
    assert_true(s.statements >= 5);
    assert_int_equal(f->progress, 3);
    stance_totals totals = totals_of(f, f->db);
    assert_int_equal(totals.documents, 3);
    assert_int_equal(totals.statements, s.statements);
    assert_int_equal(totals.undated, 1);
    assert_string_equal(totals.lexicon_hash, stance_lexicon_hash(lexicon));
    stance_strbuf first = export_of(f, f->db);
    assert_non_null(strstr(first.data, "Mira Valen"));
    assert_non_null(strstr(first.data, "\"direct\""));
    assert_non_null(strstr(first.data, "2021-07-13"));
    s = import_path(f, f->db, f->docs, 1); /* again: nothing changes */
    assert_int_equal(s.read, 3);
    assert_int_equal(s.known, 3);
    assert_int_equal(s.added + s.sources + s.statements + s.undated + s.refused, 0);
    stance_strbuf second = export_of(f, f->db);
    assert_string_equal(second.data, first.data);
    stance_strbuf_free(&first);
    stance_strbuf_free(&second);
}

static void same_text_elsewhere(void **state)
{
    fixture *f = *state;
    char first[120], second[120];
    put(f->dir, "copy.txt", "A minister said that he was ready for talks.\n");
    put(f->docs, "copy.txt", "A minister said that he was ready for talks.\n");
    snprintf(first, sizeof first, "%s/copy.txt", f->dir);
    snprintf(second, sizeof second, "%s/copy.txt", f->docs);
    const char *const paths[] = {first, second, first};
    stance_import_summary s = import_paths(f, f->db, paths, 3, 2); /* all three in one batch */
    assert_int_equal(s.added, 1);
    assert_int_equal(s.sources, 1);
    assert_int_equal(s.known, 1);
    stance_strbuf out = export_of(f, f->db);
    assert_non_null(strstr(out.data, "ready for talks"));
    stance_strbuf_free(&out);
    assert_int_equal(totals_of(f, f->db).documents, 1);
}

/* More documents than any batch or transaction holds, some of them the same, some lines bad. */
static void put_many(fixture *f, int count)
{
    stance_strbuf text = STANCE_STRBUF_INIT;
    for (int i = 0; i < count; i++) {
        if (i % 97 == 50) stance_strbuf_adds(&text, "{\"id\": \"broken\n");
        int n = i % 10 == 9 ? i - 5 : i; /* the same words under another id */
        stance_strbuf_addf(
            &text,
            "{\"id\": \"doc-%d\", \"date\": \"20%02d-%02d-11\", \"source\": \"wire-%d\", \"text\": \"\\\"We %s the "
            "talks "
            "number %d,\\\" Minister Jon Falk said. Mira Valen accused him of a provocation. The %d guests left.\"}\n",
            i, 10 + n % 12, 1 + n % 12, i % 3, n % 2 ? "welcome" : "reject", n, n);
    }
    put(f->docs, "many.jsonl", text.data);
    stance_strbuf_free(&text);
}

static void any_number_of_jobs(void **state)
{
    fixture *f = *state;
    static const unsigned jobs[] = {4, 3, 0, 1000};
    put_many(f, 1200);
    stance_import_summary one = import_path(f, f->db, f->docs, 1);
    assert_int_equal(one.read, 1203);
    assert_int_equal(one.added, 1083);
    assert_int_equal(one.sources, 120);
    assert_int_equal(one.refused, 12);
    stance_strbuf expected = export_of(f, f->db);
    assert_true(expected.len > 1000000);
    for (size_t i = 0; i < sizeof jobs / sizeof *jobs; i++) {
        stance_import_summary s = import_path(f, f->other, f->docs, jobs[i]);
        assert_memory_equal(&s, &one, sizeof s);
        stance_strbuf got = export_of(f, f->other);
        assert_int_equal(got.len, expected.len);
        assert_memory_equal(got.data, expected.data, got.len);
        stance_strbuf_free(&got);
        assert_int_equal(unlink(f->other), 0);
    }
    stance_strbuf_free(&expected);
}

static stance_status count_problem(void *context, stance_view name, stance_view detail, int64_t statements,
                                   int64_t documents, stance_date first, stance_date last, stance_error *err)
{
    (void)statements, (void)documents, (void)first, (void)last, (void)err;
    stance_strbuf *out = context;
    while (name.len && memchr(name.data, '/', name.len)) name.data++, name.len--;
    stance_strbuf_addv(out, name);
    stance_strbuf_adds(out, " -> ");
    stance_strbuf_addv(out, detail);
    stance_strbuf_addc(out, '\n');
    return STANCE_OK;
}

static void stores_problems(void **state)
{
    fixture *f = *state;
    put(f->docs, "bad.jsonl",
        "{\"id\": \"x\", \"text\": \"A minister said that he was ready.\"}\nnonsense\n{\"id\": \"y\"}\n"
        "{\"id\": \"z\", \"text\": \"Another minister said no.\"}\n");
    put(f->docs, "empty.txt", "");
    const char *const paths[] = {f->docs, "/nonexistent/file.txt"};
    for (int round = 0; round < 2; round++) {
        stance_strbuf_clear(&f->problems);
        stance_import_summary s = import_paths(f, f->db, paths, 2, 2);
        assert_int_equal(s.refused, 4);
        assert_int_equal(s.read, 5);
        assert_int_equal(round ? s.known : s.added, 5);
        static const char *const said[] = {"bad.jsonl:2 ", "bad.jsonl:3 ", "empty.txt:0 ", "file.txt:0 "};
        for (size_t i = 0; i < 4; i++) assert_non_null(strstr(f->problems.data, said[i]));
        stance_strbuf listed = STANCE_STRBUF_INIT;
        stance_store *store = open_store(f, f->db);
        assert_int_equal(stance_store_list(store, STANCE_LIST_PROBLEMS, count_problem, &listed, &f->err), STANCE_OK);
        assert_int_equal(stance_store_close(store, &f->err), STANCE_OK);
        static const char *const kept[] = {"bad.jsonl -> line 2: ", "bad.jsonl -> line 3: ", "empty.txt -> ",
                                           "file.txt -> "};
        size_t lines = 0;
        for (const char *p = listed.data; p && (p = strchr(p, '\n')) != NULL; p++) lines++;
        assert_int_equal(lines, 4); /* said twice, kept once */
        for (size_t i = 0; i < 4; i++) assert_non_null(strstr(listed.data, kept[i]));
        stance_strbuf_free(&listed);
    }
}

static void a_map_that_is_none(void **state)
{
    fixture *f = *state;
    const char *path = f->docs, *const map = "wording=body";
    stance_import_summary s;
    stance_read_options options = {.maps = &map, .map_count = 1};
    stance_store *store = open_store(f, f->db);
    assert_int_equal(stance_import(store, lexicon, &path, 1, &options, 2, NULL, NULL, &s, &f->err), STANCE_EINVAL);
    assert_non_null(strstr(f->err.message, "wording=body"));
    assert_int_equal(s.read, 0);
    /* The store is as it was, and usable. */
    assert_int_equal(stance_import(store, lexicon, &path, 1, NULL, 2, NULL, NULL, &s, &f->err), STANCE_OK);
    assert_int_equal(s.added, 3);
    assert_int_equal(stance_store_close(store, &f->err), STANCE_OK);
}

/* A store that cannot take the documents: the run fails, says so, and nothing of it is stored. */
static void a_batch_that_cannot_be_stored(void **state)
{
    fixture *f = *state;
    const char *path = f->docs;
    stance_import_summary s;
    stance_store *store = open_store(f, f->db);
    assert_int_equal(stance_store_close(store, &f->err), STANCE_OK);
    assert_int_equal(stance_store_open(f->db, STANCE_READ, &store, &f->err), STANCE_OK);
    f->err = (stance_error){STANCE_OK, ""};
    assert_int_not_equal(stance_import(store, lexicon, &path, 1, NULL, 2, NULL, NULL, &s, &f->err), STANCE_OK);
    assert_true(f->err.message[0] != '\0');
    assert_int_equal(s.added, 0);
    assert_int_equal(stance_store_close(store, &f->err), STANCE_OK);
    assert_int_equal(totals_of(f, f->db).documents, 0);
}

/* A document that cannot be analysed fails the batch by its id, the first in their order, whoever worked on it. */
static void a_document_that_fails(void **state)
{
    (void)state;
    stance_batch batch;
    stance_error err;
    stance_slot *slot;
    assert_int_equal(stance_batch_init(&batch, lexicon, 4, true, false, &err), STANCE_OK);
    for (int i = 0; i < 40; i++) {
        char id[16];
        snprintf(id, sizeof id, "doc-%d", i);
        stance_document document = {.id = stance_view_of(id), .text = stance_view_of("We welcome the talks.")};
        assert_int_equal(stance_batch_put(&batch, &document, &slot, &err), STANCE_OK);
        assert_ptr_not_equal(slot->document.id.data, id);                        /* its own copy */
        if (i == 17 || i == 30) slot->document.text.len = (size_t)INT32_MAX + 1; /* refused by its size alone */
    }
    assert_int_equal(stance_batch_run(&batch, &err), STANCE_EINVAL);
    assert_memory_equal(err.message, "doc-17: ", 8);
    assert_int_equal(err.status, STANCE_EINVAL);
    batch.slots[17].skip = batch.slots[30].skip = true; /* what is skipped cannot fail */
    assert_int_equal(stance_batch_run(&batch, &err), STANCE_OK);
    assert_int_equal(batch.slots[16].count, 1);
    assert_true(batch.slots[16].statements[0].tone.score == batch.slots[39].statements[0].tone.score);
    stance_batch_clear(&batch);
    assert_false(stance_batch_full(&batch));
    assert_int_equal(stance_batch_run(&batch, &err), STANCE_OK); /* an empty one */
    stance_batch_free(&batch);
    stance_batch_free(&batch);
}

static void batches_fill(void **state)
{
    (void)state;
    stance_batch batch;
    stance_error err;
    stance_slot *slot;
    size_t put_in = 0;
    stance_document document = {.id = stance_view_of("x"), .text = stance_view_of("y")};
    assert_int_equal(stance_batch_init(&batch, lexicon, 0, true, false, &err), STANCE_OK);
    while (!stance_batch_full(&batch)) {
        assert_int_equal(stance_batch_put(&batch, &document, &slot, &err), STANCE_OK);
        put_in++;
    }
    assert_true(put_in > 1 && put_in == batch.capacity);
    stance_batch_clear(&batch);
    char *large = calloc(1, 5 << 20); /* one large text fills it: memory is bounded by bytes, not by their number */
    assert_non_null(large);
    document.text = (stance_view){large, 5 << 20};
    assert_int_equal(stance_batch_put(&batch, &document, &slot, &err), STANCE_OK);
    assert_true(stance_batch_full(&batch));
    free(large);
    stance_batch_free(&batch);
}

/* ---- the stream ---- */

static stance_status on_lines(void *context, stance_view lines, stance_error *err)
{
    fixture *f = context;
    if (++f->writes == f->fail_after) return stance_fail(err, STANCE_EIO, "the pipe is closed");
    assert_true(lines.len == 0 || lines.data[lines.len - 1] == '\n'); /* whole lines only */
    stance_strbuf_addv(&f->out, lines);
    return STANCE_OK;
}

static stance_status score(fixture *f, const char *name, bool unit_text, bool explain, unsigned jobs, uint64_t *refused)
{
    char path[160];
    snprintf(path, sizeof path, "%s/%s", f->docs, name);
    const char *const paths[] = {path};
    stance_read_options read = {.format = STANCE_FORMAT_JSONL, .keep_empty = true, .problem = on_problem, .context = f};
    stance_score_options options = {.unit_text = unit_text, .explain = explain, .jobs = jobs};
    stance_strbuf_clear(&f->out);
    stance_strbuf_clear(&f->problems);
    f->writes = 0;
    return stance_score_stream(lexicon, paths, 1, &read, &options, on_lines, f, refused, &f->err);
}

static void texts_in_order(void **state)
{
    fixture *f = *state;
    uint64_t refused;
    put(f->docs, "in.jsonl",
        "{\"id\": \"a\", \"text\": \"We welcome the constructive dialogue.\", \"other\": [1, {\"x\": null}]}\n"
        "{\"id\": \"b\", \"text\": \"\"}\n"
        "{\"id\": \"c\", \"text\": \n"
        "\n"
        "{\"id\": \"d\"}\n"
        "{\"text\": \"This is an unacceptable provocation.\", \"id\": 7}\n"
        "{\"id\": \"e\", \"text\": \"   \"}\n"
        "[1, 2]\n"
        "{\"id\": \"a\", \"text\": \"We welcome the constructive dialogue.\"}");
    assert_int_equal(score(f, "in.jsonl", true, false, 2, &refused), STANCE_OK);
    assert_int_equal(refused, 3);
    assert_non_null(strstr(f->problems.data, "in.jsonl:3 "));
    assert_non_null(strstr(f->problems.data, "in.jsonl:5 "));
    assert_non_null(strstr(f->problems.data, "in.jsonl:8 "));
    static const struct {
        const char *id;
        int sign;
    } expected[] = {
        {"{\"id\":\"a\"", 1}, {"{\"id\":\"b\"", 0}, {"{\"id\":\"7\"", -1}, {"{\"id\":\"e\"", 0}, {"{\"id\":\"a\"", 1}};
    char *line = f->out.data;
    for (size_t i = 0; i < 5; i++) {
        char *end = strchr(line, '\n');
        assert_non_null(end);
        *end = '\0';
        assert_memory_equal(line, expected[i].id, strlen(expected[i].id));
        const char *key = strstr(line, "\"score\":");
        assert_non_null(key);
        double value = strtod(key + 8, NULL);
        assert_int_equal((value > 0) - (value < 0), expected[i].sign);
        assert_non_null(strstr(line, expected[i].sign ? "\"matched\":" : "\"matched\":0"));
        assert_int_equal(line[end - line - 1], '}');
        line = end + 1;
    }
    assert_int_equal(*line, '\0');
}

static void the_same_with_more_jobs(void **state)
{
    fixture *f = *state;
    uint64_t refused;
    put_many(f, 900);
    for (int unit = 0; unit < 2; unit++) {
        assert_int_equal(score(f, "many.jsonl", unit, true, 1, &refused), STANCE_OK);
        assert_int_equal(refused, 9);
        stance_strbuf expected = f->out;
        f->out = (stance_strbuf)STANCE_STRBUF_INIT;
        assert_int_equal(score(f, "many.jsonl", unit, true, 4, &refused), STANCE_OK);
        assert_int_equal(f->out.len, expected.len);
        assert_memory_equal(f->out.data, expected.data, expected.len);
        int last = -1, lines = 0;
        const char *key = unit ? "\"id\":\"doc-" : "\"document\":\"doc-";
        for (const char *at = expected.data; (at = strstr(at, key)) != NULL; at++, lines++) {
            int n = atoi(at + strlen(key));
            assert_true(n == last + 1 || (!unit && n == last)); /* input order; several statements a document */
            last = n;
        }
        assert_int_equal(last, 899);
        assert_true(unit ? lines == 900 : lines >= 1800);
        stance_strbuf_free(&expected);
    }
}

static void hits_when_asked_for(void **state)
{
    fixture *f = *state;
    uint64_t refused;
    put(f->docs, "in.jsonl",
        "{\"id\": \"a\", \"text\": \"We welcome the constructive dialogue.\"}\n{\"id\": \"b\", \"text\": \"\"}\n");
    assert_int_equal(score(f, "in.jsonl", true, true, 1, &refused), STANCE_OK);
    assert_non_null(strstr(f->out.data, "\"hits\":[{\"start\":"));
    assert_non_null(strstr(f->out.data, "\"hits\":[]}\n"));
    assert_int_equal(f->out.data[f->out.len - 1], '\n');
    assert_int_equal(score(f, "in.jsonl", true, false, 1, &refused), STANCE_OK);
    assert_null(strstr(f->out.data, "hits"));
}

static void a_closed_pipe_ends_it(void **state)
{
    fixture *f = *state;
    uint64_t refused;
    put_many(f, 300);
    f->fail_after = 2;
    assert_int_equal(score(f, "many.jsonl", true, false, 1, &refused), STANCE_EIO);
    assert_string_equal(f->err.message, "the pipe is closed");
    assert_int_equal(f->writes, 2); /* and is not tried again */
    f->fail_after = 0;
}

static void nothing_to_score(void **state)
{
    fixture *f = *state;
    uint64_t refused;
    put(f->docs, "in.jsonl", "nonsense\n");
    assert_int_equal(score(f, "in.jsonl", true, false, 2, &refused), STANCE_OK);
    assert_int_equal(refused, 1);
    assert_int_equal(f->out.len, 0);
    assert_int_equal(f->writes, 0); /* no line, no call */
    assert_int_equal(score(f, "missing.jsonl", false, false, 2, &refused), STANCE_OK);
    assert_int_equal(refused, 1);
    const char *const map = "x=y";
    stance_read_options read = {.maps = &map, .map_count = 1};
    stance_score_options options = {.jobs = 1};
    assert_int_equal(stance_score_stream(lexicon, NULL, 0, &read, &options, on_lines, f, &refused, &f->err),
                     STANCE_EINVAL);
}

int main(void)
{
#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(imports_once),
        WITH_FOLDER(same_text_elsewhere),
        WITH_FOLDER(any_number_of_jobs),
        WITH_FOLDER(stores_problems),
        WITH_FOLDER(a_map_that_is_none),
        WITH_FOLDER(a_batch_that_cannot_be_stored),
        cmocka_unit_test(a_document_that_fails),
        cmocka_unit_test(batches_fill),
        WITH_FOLDER(texts_in_order),
        WITH_FOLDER(the_same_with_more_jobs),
        WITH_FOLDER(hits_when_asked_for),
        WITH_FOLDER(a_closed_pipe_ends_it),
        WITH_FOLDER(nothing_to_score),
    };
    return cmocka_run_group_tests_name("pipeline", tests, load_lexicon, free_lexicon);
}
