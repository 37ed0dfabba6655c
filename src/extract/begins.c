/* Where what is said begins: behind addressee, time and place, at a clause, an infinitive, a noun phrase; and whether words
   before a subject can be said at all. */
#include "extract/search.h"

/* "In Texas, the fire destroyed six homes": a noun phrase and a past form with its object behind the comma. */
static bool opens_main_clause(const search *x, uint32_t first, uint32_t end)
{
    const reading *r = x->r;
    if (!has_fn(r, first, FN(DETERMINER) | FN(POSSESSIVE)) && !is_word(r, first)) return false;
    if (has_fn(r, first, FN(SUBORDINATOR) | FN(RELATIVE) | FN(PREPOSITION) | FN(CONJUNCTION)) ||
        stance_ends_in_ing(r, first))
        return false;
    for (uint32_t k = first + 1; k + 1 < end && k < first + LIST_TOKENS / 2; k++) {
        if (token_at(r, k)->kind == STANCE_MARK || stance_is_quoted(r, k) || has_fn(r, k, FN(RELATIVE))) return false;
        bool past = stance_is_past(r, k) && !is_capital(r, k) && !stance_noun_before(r, k - 1);
        bool object = is_word(r, k + 1) &&
                      !has_fn(r, k + 1,
                              FN(PREPOSITION) | FN(TIME) | FN(ADVERB) | FN(SUBORDINATOR) | FN(RELATIVE) |
                                  FN(CONJUNCTION) | FN(BE) | FN(AUXILIARY)) &&
                      !stance_ends_in_ly(r, k + 1);
        if (past && object) return true;
    }
    return false;
}

/* An adverbial before the subject ("In an interview with Sputnik, …", "Asked about the talks, …"), as against a
   clause. */
bool stance_is_adjunct(const search *x, uint32_t first, uint32_t end)
{
    const reading *r = x->r;
    while (end > first && token_at(r, end - 1)->kind == STANCE_MARK) end--;
    if (end - first < 2) return true;
    uint32_t lead = first;
    while (lead + 1 < end &&
           (has_fn(r, lead, FN(CONJUNCTION) | FN(CONNECTIVE) | FN(ADVERB)) || is_mark(r, lead, STANCE_MARK_COMMA)) &&
           !has_fn(r, lead, FN(PREPOSITION)))
        lead++;
    if (end - lead >= 3) first = lead;
    first += stance_count_lead(r, first);
    bool opens =
        has_fn(r, first,
               FN(PREPOSITION) | FN(SUBORDINATOR) | FN(TIME) | FN(ADVERB) | FN(CONNECTIVE) | FN(CONJUNCTION)) ||
        stance_ends_in_ing(r, first);
    uint32_t cue_end;
    const stance_entry *e = stance_cue_at(r, first, &cue_end);
    if (e && (e->frame & STANCE_FRAME_ASKED)) opens = true;
    if (stance_token_is(r, first, "asked") || stance_token_is(r, first, "according")) opens = true;
    if (!opens) return false;
    /* "Shifting winds in the north could …": a finite verb of its own, in no clause that hangs on another word. */
    if (!(e && (e->frame & STANCE_FRAME_ASKED)) && !has_fn(r, first, FN(SUBORDINATOR))) {
        for (uint32_t i = first + 1; i < end; i++) {
            if (is_mark(r, i, STANCE_MARK_COMMA) || has_fn(r, i, FN(RELATIVE) | FN(SUBORDINATOR)) ||
                stance_token_is(r, i, "what"))
                break;
            if (has_fn(r, i, FN(BE) | FN(AUXILIARY)) && stance_is_finite(r, i, first) && !stance_token_is(r, i, "'s"))
                return false;
            if (stance_token_is(r, i - 1, "it") && stance_is_finite(r, i, first))
                return false; /* "With that, it shows" */
        }
    }
    if (has_trait(r, first, TRAIT(INTERROGATIVE)) && !has_trait(r, first, TRAIT(SETTING))) {
        /* "What was destroyed should be rebuilt": two verbs, the clause and its own */
        uint32_t verbs = 0;
        for (uint32_t i = first + 1; i < end && !is_mark(r, i, STANCE_MARK_COMMA); i++)
            verbs += has_fn(r, i, FN(BE) | FN(AUXILIARY)) && !has_fn(r, i - 1, FN(BE) | FN(AUXILIARY));
        if (verbs >= 2) return false;
    }
    /* A second clause after a comma makes it content after all. */
    for (uint32_t i = first; i < end; i++) {
        bool relative =
            stance_ends_in_ing(r, first) && has_fn(r, i + 1, FN(RELATIVE)); /* "Asked by Lee, who was ill," */
        if (!is_mark(r, i, STANCE_MARK_COMMA) || relative) continue;
        if (opens_main_clause(x, i + 1, end) && !stance_has_quotation(x, first, end)) return false;
        for (uint32_t k = i + 1; k < end; k++) {
            bool main = !has_fn(r, i + 1, FN(SUBORDINATOR) | FN(RELATIVE)) && stance_is_finite(r, k, i + 1) &&
                        !stance_has_quotation(x, first, end);
            if (main || (has_fn(r, k, FN(BE) | FN(AUXILIARY)) && !stance_token_is(r, k, "'s"))) return false;
        }
    }
    return true;
}

