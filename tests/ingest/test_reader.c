/* The reader on folders and files of our own. */
#include "ingest_test.h"

#include <fcntl.h>

static const stance_read_options as_found = {.format = STANCE_FORMAT_AUTO};

static void formats(void **state)
{
    (void)state;
    stance_format f;
    assert_true(stance_format_parse(stance_view_of("jsonl"), &f));
    assert_int_equal(f, STANCE_FORMAT_JSONL);
    assert_true(stance_format_parse(stance_view_of("auto"), &f));
    assert_false(stance_format_parse(stance_view_of("JSON"), &f));
    assert_false(stance_format_parse(stance_view_of(""), &f));
}

static void text(void **state)
{
    (void)state;
    put("a.txt", " date 2021-07-13 GENEVA, July 13. /TASS/. Ilse Varga spoke.");
    assert_reads("a.txt",
                 "a.txt 2021-07-13 header source=TASS | date 2021-07-13 GENEVA, July 13. /TASS/. Ilse Varga spoke.\n");
    put("b", "GENEVA (Sputnik) \xE2\x80\x93 Ilse Varga spoke.\n");
    assert_reads("b", "b  none source=Sputnik |GENEVA (Sputnik) \xE2\x80\x93 Ilse Varga spoke.\n\n");
    put("c.jsonl", "{curly} words begin this text."); /* told by content, not by name */
    assert_reads("c.jsonl", "c.jsonl  none |{curly} words begin this text.\n");
    put("d", "[Read this in Spanish]\nIlse Varga spoke.");
    assert_reads("d", "d  none |[Read this in Spanish]\nIlse Varga spoke.\n");
}

static void encodings(void **state)
{
    (void)state;
    put("bom", "\xEF\xBB\xBFIlse Varga spoke.");
    assert_reads("bom", "bom  none |Ilse Varga spoke.\n");
    put_bytes("le", "\xFF\xFEH\0i\0\x19\x20", 8);
    assert_reads("le", "le  none |Hi\xE2\x80\x99\n");
    put_bytes("be", "\xFE\xFF\0H\0i\x20\x19", 8);
    assert_reads("be", "be  none |Hi\xE2\x80\x99\n");
    put("cp1252", "\x93We met in a caf\xE9,\x94 Ilse Varga said.");
    assert_reads("cp1252", "cp1252  none |\xE2\x80\x9CWe met in a caf\xC3\xA9,\xE2\x80\x9D Ilse Varga said.\n");
    /* records in UTF-16 */
    const char line[] = "{\"id\":\"a\",\"text\":\"Hi\"}\r\n{\"id\":\"b\",\"text\":\"Ho\"}\r\n";
    char wide[2 * sizeof line];
    memcpy(wide, "\xFF\xFE", 2);
    for (size_t i = 0; i + 1 < sizeof line; i++) {
        wide[2 + 2 * i] = line[i];
        wide[3 + 2 * i] = '\0';
    }
    put_bytes("wide.jsonl", wide, 2 * sizeof line);
    assert_reads("wide.jsonl", "a  none |Hi\nb  none |Ho\n");
    put("bom.jsonl", "\xEF\xBB\xBF{\"text\":\"Hi\"}");
    assert_reads("bom.jsonl", "bom.jsonl:1  none |Hi\n");
    /* damaged: kept, and said */
    put("damaged", "na\xC3\xAFve caf\xC3\xA9 \xE2\x80\x9Cyes\xE2\x80\x9D \xE2\x80");
    assert_reads("damaged",
                 "! damaged:0: 2 broken characters (read as UTF-8) were replaced by U+FFFD; the document is kept: see "
                 "whether the file is damaged\n"
                 "damaged  none |na\xC3\xAFve caf\xC3\xA9 \xE2\x80\x9Cyes\xE2\x80\x9D \xEF\xBF\xBD\xEF\xBF\xBD\n");
}

