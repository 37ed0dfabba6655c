/* Gold: what people coded by hand, as a table. */
#include "report/judge.h"

#include "ingest/input.h"
#include "text/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { DOCUMENT, KEY, SPEAKER, MODE, TOPICS, LABEL, ID, TEXT, GROUP, CODER, START, WEIGHT, COLUMNS };
static const char *const column_names[COLUMNS] = {"document", "key",  "speaker", "mode",  "topics", "label",
                                                  "id",       "text", "group",   "coder", "start",  "weight"};
enum { CELLS_MAX = 64, GOLD_MAX = 1 << 30 };

typedef struct table {
    stance_gold *gold;
    stance_problem_fn problem;
    void *context;
    size_t refused;
    uint64_t line;
    size_t cells;         /* that a row has */
    int columns[COLUMNS]; /* where each stands; -1: nowhere */
    stance_intern seen;   /* document, key, speaker, start, coder of the rows so far */
    uint64_t *seen_lines;
    size_t seen_capacity;
} table;

static void complain(table *t, const char *fmt, ...) STANCE_PRINTF(2, 3);
static void complain(table *t, const char *fmt, ...)
{
    char reason[400];
    va_list args;
    va_start(args, fmt);
    vsnprintf(reason, sizeof reason, fmt, args);
    va_end(args);
    t->refused++;
    if (t->problem) t->problem(t->context, t->gold->name, t->line, stance_view_of(reason));
}

static stance_view trim(stance_view v)
{
    while (v.len && (v.data[0] == ' ' || v.data[0] == '\r')) v.data++, v.len--;
    while (v.len && (v.data[v.len - 1] == ' ' || v.data[v.len - 1] == '\r')) v.len--;
    return v;
}

static size_t split(stance_view line, stance_view cells[CELLS_MAX])
{
    size_t n = 0;
    for (size_t at = 0; at <= line.len && n < CELLS_MAX; n++) {
        const char *tab = at < line.len ? memchr(line.data + at, '\t', line.len - at) : NULL;
        const size_t end = tab ? (size_t)(tab - line.data) : line.len;
        cells[n] = trim((stance_view){line.data + at, end - at});
        at = end + 1;
    }
    return n;
}

/* ---- the first line ---- */

static int column_of(stance_view name)
{
    for (int i = 0; i < COLUMNS; i++) {
        if (stance_view_is(name, column_names[i])) return i;
    }
    return -1;
}

/* Finds the columns; *header tells whether the line names them, or is a row already. */
static stance_status read_header(table *t, stance_view line, bool *header, stance_error *err)
{
    stance_view cells[CELLS_MAX];
    const size_t n = split(line, cells);
    size_t known = 0;
    for (int i = 0; i < COLUMNS; i++) t->columns[i] = -1;
    for (size_t i = 0; i < n; i++) {
        const int c = column_of(cells[i]);
        if (c < 0) continue;
        if (t->columns[c] >= 0)
            return stance_fail(err, STANCE_EFORMAT, "%.*s:%llu: the column '%s' is named twice", (int)t->gold->name.len,
                               t->gold->name.data, (unsigned long long)t->line, column_names[c]);
        t->columns[c] = (int)i;
        known++;
    }
    *header = known > 1;
    t->cells = n;
    if (!*header && n == LABEL + 1) { /* the six of a statement, in their order */
        for (int i = 0; i <= LABEL; i++) t->columns[i] = i;
        return STANCE_OK;
    }
    const bool texts = t->columns[ID] >= 0 && t->columns[DOCUMENT] < 0;
    const int needed[] = {texts ? ID : DOCUMENT, texts ? ID : KEY, LABEL};
    for (int i = 0; i < 3; i++) {
        if (t->columns[needed[i]] < 0)
            return stance_fail(
                err, STANCE_EFORMAT,
                "%.*s:%llu: the column '%s' is missing: the first line names the columns, with tabs between "
                "them; document, key and label are needed for statements, id and label for texts",
                (int)t->gold->name.len, t->gold->name.data, (unsigned long long)t->line, column_names[needed[i]]);
    }
    t->gold->texts = texts;
    t->gold->with_text = texts && t->columns[TEXT] >= 0;
    return STANCE_OK;
}

/* ---- a row ---- */

static bool not_coded(stance_view v)
{
    return v.len == 0 || stance_view_is(v, "*");
}

static bool parse_number(stance_view v, double low, double high, double *out)
{
    char text[32], *end;
    if (v.len == 0 || v.len >= sizeof text) return false;
    memcpy(text, v.data, v.len);
    text[v.len] = '\0';
    if (strspn(text, "+-.0123456789") != v.len) return false;
    *out = strtod(text, &end);
    return *end == '\0' && *out >= low && *out <= high;
}

static bool parse_label(stance_view v, double *label)
{
    static const struct {
        const char *name;
        double label;
    } names[] = {{"+", 1},
                 {"-", -1},
                 {"\u2212", -1},
                 {"\u2212"
                  "1",
                  -1},
                 {"conciliatory", 1},
                 {"critical", -1},
                 {"neutral", 0}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (stance_view_is(v, names[i].name)) {
            *label = names[i].label;
            return true;
        }
    }
    return parse_number(v, -1, 1, label);
}

