-- runs are numbered 1, 2, … without a gap and rows name only these; one row per number that is not a run
SELECT 'runs' AS table_name, run FROM runs QUALIFY run <> row_number() OVER (ORDER BY run)
UNION ALL
SELECT 'documents', n.run FROM (SELECT DISTINCT unnest([first_run, changed_run]) AS run FROM documents) AS n ANTI JOIN runs USING (run)
UNION ALL
SELECT 'issues', n.run FROM (SELECT DISTINCT run FROM issues) AS n ANTI JOIN runs USING (run)
UNION ALL
SELECT 'readings', n.run FROM (SELECT DISTINCT unnest([first_run, changed_run, last_run]) AS run FROM readings) AS n
ANTI JOIN runs USING (run)
WHERE n.run IS NOT NULL
