/* Names of persons: which words are part of one, and where one stands in a phrase. Capitals, the lists of given names, actors
   and roles, and what the document shows of the word elsewhere. */
#include "extract/names.h"

enum { LIST_WORDS = 10, PARTICLES = 4, PLACE_TOKENS = 4 };

bool stance_actor_kind(const reading *r, uint32_t i, uint8_t *kind)
{
    if (!r->notes[i].actor) return false;
    *kind = r->lexicon->entries[r->matches.data[r->notes[i].actor - 1].entry].class;
    return true;
}

bool stance_is_given(const reading *r, uint32_t i)
{
    uint32_t word = token_at(r, i)->word;
    return is_capital(r, i) && word < r->lexicon->given_words && r->lexicon->given[word];
}

/* A word that the lexicons have in small letters. */
static bool is_common(const reading *r, uint32_t i)
{
    uint32_t word = token_at(r, i)->word;
    return word < r->lexicon->automaton.words->count && r->lexicon->automaton.atoms[word].common;
}

/* Mr, Mrs, Dr: a name follows. */
bool stance_is_title(const reading *r, uint32_t i)
{
    return is_capital(r, i) && (r->notes[i].role & ROLE(TITLE));
}

/* The token before i in a name, the stop of an initial or a title passed over. */
uint32_t stance_before_in_name(const reading *r, uint32_t i)
{
    uint32_t p = i - 1;
    if (p > 0 && is_mark(r, p, STANCE_MARK_STOP) && token_at(r, p)->start == token_at(r, p - 1)->end) p--;
    return p;
}

/* "in Springfield, Mass.", "Lee (D-Mass.)": the short form of a place. */
static bool is_short_place(const reading *r, uint32_t i)
{
    uint8_t class = stance_abbreviation(r, i);
    bool behind = i > 0 && (is_mark(r, i - 1, STANCE_MARK_COMMA) || (token_at(r, i)->flags & STANCE_TOKEN_HYPHEN));
    return behind && is_mark(r, i + 1, STANCE_MARK_STOP) && class && class != STANCE_ABBREVIATION_TITLE;
}

/* "Kim Lee, R-Ohio": a letter and a place, joined by a hyphen. */
static bool is_party_mark(const reading *r, uint32_t i)
{
    uint32_t letter = (token_at(r, i)->flags & STANCE_TOKEN_HYPHEN) && i > 0 ? i - 1 : i;
    return token_at(r, letter)->end - token_at(r, letter)->start == 1 && letter + 1 < r->tokens.count &&
           (token_at(r, letter + 1)->flags & STANCE_TOKEN_HYPHEN) && is_capital(r, letter + 1);
}

/* Ban Ki-moon, Park Geun-hye, as against Washington-based: the part behind the hyphen is small, short and no word. */
static bool is_small_part(const reading *r, uint32_t i)
{
    return is_word(r, i) && !is_capital(r, i) && (token_at(r, i)->flags & STANCE_TOKEN_HYPHEN) && i > 0 &&
           is_capital(r, i - 1) && !(r->notes[i].role & ~ROLE(OBJECT)) && !r->notes[i].fn &&
           token_at(r, i)->end - token_at(r, i)->start <= 5;
}

/* "President Park Geun-hye", "Ban Ki-moon said": a family name that is a word as well. */
static bool is_family_before_part(const reading *r, uint32_t i)
{
    if (!is_capital(r, i) || r->notes[i].fn || !is_capital(r, i + 1) || !is_small_part(r, i + 2)) return false;
    bool office = i > 0 && (r->notes[i - 1].role & (ROLE(OFFICE) | ROLE(TITLE))), opens = i == 0 || !is_word(r, i - 1);
    return (office && !is_common(r, i + 2)) || (opens && (!is_common(r, i + 2) || r->notes[i + 3].cue));
}

/* "Jan Lee", "Israel Brandt", "Christian Orr", as against "in April Lee said", "the Christian Union": a given name that is
   a month, a state or an adjective as well. */
