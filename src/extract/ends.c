/* Where what is said ends. */
#include "extract/search.h"

/* The token at i stands right behind words in marks that a comma closes, inside the mark or behind it. */
static bool behind_closed(const reading *r, uint32_t i)
{
    if (i < 2) return false;
    return (stance_is_quote_mark(r, i - 1) && is_mark(r, i - 2, STANCE_MARK_COMMA)) ||
           (is_mark(r, i - 1, STANCE_MARK_COMMA) && !stance_is_quoted(r, i - 1) && stance_is_quoted(r, i - 2));
}

/* "denied the charge and the workers went home": a clause with its own subject stands behind the conjunction at i, as against
   "the raid and the men who planned it". */
static bool joins_clause(const search *x, uint32_t i)
{
    const reading *r = x->r;
    uint32_t first = i + 1;
    bool and = stance_token_is(r, i, "and") || stance_token_is(r, i, "but");
    if (!and || first + 1 >= x->end || stance_has_quotation(x, i, x->end) ||
        has_fn(r, first, FN(PREPOSITION) | FN(RELATIVE) | FN(SUBORDINATOR)))
        return false;
    for (uint32_t k = first + 1; k < x->end && k < first + LIST_TOKENS && is_word(r, k); k++) {
        if (has_fn(r, k, FN(RELATIVE) | FN(SUBORDINATOR) | FN(CONJUNCTION) | FN(PRONOUN) | FN(PLURAL_PRONOUN)) ||
            has_trait(r, k, TRAIT(SETTING)))
            return false;
        if (has_fn(r, k, FN(BE) | FN(AUXILIARY)) && !stance_token_is(r, k, "'s") && stance_is_finite(r, k, first))
            return true;
        bool past = stance_is_past(r, k) && !is_capital(r, k) && !stance_noun_before(r, k - 1) && !r->notes[k].role &&
                    (is_capital(r, k - 1) || stance_is_noun(r, k - 1) || r->notes[k - 1].role);
        if (past)
            return !has_fn(r, k + 1, FN(PREPOSITION)) ||
                   (has_trait(r, k, TRAIT(PAST_FORM)) && !has_trait(r, k, TRAIT(PARTICIPLE)));
    }
    return false;
}

/* "but he did not explain how", "but she would not elaborate": of the speaker, what was not said. */
static bool leaves_open(const search *x, uint32_t i)
{
    const reading *r = x->r;
    uint32_t k = i + 1, end;
    if (!has_fn(r, i, FN(PRONOUN) | FN(PLURAL_PRONOUN))) return false;
    bool no = false;
    for (; k < x->end && has_fn(r, k, FN(AUXILIARY) | FN(BE) | FN(ADVERB)); k++)
        no = no || stance_token_is(r, k, "not") || stance_token_is(r, k, "n't");
    const stance_entry *e = no && k < x->end ? stance_cue_at(r, k, &end) : NULL;
    return e && e->form == STANCE_CUE_VERB && (e->frame & STANCE_FRAME_QUOTE) && e->class == STANCE_CUE_NEUTRAL;
}

/* "would close the base, while Riga will open one", "must help, while avoiding war": the clause that opens at i is said too. */
static bool contrasts_within(const search *x, uint32_t i)
{
    const reading *r = x->r;
    uint32_t end;
    if (!stance_token_is(r, i, "while")) return false;
    if (stance_ends_in_ing(r, i + 1)) return !stance_cue_at(r, i + 1, &end);
    for (uint32_t k = i + 1; k < x->end && k < i + LIST_TOKENS && token_at(r, k)->kind != STANCE_MARK; k++) {
        if (stance_is_future(r, k)) return true;
        if (stance_is_finite(r, k, i)) return false;
    }
    return false;
}

