#include "ingest/pagewords.h"

#include <string.h>
#include <strings.h>

enum { WORD_BYTES = 24 };

bool stance_one_of(const char *name, const char *const *list)
{
    for (; *list; list++) {
        if (strcmp(name, *list) == 0) return true;
    }
    return false;
}

bool stance_is_silent(const char *name)
{
    static const char *const list[] = {"script", "style",  "noscript", "template", "iframe",   "svg",
                                       "object", "button", "select",   "textarea", "input",    "canvas",
                                       "video",  "audio",  "head",     "map",      "embed",    "applet",
                                       "math",   "option", "datalist", "frameset", "noframes", NULL};
    return stance_one_of(name, list);
}

const char *stance_attribute(const xmlNode *node, const char *name)
{
    for (const xmlAttr *a = node->properties; a; a = a->next) {
        if (strcmp((const char *)a->name, name) == 0)
            return a->children && a->children->content ? (const char *)a->children->content : "";
    }
    return NULL;
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_letter(char c)
{
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

/* The next word of names, in small letters, a change from small to capital letters being a border; false at the end.
   *fresh: another name has begun before it. */
static bool next_word(const char **names, char word[WORD_BYTES], bool *fresh)
{
    const char *at = *names;
    size_t n = 0;
    *fresh = false;
    for (; *at && !is_letter(*at); at++) *fresh = *fresh || is_blank(*at);
    for (const char *first = at; is_letter(*at); at++) {
        if (at > first && *at >= 'A' && *at <= 'Z' && at[-1] >= 'a' && at[-1] <= 'z') break;
        if (n + 1 < WORD_BYTES) word[n++] = (char)(*at | 32);
    }
    word[n] = '\0';
    *names = at;
    return n > 0;
}

static stance_verdict judge_word(const char *word)
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
        "toolbar",    "comment",   "trending",   "popular",   "mostread",      "teaser",      "teasers",
        "masthead",   "skip",      "topbar",     "bottombar", "copyright",     "seealso",     "followus",
        "donate",     "sitemap",   "search",     "infobox",   "lightbox",      "vjs",         "player",
        "promobox",   "signin",    "regwall",    "polls",     "poll",          "quiz",        "weather",
        "survey",     NULL};
    static const char *const weak[] = {
        "meta",  "byline",   "author", "authors", "date",       "time",    "timestamp", "tags",
        "tag",   "caption",  "credit", "credits", "print",      "rating",  "also",      "more",
        "photo", "image",    "info",   "tools",   "views",      "counter", "published", "topics",
        "label", "category", "source", "kicker",  "disclaimer", "paywall", "bio",       NULL};
    return stance_one_of(word, sure)        ? STANCE_DROP_SURE
           : stance_one_of(word, furniture) ? STANCE_DROP
           : stance_one_of(word, weak)      ? STANCE_DROP_WEAK
                                            : STANCE_KEEP;
}

stance_verdict stance_judge_names(const char *names)
{
    static const char *const about[] = {"has", "no", "with", "without", "open", "closed", "enabled", "off", NULL};
    stance_verdict worst = STANCE_KEEP, own = STANCE_KEEP;
    bool spoken = false, fresh;
    char word[WORD_BYTES];
    while (names && next_word(&names, word, &fresh)) {
        if (fresh) {
            worst = !spoken && own > worst ? own : worst;
            own = STANCE_KEEP;
            spoken = false;
        }
        stance_verdict v = judge_word(word);
        if (v > own) own = v;
        spoken = spoken || stance_one_of(word, about);
    }
    return !spoken && own > worst ? own : worst;
}

bool stance_has_word(const char *names, const char *const *list)
{
    char word[WORD_BYTES];
    bool fresh;
    while (names && next_word(&names, word, &fresh)) {
        if (stance_one_of(word, list)) return true;
    }
    return false;
}

bool stance_has_name(const char *names, const char *const *list)
{
    if (!names) return false;
    while (*names) {
        size_t n = 0;
        while (names[n] && !is_blank(names[n])) n++;
        for (const char *const *name = list; n && *name; name++) {
            if (strlen(*name) == n && strncasecmp(names, *name, n) == 0) return true;
        }
        names += n;
        while (is_blank(*names)) names++;
    }
    return false;
}

/* Bytes inside links, as far as a few dozen. */
static size_t linked(const xmlNode *node, bool link)
{
    size_t sum = 0;
    for (const xmlNode *child = node->children; child && sum < 64; child = child->next) {
        if (child->type == XML_TEXT_NODE && link && child->content) sum += strnlen((const char *)child->content, 64);
        else if (child->type == XML_ELEMENT_NODE)
            sum += linked(child, link || strcmp((const char *)child->name, "a") == 0);
    }
    return sum;
}

bool stance_is_elsewhere(const xmlNode *node, bool in_article)
{
    enum { HEADLINE_BYTES = 25 };
    static const char *const words[] = {
        "footer",  "sidebar",  "related", "comments",    "comment",   "disqus",   "cookie",   "recommended", "trending",
        "popular", "mostread", "ticker",  "teaser",      "teasers",   "promo",    "calendar", "archive",     "weather",
        "rail",    "latest",   "advert",  "commentlist", "copyright", "readmore", "timeline", NULL};
    static const char *const never[] = {"html", "body", "main", "article", NULL};
    const char *name = (const char *)node->name, *class = stance_attribute(node, "class");
    if (stance_one_of(name, never)) return false;
    if (strcmp(name, "nav") == 0) return true;
    if ((strcmp(name, "aside") == 0 || strcmp(name, "footer") == 0) && !in_article) return true;
    if (strcmp(name, "li") == 0 && linked(node, false) >= HEADLINE_BYTES) return true;
    return stance_has_word(class, words) || stance_has_word(stance_attribute(node, "id"), words);
}
