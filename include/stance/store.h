/* The store: one SQLite file that holds documents, statements and what made their scores. */
#ifndef STANCE_STORE_H
#define STANCE_STORE_H

#include "stance/statement.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Used by one thread at a time; threads open one each. */
typedef struct stance_store stance_store;

typedef enum stance_access {
    STANCE_READ,  /* the file must exist; what it holds is never changed, and nothing is left beside it (read-only media
                    will do). Only what a crashed writer left is put in order, where that can be */
    STANCE_WRITE, /* made when it does not exist; migrated when its schema is older */
    STANCE_CHANGE /* the same for a file that must exist */
} stance_access;

/* Fails with STANCE_ENOTFOUND (no such file, STANCE_READ), STANCE_EFORMAT (not a database, not one of stance, a newer
   schema, damaged), STANCE_ECONFLICT (locked by somebody else for longer than ten seconds), STANCE_EIO. *out is NULL
   then. An empty file counts as a new one. Triggers, views and functions that somebody put into the file never run. */
stance_status stance_store_open(const char *path, stance_access access, stance_store **out,
                                stance_error *err) STANCE_CHECKED;
/* Closes, whatever it returns; after writing, the WAL is checkpointed so that the one file holds everything (when
   others have it open, the last of them does it). Cursors are closed before. store may be NULL. */
stance_status stance_store_close(stance_store *store, stance_error *err) STANCE_CHECKED;

/* One transaction a batch. A batch that is not committed leaves nothing behind; one in which an addition failed
   half-way cannot be committed (STANCE_EIO, and it is rolled back). With STANCE_READ a batch is a snapshot: what is
   read in it agrees, whatever others write meanwhile. */
stance_status stance_store_begin(stance_store *store, stance_error *err) STANCE_CHECKED;
stance_status stance_store_commit(stance_store *store, stance_error *err) STANCE_CHECKED;
void stance_store_rollback(stance_store *store);

/* ---- writing ---- */

typedef enum stance_added {
    STANCE_ADDED_NEW,      /* stored */
    STANCE_ADDED_KNOWN,    /* the same text under the same id: nothing changed */
    STANCE_ADDED_SOURCE,   /* the same text came by another id: that id is noted, nothing else changed */
    STANCE_ADDED_COPY,     /* stored; it is a near-copy of a document that was there, and in one group with it */
    STANCE_ADDED_WITHDRAWN /* the text was withdrawn here, and stays so (stance/corrections.h) */
} stance_added;

/* The 64 hex digits that identify a text (SHA-256 of its bytes). out holds 65 bytes. */
void stance_content_hash(stance_view text, char out[65]);

/* True when a text with this hash is stored (so that its analysis can be left out). */
stance_status stance_store_knows(stance_store *store, const char *hash, bool *known, stance_error *err) STANCE_CHECKED;

/* Stores the document with its statements; needs an open batch. When the text is known (by its hash) statements are not
   looked at. lexicon_hash: 64 hex digits of the lexicon that scored them;
   NULL, with no statements, for a document that no lexicon can score. Ordinals ascend. STANCE_EINVAL, with nothing
   done, for spans outside the text, numbers out of their range and dates that are none. */
stance_status stance_store_add(stance_store *store, const stance_document *document, const char *hash,
                               const char *lexicon_hash, const stance_statement *statements, size_t count,
                               stance_added *added, stance_error *err) STANCE_CHECKED;

/* Notes an input that was refused or is doubtful, for `stance list problems`. Said twice, it is kept
   once. line is 0 when there is none. In a batch it goes with the batch, outside one it is stored at once. */
stance_status stance_store_problem(stance_store *store, stance_view input, uint64_t line, stance_view reason,
                                   stance_error *err) STANCE_CHECKED;

/* A shift in tone, or a period that stands out, that a watch told: so that it tells each once. */
typedef struct stance_told {
    stance_view selection; /* the question, as options */
    stance_view series;    /* "(all)", a topic or a speaker */
    bool alarm;            /* a period that stands out */
} stance_told;

