/* Windows of time, as they are written on the command line. */
#include "report/compare.h"

#include <stdio.h>

static bool find_dots(stance_view text, size_t *at)
{
    for (size_t i = 0; i + 1 < text.len; i++) {
        if (text.data[i] != '.' || text.data[i + 1] != '.') continue;
        *at = i;
        return true;
    }
    return false;
}

stance_status stance_window_parse(stance_view text, stance_window *out, stance_error *err)
{
    stance_date ignored;
    size_t dots = 0;
    memset(out, 0, sizeof *out);
    if (!text.data || !text.len || text.len >= sizeof out->name)
        return stance_fail(err, STANCE_EINVAL,
                           "a window is written 2020, 2020-Q3..2021-Q1, 2020-07-03.. or ..2019, not '%.*s'",
                           text.len > 60 ? 60 : (int)text.len, text.data ? text.data : "");
    memcpy(out->name, text.data, text.len);
    if (!find_dots(text, &dots)) {
        memcpy(out->label, text.data, text.len);
        return stance_date_parse_range(text, &out->from, &out->to, err);
    }
    const stance_view first = {text.data, dots}, last = {text.data + dots + 2, text.len - dots - 2};
    if (!first.len && !last.len)
        return stance_fail(err, STANCE_EINVAL,
                           "the window '..' has neither a first nor a last day: write 2020.. or ..2020");
    if (first.len) STANCE_TRY(stance_date_parse_range(first, &out->from, &ignored, err));
    if (last.len) STANCE_TRY(stance_date_parse_range(last, &ignored, &out->to, err));
    if (first.len && last.len && stance_date_to_days(out->from) > stance_date_to_days(out->to))
        return stance_fail(err, STANCE_EINVAL, "the window '%s' ends before it begins", out->name);
    if (!last.len) snprintf(out->label, sizeof out->label, "from %.*s on", (int)first.len, first.data);
    else if (!first.len) snprintf(out->label, sizeof out->label, "until %.*s", (int)last.len, last.data);
    else snprintf(out->label, sizeof out->label, "%.*s to %.*s", (int)first.len, first.data, (int)last.len, last.data);
    return STANCE_OK;
}

stance_days stance_window_days(const stance_window *window)
{
    return (stance_days){window->from.year ? stance_date_to_days(window->from) : INT32_MIN,
                         window->to.year ? stance_date_to_days(window->to) : INT32_MAX};
}

stance_status stance_windows_check(const stance_window *windows, stance_error *err)
{
    const stance_days a = stance_window_days(&windows[0]), b = stance_window_days(&windows[1]);
    const int32_t first = a.first > b.first ? a.first : b.first, last = a.last < b.last ? a.last : b.last;
    char from[STANCE_DATE_SIZE], to[STANCE_DATE_SIZE];
    if (first > last) return STANCE_OK;
    if (first == INT32_MIN || last == INT32_MAX)
        return stance_fail(err, STANCE_EINVAL,
                           "the windows %s and %s overlap: a statement would count in both; give the open one an end",
                           windows[0].name, windows[1].name);
    return stance_fail(
        err, STANCE_EINVAL,
        "the windows %s and %s overlap from %s to %s: a statement would count in both; let one end before the other "
        "begins",
        windows[0].name, windows[1].name, stance_date_format(stance_date_from_days(first), from),
        stance_date_format(stance_date_from_days(last), to));
}
