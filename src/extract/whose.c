/* Whose words a verb tells: its subject before or behind it, in a relative clause or beside a participle. */
#include "extract/cast.h"
#include "extract/names.h"
#include "extract/saying.h"

enum { HEAD_SUBJECT_TOKENS = 6, BODY_TOKENS = 8 };

/* A head, or the first line of a text, which may be one with a stop. */
static bool is_head_like(const search *x)
{
    const block *b = &x->r->blocks[x->s->block];
    return b->kind == BLOCK_HEAD || (x->s->block == 0 && x->s->first == b->first && x->s->end == b->end);
}

/* No comma before its source, so that it is not put into somebody's sentence: "The US, Lee said, is ready". */
static bool leads_sentence(const search *x, const attribution *a)
{
    for (uint32_t i = x->s->first; i < a->source.first; i++) {
        if (is_mark(x->r, i, STANCE_MARK_COMMA)) return false;
    }
    return true;
}

/* Where the name begins that ends before `end`. */
static uint32_t name_start(const reading *r, uint32_t end, uint32_t floor)
{
    while (end > floor && (stance_is_name_token(r, end - 1) || is_mark(r, end - 1, STANCE_MARK_STOP))) end--;
    return end;
}

/* The name right before the comma that an apposition at `first` follows, or nobody. */
static phrase name_before(const reading *r, uint32_t first, uint32_t floor)
{
    phrase nobody = {.kind = PHRASE_NONE};
    bool one = stance_token_is(r, first, "a") || stance_token_is(r, first, "an") || has_fn(r, first, FN(POSSESSIVE));
    if (first < floor + 2 || !is_mark(r, first - 1, STANCE_MARK_COMMA) || !one) return nobody;
    uint32_t i = name_start(r, first - 1, floor), end = first - 1;
    if (i > floor + 2 && i < end && has_fn(r, i - 1, FN(PREPOSITION)) && stance_is_name_token(r, i - 2)) {
        end = i - 1; /* "Kim Lee of Dover, a baker who" */
        i = name_start(r, end, floor);
    }
    return i < end ? stance_describe_phrase(r, i, end) : nobody;
}

/* "The plan pleased voters in the town who say it works": of what stands before "who", those whom it may mean. */
static phrase nearest_people(const reading *r, const phrase *p)
{
    uint32_t end = p->end;
    while (end > p->first && !(r->notes[end - 1].role_head &&
                               (r->notes[end - 1].role & (ROLE(PERSON) | ROLE(GROUP) | ROLE(OFFICE) | ROLE(BODY)))))
        end--;
    if (end <= p->first + 1) return *p;
    uint32_t first = end - 1;
    while (first > p->first && r->notes[first - 1].role && !has_fn(r, first - 1, FN(PREPOSITION))) first--;
    while (first > p->first && !stance_is_past(r, first - 1) && stance_is_noun(r, first - 1)) first--;
    while (first > p->first && has_fn(r, first - 1, FN(DETERMINER) | FN(POSSESSIVE) | FN(NATIONALITY))) first--;
    bool one = first > p->first + 1 && stance_token_is(r, first - 1, "of") && has_fn(r, first - 2, FN(DETERMINER));
    if (first == p->first || one) return *p; /* "one of four mayors who" */
    return stance_describe_phrase(r, first, p->end);
}

/* "a rival who has yet to endorse her but has pledged": where the relative word stands whose clause goes on behind the
   conjunction before `at`, when nobody has reported in it yet; at when there is none. */
static uint32_t who_before(const search *x, uint32_t at)
{
    const reading *r = x->r;
    if (at < x->s->first + 4 || !has_fn(r, at - 1, FN(CONJUNCTION)) || stance_last_kept(x)) return at;
    for (uint32_t i = at - 2; i > x->s->first && at - i < LIST_TOKENS && !stance_is_quoted(r, i); i--) {
        if (stance_token_is(r, i, "who")) return stance_is_finite(r, i + 1, i) || stance_is_past(r, i + 1) ? i : at;
        if (token_at(r, i)->kind == STANCE_MARK || has_fn(r, i, FN(RELATIVE))) break;
        if (has_fn(r, i, FN(SUBORDINATOR)) && !has_fn(r, i, FN(PREPOSITION))) break;
    }
    return at;
}

