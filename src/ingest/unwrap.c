#include "ingest/unwrap.h"

#include "base/intern.h"

enum { WIDTHS = 400, NARROW = 30, WORD_MAX = 48 };

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static bool is_small(char c)
{
    return c >= 'a' && c <= 'z';
}

static stance_view trim(stance_view v)
{
    while (v.len && (unsigned char)v.data[0] <= ' ') v = (stance_view){v.data + 1, v.len - 1};
    while (v.len && (unsigned char)v.data[v.len - 1] <= ' ') v.len--;
    return v;
}

static bool next_line(stance_view *rest, stance_view *line)
{
    if (!rest->len) return false;
    const char *end = memchr(rest->data, '\n', rest->len);
    size_t n = end ? (size_t)(end - rest->data) : rest->len;
    *line = trim((stance_view){rest->data, n});
    n += end != NULL;
    *rest = (stance_view){rest->data + n, rest->len - n};
    return true;
}

static size_t width_of(stance_view line)
{
    size_t n = 0;
    for (size_t i = 0; i < line.len; i++) n += ((unsigned char)line.data[i] & 0xC0) != 0x80;
    return n;
}

/* The width that lines are broken at: nine tenths of them are no longer. */
static size_t measure(stance_view page)
{
    size_t counts[WIDTHS] = {0}, lines = 0, below = 0;
    stance_view line;
    while (next_line(&page, &line)) {
        size_t w = width_of(line);
        if (w < NARROW) continue;
        counts[w < WIDTHS ? w : WIDTHS - 1]++;
        lines++;
    }
    size_t w = 0;
    while (w < WIDTHS && below * 10 < lines * 9) below += counts[w++];
    return w;
}

