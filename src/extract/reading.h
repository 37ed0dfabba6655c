/* A document while it is read: tokens with what the lexicon knows of them, blocks, quotations, sentences, and what is
   found. Each
   file of this folder is one pass that fills its part; the order of the passes is in extract.c. */
#ifndef STANCE_EXTRACT_READING_H
#define STANCE_EXTRACT_READING_H

#include "lexicon/lexicon.h"
#include "stance/statement.h"
#include "text/tokens.h"

#define FN(class) (1U << (STANCE_FN_##class))
/* Bits of token_note.trait. */
#define TRAIT(class) (UINT64_C(1) << (STANCE_FN_##class - STANCE_FN_MODAL))
_Static_assert(STANCE_FN_MODAL <= 32 && STANCE_FN_COUNT - STANCE_FN_MODAL <= 64 && STANCE_WORD_COUNT <= 64, "bits");
#define ROLE(class) (1U << (STANCE_ROLE_##class))
#define WORD(class) (UINT64_C(1) << STANCE_WORD_##class)

typedef struct token_note {
    uint64_t trait;      /* function classes from STANCE_FN_MODAL on, bit set */
    uint32_t fn;         /* function classes, bit set */
    uint8_t role;        /* role classes of the role entry that covers the token, bit set */
    bool role_head;      /* the noun that heads that entry */
    uint8_t role_length; /* at its first token: so many tokens */
    bool nickname;       /* one of the tokens of "Annie" in Ann "Annie" Lee, the marks among them: no quotation */
    bool markup;         /* a mark around an attribute's value (date="May"), which markup left: no quotation mark */
    uint32_t cue;        /* 1 + match of the longest cue that begins here */
    uint32_t actor;      /* 1 + match of the longest actor name that covers the token */
    uint32_t quote;      /* 1 + quotation that the token stands in, marks included */
} token_note;

typedef enum block_kind {
    BLOCK_BODY,
    BLOCK_HEAD,    /* title, cross-head, caption, furniture */
    BLOCK_TURN,    /* of a transcript: label, colon, what the labelled one says */
    BLOCK_QUESTION /* a turn of whoever asks */
} block_kind;

typedef struct block {
    uint32_t first, end; /* tokens, half open; without head line, dateline and label */
    block_kind kind;
    uint32_t label_first, label_end; /* of a turn */
} block;

typedef struct quotation {
    uint32_t first, end; /* tokens, half open, with the marks that are there */
    uint32_t block;
    uint32_t chain; /* 1 + the quotation in an earlier block that this one carries on, or 0 */
    uint32_t words;
    bool single;      /* in single marks */
    bool scare;       /* a word or two in single marks: no speech */
    uint32_t speaker; /* 1 + attribution that gives its speaker, or 0 */
} quotation;

typedef struct sentence {
    uint32_t first, end; /* tokens, half open */
    uint32_t block;
} sentence;

/* A noun phrase that may name who speaks. */
typedef enum phrase_kind {
    PHRASE_NONE,
    PHRASE_PRONOUN, /* he, she, they, it, I, we */
    PHRASE_PERSON,  /* has a person's name */
    PHRASE_ROLE,    /* the ambassador, a source, officials */
    PHRASE_NAMED,   /* a named body, state, place, outlet */
    PHRASE_OTHER    /* the firm, a woman from … */
} phrase_kind;

typedef struct phrase {
    uint32_t first, end;           /* tokens, half open */
    uint32_t name_first, name_end; /* what is shown: the person's name, or the phrase without determiner */
    uint32_t head;                 /* token of the role that heads it, or NO_TOKEN */
    phrase_kind kind;
    bool definite; /* the …, this … */
    bool plural;
} phrase;

#define NO_TOKEN UINT32_MAX
enum {
    SEEN_SMALL = 1,
    SEEN_CAPITAL = 2, /* where no sentence begins */
    SEEN_PLACE = 4,   /* in Norland, Norland's government */
    SEEN_SURNAME = 8, /* behind another name or a title */
    SEEN_FAMILY = 16  /* behind a given name, and no other name behind it */
};

typedef enum verb_form { VERB_BASE, VERB_THIRD, VERB_PAST, VERB_ING } verb_form;

/* Heads that a quotation may run over at most; what every search from block to block is bounded by. */
enum { CONTENT_MAX = 6, HEADS_BETWEEN = 4 };

typedef struct token_range {
    uint32_t first, end;
} token_range;

