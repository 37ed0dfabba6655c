/* The main text of a page. The tree is cut into blocks, which are paragraphs, headings, items and cells; furniture that
   its element, role or class gives away is left out at once. A block is good when it reads like running text: long
   enough, or a sentence, and not mostly links. The text is what stands in the one container whose blocks have the best
   balance of good and bad. */
#include "ingest/page.h"
#include "ingest/pagewords.h"

#include "ingest/reader.h"
#include "ingest/xml.h"

enum {
    GOOD_BYTES = 80,     /* a block so long is running text, sentence or not */
    SENTENCE_BYTES = 25, /* with the mark of its end */
    BAD_COST = 20,       /* of a block that is not running text, beside its length */
    WEAK_BYTES = 300,    /* bylines, captions and the like are shorter */
    FURNITURE_BYTES = 4096
};

typedef struct block {
    size_t start, end; /* in the text */
    size_t linked;     /* bytes inside links */
    bool heading, item, good, dropped;
    bool title;  /* a heading of the first rank, or of none */
    bool lead;   /* a heading that is a link: what follows may be no more than the teaser of another page */
    int64_t sum; /* of the values of all blocks up to and with this one */
} block;

typedef struct candidate {
    size_t first, last; /* blocks [first, last) */
    int64_t value;
} candidate;

typedef struct walk {
    stance_arena *arena;
    stance_strbuf *text, *furniture;
    block *blocks;
    size_t count, capacity;
    block open;       /* the block that is being filled */
    unsigned links;   /* open <a> elements */
    unsigned pre;     /* open <pre> elements */
    unsigned breaks;  /* <br> in a row */
    bool blank, keep; /* a blank is due; all text is wanted and nothing is weighed */
    size_t total;     /* bytes of text in the page outside links */
    const char *alt;  /* what the last picture is said to show; NULL: none was seen */
    candidate best;
    bool failed;
} walk;

