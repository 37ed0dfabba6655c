/* Where sentences end: stops that end nothing (abbreviations, initials, U.S.) are told from those that do, and what
   names the
   speaker after a quotation stays with it. */
#include "extract/reading.h"

/* A sentence is cut after so many tokens whatever it holds: it keeps every later pass linear in texts without stops. */
enum { TAIL_TOKENS = 16, SENTENCE_TOKENS = 400, OPENING_WORDS = 3 };

/* Words that begin sentences rather than names: what follows an abbreviation that may or may not end one. */
static bool opens_sentence(const reading *r, uint32_t i)
{
    return is_capital(r, i) &&
           has_fn(r, i,
                  FN(PRONOUN) | FN(PLURAL_PRONOUN) | FN(SELF) | FN(POSSESSIVE) | FN(DETERMINER) | FN(PREPOSITION) |
                      FN(CONJUNCTION) | FN(SUBORDINATOR) | FN(CONNECTIVE) | FN(ADVERB));
}

/* "in the U.S. “We are ready,” she said", "at 8 p.m. Ann Lee said": behind the abbreviation at p stands what no sentence goes
   on with. */
static bool starts_anew(const reading *r, uint32_t p, uint32_t i)
{
    uint32_t q = stance_is_quote_mark(r, i) ? r->notes[i].quote : 0;
    if (q && r->quotes[q - 1].first == i) return r->quotes[q - 1].words >= OPENING_WORDS && is_capital(r, i + 1);
    return has_trait(r, p, TRAIT(HOUR)) && is_capital(r, i) &&
           (stance_is_given(r, i) || (r->notes[i].role & (ROLE(TITLE) | ROLE(OFFICE))));
}

/* "I. Orr said", "Minister I. Orr", as against "So did I. Orr said": the I at p is no pronoun. */
static bool is_initial_i(const reading *r, uint32_t p, uint32_t first)
{
    uint32_t next = p + 2, end;
    if (p > first + 1 && stance_is_quote_mark(r, p - 2) && stance_says_at(r, p - 1, &end))
        return true; /* “…,” said I. Orr */
    if (!is_capital(r, next) || r->notes[next].fn || r->notes[next].role) return false;
    if (p == first || is_mark(r, p - 1, STANCE_MARK_COMMA) || stance_is_quote_mark(r, p - 1)) return true;
    uint32_t before = p - 1 - (is_mark(r, p - 1, STANCE_MARK_STOP) && p - 1 > first);
    bool letter = before < p - 1 && token_at(r, before)->end - token_at(r, before)->start == 1; /* J. I. Lee */
    return is_capital(r, before) &&
           (letter || (r->notes[before].role & (ROLE(TITLE) | ROLE(OFFICE))) || stance_is_given(r, before));
}

/* The stop at i, after token i - 1, is part of an abbreviation. */
static bool guarded_stop(const reading *r, uint32_t i, uint32_t first, uint32_t end)
{
    if (i == first) return true;
    uint32_t p = i - 1;
    if (!is_word(r, p) || (token_at(r, i)->flags & STANCE_TOKEN_SPACE)) return false;
    const stance_token *t = token_at(r, p);
    bool last = i + 1 >= end;
    if (t->end - t->start == 1 && (t->flags & STANCE_TOKEN_CAPITAL) &&
        (!has_fn(r, p, FN(SELF)) || (!last && is_initial_i(r, p, first))))
        return !last; /* J. Smith */
    switch (stance_abbreviation(r, p)) {
    case STANCE_ABBREVIATION_TITLE: return (t->flags & STANCE_TOKEN_CAPITAL) && !last;
    case STANCE_ABBREVIATION_INNER: return !last;
    case STANCE_ABBREVIATION_MONTH: return !last && token_at(r, i + 1)->kind == STANCE_NUMBER;
    case STANCE_ABBREVIATION_EITHER: return !last && !opens_sentence(r, i + 1) && !starts_anew(r, p, i + 1);
    default: return false;
    }
}

/* What may follow subject and verb in a tail: an addressee, time, place, manner; anything else is what is said. */
static bool ends_tail(const reading *r, const stance_entry *e, uint32_t i, uint32_t end)
{
    if (i >= end || token_at(r, i)->kind == STANCE_MARK) return true;
    if (has_fn(r, i, FN(DETERMINER) | FN(POSSESSIVE) | FN(PRONOUN) | FN(PLURAL_PRONOUN) | FN(NATIONALITY)) &&
        !has_fn(r, i, FN(TIME) | FN(PREPOSITION))) {
        bool clause = false; /* "said the regime would never agree", as against "told the agency" */
        for (uint32_t k = i + 1; !(e->frame & STANCE_FRAME_TO) && k < end && k < i + TAIL_TOKENS && !clause &&
                                 !stance_is_sentence_end_mark(r, k);
             k++)
            clause = stance_is_finite(r, k, i);
        return !clause && i + 2 < end && (r->notes[i].role || r->notes[i + 1].role) &&
               !has_fn(r, i, FN(PRONOUN) | FN(PLURAL_PRONOUN));
    }
    if (stance_token_is(r, i, "to") && i + 1 < end && !is_capital(r, i + 1) && !has_fn(r, i + 1, FN(DETERMINER)) &&
        !r->notes[i + 1].role)
        return false; /* "vowed to form" */
    return true;
}

