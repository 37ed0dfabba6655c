/* The compiled lexicon, as extract and score use it. */
#ifndef STANCE_LEXICON_LEXICON_H
#define STANCE_LEXICON_LEXICON_H

#include "base/arena.h"
#include "base/intern.h"
#include "lexicon/automaton.h"
#include "stance/date.h"
#include "stance/lexicon.h"

typedef enum stance_kind {
    STANCE_KIND_TONE,
    STANCE_KIND_REVERSER,
    STANCE_KIND_SHIFTER,
    STANCE_KIND_CUE,
    STANCE_KIND_ROLE,
    STANCE_KIND_TERM,
    STANCE_KIND_MASK,
    STANCE_KIND_ACTOR,
    STANCE_KIND_FUNCTION,
    STANCE_KIND_COUNT
} stance_kind;

enum { STANCE_TONE_CONCILIATORY, STANCE_TONE_CRITICAL, STANCE_TONE_ADVERSE };
enum {
    STANCE_SHIFT_NEGATOR,
    STANCE_SHIFT_INTENSIFIER,
    STANCE_SHIFT_DOWNTONER,
    STANCE_SHIFT_HEDGE,
    STANCE_SHIFT_CONDITION,
    STANCE_SHIFT_CONTRAST,
    STANCE_SHIFT_CONCESSION,
    STANCE_SHIFT_OBLIGATION,
    STANCE_SHIFT_BOTH,
    STANCE_SHIFT_ALLEGED
};
enum { STANCE_CUE_NEUTRAL, STANCE_CUE_OPINION, STANCE_CUE_INTENTION, STANCE_CUE_ACT };
enum { STANCE_CUE_VERB, STANCE_CUE_NOUN, STANCE_CUE_PHRASE };
enum {
    STANCE_FRAME_QUOTE = 1,
    STANCE_FRAME_THAT = 2,
    STANCE_FRAME_BARE = 4,
    STANCE_FRAME_INF = 8,
    STANCE_FRAME_GER = 16,
    STANCE_FRAME_NP = 32,
    STANCE_FRAME_TO = 64,
    STANCE_FRAME_BEFORE = 128,
    STANCE_FRAME_ASKED = 256,
    STANCE_FRAME_OBJECT = 512, /* the speaker is the object: quoted X as saying */
    STANCE_FRAME_PERSON = 1024 /* words only of a single person: Lee attacked the plan, soldiers attacked the town */
};
enum {
    STANCE_ROLE_OFFICE,
    STANCE_ROLE_PERSON,
    STANCE_ROLE_TITLE,
    STANCE_ROLE_BODY,
    STANCE_ROLE_GROUP,
    STANCE_ROLE_OBJECT
};
enum { STANCE_SCOPE_AFTER, STANCE_SCOPE_BEFORE, STANCE_SCOPE_BOTH };
enum {
    STANCE_ABBREVIATION_NONE,
    STANCE_ABBREVIATION_TITLE,
    STANCE_ABBREVIATION_INNER,
    STANCE_ABBREVIATION_MONTH,
    STANCE_ABBREVIATION_EITHER,
    STANCE_ABBREVIATION_LARGE = 8 /* a bit beside the others: "Ill." is one, "ill." is a word */
};
enum { STANCE_GIVEN_NONE, STANCE_GIVEN_MALE, STANCE_GIVEN_FEMALE, STANCE_GIVEN_EITHER };
enum {
    STANCE_ACTOR_PERSON,
    STANCE_ACTOR_STATE,
    STANCE_ACTOR_BODY,
    STANCE_ACTOR_PLACE,
    STANCE_ACTOR_BLOC,
    STANCE_ACTOR_ARMED_GROUP
};
/* Function words; see function.tsv. The order is that of the names in layout.c. */
enum {
    STANCE_FN_PRONOUN,
    STANCE_FN_PLURAL_PRONOUN,
    STANCE_FN_SELF,
    STANCE_FN_OTHER_PRONOUN,
    STANCE_FN_POSSESSIVE,
    STANCE_FN_DETERMINER,
    STANCE_FN_PREPOSITION,
    STANCE_FN_CONJUNCTION,
    STANCE_FN_SUBORDINATOR,
    STANCE_FN_RELATIVE,
    STANCE_FN_AUXILIARY,
    STANCE_FN_BE,
    STANCE_FN_ADVERB,
    STANCE_FN_TIME,
    STANCE_FN_CONNECTIVE,
    STANCE_FN_NATIONALITY,
    STANCE_FN_SPEECH_LABEL,
    STANCE_FN_OUTLET,
    STANCE_FN_PAST,
    /* Traits: what a word is beside its grammar; a name or noun that has one stays a name or noun. */
    STANCE_FN_MODAL,
    STANCE_FN_NAME_PARTICLE,
    STANCE_FN_VERB_PARTICLE,
    STANCE_FN_CONCESSIVE,
    STANCE_FN_SETTING,
    STANCE_FN_ANYBODY,
    STANCE_FN_DOCUMENT,
    STANCE_FN_WOMAN,
    STANCE_FN_MAN,
    STANCE_FN_CATENATIVE,
    STANCE_FN_OCCASION,
    STANCE_FN_PARTICIPLE,
    STANCE_FN_PAST_FORM,
    STANCE_FN_IMPLICATIVE,
    STANCE_FN_CAUSATIVE,
    STANCE_FN_HEARSAY,
    STANCE_FN_INTERROGATIVE,
    STANCE_FN_TAKES_INFINITIVE,
    STANCE_FN_JOINING,
    STANCE_FN_ADVERBIAL,
    STANCE_FN_CHARGING,
    STANCE_FN_APPROXIMATOR,
    STANCE_FN_QUANTITY,
    STANCE_FN_TIME_LEAD,
    STANCE_FN_NAMING,
    STANCE_FN_PRESS,
    STANCE_FN_PREPOSITIONAL,
    STANCE_FN_COMMENTING,
    STANCE_FN_POSTMODIFIER,
    STANCE_FN_ARTICLE,
    STANCE_FN_INDEFINITE,
    STANCE_FN_PLURAL_DETERMINER,
    STANCE_FN_PRONOMINAL,
    STANCE_FN_REFLEXIVE,
    STANCE_FN_NOBODY,
    STANCE_FN_NEGATION,
    STANCE_FN_NONFINITE,
    STANCE_FN_FUTURE,
    STANCE_FN_CONDITIONAL,
    STANCE_FN_TEMPORAL,
    STANCE_FN_SAYING,
    STANCE_FN_FORMER,
    STANCE_FN_PARTY,
    STANCE_FN_NAME_SUFFIX,
    STANCE_FN_CIRCUMSTANCE,
    STANCE_FN_COMPLEMENT,
    STANCE_FN_ANSWER,
    STANCE_FN_ANONYMITY,
    STANCE_FN_DUTY,
    STANCE_FN_PLURAL_NOUN,
    STANCE_FN_OTHER_ONE,
    STANCE_FN_OFFICE_PLACE,
    STANCE_FN_HOUR,
    STANCE_FN_NOUN_TIE,
    STANCE_FN_ATTITUDE,
    STANCE_FN_COUNT
};

