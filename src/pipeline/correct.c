/* What a user typed as the value of a correction, held against the lexicon. */
#include <unicode/uchar.h>

#include "base/strbuf.h"
#include "lexicon/lexicon.h"
#include "stance/pipeline.h"
#include "text/utf8.h"

enum { SPEAKER_MOST = 200 }; /* bytes of a name that somebody types: a line of a table has to hold it */

static bool same_name(stance_view a, stance_view b)
{
    size_t i = 0, k = 0, n, m;
    while (i < a.len && k < b.len) {
        uint32_t x = stance_utf8_at(a, i, &n), y = stance_utf8_at(b, k, &m);
        if (u_foldCase((UChar32)x, U_FOLD_CASE_DEFAULT) != u_foldCase((UChar32)y, U_FOLD_CASE_DEFAULT)) return false;
        i += n;
        k += m;
    }
    return i == a.len && k == b.len;
}

static stance_view trimmed(stance_view text)
{
    while (text.len && (text.data[0] == ' ' || text.data[0] == '\t')) text.data++, text.len--;
    while (text.len && (text.data[text.len - 1] == ' ' || text.data[text.len - 1] == '\t')) text.len--;
    return text;
}

static int shown(stance_view text)
{
    size_t len = text.len < 80 ? text.len : 80;
    while (len > 0 && len < text.len && ((unsigned char)text.data[len] & 0xC0) == 0x80) len--;
    return (int)len;
}

/* By its id, its name or another name that the lexicon has for it; a mere place is nobody. */
static const stance_actor *find_actor(const stance_lexicon *lexicon, stance_view typed)
{
    for (size_t i = 0; i < lexicon->actor_count; i++) {
        const stance_actor *a = &lexicon->actors[i];
        if (a->kind == STANCE_ACTOR_PLACE) continue;
        if (same_name(a->id, typed) || same_name(a->name, typed)) return a;
    }
    for (size_t i = 0; i < lexicon->entry_count; i++) {
        const stance_entry *e = &lexicon->entries[i];
        if (e->kind != STANCE_KIND_ACTOR || e->replaced || e->class == STANCE_ACTOR_PLACE) continue;
        if (same_name(e->pattern, typed)) return &lexicon->actors[e->actor];
    }
    return NULL;
}

stance_view stance_find_actor(const stance_lexicon *lexicon, stance_view typed)
{
    typed = trimmed(typed);
    const stance_actor *actor = typed.len ? find_actor(lexicon, typed) : NULL;
    return actor ? actor->id : (stance_view){NULL, 0};
}

/* The next of a list whose members are parted by commas or semicolons; false at its end. */
static bool next_member(stance_view list, size_t *at, stance_view *member)
{
    if (*at > list.len) return false;
    size_t end = *at;
    while (end < list.len && list.data[end] != ',' && list.data[end] != ';') end++;
    *member = trimmed((stance_view){list.data + *at, end - *at});
    *at = end + 1;
    return true;
}

static stance_status read_topics(const stance_lexicon *lexicon, stance_view typed, stance_strbuf *text,
                                 stance_error *err)
{
    size_t count, at = 0;
    stance_view member;
    const stance_view *topics = stance_lexicon_topics(lexicon, &count);
    while (next_member(typed, &at, &member)) {
        bool known = false;
        for (size_t i = 0; i < count; i++) known = known || same_name(topics[i], member);
        if (known) continue;
        stance_strbuf names = STANCE_STRBUF_INIT;
        for (size_t i = 0; i < count; i++) {
            stance_strbuf_adds(&names, i ? ", " : "");
            stance_strbuf_addv(&names, topics[i]);
        }
        stance_status status = stance_strbuf_ok(&names, err);
        if (status == STANCE_OK)
            status =
                stance_fail(err, STANCE_EINVAL, "no topic '%.*s' is declared by the lexicon: choose of %s, or none",
                            shown(member), member.data, names.data ? names.data : "nothing");
        stance_strbuf_free(&names);
        return status;
    }
    /* In the lexicon's order, each once, as an extraction has them. */
    for (size_t i = 0; i < count; i++) {
        bool wanted = false;
        for (at = 0; next_member(typed, &at, &member);) wanted = wanted || same_name(topics[i], member);
        if (!wanted) continue;
        if (text->len) stance_strbuf_addc(text, ';');
        stance_strbuf_addv(text, topics[i]);
    }
    return STANCE_OK;
}