/* Whether one was told whose first day lies in first … last (days since 1970-01-01). */
stance_status stance_store_was_told(stance_store *store, const stance_told *what, int32_t first, int32_t last,
                                    bool *told, stance_error *err) STANCE_CHECKED;
stance_status stance_store_tell(stance_store *store, const stance_told *what, int32_t day,
                                stance_error *err) STANCE_CHECKED;

/* ---- reading ---- */

/* What is said once may be printed often. Near-copies of a document (fingerprints over shingles of words) are in one group
   with it; of a group only the canonical document counts: the earliest (dates that are inferred after those that are not,
   undated last), then the longest, then the one with the least hash; with a source selected, among its documents. And of
   the quotations that several documents of one day have of one speaker, the same word for word but for case, punctuation
   and marks, the first in the order of rows counts. */
typedef enum stance_duplicates {
    STANCE_DUPLICATES_KEEP = 0, /* every statement; row->copy and row->repeated tell */
    STANCE_DUPLICATES_ONCE
} stance_duplicates;

/* Which statements count. Zeroed, it selects every statement. Names are matched without regard to case. */
typedef struct stance_selector {
    stance_view speaker; /* actor id, full name or last name; data NULL: any, narration too unless said_only. A last
                            name counts when nobody is called just so and one person has it. Whoever has an actor is
                            selected under all his spellings */
    stance_view target;  /* actor id; "none": statements without target; data NULL or "any": all */
    stance_view topic;   /* topic id; "none": statements without topic; data NULL: all */
    stance_view source;  /* outlet as stored; data NULL: all */
    bool has_mode;
    stance_mode mode;
    /* whole days, inclusive; all zero: open. With either, documents without a whole date are out */
    stance_date from, to;
    bool dated_only;    /* leave out documents without a whole date */
    bool inferred_too;  /* with dated_only: dates of basis inferred count as well */
    bool said_only;     /* leave out narration and place = head: what series count */
    bool withdrawn_too; /* statements of documents that were withdrawn */
    stance_duplicates duplicates;
    int32_t min_confidence; /* millionths; narration has the confidence it was stored with, mostly 0 */
} stance_selector;

/* Checks that topic, speaker, target and source are known to the database; otherwise STANCE_ENOTFOUND, and the message
   names the nearest known ones (edit distance, or holding the words; at most three). A last name that several have:
   STANCE_ECONFLICT, naming them. from after to: STANCE_EINVAL. stance_store_select does not check: unknown names select
   nothing. */
stance_status stance_store_check_selector(stance_store *store, const stance_selector *selector,
                                          stance_error *err) STANCE_CHECKED;

typedef struct stance_row {
    int64_t key;   /* of the statement in this database */
    char id[32];   /* "HASH:N": 12 hex digits (more only where two documents share 12), the ordinal */
    char hash[65]; /* of the document */
    int64_t document_key;
    stance_document document;   /* all but text; id is the first it came by */
    stance_statement statement; /* views live until the next row; hits are not filled (see stance_store_hits) */
    stance_view text;           /* the words from span.start to span.end */
    bool copy;                  /* another document of its group counts instead */
    bool repeated;              /* quoted already in another document of the day. Both are told by cursors only */
} stance_row;

typedef struct stance_cursor stance_cursor;

/* Rows in the order of date (undated last), document id, ordinal; all from the state of the file at the first row. */
stance_status stance_store_select(stance_store *store, const stance_selector *selector, stance_cursor **out,
                                  stance_error *err) STANCE_CHECKED;
/* *row is NULL at the end. The row lives until the next call. */
stance_status stance_cursor_next(stance_cursor *cursor, const stance_row **row, stance_error *err) STANCE_CHECKED;
void stance_cursor_close(stance_cursor *cursor); /* NULL will do */

/* The row whose id is, or begins with, id ("53aa02:4"; ordinal whole). STANCE_ENOTFOUND, or STANCE_ECONFLICT when the
   prefix fits several (the message lists up to five), or STANCE_EINVAL when it is no id at all. The row lives until the
   store's next stance_store_find. */
stance_status stance_store_find(stance_store *store, stance_view id, const stance_row **row,
                                stance_error *err) STANCE_CHECKED;

