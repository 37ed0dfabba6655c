/* What the lexicon knows of those whom a text names or describes: which actor a name means, whose an office is, and who can hold
   it. */
#include "extract/cast.h"
#include "extract/names.h"

#include <ctype.h>

enum { OFFICE_WORDS = 6, NAME_BYTES = 96, STEM = 4, LONG_WORD = 7 };

/* The words of first … end in small letters, joined by blanks, marks left out. */
static stance_view joined(const reading *r, uint32_t first, uint32_t end, char *buffer, size_t size)
{
    size_t n = 0;
    for (uint32_t i = first; i < end; i++) {
        stance_view w = stance_folded(r, i);
        if (!is_word(r, i) || n + w.len + 1 > size) continue;
        if (n) buffer[n++] = ' ';
        memcpy(buffer + n, w.data, w.len);
        n += w.len;
    }
    return (stance_view){buffer, n};
}

/* ---- names ---- */

/* "S.", "Sergei", "Dmitri" before a last name: may this be the first name of that person? */
static bool may_be_called(const reading *r, uint32_t i, const stance_actor *who)
{
    char given[NAME_BYTES], own[NAME_BYTES];
    size_t n = stance_spelling_key(stance_folded(r, i), given, sizeof given), m = 0;
    while (m < who->name.len && who->name.data[m] != ' ') m++;
    m = stance_spelling_key((stance_view){who->name.data, m}, own, sizeof own);
    if (!n || !m || given[0] != own[0]) return false;
    if (n == 1 || m == 1 || given[1] == own[1]) return true;
    return n == m + 1 && memcmp(given + n - m + 1, own + 1, m - 1) == 0; /* Dimitri, Dmitri */
}

/* What stands around the last name: "Donald Trump Jr." is another than Donald Trump, and so is Ivanka. */
static bool rest_fits(const reading *r, const stance_match *m, const stance_actor *who, uint32_t first, uint32_t end)
{
    for (uint32_t i = m->last + 1; i < end; i++) {
        if (is_word(r, i)) return false;
    }
    for (uint32_t i = first; i < m->first; i++) {
        if (is_word(r, i)) return may_be_called(r, i, who);
    }
    return true;
}

const stance_actor *stance_actor_named(const reading *r, uint32_t first, uint32_t end)
{
    char buffer[NAME_BYTES];
    for (uint32_t i = end; i > first; i--) {
        uint32_t match = r->notes[i - 1].actor;
        if (!match) continue;
        const stance_match *m = &r->matches.data[match - 1];
        const stance_actor *who = &r->lexicon->actors[r->lexicon->entries[m->entry].actor];
        if (who->kind == STANCE_ACTOR_PERSON && m->last < end) /* "President Putin": the office may belong to it */
            return rest_fits(r, m, who, first, end) ? who : NULL;
    }
    return stance_actor_spelled(r->lexicon, joined(r, first, end, buffer, sizeof buffer));
}

const stance_actor *stance_actor_called(const reading *r, uint32_t first, uint32_t end)
{
    for (uint32_t i = end; i > first; i--) {
        uint32_t match = r->notes[i - 1].actor;
        if (!match) continue;
        const stance_match *m = &r->matches.data[match - 1];
        if (m->first < first || m->last >= end || 2 * (m->last - m->first + 1) < end - first) continue;
        const stance_actor *who = &r->lexicon->actors[r->lexicon->entries[m->entry].actor];
        bool whole = m->last + 1 == end || !is_word(r, m->last + 1) || stance_token_is(r, m->last + 1, "'s");
        if (who->kind == STANCE_ACTOR_BODY || who->kind == STANCE_ACTOR_BLOC || who->kind == STANCE_ACTOR_ARMED_GROUP)
            return who;                                 /* the Kremlin spokesman */
        return whole && m->first == first ? who : NULL; /* the Washington Post, US companies, the Putin ally */
    }
    return NULL;
}

bool stance_may_be_called(const reading *r, uint32_t first, uint32_t end, uint32_t actor)
{
    uint32_t last = end;
    while (last > first && !is_word(r, last - 1)) last--;
    return last <= first + 1 || may_be_called(r, first, &r->lexicon->actors[actor]);
}

/* ---- whose ---- */

bool stance_side_known(const side *s)
{
    return s->code.data || s->word != NO_TOKEN;
}

static bool same_stem(stance_view a, stance_view b)
{
    return a.len >= STEM && b.len >= STEM && memcmp(a.data, b.data, STEM) == 0;
}

