-- one row per visitor, person met and place: how often, and when
SELECT
    v.name AS visitor, h.name AS met, s.place, s.country, s.province, s.city,
    count(DISTINCT m.document_id || coalesce(CAST(s.date_start AS VARCHAR), '')) AS times,
    min(s.date_start) AS first_day, max(s.date_end) AS last_day,
    list(DISTINCT m.title_or_role ORDER BY m.title_or_role) FILTER (m.title_or_role IS NOT NULL) AS offices_of_met,
    list(DISTINCT m.document_id ORDER BY m.document_id) AS documents, p.entity_id AS visitor_entity_id, m.entity_id AS met_entity_id
FROM participants AS m
JOIN participants AS p
    ON p.document_id = m.document_id AND p.part = 'visitor' AND p.entity_id <> m.entity_id
    AND (p.stop_id = m.stop_id OR p.stop_id IS NULL OR m.stop_id IS NULL)
JOIN entities AS v ON v.entity_id = p.entity_id
JOIN entities AS h ON h.entity_id = m.entity_id
LEFT JOIN stops AS s ON s.stop_id = m.stop_id
WHERE m.part = 'host'
GROUP BY ALL
