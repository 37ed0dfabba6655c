/* A verb that reports ("said", "accused"), and what its subject says. */
#include "extract/saying.h"

/* "…, but in his talk he could not resist adding": the start of the clause that the cue at `at` stands in, when it has
   a subject and a verb of its own behind a comma and a conjunction; otherwise `at`. */
uint32_t stance_own_clause(const search *x, uint32_t at)
{
    const reading *r = x->r;
    bool verb = false;
    for (uint32_t i = at; i > x->s->first + 1 && at - i < ADJUNCT_TOKENS && !stance_is_quoted(r, i - 1); i--) {
        verb = verb || stance_is_finite(r, i - 1, x->s->first);
        bool opens = stance_token_is(r, i - 1, "but") || stance_token_is(r, i - 1, "and");
        if (opens && (is_mark(r, i - 2, STANCE_MARK_COMMA) || stance_is_quoted(r, i - 2))) return verb ? i - 1 : at;
        if (token_at(r, i - 1)->kind == STANCE_MARK) break;
    }
    return at;
}

/* "…, and when pressed on it, the envoy replied": where the conjunction of the main clause stands before what opens it, when
   the subject at `at` stands behind that; or at. */
static uint32_t before_setting(const search *x, uint32_t at)
{
    const reading *r = x->r;
    if (at < x->s->first + 4 || !is_mark(r, at - 1, STANCE_MARK_COMMA) || stance_is_quoted(r, at - 1)) return at;
    for (uint32_t i = at - 1; i > x->s->first + 1 && at - i < LIST_TOKENS && !stance_is_quoted(r, i - 1); i--) {
        if (is_mark(r, i - 1, STANCE_MARK_COMMA)) break;
        bool joins = has_fn(r, i - 1, FN(CONJUNCTION)) && has_trait(r, i, TRAIT(SETTING));
        if (joins && (is_mark(r, i - 2, STANCE_MARK_COMMA) || stance_is_quote_mark(r, i - 2))) return i - 1;
    }
    return at;
}

/* Takes the tokens from `at` on away from what earlier attributions of the sentence claimed. */
void stance_cut_earlier(const search *x, uint32_t at)
{
    for (size_t i = x->first_found; i < x->r->attribution_count; i++) {
        attribution *a = &x->r->attributions[i];
        uint32_t kept = 0;
        for (uint32_t k = 0; k < a->content_count; k++) {
            token_range c = a->content[k];
            if (c.first >= at) continue;
            if (c.end > at) c.end = stance_trim_right(x, c.first, at);
            while (c.end > c.first &&
                   (has_fn(x->r, c.end - 1, FN(CONJUNCTION)) || stance_token_is(x->r, c.end - 1, "while") ||
                    stance_token_is(x->r, c.end - 1, "with")))
                c.end = stance_trim_right(x, c.first, c.end - 1);
            if (c.end > c.first) a->content[kept++] = c;
        }
        a->content_count = kept;
    }
}

/* "He was fired, and the bureau issued a note saying that …": the subject of the clause behind the conjunction that the
   participle at `at` stands in, or nobody. */
static phrase clause_subject(const search *x, uint32_t at)
{
    const reading *r = x->r;
    phrase none = {.kind = PHRASE_NONE, .head = NO_TOKEN};
    uint32_t own = stance_own_clause(x, at);
    if (own == at || own + 2 >= at) return none;
    phrase p = stance_subject_of(r, own + 1, at);
    bool clause = p.kind != PHRASE_NONE && p.kind != PHRASE_OTHER && p.first == own + 1 && p.end < at &&
                  (has_fn(r, p.end, FN(AUXILIARY) | FN(BE) | FN(ADVERB)) || stance_is_past(r, p.end));
    return clause ? p : none;
}

/* "Although the paper reported a rift, Lee replied with a statement, saying …": of a participle behind a subordinate
   clause that somebody else speaks in, the subject of the main clause. */
