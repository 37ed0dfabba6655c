#include <fts.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cli/cli.h"
#include "stance/pipeline.h"

enum { KEY_FORMAT = 300, KEY_MAP, KEY_JOBS };

typedef struct options {
    database_options database;
    lexicon_options lexicon;
    stance_format format;
    const char **maps;
    size_t map_count;
    unsigned jobs;
    char **paths;
    size_t path_count;
} options;

static error_t parse(int key, char *arg, struct argp_state *state)
{
    options *o = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &o->database;
        state->child_inputs[1] = &o->lexicon;
        return 0;
    case KEY_FORMAT:
        if (!stance_format_parse(stance_view_of(arg), &o->format))
            argp_error(state, "--format %s: write auto, text, jsonl, json, csv, tsv, html, feed or markdown", arg);
        return 0;
    case KEY_MAP:
        if (!strchr(arg, '=')) argp_error(state, "--map %s: write FIELD=KEY, as in text=body", arg);
        o->maps[o->map_count++] = arg;
        return 0;
    case KEY_JOBS: o->jobs = parse_jobs(arg, state); return 0;
    case ARGP_KEY_ARGS:
        o->paths = state->argv + state->next;
        o->path_count = (size_t)(state->argc - state->next);
        return 0;
    case ARGP_KEY_NO_ARGS: argp_error(state, "name at least one file or folder, or - for standard input"); return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

/* A line on a terminal when the work is long: what was read, how fast, and how long it may still take. */
typedef struct progress {
    struct timespec start;
    double shown;
    bool terminal;
    uint64_t total; /* bytes of all files; 0: not known */
} progress;

static double seconds_since(const struct timespec *start)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) + (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

/* 0 when it cannot be told: standard input, or a file that is none. */
static uint64_t bytes_below(char **paths, size_t count)
{
    uint64_t total = 0;
    char **list = calloc(count + 1, sizeof *list);
    if (!list) return 0;
    memcpy(list, paths, count * sizeof *list);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(paths[i], "-") == 0) goto unknown;
    }
    FTS *walk = fts_open(list, FTS_LOGICAL | FTS_NOCHDIR, NULL);
    if (!walk) goto unknown;
    for (FTSENT *e; (e = fts_read(walk)) != NULL;) {
        if (e->fts_info == FTS_D && e->fts_level > 0 && e->fts_name[0] == '.') fts_set(walk, e, FTS_SKIP);
        if (e->fts_info != FTS_F || (e->fts_level > 0 && e->fts_name[0] == '.'))
            continue; /* hidden ones are not read */
        if (!S_ISREG(e->fts_statp->st_mode)) total = UINT64_MAX;
        else if (total != UINT64_MAX) total += (uint64_t)e->fts_statp->st_size;
    }
    fts_close(walk);
    if (total == UINT64_MAX) total = 0;

unknown:
    free(list);
    return total;
}

static void show_progress(void *context, const stance_import_summary *s)
{
    progress *p = context;
    if (!p->terminal) return;
    double seconds = seconds_since(&p->start);
    if (seconds < p->shown + 0.5) return;
    p->shown = seconds;
    fprintf(stderr, "\r%llu documents, %.0f a second", (unsigned long long)s->read, (double)s->read / seconds);
    if (p->total && s->bytes && s->bytes <= p->total) {
        double share = (double)s->bytes / (double)p->total;
        unsigned long left = (unsigned long)(seconds / share - seconds + 0.5);
        fprintf(stderr, ", %.0f %%, about %lu:%02lu left", 100 * share, left / 60, left % 60);
    }
    fputs(" \033[K", stderr);
}

static const char *many(uint64_t n, const char *one, const char *more)
{
    return n == 1 ? one : more;
}

/* "N WORDS", when there are any. */
static void say(uint64_t n, const char *one, const char *more)
{
    if (n) fprintf(stderr, "%llu %s\n", (unsigned long long)n, many(n, one, more));
}

