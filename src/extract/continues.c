/* Reports that go on without a cue: paragraphs behind "Brandt added:", sentences between two reports, what "this was stated"
   refers to. */
#include "extract/carry.h"
#include "extract/resolver.h"

enum { BACK_SENTENCES = 4, JUDGING_WORDS = 20 };

stance_status stance_carry_to(carry *c, uint32_t s, uint32_t from, token_range content, stance_error *err)
{
    attribution a = {.sentence = s,
                     .cue_entry = UINT32_MAX,
                     .same_as = from,
                     .source = c->r->attributions[from - 1].source,
                     .content = {content},
                     .content_count = 1};
    return stance_add_attribution(c->r, &a, &c->of_sentence[s], err);
}

/* All of the sentence. */
static stance_status carry_whole(carry *c, uint32_t s, uint32_t from, stance_error *err)
{
    return stance_carry_to(c, s, from, (token_range){c->r->sentences[s].first, c->r->sentences[s].end}, err);
}

stance_status stance_from_lead_ins(carry *c, stance_error *err)
{
    reading *r = c->r;
    for (size_t k = 1; k < r->block_count; k++) {
        attribution a;
        uint32_t first = c->sentence_of_block[k], end = c->sentence_of_block[k + 1];
        if (r->blocks[k].kind != BLOCK_BODY || first == end) continue;
        bool plain = true;
        for (uint32_t s = first; s < end && plain; s++) plain = !c->of_sentence[s];
        for (uint32_t i = r->blocks[k].first; i < r->blocks[k].end && plain; i++) plain = !r->notes[i].quote;
        if (!plain || !stance_leads_in(c, k, &a) || a.cue_entry == UINT32_MAX ||
            r->blocks[k - 1].end - a.cue_end > LEAD_TOKENS)
            continue;
        uint32_t from;
        STANCE_TRY(stance_add_attribution(r, &a, &from, err));
        for (uint32_t s = first; s < end; s++) STANCE_TRY(carry_whole(c, s, from, err));
    }
    return STANCE_OK;
}

/* Dates and words like `ago` tell background, not position. */
static bool tells_background(const reading *r, const sentence *s)
{
    for (uint32_t i = s->first; i < s->end; i++) {
        if (has_fn(r, i, FN(PAST) | FN(TIME))) return true;
        const stance_token *t = token_at(r, i);
        if (t->kind == STANCE_NUMBER && t->end - t->start == 4 &&
            (r->text.data[t->start] == '1' || r->text.data[t->start] == '2'))
            return true;
    }
    return false;
}

/* "X stressed that …. However, Moscow is ready for talks.": the position of the state is told by X. */
static bool states_position(const carry *c, uint32_t s, uint32_t before)
{
    const reading *r = c->r;
    const attribution *a = &r->attributions[c->of_sentence[s] - 1], *b = &r->attributions[before - 1];
    const sentence *sn = &r->sentences[s];
    if (a->source.kind != PHRASE_NAMED || a->cue_entry == UINT32_MAX || !has_fn(r, sn->first, FN(CONNECTIVE)) ||
        stance_in_quotation(r, sn))
        return false;
    if (r->lexicon->entries[a->cue_entry].class != STANCE_CUE_OPINION &&
        r->lexicon->entries[a->cue_entry].class != STANCE_CUE_INTENTION)
        return false;
    return b->source.kind == PHRASE_PERSON || b->source.kind == PHRASE_PRONOUN;
}

/* A person or people, and neither a body nor a thing. */
static bool is_somebody(const reading *r, const phrase *p)
{
    if (p->kind == PHRASE_PRONOUN) return !stance_token_is(r, p->first, "it") && !has_fn(r, p->first, FN(SELF));
    if (p->kind == PHRASE_PERSON) return true;
    return p->kind == PHRASE_ROLE && p->head != NO_TOKEN &&
           (r->notes[p->head].role & (ROLE(PERSON) | ROLE(OFFICE) | ROLE(GROUP)));
}

/* "He flew to Dover.", "The minister said Norland agreed.": what somebody did, said or was, as the outlet tells it, and not
   "The minister saw no way out." */
