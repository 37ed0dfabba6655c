/* What the program says: statements of a database, records of a file, texts scored now. */
#include "report/judge.h"

#include "ingest/input.h"
#include "ingest/json.h"
#include "stance/score.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static stance_view base_of(stance_view name)
{
    for (size_t i = name.len; i > 0; i--) {
        if (name.data[i - 1] == '/') return (stance_view){name.data + i, name.len - i};
    }
    return name;
}

static stance_answers *new_answers(stance_view what)
{
    stance_answers *a = calloc(1, sizeof *a);
    if (!a) return NULL;
    a->what = stance_arena_copy(&a->arena, what);
    if (a->what.data) return a;
    free(a);
    return NULL;
}

void stance_answers_free(stance_answers *answers)
{
    if (!answers) return;
    stance_arena_free(&answers->arena);
    free(answers);
}

/* Views of the answer must live in the arena already. Answers of one document come together. */
static stance_status push(stance_answers *a, stance_view name, stance_view hash, int64_t key, stance_answer answer,
                          stance_error *err)
{
    stance_answered *last = a->document_count ? &a->documents[a->document_count - 1] : NULL;
    if (a->texts || !last || !stance_view_equal(last->name, name) || !stance_view_equal(last->hash, hash)) {
        stance_answered d = {.first = a->count, .key = key};
        d.name = stance_arena_copy(&a->arena, name);
        d.hash = stance_arena_copy(&a->arena, hash);
        if (!d.name.data || !d.hash.data || a->document_count >= UINT32_MAX ||
            !STANCE_PUSH(&a->arena, a->documents, a->document_count, a->document_capacity, d))
            return stance_fail_memory(err);
        last = &a->documents[a->document_count - 1];
        last->base = base_of(last->name);
    }
    answer.document = (uint32_t)(a->document_count - 1);
    answer.folded = a->texts ? (stance_view){"", 0} : stance_fold_key(&a->arena, answer.text);
    if (!answer.folded.data || !STANCE_PUSH(&a->arena, a->all, a->count, a->capacity, answer))
        return stance_fail_memory(err);
    last->count++;
    return STANCE_OK;
}

static stance_view *copy_list(stance_arena *arena, const stance_view *items, size_t count)
{
    stance_view *out = stance_arena_zero(arena, count ? count : 1, sizeof *out);
    for (size_t i = 0; out && i < count; i++) {
        out[i] = stance_arena_copy(arena, items[i]);
        if (!out[i].data) return NULL;
    }
    return out;
}

static bool copy(stance_arena *arena, stance_view *view)
{
    if (view->data) *view = stance_arena_copy(arena, *view);
    return view->data != NULL;
}

/* ---- from a database ---- */

static bool wanted(const stance_gold *gold, const stance_row *row)
{
    const stance_view hash = {row->hash, 64};
    for (size_t i = 0; i < gold->count; i++) {
        if (stance_document_rank(gold->rows[i].document, row->document.id, hash)) return true;
    }
    return false;
}

static stance_status take_row(stance_answers *a, const stance_row *row, stance_error *err)
{
    const stance_statement *s = &row->statement;
    stance_answer answer = {.ordinal = s->ordinal,
                            .span = s->span,
                            .text = row->text,
                            .speaker = s->speaker,
                            .actor = s->actor,
                            .id = stance_view_of(row->id),
                            .mode = s->mode,
                            .place = s->place,
                            .score = s->tone.score,
                            .key = row->key,
                            .topic_count = s->topic_count};
    answer.topics = copy_list(&a->arena, s->topics, s->topic_count);
    if (!answer.topics || !copy(&a->arena, &answer.text) || !copy(&a->arena, &answer.id))
        return stance_fail_memory(err);
    if ((s->speaker.data && !copy(&a->arena, &answer.speaker)) || (s->actor.data && !copy(&a->arena, &answer.actor)))
        return stance_fail_memory(err);
    return push(a, row->document.id, (stance_view){row->hash, 64}, row->document_key, answer, err);
}

