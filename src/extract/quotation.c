/* Quotations: which marks open, which close, what runs on over paragraphs. One pass over the tokens, a block at a
   time. */
#include "extract/reading.h"

/* A single-quoted run may be this long at most before its closing mark is taken for an apostrophe. */
enum { SINGLE_TOKENS = 120, SCARE_WORDS = 4, TITLE_WORDS = 9, SPEAKER_TOKENS = 5 };

/* Shape of an ambiguous mark from the blanks around it: +1 opens, -1 closes, 0 says nothing. */
static int shape(const reading *r, uint32_t i, uint32_t first, uint32_t end)
{
    bool space_before = i == first || (token_at(r, i)->flags & STANCE_TOKEN_SPACE) ||
                        is_mark(r, i - 1, STANCE_MARK_OPEN) || is_mark(r, i - 1, STANCE_MARK_DASH);
    bool space_after = i + 1 >= end || (token_at(r, i + 1)->flags & STANCE_TOKEN_SPACE) ||
                       (token_at(r, i + 1)->kind == STANCE_MARK && !is_mark(r, i + 1, STANCE_MARK_OPEN) &&
                        !is_mark(r, i + 1, STANCE_MARK_ELLIPSIS) && !is_mark(r, i + 1, STANCE_MARK_SINGLE_OPEN) &&
                        !is_mark(r, i + 1, STANCE_MARK_SINGLE));
    if (space_before && !space_after) return 1;
    if (!space_before && space_after) return -1;
    return 0;
}

static int double_shape(const reading *r, uint32_t i, uint32_t first, uint32_t end)
{
    int by_blanks = shape(r, i, first, end);
    if (is_mark(r, i, STANCE_MARK_QUOTE)) return by_blanks;
    /* Curly marks mean what they show, unless the blanks say the contrary outright (conversion turned them round). */
    int by_form = is_mark(r, i, STANCE_MARK_QUOTE_OPEN) ? 1 : -1;
    return by_blanks && by_blanks != by_form &&
                   (i == first || i + 1 >= end || (token_at(r, i)->flags & STANCE_TOKEN_SPACE))
               ? by_blanks
               : by_form;
}

/* “Fox News Sunday”, “The Art of the Deal”: the longer words are capitalised and no sentence ends inside. */
static bool is_title(const reading *r, const quotation *q)
{
    uint32_t longer = 0, capitals = 0, commas = 0;
    if (q->words < 2 || q->words > TITLE_WORDS) return false;
    for (uint32_t i = q->first; i < q->end; i++) {
        const stance_token *t = token_at(r, i);
        if (is_mark(r, i, STANCE_MARK_ASK) || (stance_is_sentence_end_mark(r, i) && i + 2 < q->end)) return false;
        if (is_mark(r, i, STANCE_MARK_COMMA) && i + 2 < q->end) commas++;
        bool clitic = r->text.data[t->start] == '\'' || (unsigned char)r->text.data[t->start] == 0xE2; /* We're */
        if (t->kind != STANCE_WORD || t->end - t->start < 3 || clitic) continue;
        if (!(t->flags & STANCE_TOKEN_CAPITAL) && has_fn(r, i, FN(PREPOSITION) | FN(DETERMINER) | FN(CONJUNCTION)))
            continue; /* “Contract with the North” */
        longer++;
        capitals += (t->flags & STANCE_TOKEN_CAPITAL) != 0;
    }
    uint32_t cue_end, i = q->end; /* “Thank God,” Lee wrote; “Thank God,” said Lee */
    bool apart = q->first == 0 || token_at(r, q->first - 1)->kind == STANCE_MARK; /* the song “A Change,” she added */
    for (uint32_t k = i; apart && is_mark(r, q->end - 2, STANCE_MARK_COMMA) && k < i + 3 && k < r->tokens.count; k++) {
        const stance_entry *e = stance_cue_at(r, k, &cue_end);
        if (e && e->form == STANCE_CUE_VERB && (e->frame & STANCE_FRAME_QUOTE)) return false;
        if (!stance_is_name_token(r, k) && !has_fn(r, k, FN(PRONOUN)) && !r->notes[k].role) break;
    }
    return longer > 0 && capitals == longer && capitals >= 2 && !commas;
}

/* Marcia "Cia" Price */
static bool is_nickname(const reading *r, const quotation *q)
{
    return q->words == 1 && q->first > 0 && q->end < r->tokens.count && is_capital(r, q->first - 1) &&
           is_capital(r, q->first + 1) && is_capital(r, q->end) && !has_fn(r, q->end, FN(TIME)) &&
           !(token_at(r, q->end)->flags & STANCE_TOKEN_LINE);
}

