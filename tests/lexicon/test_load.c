/* Folders of lexicon files: what is wrong with a line reaches the callback by file, line and reason; the rest loads. */
#include "lexicon_test.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lexicon/lexicon.h"

typedef struct fixture {
    char dir[64], other[72]; /* other: a second folder, inside the first */
    stance_strbuf problems;  /* "NAME:LINE message\n" each */
    stance_lexicon *lexicon;
    stance_error err;
} fixture;

static int set_up(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    if (!f) return -1;
    snprintf(f->dir, sizeof f->dir, "/tmp/stance-lexicon-XXXXXX");
    if (!mkdtemp(f->dir)) return -1;
    snprintf(f->other, sizeof f->other, "%s/other", f->dir);
    *state = f;
    return mkdir(f->other, 0700);
}

static void remove_folder(const char *path)
{
    DIR *dir = opendir(path);
    char name[512];
    for (const struct dirent *item; dir && (item = readdir(dir)) != NULL;) {
        if (strcmp(item->d_name, ".") == 0 || strcmp(item->d_name, "..") == 0) continue;
        snprintf(name, sizeof name, "%s/%s", path, item->d_name);
        if (unlink(name) != 0) remove_folder(name);
    }
    if (dir) closedir(dir);
    rmdir(path);
}

static int tear_down(void **state)
{
    fixture *f = *state;
    stance_lexicon_free(f->lexicon);
    stance_strbuf_free(&f->problems);
    remove_folder(f->dir);
    free(f);
    return 0;
}

static void put_bytes(const char *dir, const char *name, const char *bytes, size_t len)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
}

static void put(const char *dir, const char *name, const char *text)
{
    put_bytes(dir, name, text, strlen(text));
}

static void on_problem(void *context, const char *file, uint64_t line, const char *message)
{
    fixture *f = context;
    const char *name = strrchr(file, '/');
    assert_memory_equal(file, f->dir, strlen(f->dir)); /* the whole path, so that it can be opened */
    stance_strbuf_addf(&f->problems, "%s:%u %s\n", name ? name + 1 : file, (unsigned)line, message);
}

static stance_status load(fixture *f, bool both)
{
    const char *const folders[] = {f->dir, f->other};
    stance_lexicon_free(f->lexicon);
    stance_strbuf_clear(&f->problems);
    f->err = (stance_error){STANCE_OK, ""};
    return stance_lexicon_load(folders, both ? 2 : 1, on_problem, f, &f->lexicon, &f->err);
}

static void load_ok(fixture *f, bool both)
{
    if (load(f, both) != STANCE_OK) fail_msg("%s", f->err.message);
    assert_non_null(f->lexicon);
}

#define assert_problems(f, expected) assert_string_equal((f)->problems.data ? (f)->problems.data : "", (expected))

/* The entries that fire in a text, as scorer and extractor see them: "tone 2 conciliatory.tsv:3". */
static void assert_fires(const fixture *f, const char *text, const char *expected)
{
    const stance_lexicon *lx = f->lexicon;
    stance_arena arena = STANCE_ARENA_INIT;
    stance_intern local;
    stance_tokens tokens;
    stance_matches found;
    stance_error err;
    stance_strbuf out = STANCE_STRBUF_INIT;
    stance_intern_init(&local, &arena);
    assert_int_equal(stance_tokenize(stance_view_of(text), &lx->words, &local, &arena, &tokens, &err), STANCE_OK);
    assert_int_equal(stance_automaton_run(&lx->automaton, tokens, &local, &arena, &found, &err), STANCE_OK);
    for (size_t i = 0; i < found.count; i++) {
        assert_true(found.data[i].entry < lx->entry_count);
        const stance_entry *e = &lx->entries[found.data[i].entry];
        if (e->replaced) continue;
        stance_view origin = stance_entry_origin(lx, e, &arena);
        stance_strbuf_addf(&out, "%s%s %d %s", out.len ? "|" : "", stance_kind_name((stance_kind)e->kind), e->value,
                           origin.data);
    }
    assert_string_equal(out.data ? out.data : "", expected);
    stance_strbuf_free(&out);
    stance_arena_free(&arena);
}

#define TONE "pattern\tclass\tstrength\tnote\n"