static bool is_blank(unsigned char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_inline(const char *name)
{
    static const char *const list[] = {"a",      "abbr",   "acronym", "b",    "bdi",  "bdo",     "big",     "cite",
                                       "code",   "del",    "dfn",     "em",   "font", "i",       "img",     "ins",
                                       "kbd",    "label",  "mark",    "q",    "s",    "samp",    "small",   "span",
                                       "strike", "strong", "sub",     "sup",  "time", "tt",      "u",       "var",
                                       "wbr",    "br",     "data",    "ruby", "nobr", "picture", "amp-img", NULL};
    return stance_one_of(name, list);
}

/* Bytes of text outside links below each element, kept in its _private. */
static size_t weigh(xmlNode *node)
{
    size_t sum = 0;
    for (xmlNode *child = node->children; child; child = child->next) {
        if ((child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) && child->content) {
            for (const xmlChar *c = child->content; *c; c++) sum += !is_blank(*c);
        } else if (child->type == XML_ELEMENT_NODE && !stance_is_silent((const char *)child->name)) {
            size_t below = weigh(child);
            if (strcmp((const char *)child->name, "a") != 0) sum += below;
        }
    }
    node->_private = (void *)(uintptr_t)sum; /* libxml2 leaves this member to its users */
    return sum;
}

/* What all paragraphs of a text are called ("paywall-article") says nothing of any one of them. Some on either side tell. */
static bool called_like_others(const xmlNode *node, const char *class)
{
    enum { NEIGHBOURS = 20 };
    unsigned same = 1, others = 0;
    for (int side = 0; side < 2; side++) {
        const xmlNode *c = node;
        for (unsigned n = 0; n < NEIGHBOURS && (c = side ? c->next : c->prev) != NULL; n++) {
            if (c->type != XML_ELEMENT_NODE || strcmp((const char *)c->name, "p") != 0) continue;
            const char *its = stance_attribute(c, "class");
            bool like = its && strcmp(its, class) == 0;
            same += like;
            others += !like;
        }
    }
    return same > 2 && same > others;
}

static stance_verdict judge(const walk *w, const xmlNode *node)
{
    static const char *const never[] = {"html", "body", "main", "article", NULL};
    static const char *const tags[] = {"nav", "aside", "footer", "header", "form", "dialog", "menu", NULL};
    static const char *const roles[] = {"navigation",  "banner", "contentinfo", "complementary", "search", "dialog",
                                        "alertdialog", "menu",   NULL};
    const char *name = (const char *)node->name;
    size_t own = (size_t)(uintptr_t)node->_private;
    bool most = own * 2 > w->total;
    if (stance_one_of(name, never)) return STANCE_KEEP;
    const char *role = stance_attribute(node, "role"), *style = stance_attribute(node, "style");
    const char *hidden = stance_attribute(node, "aria-hidden");
    if (stance_attribute(node, "hidden") ||
        (style && (strstr(style, "display:none") || strstr(style, "display: none"))))
        return STANCE_DROP_SURE;
    if (hidden && strcmp(hidden, "true") == 0 && !most) return STANCE_DROP;
    if (strcmp(name, "figcaption") == 0 || strcmp(name, "figure") == 0)
        return own < WEAK_BYTES * 2 ? STANCE_DROP_WEAK : STANCE_KEEP;
    stance_verdict v = stance_one_of(name, tags) || (role && stance_one_of(role, roles)) ? STANCE_DROP : STANCE_KEEP;
    const char *class = stance_attribute(node, "class");
    stance_verdict a = stance_judge_names(class), b = stance_judge_names(stance_attribute(node, "id"));
    if (a != STANCE_KEEP && strcmp(name, "p") == 0 && called_like_others(node, class)) a = STANCE_KEEP;
    if (a > v) v = a;
    if (b > v) v = b;
    if (is_inline(name) && v != STANCE_DROP_SURE && (own > 60 || v == STANCE_DROP_WEAK)) v = STANCE_KEEP;
    if (v == STANCE_DROP_SURE && own * 10 > w->total * 9) return STANCE_KEEP; /* there is nothing else */
    if (v == STANCE_DROP && most) return STANCE_KEEP;
    if (v == STANCE_DROP_WEAK && (own >= WEAK_BYTES || most)) return STANCE_KEEP;
    return v;
}

/* Lines that lead away from the text or belong to the page. */
static bool is_aside(stance_view line)
{
    static const char *const begins[] = {"read also",
                                         "also read",
                                         "read more",
                                         "see also",
                                         "read next",
                                         "related:",
                                         "watch:",
                                         "follow us",
                                         "share this",
                                         "sign up",
                                         "subscribe",
                                         "advertisement",
                                         "click here",
                                         "photo:",
                                         "image:",
                                         "\xC2\xA9",
                                         "copyright",
                                         "all rights reserved",
                                         "don't miss",
                                         "recommended",
                                         "more on this",
                                         "related articles",
                                         "related stories",
                                         "related news",
                                         "most read",
                                         "tags:",
                                         "leave a comment",
                                         "you may also",
                                         "latest news",
                                         "print this",
                                         "comments (",
                                         "join our",
                                         "download our",
                                         "read full",
                                         "continue reading",
                                         "also on",
                                         "listen to this",
                                         "share on",
                                         "source: getty",
                                         "like this story",
                                         "to view this",
                                         "published:",
                                         "posted:",
                                         "posted on",
                                         "updated:",
                                         "last updated",
                                         "last modified",
                                         "published on",
                                         "skip to content",
                                         "enable javascript",
                                         "sponsored",
                                         "keep reading",
                                         "sign in",
                                         "support our work",
                                         "view comments",
                                         "get the latest",
                                         NULL};
    if (line.len > 240) return false;
    for (const char *const *b = begins; *b; b++) {
        if (stance_begins(line, *b)) return true;
    }
    static const char *const offers[] = {"unlimited access",       "become a member",      "sign up for our",
                                         "subscribe to our",       "already a subscriber", "create a free account",
                                         "support our journalism", "follow us on",         "sign up to our",
                                         "our newsletter",         "download our app",     NULL};
    bool cookies = false, consent = false;
    for (size_t i = 0; i < line.len; i++) {
        stance_view rest = {line.data + i, line.len - i};
        if (i && ((unsigned char)line.data[i - 1] > ' ') && line.data[i - 1] != '(') continue; /* inside a word */
        for (const char *const *o = offers; *o; o++) {
            if (stance_begins(rest, *o)) return true;
        }
        cookies = cookies || stance_begins(rest, "cookie");
        consent = consent || stance_begins(rest, "we use") || stance_begins(rest, "uses") ||
                  stance_begins(rest, "accept") || stance_begins(rest, "consent") || stance_begins(rest, "privacy");
    }
    return cookies && consent;
}

static bool ends_sentence(stance_view line)
{
    static const char *const closing[] = {"\"", "'", ")", "\xE2\x80\x9D", "\xE2\x80\x99", "\xC2\xBB", NULL};
    static const char *const ends[] = {".", "!", "?", ":", "\xE2\x80\xA6", "\xE3\x80\x82", NULL};
    const char *note = line.len && line.data[line.len - 1] == ']' ? memrchr(line.data, '[', line.len) : NULL;
    if (note && line.data + line.len - note <= 5)
        line = stance_trim((stance_view){line.data, (size_t)(note - line.data)});
    for (const char *const *c = closing; *c; c++) {
        size_t n = strlen(*c);
        if (line.len > n && memcmp(line.data + line.len - n, *c, n) == 0) {
            line.len -= n;
            break;
        }
    }
    for (const char *const *e = ends; *e; e++) {
        size_t n = strlen(*e);
        if (line.len >= n && memcmp(line.data + line.len - n, *e, n) == 0) return true;
    }
    return false;
}

/* "By A. Lem", "By A. Lem / Published: 11/18/2011 2:27 AM": every line a name or a stamp. */
static bool is_byline(stance_view text)
{
    if (text.len > 240) return false;
    for (size_t at = 0; at < text.len;) {
        const char *newline = memchr(text.data + at, '\n', text.len - at);
        size_t end = newline ? (size_t)(newline - text.data) : text.len;
        stance_view line = {text.data + at, end - at};
        bool name = stance_begins(line, "by ") && line.len < 80 && !ends_sentence(line);
        if (!name && (line.len == text.len || !is_aside(line))) return false; /* of one line that was asked before */
        at = end + 1;
    }
    return true;
}

static stance_view words_of(const walk *w, const block *b)
{
    return (stance_view){w->text->data + b->start, b->end - b->start};
}

/* The words under a picture are often those that it is described with. */
static bool is_caption(const walk *w, stance_view line)
{
    if (!w->alt || line.len < SENTENCE_BYTES) return false;
    stance_view alt = stance_trim(stance_view_of(w->alt));
    return alt.len >= line.len && memcmp(alt.data, line.data, line.len) == 0;
}

static int64_t sum_to(const walk *w, size_t count)
{
    return count ? w->blocks[count - 1].sum : 0;
}

/* A paragraph that stands alone under a heading that leads to another page, with the next such heading below it: a teaser.
   Called when the block behind it is no running text. */
static void demote_teaser(walk *w)
{
    if (w->count < 2) return;
    block *last = &w->blocks[w->count - 1];
    if (!last->good || !w->blocks[w->count - 2].lead) return;
    last->good = false;
    last->dropped = true;
    last->sum = sum_to(w, w->count - 1) - BAD_COST;
}

/* Ends the block that is open, if it has text. */
static void flush(walk *w)
{
    block b = w->open;
    b.end = w->text->len;
    while (b.end > b.start && is_blank((unsigned char)w->text->data[b.end - 1])) b.end--;
    w->text->len = b.end;
    w->blank = false;
    w->breaks = 0;
    if (b.end > b.start && !w->text->failed) {
        stance_view line = words_of(w, &b);
        bool linky = b.linked * 3 > line.len;
        b.lead = b.heading && !b.title && b.linked * 2 > line.len;
        b.dropped = !w->keep && (is_aside(line) || b.linked * 2 > line.len || is_byline(line) || is_caption(w, line));
        b.good = !b.dropped && !linky && !b.heading &&
                 (line.len >= GOOD_BYTES || (line.len >= SENTENCE_BYTES && ends_sentence(line)));
        if (!w->keep && !b.good) demote_teaser(w);
        int64_t value = b.good ? (int64_t)line.len : -(int64_t)(BAD_COST + line.len / 2);
        b.sum = value + (w->count ? w->blocks[w->count - 1].sum : 0);
        if (!STANCE_PUSH(w->arena, w->blocks, w->count, w->capacity, b)) w->failed = true;
    }
    w->open = (block){.start = w->text->len};
}

static void add_text(walk *w, const xmlChar *content)
{
    const char *s = (const char *)content;
    for (size_t i = 0; s[i];) {
        if (is_blank((unsigned char)s[i])) {
            size_t lines = 0;
            for (; is_blank((unsigned char)s[i]); i++) lines += s[i] == '\n';
            w->blank = true;
            if (w->pre && lines > 1) w->breaks = 2; /* an empty line */
            continue;
        }
        size_t n = i;
        while (s[n] && !is_blank((unsigned char)s[n])) n++;
        if (w->breaks > 1) flush(w);
        bool first = w->text->len == w->open.start;
        if (!first && w->breaks == 1) stance_strbuf_addc(w->text, '\n');
        else if (!first && w->blank) stance_strbuf_addc(w->text, ' ');
        w->blank = false;
        w->breaks = 0;
        stance_strbuf_add(w->text, s + i, n - i);
        if (w->links) w->open.linked += n - i + 1;
        i = n;
    }
}

static void note(walk *w, const xmlNode *node)
{
    for (const xmlNode *child = node->children; child && w->furniture->len < FURNITURE_BYTES; child = child->next) {
        if (child->type == XML_TEXT_NODE && child->content) {
            stance_view v = stance_trim(stance_view_of((const char *)child->content));
            if (v.len && v.len < 300) {
                stance_strbuf_addv(w->furniture, v);
                stance_strbuf_addc(w->furniture, '\n');
            }
        } else if (child->type == XML_ELEMENT_NODE && !stance_is_silent((const char *)child->name)) {
            note(w, child);
        }
    }
}

/* What stands around a text that was found must be worth it: a lead before it is soon, a notice or teasers below it are
   not. c is cut down to what is. */
static void widen(const walk *w, candidate *c)
{
    const candidate *best = &w->best;
    int64_t before = sum_to(w, best->first) - sum_to(w, c->first);
    int64_t after = sum_to(w, c->last) - sum_to(w, best->last);
    if (before * 20 < best->value) {
        c->first = best->first;
        before = 0;
    }
    /* A text in several parts, each in a container of its own, may end with a short one. */
    int64_t least = before * 2 > best->value ? best->value / 8 : best->value / 3;
    if (after < least) {
        c->last = best->last;
        after = 0;
    }
    c->value = best->value + before + after;
}

/* A whole text in one paragraph, with line breaks. */
static bool by_lines(stance_view text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++) n += text.data[i] == '\n';
    return n >= 3;
}