/* A word in small letters; what is longer than any is none. */
static stance_view fold(stance_view word, char buffer[WORD_MAX])
{
    if (word.len > WORD_MAX) return (stance_view){NULL, 0};
    for (size_t i = 0; i < word.len; i++) {
        char c = word.data[i];
        buffer[i] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    return (stance_view){buffer, word.len};
}

/* All words that stand on one line, with hyphens and without: they tell how a divided word is written. */
static bool learn(stance_view page, stance_intern *words)
{
    char buffer[WORD_MAX];
    for (size_t i = 0; i < page.len;) {
        size_t from = i;
        while (i < page.len && (is_letter(page.data[i]) ||
                                (page.data[i] == '-' && i > from && i + 1 < page.len && is_letter(page.data[i + 1]))))
            i++;
        if (i == from) {
            i++;
            continue;
        }
        bool divided = i < page.len && page.data[i] == '-';
        stance_view word = fold((stance_view){page.data + from, i - from}, buffer);
        if (word.data && !divided && stance_intern_add(words, word) == STANCE_NO_ID) return false;
    }
    return true;
}

static bool knows(const stance_intern *words, stance_view word)
{
    char buffer[WORD_MAX];
    stance_view folded = fold(word, buffer);
    return folded.data && stance_intern_find(words, folded) != STANCE_NO_ID;
}

/* Whether the hyphen between the two parts is one of the word itself: "arms-" "control". */
static bool keeps_hyphen(const stance_intern *words, stance_view left, stance_view right)
{
    char joined[2 * WORD_MAX + 1];
    if (left.len + right.len >= WORD_MAX) return true;
    memcpy(joined, left.data, left.len);
    memcpy(joined + left.len, right.data, right.len);
    if (knows(words, (stance_view){joined, left.len + right.len})) return false;
    joined[left.len] = '-';
    memcpy(joined + left.len + 1, right.data, right.len);
    if (knows(words, (stance_view){joined, left.len + 1 + right.len})) return true;
    return memchr(left.data, '-', left.len) || (knows(words, left) && knows(words, right));
}

/* "Q", "MS. VARGA:", "1.", bullets: such a line begins anew. */
static bool begins_anew(stance_view line)
{
    size_t i = 0;
    unsigned char c = (unsigned char)line.data[0];
    if (c == '*' || c == '#' || (c == '-' && line.len > 1 && line.data[1] == ' ')) return true;
    if (line.len > 2 && (memcmp(line.data, "\xE2\x80\xA2", 3) == 0 || memcmp(line.data, "\xE2\x96\xAA", 3) == 0))
        return true;
    while (i < line.len && i < 3 && line.data[i] >= '0' && line.data[i] <= '9') i++;
    if (i && i + 1 < line.len && (line.data[i] == '.' || line.data[i] == ')') && line.data[i + 1] == ' ') return true;
    if ((c == 'Q' || c == 'A') && (line.len == 1 || line.data[1] == ':' || line.data[1] == ' ')) {
        if (c == 'Q' || (line.len > 1 && line.data[1] == ':')) return true;
    }
    /* capitals up to a colon, or up to three words before one */
    size_t colon = 0, blanks = 0;
    while (colon < line.len && colon < 40 && line.data[colon] != ':') blanks += line.data[colon++] == ' ';
    if (colon >= line.len || line.data[colon] != ':' || colon + 1 >= line.len || line.data[colon + 1] != ' ')
        return false;
    for (i = 0; i < colon; i++) {
        if (is_small(line.data[i])) return false;
    }
    return blanks <= 4;
}

/* Whether the line ends a sentence, closing marks passed over. */
static bool ends_sentence(stance_view line)
{
    static const char *const closing[] = {"\xE2\x80\x9D", "\xE2\x80\x99", "\xC2\xBB"};
    for (size_t i = 0; i < 3; i++) {
        size_t n = strlen(closing[i]);
        if (line.len > n && memcmp(line.data + line.len - n, closing[i], n) == 0) line.len -= n;
    }
    while (line.len > 1 && strchr("\"')]", line.data[line.len - 1])) line.len--;
    return line.len && strchr(".?!:", line.data[line.len - 1]);
}

static bool joins(stance_view line, stance_view next, size_t width)
{
    if (begins_anew(next)) return false;
    if (line.len > 1 && line.data[line.len - 1] == '-' && is_letter(line.data[line.len - 2]) && is_letter(next.data[0]))
        return true;
    char first = next.data[0];
    bool small = is_small(first);
    if (small && !ends_sentence(line)) return true;
    /* The next word would have had room: the line was ended on purpose. */
    size_t word = 0;
    while (word < next.len && next.data[word] != ' ') word++;
    size_t had = width_of(line), needed = had + 1 + width_of((stance_view){next.data, word});
    if (needed + width / 10 + 4 < width) return !ends_sentence(line) && had * 10 >= width * 8;
    return true;
}

/* Puts the next line behind what is there, with the word that the line end divides made whole. */
static void append(stance_strbuf *out, stance_view next, const stance_intern *words)
{
    size_t left = 0, right = 0;
    if (out->len >= 2 && memcmp(out->data + out->len - 2, "\xC2\xAD", 2) == 0) { /* a soft hyphen is there for this */
        out->len -= 2;
        stance_strbuf_addv(out, next);
        return;
    }
    if (out->len >= 2 && out->data[out->len - 1] == '-' && is_letter(out->data[out->len - 2]) &&
        is_letter(next.data[0])) {
        while (left + 1 < out->len &&
               (is_letter(out->data[out->len - 2 - left]) || out->data[out->len - 2 - left] == '-'))
            left++;
        while (right < next.len && is_letter(next.data[right])) right++;
        stance_view before = {out->data + out->len - 1 - left, left}, behind = {next.data, right};
        if (is_small(next.data[0]) && left > 1 && !keeps_hyphen(words, before, behind)) out->len--;
    } else {
        stance_strbuf_addc(out, ' ');
    }
    stance_strbuf_addv(out, next);
}

stance_status stance_unwrap(stance_view page, stance_arena *arena, stance_strbuf *out, stance_error *err)
{
    stance_intern words;
    size_t width = measure(page);
    stance_view line, last = {NULL, 0};
    bool blank = true;
    stance_strbuf_clear(out);
    stance_intern_init(&words, arena);
    if (!learn(page, &words)) return stance_fail_memory(err);
    while (next_line(&page, &line)) {
        if (!line.len) {
            blank = true;
            continue;
        }
        /* A sentence that a page ends in the midst of goes on behind the blank line. */
        bool torn =
            blank && last.data && is_small(line.data[0]) && !ends_sentence(last) && width_of(last) * 10 >= width * 7;
        if (last.data && (torn || (!blank && joins(last, line, width)))) {
            append(out, line, &words);
        } else {
            if (last.data) stance_strbuf_adds(out, "\n\n");
            stance_strbuf_addv(out, line);
        }
        last = line;
        blank = false;
    }
    if (out->len) stance_strbuf_addc(out, '\n');
    return stance_strbuf_ok(out, err);
}
