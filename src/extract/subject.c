/* The subject of a verb: the noun phrase that its clause begins with, adverbials before it and appositions behind it
   passed over. */
#include "extract/names.h"

enum {
    LOOK_TOKENS = 60,
    RELATIVE_TOKENS = 16,
    SEGMENTS = 8,
    PAREN_TOKENS = 16,
    CONJUNCTIONS = 4,
    OPENING_TOKENS = 32,
    ADJUNCT_WORDS = 6,
    PLACE_TOKENS = 3,
    OPENERS = 4,
    LIST_WORDS = 8,
    RELATIVES = 2
};

static const phrase no_phrase = {.kind = PHRASE_NONE, .head = NO_TOKEN};

/* The bracket that the one at `close` ends, or close itself when it is too far. */
static uint32_t open_bracket(const reading *r, uint32_t close, uint32_t floor)
{
    uint32_t i = close;
    while (i > floor && close - i < PAREN_TOKENS) {
        i--;
        if (is_mark(r, i, STANCE_MARK_OPEN)) return i;
    }
    return close;
}

/* Is there a finite verb between first and end? A conjunction before it is then one of clauses. */
static bool has_finite(const reading *r, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++) {
        if (stance_is_finite(r, i, first)) return true;
    }
    return false;
}

/* "The men fled": a simple past that is no participle. */
static bool has_past(const reading *r, uint32_t first, uint32_t end)
{
    for (uint32_t i = first + 1; i < end; i++) {
        if (has_trait(r, i, TRAIT(PAST_FORM)) && !has_trait(r, i, TRAIT(PARTICIPLE)) && !is_capital(r, i) &&
            !r->notes[i].role && !stance_noun_before(r, i - 1) && !has_fn(r, i - 1, FN(RELATIVE)))
            return true;
    }
    return false;
}

/* Words that open a subordinate clause: the subject stands behind them. "after", "as", "before" are prepositions as
   well, but what
   stands between them and a verb is a subject. "than" and "such as" are inside phrases. */
static bool opens_clause(const reading *r, uint32_t i)
{
    if (!has_fn(r, i, FN(SUBORDINATOR) | FN(RELATIVE)) || is_mark(r, i, STANCE_MARK_COMMA)) return false;
    if (stance_token_is(r, i, "than") || stance_token_is(r, i, "provided")) return false;
    if (stance_token_is(r, i, "that") && i > 0 && has_fn(r, i - 1, FN(PREPOSITION)) &&
        !has_fn(r, i - 1, FN(SUBORDINATOR)) && stance_is_noun(r, i + 1))
        return false; /* "people close to that process" */
    if (stance_token_is(r, i, "as") && i > 0 &&
        (stance_token_is(r, i - 1, "such") || stance_token_is(r, i - 1, "well")))
        return false;
    return true;
}

/* "a person briefed on the matter said": a participle behind a noun for people, not their verb. */
static bool is_reduced(const reading *r, uint32_t i, uint32_t floor)
{
    if (i <= floor || !stance_ends_in_ed(r, i) || !has_fn(r, i + 1, FN(PREPOSITION)) || is_capital(r, i - 1))
        return false;
    return (r->notes[i - 1].role & (ROLE(PERSON) | ROLE(OFFICE) | ROLE(GROUP))) || stance_token_is(r, i - 1, "person");
}

/* "diplomats from Spain, Italy and Greece": the preposition before the names in a row that the comma stands among, or the
   comma. */
static uint32_t list_opening(const reading *r, uint32_t comma, uint32_t floor)
{
    uint32_t k = comma + 1, i = comma;
    if (!is_mark(r, comma, STANCE_MARK_COMMA)) return comma;
    while (k < comma + LIST_WORDS && (is_capital(r, k) || is_mark(r, k, STANCE_MARK_COMMA))) k++;
    if (k == comma + 1 || !stance_token_is(r, k, "and") || !is_capital(r, k + 1)) return comma;
    while (i > floor && comma - i < LIST_WORDS && (is_capital(r, i - 1) || is_mark(r, i - 1, STANCE_MARK_COMMA))) i--;
    return i > floor && i < comma && has_fn(r, i - 1, FN(PREPOSITION)) ? i - 1 : comma;
}

