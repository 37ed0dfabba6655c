/* Noun phrases that may name a speaker. No parser: function words, roles, actors and capitals bound them well enough,
   and where they
   do not the phrase is refused rather than guessed. */
#include "extract/names.h"

enum { PHRASE_TOKENS = 40, OWNED_WORDS = 5 };

static const uint32_t clause_words = FN(PRONOUN) | FN(PLURAL_PRONOUN) | FN(SELF) | FN(OTHER_PRONOUN) | FN(RELATIVE) |
                                     FN(AUXILIARY) | FN(BE) | FN(TIME) | FN(CONNECTIVE) | FN(ADVERB);

static bool is_subject_pronoun(const reading *r, uint32_t i)
{
    if (has_fn(r, i, FN(DETERMINER)) && (stance_is_noun(r, i + 1) || r->notes[i + 1].role))
        return false; /* both sides */
    return has_fn(r, i, FN(PRONOUN) | FN(PLURAL_PRONOUN)) || stance_token_is(r, i, "we") ||
           (stance_token_is(r, i, "i") && !stance_is_name_token(r, i)); /* as against I. Orr */
}

/* Where the noun that heads a phrase stands at the latest: before the first preposition, comma or participle behind
   it. */
static uint32_t core_end(const reading *r, uint32_t first, uint32_t end)
{
    uint32_t i = first;
    while (i < end) {
        if (i > first && (has_fn(r, i, FN(PREPOSITION) | FN(RELATIVE)) && !has_fn(r, i, FN(NATIONALITY)))) break;
        if (is_mark(r, i, STANCE_MARK_COMMA) || is_mark(r, i, STANCE_MARK_OPEN)) break;
        bool participle = i > first && !is_capital(r, i) && (stance_ends_in_ing(r, i) || stance_ends_in_ed(r, i)) &&
                          !(token_at(r, i)->flags & STANCE_TOKEN_HYPHEN);
        if (participle && r->notes[i - 1].role && !r->notes[i].role) break;
        i++;
    }
    return i;
}

static bool token_is_small(const reading *r, uint32_t i)
{
    return is_word(r, i) && !is_capital(r, i);
}

/* "Enacting dominance", "Respecting the others": what somebody does, written large since a sentence begins with it. */
static bool opens_with_gerund(const reading *r, uint32_t first, uint32_t end)
{
    if (!r->seen || !is_capital(r, first) || !stance_ends_in_ing(r, first) || r->notes[first].role ||
        r->notes[first].actor || stance_is_given(r, first) || (r->seen[token_at(r, first)->word] & SEEN_CAPITAL))
        return false;
    uint32_t next = first + 1;
    if (!is_word(r, next) || is_capital(r, next)) return false;
    if (next == end) return stance_is_noun(r, next) && !stance_is_finite(r, next, first);
    return has_fn(r, next, FN(PREPOSITION) | FN(DETERMINER) | FN(POSSESSIVE) | FN(OTHER_PRONOUN) | FN(PLURAL_PRONOUN));
}

phrase stance_pronoun_phrase(uint32_t at)
{
    return (phrase){
        .first = at, .end = at + 1, .name_first = at, .name_end = at + 1, .head = NO_TOKEN, .kind = PHRASE_PRONOUN};
}

/* "(WHO)" at i. */
static bool is_acronym(const reading *r, uint32_t i)
{
    return is_mark(r, i, STANCE_MARK_OPEN) && is_mark(r, i + 2, STANCE_MARK_CLOSE) && is_word(r, i + 1) &&
           (token_at(r, i + 1)->flags & STANCE_TOKEN_UPPER);
}

/* "the World Health Organization (WHO) chief Kim Lee": what stands behind the last acronym in brackets, or first. */
static uint32_t behind_acronym(const reading *r, uint32_t first, uint32_t end)
{
    for (uint32_t i = end; i > first + 4; i--) {
        if (is_acronym(r, i - 4)) return i - 1;
    }
    return first;
}

