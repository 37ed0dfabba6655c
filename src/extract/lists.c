/* Several who speak with one voice: "Norland, Riga and Dover said", "said Kim Lee, Ann Brandt and Jo Orr". Persons are kept one
   by one, each with a statement; where states and bodies are among them the list is one speaker. */
#include "extract/names.h"
#include "extract/search.h"

enum { HOLDERS = 6, MEMBER_WORDS = 8, REACH_TOKENS = 60 };

static const uint32_t leads = FN(CONJUNCTION) | FN(CONNECTIVE) | FN(ADVERB);
static const uint8_t somebody = ROLE(PERSON) | ROLE(OFFICE) | ROLE(GROUP) | ROLE(BODY);

/* The bracket that the one before `end` closes, or end. */
static uint32_t before_bracket(const reading *r, uint32_t end, uint32_t floor)
{
    if (end <= floor || !is_mark(r, end - 1, STANCE_MARK_CLOSE)) return end;
    uint32_t i = end - 1;
    while (i > floor && end - i < MEMBER_WORDS && !is_mark(r, i, STANCE_MARK_OPEN)) i--;
    return is_mark(r, i, STANCE_MARK_OPEN) ? i : end;
}

/* The name of a person, a state or a body ends before `end`: Kim Lee, Norland, the European Union. */
static bool ends_name(const reading *r, uint32_t end)
{
    uint8_t kind;
    return stance_is_name_token(r, end - 1) || stance_actor_kind(r, end - 1, &kind) ||
           (is_capital(r, end - 1) && (r->notes[end - 1].role & ROLE(BODY)));
}

/* Where the name begins that ends before `end`, its article with it, or end. */
static uint32_t name_start(const reading *r, uint32_t end, uint32_t floor)
{
    uint32_t i = end;
    if (end <= floor || !ends_name(r, end)) return end;
    while (i > floor && end - i < MEMBER_WORDS &&
           (is_capital(r, i - 1) || is_mark(r, i - 1, STANCE_MARK_STOP) || (r->notes[i - 1].actor && i < end)) &&
           !has_fn(r, i - 1, FN(TIME) | FN(PREPOSITION) | FN(SUBORDINATOR)))
        i--;
    while (i < end && has_fn(r, i, leads)) i++; /* "Yet Lee, Orr and Brandt" */
    if (i == end || !is_word(r, i) || (!is_capital(r, i) && !r->notes[i].actor)) return end;
    bool gerund = stance_ends_in_ing(r, i) && !stance_is_name_token(r, i) &&
                  !r->notes[i].actor;                                    /* "Citing Brandt, Lee and Orr" */
    bool object = i == floor && i + 1 < end && stance_ends_in_ing(r, i); /* "Angering Norland, Riga and Dover" */
    if (gerund || (object && !stance_is_given(r, i) && !r->notes[i].actor)) return end;
    return i > floor && stance_token_is(r, i - 1, "the") ? i - 1 : i;
}

/* Where the noun for people begins that ends before `end`, its determiner with it, or end: "the governor", "miners". */
static uint32_t role_start(const reading *r, uint32_t end, uint32_t floor)
{
    uint32_t i = end;
    if (end <= floor || !r->notes[end - 1].role_head || !(r->notes[end - 1].role & somebody)) return end;
    while (i > floor && end - i < MEMBER_WORDS && is_word(r, i - 1) &&
           (r->notes[i - 1].role || has_fn(r, i - 1, FN(NATIONALITY))) && !has_fn(r, i - 1, FN(DETERMINER)))
        i--;
    return i > floor && has_fn(r, i - 1, FN(DETERMINER)) ? i - 1 : i;
}

/* Nothing that could govern it stands before the first of a list: "In Dover, Lee and Orr", "met Lee, Orr and". */
static bool opens_list(const reading *r, uint32_t i, uint32_t floor)
{
    return i == floor || is_mark(r, i - 1, STANCE_MARK_COMMA) || has_fn(r, i - 1, leads) ||
           (has_fn(r, i - 1, FN(SUBORDINATOR)) && !has_fn(r, i - 1, FN(PREPOSITION))) ||
           r->notes[i - 1].quote != r->notes[i].quote;
}

/* The "and" between the last two of first … end, or end. */
static uint32_t last_link(const reading *r, uint32_t first, uint32_t end)
{
    uint32_t link = end;
    while (link > first && !stance_token_is(r, link - 1, "and")) link--;
    return link > first + 1 && link < end ? link - 1 : end;
}

