/* Folders of lexicon files -> a compiled lexicon. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>

#include "base/hash.h"
#include "lexicon/loader.h"

/* Kinds that others refer to are read first; irregular forms before all, those of every folder. The tables by word id are the
   shorter the earlier their words come. */
static const int reading_order[] = {
    STANCE_FILE_TOPICS, STANCE_FILE_WORDS,    STANCE_FILE_ABBREVIATIONS, STANCE_FILE_GIVEN,   STANCE_FILE_TITLES,
    STANCE_KIND_TONE,   STANCE_KIND_REVERSER, STANCE_KIND_SHIFTER,       STANCE_KIND_CUE,     STANCE_KIND_ROLE,
    STANCE_KIND_TERM,   STANCE_KIND_MASK,     STANCE_KIND_ACTOR,         STANCE_KIND_FUNCTION};

enum { BYTES_PER_ENTRY = 36 }; /* somewhat less than the shipped files have */
/* What the shipped lexicons need, with room: in one piece it comes by large pages. */
enum { LEXICON_ROOM = 14 << 20, SCRATCH_ROOM = 4 << 20 };

static void complain(const stance_loader *ld, uint64_t line, const char *message)
{
    if (ld->problem) ld->problem(ld->context, ld->file->path, line, message);
}

static stance_status read_table(stance_loader *ld, const stance_lexicon_file *file, uint16_t number_of_file,
                                stance_error *err)
{
    stance_error why;
    ld->file = file;
    if (stance_table_open(&ld->table, file->content, &why) != STANCE_OK) {
        complain(ld, 0, why.message);
        return STANCE_OK;
    }
    const char *const *columns = stance_layouts[file->kind].columns;
    for (size_t i = 0; i < STANCE_LAYOUT_COLUMNS && columns[i]; i++) {
        ld->at[i] = stance_table_column(&ld->table, columns[i]);
        if (ld->at[i] >= 0) continue;
        stance_fail(&why, STANCE_EFORMAT, "the column '%s' is missing in the header", columns[i]);
        complain(ld, ld->table.line, why.message);
        return STANCE_OK;
    }
    bool extra;
    while (stance_table_next(&ld->table, ld->cells, &extra)) {
        if (extra) {
            complain(ld, ld->table.line, "more cells than the header has columns; a tab too many?");
            continue;
        }
        stance_status status = stance_read_row(ld, number_of_file, &why);
        if (status == STANCE_ENOMEM) return stance_fail_memory(err);
        if (status != STANCE_OK) complain(ld, ld->table.line, why.message);
    }
    return STANCE_OK;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const stance_lexicon_file *)a)->name, ((const stance_lexicon_file *)b)->name);
}

/* Finds the *.tsv files of a folder, in the order of their names, and reads them. */
static stance_status open_folder(stance_loader *ld, const char *folder, uint16_t number, stance_error *err)
{
    DIR *dir = opendir(folder);
    if (!dir)
        return stance_fail(err, errno == ENOENT ? STANCE_ENOTFOUND : STANCE_EIO, "lexicon folder %s: %s", folder,
                           strerror(errno));
    stance_status status = STANCE_OK;
    size_t first = ld->file_count;
    const struct dirent *item;
    while (status == STANCE_OK && (item = readdir(dir))) {
        size_t n = strlen(item->d_name);
        if (n < 5 || item->d_name[0] == '.' || strcmp(item->d_name + n - 4, ".tsv") != 0) continue;
        stance_lexicon_file file = {.kind = stance_file_kind(item->d_name), .folder = number};
        stance_view path = stance_arena_printf(&ld->scratch, "%s/%s", folder, item->d_name);
        if (!path.data || n >= sizeof file.name) {
            status = path.data ? stance_fail(err, STANCE_EFORMAT, "%s: the name is too long", path.data)
                               : stance_fail_memory(err);
            break;
        }
        file.path = (char *)(uintptr_t)path.data;
        memcpy(file.name, item->d_name, n + 1);
        if (file.kind < 0) {
            ld->unknown = file;
            ld->file = &ld->unknown;
            complain(ld, 0,
                     "no kind of lexicon file is called so: tone, reversers, shifters, cues, roles, topics, terms, "
                     "masks, actors, "
                     "function, words, abbreviations, given, irregular or titles must stand before the first - or .");
            continue;
        }
        status = stance_read_file(file.path, &ld->lexicon->arena, &file.content, err); /* entries point into it */
        if (status == STANCE_OK && !STANCE_PUSH(&ld->scratch, ld->files, ld->file_count, ld->file_capacity, file))
            status = stance_fail_memory(err);
    }
    closedir(dir);
    if (ld->file_count > first + 1) qsort(ld->files + first, ld->file_count - first, sizeof *ld->files, by_name);
    return status;
}

/* Names, places and contents of the files, for whoever asks later. */
static stance_status note_files(stance_loader *ld, stance_error *err)
{
    stance_lexicon *lx = ld->lexicon;
    for (size_t i = 0; i < ld->file_count; i++) {
        stance_view name = stance_arena_copy(&lx->arena, stance_view_of(ld->files[i].name)),
                    path = stance_arena_copy(&lx->arena, stance_view_of(ld->files[i].path));
        stance_lexicon_source source = {path, ld->files[i].content, ld->files[i].folder, ld->files[i].kind};
        size_t sources = lx->file_count;
        if (!name.data || !path.data || !STANCE_PUSH(&lx->arena, lx->files, lx->file_count, lx->file_capacity, name) ||
            !STANCE_PUSH(&lx->arena, lx->sources, sources, lx->source_capacity, source))
            return stance_fail_memory(err);
    }
    return STANCE_OK;
}