/* The hits of a statement, in the order of their steps (kind is not static here); and the text of a document. Live
   until the next call of the same function. */
stance_status stance_store_hits(stance_store *store, int64_t statement_key, const stance_hit **hits, size_t *count,
                                stance_error *err) STANCE_CHECKED;
stance_status stance_store_text(stance_store *store, int64_t document_key, stance_view *text,
                                stance_error *err) STANCE_CHECKED;

/* Calls each document that counts, in the order of date (undated last) and id; document->text is filled. statements is its number
   of statements, sources the number of ids it came by, copies that of the other documents of its group. A callback that fails ends the walk with its status. Callbacks
   may read from the store. */
typedef stance_status (*stance_document_fn)(void *context, const stance_document *document, const char *hash,
                                            int64_t statements, int64_t sources, int64_t copies, stance_error *err);
stance_status stance_store_documents(stance_store *store, stance_document_fn fn, void *context,
                                     stance_error *err) STANCE_CHECKED;
/* The same with those that were withdrawn (document->standing tells); the text of a purged one is NULL. */
stance_status stance_store_all_documents(stance_store *store, stance_document_fn fn, void *context,
                                         stance_error *err) STANCE_CHECKED;

/* A document that has near-copies. */
typedef struct stance_duplicate {
    int64_t group;      /* from 1 */
    bool canonical;     /* it alone counts */
    bool withdrawn;     /* counts nowhere */
    int32_t similarity; /* millionths of the shorter text that are in the longer one, against the canonical one */
    char hash[65];
    stance_document document; /* all but text */
} stance_duplicate;

/* Calls them group by group, the canonical document of each first; the groups in the order of these. */
typedef stance_status (*stance_duplicate_fn)(void *context, const stance_duplicate *duplicate, stance_error *err);
stance_status stance_store_duplicates(stance_store *store, stance_duplicate_fn fn, void *context,
                                      stance_error *err) STANCE_CHECKED;

/* What `stance list` shows. */
typedef enum stance_listing {
    STANCE_LIST_SPEAKERS, /* name, detail = actor id or ""; an actor once, under his commonest spelling */
    STANCE_LIST_TOPICS,   /* topic id */
    STANCE_LIST_TARGETS,  /* actor id */
    STANCE_LIST_SOURCES,  /* outlet */
    STANCE_LIST_DATES,    /* date basis; detail = an example document without a date, else "" */
    STANCE_LIST_PROBLEMS  /* input, detail = reason (with "line N: " before it where there is one) */
} stance_listing;

/* first and last are the dates of the first and last dated statement (zero when there is none). Ordered by statements,
   most first, then by name. Problems count no statements: by input, then line. */
typedef stance_status (*stance_listing_fn)(void *context, stance_view name, stance_view detail, int64_t statements,
                                           int64_t documents, stance_date first, stance_date last, stance_error *err);
stance_status stance_store_list(stance_store *store, stance_listing what, stance_listing_fn fn, void *context,
                                stance_error *err) STANCE_CHECKED;

typedef struct stance_totals {
    int64_t documents, statements, said; /* said: not narration, not head */
    int64_t undated, inferred;           /* documents: without a whole date; with a date of that basis */
    int64_t copies;                      /* documents that are near-copies of canonical ones */
    int64_t unscored;                    /* documents that no lexicon could score, for their language */
    int64_t withdrawn;                   /* documents; all the other numbers leave them out */
    int64_t corrected, corrected_dates;  /* statements, documents in which a correction counts */
    int64_t merged;                      /* names that count as another one */
    int64_t problems;
    stance_date first, last;   /* documents with a whole date */
    char content_hash[65];     /* SHA-256 over the sorted hashes of the documents, a line each */
    char corrections_hash[65]; /* over the corrections and aliases that count; "" when there are none */
    char lexicon_hash[65];     /* "" when no statement, "mixed" when there are several */
} stance_totals;
stance_status stance_store_totals(stance_store *store, stance_totals *totals, stance_error *err) STANCE_CHECKED;

#ifdef __cplusplus
}
#endif
#endif
