"""A marimo notebook: when, where and about what, in three charts of the last published run.

    marimo edit flows/notebooks/three_charts.py                 # in the browser; add -- --home DIR for another home
    marimo export html flows/notebooks/three_charts.py -o charts.html
    python flows/notebooks/three_charts.py                      # runs every cell, and says nothing if all went well

Each chart's query is in its cell: change it, and the chart follows.
"""

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="Tour Ledger in three charts")

with app.setup:
    import datetime as dt
    from pathlib import Path

    import altair as alt
    import duckdb
    import marimo as mo

    from tasks.lexicon.outlines import SOURCES, load_outlines

    MOST_ROWS = 15  # visitors or places that a chart shows
    WIDTH = 640
    INK, PALE, ACCENT = "#33414e", "#d5dbe1", "#1f6f8b"

    def legend_of_counts(table, column):
        """A legend with whole numbers: the least, the greatest and the middle."""
        counts = table[column].to_pylist() or [1]
        return alt.Legend(format="d", values=sorted({min(counts), (min(counts) + max(counts)) // 2, max(counts)}))

    @alt.theme.register("tour-ledger", enable=True)
    def _theme():
        quiet = {"gridColor": "#edf0f2", "domainColor": PALE, "tickColor": PALE, "labelColor": INK, "labelLimit": 220}
        fonts = "system-ui, 'Noto Sans', 'Noto Sans CJK SC', sans-serif"
        title = {"anchor": "start", "color": INK, "fontSize": 15, "subtitleColor": "#66737f", "offset": 10}
        return {"config": {"font": fonts, "title": title, "axis": quiet, "view": {"stroke": None}}}


@app.cell
def _():
    home = Path(mo.cli_args().get("home") or "warehouse/data")
    warehouse = duckdb.connect(home / "current" / "tourledger.duckdb", read_only=True)

    def ask(query, **values):
        """What a query answers, as an Arrow table."""
        return warehouse.sql(query, params=values).to_arrow_table()

    return (ask,)


@app.cell
def _(ask):
    _names = {row["name"]: row["division"] for row in ask("select name, division from visits_by_place where kind = 'country'").to_pylist()}
    country = mo.ui.dropdown({"all countries": "all", **_names}, value="all countries", label="Tours in")
    [_counted] = ask("select count(*) as tours, coalesce(sum(stop_count), 0)::int as stops from tours").to_pylist()
    mo.md(f"# Tour Ledger in three charts\n\n{_counted['tours']:,} tours with {_counted['stops']:,} stops. {country}")
    return (country,)


@app.cell
def _(country, ask):
    _margin = dt.timedelta(days=10)
    days = ask(
        """
        with dated as (
            select unnest(visitors) as visitor, title, date_start, date_end, stop_count
            from tours
            where date_start is not null and stop_count > 0
                and ($country = 'all' or document_id in (select document_id from divisions_of_stops where division = $country))
        ),
        busiest as (select visitor, count(*) as tours, sum(stop_count) as stops from dated group by all order by all desc)
        select * from dated where visitor in (select visitor from busiest order by tours desc, stops desc, visitor limit $most)
        """,
        country=country.value,
        most=MOST_ROWS,
    )
    _who = alt.Y("visitor:N", sort=alt.EncodingSortField("date_start", op="min"), title=None, axis=alt.Axis(grid=True))
    _first, _last = (edge(days["date_start"].to_pylist(), default=dt.date.today()) for edge in (min, max))
    _spans = alt.Chart(days).encode(
        y=_who, tooltip=["visitor:N", "title:N", "date_start:T", "date_end:T", alt.Tooltip("stop_count:Q", title="stops")]
    )
    when = alt.layer(
        _spans.mark_rule(color=PALE, strokeWidth=6).encode(
            x=alt.X("date_start:T", title=None, scale=alt.Scale(domain=[str(_first - _margin), str(_last + _margin)])), x2="date_end:T"
        ),
        _spans.mark_circle(color=ACCENT, opacity=0.55).encode(
            x="date_start:T",
            size=alt.Size(
                "stop_count:Q", title="stops", scale=alt.Scale(zero=False, range=[25, 400]), legend=legend_of_counts(days, "stop_count")
            ),
        ),
    ).properties(title="When: tours by visitor", width=WIDTH)
    when
    return (when,)


@app.cell
def _(country, ask):
    places = ask(
        """
        select
            latitude, longitude, count(*) as stops,
            string_agg(distinct place, '; ') as places, string_agg(distinct visitors, '; ') as visitors
        from stops join (select stop_id, visitors from itineraries) using (stop_id)
        where latitude is not null
            and ($country = 'all' or stop_id in (select stop_id from divisions_of_stops where division = $country))
        group by all
        """,
        country=country.value,
    )
    _visited = ask(
        """
        select kind, list(distinct division) as codes from divisions_of_stops
        where $country = 'all' or stop_id in (select stop_id from divisions_of_stops where division = $country)
        group by all
        """,
        country=country.value,
    ).to_pylist()
    _codes = {"country": [], "province": [], "city": [], "county": []} | {row["kind"]: row["codes"] for row in _visited}
    _outlines = load_outlines()
    if len(_codes["country"]) > 1:
        _ground, _inner = _outlines.overview(), []
    elif len(_codes["province"]) > 1:
        _ground, _inner = _outlines.features(country_codes=_codes["country"]), _outlines.features(_codes["province"])
    else:
        _ground, _inner = _outlines.features(_codes["province"] or _codes["country"]), _outlines.features(_codes["city"] + _codes["county"])
    _shapes = [
        alt.Chart(alt.Data(values=features)).mark_geoshape(fill=fill, stroke=stroke, strokeWidth=0.5)
        for features, fill, stroke in ((_ground, "#eef1f4", "#b3bec8"), (_inner, "#dfeaee", "#8fa3b0"))
        if features
    ]
    where = (
        alt.layer(
            *_shapes,
            alt.Chart(places)
            .mark_circle(color=ACCENT, opacity=0.6, stroke="white", strokeWidth=0.5)
            .encode(
                longitude="longitude:Q",
                latitude="latitude:Q",
                size=alt.Size("stops:Q", scale=alt.Scale(zero=False, range=[25, 500]), legend=legend_of_counts(places, "stops")),
                tooltip=["places:N", "stops:Q", "visitors:N"],
            ),
        )
        .project("equalEarth" if len(_codes["country"]) > 1 else "mercator")
        .properties(title=alt.Title("Where: stops", subtitle=SOURCES), width=WIDTH, height=WIDTH * 0.55)
    )
    where
    return (where,)


@app.cell
def _(country, ask):
    themes = ask(
        """
        with inside as (
            select distinct division from divisions_of_stops
            where stop_id in (select stop_id from divisions_of_stops where $country = 'all' or division = $country)
        )
        select
            replace(theme, '_', ' ') as theme, place || ' (' || paragraphs_of_dimension || ')' as place,
            share, paragraphs, paragraphs_of_dimension
        from theme_ratios semi join inside using (division)
        where dimension = 'subject' and period = 'all' and place_level = if($country = 'all', 'country', 'province')
        qualify dense_rank() over (order by paragraphs_of_dimension desc, place) <= $most
        """,
        country=country.value,
        most=MOST_ROWS,
    )
    _cells = alt.Chart(themes).encode(
        x=alt.X(
            "theme:N", sort=alt.EncodingSortField("paragraphs", op="sum", order="descending"), title=None, axis=alt.Axis(labelAngle=-40)
        ),
        y=alt.Y("place:N", sort=alt.EncodingSortField("paragraphs_of_dimension", op="max", order="descending"), title=None),
        tooltip=["place:N", "theme:N", alt.Tooltip("share:Q", format=".0%"), "paragraphs:Q", "paragraphs_of_dimension:Q"],
    )
    about = alt.layer(
        _cells.mark_rect().encode(
            color=alt.Color(
                "share:Q", scale=alt.Scale(scheme="blues", domain=[0, 0.8], clamp=True), legend=alt.Legend(format=".0%"), title="share"
            )
        ),
        _cells.mark_text(fontSize=10).encode(
            text=alt.Text("share:Q", format=".0%"), color=alt.condition("datum.share > 0.45", alt.value("white"), alt.value(INK))
        ),
    ).properties(
        title=alt.Title(
            "About what: share of the paragraphs on a subject",
            subtitle="In brackets the paragraphs on any subject; it is the attention of texts",
        ),
        width=WIDTH,
    )
    about
    return (about,)


if __name__ == "__main__":
    app.run()
