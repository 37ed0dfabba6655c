/* The verb of a report and its subject: is the word a verb here, does its form go with the subject, does it share one. */
#include "extract/cast.h"
#include "extract/search.h"

enum { TITLE_WORDS = 4 };

/* First token of the unquoted stretch that reaches up to `at`. */
uint32_t stance_stretch_start(const search *x, uint32_t at)
{
    uint32_t i = at;
    while (i > x->s->first && !stance_is_quoted(x->r, i - 1) && !is_mark(x->r, i - 1, STANCE_MARK_SEMICOLON) &&
           !is_mark(x->r, i - 1, STANCE_MARK_COLON))
        i--;
    return i;
}

/* "Lee, who has called it a “witch hunt,” said …": the subject before what stands between two commas, the second of
   them inside a quotation or behind it. */
phrase stance_subject_across(const search *x, uint32_t at)
{
    const reading *r = x->r;
    phrase none = {.kind = PHRASE_NONE, .head = NO_TOKEN};
    if (at < x->s->first + 6) return none;
    uint32_t last = at - 1 - is_mark(r, at - 1, STANCE_MARK_COMMA);
    if (!r->notes[last].quote) return none;
    const quotation *q = &r->quotes[r->notes[last].quote - 1];
    bool closed = last < at - 1 || is_mark(r, q->end - 2, STANCE_MARK_COMMA);
    if (!closed || q->first < x->s->first + 3 || !is_word(r, q->first - 1)) return none;
    uint32_t comma = q->first - 1;
    while (comma > x->s->first && q->first - comma < ADJUNCT_TOKENS && !is_mark(r, comma, STANCE_MARK_COMMA) &&
           !stance_is_quoted(r, comma))
        comma--;
    bool aside = has_fn(r, comma + 1, FN(RELATIVE) | FN(PREPOSITION) | FN(DETERMINER)) || stance_is_past(r, comma + 1);
    if (!is_mark(r, comma, STANCE_MARK_COMMA) || !aside || has_fn(r, comma + 1, FN(CONJUNCTION))) return none;
    bool shared;
    return stance_subject_before(r, comma + 1, stance_stretch_start(x, comma), &shared);
}

/* "Norland refused, with Lee noting that …": the subject of a participle behind "with". */
phrase stance_subject_beside(const search *x, uint32_t at)
{
    const reading *r = x->r;
    for (uint32_t i = at; i > x->s->first + 2 && at - i < LIST_TOKENS; i--) {
        if (token_at(r, i - 1)->kind == STANCE_MARK && !stance_inside_phrase(r, i - 1)) break;
        if (!stance_token_is(r, i - 1, "with")) continue;
        phrase p = stance_describe_phrase(r, i, at);
        bool apart = is_mark(r, i - 2, STANCE_MARK_COMMA) && p.kind != PHRASE_PRONOUN && p.kind != PHRASE_NONE;
        if (apart || p.kind == PHRASE_PERSON) return p; /* "the day ended with Lee calling it a disaster" */
        break;
    }
    return (phrase){.kind = PHRASE_NONE, .head = NO_TOKEN};
}

/* "six in 10", "one of four": people counted, the second number at i, as against "the 10". */
static bool is_share(const reading *r, uint32_t i, uint32_t floor)
{
    uint32_t lead = i > floor + 1 ? i - 2 : i;
    bool number = token_at(r, i)->kind == STANCE_NUMBER || (has_fn(r, i, FN(DETERMINER)) && !stance_is_article(r, i));
    bool many = token_at(r, lead)->kind == STANCE_NUMBER ||
                (has_fn(r, lead, FN(DETERMINER)) && !stance_is_article(r, lead) && !has_fn(r, lead, FN(POSSESSIVE)));
    return lead < i && number && many && (stance_token_is(r, i - 1, "in") || stance_token_is(r, i - 1, "of"));
}

