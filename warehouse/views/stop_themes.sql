-- one row per stop, dimension and theme: how often the text of the stop touches it, in which words, and in which paragraphs
SELECT
    t.document_id, t.stop_id, t.dimension, t.theme,
    count(*) AS mentions, count(t.statement_id) AS mentions_in_statements,
    list(DISTINCT lower(t.text) ORDER BY lower(t.text)) AS words,
    list(DISTINCT t.paragraph_id ORDER BY t.paragraph_id) AS paragraph_ids
FROM theme_mentions AS t
WHERE t.stop_id IS NOT NULL
GROUP BY t.document_id, t.stop_id, t.dimension, t.theme
