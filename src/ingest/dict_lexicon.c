/* A dictionary -> lexicon files. */
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/intern.h"
#include "ingest/dict.h"
#include "text/utf8.h"

typedef enum file_kind { FILE_TONE, FILE_TERMS, FILE_SHIFTERS, FILE_MASKS, FILE_TOPICS, FILES } file_kind;

static const struct {
    const char *name, *header;
} files[FILES] = {{"tone-import.tsv", "pattern\tclass\tstrength\tnote\n"},
                  {"terms-import.tsv", "pattern\ttopic\tweight\tnote\n"},
                  {"shifters-import.tsv", "pattern\tclass\tvalue\tnote\n"},
                  {"masks-import.tsv", "pattern\tnote\n"},
                  {"topics-import.tsv", "topic\ttitle\tcovers\tnote\n"}};

typedef enum target_kind {
    TARGET_NONE,
    TARGET_TONE,
    TARGET_TOPIC,
    TARGET_NEGATOR,
    TARGET_MASK,
    TARGET_DROP
} target_kind;

typedef struct target {
    target_kind kind;
    int value;    /* tone: signed strength; topic: weight */
    bool adverse; /* tone below 0: of the class adverse, not critical */
    stance_view topic;
} target;

typedef struct mapping {
    stance_view category;
    target to;
    bool used;
} mapping;

typedef struct converter {
    const stance_dictionary *d;
    const stance_lexicon *shipped;
    const char *path;
    stance_dictionary_warning_fn warn;
    void *context;
    stance_dictionary_written *written;
    stance_arena arena;
    mapping *maps;
    size_t map_count;
    stance_strbuf out[FILES];
    stance_intern seen; /* kind and pattern: one entry each */
    int16_t *values;    /* what the entry said, by its number in seen */
    size_t values_capacity;
    stance_intern unmapped, topics;
    size_t *unmapped_terms, unmapped_capacity;
    uint32_t *unmapped_lines;
    size_t lines_capacity;
    double largest; /* of the ratings, without sign */
    bool strengths; /* they are whole numbers up to 5, as ours */
} converter;

static void complain(converter *c, uint32_t line, const char *fmt, ...) STANCE_PRINTF(3, 4);
static void complain(converter *c, uint32_t line, const char *fmt, ...)
{
    char message[512];
    va_list args;
    va_start(args, fmt);
    vsnprintf(message, sizeof message, fmt, args);
    va_end(args);
    if (c->warn) c->warn(c->context, c->path, line, message);
}

/* ---- what a category means ---- */

static bool same_name(stance_view a, const char *b)
{
    return a.len == strlen(b) && strncasecmp(a.data, b, a.len) == 0;
}

/* "arms-control" or "arms-control:4" */
static bool parse_topic(stance_view text, target *t)
{
    const char *colon = memchr(text.data, ':', text.len);
    double weight = 3;
    if (colon) {
        stance_view number = {colon + 1, (size_t)(text.data + text.len - colon - 1)};
        if (!stance_dict_number(number, &weight) || weight < 1 || weight > 5 || weight > (double)(int)weight)
            return false;
        text.len = (size_t)(colon - text.data);
    }
    for (size_t i = 0; i < text.len; i++) {
        if (!isalnum((unsigned char)text.data[i]) && text.data[i] != '-' && text.data[i] != '_') return false;
    }
    *t = (target){.kind = TARGET_TOPIC, .value = (int)weight, .topic = text};
    return text.len > 0;
}

static bool parse_target(stance_view text, target *t)
{
    double value;
    if (same_name(text, "negator")) return *t = (target){.kind = TARGET_NEGATOR, .value = 70}, true;
    if (same_name(text, "mask")) return *t = (target){.kind = TARGET_MASK}, true;
    if (same_name(text, "drop")) return *t = (target){.kind = TARGET_DROP}, true;
    if (text.len > 6 && strncasecmp(text.data, "topic:", 6) == 0)
        return parse_topic((stance_view){text.data + 6, text.len - 6}, t);
    if (text.len < 6 || strncasecmp(text.data, "tone:", 5) != 0 ||
        !stance_dict_number((stance_view){text.data + 5, text.len - 5}, &value))
        return false;
    int whole = value < -5 || value > 5 ? 0 : (int)value;
    if (whole == 0 || (double)whole < value || (double)whole > value) return false;
    *t = (target){.kind = TARGET_TONE, .value = whole};
    return true;
}