bool stance_has_quotation(const search *x, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++) {
        if (stance_is_quoted(x->r, i)) return true;
    }
    return false;
}

/* A stretch before the subject that can be what is said. */
bool stance_is_clause(const search *x, uint32_t first, uint32_t end)
{
    if (end <= first) return false;
    uint32_t words = 0, quoted = 0;
    for (uint32_t i = first; i < end; i++) {
        if (token_at(x->r, i)->kind == STANCE_MARK) continue;
        words++;
        quoted += stance_is_quoted(x->r, i);
    }
    bool dressed = stance_ends_in_ed(x->r, first) && first == x->s->first && !x->r->notes[first].role &&
                   !stance_token_is(x->r, first + 1, "of") && /* hatred of */
                   (has_fn(x->r, first + 1, FN(PREPOSITION)) || stance_token_is(x->r, first + 1, "to"));
    for (uint32_t i = first + 1; dressed && i < end; i++) dressed = !stance_is_finite(x->r, i, first);
    if (dressed && is_mark(x->r, end - 1, STANCE_MARK_COMMA)) return false; /* "Redesigned to look like a paper, it" */
    bool participle = stance_ends_in_ing(x->r, first) && !stance_is_quoted(x->r, first); /* "Bemoaning the “system”," */
    if (participle && stance_is_adjunct(x, first, end)) return false;
    if (quoted && (stance_is_quoted(x->r, first) || 2 * quoted >= words)) return true;
    bool ends_quoted = stance_is_quoted(x->r, end - 1) || (end > first + 1 && stance_is_quoted(x->r, end - 2));
    if (quoted && ends_quoted && !has_fn(x->r, first, FN(PREPOSITION) | FN(SUBORDINATOR))) return true;
    return words >= 3 && !stance_is_adjunct(x, first, end);
}

/* "a base that overlooks the bay", "rules that could": what follows `that` is a verb, so it hangs on a noun. */
static bool opens_relative(const search *x, uint32_t that)
{
    const reading *r = x->r;
    uint32_t v = that + 1;
    if (v >= x->end || stance_is_finite(r, v, that)) return true;
    if (!is_word(r, v) || is_capital(r, v)) return false;
    bool verbal = stance_ends_in_s(r, v) || stance_ends_in_ed(r, v), clause = r->notes[v].fn || r->notes[v].role;
    for (uint32_t i = v + 1; i < x->end && i < v + LIST_TOKENS / 2 && token_at(r, i)->kind != STANCE_MARK && !clause;
         i++)
        clause = has_fn(r, i, FN(AUXILIARY) | FN(BE)) || stance_is_past(r, i) || stance_is_finite(r, i, v);
    bool noun = stance_is_noun(r, that - 1) || (r->notes[that - 1].role & (ROLE(BODY) | ROLE(OBJECT)));
    if (!clause && noun && that > 1 && has_fn(r, that - 2, FN(DETERMINER)) && !stance_ends_in_s(r, v))
        return true;                                                   /* "in a speech that drew boos" */
    if (v + 1 >= x->end) return verbal && stance_is_noun(r, that - 1); /* "a treaty that lasts" */
    return verbal && !r->notes[v].role &&
           (is_capital(r, v + 1) || has_fn(r, v + 1, FN(DETERMINER) | FN(POSSESSIVE) | FN(OTHER_PRONOUN)) ||
            (stance_ends_in_ed(r, v) && token_at(r, v + 1)->kind == STANCE_MARK));
}