static void say_summary(const stance_import_summary *s)
{
    fprintf(stderr, "%llu %s read: %llu new with %llu %s, %llu already known", (unsigned long long)s->read,
            many(s->read, "document", "documents"), (unsigned long long)s->added, (unsigned long long)s->statements,
            many(s->statements, "statement", "statements"), (unsigned long long)s->known);
    if (s->sources) fprintf(stderr, ", %llu known under another name", (unsigned long long)s->sources);
    fputs(".\n", stderr);
    say(s->withdrawn, "was withdrawn here and is left out, as said above.",
        "were withdrawn here and are left out, as said above.");
    say(s->copies, "is a near-copy of another and counts once with it; 'stance list duplicates' shows it.",
        "are near-copies of others and count once with them; 'stance list duplicates' shows them.");
    say(s->foreign, "in a language without a lexicon: stored, not scored; 'stance list documents' shows it.",
        "in languages without a lexicon: stored, not scored; 'stance list documents' shows them.");
    say(s->inferred, "with an inferred date: counted with --dates inferred only; 'stance list dates' shows it.",
        "with inferred dates: counted with --dates inferred only; 'stance list dates' shows them.");
    say(s->undated, "without a date: no series counts it; 'stance list dates' shows it.",
        "without a date: no series counts them; 'stance list dates' shows them.");
    say(s->passed, "file passed over, which is no document: a companion of another, or a database of stance.",
        "files passed over, which are no documents: companions of others, or databases of stance.");
    say(s->refused, "input refused, named above; 'stance list problems' keeps it.",
        "inputs refused, named above; 'stance list problems' keeps them.");
}

static int run(const options *o)
{
    stance_error err;
    stance_lexicon *lexicon = NULL;
    stance_store *store = NULL;
    stance_import_summary summary = {0};
    progress p = {.terminal = isatty(STDERR_FILENO)};
    if (p.terminal) p.total = bytes_below(o->paths, o->path_count);
    clock_gettime(CLOCK_MONOTONIC, &p.start);
    stance_read_options read = {
        .format = o->format, .maps = o->maps, .map_count = o->map_count, .problem = say_problem};
    stance_status status = load_whole_lexicon(&o->lexicon, "imported", &lexicon, &err);
    if (status == STANCE_OK) status = stance_store_open(o->database.path, STANCE_WRITE, &store, &err);
    if (status == STANCE_OK) {
        status = stance_import(store, lexicon, (const char *const *)o->paths, o->path_count, &read, o->jobs,
                               show_progress, &p, &summary, &err);
        if (p.shown > 0) fputs("\r\033[K", stderr);
    }
    int code = close_store(store, status, &err) == STANCE_OK ? EXIT_DONE : fail(&err);
    stance_lexicon_free(lexicon);
    if (code != EXIT_DONE) return code == EXIT_USAGE ? EXIT_FAILED : code;
    say_summary(&summary);
    if (!summary.read && summary.refused) return EXIT_FAILED;
    return summary.refused ? EXIT_REFUSED : EXIT_DONE;
}

int cmd_import(int argc, char **argv)
{
    static const struct argp_option list[] = {
        {"format", KEY_FORMAT, "FORMAT", 0, "auto (the default), text, jsonl, json, csv, tsv, html, feed or markdown",
         0},
        {"map", KEY_MAP, "FIELD=KEY", 0, "the key that a field has in the input: text=body, date=published_at", 0},
        {"jobs", KEY_JOBS, "N", 0, "threads; the result is the same with any number", 0},
        {0}};
    static const struct argp_child children[] = {{&database_argp, 0, NULL, 0}, {&lexicon_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        list,
        parse,
        "PATH...",
        "Reads documents (files, folders, - for standard input), finds and scores their statements "
        "and stores them. What is stored already is left as it is.",
        children,
        NULL,
        NULL};
    options o = {.jobs = 1};
    o.maps = calloc((size_t)argc + 1, sizeof *o.maps);
    if (!o.maps) return fail(&(stance_error){STANCE_ENOMEM, "out of memory"});
    argp_parse(&argp, argc, argv, 0, NULL, &o);
    int code = run(&o);
    free(o.maps);
    return code;
}
