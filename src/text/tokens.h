/* Tokens: words, numbers and marks of a document, with their places in its text. */
#ifndef STANCE_TEXT_TOKENS_H
#define STANCE_TEXT_TOKENS_H

#include "base/arena.h"
#include "base/intern.h"

typedef enum stance_token_kind {
    STANCE_WORD,   /* letters, with inner apostrophes; `n't`, `'s`, `'re` … are words of their own */
    STANCE_NUMBER, /* digits, with inner . , : and ordinal endings (2.12, 1,000, 02nd) */
    STANCE_MARK    /* one punctuation mark or symbol; runs of dots and of dashes are one */
} stance_token_kind;

/* What a mark is, beyond its byte form. Quotation marks are classed by shape; quotation.c decides what they do. */
typedef enum stance_mark {
    STANCE_MARK_NONE,
    STANCE_MARK_STOP,     /* . */
    STANCE_MARK_ASK,      /* ? */
    STANCE_MARK_BANG,     /* ! */
    STANCE_MARK_ELLIPSIS, /* … ... */
    STANCE_MARK_COMMA,
    STANCE_MARK_SEMICOLON,
    STANCE_MARK_COLON,
    STANCE_MARK_DASH, /* – — -- and a hyphen between blanks */
    STANCE_MARK_OPEN, /* ( [ { */
    STANCE_MARK_CLOSE,
    STANCE_MARK_QUOTE,        /* " and '' */
    STANCE_MARK_QUOTE_OPEN,   /* “ « „ << */
    STANCE_MARK_QUOTE_CLOSE,  /* ” » >> */
    STANCE_MARK_SINGLE,       /* ' where it is no apostrophe inside a word */
    STANCE_MARK_SINGLE_OPEN,  /* ‘ ‹ ‚ */
    STANCE_MARK_SINGLE_CLOSE, /* ’ › */
    STANCE_MARK_OTHER
} stance_mark;

enum {
    STANCE_TOKEN_CAPITAL = 1, /* begins with a capital letter */
    STANCE_TOKEN_UPPER = 2,   /* all its letters are capitals, and there are at least two */
    STANCE_TOKEN_SPACE = 4,   /* blank before it */
    STANCE_TOKEN_LINE = 8,    /* first on its line */
    STANCE_TOKEN_BLOCK = 16,  /* first after an empty line, or first of all */
    STANCE_TOKEN_HYPHEN = 32, /* joined to the token before it by a hyphen */
    STANCE_TOKEN_DOTTED = 64  /* abbreviation with inner stops: U.S., a.m. */
};

typedef struct stance_token {
    uint32_t start, end; /* bytes in the document's text */
    uint32_t word; /* folded form: id in the known words, or known->count + id in the local ones; marks: STANCE_NO_ID */
    uint8_t kind, mark, flags;
} stance_token;

typedef struct stance_tokens {
    const stance_token *data;
    size_t count;
} stance_tokens;

/* Cuts text into tokens. Folded words are looked up in known (may be NULL) and, when they are not there, added to local.
   Folding: lower case, ’ and other apostrophes to ', soft hyphens and zero-width characters left out, a letter and the accent
   behind it made one as NFC has it. Tokens live in the arena. */
stance_status stance_tokenize(stance_view text, const stance_intern *known, stance_intern *local, stance_arena *arena,
                              stance_tokens *out, stance_error *err) STANCE_CHECKED;

#endif