/* Classes of words that the scorer asks for; see words.tsv. The order is that of the names in layout.c. */
enum {
    STANCE_WORD_CLAUSE_OPENER,
    STANCE_WORD_SIGN,
    STANCE_WORD_ACT,
    STANCE_WORD_LOCATIVE,
    STANCE_WORD_REGION,
    STANCE_WORD_CONDUCT,
    STANCE_WORD_POSITION,
    STANCE_WORD_MATTER,
    STANCE_WORD_MATTER_HEAD,
    STANCE_WORD_COURTESY,
    STANCE_WORD_REGIME,
    STANCE_WORD_PEER,
    STANCE_WORD_PEER_MARK,
    STANCE_WORD_RANK,
    STANCE_WORD_LEGAL_TEXT,
    STANCE_WORD_PROVISION,
    STANCE_WORD_TALKS,
    STANCE_WORD_ABOUT,
    STANCE_WORD_DISCUSS,
    STANCE_WORD_FOCUS,
    STANCE_WORD_MEANS,
    STANCE_WORD_PRAISE,
    STANCE_WORD_ENMITY,
    STANCE_WORD_ALL_SIDES,
    STANCE_WORD_POPULACE,
    STANCE_WORD_FACTION,
    STANCE_WORD_CEASE,
    STANCE_WORD_JOIN,
    STANCE_WORD_IMPORTANCE,
    STANCE_WORD_NOTICE,
    STANCE_WORD_PROSPECT,
    STANCE_WORD_COPULA,
    STANCE_WORD_WRONGDOER,
    STANCE_WORD_SHORT_PARTICIPLE,
    STANCE_WORD_DENIAL,
    STANCE_WORD_SEAT,
    STANCE_WORD_VENUE,
    STANCE_WORD_OFFICE_GRADE,
    STANCE_WORD_OFFICE_LINK,
    /* Held against the patterns of entries, as these write their words. */
    STANCE_WORD_EVIL,
    STANCE_WORD_CHARGE,
    STANCE_WORD_DEED,
    STANCE_WORD_COUNT
};

