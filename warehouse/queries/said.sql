-- one row per statement: who said what, where and when
-- $speaker VARCHAR: who said it, by name or part of it
-- $place VARCHAR: a place, or a division that it lies in, in any language
-- $words VARCHAR: words in it
-- $since DATE: not before this day; a year or a month will do
-- $until DATE: not after this day; a year or a month will do
SELECT e.name AS speaker, t.verb, t.text, s.place, coalesce(s.date_start, d.published_on) AS day, d.title
FROM statements AS t
JOIN documents AS d USING (document_id)
LEFT JOIN entities AS e ON e.entity_id = t.speaker_entity_id
LEFT JOIN stops AS s USING (stop_id)
WHERE
    ($speaker IS NULL OR t.speaker_entity_id IN (SELECT entity_id FROM persons_named($speaker)))
    AND ($place IS NULL OR t.stop_id IN (SELECT stop_id FROM stops_in($place)))
    AND ($words IS NULL OR contains(lower(t.text), lower($words)))
    AND ($since IS NULL OR coalesce(s.date_end, d.published_on) >= $since)
    AND ($until IS NULL OR coalesce(s.date_start, d.published_on) <= $until)
ORDER BY day, t.document_id, t.char_start