/* "Lee's column, “Nora, tell us your story,” is moving": a document, its title, and a verb whose subject they are. */
static bool names_document(const reading *r, const quotation *q)
{
    uint32_t i = q->first;
    if (q->words > TITLE_WORDS || i < 3 || q->end >= r->tokens.count || !has_fn(r, q->end, FN(BE) | FN(AUXILIARY)))
        return false;
    i -= is_mark(r, i - 1, STANCE_MARK_COMMA) ? 2 : 1;
    if (!(r->notes[i].role & ROLE(BODY)) || is_capital(r, i)) return false;
    return i > 0 && (stance_token_is(r, i - 1, "'s") || has_fn(r, i - 1, FN(POSSESSIVE) | FN(DETERMINER)) ||
                     is_mark(r, i - 1, STANCE_MARK_SINGLE) || is_mark(r, i - 1, STANCE_MARK_SINGLE_CLOSE));
}

/* "its “Rats. We eat them.” drive": a slogan, though a sentence ends in it, since the noun that it names follows. */
static bool is_slogan(const reading *r, const quotation *q)
{
    if (q->words > TITLE_WORDS || q->first == 0 || !stance_is_noun(r, q->end) || r->notes[q->end].cue) return false;
    uint32_t p = q->first - 1;
    return (has_fn(r, p, FN(DETERMINER) | FN(POSSESSIVE)) || stance_token_is(r, p, "'s")) &&
           stance_is_sentence_end_mark(r, q->end - 2);
}

/* "Antonov said", "said the envoy": who speaks and a verb of saying begin at i, within a few tokens. *after: behind both. */
static bool names_speaker(const reading *r, uint32_t i, uint32_t *after)
{
    uint32_t cue_end, words = 0;
    for (uint32_t k = i; k < i + SPEAKER_TOKENS && k < r->tokens.count && token_at(r, k)->kind == STANCE_WORD; k++) {
        if (words && stance_says_at(r, k, &cue_end) && !is_capital(r, k)) {
            *after = cue_end;
            return true;
        }
        bool who = stance_is_name_token(r, k) || has_fn(r, k, FN(PRONOUN) | FN(PLURAL_PRONOUN) | FN(DETERMINER)) ||
                   r->notes[k].role || r->notes[k].actor;
        if (!who) break;
        words++;
    }
    if (!stance_says_at(r, i, &cue_end) || is_capital(r, i)) return false;
    for (words = cue_end; words < cue_end + SPEAKER_TOKENS && is_word(r, words); words++) {
        if (!(stance_is_name_token(r, words) || r->notes[words].role || r->notes[words].actor ||
              has_fn(r, words, FN(DETERMINER))))
            break;
    }
    *after = words;
    return words > cue_end;
}

/* 'We will go,' in single marks: a few words that somebody said, as against 'fake news': they stand apart from what is before
   them, end as a sentence does, and if with a comma, whoever speaks is behind it. */
static bool is_short_speech(const reading *r, const quotation *q)
{
    uint32_t after;
    bool apart = q->first == 0 || token_at(r, q->first - 1)->kind == STANCE_MARK ||
                 (token_at(r, q->first)->flags & STANCE_TOKEN_LINE);
    if (!apart || q->end < q->first + 3 || !is_capital(r, q->first + 1)) return false;
    return stance_is_sentence_end_mark(r, q->end - 2) ||
           (is_mark(r, q->end - 2, STANCE_MARK_COMMA) && names_speaker(r, q->end, &after));
}

/* Where a quotation that lost its closing mark ends, limit at most: before whoever said it ("We want talks, Lee said."); with
   its sentence, when it goes on with one (Lee said that "the talks are going well. He left.). */
static uint32_t lost_end(const reading *r, uint32_t start, uint32_t limit, uint32_t floor)
{
    bool inside = start > floor && is_word(r, start + 1) && !is_capital(r, start + 1) && is_word(r, start - 1);
    for (uint32_t k = start + 2; k + 2 < limit; k++) {
        uint32_t after;
        bool stop = inside && is_mark(r, k, STANCE_MARK_STOP) && is_capital(r, k + 1) && is_word(r, k - 1) &&
                    token_at(r, k - 1)->end - token_at(r, k - 1)->start > 3 && !stance_abbreviation(r, k - 1);
        if (stop) return k + 1;
        if (!is_mark(r, k, STANCE_MARK_COMMA) || !names_speaker(r, k + 1, &after)) continue;
        if (stance_is_sentence_end_mark(r, after) || has_fn(r, after, FN(TIME) | FN(PREPOSITION))) return k + 1;
    }
    return limit;
}

