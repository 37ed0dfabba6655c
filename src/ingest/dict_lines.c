/* Forms with a term a line: LIWC, Lexicoder, WordStat, VADER and plain tables. */
#include "ingest/csv.h"
#include "ingest/dict.h"

/* ---- LIWC ---- */

enum { CATEGORIES = 4096, NUMBER_DIGITS = 9 };

typedef struct liwc {
    struct {
        uint32_t number;
        stance_view name;
    } categories[CATEGORIES];
    size_t count;
} liwc;

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "  12<tab>Positive (posemo)": indentation makes it part of the one above. */
static stance_status liwc_category(stance_dict_reader *r, liwc *l, stance_dict_path *path, size_t *indents,
                                   stance_view line, stance_error *err)
{
    size_t indent = 0, at;
    while (indent < line.len && is_blank(line.data[indent])) indent++;
    uint32_t number = 0;
    for (at = indent; at < line.len && is_digit(line.data[at]) && at - indent < NUMBER_DIGITS; at++)
        number = 10 * number + (uint32_t)(line.data[at] - '0');
    stance_view name = stance_dict_trim((stance_view){line.data + at, line.len - at});
    if (at == indent || !name.len)
        return stance_dict_refuse(r, r->line, "a category is a number and a name, between the two lines with %", err);
    if (l->count == CATEGORIES) return stance_dict_refuse(r, r->line, "more than 4096 categories", err);
    while (path->depth && indents[path->depth - 1] >= indent) stance_dict_leave(path, path->depth - 1);
    STANCE_TRY(stance_dict_enter(r, path, name, err));
    indents[path->depth - 1] = indent;
    stance_view whole = stance_arena_copy(r->arena, stance_strbuf_view(&path->text));
    if (!whole.data) return stance_fail_memory(err);
    l->categories[l->count].number = number;
    l->categories[l->count++].name = whole;
    return STANCE_OK;
}

/* The end of the term: the first tab; in a sloppy line without one, the first blank that nothing but numbers and
   conditions follow. */
static size_t liwc_term(stance_view line)
{
    const char *tab = memchr(line.data, '\t', line.len);
    if (tab) return (size_t)(tab - line.data);
    size_t end = line.len;
    for (size_t i = line.len; i-- > 0;) {
        char c = line.data[i];
        if (is_digit(c) || c == '(' || c == ')' || c == '/' || c == '<' || c == '>' || c == 'o' || c == 'f') continue;
        if (!is_blank(c)) break;
        end = i;
    }
    return end;
}

/* A condition, "(02 134)125/464" or "<of>131/125": the plain number behind the / counts, the condition cannot be said. */
static stance_status liwc_numbers(stance_dict_reader *r, const liwc *l, stance_view term, stance_view rest,
                                  stance_error *err)
{
    bool condition = false;
    for (size_t i = 0; i < rest.len;) {
        if (rest.data[i] == '(' || rest.data[i] == '<') {
            condition = true;
            while (i < rest.len && rest.data[i] != ')' && rest.data[i] != '>') i++;
            while (i < rest.len && rest.data[i] != '/' && !is_blank(rest.data[i])) i++;
            continue;
        }
        if (!is_digit(rest.data[i])) {
            i++;
            continue;
        }
        uint32_t number = 0;
        for (size_t digits = 0; i < rest.len && is_digit(rest.data[i]); i++, digits++)
            if (digits < NUMBER_DIGITS) number = 10 * number + (uint32_t)(rest.data[i] - '0');
        size_t k = 0;
        while (k < l->count && l->categories[k].number != number) k++;
        if (k == l->count) stance_dict_warn(r, r->line, "category %u is not declared above; left out", number);
        else STANCE_TRY(stance_dict_add(r, l->categories[k].name, term, 0, r->line, err));
    }
    if (condition)
        stance_dict_warn(r, r->line, "'%.*s' depends on its neighbours, which is not read: it counts always",
                         (int)term.len, term.data);
    return STANCE_OK;
}

stance_status stance_dict_liwc(stance_dict_reader *r, stance_error *err)
{
    stance_dict_path path = {.text = STANCE_STRBUF_INIT};
    size_t indents[STANCE_DICT_DEPTH + 1] = {0};
    liwc *l = stance_arena_zero(r->arena, 1, sizeof *l);
    stance_status status = l ? STANCE_OK : stance_fail_memory(err);
    stance_view line;
    int percents = 0;
    while (status == STANCE_OK && stance_dict_line(r, &line)) {
        stance_view bare = stance_dict_trim(line);
        if (!bare.len) continue;
        if (bare.data[0] == '%' && percents < 2) {
            percents++;
        } else if (percents == 0) {
            status = stance_dict_refuse(r, r->line, "a LIWC dictionary begins with a line %", err);
        } else if (percents == 1) {
            status = liwc_category(r, l, &path, indents, line, err);
        } else {
            size_t end = liwc_term(bare);
            stance_view term = {bare.data, end}, rest = {bare.data + end, bare.len - end};
            if (!rest.len) stance_dict_warn(r, r->line, "'%.*s' has no category; left out", (int)end, bare.data);
            else status = liwc_numbers(r, l, term, rest, err);
        }
    }
    if (status == STANCE_OK && percents < 2)
        status = stance_dict_refuse(r, 0, "the line % that ends the categories is missing", err);
    stance_strbuf_free(&path.text);
    return status;
}

/* ---- Lexicoder ---- */

stance_status stance_dict_lexicoder(stance_dict_reader *r, stance_error *err)
{
    stance_view line, category = {"", 0};
    while (stance_dict_line(r, &line)) {
        line = stance_dict_trim(line);
        if (!line.len) continue;
        if (line.data[0] == '+') {
            category = stance_dict_trim((stance_view){line.data + 1, line.len - 1});
            continue;
        }
        if (!category.len) return stance_dict_refuse(r, r->line, "a word before the first +category", err);
        STANCE_TRY(stance_dict_add(r, category, line, 0, r->line, err));
    }
    return STANCE_OK;
}

