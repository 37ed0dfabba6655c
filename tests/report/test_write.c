/* The files of a report: all of them or none, the same bytes again, tables that read back and a package that fits them. */
#include "report_fixture.h"

#include <fcntl.h>
#include <jansson.h>
#include <signal.h>
#include <sys/resource.h>

static const char *const names[] = {"report.txt",      "statements.csv", "series.csv",      "trends.csv",
                                    "topics.csv",      "speakers.csv",   "documents.csv",   "evidence.csv",
                                    "corrections.csv", "coded.csv",      "datapackage.json"};
enum { NAMES = sizeof names / sizeof *names };

static char *slurp(const char *dir, const char *name)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *file = fopen(path, "rb");
    stance_strbuf buf = STANCE_STRBUF_INIT;
    char chunk[4096];
    if (!file) return NULL;
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, file)) > 0;) stance_strbuf_add(&buf, chunk, n);
    fclose(file);
    if (!buf.data) stance_strbuf_adds(&buf, "");
    return buf.data;
}

static void write_months(fixture *f, const stance_selector *selector, const char *dir, stance_status expected)
{
    stance_error err = {STANCE_OK, ""};
    stance_report report;
    stance_store *store = open_store(f->db, STANCE_READ);
    build(store, selector, NULL, &report);
    stance_status status = stance_report_write(&report, dir, &err);
    if (status != expected) print_error("%s\n", err.message);
    assert_int_equal(status, expected);
    if (expected != STANCE_OK) assert_true(strstr(err.message, dir) != NULL && strchr(err.message, ':') != NULL);
    stance_report_free(&report);
    close_store(store);
}

static void clear(const char *dir)
{
    each_file(dir, remove_file);
    rmdir(dir);
}

static void test_same_bytes(void **state)
{
    fixture *f = *state;
    char one[96], two[128], above[96];
    snprintf(one, sizeof one, "%s/one", f->dir);
    snprintf(above, sizeof above, "%s/two", f->dir);
    snprintf(two, sizeof two, "%s/deeper/", above);
    write_months(f, NULL, one, STANCE_OK);
    write_months(f, NULL, two, STANCE_OK);
    write_months(f, NULL, two, STANCE_OK); /* over what is there */
    assert_int_equal(each_file(one, NULL), NAMES);
    assert_int_equal(each_file(two, NULL), NAMES);
    for (int i = 0; i < NAMES; i++) {
        char *a = slurp(one, names[i]), *b = slurp(two, names[i]);
        assert_string_equal(a, b);
        assert_null(strstr(a, f->dir)); /* no paths */
        free(a);
        free(b);
    }
    clear(one);
    clear(two);
    clear(above);
}

