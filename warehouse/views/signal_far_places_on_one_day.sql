-- one row per visitor and two stops told of one day more than 500 km apart: a flight, a wrong date, or two persons of one name
SELECT
    a.visitor, a.date_start AS day, a.place AS place_a, b.place AS place_b,
    round(kilometres(a.latitude, a.longitude, b.latitude, b.longitude)) AS km,
    a.visitor || ' is told to have been at ' || a.place || ' and at ' || b.place || ' on ' || a.date_start || ', '
    || CAST(round(kilometres(a.latitude, a.longitude, b.latitude, b.longitude)) AS INTEGER) || ' km apart' AS reason,
    a.visitor_entity_id AS entity_id, list_sort(list_distinct([a.document_id, b.document_id])) AS document_ids, [a.stop_id, b.stop_id] AS stop_ids
FROM timeline AS a
JOIN timeline AS b
    ON a.visitor_entity_id = b.visitor_entity_id AND a.date_start = b.date_start AND a.stop_id < b.stop_id
    AND kilometres(a.latitude, a.longitude, b.latitude, b.longitude) > 500
-- A province's or a large country's coordinates are those of its seat: two such places may be near each other.
WHERE
    ((a.city IS NOT NULL AND b.city IS NOT NULL) OR a.country <> b.country)
    AND a.date_start = a.date_end AND b.date_start = b.date_end AND a.date_basis = 'stop' AND b.date_basis = 'stop'