static void offer(walk *w, const xmlNode *node, size_t first)
{
    static const char *const containers[] = {"article", "main", "section",    "div",  "td",   "body", "html",
                                             "center",  "form", "blockquote", "font", "span", "pre",  NULL};
    if (w->count == first) return;
    bool lines = w->count == first + 1 && by_lines(words_of(w, &w->blocks[first]));
    if (!lines && !stance_one_of((const char *)node->name, containers)) return;
    candidate c = {first, w->count, sum_to(w, w->count) - sum_to(w, first)};
    const char *role = stance_attribute(node, "itemprop");
    bool named = role && strcmp(role, "articleBody") == 0;
    bool whole = strcmp((const char *)node->name, "body") == 0 || strcmp((const char *)node->name, "html") == 0;
    if (c.last - c.first < 2 && !named && !whole && !lines) return; /* a lone paragraph: its siblings belong to it */
    if (named) c.value *= 4;
    if (w->best.value > 0 && w->best.first >= c.first && w->best.last <= c.last && !named) widen(w, &c);
    if (c.value > w->best.value) w->best = c;
}

/* The mark beside a heading, and the number of a note, lead nowhere else. */
static bool leads_away(const xmlNode *link)
{
    enum { NOTE_BYTES = 4 };
    const char *href = stance_attribute(link, "href"), *around = link->parent ? (const char *)link->parent->name : NULL;
    if (!href) return false;
    if (href[0] != '#' || !href[1]) return true;
    bool heading = around && around[0] == 'h' && around[1] >= '1' && around[1] <= '6' && !around[2];
    return !heading && (size_t)(uintptr_t)link->_private > NOTE_BYTES;
}

