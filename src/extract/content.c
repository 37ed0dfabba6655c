/* What is said: what a verb of saying takes, on which side of it it stands, what is asked. */
#include "extract/search.h"

/* A quotation begins at i, be it of a word or two: 'historic' mistakes. */
static bool opens_quotation(const reading *r, uint32_t i)
{
    return r->notes[i].quote && r->quotes[r->notes[i].quote - 1].first == i;
}

static uint32_t trim_left(const search *x, uint32_t first, uint32_t end)
{
    while (first < end && token_at(x->r, first)->kind == STANCE_MARK && !stance_is_quote_mark(x->r, first) &&
           !is_mark(x->r, first, STANCE_MARK_OPEN) && !opens_quotation(x->r, first))
        first++;
    return first;
}

/* The last mark of a quotation that begins at first or behind it. */
static bool closes_quotation(const reading *r, uint32_t i, uint32_t first)
{
    uint32_t q = r->notes[i].quote;
    return q && r->quotes[q - 1].end == i + 1 && r->quotes[q - 1].first >= first;
}

uint32_t stance_trim_right(const search *x, uint32_t first, uint32_t end)
{
    while (end > first && token_at(x->r, end - 1)->kind == STANCE_MARK && !stance_is_quoted(x->r, end - 1) &&
           !is_mark(x->r, end - 1, STANCE_MARK_CLOSE) && !stance_is_percent(x->r, end - 1) &&
           !closes_quotation(x->r, end - 1, first))
        end--;
    return end;
}

void stance_add_content(const search *x, attribution *a, uint32_t first, uint32_t end)
{
    first = trim_left(x, first, end);
    end = stance_trim_right(x, first, end);
    while (end > first + 1 && has_fn(x->r, end - 1, FN(CONJUNCTION)) && !stance_is_quoted(x->r, end - 1) &&
           !(has_fn(x->r, end - 1, FN(CONNECTIVE)) &&
             (end == x->end || !is_word(x->r, end)))) /* "no date is set yet, Lee" */
        end = stance_trim_right(x, first, end - 1);
    uint32_t words = first < end ? stance_quoted_complement(x, first) : first;
    if (words > first && words < end && a->content_count + 1 < CONTENT_MAX) { /* "called it, last week, “a farce”" */
        a->content[a->content_count++] = (token_range){first, first + 1};
        first = words;
    }
    if (first < end && a->content_count < CONTENT_MAX) a->content[a->content_count++] = (token_range){first, end};
}

/* The attribution before this one in the sentence that is still good. */
attribution *stance_last_kept(const search *x)
{
    for (size_t i = x->r->attribution_count; i > x->first_found; i--) {
        if (!x->r->attributions[i - 1].dropped) return &x->r->attributions[i - 1];
    }
    return NULL;
}

bool stance_covers(const attribution *a, uint32_t token)
{
    for (uint32_t k = 0; k < a->content_count; k++) {
        if (a->content[k].first <= token && token < a->content[k].end) return true;
    }
    return false;
}

/* Can the words from i on be what a verb without that-clause takes? No preposition, adverb or conjunction begins a
   noun phrase; an
   infinitive begins with "to" unless the cue holds it. */
static bool opens_object(const reading *r, const stance_entry *e, uint32_t i, uint32_t end)
{
    if (i >= end) return false;
    if (stance_is_reflexive(r, i))
        return !has_fn(r, i + 1, FN(PREPOSITION)); /* "find themselves in a war", as against "declared himself ready" */
    if (stance_token_is(r, i, "to")) return e->frame & STANCE_FRAME_INF;
    if (stance_count_lead(r, i)) return true;
    bool held = i > 0 && (has_fn(r, i - 1, FN(PREPOSITION)) || stance_token_is(r, i - 1, "to"));
    if (held && stance_is_article(r, i) && has_trait(r, i + 1, TRAIT(OCCASION)) && !stance_token_is(r, i, "the"))
        return false; /* "fired back at a rally" */
    if (held)
        return (token_at(r, i)->kind != STANCE_MARK || stance_is_quoted(r, i) || opens_quotation(r, i)) &&
               !has_fn(r, i, FN(CONJUNCTION)) && !stance_is_finite(r, i, i > 0 ? i - 1 : 0);
    if (has_trait(r, i, TRAIT(VERB_PARTICLE))) return false;
    if (has_fn(r, i, FN(OTHER_PRONOUN)) && i + 1 < end && stance_ends_in_ing(r, i + 1))
        return false; /* showed him mocking */
    if (token_at(r, i)->kind == STANCE_MARK) return stance_is_quoted(r, i) || opens_quotation(r, i);
    if (has_fn(r, i, FN(NATIONALITY) | FN(DETERMINER) | FN(POSSESSIVE) | FN(PRONOUN) | FN(OTHER_PRONOUN))) return true;
    if (has_fn(r, i, FN(CONJUNCTION))) return false;
    if (has_fn(r, i, FN(TIME)) && !(is_capital(r, i) && stance_token_is(r, i + 1, "'s"))) return false;
    if (has_fn(r, i, FN(PREPOSITION)) || has_trait(r, i, TRAIT(TEMPORAL) | TRAIT(CONCESSIVE)) ||
        stance_token_is(r, i, "because"))
        return false;
    return !((has_fn(r, i, FN(ADVERB)) || stance_ends_in_ly(r, i)) &&
             (i + 1 >= end || has_fn(r, i + 1, FN(PREPOSITION)) || token_at(r, i + 1)->kind == STANCE_MARK));
}

