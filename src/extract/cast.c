/* The cast of a document. Tables by word id instead of searches keep it linear however many names there are. */
#include "extract/cast.h"
#include "extract/names.h"

#include <ctype.h>

enum {
    LOOK_BACK = 16,
    BODY_LOOK = 8,
    NAMESAKES = 32,
    RECENT = 48,
    PRONOUN_TOKENS = 24,
    MISPRINT_LEAST = 5,
    INNER_WORDS = 4,
    GIVEN_BYTES = 32
};

static uint32_t word_of(const reading *r, uint32_t i)
{
    return token_at(r, i)->word;
}

static uint32_t name_words(const reading *r, uint32_t first, uint32_t end)
{
    uint32_t n = 0;
    for (uint32_t i = first; i < end; i++) n += token_at(r, i)->kind == STANCE_WORD;
    return n;
}

static uint32_t last_name(const reading *r, uint32_t first, uint32_t end)
{
    while (end > first && token_at(r, end - 1)->kind != STANCE_WORD) end--;
    while (end > first + 1 && has_trait(r, end - 1, TRAIT(NAME_SUFFIX))) {
        end--;
        while (end > first + 1 && token_at(r, end - 1)->kind != STANCE_WORD) end--;
    }
    return end > first ? end - 1 : first;
}

/* One letter more, less or other, in words long enough that this is a misprint; or two more ("McLenny", McClenney). */
static bool misprint(stance_view a, stance_view b)
{
    if (a.len > b.len) {
        stance_view t = a;
        a = b;
        b = t;
    }
    if (a.len < MISPRINT_LEAST || b.len - a.len > 2 || (a.data[0] != b.data[0] && a.len == MISPRINT_LEAST))
        return false;
    if (b.len - a.len == 2) {
        size_t same = 0;
        for (size_t k = 0; k < b.len && same < a.len; k++) same += a.data[same] == b.data[k];
        return a.len > MISPRINT_LEAST + 1 && same == a.len && a.data[a.len - 1] == b.data[b.len - 1] &&
               a.data[1] == b.data[1];
    }
    size_t i = 0;
    while (i < a.len && a.data[i] == b.data[i]) i++;
    if (i == a.len) return true;
    size_t left = a.len - i - (a.len == b.len);
    return memcmp(a.data + a.len - left, b.data + b.len - left, left) == 0;
}

bool stance_gender_fits(const entity *e, uint8_t gender)
{
    return e->gender == STANCE_GIVEN_NONE || e->gender == STANCE_GIVEN_EITHER || gender == STANCE_GIVEN_NONE ||
           gender == STANCE_GIVEN_EITHER || e->gender == gender;
}

/* Of a word that tells a woman or a man. */
static uint8_t told_gender(const reading *r, uint32_t i)
{
    return has_trait(r, i, TRAIT(WOMAN)) ? STANCE_GIVEN_FEMALE
           : has_trait(r, i, TRAIT(MAN)) ? STANCE_GIVEN_MALE
                                         : STANCE_GIVEN_NONE;
}

uint8_t stance_pronoun_gender(const reading *r, uint32_t i)
{
    return has_fn(r, i, FN(PRONOUN) | FN(OTHER_PRONOUN) | FN(POSSESSIVE)) ? told_gender(r, i) : STANCE_GIVEN_NONE;
}

/* Mr. Kim is a man, Mrs. Kim a woman: by the title before the name. */
static uint8_t title_gender(const reading *r, uint32_t first)
{
    uint32_t i = first;
    if (i > 0 && is_mark(r, i - 1, STANCE_MARK_STOP)) i--;
    if (i == 0 || !is_capital(r, i - 1)) return STANCE_GIVEN_NONE;
    i--;
    return told_gender(r, i);
}

uint8_t stance_role_gender(const reading *r, uint32_t head)
{
    stance_view w = token_text(r, head);
    if (w.len >= 5 && memcmp(w.data + w.len - 5, "woman", 5) == 0) return STANCE_GIVEN_FEMALE;
    if (w.len >= 3 && memcmp(w.data + w.len - 3, "man", 3) == 0) return STANCE_GIVEN_MALE;
    return told_gender(r, head);
}