/* Of what has no acronym in brackets inside. */
static phrase describe_plain(const reading *r, uint32_t first, uint32_t end)
{
    phrase p = {.first = first, .end = end, .head = NO_TOKEN, .name_first = first, .name_end = end};
    if (first >= end || opens_with_gerund(r, first, end)) return p;
    if (end - first == 1 && is_subject_pronoun(r, first)) {
        p.kind = PHRASE_PRONOUN;
        p.plural = has_fn(r, first, FN(PLURAL_PRONOUN)) || stance_token_is(r, first, "we");
        return p;
    }
    /* The head: the last role before the first preposition or comma, otherwise the last role of all. */
    uint32_t stop = core_end(r, first, end);
    for (uint32_t i = first; i < stop; i++) {
        if (has_fn(r, i, FN(NATIONALITY)) && i + 1 < stop && is_word(r, i + 1) && !is_capital(r, i + 1))
            continue; /* the Republican plan */
        if (r->notes[i].role_head && !(r->notes[i].role == ROLE(OBJECT)) && !stance_is_name_token(r, i) &&
            !(i + 1 < end && stance_token_is(r, i + 1, "'s"))) /* Bill Lee is no bill */
            p.head = i;
    }
    for (uint32_t i = end; p.head == NO_TOKEN && i > stop; i--) {
        if (r->notes[i - 1].role_head && (r->notes[i - 1].role & (ROLE(OFFICE) | ROLE(PERSON) | ROLE(BODY))))
            p.head = i - 1;
    }
    uint8_t head_role = p.head == NO_TOKEN ? 0 : r->notes[p.head].role;
    p.definite =
        has_fn(r, first, FN(DETERMINER)) && (stance_token_is(r, first, "the") || stance_token_is(r, first, "this"));
    uint32_t name_first, name_end;
    bool named = stance_find_name(r, first, end, &name_first, &name_end);
    if ((!named || name_first >= stop) && stop < end && stance_is_given(r, first) && is_capital(r, first + 1))
        named = stance_find_name(r, first, stop, &name_first, &name_end); /* "Kim Lee of Lee & Brandt" */
    bool body_head = (head_role & ROLE(BODY)) && !(head_role & (ROLE(OFFICE) | ROLE(PERSON)));
    if (named && p.head != NO_TOKEN) {
        bool group = ((head_role & ROLE(GROUP)) && !(head_role & ROLE(OFFICE))) || /* Lee allies, Lee advisers */
                     (name_end == p.head && !is_capital(r, p.head));
        if ((body_head || group) && name_first < p.head && (group || p.head < stop))
            named = false; /* the Clinton campaign, Trump allies, as against "Lee at the meeting" */
        if (body_head && name_first > p.head && stop <= name_first) named = false; /* the embassy of … */
    }
    if (named && name_first >= stop && p.head != NO_TOKEN &&
        p.head < stop) { /* only "Ambassador to the US Anatoly Antonov", no "aide to Kim Lee" */
        uint8_t of;      /* "representative to the United Nations Riyad Mansour" */
        bool behind_actor =
            name_first > first && stance_actor_kind(r, name_first - 1, &of) && of != STANCE_ACTOR_PERSON;
        bool many =
            (head_role & ROLE(GROUP)); /* "Lawmakers close to Mr. Lee", no "Lawmakers seized on Mr. Lee's remarks" */
        for (uint32_t i = p.head + 1; i < name_first && many; i++)
            many = !stance_is_past(r, i) || stance_token_is(r, i + 1, "by");
        if (many || (!stance_is_given(r, name_first) && token_is_small(r, p.head) && !behind_actor)) named = false;
    }
    if (named && p.head == NO_TOKEN && name_first >= stop && stop > first + 1)
        named = false; /* some noun with a name inside what follows it */
    if (named) {
        p.kind = PHRASE_PERSON;
        p.name_first = name_first;
        p.name_end = name_end;
        return p;
    }
    if (p.name_first + 1 < end && stance_token_is(r, p.name_first, "the")) p.name_first++;
    bool capital = false, actor = false, role = false;
    for (uint32_t i = first; i < end; i++) {
        bool modifier = i + 1 < end && (token_at(r, i + 1)->flags & STANCE_TOKEN_HYPHEN) &&
                        !is_capital(r, i + 1); /* Washington-based */
        if (modifier) continue;
        capital =
            capital || (is_capital(r, i) && !r->notes[i].role && !(r->notes[i].fn & ~(FN(NATIONALITY) | FN(OUTLET))));
        actor = actor || r->notes[i].actor || has_fn(r, i, FN(OUTLET));
        role = role || (r->notes[i].role & ~ROLE(OBJECT));
    }
    uint8_t kind;
    if (end - p.name_first == 1 && stance_actor_kind(r, p.name_first, &kind)) p.kind = PHRASE_NAMED;
    else if (head_role & (ROLE(OFFICE) | ROLE(PERSON) | ROLE(TITLE) | ROLE(GROUP))) p.kind = PHRASE_ROLE;
    else if (actor || capital || body_head) p.kind = actor || capital ? PHRASE_NAMED : PHRASE_ROLE;
    else if (role) p.kind = PHRASE_ROLE;
    else if (has_fn(r, first, FN(DETERMINER) | FN(POSSESSIVE)) || token_at(r, first)->kind == STANCE_NUMBER ||
             stance_ends_in_s(r, stop - 1))
        p.kind = PHRASE_OTHER;
    uint32_t pronoun = first + (p.definite && end - first == 2); /* "Another said", "the other said" */
    if (p.kind == PHRASE_NONE || p.kind == PHRASE_OTHER) {
        bool other = end - pronoun == 1 && has_trait(r, pronoun, TRAIT(OTHER_ONE));
        if (other && (pronoun > first || stance_token_is(r, first, "another"))) p.kind = PHRASE_ROLE;
        bool some = end - first == 1 && has_fn(r, first, FN(DETERMINER)) && !stance_noun_before(r, first);
        bool one = stance_token_is(r, first, "one") || stance_token_is(r, first, "each"); /* "One, a baker, said" */
        if (some && !one && !stance_token_is(r, first, "this") && !stance_token_is(r, first, "that"))
            p.kind = PHRASE_ROLE;
    }
    stance_view head_text = p.head == NO_TOKEN ? (stance_view){"", 0} : token_text(r, p.head);
    bool ends_in_s =
        head_text.len > 3 && head_text.data[head_text.len - 1] == 's' && head_text.data[head_text.len - 2] != 's';
    p.plural = (head_role & ROLE(GROUP)) || (ends_in_s && !(head_role & ROLE(BODY)));
    for (uint32_t i = first + 1; i + 1 < stop && !p.plural; i++)
        p.plural = stance_token_is(r, i, "and") && !(r->notes[i].role && r->notes[i].actor);
    return p;
}

