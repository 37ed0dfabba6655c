/* The script narrows the languages down; among those that share it, the small words decide. */
#include "text/language.h"

#include <unicode/uchar.h>

#include "text/language_words.h"
#include "text/utf8.h"

enum {
    BYTES = 20 * 1024,
    LANGUAGES = sizeof stance_languages / sizeof *stance_languages,
    SLOTS = 4096,      /* of the table of words: more than twice as many as there are words */
    WORD = 24,         /* bytes; no small word is longer */
    SHARE = 840,       /* weight of a word that one language has alone; divisible by 1 … 8 */
    WORDS_MIN = 12,    /* a text of fewer tells nothing */
    LETTERS_MIN = 8,   /* of a script that one language has alone */
    HITS_MIN = 3,      /* words of the language */
    COVER = 12,        /* per cent of the words that a text in the language surely has */
    ENGLISH_WORDS = 60 /* the short way for English looks at so many */
};

typedef struct slot {
    const char *word; /* NULL: free */
    uint8_t len, languages;
    uint64_t mask;
} slot;

_Static_assert(LANGUAGES <= 64, "a mask of 64 bits");

static uint32_t hash_of(const char *word, size_t len)
{
    uint32_t h = 2166136261U;
    for (size_t i = 0; i < len; i++) h = (h ^ (unsigned char)word[i]) * 16777619U;
    return h ^ h >> 15;
}

static slot *slot_of(slot *slots, const char *word, size_t len)
{
    uint32_t at = hash_of(word, len) & (SLOTS - 1);
    while (slots[at].word && (slots[at].len != len || memcmp(slots[at].word, word, len) != 0))
        at = (at + 1) & (SLOTS - 1);
    return &slots[at];
}

static void add_words(slot *slots, size_t language)
{
    for (const char *w = stance_languages[language].words; *w;) {
        size_t len = strcspn(w, " ");
        slot *s = slot_of(slots, w, len);
        if (!s->word) *s = (slot){.word = w, .len = (uint8_t)len};
        s->languages = (uint8_t)(s->languages + !(s->mask >> language & 1));
        s->mask |= (uint64_t)1 << language;
        w += len + (w[len] == ' ');
    }
}

static stance_script script_of(uint32_t c)
{
    if (c < 0x250) return STANCE_SCRIPT_LATIN; /* asked of letters only */
    if (c >= 0x370 && c < 0x400) return STANCE_SCRIPT_GREEK;
    if (c >= 0x400 && c < 0x530) return STANCE_SCRIPT_CYRILLIC;
    if (c >= 0x530 && c < 0x590) return STANCE_SCRIPT_ARMENIAN;
    if (c >= 0x590 && c < 0x600) return STANCE_SCRIPT_HEBREW;
    if ((c >= 0x600 && c < 0x780) || (c >= 0xFB50 && c < 0xFE00) || (c >= 0xFE70 && c < 0xFEFF))
        return STANCE_SCRIPT_ARABIC;
    if (c >= 0x900 && c < 0x980) return STANCE_SCRIPT_DEVANAGARI;
    if (c >= 0x980 && c < 0xA00) return STANCE_SCRIPT_BENGALI;
    if (c >= 0xB80 && c < 0xC00) return STANCE_SCRIPT_TAMIL;
    if (c >= 0xE00 && c < 0xE80) return STANCE_SCRIPT_THAI;
    if (c >= 0x10A0 && c < 0x1100) return STANCE_SCRIPT_GEORGIAN;
    if ((c >= 0x1100 && c < 0x1200) || (c >= 0xAC00 && c < 0xD7B0)) return STANCE_SCRIPT_HANGUL;
    if (c >= 0x1E00 && c < 0x1F00) return STANCE_SCRIPT_LATIN;
    if (c >= 0x1F00 && c < 0x2000) return STANCE_SCRIPT_GREEK;
    if (c >= 0x3040 && c < 0x3100) return STANCE_SCRIPT_KANA;
    if ((c >= 0x3400 && c < 0xA000) || (c >= 0xF900 && c < 0xFB00) || (c >= 0x20000 && c < 0x32000))
        return STANCE_SCRIPT_HAN;
    return STANCE_SCRIPT_OTHER;
}

/* The next word at or behind *at, in lower case; 0 at the end. Words that are too long come as one of WORD bytes, which
   no list has. Accents that stand apart are joined to the commonest letters by no list here: such words are not found,
   and the others decide. */
static size_t next_word(stance_view text, size_t *at, char word[WORD + 4], size_t letters[STANCE_SCRIPTS])
{
    size_t n = 0;
    while (*at < text.len) {
        size_t len = 1;
        uint32_t c = (unsigned char)text.data[*at];
        bool letter;
        if (c < 0x80) {
            letter = (c | 32) - 'a' < 26;
            if (letter) c |= 32;
        } else {
            c = stance_utf8_at(text, *at, &len);
            if (c == 0xAD || c == 0x200C) { /* a soft hyphen is no end of a word */
                *at += len;
                continue;
            }
            letter = u_isalpha((UChar32)c) || u_charType((UChar32)c) == U_NON_SPACING_MARK ||
                     u_charType((UChar32)c) == U_COMBINING_SPACING_MARK;
            if (letter && c < 0x2000) c = (uint32_t)u_tolower((UChar32)c);
        }
        if (!letter && n) return n;
        *at += len;
        if (!letter) continue;
        letters[script_of(c)]++;
        if (n < WORD) n += stance_utf8_put(c, word + n);
    }
    return n;
}

