-- one row per person and office, as the documents say: first and last day of publication that shows it, and where
WITH named AS (
    SELECT m.entity_id, m.title_or_role AS office, m.document_id
    FROM mentions AS m
    WHERE m.kind = 'person' AND m.title_or_role IS NOT NULL
    UNION
    SELECT entity_id, title_or_role, document_id
    FROM participants
    WHERE title_or_role IS NOT NULL
)
SELECT
    e.name AS person, n.office, count(DISTINCT n.document_id) AS documents,
    min(d.published_on) AS first_shown, max(d.published_on) AS last_shown,
    list(DISTINCT n.document_id ORDER BY n.document_id) AS document_ids, n.entity_id
FROM named AS n
JOIN entities AS e USING (entity_id)
JOIN documents AS d ON d.document_id = n.document_id
GROUP BY ALL