/* Words that are said in so many follow the verb: "that …", "to …", “…”. */
static bool that_follows(const search *x, const saying *v)
{
    const reading *r = x->r;
    return stance_token_is(r, v->cue_end, "that") || stance_token_is(r, v->cue_end - 1, "that") ||
           stance_token_is(r, v->cue_end, "to") || (v->cue_end < x->end && stance_is_quoted(r, v->cue_end)) ||
           (v->e->class == STANCE_CUE_NEUTRAL && (v->e->frame & STANCE_FRAME_BARE) &&
            stance_starts_clause(x, v->cue_end));
}

/* "The move drew a rebuke from the UN, which called it illegal": the body or state right before the comma, or nobody. */
static phrase body_before(const reading *r, uint32_t comma, uint32_t floor)
{
    phrase nobody = {.kind = PHRASE_NONE, .head = NO_TOKEN};
    uint32_t first = comma;
    bool opened = false;
    while (first > floor && comma - first < BODY_TOKENS && is_word(r, first - 1) && !opened) {
        if (has_fn(r, first - 1, FN(PREPOSITION) | FN(CONJUNCTION) | FN(RELATIVE) | FN(SUBORDINATOR))) break;
        if (!is_capital(r, first - 1) && !r->notes[first - 1].role && stance_is_past(r, first - 1)) break;
        opened = has_fn(r, --first, FN(DETERMINER));
    }
    if (first == comma || first == floor) return nobody; /* what opens the clause is its subject anyway */
    phrase p = stance_describe_phrase(r, first, comma);
    bool body = p.head != NO_TOKEN ? (r->notes[p.head].role & ROLE(BODY)) && !has_trait(r, p.head, TRAIT(DOCUMENT))
                                   : p.kind == PHRASE_NAMED && stance_actor_called(r, p.name_first, p.name_end);
    return body ? p : nobody;
}

/* "Lee met envoys of the UN, who …": a verb stands inside what was taken for a phrase. */
static bool has_verb_inside(const reading *r, const phrase *p)
{
    for (uint32_t i = p->first + 1; i + 1 < p->end && p->kind != PHRASE_PERSON; i++) {
        if (stance_is_past(r, i) && !is_capital(r, i) && !r->notes[i].role && !has_fn(r, i + 1, FN(PREPOSITION)))
            return true;
    }
    return false;
}

/* "Kim Lee, who says …", "people who say …", the relative word at k. */
static void find_relative_subject(const search *x, saying *v, uint32_t k)
{
    const reading *r = x->r;
    v->enclosed = k > v->floor && is_mark(r, k - 1, STANCE_MARK_COMMA);
    v->subject = stance_subject_before(r, v->enclosed ? k - 1 : k, v->floor, &v->shared);
    bool which = v->enclosed && stance_token_is(r, k, "which");
    phrase body = which ? body_before(r, k - 1, v->floor) : (phrase){.kind = PHRASE_NONE};
    if (body.kind != PHRASE_NONE) v->subject = body;
    if (!stance_token_is(r, k, "who")) return;
    uint32_t name = v->enclosed && v->subject.kind == PHRASE_NONE ? name_start(r, k - 1, v->floor) : k;
    if (name + 1 < k) { /* "Responding to Kim Lee, who called it a trap, …": behind what leads into the sentence */
        v->subject = stance_describe_phrase(r, name, k - 1);
        return;
    }
    uint32_t first = v->subject.first;
    phrase named = name_before(r, first, v->floor); /* "from Kim Lee, a baker in Dover who said" */
    if (!v->enclosed && v->subject.kind != PHRASE_PERSON && named.kind == PHRASE_PERSON) {
        named.head = v->subject.head;
        v->subject = named;
        v->enclosed = true;
        return;
    }
    if (!v->enclosed && v->subject.kind != PHRASE_NONE && first > x->s->first && stance_is_article(r, first) &&
        is_mark(r, first - 1, STANCE_MARK_COMMA))
        v->enclosed = true;                        /* "A resident, a farmer who feared the worst, said" */
    const attribution *told = stance_last_kept(x); /* "said Kim Lee, a farmer from the north who plans to …" */
    bool apposed =
        told && first > told->source.end && first <= told->source.end + 3 && is_mark(r, first - 1, STANCE_MARK_COMMA);
    if ((!v->enclosed || has_verb_inside(r, &v->subject)) && v->subject.kind != PHRASE_PERSON &&
        v->subject.kind != PHRASE_NONE)
        v->subject = nearest_people(r, &v->subject);
    v->of_speaker = told && told->source.kind == PHRASE_PERSON && told->source.first <= first &&
                    (first < told->source.end || apposed);
    v->subject = v->of_speaker ? told->source : stance_person_at_end(r, &v->subject);
}

