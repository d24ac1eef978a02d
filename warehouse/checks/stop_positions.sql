-- stops of a document are numbered 1, 2, … without a gap; one row per stop that is not
-- within a document
SELECT document_id, stop_id, position, place
FROM stops
QUALIFY position <> row_number() OVER (PARTITION BY document_id ORDER BY position)
