/* PDF of our own through pdftotext, lines made paragraphs, and programs that behave badly as filters. */
#include "ingest_test.h"

#include <time.h>

#include "ingest/filter.h"
#include "ingest/unwrap.h"

static void unwraps(const char *page, const char *expected)
{
    stance_arena arena = STANCE_ARENA_INIT;
    stance_strbuf out = STANCE_STRBUF_INIT;
    stance_error err;
    assert_int_equal(stance_unwrap(stance_view_of(page), &arena, &out, &err), STANCE_OK);
    assert_string_equal(stance_strbuf_view(&out).data, expected);
    stance_strbuf_free(&out);
    stance_arena_free(&arena);
}

static void paragraphs(void **state)
{
    (void)state;
    unwraps("", "");
    unwraps("\n \n", "");
    unwraps(
        "Statement on Arms Control\n\n"
        "Ilse Varga said on Tuesday that both sides had agreed to go on\n"
        "with the talks. She added that the delegations would meet\n"
        "again in Geneva.\n"
        "Pavel Oren welcomed this and said that his side was ready to\n"
        "send experts.\n",
        "Statement on Arms Control\n\n"
        "Ilse Varga said on Tuesday that both sides had agreed to go on with the talks. She added that the delegations "
        "would meet again in Geneva.\n\n"
        "Pavel Oren welcomed this and said that his side was ready to send experts.\n");
    /* turns and lists keep their lines */
    unwraps("MS. VARGA: We met yesterday for the third time and we shall go on\n"
            "Q Will you go on with the talks on the treaty in the coming months,\n"
            "or not?\n"
            "1. Arms control remains the first of the points on our long agenda\n"
            "2. Visas\n",
            "MS. VARGA: We met yesterday for the third time and we shall go on\n\n"
            "Q Will you go on with the talks on the treaty in the coming months, or not?\n\n"
            "1. Arms control remains the first of the points on our long agenda\n\n"
            "2. Visas\n");
    /* a sentence that a page ends goes on behind it */
    unwraps("Ilse Varga said on Tuesday that both sides had agreed to\n\ngo on with the talks in Geneva.\n",
            "Ilse Varga said on Tuesday that both sides had agreed to go on with the talks in Geneva.\n");
}

static void hyphens(void **state)
{
    (void)state;
    unwraps(
        "Ilse Varga said on Tuesday that both sides had agreed that nego-\n"
        "tiations on arms control would be resumed, and that this arms-\n"
        "control round was the first of the well-prepared ones, with ex-\n"
        "perts of both sides, of the Geneva-\nMoscow line, and of well-\n"
        "prepared staff for soft\xC2\xAD\nware. arms-control matters.\n",
        "Ilse Varga said on Tuesday that both sides had agreed that negotiations on arms control would be resumed, and "
        "that this arms-control round was the first of the well-prepared ones, with experts of both sides, of the "
        "Geneva-Moscow line, and of well-prepared staff for software. arms-control matters.\n");
}

/* The smallest PDF that shows lines of text. */
static void put_pdf(const char *file, const char *const *lines, size_t count)
{
    stance_strbuf page = STANCE_STRBUF_INIT, out = STANCE_STRBUF_INIT;
    size_t at[6];
    stance_strbuf_adds(&page, "BT /F1 12 Tf 14 TL 72 720 Td\n");
    for (size_t i = 0; i < count; i++) stance_strbuf_addf(&page, "(%s) Tj T*\n", lines[i]);
    stance_strbuf_adds(&page, "ET");
    stance_strbuf_adds(&out, "%PDF-1.4\n");
    at[1] = out.len;
    stance_strbuf_adds(&out, "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n");
    at[2] = out.len;
    stance_strbuf_adds(&out, "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n");
    at[3] = out.len;
    stance_strbuf_adds(&out, "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
                             "/Resources<</Font<</F1 5 0 R>>>>>>endobj\n");
    at[4] = out.len;
    stance_strbuf_addf(&out, "4 0 obj<</Length %zu>>stream\n%s\nendstream endobj\n", page.len,
                       stance_strbuf_view(&page).data);
    at[5] = out.len;
    stance_strbuf_adds(&out, "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n");
    size_t xref = out.len;
    stance_strbuf_adds(&out, "xref\n0 6\n0000000000 65535 f \n");
    for (int i = 1; i < 6; i++) stance_strbuf_addf(&out, "%010zu 00000 n \n", at[i]);
    stance_strbuf_addf(&out, "trailer<</Size 6/Root 1 0 R>>\nstartxref\n%zu\n%%%%EOF\n", xref);
    put_bytes(file, out.data, out.len);
    stance_strbuf_free(&page);
    stance_strbuf_free(&out);
}

