/* Patterns as the lexicon writes them, put into the automaton. */
#include "lexicon/inflect.h"
#include "lexicon/pattern.h"

#include <unicode/uchar.h>

#include "text/utf8.h"

enum {
    FRONTIER_MAX = 1024,
    DEPTH_MAX = 4,
    GAP_DEFAULT = 3,
    GAP_MAX = 6,
    PREFIX_MIN = 3,
    PREFIX_MAX = 60,
    JOIN_FROM = 3
};

/* The nodes that the pattern so far may have reached. */
typedef struct frontier {
    uint32_t nodes[FRONTIER_MAX];
    size_t count;
    uint32_t highest; /* of the nodes: a later one, as most are that are made, is new here for certain */
} frontier;

/* Copies what is used only: the room of a frontier is much larger than most patterns need. */
static void set_frontier(frontier *to, const frontier *from)
{
    to->count = from->count;
    to->highest = from->highest;
    memcpy(to->nodes, from->nodes, from->count * sizeof *from->nodes);
}

typedef struct compiler {
    stance_automaton *a;
    stance_view text;
    size_t at;
    stance_irregular_fn irregular;
    const void *context;
    size_t words;
    stance_error *err;
    stance_pattern_use use;
} compiler;

static stance_status refuse(compiler *c, const char *why)
{
    return stance_fail(c->err, STANCE_EFORMAT, "pattern '%.*s': %s", (int)c->text.len, c->text.data, why);
}

static stance_status join(compiler *c, frontier *f, uint32_t node)
{
    for (size_t i = 0; node <= f->highest && i < f->count; i++) {
        if (f->nodes[i] == node) return STANCE_OK;
    }
    if (node > f->highest) f->highest = node;
    if (f->count == FRONTIER_MAX) return refuse(c, "too many alternatives; write it as several entries");
    f->nodes[f->count++] = node;
    return STANCE_OK;
}

static stance_status step(compiler *c, frontier *f, uint32_t atom)
{
    frontier next;
    next.count = 0, next.highest = 0;
    for (size_t i = 0; i < f->count; i++) {
        uint32_t to;
        STANCE_TRY(stance_automaton_child(c->a, f->nodes[i], atom, &to, c->err));
        STANCE_TRY(join(c, &next, to));
    }
    set_frontier(f, &next);
    c->words++;
    return STANCE_OK;
}

static stance_status skip(compiler *c, frontier *f, unsigned most)
{
    frontier next;
    next.count = 0, next.highest = 0;
    for (size_t i = 0; i < f->count; i++) {
        uint32_t to;
        if (f->nodes[i] == 0) return refuse(c, "a gap at the beginning matches anywhere; begin with a word");
        if (c->a->nodes[f->nodes[i]].after_gap) return refuse(c, "two gaps follow each other; write one, *6 at most");
        STANCE_TRY(stance_automaton_gap(c->a, f->nodes[i], (uint8_t)most, &to, c->err));
        STANCE_TRY(join(c, &next, to));
    }
    set_frontier(f, &next);
    return STANCE_OK;
}

/* One word as it stands in the pattern: folded, with the signs before and after it. */
typedef struct piece {
    char folded[128];
    size_t len;
    bool capital, inflected, prefix;
    bool apostrophe, sign; /* one is among the bytes */
} piece;

static bool ends_word(char ch)
{
    return ch == ' ' || ch == '-' || ch == '(' || ch == ')' || ch == '|';
}

/* Where the tokenizer cuts inside what a pattern writes as one word. */
static bool is_sign(char ch)
{
    return ch == '&' || ch == '/' || ch == '+';
}

static stance_status read_piece(compiler *c, piece *p)
{
    p->len = 0;
    p->capital = p->inflected = p->prefix = p->apostrophe = p->sign = false;
    if (c->text.data[c->at] == '^') {
        p->capital = true;
        c->at++;
    }
    while (c->at < c->text.len && !ends_word(c->text.data[c->at])) {
        char ch = c->text.data[c->at];
        if (ch >= 'a' && ch <= 'z' && p->len + 8 <= sizeof p->folded) { /* by far the most */
            p->folded[p->len++] = ch;
            c->at++;
            continue;
        }
        if (ch == '~' || ch == '*') {
            if (ch == '~') p->inflected = true;
            else p->prefix = true;
            c->at++;
            if (c->at < c->text.len && !ends_word(c->text.data[c->at]))
                return refuse(c, "~ and * stand at the end of a word");
            break;
        }
        if (ch == '_' || ch == '^') return refuse(c, "_ stands alone, ^ before a word");
        if (p->len + 8 > sizeof p->folded) return refuse(c, "a word is too long");
        if ((unsigned char)ch < 0x80) {
            p->folded[p->len++] = (char)(ch >= 'A' && ch <= 'Z' ? ch + 32 : ch);
            p->apostrophe |= ch == '\'';
            p->sign |= is_sign(ch);
            c->at++;
            continue;
        }
        size_t len;
        uint32_t code = stance_utf8_at(c->text, c->at, &len);
        if (code == 0x2019) code = '\'', p->apostrophe = true;
        p->len += stance_utf8_put((uint32_t)u_tolower((UChar32)code), p->folded + p->len);
        c->at += len;
    }
    if (!p->len) return refuse(c, "a word is missing");
    return STANCE_OK;
}

