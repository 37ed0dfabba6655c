/* Who the sources are: names by their fullest form in the document, pronouns and descriptions by what went before,
   actors by the
   lexicon. */
#include "extract/resolver.h"

enum { EVIDENCE_BYTES = 160, AUTHOR_TOKENS = 12 };

static stance_view text_of(const reading *r, uint32_t first, uint32_t end)
{
    return stance_view_cut(r->text, (stance_span){token_at(r, first)->start, token_at(r, end - 1)->end});
}

static stance_view evidence_of(const reading *r, const char *how, stance_view said)
{
    return stance_arena_printf(r->arena, "%s: \"%.*s\"", how,
                               (int)(said.len > EVIDENCE_BYTES ? EVIDENCE_BYTES : said.len), said.data);
}

void stance_name_entity(resolver *v, attribution *a, uint32_t at, int32_t confidence, const char *how)
{
    reading *r = v->r;
    const entity *e = &v->cast.entities[at - 1];
    a->speaker = text_of(r, e->name_first, e->name_end);
    const stance_actor *who = e->actor  ? &r->lexicon->actors[e->actor - 1]
                              : e->body ? stance_actor_called(r, e->name_first, e->name_end)
                                        : NULL;
    a->actor = who ? who->id : (stance_view){NULL, 0};
    a->confidence = confidence;
    a->evidence = evidence_of(r, how, text_of(r, a->source.first, a->source.end));
}

/* The actor that a phrase means: by its name, or the holder of the office on the document's day. */
static stance_view actor_of_phrase(const reading *r, const phrase *p, uint32_t first, uint32_t end)
{
    const stance_actor *who = NULL;
    if (p->kind == PHRASE_PERSON) who = stance_actor_named(r, first, end);
    else if (p->head != NO_TOKEN && (r->notes[p->head].role & ROLE(OFFICE)) && !stance_is_indefinite(r, p)) {
        post o = stance_office_at(r, p->head);
        who = p->head + 1 == end || o.end == end || o.to.data || stance_token_is(r, o.end, "of")
                  ? stance_actor_in_office(r, &o)
                  : NULL;
    }
    if (!who) who = stance_actor_called(r, first, end);
    return who ? who->id : (stance_view){NULL, 0};
}

void stance_name_phrase(resolver *v, attribution *a, int32_t confidence, const char *how)
{
    reading *r = v->r;
    uint32_t first = a->source.name_first, end = a->source.name_end;
    while (end > first + 1 && token_at(r, end - 1)->kind == STANCE_MARK && !is_mark(r, end - 1, STANCE_MARK_CLOSE) &&
           !stance_is_percent(r, end - 1))
        end--;
    a->speaker = text_of(r, first, end);
    a->actor = actor_of_phrase(r, &a->source, first, end);
    a->confidence = confidence;
    a->evidence = evidence_of(r, how, a->speaker);
}

void stance_let_speak(resolver *v, uint32_t who, uint32_t sentence_index)
{
    v->unnamed = 0;
    v->described = 0;
    if (v->salient != who) {
        v->before = v->salient;
        v->before_at = v->salient_at;
    }
    v->salient = who;
    v->salient_at = sentence_index;
}

/* The person who is named as a source most often, the first of equals: whom a description means before anybody has
   spoken. */