static uint8_t given_gender(const reading *r, uint32_t first, uint32_t end)
{
    uint32_t word = word_of(r, first);
    if (name_words(r, first, end) < 2 || word >= r->lexicon->given_words) return STANCE_GIVEN_NONE;
    return r->lexicon->given[word];
}

/* Zakharova alone is a woman, for the lexicon calls her Maria Zakharova. */
static uint8_t actor_gender(const reading *r, const stance_actor *who)
{
    if (who->kind != STANCE_ACTOR_PERSON) return STANCE_GIVEN_NONE;
    const char *blank = memchr(who->name.data, ' ', who->name.len);
    if (!blank) return STANCE_GIVEN_NONE;
    stance_view first = {who->name.data, (size_t)(blank - who->name.data)};
    char folded[GIVEN_BYTES];
    if (first.len >= sizeof folded) return STANCE_GIVEN_NONE;
    for (size_t i = 0; i < first.len; i++) folded[i] = (char)tolower((unsigned char)first.data[i]);
    uint32_t word = stance_intern_find(&r->lexicon->words, (stance_view){folded, first.len});
    return word < r->lexicon->given_words ? r->lexicon->given[word] : STANCE_GIVEN_NONE;
}

/* "In her book, Clinton noted": which of two namesakes, by the pronouns of the sentence when all agree. */
static uint8_t gender_beside(const reading *r, uint32_t at)
{
    bool male = false, female = false;
    uint32_t first = at, end = at;
    while (first > 0 && at - first < PRONOUN_TOKENS && !stance_is_sentence_end_mark(r, first - 1)) first--;
    while (end < r->tokens.count && end - at < PRONOUN_TOKENS && !stance_is_sentence_end_mark(r, end)) end++;
    for (uint32_t i = first; i < end; i++) {
        male = male || stance_pronoun_gender(r, i) == STANCE_GIVEN_MALE;
        female = female || stance_pronoun_gender(r, i) == STANCE_GIVEN_FEMALE;
    }
    return male == female ? STANCE_GIVEN_NONE : male ? STANCE_GIVEN_MALE : STANCE_GIVEN_FEMALE;
}

/* "A. Lee" and "Anna Lee" */
static bool is_initial_of(const reading *r, uint32_t a, uint32_t b)
{
    stance_view x = stance_word_text(r, word_of(r, a)), y = stance_word_text(r, word_of(r, b));
    return x.len && y.len && (x.len == 1 || y.len == 1) && x.data[0] == y.data[0];
}

/* "Von der Leyen", "Garcia Lee" are the end of "Ursula von der Leyen", "Luis Garcia Lee", which have the first name more. */
static bool is_tail(const reading *r, uint32_t first, uint32_t end, uint32_t whole, uint32_t whole_end)
{
    if (name_words(r, whole, whole_end) != name_words(r, first, end) + 1 || stance_is_given(r, first) ||
        !stance_is_given(r, whole))
        return false;
    while (end > first && whole_end > whole) {
        if (word_of(r, end - 1) != word_of(r, whole_end - 1)) return false;
        end--;
        whole_end--;
    }
    return end == first;
}

/* "Garcia" of "Luis Garcia Lee", where no particle stands before it; "Luis": any name but the last. */
static bool has_name(const reading *r, const entity *e, uint32_t word)
{
    if (e->name_end - e->name_first > INNER_WORDS) return false;
    for (uint32_t i = e->name_first; i + 1 < e->name_end; i++) {
        if (is_capital(r, i) && word_of(r, i) == word && (i == e->name_first || !stance_is_given(r, i))) return true;
    }
    return false;
}

/* "Anna Lee, his wife", "her son Tom Lee": somebody's, and not the one who is called by the last name and an office. */
static bool is_somebodys(const reading *r, uint32_t first, uint32_t end)
{
    uint32_t behind = is_mark(r, end, STANCE_MARK_COMMA) && has_fn(r, end + 1, FN(POSSESSIVE)) ? end + 2 : end;
    uint32_t before = first > 0 ? first - 1 - (is_mark(r, first - 1, STANCE_MARK_COMMA) && first > 1) : first;
    uint32_t gendered = TRAIT(MAN) | TRAIT(WOMAN);
    return (behind > end && has_trait(r, behind, gendered)) ||
           (before > 0 && before < first && has_trait(r, before, gendered) && has_fn(r, before - 1, FN(POSSESSIVE)));
}