static void records(void **state)
{
    (void)state;
    put("a.jsonl",
        "\n{\"id\":\"x\",\"text\":\"Hi\",\"date\":\"2021-07-13T10:00:00Z\",\"source\":\"S\",\"title\":\"T\","
        "\"speaker\":\"Ilse "
        "Varga\",\"url\":\"u\",\"language\":\"en\",\"other\":[1]}\r\n"
        "  \t\r\n"
        "{\"text\":\"\"}\n"
        "{\"_id\":7,\"body\":\"B\",\"published_at\":\"2020-12\",\"outlet\":\"O\",\"headline\":\"H\",\"link\":\"L\"}\n"
        "{\"GUID\":\"g\",\"Content\":\"C\",\"pubDate\":\"2021-01-02 03:04\",\"publisher\":null,\"title\":\"\"}");
    assert_reads("a.jsonl", "x 2021-07-13 metadata source=S title=T speaker=Ilse Varga url=u language=en |Hi\n"
                            "! a.jsonl:4: the text is empty: leave the record out\n"
                            "7 2020-12 metadata source=O title=H url=L |B\n"
                            "g 2021-01-02 metadata |C\n");
    /* the date is looked for in text and url when there is none, and only then */
    put("b.jsonl", "{\"id\":\"1\",\"text\":\" date 2021-07-13 Hi\"}\n"
                   "{\"id\":\"2\",\"text\":\" date 2021-07-13 Hi\",\"date\":\"2021-07-14\"}\n"
                   "{\"id\":\"3\",\"text\":\"Hi\",\"date\":null,\"url\":\"https://x.example/2021/07/13/a\"}\n"
                   "{\"id\":\"4\",\"text\":\"Hi\",\"date\":\"\"}\n");
    assert_reads("b.jsonl", "1 2021-07-13 header | date 2021-07-13 Hi\n"
                            "2 2021-07-14 metadata | date 2021-07-13 Hi\n"
                            "3 2021-07-13 url url=https://x.example/2021/07/13/a |Hi\n"
                            "4  none |Hi\n");
    /* what export writes is read back */
    put("c.jsonl", "{\"id\":\"1\",\"text\":\"Hi\",\"date\":\"2021-07-13\",\"date_basis\":\"dateline\"}\n"
                   "{\"id\":\"2\",\"text\":\" date 2021-07-13 Hi\",\"date\":null,\"date_basis\":\"none\"}\n"
                   "{\"id\":\"3\",\"text\":\"Hi\",\"date\":\"2021\",\"date_basis\":\"unknown\"}\n"
                   "{\"id\":\"4\",\"text\":\"Hi\",\"date\":\"2021-07-13\",\"date_basis\":\"none\"}\n");
    assert_reads("c.jsonl", "1 2021-07-13 dateline |Hi\n"
                            "2  none | date 2021-07-13 Hi\n"
                            "3 2021 metadata |Hi\n"
                            "4 2021-07-13 metadata |Hi\n");
}

static void empty_texts(void **state)
{
    (void)state;
    const char *path = "e.jsonl";
    stance_read_options options = {.format = STANCE_FORMAT_JSONL, .keep_empty = true};
    put("e.jsonl", "{\"text\":\"\"}\n{\"id\":\"b\",\"text\":\" \\n\"}\n{\"id\":\"c\"}\n");
    const char *missing =
        "! e.jsonl:3: the record has no text: put it under \"text\", or name its key with --map text=KEY\n";
    char want[400];
    snprintf(want, sizeof want, "e.jsonl:1  none |\nb  none | \n\n%s", missing);
    assert_reads_with(&path, 1, options, want);
    options.keep_empty = false;
    snprintf(want, sizeof want, "! e.jsonl:1: %s! e.jsonl:2: %s%s", "the text is empty: leave the record out\n",
             "the text is empty: leave the record out\n", missing);
    assert_reads_with(&path, 1, options, want);
}