static stance_status find_main_person(resolver *v, stance_error *err)
{
    reading *r = v->r;
    uint32_t most = 0, all = 0, at;
    for (size_t i = 0; i < r->attribution_count; i++) { /* those whom only a source names */
        const attribution *a = &r->attributions[i];
        if (!a->dropped && a->source.kind == PHRASE_PERSON)
            STANCE_TRY(stance_meet_person(&v->cast, &a->source, &at, err));
    }
    uint32_t *named = stance_arena_zero(r->arena, v->cast.count + 1, sizeof *named);
    if (!named) return stance_fail_memory(err);
    for (size_t i = 0; i < r->attribution_count; i++) {
        const attribution *a = &r->attributions[i];
        if (a->dropped || a->source.kind != PHRASE_PERSON) continue;
        at = stance_find_person(&v->cast, a->source.name_first, a->source.name_end);
        if (at) named[at - 1]++;
        all++;
    }
    for (size_t i = 0; i < v->cast.count; i++) {
        if (named[i] <= most) continue;
        most = named[i];
        v->main_person = (uint32_t)i + 1;
    }
    v->dominant = most >= 2 && most * 3 >= all * 2;
    r->main_person = v->main_person;
    return STANCE_OK;
}

bool stance_is_indefinite(const reading *r, const phrase *p)
{
    for (uint32_t i = p->first; p->head != NO_TOKEN && i < p->head; i++) { /* "sources familiar with the talks" */
        uint32_t end = i + r->notes[i].role_length;
        if (end > p->head + 1 && has_fn(r, end - 1, FN(PREPOSITION)) && stance_ends_in_s(r, i)) return true;
    }
    return p->plural || has_trait(r, p->first, TRAIT(INDEFINITE));
}

/* "one headteacher in Kent": somebody for whom no list has the noun, as against "one report". */
static bool is_somebody(const reading *r, const phrase *p)
{
    if (p->head != NO_TOKEN || p->plural || !stance_is_indefinite(r, p)) return false;
    uint32_t i = p->first;
    while (i + 1 < p->end && is_word(r, i + 1) && !has_fn(r, i + 1, FN(PREPOSITION))) i++;
    return i > p->first && !is_capital(r, i) && !r->notes[i].role && !has_trait(r, i, TRAIT(DOCUMENT));
}

/* Takes note of the names up to token `at`. */
static void advance(resolver *v, uint32_t at, uint32_t sentence_index)
{
    for (; v->scanned < at; v->scanned++) {
        if (stance_is_introduced(v->r, v->scanned)) v->introduced[token_at(v->r, v->scanned)->word] = v->scanned + 1;
    }
    for (; v->next_mention < v->cast.mention_count && v->cast.mentions[v->next_mention].token < at; v->next_mention++) {
        const mention *m = &v->cast.mentions[v->next_mention];
        const entity *e = &v->cast.entities[m->entity - 1];
        for (size_t k = 0; k < e->role_count; k++) {
            v->holder[e->roles[k]] = m->entity;
            v->held_at[e->roles[k]] = m->token + 1;
        }
        for (size_t g = 0; g < 2; g++) {
            if (!stance_gender_fits(e, g ? STANCE_GIVEN_FEMALE : STANCE_GIVEN_MALE)) continue;
            v->named[g] = m->entity;
            if (e->gender == (g ? STANCE_GIVEN_FEMALE : STANCE_GIVEN_MALE) && !e->by_first_name) {
                v->sure[g] = m->entity;
                v->sure_at[g] = sentence_index;
            }
            if (m->brought) {
                v->brought[g] = m->entity;
                v->brought_at[g] = sentence_index;
            }
            if (!m->subject) continue;
            v->subject[g] = m->entity;
            v->subject_at[g] = sentence_index;
            if (m->opens) v->subject_opens[g] = sentence_index + 1;
        }
    }
}

/* A text says what its author says: "the statement says" goes back to whoever spoke last. */
bool stance_is_document(const reading *r, uint32_t head)
{
    return has_trait(r, head, TRAIT(DOCUMENT));
}

void stance_take_speaker(attribution *a, const attribution *b, int32_t confidence, const char *how)
{
    a->speaker = b->speaker;
    a->actor = b->actor;
    a->confidence = confidence;
    a->evidence = stance_view_of(how);
}