/* A clause that the outlet adds: "…, although he refused", "…, but offered no proof", "…, nor did it say when". */
static bool adds_clause(const search *x, uint32_t i, bool nominal)
{
    const reading *r = x->r;
    if (!nominal && contrasts_within(x, i)) return false;
    if (has_trait(r, i, TRAIT(CONCESSIVE)) || stance_token_is(r, i, "according")) return true;
    if (stance_token_is(r, i, "nor")) return has_fn(r, i + 1, FN(AUXILIARY) | FN(BE));
    if (has_fn(r, i, FN(CONJUNCTION))) {
        uint32_t k = i + 1;
        while (k < x->end && has_fn(r, k, FN(ADVERB))) k++;
        if (k < x->end && stance_token_is(r, i, "but") && stance_ends_in_ed(r, k) && !is_capital(r, k)) return true;
        if (stance_token_is(r, i, "but") && leaves_open(x, k)) return true;
        bool object = has_fn(r, k + 1, FN(DETERMINER) | FN(POSSESSIVE)) ||
                      (is_word(r, k + 1) && !r->notes[k + 1].fn && !stance_ends_in_ed(r, k + 1));
        if (nominal && has_trait(r, k, TRAIT(PAST_FORM)) && !has_trait(r, k, TRAIT(PARTICIPLE)) && object && k > i &&
            !stance_is_quoted(r, k) && !r->notes[k].role)
            return true; /* "boasted of his ties and drew anger" */
        return k < x->end &&
               (nominal ? stance_is_finite(r, k, i) || has_fn(r, k, FN(PRONOUN) | FN(PLURAL_PRONOUN))
                        : !stance_token_is(r, i, "and") && !stance_token_is(r, i, "or") && stance_is_finite(r, k, i));
    }
    return false;
}

/* Last token of the relative clause that opens at i. */
static uint32_t relative_end(const search *x, uint32_t i)
{
    while (i + 1 < x->end && !is_mark(x->r, i + 1, STANCE_MARK_COMMA) && !is_mark(x->r, i + 1, STANCE_MARK_SEMICOLON) &&
           !is_mark(x->r, i + 1, STANCE_MARK_DASH))
        i++;
    return i;
}

/* "in an angry radio interview", "during his speech", "in early-morning posts": where it was said, rather than what. */
static bool tells_occasion(const search *x, uint32_t i)
{
    const reading *r = x->r;
    if (!has_trait(r, i, TRAIT(CIRCUMSTANCE))) return false;
    bool one = has_fn(r, i + 1, FN(POSSESSIVE)) || has_trait(r, i + 1, TRAIT(INDEFINITE));
    if (has_fn(r, i + 1, FN(DETERMINER)) && !one) return false; /* "errors in the letter" */
    for (uint32_t k = i + 1; k < x->end && k <= i + OCCASION_TOKENS && token_at(r, k)->kind != STANCE_MARK; k++) {
        bool joined = k + 1 < x->end && (token_at(r, k + 1)->flags & STANCE_TOKEN_HYPHEN); /* an on-air tirade */
        if (k > i + 1 && has_fn(r, k, FN(PREPOSITION)) && !stance_token_is(r, k, "of") && !joined) return false;
        if (has_trait(r, k, TRAIT(OCCASION)) && (one || stance_ends_in_s(r, k))) return true;
    }
    return false;
}

/* "as he rose", "as Brandt consolidates", "as its navy fired two rockets": a clause, as against "as a farce". */
static bool while_something_happened(const search *x, uint32_t as)
{
    const reading *r = x->r;
    if (!stance_token_is(r, as, "as") || as + 2 >= x->end) return false;
    if (has_fn(r, as + 1, FN(PRONOUN) | FN(PLURAL_PRONOUN))) return true;
    if (stance_is_name_token(r, as + 1))
        return !stance_token_is(r, as + 2, "'s") && token_at(r, as + 2)->kind == STANCE_WORD;
    uint32_t verb = as + 2; /* "as Oslo fired three missiles", "as miners marched through Dover" */
    bool subject = (is_capital(r, as + 1) && r->notes[as + 1].actor) ||
                   (stance_is_noun(r, as + 1) && stance_ends_in_s(r, as + 1) && !is_capital(r, as + 1)) ||
                   (r->notes[as + 1].role_head && stance_ends_in_s(r, as + 1));
    while (verb + 1 < x->end && has_fn(r, verb, FN(ADVERB))) verb++;
    if (subject && stance_is_past(r, verb) && !is_capital(r, verb) && !stance_token_is(r, verb + 1, "by")) return true;
    if (!has_fn(r, as + 1, FN(POSSESSIVE)) && !stance_token_is(r, as + 1, "the")) return false;
    for (uint32_t k = as + 3; k < x->end && k < as + LIST_TOKENS / 2; k++) {
        if (token_at(r, k)->kind == STANCE_MARK || has_fn(r, k, FN(PREPOSITION) | FN(RELATIVE))) return false;
        if (stance_is_finite(r, k, as) || (stance_is_past(r, k) && !stance_token_is(r, k + 1, "by"))) return true;
    }
    return false;
}

