#include "ingest/pack.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum {
    PIECE = 16 * 1024,       /* given to libarchive at a time: what it unpacks between two looks at the budget */
    HELD = 32 * 1024 * 1024, /* a zip that cannot be sought in is held in memory up to this size */
    MEND_MAX = 100           /* how often a zip is opened anew behind a member that is damaged */
};

struct stance_pack {
    stance_input source;
    stance_pack_kind kind;
    stance_pack_budget *budget;
    struct archive *handle;
    bool outermost;         /* its source is the file itself, whose size the budget is measured by */
    bool held, sought;      /* the whole zip is in the buffer of source; its file can be sought in */
    size_t at;              /* held: where libarchive is */
    int64_t size;           /* held or sought: of the whole */
    uint64_t taken;         /* bytes that libarchive was given; what was read twice does not count as more */
    size_t lent;            /* bytes of the buffer that libarchive still looks at */
    uint64_t data, charged; /* bytes of members; how much of all that came out the budget knows of */
    uint64_t member;        /* bytes of the member at hand */
    uint64_t count;         /* members so far */
    unsigned mended;
    bool single, broken, over, memory;
    char trouble[256];
};

/* ---- what it is --------------------------------------------------------------------------------------------------- */

static bool at(stance_view head, size_t place, const char *bytes, size_t len)
{
    return head.len >= place + len && memcmp(head.data + place, bytes, len) == 0;
}

/* Tars from before "ustar" have no mark; the sum of their head does as well. */
static bool is_tar(stance_view head)
{
    if (head.len < 512 || !head.data[0]) return false;
    unsigned long sum = 0, stated = 0;
    size_t digits = 0;
    for (size_t i = 0; i < 512; i++) sum += i >= 148 && i < 156 ? ' ' : (unsigned char)head.data[i];
    for (size_t i = 148; i < 156; i++) {
        char c = head.data[i];
        if (c >= '0' && c <= '7') {
            stated = stated * 8 + (unsigned long)(c - '0');
            digits++;
        } else if (digits) {
            break;
        } else if (c != ' ') {
            return false;
        }
    }
    return digits && sum == stated;
}

stance_pack_kind stance_pack_of(stance_view head)
{
    if (at(head, 0, "\x1F\x8B", 2) || at(head, 0, "\xFD\x37zXZ\0", 6) || at(head, 0, "\x28\xB5\x2F\xFD", 4))
        return STANCE_PACK_STREAM;
    if (at(head, 0, "BZh", 3) && head.len > 9 && head.data[3] >= '1' && head.data[3] <= '9' &&
        (at(head, 4, "\x31\x41\x59\x26\x53\x59", 6) || at(head, 4, "\x17\x72\x45\x38\x50\x90", 6)))
        return STANCE_PACK_STREAM;
    if (at(head, 0, "PK\3\4", 4) || at(head, 0, "PK\7\10PK", 6)) return STANCE_PACK_ZIP;
    return at(head, 257, "ustar", 5) || is_tar(head) ? STANCE_PACK_TAR : STANCE_PACK_NONE;
}

bool stance_pack_is_office(stance_view head)
{
    static const char *const first[] = {"[Content_Types].xml", "_rels/",   "docProps/", "word/", "xl/", "ppt/",
                                        "customXml/",          "mimetype", "META-INF/"};
    if (!at(head, 0, "PK\3\4", 4)) return false;
    for (size_t i = 0; i < sizeof first / sizeof *first; i++) {
        if (at(head, 30, first[i], strlen(first[i]))) return true;
    }
    return false;
}

/* ---- the source, as libarchive asks for it ------------------------------------------------------------------------- */

/* Tells the budget what came out since. What a filter unpacks counts even when nobody reads it. */
static bool charge(stance_pack *p)
{
    uint64_t out = p->data;
    if (p->kind == STANCE_PACK_STREAM && p->handle) {
        int64_t filtered = archive_filter_bytes(p->handle, 0);
        if (filtered > 0 && (uint64_t)filtered > out) out = (uint64_t)filtered;
    }
    if (out > p->charged) {
        p->budget->unpacked += out - p->charged;
        p->charged = out;
    }
    const stance_pack_budget *b = p->budget;
    if (b->unpacked > b->slack && (b->unpacked - b->slack) / b->ratio > b->packed) p->over = true;
    return !p->over;
}

static la_ssize_t give(struct archive *handle, void *context, const void **data)
{
    stance_pack *p = context;
    stance_error err;
    if (!charge(p)) {
        archive_set_error(handle, EFBIG, "more comes out of it than may");
        return -1;
    }
    size_t n;
    if (p->held) {
        stance_view all = stance_input_rest(&p->source);
        n = all.len - p->at < PIECE ? all.len - p->at : PIECE;
        *data = all.data + p->at;
        p->at += n;
    } else {
        p->source.start += p->lent;
        p->lent = 0;
        if (stance_input_need(&p->source, 1, &err) != STANCE_OK) {
            p->memory = true;
            archive_set_error(handle, ENOMEM, "out of memory");
            return -1;
        }
        stance_view rest = stance_input_rest(&p->source);
        if (!rest.len && p->source.error) {
            if (p->source.trouble[0]) archive_set_error(handle, p->source.error, "%s", p->source.trouble);
            else archive_set_error(handle, p->source.error, "it cannot be read to its end");
            return -1;
        }
        n = p->lent = rest.len < PIECE ? rest.len : PIECE;
        *data = rest.data;
    }
    p->taken += n;
    if (p->outermost && (!stance_pack_sought(p) || p->taken <= (uint64_t)p->size)) p->budget->packed += n;
    return (la_ssize_t)n;
}

