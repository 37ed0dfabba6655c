/* Which columns a kind of lexicon file has and what may stand in them: said here once. */
#include "lexicon/loader.h"

_Static_assert((int)STANCE_FN_COUNT < (int)STANCE_LAYOUT_CLASSES && (int)STANCE_WORD_COUNT < (int)STANCE_LAYOUT_CLASSES,
               "NULL ends them");

const char *const stance_cue_forms[] = {"verb", "noun", "phrase", NULL};
const char *const stance_cue_frames[] = {"quote", "that",   "bare",  "inf",    "ger",    "np",
                                         "to",    "before", "asked", "object", "person", NULL};
const char *const stance_reverser_scopes[] = {"after", "before", "both", NULL};

const stance_layout stance_layouts[STANCE_FILE_KINDS] = {
    [STANCE_KIND_TONE] = {"tone", {"pattern", "class", "strength"}, {"conciliatory", "critical", "adverse"}},
    [STANCE_KIND_REVERSER] = {"reversers", {"pattern", "dark", "bright", "alone", "scope"}, {NULL}},
    [STANCE_KIND_SHIFTER] = {"shifters",
                             {"pattern", "class", "value"},
                             {"negator", "intensifier", "downtoner", "hedge", "condition", "contrast", "concession",
                              "obligation", "both", "alleged"}},
    [STANCE_KIND_CUE] = {"cues",
                         {"pattern", "class", "form", "frame", "tone"},
                         {"neutral", "opinion", "intention", "act"}},
    [STANCE_KIND_ROLE] = {"roles", {"pattern", "class"}, {"office", "person", "title", "body", "group", "object"}},
    [STANCE_KIND_TERM] = {"terms", {"pattern", "topic", "weight"}, {NULL}},
    [STANCE_KIND_MASK] = {"masks", {"pattern"}, {NULL}},
    [STANCE_KIND_ACTOR] = {"actors",
                           {"id", "name", "kind", "state", "office", "from", "to", "aliases"},
                           {"person", "state", "body", "place", "bloc", "armed-group"}},
    [STANCE_KIND_FUNCTION] = {"function",
                              {"pattern", "class"},
                              {"pronoun",
                               "plural-pronoun",
                               "self",
                               "other-pronoun",
                               "possessive",
                               "determiner",
                               "preposition",
                               "conjunction",
                               "subordinator",
                               "relative",
                               "auxiliary",
                               "be",
                               "adverb",
                               "time",
                               "connective",
                               "nationality",
                               "speech-label",
                               "outlet",
                               "past",
                               "modal",
                               "name-particle",
                               "verb-particle",
                               "concessive",
                               "setting",
                               "anybody",
                               "document",
                               "woman",
                               "man",
                               "catenative",
                               "occasion",
                               "participle",
                               "past-form",
                               "implicative",
                               "causative",
                               "hearsay",
                               "interrogative",
                               "takes-infinitive",
                               "joining",
                               "adverbial",
                               "charging",
                               "approximator",
                               "quantity",
                               "time-lead",
                               "naming",
                               "press",
                               "prepositional",
                               "commenting",
                               "postmodifier",
                               "article",
                               "indefinite",
                               "plural-determiner",
                               "pronominal",
                               "reflexive",
                               "nobody",
                               "negation",
                               "nonfinite",
                               "future",
                               "conditional",
                               "temporal",
                               "saying",
                               "former",
                               "party",
                               "name-suffix",
                               "circumstance",
                               "complement",
                               "answer",
                               "anonymity",
                               "duty",
                               "plural-noun",
                               "other-one",
                               "office-place",
                               "hour",
                               "noun-tie",
                               "attitude"}},
    [STANCE_FILE_TOPICS] = {"topics", {"topic", "title", "covers"}, {NULL}},
    [STANCE_FILE_ABBREVIATIONS] = {"abbreviations",
                                   {"abbreviation", "class"},
                                   {"", "title", "inner", "month", "either"}},
    [STANCE_FILE_IRREGULAR] = {"irregular", {"lemma", "forms"}, {NULL}},
    [STANCE_FILE_TITLES] = {"titles", {"title", "offices"}, {NULL}},
    [STANCE_FILE_WORDS] = {"words", {"word", "class"}, {"clause-opener", "sign",
                                                        "act",           "locative",
                                                        "region",        "conduct",
                                                        "position",      "matter",
                                                        "matter-head",   "courtesy",
                                                        "regime",        "peer",
                                                        "peer-mark",     "rank",
                                                        "legal-text",    "provision",
                                                        "talks",         "about",
                                                        "discuss",       "focus",
                                                        "means",         "praise",
                                                        "enmity",        "all-sides",
                                                        "populace",      "faction",
                                                        "cease",         "join",
                                                        "importance",    "notice",
                                                        "prospect",      "copula",
                                                        "wrongdoer",     "short-participle",
                                                        "denial",        "seat",
                                                        "venue",         "office-grade",
                                                        "office-link",   "evil",
                                                        "charge",        "deed"}},
    [STANCE_FILE_GIVEN] = {"given", {"name", "gender"}, {"", "m", "f", "u"}},
};

int stance_file_kind(const char *name)
{
    size_t n = strcspn(name, "-.");
    for (int k = 0; k < STANCE_FILE_KINDS; k++) {
        if (strlen(stance_layouts[k].name) == n && memcmp(stance_layouts[k].name, name, n) == 0) return k;
    }
    return -1;
}

const char *stance_kind_name(stance_kind kind)
{
    return stance_layouts[kind].name;
}

const char *stance_class_name(const stance_entry *entry)
{
    const char *name = stance_layouts[entry->kind].classes[entry->class];
    return name ? name : "";
}