phrase stance_describe_phrase(const reading *r, uint32_t first, uint32_t end)
{
    uint32_t behind = behind_acronym(r, first, end);
    phrase whole = describe_plain(r, first, end), p = behind > first ? describe_plain(r, behind, end) : whole;
    bool office =
        p.kind == PHRASE_ROLE && p.head != NO_TOKEN && (r->notes[p.head].role & (ROLE(OFFICE) | ROLE(PERSON)));
    if (behind == first || !(p.kind == PHRASE_PERSON || office)) return whole;
    p.first = first;
    p.definite = p.definite || whole.definite;
    if (office) p.name_first = whole.name_first;
    return p;
}

/* May token i stand inside a phrase that is read from right to left? */
bool stance_inside_phrase(const reading *r, uint32_t i)
{
    const stance_token *t = token_at(r, i);
    if (t->kind == STANCE_NUMBER) return true;
    if (t->kind == STANCE_MARK) {
        bool initial =
            is_mark(r, i, STANCE_MARK_STOP) && i > 0 && is_capital(r, i - 1) && token_at(r, i - 1)->end == t->start &&
            (token_at(r, i - 1)->end - token_at(r, i - 1)->start <= 2 || (r->notes[i - 1].role & ROLE(TITLE)) ||
             stance_abbreviation(r, i - 1) == STANCE_ABBREVIATION_TITLE);
        bool owner = (is_mark(r, i, STANCE_MARK_SINGLE_CLOSE) || is_mark(r, i, STANCE_MARK_SINGLE)) && i > 0 &&
                     is_capital(r, i - 1) && stance_ends_in_s(r, i - 1) && !(t->flags & STANCE_TOKEN_SPACE) &&
                     is_word(r, i + 1) && !r->notes[i].quote; /* Hayes' lawyer */
        bool site = is_mark(r, i, STANCE_MARK_STOP) && i > 0 && is_word(r, i + 1) && !is_capital(r, i + 1) &&
                    token_at(r, i - 1)->end == t->start && token_at(r, i + 1)->start == t->end; /* Factcheck.org */
        bool sign = is_mark(r, i, STANCE_MARK_OTHER) && !stance_is_separator(r, i);
        return initial || owner || site || r->notes[i].nickname || sign;
    }
    uint32_t fn = r->notes[i].fn;
    if ((fn & FN(NATIONALITY)) || stance_token_is(r, i, "my") || stance_token_is(r, i, "our")) return true;
    if ((fn & clause_words) && !(fn & (FN(DETERMINER) | FN(POSSESSIVE))))
        return stance_token_is(r, i, "then") || (is_capital(r, i) && r->notes[i].role);
    if ((fn & FN(SUBORDINATOR)) && !(fn & FN(PREPOSITION))) return false;
    return true;
}

