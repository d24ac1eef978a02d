-- every stop has a visitor, or its document an issue 'visitor-unnamed'; one row per stop that has neither
-- within a document
SELECT s.document_id, s.stop_id, s.place
FROM stops AS s
WHERE
    NOT EXISTS (
        FROM participants AS p
        WHERE p.document_id = s.document_id AND p.part = 'visitor' AND (p.stop_id = s.stop_id OR p.stop_id IS NULL)
    )
    AND NOT EXISTS (FROM issues AS i WHERE i.document_id = s.document_id AND i.code = 'visitor-unnamed')
