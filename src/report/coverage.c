/* Which entries fire on what is stored, and which words no entry covers: one pass over the statements. */
#include "stance/coverage.h"

#include <math.h>
#include <stdlib.h>

#include "lexicon/lexicon.h"
#include "report/internal.h"
#include "text/language.h"

enum { WORD_LEAST = 3 }; /* bytes of a content word */

struct stance_coverage_memory {
    stance_arena arena;
};

/* Counts of an entry or a word; marked with the statement and document that were counted last. */
typedef struct counter {
    int64_t times, statements, documents, effect, strong;
    int64_t last_statement, last_document;
} counter;

typedef struct pass {
    stance_store *store;
    const stance_lexicon *lexicon;
    stance_coverage *out;
    stance_arena *arena;  /* of the result */
    stance_arena scratch; /* of one statement */
    stance_intern keys;   /* kind and pattern -> entry */
    uint32_t *key_entries;
    counter *entries;
    stance_intern words;
    counter *word_counts;
    size_t word_capacity;
    int64_t last_document;
    int64_t total_words, strong_words; /* uncovered ones */
} pass;

static const char *group_of_kind(const char *kind)
{
    if (strcmp(kind, "tone") == 0) return "tone";
    if (strcmp(kind, "reverser") == 0) return "reversers";
    return strcmp(kind, "speech act") == 0 ? "cues" : "shifters";
}

static stance_view key_of(stance_arena *arena, const char *kind, stance_view pattern)
{
    return stance_arena_printf(arena, "%s\t%.*s", kind, (int)pattern.len, pattern.data);
}

static bool is_counted(const stance_entry *e)
{
    return !e->replaced && (e->kind <= STANCE_KIND_CUE || e->kind == STANCE_KIND_TERM || e->kind == STANCE_KIND_MASK);
}

static void count(counter *c, int64_t statement, int64_t document, int64_t effect, bool strong)
{
    c->times++;
    c->effect += effect;
    c->strong += strong;
    if (c->last_statement != statement) c->statements++;
    if (c->last_document != document) c->documents++;
    c->last_statement = statement;
    c->last_document = document;
}

static stance_status open_pass(pass *p, stance_error *err)
{
    const stance_lexicon *lx = p->lexicon;
    stance_intern_init(&p->keys, p->arena);
    stance_intern_init(&p->words, p->arena);
    p->key_entries = stance_arena_zero(p->arena, lx->entry_count + 1, sizeof *p->key_entries);
    p->entries = stance_arena_zero(p->arena, lx->entry_count + 1, sizeof *p->entries);
    if (!p->key_entries || !p->entries) return stance_fail_memory(err);
    for (uint32_t i = 0; i < lx->entry_count; i++) {
        const stance_entry *e = &lx->entries[i];
        if (!is_counted(e) || e->kind == STANCE_KIND_TERM || e->kind == STANCE_KIND_MASK) continue;
        stance_view key = key_of(p->arena, stance_kind_name((stance_kind)e->kind), e->pattern);
        size_t before = p->keys.count;
        uint32_t id = key.data ? stance_intern_add(&p->keys, key) : STANCE_NO_ID;
        if (id == STANCE_NO_ID) return stance_fail_memory(err);
        if (p->keys.count > before) p->key_entries[id] = i;
    }
    return STANCE_OK;
}

static stance_status count_hits(pass *p, const stance_row *row, bool strong, stance_error *err)
{
    const stance_hit *hits;
    size_t n;
    STANCE_TRY(stance_store_hits(p->store, row->key, &hits, &n, err));
    for (size_t i = 0; i < n; i++) {
        stance_view key = key_of(&p->scratch, group_of_kind(hits[i].kind), hits[i].pattern);
        if (!key.data) return stance_fail_memory(err);
        uint32_t id = stance_intern_find(&p->keys, key);
        if (id == STANCE_NO_ID) p->out->unknown_hits++;
        else count(&p->entries[p->key_entries[id]], row->key, row->document_key, hits[i].after, strong);
    }
    return STANCE_OK;
}

