-- one row per visitor, person met and place
-- $person VARCHAR: the person, by name or part of it
-- $place VARCHAR: a place, or a division that it lies in, in any language
SELECT e.visitor, e.met, e.offices_of_met, e.place, e.city, e.province, e.times, e.first_day, e.last_day
FROM encounters AS e
WHERE
    (
        e.visitor_entity_id IN (SELECT entity_id FROM persons_named($person))
        OR e.met_entity_id IN (SELECT entity_id FROM persons_named($person))
    )
    AND ($place IS NULL OR e.place IN (SELECT place FROM stops_in($place)))
ORDER BY e.times DESC, e.visitor, e.met
