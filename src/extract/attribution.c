/* Cues with their subjects and contents: who says what inside one sentence. Quotations that a cue outside their
   sentence gives a
   speaker are left to carry.c. */
#include "extract/search.h"

stance_status stance_keep(search *x, const attribution *a, stance_error *err)
{
    reading *r = x->r;
    return STANCE_PUSH(r->arena, r->attributions, r->attribution_count, r->attribution_capacity, *a)
               ? STANCE_OK
               : stance_fail_memory(err);
}

/* "…, but in his talk he could not resist adding": the start of the clause that the cue at `at` stands in, when it has
   a subject and a verb of its own behind a comma and a conjunction; otherwise `at`. */
static uint32_t own_clause(const search *x, uint32_t at)
{
    const reading *r = x->r;
    bool verb = false;
    for (uint32_t i = at; i > x->s->first + 1 && at - i < LIST_TOKENS && !stance_is_quoted(r, i - 1); i--) {
        verb = verb || stance_is_finite(r, i - 1, x->s->first);
        bool opens = stance_token_is(r, i - 1, "but") || stance_token_is(r, i - 1, "and");
        if (opens && (is_mark(r, i - 2, STANCE_MARK_COMMA) || stance_is_quoted(r, i - 2))) return verb ? i - 1 : at;
        if (token_at(r, i - 1)->kind == STANCE_MARK) break;
    }
    return at;
}

/* Takes the tokens from `at` on away from what earlier attributions of the sentence claimed. */
static void cut_earlier(const search *x, uint32_t at)
{
    for (size_t i = x->first_found; i < x->r->attribution_count; i++) {
        attribution *a = &x->r->attributions[i];
        uint32_t kept = 0;
        for (uint32_t k = 0; k < a->content_count; k++) {
            token_range c = a->content[k];
            if (c.first >= at) continue;
            if (c.end > at) c.end = stance_trim_right(x, c.first, at);
            while (c.end > c.first &&
                   (has_fn(x->r, c.end - 1, FN(CONJUNCTION)) || stance_token_is(x->r, c.end - 1, "while")))
                c.end = stance_trim_right(x, c.first, c.end - 1);
            if (c.end > c.first) a->content[kept++] = c;
        }
        a->content_count = kept;
    }
}

bool stance_can_speak(const phrase *p)
{
    return p->kind != PHRASE_NONE;
}

