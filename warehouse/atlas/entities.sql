-- one row per person, organization or place that a shown document mentions or a shown stop is at
SELECT e.entity_id, e.kind, e.name, e.aliases, e.language
FROM entities AS e
WHERE
    e.entity_id IN (SELECT m.entity_id FROM mentions AS m JOIN chosen AS c ON c.document_id = m.document_id AND c.is_shown)
    OR e.entity_id IN (SELECT p.entity_id FROM participants AS p JOIN chosen AS c ON c.document_id = p.document_id AND c.is_shown)
    OR e.entity_id IN (SELECT s.entity_id FROM stops AS s JOIN chosen AS c ON c.stop_id = s.stop_id AND c.is_shown)
ORDER BY e.entity_id
