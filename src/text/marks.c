/* What the quotation marks of a document mean, where another language's habits or a lossy conversion turned them round. */
#include "text/marks.h"

/* The characters that other languages use the other way round. */
typedef enum form { FORM_NONE, LOW, LOW_SINGLE, HIGH, HIGH_SINGLE, LEFT, RIGHT, LEFT_SINGLE, RIGHT_SINGLE } form;

static form form_of(stance_view text, const stance_token *t)
{
    static const struct {
        const char *bytes;
        form form;
    } forms[] = {{"\u201E", LOW},  {"\u201A", LOW_SINGLE}, {"\u201C", HIGH},        {"\u2018", HIGH_SINGLE},
                 {"\u00AB", LEFT}, {"\u00BB", RIGHT},      {"\u2039", LEFT_SINGLE}, {"\u203A", RIGHT_SINGLE}};
    if (t->kind != STANCE_MARK || (unsigned char)text.data[t->start] < 0x80) return FORM_NONE;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (stance_view_is((stance_view){text.data + t->start, t->end - t->start}, forms[i].bytes))
            return forms[i].form;
    }
    return FORM_NONE;
}

static bool blank_before(const stance_token *tokens, size_t i)
{
    return i == 0 || (tokens[i].flags & (STANCE_TOKEN_SPACE | STANCE_TOKEN_LINE));
}

static bool opens_by_blanks(const stance_token *tokens, size_t count, size_t i)
{
    bool before = blank_before(tokens, i) || tokens[i - 1].mark == STANCE_MARK_OPEN;
    return before && i + 1 < count && !blank_before(tokens, i + 1);
}

static bool closes_by_blanks(const stance_token *tokens, size_t count, size_t i)
{
    return !blank_before(tokens, i) &&
           (i + 1 >= count || blank_before(tokens, i + 1) || tokens[i + 1].kind == STANCE_MARK);
}

/* „…“ closes with the mark that opens in English, and so does ‚…‘; »…« and ›…‹ stand the other way round. */
static void settle_forms(stance_view text, stance_token *tokens, size_t count)
{
    bool low = false, low_single = false;
    long turned = 0;
    for (size_t i = 0; i < count; i++) {
        form f = form_of(text, &tokens[i]);
        if (f == FORM_NONE) continue;
        low = low || f == LOW;
        low_single = low_single || f == LOW_SINGLE;
        int way = opens_by_blanks(tokens, count, i) ? 1 : closes_by_blanks(tokens, count, i) ? -1 : 0;
        if (f == RIGHT || f == RIGHT_SINGLE) turned += way;
        else if (f == LEFT || f == LEFT_SINGLE) turned -= way;
    }
    if (!low && !low_single && turned <= 0) return;
    for (size_t i = 0; i < count; i++) {
        form f = form_of(text, &tokens[i]);
        stance_token *t = &tokens[i];
        bool closes = (f == HIGH || f == HIGH_SINGLE) && !blank_before(tokens, i) && !opens_by_blanks(tokens, count, i);
        if (f == HIGH && low && closes) t->mark = STANCE_MARK_QUOTE_CLOSE;
        else if (f == HIGH_SINGLE && low_single && closes) t->mark = STANCE_MARK_SINGLE_CLOSE;
        else if (f == LEFT && turned > 0) t->mark = STANCE_MARK_QUOTE_CLOSE;
        else if (f == RIGHT && turned > 0) t->mark = STANCE_MARK_QUOTE_OPEN;
        else if (f == LEFT_SINGLE && turned > 0) t->mark = STANCE_MARK_SINGLE_CLOSE;
        else if (f == RIGHT_SINGLE && turned > 0) t->mark = STANCE_MARK_SINGLE_OPEN;
    }
}

/* "?We are": a question mark that no question can end with. */
static bool is_lost_opening(const stance_token *tokens, size_t count, size_t i)
{
    return tokens[i].mark == STANCE_MARK_ASK && opens_by_blanks(tokens, count, i) && tokens[i + 1].kind != STANCE_MARK;
}

/* The question mark that closes what the one at `open` opened: behind a comma or stop if there is such in its paragraph, else
   the first before a blank; count: none. *next is the token up to which was looked. */
static size_t lost_closing(const stance_token *tokens, size_t count, size_t open, size_t *next)
{
    size_t first = count, i = open + 1;
    for (; i < count && !(tokens[i].flags & STANCE_TOKEN_LINE) && !is_lost_opening(tokens, count, i); i++) {
        if (tokens[i].mark != STANCE_MARK_ASK || !closes_by_blanks(tokens, count, i)) continue;
        if (tokens[i - 1].kind == STANCE_MARK && i > open + 1) {
            *next = i + 1;
            return i;
        }
        if (first == count) first = i;
    }
    *next = first == count ? i : first + 1;
    return first;
}

/* "?We are open to dialogue,? Lee said.": quotation marks that a character set could not hold. */
static void settle_lost(stance_token *tokens, size_t count)
{
    for (size_t i = 0, next; i < count; i = next) {
        next = i + 1;
        if (!is_lost_opening(tokens, count, i)) continue;
        size_t close = lost_closing(tokens, count, i, &next);
        if (close == count) continue;
        tokens[i].mark = STANCE_MARK_QUOTE_OPEN;
        tokens[close].mark = STANCE_MARK_QUOTE_CLOSE;
    }
}

void stance_settle_marks(stance_view text, stance_token *tokens, size_t count)
{
    settle_forms(text, tokens, count);
    settle_lost(tokens, count);
}