bool stance_quotes_only(const stance_entry *e)
{
    return (e->frame & STANCE_FRAME_QUOTE) && !(e->frame & ~(STANCE_FRAME_QUOTE | STANCE_FRAME_THAT));
}

/* "The talks, he told the paper on Friday, would begin in May": where what is said goes on behind the second comma, or
   the end of the sentence. */
static uint32_t resumes(const search *x, uint32_t after)
{
    const reading *r = x->r;
    uint32_t comma = after, cue_end;
    while (comma < x->end && comma < after + ADJUNCT_TOKENS && !is_mark(r, comma, STANCE_MARK_COMMA)) {
        if (token_at(r, comma)->kind == STANCE_MARK || stance_is_quoted(r, comma) || stance_is_finite(r, comma, after))
            return x->end;
        comma++;
    }
    uint32_t i = comma + 1;
    if (i + 1 >= x->end || !is_mark(r, comma, STANCE_MARK_COMMA)) return x->end;
    while (i + 1 < x->end && (has_fn(r, i, FN(CONJUNCTION)) || has_fn(r, i, FN(ADVERB)))) i++;
    const stance_entry *e = stance_cue_at(r, i, &cue_end);
    if (stance_ends_in_ing(r, i) && (e || i > comma + 1)) return x->end;
    if (i > comma + 1 && e && e->form == STANCE_CUE_VERB) return x->end; /* ", and added that" */
    bool clause = has_fn(r, i, FN(BE) | FN(AUXILIARY)) || stance_is_finite(r, i, comma) ||
                  stance_token_is(r, i, "including") ||
                  has_fn(r, i, FN(SUBORDINATOR) | FN(PRONOUN) | FN(PLURAL_PRONOUN));
    bool verb = is_word(r, i) && !is_capital(r, i) && !r->notes[i].fn && !r->notes[i].role &&
                (stance_ends_in_s(r, i) || (i == comma + 1 && stance_is_past(r, i)));
    bool own = stance_token_is(r, i + 1, "it") ||
               has_fn(r, i + 1, FN(PLURAL_PRONOUN)); /* "Norland, he said, while it talks of peace" */
    if ((has_trait(r, i, TRAIT(CONCESSIVE)) && !own) || has_trait(r, i, TRAIT(TEMPORAL))) return x->end;
    return clause || verb || (i > comma + 1 && is_word(r, i)) || has_fn(r, comma + 1, FN(DETERMINER)) ? comma + 1
                                                                                                      : x->end;
}

/* "said in an interview on Monday the talks would begin": the clause behind the day, or the end of the sentence. */
static uint32_t clause_behind_time(const search *x, uint32_t first)
{
    const reading *r = x->r;
    for (uint32_t i = first; i + 2 < x->end && i < first + ADJUNCT_TOKENS; i++) {
        if (token_at(r, i)->kind == STANCE_MARK || stance_is_quoted(r, i)) break;
        bool opens = has_fn(r, i + 1, FN(DETERMINER) | FN(POSSESSIVE) | FN(PRONOUN) | FN(PLURAL_PRONOUN)) ||
                     stance_is_name_token(r, i + 1);
        if (has_fn(r, i, FN(TIME)) && opens && stance_starts_clause(x, i + 1)) return i + 1;
    }
    return x->end;
}

/* Words that lead into a sentence and are no part of its subject: however, unfortunately, in May. */
static bool leads_in(const reading *r, uint32_t i)
{
    return stance_ends_in_ly(r, i) ||
           has_fn(r, i, FN(PREPOSITION) | FN(SUBORDINATOR) | FN(TIME) | FN(ADVERB) | FN(CONNECTIVE) | FN(CONJUNCTION));
}

/* A noun phrase between the start of the sentence and a comma: the subject of what is said around the speaker. */
static bool opens_like_subject(const search *x, uint32_t first, uint32_t end)
{
    const reading *r = x->r;
    if (end < first + 2 || first != x->s->first || !is_mark(r, end - 1, STANCE_MARK_COMMA)) return false;
    if (leads_in(r, first) || stance_ends_in_ing(r, first)) return false;
    for (uint32_t i = first; i < end; i++) {
        if (stance_is_quoted(r, i) || stance_is_finite(r, i, first) ||
            (i + 1 < end && is_mark(r, i, STANCE_MARK_COMMA)))
            return false;
    }
    return true;
}

