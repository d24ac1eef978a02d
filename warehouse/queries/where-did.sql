-- one row per stop of a visitor: where, when, doing what
-- $visitor VARCHAR: the visitor, by name or part of it
-- $since DATE: not before this day; a year or a month will do
-- $until DATE: not after this day; a year or a month will do
SELECT v.visitor, v.date_start, v.date_end, v.place, v.county, v.city, v.province, v.country, v.activity, v.evidence
FROM visits AS v
WHERE
    v.visitor_entity_id IN (SELECT entity_id FROM persons_named($visitor))
    AND ($since IS NULL OR v.date_end >= $since)
    AND ($until IS NULL OR v.date_start <= $until)
ORDER BY v.date_start, v.document_id, v.position
