/* A directory for each test, and documents to put into databases. The speakers are invented. */
#ifndef STORE_FIXTURE_H
#define STORE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "stance/store.h"

#define LEXICON "1111111111111111111111111111111111111111111111111111111111111111"
#define V(s) stance_view_of(s)
#define assert_ok(call) assert_true_ok((call), &err, #call, __FILE__, __LINE__)
#define assert_fails(call, expected) assert_int_equal((call), (expected))

static inline void assert_true_ok(stance_status status, const stance_error *err, const char *what, const char *file,
                                  int line)
{
    if (status == STANCE_OK) return;
    print_error("%s: %s\n", what, err->message);
    _fail(file, line);
}

typedef struct fixture {
    char dir[64], db[96];
} fixture;

static inline int set_up(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    snprintf(f->dir, sizeof f->dir, "/tmp/stance-store-XXXXXX");
    if (!f || !mkdtemp(f->dir)) return -1;
    snprintf(f->db, sizeof f->db, "%s/a.db", f->dir);
    *state = f;
    return 0;
}

/* Calls the names in dir one by one; returns how many there were. */
static inline int each_file(const char *dir, void (*fn)(const char *path))
{
    int count = 0;
    char path[512];
    DIR *d = opendir(dir);
    for (struct dirent *e; d && (e = readdir(d)) != NULL;) {
        if (e->d_name[0] == '.') continue;
        snprintf(path, sizeof path, "%s/%s", dir, e->d_name);
        if (fn) fn(path);
        count++;
    }
    if (d) closedir(d);
    return count;
}

static inline void remove_file(const char *path)
{
    remove(path);
}

static inline int tear_down(void **state)
{
    fixture *f = *state;
    each_file(f->dir, remove_file);
    rmdir(f->dir);
    free(f);
    return 0;
}

static inline stance_store *open_store(const char *path, stance_access access)
{
    stance_error err = {STANCE_OK, ""};
    stance_store *store;
    assert_ok(stance_store_open(path, access, &store, &err));
    return store;
}

static inline void close_store(stance_store *store)
{
    stance_error err = {STANCE_OK, ""};
    assert_ok(stance_store_close(store, &err));
}

/* Adds one document in a batch of its own. */
static inline stance_added add_one(stance_store *store, const stance_document *document,
                                   const stance_statement *statements, size_t count)
{
    stance_error err = {STANCE_OK, ""};
    stance_added added;
    char hash[65];
    stance_content_hash(document->text, hash);
    assert_ok(stance_store_begin(store, &err));
    assert_ok(stance_store_add(store, document, hash, LEXICON, statements, count, &added, &err));
    assert_ok(stance_store_commit(store, &err));
    return added;
}

/* How many rows a selector gives; ids, when not NULL, gets them joined by blanks. */
static inline int count_rows(stance_store *store, const stance_selector *selector, char *ids, size_t size)
{
    stance_error err = {STANCE_OK, ""};
    stance_cursor *cursor;
    const stance_row *row;
    int count = 0;
    size_t used = 0;
    assert_ok(stance_store_select(store, selector, &cursor, &err));
    for (;; count++) {
        assert_ok(stance_cursor_next(cursor, &row, &err));
        if (!row) break;
        if (ids)
            used += (size_t)snprintf(ids + used, size - used, "%s%.*s:%u", count ? " " : "", (int)row->document.id.len,
                                     row->document.id.data, row->statement.ordinal);
    }
    assert_ok(stance_cursor_next(cursor, &row, &err)); /* the end stays the end */
    assert_null(row);
    stance_cursor_close(cursor);
    return count;
}

/* Five documents: two of 2020, one inferred, one with a month only, one undated. */
static inline void fill(stance_store *store)
{
    static const char text[] =
        "We stand ready to talk. Sanctions help nobody, Ms Orlova said. The talks ended. A head. More follows here.";
    static const stance_span span = {0, 23};
    static const char *const ids[] = {"c.txt", "a.txt", "b.txt", "e.txt", "d.txt"};
    static const stance_date dates[] = {{2020, 3, 1}, {2020, 7, 15}, {2021, 1, 2}, {2020, 12, 0}, {0, 0, 0}};
    static const stance_date_basis bases[] = {STANCE_DATE_HEADER, STANCE_DATE_METADATA, STANCE_DATE_INFERRED,
                                              STANCE_DATE_URL, STANCE_DATE_NONE};
    stance_view arms[] = {V("arms-control"), V("bilateral")}, sanctions[] = {V("sanctions")}, usa[] = {V("usa")},
                eu[] = {V("eu")};
    for (int i = 0; i < 5; i++) {
        char own[160];
        snprintf(own, sizeof own, "%s %d", text, i);
        stance_document document = {.id = V(ids[i]), .text = V(own), .date = dates[i], .basis = bases[i]};
        document.source = V(i % 2 ? "Daily Wire" : "agency.example");
        stance_statement s[] = {
            {.ordinal = 1,
             .mode = STANCE_DIRECT,
             .span = span,
             .content = &span,
             .content_count = 1,
             .speaker = V("Vera Orlova"),
             .actor = V("vera-orlova"),
             .confidence = 900000,
             .topics = arms,
             .topic_count = 2,
             .targets = usa,
             .target_count = 1,
             .tone = {500000, 500000, 0, 1}},
            {.ordinal = 2,
             .mode = STANCE_REPORTED,
             .span = {24, 62},
             .content = &span,
             .content_count = 1,
             .speaker = V(i < 2 ? "V. Orlova" : "Vera Orlova"),
             .actor = V("vera-orlova"),
             .confidence = 500000,
             .topics = sanctions,
             .topic_count = 1,
             .targets = eu,
             .target_count = 1,
             .tone = {-250000, 0, 250000, 1}},
            {.ordinal = 3, .mode = STANCE_NARRATION, .span = {63, 79}},
            {.ordinal = 4,
             .mode = STANCE_REPORTED,
             .place = STANCE_HEAD,
             .span = {80, 87},
             .content = &span,
             .content_count = 1,
             .speaker = V("Jon Falk"),
             .confidence = 700000,
             .topics = sanctions,
             .topic_count = 1},
            {.ordinal = 5,
             .mode = STANCE_DIRECT,
             .span = {88, 106},
             .content = &span,
             .content_count = 1,
             .speaker = V(i == 4 ? "Ida Falk" : "Émile Durand"),
             .confidence = 1000000},
        };
        assert_int_equal(add_one(store, &document, s, 5), STANCE_ADDED_NEW);
    }
}

/* What version 4 added, taken away again. */
#define BACK_TO_VERSION_3                                                                                              \
    "DELETE FROM corrections WHERE field = 'alias'; ALTER TABLE corrections DROP COLUMN name; PRAGMA user_version = "  \
    "3;"

/* What version 3 of the schema added, taken away again: a file as an older stance left it. */
#define BACK_TO_VERSION_2                                                                                              \
    "DROP TABLE found_dates; DROP TABLE found_statements; DROP TABLE corrections; DROP TABLE aliases;"                 \
    "DROP INDEX documents_withdrawn; ALTER TABLE documents DROP COLUMN withdrawn;"                                     \
    "DROP INDEX speakers_by_alias; ALTER TABLE speakers DROP COLUMN alias;"                                            \
    "DROP TABLE codings; DROP TABLE sample_units; DROP TABLE told; PRAGMA user_version = 2;"

#endif
