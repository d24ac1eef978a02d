-- one row per dimension, theme, place and period: the theme's share of attention there and then, with the counts and paragraphs behind it
-- The share is of the paragraphs that touch any theme of the dimension, one count per paragraph and theme, so that the shares of a dimension add up
-- to 1. It is the attention of texts, not a statistic of cases. Horizontally: one period, place beside place. Vertically: one place, over time.
-- The period is that of the stop's first day, else of publication; 'all' stands for every place or every time.
WITH touched AS (
    SELECT t.dimension, t.theme, t.paragraph_id, t.document_id, t.stop_id, coalesce(s.date_start, d.published_on) AS day
    FROM theme_mentions AS t
    JOIN documents AS d USING (document_id)
    LEFT JOIN stops AS s ON s.stop_id = t.stop_id
    WHERE d.reports_tour
),
placed AS (
    SELECT t.*, 'all' AS place_level, 0 AS level, 'all' AS division
    FROM touched AS t
    UNION ALL BY NAME
    SELECT t.*, v.kind AS place_level, v.level, v.division
    FROM touched AS t
    JOIN divisions_of_stops AS v USING (stop_id)
),
dated AS (
    SELECT *, 'all' AS period_kind, 'all' AS period FROM placed
    UNION ALL BY NAME
    SELECT *, 'year' AS period_kind, CAST(year(day) AS VARCHAR) AS period FROM placed WHERE day IS NOT NULL
    UNION ALL BY NAME
    SELECT *, 'quarter' AS period_kind, year(day) || '-Q' || quarter(day) AS period FROM placed WHERE day IS NOT NULL
),
counted AS (
    SELECT
        dimension, theme, place_level, level, division, period_kind, period,
        count(DISTINCT paragraph_id) AS paragraphs, count(DISTINCT document_id) AS documents,
        list(DISTINCT paragraph_id ORDER BY paragraph_id) AS paragraph_ids
    FROM dated
    GROUP BY ALL
)
SELECT
    c.dimension, c.theme, c.place_level, coalesce(p.name, 'all') AS place, c.period_kind, c.period,
    c.paragraphs, CAST(sum(c.paragraphs) OVER slice AS INTEGER) AS paragraphs_of_dimension,
    round(c.paragraphs / sum(c.paragraphs) OVER slice, 4) AS share,
    c.documents, c.division, c.paragraph_ids
FROM counted AS c
LEFT JOIN visits_by_place AS p ON p.division = c.division AND p.kind = c.place_level
WINDOW slice AS (PARTITION BY c.dimension, c.place_level, c.division, c.period_kind, c.period)
