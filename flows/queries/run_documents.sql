-- one row per document that the run changed, tours first; $run is the run
SELECT d.document_id, d.source_uri, d.title, d.published_on, d.language, d.char_count, d.reports_tour, d.first_run = $run AS is_new,
       (SELECT count(*) FROM stops s WHERE s.document_id = d.document_id) AS stops,
       (SELECT count(*) FROM statements s WHERE s.document_id = d.document_id) AS statements,
       (SELECT count(*) FROM issues i WHERE i.document_id = d.document_id) AS issues
FROM documents d
WHERE d.changed_run = $run
ORDER BY d.reports_tour DESC, d.published_on, d.source_uri
