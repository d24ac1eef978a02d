-- one row per visitor and companion: how often they went together
-- $person VARCHAR: the person, by name or part of it
SELECT visitor, companion, offices_of_companion, tours, stops, first_day, last_day
FROM companions
WHERE
    visitor_entity_id IN (SELECT entity_id FROM persons_named($person))
    OR companion_entity_id IN (SELECT entity_id FROM persons_named($person))
ORDER BY tours DESC, stops DESC, visitor, companion
