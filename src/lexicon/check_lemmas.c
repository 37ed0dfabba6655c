/* "spoke~" has the forms of a lemma of its own (spokes, spoked) and misses those of speak, without a sound. */
#include "lexicon/check.h"
#include "lexicon/inflect.h"

typedef struct forms {
    stance_intern words;
    stance_view *lemmas; /* by number in words: the first that has the form */
    size_t capacity;
} forms;

static bool ends_in_ing(stance_view w)
{
    return w.len > 3 && memcmp(w.data + w.len - 3, "ing", 3) == 0;
}

/* A form that is a lemma too (lay, of lie) may be meant as that, and what ends in -ing is a noun as well: briefings. */
static stance_status add_form(stance_checker *ck, forms *f, stance_view lemma, stance_view form, stance_error *err)
{
    const stance_intern *lemmas = &ck->lexicon->irregular.words;
    if (ends_in_ing(form) || stance_intern_find(lemmas, form) != STANCE_NO_ID) return STANCE_OK;
    size_t known = f->words.count;
    uint32_t id = stance_intern_add(&f->words, form);
    if (id == STANCE_NO_ID || (id == known && !STANCE_PUSH(&ck->arena, f->lemmas, known, f->capacity, lemma)))
        return stance_fail_memory(err);
    return STANCE_OK;
}

static stance_status note_forms(stance_checker *ck, forms *f, stance_error *err)
{
    const stance_lexicon *lx = ck->lexicon;
    stance_intern_init(&f->words, &ck->arena);
    for (uint32_t i = 0; i < lx->irregular.words.count; i++) {
        stance_view list = lx->irregular.texts[i];
        for (stance_view form; (form = stance_next_form(&list)).len;)
            STANCE_TRY(add_form(ck, f, lx->irregular.words.strings[i], form, err));
    }
    return STANCE_OK;
}

/* The word before the ~ at `at`, in small letters. */
static stance_view word_before(stance_view pattern, size_t at, char *room, size_t size)
{
    size_t first = at, n = 0;
    while (first > 0 && !strchr(" -()|^~*", pattern.data[first - 1])) first--;
    for (; first < at && n < size; first++) {
        char c = pattern.data[first];
        room[n++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    return (stance_view){room, n};
}

static stance_status check_words(stance_checker *ck, const forms *f, stance_view pattern, uint16_t file, uint32_t line,
                                 stance_error *err)
{
    for (size_t at = 1; at < pattern.len; at++) {
        char room[128];
        if (pattern.data[at] != '~') continue;
        stance_view word = word_before(pattern, at, room, sizeof room);
        uint32_t form = stance_intern_find(&f->words, word);
        if (form == STANCE_NO_ID) continue;
        stance_view lemma = f->lemmas[form];
        STANCE_TRY(stance_check_add(ck, file, line, STANCE_FINDING_WARNING, STANCE_CHECK_LEMMA, err,
                                    "'%.*s~' is no lemma but a form of '%.*s', whose other forms it misses; write "
                                    "%.*s~, or ok:lemma in the note where another word is meant",
                                    (int)word.len, word.data, (int)lemma.len, lemma.data, (int)lemma.len, lemma.data));
    }
    return STANCE_OK;
}

/* The words of words.tsv are no entries: read once more. */
static stance_status check_classes(stance_checker *ck, const forms *f, uint16_t file, stance_error *err)
{
    stance_view cells[STANCE_COLUMNS_MAX];
    stance_table table;
    stance_error ignored;
    bool extra;
    if (stance_table_open(&table, ck->lexicon->sources[file].content, &ignored) != STANCE_OK) return STANCE_OK;
    int word = stance_table_column(&table, stance_layouts[STANCE_FILE_WORDS].columns[0]);
    while (word >= 0 && stance_table_next(&table, cells, &extra))
        STANCE_TRY(check_words(ck, f, cells[word], file, (uint32_t)table.line, err));
    return STANCE_OK;
}

stance_status stance_check_lemmas(stance_checker *ck, stance_error *err)
{
    const stance_lexicon *lx = ck->lexicon;
    forms f = {.lemmas = NULL};
    STANCE_TRY(note_forms(ck, &f, err));
    for (size_t i = 0; i < lx->entry_count; i++) {
        const stance_entry *e = &lx->entries[i];
        if (!e->replaced) STANCE_TRY(check_words(ck, &f, e->pattern, e->file, e->line, err));
    }
    for (size_t i = 0; i < lx->file_count; i++) {
        if (lx->sources[i].kind == STANCE_FILE_WORDS) STANCE_TRY(check_classes(ck, &f, (uint16_t)i, err));
    }
    return STANCE_OK;
}
