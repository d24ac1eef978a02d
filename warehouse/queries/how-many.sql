-- one row per year: engagements in the unit chosen, each counted once
-- $unit VARCHAR: 'tour', 'day', 'stop' (the default) or 'participant-stop'
-- $since DATE: not before this day; a year or a month will do
-- $until DATE: not after this day; a year or a month will do
SELECT unit, year(day) AS year, count(*) AS engagements
FROM engagements
WHERE
    unit = coalesce($unit, 'stop')
    AND ($since IS NULL OR day >= $since)
    AND ($until IS NULL OR day <= $until)
GROUP BY ALL
ORDER BY year
