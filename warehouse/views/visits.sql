-- one row per visitor and stop: who went where, when, with the words that show it
SELECT
    v.name AS visitor, s.place, s.country, s.province, s.city, s.county, s.date_start, s.date_end, s.date_basis, s.activity,
    s.evidence, s.latitude, s.longitude, s.position, s.document_id, s.stop_id, p.entity_id AS visitor_entity_id, s.entity_id AS place_entity_id
FROM stops AS s
JOIN participants AS p ON p.document_id = s.document_id AND p.part = 'visitor' AND (p.stop_id = s.stop_id OR p.stop_id IS NULL)
JOIN entities AS v ON v.entity_id = p.entity_id
