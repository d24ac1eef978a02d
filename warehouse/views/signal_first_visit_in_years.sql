-- one row per stop at a place that nobody is told to have visited for three years or more: the stop before it, and the gap in years
-- `where years >= 5` asks for more. The first visit of all is no signal: nothing is known of the time before the first document.
WITH visited AS (
    SELECT
        e.place_entity_id, e.place, e.date_start, e.document_ids, e.stop_ids,
        max(e.date_end) OVER (
            PARTITION BY e.place_entity_id ORDER BY e.date_start, e.engagement_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS last_before
    FROM stop_events AS e
    WHERE e.date_start IS NOT NULL
)
SELECT
    place, last_before, date_start AS day, round((date_start - last_before) / 365.25, 1) AS years,
    place || ' was visited on ' || date_start || ', for the first time since ' || last_before AS reason,
    place_entity_id AS entity_id, document_ids, stop_ids
FROM visited
WHERE date_start - last_before >= 3 * 365
