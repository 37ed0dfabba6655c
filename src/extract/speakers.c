/* Who the sources are: names by their fullest form in the document, pronouns and descriptions by what went before, actors by the
   lexicon. */
#include "extract/reading.h"

enum { ROLES_KEPT = 6, LOOK_BACK = 16, BODY_LOOK = 8 };

/* Somebody whom the document names. */
typedef struct entity {
    uint32_t name_first, name_end; /* fullest name */
    uint32_t last_word;            /* folded word of the last name */
    uint32_t roles[ROLES_KEPT];    /* folded words of offices */
    size_t role_count;
    bool body;                     /* a body: roles[0] is its head word */
} entity;

typedef struct cast {
    reading *r;
    entity *entities;
    size_t count, capacity;
    uint32_t salient;      /* 1 + person who spoke or was the subject last */
    uint32_t salient_body; /* 1 + attribution of a state or body that spoke last */
} cast;

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
    if (end > first + 1 && (stance_token_is(r, end - 1, "jr") || stance_token_is(r, end - 1, "sr") || stance_token_is(r, end - 1, "iii"))) end--;
    return end > first ? end - 1 : first;
}

static stance_view folded_of(const reading *r, uint32_t word)
{
    uint32_t known = (uint32_t)r->lexicon->words.count;
    return word < known ? r->lexicon->words.strings[word] : r->local->strings[word - known];
}

/* One letter more, less or other, in words long enough that this is a misprint. */
static bool misprint(stance_view a, stance_view b)
{
    if (a.len < 6 || b.len < 6) return false;
    if (a.len > b.len) {
        stance_view t = a;
        a = b;
        b = t;
    }
    if (b.len - a.len > 1) return false;
    size_t i = 0;
    while (i < a.len && a.data[i] == b.data[i]) i++;
    size_t left = a.len - i - (a.len == b.len);
    if (i == a.len) return true;
    return left <= a.len && memcmp(a.data + a.len - left, b.data + b.len - left, left) == 0;
}

/* The entity that a name belongs to, as 1 + index, or 0. */
static uint32_t find_entity(const cast *c, uint32_t first, uint32_t end)
{
    const reading *r = c->r;
    uint32_t last = word_of(r, last_name(r, first, end)), words = name_words(r, first, end);
    for (size_t i = c->count; i > 0; i--) {
        const entity *e = &c->entities[i - 1];
        if (e->body || e->last_word != last) continue;
        if (words == 1 || name_words(r, e->name_first, e->name_end) == 1) return (uint32_t)i;
        if (word_of(r, e->name_first) == word_of(r, first)) return (uint32_t)i;
    }
    if (words > 1) return 0;
    for (size_t i = c->count; i > 0; i--) { /* the first name alone, or a misprint of the last */
        const entity *e = &c->entities[i - 1];
        if (e->body) continue;
        if (name_words(r, e->name_first, e->name_end) > 1 && word_of(r, e->name_first) == last) return (uint32_t)i;
        if (misprint(folded_of(r, e->last_word), folded_of(r, last))) return (uint32_t)i;
    }
    return 0;
}

static void add_role(entity *e, uint32_t word)
{
    for (size_t i = 0; i < e->role_count; i++) {
        if (e->roles[i] == word) return;
    }
    if (e->role_count < ROLES_KEPT) e->roles[e->role_count++] = word;
}

static stance_status meet_person(cast *c, const phrase *p, stance_error *err)
{
    reading *r = c->r;
    uint32_t at = find_entity(c, p->name_first, p->name_end);
    if (!at) {
        entity e = {.name_first = p->name_first, .name_end = p->name_end, .last_word = word_of(r, last_name(r, p->name_first, p->name_end))};
        if (!STANCE_PUSH(r->arena, c->entities, c->count, c->capacity, e)) return stance_fail_memory(err);
        at = (uint32_t)c->count;
    }
    entity *e = &c->entities[at - 1];
    bool fuller = name_words(r, p->name_first, p->name_end) > name_words(r, e->name_first, e->name_end) &&
                  word_of(r, last_name(r, p->name_first, p->name_end)) == e->last_word;
    if (fuller) {
        e->name_first = p->name_first;
        e->name_end = p->name_end;
    }
    if (p->head != NO_TOKEN) add_role(e, word_of(r, p->head));
    return STANCE_OK;
}

