/* Offices: what a title before a name is called when it stands alone, which words set one office off from another, and who was
   brought in by an office and no name. */
#include "extract/cast.h"

enum { MODIFIER_TOKENS = 5 };

static void keep_office(cast *c, uint32_t at, uint32_t word, uint32_t head, uint8_t rank)
{
    entity *e = &c->entities[at - 1];
    c->holder[word] = at;
    for (size_t i = 0; i < e->role_count; i++) {
        if (e->roles[i] != word) continue;
        e->ranks[i] |= rank;
        return;
    }
    if (e->role_count == ROLES_KEPT) return;
    e->ranks[e->role_count] = rank;
    e->heads[e->role_count] = head;
    e->roles[e->role_count++] = word;
}

/* The next of the offices that a title is short for, which ';' joins; empty: no more. */
static stance_view next_office(stance_view *offices)
{
    const char *end = offices->data ? memchr(offices->data, ';', offices->len) : NULL;
    stance_view one = {offices->data, end ? (size_t)(end - offices->data) : offices->len};
    offices->data += one.len + (end != NULL);
    offices->len -= one.len + (end != NULL);
    return one;
}

/* The offices that the word is short for, where it is a title or an office: of Gov. governor, of FM foreign minister. */
static stance_view offices_of(const reading *r, uint32_t i)
{
    bool held = r->notes[i].role & (ROLE(TITLE) | ROLE(OFFICE));
    return held ? stance_glossary_text(&r->lexicon->titles, stance_folded(r, i)) : (stance_view){NULL, 0};
}

/* The number of an office's last word: minister. */
static uint32_t last_word(const reading *r, stance_view office)
{
    size_t first = office.len;
    while (first > 0 && office.data[first - 1] != ' ' && office.data[first - 1] != '-') first--;
    return stance_intern_find(&r->lexicon->words, (stance_view){office.data + first, office.len - first});
}

uint32_t stance_office_word(const reading *r, uint32_t head)
{
    stance_view offices = offices_of(r, head);
    uint32_t word = offices.data ? last_word(r, next_office(&offices)) : STANCE_NO_ID;
    return word == STANCE_NO_ID ? token_at(r, head)->word : word;
}

bool stance_next_office_word(office_words *w, stance_view *word)
{
    while (w->rest.len && (w->rest.data[0] == ' ' || w->rest.data[0] == '-')) w->rest.data++, w->rest.len--;
    if (!w->rest.len) {
        if (w->at == w->end) return false;
        stance_view offices = offices_of(w->r, w->at);
        *word = stance_folded(w->r, w->at++);
        if (offices.data) w->rest = next_office(&offices);
        if (!w->rest.len) return true;
    }
    size_t n = 0;
    while (n < w->rest.len && w->rest.data[n] != ' ' && w->rest.data[n] != '-') n++;
    *word = (stance_view){w->rest.data, n};
    w->rest = (stance_view){w->rest.data + n, w->rest.len - n};
    return true;
}

void stance_add_role(cast *c, uint32_t at, uint32_t head)
{
    const reading *r = c->r;
    entity *e = &c->entities[at - 1];
    uint8_t rank = stance_rank_of(c, head);
    if (e->gender == STANCE_GIVEN_NONE || e->gender == STANCE_GIVEN_EITHER) {
        uint8_t gender = stance_role_gender(r, head);
        if (gender) e->gender = gender;
    }
    if ((r->notes[head].role & ROLE(OFFICE)) && !has_trait(r, head, TRAIT(ANYBODY))) e->office = true;
    keep_office(c, at, stance_office_word(r, head), head, rank);
    stance_view offices = offices_of(r, head); /* "Gov. Lee", and then "the governor" */
    if (offices.data) e->office = true;
    for (next_office(&offices); offices.len;) {
        uint32_t word = last_word(r, next_office(&offices));
        if (word != STANCE_NO_ID) keep_office(c, at, word, head, rank);
    }
    post told = stance_office_at(r, head);
    if (!stance_side_known(&e->of)) e->of = told.of;
    if (!e->actor && e->name_end == e->name_first + 1) {
        const stance_actor *who = stance_actor_titled(r, e->name_first, &told);
        if (who) e->actor = (uint32_t)(who - r->lexicon->actors) + 1;
    }
}

