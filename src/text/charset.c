#include "text/charset.h"

#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

#include "text/utf8.h"

enum { SAMPLE = 8000 /* ICU looks at no more */, PIVOT = 2048, PIECE = 16384 };

static bool begins(stance_view bytes, const char *mark, size_t n)
{
    return bytes.data && bytes.len >= n && memcmp(bytes.data, mark, n) == 0;
}

/* Whether the units of two bytes are text of an alphabet: no half surrogates, nothing unassigned, hardly a control
   character, most letters from one block of 256. */
static bool is_utf16(stance_view bytes, bool little)
{
    size_t controls = 0, zeros = 0, most = 0, units = bytes.len / 2, blocks[256] = {0};
    for (size_t i = 0; i + 1 < bytes.len; i += 2) {
        unsigned a = (unsigned char)bytes.data[i + little], b = (unsigned char)bytes.data[i + !little], c = a << 8 | b;
        if (c >= 0xD800 && c < 0xDC00 && i + 3 < bytes.len) {
            unsigned char next = (unsigned char)bytes.data[i + 2 + little];
            if (next < 0xDC || next > 0xDF) return false;
            i += 2;
            continue;
        }
        if (c >= 0xD800 && c < 0xE000) return i + 2 >= bytes.len && c < 0xDC00;
        int8_t type = u_charType((UChar32)c);
        if (type == U_UNASSIGNED || type == U_PRIVATE_USE_CHAR) return false;
        zeros += a == 0;
        if (a && ++blocks[a] > most) most = blocks[a];
        controls += c < ' ' && c != '\n' && c != '\r' && c != '\t';
    }
    return bytes.len % 2 == 0 && controls * 100 <= units && most * 10 >= (units - zeros) * 7 &&
           zeros * 50 >= units; /* one zero byte in much text is damage, not a blank */
}

const char *stance_charset_wide(stance_view bytes)
{
    if (begins(bytes, "\xFF\xFE\0\0", 4)) return "UTF-32LE";
    if (begins(bytes, "\0\0\xFE\xFF", 4)) return "UTF-32BE";
    if (begins(bytes, "\xFF\xFE", 2)) return "UTF-16LE";
    if (begins(bytes, "\xFE\xFF", 2)) return "UTF-16BE";
    /* Without a mark: in most languages of the world blanks, digits and marks, in English nearly everything, have a
       zero on one side, and hardly anything has one on the other. */
    if (!bytes.data) return NULL;
    size_t n = bytes.len < 4096 ? bytes.len : 4096, zeros[2] = {0, 0};
    for (size_t i = 0; i < n; i++) zeros[i & 1] += bytes.data[i] == '\0';
    if (n < 8) return NULL;
    if (zeros[1] * 10 > n * 2 && zeros[0] * 50 < n) return "UTF-16LE";
    if (zeros[0] * 10 > n * 2 && zeros[1] * 50 < n) return "UTF-16BE";
    /* In other scripts only the blanks have one, but it is on that side always. */
    if (zeros[1] && !zeros[0] && is_utf16((stance_view){bytes.data, n}, true)) return "UTF-16LE";
    if (zeros[0] && !zeros[1] && is_utf16((stance_view){bytes.data, n}, false)) return "UTF-16BE";
    return NULL;
}

/* Bytes at the end that begin a character whose rest was cut off. */
static size_t cut_off(stance_view bytes)
{
    for (size_t n = 1; bytes.data && n <= 3 && n <= bytes.len; n++) {
        unsigned char c = (unsigned char)bytes.data[bytes.len - n];
        if (c >= 0x80 && c < 0xC0) continue;
        return (c >= 0xC2 && c < 0xE0 && n < 2) || (c >= 0xE0 && c < 0xF0 && n < 3) || (c >= 0xF0 && c < 0xF5) ? n : 0;
    }
    return 0;
}

