#include "lexicon/wordings.h"

#include <unicode/uchar.h>

#include "lexicon/inflect.h"
#include "text/utf8.h"

/* Inflected forms and gaps multiply: beyond so many wordings one of each will do. */
enum { GENEROUS = 96, DEPTH = 8, FORMS_MAX = 24 };

typedef struct writer {
    const stance_lexicon *lexicon;
    stance_view pattern;
    size_t at;
    stance_arena *arena;
    bool whole;
    bool spelled; /* for other programs: prefixes keep their star, any word is a star, every form is there */
} writer;

typedef struct set {
    stance_wording *data;
    size_t count, capacity;
} set;

static bool ends_word(char c)
{
    return c == ' ' || c == '-' || c == '(' || c == ')' || c == '|';
}

/* Clitics stand at the word before them, as a text has them. */
static bool is_clitic(stance_view word)
{
    return word.len && (word.data[0] == '\'' || (word.data[0] == 'n' && word.len == 3 && word.data[1] == '\''));
}

static bool put(writer *w, set *to, stance_wording wording)
{
    if (to->count >= STANCE_WORDINGS_MAX) {
        w->whole = false;
        return true;
    }
    return STANCE_PUSH(w->arena, to->data, to->count, to->capacity, wording);
}

/* Each wording with each of the words behind it. */
static stance_status append(writer *w, set *s, const stance_view *words, size_t count, stance_error *err)
{
    set next = {.count = 0};
    if (!w->spelled && s->count * count > GENEROUS) count = 1;
    for (size_t i = 0; i < s->count; i++) {
        for (size_t k = 0; k < count; k++) {
            stance_view before = s->data[i].text, word = words[k];
            bool glued = !before.len || !word.len || is_clitic(word);
            /* "'s" needs a word that it hangs on. */
            if (!before.len && word.len && word.data[0] == '\'') before = stance_view_of(STANCE_FILLER);
            stance_view text = stance_arena_printf(w->arena, "%.*s%s%.*s", (int)before.len, before.data,
                                                   glued ? "" : " ", (int)word.len, word.data);
            if (!text.data || !put(w, &next, (stance_wording){text, s->data[i].branch})) return stance_fail_memory(err);
        }
    }
    *s = next;
    return STANCE_OK;
}

/* The irregular forms, joined by ';', behind those that rules give. */
static size_t add_irregular(stance_view more, stance_view *words, size_t count)
{
    for (stance_view form; count < FORMS_MAX && (form = stance_next_form(&more)).len;) words[count++] = form;
    return count;
}

static stance_status write_word(writer *w, set *s, stance_error *err)
{
    bool capital = w->pattern.data[w->at] == '^';
    if (capital) w->at++;
    size_t start = w->at;
    while (w->at < w->pattern.len && !ends_word(w->pattern.data[w->at])) w->at++;
    stance_view word = {w->pattern.data + start, w->at - start};
    char last = word.len ? word.data[word.len - 1] : '\0';
    if (last == '~' || last == '*') word.len--;
    char *own = stance_arena_alloc(w->arena, 2 * word.len + 8);
    if (!own) return stance_fail_memory(err);
    size_t n = 0;
    for (size_t i = 0, len; i < word.len && n < 120; i += len) {
        uint32_t code = stance_utf8_at(word, i, &len);
        bool first = i == 0;
        if (code == 0x2019) code = '\'';
        n += stance_utf8_put((uint32_t)(first && capital ? u_toupper((UChar32)code)
                                        : last == '~'    ? u_tolower((UChar32)code)
                                                         : (UChar32)code),
                             own + n);
    }
    if (w->spelled && last == '*') own[n++] = '*';
    stance_view words[FORMS_MAX] = {{own, n}};
    size_t count = 1;
    char forms[STANCE_FORM_COUNT][STANCE_FORM_SIZE];
    if (last == '~') {
        stance_view small = {own, n};
        char *lemma = stance_arena_alloc(w->arena, n + 1);
        if (!lemma) return stance_fail_memory(err);
        memcpy(lemma, own, n);
        if (n && lemma[0] >= 'A' && lemma[0] <= 'Z') lemma[0] = (char)(lemma[0] + 32);
        small.data = lemma;
        size_t made = stance_inflect(small, forms);
        for (size_t i = 1; i < made; i++) {
            words[count] = stance_arena_copy(w->arena, stance_view_of(forms[i]));
            if (!words[count++].data) return stance_fail_memory(err);
        }
        count = add_irregular(stance_irregular_of(w->lexicon, small), words, count);
        for (size_t i = 1; capital && i < count; i++) { /* the forms begin with a capital too */
            stance_view up = stance_arena_copy(w->arena, words[i]);
            if (!up.data) return stance_fail_memory(err);
            char *letters = (char *)(uintptr_t)up.data;
            if (letters[0] >= 'a' && letters[0] <= 'z') letters[0] = (char)(letters[0] - 32);
            words[i] = up;
        }
    }
    return append(w, s, words, count, err);
}

