-- one row per paragraph of a document that is shown
SELECT p.document_id, p.paragraph_id, p.role, p.char_start, p.char_end
FROM paragraphs AS p
WHERE p.document_id IN (SELECT document_id FROM chosen WHERE is_shown)
ORDER BY p.document_id, p.position