bool stance_sides_same(const reading *r, const side *a, const side *b)
{
    if (a->code.data && b->code.data) return stance_view_equal(a->code, b->code);
    return a->word != NO_TOKEN && b->word != NO_TOKEN &&
           same_stem(stance_folded(r, a->word), stance_folded(r, b->word));
}

bool stance_sides_differ(const reading *r, const side *a, const side *b)
{
    bool both = (a->code.data && b->code.data) || (a->word != NO_TOKEN && b->word != NO_TOKEN);
    return both && !stance_sides_same(r, a, b);
}

/* The side of the actor that covers the token, when it is no person; else of the adjective that ends there. */
static stance_view code_at(const reading *r, uint32_t i, uint32_t floor)
{
    uint8_t kind;
    char buffer[NAME_BYTES];
    if (stance_actor_kind(r, i, &kind) && kind != STANCE_ACTOR_PERSON)
        return r->lexicon->actors[r->lexicon->entries[r->matches.data[r->notes[i].actor - 1].entry].actor].state;
    for (uint32_t first = i > floor + 2 ? i - 2 : floor; has_fn(r, i, FN(NATIONALITY)) && first <= i; first++) {
        const stance_actor *state =
            stance_state_of_adjective(r->lexicon, joined(r, first, i + 1, buffer, sizeof buffer));
        if (state) return state->state;
    }
    return (stance_view){NULL, 0};
}

/* "Norlandish", "Norland's": a state that no list has, by the form of the word. */
static bool tells_state(const reading *r, uint32_t i)
{
    if (!is_capital(r, i) || r->notes[i].role || r->notes[i].fn || r->notes[i].actor || stance_is_given(r, i))
        return false;
    stance_view w = stance_folded(r, i);
    bool adjective =
        w.len > 5 && (memcmp(w.data + w.len - 3, "ish", 3) == 0 || memcmp(w.data + w.len - 3, "ian", 3) == 0 ||
                      memcmp(w.data + w.len - 3, "ese", 3) == 0);
    return adjective || stance_token_is(r, i + 1, "'s");
}

/* "of Russia", "to the United States" behind the office that ends there. */
static stance_view code_behind(const reading *r, uint32_t end)
{
    uint32_t i = end + 1 + stance_token_is(r, end + 1, "the");
    return i < r->tokens.count ? code_at(r, i, i) : (stance_view){NULL, 0};
}

bool stance_is_rank(const reading *r, uint32_t i)
{
    return is_one_of(r, i, WORD(OFFICE_GRADE)) && !has_fn(r, i, FN(PREPOSITION));
}

post stance_office_at(const reading *r, uint32_t head)
{
    post o = {.first = head, .end = head + 1, .head = head, .of = {.word = NO_TOKEN}};
    uint32_t floor = head > OFFICE_WORDS ? head - OFFICE_WORDS : 0;
    for (uint32_t i = head + 1; i > floor; i--) { /* the longest entry that covers it */
        if (i - 1 + r->notes[i - 1].role_length <= head) continue;
        o.first = i - 1;
        o.end = i - 1 + r->notes[i - 1].role_length;
    }
    for (uint32_t i = o.first; i < head; i++) { /* "Kremlin spokesman" is one */
        stance_view code = code_at(r, i, i);
        if (!code.data) continue;
        o.of.code = code;
        o.first = i + 1;
    }
    while (o.end > head + 1 && has_fn(r, o.end - 1, FN(PREPOSITION))) o.end--; /* "ambassador to" */
    while (o.first > floor && stance_is_rank(r, o.first - 1)) o.first--;
    o.words_first = o.first;
    for (uint32_t i = o.first; i > floor && !stance_side_known(&o.of); i--) {
        uint32_t p = i - 1;
        bool owner = stance_token_is(r, p, "'s");
        if (!is_word(r, p) || has_fn(r, p, FN(DETERMINER) | FN(POSSESSIVE) | FN(AUXILIARY) | FN(BE)) ||
            (has_fn(r, p, FN(PREPOSITION) | FN(CONJUNCTION) | FN(SUBORDINATOR)) && !has_fn(r, p, FN(NATIONALITY))))
            break;
        o.of.code = code_at(r, p, floor);
        if (!o.of.code.data && tells_state(r, p)) o.of.word = p;
        if (stance_side_known(&o.of)) break;
        if (!owner && !has_fn(r, p, FN(NATIONALITY))) o.words_first = p;
    }
    if (!stance_side_known(&o.of) && (stance_token_is(r, o.end, "of") || stance_token_is(r, o.end, "for")))
        o.of.code = code_behind(r, o.end);
    if (stance_token_is(r, o.end, "to") || stance_token_is(r, o.end, "in")) o.to = code_behind(r, o.end);
    return o;
}