/* "Embassy of Russia in Washington", "Russian Foreign Ministry": a capitalised body with what belongs to its name. */
static stance_status meet_body(cast *c, uint32_t head, stance_error *err)
{
    reading *r = c->r;
    uint32_t first = head, end = head + 1;
    while (first > 0 && head - first < BODY_LOOK && (is_capital(r, first - 1) || (has_fn(r, first - 1, FN(NATIONALITY)) && is_word(r, first - 1))) &&
           !(token_at(r, first)->flags & STANCE_TOKEN_LINE) && !has_fn(r, first - 1, FN(DETERMINER) | FN(PREPOSITION) | FN(TIME)))
        first--;
    while (end + 1 < r->tokens.count && end - head < BODY_LOOK && has_fn(r, end, FN(PREPOSITION)) && !(token_at(r, end)->flags & STANCE_TOKEN_LINE)) {
        uint32_t k = end + 1;
        if (stance_token_is(r, k, "the")) k++;
        if (k >= r->tokens.count || !is_capital(r, k) || has_fn(r, k, FN(TIME))) break;
        while (k < r->tokens.count && is_capital(r, k) && !has_fn(r, k, FN(TIME))) k++;
        end = k;
    }
    if (end - first < 2) return STANCE_OK;
    entity e = {.name_first = first, .name_end = end, .body = true, .roles = {word_of(r, head)}, .role_count = 1};
    return STANCE_PUSH(r->arena, c->entities, c->count, c->capacity, e) ? STANCE_OK : stance_fail_memory(err);
}

/* Everybody whom the body of the document names, in order. */
static stance_status gather(cast *c, stance_error *err)
{
    reading *r = c->r;
    for (size_t k = 0; k < r->block_count; k++) {
        const block *b = &r->blocks[k];
        if (b->kind == BLOCK_HEAD) continue;
        for (uint32_t i = b->first; i < b->end; i++) {
            if (r->notes[i].role_head && (r->notes[i].role & ROLE(BODY)) && is_capital(r, i)) STANCE_TRY(meet_body(c, i, err));
            if (!stance_is_name_token(r, i)) continue;
            uint32_t end = i + 1;
            while (end < b->end && (stance_is_name_token(r, end) || (is_mark(r, end, STANCE_MARK_STOP) && end + 1 < b->end && stance_is_name_token(r, end + 1) &&
                                                              token_at(r, end - 1)->end - token_at(r, end - 1)->start == 1)))
                end++;
            uint32_t floor = i > b->first + LOOK_BACK ? i - LOOK_BACK : b->first;
            phrase p = stance_phrase_before(r, end, floor);
            bool person = p.kind == PHRASE_PERSON && p.name_end == end && (name_words(r, p.name_first, p.name_end) >= 2 || p.head != NO_TOKEN);
            if (person) STANCE_TRY(meet_person(c, &p, err));
            i = end - 1;
        }
    }
    return STANCE_OK;
}

static stance_view text_of(const reading *r, uint32_t first, uint32_t end)
{
    return stance_view_cut(r->text, (stance_span){token_at(r, first)->start, token_at(r, end - 1)->end});
}

static stance_view actor_of(const reading *r, uint32_t first, uint32_t end)
{
    for (uint32_t i = end; i > first; i--) {
        uint32_t match = r->notes[i - 1].actor;
        if (!match) continue;
        const stance_match *m = &r->matches.data[match - 1];
        if (m->first < first || m->last >= end || 2 * (m->last - m->first + 1) < end - first) continue;
        return r->lexicon->actors[r->lexicon->entries[m->entry].actor].id;
    }
    return (stance_view){NULL, 0};
}

static void name_entity(cast *c, attribution *a, uint32_t at, int32_t confidence, const char *how)
{
    reading *r = c->r;
    const entity *e = &c->entities[at - 1];
    a->speaker = text_of(r, e->name_first, e->name_end);
    a->actor = actor_of(r, e->name_first, e->name_end);
    a->confidence = confidence;
    stance_view said = text_of(r, a->source.first, a->source.end);
    a->evidence = stance_arena_printf(r->arena, "%s: \"%.*s\"", how, (int)(said.len > 160 ? 160 : said.len), said.data);
}

