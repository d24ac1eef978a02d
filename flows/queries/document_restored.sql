-- one row per restored name and the words that stood for it in one document, in order of the text
SELECT e.name, m.text, count(*) AS times
FROM mentions m JOIN entities e USING (entity_id)
WHERE m.document_id = $document AND m.is_restored
GROUP BY e.name, m.text
ORDER BY min(m.char_start)