static bool resolve_document(resolver *v, attribution *a)
{
    const phrase *p = &a->source;
    if (!p->definite || p->head == NO_TOKEN || !stance_is_document(v->r, p->head) || !v->last ||
        v->last - 1 == (uint32_t)(a - v->r->attributions))
        return false;
    const attribution *b = &v->r->attributions[v->last - 1];
    if (a->sentence - b->sentence > NEAR_SENTENCES) return false;
    stance_take_speaker(a, b, 600000, "a text of the one who spoke last");
    return true;
}

/* "the Daily Farmer", "the Free Observer": a name of an outlet or body that ends in a noun for persons. */
static bool is_outlet(const reading *r, const phrase *p)
{
    if (!p->definite || p->head == NO_TOKEN || p->head < p->first + 2 || p->head + 1 != p->end || p->plural)
        return false;
    uint32_t before = p->head - 1;
    if (has_fn(r, p->head, FN(NATIONALITY))) return false; /* the Ohio Republican */
    return is_capital(r, p->head) && !(r->notes[p->head].role & (ROLE(OFFICE) | ROLE(TITLE))) &&
           is_capital(r, before) && !r->notes[before].role && !r->notes[before].actor &&
           !has_fn(r, before, FN(NATIONALITY));
}

/* "A: Because nobody else does.": the interview is with whom the text names most. */
static bool resolve_answer(resolver *v, attribution *a)
{
    const reading *r = v->r;
    if (r->blocks[r->sentences[a->sentence].block].kind != BLOCK_TURN) return false;
    if (!v->looked) {
        v->looked = true;
        v->asked = v->main_person;
        for (uint32_t i = 0, most = 0; i < v->cast.count && !v->main_person; i++) {
            const entity *e = &v->cast.entities[i];
            if (e->body || e->mentions <= most) continue;
            most = e->mentions;
            v->asked = i + 1;
        }
    }
    if (!v->asked) return false;
    stance_name_entity(v, a, v->asked, 600000, "the answers of an interview are those of whom the text names most");
    return true;
}

/* From another attribution. */
static bool share(resolver *v, attribution *a)
{
    const reading *r = v->r;
    if (!a->same_as || !r->attributions[a->same_as - 1].speaker.data) return false;
    const attribution *b = &r->attributions[a->same_as - 1];
    a->speaker = b->speaker;
    a->actor = b->actor;
    a->confidence = b->confidence * 9 / 10;
    a->evidence = stance_arena_printf(
        r->arena, "carried over from the words beside it; %.*s",
        (int)(b->evidence.len > 2 * EVIDENCE_BYTES ? 2 * EVIDENCE_BYTES : b->evidence.len), b->evidence.data);
    return true;
}

/* "a statement from Navy spokesman Kim Lee", "a letter released on Friday by the White House": who stands behind it. */
static phrase author_behind(const reading *r, const attribution *a, const sentence *s)
{
    const phrase *p = &a->source;
    phrase nobody = {.kind = PHRASE_NONE};
    uint32_t end = a->cue_first > p->head ? a->cue_first : s->end;
    for (uint32_t i = p->head + 1; i + 1 < end && i + 1 < p->head + AUTHOR_TOKENS; i++) {
        if (stance_token_is(r, i, "by") || stance_token_is(r, i, "from")) {
            phrase q = stance_phrase_after(r, i + 1, end);
            return q.kind == PHRASE_PERSON || q.kind == PHRASE_NAMED ? q : nobody;
        }
        bool passed = has_fn(r, i, FN(TIME) | FN(PREPOSITION) | FN(ADVERB)) || stance_is_past(r, i) ||
                      token_at(r, i)->kind == STANCE_NUMBER || has_fn(r, i + 1, FN(TIME)); /* late Monday */
        if (!passed || stance_is_quoted(r, i)) break;
    }
    return nobody;
}

static bool gender_word(const reading *r, uint32_t i)
{
    return stance_token_is(r, i, "his") || stance_token_is(r, i, "her");
}