static int compare_keys(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* Marks what the selector takes in. */
static stance_status mark_selected(stance_store *store, const stance_selector *selector, stance_answers *a,
                                   stance_error *err)
{
    stance_cursor *cursor = NULL;
    int64_t *keys = NULL;
    size_t count = 0, capacity = 0;
    STANCE_TRY(stance_store_select(store, selector, &cursor, err));
    stance_status status = STANCE_OK;
    while (status == STANCE_OK) {
        const stance_row *row;
        status = stance_cursor_next(cursor, &row, err);
        if (status != STANCE_OK || !row) break;
        if (!stance_heap_grow(&keys, count, &capacity, sizeof *keys)) status = stance_fail_memory(err);
        else keys[count++] = row->key;
    }
    stance_cursor_close(cursor);
    if (status == STANCE_OK && count) {
        qsort(keys, count, sizeof *keys, compare_keys);
        for (size_t i = 0; i < a->count; i++)
            a->all[i].selected = bsearch(&a->all[i].key, keys, count, sizeof *keys, compare_keys) != NULL;
    }
    free(keys);
    return status;
}

stance_status stance_answers_of_store(stance_store *store, const stance_selector *selector, const stance_gold *gold,
                                      stance_answers **out, stance_error *err)
{
    static const stance_selector everything = {.duplicates = STANCE_DUPLICATES_KEEP};
    stance_cursor *cursor = NULL;
    *out = NULL;
    stance_answers *a = new_answers(stance_view_of("the database"));
    if (!a) return stance_fail_memory(err);
    a->store = store;
    a->selector = *selector;
    a->by_statement = selector->speaker.data || selector->target.data || selector->topic.data || selector->has_mode ||
                      selector->min_confidence > 0;
    int64_t document = 0;
    bool take = false;
    stance_status status = stance_store_select(store, &everything, &cursor, err);
    while (status == STANCE_OK) {
        const stance_row *row;
        status = stance_cursor_next(cursor, &row, err);
        if (status != STANCE_OK || !row) break;
        if (row->document_key != document) take = wanted(gold, row);
        document = row->document_key;
        if (take) status = take_row(a, row, err);
    }
    stance_cursor_close(cursor);
    if (status == STANCE_OK) status = mark_selected(store, selector, a, err);
    if (status == STANCE_OK) *out = a;
    else stance_answers_free(a);
    return status;
}

/* ---- from a file ---- */

static bool number_of(const stance_json_object *record, const char *key, double low, double high, double *out)
{
    const stance_json_field *f = stance_json_get(record, key);
    char text[40], *end;
    if (!f || f->kind != STANCE_JSON_NUMBER || f->value.len >= sizeof text) return false;
    memcpy(text, f->value.data, f->value.len);
    text[f->value.len] = '\0';
    *out = strtod(text, &end);
    return *end == '\0' && *out >= low && *out <= high;
}

static stance_view text_of(const stance_json_object *record, const char *key)
{
    const stance_json_field *f = stance_json_get(record, key);
    const bool scalar = f && (f->kind == STANCE_JSON_STRING || f->kind == STANCE_JSON_NUMBER);
    return scalar ? f->value : (stance_view){NULL, 0};
}

static stance_status read_topics(stance_answers *a, const stance_json_object *record, stance_answer *answer,
                                 stance_error *err)
{
    const stance_json_field *f = stance_json_get(record, "topics");
    stance_view item, *topics = NULL;
    stance_json_kind kind;
    size_t at = 0, capacity = 0;
    if (!f || f->kind != STANCE_JSON_ARRAY) return STANCE_OK;
    for (;;) {
        STANCE_TRY(stance_json_item(f->value, &at, &a->arena, &item, &kind, err));
        if (!item.data) break;
        if (kind != STANCE_JSON_STRING) continue;
        if (!copy(&a->arena, &item) || !STANCE_PUSH(&a->arena, topics, answer->topic_count, capacity, item))
            return stance_fail_memory(err);
    }
    answer->topics = topics;
    return STANCE_OK;
}

/* "tone “words” -1.50; …" of the hits that `score --explain` adds. */
static stance_status read_hits(stance_answers *a, const stance_json_object *record, stance_answer *answer,
                               stance_error *err)
{
    const stance_json_field *f = stance_json_get(record, "hits");
    stance_strbuf words = STANCE_STRBUF_INIT;
    stance_view item;
    stance_json_kind kind;
    size_t at = 0;
    stance_status status = STANCE_OK;
    if (!f || f->kind != STANCE_JSON_ARRAY) return STANCE_OK;
    while (status == STANCE_OK) {
        stance_json_object hit;
        double after = 0;
        status = stance_json_item(f->value, &at, &a->arena, &item, &kind, err);
        if (status != STANCE_OK || !item.data) break;
        if (kind != STANCE_JSON_OBJECT) continue;
        status = stance_json_read(item, &a->arena, &hit, err);
        if (status != STANCE_OK) break;
        const stance_view said = text_of(&hit, "words"), sort = text_of(&hit, "kind");
        stance_strbuf_addf(&words, "%s%.*s “%.*s”", words.len ? "; " : "", (int)sort.len, sort.data ? sort.data : "",
                           (int)said.len, said.data ? said.data : "");
        char figure[STANCE_FIGURE_SIZE];
        if (number_of(&hit, "after", -1e6, 1e6, &after) && (after > 0 || after < 0))
            stance_strbuf_addf(&words, " %s", stance_figure(after, figure));
    }
    if (status == STANCE_OK) status = stance_strbuf_ok(&words, err);
    answer->hits = stance_strbuf_view(&words);
    if (status == STANCE_OK && words.len && !copy(&a->arena, &answer->hits)) status = stance_fail_memory(err);
    if (!words.len) answer->hits = (stance_view){NULL, 0};
    stance_strbuf_free(&words);
    return status;
}

/* One record; *wrong says what is the matter with it, or is NULL. */
static stance_status read_record(stance_answers *a, stance_view line, const char **wrong, stance_error *err)
{
    stance_json_object record;
    stance_answer answer = {.selected = true};
    double number = 0;
    STANCE_TRY(stance_json_read(line, &a->arena, &record, err));
    const stance_view id = text_of(&record, "id"), name = text_of(&record, "document");
    const stance_view mode = text_of(&record, "mode");
    *wrong = NULL;
    if (!number_of(&record, "score", -1, 1, &number)) *wrong = "there is no score from -1 to 1 in it";
    else if (!id.data) *wrong = "there is no id in it";
    else if (a->texts && name.data) *wrong = "a statement, not a text: the gold is of texts, scored with --unit text";
    else if (!a->texts && (!name.data || !text_of(&record, "text").data))
        *wrong = "it has no document and text: write it with 'stance score' or 'stance export statements'";
    else if (!a->texts && !stance_mode_parse(mode, &answer.mode)) *wrong = "its mode is none";
    if (*wrong) return STANCE_OK;
    answer.score = (int32_t)(number * STANCE_MILLION + (number < 0 ? -0.5 : 0.5));
    if (number_of(&record, "statement", 1, UINT32_MAX, &number)) answer.ordinal = (uint32_t)number;
    if (number_of(&record, "start", 0, INT32_MAX, &number)) answer.span.start = (uint32_t)number;
    if (number_of(&record, "end", 0, INT32_MAX, &number)) answer.span.end = (uint32_t)number;
    answer.place = stance_view_is(text_of(&record, "place"), "head") ? STANCE_HEAD : STANCE_BODY;
    answer.id = id;
    answer.text = text_of(&record, "text");
    answer.speaker = text_of(&record, "speaker");
    answer.actor = text_of(&record, "actor");
    stance_view *const views[] = {&answer.id, &answer.text, &answer.speaker, &answer.actor};
    for (size_t i = 0; i < 4; i++) {
        if (views[i]->data && !copy(&a->arena, views[i])) return stance_fail_memory(err);
    }
    STANCE_TRY(read_topics(a, &record, &answer, err));
    STANCE_TRY(read_hits(a, &record, &answer, err));
    size_t digits = 0; /* of the hash, in HASH:N */
    while (!a->texts && digits < id.len && id.data[digits] != ':') digits++;
    return push(a, a->texts ? id : name, (stance_view){id.data, digits}, 0, answer, err);
}

stance_status stance_answers_of_file(const char *path, bool texts, stance_problem_fn problem, void *context,
                                     size_t *refused, stance_answers **out, stance_error *err)
{
    stance_input input = {.fd = -1};
    *out = NULL;
    *refused = 0;
    const bool standard = strcmp(path, "-") == 0;
    const int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) return stance_fail(err, STANCE_EIO, "'%s': %s", path, strerror(errno));
    stance_answers *a = new_answers(stance_view_of(path));
    stance_input_open(&input, fd, !standard);
    stance_status status = a ? STANCE_OK : stance_fail_memory(err);
    if (a) a->texts = texts;
    while (status == STANCE_OK) {
        stance_view line;
        stance_line_kind kind;
        const char *wrong = NULL;
        stance_error why;
        status = stance_input_line(&input, STANCE_DOCUMENT_MAX, &line, &kind, err);
        if (status != STANCE_OK || kind == STANCE_LINE_END) break;
        if (line.len == 0 && kind == STANCE_LINE_WHOLE) continue;
        if (kind == STANCE_LINE_TOO_LONG) wrong = "longer than a record may be";
        else if (read_record(a, line, &wrong, &why) != STANCE_OK) {
            if (why.status == STANCE_ENOMEM) status = stance_fail_memory(err);
            wrong = why.message;
        }
        if (wrong) ++*refused;
        if (wrong && problem) problem(context, stance_view_of(path), input.taken, stance_view_of(wrong));
    }
    if (status == STANCE_OK && input.error)
        status = stance_fail(err, STANCE_EIO, "'%s': %s", path, strerror(input.error));
    if (status == STANCE_OK && a->count == 0)
        status = stance_fail(err, STANCE_ENODATA, "'%s' holds no records: write them with 'stance score'", path);
    stance_input_close(&input);
    stance_input_free(&input);
    if (status == STANCE_OK) *out = a;
    else stance_answers_free(a);
    return status;
}