/* First token of the group that ends before `at`, read from right to left up to what cannot stand inside a noun
   phrase. */
static uint32_t group_start(const reading *r, uint32_t at, uint32_t floor)
{
    uint32_t i = at, quote = r->notes[at - 1].quote, conjunctions = 0;
    while (i > floor && at - i < LOOK_TOKENS) {
        uint32_t p = i - 1;
        if (r->notes[p].quote != quote) break;
        if (is_mark(r, p, STANCE_MARK_CLOSE)) {
            uint32_t open = open_bracket(r, p, floor);
            if (open == p) break;
            i = open;
            continue;
        }
        if (token_at(r, p)->kind == STANCE_MARK) {
            uint32_t names = list_opening(r, p, floor);
            if (names == p && !stance_inside_phrase(r, p)) break;
            i = names;
            continue;
        }
        if (opens_clause(r, p) || (stance_is_finite(r, p, floor) && !is_reduced(r, p, floor))) break;
        uint32_t fn = r->notes[p].fn;
        bool capital_role = is_capital(r, p) && (r->notes[p].role || r->notes[p].actor);
        bool initial = is_mark(r, i, STANCE_MARK_STOP) && stance_is_name_token(r, p); /* I. Orr */
        bool pronoun = !initial && (fn & (FN(PRONOUN) | FN(PLURAL_PRONOUN) | FN(OTHER_PRONOUN) | FN(SELF)));
        bool object = (fn & FN(OTHER_PRONOUN)) && p > floor && has_fn(r, p - 1, FN(PREPOSITION)) &&
                      !has_fn(r, p - 1, FN(SUBORDINATOR)); /* "those close to him say" */
        if (pronoun && !object && !(fn & (FN(POSSESSIVE) | FN(DETERMINER))) && !stance_token_is(r, p, "my") &&
            !stance_token_is(r, p, "our")) {
            return p + 1 == at ? p : i;
        }
        bool titled = i < at && is_capital(r, p) && is_capital(r, i) && p > floor &&
                      stance_token_is(r, p - 1, "the"); /* the Morning Ledger */
        bool dated = i + 1 < at && token_at(r, i)->kind == STANCE_NUMBER && (r->notes[at - 1].role & ROLE(BODY)) &&
                     p > floor && has_fn(r, p - 1, FN(DETERMINER) | FN(POSSESSIVE)); /* the June 4 memo */
        if ((fn & FN(TIME)) && !titled && !dated && !stance_token_is(r, i, "'s") && !stance_is_name_token(r, p)) break;
        if ((fn & FN(CONNECTIVE)) && !(fn & FN(NATIONALITY)) && !capital_role) break;
        bool adverb = (fn & FN(ADVERB)) && !(fn & (FN(NATIONALITY) | FN(DETERMINER))) &&
                      !(is_capital(r, p) && stance_is_name_token(r, p)); /* Ann Long */
        if (adverb && !stance_token_is(r, p, "then") && !(p > floor && has_fn(r, p - 1, FN(DETERMINER)))) break;
        if ((fn & (FN(AUXILIARY) | FN(BE))) && !capital_role && !is_capital(r, p) && i < at) break;
        if (fn & FN(CONJUNCTION)) {
            if (i == at || ++conjunctions > CONJUNCTIONS || stance_token_is(r, p, "but") ||
                stance_token_is(r, p, "yet"))
                break;
            uint32_t left = p > floor + LOOK_TOKENS ? p - LOOK_TOKENS : floor;
            uint32_t k = p;
            while (k > left && !is_mark(r, k - 1, STANCE_MARK_COMMA) && !is_mark(r, k - 1, STANCE_MARK_SEMICOLON) &&
                   !opens_clause(r, k - 1))
                k--;
            if (has_finite(r, k, p) || (p > floor && is_mark(r, p - 1, STANCE_MARK_COMMA))) break;
        }
        i = p;
        /* "features a report": the article begins the phrase unless something that leads into one stands before it. */
        if (stance_is_article(r, p) && p > floor && is_word(r, p - 1) &&
            !has_fn(r, p - 1, FN(PREPOSITION) | FN(CONJUNCTION) | FN(DETERMINER) | FN(ADVERB)))
            break;
    }
    return i;
}

