/* The tables' columns: the one place from which headers, JSON keys and datapackage.json are made. Columns never change
   their meaning; new ones are added at the end. */
#include "report/internal.h"

#define UNIT "\"minimum\":-1,\"maximum\":1"
#define SHARE "\"minimum\":0,\"maximum\":1"
#define COUNT "\"minimum\":0"
#define NEEDED "\"required\":true"
#define BY "\"required\":true,\"enum\":[\"day\",\"week\",\"month\",\"quarter\",\"half\",\"year\"]"
#define BASIS                                                                                                          \
    "\"required\":true,\"enum\":[\"metadata\",\"header\",\"dateline\",\"page\",\"url\",\"text\",\"inferred\","         \
    "\"none\"]"
#define METHOD "\"required\":true,\"enum\":[\"none\",\"cr2\",\"bca\"]"
#define MEAN_COLUMNS                                                                                                   \
    {"mean", "number", "mean score, -1 (critical) to 1 (conciliatory); empty: no statements", UNIT},                   \
        {"interval_low", "number", "lower end of the mean's confidence interval; empty: there is none", UNIT},         \
        {"interval_high", "number", "upper end of the mean's confidence interval; empty: there is none", UNIT},        \
    {                                                                                                                  \
        "interval_method", "string",                                                                                   \
            "how the interval was made, always over documents: bca (bootstrap of documents), cr2 (cluster-robust t), " \
            "none",                                                                                                    \
            METHOD                                                                                                     \
    }
#define COUNTS                                                                                                         \
    {"statements", "integer", "statements that count", "\"required\":true," COUNT},                                    \
    {                                                                                                                  \
        "documents", "integer", "documents that these statements are in", "\"required\":true," COUNT                   \
    }

static const stance_column statements[] = {
    {"id", "string", "HASH:N, as `stance explain` takes it", "\"required\":true,\"unique\":true"},
    {"document", "string", "path or id the document came by", NEEDED},
    {"date", "date", "date of the document", NEEDED},
    {"date_basis", "string", "how the date was found", BASIS},
    {"statement", "integer", "ordinal in the document", "\"required\":true,\"minimum\":1"},
    {"place", "string", "where it stands in the document", "\"required\":true,\"enum\":[\"body\",\"head\"]"},
    {"start", "integer", "first byte (UTF-8) of the sentence in the document's text", "\"required\":true," COUNT},
    {"end", "integer", "byte after its last", "\"required\":true," COUNT},
    {"content", "string", "spans [start,end] of what is said, without cue, speaker and quotation marks, joined by ;",
     NULL},
    {"text", "string", "the words from start to end", NULL},
    {"speaker", "string", "as the document names the speaker most fully", NULL},
    {"actor", "string", "id of the speaker in the actors lexicon", NULL},
    {"confidence", "number", "of the attribution", "\"required\":true," SHARE},
    {"mode", "string", "direct or reported speech",
     "\"required\":true,\"enum\":[\"direct\",\"reported\",\"narration\"]"},
    {"cue", "string", "the reporting word that gave the speaker", NULL},
    {"topics", "string", "topic ids, joined by ;", NULL},
    {"targets", "string", "states or bodies spoken about, joined by ;", NULL},
    {"score", "number", "tone, -1 (critical) to 1 (conciliatory); 0 when no tone entry fired",
     "\"required\":true," UNIT},
    {"conciliatory", "number", "conciliatory intensity", "\"required\":true," SHARE},
    {"critical", "number", "critical intensity", "\"required\":true," SHARE},
    {"matched", "integer", "tone entries that fired; 0: the tone is unknown, not neutral", "\"required\":true," COUNT},
};

#define WEIGHT                                                                                                         \
    {                                                                                                                  \
        "weight", "string", "what counts the same: statement or document; or length, or recency:DAYS of half-life",    \
            NEEDED                                                                                                     \
    }

static const stance_column series[] = {
    {"topic", "string", "topic id; (all): every statement, (none): statements without topic", NEEDED},
    {"by", "string", "length of the periods", BY},
    {"period", "string", "the period's label", NEEDED},
    {"first_day", "date", "first day of the period", NEEDED},
    {"last_day", "date", "last day of the period", NEEDED},
    COUNTS,
    MEAN_COLUMNS,
    {"note", "string", "what to bear in mind, joined by ;", NULL},
    {"rolling", "integer", "periods that each mean covers, the row's the last of them", "\"required\":true," COUNT},
    WEIGHT,
    {"line", "number",
     "smooth line through the means of single periods (LOESS, span .75, by documents), from 8 to 500 periods", UNIT},
    {"line_low", "number", "lower end of the line's band", UNIT},
    {"line_high", "number", "upper end of the line's band", UNIT},
};

