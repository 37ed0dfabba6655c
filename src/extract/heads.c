/* Who speaks in a head, where a title says it in its own way: a label before the colon, a source behind it or behind a dash, a
   quotation or a verb before it, quoted words or an adjective without "is". */
#include "extract/cast.h"
#include "extract/search.h"

enum { LABEL_VERB_TOKENS = 6, SITE_TOKENS = 8, LABEL_WORDS = 4 };

/* Somebody who can say something: a person, an office, people or a body, a state that the lexicon knows. */
static bool is_speaker(const reading *r, const phrase *p)
{
    if (p->kind == PHRASE_PERSON) {
        bool whole = p->name_end - p->name_first > 1 || p->head != NO_TOKEN;
        return whole || r->notes[p->name_first].actor || stance_is_given(r, p->name_first) ||
               (r->seen[token_at(r, p->name_first)->word] & (SEEN_CAPITAL | SEEN_SURNAME));
    }
    uint8_t roles = ROLE(OFFICE) | ROLE(PERSON) | ROLE(BODY) | ROLE(GROUP);
    if (p->head != NO_TOKEN && (r->notes[p->head].role & roles)) return true;
    return p->kind == PHRASE_NAMED && stance_actor_called(r, p->name_first, p->name_end);
}

static bool opens_quotation(const reading *r, uint32_t i)
{
    uint32_t q = i < r->tokens.count ? r->notes[i].quote : 0;
    return q && r->quotes[q - 1].first == i;
}

static uint32_t quotation_end(const reading *r, uint32_t i)
{
    return r->quotes[r->notes[i].quote - 1].end;
}

static stance_status keep_if_any(search *x, const attribution *a, bool *done, stance_error *err)
{
    *done = a->content_count > 0;
    return *done ? stance_keep(x, a, err) : STANCE_OK;
}

/* "'We will respond': Lavrov warns West", "“No talks” – Kremlin on the plan" */
static stance_status quotation_first(search *x, bool *done, stance_error *err)
{
    const reading *r = x->r;
    uint32_t first = x->s->first;
    if (!opens_quotation(r, first)) return STANCE_OK;
    uint32_t mark = quotation_end(r, first);
    if (mark + 1 >= x->end || !(is_mark(r, mark, STANCE_MARK_COLON) || is_mark(r, mark, STANCE_MARK_DASH)))
        return STANCE_OK;
    phrase p = stance_phrase_after(r, mark + 1, x->end);
    if (p.kind == PHRASE_NONE || p.first != mark + 1 || !is_speaker(r, &p)) return STANCE_OK;
    uint32_t cue_end = p.end;
    const stance_entry *e = p.end < x->end ? stance_cue_at(r, p.end, &cue_end) : NULL;
    bool on = stance_token_is(r, p.end, "on") || stance_token_is(r, p.end, "to");
    if (p.end < x->end && !on && !(e && e->form == STANCE_CUE_VERB)) return STANCE_OK;
    attribution a = {.sentence = x->index,
                     .cue_first = p.end,
                     .cue_end = e ? cue_end : p.end,
                     .cue_entry = e ? (uint32_t)(e - r->lexicon->entries) : UINT32_MAX,
                     .source = p};
    stance_add_content(x, &a, first, mark);
    return keep_if_any(x, &a, done, err);
}

/* "Lavrov slams US: ‘They lied’": the verb before the colon has its subject before it, and what it takes is said too. */
static stance_status verb_before_colon(search *x, uint32_t colon, bool *done, stance_error *err)
{
    const reading *r = x->r;
    uint32_t first = x->s->first, cue_end;
    if (!opens_quotation(r, colon + 1)) return STANCE_OK;
    for (uint32_t k = first + 1; k < colon && k < first + LABEL_VERB_TOKENS; k++) {
        const stance_entry *e = stance_cue_at(r, k, &cue_end);
        if (!e || e->form != STANCE_CUE_VERB || cue_end > colon || stance_ends_in_ing(r, k)) continue;
        attribution a = stance_attribution_of(x, e, k, cue_end);
        a.source = stance_describe_phrase(r, first, k);
        if (!is_speaker(r, &a.source)) return STANCE_OK;
        stance_add_content(x, &a, cue_end, colon);
        stance_add_content(x, &a, colon + 1, x->end);
        return keep_if_any(x, &a, done, err);
    }
    return STANCE_OK;
}

