-- one row per statement that touches a theme
-- $theme VARCHAR: a theme, such as agriculture or public_interest_litigation
-- $speaker VARCHAR: who said it, by name or part of it
SELECT m.theme, e.name AS speaker, t.verb, t.text, list(DISTINCT m.text ORDER BY m.text) AS words, d.title
FROM theme_mentions AS m
JOIN statements AS t USING (statement_id)
JOIN documents AS d ON d.document_id = t.document_id
LEFT JOIN entities AS e ON e.entity_id = t.speaker_entity_id
WHERE
    ($theme IS NULL OR m.theme = lower($theme))
    AND ($speaker IS NULL OR t.speaker_entity_id IN (SELECT entity_id FROM persons_named($speaker)))
GROUP BY m.theme, e.name, t.verb, t.text, d.title, t.document_id, t.char_start
ORDER BY m.theme, t.document_id, t.char_start
