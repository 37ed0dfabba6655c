/* What a page says of itself: JSON-LD, Open Graph, other <meta>, <time>, <title>, <html lang>. Of several sources for one
   fact the one that is made for machines and says the most counts, in the order of the ranks below. */
#include "ingest/json.h"
#include "ingest/page.h"
#include "ingest/pagedate.h"
#include "ingest/pagewords.h"
#include "ingest/reader.h"
#include "ingest/stamps.h"
#include "ingest/xml.h"

enum { DEPTH_MAX = 6, ITEMS_MAX = 256, AUTHORS_MAX = 16 };

/* The lower the better. A date of the last change counts only where no other is found, in the page as well. */
enum { RANK_LINKED = 1, RANK_TITLE = 6, RANK_PAGE = 6, RANK_CHANGED = 9 };

typedef enum fact { TITLE, AUTHORS, SITE, URL, LANGUAGE, DATE, FACTS } fact;

typedef struct search {
    stance_arena *arena;
    stance_page_facts *facts;
    int rank[FACTS];    /* of what was found; 0: nothing */
    stance_view locale; /* of the page, with its region; data NULL: not said */
    unsigned authors;
    bool failed;
} search;

static const struct {
    const char *name; /* of name, property or itemprop, in lower case */
    fact fact;
    int rank; /* 1 is best; JSON-LD has 1 */
} metas[] = {
    {"og:title", TITLE, 2},
    {"twitter:title", TITLE, 4},
    {"dc.title", TITLE, 4},
    {"headline", TITLE, 3},
    {"author", AUTHORS, 2},
    {"article:author", AUTHORS, 3},
    {"dc.creator", AUTHORS, 3},
    {"parsely-author", AUTHORS, 3},
    {"sailthru.author", AUTHORS, 3},
    {"byl", AUTHORS, 3},
    {"og:site_name", SITE, 1},
    {"application-name", SITE, 4},
    {"dc.publisher", SITE, 3},
    {"publisher", SITE, 3},
    {"og:url", URL, 3},
    {"og:locale", LANGUAGE, 3},
    {"content-language", LANGUAGE, 2},
    {"language", LANGUAGE, 2},
    {"dc.language", LANGUAGE, 2},
    {"article:published_time", DATE, 2},
    {"og:article:published_time", DATE, 2},
    {"og:published_time", DATE, 2},
    {"article:published", DATE, 3},
    {"datepublished", DATE, 3},
    {"article:publication_date", DATE, 3},
    {"article:post_date", DATE, 3},
    {"rnews:datepublished", DATE, 3},
    {"originalpublicationdate", DATE, 3},
    {"article.origpublished", DATE, 3},
    {"article_date_original", DATE, 3},
    {"article:original_publish_date", DATE, 3},
    {"og:pubdate", DATE, 3},
    {"date", DATE, 4},
    {"pubdate", DATE, 4},
    {"publishdate", DATE, 4},
    {"publish_date", DATE, 4},
    {"publication_date", DATE, 4},
    {"published_date", DATE, 4},
    {"date_published", DATE, 4},
    {"published_time", DATE, 4},
    {"published_at", DATE, 4},
    {"published", DATE, 4},
    {"publishtime", DATE, 4},
    {"publish_time", DATE, 4},
    {"pub_date", DATE, 4},
    {"publicationdate", DATE, 4},
    {"displaydate", DATE, 4},
    {"display_date", DATE, 4},
    {"postdate", DATE, 4},
    {"post_date", DATE, 4},
    {"parsely-pub-date", DATE, 4},
    {"sailthru.date", DATE, 4},
    {"dc.date", DATE, 4},
    {"dc.date.issued", DATE, 4},
    {"dc.date.created", DATE, 4},
    {"dc.date.published", DATE, 4},
    {"dc.date.publication", DATE, 4},
    {"dc.issued", DATE, 4},
    {"dc.created", DATE, 4},
    {"dcterms.date", DATE, 4},
    {"dcterms.issued", DATE, 4},
    {"dcterms.created", DATE, 4},
    {"dcterms.available", DATE, 4},
    {"citation_date", DATE, 4},
    {"citation_publication_date", DATE, 4},
    {"citation_online_date", DATE, 4},
    {"bt:pubdate", DATE, 4},
    {"prism.publicationdate", DATE, 4},
    {"eprints.date", DATE, 4},
    {"date.release", DATE, 4},
    {"date.created", DATE, 4},
    {"article.created", DATE, 4},
    {"article.date", DATE, 4},
    {"article:date", DATE, 4},
    {"article_date", DATE, 4},
    {"content_date", DATE, 4},
    {"news_date", DATE, 4},
    {"cxenseparse:recs:publishtime", DATE, 4},
    {"cxenseparse:publishtime", DATE, 4},
    {"cxenseparse:recs:articlepublishtime", DATE, 4},
    {"gtm-publishdate", DATE, 4},
    {"ptime", DATE, 4},
    {"pdate", DATE, 4},
    {"shareaholic:article_published_time", DATE, 4},
    {"mediator_published_time", DATE, 4},
    {"analytics:p_ts", DATE, 4},
    {"tweetmeme-date", DATE, 4},
    {"dateposted", DATE, 4},
    {"datecreated", DATE, 5},
    {"article:created_time", DATE, 5},
    {"created", DATE, 5},
    {"date_created", DATE, 5},
    {"creation_date", DATE, 5},
    {"article:modified_time", DATE, RANK_CHANGED},
    {"og:updated_time", DATE, RANK_CHANGED},
    {"datemodified", DATE, RANK_CHANGED},
    {"article:modified", DATE, RANK_CHANGED},
    {"dcterms.modified", DATE, RANK_CHANGED},
    {"dc.date.modified", DATE, RANK_CHANGED},
    {"lastmod", DATE, RANK_CHANGED},
    {"last-modified", DATE, RANK_CHANGED},
    {"modified_time", DATE, RANK_CHANGED},
    {"updated_time", DATE, RANK_CHANGED},
    {"date_modified", DATE, RANK_CHANGED},
};