/* "Kremlin on US sanctions: no comment", "A lesson from Anna Reed: ‘Be the voice’", "Iran: US must lift sanctions first" */
static stance_status subject_before_colon(search *x, uint32_t colon, bool *done, stance_error *err)
{
    const reading *r = x->r;
    uint32_t first = x->s->first, from = first, to = colon;
    bool quoted = opens_quotation(r, colon + 1), topic = false, sent = false, ought = quoted;
    for (uint32_t i = first + 1; i < colon && !topic && !sent; i++) {
        if (stance_is_finite(r, i, first)) return STANCE_OK;
        if (stance_token_is(r, i, "by")) from = i + 1; /* "Lee Grilled by Host on Dam: ‘Are You Tired?’" */
        topic = stance_token_is(r, i, "on") || stance_token_is(r, i, "about");
        sent = quoted && stance_token_is(r, i, "from");
        if (topic) to = i;
        if (sent) from = i + 1;
    }
    for (uint32_t i = colon + 1; i < x->end && i < colon + LIST_TOKENS && !ought; i++)
        ought = has_trait(r, i, TRAIT(MODAL)) || stance_is_future(r, i);
    if (from >= to) return STANCE_OK;
    attribution a = {.sentence = x->index, .cue_first = from, .cue_end = from, .cue_entry = UINT32_MAX};
    a.source = stance_describe_phrase(r, from, to);
    bool state = a.source.kind == PHRASE_NAMED && a.source.head == NO_TOKEN;
    if (!is_speaker(r, &a.source) || (state && !ought) || (!topic && !sent && !state)) return STANCE_OK;
    stance_add_content(x, &a, colon + 1, x->end);
    return keep_if_any(x, &a, done, err);
}

/* The last mark of the title that stands by itself and sets its end apart ("… - TASS"), or x->end. */
static uint32_t last_separator(const search *x)
{
    const reading *r = x->r;
    for (uint32_t i = x->end; i > x->s->first + 3 && x->end - i < SITE_TOKENS; i--) {
        bool apart = (token_at(r, i - 1)->flags & STANCE_TOKEN_SPACE) && r->text.data[token_at(r, i - 1)->start] != '&';
        if (apart && (is_mark(r, i - 1, STANCE_MARK_DASH) || is_mark(r, i - 1, STANCE_MARK_OTHER))) return i - 1;
    }
    return x->end;
}

/* "Envoy says talks are over - World - TASS", "… | Reuters", "… – Norlandish Politics & Society": a site's name behind the last
   mark, and its section before that, are no part of the title. */
static void drop_site(search *x)
{
    const reading *r = x->r;
    bool site = false;
    for (int part = 0; part < 2; part++) {
        uint32_t mark = last_separator(x), words = 0;
        if (mark == x->end || mark + 1 >= x->end) return;
        bool outlet = false, large = true;
        for (uint32_t i = mark + 1; i < x->end; i++) {
            outlet = outlet || has_fn(r, i, FN(OUTLET));
            large = large && (is_capital(r, i) || !is_word(r, i));
            words += is_word(r, i);
        }
        phrase p = stance_describe_phrase(r, mark + 1, x->end);
        bool nationality = has_fn(r, mark + 1, FN(NATIONALITY)) && p.head == NO_TOKEN;
        bool nobody = nationality || !is_speaker(r, &p);
        if (!large || !(outlet || (nobody && (words > 2 || site)))) return;
        x->end = mark;
        site = true;
    }
}

/* Does the token before the quotation take it: a verb in -s ("Reed sees ‘personal insult’"), "to" of what somebody calls for? */
static bool takes_quotation(const reading *r, uint32_t i)
{
    if (stance_token_is(r, i, "to")) return true;
    return is_word(r, i) && stance_ends_in_s(r, i) && !r->notes[i].role && !r->notes[i].actor && !r->notes[i].fn;
}

/* "Moscow ready for talks with Washington", "NATO not yet convinced that …": where the subject stands, and no "is". */
static stance_status attitude_of_subject(search *x, stance_error *err)
{
    const reading *r = x->r;
    uint32_t first = x->s->first, i = first + 1;
    while (i < x->end && i < first + LABEL_VERB_TOKENS && !has_trait(r, i, TRAIT(ATTITUDE))) {
        if (stance_is_finite(r, i, first)) return STANCE_OK;
        i++;
    }
    bool takes =
        has_fn(r, i + 1, FN(PREPOSITION)) || stance_token_is(r, i + 1, "to") || stance_token_is(r, i + 1, "that");
    if (i + 2 >= x->end || !has_trait(r, i, TRAIT(ATTITUDE)) || !takes) return STANCE_OK;
    uint32_t end = i;
    while (end > first + 1 &&
           (has_fn(r, end - 1, FN(ADVERB)) || has_trait(r, end - 1, TRAIT(NEGATION)) || stance_ends_in_ly(r, end - 1)))
        end--;
    phrase p = stance_describe_phrase(r, first, end);
    if (p.end != end || !is_speaker(r, &p)) return STANCE_OK;
    attribution a = {.sentence = x->index, .cue_first = end, .cue_end = end, .cue_entry = UINT32_MAX, .source = p};
    stance_add_content(x, &a, end, stance_nominal_end(x, end));
    return a.content_count ? stance_keep(x, &a, err) : STANCE_OK;
}