static void test_tables(void **state)
{
    fixture *f = *state;
    char dir[96];
    csv_table t;
    snprintf(dir, sizeof dir, "%s/out", f->dir);
    write_months(f, NULL, dir, STANCE_OK);

    char *text = slurp(dir, "statements.csv");
    csv_read(text, &t);
    assert_int_equal(t.rows, 1 + 114);
    assert_string_equal(csv_cell(&t, 1, "date"), "2019-01-15");
    assert_string_equal(csv_cell(&t, 1, "score"), "0.600000");
    assert_string_equal(csv_cell(&t, 2, "topics"), "arms-control;trade");
    free(t.store);
    free(text);

    text = slurp(dir, "series.csv");
    csv_read(text, &t);
    assert_int_equal(t.rows, 1 + 6 * 12);
    assert_string_equal(csv_cell(&t, 1, "topic"), "(all)");
    assert_string_equal(csv_cell(&t, 1, "period"), "2019-Q1");
    assert_string_equal(csv_cell(&t, 1, "first_day"), "2019-01-01");
    assert_string_equal(csv_cell(&t, 1, "last_day"), "2019-03-31");
    assert_string_equal(csv_cell(&t, 25, "topic"), "sanctions");
    assert_string_equal(csv_cell(&t, 25, "mean"), "0.570000");
    assert_string_equal(csv_cell(&t, 25, "interval_method"), "cr2");
    assert_string_equal(csv_cell(&t, 50, "topic"), "space"); /* 2019-Q2: nothing, which is not zero */
    assert_string_equal(csv_cell(&t, 50, "statements"), "0");
    assert_string_equal(csv_cell(&t, 50, "mean"), "");
    assert_string_equal(csv_cell(&t, 50, "interval_low"), "");
    assert_string_equal(csv_cell(&t, 50, "note"), "no statements");
    assert_string_equal(csv_cell(&t, 49, "note"), "one document");
    free(t.store);
    free(text);

    text = slurp(dir, "trends.csv");
    csv_read(text, &t);
    assert_int_equal(t.rows, 1 + 6);
    assert_string_equal(csv_cell(&t, 3, "topic"), "sanctions");
    assert_string_equal(csv_cell(&t, 3, "slope_per_year"), "-0.360000");
    assert_string_equal(csv_cell(&t, 3, "finding"), "down");
    assert_string_equal(csv_cell(&t, 5, "finding"), "untested");
    assert_string_equal(csv_cell(&t, 5, "p"), "");
    assert_string_equal(csv_cell(&t, 5, "note"), "too few documents");
    free(t.store);
    free(text);

    text = slurp(dir, "documents.csv");
    csv_read(text, &t);
    assert_int_equal(t.rows, 1 + 39);
    assert_string_equal(csv_cell(&t, 39, "date"), "");
    assert_string_equal(csv_cell(&t, 39, "note"), "no whole date");
    assert_string_equal(csv_cell(&t, 39, "counted"), "0");
    assert_string_equal(csv_cell(&t, 39, "mean"), "");
    free(t.store);
    free(text);

    text = slurp(dir, "speakers.csv");
    csv_read(text, &t);
    assert_int_equal(t.rows, 3);
    assert_string_equal(csv_cell(&t, 1, "actor"), "vera-orlova");
    assert_string_equal(csv_cell(&t, 2, "mean"), "0.071429");
    free(t.store);
    free(text);

    text = slurp(dir, "evidence.csv");
    csv_read(text, &t);
    assert_string_equal(csv_cell(&t, 1, "kind"), "statement");
    assert_string_equal(csv_cell(&t, 1, "side"), "conciliatory");
    assert_string_equal(csv_cell(&t, 6, "kind"), "summary");
    free(t.store);
    free(text);
    clear(dir);
}

static bool matches(const char *type, const char *cell)
{
    char *end;
    stance_date date;
    if (!*cell) return true;
    if (strcmp(type, "date") == 0) return stance_date_parse_iso(V(cell), &date) && stance_date_is_day(date);
    if (strcmp(type, "string") == 0) return true;
    strtod(cell, &end);
    return *end == '\0' && (strcmp(type, "integer") != 0 || strspn(cell, "0123456789") == strlen(cell)) &&
           (strcmp(type, "number") != 0 || (end - cell > 7 && end[-7] == '.'));
}

/* Each table against its description: columns, types, required, enum, bounds, primary key. */
static void check_resource(const char *dir, json_t *resource)
{
    csv_table t;
    json_t *schema = json_object_get(resource, "schema"), *fields = json_object_get(schema, "fields"), *field, *key;
    size_t i, k;
    char *text = slurp(dir, json_string_value(json_object_get(resource, "path")));
    assert_non_null(text);
    csv_read(text, &t);
    assert_int_equal(t.columns, json_array_size(fields));
    json_array_foreach(fields, i, field)
    {
        json_t *constraints = json_object_get(field, "constraints"), *one;
        json_t *low = json_object_get(constraints, "minimum"), *high = json_object_get(constraints, "maximum");
        const char *type = json_string_value(json_object_get(field, "type"));
        assert_string_equal(t.cells[i], json_string_value(json_object_get(field, "name")));
        assert_true(strlen(json_string_value(json_object_get(field, "description"))) > 3);
        for (size_t r = 1; r < t.rows; r++) {
            const char *cell = t.cells[r * t.columns + i];
            assert_true(matches(type, cell));
            if (json_is_true(json_object_get(constraints, "required"))) assert_true(*cell);
            bool listed = !json_object_get(constraints, "enum") || !*cell;
            json_array_foreach(json_object_get(constraints, "enum"), k, one)
            {
                listed = listed || strcmp(json_string_value(one), cell) == 0;
            }
            assert_true(listed);
            if (low && *cell) assert_true(strtod(cell, NULL) >= json_number_value(low));
            if (high && *cell) assert_true(strtod(cell, NULL) <= json_number_value(high));
        }
    }
    for (size_t a = 1; a < t.rows; a++) {
        for (size_t b = a + 1; b < t.rows; b++) {
            bool same = true;
            json_array_foreach(json_object_get(schema, "primaryKey"), k, key)
            {
                same = same &&
                       strcmp(csv_cell(&t, a, json_string_value(key)), csv_cell(&t, b, json_string_value(key))) == 0;
            }
            assert_false(same);
        }
    }
    free(t.store);
    free(text);
}

