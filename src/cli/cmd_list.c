#include <libsmartcols.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "stance/codings.h"

enum { LIST_DOCUMENTS = 100, LIST_DUPLICATES, LIST_CODINGS };

#define WHAT_TO_LIST "list one of speakers, topics, targets, sources, dates, problems, documents, duplicates, codings"

typedef struct kind {
    const char *name;
    int what; /* stance_listing, or one of the above */
    const char *first, *detail;
} kind;

static const kind kinds[] = {
    {"speakers", STANCE_LIST_SPEAKERS, "speaker", "actor"},
    {"topics", STANCE_LIST_TOPICS, "topic", NULL},
    {"targets", STANCE_LIST_TARGETS, "target", NULL},
    {"sources", STANCE_LIST_SOURCES, "source", NULL},
    {"dates", STANCE_LIST_DATES, "basis", "undated"},
    {"problems", STANCE_LIST_PROBLEMS, "input", "reason"},
    {"documents", LIST_DOCUMENTS, "document", NULL},
    {"duplicates", LIST_DUPLICATES, "document", NULL},
    {"codings", LIST_CODINGS, "coder", NULL},
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
        if (!o->kind || state->arg_num > 0) argp_error(state, WHAT_TO_LIST);
        return 0;
    case ARGP_KEY_NO_ARGS: argp_error(state, WHAT_TO_LIST); return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

typedef struct listing {
    struct libscols_table *table;
    const kind *kind;
    size_t rows;
    bool notes; /* the second table of dates: one document a line */
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
                                  int64_t sources, int64_t copies, stance_error *err)
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
    set_view(l, line, &column, document->language);
    set_number(l, line, &column, copies);
    set_view(l, line, &column, document->source);
    set_view(l, line, &column, document->id);
    l->rows++;
    return l->failed ? stance_fail_memory(err) : STANCE_OK;
}

/* The canonical document of a group first, with the number of the group. */
static stance_status add_duplicate(void *context, const stance_duplicate *d, stance_error *err)
{
    listing *l = context;
    struct libscols_line *line = scols_table_new_line(l->table, NULL);
    if (!line) return stance_fail_memory(err);
    char text[STANCE_DATE_SIZE], share[16];
    size_t column = 0;
    set_number(l, line, &column, d->group);
    snprintf(share, sizeof share, "%d %%", (int)((d->similarity + 5000) / 10000));
    set(l, line, &column, d->canonical ? "counts" : share);
    set(l, line, &column, stance_date_format(d->document.date, text));
    set_view(l, line, &column, (stance_view){d->hash, 12});
    set_view(l, line, &column, d->document.source);
    set_view(l, line, &column, d->document.id);
    l->rows++;
    return l->failed ? stance_fail_memory(err) : STANCE_OK;
}

static stance_status add_coder(void *context, stance_view coder, const int64_t counts[4], stance_error *err)
{
    listing *l = context;
    struct libscols_line *line = scols_table_new_line(l->table, NULL);
    if (!line) return stance_fail_memory(err);
    size_t column = 0;
    set_view(l, line, &column, coder);
    for (int i = 0; i < 4; i++) set_number(l, line, &column, counts[i]);
    l->rows++;
    return l->failed ? stance_fail_memory(err) : STANCE_OK;
}

/* Documents whose date is none, not a whole one, inferred or in dispute. */
static stance_status add_doubtful(void *context, const stance_document *document, const char *hash, int64_t statements,
                                  int64_t sources, int64_t copies, stance_error *err)
{
    listing *l = context;
    (void)hash;
    (void)statements;
    (void)sources;
    (void)copies;
    if (stance_date_is_day(document->date) && document->basis != STANCE_DATE_INFERRED && !document->date_note.len)
        return STANCE_OK;
    struct libscols_line *line = scols_table_new_line(l->table, NULL);
    if (!line) return stance_fail_memory(err);
    char text[STANCE_DATE_SIZE];
    size_t column = 0;
    set_view(l, line, &column, document->id);
    set(l, line, &column, stance_date_format(document->date, text));
    set(l, line, &column, stance_date_basis_name(document->basis));
    set_view(l, line, &column, document->date_note);
    l->rows++;
    return l->failed ? stance_fail_memory(err) : STANCE_OK;
}

