-- paragraphs cover every non-blank character of a text exactly once, in order; one row per overlap or uncovered stretch
-- within a document
-- Blank is what Python's str.isspace says: the separators of Unicode and the controls that part lines or fields.
-- Gaps are sliced from pieces of 64 code points: substr() walks a text from its beginning.
WITH pieces AS (
    SELECT document_id, unnest(parts) AS piece, generate_subscripts(parts, 1) - 1 AS number
    FROM (SELECT document_id, regexp_extract_all(text, '(?s).{1,64}') AS parts FROM documents)
),
edges AS (
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
),
numbered AS (
    SELECT *, unnest(range(gap_start // 64, (gap_end - 1) // 64 + 1)) AS number
    FROM gaps
    WHERE gap_start >= 0 AND gap_start < gap_end
),
joined AS (
    SELECT n.document_id, n.position, n.gap_start, n.gap_end, string_agg(p.piece, '' ORDER BY n.number) AS around
    FROM numbered AS n
    JOIN pieces AS p USING (document_id, number)
    GROUP BY n.document_id, n.position, n.gap_start, n.gap_end
),
sliced AS (
    SELECT document_id, position, gap_start, gap_end, substr(around, gap_start % 64 + 1, gap_end - gap_start) AS gap
    FROM joined
)
SELECT document_id, position, gap_start, gap_end, gap
FROM sliced
WHERE regexp_matches(gap, '[^\pZ\x09-\x0D\x1C-\x1F\x{85}]')
UNION ALL
SELECT document_id, position, gap_start, gap_end, ''
FROM gaps
WHERE gap_end < gap_start
