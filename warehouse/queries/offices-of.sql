-- one row per office of a person, as the documents say, the first shown first
-- $person VARCHAR: the person, by name or part of it
SELECT person, office, first_shown, last_shown, documents
FROM offices
WHERE entity_id IN (SELECT entity_id FROM persons_named($person))
ORDER BY person, first_shown, office