static stance_status parse_maps(converter *c, const char *const *maps, size_t count, stance_error *err)
{
    c->maps = stance_arena_zero(&c->arena, count + 1, sizeof *c->maps);
    if (!c->maps) return stance_fail_memory(err);
    for (size_t i = 0; i < count; i++) {
        const char *equals = strrchr(maps[i], '=');
        mapping *m = &c->maps[c->map_count++];
        if (!equals || equals == maps[i] || !parse_target(stance_view_of(equals + 1), &m->to))
            return stance_fail(err, STANCE_EINVAL,
                               "--map %s: write CATEGORY=tone:+2 (-5 … 5), =topic:ID, =topic:ID:WEIGHT (1 … 5), "
                               "=negator, =mask or =drop",
                               maps[i]);
        m->category = (stance_view){maps[i], (size_t)(equals - maps[i])};
    }
    return STANCE_OK;
}

/* Names that dictionaries give to what we have. */
static bool known_name(stance_view name, target *t)
{
    static const struct {
        const char *name;
        int tone;
    } tones[] = {{"positive", 2},     {"positiv", 2},      {"pos", 2},       {"posemo", 2},
                 {"conciliatory", 2}, {"neg_negative", 2}, {"negative", -2}, {"negativ", -2},
                 {"neg", -2},         {"negemo", -2},      {"critical", -2}, {"neg_positive", -2}};
    for (size_t i = 0; i < sizeof tones / sizeof *tones; i++) {
        if (same_name(name, tones[i].name)) return *t = (target){.kind = TARGET_TONE, .value = tones[i].tone}, true;
    }
    if (same_name(name, "negate") || same_name(name, "negation") || same_name(name, "negations"))
        return *t = (target){.kind = TARGET_NEGATOR, .value = 70}, true;
    if (name.len < 3 || name.data[name.len - 2] != '_' || name.data[name.len - 1] < '1' ||
        name.data[name.len - 1] > '5')
        return false;
    /* As we export them: conciliatory_3, critical_2, topic_sanctions_5. */
    int number = name.data[name.len - 1] - '0';
    stance_view stem = {name.data, name.len - 2};
    if (same_name(stem, "conciliatory")) return *t = (target){.kind = TARGET_TONE, .value = number}, true;
    if (same_name(stem, "adverse")) return *t = (target){.kind = TARGET_TONE, .value = -number, .adverse = true}, true;
    if (same_name(stem, "critical")) return *t = (target){.kind = TARGET_TONE, .value = -number}, true;
    if (stem.len <= 6 || strncasecmp(stem.data, "topic_", 6) != 0) return false;
    return parse_topic((stance_view){stem.data + 6, stem.len - 6}, t) && (t->value = number, true);
}

/* "Positive (posemo)" is called "posemo" too. */
static bool named(stance_view name, stance_view wanted)
{
    if (name.len == wanted.len && strncasecmp(name.data, wanted.data, name.len) == 0) return true;
    if (!name.len || name.data[name.len - 1] != ')') return false;
    const char *open = memchr(name.data, '(', name.len);
    if (!open) return false;
    stance_view inner = {open + 1, (size_t)(name.data + name.len - open) - 2},
                before = stance_dict_trim((stance_view){name.data, (size_t)(open - name.data)});
    return (inner.len == wanted.len && strncasecmp(inner.data, wanted.data, inner.len) == 0) ||
           (before.len == wanted.len && strncasecmp(before.data, wanted.data, before.len) == 0);
}

/* What a name means by itself; of "Positive emotion (posemo)" the name in brackets too. */
static bool known_category(stance_view name, target *t)
{
    if (known_name(name, t)) return true;
    const char *open = name.len && name.data[name.len - 1] == ')' ? memchr(name.data, '(', name.len) : NULL;
    return open && known_name((stance_view){open + 1, (size_t)(name.data + name.len - open) - 2}, t);
}

