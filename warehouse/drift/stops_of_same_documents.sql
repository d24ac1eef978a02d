-- documents that both runs have keep more than half of their stops; one row per source whose documents do not
-- Documents that people correct otherwise than before are left out: that is meant. Two documents prove nothing.
SELECT
    l.source, count(*) AS documents, sum(l.stops)::INTEGER AS stops, sum(e.stops)::INTEGER AS stops_before
FROM (
    SELECT r.document_id, r.source, r.corrections, (SELECT count(*) FROM later.stops AS s WHERE s.document_id = r.document_id) AS stops
    FROM later.readings AS r
    WHERE r.last_run IS NULL
) AS l
JOIN (
    SELECT r.document_id, r.corrections, (SELECT count(*) FROM earlier.stops AS s WHERE s.document_id = r.document_id) AS stops
    FROM earlier.readings AS r
    WHERE r.last_run IS NULL
) AS e ON e.document_id = l.document_id AND e.corrections IS NOT DISTINCT FROM l.corrections
GROUP BY l.source
HAVING count(*) FILTER (e.stops > 0) >= 3 AND sum(l.stops) * 2 <= sum(e.stops)
