-- paragraphs cover every non-blank character of a text exactly once, in order; one row per overlap or uncovered stretch
-- within a document
-- Blank is what Python's str.isspace says: the separators of Unicode and the controls that part lines or fields.
WITH edges AS (
    SELECT document_id, position, char_start, char_end FROM paragraphs
    UNION ALL
    SELECT document_id, NULL, char_count, char_count FROM documents
),
gaps AS (
    SELECT
        document_id, position,
        coalesce(lag(char_end) OVER (PARTITION BY document_id ORDER BY position NULLS LAST), 0) AS gap_start,
        char_start AS gap_end
    FROM edges
)
SELECT g.document_id, g.position, g.gap_start, g.gap_end, substr(d.text, g.gap_start + 1, greatest(g.gap_end - g.gap_start, 0)) AS gap
FROM gaps AS g
JOIN documents AS d USING (document_id)
WHERE
    g.gap_end < g.gap_start
    OR regexp_matches(substr(d.text, g.gap_start + 1, g.gap_end - g.gap_start), '[^\pZ\x09-\x0D\x1C-\x1F\x{85}]')