/* The classes of a word, a bit each. */
static uint64_t classes_of(const stance_lexicon *lx, const char *word)
{
    uint32_t id = stance_intern_find(&lx->words, stance_view_of(word));
    return id < lx->classed_words ? lx->word_classes[id] : 0;
}

static void loads_every_kind(void **state)
{
    fixture *f = *state;
    put(f->dir, "tone-good.tsv", "# comment\n\n" TONE "peace~\tconciliatory\t3\tthe thing\nwar\tcritical\t4\n");
    put(f->dir, "reversers.tsv",
        "pattern\tdark\tbright\talone\tscope\tnote\nprevent~\t5\t-3\t0\tafter\t\navert~\t\xE2\x88\x92"
        "5\t+2\t1\tboth\n");
    put(f->dir, "shifters.tsv", "pattern\tclass\tvalue\tnote\nnot\tnegator\t70\t\nvery\tintensifier\t150\t\n");
    put(f->dir, "cues.tsv", "pattern\tclass\tform\tframe\ttone\tnote\naccuse~\tact\tverb\tquote, that,np\t-3\t\n");
    put(f->dir, "roles.tsv", "pattern\tclass\tnote\nambassador\toffice\t\n");
    put(f->dir, "topics.tsv", "topic\ttitle\tcovers\tnote\narms\tArms control\ttreaties\t\nspace\tSpace\tmoon\t\n");
    put(f->dir, "terms.tsv", "pattern\ttopic\tweight\tnote\ntreaty\tarms\t5\t\nmoon\tspace\t2\t\n");
    put(f->dir, "masks.tsv", "pattern\tnote\nunited nations\t\n");
    put(f->dir, "function.tsv", "pattern\tclass\tnote\nhe\tpronoun\t\nhe\tdeterminer\ttwo classes\n");
    put(f->dir, "actors.tsv",
        "id\tname\tkind\tstate\toffice\tfrom\tto\taliases\tnote\n"
        "mira-valen\tMira Valen\tperson\tZZ\tminister\t2019-01-20\t\tValen; Minister Valen;\t\n");
    put(f->dir, "abbreviations.tsv", "abbreviation\tclass\tnote\nDr.\ttitle\t\nJan.\tmonth\t\n");
    put(f->dir, "given.tsv", "name\tgender\tnote\nMira\tf\t\n");
    put(f->dir, "words.tsv",
        "word\tclass\tnote\nwithdraw~\tcease\t\nRegime\tregime\t\nregime\twrongdoer\t\nwar~\tevil\t\nattack*"
        "\tdeed\t\n");
    put(f->dir, "irregular.tsv", "lemma\tforms\tnote\nwithdraw\twithdrew;withdrawn\t\n");
    put(f->dir, "titles.tsv", "title\toffices\tnote\nGov.\tgovernor\t\nFM\tforeign minister\t\n");
    put(f->dir, "tone-more.tsv", TONE "withdraw~\tcritical\t2\n");
    put(f->dir, "README.md", "not a table");
    put(f->dir, ".hidden.tsv", "nor this");
    load_ok(f, false);
    assert_problems(f, "");
    static const struct {
        const char *kind;
        size_t count;
    } counts[] = {{"tone", 3},      {"reversers", 2}, {"shifters", 2}, {"cues", 1},   {"roles", 1},
                  {"terms", 2},     {"masks", 1},     {"function", 2}, {"actors", 1}, {"topics", 2},
                  {"irregular", 1}, {"titles", 2},    {"nonsense", 0}};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        assert_int_equal(stance_lexicon_count(f->lexicon, counts[i].kind), counts[i].count);
    size_t topics;
    const stance_view *ids = stance_lexicon_topics(f->lexicon, &topics);
    assert_int_equal(topics, 2);
    assert_true(stance_view_is(ids[0], "arms") && stance_view_is(ids[1], "space"));
    assert_true(stance_view_is(stance_lexicon_topic_title(f->lexicon, ids[0]), "Arms control"));
    assert_true(stance_view_is(stance_lexicon_topic_title(f->lexicon, stance_view_of("other")), "other"));
    assert_int_equal(strlen(stance_lexicon_hash(f->lexicon)), 64);
    assert_int_equal(strspn(stance_lexicon_hash(f->lexicon), "0123456789abcdef"), 64);
    assert_fires(f, "He withdrew", "function 0 function.tsv:2|function 0 function.tsv:3|tone 2 tone-more.tsv:2");
    assert_fires(f, "peace not war", "tone 3 tone-good.tsv:4|shifters 70 shifters.tsv:2|tone 4 tone-good.tsv:5");
    assert_fires(f, "Minister Valen", "actors 0 actors.tsv:2|actors 0 actors.tsv:2");
    assert_fires(f, "accused", "cues -3 cues.tsv:2");
    const stance_entry *entries = f->lexicon->entries;
    for (size_t i = 0; i < f->lexicon->entry_count; i++) {
        const stance_entry *e = &entries[i];
        if (stance_view_is(e->pattern, "accuse~")) {
            assert_int_equal(e->class, STANCE_CUE_ACT);
            assert_int_equal(e->form, STANCE_CUE_VERB);
            assert_int_equal(e->frame, STANCE_FRAME_QUOTE | STANCE_FRAME_THAT | STANCE_FRAME_NP);
        } else if (stance_view_is(e->pattern, "avert~")) {
            assert_true(e->dark == -5 && e->bright == 2 && e->value == 1 && e->scope == STANCE_SCOPE_BOTH);
        } else if (stance_view_is(e->pattern, "war")) {
            assert_int_equal(e->class, 1);
        } else if (stance_view_is(e->pattern, "moon")) {
            assert_int_equal(e->topic, 1);
        }
    }
    const stance_actor *actor = &f->lexicon->actors[0];
    assert_true(stance_view_is(actor->id, "mira-valen") && actor->from.year == 2019 && actor->to.year == 0);
    uint32_t dr = stance_intern_find(&f->lexicon->words, stance_view_of("dr"));
    assert_true(dr < f->lexicon->abbreviation_words);
    assert_int_equal(f->lexicon->abbreviations[dr], STANCE_ABBREVIATION_TITLE | STANCE_ABBREVIATION_LARGE);
    uint32_t mira = stance_intern_find(&f->lexicon->words, stance_view_of("mira"));
    assert_true(mira < f->lexicon->given_words);
    assert_int_equal(f->lexicon->given[mira], STANCE_GIVEN_FEMALE);
    assert_int_equal(classes_of(f->lexicon, "withdrew"), UINT64_C(1) << STANCE_WORD_CEASE);
    assert_int_equal(classes_of(f->lexicon, "withdraws"), UINT64_C(1) << STANCE_WORD_CEASE);
    assert_int_equal(classes_of(f->lexicon, "regime"),
                     UINT64_C(1) << STANCE_WORD_REGIME | UINT64_C(1) << STANCE_WORD_WRONGDOER);
    assert_int_equal(classes_of(f->lexicon, "war"), 0);
    assert_int_equal(f->lexicon->stem_count, 2);
    assert_true(stance_view_is(f->lexicon->stems[0].text, "war~") && f->lexicon->stems[0].class == STANCE_WORD_EVIL);
    assert_true(stance_view_is(f->lexicon->stems[1].text, "attack") && f->lexicon->stems[1].class == STANCE_WORD_DEED);
}