/* How many characters beyond ASCII there are, and how many bytes that belong to none. */
static void count_utf8(stance_view bytes, uint64_t *good, uint64_t *broken)
{
    *good = *broken = 0;
    for (size_t i = 0; bytes.data && i < bytes.len;) {
        size_t len;
        if ((unsigned char)bytes.data[i] < 0x80) {
            i++;
            continue;
        }
        uint32_t code = stance_utf8_at(bytes, i, &len);
        if (code == 0xFFFD && len == 1) ++*broken;
        else ++*good;
        i += len;
    }
}

static stance_status patch_utf8(stance_view bytes, stance_strbuf *buffer, stance_error *err)
{
    size_t from = 0;
    for (size_t i = 0; bytes.data && i < bytes.len;) {
        size_t len;
        uint32_t code = stance_utf8_at(bytes, i, &len);
        if (code == 0xFFFD && len == 1) {
            stance_strbuf_add(buffer, bytes.data + from, i - from);
            stance_strbuf_adds(buffer, "\xEF\xBF\xBD");
            from = i + 1;
        }
        i += len;
    }
    stance_strbuf_add(buffer, bytes.data + from, bytes.len - from);
    return stance_strbuf_ok(buffer, err);
}

static stance_status convert(const char *name, stance_view bytes, stance_strbuf *buffer, stance_error *err)
{
    UErrorCode status = U_ZERO_ERROR;
    UConverter *from = ucnv_open(name, &status), *to = ucnv_open("UTF-8", &status);
    UChar pivot[PIVOT], *pivot_source = pivot, *pivot_target = pivot;
    const char *source = bytes.data, *end = bytes.data + bytes.len;
    bool more = U_SUCCESS(status), first = true;
    while (more) {
        char piece[PIECE], *target = piece;
        status = U_ZERO_ERROR;
        ucnv_convertEx(to, from, &target, piece + PIECE, &source, end, pivot, &pivot_source, &pivot_target,
                       pivot + PIVOT, first, 1, &status);
        first = false;
        stance_strbuf_add(buffer, piece, (size_t)(target - piece));
        more = status == U_BUFFER_OVERFLOW_ERROR && !buffer->failed;
    }
    ucnv_close(from);
    ucnv_close(to);
    /* Broken input is replaced by the converter, not refused; what is left is want of memory or of ICU's own data. */
    if (U_FAILURE(status) && status != U_BUFFER_OVERFLOW_ERROR)
        return status == U_MEMORY_ALLOCATION_ERROR
                   ? stance_fail_memory(err)
                   : stance_fail(err, STANCE_EFORMAT, "cannot be decoded as %s: %s", name, u_errorName(status));
    return stance_strbuf_ok(buffer, err);
}

static uint64_t replacements(stance_view text)
{
    uint64_t n = 0;
    const char *at = text.data, *end = text.data ? text.data + text.len : NULL;
    while (at < end && (at = memchr(at, 0xEF, (size_t)(end - at))) != NULL) {
        n += end - at >= 3 && memcmp(at, "\xEF\xBF\xBD", 3) == 0;
        at++;
    }
    return n;
}

/* Our own copy of a name, so that it outlives the detector; NULL: none that we trust. */
static const char *known_name(const char *name, bool latin_only)
{
    static const struct {
        const char *icu, *ours;
        bool latin;
    } names[] = {
        {"ISO-8859-1", "windows-1252", true}, /* whoever says Latin-1 means 1252 where they differ */
        {"windows-1252", "windows-1252", true},
        {"ISO-8859-2", "ISO-8859-2", true},
        {"windows-1250", "windows-1250", true},
        {"ISO-8859-9", "windows-1254", true},
        {"windows-1254", "windows-1254", true},
        {"windows-1251", "windows-1251", false},
        {"KOI8-R", "KOI8-R", false},
        {"KOI8-U", "KOI8-U", false},
        {"ISO-8859-5", "ISO-8859-5", false},
        {"ISO-8859-6", "ISO-8859-6", false},
        {"windows-1256", "windows-1256", false},
        {"ISO-8859-7", "ISO-8859-7", false},
        {"windows-1253", "windows-1253", false},
        {"ISO-8859-8", "ISO-8859-8", false},
        {"ISO-8859-8-I", "ISO-8859-8", false},
        {"windows-1255", "windows-1255", false},
        {"GB18030", "GB18030", false},
        {"Big5", "Big5", false},
        {"Shift_JIS", "Shift_JIS", false},
        {"EUC-JP", "EUC-JP", false},
        {"EUC-KR", "EUC-KR", false},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i].icu, name) == 0) return !latin_only || names[i].latin ? names[i].ours : NULL;
    }
    return NULL;
}