/* The innermost name that means something; a map goes before what the name means by itself. */
static target target_of(converter *c, stance_view category)
{
    target t = {.kind = TARGET_NONE};
    stance_view path = category;
    while (path.len) {
        size_t start = path.len;
        while (start > 0 && path.data[start - 1] != '/') start--;
        stance_view name = {path.data + start, path.len - start};
        for (size_t i = 0; i < c->map_count; i++) {
            if (!named(name, c->maps[i].category) && !named(path, c->maps[i].category)) continue;
            c->maps[i].used = true;
            return c->maps[i].to;
        }
        if (known_category(name, &t)) return t;
        path.len = start ? start - 1 : 0;
    }
    return t;
}

/* Ratings that look like our strengths are these; others go by their share of the largest one. VADER's scale ends at 4. */
static target target_of_rating(const converter *c, double value)
{
    double scale = c->d->form == STANCE_FORM_VADER ? 4 : c->strengths ? 5 : c->largest;
    int strength = (int)((value < 0 ? -value : value) * 5 / scale + 0.5);
    if (strength < 1) strength = 1;
    if (strength > 5) strength = 5;
    return (target){.kind = TARGET_TONE, .value = value < 0 ? -strength : strength};
}

/* ---- terms ---- */

/* The term as a pattern; NULL in data when there is none, and why. */
static stance_view pattern_of(converter *c, stance_view term, const char **why)
{
    char *out = stance_arena_alloc(&c->arena, 2 * term.len + 2);
    size_t n = 0, letters = 0, in_word = 0;
    *why = "memory ran out";
    for (size_t i = 0, len; out && i < term.len; i += len) {
        uint32_t code = stance_utf8_at(term, i, &len);
        bool starts = i == 0 || term.data[i - 1] == ' ', ends = i + len == term.len || term.data[i + len] == ' ';
        if (starts) in_word = 0;
        if (code == '*' && starts && ends) {
            out[n++] = '_'; /* any one word */
            continue;
        }
        if (code == '*' || code == '?') {
            *why = !ends || code == '?' ? "a wildcard stands at the end of a word only"
                                        : "fewer than three letters stand before the *";
            if (!ends || code == '?' || in_word < 3) return (stance_view){NULL, 0};
        } else if (code < 0x80 && !isalnum((int)code) && !strchr(" '-.&/+,", (int)code)) {
            *why = "it has a sign that patterns do not know";
            return (stance_view){NULL, 0};
        }
        in_word += code != ' ';
        letters += code >= 0x80 || isalnum((int)code);
        memcpy(out + n, term.data + i, len);
        n += len;
    }
    *why = "it has no word in it";
    return letters ? (stance_view){out, n} : (stance_view){NULL, 0};
}

/* Counted, and said once at the end for the whole category. */
static stance_status note_unmapped(converter *c, const stance_dictionary_entry *e, stance_error *err)
{
    size_t before = c->unmapped.count;
    uint32_t id = stance_intern_add(&c->unmapped, e->category);
    if (id == STANCE_NO_ID) return stance_fail_memory(err);
    if (id >= c->unmapped_capacity &&
        !stance_arena_grow(&c->arena, &c->unmapped_terms, id, &c->unmapped_capacity, sizeof *c->unmapped_terms))
        return stance_fail_memory(err);
    if (id >= c->lines_capacity &&
        !stance_arena_grow(&c->arena, &c->unmapped_lines, id, &c->lines_capacity, sizeof *c->unmapped_lines))
        return stance_fail_memory(err);
    if (c->unmapped.count > before) {
        c->unmapped_terms[id] = 0;
        c->unmapped_lines[id] = e->line;
    }
    c->unmapped_terms[id]++;
    c->written->left_out++;
    return STANCE_OK;
}

