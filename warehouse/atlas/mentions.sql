-- one row per occurrence of an entity in the text of a document that is shown
SELECT m.document_id, m.entity_id, m.kind, m.char_start, m.char_end, m.is_restored, m.rule, m.confidence
FROM mentions AS m
WHERE NOT m.in_title AND m.document_id IN (SELECT document_id FROM chosen WHERE is_shown)
ORDER BY m.document_id, m.char_start, m.char_end, m.mention_id
