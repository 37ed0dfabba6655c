/* One row of a lexicon file -> entries, or what it takes away. */
#include <stdio.h>

#include <unicode/uchar.h>

#include "lexicon/loader.h"
#include "text/utf8.h"

/* Columns, as the layouts have them. The first cell of a row that takes something away begins with this. */
enum { COL_PATTERN = 0, COL_CLASS = 1 };
enum { REMOVE = '!' };

/* A whole number in a range; the reason why not in err. */
static stance_status number(const stance_loader *ld, int column, int least, int most, int16_t *value, stance_error *err)
{
    stance_view text = stance_cell(ld, column);
    int sign = 1, n = 0;
    size_t i = 0;
    if (text.len && (text.data[0] == '-' || text.data[0] == '+')) sign = text.data[i++] == '-' ? -1 : 1;
    else if (text.len >= 3 && memcmp(text.data, "\xE2\x88\x92", 3) == 0)
        sign = -1, i = 3; /* − as a word processor writes it */
    bool digits = i < text.len && text.len - i <= 4;
    for (; digits && i < text.len; i++) {
        digits = text.data[i] >= '0' && text.data[i] <= '9';
        n = 10 * n + (text.data[i] - '0');
    }
    if (!digits || sign * n < least || sign * n > most)
        return stance_fail(err, STANCE_EFORMAT, "%s '%.*s' is not a whole number from %d to %d",
                           stance_layouts[ld->file->kind].columns[column], (int)(text.len > 40 ? 40 : text.len),
                           text.data, least, most);
    *value = (int16_t)(sign * n);
    return STANCE_OK;
}

/* One of the names in list, which NULL ends; the reason, with the names, in err. */
static stance_status choice(stance_view text, const char *what, const char *const *list, uint8_t *at, stance_error *err)
{
    *at = 0;
    for (size_t i = 0; text.len && i < STANCE_LAYOUT_CLASSES && list[i]; i++) {
        if (list[i][0] != text.data[0] || !stance_view_is(text, list[i]))
            continue; /* the first letter tells most apart */
        *at = (uint8_t)i;
        return STANCE_OK;
    }
    char names[600] = "";
    for (size_t i = 0; i < STANCE_LAYOUT_CLASSES && list[i]; i++) {
        if (!*list[i]) continue;
        size_t n = strlen(names);
        snprintf(names + n, sizeof names - n, "%s%s", n ? ", " : "", list[i]);
    }
    return stance_fail(err, STANCE_EFORMAT, "%s '%.*s' is none of: %s", what, (int)(text.len > 40 ? 40 : text.len),
                       text.data, names);
}

static stance_status frames(stance_view text, uint16_t *frame, stance_error *err)
{
    size_t start = 0;
    *frame = 0;
    for (size_t i = 0; i <= text.len; i++) {
        if (i < text.len && text.data[i] != ',') continue;
        stance_view one = {text.data + start, i - start};
        while (one.len && one.data[0] == ' ') one.data++, one.len--;
        uint8_t at;
        STANCE_TRY(choice(one, "frame", stance_cue_frames, &at, err));
        *frame = (uint16_t)(*frame | 1U << at);
        start = i + 1;
    }
    return STANCE_OK;
}

stance_view stance_irregular_of(const void *context, stance_view lemma)
{
    const stance_lexicon *lx = context;
    return stance_glossary_text(&lx->irregular, lemma);
}

