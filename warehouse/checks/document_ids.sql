-- a document's id is the hash of its source URI; one row per document whose id is not
-- within a document
-- Length-prefixed parts after the prefix, as all stable ids are made; spelled out so that a change of that recipe is noticed.
SELECT document_id, source_uri
FROM documents
WHERE document_id <> 'doc_' || left(sha256('doc' || strlen(source_uri) || ':' || source_uri), 20)