/* A cue verb in its -ed, -s form that has its own subject before it ends a phrase: "he added Antonov". Names and nouns
   do not. */
static bool blocks_as_verb(const reading *r, uint32_t i)
{
    uint32_t end;
    const stance_entry *e = stance_cue_at(r, i, &end);
    if (i > 0 && stance_token_is(r, i - 1, "'s") && stance_verb_form(r, i) == VERB_BASE) return false; /* Lee's show */
    if (i > 0 && stance_is_article(r, i - 1)) return false;                      /* opponents of the recall */
    bool told = stance_is_past(r, i) && i > 0 && stance_is_name_token(r, i - 1); /* "Harle tweeted a photo" */
    return e && e->form == STANCE_CUE_VERB && !is_capital(r, i) && (!r->notes[i].role || told) &&
           (e->frame & STANCE_FRAME_THAT);
}

/* "newly hired finance chief": the office at the end of the words that begin behind an owner's 's, or first - 1. */
static uint32_t owned_office(const reading *r, uint32_t first, uint32_t ceiling)
{
    for (uint32_t i = first; i < ceiling && i < first + OWNED_WORDS; i++) {
        if (!is_word(r, i) || is_capital(r, i)) break;
        bool office = r->notes[i].role_head && (r->notes[i].role & (ROLE(OFFICE) | ROLE(PERSON)));
        if (office || (i > first && stance_is_given(r, i + 1))) return i > first ? i : first - 1;
        if (r->notes[i].fn & ~FN(ADVERB)) break;
    }
    return first - 1;
}

/* "current and former officials", "port official and adviser Tomas Reyle": the conjunction at i stands inside a noun
   phrase whose noun, or name, comes behind it. */
static bool joins_modifiers(const reading *r, uint32_t i, uint32_t first, uint32_t ceiling)
{
    uint32_t k = i + 1, head = 0;
    for (; k < ceiling && k <= i + OWNED_WORDS && token_is_small(r, k) && !(r->notes[k].fn & ~FN(NATIONALITY)); k++) {
        if (r->notes[k].role_head) head = k;
    }
    bool noun = false;
    for (uint32_t n = first; n < i; n++)
        noun = noun || is_capital(r, n) || (r->notes[n].role & (ROLE(PERSON) | ROLE(OFFICE) | ROLE(GROUP)));
    if (!head) return false;
    return noun ? r->notes[i - 1].role_head && !is_capital(r, i - 1) && stance_is_name_token(r, head + 1)
                : head > i + 1 && token_is_small(r, i - 1) && !(r->notes[i - 1].fn & ~FN(NATIONALITY));
}

