-- one row per dated stop of a visitor, in order of time, with the days and kilometres since the stop before
-- $visitor VARCHAR: the visitor, by name or part of it
-- $since DATE: not before this day; a year or a month will do
-- $until DATE: not after this day; a year or a month will do
SELECT visitor, date_start, place, city, province, days_since_previous, km_from_previous
FROM timeline
WHERE
    visitor_entity_id IN (SELECT entity_id FROM persons_named($visitor))
    AND ($since IS NULL OR date_end >= $since)
    AND ($until IS NULL OR date_start <= $until)
ORDER BY visitor, sequence
