/* What `export documents` writes, `import` reads back unchanged: random texts of everything that Unicode has. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/strbuf.h"
#include "stance/pipeline.h"
#include "stance/record.h"

enum { DOCUMENTS = 400, LONG = 200000 };

typedef struct fixture {
    char dir[64];
    uint64_t state;
    stance_lexicon *lexicon;
} fixture;

static uint32_t draw(fixture *f, uint32_t below)
{
    f->state = f->state * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)(f->state >> 33) % below;
}

static int set_up(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    stance_error err;
    const char *folder = "lexicons/en";
    size_t problems = 0;
    if (!f) return -1;
    snprintf(f->dir, sizeof f->dir, "/tmp/stance-roundtrip-XXXXXX");
    f->state = 20211102;
    *state = f;
    if (!mkdtemp(f->dir)) return -1;
    return stance_lexicon_load(&folder, 1, NULL, &problems, &f->lexicon, &err) == STANCE_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", f->dir);
    int failed = system(command);
    stance_lexicon_free(f->lexicon);
    free(f);
    return failed;
}

static void put_code(stance_strbuf *out, uint32_t c)
{
    if (c < 0x80) {
        stance_strbuf_addc(out, (char)c);
    } else if (c < 0x800) {
        stance_strbuf_addc(out, (char)(unsigned char)(0xC0 | c >> 6));
        stance_strbuf_addc(out, (char)(unsigned char)(0x80 | (c & 63)));
    } else if (c < 0x10000) {
        stance_strbuf_addc(out, (char)(unsigned char)(0xE0 | c >> 12));
        stance_strbuf_addc(out, (char)(unsigned char)(0x80 | (c >> 6 & 63)));
        stance_strbuf_addc(out, (char)(unsigned char)(0x80 | (c & 63)));
    } else {
        stance_strbuf_addc(out, (char)(unsigned char)(0xF0 | c >> 18));
        stance_strbuf_addc(out, (char)(unsigned char)(0x80 | (c >> 12 & 63)));
        stance_strbuf_addc(out, (char)(unsigned char)(0x80 | (c >> 6 & 63)));
        stance_strbuf_addc(out, (char)(unsigned char)(0x80 | (c & 63)));
    }
}

/* Controls, quotes and backslashes, letters, C1, BMP, astral planes, non-characters, marks of direction. */
static uint32_t draw_code(fixture *f)
{
    static const uint16_t odd[] = {0xFEFF, 0x2028, 0x2029, 0xFFFD, 0xFFFF, 0xFFFE,
                                   0x202E, 0x200B, 0xAD,   0xA0,   0x85,   0x301};
    uint32_t c;
    switch (draw(f, 10)) {
    case 0: return 1 + draw(f, 31); /* U+0000 is refused by itself */
    case 1: return (uint32_t) "\"\\/{}[],:'\n\r\t<&\x7F"[draw(f, 16)];
    case 2: return 0x80 + draw(f, 0x780);
    case 3: return odd[draw(f, sizeof odd / sizeof *odd)];
    case 4: c = 0x800 + draw(f, 0xF800); return c >= 0xD800 && c < 0xE000 ? ' ' : c;
    case 5: return 0x10000 + draw(f, 0x100000);
    default: return draw(f, 4) ? 'a' + draw(f, 26) : ' ';
    }
}

static void put_text(fixture *f, stance_strbuf *out, size_t length)
{
    static const char *const phrases[] = {"\"We are ready to talk,\" Minister Vera Orlova said.\n\n",
                                          "He said: \xE2\x80\x9CNo.\xE2\x80\x9D ",
                                          "MOSCOW, July 13. /WIRE/. ",
                                          "5.2.2021 ",
                                          "{\"text\":\"x\"}\n",
                                          "\\u0000 \\\" ",
                                          "a,b;\"c\"\n"};
    stance_strbuf_addc(out, (char)('a' + draw(f, 26))); /* never blank */
    while (out->len < length) {
        if (draw(f, 30) == 0) stance_strbuf_adds(out, phrases[draw(f, sizeof phrases / sizeof *phrases)]);
        else put_code(out, draw_code(f));
    }
}

static void put_field(fixture *f, stance_strbuf *out, const char *key)
{
    stance_strbuf value = STANCE_STRBUF_INIT;
    if (draw(f, 3) == 0) return; /* left out */
    put_text(f, &value, draw(f, 40));
    stance_strbuf_addf(out, "\"%s\": ", key);
    stance_write_json_string(out, stance_strbuf_view(&value));
    stance_strbuf_adds(out, ", ");
    stance_strbuf_free(&value);
}