static stance_status read_folder(stance_loader *ld, uint16_t folder, stance_error *err)
{
    size_t first = 0, end;
    while (first < ld->file_count && ld->files[first].folder < folder) first++;
    for (end = first; end < ld->file_count && ld->files[end].folder == folder;) end++;
    ld->folder_first_file = (uint16_t)first;
    ld->folder_first_actor = (uint32_t)ld->lexicon->actor_count;
    for (size_t k = 0; k < sizeof reading_order / sizeof *reading_order; k++) {
        for (size_t i = first; i < end; i++) {
            if (ld->files[i].kind == reading_order[k]) STANCE_TRY(read_table(ld, &ld->files[i], (uint16_t)i, err));
        }
    }
    return STANCE_OK;
}

/* Room for what the files will come to, estimated generously by their size: tables that grow are copied over and over. */
static stance_status reserve(stance_loader *ld, stance_error *err)
{
    size_t bytes = 0;
    for (size_t i = 0; i < ld->file_count; i++) bytes += ld->files[i].content.len;
    stance_lexicon *lx = ld->lexicon;
    size_t entries = bytes / BYTES_PER_ENTRY + 1;
    lx->entries = stance_arena_alloc(&lx->arena, entries * sizeof *lx->entries);
    ld->key_entries = stance_arena_alloc(&ld->scratch, entries * sizeof *ld->key_entries);
    if (!lx->entries || !ld->key_entries || !stance_intern_reserve(&ld->keys, entries)) return stance_fail_memory(err);
    lx->entry_capacity = ld->key_capacity = entries;
    return stance_automaton_reserve(&lx->automaton, bytes, err);
}

static stance_status read_folders(stance_loader *ld, const char *const *folders, size_t count, stance_error *err)
{
    for (size_t i = 0; i < count; i++) {
        STANCE_TRY(open_folder(ld, folders[i], (uint16_t)i, err));
        if (ld->file_count > 4096)
            return stance_fail(err, STANCE_EFORMAT, "lexicon folder %s: too many files", folders[i]);
    }
    STANCE_TRY(note_files(ld, err));
    STANCE_TRY(reserve(ld, err));
    for (size_t i = 0; i < ld->file_count; i++) {
        if (ld->files[i].kind == STANCE_FILE_IRREGULAR) STANCE_TRY(read_table(ld, &ld->files[i], (uint16_t)i, err));
    }
    for (size_t i = 0; i < count; i++) STANCE_TRY(read_folder(ld, (uint16_t)i, err));
    return STANCE_OK;
}

static stance_status fingerprint(stance_loader *ld, stance_error *err)
{
    stance_view *pieces = stance_arena_zero(&ld->scratch, 2 * ld->file_count + 1, sizeof *pieces);
    if (!pieces) return stance_fail_memory(err);
    for (size_t i = 0; i < ld->file_count; i++) {
        pieces[2 * i] = stance_view_of(ld->files[i].name);
        pieces[2 * i + 1] = ld->files[i].content;
    }
    stance_sha256_hex(pieces, 2 * ld->file_count, ld->lexicon->hash);
    return STANCE_OK;
}

static bool is_replaced(const void *context, uint32_t entry)
{
    const stance_lexicon *lx = context;
    return entry >= lx->entry_count || lx->entries[entry].replaced;
}

/* What was replaced or removed leads nowhere any more. */
static void drop_replaced(stance_lexicon *lx)
{
    stance_automaton_drop(&lx->automaton, is_replaced, lx);
}

stance_status stance_lexicon_load(const char *const *folders, size_t count, stance_lexicon_problem_fn problem,
                                  void *context, stance_lexicon **out, stance_error *err)
{
    *out = NULL;
    stance_lexicon *lx = calloc(1, sizeof *lx);
    if (!lx) return stance_fail_memory(err);
    stance_loader ld = {.lexicon = lx, .problem = problem, .context = context};
    stance_intern_init(&lx->words, &lx->arena);
    stance_intern_init(&lx->irregular.words, &lx->arena);
    stance_intern_init(&lx->titles.words, &lx->arena);
    stance_intern_init(&ld.keys, &ld.scratch);
    stance_status status =
        stance_arena_reserve(&lx->arena, LEXICON_ROOM) && stance_arena_reserve(&ld.scratch, SCRATCH_ROOM)
            ? STANCE_OK
            : stance_fail_memory(err);
    if (status == STANCE_OK) status = stance_automaton_init(&lx->automaton, &lx->words, &lx->arena, err);
    if (status == STANCE_OK) status = read_folders(&ld, folders, count, err);
    if (status == STANCE_OK && lx->has_replaced) drop_replaced(lx);
    if (status == STANCE_OK) status = stance_automaton_finish(&lx->automaton, err);
    if (status == STANCE_OK) status = stance_index_actors(lx, err);
    if (status == STANCE_OK) status = fingerprint(&ld, err);
    if (status == STANCE_OK && !lx->counts[STANCE_KIND_TONE])
        status = stance_fail(err, STANCE_EFORMAT, "no tone entry in the lexicon folder %s: is it the right one?",
                             count ? folders[0] : "(none given)");
    stance_arena_free(&ld.scratch);
    if (status == STANCE_OK) *out = lx;
    else stance_lexicon_free(lx);
    return status;
}

void stance_lexicon_free(stance_lexicon *lexicon)
{
    if (!lexicon) return;
    stance_arena_free(&lexicon->arena);
    free(lexicon);
}