/* "declined that offer and left", "rejected that argument": no clause follows. */
static bool is_demonstrative(const search *x, const stance_entry *e, uint32_t that)
{
    const reading *r = x->r;
    uint32_t w = that + 1;
    if (w >= x->end || !is_word(r, w) || is_capital(r, w) || r->notes[w].fn || stance_ends_in_s(r, w)) return false;
    bool ends = w + 1 >= x->end || token_at(r, w + 1)->kind == STANCE_MARK || has_fn(r, w + 1, FN(CONJUNCTION)) ||
                has_fn(r, w + 1, FN(PREPOSITION));
    if (has_fn(r, w + 1, FN(CONJUNCTION)))
        return has_fn(r, w + 2, FN(AUXILIARY) | FN(BE)) || stance_ends_in_ed(r, w + 2);
    bool act = (e->frame & STANCE_FRAME_NP) && e->class == STANCE_CUE_ACT, finite = false;
    for (uint32_t i = w + 1; act && i < x->end && i < w + LIST_TOKENS; i++)
        finite = finite || stance_is_finite(r, i, w);
    return ends && !(act ? finite : stance_starts_clause(x, w));
}

/* "the sides to return to the table" */
bool stance_has_infinitive(const reading *r, uint32_t first, uint32_t end)
{
    for (uint32_t i = first + 1; i + 1 < end; i++) {
        if (stance_token_is(r, i, "to") && is_word(r, i + 1) && !is_capital(r, i + 1) &&
            !has_fn(r, i + 1, FN(DETERMINER) | FN(POSSESSIVE) | FN(OTHER_PRONOUN) | FN(NATIONALITY)))
            return true;
    }
    return false;
}

/* "countered Republicans' argument that …": the clause hangs on a noun whose owner says it. */
static bool hangs_on_owned_noun(const search *x, uint32_t at, uint32_t that)
{
    const reading *r = x->r;
    uint32_t end;
    const stance_entry *e = that > at ? stance_cue_at(r, that - 1, &end) : NULL;
    if (!e || e->form != STANCE_CUE_NOUN) return false;
    if (has_fn(r, at, FN(PREPOSITION)) && has_trait(r, that - 1, TRAIT(OCCASION)))
        return false; /* "said in Friday's briefing that" */
    for (uint32_t i = at; i + 1 < that; i++) {
        if (stance_token_is(r, i, "'s") || (has_fn(r, i, FN(POSSESSIVE)) && !stance_token_is(r, i, "whose")) ||
            (i > at && stance_ends_in_s(r, i - 1) &&
             (is_mark(r, i, STANCE_MARK_SINGLE) || is_mark(r, i, STANCE_MARK_SINGLE_CLOSE))))
            return true;
    }
    return false;
}

/* "said at the meeting she was tired", "in a statement the bill was bad": where the clause behind the adverbial begins, or i. */
static uint32_t clause_behind_adverbial(const search *x, uint32_t i)
{
    const reading *r = x->r;
    if (i + 3 >= x->end || !has_trait(r, i, TRAIT(CIRCUMSTANCE)) || stance_count_lead(r, i)) return i;
    for (uint32_t k = i + 2; k + 1 < x->end && k < i + LIST_TOKENS && token_at(r, k)->kind != STANCE_MARK; k++) {
        if (has_fn(r, k, FN(SUBORDINATOR) | FN(RELATIVE) | FN(CONJUNCTION) | FN(BE) | FN(AUXILIARY))) break;
        bool noun = is_word(r, k - 1) && !stance_noun_before(r, k - 1) &&
                    !has_fn(r, k - 1, FN(PREPOSITION) | FN(DETERMINER) | FN(POSSESSIVE) | FN(CONJUNCTION) | FN(ADVERB));
        bool subject = has_fn(r, k, FN(PRONOUN) | FN(PLURAL_PRONOUN) | FN(DETERMINER) | FN(POSSESSIVE)) &&
                       !stance_token_is(r, k, "'s");
        if (noun && subject && stance_starts_clause(x, k)) return k;
    }
    return i;
}