/* ", a pledge that Norland calls absurd", "– a claim the bank disputes": what the outlet calls the words. */
static bool names_words(const search *x, uint32_t i)
{
    const reading *r = x->r;
    uint32_t end, noun = i + 2;
    bool closing = stance_is_quote_mark(r, i) && i > x->s->first && is_mark(r, i - 1, STANCE_MARK_COMMA);
    bool mark = is_mark(r, i, STANCE_MARK_COMMA) || is_mark(r, i, STANCE_MARK_DASH) || closing;
    if (!mark || noun + 1 >= x->end || !(stance_token_is(r, i + 1, "a") || stance_token_is(r, i + 1, "an")))
        return false;
    for (; noun + 1 < x->end && noun < i + 4; noun++) {
        const stance_entry *e = stance_cue_at(r, noun, &end);
        bool word = (e && e->form == STANCE_CUE_NOUN) || has_trait(r, noun, TRAIT(OCCASION)) ||
                    (r->notes[noun].cue && !has_fn(r, noun, FN(PREPOSITION)));
        if (word && !stance_is_quoted(r, noun))
            return has_fn(r, noun + 1, FN(RELATIVE) | FN(DETERMINER) | FN(PRONOUN) | FN(PLURAL_PRONOUN)) ||
                   stance_is_past(r, noun + 1) || stance_is_name_token(r, noun + 1);
    }
    return false;
}

/* "called it, in a letter last week, “a farce”": where the quoted words behind the pronoun begin, or first. */
uint32_t stance_quoted_complement(const search *x, uint32_t first)
{
    const reading *r = x->r;
    bool pronoun =
        has_fn(r, first, FN(OTHER_PRONOUN)) || stance_token_is(r, first, "it") || stance_token_is(r, first, "her");
    if (!pronoun || !(is_mark(r, first + 1, STANCE_MARK_COMMA) || has_fn(r, first + 1, FN(PREPOSITION) | FN(TIME))))
        return first;
    for (uint32_t i = first + 1; i < x->end && i < first + LIST_TOKENS; i++) {
        if (stance_is_quoted(r, i)) return stance_token_is(r, i - 1, "as") ? first : i;
        if (has_fn(r, i, FN(CONJUNCTION) | FN(RELATIVE) | FN(PRONOUN)) || stance_is_finite(r, i, first)) break;
    }
    return first;
}

/* "… “is dead,” and left the room": a verb with its object. */
static bool opens_predicate(const reading *r, uint32_t i)
{
    if (!is_word(r, i) || is_capital(r, i)) return false;
    return stance_is_past(r, i) || (!r->notes[i].fn && !stance_ends_in_ing(r, i) &&
                                    has_fn(r, i + 1, FN(DETERMINER) | FN(POSSESSIVE) | FN(OTHER_PRONOUN)));
}

/* "urged Lee, the chairman, to hold hearings": the comma that closes the aside which opens at i, or i. */
static uint32_t aside_before_infinitive(const search *x, uint32_t i)
{
    const reading *r = x->r;
    if (!is_mark(r, i, STANCE_MARK_COMMA)) return i;
    for (uint32_t k = i + 1; k + 2 < x->end && k < i + LIST_TOKENS && !stance_is_quoted(r, k); k++) {
        if (stance_is_finite(r, k, i) || stance_is_past(r, k)) break;
        if (is_mark(r, k, STANCE_MARK_COMMA)) {
            uint32_t to = k + 1 + stance_token_is(r, k + 1, "not");
            return stance_token_is(r, to, "to") && is_word(r, to + 1) && !is_capital(r, to + 1) &&
                           !has_fn(r, to + 1, FN(DETERMINER) | FN(POSSESSIVE) | FN(OTHER_PRONOUN))
                       ? k
                       : i;
        }
    }
    return i;
}