static phrase main_subject(const search *x, const attribution *earlier, uint32_t cue)
{
    const reading *r = x->r;
    phrase none = {.kind = PHRASE_NONE};
    uint32_t opener = x->s->first;
    bool noun = earlier->cue_entry != UINT32_MAX && r->lexicon->entries[earlier->cue_entry].form == STANCE_CUE_NOUN;
    if (noun && is_mark(r, cue - 1, STANCE_MARK_COMMA)) { /* "Lee laughed at Brandt's claim that …, saying …" */
        phrase lead = stance_subject_of(x->r, x->s->first, cue);
        bool other = lead.kind == PHRASE_PERSON && lead.end < earlier->source.first;
        return other ? lead : none;
    }
    if (!has_trait(r, opener, TRAIT(CONCESSIVE) | TRAIT(SETTING)) && !stance_token_is(r, opener, "as")) return none;
    uint32_t comma = stance_opening_clause_end(x, opener);
    if (earlier->cue_first > comma || comma + 2 >= cue || stance_is_quoted(r, comma + 1)) return none;
    phrase p = stance_phrase_to_verb(r, comma + 1, cue);
    return p.kind == PHRASE_PERSON || p.kind == PHRASE_PRONOUN || p.kind == PHRASE_ROLE ? p : none;
}

bool stance_has_verb(const search *x, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++) {
        if (stance_is_finite(x->r, i, first)) return true;
    }
    return false;
}

/* "both sides accept": where the subject begins, its quantifier counted in. */
static uint32_t led_by(const search *x, const saying *v)
{
    uint32_t first = v->subject.first;
    bool quantified =
        first > x->s->first && (stance_token_is(x->r, first - 1, "both") || stance_token_is(x->r, first - 1, "all"));
    return first - quantified;
}

/* "what the ministry said": a thing, not its words, unless they are quoted: "what Lee called a “disgrace”". */
static stance_status keep_what(search *x, const saying *v, stance_error *err)
{
    const reading *r = x->r;
    const attribution *outer = stance_last_kept(x);
    if (!stance_has_quotation(x, v->cue_end, x->end) || v->g.negated || (outer && stance_covers(outer, v->cue)))
        return STANCE_OK;
    attribution a = stance_attribution_of(x, v->e, v->cue, v->cue_end);
    a.source = v->subject;
    uint32_t from = v->cue_end + stance_token_is(r, v->cue_end, "as"), words = from;
    while (words < from + 3 && is_word(r, words) && !stance_is_quoted(r, words)) words++;
    uint32_t marks = stance_mark_end(x, words); /* "in what critics call a “land grab,” to sell the pier" */
    stance_add_content(x, &a, from, marks > words ? marks : stance_nominal_end(x, from));
    bool quotes = a.content_count && stance_has_quotation(x, a.content[0].first, a.content[0].end);
    return quotes ? stance_keep(x, &a, err) : STANCE_OK;
}

/* "The vote comes as Moscow protested and demanded a rerun": of a verb behind "and", the subject of the verb before it in a
   clause of its own, or nobody. */
static phrase subject_beside(const search *x, const saying *v)
{
    const reading *r = x->r;
    phrase nobody = {.kind = PHRASE_NONE, .head = NO_TOKEN};
    if (!v->shared || v->g.first != v->cue || stance_verb_form(r, v->cue) != VERB_PAST ||
        !stance_token_is(r, v->cue - 1, "and"))
        return nobody;
    for (uint32_t i = v->cue - 1; i > x->s->first + 2 && v->cue - i < LIST_TOKENS && is_word(r, i - 1); i--) {
        if (has_fn(r, i - 1, FN(BE) | FN(AUXILIARY) | FN(SUBORDINATOR) | FN(RELATIVE)) && !stance_is_past(r, i - 1))
            return nobody;
        if (!stance_is_past(r, i - 1) || is_capital(r, i - 1) || stance_noun_before(r, i - 2)) continue;
        bool shared;
        phrase p = stance_subject_before(r, stance_before_adverbs(x, i - 1, v->floor).first, v->floor, &shared);
        bool led = p.kind != PHRASE_NONE && p.kind != PHRASE_OTHER && p.first > x->s->first &&
                   (has_trait(r, p.first - 1, TRAIT(SETTING)) || stance_token_is(r, p.first - 1, "as"));
        return led ? p : nobody;
    }
    return nobody;
}

