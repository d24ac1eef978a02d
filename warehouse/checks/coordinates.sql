-- coordinates are both given or both null, and on Earth; one row per stop, referent or entity where they are not
-- within a document
WITH located AS (
    SELECT 'stops' AS table_name, document_id, stop_id AS id, latitude, longitude FROM stops
    UNION ALL
    SELECT 'referents', document_id, referent_id, latitude, longitude FROM referents
    UNION ALL
    SELECT 'entities', NULL, entity_id, latitude, longitude FROM entities
)
SELECT *
FROM located
WHERE (latitude IS NULL) <> (longitude IS NULL) OR abs(latitude) > 90 OR abs(longitude) > 180