/* The Cyrillic encodings put the same letters in other places, so the commonest letters tell them apart, in texts too
   short for ICU as well. NULL: none is likely. */
static const char *cyrillic(stance_view bytes)
{
    /* How often the letters а … я are, per mille, in Russian; its neighbours are like it. */
    static const uint8_t often[32] = {80, 16, 45, 17, 30, 85, 9, 16, 74, 12, 35, 44, 32, 67, 110, 28,
                                      47, 55, 63, 26, 3,  10, 5, 14, 7,  4,  1,  19, 17, 3,  6,   20};
    static const uint8_t koi[32] = {30, 0,  1,  22, 4,  5,  20, 3, 21, 8,  9, 10, 11, 12, 13, 14,
                                    15, 31, 16, 17, 18, 19, 6,  2, 28, 27, 7, 24, 29, 25, 23, 26};
    static const char *const names[] = {"windows-1251", "KOI8-R", "ISO-8859-5"};
    static const unsigned char upper[] = {0xC0, 0xE0, 0xB0}, lower[] = {0xE0, 0xC0, 0xD0};
    int64_t best_score = 0;
    size_t high = 0;
    int best = -1;
    bool ukrainian = false;
    for (int k = 0; k < 3; k++) {
        int64_t score = 0;
        bool was_small = false;
        high = 0;
        for (size_t i = 0; i < bytes.len && i < SAMPLE; i++) {
            unsigned char c = (unsigned char)bytes.data[i];
            if (c < 0x80) {
                was_small = false;
                continue;
            }
            high++;
            bool small = c >= lower[k] && c - lower[k] < 32, capital = c >= upper[k] && c - upper[k] < 32;
            if (small || capital) {
                unsigned at = small ? (unsigned)(c - lower[k]) : (unsigned)(c - upper[k]);
                score += often[k == 1 ? koi[at] : at];
                if (capital) score -= was_small ? 80 : 10; /* no capital inside a word */
            }
            if (k == 1 && was_small && (c == 0xA4 || c == 0xA6 || c == 0xA7 || c == 0xAD)) ukrainian = small = true;
            was_small = small;
        }
        if (score <= best_score) continue;
        best_score = score;
        best = k;
    }
    if (best < 0 || high < 6 || best_score < (int64_t)high * 42) return NULL;
    return best == 1 && ukrainian ? "KOI8-U" : names[best];
}

static bool is_letter(stance_view bytes, size_t at)
{
    return at < bytes.len && (unsigned)((unsigned char)bytes.data[at] | 32) - 'a' < 26;
}

/* Signs that windows-1252 has where the encodings of central Europe have letters, inside of words: "Wed³ug". */
static const char *central(stance_view bytes, const char *name)
{
    size_t signs = 0, iso = 0, polish = 0;
    bool is_iso = strcmp(name, "ISO-8859-2") == 0; /* to be doubted where ł or ż stand beside what would be a Czech š */
    if (!is_iso && strcmp(name, "windows-1252") != 0) return name;
    for (size_t i = 1; i < bytes.len; i++) {
        unsigned char c = (unsigned char)bytes.data[i];
        bool sign =
            c == 0xB1 || c == 0xB3 || c == 0xB5 || c == 0xB6 || c == 0xB9 || c == 0xBC || c == 0xBE || c == 0xBF;
        if (!sign || !is_letter(bytes, i - 1)) continue;
        iso += c == 0xB1 || c == 0xB5 || c == 0xB6 || c == 0xBC;
        if (!is_letter(bytes, i + 1)) continue;
        signs++;
        polish += c == 0xB3 || c == 0xBF;
    }
    if (!signs || (is_iso && !polish)) return name;
    return iso ? "ISO-8859-2" : "windows-1250";
}