/* Nobody spoke before, so the subject that the sentence opens with does. Not in "The sides met, the ministry noting
   that …", which is not worth it; "Noting that …, the envoy said" is found by its main verb. */
static bool find_leading_subject(const search *x, saying *v)
{
    const reading *r = x->r;
    uint32_t at = v->g.first;
    if (v->participle && (v->e->frame & STANCE_FRAME_OBJECT)) return false; /* "ran an article citing officials" */
    phrase subject = stance_subject_of(r, x->s->first, v->cue), clause = clause_subject(x, at);
    phrase beside_verb = subject_beside(x, v);
    if (beside_verb.kind != PHRASE_NONE) {
        v->subject = beside_verb;
        return true;
    }
    bool own = v->participle && clause.kind != PHRASE_NONE;
    if (own) subject = clause;
    bool issued = at > v->floor && subject.end + LEAD_VERB_TOKENS >= at && (r->notes[at - 1].role & ROLE(BODY));
    bool apart = at > v->floor && /* "The council issued a statement calling …" */
                 (token_at(r, at - 1)->kind == STANCE_MARK || issued ||
                  (has_trait(r, at - 1, TRAIT(SETTING)) && is_mark(r, at - 2, STANCE_MARK_COMMA)) ||
                  (stance_token_is(r, at - 1, "by") && v->e->class == STANCE_CUE_NEUTRAL &&
                   !(v->e->frame & STANCE_FRAME_ASKED)) || /* "responded by saying" */
                  (own && stance_token_is(r, v->cue_end, "that")));
    if (v->shared && stance_verb_form(r, v->cue) == VERB_THIRD && subject.end > subject.first &&
        stance_ends_in_s(r, subject.end - 1) && !r->notes[subject.end - 1].actor)
        return false; /* "websites and broadcasts that …" */
    if (v->shared && stance_verb_form(r, v->cue) == VERB_THIRD && subject.kind != PHRASE_NONE && subject.end + 1 >= at)
        return false; /* "island-building and claims to the strait angered …" */
    if (at > v->floor && (stance_token_is(r, at - 1, "those") || (v->shared && stance_token_is(r, at - 1, "or"))))
        return false; /* "42 percent of those responding", "reporters or invited guests" */
    bool inside = at > x->s->first + 3 && has_trait(r, at - 1, TRAIT(SETTING)) && is_mark(r, at - 2, STANCE_MARK_COMMA);
    if (inside && subject.end < at - 2) { /* "… when Lee, after railing against it, signed" */
        bool shared;
        phrase beside = stance_subject_before(r, at - 2, v->floor, &shared);
        if (beside.kind == PHRASE_PERSON || beside.kind == PHRASE_PRONOUN) subject = beside;
    }
    uint32_t aside = at; /* "based on the work of two panels and made public in May" */
    while (v->shared && aside > x->s->first && at - aside < ADJUNCT_TOKENS && !is_mark(r, aside - 1, STANCE_MARK_COMMA))
        aside--;
    if (v->shared && aside < at && is_mark(r, aside - 1, STANCE_MARK_COMMA) && stance_ends_in_ed(r, aside) &&
        !is_capital(r, aside) && has_fn(r, aside + 1, FN(PREPOSITION)) &&
        stance_relative_clause_end(x, v->cue_end) < x->end)
        return false;
    v->subject = subject;
    return subject.kind != PHRASE_NONE && subject.kind != PHRASE_OTHER &&
           !(v->participle && !apart && subject.kind == PHRASE_NAMED) && !stance_token_is(r, subject.first, "it");
}