static const stance_column trends[] = {
    {"topic", "string", "topic id; (all): every statement, (none): statements without topic", NEEDED},
    {"by", "string", "length of the periods", BY},
    {"periods", "integer", "periods with statements", "\"required\":true," COUNT},
    {"first_period", "string", "first period of the test; empty: not tested", NULL},
    {"last_period", "string", "last period of the test; empty: not tested", NULL},
    COUNTS,
    {"slope_per_year", "number", "Theil-Sen slope of the period means, in score a year; empty: not tested", NULL},
    {"slope_low", "number", "lower end of the slope's confidence interval", NULL},
    {"slope_high", "number", "upper end of the slope's confidence interval", NULL},
    {"tau", "number", "Kendall's tau-b of the means with time", UNIT},
    {"p", "number", "two-sided p of the Mann-Kendall test; empty: not tested", SHARE},
    {"p_adjusted", "number", "p adjusted over the topics tested (Benjamini-Hochberg); (all) stands alone", SHARE},
    {"finding", "string",
     "up: more conciliatory, down: more critical, none: no change found, untested: too little data",
     "\"required\":true,\"enum\":[\"untested\",\"none\",\"up\",\"down\",\"weak up\",\"weak down\"]"},
    {"note", "string", "why it was not tested", NULL},
    {"p_hamed_rao", "number", "p with the likeness of neighbouring periods allowed for (Hamed-Rao)", SHARE},
    {"p_prewhitened", "number", "p with it taken out (trend-free pre-whitening)", SHARE},
    {"p_break", "number", "p of one break (Pettitt)", SHARE},
    {"break_after", "string", "the period after which such a break is likeliest", NULL},
    {"slope_robust", "number", "slope of a robust regression (bisquare), in score a year", NULL},
    WEIGHT,
};

static const stance_column topics[] = {
    {"topic", "string", "topic id; (all): every statement, (none): statements without topic",
     "\"required\":true,\"unique\":true"},
    {"title", "string", "what the topic is called", NEEDED},
    COUNTS,
    {"with_tone", "integer", "statements in which a tone entry fired", "\"required\":true," COUNT},
    {"conciliatory", "integer", "statements with a score above 0", "\"required\":true," COUNT},
    {"critical", "integer", "statements with a score below 0", "\"required\":true," COUNT},
    MEAN_COLUMNS,
    {"note", "string", "what to bear in mind, joined by ;", NULL},
};

static const stance_column speakers[] = {
    {"speaker", "string", "the name by which the speaker is mostly called", NULL},
    {"actor", "string", "id in the actors lexicon", NULL},
    COUNTS,
    {"first_day", "date", "day of the first statement", NEEDED},
    {"last_day", "date", "day of the last statement", NEEDED},
    MEAN_COLUMNS,
    {"note", "string", "what to bear in mind, joined by ;", NULL},
};

static const stance_column documents[] = {
    {"hash", "string", "SHA-256 of the document's text", "\"required\":true,\"unique\":true"},
    {"document", "string", "path or id the document came by", NEEDED},
    {"date", "date", "date of the document; empty: it has no whole one", NULL},
    {"date_basis", "string", "how the date was found", BASIS},
    {"source", "string", "outlet", NULL},
    {"title", "string", "headline", NULL},
    {"url", "string", "address", NULL},
    {"statements", "integer", "sentences of the document that were selected, narration and heads among them",
     "\"required\":true," COUNT},
    {"counted", "integer", "of these, statements that count", "\"required\":true," COUNT},
    {"mean", "number", "mean score of the statements that count; empty: none", UNIT},
    {"note", "string", "why statements of it do not count; summary: a summary of what was said", NULL},
};

static const stance_column evidence[] = {
    {"topic", "string", "topic id that the statement stands for; (all): over all topics", NEEDED},
    {"side", "string", "which side it stands for", "\"required\":true,\"enum\":[\"conciliatory\",\"critical\"]"},
    {"rank", "integer", "1: the strongest", "\"required\":true,\"minimum\":1"},
    {"id", "string", "HASH:N, as `stance explain` takes it", NEEDED},
    {"kind", "string", "summary: of what was said, in other words; statement: as the outlet has it",
     "\"required\":true,\"enum\":[\"statement\",\"summary\"]"},
    {"date", "date", "date of the document", NEEDED},
    {"speaker", "string", "as the document names the speaker most fully", NULL},
    {"actor", "string", "id of the speaker in the actors lexicon", NULL},
    {"source", "string", "outlet", NULL},
    {"document", "string", "path or id the document came by", NEEDED},
    {"mode", "string", "direct or reported speech",
     "\"required\":true,\"enum\":[\"direct\",\"reported\",\"narration\"]"},
    {"score", "number", "tone, -1 (critical) to 1 (conciliatory)", "\"required\":true," UNIT},
    {"matched", "integer", "tone entries that fired", "\"required\":true," COUNT},
    {"text", "string", "the sentence", NULL},
};

