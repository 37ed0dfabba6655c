/* Lexicon files -> entries. Which columns a kind has and what may stand in them is said once, in `layouts`. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include <unicode/uchar.h>

#include "base/hash.h"
#include "lexicon/lexicon.h"
#include "lexicon/table.h"
#include "text/utf8.h"

enum { CLASSES_MAX = 32 };
enum { KIND_TOPICS = STANCE_KIND_COUNT, KIND_ABBREVIATIONS, KIND_IRREGULAR, KIND_GIVEN, KIND_COUNT };

typedef struct layout {
    const char *name;       /* of the file, up to the first - or . */
    const char *columns[9]; /* that must be there, note aside */
    const char *classes[CLASSES_MAX];
} layout;

static const layout layouts[KIND_COUNT] = {
    [STANCE_KIND_TONE] = {"tone", {"pattern", "class", "strength"}, {"conciliatory", "critical", "adverse"}},
    [STANCE_KIND_REVERSER] = {"reversers", {"pattern", "dark", "bright", "alone", "scope"}, {NULL}},
    [STANCE_KIND_SHIFTER] = {"shifters",
                             {"pattern", "class", "value"},
                             {"negator", "intensifier", "downtoner", "hedge", "condition", "contrast", "concession",
                              "obligation", "both", "alleged"}},
    [STANCE_KIND_CUE] = {"cues",
                         {"pattern", "class", "form", "frame", "tone"},
                         {"neutral", "opinion", "intention", "act"}},
    [STANCE_KIND_ROLE] = {"roles", {"pattern", "class"}, {"office", "person", "title", "body", "group", "object"}},
    [STANCE_KIND_TERM] = {"terms", {"pattern", "topic", "weight"}, {NULL}},
    [STANCE_KIND_MASK] = {"masks", {"pattern"}, {NULL}},
    [STANCE_KIND_ACTOR] = {"actors",
                           {"id", "name", "kind", "state", "office", "from", "to", "aliases"},
                           {"person", "state", "body", "place"}},
    [STANCE_KIND_FUNCTION] =
        {"function",
         {"pattern", "class"},
         {"pronoun",     "plural-pronoun", "self",          "other-pronoun", "possessive",   "determiner",
          "preposition", "conjunction",    "subordinator",  "relative",      "auxiliary",    "be",
          "adverb",      "time",           "connective",    "nationality",   "speech-label", "outlet",
          "past",        "modal",          "name-particle", "verb-particle", "concessive",   "setting",
          "anybody",     "document",       "woman",         "man",           "catenative"}},
    [KIND_TOPICS] = {"topics", {"topic", "title", "covers"}, {NULL}},
    [KIND_ABBREVIATIONS] = {"abbreviations", {"abbreviation", "class"}, {"", "title", "inner", "month", "either"}},
    [KIND_IRREGULAR] = {"irregular", {"lemma", "forms"}, {NULL}},
    [KIND_GIVEN] = {"given", {"name", "gender"}, {"", "m", "f", "u"}},
};

/* Kinds that others refer to are read first. */
static const int reading_order[KIND_COUNT] = {
    KIND_IRREGULAR,       KIND_TOPICS,         KIND_ABBREVIATIONS,  KIND_GIVEN,       STANCE_KIND_TONE,
    STANCE_KIND_REVERSER, STANCE_KIND_SHIFTER, STANCE_KIND_CUE,     STANCE_KIND_ROLE, STANCE_KIND_TERM,
    STANCE_KIND_MASK,     STANCE_KIND_ACTOR,   STANCE_KIND_FUNCTION};

typedef struct lexicon_file {
    char *path;
    char name[128]; /* without the folder */
    int kind;
    stance_view content;
} lexicon_file;

