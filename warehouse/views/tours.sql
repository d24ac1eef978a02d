-- one row per document that reports a tour: who toured, when, and how many stops
SELECT
    d.document_id, d.title, d.published_on, d.language,
    (
        SELECT list(DISTINCT e.name ORDER BY e.name)
        FROM participants AS p JOIN entities AS e USING (entity_id)
        WHERE p.document_id = d.document_id AND p.part = 'visitor'
    ) AS visitors,
    (SELECT min(s.date_start) FROM stops AS s WHERE s.document_id = d.document_id) AS date_start,
    (SELECT max(s.date_end) FROM stops AS s WHERE s.document_id = d.document_id) AS date_end,
    (SELECT count(*) FROM stops AS s WHERE s.document_id = d.document_id) AS stop_count
FROM documents AS d
WHERE d.reports_tour
