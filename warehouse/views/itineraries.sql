-- one row per stop, to be read: who was where, when, doing what, with whom, and the words that prove it
WITH named AS (
    SELECT s.stop_id, p.part, p.name, min(p.position) AS position
    FROM stops AS s
    JOIN participants AS p ON p.document_id = s.document_id AND (p.stop_id = s.stop_id OR (p.stop_id IS NULL AND p.part <> 'host'))
    GROUP BY ALL
),
people AS (
    SELECT
        stop_id,
        string_agg(name, ', ' ORDER BY position) FILTER (part = 'visitor') AS visitors,
        string_agg(name, ', ' ORDER BY position) FILTER (part = 'companion') AS companions,
        string_agg(name, ', ' ORDER BY position) FILTER (part = 'host') AS hosts
    FROM named
    GROUP BY stop_id
)
SELECT
    d.title, s.position, p.visitors,
    CASE WHEN s.date_end > s.date_start THEN s.date_start || ' to ' || s.date_end ELSE CAST(s.date_start AS VARCHAR) END AS days,
    s.date_basis, s.activity, s.place, concat_ws(', ', s.county, s.city, s.province, s.country) AS lies_in,
    p.companions, p.hosts, s.evidence, s.confidence, s.date_start, s.date_end, d.published_on, d.url, d.source_uri, s.document_id, s.stop_id
FROM stops AS s
JOIN documents AS d USING (document_id)
LEFT JOIN people AS p USING (stop_id)