/* "The ministry's statement reads", "his letter says": its owner's words. */
static void take_owner(const reading *r, attribution *a)
{
    const phrase *p = &a->source;
    if ((p->kind != PHRASE_ROLE && p->kind != PHRASE_NAMED) || p->head == NO_TOKEN || !stance_is_document(r, p->head))
        return;
    for (uint32_t i = p->head; i > p->first + 1; i--) {
        if (!stance_token_is(r, i - 1, "'s")) continue;
        phrase owner = stance_describe_phrase(r, p->first, i - 1);
        if (owner.kind == PHRASE_PERSON || owner.kind == PHRASE_NAMED || owner.kind == PHRASE_ROLE) a->source = owner;
        return;
    }
    phrase author = author_behind(r, a, &r->sentences[a->sentence]);
    if (author.kind != PHRASE_NONE) {
        a->source = author;
    } else if (has_fn(r, p->first, FN(POSSESSIVE)) && gender_word(r, p->first)) { /* "his statement said" */
        a->source = stance_pronoun_phrase(p->first);
    }
}

/* "The host asked Kim Lee whether": the person who stands as the object behind the verb, as 1 + entity, or 0. */
static uint32_t object_of(const resolver *v, const attribution *a)
{
    const reading *r = v->r;
    if (a->cue_entry == UINT32_MAX || a->cue_end <= a->cue_first || a->source.end > a->cue_first) return 0;
    phrase p = stance_phrase_after(r, a->cue_end, r->sentences[a->sentence].end);
    bool person = p.kind == PHRASE_PERSON && p.first == a->cue_end && p.head == NO_TOKEN;
    return person ? stance_find_person(&v->cast, p.name_first, p.name_end) : 0;
}

static stance_status resolve(resolver *v, attribution *a, stance_error *err)
{
    const phrase *p = &a->source;
    uint32_t at;
    if (share(v, a)) return STANCE_OK;
    take_owner(v->r, a);
    v->object = p->kind == PHRASE_ROLE || p->kind == PHRASE_PRONOUN ? object_of(v, a) : 0;
    switch (p->kind) {
    case PHRASE_PERSON:
        STANCE_TRY(stance_meet_person(&v->cast, p, &at, err));
        stance_name_entity(v, a, at, 950000, "named");
        stance_let_speak(v, at, a->sentence);
        break;
    case PHRASE_PRONOUN: stance_resolve_pronoun(v, a); break;
    case PHRASE_ROLE:
        if (is_outlet(v->r, p)) {
            stance_name_phrase(v, a, 900000, "named");
            v->salient_body = (uint32_t)(a - v->r->attributions) + 1;
            break;
        }
        if (!resolve_document(v, a) && !stance_resolve_role(v, a)) {
            stance_name_phrase(v, a, 600000, "named by office or kind only");
            if (p->head != NO_TOKEN) v->described = (uint32_t)(a - v->r->attributions) + 1;
        }
        if (p->plural) v->salient_many = (uint32_t)(a - v->r->attributions) + 1;
        else if (p->head != NO_TOKEN && (v->r->notes[p->head].role & ROLE(BODY)))
            v->salient_body = (uint32_t)(a - v->r->attributions) + 1;
        else if (a->confidence == 600000 && p->head != NO_TOKEN &&
                 (v->r->notes[p->head].role & (ROLE(OFFICE) | ROLE(PERSON))))
            v->unnamed = (uint32_t)(a - v->r->attributions) + 1;
        break;
    case PHRASE_NAMED: {
        bool short_form = p->head != NO_TOKEN && !is_capital(v->r, p->head) && p->name_end - p->name_first <= 3;
        bool known = stance_names_body(v, a) || (short_form && !stance_actor_called(v->r, p->name_first, p->name_end) &&
                                                 stance_resolve_role(v, a));
        if (!known) stance_name_phrase(v, a, 900000, "named");
        if (!known && is_somebody(v->r, p)) v->unnamed = (uint32_t)(a - v->r->attributions) + 1;
        v->salient_body = (uint32_t)(a - v->r->attributions) + 1;
        break;
    }
    default:
        if (resolve_answer(v, a)) break;
        stance_name_phrase(v, a, 500000, "a noun that no list of speakers has");
        if (is_somebody(v->r, p)) v->unnamed = (uint32_t)(a - v->r->attributions) + 1;
        if (p->definite && !p->plural) v->salient_body = (uint32_t)(a - v->r->attributions) + 1;
        break;
    }
    return STANCE_OK;
}

