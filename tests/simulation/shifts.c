/* What the test for a shift is worth: series with and without shifts are made up by the thousand and given to it.

   usage: shifts [-n RUNS] [-r RESAMPLES] [-j THREADS] [CASE…]      (make simulate)
   One line a case, tab-separated; a header first; then panels of 20 topics, where the cases that they are made of were run. The
   same numbers give the same table, on any number of threads.

   The cases: 36 months with 0 … 12 statements each (or as the case says), the scores' standard deviation 1 unit; a shift of d
   units at a month between the 13th and the 25th, up or down; a passing one has its middle there. Its figures are of those
   found, as `stance shifts` tells them (stance_shift_sequence): near: both ends are; covered: of both sizes, so many;
   place-covered: of both ends, so many; a passing shift of which one end is found is none of these. They have a quarter of
   the runs. Scores are halved and halved again until they fit -1 … 1: nothing in the test depends on the
   scale. */
#include "stance/shift.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MONTHS = 36, MOST = 64 * MONTHS };
#define SCALE 0.1 /* one unit, as a score */

typedef enum counts { UP_TO_12, RISING, POISSON } counts;
typedef enum flavour { PLAIN, STEPS, OUTLIERS, MONTH_ONLY, DOCUMENTS } flavour;

typedef struct scenario {
    const char *name;
    double shift, trend; /* in units: at a place, and over the whole series */
    double rho, month;   /* of month effects: correlation and standard deviation */
    double rate;         /* POISSON: statements a month */
    counts counts;
    flavour flavour;
    int lasts; /* months until the shift is taken back; 0: it stays */
} scenario;

static const scenario scenarios[] = {
    {"null", 0, 0, 0, 0, 0, UP_TO_12, PLAIN, 0},
    {"null-rising-counts", 0, 0, 0, 0, 0, RISING, PLAIN, 0},
    {"null-month-effect", 0, 0, 0, .5, 0, UP_TO_12, PLAIN, 0},
    {"null-five-steps", 0, 0, 0, 0, 0, UP_TO_12, STEPS, 0},
    {"null-outliers", 0, 0, 0, 0, 0, UP_TO_12, OUTLIERS, 0},
    {"null-documents", 0, 0, 0, 0, 0, UP_TO_12, DOCUMENTS, 0},
    {"null-one-a-month", 0, 0, 0, 0, 1.2, POISSON, PLAIN, 0},
    {"null-ar-.3", 0, 0, .3, .5, 0, UP_TO_12, PLAIN, 0},
    {"null-ar-.3-all", 0, 0, .3, 1, 0, UP_TO_12, MONTH_ONLY, 0},
    {"null-ar-.6", 0, 0, .6, .5, 0, UP_TO_12, PLAIN, 0},
    {"shift-.5", .5, 0, 0, 0, 0, UP_TO_12, PLAIN, 0},
    {"shift-.75", .75, 0, 0, 0, 0, UP_TO_12, PLAIN, 0},
    {"shift-1", 1, 0, 0, 0, 0, UP_TO_12, PLAIN, 0},
    {"shift-1-month-effect", 1, 0, 0, .5, 0, UP_TO_12, PLAIN, 0},
    {"shift-1-outliers", 1, 0, 0, 0, 0, UP_TO_12, OUTLIERS, 0},
    {"shift-1-documents", 1, 0, 0, 0, 0, UP_TO_12, DOCUMENTS, 0},
    {"shift-1-two-a-month", 1, 0, 0, 0, 2, POISSON, PLAIN, 0},
    {"shift-1-ar-.3", 1, 0, .3, .5, 0, UP_TO_12, PLAIN, 0},
    {"trend-1", 0, 1, 0, 0, 0, UP_TO_12, PLAIN, 0},
    {"passing-1", 1, 0, 0, 0, 0, UP_TO_12, PLAIN, 12},
    {"passing-2", 2, 0, 0, 0, 0, UP_TO_12, PLAIN, 12},
    {"passing-1-half-a-year", 1, 0, 0, 0, 0, UP_TO_12, PLAIN, 6},
    {"passing-1-year-and-half", 1, 0, 0, 0, 0, UP_TO_12, PLAIN, 18},
    {"passing-.75", .75, 0, 0, 0, 0, UP_TO_12, PLAIN, 12},
    {"passing-1-month-effect", 1, 0, 0, .5, 0, UP_TO_12, PLAIN, 12},
    {"passing-1-ar-.3", 1, 0, .3, .5, 0, UP_TO_12, PLAIN, 12},
};
enum { SCENARIOS = sizeof scenarios / sizeof *scenarios };

