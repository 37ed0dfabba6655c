#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/lexicon.h"
#include "stance/pipeline.h"

enum { KEY_TOP = 300, KEY_FORMAT, KEY_BY, KEY_JOBS, KEY_ALONE };

typedef struct options {
    database_options database;
    const char *sides[2]; /* folders, or "shipped" */
    size_t count;
    size_t top;
    unsigned jobs;
    stance_period by;
    bool with_database, table, alone;
    stance_table_format format;
} options;

static unsigned long number(struct argp_state *state, const char *option, const char *arg, unsigned long most)
{
    char *end;
    unsigned long n = strtoul(arg, &end, 10);
    if (*arg < '0' || *arg > '9' || *end || n > most)
        argp_error(state, "%s %s: write a number up to %lu", option, arg, most);
    return n;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    options *o = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        o->with_database = getenv("STANCE_DB") != NULL;
        o->database.path = getenv("STANCE_DB");
        return 0;
    case 'd':
        if (!*arg) argp_error(state, "-d needs the name of a file");
        o->with_database = true;
        o->database.path = arg;
        return 0;
    case KEY_TOP: o->top = number(state, "--top", arg, 100000); return 0;
    case KEY_JOBS: o->jobs = parse_jobs(arg, state); return 0;
    case KEY_BY:
        if (!stance_period_parse(stance_view_of(arg), &o->by))
            argp_error(state, "--by %s: write day, week, month, quarter, half or year", arg);
        return 0;
    case KEY_ALONE: o->alone = true; return 0;
    case KEY_FORMAT: parse_format(state, arg, &o->table, &o->format); return 0;
    case ARGP_KEY_ARG:
        if (o->count == 2) argp_error(state, "two lexicons are compared, not more");
        else o->sides[o->count++] = arg;
        return 0;
    case ARGP_KEY_END:
        if (o->count != 2) argp_error(state, "name two lexicons: folders, or shipped");
        if (o->table && !o->with_database)
            argp_error(state, "--format %s is for the means of a database: name it with -d",
                       o->format == STANCE_CSV ? "csv" : "jsonl");
        return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

static void say_line(void *context, const char *file, uint64_t line, const char *message)
{
    (void)context;
    fprintf(stderr, "stance: %s:%llu: %s\n", file, (unsigned long long)line, message);
}

static stance_status load_side(const options *o, const char *side, stance_lexicon **out, stance_error *err)
{
    char shipped[PATH_MAX];
    const char *folders[2];
    size_t count = 0;
    if (!o->alone || strcmp(side, "shipped") == 0) STANCE_TRY(shipped_lexicon(shipped, sizeof shipped, err));
    bool is_shipped = strcmp(side, "shipped") == 0 || (!o->alone && same_folder(side, shipped));
    if (is_shipped || !(o->alone || is_whole_lexicon(side))) folders[count++] = shipped;
    if (!is_shipped) folders[count++] = side;
    return stance_lexicon_load(folders, count, say_line, NULL, out, err);
}

typedef struct listing {
    stance_strbuf out;
    size_t counts[3], shown, top;
} listing;

static stance_status add_change(void *context, const stance_lexicon_change *c, stance_error *err)
{
    static const char signs[] = {'+', '-', '~'};
    listing *l = context;
    l->counts[c->change]++;
    (void)err;
    if (l->shown++ >= l->top) return STANCE_OK;
    stance_strbuf_addf(&l->out, "%c %-9s %.*s  (%.*s)\n", signs[c->change], c->kind, (int)c->pattern.len,
                       c->pattern.data, (int)c->origin.len, c->origin.data);
    if (c->change == STANCE_ENTRY_CHANGED)
        stance_strbuf_addf(&l->out, "            %.*s -> %.*s\n", (int)c->before.len, c->before.data, (int)c->after.len,
                           c->after.data);
    else
        stance_strbuf_addf(&l->out, "            %.*s%.*s\n", (int)c->before.len, c->before.data, (int)c->after.len,
                           c->after.data);
    return STANCE_OK;
}

static stance_status print_entries(const options *o, const stance_lexicon *a, const stance_lexicon *b,
                                   stance_error *err)
{
    listing l = {.out = STANCE_STRBUF_INIT, .top = o->with_database ? o->top : SIZE_MAX};
    stance_status status = stance_lexicon_compare(a, b, add_change, &l, err);
    if (status == STANCE_OK) {
        printf("lexicon %.12s -> %.12s: %zu added, %zu removed, %zu changed\n", stance_lexicon_hash(a),
               stance_lexicon_hash(b), l.counts[0], l.counts[1], l.counts[2]);
        if (l.shown > l.top) stance_strbuf_addf(&l.out, "… and %zu more: --top, or leave -d out\n", l.shown - l.top);
        status = stance_strbuf_ok(&l.out, err);
    }
    if (status == STANCE_OK) status = print(stance_strbuf_view(&l.out), err);
    stance_strbuf_free(&l.out);
    return status;
}

static stance_status print_effect(const options *o, const stance_lexicon *a, const stance_lexicon *b, stance_error *err)
{
    stance_store *store = NULL;
    stance_lexdiff diff = {.memory = NULL};
    stance_strbuf out = STANCE_STRBUF_INIT;
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    unsigned jobs = o->jobs ? o->jobs : cores > 0 && cores < STANCE_JOBS_MAX ? (unsigned)cores : 1;
    stance_status status = stance_store_open(o->database.path, STANCE_READ, &store, err);
    if (status == STANCE_OK) status = stance_lexdiff_open(&diff, o->by, o->top, err);
    if (status == STANCE_OK) status = stance_compare_lexicons(store, a, b, jobs, &diff, err);
    if (status == STANCE_OK) {
        if (o->table) stance_lexdiff_write_series(&diff, o->format, &out);
        else {
            stance_strbuf_addc(&out, '\n');
            stance_lexdiff_text(&diff, b, &out);
        }
    }
    status = print_out(&out, status, err);
    stance_lexdiff_free(&diff);
    return close_store(store, status, err);
}

int lexicon_diff(int argc, char **argv)
{
    static const struct argp_option list[] = {
        {"database", 'd', "FILE", 0, "score the statements of this database with both, in memory (else $STANCE_DB)", 0},
        {"by", KEY_BY, "PERIOD", 0, "day, week, month, quarter (the default), half or year", 0},
        {"top", KEY_TOP, "N", 0, "with a database: so many entries and statements (10)", 0},
        {"jobs", KEY_JOBS, "N", 0, "threads (as many as there are processors)", 0},
        {"format", KEY_FORMAT, "FORMAT", 0, "text (the default); csv or jsonl: the means by topic and period", 0},
        {"alone", KEY_ALONE, NULL, 0, "the folders stand by themselves, not over the shipped lexicons", 0},
        {0}};
    static const struct argp argp = {
        list,
        parse,
        "A B",
        "Shows which entries two lexicons do not share, and with a database what that does: how many statements get "
        "another score, the means before and after by topic, whether a trend appears or goes, and the statements that "
        "change most with the entries behind it. Nothing that is stored is changed. A and B are folders, laid over the "
        "shipped lexicons unless they are whole ones (with topics.tsv and function.tsv); 'shipped' is the shipped one.",
        NULL,
        NULL,
        NULL};
    options o = {.top = 10, .by = STANCE_BY_QUARTER, .format = STANCE_JSONL};
    stance_error err;
    argp_parse(&argp, argc, argv, 0, NULL, &o);
    stance_lexicon *a = NULL, *b = NULL;
    stance_status status = load_side(&o, o.sides[0], &a, &err);
    if (status == STANCE_OK) status = load_side(&o, o.sides[1], &b, &err);
    if (status == STANCE_OK && !o.table) status = print_entries(&o, a, b, &err);
    if (status == STANCE_OK && o.with_database) status = print_effect(&o, a, b, &err);
    if (status == STANCE_OK) status = finish_output(&err);
    stance_lexicon_free(a);
    stance_lexicon_free(b);
    return status == STANCE_OK ? EXIT_DONE : fail(&err);
}