static bool is_given_beside(const reading *r, uint32_t i)
{
    uint8_t kind;
    const token_note *next = &r->notes[i + 1];
    bool says = is_word(r, i + 2) && !is_capital(r, i + 2) && r->notes[i + 2].cue;
    bool beside =
        has_fn(r, i, FN(TIME) | FN(NATIONALITY)) || (stance_actor_kind(r, i, &kind) && kind == STANCE_ACTOR_STATE);
    return beside && stance_is_given(r, i) && is_capital(r, i + 1) && !next->fn && !next->role && !next->actor &&
           !(token_at(r, i + 1)->flags & STANCE_TOKEN_LINE) &&
           (has_fn(r, i, FN(TIME)) || !is_common(r, i + 1) || says) &&
           !(i > 0 && ((has_fn(r, i - 1, FN(PREPOSITION) | FN(TIME) | FN(DETERMINER) | FN(NATIONALITY)) &&
                        !stance_token_is(r, i - 1, "to")) || /* "according to Jan Lee" */
                       token_at(r, i - 1)->flags & STANCE_TOKEN_HYPHEN));
}

/* "Citing Lee's letter", "Tweeted Lee": a verb that begins a sentence, and is written large nowhere else. */
static bool is_opening_verb(const reading *r, uint32_t i)
{
    uint32_t end;
    if (!r->seen || !is_capital(r, i) || (i > 0 && is_word(r, i - 1) && !(token_at(r, i)->flags & STANCE_TOKEN_LINE)) ||
        (r->seen[token_at(r, i)->word] & SEEN_CAPITAL) || r->notes[i].actor || r->notes[i].role ||
        stance_is_given(r, i))
        return false;
    if (stance_ends_in_ing(r, i)) return is_capital(r, i + 1) || has_fn(r, i + 1, FN(DETERMINER) | FN(POSSESSIVE));
    const stance_entry *e = stance_cue_at(r, i, &end);
    return e && e->form == STANCE_CUE_VERB && stance_verb_form(r, i) == VERB_PAST && !r->notes[i + 1].cue;
}

/* "M. Lee": a capital letter and its stop. */
static bool is_initial(const reading *r, uint32_t i)
{
    return is_capital(r, i) && token_at(r, i)->end - token_at(r, i)->start == 1 &&
           is_mark(r, i + 1, STANCE_MARK_STOP) && token_at(r, i + 1)->start == token_at(r, i)->end &&
           is_capital(r, i + 2);
}

/* A capitalised word that can be part of a person's name: no function word, no office, no state, unless a given name
   or a title
   stands before it (Larry King, Theresa May, Mr. Price). */
