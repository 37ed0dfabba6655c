/* How often the watch over the running month cries wolf, and how soon it sees a shift.

   usage: watch [-n RUNS] [-j THREADS] [CASE…]      (make simulate)
   One line a case, tab-separated; a header first. 48 months, the first 12 of them the baseline, with 0 … 12 statements each as
   in shifts.c; in the cases with a shift it comes with the 25th. Looked at once a month, or ten times while it fills. The
   cases "after": that shift was found (p <= .05, all of it done anew each month, as `stance shifts` does), and what is watched
   is the new regime, from its fourth to its twelfth month; there, an alarm is false. In the last ones the tone shifts a
   second time half a year later; that should be seen by the watch, whose regime is then the one that was found before. */
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

enum { MONTHS = 48, AT = 24, MOST = 12 * MONTHS };
#define SCALE 0.1

typedef struct scenario {
    const char *name;
    double shift, rho, month;
    int looks;
    bool after;    /* the shift: what comes after it is watched */
    double second; /* another one, half a year later */
} scenario;

static const scenario scenarios[] = {
    {"null", 0, 0, 0, 1, false, 0},
    {"null-month-effect", 0, 0, .5, 1, false, 0},
    {"null-ar-.3", 0, .3, .5, 1, false, 0},
    {"null-ar-.6", 0, .6, .5, 1, false, 0},
    {"null", 0, 0, 0, 10, false, 0},
    {"null-ar-.3", 0, .3, .5, 10, false, 0},
    {"shift-.5", .5, 0, 0, 1, false, 0},
    {"shift-1", 1, 0, 0, 1, false, 0},
    {"shift-1-month-effect", 1, 0, .5, 1, false, 0},
    {"after-.5", .5, 0, 0, 1, true, 0},
    {"after-1", 1, 0, 0, 1, true, 0},
    {"after-1-month-effect", 1, 0, .5, 1, true, 0},
    {"after-1-ar-.3", 1, .3, .5, 1, true, 0},
    {"after-1-again-1", 1, 0, 0, 1, true, 1},
    {"after-1-again-1-month-effect", 1, 0, .5, 1, true, 1},
};

typedef struct job {
    const scenario *scenario;
    size_t runs;
    atomic_size_t *next, *false_alarms, *quiet_months, *seen, *delay;
} job;

typedef struct outcome {
    size_t false_alarms, quiet, delay;
    bool seen;
} outcome;

static int look(const stance_observation *observations, size_t count, int32_t regime)
{
    stance_watch watch;
    stance_error err;
    if (stance_watch_last(observations, count, regime, &watch, &err) != STANCE_OK) exit(1);
    return watch.told ? watch.alarm : 0;
}

/* The first month of the regime that the last shift began; INT32_MIN: none was found. */
static int32_t find_regime(const stance_observation *observations, size_t count)
{
    stance_shift shift;
    stance_error err;
    stance_shift_options options = STANCE_SHIFT_OPTIONS_INIT;
    options.resamples = 499;
    options.level = .9;
    options.rate = .05;
    options.intervals = false;
    if (stance_shift_test(observations, count, &options, &shift, &err) != STANCE_OK) exit(1);
    if (shift.verdict != STANCE_SHIFT_TESTED || shift.p > .05) return INT32_MIN;
    return shift.shape == STANCE_SHAPE_PASSING ? shift.until : shift.period;
}

/* The cases "after": the alarm of month t, and where it belongs. */
static void watch_after(const scenario *s, const stance_observation *o, size_t count, int t, double second,
                        int32_t *regime, outcome *out)
{
    const bool again = s->second > 0 && t >= AT + 6;
    if (t < AT + 3 || (!again && t >= AT + 12)) return;
    if (!again) *regime = find_regime(o, count);
    if (*regime == INT32_MIN) return;
    const int alarm = look(o, count, *regime);
    if (!again) {
        out->quiet++;
        out->false_alarms += alarm != 0;
    } else if (!out->seen) {
        out->seen = alarm == (second > 0 ? 1 : -1);
        out->delay = (size_t)t - (AT + 6) + 1;
    }
}

