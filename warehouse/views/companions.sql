-- one row per visitor and companion: how many tours and stops together, and when
SELECT
    v.name AS visitor, c.name AS companion,
    count(DISTINCT s.document_id) AS tours, count(DISTINCT s.stop_id) AS stops,
    min(s.date_start) AS first_day, max(s.date_end) AS last_day,
    list(DISTINCT a.title_or_role ORDER BY a.title_or_role) FILTER (a.title_or_role IS NOT NULL) AS offices_of_companion,
    p.entity_id AS visitor_entity_id, a.entity_id AS companion_entity_id
FROM stops AS s
JOIN participants AS p ON p.document_id = s.document_id AND p.part = 'visitor' AND (p.stop_id = s.stop_id OR p.stop_id IS NULL)
JOIN participants AS a ON a.document_id = s.document_id AND a.part = 'companion' AND (a.stop_id = s.stop_id OR a.stop_id IS NULL)
JOIN entities AS v ON v.entity_id = p.entity_id
JOIN entities AS c ON c.entity_id = a.entity_id
WHERE p.entity_id <> a.entity_id
GROUP BY ALL