/* The entry that a row of a pattern file says. */
static stance_status read_entry(stance_loader *ld, stance_entry *e, stance_error *err)
{
    if (stance_layouts[e->kind].classes[0] && e->kind != STANCE_KIND_ACTOR)
        STANCE_TRY(choice(stance_cell(ld, COL_CLASS), "class", stance_layouts[e->kind].classes, &e->class, err));
    switch (e->kind) {
    case STANCE_KIND_TONE: return number(ld, 2, 1, 5, &e->value, err);
    case STANCE_KIND_REVERSER:
        STANCE_TRY(number(ld, 1, -5, 5, &e->dark, err));
        STANCE_TRY(number(ld, 2, -5, 5, &e->bright, err));
        STANCE_TRY(number(ld, 3, -5, 5, &e->value, err));
        return choice(stance_cell(ld, 4), "scope", stance_reverser_scopes, &e->scope, err);
    case STANCE_KIND_SHIFTER: return number(ld, 2, 0, 300, &e->value, err);
    case STANCE_KIND_CUE:
        STANCE_TRY(number(ld, 4, -5, 5, &e->value, err));
        STANCE_TRY(choice(stance_cell(ld, 2), "form", stance_cue_forms, &e->form, err));
        return frames(stance_cell(ld, 3), &e->frame, err);
    case STANCE_KIND_TERM: {
        stance_view topic = stance_cell(ld, 1);
        STANCE_TRY(number(ld, 2, 1, 5, &e->value, err));
        for (size_t i = 0; i < ld->lexicon->topic_count; i++) {
            if (!stance_view_equal(ld->lexicon->topics[i], topic)) continue;
            e->topic = (uint16_t)i;
            return STANCE_OK;
        }
        return stance_fail(err, STANCE_EFORMAT,
                           "topic '%.*s' is not declared in topics.tsv; declare it there or correct it",
                           (int)(topic.len > 60 ? 60 : topic.len), topic.data);
    }
    default: return STANCE_OK;
    }
}

/* The key of an entry among those of its kind: what else makes two entries differ, and the pattern with its letters made
   small, hyphens made blanks and runs of blanks made one, for these match the same words. */
