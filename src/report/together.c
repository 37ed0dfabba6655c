/* Topics that move together: the table of `stance trend --together`. */
#include <math.h>
#include <stdlib.h>

#include "report/cells.h"
#include "stance/trends.h"

enum { LAGS = 2 * STANCE_TOGETHER_MAX_LAG + 1, AT_ONCE = STANCE_TOGETHER_MAX_LAG, MOST_ROWS = 25, RESAMPLES = 1999 };

typedef struct pair {
    size_t first, second; /* topics of the report */
    stance_together lags[LAGS];
} pair;

typedef struct pairs {
    pair *data; /* those with enough periods in common, the closest first */
    size_t count, looked_at;
    double *means;
    bool *has;
} pairs;

static void pairs_free(pairs *p)
{
    free(p->data);
    free(p->means);
    free(p->has);
}

static int compare_pairs(const void *a, const void *b)
{
    const pair *x = a, *y = b;
    const double p = fabs(x->lags[AT_ONCE].rho), q = fabs(y->lags[AT_ONCE].rho);
    if (p < q || p > q) return p > q ? -1 : 1;
    if (x->first != y->first) return x->first < y->first ? -1 : 1;
    return (x->second > y->second) - (x->second < y->second);
}

static stance_status correlate(const stance_report *report, pairs *p, size_t first, size_t second, pair *out,
                               stance_error *err)
{
    const size_t n = report->period_count;
    *out = (pair){.first = first, .second = second};
    for (int i = 0; i < LAGS; i++) {
        /* The closest of six lags is looked for: their intervals allow for that. */
        const double level = i == AT_ONCE ? report->options.level : 1 - (1 - report->options.level) / (LAGS - 1);
        STANCE_TRY(stance_move_together(p->means + first * n, p->has + first * n, p->means + second * n,
                                        p->has + second * n, n, i - STANCE_TOGETHER_MAX_LAG, level, RESAMPLES,
                                        &out->lags[i], err));
    }
    return STANCE_OK;
}

static stance_status find_pairs(const stance_report *report, pairs *p, stance_error *err)
{
    const size_t topics = report->topic_count, n = report->period_count;
    *p = (pairs){NULL, 0, 0, NULL, NULL};
    if (report->options.rolling > 1)
        return stance_fail(err, STANCE_EINVAL,
                           "means of rolling windows share statements and go together by themselves; leave out "
                           "--rolling");
    p->data = malloc((topics * topics / 2 + 1) * sizeof *p->data);
    p->means = calloc(topics * n + 1, sizeof *p->means);
    p->has = calloc(topics * n + 1, sizeof *p->has);
    if (!p->data || !p->means || !p->has) return stance_fail_memory(err);
    for (size_t i = 0; i < topics; i++) {
        for (size_t k = 0; k < n; k++) {
            p->means[i * n + k] = report->topics[i].points[k].mean;
            p->has[i * n + k] = report->topics[i].points[k].has_mean;
        }
    }
    for (size_t i = 0; i < topics; i++) {
        for (size_t k = i + 1; k < topics; k++) {
            if (stance_view_is(report->topics[k].id, STANCE_TOPIC_NONE)) continue;
            pair *fresh = &p->data[p->count];
            STANCE_TRY(correlate(report, p, i, k, fresh, err));
            p->looked_at++;
            p->count += fresh->lags[AT_ONCE].has_rho;
        }
    }
    qsort(p->data, p->count, sizeof *p->data, compare_pairs);
    return STANCE_OK;
}

/* ---- text ---- */

static bool is_clear(const stance_together *t)
{
    return t->has_interval && (t->lo > 0 || t->hi < 0);
}

/* The lag at which they go together most closely, when that is clear and clearly more than at once; else NULL. */
static const stance_together *best_lag(const pair *p)
{
    const stance_together *best = &p->lags[AT_ONCE];
    for (int i = 0; i < LAGS; i++)
        if (p->lags[i].has_rho && fabs(p->lags[i].rho) > fabs(best->rho) + .1) best = &p->lags[i];
    return best != &p->lags[AT_ONCE] && is_clear(best) ? best : NULL;
}

static void put_row(stance_strbuf *out, stance_view name, const stance_together *t)
{
    enum { NAME = 42 };
    char rho[STANCE_FIGURE_SIZE], interval[2 * STANCE_FIGURE_SIZE];
    stance_strbuf tail = STANCE_STRBUF_INIT;
    stance_strbuf_addf(&tail, " %4zu %6s  %-14s %s", t->periods, stance_figure(t->rho, rho),
                       stance_interval_cell(t->has_interval, t->lo, t->hi, interval),
                       !is_clear(t) ? ""
                       : t->rho > 0 ? "yes"
                                    : "opposed");
    while (tail.len && tail.data[tail.len - 1] == ' ') tail.len--;
    stance_put_row(out, name, NAME, &tail);
    stance_strbuf_free(&tail);
}

/* Both names on one line, each with its share of the room. */
static void put_names(const stance_report *report, const pair *p, stance_strbuf *line)
{
    enum { EACH = 19 };
    const stance_view names[2] = {report->topics[p->first].title, report->topics[p->second].title};
    for (int k = 0; k < 2; k++) {
        stance_strbuf plain = STANCE_STRBUF_INIT;
        stance_plain(&plain, names[k]);
        if (plain.failed) line->failed = true;
        if (k) stance_strbuf_adds(line, " / ");
        if (stance_columns(stance_strbuf_view(&plain)) > EACH) stance_fit(line, stance_strbuf_view(&plain), EACH);
        else stance_strbuf_addv(line, stance_strbuf_view(&plain));
        stance_strbuf_free(&plain);
    }
}

