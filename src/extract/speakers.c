/* Who the sources are: names by their fullest form in the document, pronouns and descriptions by what went before,
   actors by the
   lexicon. */
#include "extract/resolver.h"

enum { EVIDENCE_BYTES = 160, CAST_SEARCHED = 48, AUTHOR_TOKENS = 12 };

static stance_view text_of(const reading *r, uint32_t first, uint32_t end)
{
    return stance_view_cut(r->text, (stance_span){token_at(r, first)->start, token_at(r, end - 1)->end});
}

/* The lexicon's actor whose name most of the tokens first … end are, or NULL. */
static const stance_actor *known_actor(const reading *r, uint32_t first, uint32_t end)
{
    for (uint32_t i = end; i > first; i--) {
        uint32_t match = r->notes[i - 1].actor;
        if (!match) continue;
        const stance_match *m = &r->matches.data[match - 1];
        if (m->first < first || m->last >= end || 2 * (m->last - m->first + 1) < end - first) continue;
        return &r->lexicon->actors[r->lexicon->entries[m->entry].actor];
    }
    return NULL;
}

static stance_view actor_of(const reading *r, uint32_t first, uint32_t end)
{
    const stance_actor *actor = known_actor(r, first, end);
    return actor ? actor->id : (stance_view){NULL, 0};
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
    a->actor = actor_of(r, e->name_first, e->name_end);
    a->confidence = confidence;
    a->evidence = evidence_of(r, how, text_of(r, a->source.first, a->source.end));
}

