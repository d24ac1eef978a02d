-- one row per severity and code of issue in the current state; $document narrows it to one document, null takes all
SELECT severity, code, count(*) AS issues, min(message) AS example
FROM issues
WHERE $document IS NULL OR document_id = $document
GROUP BY severity, code
ORDER BY severity = 'error' DESC, severity = 'warning' DESC, issues DESC, code