/* Most of what comes is English, and can be known by a handful of words without setting up the table of all. */
static bool plainly_english(stance_view text)
{
    static const char *const words[] = {"the", "of", "and", "that", "with", "was", "from", "by"};
    char word[WORD + 4];
    size_t letters[STANCE_SCRIPTS] = {0}, seen = 0, hits = 0, at = 0;
    for (size_t n; seen < ENGLISH_WORDS && (n = next_word(text, &at, word, letters)) > 0; seen++) {
        for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
            hits += strlen(words[i]) == n && memcmp(words[i], word, n) == 0;
        }
    }
    return seen == ENGLISH_WORDS && hits * 100 >= seen * 15;
}

static stance_view only_language(stance_script script, int32_t *confidence, size_t part, size_t all)
{
    for (size_t i = 0; i < LANGUAGES; i++) {
        if (stance_languages[i].script != script || *stance_languages[i].words) continue;
        *confidence = (int32_t)(part * 1000000 / all);
        return stance_view_of(stance_languages[i].code);
    }
    return (stance_view){NULL, 0};
}

stance_view stance_language_of(stance_view text, int32_t *confidence)
{
    slot slots[SLOTS];
    char word[WORD + 4];
    size_t letters[STANCE_SCRIPTS] = {0}, words = 0, at = 0, all = 0, script = 0;
    uint32_t weight[LANGUAGES] = {0}, hits[LANGUAGES] = {0};
    *confidence = 0;
    if (text.len > BYTES) {
        text.len = BYTES;
        while (text.len && ((unsigned char)text.data[text.len] & 0xC0) == 0x80) text.len--;
    }
    if (plainly_english(text)) {
        *confidence = 1000000;
        return stance_view_of("en");
    }
    memset(slots, 0, sizeof slots);
    for (size_t i = 0; i < LANGUAGES; i++) add_words(slots, i);
    for (size_t n; (n = next_word(text, &at, word, letters)) > 0; words++) {
        const slot *s = slot_of(slots, word, n);
        for (uint64_t mask = s->mask; mask; mask &= mask - 1) {
            int language = __builtin_ctzll(mask);
            weight[language] += SHARE / s->languages;
            hits[language]++;
        }
    }
    for (size_t s = 0; s < STANCE_SCRIPTS; s++) {
        all += letters[s];
        if (letters[s] > letters[script]) script = s;
    }
    /* Japanese mixes its own signs with Chinese ones. */
    size_t east = letters[STANCE_SCRIPT_HAN] + letters[STANCE_SCRIPT_KANA];
    if (script == STANCE_SCRIPT_HAN && letters[STANCE_SCRIPT_KANA] * 10 >= east) script = STANCE_SCRIPT_KANA;
    size_t part = script == STANCE_SCRIPT_KANA ? east : letters[script];
    if (part < LETTERS_MIN) return (stance_view){NULL, 0};
    stance_view only = only_language((stance_script)script, confidence, part, all);
    if (only.data) return only;
    size_t best = LANGUAGES, second = LANGUAGES;
    for (size_t i = 0; i < LANGUAGES; i++) {
        if (stance_languages[i].script != script) continue;
        if (best == LANGUAGES || weight[i] > weight[best]) {
            second = best;
            best = i;
        } else if (second == LANGUAGES || weight[i] > weight[second]) {
            second = i;
        }
    }
    if (best == LANGUAGES || words < WORDS_MIN || hits[best] < HITS_MIN) return (stance_view){NULL, 0};
    uint64_t lead = weight[best] - (second < LANGUAGES ? weight[second] : 0);
    uint64_t ahead = lead * 2000000 / weight[best], cover = hits[best] * (uint64_t)100000000 / (words * COVER);
    if (ahead > 1000000) ahead = 1000000;
    if (cover > 1000000) cover = 1000000;
    *confidence = (int32_t)(ahead * cover / 1000000 * part / all);
    return stance_view_of(stance_languages[best].code);
}

bool stance_is_small_word(const char *language, stance_view word)
{
    for (size_t i = 0; word.len && i < sizeof stance_languages / sizeof *stance_languages; i++) {
        if (strcmp(stance_languages[i].code, language) != 0) continue;
        const char *at = stance_languages[i].words;
        while (*at) {
            size_t n = strcspn(at, " ");
            if (n == word.len && memcmp(at, word.data, n) == 0) return true;
            at += n + (at[n] == ' ');
        }
    }
    return false;
}