/* Names a speaker within a few tokens: "Antonov said", "said Antonov", "- said the envoy". */
static bool is_tail(const reading *r, uint32_t i, uint32_t end)
{
    uint32_t cue_end, words = 0;
    for (uint32_t k = i; k < end && k < i + TAIL_TOKENS; k++) {
        bool stop = stance_is_sentence_end_mark(r, k) && /* "Warren, D-Mass., said" */
                    !(is_mark(r, k, STANCE_MARK_STOP) && k > i && guarded_stop(r, k, i, end));
        if (stance_is_quote_mark(r, k) || stop) return false;
        if (is_mark(r, k, STANCE_MARK_COLON)) return false; /* "Antonov said:" leads in to what follows */
        const stance_entry *e = stance_cue_at(r, k, &cue_end);
        if (e && e->form == STANCE_CUE_VERB && (e->frame & STANCE_FRAME_QUOTE) && !is_capital(r, k)) {
            bool somebody = words == 0 || has_fn(r, k - 1, FN(PRONOUN) | FN(PLURAL_PRONOUN) | FN(ADVERB)) ||
                            stance_is_name_token(r, k - 1) || (r->notes[k - 1].role & (ROLE(OFFICE) | ROLE(PERSON)));
            if (e->frame == STANCE_FRAME_QUOTE && !somebody) return false; /* "The room laughed.", "The talks ended." */
            if (cue_end >= end) return true;
            if (has_fn(r, cue_end, FN(SUBORDINATOR)) && stance_token_is(r, cue_end, "that")) return false;
            if (is_mark(r, cue_end, STANCE_MARK_COMMA) && cue_end + 1 < end && stance_is_quote_mark(r, cue_end + 1))
                return words > 0;
            if (stance_is_quote_mark(r, cue_end)) return false;
            if (stance_token_is(r, cue_end, "otherwise") || stance_token_is(r, cue_end, "so"))
                return false;                                          /* "The engineers say otherwise." */
            if (words && !ends_tail(r, e, cue_end, end)) return false; /* "The network said it would …" */
            /* The tail is short: "Antonov said in an interview on Friday." */
            for (uint32_t j = cue_end; j < end && j < cue_end + 4 * TAIL_TOKENS; j++) {
                if (stance_is_sentence_end_mark(r, j) || j + 1 == end) return true;
                if (is_mark(r, j, STANCE_MARK_COLON) || stance_token_is(r, j, "that") || stance_is_quote_mark(r, j))
                    return false;
            }
            return false;
        }
        if (has_fn(r, k, FN(AUXILIARY) | FN(BE)) || (has_fn(r, k, FN(SUBORDINATOR)) && !has_fn(r, k, FN(PREPOSITION))))
            return false;
        words++;
    }
    return false;
}