static void put_pair(const stance_report *report, const pair *p, stance_strbuf *out, stance_strbuf *line)
{
    const stance_together *best = best_lag(p);
    put_names(report, p, line);
    put_row(out, stance_strbuf_view(line), &p->lags[AT_ONCE]);
    stance_strbuf_clear(line);
    if (!best) return;
    const int size = abs(best->lag);
    stance_strbuf_addf(line, "- the %s %d %s later", best->lag > 0 ? "second" : "first", size,
                       stance_unit_name(report->options.by, size != 1));
    put_row(out, stance_strbuf_view(line), best);
    stance_strbuf_clear(line);
}

static void put_table(const stance_report *report, const pairs *p, stance_strbuf *out, stance_strbuf *line)
{
    char level[STANCE_FIGURE_SIZE];
    const char *units = stance_unit_name(report->options.by, true);
    size_t clear = 0;
    for (size_t i = 0; i < p->count; i++) clear += is_clear(&p->data[i].lags[AT_ONCE]);
    stance_strbuf_addf(line, "%s %% interval", stance_level_figure(report->options.level, level));
    stance_strbuf_addf(out, "%-42s %4s %6s  %-14s together\n", "topics", "n", "rho", line->failed ? "" : line->data);
    stance_strbuf_clear(line);
    for (size_t i = 0; i < p->count && i < MOST_ROWS; i++) put_pair(report, &p->data[i], out, line);
    if (p->count > MOST_ROWS)
        stance_strbuf_addf(out, "and %zu pairs less close (--format csv)\n", p->count - MOST_ROWS);
    stance_strbuf_addf(
        line,
        "rho: rank correlation (Spearman) of the means, n: %s in which both were spoken about. The "
        "interval resamples blocks of neighbouring %s. Pairs: %zu, of them clearly on one side of zero: "
        "%zu; by chance alone up to %.0f %% would be. Topics also go together because a statement on both "
        "counts in both, or because both follow the general trend. A second line is there where one topic "
        "follows the other more closely than they go together at once (up to %d %s).",
        units, units, p->count, clear, (1 - report->options.level) * 100, STANCE_TOGETHER_MAX_LAG, units);
    stance_strbuf_addc(out, '\n');
    if (line->failed) out->failed = true;
    stance_wrap(out, stance_strbuf_view(line), "", "");
    stance_strbuf_clear(line);
}

stance_status stance_together_text(const stance_report *report, stance_strbuf *out, stance_error *err)
{
    pairs p;
    stance_strbuf line = STANCE_STRBUF_INIT;
    stance_status status = find_pairs(report, &p, err);
    if (status == STANCE_OK && !report->all.total.statements) {
        stance_strbuf_adds(out, "no statements match\n");
    } else if (status == STANCE_OK) {
        stance_strbuf_adds(&line, "Topics that move together: ");
        stance_plain(&line, report->title);
        stance_wrap(out, stance_strbuf_view(&line), "", "  ");
        stance_strbuf_clear(&line);
        stance_strbuf_addc(out, '\n');
        if (p.count) put_table(report, &p, out, &line);
        else {
            stance_strbuf_addf(&line,
                               "Too little data: no two topics were spoken about in %d %s in common, with means that "
                               "differ. Shorter periods (--by month) may do.",
                               STANCE_TOGETHER_MIN_PERIODS, stance_unit_name(report->options.by, true));
            stance_wrap(out, stance_strbuf_view(&line), "", "");
        }
    }
    if (line.failed) out->failed = true;
    stance_strbuf_free(&line);
    pairs_free(&p);
    return status == STANCE_OK ? stance_strbuf_ok(out, err) : status;
}

/* ---- table ---- */

stance_status stance_together_table(const stance_report *report, stance_table_format format, stance_strbuf *out,
                                    stance_error *err)
{
    static const stance_column columns[] = {
        {"first", "string", "topic id", NULL},
        {"second", "string", "topic id", NULL},
        {"by", "string", "length of the periods", NULL},
        {"lag", "integer", "periods by which the second comes later; below 0: earlier", NULL},
        {"periods", "integer", "in which both have a mean", NULL},
        {"rho", "number", "Spearman's rank correlation", NULL},
        {"rho_low", "number", "lower end of its interval; that of lags allows for looking at six of them", NULL},
        {"rho_high", "number", "upper end", NULL},
    };
    static const stance_table_schema schema = {"together", NULL, NULL, NULL, columns, sizeof columns / sizeof *columns};
    pairs p;
    table_writer w = {out, &schema, format, 0};
    stance_status status = find_pairs(report, &p, err);
    if (status == STANCE_OK) put_header(&w);
    for (size_t i = 0; status == STANCE_OK && i < p.count; i++) {
        for (int k = 0; k < LAGS; k++) {
            const stance_together *t = &p.data[i].lags[k];
            cell_text(&w, report->topics[p.data[i].first].id);
            cell_text(&w, report->topics[p.data[i].second].id);
            cell_word(&w, stance_period_name(report->options.by));
            before_cell(&w);
            stance_strbuf_addf(out, "%d", t->lag);
            cell_count(&w, t->periods);
            cell_number(&w, t->has_rho, t->rho);
            cell_number(&w, t->has_interval, t->lo);
            cell_number(&w, t->has_interval, t->hi);
            end_row(&w);
        }
    }
    pairs_free(&p);
    return status == STANCE_OK ? stance_strbuf_ok(out, err) : status;
}
