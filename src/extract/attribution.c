/* Cues with their subjects and contents: who says what inside one sentence. Quotations that a cue outside their
   sentence gives a
   speaker are left to carry.c. */
#include "extract/search.h"

enum { LIST_POINT_TOKENS = 4 };

/* What stands alone and names nobody: "them", "it". */
static bool is_pronoun(const reading *r, uint32_t i)
{
    return has_fn(r, i, FN(OTHER_PRONOUN) | FN(PRONOUN) | FN(PLURAL_PRONOUN)) || stance_token_is(r, i, "her") ||
           stance_token_is(r, i, "it") || stance_token_is(r, i, "this") || stance_token_is(r, i, "these");
}

/* "before the council considers them", "he mentioned Lee": nothing is said of a pronoun or a name alone, unless the act is a
   tone of its own towards a thing or a name ("condemned it", "praised Lee") and not one to come ("he'll promote it"). */
static bool is_name_only(const search *x, const attribution *a)
{
    const reading *r = x->r;
    token_range c = a->content[0];
    if (a->content_count != 1 || stance_is_quoted(r, c.first)) return false;
    bool tone = a->cue_entry != UINT32_MAX && r->lexicon->entries[a->cue_entry].value != 0;
    if (c.end == c.first + 1 && is_pronoun(r, c.first)) {
        bool thing = stance_token_is(r, c.first, "it") || stance_token_is(r, c.first, "this");
        for (uint32_t i = a->cue_first; i > a->source.first && a->source.end <= a->cue_first && thing; i--)
            thing = !stance_is_future(r, i - 1) && !stance_token_is(r, i - 1, "'ll");
        return !thing || !tone;
    }
    if (tone || a->cue_entry == UINT32_MAX || (c.first > 0 && stance_token_is(r, c.first - 1, "as")))
        return false; /* "referred to Lee as Judas" */
    for (uint32_t i = c.first; i < c.end; i++) {
        if (!stance_is_name_token(r, i) && !is_mark(r, i, STANCE_MARK_STOP)) return false;
    }
    return true;
}

/* "echoed that sentiment", "shared such concerns": what was said before, and nothing anew. */
static bool refers_to_words(const search *x, const attribution *a)
{
    const reading *r = x->r;
    token_range c = a->content[0];
    bool told = a->content_count == 1 && a->cue_entry != UINT32_MAX &&
                r->lexicon->entries[a->cue_entry].class == STANCE_CUE_OPINION && !stance_is_quoted(r, c.first);
    bool that = has_trait(r, c.first, TRAIT(PRONOMINAL)) || stance_token_is(r, c.first, "that") ||
                stance_token_is(r, c.first, "such") || stance_token_is(r, c.first, "these");
    if (!told || !that || c.first < a->cue_end || c.end == c.first + 1) return false;
    return c.end == c.first + 2 || has_fn(r, c.first + 2, FN(PREPOSITION) | FN(TIME));
}

stance_status stance_add_attribution(reading *r, const attribution *a, uint32_t *at, stance_error *err)
{
    if (!STANCE_PUSH(r->arena, r->attributions, r->attribution_count, r->attribution_capacity, *a))
        return stance_fail_memory(err);
    *at = (uint32_t)r->attribution_count;
    return STANCE_OK;
}

stance_status stance_keep(search *x, const attribution *a, stance_error *err)
{
    return is_name_only(x, a) || refers_to_words(x, a) ? STANCE_OK
                                                       : stance_add_attribution(x->r, a, &(uint32_t){0}, err);
}

attribution stance_attribution_of(const search *x, const stance_entry *e, uint32_t cue, uint32_t cue_end)
{
    return (attribution){.sentence = x->index,
                         .cue_first = cue,
                         .cue_end = cue_end,
                         .cue_entry = (uint32_t)(e - x->r->lexicon->entries)};
}