/* "the bill in early July", "a vote last Thursday": what leads up to the time at i belongs to it. */
static uint32_t before_time(const reading *r, uint32_t i, uint32_t first)
{
    while (i - 1 > first && (has_trait(r, i - 1, TRAIT(TIME_LEAD)) || stance_token_is(r, i - 1, "on") ||
                             stance_token_is(r, i - 1, "in")))
        i--;
    return i;
}

/* "the ban announced on Friday by Lee", "the night the shop burned": the time at `time` tells of the noun, not of the saying. */
static bool dates_noun(const search *x, uint32_t time, uint32_t lead)
{
    const reading *r = x->r;
    uint32_t behind = time + 1;
    while (behind < x->end && (has_fn(r, behind, FN(TIME)) || token_at(r, behind)->kind == STANCE_NUMBER)) behind++;
    bool participle = lead > x->s->first + 1 && stance_ends_in_ed(r, lead - 1) && !is_capital(r, lead - 1) &&
                      stance_is_noun(r, lead - 2);
    if (participle && stance_token_is(r, behind, "by")) return true;
    return has_fn(r, time - 1, FN(DETERMINER)) && behind == time + 1 && stance_starts_clause(x, behind) &&
           (has_fn(r, behind, FN(DETERMINER) | FN(POSSESSIVE) | FN(PRONOUN) | FN(PLURAL_PRONOUN)) ||
            stance_is_name_token(r, behind));
}

/* Where a noun phrase that is said ends at the latest: before a clause or an adverbial of time that belongs to the
   saying. */
uint32_t stance_nominal_end(const search *x, uint32_t first)
{
    const reading *r = x->r;
    bool listed = false;
    uint32_t verb = first + stance_token_is(r, first, "to"); /* as against "pointing to the dam" */
    bool infinitive = verb > 0 && stance_token_is(r, verb - 1, "to") && !is_capital(r, verb) &&
                      !has_fn(r, verb, FN(DETERMINER) | FN(POSSESSIVE) | FN(NATIONALITY) | FN(OTHER_PRONOUN));
    for (uint32_t i = stance_quoted_complement(x, first) + 1; i < x->end; i++) {
        if (names_words(x, i)) return i + stance_is_quote_mark(r, i);
        if (stance_is_quoted(r, i)) continue;
        bool closed = i > first + 2 && behind_closed(r, i);
        if (closed && (stance_ends_in_ing(r, i) || has_fn(r, i, FN(RELATIVE) | FN(SUBORDINATOR)) ||
                       has_trait(r, i, TRAIT(SETTING) | TRAIT(CONCESSIVE))))
            return i; /* … was only “partial,” meaning that */
        bool more = closed && (stance_token_is(r, i, "and") || stance_token_is(r, i, "but")) && i + 1 < x->end &&
                    !stance_is_quoted(r, i + 1);
        if (more && (opens_predicate(r, i + 1) || stance_starts_clause(x, i + 1)))
            return i; /* "dismissed it as “fake,” and the board voted it down" */
        if (is_mark(r, i, STANCE_MARK_SEMICOLON) || is_mark(r, i, STANCE_MARK_DASH)) return i;
        if (aside_before_infinitive(x, i) > i) {
            i = aside_before_infinitive(x, i);
            continue;
        }
        if (is_mark(r, i, STANCE_MARK_COMMA) && i + 1 < x->end) {
            uint32_t k = i + 1;
            uint32_t at = has_fn(r, k, FN(PREPOSITION)) ? k + 1 : k;
            if (infinitive && has_fn(r, at, FN(RELATIVE)) && !stance_token_is(r, at, "that")) {
                i = relative_end(x, at); /* "to form a group, which would …, in May" */
                continue;
            }
            if (stance_token_is(r, k, "including") ||
                (stance_token_is(r, k, "such") && stance_token_is(r, k + 1, "as")))
                continue; /* "top Democrats, including Lee" */
            bool ends = has_fn(r, k,
                               FN(RELATIVE) | FN(SUBORDINATOR) | FN(PREPOSITION) | FN(CONJUNCTION) | FN(ADVERB) |
                                   FN(PRONOUN) | FN(PLURAL_PRONOUN)) ||
                        stance_ends_in_ing(r, k) ||
                        ((stance_ends_in_ed(r, k) || has_trait(r, k, TRAIT(PAST_FORM))) && !is_capital(r, k));
            if (infinitive && !stance_ends_in_ing(r, k) &&
                !has_fn(r, k, FN(CONJUNCTION) | FN(SUBORDINATOR) | FN(PRONOUN) | FN(PLURAL_PRONOUN)) &&
                !(stance_ends_in_ed(r, k) && !is_capital(r, k)) &&
                !has_trait(r, k, TRAIT(SETTING) | TRAIT(CONCESSIVE)) && !stance_token_is(r, k, "as"))
                continue;
            uint32_t member = k + 1; /* "between the US, Israel, and Iran": the last member of a list */
            bool last = listed && has_fn(r, k, FN(CONJUNCTION)) && member < x->end && is_word(r, member) &&
                        (is_capital(r, member) || stance_is_noun(r, member));
            if (last) continue;
            bool list = false;
            for (uint32_t j = k + 1; j < x->end && j < k + LIST_TOKENS && !list && !ends; j++)
                list = stance_token_is(r, j, "and") || stance_token_is(r, j, "or");
            if (ends || !list) return i;
            listed = true;
        }
        bool condition = has_trait(r, i, TRAIT(CONDITIONAL));
        bool year = i + 1 < x->end && token_at(r, i + 1)->kind == STANCE_NUMBER && stance_token_is(r, i, "since");
        if (has_trait(r, i, TRAIT(SETTING)) && !(condition && infinitive) && !year)
            return i; /* "to leave if nothing changes" */
        if (while_something_happened(x, i)) return i;
        if (tells_occasion(x, i) && !stance_has_quotation(x, i, x->end)) return i;
        uint32_t behind =
            i + 1; /* "make clear on Friday that …", "plans this week to give", "called it last week “a farce”" */
        while (behind < x->end && has_fn(r, behind, FN(TIME))) behind++;
        bool goes_on =
            behind < x->end &&
            (stance_is_quoted(r, behind) ||
             ((has_fn(r, behind, FN(SUBORDINATOR)) || has_trait(r, behind, TRAIT(COMPLEMENT) | TRAIT(NOUN_TIE))) &&
              !has_trait(r, behind, TRAIT(SETTING) | TRAIT(CONCESSIVE))));
        if (!goes_on && !infinitive && has_fn(r, i, FN(TIME)) && !(token_at(r, i)->flags & STANCE_TOKEN_HYPHEN) &&
            !(i + 1 < x->end && stance_token_is(r, i + 1, "'s")) && !dates_noun(x, i, before_time(r, i, first)))
            return before_time(r, i, first);
        if (adds_clause(x, i, true) || (!infinitive && joins_clause(x, i))) return i;
    }
    return x->end;
}

