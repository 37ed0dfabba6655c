/* Every date that a page shows becomes a candidate, with what speaks for it: its element, its words, and how far from the
   title it stands. The best one counts; candidates that are equally good and disagree away from the title give none. */
#include "ingest/pagedate.h"

#include "ingest/pagewords.h"
#include "ingest/reader.h"
#include "ingest/stamps.h"
#include "text/dates.h"

enum {
    LINE_BYTES = 240, /* of an element that shows a date; what is longer is prose */
    BELOW = 1200,     /* bytes of text: a date so near below the title is the page's own */
    ABOVE = 300,
    NEAR_BELOW = 400, /* the same for a date of which nothing but its place speaks */
    NEAR_ABOVE = 120,
    WORDS_MAX = 10,    /* in a line that is a stamp */
    YEAR_FIRST = 1993, /* of a page */
    DEPTH_MAX = 300
};

/* What speaks for a date, the best first. */
typedef enum { DECLARED, TIME, NAMED, BARE, TIERS } tier_of;

typedef struct candidate {
    stance_date date;
    tier_of tier;
    bool updated;
    bool within; /* an <article> */
    size_t at;   /* bytes of text before it */
} candidate;

typedef struct search {
    stance_arena *arena;
    stance_view language;
    candidate *found;
    size_t count, capacity;
    size_t at;        /* bytes of text so far */
    size_t title;     /* where the title begins */
    int title_rank;   /* 0: none; 1: an <h1>; 2: an <h2>; 3: something called so */
    unsigned looks;   /* lines that were read */
    unsigned article; /* open <article>s */
    bool failed;
} search;

static bool is_blank(unsigned char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static void add(search *s, stance_date date, tier_of tier, bool updated)
{
    if (date.year < YEAR_FIRST || !stance_date_is_day(date)) return;
    candidate c = {.date = date, .tier = tier, .updated = updated, .within = s->article > 0, .at = s->at};
    if (!STANCE_PUSH(s->arena, s->found, s->count, s->capacity, c)) s->failed = true;
}

static bool put(const xmlChar *text, char room[LINE_BYTES + 1], size_t *n)
{
    for (size_t i = 0; text[i]; i++) {
        bool wide = text[i] == 0xC2 && text[i + 1] == 0xA0; /* a blank that does not break */
        if (*n >= LINE_BYTES) return false;
        if (!wide && !is_blank(text[i])) room[(*n)++] = (char)text[i];
        else if (*n && room[*n - 1] != ' ') room[(*n)++] = ' ';
        i += wide;
    }
    return true;
}

/* Adds the text below a node, its blanks folded, until there is too much; true when that was all. */
static bool gather(const xmlNode *node, char room[LINE_BYTES + 1], size_t *n)
{
    for (const xmlNode *child = node->children; child; child = child->next) {
        if (child->type == XML_ELEMENT_NODE) {
            if (*n && room[*n - 1] != ' ' && *n < LINE_BYTES) room[(*n)++] = ' ';
            if (!stance_is_silent((const char *)child->name) && !gather(child, room, n)) return false;
        } else if (child->type == XML_TEXT_NODE && child->content && !put(child->content, room, n)) {
            return false;
        }
    }
    return true;
}

/* The text of a node; data NULL when there is none, or more than a line that shows a date. */
static stance_view line_of(const xmlNode *node, char room[LINE_BYTES + 1])
{
    size_t n = 0;
    bool whole = node->type == XML_TEXT_NODE ? put(node->content, room, &n) : gather(node, room, &n);
    room[n] = '\0';
    return whole && n ? (stance_view){room, n} : (stance_view){NULL, 0};
}

/* A date-time for machines. */
static bool by_machine(const char *value, stance_date *date)
{
    return value && *value && stance_metadata_date(stance_view_of(value), date);
}

static bool by_words(search *s, stance_view line, stance_date *date, bool *updated)
{
    enum { LOOKS_MAX = 5000 };
    if (s->looks++ > LOOKS_MAX) return false;
    bool found = false;
    if (line.data && memchr(line.data, '1', line.len) == NULL && memchr(line.data, '2', line.len) == NULL) return false;
    if (line.data && !stance_find_shown(line, s->language, date, updated, &found)) s->failed = true;
    return found;
}

/* itemprop="datePublished", property="dc:date dc:created", class="dt-published". */
static bool declares(const xmlNode *node, bool *updated)
{
    static const char *const made[] = {
        "datepublished", "dc:date",   "dc:created", "dcterms:issued", "dcterms:created", "schema:datepublished",
        "dt-published",  "published", "pubdate",    "publishdate",    "datecreated",     NULL};
    static const char *const changed[] = {"datemodified", "dt-updated", "updated", "modified", "lastmod", NULL};
    static const char *const attributes[] = {"itemprop", "property", "class"};
    bool published = stance_attribute(node, "pubdate") != NULL;
    *updated = false;
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++) {
        const char *value = stance_attribute(node, attributes[i]);
        if (!value) continue;
        published = published || stance_has_name(value, made);
        *updated = *updated || stance_has_name(value, changed);
    }
    if (published) *updated = false; /* "entry-date published updated": the two are one */
    return published || *updated;
}

/* Whether the name of an element speaks of a date, or of what stands beside one. */
static bool is_named(const xmlNode *node)
{
    static const char *const words[] = {"date",     "time",   "timestamp", "datetime", "posted",    "published",
                                        "dateline", "byline", "meta",      "info",     "submitted", "created",
                                        "pubdate",  "dates",  "datum",     "fecha",    "when",      NULL};
    return stance_has_word(stance_attribute(node, "class"), words) ||
           stance_has_word(stance_attribute(node, "id"), words);
}