/* "So when the bank signalled that it would lend, Lee said, “we were floored.”": the quoted words go on with a clause
   that somebody else's words began, in small letters. */
static bool opens_quoted_clause(const search *x, uint32_t first, uint32_t end, uint32_t words)
{
    const reading *r = x->r;
    while (first < end && (stance_token_is(r, first, "so") || has_fn(r, first, FN(CONJUNCTION) | FN(CONNECTIVE))))
        first++;
    if (words + 2 >= x->end || !stance_is_quote_mark(r, words) || !is_word(r, words + 1) || is_capital(r, words + 1))
        return false;
    if (!has_trait(r, first, TRAIT(CONDITIONAL)) && !stance_token_is(r, first, "when") &&
        !stance_token_is(r, first, "because"))
        return false;
    bool asked = stance_ends_in_ed(r, first + 1);
    return !asked && first + 3 < end && is_mark(r, end - 1, STANCE_MARK_COMMA);
}

/* "If growers are squeezed, Lee noted, they may cut corners", "Within months of the merger, Lee said, the bank sold loans":
   what leads into the clause behind the two commas is said too, unless it tells when or where it was said. */
static bool opens_clause_said(const search *x, uint32_t left_end, uint32_t first)
{
    const reading *r = x->r;
    uint32_t i = x->s->first, comma = left_end - 1;
    while (i < comma && has_fn(r, i, FN(CONJUNCTION) | FN(CONNECTIVE))) i++;
    if (i + 2 > comma || !has_trait(r, i, TRAIT(ADVERBIAL)) || stance_ends_in_ed(r, i + 1) ||
        stance_ends_in_ing(r, i + 1))
        return false;
    for (uint32_t k = i; k < comma; k++) {
        if (has_trait(r, k, TRAIT(OCCASION)) || stance_is_quoted(r, k) || stance_cue_at(r, k, &(uint32_t){0}))
            return false;
    }
    return !stance_is_quoted(r, first) && stance_starts_clause(x, first);
}

/* "advises the president", "urged Lee on Monday": whom, and nothing that is said. */
static bool addresses_only(const search *x, uint32_t first)
{
    const reading *r = x->r;
    phrase p = stance_phrase_after(r, first, x->end);
    bool office =
        p.kind == PHRASE_ROLE && p.head != NO_TOKEN && (r->notes[p.head].role & (ROLE(OFFICE) | ROLE(PERSON)));
    if ((p.kind != PHRASE_PERSON && !office) || stance_has_quotation(x, first, x->end) ||
        stance_has_infinitive(r, first, x->end))
        return false;
    return p.end >= x->end || has_fn(r, p.end, FN(TIME)) ||
           (token_at(r, p.end)->kind == STANCE_MARK && !is_mark(r, p.end, STANCE_MARK_COLON));
}

/* "accused the neighbours of hacking", "accused him of years of “games”", "warned voters about the cost": behind the word that
   names the charge, or first. */
uint32_t stance_charge(const search *x, uint32_t cue, uint32_t first)
{
    const reading *r = x->r;
    uint32_t cue_end;
    const stance_entry *e = stance_cue_at(r, cue, &cue_end);
    bool held = has_fn(r, first - 1, FN(PREPOSITION)); /* warned of a risk about which nobody knew */
    bool that = stance_token_is(r, first, "that") || stance_token_is(r, first - 1, "that");
    if (held || that || !e || ((e->frame & STANCE_FRAME_BARE) && stance_starts_clause(x, first))) return first;
    for (uint32_t k = first; has_trait(r, cue, TRAIT(CHARGING)) && k + 1 < x->end && k < first + ADJUNCT_TOKENS; k++) {
        if (!(stance_token_is(r, k, "of") || stance_token_is(r, k, "about")) || stance_is_quoted(r, k)) continue;
        bool name =
            k + 3 < x->end && !stance_ends_in_ing(r, k + 1) && !stance_is_quoted(r, k + 1) && is_capital(r, k + 1);
        if (!name) return k + 1; /* as against "the president of France" */
    }
    return first;
}

/* "Maas called Lavrov on Monday": whom, and no name for him. */
static bool names_nothing(const search *x, const attribution *a, uint32_t first, uint32_t end)
{
    const reading *r = x->r;
    uint32_t cue = a->cue_first, lead = a->source.first;
    if (lead > x->s->first && has_fn(r, lead - 1, FN(RELATIVE))) return false; /* "which Lavrov called a trap" */
    if (!has_trait(r, cue, TRAIT(NAMING)) || first > cue + 1 || stance_has_quotation(x, first, end)) return false;
    if (stance_token_is(r, first, "a") || stance_token_is(r, first, "an")) return true; /* "called a meeting" */
    phrase p = stance_phrase_after(r, first, end);
    bool somebody = p.kind == PHRASE_PERSON || (p.kind == PHRASE_NAMED && p.end == first + 1);
    return somebody &&
           (p.end >= end || has_fn(r, p.end, FN(TIME) | FN(PREPOSITION)) || stance_token_is(r, p.end, "to"));
}