/* "Kim Lee, the mayor of Dover, and": where the apposition that ends before `end` begins, its comma before it, or end. */
static uint32_t apposition_start(const reading *r, uint32_t end, uint32_t floor)
{
    bool office = false;
    for (uint32_t i = end; i > floor + 1 && end - i < 2 * MEMBER_WORDS; i--) {
        if (is_mark(r, i - 1, STANCE_MARK_COMMA)) {
            bool named = stance_is_name_token(r, i) && !r->notes[i].role;
            return office && i < end && !named && stance_is_name_token(r, i - 2) ? i - 1 : end;
        }
        if (!is_word(r, i - 1) || stance_is_finite(r, i - 1, floor) || has_fn(r, i - 1, FN(RELATIVE) | FN(CONJUNCTION)))
            return end;
        office = office || (r->notes[i - 1].role_head && (r->notes[i - 1].role & somebody));
    }
    return end;
}

uint32_t stance_list_start(const reading *r, uint32_t start, uint32_t end, uint32_t floor)
{
    uint32_t link = last_link(r, start, end), first = start, members = 0;
    bool oxford = start > floor + 2 && stance_token_is(r, start - 1, "and") && is_mark(r, start - 2, STANCE_MARK_COMMA);
    if (link == end && !oxford) return start; /* "Norland, Riga, and Dover" */
    uint32_t before = oxford ? end : before_bracket(r, link, start);
    bool named = is_capital(r, start + stance_token_is(r, start, "the")) && name_start(r, before, start) == start;
    bool titled = !named && role_start(r, before, start) == start;
    if (!named && !titled) return start;
    bool last =
        oxford || is_capital(r, link + 1) || r->notes[end - 1].role_head || stance_token_is(r, end - 1, "others");
    if (!last) return start;
    if (oxford) first = start - 1;
    while (first > floor + 1 && start - first < REACH_TOKENS && is_mark(r, first - 1, STANCE_MARK_COMMA)) {
        uint32_t close = before_bracket(r, first - 1, floor);
        uint32_t aside = close;
        if (named && oxford) close = apposition_start(r, aside, floor);
        uint32_t i = named ? name_start(r, close, floor) : role_start(r, close, floor);
        if (i == close) break; /* "In May, Lee and Orr" */
        bool same = named || has_fn(r, i, FN(DETERMINER)) == has_fn(r, start, FN(DETERMINER));
        if (!same || !opens_list(r, i, floor)) return start;
        first = i;
        members += close < aside ? 2 : 1; /* an apposition between them makes the comma before "and" one of its own */
    }
    return members > oxford ? first : start;
}

/* The person that first … end names and no more, an office before the name at most. */
static bool names_holder(const reading *r, uint32_t first, uint32_t end, phrase *holder)
{
    *holder = stance_describe_phrase(r, first + stance_token_is(r, first, "both"), end);
    if (holder->kind != PHRASE_PERSON || holder->name_end != end) return false;
    for (uint32_t i = first; i < holder->name_first; i++) {
        if (has_fn(r, i, FN(PREPOSITION) | FN(RELATIVE))) return false; /* "an ally of Kim Lee" */
    }
    return true;
}

/* The persons that first … end names one by one: "Kim Lee (R-Ohio), Ann Brandt and Jo Orr", "Kim Lee, the mayor, and Ann
   Brandt"; their number, 0 when they are not two or more. `row`: the conjunction may be wanting, as in a head. */
static size_t holders_in(const reading *r, uint32_t first, uint32_t end, bool row, phrase *holders)
{
    size_t n = 0;
    uint32_t from = first;
    for (uint32_t i = first + 1; i + 1 < end && n + 1 < HOLDERS; i++) {
        uint32_t open = i;
        while (is_mark(r, open, STANCE_MARK_OPEN) && i + 2 < end && !is_mark(r, i, STANCE_MARK_CLOSE)) i++;
        if (is_mark(r, i, STANCE_MARK_CLOSE) && i > open) i++;
        bool comma = is_mark(r, i, STANCE_MARK_COMMA), link = stance_token_is(r, i, "and");
        if (token_at(r, i)->kind == STANCE_MARK && !is_mark(r, i, STANCE_MARK_STOP) && !comma) return 0;
        if (!comma && !link) continue;
        bool named = open > from && names_holder(r, from, open, &holders[n]);
        if (!named && (!n || (link && open > from))) return 0; /* as against an apposition between commas */
        n += named;
        from = i + 1;
        if (!link) continue;
        holders[n] = stance_describe_phrase(r, from, end);
        return n && holders[n].kind == PHRASE_PERSON ? n + 1 : 0;
    }
    return row && n && from < end && names_holder(r, from, end, &holders[n]) ? n + 1 : 0;
}

