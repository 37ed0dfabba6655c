/* What the files of the store share. Nothing here is for other floors. */
#ifndef STANCE_STORE_INTERNAL_H
#define STANCE_STORE_INTERNAL_H

#include "base/arena.h"
#include "base/intern.h"
#include "base/strbuf.h"
#include "stance/corrections.h"
#include "stance/store.h"

#include <sqlite3.h>

#define STANCE_APPLICATION_ID 1398033987 /* "STNC": tells our files from other programs' */
#define STANCE_HASH_DIGITS 64
#define STANCE_UNDATED (-1000000) /* the day of a topic's statement without one: before every date */
#define STANCE_BUSY_MS 10000      /* how long we wait for somebody else's lock */

/* Every fixed query; the SQL stands in sql.c in the same order. */
typedef enum stance_query {
    STANCE_Q_BEGIN_WRITE,
    STANCE_Q_BEGIN_READ,
    STANCE_Q_COMMIT,
    STANCE_Q_ROLLBACK,
    STANCE_Q_DATA_VERSION,

    STANCE_Q_FIND_LEXICON, /* the pairs find/add follow stance_name_kind */
    STANCE_Q_ADD_LEXICON,
    STANCE_Q_FIND_SOURCE,
    STANCE_Q_ADD_SOURCE,
    STANCE_Q_FIND_TOPIC,
    STANCE_Q_ADD_TOPIC,
    STANCE_Q_FIND_ACTOR,
    STANCE_Q_ADD_ACTOR,
    STANCE_Q_FIND_PHRASE,
    STANCE_Q_ADD_PHRASE,
    STANCE_Q_FIND_PATTERN,
    STANCE_Q_ADD_PATTERN,
    STANCE_Q_FIND_SPEAKER,
    STANCE_Q_ADD_SPEAKER,

    STANCE_Q_DOCUMENT_BY_HASH,
    STANCE_Q_ADD_DOCUMENT,
    STANCE_Q_ADD_TEXT,
    STANCE_Q_ADD_DOCUMENT_ID,
    STANCE_Q_ADD_STATEMENT,
    STANCE_Q_ADD_STATEMENT_TOPIC,
    STANCE_Q_ADD_STATEMENT_TARGET,
    STANCE_Q_ADD_HITS,
    STANCE_Q_ADD_PROBLEM,
    STANCE_Q_FIND_PRINT,
    STANCE_Q_ADD_PRINT,
    STANCE_Q_FINGERPRINT,
    STANCE_Q_ADD_FINGERPRINT,
    STANCE_Q_STANDING,
    STANCE_Q_GROUP,
    STANCE_Q_ADD_COPY,
    STANCE_Q_IS_COPY,
    STANCE_Q_IS_COPY_AMONG,

    STANCE_Q_CORRECTIONS_OF,
    STANCE_Q_ADD_CORRECTION,
    STANCE_Q_KEY_OF,
    STANCE_Q_UNLINK_TOPICS,
    STANCE_Q_UNLINK_TARGETS,
    STANCE_Q_SET_ASIDE,
    STANCE_Q_SET_SPEAKER,
    STANCE_Q_SET_NARRATION,
    STANCE_Q_SET_TOPICS,
    STANCE_Q_SET_TARGETS,
    STANCE_Q_SET_DATE,
    STANCE_Q_ATTACH,
    STANCE_Q_WITHDRAWAL,
    STANCE_Q_STAND_AGAIN,
    STANCE_Q_ANY_ALIAS,
    STANCE_Q_FIND_ALIAS,
    STANCE_Q_SET_ALIAS,
    STANCE_Q_NEXT_TEXT,
    STANCE_Q_OLD_SCORES,
    STANCE_Q_DROP_STATEMENTS,
    STANCE_Q_SET_LEXICON,

    STANCE_Q_DOCUMENT,
    STANCE_Q_NEIGHBOURS,
    STANCE_Q_TOPIC,
    STANCE_Q_ACTOR,
    STANCE_Q_TEXT,
    STANCE_Q_HITS,
    STANCE_Q_FIND,
    STANCE_Q_FIND_DOCUMENT,

    STANCE_Q_TOTAL_DOCUMENTS,
    STANCE_Q_TOTAL_STATEMENTS,
    STANCE_Q_TOTAL_PROBLEMS,
    STANCE_Q_TOTAL_COPIES,
    STANCE_Q_TOTAL_CORRECTIONS,
    STANCE_Q_TOTAL_LEXICONS,
    STANCE_Q_ALL_HASHES,
    STANCE_Q_ALL_CORRECTIONS,
    STANCE_QUERY_COUNT
} stance_query;

