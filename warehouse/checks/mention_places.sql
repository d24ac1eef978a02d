-- a mention stands in the title, without offsets, or in the body, within its paragraph; one row per mention that does neither
-- within a document
SELECT m.document_id, m.mention_id, m.text, m.in_title, m.char_start, m.char_end, m.paragraph_id
FROM mentions AS m
LEFT JOIN paragraphs AS p ON p.paragraph_id = m.paragraph_id AND p.document_id = m.document_id
WHERE
    CASE
        WHEN m.in_title THEN m.char_start IS NOT NULL OR m.char_end IS NOT NULL OR m.paragraph_id IS NOT NULL
        ELSE p.paragraph_id IS NULL OR m.char_start IS NULL OR m.char_start < p.char_start OR m.char_end > p.char_end
    END
