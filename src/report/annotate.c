/* A session with a coder: what is shown, and what an answer means. */
#include "stance/annotate.h"

#include "report/internal.h"

#include <stdio.h>
#include <stdlib.h>

struct stance_annotation {
    stance_store *store;
    stance_arena arena;
    stance_view design, coder;
    size_t count, position; /* position == count: nothing is left */
};

static stance_status task_at(stance_annotation *a, size_t position, stance_task *task, stance_error *err)
{
    return stance_store_task(a->store, a->design, position, a->coder, task, err);
}

/* Moves on to what is still to be coded, from `from` to the end and then what lies before it: a statement whose document is
   gone is passed by. */
static stance_status move_on(stance_annotation *a, size_t from, stance_error *err)
{
    stance_task task;
    stance_passage passage;
    for (size_t i = 0; i < a->count; i++) {
        const size_t at = (from + i) % a->count;
        STANCE_TRY(task_at(a, at, &task, err));
        if (task.coded || task.skipped || task.taken) continue;
        STANCE_TRY(stance_store_passage(a->store, task.unit.document, task.unit.span, &passage, err));
        if (!passage.row) continue;
        a->position = at;
        return STANCE_OK;
    }
    a->position = a->count;
    return STANCE_OK;
}

/* Back to the last one before this that the coder has answered; *moved is false when there is none. */
static stance_status move_back(stance_annotation *a, bool *moved, stance_error *err)
{
    stance_task task;
    *moved = false;
    for (size_t at = a->position; at > 0 && !*moved; at--) {
        STANCE_TRY(task_at(a, at - 1, &task, err));
        if (!task.coded && !task.skipped) continue;
        a->position = at - 1;
        *moved = true;
    }
    return STANCE_OK;
}

stance_status stance_annotation_open(stance_store *store, stance_view design, stance_view coder,
                                     stance_annotation **out, stance_error *err)
{
    *out = NULL;
    stance_annotation *a = calloc(1, sizeof *a);
    if (!a) return stance_fail_memory(err);
    a->store = store;
    a->design = stance_arena_copy(&a->arena, design);
    a->coder = stance_arena_copy(&a->arena, coder);
    stance_status status = a->design.data && a->coder.data ? STANCE_OK : stance_fail_memory(err);
    if (status == STANCE_OK) status = stance_store_sample_size(store, design, &a->count, err);
    if (status == STANCE_OK) status = move_on(a, 0, err);
    if (status == STANCE_OK) *out = a;
    else stance_annotation_close(a);
    return status;
}

void stance_annotation_close(stance_annotation *session)
{
    if (!session) return;
    stance_arena_free(&session->arena);
    free(session);
}

/* ---- what is shown ---- */

static void wrapped(stance_strbuf *out, stance_view text, const char *first, const char *rest)
{
    stance_strbuf plain = STANCE_STRBUF_INIT;
    stance_plain(&plain, text);
    if (plain.len) stance_wrap(out, stance_strbuf_view(&plain), first, rest);
    out->failed = out->failed || plain.failed;
    stance_strbuf_free(&plain);
}

/* How far the coder has come. */
static stance_status count_done(stance_annotation *a, size_t *done, size_t *mine, stance_error *err)
{
    stance_task task;
    *done = *mine = 0;
    for (size_t i = 0; i < a->count; i++) {
        STANCE_TRY(task_at(a, i, &task, err));
        *done += task.coded || task.skipped;
        *mine += task.coded || task.skipped || !task.taken;
    }
    return STANCE_OK;
}

static void show_passage(stance_strbuf *out, const stance_passage *p, const char *first)
{
    const stance_statement *s = &p->row->statement;
    char date[STANCE_DATE_SIZE];
    stance_strbuf words = STANCE_STRBUF_INIT;
    stance_date_format(p->row->document.date, date);
    stance_strbuf_addf(&words, "%s%s%.*s", *date ? date : "undated", p->row->document.source.len ? ", " : "",
                       (int)p->row->document.source.len,
                       p->row->document.source.data ? p->row->document.source.data : "");
    stance_strbuf_adds(&words, s->mode == STANCE_DIRECT ? ": quoted from " : ": reported of ");
    if (s->speaker.data) stance_strbuf_addv(&words, s->speaker);
    else stance_strbuf_adds(&words, "nobody");
    for (size_t i = 0; i < s->topic_count; i++) {
        stance_strbuf_adds(&words, i ? ", " : "; on ");
        stance_strbuf_addv(&words, s->topics[i]);
    }
    if (words.len) wrapped(out, stance_strbuf_view(&words), first, "  ");
    stance_strbuf_addc(out, '\n');
    if (p->before.data) wrapped(out, p->before, "    ", "    ");
    wrapped(out, p->row->text, ">>> ", ">>> ");
    if (p->after.data) wrapped(out, p->after, "    ", "    ");
    out->failed = out->failed || words.failed;
    stance_strbuf_free(&words);
}

static const char *answer_name(const stance_task *task)
{
    if (task->skipped) return "passed over";
    return task->label < 0 ? "critical" : task->label > 0 ? "conciliatory" : "neutral";
}