/* "President Obama" is not Michelle Obama: the last name alone means an actor whom the lexicon knows, or the text told an
   office with it and the full name is told as that of a relative. */
static bool is_namesake(const reading *r, const entity *e, uint32_t first, uint32_t end)
{
    bool bare = e->name_end == e->name_first + 1, full = name_words(r, first, end) > 1;
    if (bare && full)
        return (e->actor && !stance_may_be_called(r, first, end, e->actor - 1)) ||
               (e->office && is_somebodys(r, first, end));
    if (full || first == 0 || bare || !(r->notes[first - 1].role & ROLE(OFFICE)) || !is_capital(r, first - 1))
        return false;
    const stance_actor *who = stance_actor_named(r, first, end);
    uint32_t row = who ? (uint32_t)(who - r->lexicon->actors) : 0;
    post o = stance_office_at(r, first - 1);
    entity holder = {.actor = row + 1};
    return who && !stance_role_gender(r, first - 1) && !stance_may_be_called(r, e->name_first, e->name_end, row) &&
           !stance_office_excludes(r, &holder, &o);
}

/* How well one of several with that last name is known by the name first … end: how often the text names him. Of a last name
   alone twice as much counts who is called so, and first comes who has the office before it; of a full name who has one. */
static uint32_t weight_of(const reading *r, const entity *e, uint32_t first, uint32_t end, const stance_actor *who)
{
    bool bare = e->name_end == e->name_first + 1, full = name_words(r, first, end) > 1;
    bool known = who && e->actor && stance_view_equal(who->id, r->lexicon->actors[e->actor - 1].id);
    bool titled = first > 0 && is_capital(r, first - 1) && (r->notes[first - 1].role & ROLE(OFFICE)) &&
                  stance_holds_office(e, word_of(r, first - 1), 0);
    uint32_t mentions = e->mentions * (bare ? 4 : 2) + known, above = (uint32_t)r->tokens.count * 4;
    return (full ? !bare : titled) ? mentions + above : mentions;
}

uint32_t stance_find_person(const cast *c, uint32_t first, uint32_t end)
{
    const reading *r = c->r;
    uint32_t last = word_of(r, last_name(r, first, end)), words = name_words(r, first, end), best = 0, steps = 0;
    uint8_t gender = title_gender(r, first);
    if (last == STANCE_NO_ID) return 0;
    const stance_actor *who = words == 1 ? stance_actor_named(r, first, end) : NULL;
    uint32_t namesake = c->by_last[last] ? c->entities[c->by_last[last] - 1].next : 0;
    if (words == 1 && !gender && namesake) {
        uint8_t beside = gender_beside(r, first);
        for (uint32_t i = c->by_last[last]; i && steps < NAMESAKES && !gender; i = c->entities[i - 1].next, steps++) {
            if (beside && c->entities[i - 1].gender == beside) gender = beside;
        }
        steps = 0;
    }
    for (uint32_t i = c->by_last[last]; i && steps < NAMESAKES; i = c->entities[i - 1].next, steps++) {
        const entity *e = &c->entities[i - 1];
        bool same = words == 1 || name_words(r, e->name_first, e->name_end) == 1 ||
                    word_of(r, e->name_first) == word_of(r, first) || is_initial_of(r, e->name_first, first) ||
                    is_tail(r, first, end, e->name_first, e->name_end) ||
                    is_tail(r, e->name_first, e->name_end, first, end);
        if (!same || !stance_gender_fits(e, gender) || is_namesake(r, e, first, end)) continue;
        bool more = !best || weight_of(r, e, first, end, who) > weight_of(r, &c->entities[best - 1], first, end, who);
        if (more) best = i;
    }
    if (best) return best;
    if (words == 1) { /* "Ivanka": the first name alone; "Geng" of Geng Lu: the family name stands first */
        for (size_t i = c->count, n = 0; i > 0 && n < RECENT; i--, n++) {
            const entity *e = &c->entities[i - 1];
            if (!e->body && (word_of(r, e->name_first) == last || has_name(r, e, last))) return (uint32_t)i;
        }
    }
    stance_view name = stance_word_text(r, last);
    for (size_t i = c->count, n = 0; i > 0 && n < RECENT; i--, n++) {
        const entity *e = &c->entities[i - 1];
        bool likely = name.len > MISPRINT_LEAST || (words == 1 && !r->notes[first].actor);
        if (!e->body && likely && misprint(stance_word_text(r, e->last_word), name) &&
            (words == 1 || name_words(r, e->name_first, e->name_end) == 1 ||
             word_of(r, e->name_first) == word_of(r, first)))
            return (uint32_t)i;
    }
    return 0;
}

