/* The checker: what it finds, and what it must not find. Findings as "FILE:LINE code". */
#include "lexicon_test.h"

#include <sys/stat.h>
#include <unistd.h>

#include "lexicon/lexicon.h"
#include "lexicon/wordings.h"

typedef struct fixture {
    char dir[64];
    char files[8][160];
    size_t count;
    stance_strbuf found;
    stance_lexicon *lexicon;
} fixture;

static int set_up(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    if (!f) return -1;
    snprintf(f->dir, sizeof f->dir, "/tmp/stance-check-XXXXXX");
    *state = f;
    return mkdtemp(f->dir) ? 0 : -1;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    for (size_t i = 0; i < f->count; i++) unlink(f->files[i]);
    rmdir(f->dir);
    stance_lexicon_free(f->lexicon);
    stance_strbuf_free(&f->found);
    free(f);
    return 0;
}

static void put(fixture *f, const char *name, const char *text)
{
    char path[160];
    snprintf(path, sizeof path, "%s/%s", f->dir, name);
    memcpy(f->files[f->count++], path, sizeof path);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

static void on_finding(void *context, const stance_finding *x)
{
    static const char *const marks[] = {"!", "", "?"};
    fixture *f = context;
    const char *name = strrchr(x->file, '/');
    stance_strbuf_addf(&f->found, "%s%s:%u %s%s", f->found.len ? "|" : "", name ? name + 1 : x->file, (unsigned)x->line,
                       marks[x->severity], x->code);
}

static void assert_found(fixture *f, const char *expected)
{
    const char *const folders[] = {f->dir};
    stance_error err = {STANCE_OK, ""};
    assert_int_equal(stance_lexicon_check(folders, 1, 0, on_finding, f, &f->lexicon, &err), STANCE_OK);
    assert_string_equal(f->found.data ? f->found.data : "", expected);
}

#define TONE "pattern\tclass\tstrength\tnote\n"

static void clean(void **state)
{
    fixture *f = *state;
    put(f, "tone.tsv",
        TONE "agree~\tconciliatory\t2\t\ndisagree~\tcritical\t2\t\nagreement\tconciliatory\t2\t\n"
             "hope~\tconciliatory\t1\t\nhopeless\tcritical\t2\t\nlift * sanction~\tconciliatory\t3\t\n"
             "sanction~\tcritical\t1\t\ndo n't care\tcritical\t1\t\nothers' land\tcritical\t1\t\nu.s. 24/7 "
             "(so|)\tcritical\t1\t\n");
    assert_found(f, "");
}

static void duplicates(void **state)
{
    fixture *f = *state;
    put(f, "tone-a.tsv", TONE "threaten~\tcritical\t2\t\n");
    put(f, "tone-b.tsv",
        TONE "threatening\tcritical\t2\tthe "
             "same\nthreatens\tcritical\t3\tstronger\nthreatened\tconciliatory\t1\topposite\n");
    put(f, "terms.tsv", "pattern\ttopic\tweight\tnote\nnew arms\tarms\t3\t\nnew-arms (now|)\tarms\t3\t\n");
    put(f, "topics.tsv", "topic\ttitle\tcovers\tnote\narms\tArms\t\t\n");
    assert_found(f, "tone-b.tsv:2 duplicate|tone-b.tsv:3 !shadowed|tone-b.tsv:4 !contradiction|tone-b.tsv:4 family");
}

static void same_words_of_other_kinds(void **state)
{
    fixture *f = *state;
    put(f, "tone.tsv", TONE "x ray\tcritical\t1\t\n");
    put(f, "cues.tsv",
        "pattern\tclass\tform\tframe\ttone\tnote\n(say|tell)\tneutral\tverb\tthat\t0\t\n(tell|say)"
        "\topinion\tverb\tthat\t0\t\n");
    put(f, "masks.tsv", "pattern\tnote\n(new|old) york\t\n(old|new) york\t\n");
    assert_found(f, "cues.tsv:3 contradiction|masks.tsv:3 duplicate");
}

static void never_matches(void **state)
{
    fixture *f = *state;
    put(f, "tone.tsv",
        TONE "50% less\tcritical\t1\t\n(worse|#bad) off\tcritical\t1\t\nholy see\tconciliatory\t1\t\n"
             "stop\tcritical\t2\ta twin of the reverser\n");
    put(f, "masks.tsv", "pattern\tnote\nholy see\t\n");
    put(f, "reversers.tsv", "pattern\tdark\tbright\talone\tscope\tnote\nstop~\t4\t-4\t0\tafter\t\n");
    put(f, "shifters.tsv", "pattern\tclass\tvalue\tnote\nstopped\tnegator\t70\t\n");
    assert_found(f, "shifters.tsv:2 !shadowed|tone.tsv:2 !unreachable|tone.tsv:3 unreachable|tone.tsv:4 !shadowed");
}

static void alternatives(void **state)
{
    fixture *f = *state;
    put(f, "tone.tsv",
        TONE "(cold|icy) stare\tcritical\t2\t\n(icy|warm) stare\tconciliatory\t2\t\n"
             "(cold|blank) stare\tcritical\t3\tthe same sign: a hint\n"
             "(cold|mean) stare\tconciliatory\t2\tok:contradiction in jest\n");
    assert_found(f, "tone.tsv:3 contradiction|tone.tsv:4 ?shadowed");
}

/* One wording by itself says what it counts; a worse loss is told though another one comes first. */
static void alternatives_told(void **state)
{
    fixture *f = *state;
    put(f, "tone.tsv",
        TONE "icy stare\tcritical\t2\t\nwarm stare\tconciliatory\t2\t\n(icy|cold|stony) stare\tcritical\t3\t\n"
             "(icy|warm|long) stare\tcritical\t2\t\n");
    assert_found(f, "tone.tsv:5 contradiction");
}

static void families(void **state)
{
    fixture *f = *state;
    put(f, "tone.tsv",
        TONE "generous\tconciliatory\t2\t\ngenerosity\tconciliatory\t2\t\ngenerously\tcritical\t2\t\n"
             "peaceful\tconciliatory\t2\t\npeacefully\tcritical\t1\tok:family here\n"
             "careful\tconciliatory\t1\tok:family for nothing\ncareless\tcritical\t1\t\n");
    assert_found(f, "tone.tsv:4 family|tone.tsv:7 stale");
}

/* A lemma of its own, and a noun in -ing, are none of the forms that are meant. */
static void lemmas(void **state)
{
    fixture *f = *state;
    put(f, "irregular.tsv",
        "lemma\tforms\tnote\nspeak\tspoke; spoken\t\nbegin\tbegan;begun;beginning\t\nlie\tlay;lain\t\nlay\tlaid\t\n"
        "wind\twound\t\n");
    put(f, "tone.tsv",
        TONE "spoke~ ill of\tcritical\t2\t\n(bluntly|) ^Began~ anew\tcritical\t1\t\nlay~ waste\tcritical\t2\t\n"
             "open wound~\tcritical\t2\tok:lemma the noun\nbeginning~ of hope\tconciliatory\t1\t\n"
             "speak~ well\tconciliatory\t1\tok:lemma\nspoken of\tcritical\t1\t\n");
    put(f, "words.tsv", "word\tclass\tnote\nspoken~\tdiscuss\t\nspeak~\ttalks\t\n");
    assert_found(f, "tone.tsv:2 lemma|tone.tsv:3 lemma|tone.tsv:7 stale|words.tsv:2 lemma");
}

static void actors(void **state)
{
    fixture *f = *state;
    put(f, "tone.tsv", TONE "x ray\tcritical\t1\t\n");
    put(f, "actors.tsv",
        "id\tname\tkind\tstate\toffice\tfrom\tto\taliases\tnote\n"
        "a\tAnn Archer\tperson\tXA\tPresident\t2019-01-01\t2020-01-01\tArcher\t\n"
        "b\tBen Baker\tperson\tXA\tPresident\t2020-01-01\t\tBaker\thanded over on the day\n"
        "c\tCas Cook\tperson\tXA\tPresident\t2020-06-01\t\tArcher\tArcher means him later\n"
        "d\tDan Dodd\tperson\tXA\tDeputy President\t\t\tBaker\t\n"
        "e\tEve Eliot\tperson\tXA\tDeputy President\t2021-02-01\t2020-02-01\tEve-Eliot\t\n"
        "f\tFay & Sons, Ltd.\tbody\tXA\t\t\t\tJ. F. Fay;Workers' Fay;Fay+\t\n");
    assert_found(f, "actors.tsv:4 office|actors.tsv:5 ambiguous|actors.tsv:6 duplicate|actors.tsv:6 !dates");
}

static void text(void **state)
{
    fixture *f = *state;
    put(f, "tone.tsv",
        TONE "r\xD0\xB0ge\tcritical\t1\t\nna\xC3\xAFve\tcritical\t1\tна русском\n"
             "caf\x65\xCC\x81\tcritical\t1\t\n one\tcritical\t1 \t\na\x01 b\tcritical\t1\t\n");
    assert_found(f, "tone.tsv:2 !encoding|tone.tsv:4 !encoding|tone.tsv:4 !unreachable|tone.tsv:5 blanks|tone.tsv:5 "
                    "blanks|tone.tsv:6 !encoding|tone.tsv:6 !unreachable");
}

/* Only what stands in the folders that are asked about. */
static void overlay(void **state)
{
    fixture *f = *state;
    char base[80];
    put(f, "tone.tsv", TONE "angry\tcritical\t2\t\nanger~\tcritical\t2\t\n!furious\n");
    snprintf(base, sizeof base, "%s/base", f->dir);
    assert_int_equal(mkdir(base, 0700), 0);
    put(f, "base/tone.tsv", TONE "furious\tcritical\t2\t\nwrath  of\tcritical\t2\t\nanger\tcritical\t2\t\n");
    const char *const folders[] = {base, f->dir};
    stance_error err = {STANCE_OK, ""};
    assert_int_equal(stance_lexicon_check(folders, 2, 1, on_finding, f, &f->lexicon, &err), STANCE_OK);
    assert_string_equal(f->found.data ? f->found.data : "", "");
    unlink(f->files[--f->count]);
    rmdir(base);
}

static void wordings(void **state)
{
    fixture *f = *state;
    static const struct {
        const char *pattern, *expected, *spelled;
    } cases[] = {
        {"(a|b c|) d", "a d|b c d|d", "a d|b c d|d"},
        {"cope~", "cope|copes|coped|coping", "cope|copes|coped|coping"},
        {"^cope~ _", "Cope qx|Copes qx|Coped qx|Coping qx", "Cope *|Copes *|Coped *|Coping *"},
        {"do n't sanct*", "don't sanct", "don't sanct*"},
        {"russia 's", "russia's", "russia's"},
        {"lift *3 ban", "lift ban|lift qx ban", "lift ban|lift qx ban"},
        {"far-fetched", "far fetched", "far fetched"},
    };
    stance_arena arena = STANCE_ARENA_INIT;
    stance_error err = {STANCE_OK, ""};
    put(f, "tone.tsv", TONE "x ray\tcritical\t1\t\n");
    assert_found(f, "");
    for (size_t i = 0; i < 2 * sizeof cases / sizeof *cases; i++) {
        stance_wordings w;
        stance_strbuf out = STANCE_STRBUF_INIT;
        stance_view pattern = stance_view_of(cases[i / 2].pattern);
        assert_int_equal(i % 2 ? stance_wordings_spelled(f->lexicon, pattern, &arena, &w, &err)
                               : stance_wordings_of(f->lexicon, pattern, &arena, &w, &err),
                         STANCE_OK);
        for (size_t k = 0; k < w.count; k++) {
            stance_strbuf_adds(&out, k ? "|" : "");
            stance_strbuf_addv(&out, w.data[k].text);
        }
        assert_true(w.whole);
        assert_string_equal(out.data, i % 2 ? cases[i / 2].spelled : cases[i / 2].expected);
        stance_strbuf_free(&out);
    }
    stance_arena_free(&arena);
}

/* Many alternatives: the rest is left out and said to be. */
static void too_many_wordings(void **state)
{
    fixture *f = *state;
    stance_arena arena = STANCE_ARENA_INIT;
    stance_wordings w;
    stance_error err = {STANCE_OK, ""};
    put(f, "tone.tsv", TONE "x ray\tcritical\t1\t\n");
    assert_found(f, "");
    stance_view pattern = stance_view_of("(a|b|c|d|e) (a|b|c|d|e) (a|b|c|d|e) (a|b|c|d|e) (a|b|c|d|e)");
    assert_int_equal(stance_wordings_of(f->lexicon, pattern, &arena, &w, &err), STANCE_OK);
    assert_int_equal(w.count, STANCE_WORDINGS_MAX);
    assert_false(w.whole);
    stance_arena_free(&arena);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {TEST(clean),
                                       TEST(duplicates),
                                       TEST(same_words_of_other_kinds),
                                       TEST(never_matches),
                                       TEST(alternatives),
                                       TEST(alternatives_told),
                                       TEST(families),
                                       TEST(lemmas),
                                       TEST(actors),
                                       TEST(text),
                                       TEST(overlay),
                                       TEST(wordings),
                                       TEST(too_many_wordings)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
