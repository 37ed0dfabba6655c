/* Two lexicons held against each other, entry by entry. */
#include <stdio.h>
#include <stdlib.h>

#include "lexicon/loader.h"

static stance_view says_cue(const stance_entry *e, stance_arena *arena)
{
    static const char *const forms[] = {"verb", "noun", "phrase"};
    static const char *const frames[] = {"quote", "that", "bare",   "inf",   "ger",
                                         "np",    "to",   "before", "asked", "object"};
    char list[128] = "";
    size_t n = 0;
    for (unsigned i = 0; i < sizeof frames / sizeof *frames; i++) {
        if (e->frame >> i & 1) n += (size_t)snprintf(list + n, sizeof list - n, "%s%s", n ? "," : "", frames[i]);
    }
    return stance_arena_printf(arena, "%s %s %s tone %d", stance_layouts[e->kind].classes[e->class], forms[e->form],
                               list, e->value);
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
    static const char *const scopes[] = {"after", "before", "both"};
    switch (e->kind) {
    case STANCE_KIND_TONE:
    case STANCE_KIND_SHIFTER:
        return stance_arena_printf(arena, "%s %d", stance_layouts[e->kind].classes[e->class], e->value);
    case STANCE_KIND_REVERSER:
        return stance_arena_printf(arena, "dark %d bright %d alone %d %s", e->dark, e->bright, e->value,
                                   scopes[e->scope]);
    case STANCE_KIND_CUE: return says_cue(e, arena);
    case STANCE_KIND_TERM:
        return stance_arena_printf(arena, "%.*s %d", (int)lx->topics[e->topic].len, lx->topics[e->topic].data,
                                   e->value);
    case STANCE_KIND_ACTOR: return says_actor(lx, e, arena);
    case STANCE_KIND_MASK: return stance_view_of("name");
    default: return stance_view_of(stance_layouts[e->kind].classes[e->class]);
    }
}

typedef struct keyed {
    stance_view key; /* kind, then pattern in small letters, then what else makes entries differ */
    const stance_entry *entry;
} keyed;

static int by_key(const void *x, const void *y)
{
    const keyed *a = x, *b = y;
    size_t n = a->key.len < b->key.len ? a->key.len : b->key.len;
    int order = memcmp(a->key.data, b->key.data, n);
    if (order) return order;
    if (a->key.len != b->key.len) return a->key.len < b->key.len ? -1 : 1;
    return a->entry < b->entry ? -1 : a->entry > b->entry;
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

static stance_status keys_of(const stance_lexicon *lx, stance_arena *arena, keyed **out, size_t *count,
                             stance_error *err)
{
    *count = 0;
    *out = stance_arena_zero(arena, lx->entry_count + 1, sizeof **out);
    if (!*out) return stance_fail_memory(err);
    for (size_t i = 0; i < lx->entry_count; i++) {
        const stance_entry *e = &lx->entries[i];
        if (e->replaced) continue;
        keyed k = {key_of(lx, e, arena), e};
        if (!k.key.data) return stance_fail_memory(err);
        (*out)[(*count)++] = k;
    }
    qsort(*out, *count, sizeof **out, by_key);
    return STANCE_OK;
}

/* order: below 0 when the entry is in a only, above 0 when it is in b only; what is not there is not looked at. */
static stance_status call(const stance_lexicon *a, const keyed *x, const stance_lexicon *b, const keyed *y, int order,
                          stance_arena *arena, stance_lexicon_change_fn fn, void *context, stance_error *err)
{
    const stance_lexicon *lx = order < 0 ? a : b;
    const stance_entry *e = order < 0 ? x->entry : y->entry;
    stance_lexicon_change change = {.change = order > 0   ? STANCE_ENTRY_ADDED
                                              : order < 0 ? STANCE_ENTRY_REMOVED
                                                          : STANCE_ENTRY_CHANGED,
                                    .kind = stance_kind_name((stance_kind)e->kind),
                                    .pattern = e->pattern,
                                    .before = order <= 0 ? stance_entry_says(a, x->entry, arena) : stance_view_of(""),
                                    .after = order >= 0 ? stance_entry_says(b, y->entry, arena) : stance_view_of(""),
                                    .origin = stance_entry_origin(lx, e, arena)};
    if (e->kind == STANCE_KIND_ACTOR) {
        stance_view id = lx->actors[e->actor].id;
        change.pattern =
            stance_arena_printf(arena, "%.*s: %.*s", (int)id.len, id.data, (int)e->pattern.len, e->pattern.data);
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
    keyed *x = NULL, *y = NULL;
    size_t m = 0, n = 0;
    stance_status status = keys_of(a, &arena, &x, &m, err);
    if (status == STANCE_OK) status = keys_of(b, &arena, &y, &n, err);
    for (size_t i = 0, k = 0; status == STANCE_OK && (i < m || k < n);) {
        int order = i == m ? 1 : k == n ? -1 : 0;
        if (!order) {
            size_t len = x[i].key.len < y[k].key.len ? x[i].key.len : y[k].key.len;
            order = memcmp(x[i].key.data, y[k].key.data, len);
            if (!order) order = (x[i].key.len > y[k].key.len) - (x[i].key.len < y[k].key.len);
        }
        status = call(a, &x[i], b, &y[k], order, &arena, fn, context, err);
        i += order <= 0;
        k += order >= 0;
    }
    stance_arena_free(&arena);
    return status;
}