static bool parse_topics(stance_arena *arena, stance_view v, stance_gold_row *row)
{
    stance_view *topics = NULL;
    size_t capacity = 0;
    row->has_topics = !not_coded(v);
    if (!row->has_topics || stance_view_is(v, "-")) return true;
    for (size_t at = 0, end; at < v.len; at = end + 1) {
        for (end = at; end < v.len && v.data[end] != ',' && v.data[end] != ';'; end++) {
        }
        const stance_view topic = trim((stance_view){v.data + at, end - at});
        bool again = topic.len == 0;
        for (size_t i = 0; i < row->topic_count; i++) again = again || stance_view_equal(topics[i], topic);
        if (!again && !STANCE_PUSH(arena, topics, row->topic_count, capacity, topic)) return false;
    }
    row->topics = topics;
    return true;
}

static stance_view cell(const table *t, const stance_view *cells, int column)
{
    return t->columns[column] < 0 ? (stance_view){"", 0} : cells[t->columns[column]];
}

/* Fills what row says; *good is false when it cannot be used, and that was said. */
static stance_status fill(table *t, const stance_view *cells, stance_gold_row *row, bool *good, stance_error *err)
{
    const stance_view mode = cell(t, cells, MODE), label = cell(t, cells, LABEL), start = cell(t, cells, START);
    const stance_view weight = cell(t, cells, WEIGHT), speaker = cell(t, cells, SPEAKER);
    double number = 0;
    *good = false;
    *row = (stance_gold_row){.line = t->line, .weight = 1, .document = cell(t, cells, t->gold->texts ? ID : DOCUMENT)};
    row->key = cell(t, cells, KEY);
    row->text = cell(t, cells, TEXT);
    row->group = cell(t, cells, GROUP);
    row->coder = cell(t, cells, CODER);
    if (!not_coded(speaker) && !stance_view_is(speaker, "-")) row->speaker = speaker;
    row->has_mode = !not_coded(mode);
    if (row->has_mode && !stance_mode_parse(mode, &row->mode)) {
        complain(t, "mode '%.*s' is unknown: write direct, reported or narration, or * where it was not coded",
                 (int)(mode.len < 40 ? mode.len : 40), mode.data);
        return STANCE_OK;
    }
    row->has_label = !not_coded(label);
    if (row->has_label && !parse_label(label, &row->label)) {
        complain(t, "label '%.*s' is unknown: write +, 0 or -, a number from -1 to 1, or * where it was not coded",
                 (int)(label.len < 40 ? label.len : 40), label.data);
        return STANCE_OK;
    }
    row->has_start = !not_coded(start);
    if (row->has_start && !parse_number(start, 0, INT32_MAX, &number)) {
        complain(t, "start '%.*s' is no number of a byte", (int)(start.len < 40 ? start.len : 40), start.data);
        return STANCE_OK;
    }
    row->start = (uint32_t)number;
    if (!not_coded(weight) && (!parse_number(weight, 0, 1e12, &row->weight) || !(row->weight > 0))) {
        complain(t, "weight '%.*s' is no number above 0", (int)(weight.len < 40 ? weight.len : 40), weight.data);
        return STANCE_OK;
    }
    if (row->document.len == 0 || (!t->gold->texts && row->key.len == 0)) {
        complain(t, "%s is empty: say which statement is meant",
                 row->document.len ? "key" : column_names[t->gold->texts ? ID : DOCUMENT]);
        return STANCE_OK;
    }
    if (!parse_topics(&t->gold->arena, cell(t, cells, TOPICS), row)) return stance_fail_memory(err);
    row->key = stance_fold_key(&t->gold->arena, row->key);
    if (!row->key.data) return stance_fail_memory(err);
    *good = true;
    return STANCE_OK;
}

/* The number of the thing that the row is about, in row->unit; *again when the same coder has coded it. */
static stance_status number_row(table *t, stance_intern *units, stance_gold_row *row, bool *again, stance_error *err)
{
    stance_strbuf name = STANCE_STRBUF_INIT;
    stance_status status = STANCE_OK;
    stance_strbuf_addf(&name, "%.*s\t%.*s\t%.*s\t%lld", (int)row->document.len, row->document.data, (int)row->key.len,
                       row->key.data, (int)row->speaker.len, row->speaker.data ? row->speaker.data : "",
                       row->has_start ? (long long)row->start : -1LL);
    const uint32_t unit = name.failed ? STANCE_NO_ID : stance_intern_add(units, stance_strbuf_view(&name));
    stance_strbuf_addf(&name, "\t%.*s", (int)row->coder.len, row->coder.data);
    const size_t before = t->seen.count;
    const uint32_t id = name.failed ? STANCE_NO_ID : stance_intern_add(&t->seen, stance_strbuf_view(&name));
    stance_strbuf_free(&name);
    *again = t->seen.count == before;
    if (unit == STANCE_NO_ID || id == STANCE_NO_ID) return stance_fail_memory(err);
    row->unit = unit;
    if (*again) {
        complain(t, "this %s is coded on line %llu already%s: leave one of the two out",
                 t->gold->texts ? "text" : "key", (unsigned long long)t->seen_lines[id],
                 row->coder.len ? " by the same coder" : "");
        return STANCE_OK;
    }
    size_t n = id;
    if (!STANCE_PUSH(&t->gold->arena, t->seen_lines, n, t->seen_capacity, t->line)) status = stance_fail_memory(err);
    return status;
}