/* "a letter from her doctor on Friday that says …": the text that says it, or nobody. */
static phrase text_before_that(const search *x, const saying *v)
{
    const reading *r = x->r;
    uint32_t k = v->g.first - 1;
    while (k > v->floor + 1 && v->g.first - k < LIST_TOKENS && !(r->notes[k - 1].role & ROLE(BODY)) &&
           token_at(r, k - 1)->kind != STANCE_MARK && !stance_is_finite(r, k - 1, v->floor))
        k--;
    uint32_t first = k > v->floor && (r->notes[k - 1].role & ROLE(BODY)) ? k - 1 : k;
    while (first < k && first > v->floor && has_fn(r, first - 1, FN(DETERMINER) | FN(POSSESSIVE) | FN(ADVERB))) first--;
    return first < k ? stance_describe_phrase(r, first, k) : (phrase){.kind = PHRASE_NONE};
}

/* "the families, many of whom say …" */
static void find_subject_of_whom(const search *x, saying *v)
{
    const reading *r = x->r;
    uint32_t k = v->g.first - 2;
    while (k > v->floor && v->g.first - k < QUANTIFIER_TOKENS && !is_mark(r, k, STANCE_MARK_COMMA)) k--;
    v->enclosed = is_mark(r, k, STANCE_MARK_COMMA);
    if (v->enclosed) v->subject = stance_subject_before(r, k, v->floor, &v->shared);
    v->subject = stance_person_at_end(r, &v->subject);
}

/* "A statement released late on Friday by the White House said": the text, or nobody. */
static phrase text_by_somebody(const search *x, const saying *v)
{
    const reading *r = x->r;
    phrase p = stance_subject_of(r, x->s->first, v->g.first), nobody = {.kind = PHRASE_NONE};
    if (p.kind != PHRASE_ROLE || p.head == NO_TOKEN || !has_trait(r, p.head, TRAIT(DOCUMENT)) || p.head < v->floor)
        return nobody;
    bool by = false;
    for (uint32_t i = p.head + 1; i < v->g.first; i++) {
        by = by || stance_token_is(r, i, "by") || stance_token_is(r, i, "from");
        if (stance_is_finite(r, i, x->s->first) && !stance_ends_in_ed(r, i)) return nobody;
    }
    if (by) p.end = v->g.first;
    return by ? p : nobody;
}

/* The subject as it stands before the verb. */
static void find_subject_before(const search *x, saying *v)
{
    const reading *r = x->r;
    uint32_t at = v->g.first;
    bool gerund = v->ing && at == v->cue && stance_token_is(r, at - 1, "for"); /* "praised at a hearing for saying" */
    v->subject.kind = PHRASE_NONE;
    if (gerund) return;
    v->subject = stance_subject_before(r, at, v->floor, &v->shared);
    if (v->subject.kind == PHRASE_NONE && !v->shared && !v->ing && at > x->s->first &&
        (at <= v->floor + 1 || r->notes[at - 1].quote))
        v->subject = stance_subject_across(x, at);
    if (v->subject.kind == PHRASE_NONE && !v->shared && !v->ing) v->subject = text_by_somebody(x, v);
    if (v->subject.kind == PHRASE_NONE && v->ing && !v->g.be) v->subject = stance_subject_beside(x, at);
}