static bool is_title(const xmlNode *node)
{
    static const char *const words[] = {"title", "headline", "heading", NULL};
    const char *prop = stance_attribute(node, "itemprop");
    return (prop && strcmp(prop, "headline") == 0) || stance_has_word(stance_attribute(node, "class"), words);
}

static void look_at(search *s, const xmlNode *node, bool *done)
{
    char room[LINE_BYTES + 1];
    stance_date date;
    bool updated = false, said = false, time = strcmp((const char *)node->name, "time") == 0;
    const char *machine = stance_attribute(node, "datetime");
    bool declared = declares(node, &updated);
    stance_view line = {NULL, 0};
    *done = false;
    if (declared || time) {
        if (!machine) machine = stance_attribute(node, "content");
        if (!machine) machine = stance_attribute(node, "title");
        line = line_of(node, room);
        *done = by_machine(machine, &date) || by_words(s, line, &date, &said);
        if (*done) add(s, date, declared ? DECLARED : TIME, updated || said);
        if (*done) return;
    }
    if (!is_named(node)) return;
    static const char *const epochs[] = {"data-unixtime", "data-timestamp", "data-datetime", "data-published", "time"};
    for (size_t i = 0; i < sizeof epochs / sizeof *epochs && !*done; i++)
        *done = by_machine(stance_attribute(node, epochs[i]), &date);
    if (!*done) *done = by_words(s, line_of(node, room), &date, &said);
    if (*done) add(s, date, NAMED, updated || said);
}

static void look_at_text(search *s, const xmlNode *text)
{
    char room[LINE_BYTES + 1];
    stance_date date;
    bool updated = false;
    const xmlNode *node = text->parent;
    /* The line that it is part of, when that is short: "<b>Published:</b> 13 July". */
    stance_view line = node ? line_of(node, room) : (stance_view){NULL, 0};
    if (!line.data || line.len > LINE_BYTES / 2) line = line_of(text, room);
    size_t words = 0;
    for (size_t i = 1; i < line.len; i++)
        words += line.data[i] == ' ' && (line.data[i - 1] | 32) >= 'a' && (line.data[i - 1] | 32) <= 'z';
    if (line.data && line.len <= LINE_BYTES / 2 && words <= WORDS_MAX && by_words(s, line, &date, &updated))
        add(s, date, BARE, updated);
}

static void visit(search *s, const xmlNode *node, int depth)
{
    for (const xmlNode *child = node->children; child && !s->failed && depth < DEPTH_MAX; child = child->next) {
        if (child->type == XML_TEXT_NODE && child->content) {
            size_t n = 0, digits = 0;
            for (const xmlChar *c = child->content; *c; c++) {
                n += !is_blank(*c);
                digits += *c >= '0' && *c <= '9';
            }
            if (digits >= 4 && n <= LINE_BYTES) look_at_text(s, child);
            s->at += n;
        }
        if (child->type != XML_ELEMENT_NODE) continue;
        const char *name = (const char *)child->name;
        if (stance_is_silent(name) || stance_is_elsewhere(child, s->article > 0)) continue;
        int rank = strcmp(name, "h1") == 0 ? 1 : strcmp(name, "h2") == 0 ? 2 : is_title(child) ? 3 : 0;
        if (rank && child->children && (!s->title_rank || rank < s->title_rank)) {
            s->title_rank = rank;
            s->title = s->at;
        }
        bool done, article = strcmp(name, "article") == 0;
        look_at(s, child, &done);
        if (done) { /* what is in it was seen; its length counts */
            char room[LINE_BYTES + 1];
            s->at += line_of(child, room).len;
            continue;
        }
        s->article += article;
        visit(s, child, depth + 1);
        s->article -= article;
    }
}

/* 0: beside the title; the farther, the greater; SIZE_MAX: too far. Below the title goes before above it. */
static size_t distance(const search *s, const candidate *c)
{
    size_t below = c->tier == BARE ? NEAR_BELOW : BELOW, above = c->tier == BARE ? NEAR_ABOVE : ABOVE;
    if (!s->title_rank) return c->tier == BARE ? SIZE_MAX : c->at;
    if (c->at >= s->title) return c->at - s->title <= below ? c->at - s->title : SIZE_MAX;
    return s->title - c->at <= above ? BELOW + s->title - c->at : SIZE_MAX;
}

/* The best of one tier; false when there is none, or several that say different things and nothing tells them apart. */
static bool best_of(const search *s, tier_of tier, bool updated, stance_date *date)
{
    const candidate *best = NULL, *any = NULL;
    size_t nearest = SIZE_MAX;
    bool agree = true;
    for (size_t i = 0; i < s->count; i++) {
        const candidate *c = &s->found[i];
        if (c->tier != tier || c->updated != updated) continue;
        size_t far = distance(s, c);
        if (far < nearest) {
            nearest = far;
            best = c;
        }
        if (any && stance_date_to_days(any->date) != stance_date_to_days(c->date)) agree = false;
        if (!any || (c->within && !any->within)) any = c;
    }
    if (!best && any && tier != BARE && agree) best = any;
    if (!best) return false;
    *date = best->date;
    return true;
}

stance_status stance_page_date_find(const xmlNode *root, stance_view language, stance_arena *arena,
                                    stance_page_date *out, stance_error *err)
{
    search s = {.arena = arena, .language = language};
    *out = (stance_page_date){.updated = false};
    visit(&s, root, 0);
    if (s.failed) return stance_fail_memory(err);
    for (int updated = 0; updated < 2; updated++) {
        for (int t = 0; t < TIERS; t++) {
            if (!best_of(&s, (tier_of)t, updated, &out->date)) continue;
            out->updated = updated;
            return STANCE_OK;
        }
    }
    return STANCE_OK;
}
