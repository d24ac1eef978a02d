-- a source keeps more than half of its documents; one row per source that does not
-- One that moved to another source is kept. Of fewer than 20 documents half go easily.
SELECT e.source, count(l.document_id) AS documents, count(*) AS documents_before
FROM earlier.readings AS e
LEFT JOIN later.readings AS l ON l.document_id = e.document_id AND l.last_run IS NULL
WHERE e.last_run IS NULL
GROUP BY e.source
HAVING count(*) >= 20 AND count(l.document_id) * 2 <= count(*)