/* Passes over adverbs, auxiliaries, the day and a parenthesis of adverbs before a verb. */
verb_group stance_before_adverbs(const search *x, uint32_t at, uint32_t floor)
{
    const reading *r = x->r;
    verb_group g = {.first = at};
    while (g.first > floor) {
        uint32_t p = g.first - 1;
        bool small = has_fn(r, p, FN(ADVERB) | FN(AUXILIARY) | FN(BE)) && !has_fn(r, p, FN(PRONOUN)) &&
                     !r->notes[p].actor &&
                     !(is_capital(r, p) && p > x->s->first && (r->notes[p].role || stance_is_name_token(r, p)));
        bool clitic = stance_token_is(r, p, "'s") && p > floor && has_fn(r, p - 1, FN(PRONOUN) | FN(RELATIVE));
        if (clitic) { /* "he's claiming", "who's called for": is or has */
            g.be = g.be || stance_ends_in_ing(r, at);
            g.auxiliary = g.auxiliary || !stance_ends_in_ing(r, at);
            g.first = p;
            continue;
        }
        if (small && stance_token_is(r, p, "'s")) small = false;
        small = small || (p > floor && stance_ends_in_ly(r, p) && !r->notes[p].role);
        small = small || (p > floor && stance_token_is(r, p, "yet") && has_fn(r, p - 1, FN(AUXILIARY) | FN(BE)));
        small =
            small || (stance_is_reflexive(r, p) && p > floor && is_word(r, p - 1) && /* "Lee himself said" */
                      !has_fn(r, p - 1, FN(PREPOSITION) | FN(CONJUNCTION)) && !stance_cue_at(r, p - 1, &(uint32_t){0}));
        if (!small && token_at(r, p)->kind == STANCE_NUMBER && p > floor + 1 && !is_share(r, p, floor) &&
            stance_token_is(r, p - 1, "in")) { /* "who in 2010 said" */
            g.first = p - 1;
            continue;
        }
        uint64_t takes = r->notes[p].trait & (TRAIT(CATENATIVE) | TRAIT(IMPLICATIVE));
        if (stance_token_is(r, p, "to") && takes) { /* "appeared to suggest", "was forced to admit" */
            while (p > floor && has_trait(r, p - 1, takes)) p--;
            g.first = p;
            g.catenative = takes & TRAIT(CATENATIVE);
            g.implicative = takes & TRAIT(IMPLICATIVE);
            g.auxiliary = true;
            continue;
        }
        bool many = p > floor && is_word(r, p - 1) && !has_fn(r, p - 1, FN(CONJUNCTION) | FN(PREPOSITION)) &&
                    (stance_ends_in_s(r, p - 1) || stance_is_name_token(r, p - 1) ||
                     has_fn(r, p - 1, FN(PLURAL_PRONOUN) | FN(SELF)));
        small = small || (many && (stance_token_is(r, p, "both") || stance_token_is(r, p, "all")));
        uint32_t before = p > floor ? p - 1 - is_mark(r, p - 1, STANCE_MARK_STOP) : p; /* "on May 3", "on Oct. 3" */
        bool dated = token_at(r, p)->kind == STANCE_NUMBER && before > floor && has_fn(r, before, FN(TIME)) &&
                     is_capital(r, before);
        if (dated) p = before;
        bool day = has_fn(r, p, FN(TIME)) && p > floor && (dated || !stance_is_name_token(r, p));
        if (small) {
            bool no = has_trait(r, p, TRAIT(NEGATION));
            g.negated = g.negated || no;
            g.be = g.be || has_fn(r, p, FN(BE));
            g.modal = g.modal || has_trait(r, p, TRAIT(MODAL));
            g.auxiliary = g.auxiliary || (has_fn(r, p, FN(AUXILIARY)) && !no);
            g.first = p;
        } else if (day) { /* "Trump on Tuesday said", "officials Friday said" */
            uint32_t k = p;
            while (k > floor && has_fn(r, k - 1, FN(TIME))) k--;
            bool month = k > floor && stance_token_is(r, k - 1, "in") && is_capital(r, k); /* "Lee in June said" */
            if (month || (k > floor && stance_token_is(r, k - 1, "on"))) k--;
            bool led = k == floor || token_at(r, k - 1)->kind == STANCE_MARK || stance_noun_before(r, k - 1);
            if (led) break;
            g.first = k;
        } else if (is_mark(r, p, STANCE_MARK_COMMA) && p > floor && has_fn(r, p - 1, FN(ADVERB) | FN(CONNECTIVE))) {
            uint32_t k = p - 1;
            while (k > floor && has_fn(r, k, FN(ADVERB) | FN(CONNECTIVE) | FN(PREPOSITION)) &&
                   !is_mark(r, k, STANCE_MARK_COMMA))
                k--;
            if (!is_mark(r, k, STANCE_MARK_COMMA)) break;
            g.first = k;
        } else {
            break;
        }
    }
    return g;
}

