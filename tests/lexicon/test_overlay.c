/* Folders laid over each other: entries are added, changed and removed, actors said anew; and two lexicons compared. */
#include "lexicon_test.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lexicon/lexicon.h"

typedef struct fixture {
    char dir[64], base[72], over[72];
    stance_strbuf problems;
} fixture;

static int set_up(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    if (!f) return -1;
    snprintf(f->dir, sizeof f->dir, "/tmp/stance-overlay-XXXXXX");
    *state = f;
    if (!mkdtemp(f->dir)) return -1;
    snprintf(f->base, sizeof f->base, "%s/base", f->dir);
    snprintf(f->over, sizeof f->over, "%s/over", f->dir);
    return mkdir(f->base, 0700) || mkdir(f->over, 0700) ? -1 : 0;
}

static void remove_folder(const char *path)
{
    DIR *dir = opendir(path);
    char name[512];
    for (const struct dirent *item; dir && (item = readdir(dir)) != NULL;) {
        if (item->d_name[0] == '.') continue;
        snprintf(name, sizeof name, "%s/%s", path, item->d_name);
        unlink(name);
    }
    if (dir) closedir(dir);
    rmdir(path);
}

static int tear_down(void **state)
{
    fixture *f = *state;
    remove_folder(f->base);
    remove_folder(f->over);
    rmdir(f->dir);
    stance_strbuf_free(&f->problems);
    free(f);
    return 0;
}

