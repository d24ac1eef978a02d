-- the documents are those with a current reading, and show its runs; one row per document or reading without the other
SELECT coalesce(d.document_id, r.document_id) AS document_id, d.first_run, d.changed_run, r.first_run, r.changed_run
FROM documents AS d
FULL JOIN (FROM readings WHERE last_run IS NULL) AS r ON d.document_id = r.document_id
WHERE
    d.document_id IS NULL OR r.document_id IS NULL
    OR d.source_uri <> r.source_uri OR d.first_run <> r.first_run OR d.changed_run <> r.changed_run