/* The verb that opens what stands before `at`: of the report before, or behind the sentence's subject; at when there is none. */
static uint32_t first_verb(const search *x, uint32_t at)
{
    const reading *r = x->r;
    const attribution *told = stance_last_kept(x);
    if (told) return told->cue_end < at ? told->cue_first : at;
    phrase p = stance_subject_of(r, x->s->first, at);
    bool named = p.kind == PHRASE_PERSON || p.kind == PHRASE_PRONOUN;
    uint32_t verb = p.end;
    while (verb < at && has_fn(r, verb, FN(AUXILIARY) | FN(ADVERB))) verb++;
    if (!(named || p.kind == PHRASE_ROLE) || verb >= at || !stance_is_past(r, verb) || is_capital(r, verb)) return at;
    bool people = p.head != NO_TOKEN && (r->notes[p.head].role & (ROLE(OFFICE) | ROLE(PERSON)));
    bool acts = named || people || verb > p.end || !has_fn(r, verb + 1, FN(PREPOSITION));
    return acts ? verb : at; /* as against "the talks held in May, praised" */
}

/* "welcomed the summit, praised the hosts and thanked Norland": behind a comma, a verb in the form of the one that
   reported before, and another behind the conjunction that closes the list. */
static bool is_listed(const search *x, const saying *v)
{
    const reading *r = x->r;
    uint32_t at = v->g.first, end;
    verb_form form = stance_verb_form(r, v->cue);
    uint32_t first = first_verb(x, at);
    if (v->ing || at != v->cue || at <= x->s->first || !is_mark(r, at - 1, STANCE_MARK_COMMA) ||
        stance_is_quoted(r, at - 1) || first + 1 >= at || at - first > 2 * ADJUNCT_TOKENS || form == VERB_BASE ||
        stance_verb_form(r, first) != form)
        return false;
    for (uint32_t i = first + 1; i < at; i++) { /* "said the envoy welcomed it, praised the hosts and left" */
        if (stance_is_quoted(r, i) || is_mark(r, i, STANCE_MARK_SEMICOLON) || has_fn(r, i, FN(RELATIVE))) return false;
        if (stance_is_finite(r, i, first) && stance_cue_at(r, i, &end)) return false;
    }
    for (uint32_t i = v->cue_end; i + 1 < x->end && i < at + ADJUNCT_TOKENS && !stance_is_quoted(r, i); i++) {
        if (stance_token_is(r, i, "by") ||
            (has_fn(r, i, FN(RELATIVE) | FN(SUBORDINATOR)) && !has_fn(r, i, FN(PREPOSITION))))
            return false; /* "rejected the plan, called a mess by critics, and left" */
        uint32_t verb = i + 1;
        while (verb < x->end && (has_fn(r, verb, FN(ADVERB)) || stance_ends_in_ly(r, verb))) verb++;
        bool same = form == VERB_PAST
                        ? stance_is_past(r, verb) ||
                              (stance_cue_at(r, verb, &end) && stance_verb_form(r, verb) == form && !r->notes[verb].fn)
                        : stance_ends_in_s(r, verb) && !r->notes[verb].role;
        if (stance_token_is(r, i, "and") && same && !is_capital(r, verb)) return true;
    }
    return false;
}

/* "Moscow envoy comes forward, says water is unsafe", "Ann Lee Signs Order, Vows More": a head's second verb, behind a comma, has
   the subject of its first. */
