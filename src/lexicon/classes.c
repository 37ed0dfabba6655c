/* Classes of words, as words.tsv gives them: of the words of a text in a table by word id, of those of patterns in a list. */
#include "lexicon/inflect.h"
#include "lexicon/loader.h"

stance_status stance_number_word(stance_lexicon *lx, stance_view word, void *table, size_t *words, size_t size,
                                 uint32_t *id, stance_error *err)
{
    *id = stance_intern_add(&lx->words, word);
    if (*id == STANCE_NO_ID) return stance_fail_memory(err);
    while (*id >= *words) {
        size_t old = *words;
        if (!stance_arena_grow(&lx->arena, table, old, words, size)) return stance_fail_memory(err);
        char *members;
        memcpy(&members, table, sizeof members);
        memset(members + old * size, 0, (*words - old) * size);
    }
    return STANCE_OK;
}

static stance_status add_to_class(stance_lexicon *lx, stance_view word, unsigned class, stance_error *err)
{
    uint32_t id;
    STANCE_TRY(stance_number_word(lx, word, &lx->word_classes, &lx->classed_words, sizeof *lx->word_classes, &id, err));
    lx->word_classes[id] |= UINT64_C(1) << class;
    return STANCE_OK;
}

/* How words.tsv writes a word: "attack*", "war~". */
static char ending_of(stance_view word)
{
    char last = word.len ? word.data[word.len - 1] : '\0';
    return last == '~' || last == '*' ? last : '\0';
}

/* "war~" is held against patterns with its sign, "attack*" without. */
static stance_view stem_of(stance_view word)
{
    return (stance_view){word.data, word.len - (ending_of(word) == '*')};
}

/* The word itself, or its inflected forms. */
static stance_status add_forms(stance_lexicon *lx, stance_view word, unsigned class, stance_error *err)
{
    char forms[STANCE_FORM_COUNT][STANCE_FORM_SIZE];
    if (!ending_of(word)) return add_to_class(lx, word, class, err);
    word.len--;
    size_t count = stance_inflect(word, forms);
    if (!count) return stance_fail(err, STANCE_EFORMAT, "the word is missing or too long");
    for (size_t i = 0; i < count; i++) STANCE_TRY(add_to_class(lx, stance_view_of(forms[i]), class, err));
    stance_view more = stance_irregular_of(lx, word);
    for (stance_view form; (form = stance_next_form(&more)).len;) STANCE_TRY(add_to_class(lx, form, class, err));
    return STANCE_OK;
}

stance_status stance_add_class(stance_lexicon *lx, stance_view word, uint8_t class, stance_error *err)
{
    if (!word.len) return stance_fail(err, STANCE_EFORMAT, "the word is missing");
    if (memchr(word.data, ' ', word.len) || memchr(word.data, '-', word.len))
        return stance_fail(err, STANCE_EFORMAT, "a class has single words, without blanks and hyphens; write one");
    char ending = ending_of(word);
    if (class < STANCE_WORD_EVIL) {
        if (ending == '*')
            return stance_fail(err, STANCE_EFORMAT, "* is for the classes evil, charge and deed; write the words");
        return add_forms(lx, word, class, err);
    }
    if (!ending || word.len < 2)
        return stance_fail(err, STANCE_EFORMAT, "a word of this class ends in * or ~, as patterns write it");
    stance_stem stem = {stance_arena_copy(&lx->arena, stem_of(word)), class};
    return stem.text.data && STANCE_PUSH(&lx->arena, lx->stems, lx->stem_count, lx->stem_capacity, stem)
               ? STANCE_OK
               : stance_fail_memory(err);
}

/* Whether the word had one of the classes, which it has no more. */
static bool take_classes(stance_lexicon *lx, stance_view word, uint64_t classes)
{
    uint32_t id = stance_intern_find(&lx->words, word);
    if (id == STANCE_NO_ID || id >= lx->classed_words || !(lx->word_classes[id] & classes)) return false;
    lx->word_classes[id] &= ~classes;
    return true;
}

bool stance_drop_classes(stance_lexicon *lx, stance_view word, uint64_t classes)
{
    bool found = false;
    size_t kept = 0;
    for (size_t i = 0; i < lx->stem_count; i++) {
        bool gone = (classes >> lx->stems[i].class & 1) && stance_view_equal(lx->stems[i].text, stem_of(word));
        found = found || gone;
        if (!gone) lx->stems[kept++] = lx->stems[i];
    }
    lx->stem_count = kept;
    if (ending_of(word) != '~') return take_classes(lx, word, classes) || found;
    char forms[STANCE_FORM_COUNT][STANCE_FORM_SIZE];
    stance_view lemma = {word.data, word.len - 1}, more = stance_irregular_of(lx, lemma);
    for (size_t i = stance_inflect(lemma, forms); i > 0; i--)
        found = take_classes(lx, stance_view_of(forms[i - 1]), classes) || found;
    for (stance_view form; (form = stance_next_form(&more)).len;) found = take_classes(lx, form, classes) || found;
    return found;
}