static stance_status word_atom(compiler *c, const piece *p, uint32_t *atom)
{
    stance_view folded = {p->folded, p->len};
    c->a->noting_common = c->use != STANCE_PATTERN_NAME && !p->capital;
    if (p->prefix) {
        size_t letters = 0;
        for (size_t i = 0; i < p->len; i++) letters += ((unsigned char)p->folded[i] & 0xC0) != 0x80;
        if (letters < PREFIX_MIN) return refuse(c, "at least three letters must stand before *");
        if (p->len > PREFIX_MAX) return refuse(c, "a word is too long");
        return stance_automaton_prefix(c->a, folded, atom, c->err);
    }
    if (!p->inflected) return stance_automaton_word(c->a, folded, atom, c->err);
    bool fresh;
    STANCE_TRY(stance_automaton_form(c->a, folded, atom, &fresh, c->err));
    if (!fresh) return STANCE_OK;
    char forms[STANCE_FORM_COUNT][STANCE_FORM_SIZE];
    size_t count = stance_inflect(folded, forms);
    if (!count) return refuse(c, "a word is too long");
    for (size_t i = 0; i < count; i++) STANCE_TRY(stance_automaton_give(c->a, stance_view_of(forms[i]), *atom, c->err));
    stance_view more = c->irregular ? c->irregular(c->context, folded) : (stance_view){NULL, 0};
    for (stance_view form; (form = stance_next_form(&more)).len;)
        STANCE_TRY(stance_automaton_give(c->a, form, *atom, c->err));
    return STANCE_OK;
}

/* What follows many alternatives is written once behind all of them rather than once behind each: else a pattern of three
   brackets grows with the product of their lengths. Left as it is at the end of the pattern, where nothing follows. */
static stance_status join_ends(compiler *c, frontier *f)
{
    if (c->use != STANCE_PATTERN_JOINED || f->count < JOIN_FROM || c->at >= c->text.len) return STANCE_OK;
    for (size_t i = 0; i < f->count; i++) {
        if (f->nodes[i] == 0 || c->a->nodes[f->nodes[i]].after_gap) return STANCE_OK;
    }
    STANCE_TRY(stance_automaton_join(c->a, f->nodes, &f->count, JOIN_FROM, c->err));
    uint32_t last = f->nodes[f->count - 1];
    if (last > f->highest) f->highest = last;
    return STANCE_OK;
}

static stance_status sequence(compiler *c, frontier *f, int depth);

/* ( one | two three | ) */
static stance_status alternatives(compiler *c, frontier *f, int depth)
{
    if (depth == DEPTH_MAX) return refuse(c, "brackets are nested too deeply");
    frontier all, branch;
    all.count = 0, all.highest = 0;
    size_t words = c->words;
    do {
        c->at++; /* ( or | */
        set_frontier(&branch, f);
        STANCE_TRY(sequence(c, &branch, depth + 1));
        for (size_t i = 0; i < branch.count; i++) STANCE_TRY(join(c, &all, branch.nodes[i]));
    } while (c->at < c->text.len && c->text.data[c->at] == '|');
    if (c->at >= c->text.len) return refuse(c, "a bracket is not closed");
    c->at++;
    c->words = words + (c->words > words);
    set_frontier(f, &all);
    return join_ends(c, f);
}

/* Words of a clitic are words of their own in a text, so "don't" is "do n't" and "russia's" is "russia 's". */
static size_t split_clitic(const piece *p)
{
    static const char *const endings[] = {"n't", "'s", "'re", "'ve", "'ll", "'d", "'m"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t n = strlen(endings[i]);
        if (p->len > n && memcmp(p->folded + p->len - n, endings[i], n) == 0) return n;
    }
    return 0;
}

static uint32_t mark_atom(char ch)
{
    return ch == '.'    ? STANCE_ATOM_STOP
           : ch == ','  ? STANCE_ATOM_COMMA
           : ch == '\'' ? STANCE_ATOM_APOSTROPHE
                        : STANCE_ATOM_SIGN;
}

/* A stop, comma or apostrophe behind a word: it may be left out ("John F Kennedy", "Workers Party"). At the end of a pattern it is no part of
   it, for it may end the sentence too. */
