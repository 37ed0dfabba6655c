/* The counterpart: is somebody named whom the criticism in a sentence can mean? */
#include "score/compose.h"

/* Per cent. NAMED: so much of the criticism of somebody named counts, from half a point on; HARM: of a fainter harm
   ("delays", "blocks") that somebody named does. MATTER: what counts of an adverse thing of ordinary strength that is
   spoken of where nobody is named whose doing it could be; with a name it counts whole, but not more, for it may be the
   matter still. EVIL: what counts of a stronger one (genocide, torture) without a name. SHARED: what counts of the blame
   for such a thing, which everybody shares. STRUNG: what counts of each bright thing in a sentence beside the brightest,
   for courtesies come in strings. */
enum {
    NAMED_PER_CENT = 200,
    HARM_PER_CENT = 300,
    MATTER_PER_CENT = 30,
    EVIL_PER_CENT = 50,
    SHARED_PER_CENT = 50,
    STRUNG_PER_CENT = 30,
    ORDINARY = 2
};
#define NAMED_FROM (-POINT / 2)

/* States and blocs, and whoever belongs to one, can be somebody's counterpart; the United Nations, the OSCE and their
   like are where counterparts meet. */
bool stance_is_power(const stance_actor *actor)
{
    return actor->side == STANCE_ACTOR_STATE || actor->side == STANCE_ACTOR_BLOC;
}

const stance_actor *stance_actor_at(const reading *r, uint32_t i)
{
    if (!r->notes[i].actor) return NULL;
    return &r->lexicon->actors[r->lexicon->entries[r->matches.data[r->notes[i].actor - 1].entry].actor];
}

/* "in eastern Ukraine", "across the whole of Syria": where something happens, not who does it. */
static bool merely_place(const reading *r, uint32_t first, uint32_t floor)
{
    for (uint32_t i = first; i > floor; i--) {
        if (is_one_of(r, i - 1, WORD(LOCATIVE))) return true;
        if (!is_one_of(r, i - 1, WORD(REGION))) return false;
    }
    return false;
}

/* "Norland is gravely concerned", "Norland regrets": where nobody else is known to speak, the one whose position it is.
   "Norland continues the siege", "vetoed the plan" tell of an act. */
static bool holds_position(const composer *c, const stance_match *m)
{
    uint32_t end, at = m->last + 1;
    const stance_entry *cue = stance_cue_at(c->r, at, &end);
    if (c->f->statement.speaker.data || !cue || cue->form != STANCE_CUE_VERB) return false;
    bool done = cue->class == STANCE_CUE_ACT && stance_verb_form(c->r, at) == VERB_PAST;
    return done ? is_one_of(c->r, at, WORD(POSITION)) : !is_one_of(c->r, at, WORD(CONDUCT));
}

/* "The Syrian people", "the Syrian peace process": the adjective says whose victims or what matter, and of whom nobody
   complains. */
bool stance_tells_matter(const reading *r, uint32_t i)
{
    if (!has_fn(r, i, FN(NATIONALITY)) || !is_capital(r, i)) return false;
    return is_one_of(r, i + 1, WORD(MATTER)) || (is_word(r, i + 1) && is_one_of(r, i + 2, WORD(MATTER_HEAD)));
}

/* "We thank Norland for", "together with Norland", "on behalf of Norland": a friend, no counterpart. So many words
   stand between at most ("thank the delegation of Norland"). */
static bool is_befriended(const reading *r, uint32_t first, uint32_t floor)
{
    enum { BETWEEN = 5 };
    for (uint32_t i = first; i > floor && first - i <= BETWEEN; i--) {
        if (stance_breaks_clause(r, i - 1)) return false;
        if (is_one_of(r, i - 1, WORD(COURTESY))) return true;
        if (i < floor + 2) break;
        if (stance_token_is(r, i - 1, "with") && stance_token_is(r, i - 2, "together")) return true;
        if (stance_token_is(r, i - 1, "of") && stance_token_is(r, i - 2, "behalf")) return true;
        if (has_fn(r, i - 1, FN(BE) | FN(AUXILIARY))) return false;
    }
    return false;
}

/* A counterpart who is meant and not named: "the regime", "our Western colleagues", "certain capitals", "those who".
   "The sanctions regime" is nobody. */
