/* What the lexicon knows of each token: the first pass. */
#include "extract/names.h"

bool stance_token_is(const reading *r, uint32_t i, const char *word)
{
    if (i >= r->tokens.count || r->tokens.data[i].word == STANCE_NO_ID) return false;
    return stance_view_is(stance_folded(r, i), word);
}

bool stance_token_in(const reading *r, uint32_t i, const char *const *words, size_t count)
{
    for (size_t k = 0; k < count; k++) {
        if (stance_token_is(r, i, words[k])) return true;
    }
    return false;
}

bool stance_is_quote_mark(const reading *r, uint32_t i)
{
    if (i < r->tokens.count && (r->notes[i].nickname || r->notes[i].markup)) return false;
    return is_mark(r, i, STANCE_MARK_QUOTE) || is_mark(r, i, STANCE_MARK_QUOTE_OPEN) ||
           is_mark(r, i, STANCE_MARK_QUOTE_CLOSE);
}

bool stance_is_sentence_end_mark(const reading *r, uint32_t i)
{
    return is_mark(r, i, STANCE_MARK_STOP) || is_mark(r, i, STANCE_MARK_ASK) || is_mark(r, i, STANCE_MARK_BANG) ||
           is_mark(r, i, STANCE_MARK_ELLIPSIS);
}

const stance_entry *stance_cue_at(const reading *r, uint32_t i, uint32_t *end)
{
    if (i >= r->tokens.count || !r->notes[i].cue) return NULL;
    const stance_match *m = &r->matches.data[r->notes[i].cue - 1];
    *end = m->last + 1;
    return &r->lexicon->entries[m->entry];
}

bool stance_says_at(const reading *r, uint32_t i, uint32_t *end)
{
    const stance_entry *e = stance_cue_at(r, i, end);
    return e && e->form == STANCE_CUE_VERB && e->class == STANCE_CUE_NEUTRAL && (e->frame & STANCE_FRAME_QUOTE);
}

/* "US" is a state and "us" the speaker; "IT" is no pronoun, "May" may be a month. */
static uint32_t by_case(const reading *r, uint32_t i, uint32_t fn)
{
    const stance_token *t = token_at(r, i);
    if (t->kind == STANCE_MARK && r->text.data[t->start] != '&') return 0; /* the matcher knows signs as one: 25% */
    bool shouted = (t->flags & STANCE_TOKEN_UPPER) && t->end - t->start >= 2;
    if (shouted) fn &= ~(FN(PRONOUN) | FN(PLURAL_PRONOUN) | FN(SELF) | FN(OTHER_PRONOUN) | FN(POSSESSIVE));
    if (!shouted && stance_token_is(r, i, "us")) fn &= ~FN(NATIONALITY);
    if ((t->flags & STANCE_TOKEN_CAPITAL) && (fn & FN(TIME))) fn = FN(TIME);
    bool noun = is_word(r, i + 1) && !is_capital(r, i + 1) && !r->notes[i + 1].fn && !stance_ends_in_s(r, i + 1) &&
                !stance_token_is(r, i + 1, "'s");
    if ((t->flags & STANCE_TOKEN_CAPITAL) && noun && stance_token_is(r, i, "that"))
        fn = FN(DETERMINER); /* "That bridge is unsafe" */
    if ((fn & FN(AUXILIARY)) && is_capital(r, i) && is_capital(r, i + 1) && stance_is_given(r, i)) {
        bool says = r->notes[i + 2].cue && !is_capital(r, i + 2) && stance_is_past(r, i + 2);
        bool title =
            i > 0 && (has_fn(r, i - 1, FN(PRONOUN) | FN(PLURAL_PRONOUN)) || /* "It Will Stay", "Talks Will Go On" */
                      (is_capital(r, i + 2) && stance_verb_form(r, i + 1) == VERB_BASE));
        bool name = says || is_mark(r, i + 2, STANCE_MARK_COMMA) || (i > 0 && is_word(r, i - 1) && !title);
        if (name) return 0; /* Will Lee, as against "Will Lee speak?" */
    }
    return fn;
}

