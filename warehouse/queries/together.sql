-- one row per stop at which two persons were, in whatever part
-- $person VARCHAR: one of them
-- $other VARCHAR: the other
SELECT i.days, i.place, i.lies_in, a.name AS person, a.part, b.name AS other, b.part AS part_of_other, i.title
FROM itineraries AS i
JOIN participants AS a ON a.document_id = i.document_id AND (a.stop_id = i.stop_id OR a.stop_id IS NULL)
JOIN participants AS b ON b.document_id = i.document_id AND (b.stop_id = i.stop_id OR b.stop_id IS NULL)
WHERE
    a.entity_id IN (SELECT entity_id FROM persons_named($person))
    AND b.entity_id IN (SELECT entity_id FROM persons_named($other))
    AND a.entity_id <> b.entity_id
    AND ($person IS NOT NULL AND $other IS NOT NULL OR a.entity_id < b.entity_id)
ORDER BY i.date_start, i.document_id, i.position
