-- a document reports a tour if and only if it has stops; one row per document where the two differ
-- within a document
SELECT d.document_id, d.source_uri, d.reports_tour
FROM documents AS d
WHERE d.reports_tour <> EXISTS (FROM stops AS s WHERE s.document_id = d.document_id)
