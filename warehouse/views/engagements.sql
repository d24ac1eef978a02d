-- one row per engagement in each unit of counting ('tour', 'day', 'stop', 'participant-stop'): choose one unit, then count rows
-- tour: a tour once. day: a day of a tour on which a stop lies; stops that have only the tour's range add no days of their own but where a tour
-- has nothing else, and then one. stop: an event once, however many documents report it. participant-stop: a visitor or companion at an event.
SELECT
    'tour' AS unit, tour_id AS engagement_id, tour_id, NULL AS entity_id, NULL AS part, min(date_start) AS day, NULL AS place,
    min(country) AS country, NULL AS province, NULL AS city, NULL AS county
FROM stop_events
GROUP BY tour_id
UNION ALL
SELECT
    'day', tour_id || '|' || coalesce(CAST(day AS VARCHAR), '?'), tour_id, NULL, NULL, day, NULL, min(country), NULL, NULL, NULL
FROM (
    SELECT
        tour_id, country, date_start AS day, date_basis = 'stop' OR date_start = date_end AS is_told,
        bool_or(coalesce(date_basis = 'stop' OR date_start = date_end, false)) OVER (PARTITION BY tour_id) AS tour_tells
    FROM stop_events
)
WHERE is_told OR NOT tour_tells
GROUP BY tour_id, day
UNION ALL
SELECT 'stop', engagement_id, tour_id, NULL, NULL, date_start, place, country, province, city, county
FROM stop_events
UNION ALL
SELECT DISTINCT
    'participant-stop', e.engagement_id || '|' || p.entity_id, e.tour_id, p.entity_id, min(p.part) OVER (PARTITION BY e.engagement_id, p.entity_id),
    e.date_start, e.place, e.country, e.province, e.city, e.county
FROM (SELECT *, unnest(stop_ids) AS stop_id FROM stop_events) AS e
JOIN stops AS s ON s.stop_id = e.stop_id
JOIN participants AS p
    ON p.document_id = s.document_id AND p.part IN ('visitor', 'companion') AND (p.stop_id = s.stop_id OR p.stop_id IS NULL)