static stance_status read_targets(const stance_lexicon *lexicon, stance_view typed, stance_strbuf *text,
                                  stance_error *err)
{
    size_t at = 0;
    stance_view member;
    while (next_member(typed, &at, &member)) {
        const stance_actor *actor = find_actor(lexicon, member);
        if (!actor)
            return stance_fail(
                err, STANCE_EINVAL,
                "the lexicon has no actor '%.*s': write an id or a name that lexicons/en/actors.tsv has, "
                "or add it in a folder of your own (--lexicon DIR)",
                shown(member), member.data);
        bool there = false;
        size_t back = 0;
        stance_view own;
        while (text->len && next_member(stance_strbuf_view(text), &back, &own))
            there = there || stance_view_equal(own, actor->id);
        if (there) continue;
        if (text->len) stance_strbuf_addc(text, ';');
        stance_strbuf_addv(text, actor->id);
    }
    return STANCE_OK;
}

stance_status stance_read_speaker(const stance_lexicon *lexicon, stance_view typed, stance_value *value,
                                  stance_error *err)
{
    typed = trimmed(typed);
    *value = (stance_value){typed, {NULL, 0}};
    if (!typed.len) return stance_fail(err, STANCE_EINVAL, "the name of a speaker is empty");
    if (!stance_utf8_valid(typed)) return stance_fail(err, STANCE_EINVAL, "the name of a speaker is not UTF-8");
    for (size_t i = 0; i < typed.len; i++)
        if ((unsigned char)typed.data[i] < ' ')
            return stance_fail(err, STANCE_EINVAL, "the name of a speaker holds a control character");
    if (typed.len > SPEAKER_MOST)
        return stance_fail(err, STANCE_EINVAL, "the name of a speaker has %zu bytes: shorten it to %d", typed.len,
                           SPEAKER_MOST);
    if (stance_view_is(typed, "none"))
        return stance_fail(err, STANCE_EINVAL,
                           "'none' is nobody's name: 'stance set ID speaker none' says that nobody speaks");
    const stance_actor *actor = find_actor(lexicon, typed);
    if (!actor) return STANCE_OK;
    value->actor = actor->id;
    if (same_name(actor->id, typed) || same_name(actor->name, typed)) value->text = actor->name;
    return STANCE_OK;
}

stance_status stance_read_value(const stance_lexicon *lexicon, stance_field field, stance_view typed,
                                stance_strbuf *text, stance_value *value, stance_error *err)
{
    stance_date date;
    typed = trimmed(typed);
    *value = (stance_value){{"", 0}, {NULL, 0}};
    if (!typed.len)
        return stance_fail(err, STANCE_EINVAL, "the new %s is empty: write none when there is none",
                           stance_field_name(field));
    if (stance_view_is(typed, "none")) return STANCE_OK;
    stance_strbuf_clear(text);
    switch (field) {
    case STANCE_FIELD_DATE:
        if (!stance_date_parse_iso(typed, &date))
            return stance_fail(err, STANCE_EINVAL,
                               "'%.*s' is no date of the calendar: write 2021-07-13, 2021-07, 2021 or none",
                               shown(typed), typed.data);
        stance_strbuf_addv(text, typed);
        break;
    case STANCE_FIELD_SPEAKER: return stance_read_speaker(lexicon, typed, value, err);
    case STANCE_FIELD_TOPICS: STANCE_TRY(read_topics(lexicon, typed, text, err)); break;
    case STANCE_FIELD_TARGETS: STANCE_TRY(read_targets(lexicon, typed, text, err)); break;
    default: return stance_fail(err, STANCE_EINVAL, "what is set is a date, speaker, topics or targets");
    }
    value->text = stance_strbuf_view(text);
    return stance_strbuf_ok(text, err);
}
