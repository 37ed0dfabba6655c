/* The reader on archives of our own. */
#include "archive_test.h"

#include "ingest/reader.h"

static const stance_read_options as_found = {.format = STANCE_FORMAT_AUTO};

static const member three[] = {TEXT("b.txt", "Ilse Varga spoke."),
                               TEXT("dir/a.jsonl", "{\"text\":\"Hi\"}\n{\"text\":\"Ho\"}\n"),
                               TEXT("a.txt", "Pavel Oren spoke.")};

static void kinds(void **state)
{
    (void)state;
    static const struct {
        const char *file, *format, *filter;
    } all[] = {
        {"x.zip", "zip", NULL},    {"x.tar", "ustar", NULL},     {"x.tgz", "ustar", "gzip"}, {"x.txz", "pax", "xz"},
        {"x.tzst", "pax", "zstd"}, {"x.tbz", "gnutar", "bzip2"}, {"x", "v7tar", NULL},       {"plain", "v7tar", "gzip"},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        char want[512];
        const char *f = all[i].file;
        put_pack(f, all[i].format, all[i].filter, three, 3);
        snprintf(want, sizeof want,
                 "%s!b.txt  none |Ilse Varga spoke.\n%s!dir/a.jsonl:1  none |Hi\n%s!dir/a.jsonl:2  none |Ho\n"
                 "%s!a.txt  none |Pavel Oren spoke.\n",
                 f, f, f, f);
        assert_reads(f, want);
        /* the same from a pipe, where nothing can be sought */
        char command[64];
        snprintf(command, sizeof command, "cat %s", f);
        FILE *pipe = popen(command, "r");
        assert_non_null(pipe);
        assert_true(dup2(fileno(pipe), STDIN_FILENO) >= 0);
        snprintf(want, sizeof want,
                 "-!b.txt  none |Ilse Varga spoke.\n-!dir/a.jsonl:1  none |Hi\n-!dir/a.jsonl:2  none |Ho\n"
                 "-!a.txt  none |Pavel Oren spoke.\n");
        assert_reads("-", want);
        pclose(pipe);
    }
}

static void packed_files(void **state)
{
    (void)state;
    static const char *const filters[] = {"gzip", "bzip2", "xz", "zstd"};
    const member text[] = {TEXT("x", " date 2021-07-13 Ilse Varga spoke.")};
    const member lines[] = {TEXT("x", "{\"text\":\"Hi\"}\n{\"text\":\n{\"text\":\"Ho\"}\n")};
    const member nothing[] = {{"x", "", 0, 0}};
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
        put_pack("t", "raw", filters[i], text, 1);
        assert_reads("t", "t 2021-07-13 header | date 2021-07-13 Ilse Varga spoke.\n");
        put_pack("l", "raw", filters[i], lines, 1);
        assert_reads("l",
                     "l:1  none |Hi\n! l:2: not JSON at column 9: no value begins so; mend the line, or leave it out\n"
                     "l:3  none |Ho\n");
        put_pack("n", "raw", filters[i], nothing, 1);
        assert_refuses("n", 0, "empty: it holds no document");
    }
    /* binary data is named as what it is */
    const member image[] = {TEXT("x", "\x89PNG\r\n\x1A\n\0\0\0\0")};
    put_pack("i", "raw", "gzip", image, 1);
    assert_refuses("i", 0, "a PNG image");
}

/* Far larger than any buffer; documents come before the end is read. */
static void long_stream(void **state)
{
    (void)state;
    enum { LINES = 200000 };
    char *all = malloc((size_t)LINES * 64);
    size_t len = 0;
    assert_non_null(all);
    for (int i = 0; i < LINES; i++)
        len += (size_t)sprintf(all + len, "{\"text\":\"Ilse Varga spoke %d times of %d\"}\n", i, i * 7919 % 10007);
    const member one = {"x", all, len, 0};
    put_pack("l.gz", "raw", "gzip", &one, 1);
    free(all);
    const char *path = "l.gz";
    stance_reader *reader;
    stance_error err;
    const stance_document *d;
    assert_int_equal(stance_reader_open(&path, 1, NULL, &reader, &err), STANCE_OK);
    for (int i = 0; i < LINES; i++) {
        char want[80];
        assert_int_equal(stance_reader_next(reader, &d, &err), STANCE_OK);
        assert_non_null(d);
        snprintf(want, sizeof want, "Ilse Varga spoke %d times of %d", i, i * 7919 % 10007);
        assert_true(stance_view_is(d->text, want));
    }
    assert_int_equal(stance_reader_next(reader, &d, &err), STANCE_OK);
    assert_null(d);
    stance_reader_close(reader);
}

