-- one row per stop of one document, in order of narration
SELECT s.position, s.place, s.city, s.county, s.province, s.country, s.date_start, s.date_end, s.date_basis, s.activity,
       (SELECT string_agg(p.name, ', ' ORDER BY p.position, p.name)
        FROM participants p WHERE p.stop_id = s.stop_id AND p.part = 'visitor') AS visitors
FROM stops s
WHERE s.document_id = $document
ORDER BY s.position
