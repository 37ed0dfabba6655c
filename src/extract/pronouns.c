/* Whom a pronoun means: the subject of its own sentence or the one before, who spoke last, who was brought in, who was named. */
#include "extract/names.h"
#include "extract/resolver.h"

enum { FAR_SENTENCES = 8 };

/* "Lee met Sherman. … She replied": the one name in the sentences right before that reads like a man's first name, and may
   be a woman's last one. 0: nobody. */
static uint32_t by_last_name(const resolver *v, uint8_t gender, uint32_t sentence_index)
{
    size_t g = gender != STANCE_GIVEN_FEMALE;
    uint32_t who = gender ? v->named[g] : 0;
    if (!who || who == v->salient || !v->cast.entities[who - 1].by_first_name || v->next_mention == 0) return 0;
    const mention *m = &v->cast.mentions[v->next_mention - 1];
    uint32_t floor = v->r->sentences[sentence_index > 2 ? sentence_index - 2 : 0].first;
    return m->entity == who && m->token >= floor ? who : 0;
}

/* The pronoun means that phrase, by whose words its speaker is called. */
static void name_as(resolver *v, attribution *a, const phrase *p, const char *how)
{
    phrase pronoun = a->source;
    a->source = *p;
    stance_name_phrase(v, a, 600000, how);
    a->source = pronoun;
}

static bool is_it(const reading *r, const phrase *p)
{
    return stance_token_is(r, p->first, "it") || p->plural;
}

/* A capitalised word alone, which the text gives no first name, title or office: a firm as likely as somebody. */
static bool is_doubtful(const resolver *v, const entity *e)
{
    const reading *r = v->r;
    uint8_t seen = r->seen[token_at(r, e->name_first)->word];
    return e->name_end == e->name_first + 1 && !e->role_count && e->gender == STANCE_GIVEN_NONE &&
           !(seen & (SEEN_SURNAME | SEEN_FAMILY)) && !r->notes[e->name_first].actor;
}

/* Can the pronoun mean that person (1 + entity)? In "He told Keller" not Keller. */
static bool may_be(const resolver *v, uint32_t who, uint8_t gender)
{
    return who != v->object && stance_gender_fits(&v->cast.entities[who - 1], gender);
}

/* Whom "he" or "she" means: the one who spoke last, or who was spoken about as the subject since; then anybody named,
   then the main person. */
static uint32_t antecedent(const resolver *v, uint8_t gender, uint32_t sentence_index)
{
    const entity *all = v->cast.entities;
    size_t g = gender == STANCE_GIVEN_FEMALE;
    bool salient = v->salient && may_be(v, v->salient, gender);
    bool known = salient && gender && all[v->salient - 1].gender == gender;
    bool brought = gender && v->brought[g] && sentence_index - v->brought_at[g] <= 1 &&
                   v->brought_at[g] < sentence_index && v->brought_at[g] > v->salient_at &&
                   !(v->subject[g] && v->subject_at[g] > v->brought_at[g]) && may_be(v, v->brought[g], gender);
    bool beside = brought && v->subject[g] && v->subject_at[g] == v->brought_at[g] &&
                  may_be(v, v->subject[g], gender); /* "Lee wrote to Kim Brandt, the minister." */
    if (brought && !(beside && all[v->brought[g] - 1].gender != gender)) return v->brought[g];
    /* "Lee asked the candidate whether they were. “They are,” he said.": not the one who asked */
    if (v->asker && v->asker == v->salient && v->salient_at + 1 == sentence_index && v->asked_at == v->salient_at &&
        v->before && v->before_at + NEAR_SENTENCES >= sentence_index && gender &&
        (!v->asked_gender || v->asked_gender == gender) && may_be(v, v->before, gender) &&
        !(v->subject[g] && v->subject_at[g] > v->salient_at))
        return v->before;
    /* who spoke in the sentence before goes on, though somebody whose gender is known stood in what he said */
    bool here = v->salient && v->salient_at == sentence_index &&
                v->sure_at[g] < sentence_index; /* "Kerr Lee said …, but he said …" */
    bool spoke = here || (v->salient && v->salient_at + 1 == sentence_index && v->sure_at[g] <= v->salient_at);
    if (salient && gender && !known && !spoke && v->sure[g] && v->sure[g] != v->object &&
        sentence_index - v->sure_at[g] <= 1)
        return v->sure[g];
    bool subject = gender && v->subject[g] && may_be(v, v->subject[g], gender) &&
                   sentence_index - v->subject_at[g] <= NEAR_SENTENCES;
    bool stays = v->dominant && v->salient == v->main_person && v->salient_at + 1 >= v->subject_at[g] &&
                 v->subject_opens[g] != v->subject_at[g] + 1;
    bool doubtful = known && subject && is_doubtful(v, &all[v->subject[g] - 1]);
    if (salient && subject && v->subject_at[g] > v->salient_at && !stays && !doubtful) return v->subject[g];
    if (salient) return v->salient;
    bool unsure = subject && all[v->subject[g] - 1].gender == STANCE_GIVEN_NONE && v->sure[g] &&
                  sentence_index - v->sure_at[g] <= NEAR_SENTENCES; /* a bare surname, where a woman is known */
    if (unsure) return v->sure[g];
    if (subject) return v->subject[g];
    bool main = v->main_person && stance_gender_fits(&all[v->main_person - 1], gender);
    if (v->dominant && main) return v->main_person;
    if (gender && v->named[g] && may_be(v, v->named[g], gender)) return v->named[g];
    return main ? v->main_person : 0;
}