static void left_out(void **state)
{
    (void)state;
    const member some[] = {
        TEXT(".hidden", "no"),
        TEXT("._a.txt", "no"),
        TEXT("__MACOSX/._a.txt", "no"),
        TEXT("__MACOSX/a.txt", "no"),
        TEXT("a/.git/config", "no"),
        TEXT("README.md", "no"),
        TEXT("a/SOURCES.tsv", "no"),
        {"a", "", 0, AE_IFDIR},
        TEXT("a/a.txt", "Ilse Varga spoke."),
        {"a/link", "a.txt", 0, AE_IFLNK},
        {"pipe", "", 0, AE_IFIFO},
    };
    size_t count = sizeof some / sizeof *some;
    put_pack("x.tar", "pax", NULL, some, count);
    assert_reads("x.tar", "x.tar!a/a.txt  none |Ilse Varga spoke.\n");
    put_pack("x.zip", "zip", NULL, some, count - 1);
    assert_reads("x.zip", "x.zip!a/a.txt  none |Ilse Varga spoke.\n");
    put_pack("none.zip", "zip", NULL, some, 8);
    assert_refuses("none.zip", 0, "no documents in this archive (hidden members and links are left out)");
    put_pack("none.tgz", "ustar", "gzip", some, 8);
    assert_refuses("none.tgz", 0, "no documents in this archive");
    put_bytes("empty.zip", "PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 22);
    assert_refuses("empty.zip", 0, "an empty zip archive");
    assert_int_equal(mkdir("d", 0777), 0);
    put_pack("d/x.zip", "zip", NULL, some, count - 1);
    put("d/y.txt", "Pavel Oren spoke.");
    assert_reads("d", "d/x.zip!a/a.txt  none |Ilse Varga spoke.\nd/y.txt  none |Pavel Oren spoke.\n");
}

static void companions(void **state)
{
    (void)state;
    enum { MANY = 11000 };
    static const char *const formats[] = {"zip", "ustar"};
    for (int k = 0; k < 2; k++) {
        packed out;
        struct archive *a = pack_begin(formats[k], NULL, &out);
        pack_open(a, &out);
        for (int i = 0; i < MANY; i++) {
            char name[40];
            snprintf(name, sizeof name, "docs/._%d.txt", i);
            const member m = {name, "\0\5\16\7\0\2\0\0Mac OS X", 16, 0};
            pack_member(a, &m);
        }
        const member m = TEXT("docs/1.txt", "Ilse Varga spoke.");
        pack_member(a, &m);
        pack_end(a, &out);
        put_bytes("x", out.data, out.len);
        free(out.data);
        assert_reads("x", "x!docs/1.txt  none |Ilse Varga spoke.\n");
    }
}

static void names(void **state)
{
    (void)state;
    const member odd[] = {
        TEXT("../../etc/up.txt", "1"),         TEXT("/abs.txt", "2"),
        TEXT("a//b/./c/../d.txt", "3"),        TEXT("line\nend\x1B[31m.txt", "4"),
        TEXT("caf\xC3\xA9 \xD0\xAF.txt", "5"), TEXT("..", "no"),
    };
    const char *const expected = "x!etc/up.txt  none |1\nx!abs.txt  none |2\nx!a/b/c/d.txt  none |3\n"
                                 "x!line\\x0Aend\\x1B[31m.txt  none |4\nx!caf\xC3\xA9 \xD0\xAF.txt  none |5\n";
    put_pack("x", "zip", NULL, odd, 5);
    assert_reads("x", expected);
    put_pack("x", "gnutar", NULL, odd, 6);
    assert_reads("x", expected);
    assert_int_not_equal(access("etc", F_OK), 0); /* nothing was written */
    assert_int_not_equal(access("abs.txt", F_OK), 0);
    const member raw[] = {TEXT("caf\xE9.txt", "1")}; /* cp1252, as old programs wrote it */
    put_pack("x", "gnutar", NULL, raw, 1);
    assert_reads("x", "x!caf\\xE9.txt  none |1\n");
}

/* name.zip holding name-1.zip … holding a text, and beside each a text. */
static void nest(const char *file, int depth, const char *format, const char *filter)
{
    packed inner = {NULL, 0, 0};
    for (int i = 0; i < depth; i++) {
        const member two[] = {{"in", inner.data, inner.len, 0}, TEXT("t", "Ilse Varga spoke.")};
        packed outer = pack(format, filter, i ? two : two + 1, i ? 2 : 1);
        free(inner.data);
        inner = outer;
    }
    put_bytes(file, inner.data, inner.len);
    free(inner.data);
}

static void nesting(void **state)
{
    (void)state;
    static const char *const formats[][2] = {{"zip", NULL}, {"ustar", NULL}, {"pax", "gzip"}};
    for (size_t i = 0; i < 3; i++) {
        nest("x", 3, formats[i][0], formats[i][1]);
        assert_reads("x", "x!in!in!t  none |Ilse Varga spoke.\nx!in!t  none |Ilse Varga spoke.\n"
                          "x!t  none |Ilse Varga spoke.\n");
        nest("x", 5, formats[i][0], formats[i][1]);
        assert_reads("x",
                     "! x!in!in!in:0: archives inside archives, more than 3 deep: take it out and read it by itself\n"
                     "x!in!in!t  none |Ilse Varga spoke.\nx!in!t  none |Ilse Varga spoke.\n"
                     "x!t  none |Ilse Varga spoke.\n");
    }
    /* packed files inside an archive, and an archive inside a packed file */
    const member lines[] = {TEXT("x", "{\"text\":\"Hi\"}\n")};
    packed gz = pack("raw", "gzip", lines, 1);
    const member two[] = {{"a.jsonl.gz", gz.data, gz.len, 0}, TEXT("b", "Ho")};
    packed zip = pack("zip", NULL, two, 2);
    const member one[] = {{"x", zip.data, zip.len, 0}};
    put_bytes("x.zip", zip.data, zip.len);
    assert_reads("x.zip", "x.zip!a.jsonl.gz:1  none |Hi\nx.zip!b  none |Ho\n");
    put_pack("x.zip.zst", "raw", "zstd", one, 1);
    assert_reads("x.zip.zst", "x.zip.zst!a.jsonl.gz:1  none |Hi\nx.zip.zst!b  none |Ho\n");
    free(gz.data);
    free(zip.data);
}

/* With limits that a test reaches in no time. */
static char *read_limited(const char *path, stance_pack_budget limits)
{
    stance_strbuf out = STANCE_STRBUF_INIT;
    stance_read_options options = {.problem = write_problem, .context = &out};
    stance_reader *reader;
    stance_error err;
    const stance_document *d;
    assert_int_equal(stance_reader_open(&path, 1, &options, &reader, &err), STANCE_OK);
    reader->budget = limits;
    do {
        assert_int_equal(stance_reader_next(reader, &d, &err), STANCE_OK);
        if (d) stance_strbuf_addf(&out, "%.*s %zu\n", (int)d->id.len, d->id.data, d->text.len);
    } while (d);
    stance_reader_close(reader);
    char *copy = strdup(stance_strbuf_view(&out).data);
    stance_strbuf_free(&out);
    return copy;
}

static void assert_limited(const char *path, stance_pack_budget limits, const char *expected)
{
    char *got = read_limited(path, limits);
    assert_string_equal(got, expected);
    free(got);
}

static void limits(void **state)
{
    (void)state;
    enum { MIB = 1 << 20 };
    const stance_pack_budget small = {.ratio = 100, .slack = 4 * MIB, .member = 8 * MIB, .members = 5};
    const char *const bomb =
        ":0: it unpacks to more than 100 times its size and 4 MiB, as a bomb does; what came before "
        "was taken: unpack it by hand if it is meant\n";
    char want[512];
    /* one packed file, an archive of several, archives inside one another */
    const member big[] = {{"a", "Hi", 2, 0}, {"b", NULL, 7 * MIB, 0}, {"c", "Ho", 2, 0}};
    put_pack("x.gz", "raw", "gzip", big + 1, 1);
    snprintf(want, sizeof want, "! x.gz%s", bomb);
    assert_limited("x.gz", small, want);
    snprintf(want, sizeof want, "x!a 2\n! x%s", bomb);
    put_pack("x", "zip", NULL, big, 3);
    assert_limited("x", small, want);
    put_pack("x", "ustar", "zstd", big, 3);
    assert_limited("x", small, want);
    packed inner = pack("ustar", "xz", big, 3);
    const member outer[] = {{"a", "Hi", 2, 0}, {"in", inner.data, inner.len, 0}, {"z", "Ho", 2, 0}};
    put_pack("x", "zip", NULL, outer, 3);
    snprintf(want, sizeof want, "x!a 2\nx!in!a 2\n! x%s", bomb);
    assert_limited("x", small, want);
    free(inner.data);
    /* hidden members count as well: they are unpacked to be passed over */
    const member hidden[] = {{"a", "Hi", 2, 0}, {".b", NULL, 7 * MIB, 0}, {"c", "Ho", 2, 0}};
    put_pack("x", "ustar", "gzip", hidden, 3);
    snprintf(want, sizeof want, "x!a 2\n! x%s", bomb);
    assert_limited("x", small, want);
    /* the same bytes, not packed, are no bomb */
    put_pack("x", "ustar", NULL, big, 3);
    assert_limited("x", small, "x!a 2\nx!b 7340032\nx!c 2\n");
    /* one member */
    const member huge[] = {{"a", "Hi", 2, 0}, {"b", NULL, 9 * MIB, 0}, {"c", "Ho", 2, 0}};
    put_pack("x", "ustar", NULL, huge, 3);
    assert_limited("x", small,
                   "x!a 2\n! x!b:0: larger than a member of an archive may be (8 MiB): unpack it by itself\nx!c 2\n");
    /* many members */
    const member six[] = {TEXT("1", "1"), TEXT("2", "2"), TEXT("3", "3"),
                          TEXT("4", "4"), TEXT("5", "5"), TEXT("6", "6")};
    put_pack("x", "zip", NULL, six, 6);
    assert_limited("x", small,
                   "x!1 1\nx!2 1\nx!3 1\nx!4 1\nx!5 1\n"
                   "! x:0: an archive of more than 5 members: the rest of it is left; split it, or unpack it\n");
    /* the real limit, told by the size that the member states */
    packed tar;
    struct archive *a = pack_begin("pax", NULL, &tar);
    pack_open(a, &tar);
    struct archive_entry *e = archive_entry_new();
    archive_entry_copy_pathname(e, "huge.txt");
    archive_entry_set_filetype(e, AE_IFREG);
    archive_entry_set_size(e, ((int64_t)1 << 30) + 1);
    check_archive(a, archive_write_header(a, e));
    archive_entry_free(e);
    put_bytes("x", tar.data, tar.len);
    archive_write_free(a); /* writes the rest, to a memory that is full */
    free(tar.data);
    const char *path = "x";
    char *got = read_with(&path, 1, as_found);
    assert_ptr_equal(strstr(got, "! x!huge.txt:0: larger than a member of an archive may be (1 GiB)"), got);
    free(got);
}

static void damage(void **state)
{
    (void)state;
    char *noise = malloc(300000);
    assert_non_null(noise);
    uint64_t x = 88172645463325252u;
    for (size_t i = 0; i < 300000; i++) {
        x ^= x << 13, x ^= x >> 7, x ^= x << 17;
        noise[i] = (char)(' ' + x % 90);
    }
    const member some[] = {TEXT("a", "Ilse Varga spoke."), {"b", noise, 300000, 0}, TEXT("c", "Pavel Oren spoke.")};
    packed p = pack("zip", NULL, some, 3);
    const char *path = "x";
    char *got;
    /* bytes inside a member: it is named, the others are read */
    memset(p.data + p.len / 2, 0x55, 64);
    put_bytes("x", p.data, p.len);
    got = read_with(&path, 1, as_found);
    assert_non_null(strstr(got, "x!a  none |Ilse Varga spoke.\n! x!b:0: it is damaged ("));
    assert_non_null(strstr(got, "x!c  none |Pavel Oren spoke.\n"));
    free(got);
    free(p.data);
    /* cut off */
    static const char *const kinds[][2] = {{"zip", NULL}, {"ustar", "gzip"}, {"ustar", "xz"}, {"ustar", NULL}};
    for (size_t i = 0; i < 4; i++) {
        p = pack(kinds[i][0], kinds[i][1], some, 3);
        for (size_t part = 0; part < 8; part++) {
            put_bytes("x", p.data, p.len * part / 8 + 6);
            got = read_with(&path, 1, as_found);
            assert_non_null(strstr(got, "! x"));
            assert_null(strstr(got, "Pavel"));
            if (part > 4 && i) assert_non_null(strstr(got, "! x!b:0: it is damaged ("));
            free(got);
        }
        free(p.data);
    }
    /* records that came before the end of a packed file are taken, the one that is cut is not */
    stance_strbuf lines = STANCE_STRBUF_INIT;
    for (int i = 0; i < 4000; i++)
        stance_strbuf_addf(&lines, "{\"text\":\"Ilse Varga spoke %d times\",\"x\":%d}\n", i, i * 7919 % 10007);
    const member one[] = {{"x", lines.data, lines.len, 0}};
    p = pack("raw", "gzip", one, 1);
    put_bytes("x", p.data, p.len / 2);
    got = read_with(&path, 1, as_found);
    assert_non_null(strstr(got, "x:1  none |Ilse Varga spoke 0 times\n"));
    assert_non_null(strstr(got, "! x:0: it is damaged (truncated gzip input)"));
    assert_null(strstr(got, "not JSON"));
    free(got);
    free(p.data);
    stance_strbuf_free(&lines);
    free(noise);
    put("x", "PK\3\4xxxx");
    assert_refuses("x", 0, "a damaged archive (");
    put_bytes("x", "\x1F\x8B\x08\0x", 5);
    assert_refuses("x", 0, "a damaged archive (");
}

/* Each byte of small archives changed in turn: whatever it says, it ends. */
static void changed_bytes(void **state)
{
    (void)state;
    static const char *const kinds[][2] = {{"zip", NULL}, {"pax", "gzip"}, {"raw", "zstd"}};
    for (size_t i = 0; i < 3; i++) {
        packed p = pack(kinds[i][0], kinds[i][1], three, i == 2 ? 1 : 3);
        for (size_t at = 0; at < p.len; at++) {
            const char *path = "x";
            p.data[at] ^= (char)(1 << at % 8);
            put_bytes("x", p.data, p.len);
            p.data[at] ^= (char)(1 << at % 8);
            free(read_with(&path, 1, as_found));
        }
        free(p.data);
    }
}

static void encrypted(void **state)
{
    (void)state;
    packed out;
    struct archive *a = pack_begin("zip", NULL, &out);
    if (archive_write_set_options(a, "zip:encryption=traditional") != ARCHIVE_OK) {
        archive_write_free(a);
        free(out.data);
        skip();
    }
    check_archive(a, archive_write_set_passphrase(a, "Varga"));
    pack_open(a, &out);
    for (size_t i = 0; i < 2; i++) pack_member(a, &three[i]);
    pack_end(a, &out);
    put_bytes("x", out.data, out.len);
    free(out.data);
    assert_reads("x", "! x!b.txt:0: encrypted: unpack the archive with its password first\n"
                      "! x!dir/a.jsonl:0: encrypted: unpack the archive with its password first\n");
}

/* A reader that is closed in the midst leaves nothing behind. */
static void closed_early(void **state)
{
    (void)state;
    nest("x", 3, "zip", NULL);
    const char *path = "x";
    stance_reader *reader;
    stance_error err;
    const stance_document *d;
    assert_int_equal(stance_reader_open(&path, 1, NULL, &reader, &err), STANCE_OK);
    assert_int_equal(stance_reader_next(reader, &d, &err), STANCE_OK);
    assert_non_null(d);
    stance_reader_close(reader);
}

#define in_folder(f) cmocka_unit_test_setup_teardown(f, folder_make, folder_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_folder(kinds),  in_folder(packed_files), in_folder(long_stream),   in_folder(left_out),
        in_folder(names),  in_folder(companions),   in_folder(nesting),       in_folder(limits),
        in_folder(damage), in_folder(encrypted),    in_folder(changed_bytes), in_folder(closed_early),
    };
    return cmocka_run_group_tests_name("archive", tests, NULL, NULL);
}
