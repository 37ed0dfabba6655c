/* Dictionaries of other programs: which form a file has, and what their readers share. */
#include "ingest/dict.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "lexicon/table.h"
#include "text/utf8.h"

struct stance_dictionary_memory {
    stance_arena arena;
};

static const struct {
    const char *name;
    stance_status (*read)(stance_dict_reader *r, stance_error *err);
} forms[STANCE_FORMS] = {{"liwc", stance_dict_liwc},           {"quanteda", stance_dict_quanteda},
                         {"lexicoder", stance_dict_lexicoder}, {"yoshikoder", stance_dict_yoshikoder},
                         {"wordstat", stance_dict_wordstat},   {"vader", stance_dict_vader},
                         {"table", stance_dict_table}};

const char *stance_dictionary_form_name(stance_dictionary_form form)
{
    return forms[form].name;
}

bool stance_dictionary_form_parse(stance_view name, stance_dictionary_form *form)
{
    for (int i = 0; i < STANCE_FORMS; i++) {
        if (!stance_view_is(name, forms[i].name)) continue;
        *form = (stance_dictionary_form)i;
        return true;
    }
    return false;
}

bool stance_dict_line(stance_dict_reader *r, stance_view *line)
{
    if (r->at >= r->text.len) return false;
    const char *start = r->text.data + r->at;
    size_t left = r->text.len - r->at, len = left;
    for (size_t i = 0; i < left; i++) { /* \n, \r\n and the \r of old Macintoshes */
        if (start[i] != '\n' && start[i] != '\r') continue;
        len = i;
        break;
    }
    r->at += len + (len < left);
    if (len + 1 < left && start[len] == '\r' && start[len + 1] == '\n') r->at++;
    r->line++;
    *line = (stance_view){start, len};
    return true;
}

stance_view stance_dict_trim(stance_view text)
{
    while (text.len && (text.data[0] == ' ' || text.data[0] == '\t')) text.data++, text.len--;
    while (text.len && (text.data[text.len - 1] == ' ' || text.data[text.len - 1] == '\t')) text.len--;
    return text;
}

void stance_dict_warn(stance_dict_reader *r, uint32_t line, const char *fmt, ...)
{
    char message[512];
    va_list args;
    va_start(args, fmt);
    vsnprintf(message, sizeof message, fmt, args);
    va_end(args);
    if (r->warn) r->warn(r->context, r->path, line, message);
}

stance_status stance_dict_refuse(const stance_dict_reader *r, uint32_t line, const char *why, stance_error *err)
{
    if (!line) return stance_fail(err, STANCE_EFORMAT, "%s: %s", r->path, why);
    return stance_fail(err, STANCE_EFORMAT, "%s:%u: %s", r->path, line, why);
}

static stance_view one_line(stance_arena *arena, stance_view text)
{
    char *out = stance_arena_alloc(arena, text.len + 1);
    size_t n = 0;
    for (size_t i = 0; out && i < text.len; i++) {
        char c = text.data[i] == '\t' || text.data[i] == '\n' || text.data[i] == '\r' ? ' ' : text.data[i];
        if (c == ' ' && (n == 0 || out[n - 1] == ' ')) continue;
        out[n++] = c;
    }
    while (n && out[n - 1] == ' ') n--;
    return (stance_view){out, n};
}

stance_status stance_dict_add(stance_dict_reader *r, stance_view category, stance_view term, double value,
                              uint32_t line, stance_error *err)
{
    stance_dictionary *d = r->out;
    if (term.len > STANCE_DICT_WORD) {
        stance_dict_warn(r, line, "a term of %zu bytes is no term; left out", term.len);
        return STANCE_OK;
    }
    stance_dictionary_entry e = {one_line(r->arena, term), one_line(r->arena, category), value, line};
    if (!e.term.data || !e.category.data) return stance_fail_memory(err);
    if (!e.term.len) return STANCE_OK;
    if (d->count == STANCE_DICT_ENTRIES) return stance_dict_refuse(r, line, "more than a million terms", err);
    return STANCE_PUSH(r->arena, d->entries, d->count, d->capacity, e) ? STANCE_OK : stance_fail_memory(err);
}

bool stance_dict_number(stance_view text, double *value)
{
    size_t i = 0, digits = 0;
    double sign = 1, n = 0, unit = 1;
    text = stance_dict_trim(text);
    if (text.len && (text.data[0] == '-' || text.data[0] == '+')) sign = text.data[i++] == '-' ? -1 : 1;
    else if (text.len >= 3 && memcmp(text.data, "\xE2\x88\x92", 3) == 0) sign = -1, i = 3; /* − */
    for (; i < text.len && text.data[i] >= '0' && text.data[i] <= '9' && digits < 15; i++, digits++)
        n = 10 * n + (text.data[i] - '0');
    if (i < text.len && text.data[i] == '.') {
        for (i++; i < text.len && text.data[i] >= '0' && text.data[i] <= '9' && digits < 30; i++, digits++)
            n += (text.data[i] - '0') * (unit /= 10);
    }
    *value = sign * n;
    return digits > 0 && i == text.len;
}

stance_status stance_dict_enter(stance_dict_reader *r, stance_dict_path *path, stance_view name, stance_error *err)
{
    name = stance_dict_trim(name);
    if (path->depth == STANCE_DICT_DEPTH)
        return stance_dict_refuse(r, r->line, "categories are nested deeper than 32 levels", err);
    if (name.len > STANCE_DICT_WORD) return stance_dict_refuse(r, r->line, "the name of a category is too long", err);
    path->ends[path->depth++] = path->text.len;
    if (path->text.len) stance_strbuf_addc(&path->text, '/');
    stance_strbuf_addv(&path->text, name);
    return stance_strbuf_ok(&path->text, err);
}