/* "The step of stripping a member": the noun for somebody stands inside the phrase of another. */
static bool is_of_other(const reading *r, const phrase *p)
{
    for (uint32_t i = p->first; i < p->head; i++) {
        if (has_fn(r, i, FN(PREPOSITION))) return true;
    }
    return false;
}

/* "The woman's delight was plain": the woman, of whom the subject tells. */
static phrase owner_of(const reading *r, const phrase *p)
{
    for (uint32_t i = p->first + 1; i < p->end; i++) {
        if (stance_token_is(r, i, "'s")) return stance_describe_phrase(r, p->first, i);
    }
    return *p;
}

/* The subject of the sentence, when it is somebody without a name whom the pronoun fits. */
static bool of_subject(resolver *v, attribution *a, const sentence *s, uint8_t gender)
{
    const reading *r = v->r;
    phrase p = stance_subject_of(r, s->first, s->end < a->source.first ? s->end : a->source.first);
    phrase owner = owner_of(r, &p);
    if (owner.kind == PHRASE_ROLE && (p.kind != PHRASE_ROLE || p.head >= owner.end)) p = owner;
    if (p.kind != PHRASE_ROLE || p.plural || p.head == NO_TOKEN || p.end > a->source.first ||
        !(r->notes[p.head].role & (ROLE(PERSON) | ROLE(OFFICE))) || is_of_other(r, &p))
        return false;
    if (stance_token_is(r, p.end, "named") || stance_token_is(r, p.end, "called")) return false;
    uint8_t own = stance_role_gender(r, p.head);
    bool somebody = has_fn(r, p.first, FN(POSSESSIVE)) || stance_is_indefinite(r, &p);
    bool opens = p.definite && p.first == r->blocks[s->block].first && s->end <= a->source.first;
    if (own ? own != gender : !somebody && !opens) return false;
    phrase he = a->source;
    uint32_t salient = v->salient, at = v->salient_at;
    a->source = p;
    if (p.definite && stance_resolve_role(v, a)) { /* "The chairman was blunt. “…,” he said." */
        a->source = he;
        if (v->salient && stance_gender_fits(&v->cast.entities[v->salient - 1], gender)) return true;
        v->salient = salient;
        v->salient_at = at;
        return false;
    }
    a->source = he;
    name_as(v, a, &p, "pronoun for the one whom the sentence is about");
    return true;
}

/* "Her husband was more defiant. “Bring it on,” he said.", "My mother is old, but she still says “…”": somebody without a
   name, whom the sentence or the one before is about. */
