-- every entity that a document's rows name is one of its referents, of the same kind; one row per entity that is not
-- within a document
WITH named AS (
    SELECT DISTINCT document_id, entity_id, kind, 'mentions' AS table_name FROM mentions
    UNION ALL
    SELECT DISTINCT document_id, entity_id, NULL, 'stops' FROM stops
    UNION ALL
    SELECT DISTINCT document_id, entity_id, 'person', 'participants' FROM participants
    UNION ALL
    SELECT DISTINCT document_id, speaker_entity_id, NULL, 'statements' FROM statements WHERE speaker_entity_id IS NOT NULL
)
SELECT n.document_id, n.table_name, n.entity_id, n.kind
FROM named AS n
WHERE
    NOT EXISTS (
        FROM referents AS r
        WHERE r.document_id = n.document_id AND r.entity_id = n.entity_id AND r.kind = coalesce(n.kind, r.kind)
    )
