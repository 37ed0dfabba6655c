/* Whom a description means: the minister, the Russian ambassador to Washington, the embassy. */
#include "extract/resolver.h"

enum { CAST_SEARCHED = 48 };

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

/* Is that one known in the office, or, where the word fits anybody, as that state's: "the Russian diplomat"? */
static bool fits_post(const resolver *v, uint32_t at, const post *o)
{
    const reading *r = v->r;
    const entity *e = &v->cast.entities[at - 1];
    if (e->body || at == v->object || stance_office_excludes(r, e, o)) return false;
    if (!fits_anybody(r, o->head)) return stance_fits_office(r, e, o);
    if (stance_sides_same(r, &o->of, &e->of)) return true;
    return o->of.code.data && e->actor && stance_view_equal(r->lexicon->actors[e->actor - 1].state, o->of.code);
}

/* "Russia's ambassador to Washington", "the secretary of state": the one who spoke last, when he is known in that office; else
   the only one in the text who is. */
static bool resolve_office(resolver *v, attribution *a, const post *o)
{
    const reading *r = v->r;
    bool somebody = holds_office(r, o->head) || fits_anybody(r, o->head);
    if (!somebody || !(stance_side_known(&o->of) || o->end > o->first + 1)) return false;
    bool anybody = fits_anybody(r, o->head), last = v->salient && fits_post(v, v->salient, o);
    uint32_t holder = last ? v->salient : 0;
    for (size_t i = v->cast.count, n = 0; i > 0 && n < CAST_SEARCHED && !last; i--, n++) {
        if (!fits_post(v, (uint32_t)i, o)) continue;
        if (holder) return false;
        holder = (uint32_t)i;
    }
    if (!holder) return false;
    stance_name_entity(v, a, holder, anybody ? 700000 : 800000,
                       "the one in the text who held that office of that state");
    stance_let_speak(v, holder, a->sentence);
    return true;
}

