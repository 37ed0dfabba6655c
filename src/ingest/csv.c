/* CSV and TSV with a header: a row is a document. Cells follow RFC 4180; one quotation mark too many or too few costs the
   row that it stands in, not the file: reading goes on with the line after the one where that row began. */
#include "ingest/csv.h"

#include "ingest/reader.h"

#include <inttypes.h>
#include <stdlib.h>

enum { COLUMNS_MAX = 4096, NAMES_SHOWN = 8 };

static size_t after_line(stance_view text, size_t at)
{
    const char *newline = at < text.len ? memchr(text.data + at, '\n', text.len - at) : NULL;
    return newline ? (size_t)(newline - text.data) + 1 : text.len;
}

/* The cell in quotation marks at text[*at]; *at comes to stand behind it. *broken says what is wrong. */
static stance_status quoted(stance_view text, size_t *at, stance_arena *arena, stance_view *cell, const char **broken,
                            stance_error *err)
{
    size_t start = *at + 1, doubled = 0, end;
    for (size_t from = start;;) {
        const char *mark = from < text.len ? memchr(text.data + from, '"', text.len - from) : NULL;
        if (!mark) {
            *broken = "a quotation mark is opened here and never closed";
            return STANCE_OK;
        }
        end = (size_t)(mark - text.data);
        if (end + 1 >= text.len || text.data[end + 1] != '"') break;
        doubled++;
        from = end + 2;
    }
    *at = end + 1;
    *cell = (stance_view){text.data + start, end - start};
    if (!doubled) return STANCE_OK;
    char *out = stance_arena_alloc(arena, cell->len);
    size_t n = 0;
    if (!out) return stance_fail_memory(err);
    for (size_t i = start; i < end; i++) {
        out[n++] = text.data[i];
        i += text.data[i] == '"';
    }
    *cell = (stance_view){out, n};
    return STANCE_OK;
}

stance_status stance_csv_read(stance_view text, size_t at, char delimiter, stance_arena *arena, stance_csv_row *row,
                              stance_error *err)
{
    size_t begin = at, capacity = 0;
    *row = (stance_csv_row){.cells = NULL};
    for (;;) {
        stance_view cell;
        if (at < text.len && text.data[at] == '"') {
            STANCE_TRY(quoted(text, &at, arena, &cell, &row->broken, err));
            bool ends = row->broken || at == text.len || text.data[at] == delimiter || text.data[at] == '\n' ||
                        (text.data[at] == '\r' && (at + 1 == text.len || text.data[at + 1] == '\n'));
            if (!ends)
                row->broken = "a cell goes on behind its closing quotation mark; marks inside a cell are doubled";
        } else {
            size_t start = at;
            while (at < text.len && text.data[at] != delimiter && text.data[at] != '\n') at++;
            cell = (stance_view){text.data + start, at - start};
            bool last = at == text.len || text.data[at] == '\n';
            if (last && cell.len && cell.data[cell.len - 1] == '\r') cell.len--;
        }
        if (!row->broken && row->count == COLUMNS_MAX) row->broken = "it has more than 4096 cells";
        if (row->broken) {
            row->next = after_line(text, begin);
            return STANCE_OK;
        }
        if (!STANCE_PUSH(arena, row->cells, row->count, capacity, cell)) return stance_fail_memory(err);
        if (at < text.len && text.data[at] == '\r') at++;
        if (at == text.len || text.data[at] == '\n') break;
        at++;
    }
    row->next = at < text.len ? at + 1 : at;
    return STANCE_OK;
}

/* A row under the names of its columns. */
static stance_status pair(const stance_csv_row *row, const stance_view *names, size_t count, stance_arena *arena,
                          stance_json_object *object, stance_error *err)
{
    stance_json_field *fields = stance_arena_zero(arena, count ? count : 1, sizeof *fields);
    if (!fields) return stance_fail_memory(err);
    for (size_t i = 0; i < count; i++) {
        stance_view cell = row && i < row->count ? row->cells[i] : (stance_view){"", 0};
        fields[i] = (stance_json_field){names[i], cell, STANCE_JSON_STRING};
    }
    *object = (stance_json_object){fields, count};
    return STANCE_OK;
}