/* A clause begins at first: a subject and, before long, a finite verb. That of a relative clause behind the subject, or
   of a clause of time, is another's ("the map, where six seats are open", "the week after voters waited"). */
bool stance_starts_clause(const search *x, uint32_t first)
{
    const reading *r = x->r;
    if (has_fn(r, first, FN(PRONOUN) | FN(PLURAL_PRONOUN) | FN(SELF))) return true;
    if (stance_is_reflexive(r, first)) return false; /* "find themselves in a war" */
    bool in_time = false;
    for (uint32_t i = first + 1; i < x->end && i < first + ADJUNCT_TOKENS; i++) {
        bool goes_in = stance_is_quoted(r, i) && !stance_is_quoted(r, first); /* "the law “was never meant for this”" */
        if ((stance_is_quoted(r, i) && !goes_in) || (is_mark(r, i, STANCE_MARK_COMMA) && i > first + LIST_TOKENS))
            return false;
        bool relative = is_mark(r, i, STANCE_MARK_COMMA) && i + 1 < x->end &&
                        (has_fn(r, i + 1, FN(RELATIVE)) || stance_token_is(r, i + 1, "where"));
        if (relative) {
            i = relative_end(x, i + 1) + 1;
            continue;
        }
        bool inverted = is_mark(r, i, STANCE_MARK_COMMA) && i + 2 < x->end && /* "a note of caution, should Lee run" */
                        (stance_token_is(r, i + 1, "should") || stance_token_is(r, i + 1, "had")) &&
                        (stance_is_name_token(r, i + 2) || has_fn(r, i + 2, FN(DETERMINER) | FN(PRONOUN)));
        if (inverted || stance_token_is(r, i, "because")) return false; /* "the added week because it rained" */
        if (has_fn(r, i, FN(RELATIVE))) { /* "anybody who believes it has not read the bill" */
            if (i > first + 2 || !stance_token_is(r, i, "who")) return false;
            i++;
            while (i < x->end && (has_fn(r, i, FN(BE) | FN(AUXILIARY) | FN(ADVERB)))) i++;
            continue;
        }
        if (goes_in && (stance_is_name_token(r, i - 1) || r->notes[i - 1].role || has_fn(r, i - 1, FN(NATIONALITY))) &&
            is_word(r, i + 1) && !is_capital(r, i + 1) && stance_ends_in_s(r, i + 1))
            return true; /* "Norland “bears full responsibility”" */
        in_time = in_time || has_trait(r, i, TRAIT(SETTING));
        bool aside = is_mark(r, i - 1 - has_fn(r, i - 1, FN(ADVERB)), STANCE_MARK_COMMA) &&
                     (has_trait(r, i, TRAIT(PARTICIPLE)) || stance_ends_in_ed(r, i)) &&
                     has_fn(r, i + 1, FN(PREPOSITION) | FN(SUBORDINATOR)); /* "the week, known as the Golden Week" */
        if (aside) continue;
        if (stance_is_finite(r, i, first)) return true;
        bool past = stance_ends_in_ed(r, i) && !is_capital(r, i) && !in_time &&
                    !(i + 1 < x->end && stance_token_is(r, i + 1, "by")) && !stance_noun_before(r, i - 1) &&
                    !(stance_ends_in_ly(r, i - 1) && i > first + 1 && stance_noun_before(r, i - 2)); /* a newly made */
        if (past && !(token_at(r, i)->flags & STANCE_TOKEN_HYPHEN)) return true;
    }
    return false;
}

