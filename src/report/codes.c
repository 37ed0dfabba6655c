/* What people coded, laid beside the statements that count: each with the chance that it had of being coded. */
#include "report/internal.h"
#include "stance/annotate.h"

#include <math.h>
#include <stdlib.h>

/* ---- the name of a sample, read back ---- */

/* Views are bytes of the design, which end in no zero. */
static bool read_number(stance_view value, double *out)
{
    char text[32], *end = NULL;
    if (value.len == 0 || value.len >= sizeof text) return false;
    memcpy(text, value.data, value.len);
    text[value.len] = '\0';
    *out = strtod(text, &end);
    return *end == '\0' && *out >= 0;
}

static bool read_strata(stance_view value, stance_sample_options *options)
{
    options->by = stance_view_is(value, "topic")     ? STANCE_STRATA_TOPIC
                  : stance_view_is(value, "speaker") ? STANCE_STRATA_SPEAKER
                                                     : STANCE_STRATA_PERIOD;
    return options->by != STANCE_STRATA_PERIOD || stance_period_parse(value, &options->period);
}

static bool read_option(stance_view name, stance_view value, stance_selector *selector, stance_sample_options *options)
{
    double number = 0;
    if (stance_view_is(name, "sample")) {
        const bool good = read_number(value, &number) && number >= 1 && number <= STANCE_SAMPLE_MAX;
        options->wanted = good ? (size_t)number : 0;
        return good;
    }
    if (stance_view_is(name, "seed") || stance_view_is(name, "double")) return true; /* decide nothing here */
    if (stance_view_is(name, "each")) return read_strata(value, options);
    if (stance_view_is(name, "speaker")) return selector->speaker = value, true;
    if (stance_view_is(name, "target")) return selector->target = value, true;
    if (stance_view_is(name, "topic")) return selector->topic = value, true;
    if (stance_view_is(name, "source")) return selector->source = value, true;
    if (stance_view_is(name, "mode")) {
        selector->has_mode = true;
        return stance_mode_parse(value, &selector->mode);
    }
    if (stance_view_is(name, "from")) return stance_date_parse_iso(value, &selector->from);
    if (stance_view_is(name, "to")) return stance_date_parse_iso(value, &selector->to);
    if (stance_view_is(name, "dates")) return selector->inferred_too = true, stance_view_is(value, "inferred");
    if (stance_view_is(name, "duplicates"))
        return selector->duplicates = STANCE_DUPLICATES_KEEP, stance_view_is(value, "keep");
    if (!stance_view_is(name, "min-confidence") || !read_number(value, &number) || number > 1) return false;
    selector->min_confidence = (int32_t)lround(number * STANCE_MILLION);
    return true;
}

bool stance_sample_read(stance_view design, stance_selector *selector, stance_sample_options *options)
{
    static const stance_sample_options defaults = STANCE_SAMPLE_OPTIONS_INIT;
    const char *at = design.data, *end = design.data + design.len;
    *selector = (stance_selector){.duplicates = STANCE_DUPLICATES_ONCE};
    *options = defaults;
    options->wanted = 0;
    while (at < end) {
        if (end - at < 4 || memcmp(at, "--", 2) != 0) return false;
        const char *gap = memchr(at, ' ', (size_t)(end - at));
        if (!gap) return false;
        const char *stop = memmem(gap + 1, (size_t)(end - gap - 1), " --", 3); /* names may hold blanks */
        if (!stop) stop = end;
        const stance_view name = {at + 2, (size_t)(gap - at - 2)}, value = {gap + 1, (size_t)(stop - gap - 1)};
        if (!read_option(name, value, selector, options)) return false;
        at = stop < end ? stop + 1 : end;
    }
    return options->wanted > 0;
}

/* ---- the codings ---- */

/* A part of a sample: of `size` statements, `coded` were coded by somebody; by now there are `now`. */
typedef struct cell {
    uint32_t design;
    size_t size, coded, now;
} cell;

/* One statement that was coded. */
typedef struct unit {
    char document[65];
    stance_span span;
    uint32_t ordinal, cell, number; /* number: in the order in which they were read */
    double sum;
    size_t coders;
    bool counted;
} unit;

typedef struct coder {
    uint32_t unit, name;
} coder;

typedef struct codes {
    stance_arena arena;
    stance_intern designs, strata, names; /* strata: design, zero, stratum */
    cell *cells;                          /* by the numbers of strata */
    size_t cell_count, cell_capacity;
    unit *units;
    size_t count, capacity;
    coder *coders;
    size_t coder_count, coder_capacity;
    struct place {
        int64_t key;
        size_t item;
    } * places; /* the items by key */
} codes;