/* The person of the text who is that actor, as 1 + entity, or 0: "Lawrow" where it has Sergei Lavrov. */
static uint32_t find_actor(const cast *c, const stance_actor *who)
{
    for (size_t i = c->count, n = 0; i > 0 && n < RECENT; i--, n++) {
        const entity *e = &c->entities[i - 1];
        if (e->actor && stance_view_equal(c->r->lexicon->actors[e->actor - 1].id, who->id)) return (uint32_t)i;
    }
    return 0;
}

stance_status stance_meet_person(cast *c, const phrase *p, uint32_t *at, stance_error *err)
{
    reading *r = c->r;
    uint32_t last = word_of(r, last_name(r, p->name_first, p->name_end));
    const stance_actor *who = stance_actor_named(r, p->name_first, p->name_end);
    *at = stance_find_person(c, p->name_first, p->name_end);
    if (!*at && who) *at = find_actor(c, who);
    if (!*at) {
        entity e = {.name_first = p->name_first,
                    .name_end = p->name_end,
                    .last_word = last,
                    .next = c->by_last[last],
                    .of = {.word = NO_TOKEN}};
        if (!STANCE_PUSH(r->arena, c->entities, c->count, c->capacity, e)) return stance_fail_memory(err);
        *at = (uint32_t)c->count;
        c->by_last[last] = *at;
    }
    entity *e = &c->entities[*at - 1];
    e->mentions++;
    bool fuller = name_words(r, p->name_first, p->name_end) > name_words(r, e->name_first, e->name_end) &&
                  (last == e->last_word ||
                   (who && (!e->actor || stance_view_equal(who->id, r->lexicon->actors[e->actor - 1].id))));
    uint32_t row = who ? (uint32_t)(who - r->lexicon->actors) : 0;
    if (fuller) e->actor = 0;
    if (who && (!e->actor || fuller) && (fuller || stance_may_be_called(r, e->name_first, e->name_end, row)))
        e->actor = row + 1;
    if (fuller) {
        e->name_first = p->name_first;
        e->name_end = p->name_end;
        if (e->by_first_name) e->gender = STANCE_GIVEN_NONE;
        e->by_first_name = false;
    }
    uint8_t gender = title_gender(r, p->name_first);
    if (!gender) gender = given_gender(r, p->name_first, p->name_end);
    if (!gender && e->actor) gender = actor_gender(r, &r->lexicon->actors[e->actor - 1]);
    if (!gender && !e->gender && name_words(r, e->name_first, e->name_end) == 1) { /* "Her husband, Dwayne" */
        gender = last < r->lexicon->given_words ? r->lexicon->given[last] : STANCE_GIVEN_NONE;
        e->by_first_name = gender;
    }
    if (gender && (e->gender == STANCE_GIVEN_NONE || e->gender == STANCE_GIVEN_EITHER)) e->gender = gender;
    if (p->head != NO_TOKEN) stance_add_role(c, *at, p->head);
    return STANCE_OK;
}

static bool same_words(const reading *r, const entity *e, uint32_t first, uint32_t end)
{
    if (e->name_end - e->name_first != end - first) return false;
    for (uint32_t i = first; i < end; i++) {
        if (word_of(r, i) != word_of(r, e->name_first + i - first)) return false;
    }
    return true;
}

/* Has the body's name all the words that stand in first … end, small words left out? */
static bool names_all(const reading *r, const entity *e, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++) {
        bool there = !is_word(r, i) || has_fn(r, i, FN(DETERMINER) | FN(PREPOSITION)) || stance_token_is(r, i, "'s");
        for (uint32_t k = e->name_first; k < e->name_end && !there; k++) there = word_of(r, k) == word_of(r, i);
        if (!there) return false;
    }
    return true;
}

