-- one row per stop that is shown, theme and paragraph that touches it
SELECT DISTINCT t.stop_id, t.dimension, t.theme, t.paragraph_id
FROM theme_mentions AS t
JOIN chosen AS c ON c.stop_id = t.stop_id AND c.is_shown
ORDER BY t.dimension, t.theme, t.stop_id, t.paragraph_id