/* ---- offices as the lexicon writes them ---- */

/* The next word of an office's name; "Secretary-General" has two. */
static bool next_word(stance_view text, size_t *at, stance_view *word)
{
    while (*at < text.len && (text.data[*at] == ' ' || text.data[*at] == '-')) (*at)++;
    size_t first = *at;
    while (*at < text.len && text.data[*at] != ' ' && text.data[*at] != '-') (*at)++;
    *word = (stance_view){text.data + first, *at - first};
    return word->len > 0;
}

/* Alike but for case, and for one letter in long words: defence and defense, adviser and advisor; or words for who speaks for
   another: spokesman and spokesperson. */
static bool same_word(stance_view a, stance_view b)
{
    static const char speaks[] = "spokes";
    size_t same = 0, least = a.len < b.len ? a.len : b.len;
    for (size_t i = 0; i < least; i++) same += (a.data[i] | 32) == (b.data[i] | 32);
    if (a.len == b.len && (same == a.len || (a.len >= LONG_WORD && same + 1 == a.len))) return true;
    bool speaker = least >= sizeof speaks - 1;
    for (size_t i = 0; speaker && i < sizeof speaks - 1; i++)
        speaker = (a.data[i] | 32) == speaks[i] && (b.data[i] | 32) == speaks[i];
    return speaker;
}

/* Is a word of an office's name, as the lexicon writes it, of one of these classes? */
static bool is_office_word(const reading *r, stance_view word, uint64_t classes)
{
    char folded[NAME_BYTES];
    if (word.len > sizeof folded) return false;
    for (size_t i = 0; i < word.len; i++) folded[i] = (char)tolower((unsigned char)word.data[i]);
    return is_word_of(r->lexicon, stance_intern_find(&r->lexicon->words, (stance_view){folded, word.len}), classes);
}

/* Does a part of an office's name ("Deputy Foreign Minister of Russia") begin with the words first … end, what tells a rank
   counted? *rest: what stands behind them. Loosely: words of rank may stand before them that the text has not. */
static bool part_fits(const reading *r, stance_view part, uint32_t first, uint32_t end, bool loosely, bool *led,
                      stance_view *rest)
{
    uint64_t closed = WORD(OFFICE_LINK) | (loosely ? 0 : WORD(OFFICE_GRADE));
    stance_view word;
    *led = false;
    for (size_t at = 0, from = 0; next_word(part, &at, &word); from = at) {
        size_t k = from;
        office_words told = {.r = r, .at = first, .end = end};
        stance_view next, own;
        bool fits = true;
        while (fits && stance_next_office_word(&told, &own)) fits = next_word(part, &k, &next) && same_word(next, own);
        if (fits) {
            *rest = (stance_view){part.data + k, part.len - k};
            return true;
        }
        if (is_office_word(r, word, closed)) return false;
        *led = true;
    }
    return false;
}

/* Is nothing but the state told behind the office: "of Russia", "of the United Kingdom", "of NATO"? */
static bool rest_is_state(const reading *r, stance_view rest, stance_view code)
{
    stance_view word;
    size_t at = 0;
    if (!next_word(rest, &at, &word)) return true;
    if (!stance_view_is(word, "of")) return false;
    size_t from = at;
    if (next_word(rest, &at, &word) && !stance_view_is(word, "the")) at = from;
    while (at < rest.len && rest.data[at] == ' ') at++;
    uint32_t state = stance_intern_find(&r->lexicon->codes, code);
    return state != STANCE_NO_ID && stance_view_equal((stance_view){rest.data + at, rest.len - at},
                                                      r->lexicon->actors[r->lexicon->actor_of_code[state]].name);
}

/* "Ambassador of Russia to the United States": sent to that side; loosely: or to none that is told. */
static bool sent_to(const reading *r, stance_view part, stance_view code, bool loosely)
{
    stance_view word;
    size_t at = 0;
    uint32_t id = stance_intern_find(&r->lexicon->codes, code);
    while (next_word(part, &at, &word)) {
        if (!stance_view_is(word, "to")) continue;
        size_t from = at;
        if (next_word(part, &at, &word) && !stance_view_is(word, "the")) at = from;
        while (at < part.len && part.data[at] == ' ') at++;
        stance_view there = {part.data + at, part.len - at};
        return stance_view_equal(there, code) ||
               (id != STANCE_NO_ID && stance_view_equal(there, r->lexicon->actors[r->lexicon->actor_of_code[id]].name));
    }
    return loosely;
}

