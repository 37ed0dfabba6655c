/* Sources that no verb names: "according to", "in his view", agents of passives, labels of a transcript. */
#include "extract/names.h"
#include "extract/search.h"

/* "This was stated by", "Such a statement was made by": the cue says what goes before. */
static bool refers_back(const reading *r, uint32_t cue)
{
    return stance_token_is(r, cue, "this") || stance_token_is(r, cue, "it") || stance_token_is(r, cue, "such");
}

/* "As Brandt put it", "to hear the envoy tell it": who speaks stands in the gap of the cue. Its tokens, or none. */
static token_range gap_of(const reading *r, const stance_entry *e, uint32_t cue, uint32_t cue_end)
{
    bool as = stance_token_is(r, cue, "as"), way = stance_token_is(r, cue, "the") && stance_token_is(r, cue + 1, "way"),
         hear = stance_token_is(r, cue, "to") && stance_token_is(r, cue + 1, "hear");
    if (e->frame & STANCE_FRAME_BEFORE || !stance_token_is(r, cue_end - 1, "it")) return (token_range){0, 0};
    token_range gap = {cue + (as ? 1 : way || hear ? 2 : cue_end), cue_end - 2};
    return gap.first < gap.end ? gap : (token_range){0, 0};
}

/* "In his opinion, …", "… in her view": the possessive is the speaker, the rest of the sentence what he says. */
static stance_status try_possessive(search *x, const stance_entry *e, uint32_t cue, uint32_t cue_end, stance_error *err)
{
    reading *r = x->r;
    uint32_t owner = cue;
    while (owner < cue_end && !(has_fn(r, owner, FN(POSSESSIVE)) && !stance_token_is(r, owner, "whose")) &&
           !stance_token_is(r, owner, "'s"))
        owner++;
    const attribution *earlier = stance_last_kept(x);
    if (owner == cue_end || earlier) return STANCE_OK;
    attribution a = stance_attribution_of(x, e, cue, cue_end);
    if (stance_token_is(r, owner, "'s")) a.source = stance_describe_phrase(r, cue + 1, owner); /* in the envoy's view */
    else a.source = stance_pronoun_phrase(owner);
    if (!stance_can_speak(&a.source)) return STANCE_OK;
    if (cue - x->s->first >= 3) stance_add_content(x, &a, x->s->first, cue);
    bool goes_on = is_mark(r, cue_end, STANCE_MARK_COMMA) && has_fn(r, cue_end + 1, FN(BE) | FN(AUXILIARY));
    if (cue_end + (goes_on ? 2 : 3) < x->end)
        stance_add_content(x, &a, cue_end, x->end); /* "…, in his words, are over" */
    return a.content_count ? stance_keep(x, &a, err) : STANCE_OK;
}

/* The object speaks: "Sputnik quoted Antonov as saying", "citing officials". */
static bool object_speaks(search *x, attribution *a, const stance_entry *e, uint32_t cue, uint32_t cue_end)
{
    const reading *r = x->r;
    bool with_gap = e->frame & STANCE_FRAME_THAT;
    phrase p = stance_phrase_after(r, cue + 1, with_gap ? cue_end - 1 : x->end);
    if (!with_gap && p.kind != PHRASE_NONE && stance_token_is(r, p.end - 1, "'s") && stance_is_quoted(r, p.end))
        return false; /* "citing Moscow's “malign activity”" */
    a->source = p;
    uint32_t as = p.end + is_mark(r, p.end, STANCE_MARK_COMMA); /* "quoted the governor, Kim Lee, as saying" */
    if (!with_gap && p.kind != PHRASE_NONE && stance_token_is(r, as, "as") && as + 2 < x->end &&
        stance_ends_in_ing(r, as + 1)) { /* longer than the gap of "cited * as saying" */
        bool marked;
        stance_add_content(x, a, stance_content_after(x, e, as + 2, &marked), x->end);
        return stance_can_speak(&p) && a->content_count;
    }
    uint32_t left = x->s->first, end = cue;
    bool shared;
    phrase outlet = stance_subject_before(r, cue, stance_stretch_start(x, cue), &shared); /* "…," the agency quoted X */
    if (outlet.kind != PHRASE_NONE && !stance_is_quoted(r, outlet.first)) end = outlet.first;
    if (stance_is_clause(x, left, end) && stance_has_quotation(x, left, end)) stance_add_content(x, a, left, end);
    if (!a->content_count && with_gap) {
        bool marked;
        stance_add_content(x, a, stance_content_after(x, e, cue_end, &marked), x->end);
    }
    return stance_can_speak(&p) && a->content_count && !(stance_ends_in_ing(r, cue) && p.plural);
}