/* "he agreed", "Moscow knew", "it works", "talks failed" */
static bool is_short_clause(const reading *r, uint32_t i)
{
    if (!is_word(r, i + 1) || is_capital(r, i + 1) || has_fn(r, i + 1, FN(ADVERB))) return false;
    bool pronoun = has_fn(r, i, FN(PRONOUN) | FN(PLURAL_PRONOUN) | FN(SELF)) || stance_token_is(r, i, "it");
    bool subject = pronoun || stance_is_name_token(r, i) || (is_capital(r, i) && r->notes[i].actor);
    if (subject && (stance_is_past(r, i + 1) || stance_is_finite(r, i + 1, i))) return true;
    return (pronoun && stance_ends_in_s(r, i + 1) && !r->notes[i + 1].role) ||
           (stance_ends_in_s(r, i) && !has_fn(r, i, FN(TIME)) && stance_ends_in_ed(r, i + 1));
}

/* Words that begin with a preposition, as against "Under Secretary Kim Lee". */
static bool opens_with_preposition(const reading *r, uint32_t i)
{
    return has_fn(r, i, FN(PREPOSITION)) && !(is_capital(r, i) && r->notes[i].role);
}

/* "insisted the migrants of all kinds pose a threat": a clause with a verb that no list has, which an article follows. */
static bool has_plain_verb(const reading *r, uint32_t i, uint32_t end)
{
    if (!has_fn(r, i, FN(DETERMINER) | FN(POSSESSIVE)) || has_fn(r, i, FN(TIME))) return false;
    for (uint32_t k = i + 2; k + 2 < end && k < i + LIST_TOKENS; k++) {
        if (token_at(r, k)->kind == STANCE_MARK || has_fn(r, k, FN(RELATIVE))) return false;
        bool held = stance_noun_before(r, k - 1) || has_fn(r, k - 1, FN(CONJUNCTION) | FN(PREPOSITION));
        if (!held && is_word(r, k) && !is_capital(r, k) && !r->notes[k].fn && !r->notes[k].role &&
            !stance_ends_in_ing(r, k) && !stance_ends_in_s(r, k) &&
            (stance_is_article(r, k + 1) || has_fn(r, k + 1, FN(POSSESSIVE))))
            return true;
    }
    return false;
}

