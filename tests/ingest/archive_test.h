/* Archives made in a test, in memory, with libarchive's writer. */
#ifndef ARCHIVE_TEST_H
#define ARCHIVE_TEST_H

#include "ingest_test.h"

#include <archive.h>
#include <archive_entry.h>

typedef struct member {
    const char *name;
    const void *data; /* NULL: `len` times the letter a */
    size_t len;
    unsigned type; /* AE_IFREG when 0 */
} member;

#define TEXT(name, text)                                                                                               \
    {                                                                                                                  \
        (name), (text), sizeof(text) - 1, 0                                                                            \
    }

typedef struct packed {
    char *data;
    size_t len, capacity;
} packed;

static inline void check_archive(struct archive *a, int r)
{
    if (r < ARCHIVE_WARN) fail_msg("libarchive: %s", archive_error_string(a));
}

static inline struct archive *pack_begin(const char *format, const char *filter, packed *out)
{
    struct archive *a = archive_write_new();
    assert_non_null(a);
    check_archive(a, archive_write_set_format_by_name(a, format));
    if (filter) check_archive(a, archive_write_add_filter_by_name(a, filter));
    check_archive(a, archive_write_set_bytes_per_block(a, 0));
    out->capacity = (size_t)32 << 20;
    out->data = malloc(out->capacity);
    out->len = 0;
    assert_non_null(out->data);
    return a;
}

static inline void pack_open(struct archive *a, packed *out)
{
    check_archive(a, archive_write_open_memory(a, out->data, out->capacity, &out->len));
}

static inline void pack_member(struct archive *a, const member *m)
{
    static char letters[65536];
    struct archive_entry *e = archive_entry_new();
    assert_non_null(e);
    memset(letters, 'a', sizeof letters);
    archive_entry_copy_pathname(e, m->name);
    archive_entry_set_filetype(e, m->type ? m->type : AE_IFREG);
    archive_entry_set_perm(e, 0644);
    archive_entry_set_size(e, m->type && m->type != AE_IFREG ? 0 : (int64_t)m->len);
    if (m->type == AE_IFLNK) archive_entry_copy_symlink(e, m->data);
    check_archive(a, archive_write_header(a, e));
    for (size_t done = 0; done < m->len && (!m->type || m->type == AE_IFREG);) {
        size_t n = m->len - done < sizeof letters ? m->len - done : sizeof letters;
        check_archive(a, (int)archive_write_data(a, m->data ? (const char *)m->data + done : letters, n));
        done += n;
    }
    archive_entry_free(e);
}

static inline packed pack_end(struct archive *a, packed *out)
{
    check_archive(a, archive_write_close(a));
    archive_write_free(a);
    return *out;
}

static inline packed pack(const char *format, const char *filter, const member *members, size_t count)
{
    packed out;
    struct archive *a = pack_begin(format, filter, &out);
    pack_open(a, &out);
    for (size_t i = 0; i < count; i++) pack_member(a, &members[i]);
    return pack_end(a, &out);
}

static inline void put_pack(const char *file, const char *format, const char *filter, const member *members,
                            size_t count)
{
    packed p = pack(format, filter, members, count);
    put_bytes(file, p.data, p.len);
    free(p.data);
}

#endif