/* "The host asked Kim Lee on Monday whether …": whom, or nobody. */
static phrase asked_whether(const reading *r, const attribution *a)
{
    phrase nobody = {.kind = PHRASE_NONE};
    bool asks = a->cue_entry != UINT32_MAX && (r->lexicon->entries[a->cue_entry].frame & STANCE_FRAME_ASKED) &&
                a->content_count && a->content[0].first > a->cue_end && a->cue_end > a->cue_first &&
                has_trait(r, a->content[0].first, TRAIT(INTERROGATIVE)) && !stance_is_quoted(r, a->content[0].first);
    phrase p = asks ? stance_phrase_after(r, a->cue_end, a->content[0].first) : nobody;
    return p.kind == PHRASE_PERSON && p.first == a->cue_end ? p : nobody;
}

/* "Lee asked the candidate whether …": the answer is the other's. */
static void note_asker(resolver *v, const attribution *a)
{
    const reading *r = v->r;
    phrase one = stance_asked_one(r, a);
    if (one.kind != PHRASE_PERSON) one = asked_whether(r, a);
    if (one.kind == PHRASE_PERSON) {
        v->whom = stance_find_person(&v->cast, one.name_first, one.name_end);
        v->whom_at = a->sentence;
    }
    if (a->cue_entry == UINT32_MAX || !(r->lexicon->entries[a->cue_entry].frame & STANCE_FRAME_ASKED) ||
        !a->content_count || stance_is_quoted(r, a->content[0].first) || v->salient_at != a->sentence ||
        !has_trait(r, a->content[0].first, TRAIT(INTERROGATIVE)))
        return;
    v->asker = v->salient;
    v->asked_at = a->sentence;
    uint32_t whom = a->cue_end;
    v->asked_gender = stance_token_is(r, whom, "him")   ? STANCE_GIVEN_MALE
                      : stance_token_is(r, whom, "her") ? STANCE_GIVEN_FEMALE
                                                        : STANCE_GIVEN_NONE;
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
    resolver v = {.r = r};
    uint32_t *order;
    STANCE_TRY(stance_gather_cast(&v.cast, r, err));
    size_t words = r->lexicon->words.count + r->local->count + 1;
    v.holder = stance_arena_zero(r->arena, words, sizeof *v.holder);
    v.introduced = stance_arena_zero(r->arena, words, sizeof *v.introduced);
    v.held_at = stance_arena_zero(r->arena, words, sizeof *v.held_at);
    if (!v.holder || !v.introduced || !v.held_at) return stance_fail_memory(err);
    STANCE_TRY(find_main_person(&v, err));
    STANCE_TRY(in_order(r, &order, err));
    size_t k = 0;
    for (uint32_t s = 0; s < r->sentence_count; s++) {
        for (; k < r->attribution_count && r->attributions[order[k]].sentence == s; k++) {
            attribution *a = &r->attributions[order[k]];
            if (a->dropped) continue;
            advance(&v,
                    a->source.first >= r->sentences[s].first && a->source.first < r->sentences[s].end
                        ? a->source.first
                        : r->sentences[s].first,
                    s);
            STANCE_TRY(resolve(&v, a, err));
            note_asker(&v, a);
            v.last = order[k] + 1;
        }
        advance(&v, r->sentences[s].end, s);
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
