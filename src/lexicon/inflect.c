#include "lexicon/inflect.h"

static bool is_vowel(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

static bool ends_with(stance_view w, const char *ending)
{
    size_t n = strlen(ending);
    return w.len >= n && memcmp(w.data + w.len - n, ending, n) == 0;
}

/* stem (the first keep bytes of the lemma), doubled (0 or the letter), ending */
static void put(char *out, stance_view lemma, size_t keep, char doubled, const char *ending)
{
    memcpy(out, lemma.data, keep);
    if (doubled) out[keep++] = doubled;
    memcpy(out + keep, ending, strlen(ending) + 1);
}

size_t stance_inflect(stance_view lemma, char forms[STANCE_FORM_COUNT][STANCE_FORM_SIZE])
{
    size_t n = lemma.len, count = 0;
    if (n == 0 || n + 6 > STANCE_FORM_SIZE) return 0;
    char last = lemma.data[n - 1], before = n > 1 ? lemma.data[n - 2] : 'a', third = n > 2 ? lemma.data[n - 3] : 'a';
    put(forms[count++], lemma, n, 0, "");
    bool sibilant = last == 's' || last == 'x' || last == 'z' || ends_with(lemma, "ch") || ends_with(lemma, "sh");
    if (last == 'y' && n > 1 && !is_vowel(before)) {
        put(forms[count++], lemma, n - 1, 0, "ies");
        put(forms[count++], lemma, n - 1, 0, "ied");
        put(forms[count++], lemma, n, 0, "ing");
        return count;
    }
    put(forms[count++], lemma, n, 0, sibilant || (last == 'o' && !is_vowel(before)) ? "es" : "s");
    if (last == 'o' && !is_vowel(before)) put(forms[count++], lemma, n, 0, "s"); /* vetoes, but memos */
    if (last == 'e') {
        put(forms[count++], lemma, n, 0, "d");
        if (ends_with(lemma, "ie")) put(forms[count++], lemma, n - 2, 0, "ying");
        else if (ends_with(lemma, "ee") || ends_with(lemma, "oe") || ends_with(lemma, "ye"))
            put(forms[count++], lemma, n, 0, "ing");
        else put(forms[count++], lemma, n - 1, 0, "ing");
        return count;
    }
    put(forms[count++], lemma, n, 0, "ed");
    put(forms[count++], lemma, n, 0, "ing");
    bool may_double =
        n > 2 && !is_vowel(last) && is_vowel(before) && !is_vowel(third) && last != 'w' && last != 'x' && last != 'y';
    if (n > 3 && third == 'u' && lemma.data[n - 4] == 'q' && !is_vowel(last) && is_vowel(before))
        may_double = true; /* equip */
    if (may_double) {
        put(forms[count++], lemma, n, last, "ed");
        put(forms[count++], lemma, n, last, "ing");
    }
    if (last == 'c') { /* panic, panicked */
        put(forms[count++], lemma, n, 'k', "ed");
        put(forms[count++], lemma, n, 'k', "ing");
    }
    return count;
}

stance_view stance_next_form(stance_view *list)
{
    stance_view form = {list->data, 0};
    while (list->len && !form.len) {
        const char *end = memchr(list->data, ';', list->len);
        size_t n = end ? (size_t)(end - list->data) : list->len;
        form = (stance_view){list->data, n};
        while (form.len && form.data[0] == ' ') form.data++, form.len--;
        while (form.len && form.data[form.len - 1] == ' ') form.len--;
        list->data += n + (end != NULL);
        list->len -= n + (end != NULL);
    }
    return form;
}