static uint8_t rank_bit(cast *c, uint32_t word)
{
    size_t k = 0;
    while (k < c->rank_count && c->rank_words[k] != word) k++;
    if (k == RANKS_KEPT) return 0;
    if (k == c->rank_count) c->rank_words[c->rank_count++] = word;
    return (uint8_t)(2U << k);
}

bool stance_is_former(const reading *r, uint32_t head)
{
    for (uint32_t i = head; i > 0 && head - i < MODIFIER_TOKENS; i--) {
        if (!is_word(r, i - 1) || has_fn(r, i - 1, FN(DETERMINER) | FN(CONJUNCTION))) return false;
        if (has_trait(r, i - 1, TRAIT(FORMER))) return true;
    }
    return false;
}

uint8_t stance_rank_of(cast *c, uint32_t head)
{
    const reading *r = c->r;
    uint8_t rank = stance_is_former(r, head) ? STANCE_RANK_FORMER : 0;
    for (uint32_t i = head; i > 0 && head - i < MODIFIER_TOKENS; i--) {
        if (!is_word(r, i - 1) || has_fn(r, i - 1, FN(DETERMINER) | FN(CONJUNCTION))) break;
        bool former = has_trait(r, i - 1, TRAIT(FORMER));
        if (!former && (stance_is_rank(r, i - 1) || stance_token_is(r, i - 1, "acting")))
            rank |= rank_bit(c, token_at(r, i - 1)->word);
    }
    return rank;
}

bool stance_holds_office(const entity *e, uint32_t word, uint8_t rank)
{
    for (size_t i = 0; i < e->role_count; i++) {
        if (e->roles[i] == word) return (rank & ~e->ranks[i]) == 0;
    }
    return false;
}

/* "a European diplomat", as against "a spokesman for Lee, Kim Brandt" and "Kim Brandt, a spokesman". */
bool stance_is_introduced(const reading *r, uint32_t head)
{
    if (!r->notes[head].role_head || !(r->notes[head].role & (ROLE(OFFICE) | ROLE(PERSON))) ||
        stance_is_quoted(r, head) || stance_is_name_token(r, head + 1))
        return false;
    uint32_t i = head;
    while (i > 0 && head - i < MODIFIER_TOKENS && is_word(r, i - 1) &&
           !has_fn(r, i - 1, FN(DETERMINER) | FN(PREPOSITION)))
        i--;
    if (i == 0 || !has_trait(r, i - 1, TRAIT(INDEFINITE))) return false;
    bool apposed = i > 2 && is_mark(r, i - 2, STANCE_MARK_COMMA) &&
                   (stance_is_name_token(r, i - 3) || token_at(r, i - 3)->kind == STANCE_NUMBER);
    return !apposed;
}

/* "the Vermont senator", "the Republican nominee", "the 42-year-old lawmaker": words that tell of somebody who is known what
   the text has not told yet. */
bool stance_tells_of_known(const reading *r, const phrase *p)
{
    if (!p->definite || p->plural || p->head == NO_TOKEN || p->head == p->first + 1) return false;
    for (uint32_t i = p->first + 1; i < p->head; i++) {
        bool place = is_capital(r, i) && !r->notes[i].role && !r->notes[i].actor && !has_fn(r, i, FN(NATIONALITY));
        bool age = token_at(r, i)->kind == STANCE_NUMBER || (token_at(r, i + 1)->flags & STANCE_TOKEN_HYPHEN);
        if (place || age || has_trait(r, i, TRAIT(PARTY) | TRAIT(FORMER)) || stance_token_is(r, i, "shadow"))
            return true;
    }
    return false;
}