/* Where the phrase that begins at `first` ends when it is read from left to right. */
static uint32_t phrase_end(const reading *r, uint32_t first, uint32_t ceiling)
{
    uint32_t i = first;
    bool office = false, named = false;
    while (i < ceiling && i - first < PHRASE_TOKENS) {
        if (i > first && is_acronym(r, i) && i + 3 < ceiling &&
            (r->notes[i + 3].role & (ROLE(OFFICE) | ROLE(PERSON)))) {
            i += 3;
            named = false;
        }
        bool owner = i > first && stance_token_is(r, i, "'s") && i + 1 < ceiling && stance_is_name_token(r, i + 1);
        if (owner) named = false; /* the paper's Kim Lee */
        uint32_t chief = i > first && stance_token_is(r, i, "'s") ? owned_office(r, i + 1, ceiling) : i;
        if (chief > i) { /* the bank's newly hired finance chief */
            i = chief;
            named = false;
        }
        if (r->notes[i].quote != r->notes[first].quote ||
            !(owner || stance_inside_phrase(r, i) || stance_is_name_token(r, i)))
            break;
        if (has_fn(r, i, FN(PREPOSITION)) && i > first) {
            bool of = has_trait(r, i, TRAIT(NOUN_TIE)), in = has_trait(r, i, TRAIT(OFFICE_PLACE));
            if (has_fn(r, i + 1 < ceiling ? i + 1 : i, FN(TIME))) break;
            if (named || !(of || has_trait(r, i, TRAIT(POSTMODIFIER)) ||
                           (in && office && i + 1 < ceiling && is_capital(r, i + 1))))
                break;
        }
        if (i > first && has_fn(r, i, FN(CONJUNCTION)) &&
            !(i + 1 < ceiling && is_capital(r, i + 1) && is_capital(r, i - 1)) &&
            !joins_modifiers(r, i, first, ceiling))
            break;
        if (i > first && (blocks_as_verb(r, i) || (has_fn(r, i, FN(TIME)) && !is_capital(r, i)))) break;
        if (r->notes[i].role_head && (r->notes[i].role & (ROLE(OFFICE) | ROLE(BODY) | ROLE(PERSON)))) office = true;
        if (stance_is_name_token(r, i)) named = true;
        else if (named && token_at(r, i)->kind == STANCE_WORD && !is_capital(r, i) && !r->notes[i].role &&
                 !has_trait(r, i, TRAIT(NAME_PARTICLE)) && !stance_token_is(r, i, "'s") &&
                 !has_fn(r, i, FN(NATIONALITY)) &&
                 !(stance_token_is(r, i - 1, "'s") && !r->notes[i].fn)) /* Lee's show */
            break;
        i++;
    }
    bool dated = i > first + 1 && i < ceiling && has_fn(r, i, FN(TIME)) && stance_is_past(r, i - 1);
    return dated && !is_capital(r, i - 1) && r->notes[i - 2].role ? i - 1 : i; /* "two surveys released this week" */
}

/* "the ambassador, Kim Lee, said", as against "according to the polls, Kim Lee had a lead". */
static bool closes_apposition(const reading *r, uint32_t end, uint32_t ceiling)
{
    return end >= ceiling || token_at(r, end)->kind == STANCE_MARK || r->notes[end].quote != r->notes[end - 1].quote ||
           has_fn(r, end, FN(TIME) | FN(PREPOSITION) | FN(RELATIVE) | FN(SUBORDINATOR));
}

/* "said the mayor and the governor": the second of two who speak, up to whom p reaches then. */
static phrase with_second(const reading *r, phrase p, uint32_t ceiling)
{
    uint32_t and = p.end;
    bool somebody = p.kind == PHRASE_PERSON || p.kind == PHRASE_ROLE || p.kind == PHRASE_NAMED;
    if (!somebody || and+1 >= ceiling || !stance_token_is(r, and, "and")) return p;
    uint32_t end = phrase_end(r, and+1, ceiling);
    if (end == and+1 || has_fn(r, and+1, FN(PREPOSITION)) || !closes_apposition(r, end, ceiling)) return p;
    phrase q = stance_describe_phrase(r, and+1, end);
    if (q.kind != PHRASE_PERSON && q.kind != PHRASE_ROLE && q.kind != PHRASE_NAMED) return p;
    if (p.kind != PHRASE_PERSON) p.name_end = end;
    p.end = end;
    p.plural = true;
    return p;
}

