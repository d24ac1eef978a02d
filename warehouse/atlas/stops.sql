-- one row per stop that is shown, in the order of its tour: by day, then as told
SELECT
    s.stop_id, s.document_id, s.position, s.place, s.entity_id, s.latitude, s.longitude, s.admin_code, s.date_start, s.date_end, s.date_basis,
    s.activity, s.evidence_start, s.evidence_end, s.rule, s.confidence, s.corrected_by IS NOT NULL AS is_corrected
FROM stops AS s
JOIN chosen AS c ON c.stop_id = s.stop_id AND c.is_shown
ORDER BY s.document_id, s.date_start NULLS LAST, s.position