static stance_status optional_mark(compiler *c, frontier *f, char ch)
{
    if (c->at == c->text.len) return STANCE_OK;
    frontier without;
    set_frontier(&without, f);
    size_t words = c->words;
    STANCE_TRY(step(c, f, mark_atom(ch)));
    c->words = words;
    for (size_t i = 0; i < without.count; i++) STANCE_TRY(join(c, f, without.nodes[i]));
    return STANCE_OK;
}

static stance_status plain_word(compiler *c, frontier *f, const piece *p)
{
    uint32_t atom;
    STANCE_TRY(word_atom(c, p, &atom));
    return step(c, f, atom | (p->capital ? STANCE_ATOM_CAPITAL : 0));
}

/* "24/7", "AT&T": the words on both sides and the sign between them. */
static stance_status cut_word(compiler *c, frontier *f, const piece *whole)
{
    piece part = *whole;
    size_t start = 0;
    for (size_t i = 0; i <= whole->len; i++) {
        char ch = i < whole->len ? whole->folded[i] : '&';
        if (!is_sign(ch)) continue;
        part.len = i - start;
        memcpy(part.folded, whole->folded + start, part.len);
        part.inflected = whole->inflected && i == whole->len;
        part.prefix = whole->prefix && i == whole->len;
        if (part.len) STANCE_TRY(plain_word(c, f, &part));
        if (i < whole->len) STANCE_TRY(step(c, f, mark_atom(ch)));
        start = i + 1;
    }
    return STANCE_OK;
}

static stance_status one_word(compiler *c, frontier *f)
{
    piece p;
    p.len = 0;
    STANCE_TRY(read_piece(c, &p));
    size_t tail = p.apostrophe && !p.inflected && !p.prefix ? split_clitic(&p) : 0;
    uint32_t atom;
    p.len -= tail;
    stance_view ending = {p.folded + p.len, tail};
    char last = p.len > 1 ? p.folded[p.len - 1] : '\0', mark = '\0';
    if (last == '.' && memchr(p.folded, '.', p.len - 1)) p.len--; /* u.s. */
    else if (last == '.' || last == ',' || last == '\'') p.len--, mark = last;
    if (p.sign) STANCE_TRY(cut_word(c, f, &p));
    else STANCE_TRY(plain_word(c, f, &p));
    if (mark) STANCE_TRY(optional_mark(c, f, mark));
    if (!tail) return STANCE_OK;
    STANCE_TRY(stance_automaton_word(c->a, ending, &atom, c->err));
    return step(c, f, atom);
}

static stance_status sequence(compiler *c, frontier *f, int depth)
{
    while (c->at < c->text.len) {
        char ch = c->text.data[c->at];
        if (ch == ' ' || ch == '-') {
            c->at++;
        } else if (ch == '|' || ch == ')') {
            return depth ? STANCE_OK : refuse(c, "| and ) stand inside brackets only");
        } else if (ch == '(') {
            STANCE_TRY(alternatives(c, f, depth));
        } else if (ch == '_') {
            c->at++;
            if (c->at < c->text.len && !ends_word(c->text.data[c->at])) return refuse(c, "_ stands alone");
            STANCE_TRY(step(c, f, STANCE_ATOM_ANY));
        } else if (ch == '*') {
            unsigned most = GAP_DEFAULT;
            c->at++;
            if (c->at < c->text.len && c->text.data[c->at] >= '1' && c->text.data[c->at] <= '9')
                most = (unsigned)(c->text.data[c->at++] - '0');
            if (c->at < c->text.len && !ends_word(c->text.data[c->at])) return refuse(c, "a gap is * or * and a digit");
            if (most > GAP_MAX) return refuse(c, "a gap may skip six words at most");
            STANCE_TRY(skip(c, f, most));
        } else {
            STANCE_TRY(one_word(c, f));
        }
    }
    return depth ? refuse(c, "a bracket is not closed") : STANCE_OK;
}

stance_status stance_automaton_add(stance_automaton *a, stance_view pattern, uint32_t entry, stance_pattern_use use,
                                   stance_irregular_fn irregular, const void *context, stance_error *err)
{
    compiler c = {.a = a, .text = pattern, .irregular = irregular, .context = context, .err = err, .use = use};
    frontier f;
    f.count = 1;
    f.nodes[0] = f.highest = 0;
    STANCE_TRY(sequence(&c, &f, 0));
    for (size_t i = 0; i < f.count;
         i++) { /* all of them before the first is accepted: a refused pattern matches nothing */
        if (f.nodes[i] == 0) return refuse(&c, "it may match nothing at all; one word must be there");
        if (a->nodes[f.nodes[i]].after_gap) return refuse(&c, "a gap at the end says nothing; leave it out");
    }
    for (size_t i = 0; i < f.count; i++) STANCE_TRY(stance_automaton_accept(a, f.nodes[i], entry, err));
    return STANCE_OK;
}