phrase stance_phrase_after(const reading *r, uint32_t first, uint32_t ceiling)
{
    phrase none = {.kind = PHRASE_NONE, .head = NO_TOKEN};
    if (first >= ceiling) return none;
    if (is_subject_pronoun(r, first)) return stance_describe_phrase(r, first, first + 1);
    uint32_t end = phrase_end(r, first, ceiling);
    if (end == first || has_fn(r, first, FN(PREPOSITION))) return none;
    phrase p = stance_describe_phrase(r, first, end);
    if (has_fn(r, end, FN(CONJUNCTION))) return with_second(r, p, ceiling);
    phrase list = is_mark(r, end, STANCE_MARK_COMMA) ? stance_list_after(r, &p, ceiling, false) : p;
    if (list.end > end) return list;
    /* Apposition behind: "said Kim Lee, a spokeswoman for the party", "said the ambassador, Anatoly Antonov". */
    if (end + 3 < ceiling && is_mark(r, end, STANCE_MARK_COMMA) && token_at(r, end + 1)->kind == STANCE_NUMBER &&
        is_mark(r, end + 2, STANCE_MARK_COMMA))
        end += 2; /* an age */
    if (p.kind != PHRASE_NONE && end + 1 < ceiling && is_mark(r, end, STANCE_MARK_COMMA) &&
        r->notes[end].quote == r->notes[first].quote) {
        uint32_t tail_end = phrase_end(r, end + 1, ceiling);
        phrase q = tail_end > end + 1 && !has_fn(r, end + 1, FN(PREPOSITION))
                       ? stance_describe_phrase(r, end + 1, tail_end)
                       : none;
        /* "According to Lee, the talks were a success", "…, the ministry summoned the envoy" */
        bool clause = tail_end < ceiling && has_fn(r, tail_end, FN(BE) | FN(AUXILIARY)) && !r->notes[tail_end].quote;
        for (uint32_t k = end + 2; k < tail_end && !clause; k++)
            clause = stance_is_past(r, k) && !is_capital(r, k) && !r->notes[k].role &&
                     (r->notes[k - 1].role || (k + 1 == tail_end && has_trait(r, k, TRAIT(PAST_FORM)))) &&
                     !has_fn(r, k + 1, FN(PREPOSITION));
        if (clause) return p;
        bool apposed = q.head != NO_TOKEN || (q.kind != PHRASE_NONE && /* no office that a list has: "a baker from …" */
                                              (stance_token_is(r, end + 1, "a") || stance_token_is(r, end + 1, "an")));
        if (p.kind == PHRASE_PERSON && apposed && q.kind != PHRASE_PERSON) {
            p.end = q.end;
            if (q.head != NO_TOKEN) p.head = q.head;
        } else if (p.kind == PHRASE_ROLE && q.kind == PHRASE_PERSON && closes_apposition(r, tail_end, ceiling)) {
            q.head = p.head;
            q.first = p.first;
            return q;
        }
    }
    return p;
}