/* False when the file has the pattern already: a contradiction is warned of. */
static stance_status is_fresh(converter *c, file_kind file, stance_view pattern, const target *t,
                              const stance_dictionary_entry *e, bool *fresh, stance_error *err)
{
    stance_view key = stance_arena_printf(&c->arena, "%c%.*s\t%.*s", 'a' + (int)file, (int)t->topic.len,
                                          t->topic.data ? t->topic.data : "", (int)pattern.len, pattern.data);
    char *bytes = (char *)(uintptr_t)key.data;
    for (size_t i = 0; bytes && i < key.len; i++) {
        if (bytes[i] >= 'A' && bytes[i] <= 'Z') bytes[i] = (char)(bytes[i] + 32);
        else if (bytes[i] == '-') bytes[i] = ' ';
    }
    size_t before = c->seen.count;
    uint32_t id = key.data ? stance_intern_add(&c->seen, key) : STANCE_NO_ID;
    if (id == STANCE_NO_ID || (id >= c->values_capacity &&
                               !stance_arena_grow(&c->arena, &c->values, id, &c->values_capacity, sizeof *c->values)))
        return stance_fail_memory(err);
    *fresh = c->seen.count > before;
    if (*fresh) c->values[id] = (int16_t)t->value;
    else if (c->values[id] != t->value) {
        c->written->left_out++;
        complain(c, e->line, "'%.*s' stands above already and says something else there; left out", (int)e->term.len,
                 e->term.data);
    }
    return STANCE_OK;
}

static stance_status declare_topic(converter *c, stance_view id, stance_error *err)
{
    size_t count;
    const stance_view *known = stance_lexicon_topics(c->shipped, &count);
    for (size_t i = 0; i < count; i++) {
        if (stance_view_equal(known[i], id)) return STANCE_OK;
    }
    size_t before = c->topics.count;
    if (stance_intern_add(&c->topics, id) == STANCE_NO_ID) return stance_fail_memory(err);
    if (c->topics.count > before)
        stance_strbuf_addf(&c->out[FILE_TOPICS], "%.*s\t%.*s\t\t\n", (int)id.len, id.data, (int)id.len, id.data);
    return STANCE_OK;
}

static stance_status put_entry(converter *c, const stance_dictionary_entry *e, const target *t, stance_error *err)
{
    const char *why;
    stance_view p = pattern_of(c, e->term, &why);
    if (!p.data) {
        c->written->left_out++;
        complain(c, e->line, "'%.*s': %s; left out", (int)e->term.len, e->term.data, why);
        return STANCE_OK;
    }
    file_kind file = t->kind == TARGET_TONE    ? FILE_TONE
                     : t->kind == TARGET_TOPIC ? FILE_TERMS
                     : t->kind == TARGET_MASK  ? FILE_MASKS
                                               : FILE_SHIFTERS;
    bool fresh = false;
    STANCE_TRY(is_fresh(c, file, p, t, e, &fresh, err));
    if (!fresh) return STANCE_OK;
    stance_strbuf *out = &c->out[file];
    stance_strbuf_addv(out, p);
    if (file == FILE_TONE) {
        stance_strbuf_addf(out, "\t%s\t%d",
                           t->adverse     ? "adverse"
                           : t->value < 0 ? "critical"
                                          : "conciliatory",
                           abs(t->value));
        c->written->tone++;
    } else if (file == FILE_TERMS) {
        STANCE_TRY(declare_topic(c, t->topic, err));
        stance_strbuf_addf(out, "\t%.*s\t%d", (int)t->topic.len, t->topic.data, t->value);
        c->written->terms++;
    } else if (file == FILE_SHIFTERS) {
        stance_strbuf_addf(out, "\tnegator\t%d", t->value);
        c->written->shifters++;
    } else {
        c->written->masks++;
    }
    stance_strbuf_addf(out, "\t%.*s\n", (int)e->category.len, e->category.data);
    return stance_strbuf_ok(out, err);
}