static void maps(void **state)
{
    (void)state;
    const char *const given[] = {"text=lead", "text=story", "date=when", "id=nr"};
    const char *path = "m.jsonl";
    stance_read_options options = {.maps = given, .map_count = 4};
    put("m.jsonl", "{\"nr\":1,\"id\":\"no\",\"story\":\"A\",\"when\":\"2021-07-13\",\"date\":\"2020-01-01\"}\n"
                   "{\"nr\":2,\"lead\":\"L\",\"story\":\"A\"}\n"
                   "{\"nr\":3,\"text\":\"not this\"}\n"
                   "{\"nr\":4,\"Story\":\"nor this\"}\n");
    assert_reads_with(
        &path, 1, options,
        "1 2021-07-13 metadata |A\n2  none |L\n"
        "! m.jsonl:3: the record has no text: put it under \"text\", or name its key with --map text=KEY\n"
        "! m.jsonl:4: the record has no text: put it under \"text\", or name its key with --map text=KEY\n");
    const char *const bad[] = {"text", "=body", "text=", "Text=body", "body=text", ""};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        stance_reader *reader;
        stance_error err;
        options.maps = &bad[i];
        options.map_count = 1;
        assert_int_equal(stance_reader_open(&path, 1, &options, &reader, &err), STANCE_EINVAL);
        assert_null(reader);
        assert_non_null(strstr(err.message, "FIELD=KEY"));
    }
}

static void bad_records(void **state)
{
    (void)state;
    put("a.jsonl", "{\"id\":\"1\",\"text\":\"Hi\"}\n"
                   "{\"id\":\"2\",\"text\":\"Hi\"\n"
                   "{\"id\":\"3\",\"text\":7}\n"
                   "{\"id\":\"4\",\"text\":null}\n"
                   "[1]\n"
                   "{\"id\":\"6\",\"text\":\"Hi\",\"date\":\"2021-02-30\"}\n"
                   "{\"id\":\"7\",\"text\":\"Hi\",\"date\":1626170400}\n"
                   "{\"id\":\"8\",\"text\":\"caf\xE9\"}\n"
                   "{\"id\":\"9\",\"text\":\"Hi\",\"date\":\"2021-07-13x\"}\n"
                   "{\"id\":\"10\",\"text\":\"Hi\",\"date\":\"13.07.2021\"}\n"
                   "{\"id\":\"11\",\"text\":\"Ho\"}\n");
    const char *path = "a.jsonl";
    char *got = read_with(&path, 1, as_found);
    assert_string_equal(
        got,
        "1  none |Hi\n"
        "! a.jsonl:2: not JSON at column 22: a comma or } is missing; mend the line, or leave it out\n"
        "! a.jsonl:3: the text under \"text\" is no string: write it in quotation marks, or name another key with "
        "--map "
        "text=KEY\n"
        "! a.jsonl:4: the record has no text: put it under \"text\", or name its key with --map text=KEY\n"
        "! a.jsonl:5: not JSON at column 1: a record is an object and begins with {; mend the line, or leave it out\n"
        "! a.jsonl:6: \"2021-02-30\" is no date; the document is kept without one: write dates as 2021-07-13\n"
        "6  none |Hi\n"
        "7 2021-07-13 metadata |Hi\n"
        "! a.jsonl:8: not JSON at column 24: the string before this is not UTF-8; mend the line, or leave it out\n"
        "! a.jsonl:9: \"2021-07-13x\" is no date; the document is kept without one: write dates as 2021-07-13\n"
        "9  none |Hi\n"
        "10 2021-07-13 metadata |Hi\n"
        "11  none |Ho\n");
    free(got);
    /* the first line is malformed: JSONL all the same */
    put("b.jsonl", "{\"id\":\"1\",\"text\":\"Hi\"\n{\"id\":\"2\",\"text\":\"Ho\"}\n");
    path = "b.jsonl";
    got = read_with(&path, 1, as_found);
    assert_non_null(strstr(got, "! b.jsonl:1: not JSON"));
    assert_non_null(strstr(got, "2  none |Ho\n"));
    free(got);
}