/* In small letters, or first in the statement: other words with a capital are names mostly. */
static bool is_content(const stance_token *t, size_t at)
{
    return t->kind == STANCE_WORD && t->end - t->start >= WORD_LEAST && !(t->flags & STANCE_TOKEN_UPPER) &&
           (at == 0 || !(t->flags & STANCE_TOKEN_CAPITAL));
}

static stance_status count_word(pass *p, stance_view word, const stance_row *row, bool strong, stance_error *err)
{
    uint32_t id = stance_intern_add(&p->words, word);
    if (id == STANCE_NO_ID) return stance_fail_memory(err);
    while (id >= p->word_capacity) {
        size_t old = p->word_capacity;
        if (!stance_arena_grow(p->arena, &p->word_counts, old, &p->word_capacity, sizeof *p->word_counts))
            return stance_fail_memory(err);
        memset(p->word_counts + old, 0, (p->word_capacity - old) * sizeof *p->word_counts);
    }
    count(&p->word_counts[id], row->key, row->document_key, 0, strong);
    p->total_words++;
    p->strong_words += strong;
    return STANCE_OK;
}

/* Terms and masks as they match, and the words that nothing matches. */
static stance_status count_text(pass *p, const stance_row *row, bool strong, stance_error *err)
{
    const stance_lexicon *lx = p->lexicon;
    stance_intern local;
    stance_tokens tokens;
    stance_matches found;
    stance_intern_init(&local, &p->scratch);
    STANCE_TRY(stance_tokenize(row->text, &lx->words, &local, &p->scratch, &tokens, err));
    STANCE_TRY(stance_automaton_run(&lx->automaton, tokens, &local, &p->scratch, &found, err));
    bool *covered = stance_arena_zero(&p->scratch, tokens.count + 1, sizeof *covered);
    if (!covered) return stance_fail_memory(err);
    for (size_t i = 0; i < found.count; i++) {
        const stance_match *m = &found.data[i];
        const stance_entry *e = &lx->entries[m->entry];
        for (uint32_t t = m->first; t <= m->last && t - m->first < 64; t++)
            if (m->mask >> (t - m->first) & 1) covered[t] = true;
        if (e->kind == STANCE_KIND_TERM || e->kind == STANCE_KIND_MASK)
            count(&p->entries[m->entry], row->key, row->document_key, 0, strong);
    }
    for (size_t i = 0; i < tokens.count; i++) {
        const stance_token *t = &tokens.data[i];
        if (covered[i] || !is_content(t, i)) continue;
        if (t->word < lx->given_words && lx->given[t->word] && (t->flags & STANCE_TOKEN_CAPITAL)) continue;
        stance_view word =
            t->word < lx->words.count ? lx->words.strings[t->word] : local.strings[t->word - lx->words.count];
        STANCE_TRY(count_word(p, word, row, strong, err));
    }
    return STANCE_OK;
}

static stance_status take_row(pass *p, const stance_row *row, stance_error *err)
{
    int32_t score = row->statement.tone.score;
    bool strong = score >= STANCE_COVERAGE_STRONG || score <= -STANCE_COVERAGE_STRONG;
    stance_arena_reset(&p->scratch);
    p->out->statements++;
    p->out->unmatched += row->statement.tone.matched == 0;
    p->out->strong += strong;
    if (p->last_document != row->document_key) p->out->documents++;
    p->last_document = row->document_key;
    STANCE_TRY(count_hits(p, row, strong, err));
    return count_text(p, row, strong, err);
}

static int by_use(const void *x, const void *y)
{
    const stance_coverage_entry *a = x, *b = y;
    if (a->statements != b->statements) return a->statements > b->statements ? -1 : 1;
    if (a->times != b->times) return a->times > b->times ? -1 : 1;
    int order = strcmp(a->kind, b->kind);
    if (order) return order;
    size_t n = a->origin.len < b->origin.len ? a->origin.len : b->origin.len;
    order = memcmp(a->origin.data, b->origin.data, n);
    if (order) return order;
    if (a->origin.len != b->origin.len) return a->origin.len < b->origin.len ? -1 : 1;
    n = a->pattern.len < b->pattern.len ? a->pattern.len : b->pattern.len;
    order = memcmp(a->pattern.data, b->pattern.data, n);
    return order ? order : (a->pattern.len > b->pattern.len) - (a->pattern.len < b->pattern.len);
}