/* The number of a part, STANCE_NO_ID when memory ran out or, with find, when nothing of it is coded. */
static uint32_t number_stratum(codes *c, stance_view design, stance_view stratum, bool find)
{
    stance_strbuf key = STANCE_STRBUF_INIT;
    stance_strbuf_addv(&key, design);
    stance_strbuf_addc(&key, '\0');
    stance_strbuf_addv(&key, stratum);
    const uint32_t number = key.failed ? STANCE_NO_ID
                            : find     ? stance_intern_find(&c->strata, stance_strbuf_view(&key))
                                       : stance_intern_add(&c->strata, stance_strbuf_view(&key));
    stance_strbuf_free(&key);
    return number;
}

static stance_status take_coding(void *context, const stance_coding *coding, stance_error *err)
{
    codes *c = context;
    if (coding->skipped) return STANCE_OK;
    unit *last = c->count ? &c->units[c->count - 1] : NULL;
    if (!last || memcmp(last->document, coding->document, 64) != 0 || last->span.start != coding->span.start ||
        last->span.end != coding->span.end) {
        unit one = {.span = coding->span, .ordinal = coding->ordinal, .number = (uint32_t)c->count};
        memcpy(one.document, coding->document, sizeof one.document);
        /* A statement that two samples share counts in the one under which it was coded: so the chances add up. */
        one.cell = number_stratum(c, coding->design, coding->stratum, false);
        const cell fresh = {stance_intern_add(&c->designs, coding->design), coding->stratum_size, 0, 0};
        if (one.cell == STANCE_NO_ID || fresh.design == STANCE_NO_ID ||
            (one.cell == c->cell_count && !STANCE_PUSH(&c->arena, c->cells, c->cell_count, c->cell_capacity, fresh)) ||
            !STANCE_PUSH(&c->arena, c->units, c->count, c->capacity, one))
            return stance_fail_memory(err);
        last = &c->units[c->count - 1];
        c->cells[last->cell].coded++;
    }
    last->sum += coding->label;
    last->coders++;
    const coder who = {last->number, stance_intern_add(&c->names, coding->coder)};
    if (who.name == STANCE_NO_ID || !STANCE_PUSH(&c->arena, c->coders, c->coder_count, c->coder_capacity, who))
        return stance_fail_memory(err);
    return STANCE_OK;
}

static int compare_units(const void *a, const void *b)
{
    const unit *x = a, *y = b;
    const int order = memcmp(x->document, y->document, 64);
    if (order) return order;
    if (x->ordinal != y->ordinal) return x->ordinal < y->ordinal ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

/* The first coding of a statement, or NULL. */
static unit *find_unit(const codes *c, const char *document, uint32_t ordinal)
{
    unit wanted = {.ordinal = ordinal};
    memcpy(wanted.document, document, 64);
    size_t low = 0, high = c->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (compare_units(&c->units[middle], &wanted) < 0) low = middle + 1;
        else high = middle;
    }
    if (low == c->count || memcmp(c->units[low].document, document, 64) != 0 || c->units[low].ordinal != ordinal)
        return NULL;
    return &c->units[low];
}

static double fraction(const cell *part)
{
    return (double)part->coded / (double)part->size;
}

/* Gives the statements that were coded their codes; two codings that a new scoring made one are one. */
static void mark(codes *c, const stance_report *report, stance_gathered *columns)
{
    for (size_t i = 0; i < columns->count; i++) {
        const stance_item *item = &columns->items[i];
        const char *document = report->documents[item->document].hash;
        unit *first = find_unit(c, document, item->ordinal);
        stance_item_code *code = &columns->codes[i];
        size_t coders = 0;
        for (unit *u = first; u && u < c->units + c->count; u++) {
            if (memcmp(u->document, document, 64) != 0 || u->ordinal != item->ordinal) break;
            u->counted = true;
            code->code += u->sum;
            coders += u->coders;
        }
        if (!first) continue;
        code->coded = true;
        code->code /= (double)coders;
        code->chance = fraction(&c->cells[first->cell]);
    }
}

/* ---- the chances ---- */

static int compare_places(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    return (x->key > y->key) - (x->key < y->key);
}

static stance_item_code *code_of(const codes *c, const stance_gathered *columns, int64_t key)
{
    const struct place wanted = {key, 0};
    const struct place *at = bsearch(&wanted, c->places, columns->count, sizeof wanted, compare_places);
    return at ? &columns->codes[at->item] : NULL;
}

