/* What people coded against the lexicon, on a made-up database in which it is known what coders say of every statement. */
#include "report_fixture.h"

#include <math.h>
#include <sqlite3.h>

#include "stance/annotate.h"
#include "stance/evaluate.h"

/* DOCUMENTS documents of three years with one to four statements each. What coders say of them drifts; the lexicon is deaf to
   a part of it and leans to the critical side. */
enum { DOCUMENTS = 90, MOST = 4, PLACES = 40 };
#define YEAR 365.2425

typedef struct world {
    int label[DOCUMENTS][MOST]; /* by document and statement */
    int class[DOCUMENTS][MOST]; /* by the scores */
    size_t count[DOCUMENTS];
    int32_t day[DOCUMENTS];
    char hash[DOCUMENTS][65];
} world;

static uint32_t roll(uint32_t *seed) /* Park and Miller */
{
    *seed = (uint32_t)((uint64_t)*seed * 16807 % 2147483647);
    return *seed;
}

static int class_of(double value)
{
    return value > .35 ? 1 : value < -.35 ? -1 : 0;
}

static double noise(uint32_t *seed)
{
    double sum = -2;
    for (int i = 0; i < 4; i++) sum += roll(seed) / 2147483647.0;
    return sum;
}

/* Statement s of document d stands at PLACES * s; every second document is on trade, the others on sanctions. */
static void add_document(stance_store *store, world *w, int d, uint32_t *seed)
{
    char text[PLACES * MOST + 32], id[32];
    stance_span spans[MOST];
    stance_statement statements[MOST];
    const stance_view topics[2][1] = {{V("trade")}, {V("sanctions")}};
    const double own = .5 * noise(seed);
    w->count[d] = 1 + roll(seed) % MOST;
    w->day[d] = stance_date_to_days((stance_date){2019, 1, 1}) + d * 3 * 365 / DOCUMENTS;
    memset(text, 'x', sizeof text);
    snprintf(text + PLACES * MOST, 32, " document %d", d);
    for (size_t s = 0; s < w->count[d]; s++) {
        const double truth = .2 - .006 * d + own + .8 * noise(seed);
        const double score = .6 * truth - .25 + .3 * noise(seed);
        w->label[d][s] = class_of(truth);
        w->class[d][s] = class_of(score);
        spans[s] = (stance_span){(uint32_t)(PLACES * s), (uint32_t)(PLACES * s + PLACES - 2)};
        put_statement(&statements[s], (uint32_t)s + 1, d % 3 ? "Vera Orlova" : "Jon Falk", NULL, topics[d % 2], 1,
                      w->class[d][s] * 400000 + (roll(seed) % 2 ? 40000 : -40000), &spans[s]); /* ± .04 is neutral */
    }
    snprintf(id, sizeof id, "d%02d.txt", d);
    stance_document document = {.id = V(id), .text = V(text), .basis = STANCE_DATE_HEADER};
    document.date = stance_date_from_days(w->day[d]);
    stance_content_hash(document.text, w->hash[d]);
    add_one(store, &document, statements, w->count[d]);
}

static stance_store *make(const fixture *f, world *w)
{
    uint32_t seed = 20;
    memset(w, 0, sizeof *w);
    stance_store *store = open_store(f->db, STANCE_WRITE);
    for (int d = 0; d < DOCUMENTS; d++) add_document(store, w, d, &seed);
    return store;
}

/* The balance and its slope a year, by labels or by scores; of the documents with d % step == 0. */
static double balance_of(const world *w, bool labels, int step, double *slope)
{
    double n = 0, sum = 0, days = 0, xx = 0, xy = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (int d = 0; d < DOCUMENTS; d += step) {
            for (size_t s = 0; s < w->count[d]; s++) {
                const double y = labels ? w->label[d][s] : w->class[d][s], x = w->day[d] / YEAR;
                if (pass) {
                    xx += (x - days / n) * (x - days / n);
                    xy += (x - days / n) * y;
                } else {
                    n++;
                    sum += y;
                    days += x;
                }
            }
        }
    }
    if (slope) *slope = xy / xx;
    return sum / n;
}

