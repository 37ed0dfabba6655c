/* What can be asked of a loaded lexicon. */
#include "lexicon/lexicon.h"

const char *stance_lexicon_hash(const stance_lexicon *lexicon)
{
    return lexicon->hash;
}

size_t stance_lexicon_count(const stance_lexicon *lexicon, const char *kind)
{
    for (int k = 0; k < STANCE_KIND_COUNT; k++) {
        if (strcmp(stance_kind_name((stance_kind)k), kind) == 0) return lexicon->counts[k];
    }
    if (strcmp(kind, "topics") == 0) return lexicon->topic_count;
    if (strcmp(kind, "irregular") == 0) return lexicon->irregular.words.count;
    if (strcmp(kind, "titles") == 0) return lexicon->titles.words.count;
    return 0;
}

const stance_view *stance_lexicon_topics(const stance_lexicon *lexicon, size_t *count)
{
    *count = lexicon->topic_count;
    return lexicon->topics;
}

stance_view stance_lexicon_topic_title(const stance_lexicon *lexicon, stance_view id)
{
    for (size_t i = 0; i < lexicon->topic_count; i++) {
        if (stance_view_equal(lexicon->topics[i], id)) return lexicon->topic_titles[i];
    }
    return id;
}

stance_view stance_entry_origin(const stance_lexicon *lexicon, const stance_entry *entry, stance_arena *arena)
{
    stance_view file = lexicon->files[entry->file];
    return stance_arena_printf(arena, "%.*s:%u", (int)file.len, file.data, entry->line);
}
