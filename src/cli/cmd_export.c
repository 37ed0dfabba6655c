#include <string.h>

#include "cli/cli.h"
#include "stance/record.h"
#include "stance/report.h"
#include "stance/shifts.h"

enum { KEY_FORMAT = 300, KEY_WITHDRAWN };
enum { WHAT_STATEMENTS, WHAT_DOCUMENTS, WHAT_HITS, WHAT_SERIES, WHAT_SHIFTS, WHAT_COUNT };
static const char *const names[] = {"statements", "documents", "hits", "series", "shifts"};

typedef struct options {
    database_options database;
    selector_options select;
    lexicon_options lexicon;
    int what; /* -1: not said */
    bool withdrawn;
    stance_table_format format;
} options;

static error_t parse(int key, char *arg, struct argp_state *state)
{
    options *o = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &o->database;
        state->child_inputs[1] = &o->select;
        state->child_inputs[2] = &o->lexicon;
        return 0;
    case KEY_FORMAT:
        if (strcmp(arg, "csv") == 0) o->format = STANCE_CSV;
        else if (strcmp(arg, "jsonl") == 0) o->format = STANCE_JSONL;
        else argp_error(state, "--format %s: write jsonl or csv", arg);
        return 0;
    case KEY_WITHDRAWN: o->withdrawn = true; return 0;
    case ARGP_KEY_ARG:
        for (int i = 0; i < WHAT_COUNT && o->what < 0; i++) {
            if (strcmp(arg, names[i]) == 0) o->what = i;
        }
        if (o->what < 0 || state->arg_num > 0)
            argp_error(state, "export one of statements, documents, hits, series, shifts");
        return 0;
    case ARGP_KEY_NO_ARGS: argp_error(state, "export one of statements, documents, hits, series, shifts"); return 0;
    case ARGP_KEY_END:
        if (o->what == WHAT_DOCUMENTS && selects(&o->select))
            argp_error(state, "documents are exported whole, all of them: leave out --topic, --speaker, --from …");
        if (o->what < WHAT_SERIES && o->select.by_given)
            argp_error(state, "--by parts series into periods; %s have none: leave it out", names[o->what]);
        if (o->what >= WHAT_SERIES && o->withdrawn)
            argp_error(state, "what is withdrawn counts in no series: leave out --withdrawn");
        return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

/* Prints what has gathered, so that memory does not grow with the database. */
static stance_status drain(stance_strbuf *out, size_t most, stance_error *err)
{
    STANCE_TRY(stance_strbuf_ok(out, err));
    if (out->len < most) return STANCE_OK;
    STANCE_TRY(print(stance_strbuf_view(out), err));
    stance_strbuf_clear(out);
    return STANCE_OK;
}

typedef struct export
{
    stance_strbuf out;
    stance_table_format format;
}
export;

static stance_status export_document(void *context, const stance_document *document, const char *hash,
                                     int64_t statements, int64_t sources, int64_t copies, stance_error *err)
{
    export *x = context;
    if (document->standing == STANCE_PURGED) return STANCE_OK;
    (void)hash;
    (void)statements;
    (void)sources;
    (void)copies;
    if (x->format == STANCE_CSV) stance_write_document_csv(&x->out, document);
    else stance_write_document_json(&x->out, document);
    return drain(&x->out, 1 << 16, err);
}

static stance_status export_row(stance_store *store, const stance_row *row, int what, export *x, stance_error *err)
{
    if (what == WHAT_STATEMENTS) {
        if (x->format == STANCE_CSV)
            stance_write_statement_csv(&x->out, row->id, &row->document, &row->statement, row->text);
        else stance_write_statement_json(&x->out, row->id, &row->document, &row->statement, row->text);
        return STANCE_OK;
    }
    const stance_hit *hits;
    size_t count;
    STANCE_TRY(stance_store_hits(store, row->key, &hits, &count, err));
    for (size_t i = 0; i < count; i++) {
        stance_view words = {NULL, 0};
        if (hits[i].at.start >= row->statement.span.start && hits[i].at.end <= row->statement.span.end)
            words = (stance_view){row->text.data + (hits[i].at.start - row->statement.span.start),
                                  hits[i].at.end - hits[i].at.start};
        if (x->format == STANCE_CSV) stance_write_hit_csv(&x->out, row->id, i + 1, &hits[i], words);
        else stance_write_hit_json(&x->out, row->id, i + 1, &hits[i], words);
    }
    return STANCE_OK;
}

static stance_status export_rows(stance_store *store, const stance_selector *selector, int what, export *x,
                                 stance_error *err)
{
    stance_cursor *cursor = NULL;
    STANCE_TRY(stance_store_select(store, selector, &cursor, err));
    if (x->format == STANCE_CSV && what == WHAT_STATEMENTS) stance_write_statement_csv_header(&x->out);
    if (x->format == STANCE_CSV && what == WHAT_HITS) stance_write_hit_csv_header(&x->out);
    stance_status status = STANCE_OK;
    while (status == STANCE_OK) {
        const stance_row *row;
        status = stance_cursor_next(cursor, &row, err);
        if (status != STANCE_OK || !row) break;
        status = export_row(store, row, what, x, err);
        if (status == STANCE_OK) status = drain(&x->out, 1 << 16, err);
    }
    stance_cursor_close(cursor);
    return status;
}

static stance_status export_series(stance_store *store, const stance_lexicon *lexicon, const options *o, export *x,
                                   stance_error *err)
{
    stance_report report;
    stance_report_options how = STANCE_REPORT_OPTIONS_INIT;
    how.by = o->select.by;
    how.evidence = how.topic_evidence = 0;
    STANCE_TRY(stance_report_build(store, lexicon, &o->select.selector, &how, &report, err));
    stance_status status = stance_report_write_table(&report, STANCE_TABLE_SERIES, o->format, &x->out, err);
    if (status == STANCE_OK) explain_nothing(&report, report.all.total.statements);
    stance_report_free(&report);
    return status;
}

/* As `stance shifts` tells them, unless told otherwise; what was told before makes no difference here. */
static stance_status export_shifts(stance_store *store, const stance_lexicon *lexicon, const options *o, export *x,
                                   stance_error *err)
{
    stance_shifts shifts;
    stance_shifts_options how = STANCE_SHIFTS_OPTIONS_INIT;
    if (o->select.by_given) how.by = o->select.by;
    how.why = false;
    STANCE_TRY(stance_shifts_build(store, lexicon, &o->select.selector, &how, &shifts, err));
    stance_status status = stance_shifts_table(&shifts, o->format, &x->out, err);
    if (status == STANCE_OK) explain_nothing(&shifts.report, shifts.series[0].whole.statements);
    stance_shifts_free(&shifts);
    return status;
}

static stance_status run(options *o, export *x, stance_error *err)
{
    stance_store *store = NULL;
    stance_lexicon *lexicon = NULL;
    size_t problems;
    stance_status status = load_lexicon(&o->lexicon, &problems, &lexicon, err);
    if (status == STANCE_OK) status = stance_store_open(o->database.path, STANCE_READ, &store, err);
    if (status == STANCE_OK) status = check_selector(store, &o->select, lexicon, err);
    if (status == STANCE_OK && o->what == WHAT_DOCUMENTS) {
        if (x->format == STANCE_CSV) stance_write_document_csv_header(&x->out);
        status = o->withdrawn ? stance_store_all_documents(store, export_document, x, err)
                              : stance_store_documents(store, export_document, x, err);
    } else if (status == STANCE_OK && o->what == WHAT_SERIES) {
        status = export_series(store, lexicon, o, x, err);
    } else if (status == STANCE_OK && o->what == WHAT_SHIFTS) {
        status = export_shifts(store, lexicon, o, x, err);
    } else if (status == STANCE_OK) {
        /* These tables hold what is stored, copies too: only figures count once unless asked to. */
        stance_selector rows = o->select.selector;
        rows.withdrawn_too = o->withdrawn;
        if (!o->select.duplicates_given) rows.duplicates = STANCE_DUPLICATES_KEEP;
        status = export_rows(store, &rows, o->what, x, err);
    }
    if (status == STANCE_OK) status = drain(&x->out, 0, err);
    if (status == STANCE_OK) status = finish_output(err);
    stance_lexicon_free(lexicon);
    return close_store(store, status, err);
}

int cmd_export(int argc, char **argv)
{
    static const struct argp_option list[] = {
        {"format", KEY_FORMAT, "FORMAT", 0, "jsonl (the default) or csv", 0},
        {"withdrawn", KEY_WITHDRAWN, NULL, 0, "withdrawn documents and their statements and hits as well", 0},
        {0}};
    static const struct argp_child children[] = {
        {&database_argp, 0, NULL, 0}, {&selector_argp, 0, NULL, 0}, {&lexicon_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        list,
        parse,
        "statements|documents|hits|series|shifts",
        "Writes what is stored to standard output: statements with all that is known of "
        "them, documents as 'stance import' reads them back, hits (the lexicon entries "
        "behind each score), the series of means, or the tests for shifts. Near-copies count "
        "once in series and shifts; the other tables hold them all unless "
        "--duplicates once is given.",
        children,
        NULL,
        NULL};
    options o = {.what = -1, .format = STANCE_JSONL};
    argp_parse(&argp, argc, argv, 0, NULL, &o);
    stance_error err;
    export x = {.out = STANCE_STRBUF_INIT, .format = o.format};
    int code = run(&o, &x, &err) == STANCE_OK ? EXIT_DONE : fail(&err);
    stance_strbuf_free(&x.out);
    return code;
}
