/* What changing a sentence must do to its score: the laws of metamorphic.tsv, each with every filler of its set. */
#include "score_test.h"

enum { SETS_MAX = 32, FILLERS_MAX = 12, LINE_MAX_BYTES = 1024 };

typedef struct filler_set {
    char name[32], line[LINE_MAX_BYTES];
    const char *fillers[FILLERS_MAX];
    size_t count;
} filler_set;

typedef struct suite {
    bench *bench;
    filler_set sets[SETS_MAX];
    size_t set_count, laws, cases, broken;
} suite;

/* Cuts the text at the mark; the pieces point into it. */
static size_t cut(char *text, char mark, const char **pieces, size_t most)
{
    size_t n = 0;
    for (char *p = text; p && n < most;) {
        pieces[n++] = p;
        p = strchr(p, mark);
        if (p) *p++ = '\0';
    }
    return n;
}

static void add_set(suite *s, const char *line)
{
    assert_true(s->set_count < SETS_MAX);
    filler_set *set = &s->sets[s->set_count++];
    const char *tab = strchr(line, '\t');
    assert_non_null(tab);
    snprintf(set->name, sizeof set->name, "%.*s", (int)(tab - line - 1), line + 1);
    snprintf(set->line, sizeof set->line, "%s", tab + 1);
    set->count = cut(set->line, '|', set->fillers, FILLERS_MAX);
}

static const filler_set *set_named(const suite *s, const char *name)
{
    static const filler_set none = {.fillers = {""}, .count = 1};
    if (strcmp(name, "-") == 0) return &none;
    for (size_t i = 0; i < s->set_count; i++) {
        if (strcmp(s->sets[i].name, name) == 0) return &s->sets[i];
    }
    fail_msg("metamorphic.tsv has no set %s", name);
    return NULL;
}

/* The sentence with the filler in its place, scored. */
static int32_t filled(suite *s, const char *sentence, const char *filler, char *text)
{
    const char *slot = strstr(sentence, "{}");
    if (slot) snprintf(text, LINE_MAX_BYTES, "%.*s%s%s", (int)(slot - sentence), sentence, filler, slot + 2);
    else snprintf(text, LINE_MAX_BYTES, "%s", sentence);
    return whole(s->bench, text)->tone.score;
}

static bool holds(const char *law, int32_t a, int32_t b)
{
    bool sign = (a > 0 && b > 0) || (a < 0 && b < 0);
    if (strcmp(law, "plus") == 0) return a > 0;
    if (strcmp(law, "minus") == 0) return a < 0;
    if (strcmp(law, "zero") == 0) return a >= -150000 && a <= 150000;
    if (strcmp(law, "same") == 0) return a == b;
    if (strcmp(law, "above") == 0) return a > b;
    if (strcmp(law, "turns") == 0) return (a > 0 && b < 0) || (a < 0 && b > 0);
    if (strcmp(law, "keeps") == 0) return sign;
    if (strcmp(law, "weaker") == 0) return (sign || b == 0) && abs(b) < abs(a);
    if (strcmp(law, "stronger") == 0) return sign && abs(b) > abs(a);
    fail_msg("metamorphic.tsv knows no law %s", law);
    return false;
}

static void try_law(suite *s, char *line, unsigned number)
{
    const char *cells[4];
    assert_int_equal(cut(line, '\t', cells, 4), 4);
    const filler_set *set = set_named(s, cells[1]);
    s->laws++;
    for (size_t i = 0; i < set->count; i++) {
        char first[LINE_MAX_BYTES], second[LINE_MAX_BYTES] = "";
        int32_t a = filled(s, cells[2], set->fillers[i], first), b = 0;
        if (*cells[3]) b = filled(s, cells[3], set->fillers[i], second);
        s->cases++;
        if (holds(cells[0], a, b)) continue;
        s->broken++;
        print_message("metamorphic.tsv:%u: %s is broken with \"%s\": %+.3f \"%s\"", number, cells[0], set->fillers[i],
                      a / 1e6, first);
        if (*cells[3]) print_message(", %+.3f \"%s\"", b / 1e6, second);
        print_message("\n");
    }
}

static void laws_hold(void **state)
{
    suite *s = calloc(1, sizeof *s);
    assert_non_null(s);
    s->bench = *state;
    FILE *in = fopen("tests/score/metamorphic.tsv", "r");
    assert_non_null(in);
    char line[LINE_MAX_BYTES];
    bool header = false;
    for (unsigned number = 1; fgets(line, sizeof line, in); number++) {
        line[strcspn(line, "\n")] = '\0';
        if (*line == '\0' || *line == '#') continue;
        if (*line == '@') add_set(s, line);
        else if (header) try_law(s, line, number);
        else header = true;
    }
    fclose(in);
    print_message("%zu laws, %zu cases, %zu broken\n", s->laws, s->cases, s->broken);
    size_t laws = s->laws, broken = s->broken;
    free(s);
    assert_true(laws >= 200);
    assert_int_equal(broken, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(laws_hold)};
    return cmocka_run_group_tests(tests, open_bench, close_bench);
}