/* "… has lowered prices — and in some towns, he is right": no second dash and no `that` behind the conjunction. */
static bool comments(const search *x, uint32_t first)
{
    if (stance_token_is(x->r, first, "that") || stance_has_quotation(x, first, x->end)) return false;
    for (uint32_t i = first; i < x->end; i++) {
        if (is_mark(x->r, i, STANCE_MARK_DASH)) return false;
        if (is_mark(x->r, i, STANCE_MARK_COMMA) && has_fn(x->r, first, FN(PREPOSITION))) first = i + 1;
    }
    return first + 1 < x->end && stance_starts_clause(x, first);
}

/* "…, which Riga has repeatedly denied": what another says of it, from the relative word at i on. */
static bool is_contradicted(const search *x, uint32_t i)
{
    const reading *r = x->r;
    uint32_t end, k;
    if (!stance_token_is(r, i, "which") || !(stance_is_name_token(r, i + 1) || r->notes[i + 1].actor)) return false;
    for (k = i + 1; k < x->end && is_capital(r, k); k++) {
    }
    while (k < x->end && (has_fn(r, k, FN(AUXILIARY) | FN(ADVERB)) || stance_ends_in_ly(r, k))) k++;
    const stance_entry *e = stance_cue_at(r, k, &end);
    return e && e->form == STANCE_CUE_VERB && e->class == STANCE_CUE_ACT && end >= x->end;
}

