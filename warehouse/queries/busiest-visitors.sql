-- one row per person who toured: tours, days and stops, each event counted once
-- $since DATE: not before this day; a year or a month will do
-- $until DATE: not after this day; a year or a month will do
SELECT e.name AS visitor, count(DISTINCT s.tour_id) AS tours, count(DISTINCT s.date_start) AS first_days, count(DISTINCT s.engagement_id) AS stops,
    min(s.date_start) AS first_day, max(s.date_end) AS last_day
FROM stop_events AS s
JOIN entities AS e ON e.entity_id = s.visitor_entity_id
WHERE
    ($since IS NULL OR s.date_end >= $since)
    AND ($until IS NULL OR s.date_start <= $until)
GROUP BY s.visitor_entity_id, e.name
ORDER BY stops DESC, visitor