static stance_status add_quote(reading *r, quotation q, stance_error *err)
{
    for (uint32_t i = q.first; i < q.end; i++) q.words += token_at(r, i)->kind != STANCE_MARK;
    if (!q.words) return STANCE_OK;
    bool nickname = is_nickname(r, &q);
    for (uint32_t i = q.first; nickname && i < q.end; i++) r->notes[i].nickname = true;
    if (nickname) return STANCE_OK;
    q.scare = (q.single && q.words <= SCARE_WORDS && !is_short_speech(r, &q)) || is_title(r, &q) ||
              names_document(r, &q) || is_slogan(r, &q);
    if (!STANCE_PUSH(r->arena, r->quotes, r->quote_count, r->quote_capacity, q)) return stance_fail_memory(err);
    for (uint32_t i = q.first; i < q.end; i++) r->notes[i].quote = (uint32_t)r->quote_count;
    return STANCE_OK;
}

/* What a mark inside an open quotation means when it looks like an opening one: nested when two closings follow before
   the next
   opening, otherwise a new quotation after one that lost its end. */
static bool is_nested(const reading *r, uint32_t i, uint32_t first, uint32_t end)
{
    int closings = 0;
    for (uint32_t k = i + 1; k < end && closings < 2; k++) {
        if (!stance_is_quote_mark(r, k)) continue;
        int s = double_shape(r, k, first, end);
        if (s > 0) return false;
        closings++;
    }
    return closings >= 2;
}

static bool closes_later(const reading *r, uint32_t i, const block *b)
{
    for (uint32_t k = i + 1; k < b->end; k++) {
        if (stance_is_quote_mark(r, k)) return true;
    }
    return false;
}

/* The first double mark of the block: does it close something that an earlier block opened? */
static bool closes_before_opening(const reading *r, const block *b)
{
    for (uint32_t i = b->first; i < b->end; i++) {
        if (stance_is_quote_mark(r, i))
            return i > b->first && (is_mark(r, i, STANCE_MARK_QUOTE_CLOSE) || double_shape(r, i, b->first, b->end) < 0);
    }
    return false;
}

static bool opens_with_quote(const reading *r, const block *b)
{
    return b->first < b->end && stance_is_quote_mark(r, b->first) && double_shape(r, b->first, b->first, b->end) >= 0;
}

/* Blocks that an open quotation runs through without any mark until one closes it: at most a few, or the mark was just
   lost. */
static bool closed_later(const reading *r, size_t k)
{
    for (size_t i = k + 1; i < r->block_count && i - k <= HEADS_BETWEEN; i++) {
        if (r->blocks[i].kind == BLOCK_HEAD) continue;
        if (closes_before_opening(r, &r->blocks[i])) return true;
        for (uint32_t t = r->blocks[i].first; t < r->blocks[i].end; t++) {
            if (stance_is_quote_mark(r, t)) return false;
        }
    }
    return false;
}

/* 'Lee said," The issue is clear."': the blank stands on the wrong side of the mark that opens at i. */
static bool opens_misplaced(const reading *r, uint32_t i, uint32_t floor)
{
    uint32_t end;
    bool mark = i > floor + 2 && (is_mark(r, i - 1, STANCE_MARK_COMMA) || is_mark(r, i - 1, STANCE_MARK_COLON));
    return mark && is_capital(r, i + 1) && stance_says_at(r, i - 2, &end) && end == i - 1;
}