/* Somebody says something: found in one sentence. */
typedef struct attribution {
    uint32_t sentence;
    uint32_t cue_first, cue_end; /* equal when no cue word was needed */
    uint32_t cue_entry;          /* index of the lexicon's entry, or UINT32_MAX */
    phrase source;
    uint32_t same_as; /* 1 + attribution whose source this one shares (", adding that"), or 0 */
    token_range content[CONTENT_MAX];
    uint32_t content_count;
    bool negated;
    bool back;                            /* "This was stated by X": what X said stands in the sentences before */
    stance_view speaker, actor, evidence; /* filled by speakers.c */
    int32_t confidence;
    bool dropped;
} attribution;

typedef struct reading {
    const stance_lexicon *lexicon;
    const stance_document *document;
    stance_arena *arena;
    stance_view text;
    stance_tokens tokens;
    const stance_intern *local;
    stance_matches matches;
    token_note *notes;
    block *blocks;
    size_t block_count, block_capacity;
    quotation *quotes;
    size_t quote_count, quote_capacity;
    sentence *sentences;
    size_t sentence_count, sentence_capacity;
    uint32_t main_person; /* 1 + entity that speaks most often by name */
    attribution *attributions;
    size_t attribution_count, attribution_capacity;
    bool turns;        /* a transcript: its heads name who speaks */
    bool hard_wrapped; /* single line ends are blanks, not paragraph ends */
    uint8_t *seen;     /* by word id: SEEN_… in the document's body */
} reading;

static inline const stance_token *token_at(const reading *r, uint32_t i)
{
    return &r->tokens.data[i];
}

static inline bool is_mark(const reading *r, uint32_t i, stance_mark mark)
{
    return i < r->tokens.count && r->tokens.data[i].kind == STANCE_MARK && r->tokens.data[i].mark == mark;
}

static inline bool is_word(const reading *r, uint32_t i)
{
    return i < r->tokens.count && r->tokens.data[i].kind == STANCE_WORD;
}

static inline bool is_capital(const reading *r, uint32_t i)
{
    return is_word(r, i) && (r->tokens.data[i].flags & STANCE_TOKEN_CAPITAL);
}

static inline bool has_fn(const reading *r, uint32_t i, uint32_t classes)
{
    return i < r->tokens.count && (r->notes[i].fn & classes);
}

static inline bool has_trait(const reading *r, uint32_t i, uint64_t traits)
{
    return i < r->tokens.count && (r->notes[i].trait & traits);
}

/* The word, by its number, is of one of these classes of words.tsv, a set of WORD(…). */
static inline bool is_word_of(const stance_lexicon *lexicon, uint32_t word, uint64_t classes)
{
    return word < lexicon->classed_words && (lexicon->word_classes[word] & classes);
}

/* The token is. */
static inline bool is_one_of(const reading *r, uint32_t i, uint64_t classes)
{
    return i < r->tokens.count && is_word_of(r->lexicon, r->tokens.data[i].word, classes);
}

static inline stance_view token_text(const reading *r, uint32_t i)
{
    return stance_view_cut(r->text, (stance_span){r->tokens.data[i].start, r->tokens.data[i].end});
}

/* words.c: a word by its number, lexicon's or document's; and the token's folded word, empty for a token that is none. */
stance_view stance_word_text(const reading *r, uint32_t word);
stance_view stance_folded(const reading *r, uint32_t i);
/* The token's folded word is this one. */
bool stance_token_is(const reading *r, uint32_t i, const char *word);
/* One of an array of such words. */
bool stance_token_in(const reading *r, uint32_t i, const char *const *words, size_t count);
#define STANCE_TOKEN_IN(r, i, words) stance_token_in(r, i, words, sizeof(words) / sizeof *(words))
bool stance_is_quote_mark(const reading *r, uint32_t i);
bool stance_is_sentence_end_mark(const reading *r, uint32_t i);

/* The entry of the cue that begins at i, or NULL; *end is the token after it. */
const stance_entry *stance_cue_at(const reading *r, uint32_t i, uint32_t *end);
/* A verb of saying and no more begins at i ("said", "told"): a neutral one that stands beside quoted words; *end as above. */
bool stance_says_at(const reading *r, uint32_t i, uint32_t *end);

