-- one row per document with a stop that is shown, the newest first
SELECT d.document_id, d.title, d.published_on, d.language, d.url, d.source_uri, d.text
FROM documents AS d
WHERE d.document_id IN (SELECT document_id FROM chosen WHERE is_shown)
ORDER BY d.published_on DESC NULLS LAST, d.document_id