void stance_name_phrase(resolver *v, attribution *a, int32_t confidence, const char *how)
{
    reading *r = v->r;
    uint32_t first = a->source.name_first, end = a->source.name_end;
    while (end > first + 1 && token_at(r, end - 1)->kind == STANCE_MARK && !is_mark(r, end - 1, STANCE_MARK_CLOSE) &&
           !stance_is_percent(r, end - 1))
        end--;
    a->speaker = text_of(r, first, end);
    a->actor = actor_of(r, first, end);
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
    return p->plural || stance_token_is(r, p->first, "a") || stance_token_is(r, p->first, "an") ||
           stance_token_is(r, p->first, "another") || stance_token_is(r, p->first, "one") ||
           stance_token_is(r, p->first, "some");
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
            if (e->gender == (g ? STANCE_GIVEN_FEMALE : STANCE_GIVEN_MALE)) {
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

/* Words for a person that fit whoever speaks. */
static bool fits_anybody(const reading *r, uint32_t head)
{
    return has_trait(r, head, TRAIT(ANYBODY));
}

/* A person's office: the senator, the minister. */
static bool holds_office(const reading *r, uint32_t head)
{
    return r->notes[head].role & ROLE(OFFICE);
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

/* Does the office have the word, in whatever case? */
static bool office_has(stance_view office, stance_view word)
{
    for (size_t i = 0; i + word.len <= office.len; i++) {
        size_t k = 0;
        while (k < word.len && (office.data[i + k] | 32) == (word.data[k] | 32)) k++;
        bool begins = i == 0 || office.data[i - 1] == ' ',
             ends = i + word.len == office.len || office.data[i + word.len] == ' ';
        if (k == word.len && begins && ends) return true;
    }
    return false;
}

/* "Russia's ambassador to Washington": the only one in the text whom the lexicon knows in that office of that state. */
static bool resolve_office(resolver *v, attribution *a)
{
    const reading *r = v->r;
    const phrase *p = &a->source;
    if (!holds_office(r, p->head)) return false;
    const stance_actor *state = NULL;
    for (uint32_t i = p->first; i < p->head && !state; i++) {
        if (r->notes[i].actor) state = known_actor(r, i, i + 1);
        if (state && state->kind != STANCE_ACTOR_STATE) state = NULL;
    }
    if (!state) return false;
    uint32_t holder = 0;
    for (size_t i = v->cast.count, n = 0; i > 0 && n < CAST_SEARCHED; i--, n++) {
        const entity *e = &v->cast.entities[i - 1];
        const stance_actor *actor = e->body ? NULL : known_actor(r, e->name_first, e->name_end);
        if (!actor || actor->kind != STANCE_ACTOR_PERSON || !stance_view_equal(actor->state, state->state) ||
            !office_has(actor->office, token_text(r, p->head)))
            continue;
        if (holder) return false;
        holder = (uint32_t)i;
    }
    if (!holder) return false;
    stance_name_entity(v, a, holder, 800000, "the one in the text who held that office of that state");
    stance_let_speak(v, holder, a->sentence);
    return true;
}

/* "European diplomats said …. “…,” the diplomat said.": one of those, and nobody who spoke before them. */
static bool is_one_of_described(const resolver *v, const phrase *p)
{
    const reading *r = v->r;
    if (!v->described) return false;
    stance_view one = token_text(r, p->head), many = token_text(r, r->attributions[v->described - 1].source.head);
    if (many.len && many.data[many.len - 1] == 's') many.len--;
    return one.len == many.len && memcmp(one.data, many.data, one.len) == 0;
}

/* "A Treasury spokesperson said …. The spokesperson added …": the same, when it was one. */
static bool same_as_described(const resolver *v, attribution *a)
{
    const attribution *b = &v->r->attributions[v->described - 1];
    if (b->source.plural || !a->source.definite || a->sentence - b->sentence > NEAR_SENTENCES || !b->speaker.len)
        return false;
    stance_take_speaker(a, b, b->confidence, "the one who was described before");
    return true;
}

/* Whom a description of somebody known means: the one named before it in its sentence, or the one who spoke or was the
   subject last, when that is not long ago. 0: nobody. */
static uint32_t known_one(const resolver *v, const attribution *a)
{
    uint32_t who = v->salient, at = v->salient_at;
    for (size_t g = 0; g < 2; g++) {
        if (!v->subject[g] || (who && v->subject_at[g] <= at)) continue;
        who = v->subject[g];
        at = v->subject_at[g];
    }
    if (!who || a->sentence - at > 2) return 0;
    uint8_t gender = stance_role_gender(v->r, a->source.head);
    return !gender || stance_gender_fits(&v->cast.entities[who - 1], gender) ? who : 0;
}

/* A holder of the office whom the text names only later: no other, unless it is soon or the text is about him. */
static uint32_t soon_named(const resolver *v, uint32_t holder, uint32_t sentence_index)
{
    const reading *r = v->r;
    if (!holder || (v->dominant && holder == v->main_person)) return holder;
    uint32_t last = sentence_index + NEAR_SENTENCES < r->sentence_count ? sentence_index + NEAR_SENTENCES
                                                                        : (uint32_t)r->sentence_count - 1;
    return v->cast.entities[holder - 1].name_first < r->sentences[last].end ? holder : 0;
}

bool stance_resolve_role(resolver *v, attribution *a)
{
    const reading *r = v->r;
    const phrase *p = &a->source;
    bool label = r->blocks[r->sentences[a->sentence].block].kind == BLOCK_TURN;
    if (p->head == NO_TOKEN || stance_is_indefinite(r, p) || label)
        return false; /* a label is not whom its turns speak of */
    uint32_t word = token_at(r, p->head)->word;
    bool body = (r->notes[p->head].role & ROLE(BODY)) && !(r->notes[p->head].role & (ROLE(OFFICE) | ROLE(PERSON)));
    bool owned = has_fn(r, p->first, FN(POSSESSIVE) | FN(SELF)); /* his lawyer, my father */
    for (uint32_t i = p->first; i < p->head; i++) owned = owned || stance_token_is(r, i, "'s");
    if (body) { /* an embassy is a mission */
        if (stance_token_is(r, p->head, "mission"))
            word = stance_intern_find(&r->lexicon->words, stance_view_of("embassy"));
        if (word == STANCE_NO_ID || !v->cast.body[word] || p->end - p->first > 4) return false;
        stance_name_entity(v, a, v->cast.body[word], 850000, "the body of that kind that the text names");
        return true;
    }
    if (is_one_of_described(v, p)) return same_as_described(v, a);
    if (resolve_office(v, a)) return true;
    if (owned) return false;                                  /* nor is a state's ambassador the one who spoke */
    if (v->introduced[word] > v->held_at[word]) return false; /* "A diplomat was blunt. “…,” the diplomat said." */
    uint8_t rank = stance_rank_of(r, p->head);
    uint32_t holder = v->holder[word], known = stance_tells_of_known(r, p) ? known_one(v, a) : 0;
    if (!holder) holder = soon_named(v, v->cast.holder[word], a->sentence);
    if (known && !v->cast.entities[known - 1].office) holder = known; /* "said Lee, of Oregon. The Oregon senator …" */
    if (v->salient && stance_holds_office(&v->cast.entities[v->salient - 1], word, rank))
        holder = v->salient; /* the one who spoke last, when he has that office */
    bool recent = v->salient == holder && v->salient_at + 1 >= a->sentence;
    if (holder && holder != known && !recent &&
        stance_holds_office(&v->cast.entities[holder - 1], word, STANCE_RANK_FORMER) && !(rank & STANCE_RANK_FORMER))
        holder = 0; /* the minister of today, and not the former one */
    if (holder && holder != known && !stance_holds_office(&v->cast.entities[holder - 1], word, rank))
        holder = 0; /* the shadow minister */
    if (v->dominant && holder && holder != v->salient && v->salient == v->main_person && fits_anybody(r, p->head))
        holder = 0;
    if (holder) {
        stance_name_entity(v, a, holder, 850000, "the one who holds that office in the text");
        stance_let_speak(v, holder, a->sentence);
        return true;
    }
    uint32_t who =
        v->salient && !(v->dominant && a->sentence - v->salient_at > NEAR_SENTENCES) ? v->salient : v->main_person;
    for (size_t g = 0; g < 2 && who && !known;
         g++) { /* "Lee has been the loudest critic. “…,” the party chief said." */
        bool newer = v->subject[g] && v->subject_at[g] + 1 == a->sentence && v->subject_at[g] > v->salient_at &&
                     v->subject_opens[g] == a->sentence;
        if (newer) who = v->subject[g];
    }
    if (known) who = known;
    bool at_top = !who && (fits_anybody(r, p->head) || holds_office(r, p->head));
    if (at_top) { /* nobody has spoken: the one whom the last sentences were about */
        size_t g = v->subject[1] && v->subject_at[1] > v->subject_at[0];
        if (v->subject[g] && a->sentence - v->subject_at[g] <= NEAR_SENTENCES) who = v->subject[g];
    }
    bool may = p->definite || !has_fn(r, p->first, FN(DETERMINER));
    /* An office is his whom the lexicon knows in it, or of whom no other is told; "the official" may be anybody. */
    const entity *e = who ? &v->cast.entities[who - 1] : NULL;
    const stance_actor *actor = e ? known_actor(r, e->name_first, e->name_end) : NULL;
    bool free = (actor && office_has(actor->office, token_text(r, p->head))) ||
                (e && (!e->role_count || (v->dominant && !e->office)));
    if (!who || !may ||
        !(known || fits_anybody(r, p->head) ||
          (free && !(p->head + 1 < p->end && is_capital(r, p->head + 1)) &&
           (v->dominant || ((at_top || who == v->salient) && holds_office(r, p->head))))))
        return false;
    stance_name_entity(v, a, who, 700000,
                       v->salient ? "description of the one who spoke last"
                                  : "description of the one whom the text names most");
    stance_let_speak(v, who, a->sentence);
    return true;
}

/* "the Russian Embassy" where the text has "Russian Embassy in the United States" as well. */
bool stance_names_body(resolver *v, attribution *a)
{
    const reading *r = v->r;
    const phrase *p = &a->source;
    if (p->head == NO_TOKEN || !(r->notes[p->head].role & ROLE(BODY)) || !is_capital(r, p->head)) return false;
    uint32_t at = v->cast.body[token_at(r, p->head)->word];
    if (!at) return false;
    const entity *e = &v->cast.entities[at - 1];
    uint32_t n = p->name_end - p->name_first;
    if (e->name_end - e->name_first <= n) return false;
    for (uint32_t i = 0; i < n; i++) {
        if (token_at(r, p->name_first + i)->word != token_at(r, e->name_first + i)->word) return false;
    }
    stance_name_entity(v, a, at, 900000, "the fullest name of that body in the text");
    return true;
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

static stance_status resolve(resolver *v, attribution *a, stance_error *err)
{
    const phrase *p = &a->source;
    uint32_t at;
    if (share(v, a)) return STANCE_OK;
    take_owner(v->r, a);
    switch (p->kind) {
    case PHRASE_PERSON:
        STANCE_TRY(stance_meet_person(&v->cast, p, &at, err));
        stance_name_entity(v, a, at, 950000, "named");
        stance_let_speak(v, at, a->sentence);
        break;
    case PHRASE_PRONOUN: stance_resolve_pronoun(v, a); break;
    case PHRASE_ROLE:
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
        bool known = stance_names_body(v, a) ||
                     (short_form && !actor_of(v->r, p->name_first, p->name_end).data && stance_resolve_role(v, a));
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

/* "Lee asked the candidate whether …": the answer is the other's. */
static void note_asker(resolver *v, const attribution *a)
{
    const reading *r = v->r;
    if (a->cue_entry == UINT32_MAX || !(r->lexicon->entries[a->cue_entry].frame & STANCE_FRAME_ASKED) ||
        !a->content_count || stance_is_quoted(r, a->content[0].first) || v->salient_at != a->sentence ||
        !(stance_token_is(r, a->content[0].first, "whether") || stance_token_is(r, a->content[0].first, "if") ||
          stance_token_is(r, a->content[0].first, "what") || stance_token_is(r, a->content[0].first, "why") ||
          stance_token_is(r, a->content[0].first, "how")))
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