static bool describes_other(const composer *c, uint32_t i)
{
    const reading *r = c->r;
    if (i == c->part_first) return false;
    if (stance_token_is(r, i, "delegation") && has_fn(r, i - 1, FN(SELF))) return false; /* who speaks */
    if (is_one_of(r, i, WORD(REGIME)))
        return has_fn(r, i - 1, FN(DETERMINER) | FN(NATIONALITY)) || is_capital(r, i - 1);
    return is_one_of(r, i, WORD(PEER)) &&
           (is_one_of(r, i - 1, WORD(PEER_MARK)) || (i > c->part_first + 1 && is_one_of(r, i - 2, WORD(PEER_MARK))));
}

/* "Norlandic": an adjective of a people, not one that offices and bodies bear ("the Special Representative", "First"). */
static bool is_people(const reading *r, uint32_t i)
{
    return has_fn(r, i, FN(NATIONALITY)) && is_capital(r, i) && !r->notes[i].actor && !r->notes[i].role &&
           !is_one_of(r, i, WORD(RANK));
}

bool stance_names_other(const composer *c, token_range range)
{
    const reading *r = c->r;
    for (uint32_t i = range.first; i < range.end; i++) {
        if (describes_other(c, i)) return true;
        if (is_people(r, i) && c->f->statement.speaker.data == NULL && !stance_tells_matter(r, i) &&
            !is_befriended(r, i, range.first))
            return true;
        if (!r->notes[i].actor || stance_own_side(c, i)) continue;
        const stance_match *m = &r->matches.data[r->notes[i].actor - 1];
        const stance_actor *actor = stance_actor_at(r, i);
        bool place = actor->kind == STANCE_ACTOR_STATE && merely_place(r, m->first, range.first);
        bool meant = !place && !holds_position(c, m) && !is_befriended(r, m->first, range.first);
        if (stance_is_power(actor) && meant) return true;
        i = m->last;
    }
    return false;
}

static void weigh(composer *c, item *v, int64_t per_cent, const char *why)
{
    v->value = v->value * per_cent / 100;
    stance_say_effect(c, v, why);
}

/* "A frank, constructive and fruitful dialogue": the brightest of several counts whole. */
static void string_together(composer *c)
{
    const item *best = NULL;
    for (size_t k = c->part; k < c->count; k++) {
        const item *v = &c->items[k];
        if (v->is_value && v->value > 0 && (!best || v->value > best->value)) best = v;
    }
    for (size_t k = c->part; k < c->count; k++) {
        item *v = &c->items[k];
        if (v->is_value && v->value > 0 && v != best) weigh(c, v, STRUNG_PER_CENT, "beside a brighter one");
    }
}

/* The pattern has a word that begins so. */
static bool has_stem(stance_view pattern, stance_view stem)
{
    for (size_t i = 0; i + stem.len <= pattern.len; i++) {
        char before = i ? pattern.data[i - 1] : ' ';
        if (memcmp(pattern.data + i, stem.data, stem.len) == 0 && (before < 'a' || before > 'z')) return true;
    }
    return false;
}

/* The pattern has a word of the class, one of those that are held against patterns. */
static bool writes_one_of(const composer *c, const item *v, unsigned class)
{
    const stance_lexicon *lx = c->r->lexicon;
    for (size_t i = 0; i < lx->stem_count; i++) {
        if (lx->stems[i].class == class && has_stem(v->entry->pattern, lx->stems[i].text)) return true;
    }
    return false;
}

/* How many things are spoken of that harm life and limb, which nobody defends; *last: one of them. Sanctions and the like
   are what one side does to another. */
static size_t evils_told(const composer *c, const item **last)
{
    size_t told = 0;
    for (size_t k = c->part; k < c->count; k++) {
        const item *v = &c->items[k];
        bool dark = v->entry->kind == STANCE_KIND_REVERSER || (v->entry->kind == STANCE_KIND_TONE && v->before < 0);
        if (!dark || !writes_one_of(c, v, STANCE_WORD_EVIL)) continue;
        told++;
        *last = v;
    }
    return told;
}

/* "Accused", "blamed": such words are always about somebody, even one whom no list of ours names. */
static bool is_about_somebody(const composer *c, const item *v)
{
    return writes_one_of(c, v, STANCE_WORD_CHARGE);
}

/* "The draft resolution notes that the vote has no legal force", "Article 2 forbids", "under the Charter": a text speaks,
   and of nobody. In "the draft resolution is one-sided" somebody speaks of the text. */
