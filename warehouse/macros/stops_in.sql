-- stops whose place, or a division it lies in, goes by a name: in any language, in any case; null gives all stops
CREATE OR REPLACE MACRO stops_in(place_name) AS TABLE
SELECT s.*
FROM stops AS s
WHERE
    place_name IS NULL
    OR s.stop_id IN (
        SELECT stop_id
        FROM divisions_of_stops
        WHERE division IN (SELECT division FROM divisions_of_stops WHERE starts_with(lower(name), lower(place_name)))
    )
    OR contains(lower(s.place), lower(place_name))
    OR s.entity_id IN (
        SELECT entity_id FROM entities WHERE lower(name) = lower(place_name) OR list_contains(list_transform(aliases, lambda a: lower(a)), lower(place_name))
    )