bool stance_can_speak(const phrase *p)
{
    return p->kind != PHRASE_NONE;
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
    attribution a = stance_attribution_of(x, e, cue, cue_end);
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
    attribution a = stance_attribution_of(x, e, cue, cue_end);
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

/* A paragraph of one sentence without a stop, as the points of a list are. */
static bool is_point(const reading *r, size_t k)
{
    if (k >= r->sentence_count) return false;
    const sentence *s = &r->sentences[k];
    const block *b = &r->blocks[s->block];
    return s->first == b->first && s->end == b->end && s->end >= s->first + LIST_POINT_TOKENS &&
           (b->kind == BLOCK_HEAD || b->kind == BLOCK_BODY) && !stance_is_sentence_end_mark(r, s->end - 1) &&
           !is_mark(r, s->end - 1, STANCE_MARK_COLON) && !r->notes[s->first].quote;
}

/* "In Kyiv, Lee also said:" before a list: who says its points, or nobody. */
static phrase speaker_of_list(const search *x, size_t k)
{
    const reading *r = x->r;
    phrase nobody = {.kind = PHRASE_NONE};
    uint32_t colon = x->s->end - 1, cue_end;
    if (!is_mark(r, colon, STANCE_MARK_COLON) || !is_point(r, k + 1) || !is_point(r, k + 2)) return nobody;
    for (uint32_t i = colon; i > x->s->first && i + 4 > colon; i--) {
        if (stance_is_quoted(r, i - 1) || !stance_says_at(r, i - 1, &cue_end) || cue_end != colon) continue;
        verb_group g = stance_before_adverbs(x, i - 1, x->s->first);
        bool shared;
        return g.negated ? nobody : stance_subject_before(r, g.first, x->s->first, &shared);
    }
    return nobody;
}

static stance_status take_point(search *x, const phrase *speaker, stance_error *err)
{
    attribution a = {.sentence = x->index,
                     .cue_entry = UINT32_MAX,
                     .cue_first = x->s->first,
                     .cue_end = x->s->first,
                     .source = *speaker};
    stance_add_content(x, &a, x->s->first, x->s->end);
    return a.content_count ? stance_keep(x, &a, err) : STANCE_OK;
}

/* "fears in Oslo that …": a noun that holds words, or else the verb that it looks like. */
static stance_status try_verb_or_noun(search *x, const stance_entry *e, uint32_t cue, uint32_t cue_end,
                                      stance_error *err)
{
    size_t before = x->r->attribution_count;
    if (stance_is_speech_noun(x, e, cue, cue_end)) STANCE_TRY(stance_try_noun(x, e, cue, cue_end, err));
    return x->r->attribution_count > before ? STANCE_OK : stance_try_verb(x, e, cue, cue_end, err);
}

stance_status stance_find_attributions(reading *r, stance_error *err)
{
    phrase lister = {.kind = PHRASE_NONE};
    for (size_t k = 0; k < r->sentence_count; k++) {
        const sentence *s = &r->sentences[k];
        search x = {.r = r, .s = s, .index = (uint32_t)k, .first_found = (uint32_t)r->attribution_count, .end = s->end};
        const block *b = &r->blocks[s->block];
        if (b->kind == BLOCK_QUESTION) continue;
        if (b->kind == BLOCK_TURN) {
            STANCE_TRY(stance_take_turn(&x, b, err));
            continue;
        }
        if (lister.kind != PHRASE_NONE && is_point(r, k)) {
            STANCE_TRY(take_point(&x, &lister, err));
            continue;
        }
        lister = speaker_of_list(&x, k);
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
                                          has_fn(r, i - 1, FN(POSSESSIVE)));   /* Brandt's claim that */
            bool that = cue_end == i + 2 && stance_token_is(r, i + 1, "that"); /* the cue holds it */
            if (owned && e->form == STANCE_CUE_VERB && (cue_end == i + 1 || that))
                STANCE_TRY(stance_try_noun(&x, e, i, i + 1, err));
            else if (e->form == STANCE_CUE_VERB) STANCE_TRY(try_verb_or_noun(&x, e, i, cue_end, err));
            else if (e->form == STANCE_CUE_PHRASE) {
                bool done;
                STANCE_TRY(try_passive(&x, e, i, cue_end, &done, err));
                if (!done) STANCE_TRY(stance_try_phrase(&x, e, i, cue_end, err));
            } else if (e->form == STANCE_CUE_NOUN) STANCE_TRY(stance_try_noun(&x, e, i, cue_end, err));
            else continue;
            /* A gap in the cue may hold the start of another; words of a plain one cannot. */
            if (!(e->frame & STANCE_FRAME_OBJECT)) i = cue_end - 1;
        }
        if (b->kind != BLOCK_HEAD) continue;
        STANCE_TRY(stance_try_head_words(&x, err));
    }
    return STANCE_OK;
}
