-- a source has more than half as many stops per document as before; one row per source that has not
-- Of fewer than 20 documents a few new ones without a tour would do it.
WITH later_counts AS (
    SELECT r.source, count(*) AS documents, sum((SELECT count(*) FROM later.stops AS s WHERE s.document_id = r.document_id)) AS stops
    FROM later.readings AS r
    WHERE r.last_run IS NULL
    GROUP BY r.source
),
earlier_counts AS (
    SELECT r.source, count(*) AS documents, sum((SELECT count(*) FROM earlier.stops AS s WHERE s.document_id = r.document_id)) AS stops
    FROM earlier.readings AS r
    WHERE r.last_run IS NULL
    GROUP BY r.source
)
SELECT
    l.source, l.documents, l.stops::INTEGER AS stops, e.documents AS documents_before, e.stops::INTEGER AS stops_before
FROM later_counts AS l
JOIN earlier_counts AS e ON e.source IS NOT DISTINCT FROM l.source
WHERE l.documents >= 20 AND e.documents >= 20 AND e.stops > 0 AND l.stops / l.documents * 2 <= e.stops / e.documents
