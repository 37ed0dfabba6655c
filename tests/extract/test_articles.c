/* Whole articles: who says what in each, line by line. tests/extract/articles/NAME.txt is the article (ours), NAME.expected
   what is found in it: mode, speaker, content. The lines were written from the program's output and read one by one against the
   codebook; a few are kept though a coder would mark less ("a charge Holt denied" stands in what Reed said). Where one
   changes, read the article before the new line is taken over. */
#include "extract_test.h"

#include <glob.h>
#include <stdlib.h>

static char *read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file) return NULL;
    char *text = calloc(1, 1 << 20);
    assert_non_null(text);
    size_t n = fread(text, 1, (1 << 20) - 1, file);
    assert_true(n > 0 && n < (1 << 20) - 1);
    fclose(file);
    return text;
}

/* "mode | speaker | content … content", a line a statement; the outlet's own words are left out. */
static char *told(void)
{
    char *out = NULL;
    size_t size = 0;
    FILE *file = open_memstream(&out, &size);
    assert_non_null(file);
    for (size_t i = 0; i < statement_count; i++) {
        const stance_statement *s = &statements[i].statement;
        if (s->mode == STANCE_NARRATION) continue;
        fprintf(file, "%s | %.*s |", stance_mode_name(s->mode), (int)s->speaker.len, s->speaker.data);
        for (size_t k = 0; k < s->content_count; k++) {
            stance_view v = stance_view_cut(document_read.text, s->content[k]);
            fprintf(file, "%s %.*s", k ? " …" : "", (int)v.len, v.data);
        }
        fputc('\n', file);
    }
    assert_int_equal(fclose(file), 0);
    return out;
}

/* The first line in which they differ. */
static void assert_same_lines(const char *name, const char *got, const char *expected)
{
    while (*got || *expected) {
        size_t a = strcspn(got, "\n"), b = strcspn(expected, "\n");
        if (a != b || strncmp(got, expected, a) != 0)
            fail_msg("%s\n  expected %.*s\n  got      %.*s", name, (int)b, expected, (int)a, got);
        got += a + (got[a] == '\n');
        expected += b + (expected[b] == '\n');
    }
}

static void articles(void **state)
{
    (void)state;
    glob_t found_files;
    assert_int_equal(glob("tests/extract/articles/*.txt", 0, NULL, &found_files), 0);
    assert_true(found_files.gl_pathc >= 10);
    for (size_t i = 0; i < found_files.gl_pathc; i++) {
        char path[512];
        const char *name = found_files.gl_pathv[i];
        snprintf(path, sizeof path, "%.*s.expected", (int)(strlen(name) - strlen(".txt")), name);
        char *text = read_file(name), *expected = read_file(path);
        assert_non_null(text);
        extract(text);
        char *got = told();
        if (!expected) fail_msg("%s is missing; the article gives\n%s", path, got);
        assert_same_lines(name, got, expected);
        free(got);
        free(text);
        free(expected);
    }
    globfree(&found_files);
}

/* tests/extract/sentences.txt: a sentence or a few, " // " between paragraphs, then what they give, each line behind blanks. */
static void sentences(void **state)
{
    (void)state;
    char *file = read_file("tests/extract/sentences.txt"), *at = file;
    assert_non_null(file);
    size_t count = 0;
    while (*at) {
        size_t n = strcspn(at, "\n");
        char *text = at, expected[4096] = "";
        at += n + (at[n] == '\n');
        if (n == 0 || *text == '#') continue;
        text[n] = '\0';
        for (char *mark = text; (mark = strstr(mark, " // "));) mark[1] = mark[2] = '\n';
        size_t used = 0;
        while (*at == ' ') {
            at += strspn(at, " ");
            n = strcspn(at, "\n") + 1;
            assert_true(used + n < sizeof expected);
            memcpy(expected + used, at, n);
            used += n;
            at += n;
        }
        expected[used] = '\0';
        extract(text);
        char *got = told();
        assert_same_lines(text, got, expected);
        free(got);
        count++;
    }
    assert_true(count > 50);
    free(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(articles), cmocka_unit_test(sentences)};
    return RUN(tests);
}