static uint32_t strip_lead(const reading *r, uint32_t first, uint32_t end)
{
    while (first < end) {
        uint32_t fn = r->notes[first].fn;
        bool lead = token_at(r, first)->kind == STANCE_MARK || stance_token_is(r, first, "even") ||
                    (fn & (FN(CONJUNCTION) | FN(CONNECTIVE))) ||
                    ((fn & FN(ADVERB)) && !(fn & (FN(NATIONALITY) | FN(DETERMINER)))) ||
                    ((fn & FN(TIME)) && !(first + 1 < end && stance_token_is(r, first + 1, "'s")) &&
                     !stance_is_name_token(r, first));
        if (!lead) break;
        first++;
    }
    return first;
}

/* The group begins with a preposition ("At the summit Antonov"): the subject is its last noun group. */
static uint32_t skip_adjunct(const reading *r, uint32_t first, uint32_t end)
{
    first = strip_lead(r, first, end);
    if (first >= end || !has_fn(r, first, FN(PREPOSITION)) || has_fn(r, first, FN(NATIONALITY))) return first;
    uint32_t i = end;
    while (i > first + 1) {
        uint32_t p = i - 1;
        if (has_fn(r, p, FN(PREPOSITION))) break;
        i = p;
        if (has_fn(r, p, FN(DETERMINER))) break;
        bool office = p > first && (r->notes[p - 1].role & (ROLE(OFFICE) | ROLE(PERSON) | ROLE(TITLE)));
        bool goes_on =
            p > first && (stance_is_name_token(r, p - 1) || office || has_fn(r, p - 1, FN(NATIONALITY)) ||
                          (r->notes[p - 1].actor && is_capital(r, p - 1)) || token_at(r, p - 1)->kind == STANCE_MARK);
        if (stance_is_name_token(r, p) && !goes_on) break;
    }
    /* The group right after the leading preposition is its object, not the subject. */
    return i > first + 1 ? i : stance_behind_place(r, first, end);
}

/* A stretch between commas that can be a subject: it begins like a noun phrase and has no verb of its own. */
static bool is_nominal(const reading *r, uint32_t first, uint32_t end)
{
    if (first >= end || token_at(r, first)->kind == STANCE_MARK) return false;
    if (has_fn(r, first, FN(SUBORDINATOR) | FN(RELATIVE)) ||
        (has_fn(r, first, FN(PREPOSITION)) && !has_fn(r, first, FN(NATIONALITY))))
        return false;
    if (!is_capital(r, first) && (stance_ends_in_ing(r, first) || stance_ends_in_ed(r, first))) return false;
    if (first + 2 < end && stance_is_past(r, first + 1) && stance_token_is(r, first + 2, "by") && !is_capital(r, first))
        return false; /* "The tape, first obtained by the paper, shows" */
    if (stance_ends_in_ing(r, first) && !stance_is_name_token(r, first) && !r->notes[first].role) return false;
    return !has_finite(r, first, end);
}

/* "Kim Lee, a spokeswoman for the party," and "the ambassador, Anatoly Antonov,": name and office taken together. */
static phrase join(phrase p, phrase q)
{
    if (q.kind == PHRASE_NONE || (p.kind == PHRASE_PERSON) == (q.kind == PHRASE_PERSON)) return p;
    if (p.kind == PHRASE_PERSON) {
        if (p.head == NO_TOKEN) p.head = q.head;
        return p;
    }
    if (p.head == NO_TOKEN && !p.definite) return p;
    q.head = p.head;
    q.first = p.first;
    return q;
}

/* Does a verb stand right before `first`: "is likely to …", "they turned to …", "has also included …"? */
static bool follows_verb(const reading *r, uint32_t first, uint32_t floor)
{
    uint32_t i = first;
    while (i > floor && (has_fn(r, i - 1, FN(ADVERB)) || stance_ends_in_ly(r, i - 1))) i--;
    return i > floor && has_fn(r, i - 1, FN(BE) | FN(AUXILIARY) | FN(PRONOUN) | FN(PLURAL_PRONOUN));
}

/* "it includes Kim Lee", "does not include the envoy": behind a pronoun or an auxiliary, and a noun phrase behind it. */
static bool is_verb_with_object(const reading *r, uint32_t i, uint32_t end)
{
    bool word = is_word(r, i) && !is_capital(r, i) && !r->notes[i].role && !r->notes[i].fn;
    return word && i + 1 < end && !has_fn(r, i - 1, FN(BE)) &&
           (is_capital(r, i + 1) || has_fn(r, i + 1, FN(DETERMINER) | FN(POSSESSIVE)));
}