/* "Mayor to drivers: …", "Lee to Orr: …": where whoever speaks ends, as against "Envoy to Norland: …". */
static uint32_t before_addressee(const reading *r, uint32_t from, uint32_t to)
{
    for (uint32_t i = from + 1; i + 1 < to; i++) {
        if (!stance_token_is(r, i, "to")) continue;
        bool person = !(r->notes[i - 1].role & (ROLE(OFFICE) | ROLE(PERSON)));
        return person || !is_capital(r, i + 1) ? i : to;
    }
    return to;
}

/* "Exclusive: Iran open to deal, officials say": a word before the colon that is nobody is no part of what somebody else says. */
static void drop_label(search *x)
{
    reading *r = x->r;
    uint32_t first = x->s->first;
    if (!is_capital(r, first) || !is_mark(r, first + 1, STANCE_MARK_COLON) || r->notes[first].actor ||
        r->notes[first].role)
        return;
    for (size_t i = x->first_found; i < r->attribution_count; i++) {
        attribution *a = &r->attributions[i];
        if (a->content_count && a->content[0].first == first && a->content[0].end > first + 2)
            a->content[0].first = first + 2;
    }
}

/* Words that are somebody's claim rather than news of the day: "We were promised help", "“No”", and where a verb tells what
   was, is or shall be, "talks to resume in May", as against "Oslo closes its border". */
static bool reads_as_claim(const reading *r, uint32_t first, uint32_t end, bool own)
{
    if (has_fn(r, first, FN(SELF)) ||
        (stance_is_quoted(r, first) && r->quotes[r->notes[first].quote - 1].end + 1 >= end))
        return true;
    if (own || has_trait(r, first, TRAIT(INTERROGATIVE)) || has_fn(r, first, FN(SUBORDINATOR) | FN(RELATIVE)))
        return false;
    for (uint32_t i = first + 1; i + 1 < end; i++) {
        bool finite = has_fn(r, i, FN(BE) | FN(AUXILIARY)) && !stance_token_is(r, i, "'s");
        if (finite || (stance_is_past(r, i) && !has_fn(r, i + 1, FN(PREPOSITION)))) return true;
        if (stance_token_is(r, i, "to") && i > first && !has_fn(r, i + 1, FN(DETERMINER) | FN(POSSESSIVE)) &&
            !r->notes[i + 1].role && !r->notes[i + 1].actor && !stance_is_name_token(r, i + 1) && i + 2 < end)
            return true;
    }
    return false;
}

/* "Reed Campaign: opponent misled voters", "Officials: dam was never checked", "Farmers: We were promised help": the words
   from … to name a group, a body or people and no more, and what follows the colon reads as their claim. Whom they are, or
   nobody. */
static phrase group_label(const reading *r, uint32_t from, uint32_t to, uint32_t end)
{
    phrase nobody = {.kind = PHRASE_NONE, .head = NO_TOKEN};
    uint32_t head = to - 1;
    uint8_t role = r->notes[head].role;
    bool many = stance_ends_in_s(r, head) && (role & (ROLE(PERSON) | ROLE(OFFICE))), group = role & ROLE(GROUP);
    if (!r->notes[head].role_head || to - from > LABEL_WORDS || !is_capital(r, from) || end - to < LABEL_WORDS ||
        has_trait(r, head, TRAIT(DOCUMENT) | TRAIT(PRESS) | TRAIT(OCCASION)) || !((role & ROLE(BODY)) || many || group))
        return nobody;
    if (r->notes[head].cue) return nobody; /* "Analysis: …", "Report: …": kinds of text */
    for (uint32_t i = from; i < to; i++) {
        bool mark = token_at(r, i)->kind != STANCE_WORD && !is_mark(r, i, STANCE_MARK_SINGLE_CLOSE);
        if (mark || has_fn(r, i, FN(PREPOSITION) | FN(OUTLET) | FN(DETERMINER) | FN(TIME) | FN(SUBORDINATOR)))
            return nobody;
    }
    bool own = (many && !group && !(role & ROLE(OFFICE))) || r->notes[from].actor; /* "Refugees: camps were emptied" */
    if (!reads_as_claim(r, to + 1, end, own)) return nobody;
    phrase p = stance_describe_phrase(r, from, to);
    if (p.kind == PHRASE_PERSON) {
        p.kind = PHRASE_NAMED;
        p.name_first = from;
        p.name_end = to;
    }
    return p;
}

