-- stops and paragraphs that a row refers to are of the row's own document; one row per reference that leaves it
-- within a document
WITH referring AS (
    SELECT 'participants' AS table_name, document_id, stop_id, NULL AS paragraph_id FROM participants
    UNION ALL
    SELECT 'statements', document_id, stop_id, paragraph_id FROM statements
    UNION ALL
    SELECT 'theme_mentions', document_id, stop_id, paragraph_id FROM theme_mentions
    UNION ALL
    SELECT 'paragraphs', document_id, stop_id, NULL FROM paragraphs
)
SELECT r.*
FROM referring AS r
WHERE
    (r.stop_id IS NOT NULL AND NOT EXISTS (FROM stops AS s WHERE s.stop_id = r.stop_id AND s.document_id = r.document_id))
    OR (
        r.paragraph_id IS NOT NULL
        AND NOT EXISTS (FROM paragraphs AS p WHERE p.paragraph_id = r.paragraph_id AND p.document_id = r.document_id)
    )
