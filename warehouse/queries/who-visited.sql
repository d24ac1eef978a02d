-- one row per stop at a place: who went there, when, and the words that prove it
-- $place VARCHAR: a place, or a division that it lies in, in any language
-- $since DATE: not before this day; a year or a month will do
-- $until DATE: not after this day; a year or a month will do
SELECT i.visitors, i.days, i.place, i.lies_in, i.companions, i.evidence, i.title
FROM itineraries AS i
JOIN stops_in($place) AS s USING (stop_id)
WHERE
    ($since IS NULL OR i.date_end >= $since)
    AND ($until IS NULL OR i.date_start <= $until)
ORDER BY i.date_start, i.document_id, i.position