static void visit(walk *w, const xmlNode *node)
{
    for (const xmlNode *child = node->children; child && !w->failed; child = child->next) {
        if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) {
            if (child->content) add_text(w, child->content);
            continue;
        }
        if (child->type != XML_ELEMENT_NODE) continue;
        const char *name = (const char *)child->name;
        if (stance_is_silent(name)) continue;
        if (strcmp(name, "img") == 0) {
            const char *alt = stance_attribute(child, "alt");
            if (alt && *alt) w->alt = alt;
            continue;
        }
        if (strcmp(name, "br") == 0) {
            w->breaks++;
            continue;
        }
        if (!w->keep && judge(w, child) != STANCE_KEEP) {
            note(w, child);
            if (!is_inline(name)) flush(w);
            continue;
        }
        bool link = strcmp(name, "a") == 0 && leads_away(child), inner = is_inline(name);
        size_t first = w->count;
        if (!inner) flush(w);
        bool pre = strcmp(name, "pre") == 0;
        w->links += link;
        w->pre += pre;
        bool heading = name[0] == 'h' && name[1] >= '1' && name[1] <= '6' && !name[2];
        w->open.heading = w->open.heading || heading;
        w->open.title = w->open.title || (heading && name[1] == '1');
        w->open.item = w->open.item || strcmp(name, "li") == 0;
        visit(w, child);
        w->links -= link;
        w->pre -= pre;
        if (inner) continue;
        flush(w);
        if (!w->keep) offer(w, child, first);
    }
}

