#include "text/charset.h"

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

#include "text/utf8.h"

enum { SAMPLE = 8000 /* ICU looks at no more */, PIVOT = 2048, PIECE = 16384 };

static bool begins(stance_view bytes, const char *mark, size_t n)
{
    return bytes.data && bytes.len >= n && memcmp(bytes.data, mark, n) == 0;
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

static const char *detect(stance_view bytes)
{
    size_t high = 0, letters = 0, first = bytes.len;
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char c = (unsigned char)bytes.data[i];
        if (c >= 0x80) {
            high++;
            if (i < first) first = i;
        }
        letters += c > ' ';
    }
    /* A text that is nearly all ASCII is in a Latin script; ICU, which guesses from statistics, is not asked about
       others then: a few quotation marks look like anything to it. */
    bool latin = high * 5 < letters;
    size_t from = first > 256 ? first - 256 : 0, n = bytes.len - from;
    const char *name = NULL;
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
    return name ? name : "windows-1252";
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
