#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "stance/codings.h"

enum { KEY_FORMAT = 300 };
enum { LIST_DOCUMENTS = 100, LIST_DUPLICATES, LIST_CORRECTIONS, LIST_CODINGS, LIST_DATE_NOTES };

#define WHAT_TO_LIST                                                                                                   \
    "list one of speakers, topics, targets, sources, dates, problems, documents, duplicates, corrections, codings"

#define WHOLE STANCE_CELL_WHOLE, NULL
#define NUMBER STANCE_CELL_NUMBER, NULL
#define SHORTENED STANCE_CELL_SHORTENED, NULL
#define WRAPPED STANCE_CELL_WRAPPED, NULL
#define COUNTED(name, kind)                                                                                            \
    {name, kind}, {"statements", STANCE_CELL_NUMBER, "n"}, {"documents", STANCE_CELL_NUMBER, "docs"},                  \
        {"first", WHOLE},                                                                                              \
    {                                                                                                                  \
        "last", WHOLE                                                                                                  \
    }

typedef struct kind {
    const char *name;
    int what; /* stance_listing, or one of the above */
    table_column columns[13];
} kind;

static const kind kinds[] = {
    {"speakers", STANCE_LIST_SPEAKERS, {COUNTED("speaker", SHORTENED), {"actor", SHORTENED}}},
    {"topics", STANCE_LIST_TOPICS, {COUNTED("topic", SHORTENED)}},
    {"targets", STANCE_LIST_TARGETS, {COUNTED("target", SHORTENED)}},
    {"sources", STANCE_LIST_SOURCES, {COUNTED("source", SHORTENED)}},
    {"dates", STANCE_LIST_DATES, {COUNTED("basis", WHOLE), {"undated", SHORTENED}}},
    {"problems", STANCE_LIST_PROBLEMS, {{"input", SHORTENED}, {"reason", WRAPPED}}},
    {"documents",
     LIST_DOCUMENTS,
     {{"hash", WHOLE},
      {"date", WHOLE},
      {"basis", WHOLE},
      {"statements", STANCE_CELL_NUMBER, "n"},
      {"language", STANCE_CELL_WHOLE, "lang"},
      {"copies", NUMBER},
      {"standing", WHOLE},
      {"source", SHORTENED},
      {"document", SHORTENED}}},
    {"duplicates",
     LIST_DUPLICATES,
     {{"group", NUMBER},
      {"similarity", NUMBER},
      {"date", WHOLE},
      {"hash", WHOLE},
      {"source", SHORTENED},
      {"document", SHORTENED}}},
    {"corrections", LIST_CORRECTIONS, {{NULL, WHOLE}}}, /* of a form of its own */
    {"codings",
     LIST_CODINGS,
     {{"coder", SHORTENED},
      {"critical", NUMBER},
      {"neutral", NUMBER},
      {"conciliatory", NUMBER},
      {"passed_over", NUMBER}}},
};
/* The second table of dates: one document a line. */
static const kind date_notes = {"dates",
                                LIST_DATE_NOTES,
                                {{"document", SHORTENED},
                                 {"date", WHOLE},
                                 {"basis", WHOLE},
                                 {"confidence", STANCE_CELL_NUMBER, "sure"},
                                 {"note", WRAPPED}}};

typedef struct options {
    database_options database;
    const kind *kind;
    enum table_form form;
} options;

static error_t parse(int key, char *arg, struct argp_state *state)
{
    options *o = state->input;
    switch (key) {
    case ARGP_KEY_INIT: state->child_inputs[0] = &o->database; return 0;
    case KEY_FORMAT:
        if (!table_form_parse(arg, &o->form)) argp_error(state, "--format %s: write text, csv or jsonl", arg);
        return 0;
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
    table *table;
    const kind *kind;
    enum table_form form;
} listing;

static stance_status add_row(void *context, stance_view name, stance_view detail, int64_t statements, int64_t documents,
                             stance_date first, stance_date last, stance_error *err)
{
    listing *l = context;
    int what = l->kind->what;
    table_text(l->table, name);
    if (what != STANCE_LIST_PROBLEMS) {
        table_number(l->table, statements);
        table_number(l->table, documents);
        table_date(l->table, first);
        table_date(l->table, last);
    }
    if (what == STANCE_LIST_SPEAKERS || what == STANCE_LIST_DATES || what == STANCE_LIST_PROBLEMS)
        table_text(l->table, detail);
    return table_end_row(l->table, err);
}

static stance_status add_document(void *context, const stance_document *document, const char *hash, int64_t statements,
                                  int64_t sources, int64_t copies, stance_error *err)
{
    listing *l = context;
    static const char *const standings[] = {"", "withdrawn", "purged"};
    (void)sources;
    table_text(l->table, (stance_view){hash, 12});
    table_date(l->table, document->date);
    table_text(l->table, stance_view_of(stance_date_basis_name(document->basis)));
    table_number(l->table, statements);
    table_text(l->table, document->language);
    if (copies || l->form != TABLE_TEXT) table_number(l->table, copies);
    else table_text(l->table, (stance_view){NULL, 0}); /* where there is none, no column is needed */
    table_text(l->table, stance_view_of(standings[document->standing]));
    table_text(l->table, document->source);
    table_text(l->table, document->id);
    return table_end_row(l->table, err);
}

/* The canonical document of a group first, with the number of the group. */
static stance_status add_duplicate(void *context, const stance_duplicate *d, stance_error *err)
{
    listing *l = context;
    char share[16];
    snprintf(share, sizeof share, "%d %%", (int)((d->similarity + 5000) / 10000));
    table_number(l->table, d->group);
    table_text(l->table, stance_view_of(d->withdrawn ? "withdrawn" : d->canonical ? "counts" : share));
    table_date(l->table, d->document.date);
    table_text(l->table, (stance_view){d->hash, 12});
    table_text(l->table, d->document.source);
    table_text(l->table, d->document.id);
    return table_end_row(l->table, err);
}

static stance_status add_coder(void *context, stance_view coder, const int64_t counts[4], stance_error *err)
{
    listing *l = context;
    table_text(l->table, coder);
    for (int i = 0; i < 4; i++) table_number(l->table, counts[i]);
    return table_end_row(l->table, err);
}

/* Documents whose date is none, not a whole one, inferred, in dispute or set by somebody. */
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
    table_text(l->table, document->id);
    table_date(l->table, document->date);
    table_text(l->table, stance_view_of(stance_date_basis_name(document->basis)));
    int32_t sure = stance_document_date_confidence(document);
    char figure[16];
    snprintf(figure, sizeof figure, "%d.%02d", sure / 1000000, sure / 10000 % 100);
    table_text(l->table, stance_view_of(figure));
    table_text(l->table, document->date_note);
    return table_end_row(l->table, err);
}