/* The other cases: month t has `n` statements, after `before` of earlier months. */
static void watch(const scenario *s, const stance_observation *o, size_t before, size_t n, int t, double size,
                  outcome *out)
{
    int alarm = 0;
    for (int k = 1; k <= s->looks && !alarm && n; k++)
        alarm = look(o, before + (n * (size_t)k + (size_t)s->looks - 1) / (size_t)s->looks, INT32_MIN);
    const bool quiet = t < AT || s->shift <= 0;
    if (quiet && t >= STANCE_WATCH_BASELINE) {
        out->quiet++;
        out->false_alarms += alarm != 0;
    } else if (!quiet && !out->seen) {
        out->seen = alarm == (size > 0 ? 1 : -1);
        out->delay = (size_t)t - AT + 1;
    }
}

static outcome run(const scenario *s, gsl_rng *rng)
{
    stance_observation o[MOST];
    outcome out = {0, 0, 0, false};
    const double rest = sqrt(1 - s->month * s->month), size = gsl_rng_uniform(rng) < .5 ? s->shift : -s->shift;
    const double second = s->second > 0 && gsl_rng_uniform(rng) < .5 ? -s->second : s->second;
    double month = s->month * gsl_ran_gaussian(rng, 1);
    int32_t regime = INT32_MIN;
    size_t count = 0;
    for (int t = 0; t < MONTHS; t++) {
        if (t) month = s->rho * month + gsl_ran_gaussian(rng, s->month * sqrt(1 - s->rho * s->rho));
        const size_t before = count, n = gsl_rng_uniform_int(rng, 13);
        for (size_t i = 0; i < n; i++, count++) {
            const double level = (t >= AT ? size : 0) + (t >= AT + 6 ? second : 0);
            const double y = month + gsl_ran_gaussian(rng, rest) + level;
            o[count] = (stance_observation){(int32_t)lround(fmin(fmax(y * SCALE, -1), 1) * 1e6), (uint32_t)count, t};
        }
        if (!s->after) watch(s, o, before, n, t, size, &out);
        else if (n) watch_after(s, o, count, t, second, &regime, &out);
    }
    return out;
}

static void *work(void *context)
{
    const job *j = context;
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    if (!rng) exit(1);
    for (size_t i; (i = atomic_fetch_add(j->next, 1)) < j->runs;) {
        gsl_rng_set(rng, (unsigned long)(i * 131 + (size_t)(j->scenario - scenarios) * 1000003 + 1));
        const outcome o = run(j->scenario, rng);
        atomic_fetch_add(j->false_alarms, o.false_alarms);
        atomic_fetch_add(j->quiet_months, o.quiet);
        atomic_fetch_add(j->seen, o.seen);
        if (o.seen) atomic_fetch_add(j->delay, o.delay);
    }
    gsl_rng_free(rng);
    return NULL;
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
    for (int c; (c = getopt(argc, argv, "n:j:")) != -1;) {
        const size_t number = c == '?' ? 0 : strtoull(optarg, NULL, 10);
        if (c == 'n' && number) runs = number;
        else if (c == 'j' && number && number <= 64) threads = number;
        else return 2;
    }
    stance_stats_init();
    printf("case\tlooks-a-month\truns\tfalse-alarms-a-year\tseen\tmonths-until-seen\n");
    for (size_t i = 0; i < sizeof scenarios / sizeof *scenarios; i++) {
        const scenario *s = &scenarios[i];
        if (!asked_for(s->name, argv + optind, argc - optind)) continue;
        pthread_t ids[64];
        atomic_size_t next = 0, alarms = 0, quiet = 0, seen = 0, delay = 0;
        job j = {s, s->looks > 1 ? runs / 8 : s->after ? runs / 4 : runs, &next, &alarms, &quiet, &seen, &delay};
        for (size_t k = 1; k < threads; k++)
            if (pthread_create(&ids[k], NULL, work, &j) != 0) return 1;
        work(&j);
        for (size_t k = 1; k < threads; k++) pthread_join(ids[k], NULL);
        printf("%s\t%d\t%zu\t%.3f", s->name, s->looks, j.runs, 12.0 * (double)alarms / (double)quiet);
        if (s->after ? s->second > 0 : s->shift > 0)
            printf("\t%.3f\t%.1f\n", (double)seen / (double)j.runs, seen ? (double)delay / (double)seen : 0);
        else printf("\t\t\n");
        fflush(stdout);
    }
    return 0;
}
