-- one row per kind of gap: what the warehouse does not know, how often, and an example
-- $gap VARCHAR: a kind of gap, such as stop-without-date
SELECT gap, count(*) AS occurrences, count(DISTINCT document_id) AS documents, min(what) AS example
FROM coverage
WHERE $gap IS NULL OR gap = lower($gap)
GROUP BY gap
ORDER BY occurrences DESC, gap