/* The word is a noun, an infinitive or an adjective here, whatever the lexicon says. */
bool stance_not_a_verb(const search *x, uint32_t cue)
{
    const reading *r = x->r;
    if (cue > x->s->first + 1 && stance_token_is(r, cue - 1, "'s") && has_fn(r, cue - 2, FN(PRONOUN) | FN(RELATIVE)))
        return false; /* "he's claiming" */
    if (cue > x->s->first && stance_token_is(r, cue - 1, "to") &&
        has_trait(r, cue - 1, TRAIT(CATENATIVE) | TRAIT(IMPLICATIVE)))
        return false;
    if (token_at(r, cue)->flags & STANCE_TOKEN_HYPHEN) return true;
    if (cue + 1 < x->end && (token_at(r, cue + 1)->flags & STANCE_TOKEN_HYPHEN)) return true;
    if (cue == x->s->first || stance_is_quoted(r, cue - 1)) return false;
    if (stance_ends_in_ing(r, cue) && has_fn(r, cue - 1, FN(PREPOSITION))) return false;
    if (is_capital(r, cue) && !(token_at(r, cue)->flags & STANCE_TOKEN_LINE) &&
        token_at(r, cue - 1)->kind == STANCE_WORD && is_capital(r, cue - 1) &&
        r->blocks[x->s->block].kind != BLOCK_HEAD)
        return true; /* part of a name or title */
    if (stance_noun_before(r, cue - 1) && !is_share(r, cue - 1, x->s->first)) return true;
    bool event = stance_ends_in_ing(r, cue) && (r->notes[cue].role & (ROLE(BODY) | ROLE(OBJECT)));
    uint32_t first = cue; /* "the second committee hearing he went to" */
    while (event && first > x->s->first && cue - first < 4 &&
           (is_word(r, first - 1) || token_at(r, first - 1)->kind == STANCE_NUMBER) &&
           !(r->notes[first - 1].role & (ROLE(PERSON) | ROLE(OFFICE))) && !stance_noun_before(r, first - 1))
        first--;
    if (event && first > x->s->first && first < cue && stance_noun_before(r, first - 1)) return true;
    /* "the fund's last estimate": owner, adjective, noun */
    bool past = stance_ends_in_ed(r, cue) || stance_ends_in_ing(r, cue);
    bool one = cue > x->s->first + 2 && (stance_token_is(r, cue - 2, "a") || stance_token_is(r, cue - 2, "an"));
    if (one && !past && !is_capital(r, cue - 1) && !r->notes[cue - 1].fn && stance_verb_form(r, cue) == VERB_BASE)
        return true; /* "on a conference call" */
    return !past && cue > x->s->first + 2 && stance_token_is(r, cue - 2, "'s") && is_word(r, cue - 1) &&
           !is_capital(r, cue - 1) && !r->notes[cue - 1].role && !stance_ends_in_ly(r, cue - 1) &&
           !has_fn(r, cue - 1, FN(AUXILIARY) | FN(BE) | FN(ADVERB)) && stance_verb_form(r, cue) != VERB_PAST;
}

/* A word in -s is a noun rather than a verb ("tax rules", "steep challenges") when it is known as one that means
   people, or when it
   stands behind a small word that heads no phrase and what follows does not look like something said. */
static bool is_plural_noun(const search *x, uint32_t cue, uint32_t cue_end, const verb_group *g)
{
    const reading *r = x->r;
    bool that = cue_end < x->end && stance_token_is(r, cue_end, "that") &&
                !(cue_end + 1 < x->end && stance_is_finite(r, cue_end + 1, cue_end));
    bool said = that || (cue_end < x->end && (stance_is_quoted(r, cue_end) || is_mark(r, cue_end, STANCE_MARK_COLON)));
    if (!that && cue_end < x->end && stance_token_is(r, cue_end, "that")) return true; /* "rules that could" */
    if (r->notes[cue].role & (ROLE(PERSON) | ROLE(OFFICE) | ROLE(BODY) | ROLE(GROUP))) return !said;
    if (cue_end < x->end && has_fn(r, cue_end, FN(BE) | FN(AUXILIARY)) && !stance_ends_in_ing(r, cue_end)) return true;
    uint32_t p = g->first - 1;
    bool plain = is_word(r, p) && !is_capital(r, p) && !r->notes[p].role_head && !r->notes[p].actor &&
                 !has_fn(r, p, FN(PRONOUN) | FN(RELATIVE) | FN(OTHER_PRONOUN));
    if (has_fn(r, p, FN(CONJUNCTION)) && p > x->s->first && stance_ends_in_s(r, p - 1) && !said)
        return true; /* "newspapers and broadcasts that" */
    if (!plain || said || g->first != cue) return false;
    bool object =
        cue_end < x->end &&
        (has_fn(r, cue_end, FN(DETERMINER) | FN(POSSESSIVE) | FN(PRONOUN) | FN(PLURAL_PRONOUN) | FN(OTHER_PRONOUN)) ||
         (stance_is_name_token(r, cue_end) && !is_capital(r, p)));
    return !object || cue_end - cue > 1;
}

/* Does the form of the verb go with its subject? A base form after a singular noun is a noun itself ("the intelligence
   report"). */
