-- one row per stop that is asked for, and whether it is shown: whole tours, the newest first, until a number of stops or of characters is reached
-- $visitor VARCHAR, $place VARCHAR, $since DATE, $until DATE, as in the named questions; $most_stops INTEGER; $most_characters INTEGER
WITH asked AS (
    SELECT s.stop_id, s.document_id, d.char_count, max(coalesce(s.date_end, d.published_on)) OVER (PARTITION BY s.document_id) AS last_day
    FROM stops_in($place) AS s
    JOIN documents AS d USING (document_id)
    WHERE
        ($visitor IS NULL OR s.stop_id IN (SELECT v.stop_id FROM visits AS v JOIN persons_named($visitor) AS p ON p.entity_id = v.visitor_entity_id))
        AND ($since IS NULL OR s.date_end >= $since)
        AND ($until IS NULL OR s.date_start <= $until)
),
tours AS (
    SELECT document_id, last_day, count(*) AS stops, any_value(char_count) AS characters
    FROM asked
    GROUP BY document_id, last_day
),
ranked AS (
    SELECT
        document_id,
        sum(stops) OVER newest AS stops_so_far,
        sum(characters) OVER newest AS characters_so_far,
        row_number() OVER newest AS rank
    FROM tours
    WINDOW newest AS (ORDER BY last_day DESC NULLS LAST, document_id ROWS UNBOUNDED PRECEDING)
)
SELECT
    a.stop_id, a.document_id,
    r.rank = 1 OR (r.stops_so_far <= $most_stops AND r.characters_so_far <= $most_characters) AS is_shown
FROM asked AS a
JOIN ranked AS r USING (document_id)