/* A role inside a longer name is none ("United States": state). Otherwise its head is the word before the first
   preposition in it:
   ambassador to, head of the mission. */
static void settle_role(reading *r, uint32_t first, uint32_t end)
{
    uint32_t match = r->notes[first].actor;
    if (has_trait(r, first, TRAIT(HOUR)) && first > 0 && token_at(r, first - 1)->kind == STANCE_NUMBER) {
        r->notes[first].role = 0; /* 8 PM */
        r->notes[first].fn |= FN(TIME);
        return;
    }
    if (match) {
        const stance_match *m = &r->matches.data[match - 1];
        bool person = r->lexicon->entries[m->entry].class == STANCE_ACTOR_PERSON;
        bool body = r->lexicon->entries[m->entry].class == STANCE_ACTOR_BODY &&
                    (r->notes[first].role & ROLE(BODY)); /* Embassy of Russia */
        if (!person && !body && m->first <= first && m->last + 1 >= end && m->last + 1 - m->first > end - first) {
            for (uint32_t i = first; i < end; i++) r->notes[i].role = 0;
            return;
        }
    }
    uint32_t head = end - 1;
    for (uint32_t i = end - 1; i > first; i--) {
        if (has_fn(r, i, FN(PREPOSITION))) head = i - 1;
    }
    r->notes[head].role_head = true;
}

/* The entry that the match (1 + index) is of. */
static const stance_entry *entry_of(const reading *r, uint32_t match)
{
    return &r->lexicon->entries[r->matches.data[match - 1].entry];
}

/* "regarding", "welcomed visitors": an entry that says nothing, and takes the place of a verb that does. */
static bool is_silent(const stance_entry *e)
{
    return e->form == STANCE_CUE_PHRASE && e->frame == STANCE_FRAME_NP;
}

static void note_functions(reading *r)
{
    for (size_t k = 0; k < r->matches.count; k++) {
        const stance_match *m = &r->matches.data[k];
        const stance_entry *e = &r->lexicon->entries[m->entry];
        if (e->replaced || e->kind != STANCE_KIND_FUNCTION) continue;
        for (uint32_t i = m->first; i <= m->last; i++) {
            if (e->class < STANCE_FN_MODAL) r->notes[i].fn |= 1U << e->class;
            else r->notes[i].trait |= UINT64_C(1) << (e->class - STANCE_FN_MODAL);
        }
    }
}

/* "Who knows?", "Us and them": no capitals, so the pronoun rather than the body of that name. */
static bool is_small_word(const reading *r, uint32_t i)
{
    return !(token_at(r, i)->flags & STANCE_TOKEN_UPPER) &&
           has_fn(r, i, FN(PRONOUN) | FN(PLURAL_PRONOUN) | FN(SELF) | FN(OTHER_PRONOUN) | FN(RELATIVE));
}

