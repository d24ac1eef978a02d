-- one row per run, the last ten, newest first
SELECT run, finished_at, status, documents_seen, documents_new, documents_changed, documents_unchanged, documents_removed,
       documents_failed, rows_published
FROM runs
ORDER BY run DESC
LIMIT 10
