-- one row per name that translation had turned into ordinary words, with the words around it
-- $person VARCHAR: the person, by name or part of it
SELECT e.name AS person, m.text AS words, m.rule, substr(d.text, greatest(m.char_start - 39, 1), m.char_end - m.char_start + 80) AS around, d.title
FROM mentions AS m
JOIN entities AS e USING (entity_id)
JOIN documents AS d ON d.document_id = m.document_id
WHERE m.is_restored AND e.entity_id IN (SELECT entity_id FROM persons_named($person))
ORDER BY m.document_id, m.char_start