bool stance_form_fits(const search *x, uint32_t cue, uint32_t cue_end, const phrase *subject, const verb_group *g)
{
    const reading *r = x->r;
    if (has_fn(r, cue, FN(BE) | FN(AUXILIARY))) return true;
    bool many = subject->plural || stance_token_is(r, subject->first, "i") ||
                stance_token_is(r, subject->first, "you") || stance_ends_in_s(r, subject->end - 1);
    if (!many && r->notes[subject->end - 1].actor) { /* the Taliban */
        const stance_actor *who = stance_actor_called(r, subject->name_first, subject->name_end);
        many = who && who->side == STANCE_ACTOR_ARMED_GROUP;
    }
    for (uint32_t i = subject->first; i + 1 < subject->end && !many; i++)
        many = stance_token_is(r, i, "and") && i > subject->first;
    for (uint32_t i = subject->first; i < subject->end && !many;
         i++) { /* "data from the survey show": the last word before the first preposition */
        if (has_fn(r, i, FN(DETERMINER)) && !stance_is_article(r, i) && !stance_token_is(r, i, "this"))
            many = has_trait(r, i, TRAIT(PLURAL_DETERMINER));
        if (i + 1 < subject->end && has_fn(r, i + 1, FN(PREPOSITION))) {
            bool done = i > subject->first && (stance_is_past(r, i) || stance_token_is(r, i + 1, "by"));
            uint32_t noun = done && !stance_ends_in_s(r, i) ? i - 1 : i; /* "documents obtained by Lee show" */
            many = stance_ends_in_s(r, noun) || stance_token_is(r, noun, "data");
            break;
        }
    }
    bool ends_in_s = subject->end > subject->first &&
                     (stance_ends_in_s(r, g->first - 1) || has_trait(r, g->first - 1, TRAIT(PLURAL_NOUN)) ||
                      stance_is_percent(r, g->first - 1));
    switch (stance_verb_form(r, cue)) {
    case VERB_BASE:
        if (!g->auxiliary && cue_end < x->end && has_fn(r, cue_end, FN(BE) | FN(AUXILIARY)))
            return false; /* "support was" */
        for (uint32_t i = subject->end; !g->auxiliary && i > subject->first + 1; i--) {
            if (!has_fn(r, i - 1, FN(PREPOSITION))) continue;
            if (stance_token_is(r, i, "a") || stance_token_is(r, i, "an"))
                return false; /* on a daily conference call */
            break;
        }
        if (!g->auxiliary && has_fn(r, subject->first, FN(POSSESSIVE)) && cue_end < x->end &&
            (has_fn(r, cue_end, FN(TIME)) || token_at(r, cue_end)->kind == STANCE_MARK) &&
            !stance_is_quoted(r, cue_end) && !is_mark(r, cue_end, STANCE_MARK_COLON))
            return false; /* "on his Sunday show, Lee" */
        return g->auxiliary || many || ends_in_s ||
               has_fn(r, g->first - 1,
                      FN(RELATIVE) | FN(SELF) | FN(PLURAL_PRONOUN) | FN(OTHER_PRONOUN) | FN(DETERMINER));
    case VERB_THIRD: {
        if (g->auxiliary || stance_token_is(r, subject->first, "these") || stance_token_is(r, subject->first, "those"))
            return false;
        bool pronoun = subject->kind == PHRASE_PRONOUN || has_fn(r, g->first - 1, FN(RELATIVE));
        bool plural = subject->kind == PHRASE_ROLE && subject->plural && subject->head != NO_TOKEN &&
                      stance_ends_in_s(r, subject->head);
        uint32_t before = g->first - 1; /* "too many calls", "these claims" */
        if (has_trait(r, before, TRAIT(PLURAL_DETERMINER))) return false;
        if (subject->first > x->s->first && stance_token_is(r, subject->first - 1, "'s")) return false;
        bool closes = subject->first > x->s->first && stance_is_quoted(r, subject->first - 1) &&
                      (cue_end >= x->end || token_at(r, cue_end)->kind == STANCE_MARK); /* “…,” the letter reads */
        bool tail = cue_end >= x->end && subject->first > x->s->first &&
                    is_capital(r, before) && /* "…, Reuters reports" */
                    is_mark(r, subject->first - 1, STANCE_MARK_COMMA);
        return pronoun || closes || tail || (!plural && !is_plural_noun(x, cue, cue_end, g));
    }
    case VERB_PAST: {
        if (r->blocks[x->s->block].kind == BLOCK_HEAD && stance_ends_in_ed(r, cue) &&
            (stance_token_is(r, cue_end, "to") || stance_token_is(r, cue_end - 1, "to")))
            return false; /* "Envoy Expected To Return" */
        if (!g->auxiliary && !g->be && has_trait(r, cue, TRAIT(PARTICIPLE))) return false; /* "a protest known as" */
        bool told = subject->kind == PHRASE_PERSON || subject->kind == PHRASE_PRONOUN;     /* "Lee said by phone" */
        if (cue_end < x->end && stance_token_is(r, cue_end, "by") && cue_end - cue == 1 && !told) return false;
        bool after_comma = g->first > x->s->first && is_mark(r, g->first - 1, STANCE_MARK_COMMA);
        bool named = cue_end == cue + 1 && (has_trait(r, cue, TRAIT(NAMING)) || stance_token_is(r, cue, "known"));
        bool aside = false; /* "The ministry, in a statement, called the plan a farce" */
        for (uint32_t i = subject->first; i + 1 < g->first && !aside; i++) aside = is_mark(r, i, STANCE_MARK_COMMA);
        bool calls = has_fn(r, cue_end, FN(DETERMINER) | FN(POSSESSIVE) | FN(OTHER_PRONOUN)) &&
                     !stance_is_quoted(r, cue_end) &&
                     stance_has_quotation(x, cue_end, x->end); /* called it “a farce” */
        bool given = after_comma && named && !g->auxiliary && !calls && !aside &&
                     !(subject->kind == PHRASE_PERSON || subject->kind == PHRASE_PRONOUN);
        uint32_t noun = g->first; /* "a review of an umbrella group called the Council" */
        while (noun > x->s->first + 1 && g->first - noun < 4 && is_word(r, noun - 1) &&
               !has_fn(r, noun - 1, FN(DETERMINER)))
            noun--;
        bool one = stance_token_is(r, noun - 1, "a") || stance_token_is(r, noun - 1, "an");
        if (named && one && !g->auxiliary && !calls && noun > x->s->first + 1 && noun < g->first &&
            has_fn(r, noun - 2, FN(PREPOSITION)))
            return false;
        if (named && !told && !g->auxiliary && is_capital(r, cue_end)) { /* "a group called Lakes First said" */
            for (uint32_t i = cue_end + 1; i < x->end && i < cue_end + LIST_TOKENS / 2; i++) {
                if (token_at(r, i)->kind == STANCE_MARK) break;
                if (stance_is_finite(r, i, cue_end)) return false;
            }
        }
        bool held = cue_end < x->end && has_fn(r, cue_end, FN(PREPOSITION)); /* ", compared with last year" */
        if (after_comma && (given || (stance_token_is(r, cue, "compared") && held))) return false;
        held = held || (cue_end - cue > 1 && has_fn(r, cue_end - 1, FN(PREPOSITION))); /* worried about */
        if (!g->auxiliary && stance_ends_in_ed(r, cue) && held &&
            (after_comma || subject->kind == PHRASE_OTHER ||
             (!told && (ends_in_s || stance_token_is(r, cue_end - 1, "of"))))) {
            for (uint32_t i = cue_end; i < x->end; i++) {
                if (stance_is_quoted(r, i) || has_fn(r, i, FN(RELATIVE) | FN(SUBORDINATOR) | FN(CONJUNCTION)) ||
                    token_at(r, i)->kind == STANCE_MARK)
                    break;
                if (stance_is_finite(r, i, cue_end))
                    return false; /* a participle: "members, called to service, are …" */
            }
        }
        return true;
    }
    default: return true;
    }
}