static stance_view keep(search *s, stance_view v)
{
    stance_view copy = stance_arena_copy(s->arena, v);
    if (!copy.data) s->failed = true;
    return copy;
}

/* "en", "en-GB", "en_US" → "en" */
static stance_view language_of(stance_view v)
{
    size_t n = 0;
    while (n < v.len && (v.data[n] | 32) >= 'a' && (v.data[n] | 32) <= 'z') n++;
    if (n < 2 || n > 3 || (n < v.len && v.data[n] != '-' && v.data[n] != '_')) return (stance_view){NULL, 0};
    return (stance_view){v.data, n};
}

static void found(search *s, fact what, int rank, stance_view value)
{
    stance_page_facts *f = s->facts;
    stance_view *views[] = {&f->title, &f->authors, &f->site, &f->url, &f->language};
    value = stance_trim(value);
    if (!value.len) return;
    bool better = !s->rank[what] || rank < s->rank[what];
    if (what == DATE) {
        stance_date date;
        if (!better) return;
        bool dated = stance_metadata_date(value, &date), updated;
        if (!dated && value.len < 64 && !stance_find_shown(value, s->locale, &date, &updated, &dated)) s->failed = true;
        if (!dated) {
            if (!f->bad_date.data && rank < RANK_PAGE) f->bad_date = keep(s, value);
            return;
        }
        f->date = date;
        f->changed = rank >= RANK_CHANGED;
    } else if (what == AUTHORS) {
        if (stance_begins(value, "http:") || stance_begins(value, "https:") || value.len > 300) return;
        if (!better && (rank != s->rank[what] || rank == RANK_LINKED || s->authors >= AUTHORS_MAX)) return;
        bool more = s->rank[what] == rank && f->authors.data;
        if (more && memmem(f->authors.data, f->authors.len, value.data, value.len)) return;
        s->authors = more ? s->authors + 1 : 1;
        f->authors = more ? stance_arena_printf(s->arena, "%s; %.*s", f->authors.data, (int)value.len, value.data)
                          : keep(s, value);
        s->failed = s->failed || !f->authors.data;
    } else {
        if (!better) return;
        if (what == LANGUAGE) value = language_of(value);
        if (!value.len) return;
        *views[what] = keep(s, value);
        if (what == LANGUAGE && views[what]->data) {
            char *c = (char *)(uintptr_t)views[what]->data;
            for (size_t i = 0; i < value.len; i++) c[i] = (char)(c[i] | 32);
        }
    }
    s->rank[what] = rank;
}

