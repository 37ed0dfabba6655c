/* stance lexicon import and export: dictionaries of other programs. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "cli/lexicon.h"
#include "stance/dictionary.h"

enum { KEY_AS = 300, KEY_OUT, KEY_MAP, KEY_ALL, MAPS_MAX = 256, WARNINGS_SHOWN = 20 };

#define FORM_NAMES "liwc, quanteda, lexicoder, yoshikoder, wordstat, vader or table"

typedef struct options {
    lexicon_options lexicon;
    const char *name, *out;
    const char *maps[MAPS_MAX];
    size_t map_count;
    bool form_given, all, export;
    stance_dictionary_form form;
} options;

static error_t parse(int key, char *arg, struct argp_state *state)
{
    options *o = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        if (o->export) state->child_inputs[0] = &o->lexicon;
        return 0;
    case KEY_AS:
        o->form_given = stance_dictionary_form_parse(stance_view_of(arg), &o->form);
        if (!o->form_given) argp_error(state, "--as %s: write " FORM_NAMES, arg);
        return 0;
    case KEY_OUT:
    case 'o': o->out = arg; return 0;
    case KEY_MAP:
        if (o->map_count == MAPS_MAX) argp_error(state, "more than %d times --map", MAPS_MAX);
        else o->maps[o->map_count++] = arg;
        return 0;
    case KEY_ALL: o->all = true; return 0;
    case ARGP_KEY_ARG:
        if (o->name) argp_error(state, "one %s at a time", o->export ? "folder" : "file");
        o->name = arg;
        return 0;
    case ARGP_KEY_END:
        if (!o->export && !o->name) argp_error(state, "name the file that is to be imported");
        if (!o->export && !o->out) argp_error(state, "--out DIR says where the lexicon files go");
        if (o->export && !o->form_given) argp_error(state, "--as says in which form: " FORM_NAMES);
        return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

typedef struct warnings {
    size_t count;
    bool all;
} warnings;

static void print_warning(void *context, const char *place, uint64_t line, const char *message)
{
    warnings *w = context;
    if (w->count++ >= WARNINGS_SHOWN && !w->all) return;
    if (line) fprintf(stderr, "stance: %s:%llu: %s\n", place, (unsigned long long)line, message);
    else fprintf(stderr, "stance: %s: %s\n", place, message);
}

static void print_rest(const warnings *w)
{
    if (w->count > WARNINGS_SHOWN && !w->all)
        fprintf(stderr, "stance: and %zu more of the kind; --all-warnings shows them\n", w->count - WARNINGS_SHOWN);
}

static void print_load_problem(void *context, const char *file, uint64_t line, const char *message)
{
    print_warning(context, file, line, message);
}

/* What was written must load over the shipped lexicon. */
static stance_status load_written(const char *shipped, const char *folder, warnings *w, stance_error *err)
{
    const char *folders[] = {shipped, folder};
    stance_lexicon *lexicon;
    STANCE_TRY(stance_lexicon_load(folders, 2, print_load_problem, w, &lexicon, err));
    printf("lexicon %.12s with it; use it with --lexicon %s\n", stance_lexicon_hash(lexicon), folder);
    stance_lexicon_free(lexicon);
    return STANCE_OK;
}

static stance_status run_import(const options *o, size_t *left_out, stance_error *err)
{
    char path[PATH_MAX];
    const char *shipped = path;
    stance_lexicon *lexicon = NULL;
    stance_dictionary d = {.memory = NULL};
    stance_dictionary_written written;
    warnings w = {.all = o->all};
    stance_status status = shipped_lexicon(path, sizeof path, err);
    if (status == STANCE_OK) status = stance_lexicon_load(&shipped, 1, NULL, NULL, &lexicon, err);
    if (status == STANCE_OK)
        status = stance_dictionary_read(o->name, o->form_given ? &o->form : NULL, print_warning, &w, &d, err);
    if (status == STANCE_OK)
        status = stance_dictionary_to_lexicon(&d, o->name, o->maps, o->map_count, lexicon, o->out, print_warning, &w,
                                              &written, err);
    if (status == STANCE_OK) {
        printf("%s, read as %s: %zu terms\n", o->name, stance_dictionary_form_name(d.form), d.count);
        printf("written to %s: %zu tone, %zu terms, %zu shifters, %zu masks; %zu left out\n", o->out, written.tone,
               written.terms, written.shifters, written.masks, written.left_out);
        *left_out = written.left_out;
        status = load_written(path, o->out, &w, err);
    }
    print_rest(&w);
    stance_dictionary_free(&d);
    stance_lexicon_free(lexicon);
    return status == STANCE_OK ? finish_output(err) : status;
}

