/* Dictionaries of other programs: read into lexicon files, and written from a lexicon. */
#ifndef STANCE_DICTIONARY_H
#define STANCE_DICTIONARY_H

#include "stance/lexicon.h"

#ifdef __cplusplus
extern "C" {
#endif

struct stance_strbuf; /* base/strbuf.h */

typedef enum stance_dictionary_form {
    STANCE_FORM_LIWC,       /* .dic: categories between % lines, then words with their numbers */
    STANCE_FORM_QUANTEDA,   /* YAML: nested categories, lists of words */
    STANCE_FORM_LEXICODER,  /* .lc3: +category, then a word a line */
    STANCE_FORM_YOSHIKODER, /* .ykd: XML */
    STANCE_FORM_WORDSTAT,   /* .cat: categories and words by indentation */
    STANCE_FORM_VADER,      /* token, mean, standard deviation, ratings */
    STANCE_FORM_TABLE,      /* TSV or CSV: term, value */
    STANCE_FORMS
} stance_dictionary_form;

const char *stance_dictionary_form_name(stance_dictionary_form form); /* "liwc" … */
bool stance_dictionary_form_parse(stance_view name, stance_dictionary_form *form);

/* What is left out, where, and why. line 0: the whole file, or no line to name. */
typedef void (*stance_dictionary_warning_fn)(void *context, const char *place, uint64_t line, const char *message);

typedef struct stance_dictionary_entry {
    stance_view term;     /* as the file has it, blanks made one */
    stance_view category; /* with those above it: "Affect/Positive"; empty for words with values */
    double value;         /* of forms that rate words; otherwise 0 */
    uint32_t line;
} stance_dictionary_entry;

typedef struct stance_dictionary {
    stance_dictionary_form form;
    stance_dictionary_entry *entries;
    size_t count, capacity;
    bool rated; /* entries have values, not categories */
    struct stance_dictionary_memory *memory;
} stance_dictionary;

/* form NULL: told by the content. Refuses (STANCE_EFORMAT) what is not UTF-8, larger than 64 MiB, nested deeper than 32, XML with
   a document type, YAML with anchors, tags or several documents. Free with stance_dictionary_free, also after a failure. */
stance_status stance_dictionary_read(const char *path, const stance_dictionary_form *form,
                                     stance_dictionary_warning_fn warn, void *context, stance_dictionary *out,
                                     stance_error *err) STANCE_CHECKED;
void stance_dictionary_free(stance_dictionary *dictionary);

typedef struct stance_dictionary_written {
    size_t tone, terms, shifters, masks; /* entries */
    size_t left_out;                     /* terms, each warned of */
} stance_dictionary_written;

/* Writes the dictionary as lexicon files into the folder, which is made when it is missing; files that are there already are not
   overwritten (STANCE_ECONFLICT). maps: "CATEGORY=tone:+2", "=topic:ID" or "=topic:ID:WEIGHT", "=negator", "=mask",
   "=drop", in any case, the last name of a category or all of it; what is not mapped goes by its name where that says what it
   is (positive, negemo, critical_3 …) or else is left out. Topics that shipped does not declare are declared.
   STANCE_EINVAL for a map that cannot be understood or fits no category. */
stance_status stance_dictionary_to_lexicon(const stance_dictionary *dictionary, const char *path,
                                           const char *const *maps, size_t map_count, const stance_lexicon *shipped,
                                           const char *folder, stance_dictionary_warning_fn warn, void *context,
                                           stance_dictionary_written *written, stance_error *err) STANCE_CHECKED;

/* Appends the tone entries of the lexicon, and its terms where the form has categories. Patterns are written out: every
   alternative, every inflected form. What the form cannot say is warned of with file and line. */
stance_status stance_dictionary_export(const stance_lexicon *lexicon, stance_dictionary_form form,
                                       stance_dictionary_warning_fn warn, void *context, struct stance_strbuf *out,
                                       stance_error *err) STANCE_CHECKED;

#ifdef __cplusplus
}
#endif
#endif