static bool follows_phrase(const search *x, uint32_t at)
{
    const reading *r = x->r;
    if (at >= x->end || stance_is_quoted(r, at)) return true;
    if (token_at(r, at)->kind == STANCE_MARK) return true;
    return has_fn(r, at, FN(TIME) | FN(PREPOSITION) | FN(ADVERB) | FN(RELATIVE) | FN(SUBORDINATOR)) ||
           (stance_ends_in_ing(r, at) && !is_capital(r, at)) || /* "said one rebel known as Montana" */
           (has_trait(r, at, TRAIT(PARTICIPLE)) && has_fn(r, at + 1, FN(PREPOSITION) | FN(ADVERB) | FN(SUBORDINATOR)));
}

static bool is_person_like(phrase_kind kind)
{
    return kind == PHRASE_PERSON || kind == PHRASE_ROLE || kind == PHRASE_PRONOUN;
}

/* "Lee on “The Morning” criticized the bill": quoted words that are no sentence, in the middle of one. */
static bool follows_title(const search *x, uint32_t cue)
{
    const reading *r = x->r;
    uint32_t q = cue > x->s->first ? r->notes[cue - 1].quote : 0;
    if (!q || r->quotes[q - 1].end != cue || r->quotes[q - 1].words > TITLE_WORDS) return false;
    uint32_t first = r->quotes[q - 1].first;
    bool titled =
        r->quotes[q - 1].scare && has_fn(r, first > 0 ? first - 1 : 0, FN(PREPOSITION)) &&
        is_mark(r, cue - 2, STANCE_MARK_COMMA); /* "Kim Lee, author of “The Other Woman,” said Brandt was ill" */
    return first > x->s->first && is_word(r, first - 1) && cue > first + 1 && (is_word(r, cue - 2) || titled);
}

/* "one-sided news from Norland", "local gossip": a noun without an article that means no people, whatever stands behind it. */
static bool is_plain_noun(const reading *r, const phrase *p)
{
    uint32_t first = p->first;
    bool hyphen = first + 1 < p->end && (token_at(r, first + 1)->flags & STANCE_TOKEN_HYPHEN); /* one-sided */
    if ((p->kind != PHRASE_NAMED && p->kind != PHRASE_ROLE) || is_capital(r, first) || r->notes[first].actor ||
        (has_fn(r, first, FN(DETERMINER) | FN(POSSESSIVE)) && !hyphen) || token_at(r, first)->kind != STANCE_WORD)
        return false;
    for (uint32_t i = first; i < p->end && !has_fn(r, i, FN(PREPOSITION)); i++) {
        bool people = r->notes[i].role_head && (r->notes[i].role & (ROLE(PERSON) | ROLE(OFFICE) | ROLE(GROUP)));
        if (people || is_capital(r, i) || stance_token_is(r, i, "police")) return false;
    }
    return true;
}