static stance_status double_quotes(reading *r, size_t k, uint32_t *open_from, stance_error *err)
{
    const block *b = &r->blocks[k];
    bool inside = *open_from != 0;
    uint32_t start = b->first, chain = *open_from;
    uint32_t last_end = 0; /* of the last quotation of the block */
    int depth = 0;
    for (uint32_t i = b->first; i < b->end; i++) {
        if (!stance_is_quote_mark(r, i)) continue;
        int s = double_shape(r, i, b->first, b->end);
        if (!inside) {
            bool lone_close = s < 0 && i > b->first && /* the mark of inches in 6'3", too */
                              !(closes_later(r, i, b) && opens_misplaced(r, i, b->first));
            bool lone_open = i + 1 == b->end;
            if (lone_open &&
                last_end) { /* its opening mark was lost: it began with the sentence after the last quotation */
                uint32_t k2 = last_end;
                while (k2 < i && !stance_is_sentence_end_mark(r, k2)) k2++;
                if (k2 + 1 < i)
                    STANCE_TRY(add_quote(r, (quotation){.first = k2 + 1, .end = i + 1, .block = (uint32_t)k}, err));
            }
            if (lone_close || lone_open) continue; /* a mark that nothing opened, or that opens nothing */
            inside = true;
            start = i;
            depth = 0;
        } else if (i == b->first && s > 0) {
            continue; /* each paragraph of a long quotation opens anew */
        } else if (s > 0 && (is_mark(r, i, STANCE_MARK_QUOTE_CLOSE) || !closes_later(r, i, b))) {
            /* A closing mark, whatever its blanks; or the last mark there is: conversion turned it round. */
            STANCE_TRY(
                add_quote(r, (quotation){.first = start, .end = i + 1, .block = (uint32_t)k, .chain = chain}, err));
            chain = 0;
            inside = false;
            last_end = i + 1;
        } else if (s > 0 && is_nested(r, i, b->first, b->end)) {
            depth++;
        } else if (depth > 0) {
            depth--;
        } else {
            uint32_t end = s > 0 ? lost_end(r, start, i, b->first) : i + 1;
            last_end = end;
            STANCE_TRY(
                add_quote(r, (quotation){.first = start, .end = end, .block = (uint32_t)k, .chain = chain}, err));
            chain = 0;
            inside = s > 0;
            start = i;
        }
    }
    *open_from = 0;
    if (!inside) return STANCE_OK;
    size_t before = r->quote_count;
    size_t next = k + 1;
    while (next < r->block_count && next - k <= HEADS_BETWEEN && r->blocks[next].kind == BLOCK_HEAD) next++;
    bool runs_on = next < r->block_count && (opens_with_quote(r, &r->blocks[next]) || closed_later(r, k));
    uint32_t end = runs_on ? b->end : lost_end(r, start, b->end, b->first);
    STANCE_TRY(add_quote(r, (quotation){.first = start, .end = end, .block = (uint32_t)k, .chain = chain}, err));
    if (runs_on && r->quote_count > before) *open_from = (uint32_t)r->quote_count;
    return STANCE_OK;
}

/* "the states' position" inside single marks: an apostrophe, when what follows is a small word and another mark closes
   before one opens. */
static bool is_plural_owner(const reading *r, uint32_t i, const block *b)
{
    uint32_t cue_end;
    if (i == 0 || !stance_ends_in_s(r, i - 1) || !is_word(r, i + 1) || is_capital(r, i + 1) || r->notes[i + 1].fn ||
        stance_says_at(r, i + 1, &cue_end))
        return false;
    bool cue = r->notes[i + 1].cue; /* "The rebels' demands are excessive,": as against 'the talks' demands Lee */
    for (uint32_t k = i + 1; k < b->end && k < i + SINGLE_TOKENS && !r->notes[k].quote; k++) {
        bool single = is_mark(r, k, STANCE_MARK_SINGLE) || is_mark(r, k, STANCE_MARK_SINGLE_CLOSE);
        if (is_mark(r, k, STANCE_MARK_SINGLE_OPEN) || (single && shape(r, k, b->first, b->end) > 0)) return false;
        if (single) return !cue || token_at(r, k - 1)->kind == STANCE_MARK;
    }
    return false;
}

/* '90s, rock 'n' roll: letters or figures are left out, and nothing opens. */
static bool is_elision(const reading *r, uint32_t i)
{
    if (i + 1 >= r->tokens.count) return false;
    const stance_token *t = token_at(r, i + 1);
    if (t->kind == STANCE_NUMBER) return r->text.data[t->end - 1] == 's';
    return t->kind == STANCE_WORD && t->end - t->start == 1 && !is_capital(r, i + 1) && i + 2 < r->tokens.count &&
           (is_mark(r, i + 2, STANCE_MARK_SINGLE) || is_mark(r, i + 2, STANCE_MARK_SINGLE_CLOSE));
}

/* Does the next paragraph open with a single mark and a capital, as those of a quotation in single marks do? */
static bool goes_on_below(const reading *r, size_t k)
{
    size_t next = k + 1;
    if (next >= r->block_count || r->blocks[next].kind != BLOCK_BODY) return false;
    const block *b = &r->blocks[next];
    bool mark = is_mark(r, b->first, STANCE_MARK_SINGLE_OPEN) || is_mark(r, b->first, STANCE_MARK_SINGLE) ||
                is_mark(r, b->first, STANCE_MARK_SINGLE_CLOSE);
    return mark && shape(r, b->first, b->first, b->end) > 0 && is_capital(r, b->first + 1);
}