static void put_document(fixture *f, stance_strbuf *out, int i)
{
    static const char *const bases[] = {"none", "metadata", "header", "dateline", "page", "url", "text", "inferred"};
    static const char *const keys[] = {"source", "title", "url", "speaker", "authors", "place", "date_note"};
    stance_strbuf text = STANCE_STRBUF_INIT;
    stance_strbuf_addf(out, "{\"id\": \"doc %d\", ", i);
    switch (draw(f, 5)) {
    case 0: stance_strbuf_adds(out, "\"date\": null, \"date_basis\": \"none\", "); break;
    case 1: break; /* it is looked for in the text */
    case 2:
        stance_strbuf_addf(out, "\"date\": \"%u-%02u\", \"date_basis\": \"url\", ", 1990 + draw(f, 40),
                           1 + draw(f, 12));
        break;
    default:
        stance_strbuf_addf(out, "\"date\": \"%u-%02u-%02u\", \"date_basis\": \"%s\", ", 1990 + draw(f, 40),
                           1 + draw(f, 12), 1 + draw(f, 28), bases[1 + draw(f, 7)]);
    }
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) put_field(f, out, keys[k]);
    if (draw(f, 4) == 0) stance_strbuf_adds(out, "\"language\": \"en\", ");
    put_text(f, &text, i % 100 == 7 ? LONG : draw(f, 2000));
    stance_strbuf_adds(out, "\"text\": ");
    stance_write_json_string(out, stance_strbuf_view(&text));
    stance_strbuf_adds(out, "}\n");
    stance_strbuf_free(&text);
}

static void write_file(const char *path, stance_view content)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(content.data, 1, content.len, file), content.len);
    assert_int_equal(fclose(file), 0);
}

static stance_status export_document(void *context, const stance_document *document, const char *hash,
                                     int64_t statements, int64_t sources, int64_t copies, stance_error *err)
{
    (void)hash, (void)statements, (void)sources, (void)copies;
    stance_write_document_json(context, document);
    return stance_strbuf_ok(context, err);
}

static void on_problem(void *context, stance_view input, uint64_t line, stance_view reason)
{
    (void)context, (void)input;
    print_error("line %u: %.*s\n", (unsigned)line, (int)reason.len, reason.data);
}

/* Imports a file into a new database and returns what it exports. */
static stance_strbuf pass(fixture *f, const char *path, const char *name)
{
    stance_strbuf out = STANCE_STRBUF_INIT;
    stance_store *store;
    stance_error err = {STANCE_OK, ""};
    stance_import_summary summary;
    char db[96];
    stance_read_options options = {.problem = on_problem};
    snprintf(db, sizeof db, "%s/%s", f->dir, name);
    if (stance_store_open(db, STANCE_WRITE, &store, &err) != STANCE_OK ||
        stance_import(store, f->lexicon, &path, 1, &options, 2, NULL, NULL, &summary, &err) != STANCE_OK ||
        stance_store_documents(store, export_document, &out, &err) != STANCE_OK)
        fail_msg("%s", err.message);
    assert_int_equal(summary.refused, 0);
    assert_int_equal(summary.added, DOCUMENTS);
    assert_int_equal(stance_store_close(store, &err), STANCE_OK);
    return out;
}

static void test_round_trip(void **state)
{
    fixture *f = *state;
    char path[96];
    stance_strbuf input = STANCE_STRBUF_INIT;
    for (int i = 0; i < DOCUMENTS; i++) put_document(f, &input, i);
    assert_false(input.failed);
    snprintf(path, sizeof path, "%s/in.jsonl", f->dir);
    write_file(path, stance_strbuf_view(&input));
    stance_strbuf once = pass(f, path, "one.db");
    snprintf(path, sizeof path, "%s/again.jsonl", f->dir);
    write_file(path, stance_strbuf_view(&once));
    stance_strbuf twice = pass(f, path, "two.db");
    for (size_t i = 0, line = 0; i < once.len && i < twice.len; i++) { /* show where, not only that */
        if (once.data[i] == '\n') line = i + 1;
        if (once.data[i] == twice.data[i]) continue;
        size_t from = i > line + 60 ? i - 60 : line;
        fail_msg("once: %.120s\ntwice: %.120s", once.data + from, twice.data + from);
    }
    assert_int_equal(once.len, twice.len);
    stance_strbuf_free(&input);
    stance_strbuf_free(&once);
    stance_strbuf_free(&twice);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(test_round_trip, set_up, tear_down)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