static void pdf(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "GENEVA, July 13, 2021. /TASS/. Ilse Varga said that both sides had agreed on nego-", "tiations.", "",
        "Pavel Oren, \"R&D\" <of\\256ce>, welcomed the arms-control talks."};
    if (system("command -v pdftotext >/dev/null") != 0) skip();
    put_pdf("a.pdf", lines, 4);
    const char *path = "a.pdf";
    char *got = read_with(&path, 1, (stance_read_options){.format = STANCE_FORMAT_AUTO});
    assert_ptr_equal(strstr(got, "a.pdf 2021-07-13 dateline source=TASS"), got);
    assert_non_null(strstr(got,
                           "|GENEVA, July 13, 2021. /TASS/. Ilse Varga said that both sides had agreed on negotiations."
                           "\n\nPavel Oren, \"R&D\" <office>, welcomed the arms-control talks.\n\n"));
    free(got);
    /* packed, and from a pipe */
    assert_int_equal(system("gzip -k a.pdf"), 0);
    path = "a.pdf.gz";
    got = read_with(&path, 1, (stance_read_options){.format = STANCE_FORMAT_AUTO});
    assert_ptr_equal(strstr(got, "a.pdf.gz 2021-07-13 dateline"), got);
    free(got);
    /* no text, no PDF, only half of one */
    put_pdf("empty.pdf", lines, 0);
    assert_refuses("empty.pdf", 0, "a PDF document without text");
    put("x", "%PDF-1.7 x");
    assert_refuses("x", 0, "a PDF document that cannot be read (");
    assert_int_equal(system("head -c 300 a.pdf >half.pdf"), 0);
    assert_refuses("half.pdf", 0, "a PDF document ");
}

static void no_program(void **state)
{
    (void)state;
    char *path = strdup(getenv("PATH"));
    assert_non_null(path);
    put("x", "%PDF-1.7 x");
    put("y", "Ilse Varga spoke.");
    setenv("PATH", "/nowhere", 1);
    assert_reads(".", "! ./x:0: a PDF document, for which pdftotext is needed: install the package poppler-utils\n"
                      "./y  none |Ilse Varga spoke.\n");
    setenv("PATH", path, 1);
    free(path);
}

/* Runs a line of shell on a file of `size` bytes. */
static stance_filter filtered(const char *line, size_t size, unsigned seconds, size_t most, stance_strbuf *out)
{
    const char *const command[] = {"sh", "-c", line, NULL};
    stance_filter f = {.command = command, .seconds = seconds, .most = most};
    stance_input input = {.fd = -1, .eof = true};
    stance_error err;
    FILE *in = tmpfile();
    assert_non_null(in);
    assert_int_equal(ftruncate(fileno(in), (off_t)size), 0);
    stance_input_open(&input, fileno(in), false);
    assert_int_equal(stance_filter_run(&f, &input, out, &err), STANCE_OK);
    stance_input_free(&input);
    fclose(in);
    f.command = NULL;
    return f;
}

static void filters(void **state)
{
    (void)state;
    enum { MIB = 1 << 20 };
    stance_strbuf out = STANCE_STRBUF_INIT;
    /* as much comes out as goes in, at the same time */
    stance_filter f = filtered("cat", 5 * MIB, 20, 6 * MIB, &out);
    assert_int_equal(f.end, STANCE_FILTER_DONE);
    assert_int_equal(f.code, 0);
    assert_int_equal(out.len, 5 * MIB);
    /* who does not read is not waited for, and his end does us no harm */
    f = filtered("echo no >&2; exit 3", 5 * MIB, 20, MIB, &out);
    assert_int_equal(f.end, STANCE_FILTER_DONE);
    assert_int_equal(f.code, 3);
    assert_string_equal(f.said, "no");
    f = filtered("exec <&-; echo one; echo two", 5 * MIB, 20, MIB, &out);
    assert_int_equal(f.code, 0);
    assert_string_equal(out.data, "one\ntwo\n");
    /* talks without end, to either side */
    f = filtered("yes", 0, 20, MIB, &out);
    assert_int_equal(f.end, STANCE_FILTER_TOO_MUCH);
    f = filtered("head -c 9999999 /dev/zero >&2; echo done", 10, 20, MIB, &out);
    assert_int_equal(f.end, STANCE_FILTER_DONE);
    assert_string_equal(out.data, "done\n");
    /* sleeps */
    time_t before = time(NULL);
    f = filtered("exec sleep 30", 10, 1, MIB, &out);
    assert_int_equal(f.end, STANCE_FILTER_SLOW);
    assert_true(time(NULL) - before < 10);
    f = filtered("kill -9 $$", 10, 20, MIB, &out);
    assert_int_equal(f.end, STANCE_FILTER_KILLED);
    assert_int_equal(f.code, 9);
    stance_strbuf_free(&out);
}

#define in_folder(f) cmocka_unit_test_setup_teardown(f, folder_make, folder_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paragraphs), cmocka_unit_test(hyphens), in_folder(pdf),
        in_folder(no_program),        in_folder(filters),
    };
    return cmocka_run_group_tests_name("pdf", tests, NULL, NULL);
}
