#include "stance/statement.h"

static const char *const mode_names[] = {"narration", "reported", "direct"};

const char *stance_mode_name(stance_mode mode)
{
    return mode_names[mode];
}

bool stance_mode_parse(stance_view name, stance_mode *mode)
{
    for (int i = 0; i < 3; i++) {
        if (!stance_view_is(name, mode_names[i])) continue;
        *mode = (stance_mode)i;
        return true;
    }
    return false;
}

const char *stance_place_name(stance_place place)
{
    return place == STANCE_HEAD ? "head" : "body";
}