static void test_package(void **state)
{
    fixture *f = *state;
    char dir[96];
    json_error_t problem;
    json_t *resource;
    size_t i;
    snprintf(dir, sizeof dir, "%s/out", f->dir);
    for (int round = 0; round < 2; round++) {
        write_months(f, round ? &(stance_selector){.speaker = V("Nobody")} : NULL, dir, STANCE_OK);
        char *text = slurp(dir, "datapackage.json");
        json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, &problem);
        if (!root) print_error("%d: %s\n", problem.line, problem.text);
        assert_non_null(root);
        assert_int_equal(json_array_size(json_object_get(root, "resources")), STANCE_TABLE_COUNT);
        json_array_foreach(json_object_get(root, "resources"), i, resource) check_resource(dir, resource);
        json_decref(root);
        free(text);
    }
    char *text = slurp(dir, "series.csv"); /* of the second round */
    assert_string_equal(text, "topic,by,period,first_day,last_day,statements,documents,mean,interval_low,interval_high,"
                              "interval_method,note,rolling,weight,line,line_low,line_high\r\n");
    free(text);
    clear(dir);
}

static void test_jsonl(void **state)
{
    fixture *f = *state;
    stance_error err = {STANCE_OK, ""};
    stance_report report;
    stance_strbuf out = STANCE_STRBUF_INIT;
    stance_store *store = open_store(f->db, STANCE_READ);
    build(store, NULL, NULL, &report);
    for (int i = 1; i < STANCE_TABLE_COUNT; i++) {
        stance_strbuf_clear(&out);
        assert_ok(stance_report_write_table(&report, (stance_report_table)i, STANCE_JSONL, &out, &err));
        size_t lines = 0;
        for (char *line = strtok(out.data, "\n"); line; line = strtok(NULL, "\n"), lines++) {
            json_t *object = json_loads(line, JSON_REJECT_DUPLICATES, NULL);
            assert_true(json_is_object(object));
            if (i == STANCE_TABLE_SERIES && lines == 49) assert_true(json_is_null(json_object_get(object, "mean")));
            json_decref(object);
        }
        if (i != STANCE_TABLE_CORRECTIONS && i != STANCE_TABLE_CODED) assert_true(lines > 1);
    }
    assert_fails(stance_report_write_table(&report, STANCE_TABLE_STATEMENTS, STANCE_CSV, &out, &err), STANCE_EINVAL);
    stance_strbuf_free(&out);
    stance_report_free(&report);
    close_store(store);
}