static la_int64_t seek(struct archive *handle, void *context, la_int64_t offset, int whence)
{
    stance_pack *p = context;
    int64_t now = p->held ? (int64_t)p->at : lseek(p->source.fd, 0, SEEK_CUR);
    if (!p->held) now -= (int64_t)(p->source.end - p->source.start - p->lent);
    int64_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? now : p->size;
    if (offset > INT64_MAX - base || base + offset < 0) return ARCHIVE_FATAL;
    int64_t to = base + offset < p->size ? base + offset : p->size;
    if (p->held) {
        p->at = (size_t)to;
        return to;
    }
    p->lent = 0;
    if (stance_input_seek(&p->source, to)) return to;
    archive_set_error(handle, errno, "it cannot be sought in");
    return ARCHIVE_FATAL;
}

/* A new handle at the beginning of the source. */
static stance_status open_handle(stance_pack *p, stance_error *err)
{
    struct archive *a = p->handle = archive_read_new();
    if (!a) return stance_fail_memory(err);
    int bad = 0;
    switch (p->kind) {
    case STANCE_PACK_STREAM:
        bad |= archive_read_support_filter_gzip(a) < ARCHIVE_WARN;
        bad |= archive_read_support_filter_bzip2(a) < ARCHIVE_WARN;
        bad |= archive_read_support_filter_xz(a) < ARCHIVE_WARN;
        bad |= archive_read_support_filter_zstd(a) < ARCHIVE_WARN;
        bad |= archive_read_support_format_raw(a) < ARCHIVE_WARN;
        bad |= archive_read_support_format_empty(a) < ARCHIVE_WARN;
        bad |= archive_read_support_format_tar(a) < ARCHIVE_WARN;
        break;
    case STANCE_PACK_TAR: bad |= archive_read_support_format_tar(a) < ARCHIVE_WARN; break;
    default:
        bad |= (p->held || p->sought ? archive_read_support_format_zip_seekable(a)
                                     : archive_read_support_format_zip_streamable(a)) < ARCHIVE_WARN;
    }
    bad |= archive_read_set_read_callback(a, give) < ARCHIVE_WARN;
    if (p->held || p->sought) bad |= archive_read_set_seek_callback(a, seek) < ARCHIVE_WARN;
    bad |= archive_read_set_callback_data(a, p) < ARCHIVE_WARN;
    if (bad) return stance_fail_memory(err);
    if (archive_read_open1(a) < ARCHIVE_WARN) {
        if (p->memory) return stance_fail_memory(err);
        p->broken = true;
        snprintf(p->trouble, sizeof p->trouble, "%s", archive_error_string(a) ? archive_error_string(a) : "damaged");
    }
    return STANCE_OK;
}

stance_status stance_pack_open(stance_input *source, stance_pack_kind kind, stance_pack_budget *budget, bool outermost,
                               stance_pack **out, stance_error *err)
{
    struct stat st;
    stance_pack *p = *out = calloc(1, sizeof *p);
    if (!p) return stance_fail_memory(err);
    p->source = *source;
    *source = (stance_input){.fd = -1, .eof = true};
    p->kind = kind;
    p->budget = budget;
    p->outermost = outermost;
    if (kind == STANCE_PACK_ZIP && p->source.fd >= 0 && p->source.owned && fstat(p->source.fd, &st) == 0 &&
        S_ISREG(st.st_mode)) {
        p->sought = stance_input_seek(&p->source, 0);
        p->size = st.st_size;
    } else if (kind == STANCE_PACK_ZIP) {
        STANCE_TRY(stance_input_need(&p->source, HELD + 1, err));
        p->size = (int64_t)stance_input_rest(&p->source).len;
        p->held = p->source.eof && !p->source.error && p->size <= HELD;
    }
    return open_handle(p, err);
}

bool stance_pack_sought(const stance_pack *pack)
{
    return pack->held || pack->sought;
}

stance_status stance_pack_rewind(stance_pack *p, stance_error *err)
{
    archive_read_free(p->handle);
    p->handle = NULL;
    p->lent = p->at = 0;
    p->count = 0;
    p->broken = false;
    if (p->sought && !stance_input_seek(&p->source, 0)) {
        p->broken = true;
        snprintf(p->trouble, sizeof p->trouble, "it cannot be read again");
    }
    return open_handle(p, err);
}

/* ---- members -------------------------------------------------------------------------------------------------------- */