/* What lies about beside documents is passed over without a word, but counted. */
static void passed(void **state)
{
    (void)state;
    unsigned char database[100] = "SQLite format 3";
    stance_reader *reader;
    stance_error err;
    const stance_document *d;
    memcpy(database + 68, "\x53\x54\x4E\x43", 4); /* "STNC", as the store writes it */
    assert_int_equal(mkdir("p", 0777), 0);
    put("p/a.txt", "One.");
    put_bytes("p/._a.txt", "\0\5\x16\7\0\2\0\0Mac OS X", 16);
    put_bytes("p/.DS_Store", "\0\0\0\1Bud1", 8);
    put_bytes("p/renamed", "\0\5\x16\7\0\2\0\0Mac OS X", 16);
    put_bytes("p/t.db", database, sizeof database);
    put("p/t.db-wal", "x");
    put("p/t.db-shm", "x");
    put("p/notes-wal", "Two."); /* beside no database */
    assert_int_equal(stance_reader_open(&(const char *){"p"}, 1, NULL, &reader, &err), STANCE_OK);
    size_t read = 0;
    do {
        assert_int_equal(stance_reader_next(reader, &d, &err), STANCE_OK);
        read += d != NULL;
    } while (d);
    assert_int_equal(read, 2);
    assert_int_equal(stance_reader_passed(reader), 6);
    assert_int_equal(stance_reader_refused(reader), 0);
    stance_reader_close(reader);
}

static void folders(void **state)
{
    (void)state;
    assert_int_equal(mkdir("d", 0777), 0);
    assert_int_equal(mkdir("d/b", 0777), 0);
    assert_int_equal(mkdir("d/.git", 0777), 0);
    put("d/b.txt", "1");
    put("d/B.txt", "2");
    put("d/b/z", "3");
    put("d/b/a.jsonl", "{\"text\":\"4\"}\n{\"text\":\"5\"}\n");
    put("d/\xC3\xA9", "6");
    put("d/\xFF", "7");
    put_bytes("d/._b.txt", "\0\5\x16\7", 4);
    put("d/.hidden", "no");
    put("d/.git/config", "no");
    assert_int_equal(symlink("b.txt", "d/link"), 0);
    assert_int_equal(symlink("..", "d/b/loop"), 0);
    assert_int_equal(symlink("nowhere", "d/dangling"), 0);
    assert_int_equal(mkfifo("d/pipe", 0666), 0);
    const char *const expected =
        "d/B.txt  none |2\n"
        "d/b/a.jsonl:1  none |4\nd/b/a.jsonl:2  none |5\n"
        "! d/b/loop:0: a link to a folder that holds it, which would go on for ever: remove the link\n"
        "d/b/z  none |3\n"
        "d/b.txt  none |1\n"
        "! d/dangling:0: not there (No such file or directory): see whether the name is right\n"
        "d/link  none |1\n"
        "! d/pipe:0: neither a file nor a folder: leave it out, or name it by itself to have it read\n"
        "d/\xC3\xA9  none |6\n"
        "d/\\xFF  none |7\n";
    assert_reads("d", expected);
    assert_reads("d/", expected);
    const char *const several[] = {"d/.hidden", "nowhere", "d/b", "d/b.txt"};
    assert_reads_with(
        several, 4, as_found,
        "d/.hidden  none |no\n" /* whoever names it means it */
        "! nowhere:0: not there (No such file or directory): see whether the name is right\n"
        "d/b/a.jsonl:1  none |4\nd/b/a.jsonl:2  none |5\n"
        "d/b/loop/B.txt  none |2\n"
        "! d/b/loop/b:0: a link to a folder that holds it, which would go on for ever: remove the link\n"
        "d/b/loop/b.txt  none |1\n"
        "! d/b/loop/dangling:0: not there (No such file or directory): see whether the name is right\n"
        "d/b/loop/link  none |1\n"
        "! d/b/loop/pipe:0: neither a file nor a folder: leave it out, or name it by itself to have it read\n"
        "d/b/loop/\xC3\xA9  none |6\nd/b/loop/\\xFF  none |7\n"
        "d/b/z  none |3\n"
        "d/b.txt  none |1\n");
    assert_int_equal(mkdir("e", 0777), 0);
    assert_int_equal(mkdir("e/f", 0777), 0);
    put("e/f/.hidden", "no");
    assert_refuses("e", 0, "no documents in this folder");
    put("deep.txt", "deep");
    char path[512] = "deep";
    for (int i = 0; i < 70; i++) {
        assert_int_equal(mkdir(path, 0777), 0);
        strcat(path, "/x");
    }
    assert_non_null(freopen("/dev/null", "r", stdin)); /* nothing here reads it */
    const char *deep = "deep";
    char *got = read_with(&deep, 1, as_found);
    assert_non_null(strstr(got, "more than 64 deep"));
    free(got);
}