/* Lets somebody code a sample as the world has it; `shift` is added by a coder who sees things otherwise. */
static void code(stance_store *store, const world *w, const stance_selector *selector,
                 const stance_sample_options *options, const char *coder, int shift)
{
    stance_error err;
    stance_strbuf design = STANCE_STRBUF_INIT;
    size_t count;
    stance_sample_design(selector, options, &design);
    const stance_view name = stance_strbuf_view(&design);
    assert_ok(stance_sample_draw(store, selector, options, name, &count, &err));
    assert_ok(stance_store_begin(store, &err));
    for (size_t i = 0; i < count; i++) {
        stance_task task;
        assert_ok(stance_store_task(store, name, i, V(coder), &task, &err));
        if (task.coded) continue;
        const stance_unit unit = task.unit;
        int d = 0;
        while (strcmp(w->hash[d], unit.document) != 0) d++;
        int label = w->label[d][unit.span.start / PLACES] + shift;
        label = label < -1 ? -1 : label > 1 ? 1 : label;
        stance_strbuf stratum = STANCE_STRBUF_INIT; /* the view lives until the next call */
        stance_strbuf_addv(&stratum, unit.stratum);
        stance_unit own = unit;
        own.stratum = stance_strbuf_view(&stratum);
        assert_ok(stance_store_code(store, name, &own, V(coder), label, false, &err));
        stance_strbuf_free(&stratum);
    }
    assert_ok(stance_store_commit(store, &err));
    stance_strbuf_free(&design);
}