static const stance_column corrections[] = {
    {"number", "integer", "of the correction, in this database", "\"required\":true,\"unique\":true,\"minimum\":1"},
    {"made", "datetime", "when, UTC", NEEDED},
    {"who", "string", "who says so", NULL},
    {"field", "string", "what was set right",
     "\"required\":true,\"enum\":[\"date\",\"speaker\",\"topics\",\"targets\",\"withdrawn\",\"alias\"]"},
    {"id", "string", "HASH:N of the statement; without :N: the whole document; of an alias: the name", NEEDED},
    {"document", "string", "path or id the document came by; empty: it is not stored", NULL},
    {"old", "string", "what stood there; none: nothing; of an alias: as whom the name counted", NULL},
    {"new", "string", "what was set; none: nothing; empty: what was set before is taken back", NULL},
    {"actor", "string", "id of the speaker that was set, in the actors lexicon", NULL},
    {"state", "string", "whether it counts",
     "\"required\":true,\"enum\":[\"counts\",\"replaced\",\"taken back\",\"takes back\",\"not at present\"]"},
    {"undoes", "integer", "number of the correction that this one takes back", "\"minimum\":1"},
    {"followed_by", "integer", "number of the next one on the same place and field, which goes before it",
     "\"minimum\":1"},
    {"why", "string", "the reason given", NULL},
};

static const stance_column coded[] = {
    {"topic", "string", "topic id; (all): every statement, (none): statements without topic",
     "\"required\":true,\"unique\":true"},
    {"statements", "integer", "statements that count", "\"required\":true," COUNT},
    {"covered", "integer", "of these, statements that samples were drawn from; the figures are of these",
     "\"required\":true," COUNT},
    {"coded", "integer", "of these, statements that people coded", "\"required\":true," COUNT},
    {"coded_documents", "integer", "documents that the coded are in", "\"required\":true," COUNT},
    {"lexicon_balance", "number", "share of conciliatory statements less that of critical ones, by the scores", UNIT},
    {"balance", "number", "the same as coders would give it (prediction-powered); empty: too few coded", NULL},
    {"balance_low", "number", "lower end of the corrected balance's confidence interval", UNIT},
    {"balance_high", "number", "upper end of it", UNIT},
    {"off", "number", "lexicon_balance less balance; above 0: the lexicon is too conciliatory", NULL},
    {"off_low", "number", "lower end of its confidence interval", NULL},
    {"off_high", "number", "upper end of it", NULL},
    {"lexicon_slope_per_year", "number", "least-squares slope of the classes by the scores, a year", NULL},
    {"slope_per_year", "number", "the same as coders would give it; empty: too few coded", NULL},
    {"slope_low", "number", "lower end of its confidence interval", NULL},
    {"slope_high", "number", "upper end of it", NULL},
    {"used", "number", "how much of the lexicon is in the corrected balance, 0: the codes alone", SHARE},
    {"note", "string", "why nothing is corrected", NULL},
};

#define TABLE(name, title, key, foreign)                                                                               \
    {                                                                                                                  \
#name, (title), (key), (foreign), (name), sizeof(name) / sizeof *(name)                                        \
    }
#define TO_TOPICS "[{\"fields\":[\"topic\"],\"reference\":{\"resource\":\"topics\",\"fields\":[\"topic\"]}}]"
#define TO_TOPICS_AND_STATEMENTS                                                                                       \
    "[{\"fields\":[\"topic\"],\"reference\":{\"resource\":\"topics\",\"fields\":[\"topic\"]}},"                        \
    "{\"fields\":[\"id\"],\"reference\":{\"resource\":\"statements\",\"fields\":[\"id\"]}}]"

static const stance_table_schema tables[STANCE_TABLE_COUNT] = {
    TABLE(statements, "The statements that count", "[\"id\"]", NULL),
    TABLE(series, "Mean tone by topic and period", "[\"topic\",\"period\"]", TO_TOPICS),
    TABLE(trends, "Trend of the tone by topic", "[\"topic\"]", TO_TOPICS),
    TABLE(topics, "Mean tone by topic", "[\"topic\"]", NULL),
    TABLE(speakers, "Mean tone by speaker", "[\"speaker\",\"actor\"]", NULL),
    TABLE(documents, "The documents, and what of them counts", "[\"hash\"]", NULL),
    TABLE(evidence, "The strongest statements on both sides", "[\"topic\",\"side\",\"rank\"]",
          TO_TOPICS_AND_STATEMENTS),
    TABLE(corrections, "What people set right, in the whole database", "[\"number\"]", NULL),
    TABLE(coded, "What people coded, and the lexicon corrected by it", "[\"topic\"]", TO_TOPICS),
};

const stance_table_schema *stance_table_schema_of(stance_report_table table)
{
    return &tables[table];
}

const char *stance_report_table_name(stance_report_table table)
{
    return tables[table].name;
}