static void bad_lines(void **state)
{
    fixture *f = *state;
    static const struct {
        const char *file, *header, *line, *reason;
    } cases[] = {
        {"tone.tsv", TONE, "dark\tgloomy\t3", "class 'gloomy' is none of: conciliatory, critical, adverse"},
        {"tone.tsv", TONE, "dark\t\t3", "class '' is none of: conciliatory, critical, adverse"},
        {"tone.tsv", TONE, "dark\tcritical\t6", "strength '6' is not a whole number from 1 to 5"},
        {"tone.tsv", TONE, "dark\tcritical\t0", "strength '0' is not a whole number from 1 to 5"},
        {"tone.tsv", TONE, "dark\tcritical\t2.5", "strength '2.5' is not a whole number from 1 to 5"},
        {"tone.tsv", TONE, "dark\tcritical\t", "strength '' is not a whole number from 1 to 5"},
        {"tone.tsv", TONE, "dark\tcritical", "strength '' is not a whole number from 1 to 5"},
        {"tone.tsv", TONE, "dark\tcritical\t-", "strength '-' is not a whole number from 1 to 5"},
        {"tone.tsv", TONE, "dark\tcritical\t99999999999", "strength '99999999999' is not a whole number from 1 to 5"},
        {"tone.tsv", TONE, "\tcritical\t3", "the pattern is missing"},
        {"tone.tsv", TONE, "dark\tcritical\t3\tnote\tmore", "more cells than the header has columns; a tab too many?"},
        {"tone.tsv", TONE, "dark (a|b\tcritical\t3", "pattern 'dark (a|b': a bracket is not closed"},
        {"tone.tsv", TONE, "good\tconciliatory\t2", "pattern 'good' stands in tone.tsv line 2 already; remove one"},
        {"reversers.tsv", "pattern\tdark\tbright\talone\tscope\n", "avert\t6\t0\t0\tafter",
         "dark '6' is not a whole number from -5 to 5"},
        {"reversers.tsv", "pattern\tdark\tbright\talone\tscope\n", "avert\t5\t0\t0\taround",
         "scope 'around' is none of: after, before, both"},
        {"shifters.tsv", "pattern\tclass\tvalue\n", "not\tnegator\t301",
         "value '301' is not a whole number from 0 to 300"},
        {"cues.tsv", "pattern\tclass\tform\tframe\ttone\n", "say\tneutral\tverb\tquote,aside\t0",
         "frame 'aside' is none of: quote, that, bare, inf, ger, np, to, before, asked, object, person"},
        {"cues.tsv", "pattern\tclass\tform\tframe\ttone\n", "say\tneutral\tadverb\tquote\t0",
         "form 'adverb' is none of: verb, noun, phrase"},
        {"roles.tsv", "pattern\tclass\n", "envoy\tpost",
         "class 'post' is none of: office, person, title, body, group, object"},
        {"terms.tsv", "pattern\ttopic\tweight\n", "moon\tspace\t3",
         "topic 'space' is not declared in topics.tsv; declare it there or correct it"},
        {"topics.tsv", "topic\ttitle\tcovers\n", "\tSpace\tmoon", "the topic has no id"},
        {"actors.tsv", "id\tname\tkind\tstate\toffice\tfrom\tto\taliases\n", "x\tMira Valen\tghost\t\t\t\t\t",
         "kind 'ghost' is none of: person, state, body, place, bloc, armed-group"},
        {"actors.tsv", "id\tname\tkind\tstate\toffice\tfrom\tto\taliases\n",
         "x\tMira Valen\tperson\t\t\t2019-02-30\t\t", "from and to are ISO dates (2019-01-20) or empty"},
        {"actors.tsv", "id\tname\tkind\tstate\toffice\tfrom\tto\taliases\n", "\tMira Valen\tperson\t\t\t\t\t",
         "id and name must be there"},
        {"actors.tsv", "id\tname\tkind\tstate\toffice\tfrom\tto\taliases\n",
         "x\tMira Valen\tperson\t\t\t\t\tValen;(Mira", "pattern '(Mira': a bracket is not closed"},
        {"abbreviations.tsv", "abbreviation\tclass\n", "Dr.\tdoctor",
         "class 'doctor' is none of: title, inner, month, either"},
        {"abbreviations.tsv", "abbreviation\tclass\n", ".\ttitle", "the word is missing"},
        {"given.tsv", "name\tgender\n", "Mira\tx", "gender 'x' is none of: m, f, u"},
        {"irregular.tsv", "lemma\tforms\n", "go\t", "lemma and forms must be there"},
        {"titles.tsv", "title\toffices\n", "gov\t", "title and offices must be there"},
        {"words.tsv", "word\tclass\n", "\tregime", "the word is missing"},
        {"words.tsv", "word\tclass\n", "~\tregime", "the word is missing or too long"},
        {"words.tsv", "word\tclass\n", "ruling party\tregime",
         "a class has single words, without blanks and hyphens; write one"},
        {"words.tsv", "word\tclass\n", "regime*\tregime",
         "* is for the classes evil, charge and deed; write the words"},
        {"words.tsv", "word\tclass\n", "attack\tevil", "a word of this class ends in * or ~, as patterns write it"},
        {"words.tsv", "word\tclass\n", "regime\tregimes",
         "class 'regimes' is none of: clause-opener, sign, act, locative, region, conduct, position, matter, "
         "matter-head, courtesy, regime, peer, peer-mark, rank, legal-text, provision, talks, about, discuss, focus, "
         "means, praise, enmity, all-sides, populace, faction, cease, join, importance, notice, prospect, copula, "
         "wrongdoer, short-participle, denial, seat, venue, office-grade, office-link, evil, charge, deed"},
    };
    put(f->dir, "tone.tsv", TONE "good\tconciliatory\t2\n");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[512], expected[768], path[128];
        bool tone = strcmp(cases[i].file, "tone.tsv") == 0;
        unsigned line = tone ? 3 : 2;
        snprintf(text, sizeof text, "%s%s%s\n%s", cases[i].header, tone ? "good\tconciliatory\t2\n" : "", cases[i].line,
                 tone ? "last\tcritical\t2\n" : "");
        snprintf(expected, sizeof expected, "%s:%u %s\n", cases[i].file, line, cases[i].reason);
        put(f->dir, cases[i].file, text);
        load_ok(f, false);
        assert_problems(f, expected);
        assert_int_equal(stance_lexicon_count(f->lexicon, "tone"), tone ? 2 : 1);
        assert_fires(f, "Mira Valen is good", "tone 2 tone.tsv:2"); /* nothing is left of a line that was left out */
        assert_int_equal(stance_lexicon_count(f->lexicon, "actors"), 0);
        snprintf(path, sizeof path, "%s/%s", f->dir, cases[i].file);
        unlink(path);
        put(f->dir, "tone.tsv", TONE "good\tconciliatory\t2\n");
    }
}