typedef struct loader {
    stance_lexicon *lexicon;
    stance_lexicon_problem_fn problem;
    void *context;
    lexicon_file *files;
    size_t file_count, file_capacity;
    stance_arena scratch;
    stance_intern keys; /* kind and pattern -> entry, to find what a later folder replaces */
    uint32_t *key_entries;
    size_t key_capacity;
    uint16_t folder_first_file; /* files from here on are of the present folder */
    lexicon_file unknown;       /* a file of no kind, while it is complained of */
    const lexicon_file *file;
    stance_table table;
    stance_view cells[STANCE_COLUMNS_MAX];
} loader;

const char *stance_kind_name(stance_kind kind)
{
    return layouts[kind].name;
}

static void complain(loader *ld, uint64_t line, const char *message)
{
    if (ld->problem) ld->problem(ld->context, ld->file->path, line, message);
}

static stance_view cell(const loader *ld, const char *column)
{
    int at = stance_table_column(&ld->table, column);
    return at < 0 ? (stance_view){"", 0} : ld->cells[at];
}

/* A whole number in a range; the reason why not in err. */
static stance_status number(const loader *ld, const char *column, int least, int most, int16_t *value,
                            stance_error *err)
{
    stance_view text = cell(ld, column);
    int sign = 1, n = 0;
    size_t i = 0;
    if (text.len && (text.data[0] == '-' || text.data[0] == '+')) sign = text.data[i++] == '-' ? -1 : 1;
    else if (text.len >= 3 && memcmp(text.data, "\xE2\x88\x92", 3) == 0)
        sign = -1, i = 3; /* − as a word processor writes it */
    bool digits = i < text.len && text.len - i <= 4;
    for (; digits && i < text.len; i++) {
        digits = text.data[i] >= '0' && text.data[i] <= '9';
        n = 10 * n + (text.data[i] - '0');
    }
    if (!digits || sign * n < least || sign * n > most)
        return stance_fail(err, STANCE_EFORMAT, "%s '%.*s' is not a whole number from %d to %d", column,
                           (int)(text.len > 40 ? 40 : text.len), text.data, least, most);
    *value = (int16_t)(sign * n);
    return STANCE_OK;
}

/* One of the names in list, which NULL ends; the reason, with the names, in err. */
static stance_status choice(stance_view text, const char *what, const char *const *list, uint8_t *at, stance_error *err)
{
    char names[400] = "";
    for (size_t i = 0; i < CLASSES_MAX && list[i]; i++) {
        if (text.len && stance_view_is(text, list[i])) {
            *at = (uint8_t)i;
            return STANCE_OK;
        }
        if (!*list[i]) continue;
        size_t n = strlen(names);
        snprintf(names + n, sizeof names - n, "%s%s", n ? ", " : "", list[i]);
    }
    return stance_fail(err, STANCE_EFORMAT, "%s '%.*s' is none of: %s", what, (int)(text.len > 40 ? 40 : text.len),
                       text.data, names);
}

static stance_status frames(stance_view text, uint16_t *frame, stance_error *err)
{
    static const char *const names[] = {"quote", "that",   "bare",  "inf",    "ger", "np",
                                        "to",    "before", "asked", "object", NULL};
    size_t start = 0;
    *frame = 0;
    for (size_t i = 0; i <= text.len; i++) {
        if (i < text.len && text.data[i] != ',') continue;
        stance_view one = {text.data + start, i - start};
        while (one.len && one.data[0] == ' ') one.data++, one.len--;
        uint8_t at;
        STANCE_TRY(choice(one, "frame", names, &at, err));
        *frame = (uint16_t)(*frame | 1U << at);
        start = i + 1;
    }
    return STANCE_OK;
}

static stance_view irregular_forms(const void *context, stance_view lemma)
{
    const stance_lexicon *lx = context;
    uint32_t id = stance_intern_find(&lx->lemmas, lemma);
    return id == STANCE_NO_ID ? (stance_view){NULL, 0} : lx->irregular_forms[id];
}

