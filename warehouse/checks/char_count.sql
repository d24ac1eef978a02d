-- char_count and text_sha256 are those of the text; one row per document where they are not
-- within a document
SELECT document_id, source_uri, char_count, length(text) AS length, text_sha256
FROM documents
WHERE char_count <> length(text) OR text_sha256 <> sha256(text)
