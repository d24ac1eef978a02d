-- one row per visitor and theme whose share of the visitor's attention changed by a quarter or more from one year of tours to the next
-- Counted are paragraphs on general subjects; a year counts with ten paragraphs or more.
WITH touched AS (
    SELECT DISTINCT p.entity_id, t.theme, t.paragraph_id, t.document_id, year(coalesce(s.date_start, d.published_on)) AS year
    FROM theme_mentions AS t
    JOIN stops AS s USING (stop_id)
    JOIN documents AS d ON d.document_id = t.document_id
    JOIN participants AS p ON p.document_id = t.document_id AND p.part = 'visitor' AND (p.stop_id = s.stop_id OR p.stop_id IS NULL)
    WHERE t.dimension = 'subject' AND coalesce(s.date_start, d.published_on) IS NOT NULL
),
totals AS (
    SELECT entity_id, year, count(*) AS total
    FROM touched
    GROUP BY entity_id, year
    HAVING total >= 10
),
pairs AS (
    SELECT entity_id, year, total, lag(year) OVER years AS year_before, lag(total) OVER years AS total_before
    FROM totals
    WINDOW years AS (PARTITION BY entity_id ORDER BY year)
),
shares AS (
    SELECT
        p.entity_id, t.theme, p.year_before, p.year,
        count(*) FILTER (t.year = p.year_before) / p.total_before AS share_before, count(*) FILTER (t.year = p.year) / p.total AS share,
        list(DISTINCT t.document_id ORDER BY t.document_id) AS document_ids
    FROM pairs AS p
    JOIN touched AS t ON t.entity_id = p.entity_id AND t.year IN (p.year_before, p.year)
    WHERE p.year_before IS NOT NULL
    GROUP BY p.entity_id, t.theme, p.year_before, p.year, p.total_before, p.total
)
SELECT
    e.name AS visitor, s.theme, s.year_before, round(s.share_before, 2) AS share_before, s.year, round(s.share, 2) AS share,
    e.name || ': ' || s.theme || ' went from ' || CAST(round(100 * s.share_before) AS INTEGER) || ' % of the attention in ' || s.year_before
    || ' to ' || CAST(round(100 * s.share) AS INTEGER) || ' % in ' || s.year AS reason,
    s.entity_id, s.document_ids, CAST([] AS VARCHAR[]) AS stop_ids
FROM shares AS s
JOIN entities AS e USING (entity_id)
WHERE abs(s.share - s.share_before) >= 0.25
