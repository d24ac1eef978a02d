-- one row per two documents that report a visit to one place within a week, one visitor in common, and disagree on the day or on who went
WITH told AS (
    SELECT
        s.stop_id, s.document_id, s.entity_id AS place_id, s.place, s.date_start, s.date_end,
        list(DISTINCT p.entity_id ORDER BY p.entity_id) AS visitors, string_agg(DISTINCT p.name, ', ' ORDER BY p.name) AS names
    FROM stops AS s
    JOIN participants AS p ON p.document_id = s.document_id AND p.part = 'visitor' AND (p.stop_id = s.stop_id OR p.stop_id IS NULL)
    WHERE s.date_start IS NOT NULL
    GROUP BY ALL
)
SELECT
    a.place, a.date_start AS day_a, b.date_start AS day_b, a.names AS visitors_a, b.names AS visitors_b,
    CASE
        WHEN a.date_end < b.date_start OR b.date_end < a.date_start THEN 'two reports of a visit to ' || a.place || ' give ' || a.date_start || ' and ' || b.date_start
        ELSE 'two reports of a visit to ' || a.place || ' on ' || a.date_start || ' name ' || a.names || ' and ' || b.names
    END AS reason,
    a.place_id AS entity_id, [a.document_id, b.document_id] AS document_ids, [a.stop_id, b.stop_id] AS stop_ids
FROM told AS a
JOIN told AS b
    ON a.place_id = b.place_id AND a.document_id < b.document_id AND abs(a.date_start - b.date_start) <= 7 AND list_has_any(a.visitors, b.visitors)
WHERE a.date_end < b.date_start OR b.date_end < a.date_start OR a.visitors <> b.visitors