static void name_phrase(cast *c, attribution *a, int32_t confidence, const char *how)
{
    reading *r = c->r;
    uint32_t first = a->source.name_first, end = a->source.name_end;
    while (end > first + 1 && token_at(r, end - 1)->kind == STANCE_MARK) end--;
    a->speaker = text_of(r, first, end);
    a->actor = actor_of(r, first, end);
    a->confidence = confidence;
    a->evidence = stance_arena_printf(r->arena, "%s: \"%.*s\"", how, (int)(a->speaker.len > 160 ? 160 : a->speaker.len), a->speaker.data);
}

/* The person who has that office, the one who spoke last first. */
static uint32_t by_role(const cast *c, uint32_t word, bool body)
{
    uint32_t best = 0;
    for (size_t i = c->count; i > 0; i--) {
        const entity *e = &c->entities[i - 1];
        if (e->body != body) continue;
        for (size_t k = 0; k < e->role_count; k++) {
            if (e->roles[k] != word) continue;
            if (body) {
                if (!best || e->name_end - e->name_first > c->entities[best - 1].name_end - c->entities[best - 1].name_first) best = (uint32_t)i;
            } else if (c->salient == i) {
                return (uint32_t)i;
            } else {
                best = (uint32_t)i;
            }
        }
    }
    return best;
}

/* The person who is named as a source most often, the first of equals: whom a description means before anybody has spoken. */
static void find_main_person(cast *c)
{
    reading *r = c->r;
    uint32_t *named = stance_arena_zero(r->arena, c->count + 1, sizeof *named), most = 0;
    if (!named) return;
    for (size_t i = 0; i < r->attribution_count; i++) {
        const attribution *a = &r->attributions[i];
        if (a->dropped || a->source.kind != PHRASE_PERSON) continue;
        uint32_t at = find_entity(c, a->source.name_first, a->source.name_end);
        if (at) named[at - 1]++;
    }
    for (size_t i = 0; i < c->count; i++) {
        if (named[i] <= most) continue;
        most = named[i];
        r->main_person = (uint32_t)i + 1;
    }
}

static bool indefinite(const reading *r, const phrase *p)
{
    return p->plural || stance_token_is(r, p->first, "a") || stance_token_is(r, p->first, "an") || stance_token_is(r, p->first, "another") ||
           stance_token_is(r, p->first, "one") || stance_token_is(r, p->first, "some");
}

static bool is_it(const reading *r, const phrase *p)
{
    return stance_token_is(r, p->first, "it") || p->plural;
}

static void resolve_role(cast *c, attribution *a)
{
    const reading *r = c->r;
    const phrase *p = &a->source;
    bool has_head = p->head != NO_TOKEN;
    if (has_head && !indefinite(r, p)) {
        uint32_t word = word_of(r, p->head);
        bool body = (r->notes[p->head].role & ROLE(BODY)) && !(r->notes[p->head].role & (ROLE(OFFICE) | ROLE(PERSON)));
        uint32_t at = by_role(c, word, body);
        if (at) {
            name_entity(c, a, at, 850000, body ? "the body of that kind that the text names" : "the one who holds that office in the text");
            if (!body) c->salient = at;
            return;
        }
        uint32_t who = c->salient ? c->salient : r->main_person;
        if (!body && who && (p->definite || !has_fn(r, p->first, FN(DETERMINER)))) {
            name_entity(c, a, who, 700000, c->salient ? "description of the one who spoke last" : "description of the one whom the text names most");
            c->salient = who;
            return;
        }
    }
    name_phrase(c, a, 600000, "named by office or kind only");
}

