-- a confidence lies between 0 and 1; one row per finding whose confidence does not
-- within a document
SELECT 'mentions' AS table_name, document_id, mention_id AS id, confidence FROM mentions WHERE NOT coalesce(confidence BETWEEN 0 AND 1, false)
UNION ALL
SELECT 'stops', document_id, stop_id, confidence FROM stops WHERE NOT coalesce(confidence BETWEEN 0 AND 1, false)