static bool tells_of_somebody(const reading *r, const sentence *s)
{
    phrase p = stance_subject_of(r, s->first, s->end);
    if (!is_somebody(r, &p)) return false;
    uint32_t i = p.end, cue_end;
    for (uint32_t k = p.first + 1; k < i && p.kind == PHRASE_ROLE; k++) {
        if (stance_token_is(r, k, "then")) i = k; /* "The minister then flew" */
    }
    while (i < s->end && has_fn(r, i, FN(ADVERB) | FN(CONNECTIVE) | FN(TIME))) i++;
    if (!is_word(r, i)) return false;
    bool done = p.kind == PHRASE_PRONOUN && !p.plural && (has_fn(r, i, FN(AUXILIARY)) || stance_token_is(r, i, "'s")) &&
                (stance_is_past(r, i + 1) || stance_token_is(r, i + 1, "been"));
    if (done) return true; /* "He has surrounded himself with friends." */
    if (has_fn(r, i, FN(BE)))
        return p.kind != PHRASE_ROLE && (stance_token_is(r, i, "was") || stance_token_is(r, i, "were"));
    if (stance_says_at(r, i, &cue_end)) return cue_end + 2 < s->end; /* and not "…, the envoy added." */
    if (is_capital(r, i) || r->notes[i].fn || r->notes[i].role || stance_ends_in_s(r, i) || stance_ends_in_ing(r, i))
        return false;
    return i + 1 >= s->end || !is_word(r, i + 1) || has_fn(r, i + 1, FN(PREPOSITION) | FN(TIME) | FN(ADVERB));
}

/* Do both sources name one holder, as far as their words tell: "Lee said … . He added …", "Lee said … . The envoy added …"? */
static bool goes_on(const reading *r, const phrase *p, const phrase *next)
{
    if (next->kind == PHRASE_PERSON)
        return p->kind != PHRASE_NAMED && /* no ministry is a person */
               (p->kind != PHRASE_PERSON ||
                token_at(r, p->name_end - 1)->word == token_at(r, next->name_end - 1)->word);
    return next->kind == PHRASE_PRONOUN || (next->kind == PHRASE_ROLE && !stance_is_indefinite(r, next));
}

/* Is the sentence about somebody beside the holder: "Brandt thought for a moment.", "His lawyer was more careful."? */
static bool is_about_other(const reading *r, const sentence *s, const phrase *holder)
{
    phrase about = stance_subject_of(r, s->first, s->end);
    if (about.kind == PHRASE_PERSON && holder->kind == PHRASE_ROLE) return true;
    if (about.kind == PHRASE_PERSON && holder->kind == PHRASE_PERSON &&
        token_at(r, holder->name_end - 1)->word != token_at(r, about.name_end - 1)->word)
        return true;
    return (about.kind == PHRASE_ROLE || about.kind == PHRASE_PERSON) && about.head != NO_TOKEN &&
           has_fn(r, about.first, FN(POSSESSIVE)) && (r->notes[about.head].role & (ROLE(PERSON) | ROLE(OFFICE)));
}

/* A tone that a statement alone has: groundless, a mistake. */
static bool has_tone(const reading *r, uint32_t first, uint32_t end)
{
    size_t low = 0, high = r->matches.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (r->matches.data[middle].first < first) low = middle + 1;
        else high = middle;
    }
    for (size_t k = low; k < r->matches.count && r->matches.data[k].first < end; k++) {
        const stance_entry *e = &r->lexicon->entries[r->matches.data[k].entry];
        if (e->kind == STANCE_KIND_TONE && !e->replaced) return true;
    }
    return false;
}

/* "There is no other way out.", "It must be taken seriously.", "All such claims are groundless.": what ought to be or how good
   it is, said of no person and with no name, number or day in it. */
static bool judges(const reading *r, const sentence *s)
{
    uint32_t i = s->first, words = 0;
    while (has_fn(r, i, FN(CONNECTIVE)) || is_mark(r, i, STANCE_MARK_COMMA)) i++;
    for (uint32_t k = s->first; k < s->end; k++) {
        bool other = has_fn(r, k, FN(TIME) | FN(PAST) | FN(PRONOUN) | FN(PLURAL_PRONOUN) | FN(POSSESSIVE)) ||
                     token_at(r, k)->kind == STANCE_NUMBER || is_mark(r, k, STANCE_MARK_ASK) ||
                     is_mark(r, k, STANCE_MARK_COLON) || (k > s->first && stance_is_name_token(r, k));
        if (other && !(k == i && stance_token_is(r, k, "it"))) return false;
        words += is_word(r, k);
    }
    if (words > JUDGING_WORDS) return false;
    bool present = stance_token_is(r, i + 1, "is") || stance_token_is(r, i + 1, "are");
    if (stance_token_is(r, i, "there")) return present && stance_token_is(r, i + 2, "no");
    if (stance_token_is(r, i, "not")) return stance_token_is(r, i + 1, "a") || stance_token_is(r, i + 1, "one");
    phrase p = stance_subject_of(r, i, s->end);
    if (p.kind == PHRASE_NONE || is_somebody(r, &p) || p.end >= s->end) return false;
    for (uint32_t k = p.first + 1; k < s->end; k++) {
        if (has_fn(r, k, FN(SUBORDINATOR) | FN(RELATIVE)) && !has_fn(r, k, FN(PREPOSITION))) return false;
        if (has_trait(r, k, TRAIT(DUTY))) return true;
        if (stance_token_is(r, k, "is") || stance_token_is(r, k, "are")) return has_tone(r, k + 1, s->end);
        if (stance_is_finite(r, k, p.first)) return false;
    }
    return false;
}