static stance_status convert(converter *c, stance_error *err)
{
    c->strengths = true;
    for (size_t i = 0; i < c->d->count; i++) {
        double v = c->d->entries[i].value < 0 ? -c->d->entries[i].value : c->d->entries[i].value;
        if (v > c->largest) c->largest = v;
        c->strengths = c->strengths && v <= 5 && !(v > (double)(int)v);
    }
    for (size_t i = 0; i < c->d->count; i++) {
        const stance_dictionary_entry *e = &c->d->entries[i];
        target t = {.kind = TARGET_NONE};
        if (e->category.len) t = target_of(c, e->category);
        else if (e->value > 0 || e->value < 0) t = target_of_rating(c, e->value);
        else {
            c->written->left_out++;
            complain(c, e->line, "'%.*s' has the value 0, which says nothing; left out", (int)e->term.len,
                     e->term.data);
            continue;
        }
        if (t.kind == TARGET_NONE) STANCE_TRY(note_unmapped(c, e, err));
        else if (t.kind != TARGET_DROP) STANCE_TRY(put_entry(c, e, &t, err));
    }
    for (uint32_t i = 0; i < c->unmapped.count; i++) {
        stance_view name = c->unmapped.strings[i];
        complain(c, c->unmapped_lines[i],
                 "category '%.*s' with %zu %s is left out: say what it means, --map '%.*s=tone:+2', =topic:ID, "
                 "=negator, =mask or =drop",
                 (int)name.len, name.data, c->unmapped_terms[i], c->unmapped_terms[i] == 1 ? "term" : "terms",
                 (int)name.len, name.data);
    }
    for (size_t i = 0; i < c->map_count; i++) {
        if (!c->maps[i].used)
            return stance_fail(err, STANCE_EINVAL, "--map: %s has no category '%.*s'", c->path,
                               (int)c->maps[i].category.len, c->maps[i].category.data);
    }
    return STANCE_OK;
}

/* ---- files ---- */

static stance_status write_file(const char *folder, const char *name, const char *source, const char *header,
                                stance_view rows, stance_error *err)
{
    char path[4096];
    int n = snprintf(path, sizeof path, "%s/%s", folder, name);
    if (n < 0 || (size_t)n >= sizeof path) return stance_fail(err, STANCE_EINVAL, "%s: the name is too long", folder);
    FILE *f = fopen(path, "wxe");
    if (!f)
        return errno == EEXIST ? stance_fail(err, STANCE_ECONFLICT, "%s is there already; name another folder", path)
                               : stance_fail(err, STANCE_EIO, "%s: %s", path, strerror(errno));
    const char *slash = strrchr(source, '/');
    fprintf(f, "# from %s, by stance lexicon import\n%s", slash ? slash + 1 : source, header);
    fwrite(rows.data, 1, rows.len, f);
    bool good = !ferror(f);
    if (fclose(f) != 0 || !good) return stance_fail(err, STANCE_EIO, "%s: %s", path, strerror(errno));
    return STANCE_OK;
}

static stance_status write_files(converter *c, const char *folder, stance_error *err)
{
    if (mkdir(folder, 0777) != 0 && errno != EEXIST)
        return stance_fail(err, STANCE_EIO, "%s: %s", folder, strerror(errno));
    for (int i = 0; i < FILES; i++) { /* before the first is written, so that none is left behind alone */
        char path[4096];
        int n = snprintf(path, sizeof path, "%s/%s", folder, files[i].name);
        if (n > 0 && (size_t)n < sizeof path && access(path, F_OK) == 0)
            return stance_fail(err, STANCE_ECONFLICT, "%s is there already; name another folder", path);
    }
    for (int i = 0; i < FILES; i++) {
        if (c->out[i].len)
            STANCE_TRY(
                write_file(folder, files[i].name, c->path, files[i].header, stance_strbuf_view(&c->out[i]), err));
    }
    return STANCE_OK;
}

stance_status stance_dictionary_to_lexicon(const stance_dictionary *dictionary, const char *path,
                                           const char *const *maps, size_t map_count, const stance_lexicon *shipped,
                                           const char *folder, stance_dictionary_warning_fn warn, void *context,
                                           stance_dictionary_written *written, stance_error *err)
{
    *written = (stance_dictionary_written){0};
    converter c = {
        .d = dictionary, .shipped = shipped, .path = path, .warn = warn, .context = context, .written = written};
    stance_intern_init(&c.seen, &c.arena);
    stance_intern_init(&c.unmapped, &c.arena);
    stance_intern_init(&c.topics, &c.arena);
    stance_status status = parse_maps(&c, maps, map_count, err);
    if (status == STANCE_OK) status = convert(&c, err);
    if (status == STANCE_OK && !(written->tone + written->terms + written->shifters + written->masks))
        status = stance_fail(err, STANCE_EFORMAT,
                             "%s: nothing of it can be used; say what its categories mean with --map", path);
    if (status == STANCE_OK) status = write_files(&c, folder, err);
    for (int i = 0; i < FILES; i++) stance_strbuf_free(&c.out[i]);
    stance_arena_free(&c.arena);
    return status;
}
