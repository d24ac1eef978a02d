-- one row per country, province, city or county that was visited: its stops, with those in the divisions below and without
WITH visitors AS (
    SELECT v.division, v.kind, count(DISTINCT p.entity_id) AS visitors
    FROM divisions_of_stops AS v
    JOIN participants AS p
        ON p.document_id = v.document_id AND p.part = 'visitor' AND (p.stop_id = v.stop_id OR p.stop_id IS NULL)
    GROUP BY ALL
),
counted AS (
    SELECT
        v.kind, v.division, v.level,
        coalesce(mode(v.name) FILTER (d.language = 'en'), mode(v.name)) AS name,
        list(DISTINCT v.name ORDER BY v.name) AS names,
        count(*) AS stops, count(*) FILTER (v.is_narrowest) AS stops_no_nearer,
        count(DISTINCT v.document_id) AS tours,
        min(s.date_start) AS first_day, max(s.date_end) AS last_day
    FROM divisions_of_stops AS v
    JOIN stops AS s USING (stop_id)
    JOIN documents AS d ON d.document_id = v.document_id
    GROUP BY ALL
)
SELECT c.kind, c.division, c.name, c.names, c.stops, c.stops_no_nearer, c.tours, coalesce(p.visitors, 0) AS visitors, c.first_day, c.last_day
FROM counted AS c
LEFT JOIN visitors AS p USING (division, kind)
ORDER BY c.level, c.stops DESC, c.division