/* "Critics who say the dam is unsafe have sued", "An aide claiming that the mayor lied was fired": what is said ends before
   the verb of the noun that the report hangs on. */
static void leave_main_verb(search *x, const saying *v, attribution *a)
{
    uint32_t at = v->g.first;
    uint32_t lead = v->subject.first;
    bool object =
        at > lead && lead > x->s->first && has_fn(x->r, lead - 1, FN(RELATIVE)); /* "the man whom Moscow accuses" */
    bool hangs =
        at > x->s->first && (object || has_fn(x->r, at - 1, FN(RELATIVE)) ||
                             (v->ing && !v->g.be && is_word(x->r, at - 1) && !has_fn(x->r, at - 1, FN(PREPOSITION))));
    if (!hangs || v->inverted || v->enclosed || !a->content_count) return;
    token_range *last = &a->content[a->content_count - 1];
    bool clause = (v->e->frame & (STANCE_FRAME_THAT | STANCE_FRAME_BARE)) &&
                  (stance_token_is(x->r, last->first - 1, "that") || stance_starts_clause(x, last->first));
    bool gap = object && last->first >= at &&
               (v->e->frame & STANCE_FRAME_NP) && /* "the talks that Lee proposed never took place" */
               (has_fn(x->r, last->first, FN(ADVERB) | FN(AUXILIARY) | FN(BE)) || stance_is_past(x->r, last->first)) &&
               !stance_is_quoted(x->r, last->first) && !stance_noun_before(x->r, last->first - 1);
    if (gap && a->content_count == 1) a->content_count = 0;
    if (gap) return;
    uint32_t end =
        last->first < at ? last->end : stance_main_verb(x, lead < at ? lead : at, last->first, last->end, clause);
    if (end > last->first && end < last->end) last->end = stance_trim_right(x, last->first, end);
}

/* A verb without a subject of its own: ", adding that …", "and stressed …". It has that of an earlier attribution. */
static stance_status follow(search *x, saying *v, stance_error *err)
{
    const reading *r = x->r;
    uint32_t at = v->g.first;
    if (!v->earlier || (v->rel != RELATION_SAME_SUBJECT && !v->participle)) {
        if (!v->participle && !(v->shared && !v->earlier)) return STANCE_OK;
        if (!v->earlier && !find_leading_subject(x, v)) return STANCE_OK;
    }
    phrase main = v->participle && v->earlier ? main_subject(x, v->earlier, v->cue) : (phrase){.kind = PHRASE_NONE};
    if (main.kind != PHRASE_NONE) {
        stance_cut_earlier(x, main.first > v->earlier->cue_first ? main.first : at);
        v->earlier = NULL;
        v->subject = main;
    }
    attribution a = stance_attribution_of(x, v->e, v->cue, v->cue_end);
    a.source = v->earlier ? v->earlier->source : v->subject;
    a.same_as = v->earlier ? (uint32_t)(v->earlier - r->attributions) + 1 : 0;
    if (stance_find_question(x, &a, v->e, false)) { /* "smiled and asked the crowd to …" */
        stance_cut_earlier(x, at);
        return stance_keep(x, &a, err);
    }
    bool marked;
    uint32_t after = stance_content_after(x, v->e, v->cue_end, &marked);
    bool takes_more = v->e->frame & (STANCE_FRAME_BARE | STANCE_FRAME_NP | STANCE_FRAME_INF | STANCE_FRAME_GER);
    /* "left, accusing Lee of lying", "after condemning the plan", as against "brought a map, showing …", "tweets mocking Lee" */
    bool act = v->e->class == STANCE_CUE_ACT && at > x->s->first &&
               (is_mark(r, at - 1, STANCE_MARK_COMMA) || has_trait(r, at - 1, TRAIT(SETTING)));
    bool alone = v->participle && !v->earlier && !act;
    if (after >= x->end || (!marked && !takes_more) || (!marked && !stance_unmarked_follows(x, v->e, after, alone)) ||
        stance_points_aside(x, v, after))
        return STANCE_OK;
    stance_cut_earlier(x, stance_own_clause(x, at));
    after = stance_charge(x, v->cue, after);
    bool clause = marked || ((v->e->frame & STANCE_FRAME_BARE) && stance_starts_clause(x, after));
    uint32_t marks = stance_quotes_only(v->e) ? stance_mark_end(x, after) : after; /* "a sign reading “…” hung" */
    uint32_t end = marks > after                          ? marks
                   : clause && stance_is_quoted(r, after) ? stance_quoted_end(x, after)
                   : clause                               ? stance_clausal_end(x, after)
                                                          : stance_nominal_end(x, after);
    stance_add_content(x, &a, after, end);
    leave_main_verb(x, v, &a);
    return a.content_count ? stance_keep(x, &a, err) : STANCE_OK;
}

