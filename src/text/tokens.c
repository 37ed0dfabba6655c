#include "text/tokens.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#include "text/marks.h"
#include "text/utf8.h"

enum { FOLD_MAX = 96 }; /* bytes of a folded word that are kept: longer ones are no words of any lexicon */

typedef struct lexer {
    stance_view text;
    size_t at;
    const stance_intern *known;
    stance_intern *local;
    stance_arena *arena;
    stance_token *tokens;
    size_t count, capacity;
    uint8_t gap; /* flags that the blanks before the next token give it */
} lexer;

static bool is_ascii_letter(unsigned char c)
{
    return (unsigned)(c | 32) - 'a' < 26;
}

static bool is_digit(unsigned char c)
{
    return (unsigned)c - '0' < 10;
}

/* Characters that show nothing and mean nothing: soft hyphen, zero-width ones, directional marks, BOM. */
static bool is_invisible(uint32_t c)
{
    return c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || c == 0x2060 || c == 0xFEFF;
}

static bool is_blank(uint32_t c)
{
    return c <= ' ' || c == 0x7F || (c >= 0x80 && c < 0xA1) || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
           c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

static bool is_apostrophe(uint32_t c)
{
    return c == '\'' || c == 0x2019 || c == 0x02BC || c == 0xFF07 || c == 0x60 || c == 0xB4;
}

static uint32_t peek(const lexer *lx, size_t at, size_t *len)
{
    if (at >= lx->text.len) {
        *len = 0;
        return 0;
    }
    unsigned char c = (unsigned char)lx->text.data[at];
    if (c < 0x80) {
        *len = 1;
        return c;
    }
    return stance_utf8_at(lx->text, at, len);
}

static bool is_letter(uint32_t c)
{
    return c < 0x80 ? is_ascii_letter((unsigned char)c)
                    : (u_isalpha((UChar32)c) || u_charType((UChar32)c) == U_NON_SPACING_MARK);
}

static bool add(lexer *lx, stance_token token)
{
    token.flags |= lx->gap;
    lx->gap = 0;
    return STANCE_PUSH(lx->arena, lx->tokens, lx->count, lx->capacity, token);
}

static uint32_t word_id(lexer *lx, stance_view folded)
{
    uint32_t id = lx->known ? stance_intern_find(lx->known, folded) : STANCE_NO_ID;
    if (id != STANCE_NO_ID) return id;
    id = stance_intern_add(lx->local, folded);
    return id == STANCE_NO_ID ? id : id + (uint32_t)(lx->known ? lx->known->count : 0);
}

typedef struct folded {
    char data[FOLD_MAX + 8];
    size_t len;
} folded;

/* Accents and other signs that stand behind the letter they belong to; and the later parts of a Korean syllable. */
static bool is_joining(uint32_t c)
{
    return c >= 0x300 && (u_charType((UChar32)c) == U_NON_SPACING_MARK || (c >= 0x1161 && c <= 0x11C2));
}

/* e and U+0301 fold to é, as NFC has it: puts the composed letter in the place of the last one, if there is such. */
static bool compose(folded *f, uint32_t c)
{
    size_t at = f->len, len;
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
    do at--;
    while (at > 0 && ((unsigned char)f->data[at] & 0xC0) == 0x80);
    uint32_t last = stance_utf8_at((stance_view){f->data, f->len}, at, &len);
    UChar32 both = U_SUCCESS(status) ? unorm2_composePair(nfc, (UChar32)last, (UChar32)c) : -1;
    if (both < 0) return false;
    f->len = at + stance_utf8_put((uint32_t)both, f->data + at);
    return true;
}

static void fold(folded *f, uint32_t c)
{
    if (f->len >= FOLD_MAX || is_invisible(c)) return;
    if (c < 0x80) f->data[f->len++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    else if (is_apostrophe(c)) f->data[f->len++] = '\'';
    else if (!f->len || !is_joining(c) || !compose(f, c))
        f->len += stance_utf8_put((uint32_t)u_tolower((UChar32)c), f->data + f->len);
}

/* Bytes of the folded word that stand after its stem as a clitic: n't, 's, 're, 've, 'll, 'd, 'm. */
static size_t clitic(const folded *f)
{
    static const char *const endings[] = {"n't", "'s", "'re", "'ve", "'ll", "'d", "'m"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t n = strlen(endings[i]);
        if (f->len > n && memcmp(f->data + f->len - n, endings[i], n) == 0) return n;
    }
    return 0;
}

/* The same ending measured in the text, where the apostrophe may take three bytes and invisible characters may stand
   between. */
static size_t clitic_bytes(const lexer *lx, size_t end, size_t clitic_len)
{
    size_t at = end;
    while (clitic_len > 0 && at > 0) {
        size_t len;
        do at--;
        while (at > 0 && ((unsigned char)lx->text.data[at] & 0xC0) == 0x80);
        uint32_t c = peek(lx, at, &len);
        bool twice = c == '\'' && at > 0 && lx->text.data[at - 1] == '\''; /* isn''t */
        if (!is_invisible(c) && !twice) clitic_len--;
    }
    return end - at;
}

/* "isn''t", "it''s": the apostrophe at `at` stands twice, as databases write it, before the end of a contraction. */
static bool is_doubled(const lexer *lx, size_t at)
{
    static const char *const endings[] = {"t", "s", "re", "ve", "ll", "d", "m"};
    const char *s = lx->text.data + at;
    size_t left = lx->text.len - at;
    if (left < 3 || s[0] != '\'' || s[1] != '\'') return false;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t n = strlen(endings[i]), len;
        if (left < n + 2 || memcmp(s + 2, endings[i], n) != 0) continue;
        uint32_t c = peek(lx, at + n + 2, &len);
        if (!len || !(is_letter(c) || (c < 0x80 && is_digit((unsigned char)c)))) return true;
    }
    return false;
}

/* U.S., D.C., a.m.: letters with a stop after each. Returns the end of the run, or 0. */
static size_t dotted(const lexer *lx, size_t at, folded *f)
{
    size_t i = at, pairs = 0;
    const char *s = lx->text.data;
    while (i + 1 < lx->text.len && is_ascii_letter((unsigned char)s[i]) && s[i + 1] == '.') {
        i += 2;
        pairs++;
    }
    bool open_end = i < lx->text.len && is_ascii_letter((unsigned char)s[i]);
    if (open_end && pairs > 0) { /* U.S without its last stop, but not the start of a word: "J.Smith" */
        if (i + 1 < lx->text.len && (is_ascii_letter((unsigned char)s[i + 1]) || is_digit((unsigned char)s[i + 1])))
            open_end = false;
        else i++;
    }
    if (pairs + open_end < 2) return 0;
    f->len = 0;
    for (size_t k = at; k < i; k++) fold(f, (unsigned char)s[k]);
    if (f->len && f->data[f->len - 1] == '.') f->len--;
    return i;
}

static bool lex_word(lexer *lx)
{
    size_t start = lx->at, at = start, len;
    folded f = {.len = 0};
    stance_token token = {.start = (uint32_t)start, .kind = STANCE_WORD};
    size_t letters = 0, capitals = 0;
    size_t end = dotted(lx, start, &f);
    if (end) {
        token.flags |= STANCE_TOKEN_DOTTED;
        bool upper = true;
        for (size_t i = start; i < end; i++) upper = upper && (unsigned char)lx->text.data[i] < 'a';
        if ((unsigned char)lx->text.data[start] < 'a') token.flags |= STANCE_TOKEN_CAPITAL;
        if (upper) token.flags |= STANCE_TOKEN_UPPER;
        lx->at = end;
        token.end = (uint32_t)end;
        token.word = word_id(lx, (stance_view){f.data, f.len});
        return token.word != STANCE_NO_ID && add(lx, token);
    }
    for (;;) {
        uint32_t c = peek(lx, at, &len);
        if (!len) break;
        if (is_apostrophe(c)) { /* inside a word only: a letter must follow */
            size_t next_len;
            uint32_t next = peek(lx, at + len, &next_len);
            if (at > start && is_doubled(lx, at)) {
                at += len;
                continue;
            }
            if (at == start || !next_len || !is_letter(next)) break;
        } else if (!is_letter(c) && !is_invisible(c) && !(at > start && c < 0x80 && is_digit((unsigned char)c))) {
            break;
        }
        if (is_letter(c) && !is_joining(c)) {
            letters++;
            bool capital = c < 0x80 ? c < 'a' : u_isupper((UChar32)c) || u_istitle((UChar32)c);
            capitals += capital;
            if (capital && at == start) token.flags |= STANCE_TOKEN_CAPITAL;
        }
        fold(&f, c);
        at += len;
    }
    size_t tail = f.len < FOLD_MAX ? clitic(&f) : 0, tail_bytes = tail ? clitic_bytes(lx, at, tail) : 0;
    for (size_t i = at - tail_bytes; i < at; i++) { /* NATO's is written in capitals */
        unsigned char c = (unsigned char)lx->text.data[i];
        letters -= is_ascii_letter(c);
        capitals -= is_ascii_letter(c) && c < 'a';
    }
    if (letters > 1 && capitals == letters) token.flags |= STANCE_TOKEN_UPPER;
    token.end = (uint32_t)(at - tail_bytes);
    token.word = word_id(lx, (stance_view){f.data, f.len - tail});
    lx->at = at;
    if (token.word == STANCE_NO_ID || !add(lx, token)) return false;
    if (!tail) return true;
    stance_token ending = {.start = token.end, .end = (uint32_t)at, .kind = STANCE_WORD};
    ending.word = word_id(lx, (stance_view){f.data + f.len - tail, tail});
    return ending.word != STANCE_NO_ID && add(lx, ending);
}

static bool lex_number(lexer *lx)
{
    const char *s = lx->text.data;
    size_t start = lx->at, at = start, n = lx->text.len;
    while (at < n) {
        unsigned char c = (unsigned char)s[at];
        bool inner = (c == '.' || c == ',' || c == ':') && at + 1 < n && is_digit((unsigned char)s[at + 1]);
        if (!is_digit(c) && !inner) break;
        at++;
    }
    while (at < n && at < start + FOLD_MAX && is_ascii_letter((unsigned char)s[at])) at++; /* 10th, 9M729, 5G */
    while (at < n && is_digit((unsigned char)s[at])) at++;
    folded f = {.len = 0};
    for (size_t i = start; i < at; i++) fold(&f, (unsigned char)s[i]);
    stance_token token = {.start = (uint32_t)start, .end = (uint32_t)at, .kind = STANCE_NUMBER};
    token.word = word_id(lx, (stance_view){f.data, f.len});
    lx->at = at;
    return token.word != STANCE_NO_ID && add(lx, token);
}

static stance_mark mark_of(uint32_t c)
{
    switch (c) {
    case '.': return STANCE_MARK_STOP;
    case '?': return STANCE_MARK_ASK;
    case '!': return STANCE_MARK_BANG;
    case 0x2026: return STANCE_MARK_ELLIPSIS;
    case ',': return STANCE_MARK_COMMA;
    case ';': return STANCE_MARK_SEMICOLON;
    case ':': return STANCE_MARK_COLON;
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015: return STANCE_MARK_DASH;
    case '(':
    case '[':
    case '{': return STANCE_MARK_OPEN;
    case ')':
    case ']':
    case '}': return STANCE_MARK_CLOSE;
    case '"':
    case 0xFF02: return STANCE_MARK_QUOTE;
    case 0x201C:
    case 0xAB:
    case 0x201E:
    case 0x201F: return STANCE_MARK_QUOTE_OPEN;
    case 0x201D:
    case 0xBB: return STANCE_MARK_QUOTE_CLOSE;
    case '\'':
    case 0x60:
    case 0xB4:
    case 0x02BC:
    case 0xFF07: return STANCE_MARK_SINGLE;
    case 0x2018:
    case 0x2039:
    case 0x201A: return STANCE_MARK_SINGLE_OPEN;
    case 0x2019:
    case 0x203A: return STANCE_MARK_SINGLE_CLOSE;
    default: return STANCE_MARK_OTHER;
    }
}

static bool lex_mark(lexer *lx, uint32_t c, size_t len)
{
    const char *s = lx->text.data;
    size_t start = lx->at, end = start + len, n = lx->text.len;
    stance_token token = {
        .start = (uint32_t)start, .kind = STANCE_MARK, .word = STANCE_NO_ID, .mark = (uint8_t)mark_of(c)};
    if (c == '.') {
        while (end < n && s[end] == '.') end++;
        if (end - start > 1) token.mark = STANCE_MARK_ELLIPSIS;
    } else if (c == '-') {
        while (end < n && s[end] == '-') end++;
        bool blank_after = end >= n || (unsigned char)s[end] <= ' ';
        bool quote_before = lx->count && lx->tokens[lx->count - 1].kind == STANCE_MARK;
        if (end - start > 1 || blank_after || quote_before ||
            (lx->gap & (STANCE_TOKEN_SPACE | STANCE_TOKEN_LINE)) == 0) {
            token.mark = STANCE_MARK_DASH;
        } else {
            token.mark = STANCE_MARK_OTHER; /* " -5" */
        }
    } else if ((c == '<' || c == '>') && end < n && (unsigned char)s[end] == c) { /* <<…>> */
        end++;
        token.mark = c == '<' ? STANCE_MARK_QUOTE_OPEN : STANCE_MARK_QUOTE_CLOSE;
    } else if (c > 0x7F && (token.mark == STANCE_MARK_DASH || token.mark == STANCE_MARK_ELLIPSIS)) {
        while (n - end >= len && memcmp(s + end, s + start, len) == 0) end += len;
    } else if (is_apostrophe(c) && end < n) { /* '' is a double quotation mark that was lost on the way */
        size_t next_len;
        uint32_t next = peek(lx, end, &next_len);
        if (next_len && is_apostrophe(next)) {
            end += next_len;
            token.mark = STANCE_MARK_QUOTE;
        }
    }
    token.end = (uint32_t)end;
    lx->at = end;
    return add(lx, token);
}

static bool lex_gap(lexer *lx, uint32_t c, size_t len)
{
    if (c == '\n' || c == 0x2028 || c == 0x2029 ||
        (c == '\r' && !(lx->at + 1 < lx->text.len && lx->text.data[lx->at + 1] == '\n'))) {
        lx->gap |= (lx->gap & STANCE_TOKEN_LINE) ? STANCE_TOKEN_BLOCK : STANCE_TOKEN_LINE;
    }
    if (c == 0x2029) lx->gap |= STANCE_TOKEN_BLOCK;
    lx->gap |= STANCE_TOKEN_SPACE;
    lx->at += len;
    return true;
}

/* A hyphen between two words or numbers joins them; the next token carries the flag. */
static bool is_joint(const lexer *lx, uint32_t c, size_t len)
{
    if ((c != '-' && c != 0x2010 && c != 0x2011) || lx->gap || !lx->count) return false;
    if (lx->tokens[lx->count - 1].kind == STANCE_MARK || lx->tokens[lx->count - 1].end != lx->at) return false;
    size_t at = lx->at + len, next_len;
    uint32_t next = peek(lx, at, &next_len);
    for (; next_len && is_invisible(next); next = peek(lx, at, &next_len)) at += next_len;
    return next_len && ((is_letter(next) && !is_apostrophe(next)) || (next < 0x80 && is_digit((unsigned char)next)));
}

/* The 's behind U.S. or COVID-19, which lex_word does not take along. */
static bool is_possessive(const lexer *lx, uint32_t c, size_t len)
{
    if (!is_apostrophe(c) || lx->gap || !lx->count) return false;
    const stance_token *before = &lx->tokens[lx->count - 1];
    size_t next_len, at = lx->at + len;
    uint32_t next = peek(lx, at, &next_len);
    if (before->kind == STANCE_MARK || before->end != lx->at || !next_len || (next | 32) != 's') return false;
    next = peek(lx, at + 1, &next_len);
    return !next_len || is_apostrophe(next) || !(is_letter(next) || (next < 0x80 && is_digit((unsigned char)next)));
}

static bool lex_possessive(lexer *lx, size_t len)
{
    stance_token token = {.start = (uint32_t)lx->at, .end = (uint32_t)(lx->at + len + 1), .kind = STANCE_WORD};
    token.word = word_id(lx, (stance_view){"'s", 2});
    lx->at = token.end;
    return token.word != STANCE_NO_ID && add(lx, token);
}

stance_status stance_tokenize(stance_view text, const stance_intern *known, stance_intern *local, stance_arena *arena,
                              stance_tokens *out, stance_error *err)
{
    lexer lx = {
        .text = text, .known = known, .local = local, .arena = arena, .gap = STANCE_TOKEN_LINE | STANCE_TOKEN_BLOCK};
    if (text.len > INT32_MAX) return stance_fail(err, STANCE_EINVAL, "a document of more than 2 GiB: split it");
    bool ok = true;
    while (ok && lx.at < text.len) {
        size_t len;
        uint32_t c = peek(&lx, lx.at, &len);
        if (is_blank(c)) {
            ok = lex_gap(&lx, c, len);
        } else if (is_joint(&lx, c, len)) {
            lx.gap |= STANCE_TOKEN_HYPHEN;
            lx.at += len;
        } else if (is_invisible(c)) { /* one inside a word is left to lex_word */
            lx.at += len;
        } else if (is_possessive(&lx, c, len)) {
            ok = lex_possessive(&lx, len);
        } else if (is_letter(c) && !is_apostrophe(c)) {
            ok = lex_word(&lx);
        } else if (c < 0x80 && is_digit((unsigned char)c)) {
            ok = lex_number(&lx);
        } else {
            ok = lex_mark(&lx, c, len);
        }
    }
    if (!ok) return stance_fail_memory(err);
    stance_settle_marks(text, lx.tokens, lx.count);
    *out = (stance_tokens){lx.tokens, lx.count};
    return STANCE_OK;
}
