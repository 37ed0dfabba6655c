#include "text/fingerprint.h"

#include <stdlib.h>
#include <unicode/uchar.h>

#include "text/utf8.h"

enum { SHINGLE = 4, WINDOW = 8, WHOLE_LEAST = 5, QUOTE_LEAST = 3 };

#define FNV_BASIS 0xCBF29CE484222325U
#define FNV_PRIME 0x100000001B3U
#define PRINT_MASK (((uint64_t)1 << STANCE_PRINT_BITS) - 1)

/* The finalizer of splitmix64: FNV alone leaves the high bits of short words alike, and the least of a window must be
   as good as drawn by lot. */
static uint64_t mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
    return x ^ (x >> 31);
}

/* ---- words ---- */

typedef enum letter { LETTER, SINGLE, NOTHING, GAP } letter;

/* What a character beyond ASCII does to a word: belongs to it, is one by itself (scripts without blanks), is passed over
   as if it were not there, or ends it. */
static letter class_of(uint32_t *c)
{
    if (*c == 0xAD || (*c >= 0x200B && *c <= 0x200D) || *c == 0x2060 || *c == 0xFEFF) return NOTHING;
    if (*c == 0x2018 || *c == 0x2019 || *c == 0x02BC)
        return NOTHING; /* apostrophes, and quotation marks of that shape */
    int type = u_charType((UChar32)*c);
    if (type == U_NON_SPACING_MARK || type == U_COMBINING_SPACING_MARK || type == U_ENCLOSING_MARK) return NOTHING;
    if (!u_isalnum((UChar32)*c)) return GAP;
    *c = (uint32_t)u_foldCase((UChar32)*c, U_FOLD_CASE_DEFAULT);
    bool alone = (*c >= 0x3040 && *c <= 0x30FF) || (*c >= 0x3400 && *c <= 0x9FFF) || *c >= 0x20000;
    return alone ? SINGLE : LETTER;
}

/* The hash of the next word from *at on, which is moved behind it; 0 at the end of the text. */
static uint64_t next_word(stance_view text, size_t *at)
{
    uint64_t hash = FNV_BASIS;
    bool any = false;
    for (size_t len; *at < text.len; *at += len) {
        uint32_t c = (unsigned char)text.data[*at];
        letter what = GAP;
        len = 1;
        if (c < 0x80) {
            if (c >= 'A' && c <= 'Z') c += 32;
            if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) what = LETTER;
            else if (c == '\'') what = NOTHING;
        } else {
            c = stance_utf8_at(text, *at, &len);
            what = class_of(&c);
        }
        if (what == NOTHING) continue;
        if (any && what != LETTER) break;
        if (what == GAP) continue;
        hash = (hash ^ c) * FNV_PRIME;
        any = true;
        if (what == SINGLE) {
            *at += len;
            break;
        }
    }
    return any ? mix(hash) | 1 : 0;
}

/* ---- winnowing ---- */

typedef struct winnow {
    stance_arena *arena;
    uint64_t *prints;
    size_t count, capacity;
    uint64_t hashes[WINDOW]; /* of the last shingles, by their number modulo WINDOW */
    size_t shingles, kept;   /* how many there were; the number of the one that was kept last, from 1 */
} winnow;

/* Keeps the least of the last WINDOW hashes, the later of equal ones, unless it was kept already. */
static bool keep_least(winnow *w)
{
    size_t first = w->shingles > WINDOW ? w->shingles - WINDOW : 0, best = first;
    for (size_t i = first + 1; i < w->shingles; i++)
        if (w->hashes[i % WINDOW] <= w->hashes[best % WINDOW]) best = i;
    if (w->kept == best + 1) return true;
    w->kept = best + 1;
    return STANCE_PUSH(w->arena, w->prints, w->count, w->capacity, w->hashes[best % WINDOW]);
}

static int compare_prints(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static uint64_t print_of(uint64_t hash)
{
    uint64_t print = mix(hash) & PRINT_MASK;
    return print ? print : 1;
}

stance_status stance_fingerprint_of(stance_view text, stance_arena *arena, stance_fingerprint *out, stance_error *err)
{
    winnow w = {.arena = arena};
    uint64_t words[SHINGLE] = {0}, whole = 0, word;
    size_t count = 0, at = 0, unique = 0;
    *out = (stance_fingerprint){NULL, 0, 0};
    while ((word = next_word(text, &at)) != 0) {
        whole = mix(whole + word);
        words[count++ % SHINGLE] = word;
        if (count < SHINGLE) continue;
        uint64_t shingle = 0;
        for (size_t i = 0; i < SHINGLE; i++) shingle = shingle * FNV_PRIME + words[(count + i) % SHINGLE];
        w.hashes[w.shingles++ % WINDOW] = print_of(shingle);
        if (w.shingles >= WINDOW && !keep_least(&w)) return stance_fail_memory(err);
    }
    if (w.shingles && w.shingles < WINDOW && !keep_least(&w)) return stance_fail_memory(err);
    if (w.count) qsort(w.prints, w.count, sizeof *w.prints, compare_prints);
    for (size_t i = 0; i < w.count; i++)
        if (!unique || w.prints[unique - 1] != w.prints[i]) w.prints[unique++] = w.prints[i];
    out->prints = w.prints;
    out->count = unique;
    out->whole = count >= WHOLE_LEAST ? print_of(whole) : 0;
    return STANCE_OK;
}

stance_overlap stance_fingerprint_compare(const stance_fingerprint *a, const stance_fingerprint *b)
{
    size_t least = a->count, most = b->count;
    if (least > most) {
        least = b->count;
        most = a->count;
    }
    size_t i = 0, k = 0, shared = 0;
    if (a->whole && a->whole == b->whole) return (stance_overlap){1000000, 1000000};
    if (least < STANCE_PRINT_LEAST) return (stance_overlap){0, 0};
    while (i < a->count && k < b->count) {
        uint64_t x = a->prints[i], y = b->prints[k];
        shared += x == y;
        i += x <= y;
        k += y <= x;
    }
    /* most >= least >= STANCE_PRINT_LEAST, which the analyser loses sight of: NOLINTNEXTLINE(*DivideZero) */
    return (stance_overlap){(int32_t)((uint64_t)shared * 1000000 / most),
                            (int32_t)((uint64_t)shared * 1000000 / least)};
}

bool stance_overlap_is_copy(stance_overlap overlap)
{
    return overlap.mutual >= STANCE_COPY_MUTUAL || overlap.contained >= STANCE_COPY_CONTAINED;
}

uint64_t stance_words_hash(stance_view text, const stance_span *pieces, size_t count)
{
    uint64_t hash = 0, word;
    size_t words = 0;
    for (size_t i = 0; i < count; i++) {
        stance_view piece = stance_view_cut(text, pieces[i]);
        for (size_t at = 0; (word = next_word(piece, &at)) != 0; words++) hash = mix(hash + word);
    }
    if (words < QUOTE_LEAST) return 0;
    hash >>= 1;
    return hash ? hash : 1;
}