/* "last night", "this morning", "late on Monday": the tokens of a time that no list has as one, 0: none. */
static uint32_t loose_time(const reading *r, uint32_t i)
{
    if (!has_trait(r, i, TRAIT(TIME_LEAD))) return 0;
    uint32_t on = stance_token_is(r, i + 1, "on");
    return has_fn(r, i + 1 + on, FN(TIME)) ? 2 + on : 0;
}

/* "told reporters the plan had failed", "told senators no evidence": where in the phrase behind `told` the second noun
   phrase begins, the subject of what is told, or its end. */
static uint32_t subject_behind(const reading *r, uint32_t first, uint32_t end)
{
    for (uint32_t k = first + 1; k <= end && k < r->tokens.count; k++) {
        bool opens = has_fn(r, k, FN(DETERMINER)) || token_at(r, k)->kind == STANCE_NUMBER || stance_count_lead(r, k);
        bool noun = is_word(r, k - 1) && !stance_noun_before(r, k - 1) &&
                    !has_fn(r, k - 1, FN(PREPOSITION) | FN(CONJUNCTION) | FN(DETERMINER) | FN(POSSESSIVE));
        if (opens && noun && !has_fn(r, k, FN(TIME)) && !has_fn(r, k + 1, FN(TIME)) && !loose_time(r, k)) return k;
        if (k < end && token_at(r, k)->kind == STANCE_MARK) break;
    }
    return end;
}

/* "told the Duma Russia was", "told the BBC Norland was": where the name begins that follows the whole name of whoever is told,
   or end. */
static uint32_t behind_addressee(const reading *r, uint32_t first, uint32_t end)
{
    if (r->notes[end - 1].role_head && (r->notes[end - 1].role & ROLE(BODY)))
        return end; /* the House Ethics Committee */
    for (uint32_t k = first + 1; k < end; k++) {
        uint32_t p = k - 1;
        bool people = (r->notes[p].role & (ROLE(PERSON) | ROLE(OFFICE))) && stance_ends_in_s(r, p);
        bool closes = (r->notes[p].role_head && (people || (r->notes[p].role & (ROLE(BODY) | ROLE(GROUP))))) ||
                      has_fn(r, p, FN(OUTLET)) || (r->notes[p].actor && r->notes[k].actor);
        bool other = !r->notes[k].actor || r->notes[k].actor != r->notes[p].actor;
        if (closes && other && is_capital(r, k) && !r->notes[k].role && !has_fn(r, k, FN(OUTLET) | FN(TIME))) return k;
    }
    return end;
}

/* "said in Baku, after talks with Lee, that …", "said over the summer, when rates were low, that …": the `that` behind the
   aside that follows time and place, or i. */
static uint32_t that_behind_aside(const search *x, const stance_entry *e, uint32_t i)
{
    const reading *r = x->r;
    if (!(e->frame & STANCE_FRAME_THAT) || !has_fn(r, i, FN(PREPOSITION) | FN(TIME))) return i;
    uint32_t open = i;
    while (open + 1 < x->end && open < i + LIST_TOKENS && is_word(r, open) && !stance_is_finite(r, open, i) &&
           !has_fn(r, open, FN(SUBORDINATOR) & ~FN(PREPOSITION)))
        open++;
    bool aside = is_mark(r, open, STANCE_MARK_COMMA) &&
                 (has_trait(r, open + 1, TRAIT(SETTING)) || has_fn(r, open + 1, FN(RELATIVE) | FN(PREPOSITION)) ||
                  stance_token_is(r, open + 1, "where"));
    if (!aside) return i;
    for (uint32_t k = open + 2; k + 3 < x->end && k < open + ADJUNCT_TOKENS && !stance_is_quoted(r, k); k++) {
        if (is_mark(r, k, STANCE_MARK_COMMA)) return stance_token_is(r, k + 1, "that") ? k + 1 : i;
    }
    return i;
}