/* What of first … end can be a noun phrase: a predicate before it is passed over ("is likely to please the neighbours",
   "they turned to the ministry"), and nothing is left of a clause ("the sides introduced the"). Its start, or end. */
static uint32_t strip_predicate(const reading *r, uint32_t first, uint32_t end, uint32_t floor)
{
    if (first < end && stance_token_is(r, first, "'s")) first++;
    if (follows_verb(r, first, floor)) { /* "has been extremely frustrating for many parents" */
        while (first + 1 < end && stance_ends_in_ly(r, first)) first++;
    }
    if (first >= end) return end;
    uint32_t last = end - 1;
    if (is_word(r, last) && !is_capital(r, last) && end - first > 1 &&
        (stance_is_article(r, last) || stance_token_is(r, last, "of")))
        return end;
    bool participle = is_word(r, first) && !is_capital(r, first) && !r->notes[first].role &&
                      (stance_ends_in_ed(r, first) || stance_ends_in_ing(r, first));
    if (follows_verb(r, first, floor)) {
        bool verb = participle || is_verb_with_object(r, first, end);
        uint32_t cut = verb ? first + 1 : first;
        for (uint32_t i = first; i + 2 < end && !is_capital(r, i) && !has_fn(r, i, FN(DETERMINER) | FN(POSSESSIVE));
             i++) {
            if (stance_token_is(r, i, "to") && is_word(r, i + 1) && !is_capital(r, i + 1) &&
                !has_fn(r, i + 1, FN(DETERMINER)))
                cut = i + 2;
        }
        if (cut > first && cut < end && has_fn(r, cut, FN(PREPOSITION))) cut++; /* "to win over the voters" */
        first = cut;
    } else if (participle && (first + 1 == end || has_fn(r, first + 1, FN(PREPOSITION)))) {
        return end;
    }
    for (uint32_t i = first + 1; i < end; i++) {
        if (stance_governs(r, i, end)) return end;
    }
    return first;
}

/* "a Democrat who is running in the north": where the relative word stands that a verb goes with, or end. */
static uint32_t relative_inside(const reading *r, uint32_t first, uint32_t end)
{
    for (uint32_t i = first + 1; i + 1 < end; i++) {
        if (stance_is_finite(r, i, first)) return end;
        if (stance_token_is(r, i, "who") || stance_token_is(r, i, "whose")) return i;
    }
    return end;
}

/* "based on the work of two panels and made public in May", "speaking on condition that no name was given": a participle and what
   hangs on it, nothing else. */
static bool is_aside_participle(const reading *r, uint32_t first, uint32_t end)
{
    return first + 2 < end && (stance_is_past(r, first) || stance_ends_in_ing(r, first)) && !is_capital(r, first) &&
           !r->notes[first].role && has_fn(r, first + 1, FN(PREPOSITION) | FN(SUBORDINATOR));
}

/* The subject before a comma that closes an apposition or a relative clause: of the stretches from the start of the
   clause on, the
   first that can be one. */