/* The object speaks: "Sputnik quoted Antonov as saying", "citing officials". */
static bool object_speaks(search *x, attribution *a, const stance_entry *e, uint32_t cue, uint32_t cue_end)
{
    const reading *r = x->r;
    if (!(e->frame & STANCE_FRAME_OBJECT)) return false;
    bool with_gap = e->frame & STANCE_FRAME_THAT;
    phrase p = stance_phrase_after(r, cue + 1, with_gap ? cue_end - 1 : x->end);
    if (!with_gap && p.kind != PHRASE_NONE && stance_token_is(r, p.end - 1, "'s") && stance_is_quoted(r, p.end))
        return false; /* "citing Moscow's “malign activity”" */
    a->source = p;
    if (!with_gap && p.kind != PHRASE_NONE && stance_token_is(r, p.end, "as") && p.end + 2 < x->end &&
        stance_ends_in_ing(r, p.end + 1)) { /* longer than the gap of "cited * as saying" */
        bool marked;
        stance_add_content(x, a, stance_content_after(x, e, p.end + 2, &marked), x->end);
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

/* "the target it pledged to reach": a clause without `that` hangs on the noun before its subject, and the sentence had
   a verb before. */
static bool hangs_on_noun(const search *x, uint32_t subject, uint32_t floor)
{
    const reading *r = x->r;
    if (subject <= floor + 1 || !is_word(r, subject - 1)) return false;
    uint32_t p = subject - 1, end;
    const stance_entry *e = stance_cue_at(r, p, &end);
    if (r->notes[p].fn || e || stance_ends_in_ed(r, p) || stance_ends_in_ly(r, p) || is_capital(r, p)) return false;
    for (uint32_t i = p; i > floor; i--) {
        if (token_at(r, i)->kind == STANCE_MARK || has_fn(r, i, FN(SUBORDINATOR))) return false;
        if (stance_is_finite(r, i, floor)) return true;
    }
    return false;
}

/* "Noting that trade had grown, Brandt said": the participle that opens the sentence has the main clause's subject. */
static stance_status try_opening_participle(search *x, const stance_entry *e, uint32_t cue, uint32_t cue_end,
                                            bool *done, stance_error *err)
{
    const reading *r = x->r;
    *done = false;
    if (!stance_ends_in_ing(r, cue) || !(e->frame & (STANCE_FRAME_QUOTE | STANCE_FRAME_THAT | STANCE_FRAME_BARE)))
        return STANCE_OK;
    uint32_t whole = x->end, comma = cue_end;
    while (comma + 1 < whole &&
           !(is_mark(r, comma, STANCE_MARK_COMMA) &&
             (!stance_is_quoted(r, comma) || !stance_is_quoted(r, comma + 1) || stance_is_quote_mark(r, comma + 1))))
        comma++;
    if (comma + 2 >= whole || comma < cue_end + 2) return STANCE_OK;
    uint32_t main = comma + 1;
    while (main < whole && stance_is_quote_mark(r, main)) main++;
    attribution a = {
        .sentence = x->index, .cue_first = cue, .cue_end = cue_end, .cue_entry = (uint32_t)(e - r->lexicon->entries)};
    a.source = stance_phrase_after(r, main, whole);
    if (a.source.kind != PHRASE_PERSON && a.source.kind != PHRASE_PRONOUN && a.source.kind != PHRASE_ROLE &&
        a.source.kind != PHRASE_NAMED)
        return STANCE_OK;
    if (stance_token_is(r, a.source.first, "it")) return STANCE_OK;
    x->end = main;
    bool marked;
    uint32_t after = stance_content_after(x, e, cue_end, &marked);
    bool says = marked || stance_has_quotation(x, cue_end, main) || stance_unmarked_follows(x, e, after, false);
    if (says && after < comma + 1) stance_add_content(x, &a, after, main);
    x->end = whole;
    *done = a.content_count > 0;
    return *done ? stance_keep(x, &a, err) : STANCE_OK;
}

/* A verb that takes no clause, with no quoted word behind it: an act rather than words. Told in passing (", who mentioned
   the plan, …", "tried to defend …") it is no position yet. */
static bool is_bare_act(const search *x, const stance_entry *e, const attribution *a)
{
    return !(e->frame & (STANCE_FRAME_THAT | STANCE_FRAME_BARE)) &&
           !stance_has_quotation(x, a->content[0].first, a->content[a->content_count - 1].end);
}

/* "Norland's odd moves": a thing, though a name stands in the phrase. */
static bool is_thing(const reading *r, const phrase *p)
{
    return p->kind == PHRASE_NAMED && is_word(r, p->end - 1) && !is_capital(r, p->end - 1) &&
           !r->notes[p->end - 1].role && !r->notes[p->end - 1].actor;
}

/* "asked not to be named" */
static bool asks_for_silence(const search *x, const stance_entry *e, uint32_t cue_end)
{
    uint32_t that = stance_token_is(x->r, cue_end - 1, "that") ? cue_end - 1 : cue_end, name_at = that + 2;
    bool name = stance_token_is(x->r, that, "that") && has_fn(x->r, that + 1, FN(POSSESSIVE)) &&
                (stance_token_is(x->r, name_at, "name") || stance_token_is(x->r, name_at, "names") ||
                 stance_token_is(x->r, name_at, "identity")); /* "who asked that her name not be used" */
    return name || ((e->frame & STANCE_FRAME_ASKED) && stance_token_is(x->r, cue_end, "not") &&
                    stance_token_is(x->r, cue_end + 1, "to"));
}

/* "Lee and Brandt agreed that …": two holders, two statements. */
static stance_status keep_holders(search *x, const attribution *a, stance_error *err)
{
    const phrase *p = &a->source;
    uint32_t end = p->end;
    while (end > p->first && (token_at(x->r, end - 1)->kind == STANCE_MARK || has_fn(x->r, end - 1, FN(ADVERB)))) end--;
    uint32_t first = p->first; /* "The lawyers, Kim Lee and Ann Brandt, said" */
    for (uint32_t i = p->name_first; i > p->first && p->kind == PHRASE_PERSON && first == p->first; i--) {
        if (is_mark(x->r, i - 1, STANCE_MARK_COMMA)) first = i;
    }
    for (uint32_t i = first + 1; i + 1 < end && p->kind == PHRASE_PERSON; i++) {
        if (token_at(x->r, i)->kind == STANCE_MARK && !is_mark(x->r, i, STANCE_MARK_STOP)) break;
        if (!stance_token_is(x->r, i, "and")) continue;
        attribution one = *a, other = *a;
        one.source = stance_describe_phrase(x->r, first + stance_token_is(x->r, first, "both"), i);
        other.source = stance_describe_phrase(x->r, i + 1, end);
        if (one.source.kind != PHRASE_PERSON || other.source.kind != PHRASE_PERSON || one.source.name_end != i) break;
        STANCE_TRY(stance_keep(x, &one, err));
        return stance_keep(x, &other, err);
    }
    return stance_keep(x, a, err);
}

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

/* A verb that is no finite one here, and yet tells what the sentence's subject said. */
static stance_status try_purpose(search *x, const stance_entry *e, uint32_t cue, uint32_t cue_end, stance_error *err)
{
    attribution a = {.sentence = x->index,
                     .cue_first = cue,
                     .cue_end = cue_end,
                     .cue_entry = (uint32_t)(e - x->r->lexicon->entries)};
    a.source = stance_leading_subject(x, cue);
    if (a.source.kind == PHRASE_NONE || a.source.kind == PHRASE_OTHER || stance_denies_anybody(x->r, &a.source) ||
        stance_token_is(x->r, a.source.first, "it") || !stance_find_content(x, &a, e, false, true))
        return STANCE_OK;
    return stance_keep(x, &a, err);
}

/* "Although the paper reported a rift, Lee replied with a statement, saying …": of a participle behind a subordinate
   clause that somebody else speaks in, the subject of the main clause. */
static phrase main_subject(const search *x, const attribution *earlier, uint32_t cue)
{
    const reading *r = x->r;
    phrase none = {.kind = PHRASE_NONE};
    uint32_t opener = x->s->first;
    if (!has_trait(r, opener, TRAIT(CONCESSIVE) | TRAIT(SETTING)) && !stance_token_is(r, opener, "as")) return none;
    uint32_t comma = stance_opening_clause_end(x, opener);
    if (earlier->cue_first > comma || comma + 2 >= cue || stance_is_quoted(r, comma + 1)) return none;
    phrase p = stance_phrase_to_verb(r, comma + 1, cue);
    return p.kind == PHRASE_PERSON || p.kind == PHRASE_PRONOUN || p.kind == PHRASE_ROLE ? p : none;
}

static bool has_verb(const search *x, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++) {
        if (stance_is_finite(x->r, i, first)) return true;
    }
    return false;
}

static stance_status try_verb(search *x, const stance_entry *e, uint32_t cue, uint32_t cue_end, stance_error *err)
{
    reading *r = x->r;
    if (stance_not_a_verb(x, cue))
        return stance_is_purpose(x, cue, cue_end) ? try_purpose(x, e, cue, cue_end, err) : STANCE_OK;
    attribution a = {
        .sentence = x->index, .cue_first = cue, .cue_end = cue_end, .cue_entry = (uint32_t)(e - r->lexicon->entries)};
    if (e->frame & STANCE_FRAME_OBJECT) {
        if (object_speaks(x, &a, e, cue, cue_end)) return stance_keep(x, &a, err);
        phrase object = stance_phrase_after(r, cue_end, x->end); /* ", citing the costs" */
        bool thing = object.kind == PHRASE_OTHER && !object.plural && stance_last_kept(x) && cue > x->s->first &&
                     is_mark(r, cue - 1, STANCE_MARK_COMMA);
        if (!(e->frame & STANCE_FRAME_NP) || (stance_ends_in_ing(r, cue) && !thing)) return STANCE_OK;
        a = (attribution){.sentence = x->index, .cue_first = cue, .cue_end = cue_end, .cue_entry = a.cue_entry};
    }
    uint32_t floor = stance_stretch_start(x, cue);
    verb_group g = stance_before_adverbs(x, cue, floor);
    bool ing = stance_ends_in_ing(r, cue), starts_with_be = has_fn(r, cue, FN(BE)), inverted = false, shared = false;
    if (g.be && !ing && !starts_with_be) /* passive: was told, is expected */
        return stance_try_agent(x, e, cue, cue_end, err);
    if (asks_for_silence(x, e, cue_end)) return STANCE_OK;
    if (ing && cue > x->s->first && stance_token_is(r, cue - 1, "without")) return STANCE_OK;
    uint32_t at = g.first;
    if (!ing && at < cue && at > floor && stance_noun_before(r, at - 1) && !g.auxiliary && !starts_with_be)
        return STANCE_OK; /* a highly anticipated */
    bool states = e->frame & (STANCE_FRAME_THAT | STANCE_FRAME_BARE) && e->class == STANCE_CUE_NEUTRAL;
    if (g.modal && !states && !stance_has_quotation(x, cue_end, x->end))
        return STANCE_OK; /* "voters should know", "they could have accepted" */
    phrase subject = stance_inverted_subject(x, e, cue, cue_end);
    bool enclosed = false, of_speaker = false;
    if (subject.kind != PHRASE_NONE) {
        inverted = true;
    } else if (at > floor && has_fn(r, at - 1, FN(RELATIVE)) && !stance_token_is(r, at - 1, "that") &&
               !stance_token_is(r, at - 1, "whom")) {
        uint32_t k = at - 1;
        enclosed = k > floor && is_mark(r, k - 1, STANCE_MARK_COMMA);
        subject = stance_subject_before(r, enclosed ? k - 1 : k, floor, &shared);
        const attribution *told = stance_last_kept(x); /* "said Kim Lee, a farmer from the north who plans to …" */
        bool apposed = told && subject.first > told->source.end && subject.first <= told->source.end + 3 &&
                       is_mark(r, subject.first - 1, STANCE_MARK_COMMA);
        bool same = told && told->source.kind == PHRASE_PERSON && told->source.first <= subject.first &&
                    (subject.first < told->source.end || apposed);
        of_speaker = same && stance_token_is(r, k, "who");
        if (stance_token_is(r, k, "who")) subject = same ? told->source : stance_person_at_end(r, &subject);
    } else if (at > floor + 2 && stance_token_is(r, at - 1, "that") && (e->frame & STANCE_FRAME_QUOTE) &&
               e->class == STANCE_CUE_NEUTRAL && stance_verb_form(r, cue) != VERB_BASE) {
        uint32_t k = at - 1; /* "a letter from her doctor on Friday that says …" */
        while (k > floor + 1 && at - k < LIST_TOKENS && !(r->notes[k - 1].role & ROLE(BODY)) &&
               token_at(r, k - 1)->kind != STANCE_MARK && !stance_is_finite(r, k - 1, floor))
            k--;
        uint32_t first = k > floor && (r->notes[k - 1].role & ROLE(BODY)) ? k - 1 : k;
        while (first < k && first > floor && (has_fn(r, first - 1, FN(DETERMINER) | FN(POSSESSIVE) | FN(ADVERB))))
            first--;
        if (first < k) subject = stance_describe_phrase(r, first, k);
    } else if (at > floor + 2 && stance_token_is(r, at - 1, "whom") && stance_token_is(r, at - 2, "of")) {
        uint32_t k = at - 2; /* "the families, many of whom say …" */
        while (k > floor && at - k < QUANTIFIER_TOKENS && !is_mark(r, k, STANCE_MARK_COMMA)) k--;
        enclosed = is_mark(r, k, STANCE_MARK_COMMA);
        if (enclosed) subject = stance_subject_before(r, k, floor, &shared);
        subject = stance_person_at_end(r, &subject);
    } else {
        subject = stance_subject_before(r, at, floor, &shared);
        if (subject.kind == PHRASE_NONE && !shared && !ing && at > x->s->first &&
            (at <= floor + 1 || r->notes[at - 1].quote))
            subject = stance_subject_across(x, at);
        if (subject.kind == PHRASE_NONE && ing && !g.be && (e->frame & STANCE_FRAME_THAT))
            subject = stance_subject_beside(x, at);
    }
    if (subject.kind == PHRASE_ROLE && !inverted && stance_token_is(r, subject.first, "others") &&
        subject.first > floor + 1 && is_mark(r, subject.first - 1, STANCE_MARK_COMMA) && is_head_like(x)) {
        phrase first = stance_subject_before(r, subject.first - 1, floor, &shared); /* "Obama, others vow revenge" */
        if (first.kind == PHRASE_PERSON || first.kind == PHRASE_NAMED) {
            first.end = subject.end;
            subject = first;
        }
    }
    if (subject.kind != PHRASE_NONE && !inverted && !ing && !stance_form_fits(x, cue, cue_end, &subject, &g))
        return STANCE_OK;
    /* "…, he said, because both sides accept …", "unless they agree": the clause hangs on another, whose holder it has. */
    uint32_t led = subject.first;
    if (led > x->s->first && (stance_token_is(r, led - 1, "both") || stance_token_is(r, led - 1, "all"))) led--;
    bool nobody = subject.kind == PHRASE_OTHER || subject.kind == PHRASE_ROLE || subject.kind == PHRASE_NAMED;
    if (nobody && !inverted && led > x->s->first &&
        (stance_token_is(r, led - 1, "because") || stance_token_is(r, led - 1, "unless") ||
         stance_token_is(r, led - 1, "that")))
        return STANCE_OK;
    if (led > x->s->first && !inverted && subject.kind != PHRASE_NONE && stance_token_is(r, led - 1, "what")) {
        /* "what the ministry said": a thing, not its words, unless they are quoted: "what Lee called a “disgrace”" */
        attribution *outer = stance_last_kept(x);
        if (!stance_has_quotation(x, cue_end, x->end) || g.negated || (outer && stance_covers(outer, cue)))
            return STANCE_OK;
        a.source = subject;
        uint32_t from = cue_end + stance_token_is(r, cue_end, "as"), words = from;
        while (words < from + 3 && is_word(r, words) && !stance_is_quoted(r, words)) words++;
        uint32_t marks = stance_mark_end(x, words); /* "in what critics call a “land grab,” to sell the pier" */
        stance_add_content(x, &a, from, marks > words ? marks : stance_nominal_end(x, from));
        return a.content_count && stance_has_quotation(x, a.content[0].first, a.content[0].end)
                   ? stance_keep(x, &a, err)
                   : STANCE_OK;
    }
    bool plain = !stance_has_quotation(x, cue_end, x->end) && !stance_token_is(r, cue_end, "that");
    if (plain && !inverted && subject.kind == PHRASE_PRONOUN && hangs_on_noun(x, led, floor)) return STANCE_OK;
    if (ing && !g.be && cue > floor &&
        (stance_token_is(r, g.first - 1, "for") ||
         (stance_token_is(r, g.first - 1, "in") && g.first > floor + 1 && stance_is_noun(r, g.first - 2))) &&
        !stance_token_is(r, cue_end, "that") && !(e->frame & STANCE_FRAME_BARE))
        return STANCE_OK; /* "fined for promoting", "his role in promoting" */
    attribution *earlier = stance_last_kept(x);
    if (shared && !earlier && !ing && stance_verb_form(r, cue) == VERB_BASE)
        return STANCE_OK; /* "has to leave and tell" */
    bool participle = ing && !g.be, negated = g.negated;
    /* "footage of Lee saying", "with Lee lambasting": the one who stands right before it says it. */
    if (participle && (subject.kind == PHRASE_NAMED || subject.kind == PHRASE_ROLE || subject.kind == PHRASE_OTHER)) {
        phrase last = stance_person_at_end(r, &subject);
        if (last.kind == PHRASE_PERSON) subject = last;
    }
    bool beside = participle &&
                  (subject.kind == PHRASE_PERSON || subject.kind == PHRASE_NAMED || subject.kind == PHRASE_ROLE) &&
                  subject.first > floor && has_fn(r, subject.first - 1, FN(PREPOSITION)) && is_word(r, at - 1) &&
                  (e->frame & (STANCE_FRAME_QUOTE | STANCE_FRAME_THAT));
    if (participle && !beside) subject.kind = PHRASE_NONE;
    participle = participle && !beside;
    bool inside = false;
    for (size_t i = x->first_found; i < r->attribution_count && !inside; i++)
        inside = !r->attributions[i].dropped && stance_covers(&r->attributions[i], cue);
    /* "Lee blasts the plan, calls it a fantasy": heads leave the subject out. */
    bool elliptic = earlier && at > x->s->first && !inverted && is_mark(r, at - 1, STANCE_MARK_COMMA) &&
                    stance_verb_form(r, cue) == VERB_THIRD && is_head_like(x) && leads_sentence(x, earlier);
    if (elliptic) subject.kind = PHRASE_NONE;
    relation rel = elliptic ? RELATION_SAME_SUBJECT : stance_relate(x, cue, &subject);
    if (beside && stance_token_is(r, subject.first - 1, "with") && subject.first > x->s->first + 1 &&
        is_mark(r, subject.first - 2, STANCE_MARK_COMMA))
        rel = RELATION_OWN_SUBJECT; /* "Lee refused, with Brandt noting that …" */
    uint32_t noun = at;
    while (noun > x->s->first && at - noun < 3 && is_word(r, noun - 1) &&
           !has_fn(r, noun - 1, FN(DETERMINER) | FN(AUXILIARY)))
        noun--;
    bool described = noun < at && noun > x->s->first && has_fn(r, noun - 1, FN(DETERMINER)) && at == cue;
    if (participle && inside && rel == RELATION_NESTED && subject.kind == PHRASE_NONE && described)
        return STANCE_OK; /* "noted an order calling for an end": the order's, and inside what is noted */
    bool comma_led = subject.kind != PHRASE_NONE && !inverted && subject.first > x->s->first &&
                     (is_mark(r, subject.first - 1, STANCE_MARK_COMMA) ||
                      is_mark(r, subject.first - 1, STANCE_MARK_DASH) || stance_is_quoted(r, subject.first - 1));
    if (participle && !earlier && g.first > x->s->first && is_mark(r, g.first - 1, STANCE_MARK_COMMA)) {
        uint32_t close = stance_opening_clause_end(x, cue_end); /* "Lee, speaking of his wife, said: “…”" */
        bool main =
            close + 1 < x->end && stance_is_finite(r, close + 1, close) && !stance_has_quotation(x, cue_end, close);
        if (main && !(e->frame & STANCE_FRAME_THAT)) return STANCE_OK;
        if (main && !stance_token_is(r, cue_end, "that") && !has_verb(x, cue_end, close)) return STANCE_OK;
    }
    if (subject.kind == PHRASE_NONE || (rel == RELATION_SAME_SUBJECT && inside)) {
        if (!earlier || (rel != RELATION_SAME_SUBJECT && !participle)) {
            if (!participle && !(shared && !earlier)) return STANCE_OK;
            /* "The sides met, the ministry noting that …" is not worth it; "Noting that …, the envoy said" is found by
               its main verb. */
            if (!earlier) {
                if (participle && (e->frame & STANCE_FRAME_OBJECT))
                    return STANCE_OK; /* "ran an article citing officials" */
                subject = stance_leading_subject(x, cue);
                bool issued = g.first > floor && subject.end + LEAD_VERB_TOKENS >= g.first &&
                              (r->notes[g.first - 1].role & ROLE(BODY));
                bool apart = g.first > floor && /* "The council issued a statement calling …" */
                             (token_at(r, g.first - 1)->kind == STANCE_MARK || issued ||
                              (stance_token_is(r, g.first - 1, "by") && e->class == STANCE_CUE_NEUTRAL &&
                               !(e->frame & STANCE_FRAME_ASKED))); /* "responded by saying" */
                if (shared && stance_verb_form(r, cue) == VERB_THIRD && subject.end > subject.first &&
                    stance_ends_in_s(r, subject.end - 1) && !r->notes[subject.end - 1].actor)
                    return STANCE_OK; /* "websites and broadcasts that …" */
                if (subject.kind == PHRASE_NONE || subject.kind == PHRASE_OTHER ||
                    (participle && !apart && subject.kind == PHRASE_NAMED) || stance_token_is(r, subject.first, "it"))
                    return STANCE_OK;
            }
        }
        phrase main = participle && earlier ? main_subject(x, earlier, cue) : (phrase){.kind = PHRASE_NONE};
        if (main.kind != PHRASE_NONE) {
            cut_earlier(x, main.first);
            earlier = NULL;
            subject = main;
        }
        a.source = earlier ? earlier->source : subject;
        a.same_as = earlier ? (uint32_t)(earlier - r->attributions) + 1 : 0;
        if (stance_find_question(x, &a, e, false)) { /* "smiled and asked the crowd to …" */
            cut_earlier(x, at);
            return stance_keep(x, &a, err);
        }
        bool marked;
        uint32_t after = stance_content_after(x, e, cue_end, &marked);
        if (!marked && !(e->frame & (STANCE_FRAME_BARE | STANCE_FRAME_NP | STANCE_FRAME_INF | STANCE_FRAME_GER)))
            return STANCE_OK;
        if (after >= x->end || (!marked && !stance_unmarked_follows(x, e, after, participle && !earlier)))
            return STANCE_OK;
        bool quoting = earlier && participle && !(e->frame & (STANCE_FRAME_THAT | STANCE_FRAME_BARE)) &&
                       stance_has_quotation(x, x->s->first, earlier->cue_first) && !stance_is_quoted(r, after);
        uint32_t close = quoting ? stance_nominal_end(x, after) : after;
        quoting =
            quoting && is_mark(r, close, STANCE_MARK_COMMA) && close + 1 < x->end && stance_is_quoted(r, close + 1);
        if (quoting) return STANCE_OK; /* “This,” she said, pointing to the dam, “is …” */
        cut_earlier(x, own_clause(x, at));
        bool clause = marked || ((e->frame & STANCE_FRAME_BARE) && stance_starts_clause(x, after));
        uint32_t marks = stance_quotes_only(e) ? stance_mark_end(x, after) : after; /* "a sign reading “…” hung" */
        uint32_t end = marks > after                          ? marks
                       : clause && stance_is_quoted(r, after) ? stance_quoted_end(x, after)
                       : clause                               ? stance_clausal_end(x, after)
                                                              : stance_nominal_end(x, after);
        stance_add_content(x, &a, after, end);
        return a.content_count ? stance_keep(x, &a, err) : STANCE_OK;
    }
    uint32_t opener =
        subject.first > x->s->first ? subject.first - 1 : NO_TOKEN; /* "When Trump noted that …, she laughed" */
    if (inverted || opener == NO_TOKEN || !has_fn(r, opener, FN(SUBORDINATOR)) || stance_token_is(r, opener, "that") ||
        stance_token_is(r, opener, "as"))
        opener = NO_TOKEN;
    if (opener != NO_TOKEN && (stance_token_is(r, opener, "if") || stance_token_is(r, opener, "unless") ||
                               stance_token_is(r, opener, "until")))
        return STANCE_OK;
    if (stance_denies_anybody(r, &subject) || stance_is_contact_clause(x, &subject, cue_end)) return STANCE_OK;
    uint32_t whole = x->end;
    /* "Once in May, when Lee mentioned it, the paper laughed": no verb stands before */
    bool opens = opener != NO_TOKEN && opener < x->s->first + ADJUNCT_TOKENS;
    for (uint32_t i = x->s->first; i < opener && opens; i++) opens = !stance_is_finite(r, i, x->s->first);
    if (opens) x->end = stance_opening_clause_end(x, cue_end);
    if (enclosed) x->end = stance_relative_clause_end(x, cue_end);
    a.source = subject;
    a.negated = negated && e->class == STANCE_CUE_NEUTRAL;
    if (a.negated || stance_token_is(r, subject.first, "i") || stance_token_is(r, subject.first, "we") ||
        stance_own_reporter(r, &subject) || (inside && rel == RELATION_NESTED && !comma_led && !inverted)) {
        x->end = whole;
        return STANCE_OK;
    }
    /* Of a relative clause (", who said …") what stands before the noun is not said. */
    bool says =
        stance_find_content(x, &a, e, inverted, participle || enclosed) || stance_find_question(x, &a, e, inverted);
    x->end = whole;
    if (!says || stance_weak_act(e, &a)) return STANCE_OK;
    bool told = e->class == STANCE_CUE_NEUTRAL || e->class == STANCE_CUE_INTENTION; /* no attitude of its own */
    bool aside = (enclosed || of_speaker) && earlier &&
                 stance_has_quotation(x, x->s->first, earlier->cue_first); /* “…,” said Lee, who */
    bool passing = (enclosed && told) || aside || g.catenative || is_thing(r, &subject) ||
                   (led > x->s->first && !inverted && stance_token_is(r, led - 1, "which")); /* "the way in which …" */
    if (passing && is_bare_act(x, e, &a)) return STANCE_OK;
    uint32_t words = a.content[0].first; /* “…,” said Lee, who advises the campaign */
    if (aside && !stance_has_quotation(x, words, a.content[0].end) && !stance_token_is(r, words - 1, "that") &&
        !stance_starts_clause(x, words))
        return STANCE_OK;
    if (inside && rel == RELATION_NESTED) {
        /* Its content must be what stands before it: then the earlier ones are inside it, otherwise it is inside them. */
        if (!(a.content[0].first <= x->first_found + x->s->first && a.content[0].end <= cue)) {
            if (a.content[0].end > cue) return STANCE_OK;
        }
    }
    for (size_t i = x->first_found; i < r->attribution_count; i++) {
        attribution *b = &r->attributions[i];
        if (!b->dropped && stance_covers(&a, b->cue_first))
            b->dropped = true; /* what a speaker says that another said is still the speaker's */
    }
    if (rel == RELATION_OWN_SUBJECT || (a.content[0].first > cue && inside))
        cut_earlier(x, inverted ? cue : subject.first);
    else if (comma_led || inverted) cut_earlier(x, inverted ? cue : subject.first);
    return keep_holders(x, &a, err);
}

/* "Brandt was quoted as saying that …": the subject speaks, though the verb is passive. */
static stance_status try_passive(search *x, const stance_entry *e, uint32_t cue, uint32_t cue_end, bool *done,
                                 stance_error *err)
{
    const reading *r = x->r;
    *done = false;
    if (!(e->frame & (STANCE_FRAME_QUOTE | STANCE_FRAME_THAT)) || !stance_ends_in_ing(r, cue_end - 1) ||
        has_fn(r, cue, FN(PRONOUN)))
        return STANCE_OK;
    uint32_t floor = stance_stretch_start(x, cue);
    verb_group g = stance_before_adverbs(x, cue, floor);
    if (!has_fn(r, cue, FN(BE)) && !g.be) return STANCE_OK;
    bool shared;
    attribution a = {
        .sentence = x->index, .cue_first = cue, .cue_end = cue_end, .cue_entry = (uint32_t)(e - r->lexicon->entries)};
    a.source = stance_subject_before(r, g.first, floor, &shared);
    if (!stance_can_speak(&a.source) || stance_token_is(r, a.source.first, "it") ||
        !stance_find_content(x, &a, e, false, false))
        return STANCE_OK;
    *done = true;
    return stance_keep(x, &a, err);
}

/* A sentence that begins with what somebody was asked. */
static bool opens_question(const search *x, const stance_entry *e, uint32_t cue)
{
    const reading *r = x->r;
    uint32_t lead = x->s->first;
    while (lead < cue && has_fn(r, lead, FN(CONJUNCTION) | FN(SUBORDINATOR) | FN(CONNECTIVE) | FN(ADVERB))) lead++;
    uint32_t comma = stance_opening_clause_end(x, cue); /* "The mayor, asked why she had come, said" */
    bool aside = lead != cue && is_mark(r, cue - 1, STANCE_MARK_COMMA) && comma + 1 < x->end &&
                 stance_is_finite(r, comma + 1, comma);
    if (aside && (e->frame & STANCE_FRAME_ASKED) && stance_ends_in_ed(r, cue)) return true;
    if (stance_token_is(r, cue, "when") && (e->frame & STANCE_FRAME_ASKED))
        return true; /* "Pell said when asked whether Lee had confidence in him" */
    if (lead != cue || !(e->frame & STANCE_FRAME_ASKED)) return false;
    return (stance_ends_in_ed(r, cue) || stance_ends_in_ing(r, cue)) && stance_opening_clause_end(x, cue) < x->end;
}

/* Where what somebody was asked ends: the comma before whoever answers. An apposition of the one who asks is passed over
   ("Asked by the host, Ann Lee of the Post, whether he would run, Orr said"). */
static uint32_t question_end(const search *x, uint32_t cue)
{
    const reading *r = x->r;
    uint32_t first = stance_opening_clause_end(x, cue);
    for (uint32_t i = first + 1; i + 1 < x->end && i < first + ADJUNCT_TOKENS && !stance_is_quoted(r, i); i++) {
        bool asks =
            has_fn(r, i, FN(SUBORDINATOR)) && !has_fn(r, i, FN(PREPOSITION)) && is_mark(r, i - 1, STANCE_MARK_COMMA);
        if (asks && stance_opening_clause_end(x, i) < x->end) return stance_opening_clause_end(x, i);
        if (stance_is_finite(r, i, first)) break;
    }
    return first;
}

stance_status stance_find_attributions(reading *r, stance_error *err)
{
    for (size_t k = 0; k < r->sentence_count; k++) {
        const sentence *s = &r->sentences[k];
        search x = {.r = r, .s = s, .index = (uint32_t)k, .first_found = (uint32_t)r->attribution_count, .end = s->end};
        const block *b = &r->blocks[s->block];
        if (b->kind == BLOCK_QUESTION) continue;
        if (b->kind == BLOCK_TURN) {
            STANCE_TRY(stance_take_turn(&x, b, err));
            continue;
        }
        while (x.end > s->first && stance_is_sentence_end_mark(r, x.end - 1)) x.end--;
        if (b->kind == BLOCK_HEAD) {
            bool done = false;
            STANCE_TRY(stance_try_head(&x, &done, err));
            if (done) continue;
        }
        uint32_t cue_end = 0;
        for (uint32_t i = s->first; i < x.end; i++) {
            const stance_entry *e = stance_is_quoted(r, i) ? NULL : stance_cue_at(r, i, &cue_end);
            if (!e || cue_end > x.end) continue;
            if (opens_question(&x, e, i)) { /* "Asked what steps he would like to see, Antonov replied …" */
                i = question_end(&x, i);
                continue;
            }
            bool opened = false;
            bool led =
                i == s->first + 1 && (has_fn(r, s->first, FN(PREPOSITION)) || stance_token_is(r, s->first, "while"));
            if ((i == s->first || led) && e->form == STANCE_CUE_VERB) /* "Saying …, she", "After saying …, she" */
                STANCE_TRY(try_opening_participle(&x, e, i, cue_end, &opened, err));
            if (opened) {
                i = cue_end - 1;
                continue;
            }
            bool clitic = i > s->first + 1 && has_fn(r, i - 2, FN(PRONOUN) | FN(RELATIVE));
            bool owned = i > s->first && ((stance_token_is(r, i - 1, "'s") && !clitic) ||
                                          has_fn(r, i - 1, FN(POSSESSIVE))); /* Brandt's claim that */
            if (owned && e->form == STANCE_CUE_VERB && cue_end == i + 1)
                STANCE_TRY(stance_try_noun(&x, e, i, cue_end, err));
            else if (e->form == STANCE_CUE_VERB) STANCE_TRY(try_verb(&x, e, i, cue_end, err));
            else if (e->form == STANCE_CUE_PHRASE) {
                bool done;
                STANCE_TRY(try_passive(&x, e, i, cue_end, &done, err));
                if (!done) STANCE_TRY(stance_try_phrase(&x, e, i, cue_end, err));
            } else if (e->form == STANCE_CUE_NOUN) STANCE_TRY(stance_try_noun(&x, e, i, cue_end, err));
            else continue;
            /* A gap in the cue may hold the start of another; words of a plain one cannot. */
            if (!(e->frame & STANCE_FRAME_OBJECT)) i = cue_end - 1;
        }
    }
    return STANCE_OK;
}