static stance_status resolve(cast *c, attribution *a, stance_error *err)
{
    const reading *r = c->r;
    const phrase *p = &a->source;
    if (a->same_as && a->same_as - 1 < c->r->attribution_count && c->r->attributions[a->same_as - 1].speaker.data) {
        const attribution *b = &c->r->attributions[a->same_as - 1];
        a->speaker = b->speaker;
        a->actor = b->actor;
        a->confidence = b->confidence * 9 / 10;
        a->evidence = stance_arena_printf(r->arena, "carried over from the words beside it; %.*s", (int)b->evidence.len, b->evidence.data);
        return STANCE_OK;
    }
    uint32_t at;
    switch (p->kind) {
    case PHRASE_PERSON:
        at = find_entity(c, p->name_first, p->name_end);
        if (at) {
            name_entity(c, a, at, 950000, "named");
            c->salient = at;
        } else {
            STANCE_TRY(meet_person(c, p, err));
            c->salient = (uint32_t)c->count;
            name_phrase(c, a, 900000, "named");
        }
        break;
    case PHRASE_PRONOUN:
        if (is_it(r, p) && c->salient_body) {
            const attribution *b = &c->r->attributions[c->salient_body - 1];
            a->speaker = b->speaker;
            a->actor = b->actor;
            a->confidence = 600000;
            a->evidence = stance_view_of("pronoun for the body that spoke last");
        } else if ((c->salient || r->main_person) && !is_it(r, p)) {
            if (!c->salient) c->salient = r->main_person;
            name_entity(c, a, c->salient, 800000, "pronoun for the one who spoke last");
        } else {
            name_phrase(c, a, 300000, "a pronoun that the text does not explain");
        }
        break;
    case PHRASE_ROLE: resolve_role(c, a); break;
    case PHRASE_NAMED:
        at = p->head != NO_TOKEN && (r->notes[p->head].role & ROLE(BODY)) && p->name_end - p->name_first <= 2 && !is_capital(r, p->head) ? by_role(c, word_of(r, p->head), true) : 0;
        if (at && !actor_of(r, p->name_first, p->name_end).data) name_entity(c, a, at, 800000, "the body of that kind that the text names");
        else name_phrase(c, a, 900000, "named");
        c->salient_body = (uint32_t)(a - c->r->attributions) + 1;
        break;
    default: name_phrase(c, a, 500000, "a noun that no list of speakers has"); break;
    }
    return STANCE_OK;
}

/* A sentence of the outlet's own about somebody makes "he" mean that one. */
static void follow_narration(cast *c, const sentence *s)
{
    const reading *r = c->r;
    uint32_t i = s->first;
    if (r->notes[i].quote) return;
    phrase p = stance_phrase_after(r, i, s->end);
    if (p.kind != PHRASE_PERSON) return;
    uint32_t at = find_entity(c, p.name_first, p.name_end);
    if (at && (c->entities[at - 1].role_count || at == r->main_person)) c->salient = at;
}

/* Attributions in the order of their sentences: those that carry.c added come behind. Counting sort, stable. */
static stance_status in_order(reading *r, uint32_t **order, stance_error *err)
{
    size_t n = r->attribution_count;
    uint32_t *start = stance_arena_zero(r->arena, r->sentence_count + 2, sizeof *start);
    *order = stance_arena_zero(r->arena, n + 1, sizeof **order);
    if (!start || !*order) return stance_fail_memory(err);
    for (size_t i = 0; i < n; i++) start[r->attributions[i].sentence + 1]++;
    for (size_t s = 0; s < r->sentence_count; s++) start[s + 1] += start[s];
    for (uint32_t i = 0; i < n; i++) (*order)[start[r->attributions[i].sentence]++] = i;
    return STANCE_OK;
}

stance_status stance_resolve_speakers(reading *r, stance_error *err)
{
    cast c = {.r = r};
    uint32_t *order;
    STANCE_TRY(gather(&c, err));
    find_main_person(&c);
    STANCE_TRY(in_order(r, &order, err));
    size_t k = 0;
    for (uint32_t s = 0; s < r->sentence_count; s++) {
        bool any = false;
        for (; k < r->attribution_count && r->attributions[order[k]].sentence == s; k++) {
            attribution *a = &r->attributions[order[k]];
            if (a->dropped) continue;
            STANCE_TRY(resolve(&c, a, err));
            any = true;
        }
        if (!any) follow_narration(&c, &r->sentences[s]);
    }
    /* Parts of a quotation that stand before the sentence that names its speaker. */
    for (size_t i = 0; i < r->attribution_count; i++) {
        attribution *a = &r->attributions[i];
        if (!a->same_as || a->dropped || !r->attributions[a->same_as - 1].speaker.data) continue;
        const attribution *b = &r->attributions[a->same_as - 1];
        a->speaker = b->speaker;
        a->actor = b->actor;
    }
    return STANCE_OK;
}