stance_status stance_annotation_show(stance_annotation *session, stance_strbuf *out, bool *done, stance_error *err)
{
    stance_task task;
    stance_passage passage;
    size_t answered, mine;
    STANCE_TRY(count_done(session, &answered, &mine, err));
    *done = session->position == session->count;
    if (*done) {
        stance_strbuf_addf(out, "\nAll %zu statements of this sample are done. Thank you.\n", mine);
        return stance_strbuf_ok(out, err);
    }
    STANCE_TRY(task_at(session, session->position, &task, err));
    const bool before = task.coded || task.skipped;
    STANCE_TRY(stance_store_passage(session->store, task.unit.document, task.unit.span, &passage, err));
    char first[64];
    snprintf(first, sizeof first, "[%zu of %zu] ", before ? answered : answered + 1, mine);
    stance_strbuf_addc(out, '\n');
    if (passage.row) show_passage(out, &passage, first);
    else stance_strbuf_addf(out, "%sThe document of this statement is no longer there.\n", first);
    if (before) stance_strbuf_addf(out, "\nYou said: %s. An empty line leaves it so.\n", answer_name(&task));
    stance_strbuf_adds(out, "\nTowards the counterpart: -1 critical, 0 neutral, 1 conciliatory (? for help): ");
    return stance_strbuf_ok(out, err);
}

static void help(stance_strbuf *out)
{
    stance_strbuf_adds(out, "\n"
                            "How does the speaker position himself towards the counterpart? Not: are the\n"
                            "words pleasant. Only the words after >>> are asked about; what stands around\n"
                            "them is there to make them clear.\n"
                            "\n"
                            "   1, +, p  conciliatory  an offer, readiness, hope, welcome, praise, a common\n"
                            "                          interest, restraint; something bad is to be removed;\n"
                            "                          a demand on both sides\n"
                            "  -1, -, c  critical      blame, complaint, refusal, threat, warning, doubt in\n"
                            "                          the other's good faith, an accusation denied as false;\n"
                            "                          something good is lost; a demand on the other side only\n"
                            "   0, n     neutral       facts, dates, procedure, or both tones in balance\n"
                            "\n"
                            "After a \"but\", the later clause weighs more.\n"
                            "\n"
                            "   s  pass it over      b  back to the last one      q  stop; it goes on here\n"
                            "                                                       the next time\n");
}

/* ---- what is answered ---- */

typedef enum answer {
    ANSWER_LABEL,
    ANSWER_SKIP,
    ANSWER_BACK,
    ANSWER_QUIT,
    ANSWER_HELP,
    ANSWER_EMPTY,
    ANSWER_NONE
} answer;

static answer parse(stance_view line, int *label)
{
    static const struct {
        const char *text;
        answer means;
        int label;
    } words[] = {{"-1", ANSWER_LABEL, -1},       {"-", ANSWER_LABEL, -1},  {"c", ANSWER_LABEL, -1},
                 {"critical", ANSWER_LABEL, -1}, {"0", ANSWER_LABEL, 0},   {"n", ANSWER_LABEL, 0},
                 {"neutral", ANSWER_LABEL, 0},   {"1", ANSWER_LABEL, 1},   {"+1", ANSWER_LABEL, 1},
                 {"+", ANSWER_LABEL, 1},         {"p", ANSWER_LABEL, 1},   {"conciliatory", ANSWER_LABEL, 1},
                 {"s", ANSWER_SKIP, 0},          {"skip", ANSWER_SKIP, 0}, {"b", ANSWER_BACK, 0},
                 {"back", ANSWER_BACK, 0},       {"q", ANSWER_QUIT, 0},    {"quit", ANSWER_QUIT, 0},
                 {"?", ANSWER_HELP, 0},          {"help", ANSWER_HELP, 0}, {"", ANSWER_EMPTY, 0}};
    while (line.len && (line.data[0] == ' ' || line.data[0] == '\t')) line.data++, line.len--;
    while (line.len && strchr(" \t\r\n", line.data[line.len - 1])) line.len--;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (stance_view_is(line, words[i].text)) {
            *label = words[i].label;
            return words[i].means;
        }
    }
    return ANSWER_NONE;
}

stance_status stance_annotation_take(stance_annotation *session, stance_view line, stance_strbuf *out, bool *quit,
                                     stance_error *err)
{
    stance_task task;
    int label = 0;
    bool moved;
    *quit = false;
    const answer what = parse(line, &label);
    switch (what) {
    case ANSWER_LABEL:
    case ANSWER_SKIP:
        STANCE_TRY(task_at(session, session->position, &task, err));
        STANCE_TRY(stance_store_code(session->store, session->design, &task.unit, session->coder, label,
                                     what == ANSWER_SKIP, err));
        return move_on(session, session->position + 1, err);
    case ANSWER_EMPTY:
        STANCE_TRY(task_at(session, session->position, &task, err));
        if (task.coded || task.skipped) return move_on(session, session->position + 1, err);
        break;
    case ANSWER_BACK:
        STANCE_TRY(move_back(session, &moved, err));
        if (!moved) stance_strbuf_adds(out, "\nThere is nothing before this one.\n");
        break;
    case ANSWER_QUIT: *quit = true; break;
    case ANSWER_HELP: help(out); break;
    case ANSWER_NONE: stance_strbuf_adds(out, "\nWrite -1, 0 or 1; s to pass it over, b, q; ? for help.\n"); break;
    }
    return stance_strbuf_ok(out, err);
}