/* ---- texts ---- */

static void add_hit(stance_strbuf *out, const stance_hit *hit, stance_view words)
{
    char figure[STANCE_FIGURE_SIZE];
    stance_strbuf_addf(out, "%s%s “%.*s”", out->len ? "; " : "", hit->kind, (int)words.len, words.data);
    if (hit->after) stance_strbuf_addf(out, " %s", stance_figure(hit->after / 1e6, figure));
}

stance_status stance_answers_of_texts(const stance_lexicon *lexicon, const stance_gold *gold, stance_answers **out,
                                      stance_error *err)
{
    stance_workspace *workspace = NULL;
    stance_strbuf words = STANCE_STRBUF_INIT;
    *out = NULL;
    stance_answers *a = new_answers(stance_view_of("the texts"));
    if (!a) return stance_fail_memory(err);
    a->texts = true;
    stance_status status = stance_workspace_new(&workspace, err);
    for (size_t i = 0; status == STANCE_OK && i < gold->count; i++) {
        const stance_gold_row *row = &gold->rows[i];
        const stance_statement *s;
        status = stance_analyse_text(lexicon, workspace, row->text, true, &s, err);
        if (status != STANCE_OK) break;
        stance_strbuf_clear(&words);
        for (size_t h = 0; h < s->hit_count; h++)
            add_hit(&words, &s->hits[h], stance_view_cut(row->text, s->hits[h].at));
        stance_answer answer = {.text = row->text,
                                .id = row->document,
                                .score = s->tone.score,
                                .selected = true,
                                .topic_count = s->topic_count,
                                .hits = {words.len ? words.data : NULL, words.len}};
        answer.topics = copy_list(&a->arena, s->topics, s->topic_count);
        if (!answer.topics || words.failed || (words.len && !copy(&a->arena, &answer.hits)))
            status = stance_fail_memory(err);
        else status = push(a, row->document, (stance_view){"", 0}, 0, answer, err);
    }
    stance_workspace_free(workspace);
    stance_strbuf_free(&words);
    if (status == STANCE_OK) *out = a;
    else stance_answers_free(a);
    return status;
}

stance_status stance_answer_hits(const stance_answers *answers, const stance_answer *answer, stance_strbuf *out,
                                 stance_error *err)
{
    const stance_hit *hits;
    size_t count;
    if (!answer->key) {
        if (answer->hits.data) stance_strbuf_addv(out, answer->hits);
        return stance_strbuf_ok(out, err);
    }
    STANCE_TRY(stance_store_hits(answers->store, answer->key, &hits, &count, err));
    for (size_t i = 0; i < count; i++) {
        stance_view words = hits[i].pattern;
        if (hits[i].at.start >= answer->span.start && hits[i].at.end <= answer->span.end &&
            hits[i].at.end - answer->span.start <= answer->text.len)
            words = (stance_view){answer->text.data + (hits[i].at.start - answer->span.start),
                                  hits[i].at.end - hits[i].at.start};
        add_hit(out, &hits[i], words);
    }
    return stance_strbuf_ok(out, err);
}
