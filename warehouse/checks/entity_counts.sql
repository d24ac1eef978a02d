-- an entity is shown by some document, and its counts are those of its mentions; one row per entity where they are not
WITH counted AS (
    SELECT entity_id, count(DISTINCT document_id) AS documents, count(*) AS mentions FROM mentions GROUP BY entity_id
)
SELECT e.entity_id, e.name, e.document_count, e.mention_count, c.documents, c.mentions
FROM entities AS e
LEFT JOIN counted AS c USING (entity_id)
WHERE
    e.document_count <> coalesce(c.documents, 0)
    OR e.mention_count <> coalesce(c.mentions, 0)
    OR NOT EXISTS (FROM referents AS r WHERE r.entity_id = e.entity_id)