/* words.c */
/* Class of the abbreviation that the token is when a stop follows, STANCE_ABBREVIATION_NONE: none, or a word in small letters. */
uint8_t stance_abbreviation(const reading *r, uint32_t i);
verb_form stance_verb_form(const reading *r, uint32_t i);
bool stance_ends_in_ing(const reading *r, uint32_t i);
bool stance_ends_in_ed(const reading *r, uint32_t i);
bool stance_ends_in_ly(const reading *r, uint32_t i);
bool stance_ends_in_s(const reading *r, uint32_t i);
bool stance_is_article(const reading *r, uint32_t i);   /* the, a, an */
bool stance_is_reflexive(const reading *r, uint32_t i); /* himself, themselves */
bool stance_is_future(const reading *r, uint32_t i);    /* will, would, may … */
/* A past form, by its ending (introduced, used, died; no need, no seed) or by the list (met, gave). */
bool stance_is_past(const reading *r, uint32_t i);
/* Inside quotation marks that are no mere scare quotes. */
bool stance_is_quoted(const reading *r, uint32_t i);
/* A finite verb, as far as the lexicon knows it; nothing before floor is looked at. */
bool stance_is_finite(const reading *r, uint32_t i, uint32_t floor);
/* The word at i asks for a noun: the, of, its, to. */
bool stance_noun_before(const reading *r, uint32_t i);
/* A small word that is neither a function word nor an adverb, and no cue. */
bool stance_is_noun(const reading *r, uint32_t i);
/* The sign of 25%. */
bool stance_is_percent(const reading *r, uint32_t i);
/* "RIGA • The ministry": a sign that stands by itself; an ampersand joins. */
bool stance_is_separator(const reading *r, uint32_t i);
/* "at least six bridges", "about 20 people": the words before the number, which belong to its noun; 0: none. */
uint32_t stance_count_lead(const reading *r, uint32_t i);
/* Of the tokens first … end all but marks. */
uint32_t stance_count_words(const reading *r, uint32_t first, uint32_t end);
/* A past form with its object behind it, before end. */
bool stance_governs(const reading *r, uint32_t i, uint32_t end);

/* The passes. */
stance_status stance_note_tokens(reading *r, stance_error *err) STANCE_CHECKED;          /* notes.c */
stance_status stance_find_blocks(reading *r, stance_error *err) STANCE_CHECKED;          /* blocks.c */
stance_status stance_find_quotations(reading *r, stance_error *err) STANCE_CHECKED;      /* quotation.c */
stance_status stance_find_sentences(reading *r, stance_error *err) STANCE_CHECKED;       /* sentences.c */
stance_status stance_note_names(reading *r, stance_error *err) STANCE_CHECKED;           /* notes.c */
stance_status stance_find_attributions(reading *r, stance_error *err) STANCE_CHECKED;    /* attribution.c */
stance_status stance_attribute_quotations(reading *r, stance_error *err) STANCE_CHECKED; /* carry.c */
stance_status stance_resolve_speakers(reading *r, stance_error *err) STANCE_CHECKED;     /* speakers.c */

/* attribution.c: *at becomes 1 + its index. */
stance_status stance_add_attribution(reading *r, const attribution *a, uint32_t *at, stance_error *err) STANCE_CHECKED;

/* carry.c: of “Will you stay?” a journalist asked Lee: Lee, whose the answer is. PHRASE_NONE when nobody is asked by name. */
phrase stance_asked_one(const reading *r, const attribution *a);

/* names.c: the token can be part of a person's name; is a given name. */
bool stance_is_name_token(const reading *r, uint32_t i);
bool stance_is_given(const reading *r, uint32_t i);

/* phrases.c: the noun phrase that ends before token `end`, not before `floor`; that begins at `first`, not beyond
   `ceiling`.
   PHRASE_NONE when there is none. */
phrase stance_phrase_after(const reading *r, uint32_t first, uint32_t ceiling);
/* The same where a sentence's subject is looked for: a verb that no list has ends it ("the film uses footage of"). */
phrase stance_phrase_to_verb(const reading *r, uint32_t first, uint32_t ceiling);
/* The pronoun at that token, possessives too ("his", "their"). */
phrase stance_pronoun_phrase(uint32_t at);
/* Kind, name and head of the tokens first … end. */
phrase stance_describe_phrase(const reading *r, uint32_t first, uint32_t end);
/* The phrase at the end of p that "who" goes on from ("the plan drew a word from Kim Lee", who …), or p itself. */
phrase stance_person_at_end(const reading *r, const phrase *p);
bool stance_inside_phrase(const reading *r, uint32_t i);

/* subject.c: the subject of a verb whose adverbs and auxiliaries begin at `at`. *shared: the verb is conjoined with an
   earlier one
   (", and added"), so it has that one's subject. */
phrase stance_subject_before(const reading *r, uint32_t at, uint32_t floor, bool *shared);
/* Whom or what the sentence first … end is about: its first noun phrase, what leads into it passed over. PHRASE_NONE
   when there is none outside quotation marks. */
phrase stance_subject_of(const reading *r, uint32_t first, uint32_t end);

#endif