/* "said Antonov": the phrase after the verb, when the verb stands where a subject cannot have gone before. */
phrase stance_inverted_subject(const search *x, const stance_entry *e, uint32_t cue, uint32_t cue_end)
{
    const reading *r = x->r;
    phrase none = {.kind = PHRASE_NONE, .head = NO_TOKEN};
    bool asks = (e->frame & STANCE_FRAME_ASKED) && cue > x->s->first && stance_is_quoted(r, cue - 1); /* asked Lee */
    if (!(e->frame & STANCE_FRAME_QUOTE) || ((e->frame & STANCE_FRAME_TO) && !asks) || stance_ends_in_ing(r, cue))
        return none;
    bool at_start = cue == x->s->first || stance_is_quoted(r, cue - 1) || is_mark(r, cue - 1, STANCE_MARK_COMMA) ||
                    is_mark(r, cue - 1, STANCE_MARK_DASH) || stance_is_quote_mark(r, cue - 1);
    if (!at_start || follows_title(x, cue)) return none;
    uint32_t i = cue_end;
    while (i < x->end && has_fn(r, i, FN(ADVERB))) i++;
    if (i >= x->end || stance_is_quoted(r, i) || has_fn(r, i, FN(TIME))) return none;
    phrase p = stance_phrase_after(r, i, x->end);
    bool can_speak = p.kind == PHRASE_PERSON || p.kind == PHRASE_NAMED || p.kind == PHRASE_ROLE ||
                     p.kind == PHRASE_OTHER ||
                     (p.kind == PHRASE_PRONOUN && cue > x->s->first && stance_is_quoted(r, cue - 1));
    bool after_quote = cue > x->s->first && (stance_is_quoted(r, cue - 1) || stance_is_quote_mark(r, cue - 1) ||
                                             (cue > 1 && stance_is_quoted(r, cue - 2)));
    /* "…, Kim Lee, who leads the party, said Russia was ready" is no inversion; "Russia is ready, said Kim Lee."
       is */
    if (!after_quote) {
        bool led = cue == x->s->first && /* "Said Lee: “…”" */
                   (is_mark(r, p.end, STANCE_MARK_COLON) ||
                    (is_mark(r, p.end, STANCE_MARK_COMMA) && stance_is_quoted(r, p.end + 1)));
        bool shared, ends = led || p.end >= x->end || is_mark(r, p.end, STANCE_MARK_COMMA) ||
                            is_mark(r, p.end, STANCE_MARK_SEMICOLON) || has_fn(r, p.end, FN(TIME) | FN(PREPOSITION)) ||
                            (p.kind == PHRASE_PERSON && is_mark(r, p.name_end, STANCE_MARK_COMMA));
        bool told = e->class == STANCE_CUE_NEUTRAL || p.kind == PHRASE_PERSON || p.kind == PHRASE_PRONOUN;
        bool thing = p.kind == PHRASE_ROLE && !p.definite && p.head != NO_TOKEN &&
                     (has_trait(r, p.head, TRAIT(DOCUMENT)) ||
                      !(r->notes[p.head].role & (ROLE(PERSON) | ROLE(OFFICE) | ROLE(GROUP) | ROLE(BODY))));
        bool plain = is_plain_noun(r, &p); /* ", posted one-sided news from Norland" */
        if (thing || plain || (p.kind == PHRASE_OTHER && !led) || e->class == STANCE_CUE_ACT ||
            e->class == STANCE_CUE_INTENTION || !told)
            return none; /* ", posted one-sided news", ", called an emergency meeting" */
        /* "The words are aimed at the home audience, says Kim Lee, the chairman": the clause is complete without. */
        bool complete = false;
        for (uint32_t k = x->s->first + 1; k < cue && p.kind == PHRASE_PERSON && !complete; k++)
            complete = has_fn(r, k, FN(BE) | FN(AUXILIARY)) && stance_is_finite(r, k, x->s->first) &&
                       !has_fn(r, k - 1, FN(RELATIVE));
        phrase before = cue > x->s->first ? stance_subject_before(r, cue, x->s->first, &shared) : none;
        bool title =
            r->blocks[x->s->block].kind == BLOCK_HEAD && stance_verb_form(r, cue) == VERB_THIRD &&
            (p.end >= x->end || is_mark(r, p.end, STANCE_MARK_SEMICOLON)); /* "PM hurts people, says Opposition" */
        bool taken = is_person_like(before.kind) && !(complete && before.kind == PHRASE_ROLE);
        if (!ends || (taken && !title)) return none;
    }
    bool apposed = p.kind == PHRASE_PERSON && (after_quote || is_mark(r, p.name_end, STANCE_MARK_COMMA));
    return can_speak && (apposed || follows_phrase(x, p.end)) ? p : none;
}

/* "Lee said the talks had failed and the envoy warned that war was near": a clause stands between the first report and
   the conjunction, and somebody else reports in so many words behind it. */