static void test_bad_places(void **state)
{
    fixture *f = *state;
    char dir[96], inside[128], mine[128];
    write_months(f, NULL, f->db, STANCE_EIO); /* a file */
    snprintf(inside, sizeof inside, "%s/below", f->db);
    stance_error err = {STANCE_OK, ""};
    stance_report report;
    stance_store *store = open_store(f->db, STANCE_READ);
    build(store, NULL, NULL, &report);
    assert_fails(stance_report_write(&report, inside, &err), STANCE_EIO);
    assert_non_null(strstr(err.message, "is a file"));
    assert_fails(stance_report_write(&report, "", &err), STANCE_EINVAL);
    assert_fails(stance_report_write(&report, "/proc/self/report", &err), STANCE_EIO);
    snprintf(dir, sizeof dir, "%s/out", f->dir);
    assert_int_equal(mkdir(dir, 0777), 0);
    if (geteuid() != 0) {
        assert_int_equal(chmod(dir, 0555), 0);
        assert_fails(stance_report_write(&report, dir, &err), STANCE_EIO);
        assert_non_null(strstr(err.message, "may write"));
        chmod(dir, 0755);
        assert_int_equal(each_file(dir, NULL), 0);
    }
    /* a directory where a file of the report belongs: nothing is written */
    snprintf(mine, sizeof mine, "%s/trends.csv", dir);
    assert_int_equal(mkdir(mine, 0777), 0);
    assert_fails(stance_report_write(&report, dir, &err), STANCE_EIO);
    assert_int_equal(each_file(dir, NULL), 1);
    rmdir(mine);
    /* foreign files stay */
    snprintf(mine, sizeof mine, "%s/notes.txt", dir);
    close(open(mine, O_CREAT | O_WRONLY, 0666));
    assert_ok(stance_report_write(&report, dir, &err));
    assert_int_equal(each_file(dir, NULL), NAMES + 1);
    stance_report_free(&report);
    close_store(store);
    clear(dir);
}

/* A file that cannot grow, as on a full disk: the old report stays as it was. */
static void test_full(void **state)
{
    fixture *f = *state;
    char dir[96];
    stance_error err = {STANCE_OK, ""};
    stance_report report;
    struct rlimit before, tight;
    snprintf(dir, sizeof dir, "%s/out", f->dir);
    write_months(f, NULL, dir, STANCE_OK);
    char *old = slurp(dir, "report.txt");
    stance_store *store = open_store(f->db, STANCE_READ);
    build(store, &(stance_selector){.from = {2020, 1, 1}}, NULL, &report);
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    tight = before;
    tight.rlim_cur = 5000;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
    stance_status status = stance_report_write(&report, dir, &err);
    setrlimit(RLIMIT_FSIZE, &before);
    assert_int_equal(status, STANCE_EIO);
    char *now = slurp(dir, "report.txt");
    assert_string_equal(old, now);
    assert_int_equal(each_file(dir, NULL), NAMES);
    DIR *d = opendir(dir);
    for (struct dirent *e; (e = readdir(d)) != NULL;) assert_null(strstr(e->d_name, ".tmp"));
    closedir(d);
    free(old);
    free(now);
    stance_report_free(&report);
    close_store(store);
    clear(dir);
}

/* What was counted and what is written must be the same statements. */
static void test_changed_meanwhile(void **state)
{
    fixture *f = *state;
    char dir[96];
    stance_error err = {STANCE_OK, ""};
    stance_report report;
    snprintf(dir, sizeof dir, "%s/out", f->dir);
    stance_store *store = open_store(f->db, STANCE_WRITE);
    build(store, NULL, NULL, &report);
    add_month(store, 40, (stance_date){2021, 5, 5}, STANCE_DATE_HEADER, "Daily Wire");
    assert_fails(stance_report_write(&report, dir, &err), STANCE_ECONFLICT);
    assert_int_equal(each_file(dir, NULL), 0);
    stance_report_free(&report);
    close_store(store);
    rmdir(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_same_bytes, open_months, tear_down),
        cmocka_unit_test_setup_teardown(test_tables, open_months, tear_down),
        cmocka_unit_test_setup_teardown(test_package, open_months, tear_down),
        cmocka_unit_test_setup_teardown(test_jsonl, open_months, tear_down),
        cmocka_unit_test_setup_teardown(test_bad_places, open_months, tear_down),
        cmocka_unit_test_setup_teardown(test_full, open_months, tear_down),
        cmocka_unit_test_setup_teardown(test_changed_meanwhile, open_months, tear_down),
    };
    stance_stats_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