static void bad_patterns_come_twice(void **state)
{
    fixture *f = *state;
    /* The first line of all is bad and said again, before there is any entry. */
    put(f->dir, "tone.tsv", TONE "(foo|)\tcritical\t1\n(foo|)\tcritical\t1\ngood\tconciliatory\t2\n");
    load_ok(f, false);
    assert_problems(f, "tone.tsv:2 pattern '(foo|)': it may match nothing at all; one word must be there\n"
                       "tone.tsv:3 pattern '(foo|)': it may match nothing at all; one word must be there\n");
    assert_fires(f, "foo good", "tone 2 tone.tsv:4");
    /* A bad line of a later folder replaces nothing, nor does it a bad one of an earlier folder. */
    put(f->other, "tone.tsv", TONE "(foo|)\tcritical\t1\ngood\tconciliatory\t9\n");
    load_ok(f, true);
    assert_int_equal(stance_lexicon_count(f->lexicon, "tone"), 1);
    assert_fires(f, "foo good", "tone 2 tone.tsv:4");
}

static void files_as_a_whole(void **state)
{
    fixture *f = *state;
    put(f->dir, "tone.tsv", TONE "good\tconciliatory\t2\n");
    put(f->dir, "cues.tsv", "# why\n\npattern\tclass\tform\ttone\nsay\tneutral\tverb\t0\n");
    put(f->dir, "masks.tsv", "pattern\ncaf\xE9\n");
    put(f->dir, "roles.tsv", "# only a comment\n\n");
    put(f->dir, "terms.tsv", "");
    put(f->dir, "moods.tsv", "pattern\nx\n");
    put(f->dir, "tones.tsv", TONE "bad\tcritical\t2\n");
    put(f->dir, "given.tsv", "a\tb\tc\td\te\tf\tg\th\ti\tj\tk\tl\tm\n");
    load_ok(f, false);
    static const char *const expected[] = {
        "cues.tsv:3 the column 'frame' is missing in the header\n",
        "masks.tsv:0 not UTF-8: save it as UTF-8\n",
        "roles.tsv:0 no header: the first line that is no comment names the columns, separated by tabs\n",
        "terms.tsv:0 no header: the first line that is no comment names the columns, separated by tabs\n",
        "moods.tsv:0 no kind of lexicon file is called so",
        "tones.tsv:0 no kind of lexicon file is called so",
        "given.tsv:0 the header has more than 12 columns\n",
    };
    size_t lines = 0;
    for (const char *s = f->problems.data; (s = strchr(s, '\n')) != NULL; s++) lines++;
    assert_int_equal(lines, sizeof expected / sizeof *expected);
    for (size_t i = 0; i < lines; i++) {
        if (!strstr(f->problems.data, expected[i])) fail_msg("missing: %s\nin: %s", expected[i], f->problems.data);
    }
    assert_fires(f, "good bad say", "tone 2 tone.tsv:2");
}