static phrase before_comma(const reading *r, uint32_t comma, uint32_t floor)
{
    uint32_t commas[SEGMENTS], n = 0, i = comma, quote = r->notes[comma > floor ? comma - 1 : comma].quote;
    commas[n++] = comma;
    while (i > floor && comma - i < LOOK_TOKENS && n < SEGMENTS) {
        uint32_t p = i - 1;
        if (r->notes[p].quote != quote || is_mark(r, p, STANCE_MARK_SEMICOLON) || is_mark(r, p, STANCE_MARK_COLON) ||
            is_mark(r, p, STANCE_MARK_OPEN))
            break;
        if (is_mark(r, p, STANCE_MARK_DASH)) break;
        if (is_mark(r, p, STANCE_MARK_CLOSE)) {
            i = open_bracket(r, p, floor);
            if (i == p) break;
            continue;
        }
        if (is_mark(r, p, STANCE_MARK_COMMA)) commas[n++] = p;
        i = p;
    }
    /* The stretches from the right on that have no verb of their own, or only a relative clause's: the subject is the
       first of them. */
    uint32_t first = i;
    bool clause = false;
    phrase best = no_phrase;
    for (uint32_t k = 1; k <= n; k++) {
        uint32_t end = commas[k - 1], begin = k < n ? commas[k] + 1 : first;
        if (end > begin && is_mark(r, end - 1, STANCE_MARK_CLOSE)) /* "Smith (R-Texas), who leads the panel, said" */
            end = open_bracket(r, end - 1, begin);
        uint32_t start = strip_lead(r, begin, end);
        if (start + 1 < end && stance_token_is(r, start, "where"))
            start++; /* "in Dover, where Kim Lee, an aide, said" */
        bool relative = start < end && has_fn(r, start, FN(RELATIVE)) && !stance_token_is(r, start, "that");
        bool adjunct =
            k < n && start < end && stance_token_is(r, start, "in"); /* "Lee, in a letter published in May, said" */
        bool told =
            k < n && is_aside_participle(r, start, end); /* "the report, made public in May before a vote, said" */
        bool asked = k < n && begin + 1 < end && opens_clause(r, begin) && /* "Lee, when asked about it, said" */
                     has_fn(r, begin, FN(SUBORDINATOR)) &&
                     (stance_is_past(r, begin + 1) || has_finite(r, begin + 1, end));
        if (start >= end || relative || adjunct || told || asked) continue;
        if (k < n) end = relative_inside(r, start, end);
        for (uint32_t w = end; k == n && w > start + 1; w--) { /* "They left as three members, including Lee, said" */
            if (!opens_clause(r, w - 1) || has_fn(r, w - 1, FN(RELATIVE)) || !is_nominal(r, w, end) ||
                has_finite(r, start, w - 1))
                continue;
            start = w;
            break;
        }
        if (has_finite(r, start, end) || (k == n && n > 1 && has_past(r, start, end)) ||
            (k == n && opens_clause(r, start))) { /* "… insisted that Antonov, the ambassador, said" */
            clause = true;
            start = skip_adjunct(r, group_start(r, end, start), end);
            bool led =
                start < end && start > begin && (opens_clause(r, start - 1) || has_fn(r, start - 1, FN(CONJUNCTION)));
            if (!led && k > 1) break;
        } else if (k == n && n == 1) {
            start = skip_adjunct(r, group_start(r, end, start), end);
        }
        start = strip_predicate(r, start, end, begin);
        if (start < end && is_nominal(r, start, end)) {
            phrase p = stance_describe_phrase(r, start, end);
            bool weak = p.kind == PHRASE_OTHER || (clause && p.kind != PHRASE_PERSON);
            if (p.kind != PHRASE_NONE && (best.kind == PHRASE_NONE || !weak)) {
                bool place = best.kind == PHRASE_PERSON && p.kind != PHRASE_PERSON && p.head == NO_TOKEN;
                if (!place) best = join(p, best);
            }
        }
        if (clause) break;
    }
    best.end = best.kind == PHRASE_NONE ? best.end : comma;
    return best;
}

/* "who has talked with Reed and her team said": the group at start is joined by "and" to what a preposition governs, and
   belongs to it. */
static bool joins_own(const reading *r, uint32_t start, uint32_t floor)
{
    if (start < floor + 4 || !stance_token_is(r, start - 1, "and")) return false;
    uint32_t i = start - 1;
    while (i > floor && start - i < ADJUNCT_WORDS &&
           (stance_is_name_token(r, i - 1) || r->notes[i - 1].role || has_fn(r, i - 1, FN(DETERMINER)) ||
            r->notes[i - 1].actor))
        i--;
    return i < start - 1 && i > floor && has_fn(r, i - 1, FN(PREPOSITION)) && !has_fn(r, i - 1, FN(SUBORDINATOR));
}

/* "A study that appeared in the journal found", "people who watched it say": the group behind the relative word has a
   verb of its own, so the subject ends before that word. Returns that end, or 0. */