uint32_t stance_find_body(const cast *c, uint32_t word, const phrase *p, const post *o)
{
    const reading *r = c->r;
    uint32_t best = 0;
    for (uint32_t i = c->body[word]; i; i = c->entities[i - 1].next) {
        const entity *e = &c->entities[i - 1];
        uint32_t behind = p->head + 1; /* "the ministry of health" */
        bool own =
            token_at(r, p->head)->word == word && o->first < p->head && !names_all(r, e, o->words_first, p->head);
        if (own || stance_sides_differ(r, &o->of, &e->of) || (!o->of.code.data && !names_all(r, e, behind, p->end)))
            continue;
        if (!best || e->name_end - e->name_first >= c->entities[best - 1].name_end - c->entities[best - 1].name_first)
            best = i; /* the fullest, the first of equals */
    }
    return best;
}

/* "Embassy of Russia in Washington", "Russian Foreign Ministry": a capitalised body with what belongs to its name. */
static stance_status meet_body(cast *c, uint32_t head, stance_error *err)
{
    reading *r = c->r;
    uint32_t first = head, end = head + 1, word = word_of(r, head);
    while (first > 0 && head - first < BODY_LOOK && is_word(r, first - 1) &&
           (is_capital(r, first - 1) || has_fn(r, first - 1, FN(NATIONALITY))) &&
           !(token_at(r, first)->flags & STANCE_TOKEN_LINE) &&
           !has_fn(r, first - 1, FN(DETERMINER) | FN(PREPOSITION) | FN(TIME)))
        first--;
    while (end + 1 < r->tokens.count && end - head < BODY_LOOK && has_fn(r, end, FN(PREPOSITION)) &&
           !(token_at(r, end)->flags & STANCE_TOKEN_LINE)) {
        uint32_t k = end + 1;
        if (stance_token_is(r, k, "the")) k++;
        if (k >= r->tokens.count || !is_capital(r, k) || has_fn(r, k, FN(TIME))) break;
        while (k < r->tokens.count && is_capital(r, k) && !has_fn(r, k, FN(TIME))) k++;
        end = k;
    }
    if (end - first < 2) return STANCE_OK;
    uint32_t steps = 0;
    for (uint32_t i = c->body[word]; i; i = c->entities[i - 1].next) {
        if (same_words(r, &c->entities[i - 1], first, end) || ++steps == NAMESAKES) return STANCE_OK;
    }
    entity e = {.name_first = first,
                .name_end = end,
                .last_word = word,
                .next = c->body[word],
                .of = stance_office_at(r, head).of,
                .body = true};
    if (!STANCE_PUSH(r->arena, c->entities, c->count, c->capacity, e)) return stance_fail_memory(err);
    c->body[word] = (uint32_t)c->count;
    return STANCE_OK;
}

/* Where the words before a name that may belong to it begin: "Russian Ambassador to the US". */
static uint32_t description_start(const reading *r, uint32_t name, uint32_t floor)
{
    uint32_t i = name;
    while (i > floor && name - i < LOOK_BACK) {
        uint32_t p = i - 1;
        if (r->notes[p].quote != r->notes[name].quote || !(stance_inside_phrase(r, p) || stance_is_name_token(r, p)) ||
            stance_is_finite(r, p, floor))
            break;
        if (p > floor && stance_is_past(r, p) && !is_capital(r, p) && stance_is_name_token(r, p - 1))
            break; /* "Minister Kim Lee met Jan Orr": no office of Orr's */
        if (has_fn(r, p, FN(SUBORDINATOR)) && !has_fn(r, p, FN(NATIONALITY))) break;
        if (has_fn(r, p, FN(CONJUNCTION)) && p > floor && stance_is_name_token(r, p - 1)) break; /* Lee and the mayor */
        i = p;
    }
    while (i < name && (has_fn(r, i, FN(PREPOSITION) | FN(CONJUNCTION)) && !has_fn(r, i, FN(NATIONALITY)))) i++;
    return i;
}

/* "The campaign of former vice president Joe Lane": where his own office begins, behind that of whom or what is his; or from. */
static uint32_t own_office(const reading *r, uint32_t from, uint32_t name)
{
    if (name <= from + 2 || !r->notes[name - 1].role_head || !(r->notes[name - 1].role & ROLE(OFFICE))) return from;
    for (uint32_t i = name - 1; i > from; i--) {
        if (has_fn(r, i, FN(DETERMINER))) return from; /* "spokesman for the president Kim Lee" */
        if (has_fn(r, i, FN(PREPOSITION)) && !has_fn(r, i, FN(NATIONALITY))) return i + 1;
    }
    return from;
}