/* Where a clause that is said ends: before what the outlet sets against it. */
uint32_t stance_clausal_end(const search *x, uint32_t first)
{
    const reading *r = x->r;
    for (uint32_t i = first + 2; i + 1 < x->end; i++) {
        if (names_words(x, i)) return i + stance_is_quote_mark(r, i);
        if (stance_is_quoted(r, i)) continue;
        bool closed = behind_closed(r, i);
        if (closed && (stance_token_is(r, i, "and") || stance_token_is(r, i, "but")) && opens_predicate(r, i + 1))
            return i; /* "had “no right,” and ordered the sale stopped" */
        if (closed && stance_is_quoted(r, first) && (stance_token_is(r, i, "and") || stance_token_is(r, i, "but")) &&
            stance_is_name_token(r, i + 1) && !stance_has_quotation(x, i, x->end))
            return i; /* "that “notes make robots,” and Lee joined the fun" */
        if (is_mark(r, i, STANCE_MARK_DASH) && stance_is_quote_mark(r, i - 1) && !stance_has_quotation(x, i, x->end))
            return i; /* "… the worst ever” — seeming not to count the bridge" */
        if (is_mark(r, i, STANCE_MARK_DASH) && has_fn(r, i + 1, FN(CONJUNCTION)) && comments(x, i + 2)) return i;
        if (is_mark(r, i, STANCE_MARK_COMMA) && has_trait(r, i + 1, TRAIT(COMMENTING)) &&
            (!stance_ends_in_ly(r, i + 1) || stance_ends_in_ing(r, i + 2)) && !stance_has_quotation(x, i, x->end))
            return i; /* "they would go on, raising hopes of a deal" */
        if (is_mark(r, i, STANCE_MARK_COMMA) && stance_token_is(r, i + 1, "even") &&
            !stance_has_quotation(x, i, x->end) &&
            (stance_token_is(r, i + 2, "after") || stance_token_is(r, i + 2, "as")))
            return i; /* "they would not vote for it, even after the leaders gave way" */
        if (closed && has_trait(r, i, TRAIT(CONCESSIVE))) return i;
        if (is_mark(r, i, STANCE_MARK_COMMA) && is_contradicted(x, i + 1)) return i;
        if (closed && stance_ends_in_ing(r, i)) return i; /* "would be “an act of war,” deepening the rift" */
        if (is_mark(r, i, STANCE_MARK_COMMA) && adds_clause(x, i + 1, false)) return i;
        uint32_t deed = i + 2 + (stance_ends_in_ly(r, i + 2) || has_fn(r, i + 2, FN(ADVERB)));
        if (closed && has_trait(r, i, TRAIT(SETTING)) && stance_ends_in_ing(r, i + 1 + (deed - i - 2)))
            return i; /* "… “really happened,” after previously suggesting" */
        if (is_mark(r, i, STANCE_MARK_SEMICOLON) && !stance_token_is(r, i + 1, "that") &&
            !has_fn(r, i + 1, FN(CONJUNCTION)))
            return i;
        bool goes_on = has_fn(r, i + 1, FN(BE)) || stance_is_future(r, i + 1); /* "is sure but will respect it" */
        if (stance_token_is(r, i, "but") && stance_is_finite(r, i + 1, i) && !goes_on) return i;
    }
    return x->end;
}

/* Where quoted words that begin at first end: before the clause that tells when they were said, and, when they are a
   sentence of their own, at their closing mark ("chanted “What now?” and marched on"). */
uint32_t stance_quoted_end(const search *x, uint32_t first)
{
    const reading *r = x->r;
    for (uint32_t i = first + 1; stance_is_quoted(r, first) && i < x->end; i++) {
        if (stance_is_quoted(r, i) || !stance_is_quoted(r, i - 1)) continue;
        if (has_trait(r, i, TRAIT(SETTING)) || stance_token_is(r, i, "as")) return i;
        if (is_mark(r, i, STANCE_MARK_DASH) && !stance_has_quotation(x, i, x->end)) return i;
        bool whole = i > first + 2 && stance_is_quote_mark(r, i - 1) &&
                     (stance_is_sentence_end_mark(r, i - 2) || is_mark(r, i - 2, STANCE_MARK_COMMA) ||
                      is_mark(r, i, STANCE_MARK_COMMA));
        if (whole && !stance_has_quotation(x, i, x->end)) return i;
    }
    return x->end;
}

/* The end of the quotation that opens at first, with its mark; first when none does. */
uint32_t stance_mark_end(const search *x, uint32_t first)
{
    uint32_t q = first < x->end && stance_is_quoted(x->r, first) ? x->r->notes[first].quote : 0;
    uint32_t end = q ? x->r->quotes[q - 1].end : first;
    return end < x->end ? end : x->end;
}

/* Where the subordinate clause that opens the sentence ends: the comma before the main clause. */
uint32_t stance_opening_clause_end(const search *x, uint32_t first)
{
    for (uint32_t i = first; i < x->end; i++) {
        if (is_mark(x->r, i, STANCE_MARK_COMMA) && !stance_is_quoted(x->r, i)) return i;
    }
    return x->end;
}

/* "Kim Lee, who has called the plan a mistake, left": where the clause between two commas ends, or the end of the
   sentence. */
