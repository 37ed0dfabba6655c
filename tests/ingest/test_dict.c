/* Dictionaries of other programs: what is read, term by term; and that no damaged file does harm. Whole stories of import and
   export are in tests/cli/dictionaries.test. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/strbuf.h"
#include "stance/dictionary.h"

static char path[] = "/tmp/stance-dict-XXXXXX";

static void put(const char *bytes, size_t len)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, len, f), len);
    assert_int_equal(fclose(f), 0);
}

static void on_warning(void *context, const char *place, uint64_t line, const char *message)
{
    (void)place;
    (void)message;
    stance_strbuf_addf(context, "(%u)", (unsigned)line);
}

/* "form CATEGORY:term=value|…" and the lines that were warned of; or the message, without the path. */
static void assert_read(const char *text, const stance_dictionary_form *form, const char *expected)
{
    stance_dictionary d;
    stance_error err = {STANCE_OK, ""};
    stance_strbuf out = STANCE_STRBUF_INIT, warned = STANCE_STRBUF_INIT;
    put(text, strlen(text));
    if (stance_dictionary_read(path, form, on_warning, &warned, &d, &err) != STANCE_OK) {
        stance_strbuf_adds(&out, err.message + strlen(path));
    } else {
        stance_strbuf_adds(&out, stance_dictionary_form_name(d.form));
        for (size_t i = 0; i < d.count; i++) {
            const stance_dictionary_entry *e = &d.entries[i];
            stance_strbuf_addf(&out, "%s%.*s:%.*s", i ? "|" : " ", (int)e->category.len, e->category.data,
                               (int)e->term.len, e->term.data);
            if (e->value > 0 || e->value < 0) stance_strbuf_addf(&out, "=%.2f", e->value);
        }
        if (warned.len) stance_strbuf_addf(&out, " %s", warned.data);
    }
    assert_string_equal(out.data, expected);
    stance_strbuf_free(&out);
    stance_strbuf_free(&warned);
    stance_dictionary_free(&d);
}

static void forms(void **state)
{
    (void)state;
    const stance_dictionary_form liwc = STANCE_FORM_LIWC;
    assert_read("%\r\n1 a\r\n2\tb\r\n%\r\nx y 1 2\r\nz\t\t2\r\n", NULL, "liwc a:x y|b:x y|b:z");
    assert_read("%\n1\ta\n 2\tb\n  3\tc\n 4\td\n%\nx\t3\ny\t4\n", NULL, "liwc a/b/c:x|a/d:y");
    assert_read("%\n1\ta\n%\nun resolution 2585\t1\nlone\nof 1\n", NULL, "liwc a:un resolution 2585|a:of (5)");
    assert_read("%\n%\nx\t1\n", &liwc, ": no term in it, read as liwc; is it of another form? (--as)");
    assert_read("+a\nx*\n\n+b\ny z\n", NULL, "lexicoder a:x*|b:y z");
    assert_read("A\n\tX_Y (1)\n\tB\n\t\tZ (1)\n\tV (1)\nC\n\tW (1)\n", NULL, "wordstat A:X Y|A/B:Z|A:V|C:W");
    assert_read("good\t1.9\t0.9\t[2, 2]\nbad one\t-2.5\t0.6\t[]\nhalf\n", NULL, "vader :good=1.90|:bad one=-2.50 (3)");
    assert_read("term\tvalue\ngood\t2\nbad\t\xE2\x88\x92"
                "1.5\n",
                NULL, "table :good=2.00|:bad=-1.50");
    assert_read("good,1\n\"so, so\",-1\nx,y,\n", NULL, "table :good=1.00|:so, so=-1.00|y:x");
    assert_read("\xEF\xBB\xBF+a\rx\r", NULL, "lexicoder a:x");
}

static void yaml(void **state)
{
    (void)state;
    const stance_dictionary_form form = STANCE_FORM_QUANTEDA;
    assert_read("a:\n  - x\n  - 'it''s'\n  - \"q\\\"r\"\nb:\n- y\nc: z # no\n", NULL,
                "quanteda a:x|a:it's|a:q\"r|b:y|c:z");
    assert_read("a:\n  b: [x, 'y z',\n    v]\n  c:\n    - d:\n        - w\n    - u\n", NULL,
                "quanteda a/b:x|a/b:y z|a/b:v|a/c/d:w|a/c:u");
    assert_read("%YAML 1.2\n---\na:\n  -\n  - x\n...\n", &form, "quanteda a:x");
    assert_read("a: [x]\nb: ~\nc:\nd: [y]\n", &form, "quanteda a:x|d:y");
    assert_read("- x\n", &form, ":1: a word before the first category");
    assert_read("a: [x] y\n", &form, ":1: something stands behind the ]");
    assert_read(
        "a: {b: c}\n", &form,
        ":1: anchors, aliases, tags and block texts have no place in a dictionary; a word that begins with such a "
        "sign stands in quotation marks");
    assert_read("a:\n  <<: x\n", &form, ":2: merge keys have no place in a dictionary");
    assert_read("a:\n\t- x\n", &form, ":2: a tab in the indentation, which YAML does not allow; write blanks");
    assert_read("plain\n", &form, ":1: neither 'category:' nor '- word'");
}

/* Every beginning of a file, and the file with each byte changed in turn: refused or read, never worse. */
static void damage(void **state)
{
    (void)state;
    static const char *const texts[] = {"%\n1\ta\n 2\tb (c)\n%\nx y\t1\t2\nz\t(02 134)2/1\nlike <of>1/2\n",
                                        "a:\n  - x # c\n  - \"q\\\"r\"\n  - b: ['it''s', y]\nc: [d, \"e f\",\n  g]\n",
                                        "<?xml version=\"1.0\"?><dictionary style=\"1\"><cnode name=\"a\"><pnode "
                                        "name=\"x &amp; y\"/></cnode></dictionary>",
                                        "A\n\tX_Y (1)\n\tB\n\t\tZ (2)\n\t@R [X NEAR Y] (1)\n",
                                        "good\t1.9\t0.9\t[2, 2]\nbad\t-2.5\t0.6\t[]\n",
                                        "term,value\n\"so, \"\"so\"\"\",-1.5\nx,positive\n",
                                        "+a\nx*\n+b\ny z\n"};
    for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
        size_t len = strlen(texts[t]);
        char bytes[512];
        for (size_t i = 0; i < 3 * len; i++) {
            memcpy(bytes, texts[t], len);
            if (i >= len) bytes[i % len] = i < 2 * len ? '"' : (char)(bytes[i % len] ^ 0x15);
            put(bytes, i < len ? i : len);
            for (int form = -1; form < STANCE_FORMS; form++) {
                stance_dictionary_form as = form < 0 ? STANCE_FORM_LIWC : (stance_dictionary_form)form;
                stance_dictionary d;
                stance_error err;
                stance_strbuf warned = STANCE_STRBUF_INIT;
                stance_status status =
                    stance_dictionary_read(path, form < 0 ? NULL : &as, on_warning, &warned, &d, &err);
                assert_true(status == STANCE_OK || status == STANCE_EFORMAT);
                stance_dictionary_free(&d);
                stance_strbuf_free(&warned);
            }
        }
    }
}

static int make_path(void **state)
{
    (void)state;
    int fd = mkstemp(path);
    return fd < 0 ? -1 : close(fd);
}

static int remove_path(void **state)
{
    (void)state;
    return unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(forms), cmocka_unit_test(yaml), cmocka_unit_test(damage)};
    return cmocka_run_group_tests(tests, make_path, remove_path);
}