static bool add_columns(listing *l)
{
    static const char *const document[] = {"hash",   "date",   "basis",    "statements", "language",
                                           "copies", "source", "document", NULL};
    static const char *const duplicate[] = {"group", "similarity", "date", "hash", "source", "document", NULL};
    static const char *const date[] = {"document", "date", "basis", "note", NULL};
    static const char *const problem[] = {"input", "reason", NULL};
    static const char *const coder[] = {"coder", "critical", "neutral", "conciliatory", "passed over", NULL};
    const char *plain[] = {l->kind->first, "statements", "documents", "first", "last", l->kind->detail, NULL};
    const char *const *names = plain;
    if (l->notes) names = date;
    else if (l->kind->what == LIST_DOCUMENTS) names = document;
    else if (l->kind->what == LIST_DUPLICATES) names = duplicate;
    else if (l->kind->what == LIST_CODINGS) names = coder;
    else if (l->kind->what == STANCE_LIST_PROBLEMS) names = problem;
    for (size_t i = 0; names[i]; i++) {
        bool number = strcmp(names[i], "statements") == 0 || strcmp(names[i], "documents") == 0 ||
                      strcmp(names[i], "copies") == 0 || strcmp(names[i], "group") == 0 ||
                      strcmp(names[i], "similarity") == 0 || (names == coder && i > 0);
        if (!scols_table_new_column(l->table, names[i], 0, number ? SCOLS_FL_RIGHT : 0)) return false;
    }
    return true;
}

/* One table. notes: the second one of dates, which is left out when it is empty. */
static stance_status show(stance_store *store, const kind *what, bool notes, stance_error *err)
{
    listing l = {.kind = what, .notes = notes, .table = scols_new_table()};
    stance_status status = l.table && add_columns(&l) ? STANCE_OK : stance_fail_memory(err);
    if (status != STANCE_OK) goto done;
    if (notes) status = stance_store_documents(store, add_doubtful, &l, err);
    else if (what->what == LIST_DOCUMENTS) status = stance_store_documents(store, add_document, &l, err);
    else if (what->what == LIST_DUPLICATES) status = stance_store_duplicates(store, add_duplicate, &l, err);
    else if (what->what == LIST_CODINGS) status = stance_store_coders(store, add_coder, &l, err);
    else status = stance_store_list(store, (stance_listing)what->what, add_row, &l, err);
    if (status != STANCE_OK) goto done;
    if (l.rows && notes) puts("\nNot a whole date, inferred, or in dispute:\n");
    if (l.rows) scols_print_table(l.table);
    else if (!notes) printf("no %s\n", what->name);

done:
    scols_unref_table(l.table);
    return status;
}

int cmd_list(int argc, char **argv)
{
    static const struct argp_child children[] = {{&database_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {NULL,
                                     parse,
                                     "speakers|topics|targets|sources|dates|problems|documents|duplicates|codings",
                                     "Shows what a database holds.",
                                     children,
                                     NULL,
                                     NULL};
    options o = {.kind = NULL};
    argp_parse(&argp, argc, argv, 0, NULL, &o);
    stance_error err;
    stance_store *store = NULL;
    stance_status status = stance_store_open(o.database.path, STANCE_READ, &store, &err);
    if (status == STANCE_OK) status = show(store, o.kind, false, &err);
    if (status == STANCE_OK && o.kind->what == STANCE_LIST_DATES) status = show(store, o.kind, true, &err);
    if (status == STANCE_OK) status = finish_output(&err);
    int code = status == STANCE_OK ? EXIT_DONE : fail(&err);
    if (stance_store_close(store, &err) != STANCE_OK && code == EXIT_DONE) code = fail(&err);
    return code;
}