/* The entry that a row of a pattern file says. */
static stance_status read_entry(loader *ld, stance_entry *e, stance_error *err)
{
    static const char *const forms[] = {"verb", "noun", "phrase", NULL}, *const scopes[] = {"after", "before", "both",
                                                                                            NULL};
    if (layouts[e->kind].classes[0] && e->kind != STANCE_KIND_ACTOR)
        STANCE_TRY(choice(cell(ld, "class"), "class", layouts[e->kind].classes, &e->class, err));
    switch (e->kind) {
    case STANCE_KIND_TONE: return number(ld, "strength", 1, 5, &e->value, err);
    case STANCE_KIND_REVERSER:
        STANCE_TRY(number(ld, "dark", -5, 5, &e->dark, err));
        STANCE_TRY(number(ld, "bright", -5, 5, &e->bright, err));
        STANCE_TRY(number(ld, "alone", -5, 5, &e->value, err));
        return choice(cell(ld, "scope"), "scope", scopes, &e->scope, err);
    case STANCE_KIND_SHIFTER: return number(ld, "value", 0, 300, &e->value, err);
    case STANCE_KIND_CUE:
        STANCE_TRY(number(ld, "tone", -5, 5, &e->value, err));
        STANCE_TRY(choice(cell(ld, "form"), "form", forms, &e->form, err));
        return frames(cell(ld, "frame"), &e->frame, err);
    case STANCE_KIND_TERM: {
        stance_view topic = cell(ld, "topic");
        STANCE_TRY(number(ld, "weight", 1, 5, &e->value, err));
        for (size_t i = 0; i < ld->lexicon->topic_count; i++) {
            if (!stance_view_equal(ld->lexicon->topics[i], topic)) continue;
            e->topic = (uint16_t)i;
            return STANCE_OK;
        }
        return stance_fail(err, STANCE_EFORMAT,
                           "topic '%.*s' is not declared in topics.tsv; declare it there or correct it",
                           (int)(topic.len > 60 ? 60 : topic.len), topic.data);
    }
    default: return STANCE_OK;
    }
}

/* What an earlier line said of the same pattern: *old is NULL when none did. Twice in one folder is a problem of the
   second line. key is made in the scratch arena. */
static stance_status find_same(loader *ld, const stance_entry *e, stance_view *key, stance_entry **old,
                               stance_error *err)
{
    /* kind, what else makes two entries differ, pattern */
    unsigned more = e->kind == STANCE_KIND_TERM ? e->topic : e->kind == STANCE_KIND_FUNCTION ? e->class : 0U;
    char *bytes = stance_arena_alloc(&ld->scratch, e->pattern.len + 3);
    if (!bytes) return stance_fail_memory(err);
    bytes[0] = (char)e->kind;
    bytes[1] = (char)(more >> 8);
    bytes[2] = (char)(more & 0xFF);
    memcpy(bytes + 3, e->pattern.data, e->pattern.len);
    *key = (stance_view){bytes, e->pattern.len + 3};
    uint32_t id = stance_intern_find(&ld->keys, *key);
    *old = id == STANCE_NO_ID ? NULL : &ld->lexicon->entries[ld->key_entries[id]];
    if (!*old || (*old)->file < ld->folder_first_file) return STANCE_OK;
    stance_view name = ld->lexicon->files[(*old)->file];
    return stance_fail(err, STANCE_EFORMAT, "pattern '%.*s' stands in %.*s line %u already; remove one",
                       (int)e->pattern.len, e->pattern.data, (int)name.len, name.data, (*old)->line);
}

static stance_status note_key(loader *ld, stance_view key, uint32_t index, stance_error *err)
{
    uint32_t id = stance_intern_add(&ld->keys, key);
    if (id == STANCE_NO_ID) return stance_fail_memory(err);
    if (id >= ld->key_capacity &&
        !stance_arena_grow(&ld->scratch, &ld->key_entries, id, &ld->key_capacity, sizeof *ld->key_entries))
        return stance_fail_memory(err);
    ld->key_entries[id] = index;
    return STANCE_OK;
}