static bool find_head_subject(const search *x, saying *v)
{
    const reading *r = x->r;
    uint32_t first = x->s->first, at = v->g.first;
    if (!is_head_like(x) || v->floor != first || at < first + 4 || !is_mark(r, at - 1, STANCE_MARK_COMMA) ||
        stance_verb_form(r, v->cue) != VERB_THIRD || r->notes[first].quote || stance_last_kept(x))
        return false;
    for (uint32_t i = first + 1; i + 1 < at && i < first + HEAD_SUBJECT_TOKENS && is_word(r, i); i++) {
        bool verb = stance_ends_in_s(r, i) && stance_verb_form(r, i) == VERB_THIRD && !r->notes[i].fn &&
                    !r->notes[i].role && !r->notes[i].actor && !stance_is_given(r, i);
        if (!verb) continue;
        phrase p = stance_describe_phrase(r, first, i);
        bool somebody = p.kind == PHRASE_PERSON ? p.name_end == i : p.kind == PHRASE_ROLE || p.kind == PHRASE_NAMED;
        if (somebody) v->subject = p;
        return somebody;
    }
    return false;
}

/* "a decision experts said would cost lives": of whose words a noun is the subject, the people behind it. */
static void leave_noun(const reading *r, saying *v)
{
    uint32_t end = v->subject.end, first = end > v->subject.first ? end - 1 : end;
    bool subjectless = has_fn(r, v->cue_end, FN(AUXILIARY) | FN(BE)) && !stance_is_quoted(r, v->cue_end);
    if (!subjectless || first < v->subject.first + 2 || v->subject.kind == PHRASE_PERSON) return;
    bool people = r->notes[first].role_head && (r->notes[first].role & (ROLE(PERSON) | ROLE(GROUP) | ROLE(OFFICE))) &&
                  stance_ends_in_s(r, first);
    bool noun = is_word(r, first - 1) && !is_capital(r, first - 1) && !r->notes[first - 1].fn &&
                !r->notes[first - 1].role && has_fn(r, first - 2, FN(DETERMINER));
    if (people && noun) v->subject = stance_describe_phrase(r, first, end);
}

void stance_find_subject(search *x, saying *v)
{
    const reading *r = x->r;
    uint32_t at = v->g.first;
    v->subject = stance_inverted_subject(x, v->e, v->cue, v->cue_end);
    v->inverted = v->subject.kind != PHRASE_NONE;
    if (v->inverted || find_head_subject(x, v)) return;
    v->listed = is_listed(x, v);
    v->shared = v->listed;
    if (v->listed) return;
    bool that = stance_token_is(r, at - 1, "that"), whom = stance_token_is(r, at - 1, "whom");
    bool neutral = (v->e->frame & STANCE_FRAME_QUOTE) && v->e->class == STANCE_CUE_NEUTRAL;
    bool clause = that_follows(x, v) || v->g.auxiliary;
    uint32_t who = clause ? who_before(x, at) : at;
    if (who < at && who > v->floor) find_relative_subject(x, v, who);
    else if (at > v->floor && has_fn(r, at - 1, FN(RELATIVE)) && !that && !whom) find_relative_subject(x, v, at - 1);
    else if (at > v->floor + 2 && that && neutral && stance_verb_form(r, v->cue) != VERB_BASE)
        v->subject = text_before_that(x, v);
    else if (at > v->floor + 2 && whom && stance_token_is(r, at - 2, "of")) find_subject_of_whom(x, v);
    else find_subject_before(x, v);
    leave_noun(r, v);
    uint32_t first = v->subject.first;
    if (v->subject.kind == PHRASE_ROLE && stance_token_is(r, first, "others") && first > v->floor + 1 &&
        is_mark(r, first - 1, STANCE_MARK_COMMA)) { /* "Obama, others vow revenge" */
        phrase named = stance_subject_before(r, first - 1, v->floor, &v->shared);
        if (!is_head_like(x) && named.first != v->floor) return;
        if (named.kind != PHRASE_PERSON && named.kind != PHRASE_NAMED) return;
        named.end = v->subject.end;
        v->subject = named;
    }
    if (is_head_like(x) && v->floor == x->s->first && stance_verb_form(r, v->cue) == VERB_BASE)
        v->subject = stance_head_list(r, &v->subject, v->floor);
}

