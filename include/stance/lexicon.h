/* The lexicon: what the language knows, read from a folder of TSV files and compiled once. Const and shared by threads. */
#ifndef STANCE_LEXICON_H
#define STANCE_LEXICON_H

#include "stance/error.h"
#include "stance/view.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct stance_lexicon stance_lexicon;

/* Called for every line that cannot be used; the line is left out and the rest is loaded. message says what is wrong and what
   to do about it, and names neither file nor line. line is 0 when the whole file is meant. */
typedef void (*stance_lexicon_problem_fn)(void *context, const char *file, uint64_t line, const char *message);

/* Loads the folders in order; an entry of a later folder replaces the entry of an earlier one that has the same kind and
   pattern. problem may be NULL. Fails (STANCE_ENOTFOUND, STANCE_EIO, STANCE_EFORMAT) when a folder cannot be read or no tone
   entry is left; *out is NULL then. */
stance_status stance_lexicon_load(const char *const *folders, size_t count, stance_lexicon_problem_fn problem,
                                  void *context, stance_lexicon **out, stance_error *err) STANCE_CHECKED;
void stance_lexicon_free(stance_lexicon *lexicon); /* NULL will do */

typedef enum stance_severity {
    STANCE_FINDING_ERROR,   /* the entry does not do what it says */
    STANCE_FINDING_WARNING, /* probably not what was meant */
    STANCE_FINDING_HINT     /* harmless, but worth a look */
} stance_severity;

/* A mistake, or what may be one. All strings live during the call only. */
typedef struct stance_finding {
    const char *file; /* its path */
    uint64_t line;    /* 0: the whole file */
    stance_severity severity;
    const char *code;    /* "duplicate", "family" …: what a note excuses with "ok:duplicate" */
    const char *message; /* what is wrong and what to do about it */
} stance_finding;
typedef void (*stance_lexicon_finding_fn)(void *context, const stance_finding *finding);

/* Loads the folders like stance_lexicon_load and looks for mistakes in those from folders[first] on: syntax, encoding,
   duplicates, contradictions, entries that can never count, signs that disagree in a family of words, actors that hold one
   office at one time. Findings of the loader come first, then the others by file and line. lexicons/README.md lists the
   codes. */
stance_status stance_lexicon_check(const char *const *folders, size_t count, size_t first, stance_lexicon_finding_fn fn,
                                   void *context, stance_lexicon **out, stance_error *err) STANCE_CHECKED;

/* How an entry of one lexicon stands in another. */
typedef enum stance_entry_change { STANCE_ENTRY_ADDED, STANCE_ENTRY_REMOVED, STANCE_ENTRY_CHANGED } stance_entry_change;

typedef struct stance_lexicon_change {
    stance_entry_change change;
    const char *kind;    /* "tone", "terms", … */
    stance_view pattern; /* of an actor: "ID: name" */
    stance_view before,
        after; /* what the entry says, in the words of its columns: "critical 3"; empty where it is missing */
    stance_view
        origin; /* file and line: in the second lexicon, or where it was removed in the first; of words the file */
} stance_lexicon_change;
typedef stance_status (*stance_lexicon_change_fn)(void *context, const stance_lexicon_change *change,
                                                  stance_error *err);

/* Calls the entries and words that differ, by kind and pattern. Patterns are held against each other in small letters; words
   in classes by the forms that they have, one by one. */
stance_status stance_lexicon_compare(const stance_lexicon *a, const stance_lexicon *b, stance_lexicon_change_fn fn,
                                     void *context, stance_error *err) STANCE_CHECKED;

/* 64 hex digits: SHA-256 over names and contents of all files, in order. */
const char *stance_lexicon_hash(const stance_lexicon *lexicon);

/* How many entries there are of a kind ("tone", "terms", …, as the files are called); 0 for an unknown kind. */
size_t stance_lexicon_count(const stance_lexicon *lexicon, const char *kind);

/* The declared topics, in order; *count is their number. */
const stance_view *stance_lexicon_topics(const stance_lexicon *lexicon, size_t *count);
/* What a topic is called in a report: "arms control"; the id itself when it is not declared. */
stance_view stance_lexicon_topic_title(const stance_lexicon *lexicon, stance_view id);

#ifdef __cplusplus
}
#endif
#endif
