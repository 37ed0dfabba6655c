/* What a word is where it stands: the form of a verb, a name, the place of a finite verb. No tagger: the lexicon's
   inflected forms,
   capitals and the word before decide. */
#include "extract/reading.h"

enum { FOLD_MAX = 64 };

stance_view stance_word_text(const reading *r, uint32_t word)
{
    uint32_t known = (uint32_t)r->lexicon->words.count;
    if (word == STANCE_NO_ID) return (stance_view){"", 0};
    return word < known ? r->lexicon->words.strings[word] : r->local->strings[word - known];
}

stance_view stance_folded(const reading *r, uint32_t i)
{
    return stance_word_text(r, token_at(r, i)->word);
}

static bool ends_with(stance_view w, const char *ending)
{
    size_t n = strlen(ending);
    return w.len > n && memcmp(w.data + w.len - n, ending, n) == 0;
}

static bool known_form(const reading *r, stance_view stem, size_t keep, const char *ending)
{
    char text[FOLD_MAX + 8];
    if (keep > FOLD_MAX) return false;
    memcpy(text, stem.data, keep);
    size_t n = strlen(ending);
    memcpy(text + keep, ending, n);
    return stance_intern_find(&r->lexicon->words, (stance_view){text, keep + n}) != STANCE_NO_ID;
}

/* The lexicon holds the past of the word: it is a regular verb's base form. */
static bool is_regular_base(const reading *r, stance_view w)
{
    if (w.len < 2) return false;
    char last = w.data[w.len - 1];
    if (last == 'e') return known_form(r, w, w.len, "d");
    if (last == 'y' && known_form(r, w, w.len - 1, "ied")) return true;
    const char twice[] = {last, 'e', 'd', '\0'};
    return known_form(r, w, w.len, "ed") || known_form(r, w, w.len, twice);
}

/* One of the forms, which are joined by ';'. */
static bool among(stance_view forms, stance_view word)
{
    for (size_t i = 0; i < forms.len;) {
        size_t end = i;
        while (end < forms.len && forms.data[end] != ';') end++;
        if (end - i == word.len && memcmp(forms.data + i, word.data, word.len) == 0) return true;
        i = end + 1;
    }
    return false;
}

verb_form stance_verb_form(const reading *r, uint32_t i)
{
    stance_view w = stance_folded(r, i);
    if (w.len > 4 && ends_with(w, "ing")) return VERB_ING;
    stance_view forms = stance_glossary_text(&r->lexicon->irregular, w);
    if (forms.data) return among(forms, w) ? VERB_PAST : VERB_BASE;
    if (is_regular_base(r, w)) return VERB_BASE;
    if (ends_with(w, "ed")) return VERB_PAST;
    if (ends_with(w, "s") && !ends_with(w, "ss")) return VERB_THIRD;
    return VERB_PAST;
}

bool stance_ends_in_ing(const reading *r, uint32_t i)
{
    return is_word(r, i) && stance_folded(r, i).len > 4 && ends_with(stance_folded(r, i), "ing");
}

bool stance_ends_in_ed(const reading *r, uint32_t i)
{
    return is_word(r, i) && stance_folded(r, i).len > 4 && ends_with(stance_folded(r, i), "ed");
}

bool stance_ends_in_ly(const reading *r, uint32_t i)
{
    return is_word(r, i) && !is_capital(r, i) && stance_folded(r, i).len > 4 && ends_with(stance_folded(r, i), "ly");
}

bool stance_is_article(const reading *r, uint32_t i)
{
    return has_trait(r, i, TRAIT(ARTICLE));
}

bool stance_is_reflexive(const reading *r, uint32_t i)
{
    return has_trait(r, i, TRAIT(REFLEXIVE));
}

bool stance_is_future(const reading *r, uint32_t i)
{
    return has_trait(r, i, TRAIT(FUTURE) | TRAIT(MODAL));
}

bool stance_is_past(const reading *r, uint32_t i)
{
    if (!is_word(r, i)) return false;
    stance_view w = stance_folded(r, i);
    return stance_ends_in_ed(r, i) || has_trait(r, i, TRAIT(PAST_FORM)) ||
           (w.len == 4 && ends_with(w, "ed") && !ends_with(w, "eed"));
}

/* A noun in the plural, as far as its ending tells. */
bool stance_ends_in_s(const reading *r, uint32_t i)
{
    if (!is_word(r, i)) return false;
    stance_view w = stance_folded(r, i);
    return w.len > 3 && ends_with(w, "s") && !ends_with(w, "ss") && !ends_with(w, "us") && !ends_with(w, "is");
}

bool stance_is_quoted(const reading *r, uint32_t i)
{
    uint32_t q = r->notes[i].quote;
    return q && !r->quotes[q - 1].scare;
}

/* Words before a noun: what follows them is no finite verb. */
static bool opens_noun(const reading *r, uint32_t i)
{
    if (stance_token_is(r, i, "'s") || stance_token_is(r, i, "to")) return true;
    if (has_fn(r, i, FN(POSSESSIVE)) && !has_fn(r, i, FN(PRONOUN))) return true;
    uint32_t end;
    bool other = stance_token_is(r, i, "another") || stance_token_is(r, i, "other");
    if (other && i + 1 < r->tokens.count && stance_verb_form(r, i + 1) == VERB_PAST && stance_cue_at(r, i + 1, &end) &&
        !r->notes[i + 1].role)
        return false; /* "Another said", as against "another call" */
    if (has_fn(r, i, FN(DETERMINER)) && !has_fn(r, i, FN(OTHER_PRONOUN) | FN(PLURAL_PRONOUN)))
        return !has_trait(r, i, TRAIT(PRONOMINAL));
    return has_fn(r, i, FN(PREPOSITION)) && !has_fn(r, i, FN(SUBORDINATOR) | FN(NATIONALITY) | FN(ADVERB));
}

