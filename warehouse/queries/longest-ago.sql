-- one row per division: its last visit, the longest ago first
-- $level VARCHAR: 'country', 'province', 'city' or 'county'
SELECT kind, name, last_day, stops, tours
FROM visits_by_place
WHERE last_day IS NOT NULL AND ($level IS NULL OR kind = lower($level))
ORDER BY last_day, name
