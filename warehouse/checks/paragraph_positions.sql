-- paragraphs of a document are numbered 1, 2, … without a gap; one row per paragraph that is not
-- within a document
SELECT document_id, paragraph_id, position
FROM paragraphs
QUALIFY position <> row_number() OVER (PARTITION BY document_id ORDER BY position)