static uint32_t before_relative(const reading *r, uint32_t start, uint32_t end, uint32_t floor)
{
    uint32_t cue_end, lowest = start > floor + RELATIVE_TOKENS ? start - RELATIVE_TOKENS : floor;
    bool pair = joins_own(r, start, lowest), own = has_fn(r, start, FN(POSSESSIVE)) || !pair;
    while (start > lowest + 1 && start < end && !has_fn(r, start - 1, FN(RELATIVE)) &&
           token_at(r, start - 1)->kind != STANCE_MARK && (pair || !has_fn(r, start - 1, FN(CONJUNCTION)))) {
        pair = pair && !has_fn(r, start - 1, FN(CONJUNCTION));
        start--;
    }
    if (start <= floor + 1 || start >= end || !has_fn(r, start - 1, FN(RELATIVE))) return 0;
    /* "He met a man who lied to Lee and Orr said": a clause of Orr's, where a verb stands before */
    if (!own && (has_finite(r, floor, start - 1) || has_past(r, floor, start - 1))) return 0;
    bool that = stance_token_is(r, start - 1, "that"),
         who = stance_token_is(r, start - 1, "who") || stance_token_is(r, start - 1, "whose");
    if (!that && !who && !stance_token_is(r, start - 1, "which")) return 0;
    uint32_t noun = start - 2;
    const stance_entry *e = stance_cue_at(r, noun, &cue_end);
    bool verb = e && e->form == STANCE_CUE_VERB && !r->notes[noun].role;
    if (!is_word(r, noun) || (r->notes[noun].fn && !(noun == floor && stance_token_is(r, noun, "those"))) ||
        (that && verb))
        return 0;
    bool verbal = who || ((stance_ends_in_ed(r, start) || stance_is_finite(r, start, floor)) && !is_capital(r, start));
    return verbal && end > start + 1 ? start - 1 : 0;
}

/* The comma, outside quotation marks, that closes what opens at i; end when none is near. */
static uint32_t opener_close(const reading *r, uint32_t i, uint32_t end)
{
    uint32_t limit = i + OPENING_TOKENS < end ? i + OPENING_TOKENS : end;
    for (uint32_t k = i; k < limit; k++) {
        if (is_mark(r, k, STANCE_MARK_COMMA) && !stance_is_quoted(r, k)) return k;
    }
    return end;
}

/* Does token i open something that leads into the sentence: "With", "On", "After", "Flanked by", "Speaking to"? */
static bool leads_into(const reading *r, uint32_t i, uint32_t end)
{
    if (has_fn(r, i, FN(PREPOSITION) | FN(TIME) | FN(SUBORDINATOR)) || stance_token_is(r, i, "following")) return true;
    uint32_t after = i + 1 + (token_at(r, i)->kind == STANCE_NUMBER || has_fn(r, i, FN(DETERMINER)));
    bool timed = stance_token_is(r, after, "after") || stance_token_is(r, after, "before");
    if (timed && !r->notes[after - 1].role && !r->notes[after - 1].actor && !(r->notes[after - 1].fn & ~FN(ADVERB)) &&
        !stance_is_past(r, after - 1) && (after > i + 1 || is_capital(r, i)) && after + 1 < end)
        return true; /* "Hours after the vote, Lee …", "Two days before" */
    return i + 1 < end && (stance_ends_in_ed(r, i) || stance_ends_in_ing(r, i)) && !stance_is_given(r, i) &&
           (has_fn(r, i + 1, FN(PREPOSITION)) || stance_token_is(r, i, "having")) && !r->notes[i].actor &&
           !(r->seen[token_at(r, i)->word] & SEEN_CAPITAL);
}

/* "In Dover, Norland, Lee …": the place behind a place, up to the comma at the token returned; or i. */
static uint32_t wider_place(const reading *r, uint32_t i, uint32_t end)
{
    uint32_t k = i;
    if (!is_capital(r, i) || !is_capital(r, i - 2)) return i;
    while (k < end && k < i + PLACE_TOKENS && is_capital(r, k)) k++;
    return is_mark(r, k, STANCE_MARK_COMMA) && k + 1 < end && !has_fn(r, k + 1, FN(RELATIVE) | FN(DETERMINER)) ? k : i;
}

