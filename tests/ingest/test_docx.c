/* DOCX and ODT of our own. */
#include "archive_test.h"

#define W "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define DOC(body) "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document " W "><w:body>" body "</w:body></w:document>"
#define P(text) "<w:p><w:r><w:t>" text "</w:t></w:r></w:p>"

static const char types[] = "<?xml version=\"1.0\"?><Types/>";
static const char core[] =
    "<cp:coreProperties xmlns:cp=\"x\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"y\">"
    "<dc:title>On\n  arms  control </dc:title><dc:creator>Press Office</dc:creator>"
    "<dcterms:created>2021-07-13T09:00:00Z</dcterms:created><dcterms:modified>2021-07-14T09:00:00Z</dcterms:modified>"
    "</cp:coreProperties>";

static void put_docx(const char *file, const char *document)
{
    const member parts[] = {TEXT("[Content_Types].xml", types),
                            TEXT("_rels/.rels", "<x/>"),
                            {"word/document.xml", document, strlen(document), 0},
                            TEXT("word/footnotes.xml", DOC(P("not this"))),
                            TEXT("docProps/core.xml", core)};
    put_pack(file, "zip", NULL, parts, 5);
}

static char *read_all(const char *path)
{
    return read_with(&path, 1, (stance_read_options){.format = STANCE_FORMAT_AUTO});
}

/* The text behind the bar of the one document that is there. */
static void assert_text(const char *path, const char *expected)
{
    char *got = read_all(path);
    char *bar = strchr(got, '|');
    if (!bar || got[0] == '!') fail_msg("%s", got);
    assert_string_equal(bar + 1, expected);
    free(got);
}

static void paragraphs(void **state)
{
    (void)state;
    put_docx("a.docx",
             DOC("<w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr><w:r><w:t>Ilse </w:t></w:r>"
                 "<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">Varga</w:t></w:r>"
                 "<w:r><w:t xml:space=\"preserve\"> </w:t></w:r><w:r><w:t>spoke &amp; left.</w:t></w:r></w:p>"
                 "<w:p/><w:p><w:r><w:t>Line</w:t><w:br/><w:t>two</w:t><w:tab/><w:t>three</w:t></w:r></w:p>"
                 "<w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins><w:r><w:t>come</w:t></w:r></w:ins>"
                 "<w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom></w:p>"
                 "<w:tbl><w:tr><w:tc>" P("cell") "</w:tc></w:tr></w:tbl>"));
    assert_text("a.docx", "Ilse Varga spoke & left.\n\nLine\ntwo\tthree\n\ncome\n\ncell\n\n");
    char *got = read_all("a.docx");
    assert_ptr_equal(strstr(got, "a.docx 2021-07-13 metadata title=On arms control"), got);
    free(got);
    /* authors, too */
    const char *path = "a.docx";
    stance_reader *reader;
    stance_error err;
    const stance_document *d;
    assert_int_equal(stance_reader_open(&path, 1, NULL, &reader, &err), STANCE_OK);
    assert_int_equal(stance_reader_next(reader, &d, &err), STANCE_OK);
    assert_true(d && stance_view_is(d->authors, "Press Office"));
    assert_int_equal(stance_reader_next(reader, &d, &err), STANCE_OK);
    assert_null(d);
    stance_reader_close(reader);
}

/* Parts in another order, a document in an archive, and from a pipe. */
static void places(void **state)
{
    (void)state;
    const member parts[] = {TEXT("word/document.xml", DOC(P("Ilse Varga spoke."))), TEXT("docProps/core.xml", core),
                            TEXT("[Content_Types].xml", types)};
    packed p = pack("zip", NULL, parts, 3);
    put_bytes("x", p.data, p.len);
    assert_text("x", "Ilse Varga spoke.\n\n");
    const member outer[] = {{"doc", p.data, p.len, 0}};
    put_pack("y", "zip", NULL, outer, 1);
    assert_text("y", "Ilse Varga spoke.\n\n");
    put_pack("y", "ustar", "xz", outer, 1);
    assert_text("y", "Ilse Varga spoke.\n\n");
    free(p.data);
    FILE *pipe = popen("cat x", "r");
    assert_non_null(pipe);
    assert_true(dup2(fileno(pipe), STDIN_FILENO) >= 0);
    assert_text("-", "Ilse Varga spoke.\n\n");
    pclose(pipe);
    /* an archive that only looks like one at first */
    const member plain[] = {TEXT("word/a.txt", "Ilse Varga spoke."), TEXT("b.txt", "Pavel Oren spoke.")};
    put_pack("z", "zip", NULL, plain, 2);
    assert_reads("z", "z!word/a.txt  none |Ilse Varga spoke.\nz!b.txt  none |Pavel Oren spoke.\n");
}

