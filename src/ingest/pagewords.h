/* What the names of elements, their classes and ids say of what is in them. */
#ifndef STANCE_INGEST_PAGEWORDS_H
#define STANCE_INGEST_PAGEWORDS_H

#include <libxml/tree.h>
#include <stdbool.h>

/* How sure it is that an element belongs to the page and not to the text. WEAK: bylines, captions and the like, which are
   short; SURE: however much of the page is in it. */
typedef enum stance_verdict { STANCE_KEEP, STANCE_DROP_WEAK, STANCE_DROP, STANCE_DROP_SURE } stance_verdict;

/* The value; "" when it has none, NULL when there is no such attribute. It lives as long as the tree. */
const char *stance_attribute(const xmlNode *node, const char *name);
bool stance_one_of(const char *name, const char *const *list); /* list ends with NULL */
/* Elements whose text nobody reads: scripts, styles, form fields. */
bool stance_is_silent(const char *name);
/* class="post-meta relatedLinks" read word by word; "no-sidebar" and "has-comments" speak of the page. NULL will do. */
stance_verdict stance_judge_names(const char *names);
/* Whether one of the words of class="post-date entryTime", or one of its names as a whole, is in the list (lower case). */
bool stance_has_word(const char *names, const char *const *list);
bool stance_has_name(const char *names, const char *const *list);
/* Menus, lists of other pages, comments: dates in there are those of something else. */
bool stance_is_elsewhere(const xmlNode *node, bool in_article);

#endif