/* Where the main clause begins that everything from i on leads into; end when nothing else comes. */
static uint32_t main_clause(const reading *r, uint32_t i, uint32_t end)
{
    for (uint32_t steps = 0; steps < OPENERS && i < end; steps++) {
        while (i < end && has_fn(r, i, FN(ADVERB) | FN(CONNECTIVE) | FN(CONJUNCTION))) /* "On Friday, however, Lee" */
            i += is_mark(r, i + 1, STANCE_MARK_COMMA) ? 2 : 1;
        bool loose = (stance_token_is(r, i, "this") || stance_token_is(r, i, "last")) && has_fn(r, i + 1, FN(TIME));
        if (loose && has_fn(r, i + 2, FN(PRONOUN) | FN(PLURAL_PRONOUN))) return i + 2; /* "This morning he left" */
        if (!leads_into(r, i, end)) break;
        uint32_t comma = opener_close(r, i, end), second, day = i + has_fn(r, i, FN(PREPOSITION));
        while (comma + 2 < end && is_word(r, comma + 1) && !is_capital(r, comma + 1) && !r->notes[comma + 1].fn &&
               !r->notes[comma + 1].role && (second = opener_close(r, comma + 1, end)) < end)
            comma = second; /* "After a hastily called, late meeting, the council …" */
        while (day < end && (has_fn(r, day, FN(TIME)) || token_at(r, day)->kind == STANCE_NUMBER)) day++;
        if (comma + 2 >= end) /* "In May they published …", "On Friday the boy …" */
            return day > i + has_fn(r, i, FN(PREPOSITION)) ? day : end;
        i = comma + 1;
        uint32_t place = wider_place(r, i, end);
        if (place > i) i = place + 1;
    }
    return i;
}

phrase stance_subject_of(const reading *r, uint32_t first, uint32_t end)
{
    uint32_t i = first;
    if (i + 1 < end && is_mark(r, i + 1, STANCE_MARK_COLON)) i += 2; /* "UPDATE: " */
    i = main_clause(r, i, end);
    if (i >= end || r->notes[i].quote || has_fn(r, i, FN(PREPOSITION) | FN(SUBORDINATOR)) ||
        stance_token_is(r, i, "there"))
        return no_phrase;
    return stance_phrase_to_verb(r, i, end);
}

/* "Lee also in response to another question said": where what the words answer to begins, or at. */
static uint32_t before_answer(const reading *r, uint32_t at, uint32_t floor)
{
    for (uint32_t i = at; i > floor + 3 && at - i < OPENING_TOKENS / 2 && is_word(r, i - 1); i--) {
        if (stance_token_is(r, i - 1, "to") && has_trait(r, i - 2, TRAIT(ANSWER)) && stance_token_is(r, i - 3, "in"))
            return i - 3;
    }
    return at;
}

/* "Mark Lee, R-Ohio, on Monday said", "Lee (R-Ohio) Sunday on CBS said": where the time behind what closes an aside begins,
   or at. */
static uint32_t before_late_time(const reading *r, uint32_t at, uint32_t floor)
{
    uint32_t i = at;
    bool time = false;
    while (i > floor && at - i < ADJUNCT_WORDS && is_word(r, i - 1) && !r->notes[i - 1].quote) {
        time = time || has_fn(r, i - 1, FN(TIME));
        bool lead = has_fn(r, i - 1, FN(TIME) | FN(PREPOSITION) | FN(OUTLET)) ||
                    has_trait(r, i - 1, TRAIT(TIME_LEAD)) ||
                    (i < at && has_fn(r, i, FN(TIME)) && has_fn(r, i - 1, FN(DETERMINER)));
        if (!lead) return at;
        i--;
    }
    bool aside = i > floor && (is_mark(r, i - 1, STANCE_MARK_COMMA) || is_mark(r, i - 1, STANCE_MARK_CLOSE));
    return time && aside ? i : at;
}

/* "agents watching the case said": of the noun phrase at start, the people whom a participle before it tells of, or start. */
static uint32_t before_participle(const reading *r, uint32_t start, uint32_t floor)
{
    uint32_t i = start;
    if (start < floor + 2 || !stance_ends_in_ing(r, start - 1) || r->notes[start - 1].role || r->notes[start - 1].fn)
        return start;
    bool people = r->notes[i - 2].role_head && (r->notes[i - 2].role & (ROLE(PERSON) | ROLE(GROUP) | ROLE(OFFICE)));
    return people && !is_capital(r, start - 1) ? start - 1 : start;
}

/* "Minister Kim Lee, while making the announcement told": who stands before the clause whose object begins at start; nobody when
   there is no such clause. */