bool stance_is_name_token(const reading *r, uint32_t i)
{
    uint8_t kind = 0;
    if (!is_word(r, i) || is_short_place(r, i) || is_party_mark(r, i) || is_opening_verb(r, i)) return false;
    if (i + 1 < r->tokens.count && (token_at(r, i + 1)->flags & STANCE_TOKEN_HYPHEN) && is_short_place(r, i + 1))
        return false;
    const token_note *n = &r->notes[i];
    if (!is_capital(r, i)) {
        if ((token_at(r, i)->flags & STANCE_TOKEN_HYPHEN) && stance_actor_kind(r, i, &kind) &&
            kind == STANCE_ACTOR_PERSON)
            return i > 0 && !r->notes[i - 1].role; /* Jean-pierre, but President-elect Lee */
        bool like = i > 1 && stance_is_given(r, i - 1) == stance_is_given(r, i - 2);
        return i > 1 && is_small_part(r, i) && (like || !is_common(r, i)) && is_capital(r, i - 2) &&
               !r->notes[i - 1].actor && (!r->notes[i - 2].role || is_family_before_part(r, i - 2));
    }
    if (is_family_before_part(r, i) || is_given_beside(r, i)) return true;
    if (n->fn && is_initial(r, i) && !r->notes[i + 2].fn && !r->notes[i + 2].role) return true; /* A. Lee */
    if (i + 1 < r->tokens.count && (token_at(r, i + 1)->flags & STANCE_TOKEN_HYPHEN) && !is_capital(r, i + 1)) {
        if (!(i > 0 && is_capital(r, i - 1) && token_at(r, i + 1)->end - token_at(r, i + 1)->start <= 5)) return false;
    }
    bool led =
        i > 0 && (stance_is_given(r, stance_before_in_name(r, i)) || stance_is_title(r, stance_before_in_name(r, i)));
    if (led && !(token_at(r, i)->flags & STANCE_TOKEN_LINE) && !(n->role & (ROLE(BODY) | ROLE(TITLE))) &&
        n->role_length <= 1 && !(n->fn & ~(FN(TIME) | FN(ADVERB) | FN(RELATIVE) | FN(NATIONALITY))) &&
        !(n->fn && (n->role & ROLE(OFFICE))))
        return true;
    /* Bill Lee, as against "Bill passed" */
    uint32_t next = i + 1; /* Bill de Blasio */
    while (next + 1 < r->tokens.count && has_trait(r, next, TRAIT(NAME_PARTICLE)) && !is_capital(r, next)) next++;
    if (n->role && stance_is_given(r, i) && is_capital(r, next) && !(token_at(r, next)->flags & STANCE_TOKEN_LINE) &&
        !r->notes[next].role && !r->notes[next].fn && !r->notes[next].cue)
        return true;
    /* "Dean said", where the document has Howard Dean; "Jordan said", where it has Jim Jordan */
    bool state =
        stance_actor_kind(r, i, &kind) && kind == STANCE_ACTOR_STATE && !(i > 0 && has_fn(r, i - 1, FN(PREPOSITION)));
    if (((n->role && n->role_length == 1) || state) && r->seen && (r->seen[token_at(r, i)->word] & SEEN_FAMILY) &&
        !is_capital(r, i + 1) && !(i > 0 && (has_fn(r, i - 1, FN(DETERMINER)) || is_capital(r, i - 1))))
        return true;
    if (n->role) return false;
    if (stance_actor_kind(r, i, &kind)) return kind == STANCE_ACTOR_PERSON;
    if (n->fn & ~(FN(RELATIVE))) return false;
    uint32_t word =
        token_at(r, i)
            ->word; /* a word that the document has in small letters too is none, unless it is known as a name */
    bool seen_small = r->seen && word != STANCE_NO_ID && (r->seen[word] & SEEN_SMALL);
    return !seen_small || stance_is_given(r, i) ||
           (i > 0 && is_capital(r, i - 1) && !(token_at(r, i)->flags & STANCE_TOKEN_LINE));
}

/* A word that a name can begin with: one that is no common word, or a given name. */
static bool opens_name(const reading *r, uint32_t i)
{
    uint8_t kind;
    if (!is_word(r, i)) return false;
    return stance_actor_kind(r, i, &kind) || stance_is_given(r, i) || !is_common(r, i);
}

static bool is_particle(const reading *r, uint32_t i)
{
    return has_trait(r, i, TRAIT(NAME_PARTICLE));
}

/* The name before the particles that end at p (Ursula von der Leyen), or p. */
static uint32_t before_particles(const reading *r, uint32_t p, uint32_t floor)
{
    uint32_t i = p;
    while (i > floor && p - i < PARTICLES && is_particle(r, i) && !is_capital(r, i)) i--;
    return i < p && stance_is_name_token(r, i) ? i : p;
}

/* "the Moscow Times", "the Berlin Chamber Orchestra": the name that begins at start goes on from that of a state or town. */
static bool follows_place(const reading *r, uint32_t start, uint32_t first)
{
    uint8_t kind;
    return start > first + 1 && has_fn(r, start - 2, FN(DETERMINER)) && stance_actor_kind(r, start - 1, &kind) &&
           (kind == STANCE_ACTOR_STATE || kind == STANCE_ACTOR_PLACE) && !has_fn(r, start - 1, FN(NATIONALITY)) &&
           !stance_is_given(r, start);
}

/* The run of name tokens that ends at `last`: initials, stops after them, particles and hyphens inside are taken
   along. */
static uint32_t name_run_start(const reading *r, uint32_t last, uint32_t floor)
{
    uint32_t i = last;
    while (i > floor) {
        uint32_t p = i - 1;
        if (stance_is_name_token(r, p)) i = p;
        else if (is_mark(r, p, STANCE_MARK_STOP) && p > floor && stance_is_name_token(r, p - 1) &&
                 token_at(r, p - 1)->end - token_at(r, p - 1)->start <= 2)
            i = p - 1;
        else if (before_particles(r, p, floor) < p) i = before_particles(r, p, floor);
        else if (r->notes[p].nickname) i = p;
        else break;
    }
    while (i < last && r->notes[i].nickname) i++; /* no name begins with its nickname */
    return i;
}