/* ‘…’ and '…' outside double marks. An apostrophe after s closes nothing unless a quotation is open and a blank or
   mark follows. */
static stance_status single_quotes(reading *r, const block *b, size_t k, uint32_t *open_from, stance_error *err)
{
    uint32_t chain = *open_from;
    bool tried = false;
    *open_from = 0;
    for (uint32_t i = b->first; i < b->end; i++) {
        bool opens = is_mark(r, i, STANCE_MARK_SINGLE_OPEN) ||
                     ((is_mark(r, i, STANCE_MARK_SINGLE) || is_mark(r, i, STANCE_MARK_SINGLE_CLOSE)) &&
                      shape(r, i, b->first, b->end) > 0);
        if (!opens || r->notes[i].quote || is_elision(r, i)) continue;
        bool closed = false;
        for (uint32_t j = i + 1; j < b->end && j < i + SINGLE_TOKENS; j++) {
            if (r->notes[j].quote) break;
            bool closes = (is_mark(r, j, STANCE_MARK_SINGLE_CLOSE) || is_mark(r, j, STANCE_MARK_SINGLE)) &&
                          shape(r, j, b->first, b->end) <= 0;
            if (!closes || is_plural_owner(r, j, b)) continue;
            quotation q = {.first = i, .end = j + 1, .block = (uint32_t)k, .single = true};
            q.chain = i == b->first ? chain : 0;
            STANCE_TRY(add_quote(r, q, err));
            closed = true;
            i = j;
            break;
        }
        bool opener = i == b->first || is_mark(r, i - 1, STANCE_MARK_COLON) || is_mark(r, i - 1, STANCE_MARK_COMMA);
        if (closed || !opener || tried || !goes_on_below(r, k)) continue;
        tried = true; /* once a paragraph, for it looks through all of it */
        uint32_t free = i;
        while (free < b->end && !r->notes[free].quote) free++;
        if (free < b->end) continue;
        quotation q = {.first = i, .end = b->end, .block = (uint32_t)k, .single = true};
        q.chain = i == b->first ? chain : 0;
        size_t before = r->quote_count;
        STANCE_TRY(add_quote(r, q, err));
        if (r->quote_count > before) *open_from = (uint32_t)r->quote_count;
        break;
    }
    return STANCE_OK;
}

/* Where a text has single marks alone, they are its quotation marks. */
static void settle_singles(reading *r)
{
    for (size_t i = 0; i < r->quote_count; i++) {
        if (!r->quotes[i].single) return;
    }
    for (size_t i = 0; i < r->quote_count; i++)
        r->quotes[i].single = r->quotes[i].scare && r->quotes[i].words <= SCARE_WORDS;
}

/* tweet-date="Monday": the straight marks around the value of an attribute are markup that was left over, and quote nothing. */
static void drop_attributes(reading *r, const block *b)
{
    for (uint32_t i = b->first; i < b->end; i++) {
        uint32_t start = token_at(r, i)->start;
        if (!is_mark(r, i, STANCE_MARK_QUOTE) || start == 0 || r->text.data[start - 1] != '=') continue;
        r->notes[i].markup = true;
        uint32_t close = i + 1;
        while (close < b->end && !is_mark(r, close, STANCE_MARK_QUOTE)) close++;
        bool value = close < b->end && r->text.data[token_at(r, close)->start - 1] != '=';
        if (value && shape(r, close, b->first, b->end) <= 0) r->notes[close].markup = true;
    }
}

stance_status stance_find_quotations(reading *r, stance_error *err)
{
    uint32_t open_from = 0, single_from = 0;
    for (size_t k = 0; k < r->block_count; k++) drop_attributes(r, &r->blocks[k]);
    for (size_t k = 0; k < r->block_count; k++) {
        if (r->blocks[k].kind == BLOCK_HEAD) { /* a head neither opens nor closes what the body says */
            uint32_t none = 0;
            STANCE_TRY(double_quotes(r, k, &none, err));
        } else {
            STANCE_TRY(double_quotes(r, k, &open_from, err));
        }
        STANCE_TRY(single_quotes(r, &r->blocks[k], k, &single_from, err));
    }
    settle_singles(r);
    return STANCE_OK;
}
