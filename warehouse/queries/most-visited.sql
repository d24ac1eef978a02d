-- one row per division: stops, tours and visitors there
-- $level VARCHAR: 'country', 'province', 'city' or 'county'
-- $since DATE: not before this day; a year or a month will do
-- $until DATE: not after this day; a year or a month will do
SELECT v.kind, coalesce(mode(v.name) FILTER (d.language = 'en'), mode(v.name)) AS name, count(DISTINCT e.engagement_id) AS stops,
    count(DISTINCT e.tour_id) AS tours, count(DISTINCT e.visitor_entity_id) AS principal_visitors
FROM divisions_of_stops AS v
JOIN documents AS d USING (document_id)
JOIN (SELECT *, unnest(stop_ids) AS stop_id FROM stop_events) AS e ON e.stop_id = v.stop_id
WHERE
    ($level IS NULL OR v.kind = lower($level))
    AND ($since IS NULL OR e.date_end >= $since)
    AND ($until IS NULL OR e.date_start <= $until)
GROUP BY v.kind, v.division
ORDER BY stops DESC, name