/* "quoted Antonov as saying": done when the object speaks, or when nobody does; else the subject may ("cited the costs"). */
stance_status stance_try_object(search *x, const stance_entry *e, uint32_t cue, uint32_t cue_end, bool *done,
                                stance_error *err)
{
    const reading *r = x->r;
    attribution a = stance_attribution_of(x, e, cue, cue_end);
    *done = true;
    if (object_speaks(x, &a, e, cue, cue_end)) return stance_keep(x, &a, err);
    phrase object = stance_phrase_after(r, cue_end, x->end); /* ", citing the costs" */
    bool thing = object.kind == PHRASE_OTHER && !object.plural && stance_last_kept(x) && cue > x->s->first &&
                 is_mark(r, cue - 1, STANCE_MARK_COMMA);
    *done = !(e->frame & STANCE_FRAME_NP) || (stance_ends_in_ing(r, cue) && !thing);
    return STANCE_OK;
}

/* "Dam plan condemned by Oslo": a title, which leaves out the auxiliary; nothing but a subject stands before the verb. */
static bool opens_title(const search *x, uint32_t group, uint32_t cue)
{
    const reading *r = x->r;
    if (r->blocks[x->s->block].kind != BLOCK_HEAD || group != cue || cue == x->s->first) return false;
    for (uint32_t i = x->s->first; i < cue; i++) {
        if (token_at(r, i)->kind == STANCE_MARK || stance_is_finite(r, i, x->s->first)) return false;
    }
    return true;
}

