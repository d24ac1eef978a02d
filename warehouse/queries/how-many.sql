-- one row per country: engagements in the unit chosen
-- $unit VARCHAR: 'tour', 'day', 'stop' or 'participant-stop'
-- $since DATE: not before this day; a year or a month will do
-- $until DATE: not after this day; a year or a month will do
SELECT unit, country, count(*) AS engagements
FROM engagements
WHERE
    unit = coalesce($unit, 'stop')
    AND ($since IS NULL OR day >= $since)
    AND ($until IS NULL OR day <= $until)
GROUP BY ALL
ORDER BY engagements DESC, country