typedef struct stance_entry {
    stance_view pattern;
    uint32_t line;
    uint16_t file;
    uint8_t kind;         /* stance_kind */
    uint8_t class;        /* by kind: STANCE_TONE_…; STANCE_ACTOR_…, where blocs and armed groups are bodies */
    int16_t value;        /* tone: strength; shifter: per cent; cue: tone; term: weight; reverser: alone */
    int16_t dark, bright; /* reverser */
    uint16_t topic;       /* term */
    uint16_t frame;       /* cue */
    uint8_t form;         /* cue */
    uint8_t scope;        /* reverser */
    uint32_t actor;       /* actor: index */
    bool replaced;        /* by an entry of a later folder, or removed: never matches */
} stance_entry;

typedef struct stance_actor {
    stance_view id, name, state, office;
    uint8_t kind;
    uint8_t side;         /* STANCE_ACTOR_STATE, _BLOC, _ARMED_GROUP: what he is or belongs to; else his kind */
    stance_date from, to; /* zero: open */
} stance_actor;

/* How a word of the classes from STANCE_WORD_EVIL on begins in a pattern. */
typedef struct stance_stem {
    stance_view text;
    uint8_t class;
} stance_stem;

/* Words in small letters, each with a text. */
typedef struct stance_glossary {
    stance_intern words;
    stance_view *texts; /* by number in words; data NULL: taken away */
    size_t capacity;
} stance_glossary;

/* A file that was read. */
typedef struct stance_lexicon_source {
    stance_view path, content;
    uint16_t folder; /* of those that were loaded, from 0 */
    int kind;        /* stance_kind, or one of the kinds without patterns (loader.h) */
} stance_lexicon_source;

struct stance_lexicon {
    stance_arena arena;
    char hash[65];
    stance_intern words; /* every literal word and inflected form */
    stance_automaton automaton;
    stance_entry *entries;
    size_t entry_count, entry_capacity;
    stance_view *files;             /* names */
    stance_lexicon_source *sources; /* by file too */
    size_t file_count, file_capacity, source_capacity;
    stance_view *topics, *topic_titles;
    size_t topic_count, topic_capacity, title_capacity;
    stance_actor *actors;
    size_t actor_count, actor_capacity;
    size_t dropped_actors;          /* of them: replaced by a later folder; their id is empty */
    stance_intern actor_ids, sides; /* ids of actors; codes of states, blocs, armed groups, bodies */
    uint32_t *actor_of_id;          /* by number in actor_ids: index of the first actor with that id */
    uint32_t *actor_of_side; /* by number in sides: index of the state, else of the bloc or group, else of a body */
    uint32_t *next_term;     /* by actor: 1 + another row of the same actor, or 0 */
    stance_intern codes;     /* of states and of all others that persons speak for: UN */
    uint32_t *actor_of_code; /* by number in codes: index of the state, else of the first body with that code */
    uint32_t *first_of_code, *next_of_code; /* by number in codes, by actor: 1 + a person of that code, or 0 */
    stance_intern adjectives,
        spellings; /* "russian", "north korean"; names of persons as stance_spelling_key has them */
    uint32_t *actor_of_adjective, *actor_of_spelling; /* by number in them; STANCE_NO_ID: several are spelled so */
    stance_intern surnames;
    uint32_t *first_of_surname, *next_of_surname; /* by number in them, by actor: 1 + a person called so, or 0 */
    stance_date known_from, known_to; /* the first and the last day that a term of office begins or ends on */
    uint8_t *abbreviations;           /* by word id: STANCE_ABBREVIATION_… */
    size_t abbreviation_words;        /* length of that table */
    uint8_t *given;                   /* by word id: 0 no given name, else STANCE_GIVEN_… */
    size_t given_words;
    uint64_t *word_classes; /* by word id: bit n, the word is of class n of STANCE_WORD_… */
    size_t classed_words;   /* length of that table */
    stance_stem *stems;
    size_t stem_count, stem_capacity;
    size_t counts[STANCE_KIND_COUNT];
    bool has_replaced;         /* an entry is */
    stance_glossary irregular; /* lemma -> inflected forms, joined by ';' */
    stance_glossary titles;    /* title or short form (gov, fm) -> the offices it stands for, joined by ';' */
};