static void windows_files(void **state)
{
    fixture *f = *state;
    put(f->dir, "tone.tsv",
        "\xEF\xBB\xBFpattern\tclass\tstrength\tnote\r\ngood\tconciliatory\t2\r\n\r\n# more\r\n bad \t critical \t 3 ");
    load_ok(f, false);
    assert_problems(f, "");
    assert_fires(f, "good bad",
                 "tone 2 tone.tsv:2|tone 3 tone.tsv:5"); /* the last line without its end, blanks around */
    put(f->dir, "tone.tsv", "\xEF\xBB\xBF# comment first\npattern\tclass\tstrength\ngood\tconciliatory\t2\n");
    load_ok(f, false);
    assert_problems(f, "");
    put(f->dir, "tone.tsv", "note\tstrength\tclass\tpattern\n\t4\tcritical\tbad\n"); /* columns in another order */
    load_ok(f, false);
    assert_fires(f, "bad", "tone 4 tone.tsv:2");
}

static void overlays(void **state)
{
    fixture *f = *state;
    put(f->dir, "tone.tsv", TONE "good\tconciliatory\t2\nbad\tcritical\t2\n");
    put(f->dir, "topics.tsv", "topic\ttitle\tcovers\narms\tArms\tx\n");
    put(f->dir, "terms.tsv", "pattern\ttopic\tweight\ngood\tarms\t5\n");
    put(f->other, "tone-own.tsv", TONE "good\tcritical\t5\nnew\tcritical\t1\n");
    put(f->other, "topics.tsv", "topic\ttitle\tcovers\narms\tArms control\tx\nspace\tSpace\tx\n");
    put(f->other, "terms.tsv", "pattern\ttopic\tweight\ngood\tspace\t1\n");
    load_ok(f, true);
    assert_problems(f, "");
    assert_int_equal(stance_lexicon_count(f->lexicon, "tone"), 3);
    assert_int_equal(stance_lexicon_count(f->lexicon, "terms"), 2); /* the same words may speak for two topics */
    assert_fires(
        f, "good bad new",
        "terms 5 terms.tsv:2|tone 5 tone-own.tsv:2|terms 1 terms.tsv:2|tone 2 tone.tsv:3|tone 1 tone-own.tsv:3");
    size_t topics;
    stance_lexicon_topics(f->lexicon, &topics);
    assert_int_equal(topics, 2);
    assert_true(stance_view_is(stance_lexicon_topic_title(f->lexicon, stance_view_of("arms")), "Arms control"));
    /* A pattern longer than any buffer is told from another that begins like it. */
    stance_strbuf text = STANCE_STRBUF_INIT;
    stance_strbuf_adds(&text, TONE);
    for (int i = 0; i < 2; i++) {
        for (int k = 0; k < 100; k++) stance_strbuf_adds(&text, "abcdefgh ");
        stance_strbuf_addf(&text, "end%d\tcritical\t1\n", i);
    }
    put(f->other, "tone-own.tsv", text.data);
    stance_strbuf_free(&text);
    load_ok(f, true);
    assert_problems(f, "");
    assert_int_equal(stance_lexicon_count(f->lexicon, "tone"), 4);
}