static stance_status add_entry(loader *ld, stance_entry e, bool keyed, stance_error *err)
{
    stance_lexicon *lx = ld->lexicon;
    uint32_t index = (uint32_t)lx->entry_count;
    stance_view key = {NULL, 0};
    stance_entry *old = NULL;
    e.pattern = stance_arena_copy(&lx->arena, e.pattern);
    if (!e.pattern.data) return stance_fail_memory(err);
    if (keyed) STANCE_TRY(find_same(ld, &e, &key, &old, err));
    STANCE_TRY(
        stance_automaton_add(&lx->automaton, e.pattern, index, e.kind == STANCE_KIND_ACTOR, irregular_forms, lx, err));
    if (old) { /* replaced only now that the new one is known to be good */
        lx->counts[old->kind]--;
        old->replaced = true;
    }
    if (!STANCE_PUSH(&lx->arena, lx->entries, lx->entry_count, lx->entry_capacity, e)) return stance_fail_memory(err);
    lx->counts[e.kind]++;
    return keyed ? note_key(ld, key, index, err) : STANCE_OK;
}

/* The entries of an actor: his name, which e holds, and his aliases. */
static stance_status add_names(loader *ld, stance_entry e, stance_view aliases, stance_error *err)
{
    STANCE_TRY(add_entry(ld, e, false, err));
    while (aliases.len) {
        const char *end = memchr(aliases.data, ';', aliases.len);
        size_t n = end ? (size_t)(end - aliases.data) : aliases.len;
        e.pattern = (stance_view){aliases.data, n};
        while (e.pattern.len && e.pattern.data[0] == ' ') e.pattern.data++, e.pattern.len--;
        if (e.pattern.len) STANCE_TRY(add_entry(ld, e, false, err));
        aliases.data += n + (end != NULL);
        aliases.len -= n + (end != NULL);
    }
    return STANCE_OK;
}

static stance_status read_actor(loader *ld, stance_entry e, stance_error *err)
{
    stance_lexicon *lx = ld->lexicon;
    stance_actor actor = {.kind = 0};
    STANCE_TRY(choice(cell(ld, "kind"), "kind", layouts[STANCE_KIND_ACTOR].classes, &actor.kind, err));
    stance_view from = cell(ld, "from"), to = cell(ld, "to"), aliases = cell(ld, "aliases");
    if ((from.len && !stance_date_parse_iso(from, &actor.from)) || (to.len && !stance_date_parse_iso(to, &actor.to)))
        return stance_fail(err, STANCE_EFORMAT, "from and to are ISO dates (2019-01-20) or empty");
    actor.id = stance_arena_copy(&lx->arena, cell(ld, "id"));
    actor.name = stance_arena_copy(&lx->arena, cell(ld, "name"));
    actor.state = stance_arena_copy(&lx->arena, cell(ld, "state"));
    actor.office = stance_arena_copy(&lx->arena, cell(ld, "office"));
    if (!actor.id.data || !actor.name.data || !actor.state.data || !actor.office.data) return stance_fail_memory(err);
    if (!actor.id.len || !actor.name.len) return stance_fail(err, STANCE_EFORMAT, "id and name must be there");
    e.actor = (uint32_t)lx->actor_count;
    e.class = actor.kind;
    if (!STANCE_PUSH(&lx->arena, lx->actors, lx->actor_count, lx->actor_capacity, actor))
        return stance_fail_memory(err);
    e.pattern = actor.name;
    size_t first = lx->entry_count;
    stance_status status = add_names(ld, e, aliases, err);
    if (status != STANCE_OK) { /* the line is left out as a whole */
        for (size_t at = first; at < lx->entry_count; at++) lx->entries[at].replaced = true;
        lx->actor_count--;
    }
    lx->counts[STANCE_KIND_ACTOR] = lx->actor_count;
    return status;
}

/* Sets the class of a word in a table by word id. */
static stance_status set_class(stance_lexicon *lx, stance_view word, uint8_t class, uint8_t **table, size_t *words,
                               stance_error *err)
{
    uint32_t id = stance_intern_add(&lx->words, word);
    if (id == STANCE_NO_ID) return stance_fail_memory(err);
    while (id >= *words) {
        size_t old = *words;
        if (!stance_arena_grow(&lx->arena, table, old, words, 1)) return stance_fail_memory(err);
        memset(*table + old, 0, *words - old);
    }
    (*table)[id] = class;
    return STANCE_OK;
}