static void forget(const fixture *f)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(f->db, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "DELETE FROM codings; DELETE FROM sample_units", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static stance_report_options quick(void)
{
    stance_report_options options = STANCE_REPORT_OPTIONS_INIT;
    options.evidence = options.topic_evidence = 0;
    options.resamples = 99;
    return options;
}

static void everything_coded(void **state)
{
    fixture *f = *state;
    world w;
    stance_report report;
    stance_error err;
    stance_strbuf out = STANCE_STRBUF_INIT;
    stance_store *store = make(f, &w);
    const stance_selector all = {.duplicates = STANCE_DUPLICATES_KEEP};
    const stance_report_options options = quick();
    build(store, &all, &options, &report);
    assert_true(report.codings.statements == 0 && strcmp(report.all.coded.note, "nothing coded") == 0);
    assert_fails(stance_coded_text(&report, &out, &err), STANCE_ENODATA);
    assert_ok(stance_report_write_table(&report, STANCE_TABLE_CODED, STANCE_CSV, &out, &err));
    assert_ptr_equal(strstr(out.data, "\r\n") + 2, out.data + out.len); /* the names of the columns alone */
    stance_report_free(&report);

    stance_sample_options sample = STANCE_SAMPLE_OPTIONS_INIT;
    sample.wanted = 1000;
    code(store, &w, &all, &sample, "ann", 0);
    build(store, &all, &options, &report);
    const stance_report_coded *c = &report.all.coded;
    double slope, plain;
    assert_true(c->covered == report.all.total.statements && c->coded == c->covered);
    assert_true(fabs(c->balance - balance_of(&w, true, 1, &slope)) < 1e-12);
    assert_true(c->has_slope && fabs(c->slope - slope) < 1e-9);
    assert_true(fabs(c->lexicon - balance_of(&w, false, 1, &plain)) < 1e-12 && fabs(c->lexicon_slope - plain) < 1e-9);
    assert_true(fabs(c->off - (c->lexicon - c->balance)) < 1e-12 && c->off_hi < 0); /* it leans to the critical side */
    const stance_report_topic *trade = topic_of(&report, "trade");
    assert_true(fabs(trade->coded.balance - balance_of(&w, true, 2, NULL)) < 1e-12);
    stance_strbuf_clear(&out);
    assert_ok(stance_report_text(&report, &out, &err));
    assert_non_null(strstr(out.data, "\nChecked by people\n"));
    assert_non_null(strstr(out.data, "critical by"));
    assert_true(widest(out.data) <= 80);
    stance_report_free(&report);

    /* A second coder who sees all a step more conciliatory: the mean of both counts. */
    code(store, &w, &all, &sample, "ben", 1);
    build(store, &all, &options, &report);
    double sum = 0, n = 0;
    for (int d = 0; d < DOCUMENTS; d++)
        for (size_t s = 0; s < w.count[d]; s++, n++) sum += w.label[d][s] + (w.label[d][s] < 1 ? .5 : 0);
    assert_true(fabs(report.all.coded.balance - sum / n) < 1e-12);
    assert_true(report.codings.coder_count == 2 && stance_view_is(report.codings.coders, "ann, ben"));
    stance_report_free(&report);
    stance_strbuf_free(&out);
    close_store(store);
}

/* Fewer statements: a topic alone, another selection, few of them, documents that came later or were withdrawn. */
static void parts_coded(void **state)
{
    fixture *f = *state;
    world w;
    stance_report report;
    stance_error err;
    stance_store *store = make(f, &w);
    const stance_selector all = {.duplicates = STANCE_DUPLICATES_KEEP};
    stance_selector trade = all, sanctions = all;
    const stance_report_options options = quick();
    stance_sample_options sample = STANCE_SAMPLE_OPTIONS_INIT;
    trade.topic = V("trade");
    sanctions.topic = V("sanctions");
    sample.wanted = 60;
    code(store, &w, &trade, &sample, "ann", 0);
    build(store, &all, &options, &report); /* nothing can be said of what could not be drawn */
    assert_int_equal(report.all.coded.covered, topic_of(&report, "trade")->total.statements);
    assert_true(report.all.coded.covered < report.all.total.statements && report.codings.counted == 60);
    assert_true(*topic_of(&report, "sanctions")->coded.note && topic_of(&report, "sanctions")->coded.covered == 0);
    stance_strbuf out = STANCE_STRBUF_INIT;
    assert_ok(stance_coded_text(&report, &out, &err));
    assert_non_null(strstr(out.data, "The samples were drawn from"));
    stance_report_free(&report);
    build(store, &sanctions, &options, &report);
    assert_true(report.codings.statements == 60 && report.codings.counted == 0);
    assert_fails(stance_coded_text(&report, &out, &err), STANCE_ENODATA);
    stance_report_free(&report);

    forget(f);
    sample.wanted = 10;
    code(store, &w, &all, &sample, "ann", 0);
    build(store, &all, &options, &report);
    assert_true(strcmp(report.all.coded.note, "too few coded") == 0 && report.all.coded.coded == 10);
    assert_false(report.all.coded.has_interval);
    stance_report_free(&report);

    forget(f);
    sample.wanted = 1000;
    code(store, &w, &all, &sample, "ann", 0);
    uint32_t seed = 3;
    for (int d = 0; d < 5; d++) { /* other texts under other names */
        char id[32], text[PLACES * MOST + 32];
        const stance_span span = {0, PLACES - 2};
        stance_statement one;
        memset(text, 'y', sizeof text);
        snprintf(text + PLACES * MOST, 32, " later %d", d);
        snprintf(id, sizeof id, "later%d.txt", d);
        put_statement(&one, 1, "Jon Falk", NULL, NULL, 0, roll(&seed) % 2 ? 300000 : 0, &span);
        stance_document document = {.id = V(id), .text = V(text), .date = {2021, 6, 1}, .basis = STANCE_DATE_HEADER};
        add_one(store, &document, &one, 1);
    }
    sqlite3 *db;
    assert_int_equal(sqlite3_open(f->db, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "UPDATE documents SET withdrawn = 1 WHERE id <= 2", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    build(store, &all, &options, &report);
    assert_int_equal(report.codings.counted, report.codings.statements - w.count[0] - w.count[1]);
    assert_int_equal(report.all.coded.covered, report.codings.counted + 5);
    const size_t gone = w.count[0] + w.count[1]; /* 5 came, these went */
    assert_int_equal(report.codings.later, gone < 5 ? 5 - gone : 0);
    stance_report_free(&report);
    stance_strbuf_free(&out);
    close_store(store);
}

/* The names of samples, read back: the selector that was given, or none. */
static void designs(void **state)
{
    (void)state;
    stance_strbuf out = STANCE_STRBUF_INIT, again = STANCE_STRBUF_INIT;
    stance_selector s, given = {.speaker = V("Mara de la Vega"),
                                .target = V("none"),
                                .topic = V("trade"),
                                .source = V("The Wire"),
                                .has_mode = true,
                                .mode = STANCE_REPORTED,
                                .from = {2020, 1, 1},
                                .to = {2020, 12, 31},
                                .inferred_too = true,
                                .min_confidence = 750000};
    stance_sample_options o, options = STANCE_SAMPLE_OPTIONS_INIT;
    for (int by = STANCE_STRATA_NONE; by <= STANCE_STRATA_PERIOD; by++) {
        options.by = (stance_strata)by;
        options.period = STANCE_BY_MONTH;
        options.shared = 250000;
        given.duplicates = by % 2 ? STANCE_DUPLICATES_ONCE : STANCE_DUPLICATES_KEEP;
        stance_strbuf_clear(&out);
        stance_strbuf_clear(&again);
        stance_sample_design(&given, &options, &out);
        assert_true(stance_sample_read(stance_strbuf_view(&out), &s, &o));
        assert_true(o.by == options.by && (by != STANCE_STRATA_PERIOD || o.period == STANCE_BY_MONTH));
        o.seed = options.seed; /* these decide nothing that is asked */
        o.shared = options.shared;
        stance_sample_design(&s, &o, &again);
        assert_string_equal(again.data, out.data);
    }
    static const char *const bad[] = {"",
                                      "three",
                                      "--sample",
                                      "--sample x",
                                      "--sample 0",
                                      "--sample 5 --each",
                                      "--sample 5 --each x",
                                      "--sample 5 --by topic",
                                      "--sample 5 --flavour sweet"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(stance_sample_read(V(bad[i]), &s, &o));
    stance_strbuf_free(&out);
    stance_strbuf_free(&again);
}

/* Sample after sample of the same statements: the interval holds the truth, which the lexicon's own figure misses. The interval
   is for documents like these, so of just these it holds a little more than it says. */
static void intervals_hold_the_truth(void **state)
{
    enum { RUNS = 100 };
    static const struct {
        const char *name;
        size_t all, trade;
        stance_strata by;
    } cases[] = {{"one sample", 70, 0, STANCE_STRATA_NONE},
                 {"by topic", 80, 0, STANCE_STRATA_TOPIC},
                 {"by speaker", 80, 0, STANCE_STRATA_SPEAKER},
                 {"two samples, the second of a topic", 50, 45, STANCE_STRATA_NONE}};
    fixture *f = *state;
    world w;
    stance_store *store = make(f, &w);
    const stance_selector all = {.duplicates = STANCE_DUPLICATES_KEEP};
    stance_selector trade = all;
    const stance_report_options options = quick();
    double slope;
    const double truth = balance_of(&w, true, 1, &slope);
    trade.topic = V("trade");
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        double sum = 0, width = 0;
        int covered = 0, slopes = 0, off = 0, lexicon = 0;
        for (int run = 0; run < RUNS; run++) {
            stance_report report;
            stance_sample_options sample = STANCE_SAMPLE_OPTIONS_INIT;
            sample.wanted = cases[k].all;
            sample.seed = (uint64_t)run + 1;
            sample.by = cases[k].by;
            code(store, &w, &all, &sample, "ann", 0);
            sample.seed += 1000;
            sample.wanted = cases[k].trade;
            if (cases[k].trade) code(store, &w, &trade, &sample, "ann", 0);
            build(store, &all, &options, &report);
            const stance_report_coded *c = &report.all.coded;
            assert_true(!*c->note && c->has_slope && c->covered == report.all.total.statements);
            covered += c->lo <= truth && truth <= c->hi;
            slopes += c->slope_lo <= slope && slope <= c->slope_hi;
            off += c->off_lo <= c->lexicon - truth && c->lexicon - truth <= c->off_hi;
            lexicon += fabs(c->lexicon - truth) <= c->hi - c->balance;
            sum += c->balance - truth;
            width += c->hi - c->lo;
            stance_report_free(&report);
            forget(f);
        }
        print_message(
            "%s: balance covered %.3f, slope %.3f, error of the lexicon %.3f; mean error %+.4f, width %.3f; the "
            "lexicon's own figure would be within as far %.3f\n",
            cases[k].name, (double)covered / RUNS, (double)slopes / RUNS, (double)off / RUNS, sum / RUNS, width / RUNS,
            (double)lexicon / RUNS);
        assert_true(covered >= .91 * RUNS && slopes >= .91 * RUNS && off >= .91 * RUNS);
        assert_true(fabs(sum / RUNS) < .015);
        assert_true(lexicon < covered / 2);
    }
    close_store(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(everything_coded, set_up, tear_down),
        cmocka_unit_test_setup_teardown(parts_coded, set_up, tear_down),
        cmocka_unit_test(designs),
        cmocka_unit_test_setup_teardown(intervals_hold_the_truth, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("report/coded", tests, NULL, NULL);
}