stance_status stance_csv_sniff(stance_view text, bool whole, const stance_read_options *options, stance_arena *arena,
                               char *delimiter, stance_error *err)
{
    static const char delimiters[] = {',', ';', '\t', '|'};
    size_t most = 1;
    *delimiter = 0;
    for (size_t d = 0; d < sizeof delimiters; d++) {
        stance_csv_row head, row;
        stance_json_object object;
        bool plausible = true;
        STANCE_TRY(stance_csv_read(text, 0, delimiters[d], arena, &head, err));
        if (head.broken || head.count <= most || (head.next == text.len && !whole)) continue;
        for (size_t i = 0; i < head.count; i++) {
            head.cells[i] = stance_trim(head.cells[i]);
            plausible = plausible && head.cells[i].len <= 64 && !memchr(head.cells[i].data, '\n', head.cells[i].len);
        }
        STANCE_TRY(pair(NULL, head.cells, head.count, arena, &object, err));
        if (!plausible || !stance_fields_has_text(options, &object)) continue;
        if (head.next < text.len) { /* the first row must look like one of this table, unless it was cut off */
            STANCE_TRY(stance_csv_read(text, head.next, delimiters[d], arena, &row, err));
            bool cut = !whole && (row.broken || row.next == text.len);
            if (!cut && !row.broken && row.count < 2 && !stance_blank(row.cells[0])) continue;
        }
        most = head.count;
        *delimiter = delimiters[d];
    }
    return STANCE_OK;
}

typedef struct table {
    stance_arena arena; /* of the names */
    stance_view text;
    stance_view *names;
    size_t count, at;
    uint64_t line; /* that text[at] is on */
    char delimiter;
    bool lost; /* behind a broken row: lines up to the next one with all its cells belong to it */
    bool ours; /* `stance export documents` wrote it */
} table;

/* Our own tables have an apostrophe before what a spreadsheet would take for a formula: it is no part of the text. Columns that
   only they have tell them. */
static bool is_ours(const table *t)
{
    static const char *const names[] = {"date_basis", "date_confidence", "date_note"};
    size_t found = 0;
    for (size_t i = 0; i < t->count; i++)
        for (size_t k = 0; k < sizeof names / sizeof *names; k++) found += stance_view_is(t->names[i], names[k]);
    return found == sizeof names / sizeof *names;
}

static void take_guards_off(stance_csv_row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        stance_view *cell = &row->cells[i];
        size_t n = 0;
        while (n < cell->len && cell->data[n] == '\'') n++;
        if (!n || n == cell->len || !memchr("=+-@\t\r", cell->data[n], 6)) continue;
        cell->data++;
        cell->len--;
    }
}

static void release(void *held)
{
    table *t = held;
    stance_arena_free(&t->arena);
    free(t);
}

/* The delimiter of a table that was not recognised by its columns: the one that its first line has most of. */
static char likeliest(stance_view text)
{
    static const char delimiters[] = {',', ';', '\t', '|'};
    size_t end = after_line(text, 0), most = 0;
    char best = ',';
    for (size_t d = 0; d < sizeof delimiters; d++) {
        size_t n = 0;
        for (size_t i = 0; i < end; i++) n += text.data[i] == delimiters[d];
        if (n <= most) continue;
        most = n;
        best = delimiters[d];
    }
    return best;
}

