/* Keys and names as people write them: nearly, but not quite, as the document has them. */
#include "report/judge.h"

#include <stdlib.h>
#include <unicode/uchar.h>

#include "text/utf8.h"

/* What a code point counts as in a key: 0 for white space. */
static uint32_t plain(uint32_t c)
{
    switch (c) {
    case 0x2018:
    case 0x2019:
    case 0x201B: return '\'';
    case 0xAB:
    case 0xBB:
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F: return '"';
    default: return u_isUWhiteSpace((UChar32)c) ? 0 : c;
    }
}

stance_view stance_fold_key(stance_arena *arena, stance_view text)
{
    char *out = stance_arena_alloc(arena, text.len + 1); /* no folding makes a character longer */
    size_t len = 0;
    bool gap = false;
    if (!out) return (stance_view){NULL, 0};
    for (size_t at = 0, step = 0; at < text.len; at += step) {
        uint32_t c = stance_utf8_at(text, at, &step);
        char bytes[4];
        if (c == 0xFFFD) continue; /* broken, or three bytes that nobody searches for */
        c = plain(c);
        if (c == 0) {
            gap = len > 0;
            continue;
        }
        if (gap) out[len++] = ' ';
        gap = false;
        const size_t n = stance_utf8_put(c, bytes);
        memcpy(out + len, bytes, n);
        len += n;
    }
    out[len] = '\0';
    return (stance_view){out, len};
}

/* ---- documents ---- */

static bool begins(stance_view text, stance_view with)
{
    return with.len <= text.len && memcmp(text.data, with.data, with.len) == 0;
}

static bool is_hash(stance_view v)
{
    if (v.len < 8 || v.len > 64) return false;
    for (size_t i = 0; i < v.len; i++) {
        if (!((v.data[i] >= '0' && v.data[i] <= '9') || (v.data[i] >= 'a' && v.data[i] <= 'f'))) return false;
    }
    return true;
}

int stance_document_rank(stance_view cell, stance_view name, stance_view hash)
{
    stance_view base = name;
    for (size_t i = name.len; i > 0; i--) {
        if (name.data[i - 1] != '/') continue;
        base = (stance_view){name.data + i, name.len - i};
        break;
    }
    if (cell.len == 0) return 0;
    if (stance_view_equal(cell, name)) return 4;
    if (stance_view_equal(cell, base)) return 3;
    if (hash.len >= 8 && is_hash(cell) && (begins(hash, cell) || begins(cell, hash))) return 2;
    return begins(base, cell) ? 1 : 0;
}

/* ---- speakers ---- */

enum { WORDS_MAX = 16, WORD_BYTES = 64 };

typedef struct name_words {
    char words[WORDS_MAX][WORD_BYTES];
    size_t count;
} name_words;

/* Lower case, parted at blanks and hyphens, without full stops at the ends, "of" and "the". */
static void split_name(stance_view name, name_words *out)
{
    out->count = 0;
    for (size_t at = 0; at < name.len && out->count < WORDS_MAX;) {
        char *word = out->words[out->count];
        size_t len = 0, step = 0;
        for (; at < name.len; at += step) {
            const uint32_t c = stance_utf8_at(name, at, &step);
            if (c == '-' || u_isUWhiteSpace((UChar32)c)) break;
            if ((len == 0 && c == '.') || len + 5 > WORD_BYTES) continue;
            len += stance_utf8_put((uint32_t)u_tolower((UChar32)c), word + len);
        }
        at += step;
        while (len > 0 && word[len - 1] == '.') len--;
        word[len] = '\0';
        if (len > 0 && strcmp(word, "of") != 0 && strcmp(word, "the") != 0) out->count++;
    }
}

static int compare_words(const void *a, const void *b)
{
    return strcmp(a, b);
}

bool stance_same_name(stance_view a, stance_view b)
{
    name_words x, y;
    split_name(a, &x);
    split_name(b, &y);
    if (!x.count || !y.count) return false;
    if (strcmp(x.words[x.count - 1], y.words[y.count - 1]) == 0) {
        /* one last name: alone, or with first names that begin alike */
        if (x.count == 1 || y.count == 1) return true;
        size_t n = 0, m = 0;
        const uint32_t first = stance_utf8_at(stance_view_of(x.words[0]), 0, &n);
        if (first == stance_utf8_at(stance_view_of(y.words[0]), 0, &m)) return true;
    }
    if (x.count != y.count) return false;
    qsort(x.words, x.count, sizeof x.words[0], compare_words);
    qsort(y.words, y.count, sizeof y.words[0], compare_words);
    for (size_t i = 0; i < x.count; i++) {
        if (strcmp(x.words[i], y.words[i]) != 0) return false;
    }
    return true;
}
