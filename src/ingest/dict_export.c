/* A lexicon -> a dictionary of another program. Patterns are written out as the words that they match. */
#include <stdio.h>
#include <stdlib.h>

#include "base/intern.h"
#include "ingest/dict.h"
#include "lexicon/wordings.h"

/* The same words with what they mean; category NULL where words are rated. */
typedef struct word {
    stance_view text;
    stance_view category; /* conciliatory_3, topic_sanctions_4 */
    int value;            /* signed strength */
    uint32_t entry;       /* the first one wins, as in the lexicon */
} word;

typedef struct exporter {
    const stance_lexicon *lexicon;
    stance_dictionary_form form;
    stance_dictionary_warning_fn warn;
    void *context;
    stance_arena arena, scratch;
    word *words;
    size_t count, capacity;
    stance_intern categories;
} exporter;

static bool is_rated(stance_dictionary_form form)
{
    return form == STANCE_FORM_VADER || form == STANCE_FORM_TABLE;
}

static void complain(exporter *x, const stance_entry *e, const char *why)
{
    char message[512];
    snprintf(message, sizeof message, "'%.*s': %s", (int)(e->pattern.len > 200 ? 200 : e->pattern.len), e->pattern.data,
             why);
    if (x->warn) x->warn(x->context, x->lexicon->sources[e->file].path.data, e->line, message);
}

/* Why a pattern cannot be said; NULL when it can. */
static const char *unsaid(const exporter *x, const stance_entry *e)
{
    stance_view p = e->pattern;
    for (size_t i = 0; i < p.len; i++) {
        bool starts = i == 0 || p.data[i - 1] == ' ' || p.data[i - 1] == '(' || p.data[i - 1] == '|';
        if (p.data[i] == '*' && starts) return "a gap, which the form cannot say; left out";
        if (p.data[i] == '_' && starts && x->form != STANCE_FORM_QUANTEDA)
            return "any one word, which the form cannot say; left out";
        if (p.data[i] == '*' && is_rated(x->form)) return "a wildcard, which the form cannot say; left out";
    }
    return NULL;
}

static stance_view category_of(exporter *x, const stance_entry *e)
{
    const stance_lexicon *lx = x->lexicon;
    if (e->kind == STANCE_KIND_TONE) return stance_arena_printf(&x->arena, "%s_%d", stance_class_name(e), e->value);
    stance_view topic = lx->topics[e->topic];
    return stance_arena_printf(&x->arena, "topic_%.*s_%d", (int)topic.len, topic.data, e->value);
}

/* A prefix is written as the wording with its star. */
static stance_status put_wordings(exporter *x, uint32_t index, stance_error *err)
{
    const stance_entry *e = &x->lexicon->entries[index];
    stance_wordings all;
    stance_arena_reset(&x->scratch);
    STANCE_TRY(stance_wordings_spelled(x->lexicon, e->pattern, &x->scratch, &all, err));
    if (!all.whole) complain(x, e, "more than a thousand wordings; the first of them are written");
    stance_view category = category_of(x, e);
    if (!category.data || stance_intern_add(&x->categories, category) == STANCE_NO_ID) return stance_fail_memory(err);
    for (size_t i = 0; i < all.count; i++) {
        bool dark = e->kind == STANCE_KIND_TONE && stance_is_dark(e);
        word w = {stance_arena_copy(&x->arena, all.data[i].text), category, dark ? -e->value : e->value, index};
        if (!w.text.data || !STANCE_PUSH(&x->arena, x->words, x->count, x->capacity, w)) return stance_fail_memory(err);
    }
    return STANCE_OK;
}

static stance_status gather(exporter *x, stance_error *err)
{
    const stance_lexicon *lx = x->lexicon;
    for (uint32_t i = 0; i < lx->entry_count; i++) {
        const stance_entry *e = &lx->entries[i];
        bool wanted = e->kind == STANCE_KIND_TONE || (e->kind == STANCE_KIND_TERM && !is_rated(x->form));
        if (e->replaced || !wanted) continue;
        const char *why = unsaid(x, e);
        if (why) {
            complain(x, e, why);
            continue;
        }
        if (memchr(e->pattern.data, '^', e->pattern.len))
            complain(x, e, "that the word has a capital cannot be said: it is written without");
        STANCE_TRY(put_wordings(x, i, err));
    }
    return STANCE_OK;
}