static phrase before_while(const reading *r, uint32_t start, uint32_t floor)
{
    if (start < floor + 4 || !stance_ends_in_ing(r, start - 1) ||
        !has_trait(r, start - 2, TRAIT(SETTING) | TRAIT(CONCESSIVE)) || !is_mark(r, start - 3, STANCE_MARK_COMMA))
        return no_phrase;
    phrase p = stance_describe_phrase(r, group_start(r, start - 3, floor), start - 3);
    return p.kind == PHRASE_PERSON || p.kind == PHRASE_ROLE ? p : no_phrase;
}

phrase stance_subject_before(const reading *r, uint32_t at, uint32_t floor, bool *shared)
{
    *shared = false;
    at = before_late_time(r, at, floor);
    at = before_answer(r, at, floor);
    while (at > floor + 1 && has_fn(r, at - 1, FN(ADVERB)) && stance_is_name_token(r, at - 2)) at--; /* Lee also */
    if (at <= floor) return no_phrase;
    if (has_fn(r, at - 1, FN(CONJUNCTION))) {
        *shared = true;
        return no_phrase;
    }
    uint32_t right = at;
    phrase aside = no_phrase;
    if (is_mark(r, right - 1, STANCE_MARK_COMMA)) return before_comma(r, right - 1, floor);
    uint32_t title = r->notes[right - 1].quote; /* "Kim Lee, author of “The Other Woman,” said" */
    bool cited = title && right > floor + 2 && r->quotes[title - 1].end == right && r->quotes[title - 1].scare &&
                 is_mark(r, right - 2, STANCE_MARK_COMMA) && r->quotes[title - 1].first > floor;
    if (cited) return before_comma(r, r->quotes[title - 1].first, floor);
    if (is_mark(r, right - 1, STANCE_MARK_DASH)) { /* "Kall – co-editor of a book – said" */
        uint32_t i = right - 1;
        while (i > floor && right - i < LOOK_TOKENS && !is_mark(r, i - 1, STANCE_MARK_DASH)) i--;
        if (i <= floor || !is_mark(r, i - 1, STANCE_MARK_DASH)) return no_phrase;
        aside = stance_describe_phrase(r, i, right - 1); /* "the sponsor – Kim Lee – said" */
        right = i - 1;
        if (right <= floor) return no_phrase;
    }
    if (is_mark(r, right - 1, STANCE_MARK_CLOSE)) { /* "Smith (R-Texas) said", "Antonov [the ambassador] said" */
        uint32_t open = open_bracket(r, right - 1, floor);
        if (open <= floor || open == right - 1) return no_phrase;
        right = open;
    }
    uint32_t start = group_start(r, right, floor), noun_end;
    for (uint32_t depth = 0; depth < RELATIVES; depth++) { /* "a senator who voted for the bill that bans dogs said" */
        if (!(noun_end = before_relative(r, start, right, floor))) break;
        right = noun_end;
        start = group_start(r, right, floor);
    }
    if (start == right) return no_phrase;
    start = strip_predicate(r, skip_adjunct(r, start, right), right, floor);
    if (start >= right) return no_phrase;
    uint32_t list = stance_list_start(r, start, right, floor);
    bool listed = list < start;
    start = list;
    uint32_t noun = right - 1; /* "the poll released on Sunday finds": the day stands between */
    bool dated = has_fn(r, right, FN(TIME)) || (has_fn(r, right, FN(PREPOSITION)) && has_fn(r, right + 1, FN(TIME)));
    if (noun > start && dated && stance_is_past(r, noun) && !is_capital(r, noun) && !r->notes[noun].role &&
        is_word(r, noun - 1) && r->notes[noun - 1].role)
        right = noun;
    phrase busy = before_while(r, start, floor);
    if (busy.kind != PHRASE_NONE) {
        busy.end = at;
        return busy;
    }
    uint32_t people = before_participle(r, start, floor);
    phrase p = listed           ? stance_describe_list(r, start, right)
               : people < start ? stance_describe_phrase(r, group_start(r, people, floor), people)
                                : stance_describe_phrase(r, start, right);
    if (aside.kind == PHRASE_PERSON && p.kind == PHRASE_ROLE) p = join(p, aside);
    p.end = at;
    return p;
}
