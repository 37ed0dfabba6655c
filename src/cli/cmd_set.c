#include <string.h>

#include "cli/cli.h"
#include "stance/pipeline.h"

enum { KEY_UNDO = 300 };

typedef struct options {
    database_options database;
    lexicon_options lexicon_folders;
    stamp_options stamp_words;
    const char *what, *value;
    bool field_given, undo;
    stance_field field;
    stance_lexicon *lexicon;
    stance_stamp stamp;
    stance_strbuf said;
} options;

static error_t parse(int key, char *arg, struct argp_state *state)
{
    options *o = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &o->database;
        state->child_inputs[1] = &o->stamp_words;
        state->child_inputs[2] = &o->lexicon_folders;
        return 0;
    case KEY_UNDO: o->undo = true; return 0;
    case ARGP_KEY_ARG:
        if (state->arg_num == 0) o->what = arg;
        else if (state->arg_num == 1) {
            o->field_given = stance_field_parse(stance_view_of(arg), &o->field) && o->field <= STANCE_FIELD_TARGETS;
            if (!o->field_given) argp_error(state, "'%s' cannot be set: write date, speaker, topics or targets", arg);
        } else if (state->arg_num == 2) o->value = arg;
        else argp_error(state, "'%s' is too much: a VALUE of several words needs quotation marks", arg);
        return 0;
    case ARGP_KEY_END:
        if (!o->what) argp_error(state, "which statement or document? Write its id, path or hash");
        else if (!o->field_given) argp_error(state, "what is to be set: date, speaker, topics or targets?");
        else if (!o->value && !o->undo) argp_error(state, "to what? Write a VALUE, or none, or --undo");
        else if (o->value && o->undo) argp_error(state, "either a VALUE or --undo");
        return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

static void put_value(stance_strbuf *out, stance_view value)
{
    stance_strbuf_addv(out, value.len ? value : stance_view_of("none"));
}

/* "53aa0200b659:4: speaker set to Jon Falk (was Vera Orlova)." */
static void say(options *o, const stance_subject *subject, const stance_set_result *result)
{
    stance_strbuf *out = &o->said;
    stance_strbuf_addf(out, "%s: %s", subject->id, stance_field_name(o->field));
    if (!subject->statement && o->field != STANCE_FIELD_DATE)
        stance_strbuf_addf(out, " of %lld statement%s", (long long)result->statements,
                           result->statements == 1 ? "" : "s");
    stance_strbuf_adds(out, o->undo ? " taken back to " : " set to ");
    put_value(out, result->after);
    stance_strbuf_adds(out, " (was ");
    put_value(out, result->before);
    stance_strbuf_adds(out, ").\n");
    if (result->own)
        stance_strbuf_addf(out, "%lld of them %s a correction of %s own, which goes before.\n", (long long)result->own,
                           result->own == 1 ? "has" : "have", result->own == 1 ? "its" : "their");
}

static stance_status set(void *context, stance_store *store, stance_error *err)
{
    options *o = context;
    stance_subject subject;
    stance_value value;
    stance_set_result result;
    stance_strbuf text = STANCE_STRBUF_INIT;
    stance_status status = stance_store_locate(store, stance_view_of(o->what), &subject, err);
    if (status == STANCE_OK && !o->undo)
        status = stance_read_value(o->lexicon, o->field, stance_view_of(o->value), &text, &value, err);
    if (status == STANCE_OK)
        status = stance_store_set(store, &subject, o->field, o->undo ? NULL : &value, &o->stamp, &result, err);
    if (status == STANCE_OK) say(o, &subject, &result);
    stance_strbuf_free(&text);
    return status == STANCE_OK ? stance_strbuf_ok(&o->said, err) : status;
}

int cmd_set(int argc, char **argv)
{
    static const struct argp_option list[] = {
        {"undo", KEY_UNDO, NULL, 0, "take back what was set: what the program found counts again", 0}, {0}};
    static const struct argp_child children[] = {
        {&database_argp, 0, NULL, 0}, {&stamp_argp, 0, NULL, 0}, {&lexicon_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        list,
        parse,
        "ID|DOCUMENT date|speaker|topics|targets VALUE --why TEXT\nID|DOCUMENT date|speaker|topics|targets --undo "
        "--why "
        "TEXT",
        "Sets right what was found wrong, for one statement (its ID, as 53aa0200b659:4) or for a document (its path or "
        "id, or the beginning of its hash).\v"
        "VALUE is a date (2021-07-13, 2021-07 or 2021), a speaker's name, or topics or targets parted by commas; none "
        "says that there is none. Topics are those that the lexicon declares, targets actors that it has, and a "
        "speaker "
        "gets his actor when it has one of that name.\n\n"
        "A date is that of a document: its basis becomes metadata, and a note says who set it and what was found. "
        "Speaker, topics and targets of a document are those of each of its statements that somebody made; narration "
        "stays narration, and a statement with a correction of its own keeps that. A speaker for one statement of "
        "narration makes it a reported statement; speaker none makes a statement narration.\n\n"
        "Corrections outlast rescoring and importing the same document again. Nothing is lost: 'stance list "
        "corrections' shows all that was ever set, and 'stance explain ID' what was found first.",
        children,
        NULL,
        NULL};
    options o = {.what = NULL};
    argp_parse(&argp, argc, argv, 0, NULL, &o);
    stance_error err;
    size_t problems;
    stance_status status = make_stamp(&o.stamp_words, &o.stamp, &err);
    if (status == STANCE_OK && !o.undo) status = load_lexicon(&o.lexicon_folders, &problems, &o.lexicon, &err);
    int code = status == STANCE_OK ? change_store(o.database.path, set, &o) : fail(&err);
    if (code == EXIT_DONE) fputs(o.said.data, stderr);
    stance_lexicon_free(o.lexicon);
    stance_strbuf_free(&o.said);
    return code;
}
