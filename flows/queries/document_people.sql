-- one row per person and part in one document, in reported order
SELECT part, name, string_agg(DISTINCT title_or_role, '; ') AS office, min(position) AS reported
FROM participants
WHERE document_id = $document
GROUP BY part, name, entity_id
ORDER BY part, reported, name
