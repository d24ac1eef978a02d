-- one row per stop that is shown and division it lies in, from the country down
SELECT v.stop_id, v.level, v.kind, v.division, v.name, d.language
FROM divisions_of_stops AS v
JOIN chosen AS c ON c.stop_id = v.stop_id AND c.is_shown
JOIN documents AS d ON d.document_id = v.document_id
ORDER BY v.stop_id, v.level