/* The kinds of file that hold no patterns. */
static stance_status read_other(loader *ld, stance_error *err)
{
    stance_lexicon *lx = ld->lexicon;
    if (ld->file->kind == KIND_TOPICS) {
        stance_view id = stance_arena_copy(&lx->arena, cell(ld, "topic")),
                    title = stance_arena_copy(&lx->arena, cell(ld, "title"));
        if (!id.data || !title.data) return stance_fail_memory(err);
        if (!id.len) return stance_fail(err, STANCE_EFORMAT, "the topic has no id");
        for (size_t i = 0; i < lx->topic_count; i++) {
            if (!stance_view_equal(lx->topics[i], id)) continue;
            lx->topic_titles[i] = title;
            return STANCE_OK;
        }
        if (lx->topic_count == UINT16_MAX) return stance_fail(err, STANCE_EFORMAT, "too many topics");
        size_t titles = lx->topic_count;
        return STANCE_PUSH(&lx->arena, lx->topics, lx->topic_count, lx->topic_capacity, id) &&
                       STANCE_PUSH(&lx->arena, lx->topic_titles, titles, lx->title_capacity, title)
                   ? STANCE_OK
                   : stance_fail_memory(err);
    }
    stance_view word = cell(ld, layouts[ld->file->kind].columns[0]);
    char folded[128];
    size_t n = 0;
    for (size_t i = 0, len; i < word.len && n + 8 < sizeof folded; i += len)
        n += stance_utf8_put((uint32_t)u_tolower((UChar32)stance_utf8_at(word, i, &len)), folded + n);
    if (ld->file->kind == KIND_IRREGULAR) {
        stance_view forms = stance_arena_copy(&lx->arena, cell(ld, "forms"));
        uint32_t id = stance_intern_add(&lx->lemmas, (stance_view){folded, n});
        if (!forms.data || id == STANCE_NO_ID) return stance_fail_memory(err);
        if (!n || !forms.len) return stance_fail(err, STANCE_EFORMAT, "lemma and forms must be there");
        if (id >= lx->irregular_capacity && !stance_arena_grow(&lx->arena, &lx->irregular_forms, id,
                                                               &lx->irregular_capacity, sizeof *lx->irregular_forms))
            return stance_fail_memory(err);
        lx->irregular_forms[id] = forms;
        return STANCE_OK;
    }
    uint8_t class;
    const char *column = layouts[ld->file->kind].columns[1];
    STANCE_TRY(choice(cell(ld, column), column, layouts[ld->file->kind].classes, &class, err));
    if (n && folded[n - 1] == '.') n--;
    if (!n) return stance_fail(err, STANCE_EFORMAT, "the word is missing");
    bool given = ld->file->kind == KIND_GIVEN;
    return set_class(lx, (stance_view){folded, n}, class, given ? &lx->given : &lx->abbreviations,
                     given ? &lx->given_words : &lx->abbreviation_words, err);
}

static stance_status read_row(loader *ld, uint16_t file, stance_error *err)
{
    if (ld->file->kind >= STANCE_KIND_COUNT) return read_other(ld, err);
    stance_entry e = {.kind = (uint8_t)ld->file->kind,
                      .file = file,
                      .line = (uint32_t)ld->table.line,
                      .pattern = cell(ld, "pattern")};
    if (e.kind == STANCE_KIND_ACTOR) return read_actor(ld, e, err);
    if (!e.pattern.len) return stance_fail(err, STANCE_EFORMAT, "the pattern is missing");
    STANCE_TRY(read_entry(ld, &e, err));
    return add_entry(ld, e, true, err);
}