/* "The plan was rejected by the ministry": the agent holds the position, the subject is what it is about. */
stance_status stance_try_agent(search *x, const stance_entry *e, uint32_t cue, uint32_t cue_end, stance_error *err)
{
    const reading *r = x->r;
    uint32_t floor = stance_stretch_start(x, cue), by = cue + 1; /* the cue may hold it: "seen by experts as" */
    verb_group g = stance_before_adverbs(x, cue, floor);
    bool title =
        opens_title(x, g.first, cue) && (stance_token_is(r, cue_end, "by") || stance_token_is(r, cue_end - 1, "by"));
    bool apposed =
        !g.be && (cue == x->s->first || is_mark(r, cue - 1, STANCE_MARK_COMMA)); /* ", dubbed a trap by Lee," */
    if (!(g.be || apposed || title) || g.negated || g.modal || stance_last_kept(x) ||
        stance_verb_form(r, cue) != VERB_PAST)
        return STANCE_OK;
    for (uint32_t k = g.first; k < cue; k++) {
        if (stance_is_future(r, k)) return STANCE_OK; /* "will be welcomed by most": nobody has said it */
    }
    while (by < x->end && by < cue_end + LIST_TOKENS && !stance_token_is(r, by, "by") &&
           (token_at(r, by)->kind != STANCE_MARK || stance_is_quoted(r, by)) &&
           !has_fn(r, by, FN(SUBORDINATOR) | FN(RELATIVE)))
        by++;
    if (by + 1 >= x->end || !stance_token_is(r, by, "by")) return STANCE_OK;
    attribution a = stance_attribution_of(x, e, cue, cue_end);
    a.source = stance_phrase_after(r, by + 1, x->end);
    if (title) a.source = stance_list_after(r, &a.source, x->end, true); /* "Plan condemned by Oslo, Riga" */
    if (stance_ends_in_ing(r, by + 1)) return STANCE_OK; /* "was accused of fraud by changing the name" */
    for (uint32_t k = by + 2; k < a.source.end;
         k++) { /* "urged by doctors to delay it", "accused by critics of hiding it" */
        bool deed =
            stance_has_infinitive(r, k - 1, k + 2) || (stance_token_is(r, k, "of") && stance_ends_in_ing(r, k + 1));
        if (deed) a.source = stance_describe_phrase(r, by + 1, k);
    }
    if (a.source.kind != PHRASE_PERSON && a.source.kind != PHRASE_ROLE && a.source.kind != PHRASE_NAMED)
        return STANCE_OK;
    uint32_t deed = a.source.end;
    bool act =
        (stance_has_infinitive(r, deed - 1, deed + 2) && (e->frame & (STANCE_FRAME_INF | STANCE_FRAME_BEFORE))) ||
        (stance_token_is(r, deed, "of") && stance_ends_in_ing(r, deed + 1) && e->class == STANCE_CUE_ACT);
    if (act) { /* whom they urge is no part of what they say */
        uint32_t first = deed + stance_token_is(r, deed, "of");
        stance_add_content(x, &a, first, stance_nominal_end(x, first));
        return a.content_count ? stance_keep_holders(x, &a, err) : STANCE_OK;
    }
    uint32_t that = a.source.end; /* "was warned by the sheriff that the bridge was closed" */
    if (stance_token_is(r, that, "that") && that + 3 < x->end &&
        (e->frame & (STANCE_FRAME_THAT | STANCE_FRAME_TO | STANCE_FRAME_BEFORE)) &&
        !stance_is_finite(r, that + 1, that)) {
        stance_add_content(x, &a, that + 1, stance_clausal_end(x, that + 1));
        return a.content_count ? stance_keep_holders(x, &a, err) : STANCE_OK;
    }
    uint32_t as = a.source.end; /* ", described by Lee as a trap," */
    if (apposed && stance_token_is(r, as, "as")) stance_add_content(x, &a, as + 1, stance_nominal_end(x, as + 1));
    else if (apposed && has_trait(r, cue, TRAIT(NAMING)) && by > cue_end) stance_add_content(x, &a, cue_end, by);
    if (a.content_count) return stance_keep_holders(x, &a, err);
    bool shared;
    phrase subject = stance_subject_before(r, g.first, floor, &shared);
    if (title) subject = stance_describe_phrase(r, x->s->first, cue);
    if (apposed || subject.kind == PHRASE_NONE || e->class == STANCE_CUE_NEUTRAL || stance_violent_act(x, e, &a))
        return STANCE_OK;
    if (has_fn(r, subject.first, FN(PRONOUN) | FN(PLURAL_PRONOUN)) && subject.end == subject.first + 1 &&
        !stance_has_quotation(x, x->s->first, x->end) && a.source.end >= x->end)
        return STANCE_OK; /* "They were backed by Lee" says nothing */
    stance_add_content(x, &a, subject.first, by <= cue_end ? g.first : by);
    uint32_t tail = a.source.end; /* "is seen by experts as a failure", "was attacked by Lee for his words" */
    if ((stance_token_is(r, tail, "as") || stance_token_is(r, tail, "for")) && tail + 1 < x->end)
        stance_add_content(x, &a, tail + 1, stance_nominal_end(x, tail + 1));
    return a.content_count ? stance_keep_holders(x, &a, err) : STANCE_OK;
}