static stance_status names_of(search *s, const stance_json_field *f, int depth, stance_view *out, stance_error *err)
{
    stance_error ignored;
    stance_status status;
    if (f->kind == STANCE_JSON_STRING) {
        stance_view v = stance_trim(f->value);
        if (!v.len || stance_begins(v, "http")) return STANCE_OK;
        *out = out->len ? stance_arena_printf(s->arena, "%.*s; %.*s", (int)out->len, out->data, (int)v.len, v.data)
                        : keep(s, v);
        return out->data ? STANCE_OK : stance_fail_memory(err);
    }
    if (f->kind == STANCE_JSON_OBJECT && depth < DEPTH_MAX) {
        stance_json_object object;
        status = stance_json_read(f->value, s->arena, &object, &ignored);
        if (status == STANCE_ENOMEM) return stance_fail_memory(err);
        const stance_json_field *name = status == STANCE_OK ? stance_json_get(&object, "name") : NULL;
        return name ? names_of(s, name, depth + 1, out, err) : STANCE_OK;
    }
    if (f->kind != STANCE_JSON_ARRAY || depth >= DEPTH_MAX) return STANCE_OK;
    size_t at = 0;
    for (int n = 0; n < AUTHORS_MAX; n++) {
        stance_json_field item = {.kind = STANCE_JSON_NULL};
        status = stance_json_item(f->value, &at, s->arena, &item.value, &item.kind, &ignored);
        if (status == STANCE_ENOMEM) return stance_fail_memory(err);
        if (status != STANCE_OK || !item.value.data) break;
        STANCE_TRY(names_of(s, &item, depth + 1, out, err));
    }
    return STANCE_OK;
}

static bool is_article(const stance_json_object *object)
{
    const stance_json_field *type = stance_json_get(object, "@type");
    if (!type) return false;
    return memmem(type->value.data, type->value.len, "Article", 7) ||
           memmem(type->value.data, type->value.len, "BlogPosting", 11) ||
           memmem(type->value.data, type->value.len, "PressRelease", 12) ||
           memmem(type->value.data, type->value.len, "Report", 6);
}

static void take_dates(search *s, const stance_json_object *object, int rank)
{
    const struct {
        const char *key;
        int rank;
    } keys[] = {{"datePublished", rank}, {"dateCreated", 5}, {"dateModified", RANK_CHANGED}};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const stance_json_field *f = stance_json_get(object, keys[i].key);
        if (f && (f->kind == STANCE_JSON_STRING || f->kind == STANCE_JSON_NUMBER))
            found(s, DATE, keys[i].rank, f->value);
    }
}

static stance_status take_article(search *s, const stance_json_object *object, stance_error *err)
{
    static const struct {
        const char *key;
        fact fact;
    } keys[] = {{"headline", TITLE}, {"inLanguage", LANGUAGE}, {"url", URL}};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const stance_json_field *f = stance_json_get(object, keys[i].key);
        if (f && f->kind == STANCE_JSON_STRING) found(s, keys[i].fact, RANK_LINKED, f->value);
    }
    take_dates(s, object, RANK_LINKED);
    const stance_json_field *f = stance_json_get(object, "articleBody");
    if (f && f->kind == STANCE_JSON_STRING && f->value.len && !s->facts->body.data) s->facts->body = keep(s, f->value);
    f = stance_json_get(object, "dateline");
    if (f && f->kind == STANCE_JSON_STRING && f->value.len && f->value.len < 100) s->facts->place = keep(s, f->value);
    stance_view names = {NULL, 0}, site = {NULL, 0};
    f = stance_json_get(object, "author");
    if (f) STANCE_TRY(names_of(s, f, 0, &names, err));
    if (names.data) found(s, AUTHORS, RANK_LINKED, names);
    f = stance_json_get(object, "publisher");
    if (f) STANCE_TRY(names_of(s, f, 0, &site, err));
    if (site.data) found(s, SITE, 2, site);
    return STANCE_OK;
}

