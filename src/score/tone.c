/* The tone of a statement: its sentences put together one after the other, their points added up, the steps written
   down. */
#include "score/tone.h"

#include "score/compose.h"

#define NEUTRAL_PRIOR (8 * POINT)

enum { BRIGHT_PERCENT = 70 };

static const char *kind_of(const item *it)
{
    switch (it->entry->kind) {
    case STANCE_KIND_REVERSER: return "reverser";
    case STANCE_KIND_SHIFTER: return stance_class_name(it->entry);
    case STANCE_KIND_CUE: return "speech act";
    default: return "tone";
    }
}

static stance_status write_hits(const composer *c, const stance_hit **hits, size_t *count, stance_error *err)
{
    stance_hit *list = stance_arena_zero(c->arena, c->count + 1, sizeof *list);
    if (!list) return stance_fail_memory(err);
    for (size_t k = 0; k < c->count; k++) {
        const item *it = &c->items[k];
        stance_hit *h = &list[k];
        h->at = (stance_span){token_at(c->r, it->match->first)->start, token_at(c->r, it->match->last)->end};
        h->pattern = it->entry->pattern;
        h->origin = stance_entry_origin(c->r->lexicon, it->entry, c->arena);
        if (!h->origin.data) return stance_fail_memory(err);
        h->kind = kind_of(it);
        h->before = (int32_t)it->before;
        h->after = it->is_value ? (int32_t)it->value : 0;
        h->effect = it->effect.data ? it->effect : stance_view_of("");
    }
    *hits = list;
    *count = c->count;
    return STANCE_OK;
}

/* points / (total + prior) in millionths, towards zero. Halving both changes nothing that counts and keeps a text of
   any length from running over. */
static int32_t share(int64_t points, int64_t total)
{
    int64_t whole = total + NEUTRAL_PRIOR;
    while (whole > INT64_MAX / STANCE_MILLION) {
        points /= 2;
        whole /= 2;
    }
    return (int32_t)(points * STANCE_MILLION / whole);
}

/* Bright words say less than dark ones: they come more often, out of courtesy too (Garcia, Garas & Schweitzer 2012,
   "Positive words carry less information than negative words"). */
static void temper(composer *c)
{
    for (size_t k = 0; k < c->count; k++) {
        item *it = &c->items[k];
        if (!it->is_value || it->value <= 0) continue;
        it->value = it->value * BRIGHT_PERCENT / 100;
        stance_say_effect(c, it, "bright words say less");
    }
}

static stance_tone sum(const composer *c)
{
    int64_t conciliatory = 0, critical = 0;
    stance_tone tone = {0};
    for (size_t k = 0; k < c->count; k++) {
        const item *it = &c->items[k];
        if (!it->is_value) continue;
        tone.matched++;
        if (it->value > 0) conciliatory += it->value;
        else critical -= it->value;
    }
    tone.score = share(conciliatory - critical, conciliatory + critical);
    tone.conciliatory = share(conciliatory, conciliatory);
    tone.critical = share(critical, critical);
    return tone;
}

/* Ends the sentence that began at item c->part; end is the token behind it. */
static void close_part(composer *c, uint32_t end)
{
    stance_operate(c);
    stance_talk(c, end);
    stance_praise(c);
    stance_ask(c, end);
    stance_oblige(c);
    stance_address(c);
    c->part = c->count;
}

stance_status stance_tone_of(const reading *r, const found *f, stance_tone *tone, const stance_hit **hits,
                             size_t *hit_count, stance_error *err)
{
    composer c = {.r = r, .f = f, .arena = r->arena, .trace = hits != NULL};
    bool open = false;
    uint32_t end = 0;
    for (size_t k = 0; k < f->content_count; k++) {
        for (token_range rest = f->content[k]; rest.first < rest.end;) {
            token_range piece = {rest.first, stance_sentence_end(r, rest.first, rest.end)};
            if (!open) c.part_first = piece.first;
            open = true;
            STANCE_TRY(stance_fire(&c, piece, err));
            rest.first = end = piece.end;
            if (rest.first <
                rest.end) { /* a sentence ends inside the range; two ranges of one sentence belong together */
                close_part(&c, end);
                open = false;
            }
        }
    }
    close_part(&c, end);
    STANCE_TRY(stance_add_cues(&c, err));
    temper(&c);
    if (c.failed) return stance_fail_memory(err);
    *tone = sum(&c);
    return hits ? write_hits(&c, hits, hit_count, err) : STANCE_OK;
}