/* "When Trump noted that …, she laughed": the word before the subject that makes its clause depend on another. */
static uint32_t subordinator_of(const search *x, const saying *v)
{
    const reading *r = x->r;
    uint32_t opener = v->subject.first > x->s->first ? v->subject.first - 1 : NO_TOKEN;
    if (v->inverted || opener == NO_TOKEN || !has_fn(r, opener, FN(SUBORDINATOR)) ||
        stance_token_is(r, opener, "that") ||
        (stance_token_is(r, opener, "as") && !(opener > x->s->first && stance_token_is(r, opener - 1, "even")) &&
         !(opener == x->s->first && stance_token_is(r, v->cue_end, "that")))) /* "As Lee warned that …, Orr left" */
        return NO_TOKEN;
    return opener;
}

/* "the land that Lee plans to buy is worth millions": where the verb of the noun stands that the clause hangs on, or the
   end of the words. */
static uint32_t verb_of_noun(const search *x, const saying *v, uint32_t before)
{
    const reading *r = x->r;
    uint32_t who = v->g.first > before + 1 && has_fn(r, v->g.first - 1, FN(RELATIVE)) ? v->g.first - 1 : before;
    bool hangs = who > x->s->first && who < v->cue && is_word(r, who) &&
                 (has_fn(r, who, FN(RELATIVE)) || has_trait(r, who, TRAIT(INTERROGATIVE)) || stance_is_noun(r, who)) &&
                 !stance_has_verb(x, x->s->first, who);
    for (uint32_t i = v->cue_end + 1; hangs && i < x->end; i++) {
        if (token_at(r, i)->kind == STANCE_MARK || stance_is_quoted(r, i) ||
            has_fn(r, i, FN(SUBORDINATOR) | FN(RELATIVE)))
            break;
        if (stance_is_finite(r, i, v->cue_end) && !has_fn(r, i - 1, FN(PRONOUN) | FN(PLURAL_PRONOUN) | FN(SELF)))
            return i;
    }
    return x->end;
}

