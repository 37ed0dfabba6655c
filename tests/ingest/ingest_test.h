/* What the tests of reading share: a temporary folder, and a reader whose documents and problems are written down as
   lines. */
#ifndef INGEST_TEST_H
#define INGEST_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/strbuf.h"
#include "stance/ingest.h"

typedef struct folder {
    char path[64];
} folder;

static inline int folder_make(void **state)
{
    folder *f = malloc(sizeof *f);
    assert_non_null(f);
    strcpy(f->path, "/tmp/stance-ingest-XXXXXX");
    assert_non_null(mkdtemp(f->path));
    assert_int_equal(chdir(f->path), 0);
    *state = f;
    return 0;
}

static inline int folder_remove(void **state)
{
    folder *f = *state;
    char command[192];
    assert_int_equal(chdir("/"), 0);
    snprintf(command, sizeof command, "chmod -R u+rwX %s; rm -rf %s", f->path, f->path);
    int status = system(command);
    free(f);
    return status;
}

static inline void put_bytes(const char *name, const void *data, size_t len)
{
    FILE *f = fopen(name, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(data, 1, len, f), len);
    assert_int_equal(fclose(f), 0);
}

static inline void put(const char *name, const char *text)
{
    put_bytes(name, text, strlen(text));
}

static inline void write_problem(void *context, stance_view input, uint64_t line, stance_view reason)
{
    stance_strbuf *out = context;
    stance_strbuf_addf(out, "! %.*s:%d: %.*s\n", (int)input.len, input.data, (int)line, (int)reason.len, reason.data);
}

static inline void write_view(stance_strbuf *out, const char *name, stance_view v)
{
    if (v.data) stance_strbuf_addf(out, " %s=%.*s", name, (int)v.len, v.data);
}

/* Reads to the end; the lines are "id date basis field=… |text" and "! input:line: reason". The caller frees. */
static inline char *read_with(const char *const *paths, size_t count, stance_read_options options)
{
    stance_strbuf out = STANCE_STRBUF_INIT;
    stance_error err;
    stance_reader *reader;
    const stance_document *d;
    options.problem = write_problem;
    options.context = &out;
    assert_int_equal(stance_reader_open(paths, count, &options, &reader, &err), STANCE_OK);
    for (;;) {
        char date[STANCE_DATE_SIZE];
        assert_int_equal(stance_reader_next(reader, &d, &err), STANCE_OK);
        if (!d) break;
        assert_non_null(d->text.data);
        stance_strbuf_addv(&out, d->id);
        stance_strbuf_addf(&out, " %s %s", stance_date_format(d->date, date), stance_date_basis_name(d->basis));
        write_view(&out, "source", d->source);
        write_view(&out, "title", d->title);
        write_view(&out, "speaker", d->speaker);
        write_view(&out, "url", d->url);
        write_view(&out, "language", d->language);
        write_view(&out, "authors", d->authors);
        stance_strbuf_adds(&out, " |");
        stance_strbuf_addv(&out, d->text);
        stance_strbuf_addc(&out, '\n');
    }
    /* The end stays the end. */
    assert_int_equal(stance_reader_next(reader, &d, &err), STANCE_OK);
    assert_null(d);
    uint64_t lines = 0;
    const char *all = stance_strbuf_view(&out).data;
    for (const char *at = all; (at = strstr(at, "! ")) != NULL; at++) lines += at == all || at[-1] == '\n';
    assert_int_equal(stance_reader_refused(reader), lines);
    stance_reader_close(reader);
    char *copy = strdup(all);
    stance_strbuf_free(&out);
    assert_non_null(copy);
    return copy;
}

static inline void assert_reads_with(const char *const *paths, size_t count, stance_read_options options,
                                     const char *expected)
{
    char *got = read_with(paths, count, options);
    assert_string_equal(got, expected);
    free(got);
}

static inline void assert_reads(const char *path, const char *expected)
{
    assert_reads_with(&path, 1, (stance_read_options){.format = STANCE_FORMAT_AUTO}, expected);
}

/* One problem, no document; reason is how it begins. */
static inline void assert_refuses(const char *path, int line, const char *reason)
{
    char want[512];
    char *got = read_with(&path, 1, (stance_read_options){.format = STANCE_FORMAT_AUTO});
    snprintf(want, sizeof want, "! %s:%d: %s", path, line, reason);
    if (strncmp(got, want, strlen(want)) != 0) assert_string_equal(got, want);
    assert_ptr_equal(strchr(got, '\n') + 1, got + strlen(got));
    free(got);
}

#endif