phrase stance_describe_list(const reading *r, uint32_t first, uint32_t end)
{
    phrase holders[HOLDERS], p = stance_describe_phrase(r, first, end);
    p.plural = true;
    if (p.kind == PHRASE_PERSON && holders_in(r, first, end, true, holders)) return p;
    p.kind = PHRASE_ROLE;
    for (uint32_t i = first; i < end; i++) {
        if (i > first && is_capital(r, i) && !r->notes[i].role_head) p.kind = PHRASE_NAMED;
    }
    p.name_first = first + stance_token_is(r, first, "the");
    if (ends_name(r, p.name_first + 1)) p.kind = PHRASE_NAMED;
    p.name_end = end;
    p.head = NO_TOKEN;
    p.definite = false;
    return p;
}

phrase stance_head_list(const reading *r, const phrase *p, uint32_t floor)
{
    bool named = p->kind == PHRASE_PERSON || p->kind == PHRASE_NAMED;
    if (!named || p->first < floor + 2 || !is_mark(r, p->first - 1, STANCE_MARK_COMMA)) return *p;
    uint32_t i = p->first - 1;
    while (i > floor && name_start(r, i, floor) < i) {
        i = name_start(r, i, floor);
        if (i == floor) return stance_describe_list(r, floor, p->end);
        if (!is_mark(r, i - 1, STANCE_MARK_COMMA)) break;
        i--;
    }
    return *p;
}

/* Where the name that begins at `first`, its article counted in, ends, or first. */
static uint32_t name_end(const reading *r, uint32_t first, uint32_t ceiling)
{
    uint32_t start = first + stance_token_is(r, first, "the"), i = start;
    while (i < ceiling && i - start < MEMBER_WORDS && r->notes[i].quote == r->notes[first].quote &&
           (is_capital(r, i) || (i > start && (stance_inside_phrase(r, i) && token_at(r, i)->kind == STANCE_MARK))) &&
           !has_fn(r, i, FN(TIME) | FN(PREPOSITION) | FN(SUBORDINATOR)))
        i++;
    return i > start && ends_name(r, i) ? i : first;
}

phrase stance_list_after(const reading *r, const phrase *p, uint32_t ceiling, bool row)
{
    uint32_t end = p->end, members = 0, next;
    bool plain = p->kind == PHRASE_PERSON ? p->name_end == end : p->kind == PHRASE_NAMED && ends_name(r, end);
    if (!plain) return *p;
    while (is_mark(r, end, STANCE_MARK_COMMA) && (next = name_end(r, end + 1, ceiling)) > end + 1) {
        end = next;
        members++;
    }
    uint32_t link = end + is_mark(r, end, STANCE_MARK_COMMA);
    bool joined = members && link + 1 < ceiling && stance_token_is(r, link, "and");
    if (joined) end = name_end(r, link + 1, ceiling);
    if (joined ? end == link + 1 : !row || !members || end < ceiling) return *p;
    bool closes = end >= ceiling || token_at(r, end)->kind == STANCE_MARK ||
                  r->notes[end].quote != r->notes[p->first].quote ||
                  has_fn(r, end, FN(TIME) | FN(PREPOSITION) | FN(SUBORDINATOR));
    phrase q = stance_describe_list(r, p->first, end);
    return closes && q.kind == p->kind ? q : *p;
}

/* "Riga and Kim Lee": a person and a state or body, and no more. */
static bool is_mixed_pair(const reading *r, const phrase *p, uint32_t end)
{
    uint32_t link = last_link(r, p->first, end);
    return p->kind == PHRASE_PERSON && link < end && name_end(r, p->first, link) == link &&
           name_end(r, link + 1, end) == end;
}

/* "Lee and Brandt agreed that …": two holders, two statements. */
stance_status stance_keep_holders(search *x, const attribution *a, stance_error *err)
{
    const reading *r = x->r;
    const phrase *p = &a->source;
    uint32_t end = p->end;
    while (end > p->first && (token_at(r, end - 1)->kind == STANCE_MARK || has_fn(r, end - 1, FN(ADVERB)))) end--;
    uint32_t first = p->first; /* "The lawyers, Kim Lee and Ann Brandt, said" */
    phrase holders[HOLDERS];
    for (uint32_t i = p->name_first; i > p->first && p->kind == PHRASE_PERSON && first == p->first; i--) {
        bool aside = is_mark(r, i - 1, STANCE_MARK_COMMA) && !is_mark(r, i - 2, STANCE_MARK_CLOSE);
        if (aside && !names_holder(r, p->first, i - 1, holders)) first = i;
    }
    size_t n = p->kind == PHRASE_PERSON ? holders_in(r, first, end, p->plural, holders) : 0;
    if (!n && is_mixed_pair(r, p, end)) {
        attribution all = *a;
        all.source = stance_describe_list(r, p->first, end);
        all.source.end = p->end;
        return stance_keep(x, &all, err);
    }
    for (size_t i = 0; i < n; i++) {
        attribution one = *a;
        one.source = holders[i];
        STANCE_TRY(stance_keep(x, &one, err));
    }
    return n ? STANCE_OK : stance_keep(x, a, err);
}