typedef enum fit { FIT_LOOSE, FIT_GOOD, FIT_WHOLE } fit;

/* Does the lexicon's office name the one that the text tells? FIT_WHOLE: no other of that state could be meant. */
static bool row_fits(const reading *r, const stance_actor *row, const post *o, fit how)
{
    size_t from = 0;
    for (size_t i = 0; i <= row->office.len; i++) {
        if (i < row->office.len && row->office.data[i] != ',' && row->office.data[i] != ';') continue;
        stance_view part = {row->office.data + from, i - from}, rest;
        bool led, loose = how == FIT_LOOSE;
        from = i + 1;
        if (!part_fits(r, part, loose ? o->first : o->words_first, o->end, loose, &led, &rest)) continue;
        if (o->to.data && !sent_to(r, part, o->to, loose)) continue;
        if (how != FIT_WHOLE || (!led && (o->to.data || rest_is_state(r, rest, row->state)))) return true;
    }
    return false;
}

/* The person's next row in the lexicon that counts on the date, the first for NULL; NULL: no more, or nobody the lexicon knows. */
static const stance_actor *row_after(const reading *r, const entity *e, stance_date date, const stance_actor *row)
{
    return e->actor ? stance_actor_on(r->lexicon, &r->lexicon->actors[e->actor - 1], date, row) : NULL;
}

/* The only person of a chain of rows who fits. */
static const stance_actor *only_one(const reading *r, uint32_t row, const uint32_t *next, const post *o, fit how)
{
    const stance_actor *one = NULL;
    for (; row; row = next[row - 1]) {
        const stance_actor *a = &r->lexicon->actors[row - 1];
        if (!stance_actor_in_term(a, r->document->date) || !row_fits(r, a, o, how)) continue;
        if (o->of.code.data && !stance_view_equal(o->of.code, a->state)) continue;
        if (one && !stance_view_equal(one->id, a->id)) return NULL;
        one = a;
    }
    return one;
}

const stance_actor *stance_actor_titled(const reading *r, uint32_t last, const post *o)
{
    char key[NAME_BYTES];
    if (!stance_actors_cover(r->lexicon, r->document->date) || o->of.word != NO_TOKEN) return NULL;
    size_t n = stance_spelling_key(stance_folded(r, last), key, sizeof key);
    uint32_t id = stance_intern_find(&r->lexicon->surnames, (stance_view){key, n});
    if (id == STANCE_NO_ID) return NULL;
    return only_one(r, r->lexicon->first_of_surname[id], r->lexicon->next_of_surname, o, FIT_GOOD);
}

const stance_actor *stance_actor_in_office(const reading *r, const post *o)
{
    if (!stance_actors_cover(r->lexicon, r->document->date) || !o->of.code.data) return NULL;
    uint32_t id = stance_intern_find(&r->lexicon->codes, o->of.code);
    if (id == STANCE_NO_ID) return NULL;
    const stance_actor *who = only_one(r, r->lexicon->first_of_code[id], r->lexicon->next_of_code, o, FIT_WHOLE);
    stance_view word;
    size_t at = 0;
    bool past = who && next_word(who->office, &at, &word) && same_word(word, stance_view_of("former"));
    return stance_is_former(r, o->head) && !past ? NULL : who; /* "the former US vice president" is not today's */
}

/* ---- persons of the text ---- */

static bool has_word(const reading *r, uint32_t first, uint32_t end, stance_view word)
{
    office_words told = {.r = r, .at = first, .end = end};
    for (stance_view own; stance_next_office_word(&told, &own);) {
        if (same_word(own, word)) return true;
    }
    return false;
}

/* Has first … end all words of the office that the token tells? */
static bool has_words_of(const reading *r, uint32_t first, uint32_t end, uint32_t i)
{
    office_words told = {.r = r, .at = i, .end = i + 1};
    for (stance_view own; stance_next_office_word(&told, &own);) {
        if (!has_word(r, first, end, own)) return false;
    }
    return true;
}