/* Short strings that recur are stored once, in a table a kind, and known by number. */
typedef enum stance_name_kind {
    STANCE_NAME_LEXICON,
    STANCE_NAME_SOURCE,
    STANCE_NAME_TOPIC,
    STANCE_NAME_ACTOR,
    STANCE_NAME_PHRASE,  /* cues, evidence, effects */
    STANCE_NAME_PATTERN, /* three parts: pattern, origin, kind */
    STANCE_NAME_SPEAKER  /* name, and the number of the actor or 0 */
} stance_name_kind;

/* What is known of those numbers; dropped when a batch is rolled back or somebody else has written. */
typedef struct stance_name_cache {
    stance_arena arena;
    stance_intern keys;
    int64_t *numbers; /* of keys, by their interned id */
    size_t capacity, bytes;
    stance_strbuf key;
} stance_name_cache;

/* Fills a stance_row from the query that begins with STANCE_ROW_COLUMNS; keeps the document from row to row. */
typedef struct stance_loader {
    stance_arena document_arena, row_arena;
    int64_t document_key; /* 0: none loaded */
    stance_view text;
    int id_digits; /* hex digits that an id of this document needs */
    stance_row row;
    int64_t words, speaker; /* of the row: what is quoted, as a number, and who is; 0: nothing, nobody */
} stance_loader;

struct stance_store {
    sqlite3 *db;
    char *path;
    stance_access access;
    bool in_batch;
    bool spoiled; /* an addition failed half-way: the batch may not be committed */
    bool wal;
    int64_t data_version;
    sqlite3_stmt *queries[STANCE_QUERY_COUNT];
    stance_name_cache names;
    stance_loader found;
    stance_arena hits_arena;
    stance_arena print_arena;   /* fingerprints that are being compared */
    stance_arena subject_arena; /* what stance_store_locate and stance_store_set gave */
    stance_arena result_arena;
    stance_arena score_arena;               /* of the document that is extracted anew */
    stance_document next;                   /* that is to be extracted anew */
    stance_strbuf packed;                   /* the one that is being written */
    stance_strbuf text;                     /* what stance_store_text gave */
    stance_strbuf content, lists[2], steps; /* JSON of the statement that is being written; topics and targets */
};

/* ---- schema.c ---- */

/* Tells whether the open file is ours and of this schema; makes or migrates it when access allows. */
stance_status stance_store_schema(stance_store *store, stance_error *err) STANCE_CHECKED;

/* ---- sql.c ---- */

/* Says what SQLite's code means for the user, with the file's name and a remedy. */
stance_status stance_store_fail(stance_store *store, int code, stance_error *err);
/* The kept statement for a query, reset and ready to be bound. */
stance_status stance_store_query(stance_store *store, stance_query which, sqlite3_stmt **stmt,
                                 stance_error *err) STANCE_CHECKED;
/* A statement of the caller's own, to be finalized by him. */
stance_status stance_store_prepare(stance_store *store, const char *sql, sqlite3_stmt **stmt,
                                   stance_error *err) STANCE_CHECKED;
/* Steps once: *row tells whether there is one. At the end, or on failure, the statement is reset. */
stance_status stance_store_step(stance_store *store, sqlite3_stmt *stmt, bool *row, stance_error *err) STANCE_CHECKED;
/* Steps a statement that gives no rows, and resets it. */
stance_status stance_store_run(stance_store *store, sqlite3_stmt *stmt, stance_error *err) STANCE_CHECKED;
/* Runs constant SQL that needs no binding; returns SQLite's code. */
int stance_store_exec(stance_store *store, const char *sql);
/* NULL for a view without data. The bytes must live until the statement has been stepped. */
void stance_store_bind(sqlite3_stmt *stmt, int at, stance_view text);
/* The text of a column; data is NULL for SQL's NULL. Lives until the next step. */
stance_status stance_store_column(stance_store *store, sqlite3_stmt *stmt, int at, stance_view *text,
                                  stance_error *err) STANCE_CHECKED;
