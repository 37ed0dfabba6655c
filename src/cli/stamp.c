/* Who changes a database, why and when: what set, withdraw and alias have in common. */
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/cli.h"
#include "text/utf8.h"

enum { KEY_WHY = 400, KEY_WHO, WHY_MOST = 1000 /* bytes */ };

static error_t parse(int key, char *arg, struct argp_state *state)
{
    stamp_options *o = state->input;
    switch (key) {
    case ARGP_KEY_INIT: *o = (stamp_options){.why = NULL}; return 0;
    case KEY_WHY: o->why = arg; return 0;
    case KEY_WHO: o->who = arg; return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option list[] = {
    {"why", KEY_WHY, "TEXT", 0, "the reason, which is kept and shown wherever the correction is", 20},
    {"who", KEY_WHO, "NAME", 0, "who says so (else the name that you are logged in with)", 20},
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

stance_status check_words(const char *what, const char *text, size_t most, stance_error *err)
{
    const stance_view view = stance_view_of(text);
    if (!text[strspn(text, " \t\r\n")]) return stance_fail(err, STANCE_EINVAL, "%s is empty: write it out", what);
    if (!stance_utf8_valid(view)) return stance_fail(err, STANCE_EINVAL, "%s is not UTF-8 text", what);
    for (const char *p = text; *p; p++) {
        if ((unsigned char)*p < ' ' || *p == 0x7F)
            return stance_fail(err, STANCE_EINVAL,
                               "%s holds a line break or another control character: write it on one line", what);
    }
    if (view.len > most)
        return stance_fail(err, STANCE_EINVAL, "%s has %zu bytes: shorten it to %zu", what, view.len, most);
    return STANCE_OK;
}

stance_status make_stamp(stamp_options *o, stance_stamp *out, stance_error *err)
{
    time_t now;
    struct tm utc;
    const char *by = o->who ? o->who : user_name();
    if (!o->why) return stance_fail(err, STANCE_EINVAL, "say why, with --why TEXT: whoever reads the figures will ask");
    STANCE_TRY(check_words("the reason (--why)", o->why, WHY_MOST, err));
    STANCE_TRY(check_words("the name of who says so (--who)", by, NAME_MOST, err));
    STANCE_TRY(seconds_now(&now, err));
    gmtime_r(&now, &utc);
    strftime(o->at, sizeof o->at, "%Y-%m-%dT%H:%M:%SZ", &utc);
    *out = (stance_stamp){stance_view_of(by), stance_view_of(o->why), stance_view_of(o->at)};
    return STANCE_OK;
}

int change_store(const char *path, change_fn fn, void *context)
{
    stance_error err;
    stance_store *store = NULL;
    stance_status status = stance_store_open(path, STANCE_CHANGE, &store, &err);
    if (status == STANCE_OK) status = stance_store_begin(store, &err);
    if (status == STANCE_OK) {
        status = fn(context, store, &err);
        if (status == STANCE_OK) status = stance_store_commit(store, &err);
        else stance_store_rollback(store);
    }
    return close_store(store, status, &err) == STANCE_OK ? EXIT_DONE : fail(&err);
}
