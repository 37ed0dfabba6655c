/* Corrections: what people set right in a store, by whom, why and when. They stay when a document is extracted anew or
   imported again, and everything that was ever set can be listed. */
#ifndef STANCE_CORRECTIONS_H
#define STANCE_CORRECTIONS_H

#include "stance/store.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum stance_field {
    STANCE_FIELD_DATE, /* of a document */
    STANCE_FIELD_SPEAKER,
    STANCE_FIELD_TOPICS,
    STANCE_FIELD_TARGETS,
    STANCE_FIELD_WITHDRAWN, /* of a document; see stance_store_withdraw */
    STANCE_FIELD_ALIAS      /* of a name; see stance_store_merge_names */
} stance_field;

const char *stance_field_name(stance_field field); /* "date" … "alias" */
bool stance_field_parse(stance_view name, stance_field *field);

/* Who changes something, why and when: at is UTC, "2021-07-13T10:00:00Z". All are kept for ever and shown. */
typedef struct stance_stamp {
    stance_view by, why, at;
} stance_stamp;

/* What a correction is about. The numbers hold within one batch. */
typedef struct stance_subject {
    int64_t document, statement; /* statement 0: the whole document */
    char hash[65];               /* of the document */
    char id[32];                 /* "HASH:N", or the digits that tell the document */
    stance_view name;            /* id that the document first came by; lives until the next stance_store_locate */
    stance_standing standing;
} stance_subject;

/* Finds what the user calls by a statement's id (or a beginning of one that no other has: "53aa02:4"), by a document's path or
   id, or by the beginning of its hash (at least four digits). STANCE_ENOTFOUND, or STANCE_ECONFLICT when several fit. */
stance_status stance_store_locate(stance_store *store, stance_view what, stance_subject *out,
                                  stance_error *err) STANCE_CHECKED;

/* text: an ISO date; a name; ids joined by ';'. Empty: none. actor: of a speaker, or no data. */
typedef struct stance_value {
    stance_view text, actor;
} stance_value;

typedef struct stance_set_result {
    stance_view
        before; /* what stood there; lives until the next call. "several values" for a document whose statements differ */
    stance_view after;  /* what was set, or stands there again */
    int64_t statements; /* that it is about */
    int64_t own;        /* of a document's: statements with a correction of their own, which goes before */
} stance_set_result;

/* Sets a value right, for one statement or for all those of a document that somebody made (narration stays narration); the
   date is a document's. A speaker for a statement of narration makes it a reported one; no speaker makes it narration. value
   NULL takes back what was set (STANCE_ENOTFOUND when nothing was): what the program found counts again. Needs an open batch;
   nothing is done when it fails. The value is taken as it is: who asks checks topics and actors. */
stance_status stance_store_set(stance_store *store, const stance_subject *subject, stance_field field,
                               const stance_value *value, const stance_stamp *stamp, stance_set_result *result,
                               stance_error *err) STANCE_CHECKED;

/* Makes a document count nowhere, or (restore) again. purge erases it, too: text, heads, addresses, statements and what was made of
   them; what stays is its hash, so that it is not brought back by an import, the id it came by, its date and source, and what
   people wrote about it. Needs an open batch, and for a purge stance_store_scrub after the commit. STANCE_ECONFLICT when it
   is withdrawn (or is not), or purged already (which another purge does not mind). */
stance_status stance_store_withdraw(stance_store *store, const stance_subject *subject, bool purge,
                                    const stance_stamp *stamp, stance_error *err) STANCE_CHECKED;
stance_status stance_store_restore(stance_store *store, const stance_subject *subject, const stance_stamp *stamp,
                                   stance_error *err) STANCE_CHECKED;
/* Writes the file anew, so that nothing of what was erased is left in its free pages or its WAL. Not within a batch.
   STANCE_ECONFLICT when others have the file open: what was erased is then still to be found in it. */
stance_status stance_store_scrub(stance_store *store, stance_error *err) STANCE_CHECKED;

/* Why a text was withdrawn: stamp->at is empty when it was not. Lives until the next call. */
stance_status stance_store_withdrawal(stance_store *store, const char *hash, stance_stamp *stamp,
                                      stance_error *err) STANCE_CHECKED;

/* ---- what there is ---- */