static stance_status read_header(stance_reader *reader, table *t, bool *good, stance_error *err)
{
    stance_csv_row head;
    stance_json_object object;
    *good = false;
    while (t->at < t->text.len && (t->text.data[t->at] == '\n' || t->text.data[t->at] == '\r')) {
        t->line += t->text.data[t->at] == '\n';
        t->at++;
    }
    stance_view rest = {t->text.data + t->at, t->text.len - t->at};
    if (reader->format == STANCE_FORMAT_TSV) {
        t->delimiter = '\t';
    } else {
        STANCE_TRY(stance_csv_sniff(rest, true, &reader->options, &t->arena, &t->delimiter, err));
        if (!t->delimiter) t->delimiter = likeliest(rest);
    }
    STANCE_TRY(stance_csv_read(t->text, t->at, t->delimiter, &t->arena, &head, err));
    if (head.broken) {
        stance_reader_problem(reader, t->line, "the header cannot be read: %s", head.broken);
        return STANCE_OK;
    }
    for (size_t i = 0; i < head.count; i++) head.cells[i] = stance_trim(head.cells[i]);
    t->names = head.cells;
    t->count = head.count;
    STANCE_TRY(pair(NULL, t->names, t->count, &t->arena, &object, err));
    if (!stance_fields_has_text(&reader->options, &object)) {
        stance_strbuf list = STANCE_STRBUF_INIT;
        for (size_t i = 0; i < t->count && i < NAMES_SHOWN; i++)
            stance_strbuf_addf(&list, "%s%.*s", i ? ", " : "", (int)(t->names[i].len < 40 ? t->names[i].len : 40),
                               t->names[i].data);
        if (t->count > NAMES_SHOWN) stance_strbuf_adds(&list, " ...");
        stance_reader_problem(reader, t->line,
                              "no column of the table holds the text (it has: %s): name it with --map text=COLUMN",
                              list.data ? list.data : "none");
        stance_strbuf_free(&list);
        return STANCE_OK;
    }
    t->ours = is_ours(t);
    t->line += stance_newlines((stance_view){t->text.data + t->at, head.next - t->at});
    t->at = head.next;
    *good = true;
    if (stance_blank((stance_view){t->text.data + t->at, t->text.len - t->at}))
        stance_reader_problem(reader, 0, "a table with a header and no rows: it holds no document; leave it out");
    return STANCE_OK;
}

static bool all_empty(const stance_csv_row *row, size_t from)
{
    for (size_t i = from; i < row->count; i++) {
        if (!stance_blank(row->cells[i])) return false;
    }
    return true;
}

stance_status stance_csv_next(stance_reader *reader, bool *got, stance_error *err)
{
    table *t = reader->held;
    *got = false;
    if (!t) {
        bool good;
        t = calloc(1, sizeof *t);
        if (!t) return stance_fail_memory(err);
        reader->held = t;
        reader->release = release;
        t->line = 1;
        STANCE_TRY(stance_reader_whole(reader, (stance_view){NULL, 0}, &t->text, &good, err));
        if (good) STANCE_TRY(read_header(reader, t, &good, err));
        if (!good) t->at = t->text.len;
    }
    while (!*got && t->at < t->text.len) {
        stance_csv_row row;
        stance_json_object object;
        uint64_t line = t->line;
        stance_arena_reset(&reader->arena);
        STANCE_TRY(stance_csv_read(t->text, t->at, t->delimiter, &reader->arena, &row, err));
        t->line += stance_newlines((stance_view){t->text.data + t->at, row.next - t->at});
        t->at = row.next;
        if (t->lost && (row.broken || row.count != t->count)) continue;
        t->lost = row.broken != NULL;
        if (row.broken) {
            stance_reader_problem(reader, line, "%s; what follows up to the next whole row is left out: mend the row",
                                  row.broken);
            continue;
        }
        if (all_empty(&row, 0)) continue;
        if (t->ours) take_guards_off(&row);
        if (row.count > t->count && !all_empty(&row, t->count)) {
            stance_reader_problem(
                reader, line,
                "the row has %zu cells where the header has %zu: put cells that hold the delimiter in "
                "quotation marks",
                row.count, t->count);
            continue;
        }
        stance_view id = stance_arena_printf(&reader->arena, "%s:%" PRIu64, reader->name.data, line);
        if (!id.data) return stance_fail_memory(err);
        STANCE_TRY(pair(&row, t->names, t->count, &reader->arena, &object, err));
        STANCE_TRY(stance_fields_fill(reader, &object, id, line, got, err));
    }
    return STANCE_OK;
}