/* "According to X, …", "…, in the words of X". */
stance_status stance_try_phrase(search *x, const stance_entry *e, uint32_t cue, uint32_t cue_end, stance_error *err)
{
    reading *r = x->r;
    token_range gap = gap_of(r, e, cue, cue_end);
    if (!(e->frame & STANCE_FRAME_BEFORE) && !gap.end)
        return e->frame & STANCE_FRAME_BARE ? try_possessive(x, e, cue, cue_end, err) : STANCE_OK;
    attribution a = stance_attribution_of(x, e, cue, cue_end);
    if (gap.end) {
        a.source = stance_describe_phrase(r, gap.first, gap.end);
    } else if (has_fn(r, cue_end, FN(OTHER_PRONOUN)) || stance_token_is(r, cue_end, "her")) { /* according to him */
        a.source = stance_pronoun_phrase(cue_end);
    } else {
        a.source = stance_phrase_after(r, cue_end, x->end);
    }
    bool measure = a.source.kind == PHRASE_OTHER && has_fn(r, a.source.first, FN(POSSESSIVE)); /* his body mass index */
    bool rate = stance_token_is(r, cue, "per"); /* "a quarter, per the plan, is …": no clause stands before */
    for (uint32_t k = x->s->first; k < cue && rate; k++)
        rate = !stance_is_finite(r, k, x->s->first) && !stance_is_past(r, k);
    if (!stance_can_speak(&a.source) || measure || rate) return STANCE_OK;
    uint32_t behind = gap.end ? cue_end : a.source.end;
    if (!gap.end && behind < x->end && has_fn(r, behind, FN(PREPOSITION)) && a.source.kind != PHRASE_PERSON) {
        uint32_t k = behind; /* "two people familiar with the talks, who …" */
        while (k < x->end && k < behind + LIST_TOKENS && !is_mark(r, k, STANCE_MARK_COMMA) && !stance_is_quoted(r, k) &&
               !stance_is_finite(r, k, behind))
            k++;
        if (is_mark(r, k, STANCE_MARK_COMMA)) behind = k;
    }
    if (is_mark(r, behind, STANCE_MARK_COMMA) && behind + 1 < x->end && has_fn(r, behind + 1, FN(RELATIVE)) &&
        !stance_token_is(r, behind + 1, "that")) { /* "According to Lee, who spoke in May, …" */
        uint32_t close = behind + 1;
        while (close < x->end && close < behind + ADJUNCT_TOKENS && !is_mark(r, close, STANCE_MARK_COMMA)) close++;
        if (is_mark(r, close, STANCE_MARK_COMMA) && close < x->end) behind = close;
    }
    if (stance_token_is(r, cue_end - 1, "by") && !stance_token_is(r, cue, "as") && !refers_back(r, cue) &&
        !stance_token_is(r, cue, "a")) {
        /* "…, announced by the ministry": what others did to the subject is no statement of theirs */
        bool told = e->class == STANCE_CUE_NEUTRAL && cue > x->s->first && is_mark(r, cue - 1, STANCE_MARK_COMMA) &&
                    stance_is_clause(x, x->s->first, cue);
        if (!told) return stance_try_agent(x, e, cue, cue_end, err);
    }
    uint32_t that = refers_back(r, cue) ? a.source.end : 0; /* "It was stressed by the ministry that …" */
    if (that && stance_token_is(r, that, "that") && that + 2 < x->end) {
        stance_add_content(x, &a, that + 1, stance_clausal_end(x, that + 1));
        return stance_keep_holders(x, &a, err);
    }
    uint32_t lead = x->s->first;
    while (lead < cue &&
           (has_fn(r, lead, FN(CONNECTIVE) | FN(ADVERB) | FN(CONJUNCTION)) || is_mark(r, lead, STANCE_MARK_COMMA)))
        lead++;
    if (lead == cue && refers_back(r, cue)) {
        a.back = true;
        return stance_keep_holders(x, &a, err);
    }
    const attribution *earlier = stance_last_kept(x);
    /* "Moscow proposes …, according to the envoy": a person named at the end holds all of it; else it is part of what somebody says. */
    bool last = true; /* nothing but what belongs to the source stands behind: "a new poll by the paper" */
    for (uint32_t i = behind; i < x->end && last; i++)
        last = token_at(r, i)->kind != STANCE_MARK && !stance_is_finite(r, i, behind);
    bool closes = cue > x->s->first && is_mark(r, cue - 1, STANCE_MARK_COMMA) && last &&
                  (a.source.kind == PHRASE_PERSON || a.source.kind == PHRASE_PRONOUN || a.source.kind == PHRASE_ROLE);
    bool holds = earlier && (earlier->source.kind == PHRASE_PERSON || earlier->source.kind == PHRASE_PRONOUN ||
                             stance_has_quotation(x, x->s->first, cue));
    if (earlier && stance_covers(earlier, cue) && (!closes || holds)) return STANCE_OK;
    if (earlier && closes && !holds) earlier = NULL;
    if (earlier && lead < cue &&
        (r->notes[a.source.head == NO_TOKEN ? a.source.first : a.source.head].role & ROLE(BODY)))
        return STANCE_OK;
    if (earlier && earlier->content_count && earlier->content[0].end <= cue &&
        stance_has_quotation(x, earlier->content[0].first, earlier->content[0].end))
        return STANCE_OK;
    if (lead == cue) {
        uint32_t mark = behind; /* "As Lee put it in her memoir, “…”" */
        while (mark + 1 < x->end && mark < behind + LIST_TOKENS && !is_mark(r, mark, STANCE_MARK_COMMA)) mark++;
        if (gap.end && has_fn(r, behind, FN(PREPOSITION)) && mark + 1 < x->end && stance_is_quoted(r, mark + 1))
            behind = mark;
        stance_add_content(x, &a, behind, x->end);
    } else {
        /* "or, as the paper put it in May, “a free lunch”": the words that stand behind */
        uint32_t words = behind;
        while (gap.end && words < x->end && words < behind + ADJUNCT_TOKENS && !stance_is_quoted(r, words)) words++;
        if (gap.end && words < x->end && stance_is_quoted(r, words) && !stance_has_quotation(x, x->s->first, cue)) {
            stance_add_content(x, &a, words, stance_quoted_end(x, words));
            return a.content_count ? stance_keep_holders(x, &a, err) : STANCE_OK;
        }
        bool clause = cue > x->s->first + 2 && is_mark(r, cue - 1, STANCE_MARK_COMMA) &&
                      is_mark(r, behind, STANCE_MARK_COMMA) && behind + 3 < x->end &&
                      (has_trait(r, cue - 2, TRAIT(SETTING)) || stance_token_is(r, cue - 2, "where"));
        if (clause) { /* "They met in May, when, according to the envoy, …" */
            stance_add_content(x, &a, behind + 1, stance_clausal_end(x, behind + 1));
            return a.content_count ? stance_keep_holders(x, &a, err) : STANCE_OK;
        }
        stance_add_content(x, &a, x->s->first, cue);
        bool goes_on = has_fn(r, cue - 1, FN(BE) | FN(AUXILIARY)) || /* "are, in the words of the envoy, dead" */
                       (cue > 1 && has_fn(r, cue - 2, FN(BE) | FN(AUXILIARY)));
        uint32_t noun = behind + 2; /* "…, according to Lily Orr, a former treasurer" */
        while (noun < x->end && noun < behind + 5 && !r->notes[noun].role) noun++;
        bool apposed = (stance_is_article(r, behind + 1)) && noun < x->end && noun < behind + 5 && !goes_on;
        bool own = stance_token_is(r, behind + 2, "it") ||
                   has_fn(r, behind + 2, FN(PLURAL_PRONOUN)); /* ", while it strikes" */
        bool meanwhile = apposed || has_trait(r, behind + 1, TRAIT(SETTING)) ||
                         (has_trait(r, behind + 1, TRAIT(CONCESSIVE)) && !own) ||
                         stance_token_is(r, behind + 1, "as"); /* "…, according to the poll, as Lee kept a lead" */
        if (is_mark(r, behind, STANCE_MARK_COMMA) && behind + (goes_on ? 1 : 3) < x->end && !meanwhile)
            stance_add_content(x, &a, behind, x->end);
    }
    if (a.content_count && a.content[a.content_count - 1].end - a.content[0].first < 3) return STANCE_OK;
    bool passes_on = stance_passes_on(r, &a.source, e);
    for (size_t i = x->first_found; i < r->attribution_count; i++) {
        if (!stance_covers(&a, r->attributions[i].cue_first) || r->attributions[i].dropped) continue;
        if (passes_on) { /* "Lee said …, according to TASS": Lee's words */
            stance_cut_earlier(x, cue);
            return STANCE_OK;
        }
        r->attributions[i].dropped = true;
    }
    return a.content_count ? stance_keep_holders(x, &a, err) : STANCE_OK;
}

/* A turn of a transcript is its speaker's whole. */
stance_status stance_take_turn(search *x, const block *b, stance_error *err)
{
    attribution a = {
        .sentence = x->index, .cue_entry = UINT32_MAX, .cue_first = b->label_first, .cue_end = b->label_first};
    a.source = stance_describe_phrase(x->r, b->label_first, b->label_end);
    bool answer = b->label_end == b->label_first + 1 &&
                  (stance_token_is(x->r, b->label_first, "a") || stance_token_is(x->r, b->label_first, "answer"));
    if (answer) a.source.kind = PHRASE_OTHER; /* the one who is asked: speakers.c finds who that is */
    else if (a.source.kind == PHRASE_NONE) a.source.kind = PHRASE_PERSON;
    if (is_mark(x->r, x->s->first, STANCE_MARK_OPEN) && is_mark(x->r, x->s->end - 1, STANCE_MARK_CLOSE))
        return STANCE_OK; /* (Laughter.) */
    stance_add_content(x, &a, x->s->first, x->s->end);
    return a.content_count ? stance_keep(x, &a, err) : STANCE_OK;
}