/* What the subject says, within the bounds of its clause. */
static bool find_words(search *x, const saying *v, uint32_t opener, attribution *a)
{
    uint32_t whole = x->end;
    /* "Once in May, when Lee mentioned it, the paper laughed": no verb stands before */
    bool opens =
        opener != NO_TOKEN && opener < x->s->first + ADJUNCT_TOKENS && !stance_has_verb(x, x->s->first, opener);
    if (opens) x->end = stance_opening_clause_end(x, v->cue_end);
    /* "the plan, which Lee called a mess, passed"; "the remarks, coming a week after Lee called it a mess, are odd" */
    uint32_t before = v->subject.first > x->s->first ? v->subject.first - 1 : v->subject.first;
    bool object = !v->inverted && before > x->s->first && has_fn(x->r, before, FN(RELATIVE)) &&
                  is_mark(x->r, before - 1, STANCE_MARK_COMMA);
    if (v->enclosed || object || (opener != NO_TOKEN && !opens)) x->end = stance_relative_clause_end(x, v->cue_end);
    if (stance_token_is(x->r, v->cue_end - 1, "to") && !v->inverted) x->end = verb_of_noun(x, v, before);
    /* Of a relative clause (", who said …") what stands before the noun is not said. */
    bool says = stance_find_content(x, a, v->e, v->inverted, v->participle || v->enclosed) ||
                stance_find_question(x, a, v->e, v->inverted);
    x->end = whole;
    leave_main_verb(x, v, a);
    says = says && a->content_count;
    if (says && v->e->frame == STANCE_FRAME_QUOTE) { /* "the sides continue to talk" */
        bool words = false;
        for (uint32_t k = 0; k < a->content_count && !words; k++)
            words = stance_has_quotation(x, a->content[k].first, a->content[k].end);
        bool closes = v->cue_end >= whole && a->content[0].end <= v->subject.first && /* "It would fail, he went on." */
                      (v->subject.kind == PHRASE_PRONOUN || v->subject.kind == PHRASE_PERSON);
        says = words || closes || is_mark(x->r, v->cue_end, STANCE_MARK_COLON);
    }
    return says && !stance_weak_act(x, v->e, a) && !stance_violent_act(x, v->e, a);
}

/* "TASS reported that Antonov said …": all that the outlet tells is that somebody said something. */
static bool takes_over(const search *x, const saying *v)
{
    const attribution *b = v->earlier;
    if (!b || b->cue_entry == UINT32_MAX || !b->content_count ||
        !(v->e->frame & (STANCE_FRAME_THAT | STANCE_FRAME_BARE)) || v->subject.kind == PHRASE_PRONOUN ||
        v->subject.kind == PHRASE_OTHER ||
        !(stance_token_is(x->r, v->cue_end, "that") || stance_is_quoted(x->r, v->cue_end) ||
          stance_starts_clause(x, v->cue_end)))
        return false;
    return stance_passes_on(x->r, &b->source, &x->r->lexicon->entries[b->cue_entry]) &&
           v->subject.first >= b->content[0].first && v->subject.first < b->content[0].first + 3;
}

/* A verb with a subject of its own. */
static stance_status state(search *x, const saying *v, uint32_t led, stance_error *err)
{
    reading *r = x->r;
    const phrase *subject = &v->subject;
    bool comma_led = !v->inverted && subject->first > x->s->first &&
                     (is_mark(r, subject->first - 1, STANCE_MARK_COMMA) ||
                      is_mark(r, subject->first - 1, STANCE_MARK_DASH) || stance_is_quoted(r, subject->first - 1));
    uint32_t opener = subordinator_of(x, v);
    bool condition = opener != NO_TOKEN && has_trait(r, opener, TRAIT(CONDITIONAL));
    bool nested = v->inside && v->rel == RELATION_NESTED;
    if (nested && takes_over(x, v)) {
        v->earlier->dropped = true;
        nested = false;
    }
    uint32_t head = x->s->first; /* "Had Moscow said so earlier, …" */
    condition = condition || (subject->first == head + 1 && stance_token_is(r, head, "had") && !v->inverted);
    if (condition || stance_denies_anybody(r, subject) ||
        (!v->enclosed && stance_is_contact_clause(x, subject, v->cue_end)) ||
        (v->g.negated && v->e->class == STANCE_CUE_NEUTRAL) ||
        (stance_token_is(r, subject->first, "i") && subject->kind != PHRASE_PERSON) ||
        stance_token_is(r, subject->first, "we") || stance_own_reporter(r, subject) ||
        (nested && !comma_led && !v->inverted))
        return STANCE_OK;
    attribution a = stance_attribution_of(x, v->e, v->cue, v->cue_end);
    a.source = *subject;
    bool same = v->turned && (stance_token_is(r, subject->first, "they") || stance_token_is(r, subject->first, "it"));
    if (same) a.same_as = (uint32_t)(v->earlier - r->attributions) + 1;
    if (!find_words(x, v, opener, &a) || stance_is_passing_act(x, v, led, &a)) return STANCE_OK;
    bool asks = has_fn(r, v->cue_end, FN(SUBORDINATOR)) && v->cue_end + 2 < x->end;
    if (comma_led && v->inside && a.content[0].end <= v->cue && subject->kind == PHRASE_PRONOUN && asks)
        return STANCE_OK;   /* "Lee said that …, but that by May, she understood how …" */
    bool passed_on = false; /* "Antonov said …, TASS reported": the words are Antonov's */
    for (size_t i = x->first_found; i < r->attribution_count && stance_passes_on(r, subject, v->e); i++)
        passed_on = passed_on || (!r->attributions[i].dropped && stance_covers(&a, r->attributions[i].cue_first));
    if (passed_on) {
        stance_cut_earlier(x, subject->first);
        return STANCE_OK;
    }
    /* Nested, its content must stand before it: then the earlier ones are inside it, otherwise it is inside them. */
    if (nested && a.content[0].end > v->cue) return STANCE_OK;
    for (size_t i = x->first_found; i < r->attribution_count; i++) {
        attribution *b = &r->attributions[i];
        if (!b->dropped && stance_covers(&a, b->cue_first))
            b->dropped = true; /* what a speaker says that another said is still the speaker's */
    }
    if (v->rel == RELATION_OWN_SUBJECT || (a.content[0].first > v->cue && v->inside) || comma_led || v->inverted)
        stance_cut_earlier(x, v->inverted ? v->cue
                              : v->turned ? stance_own_clause(x, v->cue_end)
                                          : before_setting(x, led));
    return stance_keep_holders(x, &a, err);
}