static void note(stance_pack *p)
{
    const char *text = archive_error_string(p->handle);
    snprintf(p->trouble, sizeof p->trouble, "%s", text && *text ? text : "damaged");
    for (char *c = p->trouble; *c; c++) { /* it may show bytes of the archive */
        if ((unsigned char)*c < ' ' || (unsigned char)*c > '~') *c = '?';
    }
}

/* archive_read_next_header with names in UTF-8, whatever the locale of the program. */
static int next_header(struct archive *a, struct archive_entry **e)
{
    locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0), old = (locale_t)0;
    if (utf8) old = uselocale(utf8);
    int r;
    unsigned tries = 0;
    do r = archive_read_next_header(a, e);
    while (r == ARCHIVE_RETRY && ++tries < 100);
    if (utf8) {
        uselocale(old);
        freelocale(utf8);
    }
    return r;
}

/* A zip that broke off inside a member goes on behind it: its list of members is whole. */
static bool mend(stance_pack *p)
{
    stance_error err;
    struct archive_entry *e;
    uint64_t behind = p->count;
    if (!stance_pack_sought(p) || !behind || p->mended == MEND_MAX || p->over) return false;
    p->mended++;
    if (stance_pack_rewind(p, &err) != STANCE_OK) {
        p->memory = true;
        return false;
    }
    for (; !p->broken && p->count < behind; p->count++) {
        int r = next_header(p->handle, &e);
        if (r == ARCHIVE_EOF || r < ARCHIVE_WARN) return false;
    }
    return !p->broken;
}

stance_pack_step stance_pack_next(stance_pack *p, stance_entry *entry)
{
    struct archive_entry *e;
    *entry = (stance_entry){.name = "", .size = -1};
    if (p->memory) return STANCE_PACK_MEMORY;
    if (p->over) return STANCE_PACK_TOO_BIG;
    if (p->single && p->count) return STANCE_PACK_END;
    if (p->broken && (p->count == 0 || !mend(p))) return p->memory ? STANCE_PACK_MEMORY : STANCE_PACK_BROKEN;
    int r = next_header(p->handle, &e);
    if (r == ARCHIVE_EOF) return charge(p) ? STANCE_PACK_END : STANCE_PACK_TOO_BIG;
    if (p->memory) return STANCE_PACK_MEMORY;
    if (p->over) return STANCE_PACK_TOO_BIG;
    if (r < ARCHIVE_WARN) {
        note(p);
        p->broken = true;
        p->mended = MEND_MAX; /* the list of members itself is damaged */
        return STANCE_PACK_BROKEN;
    }
    if (p->kind == STANCE_PACK_STREAM && archive_filter_count(p->handle) < 2) { /* "none" is one */
        snprintf(p->trouble, sizeof p->trouble, "only its first bytes look packed");
        p->broken = true;
        return STANCE_PACK_BROKEN;
    }
    p->count++;
    p->member = 0;
    p->single = (archive_format(p->handle) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_RAW;
    const char *name = archive_entry_pathname_utf8(e);
    if (!name) name = archive_entry_pathname(e);
    entry->name = name ? name : "";
    entry->single = p->single;
    entry->regular = p->single || (archive_entry_filetype(e) == AE_IFREG && !archive_entry_hardlink(e));
    entry->encrypted = archive_entry_is_encrypted(e) > 0;
    if (archive_entry_size_is_set(e) && !p->single) entry->size = archive_entry_size(e);
    return STANCE_PACK_MEMBER;
}

const char *stance_pack_trouble(const stance_pack *pack)
{
    return pack->trouble[0] ? pack->trouble : "damaged";
}

bool stance_pack_over(const stance_pack *pack)
{
    return pack->over;
}

stance_status stance_pack_read(void *context, char *data, size_t room, size_t *got, stance_error *err)
{
    stance_pack *p = context;
    *got = 0;
    if (p->over) return stance_fail(err, STANCE_EIO, "the archive is refused");
    la_ssize_t n;
    do n = archive_read_data(p->handle, data, room < 4 * PIECE ? room : 4 * PIECE);
    while (n == ARCHIVE_RETRY);
    if (p->memory) return stance_fail_memory(err);
    if (n < 0 && !p->over) {
        note(p);
        p->broken = n == ARCHIVE_FATAL;
        return stance_fail(err, STANCE_EIO, "it is damaged (%s): get a whole copy of it", p->trouble);
    }
    if (n > 0) {
        p->data += (uint64_t)n;
        p->member += (uint64_t)n;
    }
    if (!charge(p)) return stance_fail(err, STANCE_EIO, "too much came out of the archive");
    if (!p->single && p->member > p->budget->member)
        return stance_fail(err, STANCE_EIO, "larger than a member of an archive may be (%llu MiB): unpack it by itself",
                           (unsigned long long)(p->budget->member >> 20));
    *got = (size_t)n;
    return STANCE_OK;
}

void stance_pack_close(stance_pack *pack)
{
    if (!pack) return;
    archive_read_free(pack->handle);
    stance_input_free(&pack->source);
    free(pack);
}
