-- one row per visitor and dated stop, in order of time: days and kilometres since the visitor's stop before
WITH dated AS (
    SELECT
        p.entity_id AS visitor_entity_id, e.name AS visitor, s.date_start, s.date_end, s.date_basis, s.place, s.country, s.province, s.city,
        s.county, s.latitude, s.longitude, s.position, s.document_id, s.stop_id
    FROM stops AS s
    JOIN participants AS p ON p.document_id = s.document_id AND p.part = 'visitor' AND (p.stop_id = s.stop_id OR p.stop_id IS NULL)
    JOIN entities AS e ON e.entity_id = p.entity_id
    WHERE s.date_start IS NOT NULL
),
ordered AS (
    SELECT
        *,
        row_number() OVER visits AS sequence,
        lag(date_start) OVER visits AS previous_day,
        lag(place) OVER visits AS previous_place,
        lag(latitude) OVER visits AS previous_latitude,
        lag(longitude) OVER visits AS previous_longitude
    FROM dated
    WINDOW visits AS (PARTITION BY visitor_entity_id ORDER BY date_start, date_end, document_id, position)
)
SELECT
    visitor, sequence, date_start, date_end, date_basis, place, country, province, city, county,
    date_start - previous_day AS days_since_previous, previous_place,
    round(kilometres(previous_latitude, previous_longitude, latitude, longitude)) AS km_from_previous,
    latitude, longitude, visitor_entity_id, document_id, stop_id
FROM ordered
