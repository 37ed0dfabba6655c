#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "report/plain.h"
#include "stance/pipeline.h"

/* Names and reasons come out of documents: nothing that a terminal would obey goes through. */
static void say_plainly(stance_view text)
{
    stance_strbuf plain = STANCE_STRBUF_INIT;
    stance_plain(&plain, text);
    if (!plain.failed && plain.len) fwrite(plain.data, 1, plain.len, stderr);
    stance_strbuf_free(&plain);
}

int fail(const stance_error *err)
{
    fputs("stance: ", stderr);
    say_plainly(stance_view_of(err->message));
    fputc('\n', stderr);
    return err->status == STANCE_EINVAL ? EXIT_USAGE : EXIT_FAILED;
}

int usage(const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    fputs("stance: ", stderr);
    vfprintf(stderr, fmt, args);
    fputs("\nTry 'stance help'.\n", stderr);
    va_end(args);
    return EXIT_USAGE;
}

/* ---- database ---- */

static error_t parse_database(int key, char *arg, struct argp_state *state)
{
    database_options *o = state->input;
    switch (key) {
    case ARGP_KEY_INIT: {
        const char *env = getenv("STANCE_DB");
        o->path = env && *env ? env : "stance.db";
        return 0;
    }
    case 'd':
        if (!*arg) argp_error(state, "-d needs the name of a file");
        o->path = arg;
        return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option database_list[] = {
    {"database", 'd', "FILE", 0, "the database (else $STANCE_DB, else stance.db)", 0}, {0}};
const struct argp database_argp = {database_list, parse_database, NULL, NULL, NULL, NULL, NULL};

/* ---- lexicon ---- */

enum {
    KEY_LEXICON = 256,
    KEY_SPEAKER,
    KEY_TARGET,
    KEY_TOPIC,
    KEY_SOURCE,
    KEY_MODE,
    KEY_FROM,
    KEY_TO,
    KEY_BY,
    KEY_DATES,
    KEY_CONFIDENCE,
    KEY_DUPLICATES
};

static error_t parse_lexicon(int key, char *arg, struct argp_state *state)
{
    lexicon_options *o = state->input;
    switch (key) {
    case ARGP_KEY_INIT: *o = (lexicon_options){.count = 0}; return 0;
    case KEY_LEXICON:
        if (o->count == LEXICONS_MAX) argp_error(state, "more than %d lexicons", LEXICONS_MAX);
        else o->folders[o->count++] = arg;
        return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option lexicon_list[] = {
    {"lexicon", KEY_LEXICON, "DIR", 0, "a folder with lexicon files of your own, laid over the shipped ones", 0}, {0}};
const struct argp lexicon_argp = {lexicon_list, parse_lexicon, NULL, NULL, NULL, NULL, NULL};

stance_status shipped_lexicon(char *path, size_t size, stance_error *err)
{
    char exe[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);
    if (n > 0) {
        exe[n] = '\0';
        char *slash = strrchr(exe, '/'), beside[PATH_MAX], whole[PATH_MAX];
        if (slash) *slash = '\0';
        int len = slash ? snprintf(beside, sizeof beside, "%s/../lexicons/en", exe) : -1;
        if (len > 0 && (size_t)len < sizeof beside && realpath(beside, whole) && access(whole, R_OK) == 0 &&
            strlen(whole) < size) {
            memcpy(path, whole, strlen(whole) + 1);
            return STANCE_OK;
        }
    }
    int len = snprintf(path, size, "%s/en", STANCE_LEXICON_DIR);
    if (len > 0 && (size_t)len < size && access(path, R_OK) == 0) return STANCE_OK;
    return stance_fail(err, STANCE_ENOTFOUND,
                       "the shipped lexicons are neither beside the program nor in %s: install stance again",
                       STANCE_LEXICON_DIR);
}

static void say_line(void *context, const char *file, uint64_t line, const char *message)
{
    size_t *count = context;
    if (line) fprintf(stderr, "stance: %s:%llu: %s\n", file, (unsigned long long)line, message);
    else fprintf(stderr, "stance: %s: %s\n", file, message);
    ++*count;
}

/* Whose words made the figures, when it is not the shipped ones alone. */
static void say_lexicon(const lexicon_options *options, const stance_lexicon *lexicon)
{
    if (!options->count) return;
    fprintf(stderr, "stance: lexicon %.12s: the shipped one", stance_lexicon_hash(lexicon));
    for (size_t i = 0; i < options->count; i++) fprintf(stderr, ", %s", options->folders[i]);
    fputc('\n', stderr);
}

static stance_status load(const lexicon_options *options, size_t *problems, stance_lexicon **out, stance_error *err)
{
    char shipped[PATH_MAX];
    const char *folders[LEXICONS_MAX + 1] = {shipped};
    *problems = 0;
    STANCE_TRY(shipped_lexicon(shipped, sizeof shipped, err));
    for (size_t i = 0; i < options->count; i++) folders[i + 1] = options->folders[i];
    return stance_lexicon_load(folders, options->count + 1, say_line, problems, out, err);
}

stance_status load_whole_lexicon(const lexicon_options *options, const char *done, stance_lexicon **out,
                                 stance_error *err)
{
    size_t problems;
    STANCE_TRY(load(options, &problems, out, err));
    if (problems)
        return stance_fail(err, STANCE_EFORMAT,
                           "nothing was %s, since the lexicon has %s, named above: correct %s first, until 'stance "
                           "lexicon check' finds no error",
                           done, problems == 1 ? "a fault" : "faults", problems == 1 ? "it" : "them");
    say_lexicon(options, *out);
    return STANCE_OK;
}

stance_status load_lexicon(const lexicon_options *options, size_t *problems, stance_lexicon **out, stance_error *err)
{
    STANCE_TRY(load(options, problems, out, err));
    if (*problems)
        fprintf(stderr, "stance: %zu %s of the lexicon left out; correct %s, or see 'stance lexicon check'\n",
                *problems, *problems == 1 ? "line" : "lines", *problems == 1 ? "it" : "them");
    say_lexicon(options, *out);
    return STANCE_OK;
}

/* ---- threads ---- */

unsigned parse_jobs(const char *arg, struct argp_state *state)
{
    char *end;
    long n = strtol(arg, &end, 10);
    if (end != arg && !*end && n >= 1 && n <= STANCE_JOBS_MAX) return (unsigned)n;
    argp_error(state, "--jobs %s: write a number from 1 to %d", arg, STANCE_JOBS_MAX);
    return 1;
}

/* ---- selectors ---- */

static void parse_day(struct argp_state *state, const char *option, const char *arg, bool last, stance_date *date)
{
    stance_date from, to;
    stance_error err;
    if (stance_date_parse_range(stance_view_of(arg), &from, &to, &err) != STANCE_OK)
        argp_error(state, "%s: %s", option, err.message);
    else *date = last ? to : from;
}

/* Given twice, the second would take the place of the first unseen. */
static void parse_name(struct argp_state *state, const char *option, const char *arg, stance_view *name)
{
    if (name->data) argp_error(state, "%s is there twice, as '%s' and '%s': one at a time", option, name->data, arg);
    else *name = stance_view_of(arg);
}

static error_t parse_selector(int key, char *arg, struct argp_state *state)
{
    selector_options *o = state->input;
    stance_selector *s = &o->selector;
    switch (key) {
    case ARGP_KEY_INIT:
        *o = (selector_options){.by = STANCE_BY_QUARTER, .selector.duplicates = STANCE_DUPLICATES_ONCE};
        return 0;
    case KEY_SPEAKER: parse_name(state, "--speaker", arg, &s->speaker); return 0;
    case KEY_TARGET: parse_name(state, "--target", arg, &s->target); return 0;
    case KEY_TOPIC: parse_name(state, "--topic", arg, &s->topic); return 0;
    case KEY_SOURCE: parse_name(state, "--source", arg, &s->source); return 0;
    case KEY_MODE:
        s->has_mode = stance_mode_parse(stance_view_of(arg), &s->mode);
        if (!s->has_mode) argp_error(state, "--mode %s: write direct, reported or narration", arg);
        return 0;
    case KEY_FROM: parse_day(state, "--from", arg, false, &s->from); return 0;
    case KEY_TO: parse_day(state, "--to", arg, true, &s->to); return 0;
    case KEY_BY:
        o->by_given = stance_period_parse(stance_view_of(arg), &o->by);
        if (!o->by_given) argp_error(state, "--by %s: write day, week, month, quarter, half or year", arg);
        return 0;
    case KEY_DATES:
        s->inferred_too = strcmp(arg, "inferred") == 0;
        if (!s->inferred_too && strcmp(arg, "exact") != 0)
            argp_error(state, "--dates %s: write exact or inferred", arg);
        return 0;
    case KEY_DUPLICATES:
        o->duplicates_given = true;
        s->duplicates = strcmp(arg, "once") == 0 ? STANCE_DUPLICATES_ONCE : STANCE_DUPLICATES_KEEP;
        if (s->duplicates != STANCE_DUPLICATES_ONCE && strcmp(arg, "keep") != 0)
            argp_error(state, "--duplicates %s: write once or keep", arg);
        return 0;
    case KEY_CONFIDENCE: {
        char *end;
        double value = strtod(arg, &end);
        if (end == arg || *end || !(value >= 0 && value <= 1))
            argp_error(state, "--min-confidence %s: write a number from 0 to 1", arg);
        else s->min_confidence = (int32_t)(value * STANCE_MILLION + 0.5);
        return 0;
    }
    case ARGP_KEY_END:
        if (s->from.year && s->to.year && stance_date_to_days(s->from) > stance_date_to_days(s->to)) {
            char from[STANCE_DATE_SIZE], to[STANCE_DATE_SIZE];
            argp_error(state, "--from %s lies after --to %s", stance_date_format(s->from, from),
                       stance_date_format(s->to, to));
        }
        return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

#define SELECTORS(shown)                                                                                               \
    {NULL, 0, NULL, 0, "Which statements:", 10},                                                                       \
        {"speaker", KEY_SPEAKER, "NAME", 0, "of this speaker (name or actor id)", 10},                                 \
        {"target", KEY_TARGET, "NAME", 0, "about this state or body; any; none", 10},                                  \
        {"topic", KEY_TOPIC, "ID", 0, "on this topic; none", 10},                                                      \
        {"source", KEY_SOURCE, "NAME", 0, "from this outlet", 10},                                                     \
        {"mode", KEY_MODE, "MODE", 0, "direct, reported or narration", 10},                                            \
        {"from", KEY_FROM, "DATE", shown, "from 2020, 2020-Q3, 2020-07 or a day on", 10},                              \
        {"to", KEY_TO, "DATE", shown, "up to and with it", 10},                                                        \
        {"dates", KEY_DATES, "WHICH", 0, "exact (the default), or inferred ones too", 10},                             \
        {"duplicates",                                                                                                 \
         KEY_DUPLICATES,                                                                                               \
         "WHICH",                                                                                                      \
         0,                                                                                                            \
         "once: of near-copies one counts, and a quotation once a day; keep: all (the default of export statements "   \
         "and hits)",                                                                                                  \
         10},                                                                                                          \
    {                                                                                                                  \
        "min-confidence", KEY_CONFIDENCE, "X", 0, "whose speaker is at least so certain, 0 … 1", 10                    \
    }
static const struct argp_option selector_list[] = {
    SELECTORS(0),
    {"by", KEY_BY, "PERIOD", 0, "day, week, month, quarter, half or year (reports and trends: quarter; shifts: month)",
     10},
    {0}};
const struct argp selector_argp = {selector_list, parse_selector, NULL, NULL, NULL, NULL, NULL};

/* The same without --by, where there are no periods. */
static const struct argp_option rows_list[] = {SELECTORS(0), {0}};
const struct argp rows_argp = {rows_list, parse_selector, NULL, NULL, NULL, NULL, NULL};

/* Nor do --from and --to belong where windows are given; who writes them is told so. */
static const struct argp_option windows_list[] = {SELECTORS(OPTION_HIDDEN), {0}};
const struct argp windows_argp = {windows_list, parse_selector, NULL, NULL, NULL, NULL, NULL};

bool selects(const selector_options *o)
{
    const stance_selector *s = &o->selector;
    return s->speaker.data || s->target.data || s->topic.data || s->source.data || s->has_mode || s->from.year ||
           s->to.year || s->inferred_too || s->min_confidence > 0 || o->duplicates_given;
}

stance_status check_selector(stance_store *store, selector_options *options, const stance_lexicon *lexicon,
                             stance_error *err)
{
    stance_view *target = &options->selector.target;
    const stance_view actor = stance_find_actor(lexicon, *target);
    if (actor.len && actor.len < sizeof options->target) {
        memcpy(options->target, actor.data, actor.len);
        *target = (stance_view){options->target, actor.len};
    }
    stance_selector s = options->selector;
    if (actor.len) s.target = (stance_view){NULL, 0};
    size_t count;
    const stance_view *topics = stance_lexicon_topics(lexicon, &count);
    for (size_t i = 0; s.topic.data && i < count; i++) {
        if (stance_view_equal(topics[i], s.topic)) s.topic = (stance_view){NULL, 0};
    }
    return stance_store_check_selector(store, &s, err);
}

stance_status close_store(stance_store *store, stance_status status, stance_error *err)
{
    stance_error closing;
    const stance_status closed = stance_store_close(store, &closing);
    if (closed == STANCE_OK || status != STANCE_OK) return status;
    *err = closing;
    return closed;
}

/* ---- weights and forms ---- */

void parse_weight(struct argp_state *state, const char *arg, weight_options *out)
{
    static const char recency[] = "recency:";
    *out = (weight_options){STANCE_BY_STATEMENT, STANCE_EQUAL, 0};
    if (strcmp(arg, "document") == 0) {
        out->weighting = STANCE_BY_DOCUMENT;
    } else if (strcmp(arg, "length") == 0) {
        out->importance = STANCE_BY_LENGTH;
    } else if (strncmp(arg, recency, sizeof recency - 1) == 0) {
        const char *days = arg + sizeof recency - 1;
        char *end;
        out->importance = STANCE_BY_RECENCY;
        out->half_life = strtod(days, &end);
        if (end == days || *end || !(out->half_life >= 1 && out->half_life <= 100000))
            argp_error(state, "--weight %s: write a half-life of 1 to 100000 days, as recency:90", arg);
    } else if (strcmp(arg, "statement") != 0) {
        argp_error(state, "--weight %s: write statement, document, length or recency:DAYS", arg);
    }
}

void parse_format(struct argp_state *state, const char *arg, bool *as_table, stance_table_format *format)
{
    *as_table = strcmp(arg, "text") != 0;
    if (strcmp(arg, "csv") == 0) *format = STANCE_CSV;
    else if (strcmp(arg, "jsonl") == 0) *format = STANCE_JSONL;
    else if (*as_table) argp_error(state, "--format %s: write text, csv or jsonl", arg);
}

/* ---- output ---- */

stance_status print(stance_view text, stance_error *err)
{
    if (text.len && fwrite(text.data, 1, text.len, stdout) != text.len) {
        if (errno == EPIPE) exit(EXIT_DONE); /* whoever reads has seen enough */
        return stance_fail(err, STANCE_EIO, "standard output: %s", strerror(errno));
    }
    return STANCE_OK;
}

stance_status finish_output(stance_error *err)
{
    if (fflush(stdout) == 0) return STANCE_OK;
    if (errno == EPIPE) exit(EXIT_DONE);
    return stance_fail(err, STANCE_EIO, "standard output: %s", strerror(errno));
}

stance_status print_out(stance_strbuf *out, stance_status status, stance_error *err)
{
    if (status == STANCE_OK) status = stance_strbuf_ok(out, err);
    if (status == STANCE_OK) status = print(stance_strbuf_view(out), err);
    if (status == STANCE_OK) status = finish_output(err);
    stance_strbuf_free(out);
    return status;
}

void explain_nothing(const stance_report *report, size_t statements)
{
    stance_strbuf out = STANCE_STRBUF_INIT;
    if (statements) return;
    stance_why_nothing(report, &out);
    if (!out.failed && out.len) fwrite(out.data, 1, out.len, stderr);
    stance_strbuf_free(&out);
}

void say_problem(void *context, stance_view input, uint64_t line, stance_view reason)
{
    (void)context;
    fputs("stance: ", stderr);
    say_plainly(input);
    if (line) fprintf(stderr, ":%llu", (unsigned long long)line);
    fputs(": ", stderr);
    say_plainly(reason);
    fputc('\n', stderr);
}