/* ", dubbed a trap by its critics, …", "Called a liar by his rivals, …": a participle with its agent. */
static bool is_named_by(const search *x, const saying *v)
{
    const reading *r = x->r;
    uint32_t cue = v->cue;
    if (v->g.first != cue || !has_trait(r, cue, TRAIT(NAMING)) || !stance_ends_in_ed(r, cue) ||
        has_fn(r, v->cue_end, FN(PREPOSITION)) || !(cue == x->s->first || is_mark(r, cue - 1, STANCE_MARK_COMMA)))
        return false;
    for (uint32_t k = v->cue_end; k + 1 < x->end && k < v->cue_end + LIST_TOKENS; k++) {
        if (stance_token_is(r, k, "by")) return true;
        if ((is_mark(r, k, STANCE_MARK_COMMA) && !stance_is_quoted(r, k)) || stance_is_finite(r, k, cue)) break;
    }
    return false;
}

/* "Those who oppose the dam said …": where the verb of the sentence stands behind the relative clause, or its end. */
static uint32_t before_report(const search *x, uint32_t cue_end)
{
    const reading *r = x->r;
    uint32_t end;
    for (uint32_t k = cue_end + 1; k + 1 < x->end && k < cue_end + ADJUNCT_TOKENS && !stance_is_quoted(r, k); k++) {
        bool relative = has_fn(r, k, FN(RELATIVE)) && stance_is_noun(r, k - 1); /* "voted for the law that bans dogs" */
        if (has_fn(r, k, FN(SUBORDINATOR) | FN(RELATIVE)) && !relative) break;
        const stance_entry *e = stance_cue_at(r, k, &end);
        if (e && e->form == STANCE_CUE_VERB && e->class == STANCE_CUE_NEUTRAL && stance_verb_form(r, k) == VERB_PAST &&
            !stance_noun_before(r, k - 1) && !has_fn(r, k - 1, FN(CONJUNCTION)))
            return k;
    }
    return x->end;
}