/* "ruled that it is true, but in their report they noted that …": behind "but" and a phrase that leads into the clause, a
   pronoun reports. */
static bool turns_back(const search *x, const saying *v)
{
    const reading *r = x->r;
    uint32_t but = stance_own_clause(x, v->cue_end), lead = but + 1;
    return v->subject.kind == PHRASE_PRONOUN && but < v->subject.first && stance_token_is(r, but, "but") &&
           has_fn(r, lead, FN(PREPOSITION)) && v->e->class == STANCE_CUE_NEUTRAL && that_follows(x, v) &&
           !has_fn(r, v->subject.first - 1, FN(SUBORDINATOR) | FN(RELATIVE));
}

void stance_relate_saying(const search *x, saying *v)
{
    const reading *r = x->r;
    uint32_t at = v->g.first;
    phrase *subject = &v->subject;
    v->earlier = stance_last_kept(x);
    v->participle = v->ing && !v->g.be;
    /* "footage of Lee saying", "with Lee lambasting": the one who stands right before it says it. */
    if (v->participle &&
        (subject->kind == PHRASE_NAMED || subject->kind == PHRASE_ROLE || subject->kind == PHRASE_OTHER)) {
        phrase last = stance_person_at_end(r, subject);
        if (last.kind == PHRASE_PERSON) *subject = last;
    }
    bool with = subject->first > v->floor && stance_token_is(r, subject->first - 1, "with");
    bool somebody = subject->kind == PHRASE_PERSON || subject->kind == PHRASE_NAMED || subject->kind == PHRASE_ROLE ||
                    (with && subject->kind == PHRASE_OTHER);
    v->beside = v->participle && somebody && subject->first > v->floor &&
                has_fn(r, subject->first - 1, FN(PREPOSITION)) && is_word(r, at - 1) &&
                !stance_token_is(r, subject->first - 1, "about") && /* "talk about a rival challenging him" */
                (with || (v->e->frame & (STANCE_FRAME_QUOTE | STANCE_FRAME_THAT)));
    uint32_t lead = subject->first; /* "had been presented with a report claiming …": what the verb governs */
    bool governed = lead > v->floor + 1 && subject->kind != PHRASE_PERSON && stance_token_is(r, lead - 1, "with") &&
                    stance_is_past(r, lead - 2);
    v->beside = v->beside && !governed;
    v->participle = v->participle && !v->beside;
    if (v->participle) subject->kind = PHRASE_NONE;
    for (size_t i = x->first_found; i < r->attribution_count && !v->inside; i++)
        v->inside = !r->attributions[i].dropped && stance_covers(&r->attributions[i], v->cue);
    /* "Lee blasts the plan, calls it a fantasy": heads leave the subject out. */
    bool elliptic = v->earlier && at > x->s->first && !v->inverted && is_mark(r, at - 1, STANCE_MARK_COMMA) &&
                    stance_verb_form(r, v->cue) == VERB_THIRD && is_head_like(x) && leads_sentence(x, v->earlier);
    if (elliptic) subject->kind = PHRASE_NONE;
    v->rel = elliptic || v->listed ? RELATION_SAME_SUBJECT : stance_relate(x, v->cue, subject);
    if (v->beside && stance_token_is(r, subject->first - 1, "with") && subject->first > x->s->first + 1 &&
        is_mark(r, subject->first - 2, STANCE_MARK_COMMA))
        v->rel = RELATION_OWN_SUBJECT; /* "Lee refused, with Brandt noting that …" */
    if (v->rel == RELATION_NESTED && v->inside && !v->inverted && turns_back(x, v)) {
        v->rel = RELATION_OWN_SUBJECT;
        v->turned = true;
    }
}