static void refusals(void **state)
{
    (void)state;
    assert_refuses("nowhere.txt", 0, "not there (No such file or directory): see whether the name is right");
    put("empty", "");
    assert_refuses("empty", 0, "empty: it holds no document");
    put("bom", "\xEF\xBB\xBF");
    assert_refuses("bom", 0, "empty but for blanks");
    put("blanks", " \r\n\n\t ");
    assert_refuses("blanks", 0, "empty but for blanks");
    put_bytes("zeros", "text\0text", 9);
    assert_refuses("zeros", 0, "binary data (it has zero bytes)");
    put("controls", "\1\2\3text text text\4\5\6");
    assert_refuses("controls", 0, "binary data (many of its bytes are control characters)");
    static const struct {
        const char *bytes;
        size_t len;
        const char *what;
    } files[] = {
        {"%PDF-1.7 x", 10, "a PDF document "},
        {"PK\3\4xxxx", 8, "a damaged archive ("},
        {"\x1F\x8B\x08\0x", 5, "a damaged archive ("},
        {"\x28\xB5\x2F\xFDxx", 6, "a damaged archive ("},
        {"\x89PNG\r\n\x1A\n\0", 9, "a PNG image"},
        {"\xFF\xD8\xFF\xE0xx", 6, "a JPEG image"},
        {"SQLite format 3\0\x10", 17, "an SQLite database"},
        {"{\\rtf1 x}", 9, "an RTF document"},
        {"\n<!DOCTYPE HTML>\n<p>x", 21, "no running text found"},
        {"<?xml version=\"1.0\"?><nitf/>", 28, "an XML document that is neither a page nor a feed"},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        put_bytes("f", files[i].bytes, files[i].len);
        assert_refuses("f", 0, files[i].what);
    }
    /* zeros far behind the beginning */
    put("late", "text\n");
    assert_int_equal(truncate("late", 300000), 0);
    char kilo[1024];
    memset(kilo, 'x', sizeof kilo);
    FILE *f = fopen("late", "r+b");
    assert_non_null(f);
    for (int i = 0; i < 256; i++) assert_int_equal(fwrite(kilo, 1, sizeof kilo, f), sizeof kilo);
    fclose(f);
    assert_refuses("late", 0, "binary data (it has zero bytes)");
    if (geteuid() != 0) {
        put("locked", "text");
        assert_int_equal(chmod("locked", 0), 0);
        assert_refuses("locked", 0, "cannot be opened (Permission denied): ask its owner");
    }
    /* told to, it reads HTML as the text that it is, but no binary file */
    const char *path = "page";
    put("page", "<html>Hi");
    assert_reads_with(&path, 1, (stance_read_options){.format = STANCE_FORMAT_TEXT}, "page  none |<html>Hi\n");
    path = "zeros";
    char *got = read_with(&path, 1, (stance_read_options){.format = STANCE_FORMAT_TEXT});
    assert_non_null(strstr(got, "! zeros:0: binary data"));
    free(got);
}