/* Fills in what a verb's attribution says. False when it says nothing. */
bool stance_find_content(search *x, attribution *a, const stance_entry *e, bool inverted, bool participle)
{
    const reading *r = x->r;
    uint32_t left_end = inverted ? a->cue_first : a->source.first;
    uint32_t right = inverted ? a->source.end : a->cue_end;
    bool before_ok = !participle && left_end > x->s->first &&
                     (stance_is_quoted(r, left_end - 1) || is_mark(r, left_end - 1, STANCE_MARK_COMMA) ||
                      is_mark(r, left_end - 1, STANCE_MARK_DASH) || stance_is_quote_mark(r, left_end - 1)) &&
                     (e->frame & (STANCE_FRAME_QUOTE | STANCE_FRAME_BARE)) &&
                     stance_is_clause(x, x->s->first, left_end);
    /* An earlier speaker's words are not this one's: only what follows them. */
    uint32_t left = x->s->first;
    for (uint32_t i = left_end; i > left; i--) {
        if (is_mark(r, i - 1, STANCE_MARK_SEMICOLON) && !stance_is_quoted(r, i - 1) && !stance_is_quoted(r, left))
            left = i;
    }
    for (uint32_t i = left + 1; i + 1 < left_end; i++) { /* "Lee had a list: “…,” he said" */
        bool opens = is_mark(r, i - 1, STANCE_MARK_COLON) || is_mark(r, i - 1, STANCE_MARK_DASH);
        if (stance_is_quoted(r, i) && !opens) break;
        if (opens && stance_is_quoted(r, i) && stance_mark_end(x, i) + 1 >= left_end) left = i;
    }
    if (left_end > left + 3 && is_mark(r, left_end - 1, STANCE_MARK_COMMA) && has_fn(r, left_end - 2, FN(RELATIVE)) &&
        is_mark(r, left_end - 3, STANCE_MARK_COMMA))
        left = left_end - 2; /* "The park is near the stadium, which, Lee said, is full": the clause alone */
    const attribution *earlier = stance_last_kept(x);
    bool quoted_before = stance_has_quotation(x, left, left_end);
    if (earlier && before_ok && earlier->content_count && earlier->cue_end > left && quoted_before && !inverted &&
        stance_covers(earlier, left))
        before_ok = false;
    bool verb = false;
    for (uint32_t i = left; i < left_end && !verb; i++) verb = stance_is_finite(r, i, left) || stance_ends_in_ed(r, i);
    if (stance_quotes_only(e) && !quoted_before && (!verb || is_mark(r, right, STANCE_MARK_COLON)))
        before_ok =
            false; /* "Days after the vote, the campaign began: …", "But soon after the vote, Lee interrupted" */
    bool marked = false;
    uint32_t after = stance_content_after(x, e, right, &marked);
    bool adjunct = before_ok && quoted_before && !marked && !verb && !stance_is_quoted(r, left) &&
                   (e->frame & STANCE_FRAME_BARE) && /* "Asked about the “red lines,” Lee said they were known" */
                   (stance_ends_in_ed(r, left) || stance_ends_in_ing(r, left) || has_fn(r, left, FN(PREPOSITION)));
    if (before_ok && quoted_before && !stance_is_quoted(r, left) && after < x->end &&
        (adjunct || stance_token_is(r, left, "asked")) && stance_starts_clause(x, after))
        before_ok = false;
    /* "The men, Lee explained in a hearing, were “well paid”": the adjunct stands between the halves of what is said. */
    bool interrupted = !inverted && !participle && !is_mark(r, right, STANCE_MARK_COMMA) &&
                       (e->frame & (STANCE_FRAME_THAT | STANCE_FRAME_BARE)) && opens_like_subject(x, left, left_end);
    uint32_t second = interrupted ? resumes(x, right) : x->end;
    bool past = second + 1 < x->end && stance_is_past(r, second) && !is_capital(r, second);
    if (second + 1 < x->end && (past || has_fn(r, second, FN(BE) | FN(AUXILIARY)))) {
        stance_add_content(x, a, left, left_end);
        stance_add_content(x, a, second, stance_clausal_end(x, second));
        return a->content_count > 0;
    }
    if (inverted) {
        bool leads = a->cue_first == x->s->first && is_mark(r, right, STANCE_MARK_COLON); /* "Said X: …" */
        if (leads) stance_add_content(x, a, right + 1, x->end);
        if (leads || !before_ok) return leads;
        stance_add_content(x, a, left, left_end);
        uint32_t rest = after; /* "…," said X, "…"; "…," said X, who leads the party, "…" */
        while (rest < x->end && rest < right + ADJUNCT_TOKENS && !stance_is_quoted(r, rest)) rest++;
        if (rest < x->end && stance_is_quoted(r, rest) &&
            (rest == after || (quoted_before && is_mark(r, rest - 1, STANCE_MARK_COMMA))))
            stance_add_content(x, a, rest, x->end);
        return a->content_count > 0;
    }
    bool comma_after = right < x->end && is_mark(r, right, STANCE_MARK_COMMA);
    if (marked && before_ok && (quoted_before || comma_after) && after > right &&
        stance_token_is(r, after - 1, "that") && after - 1 > right + 2)
        marked = false;
    if (marked &&
        !(before_ok && comma_after && !stance_is_quoted(r, after) && !stance_token_is(r, after - 1, "that"))) {
        bool predicate = opens_like_subject(x, left, left_end) && stance_is_quote_mark(r, after) &&
                         is_word(r, after + 1) && !is_capital(r, after + 1) && /* "The bill, Lee said, “is dead.”" */
                         (has_fn(r, after + 1, FN(BE) | FN(AUXILIARY)) || stance_is_past(r, after + 1) ||
                          (!r->notes[after + 1].fn && !r->notes[after + 1].role && !stance_ends_in_ing(r, after + 1)) ||
                          stance_ends_in_s(r, after + 1));
        predicate =
            predicate || (left_end > left + 2 && left_end < left + LIST_TOKENS && stance_is_quote_mark(r, after) &&
                          has_fn(r, left_end - 2, FN(BE)) && is_mark(r, left_end - 1, STANCE_MARK_COMMA));
        bool runs_on = left_end > left + 1 && after == right + 1 && comma_after && !quoted_before &&
                       (predicate || (left_end > left + 3 && opens_quoted_clause(x, left, left_end, after)));
        bool names =
            (e->frame & STANCE_FRAME_NP) && !(e->frame & (STANCE_FRAME_THAT | STANCE_FRAME_BARE)); /* called it */
        bool that_too = comma_after && after == right + 2 && stance_token_is(r, after - 1, "that");
        bool closed = left_end > left + 2 && stance_is_quote_mark(r, left_end - 1) && stance_is_quoted(r, left) &&
                      is_mark(r, left_end - 2, STANCE_MARK_COMMA); /* “…,” Lee stressed that … */
        bool that_alone =
            !comma_after && stance_token_is(r, after - 1, "that") && !closed; /* "…, Lee tweeted that “…”" */
        bool both = before_ok && quoted_before && !names && !that_alone &&
                    (stance_is_quoted(r, after) || that_too || (closed && stance_token_is(r, after - 1, "that")));
        if (both || runs_on) stance_add_content(x, a, left, left_end); /* "“No chance,” Lee said, that it will pass" */
        bool that = stance_token_is(r, after - 1, "that");
        uint32_t marks = stance_mark_end(x, after); /* "used the phrase “holy war” in May" */
        bool words = stance_quotes_only(e) && marks > after && !stance_has_quotation(x, marks, x->end);
        stance_add_content(x, a, after,
                           words  ? marks
                           : that ? stance_clausal_end(x, after)
                                  : stance_quoted_end(x, after));
        return a->content_count > 0;
    }
    /* "In the view of many, he said, Russia …": a clause right behind the verb is what is said, whatever stands
       before. */
    bool goes_on =
        after + 1 < x->end && token_at(r, after)->kind == STANCE_WORD &&
        (e->frame & (STANCE_FRAME_BARE | STANCE_FRAME_INF | STANCE_FRAME_NP)) && !quoted_before &&
        !has_fn(r, after,
                FN(PREPOSITION) | FN(TIME) | FN(ADVERB) | FN(SUBORDINATOR) | FN(RELATIVE) | FN(CONJUNCTION)) &&
        !stance_ends_in_ing(r, after) &&
        !(stance_ends_in_ly(r, after) && /* "said shortly before noon" */
          (after + 1 >= x->end || has_fn(r, after + 1, FN(PREPOSITION) | FN(TIME) | FN(SUBORDINATOR))));
    goes_on = goes_on || (after + 1 < x->end && stance_token_is(r, after, "to") && (e->frame & STANCE_FRAME_INF) &&
                          !quoted_before);
    if (before_ok && !goes_on && a->source.kind == PHRASE_OTHER && !quoted_before &&
        !has_trait(r, a->cue_first, TRAIT(SAYING)) && after < x->end &&
        !has_fn(r, a->source.first, FN(DETERMINER) | FN(POSSESSIVE)) && has_fn(r, after, FN(PREPOSITION)))
        return false; /* "…, chemicals found in refrigerators" */
    if (before_ok && !goes_on) {
        stance_add_content(x, a, left, left_end);
        uint32_t rest = resumes(x, right);
        bool cut = left_end > left + 2 && has_fn(r, left_end - 2, FN(BE) | FN(AUXILIARY)); /* "would, Lee said, cost" */
        if (rest >= x->end && cut && comma_after && right + 2 < x->end) rest = right + 1;
        if (rest < x->end && !quoted_before) stance_add_content(x, a, rest, stance_clausal_end(x, rest));
        return a->content_count > 0;
    }
    /* "The talks, he told the paper on Friday, have failed" */
    uint32_t rest = !before_ok && !comma_after && opens_like_subject(x, left, left_end) ? resumes(x, right) : x->end;
    bool split = left_end > left + 2 && has_fn(r, left_end - 2, FN(BE) | FN(AUXILIARY)); /* "would, Lee said, cost" */
    if (rest + 1 < x->end && (split || has_fn(r, rest, FN(BE) | FN(AUXILIARY)))) {
        stance_add_content(x, a, left, left_end);
        stance_add_content(x, a, rest, stance_clausal_end(x, rest));
        return a->content_count > 0;
    }
    bool as_led = left_end > x->s->first && stance_token_is(r, left_end - 1, "as") && !before_ok;
    if (as_led && (right >= x->end || comma_after) && left_end > x->s->first + 3 &&
        is_mark(r, left_end - 2, STANCE_MARK_COMMA)) {
        stance_add_content(x, a, left, left_end - 1); /* "…, as police have said", "…, as the police said, …" */
        if (right < x->end) stance_add_content(x, a, right, stance_clausal_end(x, right + 1));
        return a->content_count > 0;
    }
    if (as_led && !comma_after &&
        (e->frame & (STANCE_FRAME_THAT | STANCE_FRAME_BARE))) { /* "As Brandt said in an interview, …" */
        uint32_t comma = right;
        while (comma < x->end && comma < right + ADJUNCT_TOKENS && !is_mark(r, comma, STANCE_MARK_COMMA) &&
               !stance_is_finite(r, comma, right) && !stance_is_quoted(r, comma))
            comma++;
        if (comma + 2 < x->end && is_mark(r, comma, STANCE_MARK_COMMA) && left_end - 1 <= x->s->first + 1 &&
            (after >= comma || has_fn(r, right, FN(PREPOSITION) | FN(TIME) | FN(ADVERB)))) {
            stance_add_content(x, a, comma, x->end);
            return a->content_count > 0;
        }
    }
    if (comma_after && right + 1 < x->end) { /* "Russia, he said, is ready", "As Antonov said, …" */
        uint32_t k = trim_left(x, right, x->end), cue_end;
        const stance_entry *next = stance_cue_at(r, k, &cue_end);
        if (next && stance_ends_in_ing(r, k)) return false;
        uint32_t opener = x->s->first;                                          /* "Washington, he said, is ready" */
        bool what = stance_token_is(r, opener, "what") && has_fn(r, k, FN(BE)); /* "What we need, he said, is …" */
        bool noun = left_end == opener + 2 && is_word(r, opener) && !leads_in(r, opener) &&
                    (has_fn(r, k, FN(BE) | FN(AUXILIARY)) || stance_is_finite(r, k, opener));
        if (left_end > x->s->first && is_mark(r, left_end - 1, STANCE_MARK_COMMA) &&
            (noun || what || !stance_is_adjunct(x, x->s->first, left_end) || opens_clause_said(x, left_end, k)))
            stance_add_content(x, a, x->s->first, left_end);
        bool as_clause = left_end > x->s->first && stance_token_is(r, left_end - 1, "as");
        if (a->content_count || as_clause || (a->source.first > 0 && stance_token_is(r, a->source.first, "as")) ||
            (e->frame & STANCE_FRAME_BARE))
            stance_add_content(x, a, k, x->end);
        return a->content_count > 0;
    }
    if (after < x->end && stance_token_is(r, after, "that") && after + 1 < x->end &&
        stance_is_finite(r, after + 1, after))
        return false; /* "rules that could" */
    if ((has_fn(r, after, FN(PREPOSITION)) && stance_token_is(r, after + 1, "which")) ||
        (after > right && stance_token_is(r, after - 1, "which")))
        return false; /* "issued a statement, in which it called on": the verb behind tells what is said */
    after = stance_charge(x, a->cue_first, after);
    /* Nothing marks the content: a bare clause, an infinitive, a noun phrase. */
    bool clause_follows = false;
    for (uint32_t k = after; k < x->end && k < after + ADJUNCT_TOKENS && !clause_follows; k++)
        clause_follows = has_fn(r, k, FN(AUXILIARY) | FN(BE)) || (k > after && is_word(r, k) && !is_capital(r, k));
    uint32_t words = 0;
    for (uint32_t k = after; k < x->end; k++) words += token_at(r, k)->kind != STANCE_MARK;
    if (e->frame & (STANCE_FRAME_NP | STANCE_FRAME_INF | STANCE_FRAME_GER)) {
        bool noun_cue = after == right && !inverted && a->cue_end - a->cue_first > 1 && after + 1 < x->end &&
                        has_fn(r, after, FN(PREPOSITION)) && !has_fn(r, after - 1, FN(PREPOSITION)) &&
                        !(stance_token_is(r, after, "to") && (e->frame & STANCE_FRAME_INF)) &&
                        !has_fn(r, after + 1, FN(TIME)) && !has_trait(r, after, TRAIT(SETTING) | TRAIT(CONCESSIVE)) &&
                        !stance_token_is(r, after, "despite") && (e->frame & (STANCE_FRAME_NP | STANCE_FRAME_GER)) &&
                        !stance_token_is(r, after, "by");
        if (noun_cue) after++; /* "expressed concern about the policy" */
        if (words < 1 || !opens_object(r, e, after, x->end)) return false;
        if (!(e->frame & STANCE_FRAME_NP) && !(e->frame & STANCE_FRAME_BARE)) {
            uint32_t reach = after + LIST_TOKENS < x->end ? after + LIST_TOKENS : x->end;
            bool inf = (e->frame & STANCE_FRAME_INF) &&
                       (stance_token_is(r, after, "to") || stance_token_is(r, right - 1, "to") ||
                        !(e->frame & STANCE_FRAME_ASKED) || stance_has_infinitive(r, after, reach));
            bool ger = after < x->end && stance_ends_in_ing(r, after);
            if (!ger && !inf) return false;
        }
    } else if (!(e->frame & STANCE_FRAME_BARE) || !clause_follows ||
               (words < 3 && !(words == 2 && is_short_clause(r, after)))) {
        return false;
    }
    bool setting = has_trait(r, after, TRAIT(SETTING) | TRAIT(CONCESSIVE)) && !stance_token_is(r, after, "if");
    bool adverbial = has_trait(r, after, TRAIT(ADVERBIAL)) && opens_with_preposition(r, after);
    if (after == right && (setting || adverbial)) {
        uint32_t comma =
            stance_opening_clause_end(x, after); /* "said while it was late, we", "said under the deal, we" */
        bool relative = has_fn(r, comma + 1, FN(RELATIVE)) || stance_token_is(r, comma + 1, "where");
        bool main =
            comma + 3 < x->end && !relative && (e->frame & STANCE_FRAME_BARE) && stance_starts_clause(x, comma + 1);
        if (main) stance_add_content(x, a, after, stance_clausal_end(x, comma + 1));
        if (main || setting) return a->content_count > 0; /* no words in "said when she resigned" */
    }
    if ((e->frame & STANCE_FRAME_ASKED) && has_fn(r, after, FN(OTHER_PRONOUN)) && after + 1 >= x->end)
        return false; /* "Lee pressed him." */
    if (after == right && (has_fn(r, after, FN(CONJUNCTION)) || stance_token_is(r, after, "so")) &&
        !stance_starts_clause(x, after + 1))
        return false;                               /* "who said and did the same", "said so on Monday" */
    bool counted = stance_count_lead(r, after) > 0; /* "said about 20 people came" */
    if (opens_with_preposition(r, after) && !counted && after == right) {
        uint32_t clause_first = clause_behind_time(x, after);
        if (clause_first < x->end && (e->frame & STANCE_FRAME_BARE)) {
            stance_add_content(x, a, clause_first, stance_clausal_end(x, clause_first));
            return a->content_count > 0;
        }
    }
    if (opens_with_preposition(r, after) && !counted && !(e->frame & (STANCE_FRAME_NP | STANCE_FRAME_INF)) &&
        after == right)
        return false;
    bool clause = (e->frame & STANCE_FRAME_BARE) && stance_starts_clause(x, after);
    if (!clause && (e->frame & STANCE_FRAME_BARE) &&
        !(e->frame & (STANCE_FRAME_NP | STANCE_FRAME_INF | STANCE_FRAME_GER)) &&
        !has_trait(r, a->cue_first, TRAIT(SAYING)) && !has_plain_verb(r, after, x->end))
        return false;
    bool nominal = !clause && (e->frame & (STANCE_FRAME_NP | STANCE_FRAME_INF | STANCE_FRAME_GER));
    if (nominal && (e->frame & STANCE_FRAME_TO) && addresses_only(x, after)) return false;
    uint32_t end = nominal ? stance_nominal_end(x, after) : stance_clausal_end(x, after);
    if (nominal && names_nothing(x, a, after, end)) return false;
    stance_add_content(x, a, after, end);
    for (uint32_t k = end; nominal && k + 1 < x->end && k < end + LIST_TOKENS; k++) {
        if (stance_token_is(r, k, "as") && stance_is_quoted(r, k + 1) && !stance_has_quotation(x, after, end)) {
            stance_add_content(x, a, k + 1,
                               stance_quoted_end(x, k + 1)); /* "described it, anonymously, as “half-baked”" */
            break;
        }
        if (stance_is_finite(r, k, end) || stance_is_quoted(r, k)) break;
    }
    return a->content_count > 0;
}