static stance_status read_table(loader *ld, const lexicon_file *file, uint16_t number_of_file, stance_error *err)
{
    stance_error why;
    ld->file = file;
    if (stance_table_open(&ld->table, file->content, &why) != STANCE_OK) {
        complain(ld, 0, why.message);
        return STANCE_OK;
    }
    for (size_t i = 0; i < 9 && layouts[file->kind].columns[i]; i++) {
        if (stance_table_column(&ld->table, layouts[file->kind].columns[i]) >= 0) continue;
        stance_fail(&why, STANCE_EFORMAT, "the column '%s' is missing in the header", layouts[file->kind].columns[i]);
        complain(ld, ld->table.line, why.message);
        return STANCE_OK;
    }
    bool extra;
    while (stance_table_next(&ld->table, ld->cells, &extra)) {
        if (extra) {
            complain(ld, ld->table.line, "more cells than the header has columns; a tab too many?");
            continue;
        }
        stance_status status = read_row(ld, number_of_file, &why);
        if (status == STANCE_ENOMEM) return stance_fail_memory(err);
        if (status != STANCE_OK) complain(ld, ld->table.line, why.message);
    }
    return STANCE_OK;
}

static int kind_of_file(const char *name)
{
    size_t n = strcspn(name, "-.");
    for (int k = 0; k < KIND_COUNT; k++) {
        if (strlen(layouts[k].name) == n && memcmp(layouts[k].name, name, n) == 0) return k;
    }
    return -1;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const lexicon_file *)a)->name, ((const lexicon_file *)b)->name);
}

/* Finds the *.tsv files of a folder, in the order of their names, and reads them. */
static stance_status open_folder(loader *ld, const char *folder, stance_error *err)
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
        lexicon_file file = {.kind = kind_of_file(item->d_name)};
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
                     "function, abbreviations, given or irregular must stand before the first - or .");
            continue;
        }
        status = stance_read_file(file.path, &ld->scratch, &file.content, err);
        if (status == STANCE_OK && !STANCE_PUSH(&ld->scratch, ld->files, ld->file_count, ld->file_capacity, file))
            status = stance_fail_memory(err);
    }
    closedir(dir);
    if (ld->file_count > first + 1) qsort(ld->files + first, ld->file_count - first, sizeof *ld->files, by_name);
    return status;
}

static stance_status load_folder(loader *ld, const char *folder, stance_error *err)
{
    stance_lexicon *lx = ld->lexicon;
    size_t first = ld->file_count;
    STANCE_TRY(open_folder(ld, folder, err));
    ld->folder_first_file = (uint16_t)first;
    if (ld->file_count > 4096) return stance_fail(err, STANCE_EFORMAT, "lexicon folder %s: too many files", folder);
    for (size_t i = first; i < ld->file_count; i++) {
        stance_view name = stance_arena_copy(&lx->arena, stance_view_of(ld->files[i].name));
        if (!name.data || !STANCE_PUSH(&lx->arena, lx->files, lx->file_count, lx->file_capacity, name))
            return stance_fail_memory(err);
    }
    for (size_t k = 0; k < KIND_COUNT; k++) {
        for (size_t i = first; i < ld->file_count; i++) {
            if (ld->files[i].kind == reading_order[k]) STANCE_TRY(read_table(ld, &ld->files[i], (uint16_t)i, err));
        }
    }
    return STANCE_OK;
}

static stance_status fingerprint(loader *ld, stance_error *err)
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

stance_status stance_lexicon_load(const char *const *folders, size_t count, stance_lexicon_problem_fn problem,
                                  void *context, stance_lexicon **out, stance_error *err)
{
    *out = NULL;
    stance_lexicon *lx = calloc(1, sizeof *lx);
    if (!lx) return stance_fail_memory(err);
    loader ld = {.lexicon = lx, .problem = problem, .context = context};
    stance_intern_init(&lx->words, &lx->arena);
    stance_intern_init(&lx->lemmas, &lx->arena);
    stance_intern_init(&ld.keys, &ld.scratch);
    stance_status status = stance_automaton_init(&lx->automaton, &lx->words, &lx->arena, err);
    for (size_t i = 0; status == STANCE_OK && i < count; i++) status = load_folder(&ld, folders[i], err);
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
