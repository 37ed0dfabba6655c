/* What the parts of the checker share. Each looks for one family of mistakes and adds findings. */
#ifndef STANCE_LEXICON_CHECK_H
#define STANCE_LEXICON_CHECK_H

#include "lexicon/loader.h"

typedef enum stance_check_code {
    STANCE_CHECK_SYNTAX,        /* the loader could not use the line */
    STANCE_CHECK_ENCODING,      /* characters that are not what they look like */
    STANCE_CHECK_BLANKS,        /* at the edge of a cell, or two in a row */
    STANCE_CHECK_DUPLICATE,     /* two entries that match the same words and say the same */
    STANCE_CHECK_CONTRADICTION, /* … and say the opposite */
    STANCE_CHECK_UNREACHABLE,   /* words that no text has */
    STANCE_CHECK_SHADOWED,      /* words that another entry always takes first */
    STANCE_CHECK_FAMILY,        /* signs that disagree within a family of words */
    STANCE_CHECK_LEMMA,         /* ~ behind an inflected form */
    STANCE_CHECK_DATES,         /* an office that ends before it begins */
    STANCE_CHECK_OFFICE,        /* two holders of one office at one time */
    STANCE_CHECK_AMBIGUOUS,     /* one name for two actors at one time */
    STANCE_CHECK_STALE,         /* an exception that excuses nothing */
    STANCE_CHECK_CODES
} stance_check_code;

typedef struct stance_check_line {
    stance_view note;
    uint32_t excused; /* bit n: a finding of code n was left out for the note's sake */
} stance_check_line;

typedef struct stance_check_finding {
    uint32_t line;
    uint16_t file;
    stance_severity severity;
    stance_check_code code;
    stance_view message;
} stance_check_finding;

typedef struct stance_checker {
    const stance_lexicon *lexicon;
    uint16_t first_folder; /* files of earlier ones are not reported on */
    stance_arena arena;
    stance_check_line **lines; /* by file and line, from 1; NULL: the file was not read */
    uint32_t *line_counts;
    stance_check_finding *findings;
    size_t count, capacity;
} stance_checker;

/* Adds a finding, unless its file is not reported on or the note of its line excuses it ("ok:CODE"). */
stance_status stance_check_add(stance_checker *ck, uint16_t file, uint32_t line, stance_severity severity,
                               stance_check_code code, stance_error *err, const char *fmt, ...)
    STANCE_PRINTF(7, 8) STANCE_CHECKED;

/* "file.tsv:12" of an entry, in the checker's arena. */
const char *stance_check_place(stance_checker *ck, const stance_entry *e);

stance_status stance_check_text(stance_checker *ck, stance_error *err) STANCE_CHECKED;
stance_status stance_check_patterns(stance_checker *ck, stance_error *err) STANCE_CHECKED;
stance_status stance_check_families(stance_checker *ck, stance_error *err) STANCE_CHECKED;
stance_status stance_check_lemmas(stance_checker *ck, stance_error *err) STANCE_CHECKED;
stance_status stance_check_actors(stance_checker *ck, stance_error *err) STANCE_CHECKED;

#endif
