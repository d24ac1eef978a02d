-- one row per stop as an event of the world: reports of the same stop by several documents are one
-- Two stops are one event if the principal visitor (the first named), the place and the first day are the same; a stop without a day, a place
-- or a visitor is an event of its own. The tour is the principal visitor's stops of one document, joined with the document that first
-- reported one of them.
WITH principal AS (
    SELECT s.stop_id, arg_min(p.entity_id, (p.position, p.entity_id)) AS visitor_entity_id
    FROM stops AS s
    JOIN participants AS p ON p.document_id = s.document_id AND p.part = 'visitor' AND (p.stop_id = s.stop_id OR p.stop_id IS NULL)
    GROUP BY s.stop_id
),
keyed AS (
    SELECT
        s.*, v.visitor_entity_id,
        CASE
            WHEN s.date_start IS NULL OR v.visitor_entity_id IS NULL THEN s.stop_id
            ELSE concat_ws('|', v.visitor_entity_id, s.entity_id, s.date_start)
        END AS engagement_key
    FROM stops AS s
    LEFT JOIN principal AS v USING (stop_id)
),
first_report AS (
    SELECT engagement_key, min(stop_id) AS engagement_id, arg_min(document_id, (document_id, stop_id)) AS tour_document_id
    FROM keyed
    GROUP BY engagement_key
),
tour AS (
    SELECT k.document_id, min(f.tour_document_id) AS tour_id
    FROM keyed AS k
    JOIN first_report AS f USING (engagement_key)
    GROUP BY k.document_id
)
SELECT
    f.engagement_id, min(t.tour_id) AS tour_id, any_value(k.visitor_entity_id) AS visitor_entity_id,
    arg_min(k.entity_id, k.stop_id) AS place_entity_id, arg_min(k.place, k.stop_id) AS place,
    arg_min(k.country, k.stop_id) AS country, arg_min(k.province, k.stop_id) AS province, arg_min(k.city, k.stop_id) AS city,
    arg_min(k.county, k.stop_id) AS county, arg_min(k.admin_code, k.stop_id) AS admin_code,
    min(k.date_start) AS date_start, min(k.date_end) AS date_end, arg_min(k.date_basis, k.stop_id) AS date_basis,
    list(k.stop_id ORDER BY k.stop_id) AS stop_ids, list(DISTINCT k.document_id ORDER BY k.document_id) AS document_ids
FROM keyed AS k
JOIN first_report AS f USING (engagement_key)
JOIN tour AS t USING (document_id)
GROUP BY f.engagement_id
