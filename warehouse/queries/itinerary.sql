-- one row per stop of the reports whose title or address has these words
-- $report VARCHAR: words of the title or the address
SELECT title, position, days, place, lies_in, visitors, companions, hosts, activity, evidence
FROM itineraries
WHERE $report IS NULL OR contains(lower(coalesce(title, '')), lower($report)) OR contains(lower(source_uri), lower($report))
ORDER BY document_id, position