phrase stance_phrase_to_verb(const reading *r, uint32_t first, uint32_t ceiling)
{
    phrase p = stance_phrase_after(r, first, ceiling);
    for (uint32_t k = first + 1; p.kind != PHRASE_NONE && k < p.end; k++) {
        uint32_t cue_end;
        const stance_entry *e = k + 1 == p.end ? stance_cue_at(r, k, &cue_end) : NULL;
        if (e && e->form == STANCE_CUE_VERB && p.plural && stance_verb_form(r, k) == VERB_BASE && !is_capital(r, k) &&
            !r->notes[k].role && !stance_is_article(r, k - 1))
            return stance_describe_phrase(r, first, k); /* "Critics of the plan see it as a waste" */
        bool behind = stance_is_name_token(r, k - 1) || r->notes[k - 1].role_head ||
                      (p.head != NO_TOKEN && p.head + 1 < k && token_is_small(r, k - 1) && !r->notes[k - 1].fn);
        if (k + 1 == p.end && stance_is_past(r, k) && !behind)
            break; /* "Kim Lee emailed", "foes of the plan campaigned" */
        if (k + 1 == p.end && !stance_is_past(r, k)) break;
        bool past = stance_is_past(r, k) && !(r->notes[k].role & (ROLE(PERSON) | ROLE(OFFICE) | ROLE(TITLE)));
        bool verb = is_word(r, k) && !is_capital(r, k) && !r->notes[k].fn &&
                    (past || (stance_ends_in_s(r, k) && !r->notes[k].role));
        bool many = stance_ends_in_s(r, k - 1) && stance_ends_in_ed(r, k) && !has_fn(r, k + 1, FN(PREPOSITION));
        bool noun = (behind || r->notes[k - 1].role_head || has_fn(r, k - 1, FN(OUTLET)) ||
                     stance_is_name_token(r, k - 1) || many) &&
                    !stance_token_is(r, k - 1, "'s");
        if ((verb && noun) || stance_governs(r, k, p.end)) return stance_describe_phrase(r, first, k);
    }
    return p;
}

phrase stance_person_at_end(const reading *r, const phrase *p)
{
    uint32_t end = p->end, first = end;
    bool verb = false; /* "Lee differed from Brandt, who …" */
    for (uint32_t i = p->name_end; p->kind == PHRASE_PERSON && i < end; i++)
        verb = verb || (stance_is_past(r, i) && !is_capital(r, i) && !r->notes[i].role);
    if (p->kind == PHRASE_NONE || (p->kind == PHRASE_PERSON && !verb) || p->kind == PHRASE_PRONOUN) return *p;
    while (first > p->first && token_at(r, first - 1)->kind == STANCE_MARK) end = --first;
    while (first > p->first && stance_is_name_token(r, first - 1)) first--;
    uint32_t title = first > p->first ? stance_before_in_name(r, first) : first; /* "praise from Mr. Voss, who …" */
    bool titled = title < first && title >= p->first && stance_is_title(r, title);
    if (titled) first = title;
    phrase q = {.kind = PHRASE_NONE};
    uint8_t seen = first < end && r->seen ? r->seen[token_at(r, end - 1)->word] : 0;
    if (first < end && first > p->first && has_fn(r, first - 1, FN(PREPOSITION)) &&
        (titled || stance_is_given(r, first) ||
         ((seen & SEEN_SURNAME) && !(seen & SEEN_PLACE) && !stance_token_is(r, first - 1, "from"))))
        q = stance_describe_phrase(r, first, end);
    for (uint32_t i = end - 1; q.kind != PHRASE_PERSON && i > p->first;
         i--) { /* "a rebuke from the speaker of the House" */
        if (!has_fn(r, i, FN(DETERMINER)) || !has_fn(r, i - 1, FN(PREPOSITION)) || stance_token_is(r, i - 1, "of"))
            continue;
        phrase one = stance_describe_phrase(r, i, end);
        bool somebody = one.head != NO_TOKEN && (r->notes[one.head].role & (ROLE(OFFICE) | ROLE(PERSON)));
        uint8_t own = p->head == NO_TOKEN ? 0 : r->notes[p->head].role;
        if (one.kind != PHRASE_ROLE || !somebody ||
            (p->head < i && (own & (ROLE(OFFICE) | ROLE(PERSON) | ROLE(GROUP)))))
            break;
        one.end = p->end;
        return one;
    }
    for (uint32_t i = end - 1; q.kind != PHRASE_PERSON && i > p->first; i--) { /* "the law hurts many families" */
        if (!has_fn(r, i, FN(DETERMINER)) || has_fn(r, i - 1, FN(PREPOSITION) | FN(DETERMINER))) continue;
        phrase group = stance_describe_phrase(r, i, end);
        if (group.kind == PHRASE_NONE) return *p;
        group.end = p->end;
        return group;
    }
    if (q.kind != PHRASE_PERSON) return *p;
    q.end = p->end;
    return q;
}