static stance_status key_of(stance_loader *ld, unsigned kind, unsigned more, stance_view pattern, stance_view *key,
                            stance_error *err)
{
    char *bytes = ld->key;
    if (pattern.len + 3 > sizeof ld->key) {
        bytes = stance_arena_alloc(&ld->scratch, pattern.len + 3);
        if (!bytes) return stance_fail_memory(err);
    }
    bytes[0] = (char)kind;
    bytes[1] = (char)(more >> 8);
    bytes[2] = (char)(more & 0xFF);
    size_t n = 3;
    for (size_t i = 0; i < pattern.len; i++) {
        char c = pattern.data[i] == '-' ? ' ' : pattern.data[i];
        if (c == ' ' && bytes[n - 1] == ' ') continue;
        bytes[n++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    *key = (stance_view){bytes, n};
    return STANCE_OK;
}

/* What makes two entries of one pattern differ. */
static unsigned more_of(const stance_entry *e)
{
    return e->kind == STANCE_KIND_TERM ? e->topic : e->kind == STANCE_KIND_FUNCTION ? e->class : 0U;
}

/* The slot that knows which entry has the key; STANCE_NO_ID in it: none (any more). */
static stance_status slot_of_key(stance_loader *ld, const stance_entry *e, uint32_t *slot, stance_error *err)
{
    stance_view key = {NULL, 0};
    STANCE_TRY(key_of(ld, e->kind, more_of(e), e->pattern, &key, err));
    size_t before = ld->keys.count;
    *slot = stance_intern_add(&ld->keys, key);
    if (*slot == STANCE_NO_ID) return stance_fail_memory(err);
    if (*slot >= ld->key_capacity &&
        !stance_arena_grow(&ld->scratch, &ld->key_entries, *slot, &ld->key_capacity, sizeof *ld->key_entries))
        return stance_fail_memory(err);
    if (ld->keys.count > before) ld->key_entries[*slot] = STANCE_NO_ID;
    return STANCE_OK;
}

static void take_away(stance_lexicon *lx, uint32_t entry)
{
    lx->counts[lx->entries[entry].kind]--;
    lx->entries[entry].replaced = true;
    lx->has_replaced = true;
}

/* The checker compares plain patterns by where they end; those that are scored it tries out. */
static stance_pattern_use use_of(unsigned kind)
{
    switch (kind) {
    case STANCE_KIND_ACTOR: return STANCE_PATTERN_NAME;
    case STANCE_KIND_TONE:
    case STANCE_KIND_REVERSER:
    case STANCE_KIND_SHIFTER: return STANCE_PATTERN_JOINED;
    default: return STANCE_PATTERN_PLAIN;
    }
}

static stance_status add_entry(stance_loader *ld, stance_entry e, bool keyed, stance_error *err)
{
    stance_lexicon *lx = ld->lexicon;
    uint32_t index = (uint32_t)lx->entry_count, slot = 0, old = STANCE_NO_ID;
    if (keyed) {
        STANCE_TRY(slot_of_key(ld, &e, &slot, err));
        old = ld->key_entries[slot];
    }
    if (old != STANCE_NO_ID && lx->entries[old].file >= ld->folder_first_file) { /* twice in one folder */
        stance_view name = lx->files[lx->entries[old].file];
        return stance_fail(err, STANCE_EFORMAT, "pattern '%.*s' stands in %.*s line %u already; remove one",
                           (int)e.pattern.len, e.pattern.data, (int)name.len, name.data, lx->entries[old].line);
    }
    STANCE_TRY(stance_automaton_add(&lx->automaton, e.pattern, index, use_of(e.kind), stance_irregular_of, lx, err));
    if (old != STANCE_NO_ID) take_away(lx, old); /* only now that the new one is known to be good */
    if (!STANCE_PUSH(&lx->arena, lx->entries, lx->entry_count, lx->entry_capacity, e)) return stance_fail_memory(err);
    lx->counts[e.kind]++;
    if (keyed) ld->key_entries[slot] = index;
    return STANCE_OK;
}

/* The entries of an actor: his name, which e holds, and his aliases. */
static stance_status add_names(stance_loader *ld, stance_entry e, stance_view aliases, stance_error *err)
{
    STANCE_TRY(add_entry(ld, e, false, err));
    while (aliases.len) {
        const char *end = memchr(aliases.data, ';', aliases.len);
        size_t n = end ? (size_t)(end - aliases.data) : aliases.len;
        e.pattern = (stance_view){aliases.data, n};
        while (e.pattern.len && e.pattern.data[0] == ' ') e.pattern.data++, e.pattern.len--;
        if (e.pattern.len) STANCE_TRY(add_entry(ld, e, false, err));
        aliases.data += n + (end != NULL);
        aliases.len -= n + (end != NULL);
    }
    return STANCE_OK;
}

/* Takes the rows of an actor out that earlier folders have; *found tells whether there was one. Nothing points to them
   afterwards but their entries, which never match. */
static void drop_actor(stance_loader *ld, stance_view id, bool *found)
{
    stance_lexicon *lx = ld->lexicon;
    *found = false;
    for (uint32_t i = 0; i < ld->folder_first_actor; i++) {
        if (!lx->actors[i].id.len || !stance_view_equal(lx->actors[i].id, id)) continue;
        *found = true;
        lx->actors[i] = (stance_actor){
            .kind = STANCE_ACTOR_PERSON, .id = {"", 0}, .name = {"", 0}, .state = {"", 0}, .office = {"", 0}};
        lx->dropped_actors++;
        for (size_t e = 0; e < lx->entry_count; e++) {
            if (lx->entries[e].kind == STANCE_KIND_ACTOR && lx->entries[e].actor == i) lx->entries[e].replaced = true;
        }
        lx->has_replaced = true;
    }
}

static stance_status read_actor(stance_loader *ld, stance_entry e, stance_error *err)
{
    enum { ID, NAME, KIND, STATE, OFFICE, FROM, TO, ALIASES };
    stance_lexicon *lx = ld->lexicon;
    stance_actor actor = {.id = stance_cell(ld, ID),
                          .name = stance_cell(ld, NAME),
                          .state = stance_cell(ld, STATE),
                          .office = stance_cell(ld, OFFICE)};
    STANCE_TRY(choice(stance_cell(ld, KIND), "kind", stance_layouts[STANCE_KIND_ACTOR].classes, &actor.kind, err));
    stance_view from = stance_cell(ld, FROM), to = stance_cell(ld, TO);
    if ((from.len && !stance_date_parse_iso(from, &actor.from)) || (to.len && !stance_date_parse_iso(to, &actor.to)))
        return stance_fail(err, STANCE_EFORMAT, "from and to are ISO dates (2019-01-20) or empty");
    if (!actor.id.len || !actor.name.len) return stance_fail(err, STANCE_EFORMAT, "id and name must be there");
    e.actor = (uint32_t)lx->actor_count;
    bool body = actor.kind == STANCE_ACTOR_BLOC || actor.kind == STANCE_ACTOR_ARMED_GROUP;
    e.class = body ? STANCE_ACTOR_BODY : actor.kind; /* in a text their names behave as those of other bodies do */
    if (!STANCE_PUSH(&lx->arena, lx->actors, lx->actor_count, lx->actor_capacity, actor))
        return stance_fail_memory(err);
    e.pattern = actor.name;
    size_t first = lx->entry_count;
    stance_status status = add_names(ld, e, stance_cell(ld, ALIASES), err);
    bool found;
    if (status != STANCE_OK) { /* the line is left out as a whole */
        for (size_t at = first; at < lx->entry_count; at++) lx->entries[at].replaced = true;
        lx->has_replaced = true;
        lx->actor_count--;
    } else if (ld->folder_first_actor) {
        drop_actor(ld, actor.id, &found); /* a later folder says anew who somebody is */
    }
    lx->counts[STANCE_KIND_ACTOR] = lx->actor_count - lx->dropped_actors;
    return status;
}

/* Sets the class of a word in a table by word id. */
static stance_status set_class(stance_lexicon *lx, stance_view word, uint8_t class, uint8_t **table, size_t *words,
                               stance_error *err)
{
    uint32_t id;
    STANCE_TRY(stance_number_word(lx, word, table, words, 1, &id, err));
    (*table)[id] = class;
    return STANCE_OK;
}

/* Small letters, as the tokenizer folds them; a final stop is left out. */
static stance_view fold_word(stance_view word, char *folded, size_t size)
{
    size_t n = 0;
    for (size_t i = 0, len; i < word.len && n + 8 < size; i += len) {
        unsigned char c = (unsigned char)word.data[i];
        len = 1;
        if (c < 0x80) folded[n++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
        else n += stance_utf8_put((uint32_t)u_tolower((UChar32)stance_utf8_at(word, i, &len)), folded + n);
    }
    return (stance_view){folded, n};
}

static stance_status read_topic(stance_loader *ld, stance_error *err)
{
    stance_lexicon *lx = ld->lexicon;
    stance_view id = stance_cell(ld, 0), title = stance_cell(ld, 1);
    if (!id.len) return stance_fail(err, STANCE_EFORMAT, "the topic has no id");
    for (size_t i = 0; i < lx->topic_count; i++) {
        if (!stance_view_equal(lx->topics[i], id)) continue;
        lx->topic_titles[i] = title;
        return STANCE_OK;
    }
    if (lx->topic_count == UINT16_MAX) return stance_fail(err, STANCE_EFORMAT, "too many topics");
    size_t titles = lx->topic_count;
    return STANCE_PUSH(&lx->arena, lx->topics, lx->topic_count, lx->topic_capacity, id) &&
                   STANCE_PUSH(&lx->arena, lx->topic_titles, titles, lx->title_capacity, title)
               ? STANCE_OK
               : stance_fail_memory(err);
}

/* Does this kind of file fill a glossary? */
static bool is_glossary(int kind)
{
    return kind == STANCE_FILE_IRREGULAR || kind == STANCE_FILE_TITLES;
}

static stance_glossary *glossary_of(stance_lexicon *lx, int kind)
{
    return kind == STANCE_FILE_TITLES ? &lx->titles : &lx->irregular;
}

static stance_status read_gloss(stance_loader *ld, stance_glossary *g, stance_view word, stance_error *err)
{
    stance_arena *arena = &ld->lexicon->arena;
    stance_view text = stance_cell(ld, 1);
    const char *const *columns = stance_layouts[ld->file->kind].columns;
    if (!word.len || !text.len)
        return stance_fail(err, STANCE_EFORMAT, "%s and %s must be there", columns[0], columns[1]);
    uint32_t id = stance_intern_add(&g->words, word);
    if (id == STANCE_NO_ID) return stance_fail_memory(err);
    if (id >= g->capacity && !stance_arena_grow(arena, &g->texts, id, &g->capacity, sizeof *g->texts))
        return stance_fail_memory(err);
    g->texts[id] = text;
    return STANCE_OK;
}

static stance_status read_word(stance_loader *ld, stance_view word, stance_error *err)
{
    uint8_t class;
    STANCE_TRY(choice(stance_cell(ld, COL_CLASS), "class", stance_layouts[STANCE_FILE_WORDS].classes, &class, err));
    return stance_add_class(ld->lexicon, word, class, err);
}

/* The kinds of file that hold no patterns. */
static stance_status read_other(stance_loader *ld, stance_error *err)
{
    stance_lexicon *lx = ld->lexicon;
    if (ld->file->kind == STANCE_FILE_TOPICS) return read_topic(ld, err);
    char room[128];
    stance_view folded = fold_word(stance_cell(ld, 0), room, sizeof room);
    if (ld->file->kind == STANCE_FILE_WORDS) return read_word(ld, folded, err);
    if (folded.len && folded.data[folded.len - 1] == '.') folded.len--;
    if (is_glossary(ld->file->kind)) return read_gloss(ld, glossary_of(lx, ld->file->kind), folded, err);
    uint8_t class;
    const stance_layout *layout = &stance_layouts[ld->file->kind];
    STANCE_TRY(choice(stance_cell(ld, COL_CLASS), layout->columns[COL_CLASS], layout->classes, &class, err));
    if (!folded.len) return stance_fail(err, STANCE_EFORMAT, "the word is missing");
    bool given = ld->file->kind == STANCE_FILE_GIVEN;
    char initial = stance_cell(ld, 0).data[0];
    if (!given && initial >= 'A' && initial <= 'Z' && !memchr(folded.data, '.', folded.len))
        class |= STANCE_ABBREVIATION_LARGE;
    return set_class(lx, folded, class, given ? &lx->given : &lx->abbreviations,
                     given ? &lx->given_words : &lx->abbreviation_words, err);
}

/* ---- taking away ---- */

static stance_status removes_nothing(stance_view what, stance_error *err)
{
    return stance_fail(err, STANCE_EFORMAT,
                       "'!%.*s' removes nothing: no earlier folder has it in this kind of file; write it as it stands "
                       "there, or leave the line out",
                       (int)(what.len > 80 ? 80 : what.len), what.data);
}

/* Removes the entry of this kind with that key from the folders before. */
static stance_status remove_one(stance_loader *ld, stance_entry e, bool *found, stance_error *err)
{
    uint32_t slot;
    STANCE_TRY(slot_of_key(ld, &e, &slot, err));
    uint32_t old = ld->key_entries[slot];
    if (old == STANCE_NO_ID || ld->lexicon->entries[old].file >= ld->folder_first_file) return STANCE_OK;
    take_away(ld->lexicon, old);
    ld->key_entries[slot] = STANCE_NO_ID;
    *found = true;
    return STANCE_OK;
}

/* "!word" takes a word out of all its classes, or out of the one that stands in the next cell. */
static stance_status remove_from_classes(stance_loader *ld, stance_view what, stance_view word, stance_error *err)
{
    uint64_t classes = UINT64_MAX;
    uint8_t class;
    if (stance_cell(ld, COL_CLASS).len) {
        STANCE_TRY(choice(stance_cell(ld, COL_CLASS), "class", stance_layouts[STANCE_FILE_WORDS].classes, &class, err));
        classes = UINT64_C(1) << class;
    }
    return stance_drop_classes(ld->lexicon, word, classes) ? STANCE_OK : removes_nothing(what, err);
}

/* A word of a kind of file that holds no patterns. */
static stance_status remove_word(stance_loader *ld, stance_view what, stance_error *err)
{
    stance_lexicon *lx = ld->lexicon;
    char room[128];
    stance_view folded = fold_word(what, room, sizeof room);
    if (folded.len && folded.data[folded.len - 1] == '.') folded.len--;
    if (ld->file->kind == STANCE_FILE_TOPICS)
        return stance_fail(err, STANCE_EFORMAT, "a topic cannot be removed: statements may have it; remove its terms");
    if (ld->file->kind == STANCE_FILE_WORDS) return remove_from_classes(ld, what, folded, err);
    bool glossed = is_glossary(ld->file->kind);
    stance_glossary *glossary = glossary_of(lx, ld->file->kind);
    uint32_t id = stance_intern_find(glossed ? &glossary->words : &lx->words, folded);
    if (glossed) {
        if (id == STANCE_NO_ID || !glossary->texts[id].data) return removes_nothing(what, err);
        glossary->texts[id] = (stance_view){NULL, 0};
        return STANCE_OK;
    }
    bool given = ld->file->kind == STANCE_FILE_GIVEN;
    uint8_t *table = given ? lx->given : lx->abbreviations;
    if (id == STANCE_NO_ID || id >= (given ? lx->given_words : lx->abbreviation_words) || !table[id])
        return removes_nothing(what, err);
    table[id] = 0;
    return STANCE_OK;
}

/* "!pattern": takes the entry of earlier folders away. Without a topic, or class of function words, it is meant under all. */
static stance_status read_removal(stance_loader *ld, stance_entry e, stance_view what, stance_error *err)
{
    while (what.len && what.data[0] == ' ') what.data++, what.len--;
    if (!what.len) return stance_fail(err, STANCE_EFORMAT, "what is to be removed must stand behind the !");
    if (ld->file->kind >= STANCE_KIND_COUNT) return remove_word(ld, what, err);
    bool found = false;
    e.pattern = what;
    if (e.kind == STANCE_KIND_ACTOR) {
        drop_actor(ld, what, &found);
        ld->lexicon->counts[STANCE_KIND_ACTOR] = ld->lexicon->actor_count - ld->lexicon->dropped_actors;
    } else if (e.kind == STANCE_KIND_TERM) {
        stance_view topic = stance_cell(ld, 1);
        for (size_t i = 0; i < ld->lexicon->topic_count; i++) {
            if (topic.len && !stance_view_equal(topic, ld->lexicon->topics[i])) continue;
            e.topic = (uint16_t)i;
            STANCE_TRY(remove_one(ld, e, &found, err));
        }
    } else if (e.kind == STANCE_KIND_FUNCTION) {
        stance_view class = stance_cell(ld, COL_CLASS);
        for (int i = 0; i < STANCE_FN_COUNT; i++) {
            if (class.len && !stance_view_is(class, stance_layouts[e.kind].classes[i])) continue;
            e.class = (uint8_t)i;
            STANCE_TRY(remove_one(ld, e, &found, err));
        }
    } else {
        STANCE_TRY(remove_one(ld, e, &found, err));
    }
    return found ? STANCE_OK : removes_nothing(what, err);
}

stance_status stance_read_row(stance_loader *ld, uint16_t file, stance_error *err)
{
    stance_view first = stance_cell(ld, COL_PATTERN);
    stance_entry e = {
        .kind = (uint8_t)ld->file->kind, .file = file, .line = (uint32_t)ld->table.line, .pattern = first};
    if (first.len && first.data[0] == REMOVE)
        return read_removal(ld, e, (stance_view){first.data + 1, first.len - 1}, err);
    if (ld->file->kind >= STANCE_KIND_COUNT) return read_other(ld, err);
    if (e.kind == STANCE_KIND_ACTOR) return read_actor(ld, e, err);
    if (!first.len) return stance_fail(err, STANCE_EFORMAT, "the pattern is missing");
    STANCE_TRY(read_entry(ld, &e, err));
    return add_entry(ld, e, true, err);
}
