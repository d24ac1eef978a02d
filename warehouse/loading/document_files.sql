-- one row per document: the file of its rows in the Parquet data sets, and every name that the file could have
-- A file's name says which documents it holds: all, those of a year, of a month, or of a month with ids that begin with these bits.
-- A name is divided further where more than $most documents have it; so the documents alone, not the order of runs, decide.
WITH dated AS (
    SELECT document_id, changed_run, coalesce(strftime(published_on, '%Y'), 'undated') AS year,
        coalesce(strftime(published_on, '%Y-%m'), 'undated') AS month, unhex(substr(document_id, 5, 4))::BIT::VARCHAR AS bits
    FROM documents
),
counted AS (
    SELECT *, count(*) OVER () AS in_all, count(*) OVER (PARTITION BY year) AS in_year, count(*) OVER (PARTITION BY month) AS in_month
    FROM dated
)
SELECT document_id, changed_run,
    CASE
        WHEN in_all <= $most THEN 'all'
        WHEN in_year <= $most THEN year
        WHEN in_month <= $most THEN month
        ELSE month || '-' || left(bits, ceil(log2(in_month / $most))::INTEGER)
    END AS file,
    ['all', year, month] || list_transform(range(1, length(bits) + 1), lambda n: month || '-' || left(bits, n::INTEGER)) AS names
FROM counted