static stance_status fill(stance_store *store, listing *l, stance_error *err)
{
    switch (l->kind->what) {
    case LIST_DATE_NOTES: return stance_store_documents(store, add_doubtful, l, err);
    case LIST_DOCUMENTS: return stance_store_all_documents(store, add_document, l, err);
    case LIST_DUPLICATES: return stance_store_duplicates(store, add_duplicate, l, err);
    case LIST_CODINGS: return stance_store_coders(store, add_coder, l, err);
    default: return stance_store_list(store, (stance_listing)l->kind->what, add_row, l, err);
    }
}

static stance_status show_corrections(stance_store *store, enum table_form form, stance_error *err)
{
    stance_strbuf out = STANCE_STRBUF_INIT;
    stance_status status =
        form == TABLE_TEXT ? stance_corrections_text(store, &out, err)
                           : stance_corrections_table(store, form == TABLE_CSV ? STANCE_CSV : STANCE_JSONL, &out, err);
    return print_out(&out, status, err);
}

/* One table. The second one of dates is left out when it is empty. */
static stance_status show(stance_store *store, const kind *what, enum table_form form, stance_error *err)
{
    if (what->what == LIST_CORRECTIONS) return show_corrections(store, form, err);
    listing l = {.kind = what, .form = form};
    bool notes = what->what == LIST_DATE_NOTES;
    char empty[64];
    snprintf(empty, sizeof empty, "no %s", what->name);
    stance_status status = table_open(what->columns, form, &l.table, err);
    if (status == STANCE_OK) status = fill(store, &l, err);
    if (status == STANCE_OK)
        status = table_print(l.table, notes ? "\nNot a whole date, inferred, in dispute or set by hand:\n" : NULL,
                             notes ? NULL : empty, err);
    table_close(l.table);
    return status;
}

int cmd_list(int argc, char **argv)
{
    static const struct argp_option list[] = {
        {"format", KEY_FORMAT, "FORMAT", 0, "text (the default), csv or jsonl", 0}, {0}};
    static const struct argp_child children[] = {{&database_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        list,
        parse,
        "WHAT",
        "Shows what a database holds: WHAT is one of speakers, topics, targets, sources, dates, problems, documents, "
        "duplicates, corrections and codings.\v"
        "Text is for reading: what is too long for the terminal ($COLUMNS, else 80) is shortened in its middle; csv "
        "and "
        "jsonl hold all of it. What was withdrawn counts nowhere but is shown among the documents; corrections "
        "are all that were ever made, with what became of each: it counts, was replaced or taken back by a later one, "
        "takes back an earlier one itself, or does not apply at present, since the sentence it is about is found no "
        "more. Their numbers say which.",
        children,
        NULL,
        NULL};
    options o = {.kind = NULL};
    argp_parse(&argp, argc, argv, 0, NULL, &o);
    stance_error err;
    stance_store *store = NULL;
    stance_status status = stance_store_open(o.database.path, STANCE_READ, &store, &err);
    if (status == STANCE_OK) status = show(store, o.kind, o.form, &err);
    if (status == STANCE_OK && o.kind->what == STANCE_LIST_DATES && o.form == TABLE_TEXT)
        status = show(store, &date_notes, o.form, &err);
    if (status == STANCE_OK) status = finish_output(&err);
    return close_store(store, status, &err) == STANCE_OK ? EXIT_DONE : fail(&err);
}