/* "voters in Utah, Iowa and Ohio": the name at `run` closes a list that a preposition opens. */
static bool ends_list(const reading *r, uint32_t run, uint32_t first)
{
    uint32_t i = run;
    bool joined = false;
    while (i > first && run - i < LIST_WORDS &&
           (is_capital(r, i - 1) || is_mark(r, i - 1, STANCE_MARK_COMMA) || stance_token_is(r, i - 1, "and"))) {
        joined = joined || stance_token_is(r, i - 1, "and");
        i--;
    }
    return joined && i > first && has_fn(r, i - 1, FN(PREPOSITION));
}

/* NOTC among words that are not all in capitals, as against a label (LEE:) or a shouted line: no person. */
static bool is_acronym(const reading *r, uint32_t i)
{
    const stance_token *t = token_at(r, i);
    uint32_t next = i + 1;
    while (next < r->tokens.count && token_at(r, next)->kind == STANCE_MARK && !is_mark(r, next, STANCE_MARK_COLON))
        next++;
    bool shouted = (next < r->tokens.count && (token_at(r, next)->flags & STANCE_TOKEN_UPPER) &&
                    token_at(r, next)->end - token_at(r, next)->start > 1) ||
                   (i > 0 && is_word(r, i - 1) && (token_at(r, i - 1)->flags & STANCE_TOKEN_UPPER) &&
                    token_at(r, i - 1)->end - token_at(r, i - 1)->start > 1);
    return (t->flags & STANCE_TOKEN_UPPER) && t->end - t->start >= 3 && !stance_is_given(r, i) && !r->notes[i].actor &&
           !shouted && is_word(r, next);
}

/* The person's name in first … end: the last run of name tokens that is not the object of a preposition or the owner
   of something. */