static stance_status walk_page(walk *w, const xmlNode *root, stance_error *err)
{
    w->open = (block){.start = w->text->len};
    visit(w, root);
    flush(w);
    if (w->failed) return stance_fail_memory(err);
    return stance_strbuf_ok(w->text, err);
}

/* Moves the blocks that are wanted together, an empty line between them. They are in order, so what is moved lies behind
   where it goes, but for the empty lines; those are why the text is built anew. */
static stance_status gather(const walk *w, const bool *wanted, size_t first, size_t last, stance_error *err)
{
    stance_strbuf out = STANCE_STRBUF_INIT;
    for (size_t i = first; i < last; i++) {
        if (wanted && !wanted[i - first]) continue;
        if (out.len) stance_strbuf_adds(&out, "\n\n");
        stance_strbuf_addv(&out, words_of(w, &w->blocks[i]));
    }
    stance_status status = stance_strbuf_ok(&out, err);
    stance_strbuf_free(w->text);
    *w->text = out;
    return status;
}

stance_status stance_page_all(const xmlNode *root, stance_arena *arena, stance_strbuf *text, stance_error *err)
{
    walk w = {.arena = arena, .text = text, .keep = true};
    stance_strbuf_clear(text);
    STANCE_TRY(walk_page(&w, root, err));
    return gather(&w, NULL, 0, w.count, err);
}

stance_status stance_page_text(const xmlNode *root, stance_arena *arena, stance_strbuf *text, stance_strbuf *furniture,
                               stance_error *err)
{
    walk w = {.arena = arena, .text = text, .furniture = furniture};
    stance_strbuf_clear(text);
    w.total = weigh((xmlNode *)(uintptr_t)root);
    STANCE_TRY(walk_page(&w, root, err));
    if (!w.best.last) w.best.last = w.count;
    size_t first = w.best.first, last = w.best.last, from = last, to = first;
    for (size_t i = first; i < last; i++) {
        if (!w.blocks[i].good) continue;
        if (from == last) from = i;
        to = i + 1;
    }
    if (from == last) {
        stance_strbuf_clear(text);
        return STANCE_OK;
    }
    /* A short sentence at either end belongs to the text; a label, a name or a date does not. */
    while (from > first && !w.blocks[from - 1].dropped && !w.blocks[from - 1].heading &&
           ends_sentence(words_of(&w, &w.blocks[from - 1])))
        from--;
    while (to < last && !w.blocks[to].dropped && !w.blocks[to].heading && ends_sentence(words_of(&w, &w.blocks[to])))
        to++;
    for (size_t i = 0; i < from && furniture->len < FURNITURE_BYTES; i++) {
        stance_strbuf_addv(furniture, words_of(&w, &w.blocks[i]));
        stance_strbuf_addc(furniture, '\n');
    }
    bool *wanted = stance_arena_zero(arena, to - from + 1, sizeof *wanted);
    if (!wanted) return stance_fail_memory(err);
    for (size_t i = from; i < to; i++) wanted[i - from] = !w.blocks[i].dropped;
    STANCE_TRY(gather(&w, wanted, from, to, err));
    return stance_strbuf_ok(furniture, err);
}