/* Does the stop at i end a sentence? *after is then the first token of the next one. */
static bool ends_sentence(const reading *r, uint32_t i, uint32_t first, uint32_t end, uint32_t *after)
{
    if (is_mark(r, i, STANCE_MARK_STOP) && guarded_stop(r, i, first, end)) return false;
    uint32_t k = i + 1;
    bool quote_closed = false;
    while (k < end) { /* take along what closes: quotation marks, brackets, stray stops */
        bool closing_quote =
            (stance_is_quote_mark(r, k) && r->notes[k].quote && r->quotes[r->notes[k].quote - 1].end == k + 1) ||
            (is_mark(r, k, STANCE_MARK_SINGLE_CLOSE) && r->notes[k].quote &&
             r->quotes[r->notes[k].quote - 1].end == k + 1) ||
            is_mark(r, k, STANCE_MARK_QUOTE_CLOSE);
        bool nested_close = (is_mark(r, k, STANCE_MARK_SINGLE_CLOSE) || is_mark(r, k, STANCE_MARK_SINGLE)) &&
                            !(token_at(r, k)->flags & STANCE_TOKEN_SPACE);
        if (!closing_quote && !nested_close && !is_mark(r, k, STANCE_MARK_CLOSE) && !stance_is_sentence_end_mark(r, k))
            break;
        if (stance_is_sentence_end_mark(r, k) && (token_at(r, k)->flags & STANCE_TOKEN_SPACE) && !quote_closed &&
            k + 1 < end)
            break;
        quote_closed = quote_closed || closing_quote;
        k++;
    }
    *after = k;
    if (k >= end) return true;
    const stance_token *next = token_at(r, k);
    /* "They called it “a grave breach.” The council went on.": words before the quotation say already who speaks. */
    bool led = quote_closed && is_mark(r, i, STANCE_MARK_STOP) && is_capital(r, k) && r->notes[i].quote &&
               r->quotes[r->notes[i].quote - 1].first > first;
    if (quote_closed &&
        (is_mark(r, k, STANCE_MARK_COMMA) || is_mark(r, k, STANCE_MARK_DASH) || (!led && is_tail(r, k, end))))
        return false;
    if (next->kind == STANCE_MARK) {
        if (is_mark(r, k, STANCE_MARK_COMMA) || is_mark(r, k, STANCE_MARK_SEMICOLON) ||
            is_mark(r, k, STANCE_MARK_COLON))
            return false;
        if (is_mark(r, k, STANCE_MARK_DASH)) return !is_tail(r, k + 1, end);
        return (next->flags & STANCE_TOKEN_SPACE) || stance_is_quote_mark(r, k);
    }
    bool blank = next->flags & STANCE_TOKEN_SPACE;
    if (next->kind == STANCE_NUMBER)
        return blank &&
               !(i > first && token_at(r, i - 1)->kind == STANCE_NUMBER && is_mark(r, i, STANCE_MARK_ELLIPSIS));
    if (next->flags & STANCE_TOKEN_CAPITAL)
        return blank || (i > first && is_word(r, i - 1) &&
                         (!is_capital(r, i - 1) || (token_at(r, i - 1)->end - token_at(r, i - 1)->start > 3 &&
                                                    has_fn(r, k, FN(DETERMINER) | FN(PREPOSITION) | FN(PRONOUN)))));
    /* A small letter follows: the stop was put there by a machine, or the capital was lost. */
    if (!blank || is_mark(r, i, STANCE_MARK_ELLIPSIS) || quote_closed) return false;
    bool tied =
        has_fn(r, k, FN(PREPOSITION) | FN(CONJUNCTION) | FN(SUBORDINATOR) | FN(RELATIVE) | FN(AUXILIARY) | FN(BE)) ||
        r->notes[k].cue;
    return is_mark(r, i, STANCE_MARK_STOP) && i > first && token_at(r, i - 1)->kind == STANCE_WORD &&
           token_at(r, i - 1)->end - token_at(r, i - 1)->start > 3 && !tied;
}

/* U.S. at the end of a sentence: its last stop is inside the token. */
static bool dotted_end(const reading *r, uint32_t i, uint32_t end)
{
    if (!(token_at(r, i)->flags & STANCE_TOKEN_DOTTED) || i + 1 >= end) return false;
    if (r->text.data[token_at(r, i)->end - 1] != '.' || stance_token_is(r, i + 1, "of")) return false;
    return opens_sentence(r, i + 1) || starts_anew(r, i, i + 1);
}

static stance_status add_sentence(reading *r, uint32_t first, uint32_t end, size_t block_index, stance_error *err)
{
    sentence s = {first, end, (uint32_t)block_index};
    bool words = false;
    for (uint32_t i = first; i < end && !words; i++) words = token_at(r, i)->kind != STANCE_MARK;
    if (!words) { /* stray marks belong to the sentence before */
        if (r->sentence_count && r->sentences[r->sentence_count - 1].block == block_index)
            r->sentences[r->sentence_count - 1].end = end;
        return STANCE_OK;
    }
    return STANCE_PUSH(r->arena, r->sentences, r->sentence_count, r->sentence_capacity, s) ? STANCE_OK
                                                                                           : stance_fail_memory(err);
}

stance_status stance_find_sentences(reading *r, stance_error *err)
{
    for (size_t k = 0; k < r->block_count; k++) {
        const block *b = &r->blocks[k];
        uint32_t first = b->first, i = first;
        while (i < b->end) {
            uint32_t after = i + 1;
            bool cut = stance_is_sentence_end_mark(r, i) ? ends_sentence(r, i, first, b->end, &after)
                                                         : dotted_end(r, i, b->end);
            cut = cut || i - first >= SENTENCE_TOKENS;
            if (cut) {
                STANCE_TRY(add_sentence(r, first, after, k, err));
                first = after;
            }
            i = after > i ? after : i + 1;
        }
        if (first < b->end) STANCE_TRY(add_sentence(r, first, b->end, k, err));
    }
    return STANCE_OK;
}