static void duplicates(void **state)
{
    fixture *f = *state;
    put(f->dir, "tone-a.tsv", TONE "good\tconciliatory\t2\n");
    put(f->dir, "tone-b.tsv", TONE "bad\tcritical\t2\n\ngood\tcritical\t5\n");
    put(f->dir, "masks.tsv", "pattern\ngood\n"); /* another kind */
    load_ok(f, false);
    assert_problems(f, "tone-b.tsv:4 pattern 'good' stands in tone-a.tsv line 2 already; remove one\n");
    assert_fires(f, "good", "tone 2 tone-a.tsv:2|masks 0 masks.tsv:2");
    /* The same file as its own overlay: all replaced, nothing lost. */
    const char *const twice[] = {f->dir, f->dir};
    stance_lexicon_free(f->lexicon);
    assert_int_equal(stance_lexicon_load(twice, 2, NULL, NULL, &f->lexicon, &f->err), STANCE_OK);
    assert_int_equal(stance_lexicon_count(f->lexicon, "tone"), 2);
    assert_fires(f, "good", "tone 2 tone-a.tsv:2|masks 0 masks.tsv:2");
}

static void failures(void **state)
{
    fixture *f = *state;
    assert_int_equal(load(f, false), STANCE_EFORMAT); /* an empty folder */
    assert_null(f->lexicon);
    assert_non_null(strstr(f->err.message, "no tone entry"));
    assert_non_null(strstr(f->err.message, f->dir));
    put(f->dir, "masks.tsv", "pattern\nx\n");
    assert_int_equal(load(f, false), STANCE_EFORMAT);
    put(f->dir, "tone.tsv", TONE "bad\tgloomy\t1\n"); /* its only line is bad */
    assert_int_equal(load(f, false), STANCE_EFORMAT);
    assert_null(f->lexicon);
    put(f->dir, "tone.tsv", TONE "bad\tcritical\t1\n");
    rmdir(f->other);
    assert_int_equal(load(f, true), STANCE_ENOTFOUND);
    assert_non_null(strstr(f->err.message, f->other));
    assert_null(f->lexicon);
    put(f->dir, "other", "a file, not a folder");
    assert_int_equal(load(f, true), STANCE_EIO);
    assert_null(f->lexicon);
    assert_int_equal(stance_lexicon_load(NULL, 0, NULL, NULL, &f->lexicon, &f->err), STANCE_EFORMAT);
    assert_null(f->lexicon);
    assert_int_equal(stance_lexicon_load(NULL, 0, NULL, NULL, &f->lexicon, NULL), STANCE_EFORMAT);
    stance_lexicon_free(NULL);
}