static void standard_input(void **state)
{
    (void)state;
    const char *const paths[] = {"-", "-"};
    put("in", "{\"text\":\"Hi\"}\n{\"text\":\n{\"id\":\"c\",\"text\":\"Ho\"}");
    assert_non_null(freopen("in", "r", stdin));
    assert_reads_with(paths, 2, as_found,
                      "-:1  none |Hi\n"
                      "! -:2: not JSON at column 9: no value begins so; mend the line, or leave it out\n"
                      "c  none |Ho\n"
                      "! -:0: standard input is named twice: it can be read only once\n");
    /* An answer before the next line is written: nothing is waited for that is not needed. */
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_true(dup2(ends[0], STDIN_FILENO) >= 0);
    const char first[] = "{\"text\":\"Hi\"}\n", second[] = "{\"text\":\"Ho\"}\n";
    stance_reader *reader;
    stance_error err;
    const stance_document *d;
    assert_int_equal(stance_reader_open(paths, 1, NULL, &reader, &err), STANCE_OK);
    assert_int_equal(write(ends[1], first, sizeof first - 1), sizeof first - 1);
    assert_int_equal(stance_reader_next(reader, &d, &err), STANCE_OK);
    assert_true(d && stance_view_is(d->text, "Hi"));
    assert_int_equal(write(ends[1], second, sizeof second - 1), sizeof second - 1);
    close(ends[1]);
    assert_int_equal(stance_reader_next(reader, &d, &err), STANCE_OK);
    assert_true(d && stance_view_is(d->text, "Ho"));
    assert_int_equal(stance_reader_next(reader, &d, &err), STANCE_OK);
    assert_null(d);
    stance_reader_close(reader);
    close(ends[0]);
    stance_reader_close(NULL);
}

/* Lines of many lengths come whole through a buffer that must grow and move. */
static void long_lines(void **state)
{
    (void)state;
    static const size_t lengths[] = {1, 100, 262143, 262144, 262145, 10, 1 << 20, 3, (9 << 20) + 7, 5, 40000, 2};
    enum { LINES = 300 };
    FILE *f = fopen("long.jsonl", "wb");
    assert_non_null(f);
    size_t kinds = sizeof lengths / sizeof *lengths;
    for (size_t i = 0; i < LINES; i++) {
        size_t n = i < kinds ? lengths[i] : (i * 7919) % 60000;
        fprintf(f, "{\"text\":\"");
        for (size_t k = 0; k < n; k++) putc('a' + (int)((i + k) % 26), f);
        fprintf(f, "\"}\n");
    }
    fclose(f);
    const char *path = "long.jsonl";
    stance_reader *reader;
    stance_error err;
    const stance_document *d;
    assert_int_equal(stance_reader_open(&path, 1, NULL, &reader, &err), STANCE_OK);
    for (size_t i = 0; i < LINES; i++) {
        size_t n = i < kinds ? lengths[i] : (i * 7919) % 60000;
        assert_int_equal(stance_reader_next(reader, &d, &err), STANCE_OK);
        assert_non_null(d);
        assert_int_equal(d->text.len, n);
        for (size_t k = 0; k < n; k++) {
            if (d->text.data[k] != 'a' + (char)((i + k) % 26)) fail_msg("line %zu differs at %zu", i, k);
        }
    }
    assert_int_equal(stance_reader_next(reader, &d, &err), STANCE_OK);
    assert_null(d);
    /* and one that is closed half-way leaves nothing behind */
    stance_reader_close(reader);
    assert_int_equal(stance_reader_open(&path, 1, NULL, &reader, &err), STANCE_OK);
    assert_int_equal(stance_reader_next(reader, &d, &err), STANCE_OK);
    stance_reader_close(reader);
}

#define in_folder(f) cmocka_unit_test_setup_teardown(f, folder_make, folder_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(formats), in_folder(text),        in_folder(encodings),      in_folder(records),
        in_folder(maps),           in_folder(empty_texts), in_folder(bad_records),    in_folder(passed),
        in_folder(folders),        in_folder(refusals),    in_folder(standard_input), in_folder(long_lines),
    };
    return cmocka_run_group_tests_name("reader", tests, NULL, NULL);
}