stance_status stance_try_verb(search *x, const stance_entry *e, uint32_t cue, uint32_t cue_end, stance_error *err)
{
    const reading *r = x->r;
    bool told;
    STANCE_TRY(stance_try_nonfinite(x, e, cue, cue_end, &told, err));
    if (told || stance_not_a_verb(x, cue)) return STANCE_OK;
    if (e->frame & STANCE_FRAME_OBJECT) {
        bool done;
        STANCE_TRY(stance_try_object(x, e, cue, cue_end, &done, err));
        if (done) return STANCE_OK;
    }
    saying v = {.e = e,
                .cue = cue,
                .cue_end = cue_end,
                .floor = stance_stretch_start(x, cue),
                .ing = stance_ends_in_ing(r, cue)};
    v.g = stance_before_adverbs(x, cue, v.floor);
    bool title =
        r->blocks[x->s->block].kind == BLOCK_HEAD && stance_token_is(r, cue_end, "by"); /* "Plan condemned by Oslo" */
    bool passive = (v.g.be || title) && !v.ing && !has_fn(r, cue, FN(BE));              /* was told, is expected */
    if (passive || is_named_by(x, &v)) return stance_try_agent(x, e, cue, cue_end, err);
    if (stance_is_no_saying(x, &v)) return STANCE_OK;
    stance_find_subject(x, &v);
    bool own = v.subject.kind != PHRASE_NONE && !v.inverted;
    uint32_t led = led_by(x, &v);
    if (own && stance_is_cleft(x, led)) {
        attribution a = stance_attribution_of(x, e, cue, cue_end);
        bool all = stance_token_is(r, v.subject.first, "all");
        a.source = all ? stance_describe_phrase(r, v.subject.first + 1, v.subject.end) : v.subject;
        bool kept = !stance_last_kept(x) && stance_find_cleft(x, &v, &a);
        if (kept || stance_token_is(r, led, "all")) return kept ? stance_keep(x, &a, err) : STANCE_OK;
    }
    if ((own && !v.ing && !stance_form_fits(x, cue, cue_end, &v.subject, &v.g)) || stance_hangs_on_clause(x, &v, led))
        return STANCE_OK;
    if (own && led > x->s->first && stance_token_is(r, led - 1, "what")) return keep_what(x, &v, err);
    if (stance_hangs_on_noun(x, &v, led)) return STANCE_OK;
    stance_relate_saying(x, &v);
    if (v.shared && !v.earlier && !v.ing && stance_verb_form(r, cue) == VERB_BASE)
        return STANCE_OK; /* "has to leave and tell" */
    if (stance_belongs_elsewhere(x, &v)) return STANCE_OK;
    bool follows = v.listed || v.subject.kind == PHRASE_NONE || (v.rel == RELATION_SAME_SUBJECT && v.inside);
    uint32_t whole = x->end, at = v.g.first;
    bool relative = at > x->s->first && stance_token_is(r, at - 1, "who") && !v.inverted && !v.enclosed;
    if (relative && !stance_has_verb(x, x->s->first, at - 1)) x->end = before_report(x, cue_end);
    bool aside = v.participle && !v.earlier && at > x->s->first + 1 && is_mark(r, at - 1, STANCE_MARK_COMMA);
    if (aside && stance_subject_of(r, x->s->first, at).end + 1 >= at) /* "The envoys, noting that it was late, left" */
        x->end = stance_relative_clause_end(x, cue_end);
    /* "Lee, who called it a trap and demanded that it be closed, left" */
    uint32_t who = v.earlier ? v.earlier->source.end : x->end;
    if (v.shared && who + 1 < cue && is_mark(r, who, STANCE_MARK_COMMA) && stance_token_is(r, who + 1, "who"))
        x->end = stance_relative_clause_end(x, cue_end);
    const attribution *to = v.earlier; /* "told a man who said it was safe that it was not" */
    if (relative && to && to->cue_end <= cue && to->content_count && to->content[0].first > cue_end + 2 &&
        stance_token_is(r, to->content[0].first - 1, "that"))
        x->end = to->content[0].first - 1;
    stance_status status = follows ? follow(x, &v, err) : state(x, &v, led, err);
    x->end = whole;
    return status;
}
