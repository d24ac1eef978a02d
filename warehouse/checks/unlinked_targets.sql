-- no row names a proposed entity that is linked to another; one row per document and such entity
SELECT DISTINCT r.document_id, r.entity_id, l.entity_id AS linked_to
FROM referents AS r
JOIN links AS l ON l.proposed_entity_id = r.entity_id
