-- one row per person whose office reads otherwise than in the document before: a promotion, a move, or two persons of one name
-- Compared are the offices of one language; an office is the same if one contains the other.
WITH shown AS (
    SELECT
        p.entity_id, p.title_or_role AS office, d.published_on, d.document_id, d.language,
        lag(p.title_or_role) OVER career AS office_before, lag(d.published_on) OVER career AS shown_before, lag(d.document_id) OVER career AS document_before
    FROM (
        SELECT document_id, entity_id, arg_max(title_or_role, length(title_or_role)) AS title_or_role
        FROM participants
        WHERE title_or_role IS NOT NULL
        GROUP BY document_id, entity_id
    ) AS p
    JOIN documents AS d USING (document_id)
    WHERE d.published_on IS NOT NULL
    WINDOW career AS (PARTITION BY p.entity_id, d.language ORDER BY d.published_on, d.document_id)
)
SELECT
    e.name AS person, s.office_before, s.office, s.shown_before, s.published_on,
    e.name || ' was ' || s.office_before || ' on ' || s.shown_before || ' and is ' || s.office || ' on ' || s.published_on
    || '; no document between them reports a change' AS reason,
    s.entity_id, [s.document_before, s.document_id] AS document_ids, CAST([] AS VARCHAR[]) AS stop_ids
FROM shown AS s
JOIN entities AS e USING (entity_id)
WHERE NOT contains(lower(s.office), lower(s.office_before)) AND NOT contains(lower(s.office_before), lower(s.office))
