#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/cli.h"
#include "stance/pipeline.h"

enum { KEY_JOBS = 300, KEY_ALL };

typedef struct options {
    database_options database;
    lexicon_options lexicon;
    unsigned jobs;
    bool all;
} options;

static error_t parse(int key, char *arg, struct argp_state *state)
{
    options *o = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &o->database;
        state->child_inputs[1] = &o->lexicon;
        return 0;
    case KEY_ALL: o->all = true; return 0;
    case KEY_JOBS: o->jobs = parse_jobs(arg, state); return 0;
    case ARGP_KEY_ARG: argp_error(state, "'%s' is not understood: all stored documents are scored", arg); return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

typedef struct progress {
    struct timespec start;
    double shown;
    bool terminal;
} progress;

static void show_progress(void *context, const stance_rescore_summary *s)
{
    progress *p = context;
    struct timespec now;
    if (!p->terminal) return;
    clock_gettime(CLOCK_MONOTONIC, &now);
    double seconds = (double)(now.tv_sec - p->start.tv_sec) + (double)(now.tv_nsec - p->start.tv_nsec) / 1e9;
    if (seconds < p->shown + 0.5) return;
    p->shown = seconds;
    double rate = (double)s->documents / seconds;
    unsigned long left = (unsigned long)((double)(s->total - s->documents) / rate + 0.5);
    fprintf(stderr, "\r%llu of %llu documents, %.0f a second, about %lu:%02lu left \033[K",
            (unsigned long long)s->documents, (unsigned long long)s->total, rate, left / 60, left % 60);
}

static const char *s_of(long long n)
{
    return n == 1 ? "" : "s";
}

static void say_summary(const stance_rescore_summary *s, bool all)
{
    const stance_rescored *n = &s->statements;
    fprintf(stderr, "%llu document%s scored anew: %lld statement%s, before %lld; %lld with another score.\n",
            (unsigned long long)(s->documents - s->foreign), s_of((long long)(s->documents - s->foreign)),
            (long long)n->after, s_of(n->after), (long long)n->before, (long long)n->changed);
    if (s->skipped && !all)
        fprintf(stderr, "%llu document%s scored with this lexicon already; --all scores %s again.\n",
                (unsigned long long)s->skipped, s->skipped == 1 ? " was" : "s were", s->skipped == 1 ? "it" : "them");
    if (s->foreign)
        fprintf(stderr, "%llu in %s without a lexicon: stored, not scored.\n", (unsigned long long)s->foreign,
                s->foreign == 1 ? "a language" : "languages");
    if (s->idle)
        fprintf(stderr,
                "%lld correction%s not apply at present, since the sentence is found no more; 'stance list "
                "corrections' shows %s.\n",
                (long long)s->idle, s->idle == 1 ? " does" : "s do", s->idle == 1 ? "it" : "them");
}

static int run(const options *o)
{
    stance_error err;
    stance_lexicon *lexicon = NULL;
    stance_store *store = NULL;
    stance_rescore_summary summary = {0};
    progress p = {.terminal = isatty(STDERR_FILENO)};
    clock_gettime(CLOCK_MONOTONIC, &p.start);
    stance_status status = load_whole_lexicon(&o->lexicon, "rescored", &lexicon, &err);
    if (status == STANCE_OK) status = stance_store_open(o->database.path, STANCE_CHANGE, &store, &err);
    if (status == STANCE_OK) {
        status = stance_rescore(store, lexicon, o->all, o->jobs, show_progress, &p, &summary, &err);
        if (p.shown > 0) fputs("\r\033[K", stderr);
    }
    int code = close_store(store, status, &err) == STANCE_OK ? EXIT_DONE : fail(&err);
    stance_lexicon_free(lexicon);
    if (code != EXIT_DONE) return code == EXIT_USAGE ? EXIT_FAILED : code;
    say_summary(&summary, o->all);
    return EXIT_DONE;
}

int cmd_rescore(int argc, char **argv)
{
    static const struct argp_option list[] = {
        {"all", KEY_ALL, NULL, 0, "those too that this lexicon has scored, as after an update of stance itself", 0},
        {"jobs", KEY_JOBS, "N", 0, "threads; the result is the same with any number", 0},
        {0}};
    static const struct argp_child children[] = {{&database_argp, 0, NULL, 0}, {&lexicon_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        list,
        parse,
        NULL,
        "Extracts and scores all stored texts again, with the present lexicon and program. It is done in one piece: "
        "until the end, and when it is interrupted, the database is as it was. Corrections, aliases and withdrawals "
        "stay.",
        children,
        NULL,
        NULL};
    options o = {.jobs = 1};
    argp_parse(&argp, argc, argv, 0, NULL, &o);
    return run(&o);
}
