-- one row per gap: a document without tour or date, a stop without day, place in the gazetteer or visitor, a person without office
SELECT 'document-without-tour' AS gap, d.document_id, NULL AS stop_id, coalesce(d.title, d.source_uri) AS what
FROM documents AS d
WHERE NOT d.reports_tour
UNION ALL
SELECT 'document-without-date', d.document_id, NULL, coalesce(d.title, d.source_uri)
FROM documents AS d
WHERE d.published_on IS NULL
UNION ALL
SELECT 'language-not-read', d.document_id, NULL, d.language
FROM documents AS d
JOIN issues AS i ON i.document_id = d.document_id AND i.code = 'language-not-read'
UNION ALL
SELECT 'stop-without-date', s.document_id, s.stop_id, s.place
FROM stops AS s
WHERE s.date_start IS NULL
UNION ALL
SELECT 'stop-without-own-day', s.document_id, s.stop_id, s.place
FROM stops AS s
WHERE s.date_basis = 'tour' AND s.date_end > s.date_start
UNION ALL
SELECT 'place-not-in-gazetteer', s.document_id, s.stop_id, s.place
FROM stops AS s
WHERE s.admin_code IS NULL
UNION ALL
SELECT 'stop-without-visitor', s.document_id, s.stop_id, s.place
FROM stops AS s
WHERE NOT EXISTS (
    FROM participants AS p
    WHERE p.document_id = s.document_id AND p.part = 'visitor' AND (p.stop_id = s.stop_id OR p.stop_id IS NULL)
)
UNION ALL
SELECT 'visitor-without-office', p.document_id, NULL, p.name
FROM participants AS p
WHERE p.part = 'visitor'
GROUP BY p.document_id, p.entity_id, p.name
HAVING count(p.title_or_role) = 0
