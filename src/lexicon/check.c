/* stance lexicon check: runs the parts of the checker and hands their findings over in the order of files and lines. */
#include "lexicon/check.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static const char *const codes[STANCE_CHECK_CODES] = {
    "syntax", "encoding", "blanks", "duplicate", "contradiction", "unreachable", "shadowed",
    "family", "lemma",    "dates",  "office",    "ambiguous",     "stale"};

/* "ok:family" among the words of a note. */
static bool excuses(stance_view note, const char *code)
{
    size_t n = strlen(code);
    for (size_t i = 0; i + 3 + n <= note.len; i++) {
        if (memcmp(note.data + i, "ok:", 3) != 0 || memcmp(note.data + i + 3, code, n) != 0) continue;
        bool starts = i == 0 || note.data[i - 1] == ' ',
             ends = i + 3 + n == note.len || note.data[i + 3 + n] == ' ' || note.data[i + 3 + n] == ',';
        if (starts && ends) return true;
    }
    return false;
}

stance_status stance_check_add(stance_checker *ck, uint16_t file, uint32_t line, stance_severity severity,
                               stance_check_code code, stance_error *err, const char *fmt, ...)
{
    if (ck->lexicon->sources[file].folder < ck->first_folder) return STANCE_OK;
    if (ck->lines[file] && line && line <= ck->line_counts[file]) {
        stance_check_line *l = &ck->lines[file][line];
        if (l->note.len && excuses(l->note, codes[code])) {
            l->excused |= 1U << code;
            return STANCE_OK;
        }
    }
    char message[1024];
    va_list args;
    va_start(args, fmt);
    vsnprintf(message, sizeof message, fmt, args);
    va_end(args);
    stance_check_finding f = {line, file, severity, code, stance_arena_copy(&ck->arena, stance_view_of(message))};
    return f.message.data && STANCE_PUSH(&ck->arena, ck->findings, ck->count, ck->capacity, f)
               ? STANCE_OK
               : stance_fail_memory(err);
}

const char *stance_check_place(stance_checker *ck, const stance_entry *e)
{
    stance_view place = stance_entry_origin(ck->lexicon, e, &ck->arena);
    return place.data ? place.data : "?";
}

/* The notes by file and line. */
static stance_status note_lines(stance_checker *ck, stance_error *err)
{
    const stance_lexicon *lx = ck->lexicon;
    ck->lines = stance_arena_zero(&ck->arena, lx->file_count + 1, sizeof *ck->lines);
    ck->line_counts = stance_arena_zero(&ck->arena, lx->file_count + 1, sizeof *ck->line_counts);
    if (!ck->lines || !ck->line_counts) return stance_fail_memory(err);
    for (size_t i = 0; i < lx->file_count; i++) {
        stance_view content = lx->sources[i].content, cells[STANCE_COLUMNS_MAX];
        uint32_t count = 1;
        for (size_t k = 0; k < content.len; k++) count += content.data[k] == '\n';
        stance_table table;
        stance_error ignored;
        bool extra;
        if (stance_table_open(&table, content, &ignored) != STANCE_OK) continue; /* the loader has said it */
        int note = stance_table_column(&table, "note");
        ck->line_counts[i] = count;
        ck->lines[i] = stance_arena_zero(&ck->arena, count + 1, sizeof **ck->lines);
        if (!ck->lines[i]) return stance_fail_memory(err);
        while (note >= 0 && stance_table_next(&table, cells, &extra)) ck->lines[i][table.line].note = cells[note];
    }
    return STANCE_OK;
}

/* Exceptions that excuse nothing (any more) would hide the next mistake. */
static stance_status find_stale(stance_checker *ck, stance_error *err)
{
    for (size_t i = 0; i < ck->lexicon->file_count; i++) {
        for (uint32_t line = 1; ck->lines[i] && line <= ck->line_counts[i]; line++) {
            const stance_check_line *l = &ck->lines[i][line];
            for (int c = 0; l->note.len && c < STANCE_CHECK_STALE; c++) {
                if ((l->excused >> c & 1) || !excuses(l->note, codes[c])) continue;
                STANCE_TRY(stance_check_add(ck, (uint16_t)i, line, STANCE_FINDING_WARNING, STANCE_CHECK_STALE, err,
                                            "the note says ok:%s, but there is nothing of the kind here; take it out",
                                            codes[c]));
            }
        }
    }
    return STANCE_OK;
}

typedef struct loading {
    stance_lexicon_finding_fn fn;
    void *context;
    const char *const *folders;
    size_t first;
    size_t count;
} loading;

/* What the loader complains of is reported at once: its files may not be among those that were read. */
static void on_problem(void *context, const char *file, uint64_t line, const char *message)
{
    loading *l = context;
    for (size_t i = 0; i < l->first; i++) {
        size_t n = strlen(l->folders[i]);
        if (strncmp(l->folders[i], file, n) == 0 && file[n] == '/' && !strchr(file + n + 1, '/')) return;
    }
    l->count++;
    stance_finding f = {file, line, STANCE_FINDING_ERROR, codes[STANCE_CHECK_SYNTAX], message};
    if (l->fn) l->fn(l->context, &f);
}

static int by_place(const void *x, const void *y)
{
    const stance_check_finding *a = x, *b = y;
    if (a->file != b->file) return a->file < b->file ? -1 : 1;
    if (a->line != b->line) return a->line < b->line ? -1 : 1;
    if (a->code != b->code) return a->code < b->code ? -1 : 1;
    size_t n = a->message.len < b->message.len ? a->message.len : b->message.len;
    int order = memcmp(a->message.data, b->message.data, n);
    return order ? order : (a->message.len > b->message.len) - (a->message.len < b->message.len);
}

stance_status stance_lexicon_check(const char *const *folders, size_t count, size_t first, stance_lexicon_finding_fn fn,
                                   void *context, stance_lexicon **out, stance_error *err)
{
    loading l = {fn, context, folders, first, 0};
    STANCE_TRY(stance_lexicon_load(folders, count, on_problem, &l, out, err));
    stance_checker ck = {.lexicon = *out, .first_folder = (uint16_t)first};
    stance_status status = note_lines(&ck, err);
    if (status == STANCE_OK) status = stance_check_text(&ck, err);
    if (status == STANCE_OK) status = stance_check_patterns(&ck, err);
    if (status == STANCE_OK) status = stance_check_families(&ck, err);
    if (status == STANCE_OK) status = stance_check_lemmas(&ck, err);
    if (status == STANCE_OK) status = stance_check_actors(&ck, err);
    if (status == STANCE_OK) status = find_stale(&ck, err);
    if (status == STANCE_OK && ck.count) qsort(ck.findings, ck.count, sizeof *ck.findings, by_place);
    for (size_t i = 0; status == STANCE_OK && i < ck.count; i++) {
        const stance_check_finding *f = &ck.findings[i];
        stance_finding finding = {(*out)->sources[f->file].path.data, f->line, f->severity, codes[f->code],
                                  f->message.data};
        if (fn) fn(context, &finding);
    }
    stance_arena_free(&ck.arena);
    if (status != STANCE_OK) {
        stance_lexicon_free(*out);
        *out = NULL;
    }
    return status;
}
