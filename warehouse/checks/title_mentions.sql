-- a mention in the title has the words of the title; one row per mention that has others
-- within a document
SELECT m.document_id, m.mention_id, m.text, d.title
FROM mentions AS m
JOIN documents AS d USING (document_id)
WHERE m.in_title AND NOT coalesce(contains(d.title, m.text), false)