typedef enum stance_correction_state {
    STANCE_CORRECTION_COUNTS,
    STANCE_CORRECTION_REPLACED, /* by a later one on the same, which sets something else */
    STANCE_CORRECTION_UNDONE,   /* a later one took it back */
    STANCE_CORRECTION_BACK,     /* it takes back an earlier one itself */
    STANCE_CORRECTION_IDLE      /* does not apply at present: what it is about is not stored, or no longer found */
} stance_correction_state;
const char *stance_correction_state_name(stance_correction_state state);

typedef struct stance_correction {
    stance_field field;
    stance_correction_state state;
    int64_t number;       /* in this database, from 1; never given twice */
    int64_t followed_by;  /* number of the next one on the same place and field; 0: it is the last */
    int64_t undoes;       /* of one that takes back: the number of what it takes back; else 0 */
    char hash[65];        /* "" for a name */
    char id[32];          /* of the statement, or the digits that tell the document; "" for a name */
    bool whole;           /* the whole document */
    stance_view name;     /* of an alias: the name that counts as another one; else no data */
    stance_span span;     /* of the statement as it was when this was set */
    stance_view document; /* id it came by; no data: not stored */
    stance_standing standing;
    stance_view before, value, actor; /* value has no data: it takes back. Empty: none. Of an alias: as whom the name
                                         counted, at first as itself, and counts */
    stance_stamp stamp;
} stance_correction;

/* Calls each, the oldest first; statement_key 0: all of them, otherwise those that are about that statement (its document's
   too, and those about the name of its speaker). Views live for the call. */
typedef stance_status (*stance_correction_fn)(void *context, const stance_correction *correction, stance_error *err);
stance_status stance_store_corrections(stance_store *store, int64_t statement_key, stance_correction_fn fn,
                                       void *context, stance_error *err) STANCE_CHECKED;

/* How many corrections of what is stored would count, but do not apply at present. */
stance_status stance_store_count_idle(stance_store *store, int64_t *count, stance_error *err) STANCE_CHECKED;

/* ---- names ---- */

typedef struct stance_alias {
    stance_view name, target; /* target: as it was given */
    stance_view counts_as;    /* where the chain of names ends */
    stance_view actor;        /* of that one; no data: none */
    stance_view by, at, why;
    int64_t statements; /* under the name */
} stance_alias;

/* From now on whoever is called name counts as target: statements that are stored and those that will be. actor: id of the
   target's, or no data; the one that target has in the database is taken then. Replaces what was said of the name; the
   log keeps that.
   STANCE_ECONFLICT when the names would form a circle. Needs an open batch. *statements: how many are concerned. */
stance_status stance_store_merge_names(stance_store *store, stance_view name, const stance_value *target,
                                       const stance_stamp *stamp, int64_t *statements,
                                       stance_error *err) STANCE_CHECKED;
/* Takes that back: the name counts as itself again. STANCE_ENOTFOUND when it is no alias. Needs an open batch. */
stance_status stance_store_part_names(stance_store *store, stance_view name, const stance_stamp *stamp,
                                      int64_t *statements, stance_error *err) STANCE_CHECKED;
/* Calls each, by name. Views live for the call. */
typedef stance_status (*stance_alias_fn)(void *context, const stance_alias *alias, stance_error *err);
stance_status stance_store_aliases(stance_store *store, stance_alias_fn fn, void *context,
                                   stance_error *err) STANCE_CHECKED;

/* ---- extracting anew ---- */

typedef struct stance_rescored {
    int64_t before, after; /* statements */
    int64_t changed;       /* of those that are still there: with another score */
} stance_rescored;

/* The next document with a text after *key (0: the first) that this lexicon did not score (NULL: any); *document is NULL at the
   end. Lives until the next call. */
stance_status stance_store_next_text(stance_store *store, const char *lexicon_hash, int64_t *key, char hash[65],
                                     const stance_document **document, stance_error *err) STANCE_CHECKED;
/* How many documents stance_store_next_text will give, and how many it will not since this lexicon scored them. */
stance_status stance_store_count_texts(stance_store *store, const char *lexicon_hash, int64_t *todo, int64_t *done,
                                       stance_error *err) STANCE_CHECKED;
/* Puts these statements in the place of those that the document has (as stance_store_add), and corrections upon them. The
   numbers in *sum grow. */
stance_status stance_store_replace(stance_store *store, int64_t key, const stance_document *document, const char *hash,
                                   const char *lexicon_hash, const stance_statement *statements, size_t count,
                                   stance_rescored *sum, stance_error *err) STANCE_CHECKED;

#ifdef __cplusplus
}
#endif
#endif