void stance_dict_leave(stance_dict_path *path, size_t depth)
{
    if (depth >= path->depth) return;
    path->text.len = path->ends[depth];
    if (path->text.data) path->text.data[path->text.len] = '\0';
    path->depth = depth;
}

/* ---- which form ---- */

static bool begins(stance_view text, const char *with)
{
    size_t n = strlen(with);
    return text.len >= n && memcmp(text.data, with, n) == 0;
}

static size_t count_of(stance_view line, char c)
{
    size_t n = 0;
    for (size_t i = 0; i < line.len; i++) n += line.data[i] == c;
    return n;
}

/* "word\t1.5\t0.5\t[1, 2]" */
static bool like_vader(stance_view line)
{
    double value;
    const char *tab = memchr(line.data, '\t', line.len);
    if (!tab || count_of(line, '\t') < 2) return false;
    stance_view rest = {tab + 1, (size_t)(line.data + line.len - tab - 1)};
    const char *second = memchr(rest.data, '\t', rest.len);
    if (!second || !stance_dict_number((stance_view){rest.data, (size_t)(second - rest.data)}, &value)) return false;
    stance_view after = {second + 1, (size_t)(rest.data + rest.len - second - 1)};
    const char *third = memchr(after.data, '\t', after.len);
    if (third) after.len = (size_t)(third - after.data);
    return stance_dict_number(after, &value);
}

/* " (1)" at the end: a word of WordStat with its weight. */
static bool like_wordstat(stance_view line)
{
    line = stance_dict_trim(line);
    return line.len > 4 && line.data[line.len - 1] == ')' && line.data[line.len - 2] >= '0' &&
           line.data[line.len - 2] <= '9' && memchr(line.data, '(', line.len);
}

/* From the first lines that say something. */
static stance_status tell_form(stance_dict_reader *r, stance_dictionary_form *form, stance_error *err)
{
    stance_dict_reader look = *r;
    stance_view line;
    for (int looked = 0; looked < 50 && stance_dict_line(&look, &line);) {
        stance_view bare = stance_dict_trim(line);
        if (!bare.len) continue;
        if (bare.data[0] == '<') return *form = STANCE_FORM_YOSHIKODER, STANCE_OK;
        if (bare.data[0] == '%') return *form = STANCE_FORM_LIWC, STANCE_OK;
        if (bare.data[0] == '+' && !memchr(bare.data, '\t', bare.len)) return *form = STANCE_FORM_LEXICODER, STANCE_OK;
        if (like_vader(bare)) return *form = STANCE_FORM_VADER, STANCE_OK;
        if (like_wordstat(bare)) return *form = STANCE_FORM_WORDSTAT, STANCE_OK;
        if (memchr(bare.data, ':', bare.len) && !memchr(bare.data, '\t', bare.len) && memchr(bare.data, '[', bare.len))
            return *form = STANCE_FORM_QUANTEDA, STANCE_OK;
        if (memchr(bare.data, '\t', bare.len) || (count_of(bare, ',') == 1 && !begins(bare, "- ")))
            return *form = STANCE_FORM_TABLE, STANCE_OK;
        if (bare.data[bare.len - 1] == ':' || begins(bare, "---")) return *form = STANCE_FORM_QUANTEDA, STANCE_OK;
        looked += bare.data[0] != '#';
    }
    return stance_dict_refuse(r, 0,
                              "none of the known forms: say which with --as liwc, quanteda, lexicoder, yoshikoder, "
                              "wordstat, vader or table",
                              err);
}

/* The first line that is no UTF-8; 0 when all is. */
static uint32_t broken_line(stance_view text)
{
    if (stance_utf8_valid(text)) return 0;
    uint32_t line = 1;
    for (size_t start = 0; start < text.len; line++) {
        const char *end = memchr(text.data + start, '\n', text.len - start);
        size_t n = end ? (size_t)(end - text.data) - start : text.len - start;
        if (!stance_utf8_valid((stance_view){text.data + start, n})) return line;
        start += n + 1;
    }
    return 1;
}

stance_status stance_dictionary_read(const char *path, const stance_dictionary_form *form,
                                     stance_dictionary_warning_fn warn, void *context, stance_dictionary *out,
                                     stance_error *err)
{
    *out = (stance_dictionary){.memory = calloc(1, sizeof *out->memory)};
    if (!out->memory) return stance_fail_memory(err);
    stance_dict_reader r = {.out = out, .arena = &out->memory->arena, .path = path, .warn = warn, .context = context};
    STANCE_TRY(stance_read_file(path, r.arena, &r.text, err));
    uint32_t broken = broken_line(r.text);
    if (broken) return stance_dict_refuse(&r, broken, "bytes that are not UTF-8; save the file as UTF-8", err);
    if (memchr(r.text.data, '\0', r.text.len)) return stance_dict_refuse(&r, 0, "it holds zero bytes: no text", err);
    if (begins(r.text, "\xEF\xBB\xBF")) r.text.data += 3, r.text.len -= 3;
    if (form) out->form = *form;
    else STANCE_TRY(tell_form(&r, &out->form, err));
    out->rated = out->form == STANCE_FORM_VADER || out->form == STANCE_FORM_TABLE;
    STANCE_TRY(forms[out->form].read(&r, err));
    if (!out->count)
        return stance_fail(err, STANCE_EFORMAT, "%s: no term in it, read as %s; is it of another form? (--as)", path,
                           forms[out->form].name);
    return STANCE_OK;
}

void stance_dictionary_free(stance_dictionary *dictionary)
{
    if (dictionary->memory) stance_arena_free(&dictionary->memory->arena);
    free(dictionary->memory);
    *dictionary = (stance_dictionary){.memory = NULL};
}