static bool has_adverse(const stance_lexicon *lx, size_t file)
{
    for (size_t i = 0; i < lx->entry_count; i++) {
        const stance_entry *e = &lx->entries[i];
        if (e->file == file && e->kind == STANCE_KIND_TONE && e->class == STANCE_TONE_ADVERSE && !e->replaced)
            return true;
    }
    return false;
}

/* One warning a file for the kinds that no dictionary has, and for the classes that a scale does not tell apart. */
static void complain_of_kinds(exporter *x)
{
    const stance_lexicon *lx = x->lexicon;
    for (size_t i = 0; i < lx->file_count; i++) {
        int kind = lx->sources[i].kind;
        const char *why = NULL;
        if (kind == STANCE_KIND_REVERSER || kind == STANCE_KIND_SHIFTER || kind == STANCE_KIND_CUE)
            why = "what turns, weakens or reports has no place in a dictionary; left out";
        else if (kind == STANCE_KIND_MASK) why = "names without tone have no place in a dictionary; left out";
        else if (kind == STANCE_KIND_TERM && is_rated(x->form)) why = "the form has no categories for topics; left out";
        else if (kind == STANCE_KIND_TONE && is_rated(x->form) && has_adverse(lx, i))
            why = "adverse and critical are one on the scale of the form: both come back as critical";
        if (why && x->warn) x->warn(x->context, lx->sources[i].path.data, 0, why);
    }
    if (x->warn) x->warn(x->context, "stance lexicon export", 0, "notes are not written, nor who is who");
}

static int by_text(const void *a, const void *b)
{
    const word *x = a, *y = b;
    size_t n = x->text.len < y->text.len ? x->text.len : y->text.len;
    int order = memcmp(x->text.data, y->text.data, n);
    if (order) return order;
    if (x->text.len != y->text.len) return x->text.len < y->text.len ? -1 : 1;
    return x->entry < y->entry ? -1 : x->entry > y->entry;
}

static bool is_tone(const word *w)
{
    return w->value < 0 || w->category.data[0] == 'c';
}

/* Both of tone, or terms of one topic, whatever their strength. */
static bool same_meaning(const word *a, const word *b)
{
    if (is_tone(a) || is_tone(b)) return is_tone(a) && is_tone(b);
    return stance_view_equal((stance_view){a->category.data, a->category.len - 2},
                             (stance_view){b->category.data, b->category.len - 2});
}

/* Of entries with the same words and meaning the one stays that comes first in the lexicon. */
static void drop_doubles(exporter *x)
{
    if (x->count) qsort(x->words, x->count, sizeof *x->words, by_text);
    size_t kept = 0;
    for (size_t i = 0; i < x->count; i++) {
        bool twice = false;
        for (size_t k = kept; k > 0 && !twice && stance_view_equal(x->words[k - 1].text, x->words[i].text); k--)
            twice = same_meaning(&x->words[k - 1], &x->words[i]);
        if (!twice) x->words[kept++] = x->words[i];
    }
    x->count = kept;
}

/* ---- the forms ---- */

static void add_quoted(stance_strbuf *out, stance_view text, bool xml)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        if (xml && c == '&') stance_strbuf_adds(out, "&amp;");
        else if (xml && c == '"') stance_strbuf_adds(out, "&quot;");
        else if (xml && c == '<') stance_strbuf_adds(out, "&lt;");
        else if (!xml && (c == '"' || c == '\\')) stance_strbuf_addf(out, "\\%c", c);
        else stance_strbuf_addc(out, c);
    }
}

static void write_liwc(const exporter *x, stance_strbuf *out)
{
    stance_strbuf_adds(out, "%\n");
    for (uint32_t i = 0; i < x->categories.count; i++)
        stance_strbuf_addf(out, "%u\t%.*s\n", i + 1, (int)x->categories.strings[i].len, x->categories.strings[i].data);
    stance_strbuf_adds(out, "%\n");
    for (size_t i = 0, end; i < x->count; i = end) {
        stance_strbuf_addv(out, x->words[i].text);
        for (end = i; end < x->count && stance_view_equal(x->words[end].text, x->words[i].text); end++)
            stance_strbuf_addf(out, "\t%u", stance_intern_find(&x->categories, x->words[end].category) + 1);
        stance_strbuf_addc(out, '\n');
    }
}