static bool text_speaks(const composer *c)
{
    static const char *const by[] = {"under", "pursuant", "according"};
    enum { TITLE = 6, PREDICATE = 3 };
    const reading *r = c->r;
    for (uint32_t i = c->part_first; i < c->part_first + TITLE && i < r->tokens.count; i++) {
        if (!is_one_of(r, i, WORD(LEGAL_TEXT))) continue;
        if (STANCE_TOKEN_IN(r, c->part_first, by)) return true;
        for (uint32_t j = i + 1; j <= i + PREDICATE && j < r->tokens.count; j++) {
            uint32_t end;
            const stance_entry *cue = stance_cue_at(r, j, &end);
            if (is_one_of(r, j, WORD(PROVISION)) || (cue && cue->form == STANCE_CUE_VERB)) return true;
        }
    }
    return false;
}

/* "Norland shells the towns", "shelled by Norlandic troops": the verb has a doer. */
static bool does(const composer *c, const item *v)
{
    const reading *r = c->r;
    uint32_t at = v->match->first, by = v->match->last + 1;
    if (stance_token_is(r, by, "by")) {
        for (uint32_t i = by + 1; i < r->tokens.count && i <= by + NEAR_BEFORE; i++) {
            const stance_actor *actor = stance_actor_at(r, i);
            if (actor ? stance_is_power(actor) && !stance_own_side(c, i) : has_fn(r, i, FN(NATIONALITY))) return true;
        }
        return false;
    }
    while (at > c->part_first && v->match->first - at < NEAR_BEFORE &&
           has_fn(r, at - 1, FN(ADVERB) | FN(AUXILIARY) | FN(TIME)) && !has_fn(r, at - 1, FN(BE)))
        at--;
    const stance_actor *actor = at > c->part_first ? stance_actor_at(r, at - 1) : NULL;
    if (!actor || !stance_is_power(actor) || stance_own_side(c, at - 1)) return false;
    return r->matches.data[r->notes[at - 1].actor - 1].first == c->part_first && !has_fn(r, at - 1, FN(NATIONALITY));
}

/* "Norland's shelling of the town", not "Norland's war", which may be fought there by others. */
static bool owns_deed(const composer *c, const item *v)
{
    uint32_t at = v->match->first;
    if (at < c->part_first + 2 || !stance_token_is(c->r, at - 1, "'s")) return false;
    const stance_actor *actor = stance_actor_at(c->r, at - 2);
    if (!actor || !stance_is_power(actor) || stance_own_side(c, at - 2)) return false;
    return writes_one_of(c, v, STANCE_WORD_DEED);
}

/* The dark deed has a doer, or what spreads it has one: "Norland finances hatred". */
static bool has_doer(const composer *c, const item *v)
{
    if (does(c, v) || owns_deed(c, v)) return true;
    for (const item *by = v; by > c->items + c->part;) {
        by--;
        if (by->match->last + OBJECT_REACH < v->match->first) break;
        if (by->entry->kind == STANCE_KIND_REVERSER && by->entry->dark < 0 && by->match->last < v->match->first)
            return stance_same_clause(c->r, by->match->last, v->match->first) && does(c, by);
    }
    return false;
}

void stance_address(composer *c)
{
    const item *evil = NULL;
    size_t evils = c->names_other ? 0 : evils_told(c, &evil);
    bool quoted = !c->names_other && text_speaks(c);
    for (size_t k = c->part; k < c->count; k++) {
        item *v = &c->items[k];
        if (!v->is_value || v->value >= 0) continue;
        bool adverse = v->entry->kind == STANCE_KIND_TONE && v->entry->class == STANCE_TONE_ADVERSE;
        bool matter = adverse && v->entry->value <= ORDINARY;
        if (matter && c->names_other && !has_doer(c, v)) continue;
        bool harm = v->entry->kind == STANCE_KIND_REVERSER && v->value > NAMED_FROM;
        if (harm && c->names_other && does(c, v)) weigh(c, v, HARM_PER_CENT, "of a named doer");
        else if (c->names_other && v->value <= NAMED_FROM) weigh(c, v, NAMED_PER_CENT, "of a named counterpart");
        else if (!c->names_other && matter) weigh(c, v, MATTER_PER_CENT, "nobody's doing");
        else if (!c->names_other && adverse) weigh(c, v, EVIL_PER_CENT, "nobody's doing");
        else if ((quoted || evils > (evil == v)) && v->value < NAMED_FROM && !is_about_somebody(c, v))
            weigh(c, v, SHARED_PER_CENT, "of an evil without a doer");
    }
    string_together(c);
    c->names_other = false;
}