static void hashes(void **state)
{
    fixture *f = *state;
    char first[65];
    put(f->dir, "tone.tsv", TONE "good\tconciliatory\t2\n");
    load_ok(f, false);
    snprintf(first, sizeof first, "%s", stance_lexicon_hash(f->lexicon));
    load_ok(f, false);
    assert_string_equal(stance_lexicon_hash(f->lexicon), first);
    put(f->dir, "README.md", "no part of it");
    load_ok(f, true); /* an empty overlay changes nothing */
    assert_string_equal(stance_lexicon_hash(f->lexicon), first);
    put(f->dir, "tone.tsv", TONE "good\tconciliatory\t3\n");
    load_ok(f, false);
    assert_string_not_equal(stance_lexicon_hash(f->lexicon), first);
    put(f->dir, "tone.tsv", TONE "good\tconciliatory\t2\n");
    put(f->other, "masks.tsv", "pattern\nx\n");
    load_ok(f, true);
    assert_string_not_equal(stance_lexicon_hash(f->lexicon), first);
    char path[128], renamed[128];
    snprintf(path, sizeof path, "%s/tone.tsv", f->dir);
    snprintf(renamed, sizeof renamed, "%s/tone-x.tsv", f->dir);
    assert_int_equal(rename(path, renamed), 0);
    load_ok(f, false); /* names count: they stand in what `explain` says */
    assert_string_not_equal(stance_lexicon_hash(f->lexicon), first);
}

/* Run from the root of the repository. */
static void shipped_lexicon(void **state)
{
    (void)state;
    fixture f = {.dir = "lexicons/en", .other = "lexicons/en"};
    load_ok(&f, false);
    assert_problems(&f, "");
    static const char *const kinds[] = {"tone",   "reversers", "shifters", "cues",     "roles",     "terms",
                                        "topics", "masks",     "actors",   "function", "irregular", "titles"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        assert_true(stance_lexicon_count(f.lexicon, kinds[i]) > 0);
    assert_int_equal(stance_lexicon_count(f.lexicon, "tone") + stance_lexicon_count(f.lexicon, "terms") > 1000, 1);
    stance_lexicon_free(f.lexicon);
    stance_strbuf_free(&f.problems);
}

int main(void)
{
#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(loads_every_kind),     WITH_FOLDER(bad_lines),     WITH_FOLDER(bad_patterns_come_twice),
        WITH_FOLDER(files_as_a_whole),     WITH_FOLDER(windows_files), WITH_FOLDER(overlays),
        WITH_FOLDER(duplicates),           WITH_FOLDER(failures),      WITH_FOLDER(hashes),
        cmocka_unit_test(shipped_lexicon),
    };
    return cmocka_run_group_tests_name("lexicon/load", tests, NULL, NULL);
}