/* Does the word of rank stand before the office, and before the state at that: the former US vice president? */
static bool has_rank(const reading *r, const post *o, stance_view word)
{
    if (has_word(r, o->words_first, o->end, word)) return true;
    for (uint32_t i = o->head; i > 0 && o->head - i < OFFICE_WORDS; i--) {
        if (!is_word(r, i - 1) || has_fn(r, i - 1, FN(DETERMINER) | FN(CONJUNCTION))) break;
        if (same_word(stance_folded(r, i - 1), word)) return true;
    }
    return false;
}

/* Is every word of the office among those with which the text told that one, and no other rank? Loosely: what stands before the
   office's own words may be a place. */
static bool told_so(const reading *r, const post *o, uint32_t head, bool loosely)
{
    post told = stance_office_at(r, head);
    for (uint32_t i = told.words_first; i < told.end; i++) {
        if (stance_is_rank(r, i) && !has_rank(r, o, stance_folded(r, i))) return false;
    }
    for (uint32_t i = loosely ? o->first : o->words_first; i < o->end; i++) {
        if (!has_words_of(r, told.words_first, told.end, i)) return false;
    }
    return true;
}

bool stance_same_post(const reading *r, const post *o, uint32_t head)
{
    post other = stance_office_at(r, head);
    return !stance_sides_differ(r, &o->of, &other.of) && told_so(r, o, head, false);
}

bool stance_fits_office(const reading *r, const entity *e, const post *o)
{
    if (e->body) return false;
    for (size_t k = 0; k < e->role_count; k++) {
        if (e->roles[k] == stance_office_word(r, o->head) && told_so(r, o, e->heads[k], false) &&
            (!stance_side_known(&o->of) || stance_sides_same(r, &o->of, &e->of)))
            return true;
    }
    const stance_actor *a = NULL;
    while ((a = row_after(r, e, r->document->date, a))) {
        bool of = !stance_side_known(&o->of) || (o->of.code.data && stance_view_equal(a->state, o->of.code));
        if (of && row_fits(r, a, o, FIT_GOOD)) return true;
    }
    return false;
}

/* Does the text or the lexicon say that the person is another state's? */
static bool of_other_side(const reading *r, const entity *e, const post *o)
{
    if (!stance_side_known(&o->of) || stance_sides_same(r, &o->of, &e->of)) return false;
    bool other = stance_sides_differ(r, &o->of, &e->of);
    const stance_actor *a = NULL;
    while (o->of.code.data && (a = row_after(r, e, r->document->date, a))) {
        if (!a->state.len) continue;
        if (stance_view_equal(a->state, o->of.code)) return false;
        other = true;
    }
    return other;
}

/* Does the lexicon tell for certain that the person has other offices: it knows the day, or knows of no other term? */
static bool has_other_office(const reading *r, const entity *e, const post *o)
{
    bool dated = stance_actors_cover(r->lexicon, r->document->date), other = false;
    const stance_actor *a = NULL;
    while ((a = row_after(r, e, (stance_date){0}, a))) {
        stance_view word;
        size_t at = 0;
        if (row_fits(r, a, o, FIT_LOOSE)) return false;
        if (!next_word(a->office, &at, &word) || same_word(word, stance_view_of("former")) ||
            same_word(word, stance_view_of("opposition")))
            continue;
        other = other || ((dated ? stance_actor_in_term(a, r->document->date)
                                 : stance_side_known(&o->of) || (!a->from.year && !a->to.year)));
    }
    return other;
}

bool stance_office_excludes(const reading *r, const entity *e, const post *o)
{
    uint8_t gender = stance_role_gender(r, o->head);
    if (gender && !stance_gender_fits(e, gender)) return true;
    if (of_other_side(r, e, o)) return true;
    if (!(r->notes[o->head].role & ROLE(OFFICE)) || has_trait(r, o->head, TRAIT(ANYBODY))) return false;
    bool told = false, fits = false;
    for (size_t k = 0; k < e->role_count; k++) {
        if (e->roles[k] != stance_office_word(r, o->head)) continue;
        post own = stance_office_at(r, e->heads[k]);
        told = true;
        bool within = true; /* "Attorney General", and then "the state attorney general" */
        for (uint32_t i = own.first; i < own.end; i++)
            within = within && (has_words_of(r, o->first, o->end, i) ||
                                (stance_is_rank(r, i) && has_rank(r, o, stance_folded(r, i))));
        fits = fits || within || own.end - own.first == 1 || o->end - o->first == 1 || told_so(r, o, e->heads[k], true);
    }
    return told ? !fits : has_other_office(r, e, o);
}