static int by_frequency(const void *x, const void *y)
{
    const stance_coverage_word *a = x, *b = y;
    if (a->times != b->times) return a->times > b->times ? -1 : 1;
    size_t n = a->word.len < b->word.len ? a->word.len : b->word.len;
    int order = memcmp(a->word.data, b->word.data, n);
    return order ? order : (a->word.len > b->word.len) - (a->word.len < b->word.len);
}

/* Log odds ratio of the word in strong statements against the others, by its standard error; half a word is added to each
   cell, so that none is empty. */
static double distinctiveness(const pass *p, const counter *c)
{
    double a = (double)c->strong + 0.5, b = (double)(c->times - c->strong) + 0.5;
    double rest_a = (double)(p->strong_words - c->strong) + 0.5,
           rest_b = (double)(p->total_words - p->strong_words - (c->times - c->strong)) + 0.5;
    return (log(a / rest_a) - log(b / rest_b)) / sqrt(1 / a + 1 / b + 1 / rest_a + 1 / rest_b);
}

static stance_status collect(pass *p, stance_error *err)
{
    stance_coverage *out = p->out;
    const stance_lexicon *lx = p->lexicon;
    out->entries = stance_arena_zero(p->arena, lx->entry_count + 1, sizeof *out->entries);
    out->words = stance_arena_zero(p->arena, p->words.count + 1, sizeof *out->words);
    if (!out->entries || !out->words) return stance_fail_memory(err);
    for (size_t i = 0; i < lx->entry_count; i++) {
        const stance_entry *e = &lx->entries[i];
        const counter *c = &p->entries[i];
        if (!is_counted(e) || (e->kind == STANCE_KIND_CUE && e->value == 0)) continue; /* such cues have no tone */
        stance_view pattern = stance_arena_copy(p->arena, e->pattern), origin = stance_entry_origin(lx, e, p->arena);
        if (!pattern.data || !origin.data) return stance_fail_memory(err);
        out->entries[out->entry_count++] = (stance_coverage_entry){
            stance_kind_name((stance_kind)e->kind), pattern, origin, c->times, c->statements, c->documents, c->effect};
        out->used += c->times > 0;
    }
    qsort(out->entries, out->entry_count, sizeof *out->entries, by_use);
    for (uint32_t i = 0; i < p->words.count; i++) {
        const counter *c = &p->word_counts[i];
        if (c->statements < 2 || stance_is_small_word("en", p->words.strings[i])) continue;
        out->words[out->word_count++] = (stance_coverage_word){p->words.strings[i], c->times,  c->statements,
                                                               c->documents,        c->strong, distinctiveness(p, c)};
    }
    qsort(out->words, out->word_count, sizeof *out->words, by_frequency);
    return STANCE_OK;
}

stance_status stance_coverage_build(stance_store *store, const stance_lexicon *lexicon, const stance_selector *selector,
                                    stance_coverage *out, stance_error *err)
{
    *out = (stance_coverage){.memory = calloc(1, sizeof *out->memory)};
    if (!out->memory) return stance_fail_memory(err);
    pass p = {.store = store, .lexicon = lexicon, .out = out, .arena = &out->memory->arena, .last_document = -1};
    stance_cursor *cursor = NULL;
    stance_status status = open_pass(&p, err);
    for (size_t i = 0; status == STANCE_OK && i < lexicon->entry_count; i++)
        p.entries[i].last_statement = p.entries[i].last_document = -1;
    if (status == STANCE_OK) status = stance_store_select(store, selector, &cursor, err);
    while (status == STANCE_OK) {
        const stance_row *row;
        status = stance_cursor_next(cursor, &row, err);
        if (status != STANCE_OK || !row) break;
        status = take_row(&p, row, err);
    }
    stance_cursor_close(cursor);
    if (status == STANCE_OK) status = collect(&p, err);
    stance_arena_free(&p.scratch);
    if (status != STANCE_OK) stance_coverage_free(out);
    return status;
}

void stance_coverage_free(stance_coverage *coverage)
{
    if (coverage->memory) stance_arena_free(&coverage->memory->arena);
    free(coverage->memory);
    *coverage = (stance_coverage){.memory = NULL};
}
