#include <libsmartcols.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

enum { LIST_DOCUMENTS = 100 };

typedef struct kind {
    const char *name;
    int what; /* stance_listing or LIST_DOCUMENTS */
    const char *first, *detail;
} kind;

static const kind kinds[] = {
    {"speakers", STANCE_LIST_SPEAKERS, "speaker", "actor"}, {"topics", STANCE_LIST_TOPICS, "topic", NULL},
    {"targets", STANCE_LIST_TARGETS, "target", NULL},       {"sources", STANCE_LIST_SOURCES, "source", NULL},
    {"dates", STANCE_LIST_DATES, "basis", "undated"},       {"problems", STANCE_LIST_PROBLEMS, "input", "reason"},
    {"documents", LIST_DOCUMENTS, "document", NULL},
};

typedef struct options {
    database_options database;
    const kind *kind;
} options;

static error_t parse(int key, char *arg, struct argp_state *state)
{
    options *o = state->input;
    switch (key) {
    case ARGP_KEY_INIT: state->child_inputs[0] = &o->database; return 0;
    case ARGP_KEY_ARG:
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds && !o->kind; i++) {
            if (strcmp(arg, kinds[i].name) == 0) o->kind = &kinds[i];
        }
        if (!o->kind || state->arg_num > 0)
            argp_error(state, "list one of speakers, topics, targets, sources, dates, problems, documents");
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "list one of speakers, topics, targets, sources, dates, problems, documents");
        return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

typedef struct listing {
    struct libscols_table *table;
    const kind *kind;
    size_t rows;
    bool failed;
} listing;

static void set(listing *l, struct libscols_line *line, size_t *column, const char *text)
{
    l->failed = l->failed || scols_line_set_data(line, (*column)++, text) != 0;
}

static void set_view(listing *l, struct libscols_line *line, size_t *column, stance_view text)
{
    char *copy = strndup(text.data ? text.data : "", text.len);
    if (copy) set(l, line, column, copy);
    else l->failed = true;
    free(copy);
}

static void set_number(listing *l, struct libscols_line *line, size_t *column, int64_t n)
{
    char text[24];
    snprintf(text, sizeof text, "%lld", (long long)n);
    set(l, line, column, text);
}

static stance_status add_row(void *context, stance_view name, stance_view detail, int64_t statements, int64_t documents,
                             stance_date first, stance_date last, stance_error *err)
{
    listing *l = context;
    struct libscols_line *line = scols_table_new_line(l->table, NULL);
    if (!line) return stance_fail_memory(err);
    char text[STANCE_DATE_SIZE];
    size_t column = 0;
    set_view(l, line, &column, name);
    if (l->kind->what != STANCE_LIST_PROBLEMS) {
        set_number(l, line, &column, statements);
        set_number(l, line, &column, documents);
        set(l, line, &column, stance_date_format(first, text));
        set(l, line, &column, stance_date_format(last, text));
    }
    if (l->kind->detail) set_view(l, line, &column, detail);
    l->rows++;
    return l->failed ? stance_fail_memory(err) : STANCE_OK;
}

static stance_status add_document(void *context, const stance_document *document, const char *hash, int64_t statements,
                                  int64_t sources, stance_error *err)
{
    listing *l = context;
    struct libscols_line *line = scols_table_new_line(l->table, NULL);
    if (!line) return stance_fail_memory(err);
    char text[STANCE_DATE_SIZE];
    size_t column = 0;
    (void)sources;
    set_view(l, line, &column, (stance_view){hash, 12});
    set(l, line, &column, stance_date_format(document->date, text));
    set(l, line, &column, stance_date_basis_name(document->basis));
    set_number(l, line, &column, statements);
    set_view(l, line, &column, document->source);
    set_view(l, line, &column, document->id);
    l->rows++;
    return l->failed ? stance_fail_memory(err) : STANCE_OK;
}

static bool add_columns(listing *l)
{
    static const char *const document[] = {"hash", "date", "basis", "statements", "source", "document", NULL};
    static const char *const problem[] = {"input", "reason", NULL};
    const char *plain[] = {l->kind->first, "statements", "documents", "first", "last", l->kind->detail, NULL};
    const char *const *names = l->kind->what == LIST_DOCUMENTS         ? document
                               : l->kind->what == STANCE_LIST_PROBLEMS ? problem
                                                                       : plain;
    for (size_t i = 0; names[i]; i++) {
        bool number = strcmp(names[i], "statements") == 0 || strcmp(names[i], "documents") == 0;
        if (!scols_table_new_column(l->table, names[i], 0, number ? SCOLS_FL_RIGHT : 0)) return false;
    }
    return true;
}

int cmd_list(int argc, char **argv)
{
    static const struct argp_child children[] = {{&database_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {NULL,
                                     parse,
                                     "speakers|topics|targets|sources|dates|problems|documents",
                                     "Shows what a database holds.",
                                     children,
                                     NULL,
                                     NULL};
    options o = {.kind = NULL};
    argp_parse(&argp, argc, argv, 0, NULL, &o);
    stance_error err;
    stance_store *store = NULL;
    listing l = {.kind = o.kind};
    stance_status status = stance_store_open(o.database.path, STANCE_READ, &store, &err);
    if (status == STANCE_OK) {
        l.table = scols_new_table();
        if (!l.table || !add_columns(&l)) status = stance_fail_memory(&err);
    }
    if (status == STANCE_OK) {
        status = o.kind->what == LIST_DOCUMENTS
                     ? stance_store_documents(store, add_document, &l, &err)
                     : stance_store_list(store, (stance_listing)o.kind->what, add_row, &l, &err);
    }
    if (status == STANCE_OK) {
        if (l.rows) scols_print_table(l.table);
        else printf("no %s\n", o.kind->name);
        status = finish_output(&err);
    }
    int code = status == STANCE_OK ? EXIT_DONE : fail(&err);
    scols_unref_table(l.table);
    if (stance_store_close(store, &err) != STANCE_OK && code == EXIT_DONE) code = fail(&err);
    return code;
}
