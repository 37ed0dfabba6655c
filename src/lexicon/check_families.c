/* Signs that disagree within a family of words: "agree" conciliatory and "agreeable" critical is a slip, more often than
   not. A family is what is left of single words when endings are taken off. */
#include <stdio.h>
#include <stdlib.h>

#include "lexicon/check.h"

enum { STEM_LEAST = 5 };

typedef struct member {
    stance_view stem;
    uint32_t entry;
} member;

/* Endings that make other words of the same sense, longest first; -less and -free, which turn it round, are not among them. */
static const char *const endings[] = {
    "fulness", "ization", "isation", "ations", "ation", "ingly", "ively", "ments", "ment", "ition", "ances",
    "ences",   "ional",   "ously",   "fully",  "ance",  "ence",  "able",  "ible",  "ness", "tion",  "sion",
    "ings",    "ical",    "ious",    "ally",   "ised",  "ized",  "ful",   "ing",   "ive",  "ion",   "ity",
    "ism",     "ist",     "ous",     "ant",    "ent",   "ers",   "ors",   "ise",   "ize",  "ies",   "ied",
    "al",      "ed",      "er",      "or",     "es",    "ly",    "ic",    "cy",    "y",    "s",     "e"};

static bool ends_with(stance_view w, const char *ending)
{
    size_t n = strlen(ending);
    return w.len >= n + STEM_LEAST && memcmp(w.data + w.len - n, ending, n) == 0;
}

/* Two endings may stand on each other: power-ful-ly. A doubled consonant at the end becomes one. */
static stance_view stem_of(stance_view word)
{
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
            if (!ends_with(word, endings[i])) continue;
            word.len -= strlen(endings[i]);
            break;
        }
    }
    if (word.len > STEM_LEAST && word.data[word.len - 1] == word.data[word.len - 2]) word.len--;
    return word;
}

/* The one word of a pattern, in small letters; empty when it is none or a prefix. */
static stance_view single_word(stance_view pattern, stance_arena *arena)
{
    char *out = stance_arena_alloc(arena, pattern.len + 1);
    size_t n = 0;
    for (size_t i = 0; out && i < pattern.len; i++) {
        char c = pattern.data[i];
        if (c == '~' && i + 1 == pattern.len) break;
        if (c >= 'A' && c <= 'Z') c = (char)(c + 32);
        if (c < 'a' || c > 'z') return (stance_view){"", 0};
        out[n++] = c;
    }
    return (stance_view){out, n};
}

static int by_stem(const void *x, const void *y)
{
    const member *a = x, *b = y;
    size_t n = a->stem.len < b->stem.len ? a->stem.len : b->stem.len;
    int order = memcmp(a->stem.data, b->stem.data, n);
    if (order) return order;
    if (a->stem.len != b->stem.len) return a->stem.len < b->stem.len ? -1 : 1;
    return a->entry < b->entry ? -1 : a->entry > b->entry;
}

/* At each entry of the sign that fewer have; the others stand beside it. */
static stance_status report_family(stance_checker *ck, const member *list, size_t count, stance_error *err)
{
    const stance_lexicon *lx = ck->lexicon;
    size_t critical = 0;
    for (size_t i = 0; i < count; i++) critical += stance_is_dark(&lx->entries[list[i].entry]);
    if (critical == 0 || critical == count) return STANCE_OK;
    const bool fewer = critical * 2 <= count;
    char others[600] = "";
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        const stance_entry *e = &lx->entries[list[i].entry];
        if (stance_is_dark(e) == fewer || n + 120 > sizeof others) continue;
        n += (size_t)snprintf(others + n, sizeof others - n, "%s'%.*s' (%s)", n ? ", " : "",
                              (int)(e->pattern.len > 40 ? 40 : e->pattern.len), e->pattern.data,
                              stance_check_place(ck, e));
    }
    for (size_t i = 0; i < count; i++) {
        const stance_entry *e = &lx->entries[list[i].entry];
        if (stance_is_dark(e) != fewer) continue;
        STANCE_TRY(stance_check_add(ck, e->file, e->line, STANCE_FINDING_WARNING, STANCE_CHECK_FAMILY, err,
                                    "'%.*s' is %s, but of its family are %s: %s; correct one, or write ok:family in "
                                    "the note",
                                    (int)e->pattern.len, e->pattern.data, stance_class_name(e),
                                    fewer ? "conciliatory" : "critical", others));
    }
    return STANCE_OK;
}

stance_status stance_check_families(stance_checker *ck, stance_error *err)
{
    const stance_lexicon *lx = ck->lexicon;
    member *list = NULL;
    size_t count = 0, capacity = 0;
    for (uint32_t i = 0; i < lx->entry_count; i++) {
        const stance_entry *e = &lx->entries[i];
        if (e->kind != STANCE_KIND_TONE || e->replaced) continue;
        stance_view word = single_word(e->pattern, &ck->arena);
        if (word.len < STEM_LEAST) continue;
        member m = {stem_of(word), i};
        if (!STANCE_PUSH(&ck->arena, list, count, capacity, m)) return stance_fail_memory(err);
    }
    if (count) qsort(list, count, sizeof *list, by_stem);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && stance_view_equal(list[end].stem, list[i].stem);) end++;
        STANCE_TRY(report_family(ck, list + i, end - i, err));
    }
    return STANCE_OK;
}