/* "He was met by Kim Lee, the mayor said": the office is the subject of what stands at i, not Lee's. */
static bool tells_itself(const reading *r, uint32_t i)
{
    uint32_t end;
    while (i < r->tokens.count && has_fn(r, i, FN(ADVERB) | FN(AUXILIARY))) i++;
    return stance_says_at(r, i, &end) && !is_capital(r, i);
}

/* The office in an apposition: "Kim Lee, a spokeswoman for the party", "Russia's ambassador to the US, Anatoly
   Antonov". */
static uint32_t apposed_role(const reading *r, uint32_t first, uint32_t end, uint32_t floor, uint32_t ceiling)
{
    if (end + 1 < ceiling && is_mark(r, end, STANCE_MARK_COMMA)) {
        for (uint32_t i = end + 1; i < ceiling && i < end + LOOK_BACK; i++) {
            if (r->notes[i].quote != r->notes[first].quote || is_mark(r, i, STANCE_MARK_COMMA) ||
                has_fn(r, i, FN(PREPOSITION) | FN(RELATIVE)))
                break;
            if (stance_is_finite(r, i, end + 1) || stance_is_name_token(r, i)) break;
            if (r->notes[i].role_head && (r->notes[i].role & (ROLE(OFFICE) | ROLE(PERSON))))
                return tells_itself(r, i + 1) ? NO_TOKEN : i;
        }
    }
    if (first > floor + 1 && is_mark(r, first - 1, STANCE_MARK_COMMA)) {
        for (uint32_t i = first - 1; i > floor && i + LOOK_BACK > first; i--) {
            uint32_t p = i - 1;
            if (r->notes[p].quote != r->notes[first].quote || is_mark(r, p, STANCE_MARK_COMMA) ||
                stance_is_finite(r, p, floor) || stance_is_name_token(r, p))
                break;
            if (r->notes[p].role_head && (r->notes[p].role & ROLE(OFFICE))) return p;
        }
    }
    return NO_TOKEN;
}

static stance_status meet_name(cast *c, const block *b, uint32_t first, uint32_t end, bool subject, stance_error *err)
{
    reading *r = c->r;
    if (end == first + 1 && end < b->end && token_at(r, end)->kind == STANCE_NUMBER) return STANCE_OK; /* Route 52 */
    if (first > b->first && is_mark(r, first - 1, STANCE_MARK_OTHER) &&
        r->text.data[token_at(r, first - 1)->start] == '&')
        return STANCE_OK;                                                              /* Moore & Van Allen */
    uint32_t behind = first > b->first ? stance_behind_place(r, first - 1, end) : end; /* "In New York Lavrov spoke" */
    if (behind < end) first = behind;
    uint32_t from = behind < end ? first : description_start(r, first, b->first), at;
    from = own_office(r, from, first);
    phrase p = stance_describe_phrase(r, from, end);
    bool told = b->kind == BLOCK_HEAD || stance_is_given(r, first) ||
                (first > b->first && (r->notes[first - 1].role & (ROLE(OFFICE) | ROLE(TITLE))));
    if ((p.kind != PHRASE_PERSON || p.name_end != end) && told && name_words(r, first, end) > 1)
        p = stance_describe_phrase(r, first, end); /* "Briefing by Spokesperson A. Lem": the name by itself */
    if (p.kind != PHRASE_PERSON || p.name_end != end) return STANCE_OK;
    bool alone = name_words(r, p.name_first, p.name_end) < 2 && p.head == NO_TOKEN;
    uint32_t word = word_of(r, p.name_first);
    if (alone && stance_ends_in_ed(r, first) && !stance_is_given(r, first) && has_fn(r, end, FN(PREPOSITION)))
        return STANCE_OK; /* "Chastened by the critics, Lee …" */
    if (alone && !(r->seen[word] & SEEN_CAPITAL) && !r->notes[first].actor &&
        !stance_find_person(c, p.name_first, p.name_end))
        return STANCE_OK;
    bool brought = false;
    if (p.head == NO_TOKEN) {
        p.head = apposed_role(r, p.name_first, end, b->first, b->end);
        brought = p.head != NO_TOKEN && p.head > end && name_words(r, p.name_first, p.name_end) > 1;
    }
    size_t known = c->count;
    STANCE_TRY(stance_meet_person(c, &p, &at, err));
    if (stance_is_quoted(r, first)) return STANCE_OK;
    uint32_t before = p.first > b->first ? p.first - 1 : b->first; /* "I asked Kim Lee, who teaches law" */
    uint32_t cue_end;
    bool inverted = stance_says_at(r, before, &cue_end) && before > b->first && /* "Not so, said Kim Lee." */
                    (is_mark(r, before - 1, STANCE_MARK_COMMA) || stance_is_quote_mark(r, before - 1));
    bool asked = before > b->first && (stance_token_is(r, before, "asked") || stance_token_is(r, before, "ask"));
    bool second = before > b->first && has_fn(r, before, FN(CONJUNCTION)) && stance_is_name_token(r, before - 1);
    bool led = has_fn(r, p.name_first > b->first ? p.name_first - 1 : b->first, FN(PREPOSITION));
    mention m = {.token = first,
                 .entity = at,
                 .subject = asked || inverted || (subject && !led && !second && !r->notes[first].quote),
                 .brought = brought && c->count > known,
                 .opens =
                     p.first == b->first && (name_words(r, p.name_first, p.name_end) > 1 || r->notes[first].actor)};
    return STANCE_PUSH(r->arena, c->mentions, c->mention_count, c->mention_capacity, m) ? STANCE_OK
                                                                                        : stance_fail_memory(err);
}