static stance_status write_sequence(writer *w, set *s, int depth, stance_error *err);

static stance_status write_alternatives(writer *w, set *s, int depth, stance_error *err)
{
    set all = {.count = 0};
    uint64_t number = 0, place = w->at;
    do {
        w->at++; /* ( or | */
        set branch = {.count = 0};
        number++;
        for (size_t i = 0; i < s->count; i++) {
            stance_wording copy = s->data[i];
            copy.branch = (copy.branch ^ (place << 8 | number)) * 0x9E3779B97F4A7C15ULL;
            if (!put(w, &branch, copy)) return stance_fail_memory(err);
        }
        STANCE_TRY(write_sequence(w, &branch, depth + 1, err));
        for (size_t i = 0; i < branch.count; i++) {
            if (!put(w, &all, branch.data[i])) return stance_fail_memory(err);
        }
    } while (w->at < w->pattern.len && w->pattern.data[w->at] == '|');
    w->at++;
    *s = all;
    return STANCE_OK;
}

static stance_status write_sequence(writer *w, set *s, int depth, stance_error *err)
{
    static const stance_view any[] = {{STANCE_FILLER, 2}}, star[] = {{"*", 1}}, gap[] = {{"", 0}, {STANCE_FILLER, 2}};
    while (w->at < w->pattern.len) {
        char c = w->pattern.data[w->at];
        if (c == ' ' || c == '-') {
            w->at++;
        } else if (c == '|' || c == ')') {
            return STANCE_OK;
        } else if (c == '(' && depth < DEPTH) {
            STANCE_TRY(write_alternatives(w, s, depth, err));
        } else if (c == '_') {
            w->at++;
            STANCE_TRY(append(w, s, w->spelled ? star : any, 1, err));
        } else if (c == '*') {
            while (w->at < w->pattern.len && !ends_word(w->pattern.data[w->at])) w->at++;
            STANCE_TRY(append(w, s, gap, 2, err));
        } else {
            STANCE_TRY(write_word(w, s, err));
        }
    }
    return STANCE_OK;
}

static stance_status write_out(writer *w, stance_wordings *out, stance_error *err)
{
    set s = {.count = 0};
    if (!put(w, &s, (stance_wording){{"", 0}, 1})) return stance_fail_memory(err);
    STANCE_TRY(write_sequence(w, &s, 0, err));
    *out = (stance_wordings){s.data, s.count, w->whole};
    return STANCE_OK;
}

stance_status stance_wordings_of(const stance_lexicon *lexicon, stance_view pattern, stance_arena *arena,
                                 stance_wordings *out, stance_error *err)
{
    writer w = {.lexicon = lexicon, .pattern = pattern, .arena = arena, .whole = true};
    return write_out(&w, out, err);
}

stance_status stance_wordings_spelled(const stance_lexicon *lexicon, stance_view pattern, stance_arena *arena,
                                      stance_wordings *out, stance_error *err)
{
    writer w = {.lexicon = lexicon, .pattern = pattern, .arena = arena, .whole = true, .spelled = true};
    return write_out(&w, out, err);
}