static void put(const char *dir, const char *name, const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

static void on_problem(void *context, const char *file, uint64_t line, const char *message)
{
    fixture *f = context;
    const char *name = strrchr(file, '/');
    stance_strbuf_addf(&f->problems, "%s:%u %s\n", name ? name + 1 : file, (unsigned)line, message);
}

static stance_lexicon *load(fixture *f, bool both)
{
    const char *const folders[] = {f->base, f->over};
    stance_lexicon *lexicon;
    stance_error err = {STANCE_OK, ""};
    stance_strbuf_clear(&f->problems);
    assert_int_equal(stance_lexicon_load(folders, both ? 2 : 1, on_problem, f, &lexicon, &err), STANCE_OK);
    return lexicon;
}

/* What matches in the text: "kind says" of each entry, in the order of the matches. */
static void assert_says(const stance_lexicon *lx, const char *text, const char *expected)
{
    stance_arena arena = STANCE_ARENA_INIT;
    stance_intern local;
    stance_tokens tokens;
    stance_matches found;
    stance_error err = {STANCE_OK, ""};
    stance_strbuf out = STANCE_STRBUF_INIT;
    stance_intern_init(&local, &arena);
    assert_int_equal(stance_tokenize(stance_view_of(text), &lx->words, &local, &arena, &tokens, &err), STANCE_OK);
    assert_int_equal(stance_automaton_run(&lx->automaton, tokens, &local, &arena, &found, &err), STANCE_OK);
    for (size_t i = 0; i < found.count; i++) {
        const stance_entry *e = &lx->entries[found.data[i].entry];
        stance_view says = stance_entry_says(lx, e, &arena);
        stance_strbuf_addf(&out, "%s%s %.*s", i ? "|" : "", stance_kind_name((stance_kind)e->kind), (int)says.len,
                           says.data);
    }
    assert_string_equal(out.data ? out.data : "", expected);
    stance_strbuf_free(&out);
    stance_arena_free(&arena);
}

#define TONE "pattern\tclass\tstrength\tnote\n"
#define ACTORS "id\tname\tkind\tstate\toffice\tfrom\tto\taliases\tnote\n"

static void write_base(const fixture *f)
{
    put(f->base, "tone.tsv", TONE "frosty\tcritical\t2\t\nwarm~ word~\tconciliatory\t2\t\nplain\tcritical\t1\t\n");
    put(f->base, "topics.tsv", "topic\ttitle\tcovers\tnote\narms\tArms\t\t\ntrade\tTrade\t\t\n");
    put(f->base, "terms.tsv",
        "pattern\ttopic\tweight\tnote\nfrigate~\tarms\t3\t\nfrigate~\ttrade\t1\t\nquota~\ttrade\t4\t\n");
    put(f->base, "actors.tsv",
        ACTORS
        "ann\tAnn Archer\tperson\tXA\tEnvoy\t\t2020-01-01\tArcher\t\nann\tAnn Archer\tperson\tXA\tMinister\t2020-01-"
        "01\t\tArcher\t\nben\tBen Baker\tperson\tXB\tEnvoy\t\t\tBaker\t\n");
    put(f->base, "given.tsv", "name\tgender\tnote\nAnn\tf\t\n");
    put(f->base, "titles.tsv", "title\toffices\tnote\ngov\tgovernor\t\n");
    put(f->base, "irregular.tsv", "lemma\tforms\tnote\nwarm\twarmest\t\n");
}

static void added_changed_removed(void **state)
{
    fixture *f = *state;
    write_base(f);
    put(f->over, "tone-over.tsv",
        TONE "Frosty\tconciliatory\t4\tchanged\nicy\tcritical\t3\tadded\n! warm~ word~\nplain\tcritical\t1\t\n");
    put(f->over, "terms-over.tsv", "pattern\ttopic\tweight\tnote\n!frigate~\ttrade\n!quota~\n");
    stance_lexicon *lx = load(f, true);
    assert_string_equal(f->problems.data ? f->problems.data : "", "");
    assert_int_equal(stance_lexicon_count(lx, "tone"), 3);
    assert_int_equal(stance_lexicon_count(lx, "terms"), 1);
    assert_says(lx, "frosty icy warm words", "tone conciliatory 4|tone critical 3");
    assert_says(lx, "frigates and quotas", "terms arms 3");
    stance_lexicon_free(lx);
}

static void actors_said_anew(void **state)
{
    fixture *f = *state;
    write_base(f);
    put(f->over, "actors.tsv", ACTORS "ann\tAnn Archer\tperson\tXC\tExile\t\t\t\t\n!ben\n");
    stance_lexicon *lx = load(f, true);
    assert_string_equal(f->problems.data ? f->problems.data : "", "");
    assert_int_equal(stance_lexicon_count(lx, "actors"), 1);
    assert_says(lx, "Ann Archer", "actors person XC");
    assert_says(lx, "Archer and Ben Baker", "");
    stance_lexicon_free(lx);
}

/* A row that cannot be used replaces nothing; a removal that fits nothing is said; twice the same in one folder too. */
static void what_is_wrong(void **state)
{
    fixture *f = *state;
    write_base(f);
    put(f->over, "tone-over.tsv", TONE "frosty\tcritical\t9\t\n!never there\n!\nicy\tcritical\t1\t\n!icy\n");
    put(f->over, "topics.tsv", "topic\ttitle\tcovers\tnote\n!arms\n");
    put(f->over, "actors.tsv", ACTORS "ben\tBen\tking\tXC\t\t\t\t\t\n!nobody\n");
    put(f->over, "given.tsv", "name\tgender\tnote\n!Ann\n!Zoe\n");
    put(f->over, "titles.tsv", "title\toffices\tnote\n!Gov.\n!cm\n");
    put(f->over, "irregular.tsv", "lemma\tforms\tnote\n!warm\n!warm\n");
    stance_lexicon *lx = load(f, true);
    assert_says(lx, "frosty", "tone critical 2");
    assert_says(lx, "Ben Baker", "actors person XB|actors person XB");
    assert_says(lx, "warmest words", "");
#define NOTHING                                                                                                        \
    "removes nothing: no earlier folder has it in this kind of file; write it as it stands there, or leave the line "  \
    "out\n"
    assert_string_equal(f->problems.data,
                        "irregular.tsv:3 '!warm' " NOTHING
                        "topics.tsv:2 a topic cannot be removed: statements may have it; remove its terms\n"
                        "given.tsv:3 '!Zoe' " NOTHING "titles.tsv:3 '!cm' " NOTHING
                        "tone-over.tsv:2 strength '9' is not a whole number from 1 to 5\n"
                        "tone-over.tsv:3 '!never there' " NOTHING
                        "tone-over.tsv:4 what is to be removed must stand behind the !\n"
                        "tone-over.tsv:6 '!icy' " NOTHING
                        "actors.tsv:2 kind 'king' is none of: person, state, body, place, bloc, armed-group\n"
                        "actors.tsv:3 '!nobody' " NOTHING);
    stance_lexicon_free(lx);
}

static stance_status on_change(void *context, const stance_lexicon_change *c, stance_error *err)
{
    static const char signs[] = {'+', '-', '~'};
    stance_strbuf *out = context;
    (void)err;
    stance_strbuf_addf(out, "%c %s %.*s: %.*s -> %.*s\n", signs[c->change], c->kind, (int)c->pattern.len,
                       c->pattern.data, (int)c->before.len, c->before.data, (int)c->after.len, c->after.data);
    return STANCE_OK;
}

static void comparison(void **state)
{
    fixture *f = *state;
    write_base(f);
    put(f->over, "tone-over.tsv",
        TONE "Frosty\tcritical\t4\t\nicy\tcritical\t3\t\n!plain\nwarm~-word~\tconciliatory\t2\t\n");
    put(f->over, "terms-over.tsv", "pattern\ttopic\tweight\tnote\nquota~\ttrade\t5\t\n");
    put(f->over, "actors.tsv", ACTORS "ben\tBen Baker\tperson\tXB\tEnvoy\t2020-01-01\t\tBaker\t\n");
    put(f->over, "given.tsv", "name\tgender\tnote\nAnn\tu\t\n");
    put(f->over, "titles.tsv", "title\toffices\tnote\nGov\tgovernor general\t\nPM\tprime minister\t\n");
    put(f->over, "irregular.tsv", "lemma\tforms\tnote\n!warm\n");
    put(f->over, "words.tsv", "word\tclass\tnote\nregime\tregime\t\nregime\tfaction\t\nattack*\tdeed\t\n");
    stance_lexicon *a = load(f, false), *b = load(f, true);
    stance_strbuf out = STANCE_STRBUF_INIT;
    stance_error err = {STANCE_OK, ""};
    assert_int_equal(stance_lexicon_compare(a, b, on_change, &out, &err), STANCE_OK);
    assert_string_equal(out.data, "~ tone Frosty: critical 2 -> critical 4\n"
                                  "+ tone icy:  -> critical 3\n"
                                  "- tone plain: critical 1 -> \n"
                                  "~ terms quota~: trade 4 -> trade 5\n"
                                  "~ actors ben: Baker: person XB -> person XB from 2020-01-01\n"
                                  "~ actors ben: Ben Baker: person XB -> person XB from 2020-01-01\n"
                                  "- irregular warm: warmest -> \n"
                                  "~ given ann: f -> u\n"
                                  "+ words attack:  -> deed\n"
                                  "+ words regime:  -> faction\n"
                                  "+ words regime:  -> regime\n"
                                  "~ titles gov: governor -> governor general\n"
                                  "+ titles pm:  -> prime minister\n");
    stance_strbuf_clear(&out);
    assert_int_equal(stance_lexicon_compare(b, b, on_change, &out, &err), STANCE_OK);
    assert_int_equal(out.len, 0);
    stance_strbuf_free(&out);
    stance_lexicon_free(a);
    stance_lexicon_free(b);
}

/* Marks inside names: they are there or left out, and no words of the match. */
static void marks_in_names(void **state)
{
    (void)state;
    matches("Smith & Sons", "of Smith & Sons now", "0:Smith & Sons");
    matches("Smith & Sons", "of Smith and Sons", "");
    matches("Foreign, Commonwealth Office", "Foreign, Commonwealth Office", "0:Foreign, Commonwealth Office");
    matches("Foreign, Commonwealth Office", "Foreign Commonwealth Office", "0:Foreign Commonwealth Office");
    matches("John F. Kennedy", "John F. Kennedy", "0:John F. Kennedy");
    matches("John F. Kennedy", "John F Kennedy", "0:John F Kennedy");
    matches("Acme Ltd.", "from Acme Ltd. The", "0:Acme Ltd");
    matches("Workers' Party", "the Workers’ Party", "0:Workers’ Party");
    matches("Workers' Party", "the workers party", "0:workers party");
    matches("AT&T", "of AT&T", "0:AT&T");
    matches("24/7", "24/7 24 7", "0:24/7");
    matches("one two", "one, two", "");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {TEST(added_changed_removed), TEST(actors_said_anew), TEST(what_is_wrong),
                                       TEST(comparison), cmocka_unit_test(marks_in_names)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