uint32_t stance_relative_clause_end(const search *x, uint32_t cue_end)
{
    const reading *r = x->r;
    uint32_t opener =
        x->s->first; /* "Responding to Lee, who called it a trap, Orlov left": a clause comes, and no verb */
    bool led = has_fn(r, opener, FN(PREPOSITION)) || (stance_ends_in_ing(r, opener) && !r->notes[opener].role);
    for (uint32_t i = cue_end; i + 1 < x->end; i++) {
        bool closed = stance_is_quote_mark(r, i) && is_mark(r, i - 1, STANCE_MARK_COMMA) && !stance_is_quoted(r, i + 1);
        if (!closed && (stance_is_quoted(r, i) || !is_mark(r, i, STANCE_MARK_COMMA))) continue;
        bool subject = has_fn(r, i + 1, FN(DETERMINER) | FN(POSSESSIVE) | FN(PRONOUN) | FN(PLURAL_PRONOUN)) ||
                       stance_is_name_token(r, i + 1) || r->notes[i + 1].actor;
        if (led && subject && stance_starts_clause(x, i + 1)) return i + closed;
        uint32_t k = i + 1;
        while (k + 1 < x->end && (has_fn(r, k, FN(ADVERB)) || stance_ends_in_ly(r, k))) k++;
        if (stance_is_finite(r, k, i) || stance_is_past(r, k) || (closed && stance_token_is(r, k, "and")))
            return i + closed;
    }
    return x->end;
}

/* "Lee's claim that the vote was stolen makes a deal harder", "critics who slam the plan left": where the main verb stands
   behind what hangs on its subject, or end. A clause has a verb of its own, and no other clause in it. */
uint32_t stance_main_verb(const search *x, uint32_t subject, uint32_t first, uint32_t end, bool clause)
{
    const reading *r = x->r;
    for (uint32_t k = x->s->first; k < subject; k++) {
        if (stance_is_finite(r, k, x->s->first) || stance_is_past(r, k)) return end; /* "denied Lee's claim that" */
    }
    uint32_t verb = clause ? 0 : first, cue_end;
    for (uint32_t k = first + 1; k < end && k < first + ADJUNCT_TOKENS; k++) {
        if (token_at(r, k)->kind == STANCE_MARK || has_fn(r, k, FN(SUBORDINATOR) | FN(RELATIVE) | FN(CONJUNCTION)))
            return end;
        bool finite = stance_is_finite(r, k, first) && !stance_token_is(r, k, "'s");
        bool past = stance_is_past(r, k) && !is_capital(r, k) && !stance_noun_before(r, k - 1);
        bool group = has_fn(r, k - 1, FN(BE) | FN(AUXILIARY) | FN(ADVERB)) || /* "was stolen", "could not burst" */
                     (stance_ends_in_ly(r, k - 1) && has_fn(r, k - 2, FN(BE) | FN(AUXILIARY)));
        if (!verb) {
            if (finite || (past && !has_fn(r, k + 1, FN(PREPOSITION)))) verb = k; /* "the treaty signed in May" */
            continue;
        }
        bool adds = has_fn(r, k - 1, FN(ADVERB)) && !has_fn(r, k - 2, FN(BE) | FN(AUXILIARY) | FN(PRONOUN)) &&
                    (finite || (stance_ends_in_s(r, k) && !is_capital(r, k) && !r->notes[k].fn && !r->notes[k].role));
        if (adds) return k - 1; /* "the claim that it was stolen also helps" */
        if (group) continue;
        const stance_entry *e = stance_cue_at(r, k - 1, &cue_end);
        if (e && e->form == STANCE_CUE_VERB && (e->frame & STANCE_FRAME_BARE)) return end; /* "that Lee said it was" */
        bool third = is_word(r, k) && !is_capital(r, k) && !r->notes[k].fn && stance_ends_in_s(r, k) &&
                     (stance_is_past(r, k - 1) || has_fn(r, k - 2, FN(BE))) &&
                     has_fn(r, k + 1, FN(DETERMINER) | FN(POSSESSIVE));
        bool acts = past && !stance_token_is(r, k + 1, "by") && !has_fn(r, k + 1, FN(PREPOSITION)) &&
                    (is_word(r, k + 1) || k + 1 == x->end);
        if (finite || third || acts) return k;
    }
    return end;
}