/* Where a question that is asked ends: as a clause does, or before a participle behind a comma. */
static uint32_t question_close(const search *x, uint32_t first)
{
    uint32_t end = stance_clausal_end(x, first);
    for (uint32_t i = first; i + 1 < end; i++) {
        if (is_mark(x->r, i, STANCE_MARK_COMMA) && !stance_is_quoted(x->r, i) && stance_ends_in_ing(x->r, i + 1))
            return i;
    }
    return end;
}

/* "wondered whether …", "asked the crowd to …", "asked how …": what is asked is the speaker's. */
bool stance_find_question(const search *x, attribution *a, const stance_entry *e, bool inverted)
{
    const reading *r = x->r;
    if (inverted || !(e->frame & STANCE_FRAME_ASKED) || a->cue_end >= x->end) return false;
    uint32_t i = a->cue_end;
    while (i < x->end && has_fn(r, i, FN(ADVERB))) i++;
    bool held = has_fn(r, i - 1, FN(SUBORDINATOR)); /* the cue itself ends with "whether" */
    for (uint32_t k = held ? i - 1 : i; k < x->end && k < i + LIST_TOKENS; k++) {
        if (is_mark(r, k, STANCE_MARK_COMMA) && k > i) { /* an apposition between two commas */
            uint32_t close = k + 1;
            while (close < x->end && close < k + LIST_TOKENS && !is_mark(r, close, STANCE_MARK_COMMA)) close++;
            if (close + 1 < x->end && stance_token_is(r, close + 1, "to")) k = close + 1;
        }
        if (is_mark(r, k, STANCE_MARK_STOP) && (r->notes[k - 1].role & ROLE(TITLE))) continue; /* asked Mr. Lee if */
        if (token_at(r, k)->kind == STANCE_MARK) break;
        bool asks = has_fn(r, k, FN(SUBORDINATOR)) && !has_fn(r, k, FN(PREPOSITION)) && !stance_token_is(r, k, "that");
        if (asks || (stance_token_is(r, k, "to") && (e->frame & STANCE_FRAME_INF) && k > i)) {
            bool apart = !asks && k >= i + LIST_TOKENS / 2;
            stance_add_content(x, a, asks || apart ? k : i, asks ? question_close(x, k) : stance_nominal_end(x, k));
            return a->content_count > 0;
        }
    }
    return false;
}

/* Words behind a verb without a subject of its own that can be what is said; of a participle that hangs on a verb of
   telling events
   ("He brought a map, showing …") only a clause is. */
bool stance_unmarked_follows(const search *x, const stance_entry *e, uint32_t after, bool alone)
{
    if ((e->frame & STANCE_FRAME_BARE) && stance_starts_clause(x, after)) return true;
    if ((e->frame & STANCE_FRAME_INF) && stance_token_is(x->r, after, "to") && after + 1 < x->end &&
        !is_capital(x->r, after + 1))
        return true; /* "promising to lift the limits" */
    return (!alone || stance_has_quotation(x, after, x->end)) &&
           (e->frame & (STANCE_FRAME_NP | STANCE_FRAME_INF | STANCE_FRAME_GER)) && opens_object(x->r, e, after, x->end);
}