/* "Russia open to talks: envoy", "Envoy: no illusions about the talks", "Moscow expects a meeting - Lee": the short
   side of the mark
   names who says the long one. */
static stance_status short_side(search *x, bool *done, stance_error *err)
{
    reading *r = x->r;
    uint32_t first = x->s->first, end = x->end, mark = NO_TOKEN;
    for (uint32_t i = end; i > first && mark == NO_TOKEN; i--) {
        bool dash = is_mark(r, i - 1, STANCE_MARK_DASH) ||
                    (is_mark(r, i - 1, STANCE_MARK_OTHER) && (token_at(r, i - 1)->flags & STANCE_TOKEN_SPACE));
        if (!r->notes[i - 1].quote && (dash || is_mark(r, i - 1, STANCE_MARK_COLON))) mark = i - 1;
    }
    if (mark == NO_TOKEN) return STANCE_OK;
    bool behind = end - mark - 1 <= HEAD_SOURCE_TOKENS && mark - first >= 3,
         before = mark - first <= HEAD_SOURCE_TOKENS && is_mark(r, mark, STANCE_MARK_COLON) && end - mark > 3;
    attribution a = {.sentence = x->index, .cue_entry = UINT32_MAX};
    for (int which = 0; which < 2; which++) {
        if (!(which == 0 ? behind : before)) continue;
        uint32_t from = which == 0 ? mark + 1 : first, to = which == 0 ? end : mark;
        if (from >= to) continue;
        if (which == 1) to = before_addressee(r, from, to);
        a.source = stance_describe_phrase(r, from, to);
        bool who =
            a.source.kind == PHRASE_PERSON ||
            (a.source.head != NO_TOKEN && (r->notes[a.source.head].role & (ROLE(OFFICE) | ROLE(PERSON) | ROLE(BODY))));
        bool outlet = false;
        for (uint32_t i = from; i < to; i++)
            outlet = outlet || (has_fn(r, i, FN(OUTLET)) && !(r->notes[to - 1].role & ROLE(BODY))) ||
                     stance_is_finite(r, i, from); /* "…: AP" tells whose the text is, "…: AP report" who says so */
        bool office = a.source.kind == PHRASE_PERSON ||
                      r->notes[a.source.head == NO_TOKEN ? from : a.source.head].role & ROLE(OFFICE) ||
                      r->notes[from].actor;
        bool known = a.source.kind != PHRASE_PERSON || a.source.name_end - a.source.name_first > 1 ||
                     r->notes[from].actor || stance_is_given(r, from) || a.source.head != NO_TOKEN ||
                     (r->seen[token_at(r, a.source.name_first)->word] & SEEN_CAPITAL);
        bool label = which == 0 && mark - first <= 3 && stance_token_is(r, first + 1, "'s"); /* "Editor's note: Lee" */
        bool more = a.source.kind == PHRASE_PERSON && a.source.head == NO_TOKEN && a.source.name_end + 1 < to &&
                    !r->notes[a.source.name_end + 1].role; /* "Buy Mines, Sell Coal" */
        bool listed = a.source.kind == PHRASE_PERSON && is_mark(r, a.source.name_end, STANCE_MARK_COMMA) &&
                      is_capital(r, a.source.name_end + 1) &&
                      !r->notes[a.source.name_end + 1].role; /* Lee, Orr firms */
        if (!who || !known || outlet || label || more || listed || (which == 1 && !office)) continue;
        a.cue_first = a.cue_end = from;
        stance_add_content(x, &a, which == 0 ? first : mark + 1, which == 0 ? mark : end);
        *done = a.content_count > 0;
        return *done ? stance_keep(x, &a, err) : STANCE_OK;
    }
    a.source = before && mark > first ? group_label(r, first, mark, end) : (phrase){.kind = PHRASE_NONE};
    if (a.source.kind == PHRASE_NONE) return STANCE_OK;
    a.cue_first = a.cue_end = first;
    stance_add_content(x, &a, mark + 1, end);
    *done = a.content_count > 0;
    return *done ? stance_keep(x, &a, err) : STANCE_OK;
}