static bool second_reporter(const search *x, uint32_t conjunction, uint32_t cue, const phrase *subject)
{
    const reading *r = x->r;
    uint32_t cue_end;
    const stance_entry *e = stance_cue_at(r, cue, &cue_end);
    const attribution *first = stance_last_kept(x);
    bool body = subject->head != NO_TOKEN && (r->notes[subject->head].role & ~ROLE(OBJECT));
    bool somebody = subject->kind == PHRASE_PERSON || body || (subject->kind == PHRASE_NAMED && subject->end == cue);
    if (!e || !first || first->cue_entry == UINT32_MAX || !somebody || stance_is_quoted(r, conjunction) ||
        stance_verb_form(r, cue) != VERB_PAST || stance_verb_form(r, first->cue_first) == VERB_ING)
        return false;
    const stance_entry *before = &r->lexicon->entries[first->cue_entry];
    if (before->form != STANCE_CUE_VERB || before->class != STANCE_CUE_NEUTRAL || first->cue_first > conjunction)
        return false;
    bool clause = false;
    for (uint32_t i = first->cue_end; i < conjunction && !clause; i++)
        clause = stance_is_finite(r, i, first->cue_end) || stance_is_past(r, i);
    uint32_t that = cue_end; /* "said on Wednesday that" */
    while (that < x->end && has_fn(r, that, FN(TIME) | FN(PREPOSITION))) that++;
    bool says = stance_token_is(r, that, "that") ||
                (e->frame & STANCE_FRAME_BARE && e->class == STANCE_CUE_NEUTRAL && stance_starts_clause(x, cue_end)) ||
                stance_charge(x, cue, cue_end) > cue_end;
    return clause && says;
}

/* How a cue that stands inside the content of an earlier one relates to it. */
relation stance_relate(const search *x, uint32_t cue, const phrase *subject)
{
    const reading *r = x->r;
    verb_group g = stance_before_adverbs(x, cue, x->s->first);
    uint32_t p = g.first;
    bool be = g.be;
    bool conj = p > x->s->first && has_fn(r, p - 1, FN(CONJUNCTION));
    bool comma = p > x->s->first && is_mark(r, p - 1, STANCE_MARK_COMMA);
    if (stance_ends_in_ing(r, cue) && !be && (comma || (conj && p > 1 && is_mark(r, p - 2, STANCE_MARK_COMMA)) || conj))
        return RELATION_SAME_SUBJECT;
    if (subject->kind == PHRASE_NONE) return conj ? RELATION_SAME_SUBJECT : RELATION_NESTED;
    if (conj && subject->end != p) return RELATION_SAME_SUBJECT;
    uint32_t f = subject->first;
    if (f > x->s->first) {
        bool led = has_fn(r, f - 1, FN(CONJUNCTION)) || stance_token_is(r, f - 1, "while") ||
                   stance_token_is(r, f - 1, "whereas");
        bool closed = f > x->s->first + 2 && stance_is_quote_mark(r, f - 2) && is_mark(r, f - 3, STANCE_MARK_COMMA);
        bool after_comma = f - 1 > x->s->first && (closed || is_mark(r, f - 2, STANCE_MARK_COMMA));
        uint32_t cue_end = cue;
        bool quotes = stance_cue_at(r, cue, &cue_end) && cue_end + 1 < x->end && stance_is_quoted(r, cue_end + 1) &&
                      (is_mark(r, cue_end, STANCE_MARK_COMMA) ||
                       is_mark(r, cue_end, STANCE_MARK_COLON)); /* "When Lee rose – so late – Harle said, “…”" */
        bool apart = is_mark(r, f - 1, STANCE_MARK_DASH) || is_mark(r, f - 1, STANCE_MARK_COMMA);
        if (led && second_reporter(x, f - 1, cue, subject)) return RELATION_OWN_SUBJECT;
        if ((led && after_comma) || is_mark(r, f - 1, STANCE_MARK_SEMICOLON) || stance_is_quoted(r, f - 1) ||
            (quotes && apart))
            return RELATION_OWN_SUBJECT;
    }
    return RELATION_NESTED;
}

/* A verb that quotes nobody's words in so many: somebody must hold the position, a person or a state. */
bool stance_weak_act(const search *x, const stance_entry *e, const attribution *a)
{
    bool states_content = e->frame & (STANCE_FRAME_THAT | STANCE_FRAME_QUOTE | STANCE_FRAME_BARE);
    if (states_content && e->class != STANCE_CUE_NEUTRAL && a->source.kind == PHRASE_OTHER) {
        token_range c = a->content[0]; /* "the rates exclude a surtax" */
        for (uint32_t i = a->source.first; i < a->cue_first; i++) {
            if (stance_token_is(x->r, i, "who")) return false; /* somebody, whatever the noun */
        }
        uint32_t core = a->source.first;
        while (core + 1 < a->source.end && is_word(x->r, core + 1)) core++;
        if (!(e->frame & (STANCE_FRAME_QUOTE | STANCE_FRAME_BARE)) && !stance_ends_in_s(x->r, core))
            return true; /* "The attack raised fears that …": nobody's in particular */
        return c.first >= a->cue_end && !stance_token_is(x->r, c.first - 1, "that") &&
               !stance_has_quotation(x, c.first, c.end) && !stance_starts_clause(x, c.first);
    }
    if (states_content && e->class == STANCE_CUE_NEUTRAL && (e->frame & STANCE_FRAME_NP) &&
        a->source.kind == PHRASE_OTHER && a->source.head == NO_TOKEN) { /* "The delay underscored the challenge" */
        token_range c = a->content[0];
        for (uint32_t i = a->source.first; i < a->source.end; i++) {
            if (has_trait(x->r, i, TRAIT(DOCUMENT))) return false;
        }
        return c.first >= a->cue_end && !stance_token_is(x->r, c.first - 1, "that") &&
               !stance_has_quotation(x, c.first, c.end) && !stance_starts_clause(x, c.first);
    }
    if (states_content) return false;
    if (e->class == STANCE_CUE_NEUTRAL)
        return a->source.kind != PHRASE_PERSON && a->source.kind != PHRASE_PRONOUN && a->source.kind != PHRASE_ROLE;
    return a->source.kind == PHRASE_OTHER;
}

