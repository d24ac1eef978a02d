-- one row per place visited: the last visit to it and by whom
-- $place VARCHAR: a place, or a division that it lies in, in any language
SELECT v.place, v.city, v.province, v.country, max(v.date_end) AS last_day, arg_max(v.visitor, v.date_end) AS visitor, count(DISTINCT v.stop_id) AS stops
FROM visits AS v
JOIN stops_in($place) AS s USING (stop_id)
GROUP BY v.place_entity_id, v.place, v.city, v.province, v.country
ORDER BY last_day DESC NULLS LAST, v.place
