-- one row per person, part and stop of the documents that are shown; stop_id null where the person is tied to the tour as a whole
SELECT p.document_id, p.stop_id, p.entity_id, p.part, p.title_or_role, p.char_start, p.char_end
FROM participants AS p
WHERE p.document_id IN (SELECT document_id FROM chosen WHERE is_shown)
ORDER BY p.document_id, p.position, p.part, p.entity_id, p.stop_id