static const size_t of_panels[] = {0, 2, 7, 12}; /* what the panels of 20 topics are made of */

typedef struct result {
    double p, p_strong, error;     /* error: estimated less true effect */
    double covered, place_covered; /* shares of what there is to cover: the one shift, or both ends */
    bool tested, near;
    stance_shift_shape shape;
} result;

typedef struct job {
    const scenario *scenario;
    const stance_shift_options *options;
    result *results;
    size_t runs;
    atomic_size_t *next;
} job;

static int statements_of(const scenario *s, int month, gsl_rng *rng)
{
    if (s->counts == POISSON) {
        const unsigned n = gsl_ran_poisson(rng, s->rate);
        return n < 60 ? (int)n : 60;
    }
    if (s->counts == UP_TO_12) return (int)gsl_rng_uniform_int(rng, 13);
    const double n = round(1 + 11.0 * month / (MONTHS - 1) + gsl_ran_gaussian(rng, 1));
    return (int)fmin(fmax(n, 0), 12);
}

static double noise(const scenario *s, double sd, gsl_rng *rng)
{
    double e = gsl_ran_gaussian(rng, sd);
    if (s->flavour == OUTLIERS && gsl_rng_uniform(rng) < .05) e *= 4;
    return e;
}

static size_t make_up(const scenario *s, gsl_rng *rng, int at, double size, stance_observation *out)
{
    const double rest = s->flavour == MONTH_ONLY ? .125 : sqrt(1 - s->month * s->month);
    const double document_sd = s->flavour == DOCUMENTS ? .6 * rest : 0;
    const double sd = sqrt(rest * rest - document_sd * document_sd);
    double month = s->month * gsl_ran_gaussian(rng, 1), document = 0;
    const int end = s->lasts ? at + s->lasts : MONTHS;
    size_t n = 0, documents = 0;
    for (int t = 0; t < MONTHS; t++) {
        if (t) month = s->rho * month + gsl_ran_gaussian(rng, s->month * sqrt(1 - s->rho * s->rho));
        const int count = statements_of(s, t, rng);
        for (int i = 0; i < count; i++) {
            if (i == 0 || s->flavour != DOCUMENTS || gsl_rng_uniform(rng) < 1 / 3.) { /* three statements a document */
                documents++;
                document = gsl_ran_gaussian(rng, document_sd);
            }
            double y = .25 + month + document + noise(s, sd, rng) + (t >= at && t < end ? size : 0);
            if (s->trend != 0) y += (size < 0 ? -1 : 1) * s->trend * t / (MONTHS - 1.0);
            if (s->flavour == STEPS) y = fmin(fmax(round(y / 1.25), -2), 2) * 1.25;
            out[n++] =
                (stance_observation){(int32_t)lround(fmin(fmax(y * SCALE, -1), 1) * 1e6), (uint32_t)documents, t};
        }
    }
    return n;
}

/* The two ends of a passing shift, as they are told: neighbours in the list, the first up and the second down again, or the
   other way round. */