/* "Reed sees 'personal insult' if voters stay home", "UN chief ‘deeply concerned’ as war looms": quoted words in a head that
   nobody else is said to speak in are those of whom it is about. */
static stance_status quoted_words(search *x, stance_error *err)
{
    const reading *r = x->r;
    uint32_t first = x->s->first, q = first + 1;
    if (opens_quotation(r, first)) return STANCE_OK;
    while (q < x->end && !opens_quotation(r, q) && token_at(r, q)->kind != STANCE_MARK) q++;
    if (q == x->end) return attitude_of_subject(x, err);
    if (!opens_quotation(r, q)) return STANCE_OK;
    if (q + 2 >= x->end || !is_word(r, q + 1) || has_fn(r, q + 1, FN(DETERMINER))) return STANCE_OK;
    phrase p = stance_phrase_after(r, first, q);
    bool written_large = p.end == q && p.kind == PHRASE_PERSON && q > first + 1 && takes_quotation(r, q - 1) &&
                         (r->notes[q - 1].cue || (r->seen[token_at(r, q - 1)->word] & SEEN_SMALL));
    if (written_large) p = stance_describe_phrase(r, first, q - 1); /* "Anna Reed Reveals ‘Secret’ Plan" */
    if (p.kind == PHRASE_ROLE && p.head != NO_TOKEN && p.head + 1 < p.end && is_capital(r, p.head + 1))
        p = stance_describe_phrase(r, first, p.head + 1); /* "Parents Rally Nationwide To ‘Save Schools’" */
    bool beside = p.end == q && !is_capital(r, q + 1);
    bool behind = p.end < q && takes_quotation(r, q - 1);
    if (behind && p.end != q - 1 && !stance_token_is(r, q - 1, "to")) return STANCE_OK;
    if (p.kind == PHRASE_NONE || p.first != first || !is_speaker(r, &p) || !(beside || behind)) return STANCE_OK;
    attribution a = {.sentence = x->index, .cue_first = q, .cue_end = q, .cue_entry = UINT32_MAX, .source = p};
    uint32_t close = quotation_end(r, q), end = stance_clausal_end(x, q);
    bool apart = end < close || (has_trait(r, close, TRAIT(SETTING)) && is_capital(r, q + 1)); /* After the Vote */
    stance_add_content(x, &a, q, apart ? close : end);
    return a.content_count ? stance_keep(x, &a, err) : STANCE_OK;
}

stance_status stance_try_head(search *x, bool *done, stance_error *err)
{
    const reading *r = x->r;
    drop_site(x);
    STANCE_TRY(quotation_first(x, done, err));
    if (*done) return STANCE_OK;
    uint32_t colon = x->s->first;
    while (colon < x->end && !(is_mark(r, colon, STANCE_MARK_COLON) && !r->notes[colon].quote)) colon++;
    if (colon + 2 < x->end && colon > x->s->first) {
        STANCE_TRY(verb_before_colon(x, colon, done, err));
        if (!*done) STANCE_TRY(subject_before_colon(x, colon, done, err));
    }
    return *done ? STANCE_OK : short_side(x, done, err);
}

/* "Norland says time is running out as envoy leaves": what a title tells behind "as" is its own, when a clause was said. */
static void drop_occasion(search *x)
{
    reading *r = x->r;
    for (size_t k = x->first_found; k < r->attribution_count; k++) {
        attribution *a = &r->attributions[k];
        if (a->dropped || !a->content_count || a->cue_entry == UINT32_MAX) continue;
        const stance_entry *e = &r->lexicon->entries[a->cue_entry];
        token_range *last = &a->content[a->content_count - 1];
        if (e->class != STANCE_CUE_NEUTRAL || !(e->frame & STANCE_FRAME_BARE) || a->cue_first > last->first) continue;
        for (uint32_t i = last->first + 2; i + 3 < last->end; i++) {
            if (!stance_token_is(r, i, "as") || r->notes[i].quote || stance_is_article(r, i + 1)) continue;
            bool pair = stance_token_is(r, i + 1, "well") || stance_token_is(r, i - 1, "such") ||
                        stance_token_is(r, i - 1, "well") || stance_token_is(r, i - 1, "same");
            for (uint32_t m = i + 1; m < last->end && m < i + LIST_TOKENS && !pair; m++)
                pair = stance_token_is(r, m, "as");
            if (!pair && !r->notes[i + 1].quote) last->end = i;
        }
    }
}

stance_status stance_try_head_words(search *x, stance_error *err)
{
    drop_label(x);
    drop_occasion(x);
    return stance_last_kept(x) ? STANCE_OK : quoted_words(x, err);
}