/* "told a woman who suggested that some may stay that this was no plan": the second `that`, at `later`, closes the clause of
   the first and goes with the verb before. */
static bool opens_second_clause(const search *x, uint32_t that, uint32_t later)
{
    const reading *r = x->r;
    uint32_t end, last = later - 1;
    const stance_entry *reports = stance_cue_at(r, that - 1, &end);
    bool verb = false;
    for (uint32_t i = that + 1; i < later && !verb; i++) verb = stance_is_finite(r, i, that);
    if (!reports || reports->form != STANCE_CUE_VERB || !verb || r->notes[last].cue || !is_word(r, last) ||
        has_fn(r, last, FN(PREPOSITION) | FN(CONJUNCTION) | FN(BE)) || r->notes[last].role)
        return false;
    for (uint32_t i = last; i > that && last - i < 3; i--) { /* "that it was a plan that Lee made" */
        if (has_fn(r, i, FN(DETERMINER) | FN(POSSESSIVE)) || stance_token_is(r, i, "so")) return false;
    }
    return stance_starts_clause(x, later + 1);
}

/* Where the content after a cue begins: behind addressee, time and place when `that`, a colon or a quotation comes
   later. */
uint32_t stance_content_after(const search *x, const stance_entry *e, uint32_t at, bool *marked)
{
    const reading *r = x->r;
    uint32_t i = at, next_end;
    *marked = at > 0 && at < x->end && stance_token_is(r, at - 1, "that"); /* the cue holds it: "insists that" */
    if (*marked) return at;
    if (i + 1 < x->end && is_mark(r, i, STANCE_MARK_COMMA)) { /* "he said, adding that …": the rest is the next cue's */
        uint32_t k = i + 1 + has_fn(r, i + 1, FN(ADVERB));
        const stance_entry *next = stance_cue_at(r, k, &next_end);
        if (next && next->form == STANCE_CUE_VERB && stance_ends_in_ing(r, k)) {
            uint32_t close = stance_opening_clause_end(x, k); /* "wrote, citing officials, that …" */
            if (!(next->frame & STANCE_FRAME_OBJECT) || close + 3 >= x->end || !stance_token_is(r, close + 1, "that"))
                return x->end;
            *marked = true;
            return close + 2;
        }
    }
    uint32_t that = that_behind_aside(x, e, i);
    if (that > i) {
        *marked = true;
        return that + 1;
    }
    for (uint32_t k = i; k + 1 < x->end && k < i + LIST_TOKENS / 2; k++) { /* "said something bizarre: “…”" */
        if (is_mark(r, k, STANCE_MARK_COLON) && stance_is_quoted(r, k + 1)) {
            *marked = true;
            return k + 1;
        }
        if (token_at(r, k)->kind == STANCE_MARK || stance_is_finite(r, k, at)) break;
    }
    phrase object = stance_phrase_after(r, i, x->end); /* "promised an inquiry that would be swift": nobody is told */
    bool somebody =
        object.kind == PHRASE_PERSON ||
        (object.head != NO_TOKEN && (r->notes[object.head].role & (ROLE(PERSON) | ROLE(OFFICE) | ROLE(GROUP))));
    bool thing =
        (e->frame & STANCE_FRAME_NP) && !somebody && (stance_token_is(r, i, "a") || stance_token_is(r, i, "an"));
    bool to = (e->frame & STANCE_FRAME_TO) && !thing;
    bool adjunct = i < x->end && (has_fn(r, i, FN(PREPOSITION) | FN(TIME) | FN(ADVERB) | FN(OUTLET)) || to ||
                                  (r->notes[i].role & ROLE(GROUP)) || has_fn(r, i + 1, FN(TIME)) || /* late Monday */
                                  is_mark(r, i, STANCE_MARK_COMMA));
    bool infinitive = (e->frame & STANCE_FRAME_INF) && i + 1 < x->end && stance_token_is(r, i, "to") &&
                      is_word(r, i + 1) && !is_capital(r, i + 1) && !has_fn(r, i + 1, FN(DETERMINER) | FN(POSSESSIVE));
    bool described = false; /* "told a young man who had suggested that some may stay that “…”" */
    for (uint32_t k = i; !infinitive && k < x->end && k < i + ADJUNCT_TOKENS; k++) {
        if (k > i && (e->frame & STANCE_FRAME_TO) && stance_token_is(r, k, "who")) described = true;
        if (described && k + 1 < x->end && stance_token_is(r, k, "that") && !stance_is_quoted(r, k + 1)) {
            bool words = false;
            uint32_t later = k;
            while (later + 2 < x->end && later + 1 < i + 2 * ADJUNCT_TOKENS && !words) {
                later++;
                words = stance_token_is(r, later, "that") &&
                        (stance_is_quoted(r, later + 1) || opens_second_clause(x, k, later));
            }
            if (words) {
                k = later - 1;
                continue;
            }
        }
        if (k == at && stance_token_is(r, k, "that") && has_fn(r, k + 1, FN(CONJUNCTION)))
            return x->end; /* "denied that and" */
        bool subject = k == at && stance_token_is(r, k, "that") && has_fn(r, k + 1, FN(BE) | FN(AUXILIARY)) &&
                       (e->frame & STANCE_FRAME_BARE) && !(e->frame & STANCE_FRAME_NP);
        if (subject) { /* "said that was a mistake" */
            *marked = true;
            return k;
        }
        if (stance_token_is(r, k, "that") && !is_demonstrative(x, e, k) &&
            !(k > at && k + 1 < x->end && opens_relative(x, k)) && !hangs_on_owned_noun(x, at, k) &&
            (e->frame & (STANCE_FRAME_THAT | STANCE_FRAME_TO | (k == at ? STANCE_FRAME_QUOTE : 0)))) {
            *marked = true;
            return k + 1;
        }
        bool second = k > i && has_fn(r, k, FN(CONJUNCTION)) && is_word(r, k + 1) && !is_capital(r, k + 1) &&
                      stance_is_past(r, k + 1) && stance_cue_at(r, k + 1, &next_end);
        if (second) break; /* "voiced support for the plan and said that …" */
        bool occasion = k > i &&
                        is_mark(r, k, STANCE_MARK_COMMA) && /* "told Reuters, shortly after Kyiv said that …" */
                        (has_trait(r, k + 1, TRAIT(SETTING)) || stance_token_is(r, k + 1, "following") ||
                         (stance_ends_in_ly(r, k + 1) && has_trait(r, k + 2, TRAIT(SETTING))));
        if (occasion) break;
        const stance_entry *adds = is_mark(r, k, STANCE_MARK_COMMA) && k + 2 < x->end && stance_ends_in_ing(r, k + 1)
                                       ? stance_cue_at(r, k + 1, &next_end)
                                       : NULL;
        if (adds && adds->form == STANCE_CUE_VERB) break; /* "told the agency, adding that …" */
        bool other = k > i && !described && stance_is_finite(r, k, at) && !has_fn(r, k, FN(AUXILIARY) | FN(BE));
        if (other && stance_ends_in_ing(r, at - 1)) break; /* "Lee, speaking at a rally, said: “…”" */
        bool words_follow = k + 1 < x->end && stance_is_quoted(r, k + 1);
        if (is_mark(r, k, STANCE_MARK_COLON) && !words_follow && e->frame == STANCE_FRAME_QUOTE) return x->end;
        if (is_mark(r, k, STANCE_MARK_COLON) ||
            (is_mark(r, k, STANCE_MARK_DASH) && k + 1 < x->end && stance_is_quoted(r, k + 1))) {
            *marked = true;
            return k + 1;
        }
        if (stance_is_quoted(r, k)) {
            *marked = true;
            uint32_t close = k == i ? stance_mark_end(x, k) : k; /* "told “Izvestia” that …" */
            if (close > k && close < k + LEAD_VERB_TOKENS + 1 && is_capital(r, k + 1) &&
                stance_token_is(r, close, "that"))
                return close + 1;
            /* "said it was a “downright lie”": the quotation is part of a clause that began before it. */
            if ((e->frame & STANCE_FRAME_INF) && !infinitive && k > i + 1 && stance_has_infinitive(r, i, k))
                return i; /* "asked Norland to stop “politicizing” the case" */
            bool listed = k > i + 1 && has_fn(r, k - 1, FN(CONJUNCTION)) && (e->frame & STANCE_FRAME_NP) &&
                          !has_fn(r, i, FN(PREPOSITION) | FN(TIME));
            return (adjunct && !listed) || k == i || (k == i + 1 && token_at(r, i)->kind == STANCE_MARK) ? k : i;
        }
        bool verb = has_fn(r, k, FN(AUXILIARY) | FN(BE) | FN(PRONOUN)) && !stance_token_is(r, k, "'s");
        if (!adjunct || (verb && !described)) break;
    }
    if (to) { /* told reporters Russia was ready */
        phrase p = stance_phrase_after(r, i, x->end);
        uint32_t after = has_fn(r, i, FN(OTHER_PRONOUN) | FN(SELF)) ? i + 1 : p.kind != PHRASE_NONE ? p.end : i;
        uint32_t own = subject_behind(r, i, after);
        if (own < after) after = own;
        else if (after < x->end &&
                 has_fn(r, after, FN(AUXILIARY) | FN(BE))) /* the phrase ran into the content's subject */
        {
            uint32_t later = after - 1; /* "council members the estimate was wrong" */
            while (later > i && !has_fn(r, later, FN(DETERMINER) | FN(POSSESSIVE))) later--;
            bool subject =
                has_fn(r, i, FN(DETERMINER) | FN(POSSESSIVE) | FN(NATIONALITY)) || stance_token_is(r, i, "it");
            uint32_t second = behind_addressee(r, i, after);
            after = later > i ? later : second < after ? second : subject ? i : i + 1;
        }
        while (after + 2 < x->end && has_fn(r, after, FN(CONJUNCTION)) && stance_is_name_token(r, after + 1)) {
            after++; /* "told Milley and Austin they should resign" */
            while (after < x->end && stance_is_name_token(r, after)) after++;
        }
        bool nothing = after >= x->end || token_at(r, after)->kind == STANCE_MARK || has_fn(r, after, FN(CONJUNCTION));
        bool infinitive_in = (e->frame & STANCE_FRAME_INF) && stance_has_infinitive(r, i, after);
        uint32_t reach = i + LIST_TOKENS < x->end ? i + LIST_TOKENS : x->end; /* "on Lee and the sides to meet" */
        bool several = (e->frame & STANCE_FRAME_INF) && after < x->end && has_fn(r, after, FN(CONJUNCTION)) &&
                       stance_has_infinitive(r, i, reach);
        if (infinitive_in || several || (nothing && (e->frame & STANCE_FRAME_NP)))
            after = i; /* "promised lower taxes": no addressee; "called on the state to act": the phrase holds it all */
        i = after;
        if (i > at && i + 1 < x->end && has_fn(r, i, FN(ADVERB) | FN(TIME)) && !has_fn(r, i, FN(DETERMINER))) i++;
    }
    for (;;) { /* on Tuesday; Wednesday */
        if (i + 1 < x->end && stance_token_is(r, i, "on") && has_fn(r, i + 1, FN(TIME))) i += 2;
        else if (i < x->end && has_fn(r, i, FN(TIME)) && !(is_capital(r, i) && stance_token_is(r, i + 1, "'s")) &&
                 !has_fn(r, i + 1, FN(BE) | FN(AUXILIARY)) &&
                 !(loose_time(r, i) && has_fn(r, i + loose_time(r, i), FN(BE) | FN(AUXILIARY))))
            i++; /* as against "called May's offer a mistake", "said Monday was a bad day" */
        else if (i + 1 < x->end && has_fn(r, i - 1, FN(TIME)) && token_at(r, i)->kind == STANCE_NUMBER) i++;
        else if (loose_time(r, i) && i + loose_time(r, i) <= x->end &&
                 !has_fn(r, i + loose_time(r, i), FN(BE) | FN(AUXILIARY)))
            i += loose_time(r, i);
        else break;
    }
    return e->frame & STANCE_FRAME_BARE ? clause_behind_adverbial(x, i) : i;
}
