/* Two lexicons held against each other, entry by entry. */
#include <stdio.h>
#include <stdlib.h>

#include "lexicon/loader.h"

static stance_view says_cue(const stance_entry *e, stance_arena *arena)
{
    char list[128] = "";
    size_t n = 0;
    for (unsigned i = 0; stance_cue_frames[i]; i++) {
        if (e->frame >> i & 1)
            n += (size_t)snprintf(list + n, sizeof list - n, "%s%s", n ? "," : "", stance_cue_frames[i]);
    }
    return stance_arena_printf(arena, "%s %s %s tone %d", stance_layouts[e->kind].classes[e->class],
                               stance_cue_forms[e->form], list, e->value);
}

static stance_view says_actor(const stance_lexicon *lx, const stance_entry *e, stance_arena *arena)
{
    const stance_actor *a = &lx->actors[e->actor];
    char from[STANCE_DATE_SIZE] = "", to[STANCE_DATE_SIZE] = "";
    if (a->from.year) stance_date_format(a->from, from);
    if (a->to.year) stance_date_format(a->to, to);
    return stance_arena_printf(arena, "%s %.*s%s%s%s%s", stance_layouts[e->kind].classes[a->kind], (int)a->state.len,
                               a->state.data, *from ? " from " : "", from, *to ? " to " : "", to);
}

stance_view stance_entry_says(const stance_lexicon *lx, const stance_entry *e, stance_arena *arena)
{
    switch (e->kind) {
    case STANCE_KIND_TONE:
    case STANCE_KIND_SHIFTER:
        return stance_arena_printf(arena, "%s %d", stance_layouts[e->kind].classes[e->class], e->value);
    case STANCE_KIND_REVERSER:
        return stance_arena_printf(arena, "dark %d bright %d alone %d %s", e->dark, e->bright, e->value,
                                   stance_reverser_scopes[e->scope]);
    case STANCE_KIND_CUE: return says_cue(e, arena);
    case STANCE_KIND_TERM:
        return stance_arena_printf(arena, "%.*s %d", (int)lx->topics[e->topic].len, lx->topics[e->topic].data,
                                   e->value);
    case STANCE_KIND_ACTOR: return says_actor(lx, e, arena);
    case STANCE_KIND_MASK: return stance_view_of("name");
    default: return stance_view_of(stance_layouts[e->kind].classes[e->class]);
    }
}

/* One thing that a lexicon says: an entry, or what a table by word says of a word. */
typedef struct keyed {
    stance_view key; /* kind, then pattern in small letters, then what else makes entries differ */
    const stance_entry *entry;
    stance_view word, says; /* without an entry */
    int kind;               /* of file */
} keyed;

typedef struct keyed_list {
    const stance_lexicon *lexicon;
    stance_arena *arena;
    keyed *data;
    size_t count, capacity;
} keyed_list;

static int order_of(const keyed *a, const keyed *b)
{
    size_t n = a->key.len < b->key.len ? a->key.len : b->key.len;
    int order = memcmp(a->key.data, b->key.data, n);
    return order ? order : (a->key.len > b->key.len) - (a->key.len < b->key.len);
}

static int by_key(const void *x, const void *y)
{
    const keyed *a = x, *b = y;
    int order = order_of(a, b);
    return order ? order : (a->entry > b->entry) - (a->entry < b->entry);
}

static stance_view key_of(const stance_lexicon *lx, const stance_entry *e, stance_arena *arena)
{
    stance_view more = {"", 0}, office = {"", 0};
    if (e->kind == STANCE_KIND_TERM) more = lx->topics[e->topic];
    if (e->kind == STANCE_KIND_FUNCTION) more = stance_view_of(stance_layouts[e->kind].classes[e->class]);
    if (e->kind == STANCE_KIND_ACTOR) more = lx->actors[e->actor].id, office = lx->actors[e->actor].office;
    stance_view key = stance_arena_printf(arena, "%c%.*s\n%.*s\n%.*s", 'a' + e->kind, (int)e->pattern.len,
                                          e->pattern.data, (int)more.len, more.data, (int)office.len, office.data);
    char *bytes = (char *)(uintptr_t)key.data;
    for (size_t i = 1; bytes && i <= e->pattern.len; i++) {
        if (bytes[i] >= 'A' && bytes[i] <= 'Z') bytes[i] = (char)(bytes[i] + 32);
        else if (bytes[i] == '-') bytes[i] = ' ';
    }
    return key;
}

static stance_status add_word(keyed_list *l, int kind, stance_view word, stance_view says, bool own, stance_error *err)
{
    stance_view more = own ? says : (stance_view){"", 0}; /* a word of several classes is in each by itself */
    keyed k = {.word = word, .says = says, .kind = kind};
    k.key =
        stance_arena_printf(l->arena, "%c%.*s\n%.*s", 'a' + kind, (int)word.len, word.data, (int)more.len, more.data);
    return k.key.data && STANCE_PUSH(l->arena, l->data, l->count, l->capacity, k) ? STANCE_OK : stance_fail_memory(err);
}

static stance_status add_glossary(keyed_list *l, int kind, const stance_glossary *g, stance_error *err)
{
    for (uint32_t i = 0; i < g->words.count; i++) {
        if (g->texts[i].data) STANCE_TRY(add_word(l, kind, g->words.strings[i], g->texts[i], false, err));
    }
    return STANCE_OK;
}

