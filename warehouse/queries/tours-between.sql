-- one row per tour: who toured, when, how many stops
-- $since DATE: not before this day; a year or a month will do
-- $until DATE: not after this day; a year or a month will do
SELECT date_start, date_end, visitors, stop_count, title
FROM tours
WHERE
    ($since IS NULL OR date_end >= $since)
    AND ($until IS NULL OR date_start <= $until)
ORDER BY date_start, document_id