static bool of_unnamed_subject(resolver *v, attribution *a)
{
    const reading *r = v->r;
    uint8_t gender = stance_pronoun_gender(r, a->source.first);
    if (!gender) return false;
    const sentence *s = &r->sentences[a->sentence];
    if (a->source.first > s->first && a->source.first < s->end && !stance_is_quoted(r, s->first) &&
        of_subject(v, a, s, gender))
        return true;
    bool led = a->sentence && is_mark(r, s[-1].end - 1, STANCE_MARK_COLON); /* "Her delight is on record: // “…”" */
    if (!a->sentence || (s[-1].block != s->block && !led)) return false;
    if (v->salient && v->salient_at + 1 == a->sentence) return false; /* what the sentence is about is what was said */
    return of_subject(v, a, s - 1, gender);
}

/* "Critics sent a letter to the Senate. “…,” they wrote.": those whom the sentence before is about, when nobody spoke in it. */
static bool of_many_subject(resolver *v, attribution *a)
{
    const reading *r = v->r;
    if (!has_fn(r, a->source.first, FN(PLURAL_PRONOUN)) || !a->sentence ||
        (v->last && r->attributions[v->last - 1].sentence + 1 >= a->sentence))
        return false;
    uint32_t at = a->sentence - 1;
    phrase p = stance_subject_of(r, r->sentences[at].first, r->sentences[at].end);
    for (uint32_t back = 0; back < 2 && at > 0 && p.kind == PHRASE_PRONOUN && p.plural;
         back++) { /* "They sent it on Monday." */
        at--;
        p = stance_subject_of(r, r->sentences[at].first, r->sentences[at].end);
        if (v->last && r->attributions[v->last - 1].sentence > at) return false;
    }
    if (p.kind != PHRASE_ROLE || !p.plural) return false;
    name_as(v, a, &p, "pronoun for those whom the sentence before is about");
    v->salient_many = (uint32_t)(a - r->attributions) + 1;
    return true;
}

/* Is that a body, or a name that is nobody's: the governor's office, the Kremlin, Norland? */
static bool is_body(const reading *r, const phrase *p)
{
    if ((p->kind != PHRASE_NAMED && p->kind != PHRASE_ROLE) || p->plural) return false;
    uint8_t kind;
    bool actor = p->kind == PHRASE_NAMED && stance_actor_kind(r, p->name_end - 1, &kind) && kind != STANCE_ACTOR_PERSON;
    return actor || (p->head != NO_TOKEN && (r->notes[p->head].role & ROLE(BODY)));
}

/* "The governor's office disputed that. It said …", "The Kremlin was silent, but it denied …": the body that the sentence, or
   the one before, is about. */
static bool of_body_subject(resolver *v, attribution *a)
{
    const reading *r = v->r;
    const sentence *s = &r->sentences[a->sentence];
    if (!stance_token_is(r, a->source.first, "it")) return false;
    bool inside = a->source.first > s->first && a->source.first < s->end && !stance_is_quoted(r, s->first);
    phrase p = {.kind = PHRASE_NONE};
    if (inside) p = stance_subject_of(r, s->first, a->source.first);
    if (!is_body(r, &p)) {
        if (!a->sentence || s[-1].block != s->block ||
            (v->last && r->attributions[v->last - 1].sentence + 1 == a->sentence))
            return false;
        p = stance_subject_of(r, s[-1].first, s[-1].end);
        if (!is_body(r, &p)) return false;
    }
    phrase it = a->source;
    a->source = p;
    bool named = stance_names_body(v, a);
    a->source = it;
    if (!named) name_as(v, a, &p, "pronoun for the body that the sentence is about");
    return true;
}

/* "Veltrix declined to comment. It has refused …": a name that may be a firm's. */
static bool of_firm(resolver *v, attribution *a)
{
    if (!stance_token_is(v->r, a->source.first, "it") || !v->salient || v->salient_at + 1 < a->sentence ||
        !is_doubtful(v, &v->cast.entities[v->salient - 1]))
        return false;
    stance_name_entity(v, a, v->salient, 600000, "pronoun for the firm that spoke last");
    stance_let_speak(v, v->salient, a->sentence);
    return true;
}

/* The one without a name who spoke last: a woman is no "he". */
static bool may_mean_unnamed(const resolver *v, uint8_t gender)
{
    uint32_t head = v->r->attributions[v->unnamed - 1].source.head;
    uint8_t own = head == NO_TOKEN ? STANCE_GIVEN_NONE : stance_role_gender(v->r, head);
    return !own || !gender || own == gender;
}

