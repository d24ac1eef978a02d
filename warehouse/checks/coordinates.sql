-- coordinates are both given or both null, and on Earth; one row per stop, referent or entity where they are not
WITH located AS (
    SELECT 'stops' AS table_name, stop_id AS id, latitude, longitude FROM stops
    UNION ALL
    SELECT 'referents', referent_id, latitude, longitude FROM referents
    UNION ALL
    SELECT 'entities', entity_id, latitude, longitude FROM entities
)
SELECT *
FROM located
WHERE (latitude IS NULL) <> (longitude IS NULL) OR abs(latitude) > 90 OR abs(longitude) > 180
