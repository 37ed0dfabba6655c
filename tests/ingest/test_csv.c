/* Tables. The speakers are fictional. */
#include "ingest_test.h"

static void delimiters(void **state)
{
    (void)state;
    put("a", "\xEF\xBB\xBF"
             "date,Text,title\r\n2021-07-13,\"Hi, all.\",T\r\n,Ho,\r\n");
    assert_reads("a", "a:2 2021-07-13 metadata title=T |Hi, all.\na:3  none |Ho\n");
    put("b", "title;body;published\nT;\"Two\nlines; \"\"quoted\"\".\";13 July 2021\nU;x;\n");
    assert_reads("b", "b:2 2021-07-13 metadata title=T |Two\nlines; \"quoted\".\nb:4  none title=U |x\n");
    put("c", "id\ttext\nx\tsaid, he; said | so\n");
    assert_reads("c", "x  none |said, he; said | so\n");
    put("d", "id|text|byline\n7|Hi|A. Lem\n");
    assert_reads("d", "7  none authors=A. Lem |Hi\n");
    put("e", "text,id\n\"Hi\",1\n\n,2\n");
    assert_reads("e", "1  none |Hi\n! e:4: the text is empty: leave the record out\n");
    put("f", "id,text\r\n1,Caf\xE9 \x93x\x94\r\n");
    assert_reads("f", "1  none |Caf\xC3\xA9 \xE2\x80\x9Cx\xE2\x80\x9D\n");
}

static void not_tables(void **state)
{
    (void)state;
    static const char *const texts[] = {"GENEVA, July 13. /TASS/. Text, article.", "Text, with a comma\nand more.",
                                        "text", "a,b,c\n1,2,3\n", "He read the text; the body, too\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        put("t", texts[i]);
        char *got = read_with(&(const char *){"t"}, 1, (stance_read_options){.format = STANCE_FORMAT_AUTO});
        assert_memory_equal(got, "t ", 2);
        free(got);
    }
    const char *path = "t", *const map[] = {"text=b"};
    put("t", "a,b,c\n1,2,3\n");
    assert_reads_with(
        &path, 1, (stance_read_options){.format = STANCE_FORMAT_CSV},
        "! t:1: no column of the table holds the text (it has: a, b, c): name it with --map text=COLUMN\n");
    assert_reads_with(&path, 1, (stance_read_options){.format = STANCE_FORMAT_AUTO, .maps = map, .map_count = 1},
                      "t:2  none |2\n");
    put("t", "id,text\n");
    assert_reads("t", "! t:0: a table with a header and no rows: it holds no document; leave it out\n");
}

static void broken(void **state)
{
    (void)state;
    put("a", "id,text\n1,One\n2,\"Two\n3,Three\n4,Four\n");
    assert_reads("a",
                 "1  none |One\n"
                 "! a:3: a quotation mark is opened here and never closed; what follows up to the next whole row is "
                 "left out: mend the row\n"
                 "3  none |Three\n4  none |Four\n");
    put("b", "id,text\n1,\"One\" more\n2,Two\n3,a,b\n4,c,\n5\n");
    assert_reads("b",
                 "! b:2: a cell goes on behind its closing quotation mark; marks inside a cell are doubled; what "
                 "follows up to the next whole row is left out: mend the row\n"
                 "2  none |Two\n"
                 "! b:4: the row has 3 cells where the header has 2: put cells that hold the delimiter in quotation "
                 "marks\n"
                 "4  none |c\n"
                 "! b:6: the text is empty: leave the record out\n");
    put("c", "id,text,date\n1,One,2021-02-30\n2,Two,2021-07-13\n");
    assert_reads("c", "! c:2: \"2021-02-30\" is no date; the document is kept without one: write dates as 2021-07-13\n"
                      "1  none |One\n2 2021-07-13 metadata |Two\n");
}

static void hostile(void **state)
{
    (void)state;
    size_t n = 220000;
    char *long_line = malloc(n + 64);
    assert_non_null(long_line);
    strcpy(long_line, "id,text\n1,\"");
    size_t at = strlen(long_line);
    memset(long_line + at, '"', n);
    strcpy(long_line + at + n, "\"\n2,Two\n");
    put("a", long_line);
    char *got = read_with(&(const char *){"a"}, 1, (stance_read_options){.format = STANCE_FORMAT_AUTO});
    assert_non_null(strstr(got, "2  none |Two\n"));
    free(got);
    memset(long_line + at, ',', n);
    put("b", long_line);
    got = read_with(&(const char *){"b"}, 1, (stance_read_options){.format = STANCE_FORMAT_AUTO});
    free(got);
    for (size_t i = 0; i < n; i++) long_line[at + i] = ",\n\""[i % 3];
    put("c", long_line);
    got = read_with(&(const char *){"c"}, 1, (stance_read_options){.format = STANCE_FORMAT_AUTO});
    free(got);
    memset(long_line, ',', n);
    long_line[n] = '\0';
    put("d", long_line);
    got = read_with(&(const char *){"d"}, 1, (stance_read_options){.format = STANCE_FORMAT_CSV});
    assert_non_null(strstr(got, "the header cannot be read: it has more than 4096 cells"));
    free(got);
    free(long_line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(delimiters, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(not_tables, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(broken, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(hostile, folder_make, folder_remove),
    };
    return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