/* The ISO encodings have control characters where those of Windows have marks and letters. */
static const char *with_marks(const char *name)
{
    static const char *const pairs[][2] = {{"ISO-8859-2", "windows-1250"},
                                           {"ISO-8859-6", "windows-1256"},
                                           {"ISO-8859-7", "windows-1253"},
                                           {"ISO-8859-8", "windows-1255"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (strcmp(name, pairs[i][0]) == 0) return pairs[i][1];
    }
    return name;
}

static const char *detect(stance_view bytes)
{
    size_t high = 0, letters = 0, marks = 0, first = bytes.len;
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char c = (unsigned char)bytes.data[i];
        if (c >= 0x80) {
            high++;
            marks += c < 0xA0;
            if (i < first) first = i;
        }
        letters += c > ' ';
    }
    /* A text that is nearly all ASCII is in a Latin script; ICU, which guesses from statistics, is not asked about
       others then: a few quotation marks look like anything to it. */
    bool latin = high * 5 < letters;
    size_t from = first > 256 ? first - 256 : 0, n = bytes.len - from;
    const char *name = latin ? NULL : cyrillic((stance_view){bytes.data + from, n});
    if (name) return name;
    UErrorCode status = U_ZERO_ERROR;
    UCharsetDetector *detector = ucsdet_open(&status);
    ucsdet_setText(detector, bytes.data + from, (int32_t)(n < SAMPLE ? n : SAMPLE), &status);
    int32_t count = 0;
    const UCharsetMatch **matches = ucsdet_detectAll(detector, &count, &status);
    for (int32_t i = 0; U_SUCCESS(status) && i < count && !name; i++) {
        const char *found = ucsdet_getName(matches[i], &status);
        int32_t confidence = ucsdet_getConfidence(matches[i], &status);
        if (U_SUCCESS(status) && confidence >= 10) name = known_name(found, latin);
    }
    ucsdet_close(detector);
    if (!name) name = "windows-1252";
    name = central(bytes, name);
    return marks ? with_marks(name) : name;
}

stance_status stance_charset_decode(stance_view bytes, stance_strbuf *buffer, stance_decoded *out, stance_error *err)
{
    stance_strbuf_clear(buffer);
    *out = (stance_decoded){{bytes.data ? bytes.data : "", bytes.len}, "UTF-8", 0};
    const char *wide = stance_charset_wide(bytes);
    if (!wide) {
        if (begins(bytes, "\xEF\xBB\xBF", 3)) bytes = (stance_view){bytes.data + 3, bytes.len - 3};
        if (stance_utf8_valid(bytes)) {
            if (bytes.len) out->text = bytes;
            else out->text = (stance_view){"", 0};
            return STANCE_OK;
        }
        uint64_t good;
        count_utf8(bytes, &good, &out->replaced);
        size_t tail = cut_off(bytes); /* counts as one */
        uint64_t harm = tail ? out->replaced - tail + 1 : out->replaced;
        if (good >= 4 * harm) { /* no other encoding gives four well-formed sequences to each broken one */
            STANCE_TRY(patch_utf8(bytes, buffer, err));
            out->text = stance_strbuf_view(buffer);
            return STANCE_OK;
        }
    }
    out->name = wide ? wide : detect(bytes);
    STANCE_TRY(convert(out->name, bytes, buffer, err));
    out->text = stance_strbuf_view(buffer);
    if (wide && begins(out->text, "\xEF\xBB\xBF", 3)) out->text = (stance_view){out->text.data + 3, out->text.len - 3};
    if (!out->text.data) out->text.data = "";
    out->replaced = replacements(out->text);
    return STANCE_OK;
}
