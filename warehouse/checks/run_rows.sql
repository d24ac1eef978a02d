-- the last run counted the rows that it published; one row if it did not
WITH counted AS (
    SELECT
        (SELECT count(*) FROM documents) + (SELECT count(*) FROM paragraphs) + (SELECT count(*) FROM referents)
        + (SELECT count(*) FROM mentions) + (SELECT count(*) FROM stops) + (SELECT count(*) FROM participants)
        + (SELECT count(*) FROM statements) + (SELECT count(*) FROM theme_mentions)
        + (SELECT count(*) FROM issues WHERE document_id IS NOT NULL) AS rows_held
)
SELECT r.run, r.rows_published, c.rows_held
FROM (SELECT * FROM runs ORDER BY run DESC LIMIT 1) AS r, counted AS c
WHERE r.rows_published <> c.rows_held
