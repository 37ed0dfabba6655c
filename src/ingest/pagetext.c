/* The main text of a page. The tree is cut into blocks, which are paragraphs, headings, items and cells; furniture that
   its element, role or class gives away is left out at once. A block is good when it reads like running text: long
   enough, or a sentence, and not mostly links. The text is what stands in the one container whose blocks have the best
   balance of good and bad. */
#include "ingest/page.h"

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
    unsigned breaks;  /* <br> in a row */
    bool blank, keep; /* a blank is due; all text is wanted and nothing is weighed */
    size_t total;     /* bytes of text in the page outside links */
    candidate best;
    bool failed;
} walk;

static bool one_of(const char *name, const char *const *list)
{
    for (; *list; list++) {
        if (strcmp(name, *list) == 0) return true;
    }
    return false;
}

static bool is_blank(unsigned char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_silent(const char *name)
{
    static const char *const list[] = {"script", "style",  "noscript", "template", "iframe",   "svg",
                                       "object", "button", "select",   "textarea", "input",    "canvas",
                                       "video",  "audio",  "head",     "map",      "embed",    "applet",
                                       "math",   "option", "datalist", "frameset", "noframes", NULL};
    return one_of(name, list);
}

static bool is_inline(const char *name)
{
    static const char *const list[] = {"a",      "abbr",   "acronym", "b",    "bdi",  "bdo",     "big",     "cite",
                                       "code",   "del",    "dfn",     "em",   "font", "i",       "img",     "ins",
                                       "kbd",    "label",  "mark",    "q",    "s",    "samp",    "small",   "span",
                                       "strike", "strong", "sub",     "sup",  "time", "tt",      "u",       "var",
                                       "wbr",    "br",     "data",    "ruby", "nobr", "picture", "amp-img", NULL};
    return one_of(name, list);
}

static const char *attribute(const xmlNode *node, const char *name)
{
    for (const xmlAttr *a = node->properties; a; a = a->next) {
        if (strcmp((const char *)a->name, name) == 0)
            return a->children && a->children->content ? (const char *)a->children->content : "";
    }
    return NULL;
}

/* Bytes of text outside links below each element, kept in its _private. */
static size_t weigh(xmlNode *node)
{
    size_t sum = 0;
    for (xmlNode *child = node->children; child; child = child->next) {
        if ((child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) && child->content) {
            for (const xmlChar *c = child->content; *c; c++) sum += !is_blank(*c);
        } else if (child->type == XML_ELEMENT_NODE && !is_silent((const char *)child->name)) {
            size_t below = weigh(child);
            if (strcmp((const char *)child->name, "a") != 0) sum += below;
        }
    }
    node->_private = (void *)(uintptr_t)sum; /* libxml2 leaves this member to its users */
    return sum;
}

typedef enum verdict { KEEP, DROP_WEAK, DROP, DROP_SURE } verdict;

static verdict judge_word(const char *word)
{
    static const char *const sure[] = {"comments", "commentlist", "disqus",   "cookie",  "cookies", "consent",
                                       "gdpr",     "taboola",     "outbrain", "respond", NULL};
    static const char *const furniture[] = {
        "nav",        "navbar",    "navigation", "menu",      "submenu",       "footer",      "sidebar",
        "related",    "share",     "sharing",    "shares",    "social",        "socials",     "banner",
        "promo",      "promotion", "advert",     "adverts",   "advertisement", "ads",         "ad",
        "sponsor",    "sponsored", "newsletter", "subscribe", "subscription",  "breadcrumb",  "breadcrumbs",
        "pagination", "pager",     "popup",      "modal",     "overlay",       "recommended", "recommendations",
        "recommend",  "readmore",  "readalso",   "widget",    "login",         "signup",      "register",
        "paywall",    "toolbar",   "comment",    "trending",  "popular",       "mostread",    "teaser",
        "teasers",    "masthead",  "skip",       "topbar",    "bottombar",     "copyright",   "seealso",
        "followus",   "donate",    "sitemap",    "search",    "infobox",       "lightbox",    NULL};
    static const char *const weak[] = {
        "meta",   "byline",  "author",    "authors", "date",  "time",     "timestamp", "tags",   "tag",  "caption",
        "credit", "credits", "print",     "rating",  "also",  "more",     "photo",     "image",  "info", "tools",
        "views",  "counter", "published", "topics",  "label", "category", "source",    "kicker", NULL};
    return one_of(word, sure) ? DROP_SURE : one_of(word, furniture) ? DROP : one_of(word, weak) ? DROP_WEAK : KEEP;
}

/* class="post-meta relatedLinks" read word by word; "no-sidebar" and "has-comments" speak of the page. */
static verdict judge_words(const char *names)
{
    static const char *const about[] = {"has", "no", "with", "without", "open", "closed", "enabled", "off", NULL};
    verdict worst = KEEP, own = KEEP;
    bool spoken = false;
    for (const char *at = names; at && *at;) {
        char word[24];
        size_t n = 0;
        while (*at && !((*at | 32) >= 'a' && (*at | 32) <= 'z')) {
            if (is_blank((unsigned char)*at)) { /* the next name */
                worst = !spoken && own > worst ? own : worst;
                own = KEEP;
                spoken = false;
            }
            at++;
        }
        for (; (*at | 32) >= 'a' && (*at | 32) <= 'z'; at++) {
            if (n && *at >= 'A' && *at <= 'Z' && at[-1] >= 'a' && at[-1] <= 'z') break;
            if (n + 1 < sizeof word) word[n++] = (char)(*at | 32);
        }
        word[n] = '\0';
        verdict v = n ? judge_word(word) : KEEP;
        if (v > own) own = v;
        spoken = spoken || one_of(word, about);
    }
    return !spoken && own > worst ? own : worst;
}

static verdict judge(const walk *w, const xmlNode *node)
{
    static const char *const never[] = {"html", "body", "main", "article", NULL};
    static const char *const tags[] = {"nav", "aside", "footer", "header", "form", "dialog", "menu", NULL};
    static const char *const roles[] = {"navigation",  "banner", "contentinfo", "complementary", "search", "dialog",
                                        "alertdialog", "menu",   NULL};
    const char *name = (const char *)node->name;
    size_t own = (size_t)(uintptr_t)node->_private;
    bool most = own * 2 > w->total;
    if (one_of(name, never)) return KEEP;
    const char *role = attribute(node, "role"), *style = attribute(node, "style");
    const char *hidden = attribute(node, "aria-hidden");
    if (attribute(node, "hidden") || (style && (strstr(style, "display:none") || strstr(style, "display: none"))))
        return DROP_SURE;
    if (hidden && strcmp(hidden, "true") == 0 && !most) return DROP;
    if (strcmp(name, "figcaption") == 0 || strcmp(name, "figure") == 0) return own < WEAK_BYTES * 2 ? DROP_WEAK : KEEP;
    verdict v = one_of(name, tags) || (role && one_of(role, roles)) ? DROP : KEEP;
    verdict a = judge_words(attribute(node, "class")), b = judge_words(attribute(node, "id"));
    if (a > v) v = a;
    if (b > v) v = b;
    if (is_inline(name) && v != DROP_SURE && (own > 60 || v == DROP_WEAK)) v = KEEP;
    if (v == DROP_SURE && own * 10 > w->total * 9) return KEEP; /* there is nothing else */
    if (v == DROP && most) return KEEP;
    if (v == DROP_WEAK && (own >= WEAK_BYTES || most)) return KEEP;
    return v;
}

/* Lines that lead away from the text or belong to the page. */
static bool is_aside(stance_view line)
{
    static const char *const begins[] = {"read also",        "also read",
                                         "read more",        "see also",
                                         "read next",        "related:",
                                         "watch:",           "follow us",
                                         "share this",       "sign up",
                                         "subscribe",        "advertisement",
                                         "click here",       "photo:",
                                         "image:",           "\xC2\xA9",
                                         "copyright",        "all rights reserved",
                                         "don't miss",       "recommended",
                                         "more on this",     "related articles",
                                         "related stories",  "related news",
                                         "most read",        "tags:",
                                         "leave a comment",  "you may also",
                                         "latest news",      "print this",
                                         "comments (",       "join our",
                                         "download our",     "read full",
                                         "continue reading", "also on",
                                         "listen to this",   "share on",
                                         "source: getty",    NULL};
    if (line.len > 240) return false;
    for (const char *const *b = begins; *b; b++) {
        if (stance_begins(line, *b)) return true;
    }
    bool cookies = false, consent = false;
    for (size_t i = 0; i < line.len; i++) {
        stance_view rest = {line.data + i, line.len - i};
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

static stance_view words_of(const walk *w, const block *b)
{
    return (stance_view){w->text->data + b->start, b->end - b->start};
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
        b.dropped = !w->keep && (is_aside(line) || b.linked * 2 > line.len);
        b.good = !b.dropped && !linky && !b.heading &&
                 (line.len >= GOOD_BYTES || (line.len >= SENTENCE_BYTES && ends_sentence(line)));
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
            w->blank = true;
            i++;
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
        } else if (child->type == XML_ELEMENT_NODE && !is_silent((const char *)child->name)) {
            note(w, child);
        }
    }
}

static void offer(walk *w, const xmlNode *node, size_t first)
{
    static const char *const containers[] = {"article", "main", "section",    "div",  "td",   "body", "html",
                                             "center",  "form", "blockquote", "font", "span", NULL};
    if (w->count == first || !one_of((const char *)node->name, containers)) return;
    candidate c = {first, w->count, w->blocks[w->count - 1].sum - (first ? w->blocks[first - 1].sum : 0)};
    const char *role = attribute(node, "itemprop");
    bool named = role && strcmp(role, "articleBody") == 0;
    bool whole = strcmp((const char *)node->name, "body") == 0 || strcmp((const char *)node->name, "html") == 0;
    if (c.last - c.first < 2 && !named && !whole) return; /* a lone paragraph: its siblings belong to it */
    int64_t need = w->best.value;
    /* What stands around a text that was found must be worth it: a notice below it is not. */
    if (w->best.value > 0 && w->best.first >= c.first && w->best.last <= c.last) need += need / 7;
    int64_t worth = named ? c.value * 4 : c.value;
    if (worth <= need) return;
    c.value = worth;
    w->best = c;
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
        if (is_silent(name)) continue;
        if (strcmp(name, "br") == 0) {
            w->breaks++;
            continue;
        }
        if (!w->keep && judge(w, child) != KEEP) {
            note(w, child);
            if (!is_inline(name)) flush(w);
            continue;
        }
        bool link = strcmp(name, "a") == 0, inner = is_inline(name);
        size_t first = w->count;
        if (!inner) flush(w);
        w->links += link;
        w->open.heading = w->open.heading || (name[0] == 'h' && name[1] >= '1' && name[1] <= '6' && !name[2]);
        w->open.item = w->open.item || strcmp(name, "li") == 0;
        visit(w, child);
        w->links -= link;
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