static void hold_against_both(const job *j, const stance_observation *observations, size_t count,
                              const stance_shift *whole, const int places[2], double truth, result *r)
{
    stance_shift told[STANCE_SHIFTS_MAX];
    size_t found;
    stance_error err;
    if (stance_shift_sequence(observations, count, j->options, whole, .05, told, &found, &err) != STANCE_OK) exit(1);
    r->covered = r->place_covered = r->error = 0;
    r->near = false;
    for (size_t i = 0; i + 1 < found && !r->near; i++) {
        const stance_shift *ends = &told[i];
        r->near = abs(ends[0].period - places[0]) <= 3 && abs(ends[1].period - places[1]) <= 3;
        r->covered = r->place_covered = r->error = 0;
        for (int k = 0; k < 2; k++) {
            const double size = k ? -truth : truth;
            r->covered += ends[k].lo <= size && size <= ends[k].hi ? .5 : 0;
            r->place_covered += ends[k].earliest <= places[k] && places[k] <= ends[k].latest ? .5 : 0;
            r->error += (ends[k].effect - size) * (size > 0 ? 1 : -1) / SCALE / 2;
        }
    }
}

static void run(const job *j, size_t i, gsl_rng *rng)
{
    const scenario *s = j->scenario;
    stance_observation observations[MOST];
    stance_shift shift;
    stance_error err;
    result *r = &j->results[i];
    gsl_rng_set(rng, (unsigned long)(1000003 * i + (size_t)(s - scenarios) * 7919 + 1));
    const int at = 12 + (int)gsl_rng_uniform_int(rng, 13) - s->lasts / 2;
    const double sign = gsl_rng_uniform(rng) < .5 ? 1 : -1, size = sign * s->shift;
    const size_t n = make_up(s, rng, at, s->shift > 0 ? size : sign * 1e-300, observations);
    *r = (result){.p = 1, .p_strong = 1};
    if (stance_shift_test(observations, n, j->options, &shift, &err) != STANCE_OK) {
        fprintf(stderr, "%s, run %zu: %s\n", s->name, i, err.message);
        exit(1);
    }
    if (shift.verdict != STANCE_SHIFT_TESTED) return;
    const double truth = size * SCALE;
    const bool passing = shift.shape == STANCE_SHAPE_PASSING;
    r->tested = true;
    r->p = shift.p;
    r->p_strong = shift.p_strong;
    r->error = (shift.effect - truth) * (size > 0 ? 1 : -1) / SCALE;
    r->covered = shift.lo <= truth && truth <= shift.hi;
    r->place_covered = shift.earliest <= at && at <= shift.latest;
    r->near = abs((passing ? shift.from : shift.period) - at) <= 3 || (passing && abs(shift.until - at) <= 3);
    r->shape = shift.shape;
    const int places[] = {at, at + s->lasts};
    if (s->lasts && shift.p <= .05) hold_against_both(j, observations, n, &shift, places, truth, r);
}

static void *work(void *context)
{
    const job *j = context;
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    if (!rng) exit(1);
    for (size_t i; (i = atomic_fetch_add(j->next, 1)) < j->runs;) run(j, i, rng);
    gsl_rng_free(rng);
    return NULL;
}

static double share(double part, size_t of)
{
    return of ? part / (double)of : 0;
}

/* A share, or nothing where it would mean nothing. */
static void print_share(bool has, double part, size_t of)
{
    if (has) printf("\t%.4f", share(part, of));
    else printf("\t");
}

static void print(const scenario *s, const result *results, size_t runs)
{
    size_t tested = 0, found = 0, strong = 0, near = 0, shapes[STANCE_SHAPE_RETURN] = {0};
    double bias = 0, covered = 0, of_found = 0, place = 0, place_found = 0;
    for (size_t i = 0; i < runs; i++) {
        const result *r = &results[i];
        tested += r->tested;
        covered += r->covered;
        place += r->place_covered;
        strong += r->p_strong <= .05;
        if (r->p > .05) continue;
        found++;
        near += r->near;
        of_found += r->covered;
        place_found += r->place_covered;
        shapes[r->shape]++;
        bias += r->error;
    }
    printf("%s\t%zu\t%zu", s->name, runs, tested);
    print_share(true, (double)found, runs);
    print_share(true, (double)strong, runs);
    print_share(s->shift > 0, (double)near, found);
    print_share(s->shift > 0 && !s->lasts, covered, tested);
    print_share(s->shift > 0, of_found, found);
    print_share(s->shift > 0, s->lasts ? place_found : place, s->lasts ? found : tested);
    if (s->shift > 0) printf("\t%+.3f", found ? bias / (double)found : 0);
    else printf("\t");
    for (int k = 0; k < STANCE_SHAPE_RETURN; k++) printf("\t%.3f", share((double)shapes[k], found));
    printf("\n");
    fflush(stdout);
}