static stance_status read_rows(table *t, stance_view bytes, stance_error *err)
{
    stance_intern units;
    stance_intern_init(&units, &t->gold->arena);
    stance_intern_init(&t->seen, &t->gold->arena);
    bool begun = false;
    for (size_t at = 0, end; at < bytes.len; at = end + 1) {
        const char *newline = memchr(bytes.data + at, '\n', bytes.len - at);
        end = newline ? (size_t)(newline - bytes.data) : bytes.len;
        stance_view line = {bytes.data + at, end - at}, cells[CELLS_MAX];
        stance_gold_row row;
        bool header = false, good = false, again = false;
        t->line++;
        if (line.len && line.data[line.len - 1] == '\r') line.len--;
        if (trim(line).len == 0 || line.data[0] == '#') continue;
        if (!stance_utf8_valid(line) || memchr(line.data, '\0', line.len)) {
            if (!begun)
                return stance_fail(err, STANCE_EFORMAT, "%.*s:%llu: not UTF-8 text: save the table as UTF-8",
                                   (int)t->gold->name.len, t->gold->name.data, (unsigned long long)t->line);
            complain(t, "not UTF-8: save the table as UTF-8");
            continue;
        }
        if (!begun) {
            STANCE_TRY(read_header(t, line, &header, err));
            begun = true;
            if (header) continue;
        }
        const size_t n = split(line, cells);
        if (n != t->cells) {
            complain(t, "%zu cells, but %zu columns: part them by single tabs", n, t->cells);
            continue;
        }
        STANCE_TRY(fill(t, cells, &row, &good, err));
        if (good) STANCE_TRY(number_row(t, &units, &row, &again, err));
        if (good && !again && !STANCE_PUSH(&t->gold->arena, t->gold->rows, t->gold->count, t->gold->capacity, row))
            return stance_fail_memory(err);
    }
    if (t->gold->count == 0)
        return stance_fail(err, STANCE_ENODATA, "'%.*s' holds nothing that was coded", (int)t->gold->name.len,
                           t->gold->name.data);
    return STANCE_OK;
}

stance_status stance_gold_read(stance_view bytes, stance_view name, stance_problem_fn problem, void *context,
                               size_t *refused, stance_gold **out, stance_error *err)
{
    *out = NULL;
    *refused = 0;
    stance_gold *gold = calloc(1, sizeof *gold);
    if (!gold) return stance_fail_memory(err);
    table t = {.gold = gold, .problem = problem, .context = context};
    stance_status status = STANCE_OK;
    if (bytes.len >= 3 && memcmp(bytes.data, "\xEF\xBB\xBF", 3) == 0) bytes.data += 3, bytes.len -= 3;
    bytes = stance_arena_copy(&gold->arena, bytes);
    gold->name = stance_arena_copy(&gold->arena, name);
    if (!bytes.data || !gold->name.data) status = stance_fail_memory(err);
    if (status == STANCE_OK) status = read_rows(&t, bytes, err);
    if (status == STANCE_OK) status = stance_gold_merge(gold, err);
    *refused = t.refused;
    if (status == STANCE_OK) *out = gold;
    else stance_gold_free(gold);
    return status;
}

stance_status stance_gold_open(const char *path, stance_problem_fn problem, void *context, size_t *refused,
                               stance_gold **out, stance_error *err)
{
    stance_input input = {.fd = -1};
    bool fits = true;
    *out = NULL;
    *refused = 0;
    const bool standard = strcmp(path, "-") == 0;
    const int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) return stance_fail(err, STANCE_EIO, "'%s': %s", path, strerror(errno));
    stance_input_open(&input, fd, !standard);
    stance_status status = stance_input_all(&input, GOLD_MAX, &fits, err);
    if (status == STANCE_OK && input.error)
        status = stance_fail(err, STANCE_EIO, "'%s': %s", path, strerror(input.error));
    if (status == STANCE_OK && !fits) status = stance_fail(err, STANCE_EFORMAT, "'%s' is too large for a table", path);
    if (status == STANCE_OK)
        status = stance_gold_read(stance_input_rest(&input), stance_view_of(path), problem, context, refused, out, err);
    stance_input_close(&input);
    stance_input_free(&input);
    return status;
}

void stance_gold_free(stance_gold *gold)
{
    if (!gold) return;
    stance_arena_free(&gold->arena);
    free(gold);
}

bool stance_gold_of_texts(const stance_gold *gold, bool *with_texts)
{
    *with_texts = gold->with_text;
    return gold->texts;
}