/* Is the sentence before all of it a report of what a single person said? */
static bool reports(const carry *c, uint32_t s, uint32_t before)
{
    const reading *r = c->r;
    const attribution *a = &r->attributions[before - 1];
    if (a->sentence + 1 != s || !a->content_count) return false;
    if (a->cue_entry == UINT32_MAX) return a->same_as != 0;
    const stance_entry *e = &r->lexicon->entries[a->cue_entry];
    return e->form == STANCE_CUE_VERB && (e->frame & STANCE_FRAME_THAT) && !(e->frame & STANCE_FRAME_ASKED) &&
           a->content[a->content_count - 1].end + 2 >= r->sentences[s - 1].end;
}

/* Does the sentence, which has no cue, go on with the report of the one before? */
static bool runs_on(const carry *c, uint32_t s, uint32_t before, bool last)
{
    const reading *r = c->r;
    const sentence *sn = &r->sentences[s];
    const phrase *holder = &r->attributions[before - 1].source;
    bool person = holder->kind == PHRASE_PERSON || holder->kind == PHRASE_PRONOUN ||
                  (holder->kind == PHRASE_ROLE && !holder->plural);
    if (!person) return false;
    if (has_fn(r, sn->first, FN(CONNECTIVE)) && !has_fn(r, sn->first, FN(TIME) | FN(CONJUNCTION))) {
        for (uint32_t i = sn->first; i < sn->end && i < sn->first + 4; i++) {
            bool body = holder->kind == PHRASE_ROLE && stance_token_is(r, i, "it");
            if (body || stance_token_is(r, i, "he") || stance_token_is(r, i, "she"))
                return false; /* "Instead, he brought up an article": what he did; "However, it failed" of a resolution */
        }
        return true;
    }
    if (reports(c, s, before) && judges(r, sn)) return true;
    if (last || !c->of_sentence[s + 1]) return false; /* not between two reports */
    return goes_on(r, holder, &r->attributions[c->of_sentence[s + 1] - 1].source) && !is_about_other(r, sn, holder) &&
           !tells_of_somebody(r, sn);
}

stance_status stance_continue_reports(carry *c, stance_error *err)
{
    reading *r = c->r;
    for (size_t k = 0; k < r->block_count; k++) {
        if (r->blocks[k].kind != BLOCK_BODY) continue;
        uint32_t first = c->sentence_of_block[k], end = c->sentence_of_block[k + 1];
        for (uint32_t s = first + 1; s < end; s++) {
            const sentence *sn = &r->sentences[s];
            uint32_t before = c->of_sentence[s - 1];
            if (before && c->of_sentence[s] && states_position(c, s, before)) {
                r->attributions[c->of_sentence[s] - 1].dropped = true;
                STANCE_TRY(carry_whole(c, s, before, err));
                continue;
            }
            if (c->of_sentence[s] || !before || stance_in_quotation(r, sn) || tells_background(r, sn)) continue;
            if (stance_in_quotation(r, &r->sentences[s - 1]))
                continue; /* a report goes on; after a quotation the outlet speaks */
            if (runs_on(c, s, before, s + 1 == end)) STANCE_TRY(carry_whole(c, s, before, err));
        }
    }
    return STANCE_OK;
}

stance_status stance_refer_back(carry *c, stance_error *err)
{
    reading *r = c->r;
    size_t n = r->attribution_count;
    for (size_t i = 0; i < n; i++) {
        if (!r->attributions[i].back || r->attributions[i].dropped) continue;
        uint32_t s = r->attributions[i].sentence, block_index = r->sentences[s].block;
        if (s == c->sentence_of_block[block_index]) {
            uint32_t lowest = block_index > HEADS_BETWEEN ? block_index - HEADS_BETWEEN : 0;
            while (block_index > lowest && r->blocks[block_index - 1].kind != BLOCK_BODY) block_index--;
            if (block_index-- == 0) continue;
        }
        for (uint32_t k = s, steps = 0; k > c->sentence_of_block[block_index] && steps < BACK_SENTENCES; steps++) {
            k--;
            if (r->sentences[k].block > block_index) continue;
            if (c->of_sentence[k]) break;
            STANCE_TRY(carry_whole(c, k, (uint32_t)i + 1, err));
        }
    }
    return STANCE_OK;
}