/* "undisclosed", "the newly released": a participle that belongs to the noun behind it. */
static bool describes_next(const reading *r, uint32_t i, uint32_t floor)
{
    if (!stance_ends_in_ed(r, i) || r->notes[i].role || (is_capital(r, i) && i > floor)) return false;
    return i == floor || opens_noun(r, i - 1) || (stance_ends_in_ly(r, i - 1) || has_fn(r, i - 1, FN(ADVERB)));
}

bool stance_is_finite(const reading *r, uint32_t i, uint32_t floor)
{
    if (!is_word(r, i) || (is_capital(r, i) && i > floor)) return false;
    if (has_fn(r, i, FN(BE) | FN(AUXILIARY))) return !has_trait(r, i, TRAIT(NONFINITE) | TRAIT(NEGATION));
    uint32_t end;
    const stance_entry *e = stance_cue_at(r, i, &end);
    if (!e || e->form != STANCE_CUE_VERB || i == floor) return false;
    verb_form form = stance_verb_form(r, i);
    uint32_t p = i - 1;
    if (form == VERB_ING || opens_noun(r, p) || token_at(r, i)->flags & STANCE_TOKEN_HYPHEN) return false;
    if (form == VERB_BASE)
        return has_fn(r, p, FN(PLURAL_PRONOUN) | FN(SELF) | FN(RELATIVE)) ||
               ((stance_ends_in_s(r, p) || stance_is_percent(r, p)) && !r->notes[i].role);
    if (r->notes[i].role && form != VERB_PAST) return false;
    if (form == VERB_THIRD && describes_next(r, p, floor)) return false; /* "previously undisclosed details" */
    if (form == VERB_PAST && i + 1 < r->tokens.count && stance_token_is(r, i + 1, "by")) return false;
    return !has_fn(r, p, FN(BE));
}

bool stance_noun_before(const reading *r, uint32_t i)
{
    return opens_noun(r, i);
}

/* "died 22 years ago", "introduced the plan", "failed to come": a verb with what it governs, so that the words around it
   are a clause and no phrase. */
bool stance_governs(const reading *r, uint32_t i, uint32_t end)
{
    if (is_capital(r, i) || !stance_is_past(r, i) || (r->notes[i].role & (ROLE(PERSON) | ROLE(OFFICE) | ROLE(TITLE))) ||
        stance_noun_before(r, i - 1) || (token_at(r, i)->flags & STANCE_TOKEN_HYPHEN) || i + 1 >= end)
        return false;
    if (stance_token_is(r, i, "failed") && stance_token_is(r, i + 1, "to")) return true;
    if (stance_token_is(r, i, "aged")) return false;
    return token_at(r, i + 1)->kind == STANCE_NUMBER || stance_is_article(r, i + 1) ||
           stance_token_is(r, i + 1, "one") || (has_fn(r, i + 1, FN(POSSESSIVE)) && !stance_token_is(r, i + 1, "'s"));
}

bool stance_is_noun(const reading *r, uint32_t i)
{
    uint32_t end;
    return is_word(r, i) && !is_capital(r, i) && !r->notes[i].fn && !stance_ends_in_ed(r, i) &&
           !stance_ends_in_ly(r, i) && !stance_cue_at(r, i, &end);
}

bool stance_is_percent(const reading *r, uint32_t i)
{
    return i > 0 && is_mark(r, i, STANCE_MARK_OTHER) && token_at(r, i - 1)->kind == STANCE_NUMBER &&
           r->text.data[token_at(r, i)->start] == '%';
}

bool stance_is_separator(const reading *r, uint32_t i)
{
    return is_mark(r, i, STANCE_MARK_OTHER) && (token_at(r, i)->flags & STANCE_TOKEN_SPACE) &&
           i + 1 < r->tokens.count && (token_at(r, i + 1)->flags & STANCE_TOKEN_SPACE) &&
           r->text.data[token_at(r, i)->start] != '&';
}

uint8_t stance_abbreviation(const reading *r, uint32_t i)
{
    uint32_t word = token_at(r, i)->word;
    uint8_t class = word < r->lexicon->abbreviation_words ? r->lexicon->abbreviations[word] : STANCE_ABBREVIATION_NONE;
    if ((class & STANCE_ABBREVIATION_LARGE) && !is_capital(r, i)) return STANCE_ABBREVIATION_NONE;
    return class & (uint8_t)~STANCE_ABBREVIATION_LARGE;
}

uint32_t stance_count_words(const reading *r, uint32_t first, uint32_t end)
{
    uint32_t n = 0;
    for (uint32_t i = first; i < end; i++) n += token_at(r, i)->kind != STANCE_MARK;
    return n;
}

uint32_t stance_count_lead(const reading *r, uint32_t i)
{
    bool as = stance_token_is(r, i, "as") && stance_token_is(r, i + 2, "as"); /* "as many as" */
    uint32_t n = as ? 3 : 0;
    while (!as && has_trait(r, i + n, TRAIT(APPROXIMATOR))) n++;
    if (!n || i + n >= r->tokens.count) return 0;
    bool number = token_at(r, i + n)->kind == STANCE_NUMBER ||
                  (has_fn(r, i + n, FN(DETERMINER)) && !stance_is_article(r, i + n) && n > 1);
    return number || has_trait(r, i + n, TRAIT(QUANTITY)) ? n : 0;
}