static void odt(void **state)
{
    (void)state;
#define ODT_TYPE "application/vnd.oasis.opendocument."
    const char content[] =
        "<office:document-content xmlns:office=\"o\" "
        "xmlns:text=\"t\"><office:automatic-styles/><office:body><office:text>"
        "<text:sequence-decls><text:p>no</text:p></text:sequence-decls>"
        "<text:h>Statement</text:h><text:p>Ilse <text:span>Varga</text:span>\n  spoke<text:s text:c=\"2\"/>twice."
        "<text:note><text:note-body><text:p>footnote</text:p></text:note-body></text:note></text:p>"
        "<text:p/><text:p>Second.</text:p></office:text></office:body></office:document-content>";
    const char meta[] =
        "<office:document-meta xmlns:office=\"o\" xmlns:meta=\"m\" xmlns:dc=\"d\"><office:meta>"
        "<dc:title>T</dc:title><meta:creation-date>2021-07-13T09:00:00</meta:creation-date></office:meta>"
        "</office:document-meta>";
    const member parts[] = {TEXT("mimetype", ODT_TYPE "text"), TEXT("content.xml", content), TEXT("meta.xml", meta)};
    put_pack("a.odt", "zip", NULL, parts, 3);
    char *got = read_all("a.odt");
    assert_ptr_equal(strstr(got, "a.odt 2021-07-13 metadata title=T"), got);
    free(got);
    assert_text("a.odt", "Statement\n\nIlse Varga spoke  twice.\n\nSecond.\n\n");
    const member sheet[] = {TEXT("mimetype", ODT_TYPE "spreadsheet"), TEXT("content.xml", content)};
    put_pack("a.ods", "zip", NULL, sheet, 2);
    assert_refuses("a.ods", 0, "a spreadsheet (ods), which cannot be read: save it as CSV");
    const member xlsx[] = {TEXT("[Content_Types].xml", types), TEXT("xl/workbook.xml", "<x/>")};
    put_pack("a.xlsx", "zip", NULL, xlsx, 2);
    assert_refuses("a.xlsx", 0, "a spreadsheet (xlsx), which cannot be read: save it as CSV");
}

static void refusals(void **state)
{
    (void)state;
    put_docx("x", DOC("<w:p><w:r><w:t>Ilse"));
    assert_refuses("x", 0, "an office document that is damaged (");
    put_docx("x", "no XML");
    assert_refuses("x", 0, "an office document that is damaged (");
    put_docx("x", DOC("<w:p/>"));
    assert_refuses("x", 0, "an office document without text");
    put_docx("x", "<!DOCTYPE w [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><w " W ">&b;</w>");
    assert_refuses("x", 0, "an office document that is damaged (it declares entities, which no office program does)");
    put("secret", "Pavel Oren");
    put_docx("x", "<!DOCTYPE w [<!ENTITY a SYSTEM \"secret\">]><w:document " W
                  "><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p>"
                  "</w:body></w:document>");
    assert_refuses("x", 0, "an office document that is damaged");
    /* core properties that are no good cost nothing but themselves */
    const member parts[] = {TEXT("[Content_Types].xml", types), TEXT("docProps/core.xml", "<x"),
                            TEXT("word/document.xml", DOC(P("Ilse Varga spoke.")))};
    put_pack("y", "zip", NULL, parts, 3);
    assert_reads("y", "y  none |Ilse Varga spoke.\n\n");
    /* a bomb: what is one letter here is a gigabyte there */
    const member bomb[] = {TEXT("[Content_Types].xml", types), {"word/document.xml", NULL, 4096, 0}};
    put_pack("z", "zip", NULL, bomb, 2);
    assert_refuses("z", 0, "an office document that is damaged (");
}

static void changed_bytes(void **state)
{
    (void)state;
    const member parts[] = {TEXT("[Content_Types].xml", types), TEXT("docProps/core.xml", core),
                            TEXT("word/document.xml", DOC(P("Ilse Varga spoke.")))};
    packed p = pack("zip", NULL, parts, 3);
    for (size_t at = 0; at < p.len; at++) {
        p.data[at] ^= (char)(1 << at % 8);
        put_bytes("x", p.data, p.len);
        p.data[at] ^= (char)(1 << at % 8);
        free(read_all("x"));
    }
    free(p.data);
}

#define in_folder(f) cmocka_unit_test_setup_teardown(f, folder_make, folder_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_folder(paragraphs), in_folder(places), in_folder(odt), in_folder(refusals), in_folder(changed_bytes),
    };
    return cmocka_run_group_tests_name("docx", tests, NULL, NULL);
}
