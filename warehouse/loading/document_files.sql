-- one row per document: the file of its rows in the Parquet data sets, and every name that the file could have
-- A file's name says which documents it holds: all, those of a year, of a month, or of a month with ids that end so. A name is
-- divided further where more than $most documents have it; so the documents alone, not the order of runs, decide.
WITH dated AS (
    SELECT document_id, changed_run, coalesce(strftime(published_on, '%Y'), 'undated') AS year,
        coalesce(strftime(published_on, '%Y-%m'), 'undated') AS month
    FROM documents
),
counted AS (
    SELECT *, count(*) OVER () AS in_all, count(*) OVER (PARTITION BY year) AS in_year, count(*) OVER (PARTITION BY month) AS in_month
    FROM dated
),
named AS (
    SELECT document_id, changed_run, in_all, in_year, in_month,
        ['all', year, month, month || '-' || right(document_id, 1), month || '-' || right(document_id, 2)] AS names
    FROM counted
)
SELECT document_id, changed_run, names,
    names[CASE WHEN in_all <= $most THEN 1 WHEN in_year <= $most THEN 2 WHEN in_month <= $most THEN 3 WHEN in_month <= 16 * $most THEN 4 ELSE 5 END] AS file
FROM named