static void simulate(const scenario *s, const stance_shift_options *options, size_t runs, size_t threads,
                     result *results)
{
    pthread_t ids[64];
    atomic_size_t next = 0;
    job j = {s, options, results, runs, &next};
    for (size_t i = 1; i < threads; i++)
        if (pthread_create(&ids[i], NULL, work, &j) != 0) exit(1);
    work(&j);
    for (size_t i = 1; i < threads; i++) pthread_join(ids[i], NULL);
    print(s, results, runs);
}

/* Panels of 20 topics, `shifted` of them with one: the mean share of false ones among those that BH finds. */
static void panels(const result *nulls, const result *shifts, size_t runs, size_t shifted, const char *name)
{
    enum { TOPICS = 20 };
    double p[TOPICS], rate = 0, power = 0;
    const size_t count = runs / TOPICS;
    stance_error err;
    for (size_t i = 0; i < count; i++) {
        size_t wrong = 0, right = 0;
        for (size_t k = 0; k < TOPICS; k++) p[k] = (k < shifted ? shifts : nulls)[i * TOPICS + k].p;
        if (stance_adjust_p(p, TOPICS, STANCE_ADJUST_BH, p, &err) != STANCE_OK) exit(1);
        for (size_t k = 0; k < TOPICS; k++)
            if (p[k] <= .10) ++*(k < shifted ? &right : &wrong);
        rate += share((double)wrong, wrong + right);
        power += share((double)right, shifted);
    }
    printf("20-topics, %zu shifted, others %s\t%zu\t\tFDR %.4f\tpower %.4f\n", shifted, name, count,
           rate / (double)count, power / (double)count);
}

static bool asked_for(const char *name, char **names, int count)
{
    for (int i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0) return true;
    return count == 0;
}

int main(int argc, char **argv)
{
    size_t runs = 4000, threads = 2;
    stance_shift_options options = STANCE_SHIFT_OPTIONS_INIT;
    options.resamples = 999;
    options.rate = .05;
    for (int c; (c = getopt(argc, argv, "n:r:j:")) != -1;) {
        const size_t number = c == '?' ? 0 : strtoull(optarg, NULL, 10);
        if (c == 'n' && number) runs = number;
        else if (c == 'r' && number) options.resamples = number;
        else if (c == 'j' && number && number <= 64) threads = number;
        else return 2;
    }
    result *results = calloc(SCENARIOS * runs, sizeof *results);
    if (!results) return 1;
    stance_stats_init();
    printf("case\truns\ttested\tfound\tfound-strong\tnear\tcovered\tcovered-of-found\tplace-covered\tbias-of-"
           "found\tshift\ttrend\t"
           "ambiguous\tpassing\n");
    for (size_t i = 0; i < SCENARIOS; i++)
        if (asked_for(scenarios[i].name, argv + optind, argc - optind))
            simulate(&scenarios[i], &options, scenarios[i].lasts && runs >= 4 ? runs / 4 : runs, threads,
                     results + i * runs);
    bool panelled = true;
    for (size_t i = 0; i < sizeof of_panels / sizeof *of_panels; i++)
        panelled = panelled && asked_for(scenarios[of_panels[i]].name, argv + optind, argc - optind);
    if (panelled) {
        panels(results, results + 12 * runs, runs, 0, "null");
        panels(results, results + 12 * runs, runs, 4, "null");
        panels(results + 2 * runs, results + 12 * runs, runs, 4, "null-month-effect");
        panels(results + 7 * runs, results + 12 * runs, runs, 4, "null-ar-.3");
    }
    free(results);
    return 0;
}
