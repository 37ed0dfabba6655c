/* What the parts of the loader share: the kinds of file there are, and the file that is read. */
#ifndef STANCE_LEXICON_LOADER_H
#define STANCE_LEXICON_LOADER_H

#include "lexicon/lexicon.h"
#include "lexicon/table.h"

/* Kinds of file that hold no patterns, behind those that do. */
enum {
    STANCE_FILE_TOPICS = STANCE_KIND_COUNT,
    STANCE_FILE_ABBREVIATIONS,
    STANCE_FILE_IRREGULAR,
    STANCE_FILE_GIVEN,
    STANCE_FILE_WORDS,
    STANCE_FILE_TITLES,
    STANCE_FILE_KINDS
};

enum { STANCE_LAYOUT_COLUMNS = 9, STANCE_LAYOUT_CLASSES = 96 };

typedef struct stance_layout {
    const char *name;                           /* of the file, up to the first - or . */
    const char *columns[STANCE_LAYOUT_COLUMNS]; /* that must be there, note aside; NULL ends them */
    const char *classes[STANCE_LAYOUT_CLASSES]; /* NULL ends them */
} stance_layout;

extern const stance_layout stance_layouts[STANCE_FILE_KINDS];
/* What stands in the columns form and frame of cues, bit n for frame n, and in scope of reversers; NULL ends them. */
extern const char *const stance_cue_forms[], *const stance_cue_frames[], *const stance_reverser_scopes[];

/* The kind of a file by its name, or -1. */
int stance_file_kind(const char *name);

typedef struct stance_lexicon_file {
    char *path;
    char name[128]; /* without the folder */
    int kind;
    uint16_t folder; /* which of the folders, from 0 */
    stance_view content;
} stance_lexicon_file;

typedef struct stance_loader {
    stance_lexicon *lexicon;
    stance_lexicon_problem_fn problem;
    void *context;
    stance_lexicon_file *files;
    size_t file_count, file_capacity;
    stance_arena scratch;
    stance_intern keys; /* kind and pattern -> entry, to find what a later folder replaces */
    uint32_t *key_entries;
    size_t key_capacity;
    uint16_t folder_first_file;  /* files from here on are of the present folder */
    uint32_t folder_first_actor; /* likewise */
    stance_lexicon_file unknown; /* a file of no kind, while it is complained of */
    const stance_lexicon_file *file;
    char key[512]; /* room for the key that is looked up */
    stance_table table;
    int at[STANCE_LAYOUT_COLUMNS]; /* where the columns of the layout stand in this file */
    stance_view cells[STANCE_COLUMNS_MAX];
} stance_loader;

/* The cell of the layout's column n. */
static inline stance_view stance_cell(const stance_loader *ld, int n)
{
    return ld->cells[ld->at[n]];
}

/* classes.c: the number of a word, for which the table by word id is made long enough; *table holds members of that size. */
stance_status stance_number_word(stance_lexicon *lx, stance_view word, void *table, size_t *words, size_t size,
                                 uint32_t *id, stance_error *err) STANCE_CHECKED;
/* A word as words.tsv writes it, in small letters, gets the class, one of STANCE_WORD_…; STANCE_EFORMAT: it cannot. */
stance_status stance_add_class(stance_lexicon *lx, stance_view word, uint8_t class, stance_error *err) STANCE_CHECKED;
/* It loses those of the classes, bit n for class n, that it has; false when it has none of them. */
bool stance_drop_classes(stance_lexicon *lx, stance_view word, uint64_t classes);

/* The entries, or what else the present row says. A failure but STANCE_ENOMEM means that the row cannot be used. */
stance_status stance_read_row(stance_loader *ld, uint16_t file, stance_error *err) STANCE_CHECKED;

#endif