/* How many words a match has, gaps not counted. */
int stance_match_words(const stance_match *m);
/* Below 0 when match a of entry x fires before match b of entry y: longest first, then leftmost, then by class: a total
   order, so the outcome is the same however the matches came. Above 0: the other one. */
int stance_match_order(const stance_match *a, const stance_entry *x, const stance_match *b, const stance_entry *y);

/* "tone-critical.tsv:120" in the arena */
stance_view stance_entry_origin(const stance_lexicon *lexicon, const stance_entry *entry, stance_arena *arena);

/* actors.c: makes the tables and says the side of each actor, once the files are read. */
stance_status stance_index_actors(stance_lexicon *lexicon, stance_error *err) STANCE_CHECKED;
/* NULL when no actor has that id. */
const stance_actor *stance_actor_by_id(const stance_lexicon *lexicon, stance_view id);
/* The state, bloc, group or body that a person or place belongs to: "the White House" and a US official count as the US, an
   official of the EU as the EU. Others are their own side; NULL: nobody's. */
const stance_actor *stance_actor_side(const stance_lexicon *lexicon, const stance_actor *actor);
/* Do the files tell who held an office on that day? Not when the date is no whole one. */
bool stance_actors_cover(const stance_lexicon *lexicon, stance_date date);
/* Does the day fall into the term of that row? A row without a term holds always. */
bool stance_actor_in_term(const stance_actor *actor, stance_date date);
/* An actor's rows that count on a date, one after the other: the first for after == NULL, NULL behind the last. They are those
   whose term the day falls into. Where no row's does, none counts on a day that the files tell of (he held no office then), but
   every one on another: he may have held the office before or again. Without a whole date nothing tells one row from another, so
   every one counts too. */
const stance_actor *stance_actor_on(const stance_lexicon *lexicon, const stance_actor *actor, stance_date date,
                                    const stance_actor *after);
/* The state of an adjective in small letters ("russian", "north korean"), or NULL. */
const stance_actor *stance_state_of_adjective(const stance_lexicon *lexicon, stance_view adjective);
/* The only person who may be spelled so ("anatoly antonow", "s ryabkov"; words in small letters), or NULL. */
const stance_actor *stance_actor_spelled(const stance_lexicon *lexicon, stance_view name);
/* Writes a name so that transliterations of it are alike: Lawrow and Lavrov, Sergei and Sergey; returns the length. */
size_t stance_spelling_key(stance_view name, char *key, size_t size);
/* What an entry says, in the words of its columns: "critical 3", "dark 4 bright -4 alone 1 after". data NULL: no memory. */
stance_view stance_entry_says(const stance_lexicon *lx, const stance_entry *e, stance_arena *arena);

/* Of a tone entry: whether it speaks for a critical tone, as critical and adverse ones do. */
static inline bool stance_is_dark(const stance_entry *entry)
{
    return entry->class != STANCE_TONE_CONCILIATORY;
}

const char *stance_kind_name(stance_kind kind);
const char *stance_class_name(const stance_entry *entry); /* as the files write it; "" for a kind without classes */

/* The text of a word, data NULL when it has none. */
static inline stance_view stance_glossary_text(const stance_glossary *g, stance_view word)
{
    uint32_t id = stance_intern_find(&g->words, word);
    return id == STANCE_NO_ID ? (stance_view){NULL, 0} : g->texts[id];
}

/* Irregular forms of a lemma, for the pattern compiler; context is the lexicon. */
stance_view stance_irregular_of(const void *context, stance_view lemma);

#endif
