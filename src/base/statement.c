#include "stance/statement.h"

#include <string.h>

int32_t stance_document_date_confidence(const stance_document *document)
{
    static const char by_hand[] = "set by "; /* as the store writes it */
    const stance_view note = document->date_note;
    if (note.len > sizeof by_hand && memcmp(note.data, by_hand, sizeof by_hand - 1) == 0) return 1000000;
    return stance_date_confidence(document->basis, note.len > 0);
}

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