/* Walks what a sample is drawn from: adds its chance to each statement there, but for those coded under this very sample. */
static stance_status add_chances(codes *c, stance_report *report, stance_gathered *columns, uint32_t design,
                                 stance_error *err)
{
    const stance_view name = c->designs.strings[design];
    stance_selector selector;
    stance_sample_options options;
    stance_cursor *cursor = NULL;
    char label[STANCE_DATE_SIZE], document[65] = "";
    stance_span said = {0, 0};
    const unit *same = NULL;
    stance_status status = STANCE_OK;
    if (!stance_sample_read(name, &selector, &options)) return STANCE_OK; /* what it was drawn from is not known */
    selector.said_only = true;
    STANCE_TRY(stance_store_select(report->store, &selector, &cursor, err));
    while (status == STANCE_OK) {
        const stance_row *row;
        status = stance_cursor_next(cursor, &row, err);
        if (status != STANCE_OK || !row) break;
        const uint32_t number = number_stratum(c, name, stance_sample_stratum(row, &options, label), true);
        const stance_span span = stance_unit_span(&row->statement);
        const bool again = memcmp(document, row->hash, 64) == 0 && said.start == span.start && said.end == span.end;
        stance_item_code *code = code_of(c, columns, row->key);
        if (!again) same = find_unit(c, row->hash, row->statement.ordinal);
        if (number != STANCE_NO_ID) {
            c->cells[number].now += !again;
            if (code && (!same || c->cells[same->cell].design != design)) code->chance += fraction(&c->cells[number]);
        }
        if (again && same && code && !code->coded) { /* the same words of another holder: coded once for both */
            code->coded = true;
            code->code = same->sum / (double)same->coders;
            if (c->cells[same->cell].design == design) code->chance = fraction(&c->cells[same->cell]);
        }
        memcpy(document, row->hash, sizeof document);
        said = span;
    }
    stance_cursor_close(cursor);
    return status;
}

static stance_status weigh(codes *c, stance_report *report, stance_gathered *columns, stance_error *err)
{
    c->places = malloc((columns->count + 1) * sizeof *c->places);
    if (!c->places) return stance_fail_memory(err);
    for (size_t i = 0; i < columns->count; i++) c->places[i] = (struct place){columns->items[i].key, i};
    qsort(c->places, columns->count, sizeof *c->places, compare_places);
    for (uint32_t design = 0; design < c->designs.count; design++) {
        bool used = false; /* a sample nothing of which is selected says nothing of the selection */
        for (size_t i = 0; i < c->count && !used; i++)
            used = c->units[i].counted && c->cells[c->units[i].cell].design == design;
        if (!used) continue;
        STANCE_TRY(add_chances(c, report, columns, design, err));
        size_t later = 0;
        for (size_t i = 0; i < c->cell_count; i++) {
            const cell *part = &c->cells[i];
            if (part->design == design && part->now > part->size) later += part->now - part->size;
        }
        if (later > report->codings.later) report->codings.later = later;
    }
    for (size_t i = 0; i < columns->count; i++) columns->codes[i].chance = fmin(columns->codes[i].chance, 1);
    return STANCE_OK;
}

/* ---- who coded ---- */

static stance_status name_coders(codes *c, stance_report *report, stance_error *err)
{
    stance_strbuf joined = STANCE_STRBUF_INIT;
    stance_view *names = stance_arena_zero(&c->arena, c->names.count + 1, sizeof *names);
    bool *counted = stance_arena_zero(&c->arena, c->count + 1, sizeof *counted);
    bool *seen = stance_arena_zero(&c->arena, c->names.count + 1, sizeof *seen);
    size_t n = 0;
    if (!names || !counted || !seen) return stance_fail_memory(err);
    for (size_t i = 0; i < c->count; i++) counted[c->units[i].number] = c->units[i].counted;
    for (size_t i = 0; i < c->coder_count; i++) {
        const coder *who = &c->coders[i];
        if (!counted[who->unit] || seen[who->name]) continue;
        seen[who->name] = true;
        names[n++] = c->names.strings[who->name];
    }
    qsort(names, n, sizeof *names, stance_compare_views);
    for (size_t i = 0; i < n; i++) {
        if (i) stance_strbuf_adds(&joined, ", ");
        stance_strbuf_addv(&joined, names[i]);
    }
    report->codings.coder_count = n;
    report->codings.coders = stance_arena_copy(&report->memory->arena, stance_strbuf_view(&joined));
    const bool good = !joined.failed && report->codings.coders.data;
    stance_strbuf_free(&joined);
    return good ? STANCE_OK : stance_fail_memory(err);
}

static stance_status lay_beside(codes *c, stance_report *report, stance_gathered *columns, stance_error *err)
{
    report->codings.statements = c->count;
    qsort(c->units, c->count, sizeof *c->units, compare_units);
    columns->codes = calloc(columns->count + 1, sizeof *columns->codes);
    if (!columns->codes) return stance_fail_memory(err);
    mark(c, report, columns);
    for (size_t i = 0; i < c->count; i++) report->codings.counted += c->units[i].counted;
    if (report->codings.counted) {
        STANCE_TRY(weigh(c, report, columns, err));
        return name_coders(c, report, err);
    }
    free(columns->codes);
    columns->codes = NULL;
    return STANCE_OK;
}

stance_status stance_gather_codes(stance_report *report, stance_gathered *columns, stance_error *err)
{
    codes c = {.cells = NULL};
    stance_intern_init(&c.designs, &c.arena);
    stance_intern_init(&c.strata, &c.arena);
    stance_intern_init(&c.names, &c.arena);
    stance_status status = stance_store_codings(report->store, (stance_view){NULL, 0}, take_coding, &c, err);
    if (status == STANCE_OK && c.count) status = lay_beside(&c, report, columns, err);
    free(c.places);
    stance_arena_free(&c.arena);
    return status;
}