bool stance_find_name(const reading *r, uint32_t first, uint32_t end, uint32_t *name_first, uint32_t *name_end)
{
    for (uint32_t i = end; i > first; i--) {
        uint32_t last = i - 1;
        if (!stance_is_name_token(r, last)) continue;
        if (i < end && stance_ends_in_s(r, last) && !(token_at(r, i)->flags & STANCE_TOKEN_SPACE) &&
            (is_mark(r, i, STANCE_MARK_SINGLE_CLOSE) || is_mark(r, i, STANCE_MARK_SINGLE)))
            continue; /* Hayes' lawyer */
        uint32_t run = name_run_start(r, last, first), start = run;
        bool behind =
            last > run && /* "spokeswoman Hope Lee": whatever else the first word may mean */
            (run == first ? opens_name(r, last) && i == end && token_at(r, run)->end - token_at(r, run)->start > 1
                          : (r->notes[run - 1].role & (ROLE(OFFICE) | ROLE(PERSON))) ||
                                (stance_token_is(r, run - 1, "'s") && opens_name(r, last)));
        bool particle = run > first && is_particle(r, run) && stance_is_title(r, stance_before_in_name(r, run));
        while (start < last && !opens_name(r, start) && !is_initial(r, start) && !behind && !particle)
            start++; /* Mr. Van Orr */
        bool titled = start > first && stance_is_title(r, stance_before_in_name(r, start));
        uint8_t seen = r->seen ? r->seen[token_at(r, last)->word] : 0;
        bool place =
            (seen & SEEN_PLACE) && !(seen & SEEN_SURNAME) && !r->notes[last].actor && !stance_is_given(r, last);
        if (start == last && place && !titled) continue; /* a state that no list has */
        if (start == last && !opens_name(r, last) && !titled) {
            bool repeated = r->seen && (r->seen[token_at(r, last)->word] & SEEN_CAPITAL);
            if (!repeated) continue;
        }
        if (start == last && !titled && is_acronym(r, last)) continue;
        bool station = start < last && is_acronym(r, start) && !(token_at(r, last)->flags & STANCE_TOKEN_UPPER) &&
                       !stance_is_given(r, start + 1) && !titled; /* CTV News */
        if (station) continue;
        if (run > first + 1 && is_mark(r, run - 1, STANCE_MARK_OTHER) && last == run && is_capital(r, run - 2))
            continue; /* Brandt & Co. */
        bool led = run > first && (has_fn(r, run - 1, FN(PREPOSITION)) || ends_list(r, run, first));
        for (uint32_t k = start + 1; led && k < last; k++) { /* "mayor of Springfield John Smith" */
            if (!stance_is_given(r, k) || stance_is_given(r, start)) continue;
            start = k;
            led = false;
        }
        if (led && last - run == 2 && start == run &&
            !stance_is_given(r, run)) { /* "to Norland Xanthe Orr": place, name */
            start = run + 1;
            led = false;
        }
        bool paper = start > first + 1 && stance_token_is(r, start - 2, "the"); /* the Morning Ledger */
        bool part = start > first && is_capital(r, start - 1) && !stance_is_given(r, start) &&
                    (!r->notes[start - 1].fn || (has_fn(r, start - 1, FN(TIME)) && paper) ||
                     has_fn(r, start - 1, FN(OUTLET))) && /* NBC News */
                    !r->notes[start - 1].actor &&
                    !(r->notes[start - 1].role & (ROLE(OFFICE) | ROLE(TITLE) | ROLE(PERSON))) &&
                    last == start; /* Arms Control */
        bool owner = i < end && stance_token_is(r, i, "'s");
        bool article = start > first && has_fn(r, start - 1, FN(DETERMINER));
        uint8_t kind;
        bool known = stance_actor_kind(r, last, &kind) && kind == STANCE_ACTOR_PERSON;
        bool given = stance_is_given(r, start) && last > start;
        /* "the State Department": a role follows the run. "the Washington Post" has none: not a person when an article
           stands before it. */
        uint8_t next = i < end ? r->notes[i].role : 0;
        bool joined = i < end && token_at(r, i)->kind == STANCE_WORD && is_capital(r, i) && has_fn(r, i, FN(OUTLET));
        bool of_body = (next & (ROLE(BODY) | ROLE(GROUP) | ROLE(OBJECT))) && !(next & (ROLE(OFFICE) | ROLE(PERSON)));
        bool of_office = next && !known && !given;
        bool ally = article && !given && (next & (ROLE(OFFICE) | ROLE(PERSON))); /* "the Trump ally", whoever that is */
        bool modifies = i < end && is_word(r, i) && !is_capital(r, i) && !r->notes[i].fn && !next && !given &&
                        !known; /* "a Trump tweet" */
        part = part || (!known && follows_place(r, start, first));
        bool good = !owner && !led && !part && !ally && !of_body && !joined &&
                    (known || given || (!of_office && !article && !modifies));
        while (start < last && !is_word(r, start)) start++; /* not at a stop or a nickname's mark */
        if (good) {
            *name_first = start;
            *name_end = i;
            return true;
        }
        i = run + 1;
    }
    return false;
}

uint32_t stance_behind_place(const reading *r, uint32_t in, uint32_t end)
{
    uint8_t kind;
    if (!(stance_token_is(r, in, "in") || stance_token_is(r, in, "at"))) return end;
    uint32_t first = in + 1 + stance_token_is(r, in + 1, "the");
    if (first >= end || stance_is_given(r, first)) return end; /* "in Mary Ann Orr" */
    for (uint32_t i = first + 1; i < end && i < first + PLACE_TOKENS && is_capital(r, i - 1); i++) {
        bool opens = r->notes[i].actor != r->notes[i - 1].actor || !r->notes[i].actor;
        bool person = opens && stance_actor_kind(r, i, &kind) && kind == STANCE_ACTOR_PERSON;
        bool title = (r->notes[i].role & (ROLE(TITLE) | ROLE(OFFICE))) && is_capital(r, i);
        bool given = stance_is_given(r, i) && is_capital(r, i) && (i + 1 < end && is_capital(r, i + 1));
        bool surname = i + 1 == end && opens && stance_is_name_token(r, i) && r->seen && /* "In New Dover Lee" */
                       (r->seen[token_at(r, i)->word] & (SEEN_SURNAME | SEEN_FAMILY)) &&
                       !(r->seen[token_at(r, i)->word] & SEEN_PLACE);
        if (r->notes[i - 1].role & (ROLE(TITLE) | ROLE(OFFICE))) return end;
        if (person || title || given || surname) return i;
    }
    return end;
}
