-- a stop has both dates in order, or neither and the basis 'none'; one row per stop that has not
-- within a document
SELECT document_id, stop_id, place, date_start, date_end, date_basis
FROM stops
WHERE
    (date_start IS NULL) <> (date_end IS NULL)
    OR (date_start IS NULL) <> (date_basis = 'none')
    OR date_start > date_end
