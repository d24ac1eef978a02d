-- a stop's evidence has words and begins in the paragraph that it names; one row per stop whose evidence does not
-- within a document
SELECT s.document_id, s.stop_id, s.place, s.evidence, s.evidence_start, p.char_start, p.char_end
FROM stops AS s
LEFT JOIN paragraphs AS p ON p.paragraph_id = s.paragraph_id AND p.document_id = s.document_id
WHERE trim(s.evidence) = '' OR p.paragraph_id IS NULL OR s.evidence_start NOT BETWEEN p.char_start AND p.char_end - 1
