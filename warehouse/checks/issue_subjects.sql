-- an issue names a document or a source URI or a source; one row per issue that names none
SELECT run, severity, code, message FROM issues WHERE coalesce(document_id, source_uri, source) IS NULL