/* The same, copied. */
stance_status stance_store_copy(stance_store *store, sqlite3_stmt *stmt, int at, stance_arena *arena, stance_view *text,
                                stance_error *err) STANCE_CHECKED;
/* "the file is damaged": for what a file of ours can never hold. */
stance_status stance_store_damaged(stance_store *store, const char *what, stance_error *err);
/* As many bytes of text as a message should show, cut at a character boundary: for "%.*s". */
int stance_store_shown(stance_view text);

/* ---- names.c ---- */

/* The number of a name; it is added when it is new. */
stance_status stance_store_name(stance_store *store, stance_name_kind kind, const stance_view *parts, size_t count,
                                int64_t actor, int64_t *number, stance_error *err) STANCE_CHECKED;
void stance_store_forget_names(stance_store *store);

/* ---- fold.c ---- */

typedef struct stance_folded {
    uint32_t *points; /* code points without case; runs of white space are one space */
    size_t len;
} stance_folded;

/* points is NULL when memory ran out. */
stance_folded stance_store_fold(stance_arena *arena, stance_view text);
bool stance_folded_equal(stance_folded a, stance_folded b);
/* True when b stands at the end of a as whole words. */
bool stance_folded_ends_with(stance_folded a, stance_folded b);

/* The same as text: equal for names that differ in case and white space only. */
stance_status stance_store_fold_key(stance_arena *arena, stance_view text, stance_view *key,
                                    stance_error *err) STANCE_CHECKED;

/* The names nearest to what was asked for, at most three, as "A, B, C"; empty when none is near. */
typedef struct stance_suggestions {
    stance_view names[3];
    size_t ranks[3];
    size_t count;
} stance_suggestions;

/* Offers a name; `as` is a form of it that is compared (the name itself, its last word, its actor). */
void stance_suggest(stance_suggestions *best, stance_folded wanted, stance_folded as, stance_view name);

/* ---- resolve.c ---- */

/* A selector's names as numbers, in JSON arrays that the query takes apart. data NULL: not asked for. */
typedef struct stance_resolved {
    stance_strbuf speakers, topics, targets, sources;
    bool no_topic, no_target, by_speaker, by_topic, by_target, by_source;
} stance_resolved;

stance_status stance_store_resolve(stance_store *store, const stance_selector *selector, stance_resolved *out,
                                   stance_error *err) STANCE_CHECKED;
void stance_resolved_free(stance_resolved *resolved);

/* ---- row.c ---- */

extern const char stance_row_columns[]; /* "SELECT …" over s, sp, a, c, e */
extern const char stance_row_joins[];   /* what joins sp, a, c and e to s */

/* Reads the current row of stmt into loader->row. */
stance_status stance_store_load(stance_store *store, stance_loader *loader, sqlite3_stmt *stmt,
                                stance_error *err) STANCE_CHECKED;
/* Fills document from columns `at` …: name, date, basis, title, source, url, language, speaker, authors, place,
   date_note. */
stance_status stance_store_load_document(stance_store *store, sqlite3_stmt *stmt, int at, stance_document *document,
                                         stance_error *err) STANCE_CHECKED;
/* How many digits tell this hash from the others in the file, at least 12. */
stance_status stance_store_id_digits(stance_store *store, const char *hash, int *digits,
                                     stance_error *err) STANCE_CHECKED;
/* Copies a hash column, which must be 64 hex digits. */
stance_status stance_store_load_hash(stance_store *store, sqlite3_stmt *stmt, int at, char out[65],
                                     stance_error *err) STANCE_CHECKED;