static stance_status linked(search *s, stance_view json, stance_json_kind kind, int depth, stance_error *err)
{
    stance_error ignored;
    stance_status status;
    if (depth > DEPTH_MAX) return STANCE_OK;
    if (kind == STANCE_JSON_ARRAY) {
        size_t at = 0;
        for (int n = 0; n < ITEMS_MAX; n++) {
            stance_view item;
            status = stance_json_item(json, &at, s->arena, &item, &kind, &ignored);
            if (status == STANCE_ENOMEM) return stance_fail_memory(err);
            if (status != STANCE_OK || !item.data) break;
            if (kind == STANCE_JSON_OBJECT) STANCE_TRY(linked(s, item, kind, depth + 1, err));
        }
        return STANCE_OK;
    }
    stance_json_object object;
    status = stance_json_read(json, s->arena, &object, &ignored);
    if (status == STANCE_ENOMEM) return stance_fail_memory(err);
    if (status != STANCE_OK) return STANCE_OK;
    if (is_article(&object)) return take_article(s, &object, err);
    take_dates(s, &object, 5); /* of a WebPage, say */
    const stance_json_field *graph = stance_json_get(&object, "@graph");
    if (!graph) graph = stance_json_get(&object, "mainEntity");
    if (!graph || (graph->kind != STANCE_JSON_ARRAY && graph->kind != STANCE_JSON_OBJECT)) return STANCE_OK;
    return linked(s, graph->value, graph->kind, depth + 1, err);
}

/* Line breaks inside strings are the usual fault of JSON-LD: control characters become blanks. */
static stance_status linked_data(search *s, stance_view json, stance_error *err)
{
    json = stance_arena_copy(s->arena, stance_trim(json));
    if (!json.data) return stance_fail_memory(err);
    char *c = (char *)(uintptr_t)json.data;
    for (size_t i = 0; i < json.len; i++) {
        if ((unsigned char)c[i] < ' ') c[i] = ' ';
    }
    if (!json.len || (c[0] != '{' && c[0] != '[')) return STANCE_OK;
    return linked(s, json, c[0] == '[' ? STANCE_JSON_ARRAY : STANCE_JSON_OBJECT, 0, err);
}

/* "article:published_time", "article.published-time": what stands between the words is anybody's taste. */
static bool same_name(stance_view name, const char *known)
{
    size_t i = 0;
    for (; i < name.len && known[i]; i++) {
        char c = name.data[i], k = known[i];
        bool gap = c == '.' || c == ':' || c == '_' || c == '-' || c == ' ';
        if (gap ? k != '.' && k != ':' && k != '_' && k != '-' : (c >= 'A' && c <= 'Z' ? c + 32 : c) != k) return false;
    }
    return i == name.len && !known[i];
}

static void meta(search *s, const xmlNode *node)
{
    const char *names[] = {stance_attribute(node, "property"), stance_attribute(node, "name"),
                           stance_attribute(node, "itemprop"), stance_attribute(node, "http-equiv")};
    const char *content = stance_attribute(node, "content");
    if (!content) return;
    for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
        if (!names[n]) continue;
        stance_view name = stance_trim(stance_view_of(names[n]));
        for (size_t i = 0; i < sizeof metas / sizeof *metas; i++) {
            if (same_name(name, metas[i].name)) found(s, metas[i].fact, metas[i].rank, stance_view_of(content));
        }
    }
}