/* "European diplomats said …. “…,” the diplomat said.": one of those, and nobody who spoke before them. */
static bool is_one_of_described(const resolver *v, const phrase *p, const post *o)
{
    const reading *r = v->r;
    if (!v->described) return false;
    const phrase *of = &r->attributions[v->described - 1].source;
    if (!of->plural && !stance_same_post(r, o, of->head)) return false; /* another state's minister */
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
    if (who == v->object) return 0;
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

/* "The foreign ministry said …. The ministry added …", in a text that has the Ministry of Health as well: the one that spoke
   last. */
static bool other_body_spoke(const resolver *v, attribution *a, const post *o, uint32_t at)
{
    const reading *r = v->r;
    const attribution *b = v->salient_body ? &r->attributions[v->salient_body - 1] : NULL;
    const entity *e = &v->cast.entities[at - 1];
    bool bare = o->words_first == o->head && !stance_side_known(&o->of) && a->source.end == o->head + 1;
    if (!b || !bare || !a->source.definite || b->source.head == NO_TOKEN || !b->speaker.len ||
        a->sentence - b->sentence > NEAR_SENTENCES || token_at(r, b->source.head)->word != e->last_word)
        return false;
    post other = stance_office_at(r, b->source.head);
    if (other.words_first == other.head || stance_find_body(&v->cast, e->last_word, &b->source, &other)) return false;
    if (b->source.name_end - b->source.name_first >= e->name_end - e->name_first)
        return false; /* the same, told longer */
    stance_take_speaker(a, b, 850000, "the body of that kind that spoke last");
    return true;
}

/* Can the description not mean that person? "The host asked Kim Lee whether" is nobody asking himself; "The Egyptian ministry's spokesman" is nobody whom the text gives an office of
   another body. */
static bool excludes(const resolver *v, uint32_t who, const post *o)
{
    const entity *e = &v->cast.entities[who - 1];
    bool elsewhere = o->words_first + 1 < o->head && stance_side_known(&o->of) && e->office &&
                     !stance_side_known(&e->of) && !e->actor && !stance_fits_office(v->r, e, o);
    /* "The representative of the United States": nobody who spoke before, unless that one is known to be its. */
    bool state = fits_anybody(v->r, o->head) && o->of.code.data &&
                 (stance_token_is(v->r, o->end, "of") || stance_token_is(v->r, o->end, "for"));
    return elsewhere || (state && !fits_post(v, who, o)) || who == v->object || stance_office_excludes(v->r, e, o);
}

bool stance_resolve_role(resolver *v, attribution *a)
{
    const reading *r = v->r;
    const phrase *p = &a->source;
    bool label = r->blocks[r->sentences[a->sentence].block].kind == BLOCK_TURN;
    if (p->head == NO_TOKEN || stance_is_indefinite(r, p) || label)
        return false; /* a label is not whom its turns speak of */
    uint32_t word = stance_office_word(r, p->head);
    bool body = (r->notes[p->head].role & ROLE(BODY)) && !(r->notes[p->head].role & (ROLE(OFFICE) | ROLE(PERSON)));
    bool owned = has_fn(r, p->first, FN(POSSESSIVE) | FN(SELF)); /* his lawyer, my father */
    for (uint32_t i = p->first; i < p->head; i++) owned = owned || stance_token_is(r, i, "'s");
    if (body) { /* an embassy is a mission */
        if (stance_token_is(r, p->head, "mission"))
            word = stance_intern_find(&r->lexicon->words, stance_view_of("embassy"));
        post o = stance_office_at(r, p->head);
        uint32_t at = word == STANCE_NO_ID || p->end - p->first > 4 ? 0 : stance_find_body(&v->cast, word, p, &o);
        if (!at) return false;
        if (other_body_spoke(v, a, &o, at)) return true;
        stance_name_entity(v, a, at, 850000, "the body of that kind that the text names");
        return true;
    }
    post o = stance_office_at(r, p->head);
    if (is_one_of_described(v, p, &o)) return same_as_described(v, a);
    if (resolve_office(v, a, &o)) return true;
    if (owned) return false;                                  /* nor is a state's ambassador the one who spoke */
    if (v->introduced[word] > v->held_at[word]) return false; /* "A diplomat was blunt. “…,” the diplomat said." */
    uint8_t rank = stance_rank_of(&v->cast, p->head);
    uint32_t holder = v->holder[word], known = stance_tells_of_known(r, p) ? known_one(v, a) : 0;
    if (!holder) holder = soon_named(v, v->cast.holder[word], a->sentence);
    bool held =
        holder && (stance_fits_office(r, &v->cast.entities[holder - 1], &o) ||
                   (rank && stance_holds_office(&v->cast.entities[holder - 1], word, rank) &&
                    !excludes(v, holder, &o))); /* "Former vice president Lee": the former U.S. vice president */
    if (known && !held && !v->cast.entities[known - 1].office)
        holder = known; /* "said Lee, of Oregon. The Oregon senator …" */
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
    if (holder && excludes(v, holder, &o)) holder = 0;
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
    if (who && excludes(v, who, &o)) who = v->main_person && !excludes(v, v->main_person, &o) ? v->main_person : 0;
    bool may = p->definite || !has_fn(r, p->first, FN(DETERMINER));
    /* An office is his whom the lexicon knows in it, or of whom no other is told; "the official" may be anybody. */
    const entity *e = who ? &v->cast.entities[who - 1] : NULL;
    bool fits = e && stance_fits_office(r, e, &o);
    bool free = fits || (e && (!e->role_count || (v->dominant && !e->office)));
    if (!who || !may ||
        !(known || fits_anybody(r, p->head) ||
          (free && !(p->head + 1 < p->end && is_capital(r, p->head + 1)) &&
           (v->dominant || fits || ((at_top || who == v->salient) && holds_office(r, p->head))))))
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
    uint32_t best = 0, n = p->name_end - p->name_first;
    for (uint32_t at = v->cast.body[token_at(r, p->head)->word]; at; at = v->cast.entities[at - 1].next) {
        const entity *e = &v->cast.entities[at - 1];
        uint32_t i = 0, words = e->name_end - e->name_first;
        while (i < n && i < words && token_at(r, p->name_first + i)->word == token_at(r, e->name_first + i)->word) i++;
        const entity *last = best ? &v->cast.entities[best - 1] : NULL;
        if (i == n && words > n && (!last || words >= last->name_end - last->name_first)) best = at;
    }
    if (!best) return false;
    stance_name_entity(v, a, best, 900000, "the fullest name of that body in the text");
    return true;
}