/* ---- WordStat ---- */

/* "WORD (1)": cuts the weight off; false when there is none. */
static bool cut_weight(stance_view *line, stance_view *weight)
{
    if (!line->len || line->data[line->len - 1] != ')') return false;
    size_t open = line->len;
    while (open > 0 && line->data[open - 1] != '(') open--;
    if (open < 2 || line->data[open - 2] != ' ') return false;
    *weight = (stance_view){line->data + open, line->len - open - 1};
    double value;
    if (!stance_dict_number(*weight, &value)) return false;
    line->len = open - 2;
    return true;
}

stance_status stance_dict_wordstat(stance_dict_reader *r, stance_error *err)
{
    stance_dict_path path = {.text = STANCE_STRBUF_INIT};
    size_t indents[STANCE_DICT_DEPTH + 1] = {0};
    stance_status status = STANCE_OK;
    stance_view line;
    while (status == STANCE_OK && stance_dict_line(r, &line)) {
        size_t indent = 0;
        while (indent < line.len && is_blank(line.data[indent])) indent++;
        stance_view bare = stance_dict_trim(line), weight;
        if (!bare.len) continue;
        if (!cut_weight(&bare, &weight)) {
            while (path.depth && indents[path.depth - 1] >= indent) stance_dict_leave(&path, path.depth - 1);
            status = stance_dict_enter(r, &path, bare, err);
            if (status == STANCE_OK) indents[path.depth - 1] = indent;
            continue;
        }
        if (bare.len && bare.data[0] == '@') {
            stance_dict_warn(r, r->line, "the rule '%.*s' looks at neighbours, which a pattern cannot say; left out",
                             (int)bare.len, bare.data);
            continue;
        }
        char *term = stance_arena_alloc(r->arena, bare.len + 1);
        if (!term) {
            status = stance_fail_memory(err);
            break;
        }
        for (size_t i = 0; i < bare.len; i++) term[i] = bare.data[i] == '_' ? ' ' : bare.data[i];
        /* A word may stand above the categories below it. */
        while (path.depth && indents[path.depth - 1] >= indent) stance_dict_leave(&path, path.depth - 1);
        if (!stance_view_is(weight, "1"))
            stance_dict_warn(r, r->line, "the weight %.*s of '%.*s' is not read", (int)weight.len, weight.data,
                             (int)bare.len, term);
        status = stance_dict_add(r, stance_strbuf_view(&path.text), (stance_view){term, bare.len}, 0, r->line, err);
    }
    stance_strbuf_free(&path.text);
    return status;
}

/* ---- words with values ---- */

stance_status stance_dict_vader(stance_dict_reader *r, stance_error *err)
{
    stance_view line;
    while (stance_dict_line(r, &line)) {
        if (!stance_dict_trim(line).len) continue;
        const char *tab = memchr(line.data, '\t', line.len);
        double value = 0;
        stance_view number = {"", 0};
        if (tab) {
            number = (stance_view){tab + 1, (size_t)(line.data + line.len - tab - 1)};
            const char *next = memchr(number.data, '\t', number.len);
            if (next) number.len = (size_t)(next - number.data);
        }
        if (!tab || !stance_dict_number(number, &value)) {
            stance_dict_warn(r, r->line, "no token, tab and mean; left out");
            continue;
        }
        stance_view term = {line.data, (size_t)(tab - line.data)};
        STANCE_TRY(stance_dict_add(r, (stance_view){"", 0}, term, value, r->line, err));
    }
    return STANCE_OK;
}

/* By the first line: a tab, else a semicolon, else a comma. */
static char delimiter_of(stance_view text)
{
    const char *end = memchr(text.data, '\n', text.len);
    size_t n = end ? (size_t)(end - text.data) : text.len;
    return memchr(text.data, '\t', n) ? '\t' : memchr(text.data, ';', n) ? ';' : ',';
}

stance_status stance_dict_table(stance_dict_reader *r, stance_error *err)
{
    char delimiter = delimiter_of(r->text);
    bool first = true;
    while (r->at < r->text.len) {
        stance_csv_row row;
        double value = 0;
        STANCE_TRY(stance_csv_read(r->text, r->at, delimiter, r->arena, &row, err));
        uint32_t line = r->line + 1;
        for (size_t i = r->at; i < row.next; i++) r->line += r->text.data[i] == '\n';
        r->at = row.next;
        if (row.broken) {
            stance_dict_warn(r, line, "%s; left out", row.broken);
            continue;
        }
        if (!row.count || (row.count == 1 && !stance_dict_trim(row.cells[0]).len) ||
            (row.cells[0].len && row.cells[0].data[0] == '#'))
            continue;
        if (row.count >= 2 && stance_dict_number(row.cells[1], &value)) {
            STANCE_TRY(stance_dict_add(r, (stance_view){"", 0}, row.cells[0], value, line, err));
        } else if (row.count >= 2 && stance_dict_trim(row.cells[1]).len && !first) { /* a name: positive, critical */
            STANCE_TRY(stance_dict_add(r, row.cells[1], row.cells[0], 0, line, err));
        } else if (!first) {
            stance_dict_warn(r, line, "no value in the second cell; left out");
        } else if (row.count >= 2 && (delimiter == '\t' || row.count == 2)) {
            first = false; /* a header, which names the columns */
            continue;
        } else {
            return stance_dict_refuse(r, line, "a table has a term and a value in each line", err);
        }
        first = false;
    }
    return STANCE_OK;
}