/* The text below a node, blanks folded; cut at some length, for it is a title or a name. */
static stance_view short_text(search *s, const xmlNode *node)
{
    xmlChar *all = xmlNodeGetContent(node);
    char *c = (char *)all;
    size_t n = 0;
    for (size_t i = 0; c && c[i] && n < 1000; i++) {
        bool blank = c[i] == ' ' || (c[i] >= '\t' && c[i] <= '\r');
        if (!blank) c[n++] = c[i];
        else if (n && c[n - 1] != ' ') c[n++] = ' ';
    }
    while (n && n >= 1000 && ((unsigned char)c[n - 1] & 0xC0) == 0x80) n--;
    stance_view v = n ? keep(s, (stance_view){c, n}) : (stance_view){NULL, 0};
    xmlFree(all);
    return v;
}

static stance_status visit(search *s, const xmlNode *node, stance_error *err)
{
    for (const xmlNode *child = node->children; child && !s->failed; child = child->next) {
        if (child->type != XML_ELEMENT_NODE) continue;
        const char *name = (const char *)child->name, *value;
        if (strcmp(name, "svg") == 0) continue; /* it has titles of its own */
        if (strcmp(name, "meta") == 0) {
            meta(s, child);
        } else if (strcmp(name, "title") == 0) {
            if (!s->rank[TITLE] || s->rank[TITLE] > RANK_TITLE) found(s, TITLE, RANK_TITLE, short_text(s, child));
        } else if (strcmp(name, "h1") == 0) {
            if (!s->rank[TITLE] || s->rank[TITLE] > 5) found(s, TITLE, 5, short_text(s, child));
        } else if (strcmp(name, "html") == 0) {
            value = stance_attribute(child, "lang");
            if (!value) value = stance_attribute(child, "xml:lang");
            if (value) found(s, LANGUAGE, 1, stance_view_of(value));
            if (value && !s->locale.data) s->locale = stance_view_of(value);
        } else if (strcmp(name, "link") == 0) {
            const char *rel = stance_attribute(child, "rel"), *href = stance_attribute(child, "href");
            if (rel && href && strcmp(rel, "canonical") == 0) found(s, URL, 1, stance_view_of(href));
        } else if (strcmp(name, "script") == 0) {
            const char *type = stance_attribute(child, "type");
            if (type && stance_begins(stance_view_of(type), "application/ld+json")) {
                xmlChar *json = xmlNodeGetContent(child);
                stance_status status =
                    json ? linked_data(s, stance_view_of((const char *)json), err) : stance_fail_memory(err);
                xmlFree(json);
                if (status != STANCE_OK) return status;
            }
            continue;
        }
        value = stance_attribute(child, "itemprop");
        const char *rel = stance_attribute(child, "rel");
        if ((value && strcmp(value, "author") == 0 && strcmp(name, "meta") != 0) || (rel && strcmp(rel, "author") == 0))
            if (!s->rank[AUTHORS] || s->rank[AUTHORS] >= 5) found(s, AUTHORS, 5, short_text(s, child));
        STANCE_TRY(visit(s, child, err));
    }
    return s->failed ? stance_fail_memory(err) : STANCE_OK;
}

stance_status stance_page_facts_read(const xmlNode *root, stance_arena *arena, stance_page_facts *facts,
                                     stance_error *err)
{
    search s = {.arena = arena, .facts = facts};
    *facts = (stance_page_facts){.title = {NULL, 0}};
    STANCE_TRY(visit(&s, root, err));
    if (s.rank[DATE] && s.rank[DATE] < RANK_PAGE) return STANCE_OK;
    stance_page_date shown;
    STANCE_TRY(stance_page_date_find(root, s.locale, arena, &shown, err));
    if (!shown.date.year || (shown.updated && s.rank[DATE])) return STANCE_OK;
    facts->date = shown.date;
    facts->shown = true;
    facts->changed = shown.updated;
    return STANCE_OK;
}
