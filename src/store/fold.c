/* Names as people type them: without case, and nearly right. ICU is for texts; for names these alphabets do. */
#include "store/internal.h"

#include "text/utf8.h"

/* One code point and the byte after it; what is no UTF-8 (only a hostile file holds such) is taken byte by byte. */
static uint32_t next_point(const unsigned char **at, const unsigned char *end)
{
    const unsigned char *p = *at;
    uint32_t c = *p++;
    int more = c >= 0xF0 && c < 0xF8 ? 3 : c >= 0xE0 && c < 0xF0 ? 2 : c >= 0xC0 && c < 0xE0 ? 1 : 0;
    if (more && end - p >= more) {
        uint32_t value = c & (0x3FU >> more);
        int i = 0;
        while (i < more && (p[i] & 0xC0) == 0x80) value = value << 6 | (p[i++] & 0x3FU);
        if (i == more) {
            *at = p + more;
            return value;
        }
    }
    *at = p;
    return c;
}

static uint32_t lower(uint32_t c)
{
    if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
    if (c >= 0xC0 && c <= 0xDE) return c == 0xD7 ? c : c + 32; /* Latin-1 without the multiplication sign */
    if (c >= 0x100 && c <= 0x17F) {                            /* Latin Extended-A: pairs, in two phases */
        if (c == 0x130) return 'i';
        if (c == 0x178) return 0xFF;
        bool odd_upper = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E);
        if (c == 0x138 || c == 0x149 || c == 0x17F) return c;
        return odd_upper == ((c & 1) != 0) ? c + 1 : c;
    }
    if (c >= 0x391 && c <= 0x3A9) return c + 32; /* Greek */
    if (c >= 0x410 && c <= 0x42F) return c + 32; /* Cyrillic */
    if (c >= 0x400 && c <= 0x40F) return c + 80;
    return c;
}

stance_folded stance_store_fold(stance_arena *arena, stance_view text)
{
    stance_folded out = {stance_arena_alloc(arena, (text.len + 1) * sizeof *out.points), 0};
    if (!out.points) return out;
    const unsigned char *at = (const unsigned char *)text.data, *end = at + text.len;
    while (text.len && at < end) {
        uint32_t c = lower(next_point(&at, end));
        if (c == '\t' || c == '\n' || c == '\r' || c == 0xA0) c = ' ';
        if (c == ' ' && (out.len == 0 || out.points[out.len - 1] == ' ')) continue;
        out.points[out.len++] = c;
    }
    if (out.len && out.points[out.len - 1] == ' ') out.len--;
    return out;
}

stance_status stance_store_fold_key(stance_arena *arena, stance_view text, stance_view *key, stance_error *err)
{
    stance_folded folded = stance_store_fold(arena, text);
    char *out = folded.points ? stance_arena_alloc(arena, 4 * folded.len + 1) : NULL;
    size_t len = 0;
    if (!out) return stance_fail_memory(err);
    for (size_t i = 0; i < folded.len; i++) len += stance_utf8_put(folded.points[i], out + len);
    *key = (stance_view){out, len};
    return STANCE_OK;
}

bool stance_folded_equal(stance_folded a, stance_folded b)
{
    return a.len == b.len && memcmp(a.points, b.points, a.len * sizeof *a.points) == 0;
}

bool stance_folded_ends_with(stance_folded a, stance_folded b)
{
    if (b.len == 0 || a.len <= b.len || a.points[a.len - b.len - 1] != ' ') return false;
    return memcmp(a.points + (a.len - b.len), b.points, b.len * sizeof *b.points) == 0;
}

/* ---- nearness ---- */

enum { LONGEST = 64 }; /* code points of a name that are compared */

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Damerau–Levenshtein (optimal string alignment): swapping neighbours is one slip of the finger, not two. */
static size_t distance(stance_folded a, stance_folded b)
{
    size_t rows[3][LONGEST + 1], n = least(a.len, LONGEST), m = least(b.len, LONGEST);
    size_t *before = rows[0], *last = rows[1], *row = rows[2];
    for (size_t j = 0; j <= m; j++) last[j] = j;
    for (size_t i = 1; i <= n; i++) {
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            bool same = a.points[i - 1] == b.points[j - 1];
            row[j] = least(last[j - 1] + !same, least(last[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a.points[i - 1] == b.points[j - 2] && a.points[i - 2] == b.points[j - 1])
                row[j] = least(row[j], before[j - 2] + 1);
        }
        size_t *oldest = before;
        before = last;
        last = row;
        row = oldest;
    }
    return last[m];
}

/* True when every word of part occurs somewhere in whole. */
static bool holds_words(stance_folded whole, stance_folded part)
{
    for (size_t start = 0; start < part.len;) {
        size_t end = start;
        while (end < part.len && part.points[end] != ' ') end++;
        size_t len = end - start, at = 0;
        while (at + len <= whole.len && memcmp(whole.points + at, part.points + start, len * sizeof *part.points) != 0)
            at++;
        if (at + len > whole.len) return false;
        start = end + 1;
    }
    return part.len > 0;
}

void stance_suggest(stance_suggestions *best, stance_folded wanted, stance_folded as, stance_view name)
{
    size_t limit = wanted.len < 4 ? 1 : wanted.len < 9 ? 2 : wanted.len / 3;
    size_t apart = as.len > wanted.len ? as.len - wanted.len : wanted.len - as.len;
    size_t rank = apart <= limit ? distance(wanted, as) : limit + 1;
    if (rank > limit) {
        if (!holds_words(as, wanted)) return;
        rank = limit; /* the words are there: as good as the worst that is near */
    }
    for (size_t i = 0; i < best->count; i++) { /* offered already under another form */
        if (!stance_view_equal(best->names[i], name)) continue;
        if (best->ranks[i] <= rank) return;
        best->count--;
        memmove(best->names + i, best->names + i + 1, (best->count - i) * sizeof *best->names);
        memmove(best->ranks + i, best->ranks + i + 1, (best->count - i) * sizeof *best->ranks);
        break;
    }
    size_t at = best->count; /* names come sorted, so that equals keep their order */
    while (at > 0 && best->ranks[at - 1] > rank) at--;
    if (at == 3) return;
    if (best->count < 3) best->count++;
    memmove(best->names + at + 1, best->names + at, (best->count - at - 1) * sizeof *best->names);
    memmove(best->ranks + at + 1, best->ranks + at, (best->count - at - 1) * sizeof *best->ranks);
    best->names[at] = name;
    best->ranks[at] = rank;
}
