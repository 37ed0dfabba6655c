/* Who changes a database, why and when: what set, withdraw and alias have in common. */
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/cli.h"

enum { KEY_WHY = 400, KEY_BY };

static error_t parse(int key, char *arg, struct argp_state *state)
{
    stamp_options *o = state->input;
    switch (key) {
    case ARGP_KEY_INIT: *o = (stamp_options){.why = NULL}; return 0;
    case KEY_WHY: o->why = arg; return 0;
    case KEY_BY: o->by = arg; return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option list[] = {
    {"why", KEY_WHY, "TEXT", 0, "the reason, which is kept and shown wherever the correction is", 20},
    {"by", KEY_BY, "NAME", 0, "who says so (else the name that you are logged in with)", 20},
    {0}};
const struct argp stamp_argp = {list, parse, NULL, NULL, NULL, NULL, NULL};

static const char *user_name(void)
{
    const char *user = getenv("USER");
    if (user && *user) return user;
    const struct passwd *entry = getpwuid(getuid());
    return entry && entry->pw_name && *entry->pw_name ? entry->pw_name : "unknown";
}

/* Seconds since 1970; SOURCE_DATE_EPOCH stands in for the clock, for runs that shall give the same bytes again. */
static stance_status seconds_now(time_t *now, stance_error *err)
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    *now = time(NULL);
    if (!epoch || !*epoch) return STANCE_OK;
    char *end;
    long long value = strtoll(epoch, &end, 10);
    if (*end || value < 0 || value > 253402300799LL)
        return stance_fail(err, STANCE_EINVAL, "SOURCE_DATE_EPOCH is '%s': write seconds since 1970", epoch);
    *now = (time_t)value;
    return STANCE_OK;
}

static bool has_words(const char *text)
{
    return text && text[strspn(text, " \t\r\n")] != '\0';
}

stance_status make_stamp(stamp_options *o, bool with_reason, stance_stamp *out, stance_error *err)
{
    time_t now;
    struct tm utc;
    if (with_reason && !has_words(o->why))
        return stance_fail(err, STANCE_EINVAL, "say why, with --why TEXT: whoever reads the figures will ask");
    if (o->by && !has_words(o->by)) return stance_fail(err, STANCE_EINVAL, "--by needs a name");
    STANCE_TRY(seconds_now(&now, err));
    gmtime_r(&now, &utc);
    strftime(o->at, sizeof o->at, "%Y-%m-%dT%H:%M:%SZ", &utc);
    *out = (stance_stamp){stance_view_of(o->by ? o->by : user_name()), stance_view_of(o->why ? o->why : ""),
                          stance_view_of(o->at)};
    return STANCE_OK;
}

int change_store(const char *path, change_fn fn, void *context)
{
    stance_error err, close_error;
    stance_store *store = NULL;
    stance_status status = stance_store_open(path, STANCE_CHANGE, &store, &err);
    if (status == STANCE_OK) status = stance_store_begin(store, &err);
    if (status == STANCE_OK) {
        status = fn(context, store, &err);
        if (status == STANCE_OK) status = stance_store_commit(store, &err);
        else stance_store_rollback(store);
    }
    int code = status == STANCE_OK ? EXIT_DONE : fail(&err);
    if (stance_store_close(store, &close_error) != STANCE_OK && code == EXIT_DONE) code = fail(&close_error);
    return code;
}