/* The words that a table by word id has in a class. */
static stance_status add_table(keyed_list *l, int kind, const uint8_t *table, size_t words, stance_error *err)
{
    for (size_t i = 0; i < words; i++) {
        unsigned class = table[i] & ~(unsigned)STANCE_ABBREVIATION_LARGE;
        stance_view says = stance_view_of(class ? stance_layouts[kind].classes[class] : "");
        if (says.len) STANCE_TRY(add_word(l, kind, l->lexicon->words.strings[i], says, false, err));
    }
    return STANCE_OK;
}

static stance_status add_classes(keyed_list *l, stance_error *err)
{
    const stance_lexicon *lx = l->lexicon;
    const char *const *names = stance_layouts[STANCE_FILE_WORDS].classes;
    for (size_t i = 0; i < lx->classed_words; i++) {
        for (unsigned class = 0; class < STANCE_WORD_COUNT && lx->word_classes[i]; class ++) {
            if (!(lx->word_classes[i] >> class & 1)) continue;
            STANCE_TRY(add_word(l, STANCE_FILE_WORDS, lx->words.strings[i], stance_view_of(names[class]), true, err));
        }
    }
    for (size_t i = 0; i < lx->stem_count; i++)
        STANCE_TRY(
            add_word(l, STANCE_FILE_WORDS, lx->stems[i].text, stance_view_of(names[lx->stems[i].class]), true, err));
    return STANCE_OK;
}

static stance_status keys_of(keyed_list *l, stance_error *err)
{
    const stance_lexicon *lx = l->lexicon;
    for (size_t i = 0; i < lx->entry_count; i++) {
        const stance_entry *e = &lx->entries[i];
        if (e->replaced) continue;
        keyed k = {.key = key_of(lx, e, l->arena), .entry = e, .kind = e->kind};
        if (!k.key.data || !STANCE_PUSH(l->arena, l->data, l->count, l->capacity, k)) return stance_fail_memory(err);
    }
    for (size_t i = 0; i < lx->topic_count; i++)
        STANCE_TRY(add_word(l, STANCE_FILE_TOPICS, lx->topics[i], lx->topic_titles[i], false, err));
    STANCE_TRY(add_glossary(l, STANCE_FILE_IRREGULAR, &lx->irregular, err));
    STANCE_TRY(add_glossary(l, STANCE_FILE_TITLES, &lx->titles, err));
    STANCE_TRY(add_table(l, STANCE_FILE_GIVEN, lx->given, lx->given_words, err));
    STANCE_TRY(add_table(l, STANCE_FILE_ABBREVIATIONS, lx->abbreviations, lx->abbreviation_words, err));
    STANCE_TRY(add_classes(l, err));
    if (l->count) qsort(l->data, l->count, sizeof *l->data, by_key);
    return STANCE_OK;
}

/* Where it stands: of an entry file and line, of words the last file of that kind. */
static stance_view origin_of(const stance_lexicon *lx, const keyed *k, stance_arena *arena)
{
    if (k->entry) return stance_entry_origin(lx, k->entry, arena);
    stance_view file = {"", 0};
    for (size_t i = 0; i < lx->file_count; i++) {
        if (lx->sources[i].kind == k->kind) file = lx->files[i];
    }
    return file;
}

static stance_view says_of(const stance_lexicon *lx, const keyed *k, stance_arena *arena)
{
    return k->entry ? stance_entry_says(lx, k->entry, arena) : k->says;
}

/* order: below 0 when it is in a only, above 0 when it is in b only; what is not there is not looked at. */
static stance_status call(const stance_lexicon *a, const keyed *x, const stance_lexicon *b, const keyed *y, int order,
                          stance_arena *arena, stance_lexicon_change_fn fn, void *context, stance_error *err)
{
    const stance_lexicon *lx = order < 0 ? a : b;
    const keyed *k = order < 0 ? x : y;
    stance_lexicon_change change = {.change = order > 0   ? STANCE_ENTRY_ADDED
                                              : order < 0 ? STANCE_ENTRY_REMOVED
                                                          : STANCE_ENTRY_CHANGED,
                                    .kind = stance_layouts[k->kind].name,
                                    .pattern = k->entry ? k->entry->pattern : k->word,
                                    .before = order <= 0 ? says_of(a, x, arena) : stance_view_of(""),
                                    .after = order >= 0 ? says_of(b, y, arena) : stance_view_of(""),
                                    .origin = origin_of(lx, k, arena)};
    if (k->entry && k->kind == STANCE_KIND_ACTOR) {
        stance_view id = lx->actors[k->entry->actor].id;
        change.pattern = stance_arena_printf(arena, "%.*s: %.*s", (int)id.len, id.data, (int)k->entry->pattern.len,
                                             k->entry->pattern.data);
    }
    if (!change.before.data || !change.after.data || !change.origin.data || !change.pattern.data)
        return stance_fail_memory(err);
    if (order == 0 && stance_view_equal(change.before, change.after)) return STANCE_OK;
    return fn(context, &change, err);
}

stance_status stance_lexicon_compare(const stance_lexicon *a, const stance_lexicon *b, stance_lexicon_change_fn fn,
                                     void *context, stance_error *err)
{
    stance_arena arena = STANCE_ARENA_INIT;
    keyed_list x = {.lexicon = a, .arena = &arena}, y = {.lexicon = b, .arena = &arena};
    stance_status status = keys_of(&x, err);
    if (status == STANCE_OK) status = keys_of(&y, err);
    for (size_t i = 0, k = 0; status == STANCE_OK && (i < x.count || k < y.count);) {
        int order = i == x.count ? 1 : k == y.count ? -1 : order_of(&x.data[i], &y.data[k]);
        status = call(a, &x.data[i], b, &y.data[k], order, &arena, fn, context, err);
        i += order <= 0;
        k += order >= 0;
    }
    stance_arena_free(&arena);
    return status;
}