stance_status stance_note_tokens(reading *r, stance_error *err)
{
    r->notes = stance_arena_zero(r->arena, r->tokens.count + 1, sizeof *r->notes);
    if (!r->notes) return stance_fail_memory(err);
    note_functions(r);
    uint32_t role_until = 0, actor_until = 0;
    for (size_t k = 0; k < r->matches.count; k++) {
        const stance_match *m = &r->matches.data[k];
        const stance_entry *e = &r->lexicon->entries[m->entry];
        if (e->replaced) continue;
        switch (e->kind) {
        case STANCE_KIND_ROLE:
            if (m->first < role_until) break;
            for (uint32_t i = m->first; i <= m->last; i++) r->notes[i].role |= (uint8_t)(1U << e->class);
            r->notes[m->first].role_length = (uint8_t)(m->last - m->first + 1);
            /* A word may be office and object at once, so equal spans add up; a longer match hides the shorter ones in
               it. */
            if (k + 1 == r->matches.count || r->matches.data[k + 1].first != m->first ||
                r->matches.data[k + 1].last != m->last)
                role_until = m->last + 1;
            break;
        case STANCE_KIND_ACTOR: {
            bool capital = is_capital(r, m->first) || !is_word(r, m->first);
            if (m->first < actor_until || !capital) break;
            if (m->first == m->last && is_small_word(r, m->first)) break;
            for (uint32_t i = m->first; i <= m->last; i++) r->notes[i].actor = (uint32_t)k + 1;
            actor_until = m->last + 1;
            break;
        }
        case STANCE_KIND_CUE: {
            uint32_t old = r->notes[m->first].cue;
            if (!old) r->notes[m->first].cue = (uint32_t)k + 1; /* the longest comes first */
            else if (r->matches.data[old - 1].last == m->last && !is_silent(entry_of(r, old)) &&
                     (e->form == STANCE_CUE_VERB || is_silent(e)))
                r->notes[m->first].cue = (uint32_t)k + 1;
            break;
        }
        default: break;
        }
    }
    for (uint32_t i = 0; i < r->tokens.count; i++) {
        if (r->notes[i].fn) r->notes[i].fn = by_case(r, i, r->notes[i].fn);
    }
    for (uint32_t i = 0; i < r->tokens.count; i++) {
        if (r->notes[i].role_length) settle_role(r, i, i + r->notes[i].role_length);
    }
    return STANCE_OK;
}

/* Does the capitalised word at i name a place, or somebody's last name? */
static void note_place(reading *r, uint32_t i, const sentence *s)
{
    if (!is_capital(r, i)) return;
    uint32_t word = token_at(r, i)->word, p = i > s->first ? i - 1 : i;
    bool owner = stance_token_is(r, i + 1, "'s") && i + 2 < r->tokens.count &&
                 (r->notes[i + 2].role & (ROLE(OFFICE) | ROLE(BODY)));
    if (owner || (p < i && stance_token_is(r, p, "in") && !is_capital(r, i + 1))) r->seen[word] |= SEEN_PLACE;
    if (is_mark(r, p, STANCE_MARK_STOP) && p > s->first) p--;
    if (p < i && is_capital(r, p) && !has_fn(r, p, FN(PREPOSITION) | FN(DETERMINER) | FN(NATIONALITY)))
        r->seen[word] |= SEEN_SURNAME;
    uint8_t kind; /* the list's own "Fiona Hill" gives a surname, "Fort Hill" none */
    bool person = !stance_actor_kind(r, p, &kind) || kind == STANCE_ACTOR_PERSON;
    if (p < i && stance_is_given(r, p) && person && !is_capital(r, i + 1)) r->seen[word] |= SEEN_FAMILY;
}

/* Which words the body has in small letters, and which with a capital where no sentence begins: a capital at the start
   of a sentence
   makes no name. */
stance_status stance_note_names(reading *r, stance_error *err)
{
    r->seen = stance_arena_zero(r->arena, r->lexicon->words.count + r->local->count + 1, 1);
    if (!r->seen) return stance_fail_memory(err);
    for (size_t k = 0; k < r->sentence_count; k++) {
        const sentence *s = &r->sentences[k];
        if (r->blocks[s->block].kind == BLOCK_HEAD) continue;
        for (uint32_t i = s->first; i < s->end; i++) {
            if (!is_word(r, i)) continue;
            uint32_t word = token_at(r, i)->word;
            bool opens = i == s->first || (stance_is_quote_mark(r, i - 1) && r->notes[i].quote) ||
                         is_mark(r, i - 1, STANCE_MARK_COLON) || is_mark(r, i - 1, STANCE_MARK_SINGLE_OPEN);
            note_place(r, i, s);
            if (!is_capital(r, i)) r->seen[word] |= SEEN_SMALL;
            else if (!opens) r->seen[word] |= SEEN_CAPITAL;
        }
    }
    return STANCE_OK;
}