/* “Will you stay?” an aide asked Kim Lee. “Yes,” she said: the answer is hers who was asked. */
static bool of_asked(resolver *v, attribution *a)
{
    uint8_t gender = stance_pronoun_gender(v->r, a->source.first);
    if (!gender || !v->whom || v->whom_at + 1 != a->sentence ||
        (v->salient == v->whom && v->salient_at == v->whom_at) ||
        !stance_gender_fits(&v->cast.entities[v->whom - 1], gender))
        return false;
    bool asker = v->salient && v->salient_at == v->whom_at && v->cast.entities[v->salient - 1].gender == gender &&
                 v->cast.entities[v->whom - 1].gender == STANCE_GIVEN_NONE;
    if (asker) return false;
    stance_name_entity(v, a, v->whom, 750000, "pronoun for the one who was asked");
    stance_let_speak(v, v->whom, a->sentence);
    return true;
}

static void take_unnamed(resolver *v, attribution *a, int32_t confidence)
{
    stance_take_speaker(a, &v->r->attributions[v->unnamed - 1], confidence,
                        "pronoun for the one who spoke last and is not named");
}

void stance_resolve_pronoun(resolver *v, attribution *a)
{
    const reading *r = v->r;
    if (of_asked(v, a)) return;
    if (of_body_subject(v, a) || of_many_subject(v, a)) return;
    if (has_fn(r, a->source.first, FN(PLURAL_PRONOUN)) && v->unnamed > v->salient_many &&
        v->unnamed > v->salient_body &&
        r->sentences[r->attributions[v->unnamed - 1].sentence].block == r->sentences[a->sentence].block &&
        a->sentence - r->attributions[v->unnamed - 1].sentence <= 1) { /* "A spokesperson said …", they added */
        take_unnamed(v, a, 550000);
        return;
    }
    if (is_it(r, &a->source)) {
        uint32_t from = v->salient_body;
        bool later = from > v->salient_many && from && r->attributions[from - 1].source.kind == PHRASE_NAMED;
        if (a->source.plural && v->salient_many && !later) from = v->salient_many;
        bool text = from && a->source.plural && r->attributions[from - 1].source.head != NO_TOKEN &&
                    stance_is_document(r, r->attributions[from - 1].source.head); /* "they" is no report */
        bool far = from && !a->source.plural && a->sentence - r->attributions[from - 1].sentence > FAR_SENTENCES;
        if ((!from || text || far) && of_firm(v, a)) return;
        if (!from || text || far) {
            stance_name_phrase(v, a, 300000, "a pronoun that the text does not explain");
            return;
        }
        stance_take_speaker(a, &r->attributions[from - 1], 600000, "pronoun for the body that spoke last");
        return;
    }
    if (of_unnamed_subject(v, a)) return;
    uint8_t gender = stance_pronoun_gender(r, a->source.first);
    bool fits = v->unnamed && may_mean_unnamed(v, gender);
    uint32_t ago = fits ? a->sentence - r->attributions[v->unnamed - 1].sentence : 0;
    bool next = fits && ago <= 1; /* "one voter said …", he added */
    uint32_t who = next ? 0 : antecedent(v, gender, a->sentence);
    if (!next && !who) who = by_last_name(v, gender, a->sentence);
    if (next || (!who && fits && ago <= FAR_SENTENCES)) {
        take_unnamed(v, a, next ? 600000 : 500000);
        v->unnamed = (uint32_t)(a - r->attributions) + 1;
        return;
    }
    if (!who) {
        stance_name_phrase(v, a, 300000, "a pronoun that the text does not explain");
        return;
    }
    stance_name_entity(v, a, who, 800000, "pronoun for the one who spoke or was named last");
    stance_let_speak(v, who, a->sentence);
    entity *e = &v->cast.entities[who - 1];
    if (gender && (e->gender == STANCE_GIVEN_NONE || e->gender == STANCE_GIVEN_EITHER || e->by_first_name)) {
        e->gender = gender;
        e->by_first_name = false;
    }
}