/* Everybody whom the body of the document names, in order. */
stance_status stance_gather_cast(cast *c, reading *r, stance_error *err)
{
    *c = (cast){.r = r};
    size_t words = r->lexicon->words.count + r->local->count + 1;
    c->by_last = stance_arena_zero(r->arena, words, sizeof *c->by_last);
    c->holder = stance_arena_zero(r->arena, words, sizeof *c->holder);
    c->body = stance_arena_zero(r->arena, words, sizeof *c->body);
    if (!c->by_last || !c->holder || !c->body) return stance_fail_memory(err);
    for (size_t k = 0; k < r->sentence_count; k++) {
        const sentence *s = &r->sentences[k];
        const block *b = &r->blocks[s->block];
        if (b->kind == BLOCK_HEAD && !r->turns) continue;
        /* "Asked what he would do, Lee paused.": the subject stands behind the comma */
        bool opener =
            has_fn(r, s->first, FN(PREPOSITION) | FN(SUBORDINATOR)) ||
            ((stance_ends_in_ed(r, s->first) || stance_ends_in_ing(r, s->first)) && !stance_is_given(r, s->first));
        bool subject = true, behind = false;
        for (uint32_t i = s->first; i < s->end; i++) {
            if (stance_is_finite(r, i, s->first)) {
                opener = opener && !behind;
                subject = false;
            }
            if (opener && is_mark(r, i, STANCE_MARK_COMMA) && !stance_is_quoted(r, i)) subject = behind = true;
            bool of_state = i > s->first && has_fn(r, i - 1, FN(NATIONALITY)) && has_fn(r, i + 1, FN(PREPOSITION)) &&
                            is_capital(r, i + 2); /* "the Russian embassy in Washington" */
            if (r->notes[i].role_head && (r->notes[i].role & ROLE(BODY)) && (is_capital(r, i) || of_state))
                STANCE_TRY(meet_body(c, i, err));
            if (!stance_is_name_token(r, i)) continue;
            uint32_t end = i + 1;
            while (end < s->end &&
                   (stance_is_name_token(r, end) ||
                    (is_mark(r, end, STANCE_MARK_STOP) && end + 1 < s->end && stance_is_name_token(r, end + 1) &&
                     token_at(r, end - 1)->end - token_at(r, end - 1)->start == 1)))
                end++;
            STANCE_TRY(meet_name(c, b, i, end, subject, err));
            /* "Lee met Kim Brandt": a verb that no list has comes behind the subject */
            bool led = i > s->first && has_fn(r, i - 1, FN(PREPOSITION));
            if (!led && is_word(r, end) && !is_capital(r, end) && !stance_token_is(r, end, "'s") &&
                !r->notes[end].role && !has_fn(r, end, FN(PREPOSITION) | FN(CONJUNCTION) | FN(RELATIVE)))
                subject = false;
            i = end - 1;
        }
    }
    return STANCE_OK;
}
