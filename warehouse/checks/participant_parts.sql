-- a person has one part only in a stop; one row per person and stop with several
-- within a document
SELECT document_id, stop_id, entity_id, min(name) AS name, list(DISTINCT part ORDER BY part) AS parts
FROM participants
GROUP BY document_id, stop_id, entity_id
HAVING count(DISTINCT part) > 1
