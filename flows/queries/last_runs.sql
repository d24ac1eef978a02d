-- one row per run, the last ten, newest first
SELECT run, finished_at AS finished, status, documents_seen AS seen, documents_new AS new, documents_changed AS changed,
       documents_unchanged AS unchanged, documents_removed AS removed, documents_failed AS failed, rows_published AS rows
FROM runs
ORDER BY run DESC
LIMIT 10