static void write_word(const exporter *x, const word *w, stance_strbuf *out)
{
    switch (x->form) {
    case STANCE_FORM_QUANTEDA:
        stance_strbuf_adds(out, "  - \"");
        add_quoted(out, w->text, false);
        stance_strbuf_adds(out, "\"\n");
        break;
    case STANCE_FORM_YOSHIKODER:
        stance_strbuf_adds(out, "      <pnode name=\"");
        add_quoted(out, w->text, true);
        stance_strbuf_adds(out, "\"/>\n");
        break;
    case STANCE_FORM_WORDSTAT:
        stance_strbuf_addc(out, '\t');
        for (size_t i = 0; i < w->text.len; i++)
            stance_strbuf_addc(out, w->text.data[i] == ' ' ? '_' : w->text.data[i]);
        stance_strbuf_adds(out, " (1)\n");
        break;
    default: stance_strbuf_addv(out, w->text); stance_strbuf_addc(out, '\n');
    }
}

/* Category by category, the words of each in order. */
static void write_categories(const exporter *x, stance_strbuf *out)
{
    if (x->form == STANCE_FORM_YOSHIKODER)
        stance_strbuf_adds(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<dictionary style=\"050805\">\n"
                                "  <cnode name=\"stance\">\n");
    for (uint32_t c = 0; c < x->categories.count; c++) {
        stance_view name = x->categories.strings[c];
        if (x->form == STANCE_FORM_QUANTEDA) stance_strbuf_addf(out, "%.*s:\n", (int)name.len, name.data);
        else if (x->form == STANCE_FORM_LEXICODER) stance_strbuf_addf(out, "+%.*s\n", (int)name.len, name.data);
        else if (x->form == STANCE_FORM_YOSHIKODER)
            stance_strbuf_addf(out, "    <cnode name=\"%.*s\">\n", (int)name.len, name.data);
        else stance_strbuf_addf(out, "%.*s\n", (int)name.len, name.data);
        for (size_t i = 0; i < x->count; i++) {
            if (stance_view_equal(x->words[i].category, name)) write_word(x, &x->words[i], out);
        }
        if (x->form == STANCE_FORM_YOSHIKODER) stance_strbuf_adds(out, "    </cnode>\n");
    }
    if (x->form == STANCE_FORM_YOSHIKODER) stance_strbuf_adds(out, "  </cnode>\n</dictionary>\n");
}

/* VADER rates from -4 to 4 by ten people; ours is one opinion, so its deviation is 0. */
static void write_rated(const exporter *x, stance_strbuf *out)
{
    bool vader = x->form == STANCE_FORM_VADER;
    if (!vader) stance_strbuf_adds(out, "term\tvalue\n");
    for (size_t i = 0; i < x->count; i++) {
        const word *w = &x->words[i];
        stance_strbuf_addv(out, w->text);
        if (!vader) {
            stance_strbuf_addf(out, "\t%d\n", w->value);
            continue;
        }
        int tenths = w->value * 8, size = abs(tenths);
        stance_strbuf_addf(out, "\t%s%d.%d\t0.0\t[]\n", tenths < 0 ? "-" : "", size / 10, size % 10);
    }
}

stance_status stance_dictionary_export(const stance_lexicon *lexicon, stance_dictionary_form form,
                                       stance_dictionary_warning_fn warn, void *context, stance_strbuf *out,
                                       stance_error *err)
{
    exporter x = {.lexicon = lexicon, .form = form, .warn = warn, .context = context};
    stance_intern_init(&x.categories, &x.arena);
    stance_status status = gather(&x, err);
    if (status == STANCE_OK) {
        complain_of_kinds(&x);
        drop_doubles(&x);
        if (form == STANCE_FORM_LIWC) write_liwc(&x, out);
        else if (is_rated(form)) write_rated(&x, out);
        else write_categories(&x, out);
        status = stance_strbuf_ok(out, err);
    }
    stance_arena_free(&x.arena);
    stance_arena_free(&x.scratch);
    return status;
}