void stance_loader_free(stance_loader *loader);
/* The spans that a content column holds, within text and in an arena. */
stance_status stance_store_parse_content(stance_store *store, stance_view content, stance_view text,
                                         stance_arena *arena, const stance_span **out, size_t *out_count,
                                         stance_error *err) STANCE_CHECKED;

/* ---- duplicates.c ---- */

/* Finds the group of a document that was just stored, and keeps its fingerprint. *copy tells whether it has one. */
stance_status stance_store_group(stance_store *store, int64_t document, stance_view text, bool *copy,
                                 stance_error *err) STANCE_CHECKED;
/* Whether another one of its group goes before it; among these sources (a JSON array of numbers), when not NULL. */
stance_status stance_store_is_copy(stance_store *store, int64_t document, const stance_strbuf *sources, bool *copy,
                                   stance_error *err) STANCE_CHECKED;
/* Its place in its group, when its date or its standing has changed. */
stance_status stance_store_stand_again(stance_store *store, int64_t document, stance_error *err) STANCE_CHECKED;

/* ---- repeats.c ---- */

typedef struct stance_repeats {
    struct stance_quote *quotes;
    size_t count, capacity;
    int32_t day;
} stance_repeats;

/* Tells whether the words were quoted from the speaker in another document of the same day. Days come in order. */
stance_status stance_repeats_add(stance_repeats *repeats, int32_t day, int64_t words, int64_t speaker, int64_t document,
                                 bool *repeated, stance_error *err) STANCE_CHECKED;
void stance_repeats_free(stance_repeats *repeats);

/* ---- write.c ---- */

/* What stance_store_add refuses. */
stance_status stance_store_check(stance_store *store, const stance_document *document, const char *hash,
                                 const char *lexicon_hash, const stance_statement *statements, size_t count,
                                 stance_error *err) STANCE_CHECKED;
/* Adds the statements of a document that is there. */
stance_status stance_store_add_statements(stance_store *store, int64_t key, const stance_document *document,
                                          const stance_statement *statements, size_t count,
                                          stance_error *err) STANCE_CHECKED;
/* The number of a lexicon; NULL: of none. */
stance_status stance_store_lexicon(stance_store *store, const char *lexicon_hash, int64_t *number,
                                   stance_error *err) STANCE_CHECKED;

/* ---- apply.c ---- */

/* Puts the corrections that there are upon a stored document, and takes off what does not count any more. */
stance_status stance_store_apply(stance_store *store, int64_t document, const char *hash,
                                 stance_error *err) STANCE_CHECKED;
/* Takes the document's statements out of the tables of the selectors. */
stance_status stance_store_unlink(stance_store *store, int64_t document, stance_error *err) STANCE_CHECKED;

/* ---- corrections.c ---- */

/* Adds a row to the log: value without data takes back. The place is that of the statement, or the one at which a correction
   that it has already was set, so that the new one goes before it. */
stance_status stance_store_log(stance_store *store, const stance_subject *subject, stance_field field,
                               stance_view before, const stance_value *value, const stance_stamp *stamp,
                               stance_error *err) STANCE_CHECKED;
/* Whether there is an open batch that may write. */
stance_status stance_store_may_write(stance_store *store, stance_error *err) STANCE_CHECKED;

/* ---- aliases.c ---- */

/* Called for a speaker that was just added: whom he counts as. */
stance_status stance_store_new_speaker(stance_store *store, stance_view name, bool has_actor, int64_t number,
                                       stance_error *err) STANCE_CHECKED;

typedef struct stance_names {
    stance_view *keys; /* folded, in an arena */
    size_t count, capacity;
} stance_names;

/* The speaker of a statement as his document names him, and the names that the aliases lead to from there. */
stance_status stance_store_names_of(stance_store *store, int64_t statement, stance_arena *arena, stance_names *out,
                                    stance_error *err) STANCE_CHECKED;

/* ---- upgrade.c ---- */

/* What version 2 keeps and a file of version 1 lacks: fingerprints, groups, the numbers of quoted words. */
stance_status stance_store_upgrade_2(stance_store *store, stance_error *err) STANCE_CHECKED;

#endif
