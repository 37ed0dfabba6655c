/* How often the interval of a mean holds the true mean: documents are made up by the thousand.

   usage: means [-n RUNS] [-r RESAMPLES] [-j THREADS]      (make simulate)
   One line a case, tab-separated; a header first. Documents have 1 … 4 statements; a share `icc` of the scores' variance lies
   between documents. Scores are normal, or skewed: exponential, so that a few strong ones stand against many mild ones. */
#include "stance/stats.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { MOST = 64 };
#define SCALE 0.1 /* a standard deviation, as a score: clipping at 1 is then out of sight */

typedef struct job {
    size_t documents, runs;
    double icc;
    bool skewed;
    stance_weighting weighting;
    size_t resamples;
    atomic_size_t *next, *covered, *below;
} job;

static double draw(gsl_rng *rng, bool skewed)
{
    return skewed ? gsl_ran_exponential(rng, 1) - 1 : gsl_ran_gaussian(rng, 1);
}

static void *work(void *context)
{
    const job *j = context;
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    if (!rng) exit(1);
    for (size_t i; (i = atomic_fetch_add(j->next, 1)) < j->runs;) {
        stance_cluster documents[MOST] = {{0, 0}};
        stance_interval interval;
        stance_error err;
        const stance_interval_options options = {j->weighting, .95, j->resamples};
        gsl_rng_set(
            rng, (unsigned long)(i * 64 + j->documents + (j->skewed ? 31 : 0) + (size_t)(j->icc * 10) * 1000003 + 1));
        for (size_t d = 0; d < j->documents; d++) {
            const double shared = sqrt(j->icc) * draw(rng, j->skewed);
            documents[d].count = 1 + (uint32_t)gsl_rng_uniform_int(rng, 4);
            for (uint32_t k = 0; k < documents[d].count; k++) {
                const double y = SCALE * (shared + sqrt(1 - j->icc) * draw(rng, j->skewed));
                documents[d].sum += lround(fmin(fmax(y, -1), 1) * 1e6);
            }
        }
        if (stance_mean_interval(documents, j->documents, &options, &interval, &err) != STANCE_OK) exit(1);
        if (!interval.has_interval) continue;
        if (interval.lo <= 0 && 0 <= interval.hi) atomic_fetch_add(j->covered, 1);
        else if (interval.hi < 0) atomic_fetch_add(j->below, 1);
    }
    gsl_rng_free(rng);
    return NULL;
}

static void simulate(job j, size_t threads)
{
    pthread_t ids[64];
    atomic_size_t next = 0, covered = 0, below = 0;
    j.next = &next;
    j.covered = &covered;
    j.below = &below;
    for (size_t i = 1; i < threads; i++)
        if (pthread_create(&ids[i], NULL, work, &j) != 0) exit(1);
    work(&j);
    for (size_t i = 1; i < threads; i++) pthread_join(ids[i], NULL);
    printf("%zu\t%.1f\t%s\t%s\t%zu\t%.4f\t%.4f\n", j.documents, j.icc, j.skewed ? "skewed" : "normal",
           j.weighting == STANCE_BY_STATEMENT ? "statement" : "document", j.runs, (double)covered / (double)j.runs,
           (double)below / (double)j.runs);
    fflush(stdout);
}

int main(int argc, char **argv)
{
    static const size_t documents[] = {3, 5, 8, 12, 20, 29, 30, 45, 60};
    static const double icc[] = {0, .3, .6};
    size_t runs = 4000, threads = 2, resamples = 999;
    for (int c; (c = getopt(argc, argv, "n:r:j:")) != -1;) {
        const size_t number = c == '?' ? 0 : strtoull(optarg, NULL, 10);
        if (c == 'n' && number) runs = number;
        else if (c == 'r' && number) resamples = number;
        else if (c == 'j' && number && number <= 64) threads = number;
        else return 2;
    }
    stance_stats_init();
    printf("documents\ticc\tscores\tweighted-by\truns\tcovered\tbelow\n");
    for (int skewed = 0; skewed < 2; skewed++)
        for (size_t k = 0; k < sizeof icc / sizeof *icc; k++)
            for (size_t i = 0; i < sizeof documents / sizeof *documents; i++)
                for (int w = STANCE_BY_STATEMENT; w <= STANCE_BY_DOCUMENT; w++)
                    simulate((job){.documents = documents[i],
                                   .runs = runs,
                                   .icc = icc[k],
                                   .skewed = skewed != 0,
                                   .weighting = (stance_weighting)w,
                                   .resamples = resamples},
                             threads);
    return 0;
}