/* Of "attacked" and its like, which soldiers do as well: words only when one person did it, or when they are quoted. */
bool stance_violent_act(const search *x, const stance_entry *e, const attribution *a)
{
    const phrase *p = &a->source;
    if (!(e->frame & STANCE_FRAME_PERSON) || stance_has_quotation(x, x->s->first, x->end)) return false;
    bool office =
        p->kind == PHRASE_ROLE && p->head != NO_TOKEN && (x->r->notes[p->head].role & (ROLE(OFFICE) | ROLE(PERSON)));
    bool one =
        p->kind == PHRASE_PERSON || office ||
        (p->kind == PHRASE_PRONOUN && has_fn(x->r, p->first, FN(PRONOUN)) && !stance_token_is(x->r, p->first, "it"));
    return p->plural || !one;
}

/* The outlet's own reporter: what he reports is the outlet's narration. */
bool stance_own_reporter(const reading *r, const phrase *p)
{
    bool outlet = false, reporter = false;
    if (p->kind == PHRASE_PERSON) return false;
    for (uint32_t i = p->first; i < p->end; i++) {
        outlet = outlet || has_fn(r, i, FN(OUTLET));
        reporter = reporter || has_fn(r, i, FN(SPEECH_LABEL));
    }
    return outlet && reporter;
}

/* "TASS reported": a news outlet that passes on what somebody else said. */
bool stance_passes_on(const reading *r, const phrase *p, const stance_entry *e)
{
    bool outlet = false;
    for (uint32_t i = p->first; i < p->end && p->kind != PHRASE_PERSON; i++)
        outlet = outlet || (has_fn(r, i, FN(OUTLET)) && p->kind == PHRASE_NAMED) || has_trait(r, i, TRAIT(PRESS));
    return outlet && e->class == STANCE_CUE_NEUTRAL;
}

/* "The format Kim Lee mentioned provides for meetings": a clause that hangs on a noun, and no report. */
bool stance_is_contact_clause(const search *x, const phrase *p, uint32_t cue_end)
{
    const reading *r = x->r;
    for (uint32_t i = p->first + 1; p->kind == PHRASE_OTHER && i + 1 < p->end; i++) {
        if (stance_is_name_token(r, i) && stance_token_is(r, i + 1, "'s") && stance_is_noun(r, i - 1) &&
            !stance_ends_in_ing(r, i - 1) && !r->notes[i - 1].role)
            return true; /* "land reduced to poverty by policies Lee's critics have long blamed" */
    }
    if (p->kind != PHRASE_PERSON || p->name_first == p->first) return false;
    /* "Lee said it was over, a charge Brandt denied" */
    bool closes = cue_end >= x->end || is_mark(r, cue_end, STANCE_MARK_COMMA) ||
                  has_fn(r, cue_end, FN(PREPOSITION) | FN(TIME)); /* "a tale Brandt denied on Monday" */
    if (closes && p->first > x->s->first &&
        (is_mark(r, p->first - 1, STANCE_MARK_COMMA) || stance_is_quote_mark(r, p->first - 1)) &&
        has_fn(r, p->first, FN(DETERMINER)))
        return is_word(r, p->name_first - 1) && !is_capital(r, p->name_first - 1) &&
               !(r->notes[p->name_first - 1].role & ~(ROLE(OBJECT) | ROLE(BODY)));
    if (cue_end >= x->end) return false;
    if (p->first > x->s->first && (stance_is_quoted(r, p->first - 1) || is_mark(r, p->first - 1, STANCE_MARK_COMMA)))
        return false;
    uint32_t i = p->name_first - 1;
    bool noun = is_word(r, i) && !is_capital(r, i) && !(r->notes[i].role & ~ROLE(OBJECT)) && !r->notes[i].fn &&
                !stance_token_is(r, i, "'s"); /* the paper's Kim Lee */
    return noun && token_at(r, cue_end)->kind == STANCE_WORD && !stance_token_is(r, cue_end, "that") &&
           !stance_is_quoted(r, cue_end);
}

/* "No one", "few people", "not everyone": a position that nobody holds. */
bool stance_denies_anybody(const reading *r, const phrase *p)
{
    uint32_t i = p->first;
    return has_trait(r, i, TRAIT(NOBODY)) || (stance_token_is(r, i, "no") && !stance_token_is(r, i + 1, "less")) ||
           (i > 0 && (stance_token_is(r, i - 1, "neither") || stance_token_is(r, i - 1, "nor") ||
                      stance_token_is(r, i - 1, "not")));
}