static stance_status run_export(const options *o, stance_error *err)
{
    char shipped[PATH_MAX];
    const char *folders[LEXICONS_MAX + 2];
    size_t count = 0;
    stance_lexicon *lexicon = NULL;
    stance_strbuf out = STANCE_STRBUF_INIT;
    warnings w = {.all = o->all};
    if (o->name) {
        folders[count++] = o->name; /* by itself: what is laid over the shipped one is said with --lexicon */
    } else {
        STANCE_TRY(shipped_lexicon(shipped, sizeof shipped, err));
        folders[count++] = shipped;
    }
    for (size_t i = 0; i < o->lexicon.count; i++) folders[count++] = o->lexicon.folders[i];
    stance_status status = stance_lexicon_load(folders, count, print_load_problem, &w, &lexicon, err);
    if (status == STANCE_OK) status = stance_dictionary_export(lexicon, o->form, print_warning, &w, &out, err);
    if (status == STANCE_OK && o->out) {
        FILE *f = fopen(o->out, "we");
        bool good = f && fwrite(out.data ? out.data : "", 1, out.len, f) == out.len;
        if (f && fclose(f) != 0) good = false;
        if (!good) status = stance_fail(err, STANCE_EIO, "%s cannot be written: %s", o->out, strerror(errno));
    } else if (status == STANCE_OK) {
        status = print(stance_strbuf_view(&out), err);
    }
    print_rest(&w);
    stance_strbuf_free(&out);
    stance_lexicon_free(lexicon);
    return status == STANCE_OK ? finish_output(err) : status;
}

int lexicon_import(int argc, char **argv)
{
    static const struct argp_option list[] = {
        {"as", KEY_AS, "FORM", 0, FORM_NAMES " (else told by the content)", 0},
        {"out", KEY_OUT, "DIR", 0, "where the lexicon files go; made when it is missing", 0},
        {"map", KEY_MAP, "CATEGORY=MEANING", 0,
         "what a category means: tone:+2, tone:-3, topic:ID, topic:ID:WEIGHT, negator, mask or drop", 0},
        {"all-warnings", KEY_ALL, NULL, 0, "show every warning, not the first twenty", 0},
        {0}};
    static const struct argp argp = {
        list,
        parse,
        "FILE",
        "Turns a dictionary of another program into lexicon files, to be laid over the shipped ones with --lexicon. "
        "Categories go by their names where these say what they are (positive, negemo …), else by --map. What a "
        "pattern cannot say is left out and named with its line.",
        NULL,
        NULL,
        NULL};
    options o = {.export = false};
    stance_error err;
    argp_parse(&argp, argc, argv, 0, NULL, &o);
    size_t left_out = 0;
    if (run_import(&o, &left_out, &err) != STANCE_OK) return fail(&err);
    return left_out ? EXIT_REFUSED : EXIT_DONE;
}

int lexicon_export(int argc, char **argv)
{
    static const struct argp_option list[] = {
        {"as", KEY_AS, "FORM", 0, FORM_NAMES, 0},
        {"out", 'o', "FILE", 0, "write to this file, not to standard output", 0},
        {"all-warnings", KEY_ALL, NULL, 0, "show every warning, not the first twenty", 0},
        {0}};
    static const struct argp_child children[] = {{&lexicon_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        list,
        parse,
        "[DIR]",
        "Writes the tone entries of the lexicon (the shipped one and those of --lexicon, or that in DIR alone) as a "
        "dictionary of another program, and the terms of topics where the form has categories. Patterns are written "
        "out as the words that they match; what the form cannot say is left out and named with file and line.",
        children,
        NULL,
        NULL};
    options o = {.export = true};
    stance_error err;
    argp_parse(&argp, argc, argv, 0, NULL, &o);
    return run_export(&o, &err) == STANCE_OK ? EXIT_DONE : fail(&err);
}
